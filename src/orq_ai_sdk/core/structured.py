"""Answer formats: what the gateway is asked to keep a model's text to, and the typed value of the text that comes back.

It sends nothing, and it knows no call, no response and no refusal. pydantic is imported when the first format is made,
not with this module.
"""

from __future__ import annotations

import copy
import re
import typing
from collections import abc
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

from .addednulls import without_added_nulls
from .strictschema import UnsupportedSchemaError, strict_json_schema
from .typedjson import ABSENT, PartialBuilders, building, validate_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import TypeAdapter

    from .typedjson import Build

__all__ = ["NAME_PATTERN", "TextFormat", "UnsupportedSchemaError", "strict_json_schema", "text_format_of"]

T = TypeVar("T")

NAME_PATTERN = re.compile(r"[a-zA-Z0-9_-]{1,64}")
"""What the Responses API takes as the name of a format or of a function."""

WRAPPER_PROPERTY = "value"
"""The one property of the object that stands around a format whose root is not an object."""


class TextFormat(Generic[T]):
    """What a model's text must look like, and how to read that text as a `T`.

    Made by `text_format_of`; immutable and safe to share between threads.
    """

    def __init__(
        self,
        *,
        name: str,
        schema: dict[str, Any],
        description: str | None,
        strict: bool,
        adapter: TypeAdapter[T] | None,
        own_schema: dict[str, Any],
        annotation: Any,
        wrapped: bool,
    ) -> None:
        self._name = name
        self._schema = schema
        self._own_schema = own_schema  # the type's, as pydantic wrote it
        self._description = description
        self._strict = strict
        self._adapter = adapter
        self._annotation = annotation
        self._wrapped = wrapped
        self._partial: Build | None = None

    @property
    def name(self) -> str:
        """The format's name on the wire."""
        return self._name

    def __repr__(self) -> str:
        return f"<TextFormat {self._name!r}>"

    def format_param(self) -> dict[str, Any]:
        """Return the object for the request's `text.format`; the caller may change it."""
        param = {
            "type": "json_schema",
            "name": self._name,
            "schema": copy.deepcopy(self._schema),
            "strict": self._strict,
        }
        if self._description is not None:
            param["description"] = self._description
        return param

    def parse(self, text: str) -> T:
        """Return the value that `text`, the whole text of an answer, stands for.

        A null for a field that takes none counts as left out, so that the field's default serves. If the format
        was made from a JSON Schema, the value is the decoded JSON, not checked against it.

        Raises:
            ValueError: if the text is not JSON or does not fit; it is a `pydantic.ValidationError` unless the
                format was made from a JSON Schema.
        """
        data = text.encode()  # pydantic reports a lone surrogate in several ways, UTF-8 in one
        if self._adapter is None:
            from pydantic_core import from_json

            return cast("T", from_json(data))
        return validate_json(self._adapter, _unwrap(data) if self._wrapped else data, self._own_schema)

    def parse_partial(self, text: str) -> Any | None:
        """Return the best that can be made of `text`, the beginning of an answer; None while that is nothing.

        If what is there already makes a valid value, it is that. Otherwise the type's shape is filled as far as
        it goes, without running validators of whole models: a field that is not there yet, or whose value does
        not fit yet, reads as its default if it has one and otherwise as None, whatever its type says; a
        TypedDict lacks the key. An item that does not fit yet is left out of its list. Which member of a union
        it will be is unknown until only one is left that has the keys. A last string or number may still grow.

        Never raises. Each call reads the whole text anew.
        """
        from pydantic_core import from_json

        try:
            document = from_json(text.encode(), allow_partial="trailing-strings")
        except ValueError:
            return None
        if self._adapter is None:
            return document
        if self._wrapped and isinstance(document, dict):
            if WRAPPER_PROPERTY not in document:
                return None
            document = cast("dict[str, Any]", document)[WRAPPER_PROPERTY]
        document = without_added_nulls(document, self._own_schema)
        if self._partial is None:
            self._partial = PartialBuilders().of(self._annotation, self._adapter)
        built = self._partial(document)
        return None if built is ABSENT else built


@overload
def text_format_of(
    source: TypeAdapter[T], *, name: str | None = None, description: str | None = None, strict: bool = True
) -> TextFormat[T]: ...
@overload
def text_format_of(
    source: type[T], *, name: str | None = None, description: str | None = None, strict: bool = True
) -> TextFormat[T]: ...
@overload
def text_format_of(
    source: Mapping[str, Any], *, name: str | None = None, description: str | None = None, strict: bool = True
) -> TextFormat[Any]: ...
@overload
def text_format_of(
    source: object, *, name: str | None = None, description: str | None = None, strict: bool = True
) -> TextFormat[Any]: ...
def text_format_of(
    source: Any, *, name: str | None = None, description: str | None = None, strict: bool = True
) -> TextFormat[Any]:
    """Make the format whose answers are values of `source`.

    Args:
        source: A pydantic model, a dataclass, a TypedDict, or whatever else `pydantic.TypeAdapter` takes; an
            adapter; a format made before; or a JSON Schema as a dict, which is sent as it is and whose values are
            decoded JSON. Type
            checkers cannot see through a union or a `Literal` given as a value; an adapter tells them:
            `TypeAdapter[int | str](int | str)`.
        name: What the model sees the format called: at most 64 letters, digits, `_` and `-`. Made from the
            type's name, or the schema's title, unless given.
        description: What the format is for. Left out unless given; a type's docstring goes with its schema anyway.
        strict: Whether the model is held to the schema, which is then put through `strict_json_schema`. With
            False it goes out as pydantic writes it.

    The schema is pydantic's for validation, with aliases. A type whose JSON is not an object, which the Responses
    API does not take, is wrapped into an object with the one property `value`, and unwrapped when parsed.

    Raises:
        UnsupportedSchemaError: if the type needs what strict output does not have; the error names the place.
        TypeError: if pydantic cannot make a JSON Schema of the type.
        ValueError: if the name will not do.
    """
    if issubclass(type(source), TextFormat):
        if name is not None or description is not None or not strict:
            raise ValueError("text_format_of: a format has its name, description and strictness already")
        made: TextFormat[Any] = source
        return made
    if name is not None and not NAME_PATTERN.fullmatch(name):
        raise ValueError(f"name: {name!r} is not 1 to 64 letters, digits, '_' and '-'")
    if isinstance(source, abc.Mapping):
        schema = copy.deepcopy(dict(cast("Mapping[str, Any]", source)))
        return TextFormat(
            name=name or _name_from(str(schema.get("title", ""))),
            schema=schema,
            description=description,
            strict=strict,
            adapter=None,
            own_schema=schema,
            annotation=Any,
            wrapped=False,
        )
    try:
        hash(source)
    except TypeError:
        return _make_format(source, name, description, strict)
    with building:
        # `repr` tells apart what compares equal and is not the same: Literal[1] and Literal[True], for example.
        return _kept_format(source, repr(source), name, description, strict)


# Bounded, because what is remembered cannot be collected.
@lru_cache(maxsize=128)
def _kept_format(source: Any, _repr: str, name: str | None, description: str | None, strict: bool) -> TextFormat[Any]:
    return _make_format(source, name, description, strict)


def _make_format(source: Any, name: str | None, description: str | None, strict: bool) -> TextFormat[Any]:
    from pydantic import TypeAdapter
    from pydantic.errors import PydanticUserError

    is_adapter = issubclass(type(source), TypeAdapter)
    # pydantic has no public way from an adapter to its type; without it partial values are plain JSON.
    annotation: Any = getattr(source, "_type", Any) if is_adapter else source
    try:
        adapter: TypeAdapter[Any] = source if is_adapter else TypeAdapter(source)
        schema = adapter.json_schema(by_alias=True, mode="validation")
    except (PydanticUserError, NameError) as error:
        raise TypeError(f"no JSON Schema can be made of {source!r}: {error}") from error
    own_schema = schema
    schema, wrapped = _with_object_root(schema)
    is_plain = isinstance(annotation, type) and not typing.get_args(annotation)
    return TextFormat(
        name=name or _name_from(annotation.__name__ if is_plain else repr(annotation)),
        schema=strict_json_schema(schema) if strict else schema,
        description=description,
        strict=strict,
        adapter=adapter,
        own_schema=own_schema,
        annotation=annotation,
        wrapped=wrapped,
    )


def _with_object_root(schema: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """`schema` with an object at its root, and whether one had to be put there."""
    definitions = {"$defs": schema["$defs"]} if "$defs" in schema else {}
    root = {keyword: value for keyword, value in schema.items() if keyword != "$defs"}
    while "$ref" in root:
        # What pydantic writes for a recursive type.
        root = {**definitions["$defs"][root.pop("$ref").rpartition("/")[2]], **root}
    if root.get("type") == "object":
        return {**root, **definitions}, False
    wrapper = {
        "type": "object",
        "properties": {WRAPPER_PROPERTY: root},
        "required": [WRAPPER_PROPERTY],
        "additionalProperties": False,
    }
    return {**wrapper, **definitions}, True


def _unwrap(data: bytes) -> bytes:
    from pydantic_core import from_json, to_json

    try:
        document = from_json(data)
    except ValueError:
        return data  # for the adapter to complain of, in its own words
    # A provider that does not keep the schema may well send the bare value.
    if isinstance(document, dict) and document.keys() == {WRAPPER_PROPERTY}:
        return to_json(cast("dict[str, Any]", document)[WRAPPER_PROPERTY], inf_nan_mode="constants")
    return data


def _name_from(text: str) -> str:
    # "list[package.module.Item]" -> "list[Item]" -> "list_Item"
    bare = re.sub(r"[\w<>]+\.", "", text)
    return re.sub(r"[^a-zA-Z0-9_-]+", "_", bare).strip("_")[:64] or "output"
