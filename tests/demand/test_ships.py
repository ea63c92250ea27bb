"""Stems: whole, as many as the rule says, exact in tonnes, and each segment by itself."""

from __future__ import annotations

from math import nextafter
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from greenport.demand.ships import ShipSegment, Stems, pilot_fuel, stems, stems_on
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_, magnitude

# Central methanol case of Hong Kong: usual stem in t, and kt asked for in 2030 and in 2040.
SEGMENTS = {
    "container_large": (3900, {2030: 50, 2040: 310}),
    "container_medium": (2900, {2030: 18, 2040: 110}),
    "feeder": (500, {2030: 4, 2040: 30}),
    "car_carrier": (500, {2030: 4, 2040: 20}),
    "tanker": (1340, {2030: 3, 2040: 15}),
    "bulker": (1000, {2030: 1, 2040: 15}),
}

TONNES = st.floats(1e-3, 2e6)
STEMS = st.floats(10, 2e4)
SEEDS = st.integers(0, 2**32)
CLOSED = SEEDS.map(lambda seed: np.random.default_rng(seed).random(365) < 0.3)


def central_case(year: Literal[2030, 2040]) -> list[Stems]:
    return [
        stems(name, year, Q_(asked[year], "kt"), Q_(stem, "t"), seed=1)
        for name, (stem, asked) in SEGMENTS.items()
    ]


def tonnes_of(drawn: Stems) -> float:
    return float(magnitude(drawn.daily().sum(), "t"))


def in_2030(tonnes: float, stem: float, seed: int = 1) -> Stems:
    return stems("feeder", 2030, Q_(tonnes, "t"), Q_(stem, "t"), seed)


@pytest.mark.parametrize(
    ("tonnes", "expected"),
    [(0, 0), (1, 1), (249, 1), (749, 1), (750, 2), (1000, 2), (1249.9, 2), (1250, 3)],
)
def test_the_number_of_stems_is_rounded_half_up_and_at_least_one(tonnes: float, expected: int) -> None:
    assert len(in_2030(tonnes, 500).days) == expected


def test_the_stem_is_scaled_to_the_years_tonnes() -> None:
    assert magnitude(in_2030(1200, 500).size, "t") == pytest.approx(600, rel=1e-12)


def test_nothing_asked_for_is_no_stem_of_no_mass() -> None:
    drawn = in_2030(0, 500)
    assert (tonnes_of(drawn), magnitude(drawn.size, "t"), drawn.delayed) == (0, 0, 0)


@given(tonnes=TONNES, stem=STEMS, seed=SEEDS, closed=CLOSED)
def test_the_years_tonnes_hold(tonnes: float, stem: float, seed: int, closed: NDArray[np.bool_]) -> None:
    drawn = stems("feeder", 2030, Q_(tonnes, "t"), Q_(stem, "t"), seed, closed)
    assert tonnes_of(drawn) == pytest.approx(tonnes, rel=1e-9)


@given(tonnes=TONNES, stem=STEMS, seed=SEEDS)
def test_every_day_has_whole_stems(tonnes: float, stem: float, seed: int) -> None:
    drawn = in_2030(tonnes, stem, seed)
    assert drawn.counts().sum() == len(drawn.days)
    assert magnitude(drawn.daily(), "t") == pytest.approx(
        drawn.counts() * magnitude(drawn.size, "t"), rel=1e-12
    )


def test_days_are_in_order_and_in_the_year() -> None:
    days = in_2030(500_000, 500).days
    assert (np.diff(days) >= 0).all()
    assert days[0] >= 0
    assert days[-1] <= 364


def test_two_draws_with_one_seed_are_one() -> None:
    assert in_2030(30_000, 500).days.tolist() == in_2030(30_000, 500).days.tolist()


def test_the_spelling_of_units_does_not_move_a_stem() -> None:
    spelt = stems("feeder", 2030, Q_("30 kt"), Q_("0.0005 Mt"), seed=1)
    assert spelt.days.tolist() == in_2030(30_000, 500).days.tolist()


def test_half_a_stem_is_not_lost_to_the_last_digit_of_a_float() -> None:
    assert len(in_2030(nextafter(1250, 0), 500).days) == 3


@pytest.mark.parametrize(
    ("segment", "year", "seed"), [("bulker", 2030, 1), ("feeder", 2031, 1), ("feeder", 2030, 2)]
)
def test_another_segment_year_or_seed_has_its_own_days(segment: str, year: int, seed: int) -> None:
    other = stems(segment, year, Q_("30 kt"), Q_("500 t"), seed)
    assert other.days.tolist() != in_2030(30_000, 500).days.tolist()


@given(order=st.permutations(sorted(SEGMENTS)), fewer=st.integers(1, 6))
def test_a_segments_days_do_not_depend_on_what_else_is_drawn(order: list[str], fewer: int) -> None:
    def draw(names: list[str]) -> dict[str, list[int]]:
        return {name: stems(name, 2040, Q_("20 kt"), Q_("500 t"), seed=1).days.tolist() for name in names}

    everything = draw(sorted(SEGMENTS))
    assert draw(order[:fewer]) == {name: everything[name] for name in order[:fewer]}


@given(seed=SEEDS, less=st.integers(1, 60), more=st.integers(0, 60))
def test_more_tonnes_keep_the_days_already_drawn(seed: int, less: int, more: int) -> None:
    small, large = in_2030(500 * less, 500, seed), in_2030(500 * (less + more), 500, seed)
    assert (large.counts() >= small.counts()).all()


@given(seed=SEEDS, closed=CLOSED)
def test_no_stem_falls_on_a_closed_day_and_delays_are_counted(seed: int, closed: NDArray[np.bool_]) -> None:
    free = in_2030(50_000, 500, seed)
    kept = stems("feeder", 2030, Q_("50 kt"), Q_("500 t"), seed, closed)
    assert not closed[kept.days].any()
    assert kept.delayed == free.counts()[closed].sum()


def test_a_stem_waits_for_the_next_open_day() -> None:
    free = in_2030(500, 500)
    closed = np.zeros(365, dtype=bool)
    closed[free.days[0]] = closed[(free.days[0] + 1) % 365] = True
    kept = stems("feeder", 2030, Q_("500 t"), Q_("500 t"), 1, closed)
    assert (kept.days.tolist(), kept.delayed) == ([(free.days[0] + 2) % 365], 1)


def test_a_stem_at_the_end_of_a_closed_year_waits_for_the_new_one() -> None:
    closed = np.ones(365, dtype=bool)
    closed[0] = False
    kept = stems("feeder", 2030, Q_("50 kt"), Q_("500 t"), 1, closed)
    assert set(kept.days.tolist()) == {0}


def test_a_place_that_is_closed_all_year_is_refused() -> None:
    with pytest.raises(GreenportError, match="feeder: its place is closed on every day"):
        stems("feeder", 2030, Q_("50 kt"), Q_("500 t"), 1, np.ones(365, dtype=bool))


def test_closed_days_of_another_length_are_refused() -> None:
    with pytest.raises(GreenportError, match="expected 365"):
        stems("feeder", 2030, Q_("50 kt"), Q_("500 t"), 1, np.zeros(364, dtype=bool))


def test_stems_are_lumpy_like_ships_that_do_not_know_of_each_other() -> None:
    """Numbers a day are close to a Poisson's, whose variance is its mean.

    The ratio from 7,300 days strays by sqrt(2/7300) = 1.7 %; four times that is allowed.
    """
    draws = [in_2030(500 * 730, 500, seed).counts() for seed in range(20)]
    assert np.var(draws) / np.mean(draws) == pytest.approx(1, abs=0.07)


def test_the_central_case_has_38_stems_in_2030() -> None:
    assert sum(len(drawn.days) for drawn in central_case(2030)) == 38


def test_the_central_case_asks_for_80_kt_in_2030() -> None:
    assert sum(map(tonnes_of, central_case(2030))) == pytest.approx(80_000, rel=1e-9)


def test_the_central_case_has_about_240_stems_in_2040() -> None:
    numbers = [len(drawn.days) for drawn in central_case(2040)]
    assert numbers == [79, 38, 60, 40, 11, 15]
    assert sum(numbers) == pytest.approx(240, rel=0.02)


def test_pilot_fuel_is_one_part_to_nineteen_of_methanol() -> None:
    """MAN ME-LGIM: 95 % methanol and 5 % pilot oil."""
    assert magnitude(pilot_fuel(Q_("1900 t"), Q_("5 %")), "t") == pytest.approx(100, rel=1e-12)


def test_a_ship_on_pilot_oil_alone_burns_no_green_fuel() -> None:
    with pytest.raises(UnitError, match="below 100 %"):
        pilot_fuel(Q_("1 t"), Q_("100 %"))


def test_a_volume_is_no_stem() -> None:
    with pytest.raises(UnitError, match=r"feeder: stem of 500 m\^3 is a volume"):
        stems("feeder", 2030, Q_("4 kt"), Q_("500 m^3"), seed=1)


def test_a_stem_of_nothing_is_refused() -> None:
    with pytest.raises(UnitError, match="feeder: stem of 0 t is not above zero"):
        stems("feeder", 2030, Q_("4 kt"), Q_("0 t"), seed=1)


def test_a_segment_need_not_be_served_and_has_no_pilot_oil_unless_told() -> None:
    segment = ShipSegment("feeder", Q_("500 t"), Q_("8 h"), "berth", service=Q_("99.5 %"))
    assert (segment.place, magnitude(segment.at_least, "%"), magnitude(segment.pilot_share, "%")) == (
        "berth",
        0,
        0,
    )


def test_a_service_over_100_percent_is_refused() -> None:
    with pytest.raises(UnitError, match="feeder: service"):
        ShipSegment("feeder", Q_("500 t"), Q_("8 h"), "berth", service=Q_("101 %"))


def test_an_unknown_kind_of_place_is_refused() -> None:
    place: str = "dry dock"
    with pytest.raises(GreenportError, match=r"feeder: place.*expected berth"):
        ShipSegment("feeder", Q_("500 t"), Q_("8 h"), place, service=Q_("99.5 %"))  # type: ignore[arg-type]


# ------------------------------------------------------------------------------- listed calls

CALLS = np.array([300, 10, 20, 20])


def test_as_many_stems_as_calls_fall_on_the_calls() -> None:
    found = stems_on("feeder", 2030, Q_("2 kt"), Q_("500 t"), CALLS)
    assert found.days.tolist() == [10, 20, 20, 300]


def test_twice_as_many_stems_fall_on_each_call_twice() -> None:
    found = stems_on("feeder", 2030, Q_("4 kt"), Q_("500 t"), CALLS)
    assert found.days.tolist() == [10, 10, 20, 20, 20, 20, 300, 300]


def test_a_listed_call_on_a_closed_day_waits() -> None:
    closed = np.zeros(365, dtype=bool)
    closed[20:25] = True
    found = stems_on("feeder", 2030, Q_("2 kt"), Q_("500 t"), CALLS, closed)
    assert found.days.tolist() == [10, 25, 25, 300]
    assert found.delayed == 2


def test_no_tonnes_make_no_stems_on_listed_days() -> None:
    assert not len(stems_on("feeder", 2030, Q_("0 t"), Q_("500 t"), CALLS).days)


def test_an_empty_list_of_calls_is_refused() -> None:
    with pytest.raises(GreenportError, match="no call is listed"):
        stems_on("feeder", 2030, Q_("1 kt"), Q_("500 t"), np.array([], dtype=int))
