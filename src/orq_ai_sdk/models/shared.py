"""The enums that both requests and answers use, and the one small object that marks a prompt cache boundary.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Union

from ..types.basemodel import ResponseModel
from ..types.states import UnrecognizedStr

if TYPE_CHECKING:
    pass

__all__ = [
    "MessageRole",
    "MessagePhase",
    "ItemStatus",
    "ImageDetail",
    "FileDetail",
    "ReasoningEffort",
    "ReasoningSummaryStyle",
    "ReasoningContext",
    "ReasoningMode",
    "Verbosity",
    "SearchContextSize",
    "SearchContentType",
    "LocationPrecision",
    "Ranker",
    "FilterOperator",
    "FilterConjunction",
    "ToolChoiceMode",
    "AllowedToolsMode",
    "HostedToolType",
    "AllowedCaller",
    "ToolSearchExecution",
    "MemoryLimit",
    "GrammarSyntax",
    "ComputerEnvironment",
    "ImageAction",
    "ImageBackground",
    "ImageComplexity",
    "ImageInputFidelity",
    "ImageModeration",
    "ImageFormat",
    "ImageQuality",
    "ImageSize",
    "McpApprovalMode",
    "McpConnector",
    "PromptCacheMode",
    "PromptCacheLifetime",
    "PromptCacheBreakpoint",
]

MessageRole = Union[Literal["user", "assistant", "system", "developer"], UnrecognizedStr]
"""Whose words a message holds."""

MessagePhase = Union[Literal["commentary", "final_answer"], UnrecognizedStr]
"""Whether an assistant's message is a remark on the way (`commentary`) or the answer itself (`final_answer`)."""

ItemStatus = Union[
    Literal["in_progress", "completed", "incomplete", "searching", "interpreting", "generating", "calling", "failed"],
    UnrecognizedStr,
]
"""How far an item has come. Not every kind of item uses every value."""

ImageDetail = Union[Literal["auto", "low", "high", "original"], UnrecognizedStr]
"""How closely the model looks at an image. More detail costs more input tokens."""

FileDetail = Union[Literal["auto", "low", "high"], UnrecognizedStr]
"""How closely the model looks at the pages of a file."""

ReasoningEffort = Union[Literal["low", "medium", "high", "none", "minimal", "xhigh", "max"], UnrecognizedStr]
"""How much a reasoning model may think before it answers. Less is faster and spends fewer tokens."""

ReasoningSummaryStyle = Union[Literal["auto", "concise", "detailed"], UnrecognizedStr]
"""How much of its reasoning the model sums up for the reader."""

ReasoningContext = Union[Literal["auto", "current_turn", "all_turns"], UnrecognizedStr]
"""Which earlier reasoning the model sees again."""

ReasoningMode = Union[Literal["standard", "pro"], UnrecognizedStr]
"""Which reasoning mode of the model answers."""

Verbosity = Union[Literal["low", "medium", "high"], UnrecognizedStr]
"""How wordy the answer is."""

SearchContextSize = Union[Literal["small", "medium", "large", "low", "high"], UnrecognizedStr]
"""How much of what a web search found is given to the model. The gateway says `small` and `large` where others
    say `low` and `high`.
    """

SearchContentType = Union[Literal["text", "image"], UnrecognizedStr]
"""What a web search may bring back."""

LocationPrecision = Union[Literal["approximate", "exact"], UnrecognizedStr]
"""How precise a user's location is."""

Ranker = Union[Literal["auto", "default_2024_08_21", "default-2024-11-15"], UnrecognizedStr]
"""Which ranker orders the results of a file search."""

FilterOperator = Union[Literal["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin"], UnrecognizedStr]
"""How a file's attribute is compared with the given value; `in` and `nin` ask for membership in a list."""

FilterConjunction = Union[Literal["and", "or"], UnrecognizedStr]
"""Whether all filters must hold or one is enough."""

ToolChoiceMode = Union[Literal["none", "auto", "required"], UnrecognizedStr]
"""Whether the model calls a tool: never (`none`), if it sees fit (`auto`), or in any case (`required`)."""

AllowedToolsMode = Union[Literal["auto", "required"], UnrecognizedStr]
"""Whether the model may (`auto`) or must (`required`) call one of the allowed tools."""

HostedToolType = Union[
    Literal[
        "file_search",
        "web_search_preview",
        "computer_use_preview",
        "code_interpreter",
        "image_generation",
        "web_search_preview_2025_03_11",
        "computer",
        "computer_use",
        "apply_patch",
        "shell",
        "programmatic_tool_calling",
    ],
    UnrecognizedStr,
]
"""A tool that can be forced by its type alone."""

AllowedCaller = Union[Literal["direct", "programmatic"], UnrecognizedStr]
"""Who may call a tool: the model itself (`direct`) or a program that the model wrote (`programmatic`)."""

ToolSearchExecution = Union[Literal["server", "client"], UnrecognizedStr]
"""Who carries out a search for tools: the provider or the caller."""

MemoryLimit = Union[Literal["1g", "4g", "16g", "64g"], UnrecognizedStr]
"""How much memory a container gets."""

GrammarSyntax = Union[Literal["lark", "regex"], UnrecognizedStr]
"""The notation of a grammar."""

ComputerEnvironment = Union[Literal["windows", "mac", "linux", "ubuntu", "browser"], UnrecognizedStr]
"""What kind of computer the model operates."""

ImageAction = Union[Literal["generate", "edit", "auto"], UnrecognizedStr]
"""Whether a picture is made anew, made from another one, or whichever fits."""

ImageBackground = Union[Literal["transparent", "opaque", "auto"], UnrecognizedStr]
"""What lies behind the subject of a picture."""

ImageComplexity = Union[Literal["low", "medium", "high"], UnrecognizedStr]
"""How intricate a picture is to be."""

ImageInputFidelity = Union[Literal["high", "low"], UnrecognizedStr]
"""How closely a picture keeps to the pictures it was made from."""

ImageModeration = Union[Literal["auto", "low"], UnrecognizedStr]
"""How strictly pictures are moderated."""

ImageFormat = Union[Literal["png", "webp", "jpeg", "gif", "svg"], UnrecognizedStr]
"""The file format of a picture."""

ImageQuality = Union[Literal["low", "medium", "high", "xhigh", "max", "auto"], UnrecognizedStr]
"""How much care goes into a picture."""

ImageSize = Union[Literal["1024x1024", "1024x1536", "1536x1024", "auto"], UnrecognizedStr]
"""Width and height of a picture in pixels."""

McpApprovalMode = Union[Literal["always", "never"], UnrecognizedStr]
"""Whether calls to an MCP server wait for an approval."""

McpConnector = Union[
    Literal[
        "connector_dropbox",
        "connector_gmail",
        "connector_googlecalendar",
        "connector_googledrive",
        "connector_microsoftteams",
        "connector_outlookcalendar",
        "connector_outlookemail",
        "connector_sharepoint",
    ],
    UnrecognizedStr,
]
"""A service that is reached through a ready-made connector in place of an MCP server's URL."""

PromptCacheMode = Union[Literal["implicit", "explicit"], UnrecognizedStr]
"""Whether cache boundaries are found by the provider (`implicit`) or set by the caller (`explicit`)."""

PromptCacheLifetime = Union[Literal["30m", "12h"], UnrecognizedStr]
"""How long a cached prefix is kept: 30 minutes or 12 hours."""

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    pass


class PromptCacheBreakpoint(ResponseModel):
    """Marks that everything up to here is a prefix worth caching."""

    mode: PromptCacheMode
    """`explicit` for a boundary set by the caller."""

    ttl: PromptCacheLifetime | None = None
    """How long the prefix is kept."""
