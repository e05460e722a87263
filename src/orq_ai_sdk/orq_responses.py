"""Names that programs written for orq-ai-sdk 4.x import from here; it adds nothing to them."""

from __future__ import annotations

from enum import Enum

from .responses import Responses as OrqResponses

__all__ = ["CreateAcceptEnum", "OrqResponses"]


class CreateAcceptEnum(str, Enum):
    """Values of `accept_header_override`; any string will do as well."""

    APPLICATION_JSON = "application/json"
    TEXT_EVENT_STREAM = "text/event-stream"
