"""What a plan answers from its tables: deliveries, costs per tonne, emissions avoided, what binds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from greenport.errors import DataError
from greenport.sizing.charges import REPLACED, RULE
from greenport.sizing.solved import Solved
from greenport.units import Q_, Quantity

if TYPE_CHECKING:
    import pandas as pd

NOT_OF_THE_FUEL = ("going without", REPLACED, RULE)
"""Items of cost that are not part of what a tonne delivered costs."""

REACHED = 1 - 1e-6
"""Share from which a limit counts as reached."""


@dataclass(frozen=True)
class Answers(Solved):
    """A solved scenario that answers in quantities and tidy tables."""

    def fuels(self) -> list[str]:
        """Green fuels that the plan delivers."""
        delivered = self.flows[self.flows["flow"] == "delivery"]
        return sorted(set(delivered["fuel"]))

    def delivered(self, fuel: str, year: int | None = None) -> Quantity:
        """Fuel delivered: in a milestone year [mass/time], or discounted over all years [mass].

        Raises
        ------
        DataError
            If the plan knows no such fuel or year.
        """
        self._known(fuel)
        rows = self.flows[(self.flows["flow"] == "delivery") & (self.flows["fuel"] == fuel)]
        if year is not None:
            if year not in self.years:
                raise DataError(f"{year} is no milestone year; there are {', '.join(map(str, self.years))}")
            return Q_(float(rows[rows["year"] == year]["quantity"].sum()), "kt/yr")
        factor = dict(zip(self.costs["year"], self.costs["discount"], strict=True))
        return Q_(sum(factor[y] * q for y, q in zip(rows["year"], rows["quantity"], strict=True)), "kt")

    def levelised_cost(self, fuel: str, year: int | None = None) -> Quantity:
        """Cost per tonne delivered: purchase, freight, terminal, delivery; without what is not served.

        Discounted cost over discounted mass, or of one milestone year.

        Raises
        ------
        DataError
            If the plan does not deliver this fuel (in that year).
        """
        mass = self.delivered(fuel, year)
        if float(mass.magnitude) <= 0:
            raise DataError(f"the plan delivers no {fuel}" + (f" in {year}" if year else ""))
        rows = self.costs[(self.costs["fuel"] == fuel) & ~self.costs["item"].isin(NOT_OF_THE_FUEL)]
        if year is not None:
            money = float(rows[rows["year"] == year]["amount"].sum())
            total = Q_(money, f"MUSD_{self.price_year}/yr")
        else:
            total = Q_(float((rows["amount"] * rows["discount"]).sum()), f"MUSD_{self.price_year}")
        return (total / mass).to(f"USD_{self.price_year}/t")

    def avoided(self, fuel: str | None = None) -> Quantity:
        """Well-to-wake emissions avoided over all years, undiscounted [ghg]."""
        rows = self.emissions[self.emissions["item"] == "net"]
        if fuel is not None:
            rows = rows[rows["fuel"] == fuel]
        spans = dict(zip(self.years, self._spans(), strict=True))
        total = -sum(spans[y] * a for y, a in zip(rows["year"], rows["amount"], strict=True))
        return Q_(float(total), "ktCO2e")

    def abatement_cost(self, fuel: str | None = None) -> Quantity:
        """Extra cost over the fossil fuel replaced per tonne of emissions avoided, both discounted.

        Raises
        ------
        DataError
            If nothing is avoided.
        """
        wanted = self.fuels() if fuel is None else [fuel]
        factor = dict(zip(self.costs["year"], self.costs["discount"], strict=True))
        net = self.emissions[(self.emissions["item"] == "net") & self.emissions["fuel"].isin(wanted)]
        avoided = -sum(factor[y] * a for y, a in zip(net["year"], net["amount"], strict=True))
        if avoided <= 0:
            raise DataError("nothing is avoided: no green fuel is delivered")
        rows = self.costs[self.costs["fuel"].isin(wanted) & ~self.costs["item"].isin(NOT_OF_THE_FUEL)]
        green = float((rows["amount"] * rows["discount"]).sum())
        money = Q_(green - self._fossil(wanted), f"MUSD_{self.price_year}")
        return (money / Q_(avoided, "ktCO2e")).to(f"USD_{self.price_year}/tCO2e")

    def fossil_cost(self, fuel: str) -> Quantity:
        """Cost of the fossil fuel that a tonne of this fuel replaces, mean of the discounted deliveries.

        Raises
        ------
        DataError
            If the plan does not deliver this fuel.
        """
        mass = self.delivered(fuel)
        if float(mass.magnitude) <= 0:
            raise DataError(f"the plan delivers no {fuel}")
        money = Q_(self._fossil([fuel]), f"MUSD_{self.price_year}")
        return (money / mass).to(f"USD_{self.price_year}/t")

    def cost_per_tonne(self, fuel: str) -> pd.DataFrame:
        """What the levelised cost of a fuel is made of, dearest first; the rows add up to it.

        Returns
        -------
        DataFrame
            Columns item, amount, unit.

        Raises
        ------
        DataError
            If the plan does not deliver this fuel.
        """
        mass = float(self.delivered(fuel).magnitude)
        if mass <= 0:
            raise DataError(f"the plan delivers no {fuel}")
        rows = self.costs[(self.costs["fuel"] == fuel) & ~self.costs["item"].isin(NOT_OF_THE_FUEL)]
        money = (1000 / mass * rows["amount"] * rows["discount"]).groupby(rows["item"]).sum()
        table = money.sort_values(ascending=False).rename("amount").reset_index()
        return table.assign(unit=f"USD_{self.price_year}/t")

    def cost_by_item(self) -> pd.DataFrame:
        """Money of each milestone year by fuel and item; columns fuel, item, year, amount, unit."""
        keys = ["fuel", "item", "year", "unit"]
        table = self.costs.groupby(keys, sort=False)["amount"].sum().reset_index()
        return table[["fuel", "item", "year", "amount", "unit"]]

    def supply(self) -> pd.DataFrame:
        """Fuel by milestone year and supplier, and what is not served (supplier is then empty).

        Returns
        -------
        DataFrame
            Columns fuel, supplier, year, quantity, unit.
        """
        rows = self.flows[self.flows["flow"].isin(["purchase", "unserved"])]
        rows = rows.rename(columns={"from": "supplier"})
        keys = ["fuel", "supplier", "year", "unit"]
        table = rows.groupby(keys, sort=False)["quantity"].sum().reset_index()
        return table[["fuel", "supplier", "year", "quantity", "unit"]]

    def changes(self) -> pd.DataFrame:
        """What is added and what is given back or worn out, by year; what stands from the start is left out.

        Returns
        -------
        DataFrame
            Columns year, asset, kind, place, pool, owned, change, capacity, unit; capacity is that of the
            units that come, or less than zero of those that go.
        """
        import pandas as pd

        names = ["year", "asset", "kind", "place", "pool", "owned", "change", "capacity", "unit"]
        rows = []
        for _, stands in self.capacity.groupby("asset", sort=False):
            one = stands.iloc[0]
            number = dict(zip(stands["year"], stands["number"], strict=True))
            before = int(one["number"]) - int(one["new"]) if one["year"] == self.years[0] else 0
            for year in self.years:
                change = int(number.get(year, 0)) - before
                before += change
                if change:
                    size = float(one["capacity"]) / int(one["number"]) * change
                    rows.append({**one[names[1:6]], "year": year, "change": change, "capacity": size})
                    rows[-1]["unit"] = one["unit"]
        return pd.DataFrame(rows, columns=names).sort_values("year", kind="stable", ignore_index=True)

    def storage(self) -> pd.DataFrame:
        """Tank volume that stands in each milestone year, by pool and by whether it is owned.

        Returns
        -------
        DataFrame
            Columns year, place, pool, owned, volume, unit.
        """
        tanks = self.capacity[self.capacity["kind"] == "tank"]
        keys = ["year", "place", "pool", "owned", "unit"]
        table = tanks.groupby(keys, sort=False)["capacity"].sum().rename("volume").reset_index()
        return table[["year", "place", "pool", "owned", "volume", "unit"]]

    def contracts(self) -> pd.DataFrame:
        """Who sells under contract in which milestone year, and the yearly fee of the contract.

        Returns
        -------
        DataFrame
            Columns fuel, supplier, year, fee, unit.
        """
        paid = self.costs[self.costs["item"] == "contracts"]
        fees = {
            (what, year): amount
            for what, year, amount in zip(paid["what"], paid["year"], paid["amount"], strict=True)
        }
        table = self.supply()
        table = table[table["supplier"] != ""].drop(columns=["quantity", "unit"])
        sellers = zip(table["supplier"], table["year"], strict=True)
        return table.assign(fee=[float(fees.get(key, 0.0)) for key in sellers], unit="MUSD/yr")

    def dip_days(self) -> pd.DataFrame:
        """On how many days of which year stock ends below its least, by less than one stem.

        Returns
        -------
        DataFrame
            Columns pool, year, days, unit; the years are those of `dips`.
        """
        low = self.inventory[self.inventory["stock"] < self.inventory["least"] - 1e-6]
        table = low.groupby(["pool", "year"], sort=False)["day"].count().rename("days").reset_index()
        return table.assign(unit="d")

    def binding(self) -> pd.DataFrame:
        """What binds when: every limit in each milestone year, how far it is used, and its shadow price.

        Of a limit with a row for each day, week or quarter the fullest one is told. ``A2`` marks assets
        that stand from the first year in which approvals and works let them, in the year before.

        Returns
        -------
        DataFrame
            Columns year, label, what, item, part, side, used, limit, unit, share, price, price_unit,
            worth, worth_unit, binds. `share` is 1 where a limit is reached. `binds` is true there, and
            where a limit has a price: cargoes and trips in parts would reach it, only whole ones do not.
        """
        prices = self.shadow_prices.rename(columns={"unit": "price_unit"}).drop(columns=["file", "line"])
        keys = ["year", "label", "what", "item", "part", "side"]
        table = self.limits.merge(prices, how="left", on=keys)
        return table.assign(binds=(table["share"] >= REACHED) | (table["price"] > 0))

    def statuses(self) -> dict[str, int]:
        """How many numbers of the scenario have which status, most first."""
        return {str(status): int(count) for status, count in self.sources["status"].value_counts().items()}

    def passenger_cost(self) -> pd.DataFrame:
        """Extra cost of green jet fuel per departing passenger, by milestone year.

        Returns
        -------
        DataFrame
            Columns demand, year, amount, unit.
        """
        import pandas as pd

        rows = []
        for demand, by_year in self.passengers.items():
            fuel = self.demand[demand]["fuel"]
            for year, people in by_year.items():
                mine = self.costs[(self.costs["fuel"] == fuel) & (self.costs["year"] == year)]
                extra = float(mine[mine["item"] != "going without"]["amount"].sum())
                amount = 1e6 * extra / people if people else 0.0
                rows.append({"demand": demand, "year": year, "amount": amount, "unit": "USD"})
        return pd.DataFrame(rows, columns=["demand", "year", "amount", "unit"])

    def _fossil(self, fuels: list[str]) -> float:
        """Discounted cost of the fossil fuel that the deliveries replace, MUSD."""
        factor = dict(zip(self.costs["year"], self.costs["discount"], strict=True))
        rows = self.flows[(self.flows["flow"] == "delivery") & self.flows["fuel"].isin(fuels)]
        parts = (
            factor[year] * quantity * self.demand[str(to)]["fossil_cost"][str(year)]
            for year, to, quantity in zip(rows["year"], rows["to"], rows["quantity"], strict=True)
        )
        return float(sum(parts))

    def _spans(self) -> list[int]:
        ends = [*self.years[1:], self.horizon]
        return [end - year for year, end in zip(self.years, ends, strict=True)]

    def _known(self, fuel: str) -> None:
        known = sorted({d["fuel"] for d in self.demand.values()})
        if fuel not in known:
            raise DataError(f"unknown fuel {fuel!r}; this plan knows {', '.join(known)}")
