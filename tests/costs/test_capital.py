"""Scale law, price years, additions and yearly cost of assets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs, data
from greenport.errors import DataError, UnitError
from greenport.units import Q_, MismatchError, in_currency, magnitude


@pytest.mark.parametrize(("volume", "unit_cost"), [("10000 m^3", 765), ("5000 m^3", 975)])
def test_smaller_methanol_tanks_of_the_base_case_cost_more_per_volume(volume: str, unit_cost: float) -> None:
    tank = costs.scaled_capex(Q_("600 USD/m^3") * Q_("20000 m^3"), Q_("20000 m^3"), Q_(volume), Q_(0.65))
    assert magnitude(tank / Q_(volume), "USD/m^3") == pytest.approx(unit_cost, abs=1)


def test_a_vessel_is_scaled_from_a_smaller_one() -> None:
    # 17 * (7500/4000)^0.65 = 25.6
    price = costs.scaled_capex(Q_("17 MUSD"), Q_("4000 dwt"), Q_("7500 t"), Q_(0.65))
    assert magnitude(price, "MUSD") == pytest.approx(25.58, abs=0.01)


def test_sizes_in_an_array_give_costs_in_an_array() -> None:
    found = costs.scaled_capex(Q_("1 MUSD"), Q_("1 t"), Q_(np.array([1.0, 4.0]), "t"), Q_(0.5))
    assert magnitude(found, "MUSD") == pytest.approx([1.0, 2.0])


def test_sizes_of_two_kinds_do_not_scale() -> None:
    with pytest.raises(MismatchError, match=r"m\^3 and t do not go together"):
        costs.scaled_capex(Q_("1 MUSD"), Q_("1 t"), Q_("1 m^3"), Q_(0.6))


def test_a_size_of_nothing_is_refused() -> None:
    with pytest.raises(UnitError, match="base_size of 0 t is not above zero"):
        costs.scaled_capex(Q_("1 MUSD"), Q_("0 t"), Q_("1 t"), Q_(0.6))


def test_escalation_moves_the_price_year_by_the_index() -> None:
    moved = costs.escalate(Q_("1000 kUSD_2019/m^3"), 2019, 2024)
    assert magnitude(moved, "kUSD_2024/m^3") == pytest.approx(1000 * 798.8 / 607.5)


def test_escalation_keeps_the_currency() -> None:
    moved = costs.escalate(Q_("100 HKD_2019"), 2019, 2020)
    assert str(moved).endswith(" HKD_2020")


def test_money_without_a_year_is_of_the_year_it_is_escalated_from() -> None:
    assert costs.escalate(Q_("100 USD"), 2019, 2024) == costs.escalate(Q_("100 USD_2019"), 2019, 2024)


def test_escalating_and_converting_commute_at_a_constant_rate() -> None:
    first = in_currency(costs.escalate(Q_("100 HKD_2019"), 2019, 2024), "USD")
    last = costs.escalate(in_currency(Q_("100 HKD_2019"), "USD"), 2019, 2024)
    assert magnitude(first, "USD_2024") == pytest.approx(magnitude(last, "USD_2024"))


@given(st.sampled_from(range(2000, 2025)), st.sampled_from(range(2000, 2025)))
def test_escalating_there_and_back_changes_nothing(start: int, end: int) -> None:
    there = costs.escalate(Q_(f"100 USD_{start}"), start, end)
    assert magnitude(costs.escalate(there, end, start), f"USD_{start}") == pytest.approx(100.0)


def test_money_of_another_year_is_not_escalated_as_if_it_were_of_this() -> None:
    with pytest.raises(UnitError, match="money of 2020, not of 2019"):
        costs.escalate(Q_("100 USD_2020"), 2019, 2024)


def test_a_mass_has_no_price_year_to_move() -> None:
    with pytest.raises(UnitError, match="amount of 100 t holds no money"):
        costs.escalate(Q_("100 t"), 2019, 2024)


def test_a_year_outside_the_index_is_named_with_the_index_and_its_source() -> None:
    covered = data.series("price_indices:cepci")
    missing = max(covered) + 1
    message = rf"CEPCI has no value for {missing}; it covers 2000 to {missing - 1} \(TEA Commons"
    with pytest.raises(DataError, match=message):
        costs.escalate(Q_("100 USD_2019"), 2019, missing)


def test_an_unknown_index_is_named() -> None:
    with pytest.raises(DataError, match="cepcy"):
        costs.escalation_factor(2019, 2024, index="CEPCY")


def test_contingency_and_owners_cost_multiply() -> None:
    # one 20,000 m^3 methanol tank of the base case: 12 * 1.30 * 1.15
    cost = costs.installed_cost(Q_("12 MUSD_2025"), Q_("30 %"), Q_("15 %"))
    assert magnitude(cost, "MUSD_2025") == pytest.approx(17.94)


def test_a_negative_contingency_is_refused() -> None:
    with pytest.raises(UnitError, match="contingency of -10 % is below zero"):
        costs.installed_cost(Q_("12 MUSD"), Q_("-10 %"), Q_("15 %"))


def test_yearly_cost_is_annuity_upkeep_and_fixed_payments() -> None:
    yearly = costs.asset_annual_cost(
        Q_("72 MUSD_2025"), Q_("8 %"), Q_("30 yr"), opex_share=Q_("3 %"), fixed_opex=Q_("1.2 MUSD_2025/yr")
    )
    assert magnitude(yearly, "MUSD_2025/yr") == pytest.approx(72 * (0.0888274 + 0.03) + 1.2, abs=1e-5)


def test_upkeep_may_be_given_per_year() -> None:
    terms = (Q_("72 MUSD"), Q_("8 %"), Q_("30 yr"))
    per_year = costs.asset_annual_cost(*terms, opex_share=Q_("3 %/yr"))
    assert per_year == costs.asset_annual_cost(*terms, opex_share=Q_("3 %"))


def test_without_upkeep_the_yearly_cost_is_the_annuity() -> None:
    terms = (Q_("72 MUSD"), Q_("8 %"), Q_("30 yr"))
    assert costs.asset_annual_cost(*terms) == costs.annuity(*terms)


@pytest.mark.parametrize("amount", [5, "abc", None, Q_(float("nan"), "USD")])
def test_what_is_no_amount_of_money_is_not_escalated(amount: Any) -> None:
    with pytest.raises(UnitError, match="is not a"):
        costs.escalate(amount, 2019, 2023)


@pytest.mark.parametrize(
    "call",
    [
        lambda loss: costs.scaled_capex(loss, Q_("1 t"), Q_("2 t"), Q_(0.6)),
        lambda loss: costs.installed_cost(loss, Q_("30 %"), Q_("15 %")),
        lambda loss: costs.asset_annual_cost(loss, Q_("8 %"), Q_("20 yr")),
    ],
)
def test_a_cost_below_nothing_is_refused(call: Callable[[Any], object]) -> None:
    with pytest.raises(UnitError, match="capex of -1 MUSD is below zero"):
        call(Q_("-1 MUSD"))


def test_a_size_that_scales_beyond_all_numbers_is_refused() -> None:
    with pytest.raises(UnitError, match=r"too large for a number; look at .*size 1e.300 t, exponent 3"):
        costs.scaled_capex(Q_("1 MUSD"), Q_("1 t"), Q_("1e300 t"), Q_(3.0))
