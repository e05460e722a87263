"""Says how the contract's types are written in Python: names, annotations, defaults. It writes no files."""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orq_ai_sdk.types.basemodel import UnknownModel
from scripts.render.contract import (
    Anything,
    Choice,
    Const,
    Contract,
    ContractError,
    Enum,
    Field,
    ListOf,
    MapOf,
    Module,
    Object,
    Ref,
    Scalar,
    Tagged,
    Type,
    Union,
    references,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

SCALAR_NAMES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
# The builtins that annotations are made of; a field of such a name would be read in their place.
BUILTINS = {*SCALAR_NAMES.values(), "list", "dict"}
# What the contract's names step aside for: builtins, pydantic's attributes and those of the models' bases.
RESERVED = {"input", "format", *BUILTINS, *dir(UnknownModel)}
TYPEDDICT = "TypedDict"


def python_name(wire: str) -> str:
    """Return the attribute's name for a wire name: snake case, with a trailing underscore where it is taken."""
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in wire).lstrip("_")
    return f"{name}_" if keyword.iskeyword(name) or name in RESERVED else name


def plain_text(description: str) -> str:
    """Return a description as a docstring has it: a list in Markdown, which fits a table's cell, becomes a sentence."""
    return description.replace("<br/>- ", " ", 1).replace("<br/>- ", "; ")


def union_of(members: Iterable[str]) -> str:
    """Return one annotation for several, each named once."""
    unique = list(dict.fromkeys(members))
    return unique[0] if len(unique) == 1 else f"Union[{', '.join(unique)}]"


def literal(values: Iterable[str]) -> str:
    """Return a Literal of strings."""
    return f"Literal[{', '.join(repr(value) for value in values)}]"


@dataclass(frozen=True)
class Attribute:
    """A field as a class states it."""

    name: str
    annotation: str
    default: str | None
    description: str


class Annotations:
    """Writes annotations; it needs the contract to know what a name refers to."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract

    def static(self, type_: Type) -> str:
        """Return what a type checker reads for a value in a model."""
        match type_:
            case Scalar(kind):
                return SCALAR_NAMES[kind]
            case Const(value):
                return literal([value])
            case Ref(name):
                return name
            case ListOf(item):
                return f"List[{self.static(item)}]"
            case MapOf(item):
                return f"Dict[str, {self.static(item)}]"
            case Anything():
                return "Any"
            case Choice(members):
                return union_of(self.static(member) for member in members)

    def argument(self, type_: Type) -> str:
        """Return what a type checker takes for a value passed in: models or plain dicts, any sequence or mapping."""
        match type_:
            case Ref(name) if not isinstance(self.contract.schemas[name], Enum):
                return union_of([name, f"{name}{TYPEDDICT}"])
            case ListOf(item):
                return f"Sequence[{self.argument(item)}]"
            case MapOf(item):
                return f"Mapping[str, {self.argument(item)}]"
            case Choice(members):
                return union_of(self.argument(member) for member in members)
            case _:
                return self.static(type_)

    def runtime(self, type_: Type) -> str:
        """Return what pydantic reads: references instead of classes, so that nothing is loaded early."""
        match type_:
            case Ref(name):
                schema = self.contract.schemas[name]
                if isinstance(schema, Enum):
                    return "str"
                if isinstance(schema, Union):
                    return union_of(self.runtime(member) for member in schema.members)
                return f"Annotated[Any, _tables.{name}]"
            case ListOf(item):
                return f"List[{self.runtime(item)}]"
            case MapOf(item):
                return f"Dict[str, {self.runtime(item)}]"
            case Choice(members):
                return union_of(self.runtime(member) for member in members)
            case _:
                return self.static(type_)

    def members(self, schema: Tagged) -> list[str]:
        """Return the classes of a tagged union, the one for other tags last."""
        return [*dict.fromkeys(schema.mapping.values()), schema.unknown]

    def attribute(self, field: Field, side: str) -> Attribute:
        """Return a field as the class of its side states it."""
        annotation = self.static(field.type)
        default: str | None = None
        fixed = isinstance(field.type, Const)
        if fixed and field.required:
            default = repr(field.type.value) if isinstance(field.type, Const) else None
        elif side == "request":
            if field.default is not None:
                annotation = f"OptionalNullable[{annotation}]" if field.nullable else f"Optional[{annotation}]"
                default = repr(field.default)
            elif field.required:
                annotation = f"Nullable[{annotation}]" if field.nullable else annotation
            elif field.nullable:
                annotation, default = f"OptionalNullable[{annotation}]", "UNSET"
            else:
                annotation, default = f"Optional[{annotation}]", "None"
        elif field.nullable or not field.required:
            annotation, default = f"Optional[{annotation}]", "None"
        name = python_name(field.name)
        if name != field.name:
            annotation = f"Annotated[{annotation}, Field(alias={field.name!r})]"
        return Attribute(name, annotation, default, plain_text(field.description))

    def dict_key(self, field: Field) -> list[tuple[str, str]]:
        """Return the keys under which a dict may carry a field, with their annotations."""
        annotation = self.argument(field.type)
        if field.nullable:
            annotation = f"Optional[{annotation}]"
        name = python_name(field.name)
        if name == field.name:
            needed = field.required
            return [(name, annotation if needed else f"NotRequired[{annotation}]")]
        keys = [field.name, name] if _can_be_stated(field.name) else [name]
        return [(key, f"NotRequired[{annotation}]") for key in keys]

    def parameter(self, field: Field) -> tuple[str, str, str | None]:
        """Return a field of the request body as a parameter of the call: name, annotation, default."""
        annotation = self.argument(field.type)
        name = python_name(field.name)
        if field.required:
            return name, annotation, None
        if field.nullable:
            default = "UNSET" if field.default is None else repr(field.default)
            return name, f"OptionalNullable[{annotation}]", default
        return name, f"Optional[{annotation}]", repr(field.default)


def _can_be_stated(wire: str) -> bool:
    """Whether a class can have an annotation for a wire name: Python changes those with two underscores in front."""
    return wire.isidentifier() and not keyword.iskeyword(wire) and wire not in BUILTINS and not wire.startswith("__")


def check_names(contract: Contract, taken: Iterable[str]) -> None:
    """Raise ContractError if a name cannot be used in Python, or if two would be the same there or as a page.

    `taken` are the names that the models' modules have beside the contract's own.
    """
    others = {*taken, *BUILTINS, *(f"{name}{TYPEDDICT}" for name in contract.schemas)}
    others.update(("typeddicts", *(module.name for module in contract.modules)))
    others.update(home.partition(":")[2] for home in contract.behaviours.values())
    for module in contract.modules:
        if not module.name.isidentifier() or keyword.iskeyword(module.name) or module.name.startswith("_"):
            raise ContractError(f"gen.yaml: modules.{module.name}: is not a name for a module")
        if module.name == "typeddicts":
            raise ContractError(f"gen.yaml: modules.{module.name}: is where the dicts' twins are")
    pages: dict[str, str] = {}
    for schema in contract.schemas.values():
        at = f"components.schemas.{schema.name}"
        if not schema.name.isidentifier() or keyword.iskeyword(schema.name) or schema.name.startswith("_"):
            raise ContractError(f"{at}: is not a name for a class")
        if schema.name in others:
            raise ContractError(f"{at}: is taken, since the models' modules have something else of this name")
        other = pages.setdefault(schema.name.lower(), schema.name)
        if other != schema.name:
            raise ContractError(f"{at}: has the page of {other}, since case makes no difference there")
        if isinstance(schema, Object):
            _check_attributes(schema, contract, at)


def _check_attributes(schema: Object, contract: Contract, at: str) -> None:
    taken: dict[str, str] = {}
    for field in schema.fields:
        name = python_name(field.name)
        if not name.isidentifier():
            raise ContractError(f"{at}.properties.{field.name}: in Python this is {name}, which is not a name")
        if name in contract.schemas:
            raise ContractError(f"{at}.properties.{field.name}: in Python this is {name}, as a schema is")
        other = taken.setdefault(name, field.name)
        if other != field.name:
            raise ContractError(f"{at}.properties.{field.name}: in Python this is {name}, as {other} is")


def class_order(contract: Contract, module: Module) -> list[Object]:
    """Return a module's objects so that each comes after those it holds.

    Raises ContractError on a cycle; a cycle through a tagged union is none, since unions are looked up late.
    """
    own = {name: schema for name in module.schemas if isinstance(schema := contract.schemas[name], Object)}
    ordered: dict[str, Object] = {}

    def place(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise ContractError(f"components.schemas.{name}: refers to itself through {' > '.join(path)}")
        if name in ordered or name not in own:
            return
        for used in references(own[name]):
            place(used, (*path, name))
        ordered[name] = own[name]

    for name in own:
        place(name, ())
    return list(ordered.values())


def foreign_names(contract: Contract, module: Module) -> dict[str, list[str]]:
    """Return, by module, the names that a module's models take from elsewhere."""
    found: dict[str, set[str]] = {}
    for name in module.schemas:
        for used in references(contract.schemas[name]):
            if used not in module.schemas:
                found.setdefault(contract.module_of(used).name, set()).add(used)
    return {home: sorted(names) for home, names in sorted(found.items())}
