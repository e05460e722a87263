"""Finds calls of functions without an output, and outputs without a call; judges no other tool's calls."""

from __future__ import annotations

from collections.abc import Sequence

from .jsonvalues import JSONObject
from .problems import Problem


def find_unpaired(conversation: Sequence[JSONObject]) -> Problem | None:
    """The first output that answers no call, else the first call that is not answered, or None.

    Where an `item_reference` stands for an item that cannot be seen, any call and any output may have its other half.
    A call that says `async` may be answered later.
    """
    if any(item.get("type") == "item_reference" for item in conversation):
        return None
    calls = [item for item in conversation if item.get("type") == "function_call"]
    outputs = [item for item in conversation if item.get("type") == "function_call_output"]
    called, answered = _call_ids(calls), _call_ids(outputs)
    for call_id in answered:
        if call_id not in called:
            return Problem(f"'input' has an output for '{call_id}', which is no function call's id.", None, "input")
    for call_id in _call_ids([call for call in calls if call.get("async") is not True]):
        if call_id not in answered:
            return Problem(f"'input' has no output for the function call '{call_id}'.", None, "input")
    return None


def _call_ids(items: Sequence[JSONObject]) -> dict[str, None]:
    """The ids, in order; an item without one takes no part."""
    return {item["call_id"]: None for item in items if isinstance(item.get("call_id"), str)}
