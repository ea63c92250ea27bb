"""What a tonne costs at each hub, delivered to the ship: steps, rungs, and the ladder of all hubs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from operator import add
from typing import TYPE_CHECKING, Any

from greenport import data
from greenport.costs.arguments import one_of
from greenport.costs.estimate import weakest
from greenport.fuels import fuel as fuel_named
from greenport.units import Quantity, show

if TYPE_CHECKING:
    import pandas as pd

REFERENCE = "vlsfo"
"""Fuel whose tonne is the measure of energy."""

STEPS = (
    QUOTATION := "quotation, delivered to the ship",
    PATH := "price path",
    GIVEN := "price given",
    CARGO := "cargo, free on board",
    FREIGHT := "freight",
    TERMINAL := "terminal",
    DELIVERY := "delivery",
    TAX := "tax and duty",
    MARGIN := "seller's margin",
    OTHER := "other",
)
"""Names of all steps, in the order of the way to the ship."""

KINDS = {
    "quoted": "a quotation",
    "modelled": "the sum of modelled steps",
    "plan": "the plan's cost of the year",
    "given": "a price that was given",
}


@dataclass(frozen=True)
class Step:
    """What comes on top at one step of the way to the ship.

    Attributes
    ----------
    name, basis : str
        What it is, and how its amount is made up.
    amount, low, high : Quantity
        Per tonne of the fuel [money/mass]; the ends have every figure at its cheap, and at its dear end.
    status : str
        Of its weakest figure: `published`, `derived` or `assumption`.
    source, years : str
        Titles of the documents, and the years of the figures.
    note : str
        Formula, caution or reason.
    fixed : bool
        Whether it is a yearly cost spread over the volume.
    """

    name: str
    basis: str
    amount: Quantity
    low: Quantity
    high: Quantity
    status: str
    source: str = ""
    years: str = ""
    note: str = ""
    fixed: bool = False


@dataclass(frozen=True)
class Rung:
    """A hub and its price.

    Attributes
    ----------
    hub : str
        Key of table `ports`.
    kind : str
        One of `KINDS`: quoted, modelled, plan or given.
    steps : tuple of Step
        They add up to the price.
    volume, demand : Quantity or None
        What the plan delivers in the year, and what is asked of it, where the price is the plan's
        [mass/time].
    """

    hub: str
    kind: str
    steps: tuple[Step, ...]
    volume: Quantity | None = None
    demand: Quantity | None = None

    @property
    def name(self) -> str:
        """Name of the hub."""
        return place_name(self.hub)

    @property
    def price(self) -> Quantity:
        """Sum of the steps."""
        return _sum(step.amount for step in self.steps)

    @property
    def low(self) -> Quantity:
        """Sum of the low ends."""
        return _sum(step.low for step in self.steps)

    @property
    def high(self) -> Quantity:
        """Sum of the high ends."""
        return _sum(step.high for step in self.steps)

    @property
    def fixed(self) -> Quantity:
        """Part of the price that is a yearly cost spread over the volume."""
        return _sum([0 * self.price, *(step.amount for step in self.steps if step.fixed)])

    @property
    def status(self) -> str:
        """Status of the weakest step."""
        return weakest(step.status for step in self.steps)


@dataclass(frozen=True)
class LandedPrices:
    """Prices of one fuel, delivered to the ship, at several hubs, in one money of one year.

    Attributes
    ----------
    fuel : str
        What is sold.
    year : int
        Year that the prices are of.
    home : str
        Hub that the others are compared with.
    unit : str
        Unit of all amounts.
    rungs : tuple of Rung
        The hubs, the cheapest first.
    """

    fuel: str
    year: int
    home: str
    unit: str
    rungs: tuple[Rung, ...]

    @property
    def hubs(self) -> tuple[str, ...]:
        """Keys of the hubs, the cheapest first."""
        return tuple(rung.hub for rung in self.rungs)

    def of(self, hub: str) -> Rung:
        """Rung of a hub.

        Raises
        ------
        DataError
            If the ladder has no such hub (with near matches).
        """
        one_of("hub", hub, self.hubs, " on this ladder")
        return next(rung for rung in self.rungs if rung.hub == hub)

    @property
    def mass_per_reference(self) -> float:
        """Tonnes of the fuel with the energy of a tonne of VLSFO."""
        return float((fuel_named(REFERENCE).lhv / fuel_named(self.fuel).lhv).m_as(""))

    def equivalent(self, price: Quantity) -> Quantity:
        """Price of as much fuel as holds the energy of a tonne of VLSFO [money/mass of VLSFO]."""
        return price * self.mass_per_reference

    def table(self) -> pd.DataFrame:
        """Every step of every hub.

        Returns
        -------
        DataFrame
            Columns hub, kind, step, low, amount, high, unit, fixed, basis, status, source, years, note.
        """
        import pandas as pd

        return pd.DataFrame(
            {
                "hub": rung.hub,
                "kind": rung.kind,
                "step": step.name,
                **{end: float(getattr(step, end).m_as(self.unit)) for end in ("low", "amount", "high")},
                "unit": self.unit,
                "fixed": step.fixed,
                "basis": step.basis,
                "status": step.status,
                "source": step.source,
                "years": step.years,
                "note": step.note,
            }
            for rung in self.rungs
            for step in rung.steps
        )

    def totals(self) -> pd.DataFrame:
        """Price of every hub, the cheapest first.

        Returns
        -------
        DataFrame
            Columns hub, name, kind, low, price, high (per tonne of the fuel), low_equivalent,
            price_equivalent, high_equivalent (per tonne of VLSFO by energy), above_cheapest, unit, status.
        """
        import pandas as pd

        rows = []
        cheapest = self.rungs[0].price
        for rung in self.rungs:
            ends = {"low": rung.low, "price": rung.price, "high": rung.high}
            equal = {f"{end}_equivalent": self.equivalent(value) for end, value in ends.items()}
            money = {**ends, **equal, "above_cheapest": rung.price - cheapest}
            rows.append(
                {
                    "hub": rung.hub,
                    "name": rung.name,
                    "kind": rung.kind,
                    **{name: float(value.m_as(self.unit)) for name, value in money.items()},
                    "unit": self.unit,
                    "status": rung.status,
                }
            )
        return pd.DataFrame(rows)

    def summary(self) -> dict[str, Any]:
        """Key figures for machines."""
        return {
            "fuel": self.fuel,
            "year": self.year,
            "home": self.home,
            "tonnes_per_vlsfo_tonne": self.mass_per_reference,
            "hubs": self.totals().to_dict(orient="records"),
        }

    def figure(self) -> Any:
        """The ladder by steps (plotly)."""
        return import_module("greenport.report.hubs").ladder(self)

    def __str__(self) -> str:
        """The ladder in words."""
        lines = [f"{self.fuel} delivered to the ship, {self.year}, cheapest first:"]
        for rung in self.rungs:
            equal = show(self.equivalent(rung.price), 4)
            lines.append(
                f"{rung.name}: {show(rung.price, 3)} ({rung.low.m:,.0f} to {rung.high.m:,.0f}), "
                f"{equal} of VLSFO by energy; {KINDS[rung.kind]}"
            )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return str(self.totals().to_html(index=False) + self.table().to_html(index=False))


def place_name(hub: str) -> str:
    """Name of a place of table `ports`, without what its brackets add."""
    ports = data.table("ports").set_index("key")["name"]
    return str(ports[hub]).split(" (")[0]


def _sum(amounts: Iterable[Quantity]) -> Quantity:
    return reduce(add, amounts)
