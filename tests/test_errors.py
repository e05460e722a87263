"""Errors tell what happened, can be told apart, travel between processes, and never show a key."""

from __future__ import annotations

import copy
import gzip
import json
import multiprocessing
import pickle
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from orq_ai_sdk import Orq, models
from orq_ai_sdk.core import errors
from orq_ai_sdk.core.answer import parse_body
from orq_ai_sdk.core.errors import BODY_LIMIT, BY_STATUS, SHOWN_BODY_LIMIT, error_object
from orq_ai_sdk.models import APIError, ErrorObject, OrqError, ResponseValidationError
from orq_ai_sdk.testing import LocalGateway
from orq_ai_sdk.types.meta import ResponseMeta
from support.faultserver import FaultServer, Send, headers
from support.gateway import gateway_fixture
from support.processes import raise_it
from support.recorder import Recorder
from support.stories import Caller, Run, colour_fixture, run_fixture

__all__ = ["colour_fixture", "gateway_fixture", "run_fixture"]

SHY_KEY = "sk-0123456789abcdef"


async def failure(call: Caller, url: str, kind: type[Exception] = OrqError, **arguments: Any) -> Any:
    """Make a call that has to fail; return its error."""
    async with call.client(lambda: Orq(api_key=SHY_KEY, server_url=url)) as client:
        with pytest.raises(kind) as caught:
            await client.create(**({"model": "m", "input_": "Hi"} | arguments))
    return caught.value


def error_of(status: int = 400, body: Any = b"", **answer_headers: str) -> Any:
    """Return the error that a call raises for an answer; a body that is no bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in answer_headers.items()}
    recorder = Recorder(lambda request: httpx.Response(status, headers=named, content=content, request=request))
    with pytest.raises(OrqError) as caught:
        recorder.sent()
    return caught.value


# --- which error

CLASSES: list[tuple[int, type[APIError]]] = [
    (400, models.APIError),
    (401, models.AuthenticationError),
    (402, models.APIError),
    (403, models.PermissionDeniedError),
    (404, models.NotFoundError),
    (408, models.APIError),
    (409, models.ConflictError),
    (418, models.APIError),
    (422, models.UnprocessableEntityError),
    (429, models.RateLimitError),
    (499, models.APIError),
    (500, models.ServerError),
    (501, models.ServerError),
    (502, models.ServerError),
    (503, models.ServerError),
    (504, models.ServerError),
    (529, models.ServerError),
    (599, models.ServerError),
]


@pytest.mark.parametrize(("status", "kind"), CLASSES)
@pytest.mark.parametrize("streams", [False, True])
def test_a_status_has_its_class(
    gateway: LocalGateway, run: Run, status: int, kind: type[APIError], streams: bool
) -> None:
    """4XX and 5XX raise APIError or the status's own subclass, streamed or not, with all that came."""
    gateway.enqueue_error(status, "No tea.", type="tea_error", code="no_tea", param="input", headers={"x-one": "1"})

    async def story(call: Caller) -> None:
        error = await failure(call, gateway.url, APIError, stream=streams)
        assert type(error) is kind
        assert error.status_code == status
        assert error.error == ErrorObject("No tea.", "tea_error", "no_tea", "input")
        assert json.loads(error.body)["error"]["message"] == "No tea."
        assert error.message == f"API error occurred: Status {status}. Body: {error.body}"
        assert str(error) == error.message
        assert error.headers["X-One"] == "1"
        assert error.raw_response.status_code == status
        assert error.raw_response.text == error.body
        assert error.retry_after is None

    run(story)
    assert len(gateway.requests) == 1


def test_the_tree_is_as_it_is_told() -> None:
    """Every error about an answer is an OrqError, those of a status are APIErrors, and all are exported."""
    exported = {name: getattr(models, name) for name in models.__all__}
    errors = {name: kind for name, kind in exported.items() if isinstance(kind, type) and issubclass(kind, Exception)}
    assert {name for name, kind in errors.items() if not issubclass(kind, OrqError)} == {"NoResponseError"}
    assert all(kind.__doc__ for kind in errors.values())
    assert set(BY_STATUS.values()) | {models.ServerError} == set(APIError.__subclasses__())
    assert not issubclass(ResponseValidationError, APIError)


def test_an_error_made_by_hand_says_what_one_from_the_service_says() -> None:
    """The message is put together from the HTTP response, as code that tests its own error handling expects."""
    error = APIError("API error occurred", httpx.Response(401, json={"error": {"message": "No."}}))
    assert str(error) == 'API error occurred: Status 401. Body: {"error":{"message":"No."}}'
    assert error.error == ErrorObject("No.")
    assert str(APIError("Just so")) == "Just so"


def test_a_traceback_names_the_module_to_import_from() -> None:
    """An error class says that it lives where users find it."""
    assert {getattr(models, name).__module__ for name in errors.__all__} == {"orq_ai_sdk.models"}


def test_an_error_about_a_parsed_response_knows_how_it_came() -> None:
    """Status, headers and request id are the response's own, also where no HTTP response is at hand."""
    response = parse_body(b'{"id":"r"}', None)
    response.attach_meta(ResponseMeta(200, {"x-request-id": "req_1"}, "req_1", 1, 0.5))
    for error in (
        models.StructuredOutputError("invalid", "no", response=response),
        models.MaxTurnsError("m", conversation=[], response=response),
        models.ResponseFailedError("m", response=response),
    ):
        assert (error.status_code, error.request_id) == (200, "req_1")


# --- what an error body says

SHAPES: list[tuple[Any, ErrorObject | None]] = [
    (
        {"error": {"message": "m", "type": "t", "param": "p", "code": "c"}},
        ErrorObject("m", "t", "c", "p"),
    ),
    ({"error": {"message": "m", "type": None, "param": None, "code": None}}, ErrorObject("m")),
    ({"error": {"message": "m", "code": 429, "metadata": {"raw": "x"}}, "user_id": "u"}, ErrorObject("m", code=429)),
    ({"type": "error", "error": {"type": "t", "message": "m"}, "request_id": "r"}, ErrorObject("m", "t")),
    ({"error": {"message": {"nested": 1}}}, None),
    ({"error": {"message": {"nested": 1}, "code": "c"}}, ErrorObject('{"nested": 1}', code="c")),
    ({"error": {"code": "c"}}, ErrorObject("c", code="c")),
    ({"error": {"type": "t"}}, ErrorObject("t", "t")),
    ({"error": {}}, None),
    ({"error": []}, None),
    ({"error": "m"}, ErrorObject("m")),
    ({"error": "m", "code": "c", "type": 5, "param": ["p"]}, ErrorObject("m", code="c")),
    ({"error": ""}, None),
    ({"error": None, "message": "m"}, ErrorObject("m")),
    ({"error": True, "message": "m", "code": True}, ErrorObject("m")),
    ({"message": "m"}, ErrorObject("m")),
    ({"message": "m", "type": "t", "code": 7, "param": "p"}, ErrorObject("m", "t", 7, "p")),
    ({"message": None, "detail": "d"}, ErrorObject("d")),
    ({"object": "error", "message": "m", "type": "NotFound", "code": 404}, ErrorObject("m", "NotFound", 404)),
    ({"detail": "m"}, ErrorObject("m")),
    ({"detail": {"message": "m", "code": "c"}}, ErrorObject("m", code="c")),
    (
        {"detail": [{"loc": ["body", "input", 0], "msg": "Field required", "type": "missing"}, {"msg": "b"}, "c"]},
        ErrorObject("body.input.0: Field required; b; c"),
    ),
    ({"statusCode": 404, "message": "Cannot POST /x", "error": "Not Found"}, ErrorObject("Cannot POST /x")),
    ({"error": "invalid_request", "error_description": "No key."}, ErrorObject("No key.")),
    ({"error": {}, "message": "m"}, ErrorObject("m")),
    ({"error": {"code": 0, "type": "t", "message": None}}, ErrorObject("0", "t", 0)),
    ({"detail": {"error": {"message": "m", "code": "c"}}}, ErrorObject("m", code="c")),
    ({"detail": {"detail": {"detail": "too deep"}}}, None),
    ({"detail": [{"message": "m"}]}, ErrorObject("m")),
    ({"detail": []}, None),
    ({"detail": ""}, None),
    ({"detail": 5}, None),
    ({"status": "bad"}, None),
    ({}, None),
    ([], None),
    ("text", None),
    (None, None),
    (5, None),
]


@pytest.mark.parametrize(("body", "expected"), SHAPES, ids=str)
def test_known_shapes_of_error_bodies_are_read(body: Any, expected: ErrorObject | None) -> None:
    """Message, type, code and parameter are found in every known shape; any other leaves None."""
    assert error_object(json.dumps(body)) == expected
    assert error_object("\ufeff" + json.dumps(body)) == expected
    error = error_of(400, body, content_type="application/json")
    assert error.error == expected
    assert error.body == json.dumps(body)


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ("text/html", b"<h1>502 Bad Gateway</h1>", "<h1>502 Bad Gateway</h1>"),
        ("text/plain; charset=iso-8859-1", "caf\u00e9".encode("latin-1"), "caf\u00e9"),
        ("text/plain; charset=nonsense", b"tea", "tea"),
        ("application/json", b"\xff\xfe{", "\ufffd\ufffd{"),
        ("application/json", b'{"error": {"message": "cut', '{"error": {"message": "cut'),
        ("application/json", b"[" * 100_000, "[" * 100_000),
        ("text/event-stream", b"data: tea\n\n", "data: tea\n\n"),
        ("", b"", ""),
    ],
    ids=str,
)
def test_any_body_of_any_type_is_kept_as_text(content_type: str, body: bytes, text: str) -> None:
    """HTML, broken JSON, other encodings, nothing: the body is there as text, and the error object is None."""
    error = error_of(502, body, content_type=content_type)
    assert type(error) is models.ServerError
    assert error.body == text
    assert error.error is None
    shown = text[:SHOWN_BODY_LIMIT] if text else '""'
    assert error.message.startswith(f"API error occurred: Status 502. Body: {shown}")
    error.message.encode()


def test_json_is_read_whatever_its_content_type_says() -> None:
    """An error object is found in a body that calls itself something else."""
    error = error_of(400, {"error": {"message": "m"}}, content_type="application/octet-stream")
    assert error.error == ErrorObject("m")


def test_a_huge_body_is_limited(run: Run) -> None:
    """Of an error's body 1 MiB is read, and the message shows the beginning; compressed ones too."""
    page = b"x" * (5 * BODY_LIMIT)
    plain = [headers(500, {"content-type": "text/plain", "content-length": str(len(page))}), Send(page)]
    packed = gzip.compress(page)
    compressed = [
        headers(500, {"content-type": "text/plain", "content-encoding": "gzip", "content-length": str(len(packed))}),
        Send(packed),
    ]
    with FaultServer([plain, compressed]) as server:

        async def story(call: Caller) -> None:
            for _ in range(2):
                error = await failure(call, server.url, models.ServerError)
                assert error.body == "x" * BODY_LIMIT
                assert len(error.message) < SHOWN_BODY_LIMIT + 200
                assert error.message.endswith(f"({BODY_LIMIT - SHOWN_BODY_LIMIT} more characters)")
                assert len(error.raw_response.text) == BODY_LIMIT

        run(story)


# --- headers

REQUEST_ID = ["x-request-id", "request-id", "x-orq-request-id", "apim-request-id", "x-amzn-requestid", "cf-ray"]


@pytest.mark.parametrize("name", REQUEST_ID)
def test_the_request_id_comes_from_the_usual_headers(name: str) -> None:
    """Each of the usual headers gives the request's id, whatever its case."""
    error = error_of(500, b"", **{name.upper(): "req_1"})
    assert error.request_id == "req_1"


def test_the_services_own_id_comes_before_a_proxys() -> None:
    """The most telling header wins, a blank one says nothing, and without any the id is None."""
    assert error_of(500, b"", cf_ray="ray", x_request_id="req_1").request_id == "req_1"
    assert error_of(500, b"", cf_ray="ray", x_request_id="").request_id == "ray"
    assert error_of(500, b"").request_id is None


@pytest.mark.parametrize(
    ("named", "seconds"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "0"}, 0.0),
        ({"retry_after_ms": "1500"}, 1.5),
        ({"retry_after": "9", "retry_after_ms": "250"}, 0.25),
        ({"retry_after": "soon"}, None),
        ({}, None),
    ],
    ids=str,
)
def test_the_wait_asked_for_is_on_the_error(named: dict[str, str], seconds: float | None) -> None:
    """`retry_after` is in seconds, from whichever header asks for it."""
    assert error_of(429, b"", **named).retry_after == seconds


def test_a_date_to_retry_at_becomes_seconds() -> None:
    """An HTTP date is counted from now, and one that has passed asks for no wait."""
    now = datetime.now(timezone.utc)
    ahead = error_of(429, b"", retry_after=format_datetime(now + timedelta(hours=1), usegmt=True)).retry_after
    assert 3_500 < ahead <= 3_600
    passed = error_of(503, b"", retry_after=format_datetime(now - timedelta(hours=1), usegmt=True)).retry_after
    assert passed == 0.0


# --- answers that are none


@pytest.mark.parametrize("streams", [False, True])
@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": {"message": "No tea.", "code": 500}}, "No tea."),
        ({"error": "No tea."}, "No tea."),
        ({"error": {"message": "No tea."}, "user_id": "u"}, "No tea."),
    ],
    ids=str,
)
def test_an_error_that_comes_as_200_is_an_api_error(
    gateway: LocalGateway, run: Run, body: dict[str, Any], message: str, streams: bool
) -> None:
    """A body with an error and no response raises APIError, and the error's own message comes first."""
    gateway.enqueue_json(body)

    async def story(call: Caller) -> None:
        error = await failure(call, gateway.url, APIError, stream=streams)
        assert type(error) is APIError
        assert error.message.startswith(message)
        error.message.encode()
        assert error.status_code == 200
        assert error.error is not None
        assert json.loads(error.body) == body

    run(story)


def test_half_a_letter_in_an_error_can_be_printed() -> None:
    """A lone surrogate in an error's message does not break whoever prints the error."""
    error = error_of(200, b'{"error": {"message": "No \\ud800 tea."}}', content_type="application/json")
    assert error.message.startswith("No \\ud800 tea.")
    assert error.error.message == "No \ud800 tea."
    error.message.encode()


def test_a_response_with_an_error_in_it_is_a_response() -> None:
    """A failed response has an error of its own and is returned, not raised."""
    failed = {"id": "r", "object": "response", "status": "failed", "error": {"code": "c", "message": "m"}, "output": []}
    for body in (failed, {"id": "r", "error": {"message": "m"}}, {"output": [], "error": "m"}, {"object": "response"}):
        response = parse_body(json.dumps(body).encode(), httpx.Response(200))
        assert response.model_dump(mode="json", by_alias=True, exclude_unset=True) == body


UNEXPECTED: list[tuple[int, str, bytes]] = [
    (200, "text/html", b"<p>Log in</p>"),
    (200, "text/plain", b'{"id": "r"}'),
    (200, "", b""),
    (202, "", b""),
    (204, "application/json", b""),
    (304, "", b""),
    (300, "application/json", b'{"id": "r"}'),
]


@pytest.mark.parametrize(("status", "content_type", "body"), UNEXPECTED, ids=str)
def test_anything_else_is_an_unexpected_answer(status: int, content_type: str, body: bytes) -> None:
    """What is neither an answer nor an HTTP error raises APIError that says so, with the body."""
    if (status, content_type) == (204, "application/json"):
        error = error_of(status, body, content_type=content_type)
        assert isinstance(error, (APIError, ResponseValidationError))
        return
    error = error_of(status, body, **({"content_type": content_type} if content_type else {}))
    assert type(error) is APIError
    assert error.message.startswith(f"Unexpected response received: Status {status}. Content-Type:")
    assert error.body == body.decode()
    assert error.status_code == status


NO_RESPONSE: list[tuple[bytes, type[Exception], str]] = [
    (b"", ValueError, "Expecting value"),
    (b"tea", ValueError, "Expecting value"),
    (b'{"id": "r"', ValueError, "delimiter"),
    (b'{"id": "r"} x', ValueError, "Extra data"),
    (b"[" * 100_000, Exception, ""),
    (b"null", TypeError, "null"),
    (b"[]", TypeError, "list"),
    (b'[{"id": "r"}]', TypeError, "list"),
    (b'"text"', TypeError, "str"),
    (b"5", TypeError, "int"),
    (b"true", TypeError, "bool"),
    (b"{}", ValueError, "nothing"),
    (b'{"status": "ok", "\\ud800": 1}', ValueError, "'status'"),
    (b'{"object": "list", "data": []}', ValueError, "'data', 'object'"),
]


@pytest.mark.parametrize("streams", [False, True])
@pytest.mark.parametrize(("body", "cause", "told"), NO_RESPONSE, ids=lambda value: str(value)[:30])
def test_what_is_no_response_says_why(run: Run, body: bytes, cause: type[Exception], told: str, streams: bool) -> None:
    """Not JSON, no object, no sign of a response: ResponseValidationError, with the cause and the raw body."""
    answer = headers(200, {"content-type": "application/json", "content-length": str(len(body))})
    with FaultServer([[answer, Send(body)]]) as server:

        async def story(call: Caller) -> None:
            error = await failure(call, server.url, ResponseValidationError, stream=streams)
            assert isinstance(error.cause, cause)
            assert told in str(error.cause)
            assert error.message.startswith(f"Response validation failed: {error.cause} (Status 200. Content-Type: app")
            assert error.body == body.decode("utf-8", "replace")
            assert error.status_code == 200
            assert error.headers["content-type"] == "application/json"
            assert error.raw_response.content == body
            error.message.encode()

        run(story)


@pytest.mark.parametrize("body", [b'{"id": "caf\xe9"}', b'\xef\xbb\xbf{"id": "caf\xe9"}'])
def test_bytes_that_are_not_utf_8_are_read_as_in_a_stream(body: bytes) -> None:
    """They become U+FFFD; a byte order mark is none of the body's."""
    assert parse_body(body, httpx.Response(200)).id == "caf\ufffd"


@pytest.mark.parametrize(
    "body",
    [
        {"error": {}},
        {"error": 500},
        {"error": True},
        {"error": ["a"]},
        {"error": {"reason": "quota"}},
        {"error": {}, "message": "m"},
    ],
)
def test_an_error_and_no_response_is_an_api_error(body: dict[str, Any]) -> None:
    """Whatever the error looks like."""
    with pytest.raises(APIError, match="Unexpected response received: Status 200"):
        parse_body(json.dumps(body).encode(), httpx.Response(200))


# --- copies, pickles, other processes


def samples() -> list[Exception]:
    """Return one error of every class, filled as the SDK fills it."""
    request = httpx.Request("POST", "https://host", headers={"authorization": f"Bearer {SHY_KEY}"})
    raw = httpx.Response(
        429, headers={"x-request-id": "req_1", "X-One": "1"}, json={"error": {"message": "m"}}, request=request
    )
    response = parse_body(b'{"id":"r","output":[{"type":"new","x":1}]}', None)
    kinds: list[type[APIError]] = [APIError, *APIError.__subclasses__()]
    try:
        json.loads("{")
    except ValueError as error:
        cause = error
    return [
        OrqError("message", raw),
        *(kind("message", raw, retry_after=1.5) for kind in kinds),
        ResponseValidationError("message", raw, cause, "{"),
        models.StreamInterruptedError("message", raw, response_id="r", sequence_number=7, response=response),
        models.ResponseFailedError("message", raw, code="c", param="p", response=response),
        models.StructuredOutputError("refusal", "no", text="{", response=response),
        models.MaxTurnsError("message", conversation=[*response.to_input(), {"role": "user"}], response=response),
        models.NoResponseError(),
    ]


def test_there_is_a_sample_of_every_class() -> None:
    """No error class is left out of what follows."""
    exported = [getattr(models, name) for name in models.__all__]
    kinds = {kind for kind in exported if isinstance(kind, type) and issubclass(kind, Exception)}
    assert {type(error) for error in samples()} == kinds


def facts(error: Exception) -> dict[str, Any]:
    """Return what there is to know about an error, its HTTP response and cause by their values."""
    known = {**vars(error)}
    raw, cause = known.pop("raw_response", None), known.pop("cause", None)
    known["headers"] = dict(known.get("headers", {}))
    if raw is not None:
        known["raw"] = (raw.status_code, raw.content, dict(raw.headers))
    asked = {name: getattr(error, name, None) for name in ("request_id", "args")}
    return {"class": type(error), "text": str(error), "cause": repr(cause), **known, **asked}


def pickled(error: Exception) -> Exception:
    """Return a copy of an error that went through a pickle."""
    copied: Exception = pickle.loads(pickle.dumps(error))
    return copied


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, pickled, lambda error: pickled(pickled(error))])
@pytest.mark.parametrize("error", samples(), ids=lambda error: type(error).__name__)
def test_every_error_can_be_copied_and_pickled(error: Exception, way: Callable[[Exception], Exception]) -> None:
    """A copy has the class, the text and every attribute; notes travel too."""
    error.__dict__["__notes__"] = ["a note"]
    copied = way(error)
    assert copied is not error
    assert facts(copied) == facts(error)


def test_errors_travel_between_processes() -> None:
    """Handed to a worker process and raised there, each comes back as it was, and no pool hangs."""
    errors = samples()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        raised = [pool.submit(raise_it, error) for error in errors]
        for error, future in zip(errors, raised, strict=True):
            found = future.exception(timeout=60)
            assert found is not None
            assert facts(found) | {"__cause__": None} == facts(error) | {"__cause__": None}


def test_a_copy_shares_the_http_response_and_a_deep_copy_nothing_else() -> None:
    """A copied error has the very response; a deep copy has an answer of its own."""
    error = models.StreamInterruptedError("m", httpx.Response(200), response=parse_body(b'{"id":"r"}', None))
    assert copy.copy(error).raw_response is error.raw_response
    assert copy.copy(error).response is error.response
    deep = copy.deepcopy(error)
    assert deep.raw_response is error.raw_response
    assert deep.response == error.response
    assert deep.response is not error.response


def test_an_odd_http_response_is_left_out_of_a_pickle() -> None:
    """A response that cannot be pickled, or is not known to be free of its request, stays behind; the rest goes."""

    class Odd:
        status_code = 418
        headers = {"x-request-id": "req_1"}  # noqa: RUF012 - as simple as a test's double is

    unpicklable = httpx.Response(
        418, headers={"x-request-id": "req_1"}, content=b"tea", default_encoding=lambda _: "utf-8"
    )
    for raw in (Odd(), unpicklable):
        error = APIError("m", raw, "body")  # type: ignore[arg-type]  # a double
        copied = pickled(error)
        assert isinstance(copied, APIError)
        assert copied.raw_response is None
        assert (copied.status_code, copied.body, copied.request_id) == (418, "body", "req_1")
        assert copy.copy(error).raw_response is raw


def test_an_unread_response_gives_no_body_and_no_second_error() -> None:
    """An error made of a response that nobody read has an empty body."""
    error = APIError("m", httpx.Response(500, stream=httpx.ByteStream(b"later")))
    assert error.body == ""
    assert error.error is None


def test_no_error_shows_the_key(run: Run) -> None:
    """Neither text, repr, traceback nor pickle of an error holds the key, not even after redirects."""
    page = json.dumps({"error": {"message": "m"}}).encode()
    failing = [headers(401, {"content-type": "application/json", "content-length": str(len(page))}), Send(page)]
    cut = [headers(200, {"content-type": "application/json", "content-length": "1"}), Send(b"{")]
    odd = [headers(300, {"location": "/x", "content-length": "0"})]

    def redirect(target: str) -> list[Any]:
        return [headers(307, {"location": target, "content-length": "0"})]

    with FaultServer([failing, redirect("/again"), failing, cut, odd]) as server:

        async def story(call: Caller) -> None:
            for _ in range(4):
                error = await failure(call, server.url)
                shown = "".join(
                    [
                        str(error),
                        repr(error),
                        repr(vars(error)),
                        *traceback.format_exception(error),
                        repr(error.headers),
                    ]
                )
                assert SHY_KEY not in shown
                assert SHY_KEY.encode() not in pickle.dumps(error)
                assert SHY_KEY.encode() not in pickle.dumps(copy.copy(error))

        run(story)
    assert all(request.headers["authorization"] == f"Bearer {SHY_KEY}" for request in server.requests)


def test_a_redirect_that_nobody_follows_carries_no_key() -> None:
    """The answer knows the request that would come next, key included; the error's pickle does not take it along."""
    moved = [headers(307, {"location": "/elsewhere", "content-length": "0"})]
    with FaultServer([moved]) as server, httpx.Client() as mine:
        orq = Orq(api_key=SHY_KEY, server_url=server.url, client=mine)
        with pytest.raises(APIError, match="Status 307") as caught:
            orq.router.responses.create(model="m", input_="Hi")
    next_request: Any = caught.value.raw_response.next_request
    assert next_request.headers["authorization"] == f"Bearer {SHY_KEY}"
    assert SHY_KEY.encode() not in pickle.dumps(caught.value)
    assert SHY_KEY.encode() not in pickle.dumps(copy.copy(caught.value))
