"""Starts the server and the measured processes, one at a time, each with a time limit, and reads what they used."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from environments import HOME, clean_environment

HERE = Path(__file__).resolve().parent


class ProcessError(Exception):
    """A measured process failed or took too long: the end of what it said; all of it is in `.bench/errors.log`."""


@dataclass(frozen=True)
class Finished:
    """Standard output, and CPU (user and system) and wall time of the whole process in seconds."""

    output: str
    cpu: float
    wall: float


def run_process(command: Sequence[str | Path], *, timeout: float) -> Finished:
    """Run one process to its end; `os.wait4` says what it used."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaint:
        begin = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603  (our own programs, no shell)
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=complaint, env=clean_environment(), cwd=HOME
        )
        late = threading.Event()

        def stop() -> None:
            late.set()
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)

        timer = threading.Timer(timeout, stop)
        timer.start()
        try:
            if hasattr(os, "waitid"):  # leaves the process a zombie, so the timer cannot hit another of its number
                os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        except BaseException:
            stop()
            raise
        finally:
            if hasattr(os, "waitid"):
                timer.cancel()
            _, status, usage = os.wait4(process.pid, 0)
            timer.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - begin
        output.seek(0)
        complaint.seek(0)
        if late.is_set():
            raise ProcessError(f"not done after {timeout:g} s")
        if process.returncode:
            said = complaint.read().decode(errors="replace").strip()
            with (HOME / "errors.log").open("a") as log:
                log.write(f"{' '.join(map(str, command))}\n{said}\n\n")
            raise ProcessError(said.splitlines()[-1] if said else f"exit status {process.returncode}")
        return Finished(output.read().decode(), usage.ru_utime + usage.ru_stime, wall)


@contextmanager
def running_server() -> Iterator[str]:
    """The server's base URL. It ends when its stdin is closed, so also when this process is killed."""
    process = subprocess.Popen(  # noqa: S603  (our own program, no shell)
        [sys.executable, HERE / "server.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=clean_environment()
    )
    timer = threading.Timer(20, process.kill)  # for the first line alone
    timer.start()
    try:
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018  (asked for above)
        line = process.stdout.readline()
        timer.cancel()
        if not line:
            raise ProcessError("the server did not start")
        yield f"http://127.0.0.1:{json.loads(line)['port']}"
    finally:
        timer.cancel()
        with suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
        process.stdout.close()
