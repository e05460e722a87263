"""Only type-checked: what `create` and `create_async` give for every way to say `stream`, and what a result can do."""

from __future__ import annotations

from typing import Any

import httpx
from typing_extensions import assert_type

from orq_ai_sdk import Orq
from orq_ai_sdk.httpclient import AsyncHttpClient, HttpClient
from orq_ai_sdk.models import CreateResponseResponse, CreateResponseResponseBody, CreateResponseStreamEvent
from orq_ai_sdk.types import UNSET, OptionalNullable
from orq_ai_sdk.utils import BackoffStrategy, RetryConfig
from orq_ai_sdk.utils.eventstreaming import EventStream, EventStreamAsync, ServerEvent, SSEDecoder


def stream_decides(orq: Orq, stream: bool, perhaps: bool | None) -> None:
    """A literal gives one type, a bool the union; nothing is `Any`."""
    responses = orq.router.responses
    assert_type(responses.create(model="m", input_="x"), CreateResponseResponseBody)
    assert_type(responses.create(model="m", input_="x", stream=False), CreateResponseResponseBody)
    assert_type(responses.create(model="m", input_="x", stream=None), CreateResponseResponseBody)
    assert_type(responses.create(model="m", input_="x", stream=True), EventStream[CreateResponseStreamEvent])
    assert_type(
        responses.create(model="m", input_="x", stream=stream),
        CreateResponseResponseBody | EventStream[CreateResponseStreamEvent],
    )
    assert_type(
        responses.create(model="m", input_="x", stream=perhaps),
        CreateResponseResponseBody | EventStream[CreateResponseStreamEvent],
    )


async def stream_decides_async(orq: Orq, stream: bool, perhaps: bool | None) -> None:
    """The same, awaited."""
    responses = orq.router.responses
    assert_type(await responses.create_async(model="m", input_="x"), CreateResponseResponseBody)
    assert_type(await responses.create_async(model="m", input_="x", stream=False), CreateResponseResponseBody)
    assert_type(await responses.create_async(model="m", input_="x", stream=None), CreateResponseResponseBody)
    assert_type(
        await responses.create_async(model="m", input_="x", stream=True), EventStreamAsync[CreateResponseStreamEvent]
    )
    assert_type(
        await responses.create_async(model="m", input_="x", stream=stream),
        CreateResponseResponseBody | EventStreamAsync[CreateResponseStreamEvent],
    )
    assert_type(
        await responses.create_async(model="m", input_="x", stream=perhaps),
        CreateResponseResponseBody | EventStreamAsync[CreateResponseStreamEvent],
    )


def one_pattern_for_every_result(orq: Orq, stream: bool) -> None:
    """`with res as event_stream: for event in event_stream` reads the same events, whatever `stream` was."""
    with orq.router.responses.create(model="m", input_="x") as replayed:
        assert_type(replayed, EventStream[CreateResponseStreamEvent])
    with orq.router.responses.create(model="m", input_="x", stream=stream) as event_stream:
        for event in event_stream:
            assert_type(event, ServerEvent[CreateResponseStreamEvent])
            assert_type(event.data, CreateResponseStreamEvent)
            assert_type(event.event, str | None)
            assert_type(event.id, str | None)
            assert_type(event.retry, int | None)


async def one_pattern_for_every_result_async(orq: Orq, stream: bool) -> None:
    """The same, awaited."""
    async with await orq.router.responses.create_async(model="m", input_="x") as replayed:
        assert_type(replayed, EventStreamAsync[CreateResponseStreamEvent])
    async with await orq.router.responses.create_async(model="m", input_="x", stream=stream) as event_stream:
        async for event in event_stream:
            assert_type(event, ServerEvent[CreateResponseStreamEvent])


def helpers(stream: EventStream[CreateResponseStreamEvent]) -> None:
    """The helpers of a stream are typed."""
    for text in stream.text_stream:
        assert_type(text, str)
    assert_type(stream.get_final_response(), CreateResponseResponseBody)
    assert_type(stream.get_final_text(), str)
    assert_type(stream.until_done(), EventStream[CreateResponseStreamEvent])
    assert_type(stream.current_response, CreateResponseResponseBody | None)
    assert_type(stream.response, httpx.Response)
    assert_type(stream.request_id, str | None)
    stream.close()


async def helpers_async(stream: EventStreamAsync[CreateResponseStreamEvent]) -> None:
    """The same, awaited."""
    async for text in stream.text_stream:
        assert_type(text, str)
    assert_type(await stream.get_final_response(), CreateResponseResponseBody)
    assert_type(await stream.get_final_text(), str)
    assert_type(await stream.until_done(), EventStreamAsync[CreateResponseStreamEvent])
    assert_type(stream.current_response, CreateResponseResponseBody | None)
    await stream.aclose()


def whatever_comes(res: CreateResponseResponse) -> None:
    """The name for all results can be told apart."""
    if isinstance(res, CreateResponseResponseBody):
        assert_type(res.output_text, str)
    elif isinstance(res, EventStream):
        assert_type(res, EventStream[CreateResponseStreamEvent])
    else:
        assert_type(res, EventStreamAsync[CreateResponseStreamEvent])


class OneClient:
    """Fits the protocol without being httpx's."""

    def build_request(self, method: str, url: Any, **options: Any) -> httpx.Request:
        """Build one."""
        return httpx.Request(method, url, **options)

    def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Answer by itself."""
        return httpx.Response(200, request=request, json={"stream": stream})

    def close(self) -> None:
        """Close nothing."""


def construction(ask_key: bool) -> None:
    """The constructor takes what the contract lists, and clients that fit the protocols."""
    backoff = BackoffStrategy(500, 60_000, 1.5, 3_600_000)
    with Orq("key", 0, None, None, httpx.Client(), httpx.AsyncClient(), RetryConfig("backoff", backoff, False)) as orq:
        assert_type(orq, Orq)
    Orq(api_key=lambda: "key" if ask_key else None, client=OneClient(), retry_config=None, timeout_ms=None)
    client: HttpClient = httpx.Client()
    async_client: AsyncHttpClient = httpx.AsyncClient()
    Orq(client=client, async_client=async_client, retry_config=UNSET, timeout_ms=UNSET)
    Orq(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # proves that a key is no number
    Orq(client=object())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # proves that it must send


def options(orq: Orq, temperature: OptionalNullable[float]) -> None:
    """Options of a call, and the three states of a parameter."""
    orq.router.responses.create(
        model="m",
        input_="x",
        temperature=temperature,
        top_p=None,
        instructions=UNSET,
        store=None,
        retries=RetryConfig(),
        server_url="http://127.0.0.1:8080",
        timeout_ms=1000,
        accept_header_override="application/json",
        http_headers={"x-a": "b"},
        extra_query={"a": 1},
        extra_body={"b": [2]},
    )
    orq.router.responses.create(model="m", input_="x", retries=None, timeout_ms=None)
    if temperature is not UNSET and temperature is not None:
        assert_type(temperature, float)


def refused(orq: Orq) -> None:
    """What is no argument is seen: a missing one, a misspelt one, one by position, one of the wrong type."""
    create = orq.router.responses.create
    create(model="m")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]  # proves that input_ is needed
    create(model="m", inptu="x")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]  # a misspelling
    create("m", input_="x")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]  # keyword-only
    create(model=1, input_="x")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]  # str
    create(model="m", input_="x", temperature="hot")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]  # float


def decoding(decoder: SSEDecoder) -> None:
    """The decoder takes bytes and gives text."""
    assert_type(decoder.feed(b"data: {}\n\n"), list[ServerEvent[str]])
    assert_type(decoder.flush(), list[ServerEvent[str]])
