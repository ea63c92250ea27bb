"""Field types of the schema: values of a scenario with the dimension and the limits that each must keep."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from greenport import units
from greenport.scenario.values import STATUSES, Series, Value, fail, fail_by_year, read_series, read_value
from greenport.units import Dimension

LEAST = 1e-9
"""Times the example of a dimension: the smallest size of a value that is not zero."""

MONTH = float(units.Q_("1 month").to("s").magnitude)
"""The shortest life of an asset, in seconds."""


@dataclass(frozen=True)
class Bounds:
    """What a value may be: its dimension, and limits in base units; `above` excludes the lowest itself.

    `usual` is an example where that of the dimension would not do.
    A value other than zero must also be of a size that can occur: between `LEAST` times and `reach` times
    the example of its dimension. What lies outside is a slip of the pen, and would break the arithmetic.
    """

    dimension: Dimension
    lowest: float | None = 0.0
    highest: float | None = None
    series: bool = False
    above: bool = False
    reach: float = 1e6
    usual: str = ""

    def _check(self, value: Value) -> None:
        example = self.example
        for quantity in (value.quantity, value.low, value.high):
            if quantity is None:
                continue
            number = float(quantity.to_base_units().magnitude)
            wrong = self.lowest is not None and (
                number < self.lowest or (self.above and number == self.lowest)
            )
            if wrong or (self.highest is not None and number > self.highest):
                shown = units.show(quantity)
                raise fail(f'{shown} is out of range; expected {self._range()}, e.g. "{example}"')
            size = abs(number) / self._usual
            if number and not LEAST <= size <= self.reach:
                few, kind = "small" if size < LEAST else "large", self.dimension.name
                shown = f"{quantity:~.6g}"
                raise fail(f'{shown} is too {few} for this {kind}; are the units right? e.g. "{example}"')

    @property
    def example(self) -> str:
        """A value that would do."""
        return self.usual or self.dimension.example

    @cached_property
    def _usual(self) -> float:
        """The example of the dimension, in base units."""
        return float(self.dimension.read(self.dimension.example).to_base_units().magnitude)

    def _range(self) -> str:
        low, high = ("" if limit is None else self._limit(limit) for limit in (self.lowest, self.highest))
        least = f"{'above' if self.above else 'at least'} {low}" if low else ""
        return " and ".join(part for part in (least, f"at most {high}" if high else "") if part)

    def _limit(self, limit: float) -> str:
        if self.dimension == units.RATIO:
            return f"{100 * limit:g} %"
        return f"{limit / MONTH:g} month" if self.dimension == units.TIME and limit else f"{limit:g}"

    def _validated(self, raw: object) -> Value | Series:
        try:
            return self._read(raw)
        except PydanticCustomError as error:
            raise _fail_with_example(error, self.example) from None

    def _read(self, raw: object) -> Value | Series:
        if not self.series:
            value = read_value(raw, self.dimension)
            self._check(value)
            return value
        series = read_series(raw, self.dimension)
        faults = {}
        for year, value in series.points.items():
            try:
                self._check(value)
            except PydanticCustomError as error:
                faults[year] = error.message()
        if faults:
            raise fail_by_year(faults)
        return series

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validated)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        text: dict[str, Any] = {
            "type": ["string", "number"] if self.dimension == units.COUNT else "string",
            "title": self.dimension.name,
            "description": f"quantity with its unit {self._range()}".strip(),
            "examples": [self.example],
        }
        row = {
            "type": "object",
            "title": "row of datasets",
            "properties": {
                "data": {"type": "string", "pattern": "^[a-z0-9_]+:[a-z0-9_:]+$"},
                "note": {"type": "string"},
            },
            "required": ["data"],
            "additionalProperties": False,
            "examples": [{"data": "finance:discount_rate"}],
        }
        stated = {
            "type": "object",
            "title": "value with its range, status and source",
            "properties": {
                **{name: {"type": text["type"]} for name in ("value", "low", "high")},
                "status": {"enum": list(STATUSES)},
                **{name: {"type": "string"} for name in ("source", "note")},
            },
            "required": ["value"],
            "additionalProperties": False,
        }
        forms: list[dict[str, Any]] = [text, stated, row]
        if self.series:
            by_year = {
                "type": "object",
                "title": "by calendar year, linear between the years given",
                "minProperties": 1,
                "patternProperties": {"^[0-9]{4}$": {"anyOf": [text, stated, row]}},
                "additionalProperties": False,
            }
            forms.append(by_year)
        return {"anyOf": forms}


def _fail_with_example(error: PydanticCustomError, example: str) -> PydanticCustomError:
    """The error, with a value that would do: the checks between the parts go on with it."""
    context = {"message": error.message(), **(error.context or {}), "example": example}
    return PydanticCustomError("greenport", "{message}", context)


RatioValue = Annotated[Value, Bounds(units.RATIO, 0.0, 1.0)]
FactorValue = Annotated[Value, Bounds(units.RATIO, 0.0)]
PartsValue = Annotated[Value, Bounds(units.COUNT, above=True)]
PositiveShareValue = Annotated[Value, Bounds(units.RATIO, 0.0, 1.0, above=True)]
ExchangeRateValue = Annotated[Value, Bounds(units.COUNT, 0.0, above=True)]
PositiveMassValue = Annotated[Value, Bounds(units.MASS, above=True)]
PositiveVolumeValue = Annotated[Value, Bounds(units.VOLUME, above=True)]
LifeValue = Annotated[Value, Bounds(units.TIME, MONTH, usual="30 yr")]
MassValue = Annotated[Value, Bounds(units.MASS)]
VolumeValue = Annotated[Value, Bounds(units.VOLUME)]
DurationValue = Annotated[Value, Bounds(units.TIME)]
LengthValue = Annotated[Value, Bounds(units.LENGTH)]
AreaValue = Annotated[Value, Bounds(units.AREA)]
SpeedValue = Annotated[Value, Bounds(units.SPEED, above=True)]
MassFlowValue = Annotated[Value, Bounds(units.MASS_FLOW)]
VolumeFlowValue = Annotated[Value, Bounds(units.VOLUME_FLOW, above=True)]
DensityValue = Annotated[Value, Bounds(units.DENSITY, above=True)]
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
PositiveMassFlowSeries = Annotated[Series, Bounds(units.MASS_FLOW, series=True, above=True)]
RatioSeries = Annotated[Series, Bounds(units.RATIO, 0.0, 1.0, series=True)]
FactorSeries = Annotated[Series, Bounds(units.RATIO, 0.0, series=True)]
PricePerMassSeries = Annotated[Series, Bounds(units.PRICE_PER_MASS, series=True)]
MoneySeries = Annotated[Series, Bounds(units.MONEY, series=True)]
IntensitySeries = Annotated[Series, Bounds(units.INTENSITY, None, series=True)]
GhgFlowSeries = Annotated[Series, Bounds(units.GHG_FLOW, None, series=True)]
PricePerGhgSeries = Annotated[Series, Bounds(units.PRICE_PER_GHG, series=True)]
CountSeries = Annotated[Series, Bounds(units.COUNT, series=True, reach=1e9)]
