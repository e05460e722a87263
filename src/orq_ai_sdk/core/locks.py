"""Makes locks that a forked child finds free, whichever thread of the parent held one; not what they guard."""

from __future__ import annotations

import os
import threading


def fork_safe_lock() -> threading.RLock:
    """Return a reentrant lock for a module to keep, held while the process forks: no thread is in the middle then."""
    lock = threading.RLock()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release)
    return lock
