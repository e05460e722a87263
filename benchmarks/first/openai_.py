"""From a fresh interpreter to the first answer (`json`) or the first streamed event (`stream`): an `OpenAI`."""

import sys

from openai import OpenAI

BASE_URL, KIND = sys.argv[1:]

with OpenAI(api_key="k", base_url=BASE_URL + "/v1") as client:
    if KIND == "json":
        found = client.responses.create(model="bench:json", input="hi", stream=False).output_text
    else:
        with client.responses.create(model="bench:sse:10:1", input="hi", stream=True) as stream:
            found = next(iter(stream)).type

if not found:
    raise SystemExit("no answer")

from report import report  # noqa: E402  (not before the answer)

report()
