"""Whatever builds and sends requests serves as the HTTP client; proxies, certificates, redirects are its business."""

from __future__ import annotations

import gc
import json
import pickle
import re
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from orq_ai_sdk import Orq
from orq_ai_sdk._hooks import BeforeRequestContext, BeforeRequestHook
from orq_ai_sdk.models import APIError, NoResponseError, RateLimitError
from orq_ai_sdk.transport.environment import new_client
from orq_ai_sdk.utils import BackoffStrategy, RetryConfig
from support.calls import ANSWER, JSON_ANSWER, QUICK, REQUEST, SSE_ANSWER, text_of
from support.faultserver import (
    Close,
    FaultServer,
    Script,
    Silence,
    half_header,
    headers,
    json_answer,
    refused_port,
)
from support.proxy import Proxy
from support.stories import Caller, Run, colour_fixture, run_fixture
from support.streams import whole
from support.tls import TlsServer

__all__ = ["colour_fixture", "run_fixture"]

KEY = "sk-secret-of-this-test"


def answering() -> FaultServer:
    """A server that streams whenever it is asked to, and answers whole otherwise."""
    return FaultServer(lambda _c, _r, request: SSE_ANSWER if request.json["stream"] else JSON_ANSWER)


@asynccontextmanager
async def borrowed(call: Caller, make: Callable[[str], Any]) -> AsyncIterator[dict[str, Any]]:
    """Make an HTTP client of the story's colour (`Client` or `AsyncClient`), as an argument of `Orq`; close it."""
    if call.colour == "sync":
        with make("Client") as client:
            yield {"client": client}
    else:
        async with make("AsyncClient") as client:
            yield {"async_client": client}


# --- the protocol


class Minimal:
    """Can do what the protocol asks for and nothing else; keeps what it was asked."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.built: list[tuple[str, str, set[str]]] = []

    def build_request(self, method: str, url: str, **options: Any) -> Any:
        self.built.append((method, url, set(options)))
        return self._inner.build_request(method, url, **options)

    def send(self, request: Any, *, stream: bool = False) -> Any:
        return self._inner.send(request, stream=stream)


class Wrapper:
    """Passes everything on to what it wraps, as instrumentation does."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


@pytest.mark.parametrize("dress", [Minimal, Wrapper])
def test_building_and_sending_is_all_it_takes(run: Run, dress: Callable[[Any], Any]) -> None:
    """Whole, streamed, refused, retried, stale: as with a client of the SDK's own."""
    busy = json_answer({"error": "busy"}, status=429)
    with FaultServer([JSON_ANSWER, SSE_ANSWER, busy, busy, JSON_ANSWER, [Close()], JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with borrowed(call, lambda kind: getattr(httpx, kind)()) as given:
                dressed = {name: dress(client) for name, client in given.items()}
                client = call.client(lambda: Orq(api_key=KEY, server_url=server.url, **dressed))
                assert await text_of(client) == "Hello"
                assert await text_of(client, stream=True) == "Hello"
                with pytest.raises(RateLimitError):
                    await text_of(client)
                assert await text_of(client, retries=QUICK) == "Hello"
                assert await text_of(client) == "Hello"
                await client.close()
                for one in dressed.values():
                    if isinstance(one, Minimal):
                        assert one.built[0] == (
                            "POST",
                            f"{server.url}/v2/gateway/responses",
                            {"content", "headers", "timeout"},
                        )

        run(story)
        assert server.accepted_connections == 2


def test_a_client_without_an_answer_is_told(run: Run) -> None:
    """None is no response."""

    class Mute(Minimal):
        def send(self, request: Any, *, stream: bool = False) -> Any:
            return None

    class MuteAsync(Minimal):
        async def send(self, request: Any, *, stream: bool = False) -> Any:
            return None

    async def story(call: Caller) -> None:
        given = {"client": Mute(httpx.Client()), "async_client": MuteAsync(httpx.AsyncClient())}
        client = call.client(lambda: Orq(api_key=KEY, server_url="http://127.0.0.1:9", **given))
        with pytest.raises(NoResponseError):
            await text_of(client)

    run(story)


class OfOwn:
    """A client of somebody's own with the protocol's three methods, and no context manager."""

    def build_request(self, method: str, url: str, **options: Any) -> httpx.Request:
        return httpx.Request(method, url, content=options["content"])

    def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        return httpx.Response(200, json=ANSWER, request=request)

    def close(self) -> None:
        """Nothing is open."""


class OfOwnAsync:
    """The same for awaited calls."""

    def build_request(self, method: str, url: str, **options: Any) -> httpx.Request:
        return OfOwn().build_request(method, url, **options)

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        return OfOwn().send(request)

    async def aclose(self) -> None:
        """Nothing is open."""


def test_the_protocols_methods_are_enough(run: Run) -> None:
    """No context manager is needed, and no class of httpx's."""

    async def story(call: Caller) -> None:
        given = {"client": OfOwn(), "async_client": OfOwnAsync()}
        assert await text_of(call.client(lambda: Orq(server_url="http://127.0.0.1:9", **given))) == "Hello"

    run(story)


def test_a_client_of_the_other_colour_is_told_when_that_shows(run: Run) -> None:
    """Where nothing but its answer tells, the call ends with an error that names the argument."""
    given = {"client": Minimal(OfOwnAsync()), "async_client": Minimal(OfOwn())}

    async def story(call: Caller) -> None:
        name = "client" if call.colour == "sync" else "async_client"
        with pytest.raises(TypeError, match=f"^{name} must be an? a?synchronous client"):
            await text_of(call.client(lambda: Orq(server_url="http://127.0.0.1:9", **given)))

    run(story)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"client": OfOwnAsync()}, "client must be a synchronous client, not OfOwnAsync"),
        ({"async_client": OfOwn()}, "async_client must be an asynchronous client, not OfOwn"),
        ({"client": object()}, "client must have build_request and send"),
        ({"async_client": "httpx"}, "async_client must have build_request and send"),
        ({"client": httpx.AsyncClient()}, "client must be a synchronous client"),
        ({"async_client": httpx.Client()}, "async_client must be an asynchronous client"),
    ],
)
def test_what_cannot_serve_is_refused_at_once(options: dict[str, Any], words: str) -> None:
    """By its parameter's name, when the client is made."""
    with pytest.raises(TypeError, match=words):
        Orq(api_key=KEY, **options)


class MinimalAsync:
    """Does as much, by coroutine functions, and has no context managers that would say so."""

    def build_request(self, *_: Any, **__: Any) -> Any: ...

    async def send(self, *_: Any, **__: Any) -> Any: ...


def test_what_closing_a_dropped_stream_raises_is_nobody_elses_business(run: Run) -> None:
    """Neither the same client's next call fails of it nor another's on the same loop."""

    class Sync(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield whole("a")[0]

        def close(self) -> None:
            raise httpx.CloseError("gone")

    class Async(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield whole("a")[0]

        async def aclose(self) -> None:
            raise httpx.CloseError("gone")

    def handle(request: httpx.Request) -> httpx.Response:
        if not json.loads(request.content)["stream"]:
            return httpx.Response(200, json=ANSWER)
        body = Async() if asynchronous else Sync()
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=body)

    asynchronous = False

    async def story(call: Caller) -> None:
        nonlocal asynchronous
        asynchronous = call.colour != "sync"
        given = [
            {
                "client": httpx.Client(transport=httpx.MockTransport(handle)),
                "async_client": httpx.AsyncClient(transport=httpx.MockTransport(handle)),
            }
            for _ in range(2)
        ]
        one, two = (call.client(lambda kept=kept: Orq(api_key=KEY, **kept)) for kept in given)
        stream = await one.stream(**REQUEST)
        del stream
        gc.collect()
        assert await text_of(one) == await text_of(two) == "Hello"

    run(story)


class ClosedBy(MinimalAsync):
    async def close(self) -> None: ...


class Adapter(Minimal):
    """Has a synchronous `close` beside what `async with` needs, and sends by a plain function."""

    def close(self) -> None: ...

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...


@pytest.mark.parametrize("client", [ClosedBy(), Adapter(None), MinimalAsync(), Minimal(None)])
def test_what_may_serve_is_taken(client: Any) -> None:
    """Whatever other methods it has, as long as something speaks for its being asynchronous, or nothing against it."""
    Orq(api_key=KEY, async_client=client)


def test_a_mock_transport_serves(run: Run) -> None:
    """Answers without any network, whole and streamed; what it raises is judged by its kind."""
    answers: list[Any] = [
        httpx.Response(200, json=ANSWER),
        httpx.Response(200, headers={"content-type": "text/event-stream"}, content=b"".join(whole("Hel", "lo"))),
        httpx.ConnectError("refused"),
        httpx.Response(503, json={"error": "busy"}),
        httpx.Response(200, json=ANSWER),
        httpx.ReadTimeout("slow"),
    ]

    def handle(_: httpx.Request) -> httpx.Response:
        answer = told.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    told: list[Any] = []

    async def story(call: Caller) -> None:
        told[:] = answers
        transport = httpx.MockTransport(handle)
        async with borrowed(call, lambda kind: getattr(httpx, kind)(transport=transport)) as given:
            client = call.client(lambda: Orq(api_key=KEY, server_url="http://mock.test", retry_config=QUICK, **given))
            assert await text_of(client) == "Hello"
            assert await text_of(client, stream=True) == "Hello"
            assert await text_of(client) == "Hello"
            with pytest.raises(httpx.ReadTimeout):
                await text_of(client)

    run(story)
    assert told == []


def test_whoever_watches_already_goes_on_watching(run: Run) -> None:
    """A hook's own `trace` extension is left alone; nothing is then known of the connection, and nothing sent twice."""
    events: list[str] = []

    def note(name: str, _: Any) -> None:
        events.append(name)

    async def anote(name: str, _: Any) -> None:
        events.append(name)

    class Watching(BeforeRequestHook):
        def __init__(self, watch: Any) -> None:
            self.watch = watch

        def before_request(self, hook_ctx: BeforeRequestContext, request: httpx.Request) -> httpx.Request:
            request.extensions["trace"] = self.watch
            return request

    with FaultServer([JSON_ANSWER, [Close()]]) as server:

        async def story(call: Caller) -> None:
            hook = Watching(note if call.colour == "sync" else anote)
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, hooks=[hook])) as client:
                await text_of(client)
                with pytest.raises(httpx.RemoteProtocolError):
                    await text_of(client, retries=QUICK)

        run(story)
        assert "connection.connect_tcp.complete" in events
        assert len(server.requests) == 2


# --- requests from hooks


class Rebuilding(BeforeRequestHook):
    """A hook that makes a request of its own from the one that it is given."""

    def before_request(self, hook_ctx: BeforeRequestContext, request: httpx.Request) -> httpx.Request:
        return httpx.Request(request.method, request.url, headers=request.headers, content=request.content)


class Keeping(BeforeRequestHook):
    """A hook that has the first attempt's request sent again."""

    def __init__(self) -> None:
        self.first: httpx.Request | None = None

    def before_request(self, hook_ctx: BeforeRequestContext, request: httpx.Request) -> httpx.Request:
        self.first = self.first or request
        return self.first


@pytest.mark.parametrize("make_hook", [Rebuilding, Keeping])
def test_a_request_of_a_hooks_own_has_the_calls_limits_and_retries(
    run: Run, make_hook: Callable[[], BeforeRequestHook]
) -> None:
    """Its silence ends by the call's time limit; each of its attempts is watched, so the unanswered are retried."""
    with FaultServer([[Silence()], [Close()], JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            options: dict[str, Any] = {"hooks": [make_hook()], "retry_config": QUICK, "timeout_ms": 500}
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, **options)) as client:
                assert await text_of(client) == "Hello"

        run(story)
        assert len(server.requests) == 3


# --- httpx2


def test_httpx2_serves_and_its_exceptions_are_recognised(run: Run) -> None:
    """The fork's clients and transport errors are as good as httpx's: retried, refused, stale, timed out, cut."""
    httpx2 = pytest.importorskip("httpx2")
    busy = json_answer({"error": "busy"}, status=503)
    scripts: list[Script] = [
        JSON_ANSWER,
        SSE_ANSWER,
        busy,
        JSON_ANSWER,
        [Close()],
        JSON_ANSWER,
        [Silence()],
        JSON_ANSWER,
        half_header(Close()),
    ]
    with FaultServer(scripts) as server:

        async def story(call: Caller) -> None:
            async with borrowed(call, lambda kind: getattr(httpx2, kind)()) as given:
                client = call.client(lambda: Orq(api_key=KEY, server_url=server.url, **given))
                assert await text_of(client) == "Hello"
                assert await text_of(client, stream=True) == "Hello"
                assert await text_of(client, retries=QUICK) == "Hello"
                assert await text_of(client) == "Hello"
                assert await text_of(client, retries=QUICK, timeout_ms=300) == "Hello"
                with pytest.raises(httpx2.RemoteProtocolError):
                    await text_of(client, retries=QUICK)
                nowhere = call.client(lambda: client.orq.with_options(server_url=f"http://127.0.0.1:{refused_port()}"))
                with pytest.raises(httpx2.ConnectError) as caught:
                    await text_of(nowhere)
                assert KEY not in str(caught.value.request.headers.multi_items())

        run(story)
        assert len(server.requests) == len(scripts)


# --- Unix sockets


@contextmanager
def unix_server(path: Path, answers: list[bytes]) -> Iterator[list[int]]:
    """Accept on a Unix socket, read a request, send one of the answers, close; gives the count of connections."""
    seen: list[int] = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            for answer in answers:
                connection, _ = listener.accept()
                with connection, connection.makefile("rb") as reader:
                    # All of the request: closing while it is being written would be another fault.
                    head = b"".join(iter(reader.readline, b"\r\n"))
                    length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])  # type: ignore[index]
                    seen.append(len(head) + len(reader.read(length)))
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield seen
        thread.join(10)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")
def test_a_unix_socket_that_is_new_is_not_stale(run: Run, tmp_path: Path) -> None:
    """A connection that closes without an answer is only sent for again unasked if it had served before."""
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n"
    body = JSON_ANSWER[0]
    assert isinstance(body, bytes)
    answers = [b"", head + body.partition(b"\r\n\r\n")[2]]
    path = tmp_path / "s"

    async def story(call: Caller) -> None:
        transport = (
            httpx.HTTPTransport(uds=str(path)) if call.colour == "sync" else httpx.AsyncHTTPTransport(uds=str(path))
        )
        async with borrowed(call, lambda kind: getattr(httpx, kind)(transport=transport)) as given:
            client = call.client(lambda: Orq(api_key=KEY, server_url="http://local", **given))
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                await text_of(client)
            assert await text_of(client) == "Hello"

    with unix_server(path, answers) as seen:
        run(story)
    assert len(seen) == 2


# --- proxies


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_used(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Read when the client is first needed; its user and password go to it, the key goes through it."""
    with answering() as server, Proxy(username="user", password="pass word") as proxy:  # noqa: S106 - of this test

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url)) as client:
                monkeypatch.setenv(name, proxy.url.replace("http://", "http://user:pass%20word@"))
                assert await text_of(client) == "Hello"
                assert await text_of(client, stream=True) == "Hello"

        run(story)
        assert [request.target for request in proxy.requests] == [f"{server.url}/v2/gateway/responses"] * 2
        assert proxy.accepted_connections == 1
        assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
        assert "proxy-authorization" not in server.requests[0].headers


def test_a_proxy_tunnels_https(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through CONNECT the proxy sees the host and nothing else; the tunnel is kept for the next call."""
    scripts = [JSON_ANSWER, SSE_ANSWER, [Close()], JSON_ANSWER]
    with TlsServer(scripts) as server, Proxy() as proxy:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url)) as client:
                assert await text_of(client) == "Hello"
                assert await text_of(client, stream=True) == "Hello"
                assert await text_of(client) == "Hello"  # the tunnel has gone stale

        run(story)
        assert [request.method for request in proxy.requests] == ["CONNECT", "CONNECT"]
        assert KEY not in str(proxy.requests)


def test_a_proxy_of_a_borrowed_client_is_used(run: Run) -> None:
    """And named by NO_PROXY or not, it is the owner's choice."""
    with answering() as server, Proxy() as proxy:

        async def story(call: Caller) -> None:
            async with borrowed(call, lambda kind: getattr(httpx, kind)(proxy=proxy.url)) as given:
                client = call.client(lambda: Orq(api_key=KEY, server_url=server.url, **given))
                assert await text_of(client) == "Hello"

        run(story)
        assert len(proxy.requests) == len(server.requests) == 1


def test_no_proxy_is_heard(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What NO_PROXY names is called directly."""
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{refused_port()}")
    monkeypatch.setenv("NO_PROXY", "localhost, 127.0.0.1")
    with answering() as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url)) as client:
                assert await text_of(client) == "Hello"

        run(story)


THRICE = RetryConfig("backoff", BackoffStrategy(1, 5, 1.0, 60_000), max_attempts=3)


@pytest.mark.parametrize("retries", [None, THRICE], ids=["unasked", "configured"])
def test_a_proxy_that_is_busy_is_asked_again(
    run: Run, retries: RetryConfig | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """502, 503 and 504 to CONNECT say that no tunnel was made, so the request certainly did no work."""
    busy = [json_answer({}, status=status) for status in (502, 503)]
    with TlsServer([JSON_ANSWER]) as server, FaultServer([*busy, [headers(504), Close()]]) as proxy:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, retry_config=retries)) as client:
                with pytest.raises(httpx.ProxyError, match="504"):
                    await text_of(client)

        run(story)
        assert [request.method for request in proxy.requests] == ["CONNECT"] * 3


def test_a_proxy_that_refuses_is_an_error_without_its_password(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """407 for a tunnel is not tried again, whatever is configured."""
    with TlsServer([]) as server, Proxy(username="user", password="right") as proxy:  # noqa: S106 - of this test
        monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("http://", "http://user:wrong-password@"))

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, retry_config=QUICK)) as client:
                with pytest.raises(httpx.ProxyError) as caught:
                    await text_of(client)
                assert "wrong-password" not in f"{caught.value!r} {caught.value.request!r}"

        run(story)
        assert len(proxy.requests) == 1


# --- certificates


def test_a_certificate_authority_of_ones_own(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """By SSL_CERT_FILE for the SDK's clients, by `verify` for a borrowed one."""
    with TlsServer([JSON_ANSWER, SSE_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with borrowed(call, lambda kind: getattr(httpx, kind)(verify=server.client_context())) as given:
                client = call.client(lambda: Orq(api_key=KEY, server_url=server.url, **given))
                assert await text_of(client) == "Hello"
            monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url)) as client:
                assert await text_of(client, stream=True) == "Hello"

        run(story)


def test_a_server_that_is_not_trusted_gets_no_request(run: Run) -> None:
    """One attempt to connect, whatever is configured: it would be trusted no more the next time."""
    with TlsServer([]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, retry_config=QUICK)) as client:
                with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
                    await text_of(client)

        run(story)
        server.wait_until_closed(1)
        assert server.accepted_connections == 1


def test_a_client_certificate_is_shown(run: Run) -> None:
    """By a borrowed client's TLS context; without one the server hangs up."""
    with TlsServer([JSON_ANSWER], require_client_certificate=True) as server:

        async def story(call: Caller) -> None:
            for context in (server.client_context(with_certificate=True), server.client_context()):
                async with borrowed(call, lambda kind, context=context: getattr(httpx, kind)(verify=context)) as given:
                    client = call.client(lambda given=given: Orq(api_key=KEY, server_url=server.url, **given))
                    if server.requests:
                        with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError, ssl.SSLError)):
                            await text_of(client)
                    else:
                        assert await text_of(client) == "Hello"

        run(story)
        assert len(server.requests) == 1


# --- redirects


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_is_followed_with_the_body_but_not_with_the_key(run: Run, status: int) -> None:
    """To the same origin everything goes along; to another the request does, and credentials do not."""
    with answering() as other, FaultServer([]) as server:

        def choose(_c: int, _r: int, request: Any) -> Script:
            if request.target == "/moved":
                return [headers(status, {"location": f"{other.url}/elsewhere", "content-length": "0"})]
            return [headers(status, {"location": "/moved", "content-length": "0"})]

        server._choose = choose

        async def story(call: Caller) -> None:
            mine = {"x-api-key": KEY, "Proxy-Authorization": KEY, "x-team": "a"}
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, default_headers=mine)) as client:
                assert await text_of(client) == "Hello"

        run(story)
        first, moved, elsewhere = *server.requests, *other.requests
        assert first.headers["authorization"] == moved.headers["authorization"] == f"Bearer {KEY}"
        assert first.headers["x-api-key"] == moved.headers["x-api-key"] == KEY
        assert KEY not in str(elsewhere.headers)
        assert elsewhere.headers["x-team"] == "a"
        assert first.body == moved.body == elsewhere.body
        assert elsewhere.target == "/elsewhere"


@pytest.mark.parametrize("status", [301, 302, 303])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_what_answers_a_get_is_no_answer(run: Run, status: int, stream: bool) -> None:
    """These redirects make a GET of the POST; whatever that gives, the error says so and where to go instead."""
    moved = [headers(status, {"location": "/moved?token=hidden", "content-length": "0"})]
    with FaultServer([moved, JSON_ANSWER, moved, json_answer({"error": {"message": "no"}}, status=405)]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url)) as client:
                for answer in ("Status 200", "Status 405"):
                    with pytest.raises(
                        APIError, match=rf"redirect \({status}\).* GET of \S+/moved; .*{answer}"
                    ) as caught:
                        await text_of(client, stream=stream)
                    assert "hidden" not in str(caught.value)

        run(story)
        assert [request.method for request in server.requests] == ["POST", "GET"] * 2


@pytest.mark.parametrize("where", ["https", "https and another port", "http and another host"])
def test_credentials_go_along_to_https_on_the_same_host_only(where: str) -> None:
    """As httpx has it for `Authorization`: the same host, from http's own port to https's."""
    target = {
        "https": "https://host.test/x",
        "https and another port": "https://host.test:8443/x",
        "http and another host": "http://other.test/x",
    }[where]
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        if len(sent) == 1:
            return httpx.Response(308, headers={"location": target})
        return httpx.Response(200, json=ANSWER)

    with new_client("Client") as made:
        made._transport = httpx.MockTransport(answer)
        made._mounts = {}
        made.post("http://host.test/", headers={"x-api-key": KEY})
    assert ("x-api-key" in sent[1].headers) == (where == "https")


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:99999/x", f"http://{'a' * 64}.test/x", "http://a..b/x", "http://[::1/x"]
)
def test_a_redirect_to_what_cannot_be_a_server_is_an_error(run: Run, address: str) -> None:
    """One and the same for sync and async calls, and the redirect is not followed."""
    with FaultServer([[headers(307, {"location": address, "content-length": "0"})]]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, retry_config=QUICK)) as client:
                with pytest.raises(httpx.RemoteProtocolError, match="Invalid URL in location header"):
                    await text_of(client)

        run(story)
        assert len(server.requests) == 1


def test_a_cookie_of_one_key_is_not_sent_with_another(run: Run) -> None:
    """The SDK's own clients, which views share, keep none; a borrowed client does as it does."""
    answer = json_answer(ANSWER, headers={"set-cookie": "session=of-the-first; Path=/"})
    with FaultServer([answer, JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url)) as client:
                await text_of(client)
                await text_of(call.client(lambda: client.orq.with_options(api_key="another")))

        run(story)
        assert "cookie" not in server.requests[1].headers


def test_redirects_without_end_are_an_error(run: Run) -> None:
    """And not retried."""
    loop = [headers(307, {"location": "/v2/gateway/responses", "content-length": "0"})]
    with FaultServer([loop], repeat_last=True) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, retry_config=QUICK)) as client:
                with pytest.raises(httpx.TooManyRedirects) as caught:
                    await text_of(client)
                assert KEY.encode() not in pickle.dumps(caught.value)

        run(story)
        assert len(server.requests) == 21


def test_a_client_that_does_not_follow_gets_an_unexpected_answer(run: Run) -> None:
    """A redirect is neither an answer nor an HTTP error."""
    with FaultServer([[headers(302, {"location": "/login", "content-length": "0"})]]) as server:

        async def story(call: Caller) -> None:
            async with borrowed(call, lambda kind: getattr(httpx, kind)()) as given:
                client = call.client(lambda: Orq(api_key=KEY, server_url=server.url, **given))
                with pytest.raises(APIError, match="Status 302"):
                    await text_of(client)

        run(story)
