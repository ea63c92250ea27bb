"""What a plan means to the public purse, year by year and over all years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from greenport import costs
from greenport.sizing.charges import DUTY, RENT
from greenport.sizing.readings.economic import GRANT, LOAN, transfers
from greenport.sizing.readings.ledger import Entry, calendar, rows_of, spans, table
from greenport.units import Q_, Quantity

if TYPE_CHECKING:
    import pandas as pd

    from greenport.sizing.plan import Plan

NET, SPARED = "net cost", "duty spared"
PER_TONNE, PER_AVOIDED = "net cost per tonne delivered", "net cost per tonne avoided"
ITEMS = (GRANT, DUTY, RENT, NET, LOAN, SPARED, PER_TONNE, PER_AVOIDED)
"""Items of the table, in the order in which they are read."""


@dataclass(frozen=True)
class PublicCost:
    """Net cost to the public purse over all years; less than zero where it receives more than it pays.

    Attributes
    ----------
    total : Quantity
        Grants less duty and ground rent, discounted at the scenario's rate [money].
    per_tonne, per_tonne_avoided : Quantity or None
        The same per tonne of green fuel delivered, and of CO2e avoided against fossil fuel, both
        discounted; None where nothing is.
    """

    total: Quantity
    per_tonne: Quantity | None
    per_tonne_avoided: Quantity | None


def public_cost(plan: Plan) -> PublicCost:
    """Grants less duty and ground rent over all years, in all and per tonne."""
    cost = _cost(plan)
    total = cost.present_value(plan.discount_rate, plan.years[0] - 1)
    discount = dict(rows_of(plan.costs, "year", "discount"))

    def per(masses: Mapping[int, float], unit: str, result: str) -> Quantity | None:
        mass = sum(discount[year] * kt for year, kt in masses.items())
        return (total / Q_(mass, unit)).to(f"USD_{plan.price_year}/{result}") if mass > 0 else None

    return PublicCost(total, per(_delivered(plan), "kt", "t"), per(_avoided(plan), "ktCO2e", "tCO2e"))


def fiscal(plan: Plan) -> pd.DataFrame:
    """What the government pays and receives in each calendar year, at the year's end.

    What it pays is above zero, what it receives below: grants, duty and ground rent add up to the net
    cost, which is also stated per tonne of green fuel delivered and per tonne of emissions avoided
    against fossil fuel in that year. Grants stand in the year before what they pay for is commissioned.

    Beside it, and not in it: what cheaper loans save their borrowers, whoever bears it; and the duty
    spared those who pay none on a fuel on which others pay, at their rate, which costs nothing where the
    fuel would not have been sold with the duty.

    Returns
    -------
    DataFrame
        Columns year, item, amount, unit.
    """
    import pandas as pd

    cost, years = _cost(plan), calendar(plan)
    flows = {GRANT: cost.flows["grant"], DUTY: cost.flows["duty_received"], RENT: cost.flows["rent_received"]}
    flows[NET] = cost.table()[f"cash [{cost.unit}]"]
    rows = [
        Entry(year, name, "", float(amount))
        for name, flow in flows.items()
        for year, amount in zip(years, flow, strict=True)
    ]
    beside = [entry for entry in transfers(plan) if entry.item == LOAN]
    parts = [table([*rows, *beside, *_spared(plan)], "year", "item"), *_per_tonne(plan, flows[NET])]
    filled = [part for part in parts if len(part)]
    return pd.concat(filled or parts[:1]).sort_values("year", kind="stable", ignore_index=True)


def _cost(plan: Plan) -> costs.FiscalCost:
    """Grants, duty and rent in every calendar year, by the signs of `greenport.costs.fiscal`."""
    money = f"MUSD_{plan.price_year}"
    paid = _sums((entry.item, entry.year, entry.amount) for entry in transfers(plan))

    def of(item: str) -> dict[int, Quantity]:
        return {year: Q_(abs(paid.get((item, year), 0.0)), money) for year in calendar(plan)}

    return costs.fiscal_cost(grants=of(GRANT), duty_received=of(DUTY), rent_received=of(RENT), unit=money)


def _spared(plan: Plan) -> Iterator[Entry]:
    """Duty that customers of a fuel are spared on which others pay, at the mean rate of those."""
    duty = plan.costs[plan.costs["item"] == DUTY]
    delivered = plan.flows[plan.flows["flow"] == "delivery"]
    pays = delivered["to"].isin(set(duty["what"]))
    paid = _sums(rows_of(duty, "year", "fuel", "amount"))
    taxed = _sums(rows_of(delivered[pays], "year", "fuel", "quantity"))
    for (milestone, fuel), mass in _sums(rows_of(delivered[~pays], "year", "fuel", "quantity")).items():
        if taxed.get((milestone, fuel), 0.0) > 0:
            amount = mass * paid[milestone, fuel] / taxed[milestone, fuel]
            yield from (Entry(year, SPARED, "", amount) for year in spans(plan)[milestone])


def _per_tonne(plan: Plan, net: Iterable[float]) -> Iterator[pd.DataFrame]:
    """Net cost per tonne delivered and per tonne avoided, in the years in which there are any."""
    money = dict(zip(calendar(plan), net, strict=True))
    measures = ((PER_TONNE, _delivered(plan), "USD/t"), (PER_AVOIDED, _avoided(plan), "USD/tCO2e"))
    for item, masses, unit in measures:
        entries = [
            Entry(year, item, "", 1000 * money[year] / kt)
            for milestone, kt in masses.items()
            if kt > 0
            for year in spans(plan)[milestone]
        ]
        yield table(entries, "year", "item").assign(unit=unit)


def _delivered(plan: Plan) -> dict[int, float]:
    """Green fuel delivered by milestone year, kt a year."""
    rows = plan.flows[plan.flows["flow"] == "delivery"]
    return {year: kt for (year,), kt in _sums(rows_of(rows, "year", "quantity")).items()}


def _avoided(plan: Plan) -> dict[int, float]:
    """Emissions avoided against fossil fuel by milestone year, kt CO2e a year."""
    rows = plan.emissions[plan.emissions["item"] == "net"]
    return {year: -kt for (year,), kt in _sums(rows_of(rows, "year", "amount")).items()}


def _sums(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], float]:
    """Sums of the last column under the columns before it."""
    found: dict[tuple[Any, ...], float] = defaultdict(float)
    for *key, amount in rows:
        found[tuple(key)] += amount
    return found
