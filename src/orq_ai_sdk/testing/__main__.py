"""Serves the local gateway from the command line until interrupted; the gateway itself is elsewhere."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence

from .gateway import PATH, LocalGateway


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until SIGINT or SIGTERM; the process's exit status is returned: 0, or 1 if the port cannot be had."""
    parser = argparse.ArgumentParser(
        prog="python -m orq_ai_sdk.testing", description=f"Serves POST {PATH} on loopback, until Ctrl-C."
    )
    parser.add_argument(
        "--port", type=port, default=8080, help="the port to listen on; 0 takes a free one (default: 8080)"
    )
    parser.add_argument(
        "--api-key", action="append", metavar="KEY", help="let in only this key; may be repeated (default: any key)"
    )
    options = parser.parse_args(arguments)
    # Both, explicitly: a shell starts background jobs with SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        with LocalGateway(api_keys=options.api_key, port=options.port) as gateway:
            sys.stdout.write(_describe(gateway.url, restricted=options.api_key is not None))
            sys.stdout.flush()
            _wait_for_interrupt()
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        sys.stderr.write(f"Cannot listen on port {options.port}: {error}\n")
    return 1


def port(text: str) -> int:
    """Reads a port; its name stands in the message that refuses another text."""
    number = int(text)
    if not 0 <= number <= 65_535:
        raise ValueError(text)
    return number


def _describe(url: str, *, restricted: bool) -> str:
    # A key that was given is not printed: output ends up in logs.
    key = "..." if restricted else '"local"'
    return f'Local gateway on {url}, until Ctrl-C\nOrq(api_key={key}, server_url="{url}")\n'


def _wait_for_interrupt() -> None:
    # With a time limit, since a wait without one cannot be interrupted on Windows.
    never = threading.Event()
    while not never.wait(3600):
        pass


if __name__ == "__main__":
    sys.exit(main())
