"""The body of a request and what it is made of, down to the unions of input, tools and tool choice.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import Field

from ..types.basemodel import RequestModel
from ..types.states import OptionalNullable, UnrecognizedStr
from ..types.unset import UNSET
from . import _tables

if TYPE_CHECKING:
    from typing import TypeAlias

    from .inputs import InputItem
    from .shared import (
        ReasoningContext,
        ReasoningEffort,
        ReasoningMode,
        ReasoningSummaryStyle,
        ToolChoiceMode,
        Verbosity,
    )
    from .tools import (
        ApplyPatchTool,
        CodeInterpreterTool,
        ComputerTool,
        ComputerUsePreviewTool,
        CustomTool,
        FileSearchTool,
        FunctionTool,
        ImageGenerationTool,
        LocalShellTool,
        McpTool,
        NamespaceTool,
        ProgrammaticToolCallingTool,
        ShellTool,
        ToolChoiceObject,
        ToolSearchTool,
        UnknownTool,
        WebSearchPreviewTool,
        WebSearchTool,
        XSearchTool,
    )

__all__ = [
    "CreateResponseRequestBody",
    "CreateResponseInput",
    "Reasoning",
    "Include",
    "CreateResponseText",
    "TextFormat",
    "PlainTextFormat",
    "JSONObjectFormat",
    "JSONSchemaFormat",
    "UnknownTextFormat",
    "CreateResponseTools",
    "CreateResponseToolChoice",
]

Include = Union[
    Literal[
        "code_interpreter_call.outputs",
        "computer_call_output.output.image_url",
        "file_search_call.results",
        "message.input_image.image_url",
        "message.output_text.logprobs",
        "reasoning.encrypted_content",
        "web_search_call.action.sources",
    ],
    UnrecognizedStr,
]
"""A field that is left out of the response unless it is asked for."""

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    CreateResponseInput = Union[str, list[Annotated[Any, _tables.InputItem]]]
    TextFormat = Annotated[Any, _tables.TextFormat]
    CreateResponseTools = Annotated[Any, _tables.CreateResponseTools]
    CreateResponseToolChoice = Union[str, Annotated[Any, _tables.ToolChoiceObject]]
    ReasoningContext = str
    ReasoningEffort = str
    ReasoningMode = str
    ReasoningSummaryStyle = str
    Verbosity = str


class Reasoning(RequestModel):
    """Settings for reasoning models."""

    effort: ReasoningEffort | None = None
    """How much the model may think before it answers."""

    summary: OptionalNullable[ReasoningSummaryStyle] = UNSET
    """Asks for a summary of the reasoning."""

    context: OptionalNullable[ReasoningContext] = UNSET
    """Which earlier reasoning the model sees again."""

    mode: OptionalNullable[ReasoningMode] = UNSET
    """Which reasoning mode answers."""


class CreateResponseText(RequestModel):
    """How the text of the answer is written."""

    format_: Annotated[TextFormat | None, Field(alias="format")] = None
    """Format of the text; plain text when absent."""

    verbosity: OptionalNullable[Verbosity] = UNSET
    """How wordy the text is."""


class CreateResponseRequestBody(RequestModel):
    """The body of `POST /v2/gateway/responses`."""

    model: str
    """ID of the model that answers. The List models API names the ones you can use."""

    input_: Annotated[CreateResponseInput, Field(alias="input")]
    """What the model is to answer: a plain string, or an array of input items (messages, tool outputs) that holds a
    conversation so far or richer content.
    """

    metadata: dict[str, str] | None = None
    """Key-value pairs of your own that come back in the response object."""

    temperature: OptionalNullable[float] = UNSET
    """Sampling temperature, from 0 to 2. Higher values such as 0.8 make the output more random, lower ones such as
    0.2 more focused and repeatable.
    """

    top_p: OptionalNullable[float] = UNSET
    """Nucleus sampling, the alternative to temperature: only the tokens that make up this share of the probability
    mass are considered. 0.1 keeps the top 10%.
    """

    previous_response_id: OptionalNullable[str] = UNSET
    """ID of an earlier response to go on from. The model sees that response's context."""

    instructions: OptionalNullable[str] = UNSET
    """Instructions from the developer that the model should follow. They take the place of the default system
    message.
    """

    reasoning: OptionalNullable[Reasoning] = UNSET
    """Settings for reasoning models."""

    max_output_tokens: OptionalNullable[int] = UNSET
    """Upper limit on the number of tokens generated for the response."""

    text: OptionalNullable[CreateResponseText] = UNSET
    """Format of the text that the model writes: plain text, JSON, or JSON that follows a schema."""

    include: OptionalNullable[list[Include]] = UNSET
    """Additional, possibly large, fields to put into the response. Outputs of Code Interpreter and results of file
    searches are left out unless asked for here. Options: code_interpreter_call.outputs: outputs of Code
    Interpreter calls; computer_call_output.output.image_url: image URLs from computer use calls;
    file_search_call.results: results of file search calls; message.input_image.image_url: URLs of input images;
    message.output_text.logprobs: log probabilities of the output text (when logprobs are enabled);
    reasoning.encrypted_content: encrypted reasoning content of reasoning models
    """

    parallel_tool_calls: OptionalNullable[bool] = UNSET
    """Whether the model may call several functions at the same time."""

    store: OptionalNullable[bool] = True
    """Whether this response is kept for later use in distillations or evals."""

    tools: list[CreateResponseTools] | None = None
    """Tools that the model may call, such as functions for which it generates JSON arguments."""

    tool_choice: CreateResponseToolChoice | None = None
    """How the model picks tools: a string (`none`, `auto`, `required`), or an object that forces a certain tool."""

    stream: bool | None = False
    """Whether the answer arrives piece by piece as server-sent events (`true`) or as one JSON body (`false`)."""


class PlainTextFormat(RequestModel):
    """Plain text, which is what a model writes by default."""

    type: Literal["text"] = "text"
    """Always `text`."""


class JSONObjectFormat(RequestModel):
    """Some JSON object. The instructions must ask for JSON as well; JSONSchemaFormat is the surer way."""

    type: Literal["json_object"] = "json_object"
    """Always `json_object`."""


class JSONSchemaFormat(RequestModel):
    """JSON that follows a JSON Schema."""

    type: Literal["json_schema"] = "json_schema"
    """Always `json_schema`."""

    name: str
    """Name of the format: letters, digits, `_` and `-`, at most 64 characters."""

    schema_: Annotated[dict[str, Any], Field(alias="schema")]
    """The JSON Schema."""

    description: str | None = None
    """What the format is for; helps the model to fill it in."""

    strict: bool | None = True
    """Whether the model must keep to the schema exactly. Strict mode knows only a part of JSON Schema."""


class UnknownTextFormat(RequestModel):
    """A text format of a kind that this version has no class for."""

    type: str
    """The tag, as it came."""


if TYPE_CHECKING:
    CreateResponseInput: TypeAlias = str | list[InputItem]
    TextFormat: TypeAlias = JSONObjectFormat | JSONSchemaFormat | PlainTextFormat | UnknownTextFormat
    CreateResponseTools: TypeAlias = (
        ApplyPatchTool
        | CodeInterpreterTool
        | ComputerTool
        | ComputerUsePreviewTool
        | CustomTool
        | FileSearchTool
        | FunctionTool
        | ImageGenerationTool
        | LocalShellTool
        | McpTool
        | NamespaceTool
        | ProgrammaticToolCallingTool
        | ShellTool
        | ToolSearchTool
        | WebSearchTool
        | WebSearchPreviewTool
        | XSearchTool
        | UnknownTool
    )
    CreateResponseToolChoice: TypeAlias = ToolChoiceMode | ToolChoiceObject
