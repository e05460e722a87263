"""Function tools: what the model is told of a function, and how its JSON becomes a call."""

import asyncio
import contextvars
import copy
import dataclasses
import datetime
import enum
import functools
import inspect
import json
import pickle
import sys
import threading
import types
from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from typing import Annotated, Any, Literal

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types
from pydantic import AfterValidator, BaseModel, Field
from typing_extensions import Doc, Required, TypedDict

from orq_ai_sdk.core.docstrings import Docstring, parse_docstring
from orq_ai_sdk.core.strictschema import UnsupportedSchemaError
from orq_ai_sdk.function_tools import PythonFunctionTool, ToolArgumentsError, ToolTimeoutError, function_tool

Tool = PythonFunctionTool[..., Any]
Invoke = Callable[[Tool, str], Any]


@pytest.fixture(params=["sync", "asyncio"])
def invoke(request: pytest.FixtureRequest) -> Invoke:
    """Calls a tool with a model's arguments, by `call` or by `acall`."""
    if request.param == "sync":
        return lambda tool, arguments: tool.call(arguments)
    return lambda tool, arguments: asyncio.run(tool.acall(arguments))


class Unit(enum.Enum):
    CELSIUS = "c"
    FAHRENHEIT = "f"


class Place(BaseModel):
    """A place on a map."""

    city: str
    floor: int = 0


class Branch(BaseModel):
    name: str
    branches: list["Branch"] = []


@dataclasses.dataclass
class Period:
    first: datetime.date
    days: int = 1


class Options(TypedDict, total=False):
    verbose: bool


def parameters_of(tool: Tool) -> dict[str, Any]:
    parameters: dict[str, Any] = tool.definition["parameters"]
    Draft202012Validator.check_schema(parameters)
    return parameters


# ------------------------------------------------------------------------------------------------------- the definition


def test_the_definition_of_a_function() -> None:
    """Name, prose, parameters and strictness, as the wire has them."""

    @function_tool
    def get_weather(city: str, unit: Literal["c", "f"]) -> str:
        """Tell the weather.

        Args:
            city: The town.
            unit: Which degrees.
        """
        return city + unit

    assert get_weather.definition == {
        "type": "function",
        "name": "get_weather",
        "description": "Tell the weather.",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "The town."},
                "unit": {"type": "string", "enum": ["c", "f"], "description": "Which degrees."},
            },
            "required": ["city", "unit"],
            "additionalProperties": False,
        },
        "strict": True,
    }
    assert (get_weather.name, get_weather.description, get_weather.timeout_s) == (
        "get_weather",
        "Tell the weather.",
        None,
    )


def test_the_decorators_arguments() -> None:
    """Name, description, strictness and timeout can be said; the function's own count otherwise."""

    @function_tool(name="sum-up", description="Adds.", strict=False, timeout_s=2.5)
    def add(a: int, b: int = 1) -> int:
        """Not this."""
        return a + b

    assert (add.name, add.description, add.strict, add.timeout_s) == ("sum-up", "Adds.", False, 2.5)
    assert add.definition == {
        "type": "function",
        "name": "sum-up",
        "description": "Adds.",
        "parameters": {
            "type": "object",
            "properties": {"a": {"type": "integer"}, "b": {"type": "integer", "default": 1}},
            "required": ["a"],
            "additionalProperties": False,
        },
        "strict": False,
    }
    assert repr(add) == "<PythonFunctionTool 'sum-up'>"


def test_a_decorated_function_is_still_a_function() -> None:
    """It is called, signed and documented as before."""

    @function_tool
    def add(a: int, b: int = 1) -> int:
        """Add."""
        return a + b

    assert (add(1), add(1, b=3)) == (2, 4)
    assert (add.__name__, add.__doc__, str(inspect.signature(add))) == ("add", "Add.", "(a: int, b: int = 1) -> int")  # type: ignore[attr-defined]  # as functools.wraps sets it


def test_no_description_is_no_key() -> None:
    """A function without a docstring has none on the wire."""

    @function_tool
    def quiet() -> None: ...

    assert quiet.description is None
    assert quiet.definition == {
        "type": "function",
        "name": "quiet",
        "parameters": {"type": "object", "properties": {}, "required": [], "additionalProperties": False},
        "strict": True,
    }


def test_in_strict_mode_a_default_makes_a_parameter_nullable() -> None:
    """Everything is required; null stands for what would be left out."""

    @function_tool
    def search(text: str, limit: int = 5, unit: Unit | None = None) -> None: ...

    parameters = parameters_of(search)
    assert parameters["required"] == ["text", "limit", "unit"]
    assert parameters["properties"]["limit"] == {"anyOf": [{"type": "integer"}, {"type": "null"}]}
    assert parameters["properties"]["unit"] == {"anyOf": [{"$ref": "#/$defs/Unit"}, {"type": "null"}]}


def test_without_strictness_a_default_is_said() -> None:
    """Parameters with defaults may be left out, and the default is told if JSON can say it."""
    marker = object()

    @function_tool(strict=False)
    def search(
        text: str,
        unit: Unit = Unit.CELSIUS,
        place: Place = Place(city="Here"),  # noqa: B008 - it is not changed
        extra: Any = marker,
        labels: dict[str, int] = {},  # noqa: B006 - nor is this
    ) -> None: ...

    parameters = parameters_of(search)
    assert parameters["required"] == ["text"]
    properties = parameters["properties"]
    assert properties["unit"]["default"] == "c"
    assert properties["place"]["default"] == {"city": "Here", "floor": 0}
    assert "default" not in properties["extra"]
    assert properties["labels"] == {"type": "object", "additionalProperties": {"type": "integer"}, "default": {}}


def test_a_default_that_json_cannot_say_is_not_told(invoke: Invoke) -> None:
    """A NaN, an infinity or a lone surrogate would make the request impossible; the default serves nevertheless."""

    @function_tool(strict=False)
    def search(
        up_to: float = float("inf"),
        ranges: tuple[float, ...] = (float("nan"), 1.0),
        mark: str = "\ud800",
    ) -> float:
        return up_to

    assert not any("default" in schema for schema in parameters_of(search)["properties"].values())
    assert invoke(search, "{}") == float("inf")

    @function_tool(strict=False)
    def look(floor: Annotated[float, Field(default=float("-inf"))]) -> float:
        return floor

    assert "default" not in parameters_of(look)["properties"]["floor"]
    assert invoke(look, "{}") == float("-inf")


def test_annotations_win_over_the_docstring() -> None:
    """Text in Annotated, or a Field's description, describes a parameter; constraints go along."""

    @function_tool
    def search(
        text: Annotated[str, "From Annotated."],
        limit: Annotated[int, Field(description="From Field.", ge=1, title="How many")] = 3,
        page: Annotated[int, Field(ge=0)] = 0,
        where: Annotated[str, Doc("From Doc.")] = "here",
    ) -> None:
        """Search.

        :param text: not this
        :param limit: not this
        :param page: From the docstring.
        """

    properties = parameters_of(search)["properties"]
    assert properties["text"] == {"type": "string", "description": "From Annotated."}
    assert properties["limit"] == {
        "anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}],
        "description": "From Field.",
        "title": "How many",
    }
    assert properties["page"]["description"] == "From the docstring."
    assert properties["where"]["description"] == "From Doc."
    with pytest.raises(ToolArgumentsError, match="limit"):
        search.call('{"text": "a", "limit": 0, "page": 0}')


def test_an_alias_is_the_name_on_the_wire() -> None:
    """What a Field calls a parameter is what the model calls it."""

    @function_tool
    def move(from_: Annotated[str, Field(alias="from")], json: int, model_config: str, _x: int) -> list[Any]:
        return [from_, json, model_config, _x]

    assert parameters_of(move)["required"] == ["from", "json", "model_config", "_x"]
    assert move.call('{"from": "a", "json": 1, "model_config": "c", "_x": 2}') == ["a", 1, "c", 2]


def test_two_parameters_of_one_name_are_refused() -> None:
    """Which of them a value is for could not be told, so both are named when the definition is made."""

    @function_tool
    def move(a: Annotated[str, Field(alias="to")], b: Annotated[str, Field(alias="to")]) -> None: ...

    @function_tool
    def stay(a: Annotated[str, Field(alias="to")], to: str) -> None: ...

    with pytest.raises(TypeError, match="tool 'move': parameters 'a' and 'b' are both called 'to'"):
        move.definition  # noqa: B018 - building it is what fails
    with pytest.raises(TypeError, match="tool 'stay': parameters 'a' and 'to' are both called 'to'"):
        stay.definition  # noqa: B018 - building it is what fails


def test_a_definition_may_be_changed_by_its_reader() -> None:
    """Every reading gives a fresh object."""

    @function_tool
    def look(at: Place) -> None: ...

    look.definition["parameters"].clear()
    assert parameters_of(look)["required"] == ["at"]


@pytest.mark.parametrize("annotation", [dict[str, int], tuple[int, str], set[int], Any, dict, object])
def test_what_strictness_cannot_have_says_the_way_out(annotation: Any) -> None:
    """The error names tool and parameter and offers strict=False, which then works."""

    def function(labels: Any) -> None: ...

    function.__annotations__["labels"] = annotation
    with pytest.raises(
        UnsupportedSchemaError, match=r"tool 'function': .* at /properties/labels.*pass strict=False"
    ) as caught:
        function_tool(function).definition  # noqa: B018 - building it is what fails
    assert caught.value.path.startswith("/properties/labels")
    assert function_tool(function, strict=False).definition["strict"] is False


# --------------------------------------------------------------------------------------------------- what can be a tool


def test_bound_methods_partials_classes_and_callable_objects(invoke: Invoke) -> None:
    """Whatever can be called and has a signature makes a tool."""

    class Shop:
        """A shop."""

        def __init__(self, factor: int) -> None:
            self.factor = factor

        def price(self, item: str, count: int = 1) -> int:
            """Tell a price."""
            return len(item) * count * self.factor

        @classmethod
        def of(cls, factor: int) -> "Shop":
            return cls(factor)

        def __call__(self, item: str) -> str:
            """Fetch."""
            return item.upper()

    shop = Shop(2)
    price = function_tool(shop.price)
    assert (price.name, price.description) == ("price", "Tell a price.")
    assert invoke(price, '{"item": "tea", "count": null}') == 6
    fetch = function_tool(shop)
    assert (fetch.name, fetch.description, invoke(fetch, '{"item": "tea"}')) == ("Shop", "Fetch.", "TEA")
    twice = function_tool(functools.partial(shop.price, count=2))
    assert (twice.name, twice.description, parameters_of(twice)["required"]) == (
        "price",
        "Tell a price.",
        ["item"],
    )
    assert invoke(twice, '{"item": "tea"}') == 12
    assert invoke(function_tool(functools.partial(shop.price, "tea")), '{"count": 3}') == 18
    assert invoke(function_tool(Shop.of), '{"factor": 3}').factor == 3
    make = function_tool(Shop)
    assert (make.name, make.description, invoke(make, '{"factor": 4}').factor) == ("Shop", "A shop.", 4)


def test_what_a_partial_passes_is_not_the_models_to_choose(invoke: Invoke) -> None:
    """Bound keywords are in no schema and cannot be overridden, under further partials and wrappers as well."""

    def order(user_id: int, item: str, count: int = 1, note: str = "") -> str:
        """Order something."""
        return f"{user_id} {item} {count} {note}"

    class Again(functools.partial[str]):
        """Not flattened into the partial around it."""

    mine = Again(order, user_id=1)

    @functools.wraps(mine, assigned=())
    def wrapper(*args: Any, **kwargs: Any) -> str:
        return mine(*args, **kwargs)

    for function in (functools.partial(mine, note="now"), functools.partial(wrapper, note="now")):
        tool = function_tool(function, name="order")
        assert list(parameters_of(tool)["properties"]) == ["item", "count"]
        assert invoke(tool, '{"item": "tea", "count": 2}') == "1 tea 2 now"
        with pytest.raises(ToolArgumentsError, match="user_id"):
            invoke(tool, '{"item": "tea", "count": 2, "user_id": 666}')


class Counter:
    """Counts."""

    def __call__(self, word: str) -> int:
        return len(word)


def test_a_callable_object_without_words_of_its_own_is_described_by_its_class() -> None:
    """The class's docstring describes it, and not the one that `type.__call__` has for everybody."""
    assert function_tool(Counter(), name="count").description == "Counts."


@function_tool
def double(word: str) -> str:
    """Say it twice."""
    return word * 2


def test_a_decorated_function_is_pickled_as_functions_are() -> None:
    """A tool that stands under its name is found there again; another says what cannot be pickled."""
    assert pickle.loads(pickle.dumps(double)) is double
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(function_tool(lambda: None, name="nothing"))


def test_wrapped_functions_are_looked_through(invoke: Invoke) -> None:
    """A decorator that keeps the signature keeps the tool."""

    def loud(function: Callable[..., str]) -> Callable[..., str]:
        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> str:
            return function(*args, **kwargs).upper()

        return wrapper

    @function_tool
    @loud
    def greet(name: "str") -> str:
        """Greet."""
        return f"hello {name}"

    assert greet.description == "Greet."
    assert invoke(greet, '{"name": "a"}') == "HELLO A"


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda: None, r"name: '<lambda>' is not 1 to 64"),
        (types.FunctionType((lambda: None).__code__, {}, "größe"), r"name: 'größe'"),
    ],
)
def test_a_name_that_will_not_do_is_refused_at_decoration(function: Callable[..., Any], message: str) -> None:
    """The error says what a name may be, and that one can be given."""
    with pytest.raises(ValueError, match=message):
        function_tool(function)
    assert function_tool(function, name="fine").name == "fine"


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_timeout_that_will_not_do_is_refused_at_decoration(timeout: float) -> None:
    """A timeout is a positive number of seconds."""
    with pytest.raises(ValueError, match="timeout_s"):
        function_tool(name="act", timeout_s=timeout)(lambda: None)


@pytest.mark.parametrize("timeout", ["5", True])
def test_a_timeout_that_is_not_a_number_is_refused_at_decoration(timeout: Any) -> None:
    """A text is not taken for the number that it spells, nor a truth value for one."""
    with pytest.raises(TypeError, match="timeout_s must be a number of seconds, not"):
        function_tool(name="act", timeout_s=timeout)(lambda: None)


def test_parameters_that_will_not_do_are_refused_at_decoration() -> None:
    """The error names the tool and the parameter."""

    def bare(a: int, b) -> None: ...  # type: ignore[no-untyped-def]  # that is the point

    def many(*values: int) -> None: ...

    def keywords(**values: int) -> None: ...

    class Shop:
        def price(self, item: str) -> None: ...

    with pytest.raises(TypeError, match=r"tool 'bare', parameter 'b': it has no annotation"):
        function_tool(bare)
    with pytest.raises(TypeError, match=r"tool 'many', parameter 'values': .*any number"):
        function_tool(many)
    with pytest.raises(TypeError, match=r"tool 'keywords', parameter 'values'"):
        function_tool(keywords)
    with pytest.raises(TypeError, match=r"parameter 'self': .*instance\.method"):
        function_tool(Shop.price)
    with pytest.raises(TypeError, match="callable, not int"):
        function_tool(3)  # type: ignore[call-overload]  # that is the point
    with pytest.raises(TypeError, match=r"tool 'type': its signature cannot be read|parameter"):
        function_tool(type)


def test_annotations_are_resolved_when_the_definition_is_needed() -> None:
    """A name that comes later in the module is fine; one that never comes is a clear error."""
    module: dict[str, Any] = {"__name__": __name__}
    exec("def plan(until: 'Later') -> 'Nothing at all': return until", module)  # noqa: S102 - a module of its own
    tool = function_tool(module["plan"])
    with pytest.raises(TypeError, match=r"tool 'plan', parameter 'until': .*'Later'.*NameError.*module"):
        tool.definition  # noqa: B018 - building it is what fails
    module["Later"] = Literal["soon"]
    assert parameters_of(tool)["properties"]["until"] == {"type": "string", "const": "soon"}


def test_postponed_annotations(invoke: Invoke) -> None:
    """Under `from __future__ import annotations` a module's own names are found."""
    module: dict[str, Any] = {"__name__": __name__, "Place": Place, "Annotated": Annotated}
    code = (
        "from __future__ import annotations\n"
        "def go(to: Annotated[list[Place], 'Where to'], back: Place | None = None): return to, back\n"
    )
    exec(compile(code, "<module>", "exec", dont_inherit=True), module)  # noqa: S102 - a module of its own
    tool = function_tool(module["go"])
    assert parameters_of(tool)["properties"]["to"]["description"] == "Where to"
    assert invoke(tool, '{"to": [{"city": "A", "floor": null}], "back": null}') == ([Place(city="A")], None)


def test_an_implicit_none_is_not_in_the_type(invoke: Invoke) -> None:
    """`x: int = None` means the same on every Python: null makes the default serve."""

    @function_tool
    def count(start: Annotated[int, "Where to start."] = None) -> Any:  # type: ignore[assignment]  # noqa: RUF013 - the point
        return start

    assert parameters_of(count)["properties"]["start"] == {
        "anyOf": [{"type": "integer"}, {"type": "null"}],
        "description": "Where to start.",
    }
    assert invoke(count, '{"start": null}') is None


def test_types_that_are_not_for_parameters_are_refused() -> None:
    """A qualifier of typed dicts, a Field as the default, a type without a schema: the parameter is named."""

    class Opaque: ...

    def qualified(a: Required[int]) -> None: ...  # type: ignore[valid-type]  # that is the point

    def defaulted(a: int = Field(1)) -> None: ...

    def opaque(a: int, b: Opaque) -> None: ...

    for function, message in (
        (qualified, r"tool 'qualified', parameter 'a': .*Required"),
        (defaulted, r"tool 'defaulted', parameter 'a': .*Annotated"),
        (opaque, r"tool 'opaque', parameter 'b': no JSON Schema .*Opaque"),
    ):
        with pytest.raises(TypeError, match=message):
            function_tool(function).definition  # noqa: B018 - building it is what fails


# ------------------------------------------------------------------------------------------------------------- the call


def test_arguments_become_real_objects(invoke: Invoke) -> None:
    """Models, dataclasses, enums, dates and containers arrive as what the function declares."""

    @function_tool(strict=False)
    def book(
        place: Place,
        period: Period,
        unit: Unit,
        others: list[Place],
        labels: dict[str, Decimal],
        options: Options,
        either: Period | int,
    ) -> Any:
        return locals()

    arguments = {
        "place": {"city": "A"},
        "period": {"first": "2024-02-29"},
        "unit": "f",
        "others": [{"city": "B", "floor": 2}],
        "labels": {"x": "1.5"},
        "options": {"verbose": True},
        "either": 3,
    }
    assert invoke(book, json.dumps(arguments)) == {
        "place": Place(city="A"),
        "period": Period(datetime.date(2024, 2, 29)),
        "unit": Unit.FAHRENHEIT,
        "others": [Place(city="B", floor=2)],
        "labels": {"x": Decimal("1.5")},
        "options": {"verbose": True},
        "either": 3,
    }


def test_a_recursive_model_is_a_parameter(invoke: Invoke) -> None:
    """Its definition refers to itself."""

    @function_tool
    def depth(root: Branch, more: "list[Branch]", last: list["Branch"]) -> int:
        return len(root.branches) + len(more) + len(last)

    assert parameters_of(depth)["$defs"]["Branch"]["properties"]["branches"]["anyOf"][0]["items"] == {
        "$ref": "#/$defs/Branch"
    }
    arguments = '{"root": {"name": "a", "branches": [{"name": "b", "branches": null}]}, "more": [], "last": []}'
    assert invoke(depth, arguments) == 1


def test_every_kind_of_parameter_is_passed_as_it_must_be(invoke: Invoke) -> None:
    """Positional-only, ordinary and keyword-only; what is absent or null gets the function's own default."""

    @function_tool
    def mixed(a: int, b: int = 2, /, c: int = 3, *, d: int, e: int | None = 5) -> tuple[Any, ...]:
        return a, b, c, d, e

    assert invoke(mixed, '{"a": 1, "b": 20, "c": 30, "d": 40, "e": 50}') == (1, 20, 30, 40, 50)
    assert invoke(mixed, '{"a": 1, "b": null, "c": null, "d": 4, "e": 6}') == (1, 2, 3, 4, 6)
    assert invoke(mixed, '{"a": 1, "d": 4}') == (1, 2, 3, 4, 5)
    assert invoke(mixed, '{"a": 1, "d": 4, "e": null}') == (1, 2, 3, 4, None), "null is a value where the type has it"


def test_a_default_is_the_function_s_own_object(invoke: Invoke) -> None:
    """Defaults are neither copied nor validated."""
    marker: Any = object()

    @function_tool
    def keep(value: int = marker, /, other: int = marker) -> Any:
        return value, other

    assert invoke(keep, "{}") == (marker, marker)
    assert invoke(keep, '{"other": 1}') == (marker, 1)


def test_a_field_s_default_serves_where_python_has_none(invoke: Invoke) -> None:
    """`Annotated[int, Field(default=3)]` need not be sent."""

    @function_tool
    def keep(value: Annotated[int, Field(default=3)]) -> int:
        return value

    assert invoke(keep, "{}") == 3


@pytest.mark.parametrize("arguments", ["", "  ", "\n", "{}"])
def test_no_arguments(invoke: Invoke, arguments: str) -> None:
    """A blank text is what some providers send for a function without parameters."""

    @function_tool
    def act() -> str:
        return "done"

    assert invoke(act, arguments) == "done"


def test_types_are_read_generously(invoke: Invoke) -> None:
    """A number in quotes is a number; the tool's own validators run."""

    @function_tool
    def double(value: Annotated[int, AfterValidator(lambda value: value * 2)]) -> int:
        return value

    assert invoke(double, '{"value": "4"}') == 8


@pytest.mark.parametrize("arguments", ['{"place": ', "not json", '{"place": "\\ud800"}', '{"place": "\ud800"}'])
def test_broken_json_is_an_error_for_the_model(invoke: Invoke, arguments: str) -> None:
    """The function is not called; the error keeps the text and reads as an answer."""
    called: list[Any] = []

    @function_tool
    def look(place: str) -> None:
        called.append(place)

    with pytest.raises(ToolArgumentsError, match=r"^The arguments for 'look' are not valid JSON: ") as caught:
        invoke(look, arguments)
    assert (caught.value.tool_name, caught.value.arguments, called) == ("look", arguments, [])
    assert isinstance(caught.value, ValueError)


def test_arguments_that_do_not_fit_are_an_error_for_the_model(invoke: Invoke) -> None:
    """Every problem is named with its place and what came, shortened."""

    @function_tool
    def look(place: Place, unit: Unit, limit: int = 3) -> None: ...

    arguments = json.dumps(
        {"place": {"floor": "x" * 1000}, "unit": "k", "limit": None, "extra": {"secret": 1}}, ensure_ascii=False
    )
    with pytest.raises(ToolArgumentsError) as caught:
        invoke(look, arguments)
    message = str(caught.value)
    assert message.startswith("The arguments for 'look' do not fit its parameters. ")
    assert "place.city: Field required" in message
    assert "place.floor: Input should be a valid integer" in message
    assert "unit: Input should be 'c' or 'f', not \"k\"" in message
    assert "extra: Extra inputs are not permitted" in message
    assert "limit" not in message
    assert "pydantic.dev" not in message
    assert len(message) < 500
    with pytest.raises(ToolArgumentsError, match=r"the arguments: .*object, not \[1\]"):
        invoke(look, "[1]")


def test_many_problems_are_told_in_few_words(invoke: Invoke) -> None:
    """The first ten say what is wrong, and how many more there are; places are shortened too."""

    @function_tool
    def add(numbers: list[int]) -> None: ...

    with pytest.raises(ToolArgumentsError, match=r"numbers\.9: .*; and 990 more$") as caught:
        invoke(add, json.dumps({"numbers": ["x"] * 1000}))
    assert "numbers.10:" not in str(caught.value)
    with pytest.raises(ToolArgumentsError, match="kkk…: Extra inputs") as caught:
        invoke(add, json.dumps({"numbers": [], "k" * 100_000: 1}))
    assert len(str(caught.value)) < 300


def test_a_tools_errors_can_be_copied_and_pickled() -> None:
    """They come back whole, with what a run noted on them."""
    with pytest.raises(ToolArgumentsError) as caught:
        function_tool(lambda: None, name="act").call("[")
    for error in (caught.value, ToolTimeoutError("act", 0.5)):
        noted: Any = error
        noted.conversation, noted.steps = ["x"], []
        for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
            assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
            assert (again.tool_name, again.conversation) == ("act", ["x"])


def test_the_function_s_own_exceptions_pass_through(invoke: Invoke) -> None:
    """Also those that look like validation."""

    @function_tool
    def fail(value: int) -> None:
        raise ValueError(f"no {value}")

    with pytest.raises(ValueError, match=r"^no 1$") as caught:
        invoke(fail, '{"value": 1}')
    assert not isinstance(caught.value, ToolArgumentsError)


def test_async_functions_are_awaited() -> None:
    """`acall` awaits them, on the loop; `call` says that they are async."""

    @function_tool
    async def wait(value: int) -> tuple[int, int]:
        await asyncio.sleep(0)
        return value, threading.get_ident()

    class Waiter:
        async def __call__(self, value: int) -> int:
            return value

    assert wait.is_async
    assert asyncio.run(wait.acall('{"value": 1}')) == (1, threading.get_ident())
    with pytest.raises(TypeError, match="async"):
        wait.call('{"value": 1}')
    waiter = function_tool(Waiter())
    assert (waiter.is_async, asyncio.run(waiter.acall('{"value": 2}'))) == (True, 2)
    assert function_tool(functools.partial(wait, value=3), name="later").is_async


def test_an_asynchronous_iterator_has_to_be_awaited() -> None:
    """A plain function that returns one serves by `acall`, as one that returns a coroutine does."""

    async def letters() -> AsyncIterator[str]:
        yield "a"

    @function_tool
    def spell() -> AsyncIterator[str]:
        return letters()

    with pytest.raises(TypeError, match="asynchronous iterator; await acall"):
        spell.call("{}")
    assert asyncio.run(spell.acall("{}")) == ["a"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 does not tell who cancelled")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelling_of_a_function_s_own_is_an_error(backend: str) -> None:
    """Who calls a tool is cancelled by others alone; what the function raises by itself becomes a RuntimeError."""

    @function_tool
    async def quit_() -> None:
        raise asyncio.CancelledError

    async def story() -> None:
        with pytest.raises(RuntimeError, match="tool 'quit_' raised CancelledError"):
            await quit_.acall("{}")

    anyio.run(story, backend=backend)


def test_a_sync_function_that_returns_an_awaitable() -> None:
    """`acall` awaits what came; `call` refuses it and leaves nothing un-awaited."""

    async def answer() -> int:
        return 7

    def ask() -> Any:
        return answer()

    tool = function_tool(ask)
    assert asyncio.run(tool.acall("{}")) == 7
    with pytest.raises(TypeError, match="coroutine"):
        tool.call("{}")


def test_sync_functions_do_not_block_the_loop_and_see_the_context() -> None:
    """Under `acall` they run in another thread, with the caller's context variables, while the loop goes on."""
    language: contextvars.ContextVar[str] = contextvars.ContextVar("language")
    begun, released = threading.Event(), threading.Event()

    @function_tool
    def slow() -> tuple[str, int]:
        begun.set()
        assert released.wait(10)
        return language.get(), threading.get_ident()

    async def story() -> tuple[str, int]:
        language.set("fy")
        call = asyncio.create_task(slow.acall("{}"))
        assert await asyncio.to_thread(begun.wait, 10)
        released.set()  # the loop got here although the function still waits
        result: tuple[str, int] = await call
        return result

    seen, thread = asyncio.run(story())
    assert seen == "fy"
    assert thread != threading.get_ident()


# ----------------------------------------------------------------------------------------------------------- the output


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("as it is", "as it is"),
        ("", ""),
        (None, "null"),
        (True, "true"),
        (1.5, "1.5"),
        ({"ä": [1, None]}, '{"ä":[1,null]}'),
        (Place(city="A"), '{"city":"A","floor":0}'),
        ([Place(city="A")], '[{"city":"A","floor":0}]'),
        (Period(datetime.date(2024, 1, 1)), '{"first":"2024-01-01","days":1}'),
        (Unit.CELSIUS, '"c"'),
        (Decimal("1.50"), '"1.50"'),
        (float("nan"), '"NaN"'),
        ((1, 2), "[1,2]"),
        (b"bytes", '"bytes"'),
    ],
)
def test_output_becomes_text(value: object, text: str) -> None:
    """A string stays, everything else is JSON."""
    assert function_tool(lambda: None, name="act").encode_output(value) == text


def test_a_string_enum_is_sent_as_its_value() -> None:
    """An enum that is a string too is no exception to what a string is."""

    class Mood(str, enum.Enum):
        GOOD = "good"

    assert function_tool(lambda: None, name="act").encode_output(Mood.GOOD) == "good"


def kind_of(value: object) -> str:
    """Return a test's name that is the same in each process."""
    return type(value).__name__


@pytest.mark.parametrize("value", [object(), [object()], b"\xff", lambda: None, "\ud800", ["\ud800"]], ids=kind_of)
def test_output_that_json_cannot_say_is_a_type_error(value: object) -> None:
    """The error names the tool and the type; a lone surrogate cannot be sent either."""
    with pytest.raises(TypeError, match=f"tool 'act' returned a {type(value).__name__}"):
        function_tool(lambda: None, name="act").encode_output(value)


# -------------------------------------------------------------------------------------------------------------- threads


def test_a_definition_is_built_once_however_many_threads_ask() -> None:
    """Nothing is built at decoration; 16 threads that need it first at once build it once."""
    built: list[int] = []

    class Counted(BaseModel):
        @classmethod
        def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> Any:
            built.append(1)
            return handler(core_schema)

    @function_tool
    def take(value: Counted) -> str:
        return type(value).__name__

    assert built == []
    barrier = threading.Barrier(16)
    results: list[Any] = []

    def use() -> None:
        barrier.wait()
        results.append((take.call('{"value": {}}'), take.definition["name"]))

    threads = [threading.Thread(target=use) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [("Counted", "take")] * 16
    alone = len(built)
    take.definition  # noqa: B018 - that it builds nothing is the point
    assert len(built) == alone
    built.clear()
    function_tool(take, name="again").definition  # noqa: B018 - to know how much one building is
    assert len(built) == alone


# ----------------------------------------------------------------------------------------------------------- docstrings

GOOGLE = """Book a room.

    The room is kept
    for a day.

    Args:
        city (str): The city, in
            any language.
        nights (Callable[[int], str], optional): How many:
            one or more.

            Never zero.
        *rest: The rest.
        undescribed:

    Returns:
        str: The number of the
            booking.

    Raises:
        ValueError: If full.

    Note: breakfast is extra.
    """

NUMPY = """Book a room.

    The room is kept
    for a day.

    Parameters
    ----------
    city : str
        The city, in
        any language.
    nights : int, optional
        How many: one or more.

        Never zero.
    adults, children : int
        How many of them.
    undescribed

    Returns
    -------
    str
        The number of the booking.

    Notes
    -----
    Not for the model.
    """

SPHINX = """Book a room.

    The room is kept
    for a day.

    :param city: The city, in
        any language.
    :type city: str
    :param int nights: How many: one or more.

        Never zero.
    :keyword rest: The rest.
    :param undescribed:
    :returns: The number of the
        booking.
    :rtype: str
    :raises ValueError: If full.
    """

PROSE = "Book a room.\n\nThe room is kept\nfor a day."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            GOOGLE,
            Docstring(
                f"{PROSE}\n\nNote: breakfast is extra.",
                {
                    "city": "The city, in any language.",
                    "nights": "How many: one or more.\nNever zero.",
                    "rest": "The rest.",
                },
            ),
        ),
        (
            NUMPY,
            Docstring(
                PROSE,
                {
                    "city": "The city, in any language.",
                    "nights": "How many: one or more.\nNever zero.",
                    "adults": "How many of them.",
                    "children": "How many of them.",
                },
            ),
        ),
        (
            SPHINX,
            Docstring(
                PROSE,
                {
                    "city": "The city, in any language.",
                    "nights": "How many: one or more.\nNever zero.",
                    "rest": "The rest.",
                },
            ),
        ),
        (None, Docstring()),
        ("", Docstring()),
        ("Just this.", Docstring("Just this.")),
        ("\nArgs:\n    a: One.", Docstring(None, {"a": "One."})),
        ("Args:", Docstring("Args:")),
        ("Returns:\nnot a section", Docstring("Returns:\nnot a section")),
        ("Heading\n-------\n\nNot a section.", Docstring("Heading\n-------\n\nNot a section.")),
        ("See :class:`X`.\n\n:param a: One.\n\nMore.", Docstring("See :class:`X`.\n\nMore.", {"a": "One."})),
        ("\nArgs:\n    a: 1.\n        more: of it.\n    b: 2.", Docstring(None, {"a": "1. more: of it.", "b": "2."})),
    ],
)  # fmt: skip
def test_docstrings_are_read_in_every_style(text: str | None, expected: Docstring) -> None:
    """Google, NumPy and Sphinx: the prose, and a text for each parameter; results, errors and examples are left out."""
    assert parse_docstring(text) == expected


PIECES = st.sampled_from(
    [
        "Args:",
        "Parameters",
        "----------",
        ":param a:",
        ":param  :",
        ":param:",
        "    a: b",
        "  x (y): z",
        "a : int",
        "é:",
        "",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5)).map("\n".join))
def test_no_docstring_makes_reading_fail(text: str) -> None:
    """Whatever stands there, something comes out, and no parameter is described by nothing."""
    parsed = parse_docstring(text)
    assert all(name and described for name, described in parsed.parameters.items())
    assert parsed.description != ""
