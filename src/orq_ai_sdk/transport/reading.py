"""Reads what is left of an answer, within limits of time and size, so that its connection can be used again.

httpx has no time limit for one read. The network stream that it hands out with each response has: for the time of
such a read, that stream's own `read` is given the time that is left.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from itertools import chain
from time import monotonic
from typing import TYPE_CHECKING, Any

from ..core.errors import BODY_LIMIT
from ..core.failures import pass_on_signal, reading_errors
from ..types.jsonvalues import is_object

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterable, Iterator

DISCARD_LIMIT = 64 * 1024
"""How much of an unwanted answer is read, in bytes; beyond that a new connection is cheaper."""

DISCARD_TIME_S = 0.5
"""How long a rejected answer's body is waited for, in seconds."""

ERROR_BODY_TIME_S = 5.0
"""How long the body of an answer that is an error is waited for in all, in seconds, or as long as the call's own limit
for one wait, if that is shorter; the status says most of it."""

DRAIN_TIME_S = 0.05
"""How long a stream's end is waited for after its terminal event, in seconds."""


def discard(response: Any) -> None:
    """Read an unwanted answer to its end if that is near, and close it."""
    try:
        if not response.is_stream_consumed:
            drain(response, response.iter_raw(), DISCARD_TIME_S)
    finally:
        response.close()


async def adiscard(response: Any) -> None:
    """Read an unwanted answer to its end if that is near, and close it."""
    try:
        if not response.is_stream_consumed:
            await adrain(response, response.aiter_raw(), DISCARD_TIME_S)
    finally:
        await response.aclose()


def drain(response: Any, chunks: Iterator[bytes], seconds: float) -> list[bytes]:
    """Read on until the end, `seconds` or 64 KiB, whichever comes first; return what came."""
    found: list[bytes] = []
    size = 0
    deadline = monotonic() + seconds
    with _hurried(response, deadline) as bounded:
        try:
            while bounded and size <= DISCARD_LIMIT and monotonic() < deadline:
                chunk = next(chunks, None)
                if chunk is None:
                    break
                found.append(chunk)
                size += len(chunk)
        except reading_errors() as error:
            pass_on_signal(error)
            return found  # too slow or gone: what the caller wanted of it has come already
    return found


async def adrain(response: Any, chunks: AsyncIterator[bytes], seconds: float) -> list[bytes]:
    """Read on until the end, `seconds` or 64 KiB, whichever comes first; return what came."""
    found: list[bytes] = []
    size = 0
    deadline = monotonic() + seconds
    with _hurried(response, deadline) as bounded:
        try:
            while bounded and size <= DISCARD_LIMIT and monotonic() < deadline:
                found.append(await chunks.__anext__())
                size += len(found[-1])
        except StopAsyncIteration:
            return found
        except reading_errors() as error:
            pass_on_signal(error)
            return found  # too slow or gone: what the caller wanted of it has come already
    return found


@contextmanager
def _hurried(response: Any, deadline: float) -> Generator[bool, None, None]:
    """Bound the reads of a response's connection by a deadline; yields whether they are.

    They cannot be bounded where HTTP/2 shares the connection or the client does not show it.
    """
    stream: Any = own_connection(response)
    if stream is None:
        yield False
        return
    read = stream.read
    is_late = False

    def hurried_read(max_bytes: int, timeout: float | None = None) -> Any:
        nonlocal is_late
        if response.is_closed:  # read to its end: the connection serves somebody else already
            return read(max_bytes, timeout)
        left = deadline - monotonic()
        if left <= 0:
            if is_late:  # what comes in drops may ask for read after read before it is a chunk
                raise _out_of_time()
            is_late, left = True, 0.001  # what has come already may be taken
        return read(max_bytes, left if timeout is None else min(left, timeout))

    try:
        stream.read = hurried_read
    except AttributeError:
        yield False
        return
    try:
        yield True
    finally:
        if getattr(stream, "read", None) is hurried_read:
            del stream.read


def _out_of_time() -> Exception:
    import httpx

    return httpx.ReadTimeout("The time for what is left of a body ran out")


def own_connection(response: Any) -> Any:
    """Return the network stream that a response alone uses, or None.

    HTTP/2 shares it, not every client shows it, and a body that was read to its end has given it back.
    """
    extensions: Any = getattr(response, "extensions", {})
    if getattr(response, "is_closed", False) or extensions.get("http_version") == b"HTTP/2":
        return None
    return extensions.get("network_stream")


def read_limited(response: Any) -> bytes:
    """Return the body of an answer that is an error: at most 1 MiB of it, and what comes in some seconds.

    Of a longer one the rest is left and the connection closed. What breaks off, comes too late or cannot be
    decompressed is kept as far as it came: the answer's status says more.
    """
    if response.is_stream_consumed:
        return bytes(response.content)
    found = bytearray()
    deadline = monotonic() + _time_for_error(response)
    try:
        with _hurried(response, deadline):
            for chunk in response.iter_raw():
                found += chunk
                if len(found) > BODY_LIMIT or monotonic() >= deadline:
                    break
    except reading_errors() as error:
        pass_on_signal(error)  # all else is as described
    finally:
        response.close()
    return _kept(response, found)


async def aread_limited(response: Any) -> bytes:
    """`read_limited`, awaiting."""
    if response.is_stream_consumed:
        return bytes(response.content)
    found = bytearray()
    deadline = monotonic() + _time_for_error(response)
    try:
        with _hurried(response, deadline):
            async for chunk in response.aiter_raw():
                found += chunk
                if len(found) > BODY_LIMIT or monotonic() >= deadline:
                    break
    except reading_errors() as error:
        pass_on_signal(error)  # all else is as described
    finally:
        await response.aclose()
    return _kept(response, found)


def _time_for_error(response: Any) -> float:
    """Return how long an error's body may take in all, in seconds."""
    extensions: Any = getattr(getattr(response, "_request", None), "extensions", {})
    limits: Any = extensions.get("timeout")
    limit: Any = limits.get("read") if is_object(limits) else None
    return ERROR_BODY_TIME_S if limit is None else min(limit, ERROR_BODY_TIME_S)


def _kept(response: Any, found: bytearray) -> bytes:
    content = bytes(found[:BODY_LIMIT])
    if "content-encoding" in response.headers:
        content = _decompressed(content, response.headers)
    # `raw_response.text` should work on the error, as it does for an answer that was read the usual way.
    response._content = content
    return content


_PIECE = 1024
"""How many bytes of DEFLATE are unpacked at a time; it makes a thousandfold of them at most, some 1 MiB."""


def _decompressed(content: bytes, headers: Any) -> bytes:
    """Return at most 1 MiB of what a body decompresses to, up to a fault.

    httpx has no limit, and a few bytes may be a gigabyte; so it is given one byte after the other, or a piece if that
    cannot become very much. A piece with a fault is unpacked again byte by byte.
    """
    import httpx

    size = _PIECE if headers["content-encoding"].strip().lower() in ("gzip", "deflate") else 1
    given: list[bytes] = []
    found = bytearray()
    try:
        _unpack((content[start : start + size] for start in range(0, len(content), size)), headers, found, given)
    except httpx.DecodingError:
        found.clear()
        faulty = given.pop() if given else b""
        with suppress(httpx.DecodingError):
            _unpack(chain(given, (bytes([byte]) for byte in faulty)), headers, found, [])
    return bytes(found[:BODY_LIMIT])


def _unpack(pieces: Iterable[bytes], headers: Any, found: bytearray, given: list[bytes]) -> None:
    """Add to `found` what pieces decompress to until it is enough, and to `given` each piece that was taken."""
    import httpx

    def noted() -> Iterator[bytes]:
        for piece in pieces:
            given.append(piece)
            yield piece

    for unpacked in httpx.Response(200, headers=headers, content=noted()).iter_bytes():
        found += unpacked
        if len(found) > BODY_LIMIT:
            break
