"""Whatever is built when first used can be used first by many threads at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import trustme

from orq_ai_sdk import Orq
from support.calls import JSON_ANSWER, SSE_ANSWER
from support.faultserver import FaultServer

THREADS = 16
ROUNDS = 50

# A process that has imported what is not ours forks for each round; so each child is fresh as far as we are concerned,
# and starts fast. Two at a time, for two cores.
PROGRAM = """
import asyncio, copy, dataclasses, functools, json, os, pickle, sys, threading
import httpx, pydantic

URL, THREADS, ROUNDS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
REQUEST = {"model": "m", "input_": "Hi"}
BODY = json.loads(sys.argv[4])


def clone(value):
    return pickle.loads(pickle.dumps(copy.deepcopy(copy.copy(value))))


class Answer(pydantic.BaseModel):
    text: str


def call(orq):
    assert orq.router.responses.create(**REQUEST).output_text == "Hello"


def call_async(orq):
    async def story():
        async with await orq.router.responses.create_async(**REQUEST, stream=True) as events:
            assert await events.get_final_text() == "Hello"

    asyncio.run(story())


def stream(orq):
    with orq.router.responses.create(**REQUEST, stream=True) as events:
        kinds = [event.data.type for event in clone(list(events))]
    assert kinds[0] == "response.created" and kinds[-1] == "response.completed"


def call_a_copy(orq):
    with clone(orq) as twin:
        call(twin)


def parse_models(orq):
    from orq_ai_sdk import models

    body = clone(models.CreateResponseResponseBody.model_validate(BODY))
    assert type(body.output[0]).__name__ == "OutputMessage", type(body.output[0])
    assert json.loads(body.model_dump_json(exclude_unset=True, by_alias=True)) == BODY


def make_models(orq):
    from orq_ai_sdk import models
    from orq_ai_sdk.types import UNSET

    assert clone(models.Reasoning(effort="low")) == models.Reasoning(effort="low")
    said = {"role": "user", "content": "Hi"}
    request = models.CreateResponseRequestBody.model_validate({"model": "m", "input": [said]})
    assert clone(request) == request
    assert clone(UNSET) is UNSET


def adapt(orq):
    from pydantic import TypeAdapter
    from orq_ai_sdk import models

    adapter = TypeAdapter(list[models.CreateResponseResponseBody])
    assert adapter.validate_json(json.dumps([BODY, BODY]))[1].id == "resp_1"


def make_tools(orq):
    from orq_ai_sdk import function_tool

    @function_tool
    def weather(city: str) -> str:
        '''Weather.'''
        return city

    assert weather.definition["name"] == "weather"


def look_around(orq):
    import orq_ai_sdk
    from orq_ai_sdk import models, types, utils

    for package in (orq_ai_sdk, models, types, utils):
        for name in package.__all__:
            getattr(package, name)


USES = [call, parse_models, call_async, make_models, stream, make_tools, call_a_copy, adapt]


def first_use(round):
    from orq_ai_sdk import Orq

    orq = Orq(api_key="k", server_url=URL)
    barrier = threading.Barrier(THREADS)
    routers, errors = [], []

    def work(index):
        barrier.wait()
        try:
            routers.append((orq.router, orq.router.responses))
            # Two kinds of use race in each round, and all of them in some.
            kinds = USES if round % 10 == 9 else (USES * 2)[round % 8 : round % 8 + 2 + round // 10]
            kinds[index % len(kinds)](orq)
            if index == 0 and round % 10 == 9:
                look_around(orq)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        import traceback
        traceback.print_exception(errors[0])
    orq.close()
    return not errors and len({(id(router), id(responses)) for router, responses in routers}) == 1


running = set()
failed = 0
for round in range(ROUNDS + 2):
    if len(running) == 2 or round >= ROUNDS:
        if running:
            child, status = os.wait()
            running.discard(child)
            failed += status != 0
    if round < ROUNDS:
        assert not any(name.startswith("orq_ai_sdk") for name in sys.modules)
        child = os.fork()
        if child == 0:
            fine = False
            try:
                fine = first_use(round)
            finally:
                sys.stderr.flush()
                os._exit(0 if fine else 1)
        running.add(child)
print(failed)
"""


@pytest.mark.usefixtures("no_debug_log")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot fork here")
def test_first_use_from_sixteen_threads_fifty_times(tmp_path: Path) -> None:
    """Endpoints, clients, models, adapters, tools and exports, with copies and pickles, at the same moment."""
    certificate = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(
        certificate
    )  # reading the usual hundreds fifty times would take most of the time
    with FaultServer(lambda _c, _r, request: SSE_ANSWER if request.json["stream"] else JSON_ANSWER) as server:
        body = JSON_ANSWER[0]
        assert isinstance(body, bytes)
        ended = subprocess.run(
            [
                sys.executable,
                "-W",
                "error",
                "-c",
                PROGRAM,
                server.url,
                str(THREADS),
                str(ROUNDS),
                body.partition(b"\r\n\r\n")[2],
            ],
            capture_output=True,
            text=True,
            timeout=120,
            cwd=Path(__file__).parent,
            env={**os.environ, "SSL_CERT_FILE": str(certificate)},
        )
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "0", "")


def test_endpoints_are_the_same_for_all_threads() -> None:
    """`orq.router.responses` is one object, whichever of sixteen threads asks first, two hundred times."""
    for _ in range(200):
        orq = Orq(api_key="k")
        barrier = threading.Barrier(THREADS)
        seen: list[tuple[int, int]] = []

        def look(orq: Orq = orq, barrier: threading.Barrier = barrier, seen: list[tuple[int, int]] = seen) -> None:
            barrier.wait()
            seen.append((id(orq.router), id(orq.router.responses)))

        threads = [threading.Thread(target=look) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(set(seen)) == 1
        assert len(seen) == THREADS
