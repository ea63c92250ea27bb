"""Conversion at the door: quantities of a scenario into numbers of declared units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from greenport import costs, data, units
from greenport.demand import weather
from greenport.demand.places import PlaceKind
from greenport.errors import ScenarioError
from greenport.scenario import Scenario
from greenport.scenario.schema import Document, GreenLoan, Step
from greenport.scenario.values import Series, Value
from greenport.sizing.problem import Floats
from greenport.units import Q_, Quantity

MONTHS = 12


@dataclass(frozen=True)
class Desk:
    """What every part of the door needs: the document, its years, and conversion into plain numbers."""

    scenario: Scenario

    @property
    def document(self) -> Document:
        """The scenario's content."""
        return self.scenario.document

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Milestone years."""
        return tuple(self.document.years.milestones)

    def quantity(self, stated: Value | Quantity) -> Quantity:
        """A quantity with its money, if any, in USD of the scenario's price year."""
        found = stated.quantity if isinstance(stated, Value) else stated
        return self.scenario.money_of_the_year(found)

    def number(self, stated: Value | Quantity | None, unit: str, default: float = 0.0) -> float:
        """Plain number in a unit; the default where nothing is stated."""
        if stated is None:
            return default
        return float(units.magnitude(self.quantity(stated), unit))

    def path(self, series: Series, unit: str) -> Floats:
        """Plain numbers of the milestone years."""
        known = sorted(series.points)
        return np.interp(self.years, known, [self.number(series.points[year], unit) for year in known])

    @cached_property
    def wacc(self) -> Quantity:
        """Real cost of capital."""
        return self.document.finance.wacc.quantity

    @cached_property
    def surcharge(self) -> float:
        """Factor of contingency and owner's cost on a capital cost."""
        finance = self.document.finance
        return (1 + self.number(finance.contingency, "")) * (1 + self.number(finance.owner_cost, ""))

    def annuity(self, asset: str, capex: float, life: float) -> float:
        """MUSD a year that pay for a capital cost over a life in years, with the asset's loan if any."""
        if capex == 0.0:
            return 0.0
        rate, lent = self.wacc, capex
        loan = self.loans.get(asset)
        if loan is not None:
            rate = rate - loan.discount.quantity.to(rate.units)
            lent = capex * (1 + self.number(loan.issue_cost, ""))
        factor = costs.capital_recovery_factor(rate, Q_(life, "yr"))
        return lent * float(units.magnitude(factor, "1/yr"))

    @cached_property
    def loans(self) -> dict[str, GreenLoan]:
        """Loan of each asset that has one (R5)."""
        return {
            asset: entry
            for entry in self.document.support
            if isinstance(entry, GreenLoan)
            for asset in entry.assets
        }

    def ready(self, approvals: list[Step], works: Value) -> int:
        """A2: index of the first milestone year at or after the calendar year in which works end."""
        months = critical_path(approvals) + self.number(works, "month")
        decided = self.document.years.decision_date
        year = decided.year + int((decided.month - 1 + months + 1e-9) // MONTHS)
        return next((y for y, milestone in enumerate(self.years) if milestone >= year), len(self.years))

    @cached_property
    def closures(self) -> dict[int, weather.Closures]:
        """Weather of each milestone year, deterministic by the scenario's seed."""
        signals = [
            weather.SignalInput(
                signal.id,
                signal.occasions.quantity,
                signal.duration.quantity,
                tuple(signal.closes),
                None
                if signal.during
                else tuple(float(month in signal.season) for month in range(1, MONTHS + 1)),
                signal.during,
            )
            for signal in self.document.weather
        ]
        return {year: weather.closures(signals, year, self.document.seed) for year in self.years}

    def open_share(self, kind: PlaceKind) -> float:
        """Share of the year in which a kind of place is open; the same in every expected year."""
        return 1.0 - self.closures[self.years[0]].fraction(kind)

    def distance(self, supplier_port: str) -> Quantity:
        """Sea distance from a load port to this hub."""
        return data.sea_distance(supplier_port, self.document.port).value


def stated(value: Value | None) -> Value:
    """A value that the schema has made sure of."""
    if value is None:
        raise ScenarioError.of("scenario", "a value is missing that its kind needs")
    return value


def critical_path(steps: list[Step]) -> float:
    """Months until the last approval step ends, each starting when those before it have ended.

    Examples
    --------
    >>> from greenport.scenario.schema import Step
    >>> permit = Step(step="permit", takes="15 month")
    >>> licence = Step(step="licence", takes="9 month", after=["permit"])
    >>> lease = Step(step="lease", takes="20 month")
    >>> critical_path([permit, licence, lease])
    24.0
    """
    by_name = {step.step: step for step in steps}
    ends: dict[str, float] = {}

    def end(step: Step) -> float:
        if step.step not in ends:
            start = max((end(by_name[name]) for name in step.after), default=0.0)
            ends[step.step] = start + float(units.magnitude(step.takes.quantity, "month"))
        return ends[step.step]

    return round(max((end(step) for step in steps), default=0.0), 9)
