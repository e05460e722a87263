"""The tool loop: `run` asks, calls, answers and asks again until the model answers without a call."""

from __future__ import annotations

import asyncio
import collections
import contextvars
import functools
import gc
import subprocess
import sys
import textwrap
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from orq_ai_sdk import Orq, function_tool, models
from orq_ai_sdk.function_tools import ToolTimeoutError
from orq_ai_sdk.models import MaxTurnsError, ResponseFailedError, ServerError
from orq_ai_sdk.runner import AnswerStep, RunResult, Step, ToolStep
from orq_ai_sdk.testing import LocalGateway, Reply, stream_events, text_response
from support.gateway import gateway_fixture, invoke, streamed
from support.stories import Caller, Run, colour_fixture, run_fixture

__all__ = ["colour_fixture", "gateway_fixture", "run_fixture"]


@function_tool
def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


@function_tool
async def shout(text: str) -> str:
    """Say it loudly."""
    await asyncio.sleep(0)
    return text.upper()


@function_tool
def fail() -> None:
    """Fail."""
    raise LookupError("nothing here")


def asking(*calls: tuple[str, str]) -> dict[str, Any]:
    """Return an answer that calls functions, each a name and its arguments as JSON."""
    return {
        **text_response(""),
        "output": [
            {
                "type": "function_call",
                "id": f"fc_{index}",
                "call_id": f"call_{index}",
                "name": name,
                "arguments": arguments,
                "status": "completed",
            }
            for index, (name, arguments) in enumerate(calls)
        ],
    }


def client(gateway: LocalGateway) -> Orq:
    return Orq(api_key="k", server_url=gateway.url)


def outputs(gateway: LocalGateway, request: int = -1) -> list[str]:
    return [
        item["output"] for item in gateway.requests[request].json["input"] if item.get("type") == "function_call_output"
    ]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_the_loop_runs_to_an_answer(gateway: LocalGateway, run: Run, stream: bool) -> None:
    """Calls are made with the model's arguments, their outputs are sent, and the last answer comes with all steps."""
    first, last = asking(("add", '{"a": 1, "b": 2}'), ("shout", '{"text": "hi"}')), text_response("3, HI")
    for body in (first, last):
        gateway.enqueue(Reply.events(stream_events(body)) if stream else Reply.json(body))

    async def story(call: Caller) -> RunResult:
        seen: list[Step] = []
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            given = await invoke(
                call, orq, "run", model="m", input_="Add", tools=[add, shout], stream=stream, on_step=seen.append
            )
            if stream:
                types = [event.data.type async for event in streamed(call, given)]
                assert types.count("response.completed") == 2
                given = given.result
        assert seen == given.steps
        return given

    result = run(story)
    assert result.output_text == "3, HI"
    assert result.turns == 2
    assert [type(step) for step in result.steps] == [AnswerStep, ToolStep, ToolStep, AnswerStep]
    assert outputs(gateway) == ["3", "HI"]
    assert gateway.requests[0].json["tools"][0] == add.definition
    sent = gateway.requests[1].json["input"]
    assert sent[0] == {"role": "user", "content": "Add"}
    assert sent[1:3] == first["output"]
    assert len(result.conversation) == len(sent) + 1
    assert result.pending_calls == []


def test_the_gateway_runs_a_whole_loop(gateway: LocalGateway, run: Run) -> None:
    """Against the local gateway a prompt that names a tool leads to its call and an answer with its output."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            result = await invoke(call, orq, "run", model="m", input_="use shout", tools=[shout])
        assert result.turns == 2
        assert result.steps[1].output in result.output_text

    run(story)


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("add", '{"a": 1, "b"', "JSON"),
        ("add", '{"a": "one", "b": 2}', "a"),
        ("subtract", "{}", "no tool called 'subtract'"),
    ],
    ids=["broken JSON", "wrong type", "unknown tool"],
)
@pytest.mark.parametrize("on_tool_error", ["return", "raise"])
def test_a_call_that_cannot_be_made_is_answered_to_the_model(
    gateway: LocalGateway, run: Run, name: str, arguments: str, told: str, on_tool_error: str
) -> None:
    """Broken or wrong arguments execute nothing and never raise: the model is told what is wrong and goes on."""
    gateway.enqueue(Reply.json(asking((name, arguments))), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            result = await invoke(call, orq, "run", model="m", input_="x", tools=[add], on_tool_error=on_tool_error)
        assert result.output_text == "ok"
        assert result.steps[1].error is not None

    run(story)
    assert told in outputs(gateway)[0]


def test_a_tools_exception_goes_to_the_model_or_to_the_caller(gateway: LocalGateway, run: Run) -> None:
    """By default the model is told the exception; with `on_tool_error="raise"` the caller gets it as it is."""
    gateway.enqueue(
        Reply.json(asking(("fail", "{}"))), Reply.json(text_response("sorry")), Reply.json(asking(("fail", "{}")))
    )

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            result = await invoke(call, orq, "run", model="m", input_="x", tools=[fail])
            assert isinstance(result.steps[1].error, LookupError)
            assert outputs(gateway) == ["Error: LookupError: nothing here"]
            with pytest.raises(LookupError, match="nothing here"):
                await invoke(call, orq, "run", model="m", input_="x", tools=[fail], on_tool_error="raise")

    run(story)


class MuteError(Exception):
    """An exception that cannot say what it is."""

    def __str__(self) -> str:
        raise KeyError("words")


class GarbledError(Exception):
    """An exception whose words cannot be sent as they are."""

    def __str__(self) -> str:
        return "\ud800"


@pytest.mark.parametrize(
    ("error", "told"), [(MuteError, "Error: MuteError"), (GarbledError, "Error: GarbledError: \\ud800")]
)
def test_an_exception_without_words_is_told_by_its_name(
    gateway: LocalGateway, run: Run, error: type[Exception], told: str
) -> None:
    """What the tool's exception is worth as text does not end the run."""

    @function_tool
    def burst() -> None:
        """Fail."""
        raise error

    gateway.enqueue(Reply.json(asking(("burst", "{}"))), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            await invoke(call, opened.orq, "run", model="m", input_="x", tools=[burst])

    run(story)
    assert outputs(gateway) == [told]


def test_a_tool_that_does_not_exist_is_answered_with_all_that_do(gateway: LocalGateway, run: Run) -> None:
    """Functions that are only defined count: the model may call them."""
    defined = {"type": "function", "name": "book", "parameters": {"type": "object", "properties": {}}}
    gateway.enqueue(Reply.json(asking(("subtract", "{}"))), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            await invoke(call, opened.orq, "run", model="m", input_="x", tools=[shout, defined])

    run(story)
    assert outputs(gateway) == ["Error: There is no tool called 'subtract'. Tools: book, shout."]


def test_a_slow_tool_is_given_up(gateway: LocalGateway, run: Run) -> None:
    """A call that takes longer than its limit is answered as such, and holds nothing up; a tool's own limit wins."""
    release = threading.Event()
    waits: list[str] = []

    @function_tool(timeout_s=0.01)
    def hang() -> str:
        """Hang."""
        waits.append("hang")
        release.wait(20)
        return "late"

    gateway.enqueue(Reply.json(asking(("hang", "{}"))), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            result = await invoke(call, orq, "run", model="m", input_="x", tools=[hang], tool_timeout_s=60)
            release.set()
        assert isinstance(result.steps[1].error, ToolTimeoutError)

    run(story)
    assert waits == ["hang"]
    assert outputs(gateway) == ["Error: tool 'hang' took longer than 0.01 s"]


@pytest.mark.parametrize("parallel", [None, False], ids=["parallel", "in turn"])
def test_calls_of_one_answer_run_in_parallel_if_allowed(gateway: LocalGateway, run: Run, parallel: bool | None) -> None:
    """Two calls meet at a barrier only if they run at the same time; `parallel_tool_calls=False` forbids that."""
    barrier = threading.Barrier(2)
    running: list[int] = []

    @function_tool
    def meet() -> str:
        """Meet the other call."""
        running.append(1)
        try:
            if parallel is None:
                barrier.wait(20)
            return str(len(running))
        finally:
            running.pop()

    gateway.enqueue(Reply.json(asking(("meet", "{}"), ("meet", "{}"))), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            await invoke(call, orq, "run", model="m", input_="x", tools=[meet], parallel_tool_calls=parallel)

    run(story)
    assert len(outputs(gateway)) == 2
    if parallel is False:
        assert outputs(gateway) == ["1", "1"]


def test_the_limit_raises_with_the_conversation(gateway: LocalGateway, run: Run) -> None:
    """After `max_turns` answers that ask for tools the loop ends with an error that holds everything said so far."""
    gateway.enqueue(*[Reply.json(asking(("add", '{"a": 1, "b": 1}')))] * 2)

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            with pytest.raises(MaxTurnsError, match="max_turns=2") as caught:
                await invoke(call, orq, "run", model="m", input_="x", tools=[add], max_turns=2)
        kinds = [
            item["type"] if isinstance(item, dict) and "type" in item else getattr(item, "type", "message")
            for item in caught.value.conversation
        ]
        assert kinds == ["message", "function_call", "function_call_output", "function_call"]
        assert caught.value.response.id

    run(story)
    assert len(gateway.requests) == 2


def test_a_function_without_code_ends_the_run(gateway: LocalGateway, run: Run) -> None:
    """A call of a tool that is only a definition is handed back, since nobody here can make it."""
    defined = {"type": "function", "name": "book", "parameters": {"type": "object", "properties": {}}}
    gateway.enqueue(Reply.json(asking(("book", "{}"))))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            result = await invoke(call, orq, "run", model="m", input_="x", tools=[add, defined])
        assert [pending.name for pending in result.pending_calls] == ["book"]

    run(story)


def test_the_other_calls_are_made_before_a_run_hands_back(gateway: LocalGateway, run: Run) -> None:
    """If an answer asks for functions of both kinds, those with code are called, and only the rest is left pending."""
    defined = {"type": "function", "name": "book", "parameters": {"type": "object", "properties": {}}}
    gateway.enqueue(Reply.json(asking(("book", "{}"), ("add", '{"a": 1, "b": 2}'))))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            result = await invoke(call, opened.orq, "run", model="m", input_="x", tools=[add, defined], max_turns=1)
        assert [pending.name for pending in result.pending_calls] == ["book"]
        assert [step.output for step in result.steps if isinstance(step, ToolStep)] == ["3"]
        assert result.conversation[-1]["output"] == "3"

    run(story)


def test_a_forced_tool_is_forced_once(gateway: LocalGateway, run: Run) -> None:
    """`tool_choice` that demands a call holds for the first turn; kept, it would make the loop endless."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            result = await invoke(call, orq, "run", model="m", input_="x", tools=[shout], tool_choice="required")
        assert result.turns == 2

    run(story)
    assert [request.json.get("tool_choice") for request in gateway.requests] == ["required", "auto"]


def test_tools_see_the_callers_context(gateway: LocalGateway, run: Run) -> None:
    """Context variables reach a tool wherever it runs."""
    who: contextvars.ContextVar[str] = contextvars.ContextVar("who", default="nobody")

    @function_tool
    def name() -> str:
        """Say who asks."""
        return who.get()

    gateway.enqueue(Reply.json(asking(("name", "{}"), ("name", "{}"))), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        who.set("somebody")
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            await invoke(call, orq, "run", model="m", input_="x", tools=[name])

    run(story)
    assert outputs(gateway) == ["somebody", "somebody"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_turns": 0},
        {"max_turns": "3"},
        {"on_tool_error": "ignore"},
        {"tools": [add, add]},
        {"tools": add},
        {"tool_timeout_s": "x"},
        {"tool_timeout_s": -1},
        {"on_step": 5},
        {"input_": None},
        *({"extra_body": {name: None}} for name in ("stream", "input", "tools", "tool_choice", "parallel_tool_calls")),
        {"extra_body": 5},
    ],
    ids=str,
)
def test_wrong_options_are_told_before_anything_is_sent(gateway: LocalGateway, run: Run, wrong: dict[str, Any]) -> None:
    """An option that cannot be meant raises an error with its name."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            with pytest.raises((TypeError, ValueError), match=next(iter(wrong))):
                await invoke(call, orq, "run", **{"model": "m", "input_": "x", "tools": [add], **wrong})

    run(story)
    assert gateway.requests == []


def test_a_stream_of_a_run_can_be_left(gateway: LocalGateway, run: Run) -> None:
    """Leaving a run's stream in the middle closes what is open; the same client serves the next call."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            orq = opened.orq
            given = await invoke(call, orq, "run", model="m", input_="one two three", tools=[add], stream=True)
            async for _ in streamed(call, given):
                break
            await streamed(call, given).aclose()
            assert given.result is None
            assert (await invoke(call, orq, "create", model="m", input_="again")).output_text == "again"

    run(story)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("status", ["failed", "incomplete"])
def test_nothing_is_called_for_an_answer_that_is_not_whole(
    gateway: LocalGateway, run: Run, status: str, stream: bool
) -> None:
    """A failed answer raises, an incomplete one ends the run; its calls may be half of what was meant."""
    called: list[int] = []

    @function_tool
    def pay(amount: int = 5) -> str:
        """Pay."""
        called.append(amount)
        return "paid"

    body = {**asking(("pay", "{}")), "status": status, "error": {"code": "server_error", "message": "It broke."}}
    if stream:
        gateway.enqueue_events(
            [{"type": "response.created", "response": body}, {"type": f"response.{status}", "response": body}]
        )
    else:
        gateway.enqueue(Reply.json(body))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            given = invoke(call, opened.orq, "run", model="m", input_="x", tools=[pay], stream=stream)
            if status == "failed":
                with pytest.raises(ResponseFailedError, match="It broke"):
                    await finished(call, await given, stream=stream)
            else:
                result = await finished(call, await given, stream=stream)
                assert result.response.status == "incomplete"

    run(story)
    assert called == []
    assert len(gateway.requests) == 1


async def finished(call: Caller, given: Any, *, stream: bool) -> Any:
    """Return a run's result, streamed or not."""
    if not stream:
        return given
    return given.get_final_result() if call.colour == "sync" else await given.get_final_result()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(None, "ok 0"), ({"a": 2}, "ok 2"), ([1], "not a JSON object")],
    ids=["null", "an object", "a list"],
)
def test_arguments_that_are_no_text_are_read_or_told(
    gateway: LocalGateway, run: Run, arguments: Any, told: str
) -> None:
    """Servers send `null` or an object in the place of JSON text; what cannot be read is the model's to correct."""

    @function_tool(strict=False)
    def take(a: int = 0) -> str:
        """Take a number."""
        return f"ok {a}"

    body = asking(("take", "{}"))
    body["output"][0]["arguments"] = arguments
    gateway.enqueue(Reply.json(body), Reply.json(text_response("done")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            await invoke(call, opened.orq, "run", model="m", input_="x", tools=[take], on_tool_error="raise")

    run(story)
    assert told in outputs(gateway)[0]


def test_a_cancelled_answer_ends_the_run(gateway: LocalGateway, run: Run) -> None:
    """It is a failure like any other, also without a message."""
    gateway.enqueue(Reply.json({**text_response("x"), "status": "cancelled", "error": None}))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            with pytest.raises(ResponseFailedError, match="cancelled without a message"):
                await invoke(call, opened.orq, "run", model="m", input_="x", tools=[add])

    run(story)


def test_a_run_changes_nothing_that_it_was_given(gateway: LocalGateway, run: Run) -> None:
    """The user's list of items and of tools stay as they were; the result's conversation is another list."""
    given: list[Any] = [{"role": "user", "content": "use shout"}]
    tools = [shout]

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            result = await invoke(call, opened.orq, "run", model="m", input_=given, tools=tools)
        assert len(result.conversation) > 1

    run(story)
    assert (given, tools) == ([{"role": "user", "content": "use shout"}], [shout])


def test_a_call_without_an_id_is_handed_back(gateway: LocalGateway, run: Run) -> None:
    """What could not be answered is not called."""
    body = asking(("add", '{"a": 1, "b": 2}'))
    del body["output"][0]["call_id"]
    gateway.enqueue(Reply.json(body))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            result = await invoke(call, opened.orq, "run", model="m", input_="x", tools=[add])
        assert [pending.name for pending in result.pending_calls] == ["add"]
        assert not any(isinstance(step, ToolStep) for step in result.steps)

    run(story)


def test_any_sequence_of_tools_serves(gateway: LocalGateway, run: Run) -> None:
    """Tools may come in whatever sequence the types allow."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            tools = collections.deque([shout])
            result = await invoke(call, opened.orq, "run", model="m", input_="use shout", tools=tools)
        assert result.turns == 2

    run(story)


def test_a_closed_run_goes_no_further(gateway: LocalGateway, run: Run) -> None:
    """After closing, a run's stream gives no event, calls no tool and sends nothing."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            given = await invoke(call, opened.orq, "run", model="m", input_="use shout", tools=[shout], stream=True)
            await streamed(call, given).aclose()
            assert [event async for event in streamed(call, given)] == []

    run(story)
    assert gateway.requests == []


# --- how a run fails


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_whatever_ends_a_run_carries_what_was_said_and_done(gateway: LocalGateway, run: Run, stream: bool) -> None:
    """Tools may have had effects when a later call fails, so its error has the conversation and the steps.

    A streamed run that has failed asks no more, and has no result.
    """
    first = asking(("add", '{"a": 1, "b": 2}'))
    gateway.enqueue(Reply.events(stream_events(first)) if stream else Reply.json(first))
    gateway.enqueue_error(500, "It broke.")

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            given = invoke(call, opened.orq, "run", model="m", input_="x", tools=[add], stream=stream)
            if stream:
                given = await given
            with pytest.raises(ServerError) as caught:
                await (finished(call, given, stream=True) if stream else given)
            error: Any = caught.value
            assert error.conversation[-1]["output"] == "3"
            assert [type(step) for step in error.steps] == [AnswerStep, ToolStep]
            if stream:
                assert [event async for event in streamed(call, given)] == []
                with pytest.raises(RuntimeError, match="has no result"):
                    await finished(call, given, stream=True)

    run(story)
    assert len(gateway.requests) == 2


@pytest.mark.parametrize("parallel", [None, False], ids=["parallel", "in turn"])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_raised_error_carries_every_call_that_had_ended(
    gateway: LocalGateway, run: Run, stream: bool, parallel: bool | None
) -> None:
    """What the same answer's other calls did is not lost: steps and outputs are there in order, the raised one too."""
    paid = threading.Event()
    seen: list[Step] = []

    @function_tool
    def pay() -> str:
        """Pay."""
        return "paid"

    @function_tool
    def burst() -> None:
        """Fail when the payment has been observed."""
        assert paid.wait(30)
        raise LookupError("nothing left")

    def observe(step: Step) -> None:
        seen.append(step)
        if isinstance(step, ToolStep) and step.call.name == "pay":
            paid.set()

    body = asking(("pay", "{}"), ("burst", "{}"))
    gateway.enqueue(Reply.events(stream_events(body)) if stream else Reply.json(body))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            given = invoke(
                call,
                opened.orq,
                "run",
                model="m",
                input_="x",
                tools=[pay, burst],
                stream=stream,
                on_tool_error="raise",
                on_step=observe,
                parallel_tool_calls=parallel,
            )
            with pytest.raises(LookupError, match="nothing left") as caught:
                await finished(call, await given, stream=stream)
        error: Any = caught.value
        assert error.steps == seen
        assert [step.output for step in seen[1:] if isinstance(step, ToolStep)] == [
            "paid",
            "Error: LookupError: nothing left",
        ]
        assert [item["call_id"] for item in error.conversation[-2:]] == ["call_0", "call_1"]

    run(story)


def test_a_call_that_ends_while_the_run_fails_is_carried_in_its_place(gateway: LocalGateway) -> None:
    """A call that ended after the one that is raised, and before the run did, stands where the model asked for it."""
    threads: list[threading.Thread] = []
    begun, release = threading.Event(), threading.Event()

    @function_tool
    def pay() -> str:
        """Pay."""
        threads.append(threading.current_thread())
        begun.set()
        assert release.wait(30)
        return "paid"

    def observe(step: Step) -> None:
        if isinstance(step, ToolStep):
            assert begun.wait(30)
            release.set()
            threads[0].join(30)

    gateway.enqueue(Reply.json(asking(("pay", "{}"), ("fail", "{}"))))
    with client(gateway) as orq, pytest.raises(LookupError) as caught:
        orq.router.responses.run(model="m", input_="x", tools=[pay, fail], on_tool_error="raise", on_step=observe)
    error: Any = caught.value
    assert [step.call.name for step in error.steps[1:]] == ["pay", "fail"]
    assert [item["output"] for item in error.conversation[-2:]] == ["paid", "Error: LookupError: nothing here"]


@pytest.mark.parametrize("parallel", [None, False], ids=["parallel", "in turn"])
def test_a_step_is_shown_when_it_has_ended(gateway: LocalGateway, run: Run, parallel: bool | None) -> None:
    """The observer hears of a call while a later one of the same answer goes on, or before that one begins."""
    shown = threading.Event()

    @function_tool
    def follow() -> bool:
        """Say whether the call before was shown."""
        return shown.wait(30 if parallel is None else 0)

    def observe(step: Step) -> None:
        if isinstance(step, ToolStep):
            shown.set()

    calls = asking(("add", '{"a": 1, "b": 2}'), ("follow", "{}"))
    gateway.enqueue(Reply.json(calls), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            await invoke(
                call,
                opened.orq,
                "run",
                model="m",
                input_="x",
                tools=[add, follow],
                on_step=observe,
                parallel_tool_calls=parallel,
            )

    run(story)
    assert outputs(gateway) == ["3", "true"]


def test_steps_are_shown_in_order_and_one_at_a_time(gateway: LocalGateway) -> None:
    """An observer that takes its time is not called anew meanwhile, though calls of the same answer end."""
    ended, inside, seen = asyncio.Event(), 0, list[str]()

    @function_tool
    async def end(last: bool) -> str:
        """Come to an end."""
        await asyncio.sleep(0)
        if last:
            ended.set()
        return "ended"

    async def observe(step: Step) -> None:
        nonlocal inside
        inside += 1
        assert inside == 1
        if isinstance(step, ToolStep):
            await ended.wait()
            await asyncio.sleep(0)
            seen.append(step.call.call_id)
        inside -= 1

    calls = asking(("end", '{"last": false}'), ("end", '{"last": false}'), ("end", '{"last": true}'))
    gateway.enqueue(Reply.json(calls), Reply.json(text_response("ok")))

    async def story() -> None:
        async with client(gateway) as orq:
            await orq.router.responses.run_async(model="m", input_="x", tools=[end], on_step=observe)

    asyncio.run(story())
    assert seen == ["call_0", "call_1", "call_2"]


def test_a_closed_run_has_no_result(gateway: LocalGateway, run: Run) -> None:
    """Who asks for the result of a run that was closed is told so."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            given = await invoke(call, opened.orq, "run", model="m", input_="x", tools=[add], stream=True)
            await streamed(call, given).aclose()
            with pytest.raises(RuntimeError, match="closed"):
                await finished(call, given, stream=True)

    run(story)


@pytest.mark.parametrize("error", [StopIteration, StopAsyncIteration])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_tool_that_raises_the_end_of_iteration_ends_no_run(
    gateway: LocalGateway, run: Run, error: type[Exception], stream: bool
) -> None:
    """It becomes a RuntimeError, as in generators; it would end the run's own iteration without a word."""

    @function_tool
    def plain() -> str:
        """Raise."""
        raise error

    @function_tool
    async def coroutine() -> str:
        """Raise."""
        raise error

    body = asking(("plain", "{}"), ("coroutine", "{}"))
    for answer in (body, text_response("ok")):
        gateway.enqueue(Reply.events(stream_events(answer)) if stream else Reply.json(answer))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            tools = [plain, coroutine]
            given = await invoke(call, opened.orq, "run", model="m", input_="x", tools=tools, stream=stream)
            result = await finished(call, given, stream=stream)
            assert result.output_text == "ok"
            assert [type(step.error) for step in result.steps[1:3]] == [RuntimeError, RuntimeError]

    run(story)
    assert f"'plain' raised {error.__name__}" in outputs(gateway)[0]


def test_a_tools_own_timeout_is_its_own(gateway: LocalGateway, run: Run) -> None:
    """A TimeoutError that a tool raises is told as it is, and is not mistaken for the run's limit."""

    @function_tool(timeout_s=60)
    async def dial() -> str:
        """Dial."""
        raise TimeoutError("no answer from the database")

    gateway.enqueue(Reply.json(asking(("dial", "{}"))), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            result = await invoke(call, opened.orq, "run", model="m", input_="x", tools=[dial])
        assert type(result.steps[1].error) is TimeoutError

    run(story)
    assert outputs(gateway) == ["Error: TimeoutError: no answer from the database"]


@pytest.mark.parametrize("parallel", [None, False], ids=["parallel", "in turn"])
def test_a_raised_error_waits_for_no_other_call(gateway: LocalGateway, run: Run, parallel: bool | None) -> None:
    """With `on_tool_error="raise"` the caller hears at once, while a call of the same answer still hangs."""
    release = threading.Event()

    @function_tool
    def hang() -> str:
        """Hang."""
        release.wait(30)
        return "late"

    gateway.enqueue(Reply.json(asking(("fail", "{}"), ("hang", "{}"))))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            with pytest.raises(LookupError):
                await invoke(
                    call,
                    opened.orq,
                    "run",
                    model="m",
                    input_="x",
                    tools=[fail, hang],
                    on_tool_error="raise",
                    parallel_tool_calls=parallel,
                )
            assert not release.is_set()
            release.set()

    run(story)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_other_calls_are_cancelled_with_the_run(gateway: LocalGateway, backend: str) -> None:
    """Coroutine tools of an answer whose sibling raised are cancelled, and have ended when the error arrives."""
    ended: list[str] = []

    @function_tool
    async def linger() -> str:
        """Linger."""
        try:
            await anyio.sleep(60)
        finally:
            ended.append("linger")
        return "late"

    async def story() -> None:
        async with client(gateway) as orq:
            with pytest.raises(LookupError):
                await orq.router.responses.run_async(model="m", input_="x", tools=[linger, fail], on_tool_error="raise")
        assert ended == ["linger"]

    gateway.enqueue(Reply.json(asking(("linger", "{}"), ("fail", "{}"))))
    anyio.run(story, backend=backend)


# --- where tools run


def test_forty_calls_of_one_answer_run_at_the_same_time(gateway: LocalGateway, run: Run) -> None:
    """No pool makes calls wait for one another: all of them meet at a barrier."""
    barrier = threading.Barrier(40)

    @function_tool
    def meet() -> str:
        """Meet the others."""
        barrier.wait(30)
        return "met"

    gateway.enqueue(Reply.json(asking(*[("meet", "{}")] * 40)), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            await invoke(call, opened.orq, "run", model="m", input_="x", tools=[meet])

    run(story)
    assert outputs(gateway) == ["met"] * 40


@pytest.mark.usefixtures("no_debug_log")
@pytest.mark.parametrize(("way", "kind"), [("run", "def"), ("run", "async def"), ("run_async", "def")])
def test_a_tool_that_hangs_for_ever_holds_up_no_exit(gateway: LocalGateway, way: str, kind: str) -> None:
    """After its limit a program goes on, and ends, although the tool's thread never does."""
    gateway.enqueue(Reply.json(asking(("hang", "{}"))), Reply.json(text_response("ok")))
    script = textwrap.dedent(
        f"""
        import asyncio, inspect, sys, threading
        from orq_ai_sdk import Orq, function_tool

        @function_tool(timeout_s=0.05)
        {kind} hang() -> str:
            "Hang."
            threading.Event().wait()

        responses = Orq(api_key="k", server_url=sys.argv[1]).router.responses
        result = responses.{way}(model="m", input_="x", tools=[hang])
        if inspect.iscoroutine(result):
            result = asyncio.run(result)
        print(result.output_text)
        """
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, gateway.url], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.stdout, ended.stderr, ended.returncode) == ("ok\n", "", 0)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_tools_of_every_kind_run_under_every_loop(gateway: LocalGateway, backend: str) -> None:
    """Plain, wrapped, coroutine and bound tools, with and without a limit, serve under asyncio and trio."""

    @function_tool(timeout_s=0.05)
    async def doze() -> str:
        """Doze."""
        await anyio.sleep(60)
        return "late"

    @functools.wraps(shout)
    def wrapper(text: str) -> Any:
        return shout(text)

    class Counter:
        async def count(self, word: str) -> int:
            """Count letters."""
            await anyio.lowlevel.checkpoint()
            return len(word)

    tools: list[Any] = [add, doze, function_tool(wrapper, name="wrapped"), function_tool(Counter().count)]
    calls = [("add", '{"a": 1, "b": 2}'), ("doze", "{}"), ("wrapped", '{"text": "x"}'), ("count", '{"word": "four"}')]
    gateway.enqueue(Reply.json(asking(*calls)), Reply.json(text_response("ok")))

    @function_tool
    async def whisper(text: str) -> str:
        """Say it softly."""
        await anyio.lowlevel.checkpoint()
        return text.lower()

    async def story() -> None:
        async with client(gateway) as orq:
            await orq.router.responses.run_async(model="m", input_="x", tools=[*tools, whisper], tool_timeout_s=30)

    anyio.run(story, backend=backend)
    assert outputs(gateway)[0] == "3"
    assert "took longer than 0.05 s" in outputs(gateway)[1]
    assert outputs(gateway)[3] == "4"


def test_async_tools_of_a_run_share_an_event_loop(gateway: LocalGateway, run: Run) -> None:
    """What belongs to a loop, such as a lock, serves all calls and turns; in `run` the loop ends with the run."""
    lock = asyncio.Lock()
    loops: list[asyncio.AbstractEventLoop] = []
    threads: list[threading.Thread] = []

    @function_tool
    async def enter() -> str:
        """Enter, one at a time."""
        loops.append(asyncio.get_running_loop())
        threads.append(threading.current_thread())
        async with lock:
            await asyncio.sleep(0)
        return "in"

    twice = Reply.json(asking(("enter", "{}"), ("enter", "{}")))
    gateway.enqueue(twice, twice, Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            await invoke(call, opened.orq, "run", model="m", input_="x", tools=[enter])
        if call.colour == "sync":
            threads[0].join(30)
            assert loops[0].is_closed()

    run(story)
    assert outputs(gateway) == ["in"] * 4
    assert len(set(loops)) == 1


def test_an_async_tool_that_is_given_up_is_cancelled(gateway: LocalGateway, run: Run) -> None:
    """At its limit it is told to end, and can clean up."""
    cancelled = threading.Event()

    @function_tool(timeout_s=0.05)
    async def linger() -> None:
        """Linger."""
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0)
            cancelled.set()
            raise

    gateway.enqueue(Reply.json(asking(("linger", "{}"))), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            await invoke(call, opened.orq, "run", model="m", input_="x", tools=[linger])
        assert await call.blocking(cancelled.wait, 30)

    run(story)
    assert outputs(gateway) == ["Error: tool 'linger' took longer than 0.05 s"]


def test_async_tools_are_cancelled_with_a_sync_run(gateway: LocalGateway) -> None:
    """When a sibling is raised they are cancelled once, and have cleaned up when the error arrives."""
    lingering = threading.Event()
    begun: list[str] = []
    ended: list[str] = []

    @function_tool
    async def linger() -> None:
        """Linger."""
        try:
            begun.append("linger")
            if len(begun) == 9:
                lingering.set()
            await asyncio.Event().wait()
        finally:
            for _ in range(5):
                await asyncio.sleep(0)
            ended.append("linger")

    @function_tool
    def burst() -> None:
        """Fail while the others linger."""
        assert lingering.wait(30)
        raise LookupError("nothing here")

    gateway.enqueue(Reply.json(asking(*[("linger", "{}")] * 9, ("burst", "{}"))))
    with client(gateway) as orq, pytest.raises(LookupError):
        orq.router.responses.run(model="m", input_="x", tools=[linger, burst], on_tool_error="raise")
    assert ended == ["linger"] * 9


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 does not tell who cancelled")
@pytest.mark.parametrize("limit", [None, 60.0], ids=["no limit", "a limit"])
def test_a_cancelling_of_a_tools_own_is_its_error(gateway: LocalGateway, run: Run, limit: float | None) -> None:
    """A tool that was cancelled by itself ends no run: nobody cancelled that."""

    @function_tool
    def plain() -> None:
        """Raise it."""
        raise asyncio.CancelledError

    @function_tool
    async def coroutine() -> None:
        """Wait for what was cancelled."""
        waited = asyncio.get_running_loop().create_future()
        waited.cancel()
        await waited

    calls = asking(("plain", "{}"), ("coroutine", "{}"))
    gateway.enqueue(Reply.json(calls), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            tools = [plain, coroutine]
            result = await invoke(call, opened.orq, "run", model="m", input_="x", tools=tools, tool_timeout_s=limit)
        assert result.output_text == "ok"

    run(story)
    assert outputs(gateway) == [
        "Error: RuntimeError: tool 'plain' raised CancelledError",
        "Error: RuntimeError: tool 'coroutine' raised CancelledError",
    ]


@pytest.mark.parametrize("limit", [None, 60.0], ids=["no limit", "a limit"])
def test_what_ends_the_program_passes_through_a_run(gateway: LocalGateway, run: Run, limit: float | None) -> None:
    """It is no tool's error, and no other call's."""

    @function_tool
    async def leave() -> None:
        """Leave."""
        await asyncio.sleep(0)
        raise SystemExit(3)

    @function_tool
    async def stay() -> None:
        """Stay."""
        await asyncio.get_running_loop().create_future()

    gateway.enqueue(Reply.json(asking(("stay", "{}"), ("leave", "{}"))))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            tools = [leave, stay]
            await invoke(call, opened.orq, "run", model="m", input_="x", tools=tools, tool_timeout_s=limit)

    with pytest.raises(SystemExit):
        run(story)
    assert len(gateway.requests) == 1


def test_an_async_tool_that_blocks_is_left_alone(gateway: LocalGateway) -> None:
    """After its time the other async tools of a sync run have an event loop that nothing holds up."""
    release = threading.Event()

    @function_tool(timeout_s=0.05)
    async def block() -> None:
        """Block."""
        release.wait()

    @function_tool
    async def quick() -> str:
        """Answer."""
        return "q"

    gateway.enqueue(Reply.json(asking(("block", "{}"))), Reply.json(asking(("quick", "{}"))))
    gateway.enqueue(Reply.json(text_response("ok")))
    with client(gateway) as orq:
        try:
            orq.router.responses.run(model="m", input_="x", tools=[block, quick])
        finally:
            release.set()
    assert outputs(gateway)[-1] == "q"


@pytest.mark.parametrize("limit", [None, 60.0], ids=["no limit", "a limit"])
def test_cancelling_twice_waits_for_the_tools_end(gateway: LocalGateway, limit: float | None) -> None:
    """Cleaning up is seen through, as when a scope goes on cancelling."""
    ended: list[str] = []

    async def story() -> None:
        begun = asyncio.Event()

        @function_tool
        async def slow() -> None:
            """Wait."""
            begun.set()
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                with anyio.CancelScope(shield=True):
                    for _ in range(5):
                        await anyio.lowlevel.checkpoint()
                    ended.append("tool")

        async with client(gateway) as orq:
            asked = orq.router.responses.run_async(model="m", input_="x", tools=[slow], tool_timeout_s=limit)
            async with anyio.create_task_group() as group:

                async def cancel() -> None:
                    await begun.wait()
                    group.cancel_scope.cancel()

                group.start_soon(cancel)
                try:
                    await asked
                finally:
                    ended.append("run")

    gateway.enqueue(Reply.json(asking(("slow", "{}"))))
    asyncio.run(story())
    assert ended == ["tool", "run"]


@pytest.mark.parametrize("limit", [None, 60.0], ids=["no limit", "a limit"])
def test_a_run_that_is_cancelled_cancels_its_tools(gateway: LocalGateway, limit: float | None) -> None:
    """Cancelling `run_async` is no tool's error: the tool has ended, and nothing more is asked."""
    ended: list[str] = []

    async def story() -> None:
        lingering = asyncio.Event()

        @function_tool
        async def linger() -> None:
            """Linger."""
            try:
                lingering.set()
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0)
                ended.append("linger")

        async with client(gateway) as orq:
            responses = orq.router.responses
            running = asyncio.ensure_future(
                responses.run_async(model="m", input_="x", tools=[linger], tool_timeout_s=limit)
            )
            await lingering.wait()
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running
            assert ended == ["linger"]

    gateway.enqueue(Reply.json(asking(("linger", "{}"))))
    asyncio.run(story())
    assert len(gateway.requests) == 1


@pytest.mark.parametrize("way", ["to its end", "closed", "forgotten", "failed"])
def test_a_streamed_runs_event_loop_ends_however_the_run_does(gateway: LocalGateway, way: str) -> None:
    """The thread in which async tools ran is gone after the last event, after closing, and when nobody has the run."""
    threads: list[threading.Thread] = []

    @function_tool
    async def look() -> None:
        """Look around."""
        threads.append(threading.current_thread())

    gateway.enqueue_events(stream_events(asking(("look", "{}"))))
    if way == "failed":
        gateway.enqueue_error(500, "It broke.")
    else:
        gateway.enqueue_events(stream_events(text_response("ok")))
    with client(gateway) as orq:
        given = orq.router.responses.run(model="m", input_="x", tools=[look], stream=True)
        if way == "failed":
            with pytest.raises(ServerError):
                given.get_final_result()
        else:
            for _ in given:
                if threads and way != "to its end":
                    break
        if way == "closed":
            given.close()
        if way == "forgotten":
            del given
            gc.collect()
        threads[0].join(30)
        assert not threads[0].is_alive()


def test_a_generators_values_are_its_output(gateway: LocalGateway, run: Run) -> None:
    """A generator tool, plain or async, answers with the list of what it yields."""

    @function_tool
    def count(to: int) -> Iterator[int]:
        """Count."""
        yield from range(to)

    @function_tool
    async def parts(text: str) -> AsyncIterator[str]:
        """Take apart."""
        for part in text.split():
            await asyncio.sleep(0)
            yield part

    calls = asking(("count", '{"to": 3}'), ("parts", '{"text": "a b"}'))
    gateway.enqueue(Reply.json(calls), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            await invoke(call, opened.orq, "run", model="m", input_="x", tools=[count, parts])

    run(story)
    assert outputs(gateway) == ["[0,1,2]", '["a","b"]']


def test_a_generators_body_runs_as_any_tool_does(gateway: LocalGateway, run: Run) -> None:
    """Its code is held to the limit, in a thread or task of its own, and what it raises is the tool's exception."""
    release = threading.Event()
    threads: list[threading.Thread] = []

    @function_tool(timeout_s=0.05)
    def hang() -> Iterator[str]:
        """Hang after a while."""
        threads.append(threading.current_thread())
        yield "begun"
        release.wait(30)

    @function_tool(timeout_s=0.05)
    async def linger() -> AsyncIterator[str]:
        """Linger after a while."""
        yield "begun"
        await asyncio.Event().wait()

    @function_tool
    def break_off() -> Iterator[str]:
        """Fail after a while."""
        yield "begun"
        raise LookupError("nothing more")

    calls = asking(("hang", "{}"), ("linger", "{}"), ("break_off", "{}"))
    gateway.enqueue(Reply.json(calls), Reply.json(text_response("ok")), Reply.json(asking(("break_off", "{}"))))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            tools = [hang, linger, break_off]
            await invoke(call, opened.orq, "run", model="m", input_="x", tools=tools)
            release.set()
            with pytest.raises(LookupError, match="nothing more"):
                await invoke(call, opened.orq, "run", model="m", input_="x", tools=tools, on_tool_error="raise")

    run(story)
    assert threads[0] is not threading.current_thread()
    assert outputs(gateway, 1) == [
        "Error: tool 'hang' took longer than 0.05 s",
        "Error: tool 'linger' took longer than 0.05 s",
        "Error: LookupError: nothing more",
    ]


# --- what goes out and what is handed back


def test_a_tool_may_answer_with_content_parts(gateway: LocalGateway, run: Run) -> None:
    """Images and texts that a tool returns are sent as the content parts they are, alone, in a list or in a tuple."""

    @function_tool
    def look(where: str) -> Any:
        """Look around."""
        part = models.InputImage(image_url="data:image/png;base64,AAAA", detail="low")
        parts = models.InputText(text="seen"), part
        return {"here": part, "there": [*parts], "beyond": parts}[where]

    calls = asking(*[("look", f'{{"where": "{where}"}}') for where in ("here", "there", "beyond")])
    gateway.enqueue(Reply.json(calls), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            await invoke(call, opened.orq, "run", model="m", input_="x", tools=[look])

    run(story)
    image = {"type": "input_image", "image_url": "data:image/png;base64,AAAA", "detail": "low"}
    parts = [{"type": "input_text", "text": "seen"}, image]
    assert outputs(gateway) == [[image], parts, parts]


def test_an_output_that_cannot_be_sent_is_the_tools_error(gateway: LocalGateway, run: Run) -> None:
    """Text with a lone surrogate, in a content part as well, is told to the model and does not end the run."""

    @function_tool
    def read(as_part: bool) -> Any:
        """Read a file."""
        return models.InputText(text="\ud800") if as_part else "\ud800"

    calls = asking(("read", '{"as_part": false}'), ("read", '{"as_part": true}'))
    gateway.enqueue(Reply.json(calls), Reply.json(text_response("ok")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            await invoke(call, opened.orq, "run", model="m", input_="x", tools=[read])

    run(story)
    assert [output.partition(":")[0] for output in outputs(gateway)] == ["Error", "Error"]
    assert "TypeError: tool 'read' returned a str that cannot be sent" in outputs(gateway)[0]


@pytest.mark.parametrize("as_model", [False, True], ids=["dict", "model"])
def test_which_tools_are_allowed_stays(gateway: LocalGateway, run: Run, as_model: bool) -> None:
    """`allowed_tools` that demands a call demands it once, and goes on limiting which tools there are."""
    choice: Any = {"type": "allowed_tools", "mode": "required", "tools": [{"type": "function", "name": "add"}]}
    given = models.ToolChoiceAllowed(mode="required", tools=choice["tools"]) if as_model else choice
    gateway.enqueue(Reply.json(asking(("add", '{"a": 1, "b": 2}'))), Reply.json(text_response("3")))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            await invoke(call, opened.orq, "run", model="m", input_="x", tools=[add, shout], tool_choice=given)

    run(story)
    sent = [request.json["tool_choice"] for request in gateway.requests]
    assert sent == [choice, {**choice, "mode": "auto"}]


@pytest.mark.parametrize(
    ("items", "pending"),
    [
        ([{"type": "custom_tool_call", "call_id": "c", "name": "sql", "input": "SELECT 1"}], ["custom_tool_call"]),
        ([{"type": "mcp_approval_request", "id": "a", "name": "n", "arguments": "{}"}], ["mcp_approval_request"]),
        ([{"type": "shell_call", "call_id": "s"}, {"type": "shell_call_output", "call_id": "s"}], []),
        ([{"type": "web_search_call", "id": "w", "status": "completed"}], []),
    ],
    ids=["a custom tool", "an approval", "a shell of the service's", "a search of the service's"],
)
def test_what_only_the_caller_can_do_is_handed_back(
    gateway: LocalGateway, run: Run, items: list[dict[str, Any]], pending: list[str]
) -> None:
    """A run ends with the calls that it cannot make, and not with those whose output stands beside them."""
    gateway.enqueue(Reply.json({**text_response(""), "output": items}))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            result = await invoke(call, opened.orq, "run", model="m", input_="x", tools=[add])
        assert [item.type for item in result.pending_calls] == pending

    run(story)


def test_the_calls_of_an_incomplete_answer_are_handed_back(gateway: LocalGateway, run: Run) -> None:
    """What an answer that was cut short asked for is not called, and is there to see."""
    gateway.enqueue(Reply.json({**asking(("add", '{"a": 1, "b": 2}')), "status": "incomplete"}))

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            result = await invoke(call, opened.orq, "run", model="m", input_="x", tools=[add])
        assert [item.name for item in result.pending_calls] == ["add"]

    run(story)


def test_a_result_goes_on_as_the_next_input(gateway: LocalGateway, run: Run) -> None:
    """A run's result can be `input_`, as it is or in a list, and tells the tokens of all its answers."""

    def used(body: dict[str, Any], tokens: int) -> dict[str, Any]:
        usage = {"input_tokens": tokens, "output_tokens": 1, "total_tokens": tokens + 1}
        return {**body, "usage": {**usage, "output_tokens_details": {"reasoning_tokens": tokens}}}

    first, last = used(asking(("add", '{"a": 1, "b": 2}')), 10), used(text_response("3"), 20)
    gateway.enqueue(*[Reply.json(body) for body in (first, last, text_response("4"), text_response("5"))])

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            result = await invoke(call, opened.orq, "run", model="m", input_="Add", tools=[add])
            assert result.usage.input_tokens == 30
            assert result.usage.total_tokens == 32
            assert result.usage.output_tokens_details.reasoning_tokens == 30
            await invoke(call, opened.orq, "create", model="m", input_=result)
            following = {"role": "user", "content": "And one more"}
            await invoke(call, opened.orq, "create", model="m", input_=[*result.conversation, following])

    run(story)
    whole, appended = (gateway.requests[at].json["input"] for at in (2, 3))
    assert whole[0] == {"role": "user", "content": "Add"}
    assert whole[2]["output"] == "3"
    assert appended == [*whole, {"role": "user", "content": "And one more"}]


def test_an_async_run_awaits_its_observer(gateway: LocalGateway) -> None:
    """`on_step` may be a coroutine function in `run_async`; in `run` it is refused before anything is sent."""
    seen: list[Step] = []

    async def observe(step: Step) -> None:
        await asyncio.sleep(0)
        seen.append(step)

    async def story() -> None:
        async with client(gateway) as orq:
            result = await orq.router.responses.run_async(model="m", input_="use shout", tools=[shout], on_step=observe)
            assert seen == result.steps
            with pytest.raises(TypeError, match="on_step must be a plain function"):
                orq.router.responses.run(model="m", input_="x", tools=[shout], on_step=observe)

    asyncio.run(story())


def test_an_observer_that_has_to_be_awaited_is_refused_by_a_sync_run(gateway: LocalGateway) -> None:
    """Where only the call shows that it gives a coroutine, that is an error with its name, and not forgotten."""

    async def observe(step: Step) -> None: ...

    with client(gateway) as orq, pytest.raises(TypeError, match="on_step must be a plain function"):
        orq.router.responses.run(model="m", input_="x", tools=[shout], on_step=lambda step: observe(step))


@pytest.mark.parametrize(
    "tools",
    [
        [add, add.definition],
        [add.definition, add],
        [add, function_tool(lambda: None, name="add")],
    ],
    ids=["a function and a definition", "a definition and a function", "two functions"],
)
def test_two_tools_of_one_name_are_refused(gateway: LocalGateway, run: Run, tools: list[Any]) -> None:
    """Which of two functions of one name is meant could not be told."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: client(gateway)) as opened:
            with pytest.raises(ValueError, match="tools: two functions are called 'add'"):
                await invoke(call, opened.orq, "run", model="m", input_="x", tools=tools)

    run(story)
    assert gateway.requests == []
