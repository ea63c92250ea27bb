"""Greenhouse gas of burning a fuel, and how the gases weigh: the step from tank to wake.

The warming potentials stand in table `warming_potentials`. They belong to a regime, never to a fuel, and
must not be mixed with the factors of another regime.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from greenport import data
from greenport.errors import DataError
from greenport.units import CARBON_FACTOR, HEATING_VALUE, Q_, SHARE, Quantity, expects

NONE = Q_(0.0)


class Potentials(NamedTuple):
    """A set of warming potentials: report of the IPCC, and years over which the warming is summed."""

    assessment: str
    horizon: int


# Regulation (EU) 2023/1805, Annex I; Directive (EU) 2018/2001, Annex V C(4); Regulation (EU) 2015/757;
# MEPC.391(81).
OWN_POTENTIALS: Mapping[str, Potentials] = {
    "ets": Potentials("AR5", 100),
    "fueleu": Potentials("AR4", 100),
    "imo_lca": Potentials("AR5", 100),
    "red": Potentials("AR4", 100),
}


def potentials(regime: str) -> Potentials:
    """Set of warming potentials that a regime counts with.

    Parameters
    ----------
    regime : str
        ``"fueleu"``, ``"red"``, ``"ets"`` or ``"imo_lca"``.

    Raises
    ------
    DataError
        If the regime is none of them.

    Examples
    --------
    >>> potentials("imo_lca")
    Potentials(assessment='AR5', horizon=100)
    """
    if str(regime) not in OWN_POTENTIALS:
        raise DataError(f"no warming potentials of the regime {regime!r}; known: {', '.join(OWN_POTENTIALS)}")
    return OWN_POTENTIALS[regime]


def warming_potential(gas: str, assessment: str, horizon: int = 100) -> Quantity:
    """Mass of CO2 that warms as much as a mass of another gas.

    Parameters
    ----------
    gas : str
        ``"methane"``, ``"nitrous_oxide"``, or where the report parts them ``"methane_fossil"`` (AR5) and
        ``"methane_biogenic"`` (AR6, whose ``"methane"`` is the fossil one).
    assessment : str
        Report of the IPCC: ``"AR4"``, ``"AR5"``, ``"AR5_feedback"`` (with climate-carbon feedback) or
        ``"AR6"``.
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
    >>> print(warming_potential("methane", "AR5_feedback", 20))
    86 tCO2e/t
    """
    for name in (gas, assessment):
        if not isinstance(name, str):
            raise DataError(
                f'warming potential: {name!r} is no name; a gas and a report, e.g. "AR5", are due'
            )
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
