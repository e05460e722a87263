"""Judges an HTTP client's exceptions: which are the transport's, and what each means for retrying."""

from __future__ import annotations

import sys
from itertools import pairwise
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from ..types.jsonvalues import is_listlike
from ..utils.retries import Failure
from .httpcoreinternals import answer_has_begun, causes

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType


def transport_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions that mean a failed connection: httpx's, and httpx2's where that is in use."""
    return _exceptions("TransportError")


def reading_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions that may end the reading of a body.

    They are the transport's, TLS's own, broken compression, and those for a body that was closed or read elsewhere.
    """
    return (*_exceptions("RequestError", "StreamError"), *_tls_errors())


def tls_failure(error: BaseException, request: object) -> Exception | None:
    """Return the transport's exception that a fault of TLS is, or None.

    Under asyncio httpx lets such a fault pass as Python's own exception once the handshake is over.
    """
    if not isinstance(error, _tls_errors()):
        return None
    libraries = {kind.__module__.partition(".")[0] for kind in type(request).__mro__}
    for kind in _exceptions("ReadError"):
        if kind.__module__.partition(".")[0] in libraries:
            return kind(str(error))
    return None


def _tls_errors() -> tuple[type[Exception], ...]:
    return _attributes(sys.modules.get("ssl"), "SSLError")


def _exceptions(*names: str) -> tuple[type[Exception], ...]:
    # Another thread may just be importing one of them, which then has no such names yet.
    return _attributes(sys.modules.get("httpx"), *names) + _attributes(sys.modules.get("httpx2"), *names)


def _attributes(module: Any, *names: str) -> tuple[type[Exception], ...]:
    return tuple(getattr(module, name) for name in names if hasattr(module, name))


def pass_on_signal(error: BaseException) -> None:
    """Raise what a signal's handler raised, such as an alarm's TimeoutError, if a client took it for its own socket's.

    An HTTP client raises its own exception from whatever OSError it meets. A handler's is known by the handler's
    argument, the frame that it interrupted: a function that is merely called is not given its caller's.
    """
    seen: BaseException | None = error
    while seen is not None:
        frames = [frame for frame, _ in walk_tb(seen.__traceback__)]
        for caller, frame in pairwise(frames):
            if _is_given(frame, caller):
                raise seen from seen.__cause__
        seen = seen.__cause__ or seen.__context__
        # It was caught on the way of the one that took its place. What the SDK's caller handles just now was not.
        if seen is not None and (seen.__traceback__ is None or seen.__traceback__.tb_frame not in frames):
            return


def _is_given(frame: FrameType, caller: FrameType) -> bool:
    for value in list(frame.f_locals.values()):
        arguments = value if is_listlike(value) else [value]  # *args, perhaps
        if any(argument is caller for argument in arguments):
            return True
    return False


class Watch:
    """What is seen of one attempt's connection, through httpx's `trace` extension.

    Attributes:
        traced: Whether anything is seen at all.
        connected: Whether a connection was opened for the attempt. If not, it used one that was open already.
        sending: Whether a connection is the request's own: from its first byte until the answer's headers are there.
        answered: Whether an answer's headers came, if only those of a redirect.
        handshaking: The network stream that no connection holds yet, because TLS is still being agreed over it.
        opened: Told each new network stream, until it is taken away.
    """

    __slots__ = ("_method", "_network_stream", "answered", "connected", "handshaking", "opened", "sending", "traced")

    def __init__(self, opened: Callable[[Any], None] | None = None) -> None:
        self.opened = opened
        self.traced = self.connected = self.sending = self.answered = False
        self.handshaking: Any = None
        self._network_stream: Any = None
        self._method: Any = None

    def note(self, name: str, info: dict[str, Any]) -> None:
        """Take one trace event, of how a connection is made (TCP, a Unix socket, SOCKS, TLS) or of how it is used."""
        self.traced = True
        where, _, what = name.partition(".")
        if where in _EXCHANGING:
            if what == "send_request_headers.started":
                self._method = getattr(info.get("request"), "method", None)
                self.sending = True
            elif what == "receive_response_headers.complete":
                self.sending = False
                self.answered = self.answered or self._method != b"CONNECT"  # which a proxy answers
        elif what == "start_tls.started":
            self.handshaking = self._network_stream
        elif what.startswith("connect_"):
            self.connected = True
        if what in _OPENED:
            self._network_stream, self.handshaking = info["return_value"], None
            if self.opened is not None:
                self.opened(info["return_value"])

    async def anote(self, name: str, info: dict[str, Any]) -> None:
        """The same, as an async client's tracing wants it."""
        self.note(name, info)


_EXCHANGING = frozenset({"http11", "http2"})
_OPENED = frozenset({"connect_tcp.complete", "connect_unix_socket.complete", "start_tls.complete"})

STALE_WITHIN_S = 1.0
"""How soon a connection that the other side had closed tells so, in seconds. Later, the request may be worked on."""


_BUSY_PROXY = ("502", "503", "504")
"""What the text of a ProxyError begins with if a proxy says that it could not make the tunnel just now."""


def connection_failure(error: Exception, watch: Watch, elapsed_s: float) -> Failure:
    """Return what a transport's exception means for retrying.

    A request certainly did no work if no connection could be made, be it by a proxy, or if a connection that had been
    idle turned out closed before any byte of the answer. A connection that took too long is not tried again without a
    `RetryConfig`, since the wait that the user allowed is over; a certificate that is not trusted is never asked for
    again, and nothing is after an answer, if only a redirect.

    Args:
        error: What was raised.
        watch: What was seen of the connection.
        elapsed_s: How long the attempt had lasted, in seconds.
    """
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if watch.answered:
        return Failure("other")
    if "ConnectTimeout" in kinds or "PoolTimeout" in kinds:
        return Failure("unanswered")
    if "ConnectError" in kinds:
        distrusted = any(type(cause).__name__ == "SSLCertVerificationError" for cause in causes(error))
        return Failure("other" if distrusted else "unsent")
    if "ProxyError" in kinds and str(error)[:3] in _BUSY_PROXY:
        return Failure("unsent")
    if kinds.isdisjoint({"RemoteProtocolError", "ReadError", "WriteError", "ReadTimeout", "WriteTimeout"}):
        return Failure("other")
    if not watch.traced or answer_has_begun(error):
        return Failure("other")
    if "TimeoutException" in kinds or watch.connected or elapsed_s > STALE_WITHIN_S:
        return Failure("unanswered")
    return Failure("stale")
