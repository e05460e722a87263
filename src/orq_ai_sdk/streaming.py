"""Streams of events over an open response, sync and async; when they end, and what they have accumulated.

Decoding and accumulating happen in `core`; here is the only place that reads a streamed body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from .core.errors import ResponseFailedError, StreamInterruptedError, request_id_of
from .core.events import SENTINEL, decode_event
from .core.reading import DRAIN_TIME_S, adrain, drain, reading_errors
from .core.security import without_credentials
from .core.snapshot import Snapshot
from .core.sse import ServerEvent, SSEDecoder
from .core.wire import encode
from .loops import finish

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterator, Mapping
    from types import TracebackType

    import httpx
    from typing_extensions import Self

    from .core.logs import CallLog
    from .httpclient import Connections
    from .models import CreateResponseResponseBody, CreateResponseStreamEvent
    from .types.meta import ResponseMeta

__all__ = ["EventStream", "EventStreamAsync", "replay", "replay_async"]

E = TypeVar("E")

TEXT_DELTA = "response.output_text.delta"
FAILED = "response.failed"
TERMINAL = frozenset({"response.completed", FAILED, "response.incomplete", "error"})


class _Stream(Generic[E]):
    """What both colours share: everything but reading."""

    def __init__(
        self,
        response: Any,
        chunks: Any,
        *,
        connections: Connections | None = None,
        meta: ResponseMeta | None = None,
        log: CallLog | None = None,
    ) -> None:
        self._response = response
        self._chunks = chunks
        self._connections = connections
        self._meta = meta
        self._log = log
        self._decoder = SSEDecoder()
        self._feed = self._decoder.feed_bytes
        self._pending: Iterator[ServerEvent[bytes]] = iter(())
        self._snapshot = Snapshot()
        # The terminal event, once it has been delivered; the sentinel ends a stream without one.
        self._terminal: Any = None
        self._ended = False
        self._exhausted = False
        self._closed = False
        self._failure: StreamInterruptedError | None = None

    @property
    def response(self) -> httpx.Response:
        """The HTTP response that carries the stream; its status and headers are there from the start."""
        return cast("httpx.Response", self._response)

    @property
    def headers(self) -> Mapping[str, str]:
        """The HTTP response's headers."""
        return self.response.headers

    @property
    def request_id(self) -> str | None:
        """What the service calls the request, from the usual headers."""
        return request_id_of(self.headers)

    @property
    def meta(self) -> ResponseMeta | None:
        """Status, headers, attempts and elapsed time of the call."""
        return self._meta

    @property
    def current_response(self) -> CreateResponseResponseBody | None:
        """The response as far as the events that were iterated tell it, or None before the first that tells any.

        Each access builds a new object, at a cost that grows with the response's size.
        """
        return self._with_meta(self._snapshot.response())

    def _with_meta(self, response: CreateResponseResponseBody | None) -> CreateResponseResponseBody | None:
        if response is not None and self._meta is not None:
            response.attach_meta(self._meta)
        return response

    # --- what happens to an event

    def _take(self, raw: ServerEvent[Any]) -> bool:
        """Decode an event in its envelope and accumulate it; False if it is the sentinel, which nobody is shown."""
        data: bytes = raw.data
        if data == SENTINEL:
            self._ended = True
            return False
        if self._log is not None:
            self._log.body("event", data)
        event = raw.data = decode_event(data, raw.event)
        kind = event.type
        if kind == TEXT_DELTA:
            self._snapshot.take_text(event)
        else:
            self._snapshot.take(event)
            if kind in TERMINAL:
                self._terminal = event
                self._ended = True
        return True

    def _read_rest(self) -> list[ServerEvent[bytes]]:
        """Return what the decoder still holds at the end of the body."""
        self._exhausted = True
        return self._decoder.flush_bytes()

    def _late_failure(self, rest: list[bytes]) -> ServerEvent[Any] | None:
        """Return the `response.failed` that follows an `error` event, if it is among what came after it."""
        late = list(self._pending)
        for chunk in rest:
            late += self._decoder.feed_bytes(chunk)
        late += self._decoder.flush_bytes()
        if self._terminal is None or self._terminal.type != "error":
            return None
        for raw in cast("list[ServerEvent[Any]]", late):
            if b"response.failed" in raw.data and self._take(raw) and raw.data.type == FAILED:
                return raw
        return None

    def _interruption(self, cause: Exception | None = None) -> StreamInterruptedError | None:
        """Return the error that an end without a terminal event is, or None if nothing had been begun."""
        snapshot = self._snapshot
        if cause is None and not snapshot.begun and not self._decoder.cut_off:
            return None
        how = (
            f"the connection failed ({type(cause).__name__}: {cause})" if cause else "it ended without a terminal event"
        )
        self._failure = StreamInterruptedError(
            f"The stream was interrupted: {how}",
            self._response,
            response_id=snapshot.response_id,
            sequence_number=snapshot.sequence_number,
            response=self.current_response,
        )
        return self._failure

    # --- what is left at the end

    def _final_response(self) -> CreateResponseResponseBody:
        if self._failure is not None:
            raise self._failure
        response = self.current_response
        terminal = self._terminal
        if terminal is not None and terminal.type in ("error", FAILED):
            raise self._failed(terminal, response)
        if response is None:
            raise StreamInterruptedError("The stream ended before it held any part of a response", self._response)
        return response

    def _failed(self, terminal: Any, response: CreateResponseResponseBody | None) -> ResponseFailedError:
        if terminal.type == FAILED:
            error: Any = getattr(terminal.response, "error", None)
        else:
            error = terminal
        message, code, param = (getattr(error, name, None) for name in ("message", "code", "param"))
        if message is None and isinstance(error, str):
            message = error
        return ResponseFailedError(
            str(message) if message else "The response failed without a message",
            self._response,
            code=code if isinstance(code, (str, int)) else None,
            param=param if isinstance(param, str) else None,
            response=response,
        )

    def __del__(self) -> None:
        if not getattr(self, "_closed", True):
            self._abandon()

    def _abandon(self) -> None:
        """Give the stream up where nothing can be closed properly: in a finalizer, or without a loop to wait on."""
        self._closed = True
        connections = self._connections
        if connections is None:
            return
        # No lock and no loop here: end the transfer, and leave the rest to the next call or to closing the client.
        extensions: Any = self._response.extensions
        shared = extensions.get("http_version") == b"HTTP/2"
        connections.abandon(
            _Abandoned(self._response, self._chunks), None if shared else extensions.get("network_stream")
        )


class _Abandoned:
    """A dropped stream's response, kept until it can be closed. The iterator is kept as well: dropping a started
    asynchronous iterator would make the event loop schedule work."""

    __slots__ = ("_chunks", "_response")

    def __init__(self, response: Any, chunks: Any) -> None:
        self._response = response
        self._chunks = chunks

    def close(self) -> None:
        self._response.close()

    async def aclose(self) -> None:
        await self._response.aclose()
        close = getattr(self._chunks, "aclose", None)
        if close is not None:
            await close()


class EventStream(_Stream[E]):
    """An answer as it is made: an iterator of events, and a context manager that closes the connection.

    Iteration ends after the terminal event (`response.completed`, `.failed`, `.incomplete` or `error`) or at `[DONE]`,
    whatever the server does with the connection. Each event has `data` (the typed event), `event`, `id` and `retry`.

    Raises:
        StreamInterruptedError: While iterating, if an answer that was begun ends without a terminal event, or the
            connection fails.
    """

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> ServerEvent[E]:
        if not self._ended:
            for raw in self._pending:
                if self._take(raw):
                    return cast("ServerEvent[E]", raw)
                break
        return self._advance()

    def _advance(self) -> ServerEvent[E]:
        while not (self._ended or self._exhausted or self._closed):
            try:
                chunk = next(self._chunks, None)
            except reading_errors() as error:
                failure = self._interruption(error)
                self.close()
                without_credentials(error)
                if failure is None:
                    raise
                raise failure from error
            self._pending = iter(self._read_rest() if chunk is None else self._feed(chunk))
            for raw in self._pending:
                if self._take(raw):
                    return cast("ServerEvent[E]", raw)
                break
        return self._finish()

    def _finish(self) -> ServerEvent[E]:
        """End the iteration: deliver a failure that follows an error, give the connection back, or tell of a cut."""
        if self._closed:
            raise StopIteration
        if self._ended:
            late = self._late_failure([] if self._exhausted else drain(self._response, self._chunks, DRAIN_TIME_S))
            self.close()
            if late is not None:
                return cast("ServerEvent[E]", late)
            raise StopIteration
        self.close()
        interruption = self._interruption()
        if interruption is not None:
            raise interruption
        raise StopIteration

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the stream and release its connection; idempotent. After the terminal event the connection is kept."""
        if self._closed:
            return
        try:
            if self._ended and not self._exhausted and self._connections is not None:
                drain(self._response, self._chunks, DRAIN_TIME_S)
        finally:
            self._closed = True
            self._response.close()

    @property
    def text_stream(self) -> Generator[str, None, None]:
        """The output's text, piece by piece as it comes; iterating it consumes the stream."""
        for event in self:
            data: Any = event.data
            if data.type == TEXT_DELTA:
                yield data.delta

    def until_done(self) -> Self:
        """Consume the rest of the stream; returns the stream."""
        for _ in self:
            pass
        return self

    def get_final_response(self) -> CreateResponseResponseBody:
        """Consume the rest of the stream and return the whole response, accumulated from everything that came.

        Raises:
            ResponseFailedError: The stream told that the answer failed.
            StreamInterruptedError: It ended without a terminal event, or held no response.
        """
        return self.until_done()._final_response()

    def get_final_text(self) -> str:
        """Consume the rest of the stream and return the output's text; raises as `get_final_response` does."""
        return self.get_final_response().output_text


class EventStreamAsync(_Stream[E]):
    """`EventStream` for `async for` and `async with`."""

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> ServerEvent[E]:
        if not self._ended:
            for raw in self._pending:
                if self._take(raw):
                    return cast("ServerEvent[E]", raw)
                break
        return await self._advance()

    async def _advance(self) -> ServerEvent[E]:
        while not (self._ended or self._exhausted or self._closed):
            try:
                chunk = await self._next_chunk()
            except reading_errors() as error:
                failure = self._interruption(error)
                await self.aclose()
                without_credentials(error)
                if failure is None:
                    raise
                raise failure from error
            self._pending = iter(self._read_rest() if chunk is None else self._feed(chunk))
            for raw in self._pending:
                if self._take(raw):
                    return cast("ServerEvent[E]", raw)
                break
        return await self._finish()

    async def _next_chunk(self) -> bytes | None:
        try:
            return cast("bytes", await self._chunks.__anext__())
        except StopAsyncIteration:
            return None

    async def _finish(self) -> ServerEvent[E]:
        """End the iteration: deliver a failure that follows an error, give the connection back, or tell of a cut."""
        if self._closed:
            raise StopAsyncIteration
        if self._ended:
            rest = [] if self._exhausted else await adrain(self._response, self._chunks, DRAIN_TIME_S)
            late = self._late_failure(rest)
            await self.aclose()
            if late is not None:
                return cast("ServerEvent[E]", late)
            raise StopAsyncIteration
        await self.aclose()
        interruption = self._interruption()
        if interruption is not None:
            raise interruption
        raise StopAsyncIteration

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, GeneratorExit):
            self._abandon()  # a coroutine that is being thrown away may not wait for anything
        else:
            await self.aclose()

    async def aclose(self) -> None:
        """End the stream and release its connection; idempotent. After the terminal event the connection is kept."""
        if self._closed:
            return
        try:
            if self._ended and not self._exhausted and self._connections is not None:
                await adrain(self._response, self._chunks, DRAIN_TIME_S)
        finally:
            self._closed = True
            await finish(self._response.aclose())

    close = aclose

    @property
    def text_stream(self) -> AsyncIterator[str]:
        """The output's text, piece by piece as it comes; iterating it consumes the stream."""
        return _TextStreamAsync(self)

    async def until_done(self) -> Self:
        """Consume the rest of the stream; returns the stream."""
        async for _ in self:
            pass
        return self

    async def get_final_response(self) -> CreateResponseResponseBody:
        """Consume the rest of the stream and return the whole response, accumulated from everything that came.

        Raises:
            ResponseFailedError: The stream told that the answer failed.
            StreamInterruptedError: It ended without a terminal event, or held no response.
        """
        return (await self.until_done())._final_response()

    async def get_final_text(self) -> str:
        """Consume the rest of the stream and return the output's text; raises as `get_final_response` does."""
        return (await self.get_final_response()).output_text


class _TextStreamAsync:
    """An iterator rather than an asynchronous generator, which the event loop would have to finalise."""

    __slots__ = ("_stream",)

    def __init__(self, stream: EventStreamAsync[Any]) -> None:
        self._stream = stream

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        async for event in self._stream:
            if event.data.type == TEXT_DELTA:
                return cast("str", event.data.delta)
        raise StopAsyncIteration


# --- a JSON answer as a stream


class _Replayed:
    """Stands for the HTTP response of an answer that was read whole, where there is none at hand."""

    status_code = 200
    headers: Mapping[str, str] = {}
    extensions: Mapping[str, Any] = {}

    def close(self) -> None:
        """Nothing is open."""

    async def aclose(self) -> None:
        """Nothing is open."""


class _ReplayedChunks:
    """One chunk, for either colour."""

    def __init__(self, chunk: bytes) -> None:
        self._chunk: bytes | None = chunk

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        chunk, self._chunk = self._chunk, None
        if chunk is None:
            raise StopIteration
        return chunk

    async def __anext__(self) -> bytes:
        try:
            return next(self)
        except StopIteration:
            raise StopAsyncIteration from None


def _replayed_chunk(body: CreateResponseResponseBody) -> _ReplayedChunks:
    """Write an answer as the one terminal event that a stream of it would have ended with."""
    kind = f"response.{body.status}" if body.status in ("failed", "incomplete") else "response.completed"
    data = encode({"type": kind, "response": body})
    return _ReplayedChunks(b"event: " + kind.encode() + b"\ndata: " + data + b"\n\n")


def replay(
    body: CreateResponseResponseBody, response: httpx.Response | None = None, meta: ResponseMeta | None = None
) -> EventStream[CreateResponseStreamEvent]:
    """Return a stream of the one terminal event that an answer amounts to."""
    return EventStream(response or _Replayed(), _replayed_chunk(body), meta=meta)


def replay_async(
    body: CreateResponseResponseBody, response: httpx.Response | None = None, meta: ResponseMeta | None = None
) -> EventStreamAsync[CreateResponseStreamEvent]:
    """Return a stream of the one terminal event that an answer amounts to."""
    return EventStreamAsync(response or _Replayed(), _replayed_chunk(body), meta=meta)
