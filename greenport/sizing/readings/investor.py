"""The investor's reading: the terminals as a business that earns a fee on every tonne."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from greenport import costs, units
from greenport.errors import DataError, GreenportError
from greenport.sizing.charges import RENT
from greenport.sizing.problem import Floats
from greenport.sizing.readings.economic import GRANT, grants, loans
from greenport.sizing.readings.ledger import (
    CAPITAL,
    RESIDUAL,
    Entry,
    calendar,
    capital,
    present_value,
    rows_of,
    spans,
    table,
    totals,
)
from greenport.units import PRICE_PER_MASS, Q_, Quantity, at_price_year

if TYPE_CHECKING:
    import pandas as pd

    from greenport.sizing.plan import Plan

FEE, OPERATION, LEASE = "throughput fee", "operation", "lease"
CHARGED = "site and operation"


@dataclass(frozen=True)
class Investor:
    """Terminals as a business: what they cost their owner, and the fee per tonne that pays for it.

    A terminal is a place where the plan owns or leases something. Its owner pays capital less grants,
    operation and staff, ground rent, leases and charters of tanks, and saves interest where a loan is
    cheaper. He earns a fee on every tonne of green fuel that leaves his tanks for a customer. The fuel is
    the customers', and so are its purchase, freight, stock, contracts and duty. Bunker vessels are a
    business of their own (`vessels`). All is real, at the scenario's `wacc`, before tax on profits, which
    the scenario does not state. At the horizon, what lasts longer is worth the annuities still to come at
    the same rate, less the part that was granted.

    Attributes
    ----------
    outlays : DataFrame
        Columns year (calendar), place, item, amount, unit: all but the fee; paid below zero, received
        (grants, interest saved, residual value) above, at the year's end. Capital and grants stand in the
        year before commissioning.
    throughput : DataFrame
        Columns year, place, quantity, unit: tonnes that pay the fee.
    wacc : Quantity
        Cost of capital, real, a year.
    vessels : Investor or None
        The bunker vessels bought and hired, with the fuel they burn, as one business; its tonnes are those
        that they hand over, from the terminals and straight from suppliers.
    """

    outlays: pd.DataFrame = field(repr=False)
    throughput: pd.DataFrame = field(repr=False)
    wacc: Quantity
    price_year: int
    years: range
    vessels: Investor | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """Terminals: places that cost their owner something."""
        return tuple(dict.fromkeys(self.outlays["place"]))

    @property
    def capital(self) -> Quantity:
        """Capital spent, grants not taken off, all years together [money]."""
        return -self._sum(CAPITAL)

    @property
    def granted(self) -> Quantity:
        """Grants received, all years together [money]."""
        return self._sum(GRANT)

    def of(self, place: str) -> Investor:
        """One terminal alone.

        Raises
        ------
        DataError
            If the plan has no terminal there.
        """
        if place not in self.places:
            known = ", ".join(self.places) or "none"
            raise DataError(f"no terminal at {place!r}; the plan has: {known}")
        outlays = self.outlays[self.outlays["place"] == place].reset_index(drop=True)
        tonnes = self.throughput[self.throughput["place"] == place].reset_index(drop=True)
        return Investor(outlays, tonnes, self.wacc, self.price_year, self.years)

    @property
    def throughput_fee(self) -> Quantity:
        """Fee per tonne, the same in all years, at which the business earns exactly its WACC.

        Present value of the outlays over the present value of the tonnes.

        Raises
        ------
        DataError
            If nothing is built or leased, or no tonne passes.
        """
        self._in_business()
        mass = self._tonnes()
        weights = costs.discount_factors(self.wacc, self.years[0] + 1, self.years[1:]).m
        discounted = float(weights @ mass[1:])
        if discounted <= 0:
            raise DataError(f"no tonne of green fuel leaves {', '.join(self.places)}: no fee per tonne")
        spent = -float(self._worth(self._entries()).magnitude)
        return Q_(1000 * spent / discounted, f"USD_{self.price_year}/t")

    def cash_flow(self, fee: Quantity | str | None = None) -> pd.DataFrame:
        """Every flow of money of the business.

        Parameters
        ----------
        fee
            Per tonne, e.g. ``"40 USD/t"``; by default the one that earns the WACC.

        Returns
        -------
        DataFrame
            Columns year, place, item, amount, unit; received above zero, paid below.

        Raises
        ------
        DataError
            If nothing is built or leased.
        UnitError
            If the fee is no price per mass of the plan's price year.
        """
        return table([*self._entries(), *self._revenue(fee)], "year", "place", "item")

    def npv(self, fee: Quantity | str | None = None) -> Quantity:
        """Net present value at the WACC and a fee; nothing at the fee that earns the WACC [money]."""
        return self._worth([*self._entries(), *self._revenue(fee)])

    def irr(self, fee: Quantity | str | None = None) -> Quantity:
        """Real rate a year that the business earns at a fee; the WACC at the fee that earns it.

        Raises
        ------
        DataError
            If all is leased or hired, so that no capital earns anything.
        GreenportError
            If no rate or more than one fits the flows, as where capital is laid out again and again;
            compare `npv` instead.
        """
        self._with_capital()
        flows = totals([*self._entries(), *self._revenue(fee)], self.years)
        return costs.internal_rate_of_return(self._money(flows))

    def payback(self, fee: Quantity | str | None = None) -> Quantity:
        """Time from the first flow after which the money laid out has come back; not discounted.

        The residual value is not counted, as nobody pays it.

        Raises
        ------
        DataError
            If the money does not come back before the horizon, or none is laid out.
        """
        self._with_capital()
        received = [*self._entries(), *self._revenue(fee)]
        flows = totals([entry for entry in received if entry.item != RESIDUAL], self.years)
        first = int(np.argmax(flows != 0))
        try:
            return costs.payback_time(self._money(flows[first:]))
        except GreenportError:
            raise DataError(
                f"the money laid out does not come back by the end of {self.years[-1]}; "
                "ask for a higher fee, or look at npv and irr, which count what assets are then worth"
            ) from None

    def _entries(self) -> list[Entry]:
        return [Entry(*row) for row in rows_of(self.outlays, "year", "item", "place", "amount")]

    def _revenue(self, fee: Quantity | str | None) -> Iterator[Entry]:
        self._in_business()
        stated = self.throughput_fee if fee is None else units.require("fee", Q_(fee), PRICE_PER_MASS)
        price = float(at_price_year(stated, self.price_year).m_as(f"USD_{self.price_year}/t")) / 1000
        for year, place, quantity in rows_of(self.throughput, "year", "place", "quantity"):
            yield Entry(year, FEE, place, price * quantity)

    def _tonnes(self) -> Floats:
        rows = rows_of(self.throughput, "year", "place", "quantity")
        return totals([Entry(year, FEE, place, kt) for year, place, kt in rows], self.years)

    def _worth(self, entries: list[Entry]) -> Quantity:
        return present_value(entries, self.years, self.wacc, self.price_year)

    def _sum(self, item: str) -> Quantity:
        rows = self.outlays[self.outlays["item"] == item]
        return Q_(float(rows["amount"].sum()), f"MUSD_{self.price_year}")

    def _with_capital(self) -> None:
        self._in_business()
        if float(self.capital.magnitude) <= 0:
            raise DataError("all is leased or hired: no capital is laid out that could earn or come back")

    def _money(self, flows: Floats) -> Quantity:
        return Q_(flows, f"MUSD_{self.price_year}")

    def _in_business(self) -> None:
        if not self.places:
            raise DataError(
                "the plan builds and leases nothing, so that there is no business to read; "
                "fuel is delivered directly, ready blended, or not at all"
            )


def investor(plan: Plan) -> Investor:
    """Read a plan as those do who invest in its terminals."""
    entries = [*_capital(plan), *loans(plan), *_yearly(plan)]
    ashore = [entry for entry in entries if entry.place]
    afloat = [entry._replace(place="vessels") for entry in [*entries, *_hire(plan)] if not entry.place]
    fleet = _reading(plan, afloat, list(_carried(plan))) if afloat else None
    places = {entry.place for entry in ashore}
    passed = [entry for entry in _passed(plan) if entry.place in places]
    return _reading(plan, ashore, passed, fleet)


def _reading(
    plan: Plan, entries: list[Entry], tonnes: list[Entry], vessels: Investor | None = None
) -> Investor:
    mass = table(tonnes, "year", "place").rename(columns={"amount": "quantity"}).assign(unit="kt")
    outlays = table(entries, "year", "place", "item")
    return Investor(outlays, mass, plan.wacc, plan.price_year, calendar(plan), vessels)


def _capital(plan: Plan) -> Iterator[Entry]:
    """Capital of what is built, what is granted for it, and what it is worth in the end."""
    granted = grants(plan)
    names = ("year", "until", "asset", "place", "capex", "life")
    for year, until, asset, place, capex, life in rows_of(plan.builds, *names):
        grant = granted.get((year, asset), 0.0)
        yield from capital(year, until, capex - grant, life, plan.wacc, place)
        yield Entry(year - 1, CAPITAL, place, -grant)
        yield Entry(year - 1, GRANT, place, grant)


def _yearly(plan: Plan) -> Iterator[Entry]:
    """Operation, ground rent and leases at the places, and operation of bunker vessels bought."""
    stands = plan.capacity
    places = dict(rows_of(stands, "asset", "place"))
    leased = set(stands[(stands["kind"] == "tank") & ~stands["owned"].astype(bool)]["asset"])
    for milestone, item, what, amount in rows_of(plan.costs, "year", "item", "what", "amount"):
        if item in (CHARGED, RENT):
            name = item if item == RENT else LEASE if what in leased else OPERATION
            place = places.get(what, what.rpartition(".")[0])
            yield from (Entry(year, name, place, -amount) for year in spans(plan)[milestone])


def _hire(plan: Plan) -> Iterator[Entry]:
    """Hire of bunker vessels and the fuel they burn, to ships here and from suppliers abroad."""
    vessels = {by for by, _ in _handed_over(plan)}
    offers = {start for _, start in _handed_over(plan)}
    for milestone, item, what, amount in rows_of(plan.costs, "year", "item", "what", "amount"):
        afloat = item in ("vessel hire", "delivery") and what in vessels
        if afloat or (item == "freight" and what in offers):
            yield from (Entry(year, item, "", -amount) for year in spans(plan)[milestone])


def _handed_over(plan: Plan) -> set[tuple[str, str]]:
    """Bunker vessels, each with the pool or direct offer from which it delivers."""
    return set(rows_of(_to_ships(plan), "by", "from"))


def _to_ships(plan: Plan) -> pd.DataFrame:
    ships = {name for name, demand in plan.demand.items() if demand["hub"] == "port"}
    return plan.flows[(plan.flows["flow"] == "delivery") & plan.flows["to"].isin(ships)]


def _carried(plan: Plan) -> Iterator[Entry]:
    for milestone, quantity in rows_of(_to_ships(plan), "year", "quantity"):
        yield from (Entry(year, FEE, "vessels", quantity) for year in spans(plan)[milestone])


def _passed(plan: Plan) -> Iterator[Entry]:
    """Green fuel that leaves the tanks of each place for a customer."""
    delivered = plan.flows[plan.flows["flow"] == "delivery"]
    pools = dict(rows_of(plan.storage(), "pool", "place"))
    for milestone, pool, quantity in rows_of(delivered, "year", "from", "quantity"):
        if pool in pools:
            yield from (Entry(year, FEE, pools[pool], quantity) for year in spans(plan)[milestone])
