"""The servers and the story teller that other tests rely on keep their promises."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import httpx
import pytest

from support.counts import fd_count, thread_count
from support.faultserver import (
    LAST_CHUNK,
    Close,
    CloseBeforeReading,
    FaultServer,
    HalfClose,
    Request,
    Reset,
    ResetBeforeReading,
    Script,
    Send,
    SendEach,
    Silence,
    Tell,
    Wait,
    chunk,
    full_backlog,
    half_chunk,
    half_header,
    headers,
    json_answer,
    refused_port,
    sse_answer,
    stale_keep_alive,
    wrong_length,
)
from support.proxy import Proxy
from support.stories import Caller, Run, colour_fixture, drive, run_fixture
from support.tls import TlsServer

__all__ = ["colour_fixture", "run_fixture"]  # fixtures, found by pytest in this module

BLOCKS = [b"data: one\n\n", b"data: two\n\n"]
STREAM = b"".join(BLOCKS)
WORD = "a word"
CHUNKED = headers(200, {"transfer-encoding": "chunked"})


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=10) as client:
        yield client


@pytest.fixture(autouse=True)
def _nothing_leaks() -> Iterator[None]:
    threads, descriptors = thread_count(), fd_count()
    yield
    assert fd_count() <= descriptors
    assert thread_count() <= threads  # one that an earlier test left may have ended meanwhile


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ([Reset()], httpx.ReadError),
        ([Close()], httpx.RemoteProtocolError),
        ([HalfClose(), Silence()], httpx.RemoteProtocolError),
        (half_header(Close()), httpx.RemoteProtocolError),
        (half_header(Reset()), httpx.ReadError),
        (half_chunk(STREAM, Close()), httpx.RemoteProtocolError),
        (half_chunk(STREAM, Reset()), httpx.ReadError),
        (wrong_length(b"{}", announced=3), httpx.RemoteProtocolError),
        ([CHUNKED, chunk(b"a"), Close()], httpx.RemoteProtocolError),
        ([CloseBeforeReading()], httpx.TransportError),
        ([ResetBeforeReading()], httpx.TransportError),
    ],
    ids=repr,
)
def test_each_fault_reaches_the_client_as_that_fault(
    client: httpx.Client, script: Script, fault: type[Exception]
) -> None:
    """A fault is what it says, and the next script is played to the next request, on a new connection."""
    with FaultServer([script, json_answer({"ok": True})]) as server:
        with pytest.raises(fault):
            client.get(server.url)
        assert client.get(server.url).json() == {"ok": True}
        assert server.accepted_connections == 2
        client.close()
        server.wait_until_closed(2)
        assert server.open_connections == 0


@pytest.mark.parametrize(
    "script",
    [
        sse_answer(BLOCKS),
        sse_answer(BLOCKS, chunked=False),
        sse_answer(BLOCKS, close=True),
        sse_answer(BLOCKS, chunked=False, close=True),
        [CHUNKED, SendEach(chunk(STREAM) + LAST_CHUNK)],
        [Send(CHUNKED), SendEach(chunk(STREAM) + LAST_CHUNK, size=7, pause_s=0.001)],
    ],
    ids=["chunked", "length", "chunked-close", "until-close", "trickle", "drip"],
)
def test_a_stream_arrives_whole_in_every_framing(client: httpx.Client, script: Script) -> None:
    """The framing is another, the body the same."""
    with FaultServer([script]) as server:
        assert client.get(server.url).content == STREAM


def test_requests_are_recorded_whole(client: httpx.Client) -> None:
    """Method, target, lower-case headers and the body are kept, sent with a length or chunked, over one connection."""
    with FaultServer([json_answer({})], repeat_last=True) as server:
        client.post(f"{server.url}/a?b=c", json={"text": "x" * 100_000}, headers={"X-Some": "1"})
        client.post(server.url, content=iter([b"[1,", b"2]"]))
        first, second = server.wait_for_requests(2)
        assert (first.method, first.target, first.headers["x-some"]) == ("POST", "/a?b=c", "1")
        assert first.json == {"text": "x" * 100_000}
        assert second.json == [1, 2]
        assert [(r.connection_index, r.request_index) for r in (first, second)] == [(0, 0), (0, 1)]
        assert (server.accepted_connections, server.open_connections, server.closed_by_client) == (1, 1, 0)


def test_a_callable_chooses_the_script_and_events_pace_it(client: httpx.Client) -> None:
    """A script is chosen by the request, tells how far it has come, and goes on when told to."""
    sent, go_on = threading.Event(), threading.Event()

    def choose(connection_index: int, request_index: int, request: Request) -> Script:
        return [CHUNKED, chunk(request.target.encode()), Tell(sent), Wait(go_on), chunk(b"!"), LAST_CHUNK]

    with FaultServer(choose) as server, client.stream("GET", f"{server.url}/x") as answer:
        pieces = answer.iter_raw()
        assert next(pieces) == b"/x"
        assert sent.wait(10)
        go_on.set()
        assert b"".join(pieces) == b"!"


def test_a_client_that_leaves_is_noticed(client: httpx.Client) -> None:
    """While the server is silent or waits, the client's leaving ends the connection and is counted."""
    never = threading.Event()
    head_only: list[Script] = [[CHUNKED, Silence()], [CHUNKED, Silence(never)], [CHUNKED, Wait(never), chunk(b"no")]]
    with FaultServer(head_only) as server:
        for n in (1, 2, 3):
            with client.stream("GET", server.url):
                pass
            server.wait_until_closed(n)
            assert (server.open_connections, server.closed_by_client) == (0, n)


def test_closing_ends_whatever_is_going_on(client: httpx.Client) -> None:
    """A silent script, a paused one, one that sends to nobody, an idle connection: none keeps a server from closing."""
    flood = [CHUNKED, *[chunk(b"x" * 1_000_000)] * 50]
    scripts: list[Script] = [[CHUNKED, Silence(threading.Event())], [CHUNKED, SendEach(b"ab", pause_s=3600)], flood]
    server = FaultServer(scripts)
    socks = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(4)]
    for sock in socks[:3]:
        sock.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
    server.wait_for_requests(3)
    server.wait_for_connections(4)
    server.close()
    server.close()
    assert (server.open_connections, server.closed_by_client) == (0, 0)
    for sock in socks:
        sock.close()


def test_a_stale_connection_closes_when_the_second_request_arrives(client: httpx.Client) -> None:
    """The first request of a connection is answered, the second meets the end of the connection."""
    with FaultServer(stale_keep_alive(json_answer({}))) as server:
        for _ in range(2):
            assert client.get(server.url).status_code == 200
            with pytest.raises(httpx.RemoteProtocolError):
                client.get(server.url)
        assert [r.request_index for r in server.requests] == [0, 1, 0, 1]


def test_a_killed_server_refuses_and_comes_back_on_its_port(client: httpx.Client) -> None:
    """Within the block connections are gone and refused; after it the same URL answers."""
    with FaultServer([json_answer({})], repeat_last=True) as server:
        client.get(server.url)
        with server.kill_and_return():
            assert server.open_connections == 0
            with pytest.raises(httpx.ConnectError):
                client.get(server.url)
        assert client.get(server.url).status_code == 200
        server.stop_listening()
        assert client.get(server.url).status_code == 200, "an open connection outlives the listener"


def test_ports_that_refuse_or_hang(client: httpx.Client) -> None:
    """A refused port refuses at once; a full backlog does neither accept nor refuse."""
    with pytest.raises(httpx.ConnectError):
        client.get(f"http://127.0.0.1:{refused_port()}")
    with full_backlog() as port, pytest.raises(httpx.ConnectTimeout):
        client.get(f"http://127.0.0.1:{port}", timeout=0.2)


def test_accepted_connections_can_be_refused_by_number(client: httpx.Client) -> None:
    """`on_accept` plays before anything is read; an empty script lets the connection be."""
    with FaultServer(
        [json_answer({})], repeat_last=True, on_accept=lambda index: [Reset()] if index == 0 else []
    ) as server:
        with pytest.raises(httpx.TransportError):
            client.get(server.url)
        assert client.get(server.url).status_code == 200
        assert server.requests[0].connection_index == 1


def test_a_mistake_in_a_script_is_the_tests_failure(client: httpx.Client) -> None:
    """One request too many, a broken callable, steps after the end: raised by waiting and by leaving the block."""

    def broken(*_: object) -> Script:
        raise LookupError("mine")

    def ask_once_too_often(server: FaultServer) -> None:
        with pytest.raises(httpx.ReadError):
            client.get(server.url)
        with pytest.raises(AssertionError, match="no script"):
            server.wait_for_requests(2)

    with pytest.raises(AssertionError, match="no script is left for request 1"), FaultServer([]) as server:
        ask_once_too_often(server)
    with pytest.raises(LookupError, match="mine"), FaultServer(broken) as server:
        client.get(server.url)
    with pytest.raises(AssertionError, match="comes after"), FaultServer([[Close(), Send(b"x")]]) as server:
        client.get(server.url)
    with pytest.raises(TypeError, match="a list of scripts"):
        FaultServer(json_answer({}))  # type: ignore[arg-type]  # the mistake that this is about


def test_waiting_in_vain_says_what_was_there() -> None:
    """A wait that is not fulfilled raises TimeoutError with the counts."""
    with (
        FaultServer([]) as server,
        pytest.raises(TimeoutError, match=r"for 1 requests: accepted 0 connections.*got 0 requests"),
    ):
        server.wait_for_requests(1, timeout_s=0.01)


def test_tls_is_real() -> None:
    """JSON and streams come over TLS to those who trust the authority, and faults play there too."""
    with TlsServer([json_answer({"ok": 1}), sse_answer(BLOCKS, close=True), [CHUNKED, Silence()]]) as server:
        with httpx.Client(trust_env=False) as stranger, pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY"):
            stranger.get(server.url)
        with httpx.Client(verify=server.client_context(), trust_env=False) as friend:
            assert friend.get(server.url).json() == {"ok": 1}
            assert friend.get(server.url).content == STREAM
            with friend.stream("GET", server.url):
                pass
            server.wait_until_closed(3)


def test_tls_can_demand_a_client_certificate() -> None:
    """Without the certificate there is not an answer, with it there is."""
    with TlsServer([json_answer({})], require_client_certificate=True) as server:
        with (
            httpx.Client(verify=server.client_context(), trust_env=False) as nobody,
            pytest.raises(httpx.TransportError),
        ):
            nobody.get(server.url)
        with httpx.Client(verify=server.client_context(with_certificate=True), trust_env=False) as known:
            assert known.get(server.url).status_code == 200
        assert len(server.requests) == 1


def test_the_proxy_forwards_and_tunnels() -> None:
    """Plain requests are forwarded over one connection, https goes through CONNECT, and both are counted."""
    with (
        FaultServer(
            [json_answer({"n": 1}), sse_answer(BLOCKS), sse_answer(BLOCKS, chunked=False, close=True)]
        ) as plain,
        TlsServer([json_answer({"n": 2})]) as secret,
        Proxy() as proxy,
        httpx.Client(proxy=proxy.url, verify=secret.client_context(), trust_env=False) as client,
    ):
        assert client.post(f"{plain.url}/path?q=1", json={"a": 1}).json() == {"n": 1}
        assert client.post(plain.url, content=iter([b"1", b"2"])).content == STREAM
        assert client.get(plain.url).content == STREAM
        assert client.get(secret.url).json() == {"n": 2}
        assert [(r.method, r.target) for r in proxy.requests] == [
            ("POST", f"{plain.url}/path?q=1"),
            ("POST", f"{plain.url}/"),
            ("GET", f"{plain.url}/"),
            ("CONNECT", f"127.0.0.1:{secret.port}"),
        ]
        assert proxy.accepted_connections == 2
        assert [(r.target, r.body) for r in plain.requests] == [("/path?q=1", b'{"a":1}'), ("/", b"12"), ("/", b"")]


def test_the_proxy_asks_for_credentials_and_keeps_them() -> None:
    """Without credentials 407; with them the origin answers, and does not see them."""
    with (
        FaultServer([json_answer({})]) as origin,
        Proxy(username="someone", password=WORD) as proxy,
        httpx.Client(proxy=proxy.url, trust_env=False) as stranger,
        httpx.Client(proxy=httpx.Proxy(proxy.url, auth=("someone", WORD)), trust_env=False) as known,
    ):
        assert stranger.get(origin.url).status_code == 407
        assert known.get(origin.url).status_code == 200
        assert "proxy-authorization" not in origin.requests[0].headers


def test_the_proxy_passes_faults_on_and_stays_at_home() -> None:
    """An origin's early end, its absence and a client's leaving go through; other hosts are out of reach."""
    with (
        FaultServer([half_chunk(STREAM, Reset()), [CHUNKED, Silence()]]) as origin,
        Proxy() as proxy,
        httpx.Client(proxy=proxy.url, trust_env=False) as client,
    ):
        with pytest.raises(httpx.RemoteProtocolError):
            client.get(origin.url)
        with client.stream("GET", origin.url):
            pass
        origin.wait_until_closed(2)
        assert client.get(f"http://127.0.0.1:{refused_port()}").status_code == 502
        assert client.get("http://example.test").status_code == 502


class _Events:
    """A stand-in for both of the SDK's streams, each method with a note of its colour."""

    def __init__(self, log: list[str]) -> None:
        self.log = log
        self.text_stream: Any = self
        self.current_response = "so far"
        self.response = "http"

    def __enter__(self) -> _Events:
        self.log.append("enter")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.log.append(f"exit {error}")

    def __iter__(self) -> Iterator[int]:
        return iter([1, 2, 3])

    def get_final_response(self) -> str:
        return "sync response"

    get_final_text = until_done = get_final_response

    def close(self) -> None:
        self.log.append("close")


class _EventsAsync(_Events):
    async def __aenter__(self) -> _EventsAsync:
        self.log.append("aenter")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.log.append(f"aexit {error}")

    async def __aiter__(self) -> Any:
        for number in (1, 2, 3):
            await asyncio.sleep(0)
            yield number

    async def get_final_response(self) -> str:  # type: ignore[override]  # the async twin
        await asyncio.sleep(0)
        return "async response"

    get_final_text = until_done = get_final_response  # type: ignore[assignment]  # likewise

    async def aclose(self) -> None:
        self.log.append("aclose")


class _Orq(_EventsAsync):
    """A stand-in for `Orq`, its router and its responses at once."""

    def __init__(self) -> None:
        super().__init__([])
        self.router = self.responses = self

    def create(self, *, stream: bool = False) -> Any:
        return _Events(self.log) if stream else "sync body"

    async def create_async(self, *, stream: bool = False) -> Any:
        await asyncio.sleep(0)
        return _EventsAsync(self.log) if stream else "async body"


def test_one_story_is_told_in_both_colours(run: Run) -> None:
    """The same story calls the blocking side in one run and the awaited side in the other, through every adapter."""

    async def story(call: Caller) -> list[str]:
        async with call.client(_Orq) as client:
            assert await client.create() == ("sync body" if call.colour == "sync" else "async body")
            async with client.stream() as stream:
                assert [event async for event in stream] == [1, 2, 3]
                assert [str(text) async for text in stream.text_stream] == ["1", "2", "3"]
                assert (stream.current_response, stream.response) == ("so far", "http")
                expected = "sync response" if call.colour == "sync" else "async response"
                assert await stream.get_final_response() == expected
                assert await stream.get_final_text() == await stream.until_done() == expected

            async def leave_with(error: Exception) -> None:
                async with client.stream():
                    raise error

            with pytest.raises(KeyError):
                await leave_with(KeyError("mine"))
            bare = await client.stream()
            async for _ in bare:
                break
            await bare.aclose()
            await client.close()
            log: list[str] = client.orq.log
        return [*log, call.colour]

    *log, colour = run(story)
    prefix = "" if colour == "sync" else "a"
    steps = ["enter", "enter", "exit None", "enter", "exit 'mine'", "close", "close", "exit None"]
    assert log == [prefix + step for step in steps]


def test_parts_of_a_story_run_at_the_same_time(run: Run) -> None:
    """Parts that wait for each other get through, and results keep their order."""

    async def story(call: Caller) -> list[int]:
        meeting = threading.Barrier(3)

        async def part(number: int) -> int:
            await call.blocking(meeting.wait, 10)
            return number

        return await call.together(*(part(number) for number in range(3)))

    assert run(story) == [0, 1, 2]


def test_a_sync_story_that_really_waits_says_where() -> None:
    """Awaiting something else than the adapters fails at once, with the place."""

    async def inner() -> None:
        await asyncio.sleep(0)

    async def story() -> None:
        await inner()

    with pytest.raises(RuntimeError, match=r"it waits in story \(.*\) > inner \(.*faultserver\.py:\d+\) > sleep"):
        drive(story())
