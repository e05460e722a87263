"""What an answer may hold beside that: its error, its input as it was understood, moderation, caching, special
settings.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import Field

from ..types.basemodel import ResponseModel, UnknownModel
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
    from .messageparts import FunctionCall, ReasoningItem, UnknownOutputItem
    from .shared import ItemStatus, MessagePhase, MessageRole, PromptCacheLifetime, PromptCacheMode

__all__ = [
    "ResponseError",
    "ResponseErrorCode",
    "Misalignment",
    "MisalignmentKind",
    "MisalignmentSteer",
    "CacheWriteTokensDetails",
    "ToolUsage",
    "ImageGenerationUsage",
    "ImageTokensDetails",
    "CachedImageTokensDetails",
    "WebSearchUsage",
    "ResponseJSONObjectFormat",
    "ResponseJSONSchemaFormat",
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
    ResponseInputItem = Annotated[Any, _tables.ResponseInputItem]
    ResponseInstructions = Union[str, list[Annotated[Any, _tables.ResponseInputItem]]]
    PromptCacheDiagnostics = Annotated[Any, _tables.PromptCacheDiagnostics]
    ModerationOutcome = Annotated[Any, _tables.ModerationOutcome]
    ToolOutput = Union[str, list[Annotated[Any, _tables.ToolOutputPart]]]
    ItemStatus = str
    MessagePhase = str
    MessageRole = str
    PromptCacheLifetime = str
    PromptCacheMode = str


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
    """Why there is not an answer."""

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


class CacheWriteTokensDetails(ResponseModel):
    """The tokens put into the cache, by lifetime."""

    ttl_30m_tokens: int | None = None
    """Tokens kept for 30 minutes."""

    ttl_12h_tokens: int | None = None
    """Tokens kept for 12 hours."""


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


class ResponsePrompt(ResponseModel):
    """A prompt template and what it was filled with."""

    id: str
    """ID of the template."""

    variables: dict[str, Any] | None = None
    """What was filled in, by name: strings, texts, images, files."""

    version: str | None = None
    """Version of the template."""


class Conversation(ResponseModel):
    """The conversation that a response belongs to."""

    id: str
    """ID of the conversation."""


class ResponseImageSettings(ResponseModel):
    """How images were handled."""

    context_compression: ImageContextCompression | None = None
    """Whether images of earlier turns were compressed."""


class AccessPrograms(ResponseModel):
    """Access programs that a request took part in."""

    cyber: CyberAccess | None = None
    """The program for security work."""


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


class PromptCacheOptions(ResponseModel):
    """How prefixes are cached."""

    mode: PromptCacheMode
    """Who sets the boundaries."""

    ttl: PromptCacheLifetime
    """How long prefixes are kept."""

    comparison_response_id: str | None = None
    """ID of the response to compare with for diagnostics."""


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


class Moderation(ResponseModel):
    """What moderation found."""

    input_: Annotated[ModerationOutcome, Field(alias="input")]
    """What it found in the input."""

    output: ModerationOutcome
    """What it found in the output."""


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
    ResponseInputItem: TypeAlias = (
        ResponseInputMessage
        | FunctionCall
        | ReasoningItem
        | AdditionalTools
        | ApplyPatchCall
        | ApplyPatchCallOutput
        | CodeInterpreterCall
        | CompactionItem
        | ComputerCall
        | ComputerCallOutput
        | CustomToolCall
        | CustomToolCallOutputItem
        | FileSearchCall
        | FunctionCallOutputItem
        | ImageGenerationCall
        | LocalShellCall
        | LocalShellCallOutput
        | McpApprovalRequest
        | McpApprovalResponseItem
        | McpCall
        | McpListTools
        | Program
        | ProgramOutput
        | ShellCall
        | ShellCallOutput
        | ToolSearchCall
        | ToolSearchOutput
        | WebSearchCall
        | XSearchCall
        | UnknownOutputItem
    )
    ResponseInstructions: TypeAlias = str | list[ResponseInputItem]
    PromptCacheDiagnostics: TypeAlias = (
        PromptCacheHit
        | PromptCacheMiss
        | PromptCacheNoComparison
        | PromptCacheUnavailable
        | UnknownPromptCacheDiagnostics
    )
    ModerationOutcome: TypeAlias = ModerationFailure | ModerationResult | UnknownModerationOutcome
