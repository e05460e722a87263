"""Lets a test be written once, with `await`, and be run against the sync and the async side of the SDK.

In the async colour the story runs in `asyncio.run`. In the sync colour the adapters call the blocking functions, so
that no `await` ever has to wait, and one `send(None)` drives the story to its end.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, TypeVar

import pytest
from typing_extensions import Self

Colour = Literal["sync", "asyncio"]
T = TypeVar("T")
Story = Callable[["Caller"], Coroutine[Any, Any, T]]
Run = Callable[[Story[Any]], Any]


@pytest.fixture(name="colour", params=["sync", "asyncio"])
def colour_fixture(request: pytest.FixtureRequest) -> Colour:
    """The colour in which this test runs."""
    colour: Colour = request.param
    return colour


@pytest.fixture(name="run")
def run_fixture(colour: Colour) -> Run:
    """Runs a story in this test's colour, and gives what it returns."""
    return lambda story: run_story(story, colour)


def run_story(story: Story[T], colour: Colour) -> T:
    """Run the story to its end in the given colour."""
    told = story(Caller(colour))
    return asyncio.run(told) if colour == "asyncio" else drive(told)


def drive(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never has to wait. Raises RuntimeError, naming the lines, if it does."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    places = " > ".join(_where_it_waits(coroutine))
    coroutine.close()
    raise RuntimeError(f"a sync story may await only what the Caller and its Client give, but it waits in {places}")


def _where_it_waits(coroutine: Any) -> Iterator[str]:
    while (frame := getattr(coroutine, "cr_frame", None)) is not None:
        yield f"{frame.f_code.co_name} ({frame.f_code.co_filename}:{frame.f_lineno})"
        coroutine = coroutine.cr_await


@dataclass(frozen=True)
class Caller:
    """What a story gets: its colour, and the means to do things in it."""

    colour: Colour

    def client(self, make: Callable[[], Any]) -> Client:
        """Wrap the `Orq` that `make` builds."""
        return Client(make(), colour=self.colour)

    async def blocking(self, function: Callable[..., T], *args: Any) -> T:
        """Call something that blocks (a server's `wait_…`, an event's `wait`), but never block the loop with it."""
        if self.colour == "sync":
            return function(*args)
        return await asyncio.to_thread(function, *args)

    async def together(self, *parts: Coroutine[Any, Any, T]) -> list[T]:
        """Run parts of a story at the same time, in threads or tasks; give their results or raise a failure."""
        if self.colour == "asyncio":
            return await asyncio.gather(*parts)
        with ThreadPoolExecutor(max_workers=len(parts)) as pool:
            return [done.result() for done in [pool.submit(drive, part) for part in parts]]


class Client:
    """An `Orq` whose calls are awaited in either colour. `orq` is the object itself."""

    def __init__(self, orq: Any, *, colour: Colour) -> None:
        self.orq = orq
        self._colour: Colour = colour

    async def create(self, **parameters: Any) -> Any:
        """`create` or `create_async`: gives what the SDK gives."""
        responses = self.orq.router.responses
        if self._colour == "sync":
            return responses.create(**parameters)
        return await responses.create_async(**parameters)

    def stream(self, **parameters: Any) -> Opening:
        """A call with `stream=True` (unless given otherwise): `async with` it, or `await` it to use the stream bare."""
        return Opening(self, {"stream": True} | parameters, colour=self._colour)

    async def close(self) -> None:
        """`close` or `aclose`."""
        if self._colour == "sync":
            self.orq.close()
        else:
            await self.orq.aclose()

    async def __aenter__(self) -> Self:
        await _enter(self.orq, self._colour)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Any:
        return await _leave(self.orq, self._colour, kind, error, trace)


class Opening:
    """A streamed call that has not been made yet."""

    def __init__(self, client: Client, parameters: dict[str, Any], *, colour: Colour) -> None:
        self._client = client
        self._parameters = parameters
        self._colour: Colour = colour
        self._result: Any = None

    def __await__(self) -> Generator[Any, None, Stream]:
        return self._open().__await__()

    async def _open(self) -> Stream:
        return Stream(await self._client.create(**self._parameters), colour=self._colour)

    async def __aenter__(self) -> Stream:
        self._result = await self._client.create(**self._parameters)
        return Stream(await _enter(self._result, self._colour), colour=self._colour)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Any:
        return await _leave(self._result, self._colour, kind, error, trace)


class Stream:
    """An event stream whose iteration and helpers are awaited in either colour. `raw` is the SDK's own object."""

    def __init__(self, raw: Any, *, colour: Colour) -> None:
        self.raw = raw
        self._colour: Colour = colour

    def __aiter__(self) -> AsyncIterator[Any]:
        return _iterate(self.raw, self._colour)

    @property
    def text_stream(self) -> AsyncIterator[str]:
        """The text deltas."""
        return _iterate(self.raw.text_stream, self._colour)

    @property
    def current_response(self) -> Any:
        """The snapshot so far."""
        return self.raw.current_response

    @property
    def response(self) -> Any:
        """The HTTP response."""
        return self.raw.response

    async def get_final_response(self) -> Any:
        """The accumulated response."""
        return await self._settle(self.raw.get_final_response())

    async def get_final_text(self) -> Any:
        """The accumulated text."""
        return await self._settle(self.raw.get_final_text())

    async def until_done(self) -> Any:
        """Read to the end."""
        return await self._settle(self.raw.until_done())

    async def aclose(self) -> None:
        """`close` or `aclose`."""
        await self._settle(self.raw.close() if self._colour == "sync" else self.raw.aclose())

    async def _settle(self, result: Any) -> Any:
        return result if self._colour == "sync" else await result


class _Steps(AsyncIterator[T]):
    """A blocking iterator in the clothes of an async one; dropping it drops the iterator, as leaving a `for` does."""

    def __init__(self, values: Iterator[T]) -> None:
        self._values = values

    async def __anext__(self) -> T:
        try:
            return next(self._values)
        except StopIteration:
            raise StopAsyncIteration from None


def _iterate(values: Any, colour: Colour) -> AsyncIterator[Any]:
    if colour == "sync":
        return _Steps(iter(values))
    iterator: AsyncIterator[Any] = aiter(values)
    return iterator


async def _enter(manager: Any, colour: Colour) -> Any:
    return manager.__enter__() if colour == "sync" else await manager.__aenter__()


async def _leave(manager: Any, colour: Colour, *error: Any) -> Any:
    return manager.__exit__(*error) if colour == "sync" else await manager.__aexit__(*error)
