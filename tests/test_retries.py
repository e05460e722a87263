"""Calls are sent again over real sockets when that is asked for and safe, and never when an answer had begun."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import threading
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from email.utils import formatdate
from time import time
from typing import Any

import httpx
import pytest

from orq_ai_sdk import Orq
from orq_ai_sdk._hooks import AfterErrorContext, AfterErrorHook, BeforeRequestContext, BeforeRequestHook
from orq_ai_sdk.models import APIError, RateLimitError, StreamInterruptedError
from orq_ai_sdk.transport.clients import HOOK_THREADS
from orq_ai_sdk.utils import BackoffStrategy, RetryConfig
from support.calls import ANSWER, JSON_ANSWER, QUICK, REQUEST, answer_to, text_of
from support.faultserver import (
    LAST_CHUNK,
    Close,
    FaultServer,
    Reset,
    Script,
    Silence,
    Wait,
    chunk,
    half_chunk,
    half_header,
    headers,
    json_answer,
    refused_port,
    stale_keep_alive,
    wrong_length,
)
from support.stories import Caller, Run, colour_fixture, run_fixture
from support.streams import created, text

__all__ = ["colour_fixture", "run_fixture"]

streamed = pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])


def orq_at(server: FaultServer, **options: Any) -> Callable[[], Orq]:
    return lambda: Orq(api_key="k", server_url=server.url, **options)


def busy(status: int = 503, **fields: str) -> Script:
    return json_answer(
        {"error": {"message": "busy"}}, status=status, headers={n.replace("_", "-"): v for n, v in fields.items()}
    )


@asynccontextmanager
async def pool_of_two(call: Caller) -> AsyncIterator[dict[str, Any]]:
    """An HTTP client of the story's colour with two connections at most, as the argument of an `Orq`."""
    limits = httpx.Limits(max_connections=2)
    if call.colour == "sync":
        with httpx.Client(limits=limits) as client:
            yield {"client": client}
    else:
        async with httpx.AsyncClient(limits=limits) as client:
            yield {"async_client": client}


class Attempts(BeforeRequestHook, AfterErrorHook):
    """Notes what hooks are told, and does something before an attempt."""

    def __init__(self, before: Callable[[int], None] = lambda _: None) -> None:
        self.begun: list[int] = []
        self.failed: list[Any] = []
        self._before = before

    def before_request(self, hook_ctx: BeforeRequestContext, request: httpx.Request) -> httpx.Request:
        self.begun.append(hook_ctx.attempt)
        self._before(hook_ctx.attempt)
        return request

    def after_error(
        self, hook_ctx: AfterErrorContext, response: httpx.Response | None, error: Exception | None
    ) -> tuple[httpx.Response | None, Exception | None]:
        self.failed.append((hook_ctx.attempt, response.status_code if response is not None else type(error).__name__))
        return response, error


# --- statuses


@streamed
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_the_contracts_statuses_are_retried(run: Run, status: int, stream: bool) -> None:
    """With a configuration, on the same connection, with the same body; hooks see each attempt."""
    hook = Attempts()
    with FaultServer([busy(status), busy(status), answer_to(stream)]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server, retry_config=QUICK, hooks=[hook])) as client:
                assert await text_of(client, stream=stream) == "Hello"

        run(story)
        assert server.accepted_connections == 1
        assert len({request.body for request in server.requests}) == 1
        assert {request.headers["authorization"] for request in server.requests} == {"Bearer k"}
    assert hook.begun == [1, 2, 3]
    assert hook.failed == [(1, status), (2, status)]


@streamed
def test_no_status_is_retried_unasked(run: Run, stream: bool) -> None:
    """Without a configuration, with one for no retries, and for a status that is not the contract's: one request."""
    with FaultServer([busy(503), busy(503), busy(503), busy(400), busy(409)]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server)) as client:
                for retries in (
                    {},
                    {"retries": None},
                    {"retries": RetryConfig("none")},
                    {"retries": QUICK},
                    {"retries": QUICK},
                ):
                    with pytest.raises(APIError):
                        await text_of(client, stream=stream, **retries)

        run(story)
        assert len(server.requests) == 5


def test_the_calls_configuration_wins_over_the_clients(run: Run) -> None:
    """UNSET takes the client's, None and another replace it."""
    with FaultServer([busy(), busy(), busy(), busy(), JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server, retry_config=QUICK)) as client:
                with pytest.raises(APIError):
                    await client.create(**REQUEST, retries=None)
                with pytest.raises(APIError):
                    await client.create(**REQUEST, retries=RetryConfig(backoff=QUICK.backoff, max_attempts=2))
                answer = await client.create(**REQUEST)
                assert answer.meta.attempts == 2

        run(story)


def test_x_should_retry_is_heard(run: Run) -> None:
    """A 400 that says true is sent again, a 503 that says false is not."""
    with FaultServer([busy(400, x_should_retry="true"), busy(503, x_should_retry="false")]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server, retry_config=QUICK)) as client:
                with pytest.raises(APIError, match="503"):
                    await client.create(**REQUEST)

        run(story)
        assert len(server.requests) == 2


IN_TWO_HOURS = "in two hours"


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({"retry_after": "120"}, 120.0),
        ({"retry_after_ms": "61000", "retry_after": "1"}, 61.0),
        ({"retry_after": IN_TWO_HOURS}, 7_200.0),
    ],
    ids=["seconds", "milliseconds", "date"],
)
@streamed
def test_a_demanded_wait_that_does_not_fit_is_told_and_not_waited(
    run: Run, fields: dict[str, str], seconds: float, stream: bool
) -> None:
    """`RetryConfig()` waits a minute at most: the error comes at once and says how long the service asks to wait."""
    if fields == {"retry_after": IN_TWO_HOURS}:
        fields = {"retry_after": formatdate(time() + 7_200, usegmt=True)}  # counted from now, not from collecting
    with FaultServer([busy(429, **fields)]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server, retry_config=RetryConfig())) as client:
                with pytest.raises(RateLimitError) as caught:
                    await text_of(client, stream=stream)
                assert caught.value.retry_after == pytest.approx(
                    seconds, rel=0.5
                )  # the date was written before all tests began
                assert caught.value.status_code == 429

        run(story)
        assert len(server.requests) == 1


def test_a_demanded_wait_is_waited(run: Run) -> None:
    """20 ms are asked for where none would have been drawn; the log has the wait that was made."""
    config = RetryConfig("backoff", BackoffStrategy(0, 1_000, 1.0, 60_000))
    lines: list[str] = []

    class Lines:
        def debug(self, msg: str, *args: Any) -> None:
            lines.append(msg % args)

    with FaultServer([busy(429, retry_after_ms="20"), JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server, retry_config=config, debug_logger=Lines())) as client:
                assert (await client.create(**REQUEST)).meta.elapsed_s >= 0.02

        run(story)
    assert "retry: attempt 2 follows in 0.020 s" in lines


# --- rejected answers


def chunked_busy() -> Script:
    head = headers(429, {"content-type": "application/json", "transfer-encoding": "chunked"})
    return [head, chunk(b'{"error":'), chunk(b'"busy"}'), LAST_CHUNK]


@streamed
@pytest.mark.parametrize(
    "rejected", [busy(429), chunked_busy(), [headers(429, {"content-length": "0"})]], ids=["length", "chunked", "empty"]
)
def test_fifty_rejected_answers_hold_no_connection(run: Run, rejected: Script, stream: bool) -> None:
    """Each is read to its end before the wait, so that a pool of two is enough and one connection serves all 51."""
    with FaultServer([*[rejected] * 50, answer_to(stream)]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_two(call) as pool:
                client = call.client(orq_at(server, retry_config=QUICK, **pool))
                assert await text_of(client, stream=stream) == "Hello"

        run(story)
        assert len(server.requests) == 51
        assert server.accepted_connections == 1


@pytest.mark.parametrize(
    "rejected",
    [
        [headers(503, {"transfer-encoding": "chunked"}), chunk(b"x"), Silence()],
        [headers(503, {"content-length": "1000000"}), b"x" * 200_000, Silence()],
        [headers(503, {"content-length": "100"}), b"x", Close()],
        [headers(503, {"transfer-encoding": "chunked"}), b"zz\r\n", Silence()],
    ],
    ids=["endless", "large", "cut", "garbled"],
)
def test_a_rejected_answer_that_does_not_end_is_closed(run: Run, rejected: Script) -> None:
    """What is not soon at its end costs a connection, but no time, and the call goes on."""
    with FaultServer([rejected, JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server, retry_config=QUICK)) as client:
                assert await text_of(client) == "Hello"

        run(story)
        server.wait_until_closed(2)
        assert server.accepted_connections == 2


# --- connecting


@streamed
def test_a_server_that_is_not_up_yet_is_waited_for(run: Run, stream: bool) -> None:
    """A refused connection did no work: unasked, it is tried twice more, and the server may come up meanwhile."""
    with FaultServer([answer_to(stream)]) as server:
        server.stop_listening()
        hook = Attempts(lambda attempt: server.resume_listening() if attempt == 3 else None)

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server, hooks=[hook])) as client:
                assert await text_of(client, stream=stream) == "Hello"

        run(story)
        assert len(server.requests) == 1
    assert hook.failed == [(1, "ConnectError"), (2, "ConnectError")]


def test_a_server_that_stays_down_is_an_error(run: Run) -> None:
    """Three attempts unasked, as many as allowed with a configuration, one with `retry_connection_errors=False`."""
    with FaultServer([]) as server:
        server.stop_listening()
        counted = []

        async def story(call: Caller) -> None:
            for config in (
                None,
                RetryConfig(backoff=QUICK.backoff, max_attempts=5),
                RetryConfig("backoff", None, False),
            ):
                hook = Attempts()
                async with call.client(orq_at(server, retry_config=config, hooks=[hook])) as client:
                    with pytest.raises(httpx.ConnectError):
                        await client.create(**REQUEST)
                counted.append(len(hook.begun))

        run(story)
    assert counted == [3, 5, 1]


# --- stale connections


@streamed
@pytest.mark.parametrize("end", [Close(), Reset()], ids=["closed", "reset"])
def test_a_stale_connection_is_replaced_unasked(run: Run, stream: bool, end: Close | Reset) -> None:
    """A kept connection that closes when it is used again, before any byte: the request goes again, on a new one."""
    answer = answer_to(stream)
    with FaultServer([answer, [end], answer]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server)) as client:
                assert await text_of(client, stream=stream) == "Hello"
                assert await text_of(client, stream=stream) == "Hello"

        run(story)
        assert [(request.connection_index, request.request_index) for request in server.requests] == [
            (0, 0),
            (0, 1),
            (1, 0),
        ]


def test_connections_that_are_all_stale_are_replaced_one_by_one(run: Run) -> None:
    """Each call meets a connection that the server closes at its second request; ten calls, ten connections."""
    with FaultServer(stale_keep_alive(JSON_ANSWER)) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server)) as client:
                for _ in range(10):
                    assert await text_of(client) == "Hello"

        run(story)
        assert server.accepted_connections == 10


def test_a_new_connection_that_closes_is_not_stale(run: Run) -> None:
    """The server may have begun to work: unasked the failure is raised, with a configuration it is retried."""
    with FaultServer([[Close()], [Reset()], [Close()], [Reset()], JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server)) as client:
                for _ in range(2):
                    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                        await client.create(**REQUEST)
                assert await text_of(client, retries=QUICK) == "Hello"

        run(story)
        assert len(server.requests) == 5


BEGUN = {
    "half a header": half_header(Close()),
    "one byte": [b"H", Close()],
    "garbage": [b"\x16\x03\x01\x02\x00\r\n\r\n", Close()],
    "another protocol": [b"220 mail.example.test ESMTP\r\n", Close()],
    "early hints": [b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n", Close()],
    "in progress": [b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 2", Close()],
    "half a body": wrong_length(b'{"id":', announced=100),
    "half a chunk": half_chunk(b'{"id": "resp_1"}', Close(), content_type="application/json"),
}


@pytest.mark.parametrize("script", BEGUN.values(), ids=BEGUN)
@pytest.mark.parametrize("reused", [False, True], ids=["new", "reused"])
@pytest.mark.parametrize("config", [None, QUICK], ids=["default", "configured"])
def test_an_answer_that_had_begun_is_never_asked_for_again(
    run: Run, script: Script, reused: bool, config: RetryConfig | None
) -> None:
    """From the first byte on, the request counts as done: the failure is raised, whatever is configured."""
    with FaultServer([*([JSON_ANSWER] if reused else []), script]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server, retry_config=config)) as client:
                if reused:
                    await client.create(**REQUEST)
                with pytest.raises(httpx.TransportError):
                    await client.create(**REQUEST)

        run(story)
        assert len(server.requests) == 1 + reused
        assert server.accepted_connections == 1


@pytest.mark.parametrize("end", [Close(), Reset()], ids=["closed", "reset"])
def test_a_stream_that_breaks_off_is_never_asked_for_again(run: Run, end: Close | Reset) -> None:
    """No second bill and no text twice: the break is told where the events are read."""
    head = headers(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})
    with FaultServer([[head, chunk(created()), chunk(text("Hel")), end]]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server, retry_config=QUICK)) as client:
                with pytest.raises(StreamInterruptedError):
                    await text_of(client, stream=True)

        run(story)
        assert len(server.requests) == 1


# --- timeouts


@streamed
def test_a_timeout_before_any_byte_is_retried_if_that_is_configured(run: Run, stream: bool) -> None:
    """Unasked it is raised, as it is with `retry_connection_errors=False`."""
    unasked = RetryConfig("backoff", QUICK.backoff, False)
    with FaultServer([[Silence()], [Silence()], [Silence()], answer_to(stream)]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server)) as client:
                for retries in (None, unasked):
                    with pytest.raises(httpx.ReadTimeout):
                        await text_of(client, stream=stream, timeout_ms=50, retries=retries)
                assert await text_of(client, stream=stream, timeout_ms=250, retries=QUICK) == "Hello"

        run(story)
        server.wait_until_closed(3)
        assert len(server.requests) == 4


@pytest.mark.parametrize(
    "begun",
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 102 Processing\r\n\r\n",
        headers(200, {"content-type": "application/json", "content-length": "10"}),
    ],
    ids=["head", "interim", "body"],
)
def test_a_timeout_after_the_first_byte_is_not(run: Run, begun: bytes) -> None:
    """The answer had begun."""
    with FaultServer([[begun, Silence()]]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server, retry_config=QUICK)) as client:
                with pytest.raises(httpx.ReadTimeout):
                    await client.create(**REQUEST, timeout_ms=100)

        run(story)
        server.wait_until_closed(1)
        assert len(server.requests) == 1


# --- what passes through


class SoftTimeLimitExceeded(Exception):  # noqa: N818 - the name it has where it comes from
    """What a worker process raises in the middle of whatever runs, by a signal, to end a task in good order."""


@contextmanager
def handling(number: int, error: type[BaseException]) -> Iterator[None]:
    """Let a signal raise this in the main thread, once. Nothing is logged meanwhile: logging swallows exceptions."""
    raised = False

    def handle(*_: Any) -> None:
        nonlocal raised
        if not raised:
            raised = True
            raise error

    before = signal.signal(number, handle)
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        signal.signal(number, before)


@contextmanager
def interrupting(when: Callable[[], object], number: int) -> Iterator[None]:
    """Send this process a signal as soon as `when` returns, in another thread, and again until the block is left.

    Once might not do: Python notes a signal that comes just before a sleep, and looks at it after the sleep.
    """
    over = threading.Event()

    def send() -> None:
        when()
        os.kill(os.getpid(), number)
        while not over.wait(0.05):
            os.kill(os.getpid(), number)

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("error", [SoftTimeLimitExceeded, TimeoutError, KeyboardInterrupt])
@streamed
def test_a_signal_ends_a_blocking_call_at_once(error: type[BaseException], stream: bool) -> None:
    """While the answer is waited for: nothing is sent again, and the connection is closed."""
    with (
        FaultServer([[Silence()]]) as server,
        handling(signal.SIGUSR1, error),
        Orq(api_key="k", server_url=server.url, retry_config=QUICK) as orq,
    ):
        with pytest.raises(error), interrupting(lambda: server.wait_for_requests(1), signal.SIGUSR1):
            orq.router.responses.create(**REQUEST, stream=stream)
        server.wait_until_closed(1)
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "scripts",
    [
        [JSON_ANSWER, [Silence()]],
        [[headers(200, {"content-type": "application/json", "content-length": "9"}), b"{", Silence()]],
        [[headers(500, {"content-type": "text/plain", "content-length": "9"}), b"o", Silence()]],
    ],
    ids=["reused connection", "body", "body of an error"],
)
def test_a_signals_exception_is_not_taken_for_the_connections(scripts: list[Script]) -> None:
    """An alarm's TimeoutError, which is an OSError as a socket's is, passes as itself, and nothing is sent again."""
    with (
        FaultServer(scripts) as server,
        handling(signal.SIGUSR1, TimeoutError),
        Orq(api_key="k", server_url=server.url) as orq,
    ):
        for _ in scripts[1:]:
            orq.router.responses.create(**REQUEST)
        with (
            pytest.raises(TimeoutError) as raised,
            interrupting(lambda: server.wait_for_requests(len(scripts)), signal.SIGUSR1),
        ):
            orq.router.responses.create(**REQUEST)
        assert type(raised.value) is TimeoutError
        server.wait_until_closed(1)
        assert len(server.requests) == len(scripts)


def test_a_signal_that_is_being_handled_is_not_the_calls() -> None:
    """Whoever makes a call while handling an alarm is told what became of the call, and not of the alarm again."""
    with (
        handling(signal.SIGUSR1, TimeoutError),
        Orq(api_key="k", server_url=f"http://127.0.0.1:{refused_port()}") as orq,
    ):
        try:
            os.kill(os.getpid(), signal.SIGUSR1)
            signal.pause()
        except TimeoutError:
            with pytest.raises(httpx.ConnectError):
                orq.router.responses.create(**REQUEST)


class Until:
    """A debug logger that sets an event at a line that begins so."""

    def __init__(self, start: str) -> None:
        self.come = threading.Event()
        self._start = start

    def debug(self, msg: str, *_: Any) -> None:
        if msg.startswith(self._start):
            self.come.set()


PATIENT = RetryConfig("backoff", BackoffStrategy(1, 60_000, 1.0, 600_000))


@pytest.mark.parametrize("error", [SoftTimeLimitExceeded, KeyboardInterrupt])
def test_a_signal_ends_the_sleep_at_once(error: type[BaseException]) -> None:
    """A minute is to be waited; the signal ends it."""
    log = Until("retry:")
    with (
        FaultServer([busy(retry_after="60")]) as server,
        handling(signal.SIGUSR1, error),
        Orq(api_key="k", server_url=server.url, retry_config=PATIENT, debug_logger=log) as orq,
    ):
        with pytest.raises(error), interrupting(log.come.wait, signal.SIGUSR1):
            orq.router.responses.create(**REQUEST)
        assert len(server.requests) == 1


@pytest.mark.parametrize("moment", ["answer", "sleep"])
@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_cancelling_ends_an_async_call_at_once(moment: str, times: int) -> None:
    """While the answer is waited for, or the next attempt; also cancelled again while it cleans up."""
    log = Until("retry:")

    async def story() -> None:
        async with Orq(api_key="k", server_url=server.url, retry_config=PATIENT, debug_logger=log) as orq:
            task = asyncio.ensure_future(orq.router.responses.create_async(**REQUEST))
            await asyncio.to_thread(server.wait_for_requests, 1)
            if moment == "sleep":
                await asyncio.to_thread(log.come.wait)
            for _ in range(times):
                task.cancel()
                await asyncio.sleep(0)
            with pytest.raises(asyncio.CancelledError):
                await task

    with FaultServer([[Silence()] if moment == "answer" else busy(retry_after="60")]) as server:
        asyncio.run(story())
        server.wait_until_closed(1)
        assert len(server.requests) == 1


def test_cancelling_a_hundred_calls_leaves_a_pool_of_two_free() -> None:
    """Cancelled while they wait, while they read, and in a queue for the pool; then the next call is answered."""

    async def story() -> None:
        limits = httpx.Limits(max_connections=2)
        async with httpx.AsyncClient(limits=limits) as client:
            orq = Orq(api_key="k", server_url=server.url, async_client=client)
            for _ in range(34):
                tasks = [asyncio.ensure_future(orq.router.responses.create_async(**REQUEST)) for _ in range(3)]
                before = len(server.requests)
                await asyncio.to_thread(server.wait_for_requests, before + 2)
                for task in tasks:
                    task.cancel()
                    task.cancel()
                assert all(
                    isinstance(end, asyncio.CancelledError)
                    for end in await asyncio.gather(*tasks, return_exceptions=True)
                )
            done.set()
            assert (await orq.router.responses.create_async(**REQUEST)).id

    head = headers(200, {"content-type": "application/json", "content-length": "100"})
    done = threading.Event()

    def choose(connection_index: int, *_: Any) -> Script:
        return JSON_ANSWER if done.is_set() else [head, b"{", Silence()] if connection_index % 2 else [Silence()]

    with FaultServer(choose) as server:
        asyncio.run(story())


@pytest.mark.parametrize("gap", range(7))
def test_a_call_that_is_cancelled_as_its_turn_comes_keeps_no_place(gap: int) -> None:
    """Two calls are under way and one waits for its turn; all are cancelled, the last a few turns of the loop later.

    Afterwards two calls at the same time find their places in the pool of two.
    """
    free, both = threading.Event(), threading.Event()

    def choose(*_: Any) -> Script:
        return [Wait(both), *JSON_ANSWER] if free.is_set() else [Silence()]

    async def story() -> None:
        async with httpx.AsyncClient(limits=httpx.Limits(max_connections=2)) as client:
            responses = Orq(api_key="k", server_url=server.url, async_client=client).router.responses
            *running, waiting = [asyncio.ensure_future(responses.create_async(**REQUEST)) for _ in range(3)]
            await asyncio.to_thread(server.wait_for_requests, 2)
            for task in running:
                task.cancel()
            for _ in range(gap):
                await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(*running, waiting, return_exceptions=True)
            free.set()
            before = len(server.requests)
            calls = [asyncio.ensure_future(responses.create_async(**REQUEST)) for _ in range(2)]
            await asyncio.to_thread(server.wait_for_requests, before + 2)
            both.set()
            assert [(await call).output_text for call in calls] == ["Hello", "Hello"]

    with FaultServer(choose) as server:
        asyncio.run(story())


# --- hooks


def test_what_a_hook_raises_ends_the_call(run: Run) -> None:
    """Before the request, and after a failure that would have been retried: it passes at once."""

    class Refusing(AfterErrorHook):
        def after_error(self, hook_ctx: Any, response: Any, error: Any) -> Any:
            raise httpx.ConnectError("mine") if response is None else LookupError("mine")

    with FaultServer([busy()]) as server:

        async def story(call: Caller) -> None:
            async with call.client(orq_at(server, retry_config=QUICK, hooks=[Refusing()])) as client:
                with pytest.raises(LookupError, match="mine"):
                    await client.create(**REQUEST)
                server.stop_listening()
                await call.blocking(server.drop_connections)
                with pytest.raises(httpx.ConnectError, match="mine"):
                    await client.create(**REQUEST)

        run(story)
        assert len(server.requests) == 1


def test_a_hook_that_hangs_holds_up_nobody_but_its_call() -> None:
    """A plain hook of an awaited call that is cancelled meanwhile: neither the task nor the loop's end waits for it."""
    begun, go_on = threading.Event(), threading.Event()

    def hang(_: int) -> None:
        begun.set()
        go_on.wait()

    async def main() -> None:
        task = asyncio.ensure_future(orq.router.responses.create_async(**REQUEST))
        await asyncio.to_thread(begun.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    orq = Orq(api_key="k", server_url=f"http://127.0.0.1:{refused_port()}", hooks=[Attempts(hang)])
    overdue = threading.Timer(10, go_on.set)
    overdue.start()
    asyncio.run(main())
    assert not go_on.is_set()
    overdue.cancel()
    go_on.set()


def test_plain_hooks_of_awaited_calls_have_so_many_threads() -> None:
    """A burst of calls queues for them, and none is left out."""
    full, running, most, lock = threading.Event(), 0, 0, threading.Lock()

    def note(_: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if running == HOOK_THREADS:
                full.set()
        full.wait(10)
        with lock:
            running -= 1

    async def main() -> None:
        async with Orq(api_key="k", server_url=server.url, hooks=[Attempts(note)]) as orq:
            calls = [orq.router.responses.create_async(**REQUEST) for _ in range(HOOK_THREADS + 20)]
            assert len(await asyncio.gather(*calls)) == HOOK_THREADS + 20

    with FaultServer([JSON_ANSWER], repeat_last=True) as server:
        asyncio.run(main())
    assert most == HOOK_THREADS


def test_a_hooks_exception_is_held_by_nobody(run: Run) -> None:
    """Once it was told it goes, and its traceback's frames with it, without the help of the garbage collector."""

    refs: list[weakref.ref[BaseException]] = []

    class OwnError(Exception):
        def __init__(self) -> None:
            super().__init__()
            refs.append(weakref.ref(self))

    def fail(_: int) -> None:
        raise OwnError

    orq = Orq(api_key="k", server_url=f"http://127.0.0.1:{refused_port()}", hooks=[Attempts(fail)])

    async def story(call: Caller) -> None:
        client = call.client(lambda: orq)
        try:
            await client.create(**REQUEST)
        except OwnError:
            return
        pytest.fail("the hook did not raise")

    gc.collect()
    gc.disable()
    try:
        run(story)
        assert [ref() for ref in refs] == [None]
    finally:
        gc.enable()


def test_a_hook_that_answers_itself_lets_the_connection_go(run: Run) -> None:
    """Thirty failed answers are replaced by a ready-made one; a pool of two is enough and one connection serves all."""

    class Answering(AfterErrorHook):
        def after_error(self, hook_ctx: Any, response: Any, error: Any) -> Any:
            return httpx.Response(200, json=ANSWER), None

    with FaultServer([busy()], repeat_last=True) as server:

        async def story(call: Caller) -> None:
            async with pool_of_two(call) as pool:
                client = call.client(orq_at(server, hooks=[Answering()], **pool))
                for _ in range(30):
                    assert await text_of(client) == "Hello"

        run(story)
        assert server.accepted_connections == 1
