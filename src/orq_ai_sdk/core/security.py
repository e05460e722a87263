"""Turns an API key into a header, and keeps credentials out of whatever is shown. It never prints a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

E = TypeVar("E", bound=BaseException)

MASK = "***"

SECRET_WORDS = ("auth", "cookie", "credential", "jwt", "key", "passw", "secret", "session", "signature", "token")
"""What the name of a header with a credential contains. It is better to mask one too many."""

PUBLIC_HEADERS = ("idempotency-key", "ratelimit-", "x-ratelimit-")
"""What the names of headers begin with that have such a word and are none: counts of tokens, for example."""


def bearer(key: str | None) -> str | None:
    """Return the Authorization header's value for a key, or None if the key is absent or blank.

    White space around the key is dropped. A value that starts with `Bearer ` is used as it is.

    Raises:
        TypeError: The key is no string.
        ValueError: The key has a character that cannot stand in a header (RFC 9110, section 5.5). The key is not shown.
    """
    if key is None:
        return None
    if not isinstance(key, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a checker
        raise TypeError(f"api_key must be a string or a callable that returns one, not {type(key).__name__}")
    token = key.strip()
    if token[:7].lower() == "bearer ":
        token = token[7:].strip()
    elif token.lower() == "bearer":
        token = ""
    if not token:
        return None
    for index, letter in enumerate(token):
        if not "!" <= letter <= "~":
            raise ValueError(
                f"api_key has a character that cannot be sent in a header, U+{ord(letter):04X} "
                f"at index {index} of {len(token)}"
            )
    return f"Bearer {token}"


def masked_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers for a log, with the value of every one that may be a credential replaced."""
    return {name: MASK if is_secret(name) else value for name, value in headers}


def is_secret(header: str) -> bool:
    """Whether a header's name says that its value is a credential."""
    name = header.lower()
    return any(word in name for word in SECRET_WORDS) and not name.startswith(PUBLIC_HEADERS)


def masked_url(url: str) -> str:
    """Return a URL for a log or a repr, without the user and password that it may hold."""
    scheme, separator, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{separator}{authority.rpartition('@')[2]}{slash}{path}"


def without_credentials(error: E) -> E:
    """Return a transport's exception with a request that shows no credential; pickled, it would carry the key along."""
    request: Any = getattr(error, "_request", None)
    if hasattr(request, "headers"):
        masked: Any = error
        masked.request = masked_request(request)
    return error


def masked_request(request: Any) -> Any:
    """Return a copy of an HTTP request in which every header that may be a credential is masked."""
    from copy import copy

    twin = copy(request)
    twin.headers = type(request.headers)(
        [(name, MASK if is_secret(name) else value) for name, value in request.headers.multi_items()]
    )
    return twin
