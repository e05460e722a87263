"""The errors that the SDK raises about answers; they know what an error body may look like and do no I/O.

    OrqError
      APIError                      4XX, 5XX, or an answer that is none
        AuthenticationError 401     PermissionDeniedError 403   NotFoundError 404      ConflictError 409
        UnprocessableEntityError 422   RateLimitError 429       ServerError 5XX
      ResponseValidationError       a 2XX body that is not JSON, not an object, or no response
      StreamInterruptedError        a stream that began an answer and ended without a terminal event
      ResponseFailedError           `error` or `response.failed`, from a stream's helpers
      StructuredOutputError         refusal, incomplete or failed answer, or text that does not fit
      MaxTurnsError                 `run` reached its limit
    NoResponseError                 the HTTP client returned nothing

Connection failures are the HTTP client's own exceptions (`httpx.TransportError`), unwrapped.
"""

from __future__ import annotations

import copy
import json
import pickle
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..types.jsonvalues import is_list, is_object, printable
from .security import keys_behind, mask_echo, masked_url, without_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx
    from typing_extensions import Self

    from ..models import CreateResponseResponseBody

__all__ = [
    "APIError",
    "AuthenticationError",
    "ConflictError",
    "ErrorObject",
    "MaxTurnsError",
    "NoResponseError",
    "NotFoundError",
    "OrqError",
    "PermissionDeniedError",
    "RateLimitError",
    "ResponseFailedError",
    "ResponseValidationError",
    "ServerError",
    "StreamInterruptedError",
    "StructuredOutputError",
    "UnprocessableEntityError",
]

_PUBLIC_HOME = "orq_ai_sdk.models"
"""Where users import these classes from, and so the module that tracebacks show and pickles name."""

BODY_LIMIT = 1024 * 1024
"""How much of an error's body is read, in bytes; the rest is left and the connection closed."""

SHOWN_BODY_LIMIT = 10_000
"""How much of a body an error's message shows, in characters."""

REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-orq-request-id", "apim-request-id", "x-amzn-requestid", "cf-ray")


class NoResponseError(Exception):
    """The HTTP client returned no response at all."""

    def __init__(self, message: str = "No response received") -> None:
        self.message = message
        super().__init__(message)


class ErrorObject(NamedTuple):
    """What an error body says, whichever of the known shapes it has."""

    message: str
    type: str | None = None
    code: str | int | None = None
    param: str | None = None


class OrqError(Exception):
    """Any error about an answer.

    Args:
        message: The error as text.
        raw_response: The `httpx.Response` that it is about, if there is one.
        body: That response's body as text. Default: what has been read of it.

    Attributes:
        message: The error as text.
        status_code: HTTP status; 0 if there was no answer.
        body: The answer's body as text, at most 1 MiB; empty if there was none.
        headers: The answer's headers, case-insensitive; empty if there was none.
        raw_response: The `httpx.Response`, or None if there was none.
        request_id: What the service calls the request, from the usual headers.
    """

    message: str
    status_code: int
    body: str
    headers: Mapping[str, str]
    raw_response: httpx.Response | None

    def __init__(self, message: str, raw_response: httpx.Response | None = None, body: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.raw_response = raw_response
        self.status_code = 0 if raw_response is None else raw_response.status_code
        self.headers = {} if raw_response is None else raw_response.headers
        self.body = _text_of(raw_response) if body is None else body

    @property
    def request_id(self) -> str | None:
        return request_id_of(self.headers)

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are rebuilt from their constructor's arguments by default, which fails for any whose
        # constructor takes others; the state is what matters.
        state = {**self.__dict__, "raw_response": without_request(self.raw_response)}
        return _rebuild, (type(self), self.args, state)

    def __copy__(self) -> Self:
        return _rebuild(type(self), self.args, self.__dict__)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        # What came over the network is not changed by anyone, so copies share it.
        state = {**self.__dict__, "raw_response": None}
        copied = _rebuild(type(self), self.args, copy.deepcopy(state, memo))
        copied.raw_response = self.raw_response
        return copied


E = TypeVar("E", bound=OrqError)


def _take_head(error: OrqError, response: CreateResponseResponseBody | None) -> None:
    """Let an error about a response that was parsed know the HTTP status and headers that the response came with."""
    meta = None if response is None else response.meta
    if meta is not None and error.raw_response is None:
        error.status_code, error.headers = meta.status_code, meta.headers


def _rebuild(kind: type[E], args: tuple[Any, ...], state: Mapping[str, Any]) -> E:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


def without_request(response: Any) -> Any:
    """Return a response as it may be pickled, or None if it cannot be.

    httpx pickles the request with a response, and with it the key; so neither its own request nor those of
    redirects go along.
    """
    if not isinstance(getattr(response, "history", None), list):
        return None
    twin = copy.copy(response)
    twin.request, twin.history, twin.next_request = None, [], None
    try:
        pickle.dumps(twin)
    except (pickle.PicklingError, TypeError, AttributeError, RuntimeError):
        return None
    return twin


def _text_of(response: httpx.Response | None) -> str:
    """Return a response's body if it has been read; a body still on the wire is not worth an exception here."""
    if response is None or not getattr(response, "is_stream_consumed", True) or not hasattr(response, "_content"):
        return ""
    return decoded(response, response.content)


def decoded(response: Any, content: bytes) -> str:
    """Return a response's body as text: by the charset that it names, or as UTF-8 if that is not one of text."""
    try:
        return content.decode(response.encoding or "utf-8", "replace")
    except (LookupError, ValueError):  # Python knows "hex" and "idna" as well, and raises when they are used
        response.encoding = "utf-8"  # so that its own `text` works
        return content.decode("utf-8", "replace")


class APIError(OrqError):
    """The service refused or failed (4XX, 5XX), or answered with something that is not an answer.

    With a `raw_response`, the message also gives its status and the beginning of its body, in the contract's form:
    `API error occurred: Status 401. Body: ...`.

    Args:
        message: What happened.
        raw_response: The `httpx.Response`, if there is one.
        body: Its body as text. Default: what has been read of it.
        retry_after: How long the service asks to wait, in seconds. Default: None.

    Attributes:
        error: The parsed error object, or None if the body has none of the known shapes.
        retry_after: How long the service asks to wait, in seconds, or None.
    """

    error: ErrorObject | None
    retry_after: float | None

    def __init__(
        self,
        message: str,
        raw_response: httpx.Response | None = None,
        body: str | None = None,
        *,
        retry_after: float | None = None,
    ) -> None:
        text = _text_of(raw_response) if body is None else body
        error = _without_keys(error_object(text), keys_behind(raw_response))
        super().__init__(_with_answer(message, raw_response, text, error), raw_response, text)
        self.error = error
        self.retry_after = retry_after


def _without_keys(error: ErrorObject | None, keys: tuple[str, ...]) -> ErrorObject | None:
    """Return an error object without keys, which a body may spell in a way that only decoding shows."""
    if error is None or not keys:
        return error
    texts = {name: value for name, value in error._asdict().items() if isinstance(value, str)}
    return error._replace(**{name: without_keys(value, keys) for name, value in texts.items()})


def _with_answer(message: str, response: httpx.Response | None, body: str, error: ErrorObject | None) -> str:
    if response is None:
        return message
    status = response.status_code
    if status >= 400:
        return f"{message}: Status {status}. Body: {_shown(body)}"
    text = f"{message}: {_described_answer(response, body)}"
    return f"{printable(error.message)} ({text})" if error else text


def _described_answer(response: httpx.Response, body: str) -> str:
    content_type = response.headers.get("content-type") or "none"
    return f"Status {response.status_code}. Content-Type: {content_type}. Body: {_shown(body)}"


class AuthenticationError(APIError):
    """401: the key is missing, wrong or expired."""


class PermissionDeniedError(APIError):
    """403: the key may not do this."""


class NotFoundError(APIError):
    """404: no such model, response or path."""


class ConflictError(APIError):
    """409: the request conflicts with another."""


class UnprocessableEntityError(APIError):
    """422: the request was understood and cannot be served as it is."""


class RateLimitError(APIError):
    """429: too many requests or too many tokens; see `retry_after`."""


class ServerError(APIError):
    """5XX: the service or the provider behind it failed."""


BY_STATUS: dict[int, type[APIError]] = {
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


class ResponseValidationError(OrqError):
    """A successful answer whose body is not JSON, not an object, or shows no sign of a response.

    Attributes:
        cause: What was found instead: the decoder's exception or a description.
    """

    cause: Exception

    def __init__(
        self, message: str, raw_response: httpx.Response | None, cause: Exception, body: str | None = None
    ) -> None:
        super().__init__(f"{message}: {cause}", raw_response, body)
        if raw_response is not None:
            self.message += f" ({_described_answer(raw_response, self.body)})"
        self.cause = cause


class StreamInterruptedError(OrqError):
    """A stream that began an answer ended without a terminal event.

    Attributes:
        response_id: Id of the response that was being made, or None.
        sequence_number: The last `sequence_number` that came, or None.
        response: What had been accumulated, or None if nothing had.
    """

    def __init__(
        self,
        message: str,
        raw_response: httpx.Response | None = None,
        *,
        response_id: str | None = None,
        sequence_number: int | None = None,
        response: CreateResponseResponseBody | None = None,
    ) -> None:
        super().__init__(message, raw_response, "")
        self.response_id = response_id
        self.sequence_number = sequence_number
        self.response = response


class ResponseFailedError(OrqError):
    """The stream told that the answer failed, by an `error` event or by `response.failed`.

    Attributes:
        code: The error's code as it came, or None.
        param: The parameter that the error is about, or None.
        response: The failed response, as far as it had come, or None.
    """

    def __init__(
        self,
        message: str,
        raw_response: httpx.Response | None = None,
        *,
        code: str | int | None = None,
        param: str | None = None,
        response: CreateResponseResponseBody | None = None,
    ) -> None:
        super().__init__(message, raw_response, "")
        self.code = code
        self.param = param
        self.response = response
        _take_head(self, response)


class StructuredOutputError(OrqError):
    """The answer has no value of the type asked for.

    Attributes:
        reason: "refusal", "incomplete", "failed", "empty" or "invalid".
        detail: The refusal's text, the reason of incompleteness, or the error's message.
        text: The text that came, complete or not.
        response: The response, or None.
    """

    def __init__(
        self,
        reason: str,
        detail: str,
        *,
        text: str = "",
        response: CreateResponseResponseBody | None = None,
    ) -> None:
        super().__init__(f"No structured output ({reason}): {detail}", None, "")
        self.reason = reason
        self.detail = detail
        self.text = text
        self.response = response
        _take_head(self, response)


class MaxTurnsError(OrqError):
    """`run` asked the model as often as `max_turns` allows and got no answer without tool calls.

    Attributes:
        conversation: All items and tool outputs so far; the last answer's calls have not been made.
        response: The last response.
    """

    def __init__(self, message: str, *, conversation: list[Any], response: CreateResponseResponseBody) -> None:
        super().__init__(message)
        self.conversation = conversation
        self.response = response
        _take_head(self, response)


def request_id_of(headers: Mapping[str, str]) -> str | None:
    """Return what the service or the provider calls a request."""
    for name in REQUEST_ID_HEADERS:
        value = headers.get(name)
        if value:
            return value
    return None


def answer_error(response: httpx.Response, body: str, *, retry_after: float | None = None) -> APIError:
    """Return the error that an answer is: one of 4XX or 5XX, or one that is neither that nor an answer.

    If the second holds an error object, its own message leads.
    """
    status = response.status_code
    body = mask_echo(response, body)
    way = _way_to_get(response)
    if status < 400:
        return APIError(f"Unexpected response received{way}", response, body)
    kind = BY_STATUS.get(status) or (ServerError if status >= 500 else APIError)
    return kind(f"API error occurred{way}", response, body, retry_after=retry_after)


def became_get(response: Any) -> bool:
    """Whether a redirect made a GET of the request (301, 302 and 303 do), so that the answer is to something else."""
    return bool(getattr(response, "history", None)) and response.request.method == "GET"


def _way_to_get(response: Any) -> str:
    if not became_get(response):
        return ""
    first = response.history[0].status_code
    address = masked_url(str(response.request.url)).partition("?")[0]
    return f" after a redirect ({first}) that made the request a GET of {address}; use its new address as server_url"


def _shown(body: str) -> str:
    """Return a body as a message shows it."""
    if not body:
        return '""'
    if len(body) <= SHOWN_BODY_LIMIT:
        return body
    return f"{body[:SHOWN_BODY_LIMIT]}... ({len(body) - SHOWN_BODY_LIMIT} more characters)"


def error_object(body: str | Mapping[str, Any]) -> ErrorObject | None:
    """Return what an error body says, or None if it has none of the known shapes.

    Known are `{"error": {message, type, code, param}}`, `{"error": "..."}` with or without a `message` or a `code`
    beside it, `{"detail": ...}` as text, as another error body or as a list of validation errors, and
    `{"message": ..., ...}`.
    """
    if isinstance(body, str):
        try:
            data: Any = json.loads(body.removeprefix("\ufeff"))
        except (ValueError, RecursionError):
            return None
    else:
        data = body
    return _error_in(data)


def _error_in(data: Any, depth: int = 0) -> ErrorObject | None:
    if not is_object(data) or depth > 1:
        return None
    inner: Any = data.get("error")
    if is_object(inner) and (found := _described(inner)) is not None:
        return found
    if _is_text(inner):
        # Some frameworks name the status in `error` and say what happened in `message`.
        said = next((data[key] for key in ("message", "error_description") if _is_text(data.get(key))), inner)
        return _described({**data, "message": said})
    if "message" in data and (found := _described(data)) is not None:
        return found
    detail: Any = data.get("detail")
    if _is_text(detail):
        return _described({**data, "message": detail})
    if is_list(detail) and detail:
        return ErrorObject("; ".join(_validation_message(item) for item in detail))
    if is_object(detail):
        return _error_in(detail, depth + 1) or _described(detail)
    return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _described(source: Mapping[str, Any]) -> ErrorObject | None:
    message, kind, code, param = (source.get(key) for key in ("message", "type", "code", "param"))
    if not isinstance(message, str):
        if code is None and kind is None:
            return None
        message = json.dumps(message) if message is not None else str(kind if code is None else code)
    return ErrorObject(
        message,
        kind if isinstance(kind, str) else None,
        code if isinstance(code, (str, int)) and not isinstance(code, bool) else None,
        param if isinstance(param, str) else None,
    )


def _validation_message(item: Any) -> str:
    if not is_object(item):
        return str(item)
    entry: dict[str, Any] = item
    where: Any = entry.get("loc")
    message = str(entry.get("msg") or entry.get("message") or entry)
    return f"{'.'.join(str(part) for part in where)}: {message}" if is_list(where) else message


for _name in __all__:
    globals()[_name].__module__ = _PUBLIC_HOME
