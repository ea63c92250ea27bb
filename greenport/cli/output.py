"""What commands print and write: results on stdout, messages on stderr, files whole or not at all."""

from __future__ import annotations

import json
import math
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from greenport.errors import ScenarioError

if TYPE_CHECKING:
    from rich.console import Console

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def say(message: str) -> None:
    """Write a message to standard error; signs that would steer a terminal are shown, not sent.

    Where nothing can be written there, the exit code alone tells.
    """
    with suppress(OSError):
        typer.echo(_CONTROL.sub(lambda sign: repr(sign[0])[1:-1], message), err=True)


def console() -> Console:
    """Console on standard output: coloured and fitted on a terminal, plain and uncut elsewhere."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    return Console(
        highlight=False, color_system="auto" if terminal else None, width=None if terminal else 160
    )


def as_json(content: Any, *, indent: int | None = None) -> None:
    """Print JSON that every reader accepts: what is no finite number is null."""
    typer.echo(json.dumps(_finite(content), indent=indent, allow_nan=False, default=str))


def _finite(content: Any) -> Any:
    if isinstance(content, float):
        return content if math.isfinite(content) else None
    if isinstance(content, Mapping):
        return {str(key): _finite(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_finite(value) for value in content]
    return content


def title(text: str) -> None:
    """Print a heading of its own line, with room above it."""
    console().print(f"\n{text}", style="bold", markup=False)


def as_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows under the names of their columns; columns without any content are left out."""
    from rich.table import Table
    from rich.text import Text

    names = [name for name in (rows[0] if rows else ()) if any(row[name] not in ("", None) for row in rows)]
    table = Table(box=None, pad_edge=False)
    for name in names:
        table.add_column(Text(name))
    for row in rows:
        table.add_row(*(Text("" if row[name] is None else str(row[name])) for name in names))
    console().print(table)


def as_list(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print each row as `name: value` lines, rows parted by an empty line."""
    blocks = (
        "\n".join(f"{name}: {value}" for name, value in row.items() if value not in ("", None))
        for row in rows
    )
    typer.echo("\n\n".join(blocks))


def check_folder(
    folder: Path, *, files: Sequence[str] = (), folders: Sequence[str] = (), option: str = "--out"
) -> None:
    """Refuse a folder that cannot be written to, before time is spent on what should go there.

    Parameters
    ----------
    folder
        Where results are to go; it need not exist.
    files, folders
        Names of the files and folders to be written in it.
    option
        What named the folder.

    Raises
    ------
    ScenarioError
        If it is a file, lies below one, or may not be written to, or if something of another kind has
        the name of what should go there.
    """
    try:
        message = _obstacle(folder) or next(
            (
                f"{place} is {'a folder where a file' if place.is_dir() else 'a file where a folder'} is due"
                for names, is_right in ((files, Path.is_file), (folders, Path.is_dir))
                for place in (folder / name for name in names)
                if os.path.lexists(place) and not is_right(place)
            ),
            "",
        )
        message = message or next(filter(None, (_obstacle(folder / name) for name in folders)), "")
    except (OSError, ValueError) as error:
        message = str(getattr(error, "strerror", None) or error)
    if message:
        raise ScenarioError.of(option, f"{message}; give another folder")


def _obstacle(folder: Path) -> str:
    """Why nothing can be written in a folder that may have to be made first; empty where it can be."""
    existing = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
    if not existing.is_dir():
        return f"{existing} is a file where a folder is due"
    if not os.access(existing, os.W_OK | os.X_OK):
        return f"no permission to write in {existing}"
    return ""


@contextmanager
def moved(target: Path) -> Iterator[Path]:
    """Give a temporary path beside `target` to write a file or a folder of files, then move it there.

    Only files of the same names are replaced; whatever else a folder holds stays. On any error nothing
    is left behind.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".greenport-", dir=target.parent) as folder:
        made = Path(folder) / target.name
        yield made
        if made.is_dir():
            target.mkdir(exist_ok=True)
            for file in sorted(made.iterdir()):
                file.replace(target / file.name)
        else:
            made.replace(target)
