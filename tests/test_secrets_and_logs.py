"""Nothing is logged unless asked for, and no key is shown by anything: no line, exception, repr or pickle."""

from __future__ import annotations

import json
import logging
import pickle
import subprocess
import sys
import textwrap
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import Any

import httpx
import pytest

from orq_ai_sdk import Orq
from orq_ai_sdk._hooks import AfterErrorHook, AfterSuccessHook, BeforeRequestContext, BeforeRequestHook
from orq_ai_sdk.core.logs import Redaction, default_logger
from orq_ai_sdk.core.security import is_secret, masked_url
from orq_ai_sdk.models import APIError, OrqError
from support.calls import ANSWER, JSON_ANSWER, QUICK, REQUEST, SSE_ANSWER, text_of
from support.faultserver import (
    Close,
    FaultServer,
    Reset,
    Script,
    chunk,
    half_header,
    headers,
    json_answer,
    sse_answer,
)
from support.stories import Caller, Run, colour_fixture, run_fixture
from support.streams import created, text

__all__ = ["colour_fixture", "run_fixture"]

KEY = "sk-secret-of-the-logs"
TESTS = Path(__file__).parent
BUSY = json_answer(
    {"error": {"message": "busy"}}, status=503, headers={"x-request-id": "req_7", "set-cookie": "a=server-secret"}
)


class Lines:
    """A debug logger that keeps its lines."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def debug(self, msg: str, *args: Any) -> None:
        self.all.append(msg % args if args else msg)

    def starting(self, start: str) -> list[str]:
        return [line for line in self.all if line.startswith(start)]


# --- what is logged


@pytest.fixture
def _no_set_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let `logging` be set up by nobody."""
    monkeypatch.setattr(logging, "basicConfig", lambda **_: pytest.fail("basicConfig was called"))
    root, ours = logging.getLogger(), logging.getLogger("orq_ai_sdk")
    before = root.handlers[:], ours.handlers[:], ours.level
    yield
    assert (root.handlers[:], ours.handlers[:], ours.level) == before


@pytest.mark.usefixtures("_no_set_up", "no_debug_log")
def test_nothing_is_logged_unasked(
    run: Run, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither calls nor failures nor retries say a word, and nobody's logging is set up."""
    caplog.set_level(logging.DEBUG)
    with FaultServer([JSON_ANSWER, SSE_ANSWER, BUSY, JSON_ANSWER, BUSY]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url)) as client:
                await text_of(client)
                await text_of(client, stream=True)
                await text_of(client, retries=QUICK)
                with pytest.raises(OrqError):
                    await text_of(client)

        run(story)
    assert [record for record in caplog.records if record.name.partition(".")[0] in ("orq_ai_sdk", "root")] == []
    assert KEY not in caplog.text
    assert capfd.readouterr() == ("", "")


def test_each_attempt_is_told(run: Run) -> None:
    """Method, URL, attempt, status, time, request id; the wait between; what failed. Bodies are not shown."""
    lines = Lines()
    with FaultServer([BUSY, JSON_ANSWER, [Close()]]) as server:
        url = server.url + "/base"

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=url, debug_logger=lines)) as client:
                await text_of(client, retries=QUICK, extra_query={"token": "query-secret"})
                await client.close()
            async with call.client(lambda: Orq(api_key=KEY, server_url=url, debug_logger=lines)) as client:
                with pytest.raises(httpx.TransportError):
                    await text_of(client)

        run(story)
        shown = [line.partition(" headers")[0].partition(" in ")[0].rstrip(",") for line in lines.all]
        place = f"{server.url}/base/v2/gateway/responses"
    assert shown == [
        f"request: attempt 1: POST {place}",
        "response: attempt 1: status 503",
        "retry: attempt 2 follows",
        f"request: attempt 2: POST {place}",
        "response: attempt 2: status 200",
        f"request: attempt 1: POST {place}",
        "failure: attempt 1: RemoteProtocolError: Server disconnected without sending a response.",
    ]
    assert "request id req_7" in lines.starting("response: attempt 1")[0]
    assert not any(f"{whose}-secret" in line for whose in ("sk", "server", "query") for line in lines.all)
    assert '"Hi"' not in "\n".join(lines.all)


LOOP: Script = [headers(307, {"location": "/again", "content-length": "0"})]


@pytest.mark.parametrize(
    ("scripts", "failure"),
    [
        ([LOOP], "TooManyRedirects"),
        (
            [[headers(200, {"content-type": "application/json", "content-length": "9"}), b"{", Close()]],
            "RemoteProtocol",
        ),
    ],
    ids=["redirects without end", "half a body"],
)
def test_each_failure_has_its_line(run: Run, scripts: list[Script], failure: str) -> None:
    """Also one that is never retried, and one that comes after the headers."""
    lines = Lines()
    with FaultServer(scripts, repeat_last=True) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, debug_logger=lines)) as client:
                with pytest.raises(httpx.RequestError):
                    await text_of(client)

        run(story)
    assert [line for line in lines.all if line.startswith(f"failure: attempt 1: {failure}")]


def test_a_request_is_told_before_it_is_sent(run: Run) -> None:
    """So that a log shows what a call that hangs is waiting for."""
    told = threading.Event()

    class Telling(Lines):
        def debug(self, msg: str, *args: Any) -> None:
            if msg.startswith("request:"):
                told.set()

    seen = []

    def choose(*_: Any) -> Script:
        seen.append(told.is_set())
        return JSON_ANSWER

    with FaultServer(choose) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, debug_logger=Telling())) as client:
                await text_of(client)

        run(story)
    assert seen == [True]


def test_every_credential_is_masked(run: Run) -> None:
    """By the header's name, in requests and answers; and the key wherever else it stands."""
    shy = "shy-secret-of-the-logs"
    lines = Lines()
    secrets = {  # named otherwise than keys are, since httpcore's own log shows what the server sends back
        "Proxy-Authorization": "shy-secret-1",
        "X-Api-Key": "shy-secret-2",
        "Cookie": "session=shy-secret-3",
        "X-Auth": "shy-secret-4",
        "X-Session": "shy-secret-5",
        "X-Signature": "shy-secret-6",
        "X-Password": "shy-secret-7",
        "X-Gateway": f"custom {shy}",
    }
    answer = json_answer(
        ANSWER,
        headers={
            "set-cookie": "server-secret",
            "x-echo": shy,
            "x-ratelimit-remaining-tokens": "42",
            "location": "https://user:shy-secret-8@host.test/path?signature=shy-secret-9",
        },
    )
    with FaultServer([answer]) as server:

        async def story(call: Caller) -> None:
            options = {"default_headers": secrets, "debug_logger": lines}
            async with call.client(lambda: Orq(api_key=shy, server_url=server.url, **options)) as client:
                await text_of(client, http_headers={"X-Team": "a"})

        run(story)
        assert {server.requests[0].headers[name.lower()] for name in secrets} == set(secrets.values())
    shown = "\n".join(lines.all)
    assert "secret-" not in shown
    assert "server-secret" not in shown
    assert "'x-team': 'a'" in shown
    assert "'authorization': '***'" in shown
    assert "'x-ratelimit-remaining-tokens': '42'" in shown
    assert "'location': 'https://host.test/path'" in shown


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("Authorization", True),
        ("x-amz-security-token", True),
        ("X-Orq-Key", True),
        ("X-Client-Secret", True),
        ("Set-Cookie", True),
        ("www-authenticate", True),
        ("X-Pwd", True),
        ("X-Bearer", True),
        ("x-pat", True),
        ("x_otp", True),
        ("X-Sig", True),
        ("X-Hmac-Sha256", True),
        ("DPoP", True),
        ("X-Design", False),
        ("x-path", False),
        ("Content-Type", False),
        ("x-request-id", False),
        ("x-ratelimit-limit-tokens", False),
        ("Idempotency-Key", False),
    ],
)
def test_what_a_credentials_header_is_called(name: str, secret: bool) -> None:
    """Better one masked too many than one too few, but counts of tokens are shown."""
    assert is_secret(name) == secret


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://my.orq.ai", "https://my.orq.ai"),
        ("https://user:pass@host:8443/base", "https://host:8443/base"),
        ("https://u:p@ss@host/a@b", "https://host/a@b"),
        ("http://token@127.0.0.1", "http://127.0.0.1"),
    ],
)
def test_urls_are_shown_without_user_and_password(url: str, shown: str) -> None:
    """The rest stays."""
    assert masked_url(url) == shown


# --- bodies


def bodies(lines: Lines) -> list[tuple[str, Any]]:
    """What was logged of bodies and events, parsed."""
    parts = [line.split(": ", 1) for line in lines.all if line.startswith(("request body", "response body", "event"))]
    return [(what, json.loads(body) if body[:1] in '{["' else body) for what, body in parts]


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({}, False),
        ({"log_bodies": True}, True),
        ({"log_redact": []}, True),
        ({"log_redact": ["$.input"]}, True),
        ({"log_redact": ["$.input"], "log_bodies": False}, False),
    ],
)
def test_bodies_are_shown_if_that_is_asked_for(run: Run, options: dict[str, Any], shown: bool) -> None:
    """By `log_bodies`, or by saying what to hide of them: requests, answers, errors and stream events alike."""
    lines = Lines()
    with FaultServer([JSON_ANSWER, SSE_ANSWER, BUSY]) as server:

        async def story(call: Caller) -> None:
            settings = {"debug_logger": lines, **options}
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, **settings)) as client:
                await text_of(client)
                await text_of(client, stream=True)
                with pytest.raises(OrqError):
                    await text_of(client)

        run(story)
    kinds = [what for what, _ in bodies(lines)]
    whole = ["request body", "response body", "request body", *["event"] * 4, "request body", "response body"]
    assert kinds == (whole if shown else [])


def test_values_are_replaced_wherever_they_pass(run: Run) -> None:
    """The paths hold for requests, whole answers and events, and in an event for the response that it brings."""
    lines = Lines()
    secret = "do not show this"  # noqa: S105 - a prompt
    answer = {**ANSWER, "instructions": secret, "metadata": {"api_key": secret, "team": "a"}}
    events = [created(instructions=secret), text("fine"), text(secret)]
    final = (
        b"event: response.completed\ndata: "
        + json.dumps({"type": "response.completed", "response": answer}).encode()
        + b"\n\n"
    )
    stream = [
        headers(200, {"content-type": "text/event-stream", "content-length": str(sum(map(len, [*events, final])))}),
        *events,
        final,
    ]
    paths = ["$.input", "$.instructions", "$..api_key", "$.delta"]
    with FaultServer([json_answer(answer), stream]) as server:

        async def story(call: Caller) -> None:
            settings = {"debug_logger": lines, "log_redact": paths}
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, **settings)) as client:
                for streamed in (False, True):
                    arguments = {
                        "instructions": secret,
                        "metadata": {"api_key": secret, "team": "a"},
                        "stream": streamed,
                    }
                    result = await client.create(model="m", input_=[{"role": "user", "content": secret}], **arguments)
                    if streamed:
                        await call.blocking(lambda: None)
                        done = result.until_done()
                        if call.colour == "asyncio":
                            await done

        run(story)
        assert server.requests[0].json["input"][0]["content"] == secret
    found = bodies(lines)
    assert secret not in "\n".join(lines.all)
    assert found[0][1]["input"] == found[0][1]["instructions"] == "***"
    assert found[0][1]["metadata"] == {"api_key": "***", "team": "a"}
    assert found[1][1]["output"] == ANSWER["output"]
    told = [body for what, body in found if what == "event"]
    assert [event["type"] for event in told] == [
        "response.created",
        *["response.output_text.delta"] * 2,
        "response.completed",
    ]
    assert told[0]["response"]["instructions"] == told[1]["delta"] == "***"
    assert told[3]["response"]["metadata"] == {"api_key": "***", "team": "a"}


DOCUMENT = {
    "input": [{"content": [{"text": "a"}, {"text": "b"}], "api_key": 1}, {"content": "s"}],
    "api_key": None,
    "metadata": {"my key": 1, "x-y": True, "a.b": 3, "q']['b": 4, "api_key": [1]},
    "tools": [{"headers": {"Authorization": "q"}}],
}


@pytest.mark.parametrize(
    ("path", "hidden"),
    [
        ("$", [[]]),
        ("$.input", [["input"]]),
        ("$['input']", [["input"]]),
        ('$["input"]', [["input"]]),
        ("$..api_key", [["input", 0, "api_key"], ["api_key"], ["metadata", "api_key"]]),
        ("$..['api_key']", [["input", 0, "api_key"], ["api_key"], ["metadata", "api_key"]]),
        ('$..["api_key"]', [["input", 0, "api_key"], ["api_key"], ["metadata", "api_key"]]),
        ("$.input[*].content", [["input", 0, "content"], ["input", 1, "content"]]),
        ("$.input.*.content", [["input", 0, "content"], ["input", 1, "content"]]),
        ("$.input[0].content", [["input", 0, "content"]]),
        ("$['input'][0]['content'][1]", [["input", 0, "content", 1]]),
        ("$.input[-1:]", [["input", 1]]),
        ("$.input[0:1]", [["input", 0]]),
        ("$..text", [["input", 0, "content", 0, "text"], ["input", 0, "content", 1, "text"]]),
        ("$.metadata['my key']", [["metadata", "my key"]]),
        ("$.metadata.x-y", [["metadata", "x-y"]]),
        ("$.metadata['a.b']", [["metadata", "a.b"]]),
        ("$.metadata.*", [["metadata", key] for key in DOCUMENT["metadata"]]),  # type: ignore[index]
        ("$.tools[*].headers.Authorization", [["tools", 0, "headers", "Authorization"]]),
        ("$.*", [[key] for key in DOCUMENT]),
        ("$..*", [[key] for key in DOCUMENT]),
        ("$.nothing.here", []),
        ("$.input[7]", []),
    ],
)
def test_what_a_path_hides(path: str, hidden: list[list[Any]]) -> None:
    """The same on every version of jsonpath-python, whose notations differ; nothing but what the path leads to."""
    expected: Any = json.loads(json.dumps(DOCUMENT))
    for steps in hidden:
        place: Any = expected
        for step in steps[:-1]:
            place = place[step]
        if steps:
            place[steps[-1]] = "***"
        else:
            expected = "***"
    assert json.loads(Redaction([path]).apply(json.dumps(DOCUMENT))) == expected


def test_paths_work_together() -> None:
    """In any order, and one within what another hides."""
    for paths in (["$.input", "$.input[0].content"], ["$.input[0].content", "$.input"]):
        assert json.loads(Redaction(paths).apply(json.dumps(DOCUMENT)))["input"] == "***"


def test_filters_work_or_are_refused() -> None:
    """A filter may look at what another path hides; versions of the library that misread filters are not trusted."""
    paths = ["$..kind", "$.tools[?(@.kind == 'x y')].key"]
    if metadata.version("jsonpath-python") < "1.1":
        with pytest.raises(ValueError, match="not understood by this version"):
            Redaction(paths)
        return
    tools = {"tools": [{"kind": "x", "key": "a"}, {"kind": "x y", "key": "b"}]}
    shown = json.loads(Redaction(paths).apply(json.dumps(tools)))
    assert shown == {"tools": [{"kind": "***", "key": "a"}, {"kind": "***", "key": "***"}]}


@pytest.mark.skipif(metadata.version("jsonpath-python") < "1.1", reason="has no filters that work")
@pytest.mark.parametrize(
    "condition",
    [
        "@.role=='user'",
        '@.role == "user"',
        "@['role']=='user'",
        "@.n>4",
        "@.n >= 4.5",
        "@.low<-2",
        "@.ok",
        "@.ok==True",
        "@.nothing==None",
        "@.a.b[0]=='x y'",
        "@['my key']==1",
        "@.role=='user' and @.n==5 and @.ok==True",
    ],
)
def test_what_a_filter_may_say(condition: str) -> None:
    """Each of these finds the first object and not the second, whatever the value is called."""
    first = {"role": "user", "n": 5, "low": -3, "ok": True, "nothing": None, "a": {"b": ["x y"]}, "my key": 1, "v": 1}
    second = {"role": "system", "n": 3, "low": 0, "ok": False, "nothing": 0, "a": {"b": ["z"]}, "my key": 2, "v": 1}
    shown = json.loads(Redaction([f"$.i[?({condition})].v"]).apply(json.dumps({"i": [first, second]})))
    assert [item["v"] for item in shown["i"]] == ["***", 1]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "input",
        "$.",
        "$..",
        "$input",
        "$.a[",
        "$.a]",
        "$.a[-1]",
        "$.a[0,1]",
        "$.a b",
        "$['a'",
        "$.a.[0]",
        "$.a[b]",
        "$.(a)",
        "$.a[?(@.x=='1' && @.y=='2')].b",
        "$.a[?(@.x || @.y)]",
        "$.a[?(@.x or @.y)]",
        "$.a[?(!@.x)]",
        "$.a[?(not @.x)]",
        "$.a[?(@.x != 1)]",
        "$.a[?(@.x == null)]",
        "$.a[?(@.x === 1)]",
        "$.a[?(length(@.x) > 1)]",
        "$.a[?(match(@.x, 'a'))]",
        "$.a[?(@.x =~ 'a.*')]",
        "$.a[?($.x == 1)]",
        "$.a[?(@.x == word)]",
        "$.a[?(@.x-y == 1)]",
        "$.a[?(@.x == 'a;b')]",
        "$.a[?(@)]",
        "$.a[?()]",
    ],
)
def test_a_path_that_would_hide_nothing_is_refused(path: str) -> None:
    """At once, by its own text: the library would take it for a name that is nowhere, and the value would be shown."""
    with pytest.raises(ValueError, match="log_redact: ") as caught:
        Orq(api_key=KEY, log_redact=["$.fine", path])
    assert repr(path) in str(caught.value)


@pytest.mark.parametrize("paths", ["$.input", [1], [None]])
def test_paths_come_as_a_list_of_strings(paths: Any) -> None:
    """One string alone is a mistake that would hide nothing."""
    with pytest.raises(TypeError, match="log_redact"):
        Orq(api_key=KEY, log_redact=paths)


@pytest.mark.parametrize(
    "body",
    ["<html>sk-secret</html>", '"sk-secret"', "sk-secret", "", "[" * 100_000 + "]" * 100_000, '{"a": sk-secret}'],
)
def test_what_cannot_be_searched_is_not_shown(body: str) -> None:
    """With paths to hide, a body that is not a JSON object or array is only counted."""
    shown = Redaction(["$.input"]).apply(body)
    assert shown.startswith(f"({len(body)} characters")
    assert "sk-secret" not in shown


def test_redaction_serves_many_threads() -> None:
    """The library keeps results in its own objects; sixteen threads at once still hide just what they should."""
    redaction = Redaction(["$..secret", "$.list[*].a"])

    def work(number: int) -> bool:
        value = {"secret": number, "list": [{"a": number, "b": {"secret": number}}] * (number % 5), "n": number}
        hidden = {"secret": "***", "list": [{"a": "***", "b": {"secret": "***"}}] * (number % 5), "n": number}
        return bool(json.loads(redaction.apply(json.dumps(value))) == hidden)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as pool:
            assert all(pool.map(work, range(500)))
    finally:
        sys.setswitchinterval(before)


def test_a_body_that_cannot_be_read_again_is_left_alone(run: Run) -> None:
    """A hook may send what is only there once; the log says so, and the call goes on."""
    lines = Lines()

    class Streaming(BeforeRequestHook):
        def before_request(self, hook_ctx: Any, request: httpx.Request) -> httpx.Request:
            content = pieces() if call_colour[0] == "sync" else apieces()
            del request.headers["content-length"]
            return httpx.Request("POST", request.url, headers=request.headers, content=content)

    def pieces() -> Iterator[bytes]:
        yield b'{"model": "m",'
        yield b'"input": "Hi"}'

    async def apieces() -> Any:
        for piece in pieces():
            yield piece

    call_colour = []
    with FaultServer([JSON_ANSWER]) as server:

        async def story(call: Caller) -> None:
            call_colour[:] = [call.colour]
            settings = {"debug_logger": lines, "log_bodies": True, "hooks": [Streaming()]}
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, **settings)) as client:
                await text_of(client)

        run(story)
    assert "request body: not shown: RequestNotRead" in lines.all


# --- ORQ_DEBUG


@pytest.mark.parametrize("value", ["", "0", "false", "No", " off "])
def test_orq_debug_may_say_no(value: str) -> None:
    """As people write it."""
    assert default_logger({"ORQ_DEBUG": value}) is None


DEBUGGING = """
    import io, logging, sys
    setup = sys.argv[2]
    if setup == "configured":
        logging.basicConfig(format="root %(message)s")
    before = logging.getLogger().handlers[:]
    from orq_ai_sdk import Orq
    for _ in range(2):
        orq = Orq(api_key="sk-secret-of-the-program", server_url=sys.argv[1])
        orq.router.responses.create(model="m", input_="Hi")
        orq.close()
    assert logging.getLogger().handlers == before
    if setup == "configured late":
        logging.basicConfig(format="root %(message)s")
        with Orq(api_key="sk-secret-of-the-program", server_url=sys.argv[1]) as orq:
            orq.router.responses.create(model="m", input_="Hi")
    if setup == "redirected":
        sys.stderr = io.StringIO()
        with Orq(api_key="sk-secret-of-the-program", server_url=sys.argv[1]) as orq:
            orq.router.responses.create(model="m", input_="Hi")
        print(sys.stderr.getvalue())
"""


@pytest.mark.parametrize("setup", ["bare", "configured", "configured late", "redirected"])
def test_orq_debug_writes_to_stderr(setup: str) -> None:
    """By itself where logging is not configured, else as configured; each line once; the root logger is left alone."""
    with FaultServer([JSON_ANSWER], repeat_last=True) as server:
        ended = subprocess.run(
            [sys.executable, "-W", "error", "-c", textwrap.dedent(DEBUGGING), server.url, setup],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            env={"ORQ_DEBUG": "1"},
        )
    lines = ended.stderr.splitlines()
    assert len(lines) == (6 if setup == "configured late" else 4)
    assert [line for line in lines[4:] if not line.startswith("root ")] == []
    start = "root request: attempt 1: POST" if setup == "configured" else "orq_ai_sdk request: attempt 1: POST"
    assert start in lines[0]
    assert ("response: attempt 1: status 200" in ended.stdout) == (setup == "redirected")
    assert "sk-secret" not in ended.stderr + ended.stdout


def test_a_logger_that_takes_no_debug_messages_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it says that its level is higher, no body is searched for what is to be hidden."""
    monkeypatch.setattr(Redaction, "apply", lambda _self, _text: pytest.fail("a body was prepared for nobody"))
    logger = logging.getLogger("tests.quiet")
    logger.setLevel(logging.WARNING)
    with (
        FaultServer([JSON_ANSWER]) as server,
        Orq(api_key=KEY, server_url=server.url, debug_logger=logger, log_redact=["$.input"]) as orq,
    ):
        assert orq.router.responses.create(**REQUEST).output_text


REDACTING = """
    import sys
    from orq_ai_sdk import Orq

    class Lines:
        def debug(self, msg, *args):
            print(msg % args)

    with Orq(api_key="k", server_url=sys.argv[1], debug_logger=Lines(), log_redact=["$.input", "$..nothing"]) as orq:
        orq.router.responses.create(model="m", input_="what is to be hidden")
"""


def test_the_library_of_paths_logs_no_value() -> None:
    """It can be told by the environment to log all that it looks at, hidden values included; here it is not heard."""
    with FaultServer([JSON_ANSWER]) as server:
        ended = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(REDACTING), server.url],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            env={"PYLOGLEVEL": "DEBUG"},
        )
    assert '"input": "***"' in ended.stdout
    assert "what is to be hidden" not in ended.stdout + ended.stderr


def test_a_debug_logger_needs_a_debug_method() -> None:
    """It is refused by its name."""
    with pytest.raises(TypeError, match="debug_logger must have a debug method"):
        Orq(api_key=KEY, debug_logger=print)  # type: ignore[arg-type]


# --- what is shown of things


def chain(error: BaseException) -> Iterator[BaseException]:
    """The error, and what it came from."""
    yield error
    for other in (error.__cause__, error.__context__):
        if other is not None:
            yield from chain(other)


def shown(error: BaseException) -> str:
    """All that is usually written down of an error, pickles included."""
    parts = ["".join(traceback.format_exception(error))]
    for each in chain(error):
        parts += [repr(each), str(each), repr(each.args)]
        for name, value in vars(each).items():
            parts += [repr(name), repr(value), str(value)]
        request = getattr(each, "_request", None)
        if request is not None:
            parts += [repr(request), repr(request.headers)]
        try:
            parts.append(pickle.dumps(each).decode("latin-1"))
        except (TypeError, AttributeError, pickle.PicklingError) as failure:
            parts.append(str(failure))
    return "\n".join(parts)


HEAD = headers(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})
FAILURES: dict[str, list[Script]] = {
    "401": [json_answer({"error": {"message": "no"}}, status=401)],
    "429 with retries": [BUSY, BUSY, BUSY],
    "not json": [[headers(200, {"content-type": "application/json", "content-length": "1"}), b"x"]],
    "html": [[headers(200, {"content-type": "text/html", "content-length": "1"}), b"x"]],
    "redirect": [[headers(304)]],
    "refused": [],
    "closed": [[Close()]],
    "half a header": [half_header(Close())],
    "half a body": [[headers(200, {"content-type": "application/json", "content-length": "9"}), b"{", Reset()]],
    "bad compression": [
        [headers(200, {"content-type": "application/json", "content-encoding": "gzip", "content-length": "1"}), b"x"]
    ],
    "cut stream": [[HEAD, chunk(created()), Close()]],
    "cut before anything": [[HEAD, Close()]],
}


@pytest.mark.parametrize("scripts", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_no_error_shows_the_key(run: Run, scripts: list[Script], stream: bool) -> None:
    """Not by its text, its traceback, its attributes, what it came from, nor when it is pickled."""
    retries = RETRY_ONCE if len(scripts) > 1 else None
    with FaultServer(scripts) as server:
        if not scripts:
            server.stop_listening()

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, retry_config=retries)) as client:
                with pytest.raises((OrqError, httpx.RequestError)) as caught:
                    await text_of(client, stream=stream)
                assert KEY not in shown(caught.value)

        run(story)
        server._scripts.clear()


SHY = "shy-secret-of-the-logs"  # named otherwise than keys are, since httpcore's own log shows what the server sends
REPEATED = f"Incorrect API key provided: {SHY}"
FAILED = {"type": "error", "code": "invalid_api_key", "message": REPEATED}


def repeating(content_type: str) -> Script:
    """An answer of status 200 whose body is no more than the sentence."""
    return [headers(200, {"content-type": content_type, "content-length": str(len(REPEATED))}), REPEATED.encode()]


REPEATING: dict[str, Script] = {
    "401": json_answer({"error": {"message": REPEATED}}, status=401, headers={"x-echo": SHY}),
    "no JSON": repeating("application/json"),
    "no stream": repeating("text/event-stream"),
    "a failed stream": sse_answer([b"data: " + json.dumps(FAILED).encode() + b"\n\n"]),
}


@pytest.mark.parametrize("script", REPEATING.values(), ids=REPEATING)
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_key_that_the_server_repeats_is_masked(run: Run, script: Script, stream: bool) -> None:
    """In the error's text, body, headers and pickle, and in logged bodies and headers."""
    lines = Lines()
    with FaultServer([script]) as server:

        async def story(call: Caller) -> None:
            options: dict[str, Any] = {"debug_logger": lines, "log_bodies": True}
            async with call.client(lambda: Orq(api_key=SHY, server_url=server.url, **options)) as client:
                with pytest.raises(OrqError, match=r"Incorrect API key provided: \*\*\*") as caught:
                    await text_of(client, stream=stream)
                assert SHY not in shown(caught.value)

        run(story)
    assert SHY not in "\n".join(lines.all)
    assert "Incorrect API key" in "\n".join(lines.all)


AWKWARD = 'shy/secret-"of"-the-logs'  # not the same text in JSON


def spelled(script: str) -> Script:
    """A refusal that repeats a key, as JSON spells it."""
    body = f'{{"error": {{"message": "Incorrect: {script}", "code": "wrong_key"}}}}'.encode()
    return [headers(401, {"content-type": "application/json", "content-length": str(len(body))}), body]


@pytest.mark.parametrize("name", ["x-api-key", "cookie", "x-session"])
@pytest.mark.parametrize("way", ["quoted", "with slashes", "with numbers"])
def test_other_credentials_that_the_server_repeats_are_masked_too(run: Run, name: str, way: str) -> None:
    """Those in headers of the user's own; and however the body's JSON spells them, the parsed error shows none."""
    quoted = json.dumps(AWKWARD)[1:-1]
    numbers = "".join(f"\\u{ord(letter):04x}" for letter in AWKWARD)
    repeated = {"quoted": quoted, "with slashes": quoted.replace("/", "\\/"), "with numbers": numbers}[way]
    sent = {name: f"session={AWKWARD}" if name == "cookie" else AWKWARD}
    lines = Lines()
    with FaultServer([spelled(repeated)]) as server:

        async def story(call: Caller) -> None:
            options: dict[str, Any] = {"debug_logger": lines, "log_bodies": True}
            async with call.client(
                lambda: Orq(api_key=KEY, server_url=server.url, default_headers=sent, **options)
            ) as client:
                with pytest.raises(APIError) as caught:
                    await text_of(client)
                assert caught.value.error is not None
                assert caught.value.error.message == "Incorrect: ***"
                if way != "with numbers":
                    assert repeated not in shown(caught.value)
                    assert repeated not in "\n".join(lines.all)

        run(story)


class Careless(BeforeRequestHook):
    """A hook that sets a header of its own, with whatever its file had at the end."""

    def __init__(self, name: str, end: str) -> None:
        self.name = name
        self.end = end

    def before_request(self, hook_ctx: BeforeRequestContext, request: httpx.Request) -> httpx.Request:
        request.headers[self.name] = f"Bearer {KEY}{self.end}"
        return request


@pytest.mark.parametrize("end", ["\n", "\r\n", " ", "\t", "\0"])
def test_a_header_of_a_hook_that_cannot_be_sent_is_refused_without_its_value(run: Run, end: str) -> None:
    """As the user's own are: the message names the hook, the header and the character; nothing is sent."""
    lines = Lines()
    with FaultServer([]) as server:

        async def story(call: Caller) -> None:
            options: dict[str, Any] = {"debug_logger": lines, "hooks": [Careless("authorization", end)]}
            async with call.client(lambda: Orq(server_url=server.url, **options)) as client:
                with pytest.raises(ValueError, match=r"Careless.*'authorization'.*U\+00") as caught:
                    await text_of(client)
                assert KEY not in shown(caught.value)

        run(story)
        assert server.accepted_connections == 0
    assert KEY not in "\n".join(lines.all)


def test_no_variable_of_a_traceback_shows_the_key(run: Run) -> None:
    """Tools that show the variables of a traceback's functions find it in none of the SDK's."""
    with FaultServer([[Close()]]) as server:

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url)) as client:
                with pytest.raises(httpx.RequestError) as caught:
                    await text_of(client)
            told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
            ours = [frame for frame in told.stack if "orq_ai_sdk" in frame.filename]
            assert ours
            assert not [frame.name for frame in ours if KEY in str(frame.locals)]

        run(story)


def test_a_secret_of_the_query_is_in_no_pickle(run: Run) -> None:
    """Parameters whose names say that they are credentials are masked in what an error carries; others stay."""
    with FaultServer([[Close()]]) as server:

        async def story(call: Caller) -> None:
            query = {"api-key": "sk-query-secret", "page": "2"}
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url)) as client:
                with pytest.raises(httpx.RequestError) as caught:
                    await text_of(client, extra_query=query)
            assert "sk-query-secret" not in shown(caught.value)
            assert caught.value.request.url.params["page"] == "2"

        run(story)
        assert "sk-query-secret" in server.requests[0].target


RETRY_ONCE = type(QUICK)(backoff=QUICK.backoff, max_attempts=3)


def test_no_password_gets_into_a_url() -> None:
    """It would go out instead of the key, and httpx shows it; the error does not."""
    url = "https://user:sk-secret@host.test/base"
    for make in (lambda: Orq(server_url=url), lambda: Orq(api_key=KEY).with_options(server_url=url)):
        with pytest.raises(ValueError, match="server_url must not contain credentials") as caught:
            make()
        assert "sk-secret" not in shown(caught.value)


@pytest.mark.parametrize("key", ["sk-secret\nx", "sk-secret é", "sk-secret\x00", b"sk-secret", ["sk-secret"]])
def test_no_refused_key_is_shown(key: Any) -> None:
    """Not even a part of it; from a callable neither, when the call is made."""
    for make in (lambda: Orq(api_key=key), lambda: Orq(api_key="k").with_options(api_key=key)):
        with pytest.raises((TypeError, ValueError), match="api_key") as caught:
            make()
        assert "sk-secret" not in shown(caught.value)
    with Orq(api_key=lambda: key) as orq, pytest.raises((TypeError, ValueError), match="api_key") as caught:
        orq.router.responses.create(**REQUEST)
    assert "sk-secret" not in shown(caught.value)


def test_no_repr_shows_the_key(run: Run) -> None:
    """Clients, settings, endpoints, hook contexts, requests as hooks see them, answers, streams, their `meta`."""
    seen: list[str] = []

    class Looking(BeforeRequestHook, AfterSuccessHook, AfterErrorHook):
        def look(self, *things: Any) -> None:
            seen.extend(f"{thing!r} {thing}" for thing in things)
            context = things[0]
            seen.append(repr([context.config, context.base_url, context.operation_id]))

        def before_request(self, hook_ctx: Any, request: Any) -> Any:
            self.look(hook_ctx, request, request.headers)
            return request

        def after_success(self, hook_ctx: Any, response: Any) -> Any:
            self.look(hook_ctx, response, response.request)
            return response

        def after_error(self, hook_ctx: Any, response: Any, error: Any) -> Any:
            self.look(hook_ctx, response, error)
            return response, error

    with FaultServer([JSON_ANSWER, SSE_ANSWER, BUSY]) as server:
        options = {"hooks": [Looking()], "default_headers": {"authorization": f"Bearer {KEY}"}, "debug_logger": Lines()}

        async def story(call: Caller) -> None:
            async with call.client(lambda: Orq(api_key=KEY, server_url=server.url, **options)) as client:
                orq = client.orq
                answer = await client.create(**REQUEST)
                async with client.stream(**REQUEST) as stream:
                    seen.extend(map(repr, (stream.raw, stream.raw.meta, stream.raw.response, stream.raw.headers)))
                with pytest.raises(OrqError):
                    await client.create(**REQUEST)
                view = orq.with_options(api_key=KEY)
                things = (
                    orq,
                    view,
                    orq.router,
                    orq.router.responses,
                    orq.sdk_configuration,
                    orq._pool,
                    answer,
                    answer.meta,
                )
                seen.extend(f"{thing!r} {thing}" for thing in things)

        run(story)
    assert len(seen) > 20
    assert "sk-secret" not in "\n".join(seen)


def test_the_suites_output_is_searched(tmp_path: Path) -> None:
    """The plugin that searches what all tests write, at DEBUG, finds a key that is printed or logged."""
    (tmp_path / "test_these.py").write_text(
        textwrap.dedent(
            """
            import logging, subprocess, sys

            def test_quiet():
                print("Bearer ***")
                logging.getLogger("a").debug("fine")

            def test_print():
                print("authorization: Bearer k")

            def test_log():
                logging.getLogger("a.b").debug("%r", {"authorization": "Bearer k"})

            def test_name():
                logging.getLogger().info("sk-secret-of-mine")
            """
        )
    )
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "support.leaks", "-p", "no:cacheprovider", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=TESTS,
        env={"PYTHONPATH": str(TESTS)},
    )
    assert "3 failed, 1 passed" in ended.stdout
    assert ended.stdout.count("a credential is shown in captured output") == 3
