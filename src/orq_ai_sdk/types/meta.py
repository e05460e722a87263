"""What is known about a call beside its answer's body."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class ResponseMeta(NamedTuple):
    """How an answer came.

    Attributes:
        status_code: HTTP status.
        headers: The answer's headers, case-insensitive.
        request_id: What the service calls the request, or None.
        attempts: How often the request was sent, the first included.
        elapsed_s: Time from the call to the answer's headers in seconds, waits between attempts included.
    """

    status_code: int
    headers: Mapping[str, str]
    request_id: str | None
    attempts: int
    elapsed_s: float
