"""Dumps what pydantic's serialiser gives up on: nesting beyond its limit, and text with lone surrogates.

Servers send both, if rarely, and what was read should be dumped too. It has no recursion, so no limit of its own but
one that keeps a value containing itself from being dumped for ever.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic_core import to_jsonable_python

from .jsonvalues import is_listlike, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# What can be done without pydantic. Any other option, if given, leaves its error standing.
_OPTIONS = {"mode", "by_alias", "exclude_unset", "exclude_none", "indent", "warnings"}
_PLAIN = (str, int, bool, type(None))
_DEPTH_LIMIT = 10_000


def can_dump(options: Mapping[str, Any]) -> bool:
    """Whether these options of `model_dump` or `model_dump_json` can be served."""
    return all(name in _OPTIONS or not value for name, value in options.items())


def plain_dump(value: Any, options: Mapping[str, Any]) -> Any:
    """Return what `model_dump` would, of a model of this package.

    Raises:
        ValueError: The value contains itself, or holds something that has no form in JSON.
    """
    in_json = options.get("mode") == "json"
    whole: list[Any] = [None]
    waiting: list[tuple[Any, Any, Any, int]] = [(value, whole, 0, 0)]
    while waiting:
        item, home, key, depth = waiting.pop()
        if depth > _DEPTH_LIMIT:
            raise ValueError("the value contains itself, or is nested too deeply")
        dump_fields: Callable[..., dict[str, Any]] | None = getattr(item, "dump_fields", None)
        if type(item) in _PLAIN:
            home[key] = item
        elif dump_fields is not None or is_object(item):
            fields: dict[Any, Any] = item if dump_fields is None else dump_fields(options)
            # All keys at once, so that they stand in order whichever is filled first.
            filled: Any = dict.fromkeys(fields)
            home[key] = filled
            waiting.extend((inner, filled, name, depth + 1) for name, inner in fields.items())
        elif is_listlike(item):
            filled = [None] * len(item)
            home[key] = filled
            waiting.extend((inner, filled, index, depth + 1) for index, inner in enumerate(item))
        else:
            home[key] = to_jsonable_python(item) if in_json else item
    return whole[0]


def plain_dump_json(value: Any, options: Mapping[str, Any]) -> str:
    """Return what `model_dump_json` would, of a model of this package; everything beyond ASCII is escaped."""
    indent: int | None = options.get("indent")
    separators = (",", ":") if indent is None else None
    return json.dumps(plain_dump(value, {**options, "mode": "json"}), indent=indent, separators=separators)
