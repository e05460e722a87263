"""What is closed is closed once and for all; what is dropped leaves nothing behind; what was borrowed is left alone."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import subprocess
import sys
import textwrap
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
import trio
import trustme

from orq_ai_sdk import Orq
from orq_ai_sdk.core.failures import Watch
from orq_ai_sdk.models import StreamInterruptedError
from orq_ai_sdk.transport.clients import ManagedClient, shut_down
from orq_ai_sdk.transport.loops import finish
from orq_ai_sdk.utils import RetryConfig
from support.calls import JSON_ANSWER, REQUEST, SSE_ANSWER, text_of
from support.counts import fd_count, thread_count
from support.faultserver import FaultServer, Request, Script, Silence, headers, json_answer
from support.stories import Caller, Run, colour_fixture, run_fixture
from support.tls import TlsServer

__all__ = ["colour_fixture", "run_fixture"]

HALF_STREAM: Script = [*SSE_ANSWER[:3], Silence()]


def answering() -> FaultServer:
    """A server that streams whenever it is asked to, and answers whole otherwise."""
    return FaultServer(lambda _c, _r, request: SSE_ANSWER if request.json["stream"] else JSON_ANSWER)


def orq_at(server: FaultServer) -> Orq:
    return Orq(api_key="k", server_url=server.url)


async def ask(orq: Orq) -> None:
    assert (await orq.router.responses.create_async(**REQUEST)).output_text == "Hello"


def ask_sync(orq: Orq) -> None:
    assert orq.router.responses.create(**REQUEST).output_text == "Hello"


# --- closing


def test_closing_twice_is_closing_once(run: Run) -> None:
    """`close`, `aclose`, both, again and in any order, used or not; afterwards a call says what happened."""
    with answering() as server:

        async def story(call: Caller) -> None:
            for used in (False, True):
                client = call.client(lambda: orq_at(server))
                if used:
                    await text_of(client)
                for _ in range(2):
                    await client.close()
                    client.orq.close()
                    if call.colour == "asyncio":
                        await client.orq.aclose()
                for stream in (False, True):
                    with pytest.raises(RuntimeError, match="has been closed"):
                        await text_of(client, stream=stream)

        run(story)
        server.wait_until_closed(1)
        assert server.accepted_connections == server.closed_by_client == 1


def test_with_closes_both_colours() -> None:
    """A plain `with` around async calls, in a running loop and around whole loops: all connections are closed."""

    async def inside() -> None:
        with orq_at(server) as orq:
            ask_sync(orq)
            await ask(orq)
        await asyncio.to_thread(server.wait_until_closed, 2)

    with answering() as server:
        asyncio.run(inside())
        with orq_at(server) as orq:
            asyncio.run(ask(orq))
            ask_sync(orq)
        server.wait_until_closed(4)
        assert server.closed_by_client == 4
        gc.collect()  # would warn of what was forgotten


def test_with_closes_what_an_ending_loop_gets_no_turn_to_close() -> None:
    """A plain `with` around async calls that is left as the last thing on a loop leaves no connection open."""

    async def main() -> None:
        with orq_at(server) as orq:
            await ask(orq)

    with answering() as server:
        for count, run in enumerate((lambda: asyncio.run(main()), lambda: trio.run(main)), 1):
            run()
            gc.collect()  # a ResourceWarning is an error
            server.wait_until_closed(count)


def test_async_with_closes_both_colours() -> None:
    """And the loops of other threads, whose idle connections end with it as well."""
    held = threading.Event()
    ready = threading.Event()

    async def elsewhere(orq: Orq) -> None:
        await ask(orq)
        ready.set()
        await asyncio.to_thread(held.wait)

    async def here() -> None:
        async with orq_at(server) as orq:
            other = asyncio.ensure_future(asyncio.to_thread(asyncio.run, elsewhere(orq)))
            await ask(orq)
            await asyncio.to_thread(ask_sync, orq)
            await asyncio.to_thread(ready.wait)
        await asyncio.to_thread(server.wait_until_closed, 3)
        held.set()
        await other

    with answering() as server:
        asyncio.run(here())
        assert server.closed_by_client == 3
        gc.collect()


def test_async_with_closes_under_trio() -> None:
    """As under asyncio; and a plain `with` there as far as it can: nothing of it is open when the run is over."""

    async def here() -> None:
        async with orq_at(server) as orq:
            await ask(orq)
            await trio.to_thread.run_sync(ask_sync, orq)
        await trio.to_thread.run_sync(server.wait_until_closed, 2)
        with orq_at(server) as orq:
            await ask(orq)
        await trio.to_thread.run_sync(server.wait_until_closed, 3)

    with answering() as server, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        trio.run(here)
        gc.collect()


def test_leaving_by_an_exception_closes_too(run: Run) -> None:
    """And lets the exception pass."""
    with answering() as server:

        async def story(call: Caller) -> None:
            client = call.client(lambda: orq_at(server))

            async def fail() -> None:
                async with client:
                    await text_of(client)
                    raise ZeroDivisionError

            with pytest.raises(ZeroDivisionError):
                await fail()
            with pytest.raises(RuntimeError, match="has been closed"):
                await text_of(client)

        run(story)
        server.wait_until_closed(1)


def test_a_borrowed_client_stays_open(run: Run) -> None:
    """Neither leaving nor closing touches it; its connection serves its owner afterwards."""
    with answering() as server:

        async def story(call: Caller) -> None:
            if call.colour == "sync":
                with httpx.Client() as mine:
                    with Orq(api_key="k", server_url=server.url, client=mine) as orq:
                        ask_sync(orq)
                    assert not mine.is_closed
                    ask_sync(Orq(api_key="k", server_url=server.url, client=mine))
            else:
                async with httpx.AsyncClient() as mine:
                    async with Orq(api_key="k", server_url=server.url, async_client=mine) as orq:
                        await ask(orq)
                        orq.close()
                    assert not mine.is_closed
                    await ask(Orq(api_key="k", server_url=server.url, async_client=mine))

        run(story)
        assert server.accepted_connections == 1


def test_a_client_borrowed_for_one_colour_says_nothing_of_the_other(run: Run) -> None:
    """Async calls beside a borrowed sync client have a client of the SDK's own, which is closed; and the reverse."""
    with answering() as server:

        async def story(call: Caller) -> None:
            mine: Any = httpx.Client() if call.colour == "asyncio" else httpx.AsyncClient()
            name = "client" if call.colour == "asyncio" else "async_client"
            async with call.client(lambda: Orq(api_key="k", server_url=server.url, **{name: mine})) as client:
                assert await text_of(client) == "Hello"
            await call.blocking(server.wait_until_closed, 1)
            assert not mine.is_closed

        run(story)
        assert server.closed_by_client == 1


# --- closing under way


@pytest.mark.parametrize("secure", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_whoever_waits_in_another_thread_is_told(secure: bool, stream: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing ends calls that wait for an answer or its body in other threads at once, with one clear error."""
    scripts = [[Silence()], [JSON_ANSWER[0][:-5], Silence()]] * 2
    with TlsServer(scripts) if secure else FaultServer(scripts) as server:
        if isinstance(server, TlsServer):
            monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))
        orq = orq_at(server)
        with ThreadPoolExecutor(4) as pool:
            calls = [pool.submit(orq.router.responses.create, **REQUEST, stream=stream) for _ in range(4)]
            server.wait_for_requests(4)
            orq.close()
            for waiting in calls:
                with pytest.raises(RuntimeError, match="has been closed"):
                    waiting.result(10)


def test_whoever_waits_on_a_loop_is_told() -> None:
    """The same for tasks of the loop that closes, for another thread's loop, and for the sync `close` among tasks."""

    async def waiting(orq: Orq) -> None:
        with pytest.raises(RuntimeError, match="has been closed"):
            await ask(orq)

    async def here(close: str) -> None:
        orq = orq_at(server)
        before = len(server.requests)
        tasks = [asyncio.ensure_future(waiting(orq)) for _ in range(2)]
        other = asyncio.ensure_future(asyncio.to_thread(asyncio.run, waiting(orq)))
        await asyncio.to_thread(server.wait_for_requests, before + 3)
        if close == "aclose":
            await orq.aclose()
        else:
            orq.close()
        await asyncio.gather(*tasks, other)

    with FaultServer([[Silence()], [JSON_ANSWER[0][:-5], Silence()]] * 3) as server:
        for close in ("aclose", "close"):
            asyncio.run(here(close))


def test_closing_ends_the_connections_of_a_loop_that_stands_still() -> None:
    """A loop that does not run just then cannot tidy up; its connections are shut down for it."""
    with answering() as server:
        orq, loop = orq_at(server), asyncio.new_event_loop()
        loop.run_until_complete(ask(orq))
        orq.close()
        server.wait_until_closed(1)
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


def test_a_connection_that_is_made_while_closing_is_not_used(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call that was connecting when the client was closed sends nothing, and is told."""
    note, orqs = Watch.note, list[Orq]()

    def noting(watch: Watch, name: str, info: dict[str, Any]) -> None:
        if name == "connection.connect_tcp.started":
            orqs[0].close()
        note(watch, name, info)

    monkeypatch.setattr(Watch, "note", noting)
    with answering() as server:

        async def story(call: Caller) -> None:
            orqs[:] = [orq_at(server)]
            with pytest.raises(RuntimeError, match="has been closed"):
                await text_of(call.client(lambda: orqs[0]))

        run(story)
        assert server.requests == []


class NetworkStream:
    """A network stream over one end of a pair of sockets, that may do something when it is asked for its socket."""

    def __init__(self) -> None:
        self.ours, self.theirs = socket.socketpair()
        self._asked: Callable[[], object] | None = None

    def when_asked(self, work: Callable[[], object]) -> None:
        self._asked = work

    def get_extra_info(self, _: str) -> socket.socket:
        asked, self._asked = self._asked, None
        if asked is not None:
            asked()
        return self.ours

    def close(self) -> None:
        self.ours.close()
        self.theirs.close()


def in_another_thread(work: Callable[[], object]) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


@pytest.mark.parametrize("moment", ["opening", "closing"])
def test_no_connection_is_forgotten_while_closed_ones_are_sorted_out(moment: str) -> None:
    """Closing ends them all, although another thread opened one or closed the client just then."""
    managed = ManagedClient(httpx.Client(), owned=True)
    other, last = NetworkStream(), NetworkStream()
    meanwhile = partial(managed.opened, other) if moment == "opening" else managed.close
    # Sixteen, of which the closed ones are sorted out when the next is opened.
    streams = [NetworkStream() for _ in range(16)]
    for stream in streams:
        managed.opened(stream)
    for stream in streams[::2]:
        stream.ours.close()
    streams[7].when_asked(partial(in_another_thread, meanwhile))
    managed.opened(last)
    managed.close()
    for stream in (*streams[1::2], last, *([other] if moment == "opening" else [])):
        stream.theirs.settimeout(0)
        assert stream.theirs.recv(1) == b""  # shut down
    for stream in (*streams, other, last):
        stream.close()


def test_streams_that_are_closed_are_not_kept() -> None:
    """A client that makes and loses connections for weeks remembers those that are open, and few more."""
    managed = ManagedClient(httpx.Client(), owned=True)
    kept = [NetworkStream() for _ in range(3)]
    for count in range(200):
        stream = kept[count] if count < 3 else NetworkStream()
        managed.opened(stream)
        if count >= 3:
            stream.close()
    assert len(managed.streams) <= 16
    assert set(kept) <= set(managed.streams)
    managed.close()
    for stream in kept:
        assert stream.theirs.recv(1) == b""  # shut down
        stream.close()


def test_a_tls_connection_that_is_shut_down_stays_tls() -> None:
    """A thread that is about to write over it fails; it does not write on in plain text."""
    answer = [headers(200, {"content-length": "9"}), Silence()]
    with (
        TlsServer([answer]) as server,
        httpx.Client(verify=server.client_context(), trust_env=False) as client,
        client.stream("GET", server.url) as response,
    ):
        stream = response.extensions["network_stream"]
        shut_down(stream)
        assert stream.get_extra_info("socket").version().startswith("TLS")
        with pytest.raises((OSError, httpcore.WriteError)):
            stream.write(b"plain text", timeout=10)


def test_a_clean_up_is_seen_through_however_often_it_is_cancelled() -> None:
    """Whoever waits for it is cancelled when it has ended, and not before."""
    ended: list[str] = []

    async def story() -> None:
        gate = asyncio.Event()

        async def clean_up() -> None:
            await gate.wait()
            ended.append("clean-up")

        task = asyncio.ensure_future(finish(clean_up()))
        for _ in range(3):
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.sleep(0)
        assert not task.done()
        gate.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended == ["clean-up"]

    asyncio.run(story())


def test_whoever_waits_between_attempts_is_told(run: Run) -> None:
    """A wait that the server demanded ends when the client is closed, from whichever thread, and nothing is sent."""
    busy = json_answer({}, status=429, headers={"retry-after": "30"})

    class Closing:
        """A debug logger that has the client closed, elsewhere, as soon as it is to be waited."""

        def debug(self, msg: str, *_: Any) -> None:
            if msg.startswith("retry"):
                threading.Thread(target=orqs[0].close).start()

    orqs: list[Orq] = []
    with FaultServer([busy]) as server:

        async def story(call: Caller) -> None:
            orq = Orq(api_key="k", server_url=server.url, retry_config=RetryConfig(), debug_logger=Closing())
            orqs[:] = [orq]
            with pytest.raises(RuntimeError, match="has been closed"):
                await text_of(call.client(lambda: orq))

        run(story)
        assert len(server.requests) == 1


def test_a_stream_of_a_closed_client_is_over(run: Run) -> None:
    """Reading on tells that it was interrupted, with what had come."""
    with FaultServer([HALF_STREAM]) as server:

        async def story(call: Caller) -> None:
            client = call.client(lambda: orq_at(server))
            stream = await client.stream(**REQUEST)
            async for _ in stream:
                break
            await client.close()
            with pytest.raises(StreamInterruptedError) as caught:
                await stream.until_done()
            assert caught.value.response_id == "resp_1"

        run(story)
        server.wait_until_closed(1)


# --- dropping


@contextmanager
def only_resource_warnings() -> Iterator[None]:
    """Let nothing but ResourceWarnings be warned of, and nothing go wrong in a finalizer."""
    unraisable: list[Any] = []
    before, sys.unraisablehook = sys.unraisablehook, unraisable.append
    try:
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            yield
            gc.collect()
    finally:
        sys.unraisablehook = before
    assert {warning.category for warning in seen} <= {ResourceWarning}, [str(warning.message) for warning in seen]
    assert unraisable == []


MANY = 500


def test_dropped_sync_clients_leave_nothing() -> None:
    """Five hundred are made, used and dropped: descriptors and threads are as they were."""
    with answering() as server, only_resource_warnings():
        ask_sync(orq_at(server))
        gc.collect()
        server.wait_until_closed(1)
        before = fd_count(), thread_count()
        for _ in range(MANY):
            ask_sync(orq_at(server))
        gc.collect()
        server.wait_until_closed(MANY + 1)
        assert flat(before)


def flat(before: tuple[int, int]) -> bool:
    """Whether there are no more descriptors and threads than before."""
    return fd_count() <= before[0] and thread_count() <= before[1]


@contextmanager
def nothing_scheduled(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Hold that nothing is put on the loop inside the block."""
    calls: list[str] = []
    names = ("call_soon", "call_soon_threadsafe", "call_later", "call_at", "create_task", "run_in_executor")
    originals = {name: getattr(loop, name) for name in names}

    def watched(name: str) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            calls.append(f"{name} {args}")
            return originals[name](*args, **options)

        return call

    for name in names:
        setattr(loop, name, watched(name))
    try:
        yield
    finally:
        for name in names:
            delattr(loop, name)
    assert calls == []


def test_dropped_async_clients_leave_nothing_in_a_running_loop() -> None:
    """Nor do their finalizers put anything on the loop: their sockets end, and the loop sees that by itself."""

    async def main() -> None:
        await ask(orq_at(server))
        gc.collect()
        await asyncio.to_thread(server.wait_until_closed, 1)
        await asyncio.sleep(0)
        gc.collect()
        before = fd_count(), thread_count()
        for start in range(0, MANY, 50):
            orqs = [orq_at(server) for _ in range(50)]
            await asyncio.gather(*map(ask, orqs))
            with nothing_scheduled(asyncio.get_running_loop()):
                del orqs
                gc.collect()
            await asyncio.to_thread(server.wait_until_closed, start + 51)
        for _ in range(5):
            await asyncio.sleep(0)
            gc.collect()
        assert flat(before)

    with answering() as server, only_resource_warnings():
        asyncio.run(main())


def test_dropped_async_clients_leave_nothing_across_loops() -> None:
    """A hundred loops with five clients each, dropped before their loop's end or after it."""

    async def main(orqs: list[Orq], *, drop: bool) -> None:
        await asyncio.gather(*map(ask, orqs))
        if drop:
            orqs.clear()

    with answering() as server, only_resource_warnings():
        asyncio.run(ask(orq_at(server)))
        gc.collect()
        server.wait_until_closed(1)
        before = fd_count(), thread_count()
        for count in range(MANY // 5):
            asyncio.run(main([orq_at(server) for _ in range(5)], drop=count % 2 == 0))
        gc.collect()
        server.wait_until_closed(MANY + 1)
        assert flat(before)


def test_one_client_on_many_loops_grows_by_nothing() -> None:
    """A client that lives on, as a module's global does, is not what keeps a hundred ended loops."""
    with answering() as server, orq_at(server) as orq:
        asyncio.run(ask(orq))
        server.wait_until_closed(1)
        before = fd_count(), thread_count()
        for _ in range(100):
            asyncio.run(ask(orq))
        server.wait_until_closed(101)
        assert flat(before)


@pytest.mark.parametrize("streams", ["kept", "dropped"])
def test_half_read_streams_of_dropped_clients_leave_nothing(streams: str) -> None:
    """A hundred streams left in the middle with their clients, in either colour: the transfers end at once.

    A finalizer puts nothing on an event loop. The next call there, of whichever client, gives the descriptors back.
    """

    async def begin_async() -> Any:
        stream = await orq_at(server).router.responses.create_async(**REQUEST, stream=True)
        await anext(aiter(stream))
        return stream

    def begin() -> Any:
        stream = orq_at(server).router.responses.create(**REQUEST, stream=True)
        next(iter(stream))
        return stream

    async def main() -> None:
        kept = [await begin_async() for _ in range(50)]
        if streams == "kept":
            for stream in kept:
                await stream.aclose()
            del stream
        with nothing_scheduled(asyncio.get_running_loop()):
            kept.clear()
            gc.collect()
        await asyncio.to_thread(server.wait_until_closed, 101)
        async with orq_at(server) as another:
            await ask(another)
        gc.collect()
        await asyncio.sleep(0)
        assert fd_count() <= before + of_the_loop

    def choose(_c: int, _r: int, request: Request) -> Script:
        return HALF_STREAM if request.json["stream"] else JSON_ANSWER

    with FaultServer(choose) as server, only_resource_warnings():
        begin().close()
        server.wait_until_closed(1)
        before = fd_count()
        kept = [begin() for _ in range(50)]
        if streams == "kept":
            for stream in kept:
                stream.close()
            del stream
        kept.clear()
        server.wait_until_closed(51)
        gc.collect()
        gc.collect()  # finalizers of the first round put streams aside
        assert fd_count() <= before
        loop = asyncio.new_event_loop()
        of_the_loop = fd_count() - before
        try:
            loop.run_until_complete(main())
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()


def test_a_dropped_stream_ends_its_transfer_at_once(run: Run) -> None:
    """Though its client lives on: whoever forgets a stream does not go on paying for it. The next call cleans up."""
    with FaultServer([HALF_STREAM, JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: orq_at(server)) as client:
                stream = await client.stream(**REQUEST)
                async for _ in stream:
                    break
                del stream
                gc.collect()
                await call.blocking(server.wait_until_closed, 1)
                assert await text_of(client) == "Hello"

        run(story)
        server.wait_until_closed(2)
    assert server.closed_by_client == 2


# --- the program's end

ENDINGS = {
    "sync": "orq.router.responses.create(**request)",
    "sync stream": "stream = orq.router.responses.create(**request, stream=True); next(iter(stream))",
    "asyncio.run": "asyncio.run(orq.router.responses.create_async(**request))",
    "asyncio.run, stream": """
async def main():
    global stream
    stream = await orq.router.responses.create_async(**request, stream=True)
    await anext(aiter(stream))
asyncio.run(main())
""",
    "a loop left open": """
loop = asyncio.new_event_loop()
loop.run_until_complete(orq.router.responses.create_async(**request))
""",
    "a loop left open, stream": """
loop = asyncio.new_event_loop()
stream = loop.run_until_complete(orq.router.responses.create_async(**request, stream=True))
loop.run_until_complete(anext(aiter(stream)))
""",
    "a loop just closed": """
loop = asyncio.new_event_loop()
loop.run_until_complete(orq.router.responses.create_async(**request))
loop.close()
""",
    "trio": """
import functools, trio
trio.run(functools.partial(orq.router.responses.create_async, **request))
""",
    "a thread that still waits": """
import threading
threading.Thread(target=orq.router.responses.create, kwargs={**request, "timeout_ms": 300}, daemon=True).start()
""",
}


@pytest.mark.usefixtures("no_debug_log")
def test_programs_that_close_nothing_end_quietly(tmp_path: Path) -> None:
    """The interpreter's end finds unclosed clients, streams and loops, and says nothing of them."""
    start = """
        import asyncio, sys
        from orq_ai_sdk import Orq
        request = {"model": "m", "input_": "Hi"}
        orq = Orq(api_key="k", server_url=sys.argv[1])
    """

    def end(ending: str) -> tuple[int, str, str]:
        ended = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(start) + ending, server.url],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=Path(__file__).parent,
            env={**os.environ, "SSL_CERT_FILE": str(certificate)},
        )
        return ended.returncode, ended.stdout, ended.stderr

    certificate = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(certificate)  # quicker to read than the usual hundreds
    with answering() as server, ThreadPoolExecutor(3) as pool:
        ends = dict(zip(ENDINGS, pool.map(end, ENDINGS.values()), strict=True))
    assert ends == dict.fromkeys(ENDINGS, (0, "", ""))
