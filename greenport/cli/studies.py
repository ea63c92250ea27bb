"""Commands that ask for many plans: given assets, trade-offs, alternatives, ranges, flips."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from greenport.cli import output
from greenport.cli.commands import (
    Language,
    Machine,
    Name,
    Quiet,
    Settings,
    _loaded,
    _told,
    _written,
)
from greenport.cli.datasets import app
from greenport.cli.output import say

if TYPE_CHECKING:
    import pandas as pd

    from greenport.scenario import Scenario

__all__ = ["app"]

Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder for table and figure; default out/NAME.")
]


@app.command()
def evaluate(
    scenario: Name,
    assets: Annotated[
        Path,
        typer.Option(
            "--assets", metavar="FILE|DIR", help="YAML or CSV of units by asset and year, or a saved plan."
        ),
    ],
    out: Out = None,
    settings: Settings = None,
    language: Annotated[Language, typer.Option(help="Language of the report.")] = Language.EN,
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Operate given assets at least cost: the plan as a table, DIR/report.html and DIR/plan."""
    loaded = _loaded(scenario, settings, {})
    folder = out if out is not None else Path("out") / f"{loaded.name}-given"
    output.check_folder(folder, files=["report.html"], folders=["plan"])

    from greenport.studies import evaluate as evaluated

    plan = evaluated(loaded, assets, progress=not quiet)
    files = _written(plan, folder, language)
    if machine:
        output.as_json({**plan.summary(), "files": {name: str(path) for name, path in files.items()}})
    else:
        from greenport.report.tables import terminal

        terminal(plan, output.console(), files)
    _told(plan, False)


@app.command()
def pareto(
    scenario: Name,
    points: Annotated[int, typer.Option(metavar="N", help="Most points, both ends included.")] = 10,
    out: Out = None,
    settings: Settings = None,
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Cost against emissions: plans that no other beats in both."""
    loaded, folder = _begun(scenario, settings, out, "pareto")

    from greenport.studies import pareto as searched

    found = searched(loaded, points, progress=not quiet)
    _ended("pareto", "Cost against emissions", found, found.table(), "", folder, machine)


@app.command()
def alternatives(
    scenario: Name,
    slack: Annotated[
        str, typer.Option(metavar="S", help='What a plan may cost more than the best, e.g. "2 %".')
    ] = "2 %",
    most: Annotated[int, typer.Option(metavar="N", help="Most plans.")] = 12,
    out: Out = None,
    settings: Settings = None,
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Plans that cost little more than the best, and what all of them share."""
    from greenport.units import Q_

    loaded, folder = _begun(scenario, settings, out, "alternatives")

    from greenport.studies import alternatives as searched

    found = searched(loaded, float(Q_(slack).m_as("")), most, progress=not quiet)
    _ended("alternatives", "Near-optimal plans", found, found.table(), str(found), folder, machine)


@app.command()
def sensitivity(
    scenario: Name,
    method: Annotated[str, typer.Option(metavar="M", help="tornado: one value at a time.")] = "tornado",
    key: Annotated[
        list[str] | None, typer.Option(metavar="RANGE", help="Only this range; may be repeated.")
    ] = None,
    resized: Annotated[int, typer.Option(metavar="N", help="How many ranges are sized anew.")] = 10,
    out: Out = None,
    settings: Settings = None,
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Which ranges matter: cost at the low and the high end of every value that has a range."""
    loaded, folder = _begun(scenario, settings, out, "sensitivity")

    from greenport.studies import sensitivity as priced

    found = priced(loaded, method, key, resized, progress=not quiet)
    for message in found.skipped:
        say(f"left out: {message}")
    _ended("sensitivity", "Change of cost", found, found.table(), "", folder, machine)


@app.command()
def breakeven(
    scenario: Name,
    what: Annotated[
        list[str] | None,
        typer.Option(
            "--what",
            metavar="KEY",
            help="demand.volume (default), finance.carbon_price, blend.premium, or the key of a quantity.",
        ),
    ] = None,
    decision: Annotated[
        str | None, typer.Option(metavar="ID", help="What should flip: a pool, place, asset, supplier, fuel.")
    ] = None,
    out: Out = None,
    settings: Settings = None,
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Where the advice flips: the value of an input from which a plan has what it had not before."""
    loaded, folder = _begun(scenario, settings, out, "breakeven")

    from greenport.studies import breakeven as searched

    for key in what or ["demand.volume"]:
        found = searched(loaded, key, decision=decision, progress=not quiet)
        _ended(f"breakeven-{key}", "Values tried", found, found.table(), str(found), folder, machine)


def _begun(name: str, settings: list[str] | None, out: Path | None, study: str) -> tuple[Scenario, Path]:
    """Scenario, and the folder that results will be written to."""
    loaded = _loaded(name, settings, {})
    folder = out if out is not None else Path("out") / loaded.name
    output.check_folder(folder, files=[f"{study}.html", f"{study}.csv"])
    return loaded, folder


def _ended(
    name: str, title: str, found: Any, table: pd.DataFrame, words: str, folder: Path, machine: bool
) -> None:
    """Write table and figure, print them, and leave with 130 after Ctrl-C."""
    files = {"table": folder / f"{name}.csv", "figure": folder / f"{name}.html"}
    with output.moved(files["table"]) as path:
        table.to_csv(path, index=False)
    with output.moved(files["figure"]) as path:
        found.figure().write_html(path, include_plotlyjs=True)
    rows = [{str(k): v for k, v in row.items()} for row in table.to_dict(orient="records")]
    if machine:
        named = {kind: str(path) for kind, path in files.items()}
        output.as_json({"study": name, "rows": rows, "words": words, "files": named})
    else:
        for line in words.splitlines():
            typer.echo(line)
        output.title(title)
        output.as_table([{k: _short(v) for k, v in row.items()} for row in rows])
        for kind, path in files.items():
            typer.echo(f"{kind}: {path}")
    if found.interrupted:
        from greenport.cli.running import INTERRUPTED

        say("interrupted: what was finished is kept")
        raise typer.Exit(INTERRUPTED)


def _short(cell: Any) -> Any:
    """A cell as it is printed."""
    if isinstance(cell, float):
        return "" if cell != cell else f"{cell:,.6g}"
    return cell
