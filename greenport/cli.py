"""The command line: a thin layer of commands over the public API.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 the answer is no
(infeasible, or no plan within the work limit), 2 the input is wrong, 130 interrupted with what was
finished kept.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from greenport.scenario import Scenario
    from greenport.sizing import Plan

DONE, NO, WRONG, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="greenport",
    help="What it takes to bunker green methanol and SAF, what it costs, and what it saves.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help="a file, or a shipped name: hongkong")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help='e.g. --set finance.discount_rate="4 %"'),
]
Machine = Annotated[bool, typer.Option("--json", help="print JSON for machines")]
Quiet = Annotated[bool, typer.Option("--quiet", help="print results only")]


@app.command()
def size(
    scenario: ScenarioName,
    out: Annotated[Path | None, typer.Option(help="folder for report and plan; default out/<name>")] = None,
    gap: Annotated[str | None, typer.Option(help='gap asked for on movable money, e.g. "0.5 %"')] = None,
    settings: Settings = None,
    time_limit: Annotated[str | None, typer.Option(help='emergency brake by the clock, e.g. "5 min"')] = None,
    seed: Annotated[int | None, typer.Option(help="of the demand's and the weather's draws")] = None,
    language: Annotated[str, typer.Option(help="of the report: en or zh-Hant")] = "en",
    machine: Machine = False,
    quiet: Quiet = False,
) -> None:
    """Size a terminal: table, progress, and DIR/report.html."""
    from greenport.sizing import size as size_plan

    if language not in ("en", "zh-Hant"):
        _fail(f"--language {language}: expected en or zh-Hant", WRONG)
    loaded = _load(scenario, settings, seed)
    folder = out if out is not None else Path("out") / loaded.name
    _writable(folder)
    plan = size_plan(loaded, gap=gap, progress=not (quiet or machine), time_limit=time_limit)
    report = plan.report(folder / "report.html", language=language)
    saved = plan.save(folder / "plan")
    files = {"report": report, "plan": saved}
    if machine:
        typer.echo(
            json.dumps({**plan.summary(), "files": {k: str(v) for k, v in files.items()}}, ensure_ascii=False)
        )
    else:
        from greenport.report import terminal

        terminal(plan, _console(), files)
    _end(plan, time_limit)


@app.command()
def validate(
    scenarios: Annotated[list[str], typer.Argument(metavar="SCENARIO…", help="files or shipped names")],
    settings: Settings = None,
    machine: Machine = False,
) -> None:
    """Check scenario files: ok, or every fault with file, line and key."""
    from greenport.errors import ScenarioError
    from greenport.sizing import warnings_of

    results: list[dict[str, Any]] = []
    for name in scenarios:
        try:
            loaded = _load(name, settings)
            warnings = list(warnings_of(loaded))
            results.append({"scenario": name, "ok": True, "hash": loaded.hash, "warnings": warnings})
        except ScenarioError as error:
            faults = [
                fault.__dict__ if hasattr(fault, "__dict__") else _as_dict(fault) for fault in error.faults
            ]
            results.append({"scenario": name, "ok": False, "faults": faults, "message": str(error)})
    if machine:
        typer.echo(json.dumps(results, ensure_ascii=False))
    for result in results:
        if machine:
            break
        if result["ok"]:
            for warning in result["warnings"]:
                _say(f"warning: {warning}")
            typer.echo(f"{result['scenario']}: ok")
        else:
            _say(str(result["message"]))
    if not all(result["ok"] for result in results):
        raise typer.Exit(WRONG)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files."""
    from greenport.scenario.template import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@app.command()
def template(
    out: Annotated[Path | None, typer.Option(help="write to a file instead of standard output")] = None,
) -> None:
    """Print an annotated starter scenario that can be sized as it stands."""
    from greenport.scenario.template import template as text

    if out is None:
        typer.echo(text(), nl=False)
        return
    if out.exists():
        _fail(f"--out {out}: the file exists already; give another name", WRONG)
    _writable(out.parent)
    out.write_text(text(), encoding="utf-8")
    _say(f"written to {out}; check it with: greenport validate {out}")


@app.command()
def data(
    name: Annotated[str | None, typer.Argument(help="a table, or table:key; default: all tables")] = None,
    machine: Machine = False,
) -> None:
    """Show the datasets and where their numbers come from."""
    from greenport import data as datasets

    if name is None:
        rows = [
            {"table": table, "rows": len(datasets.table(table)), "title": datasets.describe(table).title}
            for table in datasets.names()
        ]
        _show(rows, machine)
    elif ":" in name:
        known = datasets.table(name.partition(":")[0])
        key = name.partition(":")[2]
        found = known[known["key"] == key] if "key" in known else known.iloc[:0]
        if found.empty:
            datasets.datum(name)
        _show([{k: v for k, v in row.items() if v != ""} for row in _records(found)], machine, tall=True)
    else:
        columns = ["key", "for_year", "low", "value", "high", "unit", "year", "status", "source"]
        table = datasets.table(name)
        wanted = table if machine else table[[c for c in columns if c in table] or list(table.columns)]
        _show(_records(wanted), machine)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; a user's fault never shows a stack trace."""
    from greenport.errors import GreenportError, InfeasibleError, SolverError

    debug = "--debug" in (sys.argv[1:] if arguments is None else arguments)
    given = [a for a in (sys.argv[1:] if arguments is None else arguments) if a != "--debug"]
    try:
        code = app(args=given, prog_name="greenport", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else DONE)
    except (InfeasibleError, SolverError) as error:
        _leave(str(error), NO)
    except GreenportError as error:
        _leave(str(error), WRONG)
    except typer.Abort:
        _leave("interrupted before anything was finished", INTERRUPTED)
    except KeyboardInterrupt:
        _leave("interrupted before anything was finished", INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(DONE)
    except Exception as error:
        if (usage := _usage(error)) is not None:
            _leave(usage, WRONG)
        if debug:
            raise
        _leave(
            f"unexpected {type(error).__name__}: {error}. Please report it; --debug shows where it arose", NO
        )


def _usage(error: Exception) -> str | None:
    """Message of a wrong call of the command line, as click words it."""
    message = getattr(error, "format_message", None)
    if not callable(message):
        return None
    return f"{message()}. See greenport --help"


def _load(name: str, settings: Sequence[str] | None, seed: int | None = None) -> Scenario:
    from greenport.errors import ScenarioError
    from greenport.scenario import load_scenario

    overrides: dict[str, str] = {}
    for setting in settings or []:
        key, equals, value = setting.partition("=")
        if not equals or not key.strip():
            raise ScenarioError.of(f"--set {setting}", 'expected KEY=VALUE, e.g. finance.discount_rate="4 %"')
        overrides[key.strip()] = value
    if seed is not None:
        overrides["seed"] = str(seed)
    return load_scenario(name, overrides)


def _writable(folder: Path) -> None:
    """Refuse a folder that cannot be written before hours are spent on what should go there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".greenport"
        probe.touch()
        probe.unlink()
    except OSError as error:
        _fail(f"{folder}: cannot be written ({error.strerror}); give another folder with --out", WRONG)


def _end(plan: Plan, time_limit: str | None) -> None:
    if not plan.interrupted:
        return
    _say(f"interrupted: this is the best plan so far, proven within {plan.gap:.3g} of movable money")
    if time_limit is None:
        raise typer.Exit(INTERRUPTED)


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def _records(table: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.astype(object).where(table.notna(), "").to_dict(orient="records")
    return rows


def _show(rows: list[dict[str, Any]], machine: bool, *, tall: bool = False) -> None:
    if machine:
        typer.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    from rich.table import Table

    console = _console()
    if tall:
        for row in rows:
            console.print("\n".join(f"{name}: {value}" for name, value in row.items()), markup=False)
        return
    table = Table(*(rows[0] if rows else ()), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console.print(table)


def _say(message: str) -> None:
    typer.echo(message, err=True)


def _fail(message: str, code: int) -> NoReturn:
    _say(message)
    raise typer.Exit(code)


def _leave(message: str, code: int) -> NoReturn:
    _say(message)
    sys.exit(code)


if __name__ == "__main__":
    main()
