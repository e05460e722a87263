"""Test doubles for the service: a gateway on loopback that answers by itself or as told; needs nothing else of the SDK.

    with LocalGateway() as gateway, Orq(api_key="local", server_url=gateway.url) as orq:
        gateway.enqueue_error(429, "Slow down.", headers={"retry-after": "1"})
        ...
        assert gateway.requests[0].json["model"] == "openai/gpt-4o"

`python -m orq_ai_sdk.testing` serves it until interrupted.
"""

from .gateway import LocalGateway, Script
from .replies import Event, Reply
from .requests import RecordedHeaders, RecordedRequest
from .responses import stream_events, text_response

__all__ = [
    "Event",
    "LocalGateway",
    "RecordedHeaders",
    "RecordedRequest",
    "Reply",
    "Script",
    "stream_events",
    "text_response",
]
