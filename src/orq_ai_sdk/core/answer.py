"""Tells what an answer is and turns its body into the response model. It reads nothing from a network."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from pydantic_core import from_json

from ..models import _tables
from ..types.jsonvalues import is_object
from .errors import ResponseValidationError, error_object, unexpected_answer

if TYPE_CHECKING:
    import httpx

    from ..models import CreateResponseResponseBody

JSON, EVENTS, ERROR, OTHER = "json", "events", "error", "other"


def kind_of(status: int, content_type: str) -> str:
    """Return what an answer is by its head: a JSON body, an event stream, an HTTP error, or something else."""
    if status >= 400:
        return ERROR
    if not 200 <= status < 300:
        return OTHER
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == "text/event-stream":
        return EVENTS
    if media_type == "application/json" or media_type.endswith("+json"):
        return JSON
    return OTHER


def parse_body(content: bytes, response: httpx.Response | None) -> CreateResponseResponseBody:
    """Return the response that a body holds.

    Raises:
        APIError: The body is an error object and no response; its own message leads.
        ResponseValidationError: It is not JSON, no object, or shows no sign of a response.
    """
    try:
        value: Any = from_json(content)
    except ValueError:
        try:
            # The standard library takes what pydantic's decoder does not: lone surrogates and deep nesting.
            value = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise _no_response(response, content, error) from error
    if not is_object(value):
        found = "null" if value is None else type(value).__name__
        raise _no_response(response, content, TypeError(f"the body is no JSON object but {found}"))
    body = value
    if "id" not in body and "output" not in body and body.get("object") != "response":
        if error_object(body) is not None and response is not None:
            raise unexpected_answer(response, _text(content))
        keys = ", ".join(map(repr, sorted(body)[:10])) or "nothing"
        raise _no_response(response, content, ValueError(f"the body shows no sign of a response; it has {keys}"))
    return cast("CreateResponseResponseBody", _tables.CreateResponseResponseBody.parse(body))


def _no_response(response: httpx.Response | None, content: bytes, cause: Exception) -> ResponseValidationError:
    return ResponseValidationError("Response validation failed", response, cause, _text(content))


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
