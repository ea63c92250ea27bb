"""The inputs of a scenario one by one: what its hash is made of, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import BaseModel

from greenport import data, fuels, units
from greenport.scenario.schema import AircraftDemand, Document
from greenport.scenario.values import NOWHERE, Series, Value
from greenport.units import Quantity

if TYPE_CHECKING:
    from greenport.scenario.scenario import Scenario
    from greenport.scenario.tree import Origin

SPOKEN: Final = frozenset(
    {"name", "title", "question", "note", "source", "status", "reason", "excluded", "greenport"}
)
"""Fields that tell about a scenario without entering the problem."""

DIGITS: Final = 12
CURRENCIES: Final = ("HKD", "EUR", "CNY")


@dataclass(frozen=True)
class Input:
    """One value that enters the problem.

    Attributes
    ----------
    canonical : str
        What is compared: money of the scenario's price year, base units, twelve digits.
    shown : str
        The value as it is written, for people.
    data : str
        Dataset row ``table:key`` it comes from, or empty.
    origin : Origin
        File and line, where it stands in a file.
    """

    canonical: str
    shown: str
    data: str = ""
    origin: Origin = NOWHERE


class Change(NamedTuple):
    """An input that differs between two scenarios; None where one of them has no such input."""

    key: str
    old: Input | None
    new: Input | None


_GONE: Final = Input("", "removed")


def inputs_of(scenario: Scenario) -> dict[str, Input]:
    """Every input by its readable key, e.g. ``places.paff.berths.paff_olp1.largest_ship``.

    Every list of a scenario is a set of things: an item is known by what it is called, never by its place.
    What stands at the default of the format is left out, so that a later format with more fields has the
    same inputs. Rows of datasets that enter the problem without being named in the file begin with
    ``datasets``; what is different in a future begins with ``futures``.
    """
    alone = dict(_of(scenario, scenario.document, "")) | _relied_on(scenario.document)
    found = dict(alone)
    for future in scenario.futures:
        at = f"futures.{future.id}"
        found[f"{at}.probability"] = _plain(f"{future.probability:.{DIGITS}g}")
        there = changes(alone, inputs_of(future.scenario))
        found |= {f"{at}.{change.key}": change.new or _GONE for change in there}
    return found


def changes(old: Mapping[str, Input], new: Mapping[str, Input]) -> list[Change]:
    """What differs between two sets of inputs, by key."""
    pairs = [Change(key, old.get(key), new.get(key)) for key in sorted({*old, *new})]
    return [pair for pair in pairs if _compared(pair.old) != _compared(pair.new)]


def _compared(found: Input | None) -> str | None:
    return None if found is None else found.canonical


def _plain(content: object) -> Input:
    return Input(str(content), str(content))


def _quantity(quantity: Quantity) -> str:
    base = quantity.to_base_units()
    return f"{float(base.magnitude):.{DIGITS}g} {base.units:~}".strip()


def _of(scenario: Scenario, part: Any, key: str) -> Iterator[tuple[str, Input]]:
    """Inputs of a part and of all that is in it."""
    match part:
        case Value():
            canonical = _quantity(scenario.money_of_the_year(part.quantity))
            yield key, Input(canonical, units.show(part.quantity, DIGITS), part.data, part.origin)
        case Series():
            for year, value in part.points.items():
                yield from _of(scenario, value, f"{key}.{year}" if year else key)
        case BaseModel():
            for name, field in type(part).model_fields.items():
                content = getattr(part, name)
                told = name in SPOKEN or (name == "futures" and not key)
                if not told and content not in (None, field.get_default(call_default_factory=True)):
                    yield from _of(scenario, content, f"{key}.{name}" if key else name)
        case Mapping():
            for name, content in part.items():
                yield from _of(scenario, content, f"{key}.{name}")
        case list() if any(isinstance(item, BaseModel) for item in part):
            for item in part:
                yield from _of(scenario, item, f"{key}.{_called(item)}")
        case list():
            yield key, _plain(", ".join(sorted(map(str, part))))
        case _:
            yield key, _plain(part)


def _called(item: Any) -> str:
    """What an item of a list is known by."""
    for name in ("id", "grade", "step"):
        if found := getattr(item, name, ""):
            return str(found)
    return f"{item.start}-{item.end}"


def _relied_on(document: Document) -> dict[str, Input]:
    """Rows of datasets that enter the problem without being named in the file."""
    found = {}
    for name in fuels_of(document):
        fuel = fuels.fuel(name)
        for field in ("lhv", "density", "aromatics"):
            if (quantity := getattr(fuel, field)) is not None:
                found[f"datasets.fuels.{name}.{field}"] = _row(quantity, f"fuels:{name}:{field}")
    for supplier in document.suppliers:
        if supplier.distance is None:
            distance = data.sea_distance(supplier.port, document.port)
            row = f"distances:{distance.key}" if distance.key in data.keys("distances") else ""
            found[f"datasets.distances.{supplier.port}"] = _row(distance.value, row)
    for demand in document.demand:
        if isinstance(demand, AircraftDemand) and demand.monthly:
            weights = ", ".join(f"{weight:.{DIGITS}g}" for weight in data.monthly(demand.monthly))
            found[f"datasets.months.{demand.id}"] = Input(weights, weights, demand.monthly)
    for name in CURRENCIES:
        found[f"datasets.rates.{name}"] = _row(units.Q_(1, name).to("USD"), "")
    return found


def fuels_of(document: Document) -> list[str]:
    """Names of the fuels that a scenario speaks of."""
    return sorted(
        {s.fuel for s in document.suppliers}
        | {pool.grade for place in document.places for pool in place.pools}
        | {d.fuel for d in document.demand}
        | {d.replaces for d in document.demand}
        | {o.blend.fuel for o in document.offers if o.blend}
    )


def _row(quantity: Quantity, name: str) -> Input:
    return Input(_quantity(quantity), units.show(quantity, DIGITS), name)
