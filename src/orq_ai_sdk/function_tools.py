"""Python functions as a model's tools: the definition for the request, and the call with the arguments a model writes.

It knows no request and no response, and it enforces no timeout: asking the model, calling its tools and answering it is
the loop's business. pydantic is imported when a definition is first needed, not with this module.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import inspect
import sys
import types
import typing
from collections import abc
from typing import TYPE_CHECKING, Any, Generic, NoReturn, ParamSpec, TypeVar, cast, overload

from .core.docstrings import parse_docstring
from .core.strictschema import UnsupportedSchemaError, strict_json_schema
from .core.structured import NAME_PATTERN
from .core.typedjson import building, validate_json
from .core.wire import encode
from .types.jsonvalues import is_listlike

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic import TypeAdapter
    from typing_extensions import TypeIs

__all__ = ["PythonFunctionTool", "ToolArgumentsError", "ToolTimeoutError", "function_tool"]

P = ParamSpec("P")
R = TypeVar("R")

_SHOWN_INPUT = 100  # characters of a refused value, or of its place, that an error repeats
_SHOWN_PROBLEMS = 10  # as many will do to see what is wrong


class ToolArgumentsError(ValueError):
    """A model's arguments for a tool are not JSON, or do not fit the tool's parameters.

    The message is written for the model: sent as the call's output, it says what to correct. `tool_name` is the tool's
    name, `arguments` the text as it came.
    """

    tool_name: str
    arguments: str

    def __init__(self, message: str, *, tool_name: str, arguments: str) -> None:
        super().__init__(message)
        self.tool_name = tool_name
        self.arguments = arguments

    def __reduce__(self) -> tuple[Any, ...]:
        make = functools.partial(type(self), tool_name=self.tool_name, arguments=self.arguments)
        return make, self.args, self.__dict__  # with notes, and with what a run noted on it


class ToolTimeoutError(TimeoutError):
    """A call of a tool took longer than its limit. `tool_name` is the tool's name, `timeout_s` the limit in seconds."""

    def __init__(self, tool_name: str, timeout_s: float) -> None:
        super().__init__(f"tool {tool_name!r} took longer than {timeout_s:g} s")
        self.tool_name = tool_name
        self.timeout_s = timeout_s

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.tool_name, self.timeout_s), self.__dict__


@overload
def function_tool(
    function: Callable[P, R],
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    strict: bool = True,
    timeout_s: float | None = None,
) -> PythonFunctionTool[P, R]: ...
@overload
def function_tool(
    function: None = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    strict: bool = True,
    timeout_s: float | None = None,
) -> Callable[[Callable[P, R]], PythonFunctionTool[P, R]]: ...
def function_tool(
    function: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    strict: bool = True,
    timeout_s: float | None = None,
) -> Any:
    """Make a tool of a function; as a decorator, with or without arguments, or called with the function.

    The function may be sync or async, and anything callable with a signature will do: a bound method, a partial, an
    object with `__call__`. What a partial passes the model neither sees nor chooses. Decorating leaves it callable as
    before.

    Args:
        name: What the model calls it: at most 64 letters, digits, `_` and `-`. The function's own name unless given.
        description: What the tool does. The docstring's prose unless given; left out if there is none.
        strict: Whether the model is held to the schema. Then every parameter is required on the wire, one with
            a default may be null, and a null that its type does not take makes the default serve; see
            `strict_json_schema` for what the types may be. With False, parameters with defaults may be left
            out, and open maps, tuples of fixed length, sets and untyped values are fine.
        timeout_s: For how long one call may last, in seconds, when a loop runs it. No limit of its own unless given.

    A parameter is described by `Annotated[T, "text"]` or `Annotated[T, Field(description="text")]`, or else by the
    docstring, in Google, NumPy or Sphinx style.

    Raises:
        TypeError: for what is not callable, and for a parameter that has no annotation or takes any number of
            arguments.
        ValueError: for a name or a timeout that will not do.

    What needs types to be resolved is found out when the definition is first asked for; see
    `PythonFunctionTool.definition`.
    """
    if function is None:
        return functools.partial(
            PythonFunctionTool, name=name, description=description, strict=strict, timeout_s=timeout_s
        )
    return PythonFunctionTool(function, name=name, description=description, strict=strict, timeout_s=timeout_s)


class PythonFunctionTool(Generic[P, R]):
    """A function that a model may call by JSON, and Python code as ever.

    Made by `function_tool`; safe to share between threads.
    """

    def __init__(
        self,
        function: Callable[P, R],
        *,
        name: str | None,
        description: str | None,
        strict: bool,
        timeout_s: float | None,
    ) -> None:
        if not callable(function):
            raise TypeError(f"function_tool needs something callable, not {type(function).__name__}")
        tool_name = name if name is not None else _name_of(function)
        if not NAME_PATTERN.fullmatch(tool_name):
            raise ValueError(f"name: {tool_name!r} is not 1 to 64 letters, digits, '_' and '-'; pass name=...")
        check_seconds(timeout_s, "timeout_s")
        functools.update_wrapper(cast("Any", self), function, updated=())
        self._function = function
        self._parameters = _read_parameters(function, tool_name)
        self._name = tool_name
        self._description = description
        self._strict = strict
        self._timeout_s = timeout_s
        self._prepared: _Prepared | None = None
        self._is_async = _is_async(function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the function itself."""
        return self._function(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<PythonFunctionTool {self._name!r}>"

    def __reduce_ex__(self, protocol: Any) -> Any:
        # A decorated function stands under its name, and is pickled by it, as functions are.
        name: str = getattr(self, "__qualname__", "")
        here: Any = sys.modules.get(self.__module__)
        for part in name.split("."):
            here = getattr(here, part, None)
        return name if here is self else super().__reduce_ex__(protocol)

    @property
    def name(self) -> str:
        """The tool's name on the wire."""
        return self._name

    @property
    def description(self) -> str | None:
        """What the model is told of the tool; None if nothing is known."""
        if self._description is not None:
            return self._description
        return parse_docstring(_docstring_of(self._function)).description

    @property
    def strict(self) -> bool:
        """Whether the model is held to the schema."""
        return self._strict

    @property
    def timeout_s(self) -> float | None:
        """For how long one call may last, in seconds; None for no limit of its own."""
        return self._timeout_s

    @property
    def is_async(self) -> bool:
        """Whether the function is a coroutine function, or an asynchronous generator's."""
        return self._is_async

    @property
    def definition(self) -> dict[str, Any]:
        """The object for the request's `tools`; the caller may change it.

        Raises:
            TypeError: if an annotation cannot be resolved, or no JSON Schema can be made of it; it names the parameter.
                Also if two parameters have the same alias.
            UnsupportedSchemaError: if a type needs what strict output does not have; it names the place.
        """
        return copy.deepcopy(self._prepare().definition)

    def call(self, arguments_json: str) -> Any:
        """Call the function with a model's arguments and return what it returns; its exceptions pass through.

        What a generator, or any other iterator, yields is returned as a list.

        A blank text counts as no arguments, which is what some providers send for a function without parameters.

        Raises:
            ToolArgumentsError: before the call, if the arguments are not JSON or do not fit.
            TypeError: if the function is async.
        """
        if self._is_async:
            raise TypeError(f"tool {self._name!r} is async; await acall(...) instead")
        result = self._made(*self._bind(arguments_json))
        if inspect.iscoroutine(result):
            result.close()
            raise TypeError(f"tool {self._name!r} returned a coroutine; await acall(...) instead")
        if _is_async_iterator(result):
            raise TypeError(f"tool {self._name!r} returned an asynchronous iterator; await acall(...) instead")
        return result

    async def acall(self, arguments_json: str) -> Any:
        """Like `call`, for async and sync functions alike, under asyncio and trio.

        A sync one runs in a thread of its own, in a copy of the context. Cancelling ends the waiting for that thread,
        not the thread. A `CancelledError` of the function's own becomes a `RuntimeError`; Python 3.10 cannot tell the
        two apart, and takes it for a cancellation.

        Raises:
            ToolArgumentsError: Before the call, if the arguments are not JSON or do not fit.
        """
        from asyncio import CancelledError

        from .transport.loops import is_cancelled

        positional, named = self._bind(arguments_json)
        try:
            return await self._awaited(positional, named)
        except CancelledError:
            if is_cancelled():
                raise
            raise self._stopped("CancelledError") from None

    async def _awaited(self, positional: list[Any], named: dict[str, Any]) -> Any:
        if self._is_async:
            result = self._made(positional, named)
        else:
            from .transport.threads import in_own_thread

            result = await in_own_thread(functools.partial(self._made, positional, named))
        try:
            if inspect.isawaitable(result):
                result = await result
            if _is_async_iterator(result):
                return [value async for value in result]
            return _drained(result)
        except (StopIteration, StopAsyncIteration) as error:
            raise self._stopped(type(error).__name__) from error

    def _made(self, positional: list[Any], named: dict[str, Any]) -> Any:
        try:
            return _drained(cast("Callable[..., Any]", self._function)(*positional, **named))
        except _stops() as error:
            raise self._stopped(type(error).__name__) from error

    def _stopped(self, error: str) -> RuntimeError:
        # As in generators (PEP 479): it would end whatever iteration, or task, it passed through.
        return RuntimeError(f"tool {self._name!r} raised {error}")

    def encode_output(self, value: object) -> str | list[Any]:
        """Return what a call returned in the form that is sent to the model.

        A string stays as it is, and so do content parts (`models.InputText`, `InputImage`, `InputFile`), alone or in a
        list or tuple. Everything else becomes JSON text as pydantic writes it: models, dataclasses, enums, dates and
        containers of them; None is `null`, and a NaN or an infinity is a string.

        Raises:
            TypeError: The value, or a part of it, cannot be sent: JSON cannot say it, or it is no Unicode.
        """
        parts: list[Any] = [*value] if is_listlike(value) else [value]
        from pydantic_core import PydanticSerializationError, to_json

        try:
            if isinstance(value, str):
                text = str.__str__(value)  # of an enum that is a string, its value
                text.encode()
                return text
            if parts and all(map(_is_content_part, parts)):
                encode({"output": parts})
                return parts
            return to_json(value, inf_nan_mode="strings").decode()
        except (PydanticSerializationError, TypeError, ValueError) as error:
            kind = type(value).__name__
            raise TypeError(f"tool {self._name!r} returned a {kind} that cannot be sent as JSON: {error}") from error

    def _bind(self, arguments_json: str) -> tuple[list[Any], dict[str, Any]]:
        prepared = self._prepare()
        try:
            data = arguments_json.encode() if arguments_json.strip() else b"{}"
            validated = validate_json(prepared.adapter, data, prepared.own_schema)
        except ValueError as error:
            message = _complaint(self._name, error)
            raise ToolArgumentsError(message, tool_name=self._name, arguments=arguments_json) from error
        positional: list[Any] = []
        named: dict[str, Any] = {}
        for parameter, field_name in zip(self._parameters, prepared.field_names, strict=True):
            if field_name in validated.model_fields_set or parameter.default is parameter.empty:
                # Without a default in Python it may still have one in its Field.
                value = getattr(validated, field_name)
            elif parameter.kind is parameter.POSITIONAL_ONLY:
                value = parameter.default  # it cannot be skipped, because another may follow
            else:
                continue
            if parameter.kind is parameter.POSITIONAL_ONLY:
                positional.append(value)
            else:
                named[parameter.name] = value
        return positional, named

    def _prepare(self) -> _Prepared:
        if self._prepared is None:
            with building:
                if self._prepared is None:
                    self._prepared = self._build()
        return self._prepared

    def _build(self) -> _Prepared:
        from pydantic import ConfigDict, TypeAdapter, create_model
        from pydantic.errors import PydanticUserError

        documented = parse_docstring(_docstring_of(self._function))
        read = [_read(parameter, self._function, self._name) for parameter in self._parameters]
        _check_keys(read, self._name)
        fields: dict[str, Any] = {
            f"p{at}": (item.hint, item.field(documented.parameters.get(item.parameter.name)))
            for at, item in enumerate(read)
        }
        try:
            # The module is where pydantic looks for names that are still text, such as in list["Node"] on Python 3.10.
            module = getattr(_plain_function(self._function), "__module__", None) or __name__
            model = create_model(self._name, __config__=ConfigDict(extra="forbid"), __module__=module, **fields)
            adapter: TypeAdapter[Any] = TypeAdapter(model)
            schema = adapter.json_schema(by_alias=True, mode="validation")
        except (PydanticUserError, NameError) as error:
            self._blame(read, error)
        del schema["title"]
        for item in read:
            item.finish(schema["properties"][item.key], strict=self._strict)
        own_schema = schema
        if self._strict:
            try:
                schema = strict_json_schema(schema)
            except UnsupportedSchemaError as error:
                message = f"tool {self._name!r}: {error}; or pass strict=False to function_tool"
                raise UnsupportedSchemaError(message, path=error.path, keyword=error.keyword) from None
        description = self._description if self._description is not None else documented.description
        definition = {
            "type": "function",
            "name": self._name,
            **({} if description is None else {"description": description}),
            "parameters": schema,
            "strict": self._strict,
        }
        return _Prepared(definition, own_schema, adapter, list(fields))

    def _blame(self, read: Sequence[_ReadParameter], error: Exception) -> NoReturn:
        """Find out which parameter it was, for pydantic only names the type."""
        guilty = [f", parameter {item.parameter.name!r}" for item in read if not _has_schema(item.hint)]
        where = f"tool {self._name!r}{guilty[0] if guilty else ''}"
        raise TypeError(f"{where}: no JSON Schema can be made of it: {error}") from error


@dataclasses.dataclass(frozen=True)
class _Prepared:
    definition: dict[str, Any]
    own_schema: dict[str, Any]
    adapter: TypeAdapter[Any]
    field_names: list[str]


@dataclasses.dataclass(frozen=True)
class _ReadParameter:
    """One parameter with its annotation resolved and taken apart."""

    parameter: inspect.Parameter
    hint: Any
    key: str
    description: str | None
    is_described: bool
    is_titled: bool

    @property
    def is_optional(self) -> bool:
        return self.parameter.default is not self.parameter.empty

    def field(self, documented: str | None) -> Any:
        from pydantic import Field

        words: dict[str, Any] = {"alias": self.key}
        description = self.description or documented
        if description is not None and not self.is_described:
            words["description"] = description
        if self.is_optional:
            # Whatever it makes is never used: Python fills its own defaults in. Unlike a default it leaves no
            # trace in the schema.
            words["default_factory"] = type(None)
        return Field(**words)

    def finish(self, schema: dict[str, Any], *, strict: bool) -> None:
        """Take the title away that pydantic makes of the name, and say the default where it may be left out."""
        from pydantic_core import PydanticSerializationError, to_jsonable_python

        if not self.is_titled:
            schema.pop("title", None)
        try:
            if self.is_optional and not strict:
                schema["default"] = to_jsonable_python(self.parameter.default)
            encode({"default": schema.get("default")})
        except (PydanticSerializationError, ValueError):
            schema.pop("default", None)  # one that JSON cannot say stays the function's own affair


def _read_parameters(function: Callable[..., Any], tool_name: str) -> tuple[inspect.Parameter, ...]:
    try:
        if sys.version_info >= (3, 14):
            import annotationlib

            # Names may be missing as yet; they are looked up when the definition is needed.
            signature = inspect.signature(function, annotation_format=annotationlib.Format.FORWARDREF)
        else:
            signature = inspect.signature(function)
    except ValueError as error:
        raise TypeError(f"tool {tool_name!r}: its signature cannot be read: {error}") from error
    bound = _bound_keywords(function)
    parameters = tuple(parameter for name, parameter in signature.parameters.items() if name not in bound)
    for at, parameter in enumerate(parameters):
        where = f"tool {tool_name!r}, parameter {parameter.name!r}"
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise TypeError(f"{where}: a model cannot pass any number of arguments; take a list or name them")
        if parameter.annotation is parameter.empty:
            hint = ""
            if at == 0 and parameter.name in ("self", "cls"):
                hint = "; of a method, pass the bound one: function_tool(instance.method)"
            raise TypeError(f"{where}: it has no annotation to make a schema of{hint}")
    return parameters


def _read(parameter: inspect.Parameter, function: Callable[..., Any], tool_name: str) -> _ReadParameter:
    from pydantic.fields import FieldInfo
    from typing_inspection.introspection import AnnotationSource, ForbiddenQualifier, inspect_annotation

    where = f"tool {tool_name!r}, parameter {parameter.name!r}"
    if isinstance(parameter.default, FieldInfo):
        raise TypeError(
            f"{where}: put the Field into the annotation, Annotated[..., Field(...)], and the default after it"
        )
    # A stand-in without code, because on Python 3.10 get_type_hints would read a default of None as Optional.
    stand_in = types.SimpleNamespace(__annotations__={parameter.name: parameter.annotation})
    try:
        hints = typing.get_type_hints(stand_in, globalns=_globals_of(function), include_extras=True)
        hint = hints[parameter.name]
        metadata = inspect_annotation(
            hint, annotation_source=AnnotationSource.FUNCTION, unpack_type_aliases="lenient"
        ).metadata
    except ForbiddenQualifier as error:
        raise TypeError(f"{where}: {parameter.annotation!r} is not for parameters") from error
    except Exception as error:
        raise TypeError(
            f"{where}: its annotation {parameter.annotation!r} cannot be resolved ({type(error).__name__}: {error}); "
            "names in it must be found in the function's module when the tool is first used"
        ) from error
    described = [item for item in metadata if isinstance(item, FieldInfo)]
    return _ReadParameter(
        parameter=parameter,
        hint=hint,
        key=next((item.alias for item in described if item.alias), parameter.name),
        description=next((text for item in metadata if isinstance(text := _documentation(item), str)), None),
        is_described=any(item.description is not None for item in described),
        is_titled=any(item.title is not None for item in described),
    )


def _check_keys(read: Sequence[_ReadParameter], tool_name: str) -> None:
    by_key: dict[str, _ReadParameter] = {}
    for item in read:
        other = by_key.setdefault(item.key, item)
        if other is not item:
            names = f"{other.parameter.name!r} and {item.parameter.name!r}"
            raise TypeError(f"tool {tool_name!r}: parameters {names} are both called {item.key!r} on the wire")


def _documentation(item: Any) -> Any:
    """Return the text that an item of `Annotated` is: plain, or in a `Doc` (PEP 727)."""
    return item if isinstance(item, str) else getattr(item, "documentation", None)


def _has_schema(hint: Any) -> bool:
    from pydantic import TypeAdapter
    from pydantic.errors import PydanticUserError

    try:
        TypeAdapter(hint).json_schema()
    except (PydanticUserError, NameError):
        return False
    return True


def _globals_of(function: Any) -> dict[str, Any]:
    return getattr(_plain_function(function), "__globals__", {})


def _plain_function(function: Any) -> Any:
    """The function under partials, methods, wrappers, classes and callable objects; it has the module's names."""
    function = inspect.unwrap(_without_partials(function))
    if inspect.ismethod(function):
        return _plain_function(function.__func__)
    if inspect.isfunction(function):
        return function
    return inspect.unwrap(function.__init__ if inspect.isclass(function) else type(function).__call__)


def _without_partials(function: Any) -> Any:
    while isinstance(function, functools.partial):
        function = cast("Any", function).func
    return function


def _bound_keywords(function: Any) -> set[str]:
    """Return what partials pass by keyword: for Python these are defaults, but a model is not to choose them anew."""
    bound: set[str] = set()
    while True:
        if isinstance(function, functools.partial):
            found = cast("Any", function)
            bound.update(found.keywords)
            function = found.func
        elif hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        else:
            return bound


def _is_content_part(value: Any) -> bool:
    return hasattr(value, "wire_fields") and str(getattr(value, "type", "")).startswith("input_")


def check_seconds(seconds: Any, name: str) -> None:
    """Raise TypeError or ValueError if this is not a time limit in seconds; None is no limit."""
    if seconds is None:
        return
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError(f"{name} must be a number of seconds, not {type(seconds).__name__}")
    if not seconds > 0:
        raise ValueError(f"{name} must be greater than 0, or None for no limit, not {seconds!r}")


def _is_async(function: Any) -> bool:
    """Whether what calling gives has to be awaited, as far as can be seen: at the function, or at what is wrapped."""
    function = inspect.unwrap(_without_partials(function))
    call = None if inspect.isroutine(function) or inspect.isclass(function) else type(function).__call__
    return any(inspect.iscoroutinefunction(one) or inspect.isasyncgenfunction(one) for one in (function, call))


def _drained(result: Any) -> Any:
    """Return an iterator's values as a list: a generator's code is the function's own, and runs where that does."""
    return [*result] if _is_iterator(result) else result


def _is_iterator(value: Any) -> TypeIs[abc.Iterator[Any]]:
    return isinstance(value, abc.Iterator) and not inspect.isawaitable(cast("Any", value))


def _is_async_iterator(value: Any) -> TypeIs[abc.AsyncIterator[Any]]:
    return isinstance(value, abc.AsyncIterator)


def _stops() -> tuple[type[BaseException], ...]:
    """Return what a function must not raise through those who call it; asyncio is only loaded for who does."""
    from asyncio import CancelledError

    return StopIteration, StopAsyncIteration, CancelledError


def _name_of(function: Any) -> str:
    function = _without_partials(function)
    return getattr(function, "__name__", type(function).__name__)


def _docstring_of(function: Any) -> str | None:
    function = _without_partials(function)
    if inspect.isroutine(function) or inspect.isclass(function):
        return inspect.getdoc(function)
    cls = cast("Any", type(function))
    # Of the method itself: what it inherits from `type` says nothing of it.
    return inspect.cleandoc(cls.__call__.__doc__) if cls.__call__.__doc__ else inspect.getdoc(cls)


def _complaint(tool_name: str, error: ValueError) -> str:
    from pydantic import ValidationError
    from pydantic_core import to_json

    if not isinstance(error, ValidationError):
        return f"The arguments for {tool_name!r} are not valid JSON: {error}"
    problems = error.errors(include_url=False, include_context=False)
    if problems[0]["type"] == "json_invalid":
        return f"The arguments for {tool_name!r} are not valid JSON: {problems[0]['msg']}"
    lines: list[str] = []
    for problem in problems[:_SHOWN_PROBLEMS]:
        place = _shortened(".".join(str(part) for part in problem["loc"])) or "the arguments"
        if problem["type"] in ("missing", "extra_forbidden"):
            lines.append(f"{place}: {problem['msg']}")
        else:
            came = to_json(problem["input"], inf_nan_mode="constants", fallback=repr).decode()
            lines.append(f"{place}: {problem['msg']}, not {_shortened(came)}")
    if len(problems) > _SHOWN_PROBLEMS:
        lines.append(f"and {len(problems) - _SHOWN_PROBLEMS} more")
    return f"The arguments for {tool_name!r} do not fit its parameters. " + "; ".join(lines)


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_INPUT else f"{text[:_SHOWN_INPUT]}…"
