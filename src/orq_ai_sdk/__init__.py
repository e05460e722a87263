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
    from . import httpclient as httpclient
    from . import models as models
    from . import testing as testing
    from . import types as types
    from . import utils as utils
    from ._responses import RawResponse
    from .core.errors import (
        APIError,
        AuthenticationError,
        ConflictError,
        MaxTurnsError,
        NoResponseError,
        NotFoundError,
        OrqError,
        PermissionDeniedError,
        RateLimitError,
        ResponseFailedError,
        ResponseValidationError,
        ServerError,
        StreamInterruptedError,
        StructuredOutputError,
        UnprocessableEntityError,
    )
    from .core.strictschema import UnsupportedSchemaError
    from .core.structured import TextFormat, text_format_of
    from .function_tools import PythonFunctionTool, ToolArgumentsError, ToolTimeoutError, function_tool
    from .httpclient import AsyncHttpClient, HttpClient
    from .runner import AnswerStep, RunResult, RunStream, RunStreamAsync, ToolStep
    from .sdk import Orq
    from .sdkconfiguration import SDKConfiguration

__all__ = [
    "VERSION",
    "APIError",
    "AnswerStep",
    "AsyncHttpClient",
    "AuthenticationError",
    "ConflictError",
    "HttpClient",
    "MaxTurnsError",
    "NoResponseError",
    "NotFoundError",
    "Orq",
    "OrqError",
    "PermissionDeniedError",
    "PythonFunctionTool",
    "RateLimitError",
    "RawResponse",
    "ResponseFailedError",
    "ResponseValidationError",
    "RunResult",
    "RunStream",
    "RunStreamAsync",
    "SDKConfiguration",
    "ServerError",
    "StreamInterruptedError",
    "StructuredOutputError",
    "TextFormat",
    "ToolArgumentsError",
    "ToolStep",
    "ToolTimeoutError",
    "UnprocessableEntityError",
    "UnsupportedSchemaError",
    "__version__",
    "function_tool",
    "text_format_of",
]

lazy_exports(
    __name__,
    {
        "._responses": ("RawResponse",),
        ".core.errors": (
            "APIError",
            "AuthenticationError",
            "ConflictError",
            "MaxTurnsError",
            "NoResponseError",
            "NotFoundError",
            "OrqError",
            "PermissionDeniedError",
            "RateLimitError",
            "ResponseFailedError",
            "ResponseValidationError",
            "ServerError",
            "StreamInterruptedError",
            "StructuredOutputError",
            "UnprocessableEntityError",
        ),
        ".core.strictschema": ("UnsupportedSchemaError",),
        ".core.structured": ("TextFormat", "text_format_of"),
        ".function_tools": ("PythonFunctionTool", "ToolArgumentsError", "ToolTimeoutError", "function_tool"),
        ".httpclient": ("AsyncHttpClient", "HttpClient"),
        ".runner": ("AnswerStep", "RunResult", "RunStream", "RunStreamAsync", "ToolStep"),
        ".sdk": ("Orq",),
        ".sdkconfiguration": ("SDKConfiguration",),
    },
    submodules=("_hooks", "httpclient", "models", "testing", "types", "utils"),
)
