"""What tools are made of: filters, containers, shells, skills and approval rules, the same in requests and
answers.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from ..types.basemodel import ResponseModel, UnknownModel
from . import _tables

if TYPE_CHECKING:
    from typing import TypeAlias

    from .shared import FilterConjunction, FilterOperator, GrammarSyntax, McpApprovalMode, MemoryLimit, ReasoningEffort

__all__ = [
    "FileSearchFilter",
    "ComparisonFilter",
    "CompoundFilter",
    "UnknownFilter",
    "HybridSearch",
    "WebSearchFilters",
    "CodeInterpreterContainer",
    "AutoContainer",
    "ShellEnvironment",
    "ContainerAuto",
    "ContainerReference",
    "LocalEnvironment",
    "UnknownShellEnvironment",
    "NetworkPolicy",
    "NetworkAllowlist",
    "NetworkDisabled",
    "UnknownNetworkPolicy",
    "DomainSecret",
    "Skill",
    "SkillReference",
    "InlineSkill",
    "InlineSkillSource",
    "UnknownSkill",
    "LocalSkill",
    "McpAllowedTools",
    "McpToolFilter",
    "McpRequireApproval",
    "McpApprovalRules",
    "CustomToolFormat",
    "FreeTextFormat",
    "GrammarFormat",
    "UnknownCustomToolFormat",
    "ImageMask",
    "SvgOptions",
    "SvgReasoning",
]

if not TYPE_CHECKING:
    # What pydantic reads: references, so that importing this module loads no other.
    FileSearchFilter = Annotated[Any, _tables.FileSearchFilter]
    CodeInterpreterContainer = Union[str, Annotated[Any, _tables.AutoContainer]]
    ShellEnvironment = Annotated[Any, _tables.ShellEnvironment]
    NetworkPolicy = Annotated[Any, _tables.NetworkPolicy]
    Skill = Annotated[Any, _tables.Skill]
    McpAllowedTools = Union[list[str], Annotated[Any, _tables.McpToolFilter]]
    McpRequireApproval = Union[str, Annotated[Any, _tables.McpApprovalRules]]
    CustomToolFormat = Annotated[Any, _tables.CustomToolFormat]
    FilterConjunction = str
    FilterOperator = str
    GrammarSyntax = str
    MemoryLimit = str
    ReasoningEffort = str


class ComparisonFilter(ResponseModel):
    """Compares one attribute of a file with a value."""

    type: FilterOperator
    """How attribute and value are compared."""

    key: str
    """Name of the attribute."""

    value: Any
    """What the attribute is compared with: a string, a number, a boolean, or a list of strings and numbers."""


class CompoundFilter(ResponseModel):
    """Joins several filters into one."""

    type: FilterConjunction
    """Whether all filters must hold or one is enough."""

    filters: list[FileSearchFilter]
    """The filters to join; each may join others in turn."""


class UnknownFilter(UnknownModel):
    """A filter of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class HybridSearch(ResponseModel):
    """How a file search weighs likeness of meaning against likeness of words."""

    embedding_weight: float
    """Weight of the match by embeddings."""

    text_weight: float
    """Weight of the match by words."""


class WebSearchFilters(ResponseModel):
    """Limits a web search to some sites."""

    allowed_domains: list[str] | None = None
    """Domains that may be searched, their subdomains included. Absent: all."""


class AutoContainer(ResponseModel):
    """A container that is made when the code interpreter first needs it."""

    type: Literal["auto"] = "auto"
    """Always `auto`."""

    file_ids: list[str] | None = None
    """Ids of files to put into the container."""

    memory_limit: MemoryLimit | None = None
    """Memory of the container."""

    network_policy: NetworkPolicy | None = None
    """What the container may reach over the network."""


class ContainerAuto(ResponseModel):
    """A container that is made for the commands."""

    type: Literal["container_auto"] = "container_auto"
    """Always `container_auto`."""

    file_ids: list[str] | None = None
    """Ids of files to put into the container."""

    memory_limit: MemoryLimit | None = None
    """Memory of the container."""

    network_policy: NetworkPolicy | None = None
    """What the container may reach over the network."""

    skills: list[Skill] | None = None
    """Skills to put into the container."""


class ContainerReference(ResponseModel):
    """A container that exists already."""

    type: Literal["container_reference"] = "container_reference"
    """Always `container_reference`."""

    container_id: str
    """Id of the container."""


class LocalSkill(ResponseModel):
    """A skill in a folder of the caller's machine."""

    name: str
    """Name of the skill."""

    description: str
    """What the skill is good for."""

    path: str
    """The folder that holds the skill."""


class LocalEnvironment(ResponseModel):
    """The caller's own machine: the caller runs the commands."""

    type: Literal["local"] = "local"
    """Always `local`."""

    skills: list[LocalSkill] | None = None
    """Skills that lie on the caller's machine."""


class UnknownShellEnvironment(UnknownModel):
    """An environment of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class DomainSecret(ResponseModel):
    """A secret that is added to traffic to one domain."""

    domain: str
    """Domain that the secret is for."""

    name: str
    """Name under which the secret is used."""

    value: str
    """The secret itself."""


class NetworkAllowlist(ResponseModel):
    """Lets a container reach some domains and nothing else."""

    type: Literal["allowlist"] = "allowlist"
    """Always `allowlist`."""

    allowed_domains: list[str]
    """The domains that can be reached."""

    domain_secrets: list[DomainSecret] | None = None
    """Secrets that are handed to those domains without the model seeing them."""


class NetworkDisabled(ResponseModel):
    """Cuts a container off from the network."""

    type: Literal["disabled"] = "disabled"
    """Always `disabled`."""


class UnknownNetworkPolicy(UnknownModel):
    """A network policy of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class SkillReference(ResponseModel):
    """A skill that was uploaded before."""

    type: Literal["skill_reference"] = "skill_reference"
    """Always `skill_reference`."""

    skill_id: str
    """Id of the skill."""

    version: str | None = None
    """Version of the skill; `latest` or absent for the newest."""


class InlineSkillSource(ResponseModel):
    """The files of a skill as an archive."""

    type: Literal["base64"] = "base64"
    """Always `base64`."""

    media_type: str
    """Media type of the archive: `application/zip`."""

    data: str
    """The archive, base64-encoded."""


class InlineSkill(ResponseModel):
    """A skill that travels with the request."""

    type: Literal["inline"] = "inline"
    """Always `inline`."""

    name: str
    """Name of the skill."""

    description: str
    """What the skill is good for."""

    source: InlineSkillSource
    """The skill's files."""


class UnknownSkill(UnknownModel):
    """A skill of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class McpToolFilter(ResponseModel):
    """Picks tools of an MCP server."""

    tool_names: list[str] | None = None
    """Names of the tools."""

    read_only: bool | None = None
    """Whether to pick the tools that announce that they only read."""


class McpApprovalRules(ResponseModel):
    """Which tools of an MCP server always or never wait for an approval."""

    always: McpToolFilter | None = None
    """Tools whose calls always wait."""

    never: McpToolFilter | None = None
    """Tools whose calls never wait."""


class FreeTextFormat(ResponseModel):
    """Any text."""

    type: Literal["text"] = "text"
    """Always `text`."""


class GrammarFormat(ResponseModel):
    """Text that follows a grammar."""

    type: Literal["grammar"] = "grammar"
    """Always `grammar`."""

    syntax: GrammarSyntax
    """Notation of the grammar."""

    definition: str
    """The grammar itself."""


class UnknownCustomToolFormat(UnknownModel):
    """A format of a kind that this version has no class for."""

    type: Literal["(unlisted)"]
    """The tag, as it came."""


class ImageMask(ResponseModel):
    """Marks the part of a picture that may be changed."""

    file_id: str | None = None
    """Id of the uploaded mask."""

    image_url: str | None = None
    """The mask as a URL or a data URL."""


class SvgReasoning(ResponseModel):
    """How the model that draws vector graphics reasons."""

    effort: ReasoningEffort | None = None
    """How much it may think first."""


class SvgOptions(ResponseModel):
    """How vector graphics are drawn."""

    model: str | None = None
    """Id of the model that draws."""

    reasoning: SvgReasoning | None = None
    """How that model reasons."""


if TYPE_CHECKING:
    FileSearchFilter: TypeAlias = ComparisonFilter | CompoundFilter | UnknownFilter
    CodeInterpreterContainer: TypeAlias = str | AutoContainer
    ShellEnvironment: TypeAlias = ContainerAuto | ContainerReference | LocalEnvironment | UnknownShellEnvironment
    NetworkPolicy: TypeAlias = NetworkAllowlist | NetworkDisabled | UnknownNetworkPolicy
    Skill: TypeAlias = InlineSkill | SkillReference | UnknownSkill
    McpAllowedTools: TypeAlias = list[str] | McpToolFilter
    McpRequireApproval: TypeAlias = McpApprovalMode | McpApprovalRules
    CustomToolFormat: TypeAlias = GrammarFormat | FreeTextFormat | UnknownCustomToolFormat
