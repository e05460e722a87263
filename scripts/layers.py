"""Reads which module imports which, and holds that imports run one way. It imports nothing of what it reads.

    python -m scripts.layers

Imports that only type checkers see do not count. Imports inside functions and names that a package loads late
(`lazy_exports`) count like any other. A name taken from a package counts as an import of the module it comes from.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "orq_ai_sdk"


class Layer(NamedTuple):
    """Modules that may import each other and the layers below; `name.*` stands for a package's modules."""

    name: str
    modules: tuple[str, ...]


# From the bottom up, below the package's own name, which is "" here.
LAYERS = (
    Layer("values", ("_version", "_operation", "_lazy", "types", "types.*", "utils.retries")),
    Layer("models", ("models.*",)),
    Layer("core", ("core", "core.*")),
    Layer("settings and protocols", ("sdkconfiguration", "httpclient", "_hooks", "_hooks.*")),
    Layer("transport", ("transport", "transport.*")),
    Layer("streams and tools", ("streaming", "function_tools")),
    Layer("what is built upon one call", ("parsed", "results", "conversation", "runner")),
    Layer("calls", ("_responses", "responses")),
    Layer("router", ("router",)),
    Layer("sdk", ("sdk",)),
    # They define nothing and export what others define.
    Layer("names for users", ("", "models", "orq_responses", "utils", "utils.eventstreaming")),
)

# Stands beside all others: it imports none of them, and none of them imports it.
APART = Layer("testing", ("testing", "testing.*"))

# Imports against the rules that there have to be: (importer, imported) -> why.
EXCUSED = {
    ("core.locks", "os"): "a lock can be held while the process forks only by who is told of forks",
    ("types.responsebody", "streaming"): "an answer used as a context manager replays itself as a stream",
}

# What decides does no I/O: no socket, loop, clock, chance or environment in these layers.
PURE = ("values", "models", "core")
WORLD = frozenset(
    {"anyio", "asyncio", "h11", "httpcore", "httpx", "os", "random", "select", "selectors", "socket", "ssl"}
    | {"subprocess", "time", "trio", "urllib.request"}
)

# What may be imported beside Python's own: the dependencies, and what these bring and promise to bring.
DEPENDENCIES = frozenset(
    {"h11", "httpx", "jsonpath", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection"}
)
STANDARD_LIBRARY = sys.stdlib_module_names | {"annotationlib"}  # which came with 3.14


class Import(NamedTuple):
    """One module's use of another; `deferred` if it happens when a function is called or a name looked up."""

    importer: str
    imported: str
    line: int
    deferred: bool


class Module(NamedTuple):
    """A module of the package, by its name below the package."""

    name: str
    path: Path
    tree: ast.Module
    lazy: Mapping[str, str]

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]


def read_package(folder: Path) -> dict[str, Module]:
    """Return a package's modules by name."""
    modules: dict[str, Module] = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        tree = ast.parse(path.read_text("utf-8"), str(path))
        module = Module(name, path, tree, {})
        modules[name] = module._replace(lazy=dict(_lazy_names(module)))
    return modules


def _lazy_names(module: Module) -> Iterator[tuple[str, str]]:
    """Yield the names that a package exports late, each with its home."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "lazy_exports":
            homes: dict[str, tuple[str, ...]] = ast.literal_eval(node.args[1])
            for home, names in homes.items():
                level = len(home) - len(home.lstrip("."))
                for name in names:
                    yield name, _absolute(module, level, home.lstrip("."))


def _absolute(module: Module, level: int, name: str | None) -> str:
    package = module.package.split(".") if module.package else []
    kept = package[: len(package) - (level - 1)]
    return ".".join([*kept, *([name] if name else [])])


def imports_of(module: Module, modules: Mapping[str, Module], package: str = PACKAGE.name) -> Iterator[Import]:
    """Yield the imports of a module: those of the package's modules without its name, those of others with a colon."""
    for node, deferred in _import_statements(module.tree, deferred=False):
        if isinstance(node, ast.Import):
            targets = [_below(alias.name, package) for alias in node.names]
        else:
            base = _absolute(module, node.level, node.module) if node.level else _below(node.module or "", package)
            targets = [base if base.endswith(":") else _home(base, alias.name, modules) for alias in node.names]
        for target in dict.fromkeys(targets):
            yield Import(module.name, target, node.lineno, deferred)
    for home in dict.fromkeys(module.lazy.values()):
        yield Import(module.name, home, 1, deferred=True)


def _below(name: str, package: str) -> str:
    """Return a full module name without the package's, or with a colon if it is not the package's."""
    return name[len(package) + 1 :] if f"{name}.".startswith(f"{package}.") else f"{name}:"


def _home(base: str, name: str, modules: Mapping[str, Module]) -> str:
    """Return the module that `from base import name` gets `name` from."""
    submodule = f"{base}.{name}".lstrip(".")
    if submodule in modules:
        return submodule
    return modules[base].lazy.get(name, base) if base in modules else base


def _import_statements(node: ast.AST, *, deferred: bool) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.Import, ast.ImportFrom)):
            yield child, deferred
        elif isinstance(child, ast.If) and _is_for_checkers(child.test):
            for statement in child.orelse:
                yield from _import_statements(ast.Module([statement], []), deferred=deferred)
        else:
            inside = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            yield from _import_statements(child, deferred=deferred or inside)


def _is_for_checkers(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def layer_of(name: str, layers: Iterable[Layer]) -> int | None:
    """Return the index of a module's layer, or None if it has no place; its own name counts before `package.*`."""
    by_pattern = {pattern: index for index, layer in enumerate(layers) for pattern in layer.modules}
    if name in by_pattern:
        return by_pattern[name]
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        index = by_pattern.get(".".join(parts[:length]) + ".*")
        if index is not None:
            return index
    return None


def violations(
    folder: Path = PACKAGE,
    *,
    layers: tuple[Layer, ...] = LAYERS,
    apart: Layer = APART,
    excused: Mapping[tuple[str, str], str] = EXCUSED,
) -> list[str]:
    """Return what is wrong with a package's imports, one line each."""
    rows = (*layers, apart)
    modules = read_package(folder)
    found: list[str] = []
    needed: set[tuple[str, str]] = set()
    graph: dict[str, set[str]] = {name: set() for name in modules}
    for module in modules.values():
        place = layer_of(module.name, rows)
        if place is None:
            found.append(f"{module.path}: has no place among the layers")
            continue
        for one in imports_of(module, modules, folder.name):
            edge = (module.name, one.imported.rstrip(":"))
            where = f"{module.path}:{one.line}: {module.name or folder.name} imports {edge[1] or folder.name}"
            if one.imported.endswith(":"):
                if rows[place].name in PURE and edge[1] in WORLD:
                    needed.add(edge)
                if edge in needed and edge not in excused:
                    found.append(f"{where}, though {rows[place].name} does no I/O")
                top = edge[1].partition(".")[0]
                if top not in STANDARD_LIBRARY and top not in DEPENDENCIES:
                    found.append(f"{where}, which is not a dependency")
                continue
            other = layer_of(one.imported, rows)
            if other is None:
                found.append(f"{where}, which has no place among the layers")
                continue
            if not one.deferred and one.imported != module.name:
                graph[module.name].add(one.imported)
            beside = apart.name in (rows[place].name, rows[other].name) and place != other
            if beside or other > place:
                needed.add(edge)
                if beside or edge not in excused:
                    found.append(f"{where}, from {rows[place].name} {'to' if beside else 'up to'} {rows[other].name}")
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found.append(f"a cycle: {' <- '.join(error.args[1])}")
    found += [f"no longer needed: {importer} -> {imported}" for importer, imported in excused.keys() - needed]
    return found


def main() -> int:
    """Tell what is wrong; returns the process's exit code."""
    found = violations()
    for violation in found:
        print(violation)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
