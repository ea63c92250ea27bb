"""A saved plan on disk: one JSON file for its head, one Parquet file a table, no pickle.

Such a folder can be packed into one zip file, whose bytes depend on nothing but its content.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from greenport import units
from greenport.errors import DataError
from greenport.units import Q_, Quantity

if TYPE_CHECKING:
    import pandas as pd

HEAD = "plan.json"

Folder = Path | zipfile.Path
"""A folder on disk, or inside a zip file."""


def write(folder: Path, head: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> Path:
    """Write head and tables into a folder; each file is moved into place whole.

    Parameters
    ----------
    folder
        Made if it does not exist.
    head
        Values by name: texts, numbers, quantities, and tuples or mappings of them.
    tables
        Tables by name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        _moved(folder / f"{name}.parquet", table.to_parquet)
    text = json.dumps(_packed(head), ensure_ascii=False, indent=1)
    _moved(folder / HEAD, lambda path: path.write_text(text, encoding="utf-8"))
    return folder


def pack(folder: Path, file: Path) -> Path:
    """Pack the folder of a saved plan into one zip file."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return file


def opened(place: Path) -> Folder:
    """Folder of a saved plan: the place itself, or the inside of a packed one.

    Raises
    ------
    DataError
        If the file is no zip file.
    """
    if not place.is_file():
        return place
    try:
        return zipfile.Path(zipfile.ZipFile(place))
    except (OSError, zipfile.BadZipFile) as error:
        raise DataError(f"{place}: no packed plan ({error})") from None


def read(folder: Folder, names: Iterable[str]) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """Read what `write` wrote: head and the tables named.

    Raises
    ------
    DataError
        If a file is missing or damaged.
    """
    import pandas as pd

    try:
        head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
        tables = {
            name: pd.read_parquet(io.BytesIO((folder / f"{name}.parquet").read_bytes())) for name in names
        }
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(
            f"{folder}: no complete saved plan here ({error}); write one with plan.save"
        ) from None
    return {name: _unpacked(value) for name, value in head.items()}, tables


def _packed(value: Any) -> Any:
    if isinstance(value, Quantity):
        return {"quantity": [float(value.magnitude), units.unit_text(value.units)]}
    if isinstance(value, Mapping):
        return {name: _packed(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_packed(item) for item in value]
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"quantity"}:
            return Q_(*value["quantity"])
        return {name: _unpacked(item) for name, item in value.items()}
    return tuple(_unpacked(item) for item in value) if isinstance(value, list) else value


def _moved(path: Path, write_to: Callable[[Path], object]) -> None:
    """Write to a temporary name beside the target and move it there, so nothing half-written is left."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        write_to(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
