"""Better prices and paths from known answers: against brute force, and weak duality between the two."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenport.sizing.problem import Problem
from greenport.sizing.solve import paths
from greenport.sizing.solve.master import Master
from greenport.sizing.solve.multipliers import Prices, multipliers, vintage_price, within

YEARS = {"years.milestones": "[2030, 2031, 2034]", "years.horizon": "2036"}
PURSE = {**YEARS, "rules": "[{kind: budget, id: purse, most: {2030: 8 MUSD, 2031: 7 MUSD, 2034: 20 MUSD}}]"}
GRANT = {
    **YEARS,
    "support": (
        "[{kind: matched_grant, id: scheme, assets: [tank, jetty], "
        "government: 1, company: 2, ceiling: 3 MUSD}]"
    ),
}

Answer = tuple[dict[str, int], float]


@st.composite
def answers(draw: st.DrawFn) -> list[list[Answer]]:
    """One to three answers for each of three years: some tanks, perhaps a jetty, any cost."""

    def one() -> Answer:
        counts = {"tank": draw(st.integers(0, 3)), "jetty": draw(st.integers(0, 1))}
        return counts, draw(st.floats(1, 9))

    return [[({}, 12.0), *(one() for _ in range(draw(st.integers(0, 2))))] for _ in range(3)]


def made(problem: Problem, known: list[list[Answer]]) -> Master:
    master = Master(problem, list(range(3)))
    for year, found in enumerate(known):
        for counts, cost in found:
            master.learn(year, counts, cost)
    return master


def total(problem: Problem, path: paths.Path, known: list[list[Answer]]) -> float:
    """Cost of a path with the cheapest known answer that it allows in each year, MUSD."""
    cost = paths.capital(problem, path)
    for y, found in enumerate(known):
        possible = []
        for counts, operating in found:
            if all(path[name][y] >= n for name, n in counts.items()):
                more = sum(
                    (int(path[a.id][y]) - counts.get(a.id, 0)) * a.opex for a in problem.assets if a.owned
                )
                possible.append(operating + more)
        cost += float(problem.discount[y]) * min(possible)
    return cost


def brute_force(problem: Problem, known: list[list[Answer]]) -> float:
    """Least cost over every choice of one answer a year, with the least builds that make it possible."""
    best = np.inf
    for chosen in itertools.product(*known):
        asked = {
            a.id: np.array([counts.get(a.id, 0) for counts, _ in chosen], dtype=np.int64)
            for a in problem.assets
            if a.owned
        }
        best = min(best, total(problem, paths.kept(problem, asked), known))
    return best


few = settings(max_examples=40, deadline=None, derandomize=True)


@few
@given(known=answers())
def test_the_path_is_the_cheapest_that_the_known_answers_allow(
    toy_problem: Callable[..., Problem], known: list[list[Answer]]
) -> None:
    problem = toy_problem(YEARS)
    path = made(problem, known).path()
    assert total(problem, path, known) == pytest.approx(brute_force(problem, known), rel=1e-9)


@few
@given(known=answers(), base=st.sampled_from([YEARS, PURSE, GRANT]))
def test_no_path_costs_less_than_the_known_answers_do_at_the_best_prices(
    toy_problem: Callable[..., Problem], known: list[list[Answer]], base: dict[str, str]
) -> None:
    problem = toy_problem(base)
    master = made(problem, known)
    path = master.path()
    assert paths.affordable(problem, path)
    assert master.prices()[1] <= total(problem, path, known) + 1e-7


@few
@given(known=answers(), base=st.sampled_from([YEARS, PURSE, GRANT]), share=st.floats(0, 1))
def test_no_vintage_costs_less_than_nothing_at_the_best_prices(
    toy_problem: Callable[..., Problem], known: list[list[Answer]], base: dict[str, str], share: float
) -> None:
    problem = toy_problem(base)
    aim, _ = made(problem, known).prices()
    prices = multipliers(problem).towards(within(problem, aim), share)
    for asset in problem.assets:
        for v in range(asset.ready, 3) if asset.owned else ():
            paid = float(prices.assets[asset.id][v : asset.end[v]].sum())
            assert paid <= vintage_price(problem, asset, v, prices) + 1e-9


@few
@given(known=answers())
def test_the_best_prices_prove_no_less_than_the_annuities(
    toy_problem: Callable[..., Problem], known: list[list[Answer]]
) -> None:
    problem = toy_problem(YEARS)
    aim, most = made(problem, known).prices()

    def proved(prices: Prices) -> float:
        return sum(
            min(
                float(problem.discount[y]) * cost
                + sum(float(prices.assets[name][y]) * n for name, n in counts.items())
                for counts, cost in found
            )
            for y, found in enumerate(known)
        )

    assert proved(within(problem, aim)) == pytest.approx(most, abs=1e-6)
    assert proved(multipliers(problem)) <= most + 1e-6


def test_an_answer_is_learnt_once_and_again_only_if_it_is_cheaper(
    toy_problem: Callable[..., Problem],
) -> None:
    master = Master(toy_problem(YEARS), [0, 1, 2])
    assert master.learn(0, {"tank": 1}, 5.0)
    assert not master.learn(0, {"tank": 1, "jetty": 0}, 5.0)
    assert master.learn(0, {"tank": 1}, 4.0)
    assert master.learn(1, {"tank": 1}, 5.0)
