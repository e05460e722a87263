"""The names that are promised to users: where they are, what they are, and that nothing else passes for public."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_type_hints

import httpx
import pydantic
import pytest

import orq_ai_sdk
from orq_ai_sdk import models

SOURCE = Path(orq_ai_sdk.__file__).parent

# The contract's list of names, word for word. It may grow.
PROMISED = {
    "orq_ai_sdk": ("Orq", "VERSION"),
    "orq_ai_sdk.models": (
        "CreateResponseRequestBody",
        "CreateResponseInput",
        "Reasoning",
        "CreateResponseText",
        "Include",
        "CreateResponseTools",
        "CreateResponseToolChoice",
        "CreateResponseResponse",
        "CreateResponseResponseBody",
        "OrqError",
        "APIError",
        "ResponseValidationError",
        "NoResponseError",
    ),
    "orq_ai_sdk.types": ("BaseModel", "Nullable", "OptionalNullable", "UNSET"),
    "orq_ai_sdk.utils": ("RetryConfig", "BackoffStrategy"),
    "orq_ai_sdk.utils.eventstreaming": ("EventStream", "EventStreamAsync", "ServerEvent", "SSEDecoder"),
    "orq_ai_sdk.httpclient": ("HttpClient", "AsyncHttpClient"),
    "orq_ai_sdk._hooks": (
        "HookContext",
        "BeforeRequestContext",
        "AfterSuccessContext",
        "AfterErrorContext",
        "SDKInitHook",
        "BeforeRequestHook",
        "AfterSuccessHook",
        "AfterErrorHook",
    ),
}
# What came later and is in the documents, so that it cannot go again either.
ALSO = {
    "orq_ai_sdk": ("function_tool",),
    "orq_ai_sdk.models": (
        "AuthenticationError",
        "ConflictError",
        "MaxTurnsError",
        "NotFoundError",
        "PermissionDeniedError",
        "RateLimitError",
        "ResponseFailedError",
        "ServerError",
        "StreamInterruptedError",
        "StructuredOutputError",
        "UnprocessableEntityError",
    ),
    "orq_ai_sdk.testing": ("LocalGateway",),
    "orq_ai_sdk.types": ("UnrecognizedStr",),
}
PUBLIC = ("orq_ai_sdk", "orq_ai_sdk.models", "orq_ai_sdk.types", "orq_ai_sdk.utils", "orq_ai_sdk.utils.eventstreaming")


def _pairs(names: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(module, name) for module, listed in names.items() for name in listed]


@pytest.mark.parametrize(("module", "name"), [*_pairs(PROMISED), *_pairs(ALSO)])
def test_a_promised_name_can_be_imported_and_is_listed(module: str, name: str) -> None:
    """`from module import name` works, and an editor that completes names shows it."""
    home = importlib.import_module(module)

    assert getattr(home, name, None) is not None
    assert name in dir(home)


@pytest.mark.parametrize("module", [*PUBLIC, "orq_ai_sdk.httpclient", "orq_ai_sdk._hooks", "orq_ai_sdk.testing"])
def test_a_module_exports_just_what_it_lists(module: str) -> None:
    """`__all__` is sorted out, free of repetition, and every name in it is there."""
    home = importlib.import_module(module)
    listed: list[str] = home.__all__

    assert len(set(listed)) == len(listed)
    assert [name for name in listed if not hasattr(home, name)] == []
    assert set(listed) <= set(dir(home))


@pytest.mark.parametrize("module", ["orq_ai_sdk.models", "orq_ai_sdk.types", "orq_ai_sdk.utils"])
def test_a_package_of_names_shows_nothing_but_its_names(module: str) -> None:
    """`dir()` is `__all__`: no helper, no import of the package's own shows up in an editor."""
    home = importlib.import_module(module)

    assert sorted(dir(home)) == sorted(home.__all__)


@pytest.mark.parametrize("module", PUBLIC)
def test_a_name_that_is_not_there_is_an_attribute_error(module: str) -> None:
    """Names that load late fail as others do, so that `hasattr` and `from … import` behave."""
    home = importlib.import_module(module)

    with pytest.raises(AttributeError, match="no_such_name"):
        home.no_such_name  # noqa: B018 - looking it up is the test
    with pytest.raises(ImportError, match="no_such_name"):
        exec(f"from {module} import no_such_name")  # noqa: S102 - a fixed statement


@pytest.mark.parametrize("module", PUBLIC)
def test_a_wildcard_import_gives_all_names(module: str) -> None:
    """`from module import *` gives what `__all__` lists, names that load late included."""
    scope: dict[str, Any] = {}
    exec(f"from {module} import *", scope)  # noqa: S102 - a fixed statement

    assert set(importlib.import_module(module).__all__) <= scope.keys()


@pytest.mark.parametrize("name", ["models", "types", "utils", "httpclient"])
def test_a_promised_module_is_an_attribute_of_the_package(name: str) -> None:
    """`import orq_ai_sdk; orq_ai_sdk.models…` works in a fresh interpreter, which has not imported it yet."""
    told = _python(f"import orq_ai_sdk; print(orq_ai_sdk.{name}.__name__)")

    assert told == f"orq_ai_sdk.{name}"


@pytest.mark.parametrize("order", [("utils.eventstreaming", "models"), ("models", "streaming"), ("responses", "sdk")])
def test_modules_can_be_imported_in_any_order(order: tuple[str, str]) -> None:
    """No module needs another to have been imported before it."""
    told = _python("".join(f"import orq_ai_sdk.{name}\n" for name in order) + "print('fine')")

    assert told == "fine"


def test_every_module_can_be_imported() -> None:
    """Every file of the package is a module that imports without a warning and says first what it is."""
    files = [path.relative_to(SOURCE.parent).with_suffix("") for path in sorted(SOURCE.rglob("*.py"))]
    names = [".".join(path.parts).removesuffix(".__init__") for path in files if path.name != "__main__"]

    assert "orq_ai_sdk.models.events" in names
    assert [name for name in names if not importlib.import_module(name).__doc__] == []


def test_every_promised_object_has_its_twin() -> None:
    """Each object and union that is part of a request also stands there as `…TypedDict`."""
    models = importlib.import_module("orq_ai_sdk.models")
    twins = [name for name in PROMISED["orq_ai_sdk.models"] if not name.endswith(("Error", "Include", "Response"))]

    assert len(twins) == 7
    assert [name for name in twins if f"{name}TypedDict" not in models.__all__] == []


def test_errors_form_the_promised_tree() -> None:
    """Whoever catches `OrqError` catches all; it and its children carry what the contract says."""
    models = importlib.import_module("orq_ai_sdk.models")
    errors = [getattr(models, name) for name in models.__all__ if name.endswith("Error")]
    exceptions = [error for error in errors if isinstance(error, type) and issubclass(error, Exception)]

    assert models.APIError in exceptions
    outside = {error.__name__ for error in exceptions if not issubclass(error, models.OrqError)}
    assert outside <= {"NoResponseError"}
    by_status = (
        "Authentication",
        "Conflict",
        "NotFound",
        "PermissionDenied",
        "RateLimit",
        "Server",
        "UnprocessableEntity",
    )
    assert all(issubclass(getattr(models, f"{name}Error"), models.APIError) for name in by_status)


def test_an_error_has_the_promised_attributes() -> None:
    """`message`, `status_code`, `body`, `headers`, `raw_response`, and for a body that does not fit the `cause`."""
    models = importlib.import_module("orq_ai_sdk.models")
    from orq_ai_sdk import Orq

    answers = {"/refused": (401, '{"error": {"message": "No."}}'), "/broken": (200, "not JSON")}

    def answer(request: httpx.Request) -> httpx.Response:
        status, text = answers[request.url.path.removesuffix("/v2/gateway/responses")]
        return httpx.Response(status, text=text, headers={"content-type": "application/json"})

    with httpx.Client(transport=httpx.MockTransport(answer)) as client, Orq(api_key="k", client=client) as orq:
        with pytest.raises(models.APIError) as refused:
            orq.router.responses.create(model="m", input_="Hi", server_url="http://gateway.test/refused")
        with pytest.raises(models.ResponseValidationError) as broken:
            orq.router.responses.create(model="m", input_="Hi", server_url="http://gateway.test/broken")

    error = refused.value
    assert (error.status_code, error.body) == (401, answers["/refused"][1])
    assert error.headers["content-type"] == "application/json"
    assert error.raw_response.status_code == 401
    assert str(error) == error.message == f"API error occurred: Status 401. Body: {answers['/refused'][1]}"
    assert broken.value.body == "not JSON"
    assert broken.value.cause is not None


def test_the_version_is_said_once() -> None:
    """`VERSION` is the installed distribution's, and a version as packaging tools read one."""
    from importlib.metadata import version

    assert version("orq-ai-sdk") == orq_ai_sdk.VERSION == orq_ai_sdk.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+([abrc.]+\d+)?", orq_ai_sdk.VERSION)


def test_the_constructor_takes_what_is_promised_in_the_promised_order() -> None:
    """The contract's arguments come first, in its order, so that they may be given by position; more may follow."""
    from orq_ai_sdk import Orq

    parameters = inspect.signature(Orq).parameters.values()
    positional = [one.name for one in parameters if one.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]

    assert positional == [
        *("api_key", "server_idx", "server_url", "url_params", "client", "async_client"),
        *("retry_config", "timeout_ms", "debug_logger"),
    ]


@pytest.mark.parametrize("name", ["create", "create_async"])
def test_the_call_takes_what_is_promised_by_keyword(name: str) -> None:
    """Every parameter of the operation's page is there, with the contract's default, and only by keyword."""
    from orq_ai_sdk.responses import Responses
    from orq_ai_sdk.types import UNSET

    parameters = dict(inspect.signature(getattr(Responses, name)).parameters)
    del parameters["self"]

    assert {one.kind for one in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    required = {name for name, one in parameters.items() if one.default is inspect.Parameter.empty}
    assert required == {"model", "input_"}
    defaults = {name: one.default for name, one in parameters.items() if name not in required}
    none = ("metadata", "tools", "tool_choice", "server_url", "accept_header_override", "http_headers")
    unset = (
        *("temperature", "top_p", "previous_response_id", "instructions", "reasoning", "max_output_tokens", "text"),
        *("include", "parallel_tool_calls", "retries", "timeout_ms"),
    )
    promised = {**dict.fromkeys(none), **dict.fromkeys(unset, UNSET), "store": True, "stream": False}
    assert {name: defaults[name] for name in promised} == promised
    assert defaults.keys() - promised.keys() == {"extra_query", "extra_body"}


def test_retry_settings_are_taken_by_position_in_milliseconds() -> None:
    """`RetryConfig(strategy, backoff, retry_connection_errors)` and `BackoffStrategy(…)` keep their order."""
    from orq_ai_sdk.utils import BackoffStrategy, RetryConfig

    config = RetryConfig("backoff", BackoffStrategy(500, 60_000, 1.5, 3_600_000), False)

    assert (config.strategy, config.retry_connection_errors) == ("backoff", False)
    backoff = config.backoff
    assert (backoff.initial_interval, backoff.max_interval, backoff.exponent) == (500, 60_000, 1.5)
    assert backoff.max_elapsed_time == 3_600_000


def _python(program: str) -> str:
    """Run a program in a fresh interpreter that finds the same package; return what it prints."""
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        f"import sys; sys.path.insert(0, {str(SOURCE.parent)!r})\n{program}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("name", [name for name in models.__all__ if name.endswith("TypedDict")])
def test_a_twin_can_be_read_at_run_time(name: str) -> None:
    """What it says of its keys can be resolved, as frameworks do, and pydantic makes a schema of it."""
    twin: Any = getattr(models, name)
    if isinstance(twin, type):
        assert get_type_hints(twin, include_extras=True)
    if name not in ("CreateResponseResponseTypedDict",):  # of streams there is no schema
        pydantic.TypeAdapter(twin)


def test_a_users_model_can_hold_a_conversation() -> None:
    """Items as dicts and as models are fields like any others."""

    class Chat(pydantic.BaseModel):
        items: list[models.InputItemTypedDict]
        tools: list[models.CreateResponseToolsTypedDict] = []

    chat = Chat.model_validate({"items": [{"role": "user", "content": "Hi"}], "tools": [{"type": "web_search"}]})
    assert chat.items == [{"role": "user", "content": "Hi"}]
    assert json.loads(chat.model_dump_json())["items"] == [{"role": "user", "content": "Hi"}]


def test_what_programs_of_the_other_package_import_is_here() -> None:
    """The module that has its enum of Accept headers, and the class's name there; both as this package has them."""
    from orq_ai_sdk.orq_responses import CreateAcceptEnum, OrqResponses

    assert OrqResponses is type(orq_ai_sdk.Orq(api_key="k").router.responses)
    assert [str.__str__(member) for member in CreateAcceptEnum] == ["application/json", "text/event-stream"]
