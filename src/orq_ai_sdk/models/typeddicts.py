"""The models' twins: the same objects as plain dicts, under their wire names or Python names.

Calls take such dicts without a look at these classes. They are for type checkers, and for whatever reads annotations
at run time, such as pydantic.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

if sys.version_info >= (3, 12):  # pydantic reads no older ones
    from typing import NotRequired, TypedDict
else:
    from typing_extensions import NotRequired, TypedDict

from .inputs import InputContentPart, InputItem, InputMessageContent, InputToolOutput
from .items import (
    CodeInterpreterOutput,
    ComputerAction,
    ComputerScreenshot,
    FileSearchResult,
    ImageGenerationError,
    ImageModerationDetails,
    LocalShellAction,
    McpCallError,
    McpListedTool,
    MouseButton,
    PatchOperation,
    PatchStatus,
    Point,
    SafetyCheck,
    ShellAction,
    ShellOutcome,
    ShellOutput,
    SvgUsage,
    ToolOutput,
    ToolOutputPart,
    WebSearchAction,
    WebSearchSource,
)
from .messageparts import Annotation, Caller, LogProb, ReasoningContentPart, ReasoningSummaryPart, TopLogProb
from .messages import OutputContentPart, OutputItem
from .request import (
    CreateResponseInput,
    CreateResponseText,
    CreateResponseToolChoice,
    CreateResponseTools,
    Include,
    Reasoning,
    TextFormat,
)
from .response import (
    IncompleteDetails,
    IncompleteReason,
    InputTokensDetails,
    OutputTokensDetails,
    ResponseReasoning,
    ResponseStatus,
    ResponseText,
    ResponseTextFormat,
    ServiceTier,
    Truncation,
    Usage,
)
from .responseparts import (
    AccessPrograms,
    CachedImageTokensDetails,
    CacheWriteTokensDetails,
    Conversation,
    CyberAccess,
    ImageContextCompression,
    ImageGenerationUsage,
    ImageTokensDetails,
    InputTransformation,
    InputTransformationReason,
    Misalignment,
    MisalignmentKind,
    MisalignmentSteer,
    Moderation,
    ModerationOutcome,
    PromptCacheDiagnostics,
    PromptCacheMissReason,
    PromptCacheOptions,
    PromptCacheRetention,
    ResponseError,
    ResponseErrorCode,
    ResponseImageSettings,
    ResponseInputItem,
    ResponseInstructions,
    ResponsePrompt,
    ToolUsage,
    WebSearchUsage,
)
from .responsetools import (
    ResponseNamespaceMember,
    ResponseRankingOptions,
    ResponseTool,
    ResponseToolChoice,
    ResponseUserLocation,
    WebSearchPreviewToolType,
    WebSearchToolType,
)
from .shared import (
    AllowedCaller,
    AllowedToolsMode,
    ComputerEnvironment,
    FileDetail,
    FilterConjunction,
    FilterOperator,
    GrammarSyntax,
    HostedToolType,
    ImageAction,
    ImageBackground,
    ImageComplexity,
    ImageDetail,
    ImageFormat,
    ImageInputFidelity,
    ImageModeration,
    ImageQuality,
    ImageSize,
    ItemStatus,
    LocationPrecision,
    McpApprovalMode,
    McpConnector,
    MemoryLimit,
    MessagePhase,
    MessageRole,
    PromptCacheBreakpoint,
    PromptCacheLifetime,
    PromptCacheMode,
    Ranker,
    ReasoningContext,
    ReasoningEffort,
    ReasoningMode,
    ReasoningSummaryStyle,
    SearchContentType,
    SearchContextSize,
    ToolChoiceMode,
    ToolSearchExecution,
    Verbosity,
)
from .toolparts import (
    CodeInterpreterContainer,
    CustomToolFormat,
    DomainSecret,
    FileSearchFilter,
    HybridSearch,
    ImageMask,
    InlineSkillSource,
    LocalSkill,
    McpAllowedTools,
    McpRequireApproval,
    McpToolFilter,
    NetworkPolicy,
    ShellEnvironment,
    Skill,
    SvgOptions,
    SvgReasoning,
    WebSearchFilters,
)
from .tools import FunctionSchema, NamespaceMember, RankingOptions, UserLocation

__all__ = [
    "PromptCacheBreakpointTypedDict",
    "FileSearchFilterTypedDict",
    "ComparisonFilterTypedDict",
    "CompoundFilterTypedDict",
    "UnknownFilterTypedDict",
    "HybridSearchTypedDict",
    "WebSearchFiltersTypedDict",
    "CodeInterpreterContainerTypedDict",
    "AutoContainerTypedDict",
    "ShellEnvironmentTypedDict",
    "ContainerAutoTypedDict",
    "ContainerReferenceTypedDict",
    "LocalEnvironmentTypedDict",
    "UnknownShellEnvironmentTypedDict",
    "NetworkPolicyTypedDict",
    "NetworkAllowlistTypedDict",
    "NetworkDisabledTypedDict",
    "UnknownNetworkPolicyTypedDict",
    "DomainSecretTypedDict",
    "SkillTypedDict",
    "SkillReferenceTypedDict",
    "InlineSkillTypedDict",
    "InlineSkillSourceTypedDict",
    "UnknownSkillTypedDict",
    "LocalSkillTypedDict",
    "McpAllowedToolsTypedDict",
    "McpToolFilterTypedDict",
    "McpRequireApprovalTypedDict",
    "McpApprovalRulesTypedDict",
    "CustomToolFormatTypedDict",
    "FreeTextFormatTypedDict",
    "GrammarFormatTypedDict",
    "UnknownCustomToolFormatTypedDict",
    "ImageMaskTypedDict",
    "SvgOptionsTypedDict",
    "SvgReasoningTypedDict",
    "CreateResponseRequestBodyTypedDict",
    "CreateResponseInputTypedDict",
    "ReasoningTypedDict",
    "CreateResponseTextTypedDict",
    "TextFormatTypedDict",
    "PlainTextFormatTypedDict",
    "JSONObjectFormatTypedDict",
    "JSONSchemaFormatTypedDict",
    "UnknownTextFormatTypedDict",
    "CreateResponseToolsTypedDict",
    "CreateResponseToolChoiceTypedDict",
    "InputItemTypedDict",
    "UnknownInputItemTypedDict",
    "InputMessageTypedDict",
    "InputMessageContentTypedDict",
    "InputContentPartTypedDict",
    "InputTextTypedDict",
    "InputImageTypedDict",
    "InputFileTypedDict",
    "InputToolOutputTypedDict",
    "FunctionCallOutputTypedDict",
    "CustomToolCallOutputTypedDict",
    "McpApprovalResponseTypedDict",
    "ItemReferenceTypedDict",
    "CompactionTriggerTypedDict",
    "ConfigurationUpdateTypedDict",
    "FunctionToolTypedDict",
    "FunctionSchemaTypedDict",
    "FunctionParametersTypedDict",
    "WebSearchPreviewToolTypedDict",
    "UserLocationTypedDict",
    "FileSearchToolTypedDict",
    "RankingOptionsTypedDict",
    "WebSearchToolTypedDict",
    "McpToolTypedDict",
    "CodeInterpreterToolTypedDict",
    "ImageGenerationToolTypedDict",
    "CustomToolTypedDict",
    "LocalShellToolTypedDict",
    "ShellToolTypedDict",
    "ApplyPatchToolTypedDict",
    "ComputerToolTypedDict",
    "ComputerUsePreviewToolTypedDict",
    "NamespaceToolTypedDict",
    "NamespaceMemberTypedDict",
    "ToolSearchToolTypedDict",
    "ProgrammaticToolCallingToolTypedDict",
    "XSearchToolTypedDict",
    "UnknownToolTypedDict",
    "ToolChoiceObjectTypedDict",
    "ToolChoiceHostedTypedDict",
    "ToolChoiceFunctionTypedDict",
    "ToolChoiceMcpTypedDict",
    "ToolChoiceCustomTypedDict",
    "ToolChoiceAllowedTypedDict",
    "UnknownToolChoiceTypedDict",
    "OutputItemTypedDict",
    "OutputMessageTypedDict",
    "OutputContentPartTypedDict",
    "OutputTextTypedDict",
    "UnknownOutputItemTypedDict",
    "OutputRefusalTypedDict",
    "UnknownContentPartTypedDict",
    "AnnotationTypedDict",
    "URLCitationTypedDict",
    "FileCitationTypedDict",
    "ContainerFileCitationTypedDict",
    "FilePathTypedDict",
    "UnknownAnnotationTypedDict",
    "LogProbTypedDict",
    "TopLogProbTypedDict",
    "FunctionCallTypedDict",
    "CallerTypedDict",
    "DirectCallerTypedDict",
    "ProgramCallerTypedDict",
    "UnknownCallerTypedDict",
    "ReasoningItemTypedDict",
    "ReasoningSummaryPartTypedDict",
    "SummaryTextTypedDict",
    "ReasoningContentPartTypedDict",
    "ReasoningTextTypedDict",
    "WebSearchCallTypedDict",
    "WebSearchActionTypedDict",
    "SearchActionTypedDict",
    "OpenPageActionTypedDict",
    "FindInPageActionTypedDict",
    "UnknownWebSearchActionTypedDict",
    "WebSearchSourceTypedDict",
    "FileSearchCallTypedDict",
    "FileSearchResultTypedDict",
    "XSearchCallTypedDict",
    "ToolSearchCallTypedDict",
    "ToolSearchOutputTypedDict",
    "AdditionalToolsTypedDict",
    "ToolOutputTypedDict",
    "ToolOutputPartTypedDict",
    "ResponseInputTextTypedDict",
    "ResponseInputImageTypedDict",
    "ResponseInputFileTypedDict",
    "FunctionCallOutputItemTypedDict",
    "CustomToolCallTypedDict",
    "CustomToolCallOutputItemTypedDict",
    "ComputerCallTypedDict",
    "ComputerActionTypedDict",
    "ClickActionTypedDict",
    "DoubleClickActionTypedDict",
    "DragActionTypedDict",
    "PointTypedDict",
    "KeypressActionTypedDict",
    "MoveActionTypedDict",
    "ScreenshotActionTypedDict",
    "ScrollActionTypedDict",
    "TypeActionTypedDict",
    "WaitActionTypedDict",
    "UnknownComputerActionTypedDict",
    "SafetyCheckTypedDict",
    "ComputerCallOutputTypedDict",
    "ComputerScreenshotTypedDict",
    "CodeInterpreterCallTypedDict",
    "CodeInterpreterOutputTypedDict",
    "CodeInterpreterLogsTypedDict",
    "CodeInterpreterImageTypedDict",
    "UnknownCodeInterpreterOutputTypedDict",
    "ProgramTypedDict",
    "ProgramOutputTypedDict",
    "ShellCallTypedDict",
    "ShellActionTypedDict",
    "ShellCallOutputTypedDict",
    "ShellOutputTypedDict",
    "ShellOutcomeTypedDict",
    "ShellExitTypedDict",
    "ShellTimeoutTypedDict",
    "UnknownShellOutcomeTypedDict",
    "LocalShellCallTypedDict",
    "LocalShellActionTypedDict",
    "LocalShellCallOutputTypedDict",
    "ApplyPatchCallTypedDict",
    "PatchOperationTypedDict",
    "CreateFileOperationTypedDict",
    "UpdateFileOperationTypedDict",
    "DeleteFileOperationTypedDict",
    "UnknownPatchOperationTypedDict",
    "ApplyPatchCallOutputTypedDict",
    "McpListToolsTypedDict",
    "McpListedToolTypedDict",
    "McpCallTypedDict",
    "McpCallErrorTypedDict",
    "McpErrorTypedDict",
    "McpHttpErrorTypedDict",
    "McpProtocolErrorTypedDict",
    "McpToolExecutionErrorTypedDict",
    "UnknownMcpErrorTypedDict",
    "McpApprovalRequestTypedDict",
    "McpApprovalResponseItemTypedDict",
    "ImageGenerationCallTypedDict",
    "ImageGenerationErrorTypedDict",
    "ImageModerationDetailsTypedDict",
    "SvgUsageTypedDict",
    "CompactionItemTypedDict",
    "ResponseToolTypedDict",
    "ResponseFunctionToolTypedDict",
    "ResponseWebSearchPreviewToolTypedDict",
    "ResponseWebSearchToolTypedDict",
    "ResponseUserLocationTypedDict",
    "ResponseFileSearchToolTypedDict",
    "ResponseRankingOptionsTypedDict",
    "ResponseMcpToolTypedDict",
    "ResponseCodeInterpreterToolTypedDict",
    "ResponseImageGenerationToolTypedDict",
    "ResponseCustomToolTypedDict",
    "ResponseLocalShellToolTypedDict",
    "ResponseShellToolTypedDict",
    "ResponseApplyPatchToolTypedDict",
    "ResponseComputerToolTypedDict",
    "ResponseComputerUsePreviewToolTypedDict",
    "ResponseNamespaceToolTypedDict",
    "ResponseNamespaceMemberTypedDict",
    "ResponseToolSearchToolTypedDict",
    "ResponseProgrammaticToolCallingToolTypedDict",
    "ResponseXSearchToolTypedDict",
    "UnknownResponseToolTypedDict",
    "ResponseToolChoiceTypedDict",
    "ResponseToolChoiceObjectTypedDict",
    "ResponseToolChoiceHostedTypedDict",
    "ResponseToolChoiceFunctionTypedDict",
    "ResponseToolChoiceMcpTypedDict",
    "ResponseToolChoiceCustomTypedDict",
    "ResponseToolChoiceAllowedTypedDict",
    "UnknownResponseToolChoiceTypedDict",
    "CreateResponseResponseBodyTypedDict",
    "UsageTypedDict",
    "InputTokensDetailsTypedDict",
    "OutputTokensDetailsTypedDict",
    "IncompleteDetailsTypedDict",
    "ResponseReasoningTypedDict",
    "ResponseTextTypedDict",
    "ResponseTextFormatTypedDict",
    "ResponsePlainTextFormatTypedDict",
    "UnknownResponseTextFormatTypedDict",
    "ResponseErrorTypedDict",
    "MisalignmentTypedDict",
    "MisalignmentSteerTypedDict",
    "CacheWriteTokensDetailsTypedDict",
    "ToolUsageTypedDict",
    "ImageGenerationUsageTypedDict",
    "ImageTokensDetailsTypedDict",
    "CachedImageTokensDetailsTypedDict",
    "WebSearchUsageTypedDict",
    "ResponseJSONObjectFormatTypedDict",
    "ResponseJSONSchemaFormatTypedDict",
    "ResponseInstructionsTypedDict",
    "ResponseInputItemTypedDict",
    "ResponseInputMessageTypedDict",
    "ResponsePromptTypedDict",
    "ConversationTypedDict",
    "ResponseImageSettingsTypedDict",
    "AccessProgramsTypedDict",
    "InputTransformationTypedDict",
    "PromptCacheOptionsTypedDict",
    "PromptCacheDiagnosticsTypedDict",
    "PromptCacheHitTypedDict",
    "PromptCacheMissTypedDict",
    "PromptCacheNoComparisonTypedDict",
    "PromptCacheUnavailableTypedDict",
    "UnknownPromptCacheDiagnosticsTypedDict",
    "ModerationTypedDict",
    "ModerationOutcomeTypedDict",
    "ModerationResultTypedDict",
    "ModerationFailureTypedDict",
    "UnknownModerationOutcomeTypedDict",
]


class PromptCacheBreakpointTypedDict(TypedDict):
    """`PromptCacheBreakpoint` as a dict."""

    mode: PromptCacheMode
    ttl: NotRequired[PromptCacheLifetime | None]


class ComparisonFilterTypedDict(TypedDict):
    """`ComparisonFilter` as a dict."""

    type: FilterOperator
    key: str
    value: Any


class CompoundFilterTypedDict(TypedDict):
    """`CompoundFilter` as a dict."""

    type: FilterConjunction
    filters: Sequence[FileSearchFilter | FileSearchFilterTypedDict]


class UnknownFilterTypedDict(TypedDict):
    """`UnknownFilter` as a dict."""

    type: str


class HybridSearchTypedDict(TypedDict):
    """`HybridSearch` as a dict."""

    embedding_weight: float
    text_weight: float


class WebSearchFiltersTypedDict(TypedDict):
    """`WebSearchFilters` as a dict."""

    allowed_domains: NotRequired[Sequence[str] | None]


class AutoContainerTypedDict(TypedDict):
    """`AutoContainer` as a dict."""

    type: Literal["auto"]
    file_ids: NotRequired[Sequence[str] | None]
    memory_limit: NotRequired[MemoryLimit | None]
    network_policy: NotRequired[NetworkPolicy | NetworkPolicyTypedDict | None]


class ContainerAutoTypedDict(TypedDict):
    """`ContainerAuto` as a dict."""

    type: Literal["container_auto"]
    file_ids: NotRequired[Sequence[str] | None]
    memory_limit: NotRequired[MemoryLimit | None]
    network_policy: NotRequired[NetworkPolicy | NetworkPolicyTypedDict | None]
    skills: NotRequired[Sequence[Skill | SkillTypedDict] | None]


class ContainerReferenceTypedDict(TypedDict):
    """`ContainerReference` as a dict."""

    type: Literal["container_reference"]
    container_id: str


class LocalEnvironmentTypedDict(TypedDict):
    """`LocalEnvironment` as a dict."""

    type: Literal["local"]
    skills: NotRequired[Sequence[LocalSkill | LocalSkillTypedDict] | None]


class UnknownShellEnvironmentTypedDict(TypedDict):
    """`UnknownShellEnvironment` as a dict."""

    type: str


class NetworkAllowlistTypedDict(TypedDict):
    """`NetworkAllowlist` as a dict."""

    type: Literal["allowlist"]
    allowed_domains: Sequence[str]
    domain_secrets: NotRequired[Sequence[DomainSecret | DomainSecretTypedDict] | None]


class NetworkDisabledTypedDict(TypedDict):
    """`NetworkDisabled` as a dict."""

    type: Literal["disabled"]


class UnknownNetworkPolicyTypedDict(TypedDict):
    """`UnknownNetworkPolicy` as a dict."""

    type: str


class DomainSecretTypedDict(TypedDict):
    """`DomainSecret` as a dict."""

    domain: str
    name: str
    value: str


class SkillReferenceTypedDict(TypedDict):
    """`SkillReference` as a dict."""

    type: Literal["skill_reference"]
    skill_id: str
    version: NotRequired[str | None]


class InlineSkillTypedDict(TypedDict):
    """`InlineSkill` as a dict."""

    type: Literal["inline"]
    name: str
    description: str
    source: InlineSkillSource | InlineSkillSourceTypedDict


class InlineSkillSourceTypedDict(TypedDict):
    """`InlineSkillSource` as a dict."""

    type: Literal["base64"]
    media_type: str
    data: str


class UnknownSkillTypedDict(TypedDict):
    """`UnknownSkill` as a dict."""

    type: str


class LocalSkillTypedDict(TypedDict):
    """`LocalSkill` as a dict."""

    name: str
    description: str
    path: str


class McpToolFilterTypedDict(TypedDict):
    """`McpToolFilter` as a dict."""

    tool_names: NotRequired[Sequence[str] | None]
    read_only: NotRequired[bool | None]


class McpApprovalRulesTypedDict(TypedDict):
    """`McpApprovalRules` as a dict."""

    always: NotRequired[McpToolFilter | McpToolFilterTypedDict | None]
    never: NotRequired[McpToolFilter | McpToolFilterTypedDict | None]


class FreeTextFormatTypedDict(TypedDict):
    """`FreeTextFormat` as a dict."""

    type: Literal["text"]


class GrammarFormatTypedDict(TypedDict):
    """`GrammarFormat` as a dict."""

    type: Literal["grammar"]
    syntax: GrammarSyntax
    definition: str


class UnknownCustomToolFormatTypedDict(TypedDict):
    """`UnknownCustomToolFormat` as a dict."""

    type: str


class ImageMaskTypedDict(TypedDict):
    """`ImageMask` as a dict."""

    file_id: NotRequired[str | None]
    image_url: NotRequired[str | None]


class SvgOptionsTypedDict(TypedDict):
    """`SvgOptions` as a dict."""

    model: NotRequired[str | None]
    reasoning: NotRequired[SvgReasoning | SvgReasoningTypedDict | None]


class SvgReasoningTypedDict(TypedDict):
    """`SvgReasoning` as a dict."""

    effort: NotRequired[ReasoningEffort | None]


class CreateResponseRequestBodyTypedDict(TypedDict):
    """`CreateResponseRequestBody` as a dict."""

    model: str
    input: NotRequired[CreateResponseInput | CreateResponseInputTypedDict]
    input_: NotRequired[CreateResponseInput | CreateResponseInputTypedDict]
    metadata: NotRequired[Mapping[str, str]]
    temperature: NotRequired[float | None]
    top_p: NotRequired[float | None]
    previous_response_id: NotRequired[str | None]
    instructions: NotRequired[str | None]
    reasoning: NotRequired[Reasoning | ReasoningTypedDict | None]
    max_output_tokens: NotRequired[int | None]
    text: NotRequired[CreateResponseText | CreateResponseTextTypedDict | None]
    include: NotRequired[Sequence[Include] | None]
    parallel_tool_calls: NotRequired[bool | None]
    store: NotRequired[bool | None]
    tools: NotRequired[Sequence[CreateResponseTools | CreateResponseToolsTypedDict]]
    tool_choice: NotRequired[CreateResponseToolChoice | CreateResponseToolChoiceTypedDict]
    stream: NotRequired[bool]


class ReasoningTypedDict(TypedDict):
    """`Reasoning` as a dict."""

    effort: NotRequired[ReasoningEffort]
    summary: NotRequired[ReasoningSummaryStyle | None]
    context: NotRequired[ReasoningContext | None]
    mode: NotRequired[ReasoningMode | None]


class CreateResponseTextTypedDict(TypedDict):
    """`CreateResponseText` as a dict."""

    format: NotRequired[TextFormat | TextFormatTypedDict]
    format_: NotRequired[TextFormat | TextFormatTypedDict]
    verbosity: NotRequired[Verbosity | None]


class PlainTextFormatTypedDict(TypedDict):
    """`PlainTextFormat` as a dict."""

    type: Literal["text"]


class JSONObjectFormatTypedDict(TypedDict):
    """`JSONObjectFormat` as a dict."""

    type: Literal["json_object"]


class JSONSchemaFormatTypedDict(TypedDict):
    """`JSONSchemaFormat` as a dict."""

    type: Literal["json_schema"]
    name: str
    schema: NotRequired[Mapping[str, Any]]
    schema_: NotRequired[Mapping[str, Any]]
    description: NotRequired[str]
    strict: NotRequired[bool]


class UnknownTextFormatTypedDict(TypedDict):
    """`UnknownTextFormat` as a dict."""

    type: str


class UnknownInputItemTypedDict(TypedDict):
    """`UnknownInputItem` as a dict."""

    type: str


class InputMessageTypedDict(TypedDict):
    """`InputMessage` as a dict."""

    type: NotRequired[Literal["message"]]
    role: MessageRole
    content: InputMessageContent | InputMessageContentTypedDict
    id: NotRequired[str]
    status: NotRequired[ItemStatus | None]
    phase: NotRequired[MessagePhase | None]


class InputTextTypedDict(TypedDict):
    """`InputText` as a dict."""

    type: Literal["input_text"]
    text: str
    prompt_cache_breakpoint: NotRequired[PromptCacheBreakpoint | PromptCacheBreakpointTypedDict | None]


class InputImageTypedDict(TypedDict):
    """`InputImage` as a dict."""

    type: Literal["input_image"]
    detail: NotRequired[ImageDetail]
    file_id: NotRequired[str | None]
    image_url: NotRequired[str | None]
    prompt_cache_breakpoint: NotRequired[PromptCacheBreakpoint | PromptCacheBreakpointTypedDict | None]


class InputFileTypedDict(TypedDict):
    """`InputFile` as a dict."""

    type: Literal["input_file"]
    file_data: NotRequired[str]
    file_id: NotRequired[str]
    filename: NotRequired[str]
    file_url: NotRequired[str]
    detail: NotRequired[FileDetail | None]
    prompt_cache_breakpoint: NotRequired[PromptCacheBreakpoint | PromptCacheBreakpointTypedDict | None]


class FunctionCallOutputTypedDict(TypedDict):
    """`FunctionCallOutput` as a dict."""

    type: Literal["function_call_output"]
    call_id: str
    output: InputToolOutput | InputToolOutputTypedDict
    id: NotRequired[str | None]
    status: NotRequired[ItemStatus | None]
    caller: NotRequired[Caller | CallerTypedDict | None]
    name: NotRequired[str | None]
    namespace: NotRequired[str | None]


class CustomToolCallOutputTypedDict(TypedDict):
    """`CustomToolCallOutput` as a dict."""

    type: Literal["custom_tool_call_output"]
    call_id: str
    output: InputToolOutput | InputToolOutputTypedDict
    id: NotRequired[str | None]
    caller: NotRequired[Caller | CallerTypedDict | None]


class McpApprovalResponseTypedDict(TypedDict):
    """`McpApprovalResponse` as a dict."""

    type: Literal["mcp_approval_response"]
    approval_request_id: str
    approve: bool
    id: NotRequired[str | None]
    reason: NotRequired[str | None]


class ItemReferenceTypedDict(TypedDict):
    """`ItemReference` as a dict."""

    type: Literal["item_reference"]
    id: str


class CompactionTriggerTypedDict(TypedDict):
    """`CompactionTrigger` as a dict."""

    type: Literal["compaction_trigger"]
    id: NotRequired[str | None]


class ConfigurationUpdateTypedDict(TypedDict):
    """`ConfigurationUpdate` as a dict."""

    type: Literal["configuration_update"]
    id: NotRequired[str | None]
    reasoning: NotRequired[Mapping[str, Any] | None]
    text: NotRequired[Mapping[str, Any] | None]


class FunctionToolTypedDict(TypedDict):
    """`FunctionTool` as a dict."""

    type: Literal["function"]
    name: str
    parameters: FunctionSchema | FunctionSchemaTypedDict
    description: NotRequired[str | None]
    strict: NotRequired[bool]
    allowed_callers: NotRequired[Sequence[AllowedCaller] | None]
    async_: NotRequired[bool | None]
    defer_loading: NotRequired[bool | None]
    output_schema: NotRequired[Mapping[str, Any] | None]


class FunctionParametersTypedDict(TypedDict):
    """`FunctionParameters` as a dict."""

    type: NotRequired[str]
    properties: NotRequired[Mapping[str, Any]]
    required: NotRequired[Sequence[str]]
    additionalProperties: NotRequired[Any]
    additional_properties: NotRequired[Any]


class WebSearchPreviewToolTypedDict(TypedDict):
    """`WebSearchPreviewTool` as a dict."""

    type: Literal["web_search_preview"]
    domains: NotRequired[Sequence[str]]
    search_context_size: NotRequired[SearchContextSize]
    user_location: NotRequired[UserLocation | UserLocationTypedDict]
    search_content_types: NotRequired[Sequence[SearchContentType] | None]


class UserLocationTypedDict(TypedDict):
    """`UserLocation` as a dict."""

    type: NotRequired[LocationPrecision]
    city: NotRequired[str | None]
    country: NotRequired[str]
    region: NotRequired[str | None]
    timezone: NotRequired[str | None]


class FileSearchToolTypedDict(TypedDict):
    """`FileSearchTool` as a dict."""

    type: Literal["file_search"]
    vector_store_ids: NotRequired[Sequence[str]]
    max_num_results: NotRequired[int]
    filters: NotRequired[FileSearchFilter | FileSearchFilterTypedDict]
    ranking_options: NotRequired[RankingOptions | RankingOptionsTypedDict]


class RankingOptionsTypedDict(TypedDict):
    """`RankingOptions` as a dict."""

    ranker: NotRequired[Ranker]
    score_threshold: NotRequired[float]
    hybrid_search: NotRequired[HybridSearch | HybridSearchTypedDict | None]


class WebSearchToolTypedDict(TypedDict):
    """`WebSearchTool` as a dict."""

    type: Literal["web_search"]
    external_web_access: NotRequired[bool | None]
    filters: NotRequired[WebSearchFilters | WebSearchFiltersTypedDict | None]
    search_content_types: NotRequired[Sequence[SearchContentType] | None]
    search_context_size: NotRequired[SearchContextSize | None]
    user_location: NotRequired[UserLocation | UserLocationTypedDict | None]


class McpToolTypedDict(TypedDict):
    """`McpTool` as a dict."""

    type: Literal["mcp"]
    server_label: str
    server_url: NotRequired[str | None]
    server_description: NotRequired[str | None]
    connector_id: NotRequired[McpConnector | None]
    tunnel_id: NotRequired[str | None]
    allowed_tools: NotRequired[McpAllowedTools | McpAllowedToolsTypedDict | None]
    require_approval: NotRequired[McpRequireApproval | McpRequireApprovalTypedDict | None]
    authorization: NotRequired[str | None]
    headers: NotRequired[Mapping[str, str] | None]
    allowed_callers: NotRequired[Sequence[AllowedCaller] | None]
    defer_loading: NotRequired[bool | None]


class CodeInterpreterToolTypedDict(TypedDict):
    """`CodeInterpreterTool` as a dict."""

    type: Literal["code_interpreter"]
    container: CodeInterpreterContainer | CodeInterpreterContainerTypedDict
    allowed_callers: NotRequired[Sequence[AllowedCaller] | None]


class ImageGenerationToolTypedDict(TypedDict):
    """`ImageGenerationTool` as a dict."""

    type: Literal["image_generation"]
    model: NotRequired[str | None]
    action: NotRequired[ImageAction | None]
    background: NotRequired[ImageBackground | None]
    complexity: NotRequired[ImageComplexity | None]
    frame_count: NotRequired[int | None]
    frame_duration_ms: NotRequired[int | None]
    input_fidelity: NotRequired[ImageInputFidelity | None]
    input_image_mask: NotRequired[ImageMask | ImageMaskTypedDict | None]
    moderation: NotRequired[ImageModeration | None]
    output_compression: NotRequired[int | None]
    output_format: NotRequired[ImageFormat | None]
    partial_images: NotRequired[int | None]
    quality: NotRequired[ImageQuality | None]
    size: NotRequired[ImageSize | None]
    svg: NotRequired[SvgOptions | SvgOptionsTypedDict | None]


class CustomToolTypedDict(TypedDict):
    """`CustomTool` as a dict."""

    type: Literal["custom"]
    name: str
    description: NotRequired[str | None]
    format: NotRequired[CustomToolFormat | CustomToolFormatTypedDict | None]
    format_: NotRequired[CustomToolFormat | CustomToolFormatTypedDict | None]
    allowed_callers: NotRequired[Sequence[AllowedCaller] | None]
    async_: NotRequired[bool | None]
    defer_loading: NotRequired[bool | None]


class LocalShellToolTypedDict(TypedDict):
    """`LocalShellTool` as a dict."""

    type: Literal["local_shell"]


class ShellToolTypedDict(TypedDict):
    """`ShellTool` as a dict."""

    type: Literal["shell"]
    environment: NotRequired[ShellEnvironment | ShellEnvironmentTypedDict | None]
    allowed_callers: NotRequired[Sequence[AllowedCaller] | None]


class ApplyPatchToolTypedDict(TypedDict):
    """`ApplyPatchTool` as a dict."""

    type: Literal["apply_patch"]
    allowed_callers: NotRequired[Sequence[AllowedCaller] | None]


class ComputerToolTypedDict(TypedDict):
    """`ComputerTool` as a dict."""

    type: Literal["computer"]


class ComputerUsePreviewToolTypedDict(TypedDict):
    """`ComputerUsePreviewTool` as a dict."""

    type: Literal["computer_use_preview"]
    display_height: int
    display_width: int
    environment: ComputerEnvironment


class NamespaceToolTypedDict(TypedDict):
    """`NamespaceTool` as a dict."""

    type: Literal["namespace"]
    name: str
    description: str
    tools: Sequence[NamespaceMember | NamespaceMemberTypedDict]


class ToolSearchToolTypedDict(TypedDict):
    """`ToolSearchTool` as a dict."""

    type: Literal["tool_search"]
    description: NotRequired[str | None]
    execution: NotRequired[ToolSearchExecution | None]
    parameters: NotRequired[Any]


class ProgrammaticToolCallingToolTypedDict(TypedDict):
    """`ProgrammaticToolCallingTool` as a dict."""

    type: Literal["programmatic_tool_calling"]


class XSearchToolTypedDict(TypedDict):
    """`XSearchTool` as a dict."""

    type: Literal["x_search"]
    allowed_x_handles: NotRequired[Sequence[str]]
    excluded_x_handles: NotRequired[Sequence[str]]
    from_date: NotRequired[str]
    to_date: NotRequired[str]
    enable_image_understanding: NotRequired[bool]
    enable_video_understanding: NotRequired[bool]


class UnknownToolTypedDict(TypedDict):
    """`UnknownTool` as a dict."""

    type: str


class ToolChoiceHostedTypedDict(TypedDict):
    """`ToolChoiceHosted` as a dict."""

    type: HostedToolType


class ToolChoiceFunctionTypedDict(TypedDict):
    """`ToolChoiceFunction` as a dict."""

    type: Literal["function"]
    name: str


class ToolChoiceMcpTypedDict(TypedDict):
    """`ToolChoiceMcp` as a dict."""

    type: Literal["mcp"]
    server_label: str
    name: NotRequired[str | None]


class ToolChoiceCustomTypedDict(TypedDict):
    """`ToolChoiceCustom` as a dict."""

    type: Literal["custom"]
    name: str


class ToolChoiceAllowedTypedDict(TypedDict):
    """`ToolChoiceAllowed` as a dict."""

    type: Literal["allowed_tools"]
    mode: AllowedToolsMode
    tools: Sequence[Mapping[str, Any]]


class UnknownToolChoiceTypedDict(TypedDict):
    """`UnknownToolChoice` as a dict."""

    type: str


class OutputMessageTypedDict(TypedDict):
    """`OutputMessage` as a dict."""

    type: Literal["message"]
    id: NotRequired[str]
    role: MessageRole
    status: NotRequired[ItemStatus]
    content: NotRequired[Sequence[OutputContentPart | OutputContentPartTypedDict]]
    phase: NotRequired[MessagePhase | None]


class OutputTextTypedDict(TypedDict):
    """`OutputText` as a dict."""

    type: Literal["output_text"]
    text: str
    annotations: NotRequired[Sequence[Annotation | AnnotationTypedDict]]
    logprobs: NotRequired[Sequence[LogProb | LogProbTypedDict] | None]


class UnknownOutputItemTypedDict(TypedDict):
    """`UnknownOutputItem` as a dict."""

    type: str


class OutputRefusalTypedDict(TypedDict):
    """`OutputRefusal` as a dict."""

    type: Literal["refusal"]
    refusal: str


class UnknownContentPartTypedDict(TypedDict):
    """`UnknownContentPart` as a dict."""

    type: str


class URLCitationTypedDict(TypedDict):
    """`URLCitation` as a dict."""

    type: Literal["url_citation"]
    url: str
    title: NotRequired[str]
    start_index: NotRequired[int]
    end_index: NotRequired[int]


class FileCitationTypedDict(TypedDict):
    """`FileCitation` as a dict."""

    type: Literal["file_citation"]
    file_id: str
    filename: NotRequired[str]
    index: NotRequired[int]


class ContainerFileCitationTypedDict(TypedDict):
    """`ContainerFileCitation` as a dict."""

    type: Literal["container_file_citation"]
    container_id: str
    file_id: str
    filename: NotRequired[str]
    start_index: NotRequired[int]
    end_index: NotRequired[int]


class FilePathTypedDict(TypedDict):
    """`FilePath` as a dict."""

    type: Literal["file_path"]
    file_id: str
    index: NotRequired[int]


class UnknownAnnotationTypedDict(TypedDict):
    """`UnknownAnnotation` as a dict."""

    type: str


class LogProbTypedDict(TypedDict):
    """`LogProb` as a dict."""

    token: str
    logprob: float
    bytes: NotRequired[Sequence[int] | None]
    top_logprobs: NotRequired[Sequence[TopLogProb | TopLogProbTypedDict] | None]


class TopLogProbTypedDict(TypedDict):
    """`TopLogProb` as a dict."""

    token: NotRequired[str | None]
    logprob: NotRequired[float | None]
    bytes: NotRequired[Sequence[int] | None]


class FunctionCallTypedDict(TypedDict):
    """`FunctionCall` as a dict."""

    type: Literal["function_call"]
    call_id: str
    name: str
    arguments: str
    id: NotRequired[str]
    status: NotRequired[ItemStatus | None]
    namespace: NotRequired[str | None]
    async_: NotRequired[bool | None]
    caller: NotRequired[Caller | CallerTypedDict | None]


class DirectCallerTypedDict(TypedDict):
    """`DirectCaller` as a dict."""

    type: Literal["direct"]


class ProgramCallerTypedDict(TypedDict):
    """`ProgramCaller` as a dict."""

    type: Literal["program"]
    caller_id: str


class UnknownCallerTypedDict(TypedDict):
    """`UnknownCaller` as a dict."""

    type: str


class ReasoningItemTypedDict(TypedDict):
    """`ReasoningItem` as a dict."""

    type: Literal["reasoning"]
    id: NotRequired[str]
    summary: Sequence[ReasoningSummaryPart | ReasoningSummaryPartTypedDict]
    content: NotRequired[Sequence[ReasoningContentPart | ReasoningContentPartTypedDict] | None]
    encrypted_content: NotRequired[str | None]
    status: NotRequired[ItemStatus | None]
    format: NotRequired[str | None]
    format_: NotRequired[str | None]


class SummaryTextTypedDict(TypedDict):
    """`SummaryText` as a dict."""

    type: Literal["summary_text"]
    text: str


class ReasoningTextTypedDict(TypedDict):
    """`ReasoningText` as a dict."""

    type: Literal["reasoning_text"]
    text: str


class WebSearchCallTypedDict(TypedDict):
    """`WebSearchCall` as a dict."""

    type: Literal["web_search_call"]
    id: str
    status: ItemStatus
    action: NotRequired[WebSearchAction | WebSearchActionTypedDict | None]


class SearchActionTypedDict(TypedDict):
    """`SearchAction` as a dict."""

    type: Literal["search"]
    query: NotRequired[str | None]
    queries: NotRequired[Sequence[str] | None]
    sources: NotRequired[Sequence[WebSearchSource | WebSearchSourceTypedDict] | None]


class OpenPageActionTypedDict(TypedDict):
    """`OpenPageAction` as a dict."""

    type: Literal["open_page"]
    url: NotRequired[str | None]


class FindInPageActionTypedDict(TypedDict):
    """`FindInPageAction` as a dict."""

    type: Literal["find_in_page"]
    pattern: str
    url: str


class UnknownWebSearchActionTypedDict(TypedDict):
    """`UnknownWebSearchAction` as a dict."""

    type: str


class WebSearchSourceTypedDict(TypedDict):
    """`WebSearchSource` as a dict."""

    type: str
    url: NotRequired[str]
    name: NotRequired[str]


class FileSearchCallTypedDict(TypedDict):
    """`FileSearchCall` as a dict."""

    type: Literal["file_search_call"]
    id: str
    status: ItemStatus
    queries: NotRequired[Sequence[str]]
    results: NotRequired[Sequence[FileSearchResult | FileSearchResultTypedDict] | None]


class FileSearchResultTypedDict(TypedDict):
    """`FileSearchResult` as a dict."""

    file_id: NotRequired[str | None]
    filename: NotRequired[str | None]
    score: NotRequired[float | None]
    text: NotRequired[str | None]
    attributes: NotRequired[Mapping[str, Any] | None]


class XSearchCallTypedDict(TypedDict):
    """`XSearchCall` as a dict."""

    type: Literal["x_search_call"]
    id: NotRequired[str]
    call_id: NotRequired[str]
    name: NotRequired[str]
    arguments: NotRequired[str]
    status: NotRequired[ItemStatus]


class ToolSearchCallTypedDict(TypedDict):
    """`ToolSearchCall` as a dict."""

    type: Literal["tool_search_call"]
    id: NotRequired[str | None]
    call_id: NotRequired[str | None]
    arguments: NotRequired[Any]
    execution: NotRequired[ToolSearchExecution]
    status: NotRequired[ItemStatus | None]
    created_by: NotRequired[str | None]


class ToolSearchOutputTypedDict(TypedDict):
    """`ToolSearchOutput` as a dict."""

    type: Literal["tool_search_output"]
    tools: Sequence[ResponseTool | ResponseToolTypedDict]
    id: NotRequired[str | None]
    call_id: NotRequired[str | None]
    execution: NotRequired[ToolSearchExecution]
    status: NotRequired[ItemStatus | None]
    created_by: NotRequired[str | None]


class AdditionalToolsTypedDict(TypedDict):
    """`AdditionalTools` as a dict."""

    type: Literal["additional_tools"]
    role: str
    tools: Sequence[ResponseTool | ResponseToolTypedDict]
    id: NotRequired[str | None]


class ResponseInputTextTypedDict(TypedDict):
    """`ResponseInputText` as a dict."""

    type: Literal["input_text"]
    text: str
    prompt_cache_breakpoint: NotRequired[PromptCacheBreakpoint | PromptCacheBreakpointTypedDict | None]


class ResponseInputImageTypedDict(TypedDict):
    """`ResponseInputImage` as a dict."""

    type: Literal["input_image"]
    detail: NotRequired[ImageDetail | None]
    file_id: NotRequired[str | None]
    image_url: NotRequired[str | None]
    prompt_cache_breakpoint: NotRequired[PromptCacheBreakpoint | PromptCacheBreakpointTypedDict | None]


class ResponseInputFileTypedDict(TypedDict):
    """`ResponseInputFile` as a dict."""

    type: Literal["input_file"]
    file_data: NotRequired[str | None]
    file_id: NotRequired[str | None]
    filename: NotRequired[str | None]
    file_url: NotRequired[str | None]
    detail: NotRequired[FileDetail | None]
    prompt_cache_breakpoint: NotRequired[PromptCacheBreakpoint | PromptCacheBreakpointTypedDict | None]


class FunctionCallOutputItemTypedDict(TypedDict):
    """`FunctionCallOutputItem` as a dict."""

    type: Literal["function_call_output"]
    id: str
    output: ToolOutput | ToolOutputTypedDict
    status: ItemStatus
    call_id: NotRequired[str | None]
    caller: NotRequired[Caller | CallerTypedDict | None]
    created_by: NotRequired[str | None]
    name: NotRequired[str | None]
    namespace: NotRequired[str | None]


class CustomToolCallTypedDict(TypedDict):
    """`CustomToolCall` as a dict."""

    type: Literal["custom_tool_call"]
    call_id: str
    name: str
    input: NotRequired[str]
    input_: NotRequired[str]
    id: NotRequired[str | None]
    status: NotRequired[ItemStatus | None]
    namespace: NotRequired[str | None]
    async_: NotRequired[bool | None]
    caller: NotRequired[Caller | CallerTypedDict | None]


class CustomToolCallOutputItemTypedDict(TypedDict):
    """`CustomToolCallOutputItem` as a dict."""

    type: Literal["custom_tool_call_output"]
    id: str
    call_id: str
    output: ToolOutput | ToolOutputTypedDict
    status: ItemStatus
    caller: NotRequired[Caller | CallerTypedDict | None]
    created_by: NotRequired[str | None]


class ComputerCallTypedDict(TypedDict):
    """`ComputerCall` as a dict."""

    type: Literal["computer_call"]
    id: str
    call_id: str
    status: ItemStatus
    pending_safety_checks: NotRequired[Sequence[SafetyCheck | SafetyCheckTypedDict]]
    action: NotRequired[ComputerAction | ComputerActionTypedDict | None]
    actions: NotRequired[Sequence[ComputerAction | ComputerActionTypedDict] | None]


class ClickActionTypedDict(TypedDict):
    """`ClickAction` as a dict."""

    type: Literal["click"]
    button: MouseButton
    x: int
    y: int
    keys: NotRequired[Sequence[str] | None]


class DoubleClickActionTypedDict(TypedDict):
    """`DoubleClickAction` as a dict."""

    type: Literal["double_click"]
    x: int
    y: int
    keys: NotRequired[Sequence[str] | None]


class DragActionTypedDict(TypedDict):
    """`DragAction` as a dict."""

    type: Literal["drag"]
    path: Sequence[Point | PointTypedDict]
    keys: NotRequired[Sequence[str] | None]


class PointTypedDict(TypedDict):
    """`Point` as a dict."""

    x: int
    y: int


class KeypressActionTypedDict(TypedDict):
    """`KeypressAction` as a dict."""

    type: Literal["keypress"]
    keys: Sequence[str]


class MoveActionTypedDict(TypedDict):
    """`MoveAction` as a dict."""

    type: Literal["move"]
    x: int
    y: int
    keys: NotRequired[Sequence[str] | None]


class ScreenshotActionTypedDict(TypedDict):
    """`ScreenshotAction` as a dict."""

    type: Literal["screenshot"]


class ScrollActionTypedDict(TypedDict):
    """`ScrollAction` as a dict."""

    type: Literal["scroll"]
    x: int
    y: int
    scroll_x: int
    scroll_y: int
    keys: NotRequired[Sequence[str] | None]


class TypeActionTypedDict(TypedDict):
    """`TypeAction` as a dict."""

    type: Literal["type"]
    text: str


class WaitActionTypedDict(TypedDict):
    """`WaitAction` as a dict."""

    type: Literal["wait"]


class UnknownComputerActionTypedDict(TypedDict):
    """`UnknownComputerAction` as a dict."""

    type: str


class SafetyCheckTypedDict(TypedDict):
    """`SafetyCheck` as a dict."""

    id: str
    code: NotRequired[str | None]
    message: NotRequired[str | None]


class ComputerCallOutputTypedDict(TypedDict):
    """`ComputerCallOutput` as a dict."""

    type: Literal["computer_call_output"]
    call_id: str
    output: ComputerScreenshot | ComputerScreenshotTypedDict
    id: NotRequired[str | None]
    acknowledged_safety_checks: NotRequired[Sequence[SafetyCheck | SafetyCheckTypedDict] | None]
    status: NotRequired[ItemStatus | None]
    created_by: NotRequired[str | None]


class ComputerScreenshotTypedDict(TypedDict):
    """`ComputerScreenshot` as a dict."""

    type: Literal["computer_screenshot"]
    file_id: NotRequired[str | None]
    image_url: NotRequired[str | None]


class CodeInterpreterCallTypedDict(TypedDict):
    """`CodeInterpreterCall` as a dict."""

    type: Literal["code_interpreter_call"]
    id: str
    status: ItemStatus
    container_id: str
    code: NotRequired[str | None]
    outputs: NotRequired[Sequence[CodeInterpreterOutput | CodeInterpreterOutputTypedDict] | None]


class CodeInterpreterLogsTypedDict(TypedDict):
    """`CodeInterpreterLogs` as a dict."""

    type: Literal["logs"]
    logs: str


class CodeInterpreterImageTypedDict(TypedDict):
    """`CodeInterpreterImage` as a dict."""

    type: Literal["image"]
    url: str


class UnknownCodeInterpreterOutputTypedDict(TypedDict):
    """`UnknownCodeInterpreterOutput` as a dict."""

    type: str


class ProgramTypedDict(TypedDict):
    """`Program` as a dict."""

    type: Literal["program"]
    id: str
    call_id: str
    code: str
    fingerprint: str


class ProgramOutputTypedDict(TypedDict):
    """`ProgramOutput` as a dict."""

    type: Literal["program_output"]
    id: str
    call_id: str
    result: str
    status: ItemStatus


class ShellCallTypedDict(TypedDict):
    """`ShellCall` as a dict."""

    type: Literal["shell_call"]
    call_id: str
    action: ShellAction | ShellActionTypedDict
    id: NotRequired[str | None]
    status: NotRequired[ItemStatus | None]
    environment: NotRequired[ShellEnvironment | ShellEnvironmentTypedDict | None]
    caller: NotRequired[Caller | CallerTypedDict | None]
    created_by: NotRequired[str | None]


class ShellActionTypedDict(TypedDict):
    """`ShellAction` as a dict."""

    commands: Sequence[str]
    timeout_ms: NotRequired[int | None]
    max_output_length: NotRequired[int | None]


class ShellCallOutputTypedDict(TypedDict):
    """`ShellCallOutput` as a dict."""

    type: Literal["shell_call_output"]
    call_id: str
    output: Sequence[ShellOutput | ShellOutputTypedDict]
    id: NotRequired[str | None]
    status: NotRequired[ItemStatus | None]
    max_output_length: NotRequired[int | None]
    caller: NotRequired[Caller | CallerTypedDict | None]
    created_by: NotRequired[str | None]


class ShellOutputTypedDict(TypedDict):
    """`ShellOutput` as a dict."""

    outcome: ShellOutcome | ShellOutcomeTypedDict
    stdout: str
    stderr: str
    created_by: NotRequired[str | None]


class ShellExitTypedDict(TypedDict):
    """`ShellExit` as a dict."""

    type: Literal["exit"]
    exit_code: int


class ShellTimeoutTypedDict(TypedDict):
    """`ShellTimeout` as a dict."""

    type: Literal["timeout"]


class UnknownShellOutcomeTypedDict(TypedDict):
    """`UnknownShellOutcome` as a dict."""

    type: str


class LocalShellCallTypedDict(TypedDict):
    """`LocalShellCall` as a dict."""

    type: Literal["local_shell_call"]
    id: str
    call_id: str
    action: LocalShellAction | LocalShellActionTypedDict
    status: ItemStatus


class LocalShellActionTypedDict(TypedDict):
    """`LocalShellAction` as a dict."""

    type: Literal["exec"]
    command: Sequence[str]
    env: Mapping[str, str]
    timeout_ms: NotRequired[int | None]
    user: NotRequired[str | None]
    working_directory: NotRequired[str | None]


class LocalShellCallOutputTypedDict(TypedDict):
    """`LocalShellCallOutput` as a dict."""

    type: Literal["local_shell_call_output"]
    id: str
    output: str
    status: NotRequired[ItemStatus | None]


class ApplyPatchCallTypedDict(TypedDict):
    """`ApplyPatchCall` as a dict."""

    type: Literal["apply_patch_call"]
    call_id: str
    operation: PatchOperation | PatchOperationTypedDict
    status: ItemStatus
    id: NotRequired[str | None]
    caller: NotRequired[Caller | CallerTypedDict | None]
    created_by: NotRequired[str | None]


class CreateFileOperationTypedDict(TypedDict):
    """`CreateFileOperation` as a dict."""

    type: Literal["create_file"]
    path: str
    diff: str


class UpdateFileOperationTypedDict(TypedDict):
    """`UpdateFileOperation` as a dict."""

    type: Literal["update_file"]
    path: str
    diff: str


class DeleteFileOperationTypedDict(TypedDict):
    """`DeleteFileOperation` as a dict."""

    type: Literal["delete_file"]
    path: str


class UnknownPatchOperationTypedDict(TypedDict):
    """`UnknownPatchOperation` as a dict."""

    type: str


class ApplyPatchCallOutputTypedDict(TypedDict):
    """`ApplyPatchCallOutput` as a dict."""

    type: Literal["apply_patch_call_output"]
    call_id: str
    status: PatchStatus
    id: NotRequired[str | None]
    output: NotRequired[str | None]
    caller: NotRequired[Caller | CallerTypedDict | None]
    created_by: NotRequired[str | None]


class McpListToolsTypedDict(TypedDict):
    """`McpListTools` as a dict."""

    type: Literal["mcp_list_tools"]
    id: str
    server_label: str
    tools: Sequence[McpListedTool | McpListedToolTypedDict]
    error: NotRequired[str | None]


class McpListedToolTypedDict(TypedDict):
    """`McpListedTool` as a dict."""

    name: str
    input_schema: Any
    description: NotRequired[str | None]
    annotations: NotRequired[Any]


class McpCallTypedDict(TypedDict):
    """`McpCall` as a dict."""

    type: Literal["mcp_call"]
    id: str
    server_label: str
    name: str
    arguments: str
    status: NotRequired[ItemStatus | None]
    output: NotRequired[str | None]
    error: NotRequired[McpCallError | McpCallErrorTypedDict | None]
    approval_request_id: NotRequired[str | None]


class McpHttpErrorTypedDict(TypedDict):
    """`McpHttpError` as a dict."""

    type: Literal["http_error"]
    code: int
    message: str


class McpProtocolErrorTypedDict(TypedDict):
    """`McpProtocolError` as a dict."""

    type: Literal["mcp_protocol_error"]
    code: int
    message: str


class McpToolExecutionErrorTypedDict(TypedDict):
    """`McpToolExecutionError` as a dict."""

    type: Literal["mcp_tool_execution_error"]
    content: Any


class UnknownMcpErrorTypedDict(TypedDict):
    """`UnknownMcpError` as a dict."""

    type: str


class McpApprovalRequestTypedDict(TypedDict):
    """`McpApprovalRequest` as a dict."""

    type: Literal["mcp_approval_request"]
    id: str
    server_label: str
    name: str
    arguments: str


class McpApprovalResponseItemTypedDict(TypedDict):
    """`McpApprovalResponseItem` as a dict."""

    type: Literal["mcp_approval_response"]
    id: str
    approval_request_id: str
    approve: bool
    reason: NotRequired[str | None]


class ImageGenerationCallTypedDict(TypedDict):
    """`ImageGenerationCall` as a dict."""

    type: Literal["image_generation_call"]
    id: str
    status: NotRequired[ItemStatus]
    result: NotRequired[str | None]
    action: NotRequired[ImageAction | None]
    background: NotRequired[ImageBackground | None]
    output_format: NotRequired[ImageFormat | None]
    quality: NotRequired[ImageQuality | None]
    size: NotRequired[ImageSize | None]
    prompt: NotRequired[str | None]
    revised_prompt: NotRequired[str | None]
    error: NotRequired[ImageGenerationError | ImageGenerationErrorTypedDict | None]
    svg_usage: NotRequired[SvgUsage | SvgUsageTypedDict | None]


class ImageGenerationErrorTypedDict(TypedDict):
    """`ImageGenerationError` as a dict."""

    message: str
    type: str
    code: NotRequired[str | None]
    param: NotRequired[str | None]
    moderation_details: NotRequired[ImageModerationDetails | ImageModerationDetailsTypedDict | None]


class ImageModerationDetailsTypedDict(TypedDict):
    """`ImageModerationDetails` as a dict."""

    categories: Sequence[str]
    moderation_stage: str


class SvgUsageTypedDict(TypedDict):
    """`SvgUsage` as a dict."""

    model: str
    input_tokens: int
    output_tokens: int
    reasoning_tokens: int
    total_tokens: int


class CompactionItemTypedDict(TypedDict):
    """`CompactionItem` as a dict."""

    type: Literal["compaction"]
    encrypted_content: str
    id: NotRequired[str | None]
    created_by: NotRequired[str | None]


class ResponseFunctionToolTypedDict(TypedDict):
    """`ResponseFunctionTool` as a dict."""

    type: Literal["function"]
    name: str
    parameters: NotRequired[Mapping[str, Any] | None]
    description: NotRequired[str | None]
    strict: NotRequired[bool | None]
    allowed_callers: NotRequired[Sequence[AllowedCaller] | None]
    async_: NotRequired[bool | None]
    defer_loading: NotRequired[bool | None]
    output_schema: NotRequired[Mapping[str, Any] | None]


class ResponseWebSearchPreviewToolTypedDict(TypedDict):
    """`ResponseWebSearchPreviewTool` as a dict."""

    type: WebSearchPreviewToolType
    domains: NotRequired[Sequence[str] | None]
    search_context_size: NotRequired[SearchContextSize | None]
    user_location: NotRequired[ResponseUserLocation | ResponseUserLocationTypedDict | None]
    search_content_types: NotRequired[Sequence[SearchContentType] | None]


class ResponseWebSearchToolTypedDict(TypedDict):
    """`ResponseWebSearchTool` as a dict."""

    type: WebSearchToolType
    external_web_access: NotRequired[bool | None]
    filters: NotRequired[WebSearchFilters | WebSearchFiltersTypedDict | None]
    return_token_budget: NotRequired[str | None]
    search_content_types: NotRequired[Sequence[SearchContentType] | None]
    search_context_size: NotRequired[SearchContextSize | None]
    user_location: NotRequired[ResponseUserLocation | ResponseUserLocationTypedDict | None]


class ResponseUserLocationTypedDict(TypedDict):
    """`ResponseUserLocation` as a dict."""

    type: NotRequired[LocationPrecision | None]
    city: NotRequired[str | None]
    country: NotRequired[str | None]
    region: NotRequired[str | None]
    timezone: NotRequired[str | None]


class ResponseFileSearchToolTypedDict(TypedDict):
    """`ResponseFileSearchTool` as a dict."""

    type: Literal["file_search"]
    vector_store_ids: NotRequired[Sequence[str]]
    max_num_results: NotRequired[int | None]
    filters: NotRequired[FileSearchFilter | FileSearchFilterTypedDict | None]
    ranking_options: NotRequired[ResponseRankingOptions | ResponseRankingOptionsTypedDict | None]


class ResponseRankingOptionsTypedDict(TypedDict):
    """`ResponseRankingOptions` as a dict."""

    ranker: NotRequired[Ranker | None]
    score_threshold: NotRequired[float | None]
    hybrid_search: NotRequired[HybridSearch | HybridSearchTypedDict | None]


class ResponseMcpToolTypedDict(TypedDict):
    """`ResponseMcpTool` as a dict."""

    type: Literal["mcp"]
    server_label: str
    server_url: NotRequired[str | None]
    server_description: NotRequired[str | None]
    connector_id: NotRequired[McpConnector | None]
    tunnel_id: NotRequired[str | None]
    allowed_tools: NotRequired[McpAllowedTools | McpAllowedToolsTypedDict | None]
    require_approval: NotRequired[McpRequireApproval | McpRequireApprovalTypedDict | None]
    authorization: NotRequired[str | None]
    headers: NotRequired[Mapping[str, str] | None]
    allowed_callers: NotRequired[Sequence[AllowedCaller] | None]
    defer_loading: NotRequired[bool | None]


class ResponseCodeInterpreterToolTypedDict(TypedDict):
    """`ResponseCodeInterpreterTool` as a dict."""

    type: Literal["code_interpreter"]
    container: NotRequired[CodeInterpreterContainer | CodeInterpreterContainerTypedDict]
    allowed_callers: NotRequired[Sequence[AllowedCaller] | None]


class ResponseImageGenerationToolTypedDict(TypedDict):
    """`ResponseImageGenerationTool` as a dict."""

    type: Literal["image_generation"]
    model: NotRequired[str | None]
    n: NotRequired[int | None]
    action: NotRequired[ImageAction | None]
    background: NotRequired[ImageBackground | None]
    complexity: NotRequired[ImageComplexity | None]
    frame_count: NotRequired[int | None]
    frame_duration_ms: NotRequired[int | None]
    input_fidelity: NotRequired[ImageInputFidelity | None]
    input_image_mask: NotRequired[ImageMask | ImageMaskTypedDict | None]
    moderation: NotRequired[ImageModeration | None]
    output_compression: NotRequired[int | None]
    output_format: NotRequired[ImageFormat | None]
    partial_images: NotRequired[int | None]
    quality: NotRequired[ImageQuality | None]
    size: NotRequired[ImageSize | None]
    svg: NotRequired[SvgOptions | SvgOptionsTypedDict | None]


class ResponseCustomToolTypedDict(TypedDict):
    """`ResponseCustomTool` as a dict."""

    type: Literal["custom"]
    name: str
    description: NotRequired[str | None]
    format: NotRequired[CustomToolFormat | CustomToolFormatTypedDict | None]
    format_: NotRequired[CustomToolFormat | CustomToolFormatTypedDict | None]
    allowed_callers: NotRequired[Sequence[AllowedCaller] | None]
    async_: NotRequired[bool | None]
    defer_loading: NotRequired[bool | None]


class ResponseLocalShellToolTypedDict(TypedDict):
    """`ResponseLocalShellTool` as a dict."""

    type: Literal["local_shell"]


class ResponseShellToolTypedDict(TypedDict):
    """`ResponseShellTool` as a dict."""

    type: Literal["shell"]
    environment: NotRequired[ShellEnvironment | ShellEnvironmentTypedDict | None]
    allowed_callers: NotRequired[Sequence[AllowedCaller] | None]


class ResponseApplyPatchToolTypedDict(TypedDict):
    """`ResponseApplyPatchTool` as a dict."""

    type: Literal["apply_patch"]
    allowed_callers: NotRequired[Sequence[AllowedCaller] | None]


class ResponseComputerToolTypedDict(TypedDict):
    """`ResponseComputerTool` as a dict."""

    type: Literal["computer"]


class ResponseComputerUsePreviewToolTypedDict(TypedDict):
    """`ResponseComputerUsePreviewTool` as a dict."""

    type: Literal["computer_use_preview"]
    display_height: NotRequired[int]
    display_width: NotRequired[int]
    environment: NotRequired[ComputerEnvironment]


class ResponseNamespaceToolTypedDict(TypedDict):
    """`ResponseNamespaceTool` as a dict."""

    type: Literal["namespace"]
    name: str
    description: NotRequired[str]
    tools: Sequence[ResponseNamespaceMember | ResponseNamespaceMemberTypedDict]


class ResponseToolSearchToolTypedDict(TypedDict):
    """`ResponseToolSearchTool` as a dict."""

    type: Literal["tool_search"]
    description: NotRequired[str | None]
    execution: NotRequired[ToolSearchExecution | None]
    parameters: NotRequired[Any]


class ResponseProgrammaticToolCallingToolTypedDict(TypedDict):
    """`ResponseProgrammaticToolCallingTool` as a dict."""

    type: Literal["programmatic_tool_calling"]


class ResponseXSearchToolTypedDict(TypedDict):
    """`ResponseXSearchTool` as a dict."""

    type: Literal["x_search"]
    allowed_x_handles: NotRequired[Sequence[str] | None]
    excluded_x_handles: NotRequired[Sequence[str] | None]
    from_date: NotRequired[str | None]
    to_date: NotRequired[str | None]
    enable_image_understanding: NotRequired[bool | None]
    enable_video_understanding: NotRequired[bool | None]


class UnknownResponseToolTypedDict(TypedDict):
    """`UnknownResponseTool` as a dict."""

    type: str


class ResponseToolChoiceHostedTypedDict(TypedDict):
    """`ResponseToolChoiceHosted` as a dict."""

    type: HostedToolType


class ResponseToolChoiceFunctionTypedDict(TypedDict):
    """`ResponseToolChoiceFunction` as a dict."""

    type: Literal["function"]
    name: str


class ResponseToolChoiceMcpTypedDict(TypedDict):
    """`ResponseToolChoiceMcp` as a dict."""

    type: Literal["mcp"]
    server_label: str
    name: NotRequired[str | None]


class ResponseToolChoiceCustomTypedDict(TypedDict):
    """`ResponseToolChoiceCustom` as a dict."""

    type: Literal["custom"]
    name: str


class ResponseToolChoiceAllowedTypedDict(TypedDict):
    """`ResponseToolChoiceAllowed` as a dict."""

    type: Literal["allowed_tools"]
    mode: AllowedToolsMode
    tools: Sequence[Mapping[str, Any]]


class UnknownResponseToolChoiceTypedDict(TypedDict):
    """`UnknownResponseToolChoice` as a dict."""

    type: str


class CreateResponseResponseBodyTypedDict(TypedDict):
    """`CreateResponseResponseBody` as a dict."""

    id: str
    object: Literal["response"]
    created_at: float
    completed_at: NotRequired[float | None]
    status: ResponseStatus
    error: ResponseError | ResponseErrorTypedDict | None
    incomplete_details: IncompleteDetails | IncompleteDetailsTypedDict | None
    model: str
    output: Sequence[OutputItem | OutputItemTypedDict]
    output_text: NotRequired[str | None]
    usage: NotRequired[Usage | UsageTypedDict | None]
    parallel_tool_calls: bool
    tool_choice: NotRequired[ResponseToolChoice | ResponseToolChoiceTypedDict]
    tools: NotRequired[Sequence[ResponseTool | ResponseToolTypedDict]]
    instructions: NotRequired[ResponseInstructions | ResponseInstructionsTypedDict | None]
    metadata: NotRequired[Mapping[str, str] | None]
    temperature: NotRequired[float | None]
    top_p: NotRequired[float | None]
    presence_penalty: NotRequired[float | None]
    frequency_penalty: NotRequired[float | None]
    max_output_tokens: NotRequired[int | None]
    max_tool_calls: NotRequired[int | None]
    previous_response_id: NotRequired[str | None]
    conversation: NotRequired[Conversation | ConversationTypedDict | None]
    prompt: NotRequired[ResponsePrompt | ResponsePromptTypedDict | None]
    reasoning: NotRequired[ResponseReasoning | ResponseReasoningTypedDict | None]
    text: NotRequired[ResponseText | ResponseTextTypedDict | None]
    truncation: NotRequired[Truncation | None]
    store: NotRequired[bool | None]
    background: NotRequired[bool | None]
    service_tier: NotRequired[ServiceTier | None]
    user: NotRequired[str | None]
    safety_identifier: NotRequired[str | None]
    top_logprobs: NotRequired[int | None]
    logprobs: NotRequired[Any]
    prompt_cache_key: NotRequired[str | None]
    prompt_cache_retention: NotRequired[PromptCacheRetention | None]
    prompt_cache_options: NotRequired[PromptCacheOptions | PromptCacheOptionsTypedDict | None]
    prompt_cache_diagnostics: NotRequired[PromptCacheDiagnostics | PromptCacheDiagnosticsTypedDict | None]
    moderation: NotRequired[Moderation | ModerationTypedDict | None]
    content_filters: NotRequired[Sequence[Mapping[str, Any]] | None]
    input_transformations: NotRequired[Sequence[InputTransformation | InputTransformationTypedDict] | None]
    image: NotRequired[ResponseImageSettings | ResponseImageSettingsTypedDict | None]
    tool_usage: NotRequired[ToolUsage | ToolUsageTypedDict | None]
    access_programs: NotRequired[AccessPrograms | AccessProgramsTypedDict | None]
    billing: NotRequired[Mapping[str, Any] | None]


class UsageTypedDict(TypedDict):
    """`Usage` as a dict."""

    input_tokens: NotRequired[int]
    input_tokens_details: NotRequired[InputTokensDetails | InputTokensDetailsTypedDict | None]
    output_tokens: NotRequired[int]
    output_tokens_details: NotRequired[OutputTokensDetails | OutputTokensDetailsTypedDict | None]
    total_tokens: NotRequired[int]
    cost: NotRequired[float | None]
    cost_details: NotRequired[Mapping[str, Any] | None]


class InputTokensDetailsTypedDict(TypedDict):
    """`InputTokensDetails` as a dict."""

    cached_tokens: NotRequired[int | None]
    cache_write_tokens: NotRequired[int | None]
    cache_write_tokens_details: NotRequired[CacheWriteTokensDetails | CacheWriteTokensDetailsTypedDict | None]


class OutputTokensDetailsTypedDict(TypedDict):
    """`OutputTokensDetails` as a dict."""

    reasoning_tokens: NotRequired[int | None]
    accepted_prediction_tokens: NotRequired[int | None]
    rejected_prediction_tokens: NotRequired[int | None]


class IncompleteDetailsTypedDict(TypedDict):
    """`IncompleteDetails` as a dict."""

    reason: NotRequired[IncompleteReason | None]


class ResponseReasoningTypedDict(TypedDict):
    """`ResponseReasoning` as a dict."""

    effort: NotRequired[ReasoningEffort | None]
    summary: NotRequired[ReasoningSummaryStyle | None]
    generate_summary: NotRequired[ReasoningSummaryStyle | None]
    context: NotRequired[ReasoningContext | None]
    mode: NotRequired[ReasoningMode | None]


class ResponseTextTypedDict(TypedDict):
    """`ResponseText` as a dict."""

    format: NotRequired[ResponseTextFormat | ResponseTextFormatTypedDict | None]
    format_: NotRequired[ResponseTextFormat | ResponseTextFormatTypedDict | None]
    verbosity: NotRequired[Verbosity | None]


class ResponsePlainTextFormatTypedDict(TypedDict):
    """`ResponsePlainTextFormat` as a dict."""

    type: Literal["text"]


class UnknownResponseTextFormatTypedDict(TypedDict):
    """`UnknownResponseTextFormat` as a dict."""

    type: str


class ResponseErrorTypedDict(TypedDict):
    """`ResponseError` as a dict."""

    code: ResponseErrorCode
    message: str
    type: NotRequired[str | None]
    param: NotRequired[str | None]
    misalignment: NotRequired[Misalignment | MisalignmentTypedDict | None]


class MisalignmentTypedDict(TypedDict):
    """`Misalignment` as a dict."""

    error_type: NotRequired[MisalignmentKind | None]
    detailed_explanation: NotRequired[str | None]
    review_target: NotRequired[str | None]
    steer: NotRequired[MisalignmentSteer | MisalignmentSteerTypedDict | None]


class MisalignmentSteerTypedDict(TypedDict):
    """`MisalignmentSteer` as a dict."""

    message: str


class CacheWriteTokensDetailsTypedDict(TypedDict):
    """`CacheWriteTokensDetails` as a dict."""

    ttl_30m_tokens: NotRequired[int]
    ttl_12h_tokens: NotRequired[int]


class ToolUsageTypedDict(TypedDict):
    """`ToolUsage` as a dict."""

    image_gen: NotRequired[ImageGenerationUsage | ImageGenerationUsageTypedDict | None]
    web_search: NotRequired[WebSearchUsage | WebSearchUsageTypedDict | None]


class ImageGenerationUsageTypedDict(TypedDict):
    """`ImageGenerationUsage` as a dict."""

    input_tokens: int
    output_tokens: int
    total_tokens: int
    input_tokens_details: NotRequired[ImageTokensDetails | ImageTokensDetailsTypedDict | None]
    output_tokens_details: NotRequired[ImageTokensDetails | ImageTokensDetailsTypedDict | None]
    cached_tokens: NotRequired[int | None]
    cached_tokens_details: NotRequired[CachedImageTokensDetails | CachedImageTokensDetailsTypedDict | None]


class ImageTokensDetailsTypedDict(TypedDict):
    """`ImageTokensDetails` as a dict."""

    image_tokens: int
    text_tokens: int


class CachedImageTokensDetailsTypedDict(TypedDict):
    """`CachedImageTokensDetails` as a dict."""

    cached_image_tokens: int
    cached_text_tokens: int


class WebSearchUsageTypedDict(TypedDict):
    """`WebSearchUsage` as a dict."""

    num_requests: int


class ResponseJSONObjectFormatTypedDict(TypedDict):
    """`ResponseJSONObjectFormat` as a dict."""

    type: Literal["json_object"]


class ResponseJSONSchemaFormatTypedDict(TypedDict):
    """`ResponseJSONSchemaFormat` as a dict."""

    type: Literal["json_schema"]
    name: NotRequired[str]
    schema: NotRequired[Mapping[str, Any]]
    schema_: NotRequired[Mapping[str, Any]]
    description: NotRequired[str | None]
    strict: NotRequired[bool | None]


class ResponseInputMessageTypedDict(TypedDict):
    """`ResponseInputMessage` as a dict."""

    type: NotRequired[Literal["message"]]
    role: MessageRole
    content: ToolOutput | ToolOutputTypedDict
    id: NotRequired[str]
    status: NotRequired[ItemStatus | None]
    phase: NotRequired[MessagePhase | None]


class ResponsePromptTypedDict(TypedDict):
    """`ResponsePrompt` as a dict."""

    id: str
    variables: NotRequired[Mapping[str, Any] | None]
    version: NotRequired[str | None]


class ConversationTypedDict(TypedDict):
    """`Conversation` as a dict."""

    id: str


class ResponseImageSettingsTypedDict(TypedDict):
    """`ResponseImageSettings` as a dict."""

    context_compression: NotRequired[ImageContextCompression]


class AccessProgramsTypedDict(TypedDict):
    """`AccessPrograms` as a dict."""

    cyber: NotRequired[CyberAccess]


class InputTransformationTypedDict(TypedDict):
    """`InputTransformation` as a dict."""

    type: Literal["reasoning"]
    id: str
    action: str
    reason: InputTransformationReason


class PromptCacheOptionsTypedDict(TypedDict):
    """`PromptCacheOptions` as a dict."""

    mode: PromptCacheMode
    ttl: PromptCacheLifetime
    comparison_response_id: NotRequired[str | None]


class PromptCacheHitTypedDict(TypedDict):
    """`PromptCacheHit` as a dict."""

    type: Literal["cache_hit"]


class PromptCacheMissTypedDict(TypedDict):
    """`PromptCacheMiss` as a dict."""

    type: Literal["cache_miss"]
    cache_missed_tokens: int
    reason: PromptCacheMissReason
    comparison_reusable_tokens: NotRequired[int | None]


class PromptCacheNoComparisonTypedDict(TypedDict):
    """`PromptCacheNoComparison` as a dict."""

    type: Literal["comparison_response_not_found"]


class PromptCacheUnavailableTypedDict(TypedDict):
    """`PromptCacheUnavailable` as a dict."""

    type: Literal["unavailable"]


class UnknownPromptCacheDiagnosticsTypedDict(TypedDict):
    """`UnknownPromptCacheDiagnostics` as a dict."""

    type: str


class ModerationTypedDict(TypedDict):
    """`Moderation` as a dict."""

    input: NotRequired[ModerationOutcome | ModerationOutcomeTypedDict]
    input_: NotRequired[ModerationOutcome | ModerationOutcomeTypedDict]
    output: ModerationOutcome | ModerationOutcomeTypedDict


class ModerationResultTypedDict(TypedDict):
    """`ModerationResult` as a dict."""

    type: Literal["moderation_result"]
    flagged: bool
    model: str
    categories: Mapping[str, Any]
    category_scores: Mapping[str, Any]
    category_applied_input_types: NotRequired[Mapping[str, Any]]


class ModerationFailureTypedDict(TypedDict):
    """`ModerationFailure` as a dict."""

    type: Literal["error"]
    code: str
    message: str


class UnknownModerationOutcomeTypedDict(TypedDict):
    """`UnknownModerationOutcome` as a dict."""

    type: str


FileSearchFilterTypedDict: TypeAlias = ComparisonFilterTypedDict | CompoundFilterTypedDict
CodeInterpreterContainerTypedDict: TypeAlias = str | AutoContainerTypedDict
ShellEnvironmentTypedDict: TypeAlias = ContainerAutoTypedDict | ContainerReferenceTypedDict | LocalEnvironmentTypedDict
NetworkPolicyTypedDict: TypeAlias = NetworkAllowlistTypedDict | NetworkDisabledTypedDict
SkillTypedDict: TypeAlias = InlineSkillTypedDict | SkillReferenceTypedDict
McpAllowedToolsTypedDict: TypeAlias = Sequence[str] | McpToolFilterTypedDict
McpRequireApprovalTypedDict: TypeAlias = McpApprovalMode | McpApprovalRulesTypedDict
CustomToolFormatTypedDict: TypeAlias = GrammarFormatTypedDict | FreeTextFormatTypedDict
InputItemTypedDict: TypeAlias = (
    InputMessageTypedDict
    | FunctionCallOutputTypedDict
    | CustomToolCallOutputTypedDict
    | McpApprovalResponseTypedDict
    | ItemReferenceTypedDict
    | CompactionTriggerTypedDict
    | ConfigurationUpdateTypedDict
    | FunctionCallTypedDict
    | ReasoningItemTypedDict
    | AdditionalToolsTypedDict
    | ApplyPatchCallTypedDict
    | ApplyPatchCallOutputTypedDict
    | CodeInterpreterCallTypedDict
    | CompactionItemTypedDict
    | ComputerCallTypedDict
    | ComputerCallOutputTypedDict
    | CustomToolCallTypedDict
    | FileSearchCallTypedDict
    | ImageGenerationCallTypedDict
    | LocalShellCallTypedDict
    | LocalShellCallOutputTypedDict
    | McpApprovalRequestTypedDict
    | McpCallTypedDict
    | McpListToolsTypedDict
    | ProgramTypedDict
    | ProgramOutputTypedDict
    | ShellCallTypedDict
    | ShellCallOutputTypedDict
    | ToolSearchCallTypedDict
    | ToolSearchOutputTypedDict
    | WebSearchCallTypedDict
    | XSearchCallTypedDict
)
CreateResponseInputTypedDict: TypeAlias = str | Sequence[InputItem | InputItemTypedDict]
TextFormatTypedDict: TypeAlias = JSONObjectFormatTypedDict | JSONSchemaFormatTypedDict | PlainTextFormatTypedDict
CreateResponseToolsTypedDict: TypeAlias = (
    ApplyPatchToolTypedDict
    | CodeInterpreterToolTypedDict
    | ComputerToolTypedDict
    | ComputerUsePreviewToolTypedDict
    | CustomToolTypedDict
    | FileSearchToolTypedDict
    | FunctionToolTypedDict
    | ImageGenerationToolTypedDict
    | LocalShellToolTypedDict
    | McpToolTypedDict
    | NamespaceToolTypedDict
    | ProgrammaticToolCallingToolTypedDict
    | ShellToolTypedDict
    | ToolSearchToolTypedDict
    | WebSearchToolTypedDict
    | WebSearchPreviewToolTypedDict
    | XSearchToolTypedDict
)
ToolChoiceObjectTypedDict: TypeAlias = (
    ToolChoiceHostedTypedDict
    | ToolChoiceFunctionTypedDict
    | ToolChoiceMcpTypedDict
    | ToolChoiceCustomTypedDict
    | ToolChoiceAllowedTypedDict
)
CreateResponseToolChoiceTypedDict: TypeAlias = ToolChoiceMode | ToolChoiceObjectTypedDict
InputContentPartTypedDict: TypeAlias = (
    InputFileTypedDict | InputImageTypedDict | InputTextTypedDict | OutputTextTypedDict | OutputRefusalTypedDict
)
InputMessageContentTypedDict: TypeAlias = str | Sequence[InputContentPart | InputContentPartTypedDict]
InputToolOutputTypedDict: TypeAlias = str | Sequence[InputContentPart | InputContentPartTypedDict]
FunctionSchemaTypedDict: TypeAlias = Mapping[str, Any] | FunctionParametersTypedDict
NamespaceMemberTypedDict: TypeAlias = CustomToolTypedDict | FunctionToolTypedDict
OutputItemTypedDict: TypeAlias = (
    OutputMessageTypedDict
    | FunctionCallTypedDict
    | ReasoningItemTypedDict
    | AdditionalToolsTypedDict
    | ApplyPatchCallTypedDict
    | ApplyPatchCallOutputTypedDict
    | CodeInterpreterCallTypedDict
    | CompactionItemTypedDict
    | ComputerCallTypedDict
    | ComputerCallOutputTypedDict
    | CustomToolCallTypedDict
    | CustomToolCallOutputItemTypedDict
    | FileSearchCallTypedDict
    | FunctionCallOutputItemTypedDict
    | ImageGenerationCallTypedDict
    | LocalShellCallTypedDict
    | LocalShellCallOutputTypedDict
    | McpApprovalRequestTypedDict
    | McpApprovalResponseItemTypedDict
    | McpCallTypedDict
    | McpListToolsTypedDict
    | ProgramTypedDict
    | ProgramOutputTypedDict
    | ShellCallTypedDict
    | ShellCallOutputTypedDict
    | ToolSearchCallTypedDict
    | ToolSearchOutputTypedDict
    | WebSearchCallTypedDict
    | XSearchCallTypedDict
)
OutputContentPartTypedDict: TypeAlias = OutputTextTypedDict | OutputRefusalTypedDict | ReasoningTextTypedDict
AnnotationTypedDict: TypeAlias = (
    ContainerFileCitationTypedDict | FileCitationTypedDict | FilePathTypedDict | URLCitationTypedDict
)
CallerTypedDict: TypeAlias = DirectCallerTypedDict | ProgramCallerTypedDict
ReasoningSummaryPartTypedDict: TypeAlias = SummaryTextTypedDict
ReasoningContentPartTypedDict: TypeAlias = ReasoningTextTypedDict
WebSearchActionTypedDict: TypeAlias = FindInPageActionTypedDict | OpenPageActionTypedDict | SearchActionTypedDict
ToolOutputPartTypedDict: TypeAlias = (
    ResponseInputFileTypedDict
    | ResponseInputImageTypedDict
    | ResponseInputTextTypedDict
    | OutputTextTypedDict
    | OutputRefusalTypedDict
)
ToolOutputTypedDict: TypeAlias = str | Sequence[ToolOutputPart | ToolOutputPartTypedDict]
ComputerActionTypedDict: TypeAlias = (
    ClickActionTypedDict
    | DoubleClickActionTypedDict
    | DragActionTypedDict
    | KeypressActionTypedDict
    | MoveActionTypedDict
    | ScreenshotActionTypedDict
    | ScrollActionTypedDict
    | TypeActionTypedDict
    | WaitActionTypedDict
)
CodeInterpreterOutputTypedDict: TypeAlias = CodeInterpreterImageTypedDict | CodeInterpreterLogsTypedDict
ShellOutcomeTypedDict: TypeAlias = ShellExitTypedDict | ShellTimeoutTypedDict
PatchOperationTypedDict: TypeAlias = (
    CreateFileOperationTypedDict | DeleteFileOperationTypedDict | UpdateFileOperationTypedDict
)
McpErrorTypedDict: TypeAlias = McpHttpErrorTypedDict | McpProtocolErrorTypedDict | McpToolExecutionErrorTypedDict
McpCallErrorTypedDict: TypeAlias = str | McpErrorTypedDict
ResponseToolTypedDict: TypeAlias = (
    ResponseApplyPatchToolTypedDict
    | ResponseCodeInterpreterToolTypedDict
    | ResponseComputerToolTypedDict
    | ResponseComputerUsePreviewToolTypedDict
    | ResponseCustomToolTypedDict
    | ResponseFileSearchToolTypedDict
    | ResponseFunctionToolTypedDict
    | ResponseImageGenerationToolTypedDict
    | ResponseLocalShellToolTypedDict
    | ResponseMcpToolTypedDict
    | ResponseNamespaceToolTypedDict
    | ResponseProgrammaticToolCallingToolTypedDict
    | ResponseShellToolTypedDict
    | ResponseToolSearchToolTypedDict
    | ResponseWebSearchToolTypedDict
    | ResponseWebSearchPreviewToolTypedDict
    | ResponseXSearchToolTypedDict
)
ResponseNamespaceMemberTypedDict: TypeAlias = ResponseCustomToolTypedDict | ResponseFunctionToolTypedDict
ResponseToolChoiceObjectTypedDict: TypeAlias = (
    ResponseToolChoiceHostedTypedDict
    | ResponseToolChoiceFunctionTypedDict
    | ResponseToolChoiceMcpTypedDict
    | ResponseToolChoiceCustomTypedDict
    | ResponseToolChoiceAllowedTypedDict
)
ResponseToolChoiceTypedDict: TypeAlias = ToolChoiceMode | ResponseToolChoiceObjectTypedDict
ResponseTextFormatTypedDict: TypeAlias = (
    ResponseJSONObjectFormatTypedDict | ResponseJSONSchemaFormatTypedDict | ResponsePlainTextFormatTypedDict
)
ResponseInputItemTypedDict: TypeAlias = (
    ResponseInputMessageTypedDict
    | FunctionCallTypedDict
    | ReasoningItemTypedDict
    | AdditionalToolsTypedDict
    | ApplyPatchCallTypedDict
    | ApplyPatchCallOutputTypedDict
    | CodeInterpreterCallTypedDict
    | CompactionItemTypedDict
    | ComputerCallTypedDict
    | ComputerCallOutputTypedDict
    | CustomToolCallTypedDict
    | CustomToolCallOutputItemTypedDict
    | FileSearchCallTypedDict
    | FunctionCallOutputItemTypedDict
    | ImageGenerationCallTypedDict
    | LocalShellCallTypedDict
    | LocalShellCallOutputTypedDict
    | McpApprovalRequestTypedDict
    | McpApprovalResponseItemTypedDict
    | McpCallTypedDict
    | McpListToolsTypedDict
    | ProgramTypedDict
    | ProgramOutputTypedDict
    | ShellCallTypedDict
    | ShellCallOutputTypedDict
    | ToolSearchCallTypedDict
    | ToolSearchOutputTypedDict
    | WebSearchCallTypedDict
    | XSearchCallTypedDict
)
ResponseInstructionsTypedDict: TypeAlias = str | Sequence[ResponseInputItem | ResponseInputItemTypedDict]
PromptCacheDiagnosticsTypedDict: TypeAlias = (
    PromptCacheHitTypedDict
    | PromptCacheMissTypedDict
    | PromptCacheNoComparisonTypedDict
    | PromptCacheUnavailableTypedDict
)
ModerationOutcomeTypedDict: TypeAlias = ModerationFailureTypedDict | ModerationResultTypedDict
