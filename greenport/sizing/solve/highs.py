"""The one place where HiGHS is called: a matrix in, a checked answer out.

The solver's own report of an objective is never used: the value of an answer is c·x of its rounded
point, and a lower bound comes only from a run that was not started from a given point.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any, Literal

import highspy
import numpy as np
from scipy import sparse

from greenport.errors import SolverError
from greenport.sizing.problem import Floats
from greenport.sizing.stamp import Matrix

Status = Literal["optimal", "limit", "infeasible", "interrupted"]

OPTIONS: dict[str, Any] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_feasibility_tolerance": 1e-7,
    "primal_feasibility_tolerance": 1e-8,
    "dual_feasibility_tolerance": 1e-8,
    "small_matrix_value": 1e-12,
    "presolve_rule_off": 1 << 13,
}
"""Options of every run; recorded with each result.

Presolve does not merge parallel rows and columns: with it, HiGHS 1.16.0 called a point optimal, value and
bound alike, that costs 4 % more than another which keeps every row (two direct offers with like trips).
"""


_BASE: Any = highspy.Highs


class _Quiet(_BASE):  # type: ignore[misc]
    """HiGHS without the banner that it prints on standard output when callbacks are enabled."""

    def enableCallbacks(self) -> None:  # noqa: N802
        _set(self, "output_flag", False)
        super().enableCallbacks()


@dataclass(frozen=True)
class Answer:
    """What a run came back with.

    Attributes
    ----------
    x : array or None
        The best point found, integer columns rounded.
    value : float
        c·x of that point; `inf` where there is none.
    bound : float
        Proved lower bound on the optimum; `-inf` where none is known.
    """

    status: Status
    x: Floats | None
    value: float
    bound: float


def solve(
    matrix: Matrix,
    *,
    relative_gap: float = 0.0,
    absolute_gap: float = 0.0,
    nodes: int | None = None,
    stop: threading.Event | None = None,
) -> Answer:
    """Minimise a matrix.

    Parameters
    ----------
    relative_gap, absolute_gap
        The run may stop when its own gap is this small (absolute in MUSD).
    nodes
        Branch-and-bound nodes; a limit of work, so that a result does not depend on the machine.
    stop
        Ends the run at its next check when set.

    Raises
    ------
    SolverError
        If HiGHS refuses the model or an option, or reports a bound above the value of its own point.
    """
    h = loaded(matrix)
    _set(h, "mip_rel_gap", relative_gap)
    _set(h, "mip_abs_gap", max(absolute_gap, 1e-9))
    if nodes is not None:
        _set(h, "mip_max_nodes", nodes)
    if stop is not None:

        def check(event: Any) -> None:
            if stop.is_set():
                event.interrupt()

        h.cbMipInterrupt += check
    h.run()
    return _answer(h, matrix)


def loaded(matrix: Matrix) -> Any:
    """HiGHS with the fixed options and a matrix, not yet run."""
    h: Any = _Quiet()
    for name, value in OPTIONS.items():
        _set(h, name, value)
    _pass(h, matrix)
    return h


def kept(matrix: Matrix) -> Any:
    """HiGHS with a linear problem that will be solved again and again as its numbers change.

    It chooses its simplex by the basis that it starts from: the primal one after a change of prices, which
    leaves the last point feasible, the dual one after a change of limits.
    """
    h = loaded(matrix)
    _set(h, "simplex_strategy", 0)
    return h


def _set(h: Any, name: str, value: Any) -> None:
    if h.setOptionValue(name, value) != highspy.HighsStatus.kOk:
        raise SolverError(f"HiGHS does not accept option {name} = {value!r}")


def _pass(h: Any, matrix: Matrix) -> None:
    a = sparse.csr_array(matrix.a)
    model = (
        *(len(matrix.columns), len(matrix.rows), a.nnz),
        *(int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize), 0.0),
        *(matrix.cost, matrix.lower, matrix.upper, matrix.row_lower, matrix.row_upper),
        *(a.indptr, a.indices, a.data, matrix.whole.astype(np.int32)),
    )
    if h.passModel(*model) == highspy.HighsStatus.kError:
        raise SolverError("HiGHS does not accept the model; the matrix holds values it cannot use")


def _answer(h: Any, matrix: Matrix) -> Answer:
    status = h.getModelStatus()
    info = h.getInfo()
    kinds = highspy.HighsModelStatus
    if status == kinds.kUnboundedOrInfeasible and matrix.cost.any():
        free = solve(replace(matrix, cost=np.zeros_like(matrix.cost)), relative_gap=1.0)
        status = kinds.kInfeasible if free.status == "infeasible" else kinds.kUnbounded
    if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        return Answer("infeasible", None, np.inf, np.inf)
    if status == kinds.kUnbounded:
        raise SolverError(
            "the model is unbounded: something earns more the more there is of it. "
            "Look for a price or a cost with the wrong sign"
        )
    if status in (kinds.kModelError, kinds.kSolveError):
        entries = np.abs(matrix.a.data[matrix.a.data != 0])
        spread = entries.max() / entries.min() if len(entries) else 1.0
        raise SolverError(
            f"the model is numerically troubled: HiGHS ended with {h.modelStatusToString(status)}; "
            f"its numbers lie a factor of {spread:.1e} apart. Look for values in a wrong unit"
        )
    x = None
    if info.primal_solution_status == 2:
        x = np.array(h.getSolution().col_value, dtype=float)
        x[matrix.whole] = np.round(x[matrix.whole])
        x = np.clip(x, matrix.lower, matrix.upper)
    value = float(matrix.cost @ x) if x is not None else np.inf
    is_mip = bool(matrix.whole.any())
    bound = float(info.mip_dual_bound if is_mip else info.objective_function_value)
    if not is_mip and status != kinds.kOptimal:
        bound = -np.inf
    if bound > value + 1e-6 * max(1.0, abs(value)):
        raise SolverError(
            f"HiGHS reports a bound of {bound:.9g} above the value {value:.9g} of its own point"
        )
    if status == kinds.kOptimal:
        return Answer("optimal", x, value, min(bound, value))
    return Answer("interrupted" if status == kinds.kInterrupt else "limit", x, value, bound)
