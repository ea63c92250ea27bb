"""What a jetty costs, from its platform, its dolphins and its catwalk."""

from __future__ import annotations

import numpy as np

from greenport import data
from greenport.costs.arguments import whole
from greenport.costs.finance import CAPEX
from greenport.units import AREA, COUNT, PRICE_PER_AREA, Q_, SHARE, Quantity, expects


@expects(
    platform=AREA,
    dolphins=COUNT,
    catwalk=AREA,
    deck_cost=PRICE_PER_AREA,
    dolphin_cost=CAPEX,
    catwalk_cost=PRICE_PER_AREA,
)
def jetty_works(
    platform: Quantity,
    dolphins: Quantity,
    catwalk: Quantity,
    deck_cost: Quantity,
    dolphin_cost: Quantity,
    catwalk_cost: Quantity,
) -> Quantity:
    """Works of a jetty: platform, dolphins and catwalk, each at its unit cost.

    The build-up is that of OpenTISim (Lanphen 2019; Abrahamse 2021). Dredging, loading arms and
    fire-fighting are not in it.

    Parameters
    ----------
    platform, catwalk : Quantity
        Areas.
    dolphins : Quantity or int
        Breasting and mooring dolphins together.
    deck_cost, catwalk_cost : Quantity
        Money per area.
    dolphin_cost : Quantity
        Money each.

    Returns
    -------
    Quantity
        Money of the price year of the unit costs.

    Raises
    ------
    GreenportError
        If a number of dolphins is not whole.

    Examples
    --------
    >>> terms = Q_("2000 EUR/m^2"), Q_("250 kEUR"), Q_("1000 EUR/m^2")
    >>> print(f"{jetty_works(Q_('480 m^2'), 6, Q_('500 m^2'), *terms).to('MEUR'):.2f}")
    2.96 MEUR
    """
    deck = Q_((platform * deck_cost).to_reduced_units())
    walk = Q_((catwalk * catwalk_cost).to_reduced_units())
    return deck + Q_(whole("dolphins", dolphins)) * dolphin_cost + walk


@expects(works=CAPEX, share=SHARE, least=CAPEX)
def mobilisation(works: Quantity, share: Quantity, least: Quantity) -> Quantity:
    """Bringing plant and crew to the site: ``max(share * works, least)``.

    Parameters
    ----------
    works : Quantity
        Cost of the works.
    share : Quantity or float
        Share of the works.
    least : Quantity
        What it costs however small the works are.

    Returns
    -------
    Quantity
        Money in the unit of `works`.

    Raises
    ------
    UnitError
        If the moneys are of two price years.

    Examples
    --------
    >>> print(mobilisation(Q_("2.96 MEUR"), Q_("2 %"), Q_("1 MEUR")))
    1 MEUR
    """
    return Q_(np.maximum((works * share.to("")).m, least.m_as(works.units)), works.units)


@expects(platform=AREA, dolphins=COUNT, catwalk=AREA)
def jetty_cost(platform: Quantity, dolphins: Quantity, catwalk: Quantity) -> Quantity:
    """Cost of a simple jetty by the unit costs of table `terminal_costs`: works and mobilisation.

    Parameters
    ----------
    platform, dolphins, catwalk
        As for `jetty_works`; arrays give arrays.

    Returns
    -------
    Quantity
        Money of the price year of the table.

    Examples
    --------
    >>> print(f"{jetty_cost(Q_('480 m^2'), 6, Q_('500 m^2')).to('MEUR_2021'):.2f}")
    3.96 MEUR_2021
    """
    rows = [data.datum(row).value for row in JETTY_ROWS]
    works = jetty_works(platform, dolphins, catwalk, *rows[:3])
    return works + mobilisation(works, *rows[3:])


JETTY_ROWS = (
    "terminal_costs:jetty:platform",
    "terminal_costs:jetty:dolphin",
    "terminal_costs:jetty:catwalk",
    "terminal_costs:jetty:mobilisation",
    "terminal_costs:jetty:least_mobilisation",
)
