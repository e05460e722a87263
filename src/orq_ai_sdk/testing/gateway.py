"""The local gateway as tests use it: starting and closing, what was asked, and what to answer next."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from types import TracebackType
from typing import Any

from .answers import FunctionCall
from .jsonvalues import as_object
from .replies import Event, Reply
from .requests import RecordedRequest
from .server import Server
from .service import Service

PATH = "/v2/gateway/responses"
KEPT_REQUESTS = 10_000

Script = Reply | Callable[[RecordedRequest], Reply]
"""A reply, or a function that makes one from the request; it runs on the connection's thread."""


class LocalGateway:
    """Serves `POST /v2/gateway/responses` on a free loopback port, over real HTTP, as JSON and as a stream.

    Without further ado it echoes the last text of the user's, calls function tools, keeps to a JSON schema,
    remembers answers for `previous_response_id`, and refuses what the service would refuse. To decide an answer
    oneself, enqueue it: each enqueued reply answers one request to the operation, in order, whatever the request's
    credentials and body are. When none is left, the gateway answers by itself again.

    Use it as a context manager, or call `start` and `close`. It may be used from several threads.

    Args:
        api_keys: the only bearer tokens that are let in. Left out, any is, but one must be sent.
        port: the port to listen on; 0, the default, takes a free one.
        delay_s: how long to wait between two events of an answer that it makes by itself, and before one in one
            piece, in seconds. Default: 0.

    Raises:
        TypeError, ValueError: An argument cannot be used; the message names it.
    """

    def __init__(self, *, api_keys: Collection[str] | None = None, port: int = 0, delay_s: float = 0.0) -> None:
        if isinstance(api_keys, str):
            raise TypeError("'api_keys' is a collection of keys, not a single one")
        if not 0 <= port <= 65_535:
            raise ValueError(f"'port' is a number of 0 to 65535, not {port!r}")
        self._port = port
        self._service = Service(api_keys=api_keys, delay_s=delay_s)
        self._lock = threading.RLock()
        self._server: Server | None = None
        self._url: str | None = None
        self._connections = 0
        self._requests: deque[RecordedRequest] = deque(maxlen=KEPT_REQUESTS)
        self._scripts: deque[Script] = deque()
        self._script_error: BaseException | None = None

    def __enter__(self) -> LocalGateway:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Closes it, and raises what an enqueued function raised, unless another exception ends the block."""
        self.close()
        failure, self._script_error = self._script_error, None
        if failure is not None and error is None:
            raise failure

    def start(self) -> None:
        """Begins to listen; does nothing if it does already. A closed gateway may be started again.

        Raises:
            OSError: the port cannot be had.
        """
        with self._lock:
            if self._server is None:
                self._server = Server(self._reply, port=self._port, on_accept=self._count_connection)
                self._url = self._server.url

    def close(self) -> None:
        """Ends every connection, also in the midst of a stream, and stops listening; does nothing if it has already."""
        with self._lock:
            server, self._server = self._server, None
        if server is not None:
            server.close()

    @property
    def url(self) -> str:
        """Where it listens, or did last, e.g. `http://127.0.0.1:49152`: the `server_url` for a client.

        Raises:
            RuntimeError: it has never been started.
        """
        if self._url is None:
            raise RuntimeError("The gateway has not been started; use it in a 'with' block or call start().")
        return self._url

    @property
    def requests(self) -> list[RecordedRequest]:
        """The requests so far, refused ones too, the oldest first; a copy of the last 10,000."""
        with self._lock:
            return list(self._requests)

    @property
    def connections(self) -> int:
        """How many connections have been accepted."""
        with self._lock:
            return self._connections

    def clear(self) -> None:
        """Forgets requests, connections counted, enqueued replies and remembered answers; open connections stay."""
        with self._lock:
            self._requests.clear()
            self._scripts.clear()
            self._connections = 0
            self._script_error = None
            self._service.forget()

    def enqueue(self, *replies: Script) -> None:
        """Sets what answers the next requests, one reply each, after those that are enqueued already.

        A function is given the request and makes the reply. If it raises, the answer is a 500 that says so, and the
        exception is raised again at the end of the `with` block.

        Raises:
            TypeError: One of them is neither a reply nor a function.
        """
        for reply in replies:
            if not isinstance(reply, Reply) and not callable(reply):
                raise TypeError(f"enqueue() takes replies and functions that make them, not {type(reply).__name__}")
        with self._lock:
            self._scripts.extend(replies)

    def enqueue_text(self, text: str, *, delay_s: float = 0.0) -> None:
        """Enqueues an answer that says `text`: a response object, or its events if the request asks for a stream.

        Args:
            text: comes word by word in a stream.
            delay_s: how long to wait between two events, and before an answer in one piece, in seconds.
        """
        self.enqueue(lambda request: self._service.say(text, body=as_object(request.json), delay_s=delay_s))

    def enqueue_function_call(self, name: str, *, arguments: Mapping[str, Any] | str, delay_s: float = 0.0) -> None:
        """Enqueues an answer that calls a function, as JSON or as a stream.

        Args:
            name: the function's.
            arguments: an object, or text that is passed on as it is, broken JSON included.
            delay_s: how long to wait between two events, and before an answer in one piece, in seconds.
        """
        text = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False, allow_nan=False)
        call = FunctionCall(name, text)
        self.enqueue(lambda request: self._service.say([call], body=as_object(request.json), delay_s=delay_s))

    def enqueue_json(self, value: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """Enqueues a JSON body, whatever form the request asks for."""
        self.enqueue(Reply.json(value, status=status, headers=headers))

    def enqueue_error(
        self,
        status: int,
        message: str,
        *,
        type: str | None = None,  # noqa: A002 - the wire's name for it
        code: str | None = None,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Enqueues an error with the body `{"error": {"message", "type", "param", "code"}}`."""
        self.enqueue(Reply.error(status, message, type=type, code=code, param=param, headers=headers))

    def enqueue_events(
        self,
        events: Iterable[Event],
        *,
        done: bool | None = None,
        cut: bool = False,
        hold: bool = False,
        delay_s: float = 0.0,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Enqueues a stream, whatever form the request asks for.

        Args:
            events: objects, which are framed with `event:` and `data:` lines, or text or bytes, which are sent
                as they are. A generator is asked for the next event when the last has been sent.
            done: end with `data: [DONE]`. Left out, it does unless the stream is `cut` or `hold`.
            cut: close the connection after the last event, in the midst of the HTTP message.
            hold: keep the connection open and silent after the last event, until the client leaves.
            delay_s: how long to wait between two events, in seconds.
            headers: over and above, or in place of, the stream's own.
        """
        self.enqueue(Reply.events(events, done=done, cut=cut, hold=hold, delay_s=delay_s, headers=headers))

    def _count_connection(self) -> None:
        with self._lock:
            self._connections += 1

    def _reply(self, request: RecordedRequest) -> Reply:
        path = request.path.partition("?")[0]
        with self._lock:
            self._requests.append(request)
            served = path == PATH and request.method == "POST"
            script = self._scripts.popleft() if served and self._scripts else None
        if path != PATH:
            return Reply.error(404, f"There is nothing at {path}.", code="unknown_url")
        if not served:
            reason = f"{request.method} is not allowed here; use POST."
            return Reply.error(405, reason, code="method_not_supported", headers={"allow": "POST"})
        if script is None:
            return self._service.reply(request)
        return script if isinstance(script, Reply) else self._made(script, request)

    def _made(self, script: Callable[[RecordedRequest], Any], request: RecordedRequest) -> Reply:
        try:
            return _checked(script(request))
        except BaseException as error:  # noqa: BLE001 - an assertion of a test is one of them; raised again at the end
            with self._lock:
                self._script_error = self._script_error or error
            return Reply.error(500, f"The enqueued function raised {type(error).__name__}: {error}")


def _checked(reply: Any) -> Reply:
    if not isinstance(reply, Reply):
        raise TypeError(f"an enqueued function must return a Reply, not {type(reply).__name__}")
    return reply
