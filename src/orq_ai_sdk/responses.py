"""`orq.router.responses`: the operation's signatures. What they do is in `_responses`.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    overload,
)

from ._responses import RawResponsesBase, ResponsesBase
from .types.unset import UNSET

if TYPE_CHECKING:
    from typing import TypeAlias

    from pydantic import TypeAdapter

    from ._responses import RawResponse
    from .core.structured import TextFormat
    from .function_tools import PythonFunctionTool
    from .models import (
        ConversationItem,
        CreateResponseInput,
        CreateResponseInputTypedDict,
        CreateResponseResponseBody,
        CreateResponseStreamEvent,
        CreateResponseText,
        CreateResponseTextTypedDict,
        CreateResponseToolChoice,
        CreateResponseToolChoiceTypedDict,
        CreateResponseTools,
        CreateResponseToolsTypedDict,
        Include,
        ParsedResponse,
        Reasoning,
        ReasoningTypedDict,
    )
    from .parsed import ParsedEventStream, ParsedEventStreamAsync
    from .runner import RunResult, RunStream, RunStreamAsync, Step
    from .streaming import EventStream, EventStreamAsync
    from .types.states import OptionalNullable
    from .utils.retries import RetryConfig

    ToolArgument: TypeAlias = CreateResponseTools | CreateResponseToolsTypedDict | PythonFunctionTool[..., Any]

__all__ = ["RawResponses", "Responses"]

T = TypeVar("T")


class Responses(ResponsesBase):
    """Calls of the Responses endpoint; lives at `orq.router.responses`."""

    @property
    def with_raw_response(self) -> RawResponses:
        """`create` and `create_async` with the HTTP answer: status, headers, request id, time, attempts, `.parse()`."""
        return RawResponses(self.sdk_configuration, self._pool)

    @overload
    def create(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[True],
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> EventStream[CreateResponseStreamEvent]: ...

    @overload
    def create(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[False] | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> CreateResponseResponseBody: ...

    @overload
    def create(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> CreateResponseResponseBody | EventStream[CreateResponseStreamEvent]: ...

    def create(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Any:
        """Create response

        Creates a model response for the given input.

        Args:
            model: ID of the model that answers. The List models API names the ones you can use.
            input_: What the model is to answer: a plain string, or an array of input items (messages, tool outputs) that holds a conversation so far or richer content.
            metadata: Key-value pairs of your own that come back in the response object.
            temperature: Sampling temperature, from 0 to 2. Higher values such as 0.8 make the output more random, lower ones such as 0.2 more focused and repeatable.
            top_p: Nucleus sampling, the alternative to temperature: only the tokens that make up this share of the probability mass are considered. 0.1 keeps the top 10%.
            previous_response_id: ID of an earlier response to go on from. The model sees that response's context.
            instructions: Instructions from the developer that the model should follow. They take the place of the default system message.
            reasoning: Settings for reasoning models.
            max_output_tokens: Upper limit on the number of tokens generated for the response.
            text: Format of the text that the model writes: plain text, JSON, or JSON that follows a schema.
            include: Additional, possibly large, fields to put into the response. Outputs of Code Interpreter and results of file searches are left out unless asked for here. Options: code_interpreter_call.outputs: outputs of Code Interpreter calls; computer_call_output.output.image_url: image URLs from computer use calls; file_search_call.results: results of file search calls; message.input_image.image_url: URLs of input images; message.output_text.logprobs: log probabilities of the output text (when logprobs are enabled); reasoning.encrypted_content: encrypted reasoning content of reasoning models
            parallel_tool_calls: Whether the model may call several functions at the same time.
            store: Whether this response is kept for later use in distillations or evals. Default: True.
            tools: Tools that the model may call, such as functions for which it generates JSON arguments.
            tool_choice: How the model picks tools: a string (`none`, `auto`, `required`), or an object that forces a certain tool.
            stream: Whether the answer arrives piece by piece as server-sent events (`true`) or as one JSON body (`false`). Default: False.
            retries: How failures are retried. UNSET: as the client is configured; None: not at all.
            server_url: Base URL for this call instead of the client's.
            timeout_ms: Limit in ms for connecting and for each wait for data. UNSET: the client's; None: no limit.
            accept_header_override: Replaces the Accept header. Default: `text/event-stream` with `stream=True`, else `application/json`.
            http_headers: Further headers; they win over the SDK's own.
            extra_query: Query parameters to add to the URL.
            extra_body: Fields to put into the request's body last; they win over parameters.

        Returns:
            The response body, or with `stream=True` an event stream. `with` (`async with`) on either gives events to iterate.

        Raises:
            APIError: The service answered with 4XX, 5XX, or with something that is not an answer; subclassed by status.
            ResponseValidationError: A successful answer is not JSON, or not a response.
            TypeError, ValueError: An argument cannot be sent; the message names it. Raised before anything is sent.
            httpx.TransportError: The connection failed.
            RuntimeError: The client was closed, before the call or meanwhile; or an async call has no event loop.
        """

        return self._create(
            {
                "model": model,
                "input": input_,
                "metadata": metadata,
                "temperature": temperature,
                "top_p": top_p,
                "previous_response_id": previous_response_id,
                "instructions": instructions,
                "reasoning": reasoning,
                "max_output_tokens": max_output_tokens,
                "text": text,
                "include": include,
                "parallel_tool_calls": parallel_tool_calls,
                "store": store,
                "tools": tools,
                "tool_choice": tool_choice,
                "stream": stream,
            },
            retries=retries,
            server_url=server_url,
            timeout_ms=timeout_ms,
            accept_header_override=accept_header_override,
            http_headers=http_headers,
            extra_query=extra_query,
            extra_body=extra_body,
        )

    @overload
    async def create_async(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[True],
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> EventStreamAsync[CreateResponseStreamEvent]: ...

    @overload
    async def create_async(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[False] | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> CreateResponseResponseBody: ...

    @overload
    async def create_async(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> CreateResponseResponseBody | EventStreamAsync[CreateResponseStreamEvent]: ...

    async def create_async(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Any:
        """Create response

        Creates a model response for the given input.

        Args:
            model: ID of the model that answers. The List models API names the ones you can use.
            input_: What the model is to answer: a plain string, or an array of input items (messages, tool outputs) that holds a conversation so far or richer content.
            metadata: Key-value pairs of your own that come back in the response object.
            temperature: Sampling temperature, from 0 to 2. Higher values such as 0.8 make the output more random, lower ones such as 0.2 more focused and repeatable.
            top_p: Nucleus sampling, the alternative to temperature: only the tokens that make up this share of the probability mass are considered. 0.1 keeps the top 10%.
            previous_response_id: ID of an earlier response to go on from. The model sees that response's context.
            instructions: Instructions from the developer that the model should follow. They take the place of the default system message.
            reasoning: Settings for reasoning models.
            max_output_tokens: Upper limit on the number of tokens generated for the response.
            text: Format of the text that the model writes: plain text, JSON, or JSON that follows a schema.
            include: Additional, possibly large, fields to put into the response. Outputs of Code Interpreter and results of file searches are left out unless asked for here. Options: code_interpreter_call.outputs: outputs of Code Interpreter calls; computer_call_output.output.image_url: image URLs from computer use calls; file_search_call.results: results of file search calls; message.input_image.image_url: URLs of input images; message.output_text.logprobs: log probabilities of the output text (when logprobs are enabled); reasoning.encrypted_content: encrypted reasoning content of reasoning models
            parallel_tool_calls: Whether the model may call several functions at the same time.
            store: Whether this response is kept for later use in distillations or evals. Default: True.
            tools: Tools that the model may call, such as functions for which it generates JSON arguments.
            tool_choice: How the model picks tools: a string (`none`, `auto`, `required`), or an object that forces a certain tool.
            stream: Whether the answer arrives piece by piece as server-sent events (`true`) or as one JSON body (`false`). Default: False.
            retries: How failures are retried. UNSET: as the client is configured; None: not at all.
            server_url: Base URL for this call instead of the client's.
            timeout_ms: Limit in ms for connecting and for each wait for data. UNSET: the client's; None: no limit.
            accept_header_override: Replaces the Accept header. Default: `text/event-stream` with `stream=True`, else `application/json`.
            http_headers: Further headers; they win over the SDK's own.
            extra_query: Query parameters to add to the URL.
            extra_body: Fields to put into the request's body last; they win over parameters.

        Returns:
            The response body, or with `stream=True` an event stream. `with` (`async with`) on either gives events to iterate.

        Raises:
            APIError: The service answered with 4XX, 5XX, or with something that is not an answer; subclassed by status.
            ResponseValidationError: A successful answer is not JSON, or not a response.
            TypeError, ValueError: An argument cannot be sent; the message names it. Raised before anything is sent.
            httpx.TransportError: The connection failed.
            RuntimeError: The client was closed, before the call or meanwhile; or an async call has no event loop.
        """

        return await self._create_async(
            {
                "model": model,
                "input": input_,
                "metadata": metadata,
                "temperature": temperature,
                "top_p": top_p,
                "previous_response_id": previous_response_id,
                "instructions": instructions,
                "reasoning": reasoning,
                "max_output_tokens": max_output_tokens,
                "text": text,
                "include": include,
                "parallel_tool_calls": parallel_tool_calls,
                "store": store,
                "tools": tools,
                "tool_choice": tool_choice,
                "stream": stream,
            },
            retries=retries,
            server_url=server_url,
            timeout_ms=timeout_ms,
            accept_header_override=accept_header_override,
            http_headers=http_headers,
            extra_query=extra_query,
            extra_body=extra_body,
        )

    @overload
    def parse(
        self,
        *,
        text_format: type[T] | TypeAdapter[T] | TextFormat[T],
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[True],
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ParsedEventStream[T]: ...

    @overload
    def parse(
        self,
        *,
        text_format: type[T] | TypeAdapter[T] | TextFormat[T],
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[False] | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ParsedResponse[T]: ...

    @overload
    def parse(
        self,
        *,
        text_format: type[T] | TypeAdapter[T] | TextFormat[T],
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ParsedResponse[T] | ParsedEventStream[T]: ...

    @overload
    def parse(
        self,
        *,
        text_format: Mapping[str, Any],
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[True],
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ParsedEventStream[Any]: ...

    @overload
    def parse(
        self,
        *,
        text_format: Mapping[str, Any],
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[False] | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ParsedResponse[Any]: ...

    @overload
    def parse(
        self,
        *,
        text_format: Mapping[str, Any],
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ParsedResponse[Any] | ParsedEventStream[Any]: ...

    def parse(
        self,
        *,
        text_format: Any,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Any:
        """Create a response whose text is JSON of a given type.

        Sends a strict JSON Schema made from `text_format` and validates the answer's text against it.

        Args:
            text_format: The type that the answer's text is to have: a pydantic model, a dataclass, a TypedDict, anything a TypeAdapter takes, a TypeAdapter, a TextFormat made of one of them before, or a JSON Schema as a dict.
            model: ID of the model that answers. The List models API names the ones you can use.
            input_: What the model is to answer: a plain string, or an array of input items (messages, tool outputs) that holds a conversation so far or richer content.
            metadata: Key-value pairs of your own that come back in the response object.
            temperature: Sampling temperature, from 0 to 2. Higher values such as 0.8 make the output more random, lower ones such as 0.2 more focused and repeatable.
            top_p: Nucleus sampling, the alternative to temperature: only the tokens that make up this share of the probability mass are considered. 0.1 keeps the top 10%.
            previous_response_id: ID of an earlier response to go on from. The model sees that response's context.
            instructions: Instructions from the developer that the model should follow. They take the place of the default system message.
            reasoning: Settings for reasoning models.
            max_output_tokens: Upper limit on the number of tokens generated for the response.
            text: Settings of the text but for its `format`, which is made from `text_format`.
            include: Additional, possibly large, fields to put into the response. Outputs of Code Interpreter and results of file searches are left out unless asked for here. Options: code_interpreter_call.outputs: outputs of Code Interpreter calls; computer_call_output.output.image_url: image URLs from computer use calls; file_search_call.results: results of file search calls; message.input_image.image_url: URLs of input images; message.output_text.logprobs: log probabilities of the output text (when logprobs are enabled); reasoning.encrypted_content: encrypted reasoning content of reasoning models
            parallel_tool_calls: Whether the model may call several functions at the same time.
            store: Whether this response is kept for later use in distillations or evals. Default: True.
            tools: Tools that the model may call, such as functions for which it generates JSON arguments.
            tool_choice: How the model picks tools: a string (`none`, `auto`, `required`), or an object that forces a certain tool.
            stream: Whether the answer arrives piece by piece as server-sent events (`true`) or as one JSON body (`false`). Default: False.
            retries: How failures are retried. UNSET: as the client is configured; None: not at all.
            server_url: Base URL for this call instead of the client's.
            timeout_ms: Limit in ms for connecting and for each wait for data. UNSET: the client's; None: no limit.
            accept_header_override: Replaces the Accept header. Default: `text/event-stream` with `stream=True`, else `application/json`.
            http_headers: Further headers; they win over the SDK's own.
            extra_query: Query parameters to add to the URL.
            extra_body: Fields to put into the request's body last; they win over parameters. `stream` and `text` are refused here.

        Returns:
            The response with `output_parsed`, or with `stream=True` an event stream with `current_parsed`.

        Raises:
            APIError: The service answered with 4XX, 5XX, or with something that is not an answer; subclassed by status.
            ResponseValidationError: A successful answer is not JSON, or not a response.
            TypeError, ValueError: An argument cannot be sent; the message names it. Raised before anything is sent.
            httpx.TransportError: The connection failed.
            RuntimeError: The client was closed, before the call or meanwhile; or an async call has no event loop.
            StructuredOutputError: The model refused, or the answer is incomplete, failed or does not fit; with reason and text.
        """

        return self._parse(
            {
                "model": model,
                "input": input_,
                "metadata": metadata,
                "temperature": temperature,
                "top_p": top_p,
                "previous_response_id": previous_response_id,
                "instructions": instructions,
                "reasoning": reasoning,
                "max_output_tokens": max_output_tokens,
                "text": text,
                "include": include,
                "parallel_tool_calls": parallel_tool_calls,
                "store": store,
                "tools": tools,
                "tool_choice": tool_choice,
                "stream": stream,
            },
            text_format=text_format,
            retries=retries,
            server_url=server_url,
            timeout_ms=timeout_ms,
            accept_header_override=accept_header_override,
            http_headers=http_headers,
            extra_query=extra_query,
            extra_body=extra_body,
        )

    @overload
    async def parse_async(
        self,
        *,
        text_format: type[T] | TypeAdapter[T] | TextFormat[T],
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[True],
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ParsedEventStreamAsync[T]: ...

    @overload
    async def parse_async(
        self,
        *,
        text_format: type[T] | TypeAdapter[T] | TextFormat[T],
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[False] | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ParsedResponse[T]: ...

    @overload
    async def parse_async(
        self,
        *,
        text_format: type[T] | TypeAdapter[T] | TextFormat[T],
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ParsedResponse[T] | ParsedEventStreamAsync[T]: ...

    @overload
    async def parse_async(
        self,
        *,
        text_format: Mapping[str, Any],
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[True],
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ParsedEventStreamAsync[Any]: ...

    @overload
    async def parse_async(
        self,
        *,
        text_format: Mapping[str, Any],
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[False] | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ParsedResponse[Any]: ...

    @overload
    async def parse_async(
        self,
        *,
        text_format: Mapping[str, Any],
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ParsedResponse[Any] | ParsedEventStreamAsync[Any]: ...

    async def parse_async(
        self,
        *,
        text_format: Any,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Any:
        """Create a response whose text is JSON of a given type.

        Sends a strict JSON Schema made from `text_format` and validates the answer's text against it.

        Args:
            text_format: The type that the answer's text is to have: a pydantic model, a dataclass, a TypedDict, anything a TypeAdapter takes, a TypeAdapter, a TextFormat made of one of them before, or a JSON Schema as a dict.
            model: ID of the model that answers. The List models API names the ones you can use.
            input_: What the model is to answer: a plain string, or an array of input items (messages, tool outputs) that holds a conversation so far or richer content.
            metadata: Key-value pairs of your own that come back in the response object.
            temperature: Sampling temperature, from 0 to 2. Higher values such as 0.8 make the output more random, lower ones such as 0.2 more focused and repeatable.
            top_p: Nucleus sampling, the alternative to temperature: only the tokens that make up this share of the probability mass are considered. 0.1 keeps the top 10%.
            previous_response_id: ID of an earlier response to go on from. The model sees that response's context.
            instructions: Instructions from the developer that the model should follow. They take the place of the default system message.
            reasoning: Settings for reasoning models.
            max_output_tokens: Upper limit on the number of tokens generated for the response.
            text: Settings of the text but for its `format`, which is made from `text_format`.
            include: Additional, possibly large, fields to put into the response. Outputs of Code Interpreter and results of file searches are left out unless asked for here. Options: code_interpreter_call.outputs: outputs of Code Interpreter calls; computer_call_output.output.image_url: image URLs from computer use calls; file_search_call.results: results of file search calls; message.input_image.image_url: URLs of input images; message.output_text.logprobs: log probabilities of the output text (when logprobs are enabled); reasoning.encrypted_content: encrypted reasoning content of reasoning models
            parallel_tool_calls: Whether the model may call several functions at the same time.
            store: Whether this response is kept for later use in distillations or evals. Default: True.
            tools: Tools that the model may call, such as functions for which it generates JSON arguments.
            tool_choice: How the model picks tools: a string (`none`, `auto`, `required`), or an object that forces a certain tool.
            stream: Whether the answer arrives piece by piece as server-sent events (`true`) or as one JSON body (`false`). Default: False.
            retries: How failures are retried. UNSET: as the client is configured; None: not at all.
            server_url: Base URL for this call instead of the client's.
            timeout_ms: Limit in ms for connecting and for each wait for data. UNSET: the client's; None: no limit.
            accept_header_override: Replaces the Accept header. Default: `text/event-stream` with `stream=True`, else `application/json`.
            http_headers: Further headers; they win over the SDK's own.
            extra_query: Query parameters to add to the URL.
            extra_body: Fields to put into the request's body last; they win over parameters. `stream` and `text` are refused here.

        Returns:
            The response with `output_parsed`, or with `stream=True` an event stream with `current_parsed`.

        Raises:
            APIError: The service answered with 4XX, 5XX, or with something that is not an answer; subclassed by status.
            ResponseValidationError: A successful answer is not JSON, or not a response.
            TypeError, ValueError: An argument cannot be sent; the message names it. Raised before anything is sent.
            httpx.TransportError: The connection failed.
            RuntimeError: The client was closed, before the call or meanwhile; or an async call has no event loop.
            StructuredOutputError: The model refused, or the answer is incomplete, failed or does not fit; with reason and text.
        """

        return await self._parse_async(
            {
                "model": model,
                "input": input_,
                "metadata": metadata,
                "temperature": temperature,
                "top_p": top_p,
                "previous_response_id": previous_response_id,
                "instructions": instructions,
                "reasoning": reasoning,
                "max_output_tokens": max_output_tokens,
                "text": text,
                "include": include,
                "parallel_tool_calls": parallel_tool_calls,
                "store": store,
                "tools": tools,
                "tool_choice": tool_choice,
                "stream": stream,
            },
            text_format=text_format,
            retries=retries,
            server_url=server_url,
            timeout_ms=timeout_ms,
            accept_header_override=accept_header_override,
            http_headers=http_headers,
            extra_query=extra_query,
            extra_body=extra_body,
        )

    @overload
    def run(
        self,
        *,
        max_turns: int = 10,
        tool_timeout_s: float | None = None,
        on_tool_error: Literal["return", "raise"] = "return",
        on_step: Callable[[Step], Any] | None = None,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[True],
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RunStream: ...

    @overload
    def run(
        self,
        *,
        max_turns: int = 10,
        tool_timeout_s: float | None = None,
        on_tool_error: Literal["return", "raise"] = "return",
        on_step: Callable[[Step], Any] | None = None,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[False] | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RunResult: ...

    @overload
    def run(
        self,
        *,
        max_turns: int = 10,
        tool_timeout_s: float | None = None,
        on_tool_error: Literal["return", "raise"] = "return",
        on_step: Callable[[Step], Any] | None = None,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RunResult | RunStream: ...

    def run(
        self,
        *,
        max_turns: int = 10,
        tool_timeout_s: float | None = None,
        on_tool_error: Literal["return", "raise"] = "return",
        on_step: Callable[[Step], Any] | None = None,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Any:
        """Ask, call the tools that the model asks for, and ask again until it answers without a call.

        `tools` may hold functions made by `function_tool` beside any other tools. Calls of one answer run in
        parallel unless `parallel_tool_calls` is False.

        Args:
            max_turns: How often the model may be asked, at least 1. Default: 10.
            tool_timeout_s: Limit in seconds for each tool call that has none of its own. Default: None, no limit.
            on_tool_error: What becomes of a tool's exception: `return` tells it to the model, `raise` raises it. Default: `return`.
            on_step: Called with each step: after each answer, and for each tool call. For `run_async` it may be a coroutine function. Default: None.
            model: ID of the model that answers. The List models API names the ones you can use.
            input_: What the model is to answer: a plain string, or an array of input items (messages, tool outputs) that holds a conversation so far or richer content.
            metadata: Key-value pairs of your own that come back in the response object.
            temperature: Sampling temperature, from 0 to 2. Higher values such as 0.8 make the output more random, lower ones such as 0.2 more focused and repeatable.
            top_p: Nucleus sampling, the alternative to temperature: only the tokens that make up this share of the probability mass are considered. 0.1 keeps the top 10%.
            previous_response_id: ID of an earlier response to go on from. The model sees that response's context.
            instructions: Instructions from the developer that the model should follow. They take the place of the default system message.
            reasoning: Settings for reasoning models.
            max_output_tokens: Upper limit on the number of tokens generated for the response.
            text: Format of the text that the model writes: plain text, JSON, or JSON that follows a schema.
            include: Additional, possibly large, fields to put into the response. Outputs of Code Interpreter and results of file searches are left out unless asked for here. Options: code_interpreter_call.outputs: outputs of Code Interpreter calls; computer_call_output.output.image_url: image URLs from computer use calls; file_search_call.results: results of file search calls; message.input_image.image_url: URLs of input images; message.output_text.logprobs: log probabilities of the output text (when logprobs are enabled); reasoning.encrypted_content: encrypted reasoning content of reasoning models
            parallel_tool_calls: Whether the model may call several functions at the same time.
            store: Whether this response is kept for later use in distillations or evals. Default: True.
            tools: Tools that the model may call, such as functions for which it generates JSON arguments.
            tool_choice: How the model picks tools: a string (`none`, `auto`, `required`), or an object that forces a certain tool.
            stream: Whether the answer arrives piece by piece as server-sent events (`true`) or as one JSON body (`false`). Default: False.
            retries: How failures are retried. UNSET: as the client is configured; None: not at all.
            server_url: Base URL for this call instead of the client's.
            timeout_ms: Limit in ms for connecting and for each wait for data. UNSET: the client's; None: no limit.
            accept_header_override: Replaces the Accept header. Default: `text/event-stream` with `stream=True`, else `application/json`.
            http_headers: Further headers; they win over the SDK's own.
            extra_query: Query parameters to add to the URL.
            extra_body: Fields to put into the request's body last; they win over parameters. `stream`, `input`, `tools`, `tool_choice` and `parallel_tool_calls` are refused here.

        Returns:
            A RunResult with the last response and the whole conversation, or with `stream=True` a RunStream.

        Raises:
            APIError: The service answered with 4XX, 5XX, or with something that is not an answer; subclassed by status.
            ResponseValidationError: A successful answer is not JSON, or not a response.
            TypeError, ValueError: An argument cannot be sent; the message names it. Raised before anything is sent.
            httpx.TransportError: The connection failed.
            RuntimeError: The client was closed, before the call or meanwhile; or an async call has no event loop.
            MaxTurnsError: `max_turns` answers all asked for tools; holds the conversation so far.
            ResponseFailedError: An answer failed or was cancelled.
            Exception: Whatever a tool raises, with `on_tool_error="raise"`; or ToolTimeoutError.
        """

        return self._run(
            {
                "model": model,
                "input": input_,
                "metadata": metadata,
                "temperature": temperature,
                "top_p": top_p,
                "previous_response_id": previous_response_id,
                "instructions": instructions,
                "reasoning": reasoning,
                "max_output_tokens": max_output_tokens,
                "text": text,
                "include": include,
                "parallel_tool_calls": parallel_tool_calls,
                "store": store,
                "tools": tools,
                "tool_choice": tool_choice,
                "stream": stream,
            },
            max_turns=max_turns,
            tool_timeout_s=tool_timeout_s,
            on_tool_error=on_tool_error,
            on_step=on_step,
            retries=retries,
            server_url=server_url,
            timeout_ms=timeout_ms,
            accept_header_override=accept_header_override,
            http_headers=http_headers,
            extra_query=extra_query,
            extra_body=extra_body,
        )

    @overload
    async def run_async(
        self,
        *,
        max_turns: int = 10,
        tool_timeout_s: float | None = None,
        on_tool_error: Literal["return", "raise"] = "return",
        on_step: Callable[[Step], Any] | None = None,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[True],
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RunStreamAsync: ...

    @overload
    async def run_async(
        self,
        *,
        max_turns: int = 10,
        tool_timeout_s: float | None = None,
        on_tool_error: Literal["return", "raise"] = "return",
        on_step: Callable[[Step], Any] | None = None,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[False] | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RunResult: ...

    @overload
    async def run_async(
        self,
        *,
        max_turns: int = 10,
        tool_timeout_s: float | None = None,
        on_tool_error: Literal["return", "raise"] = "return",
        on_step: Callable[[Step], Any] | None = None,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RunResult | RunStreamAsync: ...

    async def run_async(
        self,
        *,
        max_turns: int = 10,
        tool_timeout_s: float | None = None,
        on_tool_error: Literal["return", "raise"] = "return",
        on_step: Callable[[Step], Any] | None = None,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Any:
        """Ask, call the tools that the model asks for, and ask again until it answers without a call.

        `tools` may hold functions made by `function_tool` beside any other tools. Calls of one answer run in
        parallel unless `parallel_tool_calls` is False.

        Args:
            max_turns: How often the model may be asked, at least 1. Default: 10.
            tool_timeout_s: Limit in seconds for each tool call that has none of its own. Default: None, no limit.
            on_tool_error: What becomes of a tool's exception: `return` tells it to the model, `raise` raises it. Default: `return`.
            on_step: Called with each step: after each answer, and for each tool call. For `run_async` it may be a coroutine function. Default: None.
            model: ID of the model that answers. The List models API names the ones you can use.
            input_: What the model is to answer: a plain string, or an array of input items (messages, tool outputs) that holds a conversation so far or richer content.
            metadata: Key-value pairs of your own that come back in the response object.
            temperature: Sampling temperature, from 0 to 2. Higher values such as 0.8 make the output more random, lower ones such as 0.2 more focused and repeatable.
            top_p: Nucleus sampling, the alternative to temperature: only the tokens that make up this share of the probability mass are considered. 0.1 keeps the top 10%.
            previous_response_id: ID of an earlier response to go on from. The model sees that response's context.
            instructions: Instructions from the developer that the model should follow. They take the place of the default system message.
            reasoning: Settings for reasoning models.
            max_output_tokens: Upper limit on the number of tokens generated for the response.
            text: Format of the text that the model writes: plain text, JSON, or JSON that follows a schema.
            include: Additional, possibly large, fields to put into the response. Outputs of Code Interpreter and results of file searches are left out unless asked for here. Options: code_interpreter_call.outputs: outputs of Code Interpreter calls; computer_call_output.output.image_url: image URLs from computer use calls; file_search_call.results: results of file search calls; message.input_image.image_url: URLs of input images; message.output_text.logprobs: log probabilities of the output text (when logprobs are enabled); reasoning.encrypted_content: encrypted reasoning content of reasoning models
            parallel_tool_calls: Whether the model may call several functions at the same time.
            store: Whether this response is kept for later use in distillations or evals. Default: True.
            tools: Tools that the model may call, such as functions for which it generates JSON arguments.
            tool_choice: How the model picks tools: a string (`none`, `auto`, `required`), or an object that forces a certain tool.
            stream: Whether the answer arrives piece by piece as server-sent events (`true`) or as one JSON body (`false`). Default: False.
            retries: How failures are retried. UNSET: as the client is configured; None: not at all.
            server_url: Base URL for this call instead of the client's.
            timeout_ms: Limit in ms for connecting and for each wait for data. UNSET: the client's; None: no limit.
            accept_header_override: Replaces the Accept header. Default: `text/event-stream` with `stream=True`, else `application/json`.
            http_headers: Further headers; they win over the SDK's own.
            extra_query: Query parameters to add to the URL.
            extra_body: Fields to put into the request's body last; they win over parameters. `stream`, `input`, `tools`, `tool_choice` and `parallel_tool_calls` are refused here.

        Returns:
            A RunResult with the last response and the whole conversation, or with `stream=True` a RunStream.

        Raises:
            APIError: The service answered with 4XX, 5XX, or with something that is not an answer; subclassed by status.
            ResponseValidationError: A successful answer is not JSON, or not a response.
            TypeError, ValueError: An argument cannot be sent; the message names it. Raised before anything is sent.
            httpx.TransportError: The connection failed.
            RuntimeError: The client was closed, before the call or meanwhile; or an async call has no event loop.
            MaxTurnsError: `max_turns` answers all asked for tools; holds the conversation so far.
            ResponseFailedError: An answer failed or was cancelled.
            Exception: Whatever a tool raises, with `on_tool_error="raise"`; or ToolTimeoutError.
        """

        return await self._run_async(
            {
                "model": model,
                "input": input_,
                "metadata": metadata,
                "temperature": temperature,
                "top_p": top_p,
                "previous_response_id": previous_response_id,
                "instructions": instructions,
                "reasoning": reasoning,
                "max_output_tokens": max_output_tokens,
                "text": text,
                "include": include,
                "parallel_tool_calls": parallel_tool_calls,
                "store": store,
                "tools": tools,
                "tool_choice": tool_choice,
                "stream": stream,
            },
            max_turns=max_turns,
            tool_timeout_s=tool_timeout_s,
            on_tool_error=on_tool_error,
            on_step=on_step,
            retries=retries,
            server_url=server_url,
            timeout_ms=timeout_ms,
            accept_header_override=accept_header_override,
            http_headers=http_headers,
            extra_query=extra_query,
            extra_body=extra_body,
        )


class RawResponses(RawResponsesBase):
    """`create` with the HTTP answer beside its result; lives at `responses.with_raw_response`."""

    @overload
    def create(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[True],
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[EventStream[CreateResponseStreamEvent]]: ...

    @overload
    def create(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[False] | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[CreateResponseResponseBody]: ...

    @overload
    def create(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[CreateResponseResponseBody] | RawResponse[EventStream[CreateResponseStreamEvent]]: ...

    def create(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Any:
        """Create response

        Like `Responses.create`, with the HTTP answer beside the parsed one.

        Args:
            model: ID of the model that answers. The List models API names the ones you can use.
            input_: What the model is to answer: a plain string, or an array of input items (messages, tool outputs) that holds a conversation so far or richer content.
            metadata: Key-value pairs of your own that come back in the response object.
            temperature: Sampling temperature, from 0 to 2. Higher values such as 0.8 make the output more random, lower ones such as 0.2 more focused and repeatable.
            top_p: Nucleus sampling, the alternative to temperature: only the tokens that make up this share of the probability mass are considered. 0.1 keeps the top 10%.
            previous_response_id: ID of an earlier response to go on from. The model sees that response's context.
            instructions: Instructions from the developer that the model should follow. They take the place of the default system message.
            reasoning: Settings for reasoning models.
            max_output_tokens: Upper limit on the number of tokens generated for the response.
            text: Format of the text that the model writes: plain text, JSON, or JSON that follows a schema.
            include: Additional, possibly large, fields to put into the response. Outputs of Code Interpreter and results of file searches are left out unless asked for here. Options: code_interpreter_call.outputs: outputs of Code Interpreter calls; computer_call_output.output.image_url: image URLs from computer use calls; file_search_call.results: results of file search calls; message.input_image.image_url: URLs of input images; message.output_text.logprobs: log probabilities of the output text (when logprobs are enabled); reasoning.encrypted_content: encrypted reasoning content of reasoning models
            parallel_tool_calls: Whether the model may call several functions at the same time.
            store: Whether this response is kept for later use in distillations or evals. Default: True.
            tools: Tools that the model may call, such as functions for which it generates JSON arguments.
            tool_choice: How the model picks tools: a string (`none`, `auto`, `required`), or an object that forces a certain tool.
            stream: Whether the answer arrives piece by piece as server-sent events (`true`) or as one JSON body (`false`). Default: False.
            retries: How failures are retried. UNSET: as the client is configured; None: not at all.
            server_url: Base URL for this call instead of the client's.
            timeout_ms: Limit in ms for connecting and for each wait for data. UNSET: the client's; None: no limit.
            accept_header_override: Replaces the Accept header. Default: `text/event-stream` with `stream=True`, else `application/json`.
            http_headers: Further headers; they win over the SDK's own.
            extra_query: Query parameters to add to the URL.
            extra_body: Fields to put into the request's body last; they win over parameters.

        Returns:
            Status, headers, request id, elapsed seconds, attempts, and `.parse()` for what `create` returns.

        Raises:
            APIError: The service answered with 4XX, 5XX, or with something that is not an answer; subclassed by status.
            ResponseValidationError: A successful answer is not JSON, or not a response.
            TypeError, ValueError: An argument cannot be sent; the message names it. Raised before anything is sent.
            httpx.TransportError: The connection failed.
            RuntimeError: The client was closed, before the call or meanwhile; or an async call has no event loop.
        """

        return self._create(
            {
                "model": model,
                "input": input_,
                "metadata": metadata,
                "temperature": temperature,
                "top_p": top_p,
                "previous_response_id": previous_response_id,
                "instructions": instructions,
                "reasoning": reasoning,
                "max_output_tokens": max_output_tokens,
                "text": text,
                "include": include,
                "parallel_tool_calls": parallel_tool_calls,
                "store": store,
                "tools": tools,
                "tool_choice": tool_choice,
                "stream": stream,
            },
            retries=retries,
            server_url=server_url,
            timeout_ms=timeout_ms,
            accept_header_override=accept_header_override,
            http_headers=http_headers,
            extra_query=extra_query,
            extra_body=extra_body,
        )

    @overload
    async def create_async(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[True],
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[EventStreamAsync[CreateResponseStreamEvent]]: ...

    @overload
    async def create_async(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: Literal[False] | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[CreateResponseResponseBody]: ...

    @overload
    async def create_async(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[CreateResponseResponseBody] | RawResponse[EventStreamAsync[CreateResponseStreamEvent]]: ...

    async def create_async(
        self,
        *,
        model: str,
        input_: CreateResponseInput
        | CreateResponseInputTypedDict
        | CreateResponseResponseBody
        | RunResult
        | Sequence[ConversationItem],
        metadata: Mapping[str, str] | None = None,
        temperature: OptionalNullable[float] = UNSET,
        top_p: OptionalNullable[float] = UNSET,
        previous_response_id: OptionalNullable[str] = UNSET,
        instructions: OptionalNullable[str] = UNSET,
        reasoning: OptionalNullable[Reasoning | ReasoningTypedDict] = UNSET,
        max_output_tokens: OptionalNullable[int] = UNSET,
        text: OptionalNullable[CreateResponseText | CreateResponseTextTypedDict] = UNSET,
        include: OptionalNullable[Sequence[Include]] = UNSET,
        parallel_tool_calls: OptionalNullable[bool] = UNSET,
        store: OptionalNullable[bool] = True,
        tools: Sequence[ToolArgument] | None = None,
        tool_choice: CreateResponseToolChoice | CreateResponseToolChoiceTypedDict | None = None,
        stream: bool | None = False,
        retries: OptionalNullable[RetryConfig] = UNSET,
        server_url: str | None = None,
        timeout_ms: OptionalNullable[int] = UNSET,
        accept_header_override: str | None = None,
        http_headers: Mapping[str, str] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Any:
        """Create response

        Like `Responses.create`, with the HTTP answer beside the parsed one.

        Args:
            model: ID of the model that answers. The List models API names the ones you can use.
            input_: What the model is to answer: a plain string, or an array of input items (messages, tool outputs) that holds a conversation so far or richer content.
            metadata: Key-value pairs of your own that come back in the response object.
            temperature: Sampling temperature, from 0 to 2. Higher values such as 0.8 make the output more random, lower ones such as 0.2 more focused and repeatable.
            top_p: Nucleus sampling, the alternative to temperature: only the tokens that make up this share of the probability mass are considered. 0.1 keeps the top 10%.
            previous_response_id: ID of an earlier response to go on from. The model sees that response's context.
            instructions: Instructions from the developer that the model should follow. They take the place of the default system message.
            reasoning: Settings for reasoning models.
            max_output_tokens: Upper limit on the number of tokens generated for the response.
            text: Format of the text that the model writes: plain text, JSON, or JSON that follows a schema.
            include: Additional, possibly large, fields to put into the response. Outputs of Code Interpreter and results of file searches are left out unless asked for here. Options: code_interpreter_call.outputs: outputs of Code Interpreter calls; computer_call_output.output.image_url: image URLs from computer use calls; file_search_call.results: results of file search calls; message.input_image.image_url: URLs of input images; message.output_text.logprobs: log probabilities of the output text (when logprobs are enabled); reasoning.encrypted_content: encrypted reasoning content of reasoning models
            parallel_tool_calls: Whether the model may call several functions at the same time.
            store: Whether this response is kept for later use in distillations or evals. Default: True.
            tools: Tools that the model may call, such as functions for which it generates JSON arguments.
            tool_choice: How the model picks tools: a string (`none`, `auto`, `required`), or an object that forces a certain tool.
            stream: Whether the answer arrives piece by piece as server-sent events (`true`) or as one JSON body (`false`). Default: False.
            retries: How failures are retried. UNSET: as the client is configured; None: not at all.
            server_url: Base URL for this call instead of the client's.
            timeout_ms: Limit in ms for connecting and for each wait for data. UNSET: the client's; None: no limit.
            accept_header_override: Replaces the Accept header. Default: `text/event-stream` with `stream=True`, else `application/json`.
            http_headers: Further headers; they win over the SDK's own.
            extra_query: Query parameters to add to the URL.
            extra_body: Fields to put into the request's body last; they win over parameters.

        Returns:
            Status, headers, request id, elapsed seconds, attempts, and `.parse()` for what `create` returns.

        Raises:
            APIError: The service answered with 4XX, 5XX, or with something that is not an answer; subclassed by status.
            ResponseValidationError: A successful answer is not JSON, or not a response.
            TypeError, ValueError: An argument cannot be sent; the message names it. Raised before anything is sent.
            httpx.TransportError: The connection failed.
            RuntimeError: The client was closed, before the call or meanwhile; or an async call has no event loop.
        """

        return await self._create_async(
            {
                "model": model,
                "input": input_,
                "metadata": metadata,
                "temperature": temperature,
                "top_p": top_p,
                "previous_response_id": previous_response_id,
                "instructions": instructions,
                "reasoning": reasoning,
                "max_output_tokens": max_output_tokens,
                "text": text,
                "include": include,
                "parallel_tool_calls": parallel_tool_calls,
                "store": store,
                "tools": tools,
                "tool_choice": tool_choice,
                "stream": stream,
            },
            retries=retries,
            server_url=server_url,
            timeout_ms=timeout_ms,
            accept_header_override=accept_header_override,
            http_headers=http_headers,
            extra_query=extra_query,
            extra_body=extra_body,
        )
