"""Whatever is done to a body, it is read without an error and given back as it was."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orq_ai_sdk import models
from orq_ai_sdk.core.answer import parse_body
from orq_ai_sdk.core.errors import error_object
from orq_ai_sdk.core.events import decode_event
from orq_ai_sdk.core.wire import encode
from orq_ai_sdk.models import APIError, ErrorObject, OrqError, ResponseValidationError, _tables
from support.recorder import same_json
from support.strategies import JSON, KEY, RECORDED, is_finite, mutated

HALVES = st.sampled_from(["\ud800", "x\udfff", "\ud83d\ud83d"])


def read(body: Any) -> models.CreateResponseResponseBody:
    """Return the response that a body is."""
    return parse_body(json.dumps(body).encode(), httpx.Response(200))


@given(mutated())
@settings(max_examples=200)
@example({"id": None})
@example({"id": "r", "output": [{"type": "message", "x": float("inf")}]})
@example({"output": {"type": "message"}})
@example({"id": {}, "output": [[[{"type": "message"}]]]})
def test_a_changed_body_is_read_and_given_back(body: dict[str, Any]) -> None:
    """With anything dropped, nulled, renamed, retyped or added, a body with an id or an output loses nothing."""
    if "id" not in body and "output" not in body and body.get("object") != "response":
        with pytest.raises((APIError, ResponseValidationError)):
            read(body)
        return
    response = read(body)
    assert same_json(response.model_dump(mode="json", by_alias=True, exclude_unset=True), body)
    assert same_json(json.loads(response.model_dump_json(by_alias=True, exclude_unset=True)), body)
    assert isinstance(response.output_text, str)
    assert repr(response)
    assert copy.deepcopy(response) == response
    assert pickle.loads(pickle.dumps(response)) == response
    if isinstance(body.get("output"), list) and is_finite(body["output"]):
        assert same_json(json.loads(encode({"input": response.to_input()}))["input"], body["output"])


@given(st.integers(0, len(RECORDED) - 1), st.data())
@settings(max_examples=60)
def test_each_key_can_go_or_be_null(index: int, data: st.DataObject) -> None:
    """Taking away, or nulling, any one key of a body, however deep, leaves an answer that loses nothing else."""
    body = copy.deepcopy(RECORDED[index])
    homes: list[Any] = [body]
    for home in homes:
        homes.extend(
            one for one in (home.values() if isinstance(home, dict) else home) if isinstance(one, (dict, list))
        )
    keys = [(home, key) for home in homes if isinstance(home, dict) for key in home if key not in ("id", "output")]
    home, key = keys[data.draw(st.integers(0, len(keys) - 1))]
    if data.draw(st.booleans()):
        del home[key]
    else:
        home[key] = None
    response = read(body)
    assert same_json(response.model_dump(mode="json", by_alias=True, exclude_unset=True), body)


@given(
    st.dictionaries(KEY | HALVES, JSON | HALVES, max_size=4),
    st.lists(st.dictionaries(HALVES | KEY, HALVES, max_size=2)),
)
@settings(max_examples=100)
def test_halves_of_letters_are_given_back(fields: dict[str, Any], items: list[Any]) -> None:
    """Lone surrogates, as keys and as text anywhere, are read and given back."""
    body = {**fields, "id": "r", "output": items}
    response = read(body)
    assert same_json(response.model_dump(mode="json", by_alias=True, exclude_unset=True), body)
    assert same_json(json.loads(response.model_dump_json(by_alias=True, exclude_unset=True)), body)
    repr(response).encode()


@given(
    st.sampled_from(sorted(_tables.CreateResponseStreamEvent.tags)) | KEY, st.dictionaries(KEY | HALVES, JSON | HALVES)
)
@settings(max_examples=100)
def test_events_with_anything_in_them_are_given_back(tag: str, fields: dict[str, Any]) -> None:
    """An event of any type with any fields, halves of letters included, is read and given back."""
    body = {**fields, "type": tag}
    event = decode_event(json.dumps(body).encode(), None)
    assert same_json(event.model_dump(mode="json", by_alias=True, exclude_unset=True), body)


@given(st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=200)
def test_any_bytes_are_a_response_or_an_error_of_the_sdk(content: bytes) -> None:
    """A successful answer's body, whatever it is, gives a response, an APIError or a ResponseValidationError."""
    raw = httpx.Response(200, headers={"content-type": "application/json"}, content=content)
    error: OrqError | None = None
    try:
        response = parse_body(content, raw)
    except (APIError, ResponseValidationError) as raised:
        error = raised
    if error is None:
        assert same_json(response.model_dump(mode="json", by_alias=True, exclude_unset=True), json.loads(content))
        return
    assert error.body == content.decode("utf-8", "replace")
    error.message.encode()
    assert pickle.loads(pickle.dumps(error)).message == error.message


MENTIONED = st.sampled_from(["error", "message", "detail", "type", "code", "param", "msg", "loc"])


@given(
    st.recursive(
        JSON, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(MENTIONED, inner, max_size=4), max_leaves=8
    )
)
@settings(max_examples=150)
def test_an_error_body_of_any_shape_is_no_second_error(body: Any) -> None:
    """Whatever an error's body holds, what it says is found or None, and has the types that it is said to have."""
    found = error_object(json.dumps(body))
    assert found is None or isinstance(found, ErrorObject)
    if found is not None:
        assert isinstance(found.message, str)
        assert isinstance(found.type, (str, type(None)))
        assert isinstance(found.code, (str, int, type(None)))
        assert isinstance(found.param, (str, type(None)))
