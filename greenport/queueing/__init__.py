"""Queues and stocks: waiting for berths, safety stock, what to order when and how much."""

from greenport.queueing.berths import (
    MMc,
    berths_for_wait,
    mgc,
    mmc,
    occupancy_for_wait,
    wait_over_service,
)
from greenport.queueing.lots import LotPlan, wagner_whitin
from greenport.queueing.safety import (
    OrderUpTo,
    base_stock,
    deviation_over_lead,
    newsvendor,
    reorder_point,
    safety_factor,
    safety_stock,
)
from greenport.queueing.stocks import (
    days_of_cover,
    economic_parcel,
    lumpy_demand_quantile,
    lumpy_safety_stock,
    parcel_cost,
)

__all__ = [
    "LotPlan",
    "MMc",
    "OrderUpTo",
    "base_stock",
    "berths_for_wait",
    "days_of_cover",
    "deviation_over_lead",
    "economic_parcel",
    "lumpy_demand_quantile",
    "lumpy_safety_stock",
    "mgc",
    "mmc",
    "newsvendor",
    "occupancy_for_wait",
    "parcel_cost",
    "reorder_point",
    "safety_factor",
    "safety_stock",
    "wagner_whitin",
    "wait_over_service",
]
