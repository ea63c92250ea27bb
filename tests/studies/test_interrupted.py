"""Ctrl-C ends a study with what is finished."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import replace

import pytest

import greenport as gp
from greenport.sizing import Progress

BUSY = {"demand.customer.asks": "64 kt/yr"}


def ctrl_c_at(stage: str) -> Callable[[Progress], None]:
    """A watcher that presses Ctrl-C when a stage begins."""

    def watch(progress: Progress) -> None:
        if progress.stage.startswith(stage):
            signal.raise_signal(signal.SIGINT)

    return watch


def test_a_front_keeps_the_points_found(small: Callable[..., gp.Scenario]) -> None:
    found = gp.pareto(small(), progress=ctrl_c_at("2 of 10"))
    assert found.interrupted
    assert found.points[0].plan.cost.magnitude == pytest.approx(gp.size(small()).cost.magnitude)
    assert len(found.points) < 3


def test_alternatives_keep_the_plans_found(small: Callable[..., gp.Scenario]) -> None:
    scenario = small(overrides=BUSY)
    found = gp.alternatives(scenario, slack=0.1, progress=ctrl_c_at("1 of "))
    assert found.interrupted
    assert found.found[0].plan.cost.magnitude == pytest.approx(gp.size(scenario).cost.magnitude)


def test_a_flip_keeps_the_values_tried(small: Callable[..., gp.Scenario]) -> None:
    found = gp.breakeven(small(), "demand.volume", progress=ctrl_c_at("demand.volume = 4"))
    assert found.interrupted
    assert found.flips[0].probes
    one = replace(found.flips[0], probes=found.flips[0].probes[:1])
    assert "ended before a flip could be found; only 0.05 times the demand was tried" in str(one)
    assert len(found.table()) == len(found.flips[0].probes)


def test_a_tornado_keeps_the_bars_drawn(small: Callable[..., gp.Scenario]) -> None:
    price = "{value: 1000 USD/t, low: 900 USD/t, high: 1200 USD/t}"
    scenario = small(overrides={"suppliers.maker.price": price})
    found = gp.sensitivity(scenario, progress=ctrl_c_at("suppliers.maker.price, low"))
    assert found.interrupted
    assert len(found.table()) == 1
