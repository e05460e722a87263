"""What the model said can be said back: items of an answer are accepted as input and leave as they came."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from orq_ai_sdk import Orq, models
from orq_ai_sdk.core.answer import parse_body
from orq_ai_sdk.testing import LocalGateway
from support.gateway import gateway_fixture
from support.recorder import Recorder, recorder_fixture, same_json
from support.samples import recordings, sample
from support.stories import Caller, Run, colour_fixture, run_fixture
from support.strategies import ITEM, is_finite

__all__ = ["colour_fixture", "gateway_fixture", "recorder_fixture", "run_fixture"]

ITEMS: list[dict[str, Any]] = sample("json/every_item")["output"]
QUESTION = {"role": "user", "content": "And now?"}
Output = TypeAdapter(list[models.OutputItem])


def parsed(*items: Any) -> models.CreateResponseResponseBody:
    """Return a response with these items."""
    return parse_body(json.dumps({"id": "resp_1", "output": items}).encode(), None)


def dump(item: Any) -> Any:
    """Return an item as a lossless dump."""
    return item.model_dump(mode="json", by_alias=True, exclude_unset=True)


# Every way to hand over what an answer holds.
WAYS: dict[str, Callable[[models.CreateResponseResponseBody], Any]] = {
    "the whole output": lambda response: response.output,
    "to_input": lambda response: response.to_input(),
    "the response": lambda response: response,
    "the response in a list": lambda response: [response],
    "a tuple of items": lambda response: tuple(response.output),
    "each as a lossless dump": lambda response: [dump(item) for item in response.output],
    "each as a plain dump": lambda response: [item.model_dump() for item in response.output],
    "a plain dump's output": lambda response: response.model_dump()["output"],
    "the dumped response's output": lambda response: dump(response)["output"],
    "dumps as JSON": lambda response: json.loads(response.model_dump_json(by_alias=True, exclude_unset=True))["output"],
    "copies": lambda response: [copy.copy(item) for item in response.output],
    "deep copies": lambda response: copy.deepcopy(response).output,
    "pickled": lambda response: pickle.loads(pickle.dumps(response)).output,
    "stored as JSON and loaded": lambda response: Output.validate_json(
        Output.dump_json(response.output, by_alias=True, exclude_unset=True)
    ),
    "models and dumps": lambda response: [
        dump(item) if index % 2 else item for index, item in enumerate(response.output)
    ],
}


@pytest.mark.parametrize("way", WAYS)
def test_items_leave_as_they_came(recorder: Recorder, way: str) -> None:
    """Every kind of item, in every way to hand it over, is sent JSON-equal to how it came."""
    sent = recorder.sent(input_=WAYS[way](parsed(*ITEMS)))["input"]
    for item, came in zip(sent, ITEMS, strict=True):
        assert same_json(item, came)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.get('type')} {item['id']}")
def test_an_item_may_be_a_field_of_a_bodys_model(item: dict[str, Any]) -> None:
    """`CreateResponseRequestBody` takes items as models and as dicts, and keeps them as they are."""
    recorder = Recorder()
    for given_form in (parsed(item).output[0], item):
        body = models.CreateResponseRequestBody.model_validate({"model": "m", "input": [given_form, QUESTION]})
        sent = recorder.sent(input_=body.input_)["input"]
        assert same_json(sent, [item, QUESTION])


@pytest.mark.parametrize("path", recordings("json"))
@pytest.mark.parametrize("way", ["the response in a list", "each as a lossless dump", "each as a plain dump"])
def test_recorded_items_leave_as_they_came(recorder: Recorder, path: Path, way: str) -> None:
    """What real servers sent can be said back to them unchanged."""
    response = parse_body(path.read_bytes(), None)
    sent = recorder.sent(input_=[*WAYS[way](response), QUESTION])["input"]
    assert same_json(sent, [*json.loads(path.read_bytes())["output"], QUESTION])


def test_a_conversation_goes_on(gateway: LocalGateway, run: Run) -> None:
    """`to_input` is the list to append the next turn to; encrypted reasoning and calls go back as they came."""
    output = [item for item in ITEMS if item.get("type") in ("reasoning", "function_call", "message")]

    async def story(call: Caller) -> None:
        gateway.enqueue_json({"id": "resp_1", "object": "response", "status": "completed", "output": output})
        async with call.client(lambda: Orq(api_key="k", server_url=gateway.url)) as client:
            first = await client.create(model="m", input_="Hello")
            conversation = first.to_input()
            conversation.append({"type": "function_call_output", "call_id": "call_1", "output": "boiled"})
            second = await client.create(model="m", input_=conversation)
            third = await client.create(
                model="m", input_=[{"role": "user", "content": "Hello"}, first, second, QUESTION]
            )
            assert third.output_text == "And now?"

    run(story)
    _, second, third = (request.json["input"] for request in gateway.requests)
    answered = {"type": "function_call_output", "call_id": "call_1", "output": "boiled"}
    assert same_json(second, [*output, answered])
    assert same_json(third[: len(output) + 1], [{"role": "user", "content": "Hello"}, *output])
    assert third[len(output) + 1]["type"] == "message"
    assert third[-1] == QUESTION


def test_a_streams_answer_goes_back_too(gateway: LocalGateway, run: Run) -> None:
    """The response that a stream ends with is input like any other."""
    body = {"id": "resp_1", "object": "response", "status": "completed", "output": ITEMS}

    async def story(call: Caller) -> None:
        gateway.enqueue_events([{"type": "response.completed", "sequence_number": 0, "response": body}])
        gateway.enqueue_text("Whatever was sent.")
        async with call.client(lambda: Orq(api_key="k", server_url=gateway.url)) as client:
            async with client.stream(model="m", input_="Hello") as stream:
                events = [event async for event in stream]
            await client.create(model="m", input_=[events[-1].data.response, QUESTION])

    run(story)
    assert same_json(gateway.requests[-1].json["input"], [*ITEMS, QUESTION])


def test_what_the_user_changed_is_sent_changed(recorder: Recorder) -> None:
    """Assigned, added, deleted and appended: an item is sent as it is then; what nobody touched as it came."""
    response = parsed(*ITEMS)
    message, call, *_ = response.output
    assert isinstance(message, models.OutputMessage)
    assert isinstance(call, models.FunctionCall)
    expected = copy.deepcopy(ITEMS)

    call.name = "steep"
    del call.async_
    call.status = None
    call.temper = {"short": True}  # type: ignore[attr-defined]  # an extra field
    expected[1] |= {"name": "steep", "status": None, "temper": {"short": True}}
    del expected[1]["async"]

    text = message.content[0]
    assert isinstance(text, models.OutputText)
    text.text = "Coffee."
    assert text.annotations is not None
    text.annotations.append(models.URLCitation(start_index=0, end_index=1, url="u", title="t"))
    text.annotations.pop(0)
    message.content[3].points.append([9])  # type: ignore[union-attr]  # the unknown part has it
    message.content.append(models.OutputText(text="More."))
    expected[0]["content"][0]["text"] = "Coffee."
    annotation = {"type": "url_citation", "start_index": 0, "end_index": 1, "url": "u", "title": "t"}
    expected[0]["content"][0]["annotations"] = [*expected[0]["content"][0]["annotations"][1:], annotation]
    expected[0]["content"][3]["points"].append([9])
    expected[0]["content"].append({"type": "output_text", "text": "More."})

    unknown = response.output[-4]
    unknown.status = "calm"  # type: ignore[union-attr]  # the unknown item has it
    expected[-4]["status"] = "calm"
    for form in (response, response.to_input(), [dump(item) for item in response.output]):
        assert same_json(recorder.sent(input_=form)["input"], expected)


def test_items_made_by_hand_are_sent_with_their_tag(recorder: Recorder) -> None:
    """A class of an item, filled by the user, is sent with its type and what was given, and no more."""
    items = [
        models.OutputMessage(role="assistant", content=[models.OutputText(text="Hi")]),  # type: ignore[call-arg]  # no id
        models.ReasoningItem(summary=[], encrypted_content="gAAA"),
        models.ItemReference(id="msg_1"),
        models.McpApprovalResponse(approval_request_id="a", approve=True),
        models.UnknownInputItem.model_validate({"type": "seance", "spirits": 3}),
    ]
    assert same_json(
        recorder.sent(input_=items)["input"],
        [
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Hi"}]},
            {"type": "reasoning", "summary": [], "encrypted_content": "gAAA"},
            {"type": "item_reference", "id": "msg_1"},
            {"type": "mcp_approval_response", "approval_request_id": "a", "approve": True},
            {"type": "seance", "spirits": 3},
        ],
    )


def test_a_responses_settings_can_be_asked_for_again(recorder: Recorder) -> None:
    """Tools, tool choice, reasoning and text of a response are accepted where a request has them, as they came."""
    body = sample("json/every_field")
    response = parse_body(json.dumps(body).encode(), None)
    settings_of: dict[str, Any] = {
        name: getattr(response, name) for name in ("tools", "tool_choice", "reasoning", "text", "metadata")
    }
    sent = recorder.sent(**settings_of)
    assert same_json({name: sent[name] for name in settings_of}, {name: body[name] for name in settings_of})


# --- generated items


@given(st.lists(ITEM, max_size=4).filter(is_finite))
@settings(max_examples=60)
def test_generated_items_leave_as_they_came(items: list[dict[str, Any]]) -> None:
    """Whatever fields an item of any type has, and whatever they hold, it is sent back as it came."""
    response, recorder = parsed(*items), Recorder()
    for way in ("the response", "each as a lossless dump", "each as a plain dump"):
        assert same_json(recorder.sent(input_=WAYS[way](response))["input"], items)
