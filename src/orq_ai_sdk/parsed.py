"""Structured output: answers and streams whose text is read as a value of a given type.

The types' schemas and the reading of text are `core.structured`'s; here is what an answer has to be like before its
text is read at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from .core.errors import StructuredOutputError
from .core.structured import text_format_of
from .models.events import CreateResponseStreamEvent
from .models.response import CreateResponseResponseBody
from .streaming import EventStream, EventStreamAsync
from .types.jsonvalues import is_list, is_object
from .types.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .core.structured import TextFormat

__all__ = ["ParsedEventStream", "ParsedEventStreamAsync", "ParsedResponse", "text_format_of"]

T = TypeVar("T")


class ParsedResponse(CreateResponseResponseBody, Generic[T]):
    """A response with its text's value, which enters no dump."""

    @property
    def output_parsed(self) -> T:
        """The value that the answer's text holds, of the type asked for."""
        return cast("T", (self.__pydantic_private__ or {})["_parsed"])

    def attach_parsed(self, value: T) -> None:
        """Note the value."""
        self.attach_private("_parsed", value)

    def __class_getitem__(cls, item: Any) -> Any:
        # A subscripted class only tells type checkers something. At run time it is this one class, because pydantic
        # would otherwise build a new model for each type and keep it for ever.
        return cls


def with_format(arguments: Mapping[str, Any], text_format: TextFormat[Any]) -> dict[str, Any]:
    """Return a call's arguments with the format put into `text`, whose other fields stay.

    Raises:
        TypeError: `text` is no object.
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
    """Return the response with its text's value.

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
        value = text_format.parse(text)
    except ValueError as error:
        raise _no_value("invalid", str(error), response, text) from error
    found = cast("ParsedResponse[T]", object.__new__(ParsedResponse))
    found.__setstate__(response.__getstate__())
    found.attach_parsed(value)
    return found


def _answer_text(response: CreateResponseResponseBody) -> str:
    """Return the text that is the answer; models that also comment on their work mark which of it that is."""
    items: list[Any] = [*response.to_input()]
    finals = [item for item in items if getattr(item, "phase", None) == "final_answer"]
    if not finals:
        return response.output_text
    parts: list[Any] = [part for item in finals for part in (item.content if is_list(item.content) else [])]
    return "".join(part.text for part in parts if getattr(part, "type", None) == "output_text")


def _refusal(response: CreateResponseResponseBody) -> str | None:
    for item in response.to_input():
        content: Any = getattr(item, "content", None)
        for part in content if is_list(content) else ():
            if getattr(part, "type", None) == "refusal":
                return str(part.refusal)
    return None


def _no_value(reason: str, detail: str, response: CreateResponseResponseBody, text: str) -> StructuredOutputError:
    return StructuredOutputError(reason, detail, text=text, response=response)


class ParsedEventStream(EventStream[CreateResponseStreamEvent], Generic[T]):
    """An event stream whose text is read as a value of a given type."""

    _text_format: TextFormat[T]

    @property
    def current_parsed(self) -> Any:
        """The best value that the text so far gives, or None if it gives none yet; never raises.

        What is not there yet reads as its default, or None. Each access reads the whole text so far.
        """
        return self._text_format.parse_partial(self._snapshot.text())

    def get_final_response(self) -> ParsedResponse[T]:
        """Consume the rest of the stream and return the whole response with its value.

        Raises:
            StructuredOutputError: The model refused, or the answer is incomplete or does not fit.
            ResponseFailedError: The stream told that the answer failed.
            StreamInterruptedError: It ended with neither a terminal event nor `[DONE]`, or held no response.
        """
        return parsed_response(super().get_final_response(), self._text_format)


class ParsedEventStreamAsync(EventStreamAsync[CreateResponseStreamEvent], Generic[T]):
    """`ParsedEventStream` for `async for` and `async with`."""

    _text_format: TextFormat[T]

    @property
    def current_parsed(self) -> Any:
        """The best value that the text so far gives, or None if it gives none yet; never raises.

        What is not there yet reads as its default, or None. Each access reads the whole text so far.
        """
        return self._text_format.parse_partial(self._snapshot.text())

    async def get_final_response(self) -> ParsedResponse[T]:
        """Consume the rest of the stream and return the whole response with its value.

        Raises:
            StructuredOutputError: The model refused, or the answer is incomplete or does not fit.
            ResponseFailedError: The stream told that the answer failed.
            StreamInterruptedError: It ended with neither a terminal event nor `[DONE]`, or held no response.
        """
        return parsed_response(await super().get_final_response(), self._text_format)


def as_parsed(result: Any, text_format: TextFormat[Any]) -> Any:
    """Return what a call gave, response or stream, as one that reads its text."""
    if isinstance(result, CreateResponseResponseBody):
        return parsed_response(result, text_format)
    kind: Any = ParsedEventStream if isinstance(result, EventStream) else ParsedEventStreamAsync
    # The stream becomes one of the subclass: it has the same state, and nothing open is handed around.
    stream = cast("Any", result)
    stream.__class__ = kind
    stream._text_format = text_format
    return stream
