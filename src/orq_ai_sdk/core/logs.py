"""What is logged about calls, if anything: lines for the debug logger, with credentials masked and bodies redacted.

Nothing here runs unless a logger was asked for.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING, Any, Protocol

from .errors import request_id_of
from .security import MASK, masked_headers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import httpx


class Logger(Protocol):
    """What a debug logger must do; `logging.Logger` does."""

    def debug(self, msg: str, *args: Any) -> Any:
        """Take one message, with arguments as `logging` has them."""
        ...


def default_logger(environ: Mapping[str, str]) -> Logger | None:
    """Return the logger that `ORQ_DEBUG` asks for, or None.

    It is the logger "orq_ai_sdk". Where logging has not been configured at all, it writes to stderr by itself; the
    root logger is never touched.
    """
    if environ.get("ORQ_DEBUG", "").strip().lower() in ("", "0", "false", "no", "off"):
        return None
    logger = logging.getLogger("orq_ai_sdk")
    logger.setLevel(logging.DEBUG)
    if not logger.hasHandlers():
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
        logger.addHandler(handler)
    return logger


class Redaction:
    """Replaces the values at JSONPaths in a body before it is shown."""

    def __init__(self, paths: Sequence[str]) -> None:
        """Compile `paths`, JSONPaths such as `$.input` or `$..api_key`.

        Raises:
            ValueError: One of them is no JSONPath; the message names it.
        """
        from jsonpath import JSONPath  # type: ignore[import-untyped] # the library has no types

        self._paths: list[Any] = []
        for path in paths:
            try:
                self._paths.append(JSONPath(path))
            except Exception as error:
                raise ValueError(f"log_redact: {path!r} is no JSONPath: {error}") from error

    def apply(self, text: str) -> str:
        """Return JSON text with the values replaced. What is no JSON is not shown at all."""
        if not self._paths:
            return text
        try:
            value: Any = json.loads(text)
        except ValueError:
            return f"({len(text)} characters that are no JSON)"
        for path in self._paths:
            for found in path.parse(value, "PATH"):
                value = _replaced(value, _steps(found))
        return json.dumps(value, ensure_ascii=False)


def _steps(path: str) -> list[str | int]:
    """Return the keys of a normalised path as jsonpath-python writes it: `$['a'][0]['b']`."""
    import re

    steps: list[str | int] = []
    for key, index in re.findall(r"\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]", path):
        steps.append(int(index) if index else key.replace("\\'", "'"))
    return steps


def _replaced(value: Any, steps: list[str | int]) -> Any:
    if not steps:
        return MASK
    place = value
    for step in steps[:-1]:
        try:
            place = place[step]
        except (KeyError, IndexError, TypeError):
            return value  # an earlier path replaced what this one leads through
    try:
        place[steps[-1]] = MASK
    except (IndexError, TypeError):
        return value
    return value


class CallLog:
    """Logs one call: each attempt, each retry, the body if asked for, and stream events."""

    __slots__ = ("_logger", "_redaction")

    def __init__(self, logger: Logger, redaction: Redaction | None) -> None:
        self._logger = logger
        self._redaction = redaction

    @property
    def shows_bodies(self) -> bool:
        """Whether bodies and events are logged at all."""
        return self._redaction is not None

    def attempt(
        self,
        attempt: int,
        request: httpx.Request,
        response: httpx.Response | None,
        error: BaseException | None,
        seconds: float,
    ) -> None:
        """Log an attempt and its outcome."""
        url = request.url.copy_with(userinfo=b"", query=None)
        self._logger.debug(
            "request: attempt %d: %s %s headers %s",
            attempt,
            request.method,
            url,
            masked_headers(request.headers.items()),
        )
        self.body("request body", request.content)
        if response is not None:
            self._logger.debug(
                "response: attempt %d: status %d in %.3f s, request id %s, headers %s",
                attempt,
                response.status_code,
                seconds,
                request_id_of(response.headers),
                masked_headers(response.headers.items()),
            )
        elif error is not None:
            self._logger.debug("failure: attempt %d: %s in %.3f s", attempt, type(error).__name__, seconds)

    def retry(self, attempt: int, wait_s: float) -> None:
        """Log that another attempt follows."""
        self._logger.debug("retry: attempt %d follows in %.3f s", attempt + 1, wait_s)

    def body(self, what: str, content: bytes) -> None:
        """Log a body or an event's data, if bodies are wanted."""
        if self._redaction is not None:
            self._logger.debug("%s: %s", what, self._redaction.apply(content.decode("utf-8", "replace")))
