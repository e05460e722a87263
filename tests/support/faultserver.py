"""Plays scripts of bytes and faults to HTTP/1.1 clients over a real socket; it decides nothing, the scripts do."""

from __future__ import annotations

import json
import ssl
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import responses as phrases
from itertools import count
from typing import Protocol

from .http1 import HttpServer, Request, read_request
from .loopback import Connection, full_backlog, refused_port

__all__ = [
    "LAST_CHUNK",
    "Close",
    "CloseBeforeReading",
    "FaultServer",
    "Garble",
    "HalfClose",
    "Request",
    "Reset",
    "ResetBeforeReading",
    "Script",
    "Send",
    "SendEach",
    "Silence",
    "Step",
    "Tell",
    "Wait",
    "chunk",
    "full_backlog",
    "half_chunk",
    "half_header",
    "headers",
    "json_answer",
    "refused_port",
    "sse_answer",
    "stale_keep_alive",
    "wrong_length",
]

LAST_CHUNK = b"0\r\n\r\n"


class Step(Protocol):
    """Something that a script does to a connection."""

    def play(self, connection: Connection, /) -> None:
        """Do it. May raise PeerGoneError, which ends the script."""
        ...


@dataclass(frozen=True)
class Send:
    """Send the bytes in one piece. Bare bytes in a script mean the same."""

    data: bytes

    def play(self, connection: Connection, /) -> None:
        connection.send(self.data)


@dataclass(frozen=True)
class SendEach:
    """Send the bytes in pieces of `size`, each in a segment of its own, with `pause_s` seconds between them."""

    data: bytes
    size: int = 1
    pause_s: float = 0.0

    def play(self, connection: Connection, /) -> None:
        for start in range(0, len(self.data), self.size):
            if start:
                connection.pause(self.pause_s)
            connection.send(self.data[start : start + self.size])


@dataclass(frozen=True)
class Garble:
    """Send a TLS record that does not decrypt, as a broken box on the way does; for a `TlsServer`."""

    def play(self, connection: Connection, /) -> None:
        connection.send_beneath_tls(b"\x17\x03\x03\x00\x20" + b"G" * 32)


@dataclass(frozen=True)
class Reset:
    """Close with RST. What the client has not read yet may be lost: let it `Wait` for a sign if that matters."""

    def play(self, connection: Connection, /) -> None:
        connection.reset()


@dataclass(frozen=True)
class Close:
    """Close in good order (FIN)."""

    def play(self, connection: Connection, /) -> None:
        connection.close()


@dataclass(frozen=True)
class HalfClose:
    """Send FIN, but keep reading: the server sees when the client closes its side."""

    def play(self, connection: Connection, /) -> None:
        connection.half_close()


@dataclass(frozen=True)
class Silence:
    """Say nothing until the event is set; without one (cheaper), until the client leaves or the server closes."""

    until: threading.Event | None = None

    def play(self, connection: Connection, /) -> None:
        connection.wait_for(self.until)


@dataclass(frozen=True)
class Wait:
    """Go on when the event is set. A client that leaves, or the server's end, ends the script at once."""

    event: threading.Event

    def play(self, connection: Connection, /) -> None:
        connection.wait_for(self.event)


@dataclass(frozen=True)
class Tell:
    """Set the event: the script has come this far."""

    event: threading.Event

    def play(self, connection: Connection, /) -> None:
        self.event.set()


@dataclass(frozen=True)
class CloseBeforeReading(Close):
    """As a script's first step: taken by the next new connection, which is closed as soon as it is accepted."""


@dataclass(frozen=True)
class ResetBeforeReading(Reset):
    """As a script's first step: taken by the next new connection, which is reset as soon as it is accepted."""


Script = Sequence[Step | bytes]
Choice = Callable[[int, int, Request], Script]


class FaultServer(HttpServer):
    """An HTTP/1.1 server on 127.0.0.1 that answers each request with the next script.

    `scripts` is a list of scripts, in the order in which requests arrive over all connections, or a callable
    `(connection_index, request_index_on_connection, request) -> Script`. A request for which no script is left is a
    failure, raised when the `with` block is left, unless `repeat_last`. A script that does not close the connection
    keeps it alive. `on_accept(connection_index)` gives what to play before anything is read, or an empty script.
    """

    def __init__(
        self,
        scripts: Sequence[Script] | Choice,
        *,
        repeat_last: bool = False,
        on_accept: Callable[[int], Script] | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        if not callable(scripts) and any(isinstance(script, bytes) or hasattr(script, "play") for script in scripts):
            raise TypeError("scripts: a list of scripts is needed, and each script is a list of steps")
        self._choose = scripts if callable(scripts) else None
        self._scripts = deque[Script](() if callable(scripts) else scripts)
        self._repeat_last = repeat_last
        self._on_accept = on_accept
        super().__init__(tls=tls)

    def serve(self, connection: Connection) -> None:
        """Play what is due on accepting, then a script for each request."""
        _play(self._script_before_reading(connection), connection)
        for index in count():
            if connection.closed:
                return
            request = read_request(connection, index)
            _play(self._script_for(request), connection)

    def _script_before_reading(self, connection: Connection) -> Script:
        if self._on_accept is not None and (script := self._on_accept(connection.index)):
            return script
        with self.changed:
            first_step = next(iter(self._scripts[0]), None) if self._scripts else None
            return self._take() if isinstance(first_step, CloseBeforeReading | ResetBeforeReading) else ()

    def _script_for(self, request: Request) -> Script:
        with self.changed:
            self.record(request)
            if self._choose is None:
                return self._take()
        return self._choose(request.connection_index, request.request_index, request)

    def _take(self) -> Script:
        if not self._scripts:
            raise AssertionError(f"no script is left for request {len(self.requests)}: {self.requests[-1:]}")
        if self._repeat_last and len(self._scripts) == 1:
            return self._scripts[0]
        return self._scripts.popleft()


def _play(script: Script, connection: Connection) -> None:
    for step in script:
        if connection.closed:
            raise AssertionError(f"{step!r} comes after the connection was closed: {script!r}")
        (Send(step) if isinstance(step, bytes) else step).play(connection)


def headers(status: int = 200, fields: Mapping[str, str] | None = None) -> bytes:
    """An answer's head, with the blank line after it."""
    return _head(status, fields or {})


def chunk(data: bytes) -> bytes:
    """One chunk of a chunked body; `LAST_CHUNK` ends the body."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def json_answer(obj: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Script:
    """A whole JSON answer; the connection stays open."""
    body = json.dumps(obj).encode()
    fields = {"content-type": "application/json", "content-length": str(len(body))}
    return [_head(status, fields | dict(headers or {})) + body]


def sse_answer(
    blocks: Sequence[bytes],
    *,
    chunked: bool = True,
    close: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Script:
    """A whole event stream, one send for each block (blank line included by the caller).

    Not `chunked`: with a content length, or, with `close`, ended by the connection's end alone.
    """
    fields = {"content-type": "text/event-stream"}
    if chunked:
        fields["transfer-encoding"] = "chunked"
    elif not close:
        fields["content-length"] = str(sum(map(len, blocks)))
    if close:
        fields["connection"] = "close"
    return [
        _head(200, fields | dict(headers or {})),
        *([*map(chunk, blocks), LAST_CHUNK] if chunked else blocks),
        *([Close()] if close else []),
    ]


def half_header(then: Step) -> Script:
    """An answer whose head breaks off in the middle of a field, and then `then`."""
    return [b"HTTP/1.1 200 OK\r\ncontent-type: applica", then]


def half_chunk(data: bytes, then: Step, *, content_type: str = "text/event-stream") -> Script:
    """A chunked answer whose only chunk breaks off half way through the data, and then `then`."""
    head = _head(200, {"content-type": content_type, "transfer-encoding": "chunked"})
    return [head, b"%x\r\n%s" % (len(data), data[: len(data) // 2]), then]


def wrong_length(body: bytes, *, announced: int, content_type: str = "application/json") -> Script:
    """An answer whose content length is not its body's, and which is then closed."""
    return [_head(200, {"content-type": content_type, "content-length": str(announced)}), body, Close()]


def stale_keep_alive(answer: Script) -> Choice:
    """Answer the first request of each connection, and close the connection when the second one arrives."""
    return lambda _connection_index, request_index, _request: [Close()] if request_index else answer


def _head(status: int, fields: Mapping[str, str]) -> bytes:
    lines = [
        f"HTTP/1.1 {status} {phrases.get(status, '')}",
        *(f"{name}: {value}" for name, value in fields.items()),
        "",
        "",
    ]
    return "\r\n".join(lines).encode("latin-1")
