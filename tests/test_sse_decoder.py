"""The decoder against the standard's examples, a table of oddities, a naive reading of the standard, and recordings."""

import copy
import json
import pickle
import random
import subprocess
import sys
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ai_sdk.core import sse
from orq_ai_sdk.core.sse import ServerEvent, SSEDecoder

Event = ServerEvent[str]
RECORDINGS = Path(__file__).resolve().parents[2] / "shared" / "recordings" / "sse"
BOM = b"\xef\xbb\xbf"


# -------------------------------------------------------------------- a reading of the standard that is slow on purpose


class Reference:
    """Sections 9.2.5 and 9.2.6 step by step: the whole stream as text, one character after the other."""

    def __init__(self, stream: bytes) -> None:
        self.dispatched: list[Event] = []  # what the standard dispatches
        self.data = self.type = ""
        self.last_id: str | None = None
        self.retry: int | None = None

        text = stream.decode("utf-8", "replace")
        if text[:1] == "\ufeff":
            text = text[1:]
        line, i = "", 0
        while i < len(text):
            if text[i] in "\r\n":
                self.take_line(line)
                line = ""
                if text[i : i + 2] == "\r\n":
                    i += 1
            else:
                line += text[i]
            i += 1

        # The departure: the end of the stream ends the line and the block, unless the data is only the start of JSON.
        standard = list(self.dispatched)
        if line:
            self.take_line(line)
        self.dispatch()
        self.at_end = self.dispatched[len(standard) :]
        self.dispatched = standard
        self.cut_off = bool(self.at_end) and not is_whole(self.at_end[0].data)
        if self.cut_off:
            self.at_end = []

    def take_line(self, line: str) -> None:
        if line == "":
            self.dispatch()
        elif line.startswith(":"):
            pass
        elif ":" in line:
            field, value = line.split(":", 1)
            self.take_field(field, value[1:] if value.startswith(" ") else value)
        else:
            self.take_field(line, "")

    def take_field(self, field: str, value: str) -> None:
        if field == "event":
            self.type = value
        elif field == "data":
            self.data += value + "\n"
        elif field == "id":
            if "\0" not in value:
                self.last_id = value
        elif field == "retry" and value and set(value) <= set("0123456789"):
            self.retry = int(value)

    def dispatch(self) -> None:
        if self.data != "":
            self.dispatched.append(ServerEvent(self.data[:-1], self.type or None, self.last_id, self.retry))
        self.data, self.type, self.retry = "", "", None


def is_whole(data: str) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return data == "[DONE]"
    return True


def replay(chunks: Iterable[bytes]) -> tuple[list[Event], bool]:
    """Decode a stream through both pairs of methods, hold them to be the same, and return events and `cut_off`."""
    as_text, as_bytes = SSEDecoder(), SSEDecoder()
    events: list[Event] = []
    raw: list[ServerEvent[bytes]] = []
    for chunk in chunks:
        events += as_text.feed(chunk)
        raw += as_bytes.feed_bytes(chunk)
    events += as_text.flush()
    raw += as_bytes.flush_bytes()
    assert [ServerEvent(e.data.decode("utf-8", "replace"), e.event, e.id, e.retry) for e in raw] == events
    assert as_text.cut_off == as_bytes.cut_off
    return events, as_text.cut_off


def pieces(stream: bytes, size: int) -> list[bytes]:
    return [stream[i : i + size] for i in range(0, len(stream), size)]


# ------------------------------------------------------------------------------------------ the standard's own examples

STOCK_TICKER = b"data: YHOO\ndata: +2\ndata: 10\n\n"
FOUR_BLOCKS = b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"
BLANK_DATA = b"data\n\ndata\ndata\n\ndata:"
SPACE_AFTER_COLON = b"data:test\n\ndata: test\n\n"
THREE_MESSAGES = (
    b"data: This is the first message.\n\n"
    b"data: This is the second message, it\ndata: has two lines.\n\n"
    b"data: This is the third message.\n\n"
)
ADD_REMOVE = b"event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n"


def test_the_stock_ticker() -> None:
    """Several data lines are one event, joined by line feeds."""
    assert replay([STOCK_TICKER]) == ([Event("YHOO\n+2\n10")], False)


def test_four_blocks_of_which_one_is_a_comment() -> None:
    """A comment gives no event, `id` without a value resets the id, and only one space is dropped."""
    expected = [Event("first event", None, "1"), Event("second event", None, ""), Event(" third event", None, "")]
    assert replay([FOUR_BLOCKS]) == (expected, False)


def test_blank_data() -> None:
    """Empty data lines do make an event; the last block has no blank line after it and is not whole JSON."""
    assert replay([BLANK_DATA]) == ([Event(""), Event("\n")], True)


def test_space_after_the_colon() -> None:
    """The space after the colon is optional: two identical events."""
    first, second = replay([SPACE_AFTER_COLON])[0]
    assert first == second == Event("test")


def test_messages_from_the_introduction() -> None:
    """Three messages, the second of two lines, and none of a named type."""
    expected = [
        Event("This is the first message."),
        Event("This is the second message, it\nhas two lines."),
        Event("This is the third message."),
    ]
    assert replay([THREE_MESSAGES]) == (expected, False)


def test_event_types_from_the_introduction() -> None:
    """The type belongs to its block only."""
    expected = [Event("73857293", "add"), Event("2153", "remove"), Event("113411", "add")]
    assert replay([ADD_REMOVE]) == (expected, False)


# ---------------------------------------------------------------------------------------------------- table of oddities

DELTA = b'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"h\xc3\xa9"}\n\n'
DELTA_EVENT = Event('{"type":"response.output_text.delta","delta":"hé"}', "response.output_text.delta")

# name: (stream, events, cut off)
ODDITIES: dict[str, tuple[bytes, list[Event], bool]] = {
    "nothing": (b"", [], False),
    "only line ends": (b"\n\r\n\r\r\n\n", [], False),
    "the usual block": (DELTA, [DELTA_EVENT], False),
    "the usual block thrice": (DELTA * 3, [DELTA_EVENT] * 3, False),
    "the usual block with CR": (DELTA.replace(b"\n", b"\r"), [DELTA_EVENT], False),
    "the usual block with CRLF": (DELTA.replace(b"\n", b"\r\n") * 2, [DELTA_EVENT] * 2, False),
    "line ends mixed": (
        b"data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\n\ndata: e\n\r",
        list(map(Event, ["a\nb\nc", "d", "e"])),
        False,
    ),
    "CR, CR, LF is two line ends": (b"data: a\r\r\ndata: b\n\n", [Event("a"), Event("b")], False),
    "LF, CR is two line ends": (b"data: a\n\rdata: b\n\n", [Event("a"), Event("b")], False),
    "data before event": (b'data: {"a":1}\nevent: x\n\ndata: {}\n\n', [Event('{"a":1}', "x"), Event("{}")], False),
    "blank lines between blocks": (b"\n\ndata: a\n\n\n\n\ndata: b\n\n", [Event("a"), Event("b")], False),
    "comments everywhere": (b":\n: x\ndata: a\n:data: b\n: \xe2\x80\xa8\n\n:\n\n", [Event("a")], False),
    "OpenRouter's keep-alive": (
        b": OPENROUTER PROCESSING\n\ndata: {}\n\ndata: [DONE]\n\n",
        [Event("{}"), Event("[DONE]")],
        False,
    ),
    "a type without data": (b"event: ping\n\ndata: a\n\n", [Event("a")], False),
    "retry without data": (b"retry: 5\n\ndata: a\n\n", [Event("a")], False),
    "id without data is remembered": (b"id: 7\n\ndata: a\n\n", [Event("a", None, "7")], False),
    "the last type wins": (b"event: a\nevent: b\ndata: x\n\n", [Event("x", "b")], False),
    "an empty type is none": (b"event: a\nevent\ndata: x\n\nevent:\ndata: y\n\n", [Event("x"), Event("y")], False),
    "type without a space": (b"event:a\ndata:x\n\n", [Event("x", "a")], False),
    "type with two spaces": (b"event:  a\ndata: x\n\n", [Event("x", " a")], False),
    "type with a colon": (b"event: a:b\ndata: x\n\n", [Event("x", "a:b")], False),
    "type outside ASCII": (b"event: \xc3\xa9\xff\ndata: x\n\n", [Event("x", "é\ufffd")], False),
    "unknown fields": (b"foo: 1\ndata: x\nbar\n data: y\nData: z\ndata : w\n\n", [Event("x")], False),
    "a colon in the data": (b"data: a: b\ndata::\n\n", [Event("a: b\n:")], False),
    "a tab is no space": (b"data:\ta\n\n", [Event("\ta")], False),
    "trailing spaces stay": (b"data: a  \n\n", [Event("a  ")], False),
    "a line of spaces is not blank": (b"data: a\n  \ndata: b\n\n", [Event("a\nb")], False),
    "data twice, the first empty": (b"data\ndata: a\n\n", [Event("\na")], False),
    "data twice, the last empty": (b"data: a\ndata:\n\n", [Event("a\n")], False),
    "data with and without space": (b"data:a\ndata: b\ndata:c\n\n", [Event("a\nb\nc")], False),
    "id stays": (b"id: 1\ndata: a\n\ndata: b\n\n", [Event("a", None, "1"), Event("b", None, "1")], False),
    "id replaced, reset": (
        b"id: 1\nid: 2\ndata: a\n\nid:\ndata: b\n\n",
        [Event("a", None, "2"), Event("b", None, "")],
        False,
    ),
    "id with NUL ignored": (b"id: 1\nid: 2\x003\ndata: a\n\n", [Event("a", None, "1")], False),
    "id with bad UTF-8": (b"id: \xffx\ndata: a\n\n", [Event("a", None, "\ufffdx")], False),
    "NUL in data and type": (b"event: a\0b\ndata: c\0d\n\n", [Event("c\0d", "a\0b")], False),
    "retry": (b"retry: 0150\ndata: a\n\ndata: b\n\n", [Event("a", None, None, 150), Event("b")], False),
    "the last good retry wins": (b"retry: 1\nretry: 2\nretry: x\ndata: a\n\n", [Event("a", None, None, 2)], False),
    "retry that is no number": (
        b"retry\nretry:\nretry: -1\nretry: +1\nretry:  1\nretry: 1 \nretry: 1_0\nretry: \xd9\xa1\ndata: a\n\n",
        [Event("a")],
        False,
    ),
    "U+2028, U+2029, U+0085, VT, FF, FS end no line": (
        "data: a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg\nevent: x\u2028y\n\n".encode(),
        [Event("a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg", "x\u2028y")],
        False,
    ),
    "characters of two, three, four bytes": ("data: é€😀\n\n".encode(), [Event("é€😀")], False),
    "bad UTF-8": (b"data: a\xffb\xe2\x82\ndata: \x80\xf0\x9f\x98\n\n", [Event("a\ufffdb\ufffd\n\ufffd\ufffd")], False),
    "a surrogate and an overlong NUL": (b"data: \xed\xa0\x80\xc0\x80\n\n", [Event("\ufffd" * 5)], False),
    "BOM": (BOM + b"data: a\n\n", [Event("a")], False),
    "BOM and a blank line": (BOM + b"\ndata: a\n\n", [Event("a")], False),
    "BOM and a comment": (BOM + b":x\r\ndata: a\r\n\r\n", [Event("a")], False),
    "only one BOM": (BOM + BOM + b"data: a\ndata: b\n\n", [Event("b")], False),
    "BOM only at the start": (b"\n" + BOM + b"data: a\ndata: b\n\n", [Event("b")], False),
    "BOM on the second line": (b"data: a\n" + BOM + b"data: b\n\n", [Event("a")], False),
    "BOM in the data": (b"data: " + BOM + b"a\n\n", [Event("\ufeffa")], False),
    "half a BOM": (BOM[:2] + b"data: a\ndata: b\n\n", [Event("b")], False),
    "nothing but a BOM": (BOM, [], False),
    # The end of the stream.
    "end: whole JSON, line ended": (b'event: x\ndata: {"a":1}\n', [Event('{"a":1}', "x")], False),
    "end: whole JSON, line not ended": (b'id: 1\ndata: {"a":1}', [Event('{"a":1}', None, "1")], False),
    "end: whole JSON after CR": (b"data: {}\r", [Event("{}")], False),
    "end: whole JSON in lines": (b'data: {\ndata: "a":1\ndata: }', [Event('{\n"a":1\n}')], False),
    "end: whole JSON, then another line": (b"data: {}\nevent: x", [Event("{}", "x")], False),
    "end: whole JSON with a very long number": (
        b"data: [" + b"9" * 5000 + b"]",
        [Event("[" + "9" * 5000 + "]")],
        False,
    ),
    "end: the sentinel": (b"data: [DONE]", [Event("[DONE]")], False),
    "end: the sentinel after BOM": (BOM + b"data: [DONE]\n", [Event("[DONE]")], False),
    "end: the sentinel cut": (b"data: [DON", [], True),
    "end: JSON cut": (b'data: {}\n\nevent: x\ndata: {"a":', [Event("{}")], True),
    "end: JSON cut after its line": (b"data: {\n", [], True),
    "end: JSON cut inside a character": (b'data: "\xe2\x82', [], True),
    "end: JSON cut, with the id of its block": (b"data: {}\n\nid: 1\ndata: {", [Event("{}")], True),
    "end: plain text": (b"data: hello", [], True),
    "end: empty data": (b"data:", [], True),
    "end: JSON too deep to judge": (b"data: " + b"[" * 100_000 + b"]" * 100_000, [], True),
    "end: not UTF-16 either": (b"data: " + "{}".encode("utf-16-le"), [], True),
    "end: half a field name": (b"data: {}\n\ndat", [Event("{}")], False),
    "end: a type without data": (b"event: x", [], False),
    "end: a comment": (b"data: {}\n\n: bye", [Event("{}")], False),
}

INPUTS = {
    **{name: stream for name, (stream, _, _) in ODDITIES.items()},
    "standard: stock ticker": STOCK_TICKER,
    "standard: four blocks": FOUR_BLOCKS,
    "standard: blank data": BLANK_DATA,
    "standard: space after colon": SPACE_AFTER_COLON,
    "standard: three messages": THREE_MESSAGES,
    "standard: add and remove": ADD_REMOVE,
}


@pytest.mark.parametrize("name", ODDITIES)
def test_oddities(name: str) -> None:
    """Each oddity decodes to what the standard says, which the naive reading confirms where it can."""
    stream, events, cut_off = ODDITIES[name]
    assert replay([stream]) == (events, cut_off)
    if "very long" not in name and "too deep" not in name:
        naive = Reference(stream)
        assert (naive.dispatched + naive.at_end, naive.cut_off) == (events, cut_off)


@pytest.mark.parametrize("name", INPUTS)
def test_no_cut_matters(name: str) -> None:
    """Every input decodes to the same events cut in two at every byte, and in pieces of every size."""
    stream = INPUTS[name]
    whole = replay([stream])
    step = 1 if len(stream) < 1000 else 997
    for at in range(0, len(stream) + 1, step):
        assert replay([stream[:at], stream[at:]]) == whole, f"cut at {at}"
        assert replay([stream[:at], b"", stream[at:]]) == whole, f"cut at {at} with an empty chunk"
    for size in range(1, len(stream) + 1, step):
        assert replay(pieces(stream, size)) == whole, f"pieces of {size}"


def test_an_event_comes_with_the_byte_that_completes_it() -> None:
    """Events are not held back: each comes with its blank line, with CR already at the CR."""
    for end in (b"\n", b"\r", b"\r\n"):
        stream = DELTA.replace(b"\n", end)
        last = len(stream) - (2 if end == b"\r\n" else 1)
        decoder = SSEDecoder()
        for i in range(len(stream)):
            expected = [DELTA_EVENT] if i == last else []
            assert decoder.feed(stream[i : i + 1]) == expected


def test_a_reconnection_time_beyond_reason_is_ignored() -> None:
    """A peer cannot make `retry` raise or crawl: up to 640 digits count, more do not."""
    assert replay([b"retry: " + b"9" * 640 + b"\ndata: a\n\n"])[0] == [Event("a", None, None, int("9" * 640))]
    assert replay([b"retry: " + b"9" * 100_000 + b"\ndata: a\n\n"])[0] == [Event("a")]


# ----------------------------------------------------------------------------------------------------------- properties

LINE_ENDS = st.sampled_from([b"\n", b"\n", b"\r", b"\r\n"])
VALUES = st.one_of(
    st.sampled_from(
        [b"", b" ", b"x", b'{"a":1}', b"{", b"[DONE]", b"12", b"007", b"a\0b", b":", b"\xe2\x80\xa8", b"\xff"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=5).map(str.encode),
)
FIELDS = st.tuples(
    st.sampled_from([b"data", b"data", b"event", b"id", b"retry", b"", b"dat", b"x", BOM + b"data"]),
    st.sampled_from([b": ", b": ", b":", b""]),
    VALUES,
).map(b"".join)
LINES = st.tuples(st.one_of(FIELDS, FIELDS, st.just(b"")), LINE_ENDS).map(b"".join)
SCRAPS = st.sampled_from(
    [b"\r", b"\n", b"\n\n", b"data", b"event", b"id", b"retry", b":", b" ", b"\0", b"1", b"{}", b"[DONE]", b"a", BOM]
    + [bytes([byte]) for byte in BOM + b"\xc2\x85\xe2\x80\xa8\xf0\x9f\xff"]
)
USUAL = st.tuples(
    st.sampled_from([b"", b"event: response.created\n", b"event: error\n"]),
    st.sampled_from([b"data: {}\n\n", b'data: {"type":"x"}\n\n', b"data: [DONE]\n\n"]),
).map(b"".join)
STREAMS = st.tuples(
    st.sampled_from([b"", b"", b"", BOM]),
    st.lists(st.one_of(LINES, SCRAPS, USUAL), max_size=20).map(b"".join),
).map(b"".join)


@st.composite
def cut_streams(draw: st.DrawFn) -> list[bytes]:
    stream = draw(STREAMS)
    cuts = sorted(draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    return [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]


@settings(max_examples=500, deadline=None)
@given(chunks=cut_streams())
def test_any_stream_cut_anywhere_decodes_as_the_standard_reads(chunks: list[bytes]) -> None:
    """Whatever the bytes and wherever the cuts: the naive reading's events, each as early as it can be known."""
    decoder, seen, fed = SSEDecoder(), list[Event](), b""
    for chunk in chunks:
        fed += chunk
        seen += decoder.feed(chunk)
        assert seen == Reference(fed).dispatched
    naive = Reference(fed)
    assert decoder.flush() == naive.at_end
    assert decoder.cut_off == naive.cut_off
    assert replay(pieces(fed, 1)) == (seen + naive.at_end, naive.cut_off)


@settings(max_examples=300, deadline=None)
@given(chunks=st.lists(st.binary(max_size=12), max_size=12))
def test_no_bytes_make_it_raise(chunks: list[bytes]) -> None:
    """Arbitrary bytes never raise, and agree with the naive reading."""
    naive = Reference(b"".join(chunks))
    assert replay(chunks) == (naive.dispatched + naive.at_end, naive.cut_off)


# --------------------------------------------------------------------------------------------------- flush and the next


def test_after_flush_the_decoder_is_as_new() -> None:
    """Nothing of a stream reaches the next: no half line, data, type, id, retry, CR or BOM state."""
    for left_over in (
        b"da",
        b"data: {",
        b"data: {\ndata: }",
        b"event: x\n",
        b"id: 1\nretry: 2\n",
        b"data: {}\r",
        b"\n",
    ):
        decoder = SSEDecoder()
        decoder.feed(left_over)
        decoder.flush()
        assert decoder.feed(BOM + b"data: a\n\n") == [Event("a")]
        decoder.feed(left_over)
        decoder.flush()
        assert decoder.feed(b"\n" + BOM + b"data: hidden\n\ndata: b\n\n") == [Event("b")]


def test_cut_off_speaks_of_the_stream_that_was_flushed_last() -> None:
    """`cut_off` is False until a flush finds a cut, stays during the next stream, and follows the next flush."""
    decoder = SSEDecoder()
    assert not decoder.cut_off
    decoder.feed(b"data: {")
    assert not decoder.cut_off
    assert decoder.flush() == []
    assert decoder.cut_off
    decoder.feed(b"data: {}\n\n")
    assert decoder.cut_off
    assert decoder.flush() == []
    assert not decoder.cut_off


def test_the_two_pairs_of_methods_can_be_mixed() -> None:
    """`feed`, `feed_bytes`, `flush` and `flush_bytes` work on one state."""
    decoder = SSEDecoder()
    assert decoder.feed(b"data: \xc3") == []
    assert decoder.feed_bytes(b"\xa9\ndata: b\n\ndata: [DO") == [ServerEvent(b"\xc3\xa9\nb")]
    assert decoder.feed(b"NE]") == []
    assert decoder.flush_bytes() == [ServerEvent(b"[DONE]")]


# ------------------------------------------------------------------------------------------------ what it leaves behind

MIB = 1 << 20


@pytest.mark.parametrize(
    "stream",
    [b"data: " + b"x" * (4 * MIB) + b"\n\n", (b"data: " + b"x" * 57 + b"\n") * (4 * MIB // 64) + b"\n"],
    ids=["one long line", "many short lines"],
)
def test_cost_grows_with_the_block_and_goes_with_it(stream: bytes) -> None:
    """An event of 4 MiB in chunks of 1 KiB needs a small multiple of its size, copies little, and leaves nothing.

    What a call copies shows in the memory that it claims for itself. If every chunk made the decoder put the whole
    block together again, the sum over the calls would be 2,000 times the stream.
    """
    chunks = pieces(stream, 1024)
    decoder = SSEDecoder()
    events: list[ServerEvent[bytes]] = []
    peak = claimed = 0
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for chunk in chunks:
            at_call = tracemalloc.get_traced_memory()[0]
            tracemalloc.reset_peak()
            events += decoder.feed_bytes(chunk)
            highest = tracemalloc.get_traced_memory()[1]
            claimed += highest - at_call
            peak = max(peak, highest - before)
        assert len(events) == 1
        events.clear()
        left = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert peak < 4 * len(stream)
    assert claimed < 8 * len(stream)
    assert left < 2048


def test_many_event_types_are_forgotten_again() -> None:
    """The memory for types is bounded in number and in length, and forgetting changes no result."""
    names = [f"type-{i}" for i in range(1000)] + ["x" * 5000, "response.created"]
    stream = b"".join(b"event: %s\ndata: 1\n\n" % name.encode() for name in names)
    assert [event.event for event in SSEDecoder().feed(stream * 2)] == names * 2
    remembered: dict[bytes, str] = vars(sse)["_names"]
    assert len(remembered) <= 128
    assert max(map(len, remembered)) <= 128


def test_importing_it_costs_nothing() -> None:
    """The module loads neither pydantic nor httpx, and json only to judge an end."""
    program = "import sys; old = set(sys.modules); import orq_ai_sdk.core.sse; print(*set(sys.modules) - old)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "orq_ai_sdk.core.sse" in loaded
    assert not {"json", "pydantic", "httpx"}.intersection(loaded)


# ---------------------------------------------------------------------------------------------------------- ServerEvent


def test_an_event_is_a_small_comparable_value() -> None:
    """Events compare by their four fields, show them, and have room for nothing else."""
    event = ServerEvent("a", "b", "c", 4)
    assert event == ServerEvent(data="a", event="b", id="c", retry=4)
    for other in (Event("z", "b", "c", 4), Event("a", "z", "c", 4), Event("a", "b", "z", 4), Event("a", "b", "c", 0)):
        assert event != other
    assert event != ("a", "b", "c", 4)
    assert repr(event) == "ServerEvent(data='a', event='b', id='c', retry=4)"
    assert repr(Event("a")) == "ServerEvent(data='a', event=None, id=None, retry=None)"
    assert not hasattr(event, "__dict__")
    event.data = "another"
    assert event.data == "another"


def test_an_event_can_be_pickled_and_copied() -> None:
    """Pickles of every protocol since 2 and copies are equal; a deep copy does not share its data."""
    event = ServerEvent({"delta": ["x"]}, "b", "c", 4)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(event, protocol)) == event
    assert copy.copy(event) == event
    deep = copy.deepcopy(event)
    assert deep == event
    assert deep.data is not event.data


# ----------------------------------------------------------------------------------------------------------- recordings


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="no recordings beside this checkout (../shared/recordings/sse)")
def test_recordings_are_there() -> None:
    """Where the folder exists, it is not empty, so the replay below is not empty either."""
    assert any(RECORDINGS.glob("*.sse"))


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*.sse")), ids=lambda path: path.stem)
def test_recordings_decode_the_same_however_they_arrive(path: Path) -> None:
    """What real servers sent gives the naive reading's events whole, in single bytes, and in random pieces."""
    stream = path.read_bytes()
    naive = Reference(stream)
    whole = replay([stream])
    assert whole == (naive.dispatched + naive.at_end, naive.cut_off)
    assert whole[0]
    for event in whole[0]:
        assert is_whole(event.data)
    if len(stream) < 16_384:
        assert replay(pieces(stream, 1)) == whole
    rng = random.Random(path.name)
    for largest in (7, 200, 5000):
        chunks: list[bytes] = []
        at = 0
        while at < len(stream):
            size = rng.randint(1, largest)
            chunks.append(stream[at : at + size])
            at += size
        assert replay(chunks) == whole
