"""Tells stories against the local gateway: a client on it, and any of the operation's methods in either colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from orq_ai_sdk import Orq
from orq_ai_sdk.testing import LocalGateway

from .stories import Caller, Stream


@pytest.fixture(name="gateway")
def gateway_fixture() -> Iterator[LocalGateway]:
    """A local gateway of the test's own."""
    with LocalGateway() as gateway:
        yield gateway


async def invoke(call: Caller, orq: Any, method: str, **arguments: Any) -> Any:
    """Call `orq.router.responses.<method>`, or its async twin; `orq` may be an Orq or `with_raw_response`'s holder."""
    responses = orq.router.responses if isinstance(orq, Orq) else orq
    if call.colour == "sync":
        return getattr(responses, method)(**arguments)
    return await getattr(responses, f"{method}_async")(**arguments)


def streamed(call: Caller, result: Any) -> Stream:
    """Wrap a stream that a call gave, to be iterated in either colour."""
    return Stream(result, colour=call.colour)
