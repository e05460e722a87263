"""Finds what the service would refuse in a request's body; lets pass whatever the contract does not rule out.

Error codes are those of the Responses API: https://platform.openai.com/docs/guides/error-codes
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .jsonvalues import JSONObject, as_list, as_object, is_array, is_number, is_object


@dataclass(frozen=True)
class Problem:
    """Why a body is refused: the fields of the error object."""

    message: str
    code: str | None = None
    param: str | None = None


def _is_string(value: object) -> bool:
    return isinstance(value, str)


def _is_boolean(value: object) -> bool:
    return isinstance(value, bool)


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_Kind = tuple[str, Callable[[object], bool]]

_BOOLEAN: _Kind = ("a boolean", _is_boolean)
_STRING: _Kind = ("a string", _is_string)
_INTEGER: _Kind = ("an integer", _is_integer)
_NUMBER: _Kind = ("a number", is_number)
_ARRAY: _Kind = ("an array", is_array)
_OBJECT: _Kind = ("an object", is_object)
_TEXT_OR_ARRAY: _Kind = ("a string or an array", lambda value: isinstance(value, (str, list)))

# Null counts as left out for all of these.
_OPTIONAL: dict[str, _Kind] = {
    "include": _ARRAY,
    "instructions": _STRING,
    "max_output_tokens": _INTEGER,
    "metadata": _OBJECT,
    "parallel_tool_calls": _BOOLEAN,
    "previous_response_id": _STRING,
    "reasoning": _OBJECT,
    "store": _BOOLEAN,
    "stream": _BOOLEAN,
    "temperature": _NUMBER,
    "text": _OBJECT,
    "tool_choice": ("a string or an object", lambda value: isinstance(value, (str, dict))),
    "tools": _ARRAY,
    "top_p": _NUMBER,
}

_ROLES = frozenset({"assistant", "developer", "system", "user"})
_CHOICES = frozenset({"auto", "none", "required"})

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
    yield from _require(body, "model", "model", _STRING)
    if not body["model"].strip():
        yield Problem("'model' is empty.", "missing_required_parameter", "model")
    yield from _require(body, "input", "input", _TEXT_OR_ARRAY)
    for index, item in enumerate(as_list(body.get("input"))):
        yield from _expect(item, f"input[{index}]", _OBJECT)
        yield from _check_item(as_object(item), f"input[{index}]")
    for name, kind in _OPTIONAL.items():
        if body.get(name) is not None:
            yield from _expect(body[name], name, kind)
    for name, (least, most) in _RANGES.items():
        yield from _check_range(body.get(name), name, least=least, most=most)
    for key, value in as_object(body.get("metadata")).items():
        yield from _expect(value, f"metadata.{key}", _STRING)
    yield from _check_tools(body)
    yield from _check_format(body)


def _check_item(item: JSONObject, param: str) -> Iterator[Problem]:
    kind = item.get("type", "message")
    if kind == "message":
        yield from _require(item, "role", f"{param}.role", _STRING)
        if item["role"] not in _ROLES:
            known = ", ".join(map(repr, sorted(_ROLES)))
            yield Problem(f"'{param}.role' is none of {known}.", "invalid_value", f"{param}.role")
        if item["role"] != "assistant" or "content" in item:  # an answer's message may have none
            yield from _require(item, "content", f"{param}.content", _TEXT_OR_ARRAY)
    elif kind == "function_call_output":
        yield from _require(item, "call_id", f"{param}.call_id", _STRING)
        yield from _require(item, "output", f"{param}.output", _TEXT_OR_ARRAY)


def _check_range(value: float | None, name: str, *, least: float, most: float | None) -> Iterator[Problem]:
    prefix = "integer" if isinstance(value, int) else "decimal"
    if value is not None and value < least:
        yield Problem(f"'{name}' must not be below {least}.", f"{prefix}_below_min_value", name)
    if value is not None and most is not None and value > most:
        yield Problem(f"'{name}' must not be above {most}.", f"{prefix}_above_max_value", name)


def _check_tools(body: JSONObject) -> Iterator[Problem]:
    tools = as_list(body.get("tools"))
    for index, tool in enumerate(tools):
        yield from _expect(tool, f"tools[{index}]", _OBJECT)
        yield from _require(as_object(tool), "type", f"tools[{index}].type", _STRING)
        if as_object(tool).get("type") == "function":
            yield from _require(as_object(tool), "name", f"tools[{index}].name", _STRING)
    choice = body.get("tool_choice")
    if isinstance(choice, str) and choice not in _CHOICES:
        known = ", ".join(map(repr, sorted(_CHOICES)))
        yield Problem(f"'tool_choice' is none of {known}.", "invalid_value", "tool_choice")
    if choice == "required" and not tools:
        yield Problem("'tool_choice' demands a tool, but 'tools' offers none.", None, "tool_choice")
    if as_object(choice).get("type") == "function":
        yield from _require(as_object(choice), "name", "tool_choice.name", _STRING)
        if as_object(choice)["name"] not in [as_object(tool).get("name") for tool in tools]:
            yield Problem("'tool_choice' names a function that is not among 'tools'.", None, "tool_choice")


def _check_format(body: JSONObject) -> Iterator[Problem]:
    stated = as_object(body.get("text")).get("format")
    if stated is None:
        return
    yield from _expect(stated, "text.format", _OBJECT)
    yield from _require(as_object(stated), "type", "text.format.type", _STRING)
    if as_object(stated)["type"] == "json_schema":
        yield from _require(as_object(stated), "name", "text.format.name", _STRING)
        yield from _require(as_object(stated), "schema", "text.format.schema", _OBJECT)


def _require(owner: JSONObject, key: str, param: str, kind: _Kind) -> Iterator[Problem]:
    if key not in owner:
        yield Problem(f"'{param}' is missing.", "missing_required_parameter", param)
    else:
        yield from _expect(owner[key], param, kind)


def _expect(value: object, param: str, kind: _Kind) -> Iterator[Problem]:
    noun, is_kind = kind
    if not is_kind(value):
        yield Problem(f"'{param}' must be {noun}, not {_describe(value)}.", "invalid_type", param)


def _describe(value: object) -> str:
    if value is None:
        return "null"
    kinds: list[_Kind] = [_BOOLEAN, _NUMBER, _STRING, _ARRAY, _OBJECT]
    return next(noun for noun, is_kind in kinds if is_kind(value))
