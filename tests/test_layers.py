"""Imports run one way, and what reads them sees every kind of import; suppressions have reasons, and are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import layers, suppressions
from scripts.layers import Layer

LAYERS = (
    Layer("values", ("low",)),
    Layer("core", ("core", "core.*")),
    Layer("sdk", ("top",)),
    Layer("names", ("", "front")),
)
APART = Layer("testing", ("testing", "testing.*"))


def found(folder: Path, files: dict[str, str], **excused: dict[tuple[str, str], str]) -> list[str]:
    """Write a package of these files below its own name, and return what is wrong with it, without the folders."""
    package = folder / "pack"
    for name in ("", "core", *{str(Path(name).parent) for name in files}):
        (package / name).mkdir(parents=True, exist_ok=True)
        (package / name / "__init__.py").touch()
    for name, text in files.items():
        (package / name).write_text(text, "utf-8")
    told = layers.violations(package, layers=LAYERS, apart=APART, **{"excused": {}, **excused})
    return [one.replace(f"{package}/", "") for one in told]


def test_imports_run_one_way() -> None:
    """Values know nothing of models, models nothing of the core, the core nothing of clients, and so on up to `sdk`."""
    assert layers.violations() == []


def test_every_excuse_says_why() -> None:
    """Few imports are against the rules, each with its reason."""
    excuses = [*layers.EXCUSED.values()]

    assert len(excuses) <= 3
    assert all(len(reason.split()) > 3 for reason in excuses)


def test_a_downward_import_is_fine(tmp_path: Path) -> None:
    """Whoever stands higher may use what stands lower, and their neighbours."""
    files = {
        "low.py": "",
        "core/a.py": "from .. import low\nfrom . import b\nfrom ..low import x",
        "core/b.py": "from ..low import x",
        "top.py": "import pack.core.a\nfrom pack.core import b\nfrom .core.a import x",
    }

    assert found(tmp_path, files) == []


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("from .top import x", 1),
        ("from . import top", 1),
        ("import pack.top", 1),
        ("from pack.top import x", 1),
        ("def use():\n    from .top import x", 2),
        ("class C:\n    async def use(self):\n        import pack.top", 3),
        ("try:\n    import json\nexcept ImportError:\n    from .top import x", 4),
        ("if TYPE_CHECKING:\n    pass\nelse:\n    from .top import x", 4),
    ],
)
def test_an_upward_import_is_found_wherever_it_stands(tmp_path: Path, statement: str, line: int) -> None:
    """At the top, in a function, in a branch; by relative or by full name."""
    told = found(tmp_path, {"low.py": statement, "top.py": ""})

    assert told == [f"low.py:{line}: low imports top, from values up to sdk"]


def test_what_only_checkers_see_does_not_count(tmp_path: Path) -> None:
    """An annotation may name anything: nothing is imported for it."""
    assert found(tmp_path, {"low.py": "if TYPE_CHECKING:\n    from .top import x", "top.py": ""}) == []


def test_a_name_that_loads_late_counts_for_its_home(tmp_path: Path) -> None:
    """A package that passes names on is no back door: the import is one of the module that defines the name."""
    lazy = 'lazy_exports(__name__, {".top": ("Orq",)})'

    told = found(tmp_path, {"front.py": lazy, "top.py": "", "core/a.py": "from ..front import Orq"})

    assert told == ["core/a.py:1: core.a imports top, from core up to sdk"]


def test_a_package_that_exports_late_may_not_export_upwards(tmp_path: Path) -> None:
    """Names that a module below loads late are imports of its own."""
    told = found(tmp_path, {"low.py": 'lazy_exports(__name__, {".top": ("Orq",)})', "top.py": ""})

    assert told == ["low.py:1: low imports top, from values up to sdk"]


def test_an_excuse_holds_as_long_as_it_is_needed(tmp_path: Path) -> None:
    """An upward import can be excused; an excuse that nothing needs any more is itself an error."""
    excuse = {("low", "top"): "there is no other way to do it"}

    assert found(tmp_path, {"low.py": "from .top import x", "top.py": ""}, excused=excuse) == []
    (tmp_path / "pack" / "low.py").unlink()
    assert found(tmp_path, {"low.py": "", "top.py": ""}, excused=excuse) == ["no longer needed: low -> top"]


def test_a_module_needs_a_place(tmp_path: Path) -> None:
    """A module that nobody put among the layers is an error, as is importing it."""
    told = found(tmp_path, {"new.py": "", "top.py": "from .new import x"})

    assert told == [
        "new.py: has no place among the layers",
        "top.py:1: top imports new, which has no place among the layers",
    ]


def test_a_cycle_is_found_even_within_a_layer(tmp_path: Path) -> None:
    """Neighbours may use each other, but not both at import; an import inside a function may close the circle."""
    circle = {"core/a.py": "from . import b", "core/b.py": "from . import a"}

    (told,) = found(tmp_path, circle)
    assert told in ("a cycle: core.a <- core.b <- core.a", "a cycle: core.b <- core.a <- core.b")
    assert found(tmp_path, {**circle, "core/b.py": "def use():\n    from . import a"}) == []


@pytest.mark.parametrize("name", ["socket", "asyncio", "httpx", "urllib.request"])
def test_what_decides_does_no_io(tmp_path: Path, name: str) -> None:
    """The core imports neither sockets nor loops nor clients, not even inside a function; a client may."""
    told = found(tmp_path, {"core/a.py": f"def use():\n    import {name}", "top.py": f"import {name}"})

    assert told == [f"core/a.py:2: core.a imports {name}, though core does no I/O"]


def test_io_can_be_excused_too(tmp_path: Path) -> None:
    """A module that decides may use one thing of the world, if there is a reason; the excuse ends with the need."""
    excuse = {("core.a", "os"): "there is no other way to do it"}

    assert found(tmp_path, {"core/a.py": "import os"}, excused=excuse) == []
    assert found(tmp_path, {"core/a.py": ""}, excused=excuse) == ["no longer needed: core.a -> os"]


def test_only_dependencies_are_imported(tmp_path: Path) -> None:
    """What is neither Python's own nor a declared dependency would be missing after an installation."""
    told = found(tmp_path, {"top.py": "import json, httpx, requests"})

    assert told == ["top.py:1: top imports requests, which is not a dependency"]


def test_test_doubles_stand_apart(tmp_path: Path) -> None:
    """The SDK never imports its test doubles, nor they the SDK."""
    files = {
        "top.py": "from .testing import x",
        "testing/a.py": "from .. import low\nfrom . import b",
        "testing/b.py": "",
    }

    told = found(tmp_path, {**files, "low.py": ""})

    assert told == [
        "testing/a.py:1: testing.a imports low, from testing to values",
        "top.py:1: top imports testing, from sdk to testing",
    ]


# --- suppressions


@pytest.mark.parametrize(
    ("comment", "kinds"),
    [
        ("# noqa: S101 - for type checkers", ["noqa"]),
        ("# type: ignore[misc] # set together with the key", ["type: ignore"]),
        ("# type: ignore[misc]  # pyright: ignore[reportX] - callers without a checker", ["type: ignore", "pyright:"]),
        ("# pyright: basic", ["pyright:"]),
        ("# a type: ignore", ["type: ignore"]),
        ("# noqa", ["noqa"]),
        ("# about types", []),
    ],
)
def test_every_suppression_is_counted(tmp_path: Path, comment: str, kinds: list[str]) -> None:
    """Each kind counts, also where two stand in one comment; a string that looks like one does not."""
    (tmp_path / "a.py").write_text(f'x = "# noqa"\ny = 1  {comment}\n', "utf-8")

    assert [(one.kind, one.line) for one in suppressions.suppressions(tmp_path)] == [(kind, 2) for kind in kinds]


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa: S101",
        "# noqa: S101 - why",
        "# type: ignore",
        "# type: ignore # it is so",
        "# pyright: ignore[x]",
    ],
)
def test_a_suppression_without_rule_or_reason_is_an_error(tmp_path: Path, comment: str) -> None:
    """A bare one hides more than was meant, and one without words cannot be judged by whoever comes next."""
    (tmp_path / "a.py").write_text(f"y = 1  {comment}\n", "utf-8")
    every = list(suppressions.suppressions(tmp_path))

    (told,) = suppressions.complaints(every, {one.kind: 1 for one in every})

    assert "say why" in told


def test_the_number_of_suppressions_only_falls(tmp_path: Path) -> None:
    """One more than allowed is an error, and so is one fewer until the limit has been lowered."""
    (tmp_path / "a.py").write_text("y = 1  # noqa: S101 - a good reason\n", "utf-8")
    every = list(suppressions.suppressions(tmp_path))

    assert suppressions.complaints(every, {"noqa": 1}) == []
    assert suppressions.complaints(every, {}) == ["noqa: 1, and only 0 may be: find a way without"]
    assert suppressions.complaints(every, {"noqa": 2}) == [
        "noqa: 1, fewer than the 2 in suppressions.json: lower it there, it only falls"
    ]
