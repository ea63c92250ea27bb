"""Commands that ask whether a plan would work on the day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from greenport.cli import output
from greenport.cli.commands import Machine, Quiet, Settings, _loaded, app
from greenport.cli.output import say

if TYPE_CHECKING:
    from greenport.sizing import Plan

__all__ = ["app"]


@app.command()
def simulate(
    what: Annotated[
        str, typer.Argument(metavar="SCENARIO|DIR", help="A scenario, or the folder of a saved plan.")
    ],
    years: Annotated[int, typer.Option(metavar="N", help="Simulated years of each milestone year.")] = 100,
    seed: Annotated[int, typer.Option(metavar="N", help="Of what is left to chance.")] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for the tables; default out/NAME.")
    ] = None,
    settings: Settings = None,
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Simulate a plan under ships, storms and delays that come by chance: its service, with intervals."""
    plan = _plan(what, settings, quiet)
    folder = out if out is not None else Path("out") / plan.name
    output.check_folder(folder, files=["service.csv", "terminal.csv"])

    from greenport.operations import simulate as simulated

    def told(done: int, whole: int) -> None:
        say(f"  {done} of {whole} years")

    service = simulated(plan, years, seed, progress=None if quiet else told)
    tables = {"service": service.table(), "terminal": service.terminal()}
    files = {}
    for name, table in tables.items():
        files[name] = str(folder / f"{name}.csv")
        with output.moved(folder / f"{name}.csv") as path:
            table.to_csv(path, index=False)
    if machine:
        output.as_json({**service.summary(), "files": files})
    else:
        for name, table in tables.items():
            output.title({"service": "Service", "terminal": "The terminal"}[name])
            rows = table.to_dict(orient="records")
            output.as_table([{str(k): _cell(v) for k, v in row.items()} for row in rows])
        for name, file in files.items():
            typer.echo(f"{name}: {file}")
    if service.interrupted:
        from greenport.cli.running import INTERRUPTED

        say("interrupted: the years that ended are kept")
        raise typer.Exit(INTERRUPTED)


def _plan(what: str, settings: list[str] | None, quiet: bool) -> Plan:
    """The saved plan of a folder; of a scenario the one locked, or saved in its folder, or sized now."""
    from greenport.sizing import load_plan, size

    if Path(what).is_dir():
        return load_plan(what)
    scenario = _loaded(what, settings, {})

    from greenport.studies import locked_plan

    saved = Path("out") / scenario.name / "plan"
    if (saved / "plan.json").is_file():
        plan = load_plan(saved)
        if plan.scenario_hash == scenario.hash:
            return plan
    return locked_plan(scenario) or size(scenario, progress=not quiet)


def _cell(cell: object) -> object:
    if isinstance(cell, float):
        return "" if cell != cell else f"{cell:,.5g}"
    return cell
