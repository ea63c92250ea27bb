"""The front is monotone, its ends are the single-objective optima, and nothing is compiled again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

import greenport as gp
from greenport.sizing import Progress, emitted
from greenport.sizing.assemble import whole
from greenport.sizing.door import problem_of
from greenport.sizing.kept import Models
from greenport.sizing.solve import highs
from greenport.studies import Front
from greenport.studies.front import built

TWO_MAKERS = {
    "suppliers": "[{id: maker, port: zhanjiang, distance: 1200 nmi, fuel: methanol, price: 1000 USD/t, "
    "available: 500 kt/yr, intensity: 30 gCO2e/MJ, contract_fee: 0.05 MUSD/yr}, "
    "{id: clean, port: zhanjiang, distance: 1200 nmi, fuel: methanol, price: 1100 USD/t, "
    "available: 20 kt/yr, intensity: 5 gCO2e/MJ}]",
    "offers": "[{id: straight, supplier: maker, deliver: direct, mode: barge, parcel: 1000 t}, "
    "{id: clear, supplier: clean, deliver: direct, mode: barge, parcel: 1000 t}]",
}


@pytest.fixture(scope="module")
def scenario(small: Callable[..., gp.Scenario]) -> gp.Scenario:
    return small(overrides=TWO_MAKERS)


@pytest.fixture(scope="module")
def front(scenario: gp.Scenario) -> Front:
    return gp.pareto(scenario, points=4)


def test_the_front_is_monotone(front: Front) -> None:
    costs = [p.plan.cost.magnitude for p in front.points]
    avoided = [p.avoided.magnitude for p in front.points]
    assert len(costs) >= 2
    assert (np.diff(costs) > 0).all()
    assert (np.diff(avoided) > 0).all()
    slopes = front.table().filter(like="marginal").iloc[1:, 0]
    assert (slopes > 0).all()


def test_the_first_point_is_the_cheapest_plan(
    scenario: gp.Scenario,
    front: Front,
) -> None:
    assert front.points[0].plan.cost.magnitude == pytest.approx(gp.size(scenario).cost.magnitude)


def test_the_last_point_emits_least(
    scenario: gp.Scenario,
    front: Front,
) -> None:
    """Against the whole problem on weeks with emissions for its only cost: a bound on every plan's."""
    problem = problem_of(scenario)
    matrix = whole(problem, Models().weekly(problem))
    spans, made = emitted.spans(problem), [emitted.emitted(problem, y) for y in range(len(problem.years))]
    cost = [
        spans[int(str(index[0]))] * sum(part.amount for part in made[int(str(index[0]))][name](index[1:]))
        if name in made[0]
        else 0.0
        for name, index in matrix.columns
    ]
    least = highs.solve(replace(matrix, cost=np.array(cost)))
    assert front.points[-1].avoided.m_as("ktCO2e") == pytest.approx(-least.value, rel=1e-6)


def test_what_is_avoided_is_what_the_plan_says(front: Front) -> None:
    for point in front.points:
        assert point.avoided.m_as("ktCO2e") == pytest.approx(point.plan.avoided().m_as("ktCO2e"))


def test_every_point_is_a_sound_plan_above_its_bound(
    front: Front,
) -> None:
    for point in front.points:
        assert point.plan.lower_bound.magnitude <= point.plan.cost.magnitude + 1e-9
        assert gp.verify(point.plan).sound


def test_a_front_compiles_one_year_on_weeks_and_one_on_days(
    front: Front,
) -> None:
    assert front.compilations == 2


def test_progress_of_priced_emissions_shows_no_sum_that_is_not_money(scenario: gp.Scenario) -> None:
    seen: list[Progress] = []
    gp.pareto(scenario, points=2, progress=seen.append)
    first, second = (
        [p.value for p in seen if p.stage.startswith(f"{n} of 2") and p.value < float("inf")] for n in (1, 2)
    )
    assert first
    assert not second
    assert any(p.stage.startswith("2 of 2") and p.gap < 1 for p in seen)


def test_what_stands_today_is_not_told_as_built(small: Callable[..., gp.Scenario]) -> None:
    """The airport's pier stands; a tank is converted."""
    assert built(gp.size(small("airport"))) == "1 × neat_tank"


def test_a_front_of_one_point_is_refused(scenario: gp.Scenario) -> None:
    with pytest.raises(gp.ScenarioError, match="2 or more"):
        gp.pareto(scenario, points=1)


def test_the_figure_shows_the_table(front: Front) -> None:
    plans = front.figure().data[0]
    assert list(plans.y) == [p.plan.cost.magnitude for p in front.points]
    assert list(plans.x) == pytest.approx([p.avoided.m_as("MtCO2e") for p in front.points])
