"""Reads JSON text into Python types, whole or as far as it has come; it knows no schema and no answer.

pydantic is imported when it is first needed, not with this module.
"""

from __future__ import annotations

import dataclasses
import sys
import types
import typing
from collections import abc
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .addednulls import without_added_nulls
from .locks import fork_safe_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from pydantic import TypeAdapter
    from pydantic.fields import FieldInfo

T = TypeVar("T")

building = fork_safe_lock()
"""Held while validators are built: doing that from several threads at once is what pydantic's own races were about.

Re-entrant, because a type's schema hook may come back here. Source: https://github.com/pydantic/pydantic/issues/13419
"""


def validate_json(adapter: TypeAdapter[T], data: bytes, schema: Mapping[str, Any]) -> T:
    """Return the value of the JSON text `data`; a null that only stands for a property left out counts as that.

    `schema` is the type's own, before strict output made it demand every property.

    Raises:
        pydantic.ValidationError: for data that is not JSON or does not fit.
    """
    from pydantic_core import from_json, to_json

    if b"null" in data:
        try:
            document = from_json(data)
        except ValueError:
            return adapter.validate_json(data)  # which says it in its own words
        data = to_json(without_added_nulls(document, schema), inf_nan_mode="constants")
    return adapter.validate_json(data)


ABSENT: Any = object()
"""What a builder returns when nothing of its type can be made of the JSON that is there."""

if TYPE_CHECKING:
    Build: TypeAlias = Callable[[Any], Any]


class _NotYetError(Exception):
    """This value cannot be made of the JSON that is there."""


class PartialBuilders:
    """Turns types into functions that make the best of a decoded JSON value; one object serves one format.

    A builder is made when it is first called. A recursive type thus goes as deep as the JSON does.
    """

    def __init__(self) -> None:
        self._made: dict[Any, Build] = {}
        self._classes: dict[str, Any] = {}

    def of(self, annotation: Any, adapter: TypeAdapter[Any] | None = None) -> Build:
        made: Build | None = None

        def build(value: Any) -> Any:
            nonlocal made
            if made is None:
                with building:
                    made = self._remembered(annotation, adapter)
            return made(value)

        return build

    def _remembered(self, annotation: Any, adapter: TypeAdapter[Any] | None) -> Build:
        try:
            known = self._made.get(annotation)
        except TypeError:  # metadata that cannot be hashed
            return self._make(annotation, adapter)
        if known is None:
            known = self._made[annotation] = self._make(annotation, adapter)
        return known

    def _make(self, annotation: Any, adapter: TypeAdapter[Any] | None) -> Build:
        if isinstance(annotation, str):  # what Python 3.10 leaves of list["Node"]; a class has been met by then
            annotation = self._classes.get(annotation, annotation)
        bare, metadata = _inspect(annotation)
        whole = _whole_builder(bare, metadata, adapter)
        shape: Build | None = None

        def build(value: Any) -> Any:
            nonlocal shape
            try:
                return whole(value)
            except Exception:  # noqa: BLE001 - half an object may make a user's validator raise anything
                if type(value) is bare:  # such as a text that is too short as yet
                    return value
            try:
                if shape is None:
                    shape = self._shape(bare)
                return shape(value)
            except Exception:  # noqa: BLE001 - likewise a default factory, or a model_post_init
                return ABSENT

        return build

    def _shape(self, bare: Any) -> Build:
        """Build from the type's structure, part by part."""
        from pydantic import BaseModel, RootModel
        from typing_inspection.introspection import is_union_origin

        origin: Any = typing.get_origin(bare)
        arguments = typing.get_args(bare)
        if is_union_origin(origin):
            return self._union(arguments)
        if (make := _CONTAINERS.get(origin)) is not None:
            return self._container(make, arguments)
        if origin in (dict, abc.Mapping, abc.MutableMapping):
            return self._mapping(arguments[1])
        cls = origin or bare  # a generic model is a class of its own, a generic dataclass or TypedDict is not
        self._classes[getattr(cls, "__name__", "")] = cls
        if _is_class(cls, RootModel):
            root = self.of(cls.model_fields["root"].annotation)
            return lambda value: cls.model_construct(_present(root(value)))
        if _is_class(cls, BaseModel):
            return self._model(cls)
        if dataclasses.is_dataclass(cls):
            return self._dataclass(cls)
        if _is_class(cls, dict) and hasattr(cls, "__total__"):  # typing.is_typeddict knows only those of typing
            return self._typed_dict(cls)
        return _refuse

    def _union(self, members: tuple[Any, ...]) -> Build:
        shapes = [self._shape(_inspect(member)[0]) for member in members]
        records = [shape for shape in shapes if isinstance(shape, _Record)]
        others = [
            self.of(member) for member, shape in zip(members, shapes, strict=True) if not isinstance(shape, _Record)
        ]

        def build(value: Any) -> Any:
            possible = [record for record in records if record.may_become(value)]
            if len(possible) == 1:
                return possible[0](value)
            return _present(next((built for other in others if (built := other(value)) is not ABSENT), ABSENT))

        return build

    def _container(self, make: Callable[[Iterable[Any]], Any], arguments: tuple[Any, ...]) -> Build:
        if make is tuple and not (len(arguments) == 2 and arguments[1] is ...):
            places = [self.of(argument) for argument in arguments]
        else:
            places = []
        every = self.of(arguments[0])

        def build(value: Any) -> Any:
            items = cast("list[Any]", _demand(value, list))
            builders = places or [every] * len(items)
            built = [build_item(item) for build_item, item in zip(builders, items, strict=False)]
            return make(item for item in built if item is not ABSENT)

        return build

    def _mapping(self, values: Any) -> Build:
        build_value = self.of(values)

        def build(value: Any) -> Any:
            built = {key: build_value(item) for key, item in _demand(value, dict).items()}
            return {key: item for key, item in built.items() if item is not ABSENT}

        return build

    def _model(self, model: Any) -> _Record:
        fields = [self._field(model, name, field) for name, field in model.model_fields.items()]
        return _Record(fields, lambda values, present: model.model_construct(_fields_set=present, **values))

    def _dataclass(self, cls: Any) -> _Record:
        declared: dict[str, FieldInfo] = getattr(cls, "__pydantic_fields__", {})  # a pydantic dataclass
        hints = {} if declared else typing.get_type_hints(cls, localns={cls.__name__: cls}, include_extras=True)
        fields = [
            self._field(cls, field.name, declared[field.name])
            if field.name in declared
            else self._dataclass_field(field, hints[field.name])
            for field in dataclasses.fields(cls)
        ]

        def make(values: dict[str, Any], _present: set[str]) -> Any:
            instance = object.__new__(cls)
            for name, value in values.items():
                object.__setattr__(instance, name, value)  # past frozen=True
            return instance

        return _Record(fields, make)

    def _typed_dict(self, cls: Any) -> _Record:
        hints = typing.get_type_hints(cls, localns={cls.__name__: cls}, include_extras=True)
        fields = [
            _Field(name, (name,), self.of(hint), _no_default, is_tag=_is_tag(hint)) for name, hint in hints.items()
        ]
        return _Record(fields, lambda values, present: {name: values[name] for name in values if name in present})

    def _field(self, owner: Any, name: str, field: FieldInfo) -> _Field:
        def default(values: dict[str, Any]) -> Any:
            return None if field.is_required() else field.get_default(call_default_factory=True, validated_data=values)

        annotation = _annotated(_resolved(field.annotation, owner), field.metadata)
        return _Field(name, _keys(name, field), self.of(annotation), default, is_tag=_is_tag(annotation))

    def _dataclass_field(self, field: dataclasses.Field[Any], hint: Any) -> _Field:
        from pydantic.fields import FieldInfo

        described = next((item for item in _inspect(hint)[1] if isinstance(item, FieldInfo)), None)
        keys = (field.name,) if described is None else _keys(field.name, described)

        def default(_values: dict[str, Any]) -> Any:
            if field.default_factory is not dataclasses.MISSING:
                return field.default_factory()
            return None if field.default is dataclasses.MISSING else field.default

        return _Field(field.name, keys, self.of(hint), default, is_tag=_is_tag(hint))


@dataclasses.dataclass(frozen=True)
class _Field:
    name: str
    keys: tuple[str, ...]
    build: Build
    default: Callable[[dict[str, Any]], Any]
    is_tag: bool


class _Record:
    """Builds an object with named fields from those that are there."""

    def __init__(self, fields: list[_Field], make: Callable[[dict[str, Any], set[str]], Any]) -> None:
        self._fields = fields
        self._make = make
        self._keys = {key for field in fields for key in field.keys}

    def may_become(self, value: Any) -> bool:
        """Whether `value`, once whole, can be one of these, as far as its keys and its tags tell."""
        if not isinstance(value, dict) or not self._keys.issuperset(cast("dict[str, Any]", value)):
            return False
        tags = (
            (field.build, _lookup(cast("dict[str, Any]", value), field.keys)) for field in self._fields if field.is_tag
        )
        return all(found is ABSENT or build(found) is not ABSENT for build, found in tags)

    def __call__(self, value: Any) -> Any:
        document = cast("dict[str, Any]", _demand(value, dict))
        values: dict[str, Any] = {}
        present: set[str] = set()
        for field in self._fields:
            found = _lookup(document, field.keys)
            built = ABSENT if found is ABSENT else field.build(found)
            if built is not ABSENT:
                present.add(field.name)
                values[field.name] = built
            else:
                values[field.name] = field.default(values)
        return self._make(values, present)


# What the iterable types of `collections.abc` are as values.
_CONTAINERS: dict[Any, Callable[[Iterable[Any]], Any]] = {
    list: list,
    tuple: tuple,
    set: set,
    frozenset: frozenset,
    abc.Sequence: list,
    abc.Iterable: list,
    abc.Collection: list,
    abc.Set: set,
}


def _inspect(annotation: Any) -> tuple[Any, Any]:
    """The type without `Annotated`, `Required` and the like, and the metadata that stood there."""
    from typing_inspection.introspection import UNKNOWN, AnnotationSource, inspect_annotation

    inspected = inspect_annotation(annotation, annotation_source=AnnotationSource.ANY, unpack_type_aliases="lenient")
    return (Any if inspected.type is UNKNOWN else inspected.type), inspected.metadata


def _resolved(annotation: Any, owner: type[Any]) -> Any:
    """The annotation with its forward references looked up, which older pydantics leave inside of `list["Node"]`."""
    stand_in = types.SimpleNamespace(__annotations__={"field": annotation})
    names = vars(sys.modules[owner.__module__])
    try:
        return typing.get_type_hints(stand_in, names, {owner.__name__: owner}, include_extras=True)["field"]
    except NameError:
        return annotation


def _annotated(bare: Any, metadata: Iterable[Any]) -> Any:
    arguments = (bare, *metadata)
    return typing.Annotated[arguments] if len(arguments) > 1 else bare


def _whole_builder(bare: Any, metadata: Iterable[Any], adapter: TypeAdapter[Any] | None) -> Build:
    from pydantic import TypeAdapter
    from pydantic_core import to_json

    if adapter is None:
        try:
            adapter = TypeAdapter(_annotated(bare, metadata))
        except Exception:  # noqa: BLE001 - a part that only the type around it knows how to read
            return _refuse
    known = adapter
    return lambda value: known.validate_json(to_json(value, inf_nan_mode="constants"))


def _refuse(value: Any) -> Any:
    raise _NotYetError


def _present(built: Any) -> Any:
    if built is ABSENT:
        raise _NotYetError
    return built


def _demand(value: Any, kind: type[Any]) -> Any:
    if not isinstance(value, kind):
        raise _NotYetError
    return value


def _lookup(document: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((document[key] for key in keys if key in document), ABSENT)


def _keys(name: str, field: FieldInfo) -> tuple[str, ...]:
    """What the field may be called in JSON."""
    aliases: list[Any] = [field.validation_alias, field.alias]
    aliases.extend(getattr(field.validation_alias, "choices", ()))
    return tuple(dict.fromkeys([*(alias for alias in aliases if isinstance(alias, str)), name]))


def _is_tag(annotation: Any) -> bool:
    """Whether the type takes only listed values, by which members of a union tell themselves apart."""
    from enum import Enum

    from typing_inspection import typing_objects

    bare = _inspect(annotation)[0]
    return typing_objects.is_literal(typing.get_origin(bare)) or _is_class(bare, Enum)


def _is_class(annotation: Any, base: type[Any]) -> bool:
    # On Python 3.10 list[int] passes for an instance of type, but not for an argument of issubclass.
    return isinstance(annotation, type) and typing.get_origin(annotation) is None and issubclass(annotation, base)


def _no_default(_values: dict[str, Any]) -> None:
    """What a field without a default reads as."""
