"""Structured output: `parse` asks for a type, and gives a value of it or says why there is none."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pydantic
import pytest
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from orq_ai_sdk import Orq
from orq_ai_sdk.models import ResponseFailedError, StructuredOutputError
from orq_ai_sdk.testing import LocalGateway, Reply, stream_events, text_response
from support.gateway import gateway_fixture, invoke, streamed
from support.stories import Caller, Run, colour_fixture, run_fixture

__all__ = ["colour_fixture", "gateway_fixture", "run_fixture"]


class City(pydantic.BaseModel):
    """A city."""

    name: str
    inhabitants: int


@dataclasses.dataclass
class Point:
    """A point."""

    x: int
    y: int


class Pair(TypedDict):
    """Two words."""

    left: str
    right: str


LISBON = {"name": "Lisbon", "inhabitants": 545_796}


def client(gateway: LocalGateway) -> Orq:
    return Orq(api_key="k", server_url=gateway.url)


@pytest.mark.parametrize(
    ("text_format", "text", "value"),
    [
        (City, LISBON, City(name="Lisbon", inhabitants=545_796)),
        (Point, {"x": 1, "y": 2}, Point(1, 2)),
        (Pair, {"left": "a", "right": "b"}, {"left": "a", "right": "b"}),
        (TypeAdapter(list[int]), {"value": [1, 2]}, [1, 2]),
        ({"type": "object", "properties": {"a": {"type": "string"}}}, {"a": "b"}, {"a": "b"}),
    ],
    ids=["model", "dataclass", "typed dict", "adapter", "raw schema"],
)
def test_a_value_of_the_type_comes_back(
    gateway: LocalGateway, run: Run, text_format: Any, text: Any, value: Any
) -> None:
    """`parse` sends a strict schema of the type, and `output_parsed` is the text read as that type."""
    gateway.enqueue_text(json.dumps(text))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            response = await invoke(call, orq, "parse", text_format=text_format, model="m", input_="Which?")
        assert response.output_parsed == value
        assert response.output_text == json.dumps(text)
        assert response.request_id
        assert "output_parsed" not in response.model_dump()

    run(story)
    sent = gateway.requests[0].json["text"]["format"]
    assert sent["type"] == "json_schema"
    assert sent["strict"] is True


def test_other_text_settings_stay(gateway: LocalGateway, run: Run) -> None:
    """A `text` argument keeps its other fields beside the format; a format of its own is refused with its name."""
    gateway.enqueue_text(json.dumps(LISBON))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            await invoke(call, orq, "parse", text_format=City, model="m", input_="x", text={"verbosity": "low"})
            with pytest.raises(ValueError, match="text"):
                await invoke(
                    call, orq, "parse", text_format=City, model="m", input_="x", text={"format": {"type": "text"}}
                )

    run(story)
    assert gateway.requests[0].json["text"]["verbosity"] == "low"
    assert len(gateway.requests) == 1


def answer(**changes: Any) -> dict[str, Any]:
    return {**text_response('{"name": "Lis'), **changes}


def refusing() -> dict[str, Any]:
    return answer(
        output=[
            {
                "type": "message",
                "id": "msg_1",
                "role": "assistant",
                "status": "completed",
                "content": [{"type": "refusal", "refusal": "I would rather not."}],
            }
        ]
    )


@pytest.mark.parametrize(
    ("body", "reason", "detail"),
    [
        (refusing(), "refusal", "I would rather not."),
        (
            answer(status="incomplete", incomplete_details={"reason": "max_output_tokens"}),
            "incomplete",
            "max_output_tokens",
        ),
        (answer(status="failed", error={"code": "server_error", "message": "It broke."}), "failed", "It broke."),
        (answer(output=[]), "empty", "no text"),
        (text_response("no JSON at all"), "invalid", "JSON"),
        (text_response('{"name": 5}'), "invalid", "name"),
    ],
    ids=["refusal", "incomplete", "failed", "empty", "no JSON", "does not fit"],
)
def test_no_value_says_why(gateway: LocalGateway, run: Run, body: Any, reason: str, detail: str) -> None:
    """Status and refusal are looked at before the text is read; the error has reason, partial text and response."""
    gateway.enqueue(Reply.json(body))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            with pytest.raises(StructuredOutputError, match=detail) as caught:
                await invoke(call, orq, "parse", text_format=City, model="m", input_="x")
        assert caught.value.reason == reason
        assert caught.value.response is not None
        assert caught.value.response.id == body["id"]
        assert caught.value.text == caught.value.response.output_text

    run(story)


def test_a_stream_grows_the_value(gateway: LocalGateway, run: Run) -> None:
    """While streaming `current_parsed` is the best value so far; the final response has the whole one."""
    gateway.enqueue_text('{"name": "Lisbon", "inhabitants": 545796}')

    async def story(call: Caller) -> None:
        seen: list[Any] = []
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            result = await invoke(call, orq, "parse", text_format=City, model="m", input_="x", stream=True)
            stream = streamed(call, result)
            async for _ in stream:
                partial = result.current_parsed
                if partial is not None and (not seen or seen[-1] != (partial.name, partial.inhabitants)):
                    seen.append((partial.name, partial.inhabitants))
            final = await stream.get_final_response()
        assert seen[0][1] is None
        assert seen[-1] == ("Lisbon", 545_796)
        assert final.output_parsed == City(name="Lisbon", inhabitants=545_796)

    run(story)


def test_a_stream_that_fails_says_so(gateway: LocalGateway, run: Run) -> None:
    """A failed or incomplete stream raises its own error from `get_final_response`, before any JSON error can."""
    incomplete = answer(status="incomplete", incomplete_details={"reason": "content_filter"})
    failed = answer(status="failed", error={"code": "server_error", "message": "It broke."})
    gateway.enqueue_events(stream_events(incomplete))
    gateway.enqueue_events(
        [{"type": "response.created", "response": failed}, {"type": "response.failed", "response": failed}]
    )

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            result = await invoke(call, orq, "parse", text_format=City, model="m", input_="x", stream=True)
            with pytest.raises(StructuredOutputError, match="content_filter"):
                await streamed(call, result).get_final_response()
            result = await invoke(call, orq, "parse", text_format=City, model="m", input_="x", stream=True)
            with pytest.raises(ResponseFailedError, match="It broke"):
                await streamed(call, result).get_final_response()

    run(story)


def test_a_bad_type_is_told_before_anything_is_sent(gateway: LocalGateway, run: Run) -> None:
    """A type that no strict schema can be made of raises, naming the place, and nothing is sent."""

    class Open(pydantic.BaseModel):
        words: dict[str, str]

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            with pytest.raises(ValueError, match="words"):
                await invoke(call, orq, "parse", text_format=Open, model="m", input_="x")

    run(story)
    assert gateway.requests == []


def test_no_class_is_built_for_each_type(gateway: LocalGateway) -> None:
    """`ParsedResponse[City]` tells a type checker something; at run time it is one class, so memory stays flat."""
    from orq_ai_sdk.models import ParsedResponse

    assert ParsedResponse[City] is ParsedResponse
    gateway.enqueue_text(json.dumps(LISBON))
    with client(gateway) as orq:
        assert type(orq.router.responses.parse(text_format=City, model="m", input_="x")) is ParsedResponse
