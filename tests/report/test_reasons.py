"""Why there is no storage is told as it is: where nothing offered could be stored, that is the reason."""

from __future__ import annotations

from pathlib import Path

from greenport.report import prose
from greenport.report.words import Words
from greenport.scenario import load_scenario
from greenport.sizing import size

SIZING = Path(__file__).parents[1] / "sizing"


def test_an_offer_that_no_tank_could_take_is_not_called_dear() -> None:
    plan = size(
        load_scenario(SIZING / "toy.yaml", overrides={"offers.cargo.parcel": "7600 t", "cargo_share": "90 %"})
    )
    assert any(left.startswith("cargo > ") for left in plan.excluded["id"])
    said = " ".join(str(sentence) for part in prose.answer(plan, Words("en")) for sentence in part)
    assert "could be stored here" in said
    assert "cheaper than any storage" not in said
