"""Cost of tanks."""

from __future__ import annotations

import numpy as np
import pytest

from greenport import costs
from greenport.errors import DataError
from greenport.units import Q_, Quantity, magnitude

MILLION_GALLONS = Q_("1e6 gal")


def test_a_floating_roof_of_a_million_gallons_costs_what_its_source_gives() -> None:
    # 194.5 USD/m^3 at 3,785 m^3 in 2023
    cost = costs.tank_purchase_cost("floating_roof", MILLION_GALLONS, 2023)
    assert magnitude(cost / MILLION_GALLONS, "USD_2023/m^3") == pytest.approx(194.5, abs=0.05)


def test_a_cone_roof_is_265_times_gallons_to_the_0_513() -> None:
    cost = costs.tank_purchase_cost("cone_roof", Q_("100000 gal"), 2017)
    assert magnitude(cost, "USD_2017") == pytest.approx(265 * 1e5**0.513 * 567.5 / 567)


def test_a_stainless_tank_lies_on_one_line_below_and_on_another_from_2000_m3() -> None:
    cost = costs.tank_purchase_cost("stainless", Q_(np.array([1000.0, 2000.0, 10000.0]), "m^3"), 2007)
    assert magnitude(cost, "USD_2007") == pytest.approx(
        [65000 + 158.7 * 1000, 250000 + 94.2 * 2000, 250000 + 94.2 * 10000]
    )


@pytest.mark.parametrize(
    ("kind", "volume", "sizes"),
    [
        ("floating_roof", Q_("20000 m^3"), "114 to 3,785"),
        ("cone_roof", Q_("30 m^3"), "38 to 3,785"),
        ("stainless", Q_("50001 m^3"), "100 to 50,000"),
    ],
)
def test_a_size_outside_the_correlation_is_refused_with_its_range(
    kind: str, volume: Quantity, sizes: str
) -> None:
    with pytest.raises(DataError, match=f"{kind.replace('_', ' ')} cost holds for {sizes} m\\^3"):
        costs.tank_purchase_cost(kind, volume, 2024)


def test_the_size_of_an_array_that_is_outside_is_named() -> None:
    with pytest.raises(DataError, match=r"tank of 5,000 m\^3"):
        costs.tank_purchase_cost("cone_roof", Q_(np.array([100.0, 5000.0]), "m^3"), 2024)


def test_an_unknown_kind_of_tank_is_refused_with_a_near_one() -> None:
    with pytest.raises(DataError, match="did you mean cone_roof"):
        costs.tank_purchase_cost("coneroof", Q_("100 m^3"), 2024)


def test_a_year_without_an_index_is_refused() -> None:
    with pytest.raises(DataError, match=r"CEPCI has no value for 1999; it covers 2000 to .*TEA Commons"):
        costs.tank_purchase_cost("cone_roof", Q_("100 m^3"), 1999)


def test_installation_and_fit_out_multiply() -> None:
    standing = costs.installed_tank_cost(Q_("100 kUSD_2025"), Q_(3.0))
    assert str(costs.methanol_tank_cost(standing, Q_("10 %")).to("kUSD_2025")) == "330 kUSD_2025"


@pytest.mark.parametrize(("volume", "unit_cost"), [("20000 m^3", 600), ("10000 m^3", 765), ("5000 m^3", 975)])
def test_the_planning_value_gives_the_tanks_of_the_base_case(volume: str, unit_cost: float) -> None:
    cost = costs.planned_tank_cost(Q_(volume))
    assert magnitude(cost / Q_(volume), "USD_2025/m^3") == pytest.approx(unit_cost, abs=1)


def test_the_planning_value_of_aviation_fuel_is_its_own() -> None:
    cost = costs.planned_tank_cost(Q_("15000 m^3"), "saf_new_15k")
    assert magnitude(cost, "MUSD_2025") == pytest.approx(7.5)


def test_the_planning_value_is_not_stretched_to_a_drum() -> None:
    with pytest.raises(DataError, match=r"tank of 100 m\^3: the planning cost holds for 5,000 to 60,000"):
        costs.planned_tank_cost(Q_("100 m^3"))


def test_an_unknown_planning_value_is_refused() -> None:
    with pytest.raises(DataError, match="no planning value 'meoh_20'; did you mean meoh_20k"):
        costs.planned_tank_cost(Q_("20000 m^3"), "meoh_20")


def test_converting_the_fuel_oil_tank_of_the_base_case_costs_230_usd_a_cubic_metre() -> None:
    cost = costs.tank_conversion_cost(costs.planned_tank_cost(Q_("10000 m^3")))
    assert magnitude(cost / Q_("10000 m^3"), "USD_2025/m^3") == pytest.approx(230, abs=1)
    assert costs.tank_conversion_cost(Q_("1 MUSD"), Q_("50 %")) == Q_("0.5 MUSD")
