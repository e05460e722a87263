"""Structured output: `parse` asks for a type, and gives a value of it or says why there is none."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pydantic
import pytest
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from orq_ai_sdk import Orq, text_format_of
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
        ({**refusing(), "status": "incomplete"}, "refusal", "I would rather not."),
        (answer(status="cancelled"), "failed", "no message was given"),
        (answer(status="failed", error={"code": "server_error", "message": "It broke."}), "failed", "It broke."),
        (answer(output=[]), "empty", "no text"),
        (text_response("no JSON at all"), "invalid", "JSON"),
        (text_response('{"name": 5}'), "invalid", "name"),
    ],
    ids=["refusal", "incomplete", "refusal cut short", "cancelled", "failed", "empty", "no JSON", "does not fit"],
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
    """A failed or incomplete stream raises what an answer that came whole raises, before any JSON error can."""
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
            with pytest.raises(StructuredOutputError, match="It broke") as caught:
                await streamed(call, result).get_final_response()
            assert caught.value.reason == "failed"
            assert isinstance(caught.value.__cause__, ResponseFailedError)
            assert caught.value.__cause__.code == "server_error"

    run(story)


@pytest.mark.parametrize("kind", ["incomplete", "failed"])
def test_an_end_without_a_status_is_no_success(gateway: LocalGateway, run: Run, kind: str) -> None:
    """What the terminal event is called counts where its response does not say; half an answer is no value."""
    whole = stream_events(text_response('{"name":"Lisbon","inhabitants":5}'))
    gateway.enqueue_events([*whole[:-1], {"type": f"response.{kind}", "response": {"id": "resp_1"}}])

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            result = await invoke(call, opened.orq, "parse", text_format=City, model="m", input_="x", stream=True)
            with pytest.raises(StructuredOutputError) as caught:
                await streamed(call, result).get_final_response()
            assert caught.value.reason == kind

    run(story)


def test_a_failure_before_any_response_has_its_request_id(gateway: LocalGateway, run: Run) -> None:
    """Status, headers and id of the HTTP answer, which are all that there is to ask the provider about."""
    gateway.enqueue_events([{"type": "error", "code": "c", "message": "Too early"}])

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            result = await invoke(call, opened.orq, "parse", text_format=City, model="m", input_="x", stream=True)
            with pytest.raises(StructuredOutputError, match="Too early") as caught:
                await streamed(call, result).get_final_response()
            assert caught.value.request_id
            assert (caught.value.status_code, caught.value.request_id) == (200, result.request_id)

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


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_what_parse_depends_on_is_not_undone_by_the_way(gateway: LocalGateway, run: Run, stream: bool) -> None:
    """Without a type, or with a `text` that would take its format's place, nothing is sent."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            request = {"model": "m", "input_": "x", "stream": stream}
            with pytest.raises(TypeError, match="text_format must be a type"):
                await invoke(call, opened.orq, "parse", text_format=None, **request)
            with pytest.raises(ValueError, match="extra_body: say text as a parameter"):
                await invoke(call, opened.orq, "parse", text_format=City, extra_body={"text": {}}, **request)

    run(story)
    assert gateway.requests == []


def test_no_class_is_built_for_each_type(gateway: LocalGateway) -> None:
    """`ParsedResponse[City]` tells a type checker something; at run time it is one class, so memory stays flat."""
    from orq_ai_sdk.models import ParsedResponse

    assert ParsedResponse[City] is ParsedResponse
    gateway.enqueue_text(json.dumps(LISBON))
    with client(gateway) as orq:
        assert type(orq.router.responses.parse(text_format=City, model="m", input_="x")) is ParsedResponse


class Picky(pydantic.BaseModel):
    """A type whose validator raises what no validator should."""

    name: str

    @pydantic.field_validator("name")
    @classmethod
    def check_name(cls, name: str) -> str:
        raise LookupError(f"nobody knows {name}")


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_validator_that_raises_anything_keeps_the_answer(gateway: LocalGateway, run: Run, stream: bool) -> None:
    """Whatever a type's own code raises, the error is the SDK's, and has the text and the response that were paid."""
    gateway.enqueue_text('{"name": "Lisbon"}')

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            given = invoke(call, opened.orq, "parse", text_format=Picky, model="m", input_="x", stream=stream)
            if stream:
                given = streamed(call, await given).get_final_response()
            with pytest.raises(StructuredOutputError, match="LookupError: nobody knows Lisbon") as caught:
                await given
        assert caught.value.reason == "invalid"
        assert caught.value.text == '{"name": "Lisbon"}'
        assert isinstance(caught.value.__cause__, LookupError)

    run(story)


def commented(*texts: tuple[str, str | None]) -> dict[str, Any]:
    """Return an answer of several messages, each a text and its phase."""
    body = text_response("")
    message = body["output"][0]
    output = [
        {**message, "id": f"msg_{at}", "phase": phase, "content": [{"type": "output_text", "text": text}]}
        for at, (text, phase) in enumerate(texts)
    ]
    return {**body, "output": output}


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_comments_on_the_work_are_not_the_answer(gateway: LocalGateway, run: Run, stream: bool) -> None:
    """Of messages with a phase, only the final answer's text is read, while it streams as well."""
    body = commented(('{"name": "a guess"}', "commentary"), (json.dumps(LISBON), "final_answer"))
    gateway.enqueue(Reply.events(stream_events(body)) if stream else Reply.json(body))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            given = await invoke(call, opened.orq, "parse", text_format=City, model="m", input_="x", stream=stream)
            names: set[Any] = set()
            if stream:
                async for _ in streamed(call, given):
                    names.add(getattr(given.current_parsed, "name", None))
                given = await streamed(call, given).get_final_response()
            assert given.output_parsed == City.model_validate(LISBON)
            assert "a guess" not in names

    run(story)


def in_parts(*messages: list[str]) -> dict[str, Any]:
    """Return an answer of several messages, each a list of texts."""
    body = text_response("")
    output = [
        {**body["output"][0], "id": f"msg_{at}", "content": [{"type": "output_text", "text": text} for text in texts]}
        for at, texts in enumerate(messages)
    ]
    return {**body, "output": output}


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize(
    "messages",
    [
        [["Let me think."], [json.dumps(LISBON)]],
        [["Here it is:", json.dumps(LISBON)]],
        [[json.dumps(LISBON)], [json.dumps({**LISBON, "name": "Porto"})]],
        [[json.dumps(LISBON)[:10], json.dumps(LISBON)[10:]]],
    ],
    ids=["after a remark", "after a part", "twice", "cut in two"],
)
def test_a_value_may_be_one_of_several_parts(
    gateway: LocalGateway, run: Run, messages: list[list[str]], stream: bool
) -> None:
    """If the text as a whole is no value, the first of its parts that is one counts, while it streams as well."""
    body = in_parts(*messages)
    gateway.enqueue(Reply.events(stream_events(body)) if stream else Reply.json(body))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            given = await invoke(call, opened.orq, "parse", text_format=City, model="m", input_="x", stream=stream)
            if stream:
                async for _ in streamed(call, given):
                    pass
                assert given.current_parsed == City.model_validate(LISBON)
                given = await streamed(call, given).get_final_response()
            assert given.output_parsed == City.model_validate(LISBON)

    run(story)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_parts_without_a_value_are_told_as_a_whole(gateway: LocalGateway, run: Run, stream: bool) -> None:
    """If no part fits, the error has the whole text, and says what is wrong with that."""
    body = in_parts(["Let me think."], ['{"name": 5}'])
    gateway.enqueue(Reply.events(stream_events(body)) if stream else Reply.json(body))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            given = invoke(call, opened.orq, "parse", text_format=City, model="m", input_="x", stream=stream)
            if stream:
                given = streamed(call, await given).get_final_response()
            with pytest.raises(StructuredOutputError, match="Invalid JSON") as caught:
                await given
        assert caught.value.text == 'Let me think.{"name": 5}'

    run(story)


def test_comments_alone_are_no_answer(gateway: LocalGateway, run: Run) -> None:
    """An answer that holds nothing but comments is empty."""
    gateway.enqueue(Reply.json(commented((json.dumps(LISBON), "commentary"))))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            with pytest.raises(StructuredOutputError, match="empty"):
                await invoke(call, opened.orq, "parse", text_format=City, model="m", input_="x")

    run(story)


def test_an_object_that_no_call_gave_has_no_value() -> None:
    """`output_parsed` of a response made by hand says where values come from."""
    from orq_ai_sdk.models import ParsedResponse

    made: Any = ParsedResponse.model_validate(text_response("x"))
    with pytest.raises(AttributeError, match="output_parsed: only what parse"):
        _ = made.output_parsed


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_format_can_be_made_once(gateway: LocalGateway, run: Run, stream: bool) -> None:
    """A `TextFormat` serves as `text_format`, and its name is what the model sees."""
    made = text_format_of(City, name="place")
    gateway.enqueue_text(json.dumps(LISBON))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            given = await invoke(call, opened.orq, "parse", text_format=made, model="m", input_="x", stream=stream)
            if stream:
                given = await streamed(call, given).get_final_response()
            assert given.output_parsed == City(name="Lisbon", inhabitants=545_796)

    run(story)
    assert gateway.requests[0].json["text"]["format"]["name"] == "place"


def test_a_json_answer_to_a_streamed_parse_is_a_stream_with_its_value(gateway: LocalGateway, run: Run) -> None:
    """Where a gateway answers in one piece although a stream was asked for, the value is there as well."""
    gateway.enqueue(Reply.json(text_response(json.dumps(LISBON))))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            given = await invoke(call, opened.orq, "parse", text_format=City, model="m", input_="x", stream=True)
            final = await streamed(call, given).get_final_response()
            assert final.output_parsed == given.current_parsed == City(name="Lisbon", inhabitants=545_796)

    run(story)
