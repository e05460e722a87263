"""The third state of a parameter: left out, as against `None`. It imports next to nothing."""

from __future__ import annotations

from enum import Enum

TYPE_CHECKING = False  # the name alone tells type checkers; importing typing would be most of this import's cost
if TYPE_CHECKING:
    from typing import Final, Literal


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
