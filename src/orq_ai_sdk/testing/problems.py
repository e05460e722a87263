"""What a refusal says, and the checks of single values that all refusals are made of; knows no parameter's meaning.

Error codes are those of the Responses API: https://platform.openai.com/docs/guides/error-codes
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from .jsonvalues import JSONObject, is_array, is_number, is_object


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


Kind: TypeAlias = tuple[str, Callable[[object], bool]]
"""What a value may be: in words, and as a test."""

BOOLEAN: Kind = ("a boolean", _is_boolean)
STRING: Kind = ("a string", _is_string)
INTEGER: Kind = ("an integer", _is_integer)
NUMBER: Kind = ("a number", is_number)
ARRAY: Kind = ("an array", is_array)
OBJECT: Kind = ("an object", is_object)
TEXT_OR_ARRAY: Kind = ("a string or an array", lambda value: isinstance(value, (str, list)))
TEXT_OR_OBJECT: Kind = ("a string or an object", lambda value: isinstance(value, (str, dict)))

_LONGEST_NAME = 64
_NAME = re.compile("[a-zA-Z0-9_-]+")


def require(owner: JSONObject, key: str, param: str, kind: Kind) -> Iterator[Problem]:
    """Finds that `owner` lacks `key`, or that its value is of another kind."""
    if key not in owner:
        yield Problem(f"'{param}' is missing.", "missing_required_parameter", param)
    else:
        yield from expect(owner[key], param, kind)


def expect(value: object, param: str, kind: Kind) -> Iterator[Problem]:
    """Finds that the value is of another kind."""
    noun, is_kind = kind
    if not is_kind(value):
        yield Problem(f"'{param}' must be {noun}, not {_describe(value)}.", "invalid_type", param)


def require_one_of(owner: JSONObject, key: str, param: str, known: Collection[str]) -> Iterator[Problem]:
    """Finds that `owner` lacks `key`, or that its value is none of the known strings."""
    yield from require(owner, key, param, STRING)
    if owner[key] not in known:
        yield none_of(param, known)


def none_of(param: str, known: Collection[str]) -> Problem:
    """The problem with a string that is none of those that are known."""
    return Problem(f"'{param}' is none of {', '.join(map(repr, sorted(known)))}.", "invalid_value", param)


def require_name(owner: JSONObject, param: str) -> Iterator[Problem]:
    """Finds that `owner` lacks a `name`, or that it is not 1 to 64 ASCII letters, digits, `_` and `-`."""
    yield from require(owner, "name", param, STRING)
    name = owner["name"]
    if not name:
        yield Problem(f"'{param}' is empty.", "empty_string", param)
    if len(name) > _LONGEST_NAME:
        reason = f"'{param}' has {len(name)} characters, which is more than {_LONGEST_NAME}."
        yield Problem(reason, "string_above_max_length", param)
    if not _NAME.fullmatch(name):
        yield Problem(f"'{param}' may only have letters, digits, '_' and '-'.", "invalid_value", param)


def _describe(value: object) -> str:
    if value is None:
        return "null"
    kinds: list[Kind] = [BOOLEAN, NUMBER, STRING, ARRAY, OBJECT]
    return next(noun for noun, is_kind in kinds if is_kind(value))
