"""References to models that are loaded when first needed; they dispatch and never import a model early.

A reference parses leniently: an object becomes the model that its tag names, a tag that is not listed
becomes the union's Unknown model, and anything that is no object stays as it came.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .jsonvalues import is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic_core import CoreSchema

    from .basemodel import BaseModel


class ModelRef:
    """One model, by module and name.

    `validate(dict)` and `validate_json(bytes)` build the model; both load it at their first call and are
    then the compiled validator's own methods. Loading twice from two threads is harmless, since the
    import system serialises it and both store the same functions.
    """

    __slots__ = ("module", "name", "validate", "validate_json")

    def __init__(self, module: str, name: str) -> None:
        self.module = module
        self.name = name
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
        return self.validate(value) if is_object(value) else value

    def __repr__(self) -> str:
        return f"ModelRef({self.name})"

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return lazy_schema(self.parse)


class TaggedUnion:
    """Models told apart by the string under `tag_name`, with an Unknown model for the rest."""

    __slots__ = ("default_tag", "name", "tag_name", "tags", "unknown")

    def __init__(
        self,
        name: str,
        *,
        tags: Mapping[str, ModelRef],
        unknown: ModelRef,
        tag_name: str = "type",
        default_tag: str | None = None,
    ) -> None:
        self.name = name
        self.tags = tags
        self.unknown = unknown
        self.tag_name = tag_name
        self.default_tag = default_tag

    def ref_for(self, value: Mapping[str, Any]) -> ModelRef:
        """Return the reference that serves an object with this tag."""
        tag = value.get(self.tag_name, self.default_tag)
        return self.tags.get(tag, self.unknown) if isinstance(tag, str) else self.unknown

    def parse(self, value: Any) -> Any:
        """Build the model that a `dict`'s tag names; return anything else unchanged."""
        return self.ref_for(value).validate(value) if is_object(value) else value

    def __repr__(self) -> str:
        return f"TaggedUnion({self.name})"

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return lazy_schema(self.parse)


def lazy_schema(parse: Any) -> CoreSchema:
    """Return a pydantic-core schema that calls `parse` and serialises whatever it gave by its own type."""
    from pydantic_core import core_schema

    return core_schema.no_info_plain_validator_function(parse, json_schema_input_schema=core_schema.any_schema())
