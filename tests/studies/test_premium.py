"""The premium curve: closed forms of the logit, crossings by hand and by Lambert's W, what breaks a case."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import lambertw

import greenport as gp
from greenport.errors import DataError, GreenportError, UnitError
from greenport.studies import LandedPrices, PremiumCurve
from greenport.studies.hubs.choice import own_elasticity, price_of_the_rest, shares
from greenport.studies.hubs.contest import Contest
from greenport.studies.hubs.premium import planned_terminal
from greenport.units import Q_

PRICES = st.floats(300, 3000)
SENSITIVITIES = st.floats(0.001, 0.1)


@pytest.fixture(scope="module")
def ladder() -> LandedPrices:
    return gp.landed_prices()


@pytest.fixture(scope="module")
def curve(ladder: LandedPrices) -> PremiumCurve:
    return gp.premium_curve(ladder)


def two_hubs(price: str = "1000 USD/t", elsewhere: str = "1000 USD/t") -> LandedPrices:
    return gp.landed_prices(["hong_kong", "shanghai"], quotes={"hong_kong": price, "shanghai": elsewhere})


def bare(prices: LandedPrices, **more: str) -> PremiumCurve:
    """A contest by price alone: no deviation, and staying is worth nothing."""
    given: dict[str, Any] = {"sensitivity": "0.02 t/USD", "demand": "100 kt/yr", "worth": "0 USD/t", **more}
    return gp.premium_curve(prices, conveniences={"shanghai": "0 USD/t"}, **given)


# ------------------------------------------------------------------------------- the logit


@pytest.mark.parametrize("number", [2, 3, 5])
def test_hubs_of_one_price_share_alike(number: int) -> None:
    assert shares([950.0] * number, 0.02) == pytest.approx(np.full(number, 1 / number))


@given(PRICES, PRICES, SENSITIVITIES)
def test_the_ratio_of_two_shares_is_the_exponential_of_the_difference(a: float, b: float, s: float) -> None:
    first, second = shares([a, b], s)
    assert math.log(first) - math.log(second) == pytest.approx(s * (b - a), abs=1e-6, rel=1e-9)


@given(st.lists(PRICES, min_size=2, max_size=6), SENSITIVITIES, st.floats(1, 100))
def test_a_dearer_hub_keeps_less_and_all_shares_add_up(prices: list[float], s: float, more: float) -> None:
    before, after = shares(prices, s), shares([prices[0] + more, *prices[1:]], s)
    assert after.sum() == pytest.approx(1)
    assert after[0] < before[0] or before[0] < 1e-15 or before[1:].sum() < 1e-9


@given(st.lists(PRICES, min_size=2, max_size=6), SENSITIVITIES)
def test_all_others_compete_as_one_hub_at_the_price_of_the_rest(prices: list[float], s: float) -> None:
    alone = shares([prices[0], price_of_the_rest(prices[1:], s)], s)
    assert alone[0] == pytest.approx(shares(prices, s)[0])


@given(st.lists(PRICES, min_size=2, max_size=6), SENSITIVITIES, st.floats(-500, 500))
def test_what_all_hubs_pay_alike_changes_no_share(prices: list[float], s: float, more: float) -> None:
    assert shares([p + more for p in prices], s) == pytest.approx(shares(prices, s), abs=1e-9)


@given(st.floats(800, 1200), st.floats(800, 1200), st.floats(0.005, 0.05))
def test_the_elasticity_is_the_slope_of_the_logit(own: float, other: float, s: float) -> None:
    step = 1e-4 * own
    up, down = (math.log(shares([own + d, other], s)[0]) for d in (step, -step))
    slope = (up - down) / (math.log(own + step) - math.log(own - step))
    assert slope == pytest.approx(own_elasticity(own, shares([own, other], s)[0], s), rel=1e-3, abs=1e-6)


# ------------------------------------------------------------------------------- the curve


def test_by_price_alone_two_hubs_of_one_price_keep_half() -> None:
    assert bare(two_hubs()).share("0 USD/t").m_as("") == pytest.approx(0.5)
    assert bare(two_hubs()).premium_at(0.5).m == pytest.approx(0, abs=1e-9)


def test_a_premium_of_50_at_0_02_keeps_one_in_one_and_e() -> None:
    assert bare(two_hubs()).share("50 USD/t").m_as("") == pytest.approx(1 / (1 + math.e))
    assert bare(two_hubs()).volume("50 USD/t").m_as("kt/yr") == pytest.approx(100 / (1 + math.e))


def test_at_equal_prices_the_share_of_the_table_stays_however_many_hubs() -> None:
    for rivals in (["shanghai"], ["shanghai", "ningbo_zhoushan", "singapore"]):
        quotes = dict.fromkeys(["hong_kong", *rivals], "950 USD/t")
        curve = gp.premium_curve(gp.landed_prices(quotes, quotes=quotes))
        assert curve.share("0 USD/t").m_as("%") == pytest.approx(80)
        assert [c.share(950.0) for c in curve.contests.values()] == pytest.approx([0.8] * 3)


def test_a_call_for_bunkers_alone_costs_time_and_dues_over_the_stem(curve: PremiumCurve) -> None:
    """Shanghai: three in ten would not call; 12 h at 60 kUSD/d and 15 kUSD of dues over 3,900 t."""
    assert curve.conveniences["shanghai"].m_as("USD_2025/t") == pytest.approx(0.3 * 45_000 / 3900)


def test_what_a_rival_is_worth_less_to_call_at_counts_like_its_price() -> None:
    near, far = (
        gp.premium_curve(two_hubs(elsewhere=price), conveniences={"shanghai": worth}, worth="0 USD/t")
        for price, worth in (("1030 USD/t", "0 USD/t"), ("1000 USD/t", "30 USD/t"))
    )
    assert near.share(near.premium).m_as("") == pytest.approx(far.share(far.premium).m_as(""))


@given(st.floats(0.001, 0.999))
def test_the_premium_of_a_share_keeps_that_share(share: float) -> None:
    curve = bare(two_hubs())
    assert curve.share(curve.premium_at(share)).m_as("") == pytest.approx(share)


def test_what_stays_falls_with_the_premium(curve: PremiumCurve) -> None:
    table = curve.table()
    assert table["premium"].is_monotonic_increasing
    assert table["share"].is_monotonic_decreasing
    assert (table["share_low"] <= table["share"] + 1e-12).all()
    assert (table["share"] <= table["share_high"] + 1e-12).all()
    assert (table["volume"] / table["share"]).to_numpy() == pytest.approx(80)


# ------------------------------------------------------------------------------- where it breaks


def test_without_yearly_cost_the_crossing_is_where_the_price_is_the_cost() -> None:
    """A straight line in the log odds: at a cost of 980 against 1,000, ln(s / (1 - s)) = 0.02 x 20."""
    (found,) = bare(two_hubs(price="980 USD/t")).crossings
    assert found.stable
    assert found.premium.m_as("USD_2025/t") == pytest.approx(-20)
    assert found.share.m_as("") == pytest.approx(1 / (1 + math.exp(-0.4)))


def test_a_crossing_at_half_the_demand_by_hand() -> None:
    """50 kt/yr stay at a premium of nothing; 2 MUSD/yr over them are 40 USD/t, beside 960: it just pays."""
    curve = bare(two_hubs(price="960 USD/t"), fixed_cost="2 MUSD/yr")
    at_half = [c for c in curve.crossings if abs(c.share.m_as("") - 0.5) < 1e-9]
    assert len(at_half) == 1
    assert at_half[0].premium.m == pytest.approx(0, abs=1e-9)
    assert curve.cost_at("50 kt/yr").m_as("USD_2025/t") == pytest.approx(1000)


@pytest.mark.parametrize("fixed", [1.0, 3.0, 6.0])
def test_both_crossings_are_those_of_lamberts_w(fixed: float) -> None:
    """With y = x* - x the gain is zero where exp(y) - y = 1 + h, so y = -(1 + h) - W(-exp(-1 - h))."""
    contest = Contest(1000.0, 0.02, 100.0, 1000 * fixed, 850.0)
    best = math.log(0.02 * 1000 * fixed / 100)
    height = 0.02 * (150 - best / 0.02 - 10 * fixed * (1 + math.exp(-best)))
    roots = [best + 1 + height + lambertw(-math.exp(-1 - height), k).real for k in (-1, 0)]
    assert [m.x for m in contest.meetings()] == pytest.approx(roots)


@given(st.floats(600, 1500), SENSITIVITIES, st.floats(1, 2000), st.floats(0.01, 1e5), st.floats(300, 1500))
def test_the_larger_crossing_is_stable_and_the_smaller_is_not(
    rest: float, s: float, demand: float, fixed: float, variable: float
) -> None:
    """Charging what a tonne costs, the volume moves towards the stable crossing and away from the other."""
    contest = Contest(rest, s, demand, fixed, variable)
    found = contest.meetings()
    assert len(found) in (0, 2) or not found[0].stable
    for meeting in found:
        assert contest.gain(meeting.x) == pytest.approx(0, abs=1e-6 * rest)
    if len(found) == 2:
        smaller, larger = (meeting.x for meeting in found)
        assert smaller <= larger
        assert [meeting.stable for meeting in found] == [False, True]
        assert contest.gain((smaller + larger) / 2) >= -1e-6
        assert contest.gain(smaller - 0.5) < 0
        assert contest.gain(larger + 0.5) < 0


@given(st.floats(600, 1500), SENSITIVITIES, st.floats(1, 2000), st.floats(0.01, 1e5), st.floats(300, 1500))
def test_no_volume_pays_where_no_crossing_is_found(
    rest: float, s: float, demand: float, fixed: float, variable: float
) -> None:
    contest = Contest(rest, s, demand, fixed, variable)
    if not contest.meetings():
        assert max(contest.gain(x) for x in np.linspace(-15, 15, 301)) <= 1e-9


def test_the_headroom_is_what_all_others_may_become_cheaper() -> None:
    """At exactly that much less the two crossings meet; a little more, and there is none."""
    curve = bare(two_hubs(price="900 USD/t"), fixed_cost="2 MUSD/yr")
    assert curve.headroom is not None
    head = float(curve.headroom.m)
    for more, number in ((-0.01, 2), (0.01, 0)):
        cheaper = two_hubs(price="900 USD/t", elsewhere=f"{1000 - head - more} USD/t")
        assert len(bare(cheaper, fixed_cost="2 MUSD/yr").crossings) == number


def test_where_nothing_pays_it_is_said_by_how_much() -> None:
    curve = bare(two_hubs(price="1200 USD/t"), fixed_cost="20 MUSD/yr")
    assert curve.crossings == ()
    assert curve.breaks().empty
    assert "no volume pays: at the best" in str(curve)
    assert curve.headroom is not None
    assert f"lacks {-curve.headroom.m:.0f}" in str(curve)


def test_a_dearer_terminal_needs_more_volume_and_leaves_less() -> None:
    cheap, dear = (bare(two_hubs(price="880 USD/t"), fixed_cost=f"{f} MUSD/yr").crossings for f in (1, 3))
    assert cheap[0].volume < dear[0].volume < dear[1].volume < cheap[1].volume


# ------------------------------------------------------------------------------- Hong Kong, and plans


def test_the_terminal_of_the_tables_costs_its_annuity_upkeep_staff_and_rent() -> None:
    """By hand: works of 24 + 15.5 + 8.75 MUSD, x 1.3 x 1.15, CRF(8 %, 30 yr); 2.5 ha at 1,200 HKD/m^2/yr."""
    capital = (24 + 15.5 + 8.75) * 1.3 * 1.15 * 0.08 / (1 - 1.08**-30)
    rent = 2.5 * 1e4 * 1200 / 7.8 / 1e6
    upkeep_and_staff = planned_terminal().m_as("MUSD_2025/yr") - capital - rent
    assert 1.2 < upkeep_and_staff < 1.2 + 0.05 * (24 + 15.5 + 8.75)


def test_hong_kongs_own_terminal_stands_instead_of_the_leased_tank(curve: PremiumCurve) -> None:
    steps = curve.prices.table().set_index(["hub", "step"])["amount"]["hong_kong"]
    losses_and_power = float(curve.variable_cost.m) - (steps.sum() - steps["terminal"])
    assert 0.3 < losses_and_power < 1
    assert curve.fixed_cost.m == pytest.approx(planned_terminal().m)


def test_with_a_plan_cost_and_demand_are_the_plans(small: Callable[..., gp.Scenario]) -> None:
    plan = gp.size(small())
    curve = gp.premium_curve(gp.landed_prices(plan=plan))
    asked = plan.flows[plan.flows["flow"].isin(["delivery", "unserved"])]["quantity"].sum()
    assert curve.demand.m_as("kt/yr") == pytest.approx(asked)
    whole = curve.cost_at(plan.delivered("methanol", 2030))
    assert whole.m == pytest.approx(plan.levelised_cost("methanol", 2030).m + 75)


def test_another_home_needs_its_demand(ladder: LandedPrices) -> None:
    with pytest.raises(DataError, match="what ships ask for at singapore is not known"):
        gp.premium_curve(ladder, home="singapore")
    found = gp.premium_curve(ladder, home="singapore", demand="1 Mt/yr")
    assert (found.home, found.against, found.fixed_cost.m) == ("singapore", "hong_kong", 0)
    assert len(found.crossings) == 1


def test_hong_kong_in_2040() -> None:
    curve = gp.premium_curve(gp.landed_prices(year=2040))
    below, settled = curve.crossings
    assert below.volume.m_as("kt/yr") == pytest.approx(65.4, abs=0.1)
    assert settled.volume.m_as("kt/yr") == pytest.approx(392.3, abs=0.1)
    assert curve.headroom is not None
    assert curve.headroom.m == pytest.approx(56.1, abs=0.1)
    assert "breaks below 65.4 kt/yr" in str(curve)


def test_hong_kong_in_2030_has_too_little_demand_for_a_terminal(curve: PremiumCurve) -> None:
    assert curve.crossings == ()
    assert "no volume pays" in curve._repr_html_()


def test_the_curve_reads_in_json_and_a_figure(curve: PremiumCurve) -> None:
    assert curve.summary()["share"] == pytest.approx(curve.share(curve.premium).m_as(""))
    assert curve.summary()["status"] == "assumption"
    drawn = next(t for t in curve.figure().data if t.name == "share that stays")
    assert list(drawn.y) == pytest.approx((100 * curve.table()["share"]).tolist())


# ------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"home": "hongkong"}, "did you mean hong_kong"),
        ({"against": "hong_kong"}, "no hub 'hong_kong'"),
        ({"sensitivity": "-0.02 t/USD"}, "not above zero"),
        ({"sensitivity": "0 t/USD"}, "not above zero"),
        ({"sensitivity": "0.02 USD/t"}, "fall of log odds"),
        ({"sensitivity": "0.02 t/USD_2020"}, "2020"),
        ({"demand": "0 kt/yr"}, "demand of 0 kt/yr is not above zero"),
        ({"demand": "80 kt"}, "demand of 80 kt is a mass"),
        ({"fixed_cost": "-1 MUSD/yr"}, "fixed_cost of -1 MUSD/yr is below zero"),
        ({"conveniences": {"singpore": "5 USD/t"}}, "did you mean singapore"),
        ({"demand": Q_([80, 90], "kt/yr")}, "is an array"),
        ({"worth": "5 kt"}, "worth of 5 kt is a mass"),
    ],
)
def test_wrong_parameters_are_refused_in_words(
    ladder: LandedPrices, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(GreenportError, match=said):
        gp.premium_curve(ladder, **arguments)


def test_a_hub_alone_has_no_competition() -> None:
    with pytest.raises(DataError, match="stands alone"):
        gp.premium_curve(gp.landed_prices(["hong_kong"]))


def test_a_rival_of_which_no_calls_are_known_needs_its_convenience() -> None:
    prices = gp.landed_prices(["hong_kong", "rotterdam"], quotes={"rotterdam": "900 USD/t"})
    with pytest.raises(DataError, match="how many ships call at rotterdam"):
        gp.premium_curve(prices)
    assert gp.premium_curve(prices, conveniences={"rotterdam": "50 USD/t"}).against == "rotterdam"


def test_prices_before_there_is_demand_need_a_demand() -> None:
    with pytest.raises(DataError, match="runs from 2026"):
        gp.premium_curve(gp.landed_prices(year=2025))


@pytest.mark.parametrize("share", [0.0, 1.0, -0.2])
def test_no_premium_keeps_all_or_nothing(curve: PremiumCurve, share: float) -> None:
    with pytest.raises(DataError, match="between 0 and 1"):
        curve.premium_at(share)


def test_a_premium_is_money_per_mass(curve: PremiumCurve) -> None:
    with pytest.raises(UnitError, match="premium"):
        curve.share(Q_("5 kt"))
