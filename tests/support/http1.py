"""Reads whole HTTP/1.1 requests from a connection and records them; it answers nothing."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass
from typing import Any

import h11

from .loopback import PATIENCE_S, Connection, LoopbackServer


@dataclass(frozen=True)
class Request:
    """One request as it came; header names are lower-case, repeated ones joined by a comma."""

    connection_index: int
    request_index: int
    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)


class HttpServer(LoopbackServer):
    """A server that keeps the requests it got, in `requests`, in the order in which they were complete."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        super().__init__(tls=tls)

    def record(self, request: Request) -> None:
        """Keep the request, and tell those who wait for it."""
        with self.changed:
            self.requests.append(request)
            self.changed.notify_all()

    def wait_for_requests(self, n: int, timeout_s: float = PATIENCE_S) -> list[Request]:
        """Wait until n requests in all were read whole, and give all that came. Raises TimeoutError."""
        self.wait_until(lambda: len(self.requests) >= n, f"{n} requests", timeout_s)
        return self.requests[:]

    def state(self) -> str:
        """The counts, for messages."""
        return f"{super().state()}; got {len(self.requests)} requests"


def read_request(connection: Connection, index: int) -> Request:
    """Read one whole request. Raises PeerGoneError if the client leaves before its end."""
    parser = h11.Connection(h11.SERVER)
    head = _next_event(parser, connection)
    if not isinstance(head, h11.Request):
        raise TypeError(f"expected a request, got {head!r}")
    body = bytearray()
    while isinstance(part := _next_event(parser, connection), h11.Data):
        body += part.data
    connection.put_back(parser.trailing_data[0])
    fields: dict[str, str] = {}
    for raw_name, raw_value in head.headers:
        name, value = raw_name.decode("ascii"), raw_value.decode("latin-1")
        fields[name] = f"{fields[name]}, {value}" if name in fields else value
    method, target = head.method.decode("ascii"), head.target.decode("ascii")
    return Request(connection.index, index, method, target, fields, bytes(body))


def _next_event(parser: h11.Connection, connection: Connection) -> object:
    while (event := parser.next_event()) is h11.NEED_DATA:
        parser.receive_data(connection.read())
    return event
