"""The simulation against closed forms of queueing theory, Little's law, and more servers under the same luck.

Each closed form must lie in an interval of 99.9 % around the simulated mean: of a thousand right programs one
would fail a given test, and the seeds are fixed, so a test that passes goes on passing.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import greenport as gp
from greenport.operations.system import Chance, Fleet, Segment, System, Way
from greenport.operations.terminal import SERVED, Terminal

CALLS = 5000.0
HOURS = 8760.0
WARM_UP = 2000.0
RUNS = 30


def queue(servers: int, load: float, variation: float, calls: float = CALLS) -> System:
    """Ships that come at random and wait as long as it takes for one of some vessels."""
    service = load * servers * HOURS / calls
    ships = Segment(
        id="ships", stem=1000, calls=calls, ways=(Way(source="", fleet="barge", alongside=service),)
    )
    luck = Chance(alongside=variation, storms=False, repairs=False)
    return System(segments=(ships,), fleets=(Fleet(id="barge", vessels=servers),), chance=luck)


def waits(system: System, replication: int) -> list[float]:
    calls = Terminal(system, 7, replication, WARM_UP).run().calls
    assert all(call.outcome == SERVED for call in calls)
    return [call.wait for call in sorted(calls, key=lambda call: call.arrival)]


def interval(system: System) -> tuple[float, float]:
    means = np.array([np.mean(waits(system, number)) for number in range(RUNS)])
    half = stats.t.ppf(0.9995, RUNS - 1) * means.std(ddof=1) / math.sqrt(RUNS)
    return float(means.mean() - half), float(means.mean() + half)


@pytest.mark.parametrize(("servers", "load"), [(1, 0.5), (1, 0.8), (2, 0.7), (4, 0.8)])
def test_random_service_waits_as_erlang_found(servers: int, load: float) -> None:
    rate = CALLS / (HOURS * servers * load)
    expected = gp.queueing.mmc(gp.Q_(CALLS, "1/yr"), gp.Q_(rate, "1/h"), servers).mean_wait
    low, high = interval(queue(servers, load, 1.0))
    # A year of greenport's queue has 8,760 h; Pint's has 8,766.
    assert low <= float(expected.to("h").magnitude) * 1.002
    assert high >= float(expected.to("h").magnitude) * 0.998


@pytest.mark.parametrize(("load", "variation"), [(0.5, 0.0), (0.8, 0.0), (0.7, 0.5), (0.6, 2.0)])
def test_one_server_waits_as_pollaczek_and_khinchine_found(load: float, variation: float) -> None:
    service = load * HOURS / CALLS
    expected = load / (1 - load) * (1 + variation**2) / 2 * service
    low, high = interval(queue(1, load, variation))
    assert low <= expected <= high


@pytest.mark.parametrize("servers", [1, 3])
def test_as_many_ships_wait_on_average_as_little_found(servers: int) -> None:
    """The number of ships there, summed over time, is the sum of their times there (L = λ W)."""
    system = queue(servers, 0.8, 1.0)
    calls = Terminal(system, 3, 0, 0.0).run().calls
    stays = [(call.arrival, call.arrival + call.wait) for call in calls]
    moments = np.sort(np.concatenate([[a for a, _ in stays], [e for _, e in stays], [0.0, HOURS]]))
    middle = (moments[1:] + moments[:-1]) / 2
    begins, ends = np.sort([a for a, _ in stays]), np.sort([e for _, e in stays])
    there = np.searchsorted(begins, middle) - np.searchsorted(ends, middle)
    queueing = float((there * np.diff(moments)).sum()) / HOURS
    arrivals = len(calls) / HOURS
    assert queueing == pytest.approx(arrivals * np.mean([e - a for a, e in stays]), rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(
    servers=st.integers(1, 4),
    load=st.floats(0.3, 0.95),
    variation=st.sampled_from([0.0, 0.5, 1.0]),
    seed=st.integers(0, 10_000),
)
def test_one_server_more_worsens_no_wait_under_the_same_luck(
    servers: int, load: float, variation: float, seed: int
) -> None:
    fewer = queue(servers, load, variation, calls=400.0)
    more = System(
        segments=fewer.segments, fleets=(Fleet(id="barge", vessels=servers + 1),), chance=fewer.chance
    )
    one, other = (
        {call.arrival: call.wait for call in Terminal(system, seed, 0, 500.0).run().calls}
        for system in (fewer, more)
    )
    assert one.keys() >= other.keys() or other.keys() >= one.keys()
    assert all(other[arrival] <= wait + 1e-9 for arrival, wait in one.items() if arrival in other)
