"""Scenarios with one planted fault each: it is named, and the patch has a plan."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from greenport.errors import InfeasibleError
from greenport.scenario import Scenario, load_scenario
from greenport.sizing import Diagnosis, size
from greenport.sizing.door import problem_of
from greenport.sizing.solve.clash import feasible, searches, without
from greenport.units import Q_

BROKEN = Path(__file__).parents[1] / "broken"

PLANTED = {
    "approvals_too_late": "places.site.approvals",
    "blend_too_thin": "rules.annex.share_at_most",
    "cap_too_low": "rules.ceiling.most",
    "busy_berth": "places.site.berths.jetty.occupancy",
    "cover_forbids_conversion": "places.farm.pools.jet_a1.cover.days",
    "growing_demand": "places.site.site_area",
    "no_vessel": "delivery.barge.hire_at_most",
    "purse_too_small": "rules.purse.most",
    "take_too_much": "suppliers.maker.take_at_least",
    "stay_too_short": "demand.customer.port_stay",
    "target_above_demand": "demand.flights.share",
    "target_out_of_reach": "suppliers.maker.available",
    "tenure_ended": "places.site.tenure.until",
    "too_little_land": "places.site.site_area",
    "too_little_supply": "suppliers.maker.available",
    "too_much_safety": "places.site.pools.methanol.days_of_cover",
    "whole_compartments": "places.site.pools.methanol.compartments",
    "whole_parcels": "offers.cargo.more_or_less",
    "whole_tanks": "places.site.storage_limit",
}
"""The line that is at fault in each file; that of `parcel_above_all_tanks` is named as left out."""

GENEROUS = {
    "approvals": "[]",
    "at_least": "0 %",
    "at_most": "12",
    "available": "900 kt/yr",
    "compartments": "1",
    "days": "0 d",
    "days_of_cover": "0 d",
    "hire_at_most": "20",
    "more_or_less": "30 %",
    "occupancy": "100 %",
    "parcel": "500 t",
    "port_stay": "99 h",
    "share_at_most": "50 %",
    "site_area": "99 ha",
    "storage_limit": "1000000 m^3",
    "take_at_least": "0 %",
    "until": "2100",
}
"""A value of each line with which it is as good as not there; shares of targets and demands apart."""


OWN = {
    ("cap_too_low", "rules.ceiling.most"): "999 ktCO2e/yr",
    ("purse_too_small", "rules.purse.most"): "999 MUSD",
    ("take_too_much", "suppliers.maker.available"): "40 kt/yr",
}
"""The same for lines of a single file; of less, a share must be taken, too."""


@cache
def diagnosis(name: str) -> Diagnosis:
    with pytest.raises(InfeasibleError) as raised:
        size(broken(name))
    assert isinstance(raised.value.diagnosis, Diagnosis)
    return raised.value.diagnosis


def broken(name: str, overrides: dict[str, str] | None = None) -> Scenario:
    return load_scenario(BROKEN / f"{name}.yaml", overrides)


every = pytest.mark.parametrize("name", sorted(PLANTED))


def test_every_broken_scenario_is_tried() -> None:
    assert {path.stem for path in BROKEN.glob("*.yaml")} == {*PLANTED, "parcel_above_all_tanks"}


@every
def test_the_planted_cause_is_named_with_file_and_line(name: str) -> None:
    (line,) = [line for line in diagnosis(name).clash if line.key == PLANTED[name]]
    assert line.file == str(BROKEN / f"{name}.yaml")
    *_, key = PLANTED[name].split(".")
    written = (BROKEN / f"{name}.yaml").read_text().splitlines()[line.line - 1]
    assert key.removesuffix("s") in written or "cover: {days" in written


@pytest.mark.long
@every
def test_without_any_one_of_the_lines_there_is_a_plan(name: str) -> None:
    """Solved again from the scenario itself, with that line as good as gone."""
    found = diagnosis(name)
    assert found.minimal
    for line in found.clash:
        kind, last = line.key.split(".")[0], line.key.split(".")[-1]
        share = {"rules": "0 %", "demand": "50 %"}[kind] if last == "share" else ""
        share = OWN.get((name, line.key), share)
        scenario = broken(name, {line.key: share or GENEROUS[last]})
        assert size(scenario, gap="100 %").violation < 1e-5


@every
def test_the_patch_has_a_plan(name: str, tmp_path: Path) -> None:
    patch = tmp_path / "patch.yaml"
    patch.write_text(diagnosis(name).patch(tmp_path), encoding="utf-8")
    assert size(load_scenario(patch), gap="100 %").violation < 1e-5


@every
def test_every_mend_was_tried_and_the_smallest_comes_first(name: str) -> None:
    mends = diagnosis(name).mends
    assert mends
    assert all(mend.has_plan for mend in mends)
    assert [mend.size for mend in mends] == sorted(mend.size for mend in mends)


@every
def test_the_message_tells_year_clash_and_mend(name: str) -> None:
    found = diagnosis(name)
    text = str(found)
    assert all(f"({line.label}, {found.year})" in text for line in found.clash)
    assert f"what would mend it: {found.mends[0]}" in text


def test_the_land_that_is_missing_is_told_in_hectares() -> None:
    found = diagnosis("too_little_land")
    (change,) = found.mends[0].changes
    assert str(found.mends[0]) == "raise the site area of site by 0.8 ha, to 2 ha"
    assert (change.before, change.after, change.by) == (Q_("1.2 ha"), Q_("2 ha"), Q_("0.8 ha"))
    assert found.mends[0].overrides == {"places.site.site_area": "2 ha"}
    assert "accept that customer is not served (at_least 0 %) instead of 90 %" in map(str, found.mends)


def test_less_than_the_amount_told_is_not_enough() -> None:
    with pytest.raises(InfeasibleError):
        size(broken("too_little_land", {"places.site.site_area": "1.9 ha"}))
    with pytest.raises(InfeasibleError):
        size(broken("too_little_supply", {"suppliers.maker.available": "34.9 kt/yr"}))
    with pytest.raises(InfeasibleError):
        size(broken("whole_parcels", {"offers.cargo.more_or_less": "4.7 %"}))


@pytest.mark.parametrize("name", ["whole_parcels", "whole_tanks", "whole_compartments"])
def test_conflicts_of_whole_numbers_are_none_of_the_relaxation(name: str) -> None:
    """Split cargoes and tanks would do: no method for linear problems could find these."""
    (year,) = searches(problem_of(broken(name)), (1,))[0]
    split = replace(year.matrix, whole=np.zeros_like(year.matrix.whole))
    assert year.feasible() is False
    assert feasible(without(split, year.limits, year.limits)) is True


def test_a_year_that_is_in_order_is_not_blamed() -> None:
    found = diagnosis("growing_demand")
    assert (found.year, found.years) == (2035, (2035,))


def test_all_years_without_a_plan_are_mended_together() -> None:
    overrides = {
        "years": "{decision_date: 2026-12-31, milestones: [2030, 2035], horizon: 2040}",
        "demand.customer.asks": "{2030: 40 kt/yr, 2035: 60 kt/yr}",
    }
    with pytest.raises(InfeasibleError) as raised:
        size(broken("too_little_supply", overrides))
    found = raised.value.diagnosis
    assert isinstance(found, Diagnosis)
    assert (found.year, found.years) == (2030, (2030, 2035))
    buy = next(m for m in found.mends if "suppliers.maker.available" in m.overrides)
    assert buy.overrides["suppliers.maker.available"] == "{2030: 35 kt/yr, 2035: 53 kt/yr}"
    assert buy.changes[0].years == (2030, 2035)


def test_years_between_two_stated_ones_are_patched_in_few_digits(tmp_path: Path) -> None:
    """What a supplier has in 2031 is 25 kt and a seventh of the 20 kt to come; 7.2 kt a year are missing."""
    overrides = {
        "years": "{decision_date: 2026-12-31, milestones: [2030, 2031, 2035], horizon: 2040}",
        "suppliers.maker.available": "{2030: 25 kt/yr, 2037: 45 kt/yr}",
        "demand.customer.asks": "{2030: 30 kt/yr, 2031: 40 kt/yr, 2035: 50 kt/yr}",
    }
    with pytest.raises(InfeasibleError) as raised:
        size(broken("too_little_supply", overrides))
    found = raised.value.diagnosis
    assert isinstance(found, Diagnosis)
    assert found.mends[0].overrides == {
        "suppliers.maker.available": "{2030: 26 kt/yr, 2031: 35.1 kt/yr, 2035: 44.1 kt/yr}"
    }
    assert "buy up to 7.24 kt/yr more from maker" in str(found)
    patch = tmp_path / "patch.yaml"
    patch.write_text(found.patch(tmp_path), encoding="utf-8")
    assert size(load_scenario(patch), gap="100 %").violation < 1e-5


def test_an_offer_larger_than_all_tanks_is_named_beside_the_promise_it_breaks() -> None:
    found = diagnosis("parcel_above_all_tanks")
    assert [line.key for line in found.clash] == ["demand.customer.at_least"]
    (reason,) = found.left_out
    assert reason.startswith("cargo > site.methanol: a parcel of 50000 t is more than all tanks")


def test_a_patch_holds_what_was_set_from_outside(tmp_path: Path) -> None:
    overrides = {"offers": "[{id: cargo, supplier: maker, deliver: terminal, ship: tanker, parcel: 3500 t}]"}
    with pytest.raises(InfeasibleError) as raised:
        size(broken("too_little_supply", overrides))
    found = raised.value.diagnosis
    assert isinstance(found, Diagnosis)
    patch = tmp_path / "patch.yaml"
    patch.write_text(found.patch(tmp_path), encoding="utf-8")
    (offer,) = load_scenario(patch).document.offers
    assert (offer.id, str(offer.parcel)) == ("cargo", "3,500 t")


def test_what_is_summed_up_for_machines_is_plain() -> None:
    told = json.loads(json.dumps(diagnosis("too_little_land").summary()))
    assert told["clash"][1]["key"] == "places.site.site_area"
    assert told["mends"][0]["changes"] == [
        {"key": "places.site.site_area", "value": "2 ha", "before": "1.2 ha", "after": "2 ha", "years": []}
    ]
