"""What would mend a scenario without a plan: changes of single lines where one is enough, else of several."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from greenport.errors import GreenportError, InfeasibleError, ScenarioError
from greenport.scenario import Scenario, check
from greenport.scenario.merging import override
from greenport.sizing.diagnosis import Change, Diagnosis, Line, Mend, infeasible
from greenport.sizing.door import problem_of
from greenport.sizing.patches import Relief, changed_number
from greenport.sizing.problem import Problem
from greenport.sizing.site_patches import OWN
from greenport.sizing.solve import Run
from greenport.sizing.solve.clash import Search, relief, searches

WIDER = (1.0, 1.1, 1.3, 1.6)
"""Factors by which amounts grow where the least that helps on weeks makes no plan."""

MOST_MENDS = 3

SMALL = 10_000
"""Columns on weeks, all years together, up to which every mend is tried with a plan, not only the first."""

NO_GAP = 1e9
"""A gap that every plan has reached."""


def mended(
    scenario: Scenario, problem: Problem, error: InfeasibleError, stop: threading.Event
) -> InfeasibleError:
    """The error with the places of its lines as the scenario has them, and with mends.

    Parameters
    ----------
    scenario
        Where the lines are to be changed.
    problem
        Its problem.
    error
        What the solve raised.
    stop
        Ends the search for mends when set; those found so far are kept.
    """
    found = error.diagnosis
    if not isinstance(found, Diagnosis):
        return error
    clash = tuple(_placed(scenario, line) for line in found.clash)
    mends = tuple(_mends(scenario, problem, found, stop))
    return infeasible(replace(found, clash=clash, mends=mends, scenario=scenario))


def _placed(scenario: Scenario, line: Line) -> Line:
    origin = scenario.origin(*line.steps)
    return replace(line, file=origin.file, line=origin.line)


Key = tuple[str, ...]
Reliefs = list[list[Relief]]
"""How far lines give way: one list a line, with one entry a year."""


def _mends(scenario: Scenario, problem: Problem, found: Diagnosis, stop: threading.Event) -> Iterator[Mend]:
    """Mends that were tried, smallest change first."""
    weeks, stems = searches(problem, (1, 2))
    small = sum(len(s.matrix.columns) for s in weeks) <= SMALL
    forms = [[s for s in form if s.feasible() is not True] for form in (stems, weeks)]
    tried = 0
    for reliefs in sorted(
        _candidates(forms, found), key=lambda each: _size(_joined(scenario, problem, each))
    ):
        mend = _tried(scenario, problem, reliefs, with_plan=small or not tried)
        if mend is not None:
            yield mend
            tried += 1
        if tried == MOST_MENDS or stop.is_set():
            return


def _candidates(forms: Sequence[Sequence[Search]], found: Diagnosis) -> list[Reliefs]:
    """Reliefs of one line where one is enough in every year, of all promises together; else of all lines.

    They are sought in whole stems first, and on weeks where that leads nowhere.
    """
    keys: list[Key] = [(line.label, *line.steps) for line in found.clash]
    promised = {key for key in keys if key[-1] == "at_least"}
    sets: list[set[Key] | None] = [*({key} for key in keys), *([promised] if len(promised) > 1 else [])]
    possible = [reliefs for names in sets if (reliefs := _first(forms, names))]
    return possible or [reliefs for reliefs in [_first(forms, None)] if reliefs]


def _first(forms: Sequence[Sequence[Search]], names: set[Key] | None) -> Reliefs:
    return next((reliefs for bad in forms if (reliefs := _reliefs(bad, names))), [])


def _reliefs(bad: Sequence[Search], keys: set[Key] | None) -> Reliefs:
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


def _tried(scenario: Scenario, problem: Problem, reliefs: Reliefs, *, with_plan: bool) -> Mend | None:
    """A mend with the smallest amounts, of a few, with which there is a plan; None if there is none."""
    seen: set[tuple[str, ...]] = set()
    for wider in WIDER:
        joined = _joined(scenario, problem, reliefs, wider)
        texts = tuple(change.text for change in joined)
        if joined and texts not in seen and _holds(scenario, joined, with_plan):
            return Mend(joined, with_plan)
        seen.add(texts)
    return None


def _joined(scenario: Scenario, problem: Problem, reliefs: Reliefs, wider: float = 1.0) -> tuple[Change, ...]:
    """All changes of a mend; none if one of its lines cannot be changed."""
    each = []
    for of_line in reliefs:
        of_kind = OWN.get(of_line[0].limit.steps[-1], changed_number)
        each.append(of_kind(scenario, problem, of_line, wider))
    return tuple(change for of_line in each for change in of_line) if all(each) else ()


def _size(joined: Sequence[Change]) -> float:
    return Mend(tuple(joined), has_plan=False).size


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
