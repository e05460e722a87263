"""Answers requests without a network and keeps them: for tests of what is sent, to the byte."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from orq_ai_sdk import Orq

ANSWER = {"id": "resp_1", "object": "response", "status": "completed", "output": []}


class Recorder:
    """HTTP clients of both colours that keep each request and answer it with `answer`."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response] | None = None) -> None:
        self.requests: list[httpx.Request] = []
        self._answer = answer
        transport = httpx.MockTransport(self._take)
        self.client = httpx.Client(transport=transport)
        self.async_client = httpx.AsyncClient(transport=transport)

    def _take(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, json=ANSWER) if self._answer is None else self._answer(request)

    @property
    def last(self) -> httpx.Request:
        """The last request."""
        return self.requests[-1]

    @property
    def body(self) -> Any:
        """The last request's body, parsed."""
        return json.loads(self.last.content)

    def orq(self, **settings: Any) -> Orq:
        """Return an `Orq` on the recording clients."""
        return Orq(**({"client": self.client, "async_client": self.async_client} | settings))

    def sent(self, **arguments: Any) -> Any:
        """Call `create` and return the body that was sent; a model and an input are given unless they are passed."""
        self.orq().router.responses.create(**({"model": "m", "input_": "Hi"} | arguments))
        return self.body


@pytest.fixture(name="recorder")
def recorder_fixture() -> Iterator[Recorder]:
    """A recorder of the test's own."""
    recorder = Recorder()
    yield recorder
    recorder.client.close()
    asyncio.run(recorder.async_client.aclose())


def same_json(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON: 1, 1.0 and true are three values, and the order of keys is none."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
