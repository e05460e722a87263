"""The story of one call: hooks, sending, retrying, giving up. It decides; a runner sends, sleeps and reads.

`exchange` is a generator of steps. It has no client, no clock and no loop, so that sync and async calls tell the same
story and the whole of it can be tested by feeding it answers:

    next(flow)            -> Send(request, watch)
    flow.send(<503>)      -> Discard(<503>)
    flow.send(None)       -> Sleep(0.7)
    flow.send(None)       -> Send(request, watch)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from ..types.jsonvalues import is_object
from ..utils.retries import Failure, status_failure, wait_before_retry
from .errors import NoResponseError
from .failures import connection_failure, transport_errors
from .head import check_sendable
from .security import without_credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import httpx

    from ..utils.retries import RetryConfig
    from .failures import Watch
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


FlowStep: TypeAlias = Send | Discard | Sleep | Ask
Flow: TypeAlias = "Generator[FlowStep, Any, T]"


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
        request = built = build()
        for hook in hooks.before_request:
            request = _given((yield Ask(hook, (attempt, request))), hook, "a request")
            check_sendable(request, _name(hook))
            _keep_limits(request, built)
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
            failure = connection_failure(raised, watch, policy.clock() - attempt_begun)
        except Exception as raised:
            without_credentials(raised)
            if log is not None:
                log.failure(attempt, raised, policy.clock() - attempt_begun)
            raise
        else:
            if response is None:
                raise NoResponseError
            failure = _status_failure(response, policy)
        if log is not None:
            if response is not None:
                log.answer(attempt, response, policy.clock() - attempt_begun)
            elif error is not None:
                log.failure(attempt, error, policy.clock() - attempt_begun)

        if failure is not None and hooks.after_error:
            received, raised_error = response, error
            for hook in hooks.after_error:
                response, error = _judged((yield Ask(hook, (attempt, response, error))), hook)
            if received is not None and received is not response and not _is_open(response):
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
            if replacement is not response and not _is_open(replacement):
                yield Discard(response)
            response = replacement
    return Exchanged(response, attempt, failure.retry_after if failure is not None else None)


def _keep_limits(request: Any, built: Any) -> None:
    """Let a request that a hook made anew have the call's time limits, unless it has its own."""
    limits: Any = getattr(built, "extensions", {}).get("timeout")
    extensions: Any = getattr(request, "extensions", None)
    if limits is not None and is_object(extensions):
        extensions.setdefault("timeout", limits)


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


def _is_open(replacement: Any) -> bool:
    """Whether a hook's own response may still read from the one that it replaces, which then must not be closed."""
    return replacement is not None and not getattr(replacement, "is_closed", False)
