"""Client of the Responses endpoint of orq.ai's AI router.

from orq_ai_sdk import Orq

with Orq(api_key="...") as orq:
    print(orq.router.responses.create(model="openai/gpt-4o", input_="Hello").output_text)
"""

from __future__ import annotations

from ._lazy import lazy_exports
from ._version import VERSION, __version__

TYPE_CHECKING = False  # the name alone tells type checkers; importing typing would be most of this import's cost
if TYPE_CHECKING:
    from typing import Any

    from . import httpclient as httpclient
    from . import models as models
    from . import testing as testing
    from . import types as types
    from . import utils as utils
    from .function_tools import function_tool
    from .sdk import Orq

__all__ = ["VERSION", "Orq", "__version__", "function_tool"]

_resolve = lazy_exports(__name__, {".sdk": ("Orq",), ".function_tools": ("function_tool",)})


if not TYPE_CHECKING:  # a checker sees the names above, and that a misspelt one is none of them

    def __getattr__(name: str) -> Any:
        if name in ("models", "types", "utils", "httpclient", "testing", "_hooks"):
            from importlib import import_module

            return import_module(f"{__name__}.{name}")
        return _resolve(name)


def __dir__() -> list[str]:
    return sorted((*__all__, "httpclient", "models", "types", "utils"))
