"""What is shipped: the contents of wheel and sdist, their metadata, and the wheel's main job in a new environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
DEPENDENCIES = {"httpx", "jsonpath-python", "pydantic", "typing-inspection"}
# What a tool leaves behind, and what is measured or kept here and is not part of the project.
STRAY = {
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".bench",
    ".cache",
    ".git",
    ".venv",
}


def run(command: list[str | Path], folder: Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=folder, env={**kept, **environment}, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module", name="dist")
def dist_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist made from this checkout, and the wheel made from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder], ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(folder / "unpacked", **safely)  # noqa: S202 - made here, a line above
    (source,) = (folder / "unpacked").iterdir()
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], source)
    return folder


@pytest.fixture(scope="module", name="wheel")
def wheel_fixture(dist: Path) -> Path:
    """The wheel."""
    (wheel,) = dist.glob("*.whl")
    return wheel


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def metadata_of(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(name).decode())


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    """Every module, the marker of its types and the license; no tests, scripts, documents or caches."""
    source = ROOT / "src"
    modules = {path.relative_to(source).as_posix() for path in (source / "orq_ai_sdk").rglob("*.py")}
    names = names_in(wheel)
    shipped = {name for name in names if ".dist-info/" not in name}

    assert re.fullmatch(r"orq_ai_sdk-[\w.]+-py3-none-any\.whl", wheel.name)
    assert shipped == modules | {"orq_ai_sdk/py.typed"}
    assert {PurePosixPath(name).name for name in names - shipped} == {"METADATA", "WHEEL", "RECORD", "LICENSE"}


def test_the_sdist_holds_what_it_takes_to_work_on_it(dist: Path) -> None:
    """Source, contract, renderer, scripts, tests, benchmarks and documents; nothing that a tool left."""
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {PurePosixPath(*PurePosixPath(name).parts[1:]).as_posix() for name in archive.getnames()}

    assert {
        *(
            "pyproject.toml",
            "README.md",
            "LICENSE",
            "PKG-INFO",
            ".ci/run",
            ".speakeasy/openapi.yaml",
            "examples/demo.py",
        ),
        *(
            "scripts/test",
            "scripts/check",
            "scripts/demo",
            "scripts/environment.sh",
            "scripts/bench",
            "benchmarks/run.py",
            "scripts/render/templates/module.py.j2",
        ),
        *("src/orq_ai_sdk/py.typed", "tests/conftest.py", "tests/typing/calls.py", "docs/sdks/responses/README.md"),
    } <= names
    assert {name for name in names if STRAY.intersection(PurePosixPath(name).parts)} == set()
    tops = {PurePosixPath(name).parts[0] for name in names}
    assert {top for top in tops if "." not in top} == {
        "LICENSE",
        "PKG-INFO",
        "benchmarks",
        "docs",
        "examples",
        "scripts",
        "src",
        "tests",
    }


def test_everything_that_git_has_is_shipped_or_left_out_on_purpose(dist: Path) -> None:
    """A new folder must be decided about: either the sdist includes it or it is one of the few that stay here."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout")
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        shipped = {PurePosixPath(*PurePosixPath(name).parts[1:]).as_posix() for name in archive.getnames()}
    tracked = set(run(["git", "ls-files"], ROOT).splitlines())
    existing = {name for name in tracked if (ROOT / name).exists()}

    missing = {PurePosixPath(name).parts[0] for name in existing - shipped}

    assert missing <= {".gitignore"}


def test_the_metadata_says_what_an_index_shows(wheel: Path) -> None:
    """Name, version, Python, license, a readme, and that it is typed."""
    import orq_ai_sdk

    metadata = metadata_of(wheel)

    assert (metadata["Name"], metadata["Version"]) == ("orq-ai-sdk", orq_ai_sdk.VERSION)
    assert (metadata["Requires-Python"], metadata["License-Expression"]) == (">=3.10", "MIT")
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert str(metadata.get_payload()).startswith("# ")
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])
    for minor in range(10, 15):
        assert f"Programming Language :: Python :: 3.{minor}" in metadata.get_all("Classifier", [])


def test_there_are_four_dependencies_each_with_a_tested_lower_bound(wheel: Path) -> None:
    """Each has a lower bound, which is the version that the tests run with as the oldest, and an upper one."""
    required = {re.split(r"[<>=]", one, maxsplit=1)[0]: one for one in metadata_of(wheel).get_all("Requires-Dist", [])}
    oldest = dict(re.findall(r"^([a-z-]+)==([\d.]+)$", (ROOT / ".ci" / "oldest.txt").read_text("utf-8"), re.MULTILINE))

    assert required.keys() == DEPENDENCIES
    for name, requirement in required.items():
        lower = re.search(r">=([\d.]+)", requirement)
        assert lower is not None
        assert "<" in requirement
        pinned, bound = oldest[name].split("."), lower[1].split(".")
        assert pinned[: len(bound)] == bound
        assert set(pinned[len(bound) :]) <= {"0"}


@pytest.fixture(scope="module", name="elsewhere")
def elsewhere_fixture(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment that has the wheel, and borrows the dependencies from the one that tests."""
    folder = tmp_path_factory.mktemp("elsewhere")
    environment = folder / "environment"
    run([sys.executable, "-m", "venv", "--without-pip", environment], folder)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    purelib = Path(run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder).strip())
    run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", purelib, wheel], folder)
    # A path in a .pth file is looked at after the environment's own, and its .pth files are not read: what is tested
    # is the wheel, and never this checkout.
    (purelib / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n")
    return python


def test_the_wheel_does_its_main_job_outside_the_checkout(elsewhere: Path, tmp_path: Path) -> None:
    """Installed, and run from another folder: an answer, a stream, and both with await, from the local gateway."""
    program = (ROOT / "examples" / "demo.py").read_text("utf-8")
    (tmp_path / "program.py").write_text(program + "\n", "utf-8")
    where = run([elsewhere, "-I", "-c", "import orq_ai_sdk; print(orq_ai_sdk.__file__)"], tmp_path)

    told = run([elsewhere, "-W", "error", "program.py"], tmp_path, ORQ_API_KEY="")

    assert Path(where.strip()).is_relative_to(elsewhere.parents[1])
    echo = re.search(r'QUESTION = "(.*)"', program)
    assert echo is not None
    assert told.count(f"completed: {echo[1]}") == 2
    assert "response.output_text.delta" in told
    assert told.rstrip().endswith(echo[1])


def test_the_demo_speaks_to_whatever_the_environment_names(elsewhere: Path, tmp_path: Path) -> None:
    """With a key and a server the same demo asks that server, with that key, and never prints the key."""
    from orq_ai_sdk.testing import LocalGateway

    with LocalGateway(api_keys=["sk-demo-secret"]) as gateway:
        told = run(
            [elsewhere, ROOT / "examples/demo.py"], tmp_path, ORQ_API_KEY="sk-demo-secret", ORQ_SERVER_URL=gateway.url
        )

    assert gateway.url in told
    assert len(gateway.requests) == 4
    assert "sk-demo-secret" not in told


def test_the_gateway_can_be_served_from_the_wheel(elsewhere: Path, tmp_path: Path) -> None:
    """`python -m orq_ai_sdk.testing` is there for whoever installs the package."""
    assert "--port" in run([elsewhere, "-m", "orq_ai_sdk.testing", "--help"], tmp_path)
