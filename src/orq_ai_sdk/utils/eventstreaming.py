"""The streams and the decoder under the name that the contract promises; everything is defined elsewhere."""

from ..core.sse import ServerEvent, SSEDecoder
from ..streaming import EventStream, EventStreamAsync

__all__ = ["EventStream", "EventStreamAsync", "SSEDecoder", "ServerEvent"]
