"""Several futures: against economics written by hand, against every first stage, and in their own right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from greenport.errors import DataError, InfeasibleError
from greenport.scenario import Scenario
from greenport.sizing import Certificate, Plan, load_plan, size, verify
from greenport.sizing.futures import outlook_of, problems_of
from greenport.sizing.joint_certificate import verify_jointly
from greenport.sizing.solve import FuturesRun, Hedge
from greenport.sizing.solve import futures as solver
from greenport.sizing.solve.split import Split
from greenport.units import Q_

Toy = Callable[..., Plan]

DENSITY = 0.792
ALONGSIDE = 1000 / DENSITY / 500 + 2
LOADING = 1000 / DENSITY / 1000 + 1
BERTH_HOURS = 4000 / DENSITY / 500 + 8
DIRECT = ((2 * ALONGSIDE + 240) * 500 + (240 * 6 / 24 + 2 * ALONGSIDE * 1.2 / 24) * 500) / 1e6
"""MUSD per kt of direct delivery, besides the fuel."""

VOYAGE = (1000 * (240 + 2 * BERTH_HOURS) + 500 * (240 + 0.1 * 2 * BERTH_HOURS) + 20_000) / 1e6
LOCAL = ((LOADING + 2 + ALONGSIDE) * 500 + (2 * 6 + (LOADING + ALONGSIDE) * 1.2) / 24 * 500) / 1e6
STORED = VOYAGE / 4 + 0.08 * 120 / 8760 + LOCAL
"""MUSD per kt over the terminal: voyage, capital on the water, delivery from the tank."""


def crf(years: float) -> float:
    return float(0.08 / (1 - 1.08**-years))


def terminal(staff: float) -> float:
    """MUSD a year of one tank, berth, pipes, staff, and capital in heel and safety stock."""
    annuities = 1.32 * (10 * crf(40) + 1 * crf(20) + 5 * crf(20))
    return annuities + 0.02 * 1.32 * 16 + staff + 0.08 * (0.1 * 10 * DENSITY + 1)


def by_hand(
    asked: Sequence[int],
    chances: Sequence[float],
    elsewhere: float,
    staff: float = 0.1,
    weight: float = 0.0,
    tail: float = 0.0,
) -> float:
    """The toy terminal as a two-stage problem of its own: terminal and contract first, then the sources.

    In each future n whole cargoes of 4 kt come over the terminal, d kt directly, e kt from elsewhere; a
    cargo costs half its parcel of capital over the year's demand (U6). MUSD, discounted.
    """
    futures = range(len(asked))
    width = 3 + 5 * len(asked)  # terminal, contract, eta; then n, d, e, cost, excess by future
    cost, whole = np.zeros(width), np.zeros(width, dtype=np.int64)
    upper = np.full(width, np.inf)
    lower = np.zeros(width)
    upper[:2], whole[:2], lower[2] = 1, 1, -np.inf
    cost[:3] = terminal(staff), 0.05, weight
    rows: list[dict[int, float]] = []
    limits: list[tuple[float, float]] = []
    for w in futures:
        n, d, e, c, excess = range(3 + 5 * w, 8 + 5 * w)
        whole[n] = whole[d] = 1
        cost[c] = (1 - weight) * chances[w]
        cost[excess] = weight * chances[w] / (1 - tail)
        rows += [
            {n: 4, d: 1, e: 1},
            {n: 4, 0: -asked[w]},
            {n: 4, d: 1, 1: -asked[w]},
            {c: 1, n: -(4 * (1 + STORED) + 0.08 * 16 / (2 * asked[w])), d: -(1 + DIRECT), e: -elsewhere},
            {c: 1, 2: -1, excess: -1},
        ]
        limits += [(asked[w], asked[w]), (-np.inf, 0), (-np.inf, 0), (0, 0), (-np.inf, 0)]
    matrix = np.zeros((len(rows), width))
    for i, row in enumerate(rows):
        for j, value in row.items():
            matrix[i, j] = value
    low, high = zip(*limits, strict=True)
    answer = optimize.milp(
        cost,
        integrality=whole,
        bounds=optimize.Bounds(lower, upper),
        constraints=optimize.LinearConstraint(matrix, low, high),
        options={"mip_rel_gap": 0},
    )
    assert answer.x is not None
    return float(cost @ np.asarray(answer.x)) / 1.1


def overrides(
    asked: Sequence[int],
    chances: Sequence[float],
    elsewhere: float = 1.5,
    staff: float = 0.1,
    weight: float = 0.0,
    tail: float = 0.0,
) -> dict[str, str]:
    futures = ", ".join(
        f"{{id: f{w}, probability: {100 * p:.10g} %, set: {{demand.customer.asks: {a} kt/yr}}}}"
        for w, (a, p) in enumerate(zip(asked, chances, strict=True))
    )
    return {
        "futures": f"[{futures}]",
        "demand.customer.otherwise": f"{{elsewhere: {1000 * elsewhere:.6f} USD/t}}",
        "places.site.pools.methanol.fixed_cost": f"{staff:.9f} MUSD/yr",
        "solve.risk": f"{{weight: {100 * weight:.10g} %, tail: {100 * tail:.10g} %}}",
    }


def money(plan: Plan) -> float:
    return float(plan.cost.m_as("MUSD_2025"))


def units(plan: Plan, asset: str) -> int:
    return int(plan.capacity[plan.capacity["asset"] == asset]["number"].sum())


# --------------------------------------------------------------------------------- against other answers


CASES = [
    ((20, 100), (0.7, 0.3), 0.0, 0.0),
    ((20, 100), (0.7, 0.3), 0.6, 0.8),
    pytest.param((40, 100), (0.5, 0.5), 0.0, 0.0, marks=pytest.mark.long),
    pytest.param((20, 60, 100), (0.5, 0.3, 0.2), 0.3, 0.5, marks=pytest.mark.long),
]


@pytest.mark.parametrize(("asked", "chances", "weight", "tail"), CASES)
def test_mean_and_tail_are_those_of_the_problem_written_by_hand(
    toy_plan: Toy, asked: tuple[int, ...], chances: tuple[float, ...], weight: float, tail: float
) -> None:
    plan = toy_plan(overrides(asked, chances, weight=weight, tail=tail))
    assert money(plan) == pytest.approx(by_hand(asked, chances, 1.5, weight=weight, tail=tail), abs=1e-6)
    assert plan.gap.m_as("") < 1e-5


def test_the_tail_builds_what_the_mean_does_not(toy_plan: Toy) -> None:
    """On the way from the mean to the worst, the busy future decides."""
    asked, chances = (20, 100), (0.7, 0.3)
    assert units(toy_plan(overrides(asked, chances)), "tank") == 0
    assert units(toy_plan(overrides(asked, chances, weight=0.6, tail=0.8)), "tank") == 1


@pytest.mark.long
@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    asked=st.lists(st.integers(2, 25), min_size=2, max_size=3),
    parts=st.lists(st.integers(1, 9), min_size=3, max_size=3),
    elsewhere=st.integers(1130, 1300),
    staff=st.integers(0, 20),
    weight=st.sampled_from([0.0, 0.5, 1.0]),
    tail=st.sampled_from([0.3, 0.9]),
)
def test_floor_and_bound_lie_below_the_optimum_by_hand_and_the_plan_above(
    toy_plan: Toy, asked: list[int], parts: list[int], elsewhere: int, staff: int, weight: float, tail: float
) -> None:
    volumes = [4 * a for a in asked]
    chances = [part / sum(parts[: len(asked)]) for part in parts[: len(asked)]]
    terms = {"elsewhere": elsewhere / 1000, "staff": staff / 10, "weight": weight, "tail": tail}
    plan = toy_plan(overrides(volumes, chances, **terms))
    optimum = by_hand(volumes, chances, **terms)
    slack = 1e-6 * (1 + abs(optimum))
    assert float(plan.floor.magnitude) <= float(plan.lower_bound.magnitude) + slack
    assert float(plan.lower_bound.magnitude) <= optimum + slack
    assert optimum <= money(plan) + slack
    assert money(plan) == pytest.approx(optimum, abs=1e-5 * abs(optimum))


TANKS = {
    **overrides((20, 200), (0.5, 0.5), elsewhere=1.2),
    "offers": "[{id: cargo, supplier: maker, deliver: terminal, ship: tanker, parcel: 4000 t}]",
    "places.site.pools.methanol.days_of_cover": "10 d",
    "places.site.pools.methanol.modules.tank.volume": "7000 m^3",
}


def test_no_other_first_stage_is_cheaper(toy_scenario: Callable[..., Scenario]) -> None:
    """Every number of tanks and berths, with the pool's equipment or without, tried in both futures."""
    run, hedge = solved(toy_scenario(TANKS))
    counts = {"jetty": range(2), "pipes": range(2), "tank": range(4)}
    values = []
    for chosen in product(*counts.values()):
        path = {name: np.array([n]) for name, n in zip(counts, chosen, strict=True)}
        if (attempt := run.tries.attempt(path)) is not None:
            values.append(attempt.value)
    assert len(values) > 2
    assert hedge.value == pytest.approx(min(values), abs=1e-6)


def solved(scenario: Scenario) -> tuple[FuturesRun, Hedge]:
    names = tuple(future.id for future in scenario.futures)
    run = FuturesRun(names, problems_of(scenario), outlook_of(scenario), 1e-5)
    return run, run.solve()


def test_a_hedge_that_no_future_alone_would_choose_is_found(toy_plan: Toy) -> None:
    """Two sellers are cheap in one future each; a third is dearer in both, but there one fee is enough."""
    names = ("fair", "even", "foul")
    prices = {"fair": (1.0, 1.4), "even": (1.15, 1.15), "foul": (1.4, 1.0)}
    sellers = ", ".join(
        f"{{id: {name}, port: zhanjiang, distance: 1200 nmi, fuel: methanol, price: 1 USD/t, "
        "available: 500 kt/yr, intensity: 10 gCO2e/MJ, contract_fee: 7 MUSD/yr}"
        for name in names
    )
    offers = ", ".join(
        f"{{id: from_{name}, supplier: {name}, deliver: direct, mode: barge, parcel: 1000 t}}"
        for name in names
    )
    futures = ", ".join(
        f"{{id: {future}, probability: 50 %, set: {{"
        + ", ".join(f"suppliers.{name}.price: {1000 * prices[name][w]:.0f} USD/t" for name in names)
        + "}}"
        for w, future in enumerate(("sun", "rain"))
    )
    plan = toy_plan({"suppliers": f"[{sellers}]", "offers": f"[{offers}]", "futures": f"[{futures}]"})
    assert set(plan.in_future("sun").contracts()["supplier"]) == {"even"}
    assert set(plan.in_future("rain").contracts()["supplier"]) == {"even"}
    assert money(plan) == pytest.approx((40 * (1.15 + DIRECT) + 7) / 1.1, abs=1e-6)


# ------------------------------------------------------------------------------------------ properties


def test_a_contract_that_lies_idle_in_a_future_is_paid_there_too(toy_plan: Toy) -> None:
    """A seller that pays in one future alone: with fees of 1 MUSD it is worth it, and costs both."""
    sellers = (
        "[{id: maker, port: zhanjiang, distance: 1200 nmi, fuel: methanol, price: 1000 USD/t, "
        "available: 500 kt/yr, intensity: 10 gCO2e/MJ, contract_fee: 1 MUSD/yr}]"
    )
    futures = (
        "[{id: dear, probability: 50 %, set: {suppliers.maker.price: 2000 USD/t}}, "
        "{id: cheap, probability: 50 %}]"
    )
    plan = toy_plan({"suppliers": sellers, "futures": futures})
    dear = plan.in_future("dear")
    assert float(dear.cost.m_as("MUSD_2025")) == pytest.approx((40 * 1.5 + 1) / 1.1, abs=1e-6)
    assert float(dear.costs[dear.costs["item"] == "contracts"]["amount"].sum()) == pytest.approx(1.0)
    assert money(plan) == pytest.approx((20 * 1.5 + 20 * (1 + DIRECT) + 1) / 1.1, abs=1e-6)
    assert verify(dear).sound


def test_a_take_or_pay_contract_takes_its_share_in_every_future(toy_plan: Toy) -> None:
    """Half of 40 kt must be taken where it is dear, and that is still worth it for where it is cheap."""
    futures = (
        "[{id: dear, probability: 50 %, set: {suppliers.maker.price: 2000 USD/t}}, "
        "{id: cheap, probability: 50 %}]"
    )
    terms = {"suppliers.maker.take_at_least": "50 %", "suppliers.maker.available": "40 kt/yr"}
    plan = toy_plan({**terms, "futures": futures})
    dear = 20 * (2 + DIRECT) + 20 * 1.5 + 0.05
    cheap = 40 * (1 + DIRECT) + 0.05
    assert float(plan.in_future("dear").cost.m_as("MUSD_2025")) == pytest.approx(dear / 1.1, abs=1e-6)
    assert money(plan) == pytest.approx((dear + cheap) / 2 / 1.1, abs=1e-6)


def test_a_contract_that_one_future_cannot_take_is_signed_in_none(
    toy_scenario: Callable[..., Scenario], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least 50 kt must be taken, and 8 may be asked for; told without the help of the extensive form."""
    monkeypatch.setattr(solver, "is_small", lambda runs: False)
    plan = size(toy_scenario({**overrides((8, 100), (0.5, 0.5)), "suppliers.maker.take_at_least": "10 %"}))
    assert plan.contracts().empty
    assert money(plan) == pytest.approx((8 + 100) / 2 * 1.5 / 1.1, abs=1e-6)


def test_without_weight_of_the_worst_the_objective_is_the_mean(toy_plan: Toy) -> None:
    asked, chances = (20, 100), (0.7, 0.3)
    plan = toy_plan(overrides(asked, chances))
    table = plan.futures
    assert table["weight"].tolist() == pytest.approx(chances)
    assert money(plan) == pytest.approx(float((table["probability"] * table["cost [MUSD_2025]"]).sum()))


def test_at_the_far_end_of_the_tail_the_worst_future_is_all(toy_plan: Toy) -> None:
    plan = toy_plan(overrides((20, 100), (0.7, 0.3), weight=1.0, tail=1.0))
    alone = toy_plan({"demand.customer.asks": "100 kt/yr"})
    assert money(plan) == pytest.approx(money(alone), abs=1e-6)
    assert plan.futures["weight"].tolist() == [0.0, 1.0]


def test_futures_that_are_all_alike_give_the_plan_of_one(toy_plan: Toy) -> None:
    plan = toy_plan(overrides((64, 64), (0.3, 0.7), weight=0.5, tail=0.9))
    alone = toy_plan({"demand.customer.asks": "64 kt/yr"})
    assert money(plan) == pytest.approx(money(alone), abs=1e-9)
    assert plan.lower_bound.magnitude == pytest.approx(alone.lower_bound.magnitude, abs=1e-6)
    assert plan.capacity.equals(alone.capacity)
    assert plan.costs.equals(alone.costs)


def test_whatever_the_shares_their_bound_holds(toy_scenario: Callable[..., Scenario]) -> None:
    """Each round of sharing out gives a bound of its own, and none lies above the plan."""
    run, hedge = solved(toy_scenario(overrides((20, 100), (0.7, 0.3), weight=0.6, tail=0.8)))
    assert run.best is not None
    shares = Split(run.runs, run.outlook.weights(run.best.costs))
    bounds = [shares.prove()]
    while len(bounds) < 4 and shares.move(hedge.value):
        bounds.append(shares.prove())
    assert shares.bound == max(bounds)
    slack = shares.slack(run.best.schedules, run.best.path)
    bounds.append(shares.tighten(list(slack)))
    assert max(bounds) <= hedge.value + 1e-6
    assert min(slack.values()) >= -1e-6


def test_what_a_plan_lies_above_the_parts_adds_up_to_what_it_lies_above_the_bound(
    toy_scenario: Callable[..., Scenario],
) -> None:
    """Nothing lies idle here, so that the shares of what is decided once are all paid in the parts."""
    run, hedge = solved(toy_scenario(overrides((20, 100), (0.7, 0.3), weight=0.6, tail=0.8)))
    assert run.best is not None
    shares = Split(run.runs, run.outlook.weights(run.best.costs))
    shares.prove()
    slack = shares.slack(run.best.schedules, run.best.path)
    assert sum(slack.values()) == pytest.approx(hedge.value - shares.bound, abs=1e-6)


def test_sharing_out_closes_what_knowing_the_future_leaves_open(
    toy_scenario: Callable[..., Scenario], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extensive form, the bound still rises above that of the futures alone."""
    monkeypatch.setattr("greenport.sizing.solve.futures.is_small", lambda runs: False)
    run, hedge = solved(toy_scenario(TANKS))
    alone = run.outlook.objective(np.array([one.bound for one in run.runs]))
    assert hedge.bound > alone + 0.5 * (hedge.value - alone)
    assert hedge.bound <= hedge.value


def test_no_first_stage_for_all_is_told(toy_scenario: Callable[..., Scenario]) -> None:
    futures = (
        "[{id: plenty, probability: 50 %}, "
        "{id: dry, probability: 50 %, set: {suppliers.maker.available: 10 kt/yr}}]"
    )
    scenario = toy_scenario({"demand.customer.at_least": "90 %", "futures": futures})
    with pytest.raises(InfeasibleError, match="In the future dry: No plan exists"):
        size(scenario)


# ------------------------------------------------------------------------------------- what users hold


@pytest.fixture(scope="module")
def plan(toy_plan: Toy) -> Plan:
    return toy_plan(overrides((40, 100), (0.4, 0.6), weight=0.3, tail=0.8))


def test_the_number_of_workers_changes_nothing(
    toy_scenario: Callable[..., Scenario], plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    again = size(toy_scenario(overrides((40, 100), (0.4, 0.6), weight=0.3, tail=0.8)))
    assert (again.cost, again.lower_bound) == (plan.cost, plan.lower_bound)
    for name in plan.chances:
        assert again.in_future(name).schedule.equals(plan.in_future(name).schedule)


def test_the_tables_are_those_of_the_most_probable_future(plan: Plan) -> None:
    assert plan.shown == "f1"
    assert plan.flows.equals(plan.in_future("f1").flows)
    assert float(plan.delivered("methanol", 2030).magnitude) == pytest.approx(100)
    assert float(plan.in_future("f0").delivered("methanol", 2030).magnitude) == pytest.approx(40)


def test_every_future_stands_on_the_same_assets(plan: Plan) -> None:
    first, second = (plan.in_future(name).capacity for name in plan.chances)
    assert first.equals(second)
    assert units(plan, "tank") == 1


def test_a_future_unknown_is_told(plan: Plan, toy_plan: Toy) -> None:
    with pytest.raises(DataError, match="unknown future 'f7'; this plan knows f0, f1"):
        plan.in_future("f7")
    with pytest.raises(DataError, match="this plan knows one future, which has no name"):
        toy_plan().in_future("f0")
    assert toy_plan().futures.empty


def test_a_saved_plan_brings_its_futures_back(plan: Plan, tmp_path: Path) -> None:
    back = load_plan(plan.save(tmp_path / "kept"))
    assert back.futures.equals(plan.futures)
    assert (back.shown, back.chances, back.risk) == (plan.shown, plan.chances, plan.risk)
    assert back.in_future("f0").cost == plan.in_future("f0").cost
    assert back.in_future("f0").schedule.equals(plan.in_future("f0").schedule)


@pytest.fixture(scope="module")
def checked(plan: Plan) -> Callable[[Plan], Certificate]:
    """Checks a plan over its futures, each of which is checked once."""
    found = {one.scenario_hash: verify(one) for one in plan.by_future.values()}
    return lambda changed: verify_jointly(changed, lambda one: found[one.scenario_hash])


def test_what_is_sound_is_called_so(plan: Plan, tmp_path: Path) -> None:
    found = verify(load_plan(plan.save(tmp_path)))
    assert found.sound, found.faults
    assert float(found.cost.magnitude) == pytest.approx(money(plan), abs=1e-6)
    assert found.linear_bound <= plan.lower_bound


def test_a_future_with_one_value_changed_is_not_sound(plan: Plan) -> None:
    schedule = plan.in_future("f0").schedule.copy()
    row = schedule.index[schedule["column"] == "count"][0]
    schedule.loc[row, "value"] += 1
    changed = replace(plan.in_future("f0"), schedule=schedule)
    found = verify(replace(plan, by_future={**plan.by_future, "f0": changed}))
    assert any(fault.startswith("future f0: ") for fault in found.faults)


def test_a_first_stage_of_its_own_is_not_sound(
    plan: Plan, checked: Callable[[Plan], Certificate], toy_plan: Toy
) -> None:
    """The plan of the quiet future alone builds nothing, and so is no part of this one."""
    alone = toy_plan({"demand.customer.asks": "40 kt/yr"})
    other = replace(alone, scenario_hash=plan.in_future("f0").scenario_hash)
    found = checked(replace(plan, by_future={**plan.by_future, "f0": other}))
    assert any("tank" in fault and "(A1b)" in fault for fault in found.faults)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"chances": {"f0": 0.5, "f1": 0.5}}, "the probabilities are not those of the scenario"),
        ({"risk": {"weight": 0.0, "tail": 0.0}}, "the weight of the worst futures is not that"),
        ({"shown": "f0"}, "is not that of the future f0"),
        ({"dips": (2030,)}, "the years that fall into the safety stock are not those of the future"),
        ({"gross_cost": Q_("1 MUSD_2025")}, "the futures' costs without credit"),
        ({"floor": Q_("-1000 MUSD_2025")}, "the futures' purchase floors"),
    ],
)
def test_another_outlook_is_not_sound(
    plan: Plan, checked: Callable[[Plan], Certificate], change: dict[str, Any], told: str
) -> None:
    assert checked(plan).sound
    assert any(told in fault for fault in checked(replace(plan, **change)).faults)


@pytest.mark.parametrize("name", ["cost", "lower_bound"])
def test_another_cost_or_bound_is_not_sound(
    plan: Plan, checked: Callable[[Plan], Certificate], name: str
) -> None:
    higher = getattr(plan, name) + Q_("1 MUSD_2025")
    assert not checked(replace(plan, **{name: higher})).sound
