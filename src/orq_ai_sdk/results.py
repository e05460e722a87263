"""What `create` and `create_async` return, as one type."""

from __future__ import annotations

from typing import TypeAlias, Union

from .models.events import CreateResponseStreamEvent
from .models.response import CreateResponseResponseBody
from .streaming import EventStream, EventStreamAsync

CreateResponseResponse: TypeAlias = Union[
    CreateResponseResponseBody,
    EventStream[CreateResponseStreamEvent],
    EventStreamAsync[CreateResponseStreamEvent],
]
"""A response body, or with `stream=True` an event stream of the call's colour."""
