"""What rendered tables say of a request's values; data only."""

from __future__ import annotations

from typing import Any, NamedTuple


class WireRules(NamedTuple):
    """What is done to the dicts that stand for an object.

    Attributes:
        names: Python names that the wire spells otherwise, each with the wire's.
        defaults: Wire names with the value that goes out when the object is present and the name is not.
        inside: Wire names with the object or tagged union whose rules hold for the dicts found there, alone or in a
            list.
    """

    names: tuple[tuple[str, str], ...]
    defaults: tuple[tuple[str, Any], ...]
    inside: tuple[tuple[str, str], ...]


class ParameterRule(NamedTuple):
    """What a parameter of the call may be.

    Attributes:
        name: Its Python name.
        kinds: The JSON types that it takes.
        required: Whether it has to be given.
        null: Whether `None` is sent as `null`; otherwise it means that the parameter is left out.
        items: The JSON type of a list's items, or empty.
        values: The JSON type of a free object's values, or empty.
        model: The object or tagged union that is expected, alone or in a list, or empty.
        completed: Whether wire rules hold for its dicts.
    """

    name: str
    kinds: tuple[str, ...]
    required: bool
    null: bool
    items: str
    values: str
    model: str
    completed: bool
