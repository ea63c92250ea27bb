"""Asset paths: what is built stays, what has died is built again, and what a path costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenport.sizing.problem import Asset, Problem
from greenport.sizing.solve import paths


def living(asset: Asset, end: list[int]) -> Asset:
    return replace(asset, end=np.array(end), annuity=np.full(len(end), 2.0), ready=0)


def of(problem: Problem, end: list[int]) -> Problem:
    return replace(
        problem,
        years=tuple(2030 + y for y in range(len(end))),
        discount=np.array([0.9**y for y in range(len(end))]),
        assets=(living(problem.asset("tank"), end),),
    )


@pytest.mark.parametrize(
    ("end", "counts", "built"),
    [
        ([4, 4, 4, 4], [0, 1, 1, 3], [0, 1, 0, 2]),
        ([4, 4, 4, 4], [2, 1, 0, 2], [2, 0, 0, 0]),  # a tank built stays
        ([2, 3, 4, 4], [1, 1, 1, 1], [1, 0, 1, 0]),  # each lives two milestones and is built again
        ([2, 3, 4, 4], [1, 2, 2, 2], [1, 1, 1, 1]),
    ],
)
def test_vintages_build_what_is_missing_and_no_more(
    toy_problem: Callable[..., Problem], end: list[int], counts: list[int], built: list[int]
) -> None:
    tank = living(toy_problem().asset("tank"), end)
    assert paths.vintages(tank, np.array(counts)).tolist() == built


def test_a_path_keeps_what_was_built(toy_problem: Callable[..., Problem]) -> None:
    problem = of(toy_problem(), [4, 4, 4, 4])
    assert paths.kept(problem, {"tank": np.array([0, 2, 1, 3])})["tank"].tolist() == [0, 2, 2, 3]


@given(counts=st.lists(st.integers(0, 4), min_size=4, max_size=4), life=st.integers(1, 4))
def test_a_kept_path_has_all_that_was_asked_for_and_keeps_itself(
    toy_problem: Callable[..., Problem], counts: list[int], life: int
) -> None:
    problem = of(toy_problem(), [min(4, y + life) for y in range(4)])
    kept = paths.kept(problem, {"tank": np.array(counts)})
    assert (kept["tank"] >= counts).all()
    assert paths.kept(problem, kept)["tank"].tolist() == kept["tank"].tolist()


def test_capital_is_every_annuity_over_its_life_discounted(toy_problem: Callable[..., Problem]) -> None:
    """A tank of 2 MUSD a year from the second milestone, another from the third; both live on."""
    problem = of(toy_problem(), [4, 4, 4, 4])
    capital = paths.capital(problem, {"tank": np.array([0, 1, 2, 2])})
    assert capital == pytest.approx(2 * (0.9 + 0.81 + 0.729) + 2 * (0.81 + 0.729))


def test_neighbours_keep_the_lead(toy_problem: Callable[..., Problem]) -> None:
    problem = of(toy_problem(), [4, 4, 4, 4])
    problem = replace(problem, assets=(replace(problem.assets[0], ready=1),))
    found = paths.neighbours(problem, {"tank": np.array([0, 1, 2, 2])}, 100)
    assert all(path["tank"][0] == 0 for path in found)


def test_neighbours_of_a_path_hold_one_more_late_one_fewer_and_none(
    toy_problem: Callable[..., Problem],
) -> None:
    problem = of(toy_problem(), [4, 4, 4, 4])
    found = [
        path["tank"].tolist() for path in paths.neighbours(problem, {"tank": np.array([0, 1, 1, 2])}, 100)
    ]
    assert [0, 0, 1, 1] in found
    assert [1, 1, 2, 2] in found
    assert [0, 0, 0, 1] in found
    assert [0, 0, 0, 0] in found


def test_one_neighbour_is_the_path_without_the_whole_place(toy_problem: Callable[..., Problem]) -> None:
    problem = toy_problem()
    path = {name: np.array([1]) for name in ("jetty", "pipes", "tank")}
    first = paths.neighbours(problem, path, 1)[0]
    assert not any(counts.any() for counts in first.values())
