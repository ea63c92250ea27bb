"""The search for a clash on matrices written by hand: whole numbers, one-sided rows, amounts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from greenport.scenario.tree import NOWHERE
from greenport.sizing.solve import highs
from greenport.sizing.solve.clash import elastic, feasible, smallest, without
from greenport.sizing.solve.limits import Limit
from greenport.sizing.stamp import Matrix


def matrix(rows: list[list[float]], low: list[float], high: list[float], whole: bool = True) -> Matrix:
    count = len(rows[0])
    return Matrix(
        columns=tuple(("n", (j,)) for j in range(count)),
        rows=tuple(("row", (i,)) for i in range(len(rows))),
        a=sparse.csr_array(np.array(rows, dtype=float)),
        row_lower=np.array(low, dtype=float),
        row_upper=np.array(high, dtype=float),
        cost=np.zeros(count),
        lower=np.zeros(count),
        upper=np.full(count, 100.0),
        whole=np.full(count, whole),
    )


def line(name: str, **held: Any) -> Limit:
    return Limit("T", name, name, (name,), NOWHERE, 1.0, "", **held)


def test_seven_n_is_never_twenty() -> None:
    """No whole n makes 7 n = 20; linear methods call it feasible."""
    m = matrix([[7.0]], [20.0], [20.0])
    asked = line("asked", rows={0: 1.0})
    assert feasible(m) is False
    kept, minimal = smallest(m, [asked])
    assert (kept, minimal) == ((asked,), True)
    assert feasible(without(m, [asked], [])) is True
    whole = line("whole", fractional=(0,))
    assert smallest(m, [whole])[0] == (whole,)
    assert set(smallest(m, [whole, asked])[0]) == {asked, whole}


@pytest.mark.parametrize(("sign", "n", "relief"), [(1.0, 3, 1.0), (-1.0, 2, 6.0)])
def test_an_equation_gives_way_on_the_side_that_its_line_holds(sign: float, n: int, relief: float) -> None:
    """7 n = 20 with the upper side let go is met by n = 3, with the lower side by n = 2."""
    m = matrix([[7.0]], [20.0], [20.0])
    asked = line("asked", rows={0: sign})
    answer = highs.solve(elastic(m, [asked], [asked]))
    assert answer.x is not None
    assert answer.x.tolist() == pytest.approx([n, relief])


def test_lines_that_do_not_take_part_are_left_out() -> None:
    """x ≥ 5 and x ≤ 4 clash; x ≤ 90 has nothing to do with it."""
    m = matrix([[1.0], [1.0], [1.0]], [5.0, -np.inf, -np.inf], [np.inf, 4.0, 90.0])
    low, high, far = (line(name, rows={i: 1.0}) for i, name in enumerate(("low", "high", "far")))
    kept, minimal = smallest(m, [far, low, high])
    assert (set(kept), minimal) == ({low, high}, True)


def test_a_proof_that_ran_into_its_limit_is_not_called_one(monkeypatch: pytest.MonkeyPatch) -> None:
    m = matrix([[1.0], [1.0]], [5.0, -np.inf], [np.inf, 4.0])
    low, high = line("low", rows={0: 1.0}), line("high", rows={1: 1.0})
    true = highs.solve

    def tired(model: Matrix, **work: Any) -> highs.Answer:
        if np.isinf(model.row_lower[0]):
            return highs.Answer("limit", None, np.inf, -np.inf)
        return true(model, **work)

    monkeypatch.setattr(highs, "solve", tired)
    kept, minimal = smallest(m, [low, high])
    assert (set(kept), minimal) == ({low, high}, False)


def test_a_count_gives_way_in_whole_units() -> None:
    """3 n ≥ 10 with at most two needs four: two more."""
    m = matrix([[3.0]], [10.0], [np.inf])
    most = line("most", caps={0: 2.0}, whole=True)
    assert feasible(without(m, [most], [most])) is False
    answer = highs.solve(elastic(m, [most], [most]))
    assert answer.x is not None
    assert answer.x.tolist() == [4.0, 2.0]


def test_some_of_a_line_may_be_physics() -> None:
    """Of a row that holds two, one may be given up: x ≤ 2 becomes x ≤ 3 and no more."""
    m = matrix([[1.0], [1.0]], [-np.inf, 4.0], [2.0, np.inf])
    two = line("two", rows={0: 1.0}, most=1.0)
    assert feasible(without(m, [two], [])) is False


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    sizes=st.lists(st.integers(2, 12), min_size=1, max_size=3),
    wanted=st.integers(1, 60),
    more=st.integers(0, 3),
    bystanders=st.integers(0, 4),
)
def test_planted_conflicts_of_whole_numbers_are_found_and_proved(
    sizes: list[int], wanted: int, more: int, bystanders: int
) -> None:
    """Σ size · n between wanted and wanted + more: what brute force calls impossible is the clash."""
    reachable = {0}
    for _ in range(wanted + more):
        reachable |= {total + size for total in reachable for size in sizes if total + size <= wanted + more}
    possible = any(wanted <= total <= wanted + more for total in reachable)
    rows = [[float(size) for size in sizes]] * 2 + [[1.0] * len(sizes)] * bystanders
    m = matrix(
        rows,
        [wanted, -np.inf, *([-np.inf] * bystanders)],
        [np.inf, wanted + more, *([99.0] * bystanders)],
    )
    lines = [line(f"line {i}", rows={i: 1.0}) for i in range(len(rows))]
    assert feasible(m) is possible
    if not possible:
        kept, minimal = smallest(m, list(reversed(lines)))
        assert (set(kept), minimal) == (set(lines[:2]), True)
