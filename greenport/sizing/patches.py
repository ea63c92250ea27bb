"""From relief in a year's matrix to a change of the scenario: rounded to what can be built, in its own units.

One entry of `SPECS` for a value that is one number or a path over the years; what needs more thought has a
function of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenport import units
from greenport.scenario import Scenario
from greenport.scenario.schema import Place, Step
from greenport.scenario.values import Series, Value
from greenport.sizing.diagnosis import Change, dotted
from greenport.sizing.door.desk import MONTHS, critical_path
from greenport.sizing.problem import Floats, Problem
from greenport.sizing.solve.limits import Limit
from greenport.units import Q_, Quantity


PROMISED = 2.0
"""Weight of giving up a share of a service or a target, against the same share of any other limit."""


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

    @property
    def size(self) -> float:
        """The change as a share of the limit; what was promised weighs more."""
        if self.limit.switch:
            return 1.0
        change = abs(self.after - self.limit.size)
        weight = PROMISED if self.limit.steps[-1] == "at_least" or self.limit.label == "R1" else 1.0
        return weight * change / (self.limit.size or max(change, 1.0))


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
    "compartments": Spec("", 1, 1, "do with {after} compartments of {item} instead of {before}"),
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
    "asked": Spec("%", 100, 0.1, "let {item} ask for {after}{in_years}", most=100),
    "occupancy": Spec("%", 100, 1, "use the berths of {item} {after} of the time and let ships wait", most=100),
}

SIGN: Mapping[str, int] = {
    name: -1
    for name in (
        "compartments", "days_of_cover", "days", "parcel", "density_at_least", "aromatics_at_least", "at_least",
        "target",
    )
}  # fmt: skip
"""Which values are lowered to give way; the others are raised."""


def changes(scenario: Scenario, problem: Problem, reliefs: Sequence[Relief], wider: float) -> list[Change]:
    """Changes of the scenario that give so much relief in its years, and a little more where asked.

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
    own = OWN.get(limit.steps[-1])
    if own is not None:
        return own(scenario, problem, reliefs, wider)
    name = {("rules", "share"): "target", ("demand", "share"): "asked"}.get(
        (limit.steps[0], limit.steps[-1]), limit.steps[-1]
    )
    spec = SPECS.get(name)
    if spec is None:
        return []
    held = stated(scenario, limit.steps)
    sign = SIGN.get(name, 1)
    if isinstance(held, Series):
        return _by_year(scenario, problem, reliefs, held, spec, sign * wider)
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
    after = _clean(max(after, 0.0))
    if after > spec.most or (name in ("parcel", "compartments") and after <= 0):
        return []
    text = f"{after:g}" if not spec.unit else f"{after:.12g} {spec.unit}"
    return [_change(limit, spec, text, before, after, ())]


def rounded(amount: float, step: float) -> float:
    """An amount rounded up to two digits, at least to a step.

    >>> rounded(1.783, 0.1), rounded(35.2, 1), rounded(0.011, 0.1), rounded(2, 1)
    (1.8, 36.0, 0.1, 2.0)
    """
    if amount <= 0:
        return step
    fine = max(step, 10.0 ** (math.floor(math.log10(amount)) - 1))
    return _clean(math.ceil(round(amount / fine, 6)) * fine)


def _clean(number: float) -> float:
    return float(f"{number:.10g}")


def stated(scenario: Scenario, steps: Sequence[str]) -> Any:
    """What stands at a key of the scenario, as its schema has read it; None where nothing does."""
    part: Any = scenario.document
    for step in steps:
        if isinstance(part, list):
            part = next((i for i in part if step in (getattr(i, "id", None), getattr(i, "grade", None))), None)
        else:
            part = getattr(part, step, None)
    return part


def _number(held: Any, unit: str) -> float:
    if isinstance(held, Value):
        return float(units.magnitude(held.quantity, unit))
    return float(held or 0.0)


def _by_year(
    scenario: Scenario, problem: Problem, reliefs: Sequence[Relief], held: Series, spec: Spec, factor: float
) -> list[Change]:
    """A path over the milestone years, changed in some of them."""
    values = {year: float(units.magnitude(held.at(year), spec.unit)) for year in problem.years}
    before = dict(values)
    changed = []
    for r in reliefs:
        year = problem.years[r.y]
        change = abs(r.after - r.limit.size)
        if spec.unit == "%":  # the limit is a mass, and grows with the share
            change *= values[year] / r.limit.size if r.limit.size else 0.0
        by = rounded(change * abs(factor), spec.step)
        values[year] = _clean(max(values[year] + math.copysign(by, factor), 0.0))
        changed.append(year)
    if max(values.values()) > spec.most or changed == []:
        return []
    written = {year: f"{value:.12g} {spec.unit}" for year, value in values.items()}
    text = (
        next(iter(written.values()))
        if len(written) == 1
        else "{" + ", ".join(f"{year}: {value}" for year, value in written.items()) + "}"
    )
    worst = max(changed, key=lambda year: abs(values[year] - before[year]))
    return [_change(reliefs[0].limit, spec, text, before[worst], values[worst], tuple(sorted(changed)))]


def _change(
    limit: Limit, spec: Spec, text: str, before: float, after: float, years: tuple[int, ...]
) -> Change:
    def shown(number: float) -> str:
        return units.show(Q_(number, spec.unit), 6).replace("%", " %").replace("  ", " ")

    words = spec.words.format(
        item=limit.item,
        by=shown(abs(after - before)),
        before=shown(before),
        after=shown(after),
        in_years=f" in {', '.join(map(str, years))}" if years else "",
    )
    key = dotted(limit.steps)
    return Change(key, text, words, Q_(before, spec.unit), Q_(after, spec.unit), years)


def _leads(scenario: Scenario, problem: Problem, reliefs: Sequence[Relief], _: float) -> list[Change]:
    """A2: approvals and works of a place shortened together, so that what is needed comes in time."""
    limit = reliefs[0].limit
    decided = scenario.document.years.decision_date
    first = min(problem.years[r.y] for r in reliefs)
    room = MONTHS * (first - decided.year + 1) - decided.month  # months that end within the year
    place = next((p for p in scenario.document.places if p.id == limit.item), None)
    needed = {name for r in reliefs for name in _standing(r)}
    if place is None or room <= 0:
        return []
    parts = _built(place, needed)
    works = max((float(units.magnitude(w.quantity, "month")) for *_, w in parts), default=0.0)
    found = []
    limit_works = min(works, math.floor(room))
    lists = {steps: approvals for steps, approvals, _, _ in parts}
    for steps, approvals in lists.items():
        path = critical_path(approvals)
        if path + limit_works > room:
            shorter = max(0.0, room - limit_works)
            found.append(_shortened(steps, approvals, path, shorter, limit.item))
    for _, _, steps, work in parts:
        if float(units.magnitude(work.quantity, "month")) > limit_works:
            months = Q_(limit_works, "month")
            words = f"finish the works of {steps[-2]} in {units.show(months)} instead of {work}"
            found.append(Change(dotted(steps), units.show(months), words, work.quantity, months))
    return found


def _standing(relief: Relief) -> list[str]:
    """Assets that stand in the point found."""
    return [
        str(index[0])
        for (name, index), value in zip(relief.names, relief.x, strict=False)
        if name == "n" and value > 0.5
    ]


def _built(place: Place, needed: set[str]) -> list[tuple[tuple[str, ...], list[Step], tuple[str, ...], Value]]:
    """Approvals and works, with their keys, of what is needed at a place."""
    here = ("places", place.id)
    entries: list[tuple[tuple[str, ...], Any]] = [((*here, "berths", b.id), b) for b in place.berths]
    for pool in place.pools:
        at = (*here, "pools", pool.grade)
        entries += [((*at, "equipment"), pool.equipment)] if pool.equipment else []
        entries += [((*at, "modules", m.id), m) for m in pool.modules]
    return [
        (
            (*here, "approvals") if entry.approvals is None else (*steps, "approvals"),
            place.approvals if entry.approvals is None else entry.approvals,
            (*steps, "works"),
            entry.works,
        )
        for steps, entry in entries
        if entry.id in needed and entry.works is not None
    ]


def _shortened(steps: tuple[str, ...], approvals: list[Step], path: float, months: float, item: str) -> Change:
    """Every step shortened in proportion, whole tenths of a month."""
    share = months / path
    entries = []
    for step in approvals:
        takes = math.floor(10 * share * float(units.magnitude(step.takes.quantity, "month")) + 1e-9) / 10
        after = f", after: [{', '.join(map(_quoted, step.after))}]" if step.after else ""
        entries.append(f"{{step: {_quoted(step.step)}, takes: {takes:g} month{after}}}")
    words = f"shorten the approvals at {item} from {path:g} to {months:g} months in all"
    text = "[" + ", ".join(entries) + "]"
    return Change(dotted(steps), text, words, Q_(path, "month"), Q_(months, "month"))


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _tenure(scenario: Scenario, problem: Problem, reliefs: Sequence[Relief], _: float) -> list[Change]:
    """A1: a site that may be used to the end of the horizon."""
    limit = reliefs[0].limit
    before, after = int(stated(scenario, limit.steps)), problem.horizon
    words = f"prolong the tenure of {limit.item} from {before} to {after}"
    return [Change(dotted(limit.steps), f"{after}", words, None, None)]


def _stay(scenario: Scenario, problem: Problem, reliefs: Sequence[Relief], _: float) -> list[Change]:
    """V5: a port stay long enough to pump a whole stem."""
    limit = reliefs[0].limit
    demand = problem.demand(limit.item)
    density = next((p.density for p in problem.pools if p.grade == demand.fuel), None)
    modes = {m.id: m for m in scenario.document.delivery}
    needed = []
    for link in problem.links:
        mode = modes[link.mode]
        if link.demand == demand.id and link.fit < 1 and mode.fixed_time is not None and density:
            rate = density * float(units.magnitude(mode.pump_rate.quantity, "m^3/h")) / 1000
            fixed = float(units.magnitude(mode.fixed_time.quantity, "h"))
            needed.append(fixed + float(demand.stem.max()) / rate)
    if not needed:
        return []
    before = stated(scenario, limit.steps).quantity
    after = Q_(math.ceil(10 * max(needed) - 1e-9) / 10, "h")
    words = f"let ships of {demand.id} stay {units.show(after)} instead of {units.show(before)} (port_stay)"
    return [Change(dotted(limit.steps), units.show(after), words, before, after)]


def _berths(scenario: Scenario, problem: Problem, reliefs: Sequence[Relief], wider: float) -> list[Change]:
    """U4: berths used for more of the time than the target wait allows."""
    limit, place = reliefs[0].limit, stated(scenario, reliefs[0].limit.steps[:-1])
    berth = next((b for b in place.berths if b.occupancy is not None), next(iter(place.berths), None))
    site = next(p for p in problem.places if p.id == limit.item)
    if berth is None or not site.occupancy:
        return []
    before = 100 * min(site.occupancy)
    after = math.ceil(before * (1 + (max(r.after for r in reliefs) - 1) * wider) - 1e-9)
    spec = SPECS["occupancy"]
    if not before < after <= spec.most:
        return []
    steps = (*limit.steps, berth.id, "occupancy")
    words = spec.words.format(item=limit.item, after=f"{after:g} %")
    return [Change(dotted(steps), f"{after:g} %", words, Q_(before, "%"), Q_(float(after), "%"))]


Own = Callable[[Scenario, Problem, Sequence[Relief], float], list[Change]]

OWN: Mapping[str, Own] = {
    "approvals": _leads,
    "until": _tenure,
    "port_stay": _stay,
    "berths": _berths,
}

