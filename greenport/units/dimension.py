"""A kind of quantity: what it may be, how it is read from a file, and what is said where it is wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pint.util import UnitsContainer
from pydantic_core import PydanticCustomError, core_schema

from greenport.errors import UnitError
from greenport.units.registry import (
    AS_TEXT,
    Q_,
    Quantity,
    as_quantity,
    base_units,
    factor,
    parse,
    unit_text,
    ureg,
)

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

Sign = Literal["any", "not negative", "positive", "share"]

_NUMBER = r"^\s*[+−-]?(\d[\d,]*\.?\d*|\.\d+)([eE][+-]?\d+)?"
_UNIT = r"\s*[^\s\d.,].*$"
_NAMES: dict[UnitsContainer, str] = {}


@dataclass(frozen=True)
class Dimension:
    """A kind of quantity, e.g. a price per mass; also the metadata of an annotated pydantic field.

    pydantic-pint is not used: it checks one fixed dimension, so it cannot take money of any price
    year, has its own registry to be kept in step, reads with Pint's own lenient grammar, and its
    messages name base dimensions rather than a unit that fits.

    Parameters
    ----------
    name
        What it is called in messages, e.g. `"price per mass"`.
    dimensionality
        Product of base dimensions, e.g. `"[money]/[mass]"`; `[money]` stands for money of any one
        price year or of none. Two that are both allowed are parted by `" or "`.
    example
        A quantity of this kind, for messages.
    sign
        The numbers that are allowed; a share lies between 0 and 100 %.
    bare
        Whether a number without a unit may stand for it in an input file.
    """

    name: str
    dimensionality: str
    example: str
    sign: Sign = "any"
    bare: bool = False

    def __post_init__(self) -> None:
        for dimensions in _allowed(self.dimensionality):
            _NAMES.setdefault(dimensions, self.name)

    @property
    def due(self) -> str:
        """The kind with its example, as messages name it.

        >>> Dimension("mass", "[mass]", "650 t").due
        'a mass is due, e.g. "650 t"'
        """
        return f'{_with_article(self.name)} is due, e.g. "{self.example}"'

    def fits(self, quantity: Quantity) -> bool:
        """Say whether a quantity is of this kind, whatever its number.

        >>> price = Dimension("price per mass", "[money]/[mass]", "650 USD/t")
        >>> price.fits(Q_("650 USD_2023/t")), price.fits(Q_("650 USD"))
        (True, False)
        """
        return _fits(self.dimensionality, quantity._units)

    def fault(self, quantity: Quantity, given: str | None = None) -> str | None:
        """Say what is wrong with a quantity that should be of this kind, or None.

        Parameters
        ----------
        quantity
            One number or an array, in any unit.
        given
            How the user wrote it; by default as greenport writes it.

        Returns
        -------
        str or None
            What was given, what is wrong, what is due and an example.

        >>> from greenport.units import PRICE_PER_MASS
        >>> PRICE_PER_MASS.fault(Q_("650 USD"))
        '650 USD is money where a price per mass is due, e.g. "650 USD/t"'
        """
        if not self.fits(quantity):
            shown = given or _one_of(quantity)
            if not quantity.unit_items():
                return f"{shown} has no unit; {self.due}"
            name = _NAMES.get(_yearless(quantity.dimensionality))
            return f"{shown}{f' is {_with_article(name)}' if name else ''} where {self.due}"
        if self._sound(quantity):
            return None
        numbers = np.asarray(quantity.to_base_units().magnitude, dtype=float)
        for wrong, reason in self._doubts(numbers):
            if np.any(wrong):
                return f"{given or _one_of(quantity, wrong)} {reason}; {self.due}"
        return None

    def read(self, value: object) -> Quantity:
        """Take a value from an input file or a model: a text with its unit, or a quantity.

        Raises
        ------
        UnitError
            If it is not a quantity of this kind, or a number without the unit that is due.

        >>> Dimension("mass", "[mass]", "650 t").read("12")
        Traceback (most recent call last):
        ...
        greenport.errors.UnitError: "12" has no unit; a mass is due, e.g. "650 t"
        """
        try:
            quantity = parse(value) if isinstance(value, str) else as_quantity(value)
        except UnitError as error:
            raise UnitError(f"{error}; {self.due}") from None
        given = f'"{value.strip()}"' if isinstance(value, str) else None
        if quantity is None or quantity.ndim:
            raise UnitError(f"{value!r} is not one number with its unit; {self.due}")
        if not (self.bare or isinstance(value, Quantity) or quantity.unit_items()):
            raise UnitError(f"{given or quantity} has no unit; {self.due}")
        fault = self.fault(quantity, given)
        if fault is not None:
            raise UnitError(fault)
        return quantity

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def validated(value: object) -> Quantity:
            try:
                return self.read(value)
            except UnitError as error:
                raise PydanticCustomError("quantity", "{reason}", {"reason": str(error)}) from None

        return core_schema.no_info_plain_validator_function(validated, serialization=AS_TEXT)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        text = {"type": "string", "pattern": _NUMBER + ("" if self.bare else _UNIT)}
        about = {"description": f"{self.name} with its unit", "examples": [self.example]}
        return {**({"anyOf": [text, {"type": "number"}]} if self.bare else text), **about}

    def _sound(self, quantity: Quantity) -> bool:
        """Whether all numbers are right, told from the least and the largest alone: a NaN is both."""
        held = quantity.magnitude
        if np.size(held) == 0:
            return True
        scale = factor(quantity._units, base_units(quantity._units)) or math.nan
        ends = (np.min(held), np.max(held)) if quantity.ndim else (held,)
        return not any(wrong for end in ends for wrong, _ in self._doubts(float(end) * scale))

    def _doubts(self, numbers: Any) -> Iterator[tuple[Any, str]]:
        """What could be wrong with numbers in base units: where it is, and how it is said."""
        yield np.logical_not(np.isfinite(numbers)), "is not a finite number"
        if self.sign in ("not negative", "share"):
            yield numbers < 0, "is below zero"
        if self.sign == "positive":
            yield numbers <= 0, "is not above zero"
        if self.sign == "share":
            yield numbers > 1, "is over 100 %"


@lru_cache(maxsize=256)
def _allowed(dimensionality: str) -> tuple[UnitsContainer, ...]:
    texts = dimensionality.split(" or ")
    return tuple(
        UnitsContainer() if text == "dimensionless" else ureg.get_dimensionality(text) for text in texts
    )


@lru_cache(maxsize=8192)
def _fits(dimensionality: str, units: UnitsContainer) -> bool:
    return _yearless(ureg.get_dimensionality(units)) in _allowed(dimensionality)


@lru_cache(maxsize=4096)
def _yearless(dimensionality: UnitsContainer) -> UnitsContainer:
    """Drop the price year of money; money of two years in one quantity stays apart and fits nothing."""
    money = [name for name in dimensionality if name.startswith("[money")]
    return dimensionality.rename(money[0], "[money]") if len(money) == 1 else dimensionality


def _one_of(quantity: Quantity, wrong: Any = True) -> str:
    """Show the one number of a quantity, or the first of its array that is wrong."""
    if quantity.ndim == 0:
        return str(quantity)
    if not quantity.magnitude.size:
        return f"an empty array of {unit_text(quantity.units) or 'plain numbers'}"
    place = int(np.argmax(np.broadcast_to(wrong, quantity.magnitude.shape)))
    return f"{Q_(np.ravel(quantity.magnitude)[place], quantity.units)} (place {place} of the array)"


def _with_article(name: str) -> str:
    if name == "money":
        return name
    return f"an {name}" if name[0] in "aeio" else f"a {name}"
