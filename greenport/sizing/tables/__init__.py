"""The tidy tables of a plan, from the schedules' values: plain numbers out, one unit a row."""

from greenport.sizing.tables.assets import builds, capacity
from greenport.sizing.tables.greenhouse import compliance, emissions
from greenport.sizing.tables.money import costs, support
from greenport.sizing.tables.proof import excluded, limits, schedule, shadow_prices
from greenport.sizing.tables.trade import arrivals, availability, flows, hire, inventory, passengers

__all__ = [
    "arrivals",
    "availability",
    "builds",
    "capacity",
    "compliance",
    "costs",
    "emissions",
    "excluded",
    "flows",
    "hire",
    "inventory",
    "limits",
    "passengers",
    "schedule",
    "shadow_prices",
    "support",
]
