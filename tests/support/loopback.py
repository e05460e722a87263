"""Accepts connections on 127.0.0.1, one thread each, and knows which are still open; it speaks no protocol."""

from __future__ import annotations

import selectors
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from types import TracebackType

from typing_extensions import Self

HOST = "127.0.0.1"
PATIENCE_S = 10.0
_TICK_S = 0.01  # an Event cannot be waited for together with a socket, so one of the two is looked at this often
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class PeerGoneError(Exception):
    """The peer closed or reset the connection."""


class Connection:
    """One accepted connection, used by its own thread; only `interrupt` may be called from another."""

    def __init__(self, sock: socket.socket, *, index: int, tls: ssl.SSLContext | None) -> None:
        self.index = index
        self.closed = False
        self.interrupted = False
        self._socket = sock
        self._tls = tls
        self._unread = bytearray()
        self._lock = threading.Lock()

    def handshake(self) -> None:
        """Do the TLS handshake, where there is TLS."""
        if self._tls is None:
            return
        try:
            with self._lock:
                wrapped = self._tls.wrap_socket(self._socket, server_side=True, do_handshake_on_connect=False)
                self._socket = wrapped
            wrapped.do_handshake()
        except OSError as error:
            raise PeerGoneError from error

    def read(self) -> bytes:
        """Give some bytes that the peer sent; waits for the first. Raises PeerGoneError at the end."""
        if not self._unread:
            self.receive()
        data = bytes(self._unread)
        self._unread.clear()
        return data

    def receive(self, timeout_s: float | None = None) -> None:
        """Take in something for a later `read`, waiting at most this long. Raises PeerGoneError at the end."""
        try:
            self._socket.settimeout(timeout_s)
            data = self._socket.recv(65536)
        except TimeoutError:
            return
        except OSError as error:
            raise PeerGoneError from error
        if not data:
            raise PeerGoneError
        self._unread += data

    def put_back(self, data: bytes) -> None:
        """Let the next `read` give these bytes first."""
        self._unread[:0] = data

    def send(self, data: bytes) -> None:
        """Send all of it. Raises PeerGoneError if the peer is gone."""
        try:
            self._socket.settimeout(None)
            self._socket.sendall(data)
        except OSError as error:
            raise PeerGoneError from error

    def send_beneath_tls(self, data: bytes) -> None:
        """Send bytes as they are, although the connection speaks TLS. Raises PeerGoneError if the peer is gone."""
        try:
            socket.socket.sendall(self._socket, data)
        except OSError as error:
            raise PeerGoneError from error

    def wait_for(self, event: threading.Event | None) -> None:
        """Stay silent until the event is set (None: for ever). Raises PeerGoneError as soon as the peer leaves."""
        while event is None or not event.is_set():
            self.receive(None if event is None else _TICK_S)

    def pause(self, seconds: float) -> None:
        """Stay silent for this long. Raises PeerGoneError as soon as the peer leaves."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self.receive(left)

    def half_close(self) -> None:
        """Send FIN, and go on reading."""
        with suppress(OSError):
            socket.socket.shutdown(self._socket, socket.SHUT_WR)

    def close(self) -> None:
        """Close in good order: FIN, after TLS's close_notify."""
        with self._lock:
            if self.closed:
                return
            self.closed = True
            with suppress(OSError, ValueError):
                if isinstance(self._socket, ssl.SSLSocket):
                    self._socket.settimeout(0)  # the peer's own close_notify is not waited for
                    self._socket.unwrap()
            self.half_close()
            self._socket.close()

    def reset(self) -> None:
        """Close with RST, as a crashed or overloaded peer does."""
        with self._lock:
            if self.closed:
                return
            self.closed = True
            with suppress(OSError):
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self._socket.close()

    def interrupt(self) -> None:
        """From another thread: make whatever this connection waits for raise PeerGoneError."""
        with self._lock:
            if not self.closed:
                self.interrupted = True
                with suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def fileno(self) -> int:
        """The descriptor, for selectors."""
        return self._socket.fileno()


class LoopbackServer:
    """Give each connection to `serve` in a thread of its own; count them; stop all of them at once.

    Whatever `serve` raises, other than PeerGoneError, resets the connection and is raised again when the server's
    `with` block is left, so that a mistake in a script is not taken for a fault of the client.
    """

    scheme = "http"

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.accepted_connections = 0
        self.closed_by_client = 0
        self.errors: list[Exception] = []
        self.changed = threading.Condition()
        self._tls = tls
        self._open: dict[int, Connection] = {}
        self._threads: dict[int, threading.Thread] = {}
        self._acceptor: tuple[threading.Thread, socket.socket] | None = None
        self._bound = _bind(0)
        self.port: int = self._bound.getsockname()[1]
        self.resume_listening()

    def serve(self, connection: Connection) -> None:
        """Talk to one peer until it or this side has had enough."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        """Where the server is, without a trailing slash."""
        return f"{self.scheme}://{HOST}:{self.port}"

    @property
    def open_connections(self) -> int:
        """How many connections are open on the server's side."""
        with self.changed:
            return len(self._open)

    def state(self) -> str:
        """The counts, for messages."""
        return (
            f"accepted {self.accepted_connections} connections, of which {self.open_connections} are open "
            f"and {self.closed_by_client} were closed by the client"
        )

    def wait_until(self, condition: Callable[[], bool], what: str, timeout_s: float = PATIENCE_S) -> None:
        """Wait until the condition over this server's state holds. Raises TimeoutError, or what `serve` raised."""
        with self.changed:
            self.changed.wait_for(lambda: condition() or self.errors, timeout_s)
            if not condition():
                raise (
                    self.errors[0] if self.errors else TimeoutError(f"waited {timeout_s} s for {what}: {self.state()}")
                )
        self._reap()

    def wait_for_connections(self, n: int, timeout_s: float = PATIENCE_S) -> None:
        """Wait until n connections in all have been accepted."""
        self.wait_until(lambda: self.accepted_connections >= n, f"{n} connections", timeout_s)

    def wait_until_closed(self, n: int, timeout_s: float = PATIENCE_S) -> None:
        """Wait until n connections in all are over, whoever ended them (see `closed_by_client`), threads included."""
        self.wait_until(
            lambda: self.accepted_connections - len(self._open) >= n, f"{n} connections to be closed", timeout_s
        )

    def stop_listening(self) -> None:
        """Refuse new connections. The port stays ours, and open connections stay open."""
        if self._acceptor is not None:
            thread, waker = self._acceptor
            self._acceptor = None
            waker.close()
            thread.join()
            self._bound = _bind(self.port)

    def resume_listening(self) -> None:
        """Accept connections again, on the same port."""
        if self._acceptor is None:
            self._bound.listen(1024)
            wake, waker = socket.socketpair()
            thread = threading.Thread(target=self._accept, args=(self._bound, wake), name="acceptor", daemon=True)
            self._acceptor = thread, waker
            thread.start()

    def drop_connections(self) -> None:
        """Close every open connection, and wait until their threads are over."""
        with self.changed:
            threads = [self._threads[index] for index in self._open]
            for connection in self._open.values():
                connection.interrupt()
        for thread in threads:
            thread.join(PATIENCE_S)
            if thread.is_alive():
                raise RuntimeError(
                    f"{thread.name} does not stop: does a script wait for something else than its steps?"
                )
        self._reap()

    @contextmanager
    def kill_and_return(self) -> Generator[None, None, None]:
        """Be dead inside the block (connections dropped, new ones refused), and back on the same port after it."""
        self.stop_listening()
        self.drop_connections()
        try:
            yield
        finally:
            self.resume_listening()

    def close(self) -> None:
        """Stop everything: listener, connections, threads. May be called twice."""
        if self._bound.fileno() != -1:
            self.stop_listening()
            self._bound.close()
            self.drop_connections()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        self.close()
        # The test's own failure is often only the consequence; Python shows it as this one's context.
        if self.errors and (error is None or isinstance(error, Exception)):
            raise self.errors[0]

    def _accept(self, listener: socket.socket, wake: socket.socket) -> None:
        with listener, wake, selectors.DefaultSelector() as ready:
            ready.register(listener, selectors.EVENT_READ)
            ready.register(wake, selectors.EVENT_READ)
            while all(key.fileobj is not wake for key, _ in ready.select()):
                self._start(listener.accept()[0])

    def _start(self, sock: socket.socket) -> None:
        self._reap()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self.changed:
            connection = Connection(sock, index=self.accepted_connections, tls=self._tls)
            self.accepted_connections += 1
            name = f"{type(self).__name__} connection {connection.index}"
            thread = threading.Thread(target=self._run, args=(connection,), name=name, daemon=True)
            self._open[connection.index] = connection
            self._threads[connection.index] = thread
            thread.start()
            self.changed.notify_all()

    def _run(self, connection: Connection) -> None:
        left = False
        try:
            connection.handshake()
            self.serve(connection)
        except PeerGoneError:
            left = not connection.interrupted
        except Exception as error:  # noqa: BLE001 - shown to the test when it leaves the server's block
            self.errors.append(error)
            connection.reset()
        finally:
            connection.close()
            with self.changed:
                del self._open[connection.index]
                self.closed_by_client += left
                self.changed.notify_all()

    def _reap(self) -> None:
        with self.changed:
            over = {index: thread for index, thread in self._threads.items() if index not in self._open}
        for thread in over.values():
            thread.join()
        with self.changed:
            for index in over:
                self._threads.pop(index, None)


def _bind(port: int) -> socket.socket:
    # Bound and not listening: connections are refused, and nobody else can take the port.
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, port))
    return sock


def refused_port() -> int:
    """Give a port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as sock:
        sock.bind((HOST, 0))
        port: int = sock.getsockname()[1]
        return port


@contextmanager
def full_backlog() -> Generator[int, None, None]:
    """Give a port that neither accepts nor refuses: connecting hangs, because the listener's backlog is full."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen(0)
        fillers: list[socket.socket] = []
        try:
            while _connects_at_once(listener.getsockname(), fillers):
                if len(fillers) > 64:
                    raise RuntimeError("this system's backlog does not fill up")
            yield listener.getsockname()[1]
        finally:
            for filler in fillers:
                filler.close()


def _connects_at_once(address: tuple[str, int], fillers: list[socket.socket]) -> bool:
    filler = socket.socket()
    fillers.append(filler)
    filler.settimeout(0.1)
    try:
        filler.connect(address)
    except TimeoutError:
        return False
    return True
