"""Studies: what is asked of many plans of one scenario."""

from greenport.studies.brackets import Breakeven, Flip
from greenport.studies.comparison import Comparison, compare
from greenport.studies.flips import breakeven
from greenport.studies.front import Front, pareto
from greenport.studies.given import evaluate
from greenport.studies.hubs import LandedPrices, PremiumCurve, landed_prices, premium_curve
from greenport.studies.locks import Reproduction, lock, locked_plan, reproduce
from greenport.studies.near_optimal import Alternatives, alternatives
from greenport.studies.tornado import Tornado, sensitivity

__all__ = [
    "Alternatives",
    "Breakeven",
    "Comparison",
    "Flip",
    "Front",
    "LandedPrices",
    "PremiumCurve",
    "Reproduction",
    "Tornado",
    "alternatives",
    "breakeven",
    "compare",
    "evaluate",
    "landed_prices",
    "lock",
    "locked_plan",
    "pareto",
    "premium_curve",
    "reproduce",
    "sensitivity",
]
