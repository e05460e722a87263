"""Builds the request's body from the call's arguments. It touches no client and no network."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ..models import _tables
from ..types.basemodel import RequestModel
from ..types.jsonvalues import is_list, is_listlike, is_object
from ..types.references import TaggedUnion
from ..types.responsebody import ResponseBody
from ..types.unset import UNSET
from .wire import complete, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..types.rules import ParameterRule

_EXPECTED = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "True or False",
    "array": "a list",
    "object": "an object (a model or a dict)",
}


def request_body(arguments: Mapping[str, Any], extra_body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the request's body, by wire names, from the call's arguments, by wire names.

    Left-out arguments stay out, `None` is sent where the contract lets it be `null`, and `extra_body` wins over all.

    Raises:
        TypeError: An argument has a type that the contract does not know for it; the message names the argument.
        ValueError: An argument contains itself, or is nested too deeply.
    """
    body: dict[str, Any] = {}
    for wire, value in arguments.items():
        rule = _tables.PARAMETERS[wire]
        if value is None or value is UNSET:
            if rule.required:
                raise TypeError(f"{rule.name} must be {_expected(rule)}, not {_shown_type(value)}")
            if value is None and rule.null:
                body[wire] = None
            continue
        if wire == "input":
            value = input_items(value)
        _check(value, rule)
        body[wire] = complete(value, rule.model, rule.name) if rule.completed else value
    if extra_body is not None:
        if not hasattr(extra_body, "keys"):
            raise TypeError(f"extra_body must be an object (a dict), not {type(extra_body).__name__}")
        body.update(extra_body)
    return body


def input_items(value: Any) -> Any:
    """Return `input` with earlier answers replaced by the items they hold, and a run's result by its conversation."""
    if isinstance(value, ResponseBody):
        return value.to_input()
    if is_list(conversation := getattr(value, "conversation", None)):
        return conversation
    if _kind(value) != "array":
        return value
    items: list[Any] | tuple[Any, ...] = value if is_listlike(value) else [*value]
    for item in items:
        if isinstance(item, ResponseBody):
            spread: list[Any] = []
            for one in items:
                spread.extend(one.to_input() if isinstance(one, ResponseBody) else (one,))
            return spread
    return items


def _check(value: Any, rule: ParameterRule) -> None:
    kind = _kind(value)
    if kind not in rule.kinds and not (kind == "integer" and "number" in rule.kinds):
        raise TypeError(f"{rule.name} must be {_expected(rule)}, not {_shown_type(value)}")
    if kind == "array":
        _check_items(value, rule)
    elif kind == "object":
        _check_model(value, rule, rule.name)
        if rule.values:
            _check_values(value, rule)


def _check_items(values: list[Any], rule: ParameterRule) -> None:
    expected = rule.items
    if not expected:
        return
    for index, item in enumerate(values):
        # Almost every item is a dict or a string; asking for the exact type keeps a long list cheap.
        if type(item) is dict and expected == "object":
            continue
        where = f"{rule.name}[{index}]"
        if _kind(item) != expected:
            raise TypeError(f"{where} must be {_EXPECTED[expected]}, not {_shown_type(item)}{_hint(rule, item)}")
        _check_model(item, rule, where)


def _hint(rule: ParameterRule, item: Any) -> str:
    return "; make a tool of it with function_tool" if rule.name == "tools" and callable(item) else ""


def _check_values(value: Any, rule: ParameterRule) -> None:
    entries: Mapping[Any, Any] = value if hasattr(value, "items") else plain(value)
    for key, item in entries.items():
        if not isinstance(key, str):
            raise TypeError(f"{rule.name}: a key must be a string, not {_shown_type(key)}")
        if _kind(item) != rule.values:
            raise TypeError(f"{rule.name}.{key} must be {_EXPECTED[rule.values]}, not {_shown_type(item)}")


def _check_model(value: Any, rule: ParameterRule, where: str) -> None:
    """Refuse a request's model that belongs elsewhere: it is a mistake that a dict would not show."""
    if isinstance(value, RequestModel):
        fitting = _models_of(rule.model)
        if fitting.isdisjoint(kind.__name__ for kind in type(value).__mro__):
            raise TypeError(f"{where} must be a models.{rule.model} or a dict, not {type(value).__name__}")


@cache
def _models_of(name: str) -> frozenset[str]:
    """Return the names of the models that may stand for an object or a tagged union."""
    target = getattr(_tables, name, None)
    if isinstance(target, TaggedUnion):
        return frozenset({member.name for member in target.tags.values()} | {target.unknown.name})
    return frozenset({name})


def _expected(rule: ParameterRule) -> str:
    return " or ".join(_EXPECTED[kind] for kind in rule.kinds)


def _kind(value: Any) -> str:
    """Return what JSON calls a value's type, or an empty string if it has none."""
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if is_object(value):
        return "object"
    if is_listlike(value):
        return "array"
    if hasattr(value, "model_dump") or is_object(getattr(value, "definition", None)):
        return "object"
    from collections.abc import Mapping, Sequence

    if isinstance(value, Mapping):
        return "object"
    return "array" if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)) else ""


def _shown_type(value: Any) -> str:
    return repr(value) if value is None or value is UNSET else type(value).__name__
