"""The kept plan valued again: its quantities as they are, its prices and rates as another scenario has them.

The parts of the problem that the plan uses are made by the door, each by itself, and each knows which
values it has read. A changed value makes only those parts again, so hundreds of values take seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

import numpy as np

from greenport.scenario import Scenario, Value
from greenport.scenario.schema import Document
from greenport.scenario.swapping import swapped
from greenport.sizing.door import delivery, demand, rules, sites, supply, support
from greenport.sizing.door.build import discount, with_carbon_price
from greenport.sizing.door.desk import Desk
from greenport.sizing.door.quick import Memory, QuickDesk, watched
from greenport.sizing.problem import Floats, Problem
from greenport.sizing.solve import Solution
from greenport.sizing.tables.money import capital_costs, operating_costs

MONEY = {
    "assets": {"capex", "annuity", "life", "opex", "rent"},
    "pools": {"fixed_cost", "holding"},
    "suppliers": {"fee"},
    "routes": {"price", "freight", "cargo_cost"},
    "directs": {"price", "trip_cost"},
    "modes": {"hire"},
    "links": {"cost", "duty"},
    "demands": {"without", "credit"},
    "blendings": {"batch_cost"},
    "limits": {"deficit", "credit"},
    "grants": {"share", "ceiling", "smallest"},
}
"""Fields of each part that say what a unit of something costs; all others set quantities."""

SILENT = {"origin", "payable", "fuel_use", "passengers"}
"""Fields that neither cost anything nor set a quantity of the plan."""

WHOLE: dict[str, Callable[[Desk], Iterable[Any]]] = {
    "suppliers": supply.suppliers,
    "modes": delivery.modes,
    "limits": rules.limits,
    "grants": support.grants,
    "targets": rules.targets,
    "caps": rules.caps,
    "places": sites.places,
}
"""Parts that are quick to make, all of a kind at once."""

Line = tuple[str, str, str]
Parts = dict[tuple[str, object], Any]
Cell = Callable[[Desk], Parts]


@dataclass(frozen=True)
class Valuation:
    """What the plan costs under other values.

    Attributes
    ----------
    lines : mapping
        Discounted MUSD by item of cost, fuel and what it is for.
    only_money : bool
        Whether the values change nothing but what things cost: then the plan stays as possible as it was.
    """

    lines: Mapping[Line, float]
    only_money: bool

    @property
    def cost(self) -> float:
        """Discounted cost, MUSD."""
        return sum(self.lines.values())


class Revaluer:
    """A plan with what of the problem it uses, ready to be valued under other values.

    Parameters
    ----------
    scenario
        What was planned for; of one future.
    problem
        Of the scenario.
    solution
        Assets and schedules, which are kept.
    """

    def __init__(self, scenario: Scenario, problem: Problem, solution: Solution) -> None:
        self.scenario, self.problem = scenario, problem
        self.document = scenario.document
        self.used = [_by_column(schedule) for schedule in solution.schedules]
        self.solution = replace(solution, schedules=self.used)
        self.cells = list(self._cells())
        self.made: list[Parts] = []
        self.read: list[set[int]] = []
        for cell in self.cells:
            read: set[int] = set()
            document = swapped(self.document, partial(watched, read))
            self.made.append(cell(_desk(scenario, document)))
            self.read.append(read)
        self.memory = Memory()
        self.base = self.valued({})

    def matters(self, value: Value) -> bool:
        """Whether any part that the plan uses has read the value."""
        return any(id(value) in read for read in self.read)

    def valued(self, new: Mapping[int, Value]) -> Valuation:
        """The plan under other values, given by the identity of those they replace."""
        document = swapped(self.document, lambda value: new.get(id(value), value))
        desk = QuickDesk(replace(self.scenario, document=document), self.memory)
        parts: Parts = {}
        only_money = True
        for cell, made, read in zip(self.cells, self.made, self.read, strict=True):
            if read.isdisjoint(new):
                parts |= made
                continue
            again = cell(desk)
            only_money &= all(key in again and _same(key[0], old, again[key]) for key, old in made.items())
            parts |= {key: again.get(key, old) for key, old in made.items()}
        return Valuation(self._lines(self._problem(parts)), only_money)

    def _problem(self, parts: Parts) -> Problem:
        """The problem with the money of these parts."""
        changed: dict[str, Any] = {
            name: tuple(
                _priced(name, part, parts.get((name, _id(part)))) for part in getattr(self.problem, name)
            )
            for name in MONEY
        }
        changed |= {name: parts[name, ""] for name in ("discount", "wacc")}
        return with_carbon_price(replace(self.problem, **changed), parts["carbon", ""])

    def _lines(self, problem: Problem) -> dict[Line, float]:
        found: dict[Line, float] = defaultdict(float)
        for y in range(len(problem.years)):
            for costs in (operating_costs, capital_costs):
                for item, fuel, what, amount in costs(problem, self.solution, y):
                    found[item, fuel, what] += float(problem.discount[y]) * amount
        return dict(found)

    def _cells(self) -> Iterator[Cell]:
        """How each part that the plan uses is made; one that it does not use costs nothing."""
        p, taken = self.problem, {(name, index) for year in self.used for name, index in year}
        yield from (_discount, _wacc, _carbon, self._pools)
        for kind, make in WHOLE.items():
            yield partial(_every, kind, make)
        yield partial(_every, "blendings", partial(_blendings, p))
        for name in [*(place.id for place in self.document.places), ""]:
            yield partial(self._assets, name)
        for d in p.demands:
            yield partial(_demand, d.id)
        for r in p.routes:
            if ("count", (r.id,)) in taken:
                yield partial(self._route, r)
        for x in p.directs:
            if ("trips", (x.id,)) in taken:
                yield partial(_direct, x.id)
        for k in p.links:
            if ("direct", (k.direct, k.demand)) in taken or ("serve", k.key) in taken:
                yield partial(self._link, k)

    def _assets(self, place: str, desk: Desk) -> Parts:
        """Assets of a place that stand in some year; bunker vessels where no place is named."""
        made = sites.assets(_only(desk, places={place})) if place else delivery.vessels(desk)
        stands = {str(index[0]) for year in self.used for name, index in year if name == "n"}
        return {("assets", a.id): a for a in made if a.id in stands}

    def _pools(self, desk: Desk) -> Parts:
        """Pools, priced by all that could come into them."""
        offers = {o.id: o for o in desk.document.offers}
        suppliers = {s.id: s for s in desk.document.suppliers}
        paid: dict[str, list[Floats]] = {}
        for r in self.problem.routes:
            price = supply.price_of(desk, suppliers[r.supplier], offers[r.offer])
            paid.setdefault(r.pool, []).append(price)
        prices = {pool: np.mean(found, axis=0) for pool, found in paid.items()}
        made = sites.pools(desk, list(self.problem.demands), {}, prices, {})
        return {("pools", p.id): p for p in made}

    def _route(self, route: Any, desk: Desk) -> Parts:
        only = _only(desk, offers={route.offer}, places={route.pool.split(".")[0]})
        found = [a for a in supply.arrivals(only)[0] if f"{a.offer.id}>{a.pool}" == route.id]
        demand_at = {route.pool: self.problem.pool(route.pool).demand}
        return {("routes", r.id): r for r in supply.routes(only, found, demand_at)}

    def _link(self, link: Any, desk: Desk) -> Parts:
        places = {link.pool.split(".")[0]} if link.pool else set()
        only = _only(desk, places=places, delivery={link.mode})
        demands = [d for d in self.problem.demands if d.id == link.demand]
        directs = [x for x in self.problem.directs if x.id == link.direct]
        found, _ = delivery.links(only, demands, directs)
        return {("links", k.key): k for k in found if k.key == link.key}


def _discount(desk: Desk) -> Parts:
    return {("discount", ""): discount(desk)}


def _wacc(desk: Desk) -> Parts:
    return {("wacc", ""): float(desk.wacc.m_as(""))}


def _carbon(desk: Desk) -> Parts:
    return {("carbon", ""): rules.carbon_price(desk)}


def _every(kind: str, make: Callable[[Desk], Iterable[Any]], desk: Desk) -> Parts:
    return {(kind, part.id): part for part in make(desk)}


def _blendings(problem: Problem, desk: Desk) -> Iterable[Any]:
    return rules.blendings(desk, list(problem.demands))


def _demand(name: str, desk: Desk) -> Parts:
    return _every("demands", demand.demands, _only(desk, demand={name}))


def _direct(name: str, desk: Desk) -> Parts:
    return _every("directs", supply.directs, _only(desk, offers={name}))


def _id(part: Any) -> object:
    return part.key if hasattr(part, "key") else part.id


def _desk(scenario: Scenario, document: Document) -> Desk:
    return Desk(replace(scenario, document=document))


def _only(desk: Desk, **kept: set[str]) -> Desk:
    """The desk with only these items of its lists."""
    document = desk.document
    lists = {name: [i for i in getattr(document, name) if i.id in ids] for name, ids in kept.items()}
    return replace(desk, scenario=replace(desk.scenario, document=document.model_copy(update=lists)))


def _priced(kind: str, part: Any, new: Any) -> Any:
    """A part with the money of its new self."""
    return part if new is None else replace(part, **{name: getattr(new, name) for name in MONEY[kind]})


def _same(kind: str, old: Any, new: Any) -> bool:
    """Whether two makes of a part differ in nothing but money."""
    if kind in ("discount", "wacc", "carbon"):
        return True
    spare = MONEY.get(kind, set()) | SILENT
    return all(
        np.array_equal(getattr(old, f.name), getattr(new, f.name)) for f in fields(old) if f.name not in spare
    )


def _by_column(schedule: Mapping[Any, float]) -> dict[Any, float]:
    """A year's schedule summed over its periods: what a column costs is the same in all of them."""
    found: dict[Any, float] = defaultdict(float)
    for (name, index), value in schedule.items():
        found[name, tuple(part for part in index if isinstance(part, str))] += value
    return dict(found)
