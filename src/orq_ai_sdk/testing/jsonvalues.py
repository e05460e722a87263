"""Narrowing of parsed JSON whose shape nobody has checked yet; knows types, not meanings."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeGuard

JSONObject: TypeAlias = dict[str, Any]


def is_object(value: object) -> TypeGuard[JSONObject]:
    """Whether the value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether the value is a JSON array."""
    return isinstance(value, list)


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether the value is a JSON number, which Python's booleans are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def as_object(value: object) -> JSONObject:
    """The value if it is a JSON object, otherwise an empty one."""
    return value if is_object(value) else {}


def as_list(value: object) -> list[Any]:
    """The value if it is a JSON array, otherwise an empty one."""
    return value if is_array(value) else []


def objects_in(value: object) -> list[JSONObject]:
    """The objects among the members of a JSON array; none if the value is not an array."""
    return [member for member in as_list(value) if is_object(member)]
