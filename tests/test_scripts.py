"""The scripts that people and CI run: they say clearly what they lack, and reuse what they made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = [
    *(ROOT / "scripts" / name for name in ("bench", "check", "demo", "environment.sh", "soak", "test")),
    ROOT / ".ci/run",
]

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")


def bash(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [shutil.which("bash") or "bash", *arguments]
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHON", "VENV", "PYTHONPATH")}
    return subprocess.run(
        command, env={**kept, **environment}, capture_output=True, text=True, timeout=120, check=False
    )


def fake_python(folder: Path, name: str, version: str) -> Path:
    """A command that fails whatever it is asked, but says a version."""
    command = folder / name
    command.write_text(f'#!/bin/sh\ntest "$1" = --version && echo "Python {version}" || exit 1\n')
    command.chmod(0o755)
    return command


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_read(script: Path) -> None:
    """bash finds no mistake in its grammar; what is a command can be run, and says first what it is for."""
    done = bash("-n", script)

    assert (done.returncode, done.stderr) == (0, "")
    if script.suffix != ".sh":
        assert os.access(script, os.X_OK)
        assert script.read_text("utf-8").startswith("#!/usr/bin/env bash\n# ")


@pytest.mark.parametrize("name", ["bench", "check", "demo", "soak", "test"])
def test_a_python_that_is_too_old_is_refused_by_name(tmp_path: Path, name: str) -> None:
    """Nothing is made with it, and the message says which one was asked and what it is."""
    old = fake_python(tmp_path, "python3.9", "3.9.18")

    done = bash(ROOT / "scripts" / name, PYTHON=str(old), VENV=str(tmp_path / "made"))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{name}: PYTHON={old} is not a Python 3.10 or newer: Python 3.9.18\n"
    assert not (tmp_path / "made").exists()


def test_no_python_at_all_is_said(tmp_path: Path) -> None:
    """Where no Python fits, the message says what there is and how to name another."""
    for name in ("bash", "cat", "cksum", "dirname", "head"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    fake_python(tmp_path, "python3", "3.8.1")

    done = bash(ROOT / "scripts" / "demo", PATH=str(tmp_path), VENV=str(tmp_path / "made"))

    assert done.returncode == 1
    assert done.stderr.startswith("demo: Python 3.10 or newer is needed, and what is found is: Python 3.8.1.")


def test_an_environment_that_is_up_to_date_is_used_as_it_is(tmp_path: Path) -> None:
    """Nothing is installed as long as the project's settings are those that it was made with."""
    (tmp_path / "made" / "bin").mkdir(parents=True)
    (tmp_path / "made" / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / "src" / "orq_ai_sdk").mkdir(parents=True)
    (tmp_path / "src" / "orq_ai_sdk" / "_version.py").touch()
    program = f"""
        set -eu
        cd '{tmp_path}'
        source '{ROOT}/scripts/environment.sh'
        install() {{ echo "installs $*"; }}
        upgrade_pip() {{ :; }}
        ready_environment ''; echo one
        ready_environment ''; echo two
        ready_environment test; echo three
        echo more >>pyproject.toml
        ready_environment test; echo four
    """

    done = bash("-c", program, VENV="made")

    assert done.stderr == ""
    told = [line for line in done.stdout.splitlines() if line and not line.startswith("==")]
    assert told == [
        *("installs made -e .", "one", "two"),
        *("installs made -e . --group test", "three"),
        *("installs made -e . --group test", "four"),
    ]


STUB = """#!/bin/sh
case "$*" in
*"-m venv"*)
    for folder; do :; done
    mkdir -p "$folder/bin"
    cp "$0" "$folder/bin/python"
    ;;
*"-m pytest"*)
    test "$0" = "$VENV/bin/python" && exit "$CHECKOUT"
    exit "$WHEEL"
    ;;
*"version_info[:2]"*) echo 3.13 ;;
esac
"""


@pytest.mark.parametrize(
    ("checkout", "wheel", "said"),
    [
        (0, 0, ""),
        (1, 0, "test: tests failed on this checkout, see above\n"),
        (0, 1, "test: tests failed on the wheel\n"),
    ],
)
def test_the_test_script_ends_as_its_tests_do(tmp_path: Path, checkout: int, wheel: int, said: str) -> None:
    """Its status is 0 if the tests passed on the checkout and on the wheel, else 1; it leaves no temporary files."""
    (tmp_path / "made" / "bin").mkdir(parents=True)
    python = tmp_path / "made" / "bin" / "python"
    python.write_text(STUB)
    python.chmod(0o755)
    (tmp_path / "temporary").mkdir()

    done = bash(
        ROOT / "scripts" / "test",
        VENV=str(tmp_path / "made"),
        TMPDIR=str(tmp_path / "temporary"),
        CHECKOUT=str(checkout),
        WHEEL=str(wheel),
    )

    assert (done.returncode, done.stderr) == (1 if said else 0, said)
    assert list((tmp_path / "temporary").iterdir()) == []
