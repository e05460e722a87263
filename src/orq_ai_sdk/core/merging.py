"""Puts what is told later upon what was told before, as plain JSON: objects, and the items of two outputs."""

from __future__ import annotations

from typing import Any

from ..types.jsonvalues import is_list, is_object

Json = dict[str, Any]

# How deep objects are copied and put upon each other; what lies deeper is taken as it is. No API nests so deep.
_MAX_DEPTH = 100


# The lists whose members are told apart by where they stand: the stream's events name them by index.
_BY_INDEX = frozenset({"content", "summary", "commands", "output"})


def merged(old: Json, new: Json, depth: int = 0) -> Json:
    """Return `old` with what `new` says; where `new` is empty, what was there stays."""
    result = dict(old)
    for key, value in new.items():
        result[key] = _merged_value(old[key], value, depth, by_index=key in _BY_INDEX) if key in old else value
    return result


def _merged_value(old: Any, new: Any, depth: int, *, by_index: bool) -> Any:
    if is_empty(new) and not is_empty(old):
        return old
    if depth < _MAX_DEPTH:
        if is_object(old) and is_object(new):
            # Another type is another object: what the two say does not belong together.
            other = "type" in old and "type" in new and old["type"] != new["type"]
            return new if other else merged(old, new, depth + 1)
        # Citations and results may be told again in another order, or fewer of them. Only where nothing speaks against
        # it, those that stand at the same place are the same.
        if is_list(old) and is_list(new) and (by_index or _agree(old, new, depth)):
            return _side_by_side(old, new, depth)
    return new


def _side_by_side(old: list[Any], new: list[Any], depth: int) -> list[Any]:
    both = [_merged_value(was, now, depth + 1, by_index=False) for was, now in zip(old, new, strict=False)]
    return [*both, *old[len(new) :], *new[len(old) :]]


def _agree(old: Any, new: Any, depth: int) -> bool:
    """Whether two values say nothing that the other says differently; deeper than any API nests, nobody knows."""
    if is_empty(old) or is_empty(new):
        return True
    if is_object(old) and is_object(new):
        return depth < _MAX_DEPTH and all(_agree(old[key], new[key], depth + 1) for key in old.keys() & new.keys())
    if is_list(old) and is_list(new):
        return depth < _MAX_DEPTH and all(_agree(was, now, depth + 1) for was, now in zip(old, new, strict=False))
    return bool(old == new)


def is_empty(value: Any) -> bool:
    """Whether a value says nothing."""
    return value is None or value == "" or value == [] or value == {}


def with_output(items: dict[int, Any], output: list[Any]) -> dict[int, Any]:
    """Put the items that a response object lists upon those that came before; returns all of them in their order."""
    matches = _matches(items, output)
    # (place among the items that came before, if it has one; the item)
    ordered: list[tuple[int | None, Any]] = []
    for position, item in enumerate(output):
        place = matches.get(position)
        ordered.append((place, item if place is None else merged(items[place], item)))
    # Those that are not listed stand behind the last of the listed that came before them.
    known = sorted((place, position) for position, (place, _) in enumerate(ordered) if place is not None)
    unlisted: dict[int, list[Any]] = {}
    behind, at = -1, 0
    for place in sorted(items.keys() - matches.values()):
        while at < len(known) and known[at][0] < place:
            behind = max(behind, known[at][1])
            at += 1
        unlisted.setdefault(behind, []).append(items[place])
    every = list(unlisted.get(-1, ()))
    for position, (_, item) in enumerate(ordered):
        every += [item, *unlisted.get(position, ())]
    return dict(enumerate(every))


def _matches(items: dict[int, Any], output: list[Any]) -> dict[int, int]:
    """Return which listed item, by position, is which of those that came before, by place.

    The same id tells, else the same call, else the same type at the same place, else the next of the same type.
    """
    found: dict[int, int] = {}
    for sameness in (_by_id, _by_call, _by_place, _by_type):
        free: dict[Any, list[int]] = {}
        for place in sorted(items.keys() - found.values()):
            if (key := sameness(place, items[place])) is not None:
                free.setdefault(key, []).append(place)
        for position, item in enumerate(output):
            if position not in found and (key := sameness(position, item)) in free:
                candidates = free[key]
                # Two calls of one type that are told apart by `call_id` are two, unless they stand at the same place.
                if sameness is _by_type and _by_call(0, item):
                    candidates = [place for place in candidates if not _by_call(0, items[place])]
                if candidates:
                    found[position] = candidates[0]
                    free[key].remove(candidates[0])
    return found


def id_of(item: Any) -> str | None:
    """Return an item's id, if it has one that tells it apart."""
    found = item.get("id") if is_object(item) else None
    return found if isinstance(found, str) and found else None


def _by_id(_place: int, item: Any) -> Any:
    return id_of(item)


def _by_call(_place: int, item: Any) -> Any:
    found = item.get("call_id") if is_object(item) else None
    # With the type, since a call's output has the same `call_id`.
    return (_by_type(0, item), found) if isinstance(found, str) and found else None


def _by_place(place: int, item: Any) -> Any:
    kind = _by_type(place, item)
    return None if kind is None else (place, kind)


def _by_type(_place: int, item: Any) -> Any:
    found = item.get("type") if is_object(item) else None
    return found if isinstance(found, str) else None


def plain_json(value: Any) -> Any:
    """Return a copy of a field's value as plain JSON, so that accumulating never changes an event somebody holds."""
    if is_list(value):
        return [plain_json(item) for item in value]
    if not hasattr(value, "wire_fields"):
        return copied(value)
    try:
        return value.model_dump(by_alias=True, exclude_unset=True)
    except ValueError:  # nested deeper than pydantic writes
        return copied(value)


def copied(value: Any, depth: int = 0) -> Any:
    """Return a copy of JSON, models among it as plain JSON; what lies deeper than any API nests stays as it is."""
    if depth > _MAX_DEPTH:
        return value
    if is_object(value):
        return {key: copied(item, depth + 1) for key, item in value.items()}
    if is_list(value):
        return [copied(item, depth + 1) for item in value]
    if hasattr(value, "wire_fields"):
        return copied(value.wire_fields(), depth)
    return value
