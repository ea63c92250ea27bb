"""Landed prices: what a tonne delivered to the ship costs at each hub, on one basis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from greenport import data
from greenport.costs.arguments import calendar_year, one_number, one_of
from greenport.costs.estimate import weakest
from greenport.errors import DataError, UnitError
from greenport.scenario.loading import restored
from greenport.sizing.answers import NOT_OF_THE_FUEL
from greenport.sizing.charges import DUTY, RENT
from greenport.studies.hubs import ladder, steps
from greenport.studies.hubs.ladder import LandedPrices, Rung, Step
from greenport.units import PRICE_PER_MASS, Q_, Quantity, at_price_year, price_year, require

if TYPE_CHECKING:
    from greenport.sizing import Plan

HOME = "hong_kong"
YEAR = 2030
"""Year of the ladder where none is given."""

OF_THE_PLAN = {
    ladder.CARGO: (("purchase",), False),
    ladder.FREIGHT: (("freight", "stock, transit and demurrage"), False),
    ladder.TERMINAL: (("annuities", "site and operation", RENT, "capital in stock", "contracts"), True),
    ladder.DELIVERY: (("delivery", "vessel hire"), False),
    ladder.TAX: ((DUTY,), False),
}
"""Items of a plan's costs by step, and whether they are yearly costs spread over the volume."""


def landed_prices(
    hubs: str | Iterable[str] | None = None,
    fuel: str = "methanol",
    year: int = YEAR,
    plan: Plan | None = None,
    quotes: Mapping[str, Quantity | str] | None = None,
    modelled: bool = False,
) -> LandedPrices:
    """Price of a tonne delivered to the ship at each hub, with the steps that it is made of.

    Quoted where table `hubs` names a quotation; else modelled: a cargo on board at the supplier's port, the
    voyage, a leased tank, a bunker vessel hired by the hour, tax, and the margin by which a quotation
    exceeds these steps. With a plan, its own port has what the plan costs in that year, and the same margin,
    as a plan's cost is no price. Quotations move with the price of a cargo from their year to `year`.

    Parameters
    ----------
    hubs
        Keys of table `ports`; by default all that table `hubs` has for the fuel.
    fuel
        What is sold.
    year
        Year that the prices are of, 2025 to 2040; with a plan, one of its milestone years.
    plan
        Plan of one of the hubs.
    quotes
        Prices by hub, delivered to the ship, that stand instead, e.g. ``{"rotterdam": "980 USD/t"}``.
    modelled
        Model every hub, also where there is a quotation.

    Returns
    -------
    LandedPrices
        The cheapest hub first.

    Raises
    ------
    DataError
        If a hub is unknown (with near matches) or has no price, the fuel has none anywhere, or the plan
        delivers none of it in that year.
    UnitError
        If a quote is no price per mass of the tables' price year.

    Examples
    --------
    >>> prices = landed_prices()
    >>> prices.of("shanghai").kind, f"{prices.of('shanghai').price:.0f}"
    ('quoted', '956 USD_2025/t')
    """
    known = steps.hubs_of(_priced(fuel))
    year = calendar_year("year of the prices", year)
    first = next(iter(known.values()))
    money = price_year(steps.in_year(first.price, year).value)
    assert money is not None
    unit = f"USD_{money}/t"
    given = {_place(hub): _price(hub, price, money, unit) for hub, price in (quotes or {}).items()}
    home = home_of(plan)
    if hubs is None:
        wanted = [*known, *given, *([] if plan is None else [home])]
    else:
        wanted = [_place(hub) for hub in ([hubs] if isinstance(hubs, str) else hubs)]
    if not wanted:
        raise DataError(f"no hub is given; give e.g. {', '.join(known)}, or leave hubs out")

    def rung(hub: str) -> Rung:
        if hub in given:
            return Rung(hub, "given", (given[hub],))
        if plan is not None and hub == home:
            return _of_plan(plan, hub, fuel, year, unit)
        if hub not in known:
            raise DataError(
                f"no price of {fuel} is known at {hub}; known are {', '.join(known)}; "
                f'give one, e.g. quotes={{"{hub}": "980 USD/t"}}, or add a row to table hubs'
            )
        if known[hub].quote and not modelled:
            return Rung(hub, "quoted", tuple(steps.quoted(known[hub], year, unit)))
        return Rung(hub, "modelled", tuple(steps.modelled(known[hub], year, unit)))

    rungs = sorted((rung(hub) for hub in dict.fromkeys(wanted)), key=lambda each: each.price)
    return LandedPrices(fuel, year, home, unit, tuple(rungs))


def home_of(plan: Plan | None) -> str:
    """Port of a plan; Hong Kong without one."""
    return HOME if plan is None else str(restored(plan.resolved, plan.name).document.port)


def _priced(fuel: str) -> str:
    priced = steps.fuels_priced()
    if fuel not in priced:
        hint = data.near(str(fuel), priced)
        raise DataError(
            f"no hub has a price of {fuel!r}{hint}; table hubs prices {', '.join(priced)}, "
            "add rows for another fuel"
        )
    return fuel


def _place(hub: str) -> str:
    return one_of("hub", hub, data.keys("ports"), " in table ports")


def _price(hub: str, price: Quantity | str, money: int, unit: str) -> Step:
    stated = require(f"price at {hub}", Q_(price), PRICE_PER_MASS)
    one_number(**{f"price at {hub}": stated})
    found = at_price_year(stated, money).to(unit)
    if not float(found.m) > 0:
        raise UnitError(f"price at {hub}: {price}; a price above zero is due, e.g. 980 USD/t")
    return Step(ladder.GIVEN, "as given", found, found, found, "assumption", years=str(money))


def _of_plan(plan: Plan, hub: str, fuel: str, year: int, unit: str) -> Rung:
    """What the plan costs in a milestone year, by steps; what is not served is not part of it."""
    if unit != f"USD_{plan.price_year}/t":
        raise DataError(
            f"the plan {plan.name} is in money of {plan.price_year}, the tables of hubs in {unit}; "
            "set finance.price_year alike"
        )
    able = [str(each) for each in plan.years if fuel in plan.fuels() and plan.delivered(fuel, each).m > 0]
    if str(year) not in able:
        told = f"it does in {', '.join(able)}" if able else "nor in any year"
        raise DataError(f"the plan {plan.name} delivers no {fuel} in {year}; {told}")
    mass = plan.delivered(fuel, year)
    flows = plan.flows[(plan.flows["fuel"] == fuel) & (plan.flows["year"] == year)]
    missed = Q_(float(flows[flows["flow"] == "unserved"]["quantity"].sum()), "kt/yr")
    found = (*_steps(plan, fuel, year, mass, unit), steps.margin(unit))
    return Rung(hub, "plan", found, mass, mass + missed)


def _steps(plan: Plan, fuel: str, year: int, mass: Quantity, unit: str) -> Iterator[Step]:
    rows = plan.costs[(plan.costs["fuel"] == fuel) & (plan.costs["year"] == year)]
    money = rows[~rows["item"].isin(NOT_OF_THE_FUEL)].groupby("item")["amount"].sum()
    named = {item for items, _ in OF_THE_PLAN.values() for item in items}
    others = tuple(item for item in money.index if item not in named)
    status = weakest(plan.statuses())
    for name, (items, fixed) in {**OF_THE_PLAN, ladder.OTHER: (others, False)}.items():
        found = [item for item in items if item in money.index]
        if found:
            total = Q_(float(money[found].sum()), f"MUSD_{plan.price_year}/yr")
            amount = (total / mass).to(unit)
            basis = f"{', '.join(found)} of the plan {plan.name}"
            note = "Without a range: see the plan's sensitivity."
            yield Step(name, basis, amount, amount, amount, status, "", str(year), note, fixed)
