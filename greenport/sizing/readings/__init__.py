"""Two readings of one plan, economic and investor, and what it means to the public purse."""

from greenport.sizing.readings.economic import Economic, economic
from greenport.sizing.readings.fiscal import PublicCost, fiscal, public_cost
from greenport.sizing.readings.investor import Investor, investor

__all__ = ["Economic", "Investor", "PublicCost", "economic", "fiscal", "investor", "public_cost"]
