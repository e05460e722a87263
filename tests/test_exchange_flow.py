"""The story of a call, told without a client, a clock or an event loop: what is sent, waited, asked and given up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import h11
import httpcore
import httpx
import pytest

from orq_ai_sdk.core.exchange import (
    Ask,
    Discard,
    Exchanged,
    HookCalls,
    Policy,
    Send,
    Sleep,
    exchange,
)
from orq_ai_sdk.core.failures import Watch
from orq_ai_sdk.core.logs import CallLog
from orq_ai_sdk.models import NoResponseError
from orq_ai_sdk.transport.loops import semaphore
from orq_ai_sdk.transport.runners import drive, drive_async
from orq_ai_sdk.utils import BackoffStrategy, RetryConfig
from support.stories import Colour, colour_fixture

__all__ = ["colour_fixture"]

CONFIG = RetryConfig("backoff", BackoffStrategy(1_000, 10_000, 2.0, 60_000))
REFUSED = httpx.ConnectError("refused")


class Clock:
    """A monotonic clock that only moves when told."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


class Lines:
    """A debug logger that keeps its lines."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def debug(self, msg: str, *args: Any) -> None:
        self.all.append(msg % args)


class Story:
    """One flow, with a clock; each request that is built is numbered."""

    def __init__(
        self, config: RetryConfig | None = None, hooks: HookCalls | None = None, log: CallLog | None = None
    ) -> None:
        self.clock = Clock()
        self.built: list[httpx.Request] = []
        policy = Policy(config, clock=self.clock, now=lambda: 784_111_777.0, random=lambda: 0.5)
        self.flow = exchange(self.build, policy=policy, hooks=hooks or HookCalls((), (), ()), log=log, new_watch=Watch)
        self.step = next(self.flow)

    def build(self) -> httpx.Request:
        self.built.append(httpx.Request("POST", "http://127.0.0.1/v2", headers={"x-number": str(len(self.built) + 1)}))
        return self.built[-1]

    def answer(self, value: Any = None) -> Any:
        """Give the step's result; returns the next step, or how the exchange ended."""
        try:
            self.step = self.flow.send(value)
        except StopIteration as end:
            return end.value
        return self.step

    def fail(self, error: BaseException) -> Any:
        self.step = self.flow.throw(error)
        return self.step


def unread(status: int, **headers: str) -> httpx.Response:
    """A response whose body has not come yet."""
    return httpx.Response(
        status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        stream=httpx.ByteStream(b"{}"),
    )


def stale(text: str = "gone") -> Exception:
    """What a connection raises that was traced, reused, and closed before any byte came."""
    return httpx.RemoteProtocolError(text)


# --- the plain way


def test_a_good_answer_ends_the_story_at_once() -> None:
    """One request, one answer whose body nobody has read, one attempt."""
    story = Story()
    assert isinstance(story.step, Send)
    response = unread(200)
    assert story.answer(response) == Exchanged(response, 1, None)
    assert not response.is_closed


def test_a_bad_answer_is_an_answer_without_retries() -> None:
    """Unasked, no status is retried; the demanded wait is told."""
    response = unread(503, retry_after="7")
    assert Story().answer(response) == Exchanged(response, 1, 7.0)


def test_the_rejected_answer_is_let_go_before_the_sleep() -> None:
    """503 with Retry-After: the response is discarded, then the wait is the demanded one, then a new request goes."""
    story = Story(CONFIG)
    first, second = unread(503, retry_after="7"), unread(200)
    assert story.answer(first) == Discard(first)
    assert story.answer() == Sleep(7.0)
    assert isinstance(story.answer(), Send)
    assert story.answer(second) == Exchanged(second, 2, None)
    assert len(story.built) == 2
    assert story.built[0] is not story.built[1]


def test_waits_grow_until_the_time_is_over() -> None:
    """Half of each interval is drawn here: 0.5, 1, 2 s; when the clock says that it is over, the last answer stays."""
    story = Story(CONFIG)
    slept = []
    for _ in range(3):
        story.answer(unread(500))
        sleep = story.answer()
        assert isinstance(sleep, Sleep)
        slept.append(sleep.seconds)
        story.clock.time += sleep.seconds
        story.answer()
    assert slept == [0.5, 1.0, 2.0]
    story.clock.time += 60
    last = unread(500)
    assert story.answer(last) == Exchanged(last, 4, None)


def test_a_demand_that_does_not_fit_ends_at_once() -> None:
    """A minute is asked for, ten seconds are the most: no sleep, and the error will tell the minute."""
    story = Story(CONFIG)
    response = unread(429, retry_after="60")
    assert story.answer(response) == Exchanged(response, 1, 60.0)


def test_no_response_at_all_is_an_error() -> None:
    """A client that returns None has broken its promise, and is told so."""
    with pytest.raises(NoResponseError):
        Story().answer(None)


# --- failed connections


def test_a_refused_connection_is_tried_twice_more() -> None:
    """Unasked, with short waits; the third refusal is raised as it came."""
    story = Story()
    assert story.fail(REFUSED) == Sleep(0.125)
    story.answer()
    assert story.fail(REFUSED) == Sleep(0.25)
    story.answer()
    with pytest.raises(httpx.ConnectError) as caught:
        story.fail(REFUSED)
    assert caught.value is REFUSED
    assert len(story.built) == 3


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout("slow"),
        httpx.ConnectTimeout("slow"),
        httpx.PoolTimeout("full"),
        httpx.WriteError("broken"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("half"),
        httpx.ProxyError("407"),
        httpx.LocalProtocolError("no"),
        httpx.UnsupportedProtocol("ftp"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_may_have_done_work_is_not_sent_again_unasked(error: Exception) -> None:
    """The transport's exception is raised as it is."""
    with pytest.raises(type(error)) as caught:
        Story().fail(error)
    assert caught.value is error


@pytest.mark.parametrize("error", [REFUSED, httpx.ConnectTimeout("slow"), httpx.PoolTimeout("full")], ids=repr)
def test_with_a_configuration_every_failed_connecting_is_retried(error: Exception) -> None:
    """No connection, no work: the configured wait comes next."""
    assert Story(CONFIG).fail(error) == Sleep(0.5)


@pytest.mark.parametrize("error", [httpx.ReadTimeout("slow"), httpx.ReadError("reset"), stale()], ids=repr)
def test_what_cannot_be_seen_is_believed_to_have_begun(error: Exception) -> None:
    """If nothing shows that no byte had come, not even a configuration has the request sent again."""
    with pytest.raises(type(error)):
        Story(CONFIG).fail(error)


@pytest.mark.parametrize("error", [httpx.ReadTimeout("slow"), httpx.ReadError("reset"), stale()], ids=repr)
@pytest.mark.parametrize("connected", [False, True])
def test_a_transport_that_is_watched_but_hides_its_parser_is_not_believed(error: Exception, connected: bool) -> None:
    """HTTP/2, or a transport of somebody's own: whether a byte had come is not known, so nothing is sent again."""
    story = Story(CONFIG)
    assert isinstance(story.step, Send)
    story.step.watch.traced, story.step.watch.connected = True, connected
    with pytest.raises(type(error)):
        story.fail(error)


def test_the_time_for_retrying_counts_from_the_call() -> None:
    """Not from the last attempt: attempts that take long use it up."""
    story = Story(RetryConfig("backoff", BackoffStrategy(1_000, 1_000, 1.0, 2_000)))
    assert isinstance(story.answer(unread(503)), Discard)
    assert story.answer() == Sleep(0.5)
    story.clock.time += 1.9
    assert isinstance(story.answer(), Send)
    assert isinstance(story.answer(unread(503)), Exchanged)


def broken_off(error: Exception) -> Exception:
    """Return the error as it comes out of an HTTP/1.1 connection over which no byte of an answer came."""

    class Connection:
        def __init__(self) -> None:
            self.parser = h11.Connection(h11.CLIENT)

        def read(self) -> None:
            raise error

    try:
        Connection().read()
    except type(error) as raised:
        return raised
    raise AssertionError


@pytest.mark.parametrize("config", [None, CONFIG], ids=["default", "configured"])
@pytest.mark.parametrize("elapsed_s", [0.2, 3.0])
def test_only_a_connection_that_fails_at_once_is_stale(elapsed_s: float, config: RetryConfig | None) -> None:
    """One that breaks after a while may have been worked on: unasked the request is not sent again."""
    story = Story(config)
    assert isinstance(story.step, Send)
    story.step.watch.traced = True
    story.clock.time += elapsed_s
    if elapsed_s > 1 and config is None:
        with pytest.raises(httpx.ReadError):
            story.fail(broken_off(httpx.ReadError("reset")))
    else:
        next_step = story.fail(broken_off(httpx.ReadError("reset")))
        assert isinstance(next_step, Sleep if config else Send)


@pytest.mark.parametrize("config", [None, CONFIG], ids=["default", "configured"])
def test_nothing_is_sent_again_after_a_redirect(config: RetryConfig | None) -> None:
    """A redirect is an answer: whether the place that it names can be reached says nothing of the work done."""
    story = Story(config)
    assert isinstance(story.step, Send)
    watch = story.step.watch
    watch.note("http11.send_request_headers.started", {"request": httpcore.Request("POST", "http://127.0.0.1")})
    assert (watch.sending, watch.answered) == (True, False)
    watch.note("http11.receive_response_headers.complete", {"return_value": ()})
    assert (watch.sending, watch.answered) == (False, True)
    with pytest.raises(httpx.ConnectError):
        story.fail(REFUSED)


def test_a_proxys_answer_to_connect_is_no_answer() -> None:
    """If the tunnel stands and the server behind it cannot be spoken to, nothing has been asked yet."""
    story = Story()
    assert isinstance(story.step, Send)
    watch = story.step.watch
    watch.note("http11.send_request_headers.started", {"request": httpcore.Request("CONNECT", "http://127.0.0.1")})
    watch.note("http11.receive_response_headers.complete", {"return_value": ()})
    assert isinstance(story.fail(REFUSED), Sleep)


def test_a_stream_whose_handshake_is_under_way_is_known() -> None:
    """From TLS's first byte until it is agreed, no connection holds the network stream; then one does."""
    watch = Watch()
    watch.note("connection.connect_tcp.complete", {"return_value": "plain"})
    assert watch.handshaking is None
    watch.note("connection.start_tls.started", {})
    assert watch.handshaking == "plain"
    watch.note("connection.start_tls.complete", {"return_value": "secret"})
    assert watch.handshaking is None


def test_a_certificate_that_is_not_trusted_is_not_tried_again() -> None:
    """It would not be trusted the next time either."""
    import ssl

    error = httpx.ConnectError("certificate verify failed")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed")
    with pytest.raises(httpx.ConnectError):
        Story(CONFIG).fail(error)


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), asyncio.CancelledError(), SystemExit(3), ZeroDivisionError()], ids=repr
)
@pytest.mark.parametrize("config", [None, CONFIG], ids=["default", "configured"])
def test_what_is_not_the_transports_passes_at_once(error: BaseException, config: RetryConfig | None) -> None:
    """While sending and while sleeping alike."""
    with pytest.raises(type(error)):
        Story(config).fail(error)
    sleeping = Story(config)
    assert isinstance(sleeping.fail(REFUSED), Sleep)
    with pytest.raises(type(error)):
        sleeping.fail(error)
    assert len(sleeping.built) == 1


def test_the_failed_request_keeps_no_key() -> None:
    """The exception's request has its credentials masked; the one that was sent had them."""
    error = httpx.ConnectError("refused")
    error.request = httpx.Request("POST", "http://127.0.0.1", headers={"Authorization": "Bearer k", "X-Some": "1"})
    sent = error.request
    Story().fail(error)
    assert (error.request.headers["authorization"], error.request.headers["x-some"]) == ("***", "1")
    assert sent.headers["authorization"] == "Bearer k"


@pytest.mark.parametrize(
    ("name", "connected", "told"),
    [
        ("connection.connect_tcp.started", True, False),
        ("connection.connect_tcp.complete", True, True),
        ("connection.connect_tcp.failed", True, False),
        ("connection.connect_unix_socket.complete", True, True),
        ("socks.connect_tcp.started", True, False),
        ("connection.start_tls.complete", False, True),
        ("proxy.start_tls.complete", False, True),
        ("http11.send_request_headers.started", False, False),
        ("http11.receive_response_headers.complete", False, False),
        ("http2.send_connection_init.complete", False, False),
    ],
)
def test_new_connections_are_seen_however_they_are_made(name: str, connected: bool, told: bool) -> None:
    """Over TCP, a Unix socket, SOCKS, a tunnel; every event shows that tracing works."""
    opened: list[str] = []
    watch = Watch(opened.append)
    watch.note(name, {"return_value": "stream"})
    assert (watch.traced, watch.connected, opened) == (True, connected, ["stream"] if told else [])
    watch.opened = None
    watch.note(name, {"return_value": "stream"})
    assert len(opened) == told


# --- hooks


def first(*_: Any) -> None:
    """A hook that the test answers for."""
    raise NotImplementedError


def hooked(*names: str) -> HookCalls:
    """One hook at each of these moments."""
    return HookCalls(*((first,) if name in names else () for name in HookCalls._fields))


def test_hooks_are_asked_in_order_and_told_which_attempt_it_is() -> None:
    """Before each attempt, after each failure, and once after success; each gets what the one before returned."""
    h1, h2, h3, h4, h5, h6 = (object() for _ in range(6))
    hooks = HookCalls((h1, h2), (h3, h4), (h5, h6))
    story = Story(CONFIG, hooks)
    changed, sent = httpx.Request("POST", "http://a"), httpx.Request("POST", "http://b")
    assert story.step == Ask(h1, (1, story.built[0]))
    assert story.answer(changed) == Ask(h2, (1, changed))
    send = story.answer(sent)
    assert isinstance(send, Send)
    assert send.request is sent

    bad, other, good, better = unread(503), unread(502), unread(200), unread(200)
    assert story.answer(bad) == Ask(h5, (1, bad, None))
    assert story.answer((other, None)) == Ask(h6, (1, other, None))
    assert isinstance(story.answer((bad, None)), Discard)
    assert isinstance(story.answer(), Sleep)
    assert story.answer() == Ask(h1, (2, story.built[1]))
    story.answer(changed)
    story.answer(changed)
    assert story.answer(good) == Ask(h3, (2, good))
    assert story.answer(better) == Ask(h4, (2, better))
    assert story.answer(better) == Exchanged(better, 2, None)


@pytest.mark.parametrize("name", HookCalls._fields)
@pytest.mark.parametrize("error", [ValueError("no"), httpx.ConnectError("mine"), KeyboardInterrupt()], ids=repr)
def test_what_a_hook_raises_ends_the_call(name: str, error: BaseException) -> None:
    """Even an exception of the transport's kind: it is the hook's, and is not retried."""
    story = Story(CONFIG, hooked(name))
    if name != "before_request":
        story.answer(unread(200 if name == "after_success" else 503))
    assert isinstance(story.step, Ask)
    with pytest.raises(type(error)) as caught:
        story.fail(error)
    assert caught.value is error
    assert len(story.built) == 1


@pytest.mark.parametrize("name", HookCalls._fields)
def test_what_a_hook_returns_as_an_exception_is_raised(name: str) -> None:
    """As the contract of hooks has it."""
    story = Story(CONFIG, hooked(name))
    if name != "before_request":
        story.answer(unread(200 if name == "after_success" else 503))
    with pytest.raises(ValueError, match="no"):
        story.answer(ValueError("no"))


@pytest.mark.parametrize(
    ("name", "returned", "words"),
    [
        ("before_request", None, "must return a request"),
        ("after_success", None, "must return a response"),
        ("after_error", None, r"must return \(response, error\)"),
        ("after_error", unread(200), r"must return \(response, error\)"),
    ],
)
def test_a_hook_that_forgets_to_return_is_named(name: str, returned: Any, words: str) -> None:
    """The error says which hook, and what it should have returned."""
    story = Story(CONFIG, hooked(name))
    if name != "before_request":
        story.answer(unread(200 if name == "after_success" else 503))
    with pytest.raises(TypeError, match=words) as caught:
        story.answer(returned)
    assert "first" in str(caught.value)


def test_a_hook_may_turn_a_failure_into_an_answer() -> None:
    """What `after_error` puts in place is judged by its own status, and goes on to `after_success` if it is good."""
    both = hooked("after_error", "after_success")
    story = Story(CONFIG, both)
    bad, good = unread(503), httpx.Response(200, json={})
    story.answer(bad)
    assert story.answer((good, None)) == Discard(bad)
    assert story.answer() == Ask(first, (1, good))
    assert story.answer(good) == Exchanged(good, 1, None)

    refused = Story(None, both)
    assert refused.fail(httpx.ReadTimeout("slow")) == Ask(first, (1, None, refused.step.arguments[2]))
    assert refused.answer((good, None)) == Ask(first, (1, good))


def test_a_hook_may_turn_a_failure_into_another() -> None:
    """A worse status is retried as such; another error is the hook's own and ends the call."""
    story = Story(CONFIG, hooked("after_error"))
    story.fail(httpx.ReadTimeout("slow"))
    busy = httpx.Response(429, headers={"retry-after": "3"})
    assert story.answer((busy, None)) == Discard(busy)
    assert story.answer() == Sleep(3.0)

    story = Story(CONFIG, hooked("after_error"))
    story.fail(REFUSED)
    with pytest.raises(ValueError, match="mine"):
        story.answer((None, ValueError("mine")))


def test_a_hook_may_turn_an_answer_into_an_error() -> None:
    """The answer is let go, and the error is raised at once."""
    for give in (lambda bad: (bad, ValueError("mine")), lambda _: (None, ValueError("mine"))):
        story = Story(CONFIG, hooked("after_error"))
        bad = unread(503)
        story.answer(bad)
        assert story.answer(give(bad)) == Discard(bad)
        with pytest.raises(ValueError, match="mine"):
            story.answer()
        assert len(story.built) == 1


def test_a_hook_that_hides_the_failure_leaves_nothing() -> None:
    """Neither response nor error is the same as no response."""
    story = Story(CONFIG, hooked("after_error"))
    story.fail(REFUSED)
    with pytest.raises(NoResponseError):
        story.answer((None, None))


def test_a_replaced_response_is_closed_unless_it_is_read_through_the_new_one() -> None:
    """A ready-made response stands for itself; one that is open may be reading the other's stream."""
    story = Story(CONFIG, hooked("after_success"))
    original = unread(200)
    story.answer(original)
    ready = httpx.Response(200, json={})
    assert story.answer(ready) == Discard(original)
    assert story.answer() == Exchanged(ready, 1, None)

    story = Story(CONFIG, hooked("after_success"))
    original = unread(200)
    story.answer(original)
    wrapping = httpx.Response(200, stream=original.stream)
    assert story.answer(wrapping) == Exchanged(wrapping, 1, None)


# --- what is told


def test_each_attempt_and_each_wait_is_logged() -> None:
    """Request, outcome and wait, with the attempt's number and the time that it took."""
    lines = Lines()
    story = Story(CONFIG, log=CallLog(lines, None))
    story.clock.time += 0.25
    story.answer(unread(503, retry_after="2", x_request_id="req_1"))
    story.answer()
    story.answer()
    story.clock.time += 0.5
    story.fail(httpx.ConnectError("refused"))
    story.answer()
    story.answer(unread(200))
    heads = [line.partition(" headers")[0].removesuffix(",") for line in lines.all]
    assert heads == [
        "request: attempt 1: POST http://127.0.0.1/v2",
        "response: attempt 1: status 503 in 0.250 s, request id req_1",
        "retry: attempt 2 follows in 2.000 s",
        "request: attempt 2: POST http://127.0.0.1/v2",
        "failure: attempt 2: ConnectError: refused in 0.500 s",
        "retry: attempt 3 follows in 1.000 s",
        "request: attempt 3: POST http://127.0.0.1/v2",
        "response: attempt 3: status 200 in 0.000 s, request id None",
    ]


# --- the runners


class Recorded(httpx.Response):
    """A response that counts how often it is closed."""

    def __init__(self, status: int = 200) -> None:
        super().__init__(status, stream=httpx.ByteStream(b"{}"))
        self.closings = 0

    def close(self) -> None:
        self.closings += 1

    async def aclose(self) -> None:
        self.closings += 1


def play(
    colour: Colour, answers: list[Any], *, hooks: HookCalls | None = None, config: RetryConfig | None = CONFIG
) -> Any:
    """Run the flow in a colour; each Send takes the next answer or raises it."""
    policy = Policy(config, clock=lambda: 0.0, now=lambda: 0.0, random=lambda: 0.0)
    flow = exchange(
        lambda: httpx.Request("POST", "http://a"),
        policy=policy,
        hooks=hooks or HookCalls((), (), ()),
        log=None,
        new_watch=Watch,
    )

    def send(_: Send) -> Any:
        answer = answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    if colour == "sync":
        return drive(flow, send=send, sleep=lambda _: None)

    async def asend(step: Send) -> Any:
        return send(step)

    async def asleep(_: float) -> None:
        return None

    async def aclose(response: httpx.Response) -> None:
        await response.aclose()

    places = partial(semaphore, 1)
    return asyncio.run(drive_async(flow, send=asend, sleep=asleep, close=aclose, places=places))


def test_a_runner_hands_over_the_last_response_open_and_closes_all_others(colour: Colour) -> None:
    """Two rejected, one accepted."""
    rejected, accepted = [Recorded(503), Recorded(503)], Recorded()
    assert play(colour, [*rejected, accepted]).response is accepted
    assert [response.closings for response in (*rejected, accepted)] == [1, 1, 0]


def raises(error: BaseException) -> Callable[..., Any]:
    def hook(*_: Any) -> Any:
        raise error

    return hook


def araises(error: BaseException) -> Callable[..., Any]:
    async def hook(*_: Any) -> Any:
        raise error

    return hook


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), asyncio.CancelledError()], ids=repr)
def test_a_response_is_closed_when_a_hook_raises(colour: Colour, error: BaseException) -> None:
    """Whatever it raises, it passes, and nothing stays open."""
    hook = raises(error) if colour == "sync" else araises(error)
    for hooks, status in ((HookCalls((), (hook,), ()), 200), (HookCalls((), (), (hook,)), 503)):
        response = Recorded(status)
        with pytest.raises(type(error)):
            play(colour, [response], hooks=hooks)
        assert response.closings == 1


def test_coroutine_hooks_serve_async_calls_alone(colour: Colour) -> None:
    """Awaited there, also where only what they return tells it; refused by a synchronous call, which could not wait."""

    async def hook(_: int, request: httpx.Request) -> httpx.Request:
        await asyncio.sleep(0)
        return request

    for given in (hook, lambda *arguments: hook(*arguments)):
        hooks = HookCalls((given,), (), ())
        if colour == "sync":
            with pytest.raises(TypeError, match="Coroutine hooks"):
                play(colour, [Recorded()], hooks=hooks)
        else:
            assert play(colour, [Recorded()], hooks=hooks).attempts == 1


def test_a_hook_that_runs_out_of_items_is_an_error(colour: Colour) -> None:
    """StopIteration, which no future takes, is not lost on the way from a thread: it ends the call as Python has it."""
    hook = raises(StopIteration())
    with pytest.raises(RuntimeError, match="StopIteration"):
        play(colour, [Recorded()], hooks=HookCalls((hook,), (), ()))


def test_a_plain_hook_blocks_no_event_loop(colour: Colour) -> None:
    """In an async call it runs in a thread of its own; in a synchronous one in the caller's."""
    import threading

    seen: list[threading.Thread] = []

    def hook(_: int, request: httpx.Request) -> httpx.Request:
        seen.append(threading.current_thread())
        return request

    play(colour, [Recorded()], hooks=HookCalls((hook,), (), ()))
    assert (seen[0] is threading.main_thread()) == (colour == "sync")
