"""Says how the contract's types and parameters are written in Markdown: links, marks, tables."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.render.contract import (
    Anything,
    Choice,
    Const,
    Contract,
    Enum,
    Field,
    ListOf,
    MapOf,
    Object,
    Ref,
    Scalar,
    Schema,
    Tagged,
    Type,
    Union,
)
from scripts.render.python import SCALAR_NAMES, python_name

REQUIRED, OPTIONAL = ":heavy_check_mark:", ":heavy_minus_sign:"


@dataclass(frozen=True)
class Row:
    """One line of a table of fields or parameters."""

    name: str
    type: str
    mark: str
    description: str


def link(name: str, base: str) -> str:
    """Return a link to a schema's page; `base` leads from the page to `docs/models/`."""
    return f"[models.{name}]({base}{page_name(name)})"


def page_name(name: str) -> str:
    """Return the file name of a schema's page."""
    return f"{name.lower()}.md"


def type_text(type_: Type, base: str) -> str:
    """Return a type in Markdown."""
    match type_:
        case Scalar(kind):
            return f"*{SCALAR_NAMES[kind]}*"
        case Const(value):
            return f"`{value!r}`"
        case Ref(name):
            return link(name, base)
        case ListOf(item):
            return f"List[{type_text(item, base)}]"
        case MapOf(item):
            return f"Dict[str, {type_text(item, base)}]"
        case Anything():
            return "*Any*"
        case Choice(members):
            return f"Union[{', '.join(type_text(member, base) for member in members)}]"


def parameter_type(field: Field, base: str) -> str:
    """Return a parameter's type; scalars and single references carry their two or three states, as users read them."""
    state = "OptionalNullable" if field.nullable and not field.required else "Optional"
    match field.type:
        case Scalar(kind) if not field.required:
            return f"*{state}[{SCALAR_NAMES[kind]}]*"
        case Ref(name) if not field.required:
            return f"[{state}[models.{name}]]({base}{page_name(name)})"
        case _:
            return type_text(field.type, base)


def parameter_rows(body: Object, base: str) -> list[Row]:
    """Return the rows of the operation's parameter table."""
    return [
        Row(
            f"`{field.name}`",
            parameter_type(field, base),
            REQUIRED if field.required else OPTIONAL,
            _described(field),
        )
        for field in body.fields
    ]


def field_rows(schema: Object, side: str) -> list[Row]:
    """Return the rows of a model's table."""
    rows: list[Row] = []
    for field in schema.fields:
        text = type_text(field.type, "")
        if side == "request" and not field.required:
            text = f"{'OptionalNullable' if field.nullable else 'Optional'}[{text}]"
        elif field.nullable or (side == "response" and not field.required):
            text = f"Optional[{text}]"
        name = python_name(field.name)
        shown = f"`{name}`" if name == field.name else f"`{name}` (wire: `{field.name}`)"
        rows.append(Row(shown, text, REQUIRED if field.required else OPTIONAL, _described(field)))
    return rows


def members(schema: Schema, contract: Contract) -> list[tuple[str, str]]:
    """Return a union's members: what tells each apart, and its link."""
    match schema:
        case Tagged(mapping=mapping, unknown=unknown):
            listed = [(f"`{tag}`", link(name, "")) for tag, name in mapping.items()]
            return [*listed, ("any other", link(unknown, ""))]
        case Union(members=choices):
            return [("", type_text(choice, "")) for choice in choices]
        case Enum(values=values):
            return [(f"`{value}`", "") for value in values]
        case Object():
            return []


def _described(field: Field) -> str:
    default = "" if field.default is None else f" Default: `{field.default!r}`."
    return cell(field.description) + default


def cell(text: str) -> str:
    """Return text that can stand in a table's cell."""
    return text.replace("|", "\\|")
