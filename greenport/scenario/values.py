"""Values of a scenario file: a quantity with its range, status, source and place in the file.

Every number of a scenario may be written in three ways: as a quantity (``600 USD/m^3``), as a
mapping ``{value, low, high, status, source, note}``, or as the name of a row of `datasets/`
(``{data: capital_costs:meoh_tank}``). All three become a `Value`; year paths become a `Series`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from greenport import data, units
from greenport.errors import GreenportError
from greenport.scenario.tree import Branch, Origin, near
from greenport.units import Dimension, Quantity

STATUSES = ("published", "derived", "assumption")
FIELDS = ("value", "low", "high", "status", "source", "note")
NOWHERE = Origin("", 0)


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


def _origin(raw: object) -> Origin:
    found = getattr(raw, "origin", NOWHERE)
    return found if isinstance(found, Origin) else NOWHERE


def _fail(message: str) -> PydanticCustomError:
    return PydanticCustomError("greenport", "{message}", {"message": message})


def _quantity(raw: object, dimension: Dimension, what: str = "") -> Quantity:
    """Read one quantity; a bare number is refused with the units that would fit."""
    prefix = f"{what}: " if what else ""
    if isinstance(raw, bool) or raw is None or isinstance(raw, (Mapping, list)):
        raise _fail(f'{prefix}a {dimension.name} is due, e.g. "{dimension.example}"')
    if isinstance(raw, (int, float)) and dimension != units.COUNT:
        raise _fail(f'{prefix}{raw!s} has no unit; a {dimension.name} is due, e.g. "{dimension.example}"')
    try:
        return units.require(what or "value", units.parse(str(raw)), dimension)
    except GreenportError as error:
        raise _fail(str(error)) from None


def _row(name: object, dimension: Dimension, origin: Origin) -> Value:
    try:
        return _row_value(data.datum(str(name)), dimension, origin)
    except GreenportError as error:
        raise _fail(str(error)) from None


def _row_value(row: data.Datum, dimension: Dimension, origin: Origin) -> Value:
    name = f"{row.table}:{row.key}"
    try:
        units.require(name, row.value, dimension)
    except GreenportError as error:
        raise _fail(str(error)) from None
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
    here = _origin(raw) if _origin(raw) != NOWHERE else origin
    if not isinstance(raw, Mapping):
        return Value(_quantity(raw, dimension), origin=here)
    if "data" in raw:
        if extra := [str(key) for key in raw if key not in ("data", "note")]:
            raise _fail(f"{extra[0]!r} beside 'data': a dataset row brings its own value, range and source")
        return _row(raw["data"], dimension, here)
    if unknown := [str(key) for key in raw if key not in FIELDS]:
        raise _fail(f"unknown key {unknown[0]!r}{near(unknown[0], FIELDS)}; a value has {', '.join(FIELDS)}")
    if "value" not in raw:
        raise _fail(f"'value' is missing, e.g. {{value: {dimension.example}, status: assumption}}")
    status = str(raw.get("status") or "")
    if status and status not in STATUSES:
        raise _fail(f"status {status!r} is not one of {', '.join(STATUSES)}{near(status, STATUSES)}")
    central = _quantity(raw["value"], dimension, "value")
    low = _quantity(raw["low"], dimension, "low") if raw.get("low") is not None else None
    high = _quantity(raw["high"], dimension, "high") if raw.get("high") is not None else None
    try:
        ordered = (low is None or low <= central) and (high is None or central <= high)
    except (GreenportError, TypeError, ValueError):
        raise _fail("low, value and high must be in the same currency and price year") from None
    if not ordered:
        raise _fail(f"low ≤ value ≤ high does not hold: {low} … {central} … {high}")
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
        if wrong := [key for key in raw if not isinstance(key, int)]:
            raise _fail(f"{wrong[0]!r} is not a year; write e.g. {{2027: {dimension.example}}}")
        origins = raw.key_origins if isinstance(raw, Branch) else {}
        points = {}
        for year, item in raw.items():
            try:
                points[int(year)] = read_value(item, dimension, origins.get(year, NOWHERE))
            except PydanticCustomError as error:
                raise _fail(f"{year}: {error.message()}") from None
        return Series(points, _origin(raw))
    return Series({0: read_value(raw, dimension)}, _origin(raw))


@dataclass(frozen=True)
class Bounds:
    """What a value may be: its dimension, and limits in the dimension's example unit where it has any."""

    dimension: Dimension
    lowest: float | None = 0.0
    highest: float | None = None
    series: bool = False

    def _check(self, value: Value) -> None:
        for quantity in (value.quantity, value.low, value.high):
            if quantity is None:
                continue
            number = float(quantity.to_base_units().magnitude)
            if self.lowest is not None and number < self.lowest:
                raise _fail(
                    f"{units.show(quantity)} is below the least that makes sense, {self._limit(self.lowest)}"
                )
            if self.highest is not None and number > self.highest:
                raise _fail(
                    f"{units.show(quantity)} is above the most that makes sense, {self._limit(self.highest)}"
                )

    def _limit(self, number: float) -> str:
        return f"{100 * number:g} %" if self.dimension == units.RATIO else f"{number:g}"

    def _read(self, raw: object) -> Value | Series:
        if not self.series:
            value = read_value(raw, self.dimension)
            self._check(value)
            return value
        series = read_series(raw, self.dimension)
        for year, value in series.points.items():
            try:
                self._check(value)
            except PydanticCustomError as error:
                raise _fail(f"{year}: {error.message()}" if year else error.message()) from None
        return series

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        text = {"type": "string", "examples": [self.dimension.example], "description": self.dimension.name}
        row = {
            "type": "object",
            "properties": {"data": {"type": "string", "pattern": "^[a-z0-9_]+:[a-z0-9_:]+$"}},
            "required": ["data"],
        }
        stated = {
            "type": "object",
            "properties": {
                **{name: {"type": "string"} for name in FIELDS},
                "status": {"enum": list(STATUSES)},
            },
            "required": ["value"],
            "additionalProperties": False,
        }
        forms: list[dict[str, Any]] = [text, stated, row]
        if self.series:
            by_year = {
                "type": "object",
                "patternProperties": {"^[0-9]{4}$": {"anyOf": [text, stated, row]}},
                "additionalProperties": False,
            }
            forms.append(by_year)
        return {"anyOf": forms}


RatioValue = Annotated[Value, Bounds(units.RATIO, 0.0, 1.0)]
FactorValue = Annotated[Value, Bounds(units.RATIO, 0.0)]
RateValue = Annotated[Value, Bounds(units.RATIO, None)]
MassValue = Annotated[Value, Bounds(units.MASS)]
VolumeValue = Annotated[Value, Bounds(units.VOLUME)]
DurationValue = Annotated[Value, Bounds(units.TIME)]
LengthValue = Annotated[Value, Bounds(units.LENGTH)]
AreaValue = Annotated[Value, Bounds(units.AREA)]
SpeedValue = Annotated[Value, Bounds(units.SPEED)]
MassFlowValue = Annotated[Value, Bounds(units.MASS_FLOW)]
VolumeFlowValue = Annotated[Value, Bounds(units.VOLUME_FLOW)]
DensityValue = Annotated[Value, Bounds(units.DENSITY)]
IntensityValue = Annotated[Value, Bounds(units.INTENSITY, None)]
MoneyValue = Annotated[Value, Bounds(units.MONEY)]
MoneyFlowValue = Annotated[Value, Bounds(units.MONEY_FLOW)]
PricePerMassValue = Annotated[Value, Bounds(units.PRICE_PER_MASS)]
PricePerVolumeValue = Annotated[Value, Bounds(units.PRICE_PER_VOLUME)]
RentPerAreaValue = Annotated[Value, Bounds(units.PRICE_PER_AREA_TIME)]
RentPerVolumeValue = Annotated[Value, Bounds(units.PRICE_PER_VOLUME_TIME)]
PricePerGhgValue = Annotated[Value, Bounds(units.PRICE_PER_GHG)]
FrequencyValue = Annotated[Value, Bounds(units.FREQUENCY)]
MassFlowSeries = Annotated[Series, Bounds(units.MASS_FLOW, series=True)]
RatioSeries = Annotated[Series, Bounds(units.RATIO, 0.0, 1.0, series=True)]
FactorSeries = Annotated[Series, Bounds(units.RATIO, 0.0, series=True)]
PricePerMassSeries = Annotated[Series, Bounds(units.PRICE_PER_MASS, series=True)]
PricePerGhgSeries = Annotated[Series, Bounds(units.PRICE_PER_GHG, series=True)]
CountSeries = Annotated[Series, Bounds(units.COUNT, series=True)]
