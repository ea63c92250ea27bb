"""Where a ship takes its fuel: the multinomial logit, in closed form.

A ship takes its fuel at hub i with probability ``exp(-b u_i) / sum_j exp(-b u_j)``, where ``u_i`` is what
a tonne costs it there, its own deviation included, and ``b`` is how strongly it heeds the price. The form
is McFadden's (1974); Aronietis and others (2017) use it for bunkering at Antwerp. It knows no likeness
between hubs: two that are next to each other count as much as two far apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import logsumexp, softmax

from greenport.sizing.problem import Floats


def shares(costs: Sequence[float] | Floats, sensitivity: float) -> Floats:
    """Share of each hub; they add up to one.

    Parameters
    ----------
    costs
        What a tonne costs a ship at each hub, USD/t.
    sensitivity
        Fall of the logarithm of the odds for each USD/t.

    >>> shares([950.0, 950.0], 0.02)
    array([0.5, 0.5])
    """
    found: Floats = softmax(-sensitivity * np.asarray(costs, float))
    return found


def price_of_the_rest(costs: Sequence[float] | Floats, sensitivity: float) -> float:
    """Price of one hub, USD/t, that competes as all these together: ``-ln(sum exp(-b u)) / b``.

    Against it, a hub of the same price keeps half.

    >>> price_of_the_rest([950.0], 0.02)
    950.0
    """
    return float(-logsumexp(-sensitivity * np.asarray(costs, float)) / sensitivity)


def own_elasticity(price: float, share: float, sensitivity: float) -> float:
    """Change of a hub's share in per cent for 1 % on its price: ``-b p (1 - s)``.

    >>> own_elasticity(1000.0, 0.5, 0.02)
    -10.0
    """
    return -sensitivity * price * (1 - share)
