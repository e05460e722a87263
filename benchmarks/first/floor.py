"""From a fresh interpreter to the first answer (`json`) or the first streamed event (`stream`): httpx and one model."""

import sys

import httpx
from pydantic import BaseModel

BASE_URL, KIND = sys.argv[1:]
URL = BASE_URL + "/v2/gateway/responses"

with httpx.Client(timeout=httpx.Timeout(600, connect=10)) as client:
    if KIND == "json":

        class Answer(BaseModel):
            id: str
            status: str
            output_text: str

        response = client.post(URL, json={"model": "bench:json", "input": "hi", "stream": False})
        response.raise_for_status()
        found = Answer.model_validate_json(response.content).output_text
    else:

        class Event(BaseModel):
            type: str
            sequence_number: int

        body = {"model": "bench:sse:10:1", "input": "hi", "stream": True}
        with client.stream("POST", URL, json=body) as response:
            response.raise_for_status()
            pending = b""
            for chunk in response.iter_bytes():
                pending += chunk
                block, end, _ = pending.partition(b"\n\n")
                if end:
                    break
            found = Event.model_validate_json(block[block.index(b"data: ") + 6 :]).type

if not found:
    raise SystemExit("no answer")

from report import report  # noqa: E402  (not before the answer)

report()
