"""What `create` and `create_async` return, as one type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, Union

from .models.events import CreateResponseStreamEvent
from .models.response import CreateResponseResponseBody
from .streaming import EventStream, EventStreamAsync

CreateResponseResponse: TypeAlias = Union[
    CreateResponseResponseBody,
    EventStream[CreateResponseStreamEvent],
    EventStreamAsync[CreateResponseStreamEvent],
]
"""A response body, or with `stream=True` an event stream of the call's colour."""

if TYPE_CHECKING:
    from .models.typeddicts import CreateResponseResponseBodyTypedDict
else:  # at run time it is only a name, as the other unions of dicts are
    CreateResponseResponseBodyTypedDict = Any

CreateResponseResponseTypedDict: TypeAlias = Union[
    CreateResponseResponseBodyTypedDict,
    EventStream[CreateResponseStreamEvent],
    EventStreamAsync[CreateResponseStreamEvent],
]
"""The same with the response body as a dict."""
