"""A request as the gateway got it, kept for a test to look at."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

_SECRET = frozenset({"authorization", "cookie", "proxy-authorization", "x-api-key"})


class RecordedHeaders(dict[str, str]):
    """Header values by lower-cased name, repeated ones joined by a comma; credentials are masked when printed."""

    def __repr__(self) -> str:
        return repr({name: "***" if name in _SECRET else value for name, value in self.items()})


@dataclass(frozen=True)
class RecordedRequest:
    """One request that came over the wire.

    Attributes:
        method: as sent, e.g. `POST`.
        path: the request's target, with its query.
        headers: by lower-cased name; `headers["authorization"]` is what was sent, but its repr is masked.
        body: as sent, without the transfer coding.
        json: the parsed body; None if it is not JSON.
    """

    method: str
    path: str
    headers: RecordedHeaders
    body: bytes = field(repr=False)
    json: Any = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "json", _parse(self.body))


def _parse(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
