"""Builds the request's head: the URL and the headers. It knows nothing of the body and touches no client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._version import VERSION
from ..types.jsonvalues import is_listlike, is_unicode

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    """Return headers given by the user, by lower-cased name; white space around a value is not part of it.

    Raises:
        TypeError: They are not a mapping, or a header's name or value is not a string.
        ValueError: One has a character that cannot be sent (RFC 9110, sections 5.1 and 5.5).
    """
    checked: dict[str, str] = {}
    for name, value in _mapping(headers, parameter).items():
        if not isinstance(name, str):
            raise TypeError(f"{parameter}: a name must be a string, not {type(name).__name__}")
        if not name or not all("!" <= letter <= "~" and letter not in '()<>@,;:\\"/[]?={}' for letter in name):
            raise ValueError(f"{parameter}: {name!r} is not a valid header name")
        checked[name.lower()] = checked_value(value, f"{parameter}[{name!r}]")
    return checked


def checked_value(value: Any, shown_as: str) -> str:
    """Return a header's value without the white space around it; raises like `checked_headers`."""
    if not isinstance(value, str):
        raise TypeError(f"{shown_as} must be a string, not {type(value).__name__}")
    text: str = value.strip(" \t")
    for letter in text:
        if not (" " <= letter <= "~" or letter == "\t"):
            # The value may be a credential, so only the offending character is shown.
            raise ValueError(f"{shown_as} has a character that cannot be sent, U+{ord(letter):04X}")
    return text


def check_sendable(request: Any, whose: str) -> None:
    """Raise ValueError if a header of a request cannot be sent (RFC 9110, section 5.5); `whose` says who set it.

    An HTTP client would raise as well, and show the value, which may be a credential.
    """
    for name, value in getattr(getattr(request, "headers", None), "raw", ()):
        text: str = value.decode("latin-1")
        wrong = [letter for letter in text if letter in "\0\n\v\f\r"]
        wrong += [letter for letter in (text[:1], text[-1:]) if letter and letter in " \t"]
        if wrong:
            raise ValueError(
                f"{whose}: header {name.decode('latin-1')!r} has a character that cannot be sent there, "
                f"U+{ord(wrong[0]):04X}"
            )


def checked_query(query: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return query parameters given by the user; an enum member of strings or numbers is sent as its value.

    Raises:
        TypeError: They are not a mapping of strings to strings, numbers, booleans, None, or lists of these.
        ValueError: One has a lone surrogate.
    """
    if query is None:
        return None
    given = _mapping(query, "extra_query")
    checked: dict[str, Any] = {}
    for name, value in given.items():
        if not isinstance(name, str):
            raise TypeError(f"extra_query: a name must be a string, not {type(name).__name__}")
        values: list[Any] = [*value] if is_listlike(value) else [value]
        for one in values:
            if one is not None and not isinstance(one, (str, int, float)):
                raise TypeError(f"extra_query[{name!r}] must be a string, a number or a list, not {type(one).__name__}")
            if not is_unicode(name) or (isinstance(one, str) and not is_unicode(one)):
                raise ValueError(f"extra_query[{name!a}] has a lone surrogate, which cannot be encoded as UTF-8")
        # httpx writes what `str` gives, which of an enum's member is its name.
        plain = [getattr(one, "value", one) for one in values]
        checked[name] = plain if is_listlike(value) else plain[0]
    return checked


def _mapping(value: Any, parameter: str) -> Mapping[Any, Any]:
    if not hasattr(value, "items"):
        raise TypeError(f"{parameter} must be an object (a dict), not {type(value).__name__}")
    found: Mapping[Any, Any] = value
    return found


def checked_server_url(url: Any, name: str = "server_url") -> str:
    """Return a base URL without its trailing slashes.

    Raises:
        TypeError: It is not a string.
        ValueError: It is not an absolute http or https URL with a host, has a user, a query or a fragment, or has a
            `{name}` part that nothing filled.
    """
    if not isinstance(url, str):
        raise TypeError(f"{name} must be a string, not {type(url).__name__}")
    from urllib.parse import urlsplit

    base: str = url.strip()
    # What is not a URL may be a key in the wrong place, and one may stand before an @ or in a query.
    showable = base.lower().startswith(("http://", "https://")) and not any(mark in base for mark in "@?#")
    shown = f", not {base[:200]!r}" if showable else ""
    try:
        parts = urlsplit(base)
        host, port_is_fine = parts.hostname, parts.port is None or parts.port >= 0
    except ValueError as error:
        raise ValueError(f"{name} is not a valid URL" + (f": {error}" if showable else "")) from None
    if parts.scheme.lower() not in ("http", "https") or not host or not port_is_fine:
        raise ValueError(f"{name} must be an absolute http or https URL, such as https://my.orq.ai{shown}")
    if "?" in base or "#" in base:
        raise ValueError(f"{name} must not have a query or a fragment")
    if "@" in parts.netloc:
        # They would go out in the key's place, and httpx shows them in its log and in a request's repr.
        raise ValueError(f"{name} must not contain credentials; pass an Authorization header in http_headers instead")
    if any(letter.isspace() or not letter.isprintable() for letter in base):
        raise ValueError(f"{name} has a character that cannot stand in a URL{shown}")
    if "{" in base or "}" in base:
        raise ValueError(f"{name} has a part in braces that url_params does not fill{shown}")
    if not is_host(host):
        raise ValueError(f"{name} does not have a valid host{shown}")
    return base.rstrip("/")


LARGEST_PORT = 65535


def is_host(host: str) -> bool:
    """Whether a host can be looked up: an address, or labels of 1 to 63 characters (RFC 1035, section 2.3.4)."""
    if ":" in host:  # an IPv6 address, which urlsplit has checked
        return True
    labels = host.removesuffix(".").split(".")
    try:
        return all(0 < len(label.encode("ascii")) < 64 for label in labels)
    except UnicodeEncodeError:
        # Letters beyond ASCII make a longer label on the wire; the codec knows how long.
        try:
            host.encode("idna")
        except UnicodeError:
            return False
        return True


def filled_template(url: str, params: Mapping[str, str] | None) -> str:
    """Return a server URL with its `{name}` parts replaced from `params`.

    Raises:
        TypeError: `params` is not a mapping of strings.
    """
    if params is None:
        return url
    for name, value in _mapping(params, "url_params").items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise TypeError(f"url_params[{name!r}] must be a string, not {type(value).__name__}")
        url = url.replace("{" + name + "}", value)
    return url
