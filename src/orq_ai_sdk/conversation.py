"""What a run has said and heard, and what is to be done next. It decides, and neither asks a model nor calls a tool."""

from __future__ import annotations

import inspect
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, cast

from .core.errors import MaxTurnsError, ResponseFailedError
from .core.request import input_items, request_body
from .function_tools import PythonFunctionTool, ToolArgumentsError, ToolTimeoutError, check_seconds
from .models import _tables
from .types.jsonvalues import is_object, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .models import CreateResponseResponseBody, FunctionCall, OutputItem, Usage

__all__ = ["AnswerStep", "Conversation", "RunOptions", "RunResult", "Step", "ToolStep"]


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
        output: What the model is told, the error included: text, or a list of content parts.
        error: The exception that the call ended with, or None.
        elapsed_s: How long it took, in seconds.
    """

    turn: int
    call: FunctionCall
    output: str | list[Any]
    error: Exception | None
    elapsed_s: float


Step: TypeAlias = AnswerStep | ToolStep


@dataclass(frozen=True)
class RunResult:
    """How a run ended.

    Attributes:
        response: The last response.
        conversation: All items so far, as a list that can be sent as the next `input_`; so can the result itself.
        steps: What happened, in order.
        pending_calls: What the model asked for that the run could not do: calls of functions that were defined without
            a Python function, of custom tools, shells and computers that are the caller's, and approvals of calls to
            MCP servers. The run stops for them when the other calls have been made; their outputs are for the caller
            to append to `conversation`.
    """

    response: CreateResponseResponseBody
    conversation: list[Any]
    steps: list[Step]
    pending_calls: list[OutputItem]

    @property
    def output_text(self) -> str:
        """The last response's text."""
        return self.response.output_text

    @property
    def turns(self) -> int:
        """How often the model was asked."""
        return sum(isinstance(step, AnswerStep) for step in self.steps)

    @property
    def usage(self) -> Usage | None:
        """The tokens of all answers together, or None if no answer told any."""
        total: dict[str, Any] = {}
        for step in self.steps:
            usage = step.response.usage if isinstance(step, AnswerStep) else None
            if hasattr(usage, "model_dump"):
                total = _added(total, cast("Usage", usage).model_dump(by_alias=True))
        return _tables.Usage.parse(total) if total else None


def _added(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return counts that are the sums of two objects' counts, at every depth."""
    total = dict(one)
    for name, value in other.items():
        known = total.get(name)
        if is_object(value):
            total[name] = _added(known if is_object(known) else {}, value)
        elif isinstance(value, (int, float)) and isinstance(known, (int, float)):
            total[name] = known + value
        else:
            total[name] = value
    return total


class RunOptions(NamedTuple):
    """How a run goes about its tools; see `run`."""

    max_turns: int
    tool_timeout_s: float | None
    on_tool_error: Literal["return", "raise"]
    on_step: Callable[[Step], Any] | None


PLAIN_ON_STEP = "on_step must be a plain function here; run_async takes a coroutine function as well"

# Items by which a model asks for something that only the caller can do, unless what came of it stands beside them.
_ASKING = frozenset(
    {
        "apply_patch_call",
        "computer_call",
        "custom_tool_call",
        "function_call",
        "local_shell_call",
        "mcp_approval_request",
        "shell_call",
    }
)


class Conversation:
    """A run's state.

    Attributes:
        items: All items so far.
        steps: What happened, in order.
        unseen: The steps that the observer has not been shown yet.
        is_showing: Whether the observer is being shown one.
        result: How the run ended, or None while it goes on.
        failure: The exception of a tool that ends the run, or None.
    """

    def __init__(self, arguments: Mapping[str, Any], options: RunOptions, *, may_await: bool) -> None:
        _check_options(options, may_await=may_await)
        request_body(arguments)  # what cannot be sent is told before the first tool is looked at
        tools: list[Any] = list(arguments.get("tools") or ())
        self._arguments = dict(arguments)
        self._options = options
        self._tools: dict[str, PythonFunctionTool[..., Any]] = {}
        self._defined: set[str] = set()
        for tool in tools:
            self._take_tool(tool)
        given = input_items(arguments["input"])
        self.items: list[Any] = [{"role": "user", "content": given}] if isinstance(given, str) else list(given)
        self.steps: list[Step] = []
        self.unseen: list[Step] = []
        self.is_showing = False
        self.result: RunResult | None = None
        self.failure: Exception | None = None
        self._ended: dict[int, ToolStep] = {}  # by the call's place, while one before it goes on
        self._noted: list[int] = []  # places of the last answer's calls, as far as they are among the steps
        self._turn = 0
        self._last: Any = None
        self._pending: list[Any] = []

    def _take_tool(self, tool: Any) -> None:
        name = _function_name(tool)
        if name is None:
            return
        if name in self._tools or (name in self._defined and isinstance(tool, PythonFunctionTool)):
            raise ValueError(f"tools: two functions are called {name!r}")
        if isinstance(tool, PythonFunctionTool):
            self._tools[name] = cast("PythonFunctionTool[..., Any]", tool)
        else:
            self._defined.add(name)

    @property
    def parallel(self) -> bool:
        """Whether calls of one answer may run at the same time."""
        return self._arguments.get("parallel_tool_calls") is not False

    def show(self, step: Step) -> Any:
        """Show a step to the observer, if there is one; what it returns may have to be awaited."""
        return None if self._options.on_step is None else self._options.on_step(step)

    def next_request(self) -> dict[str, Any]:
        """Return the arguments of the next call.

        A forced tool is forced once: asked again with its output and the same demand, a model would call it for ever.
        """
        arguments = {**self._arguments, "input": list(self.items)}
        if self._turn:
            arguments["tool_choice"] = _unforced(arguments.get("tool_choice"))
        return arguments

    def take_answer(self, response: CreateResponseResponseBody) -> None:
        """Take an answer."""
        self._turn += 1
        self._last = response
        self._noted = []
        step = AnswerStep(self._turn, response)
        self.items.extend(response.to_input())
        self.steps.append(step)
        self.unseen.append(step)

    def calls(self) -> list[FunctionCall]:
        """Return the calls that the last answer asks to be made here. If there are none, `result` is there.

        Raises:
            ResponseFailedError: The answer failed.
            MaxTurnsError: The answer asks for tools and the model may not be asked again.
        """
        response = self._last
        if response.status in ("failed", "cancelled"):
            raise _failed(response)
        asked = _asked(response.to_input())
        # An answer that was cut short may have asked for less, or for something else, than it was going to.
        here = [] if response.status == "incomplete" else [call for call in asked if self._is_made_here(call)]
        self._pending = [call for call in asked if call not in here]
        if not here:
            self._finish()
        elif self._turn >= self._options.max_turns and not self._pending:
            turns = "1 turn" if self._turn == 1 else f"{self._turn} turns"
            raise MaxTurnsError(
                f"The model still asked for tools after {turns} (max_turns={self._options.max_turns})",
                conversation=list(self.items),
                response=response,
            )
        return here

    def _is_made_here(self, call: Any) -> bool:
        """Whether a call is for the loop to make, or to answer as an error; without an id it could not be answered."""
        is_call = call.type == "function_call" and isinstance(call.call_id, str)
        return is_call and (call.name in self._tools or call.name not in self._defined)

    def _finish(self) -> None:
        self.result = RunResult(self._last, list(self.items), self.steps, self._pending)

    def tool(self, call: FunctionCall) -> PythonFunctionTool[..., Any]:
        """Return the function that a call asks for.

        Raises:
            ToolArgumentsError: There is none of that name; the message is for the model.
        """
        found = self._tools.get(call.name)
        if found is None:
            known = ", ".join(sorted({*self._tools, *self._defined})) or "none"
            raise ToolArgumentsError(
                f"There is no tool called {call.name!r}. Tools: {known}.",
                tool_name=call.name,
                arguments=call.arguments,
            )
        return found

    def timeout_s(self, tool: PythonFunctionTool[..., Any]) -> float | None:
        """Return how long a call of a tool may take, in seconds."""
        return self._options.tool_timeout_s if tool.timeout_s is None else tool.timeout_s

    def _raises(self, error: Exception) -> bool:
        """Whether what a call of a tool raised is raised, and not told to the model.

        Arguments that the model got wrong are the model's to correct, whatever was chosen for tools' own errors.
        """
        return self._options.on_tool_error == "raise" and not isinstance(error, ToolArgumentsError)

    def outcome(
        self, call: FunctionCall, output: str | list[Any], error: Exception | None, elapsed_s: float
    ) -> ToolStep:
        """Return what a call came to: its output, or an exception, of which the model is told."""
        return ToolStep(self._turn, call, output if error is None else _told(error), error, elapsed_s)

    def take_outcome(self, place: int, step: ToolStep) -> None:
        """Take what the call at `place` among the answer's calls came to.

        Outputs and steps are noted in the order of the calls: each as soon as all before it are, or the run has failed.
        """
        self._ended[place] = step
        if self.failure is None and step.error is not None and self._raises(step.error):
            self.failure = step.error
        self._note_ended(all_of_them=self.failure is not None)

    def _note_ended(self, *, all_of_them: bool) -> None:
        for place in sorted(self._ended):
            if place > len(self._noted) and not all_of_them:
                return
            step = self._ended.pop(place)
            # None, unless the run failed, and this call ended after that.
            later = sum(other > place for other in self._noted)
            output = {"type": "function_call_output", "call_id": step.call.call_id, "output": step.output}
            self.items.insert(len(self.items) - later, output)
            self.steps.insert(len(self.steps) - later, step)
            self._noted.append(place)
            self.unseen.append(step)

    def end_turn(self) -> None:
        """Go on when all calls have been made; what only the caller can do ends the run."""
        if self._pending and self.result is None:
            self._finish()

    def attach_to(self, error: BaseException) -> None:
        """Let an exception that ends the run carry what has been said and done: tools may have had effects."""
        self._note_ended(all_of_them=True)
        with suppress(AttributeError):  # an exception may be made of slots
            told: Any = error
            told.conversation, told.steps = list(self.items), list(self.steps)


def _check_options(options: RunOptions, *, may_await: bool) -> None:
    turns: Any = options.max_turns
    if isinstance(turns, bool) or not isinstance(turns, int) or turns < 1:
        raise ValueError(f"max_turns must be a whole number of at least 1, not {turns!r}")
    if options.on_tool_error not in ("return", "raise"):
        raise ValueError(f"on_tool_error must be 'return' or 'raise', not {options.on_tool_error!r}")
    check_seconds(options.tool_timeout_s, "tool_timeout_s")
    observer: Any = options.on_step
    if observer is None:
        return
    if not callable(observer):
        raise TypeError(f"on_step must be a function of one step, not {type(observer).__name__}")
    is_async = inspect.iscoroutinefunction(observer) or inspect.iscoroutinefunction(type(observer).__call__)
    if is_async and not may_await:
        raise TypeError(PLAIN_ON_STEP)


def _function_name(tool: Any) -> str | None:
    """Return the name of a function tool, with or without code."""
    if isinstance(tool, PythonFunctionTool):
        return cast("PythonFunctionTool[..., Any]", tool).name
    kind, name = (tool.get(key) if is_object(tool) else getattr(tool, key, None) for key in ("type", "name"))
    return name if kind == "function" else None


def _unforced(choice: Any) -> Any:
    """Return a `tool_choice` that demands nothing any more. Which tools are allowed stays as it was."""
    if choice is None or choice in ("none", "auto"):
        return choice
    fields: Any = choice.wire_fields() if hasattr(choice, "wire_fields") else choice
    if is_object(fields) and fields.get("type") == "allowed_tools":
        return {**fields, "mode": "auto"}
    return "auto"


def _asked(items: list[Any]) -> list[Any]:
    """Return the items by which an answer asks for something whose output does not stand beside them."""
    done = {
        (item.type.removesuffix("_output"), getattr(item, "call_id", None))
        for item in items
        if isinstance(getattr(item, "type", None), str) and item.type.endswith("_output")
    }
    return [
        item
        for item in items
        if getattr(item, "type", None) in _ASKING and (item.type, getattr(item, "call_id", None)) not in done
    ]


def _failed(response: CreateResponseResponseBody) -> ResponseFailedError:
    message, code = (getattr(response.error, name, None) for name in ("message", "code"))
    return ResponseFailedError(
        str(message or f"The response {response.status} without a message"),
        code=code if isinstance(code, (str, int)) else None,
        response=response,
    )


def arguments_of(call: FunctionCall) -> str:
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
    raise ToolArgumentsError("The arguments are not a JSON object.", tool_name=call.name, arguments=str(arguments))


def _told(error: Exception) -> str:
    """Return what the model is told of a tool's exception."""
    if isinstance(error, (ToolArgumentsError, ToolTimeoutError)):
        return printable(f"Error: {error}")
    told = f"Error: {type(error).__name__}"
    with suppress(Exception):  # the words are the tool's own code too
        told = f"{told}: {error}"
    return printable(told)
