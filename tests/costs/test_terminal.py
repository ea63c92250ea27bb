"""Terminals estimated from the bottom up, all in, and in their years of work."""

from __future__ import annotations

from typing import Any

import pytest

from greenport import costs, data
from greenport.costs.terminal import WORKS
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, magnitude

PAIR = costs.TankSet(Q_("20000 m^3"), number=2)
SIMPLE_JETTY = costs.Jetty(Q_("480 m^2"), 6, Q_("500 m^2"))


def estimate(money: str = "USD_2025", **parts: Any) -> costs.TerminalEstimate:
    return costs.estimate_terminal(costs.TerminalDesign(**parts), money)


def test_the_simple_jetty_of_the_source_costs_3_96_million_euro() -> None:
    # 0.96 platform + 1.50 dolphins + 0.50 catwalk + 1.00 mobilisation
    cost = costs.jetty_cost(SIMPLE_JETTY.platform, Q_(6), SIMPLE_JETTY.catwalk)
    assert magnitude(cost, "MEUR_2021") == pytest.approx(3.96)


def test_mobilising_a_large_jetty_costs_its_share() -> None:
    assert magnitude(costs.mobilisation(Q_("80 MEUR"), Q_("2 %"), Q_("1 MEUR")), "MEUR") == pytest.approx(1.6)


def test_a_jetty_in_an_estimate_is_escalated_in_euro_and_exchanged() -> None:
    works = estimate("USD_2023", jetties=(SIMPLE_JETTY,)).of("berths")
    assert magnitude(works, "MUSD_2023") == pytest.approx(3.96 * 797.9 / 708.8 / 0.92)


def test_an_estimate_adds_up_by_hand() -> None:
    found = estimate(tanks=(PAIR,), equipment={"barge_berth": 1, "hose_tower": 2, "nitrogen": 1})
    works = 2 * 12 + 15 + 2 * 0.25 + 1
    assert magnitude(found.of(*WORKS), "MUSD_2025") == pytest.approx(works)
    assert magnitude(found.total, "MUSD_2025") == pytest.approx(works * 1.30 * 1.15)
    assert magnitude(found.total, "MUSD_2025") == pytest.approx(
        magnitude(costs.installed_cost(Q_(works, "MUSD_2025"), Q_("30 %"), Q_("15 %")), "MUSD_2025")
    )


def test_the_first_tank_of_the_base_case_is_its_five_packages() -> None:
    packages = ("nitrogen", "fire_protection", "vapour_recovery", "pump_set", "meter")
    found = estimate(equipment=dict.fromkeys(packages, 1)).of("equipment")
    due = data.datum("capital_costs:meoh_first_tank").value
    assert magnitude(found, "MUSD_2025") == pytest.approx(magnitude(due, "MUSD_2025"))


def test_the_range_has_every_figure_at_its_end() -> None:
    found = estimate(tanks=(PAIR,))
    assert magnitude(found.low, "MUSD_2025") == pytest.approx(40e3 * 350 / 1e6 * 1.20 * 1.10)
    assert magnitude(found.high, "MUSD_2025") == pytest.approx(40e3 * 1000 / 1e6 * 1.40 * 1.25)


def test_every_item_has_a_basis_a_status_and_one_money() -> None:
    found = estimate(
        tanks=(PAIR, costs.TankSet(Q_("3000 m^3"), kind="floating_roof")),
        jetties=(SIMPLE_JETTY,),
        equipment={"loading_arm": 2},
        pipelines={"jetty": Q_("300 m"), "land": Q_("1 km"), "subsea": Q_("1 km")},
        area=Q_("2.5 ha"),
        land=costs.land_terms("grant"),
    )
    table = found.table()
    assert len(table) == len(found.items) == 10
    assert (table["basis"] != "").all()
    assert set(table["status"]) <= {"published", "derived", "assumption"}
    assert (table["low [MUSD_2025]"] <= table["amount [MUSD_2025]"]).all()
    assert table["amount [MUSD_2025]"].sum() == pytest.approx(magnitude(found.total, "MUSD_2025"))
    assert "OpenTISim" in str(table.set_index("item").loc["jetty", "source"])
    assert found.status == "assumption"


def test_tanks_bought_are_installed_and_fitted_out() -> None:
    purchase = costs.tank_purchase_cost("stainless", Q_("10000 m^3"), 2025)
    plain = estimate(tanks=(costs.TankSet(Q_("10000 m^3"), kind="stainless", fuel="jet"),)).of("tanks")
    fitted = estimate(tanks=(costs.TankSet(Q_("10000 m^3"), kind="stainless"),)).of("tanks")
    assert magnitude(plain, "USD_2025") == pytest.approx(2.5 * magnitude(purchase, "USD_2025"))
    assert magnitude(fitted / plain, "") == pytest.approx(1.2)


def test_the_planning_value_of_methanol_gets_no_premium_on_top() -> None:
    assert magnitude(estimate(tanks=(PAIR,)).of("tanks"), "MUSD_2025") == pytest.approx(24)


def test_a_converted_tank_costs_its_share_of_a_new_one() -> None:
    new, old = (
        estimate(tanks=(costs.TankSet(Q_("10000 m^3"), converted=converted),)).of("tanks")
        for converted in (False, True)
    )
    assert magnitude(old / new, "") == pytest.approx(0.3)


def test_a_premium_of_land_bears_no_contingency() -> None:
    terms = costs.LandTerms(costs.TenureKind.GRANT, Q_("30 yr"), premium=Q_("10000 HKD_2025/m^2"))
    with_land = estimate(tanks=(PAIR,), area=Q_("1 ha"), land=terms)
    extra = with_land.total - estimate(tanks=(PAIR,)).total
    assert magnitude(extra, "MUSD_2025") == pytest.approx(100 / 7.8)


def test_the_note_of_the_land_stands_in_the_estimate() -> None:
    found = estimate(tanks=(PAIR,), area=Q_("1 ha"), land=costs.land_terms("short_term_tenancy"))
    assert any("short-term tenancy" in note for note in found.notes)
    assert magnitude(found.of("land"), "MUSD_2025") == 0


def test_all_in_is_one_item_that_warns_of_adding_to_it() -> None:
    found = costs.all_in_terminal(Q_("40000 m^3"))
    assert [magnitude(each, "MUSD_2025") for each in (found.low, found.total, found.high)] == [24, 40, 60]
    assert len(found.items) == 1
    assert "add no berth, no contingency and no owner's cost" in found.notes[0]


def test_the_money_of_another_currency_is_the_same_at_its_rate() -> None:
    dollars, hongkong = (estimate(money, tanks=(PAIR,)).total for money in ("USD_2025", "HKD_2025"))
    assert magnitude(hongkong, "MHKD_2025") == pytest.approx(7.8 * magnitude(dollars, "MUSD_2025"))


# ------------------------------------------------------------------------------- years of work


def test_upkeep_insurance_and_staff_add_up_by_hand() -> None:
    found = costs.terminal_operation(estimate(tanks=(PAIR,), equipment={"nitrogen": 1, "barge_berth": 1}))
    # 1 % of tanks and berth, 2 % of equipment, insurance 1 % of all, five teams of four at 60 kUSD
    due = 0.01 * (24 + 15) + 0.02 * 1 + 0.01 * 40 + 5 * 4 * 0.06
    assert magnitude(found.total, "MUSD_2025/yr") == pytest.approx(due)


def test_rent_is_counted_in_the_years_of_work() -> None:
    built = estimate(tanks=(PAIR,))
    found = costs.terminal_operation(built, Q_("2.5 ha"), costs.land_terms("short_term_tenancy"))
    assert magnitude(found.of("land"), "MHKD_2025/yr") == pytest.approx(30)


def test_land_with_a_premium_alone_pays_no_rent() -> None:
    terms = costs.LandTerms(costs.TenureKind.GRANT, Q_("30 yr"), premium=Q_("10000 HKD_2025/m^2"))
    found = costs.terminal_operation(estimate(tanks=(PAIR,)), Q_("1 ha"), terms)
    assert "land" not in {item.group for item in found.items}


def test_an_all_in_terminal_has_staff_but_no_shares_of_works() -> None:
    found = costs.terminal_operation(costs.all_in_terminal(Q_("40000 m^3")))
    assert [item.name for item in found.items] == ["staff"]


def test_losses_are_the_larger_part_of_handling() -> None:
    terms = {
        "loss": Q_("0.1 %"),
        "nitrogen_use": Q_("1 Nm3/m^3"),
        "nitrogen_price": Q_("0.1 USD/Nm3"),
        "power_use": Q_("0.25 kWh/t"),
        "power_price": Q_("0.2 USD/kWh"),
    }
    cost = costs.handling_cost(Q_("1000 USD/t"), Q_("0.8 t/m^3"), **terms)
    assert magnitude(cost, "USD/t") == pytest.approx(1 + 0.1 / 0.8 + 0.05)


# ------------------------------------------------------------------------------- what is refused


def test_a_terminal_of_nothing_is_refused() -> None:
    with pytest.raises(GreenportError, match="nothing is built"):
        estimate()
    with pytest.raises(GreenportError, match="no items"):
        costs.TerminalEstimate((), "MUSD_2025")


def test_equipment_that_does_not_exist_is_refused_with_what_was_meant() -> None:
    with pytest.raises(DataError, match="did you mean loading_arm"):
        costs.TerminalDesign(equipment={"loading_arms": 2})


@pytest.mark.parametrize("number", [0, -1, 1.5, True])
def test_numbers_are_whole_and_above_zero(number: Any) -> None:
    with pytest.raises(GreenportError, match="a whole number from 1 up is due"):
        costs.TerminalDesign(equipment={"meter": number})


def test_an_unknown_kind_fuel_or_pipeline_is_refused() -> None:
    with pytest.raises(DataError, match="no kind of tank 'floating'"):
        costs.TankSet(Q_("1000 m^3"), kind="floating")
    with pytest.raises(DataError, match="no fuel of a tank 'water'"):
        costs.TankSet(Q_("1000 m^3"), fuel="water")
    with pytest.raises(DataError, match="no pipeline 'sea'"):
        costs.TerminalDesign(pipelines={"sea": Q_("1 km")})


def test_a_tank_too_large_for_its_correlation_stops_the_estimate() -> None:
    with pytest.raises(DataError, match="floating roof cost holds for"):
        estimate(tanks=(costs.TankSet(Q_("20000 m^3"), kind="floating_roof"),))


def test_a_site_without_terms_is_refused() -> None:
    with pytest.raises(GreenportError, match="area and land are due together"):
        costs.TerminalDesign(tanks=(PAIR,), area=Q_("1 ha"))


def test_money_without_a_price_year_is_refused() -> None:
    with pytest.raises(UnitError, match="money of 'USD' has no price year"):
        estimate("USD", tanks=(PAIR,))


def test_a_part_of_a_dolphin_is_refused() -> None:
    with pytest.raises(GreenportError, match=r"dolphins: 6\.5; a whole number from 0 up is due"):
        costs.jetty_cost(Q_("480 m^2"), Q_(6.5), Q_("500 m^2"))
