"""What the model is given: messages and their parts, outputs of tools, references. Items of an answer are
accepted as input too.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from ..types.basemodel import RequestModel
from ..types.states import OptionalNullable
from ..types.unset import UNSET
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
        FileSearchCall,
        ImageGenerationCall,
        LocalShellCall,
        LocalShellCallOutput,
        McpApprovalRequest,
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
    )
    from .messageparts import Caller, FunctionCall, OutputRefusal, ReasoningItem, UnknownContentPart
    from .messages import OutputText
    from .shared import FileDetail, ImageDetail, ItemStatus, MessagePhase, MessageRole, PromptCacheBreakpoint

__all__ = [
    "InputItem",
    "UnknownInputItem",
    "InputMessage",
    "InputMessageContent",
    "InputContentPart",
    "InputText",
    "InputImage",
    "InputFile",
    "InputToolOutput",
    "FunctionCallOutput",
    "CustomToolCallOutput",
    "McpApprovalResponse",
    "ItemReference",
    "CompactionTrigger",
    "ConfigurationUpdate",
]

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    InputItem = Annotated[Any, _tables.InputItem]
    InputContentPart = Annotated[Any, _tables.InputContentPart]
    InputMessageContent = Union[str, list[Annotated[Any, _tables.InputContentPart]]]
    InputToolOutput = Union[str, list[Annotated[Any, _tables.InputContentPart]]]
    Caller = Annotated[Any, _tables.Caller]
    FileDetail = str
    ImageDetail = str
    ItemStatus = str
    MessagePhase = str
    MessageRole = str
    PromptCacheBreakpoint = Annotated[Any, _tables.PromptCacheBreakpoint]


class UnknownInputItem(RequestModel):
    """An item of a kind that this version has no class for."""

    type: str
    """The tag, as it came."""


class InputMessage(RequestModel):
    """A message to the model, or an earlier one from it."""

    type: Literal["message"] | None = None
    """Always `message`."""

    role: MessageRole
    """Whose words these are. `developer` and `system` outrank `user`; `assistant` marks earlier answers."""

    content: InputMessageContent
    """What the message says: a string, or a list of parts."""

    id: str | None = None
    """Id of the message, if it comes from an earlier answer."""

    status: OptionalNullable[ItemStatus] = UNSET
    """How far the message had come, if it comes from an earlier answer."""

    phase: OptionalNullable[MessagePhase] = UNSET
    """For assistant messages: remark on the way or final answer. Send it back as it came."""


class InputText(RequestModel):
    """Text for the model."""

    type: Literal["input_text"] = "input_text"
    """Always `input_text`."""

    text: str
    """The text."""

    prompt_cache_breakpoint: OptionalNullable[PromptCacheBreakpoint] = UNSET
    """Marks the end of a prefix worth caching."""


class InputImage(RequestModel):
    """An image for the model, by file id or by URL."""

    type: Literal["input_image"] = "input_image"
    """Always `input_image`."""

    detail: ImageDetail | None = "auto"
    """How closely the model looks at the image."""

    file_id: OptionalNullable[str] = UNSET
    """Id of an uploaded file."""

    image_url: OptionalNullable[str] = UNSET
    """URL of the image, or the image itself as a data URL."""

    prompt_cache_breakpoint: OptionalNullable[PromptCacheBreakpoint] = UNSET
    """Marks the end of a prefix worth caching."""


class InputFile(RequestModel):
    """A file for the model: its content, its id, or its URL."""

    type: Literal["input_file"] = "input_file"
    """Always `input_file`."""

    file_data: str | None = None
    """Content of the file, base64-encoded or as a data URL."""

    file_id: str | None = None
    """Id of an uploaded file."""

    filename: str | None = None
    """Name of the file."""

    file_url: str | None = None
    """URL that the file can be fetched from."""

    detail: OptionalNullable[FileDetail] = UNSET
    """How closely the model looks at the file's pages."""

    prompt_cache_breakpoint: OptionalNullable[PromptCacheBreakpoint] = UNSET
    """Marks the end of a prefix worth caching."""


class FunctionCallOutput(RequestModel):
    """The result of a function that the model asked to be called."""

    type: Literal["function_call_output"] = "function_call_output"
    """Always `function_call_output`."""

    call_id: str
    """The `call_id` of the function call that this answers."""

    output: InputToolOutput
    """What the function returned."""

    id: OptionalNullable[str] = UNSET
    """Id of this item, if it comes from an earlier answer."""

    status: OptionalNullable[ItemStatus] = UNSET
    """How far the call had come."""

    caller: OptionalNullable[Caller] = UNSET
    """Who made the call; send back what the call said."""

    name: OptionalNullable[str] = UNSET
    """Name of the function."""

    namespace: OptionalNullable[str] = UNSET
    """Namespace of the function."""


class CustomToolCallOutput(RequestModel):
    """The result of a custom tool that the model asked to be called."""

    type: Literal["custom_tool_call_output"] = "custom_tool_call_output"
    """Always `custom_tool_call_output`."""

    call_id: str
    """The `call_id` of the custom tool call that this answers."""

    output: InputToolOutput
    """What the tool returned."""

    id: OptionalNullable[str] = UNSET
    """Id of this item, if it comes from an earlier answer."""

    caller: OptionalNullable[Caller] = UNSET
    """Who made the call; send back what the call said."""


class McpApprovalResponse(RequestModel):
    """Allows or refuses a call to an MCP server."""

    type: Literal["mcp_approval_response"] = "mcp_approval_response"
    """Always `mcp_approval_response`."""

    approval_request_id: str
    """Id of the approval request that this answers."""

    approve: bool
    """Whether the call may be made."""

    id: OptionalNullable[str] = UNSET
    """Id of this item, if it comes from an earlier answer."""

    reason: OptionalNullable[str] = UNSET
    """Why it was decided so."""


class ItemReference(RequestModel):
    """Stands for an item that the server has kept."""

    type: Literal["item_reference"] = "item_reference"
    """Always `item_reference`."""

    id: str
    """Id of the item."""


class CompactionTrigger(RequestModel):
    """Asks for the conversation before it to be compacted."""

    type: Literal["compaction_trigger"] = "compaction_trigger"
    """Always `compaction_trigger`."""

    id: OptionalNullable[str] = UNSET
    """Id of this item."""


class ConfigurationUpdate(RequestModel):
    """Changes settings from here on in the conversation."""

    type: Literal["configuration_update"] = "configuration_update"
    """Always `configuration_update`."""

    id: OptionalNullable[str] = UNSET
    """Id of this item."""

    reasoning: OptionalNullable[dict[str, Any]] = UNSET
    """New settings for reasoning, as in Reasoning."""

    text: OptionalNullable[dict[str, Any]] = UNSET
    """New settings for the text of the answer, as in CreateResponseText."""


if TYPE_CHECKING:
    InputItem: TypeAlias = (
        InputMessage
        | FunctionCallOutput
        | CustomToolCallOutput
        | McpApprovalResponse
        | ItemReference
        | CompactionTrigger
        | ConfigurationUpdate
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
        | FileSearchCall
        | ImageGenerationCall
        | LocalShellCall
        | LocalShellCallOutput
        | McpApprovalRequest
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
        | UnknownInputItem
    )
    InputContentPart: TypeAlias = InputFile | InputImage | InputText | OutputText | OutputRefusal | UnknownContentPart
    InputMessageContent: TypeAlias = str | list[InputContentPart]
    InputToolOutput: TypeAlias = str | list[InputContentPart]
