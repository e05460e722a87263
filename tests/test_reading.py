"""What is left of an answer is read within limits, of a connection that is the answer's own."""

from __future__ import annotations

from time import monotonic
from typing import Any

import httpx
import pytest

from orq_ai_sdk.transport.reading import _hurried, own_connection


class Network:
    """A network stream that notes the time limits of its reads."""

    def __init__(self) -> None:
        self.limits: list[float | None] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.limits.append(timeout)
        return b""


class Answer:
    """What is seen of a response."""

    def __init__(self, network: Any, *, version: bytes = b"HTTP/1.1", closed: bool = False) -> None:
        self.extensions = {"network_stream": network, "http_version": version}
        self.is_closed = closed


def test_a_read_ends_with_the_deadline_or_with_its_own_limit() -> None:
    """Whichever comes first; a read that had no limit has the deadline's, and afterwards all is as it was."""
    network = Network()
    with _hurried(Answer(network), monotonic() + 10) as bounded:
        assert bounded
        network.read(1, 0.5)
        network.read(1, 60.0)
        network.read(1)
    assert network.limits[0] == 0.5
    assert [limit is not None and 9 < limit <= 10 for limit in network.limits[1:]] == [True, True]
    network.read(1, 60.0)
    assert network.limits[-1] == 60.0


def test_one_read_after_the_deadline_may_be_short() -> None:
    """What has come already may still be taken, but not what a server goes on dripping."""
    network = Network()
    with _hurried(Answer(network), monotonic() - 1):
        network.read(1, 60.0)
        with pytest.raises(httpx.ReadTimeout):
            network.read(1, 60.0)
    assert network.limits == [0.001]


def test_a_connection_that_serves_somebody_else_is_left_alone() -> None:
    """Once the answer is read to its end, its connection may be reading another, with limits of its own."""
    network, answer = Network(), Answer(None)
    answer.extensions["network_stream"] = network
    with _hurried(answer, monotonic() + 1):
        answer.is_closed = True
        network.read(1, 60.0)
    assert network.limits == [60.0]


def test_a_read_that_another_has_replaced_meanwhile_stays() -> None:
    """Only what was put there is taken away."""
    network: Any = Network()
    with _hurried(Answer(network), monotonic() + 1):
        network.read = len
    assert network.read is len


@pytest.mark.parametrize(
    "answer",
    [
        Answer(Network(), version=b"HTTP/2"),
        Answer(Network(), closed=True),
        Answer(None),
        Answer(type("Slotted", (), {"__slots__": (), "read": len})()),
    ],
    ids=["HTTP/2", "closed", "not shown", "cannot be bounded"],
)
def test_what_cannot_be_bounded_is_told(answer: Answer) -> None:
    """HTTP/2 shares its connection, and not every client shows it, or lets its reads be limited."""
    with _hurried(answer, monotonic() + 10) as bounded:
        assert not bounded


def test_whose_connection_it_is() -> None:
    """The answer's own, as long as it is open and nobody shares it."""
    network = Network()
    assert own_connection(Answer(network)) is network
    assert own_connection(Answer(network, version=b"HTTP/2")) is None
    assert own_connection(Answer(network, closed=True)) is None
    assert own_connection(object()) is None
