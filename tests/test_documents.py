"""Holds the documents to their word: every link leads somewhere, and every Python example runs as it stands.

An example calls `Orq(api_key=os.getenv("ORQ_API_KEY", ""))`, as a reader would; what stands behind the default server
here is a local gateway. A comment just before a fence says what is different about it:

    <!-- not run: why -->   the example is only compiled
    <!-- prints -->         the block is what the example before it prints, to the letter
"""

from __future__ import annotations

import gc
import logging
import os
import re
import subprocess
import sys
import textwrap
import types
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest

from orq_ai_sdk.testing import LocalGateway

ROOT = Path(__file__).resolve().parents[1]
GUIDES = ROOT / "docs" / "guides"
PAGES_WITH_EXAMPLES = (
    ROOT / "README.md",
    ROOT / "USAGE.md",
    ROOT / "docs" / "sdks" / "responses" / "README.md",
    ROOT / "docs" / "models" / "utils" / "retryconfig.md",
    *sorted(GUIDES.glob("*.md")),
)
KEY = "local-key"
MOST_NOT_RUN = 3

FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}|~{3,}) *(?P<language>[\w+-]*)")
COMMENT = re.compile(r"^ *<!-- *(?P<text>.*?) *-->$")
CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
INLINE_LINK = re.compile(r"\]\(\s*<?(?P<target>[^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE_LINK = re.compile(r"^ *\[[^\]]+\]:\s+<?(?P<target>[^\s>]+)>?")
HEADING = re.compile(r"^#{1,6} +(?P<text>.*?)[ #]*$")
ANCHOR = re.compile(r"<a\s+(?:id|name)=[\"'](?P<name>[^\"']+)")
TEST_FUNCTION = re.compile(r"^(async )?def test_", re.MULTILINE)


# --- reading Markdown


@dataclass(frozen=True)
class Block:
    """A fenced block: where its first line of code stands, and the comment just before it."""

    page: Path
    line: int
    language: str
    comment: str
    code: str

    @property
    def where(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True)
class Example:
    block: Block
    prints: str | None


def read_page(page: Path) -> tuple[list[Block], list[tuple[int, str]]]:
    """The page's fenced blocks, and its other lines with their numbers, without what stands in code spans."""
    blocks: list[Block] = []
    prose: list[tuple[int, str]] = []
    comment = ""
    inside: tuple[int, str, re.Match[str]] | None = None
    code: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        fence = FENCE.match(line)
        if inside is not None:
            first, said, opened = inside
            if fence is not None and fence["ticks"].startswith(opened["ticks"]) and not fence["language"]:
                text = textwrap.dedent("\n".join(code)) + "\n"
                blocks.append(Block(page, first, opened["language"].lower(), said, text))
                inside, comment = None, ""
            else:
                code.append(line)
        elif fence is not None:
            inside, code = (number + 1, comment, fence), []
        else:
            prose.append((number, CODE_SPAN.sub("code", line)))
            if line.strip():
                found = COMMENT.match(line)
                comment = found["text"] if found else ""
    assert inside is None, f"{page.relative_to(ROOT)}: the fence before line {inside and inside[0]} is never closed"
    return blocks, prose


def read_examples(page: Path) -> list[Example]:
    examples: list[Example] = []
    for block in read_page(page)[0]:
        if block.comment == "prints":
            assert examples, f"{block.where}: there is no example before it"
            assert examples[-1].prints is None, f"{block.where}: the example before it has its output already"
            examples[-1] = Example(examples[-1].block, block.code)
        elif block.language in ("python", "py"):
            examples.append(Example(block, None))
    return examples


def read_anchors(page: Path) -> set[str]:
    """What a link to a part of the page may name, as GitHub makes it of headings."""
    anchors: set[str] = set()
    seen: Counter[str] = Counter()
    for _, line in read_page(page)[1]:
        anchors.update(ANCHOR.findall(line))
    for line in _headings(page):
        text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")
        anchors.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return anchors


def _headings(page: Path) -> Iterator[str]:
    lines = page.read_text(encoding="utf-8").splitlines()
    for number, _ in read_page(page)[1]:
        heading = HEADING.match(lines[number - 1])
        if heading is not None:
            yield heading["text"]


def read_links(page: Path) -> Iterator[tuple[int, str]]:
    for number, line in read_page(page)[1]:
        for pattern in (INLINE_LINK, REFERENCE_LINK):
            for found in pattern.finditer(line):
                yield number, found["target"]


def all_pages() -> list[Path]:
    """Every Markdown file of the project, but none of what tools leave in hidden folders or environments."""
    found: list[Path] = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not (Path(folder, name) / "pyvenv.cfg").exists()
        )
        found += (Path(folder, name) for name in sorted(files) if name.endswith(".md"))
    return found


# --- links


def test_every_relative_link_leads_to_a_file_and_a_heading() -> None:
    """A link within the project names a file that exists, and a heading that it has."""
    anchors: dict[Path, set[str]] = {}
    broken: list[str] = []
    for page in all_pages():
        for number, target in read_links(page):
            if re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE):
                continue  # a URL; nothing here asks the Internet
            path, _, anchor = unquote(target).partition("#")
            file = (page.parent / path).resolve() if path else page
            where = f"{page.relative_to(ROOT)}:{number}: {target}"
            if not file.exists():
                broken.append(f"{where} (no such file)")
            elif not file.is_relative_to(ROOT):
                broken.append(f"{where} (outside of the project)")
            elif anchor and file.suffix == ".md":
                if file not in anchors:
                    anchors[file] = read_anchors(file)
                if anchor not in anchors[file]:
                    broken.append(f"{where} (no such heading)")
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    "index", [ROOT / "README.md", GUIDES / "README.md"], ids=["README.md", "docs/guides/README.md"]
)
def test_every_guide_can_be_found(index: Path) -> None:
    """The README and the guides' own index link to each guide."""
    linked = {(index.parent / target.partition("#")[0]).resolve() for _, target in read_links(index)}
    guides = [guide for guide in sorted(GUIDES.glob("*.md")) if guide.name != "README.md"]
    assert guides
    assert [guide.name for guide in guides if guide not in linked] == []


# --- examples


ALL_EXAMPLES = [example for page in PAGES_WITH_EXAMPLES for example in read_examples(page)]
EXAMPLES = [example for example in ALL_EXAMPLES if not example.block.comment.startswith("not run")]
NOT_RUN = [example.block for example in ALL_EXAMPLES if example.block.comment.startswith("not run")]


@pytest.fixture
def behind_the_default_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[LocalGateway]:
    """A local gateway in the default server's place, a key in the environment, and a folder to work in."""
    with LocalGateway(api_keys=[KEY]) as gateway:
        monkeypatch.setattr("orq_ai_sdk.sdk.SERVERS", (gateway.url,))
        monkeypatch.setenv("ORQ_API_KEY", KEY)
        for name in ("ORQ_DEBUG", "ORQ_SERVER_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)
        monkeypatch.chdir(tmp_path)
        yield gateway


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """Takes back what an example does to logging, which belongs to the whole process."""
    loggers = [logging.getLogger(), logging.getLogger("orq_ai_sdk")]
    before = [(logger, logger.level, list(logger.handlers), logger.propagate) for logger in loggers]
    yield
    for logger, level, handlers, propagate in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers
        logger.propagate = propagate


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.block.where for example in EXAMPLES])
@pytest.mark.usefixtures("behind_the_default_server", "logging_as_it_was")
def test_an_example_runs_as_it_stands(
    example: Example, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The example raises nothing, warns of nothing, leaves nothing open, and prints what its page says."""
    block = example.block
    if TEST_FUNCTION.search(block.code):
        _run_as_tests(block, tmp_path)
        return
    # As a script would be, for what looks classes up by module: pickle, pydantic.
    script = types.ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", script)
    # The blank lines make a traceback show the page's own line numbers.
    code = compile("\n" * (block.line - 1) + block.code, str(block.page), "exec", dont_inherit=True)
    exec(code, script.__dict__)  # noqa: S102 - the documents are ours
    script.__dict__.clear()
    gc.collect()
    if example.prints is not None:
        assert capsys.readouterr().out.rstrip("\n") == example.prints.rstrip("\n")


def _run_as_tests(block: Block, folder: Path) -> None:
    """Run an example that is a test module by pytest, in a process of its own."""
    module = folder / "test_example.py"
    module.write_text(block.code, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", f"--rootdir={folder}"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [*command, str(module)], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{block.where}\n{done.stdout}{done.stderr}"


def test_few_examples_are_not_run() -> None:
    """An example that cannot run here is at least Python, and its page's source says what it would need."""
    for block in NOT_RUN:
        assert re.fullmatch(r"not run: \S.{9,}", block.comment), block.where
        compile(block.code, str(block.page), "exec", dont_inherit=True)
    assert len(NOT_RUN) <= MOST_NOT_RUN


def test_every_page_has_examples() -> None:
    """Examples are found where they stand: a fence that is written otherwise does not hide them from these tests."""
    without = {"docs/guides/README.md"}
    found = {page.relative_to(ROOT).as_posix() for page in PAGES_WITH_EXAMPLES if not read_examples(page)}
    assert found == without
