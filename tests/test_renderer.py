"""The renderer: what small contracts give, what it refuses and where it says so, and that it notices drift."""

from __future__ import annotations

import copy
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.render import __main__ as renderer
from scripts.render.contract import ContractError, load, read

ROOT = Path(__file__).resolve().parents[1]

# The least that a contract holds: an operation with a body, an answer, and a stream of one event.
LEAST = """
openapi: 3.1.0
info: {title: Small, version: 1.0.0}
paths:
  /ask:
    post:
      operationId: ask
      summary: Ask
      description: Asks.
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Ask'}}}}
      responses:
        '200':
          content:
            application/json: {schema: {$ref: '#/components/schemas/Answer'}}
            text/event-stream: {schema: {$ref: '#/components/schemas/Event'}}
components:
  schemas:
    Ask:
      type: object
      description: What is asked.
      required: [model]
      properties: {model: {type: string, description: Who.}}
    Answer:
      type: object
      description: What is said.
      required: [id]
      properties: {id: {type: string, description: Which.}}
    Event:
      description: What happens.
      oneOf: [{$ref: '#/components/schemas/Done'}]
      discriminator: {propertyName: type, mapping: {done: '#/components/schemas/Done'}}
      x-unknown: Other
    Done:
      type: object
      description: The end.
      required: [type]
      properties: {type: {type: string, const: done, description: Always `done`.}}
    Other:
      type: object
      description: Any other event.
      required: [type]
      properties: {type: {type: string, description: Its name.}}
"""
REF = "#/components/schemas/"


def small(schemas: str, *, side: str = "response", change: Callable[[Any, Any], None] | None = None) -> Any:
    """Read the least contract with further schemas, which a module `more` of the given side holds."""
    openapi = yaml.safe_load(LEAST)
    further: dict[str, Any] = yaml.safe_load(textwrap.dedent(schemas)) or {}
    openapi["components"]["schemas"].update(further)
    gen = {
        "importPackage": "orq_ai_sdk",
        "version": "1.0.0",
        "modules": {
            "asked": {"side": "request", "doc": "What is sent.", "schemas": ["Ask"]},
            "said": {"side": "response", "doc": "What comes.", "schemas": ["Answer", "Event", "Done", "Other"]},
            **({"more": {"side": side, "doc": "More.", "schemas": list(further)}} if further else {}),
        },
    }
    if change is not None:
        change(openapi, gen)
    return read(openapi, gen)


def rendered(schemas: str, *, side: str = "response") -> dict[str, str]:
    """Return what a small contract renders to, by file name."""
    return {Path(path).name: text for path, text in renderer.render(small(schemas, side=side)).items()}


def snippet(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


# --- what is rendered

POINT = """
Point:
  type: object
  description: A place.
  required: [x, kind]
  properties:
    x: {type: number, description: To the right.}
    kind: {type: string, const: point, description: Always `point`.}
    y: {type: [number, 'null'], description: 'Up, or `null`.'}
    label: {type: string, description: What it is called.}
    from: {type: string, description: Whence.}
    colour: {type: string, default: red, description: How it looks.}
    tags: {type: array, items: {type: string}, description: More names.}
    more: {type: object, additionalProperties: {type: integer}, description: Counts.}
    any: {description: Anything.}
    either: {type: [string, integer], description: One of two.}
"""


def test_an_object_of_a_request_has_its_three_states_and_defaults() -> None:
    """Required, optional, nullable and defaulted fields each read as what they are; a taken name gets an underscore."""
    module = rendered(POINT, side="request")["more.py"]

    assert (
        snippet("""
        class Point(RequestModel):
            \"""A place.\"""

            x: float
            \"""To the right.\"""

            kind: Literal["point"] = "point"
            \"""Always `point`.\"""

            y: OptionalNullable[float] = UNSET
            \"""Up, or `null`.\"""

            label: str | None = None
            \"""What it is called.\"""

            from_: Annotated[str | None, Field(alias="from")] = None
            \"""Whence.\"""

            colour: str | None = "red"
            \"""How it looks.\"""

            tags: list[str] | None = None
            \"""More names.\"""

            more: dict[str, int] | None = None
            \"""Counts.\"""

            any: Any | None = None
            \"""Anything.\"""

            either: str | int | None = None
            \"""One of two.\"""
    """)
        in module
    )
    assert '__all__ = [\n    "Point",\n]' in module


def test_an_object_of_an_answer_may_lack_anything() -> None:
    """What was promised is required for a reader; what is optional or nullable reads as `None` where it is missing."""
    module = rendered(POINT.replace("default: red, ", ""))["more.py"]

    assert (
        snippet("""
        class Point(ResponseModel):
            \"""A place.\"""

            x: float
            \"""To the right.\"""

            kind: Literal["point"] = "point"
            \"""Always `point`.\"""

            y: float | None = None
            \"""Up, or `null`.\"""
    """)
        in module
    )


def test_an_object_has_a_twin_for_dicts() -> None:
    """A dict may carry either name of a renamed field, any sequence and any mapping."""
    twins = rendered(POINT, side="request")["typeddicts.py"]

    assert (
        snippet("""
        class PointTypedDict(TypedDict):
            \"""`Point` as a dict.\"""

            x: float
            kind: Literal["point"]
            y: NotRequired[float | None]
            label: NotRequired[str]
            from_: NotRequired[str]
            colour: NotRequired[str]
            tags: NotRequired[Sequence[str]]
            more: NotRequired[Mapping[str, int]]
            any: NotRequired[Any]
            either: NotRequired[str | int]
    """)
        in twins
    )


def test_an_enum_is_open() -> None:
    """Listed values complete and are checked; any other string can be written as `UnrecognizedStr`."""
    files = rendered("Colour: {type: string, description: How it looks., enum: [red, green]}")

    assert (
        snippet("""
        Colour = Union[Literal["red", "green"], UnrecognizedStr]
        \"""How it looks.\"""
    """)
        in files["more.py"]
    )
    assert "* `red`\n* `green`\n\nThe list is open" in files["colour.md"]


SHAPE = """
Shape:
  description: A shape.
  oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]
  discriminator:
    propertyName: form
    mapping: {circle: '#/components/schemas/Circle', square: '#/components/schemas/Square'}
  x-unknown: OtherShape
Circle:
  type: object
  description: Round.
  required: [form]
  properties:
    form: {type: string, const: circle, description: Always `circle`.}
    inside: {$ref: '#/components/schemas/Shape', description: What it holds.}
    many: {type: array, items: {$ref: '#/components/schemas/Shape'}, description: What it holds.}
Square:
  type: object
  description: Angular.
  required: [form]
  properties: {form: {type: string, const: square, description: Always `square`.}}
OtherShape:
  type: object
  description: Any other shape.
  required: [form]
  properties: {form: {type: string, description: Its name.}}
"""


def test_a_tagged_union_dispatches_on_its_tag() -> None:
    """The table holds tag, name and class; for checkers the union names its members, the unknown one last."""
    files = rendered(SHAPE)

    assert (
        snippet("""
        Shape = TaggedUnion(
            "Shape",
            tags={
                "circle": Circle,
                "square": Square,
            },
            unknown=OtherShape,
            tag_name="form",
        )
    """)
        in files["_tables.py"]
    )
    assert "    Shape: TypeAlias = Circle | Square | OtherShape\n" in files["more.py"]
    assert "    Shape = Annotated[Any, _tables.Shape]\n" in files["more.py"]
    assert "* `circle`: [models.Circle](circle.md)" in files["shape.md"]
    assert "* any other: [models.OtherShape](othershape.md)" in files["shape.md"]
    assert "ShapeTypedDict: TypeAlias = CircleTypedDict | SquareTypedDict" in files["typeddicts.py"]


def test_a_union_without_a_tag_is_what_its_members_are() -> None:
    """For checkers a union of names, for pydantic of references, in the order of the contract."""
    schemas = """
        Said:
          description: Words or pieces.
          anyOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Done'}}]
    """
    module = rendered(schemas, side="request")["more.py"]

    assert "    Said: TypeAlias = str | list[Done]\n" in module
    assert "    Said = Union[str, list[Annotated[Any, _tables.Done]]]\n" in module


def test_a_default_goes_on_the_wire_with_its_object() -> None:
    """Renamed fields and defaults are in the rules by which a plain dict is completed, and only those."""
    tables: dict[str, Any] = {"__name__": "tables", "__package__": "orq_ai_sdk.models"}
    exec(rendered(POINT, side="request")["_tables.py"], tables)  # noqa: S102 - rendered here

    assert tables["WIRE_RULES"]["Point"] == ((("from_", "from"),), (("colour", "red"),), ())
    assert "Answer" not in tables["WIRE_RULES"]


def test_every_schema_has_a_page_and_is_exported() -> None:
    """Nothing of the contract is missing from `models` or from the documents."""
    files = rendered(SHAPE)

    for name in ("Ask", "Answer", "Event", "Done", "Other", "Shape", "Circle", "Square", "OtherShape"):
        assert f"# {name}\n" in files[f"{name.lower()}.md"]
        assert f'"{name}",' in files["__init__.py"]


def test_a_page_marks_what_is_required_and_shows_wire_names() -> None:
    """A reader sees type, mark, default and the name on the wire."""
    page = rendered(POINT, side="request")["point.md"]

    assert "| `x` | *float* | :heavy_check_mark: | To the right. |" in page
    assert "| `y` | OptionalNullable[*float*] | :heavy_minus_sign: | Up, or `null`. |" in page
    assert "| `from_` (wire: `from`) | Optional[*str*] | :heavy_minus_sign: | Whence. |" in page
    assert "| `colour` | Optional[*str*] | :heavy_minus_sign: | How it looks. Default: `'red'`. |" in page


def test_rendering_twice_gives_the_same() -> None:
    """Nothing depends on the order of a set, or on the time."""
    assert rendered(POINT + SHAPE, side="request") == rendered(POINT + SHAPE, side="request")


def test_descriptions_may_hold_anything() -> None:
    """Quotes, backslashes, bars and line breaks in the contract's words break neither Python nor Markdown."""
    files = rendered("""
        Odd:
          type: object
          description: 'Three quotes: \"""; one at the end "'
          properties: {a: {type: string, description: "A backslash \\\\d, a bar | and\\n  a break"}}
    """)

    scope: dict[str, Any] = {}
    compile(files["more.py"], "more.py", "exec")
    exec("def f():\n    " + renderer.docstring('ends with "'), scope)  # noqa: S102 - rendered here
    assert scope["f"].__doc__.strip() == 'ends with "'
    assert "A backslash \\d, a bar \\| and a break" in files["odd.md"]


# A field for each builtin that annotations are made of, of that type, and names with underscores in front.
NAMES = """
Names:
  type: object
  description: Odd names.
  properties:
    str: {type: string, description: A string.}
    int: {type: integer, description: An integer.}
    float: {type: number, description: A number.}
    bool: {type: boolean, description: Yes or no.}
    list: {type: array, items: {type: string}, description: Strings.}
    dict: {type: object, additionalProperties: {type: string}, description: Named strings.}
    _a: {type: string, description: One underscore.}
    __b: {type: string, description: Two.}
"""


def test_a_dicts_twin_states_no_name_that_python_would_change_or_misread() -> None:
    """Two underscores in front would be mangled, and a builtin's name would be read as the type of what follows."""
    twins = rendered(NAMES, side="request")["typeddicts.py"]

    assert (
        snippet("""
        class NamesTypedDict(TypedDict):
            \"""`Names` as a dict.\"""

            str_: NotRequired[str]
            int_: NotRequired[int]
            float_: NotRequired[float]
            bool_: NotRequired[bool]
            list_: NotRequired[Sequence[str]]
            dict_: NotRequired[Mapping[str, str]]
            _a: NotRequired[str]
            a: NotRequired[str]
            b: NotRequired[str]
    """)
        in twins
    )


# --- what is rendered works


@pytest.fixture(name="package", params=["request"])
def package_fixture(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The models of a small contract as a package that can be imported, on the SDK's own types."""
    import orq_ai_sdk

    def rename(_: Any, gen: Any) -> None:
        gen["importPackage"] = "smallsdk"

    source = Path(orq_ai_sdk.__file__).parent
    schemas = NAMES if request.param == "response" else POINT + SHAPE + NAMES  # an answer's fields have no defaults
    for path, text in renderer.render(small(schemas, side=request.param, change=rename)).items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    home = tmp_path / "src" / "smallsdk"
    (home / "__init__.py").touch()
    shutil.copytree(source / "types", home / "types", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(source / "_lazy.py", home)
    monkeypatch.syspath_prepend(home.parent)
    yield import_module("smallsdk.models")
    for name in [name for name in sys.modules if name.partition(".")[0] == "smallsdk"]:
        del sys.modules[name]


def test_rendered_models_hold_what_the_contract_says(package: Any) -> None:
    """A request's part checks scalars, knows its three states, takes both names, and keeps what it does not know."""
    point = package.Point(x=1, from_="here", y=None, extra=[1])

    assert point.model_dump(by_alias=True, exclude_unset=True) == {
        "x": 1,
        "kind": "point",
        "from": "here",
        "y": None,
        "extra": [1],
    }
    assert package.Point(x=1).model_dump(by_alias=True)["colour"] == "red"
    assert "y" not in package.Point(x=1).model_dump()
    with pytest.raises(ValueError, match="x"):
        package.Point(x="far")


def test_rendered_unions_build_the_class_of_the_tag(package: Any) -> None:
    """Nested members, lists of them and unlisted ones each become their class, and dump back as they came."""
    given = {"form": "circle", "inside": {"form": "square"}, "many": [{"form": "blob", "size": 3}]}
    circle = package.Circle(**given)

    assert type(circle.inside) is package.Square
    assert type(circle.many[0]) is package.OtherShape
    assert circle.many[0].size == 3
    assert circle.model_dump(by_alias=True, exclude_unset=True) == given


@pytest.mark.parametrize("package", ["request", "response"], indirect=True)
def test_a_field_may_be_called_like_a_type_or_begin_with_an_underscore(package: Any) -> None:
    """It is an attribute whose name is free in Python, and goes over the wire as the contract has it."""
    wire = {"str": "s", "int": 1, "float": 0.5, "bool": True, "list": ["l"], "dict": {"k": "v"}, "_a": "a", "__b": "b"}
    names = package.Names.model_validate(wire)

    assert (names.str_, names.int_, names.float_, names.bool_) == ("s", 1, 0.5, True)
    assert (names.list_, names.dict_, names.a, names.b) == (["l"], {"k": "v"}, "a", "b")
    assert names.model_dump(by_alias=True, exclude_unset=True) == wire
    assert package.Names(a="by hand").model_dump(by_alias=True, exclude_unset=True) == {"_a": "by hand"}


# --- what is refused


OBJECT = "{{type: object, description: Odd., properties: {{a: {}}}}}"


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        (
            "{type: object, description: Odd., properties: {}, patternProperties: {}}",
            "Odd.patternProperties: this keyword",
        ),
        ("{type: string, description: Odd.}", "Odd: neither an object, an enum nor a union"),
        ("{type: object, properties: {}}", "Odd.description: missing"),
        ("{type: object, description: Odd., required: [b], properties: {}}", "Odd.required: b is not a property"),
        ("{type: string, description: Odd., enum: []}", "Odd.enum: an open list holds strings"),
        ("{type: integer, description: Odd., enum: [1, 2]}", "Odd.enum: an open list holds strings"),
        ("{description: Odd., oneOf: [], x-unknown: Other}", "Odd.discriminator: a union of objects needs a tag"),
        ("{description: Odd., oneOf: []}", "Odd.x-unknown: a tagged union needs a model for other tags"),
        (
            "{description: Odd., anyOf: [{type: string}, {allOf: []}]}",
            "Odd.anyOf[1]: cannot be rendered: allOf",
        ),
        (OBJECT.format("{type: string}"), "Odd.properties.a.description: missing"),
        (
            OBJECT.format("{type: object, description: A., properties: {b: {type: string}}}"),
            "Odd.properties.a.properties: an object with properties needs a name of its own",
        ),
        (
            OBJECT.format("{type: array, description: A., items: {type: object, properties: {}}}"),
            "Odd.properties.a.items.properties: an object with properties needs a name of its own",
        ),
        (OBJECT.format("{type: string, description: A., pattern: x}"), "Odd.properties.a.pattern: this keyword"),
        (OBJECT.format("{type: string, description: A., enum: [x]}"), "Odd.properties.a.enum: this keyword"),
        (OBJECT.format("{type: array, description: A., minItems: 1}"), "Odd.properties.a.minItems: this keyword"),
        (OBJECT.format("{type: string, description: A., default: null}"), "Odd.properties.a.default: null means"),
        (OBJECT.format("{type: string, description: A., default: x}"), "Odd.properties.a.default: only what is sent"),
        (OBJECT.format("{description: A., allOf: []}"), "Odd.properties.a: cannot be rendered: allOf"),
        (
            OBJECT.format("{description: A., anyOf: [{type: string}, {type: integer}, {type: 'null'}]}"),
            "Odd.properties.a.anyOf: a union of several types needs a name",
        ),
        (
            OBJECT.format("{$ref: '#/components/schemas/Done', description: A., nullable: true}"),
            "Odd.properties.a.nullable: this keyword",
        ),
        (
            OBJECT.format("{$ref: '#/components/schemas/None', description: A.}"),
            "Odd: refers to None, which is not there",
        ),
        ("", "Odd: an object is expected here"),
        ("a string", "Odd: an object is expected here"),
        (OBJECT.format("a string"), "Odd.properties.a: an object is expected here"),
        (OBJECT.format("{type: array, items: string, description: A.}"), "Odd.properties.a.items: an object is"),
        ("{type: object, description: Odd., properties: {yes: {description: A.}}}", "Odd.properties.True: to YAML"),
        ("{type: object, description: Odd., properties: {1: {description: A.}}}", "Odd.properties.1: to YAML"),
        (OBJECT.format("{type: string, const: yes, description: A.}"), "Odd.properties.a.const: a string is expected"),
        (OBJECT.format("{type: [], description: A.}"), "Odd.properties.a.type: one type at least"),
        (OBJECT.format("{$ref: Done, description: A.}"), "Odd.properties.a.$ref: #/components/schemas/ and a name"),
        (OBJECT.format("{description: A., x-as-it-is: yes please}"), "Odd.properties.a.x-as-it-is: is true, or left"),
        (
            OBJECT.format("{description: A., anyOf: [{type: string}, {type: 'null'}], pattern: x}"),
            "Odd.properties.a.pattern: this keyword",
        ),
        ("{description: Odd., anyOf: []}", "Odd.anyOf: a union has one member at least"),
        ("{type: string, description: Odd., enum: red}", "Odd.enum: a list of strings is expected here"),
    ],
)
def test_what_cannot_be_rendered_faithfully_is_refused_with_its_place(schema: str, told: str) -> None:
    """Nothing is guessed: an unsupported keyword, a shape without a name or a name without a shape ends it."""
    with pytest.raises(ContractError) as refused:
        small(f"Odd: {schema}")

    assert str(refused.value).startswith(f"components.schemas.{told}")


def replaced(place: str, value: Any) -> Callable[[Any, Any], None]:
    """Change what stands at a place of the contract, or of `gen`, its keys joined by spaces."""

    def change(openapi: Any, gen: Any) -> None:
        *way, last = place.removeprefix("gen ").split(" ")
        holder = gen if place.startswith("gen ") else openapi
        for key in way:
            holder = holder[key]
        holder[last] = value

    return change


ANSWERS = "paths /ask post responses 200 content"


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("webhooks", {}, "openapi.yaml.webhooks: this keyword"),
        ("components parameters", {}, "components.parameters: this keyword"),
        ("servers", [{"url": "https://{host}", "variables": {}}], "servers[0].variables: this keyword"),
        ("paths /ask get", {}, "paths./ask.get: this keyword"),
        ("paths /ask post parameters", [], "paths./ask.post.parameters: this keyword"),
        ("paths /ask/{id}", {}, "paths: exactly one path is rendered"),
        ("paths", {"/ask/{id}": {}}, "paths./ask/{id}: a path with parameters"),
        ("paths /ask post responses 201", {}, "paths./ask.post.responses.201: this keyword"),
        ("paths /ask post requestBody content text/plain", {}, "paths./ask.post.requestBody.content.text/plain: this"),
        (f"{ANSWERS} text/html", {}, "paths./ask.post.responses.200.content.text/html: this keyword"),
        (
            f"{ANSWERS} application/json schema",
            {"type": "object"},
            "paths./ask.post.responses.200.content.application/json.schema: a body needs a name",
        ),
        (
            f"{ANSWERS} text/event-stream",
            {},
            "paths./ask.post.responses.200.content.text/event-stream.schema: missing",
        ),
        ("paths /ask post", {"summary": "Ask"}, "paths./ask.post.requestBody: missing"),
        ("gen sdkClassName", "Orq", "gen.yaml.sdkClassName: this keyword"),
        ("gen modules asked side", "both", "gen.yaml: modules.asked.side: request or response"),
        ("gen modules asked docs", "", "gen.yaml: modules.asked.docs: this keyword"),
        ("gen modules asked schemas", [], "gen.yaml: modules: no module lists Ask"),
        ("gen version", 1.10, "gen.yaml.version: a string is expected here"),
        ("components schemas", {1: {}}, "components.schemas.1: to YAML"),
        (
            "paths /ask post responses",
            {200: {}},
            "paths./ask.post.responses.200: to YAML this key is no string unless it is quoted",
        ),
        (
            "paths /ask post requestBody content application/json schema $ref",
            f"{REF}Event",
            "paths./ask.post.requestBody: its properties are the call's parameters",
        ),
        ("gen behaviours", {"Asks": ".a:A"}, "gen.yaml: behaviours.Asks: the contract has no object of this name"),
        ("gen behaviours", {"Event": ".a:A"}, "gen.yaml: behaviours.Event: the contract has no object of this name"),
        ("gen behaviours", {"Ask": ".a.A"}, "gen.yaml: behaviours.Ask: a module, a colon and a class"),
        ("gen computed", {"Asks": ["model"]}, "gen.yaml: computed.Asks: the contract has no object of this name"),
        ("gen computed", {"Ask": ["model"]}, "gen.yaml: computed.Ask: behaviours has no class that computes them"),
    ],
)
def test_what_the_operation_says_is_rendered_or_refused(place: str, value: Any, told: str) -> None:
    """Nothing that stands in the documents is dropped without a word: methods, parameters, statuses, media types."""
    with pytest.raises(ContractError) as refused:
        small("", change=replaced(place, value))

    assert str(refused.value).startswith(told)


def test_a_computed_field_is_a_property() -> None:
    """A slip in the name of one would leave the field in the class, over the method that stands for it."""

    def change(_: Any, gen: Any) -> None:
        gen.update(behaviours={"Ask": ".a:A"}, computed={"Ask": ["modell"]})

    with pytest.raises(ContractError, match=r"^gen\.yaml: computed\.Ask: modell is not a property$"):
        small("", change=change)


def places(node: Any, *way: Any) -> Iterator[tuple[Any, ...]]:
    """Every way that leads to something within a document."""
    for key, inner in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield (*way, key)
        yield from places(inner, *way, key)


@pytest.mark.parametrize("value", [None, "x", 1, [], [None], {1: "x"}], ids=repr)
def test_whatever_stands_in_the_wrong_place_is_refused_with_a_path(value: Any) -> None:
    """No value of another type, wherever it stands, ends in an exception that says nothing of the document."""
    openapi = yaml.safe_load(LEAST)
    openapi["components"]["schemas"].update(yaml.safe_load(POINT + SHAPE))
    schemas = list(openapi["components"]["schemas"])
    gen = {
        "importPackage": "orq_ai_sdk",
        "version": "1.0.0",
        "modules": {"all": {"side": "request", "doc": "All of it.", "schemas": schemas}},
        "behaviours": {"Point": ".a:A"},
        "computed": {"Point": ["x"]},
    }
    read(openapi, gen)

    refused: list[str] = []
    for *way, last in places([openapi, gen]):
        if way:
            documents: Any = copy.deepcopy([openapi, gen])
            holder = documents
            for key in way:
                holder = holder[key]
            holder[last] = value
            try:
                read(*documents)
            except ContractError as error:
                refused.append(str(error))
    assert len(refused) > 50
    assert not [told for told in refused if not re.match(r"(openapi\.yaml|gen\.yaml|components|paths)\b.*: ", told)]


def test_a_key_that_is_there_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    """YAML's readers would take the last, and drop the other without a word; the same key elsewhere is another one."""
    gen = "importPackage: a\nmodules:\n  a:\n    side: request\n    doc: A\n    'side': response\n"
    (tmp_path / "openapi.yaml").write_text(LEAST, "utf-8")
    (tmp_path / "gen.yaml").write_text(gen, "utf-8")

    with pytest.raises(ContractError, match=r"^gen\.yaml: side is there twice .*line 6, column 5$"):
        load(tmp_path)
    (tmp_path / "openapi.yaml").write_text(LEAST + "    Ask: {}\n", "utf-8")
    with pytest.raises(ContractError, match=r"^openapi\.yaml: Ask is there twice .*line 43, column 5$"):
        load(tmp_path)


def test_what_is_no_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    """A slip of the pen is told like anything else in the contract."""
    (tmp_path / "openapi.yaml").write_text("openapi: 3.1.0\ninfo: {\n", "utf-8")

    with pytest.raises(ContractError, match=r"^openapi\.yaml: .*line 3, column 1"):
        load(tmp_path)


@pytest.mark.parametrize(
    "field",
    [
        "{type: string, description: A., default: 5}",
        "{type: integer, description: A., default: true}",
        "{type: integer, description: A., default: 1.5}",
        "{type: boolean, description: A., default: 1}",
        "{type: array, description: A., default: []}",
        f"{{$ref: '{REF}Colour', description: A., default: purple}}",
    ],
)
def test_a_default_of_another_type_is_refused(field: str) -> None:
    """It would be sent, and be wrong."""
    schemas = f"Colour: {{type: string, description: Colours., enum: [red]}}\nOdd: {OBJECT.format(field)}"

    with pytest.raises(ContractError, match=r"^components\.schemas\.Odd\.properties\.a\.default: .* does not fit"):
        small(schemas, side="request")


@pytest.mark.parametrize(
    ("schemas", "told"),
    [
        ("class: {type: object, description: A., properties: {}}", "class: is not a name for a class"),
        ("_Odd: {type: object, description: A., properties: {}}", "_Odd: is not a name for a class"),
        ("APIError: {type: object, description: A., properties: {}}", "APIError: is taken"),
        ("ask: {type: object, description: A., properties: {}}", "ask: has the page of Ask"),
        ("Odd: {type: object, description: A., properties: {x-y: {description: B.}}}", "Odd.properties.x-y: in Python"),
        (f"Odd: {{description: A., anyOf: [{{$ref: '{REF}Odd'}}]}}", "Odd: is a member of itself"),
        (
            "Odd: {description: A., oneOf: [], x-unknown: Other, discriminator: {propertyName: type}}",
            "Odd.discriminator.mapping: missing",
        ),
        ("Odd: " + OBJECT.format("{type: [null], description: A.}"), "Odd.properties.a.type: cannot be rendered"),
        ("Odd: " + OBJECT.format("{type: ['null'], description: A.}"), "Odd.properties.a.type: null alone"),
        (
            "Odd: " + OBJECT.format("{type: object, description: A., additionalProperties: false}"),
            "Odd.properties.a.additionalProperties: an object that can hold nothing",
        ),
    ],
)
def test_what_would_not_be_python_is_refused(schemas: str, told: str) -> None:
    """A name that Python, the package or a page has already, and a shape that has no end, are told with their place."""
    with pytest.raises(ContractError) as refused:
        rendered(schemas)

    assert str(refused.value).startswith(f"components.schemas.{told}")


def nothing(name: str) -> str:
    return f"{name}: {{type: object, description: A., properties: {{}}}}"


@pytest.mark.parametrize(
    "name",
    [
        *("Literal", "Any", "Annotated", "Optional", "Union", "Dict", "Mapping", "TypedDict", "TYPE_CHECKING"),
        *("annotations", "sys", "lazy_exports", "Field", "RequestModel", "UNSET", "ModelRef", "PARAMETERS"),
        *("str", "float", "list", "dict", "more", "typeddicts", "AskTypedDict", "APIError", "ParsedResponse"),
    ],
)
def test_a_schema_called_like_what_the_modules_need_is_refused(name: str) -> None:
    """It would replace what they import, state or export, and be taken for it."""
    with pytest.raises(ContractError, match=rf"^components\.schemas\.{name}: is taken"):
        rendered(nothing(name))


def test_a_schema_called_like_a_models_methods_is_refused() -> None:
    """The class that a model gets its methods from is imported beside it."""

    def change(_: Any, gen: Any) -> None:
        gen["behaviours"] = {"Answer": "..types.responsebody:ResponseBody"}

    with pytest.raises(ContractError, match=r"^components\.schemas\.ResponseBody: is taken"):
        renderer.render(small(nothing("ResponseBody"), change=change))
    assert renderer.render(small("", change=change))


@pytest.mark.parametrize("name", ["a-b", "class", "_tables", "typeddicts"])
def test_a_module_has_a_name_that_can_be_imported(name: str) -> None:
    """Nor does it take the file of what is rendered beside the contract's modules."""

    def change(_: Any, gen: Any) -> None:
        gen["modules"][name] = gen["modules"].pop("asked")

    with pytest.raises(ContractError, match=rf"^gen\.yaml: modules\.{name}: is "):
        renderer.render(small("", change=change))


def test_a_field_called_like_a_schema_is_refused() -> None:
    """In its class the name would be the field's, so no other field there could be of that type."""
    schemas = f"{nothing('point')}\nOdd: {{type: object, description: A., properties: {{Point: {{description: B.}}}}}}"

    with pytest.raises(
        ContractError, match=r"^components\.schemas\.Odd\.properties\.Point: in Python this is point, as"
    ):
        rendered(schemas)


@pytest.mark.parametrize(
    ("name", "type_", "told"),
    [
        ("retries", "{type: integer}", "Ask.properties.retries: in Python this is retries, as a parameter"),
        ("maxTurns", "{type: integer}", "Ask.properties.maxTurns: in Python this is max_turns, as a parameter"),
        ("self", "{type: string}", "Ask.properties.self: in Python this is self, as a parameter"),
        ("step", f"{{$ref: '{REF}Step'}}", "Step: is taken, since responses.py has something else of this name"),
    ],
)
def test_a_parameter_is_no_other_of_the_call_nor_of_a_type_that_is_another_there(
    name: str, type_: str, told: str
) -> None:
    """What the call has itself keeps its name, and so do the types that its module has itself."""

    def change(openapi: Any, _: Any) -> None:
        openapi["components"]["schemas"]["Ask"]["properties"][name] = {**yaml.safe_load(type_), "description": "A."}

    tools = f"CreateResponseTools: {{description: Tools., anyOf: [{{$ref: '{REF}Done'}}]}}"
    contract = small(f"{tools}\n{nothing('Step')}", side="request", change=change)

    with pytest.raises(ContractError) as refused:
        renderer.render_operation(contract)

    assert str(refused.value).startswith(f"components.schemas.{told}")


def test_a_field_steps_aside_for_what_every_model_has() -> None:
    """A method of the models' base keeps its name, and the field gets an underscore."""
    schema = "Odd: {type: object, description: A., properties: {wire_fields: {description: B.}}}"

    assert "wire_fields_:" in rendered(schema)["more.py"]


def test_a_union_whose_members_and_mapping_differ_is_refused() -> None:
    """`oneOf` and the discriminator's mapping say the same thing twice, so they must agree."""

    def change(openapi: Any, _: Any) -> None:
        openapi["components"]["schemas"]["Event"]["oneOf"].append({"$ref": f"{REF}Other"})

    with pytest.raises(ContractError, match=r"^components\.schemas\.Event\.discriminator\.mapping: .* Other$"):
        small("", change=change)


@pytest.mark.parametrize("tag", ["propertyName: kind, mapping: {done:", "propertyName: type, mapping: {over:"])
def test_a_tag_that_its_member_does_not_carry_is_refused(tag: str) -> None:
    """A tag leads to an object that has it, with just this value if it is fixed; else it would never be found again."""
    union = f"""
        Odd:
          description: Odd.
          oneOf: [{{$ref: '{REF}Done'}}]
          discriminator: {{{tag} '{REF}Done'}}}}
          x-unknown: Other
    """

    with pytest.raises(
        ContractError, match=r"^components\.schemas\.Odd\.discriminator\.mapping\.\w+: Done is not an object"
    ):
        small(union)


def test_two_properties_that_would_be_one_attribute_are_refused() -> None:
    """What differs on the wire must differ in Python."""
    schema = "{type: object, description: Odd., properties: {fooBar: {description: A.}, foo_bar: {description: B.}}}"

    with pytest.raises(ContractError, match=r"Odd\.properties\.foo_bar: in Python this is foo_bar, as fooBar is$"):
        renderer.render(small(f"Odd: {schema}"))


def test_objects_that_hold_each_other_are_refused() -> None:
    """A cycle of plain references could not be built; one through a tagged union can, which is looked up late."""
    cycle = """
        One: {type: object, description: One., properties: {two: {$ref: '#/components/schemas/Two', description: Two.}}}
        Two: {type: object, description: Two., properties: {one: {$ref: '#/components/schemas/One', description: One.}}}
    """

    with pytest.raises(ContractError, match=r"^components\.schemas\.One: refers to itself through One > Two$"):
        renderer.render(small(cycle))
    assert renderer.render(small(SHAPE))


@pytest.mark.parametrize(
    ("modules", "told"),
    [
        ({"said": ["Answer", "Event", "Done"]}, "modules: no module lists Other"),
        ({"asked": ["Ask", "Done"]}, "modules.said.schemas: Done is in asked already"),
        ({"asked": ["Ask", "Nothing"]}, "modules.asked.schemas: the contract has no Nothing"),
    ],
)
def test_every_schema_has_one_module(modules: dict[str, list[str]], told: str) -> None:
    """A schema that no module lists would be lost, and one that two list would be two classes."""

    def change(_: Any, gen: Any) -> None:
        for name, schemas in modules.items():
            gen["modules"][name]["schemas"] = schemas

    with pytest.raises(ContractError) as refused:
        small("", change=change)

    assert str(refused.value) == f"gen.yaml: {told}"


# --- the command


@pytest.fixture(name="checkout")
def checkout_fixture(tmp_path: Path) -> Path:
    """A copy of what is rendered, of the renderer, and of what it reads."""
    for name in ("scripts/render", ".speakeasy", "src/orq_ai_sdk", "docs/models", "docs/sdks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "README.md").touch()
    (tmp_path / "LICENSE").touch()
    return tmp_path


def run(checkout: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "scripts.render", *arguments]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_check_tells_every_kind_of_drift(checkout: Path) -> None:
    """A changed, a missing and a left-over file each fail the check by name; rendering again mends all of it."""
    changed = checkout / "src/orq_ai_sdk/models/shared.py"
    changed.write_text(changed.read_text("utf-8") + "# by hand\n", "utf-8")
    (checkout / "docs/models/reasoning.md").unlink()
    (checkout / "docs/models/gone.md").write_text("# Gone\n")

    status, told = run(checkout, "--check")

    assert status == 1
    assert set(told.splitlines()) == {
        "differs from the contract: src/orq_ai_sdk/models/shared.py",
        "differs from the contract: docs/models/reasoning.md",
        "differs from the contract: docs/models/gone.md",
    }
    assert run(checkout) == (0, "")
    assert not (checkout / "docs/models/gone.md").exists()
    assert (checkout / "docs/models/reasoning.md").exists()
    assert changed.read_text("utf-8") == (ROOT / "src/orq_ai_sdk/models/shared.py").read_text("utf-8")


def test_a_changed_contract_is_drift(checkout: Path) -> None:
    """One more word in the YAML, and model, twin, signature and pages that say it are out of date."""
    contract = checkout / ".speakeasy/openapi.yaml"
    text = contract.read_text("utf-8")
    contract.write_text(text.replace("Settings for reasoning models.", "How a model reasons."), "utf-8")

    status, told = run(checkout, "--check")

    assert status == 1
    assert "src/orq_ai_sdk/models/request.py" in told
    assert "docs/models/reasoning.md" in told


def test_a_refused_contract_writes_nothing(checkout: Path) -> None:
    """The command names the place, and leaves everything as it was."""
    contract = checkout / ".speakeasy/openapi.yaml"
    before = (checkout / "src/orq_ai_sdk/models/request.py").read_text("utf-8")
    contract.write_text(contract.read_text("utf-8") + "    Stray: {type: string, description: Alone.}\n", "utf-8")

    status, told = run(checkout)

    assert status == 1
    assert told.startswith("refused: components.schemas.Stray: neither an object, an enum nor a union")
    assert (checkout / "src/orq_ai_sdk/models/request.py").read_text("utf-8") == before
