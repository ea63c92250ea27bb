"""Changes of the scenario that are more than one number: approvals, tenures, port stays, use of berths."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from greenport import units
from greenport.scenario import Scenario
from greenport.scenario.schema import Berth, Equipment, Module, Pipeline, Place, Step
from greenport.scenario.values import Value
from greenport.sizing.diagnosis import Change, dotted
from greenport.sizing.door.desk import MONTHS, critical_path
from greenport.sizing.patches import SPECS, Relief, stated
from greenport.sizing.problem import Problem
from greenport.units import Q_


class Built(NamedTuple):
    """Approvals and works of something that is needed at a place, with their keys."""

    approvals_at: tuple[str, ...]
    approvals: list[Step]
    works_at: tuple[str, ...]
    works: Value


def leads(scenario: Scenario, problem: Problem, reliefs: Sequence[Relief], _: float) -> list[Change]:
    """A2: approvals and works of a place shortened together, so that what is needed comes in time."""
    limit = reliefs[0].limit
    place = next(p for p in scenario.document.places if p.id == limit.item)
    parts = _built(place, {name for r in reliefs for name in _standing(r)})
    room = _room(scenario, problem, reliefs)
    if room <= 0:
        return []
    works = min(max((_months(part.works) for part in parts), default=0.0), room)
    found = []
    for steps, approvals in {part.approvals_at: part.approvals for part in parts}.items():
        path = critical_path(approvals)
        if path + works > room:
            found.append(_shortened(steps, approvals, path, room - works, limit.item))
    return found + [
        change for part in parts for change in _faster(part.works_at, part.works, works, part.works_at[-2])
    ]


def works(scenario: Scenario, problem: Problem, reliefs: Sequence[Relief], _: float) -> list[Change]:
    """A2: a vessel built in time."""
    steps, room = reliefs[0].limit.steps, _room(scenario, problem, reliefs)
    return _faster(steps, stated(scenario, steps), room, reliefs[0].limit.item) if room > 0 else []


def _room(scenario: Scenario, problem: Problem, reliefs: Sequence[Relief]) -> int:
    """Months from the decision that end within the first year without a plan."""
    decided = scenario.document.years.decision_date
    first = min(problem.years[r.y] for r in reliefs)
    return MONTHS * (first - decided.year + 1) - decided.month


def _months(time: Value) -> float:
    return float(units.magnitude(time.quantity, "month"))


def _faster(steps: tuple[str, ...], before: Value, months: float, item: str) -> list[Change]:
    after = Q_(float(months), "month")
    if _months(before) <= months:
        return []
    words = f"finish the works of {item} in {units.show(after)} instead of {before}"
    return [Change(dotted(steps), units.show(after), words, before.quantity, after)]


def _standing(relief: Relief) -> list[str]:
    """Assets that stand in the point found."""
    return [
        str(index[0])
        for (name, index), value in zip(relief.names, relief.x, strict=False)
        if name == "n" and value > 0.5
    ]


def _built(place: Place, needed: set[str]) -> list[Built]:
    """What is needed at a place and must be built."""
    here = ("places", place.id)
    entries: list[tuple[tuple[str, ...], Berth | Equipment | Module | Pipeline]] = []
    entries += [((*here, "berths", b.id), b) for b in place.berths]
    for pool in place.pools:
        at = (*here, "pools", pool.grade)
        entries += [((*at, "equipment"), pool.equipment)] if pool.equipment else []
        entries += [((*at, "pipeline"), pool.pipeline)] if pool.pipeline else []
        entries += [((*at, "modules", m.id), m) for m in pool.modules]
    return [
        Built(
            (*here, "approvals") if entry.approvals is None else (*steps, "approvals"),
            place.approvals if entry.approvals is None else entry.approvals,
            (*steps, "works"),
            entry.works,
        )
        for steps, entry in entries
        if entry.id in needed and entry.works is not None
    ]


def _shortened(
    steps: tuple[str, ...], approvals: list[Step], path: float, months: float, item: str
) -> Change:
    """Every step shortened in proportion, whole tenths of a month."""
    share = months / path
    entries = []
    for step in approvals:
        takes = math.floor(10 * share * _months(step.takes) + 1e-9) / 10
        after = f", after: [{', '.join(map(_quoted, step.after))}]" if step.after else ""
        entries.append(f"{{step: {_quoted(step.step)}, takes: {takes:g} month{after}}}")
    words = f"shorten the approvals at {item} from {path:g} to {months:g} months in all"
    text = "[" + ", ".join(entries) + "]"
    return Change(dotted(steps), text, words, Q_(path, "month"), Q_(months, "month"))


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def tenure(scenario: Scenario, problem: Problem, reliefs: Sequence[Relief], _: float) -> list[Change]:
    """A1: a site that may be used to the end of the horizon."""
    limit = reliefs[0].limit
    before, after = int(stated(scenario, limit.steps)), problem.horizon
    words = f"prolong the tenure of {limit.item} from {before} to {after}"
    return [Change(dotted(limit.steps), f"{after}", words, None, None)]


def stay(scenario: Scenario, problem: Problem, reliefs: Sequence[Relief], _: float) -> list[Change]:
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


def berth_time(scenario: Scenario, problem: Problem, reliefs: Sequence[Relief], wider: float) -> list[Change]:
    """U4: berths used for more of the time than the target wait allows."""
    limit, place = reliefs[0].limit, stated(scenario, reliefs[0].limit.steps[:2])
    berth = next((b for b in place.berths if b.occupancy is not None), next(iter(place.berths), None))
    site = next(p for p in problem.places if p.id == limit.item)
    if berth is None or not site.occupancy:
        return []
    before = 100 * min(site.occupancy)
    after = math.ceil(before * (1 + (max(r.after for r in reliefs) - 1) * wider) - 1e-9)
    spec = SPECS["occupancy"]
    if not before < after <= spec.most:
        return []
    steps = (*limit.steps[:3], berth.id, "occupancy")
    words = spec.words.format(item=limit.item, after=f"{after:g} %")
    return [Change(dotted(steps), f"{after:g} %", words, Q_(before, "%"), Q_(float(after), "%"))]


Own = Callable[[Scenario, Problem, Sequence[Relief], float], list[Change]]

OWN: Mapping[str, Own] = {
    "approvals": leads,
    "works": works,
    "until": tenure,
    "port_stay": stay,
    "occupancy": berth_time,
}
