"""Turns what a user passed into the request's JSON; it knows the contract's rules and no HTTP.

What is passed reaches the wire unchanged, with three exceptions that the contract makes: a Python name becomes the wire's,
a default stated with `=` goes out when its object is present, and a left-out field stays out. Dicts are taken as
they are and encoded in one pass; no model is built of them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..models import _tables
from ..types.jsonvalues import is_listlike, is_object
from ..types.references import TaggedUnion
from ..types.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["complete", "encode"]


def encode(body: Mapping[str, Any]) -> bytes:
    """Return the body as UTF-8 JSON.

    Models, and whatever has a `definition` as function tools do, are encoded as they are met.

    Raises:
        TypeError: A value that JSON cannot say, such as bytes or a set.
        ValueError: NaN, an infinity, a lone surrogate, or a value that contains itself.
            Both name the value's path, such as `input[0].content`.
    """
    try:
        return _encode(body).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        # The encoder tells what is wrong and not where; the walk that finds out is slow and only made now.
        found = _find_fault(body, "", ())
        if found is None:
            raise
        raise found from error


def _default(value: Any) -> Any:
    """Return what the encoder shall write instead of an object it does not know."""
    if hasattr(value, "wire_fields"):
        return value.wire_fields()
    if hasattr(value, "model_dump"):  # another library's pydantic model
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    definition = getattr(value, "definition", None)
    if is_object(definition):
        return definition
    # Abstract classes are imported late; few calls meet such a value.
    from collections.abc import Mapping, Sequence

    if isinstance(value, Mapping):
        plain: dict[Any, Any] = {**value}
        return plain
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return [*value]
    raise TypeError(f"{_type_name(value)} cannot be sent as JSON")


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_default).encode


def complete(value: Any, name: str) -> Any:
    """Return `value` with the rules of the object or tagged union `name` applied to its dicts, at every depth.

    Nothing is changed in place: a dict that a rule touches is copied, one that none touches is returned itself.
    """
    if is_object(value):
        return _complete_dict(value, name)
    if is_listlike(value):
        return _complete_list(value, name)
    return value


def _complete_list(values: list[Any] | tuple[Any, ...], name: str) -> list[Any] | tuple[Any, ...]:
    changed: list[Any] | None = None
    for index, value in enumerate(values):
        if is_object(value):
            completed = _complete_dict(value, name)
            if completed is not value:
                if changed is None:
                    changed = list(values)
                changed[index] = completed
    return values if changed is None else changed


def _complete_dict(value: dict[str, Any], name: str) -> dict[str, Any]:
    rules = _rules_for(value, name)
    if rules is None:
        return value
    changed = value
    for python, wire in rules["names"].items():
        if python in changed:
            changed = {wire if key == python else key: item for key, item in changed.items()}
    for wire, default in rules["defaults"].items():
        if wire not in changed:
            changed = {**changed, wire: default}
    for wire, inside in rules["inside"].items():
        item = changed.get(wire)
        if isinstance(item, (dict, list, tuple)):
            completed = complete(item, inside)
            if completed is not item:
                changed = {**changed, wire: completed}
    return changed


def _rules_for(value: dict[str, Any], name: str) -> dict[str, Any] | None:
    target = getattr(_tables, name)
    if isinstance(target, TaggedUnion):
        tag = value.get(target.tag_name, target.default_tag)
        reference = target.tags.get(tag) if isinstance(tag, str) else None
        return None if reference is None else _tables.WIRE_RULES.get(reference.name)
    return _tables.WIRE_RULES.get(name)


def _find_fault(value: Any, path: str, above: tuple[int, ...]) -> TypeError | ValueError | None:
    """Return an error that names where a value is that JSON cannot say, or None if all of it can be said."""
    if value is None or isinstance(value, (bool, int)):
        return None
    if isinstance(value, str):
        return _surrogate(value, path)
    if isinstance(value, float):
        ok = value - value == 0
        return None if ok else ValueError(f"{path}: {value!r} has no form in JSON")
    if id(value) in above:
        return ValueError(f"{path}: contains itself")
    above = (*above, id(value))
    if len(above) > 900:
        return ValueError(f"{path[:200]}...: nested too deeply")
    if is_object(value):
        items: dict[Any, Any] = value
        for key, item in items.items():
            if not isinstance(key, (str, int, float, bool)) and key is not None:
                return TypeError(f"{path or 'body'}: a key must be a string, not {_type_name(key)}")
            where = f"{path}.{key}" if path else str(key)
            found = (_surrogate(key, where) if isinstance(key, str) else None) or _find_fault(item, where, above)
            if found is not None:
                return found
        return None
    if is_listlike(value):
        values: list[Any] | tuple[Any, ...] = value
        for index, item in enumerate(values):
            found = _find_fault(item, f"{path}[{index}]", above)
            if found is not None:
                return found
        return None
    try:
        plain = _default(value)
    except TypeError:
        return TypeError(f"{path}: {_type_name(value)} cannot be sent as JSON")
    return _find_fault(plain, path, above)


def _surrogate(text: str, path: str) -> ValueError | None:
    for index, letter in enumerate(text):
        if "\ud800" <= letter <= "\udfff":
            return ValueError(
                f"{path.encode('utf-8', 'backslashreplace').decode()}: lone surrogate {letter!a} at index {index} "
                "cannot be encoded as UTF-8"
            )
    return None


def _type_name(value: Any) -> str:
    if value is UNSET:
        return "UNSET"
    return "a set" if isinstance(value, (set, frozenset)) else type(value).__name__
