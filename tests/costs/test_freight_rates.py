"""Freight by the tonne, demurrage and congestion."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs
from greenport.errors import UnitError
from greenport.units import Q_, MismatchError, magnitude


def test_an_owner_and_a_charterer_at_the_required_rate_pay_the_same() -> None:
    price, rate, life = Q_("25 MUSD"), Q_("10 %"), Q_("20 yr")
    running, on_hire = Q_("4500 USD/d"), Q_("350 d/yr")
    hire = costs.required_charter_rate(price, rate, life, running, on_hire)
    voyage = costs.voyage_cost(
        Q_("1440 nmi"),
        costs.Tanker(Q_("12 kn"), hire, Q_("9 t/d"), Q_("3 t/d")),
        Q_("5000 t"),
        bunker_price=Q_("535 USD/t"),
        load_time=Q_("1 d"),
        discharge_time=Q_("1 d"),
        port_dues=Q_("20 kUSD"),
    )
    owned = costs.required_freight_rate(
        costs.vessel_annual_cost(price, rate, life, running),
        on_hire,
        voyage.time,
        voyage.fuel + voyage.port_dues,
        Q_("5000 t"),
    )
    assert magnitude(owned, "USD/t") == pytest.approx(magnitude(voyage.cost_per_mass, "USD/t"))


def test_a_ship_that_never_works_has_no_rate() -> None:
    with pytest.raises(UnitError, match="on_hire of 0 % never works"):
        costs.required_freight_rate(Q_("4 MUSD/yr"), Q_("0 %"), Q_("9 d"), Q_("1 USD"), Q_("1 t"))


def test_a_bare_market_rate_is_the_cost() -> None:
    assert costs.freight_cost(Q_("40 USD/t"), Q_("900 USD/t")) == Q_("40 USD/t")


def test_insurance_losses_and_demurrage_add_to_a_market_rate() -> None:
    # 40 + 0.2 % of 940 + 0.1 % of 900 + 5000 / 5000
    found = costs.freight_cost(
        Q_("40 USD/t"),
        Q_("900 USD/t"),
        insurance=Q_("0.2 %"),
        loss=Q_("0.1 %"),
        demurrage=Q_("5 kUSD"),
        cargo=Q_("5 kt"),
    )
    assert magnitude(found, "USD/t") == pytest.approx(43.78)


def test_demurrage_needs_a_cargo() -> None:
    with pytest.raises(UnitError, match="demurrage without a cargo"):
        costs.freight_cost(Q_("40 USD/t"), Q_("900 USD/t"), demurrage=Q_("5 kUSD"))


def test_rates_of_two_price_years_do_not_add() -> None:
    with pytest.raises(MismatchError, match="never adds"):
        costs.freight_cost(Q_("40 USD_2024/t"), Q_("900 USD_2025/t"), insurance=Q_("1 %"))


def test_expected_demurrage_is_the_mean_of_many_voyages() -> None:
    random = np.random.default_rng(np.random.SeedSequence(7))
    over = np.maximum(random.normal(3.4, 1.2, 400_000) - 3.0, 0.0).mean()
    found = costs.expected_demurrage(Q_("12 kUSD/d"), Q_("3 d"), Q_("3.4 d"), Q_("1.2 d"))
    assert magnitude(found, "kUSD") == pytest.approx(12 * over, rel=0.01)


def test_a_certain_time_pays_for_what_it_is_over_and_nothing_under() -> None:
    times = Q_(np.array([2.0, 3.0, 4.5]), "d")
    found = costs.expected_demurrage(Q_("10 kUSD/d"), Q_("3 d"), times, Q_("0 d"))
    assert magnitude(found, "kUSD") == pytest.approx([0, 0, 15])


@given(st.floats(0, 20), st.floats(0, 20), st.floats(0, 5))
def test_demurrage_is_never_below_what_a_certain_time_pays(
    laytime: float, mean: float, spread: float
) -> None:
    terms = (Q_("1 USD/d"), Q_(laytime, "d"), Q_(mean, "d"))
    certain = magnitude(costs.expected_demurrage(*terms, Q_("0 d")), "USD")
    assert magnitude(costs.expected_demurrage(*terms, Q_(spread, "d")), "USD") >= certain - 1e-9


def test_congestion_lengthens_the_time_in_port() -> None:
    assert magnitude(costs.port_time(Q_("40 h"), Q_(0.0)), "h") == 40
    found = costs.port_time(Q_("40 h"), Q_(np.array([0.3, 1.0])))
    assert magnitude(found, "h") == pytest.approx([52, 80])


def test_a_canal_is_paid_on_top_of_the_ports() -> None:
    terms = {
        "bunker_price": Q_("500 USD/t"),
        "load_time": Q_("1 d"),
        "discharge_time": Q_("1 d"),
        "port_dues": Q_("20 kUSD"),
    }
    ship = costs.Tanker(Q_("12 kn"), Q_("10 kUSD/d"), Q_("9 t/d"), Q_("3 t/d"))
    free = costs.voyage_cost(Q_("1440 nmi"), ship, Q_("5 kt"), **terms)
    through = costs.voyage_cost(Q_("1440 nmi"), ship, Q_("5 kt"), canal_dues=Q_("100 kUSD"), **terms)
    assert magnitude(through.cost_per_mass - free.cost_per_mass, "USD/t") == pytest.approx(20)


def test_a_million_voyages_are_costed_at_once() -> None:
    cargo = Q_(np.linspace(1, 50, 1_000_000), "kt")
    voyage = costs.voyage_cost(
        Q_("1440 nmi"),
        costs.Tanker(Q_("12 kn"), Q_("10 kUSD/d"), Q_("9 t/d"), Q_("3 t/d")),
        cargo,
        bunker_price=Q_("500 USD/t"),
        load_time=Q_(np.full(1_000_000, 24.0), "h"),
        discharge_time=Q_("1 d"),
    )
    assert voyage.cost_per_mass.m.shape == (1_000_000,)
    assert voyage.cost_per_mass.m[0] == pytest.approx(50 * voyage.cost_per_mass.m[-1])
