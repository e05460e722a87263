"""HTTP clients: what one has to be able to do, and the clients that the SDK makes for itself when first used.

It knows how clients are made, kept and closed, per event loop and per process; it sends nothing.
"""

from __future__ import annotations

import os
import threading
import weakref
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from .loops import running_loop

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    import httpx

__all__ = ["AsyncHttpClient", "HttpClient"]

CONNECT_TIMEOUT_S = 10.0
"""How long making a connection may take, in seconds, unless the user sets a timeout."""

MAX_CONNECTIONS = 1000
MAX_KEEPALIVE_CONNECTIONS = 100
KEEPALIVE_EXPIRY_S = 30.0
"""How long an idle connection is kept, in seconds; below the idle limit of common load balancers."""

KEEPALIVE_PROBE_S = 60
"""Idle time in seconds before TCP asks whether the other side is still there (Linux; elsewhere the system's own)."""


@runtime_checkable
class HttpClient(Protocol):
    """What a synchronous HTTP client must do; `httpx.Client` does.

    Only `build_request` and `send` are needed: a client that was handed over is never closed by the SDK.
    """

    def build_request(self, method: str, url: Any, **options: Any) -> httpx.Request:
        """Build a request. `options`: content, headers, params, timeout."""
        ...

    def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request; with `stream`, return before the body is read."""
        ...

    def close(self) -> None:
        """Close all connections."""
        ...


@runtime_checkable
class AsyncHttpClient(Protocol):
    """What an asynchronous HTTP client must do; `httpx.AsyncClient` does."""

    def build_request(self, method: str, url: Any, **options: Any) -> httpx.Request:
        """Build a request. `options`: content, headers, params, timeout."""
        ...

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request; with `stream`, return before the body is read."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...


class Connections:
    """What one client has open: its connections, and the streams that were dropped unclosed.

    A dropped stream cannot be closed by a finalizer: closing takes the connection pool's lock, which the interrupted
    thread may hold, or an event loop. So its socket is shut down at once, which ends the transfer, and the stream is
    put aside until the next call closes it properly.
    """

    __slots__ = ("__weakref__", "_prune_at", "abandoned", "client", "owned", "streams")

    def __init__(self, client: Any, *, owned: bool) -> None:
        self.client = client
        self.owned = owned
        self.abandoned: list[Any] = []
        self.streams: list[Any] = []
        self._prune_at = 16
        if owned:
            weakref.finalize(self, _shut_down_all, self.streams).atexit = False

    def opened(self, stream: Any) -> None:
        """Note a new connection's network stream and switch TCP keep-alive on; without it a dead peer goes unnoticed."""
        if len(self.streams) >= self._prune_at:
            self.streams[:] = [known for known in self.streams if _is_open(known)]
            self._prune_at = max(16, 2 * len(self.streams))
        self.streams.append(stream)
        sock = stream.get_extra_info("socket")
        if sock is not None:
            _keep_alive(sock)


def _keep_alive(sock: Any) -> None:
    import socket

    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in (("TCP_KEEPIDLE", KEEPALIVE_PROBE_S), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4)):
            if hasattr(socket, option):
                sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
    except OSError:
        return  # not TCP, or closed already: there is nothing to keep alive


def _is_open(stream: Any) -> bool:
    sock = stream.get_extra_info("socket")
    return sock is not None and sock.fileno() != -1


def _shut_down_all(streams: list[Any]) -> None:
    """End a dropped client's connections without its loop: an event loop would keep idle ones open for ever."""
    for stream in streams:
        shut_down(stream)
    streams.clear()


def shut_down(stream: Any) -> None:
    """Shut a network stream's socket down both ways; needs neither lock nor loop."""
    import socket

    sock = stream.get_extra_info("socket")
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # closed already, which is what was wanted


class Clients:
    """The clients of one SDK object: one synchronous, and one asynchronous for each event loop that calls.

    A client that the user handed over serves instead and is never closed. A forked child starts with none.
    """

    def __init__(
        self,
        *,
        client: HttpClient | None,
        async_client: AsyncHttpClient | None,
    ) -> None:
        self._supplied = client
        self._supplied_async = async_client
        self._start_afresh()
        _all_clients.add(self)

    def _start_afresh(self) -> None:
        self._lock = threading.Lock()
        self._sync: Connections | None = None
        self._by_loop: weakref.WeakKeyDictionary[Any, Connections] = weakref.WeakKeyDictionary()
        self._tls: ssl.SSLContext | None = None
        self.closed = False

    def after_fork(self) -> None:
        """Forget the parent's connections in a forked child, and keep them from being collected and so closed."""
        _inherited.append((self._sync, dict(self._by_loop)))
        closed = self.closed
        self._start_afresh()
        self.closed = closed

    def sync(self) -> Connections:
        """Return the synchronous client, made at the first call."""
        connections = self._sync
        if connections is None or self.closed:
            with self._lock:
                self._check_open()
                connections = self._sync
                if connections is None:
                    if self._supplied is not None:
                        connections = Connections(self._supplied, owned=False)
                    else:
                        connections = Connections(self._make("Client"), owned=True)
                    self._sync = connections
        return connections

    def for_running_loop(self) -> Connections:
        """Return the asynchronous client of the event loop that runs in this thread, made at its first call."""
        loop = running_loop()
        connections = self._by_loop.get(loop)
        if connections is None or self.closed:
            with self._lock:
                self._check_open()
                connections = self._by_loop.get(loop)
                if connections is None:
                    if self._supplied_async is not None:
                        connections = Connections(self._supplied_async, owned=False)
                    else:
                        connections = Connections(self._make("AsyncClient"), owned=True)
                    self._by_loop[loop] = connections
        return connections

    def _check_open(self) -> None:
        if self.closed:
            raise RuntimeError("This Orq client has been closed; make a new one")

    def _make(self, kind: str) -> Any:
        import httpx

        try:
            # One TLS context serves both colours and every loop; reading the certificates is what costs most.
            if self._tls is None:
                self._tls = httpx.create_ssl_context()
            return getattr(httpx, kind)(
                verify=self._tls,
                follow_redirects=True,
                timeout=httpx.Timeout(None),
                limits=httpx.Limits(
                    max_connections=MAX_CONNECTIONS,
                    max_keepalive_connections=MAX_KEEPALIVE_CONNECTIONS,
                    keepalive_expiry=KEEPALIVE_EXPIRY_S,
                ),
            )
        except (OSError, ValueError, TypeError, ImportError, httpx.InvalidURL) as error:
            raise _surroundings_error(error, os.environ) from error

    # --- closing

    def close(self) -> None:
        """Close what can be closed without an event loop; idempotent."""
        with self._lock:
            self.closed = True
            sync, self._sync = self._sync, None
            by_loop = list(self._by_loop.values())
            self._by_loop.clear()
        if sync is not None:
            close_abandoned(sync)
            if sync.owned:
                sync.client.close()
        for connections in by_loop:
            if connections.owned:
                _shut_down_all(connections.streams)

    async def aclose(self) -> None:
        """Close everything: the running loop's client properly, other loops' by shutting their sockets down."""
        loop = running_loop()
        with self._lock:
            mine = self._by_loop.pop(loop, None)
        self.close()
        if mine is not None:
            await aclose_abandoned(mine)
            if mine.owned:
                await mine.client.aclose()

    def __getstate__(self) -> dict[str, Any]:
        return {"_supplied": self._supplied, "_supplied_async": self._supplied_async}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._start_afresh()
        _all_clients.add(self)


def close_abandoned(connections: Connections) -> None:
    """Close the streams that were dropped unclosed, so that their connections leave the pool."""
    while connections.abandoned:
        connections.abandoned.pop().close()


async def aclose_abandoned(connections: Connections) -> None:
    """Close the streams that were dropped unclosed, so that their connections leave the pool."""
    while connections.abandoned:
        await connections.abandoned.pop().aclose()


def _surroundings_error(error: Exception, environ: Mapping[str, str]) -> Exception:
    """Name the environment's variable that most likely kept the client from being made."""
    names = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE") if environ.get(name)]
    if not isinstance(error, OSError) or not names:
        proxies = ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
        names = [name for upper in proxies for name in (upper, upper.lower()) if environ.get(name)] or names
    hint = f"; check the environment's {', '.join(names)}" if names else ""
    # Proxy addresses may hold a password, so only the variables' names are shown and not their values.
    return ValueError(f"The HTTP client could not be made: {type(error).__name__}{hint}")


_all_clients: weakref.WeakSet[Clients] = weakref.WeakSet()
_inherited: list[Any] = []


def _after_fork_in_child() -> None:
    for clients in list(_all_clients):
        clients.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
