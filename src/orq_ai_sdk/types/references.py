"""References to models that are loaded when first needed; they dispatch and never import a model early.

A reference parses leniently: an object becomes the model that its tag names, a tag that is not listed
becomes an Unknown model, and anything that is not an object stays as it came.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .jsonvalues import is_object, is_unicode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic_core import CoreSchema

    from .basemodel import BaseModel


class ModelRef:
    """One model, by module and name.

    `validate(dict)` and `validate_json(bytes)` build the model; both load it at their first call and are
    then the compiled validator's own methods. Loading twice from two threads is harmless, since the
    import system serialises it and both store the same functions.

    A `tag` is the one value that the model's `type` has. Where only this model is expected, an object with another
    tag is something else and becomes an Unknown model.
    """

    __slots__ = ("module", "name", "tag", "validate", "validate_json")

    def __init__(self, module: str, name: str, tag: str | None = None) -> None:
        self.module = module
        self.name = name
        self.tag = tag
        self.validate: Callable[[Any], Any] = self._validate
        self.validate_json: Callable[[bytes | str], Any] = self._validate_json

    def load(self) -> type[BaseModel]:
        """Import the model's module and return the class."""
        model: type[BaseModel] = getattr(import_module(self.module), self.name)
        self.validate = model.__pydantic_validator__.validate_python
        self.validate_json = model.__pydantic_validator__.validate_json
        return model

    def _validate(self, value: Any) -> Any:
        self.load()
        return self.validate(value)

    def _validate_json(self, data: bytes | str) -> Any:
        self.load()
        return self.validate_json(data)

    def parse(self, value: Any) -> Any:
        """Build the model from a `dict`; return anything else unchanged."""
        if not is_object(value):
            return value
        ref = self if self.tag is None or value.get("type", self.tag) == self.tag else UNKNOWN
        try:
            return ref.validate(value)
        except (RecursionError, ValueError) as error:
            return ref.rescue(value, error)

    def rescue(self, value: dict[str, Any], error: Exception) -> Any:
        """Return what can be made of an object that the validator gave up on.

        Nesting deeper than the interpreter can follow stays the `dict` that it is. The one other thing that the model
        of an answer's part refuses, a key that is not Unicode text, is put in beside the validator.

        Raises:
            error: Neither is the case.
        """
        if isinstance(error, RecursionError):
            return value
        odd = {key: item for key, item in value.items() if not is_unicode(key)}
        if not odd:
            raise error
        model = self.validate({key: item for key, item in value.items() if key not in odd})
        model.__pydantic_extra__.update(odd)
        return model

    def __repr__(self) -> str:
        return f"ModelRef({self.name})"

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return lazy_schema(self.parse)


class TaggedUnion:
    """Models told apart by the string under `tag_name`, with an Unknown model for the rest.

    An object without a tag that has the key `default_key` is taken to be of `default_tag`.
    """

    __slots__ = ("default_key", "default_tag", "name", "tag_name", "tags", "unknown")

    def __init__(
        self,
        name: str,
        *,
        tags: Mapping[str, ModelRef],
        unknown: ModelRef,
        tag_name: str = "type",
        default_tag: str | None = None,
        default_key: str = "",
    ) -> None:
        self.name = name
        self.tags = tags
        self.unknown = unknown
        self.tag_name = tag_name
        self.default_tag = default_tag
        self.default_key = default_key

    def tag_of(self, value: Mapping[str, Any]) -> str | None:
        """Return an object's tag, or None if it has none."""
        tag = value.get(self.tag_name)
        if tag is None and self.default_key in value and self.tag_name not in value:
            return self.default_tag
        return tag if isinstance(tag, str) else None

    def parse(self, value: Any) -> Any:
        """Build the model that a `dict`'s tag names; return anything else unchanged."""
        if not is_object(value):
            return value
        tag = self.tag_of(value)
        ref = self.unknown if tag is None else self.tags.get(tag, self.unknown)
        try:
            return ref.validate(value)
        except (RecursionError, ValueError) as error:
            if tag is None and all(map(is_unicode, value)):
                return value  # nothing says what this part of a request is, so it is sent as it is
            return ref.rescue(value, error)

    def __repr__(self) -> str:
        return f"TaggedUnion({self.name})"

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return lazy_schema(self.parse)


UNKNOWN = ModelRef("orq_ai_sdk.types.basemodel", "UnknownModel")
"""For an object with a tag of its own where the contract knows of one tag only."""


def lazy_schema(parse: Any) -> CoreSchema:
    """Return a pydantic-core schema that calls `parse` and serialises whatever it gave by its own type."""
    from pydantic_core import core_schema

    # Not a plain function: of this, every pydantic can tell what comes out, and so make a JSON Schema.
    return core_schema.no_info_before_validator_function(parse, core_schema.any_schema())
