"""What a sizing leaves behind: tables with units, the schedule, and the proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from greenport.units import Q_, Quantity

if TYPE_CHECKING:
    import pandas as pd

TABLES = (
    "capacity",
    "flows",
    "inventory",
    "arrivals",
    "costs",
    "emissions",
    "compliance",
    "availability",
    "hire",
    "support",
    "builds",
    "limits",
    "shadow_prices",
    "schedule",
    "excluded",
    "sources",
)

EVIDENCE = ("evidence", "movers")
"""Tables that a plan makes when first asked for, and saves beside the others."""


@dataclass(frozen=True)
class TerminalVolume:
    """The volume from which the cheapest terminal would pay, in closed form.

    Yearly fixed cost of the terminal ÷ saving per tonne against `against`. `volume` is None where the
    terminal saves nothing.
    """

    terminal: str
    against: str
    fixed_cost: Quantity
    saving: Quantity
    volume: Quantity | None


@dataclass(frozen=True)
class Solved:
    """What a solved scenario leaves behind: its tables, its schedule and its proof.

    Attributes
    ----------
    name, title, question : str
        Of the scenario, in English; `titles` and `questions` hold all languages.
    years : tuple of int
        Milestone years; `horizon` is the first year no longer counted.
    price_year : int
        Year of all money.
    scenario_hash, provenance_hash : str
        What was solved, and what was said about it.
    cost, lower_bound, floor, gross_cost : Quantity
        Discounted cost of the plan, proved bound on every plan, purchase floor, and cost before the
        fossil credit [money].
    interrupted : bool
        Whether a clock limit or Ctrl-C ended the solve.
    discount_rate, wacc : Quantity
        Real rates a year at which years are compared, and that capital costs.
    capacity, flows, inventory, arrivals, costs, emissions : DataFrame
    compliance, availability, hire, support, builds : DataFrame
        Tidy tables with a `unit` column: what stands when; who sells, carries and gets how much; stock
        by day with its limits; every cargo with its day; money of each milestone year; well-to-wake
        emissions; how intensity limits are kept; what suppliers have and sell; hours of vessels hired;
        what public schemes give; what is built and kept, for how much and how long.
    limits, shadow_prices : DataFrame
        How far each limit is used in each year; what one unit more of it would save in that year,
        undiscounted (`greenport.sizing.solve.marginal` says how). `Plan.binding` puts them side by side.
    schedule : DataFrame
        Value of every column of the problem on days that is not zero, by year: what `verify` checks.
    resolved : str
        The scenario after `extends` and overrides, as YAML.
    excluded, sources : DataFrame
        What could not exist and why; where every number comes from.
    shown : str
        The future whose tables these are, of several; empty where one is known.
    chances : dict
        Probability of each future, by id.
    risk : dict
        `weight` and `tail` of the worst futures in the objective, which `cost` then is.
    by_future : dict
        Plan of each future with the common first stage, as `in_future` gives it.
    """

    name: str
    title: str
    titles: dict[str, str]
    question: str
    questions: dict[str, str]
    years: tuple[int, ...]
    horizon: int
    price_year: int
    scenario_hash: str
    provenance_hash: str
    resolved: str = field(repr=False)
    cost: Quantity
    lower_bound: Quantity
    floor: Quantity
    gross_cost: Quantity
    discount_rate: Quantity
    wacc: Quantity
    gap_asked: Quantity
    interrupted: bool
    dips: tuple[int, ...]
    violation: float
    terminal_volumes: tuple[TerminalVolume, ...]
    passengers: dict[str, dict[int, float]]
    demand: dict[str, dict[str, Any]]
    warnings: tuple[str, ...]
    solver: dict[str, Any]
    seconds: dict[str, float]
    capacity: pd.DataFrame = field(repr=False)
    flows: pd.DataFrame = field(repr=False)
    inventory: pd.DataFrame = field(repr=False)
    arrivals: pd.DataFrame = field(repr=False)
    costs: pd.DataFrame = field(repr=False)
    emissions: pd.DataFrame = field(repr=False)
    compliance: pd.DataFrame = field(repr=False)
    availability: pd.DataFrame = field(repr=False)
    hire: pd.DataFrame = field(repr=False)
    support: pd.DataFrame = field(repr=False)
    builds: pd.DataFrame = field(repr=False)
    limits: pd.DataFrame = field(repr=False)
    shadow_prices: pd.DataFrame = field(repr=False)
    schedule: pd.DataFrame = field(repr=False)
    excluded: pd.DataFrame = field(repr=False)
    sources: pd.DataFrame = field(repr=False)
    shown: str = ""
    chances: dict[str, float] = field(default_factory=dict)
    risk: dict[str, float] = field(default_factory=dict)
    by_future: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def movable(self) -> Quantity:
        """Money that decisions can move: cost above the purchase floor, at least 0.1 % of the gross cost."""
        return max(self.cost - self.floor, 0.001 * self.gross_cost)

    @property
    def gap(self) -> Quantity:
        """Proved gap on the money that decisions can move [ratio]."""
        return _share(max(self.gap_absolute, 0 * self.cost), self.movable)

    @property
    def gap_absolute(self) -> Quantity:
        """Cost of the plan less the proved lower bound [money]."""
        return self.cost - self.lower_bound

    @property
    def gap_total(self) -> Quantity:
        """Proved gap on the gross cost [ratio]."""
        return _share(self.gap_absolute, self.gross_cost)

    @property
    def npv(self) -> Quantity:
        """Net present value: the discounted cost as an outlay, so negative [money]."""
        return -self.cost


def _share(part: Quantity, whole: Quantity) -> Quantity:
    """Part of a whole; nothing of nothing is nothing."""
    return Q_(0.0, "%") if part.magnitude == 0 else (part / whole).to("%")
