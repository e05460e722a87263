"""The story of one call: hooks, sending, retrying, giving up. It decides; a runner sends, sleeps and reads.

`exchange` is a generator of steps. It has no client, no clock and no loop, so that both colours tell the same story and
the whole of it can be tested by feeding it answers:

    flow.send(Send(...)) -> response 503 -> flow yields Discard(response), then Sleep(0.7), then Send again ...

`run` drives it blocking and `run_async` awaiting. Both end whatever is open if anything is raised on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from ..utils.retries import Failure, status_failure, wait_before_retry
from .errors import NoResponseError
from .reading import adiscard, discard, transport_errors
from .security import without_credentials

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator

    import httpx

    from ..utils.retries import RetryConfig
    from .logs import CallLog

T = TypeVar("T")


class Send(NamedTuple):
    """Send a request; the answer to this step is the response, or its exception is thrown in."""

    request: httpx.Request
    watch: Watch


class Discard(NamedTuple):
    """Read a rejected response to its end, or close it, so that its connection can be used again."""

    response: httpx.Response


class Sleep(NamedTuple):
    """Wait."""

    seconds: float


class Ask(NamedTuple):
    """Call a hook, which may block."""

    hook: Callable[..., Any]
    arguments: tuple[Any, ...]


Step: TypeAlias = Send | Discard | Sleep | Ask
Flow: TypeAlias = "Generator[Step, Any, T]"


class Watch:
    """What is seen of one attempt's connection, through httpx's `trace` extension.

    `connected` becomes True when a connection is opened for the attempt. If it stays False although tracing works,
    the attempt used a connection that was open already. `opened` is told each new network stream, until it is taken
    away.
    """

    __slots__ = ("connected", "opened", "traced")

    def __init__(self, opened: Callable[[Any], None] | None = None) -> None:
        self.opened = opened
        self.connected = False
        self.traced = False

    def note(self, name: str, info: dict[str, Any]) -> None:
        """Take one trace event. What matters is how a connection is made: by TCP, a Unix socket or SOCKS, then TLS."""
        self.traced = True
        where, _, what = name.partition(".")
        if where in _EXCHANGING:
            return
        if what.startswith("connect_"):
            self.connected = True
        if self.opened is not None and what in _OPENED:
            self.opened(info["return_value"])

    async def anote(self, name: str, info: dict[str, Any]) -> None:
        """The same, as an async client's tracing wants it."""
        self.note(name, info)


_EXCHANGING = frozenset({"http11", "http2"})
_OPENED = frozenset({"connect_tcp.complete", "connect_unix_socket.complete", "start_tls.complete"})


class Policy(NamedTuple):
    """What governs retrying: the configuration and where time and chance come from.

    Attributes:
        retry_config: The call's configuration, or None for the default.
        clock: A monotonic clock in seconds.
        now: The time of day in seconds since the epoch.
        random: Numbers of [0, 1).
    """

    retry_config: RetryConfig | None
    clock: Callable[[], float]
    now: Callable[[], float]
    random: Callable[[], float]


class HookCalls(NamedTuple):
    """A call's hooks, bound to its context; each list may be empty. They are told which attempt it is."""

    before_request: tuple[Callable[..., Any], ...]
    after_success: tuple[Callable[..., Any], ...]
    after_error: tuple[Callable[..., Any], ...]


class Exchanged(NamedTuple):
    """How a call's exchange ended: with a response, whatever its status."""

    response: httpx.Response
    attempts: int
    retry_after: float | None


def exchange(
    build: Callable[[], httpx.Request],
    *,
    policy: Policy,
    hooks: HookCalls,
    log: CallLog | None,
    new_watch: Callable[[], Watch],
) -> Flow[Exchanged]:
    """Tell the story of one call up to a response whose body is unread.

    Each attempt sends a request that `build` makes anew. `before_request` hooks see it first, `after_error` hooks see
    every failed attempt, `after_success` hooks the response of the last. What a hook raises or returns as an exception
    ends the call; only the transport's own exceptions are ever retried.
    """
    begun = policy.clock()
    attempt = 0
    while True:
        attempt += 1
        watch = new_watch()
        request = build()
        for hook in hooks.before_request:
            request = _given((yield Ask(hook, (attempt, request))), hook, "a request")
        if log is not None:
            log.request(attempt, request)
        attempt_begun = policy.clock()
        response: httpx.Response | None = None
        error: Exception | None = None
        failure: Failure | None = None
        try:
            response = yield Send(request, watch)
        except transport_errors() as raised:
            error = without_credentials(raised)
            failure = connection_failure(raised, watch)
        except Exception as raised:
            without_credentials(raised)
            raise
        else:
            if response is None:
                raise NoResponseError
            failure = _status_failure(response, policy)
        if log is not None:
            log.outcome(attempt, request, response, error, policy.clock() - attempt_begun)

        if failure is not None and hooks.after_error:
            received, raised_error = response, error
            for hook in hooks.after_error:
                response, error = _judged((yield Ask(hook, (attempt, response, error))), hook)
            if received is not None and received is not response and not _carries(response, received):
                yield Discard(received)
            if error is not None and (error is not raised_error or response is not None):
                if response is not None:
                    yield Discard(response)
                raise error
            if response is None and error is None:
                raise NoResponseError
            if response is not None and response is not received:
                # A hook put an answer of its own in place of what came.
                failure = _status_failure(response, policy)

        if failure is None:
            break
        wait = wait_before_retry(
            policy.retry_config,
            failure,
            attempt=attempt,
            elapsed_s=policy.clock() - begun,
            random=policy.random(),
        )
        if wait is None:
            break
        if log is not None:
            log.retry(attempt, wait)
        if response is not None:
            yield Discard(response)
        if wait > 0:
            yield Sleep(wait)

    if response is None:
        raise error or NoResponseError
    if failure is None:
        for hook in hooks.after_success:
            replacement: httpx.Response = _given((yield Ask(hook, (attempt, response))), hook, "a response")
            if replacement is not response and not _carries(replacement, response):
                yield Discard(response)
            response = replacement
    return Exchanged(response, attempt, failure.retry_after if failure is not None else None)


def _status_failure(response: httpx.Response, policy: Policy) -> Failure | None:
    if response.status_code < 400:
        return None
    return status_failure(response.status_code, response.headers, now_s=policy.now())


def _given(result: Any, hook: Any, what: str) -> Any:
    """Return what a hook gave, or raise it."""
    if isinstance(result, Exception):
        raise result
    if result is None:
        raise TypeError(f"{_name(hook)} must return {what} or an exception, not None")
    return result


def _judged(result: Any, hook: Any) -> tuple[Any, Any]:
    """Return the response and the error that an `after_error` hook goes on with, or raise what it gave instead."""
    if isinstance(result, Exception):
        raise result
    try:
        response, error = result
    except (TypeError, ValueError):
        raise TypeError(f"{_name(hook)} must return (response, error) or an exception") from None
    return response, error


def _name(hook: Any) -> str:
    return str(getattr(getattr(hook, "hook", hook), "__qualname__", hook))


def _carries(replacement: Any, original: Any) -> bool:
    """Whether a hook's own response may still read from the one that it replaces, which then must not be closed."""
    return replacement is not None and not getattr(replacement, "is_closed", False)


# --- judging a connection's failure


def connection_failure(error: Exception, watch: Watch) -> Failure:
    """Tell what a transport's exception means for retrying.

    A request did no work for certain if no connection could be made, or if a connection that had been idle turned out
    closed before any byte of the answer. That connecting took too long is not tried again unasked, since the wait that
    the user allowed is over; that the other side's certificate is not to be trusted, not at all.
    """
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "ConnectTimeout" in kinds or "PoolTimeout" in kinds:
        return Failure("unanswered")
    if "ConnectError" in kinds:
        return Failure("other" if _is_distrust(error) else "unsent")
    if kinds.isdisjoint({"RemoteProtocolError", "ReadError", "WriteError", "ReadTimeout", "WriteTimeout"}):
        return Failure("other")
    if not watch.traced or answer_has_begun(error):
        return Failure("other")
    if "TimeoutException" in kinds or watch.connected:
        return Failure("unanswered")
    return Failure("stale")


def _is_distrust(error: BaseException) -> bool:
    return any(type(cause).__name__ == "SSLCertVerificationError" for cause in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    known: set[int] = set()
    seen: BaseException | None = error
    while seen is not None and id(seen) not in known:
        known.add(id(seen))
        yield seen
        seen = seen.__cause__ or seen.__context__


def answer_has_begun(error: BaseException) -> bool:
    """Whether any byte of the answer had come when the connection failed.

    httpx tells no difference between no answer and half a header. Its HTTP/1.1 parser, h11, does: it waits for an
    answer and holds nothing that it could not parse yet, or else something came. It is looked up in the frames that
    the exception passed through. Where it is not found, bytes may have come, which is the safe thing to believe.
    """
    waiting = False
    for name, value in _locals_on_the_way(error):
        if name == "self":
            parser = _parser_of(value)
            if parser is not None:
                if parser.trailing_data[0] or str(parser.their_state) not in ("IDLE", "SEND_RESPONSE"):
                    return True
                waiting = True
        elif name == "event" and _is_h11(value) and type(value).__name__ == "InformationalResponse":
            return True  # such as 102 or 103: not the answer yet, but the request is being worked on
    return not waiting


def _locals_on_the_way(error: BaseException) -> Iterator[tuple[str, Any]]:
    """Yield what the functions that an exception passed through have in their variables."""
    for seen in _chain(error):
        traceback = seen.__traceback__
        while traceback is not None:
            yield from traceback.tb_frame.f_locals.items()
            traceback = traceback.tb_next


def _parser_of(connection: object) -> Any:
    for value in getattr(connection, "__dict__", {}).values():
        if _is_h11(value) and hasattr(value, "trailing_data"):
            return value
    return None


def _is_h11(value: object) -> bool:
    return type(value).__module__.partition(".")[0] == "h11"


def give_up_place(error: BaseException) -> None:
    """Let the pool have the connection back that it had assigned to a request which ended before it was connected.

    httpx's pool forgets such a connection when a request is cancelled, or its time is over, just as its turn has come:
    neither idle nor closed, it takes up one of the pool's places for ever. It is told here that connecting has failed.
    """
    for name, value in _locals_on_the_way(error):
        if name == "pool_request":
            connection: Any = getattr(value, "connection", None)
            while getattr(connection, "_connection", None) is not None:  # through a proxy
                connection = connection._connection
            if getattr(connection, "_connect_failed", None) is False and not getattr(connection, "_http2", True):
                connection._connect_failed = True


# --- the two runners


def run(flow: Flow[T], *, send: Callable[[Send], Any], sleep: Callable[[float], None]) -> T:
    """Drive a flow to its end, blocking."""
    response: Any = None
    try:
        step = next(flow)
        while True:
            try:
                result: Any = None
                if isinstance(step, Send):
                    result = response = send(step)
                elif isinstance(step, Sleep):
                    sleep(step.seconds)
                elif isinstance(step, Discard):
                    discard(step.response)
                    response = None
                else:
                    result = _blocking(step.hook(*step.arguments))
            except BaseException as error:  # noqa: BLE001 - the flow decides, and raises what it does not retry
                step = flow.throw(error)
            else:
                step = flow.send(result)
    except StopIteration as end:
        response = None
        return end.value  # type: ignore[no-any-return] # a generator's return value is untyped in StopIteration
    finally:
        flow.close()
        if response is not None:
            response.close()


async def run_async(
    flow: Flow[T],
    *,
    send: Callable[[Send], Awaitable[Any]],
    sleep: Callable[[float], Awaitable[None]],
    in_thread: Callable[..., Awaitable[Any]],
    finish: Callable[[Coroutine[Any, Any, None]], Awaitable[None]],
) -> T:
    """Drive a flow to its end, awaiting; a hook that blocks runs in a thread. `finish` sees a clean-up through."""
    response: Any = None
    try:
        step = next(flow)
        while True:
            try:
                result: Any = None
                if isinstance(step, Send):
                    result = response = await send(step)
                elif isinstance(step, Sleep):
                    await sleep(step.seconds)
                elif isinstance(step, Discard):
                    await finish(adiscard(step.response))
                    response = None
                else:
                    result = await _awaited(step, in_thread)
            except BaseException as error:  # noqa: BLE001 - the flow decides, and raises what it does not retry
                step = flow.throw(error)
            else:
                step = flow.send(result)
    except StopIteration as end:
        response = None
        return end.value  # type: ignore[no-any-return] # a generator's return value is untyped in StopIteration
    finally:
        flow.close()
        if response is not None:
            await finish(response.aclose())


def _blocking(result: Any) -> Any:
    if hasattr(result, "__await__"):
        close = getattr(result, "close", None)
        if close is not None:
            close()
        raise TypeError("A hook that is a coroutine can only serve async calls")
    return result


async def _awaited(step: Ask, in_thread: Callable[..., Awaitable[Any]]) -> Any:
    import inspect

    hook = step.hook
    target = getattr(hook, "hook", hook)
    if inspect.iscoroutinefunction(target):
        return await hook(*step.arguments)
    result = await in_thread(hook, *step.arguments)
    return await result if hasattr(result, "__await__") else result
