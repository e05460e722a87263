"""The tool loop: `run` asks, calls, answers and asks again until the model answers without a call."""

from __future__ import annotations

import asyncio
import collections
import contextvars
import threading
from typing import Any

import pytest

from orq_ai_sdk import Orq, function_tool
from orq_ai_sdk.models import MaxTurnsError, ResponseFailedError
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
        assert isinstance(result.steps[1].error, TimeoutError)

    run(story)
    assert waits == ["hang"]
    assert "too long" in outputs(gateway)[0]


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
        {"on_step": asyncio.sleep},
        {"input_": None},
        {"extra_body": {"stream": True}},
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
    [(None, "ok 0"), ({"a": 2}, "ok 2"), ([1], "no JSON object")],
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
