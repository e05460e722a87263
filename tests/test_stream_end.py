"""How a stream ends: at its terminal event, by an interruption that is told, and what its helpers make of either."""

from __future__ import annotations

import asyncio
import gzip
import json
import pickle
import threading
import zlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from orq_ai_sdk import models
from orq_ai_sdk._hooks import AfterSuccessContext, AfterSuccessHook
from orq_ai_sdk.core.events import decode_event
from orq_ai_sdk.core.snapshot import Snapshot
from orq_ai_sdk.core.sse import SSEDecoder
from orq_ai_sdk.models import APIError, ResponseFailedError, StreamInterruptedError
from orq_ai_sdk.streaming import EventStream, EventStreamAsync, replay
from orq_ai_sdk.transport import reading
from support.faultserver import (
    LAST_CHUNK,
    Close,
    FaultServer,
    Reset,
    Script,
    Send,
    SendEach,
    Silence,
    Tell,
    Wait,
    chunk,
    headers,
    sse_answer,
)
from support.stories import Caller, Run, Stream, colour_fixture, run_fixture
from support.streams import (
    HEAD,
    PLAIN,
    SENTINEL,
    answered,
    block,
    canonical,
    created,
    dumped,
    encoded,
    patient_fixture,
    patiently,
    pool_of_one,
    streaming,
    terminal,
    text,
    whole,
)

__all__ = ["colour_fixture", "patient_fixture", "run_fixture"]

END = Send(LAST_CHUNK)
ASK = {"model": "m", "input_": "Hi"}
FAILURE = {"code": "server_error", "message": "It broke", "param": "input"}


def error(**fields: Any) -> bytes:
    """An `error` event."""
    return block("error", **fields)


def failed(**error_fields: Any) -> bytes:
    """A `response.failed` event."""
    return terminal("failed", error=error_fields or FAILURE)


async def kinds(stream: Stream) -> list[str]:
    """The types of the events that come until the end."""
    return [event.data.type async for event in stream]


async def texts(stream: Stream) -> list[str]:
    """The pieces of text that come until the end."""
    return [piece async for piece in stream.text_stream]


def kinds_of(*blocks: bytes) -> list[str]:
    """The types of the events in the blocks."""
    return [json.loads(raw.data)["type"] for raw in SSEDecoder().feed(b"".join(blocks))]


# --------------------------------------------------------------------------------------------------- the terminal event

ENDINGS = {
    "completed": [terminal()],
    "incomplete": [terminal("incomplete", incomplete_details={"reason": "max_output_tokens"})],
    "failed": [failed()],
    "error": [error(**FAILURE)],
    "sentinel": [SENTINEL],
    "completed and sentinel": [terminal(), SENTINEL],
    "bare error": [b'data: {"error":{"message":"It broke"}}\n\n'],
    "plain error": [b"event: error\ndata: upstream timed out\n\n"],
}
endings = pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS.keys())


def shown(ending: list[bytes]) -> list[str]:
    """What an ending shows of itself: the terminal event, and never the sentinel."""
    return [event.data.type for event in EventStream[Any](httpx.Response(200), iter(ending))]


@endings
def test_it_ends_although_the_server_keeps_the_connection_open(run: Run, ending: list[bytes]) -> None:
    """The terminal event or the sentinel ends iteration; a server that then says nothing is hung up on."""
    with FaultServer([streaming(created(), text("a"), *ending, Silence()), PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                assert await kinds(stream) == ["response.created", "response.output_text.delta", *shown(ending)]
                await call.blocking(server.wait_until_closed, 1)
                assert server.closed_by_client == 1
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 2


@endings
@pytest.mark.parametrize("end", ["in the same packet", "in the next packet", "after comments", "by length"])
@patiently
def test_the_connection_is_used_again_when_the_end_comes_soon(run: Run, ending: list[bytes], end: str) -> None:
    """What follows the end within the drain is read, so that the next call goes over the same connection."""
    blocks = [created(), text("a"), *ending]
    body = b"".join(blocks)
    scripts: dict[str, Script] = {
        "in the same packet": [HEAD + b"".join(map(chunk, blocks)) + LAST_CHUNK],
        "in the next packet": [HEAD, chunk(body), END],
        "after comments": streaming(*blocks, b": ping\n\n", b"data: late\n\n", END),
        "by length": sse_answer([body], chunked=False),
    }
    with FaultServer([scripts[end], PLAIN, scripts[end], PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                assert len(await kinds(await client.stream(**ASK))) == 2 + len(shown(ending))
                assert await answered(client)
                # Leaving at the terminal event, without iterating to the end, keeps the connection too.
                async with client.stream(**ASK) as stream:
                    for _ in range(2 + len(shown(ending))):
                        await anext(aiter(stream))
                    if not shown(ending):
                        await stream.until_done()
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 1


def test_what_follows_is_drained_within_bounds(run: Run) -> None:
    """More than 64 KiB after the end, or a drip that never ends, is not waited for."""
    flood = streaming(created(), terminal(), *[b":" * 1023 + b"\n"] * 200, Silence())
    drip = [*streaming(created(), terminal()), SendEach(chunk(b":\n") * 100_000, size=7, pause_s=0.005)]
    with FaultServer([flood, drip, PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                for _ in range(2):
                    assert await kinds(await client.stream(**ASK)) == ["response.created", "response.completed"]
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 3


class FakeConnection:
    """A network stream on which every read takes its time, of a clock that stands still otherwise."""

    def __init__(self, read_s: float) -> None:
        self.now = 0.0
        self.read_s = read_s
        self.timeouts: list[float | None] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Take that time for a KiB, or give up."""
        self.timeouts.append(timeout)
        if timeout is not None and timeout < self.read_s:
            raise httpx.ReadTimeout("too slow")
        self.now += self.read_s
        return b":" * 1023 + b"\n"


class FakeResponse:
    """What a stream needs of a response, over a fake connection."""

    status_code = 200
    headers = httpx.Headers()

    def __init__(self, begin: bytes, *, piece_size: int = 1024, read_s: float = 0.0) -> None:
        self.connection = FakeConnection(read_s)
        self.extensions = {"network_stream": self.connection, "http_version": b"HTTP/1.1"}
        self.is_closed = False
        self.pieces = self._pieces(begin, piece_size)
        self.read = 0

    def _pieces(self, begin: bytes, size: int) -> Iterator[bytes]:
        yield begin
        while True:
            self.connection.read(65536, timeout=None)
            self.read += size
            yield b":" * size

    def close(self) -> None:
        """Note that it is closed."""
        self.is_closed = True


class NoConnections:
    """What a stream needs of its client."""

    inherited = False

    def abandon(self, body: Any, connection: Any) -> None:
        """Nothing is to be given up here."""
        raise AssertionError("abandoned")


def drained(monkeypatch: pytest.MonkeyPatch, *, iterated: bool, **speed: Any) -> FakeResponse:
    """End a stream over a fake connection by iterating or by closing it after its terminal event."""
    response = FakeResponse(b"".join(whole("a")), **speed)
    monkeypatch.setattr(reading, "monotonic", lambda: response.connection.now)
    stream = EventStream[Any](response, response.pieces, managed=NoConnections())  # type: ignore[arg-type]
    for _ in range(3):
        next(stream)
    if iterated:
        assert list(stream) == []
    stream.close()
    assert response.is_closed
    return response


@pytest.mark.parametrize("iterated", [True, False])
def test_draining_takes_50_ms_once(monkeypatch: pytest.MonkeyPatch, iterated: bool) -> None:
    """Each read gets the time that is left of 50 ms, and there is no second drain on closing."""
    response = drained(monkeypatch, iterated=iterated, read_s=0.02)
    assert response.connection.timeouts == pytest.approx([0.05, 0.03, 0.01])
    assert "read" not in vars(response.connection)


@pytest.mark.parametrize("iterated", [True, False])
def test_draining_takes_64_kib_once(monkeypatch: pytest.MonkeyPatch, iterated: bool) -> None:
    """It stops with the piece that exceeds 64 KiB."""
    response = drained(monkeypatch, iterated=iterated, piece_size=40_000)
    assert response.read == 80_000


def test_draining_leaves_the_next_users_reads_alone() -> None:
    """When the body's end has given the connection back, a read by whoever uses it next keeps its own time limit."""
    response = FakeResponse(b"")

    def pieces() -> Iterator[bytes]:
        response.is_closed = True  # as httpx has it from the moment that the connection is given back
        response.connection.read(65536, timeout=600)  # somebody else's
        yield from ()

    assert reading.drain(response, pieces(), 0.05) == []
    assert response.connection.timeouts == [600]
    assert "read" not in vars(response.connection)


def test_replaying_an_answer_touches_no_connection() -> None:
    """An answer that was read whole has given its connection back; its replay does not read there, or set limits."""
    response: Any = FakeResponse(b"")
    response.is_closed = True
    response.extensions = {"network_stream": Untouchable(), "http_version": b"HTTP/1.1"}
    body = models.CreateResponseResponseBody.model_validate({"id": "r", "status": "completed", "output": []})
    stream = replay(body, response)
    assert [event.data.type for event in stream] == ["response.completed"]
    stream.close()


class Untouchable:
    """A connection that serves somebody else."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AssertionError(name)


@pytest.mark.parametrize("late", ["same packet", "next packet", "after the sentinel", "unended"])
@pytest.mark.parametrize("told", [error(**FAILURE), b'data: {"error":{"message":"It broke"}}\n\n'])
@patiently
def test_a_failure_that_follows_an_error_is_delivered(run: Run, late: str, told: bytes) -> None:
    """`response.failed` within the drain after an error event is shown; nothing after it is."""
    rest = [text("no"), SENTINEL, failed()] if late == "after the sentinel" else [failed()]
    after = [terminal(), text("no"), SENTINEL]
    if late == "unended":
        rest, after = [failed().removesuffix(b"\n\n")], []
    pieces = [created(), told, *rest, *after]
    script = [HEAD + chunk(b"".join(pieces)) + LAST_CHUNK] if late == "same packet" else streaming(*pieces, END)
    with FaultServer([script, script, PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                assert await kinds(stream) == ["response.created", "error", "response.failed"]
                assert stream.current_response.status == "failed"
                with pytest.raises(ResponseFailedError, match="It broke"):
                    await (await client.stream(**ASK)).get_final_response()
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 1


def test_a_failure_is_delivered_though_the_server_goes_silent(run: Run) -> None:
    """What came within the drain counts also where it ends by its time: an error, the failure, and then nothing."""
    script = streaming(created(), error(**FAILURE), failed(), Silence())
    with FaultServer([script, PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                assert await kinds(stream) == ["response.created", "error", "response.failed"]
                assert await answered(client)

        run(story)


@pytest.mark.parametrize(
    "after",
    [
        [terminal()],
        [text("response.failed")],
        [terminal(metadata={"note": "response.failed"})],
        [block("response.failed.not", note="response.failed")],
        [b"event: response.failed\ndata: not JSON\n\n"],
        [error(message="again")],
        [SENTINEL],
    ],
)
@patiently
def test_nothing_else_follows_an_error(run: Run, after: list[bytes]) -> None:
    """After an error event only `response.failed` itself counts, whatever else mentions it."""
    with FaultServer([streaming(created(), error(**FAILURE), *after, END)]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                assert await kinds(stream) == ["response.created", "error"]
                assert (stream.current_response.status, stream.current_response.output_text) == ("in_progress", "")
                with pytest.raises(ResponseFailedError, match="It broke"):
                    await stream.get_final_response()

        run(story)


def test_a_failure_that_comes_too_late_is_not_waited_for(run: Run) -> None:
    """A server that sends it after the drain finds nobody listening."""
    left = threading.Event()
    with FaultServer([streaming(created(), error(**FAILURE), Wait(left), failed(), END)]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                assert await kinds(await client.stream(**ASK)) == ["response.created", "error"]
                left.set()

        run(story)


@pytest.mark.parametrize("kind", ["completed", "incomplete", "failed"])
def test_nothing_follows_any_other_end(run: Run, kind: str) -> None:
    """After a terminal response event, or the sentinel, whatever comes is drained unseen."""
    for ending in ([terminal(kind)], [SENTINEL]):
        with FaultServer([streaming(created(), *ending, error(**FAILURE), failed(), text("x"), END)]) as server:

            async def story(call: Caller, server: FaultServer = server, ending: list[bytes] = ending) -> None:
                async with pool_of_one(call, server) as client:
                    stream = await client.stream(**ASK)
                    assert await kinds(stream) == ["response.created", *shown(ending)]
                    assert stream.current_response.output_text == ""

            run(story)


# -------------------------------------------------------------------------------------------------------- interruptions

BEGUN = [created(), text("Hel", 1), text("lo", 2)]
LENGTH = headers(200, {"content-type": "text/event-stream", "content-length": "9999", "x-request-id": "req_1"})
UNTIL_CLOSED = headers(200, {"content-type": "text/event-stream", "connection": "close", "x-request-id": "req_1"})

# What happens after the begun answer, and which httpx error tells of it (None: the body ended in good order).
CUTS: dict[str, tuple[bytes, list[Any], type[Exception] | None]] = {
    "the body ends": (HEAD, [END], None),
    "the connection closes at the body's end": (UNTIL_CLOSED, [Close()], None),
    "the connection closes in an event": (UNTIL_CLOSED, [Send(terminal()[:-20]), Close()], None),
    "an event is cut and the body ends": (HEAD, [chunk(terminal()[:-20]), END], None),
    "a line of the last event is cut": (HEAD, [chunk(text("!", 3)[:40]), END], None),
    "the chunked body has no end": (HEAD, [Close()], httpx.RemoteProtocolError),
    "a chunk is cut": (HEAD, [Send(chunk(terminal())[:-20]), Close()], httpx.RemoteProtocolError),
    "a chunk's size is cut": (HEAD, [Send(b"1"), Close()], httpx.RemoteProtocolError),
    "a chunk's size is none": (HEAD, [Send(b"zz\r\n"), Silence()], httpx.RemoteProtocolError),
    "the length is not reached": (LENGTH, [Close()], httpx.RemoteProtocolError),
    "the connection is reset": (HEAD, [Reset()], httpx.ReadError),
    "the connection is reset in an event": (HEAD, [chunk(terminal()[:30]), Reset()], httpx.ReadError),
    "the server falls silent": (HEAD, [Silence()], httpx.ReadTimeout),
}


def cut(head: bytes, after: list[Any], seen: threading.Event) -> Script:
    """A script that begins an answer and, once that was seen, breaks off."""
    sent = [Send(each) if head is UNTIL_CLOSED or head is LENGTH else Send(chunk(each)) for each in BEGUN]
    return [head, *sent, Wait(seen), *after]


@pytest.mark.parametrize(("head", "after", "cause"), CUTS.values(), ids=CUTS.keys())
def test_an_interruption_is_told(run: Run, head: bytes, after: list[Any], cause: type[Exception] | None) -> None:
    """An answer that was begun and does not end raises, with all that is known; the next call works."""
    seen = threading.Event()
    with FaultServer([cut(head, after, seen), PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server, timeout_ms=300 if cause is httpx.ReadTimeout else 10_000) as client:
                stream = await client.stream(**ASK)
                events = aiter(stream)
                for _ in BEGUN:
                    await anext(events)
                seen.set()
                with pytest.raises(StreamInterruptedError) as caught:
                    await anext(events)
                interruption = caught.value
                assert interruption.response_id == "resp_1"
                assert interruption.sequence_number == 2
                assert interruption.response is not None
                assert interruption.response.output_text == "Hello"
                assert interruption.response.status == "in_progress"
                assert (interruption.status_code, interruption.request_id) == (200, "req_1")
                assert type(interruption.__cause__) is (cause or type(None))
                copied = pickle.loads(pickle.dumps(interruption))
                assert (copied.response_id, copied.response) == ("resp_1", interruption.response)

                # It is told once by iterating, and again by every helper.
                with pytest.raises(StopAsyncIteration):
                    await anext(events)
                assert await kinds(stream) == []
                with pytest.raises(StreamInterruptedError):
                    await texts(stream)
                for helper in (stream.until_done, stream.get_final_response, stream.get_final_text):
                    with pytest.raises(StreamInterruptedError) as again:
                        await helper()
                    assert again.value is interruption
                await stream.aclose()
                assert await answered(client)

        run(story)


@pytest.mark.parametrize("helper", ["get_final_response", "get_final_text", "until_done", "text_stream"])
def test_helpers_tell_of_an_interruption(run: Run, helper: str) -> None:
    """No helper takes a cut-off stream for a whole one."""
    with FaultServer([streaming(*BEGUN, END), PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                with pytest.raises(StreamInterruptedError) as caught:
                    await (texts(stream) if helper == "text_stream" else getattr(stream, helper)())
                assert caught.value.response is not None
                assert caught.value.response.output_text == "Hello"
                assert await answered(client)

        run(story)


@pytest.mark.parametrize("beginning", ["created", "in_progress", "queued"])
def test_what_begins_an_answer(run: Run, beginning: str) -> None:
    """Each of the events that begin an answer makes an end without a terminal event an interruption."""
    begin = block(f"response.{beginning}", response={"id": "resp_7"})
    with FaultServer([streaming(begin, END)]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                with pytest.raises(StreamInterruptedError) as caught:
                    await kinds(await client.stream(**ASK))
                assert (caught.value.response_id, caught.value.sequence_number) == ("resp_7", None)

        run(story)


CALL = {"type": "function_call", "call_id": "c", "name": "f", "arguments": ""}
ITEM = {"type": "message", "id": "m", "role": "assistant", "content": [{"type": "output_text", "text": "Hello"}]}


@pytest.mark.parametrize(
    ("blocks", "number", "told"),
    [
        ([text("a", 5)], 5, "ended without a terminal event"),
        ([block("response.output_item.added", item=CALL, output_index=0)], None, "ended without a terminal event"),
        ([b": ping\r\n\r\n", b"id: 1\nretry: 5\n\n"], None, "ended before its first event"),
        ([b": ping\n\n", b"da"], None, "ended before its first event"),
        ([b": ping\n\n", b"event: respo"], None, "ended before its first event"),
        (
            [block("response.web_search_call.searching", sequence_number=7, output_index=0, item_id="w")],
            7,
            "ended without a terminal event",
        ),
        ([block("response.novel.progress", sequence_number=8)], 8, "ended without a terminal event"),
    ],
)
@patiently
def test_a_part_of_an_answer_is_the_beginning_of_one(
    run: Run, blocks: list[bytes], number: int | None, told: str
) -> None:
    """Half a text or half a call is not an answer, though nobody said that one was created; nor are comments alone."""
    with FaultServer([streaming(*blocks, END), streaming(*blocks, END), PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                with pytest.raises(StreamInterruptedError, match=told) as caught:
                    await kinds(stream)
                assert caught.value.sequence_number == number
                with pytest.raises(StreamInterruptedError, match=told):
                    await (await client.stream(**ASK)).get_final_text()
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 1


@pytest.mark.parametrize("blocks", [[block("keepalive")], [b"data: {}\n\n"], [block("new", sequence_number=5)]])
@patiently
def test_what_was_not_begun_ends_quietly(run: Run, blocks: list[bytes]) -> None:
    """Events that tell of no answer may just end; but the helpers do not call that a response."""
    with FaultServer([streaming(*blocks, END), streaming(*blocks, END), PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                assert len(await kinds(stream)) == 1
                with pytest.raises(StreamInterruptedError, match="without a terminal event"):
                    await stream.get_final_response()
                with pytest.raises(StreamInterruptedError):
                    await (await client.stream(**ASK)).get_final_text()
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", 'Body: ""'),
        (b"<html>Sorry</html>", "<html>Sorry</html>"),
        (b'{"id":"resp_1","output":[]}', "resp_1"),
        (b'{"error":{"message":"No quota"}}', "No quota (Unexpected"),
        (b"x" * 100_000, "more characters"),
    ],
)
@patiently
def test_a_body_that_only_claims_to_be_a_stream_is_shown(run: Run, body: bytes, told: str) -> None:
    """No event in it, and none that was cut: an APIError with its status, its type and its beginning."""
    parts = [chunk(body[at : at + 30_000]) for at in range(0, len(body), 30_000)]
    with FaultServer([[HEAD, *parts, LAST_CHUNK]] * 2 + [PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                for use in (kinds(stream), stream.get_final_response()):
                    with pytest.raises(APIError) as caught:
                        await use
                    assert told in str(caught.value)
                    assert (caught.value.status_code, len(caught.value.body)) == (200, min(len(body), 90_000))
                with pytest.raises(APIError):
                    await client.create(**ASK)
                assert await answered(client)

        run(story)


def test_what_was_not_begun_may_break_all_the_same(run: Run) -> None:
    """A connection that fails, or an event that is cut, is told also where no answer was begun."""
    with FaultServer([[HEAD, chunk(text("a")), Close()], streaming(text("a")[:-20], END)]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                for _ in range(2):
                    with pytest.raises(StreamInterruptedError):
                        await kinds(await client.stream(**ASK))

        run(story)


@patiently
def test_a_last_event_without_its_blank_line_counts_if_it_is_whole(run: Run) -> None:
    """A body that ends right after the terminal event's JSON, or the sentinel's text, is whole."""
    for last in (terminal()[:-1], terminal()[:-2], SENTINEL[:-2], b"data: [DONE]"):
        with FaultServer([streaming(*BEGUN, last, END), PLAIN]) as server:

            async def story(call: Caller, server: FaultServer = server) -> None:
                async with pool_of_one(call, server) as client:
                    stream = await client.stream(**ASK)
                    assert (await stream.get_final_response()).output_text == "Hello"
                    assert await answered(client)

            run(story)
            assert server.accepted_connections == 1


@pytest.mark.parametrize("size", [1, 2, 7, 64])
def test_every_event_comes_exactly_once(run: Run, size: int) -> None:
    """However small the pieces, each event is delivered once and in order, with its SSE fields."""
    blocks = [b"id: 7\nretry: 10\n" + created(), *[text(str(number), number) for number in range(30)], terminal()]
    body = b"\xef\xbb\xbf: hello\r\n\r\n" + b"".join(blocks).replace(b"\n", b"\r\n")
    script = [
        HEAD,
        SendEach(b"".join(chunk(body[at : at + size]) for at in range(0, len(body), size)) + LAST_CHUNK, 97),
    ]
    with FaultServer([script]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                events = [event async for event in stream]
                assert [event.data.type for event in events] == kinds_of(*blocks)
                assert [event.event for event in events] == kinds_of(*blocks)
                assert [event.data.delta for event in events[1:-1]] == [str(number) for number in range(30)]
                assert (events[0].id, events[0].retry, events[1].retry) == ("7", 10, None)

        run(story)


def test_an_interruption_is_not_a_retry(run: Run) -> None:
    """A stream that breaks is not asked for again: the server saw one request."""
    with FaultServer([[HEAD, chunk(created()), Close()]]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                with pytest.raises(StreamInterruptedError):
                    await (await client.stream(**ASK)).get_final_response()

        run(story)
        assert len(server.requests) == 1


def test_a_compressed_stream_streams(run: Run) -> None:
    """Events of a gzip-compressed stream come when they are sent; one that is cut is an interruption."""
    head = headers(
        200, {"content-type": "text/event-stream", "content-encoding": "gzip", "transfer-encoding": "chunked"}
    )
    packer = zlib.compressobj(wbits=31)
    pieces = [packer.compress(each) + packer.flush(zlib.Z_SYNC_FLUSH) for each in whole("a", "b")]
    seen = threading.Event()
    first, *rest = [chunk(piece) for piece in pieces]
    scripts: list[Script] = [
        [head, first, Wait(seen), *rest, chunk(packer.flush()), END],
        [head, chunk(gzip.compress(b"".join(BEGUN))), END],
        [head, chunk(b"not compressed at all"), END],
    ]
    with FaultServer(scripts) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                events = aiter(stream)
                await anext(events)
                seen.set()
                assert (await stream.get_final_response()).output_text == "ab"
                with pytest.raises(StreamInterruptedError) as caught:
                    await (await client.stream(**ASK)).get_final_response()
                assert caught.value.__cause__ is None
                with pytest.raises(StreamInterruptedError) as caught:
                    await (await client.stream(**ASK)).get_final_response()
                assert isinstance(caught.value.__cause__, httpx.DecodingError)

        run(story)


class Reads(AfterSuccessHook):
    """A hook that reads the body before anybody else."""

    async def _read(self, response: httpx.Response) -> httpx.Response:
        await response.aread()
        return response

    def after_success(self, hook_ctx: AfterSuccessContext, response: httpx.Response) -> Any:
        """Read it in the response's own colour."""
        if isinstance(response.stream, httpx.AsyncByteStream):
            return self._read(response)
        response.read()
        return response


@patiently
def test_a_body_that_a_hook_has_read_is_still_a_stream(run: Run) -> None:
    """A hook may read the body to its end; the events come all the same."""
    with FaultServer([streaming(*whole("a"), END), PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server, hooks=[Reads()]) as client:
                assert (await (await client.stream(**ASK)).get_final_response()).output_text == "a"
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 1


@pytest.mark.parametrize("closed", [True, False])
def test_a_body_taken_away_is_an_interruption(run: Run, closed: bool) -> None:
    """Closing or reading `stream.response` behind the stream's back is told, with httpx's own error as the cause."""
    with FaultServer([streaming(*whole("a"), END), PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                if call.colour == "sync":
                    stream.response.close() if closed else stream.response.read()
                else:
                    await (stream.response.aclose() if closed else stream.response.aread())
                with pytest.raises(StreamInterruptedError) as caught:
                    await stream.until_done()
                assert isinstance(caught.value.__cause__, httpx.StreamClosed if closed else httpx.StreamConsumed)
                assert await answered(client)

        run(story)


# -------------------------------------------------------------------------------------------------------------- helpers

FAILING: dict[str, tuple[list[bytes], tuple[Any, Any, Any]]] = {
    "flat": ([error(**FAILURE)], ("It broke", "server_error", "input")),
    "nested": ([error(error={"type": "t", **FAILURE})], ("It broke", "server_error", "input")),
    "bare": ([b"data: " + encoded({"error": FAILURE}) + b"\n\n"], ("It broke", "server_error", "input")),
    "bare and empty": ([b'data: {"error":{}}\n\n'], ("The response failed without a message", None, None)),
    "a text": ([b'data: {"error":"no quota"}\n\n'], ("no quota", None, None)),
    "null code": ([error(code=None, message="It broke", param=None)], ("It broke", None, None)),
    "numeric code": ([error(code=529, message="It broke")], ("It broke", 529, None)),
    "code alone": (
        [error(code="overloaded")],
        ("The response failed without a message (overloaded)", "overloaded", None),
    ),
    "odd fields": ([error(code=[1], message={"a": 1}, param=3)], ("{'a': 1}", None, None)),
    "plain text": ([b"event: error\ndata: upstream timed out\n\n"], ("upstream timed out", None, None)),
    "failed": ([failed()], ("It broke", "server_error", "input")),
    "failed, told as text": ([terminal("failed", error="It broke")], ("It broke", None, None)),
    "failed without an error": (
        [terminal("failed", error=None)],
        ("The response failed without a message", None, None),
    ),
    "failed without a response": (
        [block("response.failed", response=None, error=FAILURE)],
        ("It broke", "server_error", "input"),
    ),
    "error, then failed": ([error(message="first"), failed()], ("It broke", "server_error", "input")),
    "error, then failed without an error": (
        [error(**FAILURE), terminal("failed", error=None)],
        ("It broke", "server_error", "input"),
    ),
}


@pytest.mark.parametrize(("ending", "expected"), FAILING.values(), ids=FAILING.keys())
@pytest.mark.parametrize("helper", ["get_final_response", "get_final_text"])
@patiently
def test_helpers_raise_what_the_stream_told(run: Run, ending: list[bytes], expected: Any, helper: str) -> None:
    """A failure becomes an error with its message, code and param, the response so far, request id and headers."""
    with FaultServer([streaming(created(), text("Hel"), *ending, END), PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                with pytest.raises(ResponseFailedError) as caught:
                    await getattr(stream, helper)()
                failure = caught.value
                assert (failure.message, failure.code, failure.param) == expected
                assert str(failure) == failure.message
                assert failure.response is not None
                assert (failure.response.id, failure.response.output_text) == ("resp_1", "Hel")
                assert (failure.request_id, failure.headers["content-type"]) == ("req_1", "text/event-stream")
                assert failure.status_code == 200
                copied = pickle.loads(pickle.dumps(failure))
                assert (copied.message, copied.code, copied.response) == (expected[0], expected[1], failure.response)
                assert await kinds(stream) == []
                with pytest.raises(ResponseFailedError):
                    await stream.get_final_response()
                assert await answered(client)

        run(story)


@pytest.mark.parametrize("ending", [*FAILING.values()], ids=FAILING.keys())
@patiently
def test_iterating_shows_a_failure_and_the_helpers_raise_it(run: Run, ending: Any) -> None:
    """Iteration gives the events and raises nothing; `until_done` and `text_stream`, which show none, raise."""
    blocks = [created(), *ending[0]]
    with FaultServer([streaming(*blocks, END)] * 3) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                with pytest.raises(ResponseFailedError):
                    await (await client.stream(**ASK)).until_done()
                with pytest.raises(ResponseFailedError):
                    _ = [text async for text in (await client.stream(**ASK)).text_stream]
                shown = await kinds(await client.stream(**ASK))
                assert shown[0] == "response.created"
                assert set(shown[1:]) <= {"error", "response.failed"}
                assert len(shown) == len(blocks)

        run(story)


def test_an_incomplete_answer_raises_nothing(run: Run) -> None:
    """`response.incomplete` is an end like any other; its reason is in the response."""
    ending = terminal("incomplete", incomplete_details={"reason": "max_output_tokens"})
    with FaultServer([streaming(*BEGUN, ending, END)]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                response = await (await client.stream(**ASK)).get_final_response()
                assert (response.status, response.output_text) == ("incomplete", "Hello")
                assert response.incomplete_details.reason == "max_output_tokens"

        run(story)


def test_the_sentinel_alone_makes_an_answer_whole(run: Run) -> None:
    """`[DONE]` after an answer that was begun ends it without complaint; without anything before it there is none."""
    with FaultServer([streaming(*BEGUN, SENTINEL, END), streaming(SENTINEL, END)]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                assert await (await client.stream(**ASK)).get_final_text() == "Hello"
                stream = await client.stream(**ASK)
                assert await kinds(stream) == []
                with pytest.raises(StreamInterruptedError, match="no part of a response"):
                    await stream.get_final_response()

        run(story)


ANSWER = [
    created(),
    block("response.output_item.added", output_index=0, item={"type": "message", "id": "m", "content": []}),
    text("Hel"),
    block("response.reasoning_text.delta", output_index=1, content_index=0, delta="Thinking"),
    block("response.output_text.delta", output_index=0, content_index=0, delta=None),
    block("response.output_text.delta", output_index=0, content_index=0, delta=7),
    text("lo"),
    block("keepalive", sequence_number=5),
    block("response.new.kind", delta="new"),
    terminal(usage={"total_tokens": 3}),
]


def expected_after(count: int) -> Any:
    """The response accumulated from the first events of the answer, apart from any stream."""
    snapshot = Snapshot()
    for raw in SSEDecoder().feed_bytes(b"".join(ANSWER))[:count]:
        snapshot.take(decode_event(raw.data, raw.event))
    response = snapshot.response()
    return None if response is None else canonical(dumped(response))


def test_the_current_response_is_that_of_the_events_seen(run: Run) -> None:
    """After each event the snapshot is what just these events tell, although more may have arrived."""
    with FaultServer([[HEAD + chunk(b"".join(ANSWER)) + LAST_CHUNK]]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                async with client.stream(**ASK) as stream:
                    assert stream.current_response is None
                    count = 0
                    async for _ in stream:
                        count += 1
                        assert canonical(dumped(stream.current_response)) == expected_after(count)
                assert count == len(ANSWER)
                assert canonical(dumped(stream.current_response)) == expected_after(count)
                assert stream.current_response.request_id == "req_1"

        run(story)


@patiently
def test_helpers_give_text_and_response(run: Run) -> None:
    """Text deltas only, the whole response, its text, and the stream itself when it is done."""
    with FaultServer([streaming(*ANSWER, END)] * 4) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                assert await texts(await client.stream(**ASK)) == ["Hel", "lo"]
                response = await (await client.stream(**ASK)).get_final_response()
                assert canonical(dumped(response)) == expected_after(len(ANSWER))
                assert isinstance(response, models.CreateResponseResponseBody)
                assert (response.request_id, response.meta.attempts) == ("req_1", 1)
                assert await (await client.stream(**ASK)).get_final_text() == "Hello"
                stream = await client.stream(**ASK)
                assert await stream.until_done() is stream.raw
                assert stream.current_response.output_text == "Hello"

        run(story)
        assert server.accepted_connections == 1


@pytest.mark.parametrize(
    "blocks",
    [
        [created(), terminal(output=[ITEM])],
        [created(), block("response.output_item.done", output_index=0, item=ITEM), terminal()],
        [
            created(),
            block("response.output_text.done", output_index=0, content_index=0, item_id="m", text="Hello"),
            terminal(),
        ],
    ],
    ids=["the terminal event's", "an item's", "a text's"],
)
def test_text_that_came_in_no_pieces_is_one_piece(run: Run, blocks: list[bytes]) -> None:
    """Whoever shows a stream's text shows it, whichever event told it; what was taken before is not told again."""
    empty = [blocks[0], text(""), *blocks[1:]]
    with FaultServer([streaming(*sent, END) for sent in (blocks, blocks, empty, ANSWER)]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                assert await texts(stream) == ["Hello"]
                assert await texts(stream) == []
                stream = await client.stream(**ASK)
                assert len(await kinds(stream)) == len(blocks)
                assert await texts(stream) == []
                stream = await client.stream(**ASK)
                assert await texts(stream) == ["", "Hello"]
                stream = await client.stream(**ASK)
                async for event in stream:
                    if event.data.type == "response.output_text.delta" and event.data.delta == "lo":
                        break
                assert await texts(stream) == []

        run(story)


def test_an_interrupted_text_ends_with_that(run: Run) -> None:
    """As a generator does: what had come in no pieces is not told after the error, nor is the error told again."""
    begun = [created(), block("response.content_part.added", output_index=0, content_index=0, part=ITEM["content"][0])]
    with FaultServer([streaming(*begun, END)]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                pieces = (await client.stream(**ASK)).text_stream
                with pytest.raises(StreamInterruptedError):
                    await anext(pieces)
                for _ in range(2):
                    with pytest.raises(StopAsyncIteration):
                        await anext(pieces)

        run(story)


def test_helpers_and_iterating_share_the_stream(run: Run) -> None:
    """What one has taken another does not see again; the response is always the whole."""
    with FaultServer([streaming(*ANSWER, END)] * 2) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                async with client.stream(**ASK) as stream:
                    events = aiter(stream)
                    assert [(await anext(events)).data.type for _ in range(2)] == kinds_of(*ANSWER)[:2]
                    async for piece in stream.text_stream:
                        assert piece == "Hel"
                        break
                    assert (await anext(events)).data.delta == "Thinking"
                    async for piece in stream.text_stream:
                        assert piece == "lo"
                    assert await kinds(stream) == []
                    assert await stream.get_final_text() == "Hello"
                    assert await stream.get_final_response() is not await stream.get_final_response()
                stream = await client.stream(**ASK)
                await stream.until_done()
                assert (await stream.get_final_response()).output_text == await stream.get_final_text() == "Hello"

        run(story)


def test_a_stream_knows_its_http_answer(run: Run) -> None:
    """Response, headers and request id are there from the start and stay."""
    with FaultServer([streaming(*whole("a"), END)]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                for _ in range(2):
                    assert (stream.response.status_code, stream.raw.request_id) == (200, "req_1")
                    assert stream.raw.headers["Content-Type"] == "text/event-stream"
                    assert (stream.raw.meta.attempts, stream.raw.meta.request_id) == (1, "req_1")
                    await stream.until_done()

        run(story)


@pytest.mark.parametrize("taken", range(3))
@pytest.mark.parametrize("together", [True, False])
def test_a_stream_closed_before_its_end_is_not_whole(run: Run, taken: int, together: bool) -> None:
    """After closing early, iteration is over, whatever has arrived; asking for the whole raises with the part."""
    blocks = [b"".join(BEGUN)] if together else BEGUN
    with FaultServer([streaming(*blocks, Silence()), PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                events = aiter(stream)
                for _ in range(taken):
                    await anext(events)
                await stream.aclose()
                await stream.aclose()
                with pytest.raises(StopAsyncIteration):
                    await anext(events)
                for helper in (stream.get_final_response, stream.get_final_text):
                    with pytest.raises(StreamInterruptedError, match="closed before its end") as caught:
                        await helper()
                    assert (caught.value.response is None) == (taken == 0)
                assert await answered(client)

        run(story)


def test_a_stream_closed_after_its_end_is_whole(run: Run) -> None:
    """Closing after the terminal event takes nothing from the response."""
    with FaultServer([streaming(*whole("a", "b"), Silence())]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                async with client.stream(**ASK) as stream:
                    async for event in stream:
                        if event.data.type == "response.completed":
                            break
                assert (await stream.get_final_response()).output_text == "ab"

        run(story)


def test_an_iterator_that_raises_something_else_is_not_hidden() -> None:
    """An exception that is not the transport's passes through as it is, in both colours."""

    def chunks() -> Iterator[bytes]:
        yield created()
        raise LookupError("of somebody else's")

    class AsyncChunks:
        def __init__(self) -> None:
            self.chunks = chunks()

        async def __anext__(self) -> bytes:
            return next(self.chunks)

    stream = EventStream[Any](httpx.Response(200), chunks())
    next(stream)
    with pytest.raises(LookupError):
        next(stream)

    async def iterate() -> None:
        stream = EventStreamAsync[Any](httpx.Response(200), AsyncChunks())
        await stream.__anext__()
        with pytest.raises(LookupError):
            await stream.__anext__()

    asyncio.run(iterate())


def test_the_script_of_the_cut_tells_what_it_says(run: Run) -> None:
    """The server that the interruptions are told by does send the answer whole where nothing cuts it."""
    seen, told = threading.Event(), threading.Event()
    with FaultServer([cut(HEAD, [Tell(told), chunk(terminal()), END], seen)]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                assert not told.is_set()
                seen.set()
                assert await stream.get_final_text() == "Hello"
                assert told.is_set()

        run(story)
