"""What would mend a scenario without a plan: changes of single lines where one is enough, else of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from greenport.errors import GreenportError, InfeasibleError, ScenarioError
from greenport.scenario import Scenario, check
from greenport.scenario.merging import override
from greenport.sizing.diagnosis import Change, Diagnosis, Line, Mend, infeasible
from greenport.sizing.door import problem_of
from greenport.sizing.patches import Relief, changes
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Run
from greenport.sizing.solve.clash import Search, relief, searches

WIDER = (1.0, 1.1, 1.3, 1.6)
"""Factors by which amounts grow where the least that helps on weeks makes no plan."""

MOST_MENDS = 3

SMALL = 10_000
"""Columns on weeks, all years together, up to which every mend is tried with a whole plan, not only the first."""

NO_GAP = 1e9
"""A gap that every plan has reached."""


def mended(scenario: Scenario, problem: Problem, error: InfeasibleError) -> InfeasibleError:
    """The error with the places of its lines as the scenario has them, and with mends.

    Parameters
    ----------
    scenario
        Where the lines are to be changed.
    problem
        Its problem.
    error
        What the solve raised.
    """
    found = error.diagnosis
    if not isinstance(found, Diagnosis):
        return error
    clash = tuple(_placed(scenario, line) for line in found.clash)
    mends = tuple(_mends(scenario, problem, found))
    return infeasible(replace(found, clash=clash, mends=mends, scenario=scenario))


def _placed(scenario: Scenario, line: Line) -> Line:
    origin = scenario.origin(*line.steps)
    return replace(line, file=origin.file, line=origin.line)


Key = tuple[str, ...]


def _mends(scenario: Scenario, problem: Problem, found: Diagnosis) -> Iterator[Mend]:
    """Mends that were tried, smallest change first."""
    years = searches(problem, (2,))[0]
    small = sum(len(s.matrix.columns) for s in years) <= SMALL
    bad = [s for s in years if s.feasible() is not True]
    tried = 0
    for reliefs in _candidates(bad, found):
        mend = _tried(scenario, problem, reliefs, with_plan=small or not tried)
        if mend is not None:
            yield mend
            tried += 1
        if tried == MOST_MENDS:
            return


def _candidates(bad: Sequence[Search], found: Diagnosis) -> list[list[list[Relief]]]:
    """Reliefs by line, of one line where one is enough in every year, and of all lines together."""
    keys: list[Key] = [(line.label, *line.steps) for line in found.clash]
    singles = [_reliefs(bad, {key}) for key in keys]
    promised = {key for key in keys if key[-1] == "at_least"}
    together = [_reliefs(bad, promised)] if len(promised) > 1 else []
    possible = [reliefs for reliefs in (*singles, *together) if reliefs]
    if not possible:
        possible = [_reliefs(bad, None)]
    return sorted(filter(None, possible), key=_size)


def _size(reliefs: Sequence[Sequence[Relief]]) -> float:
    """How large changes are, as shares of their limits; of each line in the year that needs most."""
    return sum(max(r.size for r in of_line) for of_line in reliefs)


def _reliefs(bad: Sequence[Search], keys: set[Key] | None) -> list[list[Relief]]:
    """Least relief of the lines named (all by default) in every year without a plan; empty if not enough."""
    found: dict[Key, list[Relief]] = {}
    for s in bad:
        soft = [limit for limit in s.limits if limit.can_give and (keys is None or limit.key in keys)]
        price = {k: 1.0 / (limit.scale or limit.size or 1.0) for k, limit in enumerate(soft)}
        x = relief(s, soft, price) if soft else None
        if x is None:
            return []
        amounts = x[len(s.matrix.columns) :]
        for limit, amount in zip(soft, amounts, strict=True):
            if amount > 1e-6:
                given = Relief(limit, s.y, float(amount), x, s.matrix.columns)
                found.setdefault(limit.key, []).append(given)
    return list(found.values())


def _tried(
    scenario: Scenario, problem: Problem, reliefs: Sequence[Sequence[Relief]], *, with_plan: bool
) -> Mend | None:
    """A mend with the smallest amounts, of a few, with which there is a plan; None if there is none."""
    seen: set[tuple[str, ...]] = set()
    for wider in WIDER:
        each = [changes(scenario, problem, of_line, wider) for of_line in reliefs]
        if not all(each):
            return None
        joined = tuple(change for of_line in each for change in of_line)
        texts = tuple(change.text for change in joined)
        if texts not in seen and _holds(scenario, joined, with_plan):
            return Mend(joined, _size(reliefs), with_plan)
        seen.add(texts)
    return None


def _holds(scenario: Scenario, joined: Sequence[Change], with_plan: bool) -> bool:
    """Whether the changed scenario is sound and has a plan, or at least each of its years one on weeks."""
    tree = scenario.tree
    try:
        for change in joined:
            tree = override(tree, change.key, change.text)
        problem = problem_of(check(tree, scenario.path))
    except ScenarioError:
        return False
    if not all(s.feasible() for s in searches(problem, (2,))[0]):
        return False
    if with_plan:
        try:
            Run(problem, NO_GAP).solve()
        except GreenportError:
            return False
    return True
