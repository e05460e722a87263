"""What a hook is and what it is told. It knows nothing of when hooks are called.

A hook observes or changes every attempt at a call: `before_request` and `after_error` run for each attempt,
`after_success` once. A hook may be a plain method or, for async calls, a coroutine method; a plain one runs in a thread
there, as it may block. An exception that a hook raises or returns ends the call at once and is never retried.

A response that a hook puts in place of another is gone on with, and judged by its status. The one it replaces is
closed, unless the new one is still open, since it may read from the other's stream; then closing it is the hook's
business.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeAlias

    import httpx

    from ..httpclient import HttpClient
    from ..sdkconfiguration import SDKConfiguration

    AfterErrorResult: TypeAlias = tuple[httpx.Response | None, Exception | None] | Exception


class HookContext:
    """What every hook is told about the call.

    Attributes:
        config: The client's configuration.
        base_url: Base URL of this call.
        operation_id: `createResponse`.
        oauth2_scopes: Always None; the service uses bearer tokens.
        security_source: The API key or the callable that gives it; shown by no repr.
        attempt: Which attempt this is, from 1.
    """

    def __init__(
        self,
        config: SDKConfiguration,
        base_url: str,
        operation_id: str,
        oauth2_scopes: list[str] | None = None,
        security_source: Any | Callable[[], Any] | None = None,
        attempt: int = 1,
    ) -> None:
        self.config = config
        self.base_url = base_url
        self.operation_id = operation_id
        self.oauth2_scopes = oauth2_scopes
        self.security_source = security_source
        self.attempt = attempt

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(operation_id={self.operation_id!r}, base_url={self.base_url!r}, "
            f"attempt={self.attempt})"
        )


class _DerivedContext(HookContext):
    def __init__(self, hook_ctx: HookContext) -> None:
        super().__init__(
            hook_ctx.config,
            hook_ctx.base_url,
            hook_ctx.operation_id,
            hook_ctx.oauth2_scopes,
            hook_ctx.security_source,
            hook_ctx.attempt,
        )


class BeforeRequestContext(_DerivedContext):
    """Told before an attempt is sent."""


class AfterSuccessContext(_DerivedContext):
    """Told after an attempt succeeded."""


class AfterErrorContext(_DerivedContext):
    """Told after an attempt failed."""


class SDKInitHook(ABC):
    """Runs once, when the `Orq` object is made."""

    @abstractmethod
    def sdk_init(self, base_url: str, client: HttpClient) -> tuple[str, HttpClient]:
        """Return the base URL and the synchronous HTTP client to use.

        The client that was given stays the SDK's own, also if it was set up in place; but copies, pickles and forked
        children make a fresh one. Another client is borrowed, as one given to the constructor is.
        """


class BeforeRequestHook(ABC):
    """Runs before each attempt."""

    @abstractmethod
    def before_request(
        self, hook_ctx: BeforeRequestContext, request: httpx.Request
    ) -> httpx.Request | Exception | Awaitable[httpx.Request | Exception]:
        """Return the request to send, or an exception to raise instead."""


class AfterSuccessHook(ABC):
    """Runs after an attempt whose status is not an error, before the answer is read."""

    @abstractmethod
    def after_success(
        self, hook_ctx: AfterSuccessContext, response: httpx.Response
    ) -> httpx.Response | Exception | Awaitable[httpx.Response | Exception]:
        """Return the response to go on with, or an exception to raise instead."""


class AfterErrorHook(ABC):
    """Runs after each attempt that failed: with a 4XX or 5XX response, or with the connection's exception."""

    @abstractmethod
    def after_error(
        self, hook_ctx: AfterErrorContext, response: httpx.Response | None, error: Exception | None
    ) -> AfterErrorResult | Awaitable[AfterErrorResult]:
        """Return (response, error) to go on with, or an exception to raise at once.

        An error that takes the place of a response or of another error is raised at once as well. Either `response` or
        `error` is None, as in what the hook is given.
        """


class Hooks(ABC):
    """Where hooks are registered."""

    @abstractmethod
    def register_sdk_init_hook(self, hook: SDKInitHook) -> None: ...

    @abstractmethod
    def register_before_request_hook(self, hook: BeforeRequestHook) -> None: ...

    @abstractmethod
    def register_after_success_hook(self, hook: AfterSuccessHook) -> None: ...

    @abstractmethod
    def register_after_error_hook(self, hook: AfterErrorHook) -> None: ...
