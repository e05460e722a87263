"""The tools that a request may offer, and the objects that force one of them.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import Field

from ..types.basemodel import RequestModel
from ..types.states import OptionalNullable
from ..types.unset import UNSET
from . import _tables

if TYPE_CHECKING:
    from typing import TypeAlias

    from .shared import (
        AllowedCaller,
        AllowedToolsMode,
        ComputerEnvironment,
        HostedToolType,
        ImageAction,
        ImageBackground,
        ImageComplexity,
        ImageFormat,
        ImageInputFidelity,
        ImageModeration,
        ImageQuality,
        ImageSize,
        LocationPrecision,
        McpConnector,
        Ranker,
        SearchContentType,
        SearchContextSize,
        ToolSearchExecution,
    )
    from .toolparts import (
        CodeInterpreterContainer,
        CustomToolFormat,
        FileSearchFilter,
        HybridSearch,
        ImageMask,
        McpAllowedTools,
        McpRequireApproval,
        ShellEnvironment,
        SvgOptions,
        WebSearchFilters,
    )

__all__ = [
    "FunctionTool",
    "FunctionSchema",
    "FunctionParameters",
    "WebSearchPreviewTool",
    "UserLocation",
    "FileSearchTool",
    "RankingOptions",
    "WebSearchTool",
    "McpTool",
    "CodeInterpreterTool",
    "ImageGenerationTool",
    "CustomTool",
    "LocalShellTool",
    "ShellTool",
    "ApplyPatchTool",
    "ComputerTool",
    "ComputerUsePreviewTool",
    "NamespaceTool",
    "NamespaceMember",
    "ToolSearchTool",
    "ProgrammaticToolCallingTool",
    "XSearchTool",
    "UnknownTool",
    "ToolChoiceObject",
    "ToolChoiceHosted",
    "ToolChoiceFunction",
    "ToolChoiceMcp",
    "ToolChoiceCustom",
    "ToolChoiceAllowed",
    "UnknownToolChoice",
]

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    FunctionSchema = Union[dict[str, Any], Annotated[Any, _tables.FunctionParameters]]
    NamespaceMember = Annotated[Any, _tables.NamespaceMember]
    ToolChoiceObject = Annotated[Any, _tables.ToolChoiceObject]
    AllowedCaller = str
    AllowedToolsMode = str
    ComputerEnvironment = str
    HostedToolType = str
    ImageAction = str
    ImageBackground = str
    ImageComplexity = str
    ImageFormat = str
    ImageInputFidelity = str
    ImageModeration = str
    ImageQuality = str
    ImageSize = str
    LocationPrecision = str
    McpConnector = str
    Ranker = str
    SearchContentType = str
    SearchContextSize = str
    ToolSearchExecution = str
    CodeInterpreterContainer = Union[str, Annotated[Any, _tables.AutoContainer]]
    CustomToolFormat = Annotated[Any, _tables.CustomToolFormat]
    FileSearchFilter = Annotated[Any, _tables.FileSearchFilter]
    HybridSearch = Annotated[Any, _tables.HybridSearch]
    ImageMask = Annotated[Any, _tables.ImageMask]
    McpAllowedTools = Union[list[str], Annotated[Any, _tables.McpToolFilter]]
    McpRequireApproval = Union[str, Annotated[Any, _tables.McpApprovalRules]]
    ShellEnvironment = Annotated[Any, _tables.ShellEnvironment]
    SvgOptions = Annotated[Any, _tables.SvgOptions]
    WebSearchFilters = Annotated[Any, _tables.WebSearchFilters]


class FunctionTool(RequestModel):
    """A function of yours that the model may ask to have called."""

    type: Literal["function"] = "function"
    """Always `function`."""

    name: str
    """Name of the function."""

    parameters: FunctionSchema
    """JSON Schema of the arguments."""

    description: OptionalNullable[str] = UNSET
    """What the function does; the model decides by it when to call."""

    strict: bool | None = True
    """Whether arguments must follow the schema exactly. Strict mode knows only a part of JSON Schema."""

    allowed_callers: OptionalNullable[list[AllowedCaller]] = UNSET
    """Who may call the function."""

    async_: Annotated[OptionalNullable[bool], Field(alias="async")] = UNSET
    """Whether the model may go on before the function's output is there."""

    defer_loading: OptionalNullable[bool] = UNSET
    """Whether the function is kept from the model until a tool search finds it."""

    output_schema: OptionalNullable[dict[str, Any]] = UNSET
    """JSON Schema of what the function returns."""


class FunctionParameters(RequestModel):
    """JSON Schema of a function's arguments as a model; further keywords may be given as well."""

    type: str | None = None
    """Always `object`."""

    properties: dict[str, Any] | None = None
    """The arguments' JSON Schemas by their names."""

    required: list[str] | None = None
    """The names of the arguments that must be given."""

    additional_properties: Annotated[Any | None, Field(alias="additionalProperties")] = None
    """Whether other arguments may be given, or the JSON Schema of those."""


class UserLocation(RequestModel):
    """Where the user is."""

    type: LocationPrecision | None = None
    """How precise the location is."""

    city: OptionalNullable[str] = UNSET
    """City, for example `Amsterdam`."""

    country: str | None = None
    """Country as two letters (ISO 3166-1), for example `NL`."""

    region: OptionalNullable[str] = UNSET
    """Region or state."""

    timezone: OptionalNullable[str] = UNSET
    """Time zone by its IANA name, for example `Europe/Amsterdam`."""


class WebSearchPreviewTool(RequestModel):
    """Lets the model search the web."""

    type: Literal["web_search_preview"] = "web_search_preview"
    """Always `web_search_preview`."""

    domains: list[str] | None = None
    """Domains to search. Absent: all."""

    search_context_size: SearchContextSize | None = "medium"
    """How much of what was found is given to the model."""

    user_location: UserLocation | None = None
    """Where the user is, for results nearby."""

    search_content_types: OptionalNullable[list[SearchContentType]] = UNSET
    """What may be brought back."""


class RankingOptions(RequestModel):
    """How the results of a file search are ranked."""

    ranker: Ranker | None = "auto"
    """Which ranker orders the results."""

    score_threshold: float | None = 0
    """Lowest score a result may have, from 0 to 1. Nearer to 1 gives fewer and better results."""

    hybrid_search: OptionalNullable[HybridSearch] = UNSET
    """Weights of meaning and words."""


class FileSearchTool(RequestModel):
    """Lets the model search uploaded files."""

    type: Literal["file_search"] = "file_search"
    """Always `file_search`."""

    vector_store_ids: list[str] | None = None
    """Ids of the vector stores to search."""

    max_num_results: int | None = 20
    """How many results at most, from 1 to 50."""

    filters: FileSearchFilter | None = None
    """Which files to search, by their attributes."""

    ranking_options: RankingOptions | None = None
    """How results are ranked."""


class WebSearchTool(RequestModel):
    """Lets the model search the web, with a choice of sites."""

    type: Literal["web_search"] = "web_search"
    """Always `web_search`."""

    external_web_access: OptionalNullable[bool] = UNSET
    """Whether pages are fetched live; otherwise only what is cached is used."""

    filters: OptionalNullable[WebSearchFilters] = UNSET
    """Which sites to search."""

    search_content_types: OptionalNullable[list[SearchContentType]] = UNSET
    """What may be brought back."""

    search_context_size: OptionalNullable[SearchContextSize] = UNSET
    """How much of what was found is given to the model."""

    user_location: OptionalNullable[UserLocation] = UNSET
    """Where the user is, for results nearby."""


class McpTool(RequestModel):
    """Lets the model use the tools of a Model Context Protocol (MCP) server."""

    type: Literal["mcp"] = "mcp"
    """Always `mcp`."""

    server_label: str
    """Name for this server; calls to it carry the name."""

    server_url: OptionalNullable[str] = UNSET
    """URL of the server. Either this, `connector_id` or `tunnel_id` is needed."""

    server_description: OptionalNullable[str] = UNSET
    """What the server is for."""

    connector_id: OptionalNullable[McpConnector] = UNSET
    """A ready-made connector in place of a server."""

    tunnel_id: OptionalNullable[str] = UNSET
    """Id of a tunnel to a private server."""

    allowed_tools: OptionalNullable[McpAllowedTools] = UNSET
    """Which of the server's tools the model may use."""

    require_approval: OptionalNullable[McpRequireApproval] = UNSET
    """Which calls wait for an approval."""

    authorization: OptionalNullable[str] = UNSET
    """OAuth access token for the server or connector."""

    headers: OptionalNullable[dict[str, str]] = UNSET
    """HTTP headers to send to the server."""

    allowed_callers: OptionalNullable[list[AllowedCaller]] = UNSET
    """Who may call the server's tools."""

    defer_loading: OptionalNullable[bool] = UNSET
    """Whether the tools are kept from the model until a tool search finds them."""


class CodeInterpreterTool(RequestModel):
    """Lets the model run Python code."""

    type: Literal["code_interpreter"] = "code_interpreter"
    """Always `code_interpreter`."""

    container: CodeInterpreterContainer
    """Where the code runs."""

    allowed_callers: OptionalNullable[list[AllowedCaller]] = UNSET
    """Who may run code."""


class ImageGenerationTool(RequestModel):
    """Lets the model make pictures."""

    type: Literal["image_generation"] = "image_generation"
    """Always `image_generation`."""

    model: OptionalNullable[str] = UNSET
    """ID of the model that makes the pictures."""

    action: OptionalNullable[ImageAction] = UNSET
    """Whether a picture is made anew or from another one."""

    background: OptionalNullable[ImageBackground] = UNSET
    """What lies behind the subject."""

    complexity: OptionalNullable[ImageComplexity] = UNSET
    """How intricate the picture is to be."""

    frame_count: OptionalNullable[int] = UNSET
    """Number of frames of a moving picture."""

    frame_duration_ms: OptionalNullable[int] = UNSET
    """How long each frame is shown, in milliseconds."""

    input_fidelity: OptionalNullable[ImageInputFidelity] = UNSET
    """How closely the picture keeps to the pictures given."""

    input_image_mask: OptionalNullable[ImageMask] = UNSET
    """Which part of a picture may be changed."""

    moderation: OptionalNullable[ImageModeration] = UNSET
    """How strictly pictures are moderated."""

    output_compression: OptionalNullable[int] = UNSET
    """Compression of the picture, from 0 to 100."""

    output_format: OptionalNullable[ImageFormat] = UNSET
    """File format of the picture."""

    partial_images: OptionalNullable[int] = UNSET
    """How many unfinished versions to stream, from 0 to 3."""

    quality: OptionalNullable[ImageQuality] = UNSET
    """How much care goes into the picture."""

    size: OptionalNullable[ImageSize] = UNSET
    """Width and height in pixels."""

    svg: OptionalNullable[SvgOptions] = UNSET
    """How vector graphics are drawn."""


class CustomTool(RequestModel):
    """A tool of yours whose input is text rather than JSON."""

    type: Literal["custom"] = "custom"
    """Always `custom`."""

    name: str
    """Name of the tool."""

    description: OptionalNullable[str] = UNSET
    """What the tool does; the model decides by it when to call."""

    format_: Annotated[OptionalNullable[CustomToolFormat], Field(alias="format")] = UNSET
    """What the input looks like; any text when absent."""

    allowed_callers: OptionalNullable[list[AllowedCaller]] = UNSET
    """Who may call the tool."""

    async_: Annotated[OptionalNullable[bool], Field(alias="async")] = UNSET
    """Whether the model may go on before the tool's output is there."""

    defer_loading: OptionalNullable[bool] = UNSET
    """Whether the tool is kept from the model until a tool search finds it."""


class LocalShellTool(RequestModel):
    """Lets the model ask for commands to be run on the caller's machine."""

    type: Literal["local_shell"] = "local_shell"
    """Always `local_shell`."""


class ShellTool(RequestModel):
    """Lets the model run shell commands."""

    type: Literal["shell"] = "shell"
    """Always `shell`."""

    environment: OptionalNullable[ShellEnvironment] = UNSET
    """Where the commands run."""

    allowed_callers: OptionalNullable[list[AllowedCaller]] = UNSET
    """Who may run commands."""


class ApplyPatchTool(RequestModel):
    """Lets the model create, change and delete files by patches."""

    type: Literal["apply_patch"] = "apply_patch"
    """Always `apply_patch`."""

    allowed_callers: OptionalNullable[list[AllowedCaller]] = UNSET
    """Who may apply patches."""


class ComputerTool(RequestModel):
    """Lets the model operate a computer."""

    type: Literal["computer"] = "computer"
    """Always `computer`."""


class ComputerUsePreviewTool(RequestModel):
    """Lets the model operate a computer with a screen of known size."""

    type: Literal["computer_use_preview"] = "computer_use_preview"
    """Always `computer_use_preview`."""

    display_height: int
    """Height of the screen in pixels."""

    display_width: int
    """Width of the screen in pixels."""

    environment: ComputerEnvironment
    """What kind of computer it is."""


class NamespaceTool(RequestModel):
    """Groups tools under one name."""

    type: Literal["namespace"] = "namespace"
    """Always `namespace`."""

    name: str
    """Name of the group; calls carry it as their `namespace`."""

    description: str
    """What the group is for."""

    tools: list[NamespaceMember]
    """The tools of the group."""


class ToolSearchTool(RequestModel):
    """Lets the model look for tools that are not loaded yet."""

    type: Literal["tool_search"] = "tool_search"
    """Always `tool_search`."""

    description: OptionalNullable[str] = UNSET
    """What can be found; for searches that the caller carries out."""

    execution: OptionalNullable[ToolSearchExecution] = UNSET
    """Who carries out the search."""

    parameters: Any | None = None
    """JSON Schema of the arguments of a search that the caller carries out."""


class ProgrammaticToolCallingTool(RequestModel):
    """Lets the model write programs that call the other tools."""

    type: Literal["programmatic_tool_calling"] = "programmatic_tool_calling"
    """Always `programmatic_tool_calling`."""


class XSearchTool(RequestModel):
    """Lets the model search posts on X, with providers that offer it."""

    type: Literal["x_search"] = "x_search"
    """Always `x_search`."""

    allowed_x_handles: list[str] | None = None
    """Accounts whose posts are searched. Not together with `excluded_x_handles`."""

    excluded_x_handles: list[str] | None = None
    """Accounts whose posts are left out. Not together with `allowed_x_handles`."""

    from_date: str | None = None
    """First day to search, as `YYYY-MM-DD`."""

    to_date: str | None = None
    """Last day to search, as `YYYY-MM-DD`."""

    enable_image_understanding: bool | None = None
    """Whether the model looks at images in posts."""

    enable_video_understanding: bool | None = None
    """Whether the model looks at videos in posts."""


class UnknownTool(RequestModel):
    """A tool of a kind that this version has no class for."""

    type: str
    """The tag, as it came."""


class ToolChoiceHosted(RequestModel):
    """Forces a tool that its type says all about."""

    type: HostedToolType
    """The tool to use."""


class ToolChoiceFunction(RequestModel):
    """Forces one function."""

    type: Literal["function"] = "function"
    """Always `function`."""

    name: str
    """Name of the function."""


class ToolChoiceMcp(RequestModel):
    """Forces a tool of an MCP server."""

    type: Literal["mcp"] = "mcp"
    """Always `mcp`."""

    server_label: str
    """Name that the request gave the server."""

    name: OptionalNullable[str] = UNSET
    """Name of the tool; absent: any tool of the server."""


class ToolChoiceCustom(RequestModel):
    """Forces one custom tool."""

    type: Literal["custom"] = "custom"
    """Always `custom`."""

    name: str
    """Name of the custom tool."""


class ToolChoiceAllowed(RequestModel):
    """Limits the choice to some of the tools."""

    type: Literal["allowed_tools"] = "allowed_tools"
    """Always `allowed_tools`."""

    mode: AllowedToolsMode
    """Whether the model may or must call one of them."""

    tools: list[dict[str, Any]]
    """The allowed tools, each by its type and name, as in `{"type": "function", "name": "get_weather"}`."""


class UnknownToolChoice(RequestModel):
    """A tool choice of a kind that this version has no class for."""

    type: str
    """The tag, as it came."""


if TYPE_CHECKING:
    FunctionSchema: TypeAlias = dict[str, Any] | FunctionParameters
    NamespaceMember: TypeAlias = CustomTool | FunctionTool | UnknownTool
    ToolChoiceObject: TypeAlias = (
        ToolChoiceHosted | ToolChoiceFunction | ToolChoiceMcp | ToolChoiceCustom | ToolChoiceAllowed | UnknownToolChoice
    )
