"""Tells what an answer is and turns its body into the response model. It reads nothing from a network."""

from __future__ import annotations

from json import JSONDecodeError
from typing import TYPE_CHECKING, cast

from ..models import _tables
from ..types.jsonvalues import is_object
from .decoding import decode_json
from .errors import ResponseValidationError, answer_error, error_object
from .security import mask_echo

if TYPE_CHECKING:
    import httpx

    from ..models import CreateResponseResponseBody

JSON, EVENTS, OTHER = "json", "events", "other"


def kind_of(status: int, content_type: str) -> str:
    """Return what an answer is by its head: a JSON body, an event stream, or something else, such as an HTTP error.

    The contract knows 200 as the only status of success.
    """
    if status != 200:
        return OTHER
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == "text/event-stream":
        return EVENTS
    if media_type == "application/json" or media_type.endswith("+json"):
        return JSON
    return OTHER


def parse_body(content: bytes, response: httpx.Response | None) -> CreateResponseResponseBody:
    """Return the response that a body holds; `response` is the HTTP response that it came with.

    Raises:
        APIError: The body is an error object and not a response; its own message leads.
        ResponseValidationError: It is not JSON, not an object, or shows no sign of a response.
    """
    try:
        value = decode_json(content)
    except ValueError as error:
        raise _not_a_response(response, content, error) from error
    if not is_object(value):
        found = "null" if value is None else type(value).__name__
        raise _not_a_response(response, content, TypeError(f"the body is not a JSON object but {found}"))
    body = value
    if "id" not in body and "output" not in body and body.get("object") != "response":
        if response is not None and (body.get("error") is not None or error_object(body) is not None):
            raise answer_error(response, _text(content))
        keys = ", ".join(map(repr, sorted(body)[:10])) or "nothing"
        raise _not_a_response(response, content, ValueError(f"the body shows no sign of a response; it has {keys}"))
    return cast("CreateResponseResponseBody", _tables.CreateResponseResponseBody.parse(body))


def _not_a_response(response: httpx.Response | None, content: bytes, cause: Exception) -> ResponseValidationError:
    text = mask_echo(response, _text(content))
    if isinstance(cause, JSONDecodeError):
        cause.doc = text  # a decoder's exception carries what it could not decode
    return ResponseValidationError("Response validation failed", response, cause, text)


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
