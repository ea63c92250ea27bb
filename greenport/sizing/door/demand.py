"""Demand by day for every milestone year: whole stems of ships, neat SAF of aircraft."""

from __future__ import annotations

import numpy as np

from greenport import data, fuels, queueing, units
from greenport.demand import aircraft, ships
from greenport.errors import GreenportError
from greenport.scenario import schema
from greenport.sizing import problem
from greenport.sizing.door.desk import Desk
from greenport.units import Q_, Quantity

EVEN = (1.0,) * 12


def demands(desk: Desk) -> list[problem.Demand]:
    """All demand pools of the scenario."""
    return [
        _ships(desk, d) if isinstance(d, schema.ShipDemand) else _aircraft(desk, d)
        for d in desk.document.demand
    ]


def drawn(desk: Desk, d: schema.ShipDemand, year: int) -> ships.Stems:
    """The stems of a segment in a year: on listed days, or on drawn ones."""
    closed = desk.closures[year].closed_days(d.lies_at)
    annual = d.asks.at(year) * Q_(1, "yr")
    if d.calls is not None:
        days = np.array(d.calls.days) - 1
        return ships.stems_on(d.id, year, annual, d.stem.quantity, days, closed)
    return ships.stems(d.id, year, annual, d.stem.quantity, desk.document.seed, closed)


def _common(
    desk: Desk, d: schema.ShipDemand | schema.AircraftDemand
) -> tuple[float, float, float, np.ndarray]:
    """Heating values (own, replaced), fossil intensity, and the fossil money a kt replaces by year."""
    own, fossil = fuels.fuel(d.fuel), fuels.fuel(d.replaces)
    lhv = float(units.magnitude(own.lhv, "GJ/t"))
    ratio = lhv / float(units.magnitude(fossil.lhv, "GJ/t"))
    price = desk.path(desk.document.prices[d.replaces], "USD/t") / 1000
    return lhv, ratio, desk.number(d.reference, "gCO2e/MJ"), price * ratio


def _without(desk: Desk, otherwise: schema.Otherwise) -> tuple[float, bool]:
    if otherwise.elsewhere is not None:
        return desk.number(otherwise.elsewhere, "USD/t") / 1000, True
    return desk.number(otherwise.fossil, "USD/t") / 1000, False


def _ships(desk: Desk, d: schema.ShipDemand) -> problem.Demand:
    asked, stem = [], []
    for year in desk.years:
        found = drawn(desk, d, year)
        asked.append(np.asarray(units.magnitude(found.daily(), "kt")))
        stem.append(float(units.magnitude(found.size, "kt")) if len(found.days) else 0.0)
    lhv, _, intensity, credit = _common(desk, d)
    without, elsewhere = _without(desk, d.otherwise)
    return problem.Demand(
        id=d.id,
        kind="ships",
        hub="port",
        fuel=d.fuel,
        place=d.place,
        asked=np.array(asked),
        stem=np.array(stem),
        without=np.full(len(desk.years), without),
        elsewhere=elsewhere,
        at_least=desk.number(d.at_least, ""),
        service=desk.number(d.service, ""),
        credit=credit,
        replaces=d.replaces,
        fossil_intensity=intensity,
        heating_value=lhv,
        uplift=np.zeros((len(desk.years), 365)),
        passengers=np.zeros(len(desk.years)),
        origin=desk.scenario.origin("demand", d.id),
    )


def months_of(name: str | None) -> tuple[float, ...]:
    """Twelve monthly weights from a dataset, or an even year."""
    return EVEN if name is None else data.monthly(name)


def uplift_of(d: schema.AircraftDemand, year: int) -> aircraft.Uplift:
    """Fuel uplift of a year, spread over its months."""
    return aircraft.Uplift(months_of(d.monthly), d.uplift.at(year) * Q_(1, "yr"))


def _aircraft(desk: Desk, d: schema.AircraftDemand) -> problem.Demand:
    own, fossil = fuels.fuel(d.fuel), fuels.fuel(d.replaces)
    asked, uplift = [], []
    for year in desk.years:
        flown = uplift_of(d, year)
        daily = np.asarray(units.magnitude(flown.daily(), "kt"))
        neat = aircraft.share_of_demand(flown, d.share.at(year), d.basis, own, fossil)
        uplift.append(daily)
        asked.append(daily / daily.sum() * float(units.magnitude(neat, "kt")))
    lhv, _, intensity, credit = _common(desk, d)
    without, elsewhere = _without(desk, d.otherwise)
    return problem.Demand(
        id=d.id,
        kind="aircraft",
        hub="airport",
        fuel=d.fuel,
        place="",
        asked=np.array(asked),
        stem=np.zeros(len(desk.years)),
        without=np.full(len(desk.years), without),
        elsewhere=elsewhere,
        at_least=desk.number(d.at_least, ""),
        service=desk.number(d.service, ""),
        credit=credit,
        replaces=d.replaces,
        fossil_intensity=intensity,
        heating_value=lhv,
        uplift=np.array(uplift),
        passengers=_passengers(desk, d),
        origin=desk.scenario.origin("demand", d.id),
    )


def _passengers(desk: Desk, d: schema.AircraftDemand) -> np.ndarray:
    """Departing passengers of each year: the stated year's, grown with the uplift."""
    if d.departing_passengers is None:
        return np.zeros(len(desk.years))
    points = d.departing_passengers.points
    if len(points) > 1:
        return desk.path(d.departing_passengers, "")
    year, value = next(iter(points.items()))
    then = desk.number(d.uplift.at(year), "kt/yr")
    return desk.number(value, "") * desk.path(d.uplift, "kt/yr") / then


def lead_quantile(desk: Desk, demand: list[problem.Demand], lead: Quantity) -> problem.Floats:
    """Service quantile of the lumpy demand of some segments over a lead time, kt by milestone year.

    Stems arrive at random (compound Poisson); the service level is the strictest of the segments'.
    """
    found = []
    for y in range(len(desk.years)):
        active = [d for d in demand if d.kind == "ships" and d.stem[y] > 0]
        if not active or float(units.magnitude(lead, "d")) <= 0:
            found.append(0.0)
            continue
        rate = np.array([d.asked[y].sum() / d.stem[y] for d in active])
        size = np.array([d.stem[y] for d in active])
        service = max(d.service for d in active)
        quantile = queueing.lumpy_demand_quantile(Q_(rate, "1/yr"), Q_(size, "kt"), lead, Q_(service, ""))
        found.append(float(units.magnitude(quantile, "kt")))
    return np.array(found)


def known(demand: str, desk: Desk) -> schema.ShipDemand | schema.AircraftDemand:
    """The scenario's entry of a demand."""
    for entry in desk.document.demand:
        if entry.id == demand:
            return entry
    raise GreenportError(f"{demand}: no demand has this id")
