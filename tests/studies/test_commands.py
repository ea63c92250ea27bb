"""The commands of studies: tables on stdout, files in their folder, exit codes as everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from greenport.cli import main

SIZING = Path(__file__).parents[1] / "sizing"


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main([*words, "--quiet"])
    return int(left.value.code or 0)


def test_a_study_writes_table_and_figure_and_prints_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run("pareto", str(SIZING / "airport.yaml"), "--points", "2", "--out", str(tmp_path), "--json")
    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert len(told["rows"]) == len(pd.read_csv(tmp_path / "pareto.csv")) == 2
    assert "plotly" in (tmp_path / "pareto.html").read_text(encoding="utf-8")


def test_a_flip_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--what", "finance.carbon_price", "--out", str(tmp_path))
    assert run("breakeven", str(SIZING / "toy.yaml"), *words) == 0
    assert "methanol in place of fossil fuel pays above" in capsys.readouterr().out


def test_given_assets_make_a_plan_and_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assets = tmp_path / "assets.yaml"
    assets.write_text("{tank: 1, jetty: 1, pipes: 1}\n", encoding="utf-8")
    out = tmp_path / "out"
    words = ("--assets", str(assets), "--out", str(out))
    assert run("evaluate", str(SIZING / "toy.yaml"), *words) == 0
    assert (out / "report.html").is_file()
    assert (out / "plan" / "plan.json").is_file()
    assert "the assets are given" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sensitivity", "--method", "sobol"), "expected one of tornado"),
        (("alternatives", "--slack", "0 %"), "expected a share"),
        (("breakeven", "--what", "nothing"), "unknown quantity"),
        (("evaluate", "--assets", "nowhere.yaml"), "there is no such file"),
    ],
)
def test_wrong_questions_leave_with_2(
    words: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(words[0], str(SIZING / "toy.yaml"), *words[1:], "--out", str(tmp_path / "out"))
    assert (code, said in capsys.readouterr().err) == (2, True)
