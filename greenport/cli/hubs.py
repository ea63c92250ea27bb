"""The command that sets a hub against its competitors: landed prices, and the premium that keeps a volume."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from greenport.cli import output
from greenport.cli.commands import Machine, Quiet, Settings, _loaded, _told
from greenport.cli.studies import Out, app
from greenport.errors import ScenarioError

if TYPE_CHECKING:
    import pandas as pd

    from greenport.sizing import Plan
    from greenport.studies import LandedPrices, PremiumCurve

__all__ = ["app"]

IN_FILES_ALONE = ["basis", "source", "note", "fixed"]
"""Columns of the steps that are not printed."""


@app.command()
def hubs(
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="[SCENARIO]",
            help="A file or shipped name, which is sized, or the folder of a saved plan; without it, Hong "
            "Kong is modelled like the others.",
        ),
    ] = None,
    hub: Annotated[
        list[str] | None, typer.Option(metavar="HUB", help="Compete with this hub alone; may be repeated.")
    ] = None,
    year: Annotated[int, typer.Option(metavar="YEAR", help="Year of the prices.")] = 2030,
    fuel: Annotated[str, typer.Option(metavar="FUEL", help="What is sold.")] = "methanol",
    home: Annotated[
        str | None, typer.Option(metavar="HUB", help="Hub whose demand is contested; default the scenario's.")
    ] = None,
    demand: Annotated[
        str | None, typer.Option(metavar="D", help='What is contested, e.g. "80 kt/yr".')
    ] = None,
    modelled: Annotated[
        bool, typer.Option("--modelled", help="Model every hub, also where there is a quotation.")
    ] = False,
    out: Out = None,
    settings: Settings = None,
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Competing hubs: what a tonne costs at each, how much stays at which premium, where it breaks."""
    if scenario is None and settings:
        raise ScenarioError.of("--set", "sets values of a scenario; give one, e.g. greenport hubs hongkong")
    plan = None if scenario is None else _plan(scenario, settings, quiet)
    folder = out if out is not None else Path("out") / (plan.name if plan is not None else "hubs")
    output.check_folder(folder, files=["hubs.html", "hubs.csv", "premium.html", "premium.csv"])

    from greenport.studies import landed_prices, premium_curve
    from greenport.studies.hubs import home_of

    among = [home or home_of(plan), *hub] if hub else None
    prices = landed_prices(among, fuel, year, plan, modelled=modelled)
    curve = premium_curve(prices, home, demand=demand)
    files = {**_written("hubs", prices, folder), **_written("premium", curve, folder)}
    if machine:
        steps = prices.table().to_dict(orient="records")
        named = {name: str(path) for name, path in files.items()}
        output.as_json({**prices.summary(), "steps": steps, "premium": curve.summary(), "files": named})
    else:
        _printed(prices, curve, files)
    if plan is not None:
        _told(plan, by_clock=False)


def _plan(name: str, settings: list[str] | None, quiet: bool) -> Plan:
    """Plan of a saved folder, or of a scenario that is sized."""
    from greenport.sizing import load_plan, size

    if any((Path(name) / inner / "plan.json").is_file() for inner in ("", "plan")):
        if settings:
            raise ScenarioError.of("--set", f"{name} is a saved plan, which no setting changes")
        return load_plan(name)
    return size(_loaded(name, settings, {}), progress=not quiet)


def _written(name: str, found: Any, folder: Path) -> dict[str, Path]:
    """Write table and figure of a result."""
    table, figure = folder / f"{name}.csv", folder / f"{name}.html"
    with output.moved(table) as path:
        found.table().to_csv(path, index=False)
    with output.moved(figure) as path:
        found.figure().write_html(path, include_plotlyjs=True)
    return {f"{name} table": table, f"{name} figure": figure}


def _printed(prices: LandedPrices, curve: PremiumCurve, files: dict[str, Path]) -> None:
    for line in str(prices).splitlines():
        typer.echo(line)
    _shown("Steps, per tonne", prices.table().drop(columns=IN_FILES_ALONE))
    output.title("What a premium keeps")
    for line in str(curve).splitlines():
        typer.echo(line)
    if len(curve.breaks()):
        _shown("Where price and cost of a tonne meet", curve.breaks())
    for name, path in files.items():
        typer.echo(f"{name}: {path}")


def _shown(title: str, table: pd.DataFrame) -> None:
    output.title(title)
    rows = table.to_dict(orient="records")
    output.as_table([{str(name): _short(cell) for name, cell in row.items()} for row in rows])


def _short(cell: Any) -> Any:
    return f"{cell:,.4g}" if isinstance(cell, float) else cell
