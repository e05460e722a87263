"""Looks into httpcore and h11 for what httpx does not tell: whether an answer had begun, and which pool slot was lost.

Everything here rests on names that those libraries do not promise. Where one is not found, the safe answer is given and
nothing is changed, so another version costs a retry or a pool slot, not correctness. Relied upon, and held by
`tests/test_httpcore_internals.py` for the versions that are tested:

- a local variable `self` whose attributes hold the `h11.Connection`, with `trailing_data` and `their_state`;
- a local variable `event` that is an `h11.InformationalResponse`;
- a local variable `pool_request` with a `connection`, which has `_connection`, `_connect_failed` and `_http2`, and at
  its end, where HTTP/1.1 is spoken, `_state` and `_h11_state`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def answer_has_begun(error: BaseException) -> bool:
    """Whether any byte of the answer had come when the connection failed.

    httpx does not distinguish no answer from half a header. Its HTTP/1.1 parser does: it waits for an answer and holds
    nothing that it could not parse yet, or else something came. It is looked up in the frames that the exception passed
    through. Where it is not found, bytes may have come, which is the safe thing to believe.
    """
    waiting = False
    for name, value in locals_on_the_way(error):
        if name == "self":
            parser = _parser_of(value)
            if parser is not None:
                if parser.trailing_data[0] or str(parser.their_state) not in ("IDLE", "SEND_RESPONSE"):
                    return True
                waiting = True
        elif name == "event" and _is_h11(value) and type(value).__name__ == "InformationalResponse":
            return True  # such as 102 or 103: not the answer yet, but the request is being worked on
    return not waiting


def release_pool_slot(error: BaseException) -> None:
    """Let the pool have back the connection that it had assigned to a request which ended before it was sent.

    httpcore's pool forgets such a connection when a request is cancelled, or times out, just as its turn has come or
    its connection has been made: neither idle nor closed, it takes up one of the pool's slots for ever. It is told here
    that connecting has failed, or that the connection, over which nothing has gone yet, is idle.
    """
    for name, value in locals_on_the_way(error):
        if name != "pool_request":
            continue
        connection: Any = getattr(value, "connection", None)
        while getattr(connection, "_connection", None) is not None:  # through a proxy, and to what speaks HTTP
            connection = connection._connection
        if getattr(connection, "_connect_failed", None) is False and not getattr(connection, "_http2", True):
            connection._connect_failed = True
        state: Any = getattr(connection, "_state", None)
        if hasattr(connection, "_h11_state") and getattr(state, "name", "") == "NEW":
            connection._state = state.__class__.IDLE


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those that it was raised from or while handling, each once."""
    known: set[int] = set()
    seen: BaseException | None = error
    while seen is not None and id(seen) not in known:
        known.add(id(seen))
        yield seen
        seen = seen.__cause__ or seen.__context__


def locals_on_the_way(error: BaseException) -> Iterator[tuple[str, Any]]:
    """Yield the local variables of the functions that an exception passed through."""
    for seen in causes(error):
        traceback = seen.__traceback__
        while traceback is not None:
            yield from traceback.tb_frame.f_locals.items()
            traceback = traceback.tb_next


def _parser_of(connection: object) -> Any:
    for value in getattr(connection, "__dict__", {}).values():
        if _is_h11(value) and hasattr(value, "trailing_data"):
            return value
    return None


def _is_h11(value: object) -> bool:
    return type(value).__module__.partition(".")[0] == "h11"
