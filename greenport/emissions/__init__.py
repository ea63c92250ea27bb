"""Greenhouse gas of fuels: over their life, as delivered, and avoided."""

from greenport.emissions import corsia, ets, fueleu, imo, red, refueleu
from greenport.emissions.delivery import (
    abatement_cost,
    avoided_emissions,
    blended_intensity,
    delivered_intensity,
    emission_saving,
    transport_intensity,
)
from greenport.emissions.factors import MarineFuel, biofuel, regime_fuel, rfnbo, stated
from greenport.emissions.intensity import well_to_wake
from greenport.emissions.lifecycle import tank_to_wake, warming_potential

__all__ = [
    "MarineFuel",
    "abatement_cost",
    "avoided_emissions",
    "biofuel",
    "blended_intensity",
    "corsia",
    "delivered_intensity",
    "emission_saving",
    "ets",
    "fueleu",
    "imo",
    "red",
    "refueleu",
    "regime_fuel",
    "rfnbo",
    "stated",
    "tank_to_wake",
    "transport_intensity",
    "warming_potential",
    "well_to_wake",
]
