"""Says what the operation's methods are: their parameters, overloads and texts, for the signatures' template.

The parameters of the request body come from the contract; those of the call itself (retries, headers, ...) and the
methods built upon `create` are stated here.
"""

from __future__ import annotations

from dataclasses import dataclass

from scripts.render.contract import Contract, ContractError, Object
from scripts.render.python import Annotations, plain_text


@dataclass(frozen=True)
class Parameter:
    """One keyword argument."""

    name: str
    annotation: str
    default: str | None
    description: str
    wire: str = ""


@dataclass(frozen=True)
class Variant:
    """One overload: how `stream` is annotated and what comes back, sync and async."""

    stream: str
    returns: str
    returns_async: str
    extra: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class Method:
    """One operation as users call it; the async twin has the same text."""

    name: str
    helper: str
    summary: str
    body: tuple[str, ...]
    returns: str
    raises: tuple[tuple[str, str], ...]
    variants: tuple[Variant, ...]
    extra: tuple[Parameter, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    """What is said of shared parameters where it differs."""

    def describe(self, parameter: Parameter) -> str:
        """Return what this method's text says of a parameter."""
        return dict(self.told).get(parameter.name, parameter.description)


OPTIONS = (
    Parameter(
        "retries",
        "OptionalNullable[RetryConfig]",
        "UNSET",
        "How failures are retried. UNSET: as the client is configured; None: not at all.",
    ),
    Parameter("server_url", "Optional[str]", "None", "Base URL for this call instead of the client's."),
    Parameter(
        "timeout_ms",
        "OptionalNullable[int]",
        "UNSET",
        "Limit in ms for connecting and for each wait for data. UNSET: the client's; None: no limit.",
    ),
    Parameter(
        "accept_header_override",
        "Optional[str]",
        "None",
        "Replaces the Accept header. Default: `text/event-stream` with `stream=True`, else `application/json`.",
    ),
    Parameter("http_headers", "Optional[Mapping[str, str]]", "None", "Further headers; they win over the SDK's own."),
    Parameter("extra_query", "Optional[Mapping[str, Any]]", "None", "Query parameters to add to the URL."),
    Parameter(
        "extra_body",
        "Optional[Mapping[str, Any]]",
        "None",
        "Fields to put into the request's body last; they win over parameters.",
    ),
)

RAISES = (
    ("APIError", "The service answered with 4XX, 5XX, or with something that is not an answer; subclassed by status."),
    ("ResponseValidationError", "A successful answer is not JSON, or not a response."),
    ("TypeError, ValueError", "An argument cannot be sent; the message names it. Raised before anything is sent."),
    ("httpx.TransportError", "The connection failed."),
    ("RuntimeError", "The client was closed, before the call or meanwhile; or an async call has no event loop."),
)


_EXTRA_BODY = "Fields to put into the request's body last; they win over parameters. {} are refused here."


def variants(body: str, stream: str, stream_async: str, extra: tuple[Parameter, ...] = ()) -> tuple[Variant, ...]:
    """Return the three overloads that make `stream` decide the type."""
    return (
        Variant("Literal[True]", stream, stream_async, extra),
        Variant("Optional[Literal[False]] = False", body, body, extra),
        Variant("Optional[bool]", f"Union[{body}, {stream}]", f"Union[{body}, {stream_async}]", extra),
    )


def parameters(contract: Contract, annotations: Annotations) -> list[Parameter]:
    """Return the request body's fields as parameters, in the contract's order."""
    body = contract.schemas[contract.request_body]
    assert isinstance(body, Object)
    extra = {parameter.name for method in methods(contract) for parameter in method.extra}
    own = {"self", *extra, *(option.name for option in OPTIONS)}
    found: list[Parameter] = []
    for field in body.fields:
        name, annotation, default = annotations.parameter(field)
        if name in own:
            at = f"components.schemas.{body.name}.properties.{field.name}"
            raise ContractError(f"{at}: in Python this is {name}, as a parameter of the call itself is")
        if field.name == "tools":
            annotation = "Optional[Sequence[ToolArgument]]"
        if field.name == "input":
            annotation = f"Union[{annotation}, {contract.response_body}, RunResult, Sequence[ConversationItem]]"
        description = plain_text(field.description)
        if field.default is not None:
            description += f" Default: {field.default!r}."
        found.append(Parameter(name, annotation, default, description, field.name))
    return found


def methods(contract: Contract) -> list[Method]:
    """Return the methods of `Responses`."""
    body, event = contract.response_body, contract.stream_event
    text_format = Parameter(
        "text_format",
        "Any",
        None,
        "The type that the answer's text is to have: a pydantic model, a dataclass, a TypedDict, anything a "
        "TypeAdapter takes, a TypeAdapter, a TextFormat made of one of them before, or a JSON Schema as a dict.",
    )

    def typed(annotation: str) -> tuple[Parameter, ...]:
        return (Parameter("text_format", annotation, None, text_format.description),)

    parse_variants = tuple(
        variant
        for annotation, result in (
            ("Union[type[T], TypeAdapter[T], TextFormat[T]]", "T"),
            ("Mapping[str, Any]", "Any"),
        )
        for variant in variants(
            f"ParsedResponse[{result}]",
            f"ParsedEventStream[{result}]",
            f"ParsedEventStreamAsync[{result}]",
            typed(annotation),
        )
    )
    run_extra = (
        Parameter(
            "max_turns",
            "int",
            "10",
            "How often the model may be asked, at least 1. Default: 10.",
        ),
        Parameter(
            "tool_timeout_s",
            "Optional[float]",
            "None",
            "Limit in seconds for each tool call that has none of its own. Default: None, no limit.",
        ),
        Parameter(
            "on_tool_error",
            'Literal["return", "raise"]',
            '"return"',
            "What becomes of a tool's exception: `return` tells it to the model, `raise` raises it. Default: `return`.",
        ),
        Parameter(
            "on_step",
            "Optional[Callable[[Step], Any]]",
            "None",
            "Called with each step: after each answer, and for each tool call. For `run_async` it may be a coroutine "
            "function. Default: None.",
        ),
    )
    return [
        Method(
            name="create",
            helper="_create",
            summary=contract.summary,
            body=(contract.description,),
            returns=(
                "The response body, or with `stream=True` an event stream. `with` (`async with`) on either gives "
                "events to iterate."
            ),
            raises=RAISES,
            variants=variants(body, f"EventStream[{event}]", f"EventStreamAsync[{event}]"),
        ),
        Method(
            name="parse",
            helper="_parse",
            summary="Create a response whose text is JSON of a given type.",
            body=("Sends a strict JSON Schema made from `text_format` and validates the answer's text against it.",),
            returns="The response with `output_parsed`, or with `stream=True` an event stream with `current_parsed`.",
            raises=(
                *RAISES,
                (
                    "StructuredOutputError",
                    "The model refused, or the answer is incomplete, failed or does not fit; with reason and text.",
                ),
            ),
            variants=parse_variants,
            extra=(text_format,),
            told=(
                ("text", "Settings of the text but for its `format`, which is made from `text_format`."),
                ("extra_body", _EXTRA_BODY.format("`stream` and `text`")),
            ),
        ),
        Method(
            name="run",
            helper="_run",
            summary="Ask, call the tools that the model asks for, and ask again until it answers without a call.",
            body=(
                "`tools` may hold functions made by `function_tool` beside any other tools. Calls of one answer run in",
                "parallel unless `parallel_tool_calls` is False.",
            ),
            returns="A RunResult with the last response and the whole conversation, or with `stream=True` a RunStream.",
            raises=(
                *RAISES,
                ("MaxTurnsError", "`max_turns` answers all asked for tools; holds the conversation so far."),
                ("ResponseFailedError", "An answer failed or was cancelled."),
                ("Exception", 'Whatever a tool raises, with `on_tool_error="raise"`; or ToolTimeoutError.'),
            ),
            variants=variants("RunResult", "RunStream", "RunStreamAsync", run_extra),
            extra=run_extra,
            told=(
                (
                    "extra_body",
                    _EXTRA_BODY.format("`stream`, `input`, `tools`, `tool_choice` and `parallel_tool_calls`"),
                ),
            ),
        ),
    ]


def raw_methods(contract: Contract) -> list[Method]:
    """Return the methods of `with_raw_response`."""
    body, event = contract.response_body, contract.stream_event
    return [
        Method(
            name="create",
            helper="_create",
            summary=contract.summary,
            body=("Like `Responses.create`, with the HTTP answer beside the parsed one.",),
            returns="Status, headers, request id, elapsed seconds, attempts, and `.parse()` for what `create` returns.",
            raises=RAISES,
            variants=variants(
                f"RawResponse[{body}]",
                f"RawResponse[EventStream[{event}]]",
                f"RawResponse[EventStreamAsync[{event}]]",
            ),
        )
    ]
