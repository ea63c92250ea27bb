"""Sea distances from the table and over the sea lanes."""

from __future__ import annotations

from math import acos, cos, degrees, radians, sin
from typing import Any

import pytest

from greenport import data
from greenport.errors import DataError


def nautical_miles(origin: str, destination: str) -> float:
    return float(data.sea_distance(origin, destination).value.to("nmi").magnitude)


def great_circle(origin: str, destination: str) -> float:
    """Shortest line over the globe in nautical miles: one minute of arc each."""
    ports = data.table("ports")
    places = {
        key: (radians(lat), radians(lon))
        for key, lat, lon in zip(ports["key"], ports["lat"], ports["lon"], strict=True)
    }
    (a, b), (c, d) = places[origin], places[destination]
    return 60 * degrees(acos(sin(a) * sin(c) + cos(a) * cos(c) * cos(b - d)))


def test_a_distance_holds_in_both_directions() -> None:
    assert data.sea_distance("hong_kong", "tianjin") == data.sea_distance("tianjin", "hong_kong")


def test_a_distance_of_the_table_keeps_its_source() -> None:
    found = data.sea_distance("hong_kong", "zhanjiang")
    assert found == data.datum("distances:zhanjiang_hong_kong")
    assert "Pub. 151" in found.source


@pytest.mark.parametrize(
    ("origin", "destination", "published"),
    [("shanghai", "singapore", 2237), ("busan", "singapore", 2503), ("rotterdam", "singapore", 8288)],
)
def test_a_pair_that_no_row_holds_is_routed_close_to_published_tables(
    origin: str, destination: str, published: float
) -> None:
    assert nautical_miles(origin, destination) == pytest.approx(published, rel=0.05)


@pytest.mark.parametrize("pair", [("zhanjiang", "singapore"), ("dalian", "ulsan"), ("basuo", "rotterdam")])
def test_a_routed_distance_is_longer_than_the_great_circle(pair: tuple[str, str]) -> None:
    assert nautical_miles(*pair) > great_circle(*pair)


def test_a_routed_distance_says_that_it_is_derived_and_by_what() -> None:
    found = data.sea_distance("zhanjiang", "singapore")
    assert (found.status, found.source) == ("derived", "searoute")
    assert found.item == "Zhanjiang to Singapore"


def test_a_place_is_no_distance_away_from_itself() -> None:
    assert nautical_miles("zhanjiang", "zhanjiang") == 0


def test_an_unknown_place_is_answered_with_near_matches() -> None:
    with pytest.raises(DataError, match="no place 'zhanjaing' in table ports; did you mean zhanjiang"):
        data.sea_distance("zhanjaing", "hong_kong")


def test_a_place_like_no_other_is_answered_with_how_to_add_it() -> None:
    with pytest.raises(DataError, match="no place 'qqq' in table ports; add it with its coordinates"):
        data.sea_distance("hong_kong", "qqq")


def test_what_is_no_text_is_no_place() -> None:
    nowhere: Any = 5
    with pytest.raises(DataError, match="no place 5 in table ports"):
        data.sea_distance(nowhere, "hong_kong")
