"""What all tests share: surroundings without proxies and keys, how hypothesis runs, which package is tested."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

import orq_ai_sdk

pytest_plugins = ["support.leaks"]  # all loggers at DEBUG, and no credential in what any test writes

ROOT = Path(__file__).resolve().parents[1]
INSTALLED = "ORQ_TEST_INSTALLED"
DEBUG_LOG = "ORQ_TEST_DEBUG"

# A proxy, a key or a certificate file of the machine's must not decide a test.
for name in ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
    os.environ.pop(name, None)
    os.environ.pop(name.lower(), None)
for name in ("ORQ_API_KEY", "ORQ_DEBUG", "ORQ_SERVER_URL", "SSL_CERT_DIR", "SSL_CERT_FILE"):
    os.environ.pop(name, None)
if DEBUG_LOG in os.environ:  # every client that a test makes then writes the debug log
    os.environ["ORQ_DEBUG"] = "1"

# A slow machine is no failure; on CI a run is the same each time.
hypothesis.settings.register_profile("everywhere", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("everywhere")


@pytest.fixture
def no_debug_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch the debug log off where silence is what a test promises, in programs that it starts as well."""
    monkeypatch.delenv("ORQ_DEBUG", raising=False)


def pytest_report_header() -> str:
    """Say which package is tested: the checkout's or an installed one."""
    return f"orq_ai_sdk {orq_ai_sdk.VERSION} from {Path(orq_ai_sdk.__file__).parent}"


def pytest_configure() -> None:
    """Refuse to test the checkout where an installed package is meant to be tested."""
    if INSTALLED in os.environ and Path(orq_ai_sdk.__file__).is_relative_to(ROOT / "src"):
        raise pytest.UsageError(f"{INSTALLED} is set, but orq_ai_sdk comes from this checkout")
