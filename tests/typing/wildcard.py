"""Only type-checked: names that load late are typed however they are imported."""

from __future__ import annotations

from typing_extensions import assert_type

import orq_ai_sdk
from orq_ai_sdk.models import *  # noqa: F403 - the wildcard is what is checked
from orq_ai_sdk.types import *  # noqa: F403 - likewise
from orq_ai_sdk.utils import *  # noqa: F403 - likewise

assert_type(Reasoning(effort="low"), orq_ai_sdk.models.Reasoning)  # noqa: F405 - from a wildcard
assert_type(RetryConfig(), orq_ai_sdk.utils.RetryConfig)  # noqa: F405 - from a wildcard
assert_type(bool(UNSET), bool)  # noqa: F405 - from a wildcard
print(orq_ai_sdk.VERSION.upper())
assert_type(orq_ai_sdk.Orq(), orq_ai_sdk.Orq)
from orq_ai_sdk.models import Resoning  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnusedImport]  # noqa: E402, F401 - a misspelling is seen
