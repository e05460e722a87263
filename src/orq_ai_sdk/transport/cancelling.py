"""Lets an HTTP client be cancelled, however often, without leaving a connection half closed; it knows no event loop.

A client that is cancelled while it sends or reads closes the connection in a few steps, and gives way to the event loop
between them. Another cancellation that comes just there ends the closing midway, and the connection pool counts the
connection as busy for ever. These steps wait for nothing, though: they only yield, which asyncio sees as a bare None.
So they are taken at once here, and a connection that was left busy all the same is closed.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from ..core.httpcoreinternals import take_lost_connections

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Generator

    from typing_extensions import Self

    from ..core.failures import Watch

T = TypeVar("T")

_MAX_STEPS = 1000
"""How often a clean-up may give way, in number of steps; one that does more often waits for something after all."""


class CancelSafeIterator(Generic[T]):
    """An asynchronous iterator over a response's body whose every step cleans up in one go when it is cancelled."""

    __slots__ = ("_items",)

    def __init__(self, items: AsyncIterator[T]) -> None:
        self._items = items

    def __aiter__(self) -> Self:
        return self

    def __anext__(self) -> CancelSafe[T]:
        return CancelSafe(self._items.__anext__())

    async def aclose(self) -> None:
        """Close the iterator, if it can be closed."""
        close = getattr(self._items, "aclose", None)
        if close is not None:
            await close()


class CancelSafe(Generic[T]):
    """Awaits something: passes on what the loop sends, and runs it on after what the loop throws.

    `watch` sees the connection of a request that is being sent; of a body that is read there is none.
    """

    __slots__ = ("_steps", "_watch")

    def __init__(self, awaitable: Awaitable[T], watch: Watch | None = None) -> None:
        self._steps = awaitable.__await__()
        self._watch = watch

    def __await__(self) -> Generator[Any, Any, T]:
        return cast("Generator[Any, Any, T]", self)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        return next(self._steps)

    def send(self, value: Any) -> Any:
        """Go on with what the event loop answers."""
        return self._steps.send(value)

    def throw(self, kind: Any, value: Any = None, traceback: Any = None) -> Any:
        """Be cancelled: let it clean up, now."""
        error: BaseException = value if value is not None else kind if isinstance(kind, BaseException) else kind()
        if not hasattr(self._steps, "throw"):  # a bare iterator, which nothing can be told
            raise error
        try:
            return run_on(self._steps, self._steps.throw(error))
        except (StopIteration, StopAsyncIteration):
            raise
        except BaseException as failure:
            close_lost_connections(failure, self._watch)
            raise

    def close(self) -> None:
        """Be thrown away, as a coroutine that is closed does to what it awaits: clean up without waiting."""
        try:
            # Not GeneratorExit, which asynchronous generators do not pass on to what they await before Python 3.13.
            run_on(self._steps, self._steps.throw(_ThrownAway()))
        except (StopIteration, StopAsyncIteration):
            return
        except (_ThrownAway, RuntimeError) as failure:
            close_lost_connections(failure, self._watch)


class _ThrownAway(BaseException):
    """Has something clean up when the coroutine that awaits it is thrown away."""


def run_on(steps: Generator[Any, Any, Any], waits: Any) -> Any:
    """Take the steps that wait for nothing; returns what the first that does wait waits for.

    Raises:
        StopIteration: The steps have come to their end.
    """
    for _ in range(_MAX_STEPS):
        if waits is not None:
            break
        waits = steps.send(None)
    return waits


def run_at_once(awaitable: Awaitable[Any]) -> bool:
    """Await something where nothing can be waited for; returns whether it came to its end."""
    steps = awaitable.__await__()
    try:
        run_on(steps, steps.send(None))
        steps.close()
    except StopIteration:
        return True
    except (OSError, RuntimeError):  # a connection that is gone, or no event loop to ask which task this is
        return False
    return False


def close_lost_connections(error: BaseException, watch: Watch | None = None) -> None:
    """Close the connections that a request left busy although it ended with this exception."""
    lost = take_lost_connections(error, sending=watch is not None and watch.sending)
    if watch is not None and watch.handshaking is not None:
        lost.append(watch.handshaking)
        watch.handshaking = None
    for connection in lost:
        if hasattr(connection, "aclose"):
            run_at_once(connection.aclose())
        else:
            with suppress(OSError, RuntimeError):
                connection.close()
