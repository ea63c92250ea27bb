"""The table of currencies is read, and a damaged one is refused with its line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from greenport.errors import DataError
from greenport.units import currencies


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "currencies.csv"
    monkeypatch.setattr(currencies, "_currency_file", lambda: path)
    currencies.rates_per_usd.cache_clear()
    yield path
    currencies.rates_per_usd.cache_clear()


def test_the_four_currencies_of_the_trade_have_rates() -> None:
    rates = currencies.rates_per_usd()
    assert rates["USD"] == 1
    assert rates["HKD"] == 7.8
    assert {"CNY", "EUR"} <= rates.keys()


def test_a_currency_can_be_added_to_the_table(table: Path) -> None:
    table.write_text("currency,per_usd\nUSD,1\nSGD,1.35\n")
    assert currencies.rates_per_usd() == {"USD": 1, "SGD": 1.35}
    names = {unit.name for unit in currencies.definitions()}
    assert {"SGD", "SGD_1990", "SGD_2060"} <= names


@pytest.mark.parametrize(
    "row", ["HKD,0", "HKD,-7.8", "HKD,nan", "HKD,", "HKD,much", "HKD", ",7.8", "hk,7", "USD,1"]
)
def test_a_damaged_row_is_named_by_its_line(table: Path, row: str) -> None:
    table.write_text(f"currency,per_usd\nUSD,1\n{row}\n")
    with pytest.raises(DataError, match=r"currencies\.csv:3: each currency is due once"):
        currencies.rates_per_usd()


@pytest.mark.parametrize("rows", ["HKD,7.8\n", "USD,2\n"])
def test_the_dollar_must_be_there_as_one(table: Path, rows: str) -> None:
    table.write_text(f"currency,per_usd\n{rows}")
    with pytest.raises(DataError, match="USD is due with per_usd 1"):
        currencies.rates_per_usd()


def test_a_missing_table_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(currencies, "__file__", str(tmp_path / "greenport" / "units" / "currencies.py"))
    currencies.rates_per_usd.cache_clear()
    with pytest.raises(DataError, match=r"datasets/currencies\.csv is missing"):
        currencies.rates_per_usd()
    monkeypatch.undo()
    assert currencies.rates_per_usd()["USD"] == 1


def test_the_table_of_an_installed_package_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "greenport" / "_shared" / "datasets"
    installed.mkdir(parents=True)
    (installed / "currencies.csv").write_text("currency,per_usd\nUSD,1\n")
    monkeypatch.setattr(currencies, "__file__", str(tmp_path / "greenport" / "units" / "currencies.py"))
    currencies.rates_per_usd.cache_clear()
    assert currencies.rates_per_usd() == {"USD": 1}
    monkeypatch.undo()
    currencies.rates_per_usd.cache_clear()
