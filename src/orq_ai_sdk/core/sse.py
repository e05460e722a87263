"""Knows how bytes become server-sent events; does no I/O, and knows neither models nor when a stream should end.

Follows the WHATWG HTML standard, sections 9.2.5 (parsing) and 9.2.6 (interpreting):
https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
"""

from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")

_BOM = b"\xef\xbb\xbf"
_LF, _CR = b"\n\r"  # as numbers, which bytes are searched for ten times as fast as for bytes
SENTINEL = b"[DONE]"

# A stream repeats a few `event:` lines thousands of times, so their names are decoded once. Shared by all decoders, and
# bounded in entries and in bytes, because the peer chooses what goes in.
_names: dict[bytes, str] = {}
_MAX_NAMES = 128
_MAX_NAME_LINE = 128

# CPython never limits int() below this many digits; a longer reconnection time is nobody's intention.
_MAX_RETRY_DIGITS = 640


class ServerEvent(Generic[T]):
    """One dispatched event.

    `data` is the payload: bytes or text from the decoder, and whatever a later layer puts in its place.
    `event` is the type that the block names, or None if it names none (an empty name is none).
    `id` is the last event id seen in the stream so far, this block included; None before the first, "" after a reset.
    `retry` is the reconnection time in milliseconds that this block asks for, or None.
    """

    __slots__ = ("data", "event", "id", "retry")

    data: T
    event: str | None
    id: str | None
    retry: int | None

    def __init__(
        self,
        data: T,
        event: str | None = None,
        id: str | None = None,  # noqa: A002 - the standard's name for the field
        retry: int | None = None,
    ) -> None:
        self.data = data
        self.event = event
        self.id = id
        self.retry = retry

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ServerEvent):
            return NotImplemented
        that = cast("ServerEvent[object]", other)
        return (self.data, self.event, self.id, self.retry) == (that.data, that.event, that.id, that.retry)

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """Return `data` as its own `model_dump` gives it, with those of `event`, `id` and `retry` that are set."""
        data: Any = self.data
        fields = {"data": data.model_dump(**options) if hasattr(data, "model_dump") else data}
        envelope = {"event": self.event, "id": self.id, "retry": self.retry}
        return {**fields, **{name: value for name, value in envelope.items() if value is not None}}

    def model_dump_json(self, *, indent: int | None = None, **options: Any) -> str:
        """Return `model_dump` as JSON text."""
        import json

        separators = (",", ":") if indent is None else None
        return json.dumps(self.model_dump(mode="json", **options), indent=indent, separators=separators)

    def __repr__(self) -> str:
        return f"ServerEvent(data={self.data!r}, event={self.event!r}, id={self.id!r}, retry={self.retry!r})"


class SSEDecoder:
    """Turns the bytes of one event stream, however they are cut into chunks, into events.

    Feed every chunk as it comes, then flush once. Time and memory grow linearly with what is fed, and nothing but the
    block in progress is kept between calls.

    Two departures from the standard. At the end of the stream it discards a last block that has no blank line after
    it; here that block is delivered if its data is whole JSON or the sentinel `[DONE]`, and its last line is taken as
    it stands. Otherwise, if it has any data, `cut_off` becomes True. And a `retry` of more than 640 digits is ignored.
    """

    __slots__ = ("_after_cr", "_at_start", "_between", "_data", "_event", "_id", "_more", "_retry", "_tail", "cut_off")

    cut_off: bool
    """Whether the stream that was last flushed ended inside a block whose data had to be dropped."""

    def __init__(self) -> None:
        self.cut_off = False
        self._reset()

    def _reset(self) -> None:
        self._between = False  # whether the last byte ended a block, so that nothing at all is in progress
        self._at_start = True  # no line has ended yet, so a byte order mark may lead the first one
        self._after_cr = False  # the last byte was a CR, so a LF that comes next belongs to it
        self._tail = bytearray()  # the line that has not ended yet
        self._data: bytes | None = None  # of the block in progress: its first data line,
        self._more: list[bytes] = []  # the data lines after it,
        self._event: str | None = None  # and its other fields
        self._retry: int | None = None
        self._id: str | None = None  # survives from block to block

    def feed(self, chunk: bytes) -> list[ServerEvent[str]]:
        """Return the events that `chunk` completes, `data` as text; bytes that are not UTF-8 become U+FFFD."""
        return _decode(self.feed_bytes(chunk))

    def flush(self) -> list[ServerEvent[str]]:
        """End the stream: return what the departure above still allows (at most one event) and set `cut_off`.

        The decoder is then ready for a new stream and remembers no id. A second call finds an empty stream and says so.
        """
        return _decode(self.flush_bytes())

    def feed_bytes(self, chunk: bytes) -> list[ServerEvent[bytes]]:
        """Do what `feed` does, with `data` left as bytes; `event` and `id` are text all the same."""
        if not self._between or not chunk.endswith(b"\n\n") or _CR in chunk:
            return self._feed_lines(chunk)

        # A chunk of whole blocks is what nearly every server sends, so it is split by blocks and not by lines. A block
        # of one `data` line, alone or after an `event` line that has come before, is understood at once; any other is
        # taken line by line.
        events: list[ServerEvent[bytes]] = []
        last_id = self._id
        for block in chunk[:-2].split(b"\n\n"):
            head, found, data = block.partition(b"\ndata: ")
            if not found:
                data = head[6:]
                name = None
                usual = head.startswith(b"data: ") and _LF not in data
            else:
                name = _names.get(head)
                usual = name is not None and _LF not in data
            if usual:
                events.append(ServerEvent(data, name, last_id))
            else:
                events += self._interpret([*block.split(b"\n"), b""])
                last_id = self._id
        return events

    def _feed_lines(self, chunk: bytes) -> list[ServerEvent[bytes]]:
        """Take a chunk that may be cut anywhere, line by line."""
        # Every line end becomes a LF first. A CR ends its line at once, whether or not its LF is still on the way.
        if self._after_cr and chunk:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")
        if _CR in chunk:
            self._after_cr = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

        # Bytes are split, not text: U+2028 and its like end no line. Only new bytes are searched, and an unended line
        # is put together once, when its end comes, so a long line costs no more than its length.
        lines = chunk.split(b"\n")
        rest = lines.pop()
        tail = self._tail
        if lines and tail:
            tail += lines[0]
            lines[0] = bytes(tail)
            tail.clear()
        if rest:
            tail += rest
        events = self._interpret(lines) if lines else []
        in_progress = self._at_start or self._after_cr or bool(tail) or self._data is not None
        self._between = not in_progress and self._event is None and self._retry is None
        return events

    def flush_bytes(self) -> list[ServerEvent[bytes]]:
        """Do what `flush` does, with `data` left as bytes."""
        if self._tail:
            self._interpret([bytes(self._tail)])
        # A blank line dispatches whatever the last block holds.
        events = self._interpret([b""])
        self.cut_off = any(not _is_whole(event.data) for event in events)
        self._reset()
        return [] if self.cut_off else events

    def _interpret(self, lines: list[bytes]) -> list[ServerEvent[bytes]]:
        """Take ended lines, without their ends, into the block in progress; return the events they dispatch."""
        if self._at_start:
            self._at_start = False
            lines[0] = lines[0].removeprefix(_BOM)

        events: list[ServerEvent[bytes]] = []
        data, event, retry, last_id = self._data, self._event, self._retry, self._id
        for line in lines:
            if line[:6] == b"data: ":  # the usual spelling, tried first because this loop is the SDK's hottest
                value = line[6:]
            elif not line:
                if data is not None:
                    if self._more:
                        data = b"\n".join([data, *self._more])
                        self._more = []
                    events.append(ServerEvent(data, event, last_id, retry))
                data = event = retry = None
                continue
            elif name := _names.get(line):
                event = name
                continue
            else:
                field, _, value = line.partition(b":")  # a comment is a field without a name
                value = value.removeprefix(b" ")
                if field != b"data":
                    if field == b"event":
                        event = _remember(line, value)
                    elif field == b"id" and b"\0" not in value:
                        last_id = value.decode("utf-8", "replace")
                    elif field == b"retry" and value.isdigit() and len(value) <= _MAX_RETRY_DIGITS:
                        retry = int(value)
                    continue
            if data is None:
                data = value
            else:
                self._more.append(value)
        self._data, self._event, self._retry, self._id = data, event, retry, last_id
        return events


def _remember(line: bytes, value: bytes) -> str | None:
    """Decode the name on an `event:` line, and note it for the next time that the line comes."""
    name = value.decode("utf-8", "replace")
    if name and len(line) <= _MAX_NAME_LINE:
        if len(_names) >= _MAX_NAMES:
            _names.clear()
        _names[line] = name
    return name or None


def _decode(events: list[ServerEvent[bytes]]) -> list[ServerEvent[str]]:
    """Turn each event's data into text, in place."""
    decoded = cast("list[ServerEvent[Any]]", events)
    for event in decoded:
        event.data = event.data.decode("utf-8", "replace")
    return decoded


def _is_whole(data: bytes) -> bool:
    """Tell whether `data`, of a block that never ended, is nevertheless the sentinel or a whole JSON value."""
    if data == SENTINEL:
        return True
    import json  # here, because a stream that ends properly never needs it

    try:
        # Text, since bytes would let json guess at UTF-16. Numbers stay text, since int() refuses very long ones.
        json.loads(data.decode("utf-8", "replace"), parse_int=str)
    except (ValueError, RecursionError):
        return False
    return True


_FIELDS = frozenset({b"", b"data", b"event", b"id", b"retry"})


def is_event_stream(opening: bytes) -> bool:
    """Tell whether the beginning of a body without events has nothing but comments, fields and blank lines."""
    *lines, unfinished = opening.removeprefix(_BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    name, colon, _ = unfinished.partition(b":")
    begins_well = name in _FIELDS if colon else any(field.startswith(name) for field in _FIELDS)
    return begins_well and all(line.partition(b":")[0] in _FIELDS for line in lines)
