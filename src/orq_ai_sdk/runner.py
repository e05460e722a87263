"""The tool loop: ask, call the tools that the model asks for, ask again. It makes its calls through `create`.

What to send, what to call and when to stop is decided by `_Conversation`, which does neither; the rest is one short
loop for each colour.
"""

from __future__ import annotations

import inspect
import json
import threading
import time
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, Union, cast

from .core.errors import MaxTurnsError, ResponseFailedError
from .core.request import input_items, request_body
from .function_tools import PythonFunctionTool, ToolArgumentsError
from .transport.loops import all_at_once, in_thread, within
from .types.jsonvalues import is_object

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType

    from typing_extensions import Self

    from .core.sse import ServerEvent
    from .models import CreateResponseResponseBody, CreateResponseStreamEvent, FunctionCall
    from .streaming import EventStream, EventStreamAsync

__all__ = ["AnswerStep", "RunResult", "RunStream", "RunStreamAsync", "Step", "ToolStep"]


class AnswerStep(NamedTuple):
    """The model answered.

    Attributes:
        turn: Which answer this is, from 1.
        response: The answer.
    """

    turn: int
    response: CreateResponseResponseBody


class ToolStep(NamedTuple):
    """A tool was called.

    Attributes:
        turn: The answer that asked for it, from 1.
        call: The model's call.
        output: What the model is told, the error included.
        error: The exception that the call ended with, or None.
        elapsed_s: How long it took, in seconds.
    """

    turn: int
    call: FunctionCall
    output: str
    error: Exception | None
    elapsed_s: float


Step: TypeAlias = Union[AnswerStep, ToolStep]


class RunResult(NamedTuple):
    """How a run ended.

    Attributes:
        response: The last response.
        conversation: All items so far, as a list that can be sent as the next `input_`.
        steps: What happened, in order.
        pending_calls: Calls of functions that were defined without a Python function; the run stops for them when the
            others have been made, and their outputs are for the caller to append to `conversation`.
    """

    response: CreateResponseResponseBody
    conversation: list[Any]
    steps: list[Step]
    pending_calls: list[FunctionCall]

    @property
    def output_text(self) -> str:
        """The last response's text."""
        return self.response.output_text

    @property
    def turns(self) -> int:
        """How often the model was asked."""
        return sum(isinstance(step, AnswerStep) for step in self.steps)


class RunOptions(NamedTuple):
    """How a run goes about its tools."""

    max_turns: int
    tool_timeout_s: float | None
    on_tool_error: Literal["return", "raise"]
    on_step: Callable[[Step], Any] | None


class _Conversation:
    """What has been said, and what is to be done next."""

    def __init__(self, arguments: Mapping[str, Any], options: RunOptions) -> None:
        if isinstance(options.max_turns, bool) or not isinstance(options.max_turns, int) or options.max_turns < 1:  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a checker
            raise ValueError(f"max_turns must be a whole number of at least 1, not {options.max_turns!r}")
        if options.on_tool_error not in ("return", "raise"):
            raise ValueError(f"on_tool_error must be 'return' or 'raise', not {options.on_tool_error!r}")
        _check_timeout(options.tool_timeout_s)
        if options.on_step is not None and (
            not callable(options.on_step) or inspect.iscoroutinefunction(options.on_step)
        ):
            raise TypeError("on_step must be a plain function of one step")
        request_body(arguments)  # what cannot be sent is told before the first tool is looked at
        tools: list[Any] = list(arguments.get("tools") or ())
        self._arguments = dict(arguments)
        self._options = options
        self._tools: dict[str, PythonFunctionTool[..., Any]] = {}
        for tool in tools:
            if not isinstance(tool, PythonFunctionTool):
                continue
            named = cast("PythonFunctionTool[..., Any]", tool)
            if named.name in self._tools:
                raise ValueError(f"tools: two functions are called {named.name!r}")
            self._tools[named.name] = named
        self._defined = {name for tool in tools if (name := _defined_name(tool)) is not None}
        given = input_items(arguments["input"])
        self.items: list[Any] = [{"role": "user", "content": given}] if isinstance(given, str) else list(given)
        self.steps: list[Step] = []
        self.turn = 0
        self.result: RunResult | None = None
        self._last: Any = None
        self._pending: list[FunctionCall] = []

    @property
    def parallel(self) -> bool:
        """Whether calls of one answer may run at the same time."""
        return self._arguments.get("parallel_tool_calls") is not False

    @property
    def options(self) -> RunOptions:
        return self._options

    def next_request(self) -> dict[str, Any]:
        """Return the arguments of the next call.

        A forced tool is forced once: asked again with its output and the same demand, a model would call it for ever.
        """
        arguments = {**self._arguments, "input": list(self.items)}
        choice = arguments.get("tool_choice")
        if self.turn and choice is not None and choice not in ("none", "auto"):
            arguments["tool_choice"] = "auto"
        return arguments

    def take_answer(self, response: CreateResponseResponseBody) -> list[FunctionCall]:
        """Take an answer; return the calls to make. If there are none, `result` is there.

        Raises:
            ResponseFailedError: The answer failed.
            MaxTurnsError: The answer asks for tools and the model may not be asked again.
        """
        self.turn += 1
        self.items.extend(response.to_input())
        self.note(AnswerStep(self.turn, response))
        if response.status in ("failed", "cancelled"):
            raise _failed(response)
        # An answer that was cut short may have asked for less, or for something else, than it was going to.
        calls = cast("list[FunctionCall]", [] if response.status == "incomplete" else _calls(response))
        self._pending = [call for call in calls if not self._is_made_here(call)]
        self._last = response
        here = [call for call in calls if call not in self._pending]
        if not here:
            self._finish()
        elif self.turn >= self._options.max_turns and not self._pending:
            raise MaxTurnsError(
                f"The model asked for tools in each of {self.turn} answers (max_turns={self._options.max_turns})",
                conversation=list(self.items),
                response=response,
            )
        return here

    def _is_made_here(self, call: FunctionCall) -> bool:
        """Whether a call is for the loop to make, or to answer as an error; without an id it could not be answered."""
        has_id = isinstance(call.call_id, str)  # pyright: ignore[reportUnnecessaryIsInstance] - what servers send
        return has_id and (call.name in self._tools or call.name not in self._defined)

    def _finish(self) -> None:
        self.result = RunResult(self._last, list(self.items), self.steps, self._pending)

    def tool(self, call: FunctionCall) -> PythonFunctionTool[..., Any]:
        """Return the function that a call asks for.

        Raises:
            ToolArgumentsError: There is none of that name; the message is for the model.
        """
        found = self._tools.get(call.name)
        if found is None:
            known = ", ".join(sorted(self._tools)) or "none"
            raise ToolArgumentsError(
                f"There is no tool called {call.name!r}. Tools: {known}.",
                tool_name=call.name,
                arguments=call.arguments,
            )
        return found

    def timeout_s(self, tool: PythonFunctionTool[..., Any]) -> float | None:
        """Return how long a call of a tool may take, in seconds."""
        return self._options.tool_timeout_s if tool.timeout_s is None else tool.timeout_s

    def outcome(self, call: FunctionCall, begun: float, output: str, error: Exception | None) -> ToolStep:
        """Return what came of a call, or raise its error if that was chosen."""
        if error is not None:
            # Arguments that the model got wrong are the model's to correct, whatever was chosen for tools' own errors.
            if self._options.on_tool_error == "raise" and not isinstance(error, ToolArgumentsError):
                raise error
            output = _error_output(error)
        return ToolStep(self.turn, call, output, error, time.monotonic() - begun)

    def take_outcomes(self, outcomes: list[ToolStep]) -> None:
        """Append the outputs, in the order of the calls."""
        for step in outcomes:
            self.items.append({"type": "function_call_output", "call_id": step.call.call_id, "output": step.output})
            self.note(step)
        if self._pending and self.result is None:
            self._finish()

    def note(self, step: Step) -> None:
        """Keep a step and show it to whoever observes."""
        self.steps.append(step)
        if self._options.on_step is not None:
            self._options.on_step(step)


def _calls(response: CreateResponseResponseBody) -> list[Any]:
    return [item for item in response.to_input() if getattr(item, "type", "") == "function_call"]


def _failed(response: CreateResponseResponseBody) -> ResponseFailedError:
    message, code = (getattr(response.error, name, None) for name in ("message", "code"))
    return ResponseFailedError(
        str(message or f"The response {response.status} without a message"),
        code=code if isinstance(code, (str, int)) else None,
        response=response,
    )


def _check_timeout(timeout_s: Any) -> None:
    if timeout_s is None:
        return
    if isinstance(timeout_s, bool) or not isinstance(timeout_s, (int, float)):
        raise TypeError(f"tool_timeout_s must be a number of seconds, not {type(timeout_s).__name__}")
    if not timeout_s > 0:
        raise ValueError(f"tool_timeout_s must be above 0, or None for no limit, not {timeout_s!r}")


def _arguments_of(call: FunctionCall) -> str:
    """Return a call's arguments as JSON text; some servers send them as an object, or none at all.

    Raises:
        ToolArgumentsError: They are cut off, or nothing that can be read; the message is for the model.
    """
    arguments: Any = call.arguments
    if call.status == "incomplete":
        raise ToolArgumentsError("The call was cut off.", tool_name=call.name, arguments=str(arguments))
    if isinstance(arguments, str):
        return arguments
    if arguments is None:
        return ""
    if is_object(arguments):
        return json.dumps(arguments)
    raise ToolArgumentsError("The arguments are no JSON object.", tool_name=call.name, arguments=str(arguments))


def _defined_name(tool: Any) -> str | None:
    """Return the name of a function tool that is only a definition."""
    if isinstance(tool, PythonFunctionTool):
        return None
    if isinstance(tool, dict):
        fields = cast("dict[str, Any]", tool)
        return fields.get("name") if fields.get("type") == "function" else None
    return getattr(tool, "name", None) if getattr(tool, "type", None) == "function" else None


def _error_output(error: Exception) -> str:
    if isinstance(error, ToolArgumentsError):
        return f"Error: {error}"
    if isinstance(error, TimeoutError) and not error.args:
        return "Error: the tool took too long and was given up"
    return f"Error: {type(error).__name__}: {error}"


# --- blocking


def run(
    ask: Callable[[dict[str, Any]], CreateResponseResponseBody], arguments: Mapping[str, Any], options: RunOptions
) -> RunResult:
    """Run the loop to its end."""
    conversation = _Conversation(arguments, options)
    while conversation.result is None:
        _call_tools(conversation, conversation.take_answer(ask(conversation.next_request())))
    return conversation.result


def _call_tools(conversation: _Conversation, calls: list[FunctionCall]) -> None:
    if len(calls) > 1 and conversation.parallel:
        works = [_Work(partial(_call_tool, conversation, call)) for call in calls]
        conversation.take_outcomes([work.result(None) for work in works])
    else:
        conversation.take_outcomes([_call_tool(conversation, call) for call in calls])


def _call_tool(conversation: _Conversation, call: FunctionCall) -> ToolStep:
    begun = time.monotonic()
    try:
        tool = conversation.tool(call)
        timeout_s = conversation.timeout_s(tool)
        arguments = _arguments_of(call)
        if timeout_s is None and not tool.is_async:
            value = tool.call(arguments)
        else:
            value = _Work(partial(_call_anywhere, tool, arguments)).result(timeout_s)
        return conversation.outcome(call, begun, tool.encode_output(value), None)
    except Exception as error:  # noqa: BLE001 - a tool may raise anything; it is told to the model or raised again
        return conversation.outcome(call, begun, "", error)


def _call_anywhere(tool: PythonFunctionTool[..., Any], arguments: str) -> Any:
    """Call a tool in a thread that runs no event loop."""
    if not tool.is_async:
        return tool.call(arguments)
    import asyncio

    return asyncio.run(tool.acall(arguments))


class _Work:
    """A function running in a thread of its own, which a hanging tool keeps from nothing but ending."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self._function = function
        self._value: Any = None
        self._error: BaseException | None = None
        self._done = threading.Event()
        # Not a pool: a pool's threads are waited for when the interpreter exits.
        threading.Thread(target=copy_context().run, args=(self._run,), daemon=True).start()

    def _run(self) -> None:
        try:
            self._value = self._function()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            self._error = error
        finally:
            self._done.set()

    def result(self, timeout_s: float | None) -> Any:
        """Wait and return the value; raises TimeoutError, or what the function raised."""
        if not self._done.wait(timeout_s):
            raise TimeoutError
        if self._error is not None:
            raise self._error
        return self._value


class RunStream:
    """A run as it goes on: an iterator of all its answers' events. Tools are called between answers.

    `result` is there when the iteration has ended.
    """

    def __init__(
        self,
        ask: Callable[[dict[str, Any]], EventStream[CreateResponseStreamEvent]],
        arguments: Mapping[str, Any],
        options: RunOptions,
    ) -> None:
        self._ask = ask
        self._conversation = _Conversation(arguments, options)
        self._stream: EventStream[CreateResponseStreamEvent] | None = None
        self._closed = False

    @property
    def result(self) -> RunResult | None:
        """How the run ended, or None while it goes on."""
        return self._conversation.result

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> ServerEvent[CreateResponseStreamEvent]:
        conversation = self._conversation
        while conversation.result is None and not self._closed:
            if self._stream is None:
                self._stream = self._ask(conversation.next_request())
            for event in self._stream:
                return event
            stream, self._stream = self._stream, None
            _call_tools(conversation, conversation.take_answer(stream.get_final_response()))
        raise StopIteration

    def get_final_result(self) -> RunResult:
        """Run to the end and return the result."""
        for _ in self:
            pass
        return cast("RunResult", self.result)

    def close(self) -> None:
        """End the run: close the stream that is open, and call and ask no more; idempotent."""
        self._closed = True
        if self._stream is not None:
            self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


# --- awaiting


async def run_async(
    ask: Callable[[dict[str, Any]], Awaitable[CreateResponseResponseBody]],
    arguments: Mapping[str, Any],
    options: RunOptions,
) -> RunResult:
    """Run the loop to its end."""
    conversation = _Conversation(arguments, options)
    while conversation.result is None:
        await _call_tools_async(conversation, conversation.take_answer(await ask(conversation.next_request())))
    return conversation.result


async def _call_tools_async(conversation: _Conversation, calls: list[FunctionCall]) -> None:
    if len(calls) > 1 and conversation.parallel:
        outcomes = await all_at_once([_call_tool_async(conversation, call) for call in calls])
    else:
        outcomes = [await _call_tool_async(conversation, call) for call in calls]
    conversation.take_outcomes(outcomes)


async def _call_tool_async(conversation: _Conversation, call: FunctionCall) -> ToolStep:
    begun = time.monotonic()
    try:
        tool = conversation.tool(call)
        arguments = _arguments_of(call)
        work = tool.acall(arguments) if tool.is_async else in_thread(tool.call, arguments)
        value = await within(conversation.timeout_s(tool), work)
        return conversation.outcome(call, begun, tool.encode_output(value), None)
    except Exception as error:  # noqa: BLE001 - a tool may raise anything; it is told to the model or raised again
        return conversation.outcome(call, begun, "", error)


class RunStreamAsync:
    """`RunStream` for `async for` and `async with`."""

    def __init__(
        self,
        ask: Callable[[dict[str, Any]], Awaitable[EventStreamAsync[CreateResponseStreamEvent]]],
        arguments: Mapping[str, Any],
        options: RunOptions,
    ) -> None:
        self._ask = ask
        self._conversation = _Conversation(arguments, options)
        self._stream: EventStreamAsync[CreateResponseStreamEvent] | None = None
        self._closed = False

    @property
    def result(self) -> RunResult | None:
        """How the run ended, or None while it goes on."""
        return self._conversation.result

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> ServerEvent[CreateResponseStreamEvent]:
        conversation = self._conversation
        while conversation.result is None and not self._closed:
            if self._stream is None:
                self._stream = await self._ask(conversation.next_request())
            async for event in self._stream:
                return event
            stream, self._stream = self._stream, None
            await _call_tools_async(conversation, conversation.take_answer(await stream.get_final_response()))
        raise StopAsyncIteration

    async def get_final_result(self) -> RunResult:
        """Run to the end and return the result."""
        async for _ in self:
            pass
        return cast("RunResult", self.result)

    async def aclose(self) -> None:
        """End the run: close the stream that is open, and call and ask no more; idempotent."""
        self._closed = True
        if self._stream is not None:
            await self._stream.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()
