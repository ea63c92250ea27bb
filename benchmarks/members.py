"""P3: a member of an ensemble, the plan fixed and the prices its own, solved in three ways.

All solve the linear relaxation of one operating year on days, to the same answer.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.apart import Figures, timed
from greenport.sizing.problem import Problem

SPREAD = 0.1
"""Standard deviation of the logarithm of each supplier's price."""


def at_other_prices(problem: Problem, member: int) -> Problem:
    """The problem with the price of each supplier drawn anew, by the number of the member."""
    draw = np.random.default_rng([problem.horizon, member])
    factor = {supplier.id: float(np.exp(SPREAD * draw.standard_normal())) for supplier in problem.suppliers}
    return replace(
        problem,
        routes=tuple(replace(r, price=r.price * factor[r.supplier]) for r in problem.routes),
        directs=tuple(replace(x, price=x.price * factor[x.supplier]) for x in problem.directs),
    )


def measured(folder: str, years: int, members: int) -> Figures:
    """Median seconds of a member by each way, and how far their answers differ."""
    import pickle

    from greenport.sizing.solve import highs
    from greenport.sizing.solve.operated import Loaded
    from greenport.sizing.stamp import Matrix, compile_operation
    from greenport.sizing.times import Times

    problem: Problem = pickle.loads((Path(folder) / f"{years}.pickle").read_bytes())[0]
    y = len(problem.years) - 1

    def continuous(matrix: Matrix) -> Matrix:
        return replace(matrix, whole=np.zeros_like(matrix.whole))

    compiled = compile_operation(problem, Times.daily())
    free = continuous(compiled.year(y))
    plan = _rounded_up(free, highs.solve(free).x)
    base = _with(free, plan)
    ours, bare = Loaded(base), highs.kept(base)
    ours.cost()
    bare.run()

    def kept(member: Problem) -> float:
        """Stamp the year anew, change the kept instance, start from its basis."""
        ours.change_to(_with(continuous(replace(compiled, problem=member).year(y)), plan))
        return ours.cost()

    def warm(cost: Any) -> float:
        """What HiGHS alone needs, the costs ready."""
        bare.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        return _run(bare, cost)

    def rebuilt(member: Problem) -> float:
        """Nothing kept."""
        matrix = compile_operation(member, Times.daily()).year(y)
        return highs.solve(_with(continuous(matrix), plan)).value

    seconds: dict[str, list[float]] = {"kept": [], "warm": [], "rebuilt": [], "stamp": []}
    worst = 0.0
    for number in range(1, members + 1):
        member = at_other_prices(problem, number)
        matrix, stamp = timed(lambda: replace(compiled, problem=member).year(y))  # noqa: B023
        answers = []
        for way, work in (
            ("warm", lambda: warm(matrix.cost)),  # noqa: B023
            ("kept", lambda: kept(member)),  # noqa: B023
            ("rebuilt", lambda: rebuilt(member)),  # noqa: B023
        ):
            answer, took = timed(work)
            answers.append(answer)
            seconds[way].append(took)
        seconds["stamp"].append(stamp)
        worst = max(worst, (max(answers) - min(answers)) / abs(answers[0]))
    return {f"{way}_s": float(np.median(took)) for way, took in seconds.items()} | {"differ": worst}


def _run(solver: Any, cost: Any) -> float:
    solver.run()
    return float(cost @ np.array(solver.getSolution().col_value))


def _rounded_up(matrix: Any, x: Any) -> dict[int, float]:
    """A plan to be fixed: the assets that the linear relaxation asks for, in whole units."""
    return {
        j: min(float(np.ceil(x[j] - 1e-6)), float(matrix.upper[j]))
        for j, (name, _) in enumerate(matrix.columns)
        if name == "n"
    }


def _with(matrix: Any, plan: dict[int, float]) -> Any:
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    for j, count in plan.items():
        lower[j] = upper[j] = count
    return replace(matrix, lower=lower, upper=upper)
