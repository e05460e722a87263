"""Only type-checked: what `parse`, `run`, `with_options` and `with_raw_response` give, in both colours."""

from __future__ import annotations

import dataclasses
from typing import Any

import pydantic
from pydantic import TypeAdapter
from typing_extensions import assert_type

from orq_ai_sdk import Orq, function_tool, text_format_of
from orq_ai_sdk._responses import RawResponse
from orq_ai_sdk.models import CreateResponseResponseBody, CreateResponseStreamEvent, ParsedResponse
from orq_ai_sdk.parsed import ParsedEventStream, ParsedEventStreamAsync
from orq_ai_sdk.runner import RunResult, RunStream, RunStreamAsync
from orq_ai_sdk.streaming import EventStream, EventStreamAsync


class City(pydantic.BaseModel):
    """A city."""

    name: str


@dataclasses.dataclass
class Point:
    """A point."""

    x: int


@function_tool
def add(a: int, b: int) -> int:
    """Add."""
    return a + b


def parse(orq: Orq, stream: bool) -> None:
    """`output_parsed` has the type asked for; `stream` decides what carries it."""
    responses = orq.router.responses
    whole = responses.parse(text_format=City, model="m", input_="x")
    assert_type(whole, ParsedResponse[City])
    assert_type(whole.output_parsed, City)
    assert_type(whole.output_parsed.name, str)
    assert_type(responses.parse(text_format=Point, model="m", input_="x").output_parsed, Point)
    adapter = TypeAdapter(list[int])
    assert_type(responses.parse(text_format=adapter, model="m", input_="x").output_parsed, list[int])
    made = text_format_of(City, name="place")
    assert_type(responses.parse(text_format=made, model="m", input_="x").output_parsed, City)
    schema: dict[str, Any] = {"type": "object"}
    assert_type(responses.parse(text_format=schema, model="m", input_="x").output_parsed, Any)
    streamed = responses.parse(text_format=City, model="m", input_="x", stream=True)
    assert_type(streamed, ParsedEventStream[City])
    assert_type(streamed.get_final_response().output_parsed, City)
    either = responses.parse(text_format=City, model="m", input_="x", stream=stream)
    assert_type(either, ParsedResponse[City] | ParsedEventStream[City])


async def parse_async(orq: Orq) -> None:
    """The async twins give the same."""
    responses = orq.router.responses
    whole = await responses.parse_async(text_format=City, model="m", input_="x")
    assert_type(whole.output_parsed, City)
    streamed = await responses.parse_async(text_format=City, model="m", input_="x", stream=True)
    assert_type(streamed, ParsedEventStreamAsync[City])
    assert_type((await streamed.get_final_response()).output_parsed, City)


def run(orq: Orq) -> None:
    """A run gives its result, or a stream of events."""
    responses = orq.router.responses
    assert_type(responses.run(model="m", input_="x", tools=[add]), RunResult)
    assert_type(responses.run(model="m", input_="x", tools=[add], stream=True), RunStream)
    assert_type(add(1, b=2), int)


async def run_async(orq: Orq) -> None:
    """The async twins give the same."""
    responses = orq.router.responses
    assert_type(await responses.run_async(model="m", input_="x", tools=[add]), RunResult)
    streamed = await responses.run_async(model="m", input_="x", tools=[add], stream=True)
    assert_type(streamed, RunStreamAsync)
    assert_type(await streamed.get_final_result(), RunResult)


def raw(orq: Orq) -> None:
    """A raw response knows what it parses to."""
    holder = orq.with_options(timeout_ms=1_000).router.responses.with_raw_response
    assert_type(holder.create(model="m", input_="x"), RawResponse[CreateResponseResponseBody])
    streamed = holder.create(model="m", input_="x", stream=True)
    assert_type(streamed.parse(), EventStream[CreateResponseStreamEvent])


async def raw_async(orq: Orq) -> None:
    """The async twin gives the same."""
    holder = orq.router.responses.with_raw_response
    streamed = await holder.create_async(model="m", input_="x", stream=True)
    assert_type(streamed.parse(), EventStreamAsync[CreateResponseStreamEvent])
