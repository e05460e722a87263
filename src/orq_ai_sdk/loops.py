"""Which event loop runs, and how to wait, to use a thread and to finish a clean-up on it; asyncio, anyio's or trio's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


def running_loop() -> Any:
    """Return the running event loop, or what stands for it under trio; it can be referred to weakly.

    Raises:
        RuntimeError: No event loop runs in this thread.
    """
    asyncio = sys.modules.get("asyncio")
    if asyncio is not None:
        try:
            return asyncio.get_running_loop()
        except RuntimeError:
            pass
    trio = sys.modules.get("trio")
    if trio is not None:
        try:
            # The task that runs everything lives exactly as long as the run.
            return trio.lowlevel.current_root_task()
        except RuntimeError:
            pass
    raise RuntimeError("No event loop is running: await this call under asyncio, anyio or trio")


def _runs_trio() -> bool:
    trio = sys.modules.get("trio")
    return trio is not None and isinstance(running_loop(), trio.lowlevel.Task)


async def sleep(seconds: float) -> None:
    """Wait."""
    if _runs_trio():
        await sys.modules["trio"].sleep(seconds)
    else:
        import asyncio

        await asyncio.sleep(seconds)


async def in_thread(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function that may block in a worker thread, with the caller's context variables."""
    if _runs_trio():
        from contextvars import copy_context

        result: T = await sys.modules["trio"].to_thread.run_sync(copy_context().run, function, *arguments)
        return result
    import asyncio

    return await asyncio.to_thread(function, *arguments)


async def finish(cleanup: Coroutine[Any, Any, None]) -> None:
    """Run a clean-up to its end even if the caller is cancelled meanwhile, once or more; then let that take effect.

    An interrupted clean-up would leave its connection counted as busy for ever.
    """
    if _runs_trio():
        with sys.modules["trio"].CancelScope(shield=True):
            await cleanup
        return
    import asyncio

    task = asyncio.ensure_future(cleanup)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            if task.cancelled():
                raise
            cancelled = error
    if cancelled is not None:
        raise cancelled
    task.result()


async def within(seconds: float | None, work: Coroutine[Any, Any, T]) -> T:
    """Await work, for at most `seconds`.

    Raises:
        TimeoutError: Time ran out; the work was cancelled.
    """
    if seconds is None:
        return await work
    if _runs_trio():
        trio = sys.modules["trio"]
        with trio.move_on_after(seconds):
            return await work
        raise TimeoutError
    import asyncio

    try:
        return await asyncio.wait_for(work, seconds)
    except asyncio.TimeoutError:  # noqa: UP041 - another class before Python 3.11
        raise TimeoutError from None


async def all_at_once(works: list[Coroutine[Any, Any, T]]) -> list[T]:
    """Await several pieces of work concurrently; if one raises, the others are cancelled and its exception passes."""
    results: dict[int, T] = {}

    async def run(index: int, work: Coroutine[Any, Any, T]) -> None:
        results[index] = await work

    if _runs_trio():
        async with sys.modules["trio"].open_nursery(strict_exception_groups=False) as nursery:
            for index, work in enumerate(works):
                nursery.start_soon(run, index, work)
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
