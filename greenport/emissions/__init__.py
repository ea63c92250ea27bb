"""Greenhouse gas of fuels: over their life, as delivered, and avoided."""

from greenport.emissions.delivery import (
    abatement_cost,
    avoided_emissions,
    blended_intensity,
    delivered_intensity,
    emission_saving,
    transport_intensity,
)
from greenport.emissions.lifecycle import tank_to_wake, warming_potential, well_to_wake

__all__ = [
    "abatement_cost",
    "avoided_emissions",
    "blended_intensity",
    "delivered_intensity",
    "emission_saving",
    "tank_to_wake",
    "transport_intensity",
    "warming_potential",
    "well_to_wake",
]
