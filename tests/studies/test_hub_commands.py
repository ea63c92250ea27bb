"""The command that compares hubs: tables and figures, JSON, plans from a folder, faults in words."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import greenport as gp
from greenport.cli import main

TOY = Path(__file__).parents[1] / "sizing" / "toy.yaml"


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main([*words, "--quiet"])
    return int(left.value.code or 0)


def test_without_a_scenario_all_hubs_are_modelled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("hubs", "--year", "2040", "--out", str(tmp_path)) == 0
    told = capsys.readouterr().out
    assert "Shanghai: 824 USD_2025/t" in told
    assert "breaks below 65.4 kt/yr" in told
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{name}.{kind}" for name in ("hubs", "premium") for kind in ("csv", "html")
    }


def test_json_holds_the_ladder_its_steps_and_the_curve(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("hubs", "--demand", "250 kt/yr", "--json", "--out", str(tmp_path)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["premium"]["demand"] == {"value": 250.0, "unit": "kt/yr"}
    assert len(told["steps"]) == len(pd.read_csv(tmp_path / "hubs.csv"))


def test_a_scenario_is_sized_and_a_saved_plan_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = gp.size(gp.load_scenario(TOY))
    plan.save(tmp_path / "plan")
    told = []
    for word in (str(TOY), str(tmp_path)):
        assert run("hubs", word, "--json", "--out", str(tmp_path / "out")) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1]
    mine = next(row for row in told[0]["hubs"] if row["hub"] == "hong_kong")
    assert mine["kind"] == "plan"
    assert mine["price"] == pytest.approx(plan.levelised_cost("methanol", 2030).m + 75)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--hub", "hongkong"), "did you mean hong_kong"),
        (("--fuel", "hefa_spk"), "no hub has a price of 'hefa_spk'"),
        (("--year", "2060"), "2060 is outside"),
        (("--set", "finance.discount_rate=4 %"), "sets values of a scenario"),
        (("--demand", "80"), "demand"),
    ],
)
def test_wrong_questions_leave_with_2(
    words: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run("hubs", *words, "--out", str(tmp_path / "out"))
    assert (code, said in capsys.readouterr().err) == (2, True)


def test_one_competitor_may_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("hubs", "--hub", "singapore", "--json", "--out", str(tmp_path)) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["hub"] for row in told["hubs"]] == ["hong_kong", "singapore"]
