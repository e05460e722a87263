"""Finds where a JSON Schema leaves open what strict output demands to be closed; judges no other keyword.

The rules: https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from .jsonvalues import JSONObject, as_list, as_object, is_array

_NAMED = ("properties", "$defs", "definitions")
_LISTED = ("anyOf", "oneOf", "allOf", "prefixItems")


def find_laxness(schema: object) -> str | None:
    """What is lax about the object nearest to the schema's root that is, with its place as a JSON Pointer; or None.

    An object is lax if it does not say `additionalProperties: false`, or has properties that are not in `required`.
    """
    # A queue rather than recursion: a schema may be nested deeper than Python's stack.
    waiting = deque([("", as_object(schema))])
    while waiting:
        path, rules = waiting.popleft()
        place = path or "the root"
        if _is_object_schema(rules):
            if rules.get("additionalProperties") is not False:
                return f"the object at {place} must say 'additionalProperties': false"
            required = as_list(rules.get("required"))
            for name in as_object(rules.get("properties")):
                if name not in required:
                    return f"the object at {place} must have its property {name!r} in 'required'"
        waiting.extend((f"{path}/{step}", as_object(part)) for step, part in _parts(rules))
    return None


def _is_object_schema(rules: JSONObject) -> bool:
    stated = rules.get("type")
    return "properties" in rules or "object" in (as_list(stated) if is_array(stated) else [stated])


def _parts(rules: JSONObject) -> Iterator[tuple[str, object]]:
    """The schemas within a schema, each with the steps that lead to it."""
    for keyword in _NAMED:
        for name, part in as_object(rules.get(keyword)).items():
            yield f"{keyword}/{name.replace('~', '~0').replace('/', '~1')}", part
    for keyword in _LISTED:
        for index, part in enumerate(as_list(rules.get(keyword))):
            yield f"{keyword}/{index}", part
    if "items" in rules:
        yield "items", rules["items"]
