"""Answers as the service would, one request at a time: whom it lets in, what it refuses, what it remembers."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Sequence
from uuid import uuid4

from .answers import FunctionCall, decide_answer
from .checks import find_problem
from .conversation import read_input
from .jsonvalues import JSONObject, as_object, is_object, objects_in
from .problems import Problem
from .replies import Reply
from .requests import RecordedRequest
from .responses import build_response, stream_events
from .schemas import UnsatisfiableSchemaError

KEPT_ANSWERS = 1000


class Service:
    """The operation behind the path; may be asked from several threads.

    Args:
        api_keys: the only bearer tokens that are let in; None lets in any.
        delay_s: how long to wait between two events of an answer, and before one in one piece, in seconds.
    """

    def __init__(self, *, api_keys: Collection[str] | None = None, delay_s: float = 0.0) -> None:
        self._api_keys = None if api_keys is None else frozenset(api_keys)
        self._delay_s = delay_s
        self._lock = threading.Lock()
        self._conversations: OrderedDict[str, list[JSONObject]] = OrderedDict()

    def reply(self, request: RecordedRequest) -> Reply:
        """The answer to a request, or its refusal."""
        return self._refuse(request) or self._answer(as_object(request.json))

    def say(self, answer: str | Sequence[FunctionCall], *, body: JSONObject, delay_s: float = 0.0) -> Reply:
        """The given answer in the form that `body` asks for; kept like any other, for `previous_response_id`."""
        conversation = self._conversation(body)
        response = build_response(
            answer,
            body=body,
            conversation=conversation,
            response_id=f"resp_{uuid4().hex}",
            created_at=int(time.time()),
        )
        if body.get("store") is not False:
            self._keep(response["id"], [*conversation, *objects_in(response["output"])])
        if body.get("stream") is True:
            return Reply.events(stream_events(response), delay_s=delay_s)
        return Reply.json(response, delay_s=delay_s)

    def forget(self) -> None:
        """Drops every answer that was kept."""
        with self._lock:
            self._conversations.clear()

    def _answer(self, body: JSONObject) -> Reply:
        try:
            answer = decide_answer(body, self._conversation(body))
        except UnsatisfiableSchemaError as error:
            # Not a refusal of the service's: the limit is this gateway's.
            return Reply.error(501, f"The local gateway knows no value for a schema; enqueue a reply instead: {error}.")
        return self.say(answer, body=body, delay_s=self._delay_s)

    def _refuse(self, request: RecordedRequest) -> Reply | None:
        token = _read_bearer_token(request.headers.get("authorization", ""))
        # Neither message repeats the token: it would end up in logs.
        if not token:
            return _unauthorized("No API key was given; send it as a bearer token.", code=None)
        if self._api_keys is not None and token not in self._api_keys:
            return _unauthorized("The API key is not valid.", code="invalid_api_key")
        content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type != "application/json":
            return Reply.error(
                415, "The body's content type must be application/json.", code="unsupported_content_type"
            )
        if not is_object(request.json):
            return _refusal(Problem("The body could not be read as a JSON object."))
        body = as_object(request.json)
        problem = find_problem(body)
        if problem is not None:
            return _refusal(problem)
        previous = body.get("previous_response_id")
        if previous is not None and not self._remembers(previous):
            reason = f"No response with the id '{previous}' is kept."
            return _refusal(Problem(reason, "previous_response_not_found", "previous_response_id"))
        return None

    def _conversation(self, body: JSONObject) -> list[JSONObject]:
        """What was said up to and with the body's input."""
        return [*self._recall(body.get("previous_response_id")), *read_input(body)]

    def _remembers(self, response_id: str) -> bool:
        with self._lock:
            return response_id in self._conversations

    def _recall(self, response_id: object) -> list[JSONObject]:
        with self._lock:
            return self._conversations.get(response_id, []) if isinstance(response_id, str) else []

    def _keep(self, response_id: str, conversation: list[JSONObject]) -> None:
        with self._lock:
            self._conversations[response_id] = conversation
            while len(self._conversations) > KEPT_ANSWERS:
                self._conversations.popitem(last=False)


def _read_bearer_token(authorization: str) -> str:
    # RFC 6750, section 2.1; the scheme's case does not matter (RFC 9110, section 11.1).
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _unauthorized(message: str, *, code: str | None) -> Reply:
    return Reply.error(401, message, code=code, headers={"www-authenticate": "Bearer"})


def _refusal(problem: Problem) -> Reply:
    return Reply.error(400, problem.message, code=problem.code, param=problem.param)
