"""Queues of ships at berths."""

from __future__ import annotations

import heapq
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenport import queueing
from greenport.errors import GreenportError, UnitError
from greenport.units import Q_, magnitude

utilisations = st.floats(0.01, 0.97)
berths = st.integers(1, 20)


def erlang_c_by_definition(load: float, servers: int) -> float:
    """The textbook sum, with factorials, instead of the recursion."""
    full = load**servers / math.factorial(servers) / (1 - load / servers)
    return full / (sum(load**k / math.factorial(k) for k in range(servers)) + full)


@given(utilisations, berths)
def test_probability_of_waiting_is_that_of_erlangs_sum(utilisation: float, servers: int) -> None:
    queue = queueing.mmc(Q_(utilisation * servers, "1/h"), Q_("1 1/h"), servers)
    expected = erlang_c_by_definition(utilisation * servers, servers)
    assert magnitude(queue.probability_of_waiting, "") == pytest.approx(expected, rel=1e-9)


@given(utilisations, berths)
def test_queue_and_wait_obey_littles_law(utilisation: float, servers: int) -> None:
    arrivals = Q_(utilisation * servers, "1/d")
    queue = queueing.mmc(arrivals, Q_("1 1/d"), servers)
    assert magnitude(queue.mean_queue, "") == pytest.approx(magnitude(arrivals * queue.mean_wait, ""))


@given(utilisations)
def test_one_server_waits_as_the_closed_form_says(utilisation: float) -> None:
    found = queueing.wait_over_service(Q_(utilisation), 1)
    assert magnitude(found, "") == pytest.approx(utilisation / (1 - utilisation))


@given(utilisations)
def test_equal_services_halve_the_wait_of_one_server(utilisation: float) -> None:
    # Pollaczek and Khinchine: u / (2 (1 - u)) where services are equal
    found = queueing.wait_over_service(Q_(utilisation), 1, Q_(0.0))
    assert magnitude(found, "") == pytest.approx(utilisation / (2 * (1 - utilisation)))


@given(utilisations, berths)
def test_the_wait_over_service_is_that_of_the_queue(utilisation: float, servers: int) -> None:
    queue = queueing.mmc(Q_(24 * utilisation * servers, "1/d"), Q_("24 1/d"), servers)
    ratio = queueing.wait_over_service(Q_(utilisation), servers)
    assert magnitude(queue.mean_wait, "h") == pytest.approx(magnitude(ratio, ""))


@given(utilisations, berths)
def test_more_berths_at_the_same_occupancy_wait_less(utilisation: float, servers: int) -> None:
    fewer = queueing.wait_over_service(Q_(utilisation), servers)
    assert queueing.wait_over_service(Q_(utilisation), servers + 1) < fewer


def test_rates_in_an_array_give_waits_in_an_array() -> None:
    queue = queueing.mmc(Q_(np.array([4.0, 8.0]), "1/h"), Q_("10 1/h"), 1)
    assert magnitude(queue.mean_wait, "h") == pytest.approx([4 / 6 / 10, 0.4])


def test_nobody_waits_where_nobody_arrives() -> None:
    assert magnitude(queueing.mmc(Q_("0 1/h"), Q_("1 1/h"), 2).mean_wait, "h") == 0


@pytest.mark.parametrize(("servers", "occupancy"), [(1, 0.3 / 1.3), (2, 0.48038), (3, 0.60241), (4, 0.67474)])
def test_occupancy_at_which_ships_wait_three_tenths_of_their_service(servers: int, occupancy: float) -> None:
    # one berth: w / (1 + w); two: u^2 / (1 - u^2) = w, so sqrt(w / (1 + w)); the others by bisection
    found = queueing.occupancy_for_wait(servers, Q_(0.3))
    assert magnitude(found, "") == pytest.approx(occupancy, abs=1e-5)


@settings(deadline=None)
@given(berths, st.floats(0.001, 1000.0), st.floats(0.0, 2.0))
def test_occupancy_for_a_wait_is_the_inverse_of_the_wait(servers: int, wait: float, variation: float) -> None:
    occupancy = queueing.occupancy_for_wait(servers, Q_(wait), Q_(variation))
    found = queueing.wait_over_service(occupancy, servers, Q_(variation))
    assert magnitude(found, "") == pytest.approx(wait, rel=1e-6)


def test_a_queue_that_grows_without_end_is_refused() -> None:
    with pytest.raises(GreenportError, match="2 arrive in the time that 2 can be served"):
        queueing.mmc(Q_("2 1/d"), Q_("1 1/d"), 2)


def test_a_berth_that_is_always_busy_is_refused() -> None:
    with pytest.raises(GreenportError, match="grows without end"):
        queueing.wait_over_service(Q_("100 %"), 1)


def test_an_occupancy_over_100_per_cent_is_refused() -> None:
    with pytest.raises(UnitError, match="utilisation of 120 % is over 100 %"):
        queueing.wait_over_service(Q_("120 %"), 1)


def test_no_berth_is_refused() -> None:
    with pytest.raises(GreenportError, match="0 servers; at least 1 is due"):
        queueing.occupancy_for_wait(0, Q_(0.3))


# ------------------------------------------------------------------------------- against a simulation


def mean_waits(arrivals: float, services: np.ndarray, gaps: np.ndarray, servers: int) -> float:
    """Mean wait of ships that take the berth that is free first, after the first tenth of them."""
    free, now, waits = [0.0] * servers, 0.0, np.empty(len(services))
    for ship, (gap, service) in enumerate(zip(gaps / arrivals, services, strict=True)):
        now += gap
        begin = max(now, heapq.heappop(free)) if len(free) == servers else now
        waits[ship] = begin - now
        heapq.heappush(free, begin + service)
    return float(waits[len(waits) // 10 :].mean())


@pytest.mark.parametrize(
    ("servers", "utilisation", "stages", "allowance"),
    # exact for random services and for one berth; else the approximation, within 2 % of the service time
    [(1, 0.7, 1, 0.0), (2, 0.6, 1, 0.0), (4, 0.8, 1, 0.0), (1, 0.7, 2, 0.0), (3, 0.7, 2, 0.02)],
)
def test_mean_wait_is_that_of_a_simulation(
    servers: int, utilisation: float, stages: int, allowance: float
) -> None:
    runs = []
    for seed in np.random.SeedSequence([servers, stages]).spawn(20):
        draw = np.random.default_rng(seed)
        services = draw.gamma(stages, 1 / stages, 10_000)
        runs.append(mean_waits(utilisation * servers, services, draw.exponential(1.0, 10_000), servers))
    queue = queueing.mgc(
        Q_(utilisation * servers, "1/h"), Q_("1 1/h"), servers, service_variation=Q_(1 / stages)
    )
    interval = 3.9 * float(np.std(runs, ddof=1)) / math.sqrt(len(runs))  # 99.9 % of Student's t with 19
    assert interval < 0.15 * np.mean(runs)
    assert magnitude(queue.mean_wait, "h") == pytest.approx(np.mean(runs), abs=interval + allowance)


# ------------------------------------------------------------------------------- less random queues


@given(utilisations, berths, st.floats(0.0, 2.0))
def test_a_queue_of_any_service_waits_as_its_ratio_says(
    utilisation: float, servers: int, variation: float
) -> None:
    queue = queueing.mgc(
        Q_(utilisation * servers, "1/h"), Q_("1 1/h"), servers, service_variation=Q_(variation)
    )
    ratio = queueing.wait_over_service(Q_(utilisation), servers, Q_(variation))
    assert magnitude(queue.mean_wait, "h") == pytest.approx(magnitude(ratio, ""))


def test_ships_that_keep_a_timetable_at_equal_services_never_wait() -> None:
    queue = queueing.mgc(Q_("1 1/d"), Q_("2 1/d"), 1, arrival_variation=Q_(0.0), service_variation=Q_(0.0))
    assert magnitude(queue.mean_wait, "h") == 0


# ------------------------------------------------------------------------------- number of berths


@given(st.floats(0.01, 30.0), st.floats(0.01, 10.0), st.floats(0.0, 2.0))
def test_one_berth_less_would_wait_too_long(load: float, longest: float, variation: float) -> None:
    terms = (Q_(load, "1/h"), Q_("1 1/h"))
    least = queueing.berths_for_wait(*terms, Q_(longest), Q_(variation))

    def wait(servers: int) -> float:
        queue = queueing.mgc(*terms, servers, service_variation=Q_(variation))
        return float(magnitude(queue.mean_wait, "h"))

    assert wait(least) <= longest * (1 + 1e-9)
    assert least - 1 <= load * (1 + 1e-9) or wait(least - 1) > longest * (1 - 1e-9)


def test_numbers_of_berths_come_in_an_array() -> None:
    found = queueing.berths_for_wait(Q_(np.array([0.0, 1.0, 8.0]), "1/d"), Q_("2 1/d"), Q_("6 h"))
    assert found.tolist() == [1, 2, 6]


def test_occupancies_come_in_an_array() -> None:
    found = queueing.occupancy_for_wait(1, Q_(np.array([0.3, 1.0])))
    assert np.asarray(magnitude(found, "")) == pytest.approx([0.3 / 1.3, 0.5])


@pytest.mark.parametrize("servers", [2.5, True, "2"])
def test_berths_that_are_no_whole_number_are_refused(servers: Any) -> None:
    with pytest.raises(GreenportError, match="a whole number is due"):
        queueing.mmc(Q_("1 1/d"), Q_("1 1/d"), servers)


def erlang_b_from_none(load: float, servers: int) -> float:
    """Erlang's B by its recursion from no server, instead of from near the load."""
    loss = 1.0
    for server in range(1, servers + 1):
        loss = load * loss / (server + load * loss)
    return loss


@pytest.mark.parametrize("servers", [101, 150, 1000, 20_000])
@pytest.mark.parametrize("busy", [0.3, 0.9, 0.9999])
def test_in_a_large_port_ships_wait_as_the_recursion_from_no_berth_says(servers: int, busy: float) -> None:
    loss = erlang_b_from_none(busy * servers, servers)
    queue = queueing.mmc(Q_(busy * servers, "1/d"), Q_("1 1/d"), servers)
    expected = loss / (1 - busy + busy * loss)
    assert magnitude(queue.probability_of_waiting, "") == pytest.approx(expected, rel=1e-10)


def test_the_berths_of_a_large_load_are_those_of_the_recursion_from_no_berth() -> None:
    load, longest, loss, servers = 1e5, 0.01, 1.0, 0
    while servers <= load or servers * loss / (servers - load + load * loss) / (servers - load) > longest:
        servers += 1
        loss = load * loss / (servers + load * loss)
    assert queueing.berths_for_wait(Q_(load, "1/d"), Q_("1 1/d"), Q_(longest)) == servers


def test_a_load_of_more_than_a_million_ships_is_refused() -> None:
    with pytest.raises(GreenportError, match="at most 1,000,000 are due, so look at the units"):
        queueing.berths_for_wait(Q_("1e7 1/d"), Q_("1 1/d"), Q_("1 h"))


def test_more_than_a_million_berths_are_refused() -> None:
    with pytest.raises(GreenportError, match="2000000 servers; at most 1,000,000 are due"):
        queueing.mmc(Q_("1 1/d"), Q_("1 1/d"), 2_000_000)


def test_berths_that_are_a_text_are_refused_before_they_are_used() -> None:
    berths: Any = "2"
    with pytest.raises(GreenportError, match="'2' servers; a whole number is due"):
        queueing.wait_over_service(Q_("50 %"), berths)
