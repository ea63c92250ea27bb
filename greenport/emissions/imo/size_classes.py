"""Reference lines and rating boundaries of the CII by type and size of ship: table `carbon_intensity`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from greenport import data
from greenport.emissions.factors import canonical
from greenport.errors import DataError, UnitError
from greenport.units import Quantity

TABLE = "carbon_intensity"
EXAMPLE = {"dwt": "a deadweight is due, e.g. 50000 dwt", "GT": "a gross tonnage is due, e.g. 50000 GT"}


@dataclass(frozen=True)
class SizeClass:
    """Reference line and rating boundaries of the ships of a type from one capacity to another.

    `capacity_in` is ``"dwt"`` or ``"GT"``; `taken` the capacity that the reference line takes instead of
    the ship's own, or None.
    """

    capacity_in: str
    least: float
    below: float
    a: float
    c: float
    boundaries: tuple[float, ...]
    taken: float | None

    def holds(self, size: Any) -> Any:
        """Whether ships of a size are of this class."""
        return (size >= self.least) & (size < self.below)


def ship_types() -> list[str]:
    """Types of ships that the indicator knows.

    >>> ship_types()[:3]
    ['bulk_carrier', 'combination_carrier', 'container_ship']
    """
    return sorted({key.split(":")[0] for key in data.keys(TABLE)})


def size_classes(ship_type: str) -> tuple[SizeClass, ...]:
    """Classes of size of a type of ship, which together hold every size.

    Raises
    ------
    DataError
        If the type is unknown (with near matches).

    >>> [each.least for each in size_classes("gas carrier")]
    [65000.0, 0.0]
    """
    return _size_classes(canonical(ship_type, "ship type", "tanker"))


def kind_of(capacity: Quantity) -> str:
    """Unit of a capacity: ``"GT"`` of a gross tonnage, ``"dwt"`` of a deadweight."""
    return "GT" if capacity.check("[gross_tonnage]") else "dwt"


def size_in(ship_type: str, capacity: Quantity) -> np.ndarray:
    """Capacity as the plain number that the classes of a type of ship count with.

    Raises
    ------
    UnitError
        If it is a deadweight where a gross tonnage is due, or the reverse.
    """
    due = size_classes(ship_type)[0].capacity_in
    if kind_of(capacity) != due:
        raise UnitError(f"capacity of {capacity} for a {ship_type}: {EXAMPLE[due]}")
    return np.asarray(capacity.m_as(due), dtype=float)


@cache
def _size_classes(ship_type: str) -> tuple[SizeClass, ...]:
    known = ship_types()
    if ship_type not in known:
        hint = data.near(ship_type, known) or f"; known: {', '.join(known)}"
        raise DataError(f"no ship type {ship_type!r} in table {TABLE}{hint}")
    keys = [key.split(":") for key in data.keys(TABLE)]
    return tuple(
        _size_class(ship_type, size) for size in dict.fromkeys(k[1] for k in keys if k[0] == ship_type)
    )


def _size_class(ship_type: str, size: str) -> SizeClass:
    def found(part: str) -> Quantity:
        return data.datum(f"{TABLE}:{ship_type}:{size}:{part}").value

    def number(part: str) -> float:
        return float(found(part).m)

    known = data.keys(TABLE)
    below, taken = (f"{ship_type}:{size}:{part}" in known for part in ("below", "reference_capacity"))
    return SizeClass(
        capacity_in=kind_of(found("from")),
        least=number("from"),
        below=number("below") if below else np.inf,
        a=number("a"),
        c=number("c"),
        boundaries=tuple(number(f"d{place}") for place in (1, 2, 3, 4)),
        taken=number("reference_capacity") if taken else None,
    )
