"""An event's data becomes the class of its type, whatever the server writes around it, and nothing of it is lost."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

import pydantic
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic._internal._model_construction import ModelMetaclass

from orq_ai_sdk import models
from orq_ai_sdk.core import events
from orq_ai_sdk.core.events import decode_event
from orq_ai_sdk.core.snapshot import Snapshot
from orq_ai_sdk.core.sse import SSEDecoder
from support.streams import canonical, dumped, encoded, same_json

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = ROOT.parent / "shared" / "recordings" / "sse"
SCHEMA = ROOT.parent / "shared" / "spec" / "responses-api.schema.json"
SAMPLES = sorted((ROOT / "tests" / "samples").glob("*.sse"))


def classes_of_the_contract() -> dict[str, str]:
    """Each listed event type with its schema's name, from the contract."""
    contract = yaml.load((ROOT / ".speakeasy" / "openapi.yaml").read_text(), yaml.CSafeLoader)
    union = contract["components"]["schemas"]["CreateResponseStreamEvent"]
    return {kind: ref.rpartition("/")[2] for kind, ref in union["discriminator"]["mapping"].items()}


LISTED = classes_of_the_contract()


def decode(value: Any, name: str | None = None) -> Any:
    """Decode a value as an event's JSON data."""
    return decode_event(value if isinstance(value, bytes) else encoded(value), name)


# ------------------------------------------------------------------------------------------------------- known types


@pytest.mark.parametrize(("kind", "class_name"), sorted(LISTED.items()))
def test_every_listed_type_has_a_class_of_its_own(kind: str, class_name: str) -> None:
    """An event of a type in the contract is of that type's class and dumps as it came, with nothing else in it."""
    event = decode({"type": kind})
    assert type(event) is getattr(models, class_name)
    assert event.type == kind
    assert dumped(event) == {"type": kind}


def test_the_contract_lists_what_the_api_has() -> None:
    """The origin's event types are all listed, and `keepalive`, which its servers send, as well."""
    if not SCHEMA.exists():
        pytest.skip(f"the origin's schema is not at {SCHEMA}")
    members = json.loads(SCHEMA.read_text())["$defs"]
    kinds = {
        member["properties"]["type"]["const"]
        for name, member in members.items()
        if name.endswith("Event") and "const" in member.get("properties", {}).get("type", {})
    }
    kinds = {kind for kind in kinds if kind == "error" or kind.startswith("response.")}
    assert len(kinds) >= 59
    assert kinds - LISTED.keys() == set()
    assert "keepalive" in LISTED


def test_fields_are_attributes_and_models() -> None:
    """What is nested in an event is typed as well, items by their own type."""
    event = decode(
        {
            "type": "response.output_item.done",
            "output_index": 2,
            "item": {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
        }
    )
    assert event.output_index == 2
    assert isinstance(event.item, models.FunctionCall)
    assert event.item.name == "f"
    assert event.sequence_number is None


# ----------------------------------------------------------------------------------------------------- unknown types


def test_an_unknown_type_keeps_every_field() -> None:
    """An event of no listed type is an UnknownEvent with its fields as attributes, and dumps as it came."""
    value = {"type": "response.hologram.delta", "delta": {"x": [1, 1.0, None]}, "sequence_number": 7, "copy": 2}
    event = decode(value)
    assert isinstance(event, models.UnknownEvent)
    assert event.type == event.type_name == "response.hologram.delta"
    assert event.delta == {"x": [1, 1.0, None]}
    assert event.sequence_number == 7
    assert same_json(dumped(event), value)


@pytest.mark.parametrize("tag", [None, 5, 1.5, True, ["response.created"], {"type": "response.created"}])
def test_a_type_that_is_no_text_is_no_type(tag: Any) -> None:
    """A type of another kind than text makes an unknown event that says "" and dumps what came."""
    value = {"type": tag, "delta": "x"}
    event = decode(value)
    assert isinstance(event, models.UnknownEvent)
    assert event.type == event.type_name == ""
    assert same_json(dumped(event), value)
    Snapshot().take(event)


@pytest.mark.parametrize(
    ("data", "kept"),
    [(b"[1]", [1]), (b"3", 3), (b"null", None), (b'"text"', "text"), (b"plain text", "plain text"), (b"", "")],
)
@pytest.mark.parametrize("name", [None, "message", "response.created", "response.completed"])
def test_data_that_is_no_object_is_kept(data: bytes, kept: Any, name: str | None) -> None:
    """Data that is not a JSON object makes an unknown event with it as `data`; an `event:` line does not type it."""
    event = decode(data, name)
    assert isinstance(event, models.UnknownEvent)
    assert event.type == ""
    assert same_json(dumped(event), {"data": kept})
    Snapshot().take(event)


# ------------------------------------------------------------------------------------------------------ the event line


@pytest.mark.parametrize("kind", ["response.output_text.delta", "response.created", "error", "keepalive", "a.new.one"])
@pytest.mark.parametrize("name", [None, "", "message", "response.completed", "response.created", "another.new.one"])
def test_the_type_is_what_the_json_says(kind: str, name: str | None) -> None:
    """The `event:` line, right, wrong or missing, does not change what an event with a type is."""
    value = {"type": kind, "sequence_number": 1}
    assert decode(value, name) == decode(value, kind) == decode(value)
    assert decode({"sequence_number": 1, "type": kind}, name) == decode(value)
    assert decode(json.dumps(value).encode(), name) == decode(value)


@pytest.mark.parametrize(
    "written",
    [
        b'event: response.created\ndata: {"type":"response.created"}\n\n',
        b'data: {"type":"response.created"}\nevent: response.created\n\n',
        b'data: {"type":"response.created"}\nevent: keepalive\n\n',
        b'data: {"type":"response.created"}\n\n',
        b'data:{"type":\ndata:"response.created"}\n: a comment\n\n',
    ],
)
def test_the_order_of_lines_does_not_matter(written: bytes) -> None:
    """A block is the same event whether its `event:` line comes first, last, wrong or not at all."""
    [raw] = SSEDecoder().feed_bytes(written)
    assert isinstance(decode_event(raw.data, raw.event), models.ResponseCreatedEvent)


@pytest.mark.parametrize("value", [{}, {"delta": "x"}, {"type": None, "delta": "x"}, {"type": 3, "delta": "x"}])
def test_without_a_type_the_event_line_tells(value: dict[str, Any]) -> None:
    """JSON that says no type is what the `event:` line says, if that is listed; the dump is what came."""
    event = decode(value, "response.output_text.delta")
    assert isinstance(event, models.OutputTextDeltaEvent)
    assert event.type == "response.output_text.delta"
    assert same_json(dumped(event), value)
    assert isinstance(decode(value, "a.new.one"), models.UnknownEvent)


# ------------------------------------------------------------------------------------------------- fields that misfit

MISFITS: list[Any] = [None, 0, 1.5, True, "text", "", [], [None], [[1]], {}, {"type": 1}, {"type": ["x"]}, {"id": {}}]


@pytest.mark.parametrize("kind", sorted(LISTED))
def test_fields_that_do_not_fit_are_kept(kind: str) -> None:
    """Any value in any field of any event is decoded, accumulated and dumped as it came; nothing raises."""
    listed = getattr(models, LISTED[kind]).model_fields
    fields = sorted({field.alias or name for name, field in listed.items()} - {"type"})
    for misfit in MISFITS:
        snapshot = Snapshot()
        for field in [*fields, "extra", "response", "item", "output_index"]:
            value = {"type": kind, field: misfit, "nested": {field: [misfit]}}
            event = decode(value)
            assert same_json(dumped(event), value)
            snapshot.take(event)
        value = {"type": kind, **dict.fromkeys(fields, misfit)}
        snapshot.take(decode(value))
        if (response := snapshot.response()) is not None:
            assert isinstance(response.output_text, str)
            dumped(response)


@pytest.mark.parametrize("depth", [50, 150, 300, 900, 100_000])
@pytest.mark.parametrize(
    "kind", ["response.output_item.added", "response.completed", "response.content_part.done", "?"]
)
def test_nesting_beyond_measure_is_no_reason_to_stop(kind: str, depth: int) -> None:
    """However deep an event nests, it is decoded to something, and accumulated as far as that goes."""
    data = b'{"type":"%s","output_index":0,"%s":{"type":"message","id":"m","output":[{"x":%s1%s}]}}'
    field = {"response.completed": b"response", "response.content_part.done": b"part"}.get(kind, b"item")
    written = data % (kind.encode(), field, b"[" * depth, b"]" * depth)
    snapshot = Snapshot()
    for _ in range(3):
        event = decode(written)
        if depth > 10_000:  # beyond what anything decodes: its text is kept
            assert (event.type_name, event.data) == ("", written.decode())
        else:
            assert (event.type, event.output_index) == (kind, 0)
        snapshot.take(event)
    snapshot.response()
    assert snapshot.begun == (depth < 10_000 and kind != "?")


def test_text_that_is_not_unicode_is_read() -> None:
    """Lone surrogates and bytes that are no UTF-8 come through, the latter as U+FFFD."""
    assert decode(b'{"type":"response.output_text.delta","delta":"\\ud83d"}').delta == "\ud83d"
    assert decode(b'{"type":"response.output_text.delta","delta":"\xff"}').delta == "\ufffd"


def test_numbers_stay_what_they_are() -> None:
    """Whole numbers stay whole, of any size; a fraction stays one even if it is whole."""
    event = decode(b'{"type":"x","a":1,"b":1.0,"c":123456789012345678901234567890,"d":1e400,"e":-0.0}')
    assert canonical([event.a, event.b, event.c, event.d, event.e]) == (
        "[1, 1.0, 123456789012345678901234567890, Infinity, -0.0]"
    )


# --------------------------------------------------------------------------------------------------------------- errors

DETAIL = {"type": "server_error", "code": "overloaded", "message": "Come back later", "param": "model"}


@pytest.mark.parametrize("name", [None, "error", "message"])
@pytest.mark.parametrize(
    "value",
    [
        {"type": "error", "code": "overloaded", "message": "Come back later", "param": "model"},
        {"type": "error", "error": DETAIL, "sequence_number": 2},
        {"type": "error", "code": None, "message": None, "error": DETAIL},
        {"error": DETAIL},
        {"type": None, "error": DETAIL},
        {"type": 500, "error": DETAIL},
    ],
)
def test_an_error_reads_alike_in_every_shape(value: dict[str, Any], name: str | None) -> None:
    """Flat, nested, or bare: message, code and param are read at the event, and the dump is what came."""
    event = decode(value, name)
    assert isinstance(event, models.ErrorEvent)
    assert (event.type, event.message, event.code, event.param) == ("error", "Come back later", "overloaded", "model")
    assert same_json(dumped(event), value)


@pytest.mark.parametrize("code", [None, 529, "529", 1.5, {"a": 1}])
@pytest.mark.parametrize("nested", [True, False])
def test_an_errors_code_may_be_anything(code: Any, nested: bool) -> None:
    """A code that is null, a number or something else is kept as it is."""
    fields = {"code": code, "message": "no"}
    value = {"type": "error", **({"error": fields} if nested else fields)}
    event = decode(value)
    assert (event.message, canonical(event.code)) == ("no", canonical(code))
    assert same_json(dumped(event), value)


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"upstream timed out", "upstream timed out"), (b'"timed out"', "timed out"), (b"502", "502"), (b"[1]", "[1]")],
)
def test_plain_text_after_an_error_line_is_an_error(data: bytes, message: str) -> None:
    """What follows `event: error` without being an object is the error's message."""
    event = decode(data, "error")
    assert isinstance(event, models.ErrorEvent)
    assert (event.type, event.message, event.code) == ("error", message, None)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"error": "no quota"}, "no quota"),
        ({"type": "error", "error": "no quota"}, "no quota"),
        ({"type": "error", "error": "no quota", "message": "outer"}, "outer"),
        ({"error": {}}, None),
        ({"error": [1]}, None),
        ({"type": "error"}, None),
    ],
)
def test_an_error_may_say_little(value: dict[str, Any], message: str | None) -> None:
    """An error that is only a text, or empty, is an error event all the same."""
    event = decode(value)
    assert isinstance(event, models.ErrorEvent)
    assert event.message == message
    assert same_json(dumped(event), value)


@pytest.mark.parametrize(
    "value", [{"note": "halfway", "error": None}, {"id": "r", "object": "response", "error": None, "output": []}]
)
def test_a_null_error_is_not_an_error(value: dict[str, Any]) -> None:
    """Whoever says that there is no error has not sent one: a response object as data does, and ends no stream."""
    event = decode(value)
    assert isinstance(event, models.UnknownEvent)
    assert same_json(dumped(event), value)


def test_an_error_line_may_stand_above_the_errors_own_type() -> None:
    """Under `event: error` a type that is not listed is the kind of error, not the kind of event."""
    value = {"type": "insufficient_quota", "message": "Pay first", "code": 402}
    event = decode(value, "error")
    assert isinstance(event, models.ErrorEvent)
    assert (event.type, event.message, event.code) == ("error", "Pay first", 402)
    assert same_json(dumped(event), value)
    assert isinstance(decode({"type": "response.failed"}, "error"), models.ResponseFailedEvent)


# ----------------------------------------------------------------------------------------------- the fast and the plain


def both_ways(data: bytes, name: str | None) -> None:
    """Assert that guessing first gives what reading plainly gives."""
    fast, plain = decode_event(data, name), events._decode_plainly(data, name)
    assert type(fast) is type(plain)
    assert fast.type == plain.type
    assert fast.model_fields_set == plain.model_fields_set
    assert canonical(fast.model_dump(mode="json")) == canonical(plain.model_dump(mode="json"))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=4), inside, max_size=3),
    max_leaves=6,
)
field_names = st.sampled_from(
    sorted({field for name in LISTED.values() for field in getattr(models, name).model_fields} | {"id", "input", "x"})
)
tags = st.sampled_from([*sorted(LISTED), "a.new.one", "", None, 3]) | json_values
typed = st.fixed_dictionaries({"type": tags}).flatmap(
    lambda start: st.dictionaries(field_names, json_values, max_size=5).map(lambda fields: {**start, **fields})
)
objects = typed | st.dictionaries(field_names, json_values, max_size=5)
names = st.none() | st.sampled_from([*sorted(LISTED), "message"])


@settings(max_examples=150)
@given(objects | json_values, names, st.booleans())
def test_guessing_changes_nothing(value: Any, name: str | None, compact: bool) -> None:
    """The reading that guesses the type from the `event:` line or the first key gives what the plain reading gives."""
    both_ways(encoded(value) if compact else json.dumps(value, ensure_ascii=False).encode(), name)


@given(st.binary(max_size=40), names)
def test_guessing_changes_nothing_for_rubbish(data: bytes, name: str | None) -> None:
    """Nor does it for bytes that are no JSON at all."""
    both_ways(data, name)


@settings(max_examples=100)
@given(objects, names)
def test_any_event_dumps_as_it_came(value: dict[str, Any], name: str | None) -> None:
    """Every JSON object becomes some event, which dumps back equal and says its type as text."""
    event = decode(value, name)
    assert same_json(dumped(event), value)
    assert isinstance(event.type, str)
    Snapshot().take(event)


def recorded_events() -> list[Any]:
    """The files whose events are read both ways."""
    recordings = sorted(RECORDINGS.glob("*.sse"))
    missing = pytest.mark.skip(reason=f"no recordings at {RECORDINGS}")
    return [*SAMPLES, *(recordings or [pytest.param(RECORDINGS / "any.sse", marks=missing)])]


@pytest.mark.parametrize("path", recorded_events(), ids=lambda path: path.stem[:40])
def test_guessing_changes_nothing_for_what_servers_sent(path: Path) -> None:
    """Recorded events read the same both ways, with their `event:` line, without it, and with a wrong one."""
    decoder = SSEDecoder()
    for raw in decoder.feed_bytes(path.read_bytes()) + decoder.flush_bytes():
        for name in {raw.event, "response.completed" if len(raw.data) < 2000 else None}:
            both_ways(raw.data, name)


# ---------------------------------------------------------------------------------------------------------------- cost


def test_decoding_builds_no_class(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a type's class is loaded, decoding makes no class, by `create_model` or otherwise, and no validator."""
    values = [{"type": kind, "delta": "x", "item": {"type": "message"}} for kind in [*LISTED, "a.new.one"]]
    for value in values:
        decode(value)
    built: list[str] = []

    def refuse(*arguments: Any, **_: Any) -> Any:
        built.append(str(arguments))
        raise AssertionError("built while decoding")

    monkeypatch.setattr(ModelMetaclass, "__new__", refuse)
    monkeypatch.setattr(pydantic, "create_model", refuse)
    monkeypatch.setattr(pydantic.TypeAdapter, "__init__", refuse)
    gc.collect()
    classes = sum(isinstance(found, type) for found in gc.get_objects())
    for value in values:
        for name in (None, "message", value["type"]):
            decode(value, name)
    assert sum(isinstance(found, type) for found in gc.get_objects()) == classes
    assert built == []
