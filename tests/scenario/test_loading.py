"""What bad input gets: file, line, key, what is wrong, what was expected, near matches; all in one go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from greenport.errors import Fault, ScenarioError
from greenport.scenario import find, load_scenario, models, shipped

HERE = Path(__file__).parent
BAD = HERE / "bad"
PORT = HERE / "port.yaml"

# file: (key, words of the message, a text of the line that is named)
ONE_FAULT = {
    "unknown_key": ("places[site].pools[methanol].heeel", 'did you mean "heel"?', "heeel"),
    "missing_unit": (
        "places[site].pools[methanol].modules[tank].capex",
        '500 has no unit; a price per volume is due, e.g. "600 USD/m^3"',
        "id: tank,",
    ),
    "wrong_unit": (
        "places[site].pools[methanol].modules[tank].capex",
        "is money where a price per volume is due",
        "id: tank,",
    ),
    "negative_mass": ("demand[liners].stem", "-1000 t", "stem:"),
    "share_over_one": ("demand[liners].service", "expected at least 0 % and at most 100 %", "service:"),
    "unknown_fuel": ("demand[liners].fuel", "did you mean methanol", "fuel: methanoll"),
    "unknown_port": ("suppliers[maker].port", 'did you mean "zhanjiang"?', "id: maker"),
    "unknown_supplier": ("offers[cargo].supplier", 'did you mean "maker"?', "id: cargo"),
    "unknown_ship": ("offers[cargo].ship", 'did you mean "tanker"?', "id: cargo"),
    "unknown_mode": ("offers[straight].mode", 'did you mean "barge"?', "id: straight"),
    "year_twice": ("demand[liners].asks.2030", "given twice", "asks:"),
    "unclosed": ("", "is not closed, or a comma is missing", "stem:"),
    "text_for_a_number": ("legs[0].distance", "does not begin with a number", "distance: ten"),
    "text_for_a_count": (
        "places[site].berths[jetty].at_most",
        '"two" stands where a whole number is due',
        "two",
    ),
    "not_a_number": ("legs[0].distance", "not a finite number", "nan nmi"),
    "empty": ("", "nothing at the top; expected a map", ""),
    "gap_zero": ("solve.gap", "expected above 0 %", "gap:"),
    "gap_negative": ("solve.gap", "-1 %", "gap:"),
    "gap_text": ("solve.gap", "does not begin with a number", "gap:"),
    "milestones_out_of_order": ("years.milestones", "must rise", "milestones:"),
    "empty_demand": ("demand", "is empty; expected at least one", "demand:"),
}


def faults(path: Path | str, overrides: dict[str, str] | None = None) -> tuple[Fault, ...]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path, overrides)
    return caught.value.faults


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if text in line), 1)


@pytest.mark.parametrize("name", ONE_FAULT)
def test_a_wrong_file_is_told_by_file_line_key_and_cure(name: str) -> None:
    key, words, marked = ONE_FAULT[name]
    path = BAD / f"{name}.yaml"
    first = faults(path)[0]
    assert (first.file, first.line, first.key) == (str(path), line_of(path, marked), key)
    assert words in first.message


def test_every_attack_file_is_tested() -> None:
    assert {path.stem for path in BAD.glob("*.yaml")} == {*ONE_FAULT, "many"}


def test_all_faults_of_a_file_come_in_one_go() -> None:
    assert [fault.key for fault in faults(BAD / "many.yaml")] == [
        "places[site].pools[methanol].heeel",
        "places[site].pools[methanol].modules[tank].capex",
        "suppliers[maker].available.2030",
        "suppliers[maker].available.2040",
        "offers[cargo].supplier",
        "offers[cargo].ship",
        "demand[liners].replaces",
    ]


def test_each_year_of_a_series_is_told_at_its_own_line() -> None:
    lines = [fault.line for fault in faults(BAD / "many.yaml") if "available" in fault.key]
    assert lines[1] == lines[0] + 1


@pytest.mark.parametrize(
    "text",
    [
        "m" * 100_000,
        "(" * 100_000,
        "9" * 5_000 + " t",
        "1 t" + "^9" * 1_000,
        '"\\e[31m"',
        "{a: {b: [c]}}",
        "[1]",
    ],
)
def test_a_message_stays_short_whatever_it_is_about(text: str) -> None:
    assert all(len(str(fault)) < 700 for fault in faults(PORT, {"demand.liners.stem": text}))


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("places.site.berths.jetty.at_most", "true", "true stands where a whole number is due"),
        ("places.site.berths.jetty.at_most", "2.5", "a whole number is due"),
        ("places.site.berths.jetty.at_most", "5000", "less than or equal to 1000"),
        ("places.site.berths.jetty.existing", "perhaps", "true or false is due"),
        ("places", "5", "a list is due"),
        ("finance", "cheap", "a map of keys is due"),
        ("years.decision_date", "2026", "expected a day as year-month-day"),
        ("years.decision_date", "2026-13-45", "valid date"),
        ("years.horizon", "2030", "later than the last milestone, 2030"),
        ("years.milestones", "[2020]", "before the decision"),
        ("name", "../../etc", "expected lower-case letters"),
        ("demand.liners.kind", "shipss", 'did you mean "ships"?'),
        ("demand.liners.lies_at", "berht", 'did you mean "berth"?'),
        ("demand.liners.asks", "{27: 40 kt/yr}", '"27" is not a year'),
        ("demand.liners.asks", "{}", "'value' is missing"),
        ("demand.liners.stem", "{valu: 5 t}", 'did you mean "value"?'),
        ("demand.liners.stem", "{value: 5 t, low: 6 t}", "low ≤ value ≤ high does not hold: 6 t ≤ 5 t"),
        ("demand.liners.stem", "{value: 5 t, status: publishd}", 'did you mean "published"?'),
        ("demand.liners.stem", "{data: methanol_demand:total}", "is a series over years; one figure is due"),
        ("demand.liners.stem", "{data: finance:discount_rate}", "is a ratio where a mass is due"),
        ("demand.liners.stem", "{data: finance:discount_rte}", "did you mean discount_rate"),
        ("demand.liners.stem", "{data: finance:wacc, low: 1 t}", "beside 'data'"),
        ("demand.liners.stem", "1 kg", "are the units right?"),
        ("demand.liners.otherwise", "{fossil: 1 USD/t, elsewhere: 1 USD/t}", "exactly one of"),
        ("places.site.pools.methanol.heel", "99 %", "leaves no room below fill_at_most 95 %"),
        ("finance.wacc", "-1 %", "at least 0 %"),
        ("finance.discount_rate", "8", "8 has no unit"),
        ("finance.rates", "{HKD: 7.8 HKD/USD}", "a plain number is due"),
        ("ships.tanker.speed", "0 kn", "expected above 0"),
        ("demand.liners.at_least", "120 %", "at most 100 %"),
        ("demand.liners.stem", "1e300 t", "too large for this mass"),
        ("demand", "[]", "is empty; expected at least one"),
        ("greenport", "2", "expected 1"),
        ("offers.straight.ship", "tanker", "a direct offer has neither"),
        ("offers.cargo.mode", "barge", "an offer to a terminal has no 'mode'"),
        ("prices.vlsfo", "500 USD_2050/t", "cepci has no value for 2050"),
    ],
)
def test_a_wrong_setting_says_what_was_expected(key: str, text: str, words: str) -> None:
    assert words in "\n".join(map(str, faults(PORT, {key: text})))


# ------------------------------------------------------------------------------- finding the file


def test_a_shipped_scenario_is_found_by_its_name() -> None:
    assert find("hongkong") == models() / "hongkong" / "base.yaml"
    assert "hongkong" in shipped()


def test_a_misspelt_shipped_name_names_the_nearest() -> None:
    assert 'did you mean "hongkong"?' in faults("hongkon")[0].message


def test_a_misspelt_file_name_names_the_file_beside_it() -> None:
    assert 'did you mean "port.yaml"?' in faults(HERE / "prt.yaml")[0].message


def test_a_folder_is_no_scenario() -> None:
    assert faults(HERE)[0].message.startswith("a folder; expected a scenario file in it")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file")
def test_a_device_is_no_scenario() -> None:
    assert faults("/dev/zero")[0].message.startswith("not an ordinary file")


@pytest.mark.parametrize("name", ["x" * 5_000, "a\0b", "\udcff.yaml", "../hongkong", ""])
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    assert len(faults(name)) == 1


def test_a_scenario_that_builds_on_another_tells_faults_in_their_own_file(tmp_path: Path) -> None:
    top = tmp_path / "top.yaml"
    top.write_text(f"extends: {BAD / 'wrong_unit.yaml'}\nname: top\nseed: -1\n", encoding="utf-8")
    assert {(Path(fault.file).name, fault.key) for fault in faults(top)} == {
        ("top.yaml", "seed"),
        ("wrong_unit.yaml", "places[site].pools[methanol].modules[tank].capex"),
    }


# --------------------------------------------------------------------- all in one go, at the right line

HIDING = [
    "solve: {gap: 1 %, gap: 2 %, rounds: 6, nodes: 20000}",
    "seed: !!int 1",
    "more_or_less: null",
    "name: Bad Name",
    "years: {milestones: [2030, 2029]}",
    "places: [{id: site, berths: [{id: jetty, at_most: two}]}]",
    "places: [{id: site, pools: [{grade: methanol, heel: 99 %}]}]",
    "places: [{id: site, pools: [{grade: methanol, modules: [{id: tank, kind: neww}]}]}]",
    "ships: [{id: Bad Ship}]",
]


@pytest.mark.parametrize("wrong", HIDING)
def test_no_fault_hides_an_unknown_supplier_elsewhere(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "top.yaml"
    path.write_text(f"extends: {PORT}\n{wrong}\noffers: [{{id: cargo, supplier: makr}}]\n", encoding="utf-8")
    found = faults(path)
    assert ("offers[cargo].supplier", 3) in {(fault.key, fault.line) for fault in found}
    assert len(found) > 1
    assert "zz_unread" not in "\n".join(map(str, found))


def test_a_misspelt_key_is_not_told_as_missing_too() -> None:
    overrides = {"finance.discount_rat": "3 %", "finance.discount_rate": "null"}
    assert [fault.key for fault in faults(PORT, overrides)] == ["finance.discount_rat"]


def test_what_is_set_wrongly_is_told_at_the_setting() -> None:
    (fault,) = faults(PORT, {"places.site.pools.methanol.heel": "99 %"})
    assert (fault.file, fault.line) == ("--set places.site.pools.methanol.heel=99 %", 0)


def test_a_row_that_is_set_wrongly_is_told_at_the_setting(tmp_path: Path) -> None:
    path = tmp_path / "top.yaml"
    path.write_text(f"extends: {PORT}\nfinance: {{wacc: {{data: finance:wacc}}}}\n", encoding="utf-8")
    (fault,) = faults(path, {"finance.wacc.data": "finance:wac"})
    assert fault.file == "--set finance.wacc.data=finance:wac"


def test_an_unknown_step_is_told_at_its_own_line(tmp_path: Path) -> None:
    path = tmp_path / "top.yaml"
    path.write_text(
        f"extends: {PORT}\nplaces:\n  - id: site\n    approvals:\n"
        "      - {step: a, takes: 1 month}\n      - {step: b, takes: 1 month, after: [x]}\n",
        encoding="utf-8",
    )
    assert [fault.line for fault in faults(path)] == [6]


# ------------------------------------------------------------------------------ what stands in a name


def test_extends_names_the_nearest_shipped_scenario(tmp_path: Path) -> None:
    path = tmp_path / "top.yaml"
    path.write_text("extends: hongkon\n", encoding="utf-8")
    assert 'did you mean "hongkong"?' in faults(path)[0].message


def test_a_folder_named_like_a_file_does_not_suggest_itself(tmp_path: Path) -> None:
    (tmp_path / "dir2.yaml").mkdir()
    assert "did you mean" not in faults(tmp_path / "dir2.yaml")[0].message


def test_a_broken_link_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to(tmp_path / "gone.yaml")
    assert faults(tmp_path / "link.yaml")[0].message.startswith("a link to a file that is not there")


def test_a_file_that_is_no_scenario_is_not_repeated(tmp_path: Path) -> None:
    for name in ("secret", "secret.yaml"):
        (tmp_path / name).write_text("root-and-password\n", encoding="utf-8")
        (tmp_path / "top.yaml").write_text(f"extends: {name}\n", encoding="utf-8")
        assert "root-and-password" not in str(faults(tmp_path / "top.yaml")[0])


def test_a_name_with_a_line_break_stays_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a\nb.yaml"
    path.write_text("greenport: 2\n", encoding="utf-8")
    assert all("\n" not in str(fault) for fault in (*faults(path), *faults(tmp_path / "c\nd.yaml")))


def test_no_two_shipped_scenarios_have_one_name() -> None:
    names = [load_scenario(name).name for name in shipped()]
    assert len(set(names)) == len(names)


def test_a_shipped_name_means_one_file() -> None:
    files = [find(name) for name in shipped()]
    assert len(set(files)) == len(files)
