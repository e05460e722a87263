"""What the transport's tests send and get: a small answer, whole or streamed, and retries that wait next to nothing."""

from __future__ import annotations

from typing import Any

from orq_ai_sdk.utils import BackoffStrategy, RetryConfig

from .faultserver import Script, json_answer, sse_answer
from .stories import Client
from .streams import whole

TEXT = "Hello"
ANSWER: dict[str, Any] = {
    "id": "resp_1",
    "object": "response",
    "status": "completed",
    "output": [
        {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "status": "completed",
            "content": [{"type": "output_text", "text": TEXT, "annotations": []}],
        }
    ],
}
JSON_ANSWER = json_answer(ANSWER)
SSE_ANSWER = sse_answer(whole("Hel", "lo"))
REQUEST: dict[str, Any] = {"model": "m", "input_": "Hi"}

QUICK = RetryConfig("backoff", BackoffStrategy(1, 5, 1.0, 60_000))


def answer_to(stream: bool) -> Script:
    """The answer in the form that was asked for."""
    return SSE_ANSWER if stream else JSON_ANSWER


async def text_of(client: Client, *, stream: bool = False, **options: Any) -> str:
    """Make a call and give the text of its answer, read to the end."""
    if not stream:
        return str((await client.create(**REQUEST, **options)).output_text)
    async with client.stream(**REQUEST, **options) as events:
        return str(await events.get_final_text())
