"""Finds what the service would refuse in the format that a request asks its answer's text to have."""

from __future__ import annotations

from collections.abc import Iterator

from .jsonvalues import JSONObject, as_object
from .problems import OBJECT, Problem, expect, require, require_name, require_one_of

_FORMATS = frozenset({"json_object", "json_schema", "text"})


def check_format(stated: object) -> Iterator[Problem]:
    """Finds a format that is not known, or a JSON Schema that no answer is held to; None stands for no format."""
    if stated is None:
        return
    yield from expect(stated, "text.format", OBJECT)
    yield from require_one_of(as_object(stated), "type", "text.format.type", _FORMATS)
    if as_object(stated)["type"] == "json_schema":
        yield from _check_json_schema(as_object(stated))


def _check_json_schema(stated: JSONObject) -> Iterator[Problem]:
    yield from require_name(stated, "text.format.name")
    yield from require(stated, "schema", "text.format.schema", OBJECT)
