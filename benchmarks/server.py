"""The server that every contender talks to: answers that were made beforehand, and nothing that costs the client time.

The scenario travels in the request's `model`, the one thing that every contender can send without special means:

    bench:json               a JSON answer of about 2 KB
    bench:sse:N:K            N text deltas of about 230 bytes between the usual first and last events, K events a chunk
    bench:each:N:K           the same, a read each (see below)
    bench:hold:N:K           the same as sse, but after the first chunk it waits until somebody asks for `/go`
    bench:endless:N:K        the same 10,000 deltas over and over, N in all; the last event does not repeat the text
    bench:big:BYTES:SIZE     one event with a delta of BYTES, cut into chunks of SIZE bytes

A chunk is one HTTP chunk and one TCP write. httpx hands over every HTTP chunk by itself, however many of them one read
has brought, so this alone gives the client the chunks as they are named. The server writes faster than a client reads:
a read brings what there is room for, and nobody pays for more reads than another because of being faster.

With `each` the next chunk is written only when the client has taken the last one out of its socket, so it makes one
read a chunk and mostly sleeps before it, as with a model that produces tokens slower than anybody reads them. Linux
alone can be asked for that; elsewhere `each` is `sse`, and `/health` says so.
"""

from __future__ import annotations

import asyncio
import functools
import json
import re
import socket
import struct
import sys
import time
from collections.abc import Iterator
from typing import Any, cast

MODEL = re.compile(rb'"model"\s*:\s*"bench:([a-z0-9:]+)"')
LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
JSON_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
STREAM_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
BLOCK = 10_000
WORDS = (" the", " harbour", " was", " still", ",", " and", " light", " lay", " on", " every", " roof", ".")
# How often to look in vain for an empty client socket before sleeping in between, and for how long (seconds): a client
# that needs a millisecond an event should not have to share the machine with a server that spins.
SPINS = 30
NAP = 0.000_05
# How many chunks of one stream go out before it is the next stream's turn.
BURST = 16


def describe_response(status: str, output: list[dict[str, Any]]) -> dict[str, Any]:
    """The response object of the lifecycle events and of the JSON answer."""
    done = status == "completed"
    return {
        "id": "resp_5f2d8c1be07a4930a6c4d19b7e3f80c2a1b4d6e8f0123456",
        "object": "response",
        "created_at": 1760000000,
        "status": status,
        "background": False,
        "error": None,
        "incomplete_details": None,
        "instructions": "Answer briefly.",
        "max_output_tokens": 4096,
        "model": "gpt-5-mini",
        "output": output,
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "reasoning": {"effort": "low", "summary": None},
        "service_tier": "default",
        "store": True,
        "temperature": 1.0,
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": [],
        "top_logprobs": 0,
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": {
            "input_tokens": 36,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": 240,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 276,
        }
        if done
        else None,
        "user": None,
        "metadata": {"trace": "bench"},
    }


ITEM = "msg_68e1f0a29c7c81959d2f0b3a"


def describe_part(text: str) -> dict[str, Any]:
    return {"type": "output_text", "annotations": [], "logprobs": [], "text": text}


def describe_message(status: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": ITEM, "type": "message", "status": status, "role": "assistant", "content": parts}


def encode_event(event: dict[str, Any]) -> bytes:
    data = json.dumps(event, separators=(",", ":")).encode()
    return b"event: %b\ndata: %b\n\n" % (event["type"].encode(), data)


def begin_events() -> list[bytes]:
    response = describe_response("in_progress", [])
    place = {"item_id": ITEM, "output_index": 0, "content_index": 0}
    events: list[dict[str, Any]] = [
        {"type": "response.created", "sequence_number": 0, "response": response},
        {"type": "response.in_progress", "sequence_number": 1, "response": response},
        {
            "type": "response.output_item.added",
            "sequence_number": 2,
            "output_index": 0,
            "item": describe_message("in_progress", []),
        },
        {"type": "response.content_part.added", "sequence_number": 3, **place, "part": describe_part("")},
    ]
    return [encode_event(event) for event in events]


def delta_event(number: int, delta: str) -> bytes:
    return encode_event(
        {
            "type": "response.output_text.delta",
            "sequence_number": number,
            "item_id": ITEM,
            "output_index": 0,
            "content_index": 0,
            "delta": delta,
            "logprobs": [],
            "obfuscation": "x7Qm2"[: 8 - len(delta)],
        }
    )


def end_events(number: int, text: str) -> list[bytes]:
    place = {"item_id": ITEM, "output_index": 0, "content_index": 0}
    message = describe_message("completed", [describe_part(text)])
    events: list[dict[str, Any]] = [
        {"type": "response.output_text.done", "sequence_number": number, **place, "text": text, "logprobs": []},
        {
            "type": "response.content_part.done",
            "sequence_number": number + 1,
            **place,
            "part": describe_part(text),
        },
        {"type": "response.output_item.done", "sequence_number": number + 2, "output_index": 0, "item": message},
        {
            "type": "response.completed",
            "sequence_number": number + 3,
            "response": describe_response("completed", [message]),
        },
    ]
    return [encode_event(event) for event in events]


def delta_text(index: int) -> str:
    return WORDS[index % len(WORDS)]


def frame(data: bytes) -> bytes:
    """One HTTP chunk."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def group(events: list[bytes], size: int) -> list[bytes]:
    return [frame(b"".join(events[i : i + size])) for i in range(0, len(events), size)]


LAST = frame(b"data: [DONE]\n\n") + b"0\r\n\r\n"


@functools.lru_cache(maxsize=16)
def make_stream(events: int, size: int) -> list[bytes]:
    deltas = [delta_event(4 + i, delta_text(i)) for i in range(events)]
    text = "".join(delta_text(i) for i in range(events))
    return [*group([*begin_events(), *deltas, *end_events(4 + events, text)], size), LAST]


@functools.lru_cache(maxsize=2)
def make_block(size: int) -> list[bytes]:
    return group([delta_event(4 + i, delta_text(i)) for i in range(BLOCK)], size)


def repeat_block(events: int, size: int) -> Iterator[bytes]:
    yield frame(b"".join(begin_events()))
    for _ in range(events // BLOCK):
        yield from make_block(size)
    # A last event with an empty `output`, as some gateways send it: five megabytes of text would show in the peak.
    completed = {
        "type": "response.completed",
        "sequence_number": 4 + events,
        "response": describe_response("completed", []),
    }
    yield frame(encode_event(completed))
    yield LAST


@functools.lru_cache(maxsize=4)
def make_big(size: int, cut: int) -> list[bytes]:
    text = ("all work and no play makes a dull stream. " * (size // 42 + 1))[:size]
    head, delta = b"".join(begin_events()), delta_event(4, text)
    tail = b"".join(end_events(5, ""))
    pieces = [delta[i : i + cut] for i in range(0, len(delta), cut)]
    return [frame(head), *(frame(piece) for piece in pieces), frame(tail), LAST]


@functools.lru_cache(maxsize=1)
def make_json() -> bytes:
    text = "".join(delta_text(i) for i in range(120))
    body = json.dumps(
        describe_response("completed", [describe_message("completed", [describe_part(text)])]) | {"output_text": text}
    ).encode()
    return JSON_HEAD % len(body) + body


def find_answer(scenario: str) -> bytes | Iterator[bytes]:
    """The whole answer, or its chunks one by one."""
    kind, *numbers = scenario.split(":")
    if kind == "json":
        return make_json()
    first, second = map(int, numbers)
    if kind in {"sse", "each", "hold"}:
        return iter(make_stream(first, second))
    if kind == "big":
        return iter(make_big(first, second))
    if kind == "endless":
        make_block(second)
        return repeat_block(first, second)
    raise ValueError(scenario)


class ReceiveQueue:
    """Asks Linux how many bytes lie unread in the other end's socket, which on loopback is in the same kernel.

    sock_diag(7), INET_DIAG: one exact look-up by addresses and ports, some 5 µs.
    """

    def __init__(self) -> None:
        self._netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, 4)  # NETLINK_SOCK_DIAG
        self._netlink.settimeout(5)

    def question(self, transport: asyncio.BaseTransport) -> bytes:
        """What to ask about the peer of this transport."""
        address, port = transport.get_extra_info("peername")
        own_address, own_port = transport.get_extra_info("sockname")
        return (
            struct.pack("=IHHII", 72, 20, 1, 0, 0)  # nlmsghdr: SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST
            + struct.pack("=BBBBI", socket.AF_INET, socket.IPPROTO_TCP, 0, 0, 0xFFFFFFFF)
            + struct.pack("!HH16s16s", port, own_port, socket.inet_aton(address), socket.inet_aton(own_address))
            + struct.pack("=III", 0, 0xFFFFFFFF, 0xFFFFFFFF)
        )

    def is_empty(self, question: bytes) -> bool:
        self._netlink.send(question)
        answer = self._netlink.recv(1024)
        if int.from_bytes(answer[4:6], sys.byteorder) != 20:  # an error: the other end is gone, so nothing waits
            return True
        return answer[72:76] == b"\0\0\0\0"  # idiag_rqueue


class Pump:
    """Writes the chunks of all open streams, a few of each in turn; of those that ask for it, only what was read."""

    def __init__(self, queue: ReceiveQueue | None) -> None:
        self.queue = queue
        self.active: dict[Connection, Iterator[bytes]] = {}
        self.held: dict[Connection, Iterator[bytes]] = {}
        self.chunks = 0
        self._vain = 0
        self._turning = False

    def start(self, connection: Connection, chunks: Iterator[bytes]) -> None:
        self.active[connection] = chunks
        if not self._turning:
            self._turning = True
            asyncio.get_running_loop().call_soon(self._turn)

    def hold(self, connection: Connection, chunks: Iterator[bytes]) -> None:
        connection.write(next(chunks))
        self.held[connection] = chunks

    def release(self) -> None:
        held, self.held = self.held, {}
        for connection, chunks in held.items():
            self.start(connection, chunks)

    def stop(self, connection: Connection) -> None:
        self.active.pop(connection, None)
        self.held.pop(connection, None)

    def _turn(self) -> None:
        before = self.chunks
        for connection, chunks in list(self.active.items()):
            if connection.paused:
                continue
            if connection.question:
                if self.queue is None or not self.queue.is_empty(connection.question):
                    continue
                burst = 1
            else:
                burst = BURST
            while burst and not connection.paused:
                chunk = next(chunks, None)
                if chunk is None:
                    del self.active[connection]
                    break
                connection.write(chunk)
                self.chunks += 1
                burst -= 1
        self._vain = 0 if self.chunks > before else self._vain + 1
        if self._vain > SPINS:
            time.sleep(NAP)
        self._turning = bool(self.active)
        if self._turning:
            asyncio.get_running_loop().call_soon(self._turn)


class Connection(asyncio.Protocol):
    """One client connection: requests in, prepared answers out."""

    count = 0

    def __init__(self, pump: Pump) -> None:
        self._pump = pump
        self._buffer = b""
        self.paused = False
        self.question = b""  # what to ask before every write, if this stream is to be read chunk by chunk

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.write = cast("asyncio.Transport", transport).write
        self._transport = transport
        Connection.count += 1

    def connection_lost(self, exc: Exception | None) -> None:
        self._pump.stop(self)

    def pause_writing(self) -> None:
        self.paused = True

    def resume_writing(self) -> None:
        self.paused = False

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while True:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            length = LENGTH.search(self._buffer, 0, end)
            total = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < total:
                return
            request, self._buffer = self._buffer[:total], self._buffer[total:]
            self._answer(request, end + 4)

    def _answer(self, request: bytes, body: int) -> None:
        if request.startswith(b"GET "):
            return self._answer_question(request.split(b" ", 2)[1].decode())
        found = MODEL.search(request, body)
        if found is None:
            self.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
            return None
        scenario = found[1].decode()
        answer = find_answer(scenario)
        if isinstance(answer, bytes):
            self.write(answer)
            return None
        self.write(STREAM_HEAD)
        wait = scenario.startswith("each:") and self._pump.queue is not None
        self.question = self._pump.queue.question(self._transport) if wait else b""
        return (self._pump.hold if scenario.startswith("hold:") else self._pump.start)(self, answer)

    def _answer_question(self, path: str) -> None:
        if path == "/go":
            self._pump.release()
        elif path.startswith("/prepare/"):
            find_answer(path.removeprefix("/prepare/"))
        state = {
            "a_read_each": self._pump.queue is not None,
            "connections": Connection.count,
            "chunks": self._pump.chunks,
        }
        body = json.dumps(state).encode()
        self.write(JSON_HEAD % len(body) + body)


async def serve(pump: Pump) -> None:
    """Say the port on stdout, and serve until stdin ends: a server must not outlive whoever started it."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(pump), "127.0.0.1", 0, backlog=1024)
    ended = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), lambda: sys.stdin.buffer.raw.read(1024) or ended.set())
    sys.stdout.write(json.dumps({"port": server.sockets[0].getsockname()[1]}) + "\n")
    sys.stdout.flush()
    async with server:
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(serve(Pump(ReceiveQueue() if sys.platform.startswith("linux") else None)))
