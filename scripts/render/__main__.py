"""Writes everything that the contract gives, or with `--check` tells what differs from it.

python -m scripts.render [--check]
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jinja2

from scripts.render import operation, pages
from scripts.render.contract import (
    Contract,
    ContractError,
    Enum,
    Module,
    Object,
    Ref,
    Schema,
    Tagged,
    Type,
    Union,
    load,
    references,
)
from scripts.render.python import Annotations, check_names, class_order, foreign_names, literal, union_of
from scripts.render.rules import lone_tag, parameter_rules, wire_rules

ROOT = Path(__file__).resolve().parents[2]
NOTICE = "Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten."
# Modules whose models are only ever received and never nested in what is sent: no twins for type checkers.
WITHOUT_TWINS = ("events", "moreevents", "toolevents")
# What `models` exports beside the contract's own names and the errors.
HANDWRITTEN = {
    "..results": ("ConversationItem", "CreateResponseResponse", "CreateResponseResponseTypedDict"),
    "..parsed": ("ParsedResponse",),
}
# What a template imports or states by itself, in a line that nothing is filled into.
OWN_NAMES = re.compile(r"^ *(?:from \S+ )?import ([\w, ]+)$|^ *(\w+)(?:: .+)? = ", re.MULTILINE)


@dataclass(frozen=True)
class Alias:
    """A name for a union, as a checker reads it and as pydantic does."""

    name: str
    static: str
    runtime: str


@dataclass(frozen=True)
class Model:
    """A class to write."""

    name: str
    base: str
    description: str
    attributes: list[Any]


def main() -> int:
    """Write or check; returns the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if anything differs")
    arguments = parser.parse_args()
    try:
        contract = load(ROOT / ".speakeasy")
        files = {**render(contract), **render_operation(contract)}
    except ContractError as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    stale = stale_files(files, contract.package)
    if arguments.check:
        differing = [path for path, text in files.items() if _read(ROOT / path) != text]
        for path in (*differing, *stale):
            print(f"differs from the contract: {path}", file=sys.stderr)
        return 1 if differing or stale else 0
    for path, text in files.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, "utf-8")
    for path in stale:
        (ROOT / path).unlink()
    return 0


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def stale_files(files: dict[str, str], package: str) -> list[str]:
    """Return rendered files that the contract no longer gives."""
    present = [*(ROOT / "docs/models").glob("*.md"), *(ROOT / f"src/{package}/models").glob("*.py")]
    return [relative for path in present if (relative := path.relative_to(ROOT).as_posix()) not in files]


def render(contract: Contract) -> dict[str, str]:
    """Return the types' modules and pages, by their path below the project's root."""
    writer = Writer(contract)
    own = writer.own_names("init.py.j2", "module.py.j2", "tables.py.j2", "typeddicts.py.j2")
    check_names(contract, own.union(*writer.handwritten().values()))
    python = {f"src/{contract.package}/models/{name}": text for name, text in writer.models().items()}
    return {**tidy(python), **writer.pages()}


def render_operation(contract: Contract) -> dict[str, str]:
    """Return the operation's module and pages, where it is, and the version, by their path below the root."""
    writer = Writer(contract)
    home = f"src/{contract.package}"
    python = {
        f"{home}/responses.py": writer.responses(),
        f"{home}/_operation.py": writer.fill("operation.py.j2"),
        f"{home}/_version.py": writer.fill("version.py.j2"),
    }
    return {**tidy(python), **writer.operation_pages()}


def tidy(files: dict[str, str]) -> dict[str, str]:
    """Return Python files as ruff would have them: unused imports gone, sorted, formatted."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        # What a checker lets pass in rendered files is still mended here where it can be.
        config = [f"--config={ROOT / 'pyproject.toml'}", "--config=lint.per-file-ignores={}"]
        ruff = [sys.executable, "-m", "ruff"]
        fixes = ["--fix-only", "--unsafe-fixes", "--quiet", "--select", "F401,I,UP,PIE790"]
        for command in ([*ruff, "check", *config, *fixes, "."], [*ruff, "format", *config, "--quiet", "."]):
            subprocess.run(command, cwd=root, check=True)  # noqa: S603 - a fixed command on files made here
        return {path: (root / path).read_text("utf-8") for path in files}


class Writer:
    """Fills the templates."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.annotations = Annotations(contract)
        self.templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,  # noqa: S701 - Python and Markdown, not HTML
        )
        self.templates.globals.update(notice=NOTICE, contract=contract, literal=literal, docstring=docstring)

    def fill(self, template: str, **values: Any) -> str:
        """Return a filled template, with its lines' trailing space gone."""
        text = self.templates.get_template(template).render(**values)
        return "\n".join(line.rstrip() for line in text.splitlines()).rstrip() + "\n"

    def own_names(self, *templates: str) -> set[str]:
        """Return the names that modules have from their templates, beside those of the contract."""
        sources = [Path(__file__).parent.joinpath("templates", template).read_text("utf-8") for template in templates]
        found = [name for source in sources for pair in OWN_NAMES.findall(source) for name in pair]
        return {name for names in found for name in names.split(", ")}

    # --- Python

    def models(self) -> dict[str, str]:
        """Return the modules of `models/` by file name."""
        files = {f"{module.name}.py": self.module(module) for module in self.contract.modules}
        return {**files, "_tables.py": self.tables(), "typeddicts.py": self.typeddicts(), "__init__.py": self.init()}

    def module(self, module: Module) -> str:
        contract = self.contract
        foreign = foreign_names(contract, module)
        in_fields = {
            used
            for name in module.schemas
            if isinstance(schema := contract.schemas[name], Object)
            for used in references(schema)
        }
        foreign_runtime = [
            (name, self.annotations.runtime(Ref(name)))
            for names in foreign.values()
            for name in names
            if name in in_fields
        ]
        own = [contract.schemas[name] for name in module.schemas]
        unknowns = {schema.unknown for schema in contract.schemas.values() if isinstance(schema, Tagged)}
        models: list[Model] = []
        imports: list[str] = []
        for schema in class_order(contract, module):
            base = "RequestModel" if module.side == "request" else "ResponseModel"
            computed = contract.computed.get(schema.name, [])
            attributes = [
                self.annotations.attribute(field, module.side) for field in schema.fields if field.name not in computed
            ]
            if schema.name in unknowns and module.side == "response":
                base = "UnknownModel"
                attributes = [_unlisted(attribute) for attribute in attributes]
            behaviour = contract.behaviours.get(schema.name)
            if behaviour:
                home, base = behaviour.split(":")
                imports.append(f"from {home} import {base}")
            models.append(Model(schema.name, base, schema.description, attributes))
        return self.fill(
            "module.py.j2",
            module=module,
            foreign=foreign,
            foreign_runtime=foreign_runtime,
            enums=[schema for schema in own if isinstance(schema, Enum)],
            aliases=[self.alias(schema) for schema in in_order(own)],
            models=models,
            behaviour_imports=imports,
        )

    def alias(self, schema: Tagged | Union) -> Alias:
        if isinstance(schema, Tagged):
            static = union_of(self.annotations.members(schema))
        else:
            static = union_of(self.annotations.static(member) for member in schema.members)
        return Alias(schema.name, static, self.annotations.runtime(Ref(schema.name)))

    def tables(self) -> str:
        contract = self.contract
        objects = [
            (name, contract.module_of(name).name, lone_tag(contract, schema))
            for name, schema in contract.schemas.items()
            if isinstance(schema, Object)
        ]
        tagged = [schema for schema in contract.schemas.values() if isinstance(schema, Tagged)]
        return self.fill(
            "tables.py.j2",
            objects=objects,
            tagged=tagged,
            rules=repr(wire_rules(contract)),
            parameters=repr(parameter_rules(contract)),
        )

    def typeddicts(self) -> str:
        contract = self.contract
        names = [
            name
            for module in contract.modules
            if module.name not in WITHOUT_TWINS
            for name in module.schemas
            if not isinstance(contract.schemas[name], Enum)
        ]
        twins = [
            {"name": name, "keys": [key for field in schema.fields for key in self.annotations.dict_key(field)]}
            for name in names
            if isinstance(schema := contract.schemas[name], Object)
        ]
        aliases = [
            {"name": schema.name, "annotation": self.twin_alias(schema)}
            for schema in in_order([contract.schemas[name] for name in names])
        ]
        used = sorted({ref for name in names for ref in references(contract.schemas[name])})
        imports: dict[str, list[str]] = {}
        for name in used:
            imports.setdefault(contract.module_of(name).name, []).append(name)
        return self.fill("typeddicts.py.j2", names=names, twins=twins, aliases=aliases, imports=imports)

    def twin_alias(self, schema: Tagged | Union) -> str:
        if isinstance(schema, Tagged):
            return union_of(f"{name}TypedDict" for name in self.annotations.members(schema) if not _is_open(name))
        return union_of(self.dict_member(member) for member in schema.members)

    def dict_member(self, type_: Type) -> str:
        if isinstance(type_, Ref) and not isinstance(self.contract.schemas[type_.name], Enum):
            return f"{type_.name}TypedDict"
        return self.annotations.argument(type_)

    def init(self) -> str:
        exports: dict[str, tuple[str, ...]] = {f".{module.name}": module.schemas for module in self.contract.modules}
        twins = [
            f"{name}TypedDict"
            for module in self.contract.modules
            if module.name not in WITHOUT_TWINS
            for name in module.schemas
            if not isinstance(self.contract.schemas[name], Enum)
        ]
        exports[".typeddicts"] = tuple(twins)
        exports.update(self.handwritten())
        all_names = sorted(name for names in exports.values() for name in names)
        return self.fill("init.py.j2", exports=exports, all_names=all_names)

    def handwritten(self) -> dict[str, tuple[str, ...]]:
        """Return what `models` exports beside the contract's own names, by module."""
        source = ROOT / "src/orq_ai_sdk/core/errors.py"
        (errors,) = [
            ast.literal_eval(node.value)
            for node in ast.parse(source.read_text("utf-8")).body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        ]
        return {**HANDWRITTEN, "..core.errors": tuple(errors)}

    def responses(self) -> str:
        parameters = operation.parameters(self.contract, self.annotations)
        text = " ".join(parameter.annotation for parameter in parameters)
        known = set(self.contract.schemas) | {f"{name}TypedDict" for name in self.contract.schemas}
        words = set(text.replace("[", " ").replace("]", " ").replace(",", " ").split())
        tool = self.annotations.argument(Ref("CreateResponseTools"))
        imports = sorted(
            (words & known)
            | {
                self.contract.response_body,
                self.contract.stream_event,
                "ConversationItem",
                "CreateResponseTools",
                "CreateResponseToolsTypedDict",
                "ParsedResponse",
            }
        )
        kinds = [{"is_async": False}, {"is_async": True}]
        classes = [
            {
                "name": "Responses",
                "base": "ResponsesBase",
                "doc": "Calls of the Responses endpoint; lives at `orq.router.responses`.",
                "methods": operation.methods(self.contract),
            },
            {
                "name": "RawResponses",
                "base": "RawResponsesBase",
                "doc": "`create` with the HTTP answer beside its result; lives at `responses.with_raw_response`.",
                "methods": operation.raw_methods(self.contract),
            },
        ]
        own = self.own_names("responses.py.j2").union(one["name"] for one in classes)
        for name in own.intersection(imports):
            raise ContractError(
                f"components.schemas.{name}: is taken, since responses.py has something else of this name"
            )
        return self.fill(
            "responses.py.j2",
            classes=classes,
            kinds=kinds,
            parameters=parameters,
            options=operation.OPTIONS,
            model_imports=imports,
            tool_argument=union_of([tool, "PythonFunctionTool[..., Any]"]),
        )

    # --- pages

    def pages(self) -> dict[str, str]:
        """Return a page for every type."""
        contract = self.contract
        files: dict[str, str] = {}
        for name, schema in contract.schemas.items():
            side = contract.module_of(name).side
            files[f"docs/models/{pages.page_name(name)}"] = self.fill(
                "model.md.j2",
                name=name,
                description=schema.description,
                kind="enum" if isinstance(schema, Enum) else "",
                rows=pages.field_rows(schema, side) if isinstance(schema, Object) else [],
                members=pages.members(schema, contract),
            )
        return files

    def operation_pages(self) -> dict[str, str]:
        """Return the operation's page and that of its result."""
        body = self.contract.schemas[self.contract.request_body]
        assert isinstance(body, Object)
        return {
            "docs/models/createresponseresponse.md": self.fill("createresponseresponse.md.j2"),
            "docs/sdks/responses/README.md": self.fill(
                "operation.md.j2",
                rows=pages.parameter_rows(body, "../../models/"),
                options=[option for option in operation.OPTIONS if option.name != "retries"],
                methods=operation.methods(self.contract),
            ),
        }


def in_order(schemas: list[Schema]) -> list[Tagged | Union]:
    """Return the unions among `schemas`, each after those that it refers to."""
    unions = {schema.name: schema for schema in schemas if isinstance(schema, (Tagged, Union))}
    ordered: dict[str, Tagged | Union] = {}

    def place(name: str) -> None:
        if name in unions and name not in ordered:
            for used in references(unions[name]):
                place(used)
            ordered[name] = unions[name]

    for name in unions:
        place(name)
    return list(ordered.values())


def docstring(*paragraphs: str) -> str:
    """Return paragraphs as a docstring literal, wrapped here because ruff's formatter leaves text alone."""
    lines: list[str] = []
    for text in paragraphs:
        safe = text.replace("\\", "\\\\").replace('"""', "'''")
        lines += ["", *textwrap.wrap(safe, 110, break_long_words=False)] if lines else textwrap.wrap(safe, 110)
    if len(lines) == 1:
        return f'"""{lines[0]}{" " if lines[0].endswith(chr(34)) else ""}"""'
    return '"""' + "\n    ".join(lines) + '\n    """'


def _unlisted(attribute: Any) -> Any:
    if attribute.name != "type":
        return attribute
    return replace(attribute, annotation='Literal["(unlisted)"]', default=None)


def _is_open(name: str) -> bool:
    return name.startswith("Unknown")


if __name__ == "__main__":
    raise SystemExit(main())
