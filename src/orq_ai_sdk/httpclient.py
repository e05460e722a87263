"""HTTP clients: what one has to be able to do, and the clients that the SDK makes for itself when first used.

It knows how clients are made, kept and closed, per event loop and per process; it sends nothing.
"""

from __future__ import annotations

import os
import threading
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from .loops import end_with_running_loop, finish, is_over, run_soon, running_loop

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping, Sequence

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

    def build_request(
        self, method: str, url: Any, *, content: Any = ..., headers: Any = ..., params: Any = ..., timeout: Any = ...
    ) -> httpx.Request:
        """Build a request; `timeout` is a tuple of seconds to connect, read, write and wait for a connection."""
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

    def build_request(
        self, method: str, url: Any, *, content: Any = ..., headers: Any = ..., params: Any = ..., timeout: Any = ...
    ) -> httpx.Request:
        """Build a request; `timeout` is a tuple of seconds to connect, read, write and wait for a connection."""
        ...

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request; with `stream`, return before the body is read."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...


CLOSED = "This Orq client has been closed; make a new one"


class Connections:
    """What one client has open: its connections, and the streams that were dropped unclosed.

    A dropped stream cannot be closed by a finalizer: closing takes the connection pool's lock, which the interrupted
    thread may hold, or an event loop. So its socket is shut down at once, which ends the transfer, and the stream is
    put aside until the next call closes it properly.
    """

    __slots__ = ("__weakref__", "_prune_at", "abandoned", "client", "closed", "inherited", "owned", "streams")

    def __init__(self, client: Any, *, owned: bool) -> None:
        self.client = client
        self.owned = owned
        self.closed = False
        self.inherited = False
        self.abandoned: list[Any] = []
        self.streams: list[Any] = []
        self._prune_at = 16
        if owned:
            weakref.finalize(self, _shut_down_all, self.streams).atexit = False

    def opened(self, stream: Any) -> None:
        """Note a new connection's network stream, and switch TCP keep-alive on: a dead peer would go unnoticed."""
        if self.closed:
            shut_down(stream)  # the client was closed while this connection was being made
            return
        if len(self.streams) >= self._prune_at:
            self.streams[:] = [known for known in self.streams if _is_open(known)]
            self._prune_at = max(16, 2 * len(self.streams))
        self.streams.append(stream)
        sock = stream.get_extra_info("socket")
        if sock is not None:
            _keep_alive(sock)

    def check_open(self) -> None:
        """Raise RuntimeError if the SDK's own client was closed: while a call was under way, then."""
        if self.closed and self.owned:
            raise RuntimeError(CLOSED)

    def abandon(self, response: Any, network_stream: Any) -> None:
        """Put aside what cannot be closed here and now, and end its transfer; needs neither lock nor loop.

        Args:
            response: What has `close` and `aclose`, for later.
            network_stream: The connection, if nothing else uses it; or None.
        """
        # A child process has the parent's connections too. Shutting one down would end it for both.
        if network_stream is not None and not self.inherited:
            shut_down(network_stream)
        self.abandoned.append(response)

    def shut_down(self) -> None:
        """End all transfers of the SDK's own client, so that nobody waits for one any longer, in whichever thread."""
        self.closed = True
        if self.owned and not self.inherited:
            _shut_down_all(self.streams)

    def close_abandoned(self) -> None:
        """Close the streams that were dropped unclosed, so that their connections leave the pool."""
        while (response := self._next_abandoned()) is not None:
            with suppress(*_CLOSING):
                response.close()

    async def aclose_abandoned(self) -> None:
        """Close the streams that were dropped unclosed, so that their connections leave the pool."""
        while (response := self._next_abandoned()) is not None:
            with suppress(*_CLOSING):
                await finish(response.aclose())

    def _next_abandoned(self) -> Any:
        try:
            return self.abandoned.pop()
        except IndexError:  # none, or another thread took it
            return None

    def close(self) -> None:
        """Close a synchronous client, if it is the SDK's own, and what was abandoned in any case."""
        self.shut_down()
        self.close_abandoned()
        if self.owned:
            self.client.close()

    async def aclose(self) -> None:
        """Close an asynchronous client, if it is the SDK's own, and what was abandoned in any case."""
        self.closed = True
        await self.aclose_abandoned()
        if self.owned:
            with suppress(*_CLOSING):
                await self.client.aclose()


_CLOSING = (OSError, RuntimeError)
"""What closing a connection that has failed already may raise; it is closed all the same."""


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
    if sock is None:
        return
    try:
        if isinstance(sock, socket.socket):
            # Not TLS's own `shutdown`: it would have the socket go on in plain text.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
            return
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except TypeError:  # what stands for a socket in uvloop refuses
            plain = socket.socket(fileno=sock.fileno())
            try:
                plain.shutdown(socket.SHUT_RDWR)
            finally:
                plain.detach()
    except (OSError, ValueError):
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
        self.supplied = client
        self.supplied_async = async_client
        self._start_afresh()

    def _start_afresh(self) -> None:
        self._lock = threading.Lock()
        self._sync: Connections | None = None
        self._by_loop: dict[Any, Connections] = {}
        self.closed = False
        _all_clients.add(self)

    def after_fork(self) -> None:
        """Forget the parent's connections in a forked child, and keep them from being collected and so closed."""
        inherited = [*([self._sync] if self._sync is not None else []), *self._by_loop.values()]
        for connections in inherited:
            connections.inherited = True
        _inherited.extend(inherited)
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
                    if self.supplied is not None:
                        connections = Connections(self.supplied, owned=False)
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
                    for ended in [known for known in self._by_loop if is_over(known)]:
                        self._by_loop.pop(ended).shut_down()
                    if self.supplied_async is not None:
                        connections = Connections(self.supplied_async, owned=False)
                    else:
                        connections = Connections(self._make("AsyncClient"), owned=True)
                        end_with_running_loop(self)
                    self._by_loop[loop] = connections
        return connections

    def _check_open(self) -> None:
        if self.closed:
            raise RuntimeError(CLOSED)

    def _make(self, kind: str) -> Any:
        import httpx

        culprits = _missing_certificates(os.environ)
        tls: ssl.SSLContext | None = None
        if not culprits:
            try:
                tls = _tls_context(os.environ)
                return getattr(httpx, kind)(
                    verify=tls,
                    follow_redirects=True,
                    timeout=httpx.Timeout(None),
                    limits=httpx.Limits(
                        max_connections=MAX_CONNECTIONS,
                        max_keepalive_connections=MAX_KEEPALIVE_CONNECTIONS,
                        keepalive_expiry=KEEPALIVE_EXPIRY_S,
                    ),
                )
            except (OSError, ValueError, TypeError, ImportError, httpx.InvalidURL):
                culprits = _culprits(os.environ, tls_failed=tls is None)
                if not culprits:
                    raise
        # Raised out here, since what was caught may show a proxy's password.
        raise ValueError(f"The HTTP client could not be made: the environment's {'; '.join(culprits)}")

    # --- closing

    def close(self) -> None:
        """Close what can be closed without an event loop; idempotent. The loops close the rest when they get to it."""
        sync, by_loop = self._take_all()
        if sync is not None:
            sync.close()
        for loop, connections in by_loop.items():
            connections.shut_down()
            run_soon(loop, connections.aclose)

    async def aclose(self) -> None:
        """Close everything: the running loop's client at once, others when their loops get to it; idempotent."""
        mine = self._by_loop.pop(running_loop(), None)
        try:
            self.close()
        finally:
            if mine is not None:
                mine.shut_down()
                await finish(mine.aclose())

    async def end_on_running_loop(self) -> None:
        """Close the running loop's client, since the loop is about to end. Another loop may use this object later."""
        connections = self._by_loop.pop(running_loop(), None)
        if connections is not None:
            await connections.aclose()

    def _take_all(self) -> tuple[Connections | None, dict[Any, Connections]]:
        with self._lock:
            self.closed = True
            sync, self._sync = self._sync, None
            by_loop, self._by_loop = self._by_loop, {}
        return sync, by_loop

    def __getstate__(self) -> dict[str, Any]:
        return {"supplied": self.supplied, "supplied_async": self.supplied_async}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._start_afresh()


# --- surroundings

_tls_contexts: dict[tuple[object, ...], ssl.SSLContext] = {}


def _tls_context(environ: Mapping[str, str]) -> ssl.SSLContext:
    """Return a TLS context for the certificates that the environment names; all clients share it.

    Reading the certificates is most of what making a client costs. They are read again when the file has changed.
    """
    from pathlib import Path

    import httpx

    file = environ.get("SSL_CERT_FILE")
    names = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
    key = (*(environ.get(name) for name in names), Path(file).stat().st_mtime_ns if file else 0)
    context = _tls_contexts.get(key)
    if context is None:
        context = httpx.create_ssl_context()
        _tls_contexts.clear()
        _tls_contexts[key] = context
    return context


def _missing_certificates(environ: Mapping[str, str]) -> list[str]:
    """Name the variable that says where the certificates are, if they are not; old versions of httpx let that pass."""
    from pathlib import Path

    file, folder = environ.get("SSL_CERT_FILE"), environ.get("SSL_CERT_DIR")
    if file:
        return [] if Path(file).is_file() else ["SSL_CERT_FILE names no file"]
    return ["SSL_CERT_DIR names no folder"] if folder and not Path(folder).is_dir() else []


def _culprits(environ: Mapping[str, str], *, tls_failed: bool) -> list[str]:
    """Name the variables that kept the client from being made, and what is wrong with each, without their values."""
    if tls_failed:
        names = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE") if environ.get(name)]
        return [f"{' or '.join(names)} cannot be used"] if names else []
    kinds = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    found: list[str] = []
    for name in _set(environ, kinds):
        address = environ[name]
        if not _is_proxy(address):
            found.append(f"{name} is no proxy's URL")
        elif address.lower().startswith("socks"):
            found.append(f"{name} is a SOCKS proxy, which needs the package httpx[socks]")
    return found or [f"{name} has an entry that is no host" for name in _set(environ, ("NO_PROXY",))]


def _set(environ: Mapping[str, str], names: Sequence[str]) -> list[str]:
    return [name for upper in names for name in (upper, upper.lower()) if environ.get(name)]


def _is_proxy(address: str) -> bool:
    import httpx

    try:
        httpx.Proxy(address if "://" in address else f"http://{address}")
    except (ValueError, TypeError, httpx.InvalidURL):
        return False
    return True


# --- forked processes

_all_clients: weakref.WeakSet[Clients] = weakref.WeakSet()
_inherited: list[Connections] = []


def _after_fork_in_child() -> None:
    for clients in list(_all_clients):
        clients.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
