"""Greenhouse gas of burning a fuel, and how the gases weigh: the step from tank to wake.

The warming potentials stand in table `warming_potentials`. They belong to a regime and must not be mixed
with the factors of another: see `greenport.emissions.intensity`.
"""

from __future__ import annotations

from greenport import data
from greenport.units import CARBON_FACTOR, HEATING_VALUE, Q_, SHARE, Quantity, expects

NONE = Q_(0.0)


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
