"""What the contract promises under `utils`: retries and event streams. Names load when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazy_exports

if TYPE_CHECKING:
    from .eventstreaming import EventStream, EventStreamAsync, ServerEvent, SSEDecoder
    from .retries import BackoffStrategy, RetryConfig

__all__ = ["BackoffStrategy", "EventStream", "EventStreamAsync", "RetryConfig", "SSEDecoder", "ServerEvent"]

lazy_exports(
    __name__,
    {
        ".eventstreaming": ("EventStream", "EventStreamAsync", "ServerEvent", "SSEDecoder"),
        ".retries": ("BackoffStrategy", "RetryConfig"),
    },
)
