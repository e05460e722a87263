"""The models' bases; they know nothing of any one model.

Two rules make answers lossless and quick. A response model takes every scalar as it came and builds nested
models by reference, so that no field can fail and a model costs about as much as decoding its JSON. A request
model checks scalars strictly, because a wrong argument should be told before anything is sent, and keeps what it
does not know.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import pydantic
from pydantic import ConfigDict

from .coreschema import WITH_UNSET, dumped_as_sent, has_two_states, is_fixed_tag, model_schema
from .jsonvalues import printable
from .plaindump import can_dump, plain_dump, plain_dump_json
from .unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

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
    _dump_defaults: ClassVar[dict[str, Any]] = {}

    if not TYPE_CHECKING:  # a checker should see the fields, not these keyword arguments

        def __init__(self, /, **data: Any) -> None:
            left_out = {name for name, value in data.items() if value is UNSET}
            super().__init__(**{name: value for name, value in data.items() if name not in left_out})
            self._complete_by_hand()
            for name, field in type(self).model_fields.items() if self._strict_scalars and left_out else ():
                if field.default is not None and not is_fixed_tag(field) and left_out & {name, field.alias}:
                    # A default goes out unless it was said that nothing should.
                    self.__dict__[name] = UNSET

        def _complete_by_hand(self) -> None:
            # An object made by hand carries its fixed tag although nobody passed it; one parsed from an answer has
            # just what came.
            fields = type(self).model_fields
            self.__pydantic_fields_set__.update(name for name, field in fields.items() if is_fixed_tag(field))

        @classmethod
        def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
            made = super().model_construct(_fields_set, **values)
            if _fields_set is None:
                made._complete_by_hand()
            return made

        # pydantic's serialiser is asked first, and knows every option.

        def model_dump(self, **options: Any) -> dict[str, Any]:
            options = {**self._dump_defaults, **options}
            try:
                with _unset_as_asked(options):
                    return super().model_dump(**options)
            except (RecursionError, ValueError):
                if not can_dump(options):
                    raise
                return plain_dump(self, options)

        def model_dump_json(self, **options: Any) -> str:
            options = {**self._dump_defaults, **options}
            try:
                with _unset_as_asked(options):
                    return super().model_dump_json(**options)
            except (RecursionError, ValueError):
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
        return dumped_as_sent(handler(source))

    def __repr__(self) -> str:
        return printable(super().__repr__())

    def __str__(self) -> str:
        return printable(super().__str__())

    def wire_fields(self) -> dict[str, Any]:
        """Return this object's own level under its wire names, as it is sent; nested models are left as they are.

        A request's part gives what is set and what has a default. A part of an answer gives just what came (and what
        was assigned since), so that it can be sent back unchanged.
        """
        return self.dump_fields({"by_alias": True})

    def dump_fields(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return this object's own level as `model_dump` with these options does; nested models stay as they are."""
        values, given = self.__dict__, self.__pydantic_fields_set__
        by_alias, without_none = options.get("by_alias"), options.get("exclude_none")
        only_set = options.get("exclude_unset")
        absent = self.absent_fields(with_unset=only_set is False)
        fields: dict[str, Any] = {
            (by_alias and field.alias) or name: values[name]
            for name, field in type(self).model_fields.items()
            if name in values  # a deleted attribute is not
            and name not in absent
            and (name in given or not only_set)
            and (values[name] is not None or not without_none)
        }
        extra: dict[str, Any] = self.__pydantic_extra__ or {}
        fields.update({name: value for name, value in extra.items() if value is not None or not without_none})
        return fields

    def absent_fields(self, *, with_unset: bool) -> set[str]:
        """Return the names of the fields that are left out of what is sent, and of dumps.

        Args:
            with_unset: Whether fields of an answer that did not come are to be in the dump all the same.
        """
        return {name for name, value in self.__dict__.items() if value is UNSET}


@contextmanager
def _unset_as_asked(options: Mapping[str, Any]) -> Generator[None, None, None]:
    """Let the nested models of a dump know that `exclude_unset=False` was said."""
    token = WITH_UNSET.set(options.get("exclude_unset") is False)
    try:
        yield
    finally:
        WITH_UNSET.reset(token)


class RequestModel(BaseModel):
    """A part of a request: scalars are checked, `UNSET` fields are left out of dumps."""

    _strict_scalars: ClassVar[bool] = True

    if not TYPE_CHECKING:
        # Whatever way a field is given by hand, None means left out if it has two states. A null that was validated
        # stays one.

        def _complete_by_hand(self) -> None:
            super()._complete_by_hand()
            self._leave_out_none(type(self).model_fields)

        def __setattr__(self, name: str, value: Any) -> None:
            super().__setattr__(name, value)
            if value is None:
                self._leave_out_none((name,))

        def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
            copied = super().model_copy(update=update, deep=deep)
            copied._leave_out_none(update or ())
            return copied

        def _leave_out_none(self, names: Iterable[str]) -> None:
            fields = type(self).model_fields
            for name in names:
                if self.__dict__.get(name) is None and name in fields and has_two_states(fields[name]):
                    self.__pydantic_fields_set__.discard(name)

    def absent_fields(self, *, with_unset: bool) -> set[str]:
        """As for every model; and what is `None` because nothing was given."""
        given, fields = self.__pydantic_fields_set__, type(self).model_fields
        return {
            name
            for name, value in self.__dict__.items()
            if value is UNSET or (value is None and name not in given and name in fields)
        }


class ResponseModel(BaseModel):
    """A part of an answer: a missing field reads as its default (`None`, or an empty list), and nothing is refused.

    Dumps give what came, also inside other models. `exclude_unset=False`, said to this model or to a request's that
    holds it, asks for all fields.
    """

    _dump_defaults: ClassVar[dict[str, Any]] = {"exclude_unset": True}

    def absent_fields(self, *, with_unset: bool) -> set[str]:
        """As for every model; and what did not come."""
        absent = super().absent_fields(with_unset=with_unset)
        if not with_unset and (lacking := self.__dict__.keys() - self.__pydantic_fields_set__):
            absent |= lacking & type(self).model_fields.keys()
        return absent


class UnknownModel(ResponseModel):
    """An object whose tag the contract does not list; every field is an attribute and comes back in dumps.

    A field that is called like a method, such as `copy`, is found in `model_extra` instead, where all fields are.

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
