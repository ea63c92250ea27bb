"""The shipped scenarios sized: each has a plan within its gap, and the directions hold between them.

Judged on certified intervals: where one scenario can be no dearer than another, the bound of the one is at
most the cost of the other.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from greenport.scenario import load_scenario
from greenport.sizing import Plan, size

MODELS = Path(__file__).parents[2] / "models"
NAMES = sorted(f"{file.parent.name}/{file.stem}" for file in MODELS.glob("*/*.yaml"))

pytestmark = pytest.mark.long


@cache
def plan(name: str) -> Plan:
    return size(load_scenario(MODELS / f"{name}.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_has_a_plan_within_the_gap_it_asks_for(name: str) -> None:
    asked = load_scenario(MODELS / f"{name}.yaml").document.solve.gap.quantity
    assert plan(name).gap <= asked
    assert not plan(name).interrupted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("approvals_streamlined", "approvals_today"),
        ("duty_exempt", "duty_applies"),
        ("matched_grant", "base"),
        ("green_loan", "base"),
        ("grant_and_loan", "matched_grant"),
        ("grant_and_loan", "green_loan"),
        ("base", "methanol_price_shock"),
        ("base", "supplier_lost"),
        ("base", "no_new_land"),
        ("base", "action_plan_2030"),
        ("site_lung_kwu_tan", "base"),
    ],
)
def test_what_can_be_no_dearer_is_not_proved_to_be(one: str, other: str) -> None:
    bound, cost = plan(f"hongkong/{one}").lower_bound, plan(f"hongkong/{other}").cost
    assert bound.m_as("MUSD_2025") <= cost.m_as("MUSD_2025") + 1e-6


def test_a_grant_stays_below_its_ceiling() -> None:
    support = plan("hongkong/matched_grant").support
    grants = support[support["kind"] == "grant"]
    assert (grants.groupby("scheme")["amount"].sum() <= 200 / 7.8 + 1e-6).all()


def test_no_ship_comes_and_nothing_is_built_for_ships() -> None:
    found = plan("hongkong/nobody_comes")
    delivered = found.flows[found.flows["flow"] == "delivery"]
    assert "methanol" not in set(delivered["fuel"])
    assert not set(found.capacity["asset"]) & {"meoh_20k", "meoh_10k", "meoh_5k", "conv_10k", "float_25k"}
