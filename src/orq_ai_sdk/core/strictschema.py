"""The subset of JSON Schema that strict output keeps, and how a schema is put into it; it knows no Python type."""

from __future__ import annotations

import copy
import re
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping


class UnsupportedSchemaError(ValueError):
    """A JSON Schema says something that strict output cannot keep.

    `path` is a JSON Pointer (RFC 6901) to the schema that holds the keyword, `""` for the root, and `keyword`
    is the keyword.
    """

    path: str
    keyword: str

    def __init__(self, message: str, *, path: str, keyword: str) -> None:
        super().__init__(message)
        self.path = path
        self.keyword = keyword

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), path=self.path, keyword=self.keyword), self.args


_KEPT = frozenset(
    {
        "const",
        "description",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "multipleOf",
        "title",
        "type",
    }
)
# These never make a value invalid, so that nothing is lost but words. `default` and `discriminator` have no
# part to play once everything is required and a union is tried branch by branch.
_DROPPED = frozenset(
    {
        "$comment",
        "$schema",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "default",
        "deprecated",
        "discriminator",
        "example",
        "examples",
        "readOnly",
        "writeOnly",
    }
)
_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
_ANNOTATIONS = _DROPPED | {"title", "description"}
_LOOKAROUND = re.compile(r"\(\?<?[=!]")
_NO_MAPS = "strict output has no open maps; name the keys in a model, or use a list of key and value objects"
_HINTS = {
    "additionalProperties": _NO_MAPS,
    "allOf": "strict output has no intersections; write the combined schema out",
    "items": "the items of the array need a type",
    "patternProperties": _NO_MAPS,
    "prefixItems": "strict output has no tuples; use a model, or a list of one type",
    "type": "strict output needs a type, and this accepts any JSON value",
    "uniqueItems": "strict output has no sets; use a list",
}


def strict_json_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return `schema` in the form that strict output demands; `schema` itself stays as it is.

    - Every object gets `additionalProperties: false`, and every property becomes required. One that was not
      required becomes nullable, unless it already is or has one possible value: the model says null where it would
      have left the property out. `addednulls` takes such nulls away again.
    - `$defs` (and `definitions`) stay and are treated alike. A `$ref` beside other keywords is replaced by what
      it refers to, those keywords added; where that would never end, the bare `$ref` stays.
    - `oneOf` becomes `anyOf`; an `allOf` of one schema is replaced by that schema.
    - `title` and `description` stay. `default`, `examples`, extensions (`x-...`) and other annotations that no value
      can fail are dropped, as are a `format` that is none of date-time, time, date, duration, email, hostname, ipv4,
      ipv6, uuid, and a `pattern` with look-around: providers refuse these, and pydantic still checks them when the
      answer is parsed.
    - `enum` and `const` without `type` get the types of their values.
    - `minLength`, `maxLength`, `pattern`, `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`,
      `multipleOf`, `minItems` and `maxItems` stay.

    Everything else is refused, such as open maps (`additionalProperties` that is not false, or an object without
    `properties`), tuples (`prefixItems`), sets (`uniqueItems`), `not`, `if`, `patternProperties`, `propertyNames`,
    and a schema without any type. The root is not checked for being an object.

    Source: OpenAI's guide "Structured model outputs", section "Supported schemas".

    Raises:
        UnsupportedSchemaError: with the path and the keyword.
    """
    return _Strictness(schema).of(schema, "", ())


class References:
    """A schema in which references are looked up."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root

    def resolve(self, reference: str, path: str) -> Any:
        """Return what a reference refers to; `path` is where it stands."""
        node: Any = self._root
        if not reference.startswith("#"):
            raise _unsupported(path, "$ref", f"{reference!r} lies outside of the schema")
        for part in reference[1:].split("/")[1:]:
            # A JSON Pointer in a URI's fragment: RFC 6901, sections 4 and 6.
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            try:
                node = node[int(key) if isinstance(node, list) else key]
            except (KeyError, IndexError, ValueError, TypeError):
                raise _unsupported(path, "$ref", f"{reference!r} leads nowhere") from None
        return node

    def is_nullable(self, schema: dict[str, Any], seen: frozenset[str] = frozenset()) -> bool:
        """Whether a schema takes null."""
        if "$ref" in schema:
            reference: str = schema["$ref"]
            target = self.resolve(reference, "")
            return (
                reference not in seen
                and isinstance(target, dict)
                and self.is_nullable(cast("dict[str, Any]", target), seen | {reference})
            )
        branches: list[Any] = schema.get("anyOf", schema.get("oneOf", []))
        if None in schema.get("enum", ()) or ("const" in schema and schema["const"] is None):
            return True
        return _has_type(schema, "null") or any(
            isinstance(branch, dict) and self.is_nullable(cast("dict[str, Any]", branch), seen) for branch in branches
        )


class _Strictness:
    """One run over one schema."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._references = References(root)

    def of(self, schema: Any, path: str, inlined: tuple[str, ...]) -> dict[str, Any]:
        """The strict form of `schema`, which stands at `path` inside the references `inlined`."""
        if not isinstance(schema, dict):
            # true and false are schemas too, and neither says a type.
            raise _unsupported(path, "type")
        source = cast("dict[str, Any]", schema)
        if "$ref" in source:
            return self._reference(source, path, inlined)
        if len(source.get("allOf", ())) == 1:
            rest = {keyword: value for keyword, value in source.items() if keyword != "allOf"}
            return self.of(_merged(source["allOf"][0], rest, path, "allOf"), path, inlined)

        strict: dict[str, Any] = {}
        for keyword, value in source.items():
            if keyword in ("anyOf", "oneOf"):
                if "anyOf" in strict:
                    raise _unsupported(path, keyword)
                strict["anyOf"] = [
                    self.of(branch, f"{path}/{keyword}/{at}", inlined) for at, branch in enumerate(value)
                ]
            elif keyword in ("$defs", "definitions"):
                strict[keyword] = self._definitions(value, f"{path}/{keyword}")
            elif keyword == "items":
                if isinstance(value, list):
                    raise _unsupported(path, "prefixItems")
                strict["items"] = self.of(value, f"{path}/items", inlined)
            elif keyword == "format":
                if value in _FORMATS:
                    strict["format"] = value
            elif keyword == "pattern":
                if not _LOOKAROUND.search(value):
                    strict["pattern"] = value
            elif keyword in _KEPT:
                strict[keyword] = copy.deepcopy(value)
            elif keyword not in ("properties", "required", "additionalProperties") and not _is_dropped(keyword):
                raise _unsupported(path, keyword)
        if _has_type(source, "object") or "properties" in source:
            self._close_object(source, strict, path, inlined)
        elif stray := source.keys() & {"additionalProperties", "required"}:
            raise _unsupported(path, min(stray), "it belongs to an object, and this is none")
        _name_types(strict)
        if not strict.keys() & {"type", "anyOf"}:
            raise _unsupported(path, "type")
        if _has_type(strict, "array") and "items" not in strict:
            raise _unsupported(path, "items")
        return strict

    def _close_object(
        self, source: dict[str, Any], strict: dict[str, Any], path: str, inlined: tuple[str, ...]
    ) -> None:
        if source.get("additionalProperties", "properties" not in source) is not False:
            raise _unsupported(path, "additionalProperties")
        properties: dict[str, Any] = source.get("properties", {})
        required = source.get("required", ())
        strict.setdefault("type", "object")
        strict["properties"] = {}
        for name, value in properties.items():
            strict_property = self.of(value, f"{path}/properties/{_escape(name)}", inlined)
            optional = name not in required and not _has_one_value(strict_property)
            if optional and not self._references.is_nullable(strict_property):
                strict_property = _nullable(strict_property)
            strict["properties"][name] = strict_property
        strict["required"] = list(properties)
        strict["additionalProperties"] = False

    def _definitions(self, definitions: dict[str, Any], path: str) -> dict[str, Any]:
        at = {name: f"{path}/{_escape(name)}" for name in definitions}
        return {name: self.of(schema, at[name], (f"#{at[name]}",)) for name, schema in definitions.items()}

    def _reference(self, source: dict[str, Any], path: str, inlined: tuple[str, ...]) -> dict[str, Any]:
        reference: str = source["$ref"]
        rest = {keyword: value for keyword, value in source.items() if keyword != "$ref"}
        definitions = {keyword: rest.pop(keyword) for keyword in ("$defs", "definitions") if keyword in rest}
        target = self._references.resolve(reference, path)
        if all(map(_is_dropped, rest)) or reference in inlined:
            strict: dict[str, Any] = {"$ref": reference}
        else:
            strict = self.of(_merged(target, rest, path, "$ref"), path, (*inlined, reference))
        for keyword, value in definitions.items():
            strict[keyword] = self._definitions(value, f"{path}/{keyword}")
        return strict


def _is_dropped(keyword: str) -> bool:
    return keyword in _DROPPED or keyword.startswith("x-")


def _has_one_value(schema: dict[str, Any]) -> bool:
    """Whether a property can only be said in one way, as a tag can: then the model may as well always say it."""
    return "const" in schema or len(schema.get("enum", ())) == 1


def _unsupported(path: str, keyword: str, why: str | None = None) -> UnsupportedSchemaError:
    why = why or _HINTS.get(keyword, "strict output does not know this keyword")
    return UnsupportedSchemaError(f"{keyword!r} at {path or 'the root'}: {why}", path=path, keyword=keyword)


def _merged(base: Any, over: dict[str, Any], path: str, keyword: str) -> dict[str, Any]:
    """Both schemas in one, where that means the same as demanding both: only annotations may differ."""
    if not isinstance(base, dict):
        raise _unsupported(path, keyword)
    merged = cast("dict[str, Any]", {**base, **over})
    if any(merged[key] != value for key, value in cast("dict[str, Any]", base).items() if key not in _ANNOTATIONS):
        raise _unsupported(path, keyword, "what stands beside it contradicts it")
    return merged


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    null = {"type": "null"}
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], null]}
    words = {keyword: value for keyword, value in schema.items() if keyword in ("title", "description")}
    return {"anyOf": [{keyword: value for keyword, value in schema.items() if keyword not in words}, null], **words}


def _has_type(schema: dict[str, Any], name: str) -> bool:
    types = schema.get("type")
    return name in types if isinstance(types, list) else types == name


_JSON_TYPES: dict[type[Any], str] = {
    bool: "boolean",
    dict: "object",
    float: "number",
    int: "integer",
    list: "array",
    str: "string",
    type(None): "null",
}


def _name_types(schema: dict[str, Any]) -> None:
    values: list[Any] = schema["enum"] if "enum" in schema else [schema["const"]] if "const" in schema else []
    if values and "type" not in schema:
        types = list(dict.fromkeys(_JSON_TYPES[type(value)] for value in values))
        schema["type"] = types[0] if len(types) == 1 else types


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
