"""Replays what real servers and clients of a dozen providers said; skipped where the recordings are not at hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from orq_ai_sdk import Orq, models
from orq_ai_sdk.core.errors import BY_STATUS
from orq_ai_sdk.models import APIError, CreateResponseRequestBody
from support.faultserver import LAST_CHUNK, FaultServer, Send, chunk, headers
from support.recorder import Recorder, recorder_fixture, same_json
from support.samples import recordings, samples
from support.stories import Caller, Run, colour_fixture, run_fixture

__all__ = ["colour_fixture", "recorder_fixture", "run_fixture"]

# What the contract adds where a request leaves it out.
DEFAULTS = {
    "store": True,
    "stream": False,
    "strict": True,
    "detail": "auto",
    "search_context_size": "medium",
    "max_num_results": 20,
    "ranker": "auto",
    "score_threshold": 0,
}
PARAMETERS = {field.alias or name: name for name, field in CreateResponseRequestBody.model_fields.items()}


# --- answers


@pytest.mark.parametrize("path", [*samples("json"), *recordings("json")], ids=lambda path: path.stem[:40])
def test_an_answer_parses_and_dumps_back_equal(path: Path, run: Run) -> None:
    """A recorded body becomes a response that dumps JSON-equal to it, over a call of either colour."""
    content = path.read_bytes()
    body = json.loads(content)
    recorder = Recorder(lambda _: httpx.Response(200, headers={"content-type": "application/json"}, content=content))

    async def story(call: Caller) -> None:
        async with call.client(recorder.orq) as client:
            response = await client.create(model="m", input_="Hi")
            assert type(response) is models.CreateResponseResponseBody
            assert same_json(response.model_dump(mode="json", by_alias=True, exclude_unset=True), body)
            assert same_json(json.loads(response.model_dump_json(by_alias=True, exclude_unset=True)), body)
            assert isinstance(response.output_text, str)
            assert repr(response)

    run(story)


@pytest.mark.parametrize("path", recordings("json"))
def test_every_recorded_item_has_its_class(path: Path) -> None:
    """Whatever item, part or annotation has a listed type is of that type's class, and its fields can be read."""
    recorder = Recorder(lambda _: httpx.Response(200, json=json.loads(path.read_bytes())))
    response = recorder.orq().router.responses.create(model="m", input_="Hi")
    for item in response.output:
        assert not isinstance(item, models.UnknownOutputItem), item.type_name
        assert item.type == type(item).model_fields["type"].default
        if isinstance(item, models.OutputMessage):
            for part in item.content:
                assert not isinstance(part, models.UnknownContentPart)
                notes = part.annotations if isinstance(part, models.OutputText) else None
                assert not any(isinstance(note, models.UnknownAnnotation) for note in notes or ())


# --- requests


def without_defaults(sent: Any, recorded: Any) -> Any:
    """Return what was sent without what the contract added to what is recorded."""
    if isinstance(sent, dict) and isinstance(recorded, dict):
        return {
            key: without_defaults(value, recorded.get(key))
            for key, value in sent.items()
            if key in recorded or key not in DEFAULTS or not same_json(value, DEFAULTS[key])
        }
    if isinstance(sent, list) and isinstance(recorded, list) and len(sent) == len(recorded):
        return [without_defaults(*pair) for pair in zip(sent, recorded, strict=True)]
    return sent


def arguments_of(body: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters that a recorded body has; a model or an input that it does without is made up."""
    return {"model": "", "input_": ""} | {PARAMETERS[name]: value for name, value in body.items() if name in PARAMETERS}


def as_recorded(sent: dict[str, Any], body: dict[str, Any]) -> Any:
    """Return what was sent, but for what was made up and for what the contract adds."""
    missing = {"model", "input"} - set(body)
    return without_defaults({name: value for name, value in sent.items() if name not in missing}, body)


@pytest.mark.parametrize("path", recordings("req"))
def test_a_request_leaves_as_it_was_recorded(recorder: Recorder, path: Path) -> None:
    """A recorded body passed as arguments, the rest as `extra_body`, is sent as it was, but for the defaults."""
    body = json.loads(path.read_bytes())
    extra = {name: value for name, value in body.items() if name not in PARAMETERS}
    recorder.orq().router.responses.create(**arguments_of(body), extra_body=extra)
    assert same_json(as_recorded(recorder.body, body), body)


@pytest.mark.parametrize("path", recordings("req"))
def test_a_request_made_as_a_model_leaves_the_same(recorder: Recorder, path: Path) -> None:
    """The same body as a CreateResponseRequestBody, its fields passed on as they then are, is sent as its dict is."""
    body = json.loads(path.read_bytes())
    model = CreateResponseRequestBody.model_validate({"model": "", "input": ""} | body)
    orq = recorder.orq()
    orq.router.responses.create(**arguments_of(body), extra_body=model.model_extra)
    sent = recorder.body
    fields = {name: getattr(model, name) for name in PARAMETERS.values()}
    orq.router.responses.create(**fields, extra_body=model.model_extra)
    assert same_json(recorder.body, sent)


# --- errors


def said(body: Any) -> list[str]:
    """Return the messages that a recorded error body holds."""
    inner = body.get("error", body)
    if isinstance(inner, str):
        return [inner]
    if isinstance(inner.get("detail"), list):
        return [entry["msg"] for entry in inner["detail"]]
    return [inner.get("message") or inner["detail"]]


@pytest.mark.parametrize("path", recordings("err"))
@pytest.mark.parametrize("streams", [False, True])
def test_an_error_has_its_class_status_and_message(path: Path, run: Run, streams: bool) -> None:
    """A recorded error, served with its status and headers, raises the right class with what the server said."""
    recorded = json.loads(path.read_bytes())
    status = recorded["status"] or 400  # of some only the body was kept
    text = recorded["body"] if isinstance(recorded["body"], str) else json.dumps(recorded["body"])
    content = text.encode()
    named = {name.lower(): value for name, value in recorded["headers"].items()}
    if named.get("content-encoding") == "gzip":
        content = gzip.compress(content)
    chunked = "transfer-encoding" in named
    if not chunked:
        named["content-length"] = str(len(content))
    else:
        named.pop("content-length", None)
    answer = [headers(status, named), Send(chunk(content) + LAST_CHUNK if chunked else content)]
    with FaultServer([answer]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key="k", server_url=server.url)) as client:
                with pytest.raises(APIError) as caught:
                    await client.create(model="m", input_="Hi", stream=streams)
            error = caught.value
            assert type(error) is BY_STATUS.get(status, models.ServerError if status >= 500 else APIError)
            assert error.status_code == status
            assert error.body == text
            assert error.message == f"API error occurred: Status {status}. Body: {text}"
            assert error.request_id == named.get("x-request-id", named.get("apim-request-id"))
            assert error.error is not None
            assert all(words in error.error.message for words in said(recorded["body"]))
            assert (error.retry_after is None) == ("retry-after" not in named)

        run(story)
