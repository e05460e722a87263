"""What messages may hold beside text, and the items that come along with them: refusals, annotations, function
calls, reasoning.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from ..types.basemodel import ResponseModel, UnknownModel
from . import _tables

if TYPE_CHECKING:
    from typing import TypeAlias

    from .shared import ItemStatus

__all__ = [
    "UnknownOutputItem",
    "OutputRefusal",
    "UnknownContentPart",
    "Annotation",
    "URLCitation",
    "FileCitation",
    "ContainerFileCitation",
    "FilePath",
    "UnknownAnnotation",
    "LogProb",
    "TopLogProb",
    "FunctionCall",
    "Caller",
    "DirectCaller",
    "ProgramCaller",
    "UnknownCaller",
    "ReasoningItem",
    "ReasoningSummaryPart",
    "SummaryText",
    "ReasoningContentPart",
    "ReasoningText",
]

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    Annotation = Annotated[Any, _tables.Annotation]
    Caller = Annotated[Any, _tables.Caller]
    ReasoningSummaryPart = Annotated[Any, _tables.ReasoningSummaryPart]
    ReasoningContentPart = Annotated[Any, _tables.ReasoningContentPart]
    ItemStatus = str


class UnknownOutputItem(UnknownModel):
    """An output item of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class OutputRefusal(ResponseModel):
    """The model declines to answer."""

    type: Literal["refusal"] = "refusal"
    """Always `refusal`."""

    refusal: str
    """What the model said instead of an answer."""


class UnknownContentPart(UnknownModel):
    """A part of a message's content of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class URLCitation(ResponseModel):
    """Cites a page of the web."""

    type: Literal["url_citation"] = "url_citation"
    """Always `url_citation`."""

    url: str
    """URL of the page."""

    title: str | None = None
    """Title of the page."""

    start_index: int | None = None
    """Index of the first character of the text that cites."""

    end_index: int | None = None
    """Index of the last character of the text that cites."""


class FileCitation(ResponseModel):
    """Cites an uploaded file."""

    type: Literal["file_citation"] = "file_citation"
    """Always `file_citation`."""

    file_id: str
    """Id of the file."""

    filename: str | None = None
    """Name of the file."""

    index: int | None = None
    """Where in the text the citation belongs, as a character index."""


class ContainerFileCitation(ResponseModel):
    """Cites a file in a container."""

    type: Literal["container_file_citation"] = "container_file_citation"
    """Always `container_file_citation`."""

    container_id: str
    """Id of the container."""

    file_id: str
    """Id of the file."""

    filename: str | None = None
    """Name of the file."""

    start_index: int | None = None
    """Index of the first character of the text that cites."""

    end_index: int | None = None
    """Index of the last character of the text that cites."""


class FilePath(ResponseModel):
    """Names a file that the text points to."""

    type: Literal["file_path"] = "file_path"
    """Always `file_path`."""

    file_id: str
    """Id of the file."""

    index: int | None = None
    """Where in the text the file is named, as a character index."""


class UnknownAnnotation(UnknownModel):
    """An annotation of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class TopLogProb(ResponseModel):
    """How likely one of the candidates for a place was."""

    token: str | None = None
    """The token."""

    logprob: float | None = None
    """Natural logarithm of the token's probability."""

    bytes: list[int] | None = None
    """The token's UTF-8 bytes."""


class LogProb(ResponseModel):
    """How likely a token was, and which others were."""

    token: str
    """The token."""

    logprob: float
    """Natural logarithm of the token's probability."""

    bytes: list[int] | None = None
    """The token's UTF-8 bytes."""

    top_logprobs: list[TopLogProb] | None = None
    """The likeliest tokens at this place."""


class FunctionCall(ResponseModel):
    """The model asks for a function to be called. Answer with a FunctionCallOutput that has the same `call_id`."""

    type: Literal["function_call"] = "function_call"
    """Always `function_call`."""

    call_id: str
    """Id of the call, to be repeated in its output."""

    name: str
    """Name of the function."""

    arguments: str
    """The arguments as JSON text. The model may write invalid JSON or arguments outside the schema; check them."""

    id: str | None = None
    """Id of this item."""

    status: ItemStatus | None = None
    """How far the call has come."""

    namespace: str | None = None
    """Namespace of the function."""

    async_: Annotated[bool | None, Field(alias="async")] = None
    """Whether the model goes on before the output is there."""

    caller: Caller | None = None
    """Who makes the call."""


class DirectCaller(ResponseModel):
    """The model itself calls."""

    type: Literal["direct"] = "direct"
    """Always `direct`."""


class ProgramCaller(ResponseModel):
    """A program that the model wrote calls."""

    type: Literal["program"] = "program"
    """Always `program`."""

    caller_id: str
    """The `call_id` of that program."""


class UnknownCaller(UnknownModel):
    """A caller of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class ReasoningItem(ResponseModel):
    """The model's reasoning. Send it back with the next request so that the model can go on from it."""

    type: Literal["reasoning"] = "reasoning"
    """Always `reasoning`."""

    id: str | None = None
    """Id of this item."""

    summary: list[ReasoningSummaryPart]
    """The reasoning summed up, paragraph by paragraph."""

    content: list[ReasoningContentPart] | None = None
    """The reasoning itself, from models that show it."""

    encrypted_content: str | None = None
    """The reasoning, encrypted, for conversations that the server does not keep."""

    status: ItemStatus | None = None
    """How far the reasoning has come."""

    format_: Annotated[str | None, Field(alias="format")] = None
    """How some providers encode the reasoning."""


class SummaryText(ResponseModel):
    """A paragraph of a summary of the reasoning."""

    type: Literal["summary_text"] = "summary_text"
    """Always `summary_text`."""

    text: str
    """The paragraph."""


class ReasoningText(ResponseModel):
    """A piece of the reasoning itself."""

    type: Literal["reasoning_text"] = "reasoning_text"
    """Always `reasoning_text`."""

    text: str
    """The text."""


if TYPE_CHECKING:
    Annotation: TypeAlias = ContainerFileCitation | FileCitation | FilePath | URLCitation | UnknownAnnotation
    Caller: TypeAlias = DirectCaller | ProgramCaller | UnknownCaller
    ReasoningSummaryPart: TypeAlias = SummaryText | UnknownContentPart
    ReasoningContentPart: TypeAlias = ReasoningText | UnknownContentPart
