"""Finds what the service would refuse in a request's body; lets pass whatever the contract does not rule out."""

from __future__ import annotations

from collections.abc import Iterator

from .formatchecks import check_format
from .jsonvalues import JSONObject, as_list, as_object
from .problems import (
    ARRAY,
    BOOLEAN,
    INTEGER,
    NUMBER,
    OBJECT,
    STRING,
    TEXT_OR_ARRAY,
    TEXT_OR_OBJECT,
    Kind,
    Problem,
    expect,
    require,
    require_one_of,
)
from .toolchecks import check_tool_choice, check_tools

# Null counts as left out for all of these.
_OPTIONAL: dict[str, Kind] = {
    "include": ARRAY,
    "instructions": STRING,
    "max_output_tokens": INTEGER,
    "metadata": OBJECT,
    "parallel_tool_calls": BOOLEAN,
    "previous_response_id": STRING,
    "reasoning": OBJECT,
    "store": BOOLEAN,
    "stream": BOOLEAN,
    "temperature": NUMBER,
    "text": OBJECT,
    "tool_choice": TEXT_OR_OBJECT,
    "tools": ARRAY,
    "top_p": NUMBER,
}

_ROLES = frozenset({"assistant", "developer", "system", "user"})

_RANGES: dict[str, tuple[float, float | None]] = {
    "max_output_tokens": (1, None),
    "temperature": (0, 2),
    "top_p": (0, 1),
}


def find_problem(body: JSONObject) -> Problem | None:
    """The first thing in the body that the service would refuse, or None."""
    return next(_problems(body), None)


def _problems(body: JSONObject) -> Iterator[Problem]:
    # Only the first is ever asked for, so each check may rely on those above it.
    yield from require(body, "model", "model", STRING)
    if not body["model"].strip():
        yield Problem("'model' is empty.", "missing_required_parameter", "model")
    yield from require(body, "input", "input", TEXT_OR_ARRAY)
    for index, item in enumerate(as_list(body.get("input"))):
        yield from expect(item, f"input[{index}]", OBJECT)
        yield from _check_item(as_object(item), f"input[{index}]")
    for name, kind in _OPTIONAL.items():
        if body.get(name) is not None:
            yield from expect(body[name], name, kind)
    for name, (least, most) in _RANGES.items():
        yield from _check_range(body.get(name), name, least=least, most=most)
    for key, value in as_object(body.get("metadata")).items():
        yield from expect(value, f"metadata.{key}", STRING)
    yield from check_tools(as_list(body.get("tools")))
    yield from check_tool_choice(body.get("tool_choice"), as_list(body.get("tools")))
    yield from check_format(as_object(body.get("text")).get("format"))


def _check_item(item: JSONObject, param: str) -> Iterator[Problem]:
    kind = item.get("type", "message")
    if kind == "message":
        yield from require_one_of(item, "role", f"{param}.role", _ROLES)
        if item["role"] != "assistant" or "content" in item:  # an answer's message may have none
            yield from require(item, "content", f"{param}.content", TEXT_OR_ARRAY)
    elif kind == "function_call_output":
        yield from require(item, "call_id", f"{param}.call_id", STRING)
        yield from require(item, "output", f"{param}.output", TEXT_OR_ARRAY)


def _check_range(value: float | None, name: str, *, least: float, most: float | None) -> Iterator[Problem]:
    prefix = "integer" if isinstance(value, int) else "decimal"
    if value is not None and value < least:
        yield Problem(f"'{name}' must not be below {least}.", f"{prefix}_below_min_value", name)
    if value is not None and most is not None and value > most:
        yield Problem(f"'{name}' must not be above {most}.", f"{prefix}_above_max_value", name)
