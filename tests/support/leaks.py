"""A pytest plugin that logs everything, and fails each test whose captured output shows a credential.

`conftest.py` loads it for the whole suite. What it looks for is a bearer token that is not masked, and any key that is
named as the tests' own are (`sk-secret-…`).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable

import pytest

CREDENTIAL = re.compile(r"Bearer (?!\*\*\*|\[secure\]|realm=)[^\s'\"\\]+|sk-secret[\w-]*")


def leaks(sections: Iterable[tuple[str, str]]) -> list[str]:
    """Give the lines of captured output that show a credential."""
    return [
        f"{title}: {line.strip()[:300]}"
        for title, content in sections
        for line in content.splitlines()
        if CREDENTIAL.search(line)
    ]


def pytest_configure(config: pytest.Config) -> None:
    """Have all loggers' lines captured, however unimportant."""
    if config.option.log_level is None:
        config.option.log_level = "DEBUG"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test whose output shows a credential, whatever became of it otherwise."""
    report = yield
    found = leaks(section for section in report.sections if section[0].endswith(report.when or ""))
    if found and not report.failed:
        report.outcome = "failed"
        report.longrepr = "a credential is shown in captured output:\n" + "\n".join(found)
    return report
