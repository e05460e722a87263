"""What a user passes is what the wire carries: bodies, headers, URLs, and what is refused before anything is sent."""

from __future__ import annotations

import copy
import enum
import json
import math
import re
from collections import UserDict, UserList, UserString, deque
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import httpx
import pydantic
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orq_ai_sdk import Orq, function_tool, models
from orq_ai_sdk._hooks import BeforeRequestContext, BeforeRequestHook
from orq_ai_sdk.core.wire import encode
from orq_ai_sdk.orq_responses import CreateAcceptEnum
from orq_ai_sdk.types import UNSET
from orq_ai_sdk.types.basemodel import RequestModel
from orq_ai_sdk.utils import RetryConfig
from support.recorder import Recorder, recorder_fixture, same_json
from support.stories import Caller, Run, colour_fixture, run_fixture

__all__ = ["colour_fixture", "recorder_fixture", "run_fixture"]

DEFAULTS = {"model": "m", "input": "Hi", "store": True, "stream": False}
SCHEMA: dict[str, Any] = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def named_by(value: object) -> str:
    """Return a test's name for a value: the same in every process, so without addresses."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", str(value))


# --- parameters and their states

WHOLE: dict[str, Any] = {
    "metadata": {"team": "a", "empty": ""},
    "temperature": 0.5,
    "top_p": 1,
    "previous_response_id": "resp_0",
    "instructions": "Be brief.",
    "reasoning": {"effort": "low"},
    "max_output_tokens": 100,
    "text": {"format": {"type": "text"}},
    "include": ["reasoning.encrypted_content", "not.listed"],
    "parallel_tool_calls": False,
    "store": False,
    "tools": [{"type": "mcp", "server_label": "docs"}],
    "tool_choice": "required",
    "stream": False,
}
THREE_STATES = (
    "temperature",
    "top_p",
    "previous_response_id",
    "instructions",
    "reasoning",
    "max_output_tokens",
    "text",
    "include",
    "parallel_tool_calls",
    "store",
)
TWO_STATES = ("metadata", "tools", "tool_choice", "stream")


def test_nothing_but_the_required_and_the_defaults_goes_out_unasked(recorder: Recorder) -> None:
    """A call with a model and an input sends these, `store: true` and `stream: false`."""
    assert same_json(recorder.sent(), DEFAULTS)


def test_every_parameter_arrives_in_both_colours(recorder: Recorder, run: Run) -> None:
    """All parameters at once are sent under their names with just the values given."""

    async def story(call: Caller) -> None:
        async with call.client(recorder.orq) as client:
            await client.create(model="m", input_="Hi", **WHOLE)

    run(story)
    assert same_json(recorder.body, {"model": "m", "input": "Hi", **WHOLE})
    assert recorder.last.headers["content-type"] == "application/json"


@pytest.mark.parametrize("name", [*THREE_STATES, *TWO_STATES])
def test_each_parameter_is_sent_alone(recorder: Recorder, name: str) -> None:
    """One parameter changes its own field of the body and no other."""
    assert same_json(recorder.sent(**{name: WHOLE[name]}), {**DEFAULTS, name: WHOLE[name]})


@pytest.mark.parametrize("name", THREE_STATES)
def test_a_parameter_with_three_states_is_left_out_or_null_as_asked(recorder: Recorder, name: str) -> None:
    """`UNSET` leaves the field out and `None` sends null."""
    without = {key: value for key, value in DEFAULTS.items() if key != name}
    assert same_json(recorder.sent(**{name: UNSET}), without)
    assert same_json(recorder.sent(**{name: None}), {**DEFAULTS, name: None})


@pytest.mark.parametrize("name", TWO_STATES)
def test_a_parameter_with_two_states_is_left_out_by_none(recorder: Recorder, name: str) -> None:
    """`None` leaves the field out."""
    without = {key: value for key, value in DEFAULTS.items() if key != name}
    assert same_json(recorder.sent(**{name: None}), without)


@pytest.mark.parametrize(
    "empty", [{"metadata": {}}, {"tools": []}, {"include": []}, {"instructions": ""}, {"input_": []}]
)
def test_empty_is_a_value(recorder: Recorder, empty: dict[str, Any]) -> None:
    """Something empty is sent as what it is."""
    wire = {name.rstrip("_"): value for name, value in empty.items()}
    assert same_json(recorder.sent(**empty), {**DEFAULTS, **wire})


def test_numbers_keep_their_kind(recorder: Recorder) -> None:
    """A whole number given for a fraction stays whole, and a large one keeps all its digits."""
    body = recorder.sent(temperature=1, top_p=1.0, max_output_tokens=10**30)
    assert same_json(body, {**DEFAULTS, "temperature": 1, "top_p": 1.0, "max_output_tokens": 10**30})


def test_text_goes_as_utf8(recorder: Recorder) -> None:
    """Letters beyond ASCII are not escaped, whatever they are."""
    text = "é\u2028😀\x00\x7f"
    assert recorder.sent(input_=text)["input"] == text
    assert "😀".encode() in recorder.last.content


# --- objects, in every form that they may be given

FORMS: dict[str, tuple[str, Any, list[Any]]] = {
    "reasoning": (
        "reasoning",
        {"effort": "high", "summary": "auto"},
        [models.Reasoning(effort="high", summary="auto"), MappingProxyType({"effort": "high", "summary": "auto"})],
    ),
    "text format": (
        "text",
        {"format": {"type": "text"}, "verbosity": "low"},
        [
            {"format_": {"type": "text"}, "verbosity": "low"},
            {"format": models.PlainTextFormat(), "verbosity": "low"},
            {"format_": models.PlainTextFormat(), "verbosity": "low"},
            models.CreateResponseText(format_=models.PlainTextFormat(), verbosity="low"),
            models.CreateResponseText.model_validate({"format": {"type": "text"}, "verbosity": "low"}),
            models.CreateResponseText.model_validate({"format_": {"type": "text"}, "verbosity": "low"}),
        ],
    ),
    "json object": (
        "text",
        {"format": {"type": "json_object"}},
        [{"format_": {"type": "json_object"}}, models.CreateResponseText(format_=models.JSONObjectFormat())],
    ),
    "json schema": (
        "text",
        {"format": {"type": "json_schema", "name": "city", "schema": SCHEMA, "strict": True}},
        [
            {"format": {"type": "json_schema", "name": "city", "schema": SCHEMA}},
            {"format_": {"type": "json_schema", "name": "city", "schema_": SCHEMA, "strict": True}},
            {"format_": models.JSONSchemaFormat(name="city", schema_=SCHEMA)},
            models.CreateResponseText(format_=models.JSONSchemaFormat(name="city", schema_=SCHEMA)),
            models.CreateResponseText.model_validate(
                {"format_": {"type": "json_schema", "name": "city", "schema_": SCHEMA}}
            ),
        ],
    ),
    "function tool": (
        "tools",
        [{"type": "function", "name": "f", "parameters": {**SCHEMA, "additionalProperties": False}, "strict": True}],
        [
            [{"type": "function", "name": "f", "parameters": {**SCHEMA, "additionalProperties": False}}],
            [{"type": "function", "name": "f", "parameters": {**SCHEMA, "additional_properties": False}}],
            ({"type": "function", "name": "f", "parameters": {**SCHEMA, "additional_properties": False}},),
            [models.FunctionTool(name="f", parameters={**SCHEMA, "additionalProperties": False})],
            [models.FunctionTool(name="f", parameters={**SCHEMA, "additional_properties": False})],
            [
                models.FunctionTool(
                    name="f",
                    parameters=models.FunctionParameters(
                        type="object",
                        properties=SCHEMA["properties"],
                        required=["city"],
                        additional_properties=False,
                    ),
                )
            ],
            [
                {
                    "type": "function",
                    "name": "f",
                    "parameters": models.FunctionParameters(**SCHEMA, additional_properties=False),
                }
            ],
        ],
    ),
    "async function": (
        "tools",
        [{"type": "function", "name": "f", "parameters": {}, "async": True, "strict": None}],
        [
            [{"type": "function", "name": "f", "parameters": {}, "async_": True, "strict": None}],
            [models.FunctionTool.model_validate({"name": "f", "parameters": {}, "async": True, "strict": None})],
        ],
    ),
    "web search": (
        "tools",
        [
            {
                "type": "web_search_preview",
                "search_context_size": "medium",
                "user_location": {"country": "NL", "city": None},
            }
        ],
        [
            [{"type": "web_search_preview", "user_location": {"country": "NL", "city": None}}],
            [models.WebSearchPreviewTool(user_location=models.UserLocation(country="NL", city=None))],
        ],
    ),
    "file search": (
        "tools",
        [
            {
                "type": "file_search",
                "vector_store_ids": ["vs"],
                "max_num_results": 20,
                "ranking_options": {"ranker": "auto", "score_threshold": 0},
            }
        ],
        [
            [{"type": "file_search", "vector_store_ids": ("vs",), "ranking_options": {}}],
            [{"type": "file_search", "vector_store_ids": ["vs"], "ranking_options": models.RankingOptions()}],
            [models.FileSearchTool(vector_store_ids=["vs"], ranking_options=models.RankingOptions())],
            UserList([UserDict({"type": "file_search", "vector_store_ids": ["vs"], "ranking_options": UserDict()})]),
        ],
    ),
    "forced function": (
        "tool_choice",
        {"type": "function", "name": "f"},
        [models.ToolChoiceFunction(name="f"), UserDict({"type": "function", "name": "f"})],
    ),
    "message": (
        "input_",
        [{"role": "user", "content": "Hi"}],
        [({"role": "user", "content": "Hi"},), [models.InputMessage(role="user", content="Hi")]],
    ),
    "parts": (
        "input_",
        [
            {
                "role": "user",
                "content": [
                    {"type": "input_text", "text": "Hi"},
                    {"type": "input_image", "detail": "auto", "image_url": "https://x/y.png"},
                    {"type": "input_file", "file_id": "f"},
                ],
            }
        ],
        [
            [
                {
                    "role": "user",
                    "content": (
                        {"type": "input_text", "text": "Hi"},
                        {"type": "input_image", "image_url": "https://x/y.png"},
                        {"type": "input_file", "file_id": "f"},
                    ),
                }
            ],
            [
                models.InputMessage(
                    role="user",
                    content=[
                        models.InputText(text="Hi"),
                        models.InputImage(image_url="https://x/y.png"),
                        models.InputFile(file_id="f"),
                    ],
                )
            ],
            [
                {
                    "role": "user",
                    "content": [
                        models.InputText(text="Hi"),
                        {"type": "input_image", "image_url": "https://x/y.png"},
                        models.InputFile(file_id="f"),
                    ],
                }
            ],
        ],
    ),
    "call and output": (
        "input_",
        [
            {
                "type": "function_call",
                "call_id": "c",
                "name": "f",
                "arguments": "{}",
                "id": "fc",
                "status": "completed",
            },
            {"type": "function_call_output", "call_id": "c", "output": "42"},
        ],
        [
            [
                models.FunctionCall(call_id="c", name="f", arguments="{}", id="fc", status="completed"),
                models.FunctionCallOutput(call_id="c", output="42"),
            ],
            [
                models.FunctionCall(call_id="c", name="f", arguments="{}", id="fc", status="completed"),
                {"type": "function_call_output", "call_id": "c", "output": "42"},
            ],
        ],
    ),
    "custom call": (
        "input_",
        [{"type": "custom_tool_call", "call_id": "c", "name": "f", "input": "x = 1"}],
        [
            [{"type": "custom_tool_call", "call_id": "c", "name": "f", "input_": "x = 1"}],
            [models.CustomToolCall(call_id="c", name="f", input_="x = 1")],
        ],
    ),
}
CASES = [(name, index) for name, (_, _, forms) in FORMS.items() for index in range(-1, len(forms))]


@pytest.mark.parametrize(("name", "index"), CASES)
def test_an_object_means_the_same_in_every_form(recorder: Recorder, name: str, index: int) -> None:
    """A model, a dict with the wire's names, one with Python's, and any mixture of them are sent alike."""
    parameter, wire, forms = FORMS[name]
    given_form = wire if index < 0 else forms[index]
    body = recorder.sent(**{parameter: given_form})
    assert same_json(body, {**DEFAULTS, parameter.rstrip("_"): wire})


def test_a_request_changes_nothing_that_the_user_holds(recorder: Recorder) -> None:
    """The dicts and lists passed are afterwards as they were."""
    arguments: dict[str, Any] = {
        "input_": [{"role": "user", "content": [{"type": "input_image", "image_url": "u"}]}],
        "tools": [{"type": "function", "name": "f", "parameters": {"additional_properties": False}}],
        "text": {"format_": {"type": "json_schema", "name": "n", "schema_": {}}},
    }
    before = copy.deepcopy(arguments)
    recorder.sent(**arguments)
    assert arguments == before


def test_defaults_yield_to_what_is_given(recorder: Recorder) -> None:
    """A field with a default is sent as it is given, null included."""
    tools = [
        {"type": "function", "name": "f", "parameters": {}, "strict": False},
        {"type": "function", "name": "g", "parameters": {}, "strict": None},
        {"type": "web_search_preview", "search_context_size": "large"},
        {"type": "file_search", "max_num_results": 3, "ranking_options": {"ranker": None, "score_threshold": 0.5}},
    ]
    text = {"format": {"type": "json_schema", "name": "n", "schema": {}, "strict": None}}
    items = [{"role": "user", "content": [{"type": "input_image", "detail": "low", "file_id": "f"}]}]
    body = recorder.sent(tools=tools, text=text, input_=items)
    assert same_json(body, {**DEFAULTS, "tools": tools, "text": text, "input": items})


def test_both_names_of_a_field_are_two_keys(recorder: Recorder) -> None:
    """Beside the wire's name, Python's name is a key like any other."""
    text = {"format": {"type": "text"}, "format_": 1}
    assert same_json(recorder.sent(text=text)["text"], text)
    assert same_json(recorder.sent(text=models.CreateResponseText.model_validate(text))["text"], text)


def test_only_the_top_of_a_functions_schema_has_a_python_name(recorder: Recorder) -> None:
    """Inside a JSON Schema every key is the user's own, names that mean something elsewhere included."""
    inner = {
        "type": "object",
        "properties": {
            "format_": {"type": "string"},
            "schema_": {"type": "object", "additional_properties": True},
            "input_": {},
            "additional_properties": {"type": "boolean"},
        },
        "additional_properties": {"format_": 1},
    }
    parameters = {"type": "object", "properties": {"outer": inner}, "additional_properties": inner}
    wire = {"type": "object", "properties": {"outer": inner}, "additionalProperties": inner}
    for tool in (
        {"type": "function", "name": "f", "parameters": parameters, "strict": True},
        models.FunctionTool(name="f", parameters=parameters),
        {"type": "namespace", "name": "n", "tools": [{"type": "function", "name": "f", "parameters": parameters}]},
    ):
        sent = recorder.sent(tools=[tool])["tools"][0]
        assert same_json(sent.get("parameters") or sent["tools"][0]["parameters"], wire)
    schema = {"format": {"type": "json_schema", "name": "n", "schema": parameters, "strict": True}}
    assert same_json(recorder.sent(text=schema)["text"], schema)


def test_a_subclass_of_a_model_is_sent_as_its_parent_is(recorder: Recorder) -> None:
    """A user's own subclass has the parent's names and defaults, and its own fields beside."""

    class Labelled(models.FunctionTool):
        label: str = "mine"

    tool = Labelled(name="f", parameters={"additional_properties": False})
    assert same_json(
        recorder.sent(tools=[tool])["tools"],
        [
            {
                "type": "function",
                "name": "f",
                "parameters": {"additionalProperties": False},
                "strict": True,
                "label": "mine",
            }
        ],
    )


def test_what_is_put_into_a_model_later_is_sent(recorder: Recorder) -> None:
    """Fields assigned, added, deleted or unset after a model was made are sent, added, left out."""
    message = models.InputMessage(role="user", content="first")
    message.content = [{"type": "input_image", "image_url": "u"}]  # type: ignore[list-item]  # what users do
    message.role = "developer"
    message.note = {"mine": True}  # type: ignore[attr-defined]  # an extra field
    call = models.FunctionCall(call_id="c", name="f", arguments="{}", status="completed")
    call.arguments = '{"a":1}'
    del call.status
    call.caller = UNSET  # type: ignore[assignment]  # what a careless user does
    reasoning = models.Reasoning(effort="low", summary="auto")
    reasoning.summary = UNSET
    body = recorder.sent(input_=[message, call], reasoning=reasoning)
    assert same_json(
        body["input"],
        [
            {
                "role": "developer",
                "content": [{"type": "input_image", "image_url": "u", "detail": "auto"}],
                "note": {"mine": True},
            },
            {"type": "function_call", "call_id": "c", "name": "f", "arguments": '{"a":1}'},
        ],
    )
    assert same_json(body["reasoning"], {"effort": "low"})


def test_objects_of_others_are_sent_too(recorder: Recorder) -> None:
    """Function tools, another library's pydantic models and string enums are encoded where they stand."""

    class Part(pydantic.BaseModel):
        type: str = "input_text"
        text: str = pydantic.Field(serialization_alias="text")
        unset: int | None = None

    class Effort(str, enum.Enum):
        LOW = "low"

    @function_tool
    def add(a: int) -> int:
        """Add one."""
        return a + 1

    part = Part(type="input_text", text="Hi")
    body = recorder.sent(
        input_=[{"role": "user", "content": [part]}], reasoning={"effort": Effort.LOW}, tools=[add, {"type": "shell"}]
    )
    assert same_json(body["input"], [{"role": "user", "content": [{"type": "input_text", "text": "Hi"}]}])
    assert same_json(body["reasoning"], {"effort": "low"})
    assert same_json(body["tools"], [add.definition, {"type": "shell"}])
    assert recorder.sent(reasoning=models.Reasoning(effort=Effort.LOW))["reasoning"] == {"effort": "low"}


def test_a_foreign_models_defaults_are_sent(recorder: Recorder) -> None:
    """Its tag above all, at every depth; a field that is None and was not given is not sent, one that was given is."""

    class Part(pydantic.BaseModel):
        type: str = "input_text"
        text: str = pydantic.Field(serialization_alias="said")
        note: str | None = None
        given: int | None = None
        when: datetime = datetime(2026, 1, 2, tzinfo=timezone.utc)

    class Message(pydantic.BaseModel):
        role: str = "user"
        content: list[Part]
        image: models.InputImage = pydantic.Field(default_factory=lambda: models.InputImage(file_id="f"))

    body = recorder.sent(input_=[Message(content=[Part(text="Hi", given=None)])])

    part = {"type": "input_text", "said": "Hi", "given": None, "when": "2026-01-02T00:00:00Z"}
    image = {"type": "input_image", "detail": "auto", "file_id": "f"}
    assert same_json(body["input"], [{"role": "user", "content": [part], "image": image}])


class Foreign(pydantic.BaseModel):
    """A model of the user's own."""

    model_config = pydantic.ConfigDict(arbitrary_types_allowed=True)

    value: Any


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"input_": [Foreign(value=[{"x": math.nan}])]}, "input_[0].value[0].x: nan cannot be represented in JSON"),
        ({"input_": [Foreign(value=object())]}, "input_[0]: Foreign cannot be sent as JSON"),
        ({"metadata": Foreign(value=5)}, "metadata.value must be a string, not int"),
        ({"input_": [{"type": "x", "value": UserString("a")}]}, "input_[0].value: UserString cannot be sent as JSON"),
        ({"input_": [{"type": "x", "value": memoryview(b"a")}]}, "input_[0].value: memoryview cannot be sent as JSON"),
        ({"input_": [{"type": "x", "value": 10**5000}]}, "input_[0].value: an integer of 16610 bits cannot be written"),
        (
            {"tools": [len]},
            "tools[0] must be an object (a model or a dict), not builtin_function_or_method; make a tool",
        ),
    ],
)
def test_what_a_foreign_object_hides_is_told(recorder: Recorder, arguments: Any, told: str) -> None:
    """Values that JSON cannot say are found inside of other libraries' objects too, and named by their path."""
    with pytest.raises((TypeError, ValueError)) as caught:
        recorder.sent(**arguments)
    assert str(caught.value).startswith(told)
    assert recorder.requests == []


def test_a_value_used_twice_does_not_contain_itself(recorder: Recorder) -> None:
    """The fault behind it is the one that is told."""
    twice = {"a": 1}
    with pytest.raises(TypeError, match=r"^input_\[0\]\.bad: bytes cannot be sent"):
        recorder.sent(input_=[{"type": "x", "one": twice, "two": twice, "bad": b""}])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"reasoning": models.CreateResponseText()}, "reasoning must be a models.Reasoning or a dict, not CreateRes"),
        ({"tools": [models.Reasoning()]}, "tools[0] must be a models.CreateResponseTools or a dict, not Reasoning"),
        ({"text": models.PlainTextFormat()}, "text must be a models.CreateResponseText or a dict, not PlainTextFormat"),
        (
            {"input_": [{"role": "user", "content": ""}, models.Reasoning()]},
            "input_[1] must be a models.InputItem or a",
        ),
        (
            {"tool_choice": models.FunctionTool(name="f", parameters={})},
            "tool_choice must be a models.ToolChoiceObj",
        ),
    ],
)
def test_a_model_in_the_wrong_place_is_refused(recorder: Recorder, arguments: Any, told: str) -> None:
    """It would be sent, and mean nothing there; dicts and other libraries' models stay open."""
    with pytest.raises(TypeError) as caught:
        recorder.sent(**arguments)
    assert str(caught.value).startswith(told)
    assert recorder.requests == []


def test_unset_in_a_dict_leaves_its_key_out(recorder: Recorder) -> None:
    """At every depth, in parameters and in `extra_body`, defaults included; the user's own dicts keep it."""
    tool = {"type": "function", "name": "f", "parameters": {}, "strict": UNSET, "description": UNSET}
    part = {"type": "input_image", "image_url": "u", "detail": UNSET, "x": [{"y": UNSET}]}
    sent = recorder.sent(
        tools=[tool],
        input_=[{"role": "user", "content": [part], "id": UNSET}],
        temperature=1,
        extra_body={"u": UNSET, "temperature": UNSET},
    )
    assert sent == {
        **DEFAULTS,
        "tools": [{"type": "function", "name": "f", "parameters": {}}],
        "input": [{"role": "user", "content": [{"type": "input_image", "image_url": "u", "x": [{}]}]}],
    }
    assert tool["description"] is UNSET
    assert part["detail"] is UNSET


@pytest.mark.parametrize("nothing", [None, UNSET])
def test_a_default_of_a_model_can_be_left_out(recorder: Recorder, nothing: Any) -> None:
    """None, where a field has two states, and UNSET mean that nothing is sent, whatever the default."""
    tool = models.FunctionTool(name="f", parameters={}, strict=nothing)
    search = models.FileSearchTool(max_num_results=nothing)
    image = models.InputImage(image_url="u", detail=nothing)
    assert recorder.sent(tools=[tool, search], input_=[models.InputMessage(role="user", content=[image])]) == {
        **DEFAULTS,
        "tools": [{"type": "function", "name": "f", "parameters": {}}, {"type": "file_search"}],
        "input": [{"role": "user", "content": [{"type": "input_image", "image_url": "u"}]}],
    }
    assert tool.model_dump(by_alias=True) == {"type": "function", "name": "f", "parameters": {}}
    assert recorder.sent(tools=[tool])["tools"][0].keys() == {"type", "name", "parameters"}


def assigned(model: Any, name: str) -> Any:
    setattr(model, name, None)
    return model


@pytest.mark.parametrize(
    "model",
    [
        models.Reasoning(effort=None),
        models.InputFile(filename=None, file_url=None),
        assigned(models.Reasoning(effort="low"), "effort"),
        models.Reasoning(effort="low").model_copy(update={"effort": None}),
    ],
)
def test_none_leaves_out_where_a_field_has_two_states(recorder: Recorder, model: Any) -> None:
    """As the contract has it, whenever it is given; a null in a dict that was validated stays null."""
    assert set(model.model_dump(exclude_none=False)) <= {"type"}
    assert set(model.wire_fields()) <= {"type"}
    assert models.Reasoning.model_validate({"effort": None}).model_dump() == {"effort": None}
    assert recorder.sent(reasoning={"effort": None})["reasoning"] == {"effort": None}


def test_an_enums_member_is_sent_as_its_value_in_a_query(recorder: Recorder) -> None:
    """As it is in the body."""

    class Choice(str, enum.Enum):
        A = "a"

    recorder.orq().router.responses.create(model="m", input_="Hi", extra_query={"k": Choice.A, "l": [Choice.A, 1]})
    assert str(recorder.last.url.query, "ascii") == "k=a&l=a&l=1"


def test_outputs_of_tools_are_sent_as_they_are(recorder: Recorder) -> None:
    """An image that a tool gave gets no default that the tool did not give it."""
    items = [
        {"type": kind, "call_id": "c", "output": [{"type": "input_image", "image_url": "u"}]}
        for kind in ("function_call_output", "custom_tool_call_output")
    ]
    assert same_json(recorder.sent(input_=items)["input"], items)


def test_any_sequence_of_answers_is_spread(recorder: Recorder) -> None:
    """A response in a deque is its items, as one in a list is."""
    response = models.CreateResponseResponseBody(id="r", output=[{"type": "message", "role": "assistant"}])
    body = recorder.sent(input_=deque([response, {"role": "user", "content": "Go on"}]))
    assert same_json(body["input"], [{"type": "message", "role": "assistant"}, {"role": "user", "content": "Go on"}])


# --- beyond the contract's lists

UNLISTED: list[dict[str, Any]] = [
    {"tools": [{"type": "browser", "depth": 3, "nested": {"format_": [1, None]}}, {"name": "no type"}, {"type": None}]},
    {
        "tools": [
            {"type": "function", "name": "f", "parameters": {"$defs": {"A": {"type": "string"}}, "$ref": "#/$defs/A"}}
        ]
    },
    {"tools": [{"type": "function", "name": "f", "parameters": {"anyOf": [{"type": "object"}, {"type": "null"}]}}]},
    {"tools": [{"type": "function", "name": "f", "parameters": {"type": ["object", "null"], "x-mine": 1}}]},
    {"tools": [{"type": "function", "name": "f", "parameters": {"type": "object"}, "cache": {"ttl": 5}}]},
    {"tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]},
    {"tools": [{"type": "code_interpreter", "container": {"type": "auto", "memory_limit": "2g"}}]},
    {"tools": [{"type": "code_interpreter", "container": {"type": "other", "of": "mine"}}]},
    {"tools": [{"type": "web_search_preview", "search_context_size": "gigantic", "user_location": {"type": "orbit"}}]},
    {"tools": [{"type": "mcp", "server_label": "a", "require_approval": {"never": {"tool_names": ["x"]}}, "zzz": 1}]},
    {"tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "f"}]}},
    {"tool_choice": {"type": "brand_new", "x": 1}},
    {"tool_choice": "whatever"},
    {"tool_choice": {"type": "mcp", "server_label": "s", "name": None}},
    {"reasoning": {"effort": "galactic", "budget": {"tokens": 5}, "summary": None}},
    {"text": {"format": {"type": "grammar", "grammar": "x"}, "verbosity": "silent", "style": 1}},
    {"text": {"verbosity": "low"}},
    {"include": ["something.new"]},
    {"input": [{"type": "reasoning", "id": "rs", "summary": [], "encrypted_content": "gAAA", "status": None}]},
    {"input": [{"type": "item_reference", "id": "msg_1"}, {"id": "msg_2"}, {"type": None, "id": "msg_3"}]},
    {"input": [{"type": "mcp_approval_response", "approval_request_id": "a", "approve": True, "reason": None}]},
    {"input": [{"type": "computer_call_output", "call_id": "c", "output": {"type": "computer_screenshot"}}]},
    {"input": [{"type": "local_shell_call_output", "id": "l", "output": "x"}, {"type": "hologram", "size": 1.5}]},
    {"input": [{"type": "message", "role": "critic", "content": [{"type": "smell", "of": "roses"}], "mood": "good"}]},
    {
        "input": [
            {"role": "assistant", "content": [{"type": "output_text", "text": "a", "annotations": []}], "phase": "x"}
        ]
    },
    {"input": [{"type": "function_call_output", "call_id": "c", "output": [{"type": "input_text", "text": "a"}]}]},
    {"input": [{"role": "user", "content": [{"type": "input_image", "detail": "extreme", "file_id": None}]}]},
    {"input": [{"role": "user", "content": None}, {"role": "user"}, {"role": 5, "content": {"a": 1}}]},
    {"input": [{"type": ["a"], "x": 1}, {"type": {"a": 1}}, {"type": 5}, {}]},
]


@pytest.mark.parametrize("fields", UNLISTED, ids=lambda fields: next(iter(fields)))
def test_what_the_contract_does_not_list_passes_unchanged(recorder: Recorder, fields: dict[str, Any]) -> None:
    """Other types, items, parts, values and fields reach the wire as they are."""
    arguments = {"input_" if name == "input" else name: value for name, value in fields.items()}
    expected = json.loads(json.dumps(fields))
    for tool in expected.get("tools", ()):
        if tool.get("type") == "function":
            tool.setdefault("strict", True)  # the contract's own default
    assert same_json(recorder.sent(**arguments), {**DEFAULTS, **expected})


# Without those that lack what a listed type needs, which a model does not let pass.
FITTING = [
    fields for fields in UNLISTED if not any(mark in str(fields) for mark in ("'role'", "'function': {", "['a']"))
]


@pytest.mark.parametrize("fields", FITTING, ids=named_by)
def test_a_body_made_as_a_model_passes_it_too(fields: dict[str, Any]) -> None:
    """`CreateResponseRequestBody` takes unlisted things as well, and sends what `create` sends."""
    body = models.CreateResponseRequestBody(**({"model": "m", "input": "Hi"} | fields))
    recorder = Recorder()
    arguments = {"input_" if name == "input" else name: value for name, value in fields.items()}
    assert same_json(json.loads(encode({"body": body}))["body"], recorder.sent(**arguments))


# --- extra_body, extra_query, http_headers


def test_extra_body_comes_last_and_wins(recorder: Recorder, run: Run) -> None:
    """`extra_body` adds fields and replaces parameters, as it stands: nothing in it is renamed or completed."""
    extra = {
        "temperature": 2,
        "input": [{"role": "user", "content": [{"type": "input_image"}]}],
        "store": None,
        "service_tier": "flex",
        "text": models.CreateResponseText(verbosity="low"),
        "format_": {"schema_": 1},
    }

    async def story(call: Caller) -> None:
        async with call.client(recorder.orq) as client:
            await client.create(model="m", input_="Hi", temperature=1, extra_body=extra)

    run(story)
    assert same_json(recorder.body, {**DEFAULTS, **extra, "text": {"verbosity": "low"}})


def test_extra_body_may_ask_for_a_stream(recorder: Recorder) -> None:
    """A stream asked for in `extra_body` is one: the Accept header says so."""
    with recorder.orq() as orq:
        result: Any = orq.router.responses.create(model="m", input_="Hi", extra_body={"stream": True})
        with result as stream:
            assert [event.data.type for event in stream] == ["response.completed"]
    assert recorder.last.headers["accept"] == "text/event-stream"


def test_extra_query_stands_in_the_url(recorder: Recorder) -> None:
    """Strings, numbers, booleans, None and lists become query parameters, whatever letters they hold."""
    recorder.sent(
        extra_query={"a": "x y&z=é", "n": 1, "flag": True, "none": None, "many": ["p", "q"], "none_at_all": []}
    )
    assert recorder.last.url.params.multi_items() == [
        ("a", "x y&z=é"),
        ("n", "1"),
        ("flag", "true"),
        ("none", ""),
        ("many", "p"),
        ("many", "q"),
    ]
    assert recorder.last.url.path == "/v2/gateway/responses"


def test_headers_reach_the_request_and_win(recorder: Recorder, run: Run) -> None:
    """`http_headers` are added, and replace the SDK's own whatever their case; white space around values is dropped."""

    async def story(call: Caller) -> None:
        async with call.client(
            lambda: recorder.orq(api_key="k", default_headers={"X-One": "d", "X-Two": "d"})
        ) as client:
            await client.create(
                model="m",
                input_="Hi",
                http_headers={"x-one": " c\t", "User-Agent": "me", "AUTHORIZATION": "Basic eA=="},
            )

    run(story)
    headers = recorder.last.headers
    assert headers["x-one"] == "c"
    assert headers["x-two"] == "d"
    assert headers.get_list("user-agent") == ["me"]
    assert headers.get_list("authorization") == ["Basic eA=="]
    assert headers.get_list("accept") == ["application/json"]


@pytest.mark.parametrize(
    ("arguments", "accept"),
    [
        ({}, "application/json"),
        ({"stream": False}, "application/json"),
        ({"stream": None}, "application/json"),
        ({"stream": True}, "text/event-stream"),
        ({"stream": True, "accept_header_override": "application/json"}, "application/json"),
        ({"accept_header_override": "text/event-stream"}, "text/event-stream"),
        ({"accept_header_override": CreateAcceptEnum.TEXT_EVENT_STREAM}, "text/event-stream"),
        ({"accept_header_override": "application/json", "http_headers": {"accept": "*/*"}}, "*/*"),
    ],
)
def test_accept_says_what_is_wanted(recorder: Recorder, run: Run, arguments: dict[str, Any], accept: str) -> None:
    """The Accept header follows `stream`, unless it is overridden."""

    async def story(call: Caller) -> None:
        async with call.client(recorder.orq) as client:
            await client.create(model="m", input_="Hi", **arguments)

    run(story)
    assert recorder.last.headers.get_list("accept") == [accept]


# --- where it goes


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("http://host", "http://host/v2/gateway/responses"),
        ("http://host/", "http://host/v2/gateway/responses"),
        ("http://host///", "http://host/v2/gateway/responses"),
        (" https://host:8443/a/b/ ", "https://host:8443/a/b/v2/gateway/responses"),
        ("http://[::1]:80/x", "http://[::1]/x/v2/gateway/responses"),
        ("HTTPS://Host/Path%20x", "https://host/Path%20x/v2/gateway/responses"),
    ],
)
def test_a_server_url_keeps_its_base_path(recorder: Recorder, base: str, url: str) -> None:
    """Per client and per call, a trailing slash is ignored and a base path is kept."""
    recorder.orq(server_url=base).router.responses.create(model="m", input_="Hi")
    recorder.orq(server_url="http://elsewhere/x").router.responses.create(model="m", input_="Hi", server_url=base)
    assert [str(request.url) for request in recorder.requests] == [url, url]


def test_the_default_server_is_the_contracts(recorder: Recorder) -> None:
    """Without a URL, by default and by index 0, the contract's server is asked."""
    recorder.orq(api_key="k").router.responses.create(model="m", input_="Hi")
    recorder.orq(api_key="k", server_idx=0).router.responses.create(model="m", input_="Hi")
    assert {str(request.url) for request in recorder.requests} == {"https://my.orq.ai/v2/gateway/responses"}


def test_parts_of_a_server_url_are_filled(recorder: Recorder) -> None:
    """`url_params` fill the parts in braces."""
    orq = recorder.orq(server_url="https://{region}.host/{base}", url_params={"region": "eu", "base": "x"})
    orq.router.responses.create(model="m", input_="Hi")
    assert str(recorder.last.url) == "https://eu.host/x/v2/gateway/responses"


SHY_KEY = "sk-0123456789abcdef"


@pytest.mark.parametrize(
    ("settings_given", "named"),
    [
        ({"server_url": ""}, "server_url"),
        ({"server_url": "host"}, "server_url"),
        ({"server_url": "//host"}, "server_url"),
        ({"server_url": "ftp://host"}, "server_url"),
        ({"server_url": "http://"}, "server_url"),
        ({"server_url": "http:///path"}, "server_url"),
        ({"server_url": "http://host:port"}, "server_url"),
        ({"server_url": "http://host:99999"}, "server_url"),
        ({"server_url": "http://[::1"}, "server_url"),
        ({"server_url": "http://ho st"}, "server_url"),
        ({"server_url": "http://host/\n"[:-1] + "\x00x"}, "server_url"),
        ({"server_url": f"http://user:{SHY_KEY}@host:port"}, "server_url"),
        ({"server_url": f"nonsense://user:{SHY_KEY}@host"}, "server_url"),
        ({"server_url": f"http://host/?key={SHY_KEY}"}, "server_url"),
        ({"server_url": f"http://host/#{SHY_KEY}"}, "server_url"),
        ({"server_url": "http://host/?"}, "server_url"),
        ({"server_url": "http://{region}.host"}, "server_url"),
        ({"server_url": b"http://host"}, "server_url"),
        ({"server_url": SHY_KEY}, "server_url"),
        ({"server_url": f"https:/{SHY_KEY}"}, "server_url"),
        ({"server_url": "https://my..orq.ai"}, "server_url"),
        ({"server_url": "http://."}, "server_url"),
        ({"server_url": f"http://{'a' * 64}.test"}, "server_url"),
        ({"server_url": "http://b\u00fccher..test"}, "server_url"),
        ({"server_url": f"http://{chr(0xFC) * 60}.test"}, "server_url"),
        ({"server_url": "http://{a}", "url_params": {"a": 1}}, "url_params"),
        ({"server_url": "http://{a}", "url_params": "a"}, "url_params"),
        ({"server_idx": 1}, "server_idx"),
        ({"server_idx": -1}, "server_idx"),
        ({"server_idx": True}, "server_idx"),
        ({"server_idx": "0"}, "server_idx"),
        ({"server_idx": SHY_KEY}, "server_idx"),
        ({"server_idx": 7, "server_url": "http://host"}, "server_idx"),
        ({"log_redact": 3}, "log_redact"),
        ({"log_redact": ["not a path"], "log_bodies": False}, "log_redact"),
        ({"retry_config": RetryConfig}, "retry_config"),
        ({"client": httpx.Client}, "client"),
        ({"api_key": f"{SHY_KEY}\u20ac"}, "api_key"),
        ({"api_key": f"{SHY_KEY}\n{SHY_KEY}"}, "api_key"),
        ({"api_key": f"{SHY_KEY} {SHY_KEY}"}, "api_key"),
        ({"api_key": SHY_KEY.encode()}, "api_key"),
        ({"default_headers": {"x": f"{SHY_KEY}\n"[:-1] + "\x00"}}, "default_headers"),
        ({"default_headers": [("x", SHY_KEY)]}, "default_headers"),
        ({"default_headers": {"x y": SHY_KEY}}, "default_headers"),
        ({"default_headers": {"x": SHY_KEY.encode()}}, "default_headers"),
        ({"client": object()}, "client"),
        ({"async_client": object()}, "async_client"),
    ],
    ids=named_by,
)
def test_a_bad_setting_is_told_by_its_name(settings_given: dict[str, Any], named: str) -> None:
    """The constructor refuses what cannot work, names the parameter, and shows no key."""
    with pytest.raises((TypeError, ValueError)) as caught:
        Orq(**settings_given)
    assert named in str(caught.value)
    assert SHY_KEY not in str(caught.value)


# --- keys


@pytest.mark.parametrize(
    "key",
    ["k-1", " k-1 ", "\tk-1\n", "Bearer k-1", "bearer  k-1", " Bearer k-1 ", lambda: "k-1", lambda: " Bearer k-1\n"],
)
def test_a_key_becomes_one_bearer_header(recorder: Recorder, run: Run, key: Any) -> None:
    """White space around a key is dropped, a prefix that is there already is not doubled, a callable is asked."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: recorder.orq(api_key=key)) as client:
            await client.create(model="m", input_="Hi")

    run(story)
    assert recorder.last.headers.get_list("authorization") == ["Bearer k-1"]


def test_a_callable_is_asked_at_every_call(recorder: Recorder) -> None:
    """A key may be renewed between calls, and a blank one is none at all."""
    keys = iter(["one", "two", " ", None])
    orq = recorder.orq(api_key=lambda: next(keys))
    for _ in range(4):
        orq.router.responses.create(model="m", input_="Hi")
    sent = [request.headers.get("authorization") for request in recorder.requests]
    assert sent == ["Bearer one", "Bearer two", None, None]


@pytest.mark.parametrize(
    "url", ["http://localhost", "http://[::1]:80", "http://127.0.0.1", "http://a_b.c.", "http://b\u00fccher.test"]
)
def test_a_host_of_any_kind_will_do(recorder: Recorder, url: str) -> None:
    """Names, addresses and international names are hosts."""
    recorder.orq(server_url=url).router.responses.create(model="m", input_="Hi")
    assert recorder.last.url.path == "/v2/gateway/responses"


def test_a_blank_key_lets_the_environments_count(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank counts as absent, as `os.getenv("ORQ_API_KEY", "")` gives it where nothing is set."""
    monkeypatch.setenv("ORQ_API_KEY", "from-env")
    for blank in ("", " \n"):
        recorder.orq(api_key=blank).router.responses.create(model="m", input_="Hi")
        assert recorder.last.headers["authorization"] == "Bearer from-env"


def test_the_environment_gives_the_key(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    """`ORQ_API_KEY` is the key unless one is passed; it is read when the client is made."""
    monkeypatch.setenv("ORQ_API_KEY", " from-env ")
    orq = recorder.orq()
    monkeypatch.setenv("ORQ_API_KEY", "later")
    orq.router.responses.create(model="m", input_="Hi")
    recorder.orq(api_key="mine").router.responses.create(model="m", input_="Hi")
    sent = [request.headers.get("authorization") for request in recorder.requests]
    assert sent == ["Bearer from-env", "Bearer mine"]


class StopError(Exception):
    """Raised in place of sending."""


class StopBeforeSending(BeforeRequestHook):
    """A hook that keeps the request and raises `StopError`."""

    request: httpx.Request | None = None

    def before_request(self, hook_ctx: BeforeRequestContext, request: httpx.Request) -> Exception:
        del hook_ctx
        self.request = request
        return StopError()


@pytest.mark.parametrize("key", [None, "", "  \n", "Bearer ", "Bearer", lambda: None, lambda: " "])
def test_an_absent_key_is_told_before_the_default_server_is_asked(run: Run, key: Any) -> None:
    """The default server needs a key: without one the call raises, and says where to put it."""
    hook = StopBeforeSending()

    async def story(call: Caller) -> None:
        async with call.client(lambda: Orq(api_key=key, hooks=[hook])) as client:
            with pytest.raises(ValueError, match="api_key") as caught:
                await client.create(model="m", input_="Hi")
            assert "ORQ_API_KEY" in str(caught.value)

    run(story)
    assert hook.request is None


@pytest.mark.parametrize("where", ["http_headers", "default_headers", "server_url", "server_url of the call"])
def test_without_a_key_a_call_of_ones_own_goes_out(run: Run, where: str) -> None:
    """With an Authorization header or a server of the user's own, no key is needed and none is made up."""
    hook = StopBeforeSending()
    mine = {"Authorization": "Token t"}

    async def story(call: Caller) -> None:
        made = {"default_headers": mine} if where == "default_headers" else {}
        made |= {"server_url": "http://own"} if where == "server_url" else {}
        asked = {"http_headers": mine} if where == "http_headers" else {}
        asked |= {"server_url": "http://own"} if where == "server_url of the call" else {}
        async with call.client(lambda: Orq(api_key="", hooks=[hook], **made)) as client:
            with pytest.raises(StopError):
                await client.create(model="m", input_="Hi", **asked)

    run(story)
    assert hook.request is not None
    expected = "Token t" if "headers" in where else None
    assert hook.request.headers.get("authorization") == expected


def test_a_coroutine_function_for_the_key_is_refused(recorder: Recorder, run: Run) -> None:
    """Its coroutine would be no key; it is closed, and nothing is sent."""

    async def key() -> str:
        return "sk-secret"

    async def story(call: Caller) -> None:
        async with call.client(lambda: recorder.orq(api_key=key)) as client:
            with pytest.raises(TypeError, match="api_key: a function that gives the key must be a plain one"):
                await client.create(model="m", input_="Hi")

    run(story)
    assert recorder.requests == []


@pytest.mark.parametrize("key", [f"{SHY_KEY}\u20ac", f"{SHY_KEY}\x00{SHY_KEY}", 5, b"k"])
def test_a_callables_bad_key_is_told_without_being_shown(recorder: Recorder, run: Run, key: Any) -> None:
    """What a callable returns is checked like a key that is passed."""

    async def story(call: Caller) -> None:
        async with call.client(lambda: recorder.orq(api_key=lambda: key)) as client:
            with pytest.raises((TypeError, ValueError), match="api_key") as caught:
                await client.create(model="m", input_="Hi")
            assert SHY_KEY not in str(caught.value)

    run(story)
    assert recorder.requests == []


def test_nothing_shows_a_key(recorder: Recorder) -> None:
    """Neither the client nor its configuration says its key."""
    orq = recorder.orq(api_key=SHY_KEY)
    shown = [repr(orq), str(orq), repr(orq.sdk_configuration), repr(orq.router), repr(orq.router.responses)]
    assert SHY_KEY not in "".join(shown)


# --- what is refused

WRONG: list[tuple[str, dict[str, Any]]] = [
    ("model", {"model": None}),
    ("model", {"model": 4}),
    ("model", {"model": UNSET}),
    ("input_", {"input_": None}),
    ("input_", {"input_": 4}),
    ("input_", {"input_": b"Hi"}),
    ("input_", {"input_": {"role": "user"}}),
    ("input_", {"input_": iter([])}),
    ("input_[1]", {"input_": [{"role": "user"}, "Hi"]}),
    ("input_[0]", {"input_": [None]}),
    ("metadata", {"metadata": [("a", "b")]}),
    ("metadata.a", {"metadata": {"a": 1}}),
    ("metadata.a", {"metadata": {"a": None}}),
    ("metadata.a", {"metadata": MappingProxyType({"a": True})}),
    ("metadata", {"metadata": {1: "a"}}),
    ("temperature", {"temperature": "0.5"}),
    ("temperature", {"temperature": True}),
    ("temperature", {"temperature": Decimal("0.5")}),
    ("top_p", {"top_p": [1]}),
    ("previous_response_id", {"previous_response_id": 5}),
    ("instructions", {"instructions": ["a"]}),
    ("reasoning", {"reasoning": "high"}),
    ("max_output_tokens", {"max_output_tokens": 1.5}),
    ("max_output_tokens", {"max_output_tokens": "5"}),
    ("text", {"text": "json"}),
    ("text", {"text": []}),
    ("include", {"include": "reasoning.encrypted_content"}),
    ("include[0]", {"include": [1]}),
    ("parallel_tool_calls", {"parallel_tool_calls": 1}),
    ("store", {"store": "yes"}),
    ("tools", {"tools": {"type": "function"}}),
    ("tools", {"tools": "function"}),
    ("tools[0]", {"tools": ["function"]}),
    ("tools[0]", {"tools": [len]}),
    ("tool_choice", {"tool_choice": ["auto"]}),
    ("tool_choice", {"tool_choice": 1}),
    ("stream", {"stream": "true"}),
    ("stream", {"stream": 1}),
    ("retries", {"retries": 3}),
    ("timeout_ms", {"timeout_ms": "1"}),
    ("timeout_ms", {"timeout_ms": -1}),
    ("server_url", {"server_url": 5}),
    ("server_url", {"server_url": "nowhere"}),
    ("accept_header_override", {"accept_header_override": 5}),
    ("accept_header_override", {"accept_header_override": "a\nb"}),
    ("http_headers", {"http_headers": [("a", "b")]}),
    ("http_headers", {"http_headers": "a"}),
    ("http_headers", {"http_headers": {1: "a"}}),
    ("http_headers['a']", {"http_headers": {"a": 1}}),
    ("http_headers['a']", {"http_headers": {"a": "é"}}),
    ("http_headers", {"http_headers": {"": "a"}}),
    ("extra_query", {"extra_query": "a=b"}),
    ("extra_query['a']", {"extra_query": {"a": object()}}),
    ("extra_query['a']", {"extra_query": {"a": b"b"}}),
    ("extra_query['a']", {"extra_query": {"a": ["b", {}]}}),
    ("extra_query['a']", {"extra_query": {"a": "\ud800"}}),
    ("extra_query['\\ud800']", {"extra_query": {"\ud800": "a"}}),
    ("extra_query", {"extra_query": {1: "b"}}),
    ("extra_body", {"extra_body": [("a", 1)]}),
    ("extra_body", {"extra_body": "a"}),
]


@pytest.mark.parametrize(("named", "arguments"), WRONG, ids=named_by)
def test_a_wrong_argument_is_told_by_its_name_before_anything_is_sent(
    recorder: Recorder, run: Run, named: str, arguments: dict[str, Any]
) -> None:
    """What a parameter cannot be raises TypeError or ValueError, and the message begins with the parameter's name."""

    async def story(call: Caller) -> None:
        async with call.client(recorder.orq) as client:
            with pytest.raises((TypeError, ValueError)) as caught:
                await client.create(**({"model": "m", "input_": "Hi"} | arguments))
            assert str(caught.value).startswith(named)

    run(story)
    assert recorder.requests == []


class Plain:
    """A class of nobody's."""


def nested(value: Any) -> list[dict[str, Any]]:
    """Return an input with a value deep inside."""
    return [{"role": "user", "content": "a"}, {"role": "user", "content": [{"type": "input_text", "text": value}]}]


HOLDER: dict[str, Any] = {}
HOLDER["itself"] = [HOLDER]
UNSAYABLE: list[tuple[str, dict[str, Any]]] = [
    ("model", {"model": "\ud800"}),
    ("input_", {"input_": "ab\udfff"}),
    ("instructions", {"instructions": "\udc00x"}),
    ("previous_response_id", {"previous_response_id": "\ud800"}),
    ("metadata.a", {"metadata": {"a": "\ud800"}}),
    ("metadata", {"metadata": {"\ud800": "a"}}),
    ("include[1]", {"include": ["a", "\ud800"]}),
    ("tool_choice", {"tool_choice": "\ud800"}),
    ("temperature", {"temperature": float("nan")}),
    ("top_p", {"top_p": float("-inf")}),
    ("input_[1].content[0].text", {"input_": nested("\ud83d")}),
    ("input_[1].content[0].text", {"input_": nested(float("inf"))}),
    ("input_[1].content[0].text", {"input_": nested(b"bytes")}),
    ("input_[1].content[0].text", {"input_": nested(bytearray(b"bytes"))}),
    ("input_[1].content[0].text", {"input_": nested({1, 2})}),
    ("input_[1].content[0].text", {"input_": nested(frozenset())}),
    ("input_[1].content[0].text", {"input_": nested(datetime(2030, 1, 1, tzinfo=timezone.utc))}),
    ("input_[1].content[0].text", {"input_": nested(Decimal(1))}),
    ("input_[1].content[0].text[0]", {"input_": nested([UNSET])}),
    ("input_[1].content[0].text.b", {"input_": nested({"a": UNSET, "b": b""})}),
    ("input_[1].content[0].text", {"input_": nested(iter([]))}),
    ("input_[1].content[0].text", {"input_": nested(Plain())}),
    ("input_[1].content[0].text", {"input_": nested(models.InputText)}),
    (
        "input_[0].content[0].text",
        {"input_": [models.InputMessage(role="user", content=[models.InputText(text="\ud800")])]},
    ),
    ("input_[0].note", {"input_": [models.InputMessage.model_validate({"role": "user", "content": "", "note": {1}})]}),
    ("tools[0].parameters.properties", {"tools": [{"type": "function", "parameters": {"properties": {b"a": 1}}}]}),
    ("tools[0].parameters.default", {"tools": [models.FunctionTool(name="f", parameters={"default": b"x"})]}),
    ("tools[0].x", {"tools": [UserDict({"type": "y", "x": {1}})]}),
    ("text.format.schema.minimum", {"text": {"format": {"type": "json_schema", "schema_": {"minimum": float("nan")}}}}),
    ("reasoning.effort", {"reasoning": {"effort": b"low"}}),
    ("x[0]", {"extra_body": {"x": [UNSET]}}),
    ("x.y[0]", {"extra_body": {"x": {"y": [b""]}}}),
    ("x", {"extra_body": {"x": {(1, 2): 3}}}),
    ("x", {"extra_body": {"x": {float("nan"): 3}}}),
    ("input_[0]", {"input_": [HOLDER]}),
]


@pytest.mark.parametrize(("path", "arguments"), UNSAYABLE, ids=named_by)
def test_what_json_cannot_say_is_told_with_its_place_before_anything_is_sent(
    recorder: Recorder, run: Run, path: str, arguments: dict[str, Any]
) -> None:
    """A lone surrogate, NaN, bytes, a set and their like raise; the message begins with the path."""

    async def story(call: Caller) -> None:
        async with call.client(recorder.orq) as client:
            with pytest.raises((TypeError, ValueError)) as caught:
                await client.create(**({"model": "m", "input_": "Hi"} | arguments))
            message = str(caught.value)
            assert message.startswith((f"{path}:", f"{path}.itself"))
            message.encode()

    run(story)
    assert recorder.requests == []


def deep(levels: int, value: Any = 1) -> Any:
    """Return a value below so many lists and objects."""
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


def test_deep_nesting_is_sent(recorder: Recorder) -> None:
    """300 levels are no more than a long path."""
    value = deep(300)
    assert recorder.sent(input_=[{"type": "x", "value": value}])["input"][0]["value"] == value


def cyclic() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("content", "told"),
    [(cyclic(), r"input_\[0\]\.content\[0\]: contains itself"), (deep(90_000), r"input_\[0\]\.content.*deeply")],
    ids=["cyclic", "deep"],
)
def test_content_that_cannot_be_followed_is_told_with_its_place(recorder: Recorder, content: Any, told: str) -> None:
    """Where the contract's rules reach into the nesting, too, it is no bare RecursionError."""
    with pytest.raises(ValueError, match=told):
        recorder.sent(input_=[{"role": "user", "content": content}])
    assert recorder.requests == []


def test_a_fault_is_found_however_deep_and_whatever_called(recorder: Recorder) -> None:
    """A fault 300 levels down is named although little of the stack is left, and so is nesting beyond the encoder."""

    def below(frames: int, call: Callable[[], Any]) -> Any:
        return call() if frames == 0 else below(frames - 1, call)

    with pytest.raises(TypeError, match=r"^input_\[0\]\.value.*bytes cannot be sent"):
        below(300, lambda: recorder.sent(input_=[{"type": "x", "value": deep(300, b"")}]))
    with pytest.raises(ValueError, match=r"^input_\[0\]\.value.*nested too deeply"):
        below(300, lambda: recorder.sent(input_=[{"type": "x", "value": deep(200_000)}]))
    assert recorder.requests == []


# --- the short way and the plain way

TEXT = st.text(max_size=8)
NAME = TEXT.map(lambda text: f"x_{text}")
SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
JSON = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=6
)
EXTRA = st.dictionaries(NAME, JSON, max_size=2)


def obj(required: Mapping[str, st.SearchStrategy[Any]], optional: Mapping[str, Any] | None = None) -> Any:
    """Return objects with these fields, of which some may be missing, and extra ones."""
    fields = st.fixed_dictionaries(dict(required), optional=dict(optional or {}))
    return st.builds(lambda known, extra: {**extra, **known}, fields, EXTRA)


def either(wire: str, python: str, strategy: Any) -> Any:
    """Return objects that have a field under one of its names."""
    return st.fixed_dictionaries({}, optional={wire: strategy}) | st.fixed_dictionaries({}, optional={python: strategy})


def joined(*parts: Any) -> Any:
    """Return objects put together from parts."""
    return st.tuples(*parts).map(lambda found: {key: value for part in found for key, value in part.items()})


def tagged(tag: str) -> Any:
    """Return the one tag."""
    return st.just(tag)


PARTS = st.one_of(
    obj({"type": tagged("input_text"), "text": TEXT}),
    obj({"type": tagged("input_image")}, {"detail": TEXT, "image_url": st.none() | TEXT, "file_id": st.none() | TEXT}),
    obj({"type": tagged("input_file")}, {"file_id": TEXT, "file_data": TEXT, "filename": TEXT}),
    obj({"type": tagged("output_text"), "text": JSON}, {"annotations": JSON, "logprobs": JSON}),
    obj({"type": NAME}, {"text": JSON}),
    obj({}, {"text": JSON}),
)
CONTENT = TEXT | st.lists(PARTS, max_size=3)
# In a tool's output a dict gets no default, and a model has it.
OUTPUT = TEXT | st.lists(PARTS.filter(lambda part: part.get("type") != "input_image" or "detail" in part), max_size=3)
ITEMS = st.one_of(
    obj({"role": st.sampled_from(["user", "assistant", "critic"]), "content": CONTENT}, {"type": tagged("message")}),
    obj({"type": tagged("function_call"), "call_id": JSON, "name": JSON, "arguments": JSON}, {"status": JSON}),
    obj({"type": tagged("function_call_output"), "call_id": TEXT, "output": OUTPUT}),
    joined(obj({"type": tagged("custom_tool_call")}), either("input", "input_", JSON)),
    obj({"type": tagged("reasoning"), "summary": JSON}, {"encrypted_content": JSON, "id": JSON}),
    obj({"type": tagged("computer_call_output"), "output": JSON}),
    obj({"type": NAME}),
    obj({}, {"id": JSON}),
)
PARAMETERS = joined(
    st.dictionaries(TEXT, JSON, max_size=3).map(
        lambda found: {k: v for k, v in found.items() if "additional" not in k}
    ),
    either("additionalProperties", "additional_properties", JSON),
)
STRICT = {"strict": st.none() | st.booleans(), "description": st.none() | TEXT}
FUNCTION = joined(
    obj({"type": tagged("function"), "name": TEXT, "parameters": PARAMETERS}, STRICT),
    either("async", "async_", st.booleans() | st.none()),
)
TOOLS = st.one_of(
    FUNCTION,
    obj({"type": tagged("web_search_preview")}, {"search_context_size": TEXT, "domains": st.lists(TEXT, max_size=2)}),
    obj(
        {"type": tagged("file_search")},
        {
            "vector_store_ids": st.lists(TEXT, max_size=2),
            "max_num_results": st.integers(),
            "ranking_options": obj({}, {"ranker": TEXT, "score_threshold": st.integers()}),
            "filters": obj({"type": st.sampled_from(["eq", "and", "x_other"])}, {"key": JSON, "filters": JSON}),
        },
    ),
    obj({"type": tagged("namespace"), "name": TEXT, "description": TEXT, "tools": st.lists(FUNCTION, max_size=2)}),
    obj({"type": tagged("code_interpreter"), "container": TEXT | obj({"type": st.sampled_from(["auto", "x_other"])})}),
    obj({"type": NAME}),
    obj({}),
)
FORMAT = st.one_of(
    obj({"type": st.sampled_from(["text", "json_object"])}),
    st.builds(
        lambda known, key, schema: {**known, key: schema},
        obj({"type": tagged("json_schema"), "name": TEXT}, {"description": TEXT, "strict": st.none() | st.booleans()}),
        st.sampled_from(["schema", "schema_"]),
        st.dictionaries(TEXT, JSON, max_size=2),
    ),
    obj({"type": NAME}),
)
NUMBER = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
ARGUMENTS = st.fixed_dictionaries(
    {"model": TEXT, "input_": TEXT | st.lists(ITEMS, max_size=3)},
    optional={
        "metadata": st.none() | st.dictionaries(TEXT, TEXT, max_size=2),
        "temperature": st.none() | NUMBER | st.just(UNSET),
        "top_p": st.none() | NUMBER,
        "previous_response_id": st.none() | TEXT,
        "instructions": st.none() | TEXT | st.just(UNSET),
        "reasoning": st.none() | obj({}, {"effort": st.none() | TEXT, "summary": st.none() | TEXT}),
        "max_output_tokens": st.none() | st.integers(),
        "text": st.none() | joined(obj({}, {"verbosity": st.none() | TEXT}), either("format", "format_", FORMAT)),
        "include": st.none() | st.lists(TEXT, max_size=2),
        "parallel_tool_calls": st.none() | st.booleans(),
        "store": st.none() | st.booleans() | st.just(UNSET),
        "tools": st.none() | st.lists(TOOLS, max_size=3),
        "tool_choice": st.none()
        | TEXT
        | obj({"type": tagged("function"), "name": TEXT})
        | obj({"type": tagged("file_search")})
        | obj({"type": NAME}),
        "stream": st.none() | st.just(False),
    },
)


def left_out(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that keep out of a body what is not in this one but would be sent unasked."""
    return {name: value for name, value in {"store": UNSET, "stream": None}.items() if name not in body}


@given(ARGUMENTS)
@settings(max_examples=100)
def test_the_short_way_sends_what_the_plain_way_sends(arguments: dict[str, Any]) -> None:
    """`create` builds no models of dicts, and yet sends what the body's model, built of the same, would send."""
    before = copy.deepcopy(arguments)
    recorder = Recorder()
    sent = recorder.sent(**arguments)
    plain = json.loads(encode({"body": models.CreateResponseRequestBody(**arguments)}))["body"]
    assert same_json(sent, plain)
    assert arguments == before
    # Sent once more from what it became: nothing is left to be completed or renamed.
    again = {"input_" if name == "input" else name: value for name, value in sent.items()}
    assert same_json(recorder.sent(**again, **left_out(sent)), sent)


@given(ARGUMENTS)
@settings(max_examples=50)
def test_a_bodys_model_dumps_what_it_sends(arguments: dict[str, Any]) -> None:
    """A dump by the wire's names gives the same body again, and one by Python's names can be passed to `create`."""
    body = models.CreateResponseRequestBody(**arguments)
    wire = json.loads(encode({"body": body}))["body"]
    dump = body.model_dump(mode="json", by_alias=True, exclude_unset=True)
    again = models.CreateResponseRequestBody(**dump, **left_out(wire))
    assert same_json(json.loads(encode({"body": again}))["body"], wire)
    python = body.model_dump(exclude_unset=True)
    assert same_json(Recorder().sent(**python, **left_out(wire)), wire)


@pytest.mark.parametrize(
    ("build", "named"),
    [
        (lambda: models.FunctionTool(parameters={}), "name"),  # type: ignore[call-arg]  # the point
        (lambda: models.FunctionTool(name=5, parameters={}), "name"),  # type: ignore[arg-type]  # the point
        (lambda: models.FunctionTool(name="f", parameters=[]), "parameters"),  # type: ignore[arg-type]  # the point
        (lambda: models.Reasoning(effort=5), "effort"),  # type: ignore[arg-type]  # the point
        (lambda: models.CreateResponseText(format_="text"), "format"),  # type: ignore[arg-type]  # the point
        (lambda: models.InputMessage(role="user", content=5), "content"),  # type: ignore[arg-type]  # the point
        (lambda: models.RankingOptions(score_threshold="x"), "score_threshold"),  # type: ignore[arg-type]  # the point
        (lambda: models.FileSearchTool(vector_store_ids="vs"), "vector_store_ids"),  # type: ignore[arg-type]  # the point
    ],
)
def test_a_model_of_a_request_checks_what_it_knows(build: Callable[[], RequestModel], named: str) -> None:
    """A wrong scalar or a missing field of a request's own model is told when the model is made."""
    with pytest.raises(pydantic.ValidationError) as caught:
        build()
    assert named in str(caught.value.errors()[0]["loc"])
