"""Accumulates a response from its stream's events; it knows which event grows what, and nothing of streams.

Everything is matched by index, because ids change in mid-stream on some providers. Text that grows is appended to
buffers and put into its place only when somebody looks, so accumulating costs time linear in what came. What is sent whole
later (`...done` events, the terminal event) adds to what was streamed and never empties it.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any, cast

from ..models import _tables
from ..types.jsonvalues import is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..models import CreateResponseResponseBody

Path = tuple["str | int", ...]
Json = dict[str, Any]

# For each kind of event whose text grows: the item it implies, where in the item the text stands (an index is
# named by the event's field that holds it), and the event's field with the text or a piece of it.
_GROWING: dict[str, tuple[str, tuple[str, ...], str]] = {
    "response.output_text": ("message", ("content", "#content_index", "text"), "text"),
    "response.refusal": ("message", ("content", "#content_index", "refusal"), "refusal"),
    "response.reasoning_text": ("reasoning", ("content", "#content_index", "text"), "text"),
    "response.reasoning_summary_text": ("reasoning", ("summary", "#summary_index", "text"), "text"),
    "response.function_call_arguments": ("function_call", ("arguments",), "arguments"),
    "response.mcp_call_arguments": ("mcp_call", ("arguments",), "arguments"),
    "response.custom_tool_call_input": ("custom_tool_call", ("input",), "input"),
    "response.code_interpreter_call_code": ("code_interpreter_call", ("code",), "code"),
    "response.shell_call_command": ("shell_call", ("action", "commands", "#command_index"), "command"),
    "response.apply_patch_call_operation_diff": ("apply_patch_call", ("operation", "diff"), "diff"),
}

# What a part that grows is called, when its first piece comes before the part itself.
_PART_TYPES = {
    "response.output_text": "output_text",
    "response.refusal": "refusal",
    "response.reasoning_text": "reasoning_text",
    "response.reasoning_summary_text": "summary_text",
}


class Snapshot:
    """What has been accumulated so far.

    Attributes:
        begun: Whether the stream began an answer (`response.created`, `.in_progress` or `.queued` came).
        last: The last event taken.
    """

    __slots__ = ("_base", "_buffers", "_items", "_text_key", "_write_text", "begun", "last")

    def __init__(self) -> None:
        self.begun = False
        self.last: Any = None
        self._base: CreateResponseResponseBody | None = None
        self._items: dict[int, Json] = {}
        self._buffers: dict[tuple[int, Path], StringIO] = {}
        self._text_key: tuple[Any, Any] | None = None
        self._write_text: Callable[[str], int] | None = None

    def take(self, event: Any) -> None:
        """Add one event; unknown ones, and fields that do not fit, add nothing."""
        self.last = event
        handler = _HANDLERS.get(event.type)
        if handler is not None:
            handler(self, event)

    def take_text(self, event: Any) -> None:
        """Add one `response.output_text.delta`: the same as `take`, for the event that makes up most of a stream."""
        self.last = event
        if (event.output_index, event.content_index) == self._text_key and not event.logprobs:
            delta = event.delta
            if type(delta) is str:
                self._write_text(delta)  # type: ignore[misc] # pyright: ignore[reportOptionalCall] - set together with the key
                return
        self._on_delta(event)

    @property
    def response_id(self) -> str | None:
        """Id of the response, if one came."""
        found = getattr(self._base, "id", None)
        return found if isinstance(found, str) else None

    @property
    def sequence_number(self) -> int | None:
        """The last event's sequence number, if it had one."""
        found = getattr(self.last, "sequence_number", None)
        return found if isinstance(found, int) else None

    @property
    def empty(self) -> bool:
        """Whether nothing of an answer came at all."""
        return self._base is None and not self._items

    def response(self) -> CreateResponseResponseBody | None:
        """Return the response so far as a model of its own, or None if nothing came. Costs time linear in its size."""
        if self.empty:
            return None
        base = {} if self._base is None else _dump(self._base)
        streamed = self._whole_items()
        base["output"] = _merged_output(streamed, base.get("output")) if streamed else base.get("output")
        if base["output"] is None:
            base["output"] = []
        return cast("CreateResponseResponseBody", _tables.CreateResponseResponseBody.validate(base))

    def text(self) -> str:
        """Return the output's text so far."""
        response = self.response()
        return "" if response is None else response.output_text

    # --- handlers

    def _on_response(self, event: Any) -> None:
        if event.type in ("response.created", "response.in_progress", "response.queued"):
            self.begun = True
        if hasattr(event.response, "model_dump"):
            self._base = event.response

    def _on_item(self, event: Any) -> None:
        index = _index(event, "output_index")
        item = _json(event.item)
        if not is_object(item):
            return
        if event.type == "response.output_item.done" and index in self._items:
            item = merged(self._whole_item(index), item)
        self._forget_buffers(index)
        self._items[index] = item

    def _on_part(self, event: Any) -> None:
        where: Path = (
            ("summary", _index(event, "summary_index"))
            if "summary" in event.type
            else ("content", _index(event, "content_index"))
        )
        kind = "reasoning" if "reasoning" in event.type else "message"
        part = _json(event.part)
        if is_object(part):
            index = _index(event, "output_index")
            self._item(index, kind)
            self._put(index, where, part)

    def _on_delta(self, event: Any) -> None:
        stem = event.type.removesuffix(".delta")
        kind, template, _ = _GROWING[stem]
        index = _index(event, "output_index")
        self._item(index, kind)
        path = _path(template, event)
        delta = event.delta
        if isinstance(delta, str):
            buffer = self._buffer(index, path, stem)
            buffer.write(delta)
            if stem == "response.output_text":
                self._text_key = (event.output_index, event.content_index)
                self._write_text = buffer.write
        logprobs = _json(getattr(event, "logprobs", None))
        if is_list(logprobs) and logprobs:
            part = self._part(index, path[:-1], stem)
            if not is_list(part.get("logprobs")):
                part["logprobs"] = []
            cast("list[Any]", part["logprobs"]).extend(logprobs)

    def _on_done(self, event: Any) -> None:
        stem = event.type.rpartition(".")[0]
        kind, template, field = _GROWING[stem]
        index = _index(event, "output_index")
        self._item(index, kind)
        path = _path(template, event)
        text = getattr(event, field, None)
        if isinstance(text, str) and text:
            self._put(index, path, text, stem)
        logprobs = _json(getattr(event, "logprobs", None))
        if is_list(logprobs) and logprobs:
            self._part(index, path[:-1], stem)["logprobs"] = logprobs

    def _on_annotation(self, event: Any) -> None:
        index = _index(event, "output_index")
        self._item(index, "message")
        part = self._part(index, ("content", _index(event, "content_index")), "response.output_text")
        annotations = part.get("annotations")
        if not is_list(annotations):
            annotations = part["annotations"] = []
        _set_at(annotations, _index(event, "annotation_index"), _json(event.annotation))

    def _on_partial_image(self, event: Any) -> None:
        index = _index(event, "output_index")
        item = self._item(index, "image_generation_call")
        if isinstance(event.partial_image_b64, str):
            item["result"] = event.partial_image_b64

    # --- places

    def _item(self, index: int, kind: str) -> Json:
        item = self._items.get(index)
        if item is None:
            item = self._items[index] = {"type": kind}
            if kind == "message":
                item.update(role="assistant", content=[])
        return item

    def _part(self, index: int, path: Path, stem: str) -> Json:
        """Return the object at `path` of an item, made on the way if it is not there."""
        place: Any = self._items[index]
        for position, step in enumerate(path):
            follows = path[position + 1] if position + 1 < len(path) else None
            place = _step(place, step, list if isinstance(follows, int) else dict)
        part: Json = place
        kind = _PART_TYPES.get(stem)
        if kind is not None and not part:
            part["type"] = kind
            if kind == "output_text":
                part.update(text="", annotations=[])
        return part

    def _buffer(self, index: int, path: Path, stem: str) -> StringIO:
        buffer = self._buffers.get((index, path))
        if buffer is None:
            holder = self._holder(index, path, stem)
            buffer = self._buffers[index, path] = StringIO()
            last = path[-1]
            present: Any = None
            if is_object(holder):
                present = holder.get(cast("str", last))
            elif isinstance(last, int) and last < len(holder):
                present = holder[last]
            if isinstance(present, str):
                buffer.write(present)
        return buffer

    def _holder(self, index: int, path: Path, stem: str) -> Any:
        """Return the object or list that holds the end of `path`."""
        if len(path) > 1 and isinstance(path[-1], int):
            place: Any = self._items[index]
            for position, step in enumerate(path[:-1]):
                place = _step(place, step, list if isinstance(path[position + 1], int) else dict)
            return place
        return self._part(index, path[:-1], stem)

    def _put(self, index: int, path: Path, value: Any, stem: str = "") -> None:
        """Set a value, and drop the buffers of what it replaces; a part keeps what it does not say."""
        holder = self._holder(index, path, stem)
        last = path[-1]
        if is_object(value):
            self._flush_buffers(index)
            present = _get_at(holder, last)
            if is_object(present):
                value = merged(present, value)
        else:
            self._buffers.pop((index, path), None)
            self._text_key = None
        if is_list(holder):
            _set_at(holder, cast("int", last), value)
        else:
            holder[last] = value

    def _flush_buffers(self, index: int) -> None:
        for key, buffer in list(self._buffers.items()):
            if key[0] == index:
                self._write(key[0], key[1], buffer)
        self._forget_buffers(index)

    def _forget_buffers(self, index: int) -> None:
        for key in [key for key in self._buffers if key[0] == index]:
            del self._buffers[key]
        self._text_key = None

    def _write(self, index: int, path: Path, buffer: StringIO) -> None:
        holder = self._holder(index, path, "")
        if is_list(holder):
            _set_at(holder, cast("int", path[-1]), buffer.getvalue())
        else:
            holder[path[-1]] = buffer.getvalue()

    def _whole_item(self, index: int) -> Json:
        for key, buffer in self._buffers.items():
            if key[0] == index:
                self._write(index, key[1], buffer)
        return self._items[index]

    def _whole_items(self) -> list[Json]:
        return [self._whole_item(index) for index in sorted(self._items)]


_HANDLERS: dict[str, Callable[[Snapshot, Any], None]] = {
    **{
        f"response.{name}": Snapshot._on_response  # pyright: ignore[reportPrivateUsage] - the class's own table
        for name in ("created", "in_progress", "queued", "completed", "failed", "incomplete")
    },
    "response.output_item.added": Snapshot._on_item,  # pyright: ignore[reportPrivateUsage]
    "response.output_item.done": Snapshot._on_item,  # pyright: ignore[reportPrivateUsage]
    "response.content_part.added": Snapshot._on_part,  # pyright: ignore[reportPrivateUsage]
    "response.content_part.done": Snapshot._on_part,  # pyright: ignore[reportPrivateUsage]
    "response.reasoning_summary_part.added": Snapshot._on_part,  # pyright: ignore[reportPrivateUsage]
    "response.reasoning_summary_part.done": Snapshot._on_part,  # pyright: ignore[reportPrivateUsage]
    "response.output_text.annotation.added": Snapshot._on_annotation,  # pyright: ignore[reportPrivateUsage]
    "response.image_generation_call.partial_image": Snapshot._on_partial_image,  # pyright: ignore[reportPrivateUsage]
    "response.shell_call_command.added": Snapshot._on_done,  # pyright: ignore[reportPrivateUsage]
    **{f"{stem}.delta": Snapshot._on_delta for stem in _GROWING},  # pyright: ignore[reportPrivateUsage]
    **{f"{stem}.done": Snapshot._on_done for stem in _GROWING},  # pyright: ignore[reportPrivateUsage]
}


# --- plain JSON


def merged(old: Json, new: Json) -> Json:
    """Return `old` with what `new` says; where `new` is empty, what was there stays."""
    result = dict(old)
    for key, value in new.items():
        result[key] = _merged_value(old[key], value) if key in old else value
    return result


def _merged_value(old: Any, new: Any) -> Any:
    if _is_empty(new) and not _is_empty(old):
        return old
    if is_object(old) and is_object(new):
        return merged(old, new)
    if is_list(old) and is_list(new):
        olds, news = old, new
        both = [_merged_value(was, now) for was, now in zip(olds, news, strict=False)]
        return [*both, *olds[len(news) :], *news[len(olds) :]]
    return new


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _merged_output(streamed: list[Json], final: Any) -> list[Any]:
    """Put the final event's items upon the streamed ones: the same id, else the same place and type, is the same item."""
    if not is_list(final):
        return list(streamed)
    result: list[Any] = list(streamed)
    free = list(range(len(result)))
    for position, item in enumerate(final):
        match = _match(item, position, result, free)
        if match is None:
            result.append(item)
        else:
            free.remove(match)
            result[match] = merged(result[match], item)
    return result


def _match(item: Any, position: int, streamed: list[Any], free: list[int]) -> int | None:
    if not is_object(item):
        return None
    fields = item
    for index in free:
        if fields.get("id") and streamed[index].get("id") == fields["id"]:
            return index
    same_type = [index for index in free if streamed[index].get("type") == fields.get("type")]
    if position in same_type:
        return position
    return same_type[0] if same_type else None


def _index(event: Any, name: str) -> int:
    value = getattr(event, name, None)
    return value if isinstance(value, int) and 0 <= value < 100_000 else 0


def _path(template: tuple[str, ...], event: Any) -> Path:
    return tuple(_index(event, step[1:]) if step.startswith("#") else step for step in template)


def _step(place: Any, step: str | int, kind: type[Any]) -> Any:
    """Go one step down; what is missing or of another kind is made."""
    found = _get_at(place, step)
    if not isinstance(found, kind):
        found = kind()
        if is_list(place):
            _set_at(place, cast("int", step), found)
        else:
            place[step] = found
    return found


def _get_at(place: Any, step: str | int) -> Any:
    if is_list(place):
        values = place
        return values[step] if isinstance(step, int) and step < len(values) else None
    return place.get(step)


def _set_at(values: list[Any], index: int, value: Any) -> None:
    while len(values) <= index:
        values.append({})
    values[index] = value


def _json(value: Any) -> Any:
    """Return a copy of a field's value as plain JSON, so that accumulating never changes an event somebody holds."""
    if is_list(value):
        return [_json(item) for item in value]
    return _dump(value) if hasattr(value, "model_dump") else _copied(value)


def _copied(value: Any) -> Any:
    if is_object(value):
        return {key: _copied(item) for key, item in value.items()}
    if is_list(value):
        return [_copied(item) for item in value]
    return value


def _dump(model: Any) -> Json:
    return cast("Json", model.model_dump(by_alias=True, exclude_unset=True))
