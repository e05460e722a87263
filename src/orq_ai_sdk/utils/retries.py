"""How failures are retried: the configuration, and pure decisions about it. It neither sleeps nor reads a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BackoffStrategy", "RetryConfig"]

RETRIED_STATUSES = frozenset({429, 500, 502, 503, 504})
"""The contract's statuses, retried once a `RetryConfig` is given."""

SAFE_RETRIES = 2
"""How often a request that certainly did no work is sent again without any `RetryConfig`."""

SAFE_BACKOFF_S = 0.25
"""The longest wait in seconds before the first of those, doubled for the second."""


class BackoffStrategy:
    """How waits grow between attempts.

    Before attempt n+1 the wait is drawn between 0 and `initial_interval * exponent ** (n - 1)` ("full jitter", which
    spreads clients that failed together), and never longer than `max_interval`.

    Args:
        initial_interval: Longest first wait in ms. Default 500.
        max_interval: Longest wait in ms. Default 60 000.
        exponent: Growth from one wait to the next. Default 1.5.
        max_elapsed_time: Time in ms since the first attempt after which none is begun. Default 300 000, five minutes.

    Raises:
        TypeError, ValueError: One of them is not a finite number of at least 0.
    """

    __slots__ = ("exponent", "initial_interval", "max_elapsed_time", "max_interval")

    def __init__(
        self,
        initial_interval: int = 500,
        max_interval: int = 60_000,
        exponent: float = 1.5,
        max_elapsed_time: int = 300_000,
    ) -> None:
        for name, value in (
            ("initial_interval", initial_interval),
            ("max_interval", max_interval),
            ("exponent", exponent),
            ("max_elapsed_time", max_elapsed_time),
        ):
            if isinstance(value, bool) or not isinstance(value, (int, float)):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a checker
                raise TypeError(f"BackoffStrategy: {name} must be a number, not {type(value).__name__}")
            if not 0 <= value < float("inf"):
                raise ValueError(f"BackoffStrategy: {name} must be a finite number of at least 0, not {value!r}")
        self.initial_interval = initial_interval
        self.max_interval = max_interval
        self.exponent = exponent
        self.max_elapsed_time = max_elapsed_time

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BackoffStrategy) and _state(self) == _state(other)

    __hash__ = None  # type: ignore[assignment] # pyright: ignore[reportAssignmentType] - mutable, so not hashable

    def __repr__(self) -> str:
        return _described(self)


class RetryConfig:
    """Whether and how a call is tried again.

    Args:
        strategy: "backoff", or "none" to switch retries off.
        backoff: How waits grow. Default `BackoffStrategy()`.
        retry_connection_errors: Whether failures of the connection are retried as well: it could not be made, it was
            closed or timed out before any byte of the answer. Default True. A timed-out request may have done its
            work; say False where that matters. Where an HTTP client of your own does not show whether any byte had
            come (as httpx over HTTP/1.1 does), only a connection that could not be made is retried.
        max_attempts: How often a request is sent at most, the first included. Default None: no limit but time.

    Statuses 429, 500, 502, 503 and 504 are retried, unless the answer says otherwise by `x-should-retry`. A wait that
    the answer demands (`retry-after-ms`, `Retry-After`) is the least that is waited; one that is longer than
    `max_interval` or than what is left of `max_elapsed_time` ends the retrying at once, and the error has it as
    `retry_after`.

    Raises:
        TypeError, ValueError: An argument cannot be used; the message names it.
    """

    __slots__ = ("backoff", "max_attempts", "retry_connection_errors", "strategy")

    def __init__(
        self,
        strategy: str = "backoff",
        backoff: BackoffStrategy | None = None,
        retry_connection_errors: bool = True,
        max_attempts: int | None = None,
    ) -> None:
        if strategy not in ("backoff", "none"):
            raise ValueError(f"RetryConfig: strategy must be 'backoff' or 'none', not {strategy!r}")
        if backoff is not None and not hasattr(backoff, "max_elapsed_time"):
            raise TypeError(f"RetryConfig: backoff must be a BackoffStrategy, not {type(backoff).__name__}")
        if not isinstance(retry_connection_errors, bool):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a checker
            kind = type(retry_connection_errors).__name__
            raise TypeError(f"RetryConfig: retry_connection_errors must be True or False, not {kind}")
        if max_attempts is not None:
            if isinstance(max_attempts, bool) or not isinstance(max_attempts, int):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a checker
                raise TypeError(f"RetryConfig: max_attempts must be a whole number, not {type(max_attempts).__name__}")
            if max_attempts < 1:
                raise ValueError(f"RetryConfig: max_attempts must be at least 1, not {max_attempts!r}")
        self.strategy = strategy
        self.backoff = BackoffStrategy() if backoff is None else backoff
        self.retry_connection_errors = retry_connection_errors
        self.max_attempts = max_attempts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RetryConfig) and _state(self) == _state(other)

    __hash__ = None  # type: ignore[assignment] # pyright: ignore[reportAssignmentType] - mutable, so not hashable

    def __repr__(self) -> str:
        return _described(self)


def _state(value: BackoffStrategy | RetryConfig) -> list[object]:
    return [getattr(value, name) for name in value.__slots__]


def _described(value: BackoffStrategy | RetryConfig) -> str:
    fields = ", ".join(f"{name}={getattr(value, name)!r}" for name in value.__slots__)
    return f"{type(value).__name__}({fields})"


class Failure(NamedTuple):
    """What went wrong with an attempt, as far as retrying is concerned.

    Attributes:
        kind: "unsent" (no connection was made), "stale" (a reused connection closed before any byte of the answer),
            "unanswered" (a new connection closed, or time ran out, before any byte), "status", or "other".
        status: HTTP status for kind "status".
        retry_after: The wait that the answer demands, in seconds, or None.
        should_retry: The answer's own `x-should-retry`, or None.
    """

    kind: str
    status: int = 0
    retry_after: float | None = None
    should_retry: bool | None = None


def wait_before_retry(
    config: RetryConfig | None, failure: Failure, *, attempt: int, elapsed_s: float, random: float
) -> float | None:
    """Return how long to wait before the next attempt, in seconds, or None to give up.

    Args:
        config: The call's configuration, or None for the default: only what certainly did no work, twice at most.
        failure: What happened.
        attempt: How many attempts have been made, at least 1.
        elapsed_s: Time since the first began, in seconds, from a monotonic clock.
        random: A number of [0, 1) for the jitter.
    """
    if config is None:
        if failure.kind not in ("unsent", "stale") or attempt > SAFE_RETRIES:
            return None
        # A stale connection says nothing about the service; a fresh one can be tried at once.
        return 0.0 if failure.kind == "stale" else random * SAFE_BACKOFF_S * 2 ** (attempt - 1)
    if config.strategy == "none" or not _may_retry(config, failure):
        return None
    if config.max_attempts is not None and attempt >= config.max_attempts:
        return None
    backoff = config.backoff
    budget_s = backoff.max_elapsed_time / 1000 - elapsed_s
    if budget_s <= 0:
        return None
    drawn = random * _longest_wait_ms(backoff, attempt) / 1000
    demanded = failure.retry_after
    if demanded is None:
        return drawn if drawn <= budget_s else None
    if demanded > min(budget_s, backoff.max_interval / 1000):
        return None  # asked sooner than it says, the service would refuse again
    # Not sooner than without the demand: one of no time, or of a time that a fast clock has passed already, would have
    # the service asked without a pause.
    return max(demanded, min(drawn, budget_s))


def _longest_wait_ms(backoff: BackoffStrategy, attempt: int) -> float:
    try:
        growth = float(backoff.exponent) ** (attempt - 1)
    except OverflowError:
        growth = float("inf")
    # Nothing times infinity would not be a number.
    grown = backoff.initial_interval * growth if backoff.initial_interval else 0.0
    return min(grown, backoff.max_interval)


def _may_retry(config: RetryConfig, failure: Failure) -> bool:
    if failure.kind == "status":
        if failure.should_retry is not None:
            return failure.should_retry
        return failure.status in RETRIED_STATUSES
    return config.retry_connection_errors and failure.kind in ("unsent", "stale", "unanswered")


def status_failure(status: int, headers: Mapping[str, str], *, now_s: float) -> Failure:
    """Return what an answer with an error status means for retrying.

    `retry-after-ms` (ms) goes before `Retry-After` (RFC 9110, section 10.2.3: seconds or an HTTP date).

    Args:
        status: HTTP status.
        headers: The answer's headers.
        now_s: The time of day in seconds since the epoch, for dates.
    """
    said = headers.get("x-should-retry", "").strip().lower()
    should_retry = {"true": True, "false": False}.get(said)
    return Failure("status", status, _demanded_wait(headers, now_s), should_retry)


def _demanded_wait(headers: Mapping[str, str], now_s: float) -> float | None:
    """Return the longest wait that the headers demand, in seconds; each may have been sent more than once."""
    for name, read in (("retry-after-ms", _milliseconds), ("retry-after", _seconds)):
        waits = [read(value, now_s) for value in _values(headers, name)]
        demanded = [wait for wait in waits if wait is not None]
        if demanded:
            return max(demanded)
    return None


def _values(headers: Mapping[str, str], name: str) -> list[str]:
    value = headers.get(name) or ""
    parts = [part.strip() for part in value.split(",")]
    if all(map(_is_number, parts)):
        return parts  # a proxy may have joined them, as HTTP clients do
    get_list: Any = getattr(headers, "get_list", None)
    return [value] if get_list is None else get_list(name)  # dates have a comma themselves


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit() and float(text) < float("inf")


def _milliseconds(value: str, _now_s: float) -> float | None:
    return float(value) / 1000 if _is_number(value.strip()) else None


def _seconds(value: str, now_s: float) -> float | None:
    if _is_number(value.strip()):
        return float(value)
    from calendar import timegm
    from email.utils import parsedate_to_datetime

    try:
        # An HTTP date is in GMT whether it says so or not (RFC 9110, section 5.6.7).
        return max(0.0, timegm(parsedate_to_datetime(value).utctimetuple()) - now_s)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
