"""Commands for reviewers: keep a result, and find it again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from greenport.cli import output
from greenport.cli.commands import Machine, Names, Quiet, app
from greenport.cli.output import say

if TYPE_CHECKING:
    from greenport.studies import Reproduction

__all__ = ["app"]


@app.command()
def lock(
    scenarios: Names,
    plan: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A saved plan of this scenario, instead of sizing it again."),
    ] = None,
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Keep results: NAME.lock.json and the packed plan NAME.plan.zip beside each scenario file."""
    from greenport.errors import ScenarioError
    from greenport.scenario import find

    if plan is not None and len(scenarios) > 1:
        raise ScenarioError.of("--plan", f"is of one scenario, and {len(scenarios)} are named")
    for folder in {find(name).parent for name in scenarios}:
        output.check_folder(folder, option="SCENARIO")

    from greenport.sizing import load_plan
    from greenport.studies import lock as kept

    given = None if plan is None else load_plan(plan)
    written = []
    for name in scenarios:
        if not quiet:
            say(f"locking {name}")
        written.append(str(kept(name, given, progress=not quiet)))
        if not machine:
            typer.echo(f"wrote {written[-1]}")
    if machine:
        output.as_json(written)


@app.command()
def reproduce(
    places: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Locks, scenarios, or folders of locks.")
    ],
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Run locked scenarios again and say figure by figure whether they give the same; exit 1 where not."""
    from greenport.studies import reproduce as again
    from greenport.studies.locks.reproduction import locks_in

    files = list(dict.fromkeys(file for place in places for file in locks_in(place)))
    found = []
    for number, file in enumerate(files, 1):
        if not quiet:
            say(f"{number} of {len(files)}: {file}")
        found.append(again(file, progress=not quiet))
        if not machine:
            _shown(found[-1])
        if found[-1].interrupted:
            break
    if machine:
        output.as_json([one.summary() for one in found])
    elif len(files) > 1:
        output.title(f"{sum(one.passed for one in found)} of {len(files)} locks PASS")

    from greenport.cli.running import INTERRUPTED, NO

    if any(one.interrupted for one in found):
        say("interrupted: what was finished is above")
        raise typer.Exit(INTERRUPTED)
    if not all(one.passed for one in found):
        raise typer.Exit(NO)


def _shown(one: Reproduction) -> None:
    """One lock: its verdict, why it failed, its figures, and what is worth knowing."""
    verdict = "interrupted" if one.interrupted else "PASS" if one.passed else "FAIL"
    output.title(f"{one.name}: {verdict}")
    rows = one.table().to_dict(orient="records")
    if rows:
        output.as_table([{str(k): _cell(v) for k, v in row.items()} for row in rows])
    for fault in one.faults:
        typer.echo(f"changed: {fault}" if not rows else fault)
    for remark in one.remarks:
        typer.echo(f"note: {remark}")


def _cell(cell: object) -> object:
    if isinstance(cell, float):
        return "" if cell != cell else f"{cell:,.7g}"
    return cell
