"""The events of hosted tools, custom tools, sound and compaction.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from ..types.basemodel import ResponseModel
from . import _tables

if TYPE_CHECKING:
    from .items import ShellOutput
    from .shared import ImageBackground, ImageFormat, ImageQuality, ImageSize

__all__ = [
    "WebSearchCallInProgressEvent",
    "WebSearchCallSearchingEvent",
    "WebSearchCallCompletedEvent",
    "FileSearchCallInProgressEvent",
    "FileSearchCallSearchingEvent",
    "FileSearchCallCompletedEvent",
    "CodeInterpreterCallInProgressEvent",
    "CodeInterpreterCallInterpretingEvent",
    "CodeInterpreterCallCompletedEvent",
    "CodeInterpreterCallCodeDeltaEvent",
    "CodeInterpreterCallCodeDoneEvent",
    "ImageGenerationCallInProgressEvent",
    "ImageGenerationCallGeneratingEvent",
    "ImageGenerationCallPartialImageEvent",
    "ImageGenerationCallCompletedEvent",
    "McpListToolsInProgressEvent",
    "McpListToolsCompletedEvent",
    "McpListToolsFailedEvent",
    "McpCallInProgressEvent",
    "McpCallCompletedEvent",
    "McpCallFailedEvent",
    "McpCallArgumentsDeltaEvent",
    "McpCallArgumentsDoneEvent",
    "CustomToolCallInputDeltaEvent",
    "CustomToolCallInputDoneEvent",
    "ShellCallCommandAddedEvent",
    "ShellCallCommandDeltaEvent",
    "ShellCallCommandDoneEvent",
    "ShellCallOutputContentDeltaEvent",
    "ShellOutputDelta",
    "ShellCallOutputContentDoneEvent",
    "ApplyPatchCallOperationDiffDeltaEvent",
    "ApplyPatchCallOperationDiffDoneEvent",
    "AudioDeltaEvent",
    "AudioDoneEvent",
    "AudioTranscriptDeltaEvent",
    "AudioTranscriptDoneEvent",
    "CompactionCompactingEvent",
]

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    ShellOutput = Annotated[Any, _tables.ShellOutput]
    ImageBackground = str
    ImageFormat = str
    ImageQuality = str
    ImageSize = str


class WebSearchCallInProgressEvent(ResponseModel):
    """A web search has begun."""

    type: Literal["response.web_search_call.in_progress"] = "response.web_search_call.in_progress"
    """Always `response.web_search_call.in_progress`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class WebSearchCallSearchingEvent(ResponseModel):
    """A web search is under way."""

    type: Literal["response.web_search_call.searching"] = "response.web_search_call.searching"
    """Always `response.web_search_call.searching`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class WebSearchCallCompletedEvent(ResponseModel):
    """A web search is finished."""

    type: Literal["response.web_search_call.completed"] = "response.web_search_call.completed"
    """Always `response.web_search_call.completed`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class FileSearchCallInProgressEvent(ResponseModel):
    """A file search has begun."""

    type: Literal["response.file_search_call.in_progress"] = "response.file_search_call.in_progress"
    """Always `response.file_search_call.in_progress`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class FileSearchCallSearchingEvent(ResponseModel):
    """A file search is under way."""

    type: Literal["response.file_search_call.searching"] = "response.file_search_call.searching"
    """Always `response.file_search_call.searching`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class FileSearchCallCompletedEvent(ResponseModel):
    """A file search is finished."""

    type: Literal["response.file_search_call.completed"] = "response.file_search_call.completed"
    """Always `response.file_search_call.completed`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class CodeInterpreterCallInProgressEvent(ResponseModel):
    """A run of code has begun."""

    type: Literal["response.code_interpreter_call.in_progress"] = "response.code_interpreter_call.in_progress"
    """Always `response.code_interpreter_call.in_progress`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class CodeInterpreterCallInterpretingEvent(ResponseModel):
    """Code is running."""

    type: Literal["response.code_interpreter_call.interpreting"] = "response.code_interpreter_call.interpreting"
    """Always `response.code_interpreter_call.interpreting`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class CodeInterpreterCallCompletedEvent(ResponseModel):
    """A run of code is finished."""

    type: Literal["response.code_interpreter_call.completed"] = "response.code_interpreter_call.completed"
    """Always `response.code_interpreter_call.completed`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class CodeInterpreterCallCodeDeltaEvent(ResponseModel):
    """More of the code to run."""

    type: Literal["response.code_interpreter_call_code.delta"] = "response.code_interpreter_call_code.delta"
    """Always `response.code_interpreter_call_code.delta`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    delta: str
    """The piece of code to append."""

    obfuscation: str | None = None
    """Random characters that even out the sizes of events; to be ignored."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class CodeInterpreterCallCodeDoneEvent(ResponseModel):
    """The code to run is finished."""

    type: Literal["response.code_interpreter_call_code.done"] = "response.code_interpreter_call_code.done"
    """Always `response.code_interpreter_call_code.done`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    code: str
    """The whole code."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ImageGenerationCallInProgressEvent(ResponseModel):
    """A picture was begun."""

    type: Literal["response.image_generation_call.in_progress"] = "response.image_generation_call.in_progress"
    """Always `response.image_generation_call.in_progress`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ImageGenerationCallGeneratingEvent(ResponseModel):
    """A picture is being made."""

    type: Literal["response.image_generation_call.generating"] = "response.image_generation_call.generating"
    """Always `response.image_generation_call.generating`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ImageGenerationCallPartialImageEvent(ResponseModel):
    """An unfinished version of a picture."""

    type: Literal["response.image_generation_call.partial_image"] = "response.image_generation_call.partial_image"
    """Always `response.image_generation_call.partial_image`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    partial_image_index: int
    """Index of this version of the picture."""

    partial_image_b64: str
    """The picture, base64-encoded."""

    background: ImageBackground | None = None
    """What lies behind the subject."""

    output_format: ImageFormat | None = None
    """File format of the picture."""

    quality: ImageQuality | None = None
    """How much care goes into it."""

    size: ImageSize | None = None
    """Width and height in pixels."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ImageGenerationCallCompletedEvent(ResponseModel):
    """A picture is finished."""

    type: Literal["response.image_generation_call.completed"] = "response.image_generation_call.completed"
    """Always `response.image_generation_call.completed`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class McpListToolsInProgressEvent(ResponseModel):
    """An MCP server is being asked for its tools."""

    type: Literal["response.mcp_list_tools.in_progress"] = "response.mcp_list_tools.in_progress"
    """Always `response.mcp_list_tools.in_progress`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class McpListToolsCompletedEvent(ResponseModel):
    """An MCP server has named its tools."""

    type: Literal["response.mcp_list_tools.completed"] = "response.mcp_list_tools.completed"
    """Always `response.mcp_list_tools.completed`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class McpListToolsFailedEvent(ResponseModel):
    """An MCP server could not be asked for its tools."""

    type: Literal["response.mcp_list_tools.failed"] = "response.mcp_list_tools.failed"
    """Always `response.mcp_list_tools.failed`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class McpCallInProgressEvent(ResponseModel):
    """A call to an MCP server has begun."""

    type: Literal["response.mcp_call.in_progress"] = "response.mcp_call.in_progress"
    """Always `response.mcp_call.in_progress`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class McpCallCompletedEvent(ResponseModel):
    """A call to an MCP server is finished."""

    type: Literal["response.mcp_call.completed"] = "response.mcp_call.completed"
    """Always `response.mcp_call.completed`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class McpCallFailedEvent(ResponseModel):
    """A call to an MCP server failed."""

    type: Literal["response.mcp_call.failed"] = "response.mcp_call.failed"
    """Always `response.mcp_call.failed`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class McpCallArgumentsDeltaEvent(ResponseModel):
    """More of an MCP call's arguments."""

    type: Literal["response.mcp_call_arguments.delta"] = "response.mcp_call_arguments.delta"
    """Always `response.mcp_call_arguments.delta`."""

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


class McpCallArgumentsDoneEvent(ResponseModel):
    """An MCP call's arguments are finished."""

    type: Literal["response.mcp_call_arguments.done"] = "response.mcp_call_arguments.done"
    """Always `response.mcp_call_arguments.done`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    arguments: str
    """The whole arguments as JSON text."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class CustomToolCallInputDeltaEvent(ResponseModel):
    """More of a custom tool's input."""

    type: Literal["response.custom_tool_call_input.delta"] = "response.custom_tool_call_input.delta"
    """Always `response.custom_tool_call_input.delta`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    delta: str
    """The piece of input to append."""

    obfuscation: str | None = None
    """Random characters that even out the sizes of events; to be ignored."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class CustomToolCallInputDoneEvent(ResponseModel):
    """A custom tool's input is finished."""

    type: Literal["response.custom_tool_call_input.done"] = "response.custom_tool_call_input.done"
    """Always `response.custom_tool_call_input.done`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    input_: Annotated[str, Field(alias="input")]
    """The whole input."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ShellCallCommandAddedEvent(ResponseModel):
    """A shell command has begun."""

    type: Literal["response.shell_call_command.added"] = "response.shell_call_command.added"
    """Always `response.shell_call_command.added`."""

    output_index: int
    """Index of the item in the output."""

    command_index: int
    """Index of the command in the call."""

    command: str
    """The command so far; usually empty."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ShellCallCommandDeltaEvent(ResponseModel):
    """More of a shell command."""

    type: Literal["response.shell_call_command.delta"] = "response.shell_call_command.delta"
    """Always `response.shell_call_command.delta`."""

    output_index: int
    """Index of the item in the output."""

    command_index: int
    """Index of the command in the call."""

    delta: str
    """The piece of the command to append."""

    obfuscation: str | None = None
    """Random characters that even out the sizes of events; to be ignored."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ShellCallCommandDoneEvent(ResponseModel):
    """A shell command is finished."""

    type: Literal["response.shell_call_command.done"] = "response.shell_call_command.done"
    """Always `response.shell_call_command.done`."""

    output_index: int
    """Index of the item in the output."""

    command_index: int
    """Index of the command in the call."""

    command: str
    """The whole command."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ShellOutputDelta(ResponseModel):
    """A piece of the output of a shell command."""

    stdout: str | None = None
    """What to append to the standard output."""

    stderr: str | None = None
    """What to append to the standard error."""


class ShellCallOutputContentDeltaEvent(ResponseModel):
    """More output of a shell command."""

    type: Literal["response.shell_call_output_content.delta"] = "response.shell_call_output_content.delta"
    """Always `response.shell_call_output_content.delta`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    command_index: int
    """Index of the command in the call."""

    delta: ShellOutputDelta
    """The output to append."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ShellCallOutputContentDoneEvent(ResponseModel):
    """The output of a shell command is finished."""

    type: Literal["response.shell_call_output_content.done"] = "response.shell_call_output_content.done"
    """Always `response.shell_call_output_content.done`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    command_index: int
    """Index of the command in the call."""

    output: list[ShellOutput]
    """The whole output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ApplyPatchCallOperationDiffDeltaEvent(ResponseModel):
    """More of a patch."""

    type: Literal["response.apply_patch_call_operation_diff.delta"] = "response.apply_patch_call_operation_diff.delta"
    """Always `response.apply_patch_call_operation_diff.delta`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    delta: str
    """The piece of the diff to append."""

    obfuscation: str | None = None
    """Random characters that even out the sizes of events; to be ignored."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ApplyPatchCallOperationDiffDoneEvent(ResponseModel):
    """A patch is finished."""

    type: Literal["response.apply_patch_call_operation_diff.done"] = "response.apply_patch_call_operation_diff.done"
    """Always `response.apply_patch_call_operation_diff.done`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    diff: str
    """The whole diff."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class AudioDeltaEvent(ResponseModel):
    """More sound."""

    type: Literal["response.audio.delta"] = "response.audio.delta"
    """Always `response.audio.delta`."""

    delta: str
    """The sound to append, base64-encoded."""

    obfuscation: str | None = None
    """Random characters that even out the sizes of events; to be ignored."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class AudioDoneEvent(ResponseModel):
    """The sound is finished."""

    type: Literal["response.audio.done"] = "response.audio.done"
    """Always `response.audio.done`."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class AudioTranscriptDeltaEvent(ResponseModel):
    """More of the transcript of the sound."""

    type: Literal["response.audio.transcript.delta"] = "response.audio.transcript.delta"
    """Always `response.audio.transcript.delta`."""

    delta: str
    """The text to append."""

    obfuscation: str | None = None
    """Random characters that even out the sizes of events; to be ignored."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class AudioTranscriptDoneEvent(ResponseModel):
    """The transcript of the sound is finished."""

    type: Literal["response.audio.transcript.done"] = "response.audio.transcript.done"
    """Always `response.audio.transcript.done`."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class CompactionCompactingEvent(ResponseModel):
    """The conversation is being compacted."""

    type: Literal["response.compaction.compacting"] = "response.compaction.compacting"
    """Always `response.compaction.compacting`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""
