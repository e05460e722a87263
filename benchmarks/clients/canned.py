"""An HTTP transport that answers at once with given bytes and keeps what it was sent; of httpx, or of its fork."""

from __future__ import annotations

from typing import Any


def make_transport(httpx: Any, answer: bytes) -> Any:
    """A transport of that library's; `sent` is the last request's body."""

    class Canned(httpx.BaseTransport):  # type: ignore[misc] # the library is an argument
        sent = b""

        def handle_request(self, request: Any) -> Any:
            self.sent = request.content
            return httpx.Response(200, headers={"content-type": "application/json"}, content=answer)

    return Canned()
