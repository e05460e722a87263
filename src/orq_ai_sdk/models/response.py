"""The answer as one object, with its usage, its error, and the settings that it was made with.

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

    from .items import (
        AdditionalTools,
        ApplyPatchCall,
        ApplyPatchCallOutput,
        CodeInterpreterCall,
        CompactionItem,
        ComputerCall,
        ComputerCallOutput,
        CustomToolCall,
        CustomToolCallOutputItem,
        FileSearchCall,
        FunctionCallOutputItem,
        ImageGenerationCall,
        LocalShellCall,
        LocalShellCallOutput,
        McpApprovalRequest,
        McpApprovalResponseItem,
        McpCall,
        McpListTools,
        Program,
        ProgramOutput,
        ShellCall,
        ShellCallOutput,
        ToolOutput,
        ToolSearchCall,
        ToolSearchOutput,
        WebSearchCall,
        XSearchCall,
    )
    from .messages import FunctionCall, OutputItem, ReasoningItem, UnknownOutputItem
    from .responsetools import ResponseTool, ResponseToolChoice
    from .shared import (
        ItemStatus,
        MessagePhase,
        MessageRole,
        PromptCacheLifetime,
        PromptCacheMode,
        ReasoningContext,
        ReasoningEffort,
        ReasoningMode,
        ReasoningSummaryStyle,
        Verbosity,
    )

__all__ = [
    "CreateResponseResponseBody",
    "ResponseStatus",
    "Truncation",
    "ServiceTier",
    "ResponseError",
    "ResponseErrorCode",
    "Misalignment",
    "MisalignmentKind",
    "MisalignmentSteer",
    "IncompleteDetails",
    "IncompleteReason",
    "Usage",
    "InputTokensDetails",
    "CacheWriteTokensDetails",
    "OutputTokensDetails",
    "ToolUsage",
    "ImageGenerationUsage",
    "ImageTokensDetails",
    "CachedImageTokensDetails",
    "WebSearchUsage",
    "ResponseReasoning",
    "ResponseText",
    "ResponseTextFormat",
    "ResponsePlainTextFormat",
    "ResponseJSONObjectFormat",
    "ResponseJSONSchemaFormat",
    "UnknownResponseTextFormat",
    "ResponseInstructions",
    "ResponseInputItem",
    "ResponseInputMessage",
    "ResponsePrompt",
    "Conversation",
    "ResponseImageSettings",
    "ImageContextCompression",
    "AccessPrograms",
    "CyberAccess",
    "InputTransformation",
    "InputTransformationReason",
    "PromptCacheRetention",
    "PromptCacheOptions",
    "PromptCacheDiagnostics",
    "PromptCacheHit",
    "PromptCacheMiss",
    "PromptCacheMissReason",
    "PromptCacheNoComparison",
    "PromptCacheUnavailable",
    "UnknownPromptCacheDiagnostics",
    "Moderation",
    "ModerationOutcome",
    "ModerationResult",
    "ModerationFailure",
    "UnknownModerationOutcome",
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

ResponseErrorCode = Union[
    Literal[
        "server_error",
        "rate_limit_exceeded",
        "insufficient_quota",
        "invalid_prompt",
        "data_residency_mismatch",
        "bio_policy",
        "misalignment_policy_violation",
        "vector_store_timeout",
        "invalid_image",
        "invalid_image_format",
        "invalid_base64_image",
        "invalid_image_url",
        "image_too_large",
        "image_too_small",
        "image_parse_error",
        "image_content_policy_violation",
        "invalid_image_mode",
        "image_file_too_large",
        "unsupported_image_media_type",
        "empty_image_file",
        "failed_to_download_image",
        "image_file_not_found",
    ],
    UnrecognizedStr,
]
"""Kind of error."""

MisalignmentKind = Union[
    Literal[
        "potentially_unintended_data_transfer",
        "potentially_unintended_data_access",
        "potentially_unintended_destructive_activity",
        "other",
    ],
    UnrecognizedStr,
]
"""What a model was about to do without having been asked."""

IncompleteReason = Union[Literal["max_output_tokens", "content_filter", "max_messages", "steered"], UnrecognizedStr]
"""Why an answer stops short."""

ImageContextCompression = Union[Literal["enabled", "disabled"], UnrecognizedStr]
"""Whether images of earlier turns are compressed."""

CyberAccess = Union[Literal["standard", "daybreak_blue", "daybreak_red"], UnrecognizedStr]
"""A level of the access program for security work."""

InputTransformationReason = Union[
    Literal["organization_mismatch", "end_user_mismatch", "model_mismatch", "prefix_mismatch", "turn_boundary"],
    UnrecognizedStr,
]
"""Why an item of the input was changed."""

PromptCacheRetention = Union[Literal["in_memory", "24h"], UnrecognizedStr]
"""How long prefixes are cached."""

PromptCacheMissReason = Union[
    Literal[
        "model_changed",
        "prompt_cache_key_changed",
        "tools_changed",
        "text_format_changed",
        "reasoning_effort_changed",
        "verbosity_changed",
        "context_compacted",
        "input_changed",
        "service_tier_changed",
    ],
    UnrecognizedStr,
]
"""What had changed since the prefix was cached."""

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    ResponseTextFormat = Annotated[Any, _tables.ResponseTextFormat]
    ResponseInputItem = Annotated[Any, _tables.ResponseInputItem]
    ResponseInstructions = Union[str, list[Annotated[Any, _tables.ResponseInputItem]]]
    PromptCacheDiagnostics = Annotated[Any, _tables.PromptCacheDiagnostics]
    ModerationOutcome = Annotated[Any, _tables.ModerationOutcome]
    ToolOutput = Union[str, list[Annotated[Any, _tables.ToolOutputPart]]]
    OutputItem = Annotated[Any, _tables.OutputItem]
    ResponseTool = Annotated[Any, _tables.ResponseTool]
    ResponseToolChoice = Union[str, Annotated[Any, _tables.ResponseToolChoiceObject]]
    ItemStatus = str
    MessagePhase = str
    MessageRole = str
    PromptCacheLifetime = str
    PromptCacheMode = str
    ReasoningContext = str
    ReasoningEffort = str
    ReasoningMode = str
    ReasoningSummaryStyle = str
    Verbosity = str


class MisalignmentSteer(ResponseModel):
    """How to steer a model away from something."""

    message: str
    """A message to the model."""


class Misalignment(ResponseModel):
    """What the model was stopped from doing."""

    error_type: MisalignmentKind | None = None
    """What it was about to do."""

    detailed_explanation: str | None = None
    """The matter in words."""

    review_target: str | None = None
    """What should be reviewed."""

    steer: MisalignmentSteer | None = None
    """How to steer the model away from it."""


class ResponseError(ResponseModel):
    """Why there is no answer."""

    code: ResponseErrorCode
    """Kind of error."""

    message: str
    """What went wrong, in words."""

    type: str | None = None
    """Wider kind of error."""

    param: str | None = None
    """The parameter at fault."""

    misalignment: Misalignment | None = None
    """What the model was stopped from doing."""


class IncompleteDetails(ResponseModel):
    """Why an answer stops short."""

    reason: IncompleteReason | None = None
    """The reason."""


class CacheWriteTokensDetails(ResponseModel):
    """The tokens put into the cache, by lifetime."""

    ttl_30m_tokens: int | None = None
    """Tokens kept for 30 minutes."""

    ttl_12h_tokens: int | None = None
    """Tokens kept for 12 hours."""


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


class Conversation(ResponseModel):
    """The conversation that a response belongs to."""

    id: str
    """ID of the conversation."""


class ResponsePrompt(ResponseModel):
    """A prompt template and what it was filled with."""

    id: str
    """ID of the template."""

    variables: dict[str, Any] | None = None
    """What was filled in, by name: strings, texts, images, files."""

    version: str | None = None
    """Version of the template."""


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


class PromptCacheOptions(ResponseModel):
    """How prefixes are cached."""

    mode: PromptCacheMode
    """Who sets the boundaries."""

    ttl: PromptCacheLifetime
    """How long prefixes are kept."""

    comparison_response_id: str | None = None
    """ID of the response to compare with for diagnostics."""


class Moderation(ResponseModel):
    """What moderation found."""

    input_: Annotated[ModerationOutcome, Field(alias="input")]
    """What it found in the input."""

    output: ModerationOutcome
    """What it found in the output."""


class InputTransformation(ResponseModel):
    """Something that was changed in the input before the model saw it."""

    type: Literal["reasoning"] = "reasoning"
    """Always `reasoning`."""

    id: str
    """Id of the item that was changed."""

    action: str
    """What was done to it: `removed`."""

    reason: InputTransformationReason
    """Why it was done."""


class ResponseImageSettings(ResponseModel):
    """How images were handled."""

    context_compression: ImageContextCompression | None = None
    """Whether images of earlier turns were compressed."""


class ImageTokensDetails(ResponseModel):
    """Tokens by kind."""

    image_tokens: int
    """Tokens of images."""

    text_tokens: int
    """Tokens of text."""


class CachedImageTokensDetails(ResponseModel):
    """Cached tokens by kind."""

    cached_image_tokens: int
    """Tokens of images."""

    cached_text_tokens: int
    """Tokens of text."""


class ImageGenerationUsage(ResponseModel):
    """Tokens that making pictures took."""

    input_tokens: int
    """Tokens read."""

    output_tokens: int
    """Tokens written."""

    total_tokens: int
    """Tokens in all."""

    input_tokens_details: ImageTokensDetails | None = None
    """The tokens read, by kind."""

    output_tokens_details: ImageTokensDetails | None = None
    """The tokens written, by kind."""

    cached_tokens: int | None = None
    """Tokens taken from the cache."""

    cached_tokens_details: CachedImageTokensDetails | None = None
    """The tokens taken from the cache, by kind."""


class WebSearchUsage(ResponseModel):
    """What searching the web took."""

    num_requests: int
    """Number of requests."""


class ToolUsage(ResponseModel):
    """What hosted tools used."""

    image_gen: ImageGenerationUsage | None = None
    """Tokens that making pictures took."""

    web_search: WebSearchUsage | None = None
    """What searching the web took."""


class AccessPrograms(ResponseModel):
    """Access programs that a request took part in."""

    cyber: CyberAccess | None = None
    """The program for security work."""


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
    """Why there is no answer, if it failed."""

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


class ResponseJSONObjectFormat(ResponseModel):
    """Some JSON object."""

    type: Literal["json_object"] = "json_object"
    """Always `json_object`."""


class ResponseJSONSchemaFormat(ResponseModel):
    """JSON that follows a JSON Schema."""

    type: Literal["json_schema"] = "json_schema"
    """Always `json_schema`."""

    name: str | None = None
    """Name of the format."""

    schema_: Annotated[dict[str, Any], Field(alias="schema")]
    """The JSON Schema."""

    description: str | None = None
    """What the format is for."""

    strict: bool | None = None
    """Whether the model had to keep to the schema exactly."""


class UnknownResponseTextFormat(UnknownModel):
    """A text format of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class ResponseInputMessage(ResponseModel):
    """A message of the input, as it comes back."""

    type: Literal["message"] | None = None
    """Always `message`."""

    role: MessageRole
    """Whose words these are."""

    content: ToolOutput
    """What the message says: a string, or a list of parts."""

    id: str | None = None
    """Id of the message."""

    status: ItemStatus | None = None
    """How far the message had come."""

    phase: MessagePhase | None = None
    """Remark on the way or final answer."""


class PromptCacheHit(ResponseModel):
    """The prefix was in the cache."""

    type: Literal["cache_hit"] = "cache_hit"
    """Always `cache_hit`."""


class PromptCacheMiss(ResponseModel):
    """The prefix was not in the cache."""

    type: Literal["cache_miss"] = "cache_miss"
    """Always `cache_miss`."""

    cache_missed_tokens: int
    """Tokens that had to be read anew."""

    reason: PromptCacheMissReason
    """What had changed."""

    comparison_reusable_tokens: int | None = None
    """Tokens that could have been reused from the response compared with."""


class PromptCacheNoComparison(ResponseModel):
    """The response to compare with was not found."""

    type: Literal["comparison_response_not_found"] = "comparison_response_not_found"
    """Always `comparison_response_not_found`."""


class PromptCacheUnavailable(ResponseModel):
    """Nothing is known about the cache."""

    type: Literal["unavailable"] = "unavailable"
    """Always `unavailable`."""


class UnknownPromptCacheDiagnostics(UnknownModel):
    """A diagnosis of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class ModerationResult(ResponseModel):
    """What moderation found."""

    type: Literal["moderation_result"] = "moderation_result"
    """Always `moderation_result`."""

    flagged: bool
    """Whether anything was objectionable."""

    model: str
    """ID of the model that moderated."""

    categories: dict[str, Any]
    """For each category, whether it was met."""

    category_scores: dict[str, Any]
    """For each category, how sure the model is, from 0 to 1."""

    category_applied_input_types: dict[str, Any] | None = None
    """For each category, the kinds of input that were looked at."""


class ModerationFailure(ResponseModel):
    """Why moderation found nothing."""

    type: Literal["error"] = "error"
    """Always `error`."""

    code: str
    """Kind of error."""

    message: str
    """What went wrong."""


class UnknownModerationOutcome(UnknownModel):
    """An outcome of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


if TYPE_CHECKING:
    ResponseTextFormat: TypeAlias = Union[
        ResponseJSONObjectFormat, ResponseJSONSchemaFormat, ResponsePlainTextFormat, UnknownResponseTextFormat
    ]
    ResponseInputItem: TypeAlias = Union[
        ResponseInputMessage,
        FunctionCall,
        ReasoningItem,
        AdditionalTools,
        ApplyPatchCall,
        ApplyPatchCallOutput,
        CodeInterpreterCall,
        CompactionItem,
        ComputerCall,
        ComputerCallOutput,
        CustomToolCall,
        CustomToolCallOutputItem,
        FileSearchCall,
        FunctionCallOutputItem,
        ImageGenerationCall,
        LocalShellCall,
        LocalShellCallOutput,
        McpApprovalRequest,
        McpApprovalResponseItem,
        McpCall,
        McpListTools,
        Program,
        ProgramOutput,
        ShellCall,
        ShellCallOutput,
        ToolSearchCall,
        ToolSearchOutput,
        WebSearchCall,
        XSearchCall,
        UnknownOutputItem,
    ]
    ResponseInstructions: TypeAlias = Union[str, list[ResponseInputItem]]
    PromptCacheDiagnostics: TypeAlias = Union[
        PromptCacheHit, PromptCacheMiss, PromptCacheNoComparison, PromptCacheUnavailable, UnknownPromptCacheDiagnostics
    ]
    ModerationOutcome: TypeAlias = Union[ModerationFailure, ModerationResult, UnknownModerationOutcome]
