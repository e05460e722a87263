"""The third state of a parameter and the type of an open enum's other values; no pydantic here."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal, NewType, Optional, TypeVar, Union

T = TypeVar("T")


class Unset(Enum):
    """The type of `UNSET`.

    An enum of one member narrows under type checkers (`if x is not UNSET`) and stays the same
    object through `copy`, `deepcopy` and `pickle`.
    """

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""Marks a parameter that was left out, as against `None`, which is sent as `null`. It is falsy."""

Nullable = Union[T, None]
"""A value that may be `null` on the wire."""

OptionalNullable = Union[Optional[T], Unset]
"""Three states: `UNSET` (left out), `None` (sent as `null`), or a value."""

UnrecognizedStr = NewType("UnrecognizedStr", str)
"""A value of an open enum that the contract does not list.

At run time every string passes. A type checker flags an unlisted one, which catches a misspelling;
write `UnrecognizedStr("new-value")` where the unlisted value is meant.
"""
