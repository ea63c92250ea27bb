"""Arguments that are no quantities: objects, names of a list, whole numbers, calendar years."""

from __future__ import annotations

import inspect
import reprlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

from greenport import data
from greenport.errors import DataError, GreenportError
from greenport.units import Quantity

P = ParamSpec("P")
R = TypeVar("R")

_PLAIN: dict[type, str] = {Mapping: "mapping", str: "text", Sequence: "sequence", Quantity: "quantity"}


@dataclass(frozen=True)
class Kind:
    """A class of objects that an argument may be, beside `Dimension` for quantities.

    Parameters
    ----------
    of : type
        The class.
    example : str
        How one is had, for messages.
    """

    of: type
    example: str

    def require(self, argument: str, value: object) -> None:
        """Refuse what is no object of this kind.

        >>> Kind(str, '"CEPCI"').require("index", 5)
        Traceback (most recent call last):
        ...
        greenport.errors.GreenportError: index of 5 is no text; give e.g. "CEPCI"
        """
        if not isinstance(value, self.of):
            name = _PLAIN.get(self.of, self.of.__name__)
            raise GreenportError(
                f"{argument} of {reprlib.repr(value)} is no {name}; give e.g. {self.example}"
            )


INDEX = Kind(str, '"CEPCI"')
RATES = Kind(Mapping, '{"HKD": 7.8}')


def takes(**kinds: Kind) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Check what objects a function is given before it runs; an optional argument may be None.

    What `greenport.units.expects` is for quantities.

    >>> @takes(index=INDEX)
    ... def lower(index: str | None = None) -> str:
    ...     return (index or "none").lower()
    >>> lower("CEPCI"), lower()
    ('cepci', 'none')
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            given = signature.bind(*args, **kwargs).arguments
            for name, kind in kinds.items():
                if name in given and (
                    given[name] is not None or signature.parameters[name].default is not None
                ):
                    kind.require(name, given[name])
            return function(*args, **kwargs)

        return checked

    return decorate


def one_of(what: str, name: object, known: Iterable[str], where: str = "") -> str:
    """Give back a name that is known, or refuse it with near matches and all that are known.

    >>> one_of("fuel of a tank", "methnol", ("methanol", "jet"))
    Traceback (most recent call last):
    ...
    greenport.errors.DataError: no fuel of a tank 'methnol'; did you mean methanol?; known are methanol, jet
    """
    names = list(known)
    if not isinstance(name, str) or name not in names:
        near = data.near(str(name), names)
        raise DataError(f"no {what} {name!r}{where}{near}; known are {', '.join(names)}")
    return name


def whole(what: str, number: Any, least: int = 0) -> Any:
    """Give back a number of things, or an array of them, refused where it is not whole or is too small.

    A number without a unit that `expects` has made a quantity counts by its worth; else an integer is due.

    >>> whole("dolphins", 6.5)
    Traceback (most recent call last):
    ...
    greenport.errors.GreenportError: dolphins: 6.5; a whole number from 0 up is due, e.g. 2
    """
    worth = number.m_as("") if isinstance(number, Quantity) else number
    numbers = np.asarray(worth)
    kinds = "iuf" if isinstance(number, Quantity) else "iu"
    if numbers.dtype.kind not in kinds or np.any((numbers < least) | (numbers != np.floor(numbers))):
        raise GreenportError(f"{what}: {worth!r}; {_due(least)}")
    return numbers if numbers.ndim else worth


def count(what: str, number: object, least: int = 0) -> int:
    """Give back one number of things, refused where it is not whole or is too small.

    >>> count("tanks of a terminal", 0, least=1)
    Traceback (most recent call last):
    ...
    greenport.errors.GreenportError: tanks of a terminal: 0; a whole number from 1 up is due, e.g. 2
    """
    if isinstance(number, bool) or not isinstance(number, int | np.integer) or number < least:
        raise GreenportError(f"{what}: {reprlib.repr(number)}; {_due(least)}")
    return int(number)


def calendar_year(what: str, year: object) -> int:
    """Give back a calendar year, or refuse what is none.

    >>> calendar_year("discounting", "2030")
    Traceback (most recent call last):
    ...
    greenport.errors.GreenportError: discounting: '2030' is no calendar year; a whole number is due, e.g. 2030
    """
    if isinstance(year, bool) or not isinstance(year, int | np.integer):
        raise GreenportError(
            f"{what}: {reprlib.repr(year)} is no calendar year; a whole number is due, e.g. 2030"
        )
    return int(year)


def one_number(**given: Quantity | None) -> None:
    """Refuse arrays where a calculation is of one case at a time.

    >>> from greenport.units import Q_
    >>> one_number(stem=Q_([2500, 3900], "t"))
    Traceback (most recent call last):
    ...
    greenport.errors.GreenportError: stem of [2500 3900] t is an array; call once for each number
    """
    for argument, quantity in given.items():
        if quantity is not None and quantity.ndim:
            raise GreenportError(f"{argument} of {quantity} is an array; call once for each number")


def _due(least: int) -> str:
    return f"a whole number from {least} up is due, e.g. {max(least, 2)}"
