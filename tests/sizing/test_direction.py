"""Economics of direction, judged on certified intervals: what must not be dearer, is not proved to be.

The least cost of a scenario lies between the bound and the cost of its plan. Where one scenario can be no
dearer than another, the bound of the one is at most the cost of the other.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenport.sizing import Plan

YEAR_END = 1 / 1.10
ASKED = 64.0
WANTED = {"demand.customer.asks": f"{ASKED} kt/yr"}
CAPEX = {"jetty": 10 * 1.2 * 1.1, "pipes": 1 * 1.2 * 1.1, "tank": 5 * 1.2 * 1.1}
QUICK = settings(max_examples=5, deadline=None, derandomize=True)


def interval(plan: Plan) -> tuple[float, float]:
    return float(plan.lower_bound.m_as("MUSD_2025")), float(plan.cost.m_as("MUSD_2025"))


def no_dearer(one: Plan, other: Plan, by: float = 0.0) -> bool:
    """Whether one plan may cost at least so much less than the other."""
    return interval(one)[0] <= interval(other)[1] - by + 1e-6


def served(plan: Plan) -> float:
    return float(plan.flows[plan.flows["flow"] == "delivery"]["quantity"].sum())


def dutiable(rate: float) -> dict[str, str]:
    """Nobody goes elsewhere, whatever the duty."""
    duty = f"[{{kind: duty, id: due, rate: {rate} USD/m^3, demands: [customer]}}]"
    return {**WANTED, "demand.customer.otherwise": "{elsewhere: 9000 USD/t}", "rules": duty}


@pytest.mark.parametrize("rate", [1, 100, 2000])
def test_a_duty_costs_its_rate_times_the_volume_where_the_volume_stays(
    toy_plan: Callable[..., Plan], rate: float
) -> None:
    free, taxed = toy_plan(dutiable(0)), toy_plan(dutiable(rate))
    assert served(free) == pytest.approx(ASKED)
    assert served(taxed) == pytest.approx(ASKED)
    due = rate * ASKED / 0.792 / 1000 * YEAR_END
    assert no_dearer(free, taxed, due)
    assert no_dearer(taxed, free, -due)
    assert interval(taxed)[1] - interval(free)[1] == pytest.approx(due, rel=1e-3)


def test_a_duty_above_what_the_fuel_costs_elsewhere_drives_ships_away(toy_plan: Callable[..., Plan]) -> None:
    rule = "[{kind: duty, id: due, rate: 2000 USD/m^3, demands: [customer]}]"
    assert served(toy_plan({**WANTED, "rules": rule})) == 0


def granted(government: int, company: int, ceiling: float, smallest: float) -> dict[str, str]:
    terms = f"government: {government}, company: {company}, ceiling: {ceiling} MUSD"
    terms += f", smallest_project: {smallest} MUSD"
    grant = f"{{kind: matched_grant, id: match, assets: [jetty, pipes, tank], {terms}}}"
    return {**WANTED, "support": f"[{grant}]"}


@QUICK
@given(
    parts=st.sampled_from([(1, 2), (1, 1), (3, 1), (1, 20)]),
    ceiling=st.sampled_from([0.5, 3.0, 100.0]),
    smallest=st.sampled_from([0.1, 15.0, 40.0]),
)
def test_a_grant_makes_nothing_dearer_and_stops_at_its_ceiling(
    toy_plan: Callable[..., Plan], parts: tuple[int, int], ceiling: float, smallest: float
) -> None:
    without, plan = toy_plan(WANTED), toy_plan(granted(*parts, ceiling, smallest))
    assert no_dearer(plan, without)
    paid = plan.support
    built = plan.capacity[plan.capacity["asset"].isin(CAPEX)]
    assert paid["amount"].sum() <= ceiling + 1e-9
    share = parts[0] / sum(parts)
    capital = sum(CAPEX[asset] * n for asset, n in zip(built["asset"], built["number"], strict=True))
    assert paid["amount"].sum() <= share * capital + 1e-9
    assert paid.empty or capital >= smallest


@pytest.mark.parametrize("company", [1, 2])
def test_nothing_is_built_for_the_sake_of_its_grant(toy_plan: Callable[..., Plan], company: int) -> None:
    """99 parts in 100 are paid, and still nobody wants the fuel."""
    unwanted = {"demand.customer.otherwise": "{fossil: 0 USD/t}"}
    plan = toy_plan({**granted(99, company, 1000, 0.1), **unwanted})
    assert plan.capacity.empty
    assert plan.support.empty
    assert interval(plan)[1] == pytest.approx(0.0, abs=1e-6)


def approved(months: int) -> dict[str, str]:
    """Two milestones: ships can be served directly from the first one, and better from a terminal."""
    return {
        **WANTED,
        "years.milestones": "[2028, 2030]",
        "years.horizon": "2035",
        "places.site.approvals.0.takes": f"{months} month",
    }


def test_faster_approvals_never_cost_more(toy_plan: Callable[..., Plan]) -> None:
    plans = [toy_plan(approved(months)) for months in (2, 12, 40)]
    assert all(no_dearer(soon, late) for soon, late in itertools.pairwise(plans))
    assert not no_dearer(plans[-1], plans[0])


@QUICK
@given(prices=st.lists(st.integers(500, 1800), min_size=2, max_size=2, unique=True).map(sorted))
def test_dearer_methanol_never_lowers_the_cost(toy_plan: Callable[..., Plan], prices: list[int]) -> None:
    cheap, dear = (toy_plan({**WANTED, "suppliers.maker.price": f"{price} USD/t"}) for price in prices)
    assert no_dearer(cheap, dear)
    assert served(dear) <= served(cheap) + 1e-6
