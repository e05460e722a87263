"""Where each model lives, which tag means which, and what a request's dicts are completed with; data only.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from ..types.references import ModelRef, TaggedUnion
from ..types.rules import ParameterRule, WireRules

PromptCacheBreakpoint = ModelRef("orq_ai_sdk.models.shared", "PromptCacheBreakpoint")
ComparisonFilter = ModelRef("orq_ai_sdk.models.toolparts", "ComparisonFilter")
CompoundFilter = ModelRef("orq_ai_sdk.models.toolparts", "CompoundFilter")
UnknownFilter = ModelRef("orq_ai_sdk.models.toolparts", "UnknownFilter")
HybridSearch = ModelRef("orq_ai_sdk.models.toolparts", "HybridSearch")
WebSearchFilters = ModelRef("orq_ai_sdk.models.toolparts", "WebSearchFilters")
AutoContainer = ModelRef("orq_ai_sdk.models.toolparts", "AutoContainer", "auto")
ContainerAuto = ModelRef("orq_ai_sdk.models.toolparts", "ContainerAuto")
ContainerReference = ModelRef("orq_ai_sdk.models.toolparts", "ContainerReference")
LocalEnvironment = ModelRef("orq_ai_sdk.models.toolparts", "LocalEnvironment")
UnknownShellEnvironment = ModelRef("orq_ai_sdk.models.toolparts", "UnknownShellEnvironment")
NetworkAllowlist = ModelRef("orq_ai_sdk.models.toolparts", "NetworkAllowlist")
NetworkDisabled = ModelRef("orq_ai_sdk.models.toolparts", "NetworkDisabled")
UnknownNetworkPolicy = ModelRef("orq_ai_sdk.models.toolparts", "UnknownNetworkPolicy")
DomainSecret = ModelRef("orq_ai_sdk.models.toolparts", "DomainSecret")
SkillReference = ModelRef("orq_ai_sdk.models.toolparts", "SkillReference")
InlineSkill = ModelRef("orq_ai_sdk.models.toolparts", "InlineSkill")
InlineSkillSource = ModelRef("orq_ai_sdk.models.toolparts", "InlineSkillSource", "base64")
UnknownSkill = ModelRef("orq_ai_sdk.models.toolparts", "UnknownSkill")
LocalSkill = ModelRef("orq_ai_sdk.models.toolparts", "LocalSkill")
McpToolFilter = ModelRef("orq_ai_sdk.models.toolparts", "McpToolFilter")
McpApprovalRules = ModelRef("orq_ai_sdk.models.toolparts", "McpApprovalRules")
FreeTextFormat = ModelRef("orq_ai_sdk.models.toolparts", "FreeTextFormat")
GrammarFormat = ModelRef("orq_ai_sdk.models.toolparts", "GrammarFormat")
UnknownCustomToolFormat = ModelRef("orq_ai_sdk.models.toolparts", "UnknownCustomToolFormat")
ImageMask = ModelRef("orq_ai_sdk.models.toolparts", "ImageMask")
SvgOptions = ModelRef("orq_ai_sdk.models.toolparts", "SvgOptions")
SvgReasoning = ModelRef("orq_ai_sdk.models.toolparts", "SvgReasoning")
CreateResponseRequestBody = ModelRef("orq_ai_sdk.models.request", "CreateResponseRequestBody")
Reasoning = ModelRef("orq_ai_sdk.models.request", "Reasoning")
CreateResponseText = ModelRef("orq_ai_sdk.models.request", "CreateResponseText")
PlainTextFormat = ModelRef("orq_ai_sdk.models.request", "PlainTextFormat")
JSONObjectFormat = ModelRef("orq_ai_sdk.models.request", "JSONObjectFormat")
JSONSchemaFormat = ModelRef("orq_ai_sdk.models.request", "JSONSchemaFormat")
UnknownTextFormat = ModelRef("orq_ai_sdk.models.request", "UnknownTextFormat")
UnknownInputItem = ModelRef("orq_ai_sdk.models.inputs", "UnknownInputItem")
InputMessage = ModelRef("orq_ai_sdk.models.inputs", "InputMessage")
InputText = ModelRef("orq_ai_sdk.models.inputs", "InputText")
InputImage = ModelRef("orq_ai_sdk.models.inputs", "InputImage")
InputFile = ModelRef("orq_ai_sdk.models.inputs", "InputFile")
FunctionCallOutput = ModelRef("orq_ai_sdk.models.inputs", "FunctionCallOutput")
CustomToolCallOutput = ModelRef("orq_ai_sdk.models.inputs", "CustomToolCallOutput")
McpApprovalResponse = ModelRef("orq_ai_sdk.models.inputs", "McpApprovalResponse")
ItemReference = ModelRef("orq_ai_sdk.models.inputs", "ItemReference")
CompactionTrigger = ModelRef("orq_ai_sdk.models.inputs", "CompactionTrigger")
ConfigurationUpdate = ModelRef("orq_ai_sdk.models.inputs", "ConfigurationUpdate")
FunctionTool = ModelRef("orq_ai_sdk.models.tools", "FunctionTool")
FunctionParameters = ModelRef("orq_ai_sdk.models.tools", "FunctionParameters")
WebSearchPreviewTool = ModelRef("orq_ai_sdk.models.tools", "WebSearchPreviewTool")
UserLocation = ModelRef("orq_ai_sdk.models.tools", "UserLocation")
FileSearchTool = ModelRef("orq_ai_sdk.models.tools", "FileSearchTool")
RankingOptions = ModelRef("orq_ai_sdk.models.tools", "RankingOptions")
WebSearchTool = ModelRef("orq_ai_sdk.models.tools", "WebSearchTool")
McpTool = ModelRef("orq_ai_sdk.models.tools", "McpTool")
CodeInterpreterTool = ModelRef("orq_ai_sdk.models.tools", "CodeInterpreterTool")
ImageGenerationTool = ModelRef("orq_ai_sdk.models.tools", "ImageGenerationTool")
CustomTool = ModelRef("orq_ai_sdk.models.tools", "CustomTool")
LocalShellTool = ModelRef("orq_ai_sdk.models.tools", "LocalShellTool")
ShellTool = ModelRef("orq_ai_sdk.models.tools", "ShellTool")
ApplyPatchTool = ModelRef("orq_ai_sdk.models.tools", "ApplyPatchTool")
ComputerTool = ModelRef("orq_ai_sdk.models.tools", "ComputerTool")
ComputerUsePreviewTool = ModelRef("orq_ai_sdk.models.tools", "ComputerUsePreviewTool")
NamespaceTool = ModelRef("orq_ai_sdk.models.tools", "NamespaceTool")
ToolSearchTool = ModelRef("orq_ai_sdk.models.tools", "ToolSearchTool")
ProgrammaticToolCallingTool = ModelRef("orq_ai_sdk.models.tools", "ProgrammaticToolCallingTool")
XSearchTool = ModelRef("orq_ai_sdk.models.tools", "XSearchTool")
UnknownTool = ModelRef("orq_ai_sdk.models.tools", "UnknownTool")
ToolChoiceHosted = ModelRef("orq_ai_sdk.models.tools", "ToolChoiceHosted")
ToolChoiceFunction = ModelRef("orq_ai_sdk.models.tools", "ToolChoiceFunction")
ToolChoiceMcp = ModelRef("orq_ai_sdk.models.tools", "ToolChoiceMcp")
ToolChoiceCustom = ModelRef("orq_ai_sdk.models.tools", "ToolChoiceCustom")
ToolChoiceAllowed = ModelRef("orq_ai_sdk.models.tools", "ToolChoiceAllowed")
UnknownToolChoice = ModelRef("orq_ai_sdk.models.tools", "UnknownToolChoice")
UnknownOutputItem = ModelRef("orq_ai_sdk.models.messageparts", "UnknownOutputItem")
OutputMessage = ModelRef("orq_ai_sdk.models.messages", "OutputMessage")
OutputText = ModelRef("orq_ai_sdk.models.messages", "OutputText")
OutputRefusal = ModelRef("orq_ai_sdk.models.messageparts", "OutputRefusal")
UnknownContentPart = ModelRef("orq_ai_sdk.models.messageparts", "UnknownContentPart")
URLCitation = ModelRef("orq_ai_sdk.models.messageparts", "URLCitation")
FileCitation = ModelRef("orq_ai_sdk.models.messageparts", "FileCitation")
ContainerFileCitation = ModelRef("orq_ai_sdk.models.messageparts", "ContainerFileCitation")
FilePath = ModelRef("orq_ai_sdk.models.messageparts", "FilePath")
UnknownAnnotation = ModelRef("orq_ai_sdk.models.messageparts", "UnknownAnnotation")
LogProb = ModelRef("orq_ai_sdk.models.messageparts", "LogProb")
TopLogProb = ModelRef("orq_ai_sdk.models.messageparts", "TopLogProb")
FunctionCall = ModelRef("orq_ai_sdk.models.messageparts", "FunctionCall")
DirectCaller = ModelRef("orq_ai_sdk.models.messageparts", "DirectCaller")
ProgramCaller = ModelRef("orq_ai_sdk.models.messageparts", "ProgramCaller")
UnknownCaller = ModelRef("orq_ai_sdk.models.messageparts", "UnknownCaller")
ReasoningItem = ModelRef("orq_ai_sdk.models.messageparts", "ReasoningItem")
SummaryText = ModelRef("orq_ai_sdk.models.messageparts", "SummaryText")
ReasoningText = ModelRef("orq_ai_sdk.models.messageparts", "ReasoningText")
WebSearchCall = ModelRef("orq_ai_sdk.models.items", "WebSearchCall")
SearchAction = ModelRef("orq_ai_sdk.models.items", "SearchAction")
OpenPageAction = ModelRef("orq_ai_sdk.models.items", "OpenPageAction")
FindInPageAction = ModelRef("orq_ai_sdk.models.items", "FindInPageAction")
UnknownWebSearchAction = ModelRef("orq_ai_sdk.models.items", "UnknownWebSearchAction")
WebSearchSource = ModelRef("orq_ai_sdk.models.items", "WebSearchSource")
FileSearchCall = ModelRef("orq_ai_sdk.models.items", "FileSearchCall")
FileSearchResult = ModelRef("orq_ai_sdk.models.items", "FileSearchResult")
XSearchCall = ModelRef("orq_ai_sdk.models.items", "XSearchCall")
ToolSearchCall = ModelRef("orq_ai_sdk.models.items", "ToolSearchCall")
ToolSearchOutput = ModelRef("orq_ai_sdk.models.items", "ToolSearchOutput")
AdditionalTools = ModelRef("orq_ai_sdk.models.items", "AdditionalTools")
ResponseInputText = ModelRef("orq_ai_sdk.models.items", "ResponseInputText")
ResponseInputImage = ModelRef("orq_ai_sdk.models.items", "ResponseInputImage")
ResponseInputFile = ModelRef("orq_ai_sdk.models.items", "ResponseInputFile")
FunctionCallOutputItem = ModelRef("orq_ai_sdk.models.items", "FunctionCallOutputItem")
CustomToolCall = ModelRef("orq_ai_sdk.models.items", "CustomToolCall")
CustomToolCallOutputItem = ModelRef("orq_ai_sdk.models.items", "CustomToolCallOutputItem")
ComputerCall = ModelRef("orq_ai_sdk.models.items", "ComputerCall")
ClickAction = ModelRef("orq_ai_sdk.models.items", "ClickAction")
DoubleClickAction = ModelRef("orq_ai_sdk.models.items", "DoubleClickAction")
DragAction = ModelRef("orq_ai_sdk.models.items", "DragAction")
Point = ModelRef("orq_ai_sdk.models.items", "Point")
KeypressAction = ModelRef("orq_ai_sdk.models.items", "KeypressAction")
MoveAction = ModelRef("orq_ai_sdk.models.items", "MoveAction")
ScreenshotAction = ModelRef("orq_ai_sdk.models.items", "ScreenshotAction")
ScrollAction = ModelRef("orq_ai_sdk.models.items", "ScrollAction")
TypeAction = ModelRef("orq_ai_sdk.models.items", "TypeAction")
WaitAction = ModelRef("orq_ai_sdk.models.items", "WaitAction")
UnknownComputerAction = ModelRef("orq_ai_sdk.models.items", "UnknownComputerAction")
SafetyCheck = ModelRef("orq_ai_sdk.models.items", "SafetyCheck")
ComputerCallOutput = ModelRef("orq_ai_sdk.models.items", "ComputerCallOutput")
ComputerScreenshot = ModelRef("orq_ai_sdk.models.items", "ComputerScreenshot", "computer_screenshot")
CodeInterpreterCall = ModelRef("orq_ai_sdk.models.items", "CodeInterpreterCall")
CodeInterpreterLogs = ModelRef("orq_ai_sdk.models.items", "CodeInterpreterLogs")
CodeInterpreterImage = ModelRef("orq_ai_sdk.models.items", "CodeInterpreterImage")
UnknownCodeInterpreterOutput = ModelRef("orq_ai_sdk.models.items", "UnknownCodeInterpreterOutput")
Program = ModelRef("orq_ai_sdk.models.items", "Program")
ProgramOutput = ModelRef("orq_ai_sdk.models.items", "ProgramOutput")
ShellCall = ModelRef("orq_ai_sdk.models.items", "ShellCall")
ShellAction = ModelRef("orq_ai_sdk.models.items", "ShellAction")
ShellCallOutput = ModelRef("orq_ai_sdk.models.items", "ShellCallOutput")
ShellOutput = ModelRef("orq_ai_sdk.models.items", "ShellOutput")
ShellExit = ModelRef("orq_ai_sdk.models.items", "ShellExit")
ShellTimeout = ModelRef("orq_ai_sdk.models.items", "ShellTimeout")
UnknownShellOutcome = ModelRef("orq_ai_sdk.models.items", "UnknownShellOutcome")
LocalShellCall = ModelRef("orq_ai_sdk.models.items", "LocalShellCall")
LocalShellAction = ModelRef("orq_ai_sdk.models.items", "LocalShellAction", "exec")
LocalShellCallOutput = ModelRef("orq_ai_sdk.models.items", "LocalShellCallOutput")
ApplyPatchCall = ModelRef("orq_ai_sdk.models.items", "ApplyPatchCall")
CreateFileOperation = ModelRef("orq_ai_sdk.models.items", "CreateFileOperation")
UpdateFileOperation = ModelRef("orq_ai_sdk.models.items", "UpdateFileOperation")
DeleteFileOperation = ModelRef("orq_ai_sdk.models.items", "DeleteFileOperation")
UnknownPatchOperation = ModelRef("orq_ai_sdk.models.items", "UnknownPatchOperation")
ApplyPatchCallOutput = ModelRef("orq_ai_sdk.models.items", "ApplyPatchCallOutput")
McpListTools = ModelRef("orq_ai_sdk.models.items", "McpListTools")
McpListedTool = ModelRef("orq_ai_sdk.models.items", "McpListedTool")
McpCall = ModelRef("orq_ai_sdk.models.items", "McpCall")
McpHttpError = ModelRef("orq_ai_sdk.models.items", "McpHttpError")
McpProtocolError = ModelRef("orq_ai_sdk.models.items", "McpProtocolError")
McpToolExecutionError = ModelRef("orq_ai_sdk.models.items", "McpToolExecutionError")
UnknownMcpError = ModelRef("orq_ai_sdk.models.items", "UnknownMcpError")
McpApprovalRequest = ModelRef("orq_ai_sdk.models.items", "McpApprovalRequest")
McpApprovalResponseItem = ModelRef("orq_ai_sdk.models.items", "McpApprovalResponseItem")
ImageGenerationCall = ModelRef("orq_ai_sdk.models.items", "ImageGenerationCall")
ImageGenerationError = ModelRef("orq_ai_sdk.models.items", "ImageGenerationError")
ImageModerationDetails = ModelRef("orq_ai_sdk.models.items", "ImageModerationDetails")
SvgUsage = ModelRef("orq_ai_sdk.models.items", "SvgUsage")
CompactionItem = ModelRef("orq_ai_sdk.models.items", "CompactionItem")
ResponseFunctionTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseFunctionTool")
ResponseWebSearchPreviewTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseWebSearchPreviewTool")
ResponseWebSearchTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseWebSearchTool")
ResponseUserLocation = ModelRef("orq_ai_sdk.models.responsetools", "ResponseUserLocation")
ResponseFileSearchTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseFileSearchTool")
ResponseRankingOptions = ModelRef("orq_ai_sdk.models.responsetools", "ResponseRankingOptions")
ResponseMcpTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseMcpTool")
ResponseCodeInterpreterTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseCodeInterpreterTool")
ResponseImageGenerationTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseImageGenerationTool")
ResponseCustomTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseCustomTool")
ResponseLocalShellTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseLocalShellTool")
ResponseShellTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseShellTool")
ResponseApplyPatchTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseApplyPatchTool")
ResponseComputerTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseComputerTool")
ResponseComputerUsePreviewTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseComputerUsePreviewTool")
ResponseNamespaceTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseNamespaceTool")
ResponseToolSearchTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseToolSearchTool")
ResponseProgrammaticToolCallingTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseProgrammaticToolCallingTool")
ResponseXSearchTool = ModelRef("orq_ai_sdk.models.responsetools", "ResponseXSearchTool")
UnknownResponseTool = ModelRef("orq_ai_sdk.models.responsetools", "UnknownResponseTool")
ResponseToolChoiceHosted = ModelRef("orq_ai_sdk.models.responsetools", "ResponseToolChoiceHosted")
ResponseToolChoiceFunction = ModelRef("orq_ai_sdk.models.responsetools", "ResponseToolChoiceFunction")
ResponseToolChoiceMcp = ModelRef("orq_ai_sdk.models.responsetools", "ResponseToolChoiceMcp")
ResponseToolChoiceCustom = ModelRef("orq_ai_sdk.models.responsetools", "ResponseToolChoiceCustom")
ResponseToolChoiceAllowed = ModelRef("orq_ai_sdk.models.responsetools", "ResponseToolChoiceAllowed")
UnknownResponseToolChoice = ModelRef("orq_ai_sdk.models.responsetools", "UnknownResponseToolChoice")
CreateResponseResponseBody = ModelRef("orq_ai_sdk.models.response", "CreateResponseResponseBody")
ResponseError = ModelRef("orq_ai_sdk.models.responseparts", "ResponseError")
Misalignment = ModelRef("orq_ai_sdk.models.responseparts", "Misalignment")
MisalignmentSteer = ModelRef("orq_ai_sdk.models.responseparts", "MisalignmentSteer")
IncompleteDetails = ModelRef("orq_ai_sdk.models.response", "IncompleteDetails")
Usage = ModelRef("orq_ai_sdk.models.response", "Usage")
InputTokensDetails = ModelRef("orq_ai_sdk.models.response", "InputTokensDetails")
CacheWriteTokensDetails = ModelRef("orq_ai_sdk.models.responseparts", "CacheWriteTokensDetails")
OutputTokensDetails = ModelRef("orq_ai_sdk.models.response", "OutputTokensDetails")
ToolUsage = ModelRef("orq_ai_sdk.models.responseparts", "ToolUsage")
ImageGenerationUsage = ModelRef("orq_ai_sdk.models.responseparts", "ImageGenerationUsage")
ImageTokensDetails = ModelRef("orq_ai_sdk.models.responseparts", "ImageTokensDetails")
CachedImageTokensDetails = ModelRef("orq_ai_sdk.models.responseparts", "CachedImageTokensDetails")
WebSearchUsage = ModelRef("orq_ai_sdk.models.responseparts", "WebSearchUsage")
ResponseReasoning = ModelRef("orq_ai_sdk.models.response", "ResponseReasoning")
ResponseText = ModelRef("orq_ai_sdk.models.response", "ResponseText")
ResponsePlainTextFormat = ModelRef("orq_ai_sdk.models.response", "ResponsePlainTextFormat")
ResponseJSONObjectFormat = ModelRef("orq_ai_sdk.models.responseparts", "ResponseJSONObjectFormat")
ResponseJSONSchemaFormat = ModelRef("orq_ai_sdk.models.responseparts", "ResponseJSONSchemaFormat")
UnknownResponseTextFormat = ModelRef("orq_ai_sdk.models.response", "UnknownResponseTextFormat")
ResponseInputMessage = ModelRef("orq_ai_sdk.models.responseparts", "ResponseInputMessage")
ResponsePrompt = ModelRef("orq_ai_sdk.models.responseparts", "ResponsePrompt")
Conversation = ModelRef("orq_ai_sdk.models.responseparts", "Conversation")
ResponseImageSettings = ModelRef("orq_ai_sdk.models.responseparts", "ResponseImageSettings")
AccessPrograms = ModelRef("orq_ai_sdk.models.responseparts", "AccessPrograms")
InputTransformation = ModelRef("orq_ai_sdk.models.responseparts", "InputTransformation", "reasoning")
PromptCacheOptions = ModelRef("orq_ai_sdk.models.responseparts", "PromptCacheOptions")
PromptCacheHit = ModelRef("orq_ai_sdk.models.responseparts", "PromptCacheHit")
PromptCacheMiss = ModelRef("orq_ai_sdk.models.responseparts", "PromptCacheMiss")
PromptCacheNoComparison = ModelRef("orq_ai_sdk.models.responseparts", "PromptCacheNoComparison")
PromptCacheUnavailable = ModelRef("orq_ai_sdk.models.responseparts", "PromptCacheUnavailable")
UnknownPromptCacheDiagnostics = ModelRef("orq_ai_sdk.models.responseparts", "UnknownPromptCacheDiagnostics")
Moderation = ModelRef("orq_ai_sdk.models.responseparts", "Moderation")
ModerationResult = ModelRef("orq_ai_sdk.models.responseparts", "ModerationResult")
ModerationFailure = ModelRef("orq_ai_sdk.models.responseparts", "ModerationFailure")
UnknownModerationOutcome = ModelRef("orq_ai_sdk.models.responseparts", "UnknownModerationOutcome")
UnknownEvent = ModelRef("orq_ai_sdk.models.moreevents", "UnknownEvent")
ResponseCreatedEvent = ModelRef("orq_ai_sdk.models.events", "ResponseCreatedEvent")
ResponseQueuedEvent = ModelRef("orq_ai_sdk.models.moreevents", "ResponseQueuedEvent")
ResponseInProgressEvent = ModelRef("orq_ai_sdk.models.events", "ResponseInProgressEvent")
ResponseCompletedEvent = ModelRef("orq_ai_sdk.models.events", "ResponseCompletedEvent")
ResponseFailedEvent = ModelRef("orq_ai_sdk.models.moreevents", "ResponseFailedEvent")
ResponseIncompleteEvent = ModelRef("orq_ai_sdk.models.moreevents", "ResponseIncompleteEvent")
ErrorEvent = ModelRef("orq_ai_sdk.models.moreevents", "ErrorEvent")
ErrorDetail = ModelRef("orq_ai_sdk.models.moreevents", "ErrorDetail")
KeepaliveEvent = ModelRef("orq_ai_sdk.models.moreevents", "KeepaliveEvent")
OutputItemAddedEvent = ModelRef("orq_ai_sdk.models.events", "OutputItemAddedEvent")
OutputItemDoneEvent = ModelRef("orq_ai_sdk.models.events", "OutputItemDoneEvent")
ContentPartAddedEvent = ModelRef("orq_ai_sdk.models.events", "ContentPartAddedEvent")
ContentPartDoneEvent = ModelRef("orq_ai_sdk.models.events", "ContentPartDoneEvent")
OutputTextDeltaEvent = ModelRef("orq_ai_sdk.models.events", "OutputTextDeltaEvent")
OutputTextDoneEvent = ModelRef("orq_ai_sdk.models.events", "OutputTextDoneEvent")
OutputTextAnnotationAddedEvent = ModelRef("orq_ai_sdk.models.moreevents", "OutputTextAnnotationAddedEvent")
RefusalDeltaEvent = ModelRef("orq_ai_sdk.models.moreevents", "RefusalDeltaEvent")
RefusalDoneEvent = ModelRef("orq_ai_sdk.models.moreevents", "RefusalDoneEvent")
ReasoningSummaryPartAddedEvent = ModelRef("orq_ai_sdk.models.moreevents", "ReasoningSummaryPartAddedEvent")
ReasoningSummaryPartDoneEvent = ModelRef("orq_ai_sdk.models.moreevents", "ReasoningSummaryPartDoneEvent")
ReasoningSummaryTextDeltaEvent = ModelRef("orq_ai_sdk.models.moreevents", "ReasoningSummaryTextDeltaEvent")
ReasoningSummaryTextDoneEvent = ModelRef("orq_ai_sdk.models.moreevents", "ReasoningSummaryTextDoneEvent")
ReasoningTextDeltaEvent = ModelRef("orq_ai_sdk.models.moreevents", "ReasoningTextDeltaEvent")
ReasoningTextDoneEvent = ModelRef("orq_ai_sdk.models.moreevents", "ReasoningTextDoneEvent")
FunctionCallArgumentsDeltaEvent = ModelRef("orq_ai_sdk.models.moreevents", "FunctionCallArgumentsDeltaEvent")
FunctionCallArgumentsDoneEvent = ModelRef("orq_ai_sdk.models.moreevents", "FunctionCallArgumentsDoneEvent")
WebSearchCallInProgressEvent = ModelRef("orq_ai_sdk.models.toolevents", "WebSearchCallInProgressEvent")
WebSearchCallSearchingEvent = ModelRef("orq_ai_sdk.models.toolevents", "WebSearchCallSearchingEvent")
WebSearchCallCompletedEvent = ModelRef("orq_ai_sdk.models.toolevents", "WebSearchCallCompletedEvent")
FileSearchCallInProgressEvent = ModelRef("orq_ai_sdk.models.toolevents", "FileSearchCallInProgressEvent")
FileSearchCallSearchingEvent = ModelRef("orq_ai_sdk.models.toolevents", "FileSearchCallSearchingEvent")
FileSearchCallCompletedEvent = ModelRef("orq_ai_sdk.models.toolevents", "FileSearchCallCompletedEvent")
CodeInterpreterCallInProgressEvent = ModelRef("orq_ai_sdk.models.toolevents", "CodeInterpreterCallInProgressEvent")
CodeInterpreterCallInterpretingEvent = ModelRef("orq_ai_sdk.models.toolevents", "CodeInterpreterCallInterpretingEvent")
CodeInterpreterCallCompletedEvent = ModelRef("orq_ai_sdk.models.toolevents", "CodeInterpreterCallCompletedEvent")
CodeInterpreterCallCodeDeltaEvent = ModelRef("orq_ai_sdk.models.toolevents", "CodeInterpreterCallCodeDeltaEvent")
CodeInterpreterCallCodeDoneEvent = ModelRef("orq_ai_sdk.models.toolevents", "CodeInterpreterCallCodeDoneEvent")
ImageGenerationCallInProgressEvent = ModelRef("orq_ai_sdk.models.toolevents", "ImageGenerationCallInProgressEvent")
ImageGenerationCallGeneratingEvent = ModelRef("orq_ai_sdk.models.toolevents", "ImageGenerationCallGeneratingEvent")
ImageGenerationCallPartialImageEvent = ModelRef("orq_ai_sdk.models.toolevents", "ImageGenerationCallPartialImageEvent")
ImageGenerationCallCompletedEvent = ModelRef("orq_ai_sdk.models.toolevents", "ImageGenerationCallCompletedEvent")
McpListToolsInProgressEvent = ModelRef("orq_ai_sdk.models.toolevents", "McpListToolsInProgressEvent")
McpListToolsCompletedEvent = ModelRef("orq_ai_sdk.models.toolevents", "McpListToolsCompletedEvent")
McpListToolsFailedEvent = ModelRef("orq_ai_sdk.models.toolevents", "McpListToolsFailedEvent")
McpCallInProgressEvent = ModelRef("orq_ai_sdk.models.toolevents", "McpCallInProgressEvent")
McpCallCompletedEvent = ModelRef("orq_ai_sdk.models.toolevents", "McpCallCompletedEvent")
McpCallFailedEvent = ModelRef("orq_ai_sdk.models.toolevents", "McpCallFailedEvent")
McpCallArgumentsDeltaEvent = ModelRef("orq_ai_sdk.models.toolevents", "McpCallArgumentsDeltaEvent")
McpCallArgumentsDoneEvent = ModelRef("orq_ai_sdk.models.toolevents", "McpCallArgumentsDoneEvent")
CustomToolCallInputDeltaEvent = ModelRef("orq_ai_sdk.models.toolevents", "CustomToolCallInputDeltaEvent")
CustomToolCallInputDoneEvent = ModelRef("orq_ai_sdk.models.toolevents", "CustomToolCallInputDoneEvent")
ShellCallCommandAddedEvent = ModelRef("orq_ai_sdk.models.toolevents", "ShellCallCommandAddedEvent")
ShellCallCommandDeltaEvent = ModelRef("orq_ai_sdk.models.toolevents", "ShellCallCommandDeltaEvent")
ShellCallCommandDoneEvent = ModelRef("orq_ai_sdk.models.toolevents", "ShellCallCommandDoneEvent")
ShellCallOutputContentDeltaEvent = ModelRef("orq_ai_sdk.models.toolevents", "ShellCallOutputContentDeltaEvent")
ShellOutputDelta = ModelRef("orq_ai_sdk.models.toolevents", "ShellOutputDelta")
ShellCallOutputContentDoneEvent = ModelRef("orq_ai_sdk.models.toolevents", "ShellCallOutputContentDoneEvent")
ApplyPatchCallOperationDiffDeltaEvent = ModelRef(
    "orq_ai_sdk.models.toolevents", "ApplyPatchCallOperationDiffDeltaEvent"
)
ApplyPatchCallOperationDiffDoneEvent = ModelRef("orq_ai_sdk.models.toolevents", "ApplyPatchCallOperationDiffDoneEvent")
AudioDeltaEvent = ModelRef("orq_ai_sdk.models.toolevents", "AudioDeltaEvent")
AudioDoneEvent = ModelRef("orq_ai_sdk.models.toolevents", "AudioDoneEvent")
AudioTranscriptDeltaEvent = ModelRef("orq_ai_sdk.models.toolevents", "AudioTranscriptDeltaEvent")
AudioTranscriptDoneEvent = ModelRef("orq_ai_sdk.models.toolevents", "AudioTranscriptDoneEvent")
CompactionCompactingEvent = ModelRef("orq_ai_sdk.models.toolevents", "CompactionCompactingEvent")

FileSearchFilter = TaggedUnion(
    "FileSearchFilter",
    tags={
        "eq": ComparisonFilter,
        "ne": ComparisonFilter,
        "gt": ComparisonFilter,
        "gte": ComparisonFilter,
        "lt": ComparisonFilter,
        "lte": ComparisonFilter,
        "in": ComparisonFilter,
        "nin": ComparisonFilter,
        "and": CompoundFilter,
        "or": CompoundFilter,
    },
    unknown=UnknownFilter,
)
ShellEnvironment = TaggedUnion(
    "ShellEnvironment",
    tags={
        "container_auto": ContainerAuto,
        "container_reference": ContainerReference,
        "local": LocalEnvironment,
    },
    unknown=UnknownShellEnvironment,
)
NetworkPolicy = TaggedUnion(
    "NetworkPolicy",
    tags={
        "allowlist": NetworkAllowlist,
        "disabled": NetworkDisabled,
    },
    unknown=UnknownNetworkPolicy,
)
Skill = TaggedUnion(
    "Skill",
    tags={
        "inline": InlineSkill,
        "skill_reference": SkillReference,
    },
    unknown=UnknownSkill,
)
CustomToolFormat = TaggedUnion(
    "CustomToolFormat",
    tags={
        "grammar": GrammarFormat,
        "text": FreeTextFormat,
    },
    unknown=UnknownCustomToolFormat,
)
TextFormat = TaggedUnion(
    "TextFormat",
    tags={
        "json_object": JSONObjectFormat,
        "json_schema": JSONSchemaFormat,
        "text": PlainTextFormat,
    },
    unknown=UnknownTextFormat,
)
CreateResponseTools = TaggedUnion(
    "CreateResponseTools",
    tags={
        "apply_patch": ApplyPatchTool,
        "code_interpreter": CodeInterpreterTool,
        "computer": ComputerTool,
        "computer_use_preview": ComputerUsePreviewTool,
        "custom": CustomTool,
        "file_search": FileSearchTool,
        "function": FunctionTool,
        "image_generation": ImageGenerationTool,
        "local_shell": LocalShellTool,
        "mcp": McpTool,
        "namespace": NamespaceTool,
        "programmatic_tool_calling": ProgrammaticToolCallingTool,
        "shell": ShellTool,
        "tool_search": ToolSearchTool,
        "web_search": WebSearchTool,
        "web_search_preview": WebSearchPreviewTool,
        "x_search": XSearchTool,
    },
    unknown=UnknownTool,
)
InputItem = TaggedUnion(
    "InputItem",
    tags={
        "message": InputMessage,
        "function_call_output": FunctionCallOutput,
        "custom_tool_call_output": CustomToolCallOutput,
        "mcp_approval_response": McpApprovalResponse,
        "item_reference": ItemReference,
        "compaction_trigger": CompactionTrigger,
        "configuration_update": ConfigurationUpdate,
        "function_call": FunctionCall,
        "reasoning": ReasoningItem,
        "additional_tools": AdditionalTools,
        "apply_patch_call": ApplyPatchCall,
        "apply_patch_call_output": ApplyPatchCallOutput,
        "code_interpreter_call": CodeInterpreterCall,
        "compaction": CompactionItem,
        "computer_call": ComputerCall,
        "computer_call_output": ComputerCallOutput,
        "custom_tool_call": CustomToolCall,
        "file_search_call": FileSearchCall,
        "image_generation_call": ImageGenerationCall,
        "local_shell_call": LocalShellCall,
        "local_shell_call_output": LocalShellCallOutput,
        "mcp_approval_request": McpApprovalRequest,
        "mcp_call": McpCall,
        "mcp_list_tools": McpListTools,
        "program": Program,
        "program_output": ProgramOutput,
        "shell_call": ShellCall,
        "shell_call_output": ShellCallOutput,
        "tool_search_call": ToolSearchCall,
        "tool_search_output": ToolSearchOutput,
        "web_search_call": WebSearchCall,
        "x_search_call": XSearchCall,
    },
    unknown=UnknownInputItem,
    default_tag="message",
    default_key="role",
)
InputContentPart = TaggedUnion(
    "InputContentPart",
    tags={
        "input_file": InputFile,
        "input_image": InputImage,
        "input_text": InputText,
        "output_text": OutputText,
        "refusal": OutputRefusal,
    },
    unknown=UnknownContentPart,
)
NamespaceMember = TaggedUnion(
    "NamespaceMember",
    tags={
        "custom": CustomTool,
        "function": FunctionTool,
    },
    unknown=UnknownTool,
)
ToolChoiceObject = TaggedUnion(
    "ToolChoiceObject",
    tags={
        "file_search": ToolChoiceHosted,
        "web_search_preview": ToolChoiceHosted,
        "computer_use_preview": ToolChoiceHosted,
        "code_interpreter": ToolChoiceHosted,
        "image_generation": ToolChoiceHosted,
        "web_search_preview_2025_03_11": ToolChoiceHosted,
        "computer": ToolChoiceHosted,
        "computer_use": ToolChoiceHosted,
        "apply_patch": ToolChoiceHosted,
        "shell": ToolChoiceHosted,
        "programmatic_tool_calling": ToolChoiceHosted,
        "function": ToolChoiceFunction,
        "mcp": ToolChoiceMcp,
        "custom": ToolChoiceCustom,
        "allowed_tools": ToolChoiceAllowed,
    },
    unknown=UnknownToolChoice,
)
OutputItem = TaggedUnion(
    "OutputItem",
    tags={
        "message": OutputMessage,
        "function_call": FunctionCall,
        "reasoning": ReasoningItem,
        "additional_tools": AdditionalTools,
        "apply_patch_call": ApplyPatchCall,
        "apply_patch_call_output": ApplyPatchCallOutput,
        "code_interpreter_call": CodeInterpreterCall,
        "compaction": CompactionItem,
        "computer_call": ComputerCall,
        "computer_call_output": ComputerCallOutput,
        "custom_tool_call": CustomToolCall,
        "custom_tool_call_output": CustomToolCallOutputItem,
        "file_search_call": FileSearchCall,
        "function_call_output": FunctionCallOutputItem,
        "image_generation_call": ImageGenerationCall,
        "local_shell_call": LocalShellCall,
        "local_shell_call_output": LocalShellCallOutput,
        "mcp_approval_request": McpApprovalRequest,
        "mcp_approval_response": McpApprovalResponseItem,
        "mcp_call": McpCall,
        "mcp_list_tools": McpListTools,
        "program": Program,
        "program_output": ProgramOutput,
        "shell_call": ShellCall,
        "shell_call_output": ShellCallOutput,
        "tool_search_call": ToolSearchCall,
        "tool_search_output": ToolSearchOutput,
        "web_search_call": WebSearchCall,
        "x_search_call": XSearchCall,
    },
    unknown=UnknownOutputItem,
)
OutputContentPart = TaggedUnion(
    "OutputContentPart",
    tags={
        "output_text": OutputText,
        "refusal": OutputRefusal,
        "reasoning_text": ReasoningText,
    },
    unknown=UnknownContentPart,
)
Annotation = TaggedUnion(
    "Annotation",
    tags={
        "container_file_citation": ContainerFileCitation,
        "file_citation": FileCitation,
        "file_path": FilePath,
        "url_citation": URLCitation,
    },
    unknown=UnknownAnnotation,
)
Caller = TaggedUnion(
    "Caller",
    tags={
        "direct": DirectCaller,
        "program": ProgramCaller,
    },
    unknown=UnknownCaller,
)
ReasoningSummaryPart = TaggedUnion(
    "ReasoningSummaryPart",
    tags={
        "summary_text": SummaryText,
    },
    unknown=UnknownContentPart,
    default_tag="summary_text",
    default_key="text",
)
ReasoningContentPart = TaggedUnion(
    "ReasoningContentPart",
    tags={
        "reasoning_text": ReasoningText,
    },
    unknown=UnknownContentPart,
    default_tag="reasoning_text",
    default_key="text",
)
WebSearchAction = TaggedUnion(
    "WebSearchAction",
    tags={
        "find_in_page": FindInPageAction,
        "open_page": OpenPageAction,
        "search": SearchAction,
    },
    unknown=UnknownWebSearchAction,
)
ToolOutputPart = TaggedUnion(
    "ToolOutputPart",
    tags={
        "input_file": ResponseInputFile,
        "input_image": ResponseInputImage,
        "input_text": ResponseInputText,
        "output_text": OutputText,
        "refusal": OutputRefusal,
    },
    unknown=UnknownContentPart,
)
ComputerAction = TaggedUnion(
    "ComputerAction",
    tags={
        "click": ClickAction,
        "double_click": DoubleClickAction,
        "drag": DragAction,
        "keypress": KeypressAction,
        "move": MoveAction,
        "screenshot": ScreenshotAction,
        "scroll": ScrollAction,
        "type": TypeAction,
        "wait": WaitAction,
    },
    unknown=UnknownComputerAction,
)
CodeInterpreterOutput = TaggedUnion(
    "CodeInterpreterOutput",
    tags={
        "image": CodeInterpreterImage,
        "logs": CodeInterpreterLogs,
    },
    unknown=UnknownCodeInterpreterOutput,
)
ShellOutcome = TaggedUnion(
    "ShellOutcome",
    tags={
        "exit": ShellExit,
        "timeout": ShellTimeout,
    },
    unknown=UnknownShellOutcome,
)
PatchOperation = TaggedUnion(
    "PatchOperation",
    tags={
        "create_file": CreateFileOperation,
        "delete_file": DeleteFileOperation,
        "update_file": UpdateFileOperation,
    },
    unknown=UnknownPatchOperation,
)
McpError = TaggedUnion(
    "McpError",
    tags={
        "http_error": McpHttpError,
        "mcp_protocol_error": McpProtocolError,
        "mcp_tool_execution_error": McpToolExecutionError,
    },
    unknown=UnknownMcpError,
)
ResponseTool = TaggedUnion(
    "ResponseTool",
    tags={
        "apply_patch": ResponseApplyPatchTool,
        "code_interpreter": ResponseCodeInterpreterTool,
        "computer": ResponseComputerTool,
        "computer_use_preview": ResponseComputerUsePreviewTool,
        "custom": ResponseCustomTool,
        "file_search": ResponseFileSearchTool,
        "function": ResponseFunctionTool,
        "image_generation": ResponseImageGenerationTool,
        "local_shell": ResponseLocalShellTool,
        "mcp": ResponseMcpTool,
        "namespace": ResponseNamespaceTool,
        "programmatic_tool_calling": ResponseProgrammaticToolCallingTool,
        "shell": ResponseShellTool,
        "tool_search": ResponseToolSearchTool,
        "web_search": ResponseWebSearchTool,
        "web_search_2025_08_26": ResponseWebSearchTool,
        "web_search_preview": ResponseWebSearchPreviewTool,
        "web_search_preview_2025_03_11": ResponseWebSearchPreviewTool,
        "x_search": ResponseXSearchTool,
    },
    unknown=UnknownResponseTool,
)
ResponseNamespaceMember = TaggedUnion(
    "ResponseNamespaceMember",
    tags={
        "custom": ResponseCustomTool,
        "function": ResponseFunctionTool,
    },
    unknown=UnknownResponseTool,
)
ResponseToolChoiceObject = TaggedUnion(
    "ResponseToolChoiceObject",
    tags={
        "file_search": ResponseToolChoiceHosted,
        "web_search_preview": ResponseToolChoiceHosted,
        "computer_use_preview": ResponseToolChoiceHosted,
        "code_interpreter": ResponseToolChoiceHosted,
        "image_generation": ResponseToolChoiceHosted,
        "web_search_preview_2025_03_11": ResponseToolChoiceHosted,
        "computer": ResponseToolChoiceHosted,
        "computer_use": ResponseToolChoiceHosted,
        "apply_patch": ResponseToolChoiceHosted,
        "shell": ResponseToolChoiceHosted,
        "programmatic_tool_calling": ResponseToolChoiceHosted,
        "function": ResponseToolChoiceFunction,
        "mcp": ResponseToolChoiceMcp,
        "custom": ResponseToolChoiceCustom,
        "allowed_tools": ResponseToolChoiceAllowed,
    },
    unknown=UnknownResponseToolChoice,
)
ResponseTextFormat = TaggedUnion(
    "ResponseTextFormat",
    tags={
        "json_object": ResponseJSONObjectFormat,
        "json_schema": ResponseJSONSchemaFormat,
        "text": ResponsePlainTextFormat,
    },
    unknown=UnknownResponseTextFormat,
)
ResponseInputItem = TaggedUnion(
    "ResponseInputItem",
    tags={
        "message": ResponseInputMessage,
        "function_call": FunctionCall,
        "reasoning": ReasoningItem,
        "additional_tools": AdditionalTools,
        "apply_patch_call": ApplyPatchCall,
        "apply_patch_call_output": ApplyPatchCallOutput,
        "code_interpreter_call": CodeInterpreterCall,
        "compaction": CompactionItem,
        "computer_call": ComputerCall,
        "computer_call_output": ComputerCallOutput,
        "custom_tool_call": CustomToolCall,
        "custom_tool_call_output": CustomToolCallOutputItem,
        "file_search_call": FileSearchCall,
        "function_call_output": FunctionCallOutputItem,
        "image_generation_call": ImageGenerationCall,
        "local_shell_call": LocalShellCall,
        "local_shell_call_output": LocalShellCallOutput,
        "mcp_approval_request": McpApprovalRequest,
        "mcp_approval_response": McpApprovalResponseItem,
        "mcp_call": McpCall,
        "mcp_list_tools": McpListTools,
        "program": Program,
        "program_output": ProgramOutput,
        "shell_call": ShellCall,
        "shell_call_output": ShellCallOutput,
        "tool_search_call": ToolSearchCall,
        "tool_search_output": ToolSearchOutput,
        "web_search_call": WebSearchCall,
        "x_search_call": XSearchCall,
    },
    unknown=UnknownOutputItem,
    default_tag="message",
    default_key="role",
)
PromptCacheDiagnostics = TaggedUnion(
    "PromptCacheDiagnostics",
    tags={
        "cache_hit": PromptCacheHit,
        "cache_miss": PromptCacheMiss,
        "comparison_response_not_found": PromptCacheNoComparison,
        "unavailable": PromptCacheUnavailable,
    },
    unknown=UnknownPromptCacheDiagnostics,
)
ModerationOutcome = TaggedUnion(
    "ModerationOutcome",
    tags={
        "error": ModerationFailure,
        "moderation_result": ModerationResult,
    },
    unknown=UnknownModerationOutcome,
)
CreateResponseStreamEvent = TaggedUnion(
    "CreateResponseStreamEvent",
    tags={
        "response.created": ResponseCreatedEvent,
        "response.queued": ResponseQueuedEvent,
        "response.in_progress": ResponseInProgressEvent,
        "response.completed": ResponseCompletedEvent,
        "response.failed": ResponseFailedEvent,
        "response.incomplete": ResponseIncompleteEvent,
        "error": ErrorEvent,
        "keepalive": KeepaliveEvent,
        "response.output_item.added": OutputItemAddedEvent,
        "response.output_item.done": OutputItemDoneEvent,
        "response.content_part.added": ContentPartAddedEvent,
        "response.content_part.done": ContentPartDoneEvent,
        "response.output_text.delta": OutputTextDeltaEvent,
        "response.output_text.done": OutputTextDoneEvent,
        "response.output_text.annotation.added": OutputTextAnnotationAddedEvent,
        "response.refusal.delta": RefusalDeltaEvent,
        "response.refusal.done": RefusalDoneEvent,
        "response.reasoning_summary_part.added": ReasoningSummaryPartAddedEvent,
        "response.reasoning_summary_part.done": ReasoningSummaryPartDoneEvent,
        "response.reasoning_summary_text.delta": ReasoningSummaryTextDeltaEvent,
        "response.reasoning_summary_text.done": ReasoningSummaryTextDoneEvent,
        "response.reasoning_text.delta": ReasoningTextDeltaEvent,
        "response.reasoning_text.done": ReasoningTextDoneEvent,
        "response.function_call_arguments.delta": FunctionCallArgumentsDeltaEvent,
        "response.function_call_arguments.done": FunctionCallArgumentsDoneEvent,
        "response.web_search_call.in_progress": WebSearchCallInProgressEvent,
        "response.web_search_call.searching": WebSearchCallSearchingEvent,
        "response.web_search_call.completed": WebSearchCallCompletedEvent,
        "response.file_search_call.in_progress": FileSearchCallInProgressEvent,
        "response.file_search_call.searching": FileSearchCallSearchingEvent,
        "response.file_search_call.completed": FileSearchCallCompletedEvent,
        "response.code_interpreter_call.in_progress": CodeInterpreterCallInProgressEvent,
        "response.code_interpreter_call.interpreting": CodeInterpreterCallInterpretingEvent,
        "response.code_interpreter_call.completed": CodeInterpreterCallCompletedEvent,
        "response.code_interpreter_call_code.delta": CodeInterpreterCallCodeDeltaEvent,
        "response.code_interpreter_call_code.done": CodeInterpreterCallCodeDoneEvent,
        "response.image_generation_call.in_progress": ImageGenerationCallInProgressEvent,
        "response.image_generation_call.generating": ImageGenerationCallGeneratingEvent,
        "response.image_generation_call.partial_image": ImageGenerationCallPartialImageEvent,
        "response.image_generation_call.completed": ImageGenerationCallCompletedEvent,
        "response.mcp_list_tools.in_progress": McpListToolsInProgressEvent,
        "response.mcp_list_tools.completed": McpListToolsCompletedEvent,
        "response.mcp_list_tools.failed": McpListToolsFailedEvent,
        "response.mcp_call.in_progress": McpCallInProgressEvent,
        "response.mcp_call.completed": McpCallCompletedEvent,
        "response.mcp_call.failed": McpCallFailedEvent,
        "response.mcp_call_arguments.delta": McpCallArgumentsDeltaEvent,
        "response.mcp_call_arguments.done": McpCallArgumentsDoneEvent,
        "response.custom_tool_call_input.delta": CustomToolCallInputDeltaEvent,
        "response.custom_tool_call_input.done": CustomToolCallInputDoneEvent,
        "response.shell_call_command.added": ShellCallCommandAddedEvent,
        "response.shell_call_command.delta": ShellCallCommandDeltaEvent,
        "response.shell_call_command.done": ShellCallCommandDoneEvent,
        "response.shell_call_output_content.delta": ShellCallOutputContentDeltaEvent,
        "response.shell_call_output_content.done": ShellCallOutputContentDoneEvent,
        "response.apply_patch_call_operation_diff.delta": ApplyPatchCallOperationDiffDeltaEvent,
        "response.apply_patch_call_operation_diff.done": ApplyPatchCallOperationDiffDoneEvent,
        "response.audio.delta": AudioDeltaEvent,
        "response.audio.done": AudioDoneEvent,
        "response.audio.transcript.delta": AudioTranscriptDeltaEvent,
        "response.audio.transcript.done": AudioTranscriptDoneEvent,
        "response.compaction.compacting": CompactionCompactingEvent,
    },
    unknown=UnknownEvent,
)

# How a dict given for a request becomes what the wire carries, by the object's name.
WIRE_RULES: dict[str, WireRules] = {
    "CreateResponseRequestBody": WireRules(
        names=(),
        defaults=(),
        inside=(("input", "InputItem"), ("text", "CreateResponseText"), ("tools", "CreateResponseTools")),
    ),
    "CreateResponseText": WireRules(names=(("format_", "format"),), defaults=(), inside=(("format", "TextFormat"),)),
    "JSONSchemaFormat": WireRules(names=(("schema_", "schema"),), defaults=(("strict", True),), inside=()),
    "InputMessage": WireRules(names=(), defaults=(), inside=(("content", "InputContentPart"),)),
    "InputImage": WireRules(names=(), defaults=(("detail", "auto"),), inside=()),
    "FunctionTool": WireRules(
        names=(("async_", "async"),), defaults=(("strict", True),), inside=(("parameters", "FunctionParameters"),)
    ),
    "FunctionParameters": WireRules(names=(("additional_properties", "additionalProperties"),), defaults=(), inside=()),
    "WebSearchPreviewTool": WireRules(names=(), defaults=(("search_context_size", "medium"),), inside=()),
    "FileSearchTool": WireRules(
        names=(), defaults=(("max_num_results", 20),), inside=(("ranking_options", "RankingOptions"),)
    ),
    "RankingOptions": WireRules(names=(), defaults=(("ranker", "auto"), ("score_threshold", 0)), inside=()),
    "CustomTool": WireRules(names=(("format_", "format"), ("async_", "async")), defaults=(), inside=()),
    "NamespaceTool": WireRules(names=(), defaults=(), inside=(("tools", "NamespaceMember"),)),
    "FunctionCall": WireRules(names=(("async_", "async"),), defaults=(), inside=()),
    "ReasoningItem": WireRules(names=(("format_", "format"),), defaults=(), inside=()),
    "ToolSearchOutput": WireRules(names=(), defaults=(), inside=(("tools", "ResponseTool"),)),
    "AdditionalTools": WireRules(names=(), defaults=(), inside=(("tools", "ResponseTool"),)),
    "CustomToolCall": WireRules(names=(("input_", "input"), ("async_", "async")), defaults=(), inside=()),
    "ResponseFunctionTool": WireRules(names=(("async_", "async"),), defaults=(), inside=()),
    "ResponseCustomTool": WireRules(names=(("format_", "format"), ("async_", "async")), defaults=(), inside=()),
    "ResponseNamespaceTool": WireRules(names=(), defaults=(), inside=(("tools", "ResponseNamespaceMember"),)),
    "CreateResponseResponseBody": WireRules(
        names=(),
        defaults=(),
        inside=(
            ("output", "OutputItem"),
            ("tools", "ResponseTool"),
            ("instructions", "ResponseInputItem"),
            ("text", "ResponseText"),
            ("moderation", "Moderation"),
        ),
    ),
    "ResponseText": WireRules(names=(("format_", "format"),), defaults=(), inside=(("format", "ResponseTextFormat"),)),
    "ResponseJSONSchemaFormat": WireRules(names=(("schema_", "schema"),), defaults=(), inside=()),
    "Moderation": WireRules(names=(("input_", "input"),), defaults=(), inside=()),
    "ResponseCreatedEvent": WireRules(names=(), defaults=(), inside=(("response", "CreateResponseResponseBody"),)),
    "ResponseQueuedEvent": WireRules(names=(), defaults=(), inside=(("response", "CreateResponseResponseBody"),)),
    "ResponseInProgressEvent": WireRules(names=(), defaults=(), inside=(("response", "CreateResponseResponseBody"),)),
    "ResponseCompletedEvent": WireRules(names=(), defaults=(), inside=(("response", "CreateResponseResponseBody"),)),
    "ResponseFailedEvent": WireRules(names=(), defaults=(), inside=(("response", "CreateResponseResponseBody"),)),
    "ResponseIncompleteEvent": WireRules(names=(), defaults=(), inside=(("response", "CreateResponseResponseBody"),)),
    "OutputItemAddedEvent": WireRules(names=(), defaults=(), inside=(("item", "OutputItem"),)),
    "OutputItemDoneEvent": WireRules(names=(), defaults=(), inside=(("item", "OutputItem"),)),
    "CustomToolCallInputDoneEvent": WireRules(names=(("input_", "input"),), defaults=(), inside=()),
}

# What each parameter of the call may be, by its wire name.
PARAMETERS: dict[str, ParameterRule] = {
    "model": ParameterRule(
        name="model", kinds=("string",), required=True, null=False, items="", values="", model="", completed=False
    ),
    "input": ParameterRule(
        name="input_",
        kinds=("string", "array"),
        required=True,
        null=False,
        items="object",
        values="",
        model="InputItem",
        completed=True,
    ),
    "metadata": ParameterRule(
        name="metadata",
        kinds=("object",),
        required=False,
        null=False,
        items="",
        values="string",
        model="",
        completed=False,
    ),
    "temperature": ParameterRule(
        name="temperature", kinds=("number",), required=False, null=True, items="", values="", model="", completed=False
    ),
    "top_p": ParameterRule(
        name="top_p", kinds=("number",), required=False, null=True, items="", values="", model="", completed=False
    ),
    "previous_response_id": ParameterRule(
        name="previous_response_id",
        kinds=("string",),
        required=False,
        null=True,
        items="",
        values="",
        model="",
        completed=False,
    ),
    "instructions": ParameterRule(
        name="instructions",
        kinds=("string",),
        required=False,
        null=True,
        items="",
        values="",
        model="",
        completed=False,
    ),
    "reasoning": ParameterRule(
        name="reasoning",
        kinds=("object",),
        required=False,
        null=True,
        items="",
        values="",
        model="Reasoning",
        completed=False,
    ),
    "max_output_tokens": ParameterRule(
        name="max_output_tokens",
        kinds=("integer",),
        required=False,
        null=True,
        items="",
        values="",
        model="",
        completed=False,
    ),
    "text": ParameterRule(
        name="text",
        kinds=("object",),
        required=False,
        null=True,
        items="",
        values="",
        model="CreateResponseText",
        completed=True,
    ),
    "include": ParameterRule(
        name="include",
        kinds=("array",),
        required=False,
        null=True,
        items="string",
        values="",
        model="",
        completed=False,
    ),
    "parallel_tool_calls": ParameterRule(
        name="parallel_tool_calls",
        kinds=("boolean",),
        required=False,
        null=True,
        items="",
        values="",
        model="",
        completed=False,
    ),
    "store": ParameterRule(
        name="store", kinds=("boolean",), required=False, null=True, items="", values="", model="", completed=False
    ),
    "tools": ParameterRule(
        name="tools",
        kinds=("array",),
        required=False,
        null=False,
        items="object",
        values="",
        model="CreateResponseTools",
        completed=True,
    ),
    "tool_choice": ParameterRule(
        name="tool_choice",
        kinds=("string", "object"),
        required=False,
        null=False,
        items="",
        values="",
        model="ToolChoiceObject",
        completed=False,
    ),
    "stream": ParameterRule(
        name="stream", kinds=("boolean",), required=False, null=False, items="", values="", model="", completed=False
    ),
}
