"""Where the advice flips: the value of one input from which a plan has what it had not before.

Every value is tried by certified sizing over compiled years that are kept. A flip is a bracket: on one
side the best plan found does without, on the other side it is proved that every plan without costs more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from greenport.errors import InfeasibleError, ScenarioError, SolverError, StoppedError
from greenport.scenario import Scenario
from greenport.sizing.planning import Watch
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution
from greenport.studies import decisions
from greenport.studies.decisions import Decision
from greenport.studies.handles import NAMED, Handle, handles
from greenport.studies.session import Session, expected, session
from greenport.units import Q_, Quantity, show

if TYPE_CHECKING:
    import pandas as pd

TOLERANCE = 0.05
"""Width of a bracket, relative to its upper end."""

MOST = 20
"""Most values tried a flip."""

MOVES = 5
"""How often an end of a range without a plan is moved halfway to the scenario's value."""


@dataclass(frozen=True)
class Probe:
    """One value tried; money in MUSD.

    Attributes
    ----------
    value : float
        In the unit of the flip.
    stands : bool
        Whether the plan has what is decided.
    cost, bound : float
        Of the plan, and of all plans.
    cost_without, bound_without : float
        Of plans without; only where that was solved.
    """

    value: float
    stands: bool
    cost: float
    bound: float
    cost_without: float = math.nan
    bound_without: float = math.nan

    @property
    def least_gain(self) -> float:
        """MUSD that having it saves at least; proved."""
        return self.bound_without - self.cost

    @property
    def most_gain(self) -> float:
        """MUSD that having it could save at most; proved."""
        return (self.cost_without if self.stands else self.cost) - self.bound


@dataclass(frozen=True)
class Flip:
    """Where one decision flips.

    Attributes
    ----------
    what, decision : str
        What was turned, and what flips.
    base : Quantity
        Value in the scenario.
    without, having : Quantity or None
        Ends of the bracket: the best plan found does without at one and has it at the other. None where no
        value tried is of that kind.
    proved : bool
        Whether it is proved that plans without cost more at the end that has it.
    least_gain, most_gain : Quantity or None
        What having it saves at least at the end that has it, and could save at most at the one without
        [money].
    closed_form : Quantity or None
        A rule of thumb, where there is one.
    probes : tuple of Probe
        Every value tried.
    """

    what: str
    decision: str
    base: Quantity
    without: Quantity | None
    having: Quantity | None
    proved: bool
    least_gain: Quantity | None
    most_gain: Quantity | None
    closed_form: Quantity | None
    probes: tuple[Probe, ...] = field(repr=False)

    @property
    def unit(self) -> Any:
        """Unit of the values."""
        return self.base.units

    def __str__(self) -> str:
        """The flip in a sentence."""
        tried = sorted(probe.value for probe in self.probes)
        ends = f"between {_shown(tried[0], self)} and {_shown(tried[-1], self)}" if tried else ""
        if not self.decision:
            return f"{self.what}: no flip {ends}; nothing that is built or bought differs between the two"
        if self.without is None or self.having is None:
            has = "has" if self.having is not None else "does without"
            return f"{self.what}: no flip {ends}; the plan {has} {self.decision} throughout"
        side = "above" if self.having > self.without else "below"
        words = [
            f"{self.what}: {self.decision} pays {side} a value between "
            f"{show(min(self.without, self.having), 3)} and {show(max(self.without, self.having), 3)}"
        ]
        if self.proved and self.least_gain is not None:
            words.append(f"there it is proved to save {show(self.least_gain, 3)} or more")
        else:
            words.append("which the gaps leave open: plans without it may cost no more there")
        if self.closed_form is not None:
            words.append(f"in closed form {show(self.closed_form, 3)}")
        return "; ".join(words)


@dataclass(frozen=True)
class Breakeven:
    """Flips of one input.

    Attributes
    ----------
    flips : tuple of Flip
        One, or one a fuel for the price of carbon.
    interrupted : bool
        Whether Ctrl-C ended the search; brackets are then as wide as they were.
    compilations : int
        How often a year was compiled.
    """

    flips: tuple[Flip, ...]
    interrupted: bool
    compilations: int

    def table(self) -> pd.DataFrame:
        """Every value tried.

        Returns
        -------
        DataFrame
            Columns what, decision, value, unit, stands, cost, lower_bound, cost_without,
            lower_bound_without and their money.
        """
        import pandas as pd

        from greenport import units

        rows = [
            {
                "what": flip.what,
                "decision": flip.decision,
                "value": probe.value,
                "unit": units.unit_text(flip.unit),
                "stands": probe.stands,
                "cost": probe.cost,
                "lower_bound": probe.bound,
                "cost_without": probe.cost_without,
                "lower_bound_without": probe.bound_without,
                "money": "MUSD",
            }
            for flip in self.flips
            for probe in sorted(flip.probes, key=lambda p: p.value)
        ]
        return pd.DataFrame(rows)

    def figure(self) -> Any:
        """Cost with and without, by value (plotly)."""
        return import_module("greenport.report.studies").flips(self)

    def __str__(self) -> str:
        """The flips in words."""
        return "\n".join(str(flip) for flip in self.flips)

    def _repr_html_(self) -> str:
        from markupsafe import Markup

        lines = Markup("").join(Markup("<p>{}</p>").format(str(flip)) for flip in self.flips)
        return str(lines + Markup(self.table().to_html(index=False)))


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
    """Nearest values of which one has it and the other has not; one that is proved goes before one that is not."""
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
    )


def _shown(value: float, flip: Flip) -> str:
    return show(Q_(value, flip.unit), 3)
