"""What things cost: pure functions on quantities, whose money keeps its price year."""

from greenport.costs.bunkering import (
    Cycle,
    largest_stem_in,
    stems_per_trip,
    transfer_time,
    trip_cycle,
    trip_fuel,
    trips_per_stem,
    yearly_capacity,
)
from greenport.costs.capital import (
    asset_annual_cost,
    escalate,
    escalation_factor,
    installed_cost,
    scaled_capex,
)
from greenport.costs.cashflow import (
    discount_factors,
    internal_rate_of_return,
    net_present_value,
    span_discount,
)
from greenport.costs.finance import (
    annuity,
    annuity_factor,
    capital_recovery_factor,
    levelised_cost,
    present_value_factor,
    real_rate,
)
from greenport.costs.freight import (
    Tanker,
    Voyage,
    landed_cost,
    time_charter_equivalent,
    voyage_cost,
)
from greenport.costs.vessels import (
    delivery_cost,
    hire_cost,
    required_charter_rate,
    vessel_annual_cost,
)

__all__ = [
    "Cycle",
    "Tanker",
    "Voyage",
    "annuity",
    "annuity_factor",
    "asset_annual_cost",
    "capital_recovery_factor",
    "delivery_cost",
    "discount_factors",
    "escalate",
    "escalation_factor",
    "hire_cost",
    "installed_cost",
    "internal_rate_of_return",
    "landed_cost",
    "largest_stem_in",
    "levelised_cost",
    "net_present_value",
    "present_value_factor",
    "real_rate",
    "required_charter_rate",
    "scaled_capex",
    "span_discount",
    "stems_per_trip",
    "time_charter_equivalent",
    "transfer_time",
    "trip_cycle",
    "trip_fuel",
    "trips_per_stem",
    "vessel_annual_cost",
    "voyage_cost",
    "yearly_capacity",
]
