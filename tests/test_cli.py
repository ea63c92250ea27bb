"""The command line: exit codes, what goes to which stream, files whole or not at all, help at once."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from greenport.cli import main
from greenport.errors import InfeasibleError, SolverError
from greenport.scenario import load_scenario
from greenport.sizing import load_plan
from greenport.units import Q_

TESTS = Path(__file__).parent
TOY = TESTS / "sizing" / "toy.yaml"
BAD = TESTS / "scenario" / "bad"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command in an empty folder; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def command(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return command


HEARS_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"


def process(*words: object, cwd: Path, **more: Any) -> subprocess.Popen[str]:
    """The command as a process of its own, which hears Ctrl-C even where the tests run in the background."""
    command = [
        sys.executable,
        "-c",
        f"{HEARS_CTRL_C}; from greenport.cli import main; main()",
        *map(str, words),
    ]
    return subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", **more
    )


def everything_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


# ------------------------------------------------------------------------------------- validate


def test_a_good_scenario_is_ok(run: Run) -> None:
    assert run("validate", TOY) == (0, "ok\n", "")


def test_several_scenarios_are_told_apart(run: Run) -> None:
    code, out, err = run("validate", TOY, BAD / "unknown_key.yaml")
    assert (code, out, err.count("\n")) == (2, f"{TOY}: ok\n", 1)


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_bad_input_gets_file_and_line_and_no_stack_trace(run: Run, path: Path) -> None:
    code, out, err = run("validate", path)
    assert (code, out) == (2, "")
    assert all(re.match(rf"{re.escape(str(path))}:\d+: ", line) for line in err.splitlines())


def test_a_misspelt_key_is_told_with_line_and_near_match(run: Run) -> None:
    _, _, err = run("validate", BAD / "unknown_key.yaml")
    place = f"{BAD / 'unknown_key.yaml'}:29: places[site].pools[methanol].heeel"
    assert err.startswith(f'{place}: unknown key (did you mean "heel"?)')


def test_faults_come_as_json_for_machines(run: Run) -> None:
    code, out, _ = run("validate", BAD / "many.yaml", "--json")
    (result,) = json.loads(out)
    assert (code, result["ok"]) == (2, False)
    assert {"file", "line", "key", "message"} == set(result["faults"][0])


def test_a_good_scenario_tells_machines_its_hash(run: Run) -> None:
    _, out, _ = run("validate", TOY, "--json")
    assert json.loads(out)[0]["hash"] == load_scenario(TOY).hash


def test_going_without_below_the_dearest_offer_is_a_warning(run: Run) -> None:
    code, out, err = run("validate", TOY, "--set", "demand.customer.otherwise.elsewhere=900 USD/t")
    assert (code, out) == (0, "ok\n")
    assert err.startswith("warning: ")


# ------------------------------------------------------------------------------------------ size


def test_size_writes_report_and_plan_where_it_is_told(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("size", TOY, "--out", "here")
    assert code == 0
    assert (tmp_path / "here" / "report.html").is_file()
    assert load_plan(tmp_path / "here" / "plan").scenario_hash == load_scenario(TOY).hash
    assert "report.html" in out


def test_size_writes_to_out_and_the_scenarios_name(run: Run, tmp_path: Path) -> None:
    run("size", TOY, "--quiet")
    assert (tmp_path / "out" / "toy" / "report.html").is_file()


def test_json_alone_stands_on_stdout(run: Run) -> None:
    code, out, _ = run("size", TOY, "--json", "--set", "finance.discount_rate=4 %")
    found = json.loads(out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    expected = load_scenario(TOY, {"finance.discount_rate": "4 %"}).hash
    assert (code, found["hash"]) == (0, expected)
    assert {"capacity", "costs", "gap", "levelised_cost", "files"} <= set(found)


def test_quiet_says_nothing_beside_the_result(run: Run) -> None:
    assert run("size", TOY, "--quiet", "--json")[2] == ""


def test_gap_and_seed_are_settings_like_any_other(run: Run) -> None:
    _, out, _ = run("size", TOY, "--json", "--gap", "2 %", "--seed", "7")
    expected = load_scenario(TOY, {"solve.gap": "2 %", "seed": "7"})
    assert json.loads(out)["hash"] == expected.hash


def test_sizing_again_replaces_its_own_files_and_leaves_others(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "here" / "plan" / "notes.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    for _ in range(2):
        assert run("size", TOY, "--out", "here", "--quiet")[0] == 0
    assert mine.read_text(encoding="utf-8") == "mine"
    assert not [name for name in everything_in(tmp_path) if name.startswith(".") or ".part" in name]


def test_a_warning_of_the_scenario_is_told_and_exits_with_0(run: Run) -> None:
    code, _, err = run("size", TOY, "--quiet", "--set", "demand.customer.otherwise.elsewhere=900 USD/t")
    assert (code, err.startswith("warning: ")) == (0, True)


def test_a_small_gap_without_a_unit_is_a_share_of_one(run: Run) -> None:
    hashes = [json.loads(run("size", TOY, "--json", "--gap", text)[1])["hash"] for text in ("0.005", "0.5 %")]
    assert hashes[0] == hashes[1]


def test_a_gap_that_is_not_reached_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greenport.sizing.Plan.gap", property(lambda _: Q_("3 %")))
    code, _, err = run("size", TOY, "--quiet", "--gap", "2 %")
    told = "warning: the gap asked for, 2 %, is not reached: 3 % is proved; --set solve.rounds=N or "
    told += "solve.nodes=N gives it more work, --gap asks for less\n"
    assert (code, err) == (0, told)


def test_rules_that_clash_are_named_and_exit_with_1(run: Run, tmp_path: Path) -> None:
    code, out, err = run(
        "size", TOY, "--quiet", "--set", "demand.customer.at_least=100 %", "--set", "offers.cargo.to=[]",
        "--set", "suppliers.maker.available=1 kt/yr",
    )  # fmt: skip
    assert (code, out) == (1, "")
    assert "2030" in err
    assert "customer" in err
    assert everything_in(tmp_path) == {"out", "out/toy", "out/toy/patch.yaml"}


LAND = TESTS / "broken" / "too_little_land.yaml"


def test_a_scenario_without_a_plan_is_told_with_cause_mend_and_patch(run: Run, tmp_path: Path) -> None:
    code, out, err = run("size", LAND, "--quiet", "--out", "here")
    assert (code, out) == (1, "")
    assert f"{LAND}:5: site area of site, 1.2 ha (A3, 2030)" in err
    assert "what would mend it: raise the site area of site by 0.8 ha, to 2 ha" in err
    assert "wrote here/patch.yaml; next: greenport size here/patch.yaml" in err
    assert everything_in(tmp_path) == {"here", "here/patch.yaml"}
    code, _, _ = run("size", "here/patch.yaml", "--quiet", "--gap", "100 %")
    assert code == 0


def test_why_there_is_no_plan_is_printed_for_machines(run: Run) -> None:
    code, out, _ = run("size", LAND, "--quiet", "--json")
    told = json.loads(out)
    assert (code, told["year"], told["minimal"]) == (1, 2030, True)
    assert told["files"] == {"patch": "out/too-little-land/patch.yaml"}
    assert told["mends"][0]["changes"][0]["value"] == "2 ha"


@pytest.mark.parametrize(
    ("error", "code"), [(InfeasibleError("rules clash", ["a", "b"]), 1), (SolverError("no plan"), 1)]
)
def test_the_answer_no_exits_with_1(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    monkeypatch.setattr("greenport.sizing.size", lambda *_, **__: (_ for _ in ()).throw(error))
    assert run("size", TOY, "--quiet") == (code, "", f"{error}\n")


def test_a_report_that_fails_leaves_nothing_half_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(_: object, path: Path, **__: object) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("greenport.sizing.Plan.report", broken)
    code, _, err = run("size", TOY, "--quiet", "--out", "here")
    assert (code, "No space left on device" in err) == (2, True)
    assert {name.split("/")[1] for name in everything_in(tmp_path) if "/" in name} == {"plan"}


# ----------------------------------------------------------------------------------- wrong calls


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--set", "seed"], "expected KEY=VALUE"),
        (["--set", "=5"], "expected KEY=VALUE"),
        (["--set", "seed=1", "--set", "seed=2"], "seed is set twice"),
        (["--set", "sead=1"], 'sead: unknown key (did you mean "seed"?)'),
        (["--set", "seed="], "no value given"),
        (["--set", "seed=[1"], "seed"),
        (["--set", "..=1"], "expected steps joined by dots"),
        (["--set", "seed=\x1b[31m"], "invisible character"),
        (["--set", "name=../../etc"], "expected lower-case letters"),
        (["--gap", "0 %"], "expected above 0 %"),
        (["--gap", "-1 %"], "-1 %"),
        (["--gap", "small"], "does not begin with a number"),
        (["--gap", "0.5"], "has no unit"),
        (["--seed", "-1"], "greater than or equal to 0"),
        (["--seed", "one"], "should be a valid integer"),
        (["--time-limit", "5"], '"5" is no time; expected a number with its unit, e.g. "5 min"'),
        (["--time-limit", "5 t"], '"5 t" is no time'),
        (["--time-limit", "0 s"], "more than 0 s"),
        (["--time-limit", "1e9 yr"], "at most 100 d"),
        (["--language", "latin"], "'latin' is not one of"),
        (["--bogus"], "No such option"),
    ],
)
def test_a_wrong_option_says_what_was_expected(
    run: Run, tmp_path: Path, words: list[str], expected: str
) -> None:
    code, out, err = run("size", TOY, "--quiet", *words)
    assert (code, out) == (2, "")
    assert expected in err
    assert everything_in(tmp_path) == set()


def test_a_message_never_steers_the_terminal(run: Run) -> None:
    assert "\x1b" not in run("validate", "no\x1b[2Jfile")[2]


def test_out_at_a_file_is_refused_before_the_solve(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    for out in ("taken", "taken/below"):
        code, _, err = run("size", TOY, "--quiet", "--out", out)
        assert (code, err) == (2, "--out: taken is a file where a folder is due; give another folder\n")
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("name", "is_folder"), [("report.html", True), ("plan", False)])
def test_out_where_something_else_has_the_name_is_refused_before_the_solve(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, is_folder: bool
) -> None:
    monkeypatch.setattr("greenport.sizing.size", lambda *_, **__: pytest.fail("was solved"))
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / name).mkdir() if is_folder else (tmp_path / "here" / name).touch()
    code, _, err = run("size", TOY, "--quiet", "--out", "here")
    assert (code, err.startswith(f"--out: here/{name} is a ")) == (2, True)


@pytest.mark.parametrize("out", ["x" * 5_000, "a\0b"])
def test_out_at_a_name_that_no_folder_can_have_is_refused(run: Run, tmp_path: Path, out: str) -> None:
    assert (run("size", TOY, "--quiet", "--out", out)[0], everything_in(tmp_path)) == (2, set())


def test_out_where_nothing_may_be_written_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "no permission to write" in run("size", TOY, "--quiet", "--out", "here")[2]


@pytest.mark.parametrize("words", [["bogus"], ["size"], ["validate"], ["data", "finanze"], ["--bogus"]])
def test_a_wrong_call_exits_with_2_and_one_line(run: Run, words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_fault_of_greenport_itself_is_one_line_that_asks_to_report_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("greenport.scenario.load_scenario", lambda *_: 1 / 0)
    code, out, err = run("size", TOY, "--quiet")
    assert (code, out) == (70, "")
    assert err.startswith("a fault of greenport: ZeroDivisionError: division by zero; please report it")
    assert err.count("\n") == 1


def test_debug_shows_the_stack_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greenport.scenario.load_scenario", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["size", str(TOY), "--debug", "--quiet"])


# --------------------------------------------------------------------- schema, template, data


def test_schema_is_json(run: Run) -> None:
    assert json.loads(run("schema")[1])["title"] == "greenport scenario"


def test_the_template_passes_validate(run: Run) -> None:
    assert run("template", "--out", "mine.yaml")[0] == 0
    assert run("validate", "mine.yaml") == (0, "ok\n", "")


def test_the_template_sizes_to_a_plan(run: Run) -> None:
    run("template", "--out", "mine.yaml")
    code, out, _ = run("size", "mine.yaml", "--json", "--quiet")
    found = json.loads(out)
    assert (code, found["interrupted"], set(found["levelised_cost"])) == (0, False, {"methanol", "hefa_spk"})
    assert found["lower_bound"]["value"] <= found["cost"]["value"]


def test_the_template_never_overwrites_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("mine", encoding="utf-8")
    assert run("template", "--out", "mine.yaml")[0] == 2
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "mine"


def test_data_lists_every_table(run: Run) -> None:
    from greenport import data

    _, out, _ = run("data", "--json")
    assert [row["table"] for row in json.loads(out)] == data.names()


def test_data_shows_a_row_with_its_source(run: Run) -> None:
    _, out, _ = run("data", "finance:discount_rate")
    assert {"value: 7.0", "unit: %", "status: assumption"} <= set(out.splitlines())


def test_data_shows_a_series_by_year(run: Run) -> None:
    _, out, _ = run("data", "methanol_demand:total", "--json")
    assert {row["for_year"]: row["value"] for row in json.loads(out)}[2030] == 80.0


@pytest.mark.parametrize("table", ["finance", "ports", "flight_movements", "distances"])
def test_data_shows_any_kind_of_table(run: Run, table: str) -> None:
    code, out, _ = run("data", table)
    assert (code, "key" in out.splitlines()[0]) == (0, True)


def test_data_names_the_nearest_row(run: Run) -> None:
    code, _, err = run("data", "finance:discount_rte")
    assert (code, "did you mean discount_rate" in err) == (2, True)


# -------------------------------------------------------------------------- as a process of its own


def test_help_comes_at_once(tmp_path: Path) -> None:
    def took(*command: str) -> float:
        begin = time.perf_counter()
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
        return time.perf_counter() - begin

    help_ = min(took(sys.executable, "-m", "greenport.cli", "--help") for _ in range(3))
    bare = min(took(sys.executable, "-c", "pass") for _ in range(3))
    assert help_ - bare < 0.5  # about 0.12 s where nothing else runs


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    heavy = "{'numpy', 'pandas', 'pint', 'pyomo', 'yaml'}"
    code = f"import sys, greenport.cli; print({heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


def test_no_colour_where_stdout_is_no_terminal(tmp_path: Path) -> None:
    with process("data", "finance", cwd=tmp_path) as command:
        out, err = command.communicate(timeout=60)
    assert "\x1b" not in out + err


def test_a_reader_that_has_enough_is_no_error(tmp_path: Path) -> None:
    with process("schema", cwd=tmp_path) as command:
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.close()
        assert (command.stderr.read(), command.wait(60)) == ("", 0)


def test_messages_survive_a_terminal_without_unicode(tmp_path: Path) -> None:
    plain = {**os.environ, "PYTHONIOENCODING": "ascii"}
    with process("template", cwd=tmp_path, env=plain) as command:
        out, err = command.communicate(timeout=60)
    assert (command.returncode, err) == (0, "")
    assert "greenport: 1" in out


@pytest.mark.skipif(os.name == "nt", reason="a shell closes the streams")
@pytest.mark.parametrize(
    ("words", "streams", "code"),
    [(f"validate {TOY}", ">&-", 0), ("validate nope.yaml", "2>/dev/full", 2), ("data finance", ">&-", 0)],
)
def test_a_stream_that_is_closed_or_full_changes_no_exit_code(
    tmp_path: Path, words: str, streams: str, code: int
) -> None:
    command = f"{sys.executable} -m greenport.cli {words} {streams}"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, "fault of greenport" in done.stderr) == (code, False)


def test_progress_is_visible_within_one_second(tmp_path: Path) -> None:
    with process("size", "hongkong", cwd=tmp_path) as command:
        begin = time.perf_counter()
        assert command.stderr is not None
        first = command.stderr.readline()
        took = time.perf_counter() - begin
        command.kill()
    assert first == "reading hongkong\n"
    assert took < 1


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent in another way there")
def test_ctrl_c_while_reading_exits_with_130_and_writes_nothing(tmp_path: Path) -> None:
    with process("size", "hongkong", cwd=tmp_path) as command:
        assert command.stderr is not None
        command.stderr.readline()
        command.send_signal(signal.SIGINT)
        err = command.stderr.read()
    assert command.returncode == 130
    assert "Traceback" not in err
    assert everything_in(tmp_path) == set()


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent in another way there")
def test_ctrl_c_during_the_search_keeps_what_was_found(tmp_path: Path) -> None:
    with process("size", "hongkong", cwd=tmp_path) as command:
        assert command.stderr is not None
        for line in command.stderr:
            if "placing cargoes" in line:
                break
        command.send_signal(signal.SIGINT)
        err = command.stderr.read()
    assert command.returncode == 130
    assert "interrupted: this is the best plan so far" in err
    assert load_plan(tmp_path / "out" / "hongkong-base" / "plan").interrupted


def test_a_time_limit_ends_the_search_with_a_plan_and_exits_with_0(run: Run) -> None:
    code, out, err = run("size", TOY, "--time-limit", "1 ms", "--json")
    assert (code, json.loads(out)["interrupted"]) == (0, True)
    assert "the time limit ended the search" in err


def test_a_subject_shows_its_tables_with_source_and_status(run: Run) -> None:
    code, out, _ = run("data", "emissions")
    assert code == 0
    assert "Figures that the law sets" in out
    assert "published" in out
    assert "assumption" in out


def test_a_subject_as_json_holds_rows_by_table(run: Run) -> None:
    code, out, _ = run("data", "emissions", "--json")
    held = json.loads(out)
    assert code == 0
    assert {"law", "corsia", "emission_factors"} <= held.keys()
    assert all(row["status"] and row["source"] is not None for rows in held.values() for row in rows)


def test_a_search_that_is_stopped_before_any_plan_is_no_answer_of_no(run: Run, tmp_path: Path) -> None:
    stored = tmp_path / "stored.yaml"
    stored.write_text(
        f"extends: {TOY}\nname: stored\noffers: [{{id: straight, remove: true}}]\n"
        "demand: [{id: customer, at_least: 50 %}]\n",
        encoding="utf-8",
    )
    code, _, err = run("size", str(stored), "--time-limit", "1 ms")
    assert code == 130
    assert "stopped before any plan was found" in err


def test_verify_says_that_a_saved_plan_is_sound(run: Run, tmp_path: Path) -> None:
    assert run("size", TOY, "--out", str(tmp_path), "--quiet")[0] == 0
    code, out, _ = run("verify", str(tmp_path))
    assert code == 0
    assert "answer: sound" in out


def test_verify_of_a_plan_with_a_value_changed_exits_with_1(run: Run, tmp_path: Path) -> None:
    assert run("size", TOY, "--out", str(tmp_path), "--quiet")[0] == 0
    head = tmp_path / "plan" / "plan.json"
    held = json.loads(head.read_text("utf-8"))
    held["cost"]["quantity"][0] -= 1e-6
    head.write_text(json.dumps(held), encoding="utf-8")
    code, out, err = run("verify", str(tmp_path), "--json")
    assert code == 1
    assert json.loads(out)["sound"] is False
    assert "cost vector and annuities" in err


def test_two_scenarios_with_one_name_are_told_with_file_and_line(run: Run, tmp_path: Path) -> None:
    text = TOY.read_text(encoding="utf-8")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("# another\n" + text, encoding="utf-8")
    code, _, err = run("validate", "a.yaml", "b.yaml")
    assert code == 2
    assert 'b.yaml:4: name: "toy" is also the name of a.yaml' in err


def test_one_scenario_may_be_checked_twice(run: Run) -> None:
    assert run("validate", TOY, TOY)[0] == 0


def test_a_template_of_calls_is_written_once(run: Run, tmp_path: Path) -> None:
    code, out, err = run("template", "--calls", "calls.csv")
    assert (code, out) == (0, "")
    assert (tmp_path / "calls.csv").read_text(encoding="utf-8").startswith("date,segment,ship,stem [t]")
    assert "calls.csv" in err
    assert run("template", "--calls", "calls.csv")[0] == 2


def test_about_a_table_tells_licence_version_columns_and_documents(run: Run) -> None:
    code, out, _ = run("data", "prices", "--about", "--json")
    found = json.loads(out)
    assert code == 0
    assert "CC-BY-4.0" in found["licence"]
    assert found["version"]
    assert found["columns"]["unit"].startswith("Unit of low")
    assert found["documents"]


def test_about_needs_the_name_of_a_table(run: Run) -> None:
    assert run("data", "--about")[0] == 2
    assert run("data", "prizes", "--about")[0] == 2
