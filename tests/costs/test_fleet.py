"""Cost of a tonne delivered by bunker vessels, built, converted or chartered."""

from __future__ import annotations

from typing import Any

import pytest

from greenport import costs
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, MismatchError, magnitude

HARBOUR = {
    "stem": Q_("2500 t"),
    "demand": Q_("250 kt/yr"),
    "distance": Q_("13 nmi"),
    "density": Q_("0.792 t/m^3"),
    "rate": Q_("8 %"),
    "bunker_price": Q_("535 USD_2025/t"),
}


def cost(supply: str = "time_charter", vessel: str = "mbv_7500", **changed: Any) -> costs.VesselCost:
    return costs.bunker_vessel_cost(vessel, supply, **(HARBOUR | changed))


def test_the_cycle_and_cost_of_a_charter_add_up_by_hand() -> None:
    # load 4 + 7500/0.792/600, two legs of 1.3, three stems of 3 + 2500/0.792/600, two shifts of 3
    found = cost()
    hours = 4 + 7500 / 0.792 / 600 + 2 * 1.3 + 3 * (3 + 2500 / 0.792 / 600) + 2 * 3
    assert found.stems_per_trip == 3
    assert magnitude(found.cycle.total, "h") == pytest.approx(hours)
    trips = 250_000 / 7500
    assert magnitude(found.utilisation, "") == pytest.approx(trips * hours / (8760 * 0.9))
    fuel = trips * (9 * 2.6 + 3 * (hours - 2.6)) / 24
    assert magnitude(found.yearly_cost, "USD_2025/yr") == pytest.approx(365 * 10_000 + fuel * 535)
    assert magnitude(found.cost_per_mass, "USD_2025/t") == pytest.approx(
        (365 * 10_000 + fuel * 535) / 250_000
    )


def test_a_newbuilding_pays_its_annuity_and_running_cost() -> None:
    assert magnitude(cost("newbuild").yearly_vessel_cost, "MUSD_2025/yr") == pytest.approx(
        25 * 0.0936788 + 0.0045 * 365, abs=1e-5
    )


def test_a_conversion_pays_hull_and_works_over_a_shorter_life() -> None:
    whole = 0.45 * 25 + 5
    assert magnitude(cost("conversion").yearly_vessel_cost, "MUSD_2025/yr") == pytest.approx(
        whole * magnitude(costs.capital_recovery_factor(Q_("8 %"), Q_("15 yr")), "1/yr") + 0.0045 * 365
    )


@pytest.mark.parametrize("vessel", ["mbv_4000", "mbv_7500", "mbv_11000"])
def test_bareboat_and_crew_cost_what_a_time_charter_does(vessel: str) -> None:
    own, hired = cost("bareboat", vessel), cost("time_charter", vessel)
    assert magnitude(own.yearly_vessel_cost, "USD_2025/yr") == pytest.approx(
        magnitude(hired.yearly_vessel_cost, "USD_2025/yr")
    )


@pytest.mark.parametrize("supply", list(costs.Supply))
@pytest.mark.parametrize("vessel", ["mbv_4000", "mbv_7500", "mbv_11000"])
def test_every_way_to_have_a_vessel_says_what_it_rests_on(vessel: str, supply: costs.Supply) -> None:
    found = cost(supply, vessel)
    assert found.status == "assumption"
    assert found.notes
    assert 0 < magnitude(found.utilisation, "") <= 1


def test_more_demand_than_one_vessel_carries_takes_another() -> None:
    first = cost()
    full = Q_("250 kt/yr") / first.utilisation
    assert cost(demand=full * 0.999).vessels == 1
    second = cost(demand=full * 1.001)
    assert second.vessels == 2
    assert second.cost_per_mass > cost(demand=full * 0.999).cost_per_mass


def test_a_stem_larger_than_the_vessel_takes_several_trips() -> None:
    found = cost(vessel="mbv_4000", stem=Q_("6000 t"))
    assert (found.stems_per_trip, found.trips_per_stem) == (1, 2)
    # each trip brings 3,000 t
    alongside = 3 + 3000 / 0.792 / 400
    assert magnitude(found.cycle.alongside, "h") == pytest.approx(alongside)


def test_waiting_and_a_speed_of_its_own_change_the_cycle() -> None:
    slow = cost(speed=Q_("5 kn"), waiting=Q_("6 h"))
    assert magnitude(slow.cycle.total - cost().cycle.total, "h") == pytest.approx(6 + 2 * 1.3)


def test_an_unknown_vessel_or_supply_is_refused_with_what_was_meant() -> None:
    with pytest.raises(DataError, match="no bunker vessel 'mbv_750'; did you mean mbv_7500"):
        cost(vessel="mbv_750")
    with pytest.raises(DataError, match="no supply of vessels 'charter'; did you mean time_charter"):
        cost("charter")


def test_fuel_of_another_price_year_is_refused() -> None:
    with pytest.raises(MismatchError):
        cost(bunker_price=Q_("535 USD_2024/t"))


def test_a_stem_of_nothing_is_refused() -> None:
    with pytest.raises(UnitError, match="stem of 0 t is not above zero"):
        cost(stem=Q_("0 t"))


def test_one_stem_at_a_time_is_calculated() -> None:
    with pytest.raises(GreenportError, match=r"stem of .* is an array"):
        costs.bunker_vessel_cost(
            "mbv_7500",
            "time_charter",
            stem=Q_([2500.0, 3900.0], "t"),
            demand=Q_("250 kt/yr"),
            distance=Q_("13 nmi"),
            density=Q_("0.792 t/m^3"),
            rate=Q_("8 %"),
            bunker_price=Q_("535 USD_2025/t"),
        )
