"""Arguments that are no quantities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from greenport import costs
from greenport.costs.arguments import Kind, calendar_year, count, one_of, takes, whole
from greenport.errors import DataError, GreenportError
from greenport.units import Q_

METHANOL = costs.FuelCost.of("methanol", Q_("880 USD/t"), Q_("20 gCO2e/MJ"))
AREA, RATE = Q_("1 ha"), Q_("8 %")
WRONG: Any = 5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: costs.estimate_terminal(WRONG),
            "design of 5 is no TerminalDesign; give e.g",
        ),
        (lambda: costs.estimate_terminal(costs.TerminalDesign(), WRONG), "money of 5 is no text"),
        (lambda: costs.TerminalDesign(tanks=WRONG), "tanks of 5 is no sequence"),
        (lambda: costs.TerminalDesign(tanks=(WRONG,)), "one of the tanks of 5 is no TankSet"),
        (lambda: costs.TerminalDesign(equipment=WRONG), "equipment of 5 is no mapping"),
        (lambda: costs.terminal_operation(WRONG), "estimate of 5 is no TerminalEstimate"),
        (lambda: costs.land_annual_cost(AREA, WRONG, RATE), "terms of 5 is no LandTerms"),
        (lambda: costs.land_present_value(AREA, WRONG, RATE), "terms of 5 is no LandTerms"),
        (lambda: costs.parity_carbon_price(METHANOL, WRONG), "fossil of 5 is no FuelCost"),
        (lambda: costs.parity_price(WRONG, Q_("20 GJ/t")), "fossil of 5 is no FuelCost"),
        (lambda: costs.parity_grant(WRONG, METHANOL), "green of 5 is no FuelCost"),
        (lambda: costs.parity_duty(WRONG, METHANOL), "green of 5 is no FuelCost"),
        (lambda: costs.duty_concession(Q_("9 USD/t"), METHANOL, WRONG), "fossil of 5 is no FuelCost"),
        (lambda: costs.production_cost(WRONG), "process of 5 is no Process"),
        (lambda: costs.methanol_production_cost("e_methanol", WRONG), "prices of 5 is no mapping"),
        (lambda: costs.trip_fuel(WRONG, Q_("9 t/d"), Q_("3 t/d")), "cycle of 5 is no Cycle"),
        (lambda: costs.fiscal_cost(grants=WRONG), "grants of 5 is no mapping"),
        (lambda: costs.pioneer_incentives(WRONG), "operations of 5 is no mapping"),
        (lambda: costs.pioneer_incentives({"first": WRONG}), "operations of first of 5 is no mapping"),
        (lambda: costs.converted(WRONG, "USD_2025"), "amount of 5 is no quantity"),
        (lambda: costs.converted(Q_("5 USD_2020"), WRONG), "to of 5 is no text"),
        (lambda: costs.converted(Q_("5 USD_2020"), "EUR_2025", rates=WRONG), "rates of 5 is no mapping"),
        (lambda: costs.escalation_factor(2019, 2024, WRONG), "index of 5 is no text"),
        (lambda: costs.escalate(Q_("5 USD_2019"), 2019, 2024, WRONG), "index of 5 is no text"),
    ],
)
def test_an_object_of_another_class_is_refused_with_what_is_due(
    call: Callable[[], object], message: str
) -> None:
    with pytest.raises(GreenportError, match=message):
        call()


def test_none_stands_only_for_an_argument_that_may_be_left_out() -> None:
    @takes(first=Kind(str, '"a"'), second=Kind(str, '"b"'))
    def both(first: str, second: str | None = None) -> str:
        return first + (second or "")

    nothing: Any = None
    assert both("a", None) == "a"
    with pytest.raises(GreenportError, match="first of None is no text"):
        both(nothing)


@pytest.mark.parametrize("name", [None, 5, ["methanol"], "methnol"])
def test_a_name_that_is_not_known_is_refused_with_those_that_are(name: Any) -> None:
    with pytest.raises(DataError, match="known are methanol, jet"):
        one_of("fuel", name, ("methanol", "jet"))


@pytest.mark.parametrize("number", [2.5, -1, True, "2", None, Q_("2.5"), [1, 2.5]])
def test_what_is_no_whole_number_is_refused(number: Any) -> None:
    with pytest.raises(GreenportError, match=r"dolphins: .*; a whole number from 0 up is due"):
        whole("dolphins", number)


def test_whole_numbers_come_in_arrays_too() -> None:
    assert whole("stems", [1, 2], least=1).tolist() == [1, 2]


@pytest.mark.parametrize("number", [0, 2.0, True, "2", None, np.array([1, 2])])
def test_what_is_no_count_is_refused(number: Any) -> None:
    with pytest.raises(GreenportError, match="a whole number from 1 up is due"):
        count("tanks", number, least=1)


@pytest.mark.parametrize("year", ["2027", 2027.0, True, None])
def test_what_is_no_calendar_year_is_refused(year: Any) -> None:
    with pytest.raises(GreenportError, match="is no calendar year"):
        calendar_year("discounting", year)


@pytest.mark.parametrize(
    "call",
    [
        lambda wrong: costs.span_discount(RATE, 2026, wrong, 2030),
        lambda wrong: costs.span_discount(RATE, 2026, 2026, wrong),
        lambda wrong: costs.discount_factors(RATE, 2026, wrong),
        lambda wrong: costs.escalate(Q_("5 USD"), wrong, 2024),
        lambda wrong: costs.tank_purchase_cost("cone_roof", Q_("5000 m^3"), wrong),
    ],
)
def test_a_year_written_as_text_is_refused(call: Callable[[Any], object]) -> None:
    with pytest.raises(GreenportError, match="'2027' is no calendar year"):
        call("2027")


@pytest.mark.parametrize(
    "call",
    [
        lambda: costs.all_in_terminal(Q_([1e4, 2e4], "m^3")),
        lambda: costs.TankSet(Q_([1e4, 2e4], "m^3")),
        lambda: costs.declining_balance(Q_([60.0, 20.0], "percent"), Q_("30 %"), 3),
    ],
)
def test_an_array_is_refused_where_one_case_is_calculated(call: Callable[[], object]) -> None:
    with pytest.raises(GreenportError, match="is an array; call once for each number"):
        call()
