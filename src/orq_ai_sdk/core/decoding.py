"""Decodes the JSON that servers send; it knows nothing of what the JSON should be."""

from __future__ import annotations

import json
from typing import Any

from pydantic_core import from_json


def decode_json(data: bytes) -> Any:
    """Return the JSON value that `data` holds.

    pydantic's decoder refuses lone surrogates, deep nesting and bytes that are not UTF-8. What a server sends should be
    readable, so the standard library is asked where pydantic's gives up, and such bytes become U+FFFD.

    Raises:
        ValueError: It is not JSON, or nested deeper than the interpreter can follow.
    """
    try:
        return from_json(data)
    except ValueError:
        try:
            return json.loads(data.decode("utf-8-sig", "replace"))
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
