"""Transfers, trips and what a bunker vessel can deliver."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs, data
from greenport.errors import GreenportError, UnitError
from greenport.fuels import fuel
from greenport.units import Q_, Quantity, magnitude

METHANOL = fuel("methanol")
FIXED = data.datum("delivery:transfer_fixed_time").value


def pump_rate(vessel: str) -> Quantity:
    return data.datum(f"vessels:{vessel}:pump_rate").value


@pytest.mark.parametrize(
    ("vessel", "stem", "hours"),
    [
        ("mbv_4000", "300 t", 4),  # observed at Tuas, 27 May 2024
        ("mbv_4000", "1340 t", 7),  # observed at Singapore, 24 May 2024
        ("mbv_7500", "3000 t", 9),  # ten-plus hours observed at Shanghai, 1 Jan 2025
    ],
)
def test_transfers_take_about_as_long_as_observed(vessel: str, stem: str, hours: float) -> None:
    found = costs.transfer_time(METHANOL.volume(Q_(stem)), pump_rate(vessel), FIXED)
    assert magnitude(found, "h") == pytest.approx(hours, abs=0.5)


def test_a_small_vessel_serves_2850_tonnes_in_a_stay_of_twelve_hours() -> None:
    # 9 h * 400 m^3/h * 0.792 t/m^3
    stem = METHANOL.mass(costs.largest_stem_in(Q_("12 h"), FIXED, pump_rate("mbv_4000")))
    assert magnitude(stem, "t") == pytest.approx(2851.2)


@given(st.floats(0.1, 40.0), st.floats(0.0, 6.0), st.floats(50.0, 2000.0))
def test_the_largest_stem_takes_the_whole_stay(pumping: float, fixed: float, rate: float) -> None:
    stay = Q_(fixed + pumping, "h")
    stem = costs.largest_stem_in(stay, Q_(fixed, "h"), Q_(rate, "m^3/h"))
    taken = costs.transfer_time(stem, Q_(rate, "m^3/h"), Q_(fixed, "h"))
    assert magnitude(taken, "h") == pytest.approx(magnitude(stay, "h"))


def test_nothing_fits_a_stay_shorter_than_the_fixed_time() -> None:
    assert magnitude(costs.largest_stem_in(Q_("2 h"), Q_("3 h"), Q_("400 m^3/h")), "m^3") == 0


def test_a_pump_that_stands_still_is_refused() -> None:
    with pytest.raises(UnitError, match=r"pump_rate of 0 m\^3/h is not above zero"):
        costs.transfer_time(Q_("100 m^3"), Q_("0 m^3/h"), FIXED)


@pytest.mark.parametrize(
    ("capacity", "stem", "stems", "trips"),
    [
        ("7500 t", "3900 t", 1, 1),
        ("7500 t", "2.5 kt", 3, 1),
        ("4000 t", "4000 t", 1, 1),
        ("4000 t", "4001 t", 0, 2),
        ("4 kt", "8540 t", 0, 3),
        ("4 kt", "8000 t", 0, 2),
    ],
)
def test_stems_and_vessels_are_whole(capacity: str, stem: str, stems: int, trips: int) -> None:
    assert costs.stems_per_trip(Q_(capacity), Q_(stem)) == stems
    assert costs.trips_per_stem(Q_(capacity), Q_(stem)) == trips


@given(st.integers(1, 50), st.floats(0.001, 1e4))
def test_a_vessel_of_n_stems_carries_n_whatever_the_unit(number: int, stem: float) -> None:
    assert costs.stems_per_trip(Q_(number * stem / 1000, "kt"), Q_(stem, "t")) == number
    assert costs.trips_per_stem(Q_(stem / 1000, "kt"), Q_(number * stem, "t")) == number


def test_a_volume_does_not_fit_a_mass() -> None:
    with pytest.raises(UnitError, match="number of stems"):
        costs.stems_per_trip(Q_("7500 t"), Q_("2500 m^3"))


def test_a_cycle_counted_by_hand() -> None:
    # 10 + 30/10 + 3 * 7 + 2 * 2 + 3
    cycle = costs.trip_cycle(Q_("10 h"), Q_("30 nmi"), Q_("10 kn"), Q_("7 h"), stems=3, shift=Q_("2 h"))
    assert magnitude(cycle.total, "h") == pytest.approx(41)


def test_shifting_comes_between_stems_only() -> None:
    one = costs.trip_cycle(Q_("10 h"), Q_("30 nmi"), Q_("10 kn"), Q_("7 h"), shift=Q_("2 h"))
    assert magnitude(one.shift, "h") == 0


def test_a_trip_to_nobody_is_refused() -> None:
    with pytest.raises(GreenportError, match="stems of a trip: 0; a whole number from 1 up is due"):
        costs.trip_cycle(Q_("10 h"), Q_("30 nmi"), Q_("10 kn"), Q_("7 h"), stems=0)


def test_direct_delivery_from_zhanjiang_takes_about_95_hours_and_brings_600_kt_a_year() -> None:
    cargo, stems = Q_("7500 t"), 3
    load = costs.transfer_time(
        METHANOL.volume(cargo),
        data.datum("berths:barge_loading_rate").value,
        data.datum("berths:barge_fixed_time").value,
    )
    cycle = costs.trip_cycle(
        load,
        data.sea_distance("zhanjiang", "hong_kong").value,
        data.datum("vessels:mbv:sea_speed").value,
        costs.transfer_time(METHANOL.volume(cargo / stems), pump_rate("mbv_7500"), FIXED),
        stems=stems,
        shift=data.datum("delivery:shift_between_stems").value,
    )
    assert magnitude(cycle.sail, "h") == pytest.approx(20.4, abs=0.05)
    # 19.8 loading, 40.8 sailing, 3 * 8.3 alongside, 2 * 3 shifting
    assert magnitude(cycle.total, "h") == pytest.approx(91.4, abs=0.1)
    assert magnitude(cycle.total, "h") == pytest.approx(95, rel=0.05)
    yearly = costs.yearly_capacity(cycle.total, cargo, data.datum("vessels:mbv:availability").value)
    assert magnitude(yearly, "Mt/yr") == pytest.approx(0.6, rel=0.1)


def test_fuel_under_way_and_alongside_have_their_own_rates() -> None:
    cycle = costs.trip_cycle(Q_("24 h"), Q_("144 nmi"), Q_("12 kn"), Q_("24 h"))
    # 24 h under way at 9 t/d, 48 h in port at 3 t/d
    assert magnitude(costs.trip_fuel(cycle, Q_("9 t/d"), Q_("3 t/d")), "t") == pytest.approx(15)


def test_arrays_of_stems_give_arrays_of_trips_and_cycles() -> None:
    stems = Q_(np.array([2500.0, 7500.0, 16000.0]), "t")
    assert costs.stems_per_trip(Q_("7500 t"), stems).tolist() == [3, 1, 0]
    assert costs.trips_per_stem(Q_("7500 t"), stems).tolist() == [1, 1, 3]
    served = np.array([3, 1])
    cycle = costs.trip_cycle(Q_("10 h"), Q_("30 nmi"), Q_("10 kn"), Q_("7 h"), stems=served, shift=Q_("2 h"))
    assert magnitude(cycle.total, "h") == pytest.approx([41, 23])


def test_a_trip_serves_a_whole_number_of_ships() -> None:
    with pytest.raises(GreenportError, match="a whole number from 1 up is due"):
        costs.trip_cycle(Q_("10 h"), Q_("30 nmi"), Q_("10 kn"), Q_("7 h"), stems=np.array([1.5]))
