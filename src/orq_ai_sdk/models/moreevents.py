"""Events that many streams have: failures, refusals, reasoning, function calls.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from ..types.basemodel import ResponseModel, UnknownModel
from . import _tables

if TYPE_CHECKING:
    from .messageparts import Annotation, ReasoningSummaryPart
    from .response import CreateResponseResponseBody
    from .shared import ItemStatus

__all__ = [
    "UnknownEvent",
    "ResponseQueuedEvent",
    "ResponseFailedEvent",
    "ResponseIncompleteEvent",
    "ErrorEvent",
    "ErrorDetail",
    "KeepaliveEvent",
    "OutputTextAnnotationAddedEvent",
    "RefusalDeltaEvent",
    "RefusalDoneEvent",
    "ReasoningSummaryPartAddedEvent",
    "ReasoningSummaryPartDoneEvent",
    "ReasoningSummaryTextDeltaEvent",
    "ReasoningSummaryTextDoneEvent",
    "ReasoningTextDeltaEvent",
    "ReasoningTextDoneEvent",
    "FunctionCallArgumentsDeltaEvent",
    "FunctionCallArgumentsDoneEvent",
]

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    Annotation = Annotated[Any, _tables.Annotation]
    ReasoningSummaryPart = Annotated[Any, _tables.ReasoningSummaryPart]
    CreateResponseResponseBody = Annotated[Any, _tables.CreateResponseResponseBody]
    ItemStatus = str


class UnknownEvent(UnknownModel):
    """An event of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class ResponseQueuedEvent(ResponseModel):
    """The response waits for its turn."""

    type: Literal["response.queued"] = "response.queued"
    """Always `response.queued`."""

    response: CreateResponseResponseBody
    """The response as it stands."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ResponseFailedEvent(ResponseModel):
    """The response failed; `response.error` says why. Last event of the stream."""

    type: Literal["response.failed"] = "response.failed"
    """Always `response.failed`."""

    response: CreateResponseResponseBody
    """The response as it stands."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ResponseIncompleteEvent(ResponseModel):
    """The response stops short; `response.incomplete_details` says why. Last event of the stream."""

    type: Literal["response.incomplete"] = "response.incomplete"
    """Always `response.incomplete`."""

    response: CreateResponseResponseBody
    """The response as it stands."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ErrorDetail(ResponseModel):
    """An error, as it comes nested in an event."""

    type: str | None = None
    """Wider kind of error."""

    code: str | int | None = None
    """Kind of error; a string, an HTTP status code, or nothing."""

    message: str | None = None
    """What went wrong, in words."""

    param: str | None = None
    """The parameter at fault."""


class ErrorEvent(ResponseModel):
    """Something went wrong. Comes flat (`code`, `message`, `param`) or nested (`error`), depending on the provider."""

    type: Literal["error"] = "error"
    """Always `error`."""

    code: str | int | None = None
    """Kind of error, if the error comes flat; a string, an HTTP status code, or nothing."""

    message: str | None = None
    """What went wrong, in words, if the error comes flat."""

    param: str | None = None
    """The parameter at fault."""

    error: ErrorDetail | None = None
    """The error, if it comes nested."""

    sequence_number: int | None = None
    """Number of the event in the stream, counted from 0."""


class KeepaliveEvent(ResponseModel):
    """Nothing new; keeps the connection open."""

    type: Literal["keepalive"] = "keepalive"
    """Always `keepalive`."""

    sequence_number: int | None = None
    """Number of the event in the stream, counted from 0."""


class OutputTextAnnotationAddedEvent(ResponseModel):
    """A text got an annotation."""

    type: Literal["response.output_text.annotation.added"] = "response.output_text.annotation.added"
    """Always `response.output_text.annotation.added`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    content_index: int
    """Index of the part in the item's content."""

    annotation_index: int
    """Index of the annotation in the text's annotations."""

    annotation: Annotation | None = None
    """The annotation."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class RefusalDeltaEvent(ResponseModel):
    """More text of a refusal."""

    type: Literal["response.refusal.delta"] = "response.refusal.delta"
    """Always `response.refusal.delta`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    content_index: int
    """Index of the part in the item's content."""

    delta: str
    """The text to append."""

    obfuscation: str | None = None
    """Random characters that even out the sizes of events; to be ignored."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class RefusalDoneEvent(ResponseModel):
    """A refusal is finished."""

    type: Literal["response.refusal.done"] = "response.refusal.done"
    """Always `response.refusal.done`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    content_index: int
    """Index of the part in the item's content."""

    refusal: str
    """The whole refusal."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ReasoningSummaryPartAddedEvent(ResponseModel):
    """A paragraph of a summary of the reasoning has begun."""

    type: Literal["response.reasoning_summary_part.added"] = "response.reasoning_summary_part.added"
    """Always `response.reasoning_summary_part.added`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    summary_index: int
    """Index of the paragraph in the summary."""

    part: ReasoningSummaryPart
    """The paragraph as it stands."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ReasoningSummaryPartDoneEvent(ResponseModel):
    """A paragraph of a summary of the reasoning is finished."""

    type: Literal["response.reasoning_summary_part.done"] = "response.reasoning_summary_part.done"
    """Always `response.reasoning_summary_part.done`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    summary_index: int
    """Index of the paragraph in the summary."""

    part: ReasoningSummaryPart
    """The paragraph as it stands."""

    status: ItemStatus | None = None
    """`incomplete` if the paragraph was cut off."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ReasoningSummaryTextDeltaEvent(ResponseModel):
    """More text of a summary of the reasoning."""

    type: Literal["response.reasoning_summary_text.delta"] = "response.reasoning_summary_text.delta"
    """Always `response.reasoning_summary_text.delta`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    summary_index: int
    """Index of the paragraph in the summary."""

    delta: str
    """The text to append."""

    obfuscation: str | None = None
    """Random characters that even out the sizes of events; to be ignored."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ReasoningSummaryTextDoneEvent(ResponseModel):
    """The text of a paragraph of a summary is finished."""

    type: Literal["response.reasoning_summary_text.done"] = "response.reasoning_summary_text.done"
    """Always `response.reasoning_summary_text.done`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    summary_index: int
    """Index of the paragraph in the summary."""

    text: str
    """The whole text."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ReasoningTextDeltaEvent(ResponseModel):
    """More text of the reasoning itself."""

    type: Literal["response.reasoning_text.delta"] = "response.reasoning_text.delta"
    """Always `response.reasoning_text.delta`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    content_index: int
    """Index of the part in the item's content."""

    delta: str
    """The text to append."""

    obfuscation: str | None = None
    """Random characters that even out the sizes of events; to be ignored."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ReasoningTextDoneEvent(ResponseModel):
    """A text of the reasoning itself is finished."""

    type: Literal["response.reasoning_text.done"] = "response.reasoning_text.done"
    """Always `response.reasoning_text.done`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    content_index: int
    """Index of the part in the item's content."""

    text: str
    """The whole text."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class FunctionCallArgumentsDeltaEvent(ResponseModel):
    """More of a function call's arguments."""

    type: Literal["response.function_call_arguments.delta"] = "response.function_call_arguments.delta"
    """Always `response.function_call_arguments.delta`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    delta: str
    """The piece of JSON text to append."""

    obfuscation: str | None = None
    """Random characters that even out the sizes of events; to be ignored."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class FunctionCallArgumentsDoneEvent(ResponseModel):
    """A function call's arguments are finished."""

    type: Literal["response.function_call_arguments.done"] = "response.function_call_arguments.done"
    """Always `response.function_call_arguments.done`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    arguments: str
    """The whole arguments as JSON text."""

    name: str | None = None
    """Name of the function, from providers that repeat it."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""
