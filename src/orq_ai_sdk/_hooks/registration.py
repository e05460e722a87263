"""The hooks that every client of this package has. There are none; users pass theirs as `Orq(hooks=[...])`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .types import Hooks


def init_hooks(hooks: Hooks) -> None:
    """Register hooks for all clients of a package built from this source."""
