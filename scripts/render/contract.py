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
    """A property of an object; `default` is what goes on the wire when the object is present.

    `as_it_is` says that nothing is added to the dicts that a request has there.
    """

    name: str
    type: Type
    nullable: bool
    required: bool
    description: str
    default: Any = None
    as_it_is: bool = False


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
    """The whole of it; `package` and `version` are those of the Python package that is rendered."""

    package: str
    version: str
    servers: tuple[str, ...]
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
    _only(openapi, "openapi.yaml", {"openapi", "info", "servers", "security", "tags", "paths", "components"})
    _only(gen, "gen.yaml", {"package", "importPackage", "version", "modules", "behaviours", "computed"})
    components = _at(openapi, "components", "openapi.yaml")
    _only(components, "components", {"securitySchemes", "schemas"})
    sources: dict[str, Any] = _at(components, "schemas", "components")
    schemas = {name: _schema(name, source) for name, source in sources.items()}
    modules = tuple(_module(name, entry) for name, entry in _at(gen, "modules", "gen.yaml").items())
    _check_names(schemas, modules)
    paths = _at(openapi, "paths", "openapi.yaml")
    if len(paths) != 1:
        raise ContractError("paths: exactly one path is rendered")
    ((path, item),) = paths.items()
    at = f"paths.{path}"
    if "{" in path:
        raise ContractError(f"{at}: a path with parameters is not supported here")
    _only(item, at, {"post"})
    operation, at = _at(item, "post", at), f"{at}.post"
    _only(operation, at, {"operationId", "tags", "summary", "description", "requestBody", "responses"})
    request = _at(operation, "requestBody", at)
    _only(request, f"{at}.requestBody", {"required", "content"})
    responses = _at(operation, "responses", at)
    _only(responses, f"{at}.responses", {"200", "4XX", "5XX"})
    answer = _at(responses, "200", f"{at}.responses")
    _only(answer, f"{at}.responses.200", {"description", "content"})
    bodies = _bodies(request, f"{at}.requestBody", ("application/json",), schemas)
    answers = _bodies(answer, f"{at}.responses.200", ("application/json", "text/event-stream"), schemas)
    return Contract(
        package=str(_at(gen, "importPackage", "gen.yaml")),
        version=str(_at(gen, "version", "gen.yaml")),
        servers=tuple(str(_at(server, "url", "servers")) for server in openapi.get("servers", ())),
        operation_id=_at(operation, "operationId", at),
        path=path,
        summary=_at(operation, "summary", at),
        description=_at(operation, "description", at),
        request_body=bodies["application/json"],
        response_body=answers["application/json"],
        stream_event=answers["text/event-stream"],
        schemas=schemas,
        modules=modules,
        behaviours=dict(gen.get("behaviours", {})),
        computed=dict(gen.get("computed", {})),
    )


def _at(source: Any, key: str, at: str) -> Any:
    """Return what stands under a key that has to be there."""
    if not isinstance(source, dict) or key not in source:
        raise ContractError(f"{at}.{key}: missing")
    found: dict[str, Any] = source
    return found[key]


def _module(name: str, entry: Any) -> Module:
    at = f"gen.yaml: modules.{name}"
    _only(entry, at, {"side", "doc", "schemas"})
    return Module(name, _at(entry, "side", at), _at(entry, "doc", at), tuple(_at(entry, "schemas", at)))


def _bodies(holder: Any, at: str, types: tuple[str, ...], schemas: dict[str, Schema]) -> dict[str, str]:
    """Return, by media type, the schemas that a request's or a response's body has."""
    content = _at(holder, "content", at)
    _only(content, f"{at}.content", set(types))
    names: dict[str, str] = {}
    for media_type in types:
        media = _at(content, media_type, f"{at}.content")
        _only(media, f"{at}.content.{media_type}", {"schema", "x-sentinel"})
        schema = _at(media, "schema", f"{at}.content.{media_type}")
        if set(schema) != {"$ref"} or _ref_name(schema) not in schemas:
            raise ContractError(f"{at}.content.{media_type}.schema: a body needs a name of its own")
        names[media_type] = _ref_name(schema)
    return names


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
        _only(source["discriminator"], f"{at}.discriminator", {"propertyName", "mapping"})
        listed = _at(source["discriminator"], "mapping", f"{at}.discriminator")
        mapping = {tag: ref.removeprefix(REF_PREFIX) for tag, ref in listed.items()}
        members = {_ref_name(member) for member in source["oneOf"]}
        if members != set(mapping.values()):
            odd = sorted(members.symmetric_difference(mapping.values()))
            raise ContractError(f"{at}.discriminator.mapping: differs from oneOf in {', '.join(odd)}")
        tag = _at(source["discriminator"], "propertyName", f"{at}.discriminator")
        default_tag, default_key = source.get("x-default-tag"), source.get("x-default-key", "")
        return Tagged(name, description, tag, mapping, source["x-unknown"], default_tag, default_key)
    if "anyOf" in source:
        _only(source, at, {"anyOf", "description"})
        return Union(name, description, tuple(_type(m, f"{at}.anyOf[{i}]") for i, m in enumerate(source["anyOf"])))
    if "enum" in source:
        _only(source, at, {"type", "enum", "description"})
        values = source["enum"]
        if source.get("type") != "string" or not values or not all(isinstance(value, str) for value in values):
            raise ContractError(f"{at}.enum: an open list holds strings, and one at least")
        return Enum(name, description, tuple(values))
    if source.get("type") == "object" and "properties" in source:
        _only(source, at, {"type", "properties", "required", "description"})
        required = set(source.get("required", ()))
        for missing in required - set(source["properties"]):
            raise ContractError(f"{at}.required: {missing} is not a property")
        fields = (
            _field(key, value, key in required, f"{at}.properties.{key}") for key, value in source["properties"].items()
        )
        return Object(name, description, tuple(fields))
    raise ContractError(f"{at}: neither an object, an enum nor a union")


def _field(name: str, source: dict[str, Any], required: bool, at: str) -> Field:
    described = {key: value for key, value in source.items() if key not in ("description", "default", "x-as-it-is")}
    if "default" in source and source["default"] is None:
        raise ContractError(f"{at}.default: null means that there is none; leave it out")
    nullable = False
    if isinstance(described.get("type"), list) and "null" in described["type"]:
        kinds = [kind for kind in described["type"] if kind != "null"]
        if not kinds:
            raise ContractError(f"{at}.type: null alone is not supported here")
        described["type"] = kinds[0] if len(kinds) == 1 else kinds
        nullable = True
    if "anyOf" in described and {"type": "null"} in described["anyOf"]:
        rest = [member for member in described["anyOf"] if member != {"type": "null"}]
        if len(rest) != 1:
            raise ContractError(f"{at}.anyOf: a union of several types needs a name")
        described = rest[0]
        nullable = True
    return Field(
        name,
        _type(described, at),
        nullable,
        required,
        _description(source, at),
        source.get("default"),
        source.get("x-as-it-is") is True,
    )


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
        if inner is False:
            raise ContractError(f"{at}.additionalProperties: an object that can hold nothing is not supported here")
        return MapOf(Anything() if inner is True else _type(inner, f"{at}.additionalProperties"))
    raise ContractError(f"{at}: cannot be rendered: {', '.join(sorted(source))}")


def _only(source: Any, at: str, allowed: set[str]) -> None:
    if not isinstance(source, dict):
        raise ContractError(f"{at}: an object is expected here")
    keywords: dict[str, Any] = source
    for keyword in keywords:
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
                case Object(fields=fields):
                    for one in fields:
                        _check_default(one, schemas, f"components.schemas.{name}.properties.{one.name}.default")
                case Tagged() as union:
                    _check_tags(union, schemas)
                case Union() as union:
                    _check_ends(union, schemas, ())
                case _:
                    pass


def _check_default(field: Field, schemas: dict[str, Schema], at: str) -> None:
    """Refuse a default of another type than its field."""
    kinds: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
    }
    match field.type:
        case _ if field.default is None:
            return
        case Scalar(kind):
            fits = isinstance(field.default, kinds[kind]) and (kind == "boolean") == isinstance(field.default, bool)
        case Ref(name):
            schema = schemas[name]
            fits = isinstance(schema, Enum) and field.default in schema.values
        case _:
            fits = False
    if not fits:
        raise ContractError(f"{at}: {field.default!r} does not fit the field's type")


def _check_ends(union: Union, schemas: dict[str, Schema], path: tuple[str, ...]) -> None:
    """Refuse a plain union that contains itself."""
    for member in union.members:
        if isinstance(member, Ref) and isinstance(inner := schemas[member.name], Union):
            if inner.name in (*path, union.name):
                raise ContractError(f"components.schemas.{inner.name}: is a member of itself")
            _check_ends(inner, schemas, (*path, union.name))


def _check_tags(union: Tagged, schemas: dict[str, Schema]) -> None:
    """Refuse a union whose members do not carry the tag that leads to them."""
    for tag, name in union.mapping.items():
        member = schemas[name]
        tags = [one.type for one in member.fields if one.name == union.tag] if isinstance(member, Object) else []
        if not tags or (isinstance(tags[0], Const) and tags[0].value != tag):
            at = f"components.schemas.{union.name}.discriminator.mapping.{tag}"
            raise ContractError(f"{at}: {name} is not an object whose {union.tag} is {tag}")


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
