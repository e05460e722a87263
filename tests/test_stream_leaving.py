"""Leaving a stream before its end, in every way there is: its connection is free, and nothing hangs or stays behind."""

from __future__ import annotations

import asyncio
import copy
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import aclosing, closing, suppress
from textwrap import dedent
from typing import Any

import anyio
import httpx
import pytest
import trio

from orq_ai_sdk import Orq
from orq_ai_sdk.core.failures import Watch
from orq_ai_sdk.models import StreamInterruptedError
from orq_ai_sdk.streaming import EventStream, _open
from support.counts import fd_count, thread_count
from support.faultserver import LAST_CHUNK, FaultServer, Request, Script, Send, Silence, Wait, chunk, headers
from support.stories import Caller, Client, Run, Stream, colour_fixture, run_fixture
from support.streams import (
    ANSWER,
    HEAD,
    PLAIN,
    answered,
    created,
    patient_fixture,
    patiently,
    pool_of_one,
    streaming,
    terminal,
    text,
    whole,
)

__all__ = ["colour_fixture", "patient_fixture", "run_fixture"]

TIMES = 100
ASK = {"model": "m", "input_": "Hi"}
Way = Callable[[Caller, Client], Awaitable[None]]


def scripts(streamed: Script) -> Callable[[int, int, Request], Script]:
    """Serve streamed calls with a script, and others with a plain answer."""
    return lambda _connection, _index, request: streamed if request.json.get("stream") else PLAIN


UNENDED = scripts(streaming(created(), text("a"), Silence()))
ENDED = scripts([HEAD + b"".join(map(chunk, whole("a", "b"))) + LAST_CHUNK])
SILENT_AFTER_THE_END = scripts(streaming(created(), text("a"), terminal(), Silence()))


@pytest.fixture(autouse=True)
def no_complaints(caplog: pytest.LogCaptureFixture) -> Generator[None, None, None]:
    """Fail if anything was logged as a warning, as asyncio does with what tasks leave behind."""
    gc.freeze()  # so that collecting is quick, as there is little to look through
    yield
    gc.collect()
    gc.unfreeze()
    assert [record for record in caplog.records if record.levelno >= 30] == []
    assert _open == set()


# ------------------------------------------------------------------------------------------------- ways in both colours


class UsersError(Exception):
    """Raised by the code around a stream."""


async def take(stream: Stream, count: int) -> None:
    """Take that many events."""
    events = aiter(stream)
    for _ in range(count):
        await anext(events)


async def break_in_with(call: Caller, client: Client) -> None:
    """`break` in the loop, and `with` around it."""
    async with client.stream(**ASK) as stream:
        async for _ in stream:
            break


async def raise_in_with(call: Caller, client: Client) -> None:
    """An exception in the loop, and `with` around it."""
    with suppress(UsersError):
        async with client.stream(**ASK) as stream:
            async for _ in stream:
                raise UsersError


async def leave_with_unstarted(call: Caller, client: Client) -> None:
    """`with`, and nothing iterated."""
    async with client.stream(**ASK):
        pass


async def close_outside_with(call: Caller, client: Client) -> None:
    """`contextlib.closing` or `aclosing`, and closing twice."""
    stream = await client.stream(**ASK)
    if call.colour == "sync":
        with closing(stream.raw):
            await take(stream, 2)
    else:
        async with aclosing(stream.raw):
            await take(stream, 2)
    await stream.aclose()


async def drop_started(call: Caller, client: Client) -> None:
    """`break` in the loop, no `with`, and nobody holds the stream."""
    async for _ in await client.stream(**ASK):
        break


async def drop_unstarted(call: Caller, client: Client) -> None:
    """A stream that nobody even looks at."""
    await client.stream(**ASK)


async def drop_with_an_exception(call: Caller, client: Client) -> None:
    """An exception in the loop, no `with`, and a reference cycle through its traceback."""
    try:
        async for _ in await client.stream(**ASK):
            raise UsersError
    except UsersError as error:
        kept = error
    assert kept.__traceback__ is not None
    del kept


async def drop_in_a_cycle(call: Caller, client: Client) -> None:
    """A stream that only the garbage collector finds."""
    stream = await client.stream(**ASK)
    await take(stream, 1)
    stream.raw.myself = stream.raw
    del stream
    gc.collect()


async def leave_text_stream(call: Caller, client: Client) -> None:
    """`break` in the loop over the text, and nobody holds the stream."""
    async for _ in (await client.stream(**ASK)).text_stream:
        break


async def close_a_generator(call: Caller, client: Client) -> None:
    """A generator of the user's own around the stream that is closed at its `yield`."""
    if call.colour == "sync":

        def events() -> Generator[Any, None, None]:
            with client.orq.router.responses.create(stream=True, **ASK) as stream:
                yield from stream

        generator = events()
        next(generator)
        generator.close()
        return

    async def events_async() -> AsyncGenerator[Any, None]:
        async with client.stream(**ASK) as stream:
            async for event in stream:
                yield event

    asynchronous = events_async()
    await anext(asynchronous)
    await asynchronous.aclose()


BOTH = [
    break_in_with,
    raise_in_with,
    leave_with_unstarted,
    close_outside_with,
    drop_started,
    drop_unstarted,
    drop_with_an_exception,
    drop_in_a_cycle,
    leave_text_stream,
    close_a_generator,
]


def described(way: Any) -> str:
    """A way's name."""
    return str(way.__name__)


async def leave_often(call: Caller, client: Client, server: FaultServer, way: Way, times: int = TIMES) -> None:
    """Leave a stream that way, again and again, and have other calls answered in between; descriptors stay."""
    before = 0
    for count in range(times):
        await way(call, client)
        # The next stream needs the connection as well, so that not every time another call has to show that it is free.
        if count % 10 in (0, 9):
            assert await answered(client)
            await call.blocking(server.wait_until_closed, server.accepted_connections - 1)
            before = before or fd_count()
            assert fd_count() <= before


@pytest.mark.parametrize("way", BOTH, ids=described)
def test_leaving_frees_the_one_connection(run: Run, way: Way) -> None:
    """After a stream was left, a call on the same pool of one connection is answered, a hundred times over."""
    with FaultServer(UNENDED) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                await leave_often(call, client, server, way)

        run(story)
        # Each stream had to be hung up on; another call's connection is what the next stream takes.
        assert server.accepted_connections == TIMES + 1


@pytest.mark.parametrize("way", BOTH, ids=described)
def test_leaving_works_with_the_sdks_own_clients(run: Run, way: Way) -> None:
    """The same holds for the clients that the SDK makes, and closing it leaves nothing open."""
    with FaultServer(UNENDED) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(server_url=server.url)) as client:
                await leave_often(call, client, server, way, 5)

        run(story)
        server.wait_until_closed(server.accepted_connections)
        before = fd_count(), thread_count()
        run(story)
        server.wait_until_closed(server.accepted_connections)
        assert fd_count() <= before[0]
        assert thread_count() <= before[1]


@pytest.mark.parametrize("way", [drop_started, drop_unstarted, drop_in_a_cycle], ids=described)
def test_closing_the_sdk_closes_what_was_dropped(run: Run, way: Way) -> None:
    """A stream dropped without another call after it is closed with the client, borrowed or not."""
    for own in (True, False):
        with FaultServer(UNENDED) as server:

            async def story(call: Caller, server: FaultServer = server, own: bool = own) -> None:
                if own:
                    async with call.client(lambda: Orq(server_url=server.url)) as client:
                        await way(call, client)
                    await call.blocking(server.wait_until_closed, 1)
                else:
                    async with pool_of_one(call, server) as client:
                        await way(call, client)
                        await client.close()
                        await call.blocking(server.wait_until_closed, 1)

            run(story)


def test_whoever_borrows_a_client_closes_what_another_dropped(run: Run) -> None:
    """An object may never call again after it dropped a stream; the next that calls with the client closes it."""
    with FaultServer(UNENDED) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                borrowed = {"client": client.orq._pool.supplied, "async_client": client.orq._pool.supplied_async}
                others = [call.client(lambda: Orq(server_url=server.url, **borrowed)) for _ in range(3)]
                for other in others:
                    await drop_started(call, other)
                    assert await answered(client)

        run(story)


async def break_at_the_end(call: Caller, client: Client) -> None:
    """`break` at the terminal event, and `with` around it."""
    async with client.stream(**ASK) as stream:
        async for event in stream:
            if event.data.type == "response.completed":
                break


async def iterate_to_the_end(call: Caller, client: Client) -> None:
    """No `with`, and all of it iterated."""
    async for _ in await client.stream(**ASK):
        pass


async def ask_for_the_whole(call: Caller, client: Client) -> None:
    """No `with`, and a helper that reads to the end."""
    assert await (await client.stream(**ASK)).get_final_text() == "ab"


@patiently
@pytest.mark.parametrize("way", [break_at_the_end, iterate_to_the_end, ask_for_the_whole], ids=described)
def test_ending_gives_the_connection_back(run: Run, way: Way) -> None:
    """A stream that ended, iterated to its end or not, leaves its connection to the next call, a hundred times."""
    with FaultServer(ENDED) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                await leave_often(call, client, server, way)

        run(story)
        assert server.accepted_connections == 1


def test_a_dropped_stream_whose_body_has_ended_harms_nobody(run: Run) -> None:
    """Dropping it after its last byte leaves the connection alone, which serves another stream by then."""
    waiting = threading.Event()
    # Without a blank line after it, the terminal event comes only once the body's end was read.
    first = [HEAD + chunk(b"".join(whole("a"))[:-1]) + LAST_CHUNK]
    second = [HEAD, chunk(created()), Wait(waiting), chunk(terminal()), Send(LAST_CHUNK)]
    with FaultServer([first, second]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                dropped = await client.stream(**ASK)
                await take(dropped, 3)
                other = await client.stream(**ASK)
                await take(other, 1)
                del dropped
                gc.collect()
                waiting.set()
                assert (await other.get_final_response()).status == "completed"

        run(story)
        assert server.accepted_connections == 1


# ----------------------------------------------------------------------------------------------------------- cancelling


async def started(client: Client, entered: asyncio.Event, within: bool = True) -> None:
    """Read a stream that stays silent after its first events, with or without `async with`."""
    stream = await client.stream(**ASK)
    if not within:
        async for event in stream:
            if event.data.type.endswith("delta"):
                entered.set()
        return
    async with aclosing(stream.raw):
        async for event in stream:
            if event.data.type.endswith("delta"):
                entered.set()


async def reading(client: Client, within: bool = True) -> asyncio.Task[None]:
    """A task that waits for a stream's next event."""
    entered = asyncio.Event()
    task = asyncio.ensure_future(started(client, entered, within))
    await entered.wait()
    await asyncio.sleep(0)
    return task


async def is_cancelled(task: asyncio.Task[None]) -> None:
    """Wait for a task that has been cancelled."""
    with pytest.raises(asyncio.CancelledError):
        await task


async def cancel(call: Caller, client: Client) -> None:
    """Cancelled while waiting for the next event."""
    task = await reading(client)
    task.cancel()
    await is_cancelled(task)


async def cancel_without_with(call: Caller, client: Client) -> None:
    """Cancelled while waiting for the next event of a stream without `async with`."""
    task = await reading(client, within=False)
    task.cancel()
    await is_cancelled(task)


class CancelTwice:
    """Cancelled, and cancelled again when the loop has gone round a few times: none, one, two and so on, by turns."""

    __name__ = "cancel_twice"

    def __init__(self) -> None:
        self.turns = 0

    async def __call__(self, call: Caller, client: Client) -> None:
        task = await reading(client, within=self.turns % 2 == 0)
        task.cancel()
        for _ in range(self.turns // 2 % 6):
            await asyncio.sleep(0)
        task.cancel()
        await is_cancelled(task)
        self.turns += 1


async def cancel_relentlessly(call: Caller, client: Client) -> None:
    """Cancelled again each time the loop goes round, until it is over."""
    task = await reading(client)
    while not task.done():
        task.cancel()
        await asyncio.sleep(0)
    await is_cancelled(task)


async def cancel_the_closing(call: Caller, client: Client) -> None:
    """Cancelled relentlessly while the stream is being closed."""
    stream = await client.stream(**ASK)
    await take(stream, 1)
    task = asyncio.ensure_future(stream.aclose())
    while not task.done():
        await asyncio.sleep(0)
        task.cancel()
    with suppress(asyncio.CancelledError):
        await task


class CancelTheNextCall:
    """A stream that was dropped is closed by the next call, which is cancelled while it does so."""

    __name__ = "cancel_the_next_call"

    def __init__(self) -> None:
        self.turns = 0

    async def __call__(self, call: Caller, client: Client) -> None:
        await drop_started(call, client)
        task = asyncio.ensure_future(answered(client))
        for _ in range(self.turns % 6):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        self.turns += 1


async def time_out(call: Caller, client: Client) -> None:
    """`asyncio.wait_for` around a helper."""
    stream = await client.stream(**ASK)
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(stream.get_final_response(), 0.001)


async def close_from_another_task(call: Caller, client: Client) -> None:
    """Closed by another task while one waits for the next event, whose loop just ends."""
    stream = await client.stream(**ASK)
    entered = asyncio.Event()

    async def read() -> None:
        async for event in stream:
            if event.data.type.endswith("delta"):
                entered.set()

    task = asyncio.ensure_future(read())
    await entered.wait()
    await asyncio.sleep(0)
    await stream.aclose()
    await task


CANCELLING = [
    cancel,
    cancel_without_with,
    CancelTwice(),
    cancel_relentlessly,
    cancel_the_closing,
    CancelTheNextCall(),
    time_out,
    close_from_another_task,
]


@pytest.mark.parametrize("way", CANCELLING, ids=described)
def test_cancelling_frees_the_one_connection(way: Way) -> None:
    """However often and wherever a reader is cancelled, the next call on a pool of one is answered."""
    with FaultServer(UNENDED) as server:

        async def story() -> None:
            call = Caller("asyncio")
            async with pool_of_one(call, server) as client:
                await leave_often(call, client, server, way)

        asyncio.run(story())


@pytest.mark.parametrize("ticks", range(8))
def test_cancelling_the_drain_frees_the_one_connection(ticks: int) -> None:
    """A reader cancelled, once or relentlessly, while it waits for what may follow the end leaves nothing behind."""
    for server_scripts in (SILENT_AFTER_THE_END, ENDED):
        with FaultServer(server_scripts) as server:

            async def way(call: Caller, client: Client) -> None:
                stream = await client.stream(**ASK)
                async for event in stream:
                    if event.data.type == "response.completed":
                        break
                task = asyncio.ensure_future(stream.until_done() if ticks % 2 else stream.aclose())
                for _ in range(ticks // 2):
                    await asyncio.sleep(0)
                for _ in range(100 if ticks > 3 else 1):
                    task.cancel()
                    await asyncio.sleep(0)
                with suppress(asyncio.CancelledError):
                    await task

            async def story(server: FaultServer = server) -> None:
                call = Caller("asyncio")
                async with pool_of_one(call, server) as client:
                    await leave_often(call, client, server, way, 10)

            asyncio.run(story())


@pytest.mark.parametrize("ticks", range(12))
def test_cancelling_where_a_body_ends_frees_the_one_connection(ticks: int) -> None:
    """A reader that is cancelled just when the body ends gives the connection back, and hears of the interruption."""
    with FaultServer(scripts([HEAD, chunk(text("a")) + LAST_CHUNK])) as server:

        async def way(call: Caller, client: Client) -> None:
            stream = await client.stream(**ASK)
            await take(stream, 1)
            task = asyncio.ensure_future(stream.until_done())
            for _ in range(ticks):
                await asyncio.sleep(0)
            task.cancel()
            with suppress(StreamInterruptedError):
                with suppress(asyncio.CancelledError):
                    await task
                await anext(stream.raw)
                pytest.fail("the interruption was not told")
            with pytest.raises(StopAsyncIteration):
                await anext(stream.raw)
            with pytest.raises(StreamInterruptedError):
                await stream.until_done()
            await stream.aclose()

        async def story() -> None:
            call = Caller("asyncio")
            async with pool_of_one(call, server) as client:
                await leave_often(call, client, server, way, 10)

        asyncio.run(story())


@pytest.mark.parametrize("place", ["headers", "JSON", "text", "events"])
def test_cancelling_a_call_frees_the_one_connection(place: str) -> None:
    """A call that is cancelled twice before it has its answer, wherever it waits, leaves the connection to the next."""
    begun: dict[str, Script] = {
        "headers": [Silence()],
        "JSON": [headers(200, {"content-type": "application/json", "content-length": "99"}), b'{"id":', Silence()],
        "text": [headers(200, {"content-type": "text/plain", "content-length": "99"}), b"Bad", Silence()],
        "events": streaming(created(), text("a"), Silence()),
    }

    def choose(_connection: int, _index: int, request: Request) -> Script:
        return begun[place] if request.json["model"] == "slow" else PLAIN

    with FaultServer(choose) as server:
        turns = 0

        async def way(call: Caller, client: Client) -> None:
            nonlocal turns
            before = len(server.requests)
            task = asyncio.ensure_future(client.create(model="slow", input_="Hi"))
            await call.blocking(server.wait_for_requests, before + 1)
            for _ in range(turns % 4 * 4):  # on to where it waits
                await asyncio.sleep(0)
            task.cancel()
            for _ in range(turns // 4 % 5):
                await asyncio.sleep(0)
            task.cancel()
            await is_cancelled(task)
            turns += 1

        async def story() -> None:
            call = Caller("asyncio")
            async with pool_of_one(call, server) as client:
                await leave_often(call, client, server, way, 40)

        asyncio.run(story())


@pytest.mark.parametrize("streams", [1, 20])
def test_a_cancelled_waiter_and_a_left_stream_do_not_block_each_other(streams: int) -> None:
    """Calls that wait for the one connection get it when the stream that has it is left, some being cancelled."""
    with FaultServer(UNENDED) as server:

        async def story() -> None:
            call = Caller("asyncio")
            async with pool_of_one(call, server) as client:
                task = await reading(client)
                waiters = [asyncio.ensure_future(answered(client)) for _ in range(streams)]
                await asyncio.sleep(0)
                for waiter in waiters[::2]:
                    waiter.cancel()
                task.cancel()
                found = await asyncio.gather(task, *waiters, return_exceptions=True)
                assert [
                    result for result in found if result is not True and not isinstance(result, BaseException)
                ] == []
                assert await answered(client)

        asyncio.run(story())


def test_trio_cancels_too() -> None:
    """Under trio a cancelled or left stream frees the one connection as well."""
    with FaultServer(UNENDED) as server:

        async def story() -> None:
            timeout = httpx.Timeout(10, pool=3)
            limits = httpx.Limits(max_connections=1)
            async with httpx.AsyncClient(limits=limits, timeout=timeout, trust_env=False) as http:
                orq = Orq(server_url=server.url, async_client=http)
                for count in range(20):
                    with trio.CancelScope() as scope:
                        stream = await orq.router.responses.create_async(**ASK, stream=True)
                        async with stream:
                            async for event in stream:
                                if event.data.type.endswith("delta"):
                                    if count % 2:
                                        break
                                    scope.cancel()
                    assert scope.cancelled_caught == (count % 2 == 0)
                    assert (await orq.router.responses.create_async(**ASK)).id == ANSWER["id"]

        trio.run(story)
        assert server.accepted_connections == 21


@pytest.mark.parametrize("runner", ["trio", "asyncio"])
def test_a_generator_around_a_stream_can_be_closed(runner: str) -> None:
    """Left in the middle and closed, it takes the stream along, and the one connection is free: under trio as well."""
    with FaultServer(UNENDED) as server:

        async def story() -> None:
            limits, timeout = httpx.Limits(max_connections=1), httpx.Timeout(10, pool=3)
            async with httpx.AsyncClient(limits=limits, timeout=timeout, trust_env=False) as http:
                orq = Orq(server_url=server.url, async_client=http)

                async def texts() -> AsyncGenerator[str, None]:
                    async with await orq.router.responses.create_async(**ASK, stream=True) as stream:
                        async for piece in stream.text_stream:
                            yield piece

                for _ in range(10):
                    async with aclosing(texts()) as generator:
                        async for _piece in generator:
                            break
                    assert (await orq.router.responses.create_async(**ASK)).id == ANSWER["id"]

        anyio.run(story, backend=runner)


@pytest.mark.parametrize("runner", ["trio", "asyncio"])
@pytest.mark.parametrize("stream", [False, True])
def test_a_scope_that_ends_as_the_connection_is_made_frees_its_place(
    monkeypatch: pytest.MonkeyPatch, runner: str, stream: bool
) -> None:
    """A cancel scope's cancellation is met at the next step, with a connection over which nothing has gone yet."""
    scopes: list[anyio.CancelScope] = []
    anote = Watch.anote

    async def noting(watch: Watch, name: str, info: dict[str, Any]) -> None:
        await anote(watch, name, info)
        if name == "connection.connect_tcp.complete" and scopes:
            scopes.pop().cancel()

    monkeypatch.setattr(Watch, "anote", noting)

    async def story() -> None:
        limits, timeout = httpx.Limits(max_connections=1), httpx.Timeout(10, pool=3)
        async with httpx.AsyncClient(limits=limits, timeout=timeout, trust_env=False) as http:
            orq = Orq(server_url=server.url, async_client=http)
            with anyio.CancelScope() as scope:
                scopes.append(scope)
                await orq.router.responses.create_async(**ASK, stream=stream)
            assert scope.cancelled_caught
            assert (await orq.router.responses.create_async(**ASK)).id == ANSWER["id"]

    with FaultServer([PLAIN]) as server:
        anyio.run(story, backend=runner)
        assert server.accepted_connections == 2  # one that was unsent is closed: it would be worth little


# ----------------------------------------------------------------------------------------------- coroutines thrown away


async def driven_until(coroutine: Any, there: Callable[[], bool]) -> None:
    """Drive a coroutine by hand, waiting for what it waits for, until it waits for something else."""
    while True:
        waits = coroutine.send(None)
        if there():
            return
        if waits is None:
            await asyncio.sleep(0)
        else:
            waits._asyncio_future_blocking = False
            await asyncio.wait([waits])


@pytest.mark.parametrize("manager", ["async with", "aclosing", "finally", "nothing"])
@pytest.mark.parametrize("place", ["in the loop's body", "in the read", "after the end"])
def test_a_coroutine_that_is_thrown_away_frees_the_one_connection(manager: str, place: str) -> None:
    """`coroutine.close()`, in the loop's body or inside of a read, closes without waiting, a hundred times over."""
    with FaultServer(SILENT_AFTER_THE_END if place == "after the end" else UNENDED) as server:

        async def way(call: Caller, client: Client) -> None:
            stream: Any = (await client.stream(**ASK)).raw
            seen: list[str] = []
            here = False

            async def iterate() -> None:
                nonlocal here
                async for event in stream:
                    seen.append(event.data.type)
                    here = place == "in the loop's body" or (place == "after the end" and len(seen) == 3)
                    if here:
                        await asyncio.get_running_loop().create_future()

            async def body() -> None:
                if manager == "async with":
                    async with stream:
                        await iterate()
                elif manager == "aclosing":
                    async with aclosing(stream):
                        await iterate()
                elif manager == "finally":
                    try:
                        await iterate()
                    finally:
                        await stream.aclose()
                else:
                    await iterate()

            coroutine = body()
            await driven_until(coroutine, lambda: here or (place == "in the read" and len(seen) == 2))
            coroutine.close()

        async def story() -> None:
            call = Caller("asyncio")
            async with pool_of_one(call, server) as client:
                await leave_often(call, client, server, way, TIMES if manager == "async with" else 10)

        asyncio.run(story())


def test_an_asynchronous_generator_that_is_dropped_frees_the_one_connection() -> None:
    """A generator around the stream that nobody closes is closed by the event loop."""
    with FaultServer(UNENDED) as server:

        async def way(call: Caller, client: Client) -> None:
            async def events() -> AsyncGenerator[Any, None]:
                async with client.stream(**ASK) as stream:
                    async for event in stream:
                        yield event

            async for _ in events():
                break

        async def story() -> None:
            call = Caller("asyncio")
            async with pool_of_one(call, server) as client:
                await leave_often(call, client, server, way)

        asyncio.run(story())


# -------------------------------------------------------------------------------------------------------------- threads


def test_closing_from_another_thread_ends_the_iteration() -> None:
    """A thread that waits for the next event stops waiting, without an error, when another closes the stream."""
    with (
        FaultServer(UNENDED) as server,
        httpx.Client(
            limits=httpx.Limits(max_connections=1), timeout=httpx.Timeout(10, pool=3), trust_env=False
        ) as http,
    ):
        orq = Orq(server_url=server.url, client=http)
        for _ in range(TIMES):
            stream = orq.router.responses.create(**ASK, stream=True)
            seen: list[str] = []
            second = threading.Event()
            failures: list[BaseException] = []

            def read(
                stream: Any = stream, seen: list[str] = seen, second: Any = second, failures: Any = failures
            ) -> None:
                try:
                    for event in stream:
                        seen.append(event.data.type)
                        if len(seen) == 2:
                            second.set()
                except BaseException as error:  # noqa: BLE001 - shown below
                    failures.append(error)

            reader = threading.Thread(target=read)
            reader.start()
            assert second.wait(10)
            stream.close()
            reader.join(10)
            assert not reader.is_alive()
            assert failures == []
            with pytest.raises(StreamInterruptedError, match="closed before its end"):
                stream.get_final_response()
            assert orq.router.responses.create(**ASK).id == ANSWER["id"]


class Stopped(BaseException):
    """What a signal's handler raises."""


@pytest.mark.parametrize("kind", [Stopped, TimeoutError])
def test_an_exception_from_a_signal_frees_the_one_connection(kind: type[BaseException]) -> None:
    """What a signal's handler raises inside of a blocking read, as Ctrl-C does, passes as it is; the pool is usable."""
    with (
        FaultServer(UNENDED) as server,
        httpx.Client(
            limits=httpx.Limits(max_connections=1), timeout=httpx.Timeout(10, pool=3), trust_env=False
        ) as http,
    ):
        orq = Orq(server_url=server.url, client=http)

        def stop(*_: Any) -> None:
            raise kind

        before = signal.signal(signal.SIGALRM, stop)
        try:
            for count in range(10):
                stream = orq.router.responses.create(**ASK, stream=True)
                next(stream), next(stream)
                signal.setitimer(signal.ITIMER_REAL, 0.01)
                with pytest.raises(kind):
                    next(stream)
                if count % 2:
                    stream.close()
                del stream
                assert orq.router.responses.create(**ASK).id == ANSWER["id"]
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


def test_streams_of_many_threads_are_left_at_once() -> None:
    """Threads that leave streams in all ways share a pool without anyone waiting for ever."""
    ways = [break_in_with, raise_in_with, leave_with_unstarted, drop_started, drop_unstarted, leave_text_stream]
    with (
        FaultServer(UNENDED) as server,
        httpx.Client(
            limits=httpx.Limits(max_connections=len(ways)), timeout=httpx.Timeout(10, pool=5), trust_env=False
        ) as http,
    ):
        call = Caller("sync")
        client = call.client(lambda: Orq(server_url=server.url, client=http))

        async def part(way: Way) -> None:
            for _ in range(20):
                await way(call, client)
                assert await answered(client)

        async def story() -> None:
            await call.together(*(part(way) for way in ways))

        with suppress(StopIteration):
            story().send(None)


# ---------------------------------------------------------------------------------------------------- the end of things


def left_at_exit(code: str, url: str) -> str:
    """Run a program that ends with a stream open; gives what it wrote to stderr."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", dedent(code), url],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["response.created"]
    return done.stderr


def test_a_stream_cannot_be_copied(run: Run) -> None:
    """Since what is left of one of the two, when it is dropped, would be closed for the other."""
    with FaultServer([streaming(*whole("a"), Send(LAST_CHUNK))]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                for copying in (copy.copy, copy.deepcopy, pickle.dumps):
                    with pytest.raises(TypeError, match="EventStream"):
                        copying(stream.raw)
                gc.collect()
                assert await stream.get_final_text() == "a"

        run(story)


@pytest.mark.usefixtures("no_debug_log")
def test_a_program_may_end_with_a_stream_open() -> None:
    """The interpreter ends in peace with a stream that is global, unclosed and under way."""
    code = """
        import sys
        from orq_ai_sdk import Orq
        orq = Orq(server_url=sys.argv[1])
        stream = orq.router.responses.create(model="m", input_="Hi", stream=True)
        print(next(stream).data.type)
    """
    with FaultServer(UNENDED) as server:
        assert left_at_exit(code, server.url) == ""


@pytest.mark.usefixtures("no_debug_log")
def test_an_event_loop_may_end_with_a_stream_open() -> None:
    """So does `asyncio.run` with a stream that is left in mid-iteration, and the interpreter after it."""
    code = """
        import asyncio, sys
        from orq_ai_sdk import Orq
        orq = Orq(server_url=sys.argv[1])
        kept = []
        async def main():
            stream = await orq.router.responses.create_async(model="m", input_="Hi", stream=True)
            print((await stream.__anext__()).data.type)
            kept.append(stream)
        asyncio.run(main())
    """
    with FaultServer(UNENDED) as server:
        assert left_at_exit(code, server.url) == ""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # of a process with threads, as the server's are
def test_a_forked_childs_copy_of_a_stream_is_harmless() -> None:
    """A child that drops or closes the parent's stream does not end it for the parent."""
    go_on = threading.Event()
    script = [HEAD, chunk(created()), Wait(go_on), chunk(terminal()), Send(LAST_CHUNK)]
    for closes in (False, True):
        go_on.clear()
        with FaultServer([script]) as server, Orq(server_url=server.url) as orq:
            stream = orq.router.responses.create(**ASK, stream=True)
            next(stream)
            child = os.fork()
            if child == 0:
                try:
                    if closes:
                        stream.close()
                    del stream
                    gc.collect()
                finally:
                    os._exit(0)
            assert os.waitpid(child, 0)[1] == 0
            go_on.set()
            assert stream.get_final_response().status == "completed"


# --------------------------------------------------------------------------------------------------- what makes it work


class Connections:
    """What a stream needs of its client."""

    inherited = False

    def __init__(self) -> None:
        self.abandoned: list[Any] = []

    def abandon(self, body: Any, _connection: Any) -> None:
        """Put it aside."""
        self.abandoned.append(body)


def test_the_garbage_collector_closes_nothing_itself() -> None:
    """A stream that it finds in a cycle is put aside; what its body is read through is not ended in the collector."""
    ended: list[str] = []

    def chunks() -> Generator[bytes, None, None]:
        try:
            while True:
                yield text("a")
        finally:
            ended.append("by the collector" if collecting else "later")

    managed: Any = Connections()
    stream: Any = EventStream(httpx.Response(200), chunks(), managed=managed)
    next(stream)
    stream.myself = stream
    del stream
    collecting = True
    gc.collect()
    collecting = False
    assert len(managed.abandoned) == 1
    assert ended == []
    managed.abandoned.pop().close()
    assert ended == ["later"]
