"""Trees from YAML files: what is read, what is refused, how trees are merged, changed and searched."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greenport.errors import Fault, ScenarioError
from greenport.scenario import reading as module
from greenport.scenario.merging import load, merge, override
from greenport.scenario.reading import MAX_BYTES, MAX_DEPTH, MAX_FAULTS, MAX_NODES, parse, read
from greenport.scenario.tree import Branch, Items, Key, Node, Origin, Real, Text, Whole, locate, near, plain

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

PORT = """\
name: quay          # line 1
finance:
  discount_rate: 7 %
  taxed: no
places:
  - id: north
    hub: port
    pools:
      - grade: methanol
        heel: 3 %
      - grade: saf
        heel: 4 %
  - id: south
    asks: {2027: 7 kt/yr, 2030: 50 kt/yr}
rates: [1, 2.5, true]
"""


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML: the one in C, and the one in Python where there is no compiler."""
    monkeypatch.setattr(module, "_LOADER", getattr(yaml, request.param))


def faults(act: Callable[[], object]) -> tuple[Fault, ...]:
    with pytest.raises(ScenarioError) as caught:
        act()
    return caught.value.faults


def faults_in(text: str) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.key, fault.message) for fault in faults(lambda: parse(text))]


def only_fault_in(text: str) -> tuple[int, str, str]:
    (fault,) = faults_in(text)
    return fault


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def origins_are_kept(node: Node) -> bool:
    """Whether every map of a tree knows the origins of exactly its keys."""
    if isinstance(node, Branch):
        return node.key_origins.keys() == node.keys() and all(map(origins_are_kept, node.values()))
    return all(map(origins_are_kept, node)) if isinstance(node, Items) else True


# ------------------------------------------------------------------------------ what is read


@pytest.mark.usefixtures("either_parser")
class TestReading:
    def test_a_file_becomes_ordinary_values(self, tmp_path: Path) -> None:
        assert plain(read(written(tmp_path, "port.yaml", PORT))) == {
            "name": "quay",
            "finance": {"discount_rate": "7 %", "taxed": "no"},
            "places": [
                {
                    "id": "north",
                    "hub": "port",
                    "pools": [{"grade": "methanol", "heel": "3 %"}, {"grade": "saf", "heel": "4 %"}],
                },
                {"id": "south", "asks": {2027: "7 kt/yr", 2030: "50 kt/yr"}},
            ],
            "rates": [1, 2.5, True],
        }

    def test_every_value_knows_its_file_and_line(self) -> None:
        tree: Any = parse(PORT, "port.yaml")
        assert tree["places"][0]["pools"][1]["heel"].origin == Origin("port.yaml", 12)
        assert tree["places"][1]["asks"].origin == Origin("port.yaml", 14)
        assert tree["places"].origin == Origin("port.yaml", 6)
        assert tree["rates"][1].origin == Origin("port.yaml", 15)
        assert tree["finance"].key_origins["taxed"] == Origin("port.yaml", 4)
        assert origins_are_kept(tree)

    @pytest.mark.parametrize(
        "text",
        ["no", "yes", "on", "off", "y", "n", "No", "OFF", "12:30", "1:30:00", "1_000", "1,000", "2026-11-30",
         "2026-11-30 12:00:00", "7 %", "650 USD/t", "0b11", "0o9", "0xg", "1e", "1.2.3", "--", "+", ".", "=",
         "nan", "inf", "tRUE", "nil", "none"],
    )  # fmt: skip
    def test_what_is_no_plain_number_stays_the_text_it_looks_like(self, text: str) -> None:
        (value,) = parse(f"key: {text}").values()
        assert isinstance(value, Text)
        assert value == text

    @pytest.mark.parametrize(
        ("text", "number"),
        [("0", 0), ("12", 12), ("-3", -3), ("+4", 4), ("0o17", 15), ("0x1F", 31)],
    )
    def test_whole_numbers_follow_the_core_schema(self, text: str, number: int) -> None:
        (value,) = parse(f"key: {text}").values()
        assert isinstance(value, Whole)
        assert value == number

    @pytest.mark.parametrize(
        ("text", "number"),
        [("1.5", 1.5), ("-.5", -0.5), ("3.", 3.0), ("1e3", 1000.0), ("2.5E-3", 0.0025), ("00.5", 0.5)],
    )
    def test_numbers_with_a_fraction_follow_the_core_schema(self, text: str, number: float) -> None:
        (value,) = parse(f"key: {text}").values()
        assert isinstance(value, Real)
        assert value == number

    @pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
    def test_null_and_nothing_are_none(self, text: str) -> None:
        assert plain(parse(f"key: {text}")) == {"key": None}

    @pytest.mark.parametrize("text", ["true", "True", "TRUE", "false", "False", "FALSE"])
    def test_only_true_and_false_are_booleans(self, text: str) -> None:
        assert plain(parse(f"key: {text}")) == {"key": text.lower() == "true"}

    @pytest.mark.parametrize("text", ['"12"', "'true'", '"null"', '"1.5"', '""', "'007'", "'.nan'"])
    def test_quotes_make_a_text(self, text: str) -> None:
        assert plain(parse(f"key: {text}")) == {"key": text[1:-1]}

    def test_a_year_is_a_number_quoted_or_not(self) -> None:
        assert plain(parse('asks: {2027: a, "2028": b, -1: c}')) == {"asks": {2027: "a", 2028: "b", -1: "c"}}

    def test_a_key_that_only_looks_like_a_year_stays_a_text(self) -> None:
        assert plain(parse("'007': a\n12345678901: b\nno: c\n2026-11-30: d")) == {
            "007": "a", "12345678901": "b", "no": "c", "2026-11-30": "d",
        }  # fmt: skip

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_count_alike_whatever_ends_them(self, end: str) -> None:
        tree = parse(end.join(["a: 1", "b: 2", "c: 3"]))
        assert [origin.line for origin in tree.key_origins.values()] == [1, 2, 3]

    def test_a_byte_order_mark_is_passed_over(self, tmp_path: Path) -> None:
        tree = read(written(tmp_path, "bom.yaml", b"\xef\xbb\xbfa: 1\n"))
        assert (tree, tree.key_origins["a"].line) == ({"a": 1}, 1)

    def test_texts_in_chinese_and_long_texts_are_read(self) -> None:
        text = "title: {zh-Hant: 香港基準情景}\nnote: >\n  two\n  lines\nkept: |\n  one\n  two\n"
        assert plain(parse(text)) == {
            "title": {"zh-Hant": "香港基準情景"},
            "note": "two lines\n",
            "kept": "one\ntwo\n",
        }

    def test_one_document_may_be_marked_as_such(self) -> None:
        assert plain(parse("---\na: 1\n...\n")) == {"a": 1}


TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff")
)
KEYS = st.one_of(
    TEXTS.filter(lambda text: text != "<<" and not text.lstrip("-").isdecimal()), st.integers(1900, 2100)
)
NUMBERS = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
TREES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
MAPS = st.dictionaries(KEYS, TREES, max_size=4)


class Quoting(yaml.SafeDumper):
    """Quotes every text: YAML 1.1 would leave `09` and `1e5` bare, which are numbers in YAML 1.2."""


Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


@UNHURRIED
@given(MAPS, st.sampled_from([None, True, False]))
def test_what_a_dumper_writes_is_read_back(content: dict[Key, Any], flow: bool | None) -> None:
    text = yaml.dump(content, Dumper=Quoting, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    tree = parse(text)
    assert plain(tree) == content
    assert str(plain(tree)) == str(content)  # types too: 1 is not 1.0 is not True
    assert origins_are_kept(tree)


@UNHURRIED
@given(st.text("ab1.0-'\"[]{}:,#&*!|>%@?\\ \n\t\xa0\x85", max_size=25))
def test_no_text_brings_the_reader_down(text: str) -> None:
    with suppress(ScenarioError):
        assert isinstance(parse(text), Branch)


# Without # and ?, where one parser refuses `|#` or `[a?]` and the other does not.
@UNHURRIED
@given(st.text("ab1.0-'\"[]{}:,&*!|>%@\\ \n\t\xa0", max_size=25))
def test_both_parsers_give_one_tree(text: str) -> None:
    results: list[object] = []
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "_LOADER", loader)
            try:
                results.append(str(plain(parse(text))))
            except ScenarioError as error:
                results.append(type(error))
    assert results[0] == results[1]


# ------------------------------------------------------------------------------ what is refused


@pytest.mark.usefixtures("either_parser")
class TestRefusal:
    def test_a_year_twice_names_the_first_line(self) -> None:
        assert only_fault_in("asks:\n  2027: 1 t\n  2028: 2 t\n  2027: 3 t\n") == (
            4, "asks.2027", '"2027" is given twice, first in line 2; keep one',
        )  # fmt: skip

    def test_every_repetition_names_the_first_line(self) -> None:
        assert ["first in line 1" in message for _, _, message in faults_in("a: 1\na: 2\na: 3\n")] == [
            True,
            True,
        ]

    def test_a_year_in_two_spellings_is_still_the_same_year(self) -> None:
        assert only_fault_in('asks:\n  2027: 1 t\n  "2027": 3 t\n')[:2] == (3, "asks.2027")

    def test_all_faults_are_found_in_one_reading(self) -> None:
        text = "a: &x 1\nb: *x\nc: !!int 3\nd: .nan\na: 2\nplaces:\n  - id: quay\n    heel: 010\nlast: [1\n"
        found = faults_in(text)
        assert [line for line, _, _ in found] == [1, 2, 3, 4, 5, 8, 10]
        assert [key for _, key, _ in found] == ["a", "b", "c", "d", "a", "places[quay].heel", ""]

    def test_many_faults_are_cut_off(self) -> None:
        assert len(faults_in("a: 1\n" * 1000)) == MAX_FAULTS
        assert len(faults_in("a: 1\n" * MAX_FAULTS + "b: [\n")) == MAX_FAULTS

    def test_an_anchor_points_to_extends(self) -> None:
        line, key, message = only_fault_in("a: 1\nb: &shared {c: 1}\n")
        assert (line, key) == (2, "b")
        assert "anchor &shared" in message
        assert "extends" in message

    def test_a_merge_key_points_to_extends(self) -> None:
        line, _, message = only_fault_in("a:\n  <<: {b: 1}\n")
        assert line == 2
        assert "extends" in message

    def test_laughs_by_the_billion_are_not_expanded(self) -> None:
        lines = ["a0: &a0 [lol]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
        messages = [message for _, _, message in faults_in("\n".join(lines))]
        assert len(messages) <= MAX_FAULTS
        assert all("is not read" in message for message in messages)

    def test_a_map_that_holds_itself_is_refused(self) -> None:
        assert [line for line, _, _ in faults_in("a: &a\n  b: *a\n")] == [1, 2]

    @pytest.mark.parametrize(
        "value",
        [
            "!!python/object/apply:os.system ['touch {path}']",
            "!!python/object/new:subprocess.Popen [['touch', '{path}']]",
            "!!python/name:os.system",
            "!!python/module:os",
            "!<tag:yaml.org,2002:python/object/apply:os.system> ['touch {path}']",
            "!include /etc/passwd",
            "!!binary aGVsbG8=",
            "!!timestamp 2026-11-30",
            "!!str 5",
            "! 5",
        ],
    )
    def test_a_tag_is_refused_and_does_nothing(self, value: str, tmp_path: Path) -> None:
        path = tmp_path / "touched"
        line, key, message = only_fault_in(f"a: 1\nkey: {value.format(path=path)}\n")
        assert (line, key) == (2, "key")
        assert message.startswith("tag !")
        assert not path.exists()

    @pytest.mark.parametrize("value", [".nan", ".NaN", ".inf", "-.inf", "+.Inf", "1e999", "-1e999"])
    def test_what_is_not_finite_is_refused(self, value: str) -> None:
        line, key, message = only_fault_in(f"a: 1\nkey: {value}\n")
        assert (line, key) == (2, "key")
        assert "finite" in message

    @pytest.mark.parametrize(("value", "cure"), [("010", "10"), ("-007", "7"), ("00", "0")])
    def test_a_leading_zero_is_asked_about(self, value: str, cure: str) -> None:
        assert f"write {cure}, or quote it" in only_fault_in(f"key: {value}")[2]

    @pytest.mark.parametrize("value", ["9" * 41, "9" * 5000, "1" + "0" * 400 + ".5", "0x" + "f" * 5000])
    def test_an_endless_number_is_refused(self, value: str) -> None:
        assert "characters; expected at most 40" in only_fault_in(f"key: {value}")[2]

    @pytest.mark.parametrize("key", ["true", "null", "~", "1.5", "[a, b]", "{{ jinja }}", "{a: b}"])
    def test_a_key_is_a_text_or_a_year(self, key: str) -> None:
        assert "as a key; expected a text or a year" in faults_in(f"a: 1\n{key}: 1\n")[0][2]

    @pytest.mark.parametrize(("open_", "close"), [("[", "]"), ("{a: ", "}"), ("{? ", "}")])
    def test_forty_levels_are_enough(self, open_: str, close: str) -> None:
        def nested(levels: int) -> str:
            return "a: " + open_ * (levels - 1) + "x" + close * (levels - 1)

        if open_ != "{? ":
            assert parse(nested(MAX_DEPTH))
        assert f"deeper than {MAX_DEPTH} levels" in faults_in(nested(MAX_DEPTH + 1))[-1][2]

    @pytest.mark.parametrize("bomb", ["[", "{", "- ", "? ", "{a: ", "[{a: "])
    def test_a_bomb_of_levels_is_defused(self, bomb: str) -> None:
        assert "deeper than" in faults_in("a:\n  " + bomb * 20_000)[-1][2]

    def test_a_tab_is_shown_where_it_is(self) -> None:
        found = faults_in("a:\n\t\tb: 1\nc: 2\nd:\t3\n")
        assert [line for line, _, _ in found] == [2, 4]
        assert all("a tab; use spaces" in message for _, _, message in found)

    def test_an_escaped_tab_is_a_text_like_any_other(self) -> None:
        assert plain(parse(r'a: "x\ty"')) == {"a": "x\ty"}

    @pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff", "\uffff"])
    def test_an_invisible_character_is_named(self, sign: str) -> None:
        line, _, message = only_fault_in(f"a: 1\nb: x{sign}y\n")
        assert line == 2
        assert f"U+{ord(sign):04X}" in message

    @pytest.mark.parametrize("escape", ["\\0", "\\e", "\\x1b", "\\ud800", "\\Uffffffff"])
    def test_an_invisible_character_does_not_come_in_by_an_escape(self, escape: str) -> None:
        assert faults_in(f'a: 1\nb: "x{escape}y"\n')

    def test_a_directive_is_refused(self) -> None:
        line, _, message = only_fault_in("%TAG ! tag:example.com,2026:\n---\na: 1\n")
        assert line == 1
        assert "directive" in message

    def test_a_second_document_is_refused(self) -> None:
        line, _, message = only_fault_in("a: 1\n---\nb: 2\n")
        assert line == 2
        assert "second document" in message

    @pytest.mark.parametrize(
        ("text", "line", "found"),
        [
            ("", 1, "nothing"),
            ("# only a remark\n", 1, "nothing"),
            ("\n- 1\n- 2\n", 2, "a list"),
            ("\nx\n", 2, "a bare value"),
        ],
    )
    def test_the_top_is_a_map(self, text: str, line: int, found: str) -> None:
        assert only_fault_in(text) == (line, "", f"{found} at the top; expected a map of `key: value` lines")

    @pytest.mark.parametrize(
        ("text", "line", "cure"),
        [
            ("a: b: c\n", 1, "quote a text that contains `: `"),
            ("a: 1\n  b: 2\n", 2, "start the entries of one map in one column"),
            ("a: 1\nfoo\nb: 2\n", 2, "expected `key: value`"),
            ("a: %7\n", 1, "put the value in quotes"),
            ("a: @x\n", 1, "put the value in quotes"),
            ("a: ]\n", 1, "put the value in quotes"),
            ("a: 1\nb: *\n", 2, "put the value in quotes"),
            ("a: 1\nb: & c\n", 2, "put the value in quotes"),
            ("a: !x!y z\n", 1, "put the value in quotes"),
            ("a: >5 %\n", 1, "put it in quotes"),
            ("a: 1\nb: 'x\nc: 1\n", 2, "close it"),
            ("a: 1\nb: [1, 2\nc: 3\n", 3, "the [ or { of line 2 is not closed"),
            ("a: {x: 1 y: 2}\n", 1, "or a comma is missing"),
            ("a: - 1\n", 1, "on its own line below the key"),
            ("a:\n  b: 1\n c: 2\n", 3, "does not fit the lines above"),
            ("a: 1\n- b\n", 2, "does not fit the lines above"),
            ('a: "x" y\n', 1, "nothing follows a closing quote"),
            ('a: "C:\\quay"\n', 1, "use single quotes"),
        ],
    )  # fmt: skip
    def test_yaml_that_does_not_parse_is_told_with_its_cure(self, text: str, line: int, cure: str) -> None:
        found, _, message = only_fault_in(text)
        assert found == line
        assert cure in message


def test_two_hundred_thousand_values_are_enough() -> None:
    assert "more than 200,000 values" in faults_in("a: [" + "1," * MAX_NODES + "]")[0][2]


def test_a_file_of_more_than_five_megabytes_is_not_even_parsed(tmp_path: Path) -> None:
    path = written(tmp_path, "huge.yaml", b"a: [" + b"1," * (MAX_BYTES // 2) + b"]")
    (fault,) = faults(lambda: read(path))
    assert (fault.file, fault.line) == (str(path), 0)
    assert "larger than 5 MB" in fault.message


def test_an_endless_device_is_a_large_file() -> None:
    assert "larger than 5 MB" in faults(lambda: read("/dev/zero"))[0].message


@pytest.mark.parametrize(
    "content", [b"a: 1\nb: \xff\xfe\n", b"a: 1\nb: caf\xe9\n", "x\nä: 1\n".encode("utf-16")]
)
def test_a_file_that_is_not_utf_8_is_told_to_become_so(content: bytes, tmp_path: Path) -> None:
    (fault,) = faults(lambda: read(written(tmp_path, "latin.yaml", content)))
    assert fault.line == (1 if content[0] > 127 else 2)
    assert "save the file as UTF-8" in fault.message


def test_a_missing_file_is_told_with_its_neighbour(tmp_path: Path) -> None:
    written(tmp_path, "base.yaml", "a: 1")
    (fault,) = faults(lambda: read(tmp_path / "bse.yaml"))
    assert fault.message == 'no such file (did you mean "base.yaml"?)'


@pytest.mark.parametrize("name", [".", "x" * 5000, "nul\x00.yaml", "missing/base.yaml"])
def test_a_path_that_is_no_file_is_an_ordinary_fault(name: str, tmp_path: Path) -> None:
    assert len(faults(lambda: read(tmp_path / name))) == 1


# ------------------------------------------------------------------------------ extends


def test_a_file_builds_on_another(tmp_path: Path) -> None:
    base = written(tmp_path, "port/base.yaml", "name: base\nfinance: {rate: 7 %, life: 30 yr}\n")
    top = written(tmp_path, "port/cases/high.yaml", "extends: ../base.yaml\nfinance:\n  rate: 9 %\n")
    tree: Any = load(top)
    assert plain(tree) == {"name": "base", "finance": {"rate": "9 %", "life": "30 yr"}}
    assert tree["finance"]["rate"].origin == Origin(str(top), 3)
    assert Path(tree["finance"]["life"].origin.file).resolve() == base
    assert origins_are_kept(tree)


def test_read_alone_does_not_follow_extends(tmp_path: Path) -> None:
    assert read(written(tmp_path, "top.yaml", "extends: nowhere.yaml\n")) == {"extends": "nowhere.yaml"}


def test_the_last_of_a_chain_wins(tmp_path: Path) -> None:
    written(tmp_path, "a.yaml", "x: a\ny: a\nz: a\n")
    written(tmp_path, "b.yaml", "extends: a.yaml\ny: b\nz: b\n")
    assert plain(load(written(tmp_path, "c.yaml", "extends: b.yaml\nz: c\n"))) == {
        "x": "a",
        "y": "b",
        "z": "c",
    }


def test_a_shipped_name_is_found_and_a_file_beside_goes_first(tmp_path: Path) -> None:
    shipped = written(tmp_path, "shipped/base.yaml", "from: shipped\n")
    top = written(tmp_path, "own/top.yaml", "extends: hongkong.yaml\n")
    asked: list[str] = []

    def find(name: str) -> Path | None:
        asked.append(name)
        return shipped if name == "hongkong.yaml" else None

    assert load(top, find) == {"from": "shipped"}
    written(tmp_path, "own/hongkong.yaml", "from: beside\n")
    assert load(top, find) == {"from": "beside"}
    assert asked == ["hongkong.yaml"]


@pytest.mark.parametrize("target", ["bsae.yaml", "x" * 5000, "/nowhere/base.yaml", "."])
def test_a_missing_base_is_told_at_its_line(target: str, tmp_path: Path) -> None:
    written(tmp_path, "base.yaml", "a: 1")
    path = written(tmp_path, "top.yaml", f"name: top\nextends: {target}\n")
    (fault,) = faults(lambda: load(path, lambda _: None))
    assert (fault.file, fault.line, fault.key) == (str(path), 2, "extends")
    assert ('did you mean "base.yaml"' in fault.message) == (target == "bsae.yaml")


@pytest.mark.parametrize("target", ["[a.yaml, b.yaml]", "5", "null", "{a: b}"])
def test_only_one_file_can_be_extended(target: str, tmp_path: Path) -> None:
    path = written(tmp_path, "top.yaml", f"extends: {target}\n")
    assert "expected one file or shipped scenario" in faults(lambda: load(path))[0].message


def test_a_circle_is_told_with_its_files(tmp_path: Path) -> None:
    written(tmp_path, "b.yaml", "extends: c.yaml\n")
    written(tmp_path, "c.yaml", "x: 1\nextends: ./b.yaml\n")
    (fault,) = faults(lambda: load(written(tmp_path, "a.yaml", "extends: b.yaml\n")))
    assert (Path(fault.file).name, fault.line) == ("c.yaml", 2)
    assert "a.yaml → b.yaml → c.yaml → b.yaml" in fault.message


def test_a_file_that_extends_itself_is_a_circle(tmp_path: Path) -> None:
    path = written(tmp_path, "a.yaml", "extends: a.yaml\n")
    assert "a.yaml → a.yaml" in faults(lambda: load(path))[0].message


@pytest.mark.parametrize("newer", ["top.yaml", "base.yaml"])
def test_a_file_of_a_newer_form_is_told_with_its_line_and_nothing_else(newer: str, tmp_path: Path) -> None:
    for name, text in {"base.yaml": "{}", "top.yaml": "{extends: base.yaml}"}.items():
        form = 2 if name == newer else 1
        written(tmp_path, name, f"# a file\ngreenport: {form}\n" + text.strip("{}") + "\nstorage: 3\n")
    (fault,) = faults(lambda: load(tmp_path / "top.yaml"))
    assert (Path(fault.file).name, fault.line, fault.key) == (newer, 2, "greenport")
    assert "upgrade greenport" in fault.message


@pytest.mark.parametrize("target", ["../../etc/passwd", "/etc/passwd", "~/.ssh/config"])
def test_what_is_no_scenario_file_is_not_opened(target: str, tmp_path: Path) -> None:
    (fault,) = faults(lambda: load(written(tmp_path, "a.yaml", f"extends: {target}\n")))
    assert (fault.line, fault.key) == (1, "extends")
    assert "root:" not in fault.message


def test_twenty_files_are_the_longest_chain(tmp_path: Path) -> None:
    written(tmp_path, "0.yaml", "depth: 0\n")
    for number in range(1, 21):
        written(tmp_path, f"{number}.yaml", f"extends: {number - 1}.yaml\n")
    assert load(tmp_path / "19.yaml") == {"depth": 0}
    assert "more than 20 files" in faults(lambda: load(tmp_path / "20.yaml"))[0].message


def test_a_fault_of_the_base_names_the_base(tmp_path: Path) -> None:
    written(tmp_path, "base.yaml", "a: 1\na: 2\n")
    (fault,) = faults(lambda: load(written(tmp_path, "top.yaml", "extends: base.yaml\n")))
    assert (Path(fault.file).name, fault.line) == ("base.yaml", 2)


# ------------------------------------------------------------------------------ merging


def merged(base: str, top: str) -> Any:
    return plain(merge(parse(base, "base.yaml"), parse(top, "top.yaml")))


def merge_faults(base: str, top: str) -> list[str]:
    return [str(fault) for fault in faults(lambda: merged(base, top))]


def test_maps_merge_and_scalars_and_lists_are_replaced() -> None:
    base = "{a: {x: 1, y: 2}, b: [1, 2], c: 1, d: {x: 1}}"
    assert merged(base, "{a: {y: 3, z: 4}, b: [9], c: {v: 1}, d: 5}") == {
        "a": {"x": 1, "y": 3, "z": 4}, "b": [9], "c": {"v": 1}, "d": 5,
    }  # fmt: skip


def test_items_with_an_id_merge_in_the_order_of_the_base() -> None:
    base = "tanks: [{id: a, size: 1}, {id: b, size: 2}]"
    assert merged(base, "tanks: [{id: c, size: 3}, {id: b, life: 9}, {id: a, size: 4}]") == {
        "tanks": [{"id": "a", "size": 4}, {"id": "b", "size": 2, "life": 9}, {"id": "c", "size": 3}]
    }


def test_pools_merge_by_grade() -> None:
    base = "pools: [{grade: methanol, heel: 3 %}, {grade: saf, heel: 4 %}]"
    assert merged(base, "pools: [{grade: saf, heel: 5 %}]") == {
        "pools": [{"grade": "methanol", "heel": "3 %"}, {"grade": "saf", "heel": "5 %"}]
    }


def test_a_grade_that_repeats_names_nothing_and_the_list_is_replaced() -> None:
    base = "blends: [{grade: saf, share: 1}, {grade: saf, share: 2}]"
    assert merged(base, "blends: [{grade: saf, share: 3}]") == {"blends": [{"grade": "saf", "share": 3}]}


@pytest.mark.parametrize("top", ["[]", "[{id: a}, {size: 2}]", "[{id: a}, 5]", "[{id: [a]}]"])
def test_a_list_not_named_throughout_is_replaced(top: str) -> None:
    assert merged("tanks: [{id: a, size: 1}]", f"tanks: {top}") == plain(parse(f"tanks: {top}"))


def test_null_removes_a_key() -> None:
    tree = merge(parse("{a: 1, b: {c: 2, d: 3}}"), parse("{a: null, b: {c: ~}}"))
    assert tree == {"b": {"d": 3}}
    assert origins_are_kept(tree)


def test_an_item_is_removed_by_its_id() -> None:
    assert merged("t: [{id: a}, {id: b}, {id: c}]", "t: [{id: b, remove: true}]") == {
        "t": [{"id": "a"}, {"id": "c"}]
    }


def test_what_is_new_keeps_its_nulls() -> None:
    assert merged("{}", "tank: {life: null}") == {"tank": {"life": None}}


def test_removing_what_does_not_exist_is_a_fault_with_near_matches() -> None:
    base = "finance: {discount_rate: 7 %}\ntanks: [{id: north}]"
    assert merge_faults(base, "finance:\n  discount_rte: null\ntanks:\n  - {id: nroth, remove: true}\n") == [
        'top.yaml:2: finance.discount_rte: nothing here to remove (did you mean "discount_rate"?)',
        'top.yaml:4: tanks[nroth]: nothing here to remove (did you mean "north"?)',
    ]


def test_an_id_twice_in_a_list_is_a_fault() -> None:
    assert merge_faults("t: [{id: a}]", "t:\n  - {id: b}\n  - {id: b}\n") == [
        'top.yaml:3: t[b]: "b" is given twice in this list; keep one'
    ]
    assert merge_faults("t:\n  - {id: a}\n  - {id: a}\n", "t: [{id: b}]") == [
        'base.yaml:3: t[a]: "a" is given twice in this list; keep one'
    ]


def test_origins_follow_the_value_that_wins() -> None:
    tree = merge(
        parse("a: yes\nb: true\nc: {x: 1, y: 2}", "base"), parse("b: false\nc:\n  y: 3\nd: null1\n", "top")
    )
    assert [tree.key_origins[key] for key in "abcd"] == [
        Origin("base", 1), Origin("top", 1), Origin("base", 3), Origin("top", 4),
    ]  # fmt: skip
    assert locate(tree, ("c", "y"))[0] == Origin("top", 3)


def test_a_merged_list_and_a_merged_item_keep_the_origin_of_the_base() -> None:
    tree: Any = merge(parse("\nt:\n  - {id: a}\n", "base"), parse("t: [{id: a, size: 1}, {id: b}]", "top"))
    assert tree["t"].origin == Origin("base", 3)
    assert [item.origin for item in tree["t"]] == [Origin("base", 3), Origin("top", 1)]


def of_one_shape(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Maps in which a key tells the kind of its value, as a schema would see to."""
    item = st.fixed_dictionaries(
        {"id": st.sampled_from("pqr")}, optional={"size": st.integers(), "more": inner}
    )
    named = st.lists(item, min_size=1, max_size=3, unique_by=lambda item: item["id"])
    kinds = {
        "number": st.integers(),
        "text": TEXTS,
        "numbers": st.lists(st.integers()),
        "map": inner,
        "named": named,
    }
    return st.fixed_dictionaries({}, optional=kinds)


SHAPED = st.recursive(st.builds(dict), of_one_shape, max_leaves=8).map(
    lambda content: parse(yaml.dump(content, Dumper=Quoting))
)


@UNHURRIED
@given(SHAPED, SHAPED, SHAPED)
def test_it_does_not_matter_which_two_of_three_files_merge_first(a: Branch, b: Branch, c: Branch) -> None:
    left, right = merge(merge(a, b), c), merge(a, merge(b, c))
    assert left == right
    assert list(left) == list(right)
    assert origins_are_kept(left)


@UNHURRIED
@given(SHAPED)
def test_merging_with_nothing_or_with_itself_changes_nothing(tree: Branch) -> None:
    assert merge(Branch(), tree) == merge(tree, Branch()) == merge(tree, tree) == tree


@UNHURRIED
@given(SHAPED, SHAPED)
def test_merging_leaves_both_trees_alone(base: Branch, top: Branch) -> None:
    before = copy.deepcopy((base, top))
    merge(base, top)
    assert (base, top) == before


# ------------------------------------------------------------------------------ overrides


def overridden(key: str, text: str) -> Any:
    return plain(override(parse(PORT), key, text))


def override_fault(key: str, text: str = "1") -> Fault:
    (fault,) = faults(lambda: override(parse(PORT), key, text))
    return fault


def test_an_override_sets_one_value_and_leaves_the_tree_alone() -> None:
    tree = parse(PORT)
    changed = override(tree, "finance.discount_rate", "8 %")
    assert changed["finance"] == {"discount_rate": "8 %", "taxed": "no"}
    assert override(tree, "places.north", "null") != tree
    assert tree == parse(PORT)


def test_an_item_with_both_is_known_by_its_id() -> None:
    tree = parse("t: [{grade: saf, id: a}, {grade: a, id: b}]")
    assert plain(override(tree, "t.a.size", "1"))["t"][0]["size"] == 1
    assert locate(tree, ("t", 1))[1] == "t[b]"


@pytest.mark.parametrize(
    "key", ["places.north.pools.saf.heel", "places[north].pools[saf].heel", "places.0.pools.1.heel"]
)
def test_items_are_addressed_by_id_by_grade_or_by_number(key: str) -> None:
    assert overridden(key, "9 %")["places"][0]["pools"] == [
        {"grade": "methanol", "heel": "3 %"}, {"grade": "saf", "heel": "9 %"},
    ]  # fmt: skip


def test_a_year_is_changed_or_added() -> None:
    assert overridden("places.south.asks.2030", "60 kt/yr")["places"][1]["asks"][2030] == "60 kt/yr"
    assert list(overridden("places.south.asks.2040", "9 kt/yr")["places"][1]["asks"]) == [2027, 2030, 2040]


@pytest.mark.parametrize(
    ("text", "value"),
    [("8 %", "8 %"), ("5", 5), ("0.5", 0.5), ("false", False), ("no", "no"), ("[1, 2]", [1, 2]),
     ("{a: 1}", {"a": 1}), ('"#5"', "#5"), ("2026-11-30", "2026-11-30")],
)  # fmt: skip
def test_the_text_is_read_as_in_a_file(text: str, value: object) -> None:
    assert overridden("finance.discount_rate", text)["finance"]["discount_rate"] == value


def test_a_map_is_replaced_as_a_whole() -> None:
    assert overridden("finance", "{wacc: 9 %}")["finance"] == {"wacc": "9 %"}


def test_null_removes_a_key_or_an_item() -> None:
    assert "discount_rate" not in overridden("finance.discount_rate", "null")["finance"]
    assert [place["id"] for place in overridden("places.north", "~")["places"]] == ["south"]
    assert origins_are_kept(override(parse(PORT), "finance.discount_rate", "null"))


@pytest.mark.parametrize("text", ["", "  ", "#5", "null # really"])
def test_nothing_is_not_taken_for_null(text: str) -> None:
    assert "write null to remove" in override_fault("finance.discount_rate", text).message


def test_an_overridden_value_says_where_it_came_from() -> None:
    tree: Any = override(parse(PORT), "finance.taxed", "true")
    assert locate(tree, ("finance", "taxed")) == (Origin("--set finance.taxed=true", 0), "finance.taxed")
    tree = override(parse(PORT), "finance.discount_rate", "8 %", label="study")
    assert tree["finance"]["discount_rate"].origin == Origin("study finance.discount_rate=8 %", 0)


@pytest.mark.parametrize(
    ("key", "at", "cure"),
    [
        ("finanse.discount_rate", "finanse", '"finance"'),
        ("places.nroth.hub", "places[nroth]", '"north"'),
        ("places.north.pool.saf.heel", "places[north].pool", '"pools"'),
        ("places.north.pools.methnol.heel", "places[north].pools[methnol]", '"methanol"'),
        ("places.2.hub", "places[2]", "no item"),
        ("places.-1.hub", "places[-1]", "no item"),
        ("finance.discount_rate.low", "finance.discount_rate.low", "set it as a whole"),
        ("places.nowhere", "places[nowhere]", "no item"),
    ],
)
def test_a_step_that_does_not_exist_is_told_with_near_matches(key: str, at: str, cure: str) -> None:
    fault = override_fault(key)
    assert (fault.line, fault.key) == (0, at)
    assert cure in fault.message


def test_removing_a_key_that_is_not_there_is_a_fault() -> None:
    assert '"discount_rate"' in override_fault("finance.discount_rat", "null").message


def test_a_new_last_key_is_left_to_the_schema() -> None:
    tree = override(parse(PORT), "finance.discont_rate", "8 %")
    assert locate(tree, ("finance", "discont_rate"))[0].file == "--set finance.discont_rate=8 %"


def test_an_optional_block_may_be_opened() -> None:
    assert override(parse(PORT), "solve.gap", "1 %", blocks=["solve"])["solve"] == {"gap": "1 %"}
    (fault,) = faults(lambda: override(parse(PORT), "slove.gap", "1 %", blocks=["solve"]))
    assert fault.message == 'no such key (did you mean "solve"?)'


def test_a_repetition_within_the_text_speaks_of_no_line() -> None:
    assert override_fault("finance", "{a: 1, a: 2}").message == '"a" is given twice; keep one'


def test_two_items_of_one_name_are_not_guessed_between() -> None:
    tree = parse("t: [{id: a}, {id: a}]")
    assert "two items of that name" in faults(lambda: override(tree, "t.a.size", "1"))[0].message


@pytest.mark.parametrize("key", ["", ".", "a..b", "a.", ".a", "a[", "a[]", "a]b", "[a]"])
def test_a_key_that_is_no_path_is_refused(key: str) -> None:
    assert "expected steps joined by dots" in override_fault(key).message


@pytest.mark.parametrize(
    "text", ["[1", "a: b: c", "!!python/name:os.system", "*x", ".nan", "x\x00", "\ud800", "{a: 1, a: 2}"]
)
def test_a_text_that_a_file_could_not_hold_is_refused(text: str) -> None:
    fault = override_fault("finance.discount_rate", text)
    assert fault.line == 0
    assert fault.key.startswith("finance.discount_rate")


SIMPLE_KEYS = st.text("abcxyz_", min_size=1, max_size=6)


@UNHURRIED
@given(
    st.dictionaries(SIMPLE_KEYS, st.dictionaries(SIMPLE_KEYS, TREES, max_size=3), min_size=1),
    st.data(),
    TREES,
)
def test_an_override_reads_as_if_it_had_been_written_in_the_file(
    content: dict[str, dict[str, Any]], data: st.DataObject, value: Any
) -> None:
    block, key = data.draw(st.sampled_from(sorted(content))), data.draw(SIMPLE_KEYS)
    text = yaml.dump([value], Dumper=Quoting, default_flow_style=True, width=10**6).strip()
    changed = override(parse(yaml.dump(content, Dumper=Quoting)), f"{block}.{key}", text)
    content[block][key] = [value]
    assert changed == parse(yaml.dump(content, Dumper=Quoting, sort_keys=False))


# ------------------------------------------------------------------------------ places and words


@pytest.mark.parametrize(
    ("path", "line", "key"),
    [
        ((), 1, ""),
        (("name",), 1, "name"),
        (("finance", "taxed"), 4, "finance.taxed"),
        (("finance",), 2, "finance"),
        (("places", 0, "pools", 1, "heel"), 12, "places[north].pools[saf].heel"),
        (("places", 1), 13, "places[south]"),
        (("places", 1, "asks", 2030), 14, "places[south].asks.2030"),
        (("places", 1, "asks", "2030"), 14, "places[south].asks.2030"),
        (("rates", 1), 15, "rates[1]"),
        (("rates", 2), 15, "rates[2]"),
    ],
)
def test_a_path_leads_to_the_line_and_to_a_readable_key(path: tuple[Key, ...], line: int, key: str) -> None:
    assert locate(parse(PORT, "port.yaml"), path) == (Origin("port.yaml", line), key)


def test_a_missing_key_is_placed_at_the_innermost_map_around_it() -> None:
    tree = parse(PORT)
    assert locate(tree, ("places", 0, "pools", 0, "days")) == (
        Origin("<text>", 9),
        "places[north].pools[methanol].days",
    )
    assert locate(tree, ("finance", "wacc")) == (Origin("<text>", 2), "finance.wacc")


def test_steps_that_only_the_schema_knows_are_passed_over() -> None:
    tree = parse(PORT)
    assert locate(tree, ("finance", "Range", "discount_rate", "str")) == (
        Origin("<text>", 3),
        "finance.discount_rate",
    )
    assert locate(tree, ("places", 1, "asks", 2027, "[key]"))[1] == "places[south].asks.2027"
    assert locate(tree, ("places", 1, "asks", "[key]"))[1] == "places[south].asks"


def test_near_tells_one_likely_word_or_nothing() -> None:
    assert near("Finanse", ["finance", "places"]) == ' (did you mean "finance"?)'
    assert near("HEEL", ["heel"]) == ' (did you mean "heel"?)'
    assert near(2031, [2030, "x"]) == ' (did you mean "2030"?)'
    assert near("finance", []) == near("qqq", ["finance"]) == ""


@UNHURRIED
@given(MAPS)
def test_plain_values_are_of_the_ordinary_types(content: dict[Key, Any]) -> None:
    def ordinary(value: object) -> bool:
        if type(value) is dict:
            return all(type(key) in {str, int} and ordinary(inner) for key, inner in value.items())
        if type(value) is list:
            return all(map(ordinary, value))
        return value is None or type(value) in {str, int, float, bool}

    assert ordinary(plain(parse(yaml.dump(content, Dumper=Quoting))))


def test_origins_survive_copying_and_pickling() -> None:
    tree: Any = parse(PORT, "port.yaml")
    for other in (copy.deepcopy(tree), pickle.loads(pickle.dumps(tree))):
        assert other == tree
        assert other["finance"]["discount_rate"].origin == Origin("port.yaml", 3)
        assert other.key_origins == tree.key_origins


@pytest.mark.parametrize(
    ("base", "top", "expected"),
    [
        ("{data: a:b}", "{value: 5 t, status: derived}", {"value": "5 t", "status": "derived"}),
        ("{value: 5 t, low: 4 t}", "{data: a:b}", {"data": "a:b"}),
        ("{value: 5 t, low: 4 t}", "{value: 6 t}", {"value": "6 t"}),
        ("{data: a:b}", "{2030: 1 t}", {2030: "1 t"}),
        ("{2030: 1 t}", "{data: a:b}", {"data": "a:b"}),
        ("{data: a:b}", "{data: null, 2030: 1 t}", {2030: "1 t"}),
        ("{data: a:b}", "{data: null, value: 5 t}", {"value": "5 t"}),
        ("{value: 5 t}", "{source: a letter}", {"value": "5 t", "source": "a letter"}),
        ("{2030: 1 t}", "{2040: 2 t}", {2030: "1 t", 2040: "2 t"}),
    ],
)
def test_a_value_given_anew_replaces_the_old_one_whole(base: str, top: str, expected: object) -> None:
    assert merged(f"x: {base}", f"x: {top}") == {"x": expected}
