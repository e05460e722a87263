"""The main job: one question answered as JSON, as a stream, and both again with await.

With ORQ_API_KEY in the environment (and ORQ_SERVER_URL, if it is not the default server) the real service answers;
without it, a gateway on loopback that echoes. Everything after `connect` is the same for both.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from orq_ai_sdk import Orq
from orq_ai_sdk.models import OrqError
from orq_ai_sdk.testing import LocalGateway

MODEL = os.environ.get("ORQ_MODEL", "openai/gpt-4o")
QUESTION = "Say in one sentence what a streamed answer is good for."


@contextmanager
def connect() -> Iterator[Orq]:
    """Yield a client of the service, or of the local gateway if there is no key."""
    if os.environ.get("ORQ_API_KEY", "").strip():
        server_url = os.environ.get("ORQ_SERVER_URL") or None
        print(f"ORQ_API_KEY is set: {server_url or 'the default server'} answers.")
        with Orq(server_url=server_url) as orq:
            yield orq
        return
    os.environ["NO_PROXY"] = "127.0.0.1"  # a proxy that the environment names could not reach it
    with LocalGateway(delay_s=0.03) as gateway:
        print(f"ORQ_API_KEY is not set: a local gateway on {gateway.url} answers, and echoes what it is asked.")
        with Orq(api_key="local", server_url=gateway.url) as orq:
            yield orq


def answer(orq: Orq) -> None:
    """A JSON answer."""
    res = orq.router.responses.create(model=MODEL, input_=QUESTION)
    print(f"{res.status}: {res.output_text}")
    if res.usage is not None:
        print(f"tokens: {res.usage.input_tokens} in, {res.usage.output_tokens} out")


def stream(orq: Orq) -> None:
    """A streamed answer: each event as it arrives, with the time since the question in ms."""
    begun = time.monotonic()
    res = orq.router.responses.create(model=MODEL, input_=QUESTION, stream=True)
    with res as event_stream:
        for event in event_stream:
            text = event.data.delta if event.data.type == "response.output_text.delta" else ""
            print(f"{(time.monotonic() - begun) * 1000:6.0f}  {event.data.type:28}  {text}", flush=True)


async def answer_and_stream_async(orq: Orq) -> None:
    """The same two with await."""
    res = await orq.router.responses.create_async(model=MODEL, input_=QUESTION)
    print(f"{res.status}: {res.output_text}")
    streamed = await orq.router.responses.create_async(model=MODEL, input_=QUESTION, stream=True)
    async with streamed as event_stream:
        async for text in event_stream.text_stream:
            print(text, end="", flush=True)
    print()
    await orq.aclose()


def main() -> int:
    """Run the three; returns the process's exit code."""
    try:
        with connect() as orq:
            print("\n--- orq.router.responses.create")
            answer(orq)
            print("\n--- orq.router.responses.create, stream=True")
            stream(orq)
            print("\n--- await orq.router.responses.create_async, with and without stream=True")
            asyncio.run(answer_and_stream_async(orq))
    except OrqError as error:
        print(f"\n{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    except httpx.TransportError as error:
        print("\n", *traceback.format_exception_only(type(error), error), sep="", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
