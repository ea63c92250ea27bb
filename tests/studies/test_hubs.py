"""Landed prices: steps that add up, energy by hand, quotations against the model, plans as they cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import greenport as gp
from greenport.errors import DataError, GreenportError, UnitError
from greenport.studies import LandedPrices
from greenport.studies.hubs import steps
from greenport.units import Q_, Quantity

HUBS = ("hong_kong", "shanghai", "ningbo_zhoushan", "singapore")


@pytest.fixture(scope="module")
def ladder() -> LandedPrices:
    return gp.landed_prices(year=2025)


@pytest.fixture(scope="module")
def plan(small: Callable[..., gp.Scenario]) -> gp.Plan:
    return gp.size(small())


def per_tonne(price: Quantity) -> float:
    return float(price.m_as("USD_2025/t"))


# ------------------------------------------------------------------------------- the ladder


def test_all_four_hubs_stand_on_the_ladder_in_one_money(ladder: LandedPrices) -> None:
    assert set(ladder.hubs) == set(HUBS)
    assert set(ladder.table()["unit"]) == {"USD_2025/t"}


@pytest.mark.parametrize("hub", HUBS)
def test_a_price_is_the_sum_of_its_steps(ladder: LandedPrices, hub: str) -> None:
    table = ladder.table()
    mine = table[table["hub"] == hub]
    totals = ladder.totals().set_index("hub").loc[hub]
    for end, total in (("low", "low"), ("amount", "price"), ("high", "high")):
        assert mine[end].sum() == pytest.approx(totals[total])


def test_no_step_lies_outside_its_range(ladder: LandedPrices) -> None:
    table = ladder.table()
    assert (table["low"] <= table["amount"] + 1e-9).all()
    assert (table["amount"] <= table["high"] + 1e-9).all()


def test_every_step_says_where_it_comes_from(ladder: LandedPrices) -> None:
    table = ladder.table()
    assert set(table["status"]) <= {"published", "derived", "assumption"}
    assert (table["basis"] != "").all()
    assert (table["years"] != "").all()
    assert (table[table["status"] == "published"]["source"] != "").all()


def test_a_tonne_of_vlsfo_holds_the_energy_of_41_over_19_9_tonnes_of_methanol(ladder: LandedPrices) -> None:
    assert ladder.mass_per_reference == pytest.approx(41 / 19.9)
    assert per_tonne(ladder.equivalent(Q_("995 USD_2025/t"))) == pytest.approx(2050)
    row = ladder.totals().set_index("hub").loc["shanghai"]
    assert row["price_equivalent"] == pytest.approx(1000 * 41 / 19.9)


def test_the_cheapest_hub_comes_first(ladder: LandedPrices) -> None:
    prices = ladder.totals()["price"].tolist()
    assert prices == sorted(prices)
    assert ladder.totals()["above_cheapest"].tolist() == pytest.approx([p - prices[0] for p in prices])


def test_shanghai_is_quoted_and_the_others_are_modelled(ladder: LandedPrices) -> None:
    assert {hub: ladder.of(hub).kind for hub in HUBS} == dict.fromkeys(HUBS, "modelled") | {
        "shanghai": "quoted"
    }
    assert per_tonne(ladder.of("shanghai").price) == 1000


def test_the_margin_is_what_the_quotation_of_shanghai_holds_beyond_the_steps() -> None:
    """The row of the dataset rests on the model; this is where it would go stale."""
    modelled = gp.landed_prices(["shanghai"], year=2025, modelled=True).of("shanghai")
    beside = per_tonne(modelled.price) - per_tonne(modelled.steps[-1].amount)
    assert per_tonne(modelled.steps[-1].amount) == 5 * round((1000 - beside) / 5)


@pytest.mark.parametrize("hub", HUBS)
def test_modelled_freight_of_small_parcels_lies_in_the_ranges_known(hub: str) -> None:
    """Between the range from nearby Zhanjiang and that from the north; Singapore is twice as far."""
    table = gp.landed_prices([hub], year=2025, modelled=True).table().set_index("step")
    known = {name: gp.data.datum(f"freight:{name}") for name in ("zhanjiang_4kt", "north_china_5kt")}
    assert known["zhanjiang_4kt"].low is not None
    assert known["north_china_5kt"].high is not None
    freight = float(table["amount"]["freight"])
    assert per_tonne(known["zhanjiang_4kt"].low) < freight < per_tonne(known["north_china_5kt"].high)


def test_a_voyage_of_the_ladder_is_that_of_the_cost_model() -> None:
    """Zhanjiang to Hong Kong by hand: 245 nmi at 12 kn; 4,000 t, two berths of 10 h and pumping."""
    sea = 2 * 245 / 12 / 24
    port = (2 * (10 + 4000 / 0.792 / 400) + 24) / 24
    cost = 10_000 * (sea + port) + 535 * (9 * sea + 3 * port) + 16_000
    table = gp.landed_prices(["hong_kong"], year=2025).table().set_index("step")
    assert table.loc["freight", "amount"] == pytest.approx(cost / 4000)


def test_the_price_of_a_cargo_moves_all_hubs_alike() -> None:
    before, after = (gp.landed_prices(year=year) for year in (2025, 2035))
    change = per_tonne(after.of("shanghai").price) - per_tonne(before.of("shanghai").price)
    assert change == pytest.approx(774.4 - 880)
    for hub in ("hong_kong", "singapore"):  # losses are a share of the price
        moved = per_tonne(after.of(hub).price) - per_tonne(before.of(hub).price)
        assert moved == pytest.approx(change, abs=0.1)


def test_years_between_those_of_the_path_are_linear() -> None:
    price = steps.in_year("price_paths:methanol_green_fob", 2032).value
    assert per_tonne(price) == pytest.approx(836 + 2 / 5 * (774.4 - 836))


def test_a_tax_is_a_share_of_what_a_tonne_costs_so_far() -> None:
    """The high end of China's is the whole rate of 13 %."""
    table = gp.landed_prices(["ningbo_zhoushan"], year=2025).table().set_index("step")
    before = table.loc[["cargo, free on board", "freight", "terminal", "delivery"], "high"].sum()
    assert table.loc["tax and duty", "high"] == pytest.approx(0.13 * before)


def test_a_price_given_stands_instead_and_may_add_a_hub() -> None:
    found = gp.landed_prices(quotes={"rotterdam": "900 USD/t", "shanghai": Q_("1 kUSD_2025/t")}, year=2025)
    assert {hub: found.of(hub).kind for hub in ("rotterdam", "shanghai")} == {
        "rotterdam": "given",
        "shanghai": "given",
    }
    assert per_tonne(found.of("rotterdam").price) == 900
    assert found.hubs[0] == "rotterdam"


def test_the_ladder_reads_in_words_html_and_json(ladder: LandedPrices) -> None:
    assert "Shanghai: 1,000 USD_2025/t (990 to 1,010), 2,060 USD_2025/t of VLSFO" in str(ladder)
    assert "quotation" in ladder._repr_html_()
    assert len(ladder.summary()["hubs"]) == 4


def test_the_figure_draws_what_the_table_holds(ladder: LandedPrices) -> None:
    figure = ladder.figure()
    drawn = sum(sum(trace.x) for trace in figure.data if trace.type == "bar")
    assert drawn == pytest.approx(ladder.table()["amount"].sum())


# ------------------------------------------------------------------------------- with a plan


def test_the_rung_of_a_plan_is_its_cost_of_the_year_and_the_margin(plan: gp.Plan) -> None:
    ladder = gp.landed_prices(plan=plan)
    rung = ladder.of("hong_kong")
    assert (ladder.home, rung.kind) == ("hong_kong", "plan")
    assert per_tonne(rung.price) == pytest.approx(per_tonne(plan.levelised_cost("methanol", 2030)) + 75)
    assert rung.volume == plan.delivered("methanol", 2030)


def test_what_a_plan_pays_whatever_it_sells_is_told_apart(plan: gp.Plan) -> None:
    rung = gp.landed_prices(plan=plan).of("hong_kong")
    yearly = plan.costs[plan.costs["item"].isin(["annuities", "site and operation", "capital in stock"])]
    contracts = plan.costs[plan.costs["item"] == "contracts"]
    expected = yearly["amount"].sum() + contracts["amount"].sum()
    assert rung.volume is not None
    assert float((rung.fixed * rung.volume).m_as("MUSD_2025/yr")) == pytest.approx(expected)


def test_the_steps_of_a_plan_bear_the_names_of_the_model(plan: gp.Plan) -> None:
    table = gp.landed_prices(plan=plan).table()
    mine, others = (set(table[table["kind"] == kind]["step"]) for kind in ("plan", "modelled"))
    assert mine <= others


def test_a_plan_delivers_in_its_milestone_years_alone(plan: gp.Plan) -> None:
    with pytest.raises(DataError, match="delivers no methanol in 2031; it does in 2030"):
        gp.landed_prices(plan=plan, year=2031)


# ------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"hubs": ["hongkong"]}, "did you mean hong_kong"),
        ({"hubs": ["rotterdam"]}, "no price of methanol is known at rotterdam"),
        ({"hubs": "hongkong"}, "did you mean hong_kong"),
        ({"hubs": []}, "no hub is given"),
        ({"fuel": "methnol"}, "did you mean methanol"),
        ({"fuel": "hefa_spk"}, "table hubs prices methanol"),
        ({"year": 2050}, "runs from 2025 to 2040; 2050 is outside"),
        ({"year": "2030"}, "no calendar year"),
        ({"quotes": {"singpore": "900 USD/t"}}, "did you mean singapore"),
        ({"quotes": {"singapore": "900 USD/t"}, "hubs": ["singapor"]}, "did you mean singapore"),
    ],
)
def test_what_is_not_known_is_named(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(GreenportError, match=said):
        gp.landed_prices(**arguments)


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ("900 USD", "price per mass"),
        ("900 USD_2024/t", "money of 2024"),
        ("-5 USD/t", "above zero"),
        ("0 USD/t", "above zero"),
        ("nan USD/t", "not a finite number"),
    ],
)
def test_a_price_given_must_be_one(price: str, said: str) -> None:
    with pytest.raises(UnitError, match=said):
        gp.landed_prices(quotes={"singapore": price})


def test_a_hub_that_is_not_on_the_ladder_is_named(ladder: LandedPrices) -> None:
    with pytest.raises(DataError, match="did you mean singapore"):
        ladder.of("singapur")


# ------------------------------------------------------------------------------- the tables


def test_every_row_of_hubs_names_rows_that_are_there() -> None:
    table = gp.data.table("hubs")
    for row in table.to_dict(orient="records"):
        fuel, _, hub = row["key"].partition(":")
        gp.fuel(fuel)
        assert {hub, row["load_port"]} <= set(gp.data.keys("ports"))
        assert gp.data.sea_distance(row["load_port"], hub).table == "distances"
        assert gp.data.series(row["price"])
        for name in ("quote", "lease", "leg", "tax"):
            assert not row[name] or gp.data.datum(row[name]).key


# ------------------------------------------------------------------------------- regression


def test_the_ladder_of_2030() -> None:
    found = gp.landed_prices().totals().set_index("hub")["price"]
    expected = {"hong_kong": 947.6, "shanghai": 956.0, "ningbo_zhoushan": 956.9, "singapore": 972.1}
    pd.testing.assert_series_equal(
        found, pd.Series(expected), check_names=False, check_index_type=False, atol=0.1
    )
