"""How an `Orq` is called: this project and the published package have the same shape, and share this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import measure
from canned import make_transport

from orq_ai_sdk import Orq


class OrqShape(measure.Contender):
    packages = ("orq-ai-sdk", "httpx", "pydantic", "pydantic-core")

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.orq = Orq(api_key="k", server_url=base_url)

    def iterate(self, model: str) -> measure.Count:
        events = characters = 0
        with self.orq.router.responses.create(model=model, input_="hi", stream=True) as stream:
            for event in stream:
                events += 1
                if event.data.type == "response.output_text.delta":
                    characters += len(event.data.delta)
        return events, characters

    def create(self, model: str) -> int:
        return len(self.orq.router.responses.create(model=model, input_="hi", stream=False).output_text)

    def make_canned(self, answer: bytes) -> Callable[[list[dict[str, Any]]], bytes]:
        transport = make_transport(httpx, answer)
        orq = Orq(api_key="k", server_url=self.base_url, client=httpx.Client(transport=transport))

        def call(messages: list[dict[str, Any]]) -> bytes:
            orq.router.responses.create(model="bench", input_=messages, stream=False)
            return transport.sent

        return call

    def construct(self) -> object:
        return Orq(api_key="k", server_url=self.base_url)

    async def open_async(self, *, unbounded: bool) -> None:
        own: dict[str, Any] = {}
        if unbounded:  # the default pool of httpx ends at 100 connections, and a stream needs one of its own
            own["async_client"] = httpx.AsyncClient(limits=httpx.Limits(max_connections=None), follow_redirects=True)
        self.async_orq = Orq(api_key="k", server_url=self.base_url, timeout_ms=600_000, **own)
        self.own_client = own.get("async_client")

    async def close_async(self) -> None:
        await self.async_orq.__aexit__(None, None, None)
        if self.own_client is not None:
            await self.own_client.aclose()

    async def create_async(self, model: str) -> int:
        response = await self.async_orq.router.responses.create_async(model=model, input_="hi", stream=False)
        return len(response.output_text)

    async def iterate_async(self, model: str, arrive: measure.Arrive | None = None) -> measure.Count:
        events = characters = 0
        async with await self.async_orq.router.responses.create_async(model=model, input_="hi", stream=True) as stream:
            async for event in stream:
                events += 1
                if event.data.type == "response.output_text.delta":
                    characters += len(event.data.delta)
                if arrive is not None and events == 1:
                    await arrive()
        return events, characters
