"""Where the advice flips: the value of one input from which a plan has what it had not before.

Every value is tried by certified sizing over compiled years that are kept. A flip is a bracket: on one
side the best plan found does without, on the other side it is proved that every plan without costs more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from greenport.errors import InfeasibleError, ScenarioError, SolverError, StoppedError
from greenport.scenario import Scenario
from greenport.sizing.planning import Watch
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution
from greenport.studies import decisions
from greenport.studies.brackets import Breakeven, Flip, Probe
from greenport.studies.decisions import Decision
from greenport.studies.handles import NAMED, Handle, handles
from greenport.studies.session import Session, expected, session
from greenport.units import Q_, Quantity, show

if TYPE_CHECKING:
    pass

TOLERANCE = 0.05
"""Width of a bracket, relative to its upper end."""

MOST = 20
"""Most values tried a flip."""

MOVES = 5
"""How often an end of a range without a plan is moved halfway to the scenario's value."""


def breakeven(
    scenario: Scenario,
    what: str,
    between: tuple[Quantity | str | float, Quantity | str | float] | None = None,
    decision: str | None = None,
    tolerance: float = TOLERANCE,
    progress: Watch = False,
) -> Breakeven:
    """Find the value of an input at which the advice flips.

    Parameters
    ----------
    scenario
        What to plan for; its gap holds for every value tried.
    what
        ``demand.volume`` (a factor on what ships ask for), ``finance.carbon_price`` (the price at which a
        green fuel is worth its emissions, nothing obliging anybody), ``blend.premium`` (on ready blends), or
        the key of any quantity, e.g. ``suppliers.towngas.price``.
    between
        Range to search; default the stated range of the quantity, else a fourth of it to four times it.
    decision
        What should flip: id of a pool, place, asset, supplier or fuel. By default storage for ships, the
        fuel, blending here, or whatever differs between both ends.
    tolerance
        Width of the bracket, relative to its upper end.
    progress
        As in `size`.

    Returns
    -------
    Breakeven
        A bracket a flip; honest where the gaps leave it open.

    Raises
    ------
    ScenarioError
        Unknown input or decision, or a range that is none.
    """
    expected("what", what, str, f"give one of {', '.join(NAMED)}, or the key of a quantity")
    if isinstance(tolerance, bool) or not 0 < tolerance < 1:
        raise ScenarioError.of("tolerance", f"{tolerance!r} will not do; expected a share, e.g. 0.05")
    with session(scenario, progress) as study:
        found = [_flip(study, handle, between, decision, tolerance) for handle in handles(study, what)]
        return Breakeven(tuple(found), study.stopped, study.models.compilations)


def _flip(
    study: Session,
    handle: Handle,
    between: tuple[Quantity | str | float, Quantity | str | float] | None,
    name: str | None,
    tolerance: float,
) -> Flip:
    low, high = handle.between if between is None else _range(handle, between)
    trial = _Trial(study, handle)
    chosen = handle.decision if name is None else decisions.named(study.problem(), name)
    probes: dict[float, Probe] = {}
    try:
        low, high = (trial.end(value, movable=between is None) for value in (low, high))
        chosen = chosen or _differing(trial, low, high)
        if chosen is not None:
            ends = [low, handle.base, high] if low < handle.base < high else [low, high]
            _bisect(trial, chosen, ends, tolerance, probes)
            _prove(trial, chosen, probes)
    except StoppedError:
        pass
    if chosen is None:
        probes = {value: Probe(value, True, s.value, s.bound) for value, (_, s) in trial.solved.items()}
    return _told(handle, chosen, probes, f"MUSD_{study.scenario.document.finance.price_year}")


def _range(handle: Handle, between: tuple[Any, Any]) -> tuple[float, float]:
    low, high = (
        float(end) if isinstance(end, int | float) else float(Q_(end).m_as(handle.unit)) for end in between
    )
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ScenarioError.of("between", f"{low:g} to {high:g} is no range; give the lower end first")
    return low, high


@dataclass
class _Trial:
    """Values tried, each solved once."""

    study: Session
    handle: Handle
    solved: dict[float, tuple[Problem, Solution]] = field(default_factory=dict)

    def at(self, value: float) -> tuple[Problem, Solution]:
        """Problem and solution at a value.

        Raises
        ------
        InfeasibleError
            If there is no plan, naming the value.
        """
        if value not in self.solved:
            problem = self.handle.problem(value)
            name = f"{self.handle.key} = {show(self.handle.quantity(value), 4)}"
            try:
                self.solved[value] = problem, self.study.solve(problem, name)
            except InfeasibleError as error:
                first = str(error).split("\n")[0]
                raise InfeasibleError(f"{name}: {first}", error.diagnosis) from None
        return self.solved[value]

    def end(self, value: float, movable: bool) -> float:
        """An end of the range; one that nobody asked for moves inwards until it has a plan."""
        for _ in range(MOVES if movable else 0):
            try:
                self.at(value)
            except InfeasibleError:
                value = (value + self.handle.base) / 2
        self.at(value)
        return value


def _differing(trial: _Trial, low: float, high: float) -> Decision | None:
    """The weightiest thing that one end has and the other has not."""
    ends = [
        {d.id for d in decisions.all_of(problem) if d.stands(problem, solution)}
        for problem, solution in (trial.at(low), trial.at(high))
    ]
    return next((d for d in decisions.all_of(trial.at(low)[0]) if d.id in ends[0] ^ ends[1]), None)


def _bisect(
    trial: _Trial, chosen: Decision, among: list[float], tolerance: float, probes: dict[float, Probe]
) -> None:
    """Halve the first bracket that flips until it is as narrow as asked; the closed form is tried first."""
    tried = [_probe(trial, chosen, value, probes) for value in among]
    ends = next(([a, b] for a, b in pairwise(tried) if a.stands != b.stands), None)
    if ends is None:
        return
    guess = trial.handle.guess
    while len(probes) < MOST and not trial.study.stopped:
        low, high = ends[0].value, ends[1].value
        if high - low <= tolerance * max(abs(low), abs(high)):
            return
        if guess is not None and low < guess < high:
            value, guess = guess, None
        else:
            value = math.sqrt(low * high) if low > 0 and high > 4 * low else (low + high) / 2
        middle = _probe(trial, chosen, value, probes)
        ends = [ends[0], middle] if middle.stands == ends[1].stands else [middle, ends[1]]


def _probe(trial: _Trial, chosen: Decision, value: float, probes: dict[float, Probe]) -> Probe:
    problem, solution = trial.at(value)
    probes[value] = Probe(value, chosen.stands(problem, solution), solution.value, solution.bound)
    return probes[value]


def _prove(trial: _Trial, chosen: Decision, probes: dict[float, Probe]) -> None:
    """Solve the plans without, from the bracket outwards, until having it is proved to save money."""
    bracket = _bracket(list(probes.values()))
    if bracket is None:
        return
    without, having = bracket
    outwards = sorted(
        (
            p
            for p in probes.values()
            if p.stands and (p.value > without.value) == (having.value > without.value)
        ),
        key=lambda p: abs(p.value - without.value),
    )
    for probe in outwards:
        if trial.study.stopped:
            return
        cost, bound = math.inf, math.inf
        try:
            problem = chosen.without(trial.at(probe.value)[0])
            left = trial.study.solve(problem, f"without, at {probe.value:.4g}")
            cost, bound = left.value, left.bound
        except (InfeasibleError, SolverError) as error:
            if isinstance(error, StoppedError):
                raise
            if not isinstance(error, InfeasibleError):
                continue
        probes[probe.value] = Probe(probe.value, True, probe.cost, probe.bound, cost, bound)
        if probes[probe.value].least_gain > 0:
            return


def _bracket(probes: list[Probe]) -> tuple[Probe, Probe] | None:
    """Nearest values of which one has it and the other has not; proved ones go first."""
    has, has_not = [p for p in probes if p.stands], [p for p in probes if not p.stands]
    if not has or not has_not:
        return None
    pairs = [(abs(a.value - b.value), b, a) for a in has for b in has_not]
    sure = [pair for pair in pairs if pair[2].least_gain > 0]
    _, without, having = min(sure or pairs, key=lambda pair: pair[0])
    return without, having


def _told(handle: Handle, chosen: Decision | None, probes: dict[float, Probe], money: str) -> Flip:
    tried = list(probes.values())
    bracket = _bracket(tried)
    without, having = bracket or (
        next((p for p in tried if not p.stands), None),
        next((p for p in tried if p.stands), None),
    )
    proved = bracket is not None and having is not None and having.least_gain > 0

    def gain(probe: Probe | None, amount: str) -> Quantity | None:
        found = math.nan if probe is None else float(getattr(probe, amount))
        return Q_(found, money) if math.isfinite(found) else None

    return Flip(
        handle.key,
        chosen.words if chosen else "",
        handle.quantity(handle.base),
        handle.quantity(without.value) if without else None,
        handle.quantity(having.value) if having else None,
        proved,
        gain(having, "least_gain"),
        gain(without, "most_gain"),
        handle.quantity(handle.guess) if handle.guess is not None else None,
        tuple(tried),
        handle.thumb,
        handle.counts,
    )
