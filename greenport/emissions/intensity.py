"""Greenhouse gas of a fuel over its whole life: ``WtW = WtT + TtW`` per energy, on the lower heating value.

The factors stand in table `emission_factors`. Factors and warming potentials belong to a regime and must
not be mixed: FuelEU Maritime and the Renewable Energy Directive count with AR4 over 100 years, the IMO's
guidelines and the emissions trading of the Union with AR5.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from greenport import data
from greenport.emissions.factors import MarineFuel, canonical, default, regime_fuel
from greenport.emissions.lifecycle import OWN_POTENTIALS, potentials
from greenport.errors import DataError
from greenport.fuels import Fuel
from greenport.units import Quantity

DEFAULT = "fueleu"


def well_to_wake(
    fuel: Fuel | MarineFuel | str,
    regime: str | None = None,
    *,
    converter: str | None = None,
    assessment: str | None = None,
    horizon: int | None = None,
) -> Quantity:
    """Emissions of a fuel over its whole life.

    Where a regime gives the parts, they are put together with its own warming potentials or with those
    asked for; the part from well to tank is stated in CO2e and stays as it is. Where only a total is
    stated, as for pathways, suppliers and CORSIA, that is the answer.

    Parameters
    ----------
    fuel : Fuel, MarineFuel or str
        A fuel, e.g. ``"vlsfo"``, a pathway, e.g. ``"hefa_uco"``, or a supplier, e.g. ``"towngas"``, of
        table `emission_factors`; or one built from its certificate.
    regime : str, optional
        Whose factors and potentials, by default FuelEU's; needed where the table has several others.
    converter : str, optional
        Engine, due where the fuel slips, e.g. ``"otto_medium_speed"`` for LNG.
    assessment, horizon : optional
        Another report or horizon than the regime's own, as for `warming_potential`.

    Returns
    -------
    Quantity
        In gCO2e/MJ.

    Raises
    ------
    DataError
        If the fuel or the regime is unknown, the regime or the converter must be chosen, regimes are
        mixed, or potentials are asked for where only a total is stated.

    Examples
    --------
    >>> print(f"{well_to_wake('vlsfo'):.4f}")
    91.3924 gCO2e/MJ
    >>> print(f"{well_to_wake('vlsfo', assessment='AR6'):.4f}")
    91.2885 gCO2e/MJ
    >>> print(f"{well_to_wake('LNG', converter='diesel_slow_speed'):.4f}")
    76.0807 gCO2e/MJ
    """
    counted, chosen = _counted(fuel, regime, converter)
    if isinstance(counted, Quantity):
        if assessment is not None or horizon is not None:
            raise DataError(
                f"{_name(fuel)} ({chosen}) is stated as a total, which cannot be counted again with other "
                "warming potentials; leave assessment and horizon out"
            )
        return counted
    own = potentials(chosen)
    return counted.well_to_wake(
        own.assessment if assessment is None else assessment, own.horizon if horizon is None else horizon
    )


def well_to_tank(
    fuel: Fuel | MarineFuel | str, regime: str | None = None, *, converter: str | None = None
) -> Quantity:
    """Emissions of a fuel until it is in the tank, as its regime states them in CO2e.

    Parameters
    ----------
    fuel, regime, converter
        As for `well_to_wake`.

    Returns
    -------
    Quantity
        In gCO2e/MJ.

    Raises
    ------
    DataError
        As `well_to_wake` does, or if only a total is stated.

    Examples
    --------
    >>> print(well_to_tank("MGO"))
    14.4 gCO2e/MJ
    """
    counted, chosen = _counted(fuel, regime, converter)
    if isinstance(counted, Quantity) or counted.whole or counted.well_to_tank is None:
        raise DataError(f"{_name(fuel)} ({chosen}) has no part from well to tank of its own")
    return counted.well_to_tank


def _counted(
    fuel: Fuel | MarineFuel | str, regime: str | None, converter: str | None
) -> tuple[MarineFuel | Quantity, str]:
    """The parts of a fuel, or its total where no more is stated, and the regime that counts it."""
    if isinstance(fuel, MarineFuel):
        if converter is not None:
            raise DataError(f"{fuel.name} already has its converter; leave {converter!r} out")
        return _of_regime(fuel, regime)
    name = canonical(_name(fuel))
    chosen = _regime(name, regime)
    if chosen in OWN_POTENTIALS and default(name, "well_to_tank", chosen) is not None:
        return regime_fuel(name, chosen, converter), chosen
    if converter is not None:
        raise DataError(f"{name} ({chosen}) is stated as a total; leave the converter {converter!r} out")
    return data.datum(f"emission_factors:{_index()[name][chosen]}").value, chosen


def _of_regime(fuel: MarineFuel, regime: str | None) -> tuple[MarineFuel | Quantity, str]:
    if regime is not None and fuel.regime not in ("", regime):
        raise DataError(
            f"{fuel.name} is counted by {fuel.regime}; factors of two regimes do not mix, so build it for "
            f"{regime}"
        )
    chosen = regime or fuel.regime or DEFAULT
    if fuel.whole and fuel.well_to_tank is not None:
        return fuel.well_to_tank, chosen
    return fuel, chosen


def _name(fuel: Fuel | MarineFuel | str) -> str:
    return fuel.name if isinstance(fuel, Fuel | MarineFuel) else fuel


def _regime(name: str, regime: str | None) -> str:
    """The regime asked for, the default, or the only one that knows a fuel, pathway or supplier."""
    index = _index()
    if name not in index:
        raise DataError(
            f"no intensity of {name!r} in table emission_factors"
            f"{data.near(name, index) or '; known: ' + ', '.join(index)}"
        )
    regimes = index[name]
    if regime is None:
        if DEFAULT in regimes or len(regimes) == 1:
            return DEFAULT if DEFAULT in regimes else next(iter(regimes))
        raise DataError(f"{name} has intensities by {', '.join(regimes)}; choose one as its regime")
    chosen = canonical(regime, "regime", "fueleu")
    if chosen not in regimes:
        known = ", ".join(regimes)
        raise DataError(f"no intensity of {name} by {regime!r} in table emission_factors; known: {known}")
    return chosen


@cache
def _index() -> Mapping[str, Mapping[str, str]]:
    """Key of the total, or of the part from well to tank, by name and regime.

    Pathways and suppliers are regimes of their own.
    """
    found: dict[str, dict[str, str]] = {}
    for key in sorted(data.keys("emission_factors")):
        first, second, *regime = key.split(":")
        if second in ("well_to_wake", "well_to_tank"):
            found.setdefault(first, {})[regime[0]] = key
        elif first in ("pathway", "supplier"):
            found.setdefault(second, {})[first] = key
    return found
