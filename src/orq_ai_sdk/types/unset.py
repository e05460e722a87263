"""The third state of a parameter: left out, as against `None`. It imports nothing."""

from __future__ import annotations

TYPE_CHECKING = False  # the name alone tells type checkers; importing typing would be most of this import's cost
if TYPE_CHECKING:
    from enum import Enum
    from typing import Final, Literal

    class Unset(Enum):
        """The type of `UNSET`, as type checkers see it: an enum of one member narrows (`if x is not UNSET`)."""

        UNSET = "UNSET"

        def __bool__(self) -> Literal[False]: ...

else:

    class Unset:
        """The type of `UNSET`, of which there is one object; it stays the same through copying and pickling.

        A plain class, because importing enum would cost more than everything else that `Orq` needs.
        """

        __slots__ = ()
        UNSET: Unset

        def __new__(cls) -> Unset:
            made = cls.__dict__.get("UNSET")
            return object.__new__(cls) if made is None else made

        def __bool__(self) -> bool:
            return False

        def __repr__(self) -> str:
            return "UNSET"

        def __reduce__(self) -> str:
            return "UNSET"  # to copy and pickle: the module's object of this name

    Unset.UNSET = Unset()

UNSET: Final = Unset.UNSET
"""Marks a parameter that was left out, as against `None`, which is sent as `null`. It is falsy."""
