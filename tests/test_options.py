"""Options, raw answers and what is known about a call: `with_options`, `with_raw_response`, `meta`, headers."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from orq_ai_sdk import Orq
from orq_ai_sdk.models import AuthenticationError, CreateResponseResponseBody
from orq_ai_sdk.testing import LocalGateway
from orq_ai_sdk.utils import BackoffStrategy, RetryConfig
from support.gateway import gateway_fixture, invoke, streamed
from support.stories import Caller, Run, colour_fixture, run_fixture

__all__ = ["colour_fixture", "gateway_fixture", "run_fixture"]

QUICK = RetryConfig("backoff", BackoffStrategy(1, 1, 1.0, 5_000))


def test_a_view_has_options_of_its_own_on_the_same_connections(gateway: LocalGateway, run: Run) -> None:
    """`with_options` changes headers, retries, URL and key for the view alone; it opens no connection of its own."""

    async def story(call: Caller) -> None:
        async with call.client(
            lambda: Orq(api_key="k", server_url=gateway.url, default_headers={"X-Team": "a", "X-Stage": "test"})
        ) as opened:
            orq = opened.orq
            view = orq.with_options(http_headers={"x-team": "b"}, retry_config=QUICK, timeout_ms=5_000, api_key="other")
            inner = view.with_options(server_url=f"{gateway.url}/")
            gateway.enqueue_error(503, "busy")
            for client in (view, orq, inner):
                await invoke(call, client, "create", model="m", input_="x", http_headers={"x-call": "1"})

    run(story)
    headers = [request.headers for request in gateway.requests]
    assert [header["x-team"] for header in headers] == ["b", "b", "a", "b"]
    assert {header["x-stage"] for header in headers} == {"test"}
    assert {header["x-call"] for header in headers} == {"1"}
    assert [header["authorization"] for header in headers] == [
        "Bearer other",
        "Bearer other",
        "Bearer k",
        "Bearer other",
    ]
    assert gateway.connections == 1


def test_options_are_checked_at_once(gateway: LocalGateway) -> None:
    """A wrong option raises where it is given, with its name, and a key is never shown."""
    with Orq(api_key="k", server_url=gateway.url) as orq:
        wrong: list[tuple[str, Any]] = [
            ("timeout_ms", 0),
            ("timeout_ms", "5"),
            ("retry_config", 3),
            ("http_headers", {"a b": "c"}),
            ("http_headers", {"x": "line\nbreak"}),
            ("server_url", "nowhere"),
        ]
        for name, value in wrong:
            with pytest.raises((TypeError, ValueError), match=name):
                orq.with_options(**{name: value})
        with pytest.raises(ValueError, match="api_key") as caught:
            orq.with_options(api_key="secret\nkey")
        assert "secret" not in str(caught.value)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_raw_response_has_the_http_answer_too(gateway: LocalGateway, run: Run, stream: bool) -> None:
    """`with_raw_response.create` gives status, headers, request id, attempts and time, and parses on demand."""
    gateway.enqueue_error(503, "busy")

    async def story(call: Caller) -> None:
        async with call.client(lambda: Orq(api_key="k", server_url=gateway.url, retry_config=QUICK)) as opened:
            holder = opened.orq.router.responses.with_raw_response
            raw = await invoke(call, holder, "create", model="m", input_="Hi", stream=stream)
            assert raw.status_code == 200
            assert raw.request_id == raw.headers["x-request-id"]
            assert raw.attempts == 2
            assert raw.elapsed_s > 0
            assert raw.http_response.status_code == 200
            result = raw.parse()
            text = await streamed(call, result).get_final_text() if stream else result.output_text
            assert text == "Hi"

    run(story)


def test_a_raw_response_is_pickled_without_the_key(gateway: LocalGateway) -> None:
    """So that whoever stores it stores no credential; an answer still under way cannot be pickled."""
    with Orq(api_key="a-secret-key", server_url=gateway.url) as orq:
        raw = orq.router.responses.with_raw_response.create(model="m", input_="Hi")
        data = pickle.dumps(raw)
        assert b"a-secret-key" not in data
        again = pickle.loads(data)
        assert (again.status_code, again.attempts, again.parse().output_text) == (200, 1, "Hi")
        assert copy.deepcopy(raw).headers == raw.headers
        streamed_answer = orq.router.responses.with_raw_response.create(model="m", input_="Hi", stream=True)
        with streamed_answer.parse(), pytest.raises(TypeError):
            pickle.dumps(streamed_answer)


def test_a_raw_call_raises_as_any_other(gateway: LocalGateway, run: Run) -> None:
    """An HTTP error is an exception with or without `with_raw_response`."""
    gateway.enqueue_error(401, "who?")

    async def story(call: Caller) -> None:
        async with call.client(lambda: Orq(api_key="k", server_url=gateway.url)) as opened:
            with pytest.raises(AuthenticationError):
                await invoke(call, opened.orq.router.responses.with_raw_response, "create", model="m", input_="Hi")

    run(story)


def test_results_know_how_they_came_and_dumps_do_not(gateway: LocalGateway, run: Run) -> None:
    """Request id, headers and attempts are within reach of responses, streams and final responses; dumps stay clean."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: Orq(api_key="k", server_url=gateway.url)) as opened:
            response = await invoke(call, opened.orq, "create", model="m", input_="Hi")
            stream = await invoke(call, opened.orq, "create", model="m", input_="Hi", stream=True)
            final = await streamed(call, stream).get_final_response()
        for result in (response, stream, final):
            assert result.request_id == result.headers["x-request-id"]
            assert result.meta.status_code == 200
            assert result.meta.attempts == 1
        again = CreateResponseResponseBody.model_validate(response.model_dump(by_alias=True, exclude_unset=True))
        assert again == response
        assert again.request_id is None

    run(story)


def test_a_conversation_goes_on_from_an_answer(gateway: LocalGateway, run: Run) -> None:
    """An answer is accepted as `input_`, alone, in a list, and as `to_input()` with the next turn appended."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: Orq(api_key="k", server_url=gateway.url)) as opened:
            first = await invoke(call, opened.orq, "create", model="m", input_="One")
            items = first.model_dump(mode="json", by_alias=True, exclude_unset=True)["output"]
            turn = {"role": "user", "content": "Two"}
            await invoke(call, opened.orq, "create", model="m", input_=first)
            await invoke(
                call, opened.orq, "create", model="m", input_=[{"role": "user", "content": "One"}, first, turn]
            )
            await invoke(call, opened.orq, "create", model="m", input_=[*first.to_input(), turn])
        sent = [request.json["input"] for request in gateway.requests[1:]]
        assert sent[0] == items
        assert sent[1] == [{"role": "user", "content": "One"}, *items, turn]
        assert sent[2] == [*items, turn]

    run(story)
