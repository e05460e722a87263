"""What the contract promises under `utils`: retries and event streams. Names load when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._lazy import lazy_exports

if TYPE_CHECKING:
    from .eventstreaming import EventStream, EventStreamAsync, ServerEvent, SSEDecoder
    from .retries import BackoffStrategy, RetryConfig

__all__ = ["BackoffStrategy", "EventStream", "EventStreamAsync", "RetryConfig", "SSEDecoder", "ServerEvent"]

_resolve = lazy_exports(
    __name__,
    {
        ".eventstreaming": ("EventStream", "EventStreamAsync", "ServerEvent", "SSEDecoder"),
        ".retries": ("BackoffStrategy", "RetryConfig"),
    },
)


if not TYPE_CHECKING:  # a checker sees the names above, and that a misspelt one is none of them

    def __getattr__(name: str) -> Any:
        return _resolve(name)


def __dir__() -> list[str]:
    return sorted(__all__)
