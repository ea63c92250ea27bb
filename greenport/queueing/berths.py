"""Waiting for berths.

Berths are queues: M/M/c where arrivals and services are random, M/G/c by the approximation of Allen
and Cunneen (*Probability, Statistics and Queueing Theory*, 1990) where they vary less or more. Planners
of liquid bulk terminals keep the mean wait below 0.3 of the mean service (Monfort et al. 2011); PIANC
report 135 (2014) tabulates both queues.
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
LONGEST_WAIT = Dimension("wait, or wait over service", "[time] or dimensionless", "6 h", "positive")
SERVICE_RATE = Dimension("service rate", "1/[time]", "0.6 1/d", "positive")
RANDOM = Q_(1.0)
HALVINGS = 60  # of the interval from 0 to 1, until nothing is left of it
MOST = 1_000_000  # servers, or ships there at once, beyond which an answer would take too long


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
    return mgc(arrival_rate, service_rate, servers)


@expects(
    arrival_rate=FREQUENCY,
    service_rate=SERVICE_RATE,
    arrival_variation=VARIATION,
    service_variation=VARIATION,
)
def mgc(
    arrival_rate: Quantity,
    service_rate: Quantity,
    servers: int,
    arrival_variation: Quantity = RANDOM,
    service_variation: Quantity = RANDOM,
) -> MMc:
    """Queue whose arrivals and services vary less, or more, than random ones.

    ``(ca^2 + cs^2) / 2`` times the wait of `mmc` (Allen and Cunneen): exact for random arrivals at
    one server, and for random arrivals and services at any number; else an approximation.

    Parameters
    ----------
    arrival_rate, service_rate, servers
        As for `mmc`.
    arrival_variation : Quantity or float
        Variance of the time between arrivals over the square of its mean, ca^2: 1 for random
        arrivals (the default), 0 for a timetable that is kept.
    service_variation : Quantity or float
        The same of the service time, cs^2: 1 for random services (the default), 0.5 for two stages
        of Erlang, 0 for equal ones.

    Returns
    -------
    MMc
        Its wait in h; the probability of waiting is that of `mmc`.

    Raises
    ------
    GreenportError
        If more arrives than can be served, or there is no server.

    Examples
    --------
    >>> queue = mgc(Q_("8 1/h"), Q_("10 1/h"), 1, service_variation=0)
    >>> print(f"{queue.mean_wait:.1f}, {queue.mean_queue:.1f}")
    0.2 h, 1.6
    """
    _require_servers(servers)
    load = (arrival_rate / service_rate).m_as("")
    _require_steady(load, servers)
    waiting = _erlang_c(load, servers)
    randomness = (arrival_variation.m_as("") + service_variation.m_as("")) / 2
    ratio = randomness * waiting / (servers - load)
    wait = Q_(ratio / service_rate.m_as("1/h"), "h")
    return MMc(Q_(load / servers), Q_(waiting), wait, Q_(load * ratio))


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
    _require_servers(servers)
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
        Mean wait over mean service time; port planners take 0.3 for liquid bulk. Arrays give arrays.
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
    >>> [round(occupancy_for_wait(berths, 0.3).m, 4) for berths in (1, 2, 3, 4)]
    [0.2308, 0.4804, 0.6024, 0.6747]
    """
    _require_servers(servers)
    ratio, randomness = target.m_as(""), (1 + service_variation.m_as("")) / 2
    shape = np.broadcast(ratio, randomness).shape
    least, most = np.zeros(shape), np.ones(shape)
    for _ in range(HALVINGS):  # the wait grows with the utilisation, from nothing to no end
        busy = (least + most) / 2
        longer = randomness * _erlang_c(busy * servers, servers) > ratio * servers * (1 - busy)
        least, most = np.where(longer, least, busy), np.where(longer, busy, most)
    return Q_(least if least.ndim else float(least))


@expects(arrival_rate=FREQUENCY, service_rate=SERVICE_RATE, longest=LONGEST_WAIT, service_variation=VARIATION)
def berths_for_wait(
    arrival_rate: Quantity, service_rate: Quantity, longest: Quantity, service_variation: Quantity = RANDOM
) -> Any:
    """Least number of berths at which the mean wait is no longer than it may be, for random arrivals.

    Parameters
    ----------
    arrival_rate, service_rate : Quantity
        As for `mmc`; arrays give arrays.
    longest : Quantity or float
        Mean wait that is borne: a time, or a multiple of the mean service time.
    service_variation : Quantity or float
        As for `wait_over_service`.

    Returns
    -------
    int or array of int
        At least 1, and enough for the queue not to grow without end.

    Raises
    ------
    GreenportError
        If more than a million ships are to be served at once.

    Examples
    --------
    >>> berths_for_wait(Q_("8 1/d"), Q_("2 1/d"), Q_("6 h"))
    6
    >>> berths_for_wait(Q_("8 1/d"), Q_("2 1/d"), 0.6)
    5
    """
    borne = (longest if longest.dimensionless else longest * service_rate).m_as("")
    load, randomness = (arrival_rate / service_rate).m_as(""), (1 + service_variation.m_as("")) / 2
    if np.any(np.asarray(load) > MOST):
        raise GreenportError(
            f"queue: {np.max(load):.4g} ships arrive in the time that one berth serves one; at most {MOST:,} "
            "are due, so look at the units of the two rates"
        )
    berths = np.zeros(np.broadcast(load, borne, randomness).shape)
    count, loss = _begun(load, load)
    while not np.all(berths):
        count = count + 1
        loss = load * loss / (count + load * loss)
        # C / (c (1 - u)) of Erlang's B, with the spare berths c - a in place of divisions by them
        spare = count - load
        enough = (spare > 0) & (randomness * count * loss <= borne * spare * (spare + load * loss))
        berths = np.where((berths == 0) & enough, count, berths)
    return berths.astype(int) if berths.ndim else int(berths)


def _require_servers(servers: int) -> None:
    if isinstance(servers, bool) or not isinstance(servers, int | np.integer):
        raise GreenportError(f"queue: {servers!r} servers; a whole number is due, e.g. 2")
    if servers < 1:
        raise GreenportError(f"queue: {servers} servers; at least 1 is due")
    if servers > MOST:
        raise GreenportError(f"queue: {servers} servers; at most {MOST:,} are due")


def _require_steady(load: Any, servers: int) -> None:
    if np.any(np.asarray(load) >= servers):
        raise GreenportError(
            f"queue: {np.max(load):.4g} arrive in the time that {servers} can be served, so the queue grows "
            "without end; fewer arrivals, shorter services or more servers are due"
        )


def _erlang_c(load: Any, servers: int) -> Any:
    """Probability of waiting, from the loss probability B of Erlang by its recursion."""
    begun, loss = _begun(np.min(load, initial=servers), load)
    for server in range(int(begun) + 1, servers + 1):
        loss = load * loss / (server + load * loss)
    busy = load / servers
    return loss / (1 - busy + busy * loss)


def _begun(least: Any, load: Any) -> tuple[Any, Any]:
    """Servers from which the recursion of Erlang's B may start for loads from `least` up, and B there.

    Ten standard deviations below a load every server is busy and the rest is lost, ``B = 1 - c / a``
    nearly. What is amiss in that dies out as ``exp(-50)`` until there are as many servers as load, and a
    queue is steady only above. Up to a load of 100 the start is no server and all is lost, which is exact.
    """
    start = np.floor(np.maximum(least - 10 * np.sqrt(least), 0.0))
    return start, 1 - start / np.maximum(load, 1.0)
