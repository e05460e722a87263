"""Accumulates a response from its stream's events; it knows which event grows what, and nothing of streams.

Everything is matched by index, because ids change in mid-stream on some providers; ids only serve where a server
leaves the index out, or gives two items the same. Text that grows is appended to buffers and put into its place only
when somebody looks, so accumulating costs time linear in what came. What is sent whole later (`...done` events, the
terminal event) adds to what was streamed and never empties it.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any, ClassVar, cast

from ..models import _tables
from ..types.jsonvalues import is_list, is_object
from .merging import copied, is_empty, merged, plain_json, with_output
from .places import Places

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..models import CreateResponseResponseBody

Path = tuple["str | int", ...]
Json = dict[str, Any]

# For each kind of event whose text grows: the item it implies, where in the item the text stands (an index is
# named by the event's field that holds it), and the event's attribute with the whole text.
_GROWING: dict[str, tuple[str, tuple[str, ...], str]] = {
    "response.output_text": ("message", ("content", "#content_index", "text"), "text"),
    "response.refusal": ("message", ("content", "#content_index", "refusal"), "refusal"),
    "response.reasoning_text": ("reasoning", ("content", "#content_index", "text"), "text"),
    "response.reasoning_summary_text": ("reasoning", ("summary", "#summary_index", "text"), "text"),
    "response.function_call_arguments": ("function_call", ("arguments",), "arguments"),
    "response.mcp_call_arguments": ("mcp_call", ("arguments",), "arguments"),
    "response.custom_tool_call_input": ("custom_tool_call", ("input",), "input_"),
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

# What a response's status is after the terminal event.
_ENDED = {f"response.{status}": status for status in ("completed", "failed", "incomplete")}

# How many whole responses are kept before they are put together: some servers tell it again with every event.
_MAX_TOLD = 16

# No answer has this many items or parts; an index beyond is a mistake, and must not cost memory.
_MAX_INDEX = 1_000


class Snapshot:
    """What has been accumulated so far.

    Attributes:
        begun: Whether the stream began an answer: any event came that tells of a response or of a part of its output,
            as all do that are called `response.` something.
        last: The last event taken that may have a sequence number.
    """

    __slots__ = (
        "_buffers",
        "_ended_as",
        "_final",
        "_items",
        "_places",
        "_text_key",
        "_told",
        "_write_text",
        "begun",
        "last",
    )

    def __init__(self) -> None:
        self.begun = False
        self.last: Any = None
        self._told: list[CreateResponseResponseBody] = []
        self._final: CreateResponseResponseBody | None = None  # the one that the terminal event told
        self._ended_as = ""  # the status that the terminal event stands for, where its response tells none that fits
        self._items: dict[int, Json] = {}
        self._places = Places()
        self._buffers: dict[int, dict[Path, StringIO]] = {}  # by place, then by where in the item
        self._text_key: tuple[Any, Any] | None = None
        self._write_text: Callable[[str], int] = len  # stands for none: it is only called where there is a key

    def take(self, event: Any) -> None:
        """Add one event; unknown ones, and fields that do not fit, add nothing."""
        if getattr(event, "sequence_number", None) is not None:
            self.last = event
        handler = self._handlers.get(event.type)
        if handler is not None:
            handler(self, event)
        self.begun = self.begun or str(event.type).startswith("response.")

    def take_text(self, event: Any) -> None:
        """Add one `response.output_text.delta`: the same as `take`, for the event that makes up most of a stream."""
        if event.sequence_number is not None:
            self.last = event
        if (event.output_index, event.content_index) == self._text_key and not event.logprobs:
            delta = event.delta
            if type(delta) is str:
                self._write_text(delta)
                return
        self.begun = True
        self._on_delta(event)

    @property
    def response_id(self) -> str | None:
        """Id of the response, if one came."""
        ids = (getattr(told, "id", None) for told in reversed(self._told))
        return next((found for found in ids if isinstance(found, str) and found), None)

    @property
    def sequence_number(self) -> int | None:
        """The last sequence number, if there were any."""
        found = getattr(self.last, "sequence_number", None)
        return found if isinstance(found, int) else None

    @property
    def empty(self) -> bool:
        """Whether nothing of an answer came at all."""
        return not self._told and not self._items

    def response(self) -> CreateResponseResponseBody | None:
        """Return the response so far as a model of its own, or None if nothing came. Costs time linear in its size."""
        if self.empty:
            return None
        base, outputs = self._whole_told()
        # Copied, since what is streamed next must not change an object that somebody holds.
        items = {place: copied(self._whole_item(place)) for place in self._items}
        for output in outputs:
            items = with_output(items, output)
        if items or base.get("output") is None:
            base["output"] = [items[place] for place in sorted(items)]
        status = base.get("status")
        if self._ended_as and (
            status in ("in_progress", "queued") or (status is None and self._ended_as != "completed")
        ):
            base["status"] = self._ended_as
        return cast("CreateResponseResponseBody", _tables.CreateResponseResponseBody.parse(base))

    # --- handlers

    def _on_response(self, event: Any) -> None:
        ended = _ENDED.get(event.type, "")
        told: Any = getattr(event.response, "status", None)
        # What is whole may be called what it likes; half an answer must not pass for one that is still being made.
        if ended and (not told or (ended != "completed" and told in ("in_progress", "queued"))):
            self._ended_as = ended
        if not hasattr(event.response, "model_dump"):
            return
        self._told.append(event.response)
        if ended:
            self._final = event.response
        if len(self._told) > _MAX_TOLD:
            base, outputs = self._whole_told()
            items: dict[int, Any] = {}
            for output in outputs:
                items = with_output(items, output)
            base["output"] = list(items.values())
            self._told = [_tables.CreateResponseResponseBody.parse(base)]
            if ended:
                self._final = self._told[0]

    def _on_item(self, event: Any) -> None:
        item = plain_json(event.item)
        if not is_object(item):
            return
        added = event.type == "response.output_item.added"
        place = self._places.for_item(_index_or_none(event, "output_index"), item, added=added)
        if place in self._items:
            item = merged(self._whole_item(place), item)
        self._forget_buffers(place)
        self._items[place] = item

    def _on_part(self, event: Any) -> None:
        where: Path = (
            ("summary", _index(event, "summary_index"))
            if "summary" in event.type
            else ("content", _index(event, "content_index"))
        )
        part = plain_json(event.part)
        if is_object(part):
            is_reasoning = "reasoning" in event.type or part.get("type") == "reasoning_text"
            place = self._item(event, "reasoning" if is_reasoning else "message")
            self._put_part(place, where, part)

    def _on_delta(self, event: Any) -> None:
        stem = event.type.removesuffix(".delta")
        kind, template, _ = _GROWING[stem]
        place = self._item(event, kind)
        path = _path(template, event)
        delta = event.delta
        if isinstance(delta, str) and (delta or path != ("arguments",)):
            buffer = self._buffer(place, path, stem)
            buffer.write(delta)
            if stem == "response.output_text" and not self._places.by_id:
                self._text_key = (event.output_index, event.content_index)
                self._write_text = buffer.write
        logprobs = plain_json(getattr(event, "logprobs", None))
        if is_list(logprobs) and logprobs:
            part = self._part(place, path[:-1], stem)
            if not is_list(part.get("logprobs")):
                part["logprobs"] = []
            cast("list[Any]", part["logprobs"]).extend(logprobs)

    def _on_done(self, event: Any) -> None:
        stem = event.type.rpartition(".")[0]
        kind, template, field = _GROWING[stem]
        place = self._item(event, kind)
        path = _path(template, event)
        text = getattr(event, field, None)
        if isinstance(text, str) and text:
            self._put_text(place, path, text, stem)
        logprobs = plain_json(getattr(event, "logprobs", None))
        if is_list(logprobs) and logprobs:
            self._part(place, path[:-1], stem)["logprobs"] = logprobs
        name = getattr(event, "name", None)
        if isinstance(name, str) and name:
            self._items[place].setdefault("name", name)

    def _on_annotation(self, event: Any) -> None:
        annotation = plain_json(event.annotation)
        if annotation is None:
            return
        place = self._item(event, "message")
        part = self._part(place, ("content", _index(event, "content_index")), "response.output_text")
        annotations = part.get("annotations")
        if not is_list(annotations):
            annotations = part["annotations"] = []
        index = _index(event, "annotation_index")
        present = _get_at(annotations, index)
        if is_empty(present):
            _put_at(annotations, index, annotation)
        elif present != annotation:  # some servers count from 0 again
            annotations.append(annotation)

    def _on_partial_image(self, event: Any) -> None:
        place = self._item(event, "image_generation_call")
        if isinstance(event.partial_image_b64, str):
            self._items[place]["result"] = event.partial_image_b64

    def _on_shell_output(self, event: Any) -> None:
        place = self._item(event, "shell_call_output")
        index = _index(event, "command_index")
        if event.type.endswith(".delta"):
            pieces = plain_json(event.delta)
            for name in ("stdout", "stderr"):
                piece = pieces.get(name) if is_object(pieces) else None
                if isinstance(piece, str):
                    self._buffer(place, ("output", index, name), "").write(piece)
        else:
            whole = plain_json(event.output)
            for offset, output in enumerate(whole if is_list(whole) else ()):
                if is_object(output):
                    self._put_part(place, ("output", index + offset), output)

    _handlers: ClassVar[dict[str, Callable[[Snapshot, Any], None]]] = {
        "response.created": _on_response,
        "response.in_progress": _on_response,
        "response.queued": _on_response,
        "response.completed": _on_response,
        "response.failed": _on_response,
        "response.incomplete": _on_response,
        "response.output_item.added": _on_item,
        "response.output_item.done": _on_item,
        "response.content_part.added": _on_part,
        "response.content_part.done": _on_part,
        "response.reasoning_summary_part.added": _on_part,
        "response.reasoning_summary_part.done": _on_part,
        "response.output_text.annotation.added": _on_annotation,
        "response.image_generation_call.partial_image": _on_partial_image,
        "response.shell_call_command.added": _on_done,
        "response.shell_call_output_content.delta": _on_shell_output,
        "response.shell_call_output_content.done": _on_shell_output,
        **dict.fromkeys([f"{stem}.delta" for stem in _GROWING], _on_delta),
        **dict.fromkeys([f"{stem}.done" for stem in _GROWING], _on_done),
    }

    # --- places

    def _item(self, event: Any, kind: str) -> int:
        """Return the place of the item that an event is about, made as `kind` if nobody has told of it."""
        item_id = getattr(event, "item_id", None)
        place = self._places.for_event(_index_or_none(event, "output_index"), item_id)
        if place not in self._items:
            item: Json = {"type": kind}
            if isinstance(item_id, str) and item_id:
                item["id"] = item_id
            if kind == "message":
                item.update(role="assistant", content=[])
            self._items[place] = item
        return place

    def _part(self, place: int, path: Path, stem: str) -> Json:
        """Return the object at `path` of an item, made on the way if it is not there."""
        part: Json = self._walk(place, path, dict)
        kind = _PART_TYPES.get(stem)
        if kind is not None and not part:
            part["type"] = kind
            if kind == "output_text":
                part.update(text="", annotations=[])
        return part

    def _walk(self, place: int, path: Path, end: type[Any]) -> Any:
        found: Any = self._items[place]
        for position, step in enumerate(path):
            follows = path[position + 1] if position + 1 < len(path) else None
            kind = end if follows is None else list if isinstance(follows, int) else dict
            found = _step(found, step, kind)
        return found

    def _buffer(self, place: int, path: Path, stem: str) -> StringIO:
        buffers = self._buffers.setdefault(place, {})
        buffer = buffers.get(path)
        if buffer is None:
            present = _get_at(self._holder(place, path, stem), path[-1])
            buffer = buffers[path] = StringIO()
            if isinstance(present, str) and (present, path) != ("{}", ("arguments",)):
                buffer.write(present)  # but for the arguments with which some servers announce a call
        return buffer

    def _holder(self, place: int, path: Path, stem: str) -> Any:
        """Return the object or list that holds the end of `path`."""
        if isinstance(path[-1], int):
            return self._walk(place, path[:-1], list)
        return self._part(place, path[:-1], stem)

    def _put_text(self, place: int, path: Path, text: str, stem: str) -> None:
        """Set a text; the buffer of what it replaces is dropped."""
        _put_at(self._holder(place, path, stem), path[-1], text)
        self._drop_buffer(place, path)

    def _put_part(self, place: int, path: Path, part: Json) -> None:
        """Set a part; what it does not say, and what it says empty, stays as it was streamed."""
        holder = self._holder(place, path, "")
        present = _get_at(holder, path[-1])
        _put_at(holder, path[-1], merged(present, part) if is_object(present) else part)
        for name, value in part.items():
            if not is_empty(value):
                self._drop_buffer(place, (*path, name))

    def _drop_buffer(self, place: int, path: Path) -> None:
        if self._buffers.get(place, {}).pop(path, None) is not None:
            self._text_key = None

    def _forget_buffers(self, place: int) -> None:
        self._buffers.pop(place, None)
        self._text_key = None

    # --- the whole

    def _whole_item(self, place: int) -> Json:
        for path, buffer in self._buffers.get(place, {}).items():
            _put_at(self._holder(place, path, ""), path[-1], buffer.getvalue())
        return self._items[place]

    def _whole_told(self) -> tuple[Json, list[list[Any]]]:
        """Return what response objects told, later ones upon earlier ones, and the outputs they listed, in order."""
        base: Json = {}
        outputs: list[list[Any]] = []
        for told in self._told:
            fields = plain_json(told)
            if told is not self._final:
                fields.pop("output_text", None)  # of which more was to come
            output = fields.get("output")
            if is_list(output) and output:
                outputs.append(output)
            base.update({key: value for key, value in fields.items() if key not in base or not is_empty(value)})
        return base, outputs


def _index(event: Any, name: str) -> int:
    found = _index_or_none(event, name)
    return 0 if found is None else found


def _index_or_none(event: Any, name: str) -> int | None:
    value = getattr(event, name, None)
    return value if type(value) is int and 0 <= value < _MAX_INDEX else None


def _path(template: tuple[str, ...], event: Any) -> Path:
    return tuple(_index(event, step[1:]) if step.startswith("#") else step for step in template)


def _step(place: Any, step: str | int, kind: type[Any]) -> Any:
    """Go one step down; what is missing or of another kind is made."""
    found = _get_at(place, step)
    if not isinstance(found, kind):
        found = kind()
        _put_at(place, step, found)
    return found


def _get_at(place: Any, step: str | int) -> Any:
    if is_list(place):
        return place[step] if isinstance(step, int) and step < len(place) else None
    return place.get(step)


def _put_at(place: Any, step: str | int, value: Any) -> None:
    """Set a value in an object or a list; a list is filled up with empty values of its kind."""
    if is_list(place):
        values, index = place, cast("int", step)
        while len(values) <= index:
            values.append("" if isinstance(value, str) else {})
        values[index] = value
    else:
        place[step] = value
