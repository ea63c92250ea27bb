"""Checks at the door of a function, and the showing of quantities."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

from greenport.errors import UnitError
from greenport.units.dimension import Dimension
from greenport.units.registry import Quantity, as_quantity, unit_text

P = ParamSpec("P")
R = TypeVar("R")


def require(argument: str, value: object, dimension: Dimension) -> Quantity:
    """Give back a quantity if it is of the kind that is due, finite and of the right sign.

    Parameters
    ----------
    argument
        Name of the argument, for the message.
    value
        A quantity, or an array of them in one unit; a plain number, array or column of a table where
        the kind has no dimension.
    dimension
        The kind that is due.

    Raises
    ------
    UnitError
        If it is not.

    >>> from greenport.units import PRICE_PER_MASS, Q_
    >>> require("cost", Q_("650 USD"), PRICE_PER_MASS)
    Traceback (most recent call last):
    ...
    greenport.errors.UnitError: cost of 650 USD is money where a price per mass is due, e.g. "650 USD/t"
    """
    quantity = as_quantity(value)
    if quantity is None:
        raise UnitError(f"{argument} of {value!r} is not a quantity; {dimension.due}")
    fault = dimension.fault(quantity)
    if fault is not None:
        raise UnitError(f"{argument} of {fault}")
    return quantity


def expects(**dimensions: Dimension) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Check the named arguments of a function before it runs; an optional argument may be None.

    Arrays that do not go together, and a result too large for a number, are refused by the same door.

    The kinds that are due stand in `dimensions` of the checked function. A quantity may be one number
    or a whole array. A column of a table becomes one with ``Q_(table["cargo"], "t")``, which takes its
    numbers without its index; the result goes back as ``table["rate [t/h]"] = found.m_as("t/h")``. A
    column of pint-pandas already has its unit: give ``table["cargo"].pint.quantity``.

    >>> from greenport.units import MASS, Q_, TIME
    >>> @expects(cargo=MASS, stay=TIME)
    ... def rate(cargo: Quantity, stay: Quantity) -> Quantity:
    ...     return cargo / stay
    >>> str(rate(Q_("3000 t"), Q_("6 h")))
    '500 t/h'
    >>> str(rate.dimensions["stay"].example)
    '12 h'
    >>> rate(Q_("3000 t"), Q_("6 kn"))
    Traceback (most recent call last):
    ...
    greenport.errors.UnitError: stay of 6 kn is a speed where a duration is due, e.g. "12 h"
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        unknown = dimensions.keys() - signature.parameters.keys()
        if unknown:
            raise TypeError(f"{function.__name__} has no argument {', '.join(sorted(unknown))}")

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            for name, dimension in dimensions.items():
                value = bound.arguments[name]
                if value is not None or signature.parameters[name].default is not None:
                    bound.arguments[name] = require(name, value, dimension)
            with _told(function.__name__, bound.arguments):
                result = function(*bound.args, **bound.kwargs)
                _finite(result)
            return result

        checked.__dict__["dimensions"] = dimensions
        return checked

    return decorate


class ShapeError(UnitError):
    """Arrays that do not go together, as the function names them whose arguments they are."""


@contextmanager
def _told(name: str, arguments: Mapping[str, object]) -> Iterator[None]:
    """Tell what numpy or Python say about arguments in terms of these arguments."""
    try:
        with np.errstate(over="raise"):
            yield
    except (OverflowError, FloatingPointError):
        raise UnitError(
            f"{name}: the result is too large for a number; look at {_numbers(arguments)}"
        ) from None
    except ValueError as error:
        if not isinstance(error, ShapeError) and "broadcast" not in str(error):
            raise
        shapes = [(given, _shape(value)) for given, value in _each(arguments)]
        parts = [f"{given} of shape {shape}" for given, shape in shapes if shape]
        if len(parts) < 2:
            raise
        raise ShapeError(
            f"{name}: {' and '.join(parts)} do not go together; give one number, or arrays of one length"
        ) from None


def _each(arguments: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Arguments by name; those that a function takes in any number, each with its place."""
    for name, value in arguments.items():
        if isinstance(value, tuple):
            yield from ((f"{name}[{i}]", each) for i, each in enumerate(value))
        else:
            yield name, value


def _shape(value: object) -> tuple[int, ...]:
    """Shape of a quantity or of an array of plain numbers; empty for all else."""
    if isinstance(value, Quantity):
        return np.shape(value.magnitude)
    try:
        array = np.asarray(value)
    except ValueError:
        return ()
    return array.shape if array.dtype.kind in "iuf" else ()


def _finite(result: Any) -> None:
    if isinstance(result, Quantity) and np.any(np.isinf(result.magnitude)):
        raise OverflowError


def _numbers(arguments: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in arguments.items() if isinstance(value, Quantity))


def show(quantity: Quantity, digits: int | None = None) -> str:
    """Write a quantity for people, with thousands separators; what is written reads back.

    Parameters
    ----------
    quantity
        One number with its unit.
    digits
        Significant digits to round to; None keeps every digit, so that the text reads back equal.

    >>> from greenport.units import Q_
    >>> show(Q_("1234567.8 USD"))
    '1,234,567.8 USD'
    >>> show(Q_("1234567.8 USD"), digits=3)
    '1,230,000 USD'
    """
    if not isinstance(quantity, Quantity):
        raise UnitError(f'{quantity!r} is not a quantity; make it one, e.g. Q_("650 t")')
    if quantity.ndim:
        raise UnitError(f"one number is due to be shown, not an array of shape {quantity.magnitude.shape}")
    number = float(quantity.magnitude)
    if digits is not None:
        number = float(f"{number:.{digits}g}")
    small_or_large = number != 0 and not 1e-4 <= abs(number) < 1e16
    written = repr(number) if small_or_large or not math.isfinite(number) else f"{number:,}"
    return f"{written.removesuffix('.0')} {unit_text(quantity.units)}".rstrip()
