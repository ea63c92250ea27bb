"""The one registry of units, and the quantity that reads, explains and prints itself.

Pint does the arithmetic. What is changed here: texts are read by the strict grammar of `text`, the
units are those of `definitions.txt`, errors belong to the greenport family and say how to mend, and
what is printed can be read again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

import numpy as np
import pint
from pint.facets.plain import PlainQuantity
from pint.util import UnitsContainer
from pydantic_core import PydanticCustomError, core_schema

from greenport.errors import UnitError
from greenport.units import currencies, refusals, text

AS_TEXT = core_schema.plain_serializer_function_ser_schema(
    str, when_used="json-unless-none", return_schema=core_schema.str_schema()
)


class MismatchError(UnitError, pint.DimensionalityError):
    """Two quantities of different kind were added, compared or converted."""

    def __init__(self, units1: Any, units2: Any, dim1: Any = "", dim2: Any = "", extra_msg: str = "") -> None:
        pint.DimensionalityError.__init__(self, units1, units2, dim1, dim2, extra_msg)

    def __str__(self) -> str:
        first, second = (unit_text(units) or "a plain number" for units in (self.units1, self.units2))
        reason = refusals.why_apart(*(self._dimensions(units) for units in (self.units1, self.units2)))
        return f"{first} and {second} do not go together: {reason}"

    @staticmethod
    def _dimensions(units: Any) -> str:
        dimensions = ureg.Unit(units).dimensionality
        return str(dimensions) if dimensions else ""


class UnknownUnitError(UnitError, pint.UndefinedUnitError):
    """A unit that the registry does not know, or refuses because it misleads in this trade."""

    def __init__(self, unit_names: Any) -> None:
        pint.UndefinedUnitError.__init__(self, unit_names)

    def __str__(self) -> str:
        return "; ".join(f'unknown unit "{name}"; {refusals.hint(name, ureg)}' for name in self.unit_names)


class Quantity(pint.UnitRegistry.Quantity[Any]):
    """A number, or an array of numbers, with its unit.

    >>> Q_("780 HKD").to("USD")
    <Quantity(100.0, 'USD')>
    >>> str(Q_("1200 HKD/m^2/yr"))
    '1200 HKD/m^2/yr'
    """

    def __new__(cls, value: Any, units: Any = None) -> Self:
        """Build from a text, or from a number, an array or a column of a table and its unit."""
        if isinstance(value, str):
            if units is not None:
                raise UnitError(f'number "{value}" is a text; write it with its unit, e.g. Q_("650 t")')
            value = cls._REGISTRY.parse_expression(value)
        elif is_column(value):
            value = _numbers(value)
        elif isinstance(value, bool) or not isinstance(value, float | int | PlainQuantity):
            value = _array(value)
        made: Any = super().__new__(cls, value, units)
        return cast(Self, made)

    if TYPE_CHECKING:  # Pint leaves most of its operators without types

        def __add__(self, other: Any) -> Quantity: ...
        def __radd__(self, other: Any) -> Quantity: ...
        def __sub__(self, other: Any) -> Quantity: ...
        def __rsub__(self, other: Any) -> Quantity: ...
        def __mul__(self, other: Any) -> Quantity: ...
        def __rmul__(self, other: Any) -> Quantity: ...
        def __truediv__(self, other: Any) -> Quantity: ...
        def __rtruediv__(self, other: Any) -> Quantity: ...
        def __pow__(self, other: Any) -> Quantity: ...
        def __neg__(self) -> Quantity: ...
        def __abs__(self) -> Quantity: ...
        def __getitem__(self, key: Any) -> Quantity: ...
        def to(self, other: Any = None, *contexts: Any, **options: Any) -> Quantity:
            """Convert to another unit."""

        def to_base_units(self) -> Quantity:
            """Convert to base units."""

    def __format__(self, spec: str) -> str:
        if any(letter in spec for letter in "CDHLP#"):  # one of Pint's own forms, e.g. "~P" or "Lx"
            return super().__format__(spec)
        digits = spec.replace("~", "")
        if self.ndim:
            return super().__format__(digits + "~C")
        number = format(float(self.magnitude), digits) if digits else number_text(self.magnitude)
        return f"{number} {unit_text(self.units)}".rstrip()

    def __str__(self) -> str:
        return format(self, "")

    def __repr__(self) -> str:
        return f"<Quantity({self.magnitude}, '{unit_text(self.units)}')>"

    def __reduce__(self) -> Any:
        return _restored, (self.magnitude, unit_text(self.units))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(_of_any_kind, serialization=AS_TEXT)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "string", "description": "quantity with its unit", "examples": ["650 t"]}

    def _add_sub(self, other: Any, op: Any) -> Any:
        with _explained():
            return super()._add_sub(other, op)

    def _iadd_sub(self, other: Any, op: Any) -> Any:
        with _explained():
            return super()._iadd_sub(other, op)

    def compare(self, other: Any, op: Any) -> Any:
        """Compare with another quantity, explaining why where it cannot be."""
        with _explained():
            return super().compare(other, op)


class Registry(pint.UnitRegistry[Any]):
    """Pint's registry with the trade's units and a strict reading of text."""

    Quantity = Quantity

    def parse_expression(self, input_string: str, case_sensitive: bool | None = None, **values: Any) -> Any:
        """Read a number with its unit; upper and lower case differ, and there is nothing to compute."""
        if values or case_sensitive is False:
            raise UnitError("only a number with its unit can be read; compute with quantities instead")
        number, unit = text.split(input_string)
        try:
            return self.Quantity(number, self.parse_units(unit))
        except UnitError as error:
            raise UnitError(f'"{input_string.strip()}": {error}') from None

    __call__ = parse_expression

    def parse_unit_name(self, unit_name: str, case_sensitive: bool | None = None) -> Any:
        """Split a name into prefix and unit: Mt and MUSD, but not mt and mUSD, which mislead."""
        found = super().parse_unit_name(unit_name, case_sensitive)
        return tuple(triple for triple in found if _may_prefix(triple[0], triple[1]))

    def get_name(self, name_or_alias: str, case_sensitive: bool | None = None) -> Any:
        """Give the one name of a unit, or say what was perhaps meant."""
        try:
            return super().get_name(name_or_alias, case_sensitive)
        except pint.UndefinedUnitError:
            raise UnknownUnitError(name_or_alias) from None

    def convert(self, value: Any, src: Any, dst: Any, inplace: bool = False, **options: Any) -> Any:
        """Convert a value, explaining why where it cannot be."""
        with _explained():
            converted = super().convert(value, src, dst, inplace, **options)
        return settled(converted) if isinstance(converted, float) else converted


@lru_cache(maxsize=8192)
def factor(held: UnitsContainer, wanted: UnitsContainer) -> float | None:
    """What a number is multiplied by from one unit to another; None where that is not all there is to do.

    Degrees have an offset; and between two dimensions a context may convert while it lasts.

    >>> factor(Q_("1 t").units._units, Q_("1 kg").units._units)
    1000.0
    """
    if ureg.get_dimensionality(held) != ureg.get_dimensionality(wanted):
        return None
    nothing, one = (pint.UnitRegistry.convert(ureg, number, held, wanted) for number in (0.0, 1.0))
    return float(one) if nothing == 0.0 else None


@lru_cache(maxsize=8192)
def base_units(held: UnitsContainer) -> UnitsContainer:
    """Base units of a unit."""
    found: UnitsContainer = ureg.Quantity(1.0, held).to_base_units()._units
    return found


def parse(written: str) -> Quantity:
    """Read a quantity from its text.

    Parameters
    ----------
    written
        One number and its unit, e.g. `"2,807 HKD/hL"`; a comma parts thousands and nothing else.

    Raises
    ------
    UnitError
        If the text is not a finite number with a known unit.

    >>> parse("520 USD/t CO2e").to("USD/kgCO2e")
    <Quantity(0.52, 'USD/kgCO2e')>
    """
    if not isinstance(written, str):
        raise UnitError(f'{written!r} is not a text; a number with its unit is due, e.g. "650 t"')
    return Q_(ureg.parse_expression(written))


def as_quantity(value: object) -> Quantity | None:
    """Take a value as a quantity of the one registry, or None where it is none.

    >>> as_quantity(0.07)
    <Quantity(0.07, '')>
    """
    if isinstance(value, Quantity):
        return value
    if isinstance(value, PlainQuantity) and value._REGISTRY is ureg:  # made by pint.Quantity itself
        return Q_(value.magnitude, value.units)
    if is_column(value) or (isinstance(value, np.ndarray) and value.dtype.kind in "iuf"):
        return Q_(value)
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        return None
    return Q_(float(value))


def is_column(value: object) -> bool:
    """Say whether a value is a column of a table, e.g. a pandas Series: numbers without a unit."""
    return hasattr(value, "to_numpy") and not isinstance(value, PlainQuantity)


def unit_text(units: Any) -> str:
    """Write a unit in its short form, which reads back.

    >>> unit_text(Q_("1 USD/m**2/yr").units)
    'USD/m^2/yr'
    """
    short = f"{ureg.Unit(units):~C}".replace("**", "^")
    return "" if short == "dimensionless" else short


def number_text(number: Any) -> str:
    """Write a number with all its digits and nothing more: 650, 0.1, 1e+22."""
    return repr(float(number)).removesuffix(".0")


# Units that take every prefix, and those that take kilo and more; a millitonne is a misspelt tonne.
_FINE = frozenset({"meter", "gram", "second", "liter", "joule", "watt", "mole", "pascal", "bar", "gCO2e"})
_COARSE = frozenset({"tonne", "dwt", "GT", "TEU", "pax", "tCO2e", "watt_hour", "calorie", "toe", "newton"})
_COARSE |= {"hertz", "Nm3", "gallon"}
_MONEY = re.compile(r"[A-Z]{3}(_\d{4})?")
_LARGE_PREFIXES = frozenset({"kilo", "mega", "giga", "tera"})


def _may_prefix(prefix: str, unit: str) -> bool:
    if not prefix or unit in _FINE:
        return True
    return prefix in _LARGE_PREFIXES and (unit in _COARSE or _MONEY.fullmatch(unit) is not None)


def settled(number: float) -> float:
    """Undo the noise of a conversion: 780 HKD are 100 USD, not 100.00000000000001.

    Only a number that lies within two units of the last place of a decimal with 14 digits moves.
    """
    short = float(f"{number:.14g}")
    return short if abs(short - number) <= 2 * math.ulp(number) else number


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except pint.DimensionalityError as error:
        raise MismatchError(error.units1, error.units2, error.dim1, error.dim2) from None


def _numbers(column: Any) -> Any:
    """Numbers of a column of a table; what is missing in it becomes NaN, which every check refuses."""
    try:
        if column.ndim == 1:
            return np.asarray(column.to_numpy(dtype=float, na_value=math.nan))
        raise TypeError
    except (AttributeError, TypeError, ValueError):
        kind = f"{type(column).__name__} of {getattr(column, 'dtype', 'several columns')}"
        raise UnitError(f'{kind}: one column of plain numbers is due, e.g. Q_(table["mass"], "t")') from None


def _array(value: Any) -> Any:
    """An array of numbers from what is no plain number; one of numpy's stays what it is."""
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths, or quantities in a list
        array = np.asarray(None)
    if array.dtype.kind not in "iuf":
        raise UnitError(
            f"{value!r} is not a number, nor an array of numbers in one unit; "
            'write e.g. Q_(650, "t") or Q_([650, 700], "t")'
        )
    return value if isinstance(value, np.generic) else array


def _of_any_kind(value: object) -> Quantity:
    try:
        quantity = parse(value) if isinstance(value, str) else as_quantity(value)
    except UnitError as error:
        raise PydanticCustomError("quantity", "{reason}", {"reason": str(error)}) from None
    if quantity is None:
        reason = f'{value!r} is not a quantity; a number with its unit is due, e.g. "650 t"'
        raise PydanticCustomError("quantity", "{reason}", {"reason": reason})
    return quantity


def _restored(magnitude: Any, units: str) -> Quantity:
    """Build a quantity anew from its pickle, in whatever process."""
    return Q_(magnitude, units)


@lru_cache(maxsize=4096)
def _checked(unit: str) -> str:
    """Bring the text of a unit into plain form, with every name known: Pint would let foo/foo cancel."""
    plain = text.plain_unit(unit)
    for name in text.names(plain):
        ureg.get_name(name)
    return plain


def _built() -> Registry:
    registry = Registry(Path(__file__).with_name("definitions.txt"), on_redefinition="raise")
    define: Any = registry.define  # takes definitions too, though its types say only texts
    for money in currencies.definitions():
        define(money)
    registry.preprocessors.append(_checked)
    registry.formatter.default_format = "~C"
    return registry


ureg = _built()
Q_ = ureg.Quantity

_adopt: Any = pint.set_application_registry  # carries no types
_adopt(ureg)
