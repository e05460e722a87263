"""What worker processes are given to do; they import it by name."""

from __future__ import annotations

from typing import NoReturn


def raise_it(error: Exception) -> NoReturn:
    """Raise an error that came from another process."""
    raise error
