"""What a server sends is what the user can read, print, store and compare: response models lose and refuse nothing."""

from __future__ import annotations

import copy
import gc
import json
import pickle
import sys
import typing
from pathlib import Path
from typing import Any

import pydantic
import pytest
from pydantic import TypeAdapter

from orq_ai_sdk import models
from orq_ai_sdk.core.answer import parse_body
from orq_ai_sdk.core.wire import encode
from orq_ai_sdk.models import _tables
from orq_ai_sdk.types import UNSET, BaseModel
from orq_ai_sdk.types.basemodel import ResponseModel, UnknownModel
from orq_ai_sdk.types.meta import ResponseMeta
from support.recorder import same_json
from support.samples import sample, samples

LOSSLESS: dict[str, Any] = {"mode": "json", "by_alias": True, "exclude_unset": True}
ALL = samples("json")

# The tags that the Responses API lists, as its schema has them.
ITEM_TYPES = (
    "additional_tools",
    "apply_patch_call",
    "apply_patch_call_output",
    "code_interpreter_call",
    "compaction",
    "computer_call",
    "computer_call_output",
    "custom_tool_call",
    "custom_tool_call_output",
    "file_search_call",
    "function_call",
    "function_call_output",
    "image_generation_call",
    "local_shell_call",
    "local_shell_call_output",
    "mcp_approval_request",
    "mcp_approval_response",
    "mcp_call",
    "mcp_list_tools",
    "message",
    "program",
    "program_output",
    "reasoning",
    "shell_call",
    "shell_call_output",
    "tool_search_call",
    "tool_search_output",
    "web_search_call",
)
PART_TYPES = ("output_text", "refusal", "reasoning_text")
ANNOTATION_TYPES = ("file_citation", "url_citation", "container_file_citation", "file_path")


def parse(body: Any) -> models.CreateResponseResponseBody:
    """Return the response that a body, or its bytes, is."""
    return parse_body(body if isinstance(body, bytes) else json.dumps(body).encode(), None)


def dump(response: pydantic.BaseModel) -> Any:
    """Return what came."""
    return response.model_dump(**LOSSLESS)


def with_item(item: Any) -> Any:
    """Return the item of a parsed response with just this one."""
    return parse({"id": "r", "output": [item]}).output[0]


# --- nothing is lost


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_dump_is_the_body(path: Path) -> None:
    """A dump is JSON-equal to what came: whole numbers stay whole, null stays null, absent stays absent."""
    body = json.loads(path.read_bytes())
    response = parse(path.read_bytes())
    assert same_json(dump(response), body)
    assert same_json(json.loads(response.model_dump_json(by_alias=True, exclude_unset=True)), body)
    again = models.CreateResponseResponseBody.model_validate(body)
    assert again == response
    assert same_json(dump(again), body)
    stored = models.CreateResponseResponseBody.model_validate_json(response.model_dump_json(exclude_unset=True))
    assert same_json(dump(stored), body)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_copies_and_pickles_are_equal_and_lose_nothing(path: Path) -> None:
    """Copies, deep ones and pickled ones included, equal the response, dump the same, and are apart from it."""
    response = parse(path.read_bytes())
    response.attach_meta(ResponseMeta(200, {"x-request-id": "req_1"}, "req_1", 2, 0.5))
    copies = [
        copy.copy(response),
        copy.deepcopy(response),
        response.model_copy(),
        response.model_copy(deep=True),
        pickle.loads(pickle.dumps(response)),
    ]
    for other in copies:
        assert type(other) is type(response)
        assert other == response
        assert same_json(dump(other), dump(response))
        assert repr(other) == repr(response)
        assert other.request_id == "req_1"
        other.model = "another"
        assert other != response
        assert response.model != "another"


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_an_answer_can_be_printed(path: Path) -> None:
    """`str` and `repr` of an answer and all its items give text."""
    response = parse(path.read_bytes())
    assert str(response)
    assert repr(response).startswith("CreateResponseResponseBody(")
    assert all(repr(item) for item in response.to_input())


def test_numbers_keep_their_kind_and_size() -> None:
    """Whole numbers beyond 64 bits, fractions that look whole, and exponents come through as they are."""
    body = b'{"id":"r","a":1,"b":1.0,"c":1e2,"d":12345678901234567890123,"e":-0.0,"created_at":-9223372036854775809}'
    response = parse(body)
    assert same_json(dump(response), json.loads(body))
    assert type(response.created_at) is int
    assert type(dump(response)["b"]) is float
    assert same_json(json.loads(response.model_dump_json(exclude_unset=True)), json.loads(body))


def test_a_plain_dump_is_what_came() -> None:
    """Without options too, fields that were not sent are not in a dump; all fields can be asked for."""
    response = parse({"id": "r", "output": [{"type": "message", "role": "assistant"}], "temperature": None})
    came = {"id": "r", "output": [{"type": "message", "role": "assistant"}], "temperature": None}
    assert response.model_dump() == came
    assert json.loads(response.model_dump_json()) == came
    assert response.output[0].model_dump() == came["output"][0]
    assert response.model_dump(exclude_unset=False).keys() > {"id", "output", "temperature", "model", "usage"}


@pytest.mark.parametrize("text", ["1e400", "-Infinity", "NaN", "[Infinity]"])
def test_numbers_beyond_numbers_are_kept(text: str) -> None:
    """Infinities and NaN, which Python's own json module writes and reads, are dumped as what they are, not as null."""
    response = parse(b'{"id":"r","x":' + text.encode() + b"}")
    expected = json.dumps({"id": "r", "x": json.loads(text)})
    assert json.dumps(json.loads(response.model_dump_json())) == expected
    assert json.dumps(dump(response)) == expected


def test_absent_null_and_empty_are_three_things() -> None:
    """Each reads as expected and is dumped as it came."""
    absent, null, empty = (
        parse({"id": "r"}),
        parse({"id": "r", "tools": None, "usage": None}),
        parse({"id": "r", "tools": []}),
    )
    assert absent.usage is None
    assert null.tools is None
    assert empty.tools == []
    assert [dump(one) for one in (absent, null, empty)] == [
        {"id": "r"},
        {"id": "r", "tools": None, "usage": None},
        {"id": "r", "tools": []},
    ]


@pytest.mark.parametrize("levels", [150, 250, 300, 450])
def test_deep_nesting_is_read_and_dumped(levels: int) -> None:
    """Nesting beyond what pydantic decodes or serialises comes through all the same."""
    value: Any = {"bottom": True}
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    body = {"id": "r", "deep": value, "output": [{"type": "message", "deep": value}]}
    response = parse(body)
    assert dump(response) == body
    assert list(dump(response)) == ["id", "output", "deep"]  # fields, then extras, as pydantic orders them
    assert response.model_dump(by_alias=True, exclude_unset=True) == body
    assert json.loads(response.model_dump_json(exclude_unset=True)) == body
    assert json.loads(response.model_dump_json(exclude_unset=True, indent=1)) == body
    assert response.model_dump(exclude_unset=True, exclude_none=True) == body
    holed = parse({**body, "nothing": None, "output": [{**body["output"][0], "nothing": None}]})
    assert holed.model_dump(exclude_none=True) == body
    assert copy.deepcopy(response) == response
    assert json.loads(encode({"input": response.to_input()}))["input"] == body["output"]


def test_deeply_nested_models_are_read_and_dumped() -> None:
    """A model inside a model, 300 times, is as good as one."""
    value: Any = {"type": "eq", "key": "a", "value": 1}
    for _ in range(300):
        value = {"type": "and", "filters": [value]}
    body = {"id": "r", "tools": [{"type": "file_search", "filters": value}]}
    response = parse(body)
    assert dump(response) == body


def test_a_value_that_contains_itself_is_refused_by_a_dump() -> None:
    """What a user made to contain itself raises, and does not run for ever."""
    response = parse({"id": "r"})
    loop: list[Any] = []
    loop.append(loop)
    response.note = loop  # type: ignore[attr-defined]  # an extra field
    with pytest.raises(ValueError, match="contains itself"):
        response.model_dump(mode="json")
    with pytest.raises(ValueError, match="contains itself"):
        response.model_dump_json()


def test_what_no_dump_can_say_is_refused_as_pydantic_refuses_it() -> None:
    """An object that a user put in, and that has no form in JSON, raises in a JSON dump."""
    response = parse({"id": "r"})
    response.note = object()  # type: ignore[attr-defined]  # an extra field
    with pytest.raises(ValueError, match="object"):
        response.model_dump_json()
    with pytest.raises(ValueError, match="object"):
        response.model_dump(mode="json")
    assert response.model_dump()["note"] is response.note  # type: ignore[attr-defined]  # an extra field


def test_options_of_dumps_that_only_pydantic_knows_stay_its_own() -> None:
    """`include` works as ever, and where pydantic gives up its own error stands."""
    response = parse(sample("json/every_field"))
    assert response.model_dump(include={"id"}) == {"id": "resp_fields"}
    value: Any = 1
    for _ in range(300):
        value = [value]
    with pytest.raises(ValueError, match="depth"):
        parse({"id": "r", "deep": value}).model_dump(mode="json", include={"deep"})


def test_lone_surrogates_are_read_and_dumped() -> None:
    """Half of a pair, in text and in keys at any depth, is readable, printable and stays in dumps."""
    body = (
        b'{"id":"r","\\ud800":1,"\\ud800x":{"\\udc00":["\\ud83d"]},"usage":{"\\udfff":2,"input_tokens":3},'
        b'"output":[{"type":"message","\\ud801":1,"content":[{"type":"output_text","text":"a\\ud83d","\\ud802":null}]},'
        b'{"type":"\\ud83d"},{"type":"new","\\ud803":{}}],"tools":[{"type":"function","\\ud804":1}]}'
    )
    response = parse(body)
    assert response.output_text == "a\ud83d"
    assert response.usage is not None
    assert response.usage.input_tokens == 3
    assert type(response.output[0]) is models.OutputMessage
    assert same_json(dump(response), json.loads(body))
    assert same_json(json.loads(response.model_dump_json(by_alias=True, exclude_unset=True)), json.loads(body))
    assert copy.deepcopy(response) == response
    assert pickle.loads(pickle.dumps(response)) == response
    repr(response).encode()


STRANGE_NAMES = (
    "self",
    "copy",
    "json",
    "dict",
    "schema",
    "model_config",
    "model_fields",
    "model_extra",
    "model_dump",
    "model_fields_set",
    "meta",
    "headers",
    "request_id",
    "to_input",
    "_private",
    "__dict__",
    "__class__",
    "__pydantic_extra__",
    "__pydantic_private__",
    "type_name",
    "",
    "a b",
    "é",
    "0",
    "None",
)


def test_an_answer_with_lone_surrogates_can_be_stored() -> None:
    """Its JSON can be read again, by the response's class and by an item's."""
    response = parse(b'{"id":"r","output":[{"type":"message","role":"assistant","note":"a\\ud83d"}]}')
    stored = models.CreateResponseResponseBody.model_validate_json(response.model_dump_json())
    assert stored == response
    item: Any = response.output[0]
    assert models.OutputMessage.model_validate_json(item.model_dump_json()) == item
    with pytest.raises(pydantic.ValidationError, match="Invalid JSON"):
        models.OutputMessage.model_validate_json("{")


def test_names_that_mean_something_to_python_are_only_keys() -> None:
    """A server's key may be called like a method, an attribute of pydantic's, or nothing at all."""
    for name in STRANGE_NAMES:
        body = {"id": "r", name: 5, "output": [{"type": "new", name: 6}, {"type": "message", name: 7}, {"type": name}]}
        response = parse(body)
        assert dump(response) == body, name
        for other in (copy.deepcopy(response), pickle.loads(pickle.dumps(response))):
            assert other == response, name
            assert dump(other) == body, name
        assert json.loads(encode({"input": response.to_input()}))["input"] == body["output"], name
        assert repr(response)


def test_a_server_may_use_a_fields_python_name_beside_the_wires() -> None:
    """Where both are there, the wire's is the field and the other is an extra."""
    item = {"type": "custom_tool_call", "input": "a", "input_": "b"}
    call = with_item(item)
    assert call.input_ == "a"
    assert dump(call) == item


# --- nothing is refused


def test_a_missing_field_reads_as_none_or_empty() -> None:
    """Nothing that a real server leaves out is needed; lists that always come read as empty."""
    response = parse({"id": "r"})
    values = {name: getattr(response, name) for name in type(response).model_fields}
    assert values.pop("id") == "r"
    assert values.pop("output") == []
    assert values.pop("tools") in ([], None)
    assert values.pop("object") in ("response", None)
    assert set(values.values()) == {None}
    for item_type, ref in _tables.OutputItem.tags.items():
        item = with_item({"type": item_type})
        assert type(item) is ref.load()
        others = {name: value for name, value in vars(item).items() if name != "type"}
        assert all(value is None or value == [] for value in others.values()), (item_type, others)
        assert UNSET not in others.values()


def every_model() -> list[type[ResponseModel]]:
    """Return the model of every object that an answer may hold."""
    found = [getattr(models, name) for name in models.__all__]
    kinds = [one for one in found if isinstance(one, type) and issubclass(one, ResponseModel)]
    assert len(kinds) > 200
    return kinds


@pytest.mark.parametrize(
    "value", [None, True, 5, 1.5, "text", [], ["a"], {}, {"type": "x"}, [{"type": "x"}, 1]], ids=repr
)
def test_no_field_of_any_model_is_refused(value: Any) -> None:
    """Each field of each model takes each kind of JSON, and gives it back."""
    for kind in every_model():
        for name, field in kind.model_fields.items():
            wire = {field.alias or name: value}
            assert same_json(dump(kind.model_validate(wire)), wire), (kind, name)


def test_a_field_that_does_not_fit_keeps_the_raw_value() -> None:
    """A string where an object is listed reads as the string, and the rest of the object is as usual."""
    response = parse(sample("json/odd_types"))
    assert response.reasoning == "low"
    assert response.error == "it broke"
    assert response.usage == [1]
    assert response.created_at == "yesterday"
    assert response.output[0].content == "a string"  # type: ignore[union-attr]  # what nobody could know
    first, bare, null, number = response.output[1].content  # type: ignore[union-attr, misc]  # what nobody could know
    assert type(first) is models.OutputText
    assert [bare, null, number] == ["bare", None, 3]
    assert first.annotations == {"type": "url_citation"}
    assert response.output_text == ""


def test_null_for_the_output_is_read_as_null() -> None:
    """`output: null` stays null in a dump, gives no text and no items."""
    response = parse(sample("json/null_output"))
    assert response.output is None
    assert response.output_text == ""
    assert response.to_input() == []


# --- the right class for everything


@pytest.mark.parametrize("item_type", ITEM_TYPES)
def test_every_item_type_has_a_class(item_type: str) -> None:
    """An item's type decides its class, which says the type in its annotation."""
    item = with_item({"type": item_type, "id": "i", "novel": {"a": 1}})
    assert type(item) is not models.UnknownOutputItem
    assert type(item).model_fields["type"].default == item_type
    assert item.novel == {"a": 1}


@pytest.mark.parametrize("part_type", PART_TYPES)
def test_every_content_part_has_a_class(part_type: str) -> None:
    """A part's type decides its class."""
    part = with_item({"type": "message", "content": [{"type": part_type}]}).content[0]
    assert type(part) is not models.UnknownContentPart
    assert type(part).model_fields["type"].default == part_type


@pytest.mark.parametrize("annotation_type", ANNOTATION_TYPES)
def test_every_annotation_has_a_class(annotation_type: str) -> None:
    """An annotation's type decides its class."""
    part = {"type": "output_text", "text": "", "annotations": [{"type": annotation_type}]}
    annotation = with_item({"type": "message", "content": [part]}).content[0].annotations[0]
    assert type(annotation) is not models.UnknownAnnotation
    assert type(annotation).model_fields["type"].default == annotation_type


def test_the_sample_has_one_of_everything() -> None:
    """The own sample holds every listed item type, part and annotation, so that other tests meet them all."""
    text = json.dumps(sample("json/every_item"))
    for tag in (*ITEM_TYPES, *PART_TYPES, *ANNOTATION_TYPES, *_tables.OutputItem.tags, *_tables.ComputerAction.tags):
        assert f'"type": "{tag}"' in text


def test_an_unknown_item_is_an_unknown_item() -> None:
    """Its fields are attributes, and its type is told; one without a type is unknown too."""
    items = parse(sample("json/every_item")).output[-4:]
    assert [type(item) for item in items] == [models.UnknownOutputItem] * 4
    seance, untyped, null, number = items
    assert isinstance(seance, models.UnknownOutputItem)
    assert seance.spirits == [{"name": "Earl Grey", "type": "tea"}]
    assert seance.status == "restless"
    assert [item.type_name for item in items if isinstance(item, UnknownModel)] == ["seance", "", "", ""]
    assert [untyped.type, null.type, number.type] == [None, None, 7]
    with pytest.raises(AttributeError):
        _ = seance.not_there


def unions() -> list[Any]:
    """Return every tagged union of answers."""
    found = [value for value in vars(_tables).values() if isinstance(value, type(_tables.OutputItem))]
    return [union for union in found if all(issubclass(ref.load(), ResponseModel) for ref in union.tags.values())]


def test_each_union_has_an_unknown_class_and_never_a_wrong_one() -> None:
    """A listed tag gives its class; another one, or none that is a string, gives the union's Unknown class."""
    assert len(unions()) > 15
    for union in unions():
        for tag, ref in union.tags.items():
            assert type(union.parse({union.tag_name: tag})) is ref.load()
        unknown = union.unknown.load()
        assert issubclass(unknown, UnknownModel)
        for odd in ("not listed", "", None, 5, ["message"], {"type": "message"}, True):
            value = union.parse({union.tag_name: odd, "text": "t", "role": "r", "novel": [1]})
            assert type(value) is unknown, (union, odd)
            assert value.novel == [1]
            assert value.type_name == (odd if isinstance(odd, str) else "")
        for bare in ("text", 5, None, [1], True):
            assert union.parse(bare) is bare


def test_another_tag_where_only_one_is_listed_is_no_wrong_class_either() -> None:
    """An action, a screenshot, a part of a reasoning with a tag of its own is kept as an unknown object."""
    by_type = {item.id: item for item in parse(sample("json/every_item")).output}  # type: ignore[union-attr]  # all have
    screenshot, video = (getattr(by_type[name], "output", None) for name in ("cuo_1", "cuo_2"))
    assert type(screenshot) is models.ComputerScreenshot
    assert type(video) is UnknownModel
    assert (video.type_name, video.url) == ("computer_video", "v")
    assert type(getattr(by_type["ls_1"], "action", None)) is not models.LocalShellAction
    assert type(getattr(by_type["ls_2"], "action", None)) is UnknownModel
    reasoning = by_type["rs_1"]
    assert isinstance(reasoning, models.ReasoningItem)
    assert [type(part) for part in reasoning.summary] == [models.SummaryText, models.UnknownContentPart]
    assert [type(part) for part in reasoning.content or []] == [models.ReasoningText, models.ReasoningText]
    tool = parse({"id": "r", "tools": [{"type": "code_interpreter", "container": {"type": "mine", "x": 1}}]}).tools[0]
    assert isinstance(tool, models.ResponseCodeInterpreterTool)
    assert type(tool.container) is UnknownModel


def test_match_and_isinstance_narrow() -> None:
    """Classes, their fields and their tags can be matched."""
    told = []
    for item in parse(sample("json/every_item")).output:
        match item:
            case models.OutputMessage(content=[models.OutputText(text=text), *_]):
                told.append(text)
            case models.FunctionCall(name=name, arguments=arguments):
                told.append(f"{name}({arguments})")
            case models.UnknownOutputItem(type_name="seance"):
                told.append("seance")
            case _:
                assert not isinstance(item, (models.OutputMessage, models.FunctionCall))
    assert told == ["Tea is ready.", 'boil({"litres":1})', "seance"]


# --- text, items, meta


def test_the_text_is_all_messages_text_or_what_the_server_sent() -> None:
    """`output_text` concatenates the text of all messages; a text sent under that name wins and is dumped."""
    message = {
        "type": "message",
        "content": [{"type": "output_text", "text": "a"}, {"type": "refusal", "refusal": "x"}],
    }
    other = {"type": "message", "content": [{"type": "output_text", "text": "b"}, {"type": "output_text"}]}
    reasoning = {"type": "reasoning", "content": [{"type": "output_text", "text": "hidden"}], "summary": []}
    body = {"id": "r", "output": [message, reasoning, {"type": "new", "content": [{"text": "c"}]}, other]}
    assert parse(body).output_text == "ab"
    assert "output_text" not in dump(parse(body))
    for sent, read in (("sent", "sent"), ("", "ab"), (None, "ab"), (["a"], "ab")):
        response = parse({**body, "output_text": sent})
        assert response.output_text == read
        assert same_json(dump(response)["output_text"], sent)
    assert parse({"id": "r"}).output_text == ""


def test_items_are_a_list_of_the_users_own() -> None:
    """`to_input` gives a list to append to; the answer's own output stays as it is."""
    response = parse(sample("json/every_item"))
    conversation: list[Any] = [*response.to_input(), {"role": "user", "content": "And now?"}]
    items = response.to_input()
    items.clear()
    assert len(conversation) == len(response.output) + 1
    assert conversation[0] is response.output[0]


def test_what_is_known_about_the_call_is_no_part_of_the_answer() -> None:
    """Meta data enter no dump, no schema and no comparison."""
    body = sample("json/every_field")
    plain, noted = parse(body), parse(body)
    assert plain.meta is None
    assert plain.headers == {}
    assert plain.request_id is None
    meta = ResponseMeta(200, {"x-request-id": "req_1"}, "req_1", 1, 0.1)
    noted.attach_meta(meta)
    assert (noted.meta, noted.headers, noted.request_id) == (meta, meta.headers, "req_1")
    assert noted == plain
    assert same_json(dump(noted), body)
    assert same_json(dump(pickle.loads(pickle.dumps(noted))), body)
    assert "meta" not in models.CreateResponseResponseBody.model_json_schema()["properties"]


def test_answers_compare_by_what_they_hold() -> None:
    """Equal bodies are equal, a different field or extra field is a difference, other objects are never equal."""
    body = sample("json/every_item")
    assert parse(body) == parse(body)
    assert parse(body) != parse({**body, "x": 1})
    assert parse(body) != parse({**body, "model": "n"})
    assert parse(body) != body
    assert parse(body).output == parse(body).output
    assert parse(body).output[0] != parse(body).output[1]


# --- among other pydantic models


def test_a_users_own_subclass_is_a_pydantic_model() -> None:
    """Validators, constraints, private attributes, computed fields and defaults do what they do elsewhere."""

    class Own(BaseModel):
        count: int = pydantic.Field(gt=0)
        names: list[str] = pydantic.Field(default_factory=lambda: ["a"])
        _hidden: int = pydantic.PrivateAttr(3)

        @pydantic.computed_field
        def twice(self) -> int:
            return 2 * self.count

    own = Own(count=1)
    assert (own.names, own._hidden, own.model_dump()) == (["a"], 3, {"count": 1, "names": ["a"], "twice": 2})
    for wrong in (0, "x"):
        with pytest.raises(pydantic.ValidationError, match="count"):
            Own.model_validate({"count": wrong})

    class Message(models.InputMessage):
        lang: str = pydantic.Field(max_length=2)

    message = Message(role="user", content=[{"type": "input_text", "text": "Hi"}], lang="en")  # type: ignore[list-item]
    assert type(message.content[0]) is models.InputText
    assert "status" not in message.model_dump()
    with pytest.raises(pydantic.ValidationError, match="lang"):
        Message(role="user", content="Hi", lang="English")


def test_answers_items_dump_alike_wherever_they_are_held() -> None:
    """Inside a request's body, a user's model, or an adapter: just what came, whatever the dump's other options."""
    body = sample("json/every_item")
    items = parse(body).output

    class Chat(pydantic.BaseModel):
        items: list[models.ConversationItem]

    chat, request = Chat(items=items), models.CreateResponseRequestBody(model="m", input_=items)
    adapter: TypeAdapter[Any] = TypeAdapter(list[models.OutputItem])
    for held in (
        chat.model_dump(by_alias=True)["items"],
        json.loads(chat.model_dump_json(by_alias=True))["items"],
        Chat.model_validate_json(chat.model_dump_json()).model_dump(by_alias=True)["items"],
        request.model_dump(by_alias=True)["input"],
        request.model_dump(mode="json", by_alias=True, exclude_unset=True)["input"],
        json.loads(request.model_dump_json(by_alias=True))["input"],
        json.loads(adapter.dump_json(items, by_alias=True)),
    ):
        assert same_json(held, body["output"])
    whole = request.model_dump(by_alias=True, exclude_unset=False)["input"]
    assert [len(item) for item in whole] == [
        len(type(item).model_fields) + len(item.model_extra or {}) for item in items
    ]


@pytest.mark.parametrize(
    ("annotation", "value", "dump"),
    [
        (models.CreateResponseInput, [{"role": "user", "content": "x"}], [{"role": "user", "content": "x"}]),
        (models.CreateResponseInput, [{"id": "x"}], [{"id": "x"}]),
        (list[models.InputItem], [{"id": "x"}, {"type": None}], [{"id": "x"}, {"type": None}]),
        (
            models.InputMessage | models.FunctionCallOutput,
            models.InputMessage(role="user", content="x"),
            {"role": "user", "content": "x"},
        ),
        (
            models.FunctionTool | models.FileSearchTool | None,
            models.FunctionTool(name="f", parameters={}, strict=None),
            {"type": "function", "name": "f", "parameters": {}},
        ),
    ],
)
@pytest.mark.filterwarnings("error")
def test_unions_of_requests_dump_in_a_users_own_models(annotation: Any, value: Any, dump: Any) -> None:
    """Without a warning, and without what is left out."""
    held = pydantic.create_model("Held", value=(annotation, ...))(value=value)
    adapter: TypeAdapter[Any] = TypeAdapter(annotation)
    assert held.model_dump() == {"value": dump}
    assert json.loads(held.model_dump_json()) == {"value": dump}
    assert adapter.dump_python(adapter.validate_python(value)) == dump
    assert json.loads(adapter.dump_json(adapter.validate_python(value))) == dump


def test_what_stands_in_a_models_place_is_dumped_as_elsewhere() -> None:
    """None as a default, and what was assigned without validation, are no reason to fail."""

    class Held(pydantic.BaseModel):
        part: models.OutputText = None  # type: ignore[assignment]  # as many people write it
        tool: models.FunctionTool = None  # type: ignore[assignment]

    assert Held().model_dump() == {"part": None, "tool": None}
    assert json.loads(Held().model_dump_json()) == {"part": None, "tool": None}
    held = Held.model_construct(part={"type": "output_text"}, tool={"type": "x"})
    with pytest.warns(UserWarning, match="Expected"):
        assert held.model_dump() == {"part": {"type": "output_text"}, "tool": {"type": "x"}}


def test_a_users_subclass_is_dumped_as_it_says() -> None:
    """Serialisers of its own count, in all forms, and names of its own are names."""

    class Plain(models.OutputText):
        @pydantic.model_serializer
        def only_the_text(self) -> dict[str, Any]:
            return {"only": self.text}

    class Wrapped(models.InputText):
        @pydantic.model_validator(mode="after")
        def look(self) -> Wrapped:
            return self

        @pydantic.model_serializer(mode="wrap")
        def shout(self, handler: Any) -> dict[str, Any]:
            return {"text": handler(self)["text"].upper()}

    class Renamed(models.InputText):
        third: str | None = pydantic.Field(None, serialization_alias="Third")

    plain = Plain.model_validate({"type": "output_text", "text": "a", "annotations": []})
    assert plain.model_dump() == json.loads(plain.model_dump_json()) == {"only": "a"}
    wrapped = Wrapped(text="a")
    assert wrapped.model_dump() == json.loads(wrapped.model_dump_json()) == {"text": "A"}
    for by_alias in (False, True):
        assert Renamed(text="a").model_dump(by_alias=by_alias) == {"type": "input_text", "text": "a"}
    assert Renamed(text="a", third="b").model_dump(by_alias=True)["Third"] == "b"


def test_an_object_made_without_validation_has_its_tag() -> None:
    """`model_construct` gives it as the constructor does, unless it is said which fields are set."""
    part = models.OutputText.model_construct(text="x")
    assert part.model_dump() == part.wire_fields() == {"type": "output_text", "text": "x"}
    assert models.InputText.model_construct(text="x").wire_fields() == {"type": "input_text", "text": "x"}
    assert models.OutputText.model_construct({"text"}, text="x").wire_fields() == {"text": "x"}


def test_annotations_can_be_read_at_run_time() -> None:
    """`typing.get_type_hints` finds every field of every model, as libraries that read classes need it."""
    for name in models.__all__:
        kind = getattr(models, name)
        if isinstance(kind, type) and issubclass(kind, pydantic.BaseModel):
            assert typing.get_type_hints(kind).keys() >= kind.model_fields.keys(), name


def test_json_schemas_can_be_made() -> None:
    """Every model of answers and requests has a JSON Schema in both modes, with its fields by their wire names."""
    for name in models.__all__:
        kind = getattr(models, name)
        if isinstance(kind, type) and issubclass(kind, pydantic.BaseModel):
            for mode in ("validation", "serialization"):
                schema = kind.model_json_schema(mode=mode)  # type: ignore[arg-type]  # one of the two
                json.dumps(schema)
                wires = {field.alias or attribute for attribute, field in kind.model_fields.items()}
                assert set(schema.get("properties", {})) == wires, name
                assert "UNSET" not in json.dumps(schema)


def test_unions_work_by_themselves() -> None:
    """A TypeAdapter of a union reads, dumps and describes."""
    adapter: TypeAdapter[Any] = TypeAdapter(models.OutputItem)
    item = adapter.validate_python({"type": "message", "id": "m", "novel": 1})
    assert type(item) is models.OutputMessage
    assert adapter.dump_python(item, **LOSSLESS) == {"type": "message", "id": "m", "novel": 1}
    assert type(adapter.validate_json(b'{"type":"new"}')) is models.UnknownOutputItem
    assert adapter.dump_json(item, exclude_unset=True) == b'{"type":"message","id":"m","novel":1}'
    assert adapter.validate_python(item) is item
    json.dumps(adapter.json_schema())
    assert TypeAdapter(list[models.OutputItem]).validate_python([{"type": "reasoning"}])[0].type == "reasoning"


def test_answers_nest_in_a_users_own_models() -> None:
    """A user's model with fields of the SDK's types reads, dumps, copies, compares and has JSON Schemas."""

    class Entry(pydantic.BaseModel):
        item: models.OutputItem
        items: list[models.OutputItem] = []
        body: models.CreateResponseResponseBody | None = None
        message: models.OutputMessage | None = None
        request: models.InputMessage | None = None
        tools: list[models.CreateResponseTools] = []

    source = {
        "item": {"type": "function_call", "name": "f", "novel": 1},
        "items": sample("json/every_item")["output"],
        "body": sample("json/every_field"),
        "message": {"type": "message", "content": [{"type": "output_text", "text": "a"}]},
        "request": {"role": "user", "content": "Hi"},
        "tools": [{"type": "mcp", "server_label": "s"}, {"type": "novel", "x": 1}],
    }
    entry = Entry.model_validate(source)
    assert type(entry.item) is models.FunctionCall
    assert same_json(entry.model_dump(**LOSSLESS), source)
    assert same_json(json.loads(entry.model_dump_json(by_alias=True, exclude_unset=True)), source)
    assert Entry.model_validate_json(entry.model_dump_json(by_alias=True, exclude_unset=True)) == entry
    built = Entry(**{name: getattr(entry, name) for name in Entry.model_fields})
    assert built == entry
    assert built.body is entry.body
    assert copy.deepcopy(entry) == entry
    for mode in ("validation", "serialization"):
        json.dumps(Entry.model_json_schema(mode=mode))  # type: ignore[arg-type]  # one of the two


def test_a_model_made_by_hand_is_like_one_that_came() -> None:
    """Made with Python's names or the wire's, it carries its tag; what was not given stays out of a dump."""
    by_python = models.CustomToolCall(call_id="c", name="f", input_="x")
    by_wire = models.CustomToolCall.model_validate(
        {"type": "custom_tool_call", "call_id": "c", "name": "f", "input": "x"}
    )
    assert by_python == by_wire
    assert dump(by_python) == {"type": "custom_tool_call", "call_id": "c", "name": "f", "input": "x"}
    assert by_python.model_dump(exclude_unset=True)["input_"] == "x"
    assert dump(models.OutputMessage.model_validate({"content": []})) == {"content": []}


def test_no_model_keeps_more_than_it_was_given() -> None:
    """Two answers of one kind share their classes: nothing is made for each."""
    parse(sample("json/every_item"))  # whatever is loaded late is loaded now
    gc.collect()  # other tests' classes
    before = set(pydantic.BaseModel.__subclasses__()) | set(ResponseModel.__subclasses__())
    for _ in range(50):
        parse(sample("json/every_item"))
    assert set(pydantic.BaseModel.__subclasses__()) | set(ResponseModel.__subclasses__()) <= before


def test_recursion_ends_in_plain_objects() -> None:
    """Where the interpreter's stack ends, nested models end too, and the rest is the dict that came."""
    value: Any = {"type": "eq", "key": "bottom"}
    for _ in range(2_000):
        value = {"type": "and", "filters": [value]}
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(400)
        tool = _tables.ResponseTool.parse({"type": "file_search", "filters": value})
    finally:
        sys.setrecursionlimit(limit)
    found, depth = tool.filters, 0
    while isinstance(found, models.CompoundFilter):
        assert found.filters is not None
        found, depth = found.filters[0], depth + 1
    assert isinstance(found, dict)
    assert 10 < depth < 2_000
