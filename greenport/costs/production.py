"""What a tonne of methanol or of sustainable aviation fuel costs to make.

The cost is the sum of capital, upkeep and inputs less credits (Danish Energy Agency, *Technology Data
for Renewable Fuels*; NREL's methanol models); the processes are those of `greenport.costs.processes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from greenport import data
from greenport.costs.arguments import Kind, one_of, takes
from greenport.costs.finance import LIFE, capital_recovery_factor
from greenport.costs.levelised import CHARGE_RATE
from greenport.costs.prices import unit_price
from greenport.costs.processes import (
    LOAD,
    Process,
    above_zero,
    is_energy,
    listed,
    process,
    processes,
)
from greenport.errors import DataError, GreenportError, UnitError
from greenport.units import (
    PRICE_PER_ENERGY,
    PRICE_PER_MASS,
    RATE,
    Quantity,
    expects,
    price_year,
    require,
)

PROCESS = Kind(Process, 'process("e_methanol")')
PRICES = Kind(Mapping, '{"hydrogen": Q_("2000 EUR_2020/t")}')


@dataclass(frozen=True)
class ProductionCost:
    """Cost of a tonne of product and its parts, all money per mass of one price year.

    Parameters
    ----------
    process, product : str
        What was made, and how.
    lhv : Quantity
        Lower heating value of the product.
    capital, fixed, variable : Quantity
        Charge on the investment, upkeep, consumables.
    feeds, energies, credits : mapping of str to Quantity
        Cost of each raw material and of each form of energy, and income from each co-product.
    """

    process: str
    product: str
    lhv: Quantity
    capital: Quantity
    fixed: Quantity
    variable: Quantity
    feeds: Mapping[str, Quantity]
    energies: Mapping[str, Quantity]
    credits: Mapping[str, Quantity]

    @property
    def feed(self) -> Quantity:
        """Cost of all raw materials."""
        return self._sum(self.feeds)

    @property
    def energy(self) -> Quantity:
        """Cost of all energy."""
        return self._sum(self.energies)

    @property
    def credit(self) -> Quantity:
        """Income from all co-products."""
        return self._sum(self.credits)

    @property
    def total(self) -> Quantity:
        """Cost of the product: its parts less the credits."""
        return self.capital + self.fixed + self.variable + self.feed + self.energy - self.credit

    @property
    def total_per_energy(self) -> Quantity:
        """Cost of the product per unit of its energy."""
        return unit_price(self.total / self.lhv)

    def share(self, part: str) -> Quantity:
        """Share of an input, or of `"capital"`, `"fixed"` or `"variable"`, in the total.

        Raises
        ------
        DataError
            If there is no such part (with near matches).
        """
        parts = {"capital": self.capital, "fixed": self.fixed, "variable": self.variable}
        parts |= {**self.feeds, **self.energies}
        part = one_of("part", part, parts, f" in the cost by {self.process}")
        return (parts[part] / self.total).to("percent")

    def _sum(self, parts: Mapping[str, Quantity]) -> Quantity:
        return sum(parts.values(), start=0 * self.capital)


def input_prices() -> dict[str, Quantity]:
    """Prices of inputs and co-products of table `input_prices`, used where the caller gives none.

    >>> print(input_prices()["hydrogen"])
    4000 EUR_2020/t
    """
    return {key: data.datum(f"input_prices:{key}").value for key in data.keys("input_prices")}


@expects(rate=RATE, life=LIFE, load=LOAD, charge_rate=CHARGE_RATE)
@takes(process=PROCESS, prices=PRICES)
def production_cost(
    process: Process,
    prices: Mapping[str, Quantity] | None = None,
    rate: Quantity | None = None,
    life: Quantity | None = None,
    load: Quantity | None = None,
    charge_rate: Quantity | None = None,
) -> ProductionCost:
    """Cost of a tonne of product: ``(capex * as_spent * CRF + fixed) / load + variable + inputs - credits``.

    Parameters
    ----------
    process : Process
        As from `process`, or made by hand.
    prices : mapping of str to Quantity, optional
        Price of each input and co-product by name, per mass where the process counts mass and per energy
        where it counts energy; what is left out comes from `input_prices`.
    rate : Quantity, optional
        Cost of capital a year; by default the row ``wacc`` of table `finance`.
    life, load : Quantity, optional
        By default those of the process.
    charge_rate : Quantity, optional
        Yearly charge on the investment in place of rate and life, as from `fixed_charge_rate`.

    Returns
    -------
    ProductionCost
        The parts, of the price year of the process.

    Raises
    ------
    DataError
        If a price is given for what the process does not use, or is missing for what it does.
    UnitError
        If a quantity is of the wrong kind, or a price of another price year than the process: escalate
        it, or the process's own money, with `greenport.costs.escalate`.

    Examples
    --------
    >>> from greenport.units import Q_
    >>> cost = production_cost(process("e_methanol"), {"hydrogen": Q_("2000 EUR_2020/t")}, Q_("8 %"))
    >>> print(f"{cost.total:.1f}")
    573.1 EUR_2020/t
    """
    if charge_rate is not None and (rate is not None or life is not None):
        raise GreenportError("production cost: give either a charge rate, or rate and life")
    if charge_rate is None:
        cost_of_capital = data.datum("finance:wacc").value if rate is None else rate
        charge_rate = capital_recovery_factor(cost_of_capital, process.life if life is None else life)
    used = process.load if load is None else load
    above_zero("load", used)
    known = _prices(process, prices or {})

    def worth(amounts: Mapping[str, Quantity]) -> Mapping[str, Quantity]:
        return MappingProxyType({name: unit_price(each * known[name]) for name, each in amounts.items()})

    return ProductionCost(
        process.name,
        process.product,
        process.lhv,
        capital=unit_price(process.capex * process.as_spent * charge_rate / used),
        fixed=unit_price(process.fixed_opex / used),
        variable=unit_price(process.variable_opex),
        feeds=worth(process.feeds),
        energies=worth(process.energies),
        credits=worth(process.coproducts),
    )


def methanol_production_cost(
    process: str | Process,
    prices: Mapping[str, Quantity] | None = None,
    rate: Quantity | None = None,
    life: Quantity | None = None,
    load: Quantity | None = None,
) -> ProductionCost:
    """Cost of a tonne of methanol by a process of table `production` or one made by hand.

    Arguments, results and errors are those of `production_cost`; a process that makes something else is
    refused.

    Examples
    --------
    >>> cost = methanol_production_cost("e_methanol")
    >>> print(f"{cost.capital:.1f}, hydrogen {cost.share('hydrogen'):.0f}, all {cost.total:.0f}")
    66.6 EUR_2020/t, hydrogen 80 %, all 953 EUR_2020/t
    """
    return production_cost(_making("methanol", process), prices, rate, life, load)


def saf_production_cost(
    process: str | Process,
    prices: Mapping[str, Quantity] | None = None,
    rate: Quantity | None = None,
    life: Quantity | None = None,
    load: Quantity | None = None,
) -> ProductionCost:
    """Cost of a tonne of neat sustainable aviation fuel by a process of table `production` or made by hand.

    Arguments, results and errors are those of `production_cost`; a process that makes something else is
    refused.

    Examples
    --------
    >>> print(f"{saf_production_cost('hefa').total:.0f}")
    1656 EUR_2020/t
    """
    return production_cost(_making("saf", process), prices, rate, life, load)


def _making(product: str, given: str | Process) -> Process:
    found = given if isinstance(given, Process) else process(given)
    if found.product != product:
        raise DataError(
            f"process {found.name} makes {found.product}, not {product}; "
            f"processes for {product} are {', '.join(processes(product))}"
        )
    return found


def _prices(process: Process, given: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """Prices of all that a process uses and sells, each of the right kind and price year."""
    amounts = {**process.inputs, **process.coproducts}
    for name in given.keys() - amounts.keys():
        one_of("price of", name, amounts, f", which {process.name} neither uses nor makes")
    defaults = input_prices()
    found, year = {}, price_year(process.capex)
    for name, amount in amounts.items():
        if name not in given and name not in defaults:
            raise DataError(f"price of {name} is missing, which {process.name} needs; give it in prices")
        kind = PRICE_PER_ENERGY if is_energy(amount) else PRICE_PER_MASS
        price = require(f"price of {name}", given.get(name, defaults.get(name)), kind)
        if price_year(price) != year:
            raise UnitError(
                f"price of {name} is money of {listed({price_year(price)})}, that of {process.name} of "
                f"{listed({year})}; bring them to one year with greenport.costs.escalate"
            )
        found[name] = price
    return found
