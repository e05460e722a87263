"""Counts what is suppressed in `src`, and holds that each has a reason and that the number only falls.

    python -m scripts.suppressions

A suppression is a comment that silences a checker on its line. `scripts/suppressions.json` says how many of each kind
there may be. Whoever removes one lowers the number there, so that it cannot come back.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
LIMITS = Path(__file__).with_suffix(".json")

KINDS = ("type: ignore", "pyright:", "noqa")
# A rule in brackets or after a colon, and then words.
WITH_REASON = re.compile(
    r"(?:type: ignore\[[\w-]+(?:, *[\w-]+)*\]|pyright: ignore\[\w+(?:, *\w+)*\]|noqa: [A-Z]+\d+(?:, *[A-Z]+\d+)*)"
    r" +[#-] +\S+ +\S+"
)


class Suppression(NamedTuple):
    """One comment, or the part of one, that silences a checker."""

    path: Path
    line: int
    kind: str
    text: str


def suppressions(folder: Path) -> Iterator[Suppression]:
    """Yield every suppression in a folder's Python files; what a string says is none."""
    for path in sorted(folder.rglob("*.py")):
        for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
            if token.type == tokenize.COMMENT:
                # One comment may hold several, written one after the other with their reason at the end.
                for part in re.split(rf"(?=\b(?:{'|'.join(KINDS)}))", token.string):
                    for kind in KINDS:
                        if part.startswith(kind):
                            yield Suppression(path, token.start[0], kind, part.strip())


def complaints(found: list[Suppression], limits: dict[str, int]) -> list[str]:
    """Return what is wrong: suppressions without a reason, and counts that are not the limits'."""
    wrong: list[str] = []
    lines: dict[tuple[Path, int], str] = {}
    for one in found:
        lines[one.path, one.line] = f"{lines.get((one.path, one.line), '')} {one.text}"
    for (path, line), text in lines.items():
        if not WITH_REASON.search(text):
            wrong.append(f"{path}:{line}: name the rule, and say why after it:{text}")
    counted = Counter(one.kind for one in found)
    for kind in KINDS:
        count, limit = counted[kind], limits.get(kind, 0)
        if count > limit:
            wrong.append(f"{kind}: {count}, and only {limit} may be: find a way without")
        elif count < limit:
            wrong.append(f"{kind}: {count}, fewer than the {limit} in {LIMITS.name}: lower it there, it only falls")
    return wrong


def main() -> int:
    """Tell what is wrong; returns the process's exit code."""
    wrong = complaints(list(suppressions(SOURCE)), json.loads(LIMITS.read_text("utf-8")))
    for complaint in wrong:
        print(complaint)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
