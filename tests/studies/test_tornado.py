"""Bars of a tornado: the plan kept is what HiGHS says of it, and what is sized anew is a fresh size."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import greenport as gp
from greenport.studies import Tornado

RANGES = {
    "suppliers.maker.price": "{value: 1000 USD/t, low: 900 USD/t, high: 1200 USD/t}",
    "demand.customer.port_stay": "{value: 24 h, low: 20 h, high: 30 h}",
    "finance.discount_rate": "{value: 10 %, low: 8 %, high: 12 %}",
}


@pytest.fixture(scope="module")
def found(small: Callable[..., gp.Scenario]) -> Tornado:
    return gp.sensitivity(small(overrides=RANGES), resized=1)


def test_the_widest_bar_comes_first(found: Tornado) -> None:
    swings = found.table()["swing"].tolist()
    assert found.bars[0].range.name == "suppliers.maker.price"
    assert swings == sorted(swings, reverse=True)


def test_a_bar_is_the_price_times_what_is_bought(found: Tornado) -> None:
    """40 kt of one year, paid at its end: 100 USD/t less are 4 MUSD before discounting at 10 %."""
    bar = found.bars[0]
    assert bar.low - found.operated == pytest.approx(-4 / 1.1, rel=1e-6)
    assert bar.high - found.operated == pytest.approx(8 / 1.1, rel=1e-6)


def test_bars_sized_anew_equal_fresh_sizes(small: Callable[..., gp.Scenario], found: Tornado) -> None:
    bar = found.bars[0]
    for text, cost in ((bar.range.low, bar.resized_low), (bar.range.high, bar.resized_high)):
        fresh = gp.size(small(overrides=RANGES | {"suppliers.maker.price": text}))
        assert fresh.cost.magnitude == pytest.approx(cost, rel=1e-9)


def test_prices_and_rates_do_not_recompile(found: Tornado) -> None:
    assert found.compilations == 2


def test_a_row_of_a_dataset_moves_wherever_it_is_used() -> None:
    from greenport.studies.tornado import ranges

    shared = {one.name: one for one in ranges(gp.load_scenario("hongkong"))}
    assert len(shared["prices:methanol_green_fob"].keys) == 9


def test_an_unknown_method_or_range_is_refused(small: Callable[..., gp.Scenario]) -> None:
    with pytest.raises(gp.ScenarioError, match="expected one of tornado"):
        gp.sensitivity(small(), method="sobol")
    with pytest.raises(gp.ScenarioError, match=r"suppliers\.maker\.price"):
        gp.sensitivity(small(overrides=RANGES), keys=["suppliers.makr.price"])


def test_the_figure_shows_the_table(found: Tornado) -> None:
    table = found.table()
    low, _, high, _ = found.figure().data
    assert list(low.x) == table["low"].tolist()
    assert list(high.x) == table["high"].tolist()
    assert list(low.y) == table["name"].tolist()
