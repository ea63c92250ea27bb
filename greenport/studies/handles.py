"""What is turned to find where the advice flips: demand, a price, a premium, the price of carbon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from greenport import units
from greenport.errors import ScenarioError
from greenport.scenario import Value
from greenport.scenario.schema import ShipDemand
from greenport.scenario.unknown import unknown
from greenport.sizing.breakeven import terminal_volumes
from greenport.sizing.door.build import with_carbon_price
from greenport.sizing.problem import Problem
from greenport.studies.decisions import Decision, serving, storage
from greenport.studies.session import Session
from greenport.units import Quantity

VOLUME, CARBON, PREMIUM = "demand.volume", "finance.carbon_price", "blend.premium"
NAMED = {
    VOLUME: "how many times the demand asked for, at which storage here pays",
    CARBON: "carbon price at which a green fuel costs as much as the fossil one it replaces",
    PREMIUM: "premium on ready blends at which blending here pays",
}
"""Handles with a name of their own; any other is the key of a quantity in the scenario."""

WIDE = 4.0
"""A value without a stated range is searched from a fourth of it to four times it."""


@dataclass(frozen=True)
class Handle:
    """One value that is turned.

    Attributes
    ----------
    key, unit : str
        What it is called, and its unit.
    base : float
        Value in the scenario.
    between : tuple of float
        Range to search.
    problem : callable
        Problem at a value.
    decision : Decision or None
        What is expected to flip; None if that is to be found out.
    guess : float or None
        Value in closed form.
    thumb : str
        How the closed form comes about.
    counts : str
        What a value without a unit counts.
    """

    key: str
    unit: str
    base: float
    between: tuple[float, float]
    problem: Callable[[float], Problem]
    decision: Decision | None = None
    guess: float | None = None
    thumb: str = ""
    counts: str = ""

    def quantity(self, value: float) -> Quantity:
        """A value with its unit."""
        return units.Q_(value, self.unit)


def handles(study: Session, what: str) -> Iterator[Handle]:
    """Handles of a name or key; the price of carbon has one a fuel.

    Raises
    ------
    ScenarioError
        If the scenario has no such quantity.
    """
    problem = study.problem()
    if what == VOLUME:
        yield _volume(study, problem)
    elif what == CARBON:
        yield from (_carbon(problem, fuel) for fuel in sorted({d.fuel for d in problem.demands}))
    elif what == PREMIUM:
        keys = [f"offers.{offer.id}.premium" for offer in study.scenario.document.offers if offer.blend]
        if not keys:
            raise ScenarioError.of(what, "the scenario has no ready blends")
        green = {o.blend.fuel for o in study.scenario.document.offers if o.blend}
        pools = [p.id for p in problem.pools if p.grade in green and not p.conventional]
        here = storage(pools, f"blending {', '.join(sorted(green))} here") if pools else None
        yield replace(_value(study, keys, what), decision=here)
    else:
        yield _value(study, [what], what)


def _volume(study: Session, problem: Problem) -> Handle:
    """All ships' demand times a factor; aircraft's where there are no ships."""
    document = study.scenario.document
    ships = [d for d in document.demand if isinstance(d, ShipDemand)]
    series = (
        {f"demand.{d.id}.asks": d.asks for d in ships}
        if ships
        else {f"demand.{d.id}.uplift": d.uplift for d in document.demand if not isinstance(d, ShipDemand)}
    )

    def at(factor: float) -> Problem:
        texts = {
            key: "{" + ", ".join(f"{y}: {_text(v, factor)}" for y, v in path.points.items()) + "}"
            if all(path.points)
            else _text(path.points[0], factor)
            for key, path in series.items()
        }
        return study.problem(texts)

    kind = "ships" if ships else "aircraft"
    served = {d.id for d in problem.demands if d.kind == kind}
    pools = sorted({k.pool for k in problem.links if k.pool and k.demand in served})
    asked = sum(float(d.asked[-1].sum()) for d in problem.demands if d.kind == kind)
    closed = [v.volume / asked for v in terminal_volumes(problem) if np.isfinite(v.volume)] if asked else []
    return Handle(
        VOLUME,
        "",
        1.0,
        (1 / 20, 4.0),
        at,
        storage(pools, "storage for ships" if ships else "storage for aircraft"),
        min(closed, default=None),
        "yearly fixed cost of the cheapest terminal over what a tonne saves",
        "times the demand",
    )


def _text(value: Value, factor: float) -> str:
    quantity = value.quantity
    return f"{float(quantity.magnitude) * factor:.12g} {units.unit_text(quantity.units)}"


def _carbon(problem: Problem, fuel: str) -> Handle:
    """A flat price on well-to-wake emissions, on top of what the scenario has; fossil fuel is the rival.

    Nothing obliges anybody: no target, no least service, and who goes without burns fossil fuel. Nobody
    asks for the other fuels.
    """
    years = len(problem.years)
    mine = {d.id for d in problem.demands if d.fuel == fuel}
    open_choice = replace(
        problem,
        demands=tuple(
            replace(d, without=np.zeros(years), elsewhere=False, at_least=0.0)
            if d.id in mine
            else replace(d, asked=np.zeros_like(d.asked), at_least=0.0)
            for d in problem.demands
        ),
        targets=tuple(replace(t, least=np.zeros(years)) for t in problem.targets),
        volumes=(),
    )

    def at(price: float) -> Problem:
        path = {d: np.full(years, price / 1000) for d in sorted(mine)}
        return with_carbon_price(open_choice, path)

    guess = _parity(problem, fuel)
    return Handle(
        CARBON,
        "USD/tCO2e",
        0.0,
        (0.0, WIDE * guess if guess else 1000.0),
        at,
        serving(fuel),
        guess,
        "the cheapest offer as it lands, without storage and delivery here",
    )


def _parity(problem: Problem, fuel: str) -> float | None:
    """Carbon price at which the cheapest offer costs as much as the fossil fuel, in USD per t CO2e.

    At the prices of the last milestone year, landed; without storage and delivery here.
    """
    found = []
    for d in problem.demands:
        if d.fuel != fuel:
            continue
        landed = [
            (r.price[-1] + r.freight[-1] / r.content, r.intensity) for r in problem.routes if r.fuel == fuel
        ]
        landed += [
            (x.price[-1] + x.trip_cost[-1] / x.parcel, x.intensity) for x in problem.directs if x.fuel == fuel
        ]
        for price, intensity in landed:
            saving = (d.fossil_intensity - intensity) * d.heating_value / 1000
            if saving > 0:
                found.append(1000 * float(price - d.credit[-1]) / saving)
    return max(0.0, min(found)) if found else None


def _value(study: Session, keys: list[str], name: str) -> Handle:
    """Quantities of the scenario by their keys, all set to one value."""
    known = dict(study.scenario.values())
    for key in keys:
        if key not in known:
            raise ScenarioError.of(key, unknown("quantity", key, [*NAMED, *known]))
    value = known[keys[0]]
    unit = units.unit_text(value.quantity.units)
    base = float(value.quantity.magnitude)
    low, high = (
        float(end.m_as(value.quantity.units)) if end is not None else None for end in (value.low, value.high)
    )
    if low is None or high is None or low == high:
        low, high = sorted((base / WIDE, base * WIDE))

    def at(v: float) -> Problem:
        return study.problem(dict.fromkeys(keys, f"{v:.12g} {unit}"))

    return Handle(name, unit, base, (low, high), at)
