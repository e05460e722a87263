"""The messages of the model with their text, and the union of all output items.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from ..types.basemodel import ResponseModel
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
        ToolSearchCall,
        ToolSearchOutput,
        WebSearchCall,
        XSearchCall,
    )
    from .messageparts import (
        Annotation,
        FunctionCall,
        LogProb,
        OutputRefusal,
        ReasoningItem,
        ReasoningText,
        UnknownContentPart,
        UnknownOutputItem,
    )
    from .shared import ItemStatus, MessagePhase, MessageRole

__all__ = [
    "OutputItem",
    "OutputMessage",
    "OutputContentPart",
    "OutputText",
]

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    OutputItem = Annotated[Any, _tables.OutputItem]
    OutputContentPart = Annotated[Any, _tables.OutputContentPart]
    Annotation = Annotated[Any, _tables.Annotation]
    LogProb = Annotated[Any, _tables.LogProb]
    ItemStatus = str
    MessagePhase = str
    MessageRole = str


class OutputMessage(ResponseModel):
    """A message from the model."""

    type: Literal["message"] = "message"
    """Always `message`."""

    id: str | None = None
    """Id of the message."""

    role: MessageRole
    """Whose words these are: `assistant`."""

    status: ItemStatus | None = None
    """How far the message has come."""

    content: list[OutputContentPart] | None = None
    """What the message says, part by part."""

    phase: MessagePhase | None = None
    """Remark on the way or final answer."""


class OutputText(ResponseModel):
    """Text from the model."""

    type: Literal["output_text"] = "output_text"
    """Always `output_text`."""

    text: str
    """The text."""

    annotations: list[Annotation] | None = None
    """Where parts of the text come from."""

    logprobs: list[LogProb] | None = None
    """Log probabilities of the tokens, if asked for."""


if TYPE_CHECKING:
    OutputItem: TypeAlias = (
        OutputMessage
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
    OutputContentPart: TypeAlias = OutputText | OutputRefusal | ReasoningText | UnknownContentPart
