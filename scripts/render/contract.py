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
    return read(_document(folder / "openapi.yaml"), _document(folder / "gen.yaml"))


class _Loader(yaml.SafeLoader):
    """Refuses a key that an object has twice, of which YAML's readers take the last without a word."""

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        seen: set[str] = set()
        for key in [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value} is there twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return node


def _document(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        try:
            return _Loader(file).get_single_data()
        except yaml.YAMLError as error:
            raise ContractError(f"{path.name}: {' '.join(str(error).split())}") from error


def read(openapi: dict[str, Any], gen: dict[str, Any]) -> Contract:
    """Turn the two parsed documents into a Contract."""
    _only(openapi, "openapi.yaml", {"openapi", "info", "servers", "security", "tags", "paths", "components"})
    _only(gen, "gen.yaml", {"package", "importPackage", "version", "modules", "behaviours", "computed"})
    components = _at(openapi, "components", "openapi.yaml")
    _only(components, "components", {"securitySchemes", "schemas"})
    sources = _entries(_at(components, "schemas", "components"), "components.schemas")
    schemas = {name: _schema(name, source) for name, source in sources.items()}
    listed = _entries(_at(gen, "modules", "gen.yaml"), "gen.yaml: modules")
    modules = tuple(_module(name, entry) for name, entry in listed.items())
    _check_names(schemas, modules)
    behaviours = _entries(gen.get("behaviours", {}), "gen.yaml: behaviours")
    computed = _entries(gen.get("computed", {}), "gen.yaml: computed")
    _check_methods(behaviours, computed, schemas)
    paths = _entries(_at(openapi, "paths", "openapi.yaml"), "paths")
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
    if not isinstance(schemas[bodies["application/json"]], Object):
        raise ContractError(f"{at}.requestBody: its properties are the call's parameters, so it has to be an object")
    servers = _list(openapi.get("servers", []), "servers", dict)
    for i, server in enumerate(servers):
        _only(server, f"servers[{i}]", {"url", "description"})
    return Contract(
        package=_text(gen, "importPackage", "gen.yaml"),
        version=_text(gen, "version", "gen.yaml"),
        servers=tuple(_text(server, "url", f"servers[{i}]") for i, server in enumerate(servers)),
        operation_id=_text(operation, "operationId", at),
        path=path,
        summary=_text(operation, "summary", at),
        description=_text(operation, "description", at),
        request_body=bodies["application/json"],
        response_body=answers["application/json"],
        stream_event=answers["text/event-stream"],
        schemas=schemas,
        modules=modules,
        behaviours=behaviours,
        computed=computed,
    )


def _at(source: Any, key: str, at: str) -> Any:
    """Return what stands under a key that has to be there."""
    if not isinstance(source, dict) or key not in source:
        raise ContractError(f"{at}.{key}: missing")
    found: dict[str, Any] = source
    return found[key]


def _text(source: Any, key: str, at: str) -> str:
    """Return the string that has to stand under a key."""
    text = _at(source, key, at)
    if not isinstance(text, str):
        raise ContractError(f"{at}.{key}: a string is expected here")
    return text


def _list(source: Any, at: str, kind: type) -> list[Any]:
    """Return a list whose items are all of one kind."""
    if not isinstance(source, list) or not all(isinstance(item, kind) for item in source):
        raise ContractError(f"{at}: a list of {'strings' if kind is str else 'objects'} is expected here")
    return source


def _entries(source: Any, at: str) -> dict[str, Any]:
    """Return an object whose keys are all strings, which `yes` and `1` are not in YAML."""
    if not isinstance(source, dict):
        raise ContractError(f"{at}: an object is expected here")
    for key in source:
        if not isinstance(key, str):
            raise ContractError(f"{at}.{key}: to YAML this key is no string unless it is quoted")
    return source


def _module(name: str, entry: Any) -> Module:
    at = f"gen.yaml: modules.{name}"
    _only(entry, at, {"side", "doc", "schemas"})
    schemas = _list(_at(entry, "schemas", at), f"{at}.schemas", str)
    return Module(name, _text(entry, "side", at), _text(entry, "doc", at), tuple(schemas))


def _bodies(holder: Any, at: str, types: tuple[str, ...], schemas: dict[str, Schema]) -> dict[str, str]:
    """Return, by media type, the schemas that a request's or a response's body has."""
    content = _at(holder, "content", at)
    _only(content, f"{at}.content", set(types))
    names: dict[str, str] = {}
    for media_type in types:
        media = _at(content, media_type, f"{at}.content")
        _only(media, f"{at}.content.{media_type}", {"schema", "x-sentinel"})
        place = f"{at}.content.{media_type}.schema"
        schema = _entries(_at(media, "schema", f"{at}.content.{media_type}"), place)
        if set(schema) != {"$ref"} or (name := _ref_name(schema["$ref"], f"{place}.$ref")) not in schemas:
            raise ContractError(f"{place}: a body needs a name of its own")
        names[media_type] = name
    return names


def _ref_name(ref: Any, at: str) -> str:
    if not isinstance(ref, str) or not ref.startswith(REF_PREFIX):
        raise ContractError(f"{at}: {REF_PREFIX} and a name are expected here")
    return ref.removeprefix(REF_PREFIX)


def _schema(name: str, source: Any) -> Schema:
    at = f"components.schemas.{name}"
    source = _entries(source, at)
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
        place = f"{at}.discriminator.mapping"
        listed = _entries(_at(source["discriminator"], "mapping", f"{at}.discriminator"), place)
        mapping = {tag: _ref_name(ref, f"{place}.{tag}") for tag, ref in listed.items()}
        members: set[str] = set()
        for i, member in enumerate(_list(source["oneOf"], f"{at}.oneOf", dict)):
            _only(member, f"{at}.oneOf[{i}]", {"$ref"})
            members.add(_ref_name(_at(member, "$ref", f"{at}.oneOf[{i}]"), f"{at}.oneOf[{i}].$ref"))
        if members != set(mapping.values()):
            odd = sorted(members.symmetric_difference(mapping.values()))
            raise ContractError(f"{place}: differs from oneOf in {', '.join(odd)}")
        tag = _text(source["discriminator"], "propertyName", f"{at}.discriminator")
        default_tag = _text(source, "x-default-tag", at) if "x-default-tag" in source else None
        default_key = _text(source, "x-default-key", at) if "x-default-key" in source else ""
        return Tagged(name, description, tag, mapping, _text(source, "x-unknown", at), default_tag, default_key)
    if "anyOf" in source:
        _only(source, at, {"anyOf", "description"})
        if not (choices := _list(source["anyOf"], f"{at}.anyOf", dict)):
            raise ContractError(f"{at}.anyOf: a union has one member at least")
        return Union(name, description, tuple(_type(one, f"{at}.anyOf[{i}]") for i, one in enumerate(choices)))
    if "enum" in source:
        _only(source, at, {"type", "enum", "description"})
        if source.get("type") != "string" or not source["enum"]:
            raise ContractError(f"{at}.enum: an open list holds strings, and one at least")
        values = _list(source["enum"], f"{at}.enum", str)
        return Enum(name, description, tuple(values))
    if source.get("type") == "object" and "properties" in source:
        _only(source, at, {"type", "properties", "required", "description"})
        properties = _entries(source["properties"], f"{at}.properties")
        required = set(_list(source.get("required", []), f"{at}.required", str))
        for missing in required - set(properties):
            raise ContractError(f"{at}.required: {missing} is not a property")
        fields = (_field(key, value, key in required, f"{at}.properties.{key}") for key, value in properties.items())
        return Object(name, description, tuple(fields))
    raise ContractError(f"{at}: neither an object, an enum nor a union")


def _field(name: str, source: Any, required: bool, at: str) -> Field:
    source = _entries(source, at)
    described = {key: value for key, value in source.items() if key not in ("description", "default", "x-as-it-is")}
    if "default" in source and source["default"] is None:
        raise ContractError(f"{at}.default: null means that there is none; leave it out")
    if source.get("x-as-it-is", True) is not True:
        raise ContractError(f"{at}.x-as-it-is: is true, or left out")
    nullable = False
    if isinstance(described.get("type"), list) and "null" in described["type"]:
        kinds = [kind for kind in described["type"] if kind != "null"]
        if not kinds:
            raise ContractError(f"{at}.type: null alone is not supported here")
        described["type"] = kinds[0] if len(kinds) == 1 else kinds
        nullable = True
    if "anyOf" in described and {"type": "null"} in (members := _list(described["anyOf"], f"{at}.anyOf", dict)):
        _only(described, at, {"anyOf"})
        rest = [member for member in members if member != {"type": "null"}]
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


def _type(source: Any, at: str) -> Type:
    source = {key: value for key, value in _entries(source, at).items() if key != "description"}
    if not source:
        return Anything()
    if "$ref" in source:
        _only(source, at, {"$ref"})
        return Ref(_ref_name(source["$ref"], f"{at}.$ref"))
    kind = source.get("type")
    if isinstance(kind, list):
        _only(source, at, {"type"})
        if not kind:
            raise ContractError(f"{at}.type: one type at least is expected here")
        return Choice(tuple(_type({"type": one}, f"{at}.type") for one in kind))
    if kind == "string" and "const" in source:
        _only(source, at, {"type", "const"})
        return Const(_text(source, "const", at))
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
    for keyword in _entries(source, at):
        if keyword not in allowed:
            raise ContractError(f"{at}.{keyword}: this keyword is not supported here")


def _description(source: dict[str, Any], at: str) -> str:
    if not source.get("description"):
        raise ContractError(f"{at}.description: missing")
    return " ".join(_text(source, "description", at).split())


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


def _check_methods(behaviours: dict[str, Any], computed: dict[str, Any], schemas: dict[str, Schema]) -> None:
    """Refuse methods of what is no object, and fields that no method stands for."""
    for name, home in behaviours.items():
        at = f"gen.yaml: behaviours.{name}"
        if not isinstance(schemas.get(name), Object):
            raise ContractError(f"{at}: the contract has no object of this name")
        if not isinstance(home, str) or home.count(":") != 1:
            raise ContractError(f"{at}: a module, a colon and a class are expected here")
    for name, fields in computed.items():
        at = f"gen.yaml: computed.{name}"
        schema = schemas.get(name)
        if not isinstance(schema, Object):
            raise ContractError(f"{at}: the contract has no object of this name")
        if name not in behaviours:
            raise ContractError(f"{at}: behaviours has no class that computes them")
        for missing in set(_list(fields, at, str)) - {one.name for one in schema.fields}:
            raise ContractError(f"{at}: {missing} is not a property")


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
