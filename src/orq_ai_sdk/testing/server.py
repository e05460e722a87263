"""Accepts connections on loopback and gives each a thread; ends them all when told to."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from collections.abc import Callable

from .http1 import serve_connection
from .replies import Reply
from .requests import RecordedRequest

_HOST = "127.0.0.1"
_BACKLOG = 1024
_JOIN_S = 5.0


class Server:
    """A listening socket and the threads behind it, from construction to `close`.

    Args:
        answer: called on the connection's thread for every request.
        port: 0 takes a free one.
        on_accept: called once for every connection.

    Raises:
        OSError: the port cannot be had.
    """

    def __init__(self, answer: Callable[[RecordedRequest], Reply], *, port: int, on_accept: Callable[[], None]) -> None:
        self._answer = answer
        self._on_accept = on_accept
        self._listener = socket.create_server((_HOST, port), backlog=_BACKLOG)
        self._listener.setblocking(False)
        # Closing a listener does not wake a thread that waits for it, so a second socket does, by being closed.
        self._wake, self._woken = socket.socketpair()
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        # The acceptor's alone, and `close`'s once the acceptor has ended.
        self._threads: list[threading.Thread] = []
        self.url = f"http://{_HOST}:{self._listener.getsockname()[1]}"
        self._acceptor = threading.Thread(target=self._accept, name=f"local gateway {self.url}", daemon=True)
        self._acceptor.start()

    def close(self) -> None:
        """Stops listening and ends every connection, whatever it is doing.

        Returns when their threads have ended. A thread that is held up by the caller's own code (a reply that
        waits) is left behind after five seconds.
        """
        self._closing.set()
        self._wake.close()
        self._acceptor.join()
        with self._lock:
            for sock in self._open:
                # Ends a `recv` or `sendall` on the connection's own thread, which then closes the socket.
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        deadline = time.monotonic() + _JOIN_S
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(max(0.0, deadline - time.monotonic()))

    def _accept(self) -> None:
        with self._listener, self._woken, selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self._closing.is_set():
                selector.select()
                try:
                    sock, _ = self._listener.accept()
                except OSError:
                    # The client has left already, or descriptors are short; those come back as connections end.
                    self._closing.wait(0.01)
                    continue
                self._begin(sock)

    def _begin(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError):  # the client has left already, which its thread will find out
            sock.settimeout(None)
            # Events are small and must not wait for one another (Nagle).
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._on_accept()
        thread = threading.Thread(
            target=self._serve, args=(sock,), name=f"{self._acceptor.name} connection", daemon=True
        )
        with self._lock:
            self._open.add(sock)
        thread.start()
        self._threads = [*(thread for thread in self._threads if thread.is_alive()), thread]

    def _serve(self, sock: socket.socket) -> None:
        try:
            serve_connection(sock, answer=self._answer, wait=self._closing.wait)
        finally:
            # In this order, so that `close` never meets a descriptor that has been given to another.
            with self._lock:
                self._open.remove(sock)
            sock.close()
