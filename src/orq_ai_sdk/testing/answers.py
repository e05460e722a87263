"""Decides what the gateway says to a request: a text, or calls of function tools; the same for the same words."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .conversation import called_names, since_last_user_message, tool_outputs, user_texts
from .jsonvalues import JSONObject, as_object, objects_in
from .schemas import make_example

NO_INPUT = "(no input)"
NOTHING_SAID = "You have not said anything yet."


@dataclass(frozen=True)
class FunctionCall:
    """A call of one of the user's functions; `arguments` is JSON text, as on the wire."""

    name: str
    arguments: str


def decide_answer(body: JSONObject, conversation: Sequence[JSONObject]) -> str | list[FunctionCall]:
    """What to say to `body`, whose input is the end of `conversation`.

    The first rule that applies:

    1. `tool_choice` demands a function: that function is called; with `"required"`, those that the user's last
       message names, else the first. `allowed_tools` limits this and the next rule to some.
    2. The user's last message names function tools that have not been called since: they are called, one at a time
       if `parallel_tool_calls` is false; never with `tool_choice="none"`.
    3. `text.format` asks for JSON: an example that fits the schema; for `json_object`, the echo under `"echo"`.
    4. Tools have given outputs since the user's last message: the outputs, each with its function's name.
    5. The message asks "What did I say?": the user's message before that one.
    6. The user's last message, word for word.

    Raises:
        UnsatisfiableSchemaError: no value could be made for a schema of the request.
    """
    calls = _choose_calls(body, conversation)
    if calls:
        return calls
    asked_format = as_object(as_object(body.get("text")).get("format"))
    if asked_format.get("type") == "json_schema":
        return json.dumps(make_example(asked_format.get("schema")), ensure_ascii=False)
    if asked_format.get("type") == "json_object":
        return json.dumps({"echo": _say(conversation)}, ensure_ascii=False)
    return _say(conversation)


def _choose_calls(body: JSONObject, conversation: Sequence[JSONObject]) -> list[FunctionCall]:
    functions = {
        str(tool.get("name")): tool for tool in objects_in(body.get("tools")) if tool.get("type") == "function"
    }
    choice, stated = body.get("tool_choice"), as_object(body.get("tool_choice"))
    if stated.get("type") == "allowed_tools":
        allowed = [tool.get("name") for tool in objects_in(stated.get("tools")) if tool.get("type") == "function"]
        functions = {name: tool for name, tool in functions.items() if name in allowed}
        choice = stated.get("mode")
    demanded = stated.get("name") if stated.get("type") == "function" else None
    if demanded is not None:
        chosen = [str(demanded)]
    elif choice == "none":
        chosen = []
    else:
        called = called_names(since_last_user_message(conversation)).values()
        last_words = "".join(user_texts(conversation)[-1:])
        chosen = [name for name in functions if name not in called and _mentions(last_words, name)]
        if choice == "required" and not chosen:
            chosen = list(functions)[:1]
        if body.get("parallel_tool_calls") is False:
            chosen = chosen[:1]
    return [
        FunctionCall(name, json.dumps(_make_arguments(functions[name]), ensure_ascii=False))
        for name in chosen
        if name in functions
    ]


def _mentions(words: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None


def _make_arguments(tool: JSONObject) -> JSONObject:
    # A function without parameters is called with an empty object, and a schema that does not say so means one.
    return as_object(make_example({"type": "object", **as_object(tool.get("parameters"))}))


def _say(conversation: Sequence[JSONObject]) -> str:
    latest = since_last_user_message(conversation)
    names = called_names(conversation)
    outputs = [f"{names.get(call_id, 'The tool')} gave: {text}" for call_id, text in tool_outputs(latest)]
    if outputs:
        return "\n".join(outputs)
    spoken = user_texts(conversation)
    if not spoken or not spoken[-1]:
        return NO_INPUT
    if "what did i say" in spoken[-1].lower():
        return spoken[-2] if len(spoken) > 1 else NOTHING_SAID
    return spoken[-1]
