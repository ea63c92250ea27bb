"""Geometry and working volume of tanks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_, magnitude


@given(st.floats(10, 1e5), st.floats(1, 40))
def test_a_cylinder_of_the_diameter_holds_the_volume(volume: float, height: float) -> None:
    diameter = magnitude(costs.tank_diameter(Q_(volume, "m^3"), Q_(height, "m")), "m")
    assert math.pi / 4 * diameter**2 * height == pytest.approx(volume)


def test_working_volume_and_heel_make_up_the_highest_filling() -> None:
    tank = costs.tank_geometry(Q_("20000 m^3"), Q_("18 m"), Q_("90 %"), Q_("0.5 m"))
    filled = magnitude(tank.working_volume, "m^3") + magnitude(tank.heel_volume, "m^3")
    assert filled == pytest.approx(magnitude(tank.max_volume, "m^3"))


def test_volumes_in_an_array_give_arrays() -> None:
    found = costs.working_volume(Q_(np.array([1e4, 2e4]), "m^3"), Q_("18 m"), Q_("90 %"), Q_("0.5 m"))
    assert magnitude(found, "m^3") == pytest.approx([8722.2, 17444.4], abs=0.1)


def test_a_heel_up_to_the_filling_is_refused() -> None:
    with pytest.raises(GreenportError, match="leaves nothing below a filling of 80 %"):
        costs.working_volume(Q_("1000 m^3"), Q_("1 m"), Q_("80 %"), Q_("0.8 m"))


def test_a_tank_filled_beyond_itself_is_refused() -> None:
    with pytest.raises(UnitError, match="fill_at_most of 101 % is over 100 %"):
        costs.tank_geometry(Q_("1000 m^3"), Q_("10 m"), Q_("101 %"), Q_("0.5 m"))
