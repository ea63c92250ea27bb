"""The purchase floor by hand: energy at its lowest delivered price, nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from greenport.sizing.problem import Problem
from greenport.sizing.solve.floor import floor

DENSITY = 0.792
BERTH = 4000 / DENSITY / 500 + 8
VOYAGE = 1000 * (240 + 2 * BERTH) + 500 * (240 + 0.1 * 2 * BERTH) + 20_000
ALONGSIDE = 1000 / DENSITY / 500 + 2
TRIP = (240 * 6 / 24 + ALONGSIDE * 1.2 / 24) * 500
HANDED = ALONGSIDE * 1.2 / 24 * 500 / 1e6
"""Direct delivery burns the least fuel in the port, and hire is no part of the floor."""


def test_the_cheapest_offer_alone_makes_the_floor(toy_problem: Callable[..., Problem]) -> None:
    """Without hire a direct tonne costs its price and the fuel of its trip."""
    assert floor(toy_problem()) == pytest.approx([40 * (1 + TRIP / 1e6 + HANDED)], rel=1e-9)


ONLY_CARGO = "[{id: cargo, supplier: maker, deliver: terminal, ship: tanker, parcel: 4000 t}]"


def test_a_route_counts_with_its_freight_and_stock_but_without_tanks(
    toy_problem: Callable[..., Problem],
) -> None:
    landed = 1 + VOYAGE / 4 / 1e6 + 0.08 * 4 / (2 * 40) + 0.08 * 120 / 8760
    loading = 1000 / DENSITY / 1000 + 1
    handed = (2 * 6 + (loading + ALONGSIDE) * 1.2) / 24 * 500 / 1e6
    assert floor(toy_problem({"offers": ONLY_CARGO})) == pytest.approx([40 * (landed + handed)], rel=1e-9)


def test_an_offer_that_no_place_can_take_yet_is_no_part_of_the_floor(
    toy_problem: Callable[..., Problem],
) -> None:
    """The tank is ready in 2029 at the earliest; before, everything goes without."""
    years = {"years.milestones": "[2028, 2030]", "years.horizon": "2031"}
    early, late = floor(toy_problem({"offers": ONLY_CARGO, **years}))
    assert early == pytest.approx(40 * 1.5)
    assert late < 40 * 1.2


def test_what_a_supplier_does_not_have_goes_without(toy_problem: Callable[..., Problem]) -> None:
    scarce = floor(toy_problem({"suppliers.maker.available": "10 kt/yr"}))
    assert scarce == pytest.approx([10 * (1 + TRIP / 1e6 + HANDED) + 30 * 1.5], rel=1e-9)


def test_going_without_is_the_floor_where_it_is_cheaper(toy_problem: Callable[..., Problem]) -> None:
    cheap = {"demand.customer.otherwise": "{elsewhere: 900 USD/t}"}
    assert floor(toy_problem(cheap)) == pytest.approx([40 * 0.9])


def test_service_that_is_promised_stands_in_the_floor(toy_problem: Callable[..., Problem]) -> None:
    """Half must be served, one stem less; the rest goes without at 900 USD a tonne."""
    cheap = {"demand.customer.otherwise": "{elsewhere: 900 USD/t}", "demand.customer.at_least": "50 %"}
    expected = 19 * (1 + TRIP / 1e6 + HANDED) + 21 * 0.9
    assert floor(toy_problem(cheap)) == pytest.approx([expected], rel=1e-9)
