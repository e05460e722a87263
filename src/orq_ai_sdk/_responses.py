"""What the operation's methods do: prepare a call, have it exchanged, and turn the answer into what is returned.

The decisions are `core`'s. Here is what differs between sync and async: who sends, who sleeps and who reads.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from functools import partial
from random import random
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from ._operation import OPERATION_ID, PATH, SERVERS
from .core.answer import EVENTS, JSON, OTHER, kind_of, parse_body
from .core.errors import answer_error, became_get, decoded, request_id_of, without_request
from .core.exchange import Exchanged, HookCalls, Policy, Send, exchange
from .core.failures import Watch, pass_on_signal, tls_failure
from .core.head import (
    checked_headers,
    checked_query,
    checked_server_url,
    checked_value,
    request_headers,
)
from .core.request import request_body
from .core.security import bearer, without_credentials
from .core.wire import encode
from .models import _tables
from .sdkconfiguration import DEFAULT_TIMEOUT_MS, check_retries, check_timeout
from .streaming import EventStream, EventStreamAsync, replay, replay_async
from .transport.cancelling import CancelSafe, close_lost_connections
from .transport.environment import CONNECT_TIMEOUT_S, explain
from .transport.loops import sleep
from .transport.reading import aread_limited, read_limited
from .transport.runners import drive, drive_async
from .types.jsonvalues import is_object
from .types.meta import ResponseMeta
from .types.unset import UNSET
from .utils.retries import RetryConfig

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

    import httpx

    from .core.logs import CallLog
    from .core.structured import TextFormat
    from .models import CreateResponseResponseBody
    from .runner import RunOptions
    from .sdkconfiguration import SDKConfiguration
    from .transport.clients import ClientPool, ManagedClient
    from .types.states import OptionalNullable

T = TypeVar("T")


class Call(NamedTuple):
    """One call, prepared: everything that was decided before anything is sent."""

    content: bytes
    url: str
    headers: Mapping[str, str]
    query: Mapping[str, Any] | None
    timeout: Any
    streams: bool
    policy: Policy
    hooks: HookCalls
    log: CallLog | None
    begun: float

    def __repr__(self) -> str:
        return f"Call({self.url!r})"  # tools that show the variables of a traceback must not show the key


class RawResponse(Generic[T]):
    """The HTTP answer of a call, and what the call would have returned.

    Pickled or copied it is without its request, which holds the key.

    Attributes:
        http_response: The `httpx.Response`.
        attempts: How often the request was sent, the first included.
        elapsed_s: Time from the call to the answer's headers in seconds, waits between attempts included.
    """

    def __init__(self, result: T, http_response: httpx.Response, meta: ResponseMeta) -> None:
        self._result = result
        self.http_response = http_response
        self.attempts = meta.attempts
        self.elapsed_s = meta.elapsed_s

    @property
    def status_code(self) -> int:
        """HTTP status."""
        return self.http_response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The answer's headers."""
        return self.http_response.headers

    @property
    def request_id(self) -> str | None:
        """What the service calls the request, from the usual headers."""
        return request_id_of(self.headers)

    def parse(self) -> T:
        """Return what the call returns without `with_raw_response`: the response body or the event stream."""
        return self._result

    def __getstate__(self) -> dict[str, Any]:
        answer = without_request(self.http_response)
        if answer is None:
            raise TypeError("an answer that was not read to its end cannot be pickled or copied")
        return {**self.__dict__, "http_response": answer}

    def __repr__(self) -> str:
        return f"RawResponse(status_code={self.status_code}, attempts={self.attempts})"


class _Caller:
    """Makes calls with a configuration and its clients."""

    def __init__(self, configuration: SDKConfiguration, pool: ClientPool) -> None:
        self.sdk_configuration = configuration
        self._pool = pool

    # --- before anything is sent

    def _prepare(
        self,
        arguments: Mapping[str, Any],
        *,
        borrowed: bool,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Call:
        """Decide all that can be decided; `borrowed` says whether the HTTP client is the user's own.

        Raises:
            TypeError, ValueError: An argument cannot be sent; the message names it.
        """
        begun = time.monotonic()
        config = self.sdk_configuration
        body = request_body(arguments, extra_body)
        content = encode(body)
        streams = body.get("stream") is True
        check_timeout(timeout_ms)
        check_retries(retries, "retries")
        base_url = config.server_url if server_url is None else checked_server_url(server_url)
        mine = checked_headers(http_headers, "http_headers") if http_headers else None
        layers = (config.default_headers, config.http_headers, mine)
        needs_key = base_url.lower() in SERVERS and not borrowed
        headers = request_headers(
            accept=_accept(accept_header_override, streams=streams),
            authorization=self._authorization(layers, needed=needs_key),
            layers=layers,
        )
        retry_config = config.retry_config or None if retries is UNSET else retries or RetryConfig("none")
        return Call(
            content=content,
            url=base_url + PATH,
            headers=headers,
            query=checked_query(extra_query),
            timeout=_timeout(timeout_ms, config.timeout_ms),
            streams=streams,
            policy=Policy(
                retry_config,
                clock=time.monotonic,
                now=time.time,
                random=random,
            ),
            hooks=_bound_hooks(config, base_url),
            log=_call_log(config),
            begun=begun,
        )

    def _authorization(self, layers: tuple[Mapping[str, str] | None, ...], *, needed: bool) -> str | None:
        if any(layer and "authorization" in layer for layer in layers):
            return None
        source: Any = self.sdk_configuration.api_key
        key: Any = source() if callable(source) else source
        if hasattr(key, "__await__"):
            getattr(key, "close", _nothing)()
            raise TypeError("api_key: a function that gives the key must be a plain one, not a coroutine function")
        header = bearer(key)
        if header is None and needed:
            raise ValueError(
                "api_key is missing: pass Orq(api_key=...) or set ORQ_API_KEY in the environment "
                "to call the default server"
            )
        return header

    # --- the call itself

    def _call(
        self, arguments: Mapping[str, Any], options: Mapping[str, Any], make_stream: Callable[..., Any] = EventStream
    ) -> tuple[Any, Any, ResponseMeta]:
        """Make a call; returns the result, the HTTP response and what is known about it."""
        call = self._prepare(arguments, borrowed=self._pool.supplied is not None, **options)
        managed = self._pool.sync()
        managed.close_abandoned()

        def send(step: Send) -> Any:
            with _sending(step, managed):
                answer = managed.client.send(_watched(step.request, step.watch.note), stream=True)
                if hasattr(answer, "__await__"):
                    getattr(answer, "close", _nothing)()
                    raise TypeError("client must be a synchronous client, but its send returned an awaitable")
                return answer

        def pause(seconds: float) -> None:
            for part in _parts(seconds, managed):
                time.sleep(part)

        exchanged = drive(_flow(call, managed), send=send, sleep=pause)
        meta = _meta(exchanged, call)
        return self._read(call, exchanged, managed, meta, make_stream), exchanged.response, meta

    async def _call_async(
        self,
        arguments: Mapping[str, Any],
        options: Mapping[str, Any],
        make_stream: Callable[..., Any] = EventStreamAsync,
    ) -> tuple[Any, Any, ResponseMeta]:
        """Make a call; returns the result, the HTTP response and what is known about it."""
        call = self._prepare(arguments, borrowed=self._pool.supplied_async is not None, **options)
        managed = self._pool.for_running_loop()
        await managed.aclose_abandoned()

        async def send(step: Send) -> Any:
            with _sending(step, managed):
                sending = managed.client.send(_watched(step.request, step.watch.anote), stream=True)
                if not hasattr(sending, "__await__"):
                    getattr(sending, "close", _nothing)()
                    raise TypeError("async_client must be an asynchronous client, but its send returned no awaitable")
                return await CancelSafe(sending, step.watch)

        async def pause(seconds: float) -> None:
            for part in _parts(seconds, managed):
                await sleep(part)

        flow, close, places = _flow(call, managed), managed.aclose_response, managed.hook_places
        exchanged = await drive_async(flow, send=send, sleep=pause, close=close, places=places)
        meta = _meta(exchanged, call)
        return await self._read_async(call, exchanged, managed, meta, make_stream), exchanged.response, meta

    # --- the answer

    def _read(
        self,
        call: Call,
        exchanged: Exchanged,
        managed: ManagedClient,
        meta: ResponseMeta,
        make_stream: Callable[..., Any],
    ) -> Any:
        response = exchanged.response
        kind = _kind_of(response)
        if kind == EVENTS:
            stream: EventStream[Any] = (make_stream if call.streams else EventStream)(
                response, _chunks(response), managed=managed, meta=meta, log=_event_log(call)
            )
            if call.streams:
                return stream
            with stream:
                return stream.get_final_response()
        with _reading(call, exchanged, managed):
            try:
                body = response.read() if kind == JSON else read_limited(response)
            except BaseException:
                response.close()
                raise
        result = _result(call, kind, body, exchanged, meta)
        return replay(result, response, meta, make_stream) if call.streams else result

    async def _read_async(
        self,
        call: Call,
        exchanged: Exchanged,
        managed: ManagedClient,
        meta: ResponseMeta,
        make_stream: Callable[..., Any],
    ) -> Any:
        response = exchanged.response
        kind = _kind_of(response)
        if kind == EVENTS:
            stream: EventStreamAsync[Any] = (make_stream if call.streams else EventStreamAsync)(
                response, _chunks(response, "a"), managed=managed, meta=meta, log=_event_log(call)
            )
            if call.streams:
                return stream
            async with stream:
                return await stream.get_final_response()
        with _reading(call, exchanged, managed):
            try:
                reading = response.aread() if kind == JSON else aread_limited(response)
                body = await CancelSafe(reading)
            except BaseException:
                await managed.aclose_response(response)
                raise
        result = _result(call, kind, body, exchanged, meta)
        return replay_async(result, response, meta, make_stream) if call.streams else result


class ResponsesBase(_Caller):
    """Behind `Responses`: each method takes the body's arguments by wire name, and the call's options."""

    def _create(self, arguments: Mapping[str, Any], **options: Any) -> Any:
        return self._call(arguments, options)[0]

    async def _create_async(self, arguments: Mapping[str, Any], **options: Any) -> Any:
        return (await self._call_async(arguments, options))[0]

    def _parse(self, arguments: Mapping[str, Any], *, text_format: Any, **options: Any) -> Any:
        from .parsed import ParsedEventStream

        wanted = _checked_format(text_format, options)
        return _parsed(wanted, arguments, self._call(*_to_parse(wanted, arguments, options, ParsedEventStream))[0])

    async def _parse_async(self, arguments: Mapping[str, Any], *, text_format: Any, **options: Any) -> Any:
        from .parsed import ParsedEventStreamAsync

        wanted = _checked_format(text_format, options)
        called = self._call_async(*_to_parse(wanted, arguments, options, ParsedEventStreamAsync))
        return _parsed(wanted, arguments, (await called)[0])

    def _run(self, arguments: Mapping[str, Any], **given: Any) -> Any:
        from .runner import RunStream, run

        run_options, options = _divided(given)

        def ask(turn: dict[str, Any]) -> Any:
            return self._create(turn, **options)

        return (RunStream if arguments.get("stream") is True else run)(ask, arguments, run_options)

    async def _run_async(self, arguments: Mapping[str, Any], **given: Any) -> Any:
        from .runner import RunStreamAsync, run_async

        run_options, options = _divided(given)

        async def ask(turn: dict[str, Any]) -> Any:
            return await self._create_async(turn, **options)

        if arguments.get("stream") is True:
            return RunStreamAsync(ask, arguments, run_options)
        return await run_async(ask, arguments, run_options)


class RawResponsesBase(_Caller):
    """Behind `with_raw_response`."""

    def _create(self, arguments: Mapping[str, Any], **options: Any) -> RawResponse[Any]:
        return RawResponse(*self._call(arguments, options))

    async def _create_async(self, arguments: Mapping[str, Any], **options: Any) -> RawResponse[Any]:
        return RawResponse(*await self._call_async(arguments, options))


# --- what sync and async calls share


def _keep_apart(options: Mapping[str, Any], *names: str) -> None:
    """Refuse fields that only the wire would know of, though what is done, or returned, depends on them."""
    extra: Any = options.get("extra_body")
    for name in ("stream", *names):
        if hasattr(extra, "keys") and name in extra:
            parameter = _tables.PARAMETERS[name].name
            raise ValueError(f"extra_body: say {parameter} as a parameter, since what the call does depends on it")


def _checked_format(text_format: Any, options: Mapping[str, Any]) -> TextFormat[Any]:
    """Return the format of the answers that `parse` is to read."""
    from .core.structured import text_format_of

    _keep_apart(options, "text")
    if text_format is None:
        raise TypeError("text_format must be a type, a TypeAdapter, a TextFormat or a JSON Schema, not None")
    return text_format_of(text_format)


def _to_parse(
    wanted: TextFormat[Any], arguments: Mapping[str, Any], options: Mapping[str, Any], make_stream: Callable[..., Any]
) -> tuple[Mapping[str, Any], Mapping[str, Any], Callable[..., Any]]:
    """Return what `parse` calls with: the arguments with the format, the options, and what makes its streams."""
    from .parsed import with_format

    return with_format(arguments, wanted), options, partial(make_stream, text_format=wanted)


def _parsed(wanted: TextFormat[Any], arguments: Mapping[str, Any], result: Any) -> Any:
    from .parsed import parsed_response

    return result if arguments.get("stream") is True else parsed_response(result, wanted)


def _divided(given: Mapping[str, Any]) -> tuple[RunOptions, dict[str, Any]]:
    """Return the options of a run and those of each of its calls."""
    from .runner import RunOptions

    # What the loop sends each time, or decides by.
    _keep_apart(given, "input", "tools", "tool_choice", "parallel_tool_calls")
    of_the_run = {name: given[name] for name in RunOptions._fields}
    return RunOptions(**of_the_run), {name: value for name, value in given.items() if name not in of_the_run}


@contextmanager
def _sending(step: Send, managed: ManagedClient) -> Generator[None, None, None]:
    """Surround the sending of one request: tidy up after what it raises, and tell a closed client by its own error."""
    try:
        yield
    except BaseException as error:
        close_lost_connections(error, step.watch)
        pass_on_signal(error)
        if isinstance(error, Exception):
            managed.check_open()
        failure = tls_failure(error, step.request)
        explain(failure or error, step.request, owned=managed.owned)
        if failure is not None:
            raise failure from error
        raise
    finally:
        step.watch.opened = None  # whoever keeps the request must not keep the client alive
        _unwatched(step.request, step.watch)


@contextmanager
def _reading(call: Call, exchanged: Exchanged, managed: ManagedClient) -> Generator[None, None, None]:
    """Surround the reading of a body: raise what it ends with by its best name, without a key, and log that."""
    response = exchanged.response
    try:
        try:
            yield
        except BaseException as error:
            without_credentials(error)
            pass_on_signal(error)
            if isinstance(error, Exception):
                managed.check_open()
            failure = tls_failure(error, getattr(response, "_request", None))
            if failure is not None:
                raise failure from error
            raise
    except Exception as error:
        if call.log is not None:
            call.log.failure(exchanged.attempts, error, time.monotonic() - call.begun)
        raise


CLOSING_CHECK_S = 0.25
"""How long a wait between attempts goes on, in seconds, before it is noticed that the client was closed meanwhile."""


def _parts(seconds: float, managed: ManagedClient) -> Iterator[float]:
    """Yield the parts of a wait; between them a closed client is told."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        yield min(left, CLOSING_CHECK_S)
        managed.check_open()


def _flow(call: Call, managed: ManagedClient) -> Any:
    """Return the story of a call, with its requests built by the client at hand."""
    client, url = managed.client, managed.url(call.url)
    options: dict[str, Any] = {"content": call.content, "headers": call.headers}
    if call.query is not None:
        options["params"] = call.query
    if call.timeout is not UNSET:
        options["timeout"] = call.timeout
    elif managed.owned or _has_default_timeout(client):
        options["timeout"] = DEFAULT_TIMEOUT

    return exchange(
        lambda: client.build_request("POST", url, **options),
        policy=call.policy,
        hooks=call.hooks,
        log=call.log,
        new_watch=lambda: Watch(managed.opened if managed.owned else None),
    )


def _watched(request: Any, note: Callable[..., Any]) -> Any:
    """Have a request's connection watched, if its client lets it and nobody else watches."""
    extensions = getattr(request, "extensions", None)
    if is_object(extensions):
        extensions.setdefault("trace", note)
    return request


def _unwatched(request: Any, watch: Watch) -> None:
    """Have a request's connection watched no longer: the body is of no interest, and a hook may send it once more."""
    extensions = getattr(request, "extensions", None)
    if is_object(extensions) and getattr(extensions.get("trace"), "__self__", None) is watch:
        del extensions["trace"]


def _nothing() -> None:
    """Do nothing."""


# (connect, read, write, pool) in seconds, as httpx takes a timeout without its class.
DEFAULT_TIMEOUT = (CONNECT_TIMEOUT_S, *(DEFAULT_TIMEOUT_MS / 1000,) * 3)


def _timeout(call_ms: OptionalNullable[int], client_ms: OptionalNullable[int]) -> Any:
    """Return a call's time limits for httpx: None for none, UNSET for the default."""
    limit = client_ms if call_ms is UNSET else call_ms
    if limit is UNSET or limit is None:
        return limit
    return (limit / 1000,) * 4


def _has_default_timeout(client: Any) -> bool:
    """Whether the user's own client has the limits it was born with.

    httpx's five seconds are too short for a model's answer and nobody chose them; limits that somebody chose stay.
    """
    timeout = getattr(client, "timeout", None)
    return timeout is None or (type(timeout).__name__ == "Timeout" and timeout == type(timeout)(5.0))


def _accept(override: str | None, *, streams: bool) -> str:
    if override is None:
        return "text/event-stream" if streams else "application/json"
    value = getattr(override, "value", override)
    return checked_value(value, "accept_header_override")


def _bound_hooks(config: SDKConfiguration, base_url: str) -> HookCalls:
    """Return the registered hooks as functions of the attempt and what they judge."""
    hooks = config.hooks
    if hooks is None:
        return NO_HOOKS
    from ._hooks import AfterErrorContext, AfterSuccessContext, BeforeRequestContext, HookContext

    def bound(method: Any, kind: Any) -> _BoundHook:
        def context(attempt: int) -> Any:
            told = HookContext(config, base_url, OPERATION_ID, security_source=config.api_key, attempt=attempt)
            return kind(told)

        return _BoundHook(method, context)

    return HookCalls(
        tuple(bound(hook.before_request, BeforeRequestContext) for hook in hooks.before_request_hooks),
        tuple(bound(hook.after_success, AfterSuccessContext) for hook in hooks.after_success_hooks),
        tuple(bound(hook.after_error, AfterErrorContext) for hook in hooks.after_error_hooks),
    )


class _BoundHook:
    """A hook's method with its context; `hook` lets a runner see whether it is a coroutine method."""

    __slots__ = ("_context", "hook")

    def __init__(self, hook: Callable[..., Any], context: Callable[[int], Any]) -> None:
        self.hook = hook
        self._context = context

    def __call__(self, attempt: int, *arguments: Any) -> Any:
        return self.hook(self._context(attempt), *arguments)


NO_HOOKS = HookCalls((), (), ())


def _call_log(config: SDKConfiguration) -> CallLog | None:
    logger = config.logger
    if logger is None or not getattr(logger, "isEnabledFor", _always)(_DEBUG):
        return None
    from .core.logs import CallLog

    return CallLog(logger, config.redaction)


_DEBUG = 10  # logging's number for it


def _always(_level: int) -> bool:
    return True


def _event_log(call: Call) -> CallLog | None:
    return call.log if call.log is not None and call.log.shows_bodies else None


def _meta(exchanged: Exchanged, call: Call) -> ResponseMeta:
    response = exchanged.response
    return ResponseMeta(
        status_code=response.status_code,
        headers=response.headers,
        request_id=request_id_of(response.headers),
        attempts=exchanged.attempts,
        elapsed_s=time.monotonic() - call.begun,
    )


def _kind_of(response: Any) -> str:
    if became_get(response):
        return OTHER
    return kind_of(response.status_code, response.headers.get("content-type", ""))


def _chunks(response: Any, prefix: str = "") -> Any:
    """Return the body's iterator: of the bytes as they come where nothing is compressed, which spares httpx a pass."""
    plain = "content-encoding" not in response.headers and not response.is_stream_consumed
    return getattr(response, f"{prefix}iter_raw" if plain else f"{prefix}iter_bytes")()


def _result(
    call: Call, kind: str, content: bytes, exchanged: Exchanged, meta: ResponseMeta
) -> CreateResponseResponseBody:
    """Return the response that an answer's body holds, or raise what the answer means."""
    response = exchanged.response
    if call.log is not None:
        call.log.body("response body", content)
    if kind == JSON:
        body = parse_body(content, response)
        body.attach_meta(meta)
        return body
    raise answer_error(response, decoded(response, content), retry_after=exchanged.retry_after)
