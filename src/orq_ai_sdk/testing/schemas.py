"""Makes one value that fits a JSON Schema; it does not validate, and knows the keywords that tools and formats use.

Vocabulary: JSON Schema 2020-12, https://json-schema.org/draft/2020-12/json-schema-validation
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import product
from typing import Any
from urllib.parse import unquote

from .jsonvalues import JSONObject, as_list, as_object, is_number

_FORMATS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "duration": "PT1H",
    "email": "someone@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "time": "12:00:00Z",
    "uri": "https://example.com/",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
}

# Strings to try against a `pattern`, which meet the common ones; generating from any is another project.
_PATTERN_CANDIDATES = (
    *("a", "A", "0", "1", "ab", "AB", "Ab", "abc", "ABC", "12", "123", "1234", "12345", "1.5"),
    *(
        "a1",
        "A1",
        "abc123",
        "ABC123",
        "ABC-123",
        "a-b",
        "a_b",
        "a.b",
        "1.0.0",
        "#aabbcc",
        "aabbcc",
        "/a",
        "@a",
        "+12025550100",
    ),
    *("12:00", "2026", "2026-01", *_FORMATS.values()),
)


# Beyond this many members or characters a schema asks for something else than an example.
_MOST = 10_000


class UnsatisfiableSchemaError(ValueError):
    """No value was found that fits the schema; the message says what stood in the way."""


def make_example(schema: object, *, name: str = "text") -> Any:
    """Makes a value that fits `schema`, the same one every time.

    Optional properties are filled in as well, arrays get one member, and of alternatives the first that can be
    built and is not null is taken. A string that may be anything is its property's name, or `name` at the top.
    Contradictions are noticed within a keyword's own kind only (bounds, counts), not between the parts of an `allOf`.

    Raises:
        UnsatisfiableSchemaError: no finite value exists, or one needs a keyword that is not known here
            (a `pattern` out of the ordinary, several unique members, a `$ref` to another document).
    """
    return _Maker(schema).make(schema, name)


class _Maker:
    def __init__(self, root: object) -> None:
        self._root = root
        self._following: list[str] = []
        self._makers: dict[str, Callable[[JSONObject, str], Any]] = {
            "array": self._array,
            "boolean": lambda rules, name: True,
            "integer": _integer,
            "null": lambda rules, name: None,
            "number": _number,
            "object": self._object,
            "string": _string,
        }

    def make(self, schema: object, name: str) -> Any:
        if schema is False:
            raise UnsatisfiableSchemaError("the schema 'false' allows no value")
        depth = len(self._following)
        try:
            return self._make_flat(self._flatten(as_object(schema)), name)
        finally:
            del self._following[depth:]

    def _flatten(self, rules: JSONObject) -> JSONObject:
        """Puts what `$ref` and `allOf` stand for in their place, and notes each reference that was followed."""
        outer = tuple(self._following)
        while "$ref" in rules or "allOf" in rules:
            parts, ref = as_list(rules.get("allOf")), rules.get("$ref")
            rules = {key: value for key, value in rules.items() if key not in ("$ref", "allOf")}
            if ref in outer:
                raise UnsatisfiableSchemaError(f"{ref} contains itself without end")
            if isinstance(ref, str) and ref not in self._following:
                self._following.append(ref)
                rules = _merge(self._resolve(ref), rules)
            for part in parts:
                if part is False:
                    raise UnsatisfiableSchemaError("'allOf' contains 'false', which allows no value")
                rules = _merge(rules, as_object(part))
        return rules

    def _resolve(self, ref: str) -> JSONObject:
        # A JSON pointer in a fragment: RFC 6901, section 6.
        if not (ref == "#" or ref.startswith("#/")):
            raise UnsatisfiableSchemaError(f"{ref} lies outside the schema")
        found = self._root
        for token in unquote(ref[2:]).split("/") if len(ref) > 2 else ():
            key = token.replace("~1", "/").replace("~0", "~")
            members = as_list(found)
            if members and key.isdecimal() and int(key) < len(members):
                found = members[int(key)]
            elif key in as_object(found):
                found = as_object(found)[key]
            else:
                raise UnsatisfiableSchemaError(f"{ref} points to nothing")
        if found is False:
            raise UnsatisfiableSchemaError(f"{ref} is 'false', which allows no value")
        return as_object(found)

    def _make_flat(self, rules: JSONObject, name: str) -> Any:
        if "const" in rules:
            return rules["const"]
        if "enum" in rules:
            members = as_list(rules["enum"])
            if not members:
                raise UnsatisfiableSchemaError("an empty 'enum' allows no value")
            return members[0]
        for keyword in ("anyOf", "oneOf"):
            if keyword in rules:
                base = {key: value for key, value in rules.items() if key != keyword}
                return self._make_first([_join(base, option) for option in _null_last(rules[keyword])], name)
        kinds = _kinds(rules)
        if len(kinds) != 1:
            return self._make_first([{**rules, "type": kind} for kind in kinds], name)
        if kinds[0] not in self._makers:
            raise UnsatisfiableSchemaError(f"JSON has no type {kinds[0]!r}")
        return self._makers[kinds[0]](rules, name)

    def _make_first(self, options: list[Any], name: str) -> Any:
        """The value of the first option that has one."""
        for index, option in enumerate(options, start=1):
            for made in self._make_possible(option, name, required=index == len(options)):
                return made
        raise UnsatisfiableSchemaError("an empty list of alternatives allows no value")

    def _make_possible(self, schema: object, name: str, *, required: bool) -> list[Any]:
        """The value as a list of one; of none if it cannot be made and is not required."""
        try:
            return [self.make(schema, name)]
        except UnsatisfiableSchemaError:
            if required:
                raise
            return []

    def _object(self, rules: JSONObject, name: str) -> JSONObject:
        properties = as_object(rules.get("properties"))
        required = [key for key in as_list(rules.get("required")) if isinstance(key, str)]
        additional = rules.get("additionalProperties", True)
        made: JSONObject = {}
        for key, schema in properties.items():
            for value in self._make_possible(schema, key, required=key in required):
                made[key] = value
        for key in required:
            if key not in made:
                made[key] = self.make(additional, key)
        # A mapping (`additionalProperties` with a schema of its own) says more with a member than without.
        mapping = bool(as_object(additional)) and not properties
        least = _count(rules, "minProperties", default=0)
        while len(made) < max(least, mapping):
            key = f"key_{len(made) + 1}"
            value = self._make_possible(additional, key, required=len(made) < least)
            if not value:
                break
            made[key] = value[0]
        return made

    def _array(self, rules: JSONObject, name: str) -> list[Any]:
        items = rules.get("items", True)
        # Before draft 2020-12, a list under `items` was what `prefixItems` is now.
        prefix = as_list(rules.get("prefixItems")) or as_list(items)
        rest = rules.get("additionalItems", True) if isinstance(items, list) else items
        least, most = _count(rules, "minItems", default=0), _count(rules, "maxItems", default=_MOST)
        if most < least:
            raise UnsatisfiableSchemaError("'maxItems' is below 'minItems'")
        schemas = [*prefix, *[rest] * (max(least, 1) - len(prefix))][:most]
        made: list[Any] = []
        for index, schema in enumerate(schemas):
            value = self._make_possible(schema, name, required=index < least)
            if not value:
                break
            made += value
        if rules.get("uniqueItems") is True and any(member in made[:index] for index, member in enumerate(made)):
            raise UnsatisfiableSchemaError("several unique members are not made here")
        return made


def _join(base: JSONObject, option: object) -> object:
    return False if option is False else _merge(base, as_object(option))


def _merge(first: JSONObject, second: JSONObject) -> JSONObject:
    """One schema that asks for what both ask for, as far as their keywords can be joined; else the second's stands."""
    merged = {**first, **second}
    both = first.keys() & second.keys()
    if "required" in both:
        merged["required"] = [*as_list(first["required"]), *as_list(second["required"])]
    if "properties" in both:
        ours, theirs = as_object(first["properties"]), as_object(second["properties"])
        merged["properties"] = {
            **ours,
            **{key: {"allOf": [ours[key], schema]} if key in ours else schema for key, schema in theirs.items()},
        }
    if "allOf" in both:
        merged["allOf"] = [*as_list(first["allOf"]), *as_list(second["allOf"])]
    if "$ref" in both:
        merged["allOf"] = [*as_list(merged.get("allOf")), {"$ref": first["$ref"]}]
    for keyword in both & {"anyOf", "oneOf"}:
        pairs = product(as_list(first[keyword]), as_list(second[keyword]))
        merged[keyword] = [{"allOf": list(pair)} for pair in pairs]
    return merged


def _null_last(options: object) -> list[Any]:
    return sorted(as_list(options), key=lambda option: as_object(option).get("type") == "null")


def _kinds(rules: JSONObject) -> list[str]:
    """The types to try, the one that says most first."""
    stated = rules.get("type")
    if isinstance(stated, list):
        return sorted(map(str, as_list(rules["type"])), key=lambda kind: kind == "null")
    if stated is not None:
        return [str(stated)]
    if rules.keys() & {"properties", "required", "additionalProperties", "minProperties"}:
        return ["object"]
    if rules.keys() & {"items", "prefixItems", "minItems"}:
        return ["array"]
    if rules.keys() & {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}:
        return ["number"]
    return ["string"]


def _count(rules: JSONObject, keyword: str, *, default: int) -> int:
    value = rules.get(keyword)
    count = int(value) if is_number(value) and math.isfinite(value) else default
    if keyword.startswith("min") and count > _MOST:
        raise UnsatisfiableSchemaError(f"'{keyword}' asks for more than {_MOST}")
    return count


def _bounds(rules: JSONObject, keyword: str) -> list[float]:
    """The keyword's number as a list of one; of none if it is absent."""
    value = rules.get(keyword)
    return [value] if is_number(value) and math.isfinite(value) else []


def _integer(rules: JSONObject, name: str) -> int:
    lows = [math.ceil(low) for low in _bounds(rules, "minimum")]
    lows += [math.floor(low) + 1 for low in _bounds(rules, "exclusiveMinimum")]
    highs = [math.floor(high) for high in _bounds(rules, "maximum")]
    highs += [math.ceil(high) - 1 for high in _bounds(rules, "exclusiveMaximum")]
    step = max([1, *map(int, _bounds(rules, "multipleOf"))])
    value = min([max([1, *lows]), *highs])
    value = -(-value // step) * step
    if highs and value > min(highs):
        value = min(highs) // step * step
    if lows and value < max(lows):
        raise UnsatisfiableSchemaError("no integer lies within the bounds")
    return value


def _number(rules: JSONObject, name: str) -> float:
    lows, above = _bounds(rules, "minimum"), _bounds(rules, "exclusiveMinimum")
    highs, below = _bounds(rules, "maximum"), _bounds(rules, "exclusiveMaximum")

    def fits(value: float) -> bool:
        return (
            all(value >= low for low in lows)
            and all(value > low for low in above)
            and all(value <= high for high in highs)
            and all(value < high for high in below)
        )

    floors, ceilings = sorted([*lows, *above])[-1:], sorted([*highs, *below])[:1]
    candidates = [1.5, *((low + high) / 2 for low in floors for high in ceilings)]
    candidates += [low + more for low in floors for more in (0, 1)]
    candidates += [high - less for high in ceilings for less in (0, 1)]
    for step in filter(None, _bounds(rules, "multipleOf")):
        candidates = [count * step for value in candidates for count in (value // step, value // step + 1)]
    for candidate in candidates:
        if fits(candidate):
            return candidate
    raise UnsatisfiableSchemaError("no number lies within the bounds")


def _string(rules: JSONObject, name: str) -> str:
    least, most = _count(rules, "minLength", default=0), _count(rules, "maxLength", default=-1)
    pattern, known_format = rules.get("pattern"), _FORMATS.get(str(rules.get("format")))

    def resized(text: str) -> str:
        padded = text.ljust(least, "x")
        return padded if most < 0 else padded[:most]

    if 0 <= most < least:
        raise UnsatisfiableSchemaError("'maxLength' is below 'minLength'")
    if not isinstance(pattern, str):
        return known_format if known_format is not None else resized(name)
    candidates = [*([] if known_format is None else [known_format]), resized(name), *_PATTERN_CANDIDATES]
    candidates += [character * least for character in "aA0" if least]
    for candidate in candidates:
        try:
            matches = re.search(pattern, candidate)
        except re.error:
            break
        if matches and len(candidate) >= least and (most < 0 or len(candidate) <= most):
            return candidate
    raise UnsatisfiableSchemaError(f"no string is known here that matches the pattern {pattern!r}")
