"""The answer as one object, with what nearly every answer holds.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import Field

from ..types.basemodel import ResponseModel, UnknownModel
from ..types.responsebody import ResponseBody
from ..types.states import UnrecognizedStr
from . import _tables

if TYPE_CHECKING:
    from typing import TypeAlias

    from .messages import OutputItem
    from .responseparts import (
        AccessPrograms,
        CacheWriteTokensDetails,
        Conversation,
        InputTransformation,
        Moderation,
        PromptCacheDiagnostics,
        PromptCacheOptions,
        PromptCacheRetention,
        ResponseError,
        ResponseImageSettings,
        ResponseInstructions,
        ResponseJSONObjectFormat,
        ResponseJSONSchemaFormat,
        ResponsePrompt,
        ToolUsage,
    )
    from .responsetools import ResponseTool, ResponseToolChoice
    from .shared import ReasoningContext, ReasoningEffort, ReasoningMode, ReasoningSummaryStyle, Verbosity

__all__ = [
    "CreateResponseResponseBody",
    "ResponseStatus",
    "Truncation",
    "ServiceTier",
    "Usage",
    "InputTokensDetails",
    "OutputTokensDetails",
    "IncompleteDetails",
    "IncompleteReason",
    "ResponseReasoning",
    "ResponseText",
    "ResponseTextFormat",
    "ResponsePlainTextFormat",
    "UnknownResponseTextFormat",
]

ResponseStatus = Union[
    Literal["completed", "failed", "in_progress", "incomplete", "cancelled", "queued"], UnrecognizedStr
]
"""How far a response has come."""

Truncation = Union[Literal["auto", "disabled"], UnrecognizedStr]
"""Whether input that is too long is shortened (`auto`) or refused (`disabled`)."""

ServiceTier = Union[
    Literal["auto", "default", "flex", "scale", "priority", "fast", "ultrafast", "provisioned"], UnrecognizedStr
]
"""A tier of service."""

IncompleteReason = Union[Literal["max_output_tokens", "content_filter", "max_messages", "steered"], UnrecognizedStr]
"""Why an answer stops short."""

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    ResponseTextFormat = Annotated[Any, _tables.ResponseTextFormat]
    OutputItem = Annotated[Any, _tables.OutputItem]
    AccessPrograms = Annotated[Any, _tables.AccessPrograms]
    CacheWriteTokensDetails = Annotated[Any, _tables.CacheWriteTokensDetails]
    Conversation = Annotated[Any, _tables.Conversation]
    InputTransformation = Annotated[Any, _tables.InputTransformation]
    Moderation = Annotated[Any, _tables.Moderation]
    PromptCacheDiagnostics = Annotated[Any, _tables.PromptCacheDiagnostics]
    PromptCacheOptions = Annotated[Any, _tables.PromptCacheOptions]
    PromptCacheRetention = str
    ResponseError = Annotated[Any, _tables.ResponseError]
    ResponseImageSettings = Annotated[Any, _tables.ResponseImageSettings]
    ResponseInstructions = Union[str, list[Annotated[Any, _tables.ResponseInputItem]]]
    ResponsePrompt = Annotated[Any, _tables.ResponsePrompt]
    ToolUsage = Annotated[Any, _tables.ToolUsage]
    ResponseTool = Annotated[Any, _tables.ResponseTool]
    ResponseToolChoice = Union[str, Annotated[Any, _tables.ResponseToolChoiceObject]]
    ReasoningContext = str
    ReasoningEffort = str
    ReasoningMode = str
    ReasoningSummaryStyle = str
    Verbosity = str


class IncompleteDetails(ResponseModel):
    """Why an answer stops short."""

    reason: IncompleteReason | None = None
    """The reason."""


class InputTokensDetails(ResponseModel):
    """The tokens read, by kind."""

    cached_tokens: int | None = None
    """Tokens taken from the cache."""

    cache_write_tokens: int | None = None
    """Tokens put into the cache."""

    cache_write_tokens_details: CacheWriteTokensDetails | None = None
    """The tokens put into the cache, by lifetime."""


class OutputTokensDetails(ResponseModel):
    """The tokens written, by kind."""

    reasoning_tokens: int | None = None
    """Tokens written while reasoning."""

    accepted_prediction_tokens: int | None = None
    """Tokens of a predicted output that came true."""

    rejected_prediction_tokens: int | None = None
    """Tokens of a predicted output that did not."""


class Usage(ResponseModel):
    """Tokens that a response took."""

    input_tokens: int | None = None
    """Tokens read."""

    input_tokens_details: InputTokensDetails | None = None
    """The tokens read, by kind."""

    output_tokens: int | None = None
    """Tokens written, reasoning included."""

    output_tokens_details: OutputTokensDetails | None = None
    """The tokens written, by kind."""

    total_tokens: int | None = None
    """Tokens in all."""

    cost: float | None = None
    """What the response cost, as some providers report it."""

    cost_details: dict[str, Any] | None = None
    """What that cost is made of."""


class ResponseReasoning(ResponseModel):
    """How the model reasoned."""

    effort: ReasoningEffort | None = None
    """How much the model could think."""

    summary: ReasoningSummaryStyle | None = None
    """Which summary was asked for."""

    generate_summary: ReasoningSummaryStyle | None = None
    """Former name of `summary`."""

    context: ReasoningContext | None = None
    """Which earlier reasoning the model saw."""

    mode: ReasoningMode | None = None
    """Which reasoning mode answered."""


class ResponseText(ResponseModel):
    """How the text of the answer was to be written."""

    format_: Annotated[ResponseTextFormat | None, Field(alias="format")] = None
    """Format of the text."""

    verbosity: Verbosity | None = None
    """How wordy the text was to be."""


class CreateResponseResponseBody(ResponseBody):
    """An answer of the model, finished or on its way."""

    id: str
    """ID of the response; give it as `previous_response_id` to go on from here."""

    object: Literal["response"] = "response"
    """Kind of object: `response`."""

    created_at: float
    """When the response was made, in seconds since 1970-01-01 UTC."""

    completed_at: float | None = None
    """When the response was completed, in seconds since 1970-01-01 UTC."""

    status: ResponseStatus
    """How far the response has come."""

    error: ResponseError | None = None
    """Why there is not an answer, if it failed."""

    incomplete_details: IncompleteDetails | None = None
    """Why the answer stops short, if it is incomplete."""

    model: str
    """ID of the model that answered."""

    output: list[OutputItem]
    """What the model produced, in order. The first item need not be a message."""

    usage: Usage | None = None
    """Tokens that the response took."""

    parallel_tool_calls: bool
    """Whether the model could call several functions at the same time."""

    tool_choice: ResponseToolChoice | None = None
    """How the model picked tools."""

    tools: list[ResponseTool] | None = None
    """The tools that the model could call."""

    instructions: ResponseInstructions | None = None
    """Instructions from the developer: a string, or a list of items."""

    metadata: dict[str, str] | None = None
    """The key-value pairs that the request gave."""

    temperature: float | None = None
    """Sampling temperature, from 0 to 2."""

    top_p: float | None = None
    """Share of the probability mass that tokens were sampled from, from 0 to 1."""

    presence_penalty: float | None = None
    """How strongly tokens that occurred before were held back."""

    frequency_penalty: float | None = None
    """How strongly tokens were held back by how often they occurred before."""

    max_output_tokens: int | None = None
    """Upper limit on the number of tokens generated."""

    max_tool_calls: int | None = None
    """Upper limit on the number of calls to hosted tools."""

    previous_response_id: str | None = None
    """ID of the response that this one goes on from."""

    conversation: Conversation | None = None
    """The conversation that this response belongs to."""

    prompt: ResponsePrompt | None = None
    """The prompt template that was used."""

    reasoning: ResponseReasoning | None = None
    """How the model reasoned."""

    text: ResponseText | None = None
    """How the text of the answer was to be written."""

    truncation: Truncation | None = None
    """What happens to input that is too long."""

    store: bool | None = None
    """Whether the response is kept."""

    background: bool | None = None
    """Whether the response was made in the background."""

    service_tier: ServiceTier | None = None
    """The tier of service that answered."""

    user: str | None = None
    """The end user that the request named."""

    safety_identifier: str | None = None
    """Stands for the end user, for spotting misuse."""

    top_logprobs: int | None = None
    """How many likely tokens are reported at each place, from 0 to 20."""

    logprobs: Any | None = None
    """Whether, or which, log probabilities are reported; providers vary."""

    prompt_cache_key: str | None = None
    """Key that requests with the same prefix share."""

    prompt_cache_retention: PromptCacheRetention | None = None
    """How long prefixes are cached."""

    prompt_cache_options: PromptCacheOptions | None = None
    """How prefixes are cached."""

    prompt_cache_diagnostics: PromptCacheDiagnostics | None = None
    """Whether the cache was of use, and why not."""

    moderation: Moderation | None = None
    """What moderation found in input and output."""

    content_filters: list[dict[str, Any]] | None = None
    """What the content filters of some providers found."""

    input_transformations: list[InputTransformation] | None = None
    """What was changed in the input before the model saw it."""

    image: ResponseImageSettings | None = None
    """How images were handled."""

    tool_usage: ToolUsage | None = None
    """What hosted tools used."""

    access_programs: AccessPrograms | None = None
    """Access programs that the request took part in."""

    billing: dict[str, Any] | None = None
    """Who pays, as far as the provider says."""


class ResponsePlainTextFormat(ResponseModel):
    """Plain text."""

    type: Literal["text"] = "text"
    """Always `text`."""


class UnknownResponseTextFormat(UnknownModel):
    """A text format of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


if TYPE_CHECKING:
    ResponseTextFormat: TypeAlias = (
        ResponseJSONObjectFormat | ResponseJSONSchemaFormat | ResponsePlainTextFormat | UnknownResponseTextFormat
    )
