"""Bad surroundings are told by the variable's name when a client is first needed; large and compressed answers work."""

from __future__ import annotations

import gzip
import json
import os
import sys
import threading
import traceback
import tracemalloc
import zlib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest

from orq_ai_sdk import Orq
from orq_ai_sdk.core.errors import BODY_LIMIT
from orq_ai_sdk.models import OrqError, ServerError, StreamInterruptedError
from orq_ai_sdk.types import UNSET
from orq_ai_sdk.utils import RetryConfig
from support.calls import ANSWER, JSON_ANSWER, QUICK, REQUEST, text_of
from support.faultserver import (
    LAST_CHUNK,
    Close,
    FaultServer,
    Script,
    SendEach,
    Silence,
    Wait,
    chunk,
    headers,
    refused_port,
)
from support.stories import Caller, Run, colour_fixture, run_fixture
from support.streams import whole
from support.tls import TlsServer

__all__ = ["colour_fixture", "run_fixture"]

SECRET = "sk-secret-proxy"  # noqa: S105 - of this test

# --- the environment

FAULTS: dict[str, tuple[dict[str, str], list[str], list[str]]] = {
    "no host": ({"NO_PROXY": "localhost,::/0"}, ["NO_PROXY"], ["HTTP_PROXY"]),
    "no port": ({"HTTP_PROXY": f"http://u:{SECRET}@proxy:80:80"}, ["HTTP_PROXY"], ["NO_PROXY"]),
    "no such port": ({"HTTP_PROXY": f"http://u:{SECRET}@127.0.0.1:99999"}, ["HTTP_PROXY"], ["NO_PROXY"]),
    "long label": ({"ALL_PROXY": f"http://u:{SECRET}@{'a' * 64}.test:80"}, ["ALL_PROXY"], ["NO_PROXY"]),
    "empty label": ({"HTTPS_PROXY": "http://a..b:80"}, ["HTTPS_PROXY"], ["NO_PROXY"]),
    "no scheme": ({"https_proxy": f"gopher://u:{SECRET}@proxy"}, ["https_proxy"], ["NO_PROXY"]),
    "one of two": (
        {"HTTP_PROXY": "http://127.0.0.1:9", "ALL_PROXY": f"x://{SECRET}", "NO_PROXY": "localhost"},
        ["ALL_PROXY"],
        ["HTTP_PROXY", "NO_PROXY"],
    ),
    "no file": ({"SSL_CERT_FILE": f"/nowhere/{SECRET}.pem"}, ["SSL_CERT_FILE"], ["PROXY"]),
    "no folder": ({"SSL_CERT_DIR": f"/nowhere/{SECRET}"}, ["SSL_CERT_DIR"], ["SSL_CERT_FILE"]),
    "a certificate itself": ({"SSL_CERT_FILE": f"-----BEGIN {SECRET * 99}"}, ["SSL_CERT_FILE"], ["PROXY"]),
    "a certificate for a folder": ({"SSL_CERT_DIR": f"-----BEGIN {SECRET * 99}"}, ["SSL_CERT_DIR"], ["PROXY"]),
    "no certificate": ({"SSL_CERT_FILE": __file__, "HTTP_PROXY": f"http://{SECRET}"}, ["SSL_CERT_FILE"], ["PROXY"]),
    "no place for keys": ({"SSLKEYLOGFILE": f"/nowhere/{SECRET}"}, ["SSLKEYLOGFILE"], ["PROXY"]),
}
if find_spec("socksio") is None:
    FAULTS["no SOCKS"] = ({"ALL_PROXY": f"socks5://u:{SECRET}@proxy"}, ["ALL_PROXY", "httpx[socks]"], ["NO_PROXY"])


@pytest.mark.parametrize(("environment", "named", "unnamed"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_around_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], named: list[str], unnamed: list[str]
) -> None:
    """Not when the object is made but at its first call, by the variable at fault and without its value.

    When that has been mended, the same object works.
    """
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with FaultServer([JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                for _ in range(2):
                    with pytest.raises(ValueError, match="Could not create the HTTP client") as caught:
                        await text_of(client)
                    text = "".join(traceback.format_exception(caught.value))
                    assert all(name in text for name in named)
                    assert not any(name in str(caught.value) for name in unnamed)
                    assert SECRET not in text
                    assert caught.value.__cause__ is caught.value.__context__ is None
                with monkeypatch.context() as mended:
                    for name in environment:
                        mended.delenv(name)
                    assert await text_of(client) == "Hello"

        run(story)


def test_a_proxy_that_is_not_used_may_be_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where NO_PROXY exempts all hosts."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:99999")
    monkeypatch.setenv("NO_PROXY", "*")
    with FaultServer([JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                assert await text_of(client) == "Hello"

        run(story)


def test_variables_that_are_empty_say_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if they were not there."""
    for name in (
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "SSLKEYLOGFILE",
    ):
        monkeypatch.setenv(name, "")
    with FaultServer([JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                assert await text_of(client) == "Hello"

        run(story)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="exceptions have no notes")
def test_a_failed_connection_says_where_to_and_which_proxy(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exception of the HTTP client says neither; its notes do, without a password or a query."""
    port = refused_port()

    async def story(call: Caller) -> None:
        for proxy in ("", f"http://user:{SECRET}@127.0.0.1:{port}"):
            monkeypatch.setenv("HTTP_PROXY", proxy)
            client = call.client(lambda: Orq(api_key="k", server_url=f"http://127.0.0.1:{port}/base"))
            async with client:
                with pytest.raises(httpx.ConnectError) as caught:
                    await text_of(client, extra_query={"token": SECRET}, retries=RetryConfig("none"))
            notes = [f"POST http://127.0.0.1:{port}/base/v2/gateway/responses"]
            if proxy:
                notes.append("HTTP_PROXY may have sent it through a proxy")
            assert caught.value.__notes__ == notes

    run(story)


def test_a_borrowed_client_needs_no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever brings a client has read them already."""
    with FaultServer([JSON_ANSWER]) as server, httpx.Client() as mine:
        monkeypatch.setenv("NO_PROXY", "::/0")
        monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
        orq = Orq(api_key="k", server_url=server.url, client=mine)
        assert orq.router.responses.create(**REQUEST).output_text == "Hello"


def test_certificates_are_read_when_needed_and_again_when_they_change(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The variable may be set after the object was made, and the file may be replaced: the next client sees it."""
    with TlsServer([JSON_ANSWER]) as one, TlsServer([JSON_ANSWER]) as other:

        async def story(call: Caller) -> None:
            bundle = tmp_path / "bundle.pem"
            for turn, server in enumerate((one, other)):
                async with call.client(lambda server=server: Orq(api_key="k", server_url=server.url)) as client:
                    bundle.write_bytes(server.ca_file.read_bytes())
                    os.utime(bundle, ns=(turn, turn))
                    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
                    assert await text_of(client) == "Hello"

        run(story)


# --- large answers


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("kind", ["length", "endless"])
def test_a_large_error_is_not_read_whole(run: Run, stream: bool, kind: str) -> None:
    """One mebibyte of an error's body is kept; the rest is left, and the connection closed."""
    megabyte = b"x" * BODY_LIMIT
    if kind == "length":
        script: Script = [headers(500, {"content-length": str(50 * BODY_LIMIT)}), *[megabyte] * 3, Silence()]
    else:
        script = [headers(500, {"transfer-encoding": "chunked"}), *[chunk(megabyte)] * 3, Silence()]
    with FaultServer([script, JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                with pytest.raises(ServerError) as caught:
                    await text_of(client, stream=stream)
                assert len(caught.value.body) == BODY_LIMIT
                assert caught.value.raw_response.text == caught.value.body
                assert len(str(caught.value)) < 11_000
                assert await text_of(client) == "Hello"

        run(story)
        server.wait_until_closed(2)
        assert server.accepted_connections == 2


def test_a_large_answer_is_read_whole(run: Run) -> None:
    """The limit is for errors alone."""
    answer = {**ANSWER, "output_text": "x" * (3 * BODY_LIMIT)}
    body = json.dumps(answer).encode()
    with FaultServer(
        [[headers(200, {"content-type": "application/json", "content-length": str(len(body))}), body]]
    ) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                assert len(await text_of(client)) == 3 * BODY_LIMIT

        run(story)


# --- compressed answers


def gzip_pieces(pieces: list[bytes]) -> list[bytes]:
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    return [*(packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH) for piece in pieces), packer.flush()]


def deflate_pieces(pieces: list[bytes]) -> list[bytes]:
    packer = zlib.compressobj()
    return [*(packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH) for piece in pieces), packer.flush()]


def brotli_pieces(pieces: list[bytes]) -> list[bytes]:
    brotli = pytest.importorskip("brotli")
    packer = brotli.Compressor()
    return [*(packer.process(piece) + packer.flush() for piece in pieces), packer.finish()]


def zstd_pieces(pieces: list[bytes]) -> list[bytes]:
    zstandard = pytest.importorskip("zstandard")
    if "zstd" not in httpx.Client().headers["accept-encoding"]:
        pytest.skip("this httpx knows no zstd")
    packer = zstandard.ZstdCompressor().compressobj()
    flush = zstandard.COMPRESSOBJ_FLUSH_BLOCK
    return [*(packer.compress(piece) + packer.flush(flush) for piece in pieces), packer.flush()]


PACKERS: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "gzip": gzip_pieces,
    "deflate": deflate_pieces,
    "br": brotli_pieces,
    "zstd": zstd_pieces,
}
compressed = pytest.mark.parametrize(("coding", "pack"), PACKERS.items(), ids=PACKERS)


def packed(kind: str, coding: str, *, status: int = 200) -> bytes:
    return headers(status, {"content-type": kind, "content-encoding": coding, "transfer-encoding": "chunked"})


@compressed
def test_compressed_answers_are_read(run: Run, coding: str, pack: Callable[[list[bytes]], list[bytes]]) -> None:
    """Whole answers and errors, in every coding that the request offers; a rejected one is let go as it came."""
    answer, error = json.dumps(ANSWER).encode(), b'{"error": {"message": "no such luck"}}'
    bad = [packed("application/json", coding, status=503), *map(chunk, pack([error])), LAST_CHUNK]
    good = [packed("application/json", coding), *map(chunk, pack([answer[:50], answer[50:]])), LAST_CHUNK]
    with FaultServer([good, bad, bad, good]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                assert await text_of(client) == "Hello"
                with pytest.raises(ServerError, match="no such luck"):
                    await text_of(client)
                assert await text_of(client, retries=QUICK) == "Hello"

        run(story)
        assert coding in server.requests[0].headers["accept-encoding"]
        assert server.accepted_connections == 1


@compressed
def test_compressed_streams_arrive_event_by_event(
    run: Run, coding: str, pack: Callable[[list[bytes]], list[bytes]]
) -> None:
    """An event is delivered when it has come, not when the compressed body is over; cut into bytes all the same."""
    blocks = whole("Hel", "lo")
    pieces = pack(blocks)
    arrived = threading.Event()
    paced: Script = [
        packed("text/event-stream", coding),
        chunk(pieces[0]),
        Wait(arrived),
        SendEach(b"".join(map(chunk, pieces[1:])) + LAST_CHUNK, size=7),
    ]
    with FaultServer([paced]) as server:

        async def story(call: Caller) -> None:
            client = call.client(lambda: Orq(api_key="k", server_url=server.url))
            async with client, client.stream(**REQUEST) as stream:
                async for event in stream:
                    assert event.data.type == "response.created"
                    break
                arrived.set()
                assert await stream.get_final_text() == "Hello"

        run(story)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_broken_compression_is_an_error(run: Run, stream: bool) -> None:
    """Garbage instead of gzip; the connection is not used again for what may come after it."""
    kind = "text/event-stream" if stream else "application/json"
    good = gzip.compress(b"".join(whole("Hel", "lo")))
    scripts: list[Script] = [
        [packed(kind, "gzip"), chunk(b"no gzip"), LAST_CHUNK],
        [packed(kind, "gzip"), chunk(good[:-20] + b"no gzip" * 9), LAST_CHUNK],
        JSON_ANSWER,
    ]
    with FaultServer(scripts) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                for _ in range(2):
                    with pytest.raises((httpx.DecodingError, StreamInterruptedError, OrqError)):
                        await text_of(client, stream=stream)
                assert await text_of(client) == "Hello"

        run(story)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_an_error_whose_body_is_broken_is_still_that_error(run: Run, stream: bool) -> None:
    """What cannot be decompressed, breaks off or never comes leaves the status, and what had come."""
    page = gzip.compress(b'{"error": {"message": "no such luck"}}' + bytes(range(256)) * 9)
    half = headers(500, {"content-length": "99"})
    scripts: list[Script] = [
        [packed("application/json", "gzip", status=500), chunk(b"no gzip"), LAST_CHUNK],
        [packed("application/json", "gzip", status=500), chunk(page[:-300]), LAST_CHUNK],
        [half, b"It broke", Close()],
        [half, b"It broke", Silence()],
    ]
    with FaultServer(scripts) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                for said in ("Status 500", "no such luck", "It broke", "It broke"):
                    with pytest.raises(ServerError, match=said) as caught:
                        await text_of(client, stream=stream, timeout_ms=500)
                    assert caught.value.status_code == 500
                    assert caught.value.raw_response.text == caught.value.body

        run(story)


def test_what_precedes_the_fault_of_a_long_compressed_body_is_kept(run: Run) -> None:
    """To the last byte before it, wherever in the pieces that are unpacked the fault is."""
    text = "".join(f"{number:x}" for number in range(20_000))
    unpacker, page = zlib.decompressobj(31), gzip.compress(text.encode())
    for broken_at in (11, 3_000, 20_000):
        expected = unpacker.copy().decompress(page[:broken_at])
        broken = page[:broken_at] + bytes(range(256)) * 40
        with FaultServer([[packed("text/plain", "gzip", status=500), chunk(broken), LAST_CHUNK]]) as server:

            async def story(call: Caller) -> str:
                async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                    with pytest.raises(ServerError) as caught:
                        await text_of(client)
                    return caught.value.body

            assert run(story).startswith(expected.decode())


def test_an_error_whose_body_drips_is_not_waited_for_long(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its status is told with what had come, when the time for it is over, or the call's limit for one wait."""
    drip: Script = [
        headers(500, {"transfer-encoding": "chunked"}) + chunk(b"."),
        SendEach(chunk(b".") * 10_000, 6, 0.02),
    ]
    scripts = [drip, [headers(500, {"content-length": "9"}) + b".", Silence()], drip]
    with FaultServer(scripts) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                for seconds, limit in ((0.2, UNSET), (0.2, UNSET), (99, 1_000)):
                    monkeypatch.setattr("orq_ai_sdk.transport.reading.ERROR_BODY_TIME_S", seconds)
                    with pytest.raises(ServerError) as caught:
                        await text_of(client, timeout_ms=limit)
                    assert 1 <= len(caught.value.body) < 1_000

        run(story)
        server.wait_until_closed(3)


@pytest.mark.parametrize("charset", ["hex", "base64", "rot13", "undefined", "idna", "no-such-one"])
def test_an_error_in_a_charset_that_is_none_is_still_that_error(run: Run, charset: str) -> None:
    """Its body is read as UTF-8, on the error and on its HTTP response."""
    head = headers(500, {"content-type": f"text/plain; charset={charset}", "content-length": "5"})
    with FaultServer([[head, b"oops\xff"]]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                with pytest.raises(ServerError) as caught:
                    await text_of(client)
                assert caught.value.body == "oops\ufffd"
                assert caught.value.raw_response is not None
                assert caught.value.raw_response.text == caught.value.body

        run(story)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_few_bytes_that_are_a_gigabyte_are_not_unpacked(run: Run, coding: str) -> None:
    """An error's body is decompressed only as far as it is kept, whatever it says it is."""
    bomb = b"".join(PACKERS[coding]([bytes(64 * BODY_LIMIT)]))
    with FaultServer([[packed("text/plain", coding, status=500), chunk(bomb), LAST_CHUNK]]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                tracemalloc.start()
                try:
                    with pytest.raises(ServerError) as caught:
                        await text_of(client)
                    peak = tracemalloc.get_traced_memory()[1]
                finally:
                    tracemalloc.stop()
                assert len(caught.value.body) == BODY_LIMIT
                assert peak < 48 * BODY_LIMIT

        run(story)


def test_ends_of_compressed_bodies_are_cut_like_others(run: Run) -> None:
    """A compressed stream that stops in the middle is an interrupted stream."""
    pieces: list[Any] = [chunk(piece) for piece in gzip_pieces(whole("Hel", "lo"))[:2]]
    with FaultServer([[packed("text/event-stream", "gzip"), *pieces, LAST_CHUNK]]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                with pytest.raises(StreamInterruptedError):
                    await text_of(client, stream=True)

        run(story)
