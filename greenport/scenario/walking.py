"""Every value and series of a document, each with its readable key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from greenport.scenario.values import Series, Value


def contents(part: Any, key: str = "") -> Iterator[tuple[str, Value | Series]]:
    """Values and series of a part with their keys, e.g. ``places.paff.berths.paff_olp1.capex``.

    An item of a list is known by its id or grade, and by its number from 0 where it has neither.
    """
    if isinstance(part, Value | Series):
        yield key, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from contents(getattr(part, name), f"{key}.{name}" if key else name)
    elif isinstance(part, Mapping):
        for name, value in part.items():
            yield from contents(value, f"{key}.{name}")
    elif isinstance(part, list):
        for number, item in enumerate(part):
            known_as = getattr(item, "id", "") or getattr(item, "grade", "") or str(number)
            yield from contents(item, f"{key}.{known_as}")


def values(part: Any) -> Iterator[tuple[str, Value]]:
    """Values of a part with their keys; a point of a series has its year behind the key of the series."""
    for key, content in contents(part):
        if isinstance(content, Value):
            yield key, content
        else:
            for year, value in content.points.items():
                yield (f"{key}.{year}" if year else key), value
