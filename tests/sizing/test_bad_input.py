"""What bad input gets: a fault with its place, or a plan that says why it is empty; never a stack trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from greenport.errors import InfeasibleError, ScenarioError, SolverError
from greenport.scenario import Scenario
from greenport.sizing import Plan, planning, size
from greenport.sizing.problem import Problem
from greenport.sizing.schedule import NoScheduleError
from greenport.sizing.solve import Run, Solution, highs, run
from greenport.sizing.stamp import Matrix


@pytest.mark.parametrize("gap", ["0 %", "-1 %"])
def test_a_gap_of_nothing_or_less_is_refused(toy_scenario: Callable[..., Scenario], gap: str) -> None:
    with pytest.raises(ScenarioError, match="gap"):
        size(toy_scenario(), gap=gap)
    with pytest.raises(ScenarioError, match=r"solve\.gap"):
        toy_scenario({"solve.gap": gap})


def test_a_time_limit_of_nothing_is_refused(toy_scenario: Callable[..., Scenario]) -> None:
    with pytest.raises(ScenarioError, match="time limit: must be above zero"):
        size(toy_scenario(), time_limit="0 s")


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"years.horizon": "2030"}, "2030 must be later than the last milestone"),
        ({"years.milestones": "[]"}, "milestones"),
        ({"demand": "[]"}, "demand"),
        ({"suppliers": "[]"}, "suppliers"),
        ({"offers": "[]"}, "offers"),
    ],
)
def test_what_leaves_nothing_to_plan_is_refused_by_its_key(
    toy_scenario: Callable[..., Scenario], overrides: dict[str, str], expected: str
) -> None:
    with pytest.raises(ScenarioError, match=expected):
        toy_scenario(overrides)


def test_a_supplier_of_nothing_leaves_a_plan_that_buys_nothing(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({"suppliers.maker.available": "0 kt/yr"})
    assert not plan.flows["flow"].eq("purchase").any()
    assert float(plan.flows[plan.flows["flow"] == "unserved"]["quantity"].sum()) == pytest.approx(40)


def test_an_offer_above_all_tanks_is_listed_with_its_reason(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan({"offers.cargo.parcel": "7600 t", "places.site.pools.methanol.modules.tank.at_most": "1"})
    (reason,) = plan.excluded[plan.excluded["id"] == "cargo > site.methanol"]["reason"]
    assert "more than all tanks of site.methanol could take" in reason


def test_a_limit_of_work_without_any_plan_tells_bound_reason_and_advice(
    toy_problem: Callable[..., Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    true = highs.solve

    def tired(matrix: Matrix, **_: object) -> highs.Answer:
        found = true(matrix)
        return found if not matrix.whole.any() else highs.Answer("limit", None, float("inf"), found.bound)

    monkeypatch.setattr(highs, "solve", tired)
    problem = toy_problem()
    with pytest.raises(SolverError, match=r"2030: no plan within 20000 nodes; bound .* Raise solve.nodes"):
        Run(problem, problem.gap).solve()


def test_the_range_of_the_matrix_is_reported(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan()
    assert 1 < plan.solver["matrix_range"] < 1e9
    assert not any("apart" in warning for warning in plan.warnings)


def test_numbers_too_far_apart_are_warned_of(
    toy_scenario: Callable[..., Scenario],
    toy_problem: Callable[..., Problem],
    solved: Callable[[Problem], Solution],
) -> None:
    problem = toy_problem()
    wide = replace(solved(problem), matrix_range=2e9)
    plan = planning.plan_of(toy_scenario(), problem, wide)
    assert any("a factor of 2.0e+09 apart" in warning for warning in plan.warnings)


def test_cargoes_that_find_no_days_are_told_with_what_may_help(
    toy_problem: Callable[..., Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise NoScheduleError("site.methanol", "", "no free day at the berth before day 7")

    monkeypatch.setattr(run, "schedule", never)
    problem = toy_problem()
    with pytest.raises(SolverError, match=r"no free day at the berth before day 7.*more_or_less") as raised:
        Run(problem, problem.gap).solve()
    assert not isinstance(raised.value, InfeasibleError)
