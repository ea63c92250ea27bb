"""How many of each owned asset stand in each year, such that nothing built is dropped before its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from greenport.sizing.grants import awards
from greenport.sizing.problem import Asset, Problem, Whole
from greenport.sizing.regulations import Budget

CENT = 1e-8
"""MUSD by which sums may differ without anyone overspending."""

Path = dict[str, Whole]
"""Units of each owned asset in place, by milestone year."""


def kept(problem: Problem, asked: Path) -> Path:
    """Smallest path with at least the counts asked for that building alone can make."""
    return {a.id: _standing(a, vintages(a, asked[a.id])) for a in _owned(problem)}


def _standing(asset: Asset, built: Whole) -> Whole:
    standing = np.zeros(len(built), dtype=np.int64)
    for v, n in enumerate(built):
        standing += int(n) * alive(asset, v)
    return standing


def vintages(asset: Asset, counts: Whole) -> Whole:
    """Units to build in each milestone year so that at least `counts` stand."""
    built = np.zeros(len(counts), dtype=np.int64)
    for y, wanted in enumerate(counts):
        standing = sum(int(built[v]) for v in range(y) if v <= y < asset.end[v])
        built[y] = max(0, int(wanted) - standing)
    return built


def alive(asset: Asset, vintage: int) -> Whole:
    """1 in the milestone years in which a unit of a vintage stands."""
    years = np.arange(len(asset.end))
    return np.asarray((years >= vintage) & (years < asset.end[vintage]), dtype=np.int64)


def capital(problem: Problem, path: Path) -> float:
    """Discounted annuities of a path, less what grants take off them, MUSD."""
    total = 0.0
    for asset in _owned(problem):
        for v, n in enumerate(vintages(asset, path[asset.id])):
            if n:
                total += int(n) * float(asset.annuity[v] * problem.discount[v : asset.end[v]].sum())
    return total - sum(award.worth(problem.discount) for award in awards(problem, builds(problem, path)))


def builds(problem: Problem, path: Path) -> Path:
    """Units built of each owned asset, by milestone year."""
    return {asset.id: vintages(asset, path[asset.id]) for asset in _owned(problem)}


def of_builds(problem: Problem, built: Path) -> Path:
    """Units in place of each owned asset, given what is built in each milestone year."""
    return {name: _standing(problem.asset(name), new) for name, new in built.items()}


def of_year(path: Path, y: int) -> Mapping[str, int]:
    """Counts of one year."""
    return {name: int(counts[y]) for name, counts in path.items()}


def within_budgets(problem: Problem, path: Path) -> Path:
    """The path with what a milestone year cannot pay for (A4) built earlier, or else later, or not at all."""
    built = builds(problem, path)
    for y in reversed(range(1, len(problem.years))):
        _move(problem, built, y, y - 1)
    for y in range(len(problem.years)):
        _move(problem, built, y, y + 1)
    return of_builds(problem, built)


def _move(problem: Problem, built: Path, y: int, to: int) -> None:
    """Move units from a milestone year that has overspent to another, dearest annuity first."""
    for budget in problem.budgets:
        for name in sorted(budget.assets, key=lambda a: -float(problem.asset(a).capex)):
            asset = problem.asset(name)
            while built[name][y] and spent(problem, budget, built, y) > budget.most[y] + CENT:
                built[name][y] -= 1
                last = to >= len(problem.years)
                if not last and asset.ready <= to and asset.end[to] > to:
                    built[name][to] += 1
                elif to < y:
                    built[name][y] += 1
                    break


def spent(problem: Problem, budget: Budget, built: Path, y: int) -> float:
    """Capital cost of what a budget pays for in a milestone year, MUSD."""
    return sum(float(problem.asset(a).capex) * int(built[a][y]) for a in budget.assets)


def affordable(problem: Problem, path: Path) -> bool:
    """Whether a path keeps every budget (A4)."""
    return not any(overspent(problem, path))


def overspent(problem: Problem, path: Path) -> Iterator[tuple[str, str]]:
    """Budgets that a path does not keep (A4), and by how much in which year."""
    built = builds(problem, path)
    for budget in problem.budgets:
        for y, year in enumerate(problem.years):
            total = spent(problem, budget, built, y)
            if total > budget.most[y] + CENT:
                yield (
                    budget.id,
                    f"{total:.4g} MUSD are spent in {year}; its budget is {budget.most[y]:.4g} MUSD",
                )


def neighbours(problem: Problem, path: Path, most: int) -> list[Path]:
    """Paths without one place; or with one asset a milestone later or earlier, one unit less, or never."""
    found: list[Path] = []
    for place in sorted({a.place for a in _owned(problem) if path[a.id].any()}):
        here = {a.id for a in _owned(problem) if a.place == place}
        found.append({name: np.zeros_like(n) if name in here else n for name, n in path.items()})
    for name, counts in path.items():
        if not counts.any():
            continue
        earlier = np.append(counts[1:], counts[-1])
        earlier[: problem.asset(name).ready] = 0
        later = np.append(0, counts[:-1])
        for other in (later, earlier, np.maximum(counts - 1, 0), np.zeros_like(counts)):
            changed = kept(problem, {**path, name: other})
            if (changed[name] != counts).any():
                found.append(changed)
    return [path for path in found if affordable(problem, path)][:most]


def _owned(problem: Problem) -> list[Asset]:
    return [a for a in problem.assets if a.owned]
