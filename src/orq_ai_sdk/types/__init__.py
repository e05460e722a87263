"""The vocabulary of values: three-state parameters, open enums and the models' base.

Importing this package loads none of it; pydantic comes in only with `BaseModel`.
"""

from __future__ import annotations

from .._lazy import lazy_exports

TYPE_CHECKING = False  # the name alone tells type checkers; importing typing would be most of this import's cost
if TYPE_CHECKING:
    from .basemodel import BaseModel, RequestModel, ResponseModel
    from .states import Nullable, OptionalNullable, UnrecognizedStr
    from .unset import UNSET, Unset

__all__ = [
    "UNSET",
    "BaseModel",
    "Nullable",
    "OptionalNullable",
    "RequestModel",
    "ResponseModel",
    "UnrecognizedStr",
    "Unset",
]

lazy_exports(
    __name__,
    {
        ".basemodel": ("BaseModel", "RequestModel", "ResponseModel"),
        ".states": ("Nullable", "OptionalNullable", "UnrecognizedStr"),
        ".unset": ("UNSET", "Unset"),
    },
)
