"""What is measured, for every contender alike; a contender says only how its own SDK is called.

    python clients/<contender>.py SCENARIO BASE_URL [name=number ...] [+ SCENARIO [name=number ...]] ...

prints one line of JSON per scenario: the measurements, in microseconds (`_us`), milliseconds (`_ms`) or KiB (`_kib`).
CPU is user and system time of this process (`time.process_time`), taken after a warm-up of the same kind. A wrong
number of events or characters is an error, not a measurement.
"""

from __future__ import annotations

import asyncio
import gc
import http.client
import itertools
import json
import platform
import resource
import ssl
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

EVENTS_AROUND = 8  # created, in_progress, item and part added; text, part and item done, completed
WORDS = (" the", " harbour", " was", " still", ",", " and", " light", " lay", " on", " every", " roof", ".")

Arrive = Callable[[], Awaitable[None]]
Count = tuple[int, int]  # events, characters of text


class Contender:
    """How one SDK does each thing. What it cannot do stays as it is here, and is skipped."""

    packages: tuple[str, ...] = ()

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    def iterate(self, model: str) -> Count:
        """Stream and look at every event's type, and at every delta's text."""
        raise NotImplementedError

    def iterate_text(self, model: str) -> int:
        """Stream the text alone; the number of characters."""
        raise NotImplementedError

    def get_final(self, model: str) -> int:
        """Stream to the end and take the whole response; the number of characters of its text."""
        raise NotImplementedError

    def create(self, model: str) -> int:
        """One JSON answer; the number of characters of its text."""
        raise NotImplementedError

    def make_canned(self, answer: bytes) -> Callable[[list[dict[str, Any]]], Any]:
        """A call with this input over a transport that answers at once, without a socket."""
        raise NotImplementedError

    def construct(self) -> object:
        """A client, and nothing else."""
        raise NotImplementedError

    async def open_async(self, *, unbounded: bool) -> None:
        """Make the asynchronous client, with as many connections as there are calls if `unbounded`."""
        raise NotImplementedError

    async def close_async(self) -> None:
        raise NotImplementedError

    async def create_async(self, model: str) -> int:
        raise NotImplementedError

    async def iterate_async(self, model: str, arrive: Arrive | None = None) -> Count:
        """As `iterate`; after the first event it waits in `arrive`."""
        raise NotImplementedError


# --- measuring ---------------------------------------------------------------------------------------------------


def read_memory(field: str) -> int:
    """`VmRSS` or `VmHWM` in KiB.

    Not ru_maxrss: Linux carries that over from the process that started this one.
    """
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak // 1024 if sys.platform == "darwin" else peak
    return int(status.split(field + ":")[1].split()[0])


def cpu_of(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of CPU, and what came back."""
    gc.collect()
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def expect(what: str, expected: Any, found: Any) -> None:
    if found != expected:
        raise SystemExit(f"{what}: expected {expected}, found {found}")


def count_text(events: int) -> int:
    return sum(len(WORDS[i % len(WORDS)]) for i in range(events))


def ask(base_url: str, path: str) -> dict[str, Any]:
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=30)
    try:
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def prepare(contender: Contender, *models: str) -> None:
    """Let the server make these answers now, and not while somebody waits for them."""
    for model in models:
        ask(contender.base_url, "/prepare/" + model.removeprefix("bench:"))


# --- scenarios ---------------------------------------------------------------------------------------------------


def stream(contender: Contender, *, events: int, chunk: int, repeat: int, each: int = 0) -> dict[str, float]:
    """CPU per event of a stream that is read from the first event to the last, request and all."""
    kind = "each" if each else "sse"
    contender.iterate(f"bench:{kind}:{min(events, 200)}:{chunk}")
    model, costs = f"bench:{kind}:{events}:{chunk}", []
    prepare(contender, model)
    expected = (events + EVENTS_AROUND, count_text(events))
    for _ in range(repeat):
        cost, found = cpu_of(partial(contender.iterate, model))
        expect("events and characters", expected, found)
        costs.append(cost / expected[0])
    return {"event_us": statistics.median(costs) * 1e6}


def helpers(contender: Contender, *, events: int, chunk: int, repeat: int) -> dict[str, float]:
    """The same stream iterated, as text, and to its final response, in turn in one process."""
    small, model, text = f"bench:sse:200:{chunk}", f"bench:sse:{events}:{chunk}", count_text(events)
    ways: dict[str, tuple[Callable[[str], Any], Any]] = {
        "event_us": (contender.iterate, (events + EVENTS_AROUND, text))
    }
    if type(contender).iterate_text is not Contender.iterate_text:
        ways["text_us"] = (contender.iterate_text, text)
    if type(contender).get_final is not Contender.get_final:
        ways["final_us"] = (contender.get_final, text)
    costs: dict[str, list[float]] = {name: [] for name in ways}
    prepare(contender, model)
    for way, _ in ways.values():
        way(small)
    for _ in range(repeat):
        for name, (way, expected) in ways.items():
            cost, found = cpu_of(partial(way, model))
            expect(name, expected, found)
            costs[name].append(cost / (events + EVENTS_AROUND))
    return {name: statistics.median(found) * 1e6 for name, found in costs.items()}


def large(contender: Contender, *, kib: int, cut: int, repeat: int) -> dict[str, float]:
    """One event of N KiB in chunks of `cut` bytes, and one of twice that: what is linear doubles."""
    contender.iterate("bench:big:4096:1024")
    costs: dict[int, list[float]] = {kib: [], 2 * kib: []}
    prepare(contender, *(f"bench:big:{size * 1024}:{cut}" for size in costs))
    for _ in range(repeat):
        for size, found_costs in costs.items():
            cost, found = cpu_of(partial(contender.iterate, f"bench:big:{size * 1024}:{cut}"))
            expect("events and characters", (1 + EVENTS_AROUND, size * 1024), found)
            found_costs.append(cost)
    once, twice = (statistics.median(found) for found in costs.values())
    return {"once_ms": once * 1e3, "twice_ms": twice * 1e3, "growth": twice / once}


def create(contender: Contender, *, calls: int, repeat: int) -> dict[str, float]:
    """CPU per call with a JSON answer of 2 KB, on one warm connection."""
    for _ in range(20):
        expect("characters", count_text(120), contender.create("bench:json"))
    connections = ask(contender.base_url, "/health")["connections"]
    costs: list[float] = []
    for _ in range(repeat):
        cost, _found = cpu_of(lambda: [contender.create("bench:json") for _ in range(calls)])
        costs.append(cost / calls)
    expect("connections", connections + 1, ask(contender.base_url, "/health")["connections"])
    return {"call_us": statistics.median(costs) * 1e6}


def describe_turn(number: int, *, strings: bool) -> dict[str, Any]:
    """In turn what a user said, in parts or with `strings` as a string, and what an assistant answered, as a string."""
    text = f"{number}: " + "Tell me once more how the harbour looked that evening, and who stood on the quay. " * 2
    if number % 2 or strings:
        return {"role": "assistant" if number % 2 else "user", "content": text}
    return {"role": "user", "content": [{"type": "input_text", "text": text}]}


def long_input(contender: Contender, *, messages: int, repeat: int, strings: int = 0) -> dict[str, float]:
    """What 3,000 messages cost to check, copy and serialise, beyond what two of them cost.

    The transport answers at once with the same few bytes, so what is left is the way from the arguments to the bytes.
    The cost of the same call with two messages is taken off: it is the rest of a call, which the other rows show.
    """
    many = [describe_turn(i, strings=bool(strings)) for i in range(messages)]
    answer = {
        "id": "resp_1", "object": "response", "created_at": 1760000000, "status": "completed", "error": None,
        "incomplete_details": None, "model": "bench", "output": [], "parallel_tool_calls": True, "tool_choice": "auto",
        "tools": [],
    }  # fmt: skip
    call = contender.make_canned(json.dumps(answer).encode())
    few = many[:2]
    for given in (few, many):
        content = call(given)
        sent = json.loads(content)["input"]
        expect("messages sent", [(m["role"], m["content"]) for m in given], [(m["role"], m["content"]) for m in sent])
    costs: dict[str, list[float]] = {"many": [], "few": [], "dumps": []}
    body = {"model": "bench", "input": many, "stream": False, "store": True}
    for _ in range(repeat):
        costs["many"].append(cpu_of(lambda: call(many))[0])
        costs["few"].append(cpu_of(lambda: [call(few) for _ in range(10)])[0] / 10)
        costs["dumps"].append(cpu_of(lambda: [json.dumps(body) for _ in range(3)])[0] / 3)
    whole, rest, dumps = (statistics.median(found) for found in costs.values())
    return {
        "request_ms": (whole - rest) * 1e3,
        "dumps_ms": dumps * 1e3,
        "times_dumps": (whole - rest) / dumps,
        "bytes": len(content),
    }


def construction(contender: Contender, *, times: int) -> dict[str, float]:
    """`Orq(...)` and nothing else; and whether it made what it does not need yet.

    Counted apart from the timing, by standing in for what would be made.
    """
    contender.construct()
    cost, _ = cpu_of(lambda: [contender.construct() for _ in range(times)])
    return {"each_us": cost / times * 1e6, **count_made(contender)}


def count_made(contender: Contender) -> dict[str, float]:
    watched: list[tuple[Any, str, str]] = [(ssl.SSLContext, "__new__", "ssl_contexts")]
    for module in filter(None, map(sys.modules.get, ("httpx", "httpx2"))):
        watched += [(module.Client, "__init__", "http_clients"), (module.AsyncClient, "__init__", "http_clients")]
    counts = dict.fromkeys(("ssl_contexts", "http_clients"), 0.0)

    def counting(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            counts[name] += 1
            return original(*args, **kwargs)

        return call

    with ExitStack() as restored:
        for owner, name, count in watched:
            restored.callback(setattr, owner, name, vars(owner)[name])
            setattr(owner, name, counting(count, getattr(owner, name)))
        contender.construct()
    return counts


def memory(contender: Contender, *, events: int, chunk: int, streams: int) -> dict[str, float]:
    """How far so many streams, one after another, raise the peak, after one of 10,000 events to warm everything up."""
    contender.iterate(f"bench:endless:10000:{chunk}")
    gc.collect()
    before = max(read_memory("VmRSS"), read_memory("VmHWM"))
    for _ in range(streams):
        found, _ = contender.iterate(f"bench:endless:{events // streams}:{chunk}")
        expect("events", events // streams + 5, found)
    growth = read_memory("VmHWM") - before
    return {"before_kib": before, "growth_kib": growth, "bytes_an_event": growth * 1024 / events}


def concurrency(contender: Contender, *, calls: int, repeat: int) -> dict[str, float]:
    """Wall time and CPU of many calls at once on one event loop, with the client's own limits."""

    async def run() -> dict[str, float]:
        await contender.open_async(unbounded=False)
        try:
            await contender.create_async("bench:json")
            walls, costs = [], []
            for _ in range(repeat):
                gc.collect()
                begin, begin_cpu = time.perf_counter(), time.process_time()
                texts = await asyncio.gather(*(contender.create_async("bench:json") for _ in range(calls)))
                walls.append(time.perf_counter() - begin)
                costs.append(time.process_time() - begin_cpu)
                expect("characters", {count_text(120)}, set(texts))
            return {"wall_ms": statistics.median(walls) * 1e3, "cpu_ms": statistics.median(costs) * 1e3}
        finally:
            await contender.close_async()

    return asyncio.run(run())


def many(contender: Contender, *, streams: int, events: int) -> dict[str, float]:
    """Many streams at once on one event loop: CPU per event, and what one open stream weighs.

    The server holds every stream after its first event until all are open; then memory is read, and all go on together.
    """

    async def run() -> dict[str, float]:
        await contender.open_async(unbounded=True)
        try:
            expect("events", 10 + EVENTS_AROUND, (await contender.iterate_async("bench:sse:10:1"))[0])
            gc.collect()
            before, waiting, all_open, go = read_memory("VmRSS"), 0, asyncio.Event(), asyncio.Event()

            async def arrive() -> None:
                nonlocal waiting
                waiting += 1
                if waiting == streams:
                    all_open.set()
                await go.wait()

            begin = time.process_time()
            model = f"bench:hold:{events}:1"
            tasks = [asyncio.create_task(contender.iterate_async(model, arrive)) for _ in range(streams)]
            opened = asyncio.create_task(all_open.wait())
            await asyncio.wait({opened, *tasks}, timeout=120, return_when=asyncio.FIRST_COMPLETED)
            if not opened.done():
                await asyncio.wait_for(asyncio.gather(*tasks), timeout=1)  # says what went wrong
            open_kib = read_memory("VmRSS") - before
            await asyncio.to_thread(ask, contender.base_url, "/go")
            go.set()
            found = await asyncio.gather(*tasks)
            cost = time.process_time() - begin
            expect("events and characters", {(events + EVENTS_AROUND, count_text(events))}, set(found))
            return {
                "event_us": cost / streams / (events + EVENTS_AROUND) * 1e6,
                "stream_kib": open_kib / streams,
            }
        finally:
            await contender.close_async()

    return asyncio.run(run())


SCENARIOS: dict[str, Callable[..., dict[str, float]]] = {
    "stream": stream,
    "helpers": helpers,
    "large": large,
    "create": create,
    "long_input": long_input,
    "concurrency": concurrency,
    "many": many,
    "memory": memory,
    "construction": construction,
}


def main(make: Callable[[str], Contender]) -> None:
    first, *others = (list(group) for plus, group in itertools.groupby(sys.argv[1:], "+".__eq__) if not plus)
    base_url = first.pop(1)
    contender = make(base_url)
    about = {"python": platform.python_version()} | {name: metadata.version(name) for name in contender.packages}
    for scenario, *given in (first, *others):
        numbers = {name: int(value) for name, value in (one.split("=") for one in given)}
        measured = SCENARIOS[scenario](contender, **numbers)
        sys.stdout.write(json.dumps({**measured, "peak_kib": read_memory("VmHWM"), "versions": about}) + "\n")
