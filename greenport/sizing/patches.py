"""From relief in a year's matrix to a change of the scenario: rounded to what can be built, in its own units.

One entry of `SPECS` for a value that is one number or a path over the years; what needs more thought stands
in `site_patches`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenport import units
from greenport.scenario import Scenario
from greenport.scenario.values import Series, Value
from greenport.sizing.diagnosis import Change, dotted
from greenport.sizing.problem import Floats, Problem
from greenport.sizing.solve.limits import Limit
from greenport.units import Q_


@dataclass(frozen=True)
class Relief:
    """How far a limit must give way in a year, at which point (columns of that year's matrix)."""

    limit: Limit
    y: int
    amount: float
    x: Floats
    names: Sequence[tuple[str, tuple[object, ...]]]

    @property
    def after(self) -> float:
        """The limit that is needed, in its own unit."""
        return self.limit.relieved(self.x, self.amount)


@dataclass(frozen=True)
class Spec:
    """How a number of the scenario is changed.

    Attributes
    ----------
    unit : str
        In which it is written.
    factor : float
        Of that unit in one unit of the limit.
    step : float
        To which a change is rounded at least; larger changes keep two digits.
    words : str
        What is done, with {by}, {after}, {before} and {item}.
    most : float
        Beyond which it makes no sense.
    """

    unit: str
    factor: float
    step: float
    words: str
    most: float = math.inf


SPECS: Mapping[str, Spec] = {
    "site_area": Spec("ha", 1, 0.1, "raise the site area of {item} by {by}, to {after}"),
    "storage_limit": Spec("m^3", 1000, 100, "raise the storage limit of {item} by {by}, to {after}"),
    "at_most": Spec("", 1, 1, "allow {by} more of {item} (at_most {after})"),
    "hire_at_most": Spec("", 1, 1, "let {by} more of {item} be hired at a time (hire_at_most {after})"),
    "compartments": Spec("", 1, 1, "do with {after} instead of {before} compartments of {item}"),
    "days_of_cover": Spec("d", 1, 0.5, "keep {after} of safety stock in {item} instead of {before}"),
    "days": Spec("d", 1, 0.1, "keep {after} of cover at {item} instead of {before}"),
    "available": Spec("kt/yr", 1, 0.1, "buy {by} more from {item}{in_years}, {after} in all"),
    "parcel": Spec("t", 1000, 1, "let cargoes of {item} be {after} instead of {before}"),
    "more_or_less": Spec(
        "%", 100, 0.1, "let cargoes of {item} be {after} more or less (more_or_less)", most=30
    ),
    "share_at_most": Spec("%", 100, 0.1, "allow {after} of neat fuel in a blend ({item})", most=100),
    "density_at_least": Spec("t/m^3", 1, 0.0001, "allow blends of {after} ({item})"),
    "aromatics_at_least": Spec("%", 100, 0.1, "allow blends of {after} aromatics ({item})"),
    "at_least": Spec("%", 100, 1, "accept {after} service of {item} (at_least) instead of {before}"),
    "target": Spec("%", 100, 0.1, "lower the target {item} to {after}{in_years}"),
    "volume": Spec("kt/yr", 1, 0.1, "lower the volume target {item} to {after}{in_years}"),
    "nobody": Spec("%", 100, 1, "accept that {item} is not served (at_least {after}) instead of {before}"),
    "take_at_least": Spec(
        "%", 100, 1, "agree with {item} to take {after} at least (take_at_least) instead of {before}"
    ),
    "cap": Spec("ktCO2e/yr", 1, 1, "raise the cap {item} to {after}{in_years}"),
    "budget": Spec("MUSD", 1, 0.1, "raise the budget {item} to {after}{in_years}"),
    "asked": Spec("%", 100, 0.1, "let {item} ask for {after}{in_years}", most=100),
    "occupancy": Spec(
        "%", 100, 1, "use the berths of {item} {after} of the time and let ships wait", most=100
    ),
}

NAMES = {
    ("R1", "share"): "target",
    ("R1", "least"): "volume",
    ("V1", "share"): "asked",
    ("R3", "most"): "cap",
    ("A4", "most"): "budget",
}
"""Entries of `SPECS` for keys that several rules have, by label."""

LOWERED = (
    "compartments",
    "days_of_cover",
    "days",
    "parcel",
    "density_at_least",
    "aromatics_at_least",
    "at_least",
    "take_at_least",
    "target",
    "volume",
)
"""Which values are lowered to give way; the others are raised."""


PROMISED = {"at_least": 2.0, "nobody": 2.0, "target": 2.0, "volume": 2.0}
"""Weight of giving up a share of a service or a target, against the same share of any other limit."""


def changed_number(
    scenario: Scenario, problem: Problem, reliefs: Sequence[Relief], wider: float
) -> list[Change]:
    """The change of a number of the scenario that gives so much relief, and a little more where asked.

    Parameters
    ----------
    reliefs
        Of one line, in each year that needs it.
    wider
        Factor on the amounts, 1 or more.

    Returns
    -------
    list of Change
        Empty where no change of that line makes sense.
    """
    limit = reliefs[0].limit
    name = NAMES.get((limit.label, limit.steps[-1]), limit.steps[-1])
    spec = SPECS.get(name)
    if spec is None:
        return []
    held = stated(scenario, limit.steps)
    sign = -1 if name in LOWERED else 1
    if isinstance(held, Series):
        return _by_year(problem, reliefs, held, name, sign * wider)
    if name == "more_or_less" and held is None:
        held = scenario.document.more_or_less
    before = _number(held, spec.unit)
    shares = [(r.after - r.limit.size) * spec.factor for r in reliefs]
    if name == "days":  # the limit is a volume, and grows with the days
        shares = [(r.after / r.limit.size - 1) * before for r in reliefs]
    by = rounded(max(abs(s) for s in shares) * wider, spec.step)
    after = before + sign * by
    if name == "at_least":
        after = math.floor(after + 1e-9)
        if after < 100 * _one_stem(problem, limit.item):
            name, after = "nobody", 0.0
    after = neat(max(after, 0.0), sign)
    if after > spec.most or (name in ("parcel", "compartments") and after <= 0):
        return []
    text = f"{after:g}" if not spec.unit else f"{after:.12g} {spec.unit}"
    return [_change(limit, name, text, before, after, ())]


def _one_stem(problem: Problem, demand: str) -> float:
    """Least share of a year's demand that a stem is."""
    d = problem.demand(demand)
    year = d.asked.sum(axis=1)
    return float((d.stem[year > 0] / year[year > 0]).min(initial=1.0))


def rounded(amount: float, step: float) -> float:
    """An amount rounded up to two digits, at least to a step.

    >>> rounded(1.783, 0.1), rounded(35.2, 1), rounded(0.011, 0.1), rounded(2, 1)
    (1.8, 36.0, 0.1, 2.0)
    """
    if amount <= 0:
        return step
    fine = max(step, 10.0 ** (math.floor(math.log10(amount)) - 1))
    return _clean(math.ceil(round(amount / fine, 6)) * fine)


def neat(number: float, sign: float) -> float:
    """A number with so many digits as people would state; one with more is moved to three, on the safe side.

    Parameters
    ----------
    sign
        Above zero where more gives way, below where less does.

    >>> neat(27.857142857, 1), neat(27.857142857, -1), neat(125.25, 1), neat(0.0612345, 1)
    (27.9, 27.8, 125.25, 0.0613)
    """
    if number <= 0 or float(f"{number:.5g}") == _clean(number):
        return _clean(number)
    fine = 10.0 ** (math.floor(math.log10(number)) - 2)
    steps = math.ceil(number / fine - 1e-9) if sign > 0 else math.floor(number / fine + 1e-9)
    return _clean(steps * fine)


def _clean(number: float) -> float:
    return float(f"{number:.10g}")


def stated(scenario: Scenario, steps: Sequence[str]) -> Any:
    """What stands at a key of the scenario, as its schema has read it; None where nothing does."""
    part: Any = scenario.document
    for step in steps:
        if isinstance(part, list):
            part = next(
                (i for i in part if step in (getattr(i, "id", None), getattr(i, "grade", None))), None
            )
        else:
            part = getattr(part, step, None)
    return part


def _number(held: Any, unit: str) -> float:
    if isinstance(held, Value):
        return float(units.magnitude(held.quantity, unit))
    return float(held or 0.0)


def _by_year(
    problem: Problem, reliefs: Sequence[Relief], held: Series, name: str, factor: float
) -> list[Change]:
    """A path over the milestone years, changed in some of them."""
    spec = SPECS[name]
    values = {year: float(units.magnitude(held.at(year), spec.unit)) for year in problem.years}
    before = dict(values)
    changed = []
    for r in reliefs:
        year = problem.years[r.y]
        change = abs(r.after - r.limit.size)
        if spec.unit == "%":  # the limit is a mass, and grows with the share
            change *= values[year] / r.limit.size if r.limit.size else 0.0
        by = rounded(change * abs(factor), spec.step)
        values[year] = max(values[year] + math.copysign(by, factor), 0.0)
        changed.append(year)
    values = {year: neat(value, factor) for year, value in values.items()}
    if max(values.values()) > spec.most or changed == []:
        return []
    written = {year: f"{value:.12g} {spec.unit}" for year, value in values.items()}
    text = (
        next(iter(written.values()))
        if len(written) == 1
        else "{" + ", ".join(f"{year}: {value}" for year, value in written.items()) + "}"
    )
    worst = max(changed, key=lambda year: abs(values[year] - before[year]))
    return [_change(reliefs[0].limit, name, text, before[worst], values[worst], tuple(sorted(changed)))]


def _change(
    limit: Limit, name: str, text: str, before: float, after: float, years: tuple[int, ...]
) -> Change:
    spec = SPECS[name]

    def shown(number: float, digits: int = 6) -> str:
        return units.show(Q_(number, spec.unit), digits).replace("%", " %").replace("  ", " ")

    words = spec.words.format(
        item=limit.item,
        by=("up to " if len(years) > 1 else "") + shown(abs(after - before), 3),
        before=shown(before, 4),
        after=shown(after),
        in_years=f" in {', '.join(map(str, years))}" if years else "",
    )
    old, new = Q_(before, spec.unit), Q_(after, spec.unit)
    return Change(dotted(limit.steps), text, words, old, new, years, PROMISED.get(name, 1.0))
