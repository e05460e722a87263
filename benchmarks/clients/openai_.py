"""The openai package's `client.responses`, over the http library that it brings: httpx, or the fork httpx2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import measure
from canned import make_transport
from openai import AsyncOpenAI, OpenAI

try:
    import httpx2 as httpx
except ImportError:
    import httpx


class OpenAIShape(measure.Contender):
    packages = ("openai", httpx.__name__, "pydantic", "pydantic-core")

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.client = OpenAI(api_key="k", base_url=base_url + "/v1")

    def iterate(self, model: str) -> measure.Count:
        events = characters = 0
        with self.client.responses.create(model=model, input="hi", stream=True) as stream:
            for event in stream:
                events += 1
                if event.type == "response.output_text.delta":
                    characters += len(event.delta)
        return events, characters

    def get_final(self, model: str) -> int:
        with self.client.responses.stream(model=model, input="hi") as stream:
            return len(stream.get_final_response().output_text)

    def create(self, model: str) -> int:
        return len(self.client.responses.create(model=model, input="hi", stream=False).output_text)

    def make_canned(self, answer: bytes) -> Callable[[list[dict[str, Any]]], bytes]:
        transport = make_transport(httpx, answer)
        client = OpenAI(api_key="k", base_url=self.base_url, http_client=httpx.Client(transport=transport))

        def call(messages: list[dict[str, Any]]) -> bytes:
            client.responses.create(model="bench", input=messages, stream=False)
            return transport.sent

        return call

    def construct(self) -> object:
        return OpenAI(api_key="k", base_url=self.base_url)

    async def open_async(self, *, unbounded: bool) -> None:
        # Its own limit is 1,000 connections: nothing to lift.
        self.async_client = AsyncOpenAI(api_key="k", base_url=self.base_url + "/v1")

    async def close_async(self) -> None:
        await self.async_client.close()

    async def create_async(self, model: str) -> int:
        return len((await self.async_client.responses.create(model=model, input="hi", stream=False)).output_text)

    async def iterate_async(self, model: str, arrive: measure.Arrive | None = None) -> measure.Count:
        events = characters = 0
        async with await self.async_client.responses.create(model=model, input="hi", stream=True) as stream:
            async for event in stream:
                events += 1
                if event.type == "response.output_text.delta":
                    characters += len(event.delta)
                if arrive is not None and events == 1:
                    await arrive()
        return events, characters


if __name__ == "__main__":
    measure.main(OpenAIShape)
