"""Answer formats: the strict schema, what goes on the wire, and the values that come back, whole and in part."""

import dataclasses
import datetime
import enum
import json
import pickle
import subprocess
import sys
import threading
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

import pydantic
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it has no types
from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    RootModel,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)
from typing_extensions import NotRequired, TypeAliasType, TypedDict

from orq_ai_sdk.core.structured import (
    TextFormat,
    UnsupportedSchemaError,
    strict_json_schema,
    text_format_of,
)

T = TypeVar("T")
SOURCE = Path(__file__).parents[1] / "src"


class Colour(enum.Enum):
    RED = "red"
    DARK_RED = "darkred"


class Address(BaseModel):
    """Where somebody lives."""

    street: str
    number: int | None = None


class Person(BaseModel):
    name: str
    age: int = 30
    home: Address
    former: list[Address] = Field(default_factory=list)
    favourite: Colour | None = None


class Node(BaseModel):
    label: str
    children: list["Node"] = []


class Link(BaseModel):
    label: str
    following: Annotated["Link | None", Field(description="The next one.")] = None
    others: list[Annotated["Link", Field(description="Another one.")]]


@dataclasses.dataclass
class Point:
    x: int
    y: int = 7
    note: str = dataclasses.field(default_factory=lambda: "none")


@dataclasses.dataclass(frozen=True)
class Segment:
    start: Point
    end: Point


@pydantic.dataclasses.dataclass
class Labelled:
    at: Point
    label: str = Field(alias="Label")


class Movie(TypedDict):
    title: str
    year: NotRequired[int]


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]
    tricks: list[str]


class Box(BaseModel, Generic[T]):
    content: T


class Numbers(RootModel[list[int]]):
    pass


class Aliased(BaseModel):
    full_name: str = Field(alias="fullName")
    town: str = Field(validation_alias=AliasChoices("town", "city"))


Json = TypeAliasType("Json", "list[Json] | int | str")


def schema_of(source: Any) -> dict[str, Any]:
    schema: dict[str, Any] = text_format_of(source).format_param()["schema"]
    return schema


def beginning(source: Any, text: str, *, strict: bool = True) -> Any:
    return text_format_of(source, strict=strict).parse_partial(text)


def refusal(schema: Mapping[str, Any]) -> tuple[str, str]:
    with pytest.raises(UnsupportedSchemaError) as caught:
        strict_json_schema(schema)
    assert f"{caught.value.keyword!r} at {caught.value.path or 'the root'}" in str(caught.value)
    return caught.value.path, caught.value.keyword


def walk(schema: Any) -> list[dict[str, Any]]:
    """Every dict in a schema that is a schema itself."""
    if not isinstance(schema, dict):
        return []
    found = [schema]
    for keyword in ("$defs", "definitions", "properties"):
        for part in schema.get(keyword, {}).values():
            found += walk(part)
    found += walk(schema.get("items"))
    for part in schema.get("anyOf", []):
        found += walk(part)
    return found


# ---------------------------------------------------------------------------------------------------- the strict subset


def test_objects_are_closed_and_everything_is_required() -> None:
    """At every depth objects take nothing extra and demand all they have."""
    schema = schema_of(Person)
    objects = [part for part in walk(schema) if part.get("type") == "object"]
    assert len(objects) >= 2
    for part in objects:
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
    assert schema["required"] == ["name", "age", "home", "former", "favourite"]


def test_what_was_not_required_becomes_nullable() -> None:
    """A property that could be left out takes null instead; one that took null already stays as it is."""
    properties = schema_of(Person)["properties"]
    assert properties["age"] == {"anyOf": [{"type": "integer"}, {"type": "null"}], "title": "Age"}
    assert properties["former"]["anyOf"][1] == {"type": "null"}
    assert properties["favourite"] == {"anyOf": [{"$ref": "#/$defs/Colour"}, {"type": "null"}]}
    assert properties["name"] == {"type": "string", "title": "Name"}
    assert strict_json_schema({"type": "object", "properties": {"a": {"type": ["string", "null"]}}})["properties"] == {
        "a": {"type": ["string", "null"]}
    }


def test_an_optional_property_whose_definition_takes_null_gets_no_second_null() -> None:
    """References are looked through to see whether null is allowed."""
    schema = {
        "type": "object",
        "properties": {"a": {"$ref": "#/$defs/Maybe"}, "b": {"$ref": "#/$defs/Sure"}},
        "$defs": {"Maybe": {"oneOf": [{"type": "string"}, {"type": "null"}]}, "Sure": {"type": "string"}},
    }
    assert strict_json_schema(schema)["properties"] == {
        "a": {"$ref": "#/$defs/Maybe"},
        "b": {"anyOf": [{"$ref": "#/$defs/Sure"}, {"type": "null"}]},
    }


def test_the_given_schema_is_left_alone() -> None:
    """Neither strictifying nor changing the result touches what was passed in."""
    schema = TypeAdapter(Person).json_schema()
    before = json.dumps(schema)
    strict_json_schema(schema)["$defs"]["Colour"]["enum"].append("blue")
    assert json.dumps(schema) == before


def test_defaults_and_other_annotations_are_dropped_titles_and_descriptions_stay() -> None:
    """Only what the model can use is sent."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "title": "T",
        "description": "D",
        "properties": {
            "a": {
                "type": "string",
                "default": "x",
                "examples": ["y"],
                "deprecated": True,
                "readOnly": True,
                "$comment": "c",
            }
        },
        "required": ["a"],
    }
    assert strict_json_schema(schema) == {
        "type": "object",
        "title": "T",
        "description": "D",
        "properties": {"a": {"type": "string"}},
        "required": ["a"],
        "additionalProperties": False,
    }


def test_one_of_becomes_any_of_without_a_discriminator() -> None:
    """A tagged union is sent as plain alternatives."""

    class Owner(BaseModel):
        pet: Annotated[Cat | Dog, Field(discriminator="kind")]

    assert schema_of(Owner)["properties"]["pet"] == {
        "anyOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
        "title": "Pet",
    }


def test_an_all_of_with_one_schema_is_that_schema() -> None:
    """Its keywords move up, also through a reference, and those beside it win in words."""
    schema = {
        "type": "object",
        "properties": {"a": {"allOf": [{"$ref": "#/$defs/A"}], "description": "here"}},
        "required": ["a"],
        "$defs": {"A": {"type": "string", "description": "there", "minLength": 2}},
    }
    assert strict_json_schema(schema)["properties"]["a"] == {"type": "string", "description": "here", "minLength": 2}


def test_a_reference_beside_words_is_written_out() -> None:
    """Where a description stands beside a reference, the referred schema is copied in and the definition stays."""

    class Letter(BaseModel):
        to: Address = Field(description="The receiver.")

    schema = schema_of(Letter)
    assert schema["properties"]["to"]["description"] == "The receiver."
    assert schema["properties"]["to"]["properties"]["street"] == {"type": "string", "title": "Street"}
    assert schema["$defs"]["Address"]["description"] == "Where somebody lives."


def test_recursion_stays_a_reference() -> None:
    """A type that contains itself refers to its definition, and its root is the object itself."""
    schema = schema_of(Node)
    assert schema["type"] == "object"
    assert schema["properties"]["children"]["anyOf"][0]["items"] == {"$ref": "#/$defs/Node"}
    assert schema["$defs"]["Node"]["properties"]["label"] == {"type": "string", "title": "Label"}
    Draft202012Validator(schema).validate({"label": "a", "children": [{"label": "b", "children": None}]})


def test_a_reference_is_a_pointer_in_a_fragment() -> None:
    """`~1`, `~0` and percent signs in a reference are read as RFC 6901 has them; one that leads nowhere is refused."""
    names = {"a/b": "a~1b", "a~b": "a~0b", "a~1b": "a~01b", "a b": "a%20b"}
    for name, written in names.items():
        schema = {
            "type": "object",
            "properties": {"x": {"$ref": f"#/$defs/{written}", "description": "d"}},
            "required": ["x"],
            "$defs": {name: {"type": "string"}},
        }
        assert strict_json_schema(schema)["properties"]["x"] == {"type": "string", "description": "d"}
    with pytest.raises(UnsupportedSchemaError, match="leads nowhere"):
        strict_json_schema({"type": "object", "properties": {"x": {"$ref": "#/$defs/a", "description": "d"}}})


def test_recursion_with_words_beside_the_reference_ends() -> None:
    """A described reference is written out until it would meet itself, where the bare reference stays."""
    schema = schema_of(Link)
    assert schema["$defs"]["Link"]["properties"]["others"]["items"] == {"$ref": "#/$defs/Link"}
    assert schema["properties"]["following"]["description"] == "The next one."
    assert len(json.dumps(schema)) < 3000


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (
            Annotated[str, Field(min_length=1, max_length=9, pattern="^a+$")],
            {"minLength": 1, "maxLength": 9, "pattern": "^a+$"},
        ),
        (Annotated[int, Field(ge=1, lt=9, multiple_of=2)], {"minimum": 1, "exclusiveMaximum": 9, "multipleOf": 2}),
        (Annotated[list[int], Field(min_length=1, max_length=3)], {"minItems": 1, "maxItems": 3}),
        (datetime.datetime, {"format": "date-time"}),
        (uuid.UUID, {"format": "uuid"}),
        (Literal["a", "b"], {"enum": ["a", "b"], "type": "string"}),
        (Literal["a"], {"const": "a", "type": "string"}),
    ],
)
def test_supported_constraints_are_kept(annotation: Any, expected: dict[str, Any]) -> None:
    """Bounds, patterns and the known formats go to the model."""
    schema = schema_of(annotation)["properties"]["value"]
    assert {keyword: schema[keyword] for keyword in expected} == expected


def test_formats_and_patterns_that_providers_refuse_are_dropped() -> None:
    """A URL is just a string on the wire, a decimal has no look-around; parsing still checks both."""
    assert "format" not in schema_of(HttpUrl)["properties"]["value"]
    assert strict_json_schema({"type": "string", "pattern": r"^(?!x)\d+$"}) == {"type": "string"}
    assert "(?" not in json.dumps(schema_of(Decimal))
    with pytest.raises(ValidationError):
        text_format_of(HttpUrl).parse('{"value": "no url"}')


def test_values_without_a_type_get_one() -> None:
    """`enum` and `const` alone say enough to name the type."""
    assert strict_json_schema({"enum": ["a", 1, None, "b"]})["type"] == ["string", "integer", "null"]
    assert strict_json_schema({"const": True})["type"] == "boolean"


@pytest.mark.parametrize(
    ("schema", "path", "keyword"),
    [
        ({"type": "object"}, "", "additionalProperties"),
        ({"type": "object", "properties": {}, "additionalProperties": True}, "", "additionalProperties"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "", "additionalProperties"),
        ({"properties": {"a/b~c": {"type": "string", "not": {}}}}, "/properties/a~1b~0c", "not"),
        ({"type": "object", "properties": {}, "patternProperties": {}}, "", "patternProperties"),
        ({"type": "array", "prefixItems": [{"type": "string"}]}, "", "prefixItems"),
        ({"type": "array", "items": [{"type": "string"}]}, "", "prefixItems"),
        ({"type": "array", "items": {"type": "string"}, "uniqueItems": True}, "", "uniqueItems"),
        ({"type": "array", "items": {"type": "string"}, "contains": {}}, "", "contains"),
        ({"type": "array", "items": {"not": {"type": "string"}}}, "/items", "not"),
        ({"type": "array"}, "", "items"),
        ({"type": "array", "items": {}}, "/items", "type"),
        ({"type": "array", "items": True}, "/items", "type"),
        ({"type": "object", "properties": {}, "if": {}, "then": {}}, "", "if"),
        ({"type": "object", "properties": {}, "propertyNames": {}}, "", "propertyNames"),
        ({"type": "object", "properties": {}, "minProperties": 1}, "", "minProperties"),
        ({"type": "object", "properties": {}, "maxProperties": 1}, "", "maxProperties"),
        ({"type": "object", "properties": {}, "dependentSchemas": {}}, "", "dependentSchemas"),
        ({"type": "object", "properties": {}, "dependentRequired": {}}, "", "dependentRequired"),
        ({"type": "object", "properties": {}, "unevaluatedProperties": False}, "", "unevaluatedProperties"),
        ({"anyOf": [{"type": "string"}, {"type": "string", "mine": 1}]}, "/anyOf/1", "mine"),
        ({"oneOf": [{"type": "string"}], "anyOf": [{"type": "string"}]}, "", "anyOf"),
        ({"anyOf": [{"type": "string"}], "required": ["a"]}, "", "required"),
        ({"allOf": [{"type": "string"}, {"minLength": 1}]}, "", "allOf"),
        ({"allOf": [{"type": "string"}], "type": "integer"}, "", "allOf"),
        ({"$defs": {"A": {"type": "object", "not": {}}}, "type": "string"}, "/$defs/A", "not"),
        ({"type": "array", "items": {"$ref": "#/$defs/A"}}, "/items", "$ref"),
        ({"type": "array", "items": {"$ref": "https://example.com/a"}}, "/items", "$ref"),
        ({}, "", "type"),
    ],
)  # fmt: skip
def test_everything_else_is_refused_with_its_place(schema: dict[str, Any], path: str, keyword: str) -> None:
    """What strict output does not have is an error that gives a JSON Pointer and the keyword."""
    assert refusal(schema) == (path, keyword)


@pytest.mark.parametrize(
    ("annotation", "path", "keyword"),
    [
        (dict[str, int], "", "additionalProperties"),
        (dict, "", "additionalProperties"),
        (tuple[int, str], "/properties/value", "prefixItems"),
        (set[int], "/properties/value", "uniqueItems"),
        (Any, "/properties/value", "type"),
        (list, "/properties/value/items", "type"),
        (Box[dict[str, int]], "/properties/content", "additionalProperties"),
    ],
)
def test_types_without_a_strict_form_are_refused_when_the_format_is_made(
    annotation: Any, path: str, keyword: str
) -> None:
    """Maps, tuples, sets and untyped values fail early, and pass with strict=False."""
    with pytest.raises(UnsupportedSchemaError) as caught:
        text_format_of(annotation)
    assert (caught.value.path, caught.value.keyword) == (path, keyword)
    assert text_format_of(annotation, strict=False).format_param()["strict"] is False


def test_an_unsupported_schema_error_can_be_pickled() -> None:
    """It comes back with its path and keyword."""
    with pytest.raises(UnsupportedSchemaError) as caught:
        text_format_of(dict[str, int])
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again), again.path, again.keyword) == (
        UnsupportedSchemaError,
        str(caught.value),
        "",
        "additionalProperties",
    )


@pytest.mark.parametrize(
    "source", [Person, Node, Link, Segment, Movie, Cat | Dog, list[Person], Box[int], Json, Aliased]
)
def test_a_strict_schema_is_a_valid_schema_and_stays_as_it_is(source: Any) -> None:
    """Every strict schema is valid JSON Schema, and making it strict again changes nothing."""
    schema = schema_of(source)
    Draft202012Validator.check_schema(schema)
    assert strict_json_schema(schema) == schema


# ---------------------------------------------------------------------------------------------------------- on the wire


def test_the_wire_object() -> None:
    """Type, name, schema and strict; a description only if given."""
    assert text_format_of(Movie).format_param() == {
        "type": "json_schema",
        "name": "Movie",
        "strict": True,
        "schema": {
            "type": "object",
            "title": "Movie",
            "properties": {
                "title": {"type": "string", "title": "Title"},
                "year": {"anyOf": [{"type": "integer"}, {"type": "null"}], "title": "Year"},
            },
            "required": ["title", "year"],
            "additionalProperties": False,
        },
    }
    param = text_format_of(Movie, name="film", description="A film.", strict=False).format_param()
    assert (param["name"], param["description"], param["strict"]) == ("film", "A film.", False)
    assert param["schema"]["required"] == ["title"]


def test_the_caller_may_change_the_wire_object() -> None:
    """Each call gives a fresh one."""
    made = text_format_of(Person)
    made.format_param()["schema"]["properties"].clear()
    assert made.format_param()["schema"]["properties"]


def test_the_schema_uses_aliases() -> None:
    """What the model writes is what validation reads."""
    assert list(schema_of(Aliased)["properties"]) == ["fullName", "town"]
    value = text_format_of(Aliased).parse('{"fullName": "A", "town": "B"}')
    assert (value.full_name, value.town) == ("A", "B")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (Person, "Person"),
        (Box[int], "Box_int"),
        (list[Person], "list_Person"),
        (Literal["a", "b"], "Literal_a_b"),
        (int, "int"),
        (TypeAdapter(list[int]), "list_int"),
        ({"type": "object", "title": "My Thing!"}, "My_Thing"),
        ({"type": "object"}, "output"),
        (type("Ünïcode" + "x" * 80, (Address,), {}), "n_code" + "x" * 58),
    ],
)
def test_names_are_made_of_types(source: Any, name: str) -> None:
    """A name is what the wire takes, at most 64 characters of it."""
    assert text_format_of(source).name == name


@pytest.mark.parametrize("name", ["", "a b", "ä", "x" * 65, "a\n"])
def test_a_name_that_will_not_do_is_refused(name: str) -> None:
    """The error names the parameter."""
    with pytest.raises(ValueError, match=r"^name: "):
        text_format_of(Person, name=name)


def test_a_schema_as_a_dict_is_sent_unchanged() -> None:
    """Nothing is added, taken away, checked or shared; the value is decoded JSON."""
    schema = {"type": "array", "title": "Anything", "uniqueItems": True, "x-own": {"a": [1]}}
    made = text_format_of(schema)
    assert made.format_param() == {"type": "json_schema", "name": "Anything", "schema": schema, "strict": True}
    made.format_param()["schema"]["x-own"]["a"].append(2)
    assert schema["x-own"] == {"a": [1]}
    assert made.parse("[1, 1]") == [1, 1]
    assert made.parse_partial('{"a": [1, "b') == {"a": [1, "b"]}
    with pytest.raises(ValueError, match="EOF"):
        made.parse("[1,")


@pytest.mark.parametrize(
    ("source", "text", "value"),
    [
        (list[int], "[1, 2]", [1, 2]),
        (int, "3", 3),
        (str | None, "null", None),
        (Literal["a", "b"], '"b"', "b"),
        (Cat | Dog, '{"kind": "dog", "tricks": ["sit"]}', Dog(kind="dog", tricks=["sit"])),
        (Numbers, "[1]", Numbers([1])),
        (Colour, '"red"', Colour.RED),
    ],
)
def test_what_is_no_object_is_wrapped_and_unwrapped(source: Any, text: str, value: Any) -> None:
    """Lists, unions and scalars travel in an object with the one property `value`; a bare value is read too."""
    made: TextFormat[Any] = text_format_of(source)
    schema = made.format_param()["schema"]
    assert (schema["type"], schema["required"], schema["additionalProperties"]) == ("object", ["value"], False)
    Draft202012Validator(schema).validate({"value": json.loads(text)})
    assert made.parse(f'{{"value": {text}}}') == value
    assert made.parse(text) == value


def test_an_object_with_a_property_called_value_is_not_unwrapped() -> None:
    """Only what was wrapped is unwrapped."""

    class Reading(BaseModel):
        value: int

    assert text_format_of(Reading).parse('{"value": 1}') == Reading(value=1)
    assert text_format_of(Reading | Cat).parse('{"value": {"value": 1}}') == Reading(value=1)


def test_a_type_that_has_no_schema_is_a_type_error() -> None:
    """The error names the type."""

    class Opaque:
        pass

    with pytest.raises(TypeError, match="Opaque"):
        text_format_of(Opaque)
    with pytest.raises(TypeError, match="no JSON Schema"):
        text_format_of(complex.__call__)


# --------------------------------------------------------------------------------------------------------- whole values


@pytest.mark.parametrize(
    ("source", "text", "value"),
    [
        (Address, '{"street": "A", "number": 1}', Address(street="A", number=1)),
        (Point, '{"x": 1, "y": 2, "note": "n"}', Point(1, 2, "n")),
        (Segment, '{"start": {"x": 1}, "end": {"x": 2}}', Segment(Point(1), Point(2))),
        (Labelled, '{"Label": "l", "at": {"x": 1}}', Labelled(Label="l", at=Point(1))),
        (Movie, '{"title": "M", "year": 1999}', {"title": "M", "year": 1999}),
        (Box[Colour], '{"content": "red"}', Box[Colour](content=Colour.RED)),
        (TypeAdapter(Point), '{"x": 1}', Point(1)),
        (datetime.date, '{"value": "2024-02-29"}', datetime.date(2024, 2, 29)),
        (Json, '{"value": [1, ["a", []]]}', [1, ["a", []]]),
    ],
)  # fmt: skip
def test_text_becomes_the_type(source: Any, text: str, value: Any) -> None:
    """Models, dataclasses of both kinds, typed dicts, generics and adapters come back as themselves."""
    parsed = text_format_of(source).parse(text)
    assert parsed == value
    assert type(parsed) is type(value)


def test_a_null_where_none_is_taken_makes_the_default_serve() -> None:
    """The null that strictness asks for instead of an absence is read as that absence, at every depth."""
    person = text_format_of(Person).parse(
        '{"name": "A", "age": null, "home": {"street": "S", "number": null}, "former": null, "favourite": null}'
    )
    assert person == Person(name="A", home=Address(street="S"))
    assert "age" not in person.model_fields_set
    assert "favourite" in person.model_fields_set
    assert text_format_of(Movie).parse('{"title": "M", "year": null}') == {"title": "M"}
    movies = text_format_of(list[Movie | Point]).parse('{"value": [{"title": "M", "year": null}, {"x": 1, "y": null}]}')
    assert movies == [{"title": "M"}, Point(1)]


def test_a_null_that_is_required_stays_an_error() -> None:
    """Only what may be left out may be null."""
    with pytest.raises(ValidationError, match="name"):
        text_format_of(Person).parse('{"name": null, "home": {"street": "S"}}')
    with pytest.raises(ValidationError, match="valid integer"):
        text_format_of(list[int]).parse('{"value": [null]}')


def test_a_null_for_what_was_left_out_reaches_no_validator() -> None:
    """A validator that runs first sees what the model would have said, or nothing."""

    class Model(BaseModel):
        name: Annotated[str, BeforeValidator(lambda value: value.strip())] = "anon"
        note: Annotated[str | None, BeforeValidator(lambda value: value and value.strip())] = "none"

    assert text_format_of(Model).parse('{"name": null, "note": null}') == Model(name="anon", note=None)


class Text(BaseModel):
    type: Literal["text"]
    text: str
    size: int = 3


class Image(BaseModel):
    type: Literal["image"] = "image"
    image: str | None = None
    text: str = "alt"


class Page(BaseModel):
    parts: list[Annotated[Text | Image, Field(discriminator="type")]]
    first: Text | Image | None = None
    more: dict[str, Text] = Field(default_factory=dict)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"parts": [{"type": "text", "text": "hi", "size": None}]}, Page(parts=[Text(type="text", text="hi")])),
        ({"parts": [{"type": "image", "image": None, "text": None}]}, Page(parts=[Image(image=None)])),
        ({"parts": [], "first": {"type": "image", "text": None}}, Page(parts=[], first=Image())),
        (
            {"parts": [], "more": {"a": {"type": "text", "text": "", "size": None}}},
            Page(parts=[], more={"a": Text(type="text", text="")}),
        ),
        ({"parts": [], "first": None, "more": None}, Page(parts=[])),
    ],
)
def test_nulls_are_taken_away_wherever_they_stand(given: Any, value: Page) -> None:
    """In unions told apart by tags, in lists and in maps; keys may be called as tags are; a null that fits stays."""
    parsed = text_format_of(Page, strict=False).parse(json.dumps(given))
    assert parsed == value
    assert parsed.model_fields_set == {key for key in given if given[key] is not None or key == "first"}


def test_a_tag_with_a_default_is_always_said() -> None:
    """A union whose tags could be null could not be told apart."""

    class Cat(BaseModel):
        kind: Literal["cat"] = "cat"
        lives: int = 9

    class Dog(BaseModel):
        kind: Literal["dog"] = "dog"

    class Home(BaseModel):
        pet: Annotated[Cat | Dog, Field(discriminator="kind")]

    schema = text_format_of(Home).format_param()["schema"]
    assert schema["$defs"]["Cat"]["properties"]["kind"] == {"const": "cat", "title": "Kind", "type": "string"}
    assert schema["$defs"]["Cat"]["required"] == ["kind", "lives"]
    assert text_format_of(Home).parse('{"pet": {"kind": "cat", "lives": null}}') == Home(pet=Cat())


def test_extensions_of_a_schema_are_dropped() -> None:
    """What only describes, such as an `example` or a key of somebody's own, is no reason to refuse a type."""

    class Model(BaseModel):
        a: int = Field(json_schema_extra={"example": 5, "x-order": 1})

    assert text_format_of(Model).format_param()["schema"]["properties"] == {"a": {"title": "A", "type": "integer"}}


def test_a_format_is_made_once() -> None:
    """For anything that can be a key; what compares equal and is another type has a format of its own."""
    adapter = TypeAdapter(list[int])
    assert text_format_of(list[int]) is text_format_of(list[int])
    assert text_format_of(adapter) is text_format_of(adapter)
    assert text_format_of(Literal[1]).parse('{"value": 1}') == 1
    assert text_format_of(Literal[True]).parse('{"value": true}') is True
    made = text_format_of(list[int], name="numbers", strict=False)
    assert text_format_of(made) is made
    with pytest.raises(ValueError, match="has its name"):
        text_format_of(made, name="other")


@pytest.mark.parametrize("text", ["", "{", '{"value": [1', "no", '{"value": ["x"]}', '{"other": 1}'])
def test_text_that_does_not_fit_is_a_validation_error(text: str) -> None:
    """Broken JSON and wrong JSON alike."""
    with pytest.raises(ValidationError):
        text_format_of(list[int]).parse(text)


@pytest.mark.parametrize("source", [Person, list[str], {"type": "object"}])
def test_text_that_is_no_unicode_is_a_value_error(source: Any) -> None:
    """A lone surrogate, which no JSON text can hold, is an error like other broken text."""
    with pytest.raises(ValueError, match=r"surrogate"):
        text_format_of(source).parse('{"name": "\ud800"}')


def test_strictly_configured_models_read_dates_from_json() -> None:
    """Text is read as JSON, also inside the wrapper, so that a strict model takes a date's string."""

    class Day(BaseModel):
        model_config = ConfigDict(strict=True)
        day: datetime.date

    assert text_format_of(Day).parse('{"day": "2024-01-01"}').day == datetime.date(2024, 1, 1)
    assert text_format_of(list[Day]).parse('{"value": [{"day": "2024-01-01"}]}')[0].day.year == 2024


# ------------------------------------------------------------------------------------------------------- values in part


def test_nothing_yet_is_none() -> None:
    """Before the first value there is nothing to show, and garbage shows nothing."""
    made = text_format_of(list[int])
    for text in ("", " ", "{", '{"va', '{"value"', '{"value":', "garbage", "nul", "\ud800"):
        assert made.parse_partial(text) is None


def test_a_model_grows() -> None:
    """What has come is there; the rest reads as its default, or None, in nested models too."""
    seen = beginning(Person, "{")
    assert (seen.name, seen.age, seen.home, seen.former, seen.favourite) == (None, 30, None, [], None)
    seen = beginning(Person, '{"name": "Al')
    assert (seen.name, seen.home) == ("Al", None)
    seen = beginning(Person, '{"name": "Al", "age": 4, "home": {"num')
    assert isinstance(seen.home, Address)
    assert (seen.age, vars(seen.home)) == (4, {"street": None, "number": None})
    seen = beginning(Person, '{"name": "Al", "home": {"street": "S"}, "former": [{"street": "A", "number": 1}, {"str')
    assert seen.home == Address(street="S")
    assert [former.street for former in seen.former] == ["A", None]
    seen = beginning(Person, '{"name": "Al", "home": {"street": "S"}, "favourite": "re')
    assert (seen.favourite, seen.model_fields_set) == (None, {"name", "home"})


def test_a_value_that_is_whole_enough_is_validated() -> None:
    """As soon as the JSON makes a valid value, it is exactly what parse gives."""
    made = text_format_of(Person)
    text = '{"name": "Al", "age": null, "home": {"street": "S"}'
    assert made.parse_partial(text) == made.parse(text + "}")


def test_dataclasses_and_typed_dicts_grow() -> None:
    """A dataclass reads None or its default, frozen or not; a typed dict lacks the key."""
    segment = beginning(Segment, '{"start": {"x": 1, "y": 2}, "end": {')
    assert segment == Segment(Point(1, 2), Point(None, 7))  # type: ignore[arg-type]  # not there yet
    assert beginning(Segment, "{").end is None
    labelled = beginning(Labelled, '{"Label": "l')
    assert (labelled.label, labelled.at) == ("l", None)
    assert beginning(Movie, '{"year": 1999') == {"year": 1999}
    assert beginning(TypeAdapter(Movie), '{"year": 1999') == {"year": 1999}


def test_items_that_do_not_fit_yet_are_left_out() -> None:
    """A list shows the items that can be shown."""
    dates = text_format_of(list[datetime.date])
    assert dates.parse_partial('{"value": ["2024-01-01", "2024-0') == [datetime.date(2024, 1, 1)]
    assert beginning(Sequence[Colour], '{"value": ["red", "dar') == [Colour.RED]
    assert beginning(tuple[int, Colour], '{"value": [1, "re', strict=False) == (1,)
    assert beginning(tuple[Colour, ...], '{"value": ["red", "re', strict=False) == (Colour.RED,)
    assert beginning(set[Colour], '{"value": ["red", "re', strict=False) == {Colour.RED}
    assert beginning(dict[str, Address], '{"a": {"str', strict=False)["a"].street is None


def test_a_text_that_is_too_short_is_shown() -> None:
    """A constraint on the whole does not hide the part."""

    class Essay(BaseModel):
        body: str = Field(min_length=100)
        score: float = Field(ge=1)

    seen = beginning(Essay, '{"body": "Once')
    assert (seen.body, seen.score) == ("Once", None)


def test_a_union_is_decided_when_one_member_is_left() -> None:
    """Until the tag is whole, or the keys tell, there is nothing; then it is the right class at once."""
    made = text_format_of(Cat | Dog)
    assert made.parse_partial('{"value": {') is None
    assert made.parse_partial('{"value": {"kind": "do') is None
    assert isinstance(made.parse_partial('{"value": {"kind": "dog"'), Dog)
    assert isinstance(made.parse_partial('{"value": {"kind": "dog", "tricks": ["si'), Dog)
    assert isinstance(beginning(Address | Point, '{"value": {"street": "'), Address)
    assert beginning(Cat | list[Dog], '{"value": [{"kind": "dog"')[0].tricks is None


def test_recursive_types_grow() -> None:
    """However deep the JSON goes, a model that contains itself follows."""
    seen = beginning(Node, '{"label": "a", "children": [{"label": "b", "children": [{"label": "c')
    assert seen.children[0].children[0].label == "c"
    seen = beginning(Node, '{"children": [{"children": [{"children": [{')
    assert seen.children[0].children[0].children[0].label is None
    seen = beginning(Link, '{"following": {"label": "b", "others": [{"label": "c')
    assert (seen.label, seen.following.others[0].label) == (None, "c")


def test_root_models_and_generics_grow() -> None:
    """They come as their own class too."""
    seen = beginning(RootModel[list[Address]], '{"value": [{"street')
    assert seen.root[0].street is None
    assert beginning(Box[Address], '{"content": {').content.street is None


def test_aliases_are_read_in_part_too() -> None:
    """Every name that validation takes counts."""
    seen = beginning(Aliased, '{"fullName": "A')
    assert (seen.full_name, seen.town) == ("A", None)
    assert beginning(Aliased, '{"city": "A').town == "A"


def test_validators_may_raise_anything_at_half_an_object() -> None:
    """A part is shown whatever the type's own code thinks of it."""

    class Careless(BaseModel):
        first: str
        second: str

        @field_validator("first")
        @classmethod
        def _check(cls, value: str) -> str:
            return str({"whole": value}[value])

        @model_validator(mode="after")
        def _compare(self) -> "Careless":
            assert len(self.first) == len(self.second)
            return self

    class Breaking(BaseModel):
        a: int
        b: int

        def model_post_init(self, context: Any) -> None:
            raise RuntimeError(self.a + self.b)

    assert beginning(Careless, '{"first": "wh').first == "wh"
    assert beginning(Breaking, '{"a": 1') is None


def test_fields_of_types_that_only_their_model_allows_do_not_break_the_rest() -> None:
    """What cannot be shown in part reads as None."""

    class Opaque:
        pass

    class Holder(BaseModel):
        model_config = ConfigDict(arbitrary_types_allowed=True)
        name: str
        held: Annotated[
            Opaque, BeforeValidator(lambda _: Opaque()), pydantic.WithJsonSchema({"type": "string"}, mode="validation")
        ]

    seen = beginning(Holder, '{"held": "x", "name": "a')
    assert seen.name == "a"
    assert beginning(Holder, '{"held": "x"').name is None


ADDRESSES = st.builds(Address, street=st.text(), number=st.none() | st.integers())
PEOPLE = st.builds(
    Person,
    name=st.text(),
    age=st.integers(),
    home=ADDRESSES,
    former=st.lists(ADDRESSES, max_size=3),
    favourite=st.none() | st.sampled_from(Colour),
)
NODES = st.recursive(
    st.builds(Node, label=st.text()),
    lambda nodes: st.builds(Node, label=st.text(), children=st.lists(nodes, max_size=3)),
    max_leaves=5,
)
PETS = st.builds(Cat, kind=st.just("cat"), lives=st.integers()) | st.builds(
    Dog, kind=st.just("dog"), tricks=st.lists(st.text(), max_size=3)
)


@settings(deadline=None, max_examples=50)
@given(value=PEOPLE | NODES | PETS, ascii_only=st.booleans())
def test_every_beginning_gives_something_of_the_type_and_the_end_gives_the_value(
    value: BaseModel, ascii_only: bool
) -> None:
    """Cut anywhere, a text never raises, and what it gives is of the type or None; whole, it gives the value."""
    made = text_format_of(type(value))
    text = json.dumps(value.model_dump(mode="json"), ensure_ascii=ascii_only)
    Draft202012Validator(made.format_param()["schema"]).validate(json.loads(text))
    for end in range(len(text)):
        assert isinstance(made.parse_partial(text[:end]), type(value) | None)
    assert made.parse_partial(text) == made.parse(text) == value


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet='{}[]":,0123abcnultrefsvie \\'))
def test_no_text_makes_a_part_raise(text: str) -> None:
    """Whatever a server sends, showing it in part is safe."""
    for source in (Person, list[int], Cat | Dog, Json, {"type": "object"}):
        beginning(source, text)


# ----------------------------------------------------------------------------------------------------- the surroundings


def test_a_class_is_worked_out_once() -> None:
    """Asking again for a class's format gives the same one, so that calls in a loop stay cheap."""
    assert text_format_of(Person) is text_format_of(Person)
    assert text_format_of(Person, name="other") is not text_format_of(Person)


def test_first_use_from_many_threads() -> None:
    """A format that 16 threads make and use at once works in all of them."""

    class Inner(BaseModel):
        model_config = ConfigDict(defer_build=True)
        a: int

    class Outer(BaseModel):
        model_config = ConfigDict(defer_build=True)
        inner: Inner
        others: list[Inner]

    barrier = threading.Barrier(16)
    results: list[Any] = []

    def use() -> None:
        barrier.wait()
        made = text_format_of(Outer)
        results.append((made.parse_partial('{"inner": {'), made.parse('{"inner": {"a": 1}, "others": [{"a": 2}]}')))

    threads = [threading.Thread(target=use) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 16
    assert all(part.inner.a is None and whole.others[0].a == 2 for part, whole in results)


def test_importing_does_not_import_pydantic() -> None:
    """The modules are light until the first format is made."""
    code = (
        "import sys, orq_ai_sdk.core.structured, orq_ai_sdk.function_tools;"
        "print(sorted({'pydantic', 'pydantic_core', 'typing_inspection', 'typing_extensions'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the type statement is younger")
def test_type_statements_are_looked_through() -> None:
    """An alias made by `type X = ...` behaves as what it stands for, also when it contains itself."""
    names: dict[str, Any] = {"BaseModel": BaseModel}
    exec("type Tree = list[Tree] | int\nclass Holder(BaseModel):\n    tree: Tree\n    name: str", names)  # noqa: S102 - syntax
    holder = names["Holder"]
    assert text_format_of(holder).parse('{"tree": [1, [2]], "name": "a"}').tree == [1, [2]]
    assert beginning(holder, '{"tree": [1, [2, [').tree == [1, [2, []]]
