"""Turns figures into the table on the screen and into RESULTS.md; measures nothing and starts nothing."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from goals import CONTENDERS, NOTES, ROWS, Figures, Row
from rich.console import Console
from rich.table import Table

HEADINGS = ("what", "unit", *CONTENDERS, "ours ÷ floor", "orq ÷ ours", "openai ÷ ours", "goal", "")
WORDS = {"what", "unit", "goal", ""}  # the columns that are not figures
MISSING = "-"


@dataclass(frozen=True)
class Results:
    """Figures of every row by `scenario.metric`, failed processes, and the facts of the run."""

    figures: Mapping[str, Figures]
    errors: Mapping[tuple[str, str], str]
    about: Mapping[str, str]
    scenarios: tuple[str, ...]


def format_number(value: float | None) -> str:
    if value is None:
        return MISSING
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def format_ratio(ratio: float | None) -> str:
    if ratio is None:
        return MISSING
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def judge(row: Row, results: Results) -> tuple[str, str]:
    """The goals in words, and `met`, `not met`, or what is missing."""
    if not row.goals:
        return "", ""
    wanted = "; ".join(map(str, row.goals))
    if (row.scenario, "ours") in results.errors:
        return wanted, "NOT MET (error)"
    checks = [goal.check(row, results.figures) for goal in row.goals]
    missed = [check[1] for check in checks if check is not None and not check[0]]
    if missed:
        return wanted, "NOT MET: " + ", ".join(missed)
    unmeasured = sum(check is None for check in checks)
    if unmeasured == len(checks):
        return wanted, "not measured"
    return wanted, "met, as far as measured" if unmeasured else "met"


def render_row(row: Row, results: Results) -> tuple[str, ...]:
    found = results.figures[row.key]
    failed = {name for name in CONTENDERS if (row.scenario, name) in results.errors}
    medians = ["error" if name in failed else format_number(found.median(name)) for name in CONTENDERS]
    pairs = (("ours", "floor"), ("orq", "ours"), ("openai", "ours"))
    ratios = [format_ratio(found.ratio(above, below) if row.compare else None) for above, below in pairs]
    return (row.title, row.unit, *medians, *ratios, *judge(row, results))


def select_rows(results: Results, *, with_goals: bool) -> list[Row]:
    return [row for row in ROWS if row.scenario in results.scenarios and bool(row.goals) is with_goals]


def print_tables(results: Results, console: Console) -> None:
    for with_goals, title in ((True, "Goals"), (False, "For information")):
        rows = select_rows(results, with_goals=with_goals)
        if not rows:
            continue
        table = Table(title=title, title_justify="left")
        headings = HEADINGS if with_goals else HEADINGS[:-2]
        for heading in headings:
            table.add_column(heading, justify="left" if heading in WORDS else "right")
        for row in rows:
            cells = render_row(row, results)[: len(headings)]
            style = "red" if cells[-1].startswith("NOT") else "green" if cells[-1].startswith("met") else None
            table.add_row(*(cell.replace("[", "\\[") for cell in cells), style=style)
        console.print(table)
    for line in (*NOTES, *(f"{name}: {value}" for name, value in results.about.items())):
        console.print(line, markup=False, highlight=False)


def render_markdown(results: Results) -> str:
    """The whole of RESULTS.md."""
    lines = ["# Results", "", "Written by `scripts/bench`; NOTES.md beside this file says how to read it.", ""]
    lines += [f"- {name}: {value}" for name, value in results.about.items()]
    for with_goals, title in ((True, "Goals"), (False, "For information")):
        headings = HEADINGS if with_goals else HEADINGS[:-2]
        rows = [render_row(row, results)[: len(headings)] for row in select_rows(results, with_goals=with_goals)]
        rule = tuple("---" if name in WORDS else "---:" for name in headings)
        lines += ["", f"## {title}", "", *map(render_line, (headings, rule, *rows))]
    lines += ["", *(f"{note}  " for note in NOTES)]
    if results.errors:
        lines += ["", "## Errors", ""]
        lines += [f"- {scenario}, {contender}: {error}" for (scenario, contender), error in results.errors.items()]
    return "\n".join(lines) + "\n"


def render_line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


def read_load() -> str:
    """How busy the machine is besides."""
    return f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"


def read_processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return f"{line.partition(':')[2].strip()}, {os.cpu_count()} visible"
    except OSError:
        pass
    return f"{platform.processor() or platform.machine()}, {os.cpu_count()} visible"


def kernel() -> str:
    """Version of the system: the two numbers that say something, and not whose build it is."""
    return ".".join(platform.release().split(".")[:2])


def describe_run(
    *, versions: Mapping[str, Mapping[str, str]], rounds: int, command: str, seconds: float, load: tuple[str, str]
) -> dict[str, str]:
    """What somebody needs to know who wants to repeat it."""
    about = {
        "Date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "Command": f"`{command}`, {rounds} round{'s' if rounds > 1 else ''}, medians, {seconds:.0f} s",
        "Processor": read_processor(),
        **({"Numbers": "fewer events, calls and runs than the rows say"} if "--quick" in command else {}),
        "System": f"{platform.system()} {kernel()}, load average {load[0]} before and {load[1]} after",
    }
    for contender, found in versions.items():
        about[contender] = ", ".join(f"{name} {version}" for name, version in found.items())
    return about
