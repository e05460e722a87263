"""Makes JSON for property tests: anything, items with fields of their type, and bodies with something wrong in them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from orq_ai_sdk import models
from orq_ai_sdk.models import _tables
from orq_ai_sdk.types.basemodel import BaseModel, ResponseModel

from .samples import RECORDINGS, SAMPLES

# What Python calls a field that the wire calls otherwise. As a key it means that field: models and dicts may be given
# under either name, so no test puts in one by chance.
PYTHON_NAMES = {
    name
    for exported in models.__all__
    if isinstance(kind := getattr(models, exported), type) and issubclass(kind, BaseModel)
    for name, field in kind.model_fields.items()
    if field.alias not in (None, name)
}


def is_finite(value: Any) -> bool:
    """Whether JSON by the book can say it: an answer may hold an infinity, and no request may."""
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    return True


TEXT = st.text(max_size=6)
KEY = TEXT.filter(lambda text: text not in PYTHON_NAMES)
NUMBER = st.integers() | st.floats(allow_nan=False)  # infinities too: 1e400 is JSON, and Python reads it as one
SCALAR = st.none() | st.booleans() | NUMBER | TEXT
JSON = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3), max_leaves=5
)


def objects_of(kind: type[ResponseModel]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects with some of a model's fields, holding anything, and extra ones."""
    wires = [field.alias or name for name, field in kind.model_fields.items() if name != "type"]
    known = st.dictionaries(st.sampled_from(wires), JSON, max_size=4)
    return st.builds(lambda one, other: {**one, **other}, st.dictionaries(KEY, JSON, max_size=2), known)


_TAGGED = [(tag, ref.load()) for tag, ref in _tables.OutputItem.tags.items()]
ITEM = st.sampled_from(_TAGGED).flatmap(
    lambda tagged: objects_of(tagged[1]).map(lambda fields: {"type": tagged[0], **fields})
) | st.dictionaries(KEY, JSON, max_size=3)

BODY = st.builds(
    lambda fields, output: {**fields, "output": output},
    objects_of(models.CreateResponseResponseBody),
    st.lists(ITEM, max_size=3),
)
"""A response made up, with items of any type."""

# Recorded bodies of a size that a test can look through often.
_FILES = [*sorted((SAMPLES / "json").glob("*.json")), *sorted((RECORDINGS / "json").glob("*.json"))]
RECORDED = [json.loads(path.read_bytes()) for path in _FILES if path.stat().st_size < 12_000]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A recorded or generated body in which something was dropped, nulled, renamed, retyped or added, anywhere."""
    made = draw(BODY) if draw(st.integers(0, 3)) == 0 else None
    body = copy.deepcopy(RECORDED[draw(st.integers(0, len(RECORDED) - 1))] if made is None else made)
    for _ in range(draw(st.integers(1, 4))):
        homes = _containers(body)
        home = homes[draw(st.integers(0, len(homes) - 1))]
        (_change_object if isinstance(home, dict) else _change_list)(home, draw)
    return body


def _containers(value: Any) -> list[Any]:
    """Return all objects and lists of a value, itself first."""
    found = [value]
    for container in found:
        inside = container.values() if isinstance(container, dict) else container
        found.extend(item for item in inside if isinstance(item, (dict, list)))
    return found


def _change_object(home: dict[str, Any], draw: Callable[..., Any]) -> None:
    change = draw(st.sampled_from(["add", "drop", "null", "rename", "retype"]))
    if change == "add" or not home:
        home[draw(KEY)] = draw(JSON)
        return
    key = list(home)[draw(st.integers(0, len(home) - 1))]
    if change == "drop":
        del home[key]
    elif change == "rename":
        home[draw(KEY | st.sampled_from(["type", "id", "output", "content", "error", "object"]))] = home.pop(key)
    else:
        home[key] = None if change == "null" else draw(JSON)


def _change_list(home: list[Any], draw: Callable[..., Any]) -> None:
    change = draw(st.sampled_from(["add", "drop", "null", "retype"]))
    if change == "add" or not home:
        home.insert(draw(st.integers(0, len(home))), draw(JSON | ITEM))
        return
    index = draw(st.integers(0, len(home) - 1))
    if change == "drop":
        del home[index]
    else:
        home[index] = None if change == "null" else draw(JSON)
