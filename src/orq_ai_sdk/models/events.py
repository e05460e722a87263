"""The events that every stream of text has, and the union of all events.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from ..types.basemodel import ResponseModel
from . import _tables

if TYPE_CHECKING:
    from typing import TypeAlias

    from .messageparts import LogProb
    from .messages import OutputContentPart, OutputItem
    from .moreevents import (
        ErrorEvent,
        FunctionCallArgumentsDeltaEvent,
        FunctionCallArgumentsDoneEvent,
        KeepaliveEvent,
        OutputTextAnnotationAddedEvent,
        ReasoningSummaryPartAddedEvent,
        ReasoningSummaryPartDoneEvent,
        ReasoningSummaryTextDeltaEvent,
        ReasoningSummaryTextDoneEvent,
        ReasoningTextDeltaEvent,
        ReasoningTextDoneEvent,
        RefusalDeltaEvent,
        RefusalDoneEvent,
        ResponseFailedEvent,
        ResponseIncompleteEvent,
        ResponseQueuedEvent,
        UnknownEvent,
    )
    from .response import CreateResponseResponseBody
    from .toolevents import (
        ApplyPatchCallOperationDiffDeltaEvent,
        ApplyPatchCallOperationDiffDoneEvent,
        AudioDeltaEvent,
        AudioDoneEvent,
        AudioTranscriptDeltaEvent,
        AudioTranscriptDoneEvent,
        CodeInterpreterCallCodeDeltaEvent,
        CodeInterpreterCallCodeDoneEvent,
        CodeInterpreterCallCompletedEvent,
        CodeInterpreterCallInProgressEvent,
        CodeInterpreterCallInterpretingEvent,
        CompactionCompactingEvent,
        CustomToolCallInputDeltaEvent,
        CustomToolCallInputDoneEvent,
        FileSearchCallCompletedEvent,
        FileSearchCallInProgressEvent,
        FileSearchCallSearchingEvent,
        ImageGenerationCallCompletedEvent,
        ImageGenerationCallGeneratingEvent,
        ImageGenerationCallInProgressEvent,
        ImageGenerationCallPartialImageEvent,
        McpCallArgumentsDeltaEvent,
        McpCallArgumentsDoneEvent,
        McpCallCompletedEvent,
        McpCallFailedEvent,
        McpCallInProgressEvent,
        McpListToolsCompletedEvent,
        McpListToolsFailedEvent,
        McpListToolsInProgressEvent,
        ShellCallCommandAddedEvent,
        ShellCallCommandDeltaEvent,
        ShellCallCommandDoneEvent,
        ShellCallOutputContentDeltaEvent,
        ShellCallOutputContentDoneEvent,
        WebSearchCallCompletedEvent,
        WebSearchCallInProgressEvent,
        WebSearchCallSearchingEvent,
    )

__all__ = [
    "CreateResponseStreamEvent",
    "ResponseCreatedEvent",
    "ResponseInProgressEvent",
    "ResponseCompletedEvent",
    "OutputItemAddedEvent",
    "OutputItemDoneEvent",
    "ContentPartAddedEvent",
    "ContentPartDoneEvent",
    "OutputTextDeltaEvent",
    "OutputTextDoneEvent",
]

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    CreateResponseStreamEvent = Annotated[Any, _tables.CreateResponseStreamEvent]
    LogProb = Annotated[Any, _tables.LogProb]
    OutputContentPart = Annotated[Any, _tables.OutputContentPart]
    OutputItem = Annotated[Any, _tables.OutputItem]
    CreateResponseResponseBody = Annotated[Any, _tables.CreateResponseResponseBody]


class ResponseCreatedEvent(ResponseModel):
    """The response was made. First event of a stream."""

    type: Literal["response.created"] = "response.created"
    """Always `response.created`."""

    response: CreateResponseResponseBody
    """The response as it stands."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ResponseInProgressEvent(ResponseModel):
    """The model has begun."""

    type: Literal["response.in_progress"] = "response.in_progress"
    """Always `response.in_progress`."""

    response: CreateResponseResponseBody
    """The response as it stands."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ResponseCompletedEvent(ResponseModel):
    """The response is complete. Last event of a stream that went well."""

    type: Literal["response.completed"] = "response.completed"
    """Always `response.completed`."""

    response: CreateResponseResponseBody
    """The response as it stands."""

    copilot_usage: dict[str, Any] | None = None
    """What the response used, as one provider reports it."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class OutputItemAddedEvent(ResponseModel):
    """An output item has begun."""

    type: Literal["response.output_item.added"] = "response.output_item.added"
    """Always `response.output_item.added`."""

    output_index: int
    """Index of the item in the output."""

    item: OutputItem
    """The item as it stands."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class OutputItemDoneEvent(ResponseModel):
    """An output item is finished."""

    type: Literal["response.output_item.done"] = "response.output_item.done"
    """Always `response.output_item.done`."""

    output_index: int
    """Index of the item in the output."""

    item: OutputItem
    """The item as it stands."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ContentPartAddedEvent(ResponseModel):
    """A part of a message has begun."""

    type: Literal["response.content_part.added"] = "response.content_part.added"
    """Always `response.content_part.added`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    content_index: int
    """Index of the part in the item's content."""

    part: OutputContentPart
    """The part as it stands."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class ContentPartDoneEvent(ResponseModel):
    """A part of a message is finished."""

    type: Literal["response.content_part.done"] = "response.content_part.done"
    """Always `response.content_part.done`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    content_index: int
    """Index of the part in the item's content."""

    part: OutputContentPart
    """The part as it stands."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class OutputTextDeltaEvent(ResponseModel):
    """More text."""

    type: Literal["response.output_text.delta"] = "response.output_text.delta"
    """Always `response.output_text.delta`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    content_index: int
    """Index of the part in the item's content."""

    delta: str
    """The text to append."""

    logprobs: list[LogProb] | None = None
    """Log probabilities of the tokens, if asked for."""

    obfuscation: str | None = None
    """Random characters that even out the sizes of events; to be ignored."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


class OutputTextDoneEvent(ResponseModel):
    """A text is finished."""

    type: Literal["response.output_text.done"] = "response.output_text.done"
    """Always `response.output_text.done`."""

    item_id: str
    """Id of the item."""

    output_index: int
    """Index of the item in the output."""

    content_index: int
    """Index of the part in the item's content."""

    text: str
    """The whole text."""

    logprobs: list[LogProb] | None = None
    """Log probabilities of the tokens, if asked for."""

    sequence_number: int
    """Number of the event in the stream, counted from 0."""


if TYPE_CHECKING:
    CreateResponseStreamEvent: TypeAlias = (
        ResponseCreatedEvent
        | ResponseQueuedEvent
        | ResponseInProgressEvent
        | ResponseCompletedEvent
        | ResponseFailedEvent
        | ResponseIncompleteEvent
        | ErrorEvent
        | KeepaliveEvent
        | OutputItemAddedEvent
        | OutputItemDoneEvent
        | ContentPartAddedEvent
        | ContentPartDoneEvent
        | OutputTextDeltaEvent
        | OutputTextDoneEvent
        | OutputTextAnnotationAddedEvent
        | RefusalDeltaEvent
        | RefusalDoneEvent
        | ReasoningSummaryPartAddedEvent
        | ReasoningSummaryPartDoneEvent
        | ReasoningSummaryTextDeltaEvent
        | ReasoningSummaryTextDoneEvent
        | ReasoningTextDeltaEvent
        | ReasoningTextDoneEvent
        | FunctionCallArgumentsDeltaEvent
        | FunctionCallArgumentsDoneEvent
        | WebSearchCallInProgressEvent
        | WebSearchCallSearchingEvent
        | WebSearchCallCompletedEvent
        | FileSearchCallInProgressEvent
        | FileSearchCallSearchingEvent
        | FileSearchCallCompletedEvent
        | CodeInterpreterCallInProgressEvent
        | CodeInterpreterCallInterpretingEvent
        | CodeInterpreterCallCompletedEvent
        | CodeInterpreterCallCodeDeltaEvent
        | CodeInterpreterCallCodeDoneEvent
        | ImageGenerationCallInProgressEvent
        | ImageGenerationCallGeneratingEvent
        | ImageGenerationCallPartialImageEvent
        | ImageGenerationCallCompletedEvent
        | McpListToolsInProgressEvent
        | McpListToolsCompletedEvent
        | McpListToolsFailedEvent
        | McpCallInProgressEvent
        | McpCallCompletedEvent
        | McpCallFailedEvent
        | McpCallArgumentsDeltaEvent
        | McpCallArgumentsDoneEvent
        | CustomToolCallInputDeltaEvent
        | CustomToolCallInputDoneEvent
        | ShellCallCommandAddedEvent
        | ShellCallCommandDeltaEvent
        | ShellCallCommandDoneEvent
        | ShellCallOutputContentDeltaEvent
        | ShellCallOutputContentDoneEvent
        | ApplyPatchCallOperationDiffDeltaEvent
        | ApplyPatchCallOperationDiffDoneEvent
        | AudioDeltaEvent
        | AudioDoneEvent
        | AudioTranscriptDeltaEvent
        | AudioTranscriptDoneEvent
        | CompactionCompactingEvent
        | UnknownEvent
    )
