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
from ..types.jsonvalues import is_list, is_listlike, is_object
from ..types.references import TaggedUnion
from ..types.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..types.rules import WireRules

__all__ = ["complete", "encode", "plain"]


def encode(body: Mapping[str, Any]) -> bytes:
    """Return the body as UTF-8 JSON.

    Models, and whatever has a `definition` as function tools do, are encoded as they are met. What is `UNSET` in an
    object is left out.

    Raises:
        TypeError: A value that JSON cannot say, such as bytes or a set.
        ValueError: NaN, an infinity, a lone surrogate, a value that contains itself, or nesting beyond what the
            interpreter's encoder can follow.
            Both name the value's path from the parameter on, such as `input_[0].content`.
    """
    try:
        try:
            return _encode(body).encode("utf-8")
        except TypeError:
            return _encode(_without_unset(body)).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        # The encoder tells what is wrong and not where; the walk that finds out is slow and only made now.
        found = _find_fault(_by_parameter(body), too_deep=isinstance(error, RecursionError))
        if found is None:
            raise
        raise found from error


def _without_unset(value: Any) -> Any:
    """Return a value without the keys whose value is `UNSET`, at any depth; nothing is changed in place."""
    if isinstance(value, (str, int, float, type(None))):
        return value
    try:
        whole: Any = value if is_object(value) or is_listlike(value) else plain(value)
        if is_object(whole):
            return {key: _without_unset(item) for key, item in whole.items() if item is not UNSET}
        return [_without_unset(item) for item in whole]
    except (TypeError, ValueError, RecursionError):
        return value  # the fault is elsewhere, and is told with its place


def _by_parameter(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body under the names of the call's parameters, which is how a user knows its parts."""
    return {_tables.PARAMETERS[key].name if key in _tables.PARAMETERS else key: value for key, value in body.items()}


def plain(value: Any) -> Any:
    """Return what is encoded in place of an object that JSON does not know: a dict or a list.

    Raises:
        TypeError: Nothing is.
        ValueError: A model of the user's own cannot be dumped.
    """
    if hasattr(value, "wire_fields"):
        return _model_fields(value)
    if hasattr(value, "model_dump"):
        return _foreign_fields(value)
    definition = getattr(value, "definition", None)
    if is_object(definition):
        return definition
    found = _plain_container(value)
    if found is value:
        raise TypeError(f"{_type_name(value)} cannot be sent as JSON")
    return found


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=plain).encode


def _model_fields(model: Any) -> dict[str, Any]:
    """Return a model's own level as it is sent, with the rules applied to the dicts that it holds."""
    fields: dict[str, Any] = model.wire_fields()
    for kind in type(model).__mro__:  # a user's subclass has its parent's rules
        rules = _tables.WIRE_RULES.get(kind.__name__)
        if rules is not None:
            # A model has its defaults already, but for those that it was told to leave out.
            return _completed(fields, rules._replace(defaults=()))
    return fields


def _foreign_fields(model: Any) -> Any:
    """Return a pydantic model of another package as it would dump itself, without fields that are `None` by default.

    Its defaults are meant to be sent, a tag above all. A `None` that nobody gave only says that nothing was given.
    """
    whole = model.model_dump(mode="json", by_alias=True)
    given = model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return _without_absent(whole, given, model.model_dump(by_alias=True))


def _without_absent(whole: Any, given: Any, python: Any) -> Any:
    """Drop from a JSON dump what is null and not in the dump of what was given.

    `python` is the dump with Python's own values: there alone it can be seen that a null was NaN or an infinity.
    """
    if whole is None and isinstance(python, float):
        return python  # for the encoder to refuse
    if is_object(whole):
        known = given if is_object(given) else {}
        values = python if is_object(python) else {}
        return {
            key: _without_absent(value, known.get(key), values.get(key))
            for key, value in whole.items()
            if value is not None or key in known or values.get(key) is not None
        }
    if is_list(whole):
        known_items = given if is_list(given) and len(given) == len(whole) else [None] * len(whole)
        items = python if is_listlike(python) and len(python) == len(whole) else [None] * len(whole)
        return [_without_absent(*parts) for parts in zip(whole, known_items, items, strict=True)]
    return whole


def _plain_container(value: Any) -> Any:
    """Return any other mapping as a dict and any other sequence as a list; everything else as it is."""
    # Abstract classes are imported late; few calls meet such a value.
    from collections import UserString
    from collections.abc import Mapping, Sequence

    plain_value: Any = value
    if isinstance(value, Mapping):
        entries: dict[Any, Any] = {**value}
        plain_value = entries
    elif isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray, memoryview, UserString)):
        plain_value = [*value]
    return plain_value


def complete(value: Any, name: str, where: str) -> Any:
    """Return `value` with the rules of the object or tagged union `name` applied to its dicts, at every depth.

    Nothing is changed in place: a dict that a rule touches is copied, one that none touches is returned itself.

    Raises:
        ValueError: It contains itself, or is nested too deeply. The message names the path, of which `where` is the
            beginning.
    """
    try:
        return _complete(value, name)
    except RecursionError as error:
        found = _find_fault({where: value}, too_deep=True)
        raise found or ValueError(f"{where}: nested too deeply") from error


def _complete(value: Any, name: str) -> Any:
    if is_object(value):
        union, rules = _rules_under(name)
        found = rules.get(None if union is None else union.tag_of(value))
        return value if found is None else _completed(value, found)
    if is_listlike(value):
        return _complete_list(value, name)
    if value is None or isinstance(value, str) or hasattr(value, "wire_fields"):
        return value
    found = _plain_container(value)
    return value if found is value else _complete(found, name)


def _complete_list(values: list[Any] | tuple[Any, ...], name: str) -> list[Any] | tuple[Any, ...]:
    union, rules = _rules_under(name)
    changed: list[Any] | None = None
    for index, value in enumerate(values):
        if is_object(value):
            # A long conversation is a long list of dicts with a type, so their rules are looked up here and at once.
            tag = None if union is None else value.get(union.tag_name)
            found = rules.get(tag if type(tag) is str or union is None else union.tag_of(value))
            if found is None:
                continue
            completed = _completed(value, found)
        else:
            completed = _complete(value, name)
        if completed is not value:
            if changed is None:
                changed = list(values)
            changed[index] = completed
    return values if changed is None else changed


def _completed(value: dict[str, Any], rules: WireRules) -> dict[str, Any]:
    names, defaults, inside = rules
    changed = value
    for python, wire in names:
        if python in changed and wire not in changed:
            changed = {wire if key == python else key: item for key, item in changed.items()}
    for wire, default in defaults:
        if wire not in changed:
            changed = {**changed, wire: default}
    for wire, name in inside:
        item = changed.get(wire)
        if item is not None and type(item) is not str:
            completed = _complete_list(item, name) if is_list(item) else _complete(item, name)
            if completed is not item:
                changed = {**changed, wire: completed}
    return changed


@cache
def _rules_under(name: str) -> tuple[TaggedUnion | None, dict[Any, WireRules]]:
    """Return a tagged union and its members' rules by their tags; for an object, its rules under None.

    Members without rules are left out.
    """
    target = getattr(_tables, name)
    if isinstance(target, TaggedUnion):
        members = {tag: member.name for tag, member in target.tags.items()}
        return target, {tag: _tables.WIRE_RULES[name] for tag, name in members.items() if name in _tables.WIRE_RULES}
    return None, {None: _tables.WIRE_RULES[name]} if name in _tables.WIRE_RULES else {}


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
        following = _parts(value if isinstance(value, (dict, list, tuple)) else plain(value), path)


_SHOWN_DEPTH = 200
"""How many levels down a path is followed to tell of nesting that the encoder could not follow."""


def _fault_of(value: Any, path: str) -> TypeError | ValueError | None:
    """Return what is wrong with a value itself, not with what is in it."""
    if value is None:
        return None
    if isinstance(value, int):
        try:
            int.__repr__(value)
        except ValueError:  # Python limits how many digits it writes
            return ValueError(f"{path}: an integer of {value.bit_length()} bits cannot be written")
        return None
    if isinstance(value, str):
        return _surrogate(value, path)
    if isinstance(value, float):
        return None if value - value == 0 else ValueError(f"{path}: {value!r} cannot be represented in JSON")
    if is_object(value):
        for key in value:
            found = _fault_of_key(key, path)
            if found is not None:
                return found
        return None
    if is_listlike(value):
        return None
    try:
        found = plain(value)
    except (TypeError, ValueError):
        return TypeError(f"{path}: {_type_name(value)} cannot be sent as JSON")
    return _fault_of(found, path) if isinstance(found, (dict, list)) else None


def _fault_of_key(key: Any, path: str) -> TypeError | ValueError | None:
    where = path or "the body"
    if isinstance(key, str):
        return _surrogate(key, f"{where}: the key {key!a}")
    if isinstance(key, float):
        return None if key - key == 0 else ValueError(f"{where}: the key {key!r} cannot be represented in JSON")
    return (
        None
        if key is None or isinstance(key, int)
        else TypeError(f"{where}: a key must be a string, not {_type_name(key)}")
    )


def _parts(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Return what an object or an array holds, each with its path."""
    if is_object(value):
        entries: dict[Any, Any] = value
        return ((f"{path}.{key}" if path else str(key), item) for key, item in entries.items() if item is not UNSET)
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
