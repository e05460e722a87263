"""Whole streams, recorded from real servers or made up like them, come through whole in both colours."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from orq_ai_sdk import models
from orq_ai_sdk.core.events import decode_event
from orq_ai_sdk.core.snapshot import Snapshot
from orq_ai_sdk.core.sse import SSEDecoder
from orq_ai_sdk.models import ResponseFailedError, _tables
from support.faultserver import LAST_CHUNK, FaultServer, chunk
from support.stories import Caller, Run, colour_fixture, run_fixture
from support.streams import HEAD, PLAIN, answered, canonical, dumped, patient_fixture, patiently, pool_of_one

__all__ = ["colour_fixture", "patient_fixture", "run_fixture"]

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = ROOT.parent / "shared" / "recordings" / "sse"
SAMPLES = ROOT / "tests" / "samples"
ASK = {"model": "m", "input_": "Hi"}

UNION = _tables.CreateResponseStreamEvent
ENDS = ("response.completed", "response.incomplete", "response.failed", "error")


def streams() -> list[Any]:
    """Every stream there is to replay."""
    recordings: list[Any] = sorted(RECORDINGS.glob("*.sse"))
    missing = pytest.mark.skip(reason=f"no recordings at {RECORDINGS}")
    return [*sorted(SAMPLES.glob("*.sse")), *(recordings or [pytest.param(RECORDINGS / "any.sse", marks=missing)])]


every_stream = pytest.mark.parametrize("path", streams(), ids=lambda path: path.stem[:50])


@cache
def replayed(path: Path) -> tuple[list[Any], list[str], bytes]:
    """What a stream's events are, the same as texts for comparing, and the body that a server sends."""
    recorded = path.read_bytes()
    events = events_of(recorded)
    return events, [canonical(event) for event in events], in_pieces(recorded, path.stem)


def events_of(stream: bytes) -> list[Any]:
    """The JSON of a stream's events, up to its end and the failure that may follow it."""
    found: list[Any] = []
    decoder = SSEDecoder()
    for raw in decoder.feed(stream) + decoder.flush():
        if raw.data == "[DONE]":
            break
        value = json.loads(raw.data)
        kind = value.get("type", "error" if "error" in value else None)
        ended = bool(found) and found[-1].get("type", "error") in ENDS
        if not ended or (kind == "response.failed" and found[-1].get("type", "error") == "error"):
            found.append(value)
    return found


def in_pieces(stream: bytes, seed: str) -> bytes:
    """A stream as the body of a chunked answer, in chunks of random sizes, many of them tiny."""
    sizes = random.Random(seed)
    pieces: list[bytes] = []
    at = 0
    while at < len(stream):
        size = sizes.choice((1, 2, 5, 40, 400, 4000))
        pieces.append(chunk(stream[at : at + size]))
        at += size
    return b"".join(pieces) + LAST_CHUNK


# --------------------------------------------------------------------- what a stream tells, reckoned apart from the SDK

# The kinds of events that tell a text: whether piece by piece or whole, of which item, and where in the item.
TEXTS: dict[str, tuple[str, str | None, str]] = {
    "output_text": ("content", "content_index", "text"),
    "refusal": ("content", "content_index", "refusal"),
    "reasoning_text": ("content", "content_index", "text"),
    "reasoning_summary_text": ("summary", "summary_index", "text"),
    "function_call_arguments": ("arguments", None, "arguments"),
    "mcp_call_arguments": ("arguments", None, "arguments"),
    "custom_tool_call_input": ("input", None, "input"),
    "code_interpreter_call_code": ("code", None, "code"),
    "apply_patch_call_operation_diff": ("operation", None, "diff"),
    "shell_call_command": ("action", "command_index", "command"),
}


def told_texts(events: list[Any]) -> dict[tuple[Any, str, int | None], str]:
    """Each text of the stream: by item, place in the item and index there."""
    texts: dict[tuple[Any, str, int | None], str] = {}
    for event in events:
        stem, _, end = str(event.get("type")).removeprefix("response.").rpartition(".")
        if stem in TEXTS and end in ("delta", "done"):
            place, index_name, field = TEXTS[stem]
            index = None if index_name is None else event.get(index_name, 0)
            item = event.get("output_index", event.get("item_id"))
            if end == "delta":
                texts[item, place, index] = texts.get((item, place, index), "") + event["delta"]
            elif event.get(field):
                texts[item, place, index] = event[field]
    return texts


def text_at(item: Any, place: str, index: int | None) -> str:
    """The text at such a place of an item's JSON."""
    if place == "action":
        return str(item["action"]["commands"][index])
    found = item[place] if index is None else item[place][index]
    if isinstance(found, str):
        return found
    return str(found["diff"] if place == "operation" else found.get("text", found.get("refusal")))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Each value in some JSON that is no container and not empty, with its path."""
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    elif value not in (None, ""):
        yield path, value


NOWHERE = object()


def at(value: Any, path: tuple[Any, ...]) -> Any:
    """What stands at a path, or NOWHERE."""
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return NOWHERE
    return value


def missing(told: Any, final: Any, *corrections: Any) -> list[Any]:
    """What was told and is not in the final response, unless that has what was told later instead."""
    return [
        (path, value, at(final, path))
        for path, value in leaves(told)
        if canonical_at(final, path) not in {canonical(value), *(canonical_at(later, path) for later in corrections)}
    ]


def canonical_at(value: Any, path: tuple[Any, ...]) -> str:
    """What stands at a path as a text for comparing."""
    found = at(value, path)
    return "nowhere" if found is NOWHERE else canonical(found)


def streamed_text(events: list[Any]) -> str:
    """The text that the deltas told, in the order of the output."""
    pieces: dict[tuple[Any, Any], str] = {}
    for event in events:
        if event.get("type") == "response.output_text.delta":
            place = event.get("output_index", event.get("item_id")), event.get("content_index")
            pieces[place] = pieces.get(place, "") + event["delta"]
    return "".join(pieces.values())


def assert_carries(final: Any, events: list[Any]) -> None:
    """Assert that a response's JSON has everything that the events told."""
    told = [event["response"] for event in events if isinstance(event.get("response"), dict)]
    for number, response in enumerate(told):
        fields = {key: value for key, value in response.items() if key != "output"}
        assert missing(fields, final, *told[number + 1 :]) == []
    ended = (told[-1].get("output") or []) if events[-1].get("type") in ENDS and told else []

    output = final["output"]
    indexes = [event.get("output_index", event.get("item_id", event.get("item", {}).get("id"))) for event in events]
    order = list(dict.fromkeys(index for index in indexes if index is not None))
    order = sorted(order) if all(isinstance(index, int) for index in order) else order
    assert len(output) >= max(len(order), len(ended))
    # Indexes and the final response's own list agree wherever they can be told to.
    place_of = {
        index: index if isinstance(index, int) and len(output) > len(order) else place
        for place, index in enumerate(order)
    }

    for (index, place, part), text in told_texts(events).items():
        assert text_at(output[place_of[index]], place, part) == text
    added: dict[int, Any] = {}
    done: dict[int, Any] = {}
    for event in events:
        kind = event.get("type")
        place = place_of.get(event.get("output_index", event.get("item_id", event.get("item", {}).get("id"))), -1)
        if kind in ("response.output_item.added", "response.output_item.done"):
            (added if kind.endswith("added") else done)[place] = event["item"]
        elif "part" in event:
            where, index = ("summary", "summary_index") if "summary" in kind else ("content", "content_index")
            part = {key: value for key, value in event["part"].items() if key not in ("text", "refusal")}
            assert missing(part, output[place][where][event.get(index, 0)]) == []
        elif kind == "response.output_text.annotation.added":
            assert event["annotation"] in output[place]["content"][event.get("content_index", 0)]["annotations"]
        elif kind == "response.output_text.delta" and event.get("logprobs"):
            tokens = [entry["token"] for entry in output[place]["content"][event.get("content_index", 0)]["logprobs"]]
            assert {entry["token"] for entry in event["logprobs"]} <= set(tokens)
        elif kind == "response.image_generation_call.partial_image":
            assert output[place]["result"]
        elif kind == "response.shell_call_output_content.done":
            assert missing(event["output"][0], output[place]["output"][event["command_index"]]) == []
        elif kind == "response.shell_call_output_content.delta":
            for name, piece in event["delta"].items():
                assert piece in output[place]["output"][event["command_index"]][name]
    for items in (added, done):
        for place, item in items.items():
            later = [entry for entry in ended if entry.get("type") == item.get("type")]
            assert missing(item, output[place], *later, done.get(place)) == []
    for item in ended:
        assert any(missing(item, entry) == [] for entry in output)


# -------------------------------------------------------------------------------------------------------------- stories


@patiently
@every_stream
def test_a_stream_comes_through_whole(run: Run, path: Path) -> None:
    """Every event is of its type's class and dumps as it came; the final response has everything that was told."""
    expected, texts, body = replayed(path)
    with FaultServer([[HEAD + body], [HEAD + body], PLAIN]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                events = [event async for event in stream]
                assert [canonical(dumped(event.data)) for event in events] == texts
                for event, value in zip(events, expected, strict=True):
                    reference = UNION.tags.get(value.get("type", "error"), UNION.unknown)
                    assert type(event.data) is getattr(models, reference.name)
                final = dumped(stream.current_response)
                assert_carries(final, expected)

                again = await client.stream(**ASK)
                if events[-1].data.type in ("error", "response.failed"):
                    with pytest.raises(ResponseFailedError) as caught:
                        await again.get_final_response()
                    assert caught.value.message
                    response = caught.value.response
                else:
                    response = await again.get_final_response()
                    assert response.output_text == await again.get_final_text()
                    assert streamed_text(expected) in response.output_text
                assert canonical(dumped(response)) == canonical(final)
                assert await answered(client)

        run(story)
        assert server.accepted_connections == 1


# What the made-up streams amount to: the output's types, and the text.
SAMPLED: dict[str, tuple[list[str], str]] = {
    "bare_error": ([], ""),
    "changing_ids": (["reasoning", "message"], "Ids come and go."),
    "error_then_failed": (["message"], "So far"),
    "gateway_without_event_lines": (["message"], "No frills at all."),
    "image_in_versions": (["image_generation_call"], ""),
    "kinds_to_come": (["hologram_call", "message"], "Done"),
    "reasoning_then_refusal": (["reasoning", "message"], ""),
    "resumed": (["reasoning", "message"], "The second half."),
    "shell_and_patch": (["shell_call", "shell_call_output", "apply_patch_call"], ""),
    "text_with_citations": (["web_search_call", "message"], "The tide turns at\u2028 six\u0085 …🌊"),
    "tools_in_parallel": (
        ["reasoning", "function_call", "custom_tool_call", "mcp_call", "code_interpreter_call"],
        "",
    ),
    "without_indexes": (["reasoning", "message", "function_call"], "This one."),
}


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.sse")), ids=lambda path: path.stem)
def test_the_samples_amount_to_what_they_were_made_for(run: Run, path: Path) -> None:
    """Each made-up stream, cut at every byte, gives the items and the text that it was written to tell."""
    kinds, text = SAMPLED[path.stem]
    body = b"".join(chunk(bytes([byte])) for byte in path.read_bytes()) + LAST_CHUNK
    with FaultServer([[HEAD + body]]) as server:

        async def story(call: Caller) -> None:
            async with pool_of_one(call, server) as client:
                stream = await client.stream(**ASK)
                async for _ in stream:
                    pass
                response = stream.current_response
                assert [item.type for item in response.output] == kinds
                assert response.output_text == text

        run(story)


def test_there_is_a_sample_of_every_oddity() -> None:
    """The samples that are listed here are those that lie there."""
    assert {path.stem for path in SAMPLES.glob("*.sse")} == SAMPLED.keys()


def test_the_reckoning_misses_what_is_missing() -> None:
    """The comparison finds a text, an argument, an annotation, a log probability or a field that was lost."""
    for name in ("text_with_citations", "tools_in_parallel", "shell_and_patch", "reasoning_then_refusal"):
        events = events_of((SAMPLES / f"{name}.sse").read_bytes())
        whole = complete(events)
        assert_carries(whole, events)
        unnoticed: list[Any] = []
        for path, value in leaves(whole):
            if isinstance(value, str):
                copied = json.loads(json.dumps(whole))
                at(copied, path[:-1])[path[-1]] = "lost"
                try:
                    assert_carries(copied, events)
                except AssertionError:
                    continue
                unnoticed.append((path, value))
        # Where deltas come without their part, nobody has told what the part is called.
        assert [path for path, value in unnoticed if value != "reasoning_text"] == []


def complete(events: list[Any]) -> Any:
    """The response of a sample whose events tell everything whole, put together by hand."""
    snapshot = Snapshot()
    for event in events:
        snapshot.take(decode_event(json.dumps(event).encode(), None))
    return dumped(snapshot.response())
