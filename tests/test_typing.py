"""What type checkers see of the installed package, in the files of `tests/typing`, which are checked and never run.

The files are clean as they stand; `./scripts/check` holds that. Here every comment that silences a checker is taken
away first: then just the lines that had one must be errors, which shows that the checker saw the types at all.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parent / "typing").glob("*.py"))
COMMENT = {"mypy": re.compile(r"#\s*type: ignore\[[^]]*\]"), "pyright": re.compile(r"#\s*pyright: ignore\[[^]]*\]")}
STRICT = {
    "typeCheckingMode": "strict",
    "pythonVersion": "3.10",
    "enableTypeIgnoreComments": False,
    "reportWildcardImportFromLibrary": False,
}
Places = set[tuple[str, int]]


def unsilenced(checker: str, folder: Path) -> Places:
    """Copy the files without the comments that silence a checker; return the places that had one."""
    places: Places = set()
    for path in FILES:
        lines = path.read_text("utf-8").splitlines()
        places |= {(path.name, number) for number, line in enumerate(lines, 1) if COMMENT[checker].search(line)}
        bare = [COMMENT[checker].sub("#", line) for line in lines]
        (folder / path.name).write_text("\n".join(bare) + "\n", "utf-8")
    return places


def run(command: Iterable[str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(find_spec("mypy") is None, reason="mypy is not installed here; ./scripts/check runs it")
def test_mypy_sees_every_mistake_and_no_other(tmp_path: Path) -> None:
    """Under `mypy --strict`, against the package as it is installed, just the lines that are meant to be wrong are."""
    wrong = unsilenced("mypy", tmp_path)

    options = ["--strict", "--no-warn-unused-ignores", "--config-file=", f"--cache-dir={tmp_path / 'cache'}"]
    told = run(["mypy", *options, *(path.name for path in FILES)], tmp_path)

    errors = {(match[1], int(match[2])) for match in re.finditer(r"^(\w+\.py):(\d+): error:", told, re.MULTILINE)}
    assert errors == wrong


@pytest.mark.skipif(find_spec("pyright") is None, reason="pyright is not installed here; ./scripts/check runs it")
def test_pyright_sees_every_mistake_and_no_other(tmp_path: Path) -> None:
    """The same in pyright's strict mode."""
    wrong = unsilenced("pyright", tmp_path)
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(STRICT), "utf-8")

    told = json.loads(run(["pyright", "--outputjson", "--pythonpath", sys.executable], tmp_path))

    found = [one for one in told["generalDiagnostics"] if one["severity"] == "error"]
    errors = {(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in found}
    assert errors == wrong
