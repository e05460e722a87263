"""Builds the request's head: the URL and the headers. It knows nothing of the body and touches no client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._version import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = "/v2/gateway/responses"
OPERATION_ID = "createResponse"
USER_AGENT = f"orq-ai-sdk-python/{VERSION}"


def request_headers(
    *,
    accept: str,
    authorization: str | None,
    layers: tuple[Mapping[str, str] | None, ...] = (),
) -> dict[str, str]:
    """Return the request's headers; later layers, which `checked_headers` made, win over earlier and the SDK's own."""
    headers = {
        "content-type": "application/json",
        "accept": accept,
        "user-agent": USER_AGENT,
    }
    if authorization is not None:
        headers["authorization"] = authorization
    for layer in layers:
        if layer:
            headers.update(layer)
    return headers


def checked_headers(headers: Mapping[str, str], parameter: str) -> dict[str, str]:
    """Return headers given by the user, by lower-cased name.

    Raises:
        TypeError: A header's name or value is no string.
        ValueError: One has a character that cannot be sent (RFC 9110, sections 5.1 and 5.5).
    """
    checked: dict[str, str] = {}
    for name, value in headers.items():
        if not isinstance(name, str) or not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a checker
            raise TypeError(f"{parameter}[{name!r}] must be a string, not {type(value).__name__}")
        if not name or not all("!" <= letter <= "~" and letter not in '()<>@,;:\\"/[]?={}' for letter in name):
            raise ValueError(f"{parameter}: {name!r} is no header name")
        for letter in value:
            if not (" " <= letter <= "~" or letter == "\t"):
                # The value may be a credential, so only the offending character is shown.
                raise ValueError(f"{parameter}[{name!r}] has a character that cannot be sent, U+{ord(letter):04X}")
        checked[name.lower()] = value
    return checked


def checked_server_url(url: Any, name: str = "server_url") -> str:
    """Return a base URL without its trailing slashes.

    Raises:
        TypeError: It is no string.
        ValueError: It is no absolute http or https URL with a host, or has a query or fragment.
    """
    if not isinstance(url, str):
        raise TypeError(f"{name} must be a string, not {type(url).__name__}")
    from urllib.parse import urlsplit

    shown = repr(url[:200])
    try:
        parts = urlsplit(url.strip())
        port_is_fine = parts.port is None or parts.port >= 0
    except ValueError as error:
        raise ValueError(f"{name} is no URL: {error}") from None
    if "@" in parts.netloc:
        shown = "the URL given"  # it may hold a password
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or not port_is_fine:
        raise ValueError(f"{name} must be an absolute http or https URL, such as https://my.orq.ai, not {shown}")
    if parts.query or parts.fragment:
        raise ValueError(f"{name} must have no query and no fragment: {shown}")
    if any(letter.isspace() or not letter.isprintable() for letter in url.strip()):
        raise ValueError(f"{name} has a character that cannot stand in a URL: {shown}")
    return url.strip().rstrip("/")


def filled_template(url: str, params: Mapping[str, str] | None) -> str:
    """Return a server URL with its `{name}` parts replaced from `params`."""
    for name, value in (params or {}).items():
        url = url.replace("{" + name + "}", value)
    return url
