"""What comes back is not what was asked for: JSON for a stream, a stream for JSON, or nothing that is an answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from orq_ai_sdk.models import (
    APIError,
    CreateResponseResponseBody,
    ResponseCompletedEvent,
    ResponseFailedError,
    ResponseValidationError,
    StreamInterruptedError,
)
from support.faultserver import LAST_CHUNK, Close, FaultServer, Script, Send, Silence, chunk, headers, json_answer
from support.stories import Caller, Run, colour_fixture, run_fixture
from support.streams import (
    PLAIN,
    SENTINEL,
    answered,
    block,
    created,
    dumped,
    encoded,
    patient_fixture,
    patiently,
    pool_of_one,
    same_json,
    streaming,
    terminal,
    text,
    whole,
)

__all__ = ["colour_fixture", "patient_fixture", "run_fixture"]

ASK = {"model": "m", "input_": "Hi"}
END = Send(LAST_CHUNK)
MESSAGE = {"type": "message", "id": "m", "role": "assistant", "content": [{"type": "output_text", "text": "Hello"}]}
BODY = {"id": "resp_1", "object": "response", "status": "completed", "created_at": 1.0, "output": [MESSAGE], "x": None}


def answer(body: bytes, content_type: str | None, *, status: int = 200) -> Script:
    """A whole answer of any kind; the connection stays open."""
    fields = {"content-length": str(len(body)), "x-request-id": "req_1"}
    return [headers(status, fields | ({} if content_type is None else {"content-type": content_type})) + body]


# ---------------------------------------------------------------------------------------------------- JSON for a stream


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "Application/JSON; charset=utf-8", "application/json;x=y", "application/v1+json"],
)
def test_json_is_replayed(run: Run, content_type: str) -> None:
    """A JSON answer to `stream=True` is a stream of one terminal event, with all that a stream has."""
    with FaultServer([answer(encoded(BODY), content_type)] * 4 + [PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                async with client.stream(**ASK) as stream:
                    [event] = [event async for event in stream]
                assert isinstance(event.data, ResponseCompletedEvent)
                assert (event.event, event.id, event.retry) == ("response.completed", None, None)
                assert same_json(dumped(event.data.response), BODY)
                assert same_json(dumped(stream.current_response), BODY)
                assert (stream.response.status_code, stream.raw.request_id) == (200, "req_1")
                assert stream.raw.headers["content-type"] == content_type

                response = await (await client.stream(**ASK)).get_final_response()
                assert same_json(dumped(response), BODY)
                assert response.request_id == "req_1"
                assert await (await client.stream(**ASK)).get_final_text() == "Hello"
                # The text came in no delta, so it is one piece.
                assert [piece async for piece in (await client.stream(**ASK)).text_stream] == ["Hello"]
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 1


@pytest.mark.parametrize("status", ["completed", "failed", "incomplete", "in_progress", "queued", None, 5, ["failed"]])
def test_the_replayed_event_fits_the_status(run: Run, status: Any) -> None:
    """A failed or incomplete answer is replayed as such an end; helpers raise for the failed one."""
    body = {**BODY, "status": status, "error": {"code": "c", "message": "It broke"} if status == "failed" else None}
    with FaultServer([json_answer(body)] * 2) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                kind = f"response.{status if status in ('failed', 'incomplete') else 'completed'}"
                assert [event.data.type async for event in stream] == [kind]
                if status == "failed":
                    with pytest.raises(ResponseFailedError, match="It broke") as caught:
                        await stream.get_final_response()
                    assert caught.value.code == "c"
                    assert same_json(dumped(caught.value.response), body)
                else:
                    assert same_json(dumped(await stream.get_final_response()), body)
                # The plain call gives the same answer as it is, and replays it on demand.
                plain = await client.create(**ASK)
                assert same_json(dumped(plain), body)
                if call.colour == "sync":
                    with plain as replayed:
                        assert [event.data.type for event in replayed] == [kind]
                else:
                    async with plain as replayed:
                        assert [event.data.type async for event in replayed] == [kind]
                assert replayed.request_id == plain.request_id

        run(story)


@pytest.mark.parametrize(
    "body",
    [
        b'{"id":"r","output":[],"a":"\\ud800","b":NaN,"c":-Infinity,"d":1e400,"e":12345678901234567890123}',
        b'{"id":"r","output":[],"id":"s","a":"\\u2028\\r\\n\\u0000","output_text":"x\\n\\ndata: y"}',
        b'{"output":null}',
        b'{"id":null,"output":{"not":"a list"},"usage":"none","error":[1]}',
        b'{"id":"r","output":["text",7,null,[],{},{"type":["x"]}]}',
        b'\xef\xbb\xbf{"id":"r","output":[]}',
        b'{"id":"r","output":[{"type":"message","content":%s}]}' % (b"[" * 150 + b"]" * 150),
    ],
    ids=range(7),
)
def test_odd_json_is_replayed_as_well(run: Run, body: bytes) -> None:
    """What a plain call takes as an answer a streamed one does too, unchanged."""
    with FaultServer([answer(body, "application/json")] * 2) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                try:
                    plain = dumped(await client.create(**ASK))
                except ResponseValidationError:
                    with pytest.raises(ResponseValidationError):
                        await client.stream(**ASK)
                    return
                stream = await client.stream(**ASK)
                [event] = [event async for event in stream]
                assert same_json(dumped(event.data.response), plain)

        run(story)


# ----------------------------------------------------------------------------------------------------- no answer at all

HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
STRANGE: dict[str, tuple[bytes, str | None, int]] = {
    "HTML": (HTML, "text/html; charset=utf-8", 200),
    "plain text": (b"upstream connect error", "text/plain", 200),
    "nothing": (b"", "text/html", 200),
    "nothing of no type": (b"", None, 200),
    "no content": (b"", None, 204),
    "something of no type": (b"data: {}\n\n", None, 200),
    "bytes": (bytes(range(256)), "application/octet-stream", 200),
    "another type of text": (b"event,data", "text/event-stream-csv", 200),
    "a type that only mentions it": (b"x", "text/plain; note=text/event-stream", 200),
    "created": (HTML, "text/html", 201),
    "not modified": (b"", "text/html", 304),
}


@pytest.mark.parametrize(("body", "content_type", "status"), STRANGE.values(), ids=STRANGE.keys())
@pytest.mark.parametrize("streams", [True, False])
def test_what_is_no_answer_is_shown(
    run: Run, body: bytes, content_type: str | None, status: int, streams: bool
) -> None:
    """An answer of another kind raises an APIError that shows status, content type and the body's beginning."""
    script = [headers(204)] if status == 204 else answer(body, content_type, status=status)
    with FaultServer([script, PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                with pytest.raises(APIError) as caught:
                    await client.create(**ASK, stream=streams)
                error = caught.value
                assert error.status_code == status
                assert f"Status {status}. " in error.message
                assert f"Content-Type: {content_type or 'none'}. " in error.message
                shown = body.decode("utf-8", "replace")
                assert error.message.endswith("Body: " + (shown or '""'))
                assert error.body == shown
                assert error.error is None
                assert error.request_id == (None if status == 204 else "req_1")
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 1


def test_a_long_body_is_shown_in_part_and_not_read_whole(run: Run) -> None:
    """Of an endless page the first MiB is kept, its beginning is shown, and the connection is closed."""
    page = [headers(200, {"content-type": "text/html"}), *[Send(b"x" * 65536)] * 64, Silence()]
    with FaultServer([page, PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                with pytest.raises(APIError) as caught:
                    await client.stream(**ASK)
                assert len(caught.value.body) == 1024 * 1024
                assert len(caught.value.message) < 11_000
                assert "xxx... (1038576 more characters)" in caught.value.message
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 2


ERRORS: list[tuple[Any, str]] = [
    ({"error": {"message": "No such model", "type": "invalid_request_error", "code": "m"}}, "No such model"),
    ({"error": "No such model"}, "No such model"),
    ({"error": "No such model", "code": 404}, "No such model"),
    ({"message": "No such model", "statusCode": 404}, "No such model"),
    ({"detail": "No such model"}, "No such model"),
]


@pytest.mark.parametrize(("body", "message"), ERRORS, ids=range(len(ERRORS)))
@pytest.mark.parametrize("streams", [True, False])
@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_an_errors_own_message_leads(run: Run, body: Any, message: str, streams: bool, content_type: str) -> None:
    """An error object with status 200, as whatever it comes, is an APIError that begins with what it says."""
    with FaultServer([answer(json.dumps(body).encode(), content_type), PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                with pytest.raises(APIError) as caught:
                    await client.create(**ASK, stream=streams)
                error = caught.value
                assert error.message.startswith(message)
                assert error.error is not None
                assert error.error.message == message
                assert (error.status_code, error.request_id) == (200, "req_1")
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 1


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'"text"', b'{"hello":"world"}', b"not JSON"])
@pytest.mark.parametrize("streams", [True, False])
def test_json_that_is_no_response_does_not_fit(run: Run, body: bytes, streams: bool) -> None:
    """What claims to be JSON and holds no response raises a ResponseValidationError that keeps the body."""
    with FaultServer([answer(body, "application/json"), PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                with pytest.raises(ResponseValidationError) as caught:
                    await client.create(**ASK, stream=streams)
                assert caught.value.body == body.decode()
                assert await answered(client)

        run(story)


# ---------------------------------------------------------------------------------------------------- a stream for JSON


@patiently
def test_events_for_a_plain_call_are_read_to_their_end(run: Run) -> None:
    """A stream that answers a call without `stream=True` gives the final response; its connection is used again."""
    with FaultServer([streaming(*whole("Hel", "lo"), SENTINEL, END), PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                response = await client.create(**ASK)
                assert isinstance(response, CreateResponseResponseBody)
                assert (response.id, response.status, response.output_text) == ("resp_1", "completed", "Hello")
                assert response.request_id == "req_1"
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 1


def test_events_that_end_badly_for_a_plain_call_raise(run: Run) -> None:
    """A failure or an interruption is told, and the next call works."""
    scripts = [
        streaming(created(), text("Hel"), block("error", message="It broke", code="c"), Silence()),
        streaming(created(), text("Hel"), END),
        [*streaming(created(), text("Hel")), Close()],
        streaming(b": ping\n\n", END),
    ]
    with FaultServer([*scripts, PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                with pytest.raises(ResponseFailedError, match="It broke") as failed:
                    await client.create(**ASK)
                assert failed.value.response is not None
                assert failed.value.response.output_text == "Hel"
                for _ in range(3):
                    with pytest.raises(StreamInterruptedError):
                        await client.create(**ASK)
                assert await answered(client)

        run(story)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/event-stream",
        "Text/Event-Stream",
        "TEXT/EVENT-STREAM;CHARSET=UTF-8",
        "text/event-stream; charset=utf-8",
        "text/event-stream ;charset=iso-8859-1",
        " text/event-stream",
    ],
)
def test_a_stream_is_one_however_its_type_is_written(run: Run, content_type: str) -> None:
    """Case and parameters of the content type do not matter; events are UTF-8 whatever charset is claimed."""
    head = headers(200, {"content-type": content_type, "transfer-encoding": "chunked"})
    events = block("response.output_text.delta", output_index=0, content_index=0, delta="…")
    body = b"".join([created(), events.replace(b"\\u2026", "…".encode()), terminal()])
    with FaultServer([[head, chunk(body), END]] * 2) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                assert await (await client.stream(**ASK)).get_final_text() == "…"
                assert (await client.create(**ASK)).output_text == "…"

        run(story)
