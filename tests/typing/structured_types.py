"""What type checkers must see of answer formats and function tools; this file is checked, never run.

MYPYPATH=src mypy --strict tests/typing/structured_types.py
pyright tests/typing/structured_types.py
"""

import dataclasses
from typing import Any

from pydantic import BaseModel, TypeAdapter
from typing_extensions import TypedDict, assert_type

from orq_ai_sdk import PythonFunctionTool, TextFormat, function_tool, text_format_of


class Invoice(BaseModel):
    number: str


@dataclasses.dataclass
class Point:
    x: int


class Movie(TypedDict):
    title: str


# A class, and a list of some, give themselves.
assert_type(text_format_of(Invoice), TextFormat[Invoice])
assert_type(text_format_of(Invoice, name="invoice", strict=False).parse("{}"), Invoice)
assert_type(text_format_of(Point).parse("{}"), Point)
assert_type(text_format_of(Movie).parse("{}"), Movie)
assert_type(text_format_of(int).parse("1"), int)
assert_type(text_format_of(list[Invoice]).parse("[]"), list[Invoice])

# An adapter gives its type; a schema, and a union that a checker cannot see through, give Any.
assert_type(text_format_of(TypeAdapter[int | str](int | str)).parse("1"), int | str)
assert_type(text_format_of({"type": "object"}).parse("{}"), Any)
assert_type(text_format_of(int | str).parse("1"), Any)


@function_tool
def add(a: int, *, b: int = 1) -> str:
    return str(a + b)


@function_tool(name="wait", timeout_s=5)
async def wait_for(seconds: float) -> bool:
    return seconds > 0


class Shop:
    def price(self, item: str) -> float:
        return float(len(item))


# A tool is called as its function is.
assert_type(add(1), str)
assert_type(add(1, b=2), str)
add("1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # proves that a str is refused
add(1, 2)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # proves that b is keyword-only
assert_type(function_tool(Shop().price)("tea"), float)
assert_type(function_tool(Shop().price, strict=False).definition, dict[str, Any])


async def use() -> None:
    assert_type(await wait_for(1.5), bool)
    await add.acall("{}")


def take(tool: PythonFunctionTool[..., Any]) -> str | list[Any]:
    """Any tool fits where one is taken."""
    return tool.encode_output(tool.call("{}"))


take(add)
take(wait_for)
