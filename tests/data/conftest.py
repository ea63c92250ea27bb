"""Tables made up for one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from greenport.data import law, rows, tables

Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Write a table; only tables written so exist during the test."""

    def forget() -> None:
        rows.rows.cache_clear()
        rows._index.cache_clear()
        law.clauses.cache_clear()

    def written(name: str, text: str) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")
        forget()

    for module in (rows, tables):
        monkeypatch.setattr(module, "folder", lambda: tmp_path)
    forget()
    yield written
    forget()
