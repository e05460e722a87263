"""Fuzzes what reads bytes of a server's, guided by coverage; a script for a developer's machine, no part of the tests.

    pip install atheris                       # into the development environment
    python tests/fuzz/fuzz.py answers 60      # or: errors, events, round_trip; seconds, 60 unless given

It starts from the samples, and from the recordings where they are at hand. What breaks a promise is shown with its
traceback and kept as a file `crash-...` in a temporary folder; an input is tried again with

    python tests/fuzz/fuzz.py answers folder/crash-...
"""

from __future__ import annotations

import copy
import json
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import atheris  # type: ignore[import-not-found, unused-ignore]  # noqa: E402 - after the path

with atheris.instrument_imports(include=["orq_ai_sdk"]):
    from orq_ai_sdk import models
    from orq_ai_sdk.core import answer, errors, events, request, wire
    from orq_ai_sdk.models import _tables

from support.samples import RECORDINGS, SAMPLES  # noqa: E402 - after the path

PYTHON_NAMES = {
    name
    for exported in models.__all__
    if hasattr(kind := getattr(models, exported), "model_fields")
    for name, field in kind.model_fields.items()
    if field.alias not in (None, name)
}


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def plain_json(data: bytes) -> Any:
    """Return the JSON that the bytes are, or None if they are none that a dump can be compared with."""
    try:
        value = json.loads(data, parse_constant=_refuse)
        keys = _keys(value)
    except (ValueError, RecursionError):
        return None
    return None if keys & PYTHON_NAMES else value


def _refuse(constant: str) -> None:
    raise ValueError(constant)  # NaN and the infinities are no JSON


def _keys(value: Any) -> set[str]:
    found: set[str] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            found |= item.keys()
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
        elif item in (float("inf"), float("-inf")):
            raise ValueError("an overflow")
    return found


def fuzz_answers(data: bytes) -> None:
    """Bytes are a response that loses nothing, or an error of the SDK's; with an id or an output they are the first."""
    value = plain_json(data)
    try:
        response = answer.parse_body(data, None)
    except errors.OrqError:
        if isinstance(value, dict) and ("id" in value or "output" in value):
            raise
        return
    dump = response.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert value is None or same(dump, value), "something was lost"
    assert isinstance(response.output_text, str)
    repr(response).encode()


def fuzz_round_trip(data: bytes) -> None:
    """Items of a response leave as they came."""
    value = plain_json(data)
    if not isinstance(value, dict) or not isinstance(value.get("output"), list):
        return
    response = answer.parse_body(data, None)
    try:
        content = wire.encode({"input": request.input_items(response)})
    except ValueError as error:
        if "surrogate" not in str(error):
            raise
        return
    assert same(json.loads(content)["input"], value["output"]), "an item was changed"


def fuzz_errors(data: bytes) -> None:
    """An error body of any shape is read or not, and never a second error."""
    text = data.decode("utf-8", "replace")
    found = errors.error_object(text)
    assert found is None or isinstance(found.message, str)
    errors.shown(text).encode("utf-8", "backslashreplace")


def fuzz_events(data: bytes) -> None:
    """An event's data is an event of some class, and loses nothing."""
    value = plain_json(data)
    names = [None, *_tables.CreateResponseStreamEvent.tags]
    event = events.decode_event(data, names[len(data) % len(names)])
    if isinstance(value, dict):
        assert same(event.model_dump(mode="json", by_alias=True, exclude_unset=True), value), "something was lost"


TARGETS: dict[str, Callable[[bytes], None]] = {
    "answers": fuzz_answers,
    "errors": fuzz_errors,
    "events": fuzz_events,
    "round_trip": fuzz_round_trip,
}


# What is put in: tags of every union, wire names of every field, and values that are at a border of something.
UNIONS = [value for value in vars(_tables).values() if isinstance(value, type(_tables.OutputItem))]
TAGS = sorted({tag for union in UNIONS for tag in union.tags})
NAMES = sorted({key for rules in _tables.WIRE_RULES.values() for key in (*rules["inside"], *rules["defaults"])})
NAMES += [
    "type",
    "id",
    "output",
    "content",
    "text",
    "annotations",
    "error",
    "object",
    "response",
    "item",
    "part",
    "delta",
    "\ud801",
]
VALUES: list[Any] = [None, True, 0, -1, 1.5, 2**70, "", "a", "\ud800", [], {}, [[]], [None], {"type": "x"}, *TAGS]


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Change JSON as JSON, most of the time; bytes alone would hardly ever be JSON again."""
    chance = random.Random(seed)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, (dict, list)) or chance.random() < 0.1:
        mutated: bytes = atheris.Mutate(data, max_size)
        return mutated
    homes: list[Any] = [value]
    for home in homes:
        homes.extend(
            one for one in (home.values() if isinstance(home, dict) else home) if isinstance(one, (dict, list))
        )
    for _ in range(chance.randint(1, 3)):
        home = chance.choice(homes)
        new = copy.deepcopy(chance.choice(homes) if chance.random() < 0.2 else chance.choice(VALUES))
        if isinstance(home, list):
            if home and chance.random() < 0.5:
                home.pop(chance.randrange(len(home)))
            home.insert(chance.randint(0, len(home)), new)
            continue
        keys = [*home, chance.choice(NAMES)]
        key = chance.choice(keys)
        if chance.random() < 0.3:
            home.pop(key, None)
        else:
            home["type" if chance.random() < 0.2 else key] = new
    changed = json.dumps(value).encode()
    return changed if len(changed) <= max_size else data


def seeds(folder: Path) -> None:
    """Put what is known of real servers into a folder, a file for each body and each event."""
    found: list[bytes] = []
    for home in (SAMPLES, RECORDINGS):
        for kind in ("json", "err"):
            found += [path.read_bytes() for path in sorted((home / kind).glob("*.json"))]
        for path in sorted((home / "sse").glob("*")):
            lines = path.read_bytes().splitlines()
            found += [line.removeprefix(b"data:").strip() for line in lines if line.startswith(b"data:")]
    for index, content in enumerate(dict.fromkeys(found)):
        if len(content) < 16_384:
            (folder / f"seed-{index}").write_bytes(content)


def main() -> None:
    """Fuzz one target for a bounded time, or try one input again."""
    name, limit = (*sys.argv[1:], "answers", "60")[:2] if len(sys.argv) < 3 else sys.argv[1:3]
    if name not in TARGETS:
        raise SystemExit(f"which of {', '.join(TARGETS)}?")
    if not limit.isdecimal():
        TARGETS[name](Path(limit).read_bytes())
        print(f"{limit}: nothing broke")
        return
    folder = Path(tempfile.mkdtemp(prefix=f"orq-fuzz-{name}-"))
    corpus = folder / "corpus"
    corpus.mkdir()
    seeds(corpus)
    print(f"corpus and crashes: {folder}", flush=True)
    options = [f"-max_total_time={limit}", f"-artifact_prefix={folder}/", "-max_len=16384", "-rss_limit_mb=4096"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[name], custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
