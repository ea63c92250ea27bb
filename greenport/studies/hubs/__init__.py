"""Competition between hubs: what a tonne costs at each, and how much of the demand a premium keeps."""

from greenport.studies.hubs.curve import Crossing, PremiumCurve
from greenport.studies.hubs.ladder import LandedPrices, Rung, Step
from greenport.studies.hubs.landed import home_of, landed_prices
from greenport.studies.hubs.premium import premium_curve

__all__ = [
    "Crossing",
    "LandedPrices",
    "PremiumCurve",
    "Rung",
    "Step",
    "home_of",
    "landed_prices",
    "premium_curve",
]
