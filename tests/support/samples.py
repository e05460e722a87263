"""Finds the JSON bodies that tests read: this project's own samples, and recordings of real servers where they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
RECORDINGS = Path(__file__).resolve().parents[3] / "shared" / "recordings"


def sample(name: str) -> Any:
    """Return one of the own samples, parsed, such as `json/every_item`."""
    return json.loads((SAMPLES / f"{name}.json").read_bytes())


def samples(kind: str) -> list[Path]:
    """Return the own samples of a kind."""
    return sorted((SAMPLES / kind).glob("*.json"))


def recordings(kind: str) -> list[Any]:
    """Return the recordings of a kind as parameters of a test; one that is skipped if there are none here."""
    found = sorted((RECORDINGS / kind).glob("*.json"))
    if not found:
        reason = f"no recordings in {RECORDINGS / kind}"
        return [pytest.param(Path(), id="none", marks=pytest.mark.skip(reason=reason))]
    return [pytest.param(path, id=path.stem[:40]) for path in found]
