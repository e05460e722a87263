"""What a response body does beside holding its fields: its text, its items as input, and its replay as a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from .basemodel import ResponseModel
from .jsonvalues import is_list

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from ..models import ConversationItem, CreateResponseStreamEvent
    from ..streaming import EventStream, EventStreamAsync
    from .meta import ResponseMeta


class ResponseBody(ResponseModel):
    """The behaviour of `CreateResponseResponseBody`."""

    @property
    def output_text(self) -> str:
        """The text of all messages, concatenated; what the server sent under this name, if it sent any."""
        extra: dict[str, Any] = self.__pydantic_extra__ or {}
        sent = extra.get("output_text")
        if isinstance(sent, str) and sent:
            return sent
        return "".join(
            part.text
            for item in self._items()
            if getattr(item, "type", None) == "message"
            for part in _listed(getattr(item, "content", None))
            if getattr(part, "type", None) == "output_text" and isinstance(part.text, str)
        )

    def to_input(self) -> list[ConversationItem]:
        """Return the output's items as the beginning of the next turn's `input_`: append to the list and pass it on.

        The items are sent just as they came.
        """
        return list(self._items())

    def _items(self) -> list[Any]:
        return _listed(self.__dict__.get("output"))

    def __eq__(self, other: object) -> bool:
        """Two answers are equal if their bodies are, however they came."""
        if not isinstance(other, ResponseBody):
            return NotImplemented
        return self.__dict__ == other.__dict__ and self.__pydantic_extra__ == other.__pydantic_extra__

    # --- how it came

    def attach_meta(self, meta: ResponseMeta) -> None:
        """Note how this answer came. It is not a field: dumps, equality of fields and validation never see it."""
        self.attach_private("_meta", meta)

    def attach_private(self, name: str, value: Any) -> None:
        """Keep something beside the fields."""
        private: dict[str, Any] = {**(self.__pydantic_private__ or {}), name: value}
        object.__setattr__(self, "__pydantic_private__", private)

    @property
    def meta(self) -> ResponseMeta | None:
        """Status, headers, attempts and elapsed time of the call; None for an object that no call returned."""
        private = self.__pydantic_private__
        return None if private is None else private.get("_meta")

    @property
    def request_id(self) -> str | None:
        """What the service calls the request, from the usual headers."""
        meta = self.meta
        return None if meta is None else meta.request_id

    @property
    def headers(self) -> Mapping[str, str]:
        """The HTTP answer's headers; empty for an object that no call returned."""
        meta = self.meta
        return {} if meta is None else meta.headers

    # --- one pattern for every result

    def __enter__(self) -> EventStream[CreateResponseStreamEvent]:
        """Replay this answer as a stream of its one terminal event."""
        from ..streaming import replay  # upwards, and only when asked for: a model does not need streams to be one

        return replay(cast("Any", self), meta=self.meta)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Nothing is open."""

    async def __aenter__(self) -> EventStreamAsync[CreateResponseStreamEvent]:
        """Replay this answer as a stream of its one terminal event."""
        from ..streaming import replay_async  # upwards, as above

        return replay_async(cast("Any", self), meta=self.meta)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Nothing is open."""


def _listed(value: Any) -> list[Any]:
    return value if is_list(value) else []
