"""Rules of the International Maritime Organization: carbon intensity indicator, and the draft framework."""

from greenport.emissions.imo.carbon_intensity import (
    annual_efficiency_ratio,
    carbon_dioxide,
    cii_attained,
    cii_boundaries,
    cii_rating,
    cii_rating_against,
    cii_reference,
    cii_required,
)
from greenport.emissions.imo.net_zero import (
    Remedy,
    energy,
    fuel_intensity,
    near_zero,
    near_zero_limit,
    remedial_cost,
    surplus_valid_until,
    target,
)
from greenport.emissions.imo.size_classes import ship_types

__all__ = [
    "Remedy",
    "annual_efficiency_ratio",
    "carbon_dioxide",
    "cii_attained",
    "cii_boundaries",
    "cii_rating",
    "cii_rating_against",
    "cii_reference",
    "cii_required",
    "energy",
    "fuel_intensity",
    "near_zero",
    "near_zero_limit",
    "remedial_cost",
    "ship_types",
    "surplus_valid_until",
    "target",
]
