"""What goes back over the wire for one request, as a value; it is made here and sent elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeAlias
from uuid import uuid4

import h11

Event: TypeAlias = "Mapping[str, Any] | str | bytes"
"""One event of a scripted stream: an object to be framed, or text or bytes that are sent as they are."""

DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True)
class Reply:
    """One answer: a whole body, or pieces that are sent one after the other.

    Args:
        body: bytes are sent with a `content-length`; any other iterable of bytes is sent chunked, each piece
            when the iterable gives it. A generator may therefore wait for the test between two pieces.
        status: 200 to 599.
        headers: names in any case. `x-request-id` is added if it is not among them. The message's framing
            (`content-length`, `transfer-encoding`) is not for the caller to say.
        delay_s: how long to wait between two pieces, in seconds, and before a whole body's answer.
        cut: close the connection after the last piece, without the end that HTTP demands (RFC 9112, section 8).
        hold: say nothing more after the last piece, until the client leaves or the gateway closes.

    Raises:
        TypeError, ValueError: what is given cannot be sent.
    """

    body: bytes | Iterable[bytes] = b""
    status: int = field(default=200, kw_only=True)
    headers: Mapping[str, str] = field(default_factory=dict[str, str], kw_only=True)
    delay_s: float = field(default=0.0, kw_only=True)
    cut: bool = field(default=False, kw_only=True)
    hold: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        _check_status(self.status)
        headers = {name.lower(): value for name, value in self.headers.items()}
        object.__setattr__(self, "headers", headers)
        if headers.keys() & {"content-length", "transfer-encoding"}:
            raise ValueError("content-length and transfer-encoding follow from the body")
        if isinstance(self.body, bytes) and (self.cut or self.hold):
            raise ValueError("'cut' and 'hold' are for a body in pieces")
        if self.cut and self.hold:
            raise ValueError("'cut' and 'hold' exclude each other")
        if self.status in (204, 304) and self.body != b"":
            raise ValueError(f"an answer with status {self.status} has no body")
        self.head()

    def head(self) -> h11.Response:
        """The status line and the headers, under a request id of their own each time."""
        added = {"x-request-id": f"req_{uuid4().hex}"}
        # A 204 must not state a length: RFC 9110, section 8.6.
        if isinstance(self.body, bytes) and self.status not in (204, 304):
            framing = {"content-length": str(len(self.body))}
        else:
            framing = {}
        try:
            headers = [
                (name.encode("ascii"), value.encode("latin-1"))
                for name, value in {**added, **self.headers, **framing}.items()
            ]
            return h11.Response(status_code=self.status, headers=headers)
        except (UnicodeError, h11.LocalProtocolError) as error:
            raise ValueError(f"no HTTP response can have these: {error}") from error

    @classmethod
    def json(
        cls, value: object, *, status: int = 200, headers: Mapping[str, str] | None = None, delay_s: float = 0.0
    ) -> Reply:
        """A JSON body."""
        return cls(_to_json(value), status=status, headers=_with_type("application/json", headers), delay_s=delay_s)

    @classmethod
    def error(
        cls,
        status: int,
        message: str,
        *,
        type: str | None = None,  # noqa: A002 - the wire's name for it
        code: str | None = None,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """An error body of the OpenAI shape; `type` follows from the status if it is left out."""
        stated = {"message": message, "type": type or _error_type(status), "param": param, "code": code}
        return cls.json({"error": stated}, status=status, headers=headers)

    @classmethod
    def events(
        cls,
        events: Iterable[Event],
        *,
        done: bool | None = None,
        cut: bool = False,
        hold: bool = False,
        delay_s: float = 0.0,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """A `text/event-stream`, framed as WHATWG HTML, section 9.2, has it.

        An object becomes an `event:` line with its `type`, if it has one, and a `data:` line. Text and bytes
        are sent as they are, blank lines and all. Each event is a chunk of its own. `done` puts `data: [DONE]`
        at the end; left out, it does unless the stream is `cut` or `hold`. `cut`, `hold` and `delay_s` as for `Reply`.
        """
        if isinstance(events, (Mapping, str, bytes)):
            raise TypeError("'events' is an iterable of events, not a single one")
        ends = not (cut or hold) if done is None else done
        frames, sentinel = map(frame_event, events), [DONE] if ends else []
        # A list is framed at once: that tells of a mistake here, and lets the reply serve more than once.
        pieces = [*frames, *sentinel] if isinstance(events, (list, tuple)) else chain(frames, sentinel)
        stream_headers = {"cache-control": "no-cache", **_with_type("text/event-stream; charset=utf-8", headers)}
        return cls(pieces, headers=stream_headers, cut=cut, hold=hold, delay_s=delay_s)

    def pieces(self) -> Iterator[bytes]:
        """The body's pieces that are not empty."""
        whole = [self.body] if isinstance(self.body, bytes) else self.body
        # An empty chunk would be the end of a chunked body: RFC 9112, section 7.1.
        return (piece for piece in whole if piece)


def frame_event(event: Event) -> bytes:
    """One event as server-sent bytes."""
    if isinstance(event, bytes):
        return event
    if isinstance(event, str):
        return event.encode()
    name = f"event: {event['type']}\n".encode() if "type" in event else b""
    return name + b"data: " + _to_json(event) + b"\n\n"


def _to_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _with_type(content_type: str, headers: Mapping[str, str] | None) -> dict[str, str]:
    return {"content-type": content_type, **{name.lower(): value for name, value in (headers or {}).items()}}


def _check_status(status: Any) -> None:
    if isinstance(status, bool) or not isinstance(status, int):
        raise TypeError(f"a status is a whole number, not {type(status).__name__}")


def _error_type(status: int) -> str:
    _check_status(status)
    known = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
    return known.get(status, "invalid_request_error" if status < 500 else "server_error")
