"""Prices in the units of the trade."""

from __future__ import annotations

import pytest

from greenport import costs
from greenport.costs.prices import money_of, unit_price
from greenport.errors import UnitError
from greenport.units import Q_, magnitude


@pytest.mark.parametrize(
    ("price", "read"),
    [
        ("2 MUSD_2025/kt", "2000 USD_2025/t"),
        ("2 kHKD/kg", "2000000 HKD/t"),
        ("3 USD/L", "3000 USD/m^3"),
        ("0.1 kUSD/MWh", "100 USD/MWh"),
        ("0.05 EUR/kWh", "50 EUR/MWh"),
        ("0.02 USD/MJ", "20 USD/GJ"),
        ("0.1 USD/kgCO2e", "100 USD/tCO2e"),
    ],
)
def test_a_price_reads_as_the_trade_quotes_it(price: str, read: str) -> None:
    assert str(unit_price(Q_(price))) == read


def test_a_price_over_two_times_is_brought_to_one() -> None:
    assert str(unit_price(Q_("1 MUSD/yr") / Q_("1 kt/d"))) == "2.73972602739726 USD/t"


@pytest.mark.parametrize(("unit", "money"), [("yr*MEUR_2012/kt", "EUR_2012"), ("kHKD", "HKD"), ("t/yr", "")])
def test_the_money_of_a_unit_is_found_wherever_it_stands(unit: str, money: str) -> None:
    assert money_of(unit) == money


def test_a_price_by_mass_stays() -> None:
    assert magnitude(costs.price_per_mass(Q_("1 USD/kg")), "USD/t") == pytest.approx(1000)


def test_a_price_by_energy_needs_the_heating_value() -> None:
    with pytest.raises(UnitError, match="is per energy; give lhv as well"):
        costs.price_per_mass(Q_("40 USD/GJ"))
