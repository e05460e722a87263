"""One environment per contender under `.bench/`: makes what is missing, keeps what fits, knows nothing of measuring."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".bench"
REQUIREMENTS = Path(__file__).resolve().parent / "requirements"
INSTALL_TIMEOUT = 600


class PreparationError(Exception):
    """An environment could not be made, or what is in it does not run; the message says why."""


def run(command: Sequence[str | Path], *, timeout: float, surroundings: dict[str, str] | None = None) -> str:
    """Standard output of a command, or `PreparationError` with the end of what it complained about."""
    try:
        done = subprocess.run(  # noqa: S603  (our own commands, no shell)
            command, capture_output=True, text=True, timeout=timeout, check=False, cwd=HOME, env=surroundings
        )
    except subprocess.TimeoutExpired as expired:
        raise PreparationError(f"{' '.join(map(str, command))}: not done after {timeout:g} s") from expired
    if done.returncode:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-6:])
        raise PreparationError(f"{' '.join(map(str, command))}: {last}")
    return done.stdout


def clean_environment() -> dict[str, str]:
    """Nothing that would send a client to a proxy, or make an SDK log, trace or find a key."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}


def find_python(environment: Path) -> Path:
    return environment / "bin" / "python"


def prepare(contender: str, python: str) -> Path:
    """The interpreter of this contender's environment, made or brought up to date if need be."""
    HOME.mkdir(exist_ok=True)
    version = run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], timeout=30).strip()
    environment = HOME / f"py{version}" / contender
    interpreter = find_python(environment)
    requirements = REQUIREMENTS / f"{contender}.txt"
    wheel = build_wheel() if contender == "ours" else None
    wanted = requirements.read_text() + (wheel.parent.name if wheel else "")
    stamp = environment / "installed.txt"
    if stamp.exists() and stamp.read_text() == wanted and interpreter.exists():
        return interpreter
    if not interpreter.exists():
        run([python, "-m", "venv", environment], timeout=120)
    stamp.unlink(missing_ok=True)
    pip = [interpreter, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    if wheel is None:
        run([*pip, "-r", requirements], timeout=INSTALL_TIMEOUT)
    else:
        run([*pip, "-r", requirements, wheel], timeout=INSTALL_TIMEOUT)
        # pip takes a wheel of a version that is there already for the same wheel
        run([*pip, "--no-deps", "--force-reinstall", wheel], timeout=INSTALL_TIMEOUT)
    stamp.write_text(wanted)
    return interpreter


def build_wheel() -> Path:
    """This checkout as a wheel, built again when a source has changed."""
    digest = hashlib.sha256()
    for path in [ROOT / "pyproject.toml", *sorted((ROOT / "src").rglob("*"))]:
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    folder = HOME / "wheels" / digest.hexdigest()[:16]
    if not list(folder.glob("*.whl")):
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "-q"]
        run([*command, "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT], timeout=INSTALL_TIMEOUT)
    return next(folder.glob("*.whl"))


def check_ours(interpreter: Path) -> None:
    """Whether the SDK in the checkout can already be called; `PreparationError` if not."""
    run([interpreter, "-c", "from orq_ai_sdk import Orq; Orq(api_key='k').router.responses.create"], timeout=60)
