"""The economic reading: what a plan is worth to everyone together, without transfers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from greenport import units
from greenport.errors import DataError
from greenport.sizing.charges import DUTY, RENT, REPLACED, RULE
from greenport.sizing.readings.ledger import (
    Entry,
    annuity,
    calendar,
    capital,
    present_value,
    rows_of,
    spans,
    table,
)
from greenport.units import PRICE_PER_GHG, Q_, Quantity, at_price_year

if TYPE_CHECKING:
    import pandas as pd

    from greenport.sizing.plan import Plan

GRANT, LOAN, WITHOUT = "grant", "interest saved", "going without"
SPARED, AVOIDED = "going without avoided", "emissions avoided"
BENEFITS = (SPARED, REPLACED, AVOIDED)
NO_RESOURCES = ("annuities", GRANT, RENT, DUTY, RULE, WITHOUT)


@dataclass(frozen=True)
class Economic:
    """A plan against building nothing, in resources: the social net present value.

    The counterfactual: nothing is built, leased or bought here, and every demand goes without at the price
    that the scenario states for it (`otherwise`): its fuel is bought at another hub, or fossil fuel is
    burnt. The plan spends resources: capital when it is spent, with what it is still worth at the horizon;
    operation, fuel, freight and delivery; leases, hire and capital in stock at what the plan charges a
    year. It spares what going without costs, and the fossil fuel that is replaced. Money is real and
    discounted at the scenario's `discount_rate`, which also values capital; each milestone year stands
    for those up to the next.

    Transfers move money and use up nothing: grants, the interest saved by cheaper loans, duty, what an
    intensity limit costs or earns (R2), and ground rent of public land. They are in `transfers`, not in
    the cash flow. Land that has another use has a cost that is then nowhere counted. Leases of tanks are
    paid for a thing that others could use, and are a cost.

    Emissions have no price of their own here. Those avoided are valued where `with_carbon_value` gives a
    value. A carbon price of the scenario (R4) stands in its prices of fuel and of going without already;
    a value given here comes on top of it.

    Attributes
    ----------
    cash_flow : DataFrame
        Columns year (calendar), item, amount, unit: benefits above zero, costs below, at the year's end.
        Capital stands in the year before it is commissioned.
    transfers : DataFrame
        Same columns: what those who build and trade receive above zero, what they pay below.
    avoided : DataFrame
        Columns year, amount, unit: emissions avoided against the counterfactual, well to wake. Who would
        buy the same green fuel at another hub avoids nothing by the plan.
    discount_rate : Quantity
        Social rate, real, a year.
    carbon_value : Quantity or None
        Value of emissions avoided, if one is given [money/ghg].
    """

    cash_flow: pd.DataFrame = field(repr=False)
    transfers: pd.DataFrame = field(repr=False)
    avoided: pd.DataFrame = field(repr=False)
    discount_rate: Quantity
    price_year: int
    years: range
    carbon_value: Quantity | None = None

    @property
    def npv(self) -> Quantity:
        """Net present value against building nothing [money]."""
        return self._worth(self.cash_flow)

    @property
    def npv_of_transfers(self) -> Quantity:
        """Worth of the transfers received, less those paid, at the same rate [money]."""
        return self._worth(self.transfers)

    @property
    def avoided_in_all(self) -> Quantity:
        """Emissions avoided against the counterfactual, all years together, not discounted [ghg]."""
        return Q_(float(self.avoided["amount"].sum()), "ktCO2e")

    @property
    def benefits(self) -> Quantity:
        """Present value of going without avoided, fossil fuel replaced and emissions valued [money]."""
        return self._worth(self.cash_flow[self.cash_flow["item"].isin(BENEFITS)])

    @property
    def costs(self) -> Quantity:
        """Present value of the resources spent, residual value taken off [money]."""
        return -self._worth(self.cash_flow[~self.cash_flow["item"].isin(BENEFITS)])

    @property
    def benefit_cost_ratio(self) -> Quantity:
        """Benefits over costs, both discounted [ratio].

        Raises
        ------
        DataError
            If the plan spends nothing, so that there is no ratio.
        """
        if float(self.costs.magnitude) <= 0:
            raise DataError("the plan spends nothing; there is no ratio of benefits to costs")
        return Q_(float((self.benefits / self.costs).m_as("")))

    def by_item(self) -> pd.DataFrame:
        """Present value of each item of the cash flow: what is gained, then what is spent, largest first.

        Returns
        -------
        DataFrame
            Columns item, amount, unit; the amounts add up to `npv`.
        """
        import pandas as pd

        worth = {
            item: float(self._worth(self.cash_flow[self.cash_flow["item"] == item]).magnitude)
            for item in dict.fromkeys(self.cash_flow["item"])
        }
        rows = sorted(worth.items(), key=lambda row: (row[1] < 0, -abs(row[1])))
        return pd.DataFrame(rows, columns=["item", "amount"]).assign(unit="MUSD")

    def with_carbon_value(self, value: Quantity | str) -> Economic:
        """The same reading with emissions avoided at a value.

        Parameters
        ----------
        value
            E.g. ``"100 USD/tCO2e"``, of the plan's price year.

        Raises
        ------
        UnitError
            If it is no money per greenhouse gas, or money of another year.
        """
        wanted = units.require("carbon value", Q_(value), PRICE_PER_GHG)
        price = at_price_year(wanted, self.price_year).to(f"USD_{self.price_year}/tCO2e")
        kept = self.cash_flow[self.cash_flow["item"] != AVOIDED]
        entries = [Entry(year, item, "", amount) for year, item, amount in _rows(kept)]
        entries += [
            Entry(year, AVOIDED, "", float(price.magnitude) * amount / 1000)
            for year, amount in rows_of(self.avoided, "year", "amount")
        ]
        return replace(self, cash_flow=table(entries, "year", "item"), carbon_value=price)

    def _worth(self, flows: pd.DataFrame) -> Quantity:
        entries = [Entry(year, item, "", amount) for year, item, amount in _rows(flows)]
        return present_value(entries, self.years, self.discount_rate, self.price_year)


def economic(plan: Plan) -> Economic:
    """Read a plan economically."""
    import pandas as pd

    avoided = pd.DataFrame(_avoided(plan), columns=["year", "amount"]).assign(unit="ktCO2e")
    return Economic(
        cash_flow=table([*_capital(plan), *_resources(plan), *_spared(plan)], "year", "item"),
        transfers=table(transfers(plan), "year", "item"),
        avoided=avoided,
        discount_rate=plan.discount_rate,
        price_year=plan.price_year,
        years=calendar(plan),
    )


def _rows(flows: pd.DataFrame) -> list[tuple[int, str, float]]:
    return rows_of(flows, "year", "item", "amount")


def _capital(plan: Plan) -> Iterator[Entry]:
    for year, until, capex, life in rows_of(plan.builds, "year", "until", "capex", "life"):
        yield from capital(year, until, capex, life, plan.discount_rate)


def _resources(plan: Plan) -> Iterator[Entry]:
    """What the plan's cost table holds, without capital, transfers and going without; costs below zero."""
    years = spans(plan)
    for milestone, item, amount in _rows(plan.costs):
        if item not in NO_RESOURCES:
            yield from (Entry(year, item, "", -amount) for year in years[milestone])


def _spared(plan: Plan) -> Iterator[Entry]:
    """What all would pay who go without, less what those pay who go without under the plan."""
    years = spans(plan)
    for demand in plan.demand.values():
        for milestone, span in years.items():
            all_of_it = demand["asked"][str(milestone)] * demand["without"][str(milestone)]
            yield from (Entry(year, SPARED, "", all_of_it) for year in span)
    for milestone, item, amount in _rows(plan.costs):
        if item == WITHOUT:
            yield from (Entry(year, SPARED, "", -amount) for year in years[milestone])


def transfers(plan: Plan) -> Iterator[Entry]:
    """Money that moves and uses up nothing, as those see it who build and trade."""
    years = spans(plan)
    for year, kind, amount in rows_of(plan.support, "year", "kind", "amount"):
        if kind == "grant":
            yield Entry(year - 1, GRANT, "", amount)
    yield from loans(plan)
    for milestone, item, amount in _rows(plan.costs):
        if item in (DUTY, RENT, RULE):
            yield from (Entry(year, item, "", -amount) for year in years[milestone])


def loans(plan: Plan) -> Iterator[Entry]:
    """What cheaper loans save of the annuities of what is built, less their cost, year by year."""
    granted = grants(plan)
    names = ("year", "until", "asset", "place", "capex", "life", "annuity")
    for year, until, asset, place, capex, life, lent in rows_of(plan.builds, *names):
        kept = 1 - granted.get((year, asset), 0.0) / capex if capex else 1.0
        saved = kept * (annuity(capex, life, plan.wacc) - lent)
        if abs(saved) > 1e-9:
            yield from (Entry(n, LOAN, place, saved) for n in range(year, until))


def grants(plan: Plan) -> dict[tuple[int, str], float]:
    """MUSD granted for what is built of an asset in a milestone year."""
    found = plan.support[plan.support["kind"] == "grant"]
    return {(year, asset): amount for year, asset, amount in rows_of(found, "year", "asset", "amount")}


def _avoided(plan: Plan) -> Iterator[tuple[int, float]]:
    """Emissions avoided by calendar year, kt: of those who would burn fossil fuel otherwise."""
    burnt = {name for name, demand in plan.demand.items() if demand["replaces_fossil"]}
    delivered = plan.flows[plan.flows["flow"] == "delivery"]
    net = plan.emissions[plan.emissions["item"] == "net"]
    for milestone, span in spans(plan).items():
        avoided = 0.0
        for fuel, amount in rows_of(net[net["year"] == milestone], "fuel", "amount"):
            mine = delivered[(delivered["year"] == milestone) & (delivered["fuel"] == fuel)]
            whole = float(mine["quantity"].sum())
            part = float(mine[mine["to"].isin(burnt)]["quantity"].sum())
            avoided -= amount * part / whole if whole else 0.0
        yield from ((year, avoided) for year in span)
