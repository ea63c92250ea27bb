"""Decisions of a plan that may flip: whether something is there, and the problem without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from greenport.errors import ScenarioError
from greenport.scenario.unknown import unknown
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution

TINY = 1e-6


@dataclass(frozen=True)
class Decision:
    """One thing that a plan has or has not.

    Attributes
    ----------
    id, words : str
        What it is called by programs and by people.
    stands : callable
        Whether a solution has it in any year.
    without : callable
        The problem in which no plan can have it.
    """

    id: str
    words: str
    stands: Callable[[Problem, Solution], bool]
    without: Callable[[Problem], Problem]


def storage(pools: list[str], words: str) -> Decision:
    """Any tank, owned or leased, at any of some pools."""

    def mine(problem: Problem) -> set[str]:
        return {a.id for a in problem.assets if a.kind == "tank" and a.pool in pools}

    return Decision(
        " + ".join(pools),
        words,
        lambda problem, solution: any(_number(solution, a) > 0 for a in mine(problem)),
        lambda problem: refused(problem, mine(problem)),
    )


def asset(name: str) -> Decision:
    """Any unit of an asset."""
    return Decision(
        name,
        name,
        lambda problem, solution: _number(solution, name) > 0,
        lambda problem: refused(problem, {name}),
    )


def supplier(name: str) -> Decision:
    """Any fuel from a supplier."""

    def sells(problem: Problem, solution: Solution) -> bool:
        mine = {r.id for r in problem.routes if r.supplier == name}
        mine |= {x.id for x in problem.directs if x.supplier == name}
        return any(
            value > TINY and column in ("cargo", "direct") and index[0] in mine
            for held in solution.schedules
            for (column, index), value in held.items()
        )

    return Decision(name, f"fuel from {name}", sells, lambda problem: unsold(problem, {name}))


def serving(fuel: str) -> Decision:
    """Any fuel of a kind delivered."""

    def delivers(problem: Problem, solution: Solution) -> bool:
        mine = {d.id for d in problem.demands if d.fuel == fuel}
        place = {"serve": 2, "direct": 1, "claim": 1}
        return any(
            value > TINY and column in place and index[place[column]] in mine
            for held in solution.schedules
            for (column, index), value in held.items()
        )

    def nothing(problem: Problem) -> Problem:
        return unsold(problem, {u.id for u in problem.suppliers if u.fuel == fuel})

    return Decision(fuel, f"{fuel} in place of fossil fuel", delivers, nothing)


def refused(problem: Problem, assets: set[str]) -> Problem:
    """The problem in which no more units of some assets may stand than today."""
    changed = tuple(replace(a, at_most=0) if a.id in assets else a for a in problem.assets)
    return replace(problem, assets=changed)


def unsold(problem: Problem, suppliers: set[str]) -> Problem:
    """The problem in which some suppliers have nothing to sell."""
    nothing = np.zeros(len(problem.years))
    return replace(
        problem,
        suppliers=tuple(replace(u, available=nothing) if u.id in suppliers else u for u in problem.suppliers),
        routes=tuple(
            replace(r, most=np.zeros_like(r.most)) if r.supplier in suppliers else r for r in problem.routes
        ),
    )


def all_of(problem: Problem) -> Iterator[Decision]:
    """Every decision that may flip, the weightiest first: storage by pool, assets, suppliers."""
    for pool in problem.pools:
        if any(a.kind == "tank" and a.pool == pool.id for a in problem.assets):
            yield storage([pool.id], f"storage at {pool.id}")
    yield from (asset(a.id) for a in problem.assets if a.at_most)
    yield from (supplier(u.id) for u in problem.suppliers)


def named(problem: Problem, name: str) -> Decision:
    """Decision by the id of a pool, a place, an asset, a supplier or a fuel.

    Raises
    ------
    ScenarioError
        With near matches, if there is none.
    """
    known = {d.id: d for d in all_of(problem)}
    for place in problem.places:
        pools = [p.id for p in problem.pools if p.place == place.id and not p.conventional]
        if pools:
            known.setdefault(place.id, storage(pools, f"storage at {place.id}"))
    known |= {d.fuel: serving(d.fuel) for d in problem.demands}
    if name not in known:
        raise ScenarioError.of("decision", unknown("decision", name, known))
    return known[name]


def _number(solution: Solution, name: str) -> float:
    """Most units in any year."""
    return max(held.get(("n", (name,)), 0.0) for held in solution.schedules)
