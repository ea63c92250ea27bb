"""Results side by side: tidy tables of what the first plan has, the other has, and the difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from greenport import units
from greenport.errors import DataError
from greenport.scenario import Scenario
from greenport.sizing import Plan
from greenport.sizing.door.leads import approvals, leads
from greenport.units import Quantity

if TYPE_CHECKING:
    import pandas as pd

SIDES: Final = ["first", "other", "difference", "unit"]
NOTHING: Final = float("nan")

Figures = dict[tuple[str, str], tuple[float, str]]
"""Value and unit by figure and by what it is of."""


def figures_of(plan: Plan) -> Figures:
    """Key figures of a plan; what is of one fuel stands under it."""
    money = f"MUSD_{plan.price_year}"
    found = {
        ("cost", ""): _plain(plan.cost),
        ("lower_bound", ""): _plain(plan.lower_bound),
        ("avoided", ""): _plain(plan.avoided()),
        ("capital", ""): (float(plan.builds["capex"].sum()), money),
        ("public_cost", ""): _plain(plan.public_cost.total.to(money)),
    }
    spans = dict(zip(plan.years, [*plan.years[1:], plan.horizon], strict=True))
    flows = plan.flows[plan.flows["flow"] == "delivery"]
    for fuel in sorted({told["fuel"] for told in plan.demand.values()}):
        mine = flows[flows["fuel"] == fuel]
        mass = sum((spans[y] - y) * q for y, q in zip(mine["year"], mine["quantity"], strict=True))
        found["delivered", fuel] = (float(mass), "kt")
        found["levelised_cost", fuel] = _answer(plan.levelised_cost, fuel, f"USD_{plan.price_year}/t")
        found["abatement_cost", fuel] = _answer(plan.abatement_cost, fuel, f"USD_{plan.price_year}/tCO2e")
    return found


def times_of(scenario: Scenario, plan: Plan | None) -> Figures:
    """How long approvals and works take in months, and first years: of what can stand, stands, is served."""
    found: Figures = {}
    for place, months in approvals(scenario).items():
        found["approvals", place] = (months, "month")
    for asset, (months, year) in leads(scenario).items():
        found["lead", asset] = (months, "month")
        found["can_stand", asset] = (NOTHING if year is None else float(year), "yr")
    if plan is not None:
        for name, year in plan.capacity.groupby("asset")["year"].min().items():
            found["stands", str(name)] = (float(year), "yr")
        served = plan.flows[(plan.flows["flow"] == "delivery") & (plan.flows["quantity"] > 0)]
        for name, year in served.groupby("fuel")["year"].min().items():
            found["served", str(name)] = (float(year), "yr")
    return found


def beside(first: Figures, other: Figures, names: tuple[str, str]) -> pd.DataFrame:
    """Figures of two sides in one table, the columns of their keys named; what a side lacks is empty."""
    import pandas as pd

    rows = []
    for key in {**first, **other}:
        unit = (first.get(key) or other[key])[1]
        pair = [side.get(key, (NOTHING, unit))[0] for side in (first, other)]
        rows.append([*key, *pair, pair[1] - pair[0], unit])
    return pd.DataFrame(rows, columns=[*names, *SIDES])


def waterfall(first: Plan, other: Plan) -> pd.DataFrame:
    """Discounted cost by fuel and item on both sides; the differences add up to that of the costs.

    Of several futures the items are weighed as in the objective. Columns fuel, item, first, other,
    difference, unit.
    """
    sides = [_discounted(plan) for plan in (first, other)]
    unit = f"MUSD_{first.price_year}"
    amounts: list[Figures] = [{key: (money, unit) for key, money in side.items()} for side in sides]
    table = beside(amounts[0], amounts[1], ("fuel", "item")).fillna({"first": 0.0, "other": 0.0})
    return table.assign(difference=table["other"] - table["first"]).sort_values(
        "difference", key=abs, ascending=False, kind="stable", ignore_index=True
    )


def _discounted(plan: Plan) -> dict[tuple[str, str], float]:
    if plan.by_future:
        weights = plan.futures.set_index("future")["weight"]
        parts = [(float(weights[name]), one.costs) for name, one in plan.by_future.items()]
    else:
        parts = [(1.0, plan.costs)]
    found: dict[tuple[str, str], float] = {}
    for weight, costs in parts:
        named = zip(costs["fuel"], costs["item"], costs["amount"] * costs["discount"], strict=True)
        for fuel, item, money in named:
            found[str(fuel), str(item)] = found.get((str(fuel), str(item)), 0.0) + weight * float(money)
    return found


def capacity(first: Plan, other: Plan) -> pd.DataFrame:
    """Units of each asset in each milestone year of either side.

    Columns asset, kind, place, year, first, other, difference, unit; the unit of numbers is empty.
    """
    import pandas as pd

    keys = ["asset", "kind", "place", "year"]
    sides = [plan.capacity.groupby(keys, sort=False)["number"].sum() for plan in (first, other)]
    table = pd.concat(sides, axis=1, keys=["first", "other"], sort=False).fillna(0).astype(int).reset_index()
    return table.assign(difference=table["other"] - table["first"], unit="")


def built(plan: Plan) -> list[tuple[str, int, int]]:
    """What a plan adds: asset, most units that stand, and the milestone year of the first; by that year."""
    added = plan.changes()
    since = added[added["change"] > 0].groupby("asset", sort=False)["year"].min()
    most = plan.capacity.groupby("asset")["number"].max().to_dict()
    rows = [(str(asset), int(most[asset]), int(year)) for asset, year in since.items()]
    return sorted(rows, key=lambda row: row[2])


def served(plan: Plan) -> Iterator[tuple[str, Quantity]]:
    """Fuels that are delivered, each with its cost per tonne."""
    for fuel in plan.fuels():
        if float(plan.delivered(fuel).magnitude) > 0:
            yield fuel, plan.levelised_cost(fuel)


def _plain(quantity: Quantity) -> tuple[float, str]:
    return float(quantity.magnitude), units.unit_text(quantity.units)


def _answer(ask: Callable[[str], Quantity], fuel: str, unit: str) -> tuple[float, str]:
    """An answer of the plan in a unit; empty where it has none, as for a fuel that it does not deliver."""
    try:
        return float(ask(fuel).m_as(unit)), unit
    except DataError:
        return NOTHING, unit
