"""The steps that a tonne takes from the supplier's port to the ship, priced from the tables.

Each step is computed three times: with every figure at its value, at the end that makes a tonne cheap,
and at the end that makes it dear. The range is therefore wider than that of any single doubt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields

import numpy as np

from greenport import costs, data
from greenport.costs.estimate import weakest
from greenport.data import Datum
from greenport.errors import DataError
from greenport.fuels import fuel as fuel_named
from greenport.studies.hubs import ladder
from greenport.studies.hubs.ladder import Step
from greenport.units import PRICE_PER_VOLUME, Q_, Quantity, in_currency

VALUE, CHEAP, DEAR = "value", "low", "high"
STEM = "ship_segments:container_large:stem"
"""The ship that all hubs are compared on."""


@dataclass
class Rows:
    """Figures of the tables, each at its value or at the end that makes a tonne cheap or dear."""

    end: str
    used: list[Datum] = field(default_factory=list)

    def at(self, found: Datum, falling: bool = False) -> Quantity:
        """The figure; `falling` where more of it makes a tonne cheaper."""
        self.used.append(found)
        end = self.end if not falling else {CHEAP: DEAR, DEAR: CHEAP}.get(self.end, VALUE)
        stated = getattr(found, end)
        return found.value if stated is None else stated

    def __call__(self, name: str, falling: bool = False) -> Quantity:
        """The figure of a row `table:key`."""
        return self.at(data.datum(name), falling)


@dataclass(frozen=True)
class Hub:
    """A row of table `hubs`: where a hub is supplied from, and which rows price its steps."""

    hub: str
    fuel: str
    load_port: str
    tanker: str
    price: str
    quote: str
    lease: str
    vessel: str
    leg: str
    tax: str
    note: str


def hubs_of(fuel: str) -> dict[str, Hub]:
    """Hubs of table `hubs` that sell a fuel, by key of table `ports`."""
    found = {}
    names = [each.name for each in fields(Hub) if each.name not in ("hub", "fuel")]
    for row in data.table("hubs").to_dict(orient="records"):
        sold, _, hub = str(row["key"]).partition(":")
        if sold == fuel:
            found[hub] = Hub(hub, fuel, **{name: str(row[name]) for name in names})
    return found


def fuels_priced() -> list[str]:
    """Fuels that table `hubs` has a hub for."""
    return sorted({key.partition(":")[0] for key in data.keys("hubs")})


def step(
    name: str,
    basis: str,
    unit: str,
    amount: Callable[[Rows], Quantity],
    note: str = "",
    fixed: bool = False,
) -> Step:
    """Make a step out of what its amount reads from the tables."""
    found = {end: Rows(end) for end in (VALUE, CHEAP, DEAR)}
    amounts = {end: amount(rows).to(unit) for end, rows in found.items()}
    used = found[VALUE].used
    years = sorted({each.year for each in used if each.year is not None})
    return Step(
        name,
        basis,
        amounts[VALUE],
        amounts[CHEAP],
        amounts[DEAR],
        weakest(each.status for each in used),
        "; ".join(dict.fromkeys(each.source for each in used if each.source)),
        "–".join(map(str, dict.fromkeys((years[0], years[-1])))) if years else "",
        note or (used[0].note if len(used) == 1 else ""),
        fixed,
    )


def in_year(name: str, year: int) -> Datum:
    """A figure of a series in a year, linear between the years that the series has.

    Raises
    ------
    DataError
        If the year lies outside the series.
    """
    points = data.series(name)
    years = list(points)
    if not years[0] <= year <= years[-1]:
        raise DataError(f"{name} runs from {years[0]} to {years[-1]}; {year} is outside, give another year")
    first = points[max(known for known in years if known <= year)]
    unit = first.value.units

    def at(end: str) -> Quantity | None:
        stated = [getattr(point, end) for point in points.values()]
        if any(each is None for each in stated):
            return None
        return Q_(float(np.interp(year, years, [each.m_as(unit) for each in stated])), unit)

    value = at(VALUE)
    assert value is not None
    head = (first.status, first.source, first.url, first.year, first.note, first.table, first.key, first.item)
    return Datum(value, at(CHEAP), at(DEAR), *head)


def modelled(hub: Hub, year: int, unit: str) -> list[Step]:
    """All steps of a hub, from the cargo on board at the supplier's port to the seller's margin."""
    found = [
        step(
            ladder.CARGO,
            f"bought at {hub.load_port.replace('_', ' ')}, in {year}",
            unit,
            lambda rows: rows.at(in_year(hub.price, year)),
        ),
        step(ladder.FREIGHT, f"{hub.tanker}, from {hub.load_port.replace('_', ' ')}", unit, _freight(hub)),
        step(
            ladder.TERMINAL,
            "leased tank, losses, nitrogen and power",
            unit,
            _terminal(hub, year),
            "Lease over the tonnes that a tank turns over in a year.",
        ),
        step(ladder.DELIVERY, f"{hub.vessel}, hired by the hour, to a container ship", unit, _delivery(hub)),
    ]
    return [*found, _tax(hub, found, unit), margin(unit)]


def margin(unit: str) -> Step:
    """What a quotation holds beyond the steps."""
    return step(
        ladder.MARGIN,
        "quotation at Shanghai less the steps modelled there",
        unit,
        lambda rows: rows("hub_costs:seller_margin"),
    )


def quoted(hub: Hub, year: int, unit: str) -> list[Step]:
    """A quotation, and what the price of a cargo is taken to do from its year on."""
    row = data.datum(hub.quote)
    found = [step(ladder.QUOTATION, row.item, unit, lambda rows: rows.at(row), hub.note)]
    if row.year is None or row.year == year:
        return found
    then, now = in_year(hub.price, row.year), in_year(hub.price, year)
    change = (now.value - then.value).to(unit)
    basis = f"{hub.price}, {row.year} to {year}"
    years = f"{row.year}–{year}"
    note = f"The quotation's range is that of {row.year}. {now.note}"
    moved = Step(ladder.PATH, basis, change, change, change, now.status, now.source, years, note)
    return [*found, moved]


def handling(hub: Hub, rows: Rows, year: int) -> Quantity:
    """What a tonne through a tank costs beside the tank."""
    price = rows.at(in_year(hub.price, year))
    return costs.methanol_handling_cost(price, fuel_named(hub.fuel).density)


def _freight(hub: Hub) -> Callable[[Rows], Quantity]:
    def amount(rows: Rows) -> Quantity:
        ship = f"vessels:{hub.tanker}"
        parcel = rows(f"{ship}:parcel", falling=True)
        tanker = costs.Tanker(
            rows(f"{ship}:speed", falling=True),
            rows(f"{ship}:charter"),
            rows(f"{ship}:sea_fuel"),
            rows(f"{ship}:port_fuel"),
        )
        alongside = costs.transfer_time(
            fuel_named(hub.fuel).volume(parcel),
            rows(f"{ship}:discharge_rate", falling=True),
            rows("berths:cargo_fixed_time"),
        )
        return costs.voyage_cost(
            rows.at(data.sea_distance(hub.load_port, hub.hub)),
            tanker,
            parcel,
            bunker_price=rows("prices:vlsfo"),
            load_time=alongside,
            discharge_time=alongside,
            waiting=rows("vessels:tanker:waiting"),
            port_dues=rows(f"{ship}:port_cost"),
        ).cost_per_mass

    return amount


def _terminal(hub: Hub, year: int) -> Callable[[Rows], Quantity]:
    def amount(rows: Rows) -> Quantity:
        usable = rows("storage:fill", falling=True) - rows("storage:heel")
        turned = rows("hub_costs:turns", falling=True) * usable.to("") * fuel_named(hub.fuel).density
        return rows(hub.lease) / turned + handling(hub, rows, year)

    return amount


def _delivery(hub: Hub) -> Callable[[Rows], Quantity]:
    def amount(rows: Rows) -> Quantity:
        vessel, stem = f"vessels:{hub.vessel}", rows(STEM, falling=True)
        cargo = rows(f"{vessel}:cargo", falling=True)
        stems, trips = max(1, costs.stems_per_trip(cargo, stem)), costs.trips_per_stem(cargo, stem)
        delivered = stems * stem / trips
        volume = fuel_named(hub.fuel).volume(delivered)
        loading = costs.transfer_time(
            volume, rows("berths:barge_loading_rate", falling=True), rows("berths:barge_fixed_time")
        )
        alongside = costs.transfer_time(
            volume / stems, rows(f"{vessel}:pump_rate", falling=True), rows("delivery:transfer_fixed_time")
        )
        cycle = costs.trip_cycle(
            loading,
            rows(hub.leg),
            rows("vessels:mbv:harbour_speed", falling=True),
            alongside,
            stems,
            rows("delivery:shift_between_stems"),
        )
        hours = cycle.total / rows("vessels:mbv:availability", falling=True).to("")
        hire = costs.hire_cost(rows(f"{vessel}:charter"), hours)
        fuel = costs.trip_fuel(cycle, rows("vessels:mbv:sea_fuel"), rows("vessels:mbv:port_fuel"))
        burnt = Q_((fuel * rows("prices:vlsfo")).to_reduced_units()).to(hire.units)
        found: Quantity = (hire + burnt) / delivered
        return found

    return amount


def _tax(hub: Hub, before: list[Step], unit: str) -> Step:
    """Tax or duty: a share of what the tonne costs so far, or money per volume."""

    def amount(rows: Rows) -> Quantity:
        rate = rows(hub.tax)
        if PRICE_PER_VOLUME.fits(rate):
            return in_currency(costs.duty_per_mass(rate, fuel_named(hub.fuel).density), "USD")
        end = {VALUE: "amount"}.get(rows.end, rows.end)
        so_far = sum((getattr(each, end) for each in before), start=Q_(0.0, unit))
        return rate.to("") * so_far

    return step(ladder.TAX, data.datum(hub.tax).item, unit, amount)
