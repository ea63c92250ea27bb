"""Fuels of non-biological origin and shore power that are due."""

from __future__ import annotations

from typing import Any

import pytest

from greenport.emissions import fueleu
from greenport.errors import DataError, UnitError
from greenport.units import Q_, magnitude


@pytest.mark.parametrize(
    ("time", "hours"), [("10 h", 10), ("600 min", 10), ("10.001 h", 11), ("36 min", 1), ("0 h", 0)]
)
def test_hours_at_berth_are_counted_as_they_begin(time: str, hours: int) -> None:
    found = fueleu.shore_power_penalty(Q_("2 MW"), Q_(time))
    assert magnitude(found, "EUR") == pytest.approx(1.5 * 2000 * hours)


def test_shore_power_is_due_from_2030() -> None:
    with pytest.raises(DataError, match="sets nothing for 2029; it begins in 2030"):
        fueleu.shore_power_penalty(Q_("2 MW"), Q_("10 h"), 2029)


@pytest.mark.parametrize(("share", "due"), [(0.0, 2), (0.0099, 2), (0.01, 0), (0.5, 0)])
def test_the_sub_target_comes_only_if_2031_stayed_under_1_per_cent(share: float, due: float) -> None:
    assert magnitude(fueleu.rfnbo_share_due(2034, share), "%") == due


def test_there_is_no_sub_target_before_2034() -> None:
    with pytest.raises(DataError, match="sets nothing for 2033"):
        fueleu.rfnbo_share_due(2033, 0.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fueleu.rfnbo_share_due(2034, 2.0), "share_2031 of 2 is over 100 %"),
        (lambda: fueleu.shore_power_penalty(Q_("5 MWh"), Q_("1 h")), "power of 5 MWh is an energy"),
    ],
)
def test_a_wrong_kind_is_refused(call: Any, message: str) -> None:
    with pytest.raises(UnitError, match=message):
        call()
