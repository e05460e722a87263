"""Decodes one server-sent event's data into the model of its type. It never raises, and knows nothing of streams.

The type is what the JSON says under `type`. The `event:` line, or the first key of the JSON, only serves to guess which
validator reads the bytes; a guess that proves wrong costs a second look and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ..models import _tables
from ..types.jsonvalues import is_object
from .decoding import decode_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..models import CreateResponseStreamEvent
    from ..types.references import ModelRef

ERROR = "error"

_BY_NAME = _tables.CreateResponseStreamEvent.tags
_ERROR_REF = _BY_NAME[ERROR]
_UNKNOWN = _tables.CreateResponseStreamEvent.unknown
_TYPE_FIRST = b'{"type":"'
_START = len(_TYPE_FIRST)
_ref_of: Callable[[str | None], ModelRef | None] = cast("Any", _BY_NAME.get)
_NAMES = {name.encode(): name for name in _BY_NAME}


def decode_event(data: bytes, name: str | None) -> CreateResponseStreamEvent:
    """Return the event that `data` holds; `name` is what the `event:` line said, if there was one."""
    guess = name
    ref = _ref_of(guess)
    if ref is None:
        if data.startswith(_TYPE_FIRST):
            guess = _NAMES.get(data[_START : data.find(b'"', _START)])
            ref = _ref_of(guess)
        if ref is None:
            return _decode_plainly(data, name)
    try:
        event: CreateResponseStreamEvent = ref.validate_json(data)
    except ValueError:  # not JSON as pydantic reads it, or no object
        return _decode_plainly(data, name)
    if event.type != guess:
        return _decode_plainly(data, name)
    if ref is _ERROR_REF:
        _lift_error(event)
    return event


def _decode_plainly(data: bytes, name: str | None) -> CreateResponseStreamEvent:
    """Decode without guessing: JSON first, then the class its `type` names, then the `event:` line's."""
    try:
        value = decode_json(data)
    except ValueError:
        value = data.decode("utf-8", "replace")
    event: Any
    if is_object(value):
        tag = value.get("type")
        kind = _kind_of(value, tag if isinstance(tag, str) else None, name)
        event = (_ref_of(kind) or _UNKNOWN).parse(value)
        if kind != tag:
            _let_read(event, "type", kind)
    elif name == ERROR:
        kind = ERROR
        event = _ERROR_REF.validate({})
        event.__dict__["message"] = value if isinstance(value, str) else data.decode("utf-8", "replace")
    else:
        kind = ""
        event = _UNKNOWN.validate({})
        event.__dict__["type"] = kind
        event.__pydantic_extra__["data"] = value
    if kind == ERROR:
        _lift_error(event)
    return cast("CreateResponseStreamEvent", event)


def _kind_of(fields: dict[str, Any], tag: str | None, name: str | None) -> str:
    """Return the type of an event: a listed one wherever there is one, else what its JSON says, else nothing."""
    if tag is not None and (tag in _BY_NAME or name != ERROR):  # else it may be the kind of error that it names
        return tag
    if name is not None and name in _BY_NAME:
        return name
    return "" if fields.get("error") in (None, False, "") else ERROR


def _lift_error(event: Any) -> None:
    """Let a nested error's fields be read at the event itself."""
    inner: Any = event.error
    if isinstance(inner, str):
        if not event.message:
            _let_read(event, "message", inner)
    elif inner is not None:
        for name in ("message", "code", "param"):
            if getattr(event, name) is None and (value := getattr(inner, name, None)) is not None:
                _let_read(event, name, value)


def _let_read(event: Any, name: str, value: Any) -> None:
    """Let a field read as `value` although it came as something else, or not at all; dumps give what came."""
    values, given = event.__dict__, event.__pydantic_fields_set__
    if name in given:
        event.__pydantic_extra__[name] = values[name]
        given.discard(name)
    values[name] = value
