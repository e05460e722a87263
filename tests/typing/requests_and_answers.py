"""Only type-checked: what is beyond the contract's lists, three states, items sent back, errors told apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pydantic
from pydantic import TypeAdapter
from typing_extensions import assert_type

from orq_ai_sdk import Orq, models
from orq_ai_sdk.models import (
    CreateResponseResponseBody,
    CreateResponseToolsTypedDict,
    FunctionParametersTypedDict,
    InputItem,
    InputItemTypedDict,
    OutputItem,
)
from orq_ai_sdk.types import UNSET, Nullable, OptionalNullable, UnrecognizedStr


def python_names_inside(orq: Orq) -> None:
    """Python's names, at every depth of a dict that is written in place."""
    orq.router.responses.create(
        model="m",
        input_=[{"type": "custom_tool_call", "call_id": "c", "name": "n", "input_": "x"}],
        text={"format_": {"type": "json_schema", "name": "n", "schema_": {"type": "object"}}, "verbosity": "low"},
        tools=[
            {
                "type": "function",
                "name": "f",
                "parameters": {"type": "object", "properties": {}, "additional_properties": False},
            }
        ],
    )


def function_schemas(orq: Orq, free: dict[str, Any], mapping: Mapping[str, object]) -> None:
    """A function's parameters are any dict, or a model with the usual keywords."""
    named: FunctionParametersTypedDict = {"type": "object", "properties": {}, "additional_properties": False}
    tools: list[CreateResponseToolsTypedDict] = [
        {"type": "function", "name": "a", "parameters": free},
        {"type": "function", "name": "b", "parameters": mapping},
        {"type": "function", "name": "c", "parameters": named},
        {"type": "function", "name": "d", "parameters": {}},
        {"type": "function", "name": "e", "parameters": {"$defs": {"A": {}}, "anyOf": [{"$ref": "#/$defs/A"}]}},
        {"type": "function", "name": "f", "parameters": models.FunctionParameters(type="object", required=["a"])},
    ]
    orq.router.responses.create(model="m", input_="Hi", tools=tools)
    models.FunctionTool(name="a", parameters=free, strict=None, description=None)
    models.FunctionTool(name="a", parameters={"type": "object", "properties": {"a": {"type": "string"}}})
    models.FunctionTool(name="a", parameters=models.FunctionParameters(type="object", additional_properties=False))


def beyond_the_lists(orq: Orq) -> None:
    """What the contract does not list is made with an Unknown class, or put into `extra_body`."""
    orq.router.responses.create(
        model="m",
        input_=[
            models.UnknownInputItem.model_validate({"type": "hologram", "size": 3}),
            {"role": UnrecognizedStr("critic"), "content": "Hm."},
            {"type": "item_reference", "id": "msg_1"},
            {"type": "mcp_approval_response", "approval_request_id": "a", "approve": True},
        ],
        tools=[
            models.UnknownTool.model_validate({"type": "browser", "depth": 3}),
            {"type": "mcp", "server_label": "docs", "server_url": "https://example.com", "require_approval": "never"},
            {"type": "code_interpreter", "container": {"type": "auto"}},
        ],
        tool_choice=models.UnknownToolChoice(type="browser"),
        text=models.CreateResponseText(format_=models.UnknownTextFormat(type="grammar")),
        extra_body={"service_tier": "flex"},
        extra_query={"tag": ["a", "b"]},
        http_headers={"x-mine": "1"},
    )


def three_states(orq: Orq, temperature: OptionalNullable[float] = UNSET, top_p: Nullable[float] = None) -> None:
    """A program's own three-state values are passed on, and narrow."""
    if temperature is UNSET:
        assert_never_set(temperature)
    elif temperature is not None:
        assert_type(temperature, float)
    orq.router.responses.create(model="m", input_="Hi", temperature=temperature, top_p=top_p, store=UNSET, text=None)
    models.Reasoning(effort=None, summary=None)
    models.CreateResponseRequestBody(model="m", input_="Hi", store=UNSET, temperature=None)


def assert_never_set(value: object) -> None:
    """Take anything."""


def conversation(orq: Orq, stored: str) -> list[Any]:
    """Items of answers and new ones stand in one list; stored items are read back as items."""
    turns: list[InputItem | InputItemTypedDict | OutputItem | CreateResponseResponseBody] = []
    turns.append({"role": "user", "content": "Hi"})
    first = orq.router.responses.create(model="m", input_=turns)
    turns.append(first)
    turns.extend(first.output)
    turns.extend(first.to_input())
    for item in first.output:
        if isinstance(item, models.FunctionCall):
            turns.append({"type": "function_call_output", "call_id": item.call_id, "output": "42"})
            turns.append(models.FunctionCallOutput(call_id=item.call_id, output=[models.InputText(text="42")]))
    orq.router.responses.create(model="m", input_=turns)
    adapter: TypeAdapter[list[OutputItem]] = TypeAdapter(list[OutputItem])
    items = adapter.validate_json(stored)
    orq.router.responses.create(model="m", input_=items)
    dumps: list[dict[str, Any]] = [item.model_dump(mode="json", by_alias=True, exclude_unset=True) for item in items]
    orq.router.responses.create(model="m", input_="Hi", extra_body={"input": dumps})
    return dumps


class Record(pydantic.BaseModel):
    """A user's own model with the SDK's types in it."""

    body: models.CreateResponseResponseBody
    items: list[models.OutputItem] = []
    message: models.InputMessage | None = None


def nested(record: Record) -> str:
    """What is nested keeps its types."""
    assert_type(record.body.output, list[OutputItem])
    assert_type(record.items, list[OutputItem])
    return record.body.output_text


def calls_of_every_kind(response: CreateResponseResponseBody) -> list[str]:
    """Every kind of call is told apart, and its fields have their types."""
    found: list[str] = []
    for item in response.output:
        match item:
            case models.FunctionCall(name=name, arguments=arguments):
                found.append(f"{name}({json.loads(arguments)})")
            case models.CustomToolCall(name=name, input_=text):
                found.append(f"{name}: {text}")
            case models.McpCall(server_label=label, name=name):
                found.append(f"{label}.{name}")
            case models.WebSearchCall(action=models.SearchAction(query=query)):
                assert_type(query, str | None)
            case models.CodeInterpreterCall(outputs=outputs):
                for output in outputs or []:
                    if output.type == "logs":
                        assert_type(output, models.CodeInterpreterLogs)
                        found.append(output.logs)
            case models.ComputerCall(action=models.ClickAction() as click):
                assert_type(click.x, int)
            case models.UnknownOutputItem():
                assert_type(item.type_name, str)
                found.append(str(item.anything_at_all))
                assert_type(item.model_extra, dict[str, Any] | None)
            case _:
                found.append(item.type)
    return found


def reasoning(part: models.ReasoningSummaryPart) -> str:
    """A part of a reasoning is one of two classes."""
    if isinstance(part, models.SummaryText):
        return part.text
    assert_type(part, models.UnknownContentPart)
    return part.type_name


def settings_again(orq: Orq, response: CreateResponseResponseBody) -> None:
    """The items and the id of an answer go into the next request; its settings are read like any field."""
    orq.router.responses.create(model=response.model, input_=response, previous_response_id=response.id)
    assert_type(response.reasoning, models.ResponseReasoning | None)
    for tool in response.tools or []:
        if isinstance(tool, models.ResponseFunctionTool):
            assert_type(tool.parameters, dict[str, Any] | None)


def told_apart(error: models.OrqError) -> str:
    """Errors by class, in the order in which a program asks."""
    match error:
        case models.RateLimitError(retry_after=float() as seconds):
            return f"wait {seconds} s"
        case models.APIError(error=models.ErrorObject(message=message, code=code)):
            assert_type(message, str)
            assert_type(code, str | int | None)
            return message
        case models.ResponseValidationError(cause=cause):
            assert_type(cause, Exception)
            return str(cause)
        case models.StreamInterruptedError(response_id=response_id):
            return response_id or ""
        case _:
            return error.message


def mistakes(orq: Orq) -> None:
    """What a checker finds wrong in what is sent."""
    models.FunctionTool(name="f", parameters=[])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # an object
    models.FunctionParameters(required="a")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # a list
    models.UnknownTool()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # a type is needed
    orq.router.responses.create(model="m", input_=5)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]  # text or items
    orq.router.responses.create(model="m", input_="Hi", extra_body=["a"])  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]  # an object
