"""HiGHS is asked and never believed: values are c·x of its own point, options are checked."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pytest
from scipy import sparse

from greenport.errors import SolverError
from greenport.sizing.solve import highs
from greenport.sizing.stamp import Matrix

DATA = Path(__file__).parent / "data"


def read(path: Path) -> Matrix:
    """A model file as a matrix, its start and its solution unknown."""
    make: Any = highspy.Highs
    solver = make()
    solver.setOptionValue("output_flag", False)
    assert solver.readModel(str(path)) != highspy.HighsStatus.kError
    lp = solver.getLp()
    a = sparse.csc_array(
        (np.array(lp.a_matrix_.value_), np.array(lp.a_matrix_.index_), np.array(lp.a_matrix_.start_)),
        shape=(lp.num_row_, lp.num_col_),
    )
    return Matrix(
        columns=tuple(("x", (j,)) for j in range(lp.num_col_)),
        rows=tuple(("row", (i,)) for i in range(lp.num_row_)),
        a=sparse.csr_array(a),
        row_lower=np.array(lp.row_lower_),
        row_upper=np.array(lp.row_upper_),
        cost=np.array(lp.col_cost_),
        lower=np.array(lp.col_lower_),
        upper=np.array(lp.col_upper_),
        whole=np.array([kind != highspy.HighsVarType.kContinuous for kind in lp.integrality_]),
    )


def matrix(
    cost: list[float], rows: list[list[float]], least: list[float], whole: bool, upper: float = 10.0
) -> Matrix:
    count = len(cost)
    return Matrix(
        columns=tuple(("x", (j,)) for j in range(count)),
        rows=tuple(("row", (i,)) for i in range(len(rows))),
        a=sparse.csr_array(np.array(rows)),
        row_lower=np.array(least),
        row_upper=np.full(len(rows), np.inf),
        cost=np.array(cost),
        lower=np.zeros(count),
        upper=np.full(count, upper),
        whole=np.full(count, whole),
    )


KNAPSACK = matrix([5.0, 4.0], [[3.0, 2.0]], [7.0], whole=True)
"""Least cost of 7 with pieces of 3 at 5 and of 2 at 4: two and one make 14, one and two 13."""


def test_the_value_is_that_of_the_point_and_the_point_keeps_the_rows() -> None:
    answer = highs.solve(KNAPSACK)
    assert answer.status == "optimal"
    assert answer.x is not None
    assert answer.x.tolist() == [1.0, 2.0]
    assert answer.value == answer.bound == pytest.approx(13.0)


def test_a_known_false_optimum_is_not_reported() -> None:
    """HiGHS, started from a point, once claimed 313.3285 here; no point is below 313.9278."""
    model = read(DATA / "false_optimum.mps.gz")
    answer = highs.solve(model, relative_gap=1e-4)
    assert answer.x is not None
    assert answer.value == float(model.cost @ answer.x)
    assert model.violations(answer.x).max() < 1e-5
    assert answer.x[model.whole] == pytest.approx(np.round(answer.x[model.whole]), abs=0)
    assert answer.bound <= answer.value
    assert answer.value > 313.92


def test_the_solvers_own_objective_is_never_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that lies about its objective changes nothing."""
    true_info = highspy.Highs.getInfo

    class Lie:
        def __init__(self, info: Any) -> None:
            self.info = info

        def __getattr__(self, name: str) -> Any:
            return -1000.0 if name == "objective_function_value" else getattr(self.info, name)

    monkeypatch.setattr(highspy.Highs, "getInfo", lambda self: Lie(true_info(self)))
    assert highs.solve(KNAPSACK).value == pytest.approx(13.0)


def test_a_bound_above_the_solvers_own_point_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    true_info = highspy.Highs.getInfo

    class Lie:
        def __init__(self, info: Any) -> None:
            self.info = info

        def __getattr__(self, name: str) -> Any:
            return 13.5 if name == "mip_dual_bound" else getattr(self.info, name)

    monkeypatch.setattr(highspy.Highs, "getInfo", lambda self: Lie(true_info(self)))
    with pytest.raises(SolverError, match="above the value"):
        highs.solve(KNAPSACK)


def test_what_cannot_be_kept_is_infeasible() -> None:
    answer = highs.solve(matrix([1.0], [[7.0]], [71.0], whole=True))
    assert answer.status == "infeasible"
    assert answer.x is None


@pytest.mark.parametrize("whole", [False, True])
def test_what_has_no_end_is_called_unbounded(whole: bool) -> None:
    with pytest.raises(SolverError, match="unbounded"):
        highs.solve(matrix([-1.0], [[1.0]], [0.0], whole=whole, upper=np.inf))


@pytest.mark.parametrize("whole", [False, True])
def test_what_cannot_be_kept_is_not_called_unbounded(whole: bool) -> None:
    free = matrix([-1.0, 0.0], [[0.0, 7.0]], [71.0], whole=whole)
    answer = highs.solve(replace(free, upper=np.array([np.inf, 10.0])))
    assert answer.status == "infeasible"


def test_a_continuous_problem_is_bounded_by_its_own_value() -> None:
    answer = highs.solve(matrix([5.0, 4.0], [[3.0, 2.0]], [7.0], whole=False))
    assert answer.value == answer.bound == pytest.approx(7 / 3 * 5)


def test_an_option_that_the_solver_does_not_have_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(highs.OPTIONS, "presolve_harder", True)
    with pytest.raises(SolverError, match="presolve_harder"):
        highs.solve(KNAPSACK)


def test_the_solver_prints_nothing() -> None:
    """HiGHS greets once a process, so only a new one tells; a greeting would spoil what `--json` prints."""
    code = (
        "import numpy as np; from scipy import sparse; from greenport.sizing.solve import highs;"
        "from greenport.sizing.stamp import Matrix; one = np.ones(1);"
        "highs.solve(Matrix((('x', ()),), (('r', ()),), sparse.csr_array(np.ones((1, 1))), one, one, one,"
        " one, one, one > 0))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout + run.stderr == ""
