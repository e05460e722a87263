"""The tool loop: ask, call the tools that the model asks for, ask again. It makes its calls through `create`.

A `Conversation` decides what to send, what to call and when to stop; here is a short loop each for sync and async.
"""

from __future__ import annotations

import time
import weakref
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from .conversation import (
    PLAIN_ON_STEP,
    AnswerStep,
    Conversation,
    RunOptions,
    RunResult,
    Step,
    ToolStep,
    arguments_of,
)
from .function_tools import ToolTimeoutError
from .transport.loops import TimeUpError, all_at_once, within
from .transport.tasks import LoopThread
from .transport.threads import Work, Works

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType

    from typing_extensions import Self

    from .core.sse import ServerEvent
    from .function_tools import PythonFunctionTool
    from .models import CreateResponseResponseBody, CreateResponseStreamEvent, FunctionCall
    from .streaming import EventStream, EventStreamAsync

__all__ = ["AnswerStep", "RunOptions", "RunResult", "RunStream", "RunStreamAsync", "Step", "ToolStep"]


def run(
    ask: Callable[[dict[str, Any]], CreateResponseResponseBody], arguments: Mapping[str, Any], options: RunOptions
) -> RunResult:
    """Run the loop to its end."""
    conversation = Conversation(arguments, options, may_await=False)
    with closing(LoopThread()) as loop:
        try:
            while conversation.result is None:
                _go_on(conversation, ask(conversation.next_request()), loop)
        except BaseException as error:
            conversation.attach_to(error)
            raise
    return conversation.result


def _go_on(conversation: Conversation, response: CreateResponseResponseBody, loop: LoopThread) -> None:
    """Take an answer, and call the tools that it asks for."""
    conversation.take_answer(response)
    _show(conversation)
    calls = [partial(_call_tool, conversation, call, loop) for call in conversation.calls()]
    if len(calls) > 1 and conversation.parallel:
        _call_in_parallel(conversation, calls)
    else:
        for place, call in enumerate(calls):
            conversation.take_outcome(place, call())
            _show(conversation)
    conversation.end_turn()


def _call_in_parallel(conversation: Conversation, calls: list[partial[ToolStep]]) -> None:
    outcomes = Works(calls)
    try:
        for place, step in outcomes:
            conversation.take_outcome(place, step)
            _show(conversation)
    finally:
        for place, step in outcomes.so_far():
            conversation.take_outcome(place, step)


def _show(conversation: Conversation) -> None:
    """Show what happened to who observes, and raise what ends the run."""
    while conversation.unseen:
        shown = conversation.show(conversation.unseen.pop(0))
        if hasattr(shown, "__await__"):
            if hasattr(shown, "close"):
                shown.close()  # a coroutine that nobody awaits would be reported
            raise TypeError(PLAIN_ON_STEP)
    if conversation.failure is not None:
        raise conversation.failure


class _Calling:
    """Surrounds the call of a tool, which may raise anything: `step` is what it came to."""

    def __init__(self, conversation: Conversation, call: FunctionCall) -> None:
        self._conversation = conversation
        self._call = call
        self._begun = time.monotonic()
        self.output: str | list[Any] = ""
        self._error: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        self._error = error if isinstance(error, Exception) else None
        return self._error is not None

    @property
    def step(self) -> ToolStep:
        return self._conversation.outcome(self._call, self.output, self._error, time.monotonic() - self._begun)


def _call_tool(conversation: Conversation, call: FunctionCall, loop: LoopThread) -> ToolStep:
    with _Calling(conversation, call) as calling:
        tool = conversation.tool(call)
        value = _value_of(tool, arguments_of(call), conversation.timeout_s(tool), loop)
        calling.output = tool.encode_output(value)
    return calling.step


def _value_of(tool: PythonFunctionTool[..., Any], arguments: str, timeout_s: float | None, loop: LoopThread) -> Any:
    """Call a tool: an async one on the run's event loop, one with a limit in a thread of its own, others right here."""
    try:
        if tool.is_async:
            return loop.run(partial(tool.acall, arguments), timeout_s)
        if timeout_s is None:
            return tool.call(arguments)
        work: Work[Any] = Work(partial(tool.call, arguments))
        return work.result(timeout_s)
    except TimeUpError:
        raise ToolTimeoutError(tool.name, timeout_s or 0) from None


class _Run:
    """What the sync and the async run share: how far it has come."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._closed = False

    @property
    def result(self) -> RunResult | None:
        """How the run ended, or None while it goes on."""
        return self._conversation.result

    @property
    def conversation(self) -> list[Any]:
        """All items so far: a list of its own."""
        return list(self._conversation.items)

    @property
    def steps(self) -> list[Step]:
        """What happened so far, in order: a list of its own."""
        return list(self._conversation.steps)

    def _finished(self) -> RunResult:
        if self._conversation.result is None:
            raise RuntimeError("The run was closed, or failed, before its end; it has no result")
        return self._conversation.result


class RunStream(_Run):
    """A run as it goes on: an iterator of all its answers' events. Tools are called between answers.

    Iterating raises what `run` raises; a run that has failed, or was closed, asks and calls no more.
    """

    def __init__(
        self,
        ask: Callable[[dict[str, Any]], EventStream[CreateResponseStreamEvent]],
        arguments: Mapping[str, Any],
        options: RunOptions,
    ) -> None:
        super().__init__(Conversation(arguments, options, may_await=False))
        self._ask = ask
        self._stream: EventStream[CreateResponseStreamEvent] | None = None
        self._loop = LoopThread()
        weakref.finalize(self, self._loop.stop).atexit = False  # of a run that is left without a word

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> ServerEvent[CreateResponseStreamEvent]:
        conversation = self._conversation
        try:
            while conversation.result is None and not self._closed:
                if self._stream is None:
                    self._stream = self._ask(conversation.next_request())
                for event in self._stream:
                    return event
                stream, self._stream = self._stream, None
                _go_on(conversation, stream.get_final_response(), self._loop)
        except BaseException as error:
            self._closed = True
            self._loop.close()
            conversation.attach_to(error)
            raise
        self._loop.close()
        raise StopIteration

    def get_final_result(self) -> RunResult:
        """Run to the end and return the result.

        Raises:
            RuntimeError: The run was closed, or has failed, before its end. Otherwise as `run` does.
        """
        for _ in self:
            pass
        return self._finished()

    def close(self) -> None:
        """End the run: close the stream that is open, and call and ask no more; idempotent."""
        self._closed = True
        self._loop.close()
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
    conversation = Conversation(arguments, options, may_await=True)
    try:
        while conversation.result is None:
            await _go_on_async(conversation, await ask(conversation.next_request()))
    except BaseException as error:
        conversation.attach_to(error)
        raise
    return conversation.result


async def _go_on_async(conversation: Conversation, response: CreateResponseResponseBody) -> None:
    conversation.take_answer(response)
    await _show_async(conversation)
    calls = [partial(_call_async, conversation, *numbered) for numbered in enumerate(conversation.calls())]
    if len(calls) > 1 and conversation.parallel:
        await all_at_once(calls)
    else:
        for call in calls:
            await call()
    conversation.end_turn()


async def _call_async(conversation: Conversation, place: int, call: FunctionCall) -> None:
    conversation.take_outcome(place, await _call_tool_async(conversation, call))
    if not conversation.is_showing:  # otherwise that goes on with this one, so that the order is kept
        await _show_async(conversation)
    elif conversation.failure is not None:
        raise conversation.failure


async def _show_async(conversation: Conversation) -> None:
    conversation.is_showing = True
    try:
        while conversation.unseen:
            shown = conversation.show(conversation.unseen.pop(0))
            if hasattr(shown, "__await__"):
                await shown
    finally:
        conversation.is_showing = False
    if conversation.failure is not None:
        raise conversation.failure


async def _call_tool_async(conversation: Conversation, call: FunctionCall) -> ToolStep:
    with _Calling(conversation, call) as calling:
        tool = conversation.tool(call)
        timeout_s = conversation.timeout_s(tool)
        try:
            value = await within(timeout_s, tool.acall(arguments_of(call)))
        except TimeUpError:
            raise ToolTimeoutError(tool.name, timeout_s or 0) from None
        calling.output = tool.encode_output(value)
    return calling.step


class RunStreamAsync(_Run):
    """`RunStream` for `async for` and `async with`."""

    def __init__(
        self,
        ask: Callable[[dict[str, Any]], Awaitable[EventStreamAsync[CreateResponseStreamEvent]]],
        arguments: Mapping[str, Any],
        options: RunOptions,
    ) -> None:
        super().__init__(Conversation(arguments, options, may_await=True))
        self._ask = ask
        self._stream: EventStreamAsync[CreateResponseStreamEvent] | None = None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> ServerEvent[CreateResponseStreamEvent]:
        conversation = self._conversation
        try:
            while conversation.result is None and not self._closed:
                if self._stream is None:
                    self._stream = await self._ask(conversation.next_request())
                async for event in self._stream:
                    return event
                stream, self._stream = self._stream, None
                await _go_on_async(conversation, await stream.get_final_response())
        except BaseException as error:
            self._closed = True
            conversation.attach_to(error)
            raise
        raise StopAsyncIteration

    async def get_final_result(self) -> RunResult:
        """Run to the end and return the result.

        Raises:
            RuntimeError: The run was closed, or has failed, before its end. Otherwise as `run_async` does.
        """
        async for _ in self:
            pass
        return self._finished()

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
