"""CORSIA: default values by edition, eligibility, reductions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import data
from greenport.emissions import corsia
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, magnitude

PATHWAYS = sorted({key.rpartition(":")[0] for key in data.keys("corsia")})


def value(key: str) -> float:
    return float(magnitude(data.datum(f"corsia:{key}").value, "gCO2e/MJ"))


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_a_total_is_the_core_value_and_the_change_of_land_use(pathway: str) -> None:
    total = value(f"{pathway}:core") + value(f"{pathway}:iluc")
    assert value(f"{pathway}:total") == pytest.approx(total, abs=1e-9)


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_every_default_is_found_by_the_names_of_its_row(pathway: str) -> None:
    process, stock, region, edition = pathway.split(":")
    found = corsia.life_cycle_value(process, stock, region, edition)
    assert magnitude(found, "gCO2e/MJ") == value(f"{pathway}:total")


def test_two_editions_give_two_values_and_the_newest_is_the_default() -> None:
    soy = ("HEFA", "soybean oil")
    old, new = (corsia.life_cycle_value(*soy, edition=each) for each in ("2024_03", "2025_11"))
    assert (magnitude(old, "gCO2e/MJ"), magnitude(new, "gCO2e/MJ")) == (66.2, 62.9)
    assert corsia.life_cycle_value(*soy) == new


def test_an_earlier_date_reads_the_edition_that_stood() -> None:
    assert corsia.life_cycle_value("HEFA", "soybean oil", as_of="2025-06-30").m == 66.2


def test_before_the_first_edition_there_are_no_defaults() -> None:
    with pytest.raises(DataError, match="no default values of CORSIA stood on 2001-01-01"):
        corsia.life_cycle_value("HEFA", "soybean oil", as_of="2001-01-01")


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(DataError, match="'soon' is not a date"):
        corsia.editions("soon")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("HEFFA", "tallow"), "no pathway 'HEFFA'.*did you mean hefa"),
        (("HEFA", "tallov"), "no feedstock 'tallov'.*did you mean tallow"),
        (("HEFA", "tallow", "Atlantis"), "no region 'Atlantis'.*global"),
        (("HEFA", "tallow", "Global", "1999"), "no edition '1999'.*2024_03, 2025_11"),
    ],
)
def test_an_unknown_name_is_answered_with_what_is_known(names: tuple[str, ...], message: str) -> None:
    with pytest.raises(DataError, match=message):
        corsia.life_cycle_value(*names)


@pytest.mark.parametrize(
    ("names", "what"),
    [
        ((None, "tallow"), "pathway of None"),
        (("HEFA", 5), "feedstock of 5"),
        (("HEFA", "tallow", 5), "region of 5"),
        (("HEFA", "tallow", "Global", 2024), "edition of 2024"),
    ],
)
def test_what_is_no_name_is_refused_with_what_it_should_name(names: tuple[Any, ...], what: str) -> None:
    with pytest.raises(DataError, match=f"{what} is not a text; a name is due"):
        corsia.life_cycle_value(*names)


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(GreenportError, match="part of 'half' is unknown"):
        corsia.life_cycle_value("HEFA", "tallow", part="half")  # type: ignore[arg-type]


@given(st.floats(0, 1))
def test_waste_adds_170_5_grams_times_its_fossil_share(share: float) -> None:
    assert magnitude(corsia.municipal_waste_value(share), "gCO2e/MJ") == pytest.approx(5.2 + 170.5 * share)


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(UnitError, match="over 100 %"):
        corsia.municipal_waste_value(Q_("120 %"))


@pytest.mark.parametrize(
    ("grams", "fuel", "eligible"),
    [
        (80.1, "jet", True),
        (80.1001, "jet", False),
        (-22.5, "jet", True),
        (80.1, "jet_b", True),
        (85.5, "jet_b", False),
        (85.5, "aviation_gasoline", True),
        (85.6, "aviation_gasoline", False),
    ],
)
def test_a_fuel_is_eligible_up_to_nine_tenths_of_its_baseline(
    grams: float, fuel: corsia.FossilFuel, eligible: bool
) -> None:
    assert corsia.eligible(Q_(grams, "gCO2e/MJ"), fuel) is eligible


@given(st.floats(0, 1e6), st.floats(0, 100), st.floats(-60, 95))
def test_the_reduction_is_linear_in_neat_mass(mass: float, times: float, grams: float) -> None:
    one = corsia.emissions_reduction(Q_(mass, "t"), Q_(grams, "gCO2e/MJ"))
    many = corsia.emissions_reduction(Q_(mass * times, "t"), Q_(grams, "gCO2e/MJ"))
    assert many.m == pytest.approx(times * one.m)


@given(st.floats(-60, 200))
def test_a_reduction_is_never_a_debit(grams: float) -> None:
    assert corsia.emissions_reduction(Q_("1 t"), Q_(grams, "gCO2e/MJ")).m >= 0


def test_a_fuel_that_is_not_eligible_reduces_nothing() -> None:
    assert corsia.emissions_reduction(Q_("1 kt"), Q_("85 gCO2e/MJ")).m == 0


@pytest.mark.parametrize("mass", ["1 kt", "0 t"])
def test_no_reduction_is_0_and_not_minus_0(mass: str) -> None:
    found = corsia.emissions_reduction(Q_(mass), Q_("120 gCO2e/MJ")).m
    assert not np.signbit(found)


@pytest.mark.parametrize("grams", [1e9, -1e9, 13900.0])
@pytest.mark.parametrize("count", [corsia.saving, corsia.eligible])
def test_a_value_out_of_all_proportion_to_the_baseline_is_refused(count: Any, grams: float) -> None:
    with pytest.raises(
        GreenportError, match=r"life_cycle_value of .* than 10 times the baseline of 89 gCO2e"
    ):
        count(Q_(np.array([14.0, grams]), "gCO2e/MJ"))


def test_jet_b_has_the_factor_of_gasoline_and_the_baseline_of_jet() -> None:
    found = corsia.emissions_reduction(Q_("10 t"), Q_("20 gCO2e/MJ"), "jet_b")
    assert found.m == pytest.approx(3.10 * 10 * (1 - 20 / 89))


def test_a_million_batches_are_counted_at_once_and_as_one_by_one() -> None:
    random = np.random.default_rng(1)
    mass, grams = random.uniform(0, 500, 10**6), random.uniform(-60, 100, 10**6)
    found = corsia.emissions_reduction(Q_(mass, "t"), Q_(grams, "gCO2e/MJ")).m
    due = np.where(grams <= 80.1, 3.16 * mass * (1 - grams / 89), 0)
    assert np.allclose(found, due, rtol=1e-12)


def test_emissions_count_sustainable_fuel_like_fossil_fuel() -> None:
    assert corsia.emissions(Q_("100 t")).m == pytest.approx(316)
    assert corsia.emissions(Q_("100 t"), "jet_b").m == pytest.approx(310)


def test_an_unknown_fossil_fuel_is_refused() -> None:
    with pytest.raises(GreenportError, match="fuel of 'diesel' is unknown; give one of jet, jet_b"):
        corsia.emissions_reduction(Q_("1 t"), Q_("14 gCO2e/MJ"), "diesel")  # type: ignore[arg-type]


def test_the_rule_did_not_stand_in_2015() -> None:
    with pytest.raises(DataError, match="nothing stood on 2015-01-01"):
        corsia.emissions_reduction(Q_("1 t"), Q_("14 gCO2e/MJ"), as_of="2015-01-01")
