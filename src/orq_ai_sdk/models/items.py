"""All other output items: searches, calls to hosted tools and their results, and what they are made of.

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

    from .messageparts import Caller, OutputRefusal, UnknownContentPart
    from .messages import OutputText
    from .responsetools import ResponseTool
    from .shared import (
        FileDetail,
        ImageAction,
        ImageBackground,
        ImageDetail,
        ImageFormat,
        ImageQuality,
        ImageSize,
        ItemStatus,
        PromptCacheBreakpoint,
        ToolSearchExecution,
    )
    from .toolparts import ShellEnvironment

__all__ = [
    "WebSearchCall",
    "WebSearchAction",
    "SearchAction",
    "OpenPageAction",
    "FindInPageAction",
    "UnknownWebSearchAction",
    "WebSearchSource",
    "FileSearchCall",
    "FileSearchResult",
    "XSearchCall",
    "ToolSearchCall",
    "ToolSearchOutput",
    "AdditionalTools",
    "ToolOutput",
    "ToolOutputPart",
    "ResponseInputText",
    "ResponseInputImage",
    "ResponseInputFile",
    "FunctionCallOutputItem",
    "CustomToolCall",
    "CustomToolCallOutputItem",
    "ComputerCall",
    "ComputerAction",
    "MouseButton",
    "ClickAction",
    "DoubleClickAction",
    "DragAction",
    "Point",
    "KeypressAction",
    "MoveAction",
    "ScreenshotAction",
    "ScrollAction",
    "TypeAction",
    "WaitAction",
    "UnknownComputerAction",
    "SafetyCheck",
    "ComputerCallOutput",
    "ComputerScreenshot",
    "CodeInterpreterCall",
    "CodeInterpreterOutput",
    "CodeInterpreterLogs",
    "CodeInterpreterImage",
    "UnknownCodeInterpreterOutput",
    "Program",
    "ProgramOutput",
    "ShellCall",
    "ShellAction",
    "ShellCallOutput",
    "ShellOutput",
    "ShellOutcome",
    "ShellExit",
    "ShellTimeout",
    "UnknownShellOutcome",
    "LocalShellCall",
    "LocalShellAction",
    "LocalShellCallOutput",
    "ApplyPatchCall",
    "PatchOperation",
    "CreateFileOperation",
    "UpdateFileOperation",
    "DeleteFileOperation",
    "UnknownPatchOperation",
    "PatchStatus",
    "ApplyPatchCallOutput",
    "McpListTools",
    "McpListedTool",
    "McpCall",
    "McpCallError",
    "McpError",
    "McpHttpError",
    "McpProtocolError",
    "McpToolExecutionError",
    "UnknownMcpError",
    "McpApprovalRequest",
    "McpApprovalResponseItem",
    "ImageGenerationCall",
    "ImageGenerationError",
    "ImageModerationDetails",
    "SvgUsage",
    "CompactionItem",
]

MouseButton = Union[Literal["left", "right", "wheel", "back", "forward"], UnrecognizedStr]
"""A button of the mouse."""

PatchStatus = Union[Literal["completed", "failed"], UnrecognizedStr]
"""Whether a patch was applied."""

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    WebSearchAction = Annotated[Any, _tables.WebSearchAction]
    ToolOutputPart = Annotated[Any, _tables.ToolOutputPart]
    ToolOutput = Union[str, list[Annotated[Any, _tables.ToolOutputPart]]]
    ComputerAction = Annotated[Any, _tables.ComputerAction]
    CodeInterpreterOutput = Annotated[Any, _tables.CodeInterpreterOutput]
    ShellOutcome = Annotated[Any, _tables.ShellOutcome]
    PatchOperation = Annotated[Any, _tables.PatchOperation]
    McpError = Annotated[Any, _tables.McpError]
    McpCallError = Union[str, Annotated[Any, _tables.McpError]]
    Caller = Annotated[Any, _tables.Caller]
    ResponseTool = Annotated[Any, _tables.ResponseTool]
    FileDetail = str
    ImageAction = str
    ImageBackground = str
    ImageDetail = str
    ImageFormat = str
    ImageQuality = str
    ImageSize = str
    ItemStatus = str
    PromptCacheBreakpoint = Annotated[Any, _tables.PromptCacheBreakpoint]
    ToolSearchExecution = str
    ShellEnvironment = Annotated[Any, _tables.ShellEnvironment]


class WebSearchCall(ResponseModel):
    """A search of the web."""

    type: Literal["web_search_call"] = "web_search_call"
    """Always `web_search_call`."""

    id: str
    """Id of this item."""

    status: ItemStatus
    """How far the search has come."""

    action: WebSearchAction | None = None
    """What was done: a search, a page opened, a text looked for."""


class WebSearchSource(ResponseModel):
    """Something that a web search found."""

    type: str
    """Kind of source, for example `url` or `api`."""

    url: str | None = None
    """URL of a page."""

    name: str | None = None
    """Name of a source other than a page."""


class SearchAction(ResponseModel):
    """A query to a search engine."""

    type: Literal["search"] = "search"
    """Always `search`."""

    query: str | None = None
    """The query."""

    queries: list[str] | None = None
    """The queries, if there were several."""

    sources: list[WebSearchSource] | None = None
    """What was found, if asked for."""


class OpenPageAction(ResponseModel):
    """A page opened."""

    type: Literal["open_page"] = "open_page"
    """Always `open_page`."""

    url: str | None = None
    """URL of the page."""


class FindInPageAction(ResponseModel):
    """A text looked for in a page."""

    type: Literal["find_in_page"] = "find_in_page"
    """Always `find_in_page`."""

    pattern: str
    """The text."""

    url: str
    """URL of the page."""


class UnknownWebSearchAction(UnknownModel):
    """A step of a web search of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class FileSearchResult(ResponseModel):
    """A passage that a file search found."""

    file_id: str | None = None
    """Id of the file."""

    filename: str | None = None
    """Name of the file."""

    score: float | None = None
    """How well the passage fits, from 0 to 1."""

    text: str | None = None
    """The passage."""

    attributes: dict[str, Any] | None = None
    """The file's attributes: strings, numbers, booleans."""


class FileSearchCall(ResponseModel):
    """A search of uploaded files."""

    type: Literal["file_search_call"] = "file_search_call"
    """Always `file_search_call`."""

    id: str
    """Id of this item."""

    status: ItemStatus
    """How far the search has come."""

    queries: list[str] | None = None
    """What was searched for."""

    results: list[FileSearchResult] | None = None
    """What was found, if asked for."""


class XSearchCall(ResponseModel):
    """A search of posts on X."""

    type: Literal["x_search_call"] = "x_search_call"
    """Always `x_search_call`."""

    id: str | None = None
    """Id of this item."""

    call_id: str | None = None
    """Id of the call; may be empty."""

    name: str | None = None
    """Which kind of search, for example `x_semantic_search`."""

    arguments: str | None = None
    """The search's arguments as JSON text."""

    status: ItemStatus | None = None
    """How far the search has come."""


class ToolSearchCall(ResponseModel):
    """A search for tools that are not loaded yet."""

    type: Literal["tool_search_call"] = "tool_search_call"
    """Always `tool_search_call`."""

    id: str | None = None
    """Id of this item."""

    call_id: str | None = None
    """Id of the call, for searches that the caller carries out."""

    arguments: Any | None = None
    """What is searched for."""

    execution: ToolSearchExecution | None = None
    """Who carries out the search."""

    status: ItemStatus | None = None
    """How far the search has come."""

    created_by: str | None = None
    """Who made this item."""


class ToolSearchOutput(ResponseModel):
    """The tools that a search found and loaded."""

    type: Literal["tool_search_output"] = "tool_search_output"
    """Always `tool_search_output`."""

    tools: list[ResponseTool]
    """The tools."""

    id: str | None = None
    """Id of this item."""

    call_id: str | None = None
    """The `call_id` of the search, if it had one."""

    execution: ToolSearchExecution | None = None
    """Who carried out the search."""

    status: ItemStatus | None = None
    """How far the search has come."""

    created_by: str | None = None
    """Who made this item."""


class AdditionalTools(ResponseModel):
    """Tools that become available in the course of a conversation."""

    type: Literal["additional_tools"] = "additional_tools"
    """Always `additional_tools`."""

    role: str
    """Who brings them, for example `developer`."""

    tools: list[ResponseTool]
    """The tools."""

    id: str | None = None
    """Id of this item."""


class ResponseInputText(ResponseModel):
    """Text, as it comes back."""

    type: Literal["input_text"] = "input_text"
    """Always `input_text`."""

    text: str
    """The text."""

    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None
    """Marks the end of a prefix worth caching."""


class ResponseInputImage(ResponseModel):
    """An image, as it comes back."""

    type: Literal["input_image"] = "input_image"
    """Always `input_image`."""

    detail: ImageDetail | None = None
    """How closely the model looked at the image."""

    file_id: str | None = None
    """Id of an uploaded file."""

    image_url: str | None = None
    """URL of the image, or the image itself as a data URL."""

    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None
    """Marks the end of a prefix worth caching."""


class ResponseInputFile(ResponseModel):
    """A file, as it comes back."""

    type: Literal["input_file"] = "input_file"
    """Always `input_file`."""

    file_data: str | None = None
    """Content of the file."""

    file_id: str | None = None
    """Id of an uploaded file."""

    filename: str | None = None
    """Name of the file."""

    file_url: str | None = None
    """URL that the file can be fetched from."""

    detail: FileDetail | None = None
    """How closely the model looked at the file's pages."""

    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None
    """Marks the end of a prefix worth caching."""


class FunctionCallOutputItem(ResponseModel):
    """The result of a function call, as it comes back."""

    type: Literal["function_call_output"] = "function_call_output"
    """Always `function_call_output`."""

    id: str
    """Id of this item."""

    output: ToolOutput
    """What the function returned."""

    status: ItemStatus
    """How far the call has come."""

    call_id: str | None = None
    """The `call_id` of the function call."""

    caller: Caller | None = None
    """Who made the call."""

    created_by: str | None = None
    """Who made this item."""

    name: str | None = None
    """Name of the function."""

    namespace: str | None = None
    """Namespace of the function."""


class CustomToolCall(ResponseModel):
    """The model asks for a custom tool to be called."""

    type: Literal["custom_tool_call"] = "custom_tool_call"
    """Always `custom_tool_call`."""

    call_id: str
    """Id of the call, to be repeated in its output."""

    name: str
    """Name of the tool."""

    input_: Annotated[str, Field(alias="input")]
    """The tool's input, as the model wrote it."""

    id: str | None = None
    """Id of this item."""

    status: ItemStatus | None = None
    """How far the call has come."""

    namespace: str | None = None
    """Namespace of the tool."""

    async_: Annotated[bool | None, Field(alias="async")] = None
    """Whether the model goes on before the output is there."""

    caller: Caller | None = None
    """Who makes the call."""


class CustomToolCallOutputItem(ResponseModel):
    """The result of a custom tool, as it comes back."""

    type: Literal["custom_tool_call_output"] = "custom_tool_call_output"
    """Always `custom_tool_call_output`."""

    id: str
    """Id of this item."""

    call_id: str
    """The `call_id` of the custom tool call."""

    output: ToolOutput
    """What the tool returned."""

    status: ItemStatus
    """How far the call has come."""

    caller: Caller | None = None
    """Who made the call."""

    created_by: str | None = None
    """Who made this item."""


class SafetyCheck(ResponseModel):
    """A warning about something on a computer."""

    id: str
    """Id of the warning."""

    code: str | None = None
    """Kind of warning."""

    message: str | None = None
    """The warning in words."""


class ComputerCall(ResponseModel):
    """The model asks for something to be done on a computer. Answer with a ComputerCallOutput that has the same
    `call_id`.
    """

    type: Literal["computer_call"] = "computer_call"
    """Always `computer_call`."""

    id: str
    """Id of this item."""

    call_id: str
    """Id of the call, to be repeated in its output."""

    status: ItemStatus
    """How far the call has come."""

    pending_safety_checks: list[SafetyCheck] | None = None
    """Warnings that a person should acknowledge first."""

    action: ComputerAction | None = None
    """What to do."""

    actions: list[ComputerAction] | None = None
    """What to do, step by step, if there are several steps."""


class ClickAction(ResponseModel):
    """Press and release a button of the mouse."""

    type: Literal["click"] = "click"
    """Always `click`."""

    button: MouseButton
    """Which button."""

    x: int
    """Distance from the left edge in pixels."""

    y: int
    """Distance from the upper edge in pixels."""

    keys: list[str] | None = None
    """Keys to hold down meanwhile."""


class DoubleClickAction(ResponseModel):
    """Click twice."""

    type: Literal["double_click"] = "double_click"
    """Always `double_click`."""

    x: int
    """Distance from the left edge in pixels."""

    y: int
    """Distance from the upper edge in pixels."""

    keys: list[str] | None = None
    """Keys to hold down meanwhile."""


class Point(ResponseModel):
    """A place on the screen."""

    x: int
    """Distance from the left edge in pixels."""

    y: int
    """Distance from the upper edge in pixels."""


class DragAction(ResponseModel):
    """Move the mouse with its button held down."""

    type: Literal["drag"] = "drag"
    """Always `drag`."""

    path: list[Point]
    """The points to pass, in order."""

    keys: list[str] | None = None
    """Keys to hold down meanwhile."""


class KeypressAction(ResponseModel):
    """Press keys together."""

    type: Literal["keypress"] = "keypress"
    """Always `keypress`."""

    keys: list[str]
    """The keys."""


class MoveAction(ResponseModel):
    """Move the mouse."""

    type: Literal["move"] = "move"
    """Always `move`."""

    x: int
    """Distance from the left edge in pixels."""

    y: int
    """Distance from the upper edge in pixels."""

    keys: list[str] | None = None
    """Keys to hold down meanwhile."""


class ScreenshotAction(ResponseModel):
    """Take a screenshot."""

    type: Literal["screenshot"] = "screenshot"
    """Always `screenshot`."""


class ScrollAction(ResponseModel):
    """Scroll with the mouse at a place."""

    type: Literal["scroll"] = "scroll"
    """Always `scroll`."""

    x: int
    """Distance from the left edge in pixels."""

    y: int
    """Distance from the upper edge in pixels."""

    scroll_x: int
    """How far to scroll sideways, in pixels."""

    scroll_y: int
    """How far to scroll downwards, in pixels."""

    keys: list[str] | None = None
    """Keys to hold down meanwhile."""


class TypeAction(ResponseModel):
    """Type a text."""

    type: Literal["type"] = "type"
    """Always `type`."""

    text: str
    """The text."""


class WaitAction(ResponseModel):
    """Wait a moment."""

    type: Literal["wait"] = "wait"
    """Always `wait`."""


class UnknownComputerAction(UnknownModel):
    """An action of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class ComputerScreenshot(ResponseModel):
    """A screenshot, by file id or by URL."""

    type: Literal["computer_screenshot"] = "computer_screenshot"
    """Always `computer_screenshot`."""

    file_id: str | None = None
    """Id of an uploaded file."""

    image_url: str | None = None
    """URL of the image, or the image itself as a data URL."""


class ComputerCallOutput(ResponseModel):
    """A screenshot, taken after something was done on a computer."""

    type: Literal["computer_call_output"] = "computer_call_output"
    """Always `computer_call_output`."""

    call_id: str
    """The `call_id` of the computer call."""

    output: ComputerScreenshot
    """The screenshot."""

    id: str | None = None
    """Id of this item."""

    acknowledged_safety_checks: list[SafetyCheck] | None = None
    """Warnings that a person has acknowledged."""

    status: ItemStatus | None = None
    """How far the call has come."""

    created_by: str | None = None
    """Who made this item."""


class CodeInterpreterCall(ResponseModel):
    """Code that the model ran."""

    type: Literal["code_interpreter_call"] = "code_interpreter_call"
    """Always `code_interpreter_call`."""

    id: str
    """Id of this item."""

    status: ItemStatus
    """How far the run has come."""

    container_id: str
    """Id of the container that the code ran in."""

    code: str | None = None
    """The code."""

    outputs: list[CodeInterpreterOutput] | None = None
    """What the code produced, if asked for."""


class CodeInterpreterLogs(ResponseModel):
    """What code printed."""

    type: Literal["logs"] = "logs"
    """Always `logs`."""

    logs: str
    """The text."""


class CodeInterpreterImage(ResponseModel):
    """A picture that code made."""

    type: Literal["image"] = "image"
    """Always `image`."""

    url: str
    """URL of the picture."""


class UnknownCodeInterpreterOutput(UnknownModel):
    """An output of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class Program(ResponseModel):
    """A program that the model wrote to call tools."""

    type: Literal["program"] = "program"
    """Always `program`."""

    id: str
    """Id of this item."""

    call_id: str
    """Id of the run; calls of the program name it as their caller."""

    code: str
    """The program's text."""

    fingerprint: str
    """Stands for the program's state; send it back unchanged."""


class ProgramOutput(ResponseModel):
    """The result of a program."""

    type: Literal["program_output"] = "program_output"
    """Always `program_output`."""

    id: str
    """Id of this item."""

    call_id: str
    """The `call_id` of the program."""

    result: str
    """What the program returned."""

    status: ItemStatus
    """How far the run has come."""


class ShellAction(ResponseModel):
    """Shell commands and their limits."""

    commands: list[str]
    """The commands, in order."""

    timeout_ms: int | None = None
    """Time limit of the commands, in milliseconds."""

    max_output_length: int | None = None
    """How many characters of output to keep."""


class ShellCall(ResponseModel):
    """The model runs shell commands, or asks for them to be run."""

    type: Literal["shell_call"] = "shell_call"
    """Always `shell_call`."""

    call_id: str
    """Id of the call, to be repeated in its output."""

    action: ShellAction
    """The commands and their limits."""

    id: str | None = None
    """Id of this item."""

    status: ItemStatus | None = None
    """How far the call has come."""

    environment: ShellEnvironment | None = None
    """Where the commands run."""

    caller: Caller | None = None
    """Who makes the call."""

    created_by: str | None = None
    """Who made this item."""


class ShellOutput(ResponseModel):
    """What one shell command produced."""

    outcome: ShellOutcome
    """How the command ended."""

    stdout: str
    """What the command wrote to its standard output."""

    stderr: str
    """What the command wrote to its standard error."""

    created_by: str | None = None
    """Who made this piece."""


class ShellCallOutput(ResponseModel):
    """What shell commands produced."""

    type: Literal["shell_call_output"] = "shell_call_output"
    """Always `shell_call_output`."""

    call_id: str
    """The `call_id` of the shell call."""

    output: list[ShellOutput]
    """What each command produced."""

    id: str | None = None
    """Id of this item."""

    status: ItemStatus | None = None
    """How far the call has come."""

    max_output_length: int | None = None
    """How many characters of output were kept; send back what the call said."""

    caller: Caller | None = None
    """Who made the call."""

    created_by: str | None = None
    """Who made this item."""


class ShellExit(ResponseModel):
    """The command ended by itself."""

    type: Literal["exit"] = "exit"
    """Always `exit`."""

    exit_code: int
    """The command's exit code; 0 for success."""


class ShellTimeout(ResponseModel):
    """The command took too long and was stopped."""

    type: Literal["timeout"] = "timeout"
    """Always `timeout`."""


class UnknownShellOutcome(UnknownModel):
    """An outcome of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class LocalShellAction(ResponseModel):
    """A command and its setting."""

    type: Literal["exec"] = "exec"
    """Always `exec`."""

    command: list[str]
    """The command and its arguments."""

    env: dict[str, str]
    """Environment variables for the command."""

    timeout_ms: int | None = None
    """Time limit of the command, in milliseconds."""

    user: str | None = None
    """User to run the command as."""

    working_directory: str | None = None
    """Directory to run the command in."""


class LocalShellCall(ResponseModel):
    """The model asks for a command to be run on the caller's machine."""

    type: Literal["local_shell_call"] = "local_shell_call"
    """Always `local_shell_call`."""

    id: str
    """Id of this item."""

    call_id: str
    """Id of the call."""

    action: LocalShellAction
    """The command and its setting."""

    status: ItemStatus
    """How far the call has come."""


class LocalShellCallOutput(ResponseModel):
    """What a command on the caller's machine produced."""

    type: Literal["local_shell_call_output"] = "local_shell_call_output"
    """Always `local_shell_call_output`."""

    id: str
    """Id of the local shell call."""

    output: str
    """What the command produced, as JSON text."""

    status: ItemStatus | None = None
    """How far the call has come."""


class ApplyPatchCall(ResponseModel):
    """The model asks for a file to be created, changed or deleted."""

    type: Literal["apply_patch_call"] = "apply_patch_call"
    """Always `apply_patch_call`."""

    call_id: str
    """Id of the call, to be repeated in its output."""

    operation: PatchOperation
    """What to do to which file."""

    status: ItemStatus
    """How far the call has come."""

    id: str | None = None
    """Id of this item."""

    caller: Caller | None = None
    """Who makes the call."""

    created_by: str | None = None
    """Who made this item."""


class CreateFileOperation(ResponseModel):
    """Create a file."""

    type: Literal["create_file"] = "create_file"
    """Always `create_file`."""

    path: str
    """Path of the file."""

    diff: str
    """The new file's lines, as a diff."""


class UpdateFileOperation(ResponseModel):
    """Change a file."""

    type: Literal["update_file"] = "update_file"
    """Always `update_file`."""

    path: str
    """Path of the file."""

    diff: str
    """The changes, as a diff."""


class DeleteFileOperation(ResponseModel):
    """Delete a file."""

    type: Literal["delete_file"] = "delete_file"
    """Always `delete_file`."""

    path: str
    """Path of the file."""


class UnknownPatchOperation(UnknownModel):
    """An operation of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class ApplyPatchCallOutput(ResponseModel):
    """Says whether a patch was applied."""

    type: Literal["apply_patch_call_output"] = "apply_patch_call_output"
    """Always `apply_patch_call_output`."""

    call_id: str
    """The `call_id` of the patch call."""

    status: PatchStatus
    """Whether the patch was applied."""

    id: str | None = None
    """Id of this item."""

    output: str | None = None
    """What there is to say about it, for example an error message."""

    caller: Caller | None = None
    """Who made the call."""

    created_by: str | None = None
    """Who made this item."""


class McpListedTool(ResponseModel):
    """A tool that an MCP server offers."""

    name: str
    """Name of the tool."""

    input_schema: Any
    """JSON Schema of the tool's input."""

    description: str | None = None
    """What the tool does."""

    annotations: Any | None = None
    """What else the server says about the tool."""


class McpListTools(ResponseModel):
    """The tools that an MCP server offers."""

    type: Literal["mcp_list_tools"] = "mcp_list_tools"
    """Always `mcp_list_tools`."""

    id: str
    """Id of this item."""

    server_label: str
    """Name that the request gave the server."""

    tools: list[McpListedTool]
    """The tools."""

    error: str | None = None
    """Why the server could not be asked."""


class McpCall(ResponseModel):
    """A call to a tool of an MCP server."""

    type: Literal["mcp_call"] = "mcp_call"
    """Always `mcp_call`."""

    id: str
    """Id of this item."""

    server_label: str
    """Name that the request gave the server."""

    name: str
    """Name of the tool."""

    arguments: str
    """The arguments as JSON text."""

    status: ItemStatus | None = None
    """How far the call has come."""

    output: str | None = None
    """What the tool returned."""

    error: McpCallError | None = None
    """Why the call failed."""

    approval_request_id: str | None = None
    """Id of the approval request that came before the call."""


class McpHttpError(ResponseModel):
    """The server could not be reached, or answered with an HTTP error."""

    type: Literal["http_error"] = "http_error"
    """Always `http_error`."""

    code: int
    """The HTTP status code."""

    message: str
    """What went wrong."""


class McpProtocolError(ResponseModel):
    """The server answered with an error of the protocol."""

    type: Literal["mcp_protocol_error"] = "mcp_protocol_error"
    """Always `mcp_protocol_error`."""

    code: int
    """The protocol's error code."""

    message: str
    """What went wrong."""


class McpToolExecutionError(ResponseModel):
    """The tool itself failed."""

    type: Literal["mcp_tool_execution_error"] = "mcp_tool_execution_error"
    """Always `mcp_tool_execution_error`."""

    content: Any
    """What the tool said."""


class UnknownMcpError(UnknownModel):
    """An error of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class McpApprovalRequest(ResponseModel):
    """Asks whether a call to an MCP server may be made. Answer with a McpApprovalResponse."""

    type: Literal["mcp_approval_request"] = "mcp_approval_request"
    """Always `mcp_approval_request`."""

    id: str
    """Id of this item, to be repeated in the answer."""

    server_label: str
    """Name that the request gave the server."""

    name: str
    """Name of the tool."""

    arguments: str
    """The arguments as JSON text."""


class McpApprovalResponseItem(ResponseModel):
    """The decision on a call to an MCP server, as it comes back."""

    type: Literal["mcp_approval_response"] = "mcp_approval_response"
    """Always `mcp_approval_response`."""

    id: str
    """Id of this item."""

    approval_request_id: str
    """Id of the approval request."""

    approve: bool
    """Whether the call may be made."""

    reason: str | None = None
    """Why it was decided so."""


class ImageModerationDetails(ResponseModel):
    """What moderation of pictures objected to."""

    categories: list[str]
    """The categories that were met."""

    moderation_stage: str
    """Whether the prompt (`input`) or the picture (`output`) was at fault, or `unknown`."""


class ImageGenerationError(ResponseModel):
    """Why a picture was not made."""

    message: str
    """What went wrong."""

    type: str
    """Kind of error."""

    code: str | None = None
    """Code of the error."""

    param: str | None = None
    """The parameter at fault."""

    moderation_details: ImageModerationDetails | None = None
    """What moderation objected to."""


class SvgUsage(ResponseModel):
    """Tokens that drawing vector graphics took."""

    model: str
    """Id of the model that drew."""

    input_tokens: int
    """Tokens read."""

    output_tokens: int
    """Tokens written, reasoning included."""

    reasoning_tokens: int
    """Tokens written while reasoning."""

    total_tokens: int
    """Tokens in all."""


class ImageGenerationCall(ResponseModel):
    """A picture that the model made."""

    type: Literal["image_generation_call"] = "image_generation_call"
    """Always `image_generation_call`."""

    id: str
    """Id of this item."""

    status: ItemStatus | None = None
    """How far the picture has come."""

    result: str | None = None
    """The picture, base64-encoded."""

    action: ImageAction | None = None
    """Whether it was made anew or from another one."""

    background: ImageBackground | None = None
    """What lies behind the subject."""

    output_format: ImageFormat | None = None
    """File format of the picture."""

    quality: ImageQuality | None = None
    """How much care went into it."""

    size: ImageSize | None = None
    """Width and height in pixels."""

    prompt: str | None = None
    """The prompt that the picture was made from."""

    revised_prompt: str | None = None
    """That prompt as the model rewrote it."""

    error: ImageGenerationError | None = None
    """Why there is no picture."""

    svg_usage: SvgUsage | None = None
    """Tokens that drawing vector graphics took."""


class CompactionItem(ResponseModel):
    """A conversation, compacted. Send it back in place of what came before it."""

    type: Literal["compaction"] = "compaction"
    """Always `compaction`."""

    encrypted_content: str
    """The compacted conversation, encrypted."""

    id: str | None = None
    """Id of this item."""

    created_by: str | None = None
    """Who made this item."""


if TYPE_CHECKING:
    WebSearchAction: TypeAlias = FindInPageAction | OpenPageAction | SearchAction | UnknownWebSearchAction
    ToolOutputPart: TypeAlias = (
        ResponseInputFile | ResponseInputImage | ResponseInputText | OutputText | OutputRefusal | UnknownContentPart
    )
    ToolOutput: TypeAlias = str | list[ToolOutputPart]
    ComputerAction: TypeAlias = (
        ClickAction
        | DoubleClickAction
        | DragAction
        | KeypressAction
        | MoveAction
        | ScreenshotAction
        | ScrollAction
        | TypeAction
        | WaitAction
        | UnknownComputerAction
    )
    CodeInterpreterOutput: TypeAlias = CodeInterpreterImage | CodeInterpreterLogs | UnknownCodeInterpreterOutput
    ShellOutcome: TypeAlias = ShellExit | ShellTimeout | UnknownShellOutcome
    PatchOperation: TypeAlias = CreateFileOperation | DeleteFileOperation | UpdateFileOperation | UnknownPatchOperation
    McpError: TypeAlias = McpHttpError | McpProtocolError | McpToolExecutionError | UnknownMcpError
    McpCallError: TypeAlias = str | McpError
