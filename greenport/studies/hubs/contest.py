"""One hub against the others: the volume that a price keeps, what a volume costs, and where they meet.

The hub keeps ``q = D s`` of a demand ``D``, with ``s = 1 / (1 + exp(b (p - A)))`` at a price ``p`` against
the price ``A`` of the rest. A tonne costs it ``c(q) = F / q + v``. In ``x = ln(s / (1 - s))`` the gain of a
tonne at the price that keeps its volume is ``g(x) = A - v - x / b - (F / D)(1 + exp(-x))``: concave, largest
where ``exp(x) = b F / D``, so that it crosses zero twice or never. Where it rises the crossing is unstable:
with a little less volume a tonne costs more than the price that would keep it. Where it falls it is stable.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from scipy.optimize import brentq
from scipy.special import expit, logit

EXACT = 1e-12


@dataclass(frozen=True)
class Meeting:
    """A volume at which the price that keeps it pays what it costs."""

    x: float
    stable: bool


@dataclass(frozen=True)
class Contest:
    """Plain numbers of one hub: money in USD/t, volume in kt a year, yearly cost in kUSD a year.

    Attributes
    ----------
    rest : float
        Price of one hub that competes as all others together, USD/t.
    sensitivity : float
        Fall of the logarithm of the odds for each USD/t.
    demand : float
        What is contested, kt a year.
    fixed, variable : float
        Yearly cost, kUSD a year, and cost of a tonne beside it, USD/t.
    """

    rest: float
    sensitivity: float
    demand: float
    fixed: float
    variable: float

    def share(self, price: float) -> float:
        """Share that stays at a price."""
        return float(expit(self.sensitivity * (self.rest - price)))

    def price(self, share: float) -> float:
        """Price at which a share stays, USD/t."""
        return self.rest - float(logit(share)) / self.sensitivity

    def cost(self, volume: float) -> float:
        """Cost of a tonne at a volume, USD/t."""
        if volume <= 0:
            return math.inf if self.fixed > 0 else self.variable
        return self.fixed / volume + self.variable

    def gain(self, x: float) -> float:
        """Gain of a tonne at the price that keeps a share with these log odds, USD/t."""
        spread = self.fixed / self.demand * (1 + math.exp(-x)) if self.fixed > 0 else 0.0
        return self.rest - self.variable - x / self.sensitivity - spread

    @property
    def best(self) -> float | None:
        """Log odds at which a tonne gains most; None without yearly cost, where less is always better."""
        return math.log(self.sensitivity * self.fixed / self.demand) if self.fixed > 0 else None

    def meetings(self) -> tuple[Meeting, ...]:
        """Where price and cost of a tonne meet, the smaller volume first."""
        x = self.best
        if x is None:
            return (Meeting(self.sensitivity * (self.rest - self.variable), True),)
        height = self.sensitivity * self.gain(x)
        if height < -EXACT:
            return ()
        if height <= EXACT:
            return (Meeting(x, False),)
        # y to the left of the best b times the gain is less by exp(y) - 1 - y: at least by y^2 / 2 there,
        # and by -y - 1 to the right, where y is below zero.
        left, right = math.sqrt(2 * height), height + 1
        smaller, larger = _crossing(self.gain, x - left, x), _crossing(self.gain, x, x + right)
        return Meeting(smaller, False), Meeting(larger, True)


def _crossing(gain: Callable[[float], float], low: float, high: float) -> float:
    """Where a function crosses zero between two values; rounding may put it on an end."""
    if gain(low) * gain(high) > 0:
        return low if abs(gain(low)) < abs(gain(high)) else high
    return float(brentq(gain, low, high, xtol=EXACT))
