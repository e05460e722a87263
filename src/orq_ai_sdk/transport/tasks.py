"""Runs coroutines as tasks of their own: on the running event loop, or on one in a thread. It knows nothing of them."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from .loops import TimeUpError, running_trio
from .threads import Work

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future

T = TypeVar("T")

GRACE_S = 1.0
"""How long what is cancelled when a loop's thread is closed may take to end, in seconds, before it is left alone."""


class CancelledItselfError(Exception):
    """Work ended as cancelled, although nobody cancelled it."""


async def in_own_task(work: Coroutine[Any, Any, T]) -> T:
    """Await work as a task, so that its being cancelled and the caller's can be told apart.

    If the caller is cancelled the work is too, and its end is waited for.

    Raises:
        CancelledItselfError: The work raised the error by which asyncio cancels, and was not cancelled.
    """
    import asyncio

    if running_trio() is not None:
        try:
            return await work
        except asyncio.CancelledError as error:  # trio cancels by another
            raise CancelledItselfError from error
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait([task])
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait([task])
            if not task.cancelled():
                task.exception()  # looked at, so that it is not reported as forgotten
    if task.cancelled():
        raise CancelledItselfError
    return task.result()


class LoopThread:
    """An asyncio event loop in a daemon thread, where code that does not await has coroutines run.

    It begins with the first of them. All of them share it, and so may share what belongs to a loop: locks, connections.
    """

    def __init__(self) -> None:
        self._changing = threading.RLock()  # the garbage collector may stop it from anywhere
        self._work: Work[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._begun = threading.Event()
        self._ended = threading.Event()
        self._is_over: asyncio.Event
        self._tasks: set[asyncio.Task[Any] | None] = set()
        self._closed = False

    def run(self, function: Callable[[], Coroutine[Any, Any, T]], timeout_s: float | None) -> T:
        """Run a coroutine with the caller's context variables, for at most `timeout_s` seconds, and return its value.

        If it is not waited for any more, it is cancelled. Raises what it raised.

        Raises:
            TimeUpError: Time ran out.
            RuntimeError: The loop was closed.
        """
        from concurrent.futures import wait

        future = self._start(function)
        try:
            if not wait([future], timeout_s).done:
                raise TimeUpError
            return future.result()
        finally:
            future.cancel()  # does nothing to what is done

    def _start(self, function: Callable[[], Coroutine[Any, Any, T]]) -> Future[T]:
        import asyncio

        with self._changing:
            if self._closed:
                raise RuntimeError("The event loop was closed")
            if self._work is None:
                self._work = Work(lambda: asyncio.run(self._serve()), self._tell_the_end)
                self._begun.wait()
            if self._loop is None:
                self._work.result()  # raises why no loop could be made
                raise RuntimeError("The event loop did not begin")
            coroutine = self._run(function)
            try:
                return asyncio.run_coroutine_threadsafe(coroutine, self._loop)
            except RuntimeError:  # it ended by itself
                coroutine.close()
                raise

    async def _run(self, function: Callable[[], Coroutine[Any, Any, T]]) -> T:
        import asyncio

        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            return await function()
        finally:
            self._tasks.discard(task)

    async def _serve(self) -> None:
        import asyncio

        self._is_over = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._begun.set()
        await self._is_over.wait()
        tasks = [task for task in self._tasks if task is not None]
        for task in tasks:
            task.cancel()
        if tasks:  # asyncio would cancel them, and what they wait for, a second time, and disturb their cleaning up
            await asyncio.wait(tasks)

    def _tell_the_end(self) -> None:
        self._ended.set()
        self._begun.set()

    def stop(self) -> None:
        """Let the loop end when it can, and take nothing any more; idempotent, and waits for nothing."""
        with self._changing:
            self._closed = True
            if self._loop is not None:
                with suppress(RuntimeError):  # it has ended already
                    self._loop.call_soon_threadsafe(self._is_over.set)

    def close(self) -> None:
        """End the loop: cancel what runs, and wait for it; what does not end soon is left alone. Idempotent."""
        self.stop()
        if self._work is not None:
            self._ended.wait(GRACE_S)
