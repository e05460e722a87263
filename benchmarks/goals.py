"""What is in the table: every row, how it is measured, and what it is held to. Nothing here runs anything."""

# ruff: noqa: RUF001  (the multiplication sign is meant)
from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

CONTENDERS = ("floor", "ours", "orq", "openai")


@dataclass(frozen=True)
class Figures:
    """One row of the table: each contender's figure, round by round."""

    rounds: Mapping[str, Sequence[float]]

    def median(self, contender: str) -> float | None:
        """The median of all rounds, or None if it was not measured."""
        found = self.rounds.get(contender)
        return statistics.median(found) if found else None

    def ratio(self, above: str, below: str, *, of: Figures | None = None) -> float | None:
        """`above` divided by `below` within each round (by another row's figures if `of` is given), and the median.

        What slows a machine down for minutes meets both in the same round, and goes out of the ratio.
        """
        pairs = zip(self.rounds.get(above, ()), (of or self).rounds.get(below, ()), strict=False)
        ratios = [one / other for one, other in pairs if other]
        return statistics.median(ratios) if ratios else None


class Goal(Protocol):
    """One condition on a row. `against` names the contenders that it needs besides ours."""

    against: tuple[str, ...]

    def check(self, row: Row, figures: Mapping[str, Figures]) -> tuple[bool, str] | None:
        """Whether it is met and by what, or None if something was not measured. `figures` holds all rows."""


@dataclass(frozen=True)
class AtMostFloor:
    """At most so many times the floor."""

    times: float
    against = ("floor",)

    def __str__(self) -> str:
        return f"≤ {self.times:g} × floor"

    def check(self, row: Row, figures: Mapping[str, Figures]) -> tuple[bool, str] | None:
        ratio = figures[row.key].ratio("ours", "floor")
        return None if ratio is None else (ratio <= self.times, f"{ratio:.2f} × floor")


@dataclass(frozen=True)
class LessThanPeer:
    """So many times less than a peer."""

    peer: str
    times: float

    @property
    def against(self) -> tuple[str, ...]:
        return (self.peer,)

    def __str__(self) -> str:
        return f"≥ {self.times:g} × less than {self.peer}"

    def check(self, row: Row, figures: Mapping[str, Figures]) -> tuple[bool, str] | None:
        ratio = figures[row.key].ratio(self.peer, "ours")
        return None if ratio is None else (ratio >= self.times, f"{ratio:.1f} × less than {self.peer}")


@dataclass(frozen=True)
class AtMost:
    """At most this, as it stands in the table."""

    limit: float
    unit: str = ""
    against: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"≤ {self.limit:,g}{self.unit}" if self.limit else "none"

    def check(self, row: Row, figures: Mapping[str, Figures]) -> tuple[bool, str] | None:
        found = figures[row.key].median("ours")
        return None if found is None else (found <= self.limit, f"{float(f'{found:.3g}'):,g}{self.unit}")


@dataclass(frozen=True)
class AtMostRow:
    """At most so many times our own figure in another row of the same scenario."""

    key: str
    times: float
    against: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"≤ {self.times:g} × iterating"

    def check(self, row: Row, figures: Mapping[str, Figures]) -> tuple[bool, str] | None:
        ratio = figures[row.key].ratio("ours", "ours", of=figures[self.key])
        return None if ratio is None else (ratio <= self.times, f"{ratio:.2f} × iterating")


@dataclass(frozen=True)
class Scenario:
    """One process of each contender per round, and with which numbers.

    `program` is `client` (a scenario of `clients/measure.py`), `import`, or `first` (a fresh interpreter each).
    `peers` are numbers for a contender that would otherwise take minutes; they make it look better, not worse.
    """

    name: str
    program: str = "client"
    call: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)
    quick: Mapping[str, int] = field(default_factory=dict)
    peers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    contenders: tuple[str, ...] = CONTENDERS
    timeout: float = 240

    def numbers_for(self, contender: str, *, quick: bool) -> dict[str, int]:
        numbers = {**self.numbers, **self.peers.get(contender, {})}
        if quick:  # never more than in a whole run
            numbers |= {name: min(value, numbers.get(name, value)) for name, value in self.quick.items()}
        return numbers


@dataclass(frozen=True)
class Row:
    """One line of the table. Without goals it is there for information."""

    scenario: str
    metric: str
    title: str
    unit: str
    goals: tuple[Goal, ...] = ()
    contenders: tuple[str, ...] = CONTENDERS
    compare: bool = True  # whether a ratio says anything

    @property
    def key(self) -> str:
        return f"{self.scenario}.{self.metric}"


SCENARIOS = (
    Scenario(
        "stream-1",
        call="stream",
        numbers={"events": 10_000, "chunk": 1, "repeat": 5},
        quick={"events": 1_000, "repeat": 5},
        peers={"orq": {"repeat": 1}, "openai": {"repeat": 1}},
    ),
    Scenario(
        "stream-1-each",
        call="stream",
        numbers={"events": 10_000, "chunk": 1, "repeat": 3, "each": 1},
        quick={"events": 1_000, "repeat": 1},
        peers={"orq": {"repeat": 1}, "openai": {"repeat": 1}},
    ),
    Scenario(
        "stream-20",
        call="stream",
        numbers={"events": 10_000, "chunk": 20, "repeat": 9},
        quick={"events": 2_000, "repeat": 5},
        peers={"orq": {"repeat": 1}, "openai": {"repeat": 1}},
    ),
    Scenario(
        "helpers",
        numbers={"events": 10_000, "chunk": 20, "repeat": 7},
        quick={"events": 2_000, "repeat": 5},
        peers={"openai": {"repeat": 1}},
        contenders=("ours", "openai"),
    ),
    Scenario(
        "large",
        numbers={"kib": 4096, "cut": 1024, "repeat": 3},
        quick={"repeat": 1},
        peers={"orq": {"kib": 64, "repeat": 1}},
    ),
    Scenario(
        "create",
        numbers={"calls": 500, "repeat": 3},
        quick={"calls": 60, "repeat": 3},
        peers={"orq": {"repeat": 1}, "openai": {"repeat": 1}},
    ),
    Scenario(
        "long-input",
        call="long_input",
        numbers={"messages": 3_000, "repeat": 9},
        quick={"repeat": 3},
        peers={"openai": {"repeat": 3}},
    ),
    Scenario(
        "long-strings",
        call="long_input",
        numbers={"messages": 3_000, "repeat": 9, "strings": 1},
        quick={"repeat": 3},
        peers={"openai": {"repeat": 3}},
    ),
    Scenario(
        "concurrency",
        numbers={"calls": 300, "repeat": 5},
        quick={"repeat": 1},
        peers={"orq": {"repeat": 1}, "openai": {"repeat": 1}},
    ),
    Scenario(
        "many",
        numbers={"streams": 200, "events": 500},
        quick={"events": 50},
        peers={"orq": {"events": 100}},
    ),
    Scenario(
        "import",
        program="import",
        numbers={"runs": 3},
        quick={"runs": 2},
        peers={"orq": {"runs": 1}, "openai": {"runs": 1}},
    ),
    Scenario(
        "first-json",
        program="first",
        call="json",
        numbers={"runs": 3},
        quick={"runs": 2},
        peers={"orq": {"runs": 1}, "openai": {"runs": 1}},
    ),
    Scenario(
        "first-stream",
        program="first",
        call="stream",
        numbers={"runs": 3},
        quick={"runs": 2},
        peers={"orq": {"runs": 1}, "openai": {"runs": 1}},
    ),
    Scenario(
        "memory",
        numbers={"events": 1_000_000, "chunk": 20, "streams": 100},
        quick={"events": 100_000, "streams": 10},
        peers={"orq": {"events": 20_000, "streams": 2}, "openai": {"events": 100_000, "streams": 10}},
    ),
    Scenario(
        "long",
        call="memory",
        numbers={"events": 1_000_000, "chunk": 20, "streams": 1},
        quick={"events": 100_000},
        peers={"orq": {"events": 20_000}, "openai": {"events": 100_000}},
    ),
    Scenario(
        "construction",
        numbers={"times": 1_000},
        peers={"floor": {"times": 20}, "orq": {"times": 20}, "openai": {"times": 20}},
    ),
)

ROWS = (
    Row(
        "stream-1",
        "event_us",
        "streaming, one event a chunk: CPU per event",
        "µs",
        (AtMostFloor(1.25), LessThanPeer("orq", 20), LessThanPeer("openai", 6)),
    ),
    Row(
        "stream-20",
        "event_us",
        "streaming, 20 events a chunk: CPU per event",
        "µs",
        (AtMostFloor(2.2), LessThanPeer("orq", 50), LessThanPeer("openai", 15)),
    ),
    Row("helpers", "text_us", "`text_stream`, 20 a chunk: CPU per event", "µs", (AtMostRow("helpers.event_us", 1.15),)),
    Row(
        "helpers",
        "final_us",
        "`get_final_response`, 20 a chunk: CPU per event",
        "µs",
        (AtMostRow("helpers.event_us", 1.15),),
    ),
    Row("large", "growth", "one event of 8 MiB ÷ one of 4 MiB, in 1 KiB chunks [1]", "×", (AtMost(2.3),)),
    Row(
        "create",
        "call_us",
        "`create`, JSON of 2 KB, warm: CPU per call",
        "µs",
        (AtMostFloor(1.3), LessThanPeer("orq", 6), LessThanPeer("openai", 2)),
    ),
    Row("long-input", "times_dumps", "3,000 messages: building and serialising ÷ `json.dumps`", "×", (AtMost(3),)),
    Row(
        "long-input",
        "request_ms",
        "3,000 messages: building and serialising, CPU",
        "ms",
        (LessThanPeer("orq", 5),),
    ),
    Row("concurrency", "wall_ms", "300 `create_async` at once: wall time", "ms", (AtMostFloor(1.3),)),
    Row("many", "event_us", "200 async streams of 500 events at once: CPU per event [2]", "µs", (AtMostFloor(1.4),)),
    Row("many", "stream_kib", "the same: memory per open stream", "KiB", (AtMostFloor(1.3),)),
    Row("import", "cpu_ms", "import, fresh interpreter: CPU of the process [3]", "ms", (AtMostFloor(0.15),)),
    Row("import", "heavy_modules", "import: httpx and pydantic loaded by it", "", (AtMost(0),), compare=False),
    Row(
        "first-json",
        "cpu_ms",
        "first parsed answer, fresh interpreter: CPU of the process",
        "ms",
        (AtMostFloor(1.25), LessThanPeer("orq", 4), LessThanPeer("openai", 2)),
    ),
    Row(
        "first-stream",
        "cpu_ms",
        "first streamed event, fresh interpreter: CPU of the process",
        "ms",
        (AtMostFloor(1.25), LessThanPeer("orq", 4), LessThanPeer("openai", 2)),
    ),
    Row("first-json", "peak_mib", "first parsed answer: peak memory", "MiB", (AtMostFloor(1.25),)),
    Row("first-stream", "peak_mib", "first streamed event: peak memory", "MiB", (AtMostFloor(1.25),)),
    Row("memory", "peak_mib", "1,000,000 events in 100 streams: peak memory [4]", "MiB", (AtMostFloor(1.25),)),
    Row(
        "memory",
        "growth_kib",
        "the same: growth of the peak after the first 10,000",
        "KiB",
        (AtMost(1024, " KiB"),),
        compare=False,
    ),
    Row(
        "construction", "each_us", "construction, 1,000 times: CPU each [5]", "µs", (AtMost(50, " µs"),), compare=False
    ),
    Row("construction", "ssl_contexts", "construction: SSL contexts made", "", (AtMost(0),), compare=False),
    Row("construction", "http_clients", "construction: HTTP clients made", "", (AtMost(0),), compare=False),
    Row("stream-1-each", "event_us", "one event a chunk, and one read a chunk: CPU per event [6]", "µs"),
    Row("helpers", "event_us", "20 events a chunk, iterated beside the helpers: CPU per event", "µs"),
    Row("large", "once_ms", "one event of 4 MiB in 1 KiB chunks: CPU", "ms", contenders=("floor", "ours", "openai")),
    Row("long-strings", "times_dumps", "3,000 messages with strings alone ÷ `json.dumps`", "×"),
    Row("long-strings", "request_ms", "3,000 messages with strings alone, CPU", "ms"),
    Row("concurrency", "cpu_ms", "300 `create_async` at once: CPU", "ms"),
    Row("import", "wall_ms", "import: wall time", "ms"),
    Row("import", "net_cpu_ms", "import: CPU without the interpreter's own start", "ms"),
    Row("import", "modules", "import: modules loaded in all", ""),
    Row("first-json", "wall_ms", "first parsed answer: wall time", "ms"),
    Row("first-stream", "wall_ms", "first streamed event: wall time", "ms"),
    Row("long", "peak_mib", "1,000,000 events in one stream: peak memory [4]", "MiB"),
    Row("long", "bytes_an_event", "the same: growth per event, whose text is 4.3 bytes", "bytes", compare=False),
)

NOTES = (
    "A ratio is the median of the ratios within each round; that can differ from the ratio of the medians beside it.",
    "[1] orq: 128 KiB ÷ 64 KiB, since at 4 MiB it would take hours.",
    "[2] orq: 100 events a stream.",
    "[3] For the floor: `import httpx, pydantic`. Whole process, the interpreter's start included.",
    "[4] orq: 20,000 events, openai: 100,000.",
    "[5] For the floor: `httpx.Client()`. Floor and peers: 20 times.",
    "[6] The client sleeps before every event, so this is mostly the price of a read and a wake-up: the same for all.",
)


def check_goals() -> None:
    """Every row belongs to a scenario, and every goal to a contender that is measured there."""
    scenarios = {scenario.name: scenario for scenario in SCENARIOS}
    for row in ROWS:
        for goal in row.goals:
            missing = set(goal.against) - set(scenarios[row.scenario].contenders)
            if missing:
                raise ValueError(f"{row.key}: {goal} needs {missing}")
