"""Waiting for berths.

Berths are queues with random arrivals: M/M/c where services are as random as the arrivals, M/G/c by
the approximation of Allen and Cunneen where they vary less. Planners of liquid bulk terminals keep
the mean wait below 0.3 of the mean service (Monfort et al. 2011); PIANC report 135 (2014) tabulates
both queues.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from greenport.errors import GreenportError
from greenport.units import FREQUENCY, Q_, Dimension, Quantity, expects

BUSY = Dimension("utilisation", "dimensionless", "50 %", "share")
VARIATION = Dimension("squared variation", "dimensionless", "0.5", "not negative")
WAIT = Dimension("wait over service", "dimensionless", "0.3", "positive")
SERVICE_RATE = Dimension("service rate", "1/[time]", "0.6 1/d", "positive")
RANDOM = Q_(1.0)


@dataclass(frozen=True)
class MMc:
    """Long-run means of a queue with c servers.

    Parameters
    ----------
    utilisation : Quantity
        Share of the time that a server is busy [ratio].
    probability_of_waiting : Quantity
        Share of the arrivals that find every server busy [ratio].
    mean_wait : Quantity
        Mean wait of all arrivals until their service begins [time].
    mean_queue : Quantity
        Mean number of those waiting [ratio].
    """

    utilisation: Quantity
    probability_of_waiting: Quantity
    mean_wait: Quantity
    mean_queue: Quantity


@expects(arrival_rate=FREQUENCY, service_rate=SERVICE_RATE)
def mmc(arrival_rate: Quantity, service_rate: Quantity, servers: int) -> MMc:
    """Queue of random arrivals at equal servers with random services (Erlang C).

    Parameters
    ----------
    arrival_rate : Quantity
        Arrivals per time; arrays give arrays.
    service_rate : Quantity
        Services that one server completes per time while it is busy.
    servers : int
        At least 1.

    Returns
    -------
    MMc
        Its wait in h.

    Raises
    ------
    GreenportError
        If more arrives than can be served, or there is no server.

    Examples
    --------
    >>> queue = mmc(Q_("8 1/h"), Q_("10 1/h"), 1)
    >>> print(f"{queue.mean_wait:.1f}, {queue.mean_queue:.1f}")
    0.4 h, 3.2
    """
    load = (arrival_rate / service_rate).m_as("")
    _require_steady(load, servers)
    waiting = _erlang_c(load, servers)
    wait = Q_(waiting / (servers - load) / service_rate.m_as("1/h"), "h")
    return MMc(Q_(load / servers), Q_(waiting), wait, (arrival_rate * wait).to(""))


@expects(utilisation=BUSY, service_variation=VARIATION)
def wait_over_service(utilisation: Quantity, servers: int, service_variation: Quantity = RANDOM) -> Quantity:
    """Mean wait in units of the mean service time, for random arrivals.

    ``(1 + cs^2) / 2 * C / (c * (1 - u))`` with the C of Erlang: exact where the services are random
    and wherever there is one berth, else the approximation of Allen and Cunneen.

    Parameters
    ----------
    utilisation : Quantity or float
        Share of the time that a berth is busy, below 100 %; arrays give arrays.
    servers : int
        Berths, at least 1.
    service_variation : Quantity or float
        Variance of the service time over the square of its mean, cs^2: 1 for random services (the
        default), 0.5 for two stages of Erlang, 0 for equal ones.

    Returns
    -------
    Quantity
        A plain ratio.

    Raises
    ------
    GreenportError
        If the utilisation is not below 100 %, or there is no berth.

    Examples
    --------
    >>> print(f"{wait_over_service(Q_('50 %'), 2):.4f}")
    0.3333
    """
    busy, randomness = utilisation.m_as(""), (1 + service_variation.m_as("")) / 2
    _require_steady(busy * servers, servers)
    return Q_(randomness * _erlang_c(busy * servers, servers) / (servers * (1 - busy)))


@expects(target=WAIT, service_variation=VARIATION)
def occupancy_for_wait(servers: int, target: Quantity, service_variation: Quantity = RANDOM) -> Quantity:
    """Utilisation at which the mean wait is a given multiple of the mean service time.

    Parameters
    ----------
    servers : int
        Berths, at least 1.
    target : Quantity or float
        Mean wait over mean service time; port planners take 0.3 for liquid bulk.
    service_variation : Quantity or float
        As for `wait_over_service`.

    Returns
    -------
    Quantity
        A plain ratio below 1.

    Raises
    ------
    GreenportError
        If there is no berth.

    Examples
    --------
    >>> [round(occupancy_for_wait(berths, 0.3).m, 3) for berths in (1, 2, 3, 4)]
    [0.231, 0.48, 0.602, 0.675]
    """
    from scipy.optimize import brentq

    _require_steady(0.0, servers)
    ratio, randomness = float(target.m_as("")), (1 + float(service_variation.m_as(""))) / 2

    def excess(busy: float) -> float:
        return float(randomness * _erlang_c(busy * servers, servers) - ratio * servers * (1 - busy))

    return Q_(float(brentq(excess, 0.0, 1.0, xtol=1e-14)))


def _require_steady(load: Any, servers: int) -> None:
    if servers < 1:
        raise GreenportError(f"queue: {servers} servers; at least 1 is due")
    if np.any(np.asarray(load) >= servers):
        raise GreenportError(
            f"queue: {np.max(load):.4g} arrive in the time that {servers} can be served, so the queue grows "
            "without end; fewer arrivals, shorter services or more servers are due"
        )


def _erlang_c(load: Any, servers: int) -> Any:
    """Probability of waiting, from the loss probability B of Erlang by its recursion."""
    loss = 1.0
    for server in range(1, servers + 1):
        loss = load * loss / (server + load * loss)
    busy = load / servers
    return loss / (1 - busy + busy * loss)
