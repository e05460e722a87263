"""A minimal HTTP proxy on loopback, to loopback only: tunnels for CONNECT, forwarding for absolute targets."""

from __future__ import annotations

import selectors
import socket
from base64 import b64encode
from collections.abc import Generator
from contextlib import closing
from itertools import count
from urllib.parse import urlsplit

import h11

from .faultserver import headers
from .http1 import HttpServer, Request, read_request
from .loopback import HOST, Connection

_FOR_THE_PROXY_ONLY = {"connection", "proxy-connection", "proxy-authorization", "keep-alive", "te", "upgrade"}


class Proxy(HttpServer):
    """A proxy that records what it is asked; with `username` and `password` it wants Basic credentials (407).

    `requests` has every request that was sent to the proxy itself: CONNECT, or one with an absolute target. Hosts other
    than 127.0.0.1 and localhost are answered with 502, so that no test can leave the machine through it.
    """

    def __init__(self, *, username: str | None = None, password: str = "") -> None:
        self._credentials: str | None = None
        if username is not None:
            self._credentials = "Basic " + b64encode(f"{username}:{password}".encode()).decode("ascii")
        super().__init__()

    def serve(self, connection: Connection) -> None:
        """Answer requests until one of them turns the connection into a tunnel."""
        for index in count():
            request = read_request(connection, index)
            self.record(request)
            if self._credentials not in (None, request.headers.get("proxy-authorization")):
                connection.send(headers(407, {"proxy-authenticate": 'Basic realm="test"', "content-length": "0"}))
                continue
            try:
                if not _pass_on(request, connection):
                    return
            except (OSError, h11.RemoteProtocolError):  # the origin's fault, which the client sees as an early end
                return


def _pass_on(request: Request, connection: Connection) -> bool:
    # Gives whether the connection can take another request.
    tunnelled = request.method == "CONNECT"
    target = urlsplit(f"//{request.target}" if tunnelled else request.target)
    if target.hostname not in (HOST, "localhost"):
        connection.send(headers(502, {"content-length": "0"}))
        return True
    try:
        origin = socket.create_connection((HOST, target.port or 80))
    except OSError:
        connection.send(headers(502, {"content-length": "0"}))
        return True
    with origin:
        if tunnelled:
            connection.send(headers(200))
            _tunnel(connection, origin)
            return False
        return _forward(request, target._replace(scheme="", netloc="").geturl() or "/", connection, origin)


def _tunnel(connection: Connection, origin: socket.socket) -> None:
    # The first side to end ends both: enough for tests, where nobody sends after a half-close.
    with closing(_from_origin(connection, origin, tunnelled=True)) as pieces:
        for data in pieces:
            connection.send(data)


def _forward(request: Request, path: str, connection: Connection, origin: socket.socket) -> bool:
    # The answer's bytes go through untouched; they are parsed only to find their end. Gives whether it was found.
    fields = {name: value for name, value in request.headers.items() if name not in _FOR_THE_PROXY_ONLY}
    if fields.pop("transfer-encoding", None):
        fields["content-length"] = str(len(request.body))
    head = h11.Request(method=request.method, target=path, headers=list(fields.items()))
    parser = h11.Connection(h11.CLIENT)
    for part in (head, h11.Data(data=request.body), h11.EndOfMessage()):
        origin.sendall(parser.send(part) or b"")
    with closing(_from_origin(connection, origin, tunnelled=False)) as pieces:
        for data in pieces:
            connection.send(data)
            parser.receive_data(data)
            while (event := parser.next_event()) is not h11.NEED_DATA:
                if isinstance(event, h11.EndOfMessage):
                    return True
    return False


def _from_origin(connection: Connection, origin: socket.socket, *, tunnelled: bool) -> Generator[bytes, None, None]:
    with selectors.DefaultSelector() as ready:
        ready.register(connection, selectors.EVENT_READ)
        ready.register(origin, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fileobj is not connection:
                    data = origin.recv(65536)
                    if not data:
                        return
                    yield data
                elif tunnelled:
                    origin.sendall(connection.read())
                else:
                    connection.receive()
