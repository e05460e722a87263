"""Only type-checked: the ways to write what is sent, as models and as dicts, and what a checker finds wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from orq_ai_sdk import Orq, models
from orq_ai_sdk.models import (
    CreateResponseInput,
    CreateResponseInputTypedDict,
    CreateResponseTextTypedDict,
    CreateResponseToolChoice,
    CreateResponseTools,
    CreateResponseToolsTypedDict,
    Include,
    InputItemTypedDict,
)
from orq_ai_sdk.types import UnrecognizedStr

PARAMETERS: dict[str, Any] = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def dicts(orq: Orq) -> None:
    """Plain dicts, written in place, with wire names."""
    orq.router.responses.create(
        model="m",
        input_=[
            {"role": "user", "content": "Hi"},
            {
                "type": "message",
                "role": "user",
                "content": [
                    {"type": "input_text", "text": "What is this?"},
                    {"type": "input_image", "image_url": "https://example.com/a.png", "detail": "low"},
                    {"type": "input_file", "file_id": "f"},
                ],
            },
            {"type": "function_call", "call_id": "c", "id": "i", "name": "n", "arguments": "{}", "status": "completed"},
            {"type": "function_call_output", "call_id": "c", "output": "42"},
        ],
        metadata={"a": "b"},
        reasoning={"effort": "low"},
        text={"format": {"type": "json_schema", "name": "n", "schema": PARAMETERS, "strict": True}},
        include=["file_search_call.results"],
        tools=[
            {"type": "function", "name": "weather", "parameters": PARAMETERS, "strict": True},
            {"type": "web_search_preview", "user_location": {"type": "approximate", "country": "NL"}},
            {"type": "file_search", "vector_store_ids": ["v"], "max_num_results": 3},
        ],
        tool_choice={"type": "function", "name": "weather"},
    )


def python_names(orq: Orq) -> None:
    """Dicts with Python's names for what is taken."""
    text: CreateResponseTextTypedDict = {"format_": {"type": "json_schema", "name": "n", "schema_": PARAMETERS}}
    orq.router.responses.create(model="m", input_="Hi", text=text)


def objects(orq: Orq, before: models.CreateResponseResponseBody) -> None:
    """Models, alone, in lists, beside dicts, and items of an earlier answer."""
    orq.router.responses.create(
        model="m",
        input_=[
            models.InputMessage(role="user", content=[models.InputText(text="Hi"), models.InputImage(file_id="f")]),
            models.FunctionCallOutput(call_id="c", output="42"),
            {"role": "user", "content": "Hi"},
        ],
        reasoning=models.Reasoning(effort="high"),
        text=models.CreateResponseText(format_=models.JSONSchemaFormat(name="n", schema_=PARAMETERS)),
        tools=[models.FunctionTool(name="weather", parameters=PARAMETERS), {"type": "file_search"}],
        tool_choice=models.ToolChoiceFunction(name="weather"),
    )
    orq.router.responses.create(model="m", input_=before)
    orq.router.responses.create(model="m", input_=before.output)
    orq.router.responses.create(model="m", input_=[*before.to_input(), {"role": "user", "content": "Go on"}])
    orq.router.responses.create(model="m", input_=[before, {"role": "user", "content": "Go on"}])
    history = before.to_input()
    history.append({"role": "user", "content": "Go on"})
    history.append(models.InputMessage(role="user", content="Go on"))
    orq.router.responses.create(model="m", input_=history)
    conversation: list[models.ConversationItem] = [{"role": "user", "content": "Hi"}]
    conversation += before.to_input()
    conversation.append(before)
    orq.router.responses.create(model="m", input_=conversation)


def variables(
    orq: Orq,
    one: CreateResponseInput,
    other: CreateResponseInputTypedDict,
    items: Sequence[InputItemTypedDict],
    tools: list[CreateResponseTools],
    dict_tools: list[CreateResponseToolsTypedDict],
    choice: CreateResponseToolChoice,
    include: list[Include],
) -> None:
    """The promised names annotate a program's own variables."""
    orq.router.responses.create(model="m", input_=one, tools=tools, tool_choice=choice, include=include)
    orq.router.responses.create(model="m", input_=other, tools=dict_tools, tool_choice="auto")
    orq.router.responses.create(model="m", input_=items, tools=(*tools, *dict_tools))


def unlisted(orq: Orq) -> None:
    """A value that the contract does not list yet is written as such."""
    orq.router.responses.create(
        model="m",
        input_="Hi",
        include=[UnrecognizedStr("something.new")],
        reasoning={"effort": UnrecognizedStr("extreme")},
        tool_choice=UnrecognizedStr("sometimes"),
    )
    models.Reasoning(effort=UnrecognizedStr("extreme"))


def misspelt(orq: Orq) -> None:
    """A known value that is misspelt is flagged, in a call, in a dict and in a model; so is a wrong key or type."""
    create = orq.router.responses.create
    create(model="m", input_="Hi", tool_choice="atuo")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]  # auto
    create(model="m", input_="Hi", include=["file_search_call.result"])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]  # results
    create(model="m", input_="Hi", reasoning={"effort": "hgih"})  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]  # high
    create(model="m", input_="Hi", reasoning={"efort": "high"})  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]  # effort
    create(model="m", input_=[{"role": "usr", "content": "Hi"}])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]  # user
    create(model="m", input_="Hi", metadata={"a": 1})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]  # strings
    models.Reasoning(effort="hgih")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # high
    models.InputMessage(role="user")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # content is needed
    models.InputImage(detail="hihg")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # high
