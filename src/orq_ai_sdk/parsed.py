"""Structured output: answers and streams whose text is read as a value of a given type.

The types' schemas and the reading of text are `core.structured`'s; here is what an answer has to be like before its
text is read at all.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from .core.errors import ResponseFailedError, StructuredOutputError
from .models.events import CreateResponseStreamEvent
from .models.response import CreateResponseResponseBody
from .streaming import EventStream, EventStreamAsync
from .types.jsonvalues import is_list, is_object
from .types.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .core.snapshot import Snapshot
    from .core.structured import TextFormat

__all__ = ["ParsedEventStream", "ParsedEventStreamAsync", "ParsedResponse"]

T = TypeVar("T")


class ParsedResponse(CreateResponseResponseBody, Generic[T]):
    """A response with its text's value, which enters no dump."""

    @classmethod
    def of(cls, response: CreateResponseResponseBody, value: T) -> ParsedResponse[T]:
        """Return a response with the value of its text."""
        found: ParsedResponse[T] = cls.__new__(cls)
        found.__setstate__(response.__getstate__())
        found.attach_private("_parsed", value)
        return found

    @property
    def output_parsed(self) -> T:
        """The value that the answer's text holds, of the type asked for.

        Raises:
            AttributeError: No call of `parse` gave this object; it was made, or validated, by hand.
        """
        private = self.__pydantic_private__ or {}
        if "_parsed" not in private:
            raise AttributeError("output_parsed: only what parse() returns has a value")
        return cast("T", private["_parsed"])

    def __class_getitem__(cls, item: Any) -> Any:
        # A subscripted class only tells type checkers something. At run time it is this one class, because pydantic
        # would otherwise build a new model for each type and keep it for ever.
        return cls


def with_format(arguments: Mapping[str, Any], text_format: TextFormat[Any]) -> dict[str, Any]:
    """Return a call's arguments with the format put into `text`, whose other fields stay.

    Raises:
        TypeError: `text` is not an object.
        ValueError: `text` has a format of its own.
    """
    text: Any = arguments.get("text")
    fields: dict[str, Any]
    if text is None or text is UNSET:
        fields = {}
    elif is_object(text):
        fields = text
    elif hasattr(text, "wire_fields"):
        fields = text.wire_fields()
    elif hasattr(text, "model_dump"):
        fields = text.model_dump(mode="json", by_alias=True, exclude_unset=True)
    else:
        raise TypeError(f"text must be an object (a model or a dict), not {type(text).__name__}")
    if fields.get("format") is not None or fields.get("format_") is not None:
        raise ValueError("text: its format is made from text_format; leave it out")
    return {**arguments, "text": {**fields, "format": text_format.format_param()}}


def parsed_response(response: CreateResponseResponseBody, text_format: TextFormat[T]) -> ParsedResponse[T]:
    """Return the response with its text's value; if the whole text has none, that of its first part that has one.

    Raises:
        StructuredOutputError: The model refused, or the answer is incomplete, failed, empty, or does not fit.
    """
    text = _answer_text(response)
    refusal = _refusal(response)
    if refusal is not None:
        raise _no_value("refusal", refusal, response, text)
    if response.status == "incomplete":
        reason = getattr(response.incomplete_details, "reason", None)
        raise _no_value("incomplete", str(reason or "no reason was given"), response, text)
    if response.status in ("failed", "cancelled"):
        message = getattr(response.error, "message", None)
        raise _no_value("failed", str(message or "no message was given"), response, text)
    if not text:
        raise _no_value("empty", f"the answer holds no text (status {response.status})", response, text)
    try:
        value = _value_of(response, text_format)
    except ValueError as error:
        raise _no_value("invalid", str(error), response, text) from error
    except Exception as error:  # a type's own validators may raise anything; the answer must stay within reach
        raise _no_value("invalid", f"{type(error).__name__}: {error}", response, text) from error
    return ParsedResponse[T].of(response, value)


def _value_of(response: CreateResponseResponseBody, text_format: TextFormat[T]) -> T:
    whole, *parts = _answer_texts(response)
    try:
        return text_format.parse(whole)
    except Exception:
        for part in parts:
            with suppress(Exception):  # what is told is what is wrong with the whole
                return text_format.parse(part)
        raise


def _answer_texts(response: CreateResponseResponseBody) -> list[str]:
    """Return the texts that may hold the value: the answer's, and, if it came in several parts, each of these."""
    parts = _answer_parts(response)
    return [_answer_text(response), *(parts if len(parts) > 1 else ())]


def _answer_text(response: CreateResponseResponseBody) -> str:
    """Return the text that is the answer."""
    return "".join(_answer_parts(response)) if any(_phases(response)) else response.output_text


def _answer_parts(response: CreateResponseResponseBody) -> list[str]:
    """Return the parts of the answer's text; models that also comment on their work mark which of it is which."""
    items: list[Any] = [*response.to_input()]
    phases = _phases(response)
    if any(phases):
        wanted = ("final_answer",) if "final_answer" in phases else ("", None)
        items = [item for item, phase in zip(items, phases, strict=True) if phase in wanted]
    parts: list[Any] = [part for item in items for part in _listed(getattr(item, "content", None))]
    return [part.text for part in parts if getattr(part, "type", None) == "output_text" and isinstance(part.text, str)]


def _phases(response: CreateResponseResponseBody) -> list[Any]:
    return [getattr(item, "phase", None) for item in response.to_input()]


def _listed(value: Any) -> list[Any]:
    return value if is_list(value) else []


def _refusal(response: CreateResponseResponseBody) -> str | None:
    for item in response.to_input():
        for part in _listed(getattr(item, "content", None)):
            if getattr(part, "type", None) == "refusal":
                return str(part.refusal)
    return None


def _no_value(
    reason: str, detail: str, response: CreateResponseResponseBody | None, text: str
) -> StructuredOutputError:
    return StructuredOutputError(reason, detail, text=text, response=response)


def _failed(error: ResponseFailedError) -> StructuredOutputError:
    """Return a stream's failure as what an answer that came whole would have raised."""
    response = error.response
    told = _no_value("failed", error.message, response, "" if response is None else _answer_text(response))
    told.raw_response, told.status_code, told.headers = error.raw_response, error.status_code, error.headers
    return told


class _Parsing(Generic[T]):
    """What the sync and the async stream share: the value so far."""

    _snapshot: Snapshot
    _text_format: TextFormat[T]

    @property
    def current_parsed(self) -> Any:
        """The best value that the text so far gives, or None if it gives none yet; never raises.

        What is not there yet reads as its default, or None. Each access reads the whole text so far.
        """
        response = self._snapshot.response()
        values = map(self._text_format.parse_partial, [] if response is None else _answer_texts(response))
        return next((value for value in values if value is not None), None)


class ParsedEventStream(EventStream[CreateResponseStreamEvent], _Parsing[T]):
    """An event stream whose text is read as a value of a given type."""

    def __init__(self, response: Any, chunks: Any, *, text_format: TextFormat[T], **options: Any) -> None:
        super().__init__(response, chunks, **options)
        self._text_format = text_format

    def get_final_response(self) -> ParsedResponse[T]:
        """Consume the rest of the stream and return the whole response with its value.

        Raises:
            StructuredOutputError: The model refused, or the answer is incomplete, failed, empty, or does not fit.
            StreamInterruptedError: It ended with neither a terminal event nor `[DONE]`, or held no response.
            APIError: The body only claimed to be an event stream.
        """
        try:
            response = super().get_final_response()
        except ResponseFailedError as error:
            raise _failed(error) from error
        return parsed_response(response, self._text_format)


class ParsedEventStreamAsync(EventStreamAsync[CreateResponseStreamEvent], _Parsing[T]):
    """`ParsedEventStream` for `async for` and `async with`."""

    def __init__(self, response: Any, chunks: Any, *, text_format: TextFormat[T], **options: Any) -> None:
        super().__init__(response, chunks, **options)
        self._text_format = text_format

    async def get_final_response(self) -> ParsedResponse[T]:
        """Consume the rest of the stream and return the whole response with its value.

        Raises:
            StructuredOutputError: The model refused, or the answer is incomplete, failed, empty, or does not fit.
            StreamInterruptedError: It ended with neither a terminal event nor `[DONE]`, or held no response.
            APIError: The body only claimed to be an event stream.
        """
        try:
            response = await super().get_final_response()
        except ResponseFailedError as error:
            raise _failed(error) from error
        return parsed_response(response, self._text_format)
