"""Duty on methyl alcohol by strength and use."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs, data
from greenport.errors import DataError, UnitError
from greenport.units import Q_, magnitude


def test_pure_methanol_pays_2807_hkd_a_hectolitre() -> None:
    assert magnitude(costs.methyl_alcohol_duty_rate(), "HKD_2025/hL") == pytest.approx(2807)
    assert costs.methyl_alcohol_duty_rate() == data.datum("policy:methyl_alcohol_duty").value


def test_duty_grows_by_28_10_for_every_per_cent_above_30() -> None:
    found = costs.methyl_alcohol_duty_rate(Q_(np.array([10.0, 30.0, 31.0, 100.0]), "percent"))
    assert magnitude(found, "HKD_2025/hL") == pytest.approx([840, 840, 868.1, 2807])


def test_a_strength_over_the_whole_is_refused() -> None:
    with pytest.raises(UnitError, match="strength of 101 % is over 100 %"):
        costs.methyl_alcohol_duty_rate(Q_("101 %"))


def test_duty_per_tonne_is_4540_dollars() -> None:
    per_mass = costs.duty_per_mass(costs.methyl_alcohol_duty_rate())
    assert magnitude(per_mass, "USD_2025/t") == pytest.approx(4540, abs=10)
    dense = costs.duty_per_mass(costs.methyl_alcohol_duty_rate(), Q_("0.8 t/m^3"))
    assert magnitude(dense, "HKD_2025/t") == pytest.approx(28070 / 0.8)


def test_fuel_of_outbound_ships_is_exempt_and_the_forgone_duty_shown() -> None:
    found = costs.methyl_alcohol_duty(Q_("1000 m^3"), "outbound_ship")
    assert found.exempt
    assert magnitude(found.due, "HKD_2025") == 0
    assert magnitude(found.forgone, "MHKD_2025") == pytest.approx(28.07)
    assert any("local craft" in note for note in found.notes)


def test_any_other_use_pays() -> None:
    found = costs.methyl_alcohol_duty(Q_("1000 m^3"), costs.MethanolUse.OTHER)
    assert not found.exempt
    assert magnitude(found.due, "MHKD_2025") == pytest.approx(28.07)
    assert magnitude(found.forgone, "MHKD_2025") == 0


def test_a_volume_rests_on_the_law_alone_and_a_mass_on_the_density_too() -> None:
    assert costs.methyl_alcohol_duty(Q_("1 m^3"), "other").status == "derived"
    assert costs.methyl_alcohol_duty(Q_("1 t"), "other").status == "assumption"
    assert costs.methyl_alcohol_duty(Q_("1 t"), "other", density=Q_("0.79 t/m^3")).status == "derived"


@given(st.floats(0, 1e6), st.floats(0, 1))
def test_a_mass_pays_as_its_volume_does(mass: float, strength: float) -> None:
    density = Q_("0.8 t/m^3")
    by_mass = costs.methyl_alcohol_duty(Q_(mass, "t"), "other", Q_(strength), density)
    by_volume = costs.methyl_alcohol_duty(Q_(mass / 0.8, "m^3"), "other", Q_(strength))
    assert magnitude(by_mass.due, "HKD_2025") == pytest.approx(magnitude(by_volume.due, "HKD_2025"))


def test_a_use_that_does_not_exist_is_refused() -> None:
    with pytest.raises(DataError, match="no use of methanol 'outbound'; did you mean outbound_ship"):
        costs.methyl_alcohol_duty(Q_("1 t"), "outbound")
