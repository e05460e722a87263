"""Only type-checked: events and items are told apart by their `type`, with `==`, `match` and `isinstance`."""

from __future__ import annotations

from typing import Literal

from typing_extensions import assert_never, assert_type

from orq_ai_sdk import models
from orq_ai_sdk.models import CreateResponseStreamEvent
from orq_ai_sdk.utils.eventstreaming import EventStream, ServerEvent


def by_type(event: ServerEvent[CreateResponseStreamEvent]) -> str:
    """`event.data.type` narrows `event.data`, with an editor's completion for both."""
    if event.data.type == "response.output_text.delta":
        assert_type(event.data, models.OutputTextDeltaEvent)
        assert_type(event.data.delta, str)
        return event.data.delta
    if event.data.type == "response.completed":
        assert_type(event.data, models.ResponseCompletedEvent)
        assert_type(event.data.response, models.CreateResponseResponseBody)
        return event.data.response.output_text
    if event.data.type == "response.output_item.done":
        assert_type(event.data.item, models.OutputItem)
    if event.data.type == "error":
        assert_type(event.data, models.ErrorEvent)
        assert_type(event.data.message, str | None)
    return ""


def by_match(stream: EventStream[CreateResponseStreamEvent]) -> int:
    """`match` on the data's type, or on its class."""
    total = 0
    for event in stream:
        match event.data.type:
            case "response.created" | "response.in_progress":
                assert_type(event.data.type, Literal["response.created", "response.in_progress"])
            case _:
                pass
        match event.data:
            case models.OutputTextDeltaEvent(delta=delta):
                assert_type(delta, str)
                total += len(delta)
            case models.FunctionCallArgumentsDoneEvent(arguments=arguments, item_id=item_id):
                assert_type(arguments, str)
                assert_type(item_id, str)
            case models.ResponseFailedEvent(response=response):
                assert_type(response.error, models.ResponseError | None)
            case models.UnknownEvent() as unknown:
                assert_type(unknown.type_name, str)
            case _:
                pass
    return total


def misspelt(event: ServerEvent[CreateResponseStreamEvent]) -> None:
    """A type that no event has can never be equal."""
    if event.data.type == "response.output_text.dleta":  # type: ignore[comparison-overlap]  # pyright: ignore[reportUnnecessaryComparison]  # proves that a misspelling is seen
        pass


def items(response: models.CreateResponseResponseBody) -> list[str]:
    """Output items, their parts and annotations, by `isinstance`, by `type` and by `match`."""
    found: list[str] = []
    for item in response.output:
        if isinstance(item, models.OutputMessage):
            for part in item.content or []:
                assert_type(part, models.OutputContentPart)
                if part.type == "output_text":
                    assert_type(part, models.OutputText)
                    for annotation in part.annotations or []:
                        if isinstance(annotation, models.URLCitation):
                            assert_type(annotation.url, str)
                elif part.type == "refusal":
                    assert_type(part.refusal, str)
                elif part.type == "reasoning_text":
                    assert_type(part.text, str)
                else:
                    assert_type(part, models.UnknownContentPart)
        match item:
            case models.FunctionCall(name=name, arguments=arguments, call_id=call_id):
                assert_type(name, str)
                assert_type(arguments, str)
                found.append(f"{call_id}: {name}({arguments})")
            case models.ReasoningItem(summary=summary):
                assert_type(summary, list[models.SummaryText | models.UnknownContentPart])
            case models.UnknownOutputItem() as unknown:
                found.append(unknown.type_name)
            case _:
                pass
        if item.type == "web_search_call":
            assert_type(item, models.WebSearchCall)
    return found


def parts_are_exhausted(part: models.OutputContentPart) -> str:
    """A checker sees when every class of a union has been dealt with."""
    match part:
        case models.OutputText() | models.ReasoningText():
            return part.text
        case models.OutputRefusal():
            return part.refusal
        case models.UnknownContentPart():
            return part.type_name
        case _:
            assert_never(part)


def what_a_response_holds(response: models.CreateResponseResponseBody) -> None:
    """Fields of an answer, those that may be missing as `None`."""
    assert_type(response.id, str)
    assert_type(response.output_text, str)
    assert_type(response.model, str)
    assert_type(response.usage, models.Usage | None)
    assert_type(response.error, models.ResponseError | None)
    assert_type(response.request_id, str | None)
    assert_type(response.to_input(), list[models.ConversationItem])
    if response.usage is not None:
        assert_type(response.usage.input_tokens, int | None)
    if response.status == "incomplete" and response.incomplete_details is not None:
        print(response.incomplete_details.reason)


def what_an_error_holds(error: models.OrqError) -> None:
    """What the contract promises of errors."""
    assert_type(error.message, str)
    if isinstance(error, models.APIError):
        assert_type(error.status_code, int)
        assert_type(error.body, str)
        assert_type(error.headers.get("x-request-id"), str | None)
        assert_type(error.request_id, str | None)
    if isinstance(error, models.RateLimitError):
        assert_type(error.retry_after, float | None)
