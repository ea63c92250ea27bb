"""A flip lies in its bracket: sizing on both sides says so, and nothing is compiled again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import greenport as gp
from greenport.sizing.door import problem_of
from greenport.studies import Breakeven
from greenport.studies.handles import handles
from greenport.studies.session import Session


@pytest.fixture(scope="module")
def by_price(small: Callable[..., gp.Scenario]) -> Breakeven:
    return gp.breakeven(small(), "suppliers.maker.price", between=("1200 USD/t", "1500 USD/t"))


def test_the_bracket_is_narrow_and_proved(by_price: Breakeven) -> None:
    (flip,) = by_price.flips
    assert flip.having is not None
    assert flip.without is not None
    assert flip.proved
    assert flip.having < flip.without
    assert (flip.without - flip.having).m_as("USD/t") <= 0.05 * flip.without.m_as("USD/t")
    assert "pays below" in str(flip)


def test_sizing_on_both_sides_finds_the_flip(small: Callable[..., gp.Scenario], by_price: Breakeven) -> None:
    (flip,) = by_price.flips
    assert flip.having is not None
    assert flip.without is not None
    for value, buys in ((flip.having, True), (flip.without, False)):
        plan = gp.size(small(overrides={"suppliers.maker.price": f"{value.magnitude} USD/t"}))
        assert bool((plan.flows["flow"] == "purchase").any()) is buys


def test_a_search_compiles_one_year_on_weeks_and_one_on_days(by_price: Breakeven) -> None:
    assert len(by_price.flips[0].probes) > 3
    assert by_price.compilations == 2


def test_carbon_parity_lies_above_that_of_the_landed_fuel(small: Callable[..., gp.Scenario]) -> None:
    """Storage and delivery come on top of the closed form."""
    (flip,) = gp.breakeven(small("airport"), "finance.carbon_price", tolerance=0.2).flips
    assert flip.closed_form is not None
    assert flip.having is not None
    assert flip.having >= flip.closed_form
    assert flip.proved


def test_at_no_carbon_price_dear_fuel_is_not_delivered(small: Callable[..., gp.Scenario]) -> None:
    study = Session(small())
    (handle,) = handles(study, "finance.carbon_price")
    assert handle.decision is not None
    problem = handle.problem(0.0)
    assert not handle.decision.stands(problem, study.solve(problem, ""))


def test_a_factor_is_told_as_times_the_demand_and_the_rule_of_thumb_is_explained(
    small: Callable[..., gp.Scenario],
) -> None:
    (flip,) = gp.breakeven(small(), "demand.volume", tolerance=0.3).flips
    told = str(flip)
    assert told.count("times the demand") == 2
    assert "by rule of thumb (yearly fixed cost of the cheapest terminal over what a tonne saves) at " in told


def test_twice_the_demand_is_twice_the_stems(small: Callable[..., gp.Scenario]) -> None:
    (handle,) = handles(Session(small()), "demand.volume")
    once, twice = (handle.problem(factor).demands[0].asked.sum() for factor in (1.0, 2.0))
    assert once == pytest.approx(problem_of(small()).demands[0].asked.sum())
    assert twice == pytest.approx(2 * once)


def test_no_flip_is_said_so(small: Callable[..., gp.Scenario]) -> None:
    found = gp.breakeven(small(), "suppliers.maker.price", between=(900, 950))
    assert "no flip between" in str(found)


@pytest.mark.parametrize(
    ("what", "more", "message"),
    [
        ("suppliers.makr.price", {}, 'did you mean "suppliers.maker.price"?'),
        ("suppliers.maker.price", {"between": (3, 2)}, "is no range"),
        ("suppliers.maker.price", {"decision": "tnk"}, 'unknown decision "tnk"'),
        ("suppliers.maker.price", {"tolerance": 0.0}, "expected a share"),
        ("blend.premium", {}, "no ready blends"),
    ],
)
def test_wrong_questions_are_refused_in_words(
    small: Callable[..., gp.Scenario], what: str, more: dict[str, object], message: str
) -> None:
    with pytest.raises(gp.ScenarioError) as caught:
        gp.breakeven(small(), what, **more)  # type: ignore[arg-type]
    assert message in str(caught.value)
