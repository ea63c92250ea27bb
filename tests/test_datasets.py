"""Every table of `datasets/`: its form, and its relations to the others."""

from __future__ import annotations

import json
from collections import Counter
from urllib.parse import urlsplit

import frictionless
import pandas as pd
import pytest
from pyarrow import csv

from greenport import data, fuels
from greenport.units import Q_, magnitude, price_year


def rows(name: str) -> pd.DataFrame:
    return data.table(name)


NAMES = data.names()
FIGURES = [name for name in NAMES if {"value", "unit"} <= set(rows(name).columns)]
SERIES = [name for name in FIGURES if "for_year" in rows(name).columns]
CITED = [name for name in NAMES if name != "sources"]


def value(name: str, unit: str) -> float:
    return float(magnitude(data.datum(name).value, unit))


def path(name: str, unit: str) -> dict[int, float]:
    return {year: float(magnitude(each.value, unit)) for year, each in data.series(name).items()}


# ------------------------------------------------------------------------------- every table


def test_the_data_package_is_valid() -> None:
    report = frictionless.validate(str(data.folder() / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])


def test_the_data_package_describes_every_table_and_no_other() -> None:
    package = json.loads((data.folder() / "datapackage.json").read_text("utf-8"))
    assert sorted(resource["path"] for resource in package["resources"]) == [f"{name}.csv" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_a_licence_a_purpose_and_a_meaning_of_each_column(name: str) -> None:
    found = data.describe(name)
    assert all([found.title, found.description, found.licence])
    assert list(found.columns) == list(rows(name).columns)
    assert all(found.columns.values())


@pytest.mark.parametrize("name", FIGURES)
def test_every_table_of_figures_names_the_documents_it_rests_on(name: str) -> None:
    cited = {source for source in rows(name)["source"] if source}
    assert cited <= set(data.describe(name).documents)


def test_the_change_log_begins_with_the_version_of_the_data() -> None:
    text = (data.folder() / "CHANGELOG.md").read_text("utf-8")
    versions = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert versions[0] == data.version()
    assert f"version {data.version()}" in (data.folder() / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_pandas_alone_reads_a_table_as_greenport_does(name: str) -> None:
    plain = pd.read_csv(data.folder() / f"{name}.csv")
    assert list(plain.columns) == list(rows(name).columns)
    assert len(plain) == len(rows(name))
    if name in FIGURES:
        assert plain["value"].tolist() == rows(name)["value"].tolist()


@pytest.mark.parametrize("name", FIGURES)
def test_arrow_alone_reads_numbers_as_numbers(name: str) -> None:
    """As any columnar database would: types from the cells, no word about them."""
    found = csv.read_csv(data.folder() / f"{name}.csv")
    kinds = {str(found.schema.field(column).type) for column in ("low", "value", "high")}
    assert kinds <= {"double", "int64", "null"}


@pytest.mark.parametrize("name", FIGURES)
def test_no_value_lies_outside_its_range(name: str) -> None:
    found = rows(name)
    assert not found[found["low"] > found["value"]]["key"].tolist()
    assert not found[found["high"] < found["value"]]["key"].tolist()
    assert not found[found["low"].isna() != found["high"].isna()]["key"].tolist()


@pytest.mark.parametrize("name", [*FIGURES, "currencies"])
def test_every_assumption_has_a_range_or_says_why_it_has_none(name: str) -> None:
    found = rows(name)
    assumed = found[found["status"] == "assumption"]
    assert not assumed[assumed["low"].isna() | assumed["high"].isna()].index.tolist()
    if name != "currencies":
        flat = assumed[(assumed["low"] == assumed["value"]) & (assumed["high"] == assumed["value"])]
        assert not flat[~flat["note"].str.contains("range")]["key"].tolist()


@pytest.mark.parametrize("name", FIGURES)
def test_every_derived_figure_tells_how(name: str) -> None:
    found = rows(name)
    assert not found[(found["status"] == "derived") & (found["note"] == "")]["key"].tolist()


@pytest.mark.parametrize("name", FIGURES)
def test_every_unit_is_read_and_money_has_a_price_year(name: str) -> None:
    """Money that the law names is what is paid in the year it is due, without a price year."""
    for unit in set(rows(name)["unit"]):
        quantity = Q_(1.0, unit)
        is_money = any(part.startswith("[money") for part in quantity.dimensionality)
        assert (price_year(quantity) is not None) == (is_money and name != "law"), unit


@pytest.mark.parametrize("name", CITED)
def test_every_published_figure_has_a_well_formed_address(name: str) -> None:
    for url, status in zip(rows(name)["url"], rows(name)["status"], strict=True):
        if url:
            parts = urlsplit(url)
            assert parts.scheme in {"http", "https"}
            assert "." in parts.netloc
            assert url.isascii()
            assert " " not in url
        else:
            assert status in {"assumption", "derived"}


def test_the_sources_are_those_that_the_tables_quote() -> None:
    quoted: dict[str, set[str]] = {}
    for name in CITED:
        for source, url in zip(rows(name)["source"], rows(name)["url"], strict=True):
            if source and (url or name != "currencies"):
                quoted.setdefault(source, set()).add(name)
    sources = rows("sources")
    listed = {
        title: set(used.split()) for title, used in zip(sources["title"], sources["used_in"], strict=True)
    }
    assert listed == quoted


def test_a_source_has_one_address() -> None:
    addresses = dict(zip(rows("sources")["title"], rows("sources")["url"], strict=True))
    for name in CITED:
        for source, url in zip(rows(name)["source"], rows(name)["url"], strict=True):
            if source in addresses:
                assert url == addresses[source]


@pytest.mark.parametrize("name", SERIES)
def test_a_series_keeps_one_unit(name: str) -> None:
    assert max(Counter(rows(name).drop_duplicates(["key", "unit"])["key"]).values()) == 1


# ------------------------------------------------------------------------------- between tables


def test_every_supplier_of_methanol_and_saf_has_a_capacity_a_port_and_a_fuel() -> None:
    supplied = {*data.keys("methanol_supply"), *data.keys("saf_supply")}
    suppliers = rows("suppliers")
    assert supplied == set(suppliers["key"])
    assert set(suppliers["fuel"]) <= set(fuels.names())
    for port in set(suppliers["load_port"]):
        assert data.sea_distance(port, "hong_kong").table == "distances"


@pytest.mark.parametrize("table", ["methanol_supply", "saf_supply"])
def test_nobody_supplies_more_than_he_can_make(table: str) -> None:
    for key in data.keys(table):
        made = data.datum(f"suppliers:{key}")
        most = float(magnitude(made.high if made.high is not None else made.value, "kt/yr"))
        assert max(path(f"{table}:{key}", "kt/yr").values()) <= most, key


def test_every_supplier_of_methanol_has_an_intensity_below_the_fossil_comparator() -> None:
    for key in data.keys("methanol_supply"):
        assert value(f"emission_factors:supplier:{key}", "gCO2e/MJ") < 94, key


def test_every_segment_that_asks_for_methanol_has_a_stem_and_a_stay() -> None:
    asking = set(data.keys("methanol_demand")) - {"total", "local_craft"}
    stated = {key for key in data.keys("ship_segments") if not key.endswith(":ship_time")}
    assert stated == {f"{key}:{what}" for key in asking for what in ("stem", "stay")}


def test_every_segment_that_can_be_moved_from_its_berth_has_a_price_of_time() -> None:
    segments = rows("ship_segments")
    at_berth = {key.partition(":")[0] for key in segments[segments["place"] == "berth"]["key"]}
    assert {f"{key}:ship_time" for key in at_berth} <= set(segments["key"])


@pytest.mark.parametrize("bound", ["low", "value", "high"])
def test_the_segments_add_up_to_the_total(bound: str) -> None:
    frame = rows("methanol_demand")
    total = frame[frame["key"] == "total"].set_index("for_year")[bound]
    segments = frame[frame["key"] != "total"].groupby("for_year")[bound].sum()
    assert segments.to_dict() == pytest.approx(total.to_dict())


def test_intensities_of_fuels_are_those_of_their_regime() -> None:
    for fuel, regime in (("vlsfo", "fueleu"), ("mgo", "fueleu"), ("jet_a1", "corsia")):
        of_regime = data.datum(f"emission_factors:{fuel}:well_to_wake:{regime}").value
        assert data.datum(f"fuels:{fuel}:well_to_wake").value == of_regime
