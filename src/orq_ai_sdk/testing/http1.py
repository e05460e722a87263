"""Speaks HTTP/1.1 as a server over one socket, with h11; knows nothing of what is asked and answered.

RFC 9112, https://www.rfc-editor.org/rfc/rfc9112
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

import h11

from .replies import Reply
from .requests import RecordedHeaders, RecordedRequest

_READ_SIZE = 65_536


class DisconnectedError(Exception):
    """One side has ended the connection, so that nobody is left to talk to."""


def serve_connection(
    sock: socket.socket, *, answer: Callable[[RecordedRequest], Reply], wait: Callable[[float], bool]
) -> None:
    """Answers the requests of one connection, one after the other, until a side ends it.

    `wait` waits for some seconds and says whether the server is closing meanwhile. The socket stays the
    caller's to close.
    """
    connection = _Connection(sock, wait)
    with contextlib.suppress(DisconnectedError):
        while True:
            try:
                request = connection.receive()
            except h11.RemoteProtocolError as error:
                connection.refuse(error)
                return
            connection.send(answer(request), to_head=request.method == "HEAD")
            connection.begin_next()


class _Connection:
    def __init__(self, sock: socket.socket, wait: Callable[[float], bool]) -> None:
        self._sock = sock
        self._wait = wait
        self._http = h11.Connection(h11.SERVER)

    def receive(self) -> RecordedRequest:
        """Reads the next request whole."""
        head: h11.Request | None = None
        body: list[bytes] = []
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA:
                if self._http.they_are_waiting_for_100_continue:
                    self._write(h11.InformationalResponse(status_code=100, headers=[]))
                self._http.receive_data(self._read())
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return _record(head, b"".join(body))
            else:
                raise DisconnectedError

    def send(self, reply: Reply, *, to_head: bool) -> None:
        """Sends the reply; what follows the last piece is as the reply demands."""
        if isinstance(reply.body, bytes) and reply.delay_s and self._wait(reply.delay_s):
            raise DisconnectedError
        self._write(reply.head())
        for index, piece in enumerate(() if to_head else reply.pieces()):
            if index and reply.delay_s and self._wait(reply.delay_s):
                raise DisconnectedError
            self._write(h11.Data(data=piece))
        if reply.cut:
            raise DisconnectedError
        while reply.hold and self._read():
            pass  # Whatever the client still says is not answered.
        self._write(h11.EndOfMessage())

    def refuse(self, error: h11.RemoteProtocolError) -> None:
        """Tells the client that what it sent is not HTTP, if it may still be told."""
        if self._http.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            reason = f"The request is not valid HTTP/1.1: {error}."
            self.send(Reply.error(error.error_status_hint, reason, headers={"connection": "close"}), to_head=False)

    def begin_next(self) -> None:
        """Makes ready for another request on the same connection, if both sides allow one."""
        if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            raise DisconnectedError
        self._http.start_next_cycle()

    def _read(self) -> bytes:
        try:
            return self._sock.recv(_READ_SIZE)
        except OSError as error:
            raise DisconnectedError from error

    def _write(self, event: h11.Event) -> None:
        data = self._http.send(event)
        try:
            self._sock.sendall(data or b"")
        except OSError as error:
            raise DisconnectedError from error


def _record(head: h11.Request, body: bytes) -> RecordedRequest:
    headers = RecordedHeaders()
    for raw_name, raw_value in head.headers:
        name, value = raw_name.decode("ascii"), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return RecordedRequest(head.method.decode("ascii"), head.target.decode("latin-1"), headers, body)
