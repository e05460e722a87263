"""Runs functions in threads of their own, waited for blocking or awaiting; it knows nothing of what they do.

Not in a pool: a pool's threads are waited for when the interpreter or the event loop ends, and its functions queue. A
function that hangs here holds up nobody but whoever waits for it.
"""

from __future__ import annotations

import queue
import threading
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .loops import TimeUpError, running_trio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")


class Work(Generic[T]):
    """A function that runs in a daemon thread, with the context variables of whoever started it.

    Args:
        function: What to run.
        done: Called in that thread when it has ended. Default: nothing.
    """

    def __init__(self, function: Callable[[], T], done: Callable[[], object] | None = None) -> None:
        self._function = function
        self._done = done
        self._value: Any = None
        self._error: BaseException | None = None
        self._ended = threading.Event()
        threading.Thread(target=copy_context().run, args=(self._run,), daemon=True).start()

    def _run(self) -> None:
        try:
            self._value = self._function()
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
            self._error = error
        self._ended.set()
        if self._done is not None:
            self._done()

    def result(self, timeout_s: float | None = None) -> T:
        """Wait, at most `timeout_s` seconds, and return the function's value or raise what it raised; ask once.

        Raises:
            TimeUpError: Time ran out; the function runs on unheeded.
        """
        if not self._ended.wait(timeout_s):
            raise TimeUpError
        error, self._error = self._error, None  # or its traceback, which leads here, would keep it alive
        if error is not None:
            try:
                raise error
            finally:
                del error
        value: T = self._value
        return value


class Works(Generic[T]):
    """Functions that run at the same time, each in a thread of its own.

    Iterating waits, and yields each one's place and value as it ends. If one raises, its exception passes at once, and
    the others run on unheeded.
    """

    def __init__(self, functions: Sequence[Callable[[], T]]) -> None:
        self._ended: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._left = len(functions)
        self._works = [Work(function, partial(self._ended.put, place)) for place, function in enumerate(functions)]

    def __iter__(self) -> Iterator[tuple[int, T]]:
        while self._left:
            yield self._take()

    def so_far(self) -> Iterator[tuple[int, T]]:
        """Yield like iterating, but wait for none."""
        while not self._ended.empty():
            yield self._take()

    def _take(self) -> tuple[int, T]:
        place = self._ended.get()
        self._left -= 1
        return place, self._works[place].result()


async def in_own_thread(function: Callable[[], T]) -> T:
    """Await a function that runs in a thread of its own. Cancelling ends the waiting, not the thread."""
    trio = running_trio()
    if trio is not None:
        context, limiter = copy_context(), trio.CapacityLimiter(1)
        value: T = await trio.to_thread.run_sync(context.run, function, abandon_on_cancel=True, limiter=limiter)
        return value
    import asyncio

    loop = asyncio.get_running_loop()
    ended = loop.create_future()

    def settle() -> None:
        if not ended.done():  # it is when the waiting was cancelled
            ended.set_result(None)

    def done() -> None:
        try:
            loop.call_soon_threadsafe(settle)
        except RuntimeError:
            return  # the loop was closed meanwhile, and nobody waits any more

    work = Work(function, done)
    await ended
    return work.result()
