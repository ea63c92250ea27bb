"""Processes, and what a tonne costs to make by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs, data
from greenport.data import rows
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import Q_, magnitude, price_year

METHANOL, SAF = costs.processes("methanol"), costs.processes("saf")


def plant(**changes: Any) -> costs.Process:
    """Plant of 1,000 USD per yearly tonne that makes methanol of gas."""
    given: dict[str, Any] = {
        "name": "plant",
        "product": "methanol",
        "lhv": Q_("20 GJ/t"),
        "feeds": {"gas": Q_("30 GJ/t")},
        "energies": {},
        "capex": Q_("1000 USD_2025/(t/yr)"),
        "fixed_opex": Q_("20 USD_2025/t"),
        "variable_opex": Q_("5 USD_2025/t"),
        "life": Q_("20 yr"),
    }
    return costs.Process(**{**given, **changes})


def total(process: costs.Process, prices: dict[str, Any], **options: Any) -> float:
    return float(magnitude(costs.production_cost(process, prices, **options).total, "USD_2025/t"))


GAS = {"gas": Q_("5 USD_2025/GJ")}


def test_every_pathway_of_the_brief_is_there() -> None:
    assert {"bio_methanol", "e_methanol", "grey_methanol"} <= set(METHANOL)
    assert {"alcohol_to_jet", "fischer_tropsch_residues", "fischer_tropsch_waste"} <= set(SAF)
    assert {"hefa", "power_to_liquid"} <= set(SAF)


@pytest.mark.parametrize("name", costs.processes())
def test_every_process_has_a_cost_by_its_own_data(name: str) -> None:
    cost = costs.production_cost(costs.process(name))
    assert price_year(cost.total) == 2020
    assert 0 < magnitude(cost.total, "EUR_2020/t") < 6000


@pytest.mark.parametrize(("hydrogen", "due"), [(2000, 573.1), (4000, 953.1), (6000, 1333.1)])
def test_e_methanol_costs_what_the_agency_figures_add_up_to(hydrogen: int, due: float) -> None:
    # 0.19 * price + 1.4 * 60 + 0.1 * 70 + 0.58 * 25 + 750 * 0.08883 + 21, by hand
    cost = costs.methanol_production_cost("e_methanol", {"hydrogen": Q_(hydrogen, "EUR_2020/t")}, Q_("8 %"))
    assert magnitude(cost.total, "EUR_2020/t") == pytest.approx(due, abs=0.05)


def test_grey_methanol_costs_what_nrel_finds_at_its_charge_rate() -> None:
    cost = costs.production_cost(costs.process("grey_methanol"), charge_rate=Q_("0.0707 1/yr"))
    assert magnitude(cost.total, "USD_2020/kg") == pytest.approx(0.22116813, abs=2e-6)


def test_an_efficiency_sets_the_raw_material() -> None:
    biomass = costs.process("bio_methanol").feeds["biomass"]
    assert magnitude(biomass, "GJ/t") == pytest.approx(19.9 / 0.61)


def test_the_parts_and_credits_add_up_to_the_total() -> None:
    cost = costs.saf_production_cost("hefa")
    parts = cost.capital + cost.fixed + cost.variable + cost.feed + cost.energy - cost.credit
    assert magnitude(cost.total, "EUR_2020/t") == pytest.approx(magnitude(parts, "EUR_2020/t"))
    assert magnitude(cost.credit, "EUR_2020/t") > 0


def test_a_plant_in_use_half_the_time_has_twice_the_capital_cost() -> None:
    always = costs.production_cost(plant(), GAS).capital
    half = costs.production_cost(plant(), GAS, load=Q_("50 %")).capital
    assert magnitude(half, "USD_2025/t") == pytest.approx(2 * magnitude(always, "USD_2025/t"))


def test_rate_and_life_default_to_the_data() -> None:
    given = costs.production_cost(plant(), GAS, data.datum("finance:wacc").value, Q_("20 yr"))
    assert given.total == costs.production_cost(plant(), GAS).total


def test_the_cost_per_energy_is_on_the_heating_value() -> None:
    cost = costs.production_cost(plant(), GAS)
    per_tonne = magnitude(cost.total, "USD_2025/t")
    assert magnitude(cost.total_per_energy, "USD_2025/GJ") == pytest.approx(per_tonne / 20)


@given(st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_the_cost_is_linear_in_the_price_of_an_input(first: float, second: float) -> None:
    slope = total(plant(), {"gas": Q_(first, "USD_2025/GJ")}) - total(
        plant(), {"gas": Q_(second, "USD_2025/GJ")}
    )
    assert slope == pytest.approx(30 * (first - second), abs=1e-6)


def test_many_prices_give_many_costs() -> None:
    cost = costs.production_cost(plant(), {"gas": Q_(np.array([5.0, 6.0]), "USD_2025/GJ")})
    first, second = magnitude(cost.total, "USD_2025/t")
    assert second - first == pytest.approx(30)


def test_the_share_of_an_unknown_part_is_refused() -> None:
    with pytest.raises(DataError, match="no part 'gaz' in the cost by plant; did you mean gas"):
        costs.production_cost(plant(), GAS).share("gaz")


def test_a_plant_is_escalated_by_the_caller() -> None:
    process = costs.process("e_methanol")
    later = replace(
        process,
        capex=costs.escalate(process.capex, 2020, 2023),
        fixed_opex=costs.escalate(process.fixed_opex, 2020, 2023),
        variable_opex=costs.escalate(process.variable_opex, 2020, 2023),
    )
    prices = {"hydrogen": Q_("4000 EUR_2023/t"), "carbon_dioxide": Q_("60 EUR_2023/t")}
    prices |= {"electricity": Q_("70 EUR_2023/MWh"), "steam": Q_("25 EUR_2023/MWh")}
    assert price_year(costs.methanol_production_cost(later, prices).total) == 2023


# ------------------------------------------------------------------------------- what is refused


def test_a_price_of_another_year_is_refused() -> None:
    with pytest.raises(UnitError, match="price of gas is money of 2024, that of plant of 2025; bring them"):
        costs.production_cost(plant(), {"gas": Q_("5 USD_2024/GJ")})


def test_a_price_without_a_year_is_refused_where_the_plant_has_one() -> None:
    with pytest.raises(UnitError, match="price of gas is money of no stated year"):
        costs.production_cost(plant(), {"gas": Q_("5 USD/GJ")})


def test_a_price_of_something_else_is_refused_with_near_names() -> None:
    with pytest.raises(DataError, match="no price of 'gass', which plant neither uses nor makes; did"):
        costs.production_cost(plant(), {**GAS, "gass": Q_("1 USD_2025/t")})


def test_a_missing_price_is_named() -> None:
    with pytest.raises(DataError, match="price of gas is missing, which plant needs"):
        costs.production_cost(plant())


def test_a_price_per_mass_of_what_is_counted_in_energy_is_refused() -> None:
    with pytest.raises(UnitError, match=r"price of gas of .* where a price per energy is due"):
        costs.production_cost(plant(), {"gas": Q_("5 USD_2025/t")})


def test_a_charge_rate_excludes_rate_and_life() -> None:
    with pytest.raises(GreenportError, match="either a charge rate, or rate and life"):
        costs.production_cost(plant(), GAS, Q_("8 %"), charge_rate=Q_("0.1 1/yr"))


def test_a_plant_that_stands_still_is_refused() -> None:
    with pytest.raises(UnitError, match="load of 0 % is not above zero"):
        costs.production_cost(plant(), GAS, load=Q_("0 %"))


@pytest.mark.parametrize(("share", "words"), [("130 %", "is over 100 %"), ("0 %", "is not above zero")])
def test_an_efficiency_over_all_or_of_nothing_is_refused(share: str, words: str) -> None:
    with pytest.raises(UnitError, match=f"plant: efficiency of wood of {share} {words}"):
        plant(feeds={}, efficiencies={"wood": Q_(share)})


def test_more_energy_out_than_in_is_refused() -> None:
    with pytest.raises(GreenportError, match="plant: 20 GJ come out of 19 GJ per tonne"):
        plant(feeds={"gas": Q_("19 GJ/t")})


def test_an_input_given_twice_is_refused() -> None:
    with pytest.raises(GreenportError, match="plant: gas is given twice"):
        plant(energies={"gas": Q_("1 GJ/t")})


def test_a_plant_of_two_price_years_is_refused() -> None:
    with pytest.raises(UnitError, match="capex and opex are money of 2024 and 2025; escalate them to one"):
        plant(fixed_opex=Q_("20 USD_2024/t"))


def test_an_amount_below_zero_is_refused() -> None:
    with pytest.raises(UnitError, match="plant: amount of gas of -1 GJ/t is below zero"):
        plant(feeds={"gas": Q_("-1 GJ/t")})


def test_a_process_for_another_product_is_refused() -> None:
    with pytest.raises(DataError, match="process hefa makes saf, not methanol; processes for methanol are"):
        costs.methanol_production_cost("hefa")


def test_an_unknown_process_is_answered_with_near_ones() -> None:
    with pytest.raises(DataError, match="no process 'emethanol' in table production; did you mean e_meth"):
        costs.methanol_production_cost("emethanol")


# ------------------------------------------------------------------------------- processes as rows

HEADING = "key,item,low,value,high,unit,year,source,url,status,note\n"
ROWS = {
    "product:saf": "44,GJ/t",
    "efficiency:wood": "50,%",
    "capex": "900,USD_2025/(t/yr)",
    "fixed_opex": "10,USD_2025/t",
    "variable_opex": "0,USD_2025/t",
    "life": "20,yr",
}


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Folder of tables that a test may write, with one price."""
    monkeypatch.setattr(rows, "folder", lambda: tmp_path)
    rows.rows.cache_clear()
    rows._index.cache_clear()
    (tmp_path / "input_prices.csv").write_text(HEADING + line("wood", "3,USD_2025/GJ"), encoding="utf-8")
    yield tmp_path
    rows.rows.cache_clear()
    rows._index.cache_clear()


def line(key: str, value: str) -> str:
    number, unit = value.split(",")
    return f"{key},Item,,{number},,{unit},2025,,,derived,Test\n"


def write(tables: Path, held: dict[str, str]) -> None:
    text = "".join(line(f"pyrolysis:{key}", value) for key, value in held.items())
    (tables / "production.csv").write_text(HEADING + text, encoding="utf-8")


def test_another_process_needs_rows_only(tables: Path) -> None:
    write(tables, ROWS)
    cost = costs.saf_production_cost("pyrolysis", rate=Q_("0 %"))
    assert magnitude(cost.total, "USD_2025/t") == pytest.approx(900 / 20 + 10 + 2 * 44 * 3)


def test_a_property_that_is_missing_is_named(tables: Path) -> None:
    write(tables, {key: value for key, value in ROWS.items() if key not in ("life", "product:saf")})
    with pytest.raises(DataError, match="process pyrolysis has no life, product:methanol or product:saf"):
        costs.process("pyrolysis")


def test_a_property_that_is_unknown_is_refused(tables: Path) -> None:
    write(tables, {**ROWS, "fixed_opx": "1,USD_2025/t"})
    with pytest.raises(DataError, match="pyrolysis:fixed_opx: no property 'fixed_opx' of a process"):
        costs.process("pyrolysis")
