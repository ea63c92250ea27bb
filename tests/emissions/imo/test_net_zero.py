"""The draft Net-Zero Framework."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import emissions
from greenport.emissions import imo
from greenport.errors import DataError, DraftRuleWarning, GreenportError, UnitError
from greenport.units import Q_, magnitude

ENERGY = Q_("402 TJ")
DRAFT = pytest.mark.filterwarnings("ignore::greenport.errors.DraftRuleWarning")


def remedy(intensity: Any, year: Any = 2028, **options: Any) -> imo.Remedy:
    return imo.remedial_cost(Q_(intensity, "gCO2e/MJ"), ENERGY, year, **options)


@pytest.mark.parametrize(
    ("call"),
    [
        lambda: imo.fuel_intensity([("HFO", Q_("1 t"))]),
        lambda: imo.target(2028),
        lambda: imo.target(2028, "direct"),
        lambda: remedy(95),
        lambda: imo.near_zero(Q_("5 gCO2e/MJ"), 2030),
        lambda: imo.near_zero_limit(2030),
        lambda: imo.surplus_valid_until(2028),
    ],
)
def test_all_that_rests_on_the_draft_says_so(call: Any) -> None:
    with pytest.warns(
        DraftRuleWarning, match="draft MARPOL Annex VI chapter 5 .* is a draft and not in force"
    ):
        call()


@DRAFT
def test_the_result_of_a_year_says_that_it_is_a_draft() -> None:
    found = remedy(95)
    assert found.standing == "draft"
    assert str(found).endswith("(draft)")
    assert "standing='draft'" in repr(found)


@DRAFT
@pytest.mark.parametrize(
    ("year", "base", "direct"),
    [
        (2028, 89.568, 77.439),
        (2029, 87.702, 75.573),
        (2030, 85.836, 73.707),
        (2031, 81.7308, 69.6018),
        (2032, 77.6256, 65.4966),
        (2033, 73.5204, 61.3914),
        (2034, 69.4152, 57.2862),
        (2035, 65.310, 53.181),
    ],
)
def test_the_targets_of_the_draft(year: int, base: float, direct: float) -> None:
    assert magnitude(imo.target(year), "gCO2e/MJ") == pytest.approx(base, abs=1e-9)
    assert magnitude(imo.target(year, "direct"), "gCO2e/MJ") == pytest.approx(direct, abs=1e-9)


@DRAFT
def test_of_2040_only_the_base_target_is_set() -> None:
    assert magnitude(imo.target(2040), "gCO2e/MJ") == pytest.approx(93.3 * 0.35)
    with pytest.raises(DataError, match="sets nothing for 2040"):
        imo.target(2040, "direct")


@DRAFT
@pytest.mark.parametrize("year", [2027, 2036, 2041])
def test_a_year_without_a_target_is_refused(year: int) -> None:
    with pytest.raises(DataError, match=f"sets nothing for {year}"):
        imo.target(year)


def test_a_target_of_no_tier_is_refused() -> None:
    tier: Any = "middle"
    with pytest.raises(GreenportError, match="tier of 'middle' is unknown"):
        imo.target(2028, tier)


def test_before_the_draft_was_approved_there_was_none() -> None:
    with pytest.raises(DataError, match="nothing stood on 2025-01-01"):
        imo.target(2028, as_of="2025-01-01")
    with pytest.raises(DataError, match="nothing stood on 2025-01-01"):
        imo.fuel_intensity([("HFO", Q_("1 t"))], as_of="2025-01-01")


@DRAFT
@given(st.floats(-50.0, 200.0))
def test_the_deficits_and_the_surplus_tell_how_far_a_ship_is_from_the_direct_target(attained: float) -> None:
    found = remedy(attained)
    distance = (attained - 77.439) * 402
    balance = found.tier_1 + found.tier_2 - found.surplus
    assert magnitude(balance, "tCO2e") == pytest.approx(distance, abs=1e-6)
    assert found.surplus.m * found.tier_1.m == 0
    due = 100 * found.tier_1.m_as("tCO2e") + 380 * found.tier_2.m_as("tCO2e")
    assert magnitude(found.cost, "USD") == pytest.approx(due)


@DRAFT
@given(st.floats(77.439, 200.0), st.floats(0.01, 50.0))
def test_the_cost_grows_with_the_intensity(attained: float, more: float) -> None:
    assert remedy(attained).cost < remedy(attained + more).cost


@DRAFT
def test_a_ship_at_the_direct_target_owes_and_earns_nothing() -> None:
    found = imo.remedial_cost(imo.target(2029, "direct"), ENERGY, 2029)
    assert (found.cost.m, found.surplus.m) == (0, 0)


@DRAFT
def test_a_fleet_over_the_years_agrees_with_a_straight_computation() -> None:
    years = np.array([2028, 2029, 2030])
    attained, energy = np.array([95.0, 80.0, 40.0]), np.array([1e8, 2e8, 3e8])
    base, direct = 93.3 * (1 - np.array([0.04, 0.06, 0.08])), 93.3 * (1 - np.array([0.17, 0.19, 0.21]))
    tier_2 = np.clip(attained - base, 0, None) * energy / 1e6
    tier_1 = np.clip(np.minimum(attained, base) - direct, 0, None) * energy / 1e6
    found = imo.remedial_cost(Q_(attained, "gCO2e/MJ"), Q_(energy, "MJ"), years)
    assert magnitude(found.tier_1, "tCO2e") == pytest.approx(tier_1)
    assert magnitude(found.tier_2, "tCO2e") == pytest.approx(tier_2)
    assert magnitude(found.cost, "USD") == pytest.approx(100 * tier_1 + 380 * tier_2)
    surplus = np.clip(direct - attained, 0, None) * energy / 1e6
    assert magnitude(found.surplus, "tCO2e") == pytest.approx(surplus)


@DRAFT
def test_after_2030_prices_are_the_caller_s() -> None:
    prices = {"tier_1_price": Q_("120 USD/tCO2e"), "tier_2_price": Q_("400 USD/tCO2e")}
    found = remedy(95, 2032, **prices)
    due = 120 * (77.6256 - 65.4966) * 402 + 400 * (95 - 77.6256) * 402
    assert magnitude(found.cost, "USD") == pytest.approx(due)


@DRAFT
@pytest.mark.parametrize("given_price", [{}, {"tier_1_price": Q_("120 USD/tCO2e")}])
def test_a_price_that_the_draft_leaves_open_is_asked_for(given_price: dict[str, Any]) -> None:
    with pytest.raises(DataError, match=r"sets nothing for 2031; it ends in 2030.*an assumption of your own"):
        remedy(95, 2031, **given_price)


@DRAFT
def test_surplus_units_cover_the_second_tier_and_no_other() -> None:
    plain, covered = remedy(95), remedy(95, surplus_units=Q_("1000 tCO2e"))
    assert magnitude(plain.cost - covered.cost, "USD") == pytest.approx(380_000)
    with pytest.raises(GreenportError, match="surplus_units are more than the deficit of tier 2"):
        remedy(80, surplus_units=Q_("1 tCO2e"))


@DRAFT
def test_surplus_units_last_two_years_after_that_of_their_issue() -> None:
    assert imo.surplus_valid_until(2029) == 2031


@DRAFT
@pytest.mark.parametrize(("year", "limit"), [(2028, 19), (2034, 19), (2035, 14), (2045, 14)])
def test_fuels_are_near_zero_up_to_the_limit_of_the_year(year: int, limit: float) -> None:
    intensities = Q_(np.array([-5.0, limit, limit + 0.001]), "gCO2e/MJ")
    assert imo.near_zero(intensities, year).tolist() == [True, True, False]
    assert magnitude(imo.near_zero_limit(year), "gCO2e/MJ") == limit


@DRAFT
@given(st.floats(1.0, 1e5), st.floats(1.0, 1e5), st.floats(0.1, 10.0))
def test_a_blend_lies_between_its_parts_whatever_its_mass(hfo: float, green: float, times: float) -> None:
    other = emissions.stated("e-methanol", Q_("19.9 GJ/t"), Q_("5 gCO2e/MJ"))
    one, many = (
        magnitude(
            imo.fuel_intensity([("HFO", Q_(hfo * each, "t")), (other, Q_(green * each, "t"))]), "gCO2e/MJ"
        )
        for each in (1.0, times)
    )
    assert 5 < one < 95.4841
    assert many == pytest.approx(one)


@DRAFT
def test_the_union_s_fuels_are_not_the_imo_s() -> None:
    bio = emissions.biofuel("fame", Q_("14.9 gCO2e/MJ"))
    with pytest.raises(GreenportError, match=r"fame is counted by fueleu; .*build it for imo_lca"):
        imo.fuel_intensity([(bio, Q_("1 t"))])
    assert magnitude(imo.energy([("HFO", Q_("1 t"))]), "GJ") == 40.2


@DRAFT
@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: remedy(float("nan")), "intensity of nan gCO2e/MJ is not a finite number"),
        (lambda: remedy(95, tier_1_price=Q_("120 USD/t")), "tier_1_price of 120 USD/t is a price per mass"),
        (lambda: remedy(95, tier_2_price=Q_("-1 USD/tCO2e")), "tier_2_price of -1 USD/tCO2e is below zero"),
        (lambda: remedy(95, surplus_units=Q_("-1 tCO2e")), "surplus_units of -1 tCO2e is below zero"),
        (lambda: imo.near_zero(Q_("5 t"), 2030), "intensity of 5 t is a mass"),
    ],
)
def test_a_wrong_kind_is_refused(call: Any, message: str) -> None:
    with pytest.raises(UnitError, match=message):
        call()


@DRAFT
def test_a_ship_that_burns_nothing_has_no_intensity() -> None:
    with pytest.raises(GreenportError, match="no energy is burnt"):
        imo.fuel_intensity([("HFO", Q_("0 t"))])
