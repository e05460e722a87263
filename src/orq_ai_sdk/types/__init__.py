"""The vocabulary of values: three-state parameters, open enums and the models' base.

Importing this package loads none of it; pydantic comes in only with `BaseModel`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._lazy import lazy_exports

if TYPE_CHECKING:
    from .basemodel import BaseModel, RequestModel, ResponseModel
    from .unset import UNSET, Nullable, OptionalNullable, UnrecognizedStr, Unset

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

_resolve = lazy_exports(
    __name__,
    {
        ".basemodel": ("BaseModel", "RequestModel", "ResponseModel"),
        ".unset": ("UNSET", "Nullable", "OptionalNullable", "UnrecognizedStr", "Unset"),
    },
)


def __getattr__(name: str) -> Any:
    return _resolve(name)


def __dir__() -> list[str]:
    return sorted(__all__)
