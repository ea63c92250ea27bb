"""What is said of a name that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from greenport.scenario.tree import near, short
from greenport.scenario.values import UNREAD

MOST: Final = 20
"""Names shown in a message."""


def unknown(what: str, name: str, candidates: Iterable[str]) -> str:
    """Say that there is no such thing, what was probably meant, and what there is.

    >>> unknown("ship", "tnker", ["barge", "tanker"])
    'unknown ship "tnker" (did you mean "tanker"?); expected one of barge, tanker'
    """
    # What could not be read comes first, and keeps the message from being told.
    names = sorted(set(candidates), key=lambda each: (each != UNREAD, each))
    shown = ", ".join(names[:MOST]) + (", …" if len(names) > MOST else "")
    expected = f"expected one of {shown}" if names else "there is none"
    return f'unknown {what} "{short(name)}"{near(name, names)}; {expected}'
