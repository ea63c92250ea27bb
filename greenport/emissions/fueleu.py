"""FuelEU Maritime: Regulation (EU) 2023/1805.

Yearly intensity of the energy used on board, its limit, and what a deficit costs or a surplus is worth.
Nothing is rounded inside. Warming potentials are those of the fourth assessment report over 100 years;
figures of the law stand in table `law`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from greenport import data
from greenport.emissions.consumption import Consumption, mean_intensity, read, total_energy
from greenport.errors import GreenportError
from greenport.units import (
    ENERGY,
    GHG,
    INTENSITY,
    POWER,
    Q_,
    SHARE,
    TIME,
    Dimension,
    Quantity,
    expects,
    require,
)

ASSESSMENT = "AR4"
FACTOR = Dimension("factor", "dimensionless", "0.97", "share", bare=True)
DEFICIT = Dimension("compliance balance", "[ghg]", "-975 tCO2e")
BORROWED = Dimension("borrowed balance", "[ghg]", "20 kgCO2e", "not negative")
RATIO_OF_POWER = Dimension("ratio of powers", "dimensionless", "0.05", "not negative", bare=True)
NO_POWER = Q_(0.0, "GJ")


@expects(wind_factor=FACTOR, shore_power=ENERGY)
def ghg_intensity(
    consumption: Consumption,
    wind_factor: Quantity | float = 1.0,
    year: data.Year = 2025,
    shore_power: Quantity = NO_POWER,
    *,
    as_of: data.AsOf = None,
) -> Quantity:
    """Intensity of the energy used on board: Annex I, equation (1).

    ``f_wind (Σ M LCV (WtT + TtW) + shore power · 0) / (Σ M LCV RWD + shore power)``. The reward RWD of a
    fuel of non-biological origin stands in the denominator alone.

    Parameters
    ----------
    consumption : list
        Fuels with their masses in scope, as in `greenport.emissions.consumption`.
    wind_factor : float
        From `wind_factor`.
    year : int
        Calendar year, on which the reward depends.
    shore_power : Quantity
        Electric energy taken at berth; it counts without emissions.
    as_of
        Date at which the law is read.

    Returns
    -------
    Quantity
        In gCO2e/MJ, one number or one for each ship.

    Raises
    ------
    GreenportError
        If nothing is burnt, or the consumption is malformed.
    DataError
        If a fuel is unknown or the law sets nothing for the year.

    Examples
    --------
    >>> print(f"{ghg_intensity([('HFO', Q_('12000 t')), ('MGO', Q_('1400 t'))]):.3f}")
    91.637 gCO2e/MJ
    """
    uses = read(consumption, "fueleu")
    reward = data.set_by_law("fueleu:rfnbo_reward", year, as_of)
    emitted, counted = Q_(0.0, "gCO2e"), shore_power
    for use in uses:
        emitted = emitted + use.energy * use.fuel.well_to_wake(ASSESSMENT)
        counted = counted + use.energy * (reward if use.fuel.kind == "rfnbo" else 1.0)
    return wind_factor * mean_intensity(emitted, counted)


def energy(consumption: Consumption, shore_power: Quantity = NO_POWER) -> Quantity:
    """Energy of a consumption and of shore power, without any reward, as the balance needs it.

    Returns
    -------
    Quantity
        In GJ.

    Examples
    --------
    >>> print(energy([("HFO", Q_("10000 t"))]))
    405000 GJ
    """
    taken = require("shore_power", shore_power, ENERGY)
    return (total_energy(read(consumption, "fueleu")) + taken).to("GJ")


def wind_factor(ratio: Quantity | float, as_of: data.AsOf = None) -> Quantity:
    """Factor of the intensity for wind propulsion (Annex I).

    Parameters
    ----------
    ratio : Quantity or float
        Available effective power of wind propulsion over the power of propulsion; an array gives one.
    as_of
        Date at which the law is read.

    Examples
    --------
    >>> wind_factor(Q_([0.04, 0.05, 0.20])).m.tolist()
    [1.0, 0.99, 0.95]
    """
    share = require("ratio", ratio, RATIO_OF_POWER)
    found = np.ones(np.shape(share.m))
    for step in (1, 2, 3):
        least = data.set_by_law(f"fueleu:wind_{step}:ratio", 2025, as_of).m_as("")
        factor = data.set_by_law(f"fueleu:wind_{step}:factor", 2025, as_of).m_as("")
        found = np.where(np.asarray(share.m_as("")) >= least - 1e-12, factor, found)
    return Q_(found if found.ndim else float(found))


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


@expects(intra=ENERGY, berth=ENERGY, extra=ENERGY, outermost=ENERGY)
def energy_in_scope(
    intra: Quantity = NO_POWER,
    berth: Quantity = NO_POWER,
    extra: Quantity = NO_POWER,
    outermost: Quantity = NO_POWER,
    *,
    year: int = 2025,
    as_of: data.AsOf = None,
) -> Quantity:
    """Energy that counts (Article 2): all between and at ports of the Union, half to or from others.

    Parameters
    ----------
    intra, berth : Quantity
        Energy of voyages between, and of stays at, ports of the European Economic Area.
    extra, outermost : Quantity
        Energy of voyages to or from other ports, and to or from outermost regions.
    year : int
        Calendar year.

    Examples
    --------
    >>> print(energy_in_scope(intra=Q_("10 TJ"), extra=Q_("40 TJ")).to("TJ"))
    30 TJ
    """
    half = data.set_by_law("fueleu:extra_eu", year, as_of)
    outer = data.set_by_law("fueleu:outermost", year, as_of)
    return (intra + berth + half * extra + outer * outermost).to("GJ")


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

    Returns
    -------
    Quantity
        In tCO2e.

    Examples
    --------
    >>> print(f"{compliance_balance(Q_('91.7442 gCO2e/MJ'), Q_('405 TJ'), 2025):.1f}")
    -975.0 tCO2e
    """
    return ((target(year, as_of) - intensity) * energy).to("tCO2e")


@expects(balance=DEFICIT, intensity=INTENSITY)
def penalty(
    balance: Quantity,
    intensity: Quantity,
    consecutive: int | Sequence[int] = 1,
    *,
    year: int = 2025,
    as_of: data.AsOf = None,
) -> Quantity:
    """What a deficit costs: ``|CB| / (intensity · 41 000 MJ/t) · 2 400 EUR/t`` (Annex IV B(a)).

    The divisor is the attained intensity. From the second deficit in a row on it is multiplied
    (Article 23(2)). A surplus, and an intensity at or below zero, cost nothing.

    Parameters
    ----------
    balance : Quantity
        From `compliance_balance`, after banking, borrowing and pooling.
    intensity : Quantity
        Attained.
    consecutive : int
        Number of the deficit in a row, from 1 on.

    Returns
    -------
    Quantity
        In EUR; the authority rounds to whole euros.

    Examples
    --------
    >>> print(f"{penalty(Q_('-974.996 tCO2e'), Q_('91.7442 gCO2e/MJ')):.0f}")
    622088 EUR
    """
    price = data.set_by_law("fueleu:penalty", year, as_of) / data.set_by_law(
        "fueleu:penalty_energy", year, as_of
    )
    short = np.maximum(0.0, -np.asarray(balance.m_as("gCO2e")))
    attained = np.asarray(intensity.m_as("gCO2e/MJ"))
    if np.any((short > 0) & (attained <= 0)):
        raise GreenportError(
            f"penalty: a deficit of {balance} with an intensity of {intensity} cannot be; the intensity of a "
            "deficit lies above its limit"
        )
    owed = short / np.where(short > 0, attained, 1.0) * price.m_as("EUR/MJ")
    return Q_(owed[()], "EUR") * multiplier(consecutive, year=year, as_of=as_of)


def multiplier(consecutive: int | Sequence[int], *, year: int = 2025, as_of: data.AsOf = None) -> Quantity:
    """Factor of the penalty in the n-th deficit in a row: ``1 + (n - 1) / 10``, without a cap.

    Examples
    --------
    >>> print(multiplier(26))
    3.5
    """
    number = np.asarray(consecutive)
    if number.dtype.kind not in "iu" or np.any(number < 1):
        raise GreenportError(
            f"consecutive of {consecutive!r}: the number of the deficit in a row is due, 1, 2, …"
        )
    more = data.set_by_law("fueleu:consecutive", year, as_of).m_as("")
    return Q_((1 + (number - 1) * more)[()])


@expects(balance=DEFICIT, intensity=INTENSITY, energy=ENERGY)
def value_per_tonne(
    balance: Quantity, intensity: Quantity, energy: Quantity, *, year: int = 2025, as_of: data.AsOf = None
) -> Quantity:
    """Worth of a surplus (above zero) or cost of a deficit at the penalty's price, per tonne of VLSFO energy.

    Examples
    --------
    >>> intensity, energy = Q_("76.0807 gCO2e/MJ"), Q_("49.1 TJ")
    >>> balance = compliance_balance(intensity, energy, 2025)
    >>> print(f"{value_per_tonne(balance, intensity, energy):.0f}")
    418 EUR/t
    """
    price = data.set_by_law("fueleu:penalty", year, as_of)
    if np.any(np.asarray(intensity.m) <= 0):
        raise GreenportError(
            f"intensity of {intensity}: the price of a surplus is set for intensities above zero"
        )
    return (balance / intensity / energy * price).to("EUR/t")


@expects(energy=ENERGY)
def borrowing_limit(energy: Quantity, year: data.Year, as_of: data.AsOf = None) -> Quantity:
    """Most that may be borrowed from the next year: 2 % of the limit times the energy (Article 20).

    Returns
    -------
    Quantity
        In tCO2e.

    Examples
    --------
    >>> print(f"{borrowing_limit(Q_('15000 MJ'), 2029).to('gCO2e'):.0f}")
    26801 gCO2e
    """
    share = data.set_by_law("fueleu:borrowing", year, as_of)
    return (share * target(year, as_of) * energy).to("tCO2e")


@expects(balance=DEFICIT, energy=ENERGY)
def borrowed(
    balance: Quantity,
    energy: Quantity,
    year: int,
    *,
    last_year: bool = False,
    pooled: bool = False,
    as_of: data.AsOf = None,
) -> Quantity:
    """What a ship borrows to cover its deficit, exactly (Article 20).

    Parameters
    ----------
    balance : Quantity
        Its deficit, one number.
    energy : Quantity
        Energy in scope.
    last_year, pooled : bool
        Whether it borrowed in the year before, and whether it is in a pool.

    Returns
    -------
    Quantity
        In tCO2e.

    Raises
    ------
    GreenportError
        If there is no deficit, it is above the limit, or borrowing is not allowed.

    Examples
    --------
    >>> print(borrowed(Q_("-100 tCO2e"), Q_("405 TJ"), 2026))
    100 tCO2e
    """
    if last_year or pooled:
        why = "borrowed in the year before" if last_year else "is in a pool"
        raise GreenportError(f"borrowing: the ship {why}, so it may not borrow (Article 20)")
    deficit, most = -balance.to("tCO2e"), borrowing_limit(energy, year, as_of)
    if deficit.m <= 0:
        raise GreenportError(f"borrowing: a balance of {balance} is no deficit; there is nothing to borrow")
    if deficit > most:
        raise GreenportError(
            f"borrowing: a deficit of {deficit:.6g} is above the limit of {most:.6g} (Article 20)"
        )
    return deficit


@expects(amount=BORROWED)
def repayment(amount: Quantity, *, year: int = 2025, as_of: data.AsOf = None) -> Quantity:
    """What is taken off the balance of the year after borrowing: 1.1 times it (Article 20).

    Examples
    --------
    >>> print(repayment(Q_("20 kgCO2e")))
    22 kgCO2e
    """
    return amount * data.set_by_law("fueleu:repayment", year, as_of)


@dataclass(frozen=True)
class Pool:
    """Balances of ships that comply together (Article 21), before and after; `reason` if they may not."""

    before: Quantity
    after: Quantity | None
    reason: str = ""

    @property
    def valid(self) -> bool:
        """Whether the pool complies."""
        return not self.reason

    @property
    def total(self) -> Quantity:
        """Sum of the balances, which pooling does not change."""
        return Q_(float(np.sum(self.before.m)), self.before.units)


@expects(balances=GHG)
def pool(balances: Quantity) -> Pool:
    """Let ships comply together: surpluses cover deficits (Article 21).

    The sum must not be below zero. No ship in deficit leaves worse, none in surplus leaves below zero;
    each gives in proportion to its surplus, and deficits end at zero.

    Parameters
    ----------
    balances : Quantity
        One for each ship, an array.

    Returns
    -------
    Pool
        With the balances after it, or the reason why it is not valid.

    Examples
    --------
    >>> found = pool(Q_([200.0, -30.0, -50.0, 10.0, -100.0], "tCO2e"))
    >>> found.valid, str(found.total), found.after.m.round(3).tolist()
    (True, '30 tCO2e', [28.571, 0.0, 0.0, 1.429, 0.0])
    """
    held = np.asarray(balances.m, dtype=float)
    if held.ndim != 1 or held.size < 2:
        raise GreenportError("pool: balances of two ships or more are due, as one array")
    surplus, deficit = np.maximum(held, 0.0), np.maximum(-held, 0.0)
    if deficit.sum() > surplus.sum():
        missing = Q_(float(deficit.sum() - surplus.sum()), balances.units)
        return Pool(balances, None, f"the ships together are short by {missing:.6g}")
    kept = 1.0 - deficit.sum() / surplus.sum() if surplus.sum() > 0 else 1.0
    return Pool(balances, Q_(surplus * kept, balances.units))


@expects(fossil=INTENSITY, alternative=INTENSITY)
def blend_share(
    fossil: Quantity, alternative: Quantity, year: data.Year, as_of: data.AsOf = None
) -> Quantity:
    """Share of energy from another fuel at which a ship just complies.

    ``(fossil - limit) / (fossil - alternative)``; a reward of the law is left out.

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
        raise GreenportError(f"blend: {fossil} complies with {limit:.6g} by itself; no other fuel is due")
    if np.any(alternative > limit):
        raise GreenportError(
            f"blend: {alternative} lies above the limit of {limit:.6g}; no share of it complies"
        )
    return ((fossil - limit) / (fossil - alternative)).to("")


@expects(power=POWER, time=TIME)
def shore_power_penalty(
    power: Quantity, time: Quantity, year: int = 2030, as_of: data.AsOf = None
) -> Quantity:
    """Penalty of a stay without shore power: 1.5 EUR per kW and hour begun (Article 23(5), from 2030).

    Parameters
    ----------
    power : Quantity
        Established electric power demand at berth.
    time : Quantity
        Length of the stay.

    Returns
    -------
    Quantity
        In EUR.

    Examples
    --------
    >>> print(shore_power_penalty(Q_("2000 kW"), Q_("10.2 h")))
    33000 EUR
    """
    hours = Q_(np.ceil(np.asarray(time.m_as("h")) - 1e-9)[()], "h")
    return (data.set_by_law("fueleu:shore_power", year, as_of) * power * hours).to("EUR")


@expects(share_2031=SHARE)
def rfnbo_share_due(year: int, share_2031: Quantity | float, as_of: data.AsOf = None) -> Quantity:
    """Share of fuels of non-biological origin that is due (Article 5(3)): none if 2031 reached 1 %.

    Parameters
    ----------
    year : int
        Calendar year.
    share_2031 : Quantity or float
        Their share in the fuel of 2031, which the Commission reports.

    Examples
    --------
    >>> print(rfnbo_share_due(2034, Q_("0.4 %")), rfnbo_share_due(2034, Q_("1.2 %")))
    2 % 0 %
    """
    due = data.set_by_law("fueleu:rfnbo_share", year, as_of)
    trigger = data.set_by_law("fueleu:rfnbo_trigger", year, as_of)
    return due if require("share_2031", share_2031, SHARE) < trigger else 0 * due
