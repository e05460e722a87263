"""Turns an API key into a header, and keeps credentials out of whatever is shown. It never prints a key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

E = TypeVar("E", bound=BaseException)

MASK = "***"

SECRET_WORDS = (
    "auth", "bearer", "cookie", "credential", "dpop", "hmac", "jwt", "key", "passw", "pwd", "secret", "session",
    "signature", "token",
)  # fmt: skip
"""What the name of a header with a credential contains. It is better to mask one too many."""

SECRET_PARTS = frozenset({"otp", "pass", "pat", "pin", "sig"})
"""What is one of the parts of such a name between hyphens, and too short to be looked for anywhere in it."""

PUBLIC_HEADERS = ("idempotency-key", "ratelimit-", "x-ratelimit-")
"""What the names of headers begin with that have such a word and are none: counts of tokens, for example."""

URL_HEADERS = frozenset({"content-location", "location", "referer"})
"""Headers whose value is a URL, which may hold a password, or a signature in its query."""

SHORTEST_KEY = 8
"""How long a key must be, in characters, to be looked for in what a server says. Shorter ones are words."""


def bearer(key: str | None) -> str | None:
    """Return the Authorization header's value for a key, or None if the key is absent or blank.

    White space around the key is dropped. A value that starts with `Bearer ` is used as it is.

    Raises:
        TypeError: The key is not a string.
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
    return {name: _masked_value(name.lower(), value) for name, value in headers}


def _masked_value(name: str, value: str) -> str:
    if name in URL_HEADERS:
        return masked_url(value).partition("?")[0]
    return MASK if is_secret(name) else value


def is_secret(name: str) -> bool:
    """Whether the name of a header or a query parameter says that its value is a credential."""
    name = name.lower()
    if name.startswith(PUBLIC_HEADERS):
        return False
    return any(word in name for word in SECRET_WORDS) or not SECRET_PARTS.isdisjoint(name.replace("_", "-").split("-"))


def without_keys(text: str, keys: Iterable[str]) -> str:
    """Return a text with keys replaced wherever they stand, as they are or as JSON may spell them."""
    for key in keys:
        for spelled in _spellings(key):
            text = text.replace(spelled, MASK)
    return text


def _spellings(key: str) -> tuple[str, ...]:
    escaped = json.dumps(key)[1:-1]
    return tuple(dict.fromkeys((key, escaped, escaped.replace("/", "\\/"))))


def keys_of(request: Any) -> tuple[str, ...]:
    """Return the credentials that a request's headers carry, without their scheme, the longest first.

    Those that are too short to be looked for are left out.
    """
    headers: Any = getattr(request, "headers", {})
    found: set[str] = set()
    for name, value in headers.items():
        if is_secret(name):
            first, *others = value.replace(";", " ").split() or ("",)
            for part in others if others and "=" not in first else (first, *others):  # the first may be a scheme
                found |= {part, part.partition("=")[2]}  # a cookie has a name
    return tuple(sorted((key for key in found if len(key) >= SHORTEST_KEY), key=len, reverse=True))


def keys_behind(response: Any) -> tuple[str, ...]:
    """Return the credentials that a response's request carried, as `keys_of` does."""
    try:
        return keys_of(response.request)
    except (AttributeError, RuntimeError):  # there is no request, or the response is somebody's own
        return ()


def mask_echo(response: Any, text: str) -> str:
    """Return a text that a server sent without the keys that its request carried; some repeat one when they refuse it.

    The response, which an error will carry, loses them too.
    """
    keys = keys_behind(response)
    if not keys:
        return text
    for name, value in response.headers.items():
        masked = without_keys(value, keys)
        if masked != value:
            response.headers[name] = masked
    content: Any = getattr(response, "_content", b"")
    for key in keys:
        for spelled in _spellings(key):
            content = content.replace(spelled.encode(), MASK.encode())
    if hasattr(response, "_content"):
        response._content = content
    return without_keys(text, keys)


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
    """Return a copy of an HTTP request in which every header and parameter that may be a credential is masked."""
    from copy import copy

    twin = copy(request)
    twin.headers = type(request.headers)(
        [(name, MASK if is_secret(name) else value) for name, value in request.headers.multi_items()]
    )
    query = request.url.params.multi_items()
    if any(is_secret(name) for name, _ in query):
        twin.url = request.url.copy_with(params=[(name, MASK if is_secret(name) else value) for name, value in query])
    return twin
