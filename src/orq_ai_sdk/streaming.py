"""Streams of events over an open response, sync and async; when they end, and what they have accumulated.

Decoding and accumulating happen in `core`; here is the only place that reads a streamed body.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from .core.errors import (
    OrqError,
    ResponseFailedError,
    StreamInterruptedError,
    answer_error,
    error_object,
    request_id_of,
)
from .core.events import decode_event
from .core.failures import pass_on_signal, reading_errors
from .core.security import mask_echo, without_credentials
from .core.snapshot import Snapshot
from .core.sse import SENTINEL, ServerEvent, SSEDecoder, is_event_stream
from .transport.cancelling import CancelSafeIterator, run_at_once
from .transport.clients import shut_down
from .transport.loops import finish, running_trio
from .transport.reading import DRAIN_TIME_S, adrain, drain, own_connection
from .types.jsonvalues import is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
    from types import TracebackType

    import httpx
    from typing_extensions import Self

    from .core.logs import CallLog
    from .models import CreateResponseResponseBody, CreateResponseStreamEvent
    from .transport.clients import ManagedClient
    from .types.meta import ResponseMeta

__all__ = ["EventStream", "EventStreamAsync", "replay", "replay_async"]

E = TypeVar("E")

OPENING_LIMIT = 64 * 1024
"""How much of a body in which no event is found is kept, in bytes, to be shown."""

TEXT_DELTA = "response.output_text.delta"
FAILED = "response.failed"
TERMINAL = frozenset({"response.completed", FAILED, "response.incomplete", "error"})


class _Stream(Generic[E]):
    """What the sync and the async stream share: everything but reading."""

    def __init__(
        self,
        response: Any,
        chunks: Any,
        *,
        managed: ManagedClient | None = None,
        meta: ResponseMeta | None = None,
        log: CallLog | None = None,
        pending: Iterable[ServerEvent[bytes]] = (),
    ) -> None:
        self._response = response
        self._chunks = chunks
        self._managed = managed
        self._body = _Body(response, chunks) if managed is not None else None
        self._meta = meta
        self._log = log
        self._decoder = SSEDecoder()
        self._feed = self._decoder.feed_bytes
        self._pending: Iterator[Any] = iter(pending)  # envelopes of bytes, which become envelopes of events one by one
        self._opening: bytearray | None = bytearray()  # the body's beginning, as long as no event has come
        self._snapshot = Snapshot()
        self._take_text = self._snapshot.take_text
        # The terminal event, once it has been delivered; the sentinel ends a stream without one.
        self._terminal: Any = None
        self._error: Any = None  # the `error` event that came before a failure
        self._ended = False
        self._exhausted = False  # the body was read to its end
        self._drained = False  # what follows the end of the stream was read, or somebody is about to
        self._closed = False
        self._failure: OrqError | None = None
        self._untold: OrqError | None = None  # the failure, until iterating has raised it

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

        Each access builds a new object, at a cost that grows with the response's size. It is for the thread or task
        that iterates.
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
            self._take_text(event)
        else:
            self._snapshot.take(event)
            if kind in TERMINAL:
                self._terminal = event
                self._ended = True
        return True

    def _decode(self, chunk: bytes | None) -> None:
        """Have a chunk's events pending, or at the body's end what the decoder still holds."""
        if chunk is None:
            self._exhausted = True
            events = self._decoder.flush_bytes()
        else:
            events = self._feed(chunk)
        if self._opening is not None:
            if events:
                self._opening = None
            elif len(self._opening) < OPENING_LIMIT:
                self._opening += chunk or b""
        self._pending = iter(events)

    def _late_failure(self, rest: list[bytes]) -> ServerEvent[Any] | None:
        """Return the `response.failed` that follows an `error` event, if it is among what came after it."""
        late = list(self._pending)
        for chunk in rest:
            late += self._decoder.feed_bytes(chunk)
        late += self._decoder.flush_bytes()
        if self._terminal is None or self._terminal.type != "error":
            return None
        for raw in cast("list[ServerEvent[Any]]", late):
            if decode_event(raw.data, raw.event).type == FAILED:
                self._error = self._terminal
                self._take(raw)
                return raw
        return None

    def _broken(self, error: Exception) -> None:
        """Note the failure that an error of the connection is."""
        failure = self._interrupted(f"was interrupted: the connection failed ({type(error).__name__}: {error})")
        failure.__cause__ = without_credentials(error)
        self._failure = self._untold = failure

    def _cut_short(self) -> None:
        """Note the failure that an end without a terminal event is; none, if events came that tell of no answer."""
        if self._decoder.cut_off:
            self._failure = self._interrupted("was interrupted: it ended in the middle of an event")
        elif self._snapshot.begun:
            self._failure = self._interrupted("was interrupted: it ended without a terminal event")
        elif self._opening is not None:
            opening = bytes(self._opening)
            if opening and is_event_stream(opening):
                self._failure = self._interrupted("was interrupted: it ended before its first event")
            else:
                # It only claims to be a stream: an empty body, a JSON body, an error page.
                if self._log is not None:
                    self._log.body("response body", opening)
                self._failure = answer_error(self._response, opening.decode("utf-8", "replace"))
        self._untold = self._failure

    def _tell(self) -> None:
        """Raise the failure, unless iterating has done so already."""
        untold, self._untold = self._untold, None
        if untold is not None:
            raise untold

    def _interrupted(self, how: str) -> StreamInterruptedError:
        mask_echo(self._response, "")
        return StreamInterruptedError(
            f"The stream {how}",
            self._response,
            response_id=self._snapshot.response_id,
            sequence_number=self._snapshot.sequence_number,
            response=self.current_response,
        )

    # --- what is left at the end

    def _final_response(self) -> CreateResponseResponseBody:
        if self._failure is not None:
            raise self._failure
        response = self.current_response
        terminal = self._terminal
        if terminal is None:
            if not self._ended:
                how = "ended without a terminal event" if self._exhausted else "was closed before its end"
                raise self._interrupted(how)
        elif terminal.type in ("error", FAILED):
            raise self._failed(terminal, response)
        if response is None:
            raise self._interrupted("held no part of a response")
        return response

    def raise_failure(self) -> None:
        """Raise what went wrong: the error that iterating raised, or ResponseFailedError if the answer failed.

        Otherwise do nothing.
        """
        if self._failure is not None:
            raise self._failure
        if self._terminal is not None and self._terminal.type in ("error", FAILED):
            raise self._failed(self._terminal, self.current_response)

    def _raise_unless_done(self) -> None:
        """Raise as `raise_failure` does, and if the stream was closed before its end."""
        self.raise_failure()
        if not self._ended and not self._exhausted:
            raise self._interrupted("was closed before its end")

    def _failed(self, terminal: Any, response: CreateResponseResponseBody | None) -> ResponseFailedError:
        # What is told of the failure may stand in the response, beside it, or in the `error` event before it.
        told = getattr(getattr(terminal, "response", None), "error", None)
        described = error_object(terminal.wire_fields())
        sources = (told, getattr(terminal, "error", None), terminal, self._error, described)
        message, code, param = (_first(sources, name) for name in ("message", "code", "param"))
        if isinstance(code, bool) or not isinstance(code, (str, int)):
            code = None
        suffix = "" if code is None else f" ({code})"
        return ResponseFailedError(
            mask_echo(self._response, str(message or f"The response failed without a message{suffix}")),
            self._response,
            code=code,
            param=param if isinstance(param, str) else None,
            response=response,
        )

    # --- what is open

    def _claim_rest(self) -> bool:
        """Claim what follows the end of the stream, to read it; False if there is nothing, or somebody else has."""
        if not self._ended or self._exhausted or self._drained:
            return False
        self._drained = True
        return True

    def _release(self) -> None:
        """Note that the body is closed, or about to be; what has arrived already is not delivered any more."""
        self._closed = True
        self._pending = iter(())
        if self._body is not None:
            _open.discard(self._body)

    def __reduce__(self) -> Any:
        raise TypeError(f"{type(self).__name__} reads a connection, so it cannot be copied or pickled")

    def __del__(self) -> None:
        # Where the interpreter ends, the connections end with it.
        if not getattr(self, "_closed", True) and not sys.is_finalizing():
            self._abandon()

    def _abandon(self) -> None:
        """Give the stream up where nothing can be closed properly: in a finalizer, or without a loop to wait on."""
        self._release()
        if self._managed is not None:
            # No lock and no loop here: end the transfer, and leave the rest to the next call or to closing the client.
            self._managed.abandon(self._body, own_connection(self._response))


def _first(sources: tuple[Any, ...], name: str) -> Any:
    """Return the first of the errors' fields of a name that says anything; an error may be a mere text."""
    for source in sources:
        if isinstance(source, str):
            found: Any = source if name == "message" else None
        else:
            found = source.get(name) if is_object(source) else getattr(source, name, None)
        if found is not None and found != "":
            return found
    return None


def _text_so_far(stream: _Stream[Any]) -> str:
    response = stream.current_response
    return "" if response is None else response.output_text


class _Body:
    """The body of an open stream, by itself, so that it can be closed after the stream is gone.

    It is held in `_open` until then. A garbage collector that finds a stream in a cycle must not find the iterator too:
    ending it would close the connection, with the pool's lock, or have the event loop do so, just then.
    """

    __slots__ = ("_chunks", "_response")

    def __init__(self, response: Any, chunks: Any) -> None:
        self._response = response
        self._chunks = chunks
        _open.add(self)

    def close(self) -> None:
        self._response.close()

    async def aclose(self) -> None:
        connection = own_connection(self._response)
        await self._response.aclose()
        # The chunks come through generators inside of generators. Closing the outermost would leave the others to the
        # garbage collector, which has the event loop close each; reading on from a closed connection ends them all.
        with suppress(
            RuntimeError, StopAsyncIteration, *reading_errors()
        ):  # RuntimeError: another task reads, and ends
            for _ in range(0 if connection is None else _MAX_UNREAD):
                await self._chunks.__anext__()
            await self._chunks.aclose()


_MAX_UNREAD = 1000
"""How many chunks may have arrived unread before they are left to the garbage collector."""


_open: set[_Body] = set()


class EventStream(_Stream[E]):
    """An answer as it is made: an iterator of events, and a context manager that closes the connection.

    Iteration ends after the terminal event (`response.completed`, `.failed`, `.incomplete` or `error`) or at `[DONE]`,
    whatever the server does with the connection. Each event has `data` (the typed event), `event`, `id` and `retry`.

    Raises:
        StreamInterruptedError: While iterating, if an answer that was begun ends without a terminal event, or the
            connection fails.
        APIError: While iterating, if the body only claims to be an event stream.
    """

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> ServerEvent[E]:
        while not self._ended:
            event: ServerEvent[E]
            for event in self._pending:
                if self._take(event):
                    return event
                break
            else:
                if self._exhausted or self._closed:
                    break
                self._read_more()
        return self._finish()

    def _read_more(self) -> None:
        """Read one chunk, or the body's end, and have its events pending."""
        try:
            chunk = next(self._chunks, None)
        except Exception as error:
            if self._closed:  # by another thread, meanwhile
                return
            if not isinstance(error, reading_errors()):
                raise
            pass_on_signal(error)
            self._broken(error)
            self.close()
            self._tell()
            return
        self._decode(chunk)

    def _finish(self) -> ServerEvent[E]:
        """End the iteration: deliver a failure that follows an error, give the connection back, or tell of a cut."""
        if self._closed:
            self._tell()  # if a cancellation kept it from being told
            raise StopIteration
        if self._ended:
            rest = drain(self._response, self._chunks, DRAIN_TIME_S) if self._claim_rest() else []
            late = self._late_failure(rest)
            self.close()
            if late is not None:
                return cast("ServerEvent[E]", late)
            raise StopIteration
        self._cut_short()
        self.close()
        self._tell()
        raise StopIteration

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the stream and release its connection; idempotent. After the terminal event the connection is kept.

        It may be called from another thread: an iteration that waits there for more ends.
        """
        if self._closed:
            return
        try:
            if self._claim_rest():
                drain(self._response, self._chunks, DRAIN_TIME_S)
        finally:
            self._release()
            self._hang_up()
            self._response.close()

    def _hang_up(self) -> None:
        """End the transfer of a body that is not wanted to its end, so that no thread waits for more of it."""
        if not self._ended and self._managed is not None and not self._managed.inherited:
            stream = own_connection(self._response)
            if stream is not None:
                shut_down(stream)

    @property
    def text_stream(self) -> Generator[str, None, None]:
        """The output's text, piece by piece as it comes; iterating it consumes the stream, and leaves it open.

        Text that came in no pieces, as in an answer that the server did not stream, is one piece at the end.

        Raises what iterating the stream raises, and ResponseFailedError at its end if the answer failed.
        """
        came = bool(_text_so_far(self))
        for event in self:
            data: Any = event.data
            if data.type == TEXT_DELTA and type(data.delta) is str:
                came = came or data.delta != ""
                yield data.delta
        if not came and (text := _text_so_far(self)):
            yield text
        self.raise_failure()

    def until_done(self) -> Self:
        """Consume the rest of the stream; returns the stream.

        Raises:
            ResponseFailedError: The stream told that the answer failed.
            StreamInterruptedError: It was interrupted, or closed before its end.
            APIError: The body only claimed to be an event stream.
        """
        for _ in self:
            pass
        self._raise_unless_done()
        return self

    def get_final_response(self) -> CreateResponseResponseBody:
        """Consume the rest of the stream and return the whole response, accumulated from everything that came.

        Raises:
            ResponseFailedError: The stream told that the answer failed.
            StreamInterruptedError: It ended with neither a terminal event nor `[DONE]`, or held no response.
            APIError: The body only claimed to be an event stream.
        """
        return self.until_done()._final_response()

    def get_final_text(self) -> str:
        """Consume the rest of the stream and return the output's text; raises as `get_final_response` does."""
        return self.get_final_response().output_text


class EventStreamAsync(_Stream[E]):
    """`EventStream` for `async for` and `async with`."""

    def __init__(self, response: Any, chunks: Any, **options: Any) -> None:
        super().__init__(response, CancelSafeIterator(chunks), **options)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> ServerEvent[E]:
        while not self._ended:
            event: ServerEvent[E]
            for event in self._pending:
                if self._take(event):
                    return event
                break
            else:
                if self._exhausted or self._closed:
                    break
                await self._read_more()
        return await self._finish()

    async def _read_more(self) -> None:
        """Read one chunk, or the body's end, and have its events pending."""
        try:
            chunk: bytes | None = await self._chunks.__anext__()
        except StopAsyncIteration:
            chunk = None
        except Exception as error:
            if self._closed:  # by another task, meanwhile
                return
            if not isinstance(error, reading_errors()):
                raise
            pass_on_signal(error)
            self._broken(error)
            await self.aclose()
            self._tell()
            return
        self._decode(chunk)

    async def _finish(self) -> ServerEvent[E]:
        """End the iteration: deliver a failure that follows an error, give the connection back, or tell of a cut."""
        if self._closed:
            self._tell()  # if a cancellation kept it from being told
            raise StopAsyncIteration
        if self._ended:
            rest = await adrain(self._response, self._chunks, DRAIN_TIME_S) if self._claim_rest() else []
            late = self._late_failure(rest)
            await self.aclose()
            if late is not None:
                return cast("ServerEvent[E]", late)
            raise StopAsyncIteration
        self._cut_short()
        await self.aclose()
        self._tell()
        raise StopAsyncIteration

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End the stream and release its connection; idempotent. After the terminal event the connection is kept."""
        if self._closed:
            return
        if isinstance(sys.exc_info()[1], GeneratorExit):
            self._close_at_once()
            return
        try:
            if self._claim_rest():
                await adrain(self._response, self._chunks, DRAIN_TIME_S)
        finally:
            self._release()
            await finish(self._response.aclose() if self._body is None else self._body.aclose())

    def _close_at_once(self) -> None:
        """Close in a coroutine that is being thrown away, which may not wait for anything."""
        connection = own_connection(self._response)
        self._release()
        if self._managed is None or self._body is None:
            return
        # asyncio's closing waits for nothing. Trio's would be left half done, which nobody could finish.
        if running_trio() is not None or not run_at_once(self._body.aclose()):
            self._managed.abandon(self._body, connection)

    close = aclose

    @property
    def text_stream(self) -> TextStreamAsync:
        """The output's text, piece by piece as it comes; iterating it consumes the stream, and leaves it open.

        Text that came in no pieces, as in an answer that the server did not stream, is one piece at the end.

        Raises what iterating the stream raises, and ResponseFailedError at its end if the answer failed.
        """
        return TextStreamAsync(self)

    async def until_done(self) -> Self:
        """Consume the rest of the stream; returns the stream.

        Raises:
            ResponseFailedError: The stream told that the answer failed.
            StreamInterruptedError: It was interrupted, or closed before its end.
            APIError: The body only claimed to be an event stream.
        """
        async for _ in self:
            pass
        self._raise_unless_done()
        return self

    async def get_final_response(self) -> CreateResponseResponseBody:
        """Consume the rest of the stream and return the whole response, accumulated from everything that came.

        Raises:
            ResponseFailedError: The stream told that the answer failed.
            StreamInterruptedError: It ended with neither a terminal event nor `[DONE]`, or held no response.
            APIError: The body only claimed to be an event stream.
        """
        return (await self.until_done())._final_response()

    async def get_final_text(self) -> str:
        """Consume the rest of the stream and return the output's text; raises as `get_final_response` does."""
        return (await self.get_final_response()).output_text


class TextStreamAsync:
    """The text of a stream's output, for `async for`.

    An iterator rather than an asynchronous generator, which the event loop would have to finalise.
    """

    __slots__ = ("_came", "_stream")

    def __init__(self, stream: EventStreamAsync[Any]) -> None:
        self._stream: EventStreamAsync[Any] | None = stream
        self._came = bool(_text_so_far(stream))

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        stream = self._stream
        if stream is None:
            raise StopAsyncIteration
        try:
            async for event in stream:
                data: Any = event.data
                if data.type == TEXT_DELTA and type(data.delta) is str:
                    self._came = self._came or data.delta != ""
                    return data.delta
            came, self._came = self._came, True
            if not came and (text := _text_so_far(stream)):
                return text
            stream.raise_failure()
        except Exception:
            self._stream = None  # as a generator ends by what it raises
            raise
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """End this iteration, as closing a generator does; the stream stays open."""
        self._stream = None


# --- a JSON answer as a stream


class _Replayed:
    """Stands for the HTTP response of an answer that was read whole, where there is none at hand."""

    def __init__(self, meta: ResponseMeta | None) -> None:
        self.status_code = 200 if meta is None else meta.status_code
        self.headers: Mapping[str, str] = {} if meta is None else meta.headers
        self.is_closed = True

    def close(self) -> None:
        """Nothing is open."""

    async def aclose(self) -> None:
        """Nothing is open."""


# Such a stream ends with its one event, so its chunks, of which there are none, are never asked for.


def _replayed(body: CreateResponseResponseBody) -> ServerEvent[bytes]:
    """Return the terminal event that a stream of an answer would have ended with."""
    status = body.status or ("failed" if body.error else "completed")
    kind = f"response.{status}" if status in ("failed", "incomplete") else "response.completed"
    # Not as a request is encoded: an answer may hold what JSON should not, such as NaN or half a surrogate pair.
    data = json.dumps({"type": kind, "response": body}, default=lambda part: part.wire_fields())
    return ServerEvent(data.encode(), kind)


def replay(
    body: CreateResponseResponseBody,
    response: httpx.Response | None = None,
    meta: ResponseMeta | None = None,
    make_stream: Callable[..., EventStream[CreateResponseStreamEvent]] = EventStream,
) -> EventStream[CreateResponseStreamEvent]:
    """Return a stream of the one terminal event that an answer amounts to."""
    return make_stream(response or _Replayed(meta), (), meta=meta, pending=[_replayed(body)])


def replay_async(
    body: CreateResponseResponseBody,
    response: httpx.Response | None = None,
    meta: ResponseMeta | None = None,
    make_stream: Callable[..., EventStreamAsync[CreateResponseStreamEvent]] = EventStreamAsync,
) -> EventStreamAsync[CreateResponseStreamEvent]:
    """Return a stream of the one terminal event that an answer amounts to."""
    return make_stream(response or _Replayed(meta), (), meta=meta, pending=[_replayed(body)])
