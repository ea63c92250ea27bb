"""Every public function refuses a quantity of the wrong kind, and says which, and what is due.

The functions are found, not listed: what `greenport.costs`, `greenport.emissions`, `greenport.queueing`
and the modules in them hand on. The decorator `expects` tells what each argument should be.
"""

from __future__ import annotations

import importlib
import inspect
import json
import math
import pkgutil
import typing
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from greenport import costs, emissions, fuels, queueing
from greenport.errors import UnitError
from greenport.units import Q_, Dimension, Quantity

Function = Callable[..., Any]
Refused = Callable[[Quantity], Any]


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """A package and all that lies in it and says what it hands on."""
    yield package
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        if hasattr(module, "__all__"):
            yield module


def handed_on(package: ModuleType) -> Iterator[Any]:
    for module in modules(package):
        for name in module.__all__:
            thing = getattr(module, name)
            if isinstance(thing, ModuleType):  # a module of the package that is handed on whole
                own = getattr(thing, "__all__", [each for each in vars(thing) if not each.startswith("_")])
                yield from (getattr(thing, each) for each in own)
            else:
                yield thing


def public_functions() -> dict[str, Function]:
    """Public functions by the name of the module that defines them, e.g. `costs.finance.annuity`."""
    found: dict[str, Function] = {}
    for package in (costs, emissions, queueing):
        for thing in handed_on(package):
            if inspect.isfunction(thing) and thing.__module__.startswith(f"{package.__name__}."):
                found[f"{thing.__module__.removeprefix('greenport.')}.{thing.__name__}"] = thing
    return found


FUNCTIONS = public_functions()
CHECKED = [
    (name, argument)
    for name, function in FUNCTIONS.items()
    for argument in getattr(function, "dimensions", {})
]


def example(dimension: Dimension) -> Quantity:
    """The example of a dimension; one that is a list, such as `[20, 32] %`, as an array."""
    if dimension.example.startswith("["):
        numbers, _, unit = dimension.example.partition("]")
        return Q_(np.array(json.loads(f"{numbers}]"), dtype=float), unit.strip())
    return Q_(dimension.example)


def other_than(dimension: Dimension) -> Quantity:
    """A quantity of another kind."""
    return next(each for each in (Q_("3 pax"), Q_("5 GT")) if not dimension.fits(each))


def called_with(function: Function, argument: str, value: Quantity) -> Any:
    """Call a function with examples that fit, and one argument as given."""
    dimensions: dict[str, Dimension] = function.__dict__["dimensions"]
    arguments: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name in dimensions:
            arguments[name] = example(dimensions[name])
        elif parameter.default is parameter.empty and parameter.kind is not parameter.VAR_POSITIONAL:
            arguments[name] = "not reached"
    return function(**(arguments | {argument: value}))


@pytest.mark.parametrize(("name", "argument"), CHECKED)
def test_a_wrong_kind_is_refused_with_the_argument_what_is_due_and_what_was_given(
    name: str, argument: str
) -> None:
    function = FUNCTIONS[name]
    dimension = function.__dict__["dimensions"][argument]
    wrong = other_than(dimension)
    with pytest.raises(UnitError) as caught:
        called_with(function, argument, wrong)
    assert str(caught.value).startswith(f"{argument} of {wrong} is a")
    assert str(caught.value).endswith(f" where {dimension.due}")


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(("name", "argument"), CHECKED)
def test_a_number_that_is_not_finite_is_refused(name: str, argument: str, number: float) -> None:
    function = FUNCTIONS[name]
    unit = example(function.__dict__["dimensions"][argument]).units
    with pytest.raises(UnitError, match=f"^{argument} of .* is not a finite number; "):
        called_with(function, argument, Q_(number, unit))


@pytest.mark.parametrize(("name", "argument"), CHECKED)
def test_the_place_of_what_is_missing_in_an_array_is_told(name: str, argument: str) -> None:
    function = FUNCTIONS[name]
    fitting = example(function.__dict__["dimensions"][argument])
    with pytest.raises(UnitError, match=rf"^{argument} of nan .*\(place 1 of the array\) is not a finite"):
        called_with(function, argument, Q_(np.array([np.max(fitting.m), math.nan]), fitting.units))


# ------------------------------------------------------------------- those that check otherwise

TANKER = costs.Tanker(Q_("12 kn"), Q_("15 kUSD/d"), Q_("20 t/d"), Q_("4 t/d"))
METHANOL = fuels.fuel("methanol")
TEXT = "any kind of money will do, so no one dimension is due"
BASIS = "any basis will do on which the two agree, so their quotient is checked"


def voyage(distance: Quantity) -> Any:
    return costs.voyage_cost(
        distance,
        TANKER,
        Q_("5 kt"),
        bunker_price=Q_("500 USD/t"),
        load_time=Q_("10 h"),
        discharge_time=Q_("10 h"),
    )


HANDED = "handed on as it is to a function that checks it"
OFFER = costs.FuelCost(Q_("650 USD/t"), Q_("19.9 GJ/t"), Q_("10 gCO2e/MJ"))


def made(function: Function, process: Any, argument: str) -> Refused:
    return lambda wrong: function(process, **{argument: wrong})


def priced(function: Function, process: Any, bought: str) -> Refused:
    return lambda wrong: function(process, prices={bought: wrong})


def paid_in_a_year(function: Function, flow: str) -> Refused:
    return lambda wrong: function(**{flow: {2027: wrong}})


# Each argument that `expects` leaves to the function: a call with it, how the refusal begins, and why.
OTHERWISE: dict[str, tuple[Refused, str, str]] = {
    "costs.capital.escalate:amount": (lambda wrong: costs.escalate(wrong, 2019, 2024), "amount of", TEXT),
    "costs.conversion.converted:amount": (
        lambda wrong: costs.converted(wrong, "USD_2025"),
        "amount of",
        TEXT,
    ),
    "costs.freight.voyage_cost:distance": (voyage, "distance of", "the two ports may be named instead"),
    "emissions.delivery.abatement_cost:extra_cost": (
        lambda wrong: emissions.abatement_cost(wrong, Q_("5 tCO2e")),
        "extra cost per emissions avoided of",
        BASIS,
    ),
    "emissions.delivery.abatement_cost:avoided": (
        lambda wrong: emissions.abatement_cost(Q_("5 USD"), wrong),
        "extra cost per emissions avoided of",
        BASIS,
    ),
    "emissions.delivery.delivered_intensity:transport": (
        lambda wrong: emissions.delivered_intensity(Q_("5 gCO2e/MJ"), Q_("1 gCO2e/MJ"), wrong),
        "transport leg 2 of",
        "there may be any number of legs",
    ),
    "costs.parity.parity_duty:carbon_price": (
        lambda wrong: costs.parity_duty(OFFER, OFFER, wrong),
        "carbon_price of",
        HANDED,
    ),
    "costs.production.production_cost:prices": (
        priced(costs.production_cost, costs.process("e_methanol"), "hydrogen"),
        "price of hydrogen of",
        "there may be any number of prices",
    ),
}
MAKING = (
    (costs.methanol_production_cost, "e_methanol", "hydrogen"),
    (costs.saf_production_cost, "hefa", "used_oil"),
)
for function, process, bought in MAKING:
    name = f"costs.production.{function.__name__}"
    OTHERWISE[f"{name}:prices"] = (priced(function, process, bought), f"price of {bought} of", HANDED)
    for argument in ("rate", "life", "load"):
        OTHERWISE[f"{name}:{argument}"] = (made(function, process, argument), f"{argument} of", HANDED)
for flow in ("grants", "review_grants", "incentives", "duty_received", "rent_received", "duty_forgone"):
    OTHERWISE[f"costs.fiscal.fiscal_cost:{flow}"] = (
        paid_in_a_year(costs.fiscal_cost, flow),
        f"{flow.removesuffix('s')} of",
        "there may be any number of years",
    )


def burning(function: Function, **others: Any) -> Refused:
    return lambda wrong: function([("HFO", wrong)], **others)


MANY = "there may be any number of fuels, each with its mass"
HFO_SHIP = {"capacity": Q_("50000 dwt"), "distance": Q_("80000 nmi")}
CONSUMPTIONS: dict[str, Refused] = {
    "consumption.read": burning(emissions.consumption.read, regime="fueleu"),
    "ets.emissions": burning(emissions.ets.emissions, year=2026),
    "ets.maritime_cost": burning(emissions.ets.maritime_cost, year=2026, price=Q_("75 EUR/tCO2e")),
    "fueleu.intensity.energy": burning(emissions.fueleu.energy),
    "fueleu.intensity.ghg_intensity": burning(emissions.fueleu.ghg_intensity),
    "fueleu.scope.in_scope": burning(emissions.fueleu.in_scope),
    "imo.carbon_intensity.annual_efficiency_ratio": burning(
        emissions.imo.annual_efficiency_ratio, deadweight=Q_("50000 dwt"), distance=Q_("80000 nmi")
    ),
    "imo.carbon_intensity.carbon_dioxide": burning(emissions.imo.carbon_dioxide),
    "imo.carbon_intensity.cii_attained": burning(emissions.imo.cii_attained, **HFO_SHIP),
    "imo.net_zero.energy": burning(emissions.imo.energy),
    "imo.net_zero.fuel_intensity": burning(emissions.imo.fuel_intensity),
}
for name, call in CONSUMPTIONS.items():
    OTHERWISE[f"emissions.{name}:consumption"] = (call, "mass of entry 1 of", MANY)
COPRODUCTS: dict[str, Refused] = {
    "allocation_factor": lambda wrong: emissions.red.allocation_factor(Q_("9 GJ"), wrong),
    "allocated_intensity": lambda wrong: emissions.red.allocated_intensity(Q_("1 tCO2e"), Q_("9 GJ"), wrong),
}
for name, call in COPRODUCTS.items():
    OTHERWISE[f"emissions.red.{name}:coproducts"] = (call, "co-product 1 of", "there may be any number")
METHODS: dict[str, tuple[Refused, str, str]] = {
    "Fuel.mass": (METHANOL.mass, "amount of methanol of", "the fuel is named too"),
    "Fuel.volume": (METHANOL.volume, "amount of methanol of", "the fuel is named too"),
    "Fuel.energy": (METHANOL.energy, "amount of methanol of", "the fuel is named too"),
    "Tanker.speed": (lambda wrong: replace(TANKER, speed=wrong), "speed of", "a class, not a function"),
    "Tanker.charter_rate": (
        lambda wrong: replace(TANKER, charter_rate=wrong),
        "charter_rate of",
        "a class, not a function",
    ),
    "Tanker.fuel_at_sea": (
        lambda wrong: replace(TANKER, fuel_at_sea=wrong),
        "fuel_at_sea of",
        "a class, not a function",
    ),
    "Tanker.fuel_in_port": (
        lambda wrong: replace(TANKER, fuel_in_port=wrong),
        "fuel_in_port of",
        "a class, not a function",
    ),
}


def takes_quantities(hint: Any) -> bool:
    """Whether an annotation speaks of quantities, also inside a list or beside None."""
    return hint is Quantity or any(takes_quantities(each) for each in typing.get_args(hint))


def unchecked() -> set[str]:
    return {
        f"{name}:{argument}"
        for name, function in FUNCTIONS.items()
        for argument, hint in typing.get_type_hints(inspect.unwrap(function)).items()
        if argument != "return" and takes_quantities(hint)
        if argument not in getattr(function, "dimensions", {})
    }


def test_every_quantity_that_a_public_function_takes_is_checked() -> None:
    assert unchecked() == OTHERWISE.keys()


@pytest.mark.parametrize("name", [*OTHERWISE, *METHODS])
def test_what_is_checked_otherwise_is_refused_as_clearly(name: str) -> None:
    call, beginning, _ = (OTHERWISE | METHODS)[name]
    with pytest.raises(UnitError, match=f"^{beginning} .*pax.*e\\.g\\. "):
        call(Q_("3 pax"))


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_what_is_no_finite_amount_is_refused(name: str, number: float) -> None:
    call, beginning, _ = METHODS[name]
    units = {"speed": "kn", "charter_rate": "USD/d", "fuel_at_sea": "t/d", "fuel_in_port": "t/d"}
    with pytest.raises(UnitError, match=f"^{beginning} {number} .* is not a finite number; "):
        call(Q_(number, units.get(name.partition(".")[2], "t")))


def test_the_functions_are_found() -> None:
    known = {"costs.finance.annuity", "emissions.lifecycle.tank_to_wake", "queueing.berths.mmc"}
    assert known <= FUNCTIONS.keys()
