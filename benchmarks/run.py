"""Runs every contender in turn, several rounds, on the same bytes; prints the table and writes RESULTS.md.

Started by `scripts/bench`, which gives it an environment with rich and hatchling.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

import environments
import report
from environments import PreparationError
from goals import CONTENDERS, ROWS, SCENARIOS, Figures, Scenario, check_goals
from processes import HERE, ProcessError, run_process, running_server
from rich.console import Console

PROGRAMS = {"floor": "floor.py", "ours": "ours.py", "orq": "orq.py", "openai": "openai_.py"}
FIRST = {"floor": "floor.py", "ours": "orq_shape.py", "orq": "orq_shape.py", "openai": "openai_.py"}
IMPORTS = {
    "floor": "import httpx, pydantic",
    "ours": "from orq_ai_sdk import Orq",
    "orq": "from orq_ai_sdk import Orq",
    "openai": "from openai import OpenAI",
}
COUNT_MODULES = """
import json, sys
print(json.dumps({"modules": len(sys.modules), "heavy_modules": len({"httpx", "httpx2", "pydantic"} & {*sys.modules})}))
"""
# Where nothing is held against a peer, its figures are for information, and two rounds of them are enough.
ROUNDS_WITHOUT_GOAL = 2

PEERS = ("orq", "openai")
# Of the table where there is no terminal to ask.
WIDTH = 180

Measured = dict[str, float]


class Bench:
    """The interpreters, the server, and what was measured so far: scenario -> contender -> metric -> rounds."""

    def __init__(self, interpreters: dict[str, Path], base_url: str, *, quick: bool) -> None:
        self.interpreters = interpreters
        self.base_url = base_url
        self.quick = quick
        self.values: dict[str, dict[str, dict[str, list[float]]]] = defaultdict(dict)
        self.errors: dict[tuple[str, str], str] = {}
        self.versions: dict[str, dict[str, str]] = {}

    def measure(self, scenario: Scenario, contender: str) -> None:
        """One round of one contender."""
        if (scenario.name, contender) in self.errors:
            return
        try:
            if scenario.program == "client":
                found = self._client([scenario], contender)[scenario.name]
            else:
                found = (self._import if scenario.program == "import" else self._first)(scenario, contender)
        except ProcessError as error:
            self.errors[scenario.name, contender] = str(error)
        else:
            self._keep(scenario, contender, found)

    def measure_together(self, scenarios: list[Scenario], contender: str) -> None:
        """One round of several scenarios in one process, for a contender that takes seconds to be imported."""
        try:
            found = self._client(scenarios, contender)
        except ProcessError as error:
            self.errors |= {(scenario.name, contender): str(error) for scenario in scenarios}
        else:
            for scenario in scenarios:
                self._keep(scenario, contender, found[scenario.name])

    def _keep(self, scenario: Scenario, contender: str, runs: list[Measured]) -> None:
        """The round's figure is the median of its runs."""
        kept = self.values[scenario.name].setdefault(contender, {})
        for name in runs[0]:
            kept.setdefault(name, []).append(median(measured[name] for measured in runs))

    def _client(self, scenarios: list[Scenario], contender: str) -> dict[str, list[Measured]]:
        command: list[str | Path] = [self.interpreters[contender], HERE / "clients" / PROGRAMS[contender]]
        for scenario in scenarios:
            numbers = scenario.numbers_for(contender, quick=self.quick)
            call = scenario.call or scenario.name
            command += [call, self.base_url] if scenario is scenarios[0] else ["+", call]
            command += [f"{name}={value}" for name, value in numbers.items()]
        lines = run_process(command, timeout=sum(scenario.timeout for scenario in scenarios)).output.splitlines()
        found: dict[str, list[Measured]] = {}
        for scenario, line in zip(scenarios, lines, strict=True):
            measured = json.loads(line)
            self.versions[contender] = measured.pop("versions")
            found[scenario.name] = [{**measured, "peak_mib": measured["peak_kib"] / 1024}]
        return found

    def _import(self, scenario: Scenario, contender: str) -> list[Measured]:
        """A process that imports, and one that does nothing; what is loaded is asked in a third."""
        interpreter, statement = self.interpreters[contender], IMPORTS[contender]
        modules = json.loads(run_process([interpreter, "-c", statement + COUNT_MODULES], timeout=60).output)
        found = []
        for _ in range(scenario.numbers_for(contender, quick=self.quick)["runs"]):
            bare = run_process([interpreter, "-c", "pass"], timeout=60)
            done = run_process([interpreter, "-c", statement], timeout=60)
            times = {"cpu_ms": done.cpu, "wall_ms": done.wall, "net_cpu_ms": done.cpu - bare.cpu}
            found.append({name: value * 1e3 for name, value in times.items()} | modules)
        return found

    def _first(self, scenario: Scenario, contender: str) -> list[Measured]:
        """Whole processes, from the start of the interpreter to its end after the first answer."""
        command = [self.interpreters[contender], HERE / "first" / FIRST[contender], self.base_url, scenario.call]
        found = []
        for _ in range(scenario.numbers_for(contender, quick=self.quick)["runs"]):
            done = run_process(command, timeout=60)
            said = json.loads(done.output)
            times = {"cpu_ms": done.cpu * 1e3, "wall_ms": done.wall * 1e3, "peak_mib": said["peak_kib"] / 1024}
            found.append(said | times)
        return found

    def figures(self) -> dict[str, Figures]:
        """For every row, `scenario.metric` -> each contender's figure of every round."""
        return {
            row.key: Figures(
                {
                    contender: metrics[row.metric]
                    for contender, metrics in self.values[row.scenario].items()
                    if contender in row.contenders and row.metric in metrics
                }
            )
            for row in ROWS
        }


def is_held_against(scenario: Scenario, peer: str) -> bool:
    """Whether a goal names this peer."""
    return any(peer in goal.against for row in ROWS if row.scenario == scenario.name for goal in row.goals)


def run_rounds(bench: Bench, scenarios: list[Scenario], rounds: int, console: Console) -> None:
    """A B C D, A B C D, … for one scenario after the other."""
    for scenario in scenarios:
        began = time.monotonic()
        for number in range(rounds):
            for contender in filter(scenario.contenders.__contains__, bench.interpreters):
                informs = contender in PEERS and not is_held_against(scenario, contender)
                if informs and number >= ROUNDS_WITHOUT_GOAL:
                    continue
                with console.status(f"{scenario.name}, round {number + 1} of {rounds}: {contender}"):
                    bench.measure(scenario, contender)
        console.print(f"{scenario.name}: {time.monotonic() - began:.0f} s", highlight=False)


def run_quickly(bench: Bench, scenarios: list[Scenario], rounds: int, console: Console) -> None:
    """A peer only where something is held against it, and then all at once: importing it is most of what it takes."""
    for peer in filter(PEERS.__contains__, list(bench.interpreters)):
        together = [one for one in scenarios if one.program == "client" and is_held_against(one, peer)]
        if together:
            with console.status(f"{peer}, all that it is held against"):
                bench.measure_together(together, peer)
    for scenario in scenarios:
        for number in range(rounds):
            for contender in filter(scenario.contenders.__contains__, bench.interpreters):
                if contender in PEERS and (scenario.program == "client" or not is_held_against(scenario, contender)):
                    continue
                with console.status(f"{scenario.name}, round {number + 1} of {rounds}: {contender}"):
                    bench.measure(scenario, contender)


def prepare_contenders(names: list[str], python: str, console: Console) -> dict[str, Path]:
    """An interpreter for each contender that can be measured; the others are named and left out."""
    interpreters: dict[str, Path] = {}
    for name in names:
        with console.status(f"preparing {name}"):
            interpreter, trouble = prepare_contender(name, python)
        if interpreter is not None:
            interpreters[name] = interpreter
        else:
            console.print(f"{name} is left out, as it cannot be prepared or called:", style="red")
            console.print(trouble, markup=False, highlight=False)
    return interpreters


def prepare_contender(name: str, python: str) -> tuple[Path | None, str]:
    """Its interpreter, or what stands against it."""
    try:
        interpreter = environments.prepare(name, python)
        if name == "ours":
            environments.check_ours(interpreter)
    except PreparationError as error:
        return None, str(error)
    return interpreter, ""


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Measure this SDK beside bare httpx and its peers, in one run, as ratios."
    )
    names = [scenario.name for scenario in SCENARIOS]
    parser.add_argument("--quick", action="store_true", help="one round of smaller numbers, in under a minute")
    parser.add_argument("--rounds", type=int, help="rounds of every contender in turn (default 5, quick 1)")
    parser.add_argument("--only", action="append", choices=names, metavar="SCENARIO", help=", ".join(names))
    parser.add_argument("--contender", action="append", choices=CONTENDERS, help="only these; may be repeated")
    parser.add_argument("--python", required=True, help="the interpreter to measure with (default: the first on PATH)")
    return parser.parse_args()


def main() -> int:
    check_goals()
    arguments = read_arguments()
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    began, load = time.monotonic(), report.read_load()
    interpreters = prepare_contenders(arguments.contender or list(CONTENDERS), arguments.python, console)
    rounds = arguments.rounds or (1 if arguments.quick else 5)
    scenarios = [scenario for scenario in SCENARIOS if not arguments.only or scenario.name in arguments.only]
    with running_server() as base_url:
        bench = Bench(interpreters, base_url, quick=arguments.quick)
        (run_quickly if arguments.quick else run_rounds)(bench, scenarios, rounds, console)
    for (name, contender), error in bench.errors.items():
        console.print(f"{name}, {contender}: {error}", style="red", markup=False)
    about = report.describe_run(
        versions=bench.versions,
        rounds=rounds,
        command=shlex.join(["./scripts/bench", *sys.argv[1:-2]]),  # without the --python that scripts/bench adds
        seconds=time.monotonic() - began,
        load=(load, report.read_load()),
    )
    results = report.Results(bench.figures(), bench.errors, about, tuple(scenario.name for scenario in scenarios))
    report.print_tables(results, console)
    (environments.HOME / "results.json").write_text(
        json.dumps({"about": about, "values": bench.values}, indent=1) + "\n"
    )
    whole = not arguments.quick and not arguments.only and len(interpreters) == len(CONTENDERS)
    target = HERE / "RESULTS.md" if whole else environments.HOME / "RESULTS.md"
    target.write_text(report.render_markdown(results))
    console.print(f"written to {target.relative_to(environments.ROOT)}", highlight=False)
    return 1 if bench.errors else 0


if __name__ == "__main__":
    sys.exit(main())
