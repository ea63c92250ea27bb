"""Scenarios side by side: what differs in their inputs, why their costs differ, and what is proved."""

from __future__ import annotations

import json
import math
import re
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import greenport as gp
from greenport.cli import main
from greenport.cli.comparing import shipped_with
from greenport.errors import DataError, ScenarioError
from greenport.report import comparison as pages
from greenport.scenario import Scenario
from greenport.scenario.changed import changed
from greenport.sizing import Plan
from greenport.studies import Comparison

SIZING = Path(__file__).parents[1] / "sizing"
TOY = SIZING / "toy.yaml"
MORE = {"demand.customer.asks": "64 kt/yr"}


@pytest.fixture(scope="module")
def direct() -> Plan:
    """Nothing is built: ships are served directly."""
    return gp.size(gp.load_scenario(TOY))


@pytest.fixture(scope="module")
def stored() -> Plan:
    """So much is asked for that a tank pays."""
    return gp.size(gp.load_scenario(TOY, overrides=MORE))


@pytest.fixture(scope="module")
def both(direct: Plan, stored: Plan) -> Comparison:
    return gp.compare(direct, replace(stored, name="stored"))


def _written(folder: Path, content: str, name: str = "other") -> Path:
    file = folder / f"{name}.yaml"
    head = f"greenport: 1\nextends: {TOY}\nname: {name}\ntitle: {{en: Another}}\n"
    file.write_text(head + content, encoding="utf-8")
    return file


def _run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["compare", *words, "--quiet"])
    return int(left.value.code or 0)


def _cost(plan: Plan) -> float:
    return float(plan.cost.m_as(f"MUSD_{plan.price_year}"))


# inputs


def test_an_input_that_differs_is_named_with_both_values_and_lines(tmp_path: Path) -> None:
    other = _written(tmp_path, "demand: [{id: customer, asks: 70 kt/yr}]\n")
    (row,) = gp.compare(TOY, other, saved=tmp_path).inputs.to_dict(orient="records")
    line = TOY.read_text(encoding="utf-8").split("\n").index("    asks: 40 kt/yr") + 1
    assert (row["key"], row["first"], row["other"]) == ("demand.customer.asks", "40 kt/yr", "70 kt/yr")
    assert (row["first_at"], row["other_at"]) == (f"{TOY}:{line}", f"{other}:5")


def test_a_choice_among_words_is_named_with_its_line(tmp_path: Path) -> None:
    other = _written(tmp_path, "demand:\n  - id: customer\n    lies_at: anchorage\n")
    rows = gp.compare(TOY, other, saved=tmp_path).inputs
    assert rows.loc[0, "key"] == "demand.customer.lies_at"
    assert rows.loc[0, "other_at"] == f"{other}:7"


def test_other_units_and_another_order_show_no_difference(tmp_path: Path) -> None:
    respelled = "ships: [{port_cost: 0.02 MUSD, id: tanker}]\nyears: {horizon: 2031}\ncargo_share: '0.95'\n"
    other = _written(tmp_path, respelled + "suppliers: [{id: maker, price: 1 USD/kg}]\n")
    assert gp.compare(TOY, other, saved=tmp_path).inputs.empty


def test_a_part_that_only_one_has_is_told_once(tmp_path: Path) -> None:
    rule = "rules: [{kind: carbon_price, id: carbon, price: {2030: 50 USD/tCO2e}, demands: [customer]}]\n"
    (row,) = gp.compare(TOY, _written(tmp_path, rule), saved=tmp_path).inputs.to_dict(orient="records")
    assert (row["key"], row["first"]) == ("rules.carbon", "")
    assert "50 USD/tCO2e" in row["other"]


def test_a_dataset_row_is_named(tmp_path: Path) -> None:
    other = _written(tmp_path, "prices: {vlsfo: {data: prices:vlsfo}}\n")
    rows = gp.compare(TOY, other, saved=tmp_path).inputs
    assert (
        rows.loc[rows["key"].str.startswith("prices.vlsfo"), "other_data"]
        .str.startswith("prices:vlsfo")
        .any()
    )


def test_a_saved_plan_tells_the_lines_of_the_files_it_was_sized_from(direct: Plan, stored: Plan) -> None:
    faster = gp.load_scenario(TOY, overrides={"finance.wacc": "7 %"})
    kept = replace(direct, resolved=faster.text, sources=faster.sources(), scenario_hash=faster.hash)
    rows = gp.compare(direct, kept, stored).inputs
    wacc = rows[rows["key"] == "finance.wacc"].iloc[0]
    assert wacc["first_at"] == f"{TOY}:9"
    assert wacc["other_at"] == "--set"


OVERRIDES = {
    "finance.discount_rate": ("4 %", "10 %", "100 permille"),
    "cargo_share": ("95 %", "950 permille", "90 %"),
    "suppliers.maker.price": ("1000 USD/t", "1 USD/kg", "900 USD/t"),
    "demand.customer.port_stay": ("24 h", "1 d", "30 h"),
    "places.site.berths.jetty.at_most": ("2", "3", "1"),
}
chosen = st.fixed_dictionaries({}, optional={key: st.sampled_from(texts) for key, texts in OVERRIDES.items()})


@given(chosen, chosen)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_inputs_differ_exactly_where_the_hash_does(
    small: Callable[..., Scenario], one: dict[str, str], other: dict[str, str]
) -> None:
    first, second = small("toy", one), small("toy", other)
    found = [change.key for change in changed(first, second)]
    assert (first.hash == second.hash) == (not found)
    assert set(found) <= {*one, *other}
    assert found == [change.key for change in changed(second, first)]


# results


def test_a_scenario_against_itself_shows_no_difference(direct: Plan) -> None:
    found = gp.compare(direct, direct)
    assert found.inputs.empty
    for table in (found.figures, found.waterfall, found.capacity, found.times):
        assert not (table["difference"].fillna(0) != 0).any()
    assert found.verdict(found.others[0].label) == "same"


def test_the_waterfall_adds_up_to_the_difference_of_the_costs(
    both: Comparison, direct: Plan, stored: Plan
) -> None:
    assert both.waterfall["difference"].sum() == pytest.approx(_cost(stored) - _cost(direct), abs=1e-9)
    assert both.waterfall["first"].sum() == pytest.approx(_cost(direct), abs=1e-9)


@given(st.floats(700, 1600), st.floats(300, 700))
@settings(max_examples=2, deadline=None)
def test_the_waterfall_adds_up_whatever_the_prices(price: float, fossil: float) -> None:
    overrides = {"suppliers.maker.price": f"{price!r} USD/t", "prices.vlsfo": f"{fossil!r} USD/t"}
    found = gp.compare(TOY, gp.load_scenario(TOY, overrides=overrides), size=True, saved="nowhere")
    before, after = (one.plan for one in found.sides)
    assert before is not None
    assert after is not None
    assert found.waterfall["difference"].sum() == pytest.approx(_cost(after) - _cost(before), abs=1e-6)


def test_the_waterfall_of_futures_weighs_them_as_the_objective_does(direct: Plan) -> None:
    several = gp.size(gp.load_scenario(SIZING / "futures.yaml"))
    found = gp.compare(direct, several)
    assert found.waterfall["other"].sum() == pytest.approx(_cost(several), rel=1e-6)
    assert any("futures" in note for note in found.notes)


def test_intervals_that_lie_apart_prove_which_is_dearer(both: Comparison, direct: Plan, stored: Plan) -> None:
    assert stored.lower_bound > direct.cost
    assert both.verdict("stored") == "dearer"


def test_intervals_that_overlap_leave_it_open(direct: Plan) -> None:
    other = gp.load_scenario(TOY, overrides={"finance.owner_cost": "11 %"})
    near = replace(
        direct,
        name="near",
        cost=direct.cost * 1.01,
        lower_bound=direct.lower_bound * 0.99,
        resolved=other.text,
        scenario_hash=other.hash,
    )
    assert gp.compare(direct, near).verdict("near") == "open"


def test_what_is_built_more_shows_in_its_year(both: Comparison) -> None:
    tanks = both.capacity[both.capacity["asset"] == "tank"]
    assert tanks[["year", "first", "other"]].to_numpy().tolist() == [[2030, 0, 1]]


def test_faster_approvals_show_in_months_and_first_years(tmp_path: Path) -> None:
    milestones = {"years.milestones": "[2028, 2029, 2030]"}
    first = gp.load_scenario(TOY, overrides=milestones)
    faster = gp.load_scenario(TOY, overrides={**milestones, "places.site.approvals.0.takes": "1 month"})
    rows = gp.compare(first, faster, saved=tmp_path).times.to_dict(orient="records")
    times = {(row["what"], row["of"]): (row["first"], row["other"]) for row in rows}
    assert times["approvals", "site"] == (18, 7)
    assert times["lead", "tank"] == (36, 25)
    assert times["can_stand", "tank"] == (2029, 2029)
    assert times["can_stand", "jetty"] == (2029, 2028)


# where results come from


def test_a_plan_in_the_folder_of_results_is_found(direct: Plan, tmp_path: Path) -> None:
    direct.save(tmp_path / "toy" / "plan")
    found = gp.compare(TOY, _written(tmp_path, "cargo_share: 90 %\n"), saved=tmp_path)
    assert found.first.plan is not None
    assert _cost(found.first.plan) == _cost(direct)


def test_the_plan_kept_with_a_lock_is_found(direct: Plan, tmp_path: Path) -> None:
    file = tmp_path / "locked.yaml"
    file.write_text(TOY.read_text(encoding="utf-8"), encoding="utf-8")
    gp.lock(file, direct)
    found = gp.compare(file, _written(tmp_path, "cargo_share: 90 %\n"), saved=tmp_path)
    assert found.first.found == "kept with its lock"
    assert found.first.plan is not None


def test_a_packed_plan_can_be_compared(direct: Plan, tmp_path: Path) -> None:
    file = tmp_path / "locked.yaml"
    file.write_text(TOY.read_text(encoding="utf-8"), encoding="utf-8")
    gp.lock(file, direct)
    found = gp.compare(direct, tmp_path / "locked.plan.zip")
    assert found.worth


def test_the_library_is_every_scenario_beside_the_first() -> None:
    found = shipped_with(["hongkong", "hongkong/duty_applies"])
    assert "hongkong/approvals_today" in found
    assert not {"hongkong", "hongkong/duty_applies"} & set(found)
    assert all(name.startswith("hongkong/") for name in found)


def test_a_plan_of_other_inputs_is_not_used(direct: Plan, tmp_path: Path) -> None:
    direct.save(tmp_path / "other" / "plan")
    found = gp.compare(TOY, _written(tmp_path, "cargo_share: 90 %\n"), saved=tmp_path)
    assert found.others[0].plan is None
    assert any("is of other inputs and is not used" in note for note in found.notes)


def test_without_plans_it_is_said_how_to_get_them(tmp_path: Path) -> None:
    found = gp.compare(TOY, _written(tmp_path, "cargo_share: 90 %\n"), saved=tmp_path)
    assert found.figures.empty
    assert any("not sized yet: greenport size" in note for note in found.notes)


def test_two_of_one_name_are_told_apart_by_their_files(tmp_path: Path) -> None:
    other = _written(tmp_path, "cargo_share: 90 %\n", name="toy")
    found = gp.compare(TOY, other, saved=tmp_path)
    assert [one.label for one in found.sides] == [f"toy ({TOY})", f"toy ({other})"]


def test_an_interrupted_plan_is_said(direct: Plan) -> None:
    found = gp.compare(direct, replace(direct, name="cut", interrupted=True))
    assert any(note.startswith("cut: the search was interrupted") for note in found.notes)


def test_a_scenario_without_a_plan_that_keeps_the_rules_is_said(tmp_path: Path) -> None:
    broken = SIZING.parent / "broken" / "no_vessel.yaml"
    found = gp.compare(TOY, broken, size=True, saved=tmp_path)
    assert any("no plan keeps all rules" in note for note in found.notes)


def test_ctrl_c_ends_one_sizing_and_begins_no_other(tmp_path: Path) -> None:
    def pressed(_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    others = [_written(tmp_path, f"cargo_share: {share} %\n", f"s{share}") for share in (90, 91)]
    found = gp.compare(*others, size=True, saved=tmp_path, progress=pressed)
    assert found.interrupted
    assert found.others[0].plan is None


# what is refused


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "none is given"),
        ((str(TOY),), "only one is given"),
        ((str(TOY), str(SIZING / ".." / "sizing" / "toy.yaml")), "is given twice"),
        ((str(TOY), "nowhere"), "no such file or shipped scenario"),
        ((str(TOY), "no\0path"), "no such file|cannot be read"),
    ],
)
def test_what_cannot_be_compared_is_refused(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        gp.compare(*words)


def test_a_folder_without_a_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no saved plan in this folder"):
        gp.compare(TOY, tmp_path)


def test_money_of_another_year_is_refused_with_its_line(tmp_path: Path) -> None:
    other = _written(tmp_path, "finance: {price_year: 2024}\n")
    with pytest.raises(ScenarioError, match=rf"{re.escape(str(other))}:5: finance.price_year: 2024"):
        gp.compare(TOY, other, saved=tmp_path)


# page and command


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_page_holds_the_figures_of_both(both: Comparison, language: str) -> None:
    page = pages.render(both, language)
    shown = dict(re.findall(r'data-key="([^"]*)" data-value="([^"]*)"', page))
    for row in both.figures.to_dict(orient="records"):
        at = "/".join(filter(None, (row["figure"], row["fuel"])))
        if row["first"] or row["other"]:
            assert float(shown[f"first/{at}"]) == row["first"]
            assert float(shown[f"stored/{at}"]) == row["other"]
    sum_of_causes = sum(
        float(value)
        for key, value in shown.items()
        if key.endswith("/difference") and key.startswith("waterfall/stored/") and key.count("/") == 4
    )
    assert sum_of_causes == pytest.approx(float(shown["waterfall/stored/difference"]), abs=1e-5)


def test_the_page_loads_nothing_from_a_network_and_runs_no_title(direct: Plan, stored: Plan) -> None:
    wicked = "<script>alert('name')</script>"
    page = pages.render(gp.compare(direct, replace(stored, name=wicked)))
    assert wicked not in page
    plain = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.findall(r'(?:src|srcset|href)="?http', plain)


def test_every_chart_that_the_page_asks_for_is_in_it(both: Comparison) -> None:
    page = pages.render(both)
    assert set(re.findall(r'data-chart="([^"]*)"', page)) == set(re.findall(r'id="chart-([^"]*)"', page))


def test_the_notebook_shows_scenarios_and_figures(both: Comparison) -> None:
    assert "64 kt/yr" in both._repr_html_()


def test_json_reads_back_as_the_tables(
    direct: Plan, stored: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    direct.save(tmp_path / "a")
    replace(stored, name="stored").save(tmp_path / "b")
    out = tmp_path / "page"
    assert _run(str(tmp_path / "a"), str(tmp_path / "b"), "--out", str(out), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    (against,) = told["against_the_first"]
    found = gp.compare(tmp_path / "a", tmp_path / "b")
    assert [row["difference"] for row in against["waterfall"]] == found.waterfall["difference"].tolist()
    assert against["inputs"] == found.inputs.drop(columns="scenario").to_dict(orient="records")
    assert math.isclose(against["saving"]["value"], _cost(direct) - _cost(stored))
    assert (out / "comparison.html").is_file()


def test_the_command_prints_inputs_and_causes(
    direct: Plan, stored: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    direct.save(tmp_path / "a")
    replace(stored, name="stored").save(tmp_path / "b")
    assert _run(str(tmp_path / "a"), str(tmp_path / "b")) == 0
    told = capsys.readouterr().out
    assert "demand.customer.asks" in told
    assert "Annuities of assets" in told
    assert "more than that of toy" in told


def test_many_stand_in_rows(direct: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = [str(tmp_path / name) for name in "abcdef"]
    for folder in folders:
        replace(direct, name=Path(folder).name).save(folder)
    assert _run(*folders) == 0
    told = capsys.readouterr().out
    assert [line.split()[0] for line in told.splitlines()[1:8]] == ["Scenario", *"abcdef"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((str(TOY),), "only one is given"),
        ((str(TOY), "--library"), "is not shipped"),
        ((str(TOY), str(SIZING)), "no saved plan in this folder"),
    ],
)
def test_wrong_words_leave_with_2(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(*words) == 2
    assert said in capsys.readouterr().err
