"""Assets that are given: read from a mapping, a file, a plan or its folder, and checked."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from greenport.errors import Fault, ScenarioError
from greenport.scenario.reading import SUFFIXES, read
from greenport.scenario.tree import Branch, plain
from greenport.scenario.unknown import unknown
from greenport.sizing import Plan, load_plan
from greenport.sizing.problem import Asset, Problem
from greenport.sizing.solve import paths

Given = Mapping[str, int | Mapping[int, int]] | str | Path | Plan
"""Units by asset, or by asset and year from which they stand; a YAML or CSV file; a plan or its folder."""


def read_assets(problem: Problem, assets: Given) -> paths.Path:
    """Units of every asset in place in each milestone year.

    What is not named does not stand, but for what stands today. A count holds from its year until the
    next one named.

    Parameters
    ----------
    problem
        Where the assets stand.
    assets
        ``{"tank": {2030: 2, 2035: 3}}`` or ``{"tank": 2}`` (from the first year on), the path of a YAML file
        of that form or of a CSV file with the columns asset, year and number, a `Plan`, or the folder of
        a saved one.

    Raises
    ------
    ScenarioError
        Unknown assets, years or counts; more units than may stand; units before they can be ready, or
        owned ones that vanish before their end.
    """
    given = _stated(assets)
    where, stated = given.where, given.counts
    known = {a.id: a for a in problem.assets}
    faults = [given.fault(name, unknown("asset", name, known)) for name in stated if name not in known]
    counts = {a.id: np.full(len(problem.years), a.standing, dtype=np.int64) for a in problem.assets}
    for name, by_year in stated.items():
        if name not in known:
            continue
        found = list(_faults(problem, known[name], by_year))
        faults += [given.fault(name, message, year) for year, message in found]
        if not found:
            counts[name] = _path(problem, known[name], by_year)
            faults += [given.fault(name, message) for message in _timing(problem, known[name], counts[name])]
    faults += [given.fault(name, message) for name, message in _equipped(problem, counts)]
    faults += [Fault(where, 0, budget, message) for budget, message in paths.overspent(problem, counts)]
    if faults:
        raise ScenarioError(faults)
    return counts


def _equipped(problem: Problem, counts: paths.Path) -> Iterator[tuple[str, str]]:
    """Tanks in a pool without the equipment that it needs (B0)."""
    for pool in problem.pools:
        tanks = [a.id for a in problem.assets if a.kind == "tank" and a.pool == pool.id]
        if not pool.equipment or not tanks:
            continue
        bare = np.flatnonzero((sum(counts[a] for a in tanks) > 0) & (counts[pool.equipment] == 0))
        if len(bare):
            year = problem.years[bare[0]]
            yield pool.equipment, f"none in {year}, but tanks of {pool.id} stand then; give it with them"


@dataclass(frozen=True)
class _Stated:
    """Where the assets come from, what is stated of each, and in which line of which year (None: of all)."""

    where: str
    counts: Mapping[str, Any]
    lines: Mapping[tuple[str, object], int] = field(default_factory=dict)

    def fault(self, name: str, message: str, year: object = None) -> Fault:
        """A fault of what is stated of an asset, at the line of a year where there is one."""
        line = self.lines.get((name, year), self.lines.get((name, None), 0))
        return Fault(self.where, line, name, message)


def _stated(assets: Given) -> _Stated:
    """What is stated; a file that holds nothing states that nothing is built.

    Raises
    ------
    ScenarioError
        If it is no kind of statement known, or a file that cannot be read.
    """
    if isinstance(assets, Plan):
        return _Stated(f"plan {assets.name}", _of_plan(assets))
    if isinstance(assets, Mapping):
        return _Stated("assets", {str(name): count for name, count in assets.items()})
    if not isinstance(assets, str | Path):
        raise ScenarioError.of(
            "assets", f"{assets!r} will not do; give a mapping, a YAML or CSV file, a plan or its folder"
        )
    path = Path(assets)
    if path.is_dir():
        folder = path / "plan" if (path / "plan" / "plan.json").is_file() else path
        return _Stated(str(path), _of_plan(load_plan(folder)))
    if not path.is_file():
        raise ScenarioError.of("assets", f"{path}: there is no such file or folder")
    if path.suffix in SUFFIXES:
        return _Stated(str(path), {}) if _blank(path) else _of_tree(path)
    if path.suffix == ".csv":
        return _Stated(str(path), {}) if _blank(path) else _of_table(path)
    raise ScenarioError.of("assets", f"{path}: expected a .yaml or .csv file, or the folder of a plan")


def _of_plan(plan: Plan) -> dict[str, Any]:
    table = plan.capacity
    found: dict[str, dict[int, int]] = {}
    for name in table["asset"].unique():
        mine = table[table["asset"] == name]
        stands = dict(zip(mine["year"], mine["number"], strict=True))
        found[str(name)] = {year: int(stands.get(year, 0)) for year in plan.years}
    return found


def _blank(path: Path) -> bool:
    """Whether a file holds nothing but comments."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        return False  # the reader says why
    return all(not line.strip() or line.lstrip().startswith("#") for line in lines)


def _of_tree(path: Path) -> _Stated:
    tree = read(path)
    lines: dict[tuple[str, object], int] = {}
    for name, origin in tree.key_origins.items():
        lines[str(name), None] = origin.line
        below = tree[name]
        if isinstance(below, Branch):
            lines |= {(str(name), year): inner.line for year, inner in below.key_origins.items()}
    return _Stated(str(path), {str(name): count for name, count in plain(tree).items()}, lines)


def _of_table(path: Path) -> _Stated:
    found: dict[str, dict[int, int]] = {}
    lines: dict[tuple[str, object], int] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        missing = {"asset", "year", "number"} - set(rows.fieldnames or ())
        if missing:
            raise ScenarioError.of(
                "assets", f"{path}: no column {', '.join(sorted(missing))}; expected asset, year, number"
            )
        for line, row in enumerate(rows, start=2):
            try:
                name, year = row["asset"].strip(), int(row["year"])
                found.setdefault(name, {})[year] = int(row["number"])
                lines |= {(name, year): line, (name, None): lines.get((name, None), line)}
            except (TypeError, ValueError, AttributeError):
                raise ScenarioError.of(
                    "assets", "year and number must be whole numbers", str(path), line
                ) from None
    return _Stated(str(path), found, lines)


def _faults(problem: Problem, asset: Asset, by_year: object) -> Iterator[tuple[object, str]]:
    """What is wrong with the counts as stated, with the year."""
    counts = by_year if isinstance(by_year, Mapping) else {problem.years[0]: by_year}
    most = asset.standing + asset.at_most
    for year, count in counts.items():
        if isinstance(year, bool) or not isinstance(year, int):
            yield year, f"{year!r} is no year; expected e.g. {{{problem.years[0]}: 1}}"
        elif isinstance(count, bool) or not isinstance(count, int) or count < 0:
            yield year, f"{count!r} units will not do; expected a whole number, 0 or more"
        elif count > most:
            yield year, f"{count} units, but at most {most} may stand; raise its at_most or give fewer"
        elif count < asset.standing:
            yield year, f"{count} units, but {asset.standing} stand today and stay"


def _path(problem: Problem, asset: Asset, by_year: Any) -> np.ndarray:
    """Counts of the milestone years: each holds until the next year named."""
    counts = by_year if isinstance(by_year, Mapping) else {problem.years[0]: by_year}
    stands = [
        next((int(counts[since]) for since in sorted(counts, reverse=True) if since <= year), asset.standing)
        for year in problem.years
    ]
    return np.array(stands, dtype=np.int64)


def _timing(problem: Problem, asset: Asset, counts: np.ndarray) -> Iterator[str]:
    """Units before they can be ready (A2), after their site's tenure, or gone before their end (A1)."""
    years = problem.years
    more = counts - asset.standing
    for y in np.flatnonzero(more > 0):
        if not asset.may_come(int(y)):
            first = next((years[v] for v in range(len(years)) if asset.may_come(v)), None)
            when = f"the first milestone year for it is {first}" if first else "it cannot be ready in time"
            yield f"{more[y]} units in {years[y]}, but approvals, works and tenure forbid that: {when}"
            return
    if not asset.owned:
        return
    built = paths.vintages(asset, more)
    living = sum((int(n) * paths.alive(asset, v) for v, n in enumerate(built)), np.zeros_like(more))
    for y in np.flatnonzero(living > more):
        yield (
            f"{counts[y]} units in {years[y]}, but {living[y] + asset.standing} were built and still live; "
            "what is owned stays until its end"
        )
        return
