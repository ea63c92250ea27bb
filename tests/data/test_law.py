"""What the law sets for a year, as it stands on a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from greenport import data
from greenport.data import law
from greenport.errors import DataError, DraftRuleWarning

Write = Callable[[str, str], None]

HEAD = (
    "key,item,from_year,until_year,document,clause,since,standing,"
    "low,value,high,unit,year,source,url,status,note\n"
)


def step(first: str, last: str, since: str, value: str, standing: str = "in force") -> str:
    act = f"Act of {since}"
    return f"limit,Limit,{first},{last},{act},1,{since},{standing},,{value},,%,2024,{act},,published,\n"


@pytest.fixture
def acts(write: Write) -> None:
    """A limit of 2 % from 2025 and 6 % from 2030, which a later act makes 9 % until 2034."""
    write(
        "law.csv",
        HEAD
        + step("2025", "", "2023-10-12", "2")
        + step("2030", "", "2023-10-12", "6")
        + step("2030", "2034", "2026-01-01", "9"),
    )


@pytest.mark.usefixtures("acts")
@pytest.mark.parametrize(
    ("year", "as_of", "due"),
    [(2025, None, 2), (2029, None, 2), (2030, None, 9), (2030, "2024-01-01", 6), (2034, date(2026, 1, 1), 9)],
)
def test_of_several_texts_the_newest_that_stood_on_the_date_holds(year: int, as_of: Any, due: float) -> None:
    assert data.clause("limit", year, as_of).value.m_as("%") == due


@pytest.mark.usefixtures("acts")
def test_years_come_back_in_their_shape() -> None:
    found = data.set_by_law("limit", [[2025, 2030], [2034, 2026]])
    assert found.m_as("%").tolist() == [[2, 9], [9, 2]]
    assert data.set_by_law("limit", np.int64(2025)).m_as("%") == 2


@pytest.mark.usefixtures("acts")
@pytest.mark.parametrize(
    ("year", "as_of", "told"),
    [
        (2024, None, "sets nothing for 2024; it begins in 2025"),
        (2035, None, "Act of 2026-01-01 sets nothing for 2035; it ends in 2034"),
        (2030, "2020-01-01", "nothing stood on 2020-01-01; its first text is Act of 2023-10-12"),
        (2030, "yesterday", "as_of 'yesterday' is not a date"),
        ("2030", None, "year of '2030' is not a calendar year"),
        (2030.5, None, "year of 2030.5 is not a calendar year"),
        (None, None, "year of None is not a calendar year"),
    ],
)
def test_what_the_law_does_not_set_is_told(year: Any, as_of: Any, told: str) -> None:
    with pytest.raises(DataError, match=told):
        data.clause("limit", year, as_of)
    with pytest.raises(DataError, match=told):
        data.set_by_law("limit", year, as_of)


def test_a_draft_warns(write: Write) -> None:
    write("law.csv", HEAD + step("2028", "", "2025-04-11", "4", "draft"))
    with pytest.warns(DraftRuleWarning, match="Act of 2025-04-11 is a draft and not in force"):
        found = data.clause("limit", 2030)
    assert (found.standing, found.draft) == ("draft", True)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (step("", "", "2023-10-12", "2"), "from_year of limit is missing"),
        (step("2025", "", "some day", "2"), "since 'some day' is not a date"),
        (step("2025", "", "2023-10-12", "2", "repealed"), "standing 'repealed'"),
    ],
)
def test_a_malformed_step_is_refused_with_its_line(write: Write, row: str, told: str) -> None:
    write("law.csv", HEAD + row)
    with pytest.raises(DataError, match=rf"law.csv:2: {told}"):
        law.clauses("limit")
