"""Fuels: heating value, density and carbon factor, and what follows from them.

A fuel is a set of rows `fuel:property` in table `fuels`; adding a fuel is adding rows. Heating values
are those of FuelEU Annex II for marine fuels and of the specification for jet fuels. How green a tonne
is belongs to the pathway it came by, not to the molecule, and stands in table `emission_factors`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pint.facets.context.objects import Context

from greenport import data
from greenport.errors import DataError
from greenport.units import Q_, Dimension, Quantity, require, ureg

AMOUNT = Dimension("mass, volume or energy", "[mass] or [volume] or [energy]", "650 t", "not negative")


@dataclass(frozen=True)
class Fuel:
    """A fuel and its conversions between mass, volume and energy.

    Parameters
    ----------
    name
        Key of the fuel, e.g. `"methanol"`.
    lhv
        Lower heating value [energy/mass].
    density
        Density at 15 to 20 °C, of a liquefied gas at its boiling point [mass/volume].
    carbon_factor
        CO2 per mass burnt, tank to wake [ghg/mass], of the molecule: biogenic carbon is counted too.
    aromatics
        Share of aromatics by volume [ratio]; None where it does not matter.
    well_to_wake
        Intensity of the whole life cycle [ghg/energy] of a fossil fuel under the regime that its row
        names; None where it depends on the pathway, as for methanol.
    source
        Documents behind the figures.
    blend_limit
        Largest share by volume in a blend with Jet A-1 [ratio]; None where the fuel has no such limit.
    """

    name: str
    lhv: Quantity
    density: Quantity
    carbon_factor: Quantity
    aromatics: Quantity | None = None
    well_to_wake: Quantity | None = None
    source: str = ""
    blend_limit: Quantity | None = None

    def mass(self, amount: Quantity) -> Quantity:
        """Mass of an amount of this fuel, in t.

        Parameters
        ----------
        amount
            Mass, volume or energy; an array is converted as a whole.

        Raises
        ------
        UnitError
            If it is anything else, below zero or not finite.

        >>> from greenport.units import Q_
        >>> fuel("methanol").mass(Q_("1 m^3"))
        <Quantity(0.792, 't')>
        """
        amount = require(f"amount of {self.name}", amount, AMOUNT)
        if amount.check("[volume]"):
            amount = amount * self.density
        elif amount.check("[energy]"):
            amount = amount / self.lhv
        return amount.to("t")

    def volume(self, amount: Quantity) -> Quantity:
        """Volume of an amount of this fuel, in m^3.

        Parameters
        ----------
        amount
            Mass, volume or energy; an array is converted as a whole.

        Raises
        ------
        UnitError
            If it is anything else, below zero or not finite.

        >>> from greenport.units import Q_
        >>> fuel("methanol").volume(Q_("792 kg"))
        <Quantity(1.0, 'm^3')>
        """
        return Q_(self.mass(amount).m / self.density.m_as("t/m^3"), "m^3")

    def energy(self, amount: Quantity) -> Quantity:
        """Energy of an amount of this fuel on its lower heating value, in GJ.

        Parameters
        ----------
        amount
            Mass, volume or energy; an array is converted as a whole.

        Raises
        ------
        UnitError
            If it is anything else, below zero or not finite.

        >>> from greenport.units import Q_
        >>> fuel("methanol").energy(Q_("1 t"))
        <Quantity(19.9, 'GJ')>
        """
        return Q_(self.mass(amount).m * self.lhv.m_as("GJ/t"), "GJ")

    @property
    def context(self) -> Context:
        """Pint context in which mass, volume and energy of this fuel convert into each other.

        A fuel that came from `fuel` also answers to its name.

        >>> from greenport.units import Q_
        >>> methanol = fuel("methanol")
        >>> Q_("1 t").to("GJ", methanol.context)
        <Quantity(19.9, 'GJ')>
        >>> Q_("19.9 GJ").to("kg", "methanol")
        <Quantity(1000.0, 'kg')>
        """
        kinds = {"[mass]": self.mass, "[volume]": self.volume, "[energy]": self.energy}
        context = Context(self.name)
        for given in kinds:
            for wanted, convert in kinds.items():
                if given != wanted:
                    context.add_transformation(given, wanted, _transformation(convert))
        return context


def fuel(name: str) -> Fuel:
    """Look up a fuel; capitals, spaces and signs in its name do not matter.

    Raises
    ------
    DataError
        If table `fuels` has no such fuel (with near matches), or lacks one of its properties.

    >>> fuel("jet_a1").density
    <Quantity(0.8, 't/m^3')>
    >>> fuel("Jet A-1").name
    'jet_a1'
    """
    if not isinstance(name, str):
        raise DataError(f'{name!r} is not the name of a fuel; a text is due, e.g. "methanol"')
    known = {_plain(each): each for each in names()}
    if _plain(name) not in known:
        hint = data.near(name.lower(), names()) or f"; known are {', '.join(names())}"
        raise DataError(f"no fuel {name!r} in table fuels{hint}")
    return _fuel(known[_plain(name)])


def names() -> list[str]:
    """Names of all fuels.

    >>> names()[:5]
    ['ammonia', 'atj_ska', 'atj_spk', 'b100', 'b24']
    """
    return sorted({key.partition(":")[0] for key in data.keys("fuels")})


@cache
def _fuel(name: str) -> Fuel:
    rows = {
        key.partition(":")[2]: data.datum(f"fuels:{key}")
        for key in data.keys("fuels")
        if key.partition(":")[0] == name
    }
    for missing in {"lhv", "density", "carbon_factor"} - rows.keys():
        raise DataError(f"fuel {name} has no {missing}; add a row {name}:{missing} to table fuels")
    values = {each: row.value for each, row in rows.items()}
    found = Fuel(
        name,
        lhv=values["lhv"],
        density=values["density"],
        carbon_factor=values["carbon_factor"],
        aromatics=values.get("aromatics"),
        well_to_wake=values.get("well_to_wake"),
        blend_limit=values.get("blend_limit"),
        source="; ".join(dict.fromkeys(row.source for row in rows.values() if row.source)),
    )
    ureg.add_context(found.context)
    return found


def _plain(name: str) -> str:
    """Letters and digits of a name: jeta1 for Jet A-1 and for jet_a1."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _transformation(convert: Callable[[Quantity], Quantity]) -> Any:
    return lambda _, amount: convert(amount)
