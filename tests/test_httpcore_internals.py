"""The names inside httpx, httpcore and h11 that are relied on are where they are looked for.

A failure here means that these libraries have been rearranged; the stories about stale connections and cancelled calls
fail then too, and say less about why.
"""

from __future__ import annotations

import asyncio
from typing import Any

import httpcore
import httpx
import pytest

from orq_ai_sdk.core import httpcoreinternals
from support.faultserver import Close, FaultServer, Script, Silence, half_header, headers

HEAD = headers(200, {"content-length": "1"})


def failure_of(script: Script) -> httpx.TransportError:
    """What httpx raises at such an answer."""
    with FaultServer([script]) as server, httpx.Client() as client:
        with pytest.raises(httpx.TransportError) as caught:
            client.get(server.url)
        return caught.value


def test_h11_tells_no_answer_from_half_a_header() -> None:
    """The parser is found in the frames of httpx's exception, and knows whether any byte had come."""
    assert not httpcoreinternals.answer_has_begun(failure_of([Close()]))
    assert httpcoreinternals.answer_has_begun(failure_of(half_header(Close())))


def test_h11_tells_an_informational_response() -> None:
    """103 leaves nothing in the parser; it is found as the event that it was."""
    assert httpcoreinternals.answer_has_begun(failure_of([b"HTTP/1.1 103 Early Hints\r\n\r\n", Close()]))


def test_what_is_not_found_counts_as_begun() -> None:
    """An exception that passed through no HTTP/1.1 connection might be about an answer that had begun."""
    assert httpcoreinternals.answer_has_begun(httpx.ReadError("gone"))


def test_httpcore_names_the_request_and_the_connection_it_was_given() -> None:
    """A request that waits for a place in the pool is the local variable `pool_request`, and has a `connection`."""
    limits = httpx.Limits(max_connections=1)
    with (
        FaultServer([[HEAD, Silence()]]) as server,
        httpx.Client(limits=limits) as client,
        client.stream("GET", server.url),
        pytest.raises(httpx.PoolTimeout) as caught,
    ):
        client.get(server.url, timeout=httpx.Timeout(5, pool=0.01))
    on_the_way = list(httpcoreinternals.frames_on_the_way(caught.value))
    found = [variables for variables in on_the_way if "pool_request" in variables]
    assert {(type(variables["self"]), variables["pool_request"].connection) for variables in found} == {
        (httpcore.ConnectionPool, None)
    }


def test_a_bodys_stream_knows_its_request_and_its_pool() -> None:
    """A body that broke off has passed through a stream with `_pool_request`, `_pool` and `_closed`."""
    error = failure_of([HEAD, Close()])
    streams = [
        variables["self"]
        for variables in httpcoreinternals.frames_on_the_way(error)
        if hasattr(variables.get("self"), "_pool_request")
    ]
    assert streams
    assert {(type(stream._pool), stream._closed) for stream in streams} == {(httpcore.ConnectionPool, True)}
    assert streams[0]._pool_request.connection.is_closed()


@pytest.mark.parametrize("pool", [httpcore.ConnectionPool(), httpcore.AsyncConnectionPool()], ids=["sync", "async"])
def test_a_pool_shows_what_it_holds(pool: Any) -> None:
    """Its lists, its lock, whether it speaks HTTP/2, and how it gives free slots to whoever waits."""
    assert (pool._connections, pool._requests, pool._http2) == ([], [], False)
    with pool._optional_thread_lock:
        assert pool._assign_requests_to_connections() == []


def test_a_lost_connection_gives_its_slot_to_whoever_waits() -> None:
    """It leaves the pool, and the next in the queue is assigned another; sync and async pools are alike in that."""

    def story(pool: Any) -> None:
        lost, waiting = (kept_by(pool), kept_by(pool))
        with pool._optional_thread_lock:
            assert pool._assign_requests_to_connections() == []
        connection = lost.connection
        assert (connection is not None, waiting.connection) == (True, None)
        error = passed_through(pool, lost)
        assert httpcoreinternals.take_lost_connections(error, sending=False) == [connection]
        assert pool._requests == [waiting]
        assert waiting.connection is not None
        assert pool._connections == [waiting.connection]
        assert httpcoreinternals.take_lost_connections(error, sending=False) == []

        waiting.connection._connect_failed = True  # closed: the pool knows what to do with it
        assert httpcoreinternals.take_lost_connections(passed_through(pool, waiting), sending=True) == []

    async def story_async() -> None:
        story(httpcore.AsyncConnectionPool(max_connections=1))

    story(httpcore.ConnectionPool(max_connections=1))
    asyncio.run(story_async())


def test_a_lost_connection_is_found_where_no_loop_runs() -> None:
    """When a coroutine is thrown away after its loop's end, nobody can be told of the slot, and nobody waits for it."""
    pool: Any = httpcore.AsyncConnectionPool(max_connections=1)
    lost, _ = (kept_by(pool), kept_by(pool))
    connection = lost.connection = pool.create_connection(lost.request.url.origin)
    pool._connections.append(connection)
    assert httpcoreinternals.take_lost_connections(passed_through(pool, lost), sending=True) == [connection]
    assert connection not in pool._connections


def test_a_connection_that_another_request_may_be_using_stays() -> None:
    """The pool assigns one connection to several requests, and only one gets hold of it: the one that was sending."""
    pool: Any = httpcore.ConnectionPool(max_connections=1)
    one, other = kept_by(pool), kept_by(pool)
    with pool._optional_thread_lock:
        pool._assign_requests_to_connections()
    other.assign_to_connection(one.connection)
    error = passed_through(pool, one)
    assert httpcoreinternals.take_lost_connections(error, sending=False) == []
    assert httpcoreinternals.take_lost_connections(error, sending=True) == [one.connection]


def kept_by(pool: Any) -> Any:
    """Have a request queue in a pool, as the pool itself does."""
    request = httpcore.Request("GET", "http://127.0.0.1:9/")
    kind = type(pool).handle_async_request if hasattr(pool, "handle_async_request") else type(pool).handle_request
    pool_request = kind.__globals__["Async" * ("Async" in type(pool).__name__) + "PoolRequest"](request)
    pool._requests.append(pool_request)
    return pool_request


def passed_through(pool: Any, request: Any) -> BaseException:
    """Return an exception that passed through a function of the pool's with the request at hand."""

    def fail(self: Any, pool_request: Any) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as caught:
        fail(pool, request)
    return caught.value


# --- what httpx keeps


def test_httpx_keeps_what_is_replaced_and_filled_in() -> None:
    """A network stream's `read` can be replaced for a while, a body can be filled in, and an error has its request."""
    with FaultServer([[HEAD, b"x"]]) as server, httpx.Client() as client, client.stream("GET", server.url) as response:
        stream = response.extensions["network_stream"]
        stream.read = stream.read
        del stream.read
        assert callable(stream.read)
        response._content = b"kept"
        assert response.content == b"kept"
    error: Any = failure_of([Close()])
    assert error._request is error.request
