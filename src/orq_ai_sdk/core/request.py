"""Builds what is sent from what was passed: the body, the headers and the URL. It touches no client and no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._version import VERSION
from ..models import _tables
from ..types.unset import UNSET
from .wire import complete

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = "/v2/gateway/responses"
OPERATION_ID = "createResponse"
USER_AGENT = f"orq-ai-sdk-python/{VERSION}"

_EXPECTED = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "True or False",
    "array": "a list",
    "object": "an object (a model or a dict)",
}


def request_body(arguments: Mapping[str, Any], extra_body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the request's body, by wire names, from the call's arguments, by wire names.

    Left-out arguments stay out, `None` is sent where the contract lets it be `null`, and `extra_body` wins over all.

    Raises:
        TypeError: An argument has a type that the contract does not know for it; the message names the argument.
    """
    body: dict[str, Any] = {}
    for wire, value in arguments.items():
        if value is UNSET:
            continue
        rule = _tables.PARAMETERS[wire]
        if value is None:
            if rule["null"]:
                body[wire] = None
            elif rule["required"]:
                raise TypeError(f"{rule['name']} must be {_expected(rule)}, not None")
            continue
        if wire == "input":
            value = input_items(value)
        _check(value, rule)
        inside = rule["inside"]
        body[wire] = complete(value, inside) if inside else value
    if extra_body is not None:
        if not hasattr(extra_body, "keys"):
            raise TypeError(f"extra_body must be an object (a dict), not {type(extra_body).__name__}")
        body.update(extra_body)
    return body


def input_items(value: Any) -> Any:
    """Return `input` with earlier answers replaced by the items they hold."""
    if hasattr(type(value), "to_input"):
        return value.to_input()
    if isinstance(value, (list, tuple)):
        items: list[Any] | tuple[Any, ...] = value
        for item in items:
            if hasattr(type(item), "to_input"):
                spread: list[Any] = []
                for one in items:
                    spread.extend(one.to_input() if hasattr(type(one), "to_input") else (one,))
                return spread
        return items
    return value


def _check(value: Any, rule: Mapping[str, Any]) -> None:
    kind = _kind(value)
    kinds: tuple[str, ...] = rule["kinds"]
    if kind not in kinds and not (kind == "integer" and "number" in kinds):
        raise TypeError(f"{rule['name']} must be {_expected(rule)}, not {_shown_type(value)}")
    if kind == "array":
        _check_items(value, rule)
    elif kind == "object" and rule["values"] and isinstance(value, dict):
        entries: dict[Any, Any] = value
        for key, item in entries.items():
            if _kind(item) != rule["values"]:
                expected = _EXPECTED[rule["values"]]
                raise TypeError(f"{rule['name']}.{key} must be {expected}, not {_shown_type(item)}")


def _check_items(values: Any, rule: Mapping[str, Any]) -> None:
    expected: str = rule["items"]
    if not expected:
        return
    for index, item in enumerate(values):
        # Almost every item is a dict or a string; asking for the exact type keeps a long list cheap.
        if type(item) is dict and expected == "object":
            continue
        if _kind(item) != expected:
            raise TypeError(f"{rule['name']}[{index}] must be {_EXPECTED[expected]}, not {_shown_type(item)}")


def _expected(rule: Mapping[str, Any]) -> str:
    return " or ".join(_EXPECTED[kind] for kind in rule["kinds"])


def _kind(value: Any) -> str:
    """Return what JSON calls a value's type, or an empty string if it has none."""
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, dict):
        return "object"
    if isinstance(value, (list, tuple)):
        return "array"
    kind = type(value)
    if hasattr(kind, "model_dump") or isinstance(getattr(value, "definition", None), dict):
        return "object"
    from collections.abc import Mapping, Sequence

    if isinstance(value, Mapping):
        return "object"
    return "array" if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)) else ""


def _shown_type(value: Any) -> str:
    return "None" if value is None else type(value).__name__


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
