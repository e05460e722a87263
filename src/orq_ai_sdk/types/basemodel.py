"""The models' bases; they know nothing of any one model.

Two rules make answers lossless and quick. A response model takes every scalar as it came and builds nested
models by reference, so that no field can fail and a model costs about as much as decoding its JSON. A request
model checks scalars strictly, because a wrong argument should be told before anything is sent, and keeps what it
does not know.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

import pydantic
from pydantic import ConfigDict

from .coreschema import dumped_without_unset, is_fixed_tag, model_schema, sends_null
from .jsonvalues import printable
from .plaindump import can_dump, plain_dump, plain_dump_json
from .unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import CoreSchema
    from typing_extensions import Self

__all__ = ["BaseModel", "RequestModel", "ResponseModel", "UnknownModel"]


_PACKAGE = __name__.partition(".")[0]


class BaseModel(pydantic.BaseModel):
    """What every model of this package shares: unknown fields are kept, and both of a field's names are taken."""

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
        arbitrary_types_allowed=True,
        protected_namespaces=(),
        defer_build=False,
        cache_strings="keys",
        ser_json_inf_nan="constants",  # what Python's own json module writes and reads; null would be another value
    )

    _strict_scalars: ClassVar[bool] = False
    _dump_defaults: ClassVar[Mapping[str, Any]] = {}

    if not TYPE_CHECKING:  # a checker should see the fields, not these keyword arguments

        def __init__(self, /, **data: Any) -> None:
            left_out = {name for name, value in data.items() if value is UNSET}
            super().__init__(**{name: value for name, value in data.items() if name not in left_out})
            values, given = self.__dict__, self.__pydantic_fields_set__
            for name, field in type(self).model_fields.items():
                if is_fixed_tag(field):
                    # An object made by hand carries its fixed tag although nobody passed it; one parsed from an
                    # answer has just what came.
                    given.add(name)
                elif not self._strict_scalars:
                    continue
                elif field.default is not None and left_out & {name, field.alias}:
                    # A default goes out unless it was said that nothing should.
                    values[name] = UNSET
                elif name in given and values[name] is None and not sends_null(field):
                    # For an argument with two states, None means left out. A null that was validated stays one.
                    given.discard(name)

        # pydantic's serialiser is asked first, and knows every option.

        def model_dump(self, **options: Any) -> dict[str, Any]:
            options = {**self._dump_defaults, **options}
            try:
                return super().model_dump(**options)
            except ValueError:
                if not can_dump(options):
                    raise
                return plain_dump(self, options)

        def model_dump_json(self, **options: Any) -> str:
            options = {**self._dump_defaults, **options}
            try:
                return super().model_dump_json(**options)
            except ValueError:
                if not can_dump(options):
                    raise
                return plain_dump_json(self, options)

        @classmethod
        def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
            try:
                return super().model_validate_json(json_data, **options)
            except ValueError as error:
                # What a dump wrote can be read again, lone surrogates included, as it can in an answer.
                try:
                    value = json.loads(json_data)
                except ValueError:
                    raise error from None
                return cls.model_validate(value, **options)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        if cls.__module__.partition(".")[0] == _PACKAGE:
            return model_schema(cls, strict=cls._strict_scalars)
        # A user's own subclass may have validators, constraints and private attributes, which pydantic sees to.
        return dumped_without_unset(handler(source)) if cls._strict_scalars else handler(source)

    def __repr__(self) -> str:
        return printable(super().__repr__())

    def __str__(self) -> str:
        return printable(super().__str__())

    def wire_fields(self) -> dict[str, Any]:
        """Return this object's own level under its wire names, as it is sent; nested models are left as they are.

        A request's part gives what is set and what has a default. A part of an answer gives just what came (and what
        was assigned since), so that it can be sent back unchanged.
        """
        return self.dump_fields({"by_alias": True, "exclude_unset": not self._strict_scalars})

    def dump_fields(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return this object's own level as `model_dump` with these options does; nested models stay as they are."""
        values, given = self.__dict__, self.__pydantic_fields_set__
        strict, by_alias = self._strict_scalars, options.get("by_alias")
        only_set, without_none = options.get("exclude_unset"), options.get("exclude_none")
        fields: dict[str, Any] = {}
        for name, field in type(self).model_fields.items():
            if name not in values or (only_set and name not in given):  # a deleted attribute is in none
                continue
            value = values[name]
            if value is None:
                if without_none or (strict and name not in given):
                    continue
            elif value is UNSET:
                continue
            fields[(by_alias and field.alias) or name] = value
        extra: dict[str, Any] = self.__pydantic_extra__ or {}
        fields.update({name: value for name, value in extra.items() if value is not None or not without_none})
        return fields


class RequestModel(BaseModel):
    """A part of a request: scalars are checked, `UNSET` fields are left out of dumps."""

    _strict_scalars: ClassVar[bool] = True


class ResponseModel(BaseModel):
    """A part of an answer: a missing field reads as its default (`None`, or an empty list), and nothing is refused.

    Dumps give what came, unless `exclude_unset=False` asks for all fields.
    """

    _dump_defaults: ClassVar[Mapping[str, Any]] = {"exclude_unset": True}


class UnknownModel(ResponseModel):
    """An object whose tag the contract does not list; every field is an attribute and comes back in dumps.

    For type checkers the tag of such a class is a literal of its own, so that comparing `type` with a listed tag
    narrows a union to the one class; `type_name` is the tag that really came, as a plain string (empty if none did).
    """

    @property
    def type_name(self) -> str:
        """The tag that came, or an empty string."""
        tag: object = self.__dict__.get("type", (self.__pydantic_extra__ or {}).get("type"))
        return tag if isinstance(tag, str) else ""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...
