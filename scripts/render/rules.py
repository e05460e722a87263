"""Says what is done to a request's values before they are sent, and what each parameter may be. It writes no files."""

from __future__ import annotations

from typing import Any, NamedTuple

from scripts.render.contract import (
    Choice,
    Const,
    Contract,
    ContractError,
    Enum,
    ListOf,
    MapOf,
    Object,
    Ref,
    Scalar,
    Tagged,
    Type,
    Union,
)
from scripts.render.python import python_name


class WireRules(NamedTuple):
    """What is rendered as `types.rules.WireRules`: its `repr` is the source."""

    names: tuple[tuple[str, str], ...]
    defaults: tuple[tuple[str, Any], ...]
    inside: tuple[tuple[str, str], ...]


class ParameterRule(NamedTuple):
    """What is rendered as `types.rules.ParameterRule`: its `repr` is the source."""

    name: str
    kinds: tuple[str, ...]
    required: bool
    null: bool
    items: str
    values: str
    model: str
    completed: bool


def lone_tag(contract: Contract, schema: Object) -> str | None:
    """Return the tag of an object that no tagged union lists: where it stands, nothing else tells what came."""
    if any(schema.name in union.mapping.values() for union in contract.schemas.values() if isinstance(union, Tagged)):
        return None
    tags = [field.type.value for field in schema.fields if field.name == "type" and isinstance(field.type, Const)]
    return tags[0] if tags else None


def wire_rules(contract: Contract) -> dict[str, WireRules]:
    """Return what has to be done to dicts before they are sent, for every object that has any such rule."""
    objects = [schema for schema in contract.schemas.values() if isinstance(schema, Object)]
    names: dict[str, tuple[tuple[str, str], ...]] = {}
    defaults: dict[str, tuple[tuple[str, Any], ...]] = {}
    for schema in objects:
        if schema.name != contract.request_body:  # its fields are the call's parameters, which have rules of their own
            both = [(python_name(field.name), field.name) for field in schema.fields]
            names[schema.name] = tuple((python, wire) for python, wire in both if python != wire)
            defaults[schema.name] = tuple((one.name, one.default) for one in schema.fields if one.default is not None)
    insides = {
        schema.name: {
            field.name: target
            for field in schema.fields
            if not field.as_it_is
            and (target := _inside(contract, field.type, f"components.schemas.{schema.name}.properties.{field.name}"))
        }
        for schema in objects
    }
    # An object matters if it has rules itself or leads to one that has; unions matter through their members.
    active = {name for name in names if names[name] or defaults[name]}
    while True:
        grown = active | {
            schema.name
            for schema in contract.schemas.values()
            if isinstance(schema, Tagged) and active.intersection(schema.mapping.values())
        }
        grown |= {name for name, inside in insides.items() if grown.intersection(inside.values())}
        if grown == active:
            break
        active = grown
    return {
        name: WireRules(
            names.get(name, ()),
            defaults.get(name, ()),
            tuple((wire, target) for wire, target in inside.items() if target in active),
        )
        for name, inside in insides.items()
        if name in active
    }


def parameter_rules(contract: Contract) -> dict[str, ParameterRule]:
    """Return what each parameter may be, by its wire name."""
    body = contract.schemas[contract.request_body]
    assert isinstance(body, Object)
    rules: dict[str, ParameterRule] = {}
    active = wire_rules(contract)
    for field in body.fields:
        leaves = _leaves(contract, field.type)
        lists = [type_ for type_ in leaves if isinstance(type_, ListOf)]
        maps = [type_ for type_ in leaves if isinstance(type_, MapOf)]
        model = _inside(contract, field.type, f"components.schemas.{body.name}.properties.{field.name}") or ""
        inside = contract.schemas.get(model)
        members = inside.mapping.values() if isinstance(inside, Tagged) else [model]
        rules[field.name] = ParameterRule(
            name=python_name(field.name),
            kinds=tuple(dict.fromkeys(_kind(contract, type_) for type_ in leaves)),
            required=field.required,
            null=field.nullable,
            items=next((_kind(contract, leaf) for one in lists for leaf in _leaves(contract, one.item)), ""),
            values=next((_kind(contract, one.item) for one in maps), ""),
            model=model,
            completed=not active.keys().isdisjoint(members),
        )
    return rules


def _leaves(contract: Contract, type_: Type) -> list[Type]:
    """Return the alternatives that a type amounts to, unions resolved."""
    if isinstance(type_, Ref) and isinstance(schema := contract.schemas[type_.name], Union):
        return [leaf for member in schema.members for leaf in _leaves(contract, member)]
    if isinstance(type_, Choice):
        return [leaf for member in type_.members for leaf in _leaves(contract, member)]
    return [type_]


def _kind(contract: Contract, type_: Type) -> str:
    """Return what JSON calls a type."""
    match type_:
        case Scalar(kind):
            return kind
        case Const():
            return "string"
        case Ref(name):
            return "string" if isinstance(contract.schemas[name], Enum) else "object"
        case ListOf():
            return "array"
        case _:
            return "object"


def _inside(contract: Contract, type_: Type, at: str) -> str | None:
    match type_:
        case Ref(name):
            schema = contract.schemas[name]
            if isinstance(schema, Union):
                found = {target for member in schema.members if (target := _inside(contract, member, at))}
                if len(found) > 1:
                    raise ContractError(f"{at}: dicts of {', '.join(sorted(found))} cannot be told apart")
                return found.pop() if found else None
            return None if isinstance(schema, Enum) else name
        case ListOf(item):
            return _inside(contract, item, at)
        case Choice(members):
            return next((target for member in members if (target := _inside(contract, member, at))), None)
        case _:
            return None
