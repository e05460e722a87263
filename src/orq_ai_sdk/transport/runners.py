"""Drives the story of a call: sends, sleeps, reads and asks hooks as its steps say, blocking or awaiting.

It decides nothing. Whatever is open when an exception ends the story is closed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ..core.exchange import Ask, Discard, Send, Sleep
from .loops import finish
from .reading import adiscard, discard
from .threads import in_own_thread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from ..core.exchange import Flow

T = TypeVar("T")


def drive(flow: Flow[T], *, send: Callable[[Send], Any], sleep: Callable[[float], None]) -> T:
    """Drive a flow to its end, blocking. `send` and `sleep` (in seconds) do what their steps say."""
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


async def drive_async(
    flow: Flow[T],
    *,
    send: Callable[[Send], Awaitable[Any]],
    sleep: Callable[[float], Awaitable[None]],
    close: Callable[[Any], Awaitable[None]],
    places: Callable[[], AbstractAsyncContextManager[object]],
) -> T:
    """`drive`, awaiting. A hook that is a plain function runs in a thread of its own; a clean-up is seen through.

    `close` closes a response, also where nothing can be waited for, as this coroutine is thrown away. `places` gives
    what such a hook waits for its place in.
    """
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
                    result = await _awaited(step, places)
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
            await close(response)


def _blocking(result: Any) -> Any:
    if hasattr(result, "__await__"):
        close = getattr(result, "close", None)
        if close is not None:
            close()
        raise TypeError("Coroutine hooks can be used only with async calls")
    return result


async def _awaited(step: Ask, places: Callable[[], AbstractAsyncContextManager[object]]) -> Any:
    import inspect

    hook = step.hook
    target = getattr(hook, "hook", hook)
    if inspect.iscoroutinefunction(target):
        return await hook(*step.arguments)
    async with places():
        result = await in_own_thread(partial(hook, *step.arguments))
    return await result if hasattr(result, "__await__") else result
