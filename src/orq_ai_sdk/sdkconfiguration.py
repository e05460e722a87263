"""What a client was told, once and for all; it makes nothing and reads no environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .types.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ._hooks import SDKHooks
    from .core.logs import Logger, Redaction
    from .types.unset import OptionalNullable
    from .utils.retries import RetryConfig

SERVERS = ("https://my.orq.ai",)
"""The contract's servers, by index."""

DEFAULT_TIMEOUT_MS = 600_000


class SDKConfiguration(NamedTuple):
    """A client's settings. A view made by `with_options` has its own and shares everything else.

    Attributes:
        server_url: Base URL without trailing slash.
        server_is_default: Whether that is the contract's default server, which needs a key.
        api_key: The key, a callable that returns it, or None.
        timeout_ms: Limit for connecting and for each wait for data in ms; UNSET is the default of 600 000, None no limit.
        retry_config: How failures are retried; UNSET and None mean only what certainly did no work.
        default_headers: Headers of every call.
        http_headers: Headers of a view's calls; they win over `default_headers`.
        hooks: The registered hooks, or None if there are none.
        logger: Takes debug lines, or None.
        redaction: What is hidden in logged bodies; None if bodies are not logged.
    """

    server_url: str
    server_is_default: bool
    api_key: str | Callable[[], str | None] | None
    timeout_ms: OptionalNullable[int] = UNSET
    retry_config: OptionalNullable[RetryConfig] = UNSET
    default_headers: Mapping[str, str] | None = None
    http_headers: Mapping[str, str] | None = None
    hooks: SDKHooks | None = None
    logger: Logger | None = None
    redaction: Redaction | None = None

    def __repr__(self) -> str:
        # The key and the headers stay out: a configuration is reached from every hook's context.
        return f"SDKConfiguration(server_url={self.server_url!r}, timeout_ms={self.timeout_ms!r})"

    def get_server_details(self) -> tuple[str, dict[str, Any]]:
        """Return the base URL, and no template variables: they have been filled in."""
        return self.server_url, {}


def check_timeout(timeout_ms: Any) -> None:
    """Raise TypeError or ValueError if this is no time limit in ms."""
    if timeout_ms is UNSET or timeout_ms is None:
        return
    if isinstance(timeout_ms, bool) or not isinstance(timeout_ms, (int, float)):
        raise TypeError(f"timeout_ms must be a number of milliseconds, not {type(timeout_ms).__name__}")
    if not timeout_ms > 0:
        raise ValueError(f"timeout_ms must be above 0, or None for no limit, not {timeout_ms!r}")


def check_retries(retry_config: Any, name: str = "retry_config") -> None:
    """Raise TypeError if this is no retry configuration."""
    if retry_config is UNSET or retry_config is None:
        return
    if not hasattr(retry_config, "strategy") or not hasattr(retry_config, "backoff"):
        raise TypeError(f"{name} must be a RetryConfig, not {type(retry_config).__name__}")
