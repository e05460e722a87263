"""The local gateway's promises, asked over real sockets by a client that is not the SDK's."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orq_ai_sdk.testing
from orq_ai_sdk.testing import LocalGateway, RecordedHeaders, RecordedRequest, Reply, stream_events, text_response
from orq_ai_sdk.testing.schemas import UnsatisfiableSchemaError, make_example
from orq_ai_sdk.testing.server import Server
from orq_ai_sdk.testing.service import KEPT_ANSWERS, Service

PATH = "/v2/gateway/responses"
KEY = "sk-local-secret"
# One context without authorities for all clients: loading them takes longer than a test, and nothing here is encrypted.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
TIMEOUT_S = 20.0  # No test waits for it; it only keeps a broken one from hanging.


@pytest.fixture
def gateway() -> Iterator[LocalGateway]:
    with LocalGateway() as running:
        yield running


def make_client(gateway: LocalGateway, *, key: str | None = KEY) -> httpx.Client:
    headers = {} if key is None else {"authorization": f"Bearer {key}"}
    return httpx.Client(base_url=gateway.url, headers=headers, timeout=TIMEOUT_S, trust_env=False, verify=NO_TLS)


@pytest.fixture
def client(gateway: LocalGateway) -> Iterator[httpx.Client]:
    with make_client(gateway) as ready:
        yield ready


def ask(client: httpx.Client, input_: Any = "Hello there", **more: Any) -> Any:
    answer = client.post(PATH, json={"model": "openai/gpt-4o", "input": input_, **more})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def ask_stream(client: httpx.Client, input_: Any = "Hello there", **more: Any) -> list[dict[str, Any]]:
    answer = client.post(PATH, json={"model": "openai/gpt-4o", "input": input_, "stream": True, **more})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    return parse_stream(answer.text)


def parse_stream(text: str) -> list[dict[str, Any]]:
    *blocks, sentinel, rest = text.split("\n\n")
    assert (sentinel, rest) == ("data: [DONE]", "")
    events: list[dict[str, Any]] = []
    for block in blocks:
        name, data = block.split("\n")
        events.append(json.loads(data.removeprefix("data: ")))
        assert name == f"event: {events[-1]['type']}"
    return events


def text_of(response: dict[str, Any]) -> str:
    return "".join(part["text"] for item in response["output"] if item["type"] == "message" for part in item["content"])


def calls_of(response: dict[str, Any]) -> list[tuple[str, Any]]:
    return [
        (item["name"], json.loads(item["arguments"])) for item in response["output"] if item["type"] == "function_call"
    ]


def function_tool(name: str, **properties: Any) -> dict[str, Any]:
    parameters = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"type": "function", "name": name, "parameters": parameters, "strict": True}


def gateway_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("local gateway")]


WEATHER = function_tool("get_weather", city={"type": "string"})
CLOCK = function_tool("get_time", zone={"type": "string"})


# The echo


def test_answers_with_a_whole_response_object(client: httpx.Client) -> None:
    """A JSON answer has every field of the contract that the service sends, and leaves `output_text` to the client."""
    response = ask(client, "Hello there", metadata={"a": "b"}, temperature=0.5, instructions="Be brief")

    assert response.pop("id").startswith("resp_")
    assert response.pop("created_at") > 1_700_000_000
    (message,) = response.pop("output")
    assert message.pop("id").startswith("msg_")
    assert message == {
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [{"type": "output_text", "text": "Hello there", "annotations": [], "logprobs": []}],
    }
    assert response == {
        "object": "response",
        "status": "completed",
        "background": False,
        "error": None,
        "incomplete_details": None,
        "instructions": "Be brief",
        "max_output_tokens": None,
        "metadata": {"a": "b"},
        "model": "openai/gpt-4o",
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "reasoning": {"effort": None, "summary": None},
        "service_tier": "default",
        "store": True,
        "temperature": 0.5,
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": [],
        "top_logprobs": 0,
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": {
            "input_tokens": 4,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": 2,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 6,
        },
        "user": None,
    }


def test_streams_the_echo_word_by_word(client: httpx.Client) -> None:
    """A stream has the service's events in the service's order, numbered, a delta for each word, then `[DONE]`."""
    events = ask_stream(client, "  Hello there,\n world ")

    assert [event["type"] for event in events] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        *["response.output_text.delta"] * 4,
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert [event["delta"] for event in events if "delta" in event] == ["  ", "Hello ", "there,\n ", "world "]
    assert events[0]["response"]["status"] == "in_progress"
    assert events[0]["response"]["output"] == []
    assert events[-1]["response"]["status"] == "completed"
    assert text_of(events[-1]["response"]) == "  Hello there,\n world "
    assert events[-2]["item"] == events[-1]["response"]["output"][0]


def test_says_the_same_streamed_and_whole(client: httpx.Client) -> None:
    """The last event of a stream carries the response that JSON would have been, ids and time aside."""
    whole = ask(client, "One two")
    streamed = ask_stream(client, "One two")[-1]["response"]

    for response in (whole, streamed):
        del response["id"], response["created_at"], response["output"][0]["id"]
    assert whole == streamed


@pytest.mark.parametrize(
    ("input_", "said"),
    [
        ("plain", "plain"),
        ([{"role": "user", "content": "no type"}], "no type"),
        ([{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "a part"}]}], "a part"),
        (
            [
                {
                    "role": "user",
                    "content": [{"type": "input_text", "text": "See"}, {"type": "input_image", "image_url": "x"}],
                }
            ],
            "See\n[input_image]",
        ),
        (
            [
                {"role": "system", "content": "Be kind"},
                {"role": "user", "content": "first"},
                {"role": "assistant", "content": [{"type": "output_text", "text": "reply"}]},
                {"role": "user", "content": "last"},
                {"type": "reasoning", "summary": []},
            ],
            "last",
        ),
        ([], "(no input)"),
        ("", "(no input)"),
        ([{"role": "developer", "content": "only this"}], "(no input)"),
        ("Grüße \U0001f600\u2028 done", "Grüße \U0001f600\u2028 done"),
    ],
)
def test_understands_every_form_of_input(client: httpx.Client, input_: Any, said: str) -> None:
    """The last text of the user's is echoed, however the input is written."""
    assert text_of(ask(client, input_)) == said
    assert text_of(ask_stream(client, input_)[-1]["response"]) == said


def test_stops_at_max_output_tokens(client: httpx.Client) -> None:
    """A text of more words than `max_output_tokens` is cut there, and the response says that it is incomplete."""
    response = ask(client, "one two three", max_output_tokens=2)
    events = ask_stream(client, "one two three", max_output_tokens=2)

    assert text_of(response) == "one two "
    assert (response["status"], response["incomplete_details"]) == ("incomplete", {"reason": "max_output_tokens"})
    assert events[-1]["type"] == "response.incomplete"
    assert ask(client, "one two three", max_output_tokens=3)["status"] == "completed"


# Tools


@pytest.mark.parametrize(
    ("choice", "name"),
    [("required", "get_weather"), ({"type": "function", "name": "get_time"}, "get_time")],
)
def test_calls_the_function_that_is_demanded(client: httpx.Client, choice: Any, name: str) -> None:
    """`tool_choice` leads to a call whose arguments fit the parameters, as JSON and as a stream."""
    tools = [{"type": "web_search_preview"}, WEATHER, CLOCK]
    parameters = next(tool["parameters"] for tool in tools if tool.get("name") == name)
    whole = ask(client, tools=tools, tool_choice=choice)
    events = ask_stream(client, tools=tools, tool_choice=choice)

    ((called, arguments),) = calls_of(whole)
    assert called == name
    jsonschema.validate(arguments, parameters)
    deltas = [event["delta"] for event in events if event["type"] == "response.function_call_arguments.delta"]
    (done,) = [event for event in events if event["type"] == "response.function_call_arguments.done"]
    assert len(deltas) > 1
    assert "".join(deltas) == done["arguments"] == whole["output"][0]["arguments"]
    assert [event["type"] for event in events if "delta" not in event] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.function_call_arguments.done",
        "response.output_item.done",
        "response.completed",
    ]
    added = next(event["item"] for event in events if event["type"] == "response.output_item.added")
    assert (added["arguments"], added["status"], added["call_id"]) == ("", "in_progress", events[-2]["item"]["call_id"])


def test_calls_a_function_without_parameters(client: httpx.Client) -> None:
    """A tool that says nothing of parameters is called with an empty object."""
    for tool in ({"type": "function", "name": "ping"}, {"type": "function", "name": "ping", "parameters": None}):
        assert calls_of(ask(client, tools=[tool], tool_choice="required")) == [("ping", {})]


def test_leaves_tools_alone_unless_they_are_named(client: httpx.Client) -> None:
    """With `auto` a function is called when the user names it, as a whole word; with `none` never."""
    assert calls_of(ask(client, "How are you?", tools=[WEATHER])) == []
    assert calls_of(ask(client, "use get_weather_now", tools=[WEATHER])) == []
    assert calls_of(ask(client, "use get_weather, please", tools=[WEATHER], tool_choice="none")) == []
    assert calls_of(ask(client, "use get_weather, please", tools=[WEATHER])) == [("get_weather", {"city": "city"})]
    assert calls_of(ask(client, "use get_time", tools=[WEATHER, CLOCK], tool_choice="required")) == [
        ("get_time", {"zone": "zone"})
    ]


@pytest.mark.parametrize("parallel", [True, False])
@pytest.mark.parametrize("remembered", [True, False])
def test_lets_a_tool_loop_run_to_its_end(client: httpx.Client, parallel: bool, remembered: bool) -> None:
    """Each function that was named is called once, and when all outputs are there the answer contains them."""
    options = {"tools": [WEATHER, CLOCK], "parallel_tool_calls": parallel}
    history: list[Any] = [{"role": "user", "content": "use get_time and get_weather"}]
    response = ask(client, history, **options)
    turns = 1
    while calls_of(response):
        outputs = [
            {"type": "function_call_output", "call_id": item["call_id"], "output": f"<{item['name']} output>"}
            for item in response["output"]
        ]
        history += [*response["output"], *outputs]
        if remembered:
            response = ask(client, outputs, previous_response_id=response["id"], **options)
        else:
            response = ask(client, history, **options)
        turns += 1

    assert turns == (2 if parallel else 3)
    assert "get_time gave: <get_time output>" in text_of(response)
    assert "get_weather gave: <get_weather output>" in text_of(response)
    assert calls_of(ask(client, [*history, {"role": "user", "content": "use get_time again"}], **options)) == [
        ("get_time", {"zone": "zone"})
    ]


def test_goes_on_calling_while_required(client: httpx.Client) -> None:
    """`required` demands a call in every answer, also when the outputs are there."""
    items = [
        {"role": "user", "content": "use get_weather"},
        {"type": "function_call", "call_id": "c1", "name": "get_weather", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": [{"type": "input_text", "text": "rain"}]},
    ]
    assert text_of(ask(client, items, tools=[WEATHER])) == "get_weather gave: rain"
    assert len(calls_of(ask(client, items, tools=[WEATHER], tool_choice="required"))) == 1


def call_item(call_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "function_call", "call_id": call_id, "name": "get_weather", "arguments": "{}", **more}


def output_item(call_id: str) -> dict[str, Any]:
    return {"type": "function_call_output", "call_id": call_id, "output": "rain"}


def allow(mode: str, *names: str) -> dict[str, Any]:
    return {"type": "allowed_tools", "mode": mode, "tools": [{"type": "function", "name": name} for name in names]}


def test_calls_only_tools_that_are_allowed(client: httpx.Client) -> None:
    """`allowed_tools` keeps a function that is not among them from being called, also one that the user names."""
    tools = [WEATHER, CLOCK]
    both = "use get_weather and get_time"
    assert calls_of(ask(client, both, tools=tools, tool_choice=allow("auto", "get_time"))) == [
        ("get_time", {"zone": "zone"})
    ]
    assert calls_of(ask(client, "use get_weather", tools=tools, tool_choice=allow("auto", "get_time"))) == []
    assert calls_of(ask(client, both, tools=tools, tool_choice=allow("auto"))) == []
    assert len(calls_of(ask(client, both, tools=tools, tool_choice=allow("auto", "get_time", "get_weather")))) == 2


@pytest.mark.parametrize("input_", ["Hello", "use get_weather", "use get_time"])
def test_calls_an_allowed_tool_when_one_is_required(client: httpx.Client, input_: str) -> None:
    """In mode `required` an allowed function is called whatever the user says, and the choice is repeated."""
    choice = allow("required", "get_time")
    response = ask(client, input_, tools=[WEATHER, CLOCK], tool_choice=choice)
    assert calls_of(response) == [("get_time", {"zone": "zone"})]
    assert response["tool_choice"] == choice


# JSON formats


TREE = {
    "$ref": "#/$defs/Node",
    "$defs": {
        "Node": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "minLength": 12},
                "parent": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]},
                "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
                "colour": {"allOf": [{"$ref": "#/$defs/Colour"}]},
            },
            "required": ["name", "parent", "children", "colour"],
            "additionalProperties": False,
        },
        "Colour": {"enum": ["red", "green"]},
    },
}


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "object"},
        {"type": "object", "required": ["undeclared"]},
        {"type": "object", "additionalProperties": {"type": "integer"}},
        {"properties": {"a": {"const": [1, None]}, "b": {"type": ["null", "boolean"]}}},
        {"type": "object", "properties": {"endless": {"$ref": "#"}, "fine": {"type": "integer"}}},
        {"type": "array", "minItems": 3, "items": {"type": "number", "exclusiveMinimum": 2, "maximum": 2.25}},
        {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
        {"type": "integer", "minimum": 7, "maximum": 20, "multipleOf": 5},
        {"type": "integer", "exclusiveMaximum": -3},
        {"type": "integer", "exclusiveMaximum": 20, "minimum": 3, "multipleOf": 7},
        {"type": "integer", "minimum": -3, "maximum": -1, "multipleOf": 2},
        {"minimum": 3},
        {"minItems": 2},
        {"type": "array", "items": {"$ref": "#"}},
        {"type": "object", "minProperties": 2, "additionalProperties": True},
        {"type": "object", "additionalProperties": {"$ref": "#"}},
        {
            "$ref": "#/prefixItems/0",
            "prefixItems": [{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}],
            "required": ["b"],
            "allOf": [{"$ref": "#/$defs/c"}, {"allOf": [{"$ref": "#/$defs/c"}]}, {"anyOf": [{"required": ["d"]}]}],
            "anyOf": [{"properties": {"a": {"minimum": 5}}}],
            "$defs": {"c": {"properties": {"c": {"type": "boolean"}}, "required": ["c"], "allOf": [{}]}},
        },
        {"type": "number", "multipleOf": 0.25, "minimum": 10},
        {"type": "string", "maxLength": 3},
        {"type": "string", "pattern": r"^\d{5}$"},
        {"type": "string", "pattern": "^[a-z]+$", "minLength": 30},
        {"type": "string", "format": "date-time"},
        {"type": "string", "nullable": True},
        {
            "allOf": [
                {"properties": {"a": {"type": "integer"}}},
                {"properties": {"a": {"minimum": 9}}, "required": ["a"]},
            ]
        },
        {"oneOf": [{"type": "null"}, {"properties": {"kind": {"const": "x"}}, "required": ["kind"]}]},
        {"anyOf": [False, {"$ref": "#/$defs/odd~1~0name"}], "$defs": {"odd/~name": {"type": "boolean"}}},
        TREE,
    ],
)
def test_answers_with_json_that_fits_the_schema(client: httpx.Client, schema: dict[str, Any]) -> None:
    """The text of an answer in `json_schema` format is JSON that fits the schema, and the same one streamed."""
    text = {"format": {"type": "json_schema", "name": "answer", "schema": schema, "strict": True}}
    whole = text_of(ask(client, text=text))

    jsonschema.Draft202012Validator(schema).validate(json.loads(whole))
    assert text_of(ask_stream(client, text=text)[-1]["response"]) == whole


def test_answers_with_a_json_object(client: httpx.Client) -> None:
    """The `json_object` format gives the echo as a member."""
    assert json.loads(text_of(ask(client, "Hi", text={"format": {"type": "json_object"}}))) == {"echo": "Hi"}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"self": {"$ref": "#"}}, "required": ["self"]},
        {"type": "string", "pattern": "^(?=never)matched$"},
        {"type": "string", "minLength": 10**12},
        {"type": "string", "pattern": "("},
        {"type": "string", "minLength": 3, "maxLength": 2},
        {"type": "integer", "minimum": 3, "maximum": 2},
        {"type": "number", "exclusiveMinimum": 3, "maximum": 3},
        {"allOf": [{"type": "string"}, False]},
        {"$ref": "#/$defs/never", "$defs": {"never": False}},
        {"type": "array", "minItems": 2, "maxItems": 1},
        {"type": "array", "minItems": 2, "uniqueItems": True, "items": {"type": "boolean"}},
        {"type": "tuple"},
        {"enum": []},
        {"anyOf": []},
        {"$ref": "https://example.com/schema"},
        {"$ref": "#/$defs/missing"},
    ],
)
def test_admits_that_it_knows_no_value(client: httpx.Client, schema: dict[str, Any]) -> None:
    """A schema that nothing fits, or that is beyond the gateway, is answered with an error that says so."""
    with pytest.raises(UnsatisfiableSchemaError):
        make_example(schema)
    text = {"format": {"type": "json_schema", "name": "answer", "schema": schema}}
    answer = client.post(PATH, json={"model": "m", "input": "Hi", "text": text})
    assert answer.status_code == 501
    assert "enqueue a reply" in answer.json()["error"]["message"]


# Memory


def test_remembers_answers(client: httpx.Client) -> None:
    """`previous_response_id` brings back the conversation, through several turns and both forms."""
    first = ask(client, "My name is Ada")
    second = ask_stream(client, "What did I say?", previous_response_id=first["id"])[-1]["response"]
    third = ask(client, "And now: what did I say?", previous_response_id=second["id"])

    assert text_of(second) == "My name is Ada"
    assert second["previous_response_id"] == first["id"]
    assert text_of(third) == "What did I say?"
    assert third["usage"]["input_tokens"] > second["usage"]["input_tokens"] > first["usage"]["input_tokens"]
    assert text_of(ask(client, "What did I say?")) == "You have not said anything yet."


def test_refuses_what_it_does_not_remember(client: httpx.Client, gateway: LocalGateway) -> None:
    """An unknown, an unstored and a forgotten response are refused with the service's code."""
    unstored = ask(client, store=False)["id"]
    forgotten = ask(client)["id"]
    gateway.clear()
    for response_id in ("resp_unknown", unstored, forgotten):
        answer = client.post(PATH, json={"model": "m", "input": "x", "previous_response_id": response_id})
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (400, "previous_response_not_found")
        assert (error["type"], error["param"]) == ("invalid_request_error", "previous_response_id")


def test_keeps_a_bounded_number_of_answers() -> None:
    """The oldest answers are forgotten first, so that a gateway that runs for long does not grow."""
    service = Service()

    def reply(**body: Any) -> Reply:
        headers = RecordedHeaders({"authorization": "Bearer k", "content-type": "application/json"})
        return service.reply(
            RecordedRequest("POST", PATH, headers, json.dumps({"model": "m", "input": "x", **body}).encode())
        )

    ids = [json.loads(b"".join(reply().pieces()))["id"] for _ in range(KEPT_ANSWERS + 1)]
    assert reply(previous_response_id=ids[0]).status == 400
    assert reply(previous_response_id=ids[1]).status == 200


# Refusals


def json_format(schema: Any, *, name: str = "answer", **more: Any) -> dict[str, Any]:
    return {"type": "json_schema", "name": name, "schema": schema, **more}


BAD_NAMES = [
    ("", "empty_string"),
    ("a" * 65, "string_above_max_length"),
    ("get weather", "invalid_value"),
    ("wetter_für", "invalid_value"),
    ("name\n", "invalid_value"),
]


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        ({"input": "x"}, "model", "missing_required_parameter"),
        ({"model": "m"}, "input", "missing_required_parameter"),
        ({"model": " ", "input": "x"}, "model", "missing_required_parameter"),
        ({"model": 3, "input": "x"}, "model", "invalid_type"),
        ({"model": None, "input": "x"}, "model", "invalid_type"),
        ({"model": "m", "input": 3}, "input", "invalid_type"),
        ({"model": "m", "input": None}, "input", "invalid_type"),
        ({"model": "m", "input": ["x"]}, "input[0]", "invalid_type"),
        ({"model": "m", "input": [{"content": "x"}]}, "input[0].role", "missing_required_parameter"),
        ({"model": "m", "input": [{"role": "human", "content": "x"}]}, "input[0].role", "invalid_value"),
        ({"model": "m", "input": [{"role": "user"}]}, "input[0].content", "missing_required_parameter"),
        ({"model": "m", "input": [{"role": "user", "content": 3}]}, "input[0].content", "invalid_type"),
        (
            {"model": "m", "input": [{"type": "function_call_output", "output": "x"}]},
            "input[0].call_id",
            "missing_required_parameter",
        ),
        (
            {"model": "m", "input": [{"type": "function_call_output", "call_id": "c"}]},
            "input[0].output",
            "missing_required_parameter",
        ),
        ({"model": "m", "input": "x", "tool_choice": "maybe"}, "tool_choice", "invalid_value"),
        ({"model": "m", "input": "x", "stream": "true"}, "stream", "invalid_type"),
        ({"model": "m", "input": "x", "store": 1}, "store", "invalid_type"),
        ({"model": "m", "input": "x", "temperature": "hot"}, "temperature", "invalid_type"),
        ({"model": "m", "input": "x", "temperature": True}, "temperature", "invalid_type"),
        ({"model": "m", "input": "x", "temperature": 2.5}, "temperature", "decimal_above_max_value"),
        ({"model": "m", "input": "x", "temperature": -0.1}, "temperature", "decimal_below_min_value"),
        ({"model": "m", "input": "x", "top_p": 2}, "top_p", "integer_above_max_value"),
        ({"model": "m", "input": "x", "max_output_tokens": 1.5}, "max_output_tokens", "invalid_type"),
        ({"model": "m", "input": "x", "max_output_tokens": 0}, "max_output_tokens", "integer_below_min_value"),
        ({"model": "m", "input": "x", "metadata": {"a": 1}}, "metadata.a", "invalid_type"),
        ({"model": "m", "input": "x", "metadata": []}, "metadata", "invalid_type"),
        ({"model": "m", "input": "x", "tools": {}}, "tools", "invalid_type"),
        ({"model": "m", "input": "x", "tools": [{}]}, "tools[0].type", "missing_required_parameter"),
        ({"model": "m", "input": "x", "tools": [{"type": "function"}]}, "tools[0].name", "missing_required_parameter"),
        ({"model": "m", "input": "x", "tool_choice": 1}, "tool_choice", "invalid_type"),
        ({"model": "m", "input": "x", "tool_choice": "required"}, "tool_choice", None),
        (
            {"model": "m", "input": "x", "tool_choice": {"type": "function"}},
            "tool_choice.name",
            "missing_required_parameter",
        ),
        ({"model": "m", "input": "x", "tool_choice": {"type": "function", "name": "f"}}, "tool_choice", None),
        ({"model": "m", "input": "x", "text": "json"}, "text", "invalid_type"),
        ({"model": "m", "input": "x", "text": {"format": {}}}, "text.format.type", "missing_required_parameter"),
        (
            {"model": "m", "input": "x", "text": {"format": {"type": "json_schema", "name": "n"}}},
            "text.format.schema",
            "missing_required_parameter",
        ),
        ({"model": "m", "input": "x", "text": {"format": {"type": "xml"}}}, "text.format.type", "invalid_value"),
        *(
            ({"model": "m", "input": "x", "text": {"format": json_format({}, name=name)}}, "text.format.name", code)
            for name, code in BAD_NAMES
        ),
        *(
            ({"model": "m", "input": "x", "tools": [WEATHER, {"type": kind, "name": name}]}, "tools[1].name", code)
            for kind in ("function", "custom")
            for name, code in BAD_NAMES
        ),
        ({"model": "m", "input": "x", "tools": [WEATHER, CLOCK, WEATHER]}, "tools[2].name", "invalid_value"),
        (
            {"model": "m", "input": "x", "tool_choice": {"type": "allowed_tools", "tools": []}},
            "tool_choice.mode",
            "missing_required_parameter",
        ),
        ({"model": "m", "input": "x", "tool_choice": allow("none")}, "tool_choice.mode", "invalid_value"),
        (
            {"model": "m", "input": "x", "tool_choice": {"type": "allowed_tools", "mode": "auto"}},
            "tool_choice.tools",
            "missing_required_parameter",
        ),
        ({"model": "m", "input": "x", "tools": [CLOCK], "tool_choice": allow("required")}, "tool_choice", None),
        (
            {"model": "m", "input": "x", "tools": [CLOCK], "tool_choice": allow("auto", "get_time", "typo")},
            "tool_choice.tools[1]",
            None,
        ),
    ],
)
def test_refuses_a_broken_body(client: httpx.Client, body: Any, param: str, code: str | None) -> None:
    """A body that the service would refuse gets status 400 and an error object that names the parameter."""
    answer = client.post(PATH, json=body)
    error = answer.json()["error"]

    assert answer.status_code == 400
    assert (error["type"], error["param"], error["code"]) == ("invalid_request_error", param, code)
    assert param in error["message"]


@pytest.mark.parametrize(
    "input_",
    [
        [output_item("c")],
        [call_item("c")],
        [{"type": "custom_tool_call", "call_id": "c"}, {"type": "computer_call_output", "call_id": "d"}],
        [call_item("c"), {"type": "reasoning", "summary": []}, call_item("d"), output_item("d"), output_item("c")],
    ],
)
def test_lets_pass_calls_and_outputs_as_they_come(client: httpx.Client, input_: Any) -> None:
    """Providers differ in whether a call has to have its output, and an output its call."""
    ask(client, input_)


def test_lets_pass_names_of_every_allowed_form(client: httpx.Client) -> None:
    """64 characters, digits and dashes do; unknown tools may be named as they like, and share a name."""
    new = {"type": "new_tool", "name": "any name"}
    group = {"type": "namespace", "name": "clocks", "tools": [CLOCK]}
    tools = [function_tool("a" * 64), function_tool("-1_B"), new, new, group]
    choice = {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "get_time"}, new]}
    ask(client, tools=tools, tool_choice=choice, text={"format": json_format({"type": "object"}, name="9-_z")})


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b'{"model": NaN}', b"[" * 100_000])
def test_refuses_what_is_not_a_json_object(client: httpx.Client, content: bytes) -> None:
    """A body that is not JSON, or no object, gets status 400."""
    answer = client.post(PATH, content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_lets_pass_what_it_does_not_know(client: httpx.Client) -> None:
    """Null for what may be left out, unknown fields, items, tools and choices are no reason to refuse."""
    nulls = dict.fromkeys(("temperature", "top_p", "tools", "text", "metadata", "stream", "previous_response_id"))
    response = ask(
        client,
        [{"type": "new_item", "x": 1}, {"role": "user", "content": "Hi"}],
        **{**nulls, "tools": [{"type": "new_tool"}], "tool_choice": {"type": "new_choice"}, "new_field": {"a": 1}},
    )
    assert text_of(response) == "Hi"
    assert response["temperature"] == 1.0


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["tools", "tool_choice", "text", "metadata", "instructions", "store", "max_output_tokens", "reasoning"]
        ),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.text(max_size=3)
            | st.sampled_from(["function", "x", "allowed_tools", "auto"]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["type", "name", "parameters", "format", "schema", "mode", "tools"]),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=8,
        ),
    )
)
def test_answers_or_refuses_any_body(body: dict[str, Any]) -> None:
    """No JSON object, however odd, is left without an answer."""
    headers = RecordedHeaders({"authorization": "Bearer k", "content-type": "application/json"})
    request = RecordedRequest("POST", PATH, headers, json.dumps({"model": "m", "input": "use x", **body}).encode())
    assert Service().reply(request).status in (200, 400, 501)


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Basic dXNlcg==", KEY])
def test_demands_a_bearer_token(gateway: LocalGateway, authorization: str | None) -> None:
    """Without a bearer token there is status 401 and an error object, whatever the body."""
    headers = {} if authorization is None else {"authorization": authorization}
    with make_client(gateway, key=None) as client:
        answer = client.post(PATH, content=b"broken", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    error = answer.json()["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert (error["type"], error["code"]) == ("authentication_error", None)
    assert KEY not in answer.text


def test_lets_in_only_the_keys_it_was_given() -> None:
    """With `api_keys` any other token is refused, and neither is ever shown."""
    with LocalGateway(api_keys={"right-key"}) as gateway, make_client(gateway, key=None) as client:
        body = {"model": "m", "input": "x"}
        wrong = client.post(PATH, json=body, headers={"authorization": "Bearer wrong-key"})
        right = client.post(PATH, json=body, headers={"authorization": "bearer right-key"})

        assert (wrong.status_code, wrong.json()["error"]["code"]) == (401, "invalid_api_key")
        assert right.status_code == 200
        assert "-key" not in wrong.text + right.text
        assert [request.headers["authorization"] for request in gateway.requests] == [
            "Bearer wrong-key",
            "bearer right-key",
        ]
        assert "-key" not in f"{gateway.requests!r} {gateway.requests[0].headers} {gateway!r}"
    with pytest.raises(TypeError, match="collection"):
        LocalGateway(api_keys="one")


def test_refuses_other_paths_methods_and_types(client: httpx.Client, gateway: LocalGateway) -> None:
    """There is one operation; all else has its own status and is recorded too."""
    assert client.post("/v2/other", json={}).status_code == 404
    assert client.get(PATH).status_code == 405
    assert client.get(PATH).headers["allow"] == "POST"
    head = client.head(PATH)
    assert (head.status_code, head.content) == (405, b"")
    for content_type in ("text/plain", "application/jsonp"):
        assert client.post(PATH, content=b"{}", headers={"content-type": content_type}).status_code == 415
    assert client.post(PATH, content=b"{}").status_code == 415
    answer = client.post(PATH, content=b"{}", headers={"content-type": "Application/JSON; charset=utf-8"})
    assert answer.json()["error"]["param"] == "model"
    assert len(gateway.requests) == 8
    assert gateway.connections == 1


# What is recorded


def test_records_requests(client: httpx.Client, gateway: LocalGateway) -> None:
    """A request is kept with its method, target, headers, bytes and JSON; its printed form shows no credentials."""
    body = {"model": "m", "input": "Grüße"}
    client.post(PATH, params={"a": "1 2"}, json=body, headers=[("X-Two", "1"), ("X-Two", "2"), ("Cookie", "chocolate")])
    client.post(
        PATH, content=iter([b'{"model": "m", ', b'"input": "in chunks"}']), headers={"content-type": "application/json"}
    )
    client.post(PATH, content=b"not JSON")

    first, second, third = gateway.requests
    assert (first.method, first.path, first.json) == ("POST", f"{PATH}?a=1+2", body)
    assert json.loads(first.body) == body
    assert first.headers["x-two"] == "1, 2"
    assert first.headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in repr(first)
    assert "chocolate" not in repr(first)
    assert "x-two" in repr(first)
    assert second.headers["transfer-encoding"] == "chunked"
    assert second.json["input"] == "in chunks"
    assert (third.json, third.body) == (None, b"not JSON")


def test_names_every_answer(client: httpx.Client, gateway: LocalGateway) -> None:
    """Each answer has its own `x-request-id`, refusals and scripted ones included, unless the script gives one."""
    gateway.enqueue(*[Reply.json({})] * 2, Reply.error(500, "x"), Reply(b"", headers={"X-Request-ID": "mine"}))
    ids = [client.post(PATH).headers["x-request-id"] for _ in range(6)]
    assert len(set(ids)) == 6
    assert ids[3] == "mine"


def test_clears_what_it_has_recorded(client: httpx.Client, gateway: LocalGateway) -> None:
    """After `clear` the gateway is as new, while open connections go on."""
    ask(client)
    gateway.enqueue_text("never said")
    gateway.clear()

    assert (gateway.requests, gateway.connections) == ([], 0)
    assert text_of(ask(client, "Hi")) == "Hi"
    assert (len(gateway.requests), gateway.connections) == (1, 0)


# Scripted replies


def test_gives_scripted_replies_in_order(client: httpx.Client, gateway: LocalGateway) -> None:
    """Each enqueued reply answers one request to the operation; other paths use none up; then the echo is back."""
    gateway.enqueue_error(429, "Slow down", code="rate_limit_exceeded", headers={"Retry-After": "1"})
    gateway.enqueue_json({"any": ["thing"]}, status=201)
    gateway.enqueue(Reply(b"<h1>Bad gateway</h1>", status=502, headers={"content-type": "text/html"}))
    gateway.enqueue_text("Hello world")
    client.get("/elsewhere")

    limited, custom, html = (client.post(PATH) for _ in range(3))
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "1")
    assert limited.json() == {
        "error": {"message": "Slow down", "type": "rate_limit_error", "param": None, "code": "rate_limit_exceeded"}
    }
    assert (custom.status_code, custom.json()) == (201, {"any": ["thing"]})
    assert (html.status_code, html.text, html.headers["content-type"]) == (502, "<h1>Bad gateway</h1>", "text/html")
    assert text_of(ask(client, "ignored")) == "Hello world"
    assert text_of(ask(client, "echoed")) == "echoed"


def test_says_a_scripted_text_in_the_form_asked_for(client: httpx.Client, gateway: LocalGateway) -> None:
    """Scripted texts and calls come as JSON or as a stream, and are remembered like any other answer."""
    gateway.enqueue_text("Hello world")
    gateway.enqueue_function_call("get_weather", arguments={"city": "Paris"})
    gateway.enqueue_function_call("get_weather", arguments='{"city": ')
    gateway.enqueue_text("No body needed")

    events = ask_stream(client, "Hi")
    assert [event["delta"] for event in events if "delta" in event] == ["Hello ", "world"]
    assert calls_of(ask(client, "Hi")) == [("get_weather", {"city": "Paris"})]
    assert ask_stream(client, "Hi")[-1]["response"]["output"][0]["arguments"] == '{"city": '
    assert text_of(client.post(PATH, content=b"broken").json()) == "No body needed"
    later = ask(client, "What did I say?", previous_response_id=events[-1]["response"]["id"])
    assert text_of(later) == "Hi"


def test_makes_a_reply_from_the_request(client: httpx.Client, gateway: LocalGateway) -> None:
    """A function is given the recorded request and makes the reply."""
    gateway.enqueue(lambda request: Reply.json({"asked": request.json["input"]}))
    assert client.post(PATH, json={"input": "this"}).json() == {"asked": "this"}


def test_sends_scripted_events_as_they_are(client: httpx.Client, gateway: LocalGateway) -> None:
    """Objects are framed; text and bytes are sent as they are; the sentinel is there unless declined."""
    gateway.enqueue_events([{"type": "a", "x": "ü\n"}, {"no": "type"}, ": comment\n\n", b"data: \xff\n\n"])
    gateway.enqueue_events(({"type": "a"} for _ in range(2)), done=False, headers={"content-type": "text/plain"})

    framed, bare = client.post(PATH), client.post(PATH)
    assert framed.content == (
        'event: a\ndata: {"type":"a","x":"ü\\n"}\n\ndata: {"no":"type"}\n\n: comment\n\n'.encode()
        + b"data: \xff\n\ndata: [DONE]\n\n"
    )
    assert framed.headers["transfer-encoding"] == "chunked"
    assert framed.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert bare.content == b'event: a\ndata: {"type":"a"}\n\n' * 2
    assert bare.headers["content-type"] == "text/plain"


def test_cuts_a_stream(client: httpx.Client, gateway: LocalGateway) -> None:
    """`cut` closes the connection in the midst of the message, after everything scripted has been sent."""
    gateway.enqueue_events(stream_events(text_response("Hello world"))[:6], done=False, cut=True)
    received: list[str] = []
    with client.stream("POST", PATH) as answer, pytest.raises(httpx.RemoteProtocolError):
        received.extend(answer.iter_lines())
    assert len([line for line in received if line.startswith("data:")]) == 6
    ask(client)
    assert gateway.connections == 2


def test_sends_each_event_when_it_is_there(client: httpx.Client, gateway: LocalGateway) -> None:
    """A generator can wait for the test between two events, and the one before has been delivered by then."""
    seen = [threading.Event(), threading.Event()]

    def events() -> Iterator[dict[str, str]]:
        yield {"type": "first"}
        assert seen[0].wait(TIMEOUT_S)
        yield {"type": "second"}
        assert seen[1].wait(TIMEOUT_S)

    gateway.enqueue_events(events(), done=False)
    with client.stream("POST", PATH) as answer:
        for number, piece in enumerate(answer.iter_raw()):
            assert json.loads(piece.split(b"data: ")[1]) == {"type": ("first", "second")[number]}
            seen[number].set()


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: Reply(headers={"content-length": "3"}), ValueError),
        (lambda: Reply(headers={"Transfer-Encoding": "chunked"}), ValueError),
        (lambda: Reply(headers={"x": "a\nb"}), ValueError),
        (lambda: Reply(headers={"x": "\u2028"}), ValueError),
        (lambda: Reply(headers={"ü": "x"}), ValueError),
        (lambda: Reply(status=99), ValueError),
        (lambda: Reply(b"x", status=204), ValueError),
        (lambda: Reply(b"x", cut=True), ValueError),
        (lambda: Reply(iter([b"x"]), cut=True, hold=True), ValueError),
        (lambda: Reply.json(float("nan")), ValueError),
        (lambda: Reply.error("429", "Slow down."), TypeError),  # type: ignore[arg-type]
        (lambda: Reply(status=True), TypeError),
        (lambda: Reply.events({"type": "one"}), TypeError),
        (lambda: Reply.events([{"bytes": b""}]), TypeError),
    ],
)
def test_refuses_replies_that_cannot_be_sent(make: Callable[[], Reply], kind: type[Exception]) -> None:
    """A script that HTTP or JSON has no words for fails where it is written, not later on a thread."""
    with pytest.raises(kind):
        make()


def test_answers_without_a_body(client: httpx.Client, gateway: LocalGateway) -> None:
    """A status that allows no body comes without one, and the connection goes on."""
    gateway.enqueue(Reply(status=204))
    answer = client.post(PATH)
    assert (answer.status_code, "content-length" in answer.headers) == (204, False)
    ask(client)
    assert gateway.connections == 1


def test_reports_a_script_that_raises() -> None:
    """What a user's function raises is told to the client as a 500, and raised again where the gateway is left."""

    def fail(request: RecordedRequest) -> Reply:
        assert request.json["model"] == "other", "the wrong model"
        return Reply()

    def within(script: Any, error: Exception | None = None) -> None:
        with LocalGateway() as gateway, make_client(gateway) as client:
            gateway.enqueue(script)
            told.append(client.post(PATH, json={"model": "m", "input": "Hi"}))
            told.append(client.post(PATH, json={"model": "m", "input": "Hi"}))
            if error is not None:
                raise error

    told: list[httpx.Response] = []
    with pytest.raises(AssertionError, match="the wrong model"):
        within(fail)
    assert [answer.status_code for answer in told] == [500, 200]
    assert "AssertionError: the wrong model" in told[0].text
    with pytest.raises(ZeroDivisionError):  # the test's own failure goes before
        within(fail, ZeroDivisionError())
    with pytest.raises(TypeError, match="must return a Reply, not NoneType"):
        within(lambda request: None)


def test_takes_only_replies_and_functions(gateway: LocalGateway) -> None:
    """A mistake is told where it is made: an object that is not a reply, a port that is none."""
    with pytest.raises(TypeError, match="not dict"):
        gateway.enqueue({"id": "resp_1"})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'port' is a number of 0 to 65535, not 70000"):
        LocalGateway(port=70_000)


def test_waits_before_an_answer_in_one_piece(client: httpx.Client, gateway: LocalGateway) -> None:
    """`delay_s` holds for JSON as well: a client that has less patience gives up."""
    gateway.enqueue_text("late", delay_s=30)
    with pytest.raises(httpx.ReadTimeout):
        client.post(PATH, json={"model": "m", "input": "Hi"}, timeout=0.05)


def test_a_stream_that_is_cut_or_held_is_not_done(client: httpx.Client, gateway: LocalGateway) -> None:
    """`[DONE]` ends a stream that ends well, unless it is asked for or left out."""
    gateway.enqueue_events([{"type": "a"}])
    gateway.enqueue_events([{"type": "a"}], cut=True)
    gateway.enqueue_events([{"type": "a"}], cut=True, done=True)
    found: list[bool] = []
    for _ in range(3):
        body = bytearray()
        with (
            contextlib.suppress(httpx.RemoteProtocolError),
            client.stream("POST", PATH, json={"model": "m", "input": "x"}) as got,
        ):
            for piece in got.iter_raw():
                body += piece
        found.append(b"[DONE]" in body)
    assert found == [True, False, True]


def test_gives_the_events_of_any_response() -> None:
    """`stream_events` says texts, refusals and arguments in pieces, other items whole, and ends with the status."""
    response = {
        **text_response("", model="m"),
        "status": "failed",
        "error": {"code": "server_error", "message": "No."},
        "output": [
            {"type": "reasoning", "id": "rs_1", "summary": []},
            {
                "type": "message",
                "id": "msg_1",
                "status": "completed",
                "content": [{"type": "refusal", "refusal": "I will not"}, {"type": "new_part"}],
            },
        ],
    }
    events = stream_events(response)
    assert [event["type"].removeprefix("response.") for event in events] == [
        "created",
        "in_progress",
        "output_item.added",
        "output_item.done",
        "output_item.added",
        "content_part.added",
        *["refusal.delta"] * 3,
        "refusal.done",
        "content_part.done",
        "content_part.added",
        "content_part.done",
        "output_item.done",
        "failed",
    ]
    assert events[0]["response"]["error"] is None
    assert events[-1]["response"] == response
    assert [event["content_index"] for event in events if event["type"] == "response.content_part.done"] == [0, 1]


# HTTP


def read_answer(sock: socket.socket, *, until: bytes) -> bytes:
    received = b""
    while until not in received and (data := sock.recv(65_536)):
        received += data
    return received


def connect(gateway: LocalGateway) -> socket.socket:
    host, _, port = gateway.url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT_S)


def test_answers_pipelined_requests_byte_by_byte(gateway: LocalGateway) -> None:
    """Requests that arrive in small pieces, or one behind the other, are answered in order on one connection."""
    requests = b"".join(
        b"POST %s HTTP/1.1\r\nhost: x\r\nauthorization: Bearer k\r\ncontent-type: application/json\r\n"
        b'transfer-encoding: chunked\r\n\r\n14\r\n{"model": "m", "inpu\r\nd\r\nt": "word-%d"}\r\n0\r\n\r\n'
        % (PATH.encode(), number)
        for number in (1, 2)
    )
    with connect(gateway) as sock:
        for index in range(len(requests) // 2 + 50):
            sock.sendall(requests[index : index + 1])
        sock.sendall(requests[len(requests) // 2 + 50 :])
        received = read_answer(sock, until=b"word-2")
    assert received.count(b"HTTP/1.1 200") == 2
    assert received.index(b"word-1") < received.index(b"word-2")
    assert gateway.connections == 1


def test_tells_a_waiting_client_to_go_on(gateway: LocalGateway) -> None:
    """A client that asks first (`expect: 100-continue`) is told to send its body: RFC 9110, section 10.1.1."""
    with connect(gateway) as sock:
        sock.sendall(
            f"POST {PATH} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer k\r\ncontent-type: application/json\r\n"
            "expect: 100-continue\r\ncontent-length: 27\r\n\r\n".encode()
        )
        assert read_answer(sock, until=b"\r\n\r\n").startswith(b"HTTP/1.1 100")
        sock.sendall(b'{"model":"m","input":"yes"}')
        assert read_answer(sock, until=b'"yes"').startswith(b"HTTP/1.1 200")


def test_serves_a_client_of_http_1_0(gateway: LocalGateway) -> None:
    """HTTP/1.0 knows no chunks: the stream's end is the connection's."""
    body = b'{"model":"m","input":"old","stream":true}'
    head = (
        f"POST {PATH} HTTP/1.0\r\nauthorization: Bearer k\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    with connect(gateway) as sock:
        sock.sendall(head.encode() + body)
        received = read_answer(sock, until=b"never")
    assert b"chunked" not in received
    assert received.endswith(b"data: [DONE]\n\n")


def test_refuses_what_is_not_http(gateway: LocalGateway) -> None:
    """Bytes that are not HTTP get status 400 and the connection's end."""
    with connect(gateway) as sock:
        sock.sendall(b"EHLO example.com\r\n\r\n")
        received = read_answer(sock, until=b"never")
    assert received.startswith(b"HTTP/1.1 400")
    assert b"invalid_request_error" in received
    assert gateway.requests == []


@pytest.mark.parametrize("sent", [b"", b"POST", b"POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n123"])
def test_ignores_a_client_that_leaves_early(gateway: LocalGateway, sent: bytes) -> None:
    """A connection that ends before its request does is no error, and nothing is recorded."""
    with connect(gateway) as sock:
        sock.sendall(sent)
    with make_client(gateway) as client:
        ask(client)
    assert len(gateway.requests) == 1


# Lifetime


def test_starts_and_closes_as_often_as_one_likes() -> None:
    """`start` and `close` may be repeated; a closed gateway refuses connections and may be started again."""
    gateway = LocalGateway()
    with pytest.raises(RuntimeError, match="not been started"):
        _ = gateway.url
    gateway.close()
    gateway.start()
    first = gateway.url
    gateway.start()
    assert gateway.url == first
    gateway.close()
    gateway.close()
    assert gateway_threads() == []
    with pytest.raises(httpx.ConnectError), make_client(gateway) as client:
        ask(client)

    port = int(first.rpartition(":")[2])
    with LocalGateway(port=port) as again, make_client(again) as client:
        assert again.url == first
        ask(client)
        with pytest.raises(OSError, match=r"."):
            LocalGateway(port=port).start()


def test_may_be_closed_while_a_client_connects() -> None:
    """`close` ends well, and leaves no thread, also if the acceptor is just busy and ends before it could be woken."""
    closing: threading.Event
    accepting = threading.Event()

    class Quick(threading.Event):
        def set(self) -> None:
            super().set()
            server._acceptor.join(TIMEOUT_S)

    def on_accept() -> None:
        accepting.set()
        closing.wait(TIMEOUT_S)

    server = Server(lambda _: Reply.json({}), port=0, on_accept=on_accept)
    closing = server._closing = Quick()
    with socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2])), timeout=TIMEOUT_S):
        assert accepting.wait(TIMEOUT_S)
        server.close()
    assert gateway_threads() == []


def test_ends_open_streams_when_it_closes() -> None:
    """`close` ends streams that are held, that wait between events, or that nobody reads, and leaves no thread."""

    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(65_536)

    with LocalGateway() as gateway:
        gateway.enqueue(*[Reply.events([{"type": "held"}], hold=True)] * 20)
        gateway.enqueue(*[Reply.events([{"type": "delayed"}] * 2, delay_s=3600)] * 20)
        gateway.enqueue(Reply(endless()))
        with make_client(gateway) as client:
            answers = [client.send(client.build_request("POST", PATH), stream=True) for _ in range(41)]
            streams = [answer.iter_raw() for answer in answers]
            assert all(next(stream) for stream in streams)
            gateway.close()
            assert gateway_threads() == []
            for stream in streams[:40]:
                with pytest.raises(httpx.RemoteProtocolError):
                    assert [piece for piece in stream if b"[DONE]" not in piece] == []
            for answer in answers:
                answer.close()


def test_notices_that_the_client_has_left(gateway: LocalGateway) -> None:
    """A client that leaves in the midst of a stream, endless or held, frees its thread quietly."""
    ended = threading.Event()

    def endless() -> Iterator[dict[str, str]]:
        try:
            while True:
                yield {"type": "tick"}
        finally:
            ended.set()

    gateway.enqueue(Reply.events(endless()), Reply.events([{"type": "held"}], hold=True))
    with make_client(gateway) as client:
        for _ in range(2):
            with client.stream("POST", PATH) as answer:
                assert next(answer.iter_raw())
        ask(client)
    assert ended.wait(TIMEOUT_S)
    for thread in threading.enumerate():
        if thread.name.startswith("local gateway") and thread.name.endswith("connection"):
            thread.join(TIMEOUT_S)
            assert not thread.is_alive()


def test_can_be_closed_by_a_script(client: httpx.Client, gateway: LocalGateway) -> None:
    """A script may close the gateway, as a server that dies in the midst of a call."""

    def die(request: RecordedRequest) -> Reply:
        gateway.close()
        return Reply.json({})

    gateway.enqueue(die)
    with pytest.raises(httpx.TransportError):
        client.post(PATH)


def test_serves_hundreds_at_once(gateway: LocalGateway) -> None:
    """Three hundred streams are open at the same time, each with its own answer."""
    arrived = threading.Barrier(301)

    def wait_for_all(request: RecordedRequest) -> Reply:
        arrived.wait(TIMEOUT_S)
        return Reply.events(stream_events(text_response(request.body.decode())))

    gateway.enqueue(*[wait_for_all] * 300)
    with contextlib.ExitStack() as stack:
        socks = [stack.enter_context(connect(gateway)) for _ in range(300)]
        for number, sock in enumerate(socks):
            sock.sendall(f"POST {PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: 8\r\n\r\nword-{number:03}".encode())
        arrived.wait(TIMEOUT_S)
        for number, sock in enumerate(socks):
            assert f'"delta":"word-{number:03}"'.encode() in read_answer(sock, until=b"[DONE]")
    assert gateway.connections == 300


# The package and the command

SOURCE = Path(orq_ai_sdk.testing.__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SOURCE)}


def test_needs_nothing_but_h11() -> None:
    """Importing the gateway loads neither httpx nor pydantic nor asyncio, nor any other part of the SDK."""
    program = (
        "import sys, orq_ai_sdk; before = set(sys.modules); import orq_ai_sdk.testing; new = set(sys.modules) - before;"
        "print(sorted({m for m in new if m.split('.')[0] in ('httpx', 'httpcore', 'pydantic', 'asyncio', 'anyio')"
        " or m.startswith('orq_ai_sdk.') and not m.startswith('orq_ai_sdk.testing')}))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def serve(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "orq_ai_sdk.testing", *arguments],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals that another process can send")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serves_from_the_command_line(number: signal.Signals) -> None:
    """`python -m orq_ai_sdk.testing` says where it is and how to use it, and ends with status 0 when interrupted."""
    with serve("--port", "0") as process:
        assert process.stdout is not None
        greeting, export = process.stdout.readline(), process.stdout.readline()
        url = greeting.split()[3].rstrip(",")
        assert export == f'Orq(api_key="local", server_url="{url}")\n'
        body = {"model": "m", "input": "Hi"}
        answer = httpx.post(
            url + PATH, json=body, headers={"authorization": "Bearer local"}, trust_env=False, verify=NO_TLS
        )
        assert answer.status_code == 200
        process.send_signal(number)
        rest, errors = process.communicate(timeout=TIMEOUT_S)
    assert (rest, errors, process.returncode) == ("", "", 0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals that another process can send")
def test_command_line_keeps_keys_to_itself() -> None:
    """Keys given on the command line are demanded, and not printed."""
    with serve("--port", "0", "--api-key", KEY, "--api-key", "another") as process:
        assert process.stdout is not None
        greeting, export = process.stdout.readline(), process.stdout.readline()
        url = greeting.split()[3].rstrip(",")
        statuses = [
            httpx.post(
                url + PATH, headers={"authorization": f"Bearer {key}"}, trust_env=False, verify=NO_TLS
            ).status_code
            for key in (KEY, "another", "local")
        ]
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=TIMEOUT_S)
    assert statuses == [415, 415, 401]
    assert KEY not in greeting + export + rest + errors


def test_command_line_says_that_a_port_cannot_be_had(gateway: LocalGateway) -> None:
    """A port that is taken, and one that does not exist, are a message and an exit status, not a traceback."""
    taken = gateway.url.rpartition(":")[2]
    for port, status, message in ((taken, 1, f"Cannot listen on port {taken}: "), ("70000", 2, "usage: ")):
        with serve("--port", port) as process:
            _, errors = process.communicate(timeout=TIMEOUT_S)
        assert process.returncode == status
        assert errors.startswith(message)
        assert "Traceback" not in errors
