"""Types put together of others: what `create` and `create_async` return, and what conversations are made of."""

from __future__ import annotations

from typing import TypeAlias, Union

from .models.events import CreateResponseStreamEvent
from .models.inputs import InputItem
from .models.messages import OutputItem
from .models.response import CreateResponseResponseBody
from .models.typeddicts import CreateResponseResponseBodyTypedDict, InputItemTypedDict
from .streaming import EventStream, EventStreamAsync

ConversationItem: TypeAlias = Union[InputItem, InputItemTypedDict, OutputItem, CreateResponseResponseBody]
"""What may stand in a list that is passed as `input_`; a response stands for its items."""

CreateResponseResponse: TypeAlias = Union[
    CreateResponseResponseBody,
    EventStream[CreateResponseStreamEvent],
    EventStreamAsync[CreateResponseStreamEvent],
]
"""A response body, or with `stream=True` an event stream, sync or async as the call was."""

CreateResponseResponseTypedDict: TypeAlias = Union[
    CreateResponseResponseBodyTypedDict,
    EventStream[CreateResponseStreamEvent],
    EventStreamAsync[CreateResponseStreamEvent],
]
"""The same with the response body as a dict."""
