"""A client's settings, fixed at construction; it makes nothing and reads no environment."""

from __future__ import annotations

from .types.unset import UNSET

TYPE_CHECKING = False  # the name alone tells type checkers; importing typing would be most of this import's cost
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from ._hooks import SDKHooks
    from .core.logs import Logger, Redaction
    from .types.states import OptionalNullable
    from .utils.retries import RetryConfig

DEFAULT_TIMEOUT_MS = 600_000

LARGEST_TIMEOUT_MS = 10**12
"""Some 31 years; far beyond it operating systems refuse."""


class SDKConfiguration:
    """A client's settings, fixed at construction. A view made by `with_options` has its own and shares all else.

    Attributes:
        server_url: Base URL without trailing slash.
        api_key: The key, a callable that returns it, or None.
        timeout_ms: Limit for connecting and for each wait for data in ms; UNSET is the default, None no limit.
        retry_config: How failures are retried; UNSET and None mean only what certainly did no work.
        default_headers: Headers of every call.
        http_headers: Headers of a view's calls; they win over `default_headers`.
        hooks: The registered hooks, or None if there are none.
        logger: Takes debug lines, or None.
        redaction: What is hidden in logged bodies; None if bodies are not logged.
    """

    __slots__ = (
        "api_key",
        "default_headers",
        "hooks",
        "http_headers",
        "logger",
        "redaction",
        "retry_config",
        "server_url",
        "timeout_ms",
    )

    def __init__(
        self,
        *,
        server_url: str,
        api_key: str | Callable[[], str | None] | None,
        timeout_ms: OptionalNullable[int] = UNSET,
        retry_config: OptionalNullable[RetryConfig] = UNSET,
        default_headers: Mapping[str, str] | None = None,
        http_headers: Mapping[str, str] | None = None,
        hooks: SDKHooks | None = None,
        logger: Logger | None = None,
        redaction: Redaction | None = None,
    ) -> None:
        self.server_url = server_url
        self.api_key = api_key
        self.timeout_ms = timeout_ms
        self.retry_config = retry_config
        self.default_headers = default_headers
        self.http_headers = http_headers
        self.hooks = hooks
        self.logger = logger
        self.redaction = redaction

    def replaced(self, **changes: Any) -> SDKConfiguration:
        """Return settings that differ in `changes`."""
        return SDKConfiguration(**{**{name: getattr(self, name) for name in self.__slots__}, **changes})

    def __repr__(self) -> str:
        # The key and the headers stay out: a configuration is reached from every hook's context.
        return f"SDKConfiguration(server_url={self.server_url!r}, timeout_ms={self.timeout_ms!r})"

    def get_server_details(self) -> tuple[str, dict[str, Any]]:
        """Return the base URL, and no template variables: they have been filled in."""
        return self.server_url, {}


def check_timeout(timeout_ms: Any) -> None:
    """Raise TypeError or ValueError if this is not a time limit in ms."""
    if timeout_ms is UNSET or timeout_ms is None:
        return
    if isinstance(timeout_ms, bool) or not isinstance(timeout_ms, (int, float)):
        raise TypeError(f"timeout_ms must be a number of milliseconds, not {type(timeout_ms).__name__}")
    if not 0 < timeout_ms < LARGEST_TIMEOUT_MS:
        raise ValueError(
            f"timeout_ms must be greater than 0 and less than {LARGEST_TIMEOUT_MS} (some 31 years), "
            f"or None for no limit, not {timeout_ms!r}"
        )


def check_retries(retry_config: Any, name: str = "retry_config") -> None:
    """Raise TypeError if this is not a retry configuration."""
    if retry_config is UNSET or retry_config is None:
        return
    if isinstance(retry_config, type) or not hasattr(retry_config, "strategy") or not hasattr(retry_config, "backoff"):
        what = f"the class {retry_config.__name__}" if isinstance(retry_config, type) else type(retry_config).__name__
        raise TypeError(f"{name} must be a RetryConfig, not {what}")
