"""From a fresh interpreter to the first answer (`json`) or the first streamed event (`stream`): an `Orq`."""

import sys

from orq_ai_sdk import Orq

BASE_URL, KIND = sys.argv[1:]

with Orq(api_key="k", server_url=BASE_URL) as orq:
    if KIND == "json":
        found = orq.router.responses.create(model="bench:json", input_="hi", stream=False).output_text
    else:
        with orq.router.responses.create(model="bench:sse:10:1", input_="hi", stream=True) as stream:
            found = next(iter(stream)).data.type

if not found:
    raise SystemExit("no answer")

from report import report  # noqa: E402  (not before the answer)

report()
