"""One HTTP client for each colour and event loop, made when first used, that survives loops, threads, forks, travel."""

from __future__ import annotations

import asyncio
import copy
import gc
import logging
import multiprocessing
import os
import pickle
import socket
import subprocess
import sys
import textwrap
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import anyio
import httpx
import pytest
import trio

from orq_ai_sdk import Orq
from orq_ai_sdk._hooks import BeforeRequestContext, BeforeRequestHook
from orq_ai_sdk.transport import environment
from orq_ai_sdk.transport.environment import new_client
from orq_ai_sdk.transport.loops import _guards, is_over
from orq_ai_sdk.utils import RetryConfig
from support.calls import JSON_ANSWER, REQUEST, SSE_ANSWER, text_of
from support.counts import fd_count, thread_count
from support.faultserver import FaultServer, Request, Script, Silence, Tell, Wait, full_backlog, headers
from support.stories import Caller, Run, colour_fixture, run_fixture
from support.tls import TlsServer

__all__ = ["colour_fixture", "run_fixture"]

TESTS = Path(__file__).parent


def answering() -> FaultServer:
    """A server that streams whenever it is asked to, and answers whole otherwise."""
    return FaultServer(lambda _c, _r, request: SSE_ANSWER if request.json["stream"] else JSON_ANSWER)


async def call_both_ways(orq: Orq) -> None:
    """Two async calls, one of them streamed."""
    assert (await orq.router.responses.create_async(**REQUEST)).output_text == "Hello"
    async with await orq.router.responses.create_async(**REQUEST, stream=True) as events:
        assert await events.get_final_text() == "Hello"


# --- when first used


def test_nothing_is_made_before_the_first_call() -> None:
    """Neither `Orq(...)` nor looking at its endpoints imports httpx, opens anything or starts a thread."""
    program = """
        import os, sys, threading
        before = len(os.listdir("/dev/fd"))
        from orq_ai_sdk import Orq
        with Orq(api_key="k") as orq:
            assert "httpx" not in sys.modules and "asyncio" not in sys.modules
            assert len(os.listdir("/dev/fd")) == before and threading.active_count() == 1
    """
    run_program(program)


def run_program(program: str, *arguments: str, **options: Any) -> str:
    """Run a program in an interpreter of its own, warnings being errors; gives what it prints."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program), *arguments],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=TESTS,
        **options,
    ).stdout


@pytest.fixture(name="made")
def made_fixture(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of HTTP clients that the SDK has made."""
    made: list[str] = []
    new_client = environment.new_client

    def counting(kind: Literal["Client", "AsyncClient"]) -> Any:
        made.append(kind)
        return new_client(kind)

    monkeypatch.setattr(environment, "new_client", counting)
    return made


def test_a_colour_makes_its_own_client_alone(run: Run, made: list[str]) -> None:
    """One client, one connection for two calls in a row, and nothing for the colour that is not used."""
    with answering() as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                assert await text_of(client) == "Hello"
                assert await text_of(client, stream=True) == "Hello"
            assert made == ["Client" if call.colour == "sync" else "AsyncClient"]

        run(story)
        assert server.accepted_connections == 1


@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_the_sdks_clients_are_as_documented(kind: Any) -> None:
    """1000 connections, 100 of them idle for at most half a minute; redirects are followed."""
    client = new_client(kind)
    pool = client._transport._pool
    assert (pool._max_connections, pool._max_keepalive_connections, pool._keepalive_expiry) == (1000, 100, 30.0)
    assert client.follow_redirects
    guide = (Path(__file__).parents[1] / "docs/guides/clients-and-lifetimes.md").read_text("utf-8")
    assert "limits (1000 connections, 100 of them idle)" in guide
    if kind == "Client":
        client.close()


def test_thirty_two_threads_share_one_client(made: list[str]) -> None:
    """Made once although all ask at the same time; the pool serves them side by side."""
    barrier = threading.Barrier(32)
    with answering() as server, Orq(api_key="k", server_url=server.url) as orq:

        def work(_: int) -> set[str]:
            barrier.wait()
            return {orq.router.responses.create(**REQUEST).output_text for _ in range(5)}

        with ThreadPoolExecutor(32) as pool:
            assert list(pool.map(work, range(32))) == [{"Hello"}] * 32
        assert made == ["Client"]
        assert len(server.requests) == 160
        assert server.accepted_connections <= 32


# --- event loops


def settled(server: FaultServer, connections: int) -> None:
    """Wait until the server has seen this many connections come and go; collect what is garbage."""
    server.wait_until_closed(connections)
    gc.collect()


def test_one_client_survives_three_loops() -> None:
    """Each `asyncio.run` has a connection of its own, closed in good order when the loop ends; nothing is left."""
    with answering() as server, Orq(api_key="k", server_url=server.url) as orq:
        asyncio.run(call_both_ways(orq))
        settled(server, 1)
        descriptors, threads = fd_count(), thread_count()
        for count in (2, 3):
            asyncio.run(call_both_ways(orq))
            settled(server, count)
            assert server.accepted_connections == count
            assert server.closed_by_client == count
        assert fd_count() <= descriptors
        assert thread_count() <= threads  # one that an earlier test left may have ended meanwhile
        assert not orq._pool._by_loop


def test_a_stream_that_is_held_over_a_loops_end_is_over() -> None:
    """The loop's end closes its connection, with no warning from whoever still holds the stream."""
    held = []

    async def begin() -> None:
        held.append(await orq.router.responses.create_async(**REQUEST, stream=True))

    with FaultServer([[SSE_ANSWER[0], Silence()]]) as server, Orq(api_key="k", server_url=server.url) as orq:
        asyncio.run(begin())
        settled(server, 1)
        held.clear()
        gc.collect()


def test_loops_that_are_just_closed_are_swept_up() -> None:
    """A loop that ends without its own shutdown leaves a connection until the next loop's first call, and no longer."""
    with answering() as server, Orq(api_key="k", server_url=server.url) as orq, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # asyncio's own, about transports that nobody closed
        for count in range(5):
            loop = asyncio.new_event_loop()
            loop.run_until_complete(call_both_ways(orq))
            loop.close()
            assert len(orq._pool._by_loop) == 1
            assert len([known for known in _guards if is_over(known)]) <= 1
            if count:
                settled(server, count)
        del loop
        asyncio.run(call_both_ways(orq))
        settled(server, 6)


@pytest.mark.parametrize("shared", [True, False], ids=["one client", "two clients"])
def test_a_loop_may_end_while_another_begins(shared: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its going out of the books, in another thread, disturbs nobody who looks through them."""
    called, end = threading.Event(), threading.Event()

    async def first() -> None:
        await orq.router.responses.create_async(**REQUEST)
        called.set()
        await asyncio.to_thread(end.wait)

    thread = threading.Thread(target=lambda: asyncio.run(first()))

    def ending(loop: Any) -> bool:
        end.set()
        thread.join()
        return is_over(loop)

    with answering() as server, Orq(api_key="k", server_url=server.url) as orq:
        other = orq if shared else Orq(api_key="k", server_url=server.url)
        thread.start()
        called.wait()
        for module in ("clients", "loops"):
            monkeypatch.setattr(f"orq_ai_sdk.transport.{module}.is_over", ending)
        answer = asyncio.run(other.router.responses.create_async(**REQUEST))
        assert answer.output_text == "Hello"
        other.close()


def test_a_stream_of_a_loop_that_is_just_closed_ends_with_the_next_loops_call() -> None:
    """Whoever holds the stream holds no connection: it is shut down when the ended loop is noticed."""

    async def begin() -> Any:
        return await orq.router.responses.create_async(**REQUEST, stream=True)

    with (
        FaultServer([[SSE_ANSWER[0], Silence()], JSON_ANSWER]) as server,
        Orq(api_key="k", server_url=server.url) as orq,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", ResourceWarning)  # asyncio's own, as above
        first, second = asyncio.new_event_loop(), asyncio.new_event_loop()
        held = first.run_until_complete(begin())
        first.close()
        second.run_until_complete(orq.router.responses.create_async(**REQUEST))
        server.wait_until_closed(1)
        del held, first
        gc.collect()
        second.run_until_complete(orq.aclose())
        second.close()


def test_loops_in_several_threads_are_served_side_by_side() -> None:
    """Eight loops at the same time, each with a client of its own, three times over; all is closed afterwards."""
    with answering() as server, Orq(api_key="k", server_url=server.url) as orq:
        barrier = threading.Barrier(8)

        def work(_: int) -> None:
            async def both() -> None:
                barrier.wait()
                await asyncio.gather(call_both_ways(orq), call_both_ways(orq))

            for _ in range(3):
                asyncio.run(both())

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(8)))
        settled(server, server.accepted_connections)
        assert len(server.requests) == 8 * 3 * 4
        assert not orq._pool._by_loop


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_anyio_is_served_on_either_backend(backend: str) -> None:
    """Calls in a task group, and cancelled ones, three runs with one object."""
    with answering() as server, Orq(api_key="k", server_url=server.url) as orq:

        async def main() -> None:
            async with anyio.create_task_group() as group:
                for _ in range(4):
                    group.start_soon(call_both_ways, orq)
            with anyio.CancelScope() as scope:
                scope.cancel()
                await call_both_ways(orq)
            await call_both_ways(orq)

        for _ in range(3):
            anyio.run(main, backend=backend)
        settled(server, server.accepted_connections)


def test_trio_is_served(caplog: pytest.LogCaptureFixture) -> None:
    """Plain trio, retries and hooks included; a run's connections are closed when it ends."""

    class Hook(BeforeRequestHook):
        def before_request(self, hook_ctx: BeforeRequestContext, request: httpx.Request) -> httpx.Request:
            seen.append(threading.current_thread())
            return request

    seen: list[threading.Thread] = []
    busy = headers(503, {"content-length": "0", "retry-after-ms": "5"})

    async def main() -> None:
        for _ in range(2):
            await call_both_ways(orq)

    scripts = [[busy], JSON_ANSWER, SSE_ANSWER, JSON_ANSWER, SSE_ANSWER]
    with (
        FaultServer([*scripts, *scripts]) as server,
        Orq(api_key="k", server_url=server.url, retry_config=RetryConfig(), hooks=[Hook()]) as orq,
    ):
        for _ in range(2):
            trio.run(main)
        settled(server, 2)
        assert server.accepted_connections == server.closed_by_client == 2
    assert threading.main_thread() not in seen
    assert not [record for record in caplog.records if record.levelno > logging.DEBUG and record.name != "httpx"]


def test_async_calls_need_a_loop() -> None:
    """Driven by hand, without any event loop, a call says what is missing."""
    with Orq(api_key="k", server_url="http://127.0.0.1:9") as orq:
        call = orq.router.responses.create_async(**REQUEST)
        with pytest.raises(RuntimeError, match="asyncio, anyio or trio"):
            call.send(None)


def test_another_kind_of_asyncio_loop_serves_too() -> None:
    """uvloop, whose sockets refuse to be shut down; a client dropped there leaves nothing behind."""
    uvloop = pytest.importorskip("uvloop")

    async def main() -> None:
        await call_both_ways(orq)
        dropped = Orq(api_key="k", server_url=server.url)
        await call_both_ways(dropped)
        del dropped
        gc.collect()
        await asyncio.to_thread(server.wait_until_closed, 1)

    with answering() as server, Orq(api_key="k", server_url=server.url) as orq, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        loop = uvloop.new_event_loop()
        loop.run_until_complete(main())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        settled(server, 2)


# --- the sockets


@pytest.mark.parametrize("secure", [False, True], ids=["plain", "tls"])
def test_the_kernel_asks_whether_the_peer_still_lives(run: Run, secure: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """TCP keep-alive is on, so that a dead peer is noticed while a model thinks."""
    head = headers(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})
    with TlsServer([[head, Silence()]]) if secure else FaultServer([[head, Silence()]]) as server:
        if isinstance(server, TlsServer):
            monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))

        async def story(call: Caller) -> None:
            opened = call.client(lambda: Orq(api_key="k", server_url=server.url))
            async with opened as client, client.stream(**REQUEST) as stream:
                sock = stream.response.extensions["network_stream"].get_extra_info("socket")
                assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
                if hasattr(socket, "TCP_KEEPIDLE"):
                    assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 60

        run(story)


# --- time limits


class Limits(BeforeRequestHook):
    """Notes the time limits that a request is sent with: connect, read, write, pool."""

    def __init__(self) -> None:
        self.seen: list[tuple[float | None, ...]] = []

    def before_request(self, hook_ctx: BeforeRequestContext, request: httpx.Request) -> httpx.Request:
        self.seen.append(tuple(request.extensions["timeout"].values()))
        return request


DEFAULT = (10.0, 600.0, 600.0, 600.0)
NONE = (None, None, None, None)
HALF = (0.5, 0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("of_the_client", "of_the_call", "expected"),
    [
        ({}, {}, DEFAULT),
        ({"timeout_ms": None}, {}, NONE),
        ({"timeout_ms": 500}, {}, HALF),
        ({}, {"timeout_ms": None}, NONE),
        ({}, {"timeout_ms": 500}, HALF),
        ({"timeout_ms": 500}, {"timeout_ms": None}, NONE),
        ({"timeout_ms": None}, {"timeout_ms": 500}, HALF),
    ],
)
def test_connecting_is_bounded_unless_the_user_says_otherwise(
    run: Run, of_the_client: dict[str, Any], of_the_call: dict[str, Any], expected: tuple[float | None, ...]
) -> None:
    """Unset: ten seconds to connect, ten minutes for the rest. None: no limit. A number: for each wait."""
    limits = Limits()
    with FaultServer([JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(
                lambda: Orq(api_key="k", server_url=server.url, hooks=[limits], **of_the_client)
            ) as client:
                await client.create(**REQUEST, **of_the_call)

        run(story)
    assert limits.seen == [expected]


@pytest.mark.parametrize(
    ("chosen", "of_the_call", "expected"),
    [
        ({}, {}, DEFAULT),
        ({"timeout": None}, {}, NONE),
        ({"timeout": 30}, {}, (30, 30, 30, 30)),
        ({"timeout": httpx.Timeout(5.0, read=60)}, {}, (5.0, 60, 5.0, 5.0)),
        ({"timeout": 30}, {"timeout_ms": 500}, HALF),
        ({"timeout": 30}, {"timeout_ms": None}, NONE),
    ],
)
def test_a_borrowed_clients_limits_stay(
    run: Run, chosen: dict[str, Any], of_the_call: dict[str, Any], expected: tuple[float | None, ...]
) -> None:
    """What its owner chose holds, unless the call says otherwise; httpx's five seconds were nobody's choice."""
    limits = Limits()
    with FaultServer([JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with httpx.AsyncClient(**chosen) if call.colour == "asyncio" else httpx_client(**chosen) as given:
                name = "async_client" if call.colour == "asyncio" else "client"
                client = call.client(lambda: Orq(api_key="k", server_url=server.url, hooks=[limits], **{name: given}))
                await client.create(**REQUEST, **of_the_call)

        run(story)
    assert limits.seen == [expected]


class httpx_client(httpx.Client):  # noqa: N801 - an httpx.Client that an async story can enter
    async def __aenter__(self) -> httpx_client:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()


def test_a_black_hole_ends_by_the_time_limit(run: Run) -> None:
    """Nobody accepts and nobody refuses: after the limit a ConnectTimeout, which is not tried again unasked."""
    limits = Limits()
    with full_backlog() as port:

        async def story(call: Caller) -> None:
            async with call.client(
                lambda: Orq(api_key="k", server_url=f"http://127.0.0.1:{port}", hooks=[limits])
            ) as client:
                with pytest.raises(httpx.ConnectTimeout):
                    await client.create(**REQUEST, timeout_ms=200)

        run(story)
    assert len(limits.seen) == 1


# --- forks

FORKING = """
    import asyncio, gc, os, sys
    from orq_ai_sdk import Orq

    request = {"model": "m", "input_": "Hi"}
    orq = Orq(api_key="k", server_url=sys.argv[1])
    closed = Orq(api_key="k", server_url=sys.argv[1])
    closed.close()
    assert orq.router.responses.create(**request).output_text == "Hello"
    loop = asyncio.new_event_loop()
    assert loop.run_until_complete(orq.router.responses.create_async(**request)).output_text == "Hello"
    streaming = Orq(api_key="k", server_url=sys.argv[1])
    stream = streaming.router.responses.create(**request, stream=True)
    events = iter(stream)
    next(events)
    orphan = Orq(api_key="k", server_url=sys.argv[1]).router.responses.create(**request, stream=True)
    next(orphan)
    child = os.fork()
    if child == 0:
        assert orq.router.responses.create(**request).output_text == "Hello"
        assert asyncio.run(orq.router.responses.create_async(**request)).output_text == "Hello"
        try:
            closed.router.responses.create(**request)
        except RuntimeError:
            pass
        else:
            raise AssertionError("closed in the parent, but not in the child")
        del stream, events  # in the child, the parent's stream is just dropped
        orphan.close()  # or closed, although the client that made it is gone
        gc.collect()
        orq.close()
        streaming.close()
        print("child")
        sys.exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0, status
    assert orq.router.responses.create(model="m", input_="Go on").output_text == "Hello"
    assert stream.get_final_text() == "Hello"
    assert orphan.get_final_text() == "Hello"
    assert loop.run_until_complete(orq.router.responses.create_async(**request)).output_text == "Hello"
    loop.run_until_complete(orq.aclose())
    loop.close()
    print("parent")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot fork here")
def test_a_forked_child_starts_with_connections_of_its_own() -> None:
    """It neither uses nor ends the parent's: not by calling, dropping a stream, closing or exiting."""
    go_on = threading.Event()

    def choose(_c: int, _r: int, request: Request) -> Script:
        if request.json["stream"]:
            return [*SSE_ANSWER[:2], Wait(go_on), *SSE_ANSWER[2:]]
        return [*([Tell(go_on)] if request.json["input"] == "Go on" else []), *JSON_ANSWER]

    with FaultServer(choose) as server:
        assert run_program(FORKING, server.url).split() == ["child", "parent"]
        used = {(request.connection_index, request.request_index) for request in server.requests}
    # The parent's: two calls on one connection, two async ones on another, two streams. The child's: one each.
    assert sorted(index for index, _ in used) == [0, 0, 1, 1, 2, 3, 4, 5]


FORKING_AMONG_THREADS = """
    import os, sys, threading
    from orq_ai_sdk.core.logs import _evaluating, _setting_up
    from orq_ai_sdk.core.typedjson import building
    from orq_ai_sdk.transport.loops import _guarding

    locks = [building, _guarding, _setting_up, _evaluating]
    over = threading.Event()

    def hold(lock):
        while not over.is_set():
            with lock:
                over.wait(0.001)

    threads = [threading.Thread(target=hold, args=(lock,)) for lock in locks]
    for thread in threads:
        thread.start()
    for _ in range(20):
        child = os.fork()
        if child == 0:
            os._exit(sum(not lock.acquire(timeout=5) for lock in locks))
        assert os.waitpid(child, 0)[1] == 0, "a lock is held for ever"
    over.set()
    for thread in threads:
        thread.join()
    print("done")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot fork here")
def test_a_forked_child_finds_every_lock_free() -> None:
    """Whichever thread of the parent held one when the process forked: it does not exist in the child."""
    assert run_program(FORKING_AMONG_THREADS, "").split() == ["done"]


# --- copies and pickles


def test_copies_are_independent(run: Run) -> None:
    """A copy, a deep copy and a pickle call as the original does, over their own connections; each is closed alone."""
    with answering() as server:

        async def story(call: Caller) -> None:
            async with call.client(
                lambda: Orq(api_key="k", server_url=server.url, default_headers={"x-a": "b"})
            ) as first:
                await text_of(first)
                for twin in (copy.copy, copy.deepcopy, lambda orq: pickle.loads(pickle.dumps(orq))):
                    async with call.client(lambda twin=twin: twin(first.orq)) as other:
                        assert repr(other.orq) == repr(first.orq)
                        await text_of(other)
                    with pytest.raises(RuntimeError, match="closed"):
                        await text_of(other)
                await text_of(first)
                again = call.client(lambda: copy.copy(other.orq))
                async with again:
                    await text_of(again)

        run(story)
        assert [request.connection_index for request in server.requests] == [0, 1, 2, 3, 0, 4]
        assert {request.headers["x-a"] for request in server.requests} == {"b"}
        assert {request.headers["authorization"] for request in server.requests} == {"Bearer k"}


class Plain(BeforeRequestHook):
    """A hook that travels."""

    def before_request(self, hook_ctx: BeforeRequestContext, request: httpx.Request) -> httpx.Request:
        request.headers["x-hook"] = "travelled"
        return request


def ask(orq: Orq) -> str:
    """Make a call in a worker process."""
    return str(orq.router.responses.create(**REQUEST).output_text)


def key() -> str:
    """A callable key that travels."""
    return "from-a-callable"


def test_a_client_travels_to_worker_processes() -> None:
    """Spawned workers make calls with what they were given: settings, hooks, a callable key; sockets stay at home."""
    with answering() as server, Orq(api_key=key, server_url=server.url, hooks=[Plain()], log_redact=["$.input"]) as orq:
        ask(orq)
        with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
            assert list(pool.map(ask, [orq, orq.with_options(timeout_ms=5_000)])) == ["Hello", "Hello"]
        assert {request.headers["x-hook"] for request in server.requests} == {"travelled"}
        assert {request.headers["authorization"] for request in server.requests} == {"Bearer from-a-callable"}


class Local:
    """A debug logger that holds a lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()

    def debug(self, msg: str, *_: Any) -> None:
        """Nothing."""


class Locked(Plain):
    """A hook that holds a lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


@pytest.mark.parametrize(
    ("part", "make"),
    [
        ("api_key", lambda: lambda: "k"),
        ("hooks", lambda: [Locked()]),
        ("debug_logger", Local),
        ("client", httpx.Client),
        ("async_client", httpx.AsyncClient),
    ],
)
def test_a_part_that_cannot_travel_is_named(part: str, make: Callable[[], Any]) -> None:
    """Pickling says which part is at fault; copying within the process shares it and works."""
    with Orq(**{"api_key": "k", part: make()}) as orq:
        with pytest.raises(TypeError, match=f"Orq cannot be pickled, since its {part} cannot"):
            pickle.dumps(orq)
        for twin in (copy.copy(orq), copy.deepcopy(orq)):
            assert repr(twin) == repr(orq)


def test_a_view_shares_the_connections(run: Run) -> None:
    """Calls of both go over the one connection, in both colours; closing either closes both."""
    with answering() as server:

        async def story(call: Caller) -> None:
            client = call.client(lambda: Orq(api_key="k", server_url=server.url))
            view = call.client(lambda: client.orq.with_options(timeout_ms=5_000))
            for either in (client, view, client):
                assert await text_of(either) == "Hello"
            await view.close()
            with pytest.raises(RuntimeError, match="closed"):
                await text_of(client)

        run(story)
        assert server.accepted_connections == 1
