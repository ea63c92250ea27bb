"""Duty on methyl alcohol in Hong Kong, by its strength and by its use."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from greenport import data
from greenport.costs.arguments import one_of
from greenport.costs.estimate import weakest
from greenport.costs.prices import unit_price
from greenport.units import DENSITY, PRICE_PER_VOLUME, Q_, SHARE, Dimension, Quantity, expects

FULL = Q_(100.0, "percent")
AMOUNT = Dimension("mass or volume", "[mass] or [volume]", "3000 t", "not negative")


class MethanolUse(StrEnum):
    """What methanol is used for."""

    OUTBOUND_SHIP = "outbound_ship"
    """Fuel of a ship that leaves Hong Kong's waters: exempt under the concession of 2026."""
    OTHER = "other"
    """Anything else, fuel of local craft among it: dutiable."""


@dataclass(frozen=True)
class Duty:
    """Duty on some methanol.

    Parameters
    ----------
    use : MethanolUse
        What it is used for.
    rate : Quantity
        Rate that holds for the use [money/volume at 20 °C].
    due, forgone : Quantity
        What is paid, and what would be without the concession [money].
    status : str
        Of the weakest figure.
    notes : tuple of str
        What it rests on.
    """

    use: MethanolUse
    rate: Quantity
    due: Quantity
    forgone: Quantity
    status: str
    notes: tuple[str, ...]

    @property
    def exempt(self) -> bool:
        """Whether the use is free of duty."""
        return self.use is MethanolUse.OUTBOUND_SHIP


@expects(strength=SHARE)
def methyl_alcohol_duty_rate(strength: Quantity = FULL) -> Quantity:
    """Duty per volume at 20 °C by strength: ``base + step * max(0, strength - 30 %)``.

    The rates stand in the Dutiable Commodities (Amendment) Bill 1998 and in the current list: 840 HKD/hL,
    and 28.10 HKD/hL for every 1 % by volume above 30 %; parts of a per cent are taken in proportion. That
    nothing is added below 30 % is the law's own rule.

    Parameters
    ----------
    strength : Quantity or float
        Alcohol by volume; arrays give arrays.

    Returns
    -------
    Quantity
        Money per hL.

    Examples
    --------
    >>> print(methyl_alcohol_duty_rate())
    2807 HKD_2025/hL
    >>> print(methyl_alcohol_duty_rate(Q_("40 %")))
    1121 HKD_2025/hL
    """
    base, step, free = (_row(name) for name in ("base", "per_percent", "free_strength"))
    above = np.maximum(strength.m_as("percent") - free.m_as("percent"), 0.0)
    return base + Q_(step.m * above, step.units)


@expects(rate=PRICE_PER_VOLUME, density=DENSITY)
def duty_per_mass(rate: Quantity, density: Quantity | None = None) -> Quantity:
    """Duty per mass: ``rate / density``, the density being that at 20 °C.

    Parameters
    ----------
    rate : Quantity
        Duty per volume at 20 °C.
    density : Quantity, optional
        At 20 °C; that of methanol in table `fuels` by default.

    Returns
    -------
    Quantity
        Money per t.

    Examples
    --------
    >>> print(f"{duty_per_mass(methyl_alcohol_duty_rate()):.0f}")
    35442 HKD_2025/t
    """
    dense = data.datum("fuels:methanol:density").value if density is None else density
    return unit_price(rate / dense)


@expects(amount=AMOUNT, strength=SHARE, density=DENSITY)
def methyl_alcohol_duty(
    amount: Quantity,
    use: MethanolUse | str,
    strength: Quantity = FULL,
    density: Quantity | None = None,
) -> Duty:
    """Duty on an amount of methanol by its use.

    Parameters
    ----------
    amount : Quantity
        Mass, or volume at 20 °C; arrays give arrays.
    use : MethanolUse or str
        `outbound_ship` (exempt) or `other`.
    strength : Quantity or float
        Alcohol by volume.
    density : Quantity, optional
        At 20 °C, to turn a mass into a volume; that of methanol in table `fuels` by default.

    Returns
    -------
    Duty
        What is due, and what the concession forgoes.

    Raises
    ------
    DataError
        If the use is unknown.

    Examples
    --------
    >>> duty = methyl_alcohol_duty(Q_("100 t"), "outbound_ship")
    >>> print(duty.due, f"{duty.forgone.to('MHKD_2025'):.3f}")
    0 HKD_2025 3.544 MHKD_2025
    """
    kind = MethanolUse(one_of("use of methanol", use, MethanolUse))
    full = methyl_alcohol_duty_rate(strength)
    row, statuses = data.datum("fuels:methanol:density"), ["derived"]
    volume = amount
    if not amount.is_compatible_with("m^3"):
        volume = amount / (row.value if density is None else density)
        statuses += [row.status] if density is None else []
    whole = full * volume.to("hL")
    exempt = kind is MethanolUse.OUTBOUND_SHIP
    concession = data.datum("policy:methyl_alcohol_duty_outbound")
    rate = concession.value + 0 * full if exempt else full
    notes = ["Larger than the fuel's own price: check the use before counting it."]
    if exempt:
        notes = ["For fuel of outbound ships alone; local craft pay the whole rate.", concession.source]
        statuses.append(concession.status)
    due = rate * volume.to("hL")
    return Duty(kind, rate, due, whole - due, weakest(statuses), tuple(notes))


def _row(name: str) -> Quantity:
    return data.datum(f"policy:methyl_alcohol_duty:{name}").value
