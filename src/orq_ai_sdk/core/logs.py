"""What is logged about calls, if anything: lines for the debug logger, with credentials masked and bodies redacted.

Nothing here runs unless a logger was asked for.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import warnings
from typing import TYPE_CHECKING, Any, Protocol

from ..types.jsonvalues import is_list, is_listlike, is_object
from .errors import request_id_of
from .locks import fork_safe_lock
from .security import MASK, keys_of, masked_headers, masked_url, without_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import httpx


class Logger(Protocol):
    """What a debug logger must do; `logging.Logger` does."""

    def debug(self, msg: str, *args: Any) -> Any:
        """Take one message, with arguments as `logging` has them."""
        ...


DEFAULT_LOGGER = "orq_ai_sdk"

_setting_up = fork_safe_lock()
_evaluating = fork_safe_lock()


def default_logger(environ: Mapping[str, str]) -> Logger | None:
    """Return the logger that `ORQ_DEBUG` asks for, or None.

    It is the logger "orq_ai_sdk". Where logging has not been configured at all, it writes to stderr by itself; the
    root logger is never touched.
    """
    if environ.get("ORQ_DEBUG", "").strip().lower() in ("", "0", "false", "no", "off"):
        return None
    logger = logging.getLogger(DEFAULT_LOGGER)
    with _setting_up:
        logger.setLevel(logging.DEBUG)
        if not logger.hasHandlers():
            handler = _StderrHandler()
            handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
            logger.addHandler(handler)
    return logger


class _StderrHandler(logging.Handler):
    """Writes to what is `sys.stderr` at the time, which may have been another when the logger was made."""

    def emit(self, record: logging.LogRecord) -> None:
        if logging.getLogger().handlers:
            return  # logging was configured after all, and shows this already
        try:
            sys.stderr.write(self.format(record) + "\n")
        except (AttributeError, OSError, TypeError, ValueError):  # no stderr, a closed one, or a wrong format
            self.handleError(record)


# --- bodies


class Redaction:
    """Replaces the values at JSONPaths in a body before it is shown.

    Paths are jsonpath-python's, from the root of a request, an answer or a stream event's data. Where an event brings a
    whole response, they hold from there too, so that `$.instructions` hides what an answer repeats of the request.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        """Compile `paths`, such as `$.input` or `$..api_key`.

        Raises:
            TypeError: They are not a list of strings.
            ValueError: One of them is not a JSONPath, or has a part that would find nothing; the message names it.
        """
        if not is_listlike(paths) or not all(isinstance(path, str) for path in paths):
            raise TypeError("log_redact must be a list of JSONPaths, such as ['$.input', '$..api_key']")
        self.paths = tuple(paths)
        self._compiled = [_compiled(path) for path in self.paths]

    def __reduce__(self) -> tuple[Any, ...]:
        return Redaction, (self.paths,)

    def apply(self, text: str) -> str:
        """Return JSON text with the values replaced. What is not a JSON object or array is not shown at all."""
        if not self._compiled:
            return text
        try:
            value: Any = json.loads(text)
            if is_object(value) or is_list(value):
                return json.dumps(self._redacted(value), ensure_ascii=False)
        except ValueError:
            pass
        except Exception as error:  # noqa: BLE001 - a body that cannot be redacted is not shown, and the call goes on
            return f"({len(text)} characters that could not be redacted: {type(error).__name__})"
        return f"({len(text)} characters that are not a JSON object)"

    def _redacted(self, value: Any) -> Any:
        if is_object(value) and is_object(value.get("response")):
            value["response"] = self._redacted(value["response"])
        # All places are found before any value is replaced: a filter may look at what another path hides.
        places = [
            place
            for path in self._compiled
            for found in path.evaluate(value)
            for place in _places(value, found.removeprefix("$"), [])
        ]
        for place in places:
            value = _replaced(value, place)
        return value


class _Path:
    """A compiled JSONPath. jsonpath-python keeps the results of an evaluation in it, so one is made at a time."""

    def __init__(self, path: Any) -> None:
        self._path = path

    def evaluate(self, value: Any) -> list[str]:
        with _evaluating:
            found: list[str] = self._path.parse(value, "PATH")
            return found


class _Everything:
    """The path `$`, which jsonpath-python finds only since version 1.1."""

    def evaluate(self, value: Any) -> list[str]:
        return ["$"]


# What a filter may say: that a field is there and true, or how it compares. Not `or`, `not` and `!=`: the library
# takes a filter that names a field that an object lacks for false as a whole, and would show what should be hidden.
_TERM = r"""
    @ (?: \.[^\W\d]\w* | \['[\w -]+'\] | \[\d+\] )+
    (?:
        \s* (?: == | <=? | >=? ) \s*
        (?: '[^'";@\\()\[\]]*' | "[^'";@\\()\[\]]*" | -?\d*\.?\d+ | True | False | None )
    )?
"""
_STEP = re.compile(
    r"""
    (?P<dots>\.{0,2})
    (?:
        (?P<name> [^\s.\[\]'"()`;,?@#]+ )
      | \[\s* (?:
            (?P<plain> \* | \d+ | -?\d*:-?\d*(?::-?\d*)? )
          | '(?P<single> [^']+ )'
          | "(?P<double> [^"]+ )"
          | (?P<filter> \?\( \s* TERM (?: \s+and\s+ TERM )* \s* \) )
        ) \s*\]
    )
    """.replace("TERM", _TERM),
    re.VERBOSE,
)
_SIMPLE = re.compile(r"[^\W\d]\w*(?:[ -]\w+)*")


def _compiled(path: str) -> _Path | _Everything:
    """Return a compiled path, spelled in the way that all versions of jsonpath-python understand.

    The library takes a part that it does not understand for a name that is nowhere, and would hide nothing.
    """
    if not path.startswith("$"):
        raise ValueError(f"log_redact: {path!r} is not a JSONPath: it must start with $, the body itself")
    spelled, filters = "$", False
    end = 1
    while end < len(path):
        step = _STEP.match(path, end)
        if step is None or (step["name"] and not step["dots"]) or (step["dots"] == "." and not step["name"]):
            raise ValueError(f"log_redact: {path!r} is not understood from {path[end:]!r} on")
        end = step.end()
        dots: str = step["dots"]
        name = step["name"] or step["single"] or step["double"]
        if name is None:
            spelled += f"{dots}[{step['plain'] or step['filter']}]"
            filters = filters or step["filter"] is not None
        elif step["name"] or _SIMPLE.fullmatch(name):
            spelled += f"{dots or '.'}{name}"
        elif "'" in name:
            raise ValueError(f"log_redact: {path!r} has a name with a quotation mark, which is not understood")
        else:
            spelled += f"{dots}['{name}']"
    if spelled == "$":
        return _Everything()
    make: Any = _library().JSONPath
    compiled = make(spelled)
    # Versions before 1.1 write paths differently, lose quotation marks and spaces in filters, and see an empty name
    # between ".." and brackets.
    if "" in compiled.segments or (filters and make("$.a").parse({"a": 0}, "PATH") != ["$.a"]):
        raise ValueError(f"log_redact: {path!r} is not understood by this version of jsonpath-python")
    return _Path(compiled)


def _library() -> Any:
    """Import jsonpath-python, which on some versions of Python warns of what it does itself."""
    with _setting_up, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import jsonpath  # type: ignore[import-untyped] # the library has no types
    # At DEBUG, which the environment's PYLOGLEVEL sets, the library logs the very values that are to be hidden.
    library_log = logging.getLogger("jsonpath")
    library_log.setLevel(max(library_log.level, logging.INFO))
    return jsonpath


def _places(value: Any, path: str, steps: list[str | int]) -> Iterator[list[str | int]]:
    """Find what a path in jsonpath-python's own notation leads to: `$;a;b;0` before version 1.1, `$.a['b'][0]` since.

    Neither notation escapes anything, so a path can lead to several places. All of them are meant.
    """
    if not path:
        yield steps
    elif is_object(value):
        for key in value:
            for spelled in (f".{key}", f"['{key}']", f";{key}"):
                if path.startswith(spelled):
                    yield from _places(value[key], path[len(spelled) :], [*steps, key])
    elif is_list(value):
        index = re.match(r"\[(\d+)\]|;(\d+)(?![^;])", path)
        if index is not None:
            at = int(index[1] or index[2])
            if at < len(value):
                yield from _places(value[at], path[index.end() :], [*steps, at])


def _replaced(value: Any, steps: list[str | int]) -> Any:
    if not steps:
        return MASK
    place = value
    for step in steps[:-1]:
        if isinstance(place, str):
            return value  # another path has hidden all of this
        place = place[step]
    if not isinstance(place, str):
        place[steps[-1]] = MASK
    return value


# --- calls


class CallLog:
    """Logs one call: each attempt, each retry, the bodies if asked for, and stream events."""

    __slots__ = ("_keys", "_logger", "_redaction")

    def __init__(self, logger: Logger, redaction: Redaction | None) -> None:
        self._logger = logger
        self._redaction = redaction
        self._keys: tuple[
            str, ...
        ] = ()  # the request's, which may stand elsewhere as well, or be repeated by the server

    @property
    def shows_bodies(self) -> bool:
        """Whether bodies and events are logged at all."""
        return self._redaction is not None

    def request(self, attempt: int, request: httpx.Request) -> None:
        """Log what is about to be sent."""
        self._keys = keys_of(request)
        self._logger.debug(
            "request: attempt %d: %s %s headers %s",
            attempt,
            request.method,
            masked_url(str(request.url)).partition("?")[0],
            self._headers(request.headers),
        )
        if self._redaction is not None:
            try:
                content = request.content
            except RuntimeError as error:  # a hook may have put a body there that is read only when it is sent
                self._logger.debug("request body: not shown: %s", type(error).__name__)
            else:
                self.body("request body", content)

    def answer(self, attempt: int, response: httpx.Response, seconds: float) -> None:
        """Log the head of an attempt's answer."""
        self._logger.debug(
            "response: attempt %d: status %d in %.3f s, request id %s, headers %s",
            attempt,
            response.status_code,
            seconds,
            request_id_of(response.headers),
            self._headers(response.headers),
        )

    def failure(self, attempt: int, error: BaseException, seconds: float) -> None:
        """Log what an attempt ended with, before its answer or in the middle of it."""
        shown = without_keys(str(error), self._keys)
        self._logger.debug("failure: attempt %d: %s: %s in %.3f s", attempt, type(error).__name__, shown, seconds)

    def _headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        return {name: without_keys(value, self._keys) for name, value in masked_headers(headers.items()).items()}

    def retry(self, attempt: int, wait_s: float) -> None:
        """Log that another attempt follows."""
        self._logger.debug("retry: attempt %d follows in %.3f s", attempt + 1, wait_s)

    def body(self, what: str, content: bytes) -> None:
        """Log a body or an event's data, if bodies are wanted."""
        if self._redaction is not None:
            shown = self._redaction.apply(content.decode("utf-8", "replace"))
            self._logger.debug("%s: %s", what, without_keys(shown, self._keys))
