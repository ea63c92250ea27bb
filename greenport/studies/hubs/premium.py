"""From a ladder of prices to a premium curve: what is contested, how ships choose, what a terminal costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy.special import logit

from greenport import costs, data
from greenport.costs.arguments import one_number, one_of
from greenport.costs.estimate import weakest
from greenport.errors import DataError
from greenport.sizing.problem import Floats
from greenport.studies.hubs import steps
from greenport.studies.hubs.choice import price_of_the_rest
from greenport.studies.hubs.contest import Contest
from greenport.studies.hubs.curve import CONTESTED, PremiumCurve
from greenport.studies.hubs.ladder import TERMINAL, LandedPrices, Rung
from greenport.studies.hubs.landed import HOME, landed_prices
from greenport.units import (
    PRICE_PER_MASS,
    PRICE_SENSITIVITY,
    Q_,
    Dimension,
    Quantity,
    at_price_year,
    price_year,
    require,
)

YEARLY = Dimension("yearly cost", "[money]/[time]", "14 MUSD/yr", "not negative")
DEMAND = "methanol_demand:total"
"""What ships ask for in Hong Kong."""


def premium_curve(
    prices: LandedPrices | None = None,
    home: str | None = None,
    against: str | None = None,
    demand: Quantity | str | None = None,
    sensitivity: Quantity | str | None = None,
    conveniences: Mapping[str, Quantity | str] | None = None,
    worth: Quantity | str | None = None,
    fixed_cost: Quantity | str | None = None,
) -> PremiumCurve:
    """How much of a hub's demand stays at which premium, and at which volume its terminal pays.

    Ships choose among the hubs of the ladder by a multinomial logit. Calling elsewhere for bunkers alone
    costs a ship its time and the port's dues, spread over its stem; those that call there anyway pay nothing.
    Beside that, staying where it asks is worth something to a ship: the constant of the logit, set so that
    `hub_choice:stays_at_par` of the demand stays where all hubs cost the same, however many they are.

    Parameters
    ----------
    prices
        Ladder, as `landed_prices` gives it; by default that of the tables.
    home
        Hub whose demand is contested; by default the ladder's own.
    against
        Hub that the premium is counted from; by default the cheapest other.
    demand
        What ships would take at home if none took it elsewhere [mass/time]; by default what the plan is
        asked for, or `methanol_demand:total` in the ladder's year.
    sensitivity
        Fall of the logarithm of a hub's odds for each unit on its price [mass/money]; by default
        `hub_choice:price_sensitivity` with both its ends.
    conveniences
        What calling elsewhere costs a tonne, by hub [money/mass]; by default from table `hub_choice`.
    worth
        What staying is worth to a ship [money/mass], instead of the constant so set; ``"0 USD/t"`` leaves
        the choice to prices and conveniences alone.
    fixed_cost
        Yearly cost of the terminal [money/time]; by default that of the plan in that year. For Hong Kong
        without a plan it is that of two tanks of 20,000 m^3 with a barge berth; elsewhere the tank is
        leased, and nothing is fixed.

    Returns
    -------
    PremiumCurve

    Raises
    ------
    DataError
        If a hub is not on the ladder (with near matches), or a default is not to be had.
    UnitError
        If a quantity is of the wrong kind or sign, or its money of another price year.

    Examples
    --------
    >>> curve = premium_curve(landed_prices(year=2040))
    >>> [f"{crossing.volume:.0f}" for crossing in curve.crossings]
    ['65 kt/yr', '392 kt/yr']
    """
    ladder = landed_prices() if prices is None else prices
    home = one_of("hub", ladder.home if home is None else home, ladder.hubs, " on this ladder")
    others = [rung for rung in ladder.rungs if rung.hub != home]
    if not others:
        raise DataError(f"{home} stands alone on this ladder; give at least one hub to compete with")
    against = one_of("hub", others[0].hub if against is None else against, [each.hub for each in others])
    used: list[str] = [rung.status for rung in ladder.rungs]
    deviation = _conveniences(ladder, others, conveniences or {}, used)
    calling = np.array([_per_tonne(ladder, deviation[rung.hub]) for rung in others])
    rest = calling + np.array([_per_tonne(ladder, rung.price) for rung in others])
    sensitivities = _sensitivities(ladder, sensitivity, used)
    staying = _worth(ladder, calling, worth, used)
    fixed, variable = _cost(ladder, ladder.of(home), fixed_cost)
    contested = _demand(ladder, ladder.of(home), demand)
    return PremiumCurve(
        ladder,
        home,
        against,
        deviation,
        Q_(staying(sensitivities["value"]), ladder.unit),
        {
            end: Contest(price_of_the_rest(rest, each) + staying(each), each, contested, fixed, variable)
            for end, each in sensitivities.items()
        },
        weakest(used),
    )


def _sensitivities(ladder: LandedPrices, given: Quantity | str | None, used: list[str]) -> dict[str, float]:
    """Price sensitivity by end of its range; one that is given has no range."""
    unit = f"t/{ladder.unit.partition('/')[0]}"
    if given is not None:
        return {"value": float(_stated("sensitivity", given, PRICE_SENSITIVITY, ladder).m_as(unit))}
    row = data.datum("hub_choice:price_sensitivity")
    used.append(row.status)
    ends = {"low": row.low, "value": row.value, "high": row.high}
    return {end: float(each.m_as(unit)) for end, each in ends.items() if each is not None}


def _conveniences(
    ladder: LandedPrices, others: list[Rung], given: Mapping[str, Quantity | str], used: list[str]
) -> dict[str, Quantity]:
    """What a call for bunkers alone costs a tonne at each other hub, less what ships call there anyway."""
    for hub in given:
        one_of("hub", hub, [rung.hub for rung in others], " to give a convenience for")
    found: dict[str, Quantity] = {}
    for rung in others:
        if rung.hub in given:
            name = f"convenience over {rung.hub}"
            found[rung.hub] = _stated(name, given[rung.hub], PRICE_PER_MASS, ladder).to(ladder.unit)
            continue
        if f"{rung.hub}:calls_too" not in data.keys("hub_choice"):
            raise DataError(
                f"how many ships call at {rung.hub} anyway is not known; give what calling there costs a "
                f'tonne, e.g. conveniences={{"{rung.hub}": "10 USD/t"}}, or add a row to table hub_choice'
            )
        rows = steps.Rows(steps.VALUE)
        time = costs.hire_cost(
            rows("ship_segments:container_large:ship_time"), rows("hub_choice:deviation_time")
        )
        call = time + rows("hub_choice:deviation_dues").to(time.units)
        away = 1 - rows(f"hub_choice:{rung.hub}:calls_too").to("")
        found[rung.hub] = (away * call / rows(steps.STEM)).to(ladder.unit)
        used += [each.status for each in rows.used]
    return found


def _worth(
    ladder: LandedPrices, calling: Floats, given: Quantity | str | None, used: list[str]
) -> Callable[[float], float]:
    """What staying is worth, USD/t, by price sensitivity."""
    if given is not None:
        stated = _stated("worth", given, PRICE_PER_MASS, ladder)
        return lambda _: _per_tonne(ladder, stated)
    row = data.datum("hub_choice:stays_at_par")
    used.append(row.status)
    odds = float(logit(row.value.m_as("")))
    return lambda each: odds / each - price_of_the_rest(calling, each)


def _demand(ladder: LandedPrices, rung: Rung, given: Quantity | str | None) -> float:
    """What is contested, kt a year."""
    if given is not None:
        return float(_stated("demand", given, CONTESTED, ladder).m_as("kt/yr"))
    if rung.demand is not None:
        return float(rung.demand.m_as("kt/yr"))
    if rung.hub != HOME:
        raise DataError(f'what ships ask for at {rung.hub} is not known; give demand, e.g. "80 kt/yr"')
    return float(steps.in_year(DEMAND, ladder.year).value.m_as("kt/yr"))


def _cost(ladder: LandedPrices, rung: Rung, given: Quantity | str | None) -> tuple[float, float]:
    """Yearly cost, kUSD a year, and cost of a tonne beside it, USD/t."""
    money = ladder.unit.partition("/")[0]
    beside = _per_tonne(ladder, rung.price - rung.fixed)
    fixed = None
    if given is not None:
        fixed = float(_stated("fixed_cost", given, YEARLY, ladder).m_as(f"k{money}/yr"))
    if rung.volume is not None:
        own = float((rung.fixed * rung.volume).m_as(f"k{money}/yr"))
        return own if fixed is None else fixed, beside
    if rung.kind != "modelled" or (fixed is None and rung.hub != HOME):
        return fixed or 0.0, beside
    leased = next(step.amount for step in rung.steps if step.name == TERMINAL)
    hub = steps.hubs_of(ladder.fuel)[rung.hub]
    handled = steps.handling(hub, steps.Rows(steps.VALUE), ladder.year)
    if fixed is None:
        fixed = float(planned_terminal().m_as(f"k{money}/yr"))
    return fixed, beside - _per_tonne(ladder, leased - handled)


def planned_terminal() -> Quantity:
    """Yearly cost of the smallest terminal in Hong Kong by the tables: annuity, upkeep, staff and rent.

    Examples
    --------
    >>> print(f"{planned_terminal():.1f}")
    12.5 MUSD_2025/yr
    """
    rows = steps.Rows(steps.VALUE)
    number = int(rows("hub_costs:terminal:tanks").m_as(""))
    area = number * rows("storage:meoh_20k:footprint")
    land = costs.land_terms(costs.TenureKind.SHORT_TERM_TENANCY)
    once = ("nitrogen", "fire_protection", "vapour_recovery", "pump_set", "meter", "barge_berth")
    design = costs.TerminalDesign(
        tanks=(costs.TankSet(rows("storage:meoh_20k:volume"), number),),
        equipment={**dict.fromkeys(once, 1), "hose_tower": 2},
        area=area,
        land=land,
    )
    estimate = costs.estimate_terminal(design)
    yearly = costs.annuity(estimate.total, rows("finance:wacc"), rows("storage:life_tank"))
    return (yearly + costs.terminal_operation(estimate, area, land).total).to(f"{estimate.unit}/yr")


def _stated(name: str, given: Quantity | str, kind: Dimension, ladder: LandedPrices) -> Quantity:
    """One number of the right kind, its money of the ladder's price year."""
    found = require(name, Q_(given), kind)
    one_number(**{name: found})
    return at_price_year(found, _money(ladder))


def _money(ladder: LandedPrices) -> int:
    year = price_year(Q_(1.0, ladder.unit))
    assert year is not None
    return year


def _per_tonne(ladder: LandedPrices, price: Quantity) -> float:
    return float(price.m_as(ladder.unit))
