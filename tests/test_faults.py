"""Whatever a network does, a call ends with an answer or one clear error, is made once, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import httpx
import pytest

from orq_ai_sdk import Orq
from orq_ai_sdk._hooks import AfterErrorContext, AfterErrorHook
from orq_ai_sdk.models import APIError, OrqError, ResponseValidationError, ServerError, StreamInterruptedError
from support.calls import ANSWER, JSON_ANSWER, QUICK, REQUEST, SSE_ANSWER, TEXT, answer_to, text_of
from support.counts import fd_count, thread_count
from support.faultserver import (
    LAST_CHUNK,
    Close,
    CloseBeforeReading,
    FaultServer,
    Garble,
    HalfClose,
    Request,
    Reset,
    ResetBeforeReading,
    Script,
    SendEach,
    Silence,
    chunk,
    half_chunk,
    half_header,
    headers,
    json_answer,
    sse_answer,
    wrong_length,
)
from support.stories import Caller, Run, colour_fixture, run_fixture
from support.streams import HEAD, block, created, text, whole
from support.tls import TlsServer

__all__ = ["colour_fixture", "run_fixture"]

CUT = StreamInterruptedError
BLOCKS = whole("Hel", "lo")
STREAM = b"".join(BLOCKS)
BODY = bytes(JSON_ANSWER[0]).partition(b"\r\n\r\n")[2]  # type: ignore[arg-type] # a JSON answer is bytes
JSON_HEAD = headers(200, {"content-type": "application/json", "transfer-encoding": "chunked"})
TRANSPORT = httpx.TransportError


class Fault(NamedTuple):
    """A script, and what comes of it for whole and for streamed answers: an error's class, or None for success.

    `unsaid` is whether it comes before any byte of an answer, so that a configured call is made again.
    """

    script: Callable[[bool], Script]
    whole: type[Exception] | None
    streamed: type[Exception] | None = None
    unsaid: bool = False


def same(script: Script) -> Callable[[bool], Script]:
    return lambda _: script


FAULTS: dict[str, Fault] = {
    # before the head
    "closed before reading": Fault(same([CloseBeforeReading()]), TRANSPORT, TRANSPORT, unsaid=True),
    "reset before reading": Fault(same([ResetBeforeReading()]), TRANSPORT, TRANSPORT, unsaid=True),
    "closed before the head": Fault(same([Close()]), TRANSPORT, TRANSPORT, unsaid=True),
    "half-closed before the head": Fault(same([HalfClose(), Silence()]), TRANSPORT, TRANSPORT, unsaid=True),
    "reset before the head": Fault(same([Reset()]), TRANSPORT, TRANSPORT, unsaid=True),
    "silence": Fault(same([Silence()]), httpx.ReadTimeout, httpx.ReadTimeout, unsaid=True),
    # in the head
    "half a header, closed": Fault(same(half_header(Close())), TRANSPORT, TRANSPORT),
    "half a header, reset": Fault(same(half_header(Reset())), TRANSPORT, TRANSPORT),
    "half a header, silence": Fault(same(half_header(Silence())), httpx.ReadTimeout, httpx.ReadTimeout),
    "no HTTP": Fault(same([b"SSH-2.0-OpenSSH_9.6\r\n\r\n", Close()]), TRANSPORT, TRANSPORT),
    "a header without end": Fault(same([b"HTTP/1.1 200 OK\r\nx: " + b"x" * 200_000, Silence()]), TRANSPORT, TRANSPORT),
    "no such status": Fault(same([headers(999, {"content-length": "0"})]), APIError, APIError),
    "nothing": Fault(same([headers(204)]), APIError, APIError),
    # after the head
    "reset after the head": Fault(lambda stream: [HEAD if stream else JSON_HEAD, Reset()], TRANSPORT, CUT),
    "closed after the head": Fault(lambda stream: [HEAD if stream else JSON_HEAD, Close()], TRANSPORT, CUT),
    "silence after the head": Fault(lambda stream: [HEAD if stream else JSON_HEAD, Silence()], httpx.ReadTimeout, CUT),
    "an empty body": Fault(
        lambda stream: (
            sse_answer([]) if stream else [headers(200, {"content-type": "application/json", "content-length": "0"})]
        ),
        ResponseValidationError,
        APIError,
    ),
    # in the body
    "half a chunk, closed": Fault(
        lambda stream: (
            half_chunk(STREAM, Close()) if stream else half_chunk(BODY, Close(), content_type="application/json")
        ),
        TRANSPORT,
        CUT,
    ),
    "half a chunk, reset": Fault(
        lambda stream: (
            half_chunk(STREAM, Reset()) if stream else half_chunk(BODY, Reset(), content_type="application/json")
        ),
        TRANSPORT,
        CUT,
    ),
    "half a chunk, silence": Fault(
        lambda stream: (
            half_chunk(STREAM, Silence()) if stream else half_chunk(BODY, Silence(), content_type="application/json")
        ),
        httpx.ReadTimeout,
        CUT,
    ),
    "no chunk": Fault(lambda stream: [HEAD if stream else JSON_HEAD, b"what?\r\n"], TRANSPORT, CUT),
    "too short": Fault(
        lambda stream: wrong_length(
            b"".join(BLOCKS[:2]) if stream else BODY[:-9],
            announced=len(STREAM if stream else BODY),
            content_type="text/event-stream" if stream else "application/json",
        ),
        TRANSPORT,
        CUT,
    ),
    "a cut between events": Fault(
        lambda stream: (
            [HEAD, *map(chunk, BLOCKS[:3]), LAST_CHUNK] if stream else wrong_length(BODY[:-9], announced=len(BODY) - 9)
        ),
        ResponseValidationError,
        CUT,
    ),
    # no faults at all
    "slow drip": Fault(
        lambda stream: [SendEach(b"".join(map(bytes, answer_to(stream))), size=40, pause_s=0.001)],  # type: ignore[arg-type] # all bytes
        None,
    ),
    "one byte at a time": Fault(lambda stream: [SendEach(b"".join(map(bytes, answer_to(stream))))], None),  # type: ignore[arg-type] # as above
    "until it closes": Fault(
        lambda stream: (
            sse_answer(BLOCKS, chunked=False, close=True)
            if stream
            else [headers(200, {"content-type": "application/json", "connection": "close"}), BODY, Close()]
        ),
        None,
    ),
    "reset after the end": Fault(lambda stream: [*answer_to(stream), Reset()], None),
    "silence after the last event": Fault(
        lambda stream: [HEAD, *map(chunk, BLOCKS), Silence()] if stream else JSON_ANSWER, None
    ),
}


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """Descriptors and threads are as they were, once the garbage is collected."""
    gc.collect()
    before = fd_count(), thread_count()
    yield
    gc.collect()
    assert fd_count() <= before[0]
    assert thread_count() <= before[1]


CASES = [
    pytest.param(fault, retried, id=f"{name}{', retried' if retried and fault.unsaid else ''}")
    for name, fault in FAULTS.items()
    for retried in ((False, True) if fault.unsaid else (True,))
    # Unasked, a reset so early may be seen as a connection that was never made, which is tried again, or not.
    if retried or name != "reset before reading"
]


@pytest.mark.parametrize(("fault", "retried"), CASES)
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_fault_is_met_once_and_survived(run: Run, fault: Fault, stream: bool, retried: bool) -> None:
    """The call ends as it should, the next two are answered, and nothing is sent twice but what is allowed to be."""
    expected = fault.streamed if stream else fault.whole
    saved = retried and fault.unsaid
    with FaultServer([fault.script(stream), *[answer_to(stream)] * (3 if saved else 2)]) as server:

        async def story(call: Caller) -> None:
            options: dict[str, Any] = {"retry_config": QUICK} if retried else {}
            async with call.client(lambda: Orq(api_key="k", server_url=server.url, **options)) as client:
                if expected is None or saved:
                    assert await text_of(client, stream=stream, timeout_ms=300) == TEXT
                else:
                    with pytest.raises(expected):
                        await text_of(client, stream=stream, timeout_ms=100)
                for _ in range(2):
                    assert await text_of(client, stream=stream) == TEXT

        run(story)
        server.wait_until(lambda: not server._open, "all connections to be closed")
        unread = isinstance(fault.script(stream)[0], CloseBeforeReading | ResetBeforeReading)
        assert len(server.requests) + unread == 3 + saved


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_what_is_too_long_is_nobodys_answer(run: Run, stream: bool) -> None:
    """A body that goes on after its announced end is cut there; a call that meets the rest takes it for no answer."""
    sent, kind = (STREAM, "text/event-stream") if stream else (BODY, "application/json")
    script = wrong_length(sent, announced=len(sent) - 9, content_type=kind)
    with FaultServer([script, *[answer_to(stream)] * 2]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                with pytest.raises((ResponseValidationError, StreamInterruptedError)):
                    await text_of(client, stream=stream)
                try:
                    assert await text_of(client, stream=stream) == TEXT
                except httpx.TransportError:
                    assert await text_of(client, stream=stream) == TEXT

        run(story)


def test_a_refused_connection_is_met_and_survived(run: Run) -> None:
    """The server is away for a call, and back for the next."""
    with FaultServer([JSON_ANSWER, SSE_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                server.stop_listening()
                for stream in (False, True):
                    with pytest.raises(httpx.ConnectError):
                        await text_of(client, stream=stream)
                server.resume_listening()
                for stream in (False, True):
                    assert await text_of(client, stream=stream) == TEXT

        run(story)


def test_a_server_that_is_killed_and_comes_back(run: Run) -> None:
    """Idle connections die with it and are replaced unasked; a stream in the middle is interrupted; then all works."""
    slow: Script = [HEAD, *map(chunk, BLOCKS[:2]), Silence()]
    with FaultServer([JSON_ANSWER, slow, JSON_ANSWER, SSE_ANSWER, JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                assert await text_of(client) == TEXT
                async with client.stream(**REQUEST) as stream:
                    async for _ in stream:
                        break

                    def kill() -> None:
                        with server.kill_and_return():
                            pass

                    await call.blocking(kill)
                    with pytest.raises(StreamInterruptedError) as caught:
                        await stream.until_done()
                    assert caught.value.response_id == "resp_1"
                assert await text_of(client) == TEXT
                assert await text_of(client, stream=True) == TEXT
                await call.blocking(kill)
                assert await text_of(client) == TEXT

        run(story)
        assert len(server.requests) == 5


# --- many at once, and one after another


def numbered(request: Request) -> Script:
    """An answer that has the request's own text in it, so that a mix-up shows."""
    told = request.json["input"]
    if request.json["stream"]:
        return sse_answer([created(), text(told), block("response.completed", response={**ANSWER, "output": []})])
    content = [{"type": "output_text", "text": told, "annotations": []}]
    return json_answer({**ANSWER, "output": [{"type": "message", "id": "m", "role": "assistant", "content": content}]})


CALLS = 300


def test_three_hundred_calls_at_once(run: Run) -> None:
    """Half of them streamed; each gets its own answer, and none more than one."""
    gathered = threading.Barrier(CALLS)
    with FaultServer(lambda _c, _r, request: numbered(request)) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:

                async def one(number: int) -> str:
                    if call.colour == "sync":
                        gathered.wait()
                    return await ask(client, f"number {number}", stream=number % 2 == 0)

                assert await call.together(*map(one, range(CALLS))) == [f"number {number}" for number in range(CALLS)]

        run(story)
        assert len(server.requests) == CALLS


async def ask(client: Any, said: str, *, stream: bool) -> str:
    if not stream:
        return str((await client.create(model="m", input_=said)).output_text)
    async with client.stream(model="m", input_=said) as events:
        return str(await events.get_final_text())


STREAMS = 1_000


def test_a_thousand_streams_one_after_another(run: Run) -> None:
    """Most are read to the end, some left in the middle or interrupted: descriptors stay as after the first fifty."""
    cut: Script = [HEAD, *map(chunk, BLOCKS[:2]), Close()]
    left: Script = [HEAD, *map(chunk, BLOCKS[:2]), Silence()]
    special = {10: left, 20: cut}

    def choose(*_: Any) -> Script:
        return special.get(len(server.requests) % 25, SSE_ANSWER)

    with FaultServer(choose) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                for number in range(1, STREAMS + 1):
                    if number == 50:
                        before = fd_count(), thread_count()
                    async with client.stream(**REQUEST) as stream:
                        if number % 25 == 10:
                            async for _ in stream:
                                break
                        elif number % 25 == 20:
                            with pytest.raises(StreamInterruptedError):
                                await stream.until_done()
                        else:
                            assert await stream.get_final_text() == TEXT
                server.wait_until(lambda: len(server._open) <= 1, "all but one connection to be closed")
                gc.collect()
                assert fd_count() <= before[0] + 1
                assert thread_count() <= before[1] + 1

        run(story)
        assert len(server.requests) == STREAMS


def test_loops_and_threads_share_one_client_through_faults() -> None:
    """Four threads with loops of their own and four without, over a server that fails every third request."""
    errors = (OrqError, httpx.TransportError)
    faults = [[Close()], [Reset()], half_header(Close()), json_answer({"error": "busy"}, status=503)]

    def choose(_c: int, _r: int, request: Request) -> Script:
        number = int(request.json["input"].rpartition(" ")[2])
        return faults[number % 4] if number % 3 == 0 else numbered(request)

    def outcome(number: int, answer: Callable[[], str]) -> bool:
        try:
            return answer() == f"number {number}"
        except errors:
            return number % 3 == 0

    with FaultServer(choose) as server, Orq(api_key="k", server_url=server.url) as orq:
        responses = orq.router.responses

        def sync(start: int) -> list[bool]:
            return [
                outcome(number, lambda: responses.create(model="m", input_=f"number {number}").output_text)  # noqa: B023 - called at once
                for number in range(start, start + 30)
            ]

        def looped(start: int) -> list[bool]:
            async def one(number: int) -> bool:
                try:
                    async with await responses.create_async(
                        model="m", input_=f"number {number}", stream=True
                    ) as events:
                        return await events.get_final_text() == f"number {number}"
                except errors:
                    return number % 3 == 0

            async def all_of_them() -> list[bool]:
                return await asyncio.gather(*map(one, range(start, start + 30)))

            return asyncio.run(all_of_them())

        with ThreadPoolExecutor(8) as pool:
            ends = [pool.submit((sync, looped)[index % 2], index * 30) for index in range(8)]
            assert all(all(end.result()) for end in ends)


# --- TLS

GARBLED = [Garble(), Silence()]


class Failures(AfterErrorHook):
    """Notes the exceptions of failed attempts."""

    def __init__(self) -> None:
        self.seen: list[type[Any]] = []

    def after_error(
        self, hook_ctx: AfterErrorContext, response: httpx.Response | None, error: Exception | None
    ) -> tuple[httpx.Response | None, Exception | None]:
        self.seen.append(type(error))
        return response, error


class Lines(list[str]):
    """A debug logger that keeps its lines."""

    def debug(self, msg: str, *args: Any) -> None:
        self.append(msg % args)


def test_a_fault_of_tls_is_one_of_the_connection(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Garbled where the answer should begin: httpx's own error, retried if that is configured, logged and observed."""
    with TlsServer([GARBLED, GARBLED, JSON_ANSWER]) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))
        hook, lines = Failures(), Lines()

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(server_url=server.url, hooks=[hook], debug_logger=lines)) as client:
                with pytest.raises(httpx.ReadError):
                    await text_of(client)
                assert await text_of(client, retries=QUICK) == TEXT

        run(story)
        assert hook.seen == [httpx.ReadError] * 2
        assert sum(line.startswith("failure: attempt 1: ReadError") for line in lines) == 2


@pytest.mark.parametrize("kind", ["body", "body of an error", "stream"])
def test_a_fault_of_tls_breaks_off_a_body_as_others_do(run: Run, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A JSON body ends with httpx's ReadError, a stream as interrupted; an error is that error, as far as it came."""
    script: Script = {
        "body": [JSON_HEAD, chunk(BODY[:9]), *GARBLED],
        "body of an error": [headers(503, {"content-length": "9"}), b"busy", *GARBLED],
        "stream": [HEAD, chunk(BLOCKS[0]), *GARBLED],
    }[kind]
    with TlsServer([script]) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(server_url=server.url)) as client:
                expected = {"body": httpx.ReadError, "stream": CUT}.get(kind, ServerError)
                with pytest.raises(expected) as raised:
                    await text_of(client, stream=kind == "stream")
                assert kind != "body of an error" or raised.value.body == "busy"
                await call.blocking(server.wait_until_closed, 1)

        run(story)
