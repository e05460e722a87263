"""The tools and the tool choice of a request, as they come back inside a response.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import Field

from ..types.basemodel import ResponseModel, UnknownModel
from ..types.states import UnrecognizedStr
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
        ToolChoiceMode,
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
    "ResponseTool",
    "ResponseFunctionTool",
    "WebSearchPreviewToolType",
    "ResponseWebSearchPreviewTool",
    "WebSearchToolType",
    "ResponseWebSearchTool",
    "ResponseUserLocation",
    "ResponseFileSearchTool",
    "ResponseRankingOptions",
    "ResponseMcpTool",
    "ResponseCodeInterpreterTool",
    "ResponseImageGenerationTool",
    "ResponseCustomTool",
    "ResponseLocalShellTool",
    "ResponseShellTool",
    "ResponseApplyPatchTool",
    "ResponseComputerTool",
    "ResponseComputerUsePreviewTool",
    "ResponseNamespaceTool",
    "ResponseNamespaceMember",
    "ResponseToolSearchTool",
    "ResponseProgrammaticToolCallingTool",
    "ResponseXSearchTool",
    "UnknownResponseTool",
    "ResponseToolChoice",
    "ResponseToolChoiceObject",
    "ResponseToolChoiceHosted",
    "ResponseToolChoiceFunction",
    "ResponseToolChoiceMcp",
    "ResponseToolChoiceCustom",
    "ResponseToolChoiceAllowed",
    "UnknownResponseToolChoice",
]

WebSearchPreviewToolType = Union[Literal["web_search_preview", "web_search_preview_2025_03_11"], UnrecognizedStr]
"""Name of the web search preview tool, with or without its date."""

WebSearchToolType = Union[Literal["web_search", "web_search_2025_08_26"], UnrecognizedStr]
"""Name of the web search tool, with or without its date."""

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    ResponseTool = Annotated[Any, _tables.ResponseTool]
    ResponseNamespaceMember = Annotated[Any, _tables.ResponseNamespaceMember]
    ResponseToolChoiceObject = Annotated[Any, _tables.ResponseToolChoiceObject]
    ResponseToolChoice = Union[str, Annotated[Any, _tables.ResponseToolChoiceObject]]
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


class ResponseFunctionTool(ResponseModel):
    """A function of the caller's, as it comes back."""

    type: Literal["function"] = "function"
    """Always `function`."""

    name: str
    """Name of the function."""

    parameters: dict[str, Any] | None = None
    """JSON Schema of the arguments."""

    description: str | None = None
    """What the function does."""

    strict: bool | None = None
    """Whether arguments must follow the schema exactly."""

    allowed_callers: list[AllowedCaller] | None = None
    """Who may call the function."""

    async_: Annotated[bool | None, Field(alias="async")] = None
    """Whether the model may go on before the function's output is there."""

    defer_loading: bool | None = None
    """Whether the function is kept from the model until a tool search finds it."""

    output_schema: dict[str, Any] | None = None
    """JSON Schema of what the function returns."""


class ResponseUserLocation(ResponseModel):
    """Where the user is, as it comes back."""

    type: LocationPrecision | None = None
    """How precise the location is."""

    city: str | None = None
    """City."""

    country: str | None = None
    """Country as two letters (ISO 3166-1)."""

    region: str | None = None
    """Region or state."""

    timezone: str | None = None
    """Time zone by its IANA name."""


class ResponseWebSearchPreviewTool(ResponseModel):
    """The web search preview tool, as it comes back."""

    type: WebSearchPreviewToolType
    """Which version of the tool."""

    domains: list[str] | None = None
    """Domains to search."""

    search_context_size: SearchContextSize | None = None
    """How much of what was found is given to the model."""

    user_location: ResponseUserLocation | None = None
    """Where the user is."""

    search_content_types: list[SearchContentType] | None = None
    """What may be brought back."""


class ResponseWebSearchTool(ResponseModel):
    """The web search tool, as it comes back."""

    type: WebSearchToolType
    """Which version of the tool."""

    external_web_access: bool | None = None
    """Whether pages are fetched live."""

    filters: WebSearchFilters | None = None
    """Which sites to search."""

    return_token_budget: str | None = None
    """How many tokens of results are returned, for example `default`."""

    search_content_types: list[SearchContentType] | None = None
    """What may be brought back."""

    search_context_size: SearchContextSize | None = None
    """How much of what was found is given to the model."""

    user_location: ResponseUserLocation | None = None
    """Where the user is."""


class ResponseRankingOptions(ResponseModel):
    """How the results of a file search are ranked, as it comes back."""

    ranker: Ranker | None = None
    """Which ranker orders the results."""

    score_threshold: float | None = None
    """Lowest score a result may have, from 0 to 1."""

    hybrid_search: HybridSearch | None = None
    """Weights of meaning and words."""


class ResponseFileSearchTool(ResponseModel):
    """The file search tool, as it comes back."""

    type: Literal["file_search"] = "file_search"
    """Always `file_search`."""

    vector_store_ids: list[str] | None = None
    """Ids of the vector stores to search."""

    max_num_results: int | None = None
    """How many results at most."""

    filters: FileSearchFilter | None = None
    """Which files to search, by their attributes."""

    ranking_options: ResponseRankingOptions | None = None
    """How results are ranked."""


class ResponseMcpTool(ResponseModel):
    """An MCP server, as it comes back."""

    type: Literal["mcp"] = "mcp"
    """Always `mcp`."""

    server_label: str
    """Name that the request gave the server."""

    server_url: str | None = None
    """URL of the server."""

    server_description: str | None = None
    """What the server is for."""

    connector_id: McpConnector | None = None
    """A ready-made connector in place of a server."""

    tunnel_id: str | None = None
    """Id of a tunnel to a private server."""

    allowed_tools: McpAllowedTools | None = None
    """Which of the server's tools the model may use."""

    require_approval: McpRequireApproval | None = None
    """Which calls wait for an approval."""

    authorization: str | None = None
    """OAuth access token, or a placeholder for it."""

    headers: dict[str, str] | None = None
    """HTTP headers to send to the server, or nothing where they are kept secret."""

    allowed_callers: list[AllowedCaller] | None = None
    """Who may call the server's tools."""

    defer_loading: bool | None = None
    """Whether the tools are kept from the model until a tool search finds them."""


class ResponseCodeInterpreterTool(ResponseModel):
    """The code interpreter, as it comes back."""

    type: Literal["code_interpreter"] = "code_interpreter"
    """Always `code_interpreter`."""

    container: CodeInterpreterContainer | None = None
    """Where the code runs."""

    allowed_callers: list[AllowedCaller] | None = None
    """Who may run code."""


class ResponseImageGenerationTool(ResponseModel):
    """The image generation tool, as it comes back."""

    type: Literal["image_generation"] = "image_generation"
    """Always `image_generation`."""

    model: str | None = None
    """ID of the model that makes the pictures."""

    n: int | None = None
    """How many pictures are made."""

    action: ImageAction | None = None
    """Whether a picture is made anew or from another one."""

    background: ImageBackground | None = None
    """What lies behind the subject."""

    complexity: ImageComplexity | None = None
    """How intricate the picture is to be."""

    frame_count: int | None = None
    """Number of frames of a moving picture."""

    frame_duration_ms: int | None = None
    """How long each frame is shown, in milliseconds."""

    input_fidelity: ImageInputFidelity | None = None
    """How closely the picture keeps to the pictures given."""

    input_image_mask: ImageMask | None = None
    """Which part of a picture may be changed."""

    moderation: ImageModeration | None = None
    """How strictly pictures are moderated."""

    output_compression: int | None = None
    """Compression of the picture, from 0 to 100."""

    output_format: ImageFormat | None = None
    """File format of the picture."""

    partial_images: int | None = None
    """How many unfinished versions are streamed."""

    quality: ImageQuality | None = None
    """How much care goes into the picture."""

    size: ImageSize | None = None
    """Width and height in pixels."""

    svg: SvgOptions | None = None
    """How vector graphics are drawn."""


class ResponseCustomTool(ResponseModel):
    """A custom tool, as it comes back."""

    type: Literal["custom"] = "custom"
    """Always `custom`."""

    name: str
    """Name of the tool."""

    description: str | None = None
    """What the tool does."""

    format_: Annotated[CustomToolFormat | None, Field(alias="format")] = None
    """What the input looks like."""

    allowed_callers: list[AllowedCaller] | None = None
    """Who may call the tool."""

    async_: Annotated[bool | None, Field(alias="async")] = None
    """Whether the model may go on before the tool's output is there."""

    defer_loading: bool | None = None
    """Whether the tool is kept from the model until a tool search finds it."""


class ResponseLocalShellTool(ResponseModel):
    """The local shell, as it comes back."""

    type: Literal["local_shell"] = "local_shell"
    """Always `local_shell`."""


class ResponseShellTool(ResponseModel):
    """The shell, as it comes back."""

    type: Literal["shell"] = "shell"
    """Always `shell`."""

    environment: ShellEnvironment | None = None
    """Where the commands run."""

    allowed_callers: list[AllowedCaller] | None = None
    """Who may run commands."""


class ResponseApplyPatchTool(ResponseModel):
    """The patch tool, as it comes back."""

    type: Literal["apply_patch"] = "apply_patch"
    """Always `apply_patch`."""

    allowed_callers: list[AllowedCaller] | None = None
    """Who may apply patches."""


class ResponseComputerTool(ResponseModel):
    """The computer tool, as it comes back."""

    type: Literal["computer"] = "computer"
    """Always `computer`."""


class ResponseComputerUsePreviewTool(ResponseModel):
    """The computer use preview tool, as it comes back."""

    type: Literal["computer_use_preview"] = "computer_use_preview"
    """Always `computer_use_preview`."""

    display_height: int | None = None
    """Height of the screen in pixels."""

    display_width: int | None = None
    """Width of the screen in pixels."""

    environment: ComputerEnvironment | None = None
    """What kind of computer it is."""


class ResponseNamespaceTool(ResponseModel):
    """A group of tools, as it comes back."""

    type: Literal["namespace"] = "namespace"
    """Always `namespace`."""

    name: str
    """Name of the group."""

    description: str | None = None
    """What the group is for."""

    tools: list[ResponseNamespaceMember]
    """The tools of the group."""


class ResponseToolSearchTool(ResponseModel):
    """The tool search, as it comes back."""

    type: Literal["tool_search"] = "tool_search"
    """Always `tool_search`."""

    description: str | None = None
    """What can be found."""

    execution: ToolSearchExecution | None = None
    """Who carries out the search."""

    parameters: Any | None = None
    """JSON Schema of the arguments of a search that the caller carries out."""


class ResponseProgrammaticToolCallingTool(ResponseModel):
    """The permission to call tools from programs, as it comes back."""

    type: Literal["programmatic_tool_calling"] = "programmatic_tool_calling"
    """Always `programmatic_tool_calling`."""


class ResponseXSearchTool(ResponseModel):
    """The search of posts on X, as it comes back."""

    type: Literal["x_search"] = "x_search"
    """Always `x_search`."""

    allowed_x_handles: list[str] | None = None
    """Accounts whose posts are searched."""

    excluded_x_handles: list[str] | None = None
    """Accounts whose posts are left out."""

    from_date: str | None = None
    """First day to search, as `YYYY-MM-DD`."""

    to_date: str | None = None
    """Last day to search, as `YYYY-MM-DD`."""

    enable_image_understanding: bool | None = None
    """Whether the model looks at images in posts."""

    enable_video_understanding: bool | None = None
    """Whether the model looks at videos in posts."""


class UnknownResponseTool(UnknownModel):
    """A tool of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class ResponseToolChoiceHosted(ResponseModel):
    """The forced tool, by its type alone."""

    type: HostedToolType
    """The tool to use."""


class ResponseToolChoiceFunction(ResponseModel):
    """The forced function."""

    type: Literal["function"] = "function"
    """Always `function`."""

    name: str
    """Name of the function."""


class ResponseToolChoiceMcp(ResponseModel):
    """The forced MCP server, or a tool of it."""

    type: Literal["mcp"] = "mcp"
    """Always `mcp`."""

    server_label: str
    """Name that the request gave the server."""

    name: str | None = None
    """Name of the tool."""


class ResponseToolChoiceCustom(ResponseModel):
    """The forced custom tool."""

    type: Literal["custom"] = "custom"
    """Always `custom`."""

    name: str
    """Name of the custom tool."""


class ResponseToolChoiceAllowed(ResponseModel):
    """The tools that the choice was limited to."""

    type: Literal["allowed_tools"] = "allowed_tools"
    """Always `allowed_tools`."""

    mode: AllowedToolsMode
    """Whether the model may or must call one of them."""

    tools: list[dict[str, Any]]
    """The allowed tools, each by its type and name."""


class UnknownResponseToolChoice(UnknownModel):
    """A tool choice of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


if TYPE_CHECKING:
    ResponseTool: TypeAlias = (
        ResponseApplyPatchTool
        | ResponseCodeInterpreterTool
        | ResponseComputerTool
        | ResponseComputerUsePreviewTool
        | ResponseCustomTool
        | ResponseFileSearchTool
        | ResponseFunctionTool
        | ResponseImageGenerationTool
        | ResponseLocalShellTool
        | ResponseMcpTool
        | ResponseNamespaceTool
        | ResponseProgrammaticToolCallingTool
        | ResponseShellTool
        | ResponseToolSearchTool
        | ResponseWebSearchTool
        | ResponseWebSearchPreviewTool
        | ResponseXSearchTool
        | UnknownResponseTool
    )
    ResponseNamespaceMember: TypeAlias = ResponseCustomTool | ResponseFunctionTool | UnknownResponseTool
    ResponseToolChoiceObject: TypeAlias = (
        ResponseToolChoiceHosted
        | ResponseToolChoiceFunction
        | ResponseToolChoiceMcp
        | ResponseToolChoiceCustom
        | ResponseToolChoiceAllowed
        | UnknownResponseToolChoice
    )
    ResponseToolChoice: TypeAlias = ToolChoiceMode | ResponseToolChoiceObject
