"""Holds many streams open for minutes while a server injects faults, and counts what went wrong.

    ./scripts/soak [--minutes 5] [--streams 200]

Each stream has a number; the number decides which fault it meets, what text it carries, and whether TLS is spoken, so
that both sides know what has to come of it. Lost is text that is missing from the middle, or from the end of an answer
that claims to be whole; duplicated is text that came twice, hung is a stream that outlasted its limit. Leaked is what
is still held when all streams have ended and the client is open (slots of its pool, sockets beside its idle
connections, tasks), and what is still open when it is closed. The report goes to benchmarks/SOAK.md.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import json
import logging
import os
import platform
import random
import re
import resource
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

REPORT = Path(__file__).parent / "SOAK.md"
MODEL = re.compile(rb'"model":"soak:(\d+)"')
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
DELTAS = 40
READ_TIMEOUT_MS = 10_000
# A stream may take its slow pauses, one read timeout and some waiting for its turn; what takes longer hangs.
LIMIT_S = 60.0

# What the server does, and how often.
FAULTS = {
    "none": 30,
    "slow": 10,  # a pause before every tenth delta
    "bytes": 5,  # cut into pieces of a few bytes
    "open": 10,  # the socket stays open and silent after the terminal event
    "left": 10,  # the client leaves in the middle
    "cancelled": 10,  # the client's task is cancelled in the middle
    "busy": 5,  # 503 first, to be retried
    "cut": 5,  # closed after some deltas
    "half": 5,  # closed in the middle of an event
    "reset": 5,  # reset after some deltas
    "silent": 2,  # silent after some deltas, until the read timeout
    "failed": 3,  # an error event and response.failed
}
BREAKING = {"cut", "half", "reset", "silent"}


def fault_of(number: int) -> str:
    """The fault that a stream meets."""
    return random.Random(number).choices([*FAULTS], [*FAULTS.values()])[0]  # noqa: S311 - no secret


def break_at(number: int) -> int:
    """After how many deltas it meets it."""
    return random.Random(number + 1).randrange(1, DELTAS)  # noqa: S311 - no secret


def words_of(number: int) -> list[str]:
    """The pieces of a stream's text; no two are alike, so that a lost or repeated one shows."""
    return [f"{number}.{index} " for index in range(DELTAS)]


# --- the server, a process of its own


def block(kind: str, **fields: Any) -> bytes:
    data = json.dumps({"type": kind, **fields}, separators=(",", ":"))
    return f"event: {kind}\ndata: {data}\n\n".encode()


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def response_of(number: int, status: str) -> dict[str, Any]:
    return {
        "id": f"resp_{number}",
        "object": "response",
        "created_at": 1,
        "model": "soak",
        "status": status,
        "output": [],
    }


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
BUSY = b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"


class Server:
    def __init__(self) -> None:
        self.open = 0
        self.accepted = 0
        self.refused: set[int] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        self.accepted += 1
        try:
            while await self.answer(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has left, which some streams are for
        finally:
            self.open -= 1
            writer.close()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        if head.startswith(b"GET"):
            body = json.dumps({"open": self.open - 1, "accepted": self.accepted}).encode()
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%b" % (len(body), body))
            await writer.drain()
            return False
        found = LENGTH.search(head)
        body = await reader.readexactly(int(found[1]) if found else 0)
        model = MODEL.search(body)
        number = int(model[1]) if model else 0
        fault = fault_of(number)
        if fault == "busy" and number not in self.refused:
            self.refused.add(number)
            writer.write(BUSY)
            await writer.drain()
            return True
        writer.write(HEAD + chunk(block("response.created", response=response_of(number, "in_progress"))))
        if not await self.stream(reader, writer, number, fault):
            return False
        if fault == "failed":
            error = {"code": "server_error", "message": f"failed {number}"}
            writer.write(chunk(block("error", **error)))
            writer.write(chunk(block("response.failed", response={**response_of(number, "failed"), "error": error})))
        else:
            writer.write(chunk(block("response.completed", response=response_of(number, "completed"))))
        await writer.drain()
        if fault == "open":
            await reader.read(1)  # until the client has had enough
            return False
        writer.write(chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n")
        await writer.drain()
        return True

    async def stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int, fault: str) -> bool:
        for index, word in enumerate(words_of(number)):
            data = chunk(
                block("response.output_text.delta", output_index=0, content_index=0, delta=word, sequence_number=index)
            )
            if fault in BREAKING and index == break_at(number):
                return await self.break_off(reader, writer, fault, data)
            if fault == "bytes":
                for at in range(0, len(data), 7):
                    writer.write(data[at : at + 7])
                    await writer.drain()
                    await asyncio.sleep(0)
            else:
                writer.write(data)
            if index % 10 == 0:
                await writer.drain()
                await asyncio.sleep(0.2 if fault in ("slow", "left", "cancelled") else 0)
        return True

    async def break_off(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fault: str, data: bytes
    ) -> bool:
        await writer.drain()
        if fault == "half":
            writer.write(data[: len(data) // 2])
            await writer.drain()
        elif fault == "silent":
            await reader.read(1)  # until the client has had enough
        elif fault == "reset":
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        return False


async def run_server(authority_file: str) -> None:
    import trustme

    # Writing to a client that has left is what this server is for.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(authority_file)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    server = Server()
    plain = await asyncio.start_server(server.serve, "127.0.0.1", 0, backlog=1024)
    secure = await asyncio.start_server(server.serve, "127.0.0.1", 0, backlog=1024, ssl=tls)
    ports = [served.sockets[0].getsockname()[1] for served in (plain, secure)]
    sys.stdout.write(json.dumps({"plain": ports[0], "secure": ports[1]}) + "\n")
    sys.stdout.flush()
    async with plain, secure:
        # Until stdin ends: a server must not outlive whoever started it.
        await asyncio.to_thread(sys.stdin.read)


# --- the client


class Tally:
    def __init__(self) -> None:
        self.outcomes: collections.Counter[str] = collections.Counter()
        self.wrong: collections.Counter[str] = collections.Counter()
        self.examples: list[str] = []

    def note_wrong(self, kind: str, what: str) -> None:
        self.wrong[kind] += 1
        if len(self.examples) < 20:
            self.examples.append(f"{kind}: {what}")

    def judge_text(self, number: int, text: str, *, whole: bool) -> None:
        """What came must be the beginning of what was sent, and all of it if the answer claims to be whole."""
        expected = "".join(words_of(number))
        if text == expected or (not whole and expected.startswith(text)):
            return
        seen = collections.Counter(text.split())
        kind = "duplicated" if any(count > 1 for count in seen.values()) else "lost"
        self.note_wrong(kind, f"stream {number} ({fault_of(number)}): {len(text)} of {len(expected)} characters")


async def read_stream(orqs: Any, number: int, tally: Tally) -> str:
    """Read one stream as its fault demands; returns what came of it."""
    from orq_ai_sdk.models import ResponseFailedError, StreamInterruptedError

    fault = fault_of(number)
    orq = orqs[number % 2]
    stream = await orq.router.responses.create_async(model=f"soak:{number}", input_="go", stream=True)
    if fault == "left":
        async with stream:
            seen = 0
            async for _ in stream:
                seen += 1
                if seen > break_at(number):
                    break
        tally.judge_text(number, (stream.current_response or _Empty).output_text, whole=False)
        return "left"
    try:
        async with stream:
            final = await stream.get_final_response()
    except StreamInterruptedError as error:
        tally.judge_text(number, (error.response or _Empty).output_text, whole=False)
        return "interrupted"
    except ResponseFailedError as error:
        if error.message != f"failed {number}":
            tally.note_wrong("unexpected", f"stream {number}: {error.message}")
        return "failed"
    tally.judge_text(number, final.output_text, whole=True)
    return "whole"


class _Empty:
    output_text = ""


EXPECTED = {"left": "left", "failed": "failed", **dict.fromkeys(BREAKING, "interrupted")}


async def work(orqs: Any, numbers: Any, tally: Tally, until: float) -> None:
    """Read one stream after another until time is up."""
    while time.monotonic() < until:
        number = next(numbers)
        fault = fault_of(number)
        task = asyncio.ensure_future(read_stream(orqs, number, tally))
        if fault == "cancelled":
            await asyncio.wait([task], timeout=random.Random(number).random())  # noqa: S311 - no secret
            task.cancel()
            task.cancel()
        done, _ = await asyncio.wait([task], timeout=LIMIT_S)
        if not done:
            tally.note_wrong("hung", f"stream {number} ({fault})")
            task.cancel()
            continue
        if task.cancelled():
            tally.outcomes["cancelled"] += 1
            continue
        error = task.exception()
        if error is not None:
            tally.note_wrong("unexpected", f"stream {number} ({fault}): {type(error).__name__}: {error}")
            continue
        outcome = task.result()
        tally.outcomes[outcome] += 1
        if fault != "cancelled" and outcome != EXPECTED.get(fault, "whole"):
            tally.note_wrong("unexpected", f"stream {number} ({fault}) ended as {outcome}")


def count_descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def held_by(orq: Any, descriptors: int) -> dict[str, int]:
    """What an idle client holds beside its idle connections, `descriptors` being those from before it was made."""
    (managed,) = orq._pool._by_loop.values()
    connections = managed.client._transport._pool.connections
    return {
        "slots": sum(not connection.is_idle() and not connection.is_closed() for connection in connections),
        "sockets": max(0, count_descriptors() - descriptors - len(connections)),
        "tasks": len(asyncio.all_tasks()) - 1,
    }


async def soak(urls: list[str], *, streams: int, seconds: float, tally: Tally) -> dict[str, Any]:
    import itertools

    import httpx

    from orq_ai_sdk import Orq
    from orq_ai_sdk.utils import BackoffStrategy, RetryConfig

    retry = RetryConfig("backoff", BackoffStrategy(50, 500, 1.5, 120_000))
    before = {"descriptors": count_descriptors(), "threads": threading.active_count()}
    numbers = itertools.count(1)
    async with Orq(api_key="k", server_url=urls[0], timeout_ms=READ_TIMEOUT_MS, retry_config=retry) as orq:
        orqs = [orq, orq.with_options(server_url=urls[1])]
        first = time.monotonic() + min(20.0, seconds / 4)
        await asyncio.gather(*(work(orqs, numbers, tally, first) for _ in range(streams)))
        warm = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        until = time.monotonic() + seconds - min(20.0, seconds / 4)
        await asyncio.gather(*(work(orqs, numbers, tally, until) for _ in range(streams)))
        await asyncio.sleep(0.1)  # closed sockets are given back by the loop in its next rounds
        held = held_by(orq, before["descriptors"])
    async with httpx.AsyncClient() as client:
        for _ in range(50):  # the server has to see that its connections are gone
            server = (await client.get(urls[0])).json()
            if not server["open"]:
                break
            await asyncio.sleep(0.1)
    after = {"descriptors": count_descriptors(), "threads": threading.active_count()}
    leaked = {
        **{f"{name} while open": count for name, count in held.items()},
        "connections": server["open"],
        **{name: max(0, after[name] - before[name]) for name in before},
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"leaked": leaked, "accepted": server["accepted"], "warm_kib": warm, "peak_kib": peak}


def report(arguments: argparse.Namespace, tally: Tally, figures: dict[str, Any], seconds: float) -> str:
    total = sum(tally.outcomes.values())
    leaked = figures["leaked"]
    kernel = ".".join(platform.release().split(".")[:2])
    lines = [
        "# Soak",
        "",
        "Written by `scripts/soak`; the head of `soak.py` says what is counted.",
        "",
        f"- Date: {datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC",
        f"- Command: `./scripts/soak --minutes {arguments.minutes:g} --streams {arguments.streams}`, {seconds:.0f} s",
        f"- Python {platform.python_version()}, {platform.system()} {kernel}, {os.cpu_count()} processors",
        "",
        "| what | count |",
        "| --- | ---: |",
        f"| streams held at once | {arguments.streams} |",
        f"| streams in all | {total:,} |",
        *(f"| ended as: {outcome} | {count:,} |" for outcome, count in sorted(tally.outcomes.items())),
        f"| connections opened | {figures['accepted']:,} |",
        f"| **lost** | {tally.wrong['lost']} |",
        f"| **duplicated** | {tally.wrong['duplicated']} |",
        f"| **hung** | {tally.wrong['hung']} |",
        f"| ended otherwise than the fault demands | {tally.wrong['unexpected']} |",
        *(f"| **leaked**: {name} | {count} |" for name, count in leaked.items()),
        f"| peak memory after warming up, KiB | {figures['warm_kib']:,} |",
        f"| peak memory at the end, KiB | {figures['peak_kib']:,} |",
        "",
        "Faults and their weights: " + ", ".join(f"{name} {weight}" for name, weight in FAULTS.items()) + ".",
        "",
        *(f"- {example}" for example in tally.examples),
    ]
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--server", metavar="FILE", help=argparse.SUPPRESS)  # where the authority's certificate goes
    parser.add_argument(
        "--report", type=Path, default=REPORT, help="where the report goes; default: benchmarks/SOAK.md"
    )
    arguments = parser.parse_args()
    if arguments.server:
        asyncio.run(run_server(arguments.server))
        return 0
    with TemporaryDirectory() as folder:
        return run(arguments, Path(folder) / "authority.pem")


def run(arguments: argparse.Namespace, authority: Path) -> int:
    """Start the server, hold the streams, write the report; returns the process's exit code."""
    command = [sys.executable, __file__, "--server", str(authority)]
    server: Any = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - this file
    tally = Tally()
    begun = time.monotonic()
    try:
        ports = json.loads(server.stdout.readline())
        urls = [f"http://127.0.0.1:{ports['plain']}", f"https://127.0.0.1:{ports['secure']}"]
        os.environ["SSL_CERT_FILE"] = str(authority)
        figures = asyncio.run(soak(urls, streams=arguments.streams, seconds=arguments.minutes * 60, tally=tally))
    finally:
        server.stdin.close()
        server.wait(10)
        server.stdout.close()
    text = report(arguments, tally, figures, time.monotonic() - begun)
    sys.stdout.write(text)
    arguments.report.write_text(text, "utf-8")
    return 1 if tally.wrong or any(figures["leaked"].values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
