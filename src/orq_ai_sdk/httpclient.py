"""What an HTTP client must be able to do to serve the SDK in place of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    import httpx

__all__ = ["AsyncHttpClient", "HttpClient"]


@runtime_checkable
class HttpClient(Protocol):
    """What a synchronous HTTP client must do; `httpx.Client` does.

    Only `build_request` and `send` are needed: a client that was handed over is never closed by the SDK.
    """

    def build_request(
        self, method: str, url: Any, *, content: Any = ..., headers: Any = ..., params: Any = ..., timeout: Any = ...
    ) -> httpx.Request:
        """Build a request; `timeout` is a tuple of seconds to connect, read, write and wait for a connection."""
        ...

    def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request; with `stream`, return before the body is read."""
        ...

    def close(self) -> None:
        """Close all connections."""
        ...


@runtime_checkable
class AsyncHttpClient(Protocol):
    """What an asynchronous HTTP client must do; `httpx.AsyncClient` does."""

    def build_request(
        self, method: str, url: Any, *, content: Any = ..., headers: Any = ..., params: Any = ..., timeout: Any = ...
    ) -> httpx.Request:
        """Build a request; `timeout` is a tuple of seconds to connect, read, write and wait for a connection."""
        ...

    async def send(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        """Send a request; with `stream`, return before the body is read."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...
