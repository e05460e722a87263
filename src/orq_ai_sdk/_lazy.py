"""Names that load their module when first asked for; it knows nothing of what it loads."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # the name alone tells type checkers; importing typing would be most of this import's cost
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


def lazy_exports(package: str, modules: Mapping[str, Iterable[str]], *, submodules: Iterable[str] = ()) -> None:
    """Give `package` a `__getattr__` (PEP 562) that loads what is asked for, and a `__dir__` that lists all of it.

    `modules` maps a module, written as in a relative import (`.basemodel`), to the names it exports; `submodules` are
    modules to be had by their own names. A name is looked up once and then stored on the package, so later look-ups
    cost nothing. Importing is serialised by Python's own import lock, which makes a first look-up from several threads
    safe. Type checkers see none of this: for them, a package imports the same names under `TYPE_CHECKING`.
    """
    home = {name: module for module, names in modules.items() for name in names}
    home.update({name: f".{name}" for name in submodules})
    namespace = sys.modules[package].__dict__

    def resolve(name: str) -> Any:
        module = home.get(name)
        if module is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        # The import statement's own function: importlib as a module would cost more than this whole package.
        dots = len(module) - len(module.lstrip("."))
        found = __import__(module[dots:], {"__package__": package}, None, (name,), dots)
        if name not in submodules:
            found = getattr(found, name)
        namespace[name] = found
        return found

    def names() -> list[str]:
        return sorted({*namespace["__all__"], *home})

    namespace["__getattr__"] = resolve
    namespace["__dir__"] = names
