"""Money brought to another year and currency, with what was done to it."""

from __future__ import annotations

import numpy as np
import pytest

from greenport import costs
from greenport.errors import DataError, UnitError
from greenport.units import Q_, magnitude


def test_a_farm_of_2012_is_escalated_in_euro_and_then_exchanged() -> None:
    # 160 EUR/m^3 x 798.8 / 584.6 = 218.6 EUR/m^3 (the source's 219), at 0.92 EUR per USD
    found = costs.converted(Q_("160 EUR_2012/m^3"), to="EUR_2024")
    assert magnitude(found.value, "EUR_2024/m^3") == pytest.approx(218.6, abs=0.05)
    exchanged = costs.converted(Q_("160 EUR_2012/m^3"), to="USD_2024")
    assert magnitude(exchanged.value, "USD_2024/m^3") == pytest.approx(218.6 / 0.92, abs=0.1)


def test_both_steps_name_their_index_rate_and_source() -> None:
    text = str(costs.converted(Q_("3 MEUR_2012"), to="HKD_2024"))
    for words in ("2012 to 2024 by CEPCI", "798.8 / 584.6", "TEA Commons", "0.92 EUR", "7.8 HKD per USD"):
        assert words in text


def test_a_rate_given_is_used_and_called_given() -> None:
    found = costs.converted(Q_("92 EUR_2021"), to="USD_2021", rates={"EUR": 0.8})
    assert magnitude(found.value, "USD_2021") == pytest.approx(115)
    assert found.steps == ("EUR to USD at 0.8 EUR per USD (rate given)",)
    assert found.status == "derived"


def test_money_that_is_right_already_takes_no_step() -> None:
    found = costs.converted(Q_("3 kUSD_2021"), to="USD_2021")
    assert found.value == Q_("3 kUSD_2021")
    assert found.steps == ()


def test_a_currency_alone_leaves_the_price_year() -> None:
    assert str(costs.converted(Q_("10 USD_2019/t"), to="HKD").value) == "78 HKD_2019/t"
    assert str(costs.converted(Q_("10 USD/t"), to="HKD").value) == "78 HKD/t"


def test_an_index_that_is_held_or_recalled_makes_the_result_an_assumption() -> None:
    assert costs.converted(Q_("1 USD_2021"), to="USD_2025").status == "assumption"
    assert costs.converted(Q_("1 USD_2021"), to="USD_2023").status == "derived"


def test_arrays_are_converted_as_a_whole() -> None:
    found = costs.converted(Q_(np.array([1.0, 2.0]), "MEUR_2021"), to="EUR_2023")
    assert magnitude(found.value, "MEUR_2023") == pytest.approx(np.array([1.0, 2.0]) * 797.9 / 708.8)


def test_money_without_a_year_cannot_be_brought_to_one() -> None:
    with pytest.raises(UnitError, match="amount of 3 USD states no price year"):
        costs.converted(Q_("3 USD"), to="USD_2025")


@pytest.mark.parametrize("to", ["MUSD_2025", "dollars", "USD_25", ""])
def test_a_money_that_is_none_is_refused(to: str) -> None:
    with pytest.raises(UnitError, match='e\\.g\\. "USD_2025"'):
        costs.converted(Q_("3 USD_2020"), to=to)


def test_an_unknown_currency_is_named() -> None:
    with pytest.raises(UnitError, match='unknown currency "XYZ"'):
        costs.converted(Q_("3 USD_2020"), to="XYZ_2020")


def test_a_mass_holds_no_money_to_convert() -> None:
    with pytest.raises(UnitError, match="amount of 3 t holds no money to convert"):
        costs.converted(Q_("3 t"), to="USD_2020")


def test_a_year_outside_the_index_names_the_index_and_its_source() -> None:
    with pytest.raises(DataError, match=r"CEPCI has no value for 1995; it covers 2000 to .*TEA Commons"):
        costs.converted(Q_("3 EUR_1995"), to="EUR_2020")


def test_an_unknown_index_is_named() -> None:
    with pytest.raises(DataError, match="cepcy"):
        costs.converted(Q_("3 EUR_2015"), to="EUR_2020", index="cepcy")
