"""Queues and stocks: waiting for berths, safety stock for lumpy demand, the economic parcel."""

from greenport.queueing.berths import MMc, mmc, occupancy_for_wait, wait_over_service
from greenport.queueing.stocks import days_of_cover, economic_parcel, lumpy_demand_quantile, parcel_cost

__all__ = [
    "MMc",
    "days_of_cover",
    "economic_parcel",
    "lumpy_demand_quantile",
    "mmc",
    "occupancy_for_wait",
    "parcel_cost",
    "wait_over_service",
]
