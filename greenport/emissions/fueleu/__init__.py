"""FuelEU Maritime: Regulation (EU) 2023/1805.

Yearly intensity of the energy used on board, its limit, what a deficit costs or a surplus is worth, and
what may be carried, borrowed and pooled. Nothing is rounded inside. Figures of the law stand in table
`law`.
"""

from greenport.emissions.fueleu.balance import (
    blend_share,
    compliance_balance,
    multiplier,
    penalty,
    target,
    value_per_tonne,
)
from greenport.emissions.fueleu.duties import rfnbo_share_due, shore_power_penalty
from greenport.emissions.fueleu.flexibility import (
    adjusted_balance,
    banked,
    borrowed,
    borrowing_limit,
    deficits_in_a_row,
    repayment,
)
from greenport.emissions.fueleu.intensity import energy, ghg_intensity, wind_factor
from greenport.emissions.fueleu.pooling import Pool, pool
from greenport.emissions.fueleu.scope import energy_in_scope, in_scope

__all__ = [
    "Pool",
    "adjusted_balance",
    "banked",
    "blend_share",
    "borrowed",
    "borrowing_limit",
    "compliance_balance",
    "deficits_in_a_row",
    "energy",
    "energy_in_scope",
    "ghg_intensity",
    "in_scope",
    "multiplier",
    "penalty",
    "pool",
    "repayment",
    "rfnbo_share_due",
    "shore_power_penalty",
    "target",
    "value_per_tonne",
    "wind_factor",
]
