"""Tells what kind of JSON a value is, in a way that type checkers follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import TypeIs


def is_object(value: Any) -> TypeIs[dict[str, Any]]:
    """Whether a value is a JSON object."""
    return isinstance(value, dict)


def is_list(value: Any) -> TypeIs[list[Any]]:
    """Whether a value is a JSON array as decoders make it."""
    return isinstance(value, list)


def is_listlike(value: Any) -> TypeIs[list[Any] | tuple[Any, ...]]:
    """Whether a value is a list or a tuple, which are both encoded as a JSON array."""
    return isinstance(value, (list, tuple))


def is_unicode(text: str) -> bool:
    """Whether a string can be encoded: one with a lone surrogate, which JSON can say, cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def printable(text: str) -> str:
    """Return text that can be encoded: lone surrogates as their escapes, everything else as it is."""
    return text if is_unicode(text) else text.encode("utf-8", "backslashreplace").decode()
