"""What ships and aircraft ask for day by day, and when the weather closes the places that serve them."""

from greenport.demand.aircraft import Basis, FuelProperties, Uplift, share_by_mass, share_of_demand
from greenport.demand.calendar import (
    DAYS,
    DAYS_OF_MONTH,
    HOURS,
    WEEKS,
    Partition,
    days,
    month_of_day,
    monthly_shares,
    quarters,
    weeks,
    whole_year,
)
from greenport.demand.draws import Stream, uniform
from greenport.demand.places import PLACE_KINDS, PlaceKind
from greenport.demand.ships import ShipSegment, Stems, pilot_fuel, stems
from greenport.demand.weather import Closures, SignalInput, closures

__all__ = [
    "DAYS",
    "DAYS_OF_MONTH",
    "HOURS",
    "PLACE_KINDS",
    "WEEKS",
    "Basis",
    "Closures",
    "FuelProperties",
    "Partition",
    "PlaceKind",
    "ShipSegment",
    "SignalInput",
    "Stems",
    "Stream",
    "Uplift",
    "closures",
    "days",
    "month_of_day",
    "monthly_shares",
    "pilot_fuel",
    "quarters",
    "share_by_mass",
    "share_of_demand",
    "stems",
    "uniform",
    "weeks",
    "whole_year",
]
