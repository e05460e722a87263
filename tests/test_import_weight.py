"""What is loaded, built and made, and when: counts, each taken in a fresh interpreter, and never a time."""

from __future__ import annotations

import builtins
import gc
import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pydantic
import pytest

import orq_ai_sdk
from orq_ai_sdk import Orq
from orq_ai_sdk.models import _tables
from orq_ai_sdk.testing import LocalGateway

HOME = Path(orq_ai_sdk.__file__).resolve().parents[1]

# Each takes longer to import than the whole SDK should, or brings one of these along.
HEAVY = {
    *("httpx", "httpcore", "h11", "anyio", "trio", "pydantic", "pydantic_core", "annotated_types", "typing_extensions"),
    *("typing_inspection", "jsonpath", "asyncio", "concurrent.futures", "dataclasses", "decimal", "email", "http"),
    *("inspect", "json", "logging", "pathlib", "random", "select", "socket", "ssl", "subprocess", "tempfile", "urllib"),
}


def facts(program: str, *, site: bool = True) -> Any:
    """Run a program in a fresh interpreter, which finds this package first; return what it tells as JSON.

    Without `site` nothing is imported before the program begins, and a checkout is all that can be found.
    """
    begin = f"import sys\nsys.path.insert(0, {str(HOME)!r})\n"
    options = ["-I", "-W", "error"] if site else ["-I", "-S", "-W", "error"]
    done = subprocess.run(
        [sys.executable, *options, "-c", begin + textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# --- importing


def loaded_by(program: str, *, site: bool = True) -> set[str]:
    """The modules that a program loads, itself and the telling aside."""
    begin = "import os\nos.environ.pop('ORQ_DEBUG', None)\nbefore = set(sys.modules)\n"
    end = "\nloaded = sorted(set(sys.modules) - before)\nimport json\nprint(json.dumps(loaded))"
    return set(facts(begin + textwrap.dedent(program) + end, site=site))


def test_importing_the_client_loads_nothing_heavy() -> None:
    """`from orq_ai_sdk import Orq` loads a handful of the SDK's modules, and neither httpx nor pydantic nor asyncio."""
    loaded = loaded_by("from orq_ai_sdk import Orq", site=False)

    assert not HEAVY & loaded
    assert {name for name in loaded if name.startswith("orq_ai_sdk")} <= {
        "orq_ai_sdk",
        "orq_ai_sdk._lazy",
        "orq_ai_sdk._operation",
        "orq_ai_sdk._version",
        "orq_ai_sdk.sdk",
        "orq_ai_sdk.sdkconfiguration",
        "orq_ai_sdk.types",
        "orq_ai_sdk.types.unset",
    }
    assert len(loaded) < 60


@pytest.mark.parametrize(
    "statement",
    [
        "import orq_ai_sdk",
        "from orq_ai_sdk.types import UNSET, UnrecognizedStr",
        "from orq_ai_sdk.utils import RetryConfig, BackoffStrategy",
        "from orq_ai_sdk import models, types, utils",
        "from orq_ai_sdk.httpclient import HttpClient, AsyncHttpClient",
    ],
)
def test_what_configures_a_client_is_as_light(statement: str) -> None:
    """Settings and the packages of names load neither httpx nor pydantic."""
    assert not HEAVY & loaded_by(statement, site=False)


def test_constructing_loads_and_makes_nothing_heavy() -> None:
    """A thousand clients, made with all usual arguments, entered and closed: not even `ssl` or `httpx` is imported."""
    loaded = loaded_by(
        """
        from orq_ai_sdk import Orq
        from orq_ai_sdk.utils import RetryConfig
        for _ in range(1000):
            with Orq(api_key="key", retry_config=RetryConfig(), timeout_ms=1000, default_headers={"x-a": "b"}) as orq:
                orq.with_options(timeout_ms=1, server_url="http://127.0.0.1:1/base").router
        """
    )

    assert not {"httpx", "pydantic", "pydantic_core", "asyncio", "ssl", "socket", "logging"} & loaded


# --- the first call


CALLS = """
    import builtins, json, ssl
    import httpx, pydantic
    from orq_ai_sdk.testing import LocalGateway

    made = {"Client": 0, "AsyncClient": 0, "SSLContext": 0}

    def count(cls, method):
        real = getattr(cls, method)
        def counted(*args, **kwargs):
            made[cls.__name__] += 1
            return real(*args, **kwargs)
        setattr(cls, method, counted)

    count(httpx.Client, "__init__")
    count(httpx.AsyncClient, "__init__")
    count(ssl.SSLContext, "__new__")

    built = []
    build_class = builtins.__build_class__
    def noted(body, name, *bases, **options):
        if body.__module__.startswith("orq_ai_sdk.models"):
            built.append(name)
        return build_class(body, name, *bases, **options)
    builtins.__build_class__ = noted

    def tell(**more):
        modules = sorted(name for name in sys.modules if name.startswith("orq_ai_sdk.models."))
        print(json.dumps({**made, "modules": modules, "built": built, **more}))

    from orq_ai_sdk import Orq
"""


def test_the_first_call_makes_one_client_and_one_tls_context() -> None:
    """Ten synchronous calls, JSON and streamed, from an object and two views of it: one client, one connection."""
    told = facts(
        CALLS
        + """
    with LocalGateway() as gateway, Orq(api_key="k", server_url=gateway.url) as orq:
        assert made == {"Client": 0, "AsyncClient": 0, "SSLContext": 0}
        for client in (orq, orq.with_options(timeout_ms=9_000), orq.with_options(http_headers={"x-a": "b"}), orq, orq):
            client.router.responses.create(model="m", input_="Hi")
            with client.router.responses.create(model="m", input_="Hi", stream=True) as stream:
                assert stream.get_final_text() == "Hi"
        tell(connections=gateway.connections, requests=len(gateway.requests))
    """
    )

    assert (told["Client"], told["AsyncClient"], told["SSLContext"]) == (1, 0, 1)
    assert (told["connections"], told["requests"]) == (1, 10)


def test_each_event_loop_gets_one_client_and_all_share_the_tls_context() -> None:
    """Two loops and a synchronous call: two asynchronous clients, one synchronous, one TLS context."""
    told = facts(
        CALLS
        + """
    import asyncio

    async def ask():
        for _ in range(3):
            res = await orq.router.responses.create_async(model="m", input_="Hi", stream=True)
            async with res as stream:
                assert await stream.get_final_text() == "Hi"
            await orq.router.responses.create_async(model="m", input_="Hi")

    with LocalGateway() as gateway:
        with Orq(api_key="k", server_url=gateway.url) as orq:
            asyncio.run(ask())
            asyncio.run(ask())
            orq.router.responses.create(model="m", input_="Hi")
        tell(connections=gateway.connections)
    """
    )

    assert (told["Client"], told["AsyncClient"], told["SSLContext"]) == (1, 2, 1)
    assert told["connections"] == 3


def test_an_answer_builds_only_the_models_that_it_holds() -> None:
    """A text answer loads two modules of models and builds a dozen classes; a text stream adds the events."""
    program = """
    with LocalGateway() as gateway, Orq(api_key="k", server_url=gateway.url) as orq:
        orq.router.responses.create(model="m", input_="Hi")
        after_json = list(built)
        with orq.router.responses.create(model="m", input_="Hi", stream=True) as stream:
            stream.until_done()
        after_stream = list(built)
        with orq.router.responses.create(model="m", input_="Hi", stream=True) as stream:
            stream.until_done()
        assert built == after_stream
        tell(json=after_json, stream=after_stream)
    """
    told = facts(CALLS + program)

    assert "CreateResponseResponseBody" in told["json"]
    assert "OutputTextDeltaEvent" in told["stream"]
    assert len(told["json"]) <= 20
    assert len(told["stream"]) <= 45
    assert not {"items", "toolevents", "tools", "typeddicts"}.intersection(
        name.rpartition(".")[2] for name in told["modules"]
    )


# --- events


def sample_events(number: int) -> list[dict[str, Any]]:
    """As many events, of every listed type in turn, with what such events hold."""
    text = {"type": "output_text", "text": "a", "annotations": [], "logprobs": []}
    item = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": [text]}
    body = {"id": "r", "object": "response", "status": "in_progress", "output": [item], "usage": {"input_tokens": 1}}
    ends = {"response.completed", "response.failed", "response.incomplete", "error"}
    names = [name for name in _tables.CreateResponseStreamEvent.tags if name not in ends]
    holds = {"response": body, "item": item, "part": text, "delta": "a", "output_index": 0, "content_index": 0}
    events = [{"type": names[index % len(names)], "sequence_number": index, **holds} for index in range(number)]
    return [*events, {"type": "response.completed", "sequence_number": number, "response": body}]


def test_decoding_an_event_builds_no_class(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once every type has been seen, a thousand events of all types build no class and make no model at run time."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a class is built while events are decoded")

    with LocalGateway() as gateway, Orq(api_key="k", server_url=gateway.url) as orq:
        gateway.enqueue_events(sample_events(200))
        gateway.enqueue_events(sample_events(1000))
        with orq.router.responses.create(model="m", input_="Hi", stream=True) as stream:
            kinds = {type(event.data) for event in stream}
        assert len(kinds) > 50

        with orq.router.responses.create(model="m", input_="Hi", stream=True) as stream:
            gc.collect()
            classes = {id(thing) for thing in gc.get_objects() if isinstance(thing, type)}
            with monkeypatch.context() as patch:
                patch.setattr(builtins, "__build_class__", refuse)
                patch.setattr(pydantic, "create_model", refuse)
                patch.setattr("pydantic.main.create_model", refuse)
                patch.setattr("pydantic._internal._model_construction.ModelMetaclass.__new__", refuse)
                count = sum(1 for _ in stream)
            made = [thing for thing in gc.get_objects() if isinstance(thing, type) and id(thing) not in classes]

    assert count == 1001
    assert made == []


def test_a_warm_async_call_starts_no_thread() -> None:
    """Without a hook nothing is handed to a worker thread: neither the request, nor reading, nor closing."""
    started = facts(
        """
        import asyncio, json, threading
        from orq_ai_sdk import Orq
        from orq_ai_sdk.testing import LocalGateway

        mine, started = threading.current_thread(), []
        start = threading.Thread.start
        def noted(thread):
            if threading.current_thread() is mine:
                started.append(thread.name)
            start(thread)

        async def ask():
            async with Orq(api_key="k", server_url=gateway.url) as orq:
                await orq.router.responses.create_async(model="m", input_="Hi")
                threading.Thread.start = noted
                for _ in range(5):
                    await orq.router.responses.create_async(model="m", input_="Hi")
                    async with await orq.router.responses.create_async(model="m", input_="Hi", stream=True) as stream:
                        await stream.until_done()
                threading.Thread.start = start

        with LocalGateway() as gateway:
            asyncio.run(ask())
        print(json.dumps(started))
        """
    )

    assert started == []
