"""The kinds of place at which ships are served, and which the weather closes."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

from greenport.errors import GreenportError

PlaceKind: TypeAlias = Literal["berth", "anchorage", "jetty", "floating"]
"""A quay, a ship's anchorage, a terminal's jetty, or a floating store."""

PLACE_KINDS: Final[tuple[PlaceKind, ...]] = get_args(PlaceKind)


def check_place_kind(kind: str, where: str) -> None:
    """Refuse a kind of place that does not exist.

    Parameters
    ----------
    kind
        What was given.
    where
        Where it was given, for the message.

    Raises
    ------
    GreenportError
        If it is not one of `PLACE_KINDS`.

    Examples
    --------
    >>> check_place_kind("sea", "at")
    Traceback (most recent call last):
    ...
    greenport.errors.GreenportError: at: 'sea' is no kind of place; expected berth, anchorage, jetty, floating
    """
    if kind not in PLACE_KINDS:
        raise GreenportError(f"{where}: {kind!r} is no kind of place; expected {', '.join(PLACE_KINDS)}")
