"""Grants and loans (R5): to the cent on the toy terminal, and as a bound on random ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenport.errors import ScenarioError
from greenport.scenario import Scenario
from greenport.sizing import Plan
from greenport.sizing.assemble import whole
from greenport.sizing.problem import Problem
from greenport.sizing.solve import Solution, highs
from greenport.sizing.stamp import compile_operation
from greenport.sizing.times import Times

CENT = 1e-8
SURCHARGE = 1.20 * 1.10
TERMINAL = {"demand.customer.asks": "64 kt/yr"}


def crf(years: float, rate: float = 0.08) -> float:
    return float(rate / (1 - (1 + rate) ** -years))


CAPITAL = {"jetty": (10 * SURCHARGE, 40), "pipes": (1 * SURCHARGE, 20), "tank": (5 * SURCHARGE, 20)}
TOTAL = sum(capex for capex, _ in CAPITAL.values())


def granted(**changes: str) -> dict[str, str]:
    terms = {
        "assets": "[jetty, pipes, tank]",
        "government": "1",
        "company": "2",
        "ceiling": "100 MUSD",
        **changes,
    }
    inner = ", ".join(f"{key}: {value}" for key, value in terms.items())
    return {**TERMINAL, "support": f"[{{kind: matched_grant, id: match, {inner}}}]"}


def lent(**changes: str) -> dict[str, str]:
    terms = {"assets": "[tank]", "discount": "1 %", "issue_cost": "2 %", **changes}
    inner = ", ".join(f"{key}: {value}" for key, value in terms.items())
    return {**TERMINAL, "support": f"[{{kind: green_loan, id: green, {inner}}}]"}


def saved(toy_plan: Callable[..., Plan], overrides: dict[str, str]) -> float:
    """What a plan costs less than the one without support, MUSD."""
    return float((toy_plan(TERMINAL).cost - toy_plan(overrides).cost).m_as("MUSD_2025"))


YEAR_END = 1 / 1.10


def test_one_to_two_takes_a_third_off_the_annuities(toy_plan: Callable[..., Plan]) -> None:
    due = sum(capex * crf(life) for capex, life in CAPITAL.values()) / 3 * YEAR_END
    assert saved(toy_plan, granted()) == pytest.approx(due, abs=CENT)


def test_a_ceiling_pays_where_the_annuity_weighs_most(toy_plan: Callable[..., Plan]) -> None:
    """1 MUSD goes to the pipes and the tank, of 20 years, and not to the jetty of 40."""
    assert saved(toy_plan, granted(ceiling="1 MUSD")) == pytest.approx(crf(20) * YEAR_END, abs=CENT)


def test_a_ceiling_that_is_reached_leaves_no_gap(toy_plan: Callable[..., Plan]) -> None:
    assert float(toy_plan(granted(ceiling="1 MUSD")).gap.m_as("%")) < 0.01


def test_a_project_below_the_least_gets_nothing(toy_plan: Callable[..., Plan]) -> None:
    overrides = granted(smallest_project=f"{TOTAL + 0.1} MUSD")
    assert saved(toy_plan, overrides) == pytest.approx(0.0, abs=CENT)
    assert toy_plan(overrides).support.empty


def test_a_project_of_just_the_least_gets_its_grant(toy_plan: Callable[..., Plan]) -> None:
    assert saved(toy_plan, granted(smallest_project=f"{TOTAL - 0.1} MUSD")) > 0.1


def test_the_table_of_support_holds_what_is_granted(toy_plan: Callable[..., Plan]) -> None:
    table = toy_plan(granted()).support
    amounts = dict(zip(table["asset"], table["amount"], strict=True))
    assert amounts == {name: pytest.approx(capex / 3) for name, (capex, _) in CAPITAL.items()}


def test_costs_with_a_grant_add_up_to_the_plans(toy_plan: Callable[..., Plan]) -> None:
    plan = toy_plan(granted(ceiling="2 MUSD"))
    total = (plan.costs["amount"] * plan.costs["discount"]).sum()
    assert total == pytest.approx(float(plan.cost.m_as("MUSD_2025")), abs=1e-6)


def test_a_grant_whose_eligibility_is_unproven_says_so(toy_plan: Callable[..., Plan]) -> None:
    assert any("unproven" in warning for warning in toy_plan(granted()).warnings)
    assert not toy_plan(granted(eligibility="proven")).warnings


def test_a_loan_lowers_the_rate_and_adds_its_cost(toy_plan: Callable[..., Plan]) -> None:
    capex = CAPITAL["tank"][0]
    due = capex * (crf(20) - 1.02 * crf(20, 0.07)) * YEAR_END
    assert saved(toy_plan, lent()) == pytest.approx(due, abs=CENT)


def test_a_loan_too_small_to_be_granted_is_warned_of(toy_plan: Callable[..., Plan]) -> None:
    assert any("smallest loan" in warning for warning in toy_plan(lent(smallest="100 MUSD")).warnings)
    assert not toy_plan(lent(smallest="1 MUSD")).warnings


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        (granted(assets="[jety]"), 'unknown asset that is built and kept "jety"'),
        (granted(company="0"), "out of range"),
        ({"support": "[{kind: matched_grant, id: a, assets: [tank]}]"}, "missing"),
    ],
)
def test_bad_support_is_refused(
    toy_scenario: Callable[..., Scenario], overrides: dict[str, str], message: str
) -> None:
    with pytest.raises(ScenarioError, match=message):
        toy_scenario(overrides)


def test_two_grants_for_one_asset_are_refused(toy_scenario: Callable[..., Scenario]) -> None:
    one = granted(assets="[tank]")["support"].removeprefix("[").removesuffix("]")
    other = one.replace("id: match", "id: again")
    with pytest.raises(ScenarioError, match="two of the kind"):
        toy_scenario({"support": f"[{one}, {other}]"})


@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    ceiling=st.floats(0.0, 12.0),
    company=st.integers(1, 4),
    least=st.floats(0.0, 30.0),
    asked=st.tuples(st.integers(20, 120), st.integers(20, 120), st.integers(20, 120)),
    price=st.integers(1050, 2000),
)
def test_the_bound_stays_below_the_whole_optimum_and_the_plan_above(
    toy_problem: Callable[..., Problem],
    solved: Callable[[Problem], Solution],
    ceiling: float,
    company: int,
    least: float,
    asked: tuple[int, int, int],
    price: int,
) -> None:
    overrides = granted(
        ceiling=f"{ceiling:.3f} MUSD", company=str(company), smallest_project=f"{least:.3f} MUSD"
    )
    overrides |= {
        "years.milestones": "[2030, 2031, 2034]",
        "years.horizon": "2037",
        "demand.customer.asks": f"{{2030: {asked[0]} kt/yr, 2031: {asked[1]} kt/yr, 2034: {asked[2]} kt/yr}}",
        "demand.customer.otherwise": f"{{elsewhere: {price} USD/t}}",
        "places.site.tenure": "{until: 2045}",
    }
    problem = replace(toy_problem(overrides), gap=0.02)
    solution = solved(problem)
    optimum = highs.solve(whole(problem, compile_operation(problem, Times.weekly())))
    slack = 1e-6 * (1 + abs(solution.value))
    assert solution.floor <= solution.bound + slack
    assert solution.bound <= optimum.value + slack
    assert optimum.value <= solution.value + slack
