"""Greenhouse gas of fuels: over their life, as delivered, and avoided."""

from greenport.emissions import claims, corsia, ets, fueleu, imo, red, refueleu
from greenport.emissions.certificates import biofuel, rfnbo, stated
from greenport.emissions.delivery import (
    abatement_cost,
    avoided_emissions,
    blended_intensity,
    delivered_intensity,
    emission_saving,
    transport_intensity,
)
from greenport.emissions.factors import MarineFuel, regime_fuel
from greenport.emissions.intensity import well_to_tank, well_to_wake
from greenport.emissions.lifecycle import potentials, tank_to_wake, warming_potential

__all__ = [
    "MarineFuel",
    "abatement_cost",
    "avoided_emissions",
    "biofuel",
    "blended_intensity",
    "claims",
    "corsia",
    "delivered_intensity",
    "emission_saving",
    "ets",
    "fueleu",
    "imo",
    "potentials",
    "red",
    "refueleu",
    "regime_fuel",
    "rfnbo",
    "stated",
    "tank_to_wake",
    "transport_intensity",
    "warming_potential",
    "well_to_tank",
    "well_to_wake",
]
