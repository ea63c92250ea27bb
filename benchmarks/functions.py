"""Measure the functions on a million rows, each against the bare formula in numpy.

``python benchmarks/functions.py`` prints the milliseconds of both and their ratio: what the units, the
checks and the conversions cost. Both run on the same machine in turn, so the ratio can be compared.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import greenport as gp
from greenport.units import Q_

REPEATS = 5
Work = Callable[[], Any]


def cases(rows: int) -> dict[str, tuple[Work, Work]]:
    """Each function by name: the call with quantities, and the formula on plain arrays."""
    draw = np.random.default_rng(1)
    a, rate = draw.uniform(1, 2, rows), draw.uniform(0.05, 0.15, rows)
    money, mass, yearly, rates = Q_(a, "MUSD_2025"), Q_(a, "kt"), Q_(a, "kt/yr"), Q_(rate)
    methanol, life, flat = gp.fuel("methanol"), Q_("20 yr"), Q_("8 %")
    tanker = gp.costs.Tanker(Q_("12 kn"), Q_("10 kUSD/d"), Q_("9 t/d"), Q_("3 t/d"))
    day, hours = Q_("1 d"), Q_("26 h")
    crf = 0.08 / (1 - 1.08**-20)

    def erlang() -> Any:
        loss: Any = 1.0
        for server in range(1, 5):
            loss = a * loss / (server + a * loss)
        waiting = loss / (1 - a / 4 + a / 4 * loss)
        return a / 4, waiting, waiting / (4 - a), a * waiting / (4 - a)

    def voyage() -> Any:
        sea, port = 2 * a * 1000 / 12 / 24, 26 / 12 + 1.0
        burnt = 9 * sea + 3 * port
        charter, fuel = 10_000 * (sea + port), 535 * burnt
        return sea, burnt, charter, fuel, charter + fuel, (charter + fuel) / 5000

    return {
        "Fuel.energy": (lambda: methanol.energy(mass), lambda: a * 19.9),
        "Fuel.volume": (lambda: methanol.volume(mass), lambda: a / 0.792),
        "costs.annuity, one rate": (lambda: gp.costs.annuity(money, flat, life), lambda: a * crf),
        "costs.annuity, each its rate": (
            lambda: gp.costs.annuity(money, rates, life),
            lambda: a * rate / (1 - (1 + rate) ** -20.0),
        ),
        "costs.levelised_cost": (
            lambda: gp.costs.levelised_cost(money, Q_("1 MUSD_2025/yr"), yearly, flat, life),
            lambda: (a * crf + 1) / a,
        ),
        "costs.voyage_cost": (
            lambda: gp.costs.voyage_cost(
                Q_(a * 1000, "nmi"),
                tanker,
                Q_("5 kt"),
                bunker_price=Q_("535 USD/t"),
                load_time=hours,
                discharge_time=hours,
                waiting=day,
            ),
            voyage,
        ),
        "emissions.tank_to_wake": (
            lambda: gp.emissions.tank_to_wake(
                Q_(a * 40, "GJ/t"), Q_("3.1 tCO2e/t"), Q_("0.005 %"), Q_("0.018 %"), assessment="AR5"
            ),
            lambda: (3.1 + 0.00005 * 28 + 0.00018 * 265) / (a * 40),
        ),
        "emissions.delivered_intensity": (
            lambda: gp.emissions.delivered_intensity(Q_(a, "gCO2e/MJ"), Q_("2 gCO2e/MJ"), loss=Q_("1 %")),
            lambda: (a + 2) / 0.99,
        ),
        "queueing.mmc, 4 servers": (lambda: gp.queueing.mmc(Q_(a, "1/h"), Q_("1 1/h"), 4), erlang),
        "queueing.economic_parcel": (
            lambda: gp.queueing.economic_parcel(Q_("200 kUSD"), yearly, Q_("70 USD/t/yr")),
            lambda: np.sqrt(2 * 0.2 * a / 70),
        ),
    }


def least(work: Work) -> float:
    """Least milliseconds of some runs."""

    def once() -> float:
        begin = time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - begin)

    return min(once() for _ in range(REPEATS))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    given = parser.parse_args()
    print(f"{given.rows:,} rows".ljust(32), "greenport", "   numpy", "   ratio")
    for name, (ours, bare) in cases(given.rows).items():
        found, plain = least(ours), least(bare)
        print(f"{name:32} {found:6.1f} ms {plain:5.1f} ms {found / plain:6.1f} ×")


if __name__ == "__main__":
    main()
