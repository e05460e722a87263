"""Finds what the service would refuse in a request's tools and in the choice between them; unknown types may pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .jsonvalues import JSONObject, as_list, as_object, objects_in
from .problems import ARRAY, OBJECT, STRING, Problem, expect, none_of, require, require_name, require_one_of

_CHOICES = frozenset({"auto", "none", "required"})
_MODES = frozenset({"auto", "required"})


def check_tools(tools: list[Any]) -> Iterator[Problem]:
    """Finds a tool without a type, and a function or custom tool that cannot be told by its name."""
    functions: set[str] = set()
    for index, tool in enumerate(tools):
        param = f"tools[{index}]"
        yield from expect(tool, param, OBJECT)
        yield from require(as_object(tool), "type", f"{param}.type", STRING)
        if tool["type"] in ("custom", "function"):
            yield from require_name(tool, f"{param}.name")
        if tool["type"] == "function":
            if tool["name"] in functions:
                place = f"{param}.name"
                yield Problem(f"'{place}' is the name of an earlier function too.", "invalid_value", place)
            functions.add(tool["name"])


def check_tool_choice(choice: object, tools: list[Any]) -> Iterator[Problem]:
    """Finds a choice that is not known, or that the tools leave no way to follow."""
    if isinstance(choice, str) and choice not in _CHOICES:
        yield none_of("tool_choice", _CHOICES)
    if choice == "required" and not tools:
        yield Problem("'tool_choice' demands a tool, but 'tools' offers none.", None, "tool_choice")
    if as_object(choice).get("type") == "function":
        yield from require(as_object(choice), "name", "tool_choice.name", STRING)
        if as_object(choice)["name"] not in [tool.get("name") for tool in tools]:
            yield Problem("'tool_choice' names a function that is not among 'tools'.", None, "tool_choice")
    if as_object(choice).get("type") == "allowed_tools":
        yield from _check_allowed(as_object(choice), tools)


def _check_allowed(choice: JSONObject, tools: list[Any]) -> Iterator[Problem]:
    yield from require_one_of(choice, "mode", "tool_choice.mode", _MODES)
    yield from require(choice, "tools", "tool_choice.tools", ARRAY)
    if choice["mode"] == "required" and not choice["tools"]:
        yield Problem("'tool_choice' demands a tool, but allows none.", None, "tool_choice")
    members = [member for tool in tools for member in objects_in(tool.get("tools"))]  # those of a namespace
    names = [tool.get("name") for tool in [*tools, *members]]
    for index, allowed in enumerate(as_list(choice["tools"])):
        param = f"tool_choice.tools[{index}]"
        yield from expect(allowed, param, OBJECT)
        if allowed.get("type") == "function":
            yield from require(allowed, "name", f"{param}.name", STRING)
            if allowed["name"] not in names:
                yield Problem(f"'{param}' names a function that is not among 'tools'.", None, param)
