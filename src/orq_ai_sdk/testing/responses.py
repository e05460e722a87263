"""Builds the service's response object, and the events that say the same as a stream; the words are given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .answers import FunctionCall
from .conversation import all_texts, read_text
from .jsonvalues import JSONObject, as_object, objects_in

# What the service puts into an answer for a parameter that was left out or null.
_DEFAULTS: dict[str, Any] = {
    "instructions": None,
    "max_output_tokens": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "reasoning": {"effort": None, "summary": None},
    "store": True,
    "temperature": 1.0,
    "text": {"format": {"type": "text"}},
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1.0,
    "truncation": "disabled",
    "user": None,
}


def build_response(
    answer: str | Sequence[FunctionCall],
    *,
    body: JSONObject,
    conversation: Sequence[JSONObject],
    response_id: str,
    created_at: int,
) -> JSONObject:
    """The response object for `answer`, with the request's parameters as the service repeats them.

    A word counts as a token, so that usage is the same every time. A text of more words than `max_output_tokens`
    is cut there, and the response is `incomplete` for that reason. `output_text` is left to the client, which
    is where the service leaves it.
    """
    suffix = response_id.partition("_")[2]
    limit = body.get("max_output_tokens")
    status = "completed"
    if isinstance(answer, str):
        words = split_words(answer)
        if isinstance(limit, int) and 0 < limit < len(words):
            answer, status = "".join(words[:limit]), "incomplete"
        output = [_message(answer, item_id=f"msg_{suffix}", status=status)]
    else:
        output = [_function_call(call, suffix=f"{suffix}_{index}") for index, call in enumerate(answer)]
    repeated = {name: default if body.get(name) is None else body[name] for name, default in _DEFAULTS.items()}
    return {
        "id": response_id,
        "object": "response",
        "created_at": created_at,
        "status": status,
        "background": False,
        "error": None,
        "incomplete_details": None if status == "completed" else {"reason": "max_output_tokens"},
        "model": body.get("model") or "local",
        "output": output,
        "service_tier": "default",
        "top_logprobs": 0,
        "usage": _count_usage([read_text(body.get("instructions")), *all_texts(conversation)], output),
        **repeated,
    }


def text_response(
    text: str, *, model: str = "local", response_id: str = "resp_local", created_at: int = 0
) -> JSONObject:
    """A completed response that says `text`, to change and to enqueue: as it is, or by way of `stream_events`.

    `created_at` is in seconds since the epoch.
    """
    return build_response(text, body={"model": model}, conversation=[], response_id=response_id, created_at=created_at)


def stream_events(response: Mapping[str, Any]) -> list[JSONObject]:
    """The events with which the service would stream `response`, the last being `response.<its status>`.

    Texts, refusals and arguments come word by word. Items and parts of other types come whole. `sequence_number`
    counts from 0. The `[DONE]` sentinel is not an event and is not among them.
    """
    events = _response_events(dict(response))
    return [{**event, "sequence_number": number} for number, event in enumerate(events)]


def split_words(text: str) -> list[str]:
    """The words of a text, each with the white space behind it; joined, they are the text."""
    return re.findall(r"^\s+|\S+\s*", text)


def _message(text: str, *, item_id: str, status: str) -> JSONObject:
    return {
        "id": item_id,
        "type": "message",
        "status": status,
        "role": "assistant",
        "content": [{"type": "output_text", "annotations": [], "logprobs": [], "text": text}],
    }


def _function_call(call: FunctionCall, *, suffix: str) -> JSONObject:
    return {
        "id": f"fc_{suffix}",
        "type": "function_call",
        "status": "completed",
        "call_id": f"call_{suffix}",
        "name": call.name,
        "arguments": call.arguments,
    }


def _count_usage(read: Sequence[str], output: Sequence[JSONObject]) -> JSONObject:
    input_tokens = max(1, sum(len(text.split()) for text in read))
    output_tokens = max(1, sum(len(text.split()) for text in all_texts(output)))
    return {
        "input_tokens": input_tokens,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": output_tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": input_tokens + output_tokens,
    }


def _response_events(response: JSONObject) -> Iterator[JSONObject]:
    begun: JSONObject = {
        **response,
        "status": "in_progress",
        "output": [],
        "usage": None,
        "error": None,
        "incomplete_details": None,
    }
    yield {"type": "response.created", "response": begun}
    yield {"type": "response.in_progress", "response": begun}
    for index, item in enumerate(objects_in(response.get("output"))):
        yield from _item_events(item, index=index)
    yield {"type": f"response.{response.get('status', 'completed')}", "response": response}


def _item_events(item: JSONObject, *, index: int) -> Iterator[JSONObject]:
    at: JSONObject = {"output_index": index}
    begun = {**item, "status": "in_progress"} if "status" in item else item
    if item.get("type") == "message":
        yield {"type": "response.output_item.added", **at, "item": {**begun, "content": []}}
        for content_index, part in enumerate(objects_in(item.get("content"))):
            yield from _part_events(part, at={"item_id": item.get("id"), **at, "content_index": content_index})
    elif item.get("type") == "function_call":
        yield {"type": "response.output_item.added", **at, "item": {**begun, "arguments": ""}}
        arguments = str(item.get("arguments", ""))
        for piece in split_words(arguments):
            yield {"type": "response.function_call_arguments.delta", "item_id": item.get("id"), **at, "delta": piece}
        yield {
            "type": "response.function_call_arguments.done",
            "item_id": item.get("id"),
            **at,
            "name": item.get("name"),
            "arguments": arguments,
        }
    else:
        yield {"type": "response.output_item.added", **at, "item": begun}
    yield {"type": "response.output_item.done", **at, "item": item}


def _part_events(part: JSONObject, *, at: JSONObject) -> Iterator[JSONObject]:
    # The field that grows, and the name of the events that make it grow.
    key, name = {"output_text": ("text", "output_text"), "refusal": ("refusal", "refusal")}.get(
        str(part.get("type")), (None, None)
    )
    if key is None:
        yield {"type": "response.content_part.added", **at, "part": part}
    else:
        text = str(as_object(part).get(key, ""))
        logprobs: JSONObject = {"logprobs": []} if name == "output_text" else {}
        yield {"type": "response.content_part.added", **at, "part": {**part, key: ""}}
        for piece in split_words(text):
            yield {"type": f"response.{name}.delta", **at, "delta": piece, **logprobs}
        yield {"type": f"response.{name}.done", **at, key: text, **logprobs}
    yield {"type": "response.content_part.done", **at, "part": part}
