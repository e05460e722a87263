"""Judges an HTTP client's exceptions: which are the transport's, and what each means for retrying. It raises none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ..utils.retries import Failure
from .httpcoreinternals import answer_has_begun, causes

if TYPE_CHECKING:
    from collections.abc import Callable


def transport_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions that mean a failed connection: httpx's, and httpx2's where that is in use."""
    return _exceptions("TransportError")


def reading_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions that may end the reading of a body.

    They are the transport's, broken compression, and those for a body that was closed or read elsewhere.
    """
    return _exceptions("RequestError", "StreamError")


def _exceptions(*names: str) -> tuple[type[Exception], ...]:
    # Another thread may just be importing one of them, which then has no such names yet.
    modules = (sys.modules.get("httpx"), sys.modules.get("httpx2"))
    return tuple(getattr(module, name) for module in modules for name in names if hasattr(module, name))


class Watch:
    """What is seen of one attempt's connection, through httpx's `trace` extension.

    `connected` becomes True when a connection is opened for the attempt. If it stays False although tracing works
    (`traced`), the attempt used a connection that was open already. `opened` is told each new network stream, until it
    is taken away.
    """

    __slots__ = ("connected", "opened", "traced")

    def __init__(self, opened: Callable[[Any], None] | None = None) -> None:
        self.opened = opened
        self.connected = False
        self.traced = False

    def note(self, name: str, info: dict[str, Any]) -> None:
        """Take one trace event. What matters is how a connection is made: by TCP, a Unix socket or SOCKS, then TLS."""
        self.traced = True
        where, _, what = name.partition(".")
        if where in _EXCHANGING:
            return
        if what.startswith("connect_"):
            self.connected = True
        if self.opened is not None and what in _OPENED:
            self.opened(info["return_value"])

    async def anote(self, name: str, info: dict[str, Any]) -> None:
        """The same, as an async client's tracing wants it."""
        self.note(name, info)


_EXCHANGING = frozenset({"http11", "http2"})
_OPENED = frozenset({"connect_tcp.complete", "connect_unix_socket.complete", "start_tls.complete"})


def connection_failure(error: Exception, watch: Watch) -> Failure:
    """Return what a transport's exception means for retrying.

    A request certainly did no work if no connection could be made, or if a connection that had been idle turned out
    closed before any byte of the answer. A connection that took too long is not tried again without a `RetryConfig`,
    since the wait that the user allowed is over; a certificate that is not trusted is never asked for again.
    """
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "ConnectTimeout" in kinds or "PoolTimeout" in kinds:
        return Failure("unanswered")
    if "ConnectError" in kinds:
        distrusted = any(type(cause).__name__ == "SSLCertVerificationError" for cause in causes(error))
        return Failure("other" if distrusted else "unsent")
    if kinds.isdisjoint({"RemoteProtocolError", "ReadError", "WriteError", "ReadTimeout", "WriteTimeout"}):
        return Failure("other")
    if not watch.traced or answer_has_begun(error):
        return Failure("other")
    if "TimeoutException" in kinds or watch.connected:
        return Failure("unanswered")
    return Failure("stale")
