"""Voyages, freight and landed cost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport import costs, data
from greenport.errors import DataError, GreenportError, UnitError
from greenport.fuels import fuel
from greenport.units import Q_, MismatchError, Quantity, magnitude

COASTER = costs.Tanker(Q_("12 kn"), Q_("10000 USD_2025/d"), Q_("9 t/d"), Q_("3 t/d"))
DAY = Q_("1 d")
FIVE_DAYS = Q_("1440 nmi")


def voyage(distance: Quantity | tuple[str, str] = FIVE_DAYS, **changed: Quantity) -> costs.Voyage:
    terms = {"load_time": DAY, "discharge_time": DAY, "bunker_price": Q_("500 USD_2025/t"), **changed}
    return costs.voyage_cost(distance, COASTER, Q_("5000 t"), **terms)


def test_a_round_trip_counted_by_hand() -> None:
    # 2 * 1440 nmi / 12 kn = 10 d; (10 + 2) d * 10,000 + (90 + 6) t * 500 = 120,000 + 48,000 USD
    found = voyage()
    assert magnitude(found.time, "d") == pytest.approx(12)
    assert magnitude(found.fuel_mass, "t") == pytest.approx(96)
    assert magnitude(found.cost, "USD_2025") == pytest.approx(168_000)
    assert magnitude(found.cost_per_mass, "USD_2025/t") == pytest.approx(33.6)


def test_waiting_costs_hire_and_port_fuel() -> None:
    extra = voyage(waiting=DAY).cost - voyage().cost
    assert magnitude(extra, "USD_2025") == pytest.approx(10_000 + 3 * 500)


def test_port_dues_are_added_once() -> None:
    extra = voyage(port_dues=Q_("20 kUSD_2025")).cost - voyage().cost
    assert magnitude(extra, "USD_2025") == pytest.approx(20_000)


def test_the_parts_of_a_voyage_add_up() -> None:
    found = voyage(waiting=DAY, port_dues=Q_("20 kUSD_2025"))
    assert found.cost == found.charter + found.fuel + found.port_dues
    assert found.time == found.sea_time + found.port_time


@given(st.floats(1.0, 10.0), st.floats(1.0, 4.0))
def test_longer_voyages_of_the_same_ship_cost_more(distance: float, factor: float) -> None:
    near, far = voyage(Q_(100 * distance, "nmi")), voyage(Q_(100 * distance * factor, "nmi"))
    assert far.cost >= near.cost


def test_a_route_is_looked_up_by_its_ports() -> None:
    assert voyage(("tianjin", "hong_kong")) == voyage(data.sea_distance("hong_kong", "tianjin").value)


def test_an_unknown_port_is_named() -> None:
    with pytest.raises(DataError, match="did you mean tianjin"):
        voyage(("tianjing", "hong_kong"))


def test_a_distance_is_due_for_a_distance() -> None:
    with pytest.raises(UnitError, match="distance of 4 d is a duration where a length is due"):
        voyage(Q_("4 d"))


def test_hire_and_fuel_of_two_price_years_do_not_add() -> None:
    with pytest.raises(MismatchError, match="never adds"):
        voyage(bunker_price=Q_("500 USD_2024/t"))


def test_a_ship_that_does_not_move_is_refused() -> None:
    with pytest.raises(UnitError, match="speed of 0 kn is not above zero"):
        replace(COASTER, speed=Q_("0 kn"))


@pytest.mark.parametrize(
    ("ship", "origin", "parcel", "range_of"),
    [
        ("tanker_5k", "tianjin", "5 kt", "north_china_5kt"),
        ("tanker_20k", "tianjin", "20 kt", "north_china_20kt"),
        ("tanker_40k", "tianjin", "40 kt", "north_china_40kt"),
        ("tanker_5k", "zhanjiang", "4 kt", "zhanjiang_4kt"),
        ("tanker_5k", "zhanjiang", "5 kt", "zhanjiang_4kt"),
    ],
)
def test_modelled_freight_lies_in_the_range_of_the_trade(
    ship: str, origin: str, parcel: str, range_of: str
) -> None:
    vessel = costs.Tanker(
        data.datum(f"vessels:{ship}:speed").value,
        data.datum(f"vessels:{ship}:charter").value,
        data.datum(f"vessels:{ship}:sea_fuel").value,
        data.datum(f"vessels:{ship}:port_fuel").value,
    )
    berth = costs.transfer_time(
        fuel("methanol").volume(Q_(parcel)),
        data.datum(f"vessels:{ship}:discharge_rate").value,
        data.datum("berths:cargo_fixed_time").value,
    )
    freight = costs.voyage_cost(
        (origin, "hong_kong"),
        vessel,
        Q_(parcel),
        bunker_price=data.datum("prices:vlsfo").value,
        load_time=berth,
        discharge_time=berth,
        waiting=data.datum("vessels:tanker:waiting").value,
        port_dues=data.datum(f"vessels:{ship}:port_cost").value,
    ).cost_per_mass
    trade = data.datum(f"freight:{range_of}")
    assert trade.low is not None
    assert trade.high is not None
    assert trade.low <= freight <= trade.high


@given(st.floats(1e3, 1e6), st.floats(0.0, 0.1))
def test_the_time_charter_equivalent_of_a_voyage_at_cost_is_its_hire(port_dues: float, share: float) -> None:
    dues, commission = Q_(port_dues, "USD_2025"), Q_(share)
    found = voyage(port_dues=dues)
    # The freight covers fuel, dues and hire after commission on both contracts.
    freight = (found.fuel + found.port_dues + found.charter * (1 - commission)) / (1 - commission)
    rate = costs.time_charter_equivalent(freight, found.fuel + found.port_dues, found.time, commission)
    assert magnitude(rate, "USD_2025/d") == pytest.approx(10_000)


def test_a_commission_that_takes_everything_is_refused() -> None:
    with pytest.raises(UnitError, match="commission of 100 % leaves nothing"):
        costs.time_charter_equivalent(Q_("1 MUSD"), Q_("1 kUSD"), DAY, Q_("100 %"))


def test_landed_cost_pays_for_what_is_lost() -> None:
    landed = costs.landed_cost(Q_("880 USD/t"), Q_("20 USD/t"), loss=Q_("10 %"))
    assert magnitude(landed, "USD/t") == pytest.approx(1000)


def test_insurance_is_paid_on_cargo_and_freight() -> None:
    landed = costs.landed_cost(Q_("880 USD/t"), Q_("120 USD/t"), insurance=Q_("0.5 %"))
    assert magnitude(landed, "USD/t") == pytest.approx(1005)


def test_handling_is_paid_on_what_arrives() -> None:
    landed = costs.landed_cost(Q_("880 USD/t"), Q_("20 USD/t"), loss=Q_("10 %"), handling=Q_("60 USD/t"))
    assert magnitude(landed, "USD/t") == pytest.approx(1060)


def test_what_is_no_tanker_makes_no_voyage() -> None:
    tanker: Any = "coaster"
    with pytest.raises(GreenportError, match="vessel of 'coaster' is no Tanker; give e"):
        costs.voyage_cost(
            FIVE_DAYS, tanker, Q_("5 kt"), bunker_price=Q_("535 USD/t"), load_time=DAY, discharge_time=DAY
        )


def test_one_port_is_no_leg() -> None:
    leg: Any = ("tianjin",)
    with pytest.raises(UnitError, match="two ports are due"):
        costs.voyage_cost(
            leg, COASTER, Q_("5 kt"), bunker_price=Q_("535 USD_2025/t"), load_time=DAY, discharge_time=DAY
        )
