"""A document with other values in it; every part without a changed value stays the same object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from greenport.scenario.values import Series, Value
from greenport.scenario.walking import contents

T = TypeVar("T")


def swapped(part: T, change: Callable[[Value], Value]) -> T:
    """The part with every value as `change` gives it; the part itself where none changes.

    Nothing is checked again: what `change` gives must keep the dimension and the limits of the value.
    """
    found: T = _swapped(part, change)
    return found


def _swapped(part: Any, change: Callable[[Value], Value]) -> Any:
    if isinstance(part, Value):
        return change(part)
    if isinstance(part, Series):
        points = _of_map(part.points, change)
        return part if points is part.points else Series(points, part.origin)
    if isinstance(part, BaseModel):
        fields = {name: getattr(part, name) for name in type(part).model_fields}
        new = {name: _swapped(old, change) for name, old in fields.items()}
        update = {name: value for name, value in new.items() if value is not fields[name]}
        return part.model_copy(update=update) if update else part
    if isinstance(part, Mapping):
        return _of_map(part, change)
    if isinstance(part, list):
        items = [_swapped(item, change) for item in part]
        return part if all(a is b for a, b in zip(items, part, strict=True)) else items
    return part


def _of_map(part: Mapping[Any, Any], change: Callable[[Value], Value]) -> Mapping[Any, Any]:
    items = {key: _swapped(item, change) for key, item in part.items()}
    return part if all(items[key] is part[key] for key in part) else items


def inputs(part: Any) -> Iterator[tuple[str, Value]]:
    """Every value with its readable key; the points of a series all under that of the series."""
    for key, content in contents(part):
        for value in [content] if isinstance(content, Value) else content.values():
            yield key, value
