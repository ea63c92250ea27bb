"""Greenhouse gas of a fuel over its life: from well to tank, and from tank to wake.

``WtW = WtT + TtW`` per energy, on the lower heating value. The factors stand in table
`emission_factors`, the warming potentials in `warming_potentials`. Factors and potentials belong to a
regime and must not be mixed: FuelEU Maritime counts with AR4 over 100 years.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from greenport import data
from greenport.errors import DataError
from greenport.fuels import Fuel
from greenport.units import CARBON_FACTOR, HEATING_VALUE, Q_, SHARE, Quantity, expects

NONE = Q_(0.0)
# Potentials that a regime counts with: Regulation (EU) 2023/1805, Annex I, with Directive (EU) 2018/2001.
OWN_POTENTIALS: Mapping[str, tuple[str, int]] = {"fueleu": ("AR4", 100)}


def warming_potential(gas: str, assessment: str, horizon: int = 100) -> Quantity:
    """Mass of CO2 that warms as much as a mass of another gas.

    Parameters
    ----------
    gas : str
        ``"methane"``, ``"nitrous_oxide"``, or where the report parts them ``"methane_biogenic"``.
    assessment : str
        Report of the IPCC: ``"AR4"``, ``"AR5"`` or ``"AR6"``.
    horizon : int
        100 or 20 years.

    Returns
    -------
    Quantity
        In tCO2e/t.

    Raises
    ------
    DataError
        If table `warming_potentials` has no such value.

    Examples
    --------
    >>> print(warming_potential("methane", "AR5"))
    28 tCO2e/t
    """
    return data.datum(f"warming_potentials:{assessment.lower()}_{horizon}:{gas}").value


@expects(lhv=HEATING_VALUE, carbon_dioxide=CARBON_FACTOR, methane=SHARE, nitrous_oxide=SHARE, slip=SHARE)
def tank_to_wake(
    lhv: Quantity,
    carbon_dioxide: Quantity,
    methane: Quantity = NONE,
    nitrous_oxide: Quantity = NONE,
    slip: Quantity = NONE,
    *,
    assessment: str,
    horizon: int = 100,
) -> Quantity:
    """Emissions of burning a fuel.

    ``[(1 - s) (CO2 + CH4 GWP + N2O GWP) + s GWP] / LHV``: Annex I to Regulation (EU) 2023/1805, and the
    same in the IMO's guidelines MEPC.391(81). What slips through the engine is not burnt and counts as
    methane.

    Parameters
    ----------
    lhv : Quantity
        Lower heating value.
    carbon_dioxide : Quantity
        CO2 per mass of fuel burnt [ghg/mass].
    methane, nitrous_oxide : Quantity or float
        Mass of the gas per mass of fuel burnt.
    slip : Quantity or float
        Share of the fuel's mass that leaves the engine unburnt.
    assessment, horizon
        The set of warming potentials, as for `warming_potential`.

    Returns
    -------
    Quantity
        In gCO2e/MJ.

    Examples
    --------
    >>> print(f"{tank_to_wake(Q_('41 GJ/t'), Q_('3.151 tCO2e/t'), 5e-5, 1.8e-4, assessment='AR4'):.4f}")
    78.1924 gCO2e/MJ
    """
    from_methane = warming_potential("methane", assessment, horizon)
    from_nitrous_oxide = warming_potential("nitrous_oxide", assessment, horizon)
    burnt = carbon_dioxide + methane * from_methane + nitrous_oxide * from_nitrous_oxide
    return (((1 - slip) * burnt + slip * from_methane) / lhv).to("gCO2e/MJ")


def well_to_wake(
    fuel: Fuel | str,
    regime: str | None = None,
    *,
    assessment: str | None = None,
    horizon: int | None = None,
) -> Quantity:
    """Emissions of a fuel over its whole life.

    Where a regime gives the parts, they are put together with its own warming potentials or with those
    asked for; the part from well to tank is stated in CO2e and stays as it is. Where only a total is
    stated, as for pathways, suppliers and CORSIA, that is the answer.

    Parameters
    ----------
    fuel : Fuel or str
        A fuel, e.g. ``"vlsfo"``, a pathway, e.g. ``"hefa_uco"``, or a supplier, e.g. ``"towngas"``, of
        table `emission_factors`.
    regime : str, optional
        Whose factors, e.g. ``"fueleu"``; needed where the table has more than one for the fuel.
    assessment, horizon : optional
        Another report or horizon than the regime's own, as for `warming_potential`.

    Returns
    -------
    Quantity
        In gCO2e/MJ.

    Raises
    ------
    DataError
        If the fuel or the regime is unknown, the regime must be chosen, or potentials are asked for
        where only a total is stated.

    Examples
    --------
    >>> print(f"{well_to_wake('vlsfo'):.4f}")
    91.3924 gCO2e/MJ
    >>> print(f"{well_to_wake('vlsfo', assessment='AR6'):.4f}")
    91.2885 gCO2e/MJ
    """
    name = fuel if isinstance(fuel, str) else fuel.name
    chosen, total = _stated(name, regime)
    if f"{name}:well_to_tank:{chosen}" not in _keys():
        if assessment or horizon:
            raise DataError(
                f"{name} ({chosen}) is stated as a total, which cannot be counted again with other warming "
                "potentials; leave assessment and horizon out"
            )
        return data.datum(f"emission_factors:{total}").value
    lhv, well_to_tank, carbon_dioxide, methane, nitrous_oxide = (
        data.datum(f"emission_factors:{name}:{part}:{chosen}").value
        for part in ("lhv", "well_to_tank", "carbon_dioxide", "methane", "nitrous_oxide")
    )
    own_assessment, own_horizon = OWN_POTENTIALS[chosen]
    burning = tank_to_wake(
        lhv,
        carbon_dioxide,
        methane,
        nitrous_oxide,
        assessment=assessment or own_assessment,
        horizon=horizon or own_horizon,
    )
    return well_to_tank + burning


def _stated(name: str, regime: str | None) -> tuple[str, str]:
    """Regime and key of the total of a fuel, pathway or supplier."""
    index = _totals()
    if name not in index:
        raise DataError(
            f"no intensity of {name!r} in table emission_factors"
            f"{data.near(name, index) or '; known: ' + ', '.join(index)}"
        )
    regimes = index[name]
    if regime is None and len(regimes) > 1:
        raise DataError(f"{name} has intensities by {', '.join(regimes)}; choose one as its regime")
    chosen = next(iter(regimes)) if regime is None else regime
    if chosen not in regimes:
        known = ", ".join(regimes)
        raise DataError(f"no intensity of {name} by {chosen!r} in table emission_factors; known: {known}")
    return chosen, regimes[chosen]


@cache
def _keys() -> frozenset[str]:
    return frozenset(data.describe("emission_factors").keys)


@cache
def _totals() -> Mapping[str, Mapping[str, str]]:
    """Keys of the totals, by name and regime; pathways and suppliers are regimes of their own."""
    totals: dict[str, dict[str, str]] = {}
    for key in sorted(_keys()):
        first, second, *regime = key.split(":")
        if second == "well_to_wake":
            totals.setdefault(first, {})[regime[0]] = key
        elif first in ("pathway", "supplier"):
            totals.setdefault(second, {})[first] = key
    return totals
