"""Annotations for a parameter's two or three states, and for the values that an open enum does not list."""

from __future__ import annotations

from typing import NewType, Optional, TypeVar, Union

from .unset import Unset

T = TypeVar("T")

Nullable = Union[T, None]
"""A value that may be `null` on the wire."""

OptionalNullable = Union[Optional[T], Unset]
"""Three states: `UNSET` (left out), `None` (sent as `null`), or a value."""

UnrecognizedStr = NewType("UnrecognizedStr", str)
"""A value of an open enum that the contract does not list.

At run time every string passes. A type checker flags an unlisted one, which catches a misspelling;
write `UnrecognizedStr("new-value")` where the unlisted value is meant.
"""
