"""Reads a conversation's items: who said what, which tools were called and what they gave; decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .jsonvalues import JSONObject, as_list, as_object, objects_in


def read_input(body: JSONObject) -> list[JSONObject]:
    """The items of a request's `input`; a string is one message of the user's."""
    given = body.get("input")
    if isinstance(given, str):
        return [{"type": "message", "role": "user", "content": given}]
    return objects_in(given)


def is_message(item: JSONObject, *, role: str) -> bool:
    """Whether the item is a message of that role; a message need not state its type."""
    return item.get("type", "message") == "message" and item.get("role") == role


def read_text(content: object) -> str:
    """The text of a message's content or of a tool's output; what is not text stands as its type in brackets."""
    if isinstance(content, str):
        return content
    return "\n".join(
        part["text"] if isinstance(part.get("text"), str) else f"[{part.get('type', 'part')}]"
        for part in map(as_object, as_list(content))
    )


def user_texts(conversation: Sequence[JSONObject]) -> list[str]:
    """What the user said, the oldest first."""
    return [read_text(item.get("content")) for item in conversation if is_message(item, role="user")]


def since_last_user_message(conversation: Sequence[JSONObject]) -> list[JSONObject]:
    """The items after the user's last message; all of them if the user has not spoken."""
    spoken = [index for index, item in enumerate(conversation) if is_message(item, role="user")]
    return list(conversation[spoken[-1] + 1 :] if spoken else conversation)


def called_names(items: Sequence[JSONObject]) -> dict[str, str]:
    """The functions that were called, by `call_id`."""
    return {str(item.get("call_id")): str(item.get("name")) for item in items if item.get("type") == "function_call"}


def tool_outputs(items: Sequence[JSONObject]) -> list[tuple[str, str]]:
    """The `call_id` and the text of each function's output, in order."""
    return [
        (str(item.get("call_id")), read_text(item.get("output")))
        for item in items
        if item.get("type") == "function_call_output"
    ]


def all_texts(conversation: Sequence[JSONObject]) -> Iterator[str]:
    """Everything in the conversation that costs tokens: messages, arguments and outputs."""
    for item in conversation:
        yield read_text(item.get("content"))
        yield read_text(item.get("output"))
        yield read_text(item.get("arguments"))
