"""Rules of the International Maritime Organization: carbon intensity indicator, and the draft framework."""

from greenport.emissions.imo.net_zero import (
    Remedy,
    energy,
    fuel_intensity,
    near_zero,
    near_zero_limit,
    remedial_cost,
    target,
)

__all__ = [
    "Remedy",
    "energy",
    "fuel_intensity",
    "near_zero",
    "near_zero_limit",
    "remedial_cost",
    "target",
]
