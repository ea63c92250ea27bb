"""Values of a scenario file: a quantity with its range, status, source and place in the file.

Every number of a scenario may be written in three ways: as a quantity (``600 USD/m^3``), as a
mapping ``{value, low, high, status, source, note}``, or as the name of a row of `datasets/`
(``{data: capital_costs:meoh_tank}``). All three become a `Value`; year paths become a `Series`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from pydantic_core import PydanticCustomError

from greenport import data, units
from greenport.errors import GreenportError
from greenport.scenario.tree import Branch, Origin, is_set, near, short
from greenport.units import Dimension, Quantity

STATUSES = ("published", "derived", "assumption")
FIELDS = ("value", "low", "high", "status", "source", "note")
NOWHERE = Origin("", 0)
FIRST_YEAR, LAST_YEAR = 1990, 2200
UNREAD = "zz_unread"
"""Stands where a value or a name could not be read, while the rest is checked."""


@dataclass(frozen=True)
class Value:
    """A quantity as the scenario states it.

    Attributes
    ----------
    quantity, low, high : Quantity
        The central value and, where stated, the ends of its range.
    status, source : str
        How well it is known and by whom it is said; empty where the scenario does not say.
    origin : Origin
        File and line it was read from.
    data : str
        Dataset row ``table:key`` it came from, or empty.
    """

    quantity: Quantity
    low: Quantity | None = None
    high: Quantity | None = None
    status: str = ""
    source: str = ""
    note: str = ""
    origin: Origin = NOWHERE
    data: str = ""

    def __str__(self) -> str:
        return units.show(self.quantity)


@dataclass(frozen=True)
class Series:
    """A value by calendar year, linear between the years given and constant outside them."""

    points: Mapping[int, Value]
    origin: Origin = NOWHERE

    def at(self, year: int) -> Quantity:
        """Quantity of a calendar year."""
        years = sorted(self.points)
        first, last = years[0], years[-1]
        if year <= first:
            return self.points[first].quantity
        if year >= last:
            return self.points[last].quantity
        before = max(known for known in years if known <= year)
        after = min(known for known in years if known >= year)
        start, end = self.points[before].quantity, self.points[after].quantity
        if before == after:
            return start
        return start + (end - start) * ((year - before) / (after - before))

    def values(self) -> list[Value]:
        """All stated points, in the order of their years."""
        return [self.points[year] for year in sorted(self.points)]


class _Noted(Protocol):
    @property
    def note(self) -> str: ...


def known(*parts: _Noted) -> bool:
    """Whether all of these values or parts of a scenario could be read."""
    return all(part.note != UNREAD for part in parts)


def _origin(raw: object) -> Origin:
    found = getattr(raw, "origin", NOWHERE)
    return found if isinstance(found, Origin) else NOWHERE


def _written(raw: object, origin: Origin) -> Origin:
    """Where a value was written; what is set from outside into its map tells."""
    if isinstance(raw, Branch):
        return next((place for place in raw.key_origins.values() if is_set(place)), raw.origin)
    return _origin(raw) if _origin(raw) != NOWHERE else origin


def fail(message: str) -> PydanticCustomError:
    """Error in the words of this package, to be raised while a scenario is read."""
    return PydanticCustomError("greenport", "{message}", {"message": message})


def fail_by_year(faults: Mapping[int, str]) -> PydanticCustomError:
    """One error for all years; whoever knows the lines parts it again by `years`."""
    message = "; ".join(f"{year}: {fault}" if year else fault for year, fault in faults.items())
    return PydanticCustomError("greenport", "{message}", {"message": message, "years": dict(faults)})


def _quantity(raw: object, dimension: Dimension, what: str = "") -> Quantity:
    """Read one quantity; a bare number is refused with the units that would fit."""
    prefix = f"{what}: " if what else ""
    if isinstance(raw, bool) or raw is None or isinstance(raw, (Mapping, list)):
        raise fail(f'{prefix}a {dimension.name} is due, e.g. "{dimension.example}"')
    if isinstance(raw, (int, float)) and dimension != units.COUNT:
        raise fail(f'{prefix}{raw!s} has no unit; a {dimension.name} is due, e.g. "{dimension.example}"')
    try:
        quantity = dimension.read(str(raw))
    except GreenportError as error:
        raise fail(f"{prefix}{error}") from None
    if dimension == units.COUNT and quantity.unit_items():
        raise fail(f"{prefix}{short(raw)} has a unit where a plain number is due")
    return quantity


def _row(name: object, dimension: Dimension, origin: Origin) -> Value:
    try:
        return _row_value(data.datum(str(name)), dimension, origin)
    except GreenportError as error:
        raise fail(_row_fault(str(name), error)) from None


def _row_fault(name: str, error: GreenportError) -> str:
    kinds: dict[str, Callable[[str], object]] = {
        "a series over years": data.series,
        "a season over months": data.monthly,
    }
    for kind, read in kinds.items():
        with suppress(GreenportError):
            read(name)
            return f"{name} is {kind}; one figure is due here"
    return str(error)


def _row_value(row: data.Datum, dimension: Dimension, origin: Origin) -> Value:
    name = f"{row.table}:{row.key}"
    try:
        units.require(name, row.value, dimension)
    except GreenportError as error:
        raise fail(str(error)) from None
    return Value(row.value, row.low, row.high, row.status, row.source, row.note, origin, name)


def read_value(raw: object, dimension: Dimension, origin: Origin = NOWHERE) -> Value:
    """Turn what stands in the file into a `Value`, or say what is wrong with it.

    Raises
    ------
    PydanticCustomError
        Missing or wrong unit, unknown field, range that does not hold the value, unknown dataset row.
    """
    if isinstance(raw, Value):
        return raw
    here = _written(raw, origin)
    if not isinstance(raw, Mapping):
        return Value(_quantity(raw, dimension), origin=here)
    if "data" in raw:
        if extra := [str(key) for key in raw if key not in ("data", "note")]:
            raise fail(f"{extra[0]!r} beside 'data': a dataset row brings its own value, range and source")
        return _row(raw["data"], dimension, here)
    if unknown := [str(key) for key in raw if key not in FIELDS]:
        raise fail(f"unknown key {unknown[0]!r}{near(unknown[0], FIELDS)}; a value has {', '.join(FIELDS)}")
    if "value" not in raw:
        raise fail(f"'value' is missing, e.g. {{value: {dimension.example}, status: assumption}}")
    status = str(raw.get("status") or "")
    if status and status not in STATUSES:
        raise fail(f"status {status!r} is not one of {', '.join(STATUSES)}{near(status, STATUSES)}")
    central = _quantity(raw["value"], dimension, "value")
    low = _quantity(raw["low"], dimension, "low") if raw.get("low") is not None else None
    high = _quantity(raw["high"], dimension, "high") if raw.get("high") is not None else None
    try:
        ordered = (low is None or low <= central) and (high is None or central <= high)
    except (GreenportError, TypeError, ValueError):
        raise fail("low, value and high must be in the same currency and price year") from None
    if not ordered:
        ends = " ≤ ".join(units.show(end) for end in (low, central, high) if end is not None)
        raise fail(f"low ≤ value ≤ high does not hold: {ends}")
    text = {name: str(raw.get(name) or "") for name in ("source", "note")}
    return Value(central, low, high, status, text["source"], text["note"], here)


def read_series(raw: object, dimension: Dimension) -> Series:
    """Turn ``{2027: …, 2030: …}``, ``{data: table:key}`` or one constant value into a `Series`."""
    if isinstance(raw, Series):
        return raw
    if isinstance(raw, Mapping) and "data" in raw:
        try:
            rows = data.series(str(raw["data"]))
        except GreenportError:
            return Series({0: read_value(raw, dimension)}, _origin(raw))
        return Series(
            {year: _row_value(row, dimension, _origin(raw)) for year, row in rows.items()}, _origin(raw)
        )
    if isinstance(raw, Mapping) and raw and not set(raw) & set(FIELDS):
        if wrong := [key for key in raw if not (isinstance(key, int) and FIRST_YEAR <= key <= LAST_YEAR)]:
            raise fail(f'"{short(wrong[0])}" is not a year; write e.g. {{2027: {dimension.example}}}')
        origins = raw.key_origins if isinstance(raw, Branch) else {}
        points, faults = {}, {}
        for year, item in raw.items():
            try:
                points[int(year)] = read_value(item, dimension, origins.get(year, NOWHERE))
            except PydanticCustomError as error:
                faults[int(year)] = error.message()
        if faults:
            raise fail_by_year(faults)
        return Series(points, _origin(raw))
    return Series({0: read_value(raw, dimension)}, _origin(raw))
