"""Mean and tail of a few futures, by hand and in their properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.sizing.risk import Outlook

COSTS = np.array([10.0, 40.0, 20.0, 30.0])
FAIR = np.full(4, 0.25)


@pytest.mark.parametrize(
    ("tail", "worst"),
    [
        (0.0, 25.0),  # the mean of all
        (0.5, 35.0),  # of the worst two
        (0.75, 40.0),  # the worst
        (0.6, (0.25 * 40 + 0.15 * 30) / 0.4),  # the worst, and part of the next
        (0.99, 40.0),  # less than the rarest future
        (1.0, 40.0),
    ],
)
def test_the_tail_is_the_mean_of_the_worst_share(tail: float, worst: float) -> None:
    assert Outlook(FAIR, 1.0, tail).objective(COSTS) == pytest.approx(worst)
    assert Outlook(FAIR, 0.25, tail).objective(COSTS) == pytest.approx(0.75 * 25 + 0.25 * worst)


def test_without_weight_the_objective_is_the_mean() -> None:
    chances = np.array([0.1, 0.2, 0.3, 0.4])
    assert Outlook(chances, 0.0, 0.9).objective(COSTS) == pytest.approx(float(chances @ COSTS))


@st.composite
def outlooks(draw: st.DrawFn) -> Outlook:
    parts = np.array(draw(st.lists(st.integers(1, 9), min_size=2, max_size=6)), dtype=float)
    return Outlook(parts / parts.sum(), draw(st.floats(0, 1)), draw(st.floats(0, 1)))


amounts = st.lists(st.floats(-100, 100), min_size=6, max_size=6)


@given(outlook=outlooks(), costs=amounts, others=amounts)
def test_weights_of_any_costs_bound_the_objective_of_any_others(
    outlook: Outlook, costs: list[float], others: list[float]
) -> None:
    """What the proof of the lower bound rests on."""
    count = len(outlook.probability)
    one, other = np.array(costs[:count]), np.array(others[:count])
    weights = outlook.weights(one)
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    assert float(weights @ other) <= outlook.objective(other) + 1e-9


@given(outlook=outlooks(), costs=amounts, more=st.floats(0, 50), shift=st.floats(-50, 50))
def test_the_objective_rises_with_every_future_and_moves_with_what_all_pay(
    outlook: Outlook, costs: list[float], more: float, shift: float
) -> None:
    count = len(outlook.probability)
    one = np.array(costs[:count])
    dearer = one.copy()
    dearer[0] += more
    assert outlook.objective(dearer) >= outlook.objective(one) - 1e-9
    assert outlook.objective(one + shift) == pytest.approx(outlook.objective(one) + shift, abs=1e-9)
