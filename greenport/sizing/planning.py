"""From a scenario to a plan: the one call that users make."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from greenport.errors import InfeasibleError, ScenarioError
from greenport.scenario import Scenario, check
from greenport.scenario.merging import override
from greenport.sizing import tables
from greenport.sizing.breakeven import terminal_volumes
from greenport.sizing.door import problem_of
from greenport.sizing.futures import outlook_of, plan_over, problems_of
from greenport.sizing.mending import mended
from greenport.sizing.plan import Plan
from greenport.sizing.problem import Problem
from greenport.sizing.progress import Display
from greenport.sizing.solve import OPTIONS, FuturesRun, Progress, Run, Solution, Watcher
from greenport.sizing.solved import TerminalVolume
from greenport.units import Q_, Quantity

if TYPE_CHECKING:
    import pandas as pd

MOST_RANGE = 1e9
"""Largest over smallest entry of a matrix that a solver in double precision can be trusted with."""

Watch = bool | Callable[[Progress], None]


def size(
    scenario: Scenario,
    gap: Quantity | str | float | None = None,
    progress: Watch = False,
    time_limit: Quantity | str | None = None,
) -> Plan:
    """Size the terminal: which tanks, berths, vessels and contracts, when, and how good that is proved to be.

    Parameters
    ----------
    scenario
        A checked scenario.
    gap
        Gap asked for on the money that decisions can move, e.g. ``"0.5 %"``; default the scenario's own.
        It is an input like any other and changes the plan's hash.
    progress
        True shows progress on standard error; a callable gets every `Progress`.
    time_limit
        Emergency brake by the clock, e.g. ``"5 min"``; a plan ended by it says `interrupted`.

    Returns
    -------
    Plan
        The best plan found, with its lower bound. Ctrl-C keeps it too and marks it `interrupted`.

    Raises
    ------
    InfeasibleError
        No plan keeps all rules; the message names those that clash.
    SolverError
        The work limit ended without a plan.
    """
    _expected("scenario", scenario, Scenario, "load one with load_scenario")
    _expected("gap", gap, Quantity | str | float | int | None, 'give e.g. "0.5 %"')
    _expected("time_limit", time_limit, Quantity | str | None, 'give e.g. "5 min"')
    if gap is not None:
        text = f"{gap}" if isinstance(gap, str) else f"{100 * float(Q_(gap).to('').magnitude):.12g} %"
        scenario = check(override(scenario.tree, "solve.gap", text, label="gap"), scenario.path)
    stop = threading.Event()
    if scenario.futures:
        problems, outlook = problems_of(scenario), outlook_of(scenario)
        names = tuple(future.id for future in scenario.futures)
        with brakes(stop, time_limit), display(progress) as watch:
            hedge = FuturesRun(names, problems, outlook, problems[0].gap, watch, stop).solve()
        plans = {
            future.id: plan_of(future.scenario, problem, solution)
            for future, problem, solution in zip(scenario.futures, problems, hedge.solutions, strict=True)
        }
        return plan_over(scenario, plans, hedge)
    problem = problem_of(scenario)
    with brakes(stop, time_limit), display(progress) as watch:
        try:
            solution = Run(problem, problem.gap, watch, stop).solve()
        except InfeasibleError as error:
            raise mended(scenario, problem, error, stop) from None
    return plan_of(scenario, problem, solution)


def warnings_of(scenario: Scenario) -> tuple[str, ...]:
    """What is odd in a scenario without being wrong, one line each with file and line."""
    known = [future.scenario for future in scenario.futures] or [scenario]
    return tuple(dict.fromkeys(warning for one in known for warning in problem_of(one).warnings))


def plan_of(scenario: Scenario, problem: Problem, solution: Solution) -> Plan:
    """Give a solution its units back and put it into tables: the way out."""
    document = scenario.document
    stock = tables.inventory(problem, solution)
    support, flows = tables.support(problem, solution), tables.flows(problem, solution)
    money = f"MUSD_{document.finance.price_year}"
    return Plan(
        name=scenario.name,
        title=document.title.en,
        titles=document.title.by_language,
        question=document.question.en,
        questions=document.question.by_language,
        years=problem.years,
        horizon=problem.horizon,
        price_year=document.finance.price_year,
        scenario_hash=scenario.hash,
        provenance_hash=scenario.provenance_hash,
        resolved=scenario.text,
        cost=Q_(solution.value, money),
        lower_bound=Q_(solution.bound, money),
        floor=Q_(solution.floor, money),
        gross_cost=Q_(solution.gross, money),
        discount_rate=document.finance.discount_rate.quantity,
        wacc=document.finance.wacc.quantity,
        gap_asked=document.solve.gap.quantity,
        interrupted=solution.interrupted,
        dips=tuple(sorted({int(year) for year in stock["year"][stock["stock"] < stock["least"] - 1e-6]})),
        violation=solution.violation,
        terminal_volumes=tuple(
            TerminalVolume(
                v.terminal,
                v.against,
                Q_(v.fixed, f"{money}/yr"),
                Q_(1000 * v.saving, f"USD_{document.finance.price_year}/t"),
                Q_(v.volume, "kt/yr") if v.saving > 0 else None,
            )
            for v in terminal_volumes(problem)
        ),
        passengers=tables.passengers(problem),
        demand={
            d.id: {
                "fuel": d.fuel,
                "hub": d.hub,
                "replaces": d.replaces,
                "storable": any(
                    r.fuel == d.fuel and not problem.pool(r.pool).conventional for r in problem.routes
                ),
                "replaces_fossil": d.replaces_fossil,
                "fossil_cost": {str(year): float(d.credit[y]) for y, year in enumerate(problem.years)},
                "asked": {str(year): float(d.asked[y].sum()) for y, year in enumerate(problem.years)},
                "without": {str(year): float(d.without[y]) for y, year in enumerate(problem.years)},
            }
            for d in problem.demands
        },
        warnings=(
            *problem.warnings,
            *_of_support(problem, support),
            *_of_grace(problem, flows),
            *_of_range(solution),
        ),
        solver={
            "highspy": version("highspy"),
            "pyomo": version("pyomo"),
            "nodes": problem.nodes,
            "matrix_range": solution.matrix_range,
            "options": ", ".join(f"{name} = {value}" for name, value in OPTIONS.items()),
        },
        seconds=solution.seconds,
        capacity=tables.capacity(problem, solution),
        flows=flows,
        inventory=stock,
        arrivals=tables.arrivals(problem, solution),
        costs=tables.costs(problem, solution),
        emissions=tables.emissions(problem, solution),
        compliance=tables.compliance(problem, solution),
        availability=tables.availability(problem, solution),
        hire=tables.hire(problem, solution),
        support=support,
        builds=tables.builds(problem, solution),
        limits=tables.limits(problem, solution),
        shadow_prices=_priced(tables.shadow_prices(problem, solution), document.finance.price_year),
        schedule=tables.schedule(problem, solution),
        excluded=tables.excluded(problem),
        sources=scenario.sources(),
    )


def _priced(prices: pd.DataFrame, year: int) -> pd.DataFrame:
    """Shadow prices in money of the price year."""
    units = {name: prices[name].str.replace("USD", f"USD_{year}") for name in ("unit", "worth_unit")}
    return prices.assign(**units)


def _of_support(problem: Problem, support: pd.DataFrame) -> Iterator[str]:
    """What is doubtful about the grants and loans that a plan rests on."""
    for grant in problem.grants:
        if not grant.proven and (support["scheme"] == grant.id).any():
            yield (
                f"{grant.origin.file}:{grant.origin.line}: support {grant.id}: that the scheme takes such a "
                "project is unproven; without the grant the plan costs more"
            )
    for loan in problem.loans:
        lent = float(support[support["scheme"] == loan.id]["amount"].sum())
        if 0 < lent < loan.smallest:
            yield (
                f"{loan.origin.file}:{loan.origin.line}: support {loan.id}: {lent:.3g} MUSD is less than the "
                f"smallest loan of {loan.smallest:.3g} MUSD; it would not be granted"
            )


def _of_grace(problem: Problem, flows: pd.DataFrame) -> Iterator[str]:
    """Where a demand is served a little less than its at_least, because stems are whole."""
    for d in problem.demands:
        mine = flows[(flows["flow"] == "unserved") & (flows["to"] == d.id)]
        for year, unserved in zip(mine["year"], mine["quantity"], strict=True):
            asked = float(d.asked[problem.years.index(year)].sum())
            short = float(unserved) - (1 - d.at_least) * asked
            if d.at_least > 0 and short > 1e-6:
                yield (
                    f"{d.origin.file}:{d.origin.line}: demand {d.id}: in {year}, {short:.3g} kt less than "
                    "at_least is served; less than one stem is let pass"
                )


def _of_range(solution: Solution) -> Iterator[str]:
    """Numbers so far apart that a solver's tolerances no longer tell small ones from nothing."""
    if solution.matrix_range > MOST_RANGE:
        yield (
            f"the numbers of the problem lie a factor of {solution.matrix_range:.1e} apart; above "
            f"{MOST_RANGE:.0e} the solver may take small ones for nothing. Look for values in a wrong unit"
        )


def _expected(name: str, given: object, kind: Any, mend: str) -> None:
    if isinstance(given, bool) or not isinstance(given, kind):
        raise ScenarioError.of(name, f"{given!r} will not do; {mend}")


@contextmanager
def brakes(stop: threading.Event, time_limit: Quantity | str | None = None) -> Iterator[None]:
    """Ctrl-C and the clock set `stop`; the run then ends with the best it has."""
    timer = None
    if time_limit is not None:
        seconds = float(Q_(time_limit).to("s").magnitude)
        if seconds <= 0:
            raise ScenarioError.of("time limit", "must be above zero, e.g. 5 min")
        timer = threading.Timer(seconds, stop.set)
        timer.daemon = True
        timer.start()
    in_main = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGINT) if in_main else None
    if in_main:
        signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield
    finally:
        if in_main:
            signal.signal(signal.SIGINT, before)
        if timer is not None:
            timer.cancel()


@contextmanager
def display(progress: Watch) -> Iterator[Watcher | None]:
    """What shows or takes progress."""
    if progress is True:
        with Display() as display:
            yield display
    else:
        with nullcontext():
            yield progress or None
