"""The response that is accumulated from events: every kind of item, whatever the later events leave out."""

from __future__ import annotations

import copy
from io import StringIO
from typing import Any

import pytest

from orq_ai_sdk import models
from orq_ai_sdk.core import snapshot as snapshot_module
from orq_ai_sdk.core.events import decode_event
from orq_ai_sdk.core.snapshot import Snapshot
from support.streams import canonical, dumped, encoded, same_json

Event = dict[str, Any]
TEXT_DELTA = "response.output_text.delta"


def events_of(*told: Event) -> list[Any]:
    """Decode the events, numbered as they come."""
    return [decode_event(encoded({"sequence_number": number, **event}), None) for number, event in enumerate(told)]


def taken(*told: Event) -> Snapshot:
    """A snapshot that took the events, as a stream gives them to it."""
    snapshot = Snapshot()
    for event in events_of(*told):
        (snapshot.take_text if event.type == TEXT_DELTA else snapshot.take)(event)
    return snapshot


def output_of(*told: Event) -> list[Any]:
    """The output accumulated from the events, as JSON."""
    response = taken(*told).response()
    assert response is not None
    output: list[Any] = dumped(response)["output"]
    return output


def begun(kind: str = "created", **response: Any) -> Event:
    """An event that tells a response."""
    return {"type": f"response.{kind}", "response": {"id": "resp_1", "output": [], **response}}


def item(event: str, index: int | None = 0, /, **fields: Any) -> Event:
    """`added` or `done` for an item."""
    place = {} if index is None else {"output_index": index}
    return {"type": f"response.output_item.{event}", **place, "item": fields}


def grow(kind: str, *pieces: str, done: str | None = None, field: str = "text", **place: Any) -> list[Event]:
    """Deltas, and the event that gives the text whole if `done` is given."""
    place = {"output_index": 0, **place}
    told = [{"type": f"response.{kind}.delta", **place, "delta": piece} for piece in pieces]
    if done is not None:
        told.append({"type": f"response.{kind}.done", **place, field: done})
    return told


def part(event: str, index: int = 0, /, *, output_index: int = 0, **fields: Any) -> Event:
    """`added` or `done` for a part of a message."""
    kind = f"response.content_part.{event}"
    return {"type": kind, "output_index": output_index, "content_index": index, "part": fields}


def with_text(text: str, **fields: Any) -> Event:
    """A part of a message with text."""
    return {"type": "output_text", "text": text, "annotations": [], **fields}


# ------------------------------------------------------------------------------------------------------ kinds of items

# What grows: the kind of event, the field of its `.done`, where its deltas point, the item, and what it is with "ab".
GROWING: list[tuple[str, str, Event, Event, Event]] = [
    (
        "output_text",
        "text",
        {"content_index": 0},
        {"type": "message", "id": "i", "role": "assistant", "content": []},
        {"content": [{"type": "output_text", "text": "ab", "annotations": []}]},
    ),
    (
        "refusal",
        "refusal",
        {"content_index": 0},
        {"type": "message", "id": "i", "role": "assistant", "content": []},
        {"content": [{"type": "refusal", "refusal": "ab"}]},
    ),
    (
        "reasoning_text",
        "text",
        {"content_index": 0},
        {"type": "reasoning", "id": "i", "summary": []},
        {"content": [{"type": "reasoning_text", "text": "ab"}]},
    ),
    (
        "reasoning_summary_text",
        "text",
        {"summary_index": 0},
        {"type": "reasoning", "id": "i", "summary": []},
        {"summary": [{"type": "summary_text", "text": "ab"}]},
    ),
    (
        "function_call_arguments",
        "arguments",
        {},
        {"type": "function_call", "id": "i", "name": "f", "arguments": ""},
        {"arguments": "ab"},
    ),
    ("mcp_call_arguments", "arguments", {}, {"type": "mcp_call", "id": "i", "arguments": ""}, {"arguments": "ab"}),
    ("custom_tool_call_input", "input", {}, {"type": "custom_tool_call", "id": "i", "input": ""}, {"input": "ab"}),
    (
        "code_interpreter_call_code",
        "code",
        {},
        {"type": "code_interpreter_call", "id": "i", "code": None},
        {"code": "ab"},
    ),
    (
        "shell_call_command",
        "command",
        {"command_index": 0},
        {"type": "shell_call", "id": "i", "action": {"commands": []}},
        {"action": {"commands": ["ab"]}},
    ),
    (
        "apply_patch_call_operation_diff",
        "diff",
        {},
        {"type": "apply_patch_call", "id": "i", "operation": {"type": "create_file", "path": "p", "diff": ""}},
        {"operation": {"type": "create_file", "path": "p", "diff": "ab"}},
    ),
]
growing = pytest.mark.parametrize(
    ("kind", "field", "place", "added", "grown"), GROWING, ids=[entry[0] for entry in GROWING]
)


@growing
def test_an_item_grows_from_deltas(kind: str, field: str, place: Event, added: Event, grown: Event) -> None:
    """What an item had when it was added, and its deltas appended, make the item."""
    deltas = grow(kind, "a", "b", **place)
    assert output_of(item("added", **added), *deltas) == [added | grown]


@growing
def test_an_item_that_was_never_added_is_made(kind: str, field: str, place: Event, added: Event, grown: Event) -> None:
    """Deltas alone, as a resumed stream has them, make an item of the kind that they belong to, under their id."""
    [made] = output_of(*grow(kind, "a", "b", item_id="i", **place))
    assert (made["type"], made["id"]) == (added["type"], "i")
    [text] = [value for value in canonical(made).split('"') if value == "ab"]
    assert text == "ab"


@growing
def test_the_whole_text_is_taken_where_it_comes(
    kind: str, field: str, place: Event, added: Event, grown: Event
) -> None:
    """A `.done` event's text is the text, whether its deltas came or not."""
    for pieces in ([], ["a"], ["a", "b"], ["wrong", "altogether"]):
        told = grow(kind, *pieces, done="ab", field=field, **place)
        assert output_of(item("added", **added), *told) == [added | grown]


@growing
@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_done_takes_nothing_away(
    kind: str, field: str, place: Event, added: Event, grown: Event, empty: str | None
) -> None:
    """A `.done` event, item or terminal event that leaves the text out or has it empty keeps what was streamed."""
    deltas = grow(kind, "a", "b", **place)
    done = [{"type": f"response.{kind}.done", "output_index": 0, **place, field: empty}]
    told = [item("added", **added), *deltas, *done]
    assert output_of(*told) == [added | grown]
    assert output_of(*told, item("done", **added)) == [added | grown]
    assert output_of(*told, item("done", type=added["type"], id="i")) == [added | grown]
    assert output_of(*told, begun("completed", output=[added])) == [added | grown]


@growing
def test_an_item_done_is_taken_whole(kind: str, field: str, place: Event, added: Event, grown: Event) -> None:
    """The finished item is the item, and what comes after it as deltas is appended."""
    done = item("done", **(added | grown | {"status": "completed"}))
    assert output_of(done) == [added | grown | {"status": "completed"}]
    assert output_of(item("added", **added), *grow(kind, "a", **place), done) == [
        added | grown | {"status": "completed"}
    ]
    [late] = output_of(done, *grow(kind, "c", **place))
    assert '"abc"' in canonical(late)


def test_parts_and_items_grow_side_by_side() -> None:
    """Deltas of several items and parts may come in any order; each goes where its indexes say."""
    told = [
        item("added", 0, type="message", id="m", role="assistant", content=[]),
        item("added", 1, type="function_call", call_id="c", name="f", arguments=""),
        part("added", 0, **with_text("")),
        *grow("output_text", "one ", content_index=0),
        *grow("function_call_arguments", '{"a":', output_index=1),
        part("added", 1, type="refusal", refusal=""),
        *grow("refusal", "no", content_index=1),
        *grow("output_text", "text", content_index=0),
        *grow("function_call_arguments", "1}", output_index=1),
    ]
    assert output_of(*told) == [
        {
            "type": "message",
            "id": "m",
            "role": "assistant",
            "content": [with_text("one text"), {"type": "refusal", "refusal": "no"}],
        },
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": '{"a":1}'},
    ]


def test_summaries_of_reasoning_have_parts() -> None:
    """A reasoning item's summary is made of its parts, and of their texts."""
    part_kind = "response.reasoning_summary_part"
    told = [
        item("added", type="reasoning", id="r", summary=[]),
        {
            "type": f"{part_kind}.added",
            "output_index": 0,
            "summary_index": 0,
            "part": {"type": "summary_text", "text": ""},
        },
        *grow("reasoning_summary_text", "first", summary_index=0),
        {
            "type": f"{part_kind}.done",
            "output_index": 0,
            "summary_index": 0,
            "part": {"type": "summary_text", "text": ""},
        },
        {
            "type": f"{part_kind}.added",
            "output_index": 0,
            "summary_index": 1,
            "part": {"type": "summary_text", "text": "se"},
        },
        *grow("reasoning_summary_text", "cond", summary_index=1),
    ]
    summary = [{"type": "summary_text", "text": "first"}, {"type": "summary_text", "text": "second"}]
    assert output_of(*told) == [{"type": "reasoning", "id": "r", "summary": summary}]


def test_a_part_of_reasoning_makes_a_reasoning_item() -> None:
    """A content part that is reasoning text belongs to a reasoning item, also where that was not added."""
    assert output_of(part("added", type="reasoning_text", text="hm"))[0]["type"] == "reasoning"


def test_log_probabilities_are_collected() -> None:
    """Those of the deltas are put together; those of the finished text replace them."""
    first, second, third = ({"token": token, "logprob": -0.5, "bytes": [1], "top_logprobs": []} for token in "abc")
    deltas: list[Event] = [
        {"type": TEXT_DELTA, "output_index": 0, "content_index": 0, "delta": token["token"], "logprobs": [token]}
        for token in (first, second)
    ]
    assert output_of(part("added", **with_text("")), *deltas)[0]["content"][0]["logprobs"] == [first, second]
    assert output_of(part("added", **with_text("", logprobs=[])), *deltas)[0]["content"][0]["logprobs"] == [
        first,
        second,
    ]
    [whole] = grow("output_text", done="abc", content_index=0)
    content = output_of(*deltas, whole | {"logprobs": [first, second, third]})[0]["content"]
    assert content == [with_text("abc", logprobs=[first, second, third])]
    assert output_of(*deltas, whole | {"logprobs": []})[0]["content"][0]["logprobs"] == [first, second]


def annotation(index: int | None, **fields: Any) -> Event:
    """An annotation of the first text."""
    where = {"output_index": 0, "content_index": 0, "annotation_index": index}
    return {"type": "response.output_text.annotation.added", **where, "annotation": fields}


def test_annotations_are_collected() -> None:
    """Each goes to its index, in whatever order; one that claims a taken place is put behind, a repeated one is not."""
    one, two, three = ({"type": "url_citation", "url": f"https://example.test/{number}"} for number in range(3))
    for told in (
        [annotation(0, **one), annotation(1, **two), annotation(2, **three)],
        [annotation(2, **three), annotation(0, **one), annotation(1, **two)],
        [annotation(0, **one), annotation(0, **two), annotation(0, **three), annotation(0, **one)],
        [annotation(None, **one), annotation(None, **two), annotation(None, **three)],
    ):
        assert output_of(*told)[0]["content"][0]["annotations"] == [one, two, three]
    assert output_of(part("added", **with_text("x")), annotation(0, **one))[0]["content"] == [
        with_text("x", annotations=[one])
    ]
    done = item("done", type="message", content=[with_text("x", annotations=[])])
    assert output_of(annotation(0, **one), done)[0]["content"][0]["annotations"] == [one]


def test_an_image_comes_in_versions() -> None:
    """The latest partial image is the item's result until the finished one comes."""
    place = {"output_index": 0, "item_id": "ig"}
    kind = "response.image_generation_call.partial_image"
    told = [
        item("added", type="image_generation_call", id="ig", status="generating", result=None),
        {"type": kind, **place, "partial_image_index": 0, "partial_image_b64": "AA"},
        {"type": kind, **place, "partial_image_index": 1, "partial_image_b64": "BB"},
    ]
    assert output_of(*told)[0]["result"] == "BB"
    assert output_of(*told, item("done", type="image_generation_call", id="ig", result=None))[0]["result"] == "BB"
    assert output_of(*told, item("done", type="image_generation_call", id="ig", result="CC"))[0]["result"] == "CC"


def test_shell_output_grows_for_each_command() -> None:
    """What commands write is collected by command and channel, and taken whole where it comes whole."""
    kind = "response.shell_call_output_content"

    def delta(command: int, **written: Any) -> Event:
        return {"type": f"{kind}.delta", "output_index": 0, "command_index": command, "delta": written}

    told = [
        item("added", type="shell_call_output", call_id="c", output=[]),
        delta(0, stdout="a"),
        delta(1, stderr="x"),
        delta(0, stdout="b", stderr=None),
    ]
    assert output_of(*told)[0]["output"] == [{"stdout": "ab"}, {"stderr": "x"}]
    whole = {"stdout": "abc", "stderr": "", "outcome": {"type": "exit", "exit_code": 0}}
    done = {"type": f"{kind}.done", "output_index": 0, "command_index": 0, "output": [whole]}
    assert output_of(*told, done)[0]["output"] == [whole, {"stderr": "x"}]
    assert output_of(done)[0]["type"] == "shell_call_output"


def test_every_other_item_is_taken_as_it_is() -> None:
    """Items that do not grow, known or not, are there as they were told, done upon added."""
    for kind in ("web_search_call", "file_search_call", "mcp_list_tools", "computer_call", "hologram_call"):
        added = {"type": kind, "id": "x", "status": "in_progress", "queries": ["q"], "results": None}
        done = {"type": kind, "id": "x", "status": "completed", "queries": [], "results": [{"a": 1.0}]}
        assert same_json(output_of(item("added", **added)), [added])
        assert same_json(output_of(item("added", **added), item("done", **done)), [done | {"queries": ["q"]}])


# ------------------------------------------------------------------------------------------------- the terminal event

STREAMED = [
    begun(model="m", created_at=1.5, metadata={"a": "b"}, tools=[{"type": "web_search"}], instructions="Be brief"),
    item("added", 0, type="reasoning", id="r", summary=[]),
    *grow("reasoning_summary_text", "Thought", summary_index=0),
    item(
        "done",
        0,
        type="reasoning",
        id="r",
        summary=[{"type": "summary_text", "text": "Thought"}],
        encrypted_content="E",
    ),
    item("added", 1, type="message", id="m", role="assistant", content=[], status="in_progress"),
    *grow("output_text", "Hel", "lo", output_index=1, content_index=0),
]
OUTPUT = output_of(*STREAMED)


@pytest.mark.parametrize("kind", ["completed", "incomplete", "failed"])
@pytest.mark.parametrize("output", [None, [], "absent", ["partial"], ["whole"], "text", 3, {"a": 1}])
def test_the_terminal_event_only_adds(kind: str, output: Any) -> None:
    """An output that is null, empty, absent, partial or no list at all leaves what was streamed."""
    message = {
        "type": "message",
        "id": "m",
        "role": "assistant",
        "status": "completed",
        "content": [with_text("Hello")],
    }
    outputs: dict[str, list[Any]] = {"partial": [message], "whole": [OUTPUT[0], message]}
    ending = {"type": f"response.{kind}", "response": {"id": "resp_1", "status": kind}}
    if output != "absent":
        ending["response"]["output"] = outputs[output[0]] if isinstance(output, list) and output else output
    found = dumped(taken(*STREAMED, ending).response())
    expected = [OUTPUT[0], message] if isinstance(output, list) and output else OUTPUT
    assert same_json(found["output"], expected)
    assert found["status"] == kind


def test_what_earlier_events_told_of_the_response_stays() -> None:
    """Fields that the terminal event leaves out or empties are those of the events before it; what it says counts."""
    ending = begun("completed", status="completed", model="m-2026", metadata={}, tools=None, usage={"total_tokens": 3})
    found = dumped(taken(*STREAMED, begun("in_progress", status="in_progress", store=False), ending).response())
    assert {key: value for key, value in found.items() if key != "output"} == {
        "id": "resp_1",
        "status": "completed",
        "model": "m-2026",
        "created_at": 1.5,
        "metadata": {"a": "b"},
        "tools": [{"type": "web_search"}],
        "instructions": "Be brief",
        "store": False,
        "usage": {"total_tokens": 3},
    }


def test_a_response_told_again_and_again_is_one() -> None:
    """A hundred events that tell the response keep what each of them added, and are not all kept."""
    snapshot = taken(begun(model="m"), *(begun("in_progress", **{f"x{number}": number}) for number in range(100)))
    found = dumped(snapshot.response())
    assert found["model"] == "m"
    assert all(found[f"x{number}"] == number for number in range(100))
    assert len(snapshot._told) < 20


def test_what_a_response_told_once_outlives_all_that_follow() -> None:
    """Items that only the first of many told responses listed are still there, when these have been put together."""
    message = {"type": "message", "id": "m", "content": [with_text("x")]}
    told = [begun(output=[message]), *(begun("in_progress") for _ in range(40))]
    assert output_of(*told) == [message]


def test_the_text_is_not_what_was_told_before_it_was_written() -> None:
    """An `output_text` that came with the beginning does not stand for the whole; what the end says of it counts."""
    told = [
        begun(output_text=""),
        begun("in_progress", output_text="Hel"),
        *grow("output_text", "Hello", content_index=0),
    ]
    response = taken(*told).response()
    assert response is not None
    assert response.output_text == "Hello"
    assert "output_text" not in dumped(response)
    ended = taken(*told, begun("completed", output_text="Hello!")).response()
    assert ended is not None
    assert ended.output_text == "Hello!"
    many = taken(*told, *(begun("in_progress", output_text="") for _ in range(40))).response()
    assert many is not None
    assert many.output_text == "Hello"


@pytest.mark.parametrize("kind", ["completed", "failed", "incomplete"])
def test_the_terminal_event_gives_the_status(kind: str) -> None:
    """Where it brings no response, or one without a status; a whole answer may also have any other."""
    told = [begun(status="in_progress"), *grow("output_text", "x", content_index=0)]
    for terminal in ({"type": f"response.{kind}"}, begun(kind), begun(kind, status=None)):
        found = taken(*told, terminal).response()
        assert found is not None
        assert found.status == kind
    odd = taken(*told, begun(kind, status="queued")).response()
    assert odd is not None
    assert odd.status == ("queued" if kind == "completed" else kind)
    alone = taken(begun(kind)).response()
    assert alone is not None
    assert alone.status == (None if kind == "completed" else kind)  # what is whole may stay as it came


@pytest.mark.parametrize(
    ("first", "then", "left"),
    [
        (
            {"type": "web_search_call", "id": "w", "action": {"type": "search", "query": "a"}},
            {"type": "web_search_call", "id": "w", "action": {"type": "open_page", "url": "u"}},
            {"type": "web_search_call", "id": "w", "action": {"type": "open_page", "url": "u"}},
        ),
        (
            {"type": "message", "id": "m", "content": [{"type": "output_text", "text": "a"}, {"type": "x", "kept": 1}]},
            {"type": "message", "id": "m", "content": [{"type": "refusal", "refusal": "no"}]},
            {"type": "message", "id": "m", "content": [{"type": "refusal", "refusal": "no"}, {"type": "x", "kept": 1}]},
        ),
        (
            {"type": "code_interpreter_call", "id": "c", "outputs": [{"type": "logs", "logs": "l"}]},
            {"type": "code_interpreter_call", "id": "c", "outputs": [{"type": "image", "url": "u"}]},
            {"type": "code_interpreter_call", "id": "c", "outputs": [{"type": "image", "url": "u"}]},
        ),
    ],
)
def test_objects_of_two_types_are_never_one(first: Event, then: Event, left: Event) -> None:
    """What is told last of a place replaces what stood there if it is something else; all else stays."""
    assert output_of(item("added", 0, **first), item("done", 0, **then)) == [left]
    assert output_of(item("done", 0, **first), begun("completed", output=[then])) == [left]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            {"type": "url_citation", "url": "http://a", "title": "A"},
            {"type": "file_citation", "file_id": "f"},
        ),
        (
            {"type": "url_citation", "url": "http://a", "title": "A"},
            {"type": "url_citation", "url": "http://b", "title": ""},
        ),
    ],
    ids=["of two types", "of one type"],
)
def test_annotations_in_another_order_are_not_mixed(one: Event, two: Event) -> None:
    """Each stays what it is where the terminal event lists them otherwise."""
    told = [
        *grow("output_text", "x", content_index=0),
        annotation(0, **one) | {"annotation_index": 0},
        annotation(1, **two) | {"annotation_index": 1},
    ]
    listed = {"type": "message", "role": "assistant", "content": [with_text("x", annotations=[two, one])]}
    assert output_of(*told, begun("completed", output=[listed])) == [listed]


@pytest.mark.parametrize(
    ("first", "then", "left"),
    [
        (  # fewer than before, and others at their places
            [{"file_id": "f1", "text": "alpha"}, {"file_id": "f2", "text": "beta"}],
            [{"file_id": "f2"}],
            [{"file_id": "f2"}],
        ),
        (["a", "b"], ["z"], ["z"]),
        (  # nothing speaks against these being the same
            [{"file_id": "f1", "text": "alpha"}, {"file_id": "f2", "text": "beta"}],
            [{"file_id": "f1", "text": "", "score": 1}],
            [{"file_id": "f1", "text": "alpha", "score": 1}, {"file_id": "f2", "text": "beta"}],
        ),
        (["a", "b"], [], ["a", "b"]),
    ],
)
def test_a_list_told_again_is_not_mixed_with_another(first: Any, then: Any, left: Any) -> None:
    """Results and queries are put upon each other only where they say the same; else the later list counts."""
    call = {"type": "file_search_call", "id": "s"}
    for name in ("results", "queries"):
        told = [item("added", **call, **{name: first}), item("done", **call, **{name: then})]
        assert output_of(*told) == [{**call, name: left}]


@pytest.mark.parametrize("before", range(12, 50))
def test_the_last_word_on_the_text_counts_however_often_the_response_was_told(before: int) -> None:
    """Also where the terminal event's response is the one with which many are put together."""
    told = [begun("in_progress", output_text="on the way")] * before
    found = taken(*told, begun("completed", output_text="hello")).response()
    assert found is not None
    assert found.output_text == "hello"


def test_an_announced_calls_empty_arguments_are_no_part_of_them() -> None:
    """`{}` stands for nothing where deltas follow; where none do, it is what the call was made with."""
    call = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
    assert output_of(item("added", **call)) == [call]
    nothing = {"type": "response.function_call_arguments.done", "output_index": 0, "arguments": ""}
    assert output_of(item("added", **call), *grow("function_call_arguments", ""), nothing) == [call]
    told = [item("added", **call), *grow("function_call_arguments", '{"a"', ":1}")]
    assert output_of(*told) == [{**call, "arguments": '{"a":1}'}]


def test_null_for_the_output_is_an_empty_output() -> None:
    """Where nothing was streamed either, a response with `output: null` still has a list of items."""
    assert dumped(taken(begun(output=None)).response())["output"] == []


def test_a_call_that_was_never_added_has_its_name() -> None:
    """From the event that gives its arguments whole."""
    done = {"type": "response.function_call_arguments.done", "output_index": 0, "arguments": "{}", "name": "f"}
    assert output_of(done) == [{"type": "function_call", "arguments": "{}", "name": "f"}]


def test_two_finished_items_at_one_index_are_two() -> None:
    """An item that is told whole where another has been finished is another item, if it has another id."""
    one, two = ({"type": "message", "id": name, "content": [with_text(name)]} for name in "ab")
    assert output_of(item("done", 0, **one), item("done", 0, **two)) == [one, two]


def test_an_event_without_index_or_id_is_about_the_last_item() -> None:
    """Servers that tell neither tell of one item after the other."""
    one, two = ({"type": "message", "id": name, "role": "assistant", "content": []} for name in "ab")
    told = [item("added", 0, **one), item("added", 1, **two), {"type": TEXT_DELTA, "delta": "x"}]
    assert [entry["content"] for entry in output_of(*told)] == [[], [with_text("x")]]


def test_a_call_without_a_match_is_another_call() -> None:
    """One that the terminal event lists under a `call_id` of its own takes no other call's place."""
    one = {"type": "function_call", "id": "f1", "call_id": "c1", "name": "f", "arguments": "1"}
    other = {"type": "function_call", "call_id": "c9", "name": "g", "arguments": "9"}
    first = {"type": "message", "id": "m", "content": [with_text("x")]}
    listed = [first, {"type": "x"}, other]
    assert output_of(item("done", 1, **one), begun("completed", output=listed)) == [one, *listed]


def test_deep_objects_are_put_together_to_their_depth() -> None:
    """Fifty levels down, what a later event leaves empty stays as it was told."""

    def nested(levels: int, end: Any) -> Any:
        return end if levels == 0 else {"in": nested(levels - 1, end)}

    one = {"type": "new", "id": "n", "value": nested(50, {"kept": 1, "told": 1})}
    two = {"type": "new", "id": "n", "value": nested(50, {"told": 2})}
    assert output_of(item("added", 0, **one), item("done", 0, **two)) == [
        {"type": "new", "id": "n", "value": nested(50, {"kept": 1, "told": 2})}
    ]


def test_an_event_that_repeats_the_beginning_takes_nothing_away() -> None:
    """`created` or `in_progress` after items were streamed leaves them."""
    assert output_of(*STREAMED, begun(), begun("in_progress")) == OUTPUT


def test_ids_that_change_in_mid_stream_make_no_new_items() -> None:
    """Where every event has another id, items are those of their indexes, under the id that came last."""
    told = [
        begun(id="resp_a"),
        item("added", 0, type="reasoning", id="r1", summary=[]),
        *grow("reasoning_summary_text", "Thought", summary_index=0, item_id="r2"),
        item("done", 0, type="reasoning", id="r3", summary=[]),
        item("added", 1, type="message", id="m1", role="assistant", content=[]),
        *grow("output_text", "Hello", output_index=1, content_index=0, item_id="m2"),
        item("done", 1, type="message", id="m3", role="assistant", content=[]),
    ]
    thought = [{"type": "summary_text", "text": "Thought"}]
    message = {"type": "message", "role": "assistant", "content": [with_text("Hello")]}
    assert output_of(*told) == [{"type": "reasoning", "id": "r3", "summary": thought}, {"id": "m3", **message}]
    final = [{"type": "reasoning", "id": "r4", "summary": []}, {"type": "message", "id": "m4", "content": []}]
    ended = begun("completed", id="resp_b", output=final)
    assert output_of(*told, ended) == [{"type": "reasoning", "id": "r4", "summary": thought}, {"id": "m4", **message}]
    only_message = begun("completed", output=final[1:])
    assert [entry["id"] for entry in output_of(*told, only_message)] == ["r3", "m4"]
    assert taken(*told, ended).response_id == "resp_b"


def test_the_order_is_the_outputs() -> None:
    """Items stand by index; what only the terminal event lists stands where that lists it."""
    message, call, thought = (
        {"type": "message", "id": "m", "content": [with_text("x")]},
        {"type": "function_call", "id": "f", "call_id": "c", "arguments": "{}"},
        {"type": "reasoning", "id": "r", "summary": []},
    )
    assert output_of(item("done", 2, **message), item("done", 0, **thought), item("done", 1, **call)) == [
        thought,
        call,
        message,
    ]
    resumed = [item("done", 2, **message)]
    assert output_of(*resumed, begun("completed", output=[thought, call, message])) == [thought, call, message]
    no_ids = [{key: value for key, value in entry.items() if key != "id"} for entry in (thought, call, message)]
    assert output_of(item("done", 2, **no_ids[2]), begun("completed", output=no_ids)) == no_ids
    texts = [{"type": "message", "content": [with_text(text)]} for text in ("one", "two")]
    emptied = [texts[0], {"type": "message", "content": []}]
    assert output_of(item("done", 1, **texts[1]), begun("completed", output=emptied)) == texts
    every = [item("done", 0, **thought), item("done", 1, **call), item("done", 2, **message)]
    for listed in ([message], [call], [thought], [thought, message], [call, message], []):
        assert output_of(*every, begun("completed", output=listed)) == [thought, call, message]


def test_calls_are_told_apart() -> None:
    """Function calls of one type are matched by id or call_id before their place; a call of its own is added."""
    one = {"type": "function_call", "id": "f1", "call_id": "c1", "name": "f", "arguments": "1"}
    two = {"type": "function_call", "id": "f2", "call_id": "c2", "name": "f", "arguments": "2"}
    told = [item("done", 0, **one), item("done", 1, **two)]
    assert output_of(*told, begun("completed", output=[two])) == [one, two]
    assert output_of(*told, begun("completed", output=[{**two, "id": "other"}])) == [one, {**two, "id": "other"}]
    three = {"type": "function_call", "call_id": "c3", "name": "f", "arguments": "3"}
    assert output_of(*told, begun("completed", output=[one, two, three])) == [one, two, three]
    # A call's output has its call's `call_id` and is another item all the same.
    result = {"type": "function_call_output", "call_id": "c1", "output": "r"}
    assert output_of(*told, begun("completed", output=[result])) == [one, two, result]


# ------------------------------------------------------------------------------------------------- indexes that mislead


@pytest.mark.parametrize("index", [None, 0])
def test_items_without_an_index_of_their_own_stay_apart(index: int | None) -> None:
    """Where servers leave the index out, or give every item the same, ids and the order tell the items."""
    place = {} if index is None else {"output_index": index}

    def delta(kind: str, item_id: str, piece: str) -> Event:
        return {"type": f"response.{kind}.delta", "item_id": item_id, "delta": piece, **place}

    one = {"type": "reasoning", "id": "r", "summary": []}
    two = {"type": "message", "id": "m", "role": "assistant", "content": []}
    three = {"type": "function_call", "id": "f1", "call_id": "c1", "name": "f", "arguments": ""}
    four = {"type": "function_call", "id": "f2", "call_id": "c2", "name": "f", "arguments": ""}
    five = {"type": "message", "id": "n", "role": "assistant", "content": []}
    told = [
        begun(),
        item("added", index, **one),
        delta("reasoning_text", "r", "Hm"),
        item("done", index, **one, content=[{"type": "reasoning_text", "text": "Hm"}]),
        item("added", index, **two),
        delta("output_text", "m", "Hel"),
        delta("output_text", "m", "lo"),
        item("added", index, **three),
        item("added", index, **four),
        delta("function_call_arguments", "f2", "2"),
        delta("function_call_arguments", "f1", "1"),
        item("done", index, **three | {"arguments": "1"}),
        item("added", index, **five),
        delta("output_text", "n", "Good"),
        delta("output_text", "m", "!"),
        delta("output_text", "n", "bye"),
    ]
    found = output_of(*told)
    expected = [
        one | {"content": [{"type": "reasoning_text", "text": "Hm"}]},
        two | {"content": [with_text("Hello!")]},
        three | {"arguments": "1"},
        four | {"arguments": "2"},
        five | {"content": [with_text("Goodbye")]},
    ]
    assert found == expected
    assert output_of(*told, begun("completed", output=expected)) == expected
    without_ids = [{key: value for key, value in entry.items() if key != "item_id"} for entry in told[:3]]
    assert output_of(*without_ids) == expected[:1]


@pytest.mark.parametrize("index", [-1, 1_000, 10**9, "0", 1.0, True, None, [0]])
def test_an_index_that_is_none_costs_nothing(index: Any) -> None:
    """A negative, immense or other index goes to the item and part there is, and makes no places to fill."""
    told = [
        item("added", 0, type="message", id="m", role="assistant", content=[]),
        {"type": TEXT_DELTA, "output_index": index, "content_index": index, "delta": "a"},
        {"type": TEXT_DELTA, "output_index": index, "content_index": index, "delta": "b"},
        annotation(None, type="file_citation") | {"annotation_index": index},
    ]
    [found] = output_of(*told)
    assert found["content"] == [with_text("ab", annotations=[{"type": "file_citation"}])]


# --------------------------------------------------------------------------------------------------------- bookkeeping


def test_it_knows_what_began_and_where_it_is() -> None:
    """Whether an answer was begun, its id, and the last sequence number, also past events that have none."""
    assert (Snapshot().begun, Snapshot().response(), Snapshot().response_id) == (False, None, None)
    for kind in ("created", "in_progress", "queued"):
        snapshot = taken(begun(kind))
        assert (snapshot.begun, snapshot.response_id, snapshot.sequence_number) == (True, "resp_1", 0)
    assert taken(*grow("output_text", "x", content_index=0)).begun
    assert not taken({"type": "keepalive"}, {"type": "new", "sequence_number": 1}).begun
    assert taken({"type": "response.created", "response": None}).begun
    snapshot = taken(
        *STREAMED, {"type": "keepalive", "sequence_number": None}, {"type": "new", "sequence_number": None}
    )
    assert snapshot.sequence_number == len(STREAMED) - 1
    assert taken({"type": "new", "sequence_number": 41}).sequence_number == 41
    assert taken({"type": "new", "sequence_number": "41"}).sequence_number is None
    unnumbered = [event | {"sequence_number": None} for event in grow("output_text", "x", "y", content_index=0)]
    assert taken(begun(), *unnumbered).sequence_number == 0


def test_the_shorter_way_for_text_is_the_same() -> None:
    """Text deltas taken the short way give what they give the long way, between whatever other events."""
    told = [
        *STREAMED,
        *grow("output_text", "!", output_index=1, content_index=0),
        part("added", 0, output_index=1, **with_text("")),
        *grow("output_text", "?", output_index=1, content_index=0),
        *grow("output_text", done="Hi", output_index=1, content_index=0),
        *grow("output_text", "+", output_index=1, content_index=0),
        *grow("output_text", "1", "2", output_index=1, content_index=1),
        *grow("output_text", "3", output_index=2, content_index=1),
        {"type": TEXT_DELTA, "output_index": 2, "content_index": 1, "delta": None},
        {"type": TEXT_DELTA, "output_index": 2, "content_index": 1, "delta": "4", "logprobs": [{"token": "4"}]},
        item("done", 1, type="message", id="m", content=[]),
        *grow("output_text", "5", output_index=1, content_index=1),
        item("done", 1, type="message", id="m", content=[]),
        *grow("output_text", "6", output_index=1, content_index=1),
        part("done", 1, output_index=1, **with_text("1256")),
        *grow("output_text", "7", output_index=1, content_index=1),
    ]
    long = Snapshot()
    for number, event in enumerate(events_of(*told)):
        long.take(event)
        assert dumped(taken(*told[: number + 1]).response()) == dumped(long.response())
    assert [canonical(part) for entry in output_of(*told)[1:] for part in entry["content"]] == [
        canonical(with_text("Hi+")),
        canonical(with_text("12567")),
        canonical({}),
        canonical(with_text("34", logprobs=[{"token": "4"}])),
    ]


def test_events_and_responses_that_somebody_holds_do_not_change() -> None:
    """Accumulating changes neither an event that was given out nor a response that was taken on the way."""
    told = [
        begun("in_progress", output=[{"type": "message", "id": "a", "content": [with_text("x")]}], tools=[{"a": [1]}]),
        item(
            "added", 1, type="message", id="m", role="assistant", content=[with_text("", logprobs=[], odd=[{"a": []}])]
        ),
        *grow("output_text", "one", output_index=1, content_index=0),
        annotation(0, type="url_citation", url="u") | {"output_index": 1},
        {
            "type": TEXT_DELTA,
            "output_index": 1,
            "content_index": 0,
            "delta": "x",
            "logprobs": [{"token": "x", "b": [1]}],
        },
        item("added", 2, type="shell_call", id="s", action={"commands": ["ls"], "env": {"a": ["b"]}}),
        *grow("shell_call_command", " -l", output_index=2, command_index=0, done="ls -la", field="command"),
        item("done", 2, type="shell_call", id="s", action={"commands": ["ls -lah"]}),
        item("added", 3, type="new_call", id="n", inside={"list": [1, {"deep": []}]}),
        item("done", 3, type="new_call", id="n", inside={"list": [2, {"deep": [1]}], "more": True}),
        begun("completed", output=[{"type": "new_call", "id": "n", "inside": {"list": [3]}}]),
    ]
    snapshot = Snapshot()
    events = events_of(*told)
    before = [copy.deepcopy(event) for event in events]
    held: list[Any] = []
    for event in events:
        (snapshot.take_text if event.type == TEXT_DELTA else snapshot.take)(event)
        response = snapshot.response()
        held.append((response, canonical(dumped(response))))
    assert [dumped(event) for event in events] == [dumped(event) for event in before]
    assert [canonical(dumped(response)) for response, _ in held] == [text for _, text in held]
    # Nor does what a holder does to a response change what comes next.
    whole = canonical(dumped(snapshot.response()))
    for response, _ in held:
        for entry in response.output:
            entry.__dict__.clear()
            for value in (entry.__pydantic_extra__ or {}).values():
                if isinstance(value, (dict, list)):
                    value.clear()
    assert canonical(dumped(snapshot.response())) == whole


class CountingBuffer(StringIO):
    """A buffer that counts how many characters pass in and out of all of its kind."""

    moved = 0

    def write(self, text: str, /) -> int:
        type(self).moved += len(text)
        return super().write(text)

    def getvalue(self) -> str:
        value = super().getvalue()
        type(self).moved += len(value)
        return value


@pytest.mark.parametrize("repeated", [False, True])
def test_accumulating_is_linear(repeated: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the deltas move twice the characters and make as many calls again, also with other events in between."""
    monkeypatch.setattr(snapshot_module, "StringIO", CountingBuffer)

    def cost(count: int) -> tuple[int, int]:
        deltas = grow("output_text", *["four"] * count, content_index=0)
        arguments = grow("function_call_arguments", *["four"] * count, output_index=1)
        thoughts = grow("reasoning_summary_text", *["four"] * count, output_index=2, summary_index=0)
        told: list[Event] = []
        for number, three in enumerate(zip(deltas, arguments, thoughts, strict=True)):
            told += three
            if repeated:
                told += [part("added", **with_text("")), annotation(number, type="file_path")]
        events = events_of(*told)
        snapshot = Snapshot()
        CountingBuffer.moved = 0
        reads = 0
        original = snapshot_module._get_at

        def counting(*arguments: Any) -> Any:
            nonlocal reads
            reads += 1
            return original(*arguments)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(snapshot_module, "_get_at", counting)
            for event in events:
                (snapshot.take_text if event.type == TEXT_DELTA else snapshot.take)(event)
        response = snapshot.response()
        assert response is not None
        assert response.output_text == "four" * count
        return CountingBuffer.moved, reads

    (moved, reads), (moved_twice, reads_twice) = cost(200), cost(400)
    assert moved == 2 * 3 * 4 * 200  # in once, out once
    assert moved_twice == 2 * moved
    assert reads_twice <= 2 * reads


def test_the_accumulated_response_is_a_model() -> None:
    """It is a response like any other, with items of their classes."""
    response = taken(*STREAMED).response()
    assert isinstance(response, models.CreateResponseResponseBody)
    assert [type(entry) for entry in response.output] == [models.ReasoningItem, models.OutputMessage]
    assert response.output_text == taken(*STREAMED).response().output_text == "Hello"
