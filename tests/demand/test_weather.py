"""Closures: the hours of the mean year, whole occasions, in season, the higher signal inside the lower."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.demand.calendar import month_of_day
from greenport.demand.weather import Closures, SignalInput, closures
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_

SEASON = (0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0)  # May to November

# Hong Kong Observatory, tropical cyclones of 1956 to 2016; the jetty's outage is an assumption.
STRONG = SignalInput("signal_3", Q_("4.08/yr"), Q_("29.27 h"), ("anchorage", "floating"), SEASON)
GALE = SignalInput("signal_8", Q_("1.48/yr"), Q_("14.57 h"), ("berth",), during="signal_3")
OUTAGE = SignalInput("jetty_outage", Q_("1.48/yr"), Q_("2.5 d"), ("jetty",), during="signal_8")
HONG_KONG = (STRONG, GALE, OUTAGE)

SEEDS = st.integers(0, 2**32)
YEARS = st.integers(2027, 2044)


def fog(occasions: float, hours: float, weights: tuple[float, ...] | None = None) -> SignalInput:
    return SignalInput("fog", Q_(occasions, "1/yr"), Q_(hours, "h"), ("berth",), weights)


def inside(spell: tuple[float, float], others: tuple[tuple[float, float], ...]) -> bool:
    return any(begin <= spell[0] and spell[1] <= end for begin, end in others)


@given(seed=SEEDS, year=YEARS)
def test_hong_kongs_anchorages_are_closed_for_119_hours_a_year(seed: int, year: int) -> None:
    closed = closures(HONG_KONG, year, seed)
    assert closed.hours("anchorage").sum() == pytest.approx(119.5, abs=0.1)
    assert closed.hours("floating").sum() == pytest.approx(119.5, abs=0.1)


@given(seed=SEEDS, year=YEARS)
def test_hong_kongs_berths_are_closed_for_21_6_hours_a_year(seed: int, year: int) -> None:
    assert closures(HONG_KONG, year, seed).hours("berth").sum() == pytest.approx(1.48 * 14.57, rel=1e-9)


@given(seed=SEEDS, year=YEARS)
def test_hong_kongs_jetty_is_closed_for_two_and_a_half_days_an_event(seed: int, year: int) -> None:
    assert closures(HONG_KONG, year, seed).hours("jetty").sum() == pytest.approx(1.48 * 60, rel=1e-9)


@given(occasions=st.floats(0.01, 60), hours=st.floats(0.1, 72), seed=SEEDS)
def test_the_hours_of_the_mean_year_hold(occasions: float, hours: float, seed: int) -> None:
    total = closures([fog(occasions, hours)], 2030, seed).hours("berth").sum()
    assert total == pytest.approx(round(occasions, 9) * hours, rel=1e-9)


@pytest.mark.parametrize(("mean", "count"), [(0, 0), (0.2, 1), (1.48, 1), (1.5, 2), (2.4, 2), (4.08, 4)])
def test_a_mean_year_has_whole_occasions(mean: float, count: int) -> None:
    assert len(closures([fog(mean, 10)], 2030, 1).spells["berth"]) == count


@given(seed=SEEDS, year=YEARS, often=st.floats(1.6, 4))
def test_a_gale_signal_lies_inside_a_lower_one(seed: int, year: int, often: float) -> None:
    gale = SignalInput("signal_8", Q_(often, "1/yr"), Q_("14.57 h"), ("berth",), during="signal_3")
    closed = closures([STRONG, gale], year, seed)
    assert all(inside(spell, closed.spells["anchorage"]) for spell in closed.spells["berth"])


@given(seed=SEEDS, year=YEARS)
def test_an_outage_begins_with_its_gale_and_outlasts_it(seed: int, year: int) -> None:
    closed = closures(HONG_KONG, year, seed)
    (gale,), (outage,) = closed.spells["berth"], closed.spells["jetty"]
    assert outage[0] == gale[0]
    assert outage[1] > gale[1]


@given(occasions=st.floats(1, 90), hours=st.floats(1, 90), seed=SEEDS)
def test_occasions_of_one_signal_do_not_overlap(occasions: float, hours: float, seed: int) -> None:
    spells = closures([fog(occasions, hours)], 2030, seed).spells["berth"]
    assert all(first[1] <= second[0] for first, second in pairwise(spells))
    assert spells[0][0] >= 0
    assert spells[-1][1] <= 8760 + 1e-9


@given(seed=SEEDS, year=YEARS)
def test_occasions_begin_in_their_season(seed: int, year: int) -> None:
    for begin, _ in closures([STRONG], year, seed).spells["anchorage"]:
        assert month_of_day[int(begin // 24)] in range(5, 12)


def test_occasions_follow_the_months_weights() -> None:
    """Three in four occasions in August, one in four in March: over 400 years, within four sigma."""
    weights = (0.0, 0, 1, 0, 0, 0, 0, 3, 0, 0, 0, 0)
    begins = [closures([fog(1, 5, weights)], 2030, seed).spells["berth"][0][0] for seed in range(400)]
    months = month_of_day[(np.array(begins) // 24).astype(int)]
    assert set(months.tolist()) == {3, 8}
    assert np.mean(months == 8) == pytest.approx(0.75, abs=4 * (0.75 * 0.25 / 400) ** 0.5)


@given(seed=SEEDS)
def test_no_day_is_closed_for_more_than_24_hours(seed: int) -> None:
    hours = closures(HONG_KONG, 2030, seed).hours("jetty")
    assert hours.min() >= 0
    assert hours.max() <= 24 + 1e-9


def test_long_outages_of_frequent_gales_do_not_run_into_each_other() -> None:
    """Forty outages of eight days fill 320 of the 365 days."""
    gales = SignalInput("gale", Q_("40/yr"), Q_("10 h"), ("berth",))
    outages = SignalInput("outage", Q_("40/yr"), Q_("8 d"), ("jetty",), during="gale")
    closed = closures([gales, outages], 2030, 1)
    assert closed.hours("jetty").sum() == pytest.approx(320 * 24, rel=1e-9)
    assert closed.spells["jetty"][-1][1] <= 8760 + 1e-6


def test_a_gale_falls_on_any_of_the_lower_signals_occasions() -> None:
    fallen_on = set()
    for seed in range(40):
        closed = closures(HONG_KONG, 2030, seed)
        (gale,) = closed.spells["berth"]
        fallen_on.add([inside(gale, (spell,)) for spell in closed.spells["anchorage"]].index(True))
    assert fallen_on == {0, 1, 2, 3}


def test_time_that_two_signals_close_counts_once() -> None:
    twice = SignalInput("signal_8", Q_("1/yr"), Q_("10 h"), ("anchorage",), during="signal_3")
    closed = closures([STRONG, twice], 2030, 1)
    assert closed.hours("anchorage").sum() == pytest.approx(4.08 * 29.27, rel=1e-9)


def test_a_spell_is_shared_out_to_the_days_it_touches() -> None:
    closed = Closures({"berth": ((20.0, 50.0),)})
    assert closed.hours("berth")[:4].tolist() == [4, 24, 2, 0]


def test_a_day_is_lost_from_half_a_day_closed() -> None:
    closed = Closures({"berth": ((12.0, 35.0),)})
    assert closed.closed_days("berth")[:3].tolist() == [True, False, False]
    assert closed.closed_days("berth", at_least_hours=11)[:3].tolist() == [True, True, False]


def test_the_closed_fraction_is_that_of_the_years_hours() -> None:
    assert Closures({"berth": ((0.0, 87.6),)}).fraction("berth") == pytest.approx(0.01, rel=1e-12)


def test_what_no_signal_closes_is_open_all_year() -> None:
    closed = closures([SignalInput("signal_8", Q_("1/yr"), Q_("9 h"), ("berth",), SEASON)], 2030, 1)
    assert closed.fraction("anchorage") == 0


def test_no_signals_close_nothing() -> None:
    assert closures([], 2030, 1).fraction("berth") == 0


def test_the_order_of_signals_has_no_say() -> None:
    assert closures(HONG_KONG, 2030, 1) == closures(HONG_KONG[::-1], 2030, 1)


@pytest.mark.parametrize(("year", "seed"), [(2031, 1), (2030, 2)])
def test_another_year_or_seed_has_its_own_storms(year: int, seed: int) -> None:
    assert closures(HONG_KONG, year, seed) != closures(HONG_KONG, 2030, 1)


@given(seed=SEEDS)
def test_a_signal_more_does_not_move_the_others(seed: int) -> None:
    other = SignalInput("fog", Q_("3/yr"), Q_("5 h"), ("floating",))
    alone, together = closures(HONG_KONG, 2030, seed), closures([*HONG_KONG, other], 2030, seed)
    assert together.spells["berth"] == alone.spells["berth"]


def test_without_weights_a_signal_is_even_over_the_year() -> None:
    first_half = [closures([fog(1, 5)], 2030, seed).spells["berth"][0][0] < 4380 for seed in range(400)]
    assert np.mean(first_half) == pytest.approx(0.5, abs=4 * 0.5 / 20)


def test_a_season_of_its_own_is_refused_where_the_signal_has_anothers() -> None:
    with pytest.raises(GreenportError, match="gale: month_weights beside the season of signal_3"):
        SignalInput("gale", Q_("1/yr"), Q_("9 h"), ("berth",), SEASON, during="signal_3")


def test_a_signal_given_twice_is_refused() -> None:
    with pytest.raises(GreenportError, match="signal_3 is given twice"):
        closures([STRONG, STRONG], 2030, 1)


def test_a_signal_during_an_unknown_one_is_refused() -> None:
    with pytest.raises(GreenportError, match="during 'signal_3', which is not among signal_8"):
        closures([GALE], 2030, 1)


def test_a_signal_more_frequent_than_the_one_it_is_part_of_is_refused() -> None:
    often = SignalInput("signal_8", Q_("5/yr"), Q_("9 h"), ("berth",), during="signal_3")
    with pytest.raises(GreenportError, match="expected at most as many"):
        closures([STRONG, often], 2030, 1)


def test_signals_that_wait_for_each_other_are_refused() -> None:
    one = SignalInput("one", Q_("1/yr"), Q_("9 h"), ("berth",), during="two")
    two = SignalInput("two", Q_("1/yr"), Q_("9 h"), ("berth",), during="one")
    with pytest.raises(GreenportError, match="one, two: each happens during another"):
        closures([one, two], 2030, 1)


def test_occasions_that_do_not_fit_into_a_year_are_refused() -> None:
    with pytest.raises(GreenportError, match="do not fit into 8760 h"):
        closures([fog(100, 100)], 2030, 1)


def test_a_duration_in_tonnes_is_refused() -> None:
    with pytest.raises(UnitError, match="fog: mean_duration"):
        SignalInput("fog", Q_("1/yr"), Q_("9 t"), ("berth",), SEASON)


def test_an_unknown_kind_of_place_is_refused() -> None:
    with pytest.raises(GreenportError, match=r"fog: closes.*expected berth"):
        SignalInput("fog", Q_("1/yr"), Q_("9 h"), ("runway",), SEASON)  # type: ignore[arg-type]


def test_a_season_of_eleven_months_is_refused() -> None:
    with pytest.raises(GreenportError, match="fog: month_weights"):
        SignalInput("fog", Q_("1/yr"), Q_("9 h"), ("berth",), SEASON[:11])
