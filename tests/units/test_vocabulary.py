"""Every unit that the datasets and the worked examples use is known, with the dimension it means."""

import csv
from pathlib import Path

import pytest

from greenport.units import (
    CARBON_FACTOR,
    DENSITY,
    ENERGY,
    FREQUENCY,
    GHG,
    GROSS_TONNAGE,
    HEATING_VALUE,
    INTENSITY,
    LENGTH,
    MASS,
    MASS_FLOW,
    MONEY,
    MONEY_FLOW,
    POWER,
    PRICE_PER_CAPACITY,
    PRICE_PER_ENERGY,
    PRICE_PER_GHG,
    PRICE_PER_MASS,
    PRICE_PER_VOLUME,
    PRICE_PER_VOLUME_TIME,
    Q_,
    RATIO,
    TIME,
    VOLUME,
    VOLUME_FLOW,
    Dimension,
    catalogue,
    ureg,
)

DATASETS = Path(__file__).resolve().parents[2] / "datasets"

# Per capacity of a ship and distance, per power: kinds that only worked examples use.
GHG_PER_TRANSPORT = Dimension("carbon intensity of transport", "[ghg]/[mass]/[length]", "10 gCO2/(dwt nmi)")
GHG_PER_TONNAGE = Dimension(
    "carbon intensity of a ship", "[ghg]/[gross_tonnage]/[length]", "10 gCO2/(GT nmi)"
)
PRICE_PER_POWER = Dimension("price per power", "[money]/[power]", "900 USD/kW")

EXAMPLES: dict[Dimension, list[str]] = {
    RATIO: ["", "%", "1", "dimensionless", "t/t", "kg/kg", "g/g", "MWh/MWh", "MJ/MMBtu", "gal/m3", "day/yr",
            "h/yr", "berth", "truck", "unit", "period", "unit/period"],
    MASS: ["t"],
    VOLUME: ["m3", "m^3"],
    LENGTH: ["m", "nmi"],
    TIME: ["h", "day", "yr"],
    ENERGY: ["GJ", "MJ", "MWh"],
    POWER: ["kW", "MWh/yr"],
    FREQUENCY: ["1/yr", "1/h", "unit/yr"],
    MASS_FLOW: ["t/yr", "Mt/yr"],
    VOLUME_FLOW: ["m^3/h", "Mgal/yr"],
    DENSITY: ["t/m3", "kg/L"],
    HEATING_VALUE: ["GJ/t", "MJ/kg", "MJ/g", "MJ/t", "kWh/kg", "MWh/t"],
    GROSS_TONNAGE: ["GT"],
    GHG: ["t CO2", "t CO2eq", "g CO2eq"],
    INTENSITY: ["g CO2eq/MJ"],
    CARBON_FACTOR: ["t CO2/t"],
    GHG_PER_TRANSPORT: ["g CO2/(dwt nmi)", "t CO2/(dwt nmi)"],
    GHG_PER_TONNAGE: ["g CO2/(GT nmi)"],
    MONEY: ["USD", "EUR", "MUSD", "USD/period", "USD/unit", "USD/unit/period"],
    MONEY_FLOW: ["USD/yr", "USD/day", "USD/unit/yr"],
    PRICE_PER_MASS: ["USD/t", "EUR/t", "USD/kg"],
    PRICE_PER_VOLUME: ["USD/m3", "EUR/m3", "EUR/L", "USD/gal"],
    PRICE_PER_VOLUME_TIME: ["USD/bbl/month", "USD/m3/month"],
    PRICE_PER_ENERGY: ["USD/kWh", "USD/MWh", "EUR/MWh", "USD/GJ", "EUR/GJ", "USD/MMBtu"],
    PRICE_PER_GHG: ["USD/t CO2eq", "EUR/t CO2eq"],
    PRICE_PER_CAPACITY: ["EUR/(t/yr)", "USD/(kg/yr)", "MEUR/(t/day)"],
    PRICE_PER_POWER: ["USD/kW", "USD/W"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "dimension"), [(unit, dimension) for dimension, units in EXAMPLES.items() for unit in units]
)
def test_a_unit_of_the_worked_examples_has_its_dimension(unit: str, dimension: Dimension) -> None:
    assert dimension.fits(Q_(1.0, ureg.parse_units(unit)))


def units_of_the_datasets() -> list[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for path in DATASETS.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            found |= {(path.name, row["unit"]) for row in csv.DictReader(stream) if "unit" in row}
    return sorted(found)


@pytest.mark.parametrize(("table", "unit"), units_of_the_datasets())
def test_a_unit_of_the_datasets_is_of_a_known_kind(table: str, unit: str) -> None:
    kinds = [kind for kind in vars(catalogue).values() if isinstance(kind, Dimension)]
    assert any(kind.fits(Q_(1.0, unit)) for kind in kinds), f"{table}: {unit}"


def test_the_datasets_state_the_price_year_of_their_money() -> None:
    """But for law: what it names is paid in the money of the year in which it is due."""
    yearless = [
        (table, unit)
        for table, unit in units_of_the_datasets()
        if table != "law.csv" and "[money]" in Q_(1.0, unit).dimensionality
    ]
    assert yearless == []
