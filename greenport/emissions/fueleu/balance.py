"""The limit, the compliance balance of a year, and what a deficit costs: Articles 4, 23 and Annex IV."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from greenport import data
from greenport.errors import GreenportError
from greenport.units import ENERGY, INTENSITY, Q_, Dimension, Quantity, expects

BALANCE = Dimension("compliance balance", "[ghg]", "-975 tCO2e")
NOTHING = Q_(0.0, "tCO2e")
BURNT = Dimension("energy burnt", "[energy]", "405 TJ", "positive")


def target(year: data.Year, as_of: data.AsOf = None) -> Quantity:
    """Limit of the yearly average intensity: 91.16 gCO2e/MJ less the cut of the year (Article 4(2)).

    Parameters
    ----------
    year : int
        Calendar year from 2025 on, or an array of them; a step holds until the next.
    as_of
        Date at which the law is read.

    Raises
    ------
    DataError
        If there is no limit for the year.

    Examples
    --------
    >>> print(f"{target(2037):.4f}")
    77.9418 gCO2e/MJ
    """
    reference = data.set_by_law("fueleu:reference", year, as_of)
    return (reference * (1 - data.set_by_law("fueleu:reduction", year, as_of))).to("gCO2e/MJ")


@expects(intensity=INTENSITY, energy=ENERGY)
def compliance_balance(
    intensity: Quantity, energy: Quantity, year: data.Year, as_of: data.AsOf = None
) -> Quantity:
    """Surplus (above zero) or deficit (below) of a year: ``(limit - intensity) · energy`` (Annex IV A(a)).

    Parameters
    ----------
    intensity : Quantity
        Attained, from `ghg_intensity`.
    energy : Quantity
        Real energy in scope, without any reward.
    year : int
        Calendar year.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In tCO2e.

    Examples
    --------
    >>> print(f"{compliance_balance(Q_('91.7442 gCO2e/MJ'), Q_('405 TJ'), 2025):.1f}")
    -975.0 tCO2e
    """
    balance = ((target(year, as_of) - intensity) * energy).to("tCO2e")
    return balance + NOTHING  # of an idle ship 0, not -0


@expects(balance=BALANCE, intensity=INTENSITY)
def penalty(
    balance: Quantity,
    intensity: Quantity,
    consecutive: ArrayLike = 1,
    *,
    year: data.Year = 2025,
    as_of: data.AsOf = None,
) -> Quantity:
    """What a deficit costs: ``|CB| / (intensity · 41 000 MJ/t) · 2 400 EUR/t`` (Annex IV B(a)).

    The divisor is the attained intensity. From the second deficit in a row on it is multiplied
    (Article 23(2)). A surplus, also one with an intensity at or below zero, costs nothing.

    Parameters
    ----------
    balance : Quantity
        From `compliance_balance`, after banking, borrowing and pooling.
    intensity : Quantity
        Attained.
    consecutive : int or array
        Number of the deficit in a row, from 1 on; for many years or ships from `deficits_in_a_row`.
    year : int
        Calendar year.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In EUR; the authority rounds to whole euros.

    Raises
    ------
    GreenportError
        If there is a deficit though the intensity is not above zero, or no number of a deficit.

    Examples
    --------
    >>> print(f"{penalty(Q_('-974.996 tCO2e'), Q_('91.7442 gCO2e/MJ')):.0f}")
    622088 EUR
    """
    price = data.set_by_law("fueleu:penalty", year, as_of)
    per_energy = price / data.set_by_law("fueleu:penalty_energy", year, as_of)
    short = np.maximum(0.0, -np.asarray(balance.m_as("gCO2e")))
    attained = np.asarray(intensity.m_as("gCO2e/MJ"))
    if np.any((short > 0) & (attained <= 0)):
        raise GreenportError(
            "penalty: a deficit with an intensity at or below zero cannot be; the intensity of a deficit "
            "lies above its limit"
        )
    owed = short / np.where(short > 0, attained, 1.0) * per_energy.m_as("EUR/MJ")
    given = _counted(consecutive, least=0)
    number = np.where((short == 0) & (given == 0), 1, given)
    return Q_(owed[()], "EUR") * multiplier(number, year=year, as_of=as_of)


def multiplier(consecutive: ArrayLike, *, year: data.Year = 2025, as_of: data.AsOf = None) -> Quantity:
    """Factor of the penalty in the n-th deficit in a row: ``1 + (n - 1) / 10``, without a cap.

    Parameters
    ----------
    consecutive : int or array
        The number n, from 1 on.
    year : int
        Calendar year.
    as_of
        Date at which the law is read.

    Raises
    ------
    GreenportError
        If it is not a whole number from 1 on.

    Examples
    --------
    >>> print(multiplier(26))
    3.5
    """
    number = _counted(consecutive, least=1)
    more = data.set_by_law("fueleu:consecutive", year, as_of).m_as("")
    return Q_((1 + (number - 1) * more)[()])


@expects(balance=BALANCE, intensity=INTENSITY, energy=BURNT)
def value_per_tonne(
    balance: Quantity,
    intensity: Quantity,
    energy: Quantity,
    *,
    year: data.Year = 2025,
    as_of: data.AsOf = None,
) -> Quantity:
    """Worth of a surplus (above zero) or cost of a deficit at the penalty's price, per tonne of VLSFO energy.

    Parameters
    ----------
    balance, intensity, energy : Quantity
        From `compliance_balance`, `ghg_intensity` and `energy`.
    year : int
        Calendar year.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In EUR/t.

    Raises
    ------
    GreenportError
        If the intensity is not above zero: the price of a surplus is then undefined.

    Examples
    --------
    >>> intensity, energy = Q_("76.0807 gCO2e/MJ"), Q_("49.1 TJ")
    >>> balance = compliance_balance(intensity, energy, 2025)
    >>> print(f"{value_per_tonne(balance, intensity, energy):.0f}")
    418 EUR/t
    """
    price = data.set_by_law("fueleu:penalty", year, as_of)
    if np.any(np.asarray(intensity.m) <= 0):
        raise GreenportError("value per tonne: the price of a surplus is set for intensities above zero")
    return (balance / intensity / energy * price).to("EUR/t")


@expects(fossil=INTENSITY, alternative=INTENSITY)
def blend_share(
    fossil: Quantity,
    alternative: Quantity,
    year: data.Year,
    *,
    rfnbo: bool = False,
    as_of: data.AsOf = None,
) -> Quantity:
    """Share of energy from another fuel at which a ship just complies.

    ``(fossil - limit) / (fossil - alternative + (RWD - 1) limit)``, from ``limit = intensity`` of the
    blend; RWD is the reward of a fuel of non-biological origin, otherwise 1.

    Parameters
    ----------
    fossil, alternative : Quantity
        Intensities, well to wake.
    year : int
        Calendar year.
    rfnbo : bool
        Whether the other fuel is of non-biological origin and has the reward of the year.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        Share of the real energy.

    Raises
    ------
    GreenportError
        If the fossil fuel complies by itself, or the other is above the limit.

    Examples
    --------
    >>> print(f"{blend_share(Q_('91.7442 gCO2e/MJ'), Q_('16.3755 gCO2e/MJ'), 2025):.6f}")
    0.031942
    """
    limit = target(year, as_of)
    if np.any(fossil < limit):
        raise GreenportError("blend: the fossil fuel complies by itself; no other fuel is due")
    if np.any(alternative > limit):
        raise GreenportError("blend: the other fuel lies above the limit; no share of it complies")
    reward = data.set_by_law("fueleu:rfnbo_reward", year, as_of) if rfnbo else Q_(1.0)
    missing = (fossil - limit).m_as("gCO2e/MJ")
    gained = (fossil - alternative + (reward - 1) * limit).m_as("gCO2e/MJ")
    return Q_((missing / np.where(np.asarray(gained) > 0, gained, 1.0))[()])  # both at the limit: none


def _counted(consecutive: ArrayLike, least: int) -> NDArray[np.int_]:
    """Numbers of deficits in a row, if they are whole ones."""
    number = np.asarray(consecutive)
    if number.dtype.kind not in "iu" or np.any(number < least):
        shown = number.tolist() if isinstance(consecutive, np.ndarray) else consecutive
        raise GreenportError(f"consecutive of {shown!r}: the number of the deficit in a row is due, 1, 2, …")
    return number
