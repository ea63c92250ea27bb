"""Burning a fuel, and warming potentials."""

from __future__ import annotations

from typing import Any

import pytest

from greenport import emissions
from greenport.errors import DataError, UnitError
from greenport.units import Q_, Quantity, magnitude


def test_methane_and_nitrous_oxide_of_methanol_add_2_76_grams() -> None:
    lhv, carbon = Q_("19.9 GJ/t"), Q_("1.375 tCO2e/t")
    bare = emissions.tank_to_wake(lhv, carbon, assessment="AR4")
    full = emissions.tank_to_wake(lhv, carbon, Q_(5e-5), Q_(1.8e-4), assessment="AR4")
    assert magnitude(bare, "gCO2e/MJ") == pytest.approx(69.0955, abs=5e-5)
    assert magnitude(full - bare, "gCO2e/MJ") == pytest.approx(2.76, abs=0.005)


def test_fuel_that_slips_is_not_burnt() -> None:
    all_slips = emissions.tank_to_wake(Q_("50 GJ/t"), Q_("2.75 tCO2e/t"), slip=Q_("100 %"), assessment="AR4")
    assert magnitude(all_slips, "gCO2e/MJ") == pytest.approx(25 / 50 * 1000)


@pytest.mark.parametrize(
    ("gas", "assessment", "horizon", "expected"),
    [
        ("methane", "AR4", 100, 25),
        ("methane", "AR4", 20, 72),
        ("nitrous_oxide", "AR4", 20, 289),
        ("nitrous_oxide", "AR4", 100, 298),
        ("methane", "AR5", 100, 28),
        ("nitrous_oxide", "AR5", 100, 265),
        ("methane", "AR5", 20, 84),
        ("nitrous_oxide", "AR5", 20, 264),
        ("methane_fossil", "AR5", 100, 30),
        ("methane_fossil", "AR5", 20, 85),
        ("methane", "AR5_feedback", 100, 34),
        ("methane_fossil", "AR5_feedback", 100, 36),
        ("nitrous_oxide", "AR5_feedback", 100, 298),
        ("methane", "AR5_feedback", 20, 86),
        ("methane_fossil", "AR5_feedback", 20, 87),
        ("nitrous_oxide", "AR5_feedback", 20, 268),
        ("methane", "AR6", 100, 29.8),
        ("methane_biogenic", "AR6", 100, 27),
        ("methane_before_carbon", "AR6", 100, 27.9),
        ("methane_before_carbon", "AR6", 20, 81.2),
        ("methane_biogenic", "AR6", 20, 79.7),
        ("nitrous_oxide", "AR6", 20, 273),
    ],
)
def test_warming_potentials_are_those_of_their_report(
    gas: str, assessment: str, horizon: int, expected: float
) -> None:
    assert magnitude(emissions.warming_potential(gas, assessment, horizon), "tCO2e/t") == expected


def test_a_report_without_potentials_is_refused() -> None:
    with pytest.raises(DataError, match="ar3_100:methane"):
        emissions.warming_potential("methane", "AR3")


@pytest.mark.parametrize(
    ("regime", "assessment"), [("fueleu", "AR4"), ("red", "AR4"), ("ets", "AR5"), ("imo_lca", "AR5")]
)
def test_the_set_of_potentials_belongs_to_the_regime(regime: str, assessment: str) -> None:
    assert emissions.potentials(regime) == (assessment, 100)


def test_a_regime_without_potentials_is_refused() -> None:
    with pytest.raises(DataError, match="no warming potentials of the regime 'corsia'; known: ets, fueleu"):
        emissions.potentials("corsia")
    listed: Any = ["fueleu"]
    with pytest.raises(DataError, match=r"no warming potentials of the regime \['fueleu'\]"):
        emissions.potentials(listed)


def test_feedback_makes_methane_heavier_over_both_horizons() -> None:
    for horizon in (20, 100):
        plain = emissions.warming_potential("methane", "AR5", horizon)
        assert emissions.warming_potential("methane", "AR5_feedback", horizon) > plain


def test_slip_is_counted_as_methane_over_the_horizon_asked_for() -> None:
    # all of it slips: 86 g of CO2 for each gram, over 50 MJ/kg
    found = emissions.tank_to_wake(
        Q_("50 GJ/t"), Q_("2.75 tCO2e/t"), slip=Q_(1.0), assessment="AR5_feedback", horizon=20
    )
    assert magnitude(found, "gCO2e/MJ") == pytest.approx(86 / 50 * 1000)


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        ("slip", Q_("101 %"), "slip of 101 % is over 100 %"),
        ("methane", Q_(-1e-5), "methane of -1e-05 is below zero"),
        ("lhv", Q_("0 GJ/t"), "lhv of 0 GJ/t is not above zero"),
    ],
)
def test_a_part_that_cannot_be_is_refused(part: str, value: Quantity, message: str) -> None:
    given: dict[str, Any] = {"lhv": Q_("50 GJ/t"), "carbon_dioxide": Q_("2.75 tCO2e/t")} | {part: value}
    with pytest.raises(UnitError, match=message):
        emissions.tank_to_wake(**given, assessment="AR4")


@pytest.mark.parametrize(("gas", "assessment"), [(4, "AR5"), ("methane", 5)])
def test_a_gas_or_a_report_that_is_no_name_is_refused(gas: object, assessment: object) -> None:
    given: Any = (gas, assessment)
    with pytest.raises(DataError, match="is no name; a gas and a report"):
        emissions.warming_potential(*given)
