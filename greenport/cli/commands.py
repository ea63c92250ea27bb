"""The commands. What takes long to import is imported where it is used, so that help comes at once."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from greenport.cli import output
from greenport.cli.output import say
from greenport.errors import GreenportError, InfeasibleError, ScenarioError

if TYPE_CHECKING:
    from greenport.scenario import Scenario
    from greenport.sizing import Certificate, Plan

EPILOG = (
    "Exit codes: 0 done, 1 the answer is no (no plan keeps all rules, or none was found), "
    "2 the input is wrong, 130 interrupted with what was finished kept."
)

app = typer.Typer(
    help="What it takes to bunker green methanol and SAF, what it costs, and what it saves.",
    epilog=EPILOG,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


BARE = 0.01
"""Gap below which a number without a unit is a share of one; 0.5 could as well mean per cent."""


class Language(StrEnum):
    """Languages of the report."""

    EN = "en"
    ZH_HANT = "zh-Hant"


Name = Annotated[str, typer.Argument(metavar="SCENARIO", help="A file, or a shipped name such as hongkong.")]
Names = Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Files or shipped names.")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="KEY=VALUE", help='Set a value, e.g. finance.discount_rate="4 %"; may be repeated.'
    ),
]
Machine = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("greenport"))
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the stack trace of a fault in greenport itself.")
    ] = False,
) -> None:
    """Options before a command."""


@app.command()
def size(
    scenario: Name,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for report.html and plan/; default out/NAME.")
    ] = None,
    gap: Annotated[
        str | None,
        typer.Option(metavar="G", help='Proven gap asked for, e.g. "0.5 %" or 0.005; sets solve.gap.'),
    ] = None,
    settings: Settings = None,
    time_limit: Annotated[
        str | None, typer.Option(metavar="T", help='Stop after this time with the best plan, e.g. "5 min".')
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Seed of the random draws; sets seed.")
    ] = None,
    language: Annotated[Language, typer.Option(help="Language of the report.")] = Language.EN,
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Size a terminal: the plan as a table, DIR/report.html and the saved plan in DIR/plan."""
    if not quiet:
        say(f"reading {scenario}")
    options = {"solve.gap": _share(gap), "seed": None if seed is None else str(seed)}
    loaded = _loaded(scenario, settings, {key: text for key, text in options.items() if text is not None})
    folder = out if out is not None else Path("out") / loaded.name
    output.check_folder(folder, files=["report.html"], folders=["plan"])
    limit = None if time_limit is None else _seconds(time_limit)

    from greenport.sizing import size as sized

    started = time.monotonic()
    try:
        plan = sized(loaded, progress=not quiet, time_limit=None if limit is None else f"{limit} s")
    except InfeasibleError as error:
        _diagnosed(error, folder, machine)
        raise
    by_clock = limit is not None and time.monotonic() - started >= limit
    files = _written(plan, folder, language)
    if machine:
        output.as_json({**plan.summary(), "files": {name: str(path) for name, path in files.items()}})
    else:
        from greenport.report.tables import terminal

        terminal(plan, output.console(), files)
    _told(plan, by_clock)


def _diagnosed(error: InfeasibleError, folder: Path, machine: bool) -> None:
    """Write what would mend a scenario without a plan as DIR/patch.yaml, and print why for machines."""
    from greenport.sizing import Diagnosis

    found = error.diagnosis
    if not isinstance(found, Diagnosis):
        return
    path = folder / "patch.yaml"
    text = found.patch(folder)
    if text:
        with output.moved(path) as file:
            file.write_text(text, encoding="utf-8")
        error.add_note(f"wrote {path}; next: greenport size {path}")
    if machine:
        output.as_json({**found.summary(), "files": {"patch": str(path)} if text else {}})


def _written(plan: Plan, folder: Path, language: Language) -> dict[str, Path]:
    """Write the plan first, as a report can be made again from it; then once more, with its evidence."""
    files = {"plan": folder / "plan", "report": folder / "report.html"}
    with output.moved(files["plan"]) as path:
        plan.save(path)
    with output.moved(files["report"]) as path:
        plan.report(path, language=str(language))
    with output.moved(files["plan"]) as path:
        plan.save(path)
    return files


def _told(plan: Plan, by_clock: bool) -> None:
    """Say on standard error what should not be overlooked; leave with 130 after Ctrl-C."""
    for warning in plan.warnings:
        say(f"warning: {warning}")
    if plan.gap > plan.gap_asked and not plan.interrupted:
        asked, proved = (float(gap.m_as("%")) for gap in (plan.gap_asked, plan.gap))
        say(
            f"warning: the gap asked for, {asked:.3g} %, is not reached: {proved:.3g} % is proved; "
            "--set solve.rounds=N or solve.nodes=N gives it more work, --gap asks for less"
        )
    if plan.interrupted:
        from greenport.cli.running import INTERRUPTED

        cause = "the time limit ended the search" if by_clock else "interrupted"
        say(f"{cause}: this is the best plan so far, proved to within {plan.gap:.2f} of the money at stake")
        if not by_clock:
            raise typer.Exit(INTERRUPTED)


def _share(text: str | None) -> str | None:
    """A share in per cent; a bare number is a share of one where it is too small to be meant in per cent."""
    try:
        number = float(text or "")
    except ValueError:
        return text
    return f"{100 * number:.12g} %" if 0 < number < BARE else text


def _seconds(text: str) -> float:
    """Time limit in seconds."""
    from greenport import units
    from greenport.scenario.tree import short

    try:
        found = units.parse(text)
        units.require("time", found, units.TIME)
        limit = float(units.magnitude(found, "s"))
    except GreenportError:
        raise ScenarioError.of(
            "--time-limit", f'"{short(text)}" is no time; expected a number with its unit, e.g. "5 min"'
        ) from None
    if not 0 < limit <= 1e7:
        raise ScenarioError.of(
            "--time-limit", f'"{short(text)}": expected more than 0 s and at most 100 d, e.g. "5 min"'
        )
    return limit


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a sized scenario or its plan.")],
    machine: Machine = False,
) -> None:
    """Check a saved plan without the solver's word: every rule, the cost, and a bound from dual values."""
    from greenport.sizing import load_plan
    from greenport.sizing import verify as verified

    plan = load_plan(folder / "plan" if (folder / "plan" / "plan.json").is_file() else folder)
    found = verified(plan)
    if machine:
        output.as_json(
            {
                "sound": found.sound,
                "faults": list(found.faults),
                "rows": found.rows,
                "violation": found.violation,
                "where": found.where,
                "cost": str(found.cost),
                "linear_bound": str(found.linear_bound),
                "dips": list(found.dips),
            }
        )
    else:
        output.as_list([_told_of(plan, found)])
    for fault in found.faults:
        say(fault)
    if not found.sound:
        from greenport.cli.running import NO

        raise typer.Exit(NO)


def _told_of(plan: Plan, found: Certificate) -> dict[str, Any]:
    """A certificate in words, by what was checked."""
    from greenport import units

    return {
        "plan": plan.name,
        "answer": "sound" if found.sound else f"not sound: {len(found.faults)} faults",
        "rules checked": f"{found.rows:,} rows on days; the worst, {found.where}, by {found.violation:.1e}",
        "cost, stated": units.show(plan.cost, 10),
        "cost, cost vector and annuities": units.show(found.cost, 10),
        "cost, sum of the table": units.show(found.tables_cost, 10),
        "bound, proved by the search": units.show(plan.lower_bound, 10),
        "bound, linear relaxation alone": units.show(found.linear_bound, 10),
        "falls into the safety stock": "; ".join(found.dips) or "none",
    }


@app.command()
def validate(scenarios: Names, settings: Settings = None, machine: Machine = False) -> None:
    """Check scenario files: ok, or every fault with file, line, key and how to mend it."""
    results = _apart([_checked(name, settings) for name in scenarios])
    if machine:
        output.as_json(results)
    for result in results:
        for warning in result.get("warnings", ()):
            say(f"warning: {warning}")
        if not result["ok"]:
            say(result["message"])
        elif not machine:
            typer.echo("ok" if len(results) == 1 else f"{result['scenario']}: ok")
    if not all(result["ok"] for result in results):
        from greenport.cli.running import WRONG

        raise typer.Exit(WRONG)


def _apart(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Refuse a second scenario with the name of another: one would be written over the other."""
    first: dict[str, str] = {}
    for result in results:
        named, place, path = (result.pop(part, None) for part in ("named", "place", "path"))
        if not result["ok"] or first.setdefault(named, path) == path:
            continue
        fault = {"file": place.file, "line": place.line, "key": "name"}
        message = f'"{named}" is also the name of {first[named]}; results of both would have one folder'
        told = f"{place.file}:{place.line}: name: {message}"
        result |= {"ok": False, "faults": [{**fault, "message": message}], "message": told}
    return results


def _checked(name: str, settings: list[str] | None) -> dict[str, Any]:
    try:
        loaded = _loaded(name, settings, {})

        from greenport.sizing import warnings_of

        warnings = list(warnings_of(loaded))
    except ScenarioError as error:
        faults = [
            {"file": fault.file, "line": fault.line, "key": fault.key, "message": fault.message}
            for fault in error.faults
        ]
        return {"scenario": name, "ok": False, "faults": faults, "message": str(error)}
    except GreenportError as error:
        return {"scenario": name, "ok": False, "faults": [], "message": f"{name}: {error}"}
    told = {"scenario": name, "ok": True, "hash": loaded.hash, "warnings": warnings}
    return {**told, "named": loaded.name, "place": loaded.origin("name"), "path": loaded.path}


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files."""
    from greenport.scenario.template import json_schema

    output.as_json(json_schema(), indent=2)


@app.command()
def template(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to this new file.")] = None,
    calls: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a CSV for calls of ships to this new file.")
    ] = None,
) -> None:
    """Print an annotated starter scenario that can be sized as it stands."""
    from greenport.scenario.calls import TEMPLATE
    from greenport.scenario.template import template as text

    if calls is not None:
        _new_file("--calls", calls, TEMPLATE)
        say(f"wrote {calls}; name it as `calls` of a demand of ships, in a scenario beside it")
    if out is not None:
        _new_file("--out", out, text())
        say(f"wrote {out}; next: greenport validate {out}")
    elif calls is None:
        typer.echo(text(), nl=False)


def _new_file(option: str, file: Path, text: str) -> None:
    """Write a file that is not there yet.

    Raises
    ------
    ScenarioError
        If it is there.
    """
    if file.exists():
        raise ScenarioError.of(option, f"{file} exists; give the name of a new file")
    output.check_folder(file.parent)
    with output.moved(file) as path:
        path.write_text(text, encoding="utf-8")


def _loaded(name: str, settings: list[str] | None, options: dict[str, str]) -> Scenario:
    """Read a scenario with what the options and `--set` say.

    Raises
    ------
    ScenarioError
        With all faults of the file, or of the settings.
    """
    overrides: dict[str, str] = dict(options)
    for setting in settings or []:
        key, equals, text = setting.partition("=")
        key = key.strip()
        if not equals or not key:
            raise ScenarioError.of(f"--set {setting}", 'expected KEY=VALUE, e.g. finance.discount_rate="4 %"')
        if key in overrides:
            raise ScenarioError.of(f"--set {setting}", f"{key} is set twice; keep one")
        overrides[key] = text

    from greenport.scenario import load_scenario

    return load_scenario(name, overrides)
