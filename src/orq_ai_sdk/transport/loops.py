"""Event loops, asyncio's or trio's: which one runs, when it ends, and how to wait and clean up on it."""

from __future__ import annotations

import sys
import weakref
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from ..core.locks import fork_safe_lock

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence

T = TypeVar("T")


def running_loop() -> Any:
    """Return the running event loop, or what stands for it under trio.

    Raises:
        RuntimeError: No event loop runs in this thread.
    """
    # trio is asked first, since it may run as asyncio's guest. Its root task lives exactly as long as the run.
    loop = _trio_root() or _asyncio_loop()
    if loop is None:
        raise RuntimeError("No event loop is running: await this call under asyncio, anyio or trio")
    return loop


def _trio_root() -> Any:
    trio: Any = sys.modules.get("trio")
    try:
        trio.lowlevel.current_task()
        return trio.lowlevel.current_root_task()
    except (AttributeError, RuntimeError):  # not imported, or not whole yet in another thread; or not running here
        return None


def _asyncio_loop() -> Any:
    asyncio: Any = sys.modules.get("asyncio")
    try:
        return asyncio.get_running_loop()
    except (AttributeError, RuntimeError):  # as above
        return None


def is_over(loop: Any) -> bool:
    """Whether nothing can run on an event loop any more."""
    closed = getattr(loop, "is_closed", None)
    return bool(closed()) if closed is not None else loop.coro.cr_frame is None


def running_trio() -> Any:
    """Return the module trio if it runs in this thread, else None."""
    return sys.modules["trio"] if _trio_root() is not None else None


# --- the end of a loop


class EndsWithLoop(Protocol):
    """Something that has to be ended before the event loop that it was used on."""

    async def end_on_running_loop(self) -> None:
        """End what belongs to the running loop."""
        ...


class _Guard(NamedTuple):
    generator: AsyncGenerator[None, None]
    guarded: weakref.WeakSet[EndsWithLoop]
    left: list[Any]


_guards: dict[Any, _Guard] = {}
_guarding = fork_safe_lock()


def end_with_running_loop(owner: EndsWithLoop) -> list[Any]:
    """Have `owner` end what belongs to the running loop when that loop ends, should it live so long.

    Returns the loop's list of what was left open on it, to be closed by `aclose` before its end. A finalizer may add
    to it, which must not have the loop do anything itself.

    An event loop gives no notice of its end but one: `asyncio.run`, like trio, closes the asynchronous generators that
    are still open. So one is left open for each loop, and held here, so that no finalizer ever meets it.
    """
    loop = running_loop()
    with _guarding:
        for known in list(_guards):  # a loop that ends in another thread takes itself out meanwhile
            if is_over(known):
                _forget(known)
        guard = _guards.get(loop)
        if guard is None:
            guarded: weakref.WeakSet[EndsWithLoop] = weakref.WeakSet()
            left: list[Any] = []
            guard = _Guard(_wait_for_the_end(loop, guarded, left), guarded, left)
            try:
                guard.generator.__anext__().send(None)
            except StopIteration:
                _guards[loop] = guard
            except ResourceWarning:
                return left  # raised where warnings are errors and the loop is ending already
        guard.guarded.add(owner)
        return guard.left


async def _wait_for_the_end(
    loop: Any, guarded: weakref.WeakSet[EndsWithLoop], left: list[Any]
) -> AsyncGenerator[None, None]:
    try:
        yield
    finally:
        if _guards.pop(loop, None) is not None:  # otherwise it is not the loop that closes this: see _forget
            for owner in list(guarded):
                await finish(owner.end_on_running_loop())
            await close_left(left)


async def close_left(left: list[Any]) -> None:
    """Close what was left open on the running loop."""
    while left:
        with suppress(Exception):  # whatever it is, it is not the business of whoever comes by
            await finish(left.pop().aclose())


def _forget(loop: Any) -> None:
    """Close the generator left open for a loop that ended without closing it, here and now."""
    guard = _guards.pop(loop, None)
    if guard is not None:
        try:
            guard.generator.aclose().send(None)
        except (StopIteration, StopAsyncIteration):
            return


def run_soon(loop: Any, function: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Have a coroutine run on an event loop of this or another thread, when it gets to it; trio's are left alone."""
    schedule = getattr(loop, "call_soon_threadsafe", None)
    if schedule is not None:
        try:
            schedule(_start, loop, function)
        except RuntimeError:
            return  # closed meanwhile


def _start(loop: Any, function: Callable[[], Coroutine[Any, Any, None]]) -> None:
    task = loop.create_task(function())
    _started.add(task)
    task.add_done_callback(_started.discard)


_started: set[Any] = set()
"""Tasks under way; event loops refer to theirs weakly."""


# --- waiting


async def sleep(seconds: float) -> None:
    """Wait."""
    trio = running_trio()
    if trio is not None:
        await trio.sleep(seconds)
    else:
        import asyncio

        await asyncio.sleep(seconds)


async def finish(cleanup: Coroutine[Any, Any, None]) -> None:
    """Run a clean-up to its end even if the caller is cancelled meanwhile, once or more; then let that take effect.

    An interrupted clean-up would leave its connection counted as busy for ever.
    """
    trio = running_trio()
    if trio is not None:
        with trio.CancelScope(shield=True):
            await cleanup
        return
    import asyncio

    task = asyncio.ensure_future(cleanup)
    await _until_ended(task)  # if the caller is to stop, that matters more than what the clean-up met
    task.result()


class TimeUpError(Exception):
    """A time limit was reached: of whoever waited, not of what was waited for, which may have limits of its own."""


def semaphore(places: int) -> Any:
    """Return a semaphore for the running event loop; `async with` takes a place."""
    trio = running_trio()
    if trio is not None:
        return trio.Semaphore(places)
    import asyncio

    return asyncio.Semaphore(places)


async def within(seconds: float | None, work: Coroutine[Any, Any, T]) -> T:
    """Await work, for at most `seconds`.

    Raises:
        TimeUpError: Time ran out; the work was cancelled.
    """
    if seconds is None:
        return await work
    trio = running_trio()
    if trio is not None:
        with trio.move_on_after(seconds):
            return await work
        raise TimeUpError
    import asyncio

    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait([task], timeout=seconds)
        if task.done():
            return task.result()
        raise TimeUpError
    finally:
        if not task.done():  # out of time, or cancelled itself: nobody waits for the work any more
            task.cancel()
            if not isinstance(sys.exc_info()[1], GeneratorExit):  # where nothing may be waited for
                await _until_ended(task)


async def _until_ended(task: asyncio.Task[Any]) -> None:
    """Wait for a task's end even if the caller is cancelled meanwhile, once or more; then let that take effect."""
    import asyncio

    interruption: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            interruption = error
    if not task.cancelled():
        task.exception()  # looked at, so that it is not reported as forgotten
    if interruption is not None:
        raise interruption


def is_cancelled() -> bool:
    """Whether the `CancelledError` at hand means the running task, as far as asyncio tells; Python 3.10 does not."""
    if running_trio() is not None:
        return False  # trio cancels by another exception
    import asyncio

    cancelling: Callable[[], int] | None = getattr(asyncio.current_task(), "cancelling", None)
    return cancelling is None or cancelling() > 0


async def all_at_once(works: Sequence[Callable[[], Coroutine[Any, Any, T]]]) -> list[T]:
    """Await several pieces of work concurrently; if one raises, the others are cancelled and its exception passes.

    They are functions, since a coroutine whose task is cancelled before it begins would never be awaited.
    """
    results: dict[int, T] = {}

    async def run(index: int, work: Callable[[], Coroutine[Any, Any, T]]) -> None:
        results[index] = await work()

    trio = running_trio()
    if trio is not None:
        await _in_nursery(trio, [partial(run, index, work) for index, work in enumerate(works)])
    else:
        import asyncio

        tasks = [asyncio.ensure_future(run(index, work)) for index, work in enumerate(works)]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return [results[index] for index in range(len(works))]


async def _in_nursery(trio: Any, works: Sequence[Callable[[], Coroutine[Any, Any, None]]]) -> None:
    """Run work in trio's tasks; an exception passes by itself, not in a group, as it does under asyncio."""
    errors: list[Exception] = []

    async def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - raised again below
            errors.append(error)
            nursery.cancel_scope.cancel()

    async with trio.open_nursery() as nursery:
        for work in works:
            nursery.start_soon(run, work)
    if errors:
        raise errors[0]
