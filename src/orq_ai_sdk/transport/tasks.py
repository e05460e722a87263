"""Runs coroutines on an event loop in a thread, for code that does not await. It knows nothing of what they do."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from .loops import TimeUpError
from .threads import Work

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future

T = TypeVar("T")

GRACE_S = 1.0
"""How long what is cancelled when a loop's thread is closed may take to end, in seconds, before it is left alone."""

ANSWER_S = 0.1
"""How soon an event loop does what it is asked, in seconds, if nothing holds it up."""


class LoopThread:
    """An asyncio event loop in a daemon thread, which begins with the first coroutine.

    All coroutines share it, and so may share what belongs to a loop: locks, connections. One that holds it up beyond
    its time is left alone with it, and the next has a new loop.
    """

    def __init__(self) -> None:
        self._changing = threading.RLock()  # the garbage collector may stop it from anywhere
        self._current: _Loop | None = None
        self._closed = False

    def run(self, function: Callable[[], Coroutine[Any, Any, T]], timeout_s: float | None) -> T:
        """Run a coroutine with the caller's context variables, for at most `timeout_s` seconds, and return its value.

        If it is not waited for any more, it is cancelled. Raises what it raised.

        Raises:
            TimeUpError: Time ran out.
            RuntimeError: It was cancelled, by itself or because this was closed.
        """
        from concurrent.futures import CancelledError, wait

        with self._changing:
            if self._closed:
                raise RuntimeError("The event loop was closed")
            if self._current is None:
                self._current = _Loop()
            loop = self._current
            future = loop.start(function)
        try:
            if not wait([future], timeout_s).done:
                raise TimeUpError
            value, error = future.result()
        except CancelledError:
            raise RuntimeError("The coroutine was cancelled") from None
        except TimeUpError:
            future.cancel()
            self._leave_if_held_up(loop)
            raise
        finally:
            future.cancel()  # does nothing to what is done
        if error is not None:
            raise error
        found: T = value
        return found

    def _leave_if_held_up(self, loop: _Loop) -> None:
        if not loop.answers():
            with self._changing:
                if self._current is loop:
                    self._current = None
            loop.stop()

    def stop(self) -> None:
        """Let the loop end when it can, and take nothing any more; idempotent, and waits for nothing."""
        with self._changing:
            self._closed = True
            if self._current is not None:
                self._current.stop()

    def close(self) -> None:
        """End the loop: cancel what runs, and wait for it; what does not end soon is left alone. Idempotent."""
        self.stop()
        if self._current is not None:
            self._current.wait()


class _Loop:
    """One event loop, from its first moment on; `stop` ends it."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread_id = 0
        self._is_over: asyncio.Event
        self._tasks: set[asyncio.Task[Any] | None] = set()
        self._stopped = False
        self._begun = threading.Event()
        self._ended = threading.Event()
        try:
            work = Work(self._serve, self._tell_the_end)
            self._begun.wait()
        except BaseException:  # such as a signal's
            self.stop()
            raise
        if self._loop is None:
            work.result()  # raises why no loop could be made

    def start(self, function: Callable[[], Coroutine[Any, Any, T]]) -> Future[tuple[Any, BaseException | None]]:
        """Start a coroutine; the future has its value, or else the exception with which it means to end the program."""
        import asyncio

        coroutine = self._run(function)
        try:
            if self._loop is None:
                raise RuntimeError("The event loop has ended")
            return asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError:
            coroutine.close()
            raise

    async def _run(self, function: Callable[[], Coroutine[Any, Any, T]]) -> tuple[Any, BaseException | None]:
        import asyncio

        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            return await function(), None
        except (KeyboardInterrupt, SystemExit) as error:  # either would end the loop, and everything on it
            return None, error
        finally:
            self._tasks.discard(task)

    def answers(self) -> bool:
        """Whether nothing holds the loop up."""
        answered = threading.Event()
        self._call_soon(answered.set)
        return answered.wait(ANSWER_S)

    def stop(self) -> None:
        """Let the loop end when it can; waits for nothing."""
        self._stopped = True
        self._call_soon(lambda: self._is_over.set())

    def wait(self) -> None:
        """Wait some time for the end of the loop, unless it is the one that waits."""
        if threading.get_ident() != self._thread_id:
            self._ended.wait(GRACE_S)

    def _call_soon(self, function: Callable[[], object]) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # it has ended already
                self._loop.call_soon_threadsafe(function)

    def _serve(self) -> None:
        import asyncio

        self._thread_id = threading.get_ident()
        asyncio.run(self._until_over())

    async def _until_over(self) -> None:
        import asyncio

        self._is_over = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._begun.set()
        if self._stopped:  # asked after there is a loop to tell, as `stop` says so before it looks for one
            return
        await self._is_over.wait()
        tasks = [task for task in self._tasks if task is not None]
        for task in tasks:
            if not _is_cancelled(task):
                task.cancel()
        if tasks:  # asyncio would cancel them, and what they wait for, a second time, and disturb their cleaning up
            await asyncio.wait(tasks)

    def _tell_the_end(self) -> None:
        self._ended.set()
        self._begun.set()


def _is_cancelled(task: asyncio.Task[Any]) -> bool:
    """Whether somebody has asked a task to end; Python 3.10 does not tell."""
    cancelling: Callable[[], int] = getattr(task, "cancelling", int)
    return cancelling() > 0
