"""How long to wait before the next attempt, or whether to give up, is decided by a pure function with few rules."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import format_datetime, formatdate
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orq_ai_sdk.utils import BackoffStrategy, RetryConfig
from orq_ai_sdk.utils.retries import RETRIED_STATUSES, Failure, status_failure, wait_before_retry

NOW = 784_111_777.0  # Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110, section 5.6.7
STATUS = Failure("status", 503)
KINDS = ["unsent", "stale", "unanswered", "other"]


def wait(
    config: RetryConfig | None, failure: Failure, *, attempt: int = 1, elapsed_s: float = 0.0, random: float = 0.5
) -> float | None:
    return wait_before_retry(config, failure, attempt=attempt, elapsed_s=elapsed_s, random=random)


# --- without configuration


@pytest.mark.parametrize("failure", [STATUS, Failure("status", 429, 0.0), Failure("unanswered"), Failure("other")])
def test_nothing_that_may_have_done_work_is_retried_unasked(failure: Failure) -> None:
    """Without a configuration an answer, a timeout or a broken new connection ends the call."""
    assert wait(None, failure) is None


def test_what_did_no_work_is_retried_twice_unasked() -> None:
    """A connection that could not be made is tried again after up to 0.25 s and 0.5 s, a stale one at once."""
    assert [wait(None, Failure("unsent"), attempt=n, random=1.0) for n in (1, 2, 3)] == [0.25, 0.5, None]
    assert [wait(None, Failure("unsent"), attempt=n, random=0.0) for n in (1, 2, 3)] == [0.0, 0.0, None]
    assert [wait(None, Failure("stale"), attempt=n) for n in (1, 2, 3)] == [0.0, 0.0, None]


# --- what is retried


@pytest.mark.parametrize("status", [400, 401, 404, 408, 409, 422, 429, 499, 500, 501, 502, 503, 504, 505, 529])
def test_the_contracts_statuses_are_retried_and_no_others(status: int) -> None:
    """429, 500, 502, 503 and 504, once a configuration is given."""
    assert (wait(RetryConfig(), Failure("status", status)) is not None) == (status in {429, 500, 502, 503, 504})
    assert frozenset({429, 500, 502, 503, 504}) == RETRIED_STATUSES


@pytest.mark.parametrize(
    ("said", "status", "retried"),
    [("true", 400, True), ("TRUE ", 409, True), ("false", 503, False), ("maybe", 503, True), ("", 400, False)],
)
def test_the_answer_itself_may_say_whether_to_retry(said: str, status: int, retried: bool) -> None:
    """`x-should-retry` wins over the list of statuses; anything but true and false says nothing."""
    failure = status_failure(status, {"x-should-retry": said}, now_s=NOW)
    assert (wait(RetryConfig(), failure) is not None) == retried


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("allowed", [True, False])
def test_connection_errors_are_retried_if_that_is_configured(kind: str, allowed: bool) -> None:
    """All that is known to have no byte of an answer, and only with `retry_connection_errors`."""
    config = RetryConfig("backoff", BackoffStrategy(), allowed)
    assert (wait(config, Failure(kind)) is not None) == (allowed and kind != "other")


@pytest.mark.parametrize("failure", [STATUS, *map(Failure, KINDS), Failure("status", 400, should_retry=True)])
def test_strategy_none_switches_all_of_it_off(failure: Failure) -> None:
    """`RetryConfig("none")` retries nothing, not even what certainly did no work."""
    assert wait(RetryConfig("none"), failure) is None


def test_max_attempts_counts_the_first() -> None:
    """Three attempts are one call and two retries."""
    config = RetryConfig(max_attempts=3)
    assert [wait(config, STATUS, attempt=n) is not None for n in (1, 2, 3, 4)] == [True, True, False, False]
    assert wait(RetryConfig(max_attempts=1), Failure("unsent")) is None


# --- how long to wait


def test_the_wait_grows_up_to_its_maximum() -> None:
    """With the whole of each interval drawn: 100, 200, 400, 800, and never more than 1,000 ms."""
    config = RetryConfig("backoff", BackoffStrategy(100, 1_000, 2.0, 60_000))
    assert [wait(config, STATUS, attempt=n, random=1.0) for n in range(1, 7)] == [0.1, 0.2, 0.4, 0.8, 1.0, 1.0]
    assert [wait(config, STATUS, attempt=n, random=0.0) for n in range(1, 4)] == [0.0, 0.0, 0.0]


def test_the_jitter_is_full() -> None:
    """The wait is proportional to the number drawn, from nothing to the whole interval."""
    config = RetryConfig("backoff", BackoffStrategy(1_000, 60_000, 2.0, 600_000))
    assert [wait(config, STATUS, random=r) for r in (0.0, 0.25, 0.75)] == [0.0, 0.25, 0.75]


numbers = st.one_of(st.integers(0, 10**7), st.floats(0, 1e300, allow_nan=False))
strategies = st.builds(BackoffStrategy, numbers, numbers, numbers, numbers)
failures = st.one_of(
    st.sampled_from([Failure(kind) for kind in KINDS]),
    st.builds(
        Failure,
        st.just("status"),
        st.integers(400, 599),
        st.one_of(st.none(), st.floats(0, 1e300)),
        st.sampled_from([None, True, False]),
    ),
)


@given(
    backoff=strategies,
    failure=failures,
    attempt=st.integers(1, 10**6),
    elapsed_s=st.floats(0, 1e9),
    random=st.floats(0, 1, exclude_max=True),
)
def test_no_wait_goes_beyond_its_limits(
    backoff: BackoffStrategy, failure: Failure, attempt: int, elapsed_s: float, random: float
) -> None:
    """Whatever the configuration: a wait is a number, not negative, within `max_interval`, and ends in time."""
    found = wait(RetryConfig("backoff", backoff), failure, attempt=attempt, elapsed_s=elapsed_s, random=random)
    if found is not None:
        assert 0 <= found <= backoff.max_interval / 1000
        assert found <= backoff.max_elapsed_time / 1000 - elapsed_s
        if failure.retry_after is not None:
            assert found >= failure.retry_after
        else:
            grown = max(1.0, _power(backoff.exponent, attempt - 1))
            assert found <= (backoff.initial_interval * grown / 1000 if backoff.initial_interval else 0)


def _power(base: float, exponent: int) -> float:
    try:
        return float(base) ** exponent
    except OverflowError:
        return float("inf")


def test_growth_without_end_stays_a_number() -> None:
    """An exponent that no float can hold ends at the maximum, and nothing grows to nothing."""
    steep = RetryConfig("backoff", BackoffStrategy(1, 5_000, 1e300, 10**9))
    assert wait(steep, STATUS, attempt=50, random=1.0) == 5.0
    assert wait(RetryConfig("backoff", BackoffStrategy(0, 5_000, 1e300, 10**9)), STATUS, attempt=50, random=1.0) == 0.0


def test_no_attempt_begins_after_the_time_is_over() -> None:
    """A wait that would end too late is not waited, and after `max_elapsed_time` even none at all is too long."""
    config = RetryConfig("backoff", BackoffStrategy(1_000, 1_000, 1.0, 2_000))
    assert wait(config, STATUS, elapsed_s=0.9, random=1.0) == 1.0
    assert wait(config, STATUS, elapsed_s=1.1, random=1.0) is None
    assert wait(config, STATUS, elapsed_s=1.1, random=0.5) == 0.5
    assert wait(config, STATUS, elapsed_s=2.0, random=0.0) is None
    assert wait(config, Failure("status", 503, 0.0), elapsed_s=2.0) is None
    assert wait(RetryConfig("backoff", BackoffStrategy(1, 1, 1, 0)), STATUS, random=0.0) is None


# --- what the answer demands


def test_a_demanded_wait_is_the_least_that_is_waited() -> None:
    """It replaces a drawn one that is shorter, and no demand makes the waits shorter: "at once" is not a tight loop."""
    config = RetryConfig("backoff", BackoffStrategy(1_000, 10_000, 2.0, 60_000))
    assert [wait(config, Failure("status", 429, 7.0), random=r) for r in (0.0, 0.9)] == [7.0, 7.0]
    assert wait(config, Failure("status", 429, 3.0), attempt=3, random=0.9) == 3.6
    assert [wait(config, Failure("status", 429, 0.0), attempt=n, random=0.5) for n in (1, 2, 3)] == [0.5, 1.0, 2.0]


def test_a_demanded_wait_that_fits_is_not_drawn_past_the_end() -> None:
    """With what was drawn the next attempt would come too late; with what was demanded it does not."""
    config = RetryConfig("backoff", BackoffStrategy(10_000, 10_000, 1.0, 60_000))
    assert wait(config, Failure("status", 429, 2.0), elapsed_s=55.0, random=0.9) == 5.0


@pytest.mark.parametrize(
    ("max_interval", "max_elapsed", "elapsed_s"), [(6_999, 60_000, 0.0), (60_000, 6_999, 0.0), (60_000, 60_000, 53.1)]
)
def test_a_demanded_wait_that_does_not_fit_ends_the_retrying(
    max_interval: int, max_elapsed: int, elapsed_s: float
) -> None:
    """Neither a wait beyond `max_interval`, nor one past `max_elapsed_time`; a shorter one would be refused."""
    config = RetryConfig("backoff", BackoffStrategy(1, max_interval, 1.0, max_elapsed))
    assert wait(config, Failure("status", 429, 7.0), elapsed_s=elapsed_s) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"retry-after": "3, 3"}, 3.0),
        ({"retry-after": "3,7"}, 7.0),
        ({"retry-after-ms": "250, 500"}, 0.5),
        (httpx.Headers([("retry-after", "3"), ("retry-after", "7")]), 7.0),
        (httpx.Headers([("retry-after", "3"), ("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT")]), 10.0),
        ({"retry-after": "1_0"}, None),
        ({"retry-after": "+2"}, None),
        ({"retry-after": "\u0663"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "1e999"}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "tomorrow"}, None),
        ({"retry-after": "Mon, 99 Foo 2020"}, None),
        ({"retry-after": "2026-01-01T00:00:00Z"}, None),
        ({"retry-after": "Sun, 06 Nov 1994 08:49:47 GMT"}, 10.0),
        ({"retry-after": "Sunday, 06-Nov-94 08:49:47 GMT"}, 10.0),
        ({"retry-after": "Sun Nov  6 08:49:47 1994"}, 10.0),
        ({"retry-after": "Sun, 06 Nov 1994 08:49:47"}, 10.0),
        ({"retry-after": "Sun, 06 Nov 1994 09:49:47 +0100"}, 10.0),
        ({"retry-after": "Sun, 06 Nov 1994 08:00:00 GMT"}, 0.0),
    ],
)
def test_the_demanded_wait_is_read_in_each_of_its_forms(headers: Mapping[str, str], seconds: float | None) -> None:
    """Milliseconds first, then seconds, then the three date forms of RFC 9110; what is none of them demands nothing.

    Of several the longest counts.
    """
    failure = status_failure(429, headers, now_s=NOW)
    assert failure.retry_after == seconds
    assert (failure.kind, failure.status) == ("status", 429)


@given(ahead=st.integers(-(10**6), 10**8), text=st.sampled_from(["gmt", "zone"]))
def test_a_date_demands_the_time_until_then(ahead: int, text: str) -> None:
    """Any date that the standard library writes is read back as the seconds from now, the past as no wait."""
    when = NOW + ahead
    date = (
        formatdate(when, usegmt=True) if text == "gmt" else format_datetime(datetime.fromtimestamp(when, timezone.utc))
    )
    assert status_failure(503, {"retry-after": date}, now_s=NOW).retry_after == max(0.0, ahead)


@given(st.text(max_size=40))
def test_no_header_can_break_the_policy(text: str) -> None:
    """Whatever a server writes there, a number that is no negative comes of it, or nothing."""
    for name in ("retry-after", "retry-after-ms", "x-should-retry"):
        found = status_failure(503, {name: text}, now_s=NOW).retry_after
        assert found is None or 0 <= found < float("inf")


# --- the arguments


def test_the_contracts_arguments_work_by_position() -> None:
    """`BackoffStrategy(initial_interval, max_interval, exponent, max_elapsed_time)`, `RetryConfig(strategy, …)`."""
    backoff = BackoffStrategy(1, 2, 3.5, 4)
    assert (backoff.initial_interval, backoff.max_interval, backoff.exponent, backoff.max_elapsed_time) == (
        1,
        2,
        3.5,
        4,
    )
    config = RetryConfig("backoff", backoff, False)
    assert (config.strategy, config.backoff, config.retry_connection_errors) == ("backoff", backoff, False)
    assert [*inspect.signature(RetryConfig).parameters][:3] == ["strategy", "backoff", "retry_connection_errors"]


def test_a_bare_configuration_has_good_defaults() -> None:
    """`RetryConfig()` backs off for up to five minutes, retries connections as well, and waits a minute at most."""
    config = RetryConfig()
    assert config == RetryConfig("backoff", BackoffStrategy(500, 60_000, 1.5, 300_000), True, None)
    assert wait(config, STATUS, random=1.0) == 0.5
    assert wait(config, STATUS, attempt=1_000, random=1.0) == 60.0
    assert wait(config, Failure("unanswered")) is not None


def test_configurations_are_plain_values() -> None:
    """They compare, show, copy and pickle as what they say."""
    config = RetryConfig("backoff", BackoffStrategy(1, 2, 3, 4), False, 5)
    for twin in (copy.copy(config), copy.deepcopy(config), pickle.loads(pickle.dumps(config))):
        assert twin == config
    assert config != RetryConfig()
    assert config.backoff != config
    assert "initial_interval=1" in repr(config)
    assert "max_attempts=5" in repr(config)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: BackoffStrategy(-1), "initial_interval"),
        (lambda: BackoffStrategy(max_interval=float("nan")), "max_interval"),
        (lambda: BackoffStrategy(exponent=float("inf")), "exponent"),
        (lambda: BackoffStrategy(max_elapsed_time="5"), "max_elapsed_time"),
        (lambda: BackoffStrategy(True), "initial_interval"),
        (lambda: RetryConfig("sometimes"), "strategy"),
        (lambda: RetryConfig("backoff", None, "no"), "retry_connection_errors"),
        (lambda: RetryConfig("backoff", 5), "backoff"),
        (lambda: RetryConfig(max_attempts=0), "max_attempts"),
        (lambda: RetryConfig(max_attempts=1.5), "max_attempts"),
        (lambda: RetryConfig(max_attempts="3"), "max_attempts"),
    ],
)
def test_a_wrong_argument_is_named(make: Any, words: str) -> None:
    """A configuration that could not work is refused where it is made."""
    with pytest.raises((TypeError, ValueError), match=words):
        make()
