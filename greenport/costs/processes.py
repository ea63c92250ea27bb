"""Ways of making a fuel, as data.

A process is a set of rows ``process:property`` of table `production`, all per tonne of its product;
adding one is adding rows:

- ``product:methanol`` or ``product:saf``: lower heating value of the product;
- ``feed:NAME``, ``energy:NAME``, ``coproduct:NAME``: mass per mass (a ratio), or energy per mass, of
  raw material, of energy to run it, and of what is made besides;
- ``efficiency:NAME``: energy in the product over energy in a raw material, at most 100 %;
- ``capex``, ``fixed_opex``, ``variable_opex``, ``life``; ``load`` (output over capacity, 100 % if left
  out) and ``as_spent`` (as-spent over overnight cost, 1 if left out).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from greenport import data
from greenport.costs.arguments import Kind, one_of
from greenport.costs.finance import LIFE
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import (
    HEATING_VALUE,
    PRICE_PER_CAPACITY,
    PRICE_PER_MASS,
    Q_,
    SHARE,
    Dimension,
    Quantity,
    expects,
    price_year,
    require,
)

AMOUNT = Dimension(
    "amount per mass of product", "dimensionless or [energy]/[mass]", "0.19 t/t", "not negative"
)
ENERGY_RATIO = Dimension("energy ratio", "dimensionless", "0.66 MWh/MWh", "positive")
AS_SPENT = Dimension("as-spent factor", "dimensionless", "1.093", "positive", bare=True)
LOAD = Dimension("load", "dimensionless", "8000 h/yr", "share")
AMOUNTS = Kind(Mapping, '{"hydrogen": Q_("0.19 t/t")}')
NONE: Mapping[str, Quantity] = MappingProxyType({})
SINGLE = ("capex", "fixed_opex", "variable_opex", "life", "load", "as_spent")
NAMED = ("product", "feed", "energy", "coproduct", "efficiency")


@dataclass(frozen=True)
class Process:
    """A way of making a fuel, per tonne of it.

    Parameters
    ----------
    name, product : str
        What it is called, and what it makes: `"methanol"` or `"saf"`.
    lhv : Quantity
        Lower heating value of the product.
    feeds, energies : mapping of str to Quantity
        Raw materials, and energy to run it: mass per mass or energy per mass of product.
    capex : Quantity
        Investment per yearly capacity, e.g. ``750 EUR_2020/(t/yr)``.
    fixed_opex, variable_opex : Quantity
        Upkeep a year per yearly capacity, and consumables per mass of product, e.g. ``20 EUR_2020/t``.
    life : Quantity
        Life of the plant.
    coproducts : mapping of str to Quantity, optional
        What is made besides and sold.
    load : Quantity, optional
        Output over capacity, e.g. ``8000 h/yr``.
    as_spent : Quantity, optional
        As-spent over overnight cost.
    efficiencies : mapping of str to Quantity, optional
        Energy in the product over energy in a raw material; adds that raw material to `feeds`.

    Raises
    ------
    UnitError
        If a quantity is of the wrong kind or sign, an efficiency or the load is over 100 % or zero, or
        the moneys are of two price years.
    GreenportError
        If more energy comes out than goes in, or an input is given twice.
    """

    name: str
    product: str
    lhv: Quantity
    feeds: Mapping[str, Quantity]
    energies: Mapping[str, Quantity]
    capex: Quantity
    fixed_opex: Quantity
    variable_opex: Quantity
    life: Quantity
    coproducts: Mapping[str, Quantity] = field(default_factory=dict)
    load: Quantity = field(default_factory=lambda: Q_(1.0))
    as_spent: Quantity = field(default_factory=lambda: Q_(1.0))
    efficiencies: Mapping[str, Quantity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        single = {"capex": PRICE_PER_CAPACITY, "fixed_opex": PRICE_PER_MASS, "variable_opex": PRICE_PER_MASS}
        single |= {"lhv": HEATING_VALUE, "life": LIFE, "load": LOAD, "as_spent": AS_SPENT}
        for name, dimension in single.items():
            require(f"{self.name}: {name}", getattr(self, name), dimension)
        above_zero(f"{self.name}: load", self.load)
        years = {price_year(getattr(self, name)) for name in ("capex", "fixed_opex", "variable_opex")}
        if len(years) > 1:
            raise UnitError(f"{self.name}: capex and opex are money of {listed(years)}; escalate them to one")
        for name in ("feeds", "energies", "coproducts"):
            object.__setattr__(self, name, MappingProxyType(self._checked(name, "amount", AMOUNT)))
        made = {}
        for name, share in self._checked("efficiencies", "efficiency", SHARE).items():
            above_zero(f"{self.name}: efficiency of {name}", share)
            made[name] = (self.lhv / share).to("GJ/t")
        twice = [name for name in made if name in self.feeds] + [n for n in self.feeds if n in self.energies]
        if twice:
            raise GreenportError(f"{self.name}: {', '.join(twice)} is given twice; give an input once")
        object.__setattr__(self, "feeds", MappingProxyType({**self.feeds, **made}))
        object.__setattr__(self, "efficiencies", NONE)
        self._conserves_energy()

    @property
    def inputs(self) -> Mapping[str, Quantity]:
        """Raw materials and energy together."""
        return {**self.feeds, **self.energies}

    def _checked(self, name: str, what: str, dimension: Dimension) -> dict[str, Quantity]:
        given = getattr(self, name)
        AMOUNTS.require(f"{self.name}: {name}", given)
        return {
            which: require(f"{self.name}: {what} of {which}", value, dimension)
            for which, value in given.items()
        }

    def _conserves_energy(self) -> None:
        if not self.inputs or not all(is_energy(amount) for amount in self.inputs.values()):
            return
        going_in = sum(float(np.max(amount.m_as("GJ/t"))) for amount in self.inputs.values())
        besides = [amount for amount in self.coproducts.values() if is_energy(amount)]
        coming_out = float(self.lhv.m_as("GJ/t")) + sum(float(np.max(each.m_as("GJ/t"))) for each in besides)
        if coming_out > going_in * (1 + 1e-9):
            raise GreenportError(
                f"{self.name}: {coming_out:.4g} GJ come out of {going_in:.4g} GJ per tonne, an efficiency "
                "over 100 %; correct the amounts, or add the input that is missing"
            )


def processes(product: str | None = None) -> list[str]:
    """Names of the processes of table `production`, of one product or of all.

    >>> "e_methanol" in processes("methanol")
    True
    """
    names: dict[str, list[str]] = {}
    for key in data.keys("production"):
        name, _, what = key.partition(":")
        names.setdefault(name, []).append(what)
    return sorted(name for name, held in names.items() if product is None or f"product:{product}" in held)


def process(name: str) -> Process:
    """Look up a process of table `production`.

    Raises
    ------
    DataError
        If there is no such process (with near matches), a property of it is missing, or unknown.

    Examples
    --------
    >>> process("e_methanol").feeds["hydrogen"]
    <Quantity(0.19, '')>
    """
    name = one_of("process", name, processes(), " in table production")
    single: dict[str, Quantity] = {}
    named: dict[str, dict[str, Quantity]] = {kind: {} for kind in NAMED}
    for key in data.keys("production"):
        head, _, what = key.partition(":")
        if head != name:
            continue
        kind, colon, which = what.partition(":")
        value = data.datum(f"production:{key}").value
        if kind in NAMED and which:
            named[kind][which] = value
        elif kind in SINGLE and not colon:
            single[kind] = value
        else:
            known = [*SINGLE, *(f"{each}:NAME" for each in NAMED)]
            raise DataError(
                f"production:{key}: no property {what!r} of a process; known are {', '.join(known)}"
            )
    missing = [each for each in SINGLE[:4] if each not in single]
    if len(named["product"]) != 1:
        missing.append("product:methanol or product:saf (one of them)")
    if missing:
        raise DataError(f"process {name} has no {', '.join(missing)}; add a row of it to table production")
    ((product, lhv),) = named["product"].items()
    return Process(
        name,
        product,
        lhv,
        feeds=named["feed"],
        energies=named["energy"],
        coproducts=named["coproduct"],
        efficiencies=named["efficiency"],
        **single,
    )


@expects(amount=ENERGY_RATIO, product=ENERGY_RATIO, lhv=HEATING_VALUE)
def energy_per_product(amount: Quantity, product: Quantity, lhv: Quantity) -> Quantity:
    """Energy per mass of product, from the energy balance of a plant: ``LHV * amount / product``.

    Parameters
    ----------
    amount, product : Quantity
        Energy of the input or co-product and of the product, both per one basis, e.g. per MWh of all
        that goes in.
    lhv : Quantity
        Lower heating value of the product.

    Returns
    -------
    Quantity
        In MWh/t.

    Examples
    --------
    >>> print(f"{energy_per_product(Q_('0.779'), Q_('0.66'), Q_('44 GJ/t')):.4f}")
    14.4259 MWh/t
    """
    return (lhv * amount / product).to("MWh/t")


def above_zero(name: str, share: Quantity) -> None:
    """Refuse a share of nothing.

    >>> above_zero("load", Q_("0 %"))
    Traceback (most recent call last):
    ...
    greenport.errors.UnitError: load of 0 % is not above zero; a share is due, e.g. "95 %"
    """
    if np.any(np.asarray(share.m) <= 0):
        raise UnitError(f'{name} of {share} is not above zero; a share is due, e.g. "95 %"')


def is_energy(amount: Quantity) -> bool:
    """Say whether an amount per mass of product counts energy, not mass."""
    return bool(HEATING_VALUE.fits(amount))


def listed(years: set[int | None]) -> str:
    """Price years in words."""
    return " and ".join(sorted("no stated year" if year is None else str(year) for year in years))
