"""The HTTP clients behind one `Orq`: made when first used, one for each event loop, closed together, dropped by forks.

It sends nothing, and leaves what a new client is like to `environment`.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from .cancelling import run_at_once
from .loops import close_left, end_with_running_loop, finish, is_over, run_soon, running_loop, running_trio, semaphore
from .reading import own_connection

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager
    from typing import Literal

    from ..httpclient import AsyncHttpClient, HttpClient

KEEPALIVE_PROBE_S = 60
"""Idle time in seconds before TCP asks whether the other side is still there (Linux; elsewhere the system's own)."""

CLOSED = "This Orq client has been closed; make a new one"

HOOK_THREADS = 64
"""How many plain hooks of awaited calls run at once on an event loop, each in a thread of its own; others wait."""

_FIRST_PRUNING = 16
"""How many network streams are kept before closed ones are looked for; afterwards twice as many as were open."""


class ManagedClient:
    """An HTTP client, the SDK's own or borrowed, with what it has open: connections, and streams dropped unclosed.

    A dropped stream cannot be closed by a finalizer: closing takes the connection pool's lock, which the interrupted
    thread may hold, or an event loop. So its socket is shut down at once, which ends the transfer, and the stream is
    put aside until the next call closes it properly: on the same event loop, where it outlives this object, or with
    the same synchronous client.
    """

    __slots__ = (
        "__weakref__",
        "_places",
        "_prune_at",
        "_url",
        "abandoned",
        "client",
        "closed",
        "inherited",
        "owned",
        "streams",
    )

    def __init__(self, client: Any, *, owned: bool, abandoned: list[Any] | None = None) -> None:
        self.client = client
        self.owned = owned
        self.closed = False
        self.inherited = False
        self.abandoned: list[Any] = [] if abandoned is None else abandoned
        self.streams: set[Any] = set()
        self._prune_at = _FIRST_PRUNING
        self._places: Any = None
        self._url: tuple[str, Any] = ("", None)  # the last that was parsed, and what it was parsed to
        _all_managed.add(self)
        if owned:
            weakref.finalize(self, _shut_down_all, self.streams).atexit = False

    def url(self, text: str) -> Any:
        """Return a URL as the client takes it; the SDK's own is spared from parsing the same one at every call.

        Raises:
            httpx.InvalidURL: It is none.
        """
        if not self.owned:
            return text
        known, parsed = self._url
        if known != text:
            import httpx

            parsed = httpx.URL(text)
            self._url = (text, parsed)
        return parsed

    def hook_places(self) -> AbstractAsyncContextManager[object]:
        """Return what gives plain hooks of awaited calls their places, of which there are `HOOK_THREADS`."""
        if self._places is None:
            self._places = semaphore(HOOK_THREADS)
        return cast("AbstractAsyncContextManager[object]", self._places)

    def opened(self, stream: Any) -> None:
        """Note a new connection's network stream, and switch TCP keep-alive on: a dead peer would go unnoticed."""
        # Other threads open connections meanwhile, and close the client. So each step is one that no thread gets into.
        if len(self.streams) >= self._prune_at:
            for known in list(self.streams):
                if not _is_open(known):
                    self.streams.discard(known)
            self._prune_at = max(_FIRST_PRUNING, 2 * len(self.streams))
        self.streams.add(stream)
        if self.closed:  # asked after adding, as closing says so before it looks at what is there
            shut_down(stream)
            return
        sock = stream.get_extra_info("socket")
        if sock is not None:
            _keep_alive(sock)

    def check_open(self) -> None:
        """Raise RuntimeError if the SDK's own client was closed while a call was under way."""
        if self.closed and self.owned:
            raise RuntimeError(CLOSED)

    def abandon(self, body: Any, network_stream: Any) -> None:
        """Put aside what cannot be closed here and now, and end its transfer; needs neither lock nor loop.

        Args:
            body: What has `close` and `aclose`, for later.
            network_stream: The connection, if nothing else uses it; or None.
        """
        # A child process has the parent's connections too. Shutting one down would end it for both.
        if network_stream is not None and not self.inherited:
            shut_down(network_stream)
        self.abandoned.append(body)

    async def aclose_response(self, response: Any) -> None:
        """Close a response, even if the caller is cancelled meanwhile; without waiting if the caller is thrown away."""
        if not isinstance(sys.exc_info()[1], GeneratorExit):
            await finish(response.aclose())
        # asyncio's closing waits for nothing. Trio's would be left half done, which nobody could finish.
        elif running_trio() is not None or not run_at_once(response.aclose()):
            self.abandon(response, own_connection(response))

    def shut_down(self) -> None:
        """End all transfers of the SDK's own client, so that nobody waits for one any longer, in whichever thread."""
        self.closed = True
        if self.owned and not self.inherited:
            _shut_down_all(self.streams)

    def close_abandoned(self) -> None:
        """Close the streams that were dropped unclosed, so that their connections leave the pool."""
        while (body := self._next_abandoned()) is not None:
            with suppress(Exception):  # whatever it is, it is not the business of whoever comes by
                body.close()

    async def aclose_abandoned(self) -> None:
        """Close what was dropped unclosed on the running loop, so that its connections leave their pools."""
        await close_left(self.abandoned)

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

    def close_soon(self, loop: Any) -> None:
        """End an asynchronous client's transfers, and have it closed when its loop gets to it, or else when it ends."""
        self.shut_down()
        if self.owned:
            self.abandoned.append(self.client)
        run_soon(loop, self.aclose)

    async def aclose(self) -> None:
        """Close an asynchronous client, if it is the SDK's own, and what was abandoned in any case."""
        self.closed = True
        await self.aclose_abandoned()
        if self.owned:
            with suppress(OSError, RuntimeError):  # of a connection that has failed already
                await self.client.aclose()


_borrowed: weakref.WeakKeyDictionary[Any, list[Any]] = weakref.WeakKeyDictionary()


def _abandoned_on(client: Any) -> list[Any]:
    """Return the list of what was dropped on a borrowed client: whoever borrows it closes what any drops.

    One that borrows may be gone before its next call.
    """
    try:
        return _borrowed.setdefault(client, [])
    except TypeError:  # it cannot be referred to weakly, or has no hash
        return []


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


def _shut_down_all(streams: set[Any]) -> None:
    """End a dropped client's connections without its loop: an event loop would keep idle ones open for ever."""
    for stream in list(streams):
        shut_down(stream)
        streams.discard(stream)


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


class ClientPool:
    """The clients of one SDK object: one synchronous, and one asynchronous for each event loop that calls.

    A client that the user handed over serves instead and is never closed. A forked child starts with none.
    """

    def __init__(self, *, client: HttpClient | None, async_client: AsyncHttpClient | None) -> None:
        self.supplied = client
        self.supplied_async = async_client
        self._start_afresh()

    def _start_afresh(self) -> None:
        self._lock = threading.Lock()
        self._sync: ManagedClient | None = None
        self._by_loop: dict[Any, ManagedClient] = {}
        self.closed = False
        _all_pools.add(self)

    def after_fork(self) -> None:
        """Forget the parent's clients in a forked child."""
        closed = self.closed
        self._start_afresh()
        self.closed = closed

    def sync(self) -> ManagedClient:
        """Return the synchronous client, made at the first call.

        Raises:
            RuntimeError: All was closed.
            ValueError: The environment keeps a client from being made.
        """
        managed = self._sync
        if managed is None or self.closed:
            with self._lock:
                self._check_open()
                managed = self._sync
                if managed is None:
                    client, owned = _client(self.supplied, "Client")
                    abandoned = [] if owned else _abandoned_on(client)
                    managed = self._sync = ManagedClient(client, owned=owned, abandoned=abandoned)
        return managed

    def for_running_loop(self) -> ManagedClient:
        """Return the asynchronous client of the event loop that runs in this thread, made at its first call.

        Raises:
            RuntimeError: All was closed, or no event loop runs.
            ValueError: The environment keeps a client from being made.
        """
        loop = running_loop()
        managed = self._by_loop.get(loop)
        if managed is None or self.closed:
            with self._lock:
                self._check_open()
                managed = self._by_loop.get(loop)
                if managed is None:
                    for known in list(self._by_loop):  # a loop that ends in another thread takes itself out meanwhile
                        if is_over(known) and (ended := self._by_loop.pop(known, None)) is not None:
                            ended.shut_down()
                    client, owned = _client(self.supplied_async, "AsyncClient")
                    managed = ManagedClient(client, owned=owned, abandoned=end_with_running_loop(self))
                    self._by_loop[loop] = managed
        return managed

    def _check_open(self) -> None:
        if self.closed:
            raise RuntimeError(CLOSED)

    # --- closing

    def close(self) -> None:
        """Close what can be closed without an event loop; idempotent. The loops close the rest when they get to it."""
        sync, by_loop = self._take_all()
        if sync is not None:
            sync.close()
        for loop, managed in by_loop.items():
            managed.close_soon(loop)

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
        managed = self._by_loop.pop(running_loop(), None)
        if managed is not None:
            await managed.aclose()

    def _take_all(self) -> tuple[ManagedClient | None, dict[Any, ManagedClient]]:
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


def _client(supplied: Any, kind: Literal["Client", "AsyncClient"]) -> tuple[Any, bool]:
    """Return the client to use, and whether it is the SDK's own."""
    if supplied is not None:
        return supplied, False
    from .environment import new_client

    return new_client(kind), True


# --- forked processes

_all_managed: weakref.WeakSet[ManagedClient] = weakref.WeakSet()  # a stream may have outlived its pool
_all_pools: weakref.WeakSet[ClientPool] = weakref.WeakSet()
_inherited: list[Any] = []  # what is the parent's, kept from being collected and so closed


def _after_fork_in_child() -> None:
    _inherited.extend(_borrowed.values())
    _borrowed.clear()
    for managed in list(_all_managed):
        managed.inherited = True
        _inherited.append(managed)
    for pool in list(_all_pools):
        pool.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
