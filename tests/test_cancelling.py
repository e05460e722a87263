"""Cancelling a call at any moment, whatever else goes wrong just then: no connection, socket or pool slot is lost."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import Any

import anyio
import httpx
import pytest

from orq_ai_sdk import Orq, OrqError
from orq_ai_sdk._hooks import AfterErrorHook, AfterSuccessHook, BeforeRequestHook
from orq_ai_sdk.transport.cancelling import CancelSafe, CancelSafeIterator, run_at_once
from orq_ai_sdk.utils import BackoffStrategy, RetryConfig
from support.calls import JSON_ANSWER, REQUEST, TEXT
from support.counts import fd_count
from support.faultserver import (
    Close,
    FaultServer,
    Request,
    Reset,
    Script,
    Silence,
    half_header,
    json_answer,
    wrong_length,
)
from support.streams import created, streaming, terminal, text
from support.tls import TlsServer

TWICE = RetryConfig("backoff", BackoffStrategy(1, 5, 1.0, 60_000), max_attempts=2)
REJECTED = json_answer({"error": {"message": "busy"}}, status=503)

# What the server does, and how the call is made.
FAULTS: dict[str, tuple[Script, dict[str, Any]]] = {
    "answered": (JSON_ANSWER, {}),
    "closed": ([Close()], {"retries": TWICE}),
    "reset": ([Reset()], {"retries": TWICE}),
    "half a header": (half_header(Close()), {}),
    "half a body": (wrong_length(b"{}", announced=9), {}),
    "not HTTP": ([b"SSH-2.0\r\n\r\n", Close()], {}),
    "rejected": (REJECTED, {"retries": TWICE}),
    "half a rejection": (wrong_length(b"{}", announced=9, content_type="text/plain"), {"retries": TWICE}),
    "streamed": (streaming(created(), text("a"), terminal()), {"stream": True}),
    "half a stream": (streaming(created(), text("a"), Close()), {"stream": True}),
    "an answer that a hook refuses": (streaming(created(), Silence()), {"stream": True, "refused": True}),
    "a stream that ends in silence": (streaming(created(), terminal(), Silence()), {"stream": True}),
}


class RefusedError(Exception):
    """What a hook raises at an answer."""


class Refusing(AfterSuccessHook):
    """A hook that takes no answer."""

    async def after_success(self, hook_ctx: Any, response: Any) -> Any:
        raise RefusedError


class CancelledAt:
    """Awaits something, and cancels the task that does at one of its suspensions, and at those that follow it.

    `count` is how many suspensions there were.
    """

    def __init__(self, work: Any, at: int, times: int) -> None:
        self.work = work
        self.moments = range(at, at + times)
        self.count = 0
        self.counting = True

    def __await__(self) -> Generator[Any, Any, Any]:
        steps = self.work.__await__()
        go_on = iter(steps).__next__
        while True:
            try:
                waits = go_on()
            except StopIteration as end:
                return end.value
            if self.counting:
                self.count += 1
                if self.count - 1 in self.moments and self.interrupt():
                    return None
            go_on = self._step(steps, *(yield from _answered(waits)))

    def interrupt(self) -> bool:
        """Cancel the task; returns whether the work is over with that."""
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        return False

    @staticmethod
    def _step(steps: Any, value: Any, error: BaseException | None) -> Any:
        return (lambda: steps.send(value)) if error is None else (lambda: steps.throw(error))


def _answered(waits: Any) -> Generator[Any, Any, tuple[Any, BaseException | None]]:
    """Suspend, and return what the loop answers, or throws."""
    try:
        return (yield waits), None
    except BaseException as error:  # noqa: BLE001 - passed on to what is awaited
        return None, error


async def ask(orq: Orq, options: dict[str, Any]) -> None:
    """Make a call to its end, whatever that is."""
    arguments = {name: value for name, value in options.items() if name != "refused"}
    with suppress(OrqError, httpx.TransportError, RefusedError):
        result: Any = await orq.router.responses.create_async(model="faulty", input_="Hi", **arguments)
        async with result as events:
            await events.until_done()


async def answer(orq: Orq) -> str:
    """Make a call that nothing is wrong with."""
    return (await orq.router.responses.create_async(**REQUEST)).output_text


@pytest.mark.parametrize(
    ("secure", "reused", "times"),
    [(False, False, 1), (False, True, 3), (True, False, 3)],
    ids=["TCP", "reused, three times", "TLS, three times"],
)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_cancellation_at_any_moment_frees_the_one_connection(
    fault: str, secure: bool, reused: bool, times: int
) -> None:
    """At each suspension in turn a call is cancelled, while it fails or not; another, which waits, is served next."""
    script, options = FAULTS[fault]

    def choose(_connection: int, _index: int, request: Request) -> Script:
        return script if request.json["model"] == "faulty" else JSON_ANSWER

    async def story(server: FaultServer, trusted: Any) -> int:
        limits, timeout = httpx.Limits(max_connections=1), httpx.Timeout(20)
        moment = suspensions = 0
        while moment <= suspensions:
            async with httpx.AsyncClient(limits=limits, timeout=timeout, verify=trusted, trust_env=False) as http:
                orq = Orq(server_url=server.url, async_client=http)
                if reused:
                    assert await answer(orq) == TEXT
                hooks = [Refusing()] if "refused" in options else None
                asked = Orq(server_url=server.url, async_client=http, hooks=hooks)
                cancelled = CancelledAt(ask(asked, options), moment, times)
                task = asyncio.ensure_future(_awaited(cancelled))
                waiter = asyncio.ensure_future(answer(orq))
                with suppress(asyncio.CancelledError):
                    await task
                assert await waiter == TEXT
                assert await answer(orq) == TEXT
            suspensions = cancelled.count
            moment += 1
        return moment

    with TlsServer(choose) if secure else FaultServer(choose) as server:
        trusted: ssl.SSLContext | bool = server.client_context() if isinstance(server, TlsServer) else True
        assert asyncio.run(story(server, trusted)) > 5


async def _awaited(work: CancelledAt) -> Any:
    return await work


class ThrownAwayAt(CancelledAt, BeforeRequestHook, AfterSuccessHook, AfterErrorHook):
    """Awaits something, and closes it at one of its suspensions at which no request is on its way.

    It is a hook as well, which gives way before it agrees.
    """

    def interrupt(self) -> bool:
        self.work.close()
        return True

    async def before_request(self, hook_ctx: Any, request: Any) -> Any:
        self.counting = False
        return request

    async def after_success(self, hook_ctx: Any, response: Any) -> Any:
        self.counting = True
        await asyncio.sleep(0)
        return response

    async def after_error(self, hook_ctx: Any, response: Any, error: Any) -> Any:
        return await self.after_success(hook_ctx, response), error


@pytest.mark.parametrize(
    "fault",
    ["answered", "half a body", "rejected", "half a rejection", "streamed", "an answer that a hook refuses"],
)
def test_a_call_that_is_thrown_away_at_any_moment_frees_the_one_connection(fault: str) -> None:
    """`coroutine.close()` at any moment after the headers ends it at once, and awaits nothing; the next is served.

    Before them it is httpx and asyncio that are thrown away, which go on in tasks of their own.
    """
    script, options = FAULTS[fault]

    def choose(_connection: int, _index: int, request: Request) -> Script:
        return script if request.json["model"] == "faulty" else JSON_ANSWER

    async def story(server: FaultServer) -> int:
        moment = suspensions = 0
        while moment <= suspensions:
            limits, timeout = httpx.Limits(max_connections=1), httpx.Timeout(20)
            async with httpx.AsyncClient(limits=limits, timeout=timeout, trust_env=False) as http:
                thrown_away = ThrownAwayAt(None, moment, 1)
                hooks = [thrown_away, *([Refusing()] if "refused" in options else [])]
                thrown_away.work = ask(Orq(server_url=server.url, async_client=http, hooks=hooks), options)
                await thrown_away
                assert await answer(Orq(server_url=server.url, async_client=http)) == TEXT
            suspensions = thrown_away.count
            moment += 1
        return moment

    with FaultServer(choose) as server:
        assert asyncio.run(story(server)) > 1


@pytest.fixture(name="unanswered")
def unanswered_fixture() -> Iterator[str]:
    """The https URL of a listener that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_handshake_leaves_no_socket(unanswered: str, backend: str) -> None:
    """Calls that are cancelled while TLS is agreed leave no descriptor behind, before the client is closed."""

    async def story() -> None:
        async with Orq(api_key="k", server_url=unanswered) as orq:
            before = 0
            for _ in range(20):
                with anyio.move_on_after(0.02) as scope:
                    await orq.router.responses.create_async(**REQUEST)
                assert scope.cancelled_caught
                await anyio.lowlevel.checkpoint()
                before = before or fd_count()
            assert fd_count() <= before

    gc.collect()
    anyio.run(story, backend=backend)


# ----------------------------------------------------------------------------------------------------- what it rests on


class Yields:
    """Waits for nothing so many times, or for something."""

    def __init__(self, *waits: Any) -> None:
        self.waits = waits

    def __await__(self) -> Generator[Any, Any, str]:
        yield from self.waits
        return "done"


def test_running_at_once_takes_every_step_that_waits_for_nothing() -> None:
    """What only gives way is run to its end; what waits for something is thrown away, and that is told."""
    assert run_at_once(Yields())
    assert run_at_once(Yields(None, None, None))
    assert not run_at_once(Yields(None, "something"))
    assert not run_at_once(Yields(*[None] * 100_000))


class Cut(BaseException):
    """Stands for a cancellation."""


def test_what_cannot_be_told_of_a_cancellation_is_left() -> None:
    """An awaitable that is a bare iterator is awaited like any other, and dropped when it is cancelled."""

    class Bare:
        def __await__(self) -> Any:
            return iter(["something"])

    async def wait() -> None:
        await CancelSafe(Bare())

    waiting = wait()
    assert waiting.send(None) == "something"
    with pytest.raises(Cut):
        waiting.throw(Cut())
    waiting = wait()
    waiting.send(None)
    with pytest.raises(StopIteration):
        waiting.send(None)


def test_a_step_that_is_cancelled_cleans_up_at_once() -> None:
    """After a cancellation the clean-up takes all its steps before the loop has another chance to interfere."""
    cleaned: list[str] = []

    class Chunks:
        async def __anext__(self) -> bytes:
            try:
                await Yields("data")
            except Cut:
                await Yields(None, None, None)
                cleaned.append("all")
                raise
            return b"chunk"

    async def read() -> bytes:
        return await CancelSafeIterator(Chunks()).__anext__()  # type: ignore[arg-type]

    reader = read()
    assert reader.send(None) == "data"
    with pytest.raises(Cut):
        reader.throw(Cut())
    assert cleaned == ["all"]

    reader = read()
    reader.send(None)
    with pytest.raises(StopIteration) as end:
        reader.send(None)
    assert end.value.value == b"chunk"
