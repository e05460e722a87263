"""Looks into httpcore and h11 for what httpx does not tell: whether an answer had begun, and which pool slot was lost.

Everything here rests on names that those libraries do not promise. Where one is not found, the safe answer is given and
nothing is changed; what is then missing is what plain httpx lacks too. Relied upon, and held by
`tests/test_httpcore_internals.py` for the versions that are tested (httpcore before 1.0.3 has them under other names):

- a local variable `self` whose attributes hold the `h11.Connection`, with `trailing_data` and `their_state`;
- a local variable `event` that is an `h11.InformationalResponse`;
- a local variable `pool_request` beside the pool as `self`, or a body's stream as `self` with `_pool_request`, `_pool`
  and `_closed`; a request has a `connection`;
- the pool's `_connections`, `_requests`, `_http2`, `_optional_thread_lock` and `_assign_requests_to_connections`.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def answer_has_begun(error: BaseException) -> bool:
    """Whether any byte of the answer had come when the connection failed.

    httpx does not distinguish no answer from half a header. Its HTTP/1.1 parser does: it waits for an answer and holds
    nothing that it could not parse yet, or else something came. It is looked up in the frames that the exception passed
    through. Where it is not found, bytes may have come, which is the safe thing to believe.
    """
    waiting = False
    for variables in frames_on_the_way(error):
        parser = _parser_of(variables.get("self"))
        if parser is not None:
            if parser.trailing_data[0] or str(parser.their_state) not in ("IDLE", "SEND_RESPONSE"):
                return True
            waiting = True
        event = variables.get("event")
        if _is_h11(event) and type(event).__name__ == "InformationalResponse":
            return True  # such as 102 or 103: not the answer yet, but the request is being worked on
    return not waiting


def take_lost_connections(error: BaseException, *, sending: bool) -> list[Any]:
    """Take connections out of the pool that a failed request left neither idle nor closed; they are to be closed.

    httpcore's pool forgets a connection when a request is cancelled as its turn comes, and when a cancellation arrives
    while it cleans up after another failure. Such a connection would take up one of the pool's slots for ever. Whoever
    waits for a slot is given it.

    Args:
        error: What the request ended with.
        sending: Whether it had begun to be sent, so that the connection was its own. The pool also assigns connections
            that another request may get hold of first.
    """
    found: list[Any] = []
    for variables in frames_on_the_way(error):
        owner = variables.get("self")
        request = variables.get("pool_request")
        if request is not None:
            found += _taken(owner, request, owned=sending)
        elif getattr(owner, "_pool_request", None) is not None and getattr(owner, "_closed", False):
            found += _taken(getattr(owner, "_pool", None), cast("Any", owner)._pool_request, owned=True)
    return found


def _taken(pool: Any, request: Any, *, owned: bool) -> list[Any]:
    connection: Any = getattr(request, "connection", None)
    if connection is None or getattr(pool, "_http2", True) or not all(hasattr(pool, name) for name in _POOL):
        return []
    with pool._optional_thread_lock:
        if request in pool._requests:
            pool._requests.remove(request)
        shared = not owned and any(other.connection is connection for other in pool._requests)
        if shared or connection not in pool._connections or connection.is_idle() or connection.is_closed():
            return []
        pool._connections.remove(connection)
        closing = [connection]
        with suppress(RuntimeError):  # where no event loop runs any more, nobody waits either
            closing += pool._assign_requests_to_connections()
        return closing


_POOL = ("_connections", "_requests", "_optional_thread_lock", "_assign_requests_to_connections")


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those that it was raised from or while handling, each once."""
    known: set[int] = set()
    seen: BaseException | None = error
    while seen is not None and id(seen) not in known:
        known.add(id(seen))
        yield seen
        seen = seen.__cause__ or seen.__context__


def frames_on_the_way(error: BaseException) -> Iterator[Mapping[str, Any]]:
    """Yield the local variables of each function that an exception passed through."""
    for seen in causes(error):
        traceback = seen.__traceback__
        while traceback is not None:
            yield traceback.tb_frame.f_locals
            traceback = traceback.tb_next


def _parser_of(connection: object) -> Any:
    for value in getattr(connection, "__dict__", {}).values():
        if _is_h11(value) and hasattr(value, "trailing_data"):
            return value
    return None


def _is_h11(value: object) -> bool:
    return type(value).__module__.partition(".")[0] == "h11"
