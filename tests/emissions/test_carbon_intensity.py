"""Carbon intensity indicator: reference lines, required indicator and rating, by type and size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.emissions import imo, stated
from greenport.emissions.consumption import EMITTED
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, Quantity, magnitude

# Type, capacity, and reference line and boundaries of MEPC.353(78) and MEPC.354(78) for it.
LINES = [
    ("bulk carrier", "80000 dwt", 4745 * 80000**-0.622, (0.86, 0.94, 1.06, 1.18)),
    ("bulk carrier", "279000 dwt", 4745 * 279000**-0.622, (0.86, 0.94, 1.06, 1.18)),
    ("bulk carrier", "400000 dwt", 4745 * 279000**-0.622, (0.86, 0.94, 1.06, 1.18)),
    ("gas carrier", "65000 dwt", 14405e7 * 65000**-2.071, (0.81, 0.91, 1.12, 1.44)),
    ("gas carrier", "64999 dwt", 8104 * 64999**-0.639, (0.85, 0.95, 1.06, 1.25)),
    ("tanker", "110000 dwt", 5247 * 110000**-0.610, (0.82, 0.93, 1.08, 1.28)),
    ("container ship", "50000 dwt", 1984 * 50000**-0.489, (0.83, 0.94, 1.07, 1.19)),
    ("general cargo ship", "20000 dwt", 31948 * 20000**-0.792, (0.83, 0.94, 1.06, 1.19)),
    ("general cargo ship", "19999 dwt", 588 * 19999**-0.3885, (0.83, 0.94, 1.06, 1.19)),
    ("refrigerated cargo ship", "9000 dwt", 4600 * 9000**-0.557, (0.78, 0.91, 1.07, 1.20)),
    ("combination carrier", "90000 dwt", 5119 * 90000**-0.622, (0.87, 0.96, 1.06, 1.14)),
    ("LNG carrier", "120000 dwt", 9.827, (0.89, 0.98, 1.06, 1.13)),
    ("LNG carrier", "80000 dwt", 14479e10 * 80000**-2.673, (0.78, 0.92, 1.10, 1.37)),
    ("LNG carrier", "30000 dwt", 14779e10 * 65000**-2.673, (0.78, 0.92, 1.10, 1.37)),
    ("ro-ro vehicle carrier", "75000 GT", 3627 * 57700**-0.590, (0.86, 0.94, 1.06, 1.16)),
    ("ro-ro vehicle carrier", "40000 GT", 3627 * 40000**-0.590, (0.86, 0.94, 1.06, 1.16)),
    ("ro-ro vehicle carrier", "20000 GT", 330 * 20000**-0.329, (0.86, 0.94, 1.06, 1.16)),
    ("ro-ro cargo ship", "30000 GT", 1967 * 30000**-0.485, (0.76, 0.89, 1.08, 1.27)),
    ("ro-ro passenger ship", "25000 GT", 2023 * 25000**-0.460, (0.76, 0.92, 1.14, 1.30)),
    ("cruise passenger ship", "90000 GT", 930 * 90000**-0.383, (0.87, 0.95, 1.06, 1.16)),
]
CUTS = [0, 1, 2, 3, 5, 7, 9, 11, 13.625, 16.25, 18.875, 21.5]
CRAFT = next(each for each in imo.ship_types() if "high_speed" in each)


def unit(capacity: str) -> str:
    return f"gCO2e/{capacity.split()[1]}/nmi"


@pytest.mark.parametrize(("ship", "capacity", "due", "_"), LINES)
def test_the_reference_line_is_that_of_the_resolution(ship: str, capacity: str, due: float, _: Any) -> None:
    assert magnitude(imo.cii_reference(ship, Q_(capacity)), unit(capacity)) == pytest.approx(due, rel=1e-12)


@pytest.mark.parametrize(("ship", "capacity", "_", "due"), LINES)
def test_the_boundaries_are_those_of_the_resolution(ship: str, capacity: str, _: Any, due: Any) -> None:
    required = Q_(10.0, unit(capacity))
    assert imo.cii_boundaries(ship, Q_(capacity), required).m == pytest.approx([10 * each for each in due])


def test_high_speed_craft_have_a_line_of_their_own() -> None:
    assert imo.cii_reference(CRAFT, Q_("5000 GT")).m == pytest.approx(4196 * 5000**-0.460)


def test_every_type_of_ship_is_tried() -> None:
    tried = {ship.lower().replace("-", "_").replace(" ", "_") for ship, *_ in LINES}
    assert tried | {CRAFT} == set(imo.ship_types())


def test_the_reduction_is_that_of_its_year() -> None:
    years = np.arange(2019, 2031)
    found = imo.cii_required("tanker", Q_("110000 dwt"), years)
    reference = imo.cii_reference("tanker", Q_("110000 dwt"))
    assert (found / reference).m == pytest.approx(1 - np.array(CUTS) / 100)


def test_the_required_indicator_falls_from_year_to_year() -> None:
    for ship, capacity, *_ in LINES:
        assert np.all(np.diff(imo.cii_required(ship, Q_(capacity), np.arange(2019, 2031)).m) < 0)


@pytest.mark.parametrize("year", [2018, 2031])
def test_a_year_outside_the_rule_says_so(year: int) -> None:
    with pytest.raises(DataError, match=f"sets nothing for {year}"):
        imo.cii_required("tanker", Q_("110000 dwt"), year)


def test_before_april_2025_nothing_was_set_for_2027() -> None:
    with pytest.raises(DataError, match=r"sets nothing for 2027.*MEPC\.400\(83\)"):
        imo.cii_required("tanker", Q_("110000 dwt"), 2027, as_of="2025-01-01")


@given(st.floats(0, 50), st.floats(0, 50), st.sampled_from(LINES))
def test_a_rating_gets_no_better_with_more_carbon_dioxide(one: float, other: float, line: Any) -> None:
    ship, capacity, *_ = line
    better, worse = (
        imo.cii_rating(Q_(each, unit(capacity)), ship, Q_(capacity), 2026) for each in sorted((one, other))
    )
    assert better <= worse


@pytest.mark.parametrize(
    ("ratio", "letter"),
    [
        (0.82, "A"),
        (0.8201, "B"),
        (0.93, "B"),
        (0.9301, "C"),
        (1.08, "C"),
        (1.0801, "D"),
        (1.28, "D"),
        (1.2801, "E"),
    ],
)
def test_a_boundary_belongs_to_the_better_rating(ratio: float, letter: str) -> None:
    limit = Q_(10.0, "gCO2e/dwt/nmi")
    assert imo.cii_rating_against(ratio * limit, limit, "tanker", Q_("110000 dwt")) == letter


def test_a_million_ships_are_rated_at_once_and_as_one_by_one() -> None:
    random = np.random.default_rng(1)
    size, sailed = random.uniform(5e3, 3e5, 10**6), random.uniform(1e4, 1e5, 10**6)
    burnt = random.uniform(1e3, 3e4, 10**6)
    attained = imo.cii_attained([("HFO", Q_(burnt, "t"))], Q_(size, "dwt"), Q_(sailed, "nmi"))
    found = imo.cii_rating(attained, "gas carrier", Q_(size, "dwt"), 2026)
    large = size >= 65000
    line = 0.89 * np.where(large, 14405e7 * size**-2.071, 8104 * size**-0.639)
    ratio = 3.114e6 * burnt / (size * sailed) / line
    bounds = np.where(large[:, None], [0.81, 0.91, 1.12, 1.44], [0.85, 0.95, 1.06, 1.25])
    due = np.array(list("ABCDE"))[(ratio[:, None] > bounds).sum(axis=1)]
    assert np.array_equal(np.asarray(found), due)


def test_the_attained_indicator_takes_the_real_deadweight_beyond_the_cap() -> None:
    found = imo.cii_attained(Q_("1000 tCO2e"), Q_("400000 dwt"), Q_("1000 nmi"))
    assert magnitude(found, "gCO2e/dwt/nmi") == pytest.approx(1e9 / 4e8)


def test_carbon_dioxide_alone_counts() -> None:
    found = imo.carbon_dioxide([("LNG", Q_("100 t")), ("methanol", Q_("10 t"))])
    assert magnitude(found, "tCO2e") == pytest.approx(275 + 13.75)


@pytest.mark.parametrize(("ship", "capacity"), [("tanker", "50000 GT"), ("ro-ro cargo ship", "50000 dwt")])
def test_a_capacity_of_the_wrong_kind_for_the_type_is_refused(ship: str, capacity: str) -> None:
    with pytest.raises(UnitError, match=f"capacity of {capacity} for a {ship}: a .* is due, e.g. 50000"):
        imo.cii_required(ship, Q_(capacity), 2026)


def test_an_indicator_on_another_capacity_is_refused() -> None:
    with pytest.raises(UnitError, match="a tanker is counted per dwt"):
        imo.cii_rating(Q_("6 gCO2e/GT/nmi"), "tanker", Q_("50000 dwt"), 2026)


def test_the_efficiency_ratio_is_per_deadweight() -> None:
    with pytest.raises(UnitError, match="where a deadweight is due"):
        imo.annual_efficiency_ratio(Q_("10 tCO2e"), Q_("50000 GT"), Q_("100 nmi"))


def test_an_unknown_type_is_answered_with_near_matches() -> None:
    with pytest.raises(DataError, match=r"no ship type 'tankr'.*did you mean tanker"):
        imo.cii_required("tankr", Q_("50000 dwt"), 2026)


@pytest.mark.parametrize(
    ("capacity", "distance"), [("0 dwt", "100 nmi"), ("50000 dwt", "0 nmi"), ("50000 dwt", "5 t")]
)
def test_a_ship_without_size_or_way_has_no_indicator(capacity: str, distance: str) -> None:
    with pytest.raises(UnitError, match=r"^(capacity|distance) of"):
        imo.cii_attained(Q_("10 tCO2e"), Q_(capacity), Q_(distance))


def test_carbon_dioxide_may_be_stated_but_is_no_mass() -> None:
    with pytest.raises(UnitError, match=f"consumption of 10 t is a mass where {EMITTED.due}"):
        imo.cii_attained(Q_("10 t"), Q_("50000 dwt"), Q_("100 nmi"))


def test_a_fuel_with_a_stated_intensity_has_no_indicator() -> None:
    vague = stated("e-methanol", Q_("20 GJ/t"), Q_("10 gCO2e/MJ"))
    with pytest.raises(GreenportError, match="e_methanol is stated as a total from well to wake"):
        imo.cii_attained([(vague, Q_("10 t"))], Q_("50000 dwt"), Q_("100 nmi"))


def test_a_ship_gives_off_no_less_than_nothing() -> None:
    with pytest.raises(
        UnitError, match="consumption of -5 tCO2e is below zero; an amount of emissions is due"
    ):
        imo.cii_attained(Q_("-5 tCO2e"), Q_("50000 dwt"), Q_("100 nmi"))


@pytest.mark.parametrize("ship", [None, ["tanker"], 5])
def test_a_type_of_ship_is_named_by_a_text(ship: Any) -> None:
    with pytest.raises(DataError, match=r'ship type of .* is not a text; a name is due, e\.g\. "tanker"'):
        imo.cii_reference(ship, Q_("50000 dwt"))


def test_sizes_of_another_number_than_the_fleet_s_are_refused() -> None:
    fleet: Any = [("HFO", Q_(np.ones(2), "t"))]
    with pytest.raises(
        GreenportError, match=r"masses of shape \(2,\) and capacity of shape \(3,\) do not go"
    ):
        imo.cii_attained(fleet, Q_(np.ones(3), "dwt"), Q_("100 nmi"))


@given(st.lists(st.tuples(st.floats(0, 30), st.floats(1e4, 4e5)), min_size=1, max_size=20))
def test_a_fleet_is_rated_as_ship_by_ship(ships: list[tuple[float, float]]) -> None:
    attained, sizes = (np.array(each) for each in zip(*ships, strict=True))
    found = imo.cii_rating(Q_(attained, "gCO2e/dwt/nmi"), "gas carrier", Q_(sizes, "dwt"), 2026)
    due = [
        imo.cii_rating(Q_(one, "gCO2e/dwt/nmi"), "gas carrier", Q_(size, "dwt"), 2026) for one, size in ships
    ]
    assert found.tolist() == due


def test_an_empty_consumption_is_refused() -> None:
    with pytest.raises(GreenportError, match="a list of fuels and masses is due"):
        imo.cii_attained([], Q_("50000 dwt"), Q_("100 nmi"))


def test_boundaries_of_a_fleet_are_the_last_axis() -> None:
    sizes: Quantity = Q_(np.array([60000.0, 70000.0]), "dwt")
    limits = imo.cii_boundaries("gas carrier", sizes, Q_(np.array([10.0, 20.0]), "gCO2e/dwt/nmi"))
    assert limits.m == pytest.approx(np.array([[8.5, 9.5, 10.6, 12.5], [16.2, 18.2, 22.4, 28.8]]))
