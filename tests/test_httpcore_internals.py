"""The names inside httpcore and h11 that `core.httpcoreinternals` relies on are where it looks for them.

A failure here means that these libraries have been rearranged; the stories about stale connections and cancelled calls
fail then too, and say less about why.
"""

from __future__ import annotations

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
    found = {value for name, value in httpcoreinternals.locals_on_the_way(caught.value) if name == "pool_request"}
    assert [request.connection for request in found] == [None]


def test_httpcore_keeps_whether_connecting_failed() -> None:
    """The flag that frees a connection's slot in the pool, and what tells HTTP/2."""
    connection = httpcore.HTTPConnection(httpcore.Origin(b"http", b"127.0.0.1", 9))
    assert connection._connect_failed is False
    assert connection._http2 is False
    assert not connection.is_closed()
    connection._connect_failed = True
    assert connection.is_closed()


def test_a_new_http_1_1_connection_can_be_idle() -> None:
    """The state of a connection over which nothing has gone, and the one in which the pool gives it to the next."""
    connection = httpcore.HTTP11Connection(httpcore.Origin(b"http", b"127.0.0.1", 9), httpcore.MockStream([]))
    assert connection._state.name == "NEW"
    assert connection._h11_state is not None
    assert not connection.is_idle()
    connection._state = type(connection._state).IDLE
    assert connection.is_idle()
    assert connection.is_available()
