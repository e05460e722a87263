"""Reads what a docstring says of a function and of its parameters; it knows no types and looks at no function."""

from __future__ import annotations

import inspect
import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PARAMETER_SECTIONS = frozenset(
    {
        "args",
        "arguments",
        "params",
        "parameters",
        "other parameters",
        "keyword args",
        "keyword arguments",
        "keyword parameters",
    }
)
OTHER_SECTIONS = frozenset(
    {
        "attributes",
        "example",
        "examples",
        "methods",
        "raise",
        "raises",
        "receives",
        "references",
        "return",
        "returns",
        "see also",
        "todo",
        "warns",
        "yield",
        "yields",
    }
)
# NumPy's headings are underlined, so that more words can safely count as one.
NUMPY_SECTIONS = PARAMETER_SECTIONS | OTHER_SECTIONS | {"notes", "warnings"}

PARAMETER_FIELDS = frozenset({"param", "parameter", "arg", "argument", "key", "keyword"})
OTHER_FIELDS = frozenset(
    {
        "cvar",
        "except",
        "exception",
        "ivar",
        "meta",
        "raise",
        "raises",
        "return",
        "returns",
        "rtype",
        "type",
        "var",
        "vartype",
        "yield",
        "yields",
        "ytype",
    }
)

_GOOGLE_HEADING = re.compile(r"([A-Za-z ]+):\s*$")
_GOOGLE_ENTRY = re.compile(r"\*{0,2}(\w+)\s*(?:\(.*?\))?\s*:(?:\s+(.*))?$")
_NUMPY_UNDERLINE = re.compile(r"-{3,}\s*$")
_NUMPY_ENTRY = re.compile(r"(\*{0,2}\w+(?:\s*,\s*\*{0,2}\w+)*)\s*(?::.*)?$")
_SPHINX_FIELD = re.compile(r":(\w+)(?:\s+([^\s:][^:]*))?:(?:\s+(.*))?$")


@dataclass(frozen=True)
class Docstring:
    """A docstring's two halves that a model needs: what the function is for, and what each parameter means."""

    description: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])


def parse_docstring(text: str | None) -> Docstring:
    """Read `text` as a docstring in Google, NumPy or Sphinx style; the style need not be said, and none is needed.

    The description is the prose outside of every section and field, its line breaks kept. A parameter's text is
    set in one line for each paragraph. Sections on results, errors, examples and the like are left out. Never
    raises.

    Sources: the Google Python Style Guide (3.8.3), the numpydoc format, Sphinx's Python domain ("info field lists").
    """
    lines = inspect.cleandoc(text or "").splitlines()
    prose: list[str] = []
    parameters: dict[str, str] = {}
    position = 0
    while position < len(lines):
        line = lines[position]
        following = lines[position + 1] if position + 1 < len(lines) else ""
        if (sphinx := _SPHINX_FIELD.match(line)) and sphinx[1] in PARAMETER_FIELDS | OTHER_FIELDS:
            end = _end_of_indented(lines, position + 1)
            if sphinx[1] in PARAMETER_FIELDS and sphinx[2]:
                # The type may stand before the name: ":param str city: ..."
                name = sphinx[2].split()[-1].lstrip("*")
                _take([(name, _flow([sphinx[3] or "", *lines[position + 1 : end]]))], parameters)
        elif _is_numpy_heading(line, following):
            end = _next_numpy_heading(lines, position + 2)
            if line.strip().lower() in PARAMETER_SECTIONS:
                _take(_numpy_entries(lines[position + 2 : end]), parameters)
        elif (google := _GOOGLE_HEADING.match(line)) and _is_google_heading(google[1], lines, position):
            end = _end_of_indented(lines, position + 1)
            if google[1].lower() in PARAMETER_SECTIONS:
                _take(_google_entries(lines[position + 1 : end]), parameters)
        else:
            prose.append(line)
            end = position + 1
        position = end
    description = re.sub(r"\n{3,}", "\n\n", "\n".join(prose)).strip()
    return Docstring(description or None, parameters)


def _take(entries: Iterable[tuple[str, str]], parameters: dict[str, str]) -> None:
    for name, text in entries:
        if text:
            parameters.setdefault(name, text)


def _is_numpy_heading(line: str, following: str) -> bool:
    return line.strip().lower() in NUMPY_SECTIONS and _NUMPY_UNDERLINE.match(following) is not None


def _next_numpy_heading(lines: list[str], start: int) -> int:
    return next((at for at in range(start, len(lines) - 1) if _is_numpy_heading(*lines[at : at + 2])), len(lines))


def _is_google_heading(title: str, lines: list[str], position: int) -> bool:
    """A heading is a known word with something indented under it; "Returns:" alone on a line may be prose."""
    if title.lower() not in PARAMETER_SECTIONS | OTHER_SECTIONS:
        return False
    body = next((line for line in lines[position + 1 :] if line.strip()), "")
    return body[:1].isspace()


def _end_of_indented(lines: list[str], start: int) -> int:
    """Where the run of blank and indented lines that begins at `start` ends."""
    return next((at for at in range(start, len(lines)) if lines[at].strip() and not lines[at][0].isspace()), len(lines))


def _google_entries(block: list[str]) -> Iterator[tuple[str, str]]:
    name, text = "", list[str]()
    for line in textwrap.dedent("\n".join(block)).splitlines():
        if line[:1].strip() and (entry := _GOOGLE_ENTRY.match(line)):
            if name:
                yield name, _flow(text)
            name, text = entry[1], [entry[2] or ""]
        else:
            text.append(line)
    if name:
        yield name, _flow(text)


def _numpy_entries(block: list[str]) -> Iterator[tuple[str, str]]:
    names, text = list[str](), list[str]()
    for line in textwrap.dedent("\n".join(block)).splitlines():
        if line[:1].strip() and (entry := _NUMPY_ENTRY.match(line)):
            for name in names:
                yield name, _flow(text)
            names, text = [name.strip().lstrip("*") for name in entry[1].split(",")], []
        else:
            text.append(line)
    for name in names:
        yield name, _flow(text)


def _flow(lines: list[str]) -> str:
    """Undo the wrapping that served the source file: each paragraph becomes one line."""
    paragraphs = re.split(r"\n\s*\n", "\n".join(line.strip() for line in lines))
    return "\n".join(text for text in (" ".join(paragraph.split()) for paragraph in paragraphs) if text)
