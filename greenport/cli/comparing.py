"""The command that sets scenarios and results side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from greenport.cli import output
from greenport.cli.commands import Language, Machine, Quiet, _written, app
from greenport.cli.output import say

if TYPE_CHECKING:
    from greenport.studies import Comparison

__all__ = ["app"]

Compared = Annotated[
    list[str],
    typer.Argument(metavar="A B...", help="Scenarios (files or shipped names) or folders of saved plans."),
]


@app.command()
def compare(
    compared: Compared,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for comparison.html; default none.")
    ] = None,
    library: Annotated[
        bool, typer.Option("--library", help="Add every other scenario shipped in the folder of A.")
    ] = False,
    size: Annotated[
        bool, typer.Option("--size", help="Size what has no plan yet, and save it in out/NAME.")
    ] = False,
    language: Annotated[Language, typer.Option(help="Language of the page.")] = Language.EN,
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Set scenarios side by side against the first: what differs in inputs and results, and why."""
    names = [*compared, *(shipped_with(compared) if library else [])]
    if out is not None:
        output.check_folder(out, files=["comparison.html"])

    from greenport.studies import compare as made
    from greenport.studies.comparison.sides import SIZED

    found = made(*names, size=size, progress=not quiet)
    for one in found.sides:
        if one.plan is not None and one.found == SIZED:
            folder = Path("out") / one.scenario.name
            output.check_folder(folder, files=["report.html"], folders=["plan"])
            _written(one.plan, folder, language)
    files = {} if out is None else {"comparison": out / "comparison.html"}
    for page in files.values():
        with output.moved(page) as path:
            found.report(path, str(language))
    if machine:
        output.as_json({**found.summary(), "files": {name: str(path) for name, path in files.items()}})
    else:
        from greenport.report.comparison import terminal

        terminal(found, output.console(), files)
    _told(found)


def shipped_with(compared: list[str]) -> list[str]:
    """Shipped scenarios in the folder of the first one named, but for those that are named."""
    from greenport.errors import ScenarioError
    from greenport.scenario import shipped

    folder = compared[0].partition("/")[0]
    if compared[0] not in shipped():
        raise ScenarioError.of(
            "--library", f"{compared[0]} is not shipped; begin with one of {', '.join(shipped())}"
        )
    return [name for name in shipped() if name.partition("/")[0] == folder and name not in compared]


def _told(found: Comparison) -> None:
    """Say on standard error what should be known; leave with 130 after Ctrl-C."""
    for note in found.notes:
        say(f"note: {note}")
    if found.interrupted:
        from greenport.cli.running import INTERRUPTED

        say("interrupted: what was finished is kept")
        raise typer.Exit(INTERRUPTED)
