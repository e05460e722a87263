"""Names that load their module when first asked for; it knows nothing of what it loads."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # the name alone tells type checkers; importing typing would be most of this import's cost
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any


def lazy_exports(package: str, modules: Mapping[str, Iterable[str]]) -> Callable[[str], Any]:
    """Return a module-level `__getattr__` (PEP 562) for `package`.

    `modules` maps a module, written as in a relative import (`.basemodel`), to the names it exports. A name is looked
    up once and then stored on the package, so later look-ups cost nothing. Importing is serialised by Python's own
    import lock, which makes a first look-up from several threads safe.
    """
    home = {name: module for module, names in modules.items() for name in names}

    def resolve(name: str) -> Any:
        module = home.get(name)
        if module is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        # The import statement's own function: importlib as a module would cost more than this whole package.
        dots = len(module) - len(module.lstrip("."))
        loaded = __import__(module[dots:], {"__package__": package}, None, (name,), dots)
        value = getattr(loaded, name)
        setattr(sys.modules[package], name, value)
        return value

    return resolve
