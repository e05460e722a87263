"""Turns what a user passed into the request's JSON; it knows the contract's rules and no HTTP.

What is passed reaches the wire unchanged, with three exceptions that the contract makes: a Python name becomes the
wire's (unless the wire's stands beside it), a default stated with `=` goes out when its object is present, and a
left-out field stays out. Dicts are taken as they are and encoded in one pass; no model is built of them.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from ..models import _tables
from ..types.jsonvalues import is_listlike, is_object
from ..types.references import TaggedUnion
from ..types.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    _Rules = dict[str, Any]

__all__ = ["complete", "encode"]


def encode(body: Mapping[str, Any]) -> bytes:
    """Return the body as UTF-8 JSON.

    Models, and whatever has a `definition` as function tools do, are encoded as they are met.

    Raises:
        TypeError: A value that JSON cannot say, such as bytes or a set.
        ValueError: NaN, an infinity, a lone surrogate, a value that contains itself, or nesting beyond what the
            interpreter's encoder can follow.
            Both name the value's path, such as `input[0].content`.
    """
    try:
        return _encode(body).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        # The encoder tells what is wrong and not where; the walk that finds out is slow and only made now.
        found = _find_fault(body, too_deep=isinstance(error, RecursionError))
        if found is None:
            raise
        raise found from error


def _default(value: Any) -> Any:
    """Return what the encoder shall write instead of an object it does not know."""
    if hasattr(value, "wire_fields"):
        return _model_fields(value)
    if hasattr(value, "model_dump"):  # another library's pydantic model
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    definition = getattr(value, "definition", None)
    if is_object(definition):
        return definition
    plain = _plain(value)
    if plain is value:
        raise TypeError(f"{_type_name(value)} cannot be sent as JSON")
    return plain


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_default).encode


def _model_fields(model: Any) -> dict[str, Any]:
    """Return a model's own level as it is sent, with the rules applied to the dicts that it holds."""
    fields: dict[str, Any] = model.wire_fields()
    for kind in type(model).__mro__:  # a user's subclass has its parent's rules
        if kind.__name__ in _tables.WIRE_RULES:
            return _complete_dict(fields, kind.__name__)
    return fields


def _plain(value: Any) -> Any:
    """Return any other mapping as a dict and any other sequence as a list; everything else as it is."""
    # Abstract classes are imported late; few calls meet such a value.
    from collections.abc import Mapping, Sequence

    plain: Any = value
    if isinstance(value, Mapping):
        entries: dict[Any, Any] = {**value}
        plain = entries
    elif isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray, memoryview)):
        plain = [*value]
    return plain


def complete(value: Any, name: str) -> Any:
    """Return `value` with the rules of the object or tagged union `name` applied to its dicts, at every depth.

    Nothing is changed in place: a dict that a rule touches is copied, one that none touches is returned itself.
    """
    if is_object(value):
        return _complete_dict(value, name)
    if is_listlike(value):
        return _complete_list(value, name)
    if value is None or isinstance(value, str) or hasattr(value, "wire_fields"):
        return value
    plain = _plain(value)
    return value if plain is value else complete(plain, name)


def _complete_list(values: list[Any] | tuple[Any, ...], name: str) -> list[Any] | tuple[Any, ...]:
    union, rules = _rules_under(name)
    changed: list[Any] | None = None
    for index, value in enumerate(values):
        if is_object(value):
            # A long conversation is a long list of dicts with a type, so their rules are looked up here and at once.
            tag = None if union is None else value.get(union.tag_name)
            found = rules.get(tag if type(tag) is str or union is None else union.tag_of(value))
            completed = value if found is None else _completed(value, found)
        else:
            completed = complete(value, name)
        if completed is not value:
            if changed is None:
                changed = list(values)
            changed[index] = completed
    return values if changed is None else changed


def _complete_dict(value: dict[str, Any], name: str) -> dict[str, Any]:
    union, rules = _rules_under(name)
    found = rules.get(None if union is None else union.tag_of(value))
    return value if found is None else _completed(value, found)


def _completed(value: dict[str, Any], rules: _Rules) -> dict[str, Any]:
    changed = value
    for python, wire in rules["names"].items():
        if python in changed and wire not in changed:
            changed = {wire if key == python else key: item for key, item in changed.items()}
    for wire, default in rules["defaults"].items():
        if wire not in changed:
            changed = {**changed, wire: default}
    for wire, inside in rules["inside"].items():
        item = changed.get(wire)
        if item is not None and not isinstance(item, str):
            completed = complete(item, inside)
            if completed is not item:
                changed = {**changed, wire: completed}
    return changed


@cache
def _rules_under(name: str) -> tuple[TaggedUnion | None, dict[Any, _Rules | None]]:
    """Return a tagged union and its members' rules by their tags; for an object, its rules under None."""
    target = getattr(_tables, name)
    if not isinstance(target, TaggedUnion):
        return None, {None: _tables.WIRE_RULES.get(name)}
    return target, {tag: _tables.WIRE_RULES.get(member.name) for tag, member in target.tags.items()}


def _find_fault(body: Any, *, too_deep: bool) -> TypeError | ValueError | None:
    """Return an error that names where a value is that JSON cannot say, or None if all of it can be said.

    With `too_deep` it is known that the nesting is the fault, whatever else there is.
    """
    # No recursion: what is looked for may be nesting that is too deep for it.
    trail: list[tuple[int, Iterator[tuple[str, Any]]]] = []
    above: set[int] = set()
    following: Iterator[tuple[str, Any]] = iter([("", body)])
    while True:
        step = next(following, None)
        if step is None:
            if not trail:
                return None
            done, following = trail.pop()
            above.discard(done)
            continue
        path, value = step
        found = _fault_of(value, path)
        if found is not None:
            return found
        if value is None or isinstance(value, (str, int, float)):
            continue
        if id(value) in above:
            return ValueError(f"{path}: contains itself")
        if too_deep and len(trail) > _SHOWN_DEPTH:
            return ValueError(f"{path[:200]}...: nested too deeply")
        above.add(id(value))
        trail.append((id(value), following))
        following = _parts(value if isinstance(value, (dict, list, tuple)) else _default(value), path)


_SHOWN_DEPTH = 200
"""How many levels down a path is followed to tell of nesting that the encoder could not follow."""


def _fault_of(value: Any, path: str) -> TypeError | ValueError | None:
    """Return what is wrong with a value itself, not with what is in it."""
    if value is None or isinstance(value, int):
        return None
    if isinstance(value, str):
        return _surrogate(value, path)
    if isinstance(value, float):
        return None if value - value == 0 else ValueError(f"{path}: {value!r} has no form in JSON")
    if is_object(value):
        for key in value:
            found = _fault_of_key(key, path)
            if found is not None:
                return found
        return None
    if is_listlike(value):
        return None
    try:
        plain = _default(value)
    except TypeError:
        return TypeError(f"{path}: {_type_name(value)} cannot be sent as JSON")
    return _fault_of(plain, path) if isinstance(plain, (dict, list)) else None


def _fault_of_key(key: Any, path: str) -> TypeError | ValueError | None:
    where = path or "the body"
    if isinstance(key, str):
        return _surrogate(key, f"{where}: the key {key!a}")
    if isinstance(key, float):
        return None if key - key == 0 else ValueError(f"{where}: the key {key!r} has no form in JSON")
    return (
        None
        if key is None or isinstance(key, int)
        else TypeError(f"{where}: a key must be a string, not {_type_name(key)}")
    )


def _parts(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Return what an object or an array holds, each with its path."""
    if is_object(value):
        entries: dict[Any, Any] = value
        return ((f"{path}.{key}" if path else str(key), item) for key, item in entries.items())
    return ((f"{path}[{index}]", item) for index, item in enumerate(value))


def _surrogate(text: str, path: str) -> ValueError | None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        letter = text[error.start]
        return ValueError(f"{path}: lone surrogate {letter!a} at index {error.start} cannot be encoded as UTF-8")
    return None


def _type_name(value: Any) -> str:
    if value is UNSET:
        return "UNSET"
    return "a set" if isinstance(value, (set, frozenset)) else type(value).__name__
