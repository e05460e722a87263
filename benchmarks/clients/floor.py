"""The floor: bare httpx and `pydantic_core.from_json`, as a careful engineer would write it without any SDK."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import measure
from canned import make_transport
from pydantic_core import from_json

DONE = b"[DONE]"
TIMEOUT = httpx.Timeout(600, connect=10)


def split(pending: bytearray, chunk: bytes) -> list[bytes]:
    """The blocks that this chunk completes; what is begun stays in `pending`."""
    if not pending and chunk.endswith(b"\n\n"):
        return chunk[:-2].split(b"\n\n")
    start = max(len(pending) - 1, 0)
    pending += chunk
    end = pending.rfind(b"\n\n", start)
    if end < 0:
        return []
    blocks = bytes(pending[:end]).split(b"\n\n")
    del pending[: end + 2]
    return blocks


def find_data(block: bytes) -> bytes:
    """The data of a block as this server sends them: an `event:` line or none, and one `data:` line."""
    return block[block.index(b"data: ") + 6 :]


class Floor(measure.Contender):
    packages = ("httpx", "pydantic", "pydantic-core")

    def __init__(self, base_url: str) -> None:
        super().__init__(base_url)
        self.url = base_url + "/v2/gateway/responses"
        self.client = httpx.Client(timeout=TIMEOUT)

    def iterate(self, model: str) -> measure.Count:
        events = characters = 0
        pending = bytearray()
        body = {"model": model, "input": "hi", "stream": True}
        with self.client.stream("POST", self.url, json=body) as response:
            response.raise_for_status()
            for chunk in response.iter_bytes():
                for block in split(pending, chunk):
                    data = find_data(block)
                    if data == DONE:
                        continue
                    event = from_json(data)
                    events += 1
                    if event["type"] == "response.output_text.delta":
                        characters += len(event["delta"])
        return events, characters

    def create(self, model: str) -> int:
        response = self.client.post(self.url, json={"model": model, "input": "hi", "stream": False})
        response.raise_for_status()
        return len(from_json(response.content)["output_text"])

    def make_canned(self, answer: bytes) -> Callable[[list[dict[str, Any]]], bytes]:
        transport = make_transport(httpx, answer)
        client = httpx.Client(transport=transport)

        def call(messages: list[dict[str, Any]]) -> bytes:
            response = client.post(self.url, json={"model": "bench", "input": messages, "stream": False})
            from_json(response.content)
            return transport.sent

        return call

    def construct(self) -> object:
        return httpx.Client(timeout=TIMEOUT)

    async def open_async(self, *, unbounded: bool) -> None:
        limits = {"limits": httpx.Limits(max_connections=None)} if unbounded else {}
        self.async_client = httpx.AsyncClient(timeout=TIMEOUT, **limits)

    async def close_async(self) -> None:
        await self.async_client.aclose()

    async def create_async(self, model: str) -> int:
        response = await self.async_client.post(self.url, json={"model": model, "input": "hi", "stream": False})
        response.raise_for_status()
        return len(from_json(response.content)["output_text"])

    async def iterate_async(self, model: str, arrive: measure.Arrive | None = None) -> measure.Count:
        events = characters = 0
        pending = bytearray()
        body: dict[str, Any] = {"model": model, "input": "hi", "stream": True}
        async with self.async_client.stream("POST", self.url, json=body) as response:
            response.raise_for_status()
            async for chunk in response.aiter_bytes():
                for block in split(pending, chunk):
                    data = find_data(block)
                    if data == DONE:
                        continue
                    event = from_json(data)
                    events += 1
                    if event["type"] == "response.output_text.delta":
                        characters += len(event["delta"])
                    if arrive is not None and events == 1:
                        await arrive()
        return events, characters


if __name__ == "__main__":
    measure.main(Floor)
