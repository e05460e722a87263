"""Makes a model's validator from its annotations, as a pydantic-core schema; it knows nothing of any one model.

pydantic's own schema generation would build every model that a union can reach; here nested models are references,
and one is built when the first object of its type arrives.
"""

from __future__ import annotations

from contextvars import ContextVar
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, cast, get_args, get_origin

import pydantic
from pydantic_core import PydanticCustomError, core_schema

from .jsonvalues import is_list, is_object
from .references import ModelRef, TaggedUnion, lazy_schema
from .unset import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic.fields import FieldInfo
    from pydantic_core import CoreSchema


WITH_UNSET: ContextVar[bool] = ContextVar("WITH_UNSET", default=False)
"""Whether the dump under way has all fields of an answer, because `exclude_unset=False` was said.

What pydantic hands to a serialiser does not tell that from the option's default.
"""


def model_schema(model: type[pydantic.BaseModel], *, strict: bool) -> CoreSchema:
    """Return the schema of a model.

    With `strict`, scalars are checked; without, nothing that is an object is refused.
    """
    fields = {
        name: core_schema.model_field(
            _field_schema(field, strict=strict),
            # The wire's name first; as a list of paths, which every pydantic 2 reads alike.
            validation_alias=_either(field.alias, name) if field.alias else None,
            serialization_alias=field.alias,
        )
        for name, field in model.model_fields.items()
    }
    schema = core_schema.model_schema(
        model,
        core_schema.model_fields_schema(fields, extra_behavior="allow", model_name=model.__name__),
        # Said twice because the validator reads the one and the serialiser the other.
        config=core_schema.CoreConfig(
            extra_fields_behavior="allow", title=model.__name__, ser_json_inf_nan="constants"
        ),
    )
    return dumped_as_sent(schema)


def dumped_as_sent(schema: CoreSchema) -> CoreSchema:
    """Return a model's schema whose dumps, at whatever depth, have just the fields that are sent.

    What a user's model says itself of how it is dumped comes upon that.
    """
    parts: Any = schema
    if parts["type"] != "model" and "schema" in parts:  # validators stand around the model
        return cast("CoreSchema", {**parts, "schema": dumped_as_sent(parts["schema"])})
    own = parts.get("serialization")
    if own is None:
        as_sent = core_schema.wrap_serializer_function_ser_schema(_dump_as_sent, info_arg=True)
        return cast("CoreSchema", {**parts, "serialization": as_sent})
    if own["type"] == "function-wrap" and "schema" not in own:
        inner: Any = {key: value for key, value in parts.items() if key not in ("ref", "serialization")}
        return cast("CoreSchema", {**parts, "serialization": {**own, "schema": dumped_as_sent(inner)}})
    return schema


def _either(first: str, second: str) -> list[list[str | int]]:
    return [[first], [second]]


def is_fixed_tag(field: FieldInfo) -> bool:
    """Whether a field is a tag with one possible value, which an object made by hand carries unasked."""
    annotation = field.annotation
    return get_origin(annotation) is Literal and len(get_args(annotation)) == 1 and not field.is_required()


def has_two_states(field: FieldInfo) -> bool:
    """Whether `None` means left out for a request's field; with `UNSET` as a third state it is sent as `null`."""
    members = get_args(field.annotation)
    return NoneType in members and Unset not in members


def _dump_as_sent(model: Any, serialize: Callable[[Any], Any], info: core_schema.SerializationInfo) -> Any:
    """Dump a model, and take out the fields that its `absent_fields` are."""
    find = getattr(model, "absent_fields", None)
    # Something else may stand in the model's place; pydantic says what it thinks of that. With `exclude_unset` it does
    # by itself what an answer's part needs, which takes a fraction of the time.
    if find is None or (info.exclude_unset and not model._strict_scalars):
        return serialize(model)
    absent: set[str] = find(with_unset=WITH_UNSET.get())
    if not absent:
        return serialize(model)
    dumped = serialize(_with_nulls(model, absent))
    if is_object(dumped):
        kind = cast("type[pydantic.BaseModel]", type(model))
        fields: dict[str, FieldInfo] = kind.model_fields
        extra: dict[str, Any] = model.__pydantic_extra__ or {}
        for name in absent:
            field = fields.get(name)
            spellings = [name] if field is None else [field.serialization_alias, field.alias, name]
            if not info.by_alias:
                spellings.reverse()
            # pydantic does not tell of `serialize_by_alias`, so the other spellings are tried too.
            key = next((key for key in spellings if key in dumped), None)
            if key is not None and key not in extra:
                del dumped[key]
    return dumped


def _with_nulls(model: Any, absent: set[str]) -> Any:
    """Return a model with `None` for what is `UNSET`, which has no form in JSON.

    The fields stay there, because a union that the model is a member of tells its members apart by them.
    """
    values: dict[str, Any] = model.__dict__
    if not any(values.get(name) is UNSET for name in absent):
        return model
    kind = cast("type[pydantic.BaseModel]", type(model))
    twin = kind.__new__(kind)
    object.__setattr__(twin, "__dict__", {name: None if name in absent else value for name, value in values.items()})
    for slot in ("__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__"):
        object.__setattr__(twin, slot, getattr(model, slot))
    return twin


def _field_schema(field: FieldInfo, *, strict: bool) -> CoreSchema:
    # FieldInfo keeps `Annotated` metadata apart from the annotation; put together, references are found alike
    # at every depth.
    annotation: Any = field.annotation
    for item in field.metadata:
        if isinstance(item, (ModelRef, TaggedUnion)):
            annotation = Annotated[annotation, item]
    if strict:
        return _request_field(field, _request_schema(annotation))
    inner = _response_schema(annotation)
    if field.is_required():
        if get_origin(annotation) is list:
            return core_schema.with_default_schema(inner, default_factory=list[Any])
        return core_schema.with_default_schema(inner, default=None)
    return core_schema.with_default_schema(inner, default=field.default if is_fixed_tag(field) else None)


def _request_field(field: FieldInfo, inner: CoreSchema) -> CoreSchema:
    # Dumped by the value's own type: UNSET, or whatever was assigned since, is not a mistake worth a warning.
    dumped = core_schema.simple_ser_schema("any")
    if not field.is_required():
        if field.default is UNSET:
            # From a factory, so that a JSON Schema states no default: JSON has no value for what is left out.
            return core_schema.with_default_schema(inner, default_factory=_unset, serialization=dumped)
        return core_schema.with_default_schema(inner, default=field.default, serialization=dumped)
    required: Any = {**inner, "serialization": dumped}
    return cast("CoreSchema", required)


def _unset() -> Unset:
    return UNSET


def _reference(annotation: Any) -> ModelRef | TaggedUnion | None:
    """Return the reference that an annotation is, if it is one."""
    if get_origin(annotation) is Annotated:
        for item in annotation.__metadata__:
            if isinstance(item, (ModelRef, TaggedUnion)):
                return item
        return _reference(get_args(annotation)[0])
    # On Python 3.10 list[str] passes for a type as well.
    if get_origin(annotation) is None and isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        tag = annotation.model_fields.get("type")
        fixed = tag.default if tag is not None and is_fixed_tag(tag) else None
        return ModelRef(annotation.__module__, annotation.__qualname__, fixed)
    return None


def _members(annotation: Any) -> tuple[Any, ...]:
    """Return the members of a union, without `Unset`; one member for anything that is not a union."""
    if get_origin(annotation) in (Union, UnionType):
        return tuple(member for member in get_args(annotation) if member is not Unset)
    return (annotation,)


def _response_schema(annotation: Any) -> CoreSchema:
    """Build by reference where an object or a list of objects is expected; take everything else as it is."""
    one: ModelRef | TaggedUnion | None = None
    each: ModelRef | TaggedUnion | None = None
    for member in _members(annotation):
        if get_origin(member) is list:
            each = each or _reference(get_args(member)[0])
        else:
            one = one or _reference(member)
    if each is None:
        return core_schema.any_schema() if one is None else lazy_schema(one.parse)
    # An empty list is so common (every text delta has one) that it is told apart without calling into Python.
    empty = core_schema.list_schema(max_length=0, strict=True)
    choices: list[CoreSchema | tuple[CoreSchema, str]] = [empty, lazy_schema(_parser(one, each))]
    return core_schema.union_schema(choices, mode="left_to_right", serialization=core_schema.simple_ser_schema("any"))


def _parser(one: ModelRef | TaggedUnion | None, each: ModelRef | TaggedUnion) -> Callable[[Any], Any]:
    parse_each = each.parse

    def parse(value: Any) -> Any:
        if is_list(value):
            return [parse_each(item) for item in value]
        return value if one is None else one.parse(value)

    return parse


def _request_schema(annotation: Any) -> CoreSchema:
    """Check strictly what is a scalar; take an object or a list for what it is and leave its inside to its model."""
    members = _members(annotation)
    choices: list[CoreSchema | tuple[CoreSchema, str]] = []
    for member in members:
        choice = None if member is NoneType else _request_choice(member)
        if choice is not None and choice not in choices:
            choices.append(choice)
    union = core_schema.union_schema(choices, mode="left_to_right")
    inner: Any = choices[0] if len(choices) == 1 else union
    return core_schema.nullable_schema(inner) if NoneType in members else inner


def _request_choice(member: Any) -> CoreSchema:
    reference = _reference(member)
    if reference is not None:
        return lazy_schema(_object_parser(reference))
    origin = get_origin(member)
    if origin is Annotated:
        return _request_choice(get_args(member)[0])
    if origin is list:
        each = _request_schema(get_args(member)[0])
        return core_schema.list_schema(each)
    if origin is dict:
        return core_schema.dict_schema(core_schema.str_schema(strict=True), _request_schema(get_args(member)[1]))
    if origin is Literal or member is str:
        return core_schema.str_schema(strict=True)
    if getattr(member, "__supertype__", None) is str:
        return core_schema.str_schema(strict=True)
    if member is int:
        return core_schema.int_schema(strict=True)
    if member is float:
        # A whole number stays one: 1 is sent as 1, not as 1.0.
        whole = core_schema.int_schema(strict=True)
        return core_schema.union_schema([whole, core_schema.float_schema(strict=True)], mode="left_to_right")
    if member is bool:
        return core_schema.bool_schema(strict=True)
    return core_schema.any_schema()


def _object_parser(reference: ModelRef | TaggedUnion) -> Callable[[Any], Any]:
    def parse(value: Any) -> Any:
        if is_object(value):
            return reference.parse(value)
        if isinstance(value, pydantic.BaseModel):
            return value
        raise PydanticCustomError("object_type", "Input should be an object: a model of this package or a dict")

    return parse
