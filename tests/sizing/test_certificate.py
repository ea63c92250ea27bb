"""The certificate: a sound plan passes, one with a value changed does not, and a solver is not believed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from greenport.errors import DataError
from greenport.sizing import Plan, load_plan, verify
from greenport.sizing.problem import Floats
from greenport.sizing.solve import duals, highs
from greenport.sizing.stamp import Matrix
from greenport.units import Q_

CASES = Path(__file__).parents[1] / "cases" / "solver"
GROWING = {
    "years.milestones": "[2030, 2032]",
    "years.horizon": "2035",
    "demand.customer.asks": "{2030: 64 kt/yr, 2032: 80 kt/yr}",
}


@pytest.fixture(scope="module", params=["toy", "airport"])
def plan(toy_plan: Callable[..., Plan], request: pytest.FixtureRequest) -> Plan:
    return toy_plan(GROWING) if request.param == "toy" else toy_plan(name="airport")


@pytest.fixture(scope="module")
def held_back(toy_plan: Callable[..., Plan]) -> Plan:
    """A tank with room for a parcel and no more, and fuel that may not leave it for five days."""
    pool = "places.farm.pools.hefa_spk"
    tank = {"volume": "10000 m^3", "takes_from": "{pool: farm.jet_a1, volume: 10000 m^3}", "at_most": "1"}
    tight = {f"{pool}.modules.neat_tank.{key}": value for key, value in tank.items()}
    return toy_plan({f"{pool}.hold": "5 d", **tight}, name="airport")


def test_a_sound_plan_passes(plan: Plan) -> None:
    found = verify(plan)
    assert found.faults == ()
    assert found.violation < 1e-9
    assert float(found.cost.m) == pytest.approx(float(plan.cost.m), abs=1e-9)


def test_a_saved_plan_passes(plan: Plan, tmp_path: Path) -> None:
    assert verify(load_plan(plan.save(tmp_path / "kept"))).sound


def test_the_linear_bound_lies_below_the_one_that_the_search_proved(plan: Plan) -> None:
    found = verify(plan)
    assert found.linear_bound <= plan.lower_bound + Q_("1 USD_2025")


def changed(plan: Plan, table: str, column: str, by: float, row: int = 0) -> Plan:
    frame: pd.DataFrame = getattr(plan, table).copy()
    frame[column] = frame[column].astype(float) + by * (np.arange(len(frame)) == row)
    other: dict[str, Any] = {table: frame}
    return replace(plan, **other)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("schedule", "value"),
        ("capacity", "capacity"),
        ("flows", "quantity"),
        ("inventory", "stock"),
        ("arrivals", "parcel"),
        ("costs", "amount"),
        ("emissions", "amount"),
        ("availability", "available"),
        ("builds", "capex"),
        ("limits", "used"),
    ],
)
def test_one_value_changed_is_found_out(plan: Plan, table: str, column: str) -> None:
    if getattr(plan, table).empty:
        pytest.fail(f"{table} holds nothing to change")
    assert not verify(changed(plan, table, column, 0.01)).sound


def test_every_value_of_the_schedule_counts(plan: Plan) -> None:
    rows = np.random.default_rng(7).choice(len(plan.schedule), size=12, replace=False)
    for row in rows:
        assert not verify(changed(plan, "schedule", "value", 0.01, int(row))).sound, plan.schedule.iloc[row]


def test_a_cost_lowered_by_a_dollar_is_found_out(plan: Plan) -> None:
    lowered = replace(plan, cost=plan.cost - Q_("1 USD_2025"))
    assert any("cost vector" in fault for fault in verify(lowered).faults)


def test_a_bound_above_the_cost_is_found_out(plan: Plan) -> None:
    raised = replace(plan, lower_bound=plan.cost + Q_("10 USD_2025"))
    assert any("lies above the cost" in fault for fault in verify(raised).faults)


def test_a_value_that_is_no_number_is_refused(plan: Plan) -> None:
    with pytest.raises(DataError, match="no finite number"):
        verify(changed(plan, "schedule", "value", float("nan")))


def test_another_floor_is_found_out(plan: Plan) -> None:
    lower = replace(plan, floor=plan.floor - Q_(10, plan.floor.units))
    assert any("purchase floor" in fault for fault in verify(lower).faults)


@pytest.mark.parametrize("by", ["1 USD_2025", "-1 USD_2025"])
def test_another_gross_cost_is_found_out(plan: Plan, by: str) -> None:
    """The gap on the total is a share of it."""
    other = replace(plan, gross_cost=plan.gross_cost + Q_(by))
    assert any("without the credit for fossil fuel" in fault for fault in verify(other).faults)


def test_years_that_fall_into_the_safety_stock_are_those_reported(plan: Plan) -> None:
    other = set(plan.years) - set(plan.dips) if not plan.dips else set()
    assert any("safety stock" in fault for fault in verify(replace(plan, dips=tuple(sorted(other)))).faults)


def test_a_fall_of_what_may_be_issued_is_reported_as_one_of_the_stock(held_back: Plan) -> None:
    """Fuel on certification hold lies in the tank, and still cannot be issued (B6)."""
    assert held_back.dips == (2030,)
    assert (held_back.inventory["stock"] > held_back.inventory["least"].min()).all()
    assert verify(held_back).sound
    silent = replace(held_back, dips=())
    assert any("which the plan does not report" in fault for fault in verify(silent).faults)


def test_a_cargo_in_two_halves_is_found_out(toy_plan: Callable[..., Plan]) -> None:
    """Half of a cargo comes a day before the other: rows of the matrix may hold, but it came in parts."""
    whole = toy_plan({"demand.customer.asks": "64 kt/yr"})
    table = whole.schedule.copy()
    row = table.index[table["column"] == "cargo"][0]
    name, day = json.loads(table.loc[row, "index"])
    half = table.loc[[row]].assign(index=json.dumps([name, (day - 1) % 365]), value=0.5)
    table.loc[row, "value"] = 0.5

    split = replace(whole, schedule=pd.concat([table, half], ignore_index=True))
    assert any("no whole cargoes" in fault for fault in verify(split).faults)


def test_a_plan_of_other_inputs_is_refused(plan: Plan) -> None:
    with pytest.raises(DataError, match="verify it with the version that made it"):
        verify(replace(plan, scenario_hash="0" * 64))


# ------------------------------------------------------------------------------- safe bounds


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Small feasible problems: a point within the limits, rows around its activity."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    number = st.floats(-10, 10).map(lambda v: round(v, 3))
    a = np.array([[draw(number) for _ in range(columns)] for _ in range(rows)])
    upper = np.array([draw(st.floats(0.5, 9)) for _ in range(columns)])
    point = upper * np.array([draw(st.floats(0, 1)) for _ in range(columns)])
    slack = np.array([draw(st.floats(0, 5)) for _ in range(rows)])
    one_sided = np.array([draw(st.booleans()) for _ in range(rows)])
    return Matrix(
        columns=tuple(("x", (j,)) for j in range(columns)),
        rows=tuple(("r", (i,)) for i in range(rows)),
        a=sparse.csr_array(a),
        row_lower=a @ point - slack,
        row_upper=np.where(one_sided, np.inf, a @ point + slack),
        cost=np.array([draw(number) for _ in range(columns)]),
        lower=np.zeros(columns),
        upper=upper,
        whole=np.zeros(columns, dtype=bool),
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(matrix=matrices(), seed=st.integers(0, 99))
def test_any_multipliers_give_a_bound_and_those_of_the_relaxation_a_tight_one(
    matrix: Matrix, seed: int
) -> None:
    optimum = highs.solve(matrix).value
    guess = np.random.default_rng(seed).normal(size=len(matrix.rows))
    assert duals.safe_bound(matrix, guess) <= optimum + 1e-7
    tight = duals.safe_bound(matrix, duals.of_relaxation(matrix))
    assert tight <= optimum + 1e-7
    assert tight == pytest.approx(optimum, abs=1e-4)


def test_a_column_without_a_limit_gives_no_bound() -> None:
    matrix = Matrix(
        (("x", ()),), (("r", ()),), sparse.csr_array(np.array([[1.0]])), np.array([-np.inf]), np.array([5.0]),
        np.array([-1.0]), np.array([0.0]), np.array([np.inf]), np.array([False]),
    )  # fmt: skip
    assert duals.safe_bound(matrix, np.zeros(1)) == -np.inf


# ---------------------------------------------------------------------- a solver's false optimum


HIGHS: Any = highspy.Highs


def false_optimum(folder: Path) -> tuple[Matrix, Floats]:
    """The operating year of the example, as a matrix, and its feasible start."""
    path = folder / "year.mps"
    path.write_bytes(gzip.decompress((CASES / "false_optimum.mps.gz").read_bytes()))
    solver: Any = HIGHS()
    solver.setOptionValue("output_flag", False)
    solver.readModel(str(path))
    lp = solver.getLp()
    held = lp.a_matrix_
    shape = (lp.num_row_, lp.num_col_)
    form: Any = sparse.csc_array if held.format_ == highspy.MatrixFormat.kColwise else sparse.csr_array
    parts = (np.array(held.value_), np.array(held.index_), np.array(held.start_))
    matrix = Matrix(
        tuple(("x", (j,)) for j in range(shape[1])),
        tuple(("r", (i,)) for i in range(shape[0])),
        sparse.csr_array(form(parts, shape=shape)),
        np.array(lp.row_lower_),
        np.array(lp.row_upper_),
        np.array(lp.col_cost_),
        np.array(lp.col_lower_),
        np.array(lp.col_upper_),
        np.array([kind == highspy.HighsVarType.kInteger for kind in lp.integrality_]),
    )
    return matrix, np.load(CASES / "false_optimum_start.npz")["x"]


def test_a_reported_objective_is_never_believed(tmp_path: Path) -> None:
    """Started from a point, this HiGHS may report 313.3285, which no point reaches; c·x is what counts."""
    matrix, start = false_optimum(tmp_path)
    answer = highs.solve(matrix, relative_gap=1e-4, nodes=200)
    assert answer.x is not None
    assert answer.value == pytest.approx(float(matrix.cost @ answer.x), rel=1e-12)
    assert answer.value > 313.92
    assert answer.bound <= answer.value
    assert float(matrix.violations(answer.x).max()) < 1e-5
    assert duals.safe_bound(matrix, duals.of_relaxation(matrix)) <= answer.value
    assert float(matrix.cost @ start) > 313.3285
