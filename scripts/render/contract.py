"""Reads the contract into plain values, and refuses whatever the renderer could not render faithfully.

It knows OpenAPI's shapes and nothing of Python. Every refusal names the place in the YAML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

REF_PREFIX = "#/components/schemas/"
SCALARS = ("string", "integer", "number", "boolean")


class ContractError(Exception):
    """The contract says something that the renderer refuses; the message begins with the path."""


# --- types: what may stand where a value is described


@dataclass(frozen=True)
class Scalar:
    """A string, integer, number or boolean."""

    kind: str


@dataclass(frozen=True)
class Const:
    """One fixed string, such as a tag."""

    value: str


@dataclass(frozen=True)
class Ref:
    """A named schema."""

    name: str


@dataclass(frozen=True)
class ListOf:
    """An array of one type."""

    item: Type


@dataclass(frozen=True)
class MapOf:
    """An object with free keys."""

    item: Type


@dataclass(frozen=True)
class Anything:
    """Any JSON value."""


@dataclass(frozen=True)
class Choice:
    """One of several types."""

    members: tuple[Type, ...]


Type = Scalar | Const | Ref | ListOf | MapOf | Anything | Choice


# --- schemas: what has a name


@dataclass(frozen=True)
class Field:
    """A property of an object; `default` is what goes on the wire when the object is present."""

    name: str
    type: Type
    nullable: bool
    required: bool
    description: str
    default: Any = None


@dataclass(frozen=True)
class Object:
    """An object with named properties; others may come with it."""

    name: str
    description: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Enum:
    """An open list of strings."""

    name: str
    description: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Tagged:
    """A union whose members are told apart by a property; one without it that has `default_key` is `default_tag`'s."""

    name: str
    description: str
    tag: str
    mapping: dict[str, str]
    unknown: str
    default_tag: str | None
    default_key: str


@dataclass(frozen=True)
class Union:
    """A union without a tag."""

    name: str
    description: str
    members: tuple[Type, ...]


Schema = Object | Enum | Tagged | Union


@dataclass(frozen=True)
class Module:
    """A module of models: a unit of import."""

    name: str
    side: str
    doc: str
    schemas: tuple[str, ...]


@dataclass(frozen=True)
class Contract:
    """The whole of it."""

    title: str
    version: str
    operation_id: str
    path: str
    summary: str
    description: str
    request_body: str
    response_body: str
    stream_event: str
    schemas: dict[str, Schema]
    modules: tuple[Module, ...]
    behaviours: dict[str, str] = field(default_factory=dict)
    computed: dict[str, list[str]] = field(default_factory=dict)

    def module_of(self, name: str) -> Module:
        """Return the module that a schema lives in."""
        for module in self.modules:
            if name in module.schemas:
                return module
        raise ContractError(f"gen.yaml: modules: no module lists {name}")


def load(folder: Path) -> Contract:
    """Read `openapi.yaml` and `gen.yaml` from `folder`.

    Raises ContractError with the path of whatever is refused.
    """
    openapi = yaml.safe_load((folder / "openapi.yaml").read_text("utf-8"))
    gen = yaml.safe_load((folder / "gen.yaml").read_text("utf-8"))
    return read(openapi, gen)


def read(openapi: dict[str, Any], gen: dict[str, Any]) -> Contract:
    """Turn the two parsed documents into a Contract."""
    sources: dict[str, Any] = openapi["components"]["schemas"]
    schemas = {name: _schema(name, source) for name, source in sources.items()}
    modules = tuple(
        Module(name, entry["side"], entry["doc"], tuple(entry["schemas"])) for name, entry in gen["modules"].items()
    )
    _check_names(schemas, modules)
    if len(openapi["paths"]) != 1:
        raise ContractError("paths: exactly one path is rendered")
    ((path, item),) = openapi["paths"].items()
    operation = item["post"]
    answers = operation["responses"]["200"]["content"]
    return Contract(
        title=openapi["info"]["title"],
        version=str(gen["version"]),
        operation_id=operation["operationId"],
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        request_body=_ref_name(operation["requestBody"]["content"]["application/json"]["schema"]),
        response_body=_ref_name(answers["application/json"]["schema"]),
        stream_event=_ref_name(answers["text/event-stream"]["schema"]),
        schemas=schemas,
        modules=modules,
        behaviours=dict(gen.get("behaviours", {})),
        computed=dict(gen.get("computed", {})),
    )


def _ref_name(source: dict[str, Any]) -> str:
    return str(source["$ref"]).removeprefix(REF_PREFIX)


def _schema(name: str, source: dict[str, Any]) -> Schema:
    at = f"components.schemas.{name}"
    description = _description(source, at)
    if "oneOf" in source:
        _only(source, at, {"oneOf", "discriminator", "description", "x-unknown", "x-default-tag", "x-default-key"})
        if "x-unknown" not in source:
            raise ContractError(f"{at}.x-unknown: a tagged union needs a model for other tags")
        if "discriminator" not in source:
            raise ContractError(f"{at}.discriminator: a union of objects needs a tag that tells them apart")
        if ("x-default-tag" in source) != ("x-default-key" in source):
            raise ContractError(f"{at}.x-default-tag: goes with x-default-key, and neither without the other")
        mapping = {tag: ref.removeprefix(REF_PREFIX) for tag, ref in source["discriminator"]["mapping"].items()}
        members = {_ref_name(member) for member in source["oneOf"]}
        if members != set(mapping.values()):
            odd = sorted(members.symmetric_difference(mapping.values()))
            raise ContractError(f"{at}.discriminator.mapping: differs from oneOf in {', '.join(odd)}")
        tag = source["discriminator"]["propertyName"]
        default_tag, default_key = source.get("x-default-tag"), source.get("x-default-key", "")
        return Tagged(name, description, tag, mapping, source["x-unknown"], default_tag, default_key)
    if "anyOf" in source:
        _only(source, at, {"anyOf", "description"})
        return Union(name, description, tuple(_type(m, f"{at}.anyOf[{i}]") for i, m in enumerate(source["anyOf"])))
    if "enum" in source:
        _only(source, at, {"type", "enum", "description"})
        if not source["enum"] or not all(isinstance(value, str) for value in source["enum"]):
            raise ContractError(f"{at}.enum: an open list holds strings, and one at least")
        return Enum(name, description, tuple(source["enum"]))
    if source.get("type") == "object" and "properties" in source:
        _only(source, at, {"type", "properties", "required", "description"})
        required = set(source.get("required", ()))
        for missing in required - set(source["properties"]):
            raise ContractError(f"{at}.required: {missing} is no property")
        fields = (
            _field(key, value, key in required, f"{at}.properties.{key}") for key, value in source["properties"].items()
        )
        return Object(name, description, tuple(fields))
    raise ContractError(f"{at}: neither an object, an enum nor a union")


def _field(name: str, source: dict[str, Any], required: bool, at: str) -> Field:
    described = {key: value for key, value in source.items() if key not in ("description", "default")}
    if "default" in source and source["default"] is None:
        raise ContractError(f"{at}.default: null means that there is none; leave it out")
    nullable = False
    if isinstance(described.get("type"), list) and "null" in described["type"]:
        kinds = [kind for kind in described["type"] if kind != "null"]
        described["type"] = kinds[0] if len(kinds) == 1 else kinds
        nullable = True
    if "anyOf" in described and {"type": "null"} in described["anyOf"]:
        rest = [member for member in described["anyOf"] if member != {"type": "null"}]
        if len(rest) != 1:
            raise ContractError(f"{at}.anyOf: a union of several types needs a name")
        described = rest[0]
        nullable = True
    return Field(name, _type(described, at), nullable, required, _description(source, at), source.get("default"))


def _type(source: dict[str, Any], at: str) -> Type:
    source = {key: value for key, value in source.items() if key != "description"}
    if not source:
        return Anything()
    if "$ref" in source:
        _only(source, at, {"$ref"})
        return Ref(_ref_name(source))
    kind = source.get("type")
    if isinstance(kind, list):
        _only(source, at, {"type"})
        return Choice(tuple(_type({"type": one}, f"{at}.type") for one in kind))
    if kind == "string" and "const" in source:
        _only(source, at, {"type", "const"})
        return Const(source["const"])
    if kind in SCALARS:
        _only(source, at, {"type"})
        return Scalar(str(kind))
    if kind == "array":
        _only(source, at, {"type", "items"})
        return ListOf(_type(source.get("items", {}), f"{at}.items"))
    if kind == "object":
        if "properties" in source:
            raise ContractError(f"{at}.properties: an object with properties needs a name of its own")
        _only(source, at, {"type", "additionalProperties"})
        inner = source.get("additionalProperties", True)
        return MapOf(Anything() if inner is True else _type(inner, f"{at}.additionalProperties"))
    raise ContractError(f"{at}: cannot be rendered: {', '.join(sorted(source))}")


def _only(source: dict[str, Any], at: str, allowed: set[str]) -> None:
    for keyword in source:
        if keyword not in allowed:
            raise ContractError(f"{at}.{keyword}: this keyword is not supported here")


def _description(source: dict[str, Any], at: str) -> str:
    text = source.get("description")
    if not text:
        raise ContractError(f"{at}.description: missing")
    return " ".join(str(text).split())


def _check_names(schemas: dict[str, Schema], modules: tuple[Module, ...]) -> None:
    homes: dict[str, str] = {}
    for module in modules:
        if module.side not in ("request", "response"):
            raise ContractError(f"gen.yaml: modules.{module.name}.side: request or response")
        for name in module.schemas:
            if name in homes:
                raise ContractError(f"gen.yaml: modules.{module.name}.schemas: {name} is in {homes[name]} already")
            if name not in schemas:
                raise ContractError(f"gen.yaml: modules.{module.name}.schemas: the contract has no {name}")
            homes[name] = module.name
    for name in schemas:
        if name not in homes:
            raise ContractError(f"gen.yaml: modules: no module lists {name}")
        for used in references(schemas[name]):
            if used not in schemas:
                raise ContractError(f"components.schemas.{name}: refers to {used}, which is not there")
    for module in modules:
        for name in module.schemas:
            match schemas[name]:
                case Object(fields=fields) if module.side == "response":
                    for one in fields:
                        if one.default is not None:
                            at = f"components.schemas.{name}.properties.{one.name}.default"
                            raise ContractError(f"{at}: only what is sent is completed with defaults")
                case Tagged() as union:
                    _check_tags(union, schemas)
                case _:
                    pass


def _check_tags(union: Tagged, schemas: dict[str, Schema]) -> None:
    """Refuse a union whose members do not carry the tag that leads to them."""
    for tag, name in union.mapping.items():
        member = schemas[name]
        tags = [one.type for one in member.fields if one.name == union.tag] if isinstance(member, Object) else []
        if not tags or (isinstance(tags[0], Const) and tags[0].value != tag):
            at = f"components.schemas.{union.name}.discriminator.mapping.{tag}"
            raise ContractError(f"{at}: {name} is no object whose {union.tag} is {tag}")


def references(schema: Schema) -> list[str]:
    """Return the names that a schema refers to, each once, in order of appearance."""
    found: dict[str, None] = {}

    def visit(type_: Type) -> None:
        match type_:
            case Ref(name):
                found[name] = None
            case ListOf(item) | MapOf(item):
                visit(item)
            case Choice(members):
                for member in members:
                    visit(member)
            case _:
                pass

    match schema:
        case Object(fields=fields):
            for one in fields:
                visit(one.type)
        case Union(members=members):
            for member in members:
                visit(member)
        case Tagged(mapping=mapping, unknown=unknown):
            for name in (*mapping.values(), unknown):
                found[name] = None
        case Enum():
            pass
    return list(found)
