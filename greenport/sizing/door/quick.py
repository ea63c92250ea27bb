"""A quick desk for many documents that differ in few values, and values that tell when they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from greenport.demand import weather
from greenport.scenario.values import Series, Value
from greenport.sizing.door.desk import Desk
from greenport.sizing.problem import Floats
from greenport.units import Quantity


@dataclass(frozen=True)
class _Watched(Value):
    """A value that tells when its quantity is read."""

    key: int = 0
    read: set[int] = field(default_factory=set)

    def __getattribute__(self, name: str) -> Any:
        found = object.__getattribute__(self, name)
        if name == "quantity":
            object.__getattribute__(self, "read").add(object.__getattribute__(self, "key"))
        return found


class Memory:
    """Numbers once converted, and the weather once reckoned, by the object that they came from.

    The objects are held, so that no other can take the place of one in memory.
    """

    def __init__(self) -> None:
        self.kept: dict[tuple[object, ...], tuple[object, Any]] = {}

    def of(self, source: object, name: str, make: Callable[[], Any]) -> Any:
        """What was made of the source under a name, or is made now."""
        key = (id(source), name)
        if key not in self.kept:
            self.kept[key] = (source, make())
        return self.kept[key][1]


@dataclass(frozen=True)
class QuickDesk(Desk):
    """A desk that converts a value once, however many documents share it."""

    memory: Memory

    def number(self, stated: Value | Quantity | None, unit: str, default: float = 0.0) -> float:
        """Plain number in a unit; the default where nothing is stated."""
        if not isinstance(stated, Value):
            return super().number(stated, unit, default)
        found: float = self.memory.of(stated, unit, lambda: Desk.number(self, stated, unit))
        return found

    def path(self, series: Series, unit: str) -> Floats:
        """Plain numbers of the milestone years."""
        found: Floats = self.memory.of(series, unit, lambda: Desk.path(self, series, unit))
        return found

    @property
    def closures(self) -> dict[int, weather.Closures]:
        """Weather of each milestone year."""
        found: dict[int, weather.Closures] = self.memory.of(
            self.document.weather, "closures", lambda: Desk(self.scenario).closures
        )
        return found


def watched(read: set[int], value: Value) -> Value:
    """The value, which adds its identity to a set when its quantity is read."""
    return _Watched(**vars(value), key=id(value), read=read)
