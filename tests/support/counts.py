"""Counts what a process holds, to show that nothing leaks."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

_DESCRIPTORS = Path("/proc/self/fd")


def fd_count() -> int:
    """How many file descriptors this process has open."""
    if _DESCRIPTORS.is_dir():
        return len(list(_DESCRIPTORS.iterdir())) - 1  # the one that lists them
    found = 0
    for descriptor in range(4096):
        with suppress(OSError):
            os.fstat(descriptor)
            found += 1
    return found


def thread_count() -> int:
    """How many Python threads are alive."""
    return threading.active_count()
