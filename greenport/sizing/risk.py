"""One objective for several futures: their mean, and the mean of the worst of them.

The objective is (1 - λ) · mean + λ · CVaR, where CVaR at level α is the mean cost of the worst share 1 - α
of the futures (Rockafellar and Uryasev 2000). It is also the largest of all means whose weights q stay
below π / (1 - α) and add up to one, so any such q gives a lower bound.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from greenport.sizing.problem import Floats


@dataclass(frozen=True)
class Outlook:
    """Probabilities of the futures, and how the worst of them are weighed.

    Attributes
    ----------
    probability : array [future]
        They add up to one.
    weight : float
        λ, the share of the objective that looks at the worst futures alone.
    tail : float
        α, the level of the tail.
    """

    probability: Floats
    weight: float = 0.0
    tail: float = 0.0

    @property
    def beyond(self) -> float:
        """Share of the futures that is the tail; with less than the rarest future, it is the worst alone."""
        return max(1.0 - self.tail, float(self.probability.min()))

    def weights(self, costs: Floats) -> Floats:
        """Weight of each future in the objective at these costs; the weights add up to one.

        At any other costs, the mean with these weights is at most the objective.
        """
        left, worst = 1.0, np.zeros(len(costs))
        for i in np.argsort(-costs, kind="stable"):
            worst[i] = min(left, float(self.probability[i]) / self.beyond)
            left -= float(worst[i])
        return np.asarray((1 - self.weight) * self.probability + self.weight * worst, dtype=float)

    def objective(self, costs: Floats) -> float:
        """Mean and mean of the worst, weighed; a future without weight counts nothing, whatever it costs."""
        weights = self.weights(costs)
        counted = weights > 0
        return float(weights[counted] @ costs[counted])
