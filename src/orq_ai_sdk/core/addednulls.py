"""Takes away the nulls that strict output makes a model say; it validates nothing.

Under `strict_json_schema` nothing can be left out, so a model says null instead. Which nulls these are is told by the
schema as it was before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..types.jsonvalues import is_list, is_object
from .strictschema import References

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TYPING = frozenset({"$ref", "allOf", "anyOf", "const", "enum", "oneOf", "type"})
"""Keywords one of which a schema has that does not take any value."""


def without_added_nulls(document: Any, schema: Mapping[str, Any]) -> Any:
    """Return a decoded answer without the nulls that stand for properties left out.

    `schema` is the schema before `strict_json_schema` made optional properties nullable. A null is taken away where
    a property is optional and its own schema takes no null; of a union's objects, those count whose constants fit.
    """
    return _AddedNulls(schema).cleaned(document, [schema])


class _AddedNulls:
    """One run over one document."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._references = References(root)

    def cleaned(self, value: Any, schemas: Iterable[Any]) -> Any:
        """Return `value`, which is of one of `schemas`."""
        if is_object(value):
            objects = [one for one in self._alternatives(schemas) if _may_be(value, one)]
            cleaned: dict[str, Any] = {}
            for key, item in value.items():
                known = [one for one in objects if key in one.get("properties", {})]
                if item is not None or not known or not all(self._is_added(key, one) for one in known):
                    inner = [one["properties"][key] for one in known]
                    cleaned[key] = self.cleaned(item, inner or [one.get("additionalProperties") for one in objects])
            return cleaned
        if is_list(value):
            arrays = self._alternatives(schemas)
            inner = [part for one in arrays for part in (one.get("items"), *one.get("prefixItems", ()))]
            return [self.cleaned(item, inner) for item in value]
        return value

    def _alternatives(self, schemas: Iterable[Any], seen: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
        """Return the schemas that alternatives amount to, references and unions resolved."""
        found: list[dict[str, Any]] = []
        for schema in schemas:
            if not is_object(schema):
                continue
            reference: str | None = schema.get("$ref")
            branches = [branch for keyword in ("anyOf", "oneOf", "allOf") for branch in schema.get(keyword, ())]
            if reference is not None and reference not in seen:
                target = self._references.resolve(reference, "")
                found += self._alternatives([target], seen | {reference})
            found += self._alternatives(branches, seen)
            if reference is None and not branches:
                found.append(schema)
        return found

    def _is_added(self, name: str, schema: dict[str, Any]) -> bool:
        """Whether null, for an object's property, can only mean that it is left out."""
        one: Any = schema["properties"][name]
        if name in schema.get("required", ()) or not is_object(one) or _TYPING.isdisjoint(one):
            return False
        return not self._references.is_nullable(one)


def _may_be(value: dict[str, Any], schema: dict[str, Any]) -> bool:
    """Whether the constants that an object's schema demands are those of this object; null contradicts none."""
    properties: dict[str, Any] = schema.get("properties", {})
    for name, one in properties.items():
        found = value.get(name)
        if found is not None and is_object(one):
            allowed: list[Any] | None = one.get("enum", [one["const"]] if "const" in one else None)
            if allowed is not None and found not in allowed:
                return False
    return True
