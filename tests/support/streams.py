"""Writes server-sent events for tests, compares JSON strictly, and has clients with one connection to give back."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from orq_ai_sdk import Orq
from orq_ai_sdk import streaming as sdk_streaming

from .faultserver import FaultServer, Script, chunk, headers, json_answer
from .stories import Caller, Client

HEAD = headers(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked", "x-request-id": "req_1"})
"""The head of a chunked stream; its body is `chunk(...)`s and a `LAST_CHUNK`."""

SENTINEL = b"data: [DONE]\n\n"


def encoded(value: Any) -> bytes:
    """The value as JSON, in the compact spelling that servers use."""
    return json.dumps(value, separators=(",", ":")).encode()


def block(kind: str, /, *, name: str | None = None, **fields: Any) -> bytes:
    """One event, under its own `event:` line or under `name`; without one if that is empty."""
    line = kind if name is None else name
    return (f"event: {line}\n".encode() if line else b"") + b"data: " + encoded({"type": kind, **fields}) + b"\n\n"


def created(number: int = 0, **response: Any) -> bytes:
    """The event that begins an answer."""
    told = {"id": "resp_1", "object": "response", "status": "in_progress", "output": [], **response}
    return block("response.created", sequence_number=number, response=told)


def text(delta: str, number: int = 1, *, item: int = 0, part: int = 0) -> bytes:
    """A piece of the output's text."""
    place = {"item_id": f"msg_{item}", "output_index": item, "content_index": part}
    return block("response.output_text.delta", sequence_number=number, **place, delta=delta, logprobs=[])


def terminal(status: str = "completed", number: int = 9, **response: Any) -> bytes:
    """The event that ends an answer: `completed`, `incomplete` or `failed`."""
    told = {"id": "resp_1", "object": "response", "status": status, **response}
    return block(f"response.{status}", sequence_number=number, response=told)


def whole(*texts: str) -> list[bytes]:
    """The events of a small answer, from the first to the last."""
    return [
        created(),
        *(text(piece, number + 1) for number, piece in enumerate(texts)),
        terminal(number=len(texts) + 1),
    ]


def streaming(*steps: Any) -> Script:
    """A script that sends a stream's head, blocks of bytes as chunks of their own, and does the other steps."""
    return [HEAD, *(chunk(step) if isinstance(step, bytes) else step for step in steps)]


def same_json(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON: `1` is not `1.0` and not `true`; the order of keys does not matter."""
    return canonical(one) == canonical(other)


def canonical(value: Any) -> str:
    """A text that is equal just for values that are the same JSON."""
    return json.dumps(value, sort_keys=True)


def dumped(model: Any) -> Any:
    """A model as the JSON that it came from."""
    return model.model_dump(mode="json", by_alias=True, exclude_unset=True)


_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # made once: reading certificates takes longer than most stories


@asynccontextmanager
async def pool_of_one(call: Caller, server: FaultServer, **options: Any) -> AsyncGenerator[Client, None]:
    """A client of the story's colour that has one connection at most, from a pool that is not the SDK's own.

    A connection that is not given back makes the next call fail soon, with a `PoolTimeout`.
    """
    settings: dict[str, Any] = {
        "limits": httpx.Limits(max_connections=1),
        "timeout": httpx.Timeout(10, pool=3),
        "trust_env": False,
        "verify": _TLS,
    }
    if call.colour == "sync":
        with httpx.Client(**settings) as sync:
            yield call.client(lambda: Orq(server_url=server.url, client=sync, **options))
    else:
        async with httpx.AsyncClient(**settings) as asynchronous:
            yield call.client(lambda: Orq(server_url=server.url, async_client=asynchronous, **options))


async def answered(client: Client) -> bool:
    """Whether a plain call on the client is answered."""
    answer = await client.create(model="m", input_="Hi")
    return bool(answer.id == ANSWER["id"])


@pytest.fixture(name="patient")
def patient_fixture(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a stream's end is waited for as long as a busy machine needs, for servers that do send it."""
    monkeypatch.setattr(sdk_streaming, "DRAIN_TIME_S", 10.0)


patiently = pytest.mark.usefixtures("patient")
"""For tests that use this fixture without naming it; their module has to import `patient_fixture`."""

ANSWER = {"id": "resp_plain", "object": "response", "output": []}
PLAIN = json_answer(ANSWER)
"""The script for the call that shows that the next call works."""
