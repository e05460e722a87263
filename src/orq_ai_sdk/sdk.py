"""The client's root: reads its arguments and the environment once. It makes no connection and no HTTP client."""

from __future__ import annotations

import os

from ._operation import SERVERS
from .sdkconfiguration import SDKConfiguration, check_retries, check_timeout
from .types.unset import UNSET

TYPE_CHECKING = False  # the name alone tells type checkers; importing typing would be most of this import's cost
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import TracebackType
    from typing import Any, SupportsIndex

    from typing_extensions import Self

    from ._hooks import SDKHooks
    from .core.logs import Logger, Redaction
    from .httpclient import AsyncHttpClient, HttpClient
    from .router import Router
    from .transport.clients import ClientPool
    from .types.states import OptionalNullable
    from .utils.retries import RetryConfig

__all__ = ["Orq"]


class Orq:
    """Client of orq.ai's AI router.

    Use it as a context manager, `with` or `async with`, or call `close()` or `aclose()`. One object serves all threads
    and event loops; HTTP clients are made when first used, one for synchronous calls and one for each event loop.
    """

    def __init__(
        self,
        api_key: str | Callable[[], str | None] | None = None,
        server_idx: int | None = None,
        server_url: str | None = None,
        url_params: Mapping[str, str] | None = None,
        client: HttpClient | None = None,
        async_client: AsyncHttpClient | None = None,
        retry_config: OptionalNullable[RetryConfig] = UNSET,
        timeout_ms: OptionalNullable[int] = UNSET,
        debug_logger: Logger | None = None,
        *,
        hooks: Iterable[Any] | None = (),
        default_headers: Mapping[str, str] | None = None,
        log_bodies: bool | None = None,
        log_redact: Sequence[str] | None = None,
    ) -> None:
        """Configure a client.

        Args:
            api_key: The key, or a callable that returns it and is asked at every call. Default: the environment's
                `ORQ_API_KEY`. White space around it is dropped; blank counts as absent.
            server_idx: Index into the contract's servers; there is one, 0.
            server_url: Base URL to use instead; a base path is kept, a trailing slash is not. `{name}` parts are
                filled from `url_params`.
            url_params: Values for the `{name}` parts of `server_url`.
            client: HTTP client for synchronous calls, such as an `httpx.Client`; it is never closed by the SDK. Async
                calls without an `async_client` have a client of the SDK's own.
            async_client: HTTP client for async calls, such as an `httpx.AsyncClient`; it is never closed by the SDK.
            retry_config: How failures are retried. UNSET and None: only what certainly did no work, twice at most.
            timeout_ms: Limit in ms for connecting and for each wait for data. UNSET: 600 000, and 10 000 for
                connecting. None: no limit.
            debug_logger: Takes debug lines, such as a `logging.Logger`. Default: none, or one that writes if the
                environment's `ORQ_DEBUG` is set.
            hooks: Hook objects, see `orq_ai_sdk._hooks`; called in this order.
            default_headers: Headers of every call.
            log_bodies: Whether the debug log shows bodies and stream events. Default: only if `log_redact` is given.
            log_redact: JSONPaths whose values the debug log replaces in requests, answers and stream events, such as
                `["$.input", "$..api_key"]`.

        Raises:
            TypeError, ValueError: An argument cannot be used; the message names it and never shows a key.
        """
        environ = os.environ
        if _is_blank(api_key):
            api_key = environ.get("ORQ_API_KEY")
        _check_key(api_key)
        url = _server_url(server_idx, server_url, url_params)
        check_timeout(timeout_ms)
        check_retries(retry_config)
        _check_client(client, "client", is_async=False)
        _check_client(async_client, "async_client", is_async=True)
        logger = debug_logger
        if logger is None and environ.get("ORQ_DEBUG"):
            from .core.logs import default_logger

            logger = default_logger(environ)
        elif logger is not None and not callable(getattr(logger, "debug", None)):
            raise TypeError(f"debug_logger must have a debug method, as logging.Logger has, not {_kind(logger)}")

        from .transport.clients import ClientPool

        registered = _hooks(hooks)
        pool = ClientPool(client=client, async_client=async_client)
        if registered is not None and registered.sdk_init_hooks:
            url, pool = _after_init_hooks(registered, url, pool)
        self.sdk_configuration = SDKConfiguration(
            server_url=url,
            api_key=api_key,
            timeout_ms=timeout_ms,
            retry_config=retry_config,
            default_headers=_checked_headers(default_headers, "default_headers"),
            hooks=registered,
            logger=logger,
            redaction=_redaction(log_bodies, log_redact),
        )
        self._pool: ClientPool = pool

    @property
    def router(self) -> Router:
        """The AI router's endpoints, built at first use."""
        built: Router | None = self.__dict__.get("_router")
        if built is not None:
            return built
        from .router import Router

        # Two threads may both build one; `setdefault` lets them have the same.
        router: Router = self.__dict__.setdefault("_router", Router(self.sdk_configuration, self._pool))
        return router

    def with_options(
        self,
        *,
        timeout_ms: OptionalNullable[int] = UNSET,
        retry_config: OptionalNullable[RetryConfig] = UNSET,
        http_headers: Mapping[str, str] | None = None,
        server_url: str | None = None,
        api_key: str | Callable[[], str | None] | None = None,
    ) -> Self:
        """Return a view of this client with some settings of its own.

        It shares the connections, so it is cheap, and closing either closes both.

        Args:
            timeout_ms: As in the constructor. UNSET: as this client has it.
            retry_config: As in the constructor. UNSET: as this client has it.
            http_headers: Headers to add to every call; they win over this client's.
            server_url: Base URL to use instead.
            api_key: Key to use instead.

        Raises:
            TypeError, ValueError: As the constructor does.
        """
        check_timeout(timeout_ms)
        check_retries(retry_config)
        changes: dict[str, Any] = {}
        if timeout_ms is not UNSET:
            changes["timeout_ms"] = timeout_ms
        if retry_config is not UNSET:
            changes["retry_config"] = retry_config
        if http_headers:
            checked = _checked_headers(http_headers, "http_headers") or {}
            changes["http_headers"] = {**(self.sdk_configuration.http_headers or {}), **checked}
        if server_url is not None:
            changes["server_url"] = _server_url(None, server_url, None)
        if api_key is not None:
            _check_key(api_key)
            changes["api_key"] = api_key
        view = object.__new__(type(self))
        view.__dict__.update(self.__getstate__())
        view.sdk_configuration = self.sdk_configuration.replaced(**changes)
        return view

    # --- lifetime

    def close(self) -> None:
        """Close the connections; idempotent. Whoever still waits for an answer gets a RuntimeError at once.

        Between two attempts it is noticed within a quarter of a second, while connecting when that has ended.
        Connections of async calls are shut down at once too; their event loops close them when they get to it. A client
        that was handed over stays open. Afterwards a call raises RuntimeError.
        """
        self._pool.close()

    async def aclose(self) -> None:
        """Close the connections of sync and async calls; idempotent. See `close`."""
        await self._pool.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"Orq(server_url={self.sdk_configuration.server_url!r})"

    def __getstate__(self) -> dict[str, Any]:
        # Copies and pickles carry the settings; connections and what was built on them are made anew.
        return {name: value for name, value in self.__dict__.items() if name != "_router"}

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        _check_pickles(self.sdk_configuration, self._pool)
        return super().__reduce_ex__(protocol)

    def __copy__(self) -> Self:
        import copy

        twin = object.__new__(type(self))
        twin.__dict__.update(self.__getstate__())
        twin._pool = copy.copy(self._pool)
        return twin

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self.__copy__()


def _is_blank(api_key: Any) -> bool:
    return api_key is None or (isinstance(api_key, str) and not api_key.strip())


def _check_key(api_key: Any) -> None:
    """Raise TypeError or ValueError if this cannot be a key. What a callable gives is checked when it is called."""
    if api_key is not None and not callable(api_key):
        from .core.security import bearer

        bearer(api_key)


def _server_url(index: int | None, url: str | None, params: Mapping[str, str] | None) -> str:
    if index is None:
        index = 0
    # What was given is not shown, since it may be a key in the wrong place.
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(SERVERS):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a checker
        said = f", not {index}" if isinstance(index, int) and not isinstance(index, bool) else ""  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a checker
        raise ValueError(f"server_idx must be an index into the servers, 0 to {len(SERVERS) - 1}{said}")
    if url is None:
        return SERVERS[index]
    from .core.head import checked_server_url, filled_template

    return checked_server_url(filled_template(url, params) if isinstance(url, str) else url)  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a checker


def _check_client(client: Any, name: str, *, is_async: bool) -> None:
    if client is None:
        return
    if isinstance(client, type):
        raise TypeError(f"{name} must be an HTTP client, not its class {client.__name__}")
    if not callable(getattr(client, "build_request", None)) or not callable(getattr(client, "send", None)):
        raise TypeError(f"{name} must have build_request and send, as httpx's clients have, not {_kind(client)}")
    from inspect import iscoroutinefunction

    # A plain function may return an awaitable, and a wrapper may have no other methods; that tells nothing.
    close = getattr(client, "close", None)
    sends_async = iscoroutinefunction(client.send)
    closes_async = hasattr(client, "aclose") or hasattr(client, "__aenter__") or iscoroutinefunction(close)
    closes_sync = hasattr(client, "__enter__") or (close is not None and not iscoroutinefunction(close))
    wrong = closes_sync and not (closes_async or sends_async)
    if wrong if is_async else sends_async or (closes_async and not closes_sync):
        kind = "an asynchronous" if is_async else "a synchronous"
        raise TypeError(f"{name} must be {kind} client, not {_kind(client)}")


def _checked_headers(headers: Mapping[str, str] | None, name: str) -> Mapping[str, str] | None:
    if not headers:
        return None
    from .core.head import checked_headers

    return checked_headers(headers, name)


def _hooks(hooks: Iterable[Any] | None) -> SDKHooks | None:
    from ._hooks import SDKHooks
    from ._hooks.registration import init_hooks

    try:
        given = list(hooks or ())
    except TypeError:
        raise TypeError(f"hooks must be a list of hook objects, not {_kind(hooks)}") from None
    registered = SDKHooks(given)
    init_hooks(registered)
    return registered if any(registered.__dict__.values()) else None


def _after_init_hooks(hooks: SDKHooks, url: str, pool: ClientPool) -> tuple[str, ClientPool]:
    """Return the base URL and the clients that `sdk_init` hooks chose. Only they need to see a client this early."""
    from .core.head import checked_server_url
    from .transport.clients import ClientPool

    try:
        offered: Any = pool.sync().client
        chosen = offered
        for hook in hooks.sdk_init_hooks:
            url, chosen = hook.sdk_init(url, chosen)
        url = checked_server_url(url, "the base URL that sdk_init returned")
        _check_client(chosen, "the client that sdk_init returned", is_async=False)
    except BaseException:
        pool.close()
        raise
    if chosen is None or chosen is offered:
        return url, pool
    pool.close()
    return url, ClientPool(client=chosen, async_client=pool.supplied_async)


def _check_pickles(configuration: SDKConfiguration, pool: ClientPool) -> None:
    """Raise TypeError if one of the parts that users bring cannot be pickled; pickle's own words seldom tell which."""
    import pickle

    parts = {
        "api_key": configuration.api_key if callable(configuration.api_key) else None,
        "client": pool.supplied,
        "async_client": pool.supplied_async,
        "debug_logger": configuration.logger,
        "hooks": configuration.hooks,
    }
    for name, part in parts.items():
        try:
            pickle.dumps(part)
        except Exception as error:  # a class may raise anything to say that it is not to be pickled
            raise TypeError(f"Orq cannot be pickled, since its {name} cannot: {error}") from error


def _redaction(bodies: bool | None, paths: Sequence[str] | None) -> Redaction | None:
    if paths is None and not bodies:
        return None
    from .core.logs import Redaction

    redaction = Redaction(() if paths is None else paths)  # made in any case, so that a wrong path is told
    return None if bodies is False else redaction


def _kind(value: object) -> str:
    return type(value).__name__
