"""The report shows the plan's figures, opens without a network, and runs nothing that a scenario says."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import yaml
from rich.console import Console

import greenport as gp
from greenport.report import Figures, Words, as_html, futures, languages, render, rows, terminal
from greenport.sizing import Plan

TOY = Path(__file__).parents[1] / "sizing" / "toy.yaml"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return gp.size(gp.load_scenario(TOY))


@pytest.fixture(scope="module")
def stored() -> Plan:
    """So much is asked for that tanks pay."""
    return gp.size(gp.load_scenario(TOY, overrides={"demand.customer.asks": "64 kt/yr"}))


def _figures(page: str) -> dict[str, float]:
    pattern = re.compile(r'data-key="([^"]*)" data-value="([^"]*)"')
    return {key: float(value) for key, value in pattern.findall(page)}


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_totals_in_the_report_equal_the_plans(plan: Plan, language: str) -> None:
    shown = _figures(render(plan, language))
    assert shown["gap"] == float(plan.gap.magnitude)
    assert shown["levelised_cost/methanol"] == float(plan.levelised_cost("methanol").magnitude)
    assert shown["avoided"] == float(plan.avoided().magnitude)
    assert shown["gap_absolute"] == float(plan.gap_absolute.magnitude)


def test_costs_in_the_report_equal_the_plans(plan: Plan) -> None:
    shown = _figures(render(plan))
    year = plan.years[0]
    table = plan.cost_by_item()
    wanted = {
        f"cost_by_item/methanol/{item}/{year}": float(amount)
        for item, amount in zip(table["item"], table["amount"], strict=True)
    }
    found = {key: value for key, value in shown.items() if key in wanted}
    assert found == pytest.approx(wanted)


def test_the_report_loads_nothing_from_a_network(plan: Plan) -> None:
    page = re.sub(r"<script.*?</script>", "", render(plan), flags=re.DOTALL)
    assert not re.findall(r'(?:src|srcset)="?http', page)
    assert "<link" not in page
    assert "@import" not in page


def test_a_title_cannot_run_a_script(plan: Plan) -> None:
    wicked = "<script>alert('title')</script>"
    page = render(replace(plan, title=wicked, titles={"en": wicked}, questions={"en": wicked}))
    assert wicked not in page


def test_the_languages_have_the_same_words() -> None:
    folder = Path(gp.__file__).parent / "report" / "languages"

    def keys(content: object, at: str = "") -> set[str]:
        if not isinstance(content, dict):
            return {at}
        return {key for name, inner in content.items() for key in keys(inner, f"{at}.{name}")}

    first, *others = [keys(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(folder.glob("*.yaml"))]
    assert len(languages()) == len(others) + 1 == 2
    assert all(other == first for other in others)


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(gp.DataError, match="zh-Hant"):
        Words("fr")


def test_the_terminal_shows_gap_cost_volume_and_files(plan: Plan, tmp_path: Path) -> None:
    out = io.StringIO()
    terminal(plan, Console(file=out, width=120), {"report": tmp_path / "report.html"})
    text = out.getvalue()
    assert f"that is {Words('en').quantity(plan.gap)} of the money that decisions can move" in " ".join(
        text.split()
    )
    assert "Volume from which a terminal would pay" in text
    assert "report.html" in text
    assert Words("en").quantity(plan.levelised_cost("methanol")) in text


def text_on_the_terminal(plan: Plan) -> str:
    out = io.StringIO()
    terminal(plan, Console(file=out, width=120), {})
    return " ".join(out.getvalue().split())


def test_one_line_tells_how_much_was_left_out_and_where_the_reasons_are(plan: Plan) -> None:
    ids = ["longi", "tg_20k > site.methanol", "gw_20k > site.methanol", "barge > customer, whole stems"]
    left = pd.DataFrame({"id": ids, "reason": ["no berth takes it"] * 4})
    told = (
        "Could not take part: 1 that the scenario names, 2 arrivals of an offer at a place and 1 ways to "
        "deliver a whole stem; why stands in the report and in plan.excluded."
    )
    assert told in text_on_the_terminal(replace(plan, excluded=left))
    assert "Could not take part" not in text_on_the_terminal(plan)


def test_fossil_fuel_is_compared_at_the_same_energy(plan: Plan) -> None:
    """A tonne of methanol replaces 19.9 / 41.0 t of fuel oil at 500 USD."""
    assert "against 243 USD/t for as much energy of the fossil fuel" in text_on_the_terminal(plan)


def test_a_single_year_is_no_span(plan: Plan) -> None:
    assert "In 2030 the plan avoids" in text_on_the_terminal(plan)
    assert "From 2030 to 2034 the plan avoids" in text_on_the_terminal(replace(plan, horizon=2035))


def test_a_gap_that_is_not_reached_comes_with_what_may_be_done(plan: Plan) -> None:
    short = replace(plan, lower_bound=0.5 * plan.lower_bound)
    assert "solve.rounds, solve.nodes" in text_on_the_terminal(short)
    assert "solve.rounds" not in text_on_the_terminal(plan)


def test_an_owned_berth_beside_leased_tanks_is_told_of(stored: Plan) -> None:
    capacity = stored.capacity.assign(owned=stored.capacity["kind"] != "tank")
    page = re.sub("<[^>]*>", "", render(replace(stored, capacity=capacity)))
    assert "new tanks are not worth building" in page
    assert "Beside the leased tanks this has to be built: jetty, 1 in 2030, at site" in page


def test_days_below_the_safety_stock_are_counted(stored: Plan) -> None:
    low = stored.inventory["day"] <= 3
    stock = stored.inventory["stock"].mask(low, stored.inventory["least"] - 0.1)
    page = render(replace(stored, inventory=stored.inventory.assign(stock=stock)))
    assert _figures(page)["dip_days/site.methanol/2030"] == 3
    assert "3</span> days of 2030" in page


def test_what_is_left_out_for_one_reason_shares_a_row(plan: Plan) -> None:
    ids = ["tg_20k > tsing_yi_depots.methanol", "gw_20k > tsing_yi_depots.methanol"]
    left = pd.DataFrame({"id": ids, "reason": ["no berth of tsing_yi_depots takes it"] * 2})
    (row,) = rows.excluded(replace(plan, excluded=left), Words("en")).rows
    assert [str(cell) for cell in row] == [
        "Towngas, 20,000 t cargoes; Goldwind, 20,000 t cargoes",
        "Tsing Yi oil depots: green methanol",
        "no berth of Tsing Yi oil depots takes it",
    ]


def test_the_models_reasons_are_told_in_the_readers_language(plan: Plan) -> None:
    reasons = [
        "no berth of tsing_yi_depots takes a ship of 25000 dwt",
        "a parcel of 20000 t is more than all tanks of dg_anchorage.methanol could take",
        "a parcel of 9000 t is more than 95% of tanker's 8000 dwt",
        "no leg from site to quay is stated",
        "only 71% of a stem can be pumped within the port stay",
    ]
    left = pd.DataFrame({"id": [f"{i} > site.methanol" for i in range(5)], "reason": reasons})
    stem = left.assign(id="barge > bulker, whole stems").iloc[-1:]
    (row,) = rows.excluded(replace(plan, excluded=stem), Words("zh-Hant")).rows
    assert str(row[1]).endswith("（整次加注）")
    told = [str(row[-1]) for row in rows.excluded(replace(plan, excluded=left), Words("zh-Hant")).rows]
    assert told[0] == "青衣油庫沒有可停泊25000載重噸船隻的泊位"
    assert all(re.search("[\u4e00-\u9fff]", text) and "parcel" not in text for text in told)


def test_what_the_scenario_says_itself_stays_in_its_words(plan: Plan) -> None:
    left = pd.DataFrame({"id": ["longi"], "reason": ["inland plant sold to Maersk"]})
    ((*_, why),) = rows.excluded(replace(plan, excluded=left), Words("zh-Hant")).rows
    assert str(why) == "inland plant sold to Maersk"


def test_warnings_are_told_in_the_readers_language() -> None:
    dear = gp.size(gp.load_scenario(TOY, overrides={"demand.customer.otherwise": "{elsewhere: 900 USD/t}"}))
    assert any("going without costs" in warning for warning in dear.warnings)
    page = re.sub("<[^>]*>", "", render(dear, "zh-Hant"))
    assert "不加注的代價為900" in page
    assert "that offer would never be taken" not in page


def test_figures_of_futures_have_their_units_in_the_head() -> None:
    found = futures.table(gp.size(gp.load_scenario(TOY.with_name("futures.yaml"))), Words("en"))
    assert found.columns[3] == "Cost (million USD)"
    assert not any(sign.isalpha() for row in found.rows for cell in row[1:] for sign in str(cell))


def test_what_is_given_back_has_a_minus_before_its_volume(plan: Plan) -> None:
    tanks = plan.capacity["kind"] == "tank"
    gone = plan.capacity.assign(year=2029)[tanks].assign(new=0)
    table = replace(plan, years=(2029, 2030), capacity=gone).changes()
    assert (table["change"] * table["capacity"] > 0).all()
    assert (table["capacity"] < 0).all()


def test_each_option_of_the_solver_has_a_row_of_its_own(plan: Plan) -> None:
    labels = [str(label) for label, _ in rows.quality(plan, Words("en")).rows]
    assert {"Solver: threads", "Solver: random_seed"} <= set(labels)


def test_hours_hired_are_those_that_are_paid_for(plan: Plan) -> None:
    paid = plan.costs[plan.costs["item"] == "vessel hire"]["amount"].sum()
    assert 12 / 24 / 1000 * plan.hire["hours"].sum() == pytest.approx(paid)


def test_a_supplier_has_one_colour_in_every_language(plan: Plan) -> None:
    colours = [Figures(plan, name).supply_mix("methanol").data[0].marker.color for name in languages()]
    assert len(set(colours)) == 1


def test_square_brackets_in_a_name_are_text_on_the_terminal(plan: Plan) -> None:
    flows = plan.flows.replace({"from": {"maker": "[bold]maker"}})
    out = io.StringIO()
    terminal(replace(plan, title="[red]port", flows=flows), Console(file=out, width=120), {})
    assert "[red]port" in out.getvalue()
    assert "[bold]maker" in out.getvalue()


def test_a_notebook_shows_the_plan_in_words(plan: Plan) -> None:
    assert Words("en").quantity(plan.levelised_cost("methanol")) in as_html(plan)


def test_a_report_is_written_whole(plan: Plan, tmp_path: Path) -> None:
    written = plan.report(tmp_path / "deep" / "report.html")
    assert [path.name for path in written.parent.iterdir()] == ["report.html"]
    assert written.read_text("utf-8").rstrip().endswith("</html>")


def test_a_number_set_from_outside_is_told_at_the_top(plan: Plan, stored: Plan) -> None:
    assert "Set from outside the scenario file: demand.customer.asks=64 kt/yr." in render(stored)
    assert "Set from outside" not in render(plan)
