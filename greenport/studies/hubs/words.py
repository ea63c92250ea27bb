"""A premium curve in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greenport.studies.hubs.ladder import place_name
from greenport.units import show

if TYPE_CHECKING:
    from greenport.studies.hubs.curve import Crossing, PremiumCurve


def told(curve: PremiumCurve) -> str:
    """What stays at the premium of the ladder, and where the business case breaks."""
    home, other = place_name(curve.home), place_name(curve.against)
    above = "above" if curve.premium.m >= 0 else "below"
    stays = float(curve.share(curve.premium).m_as("%"))
    return (
        f"{home} is {show(abs(curve.premium), 3)} {above} {other}: "
        f"{stays:.0f} % of {show(curve.demand, 3)} stays; "
        f"half stays at a premium of {show(curve.premium_at(0.5), 3)}\n"
        f"{_breaks(curve)}"
    )


def _breaks(curve: PremiumCurve) -> str:
    found, head, best = curve.crossings, curve.headroom, curve.best_volume
    if head is None or best is None:
        return f"at {show(curve.variable_cost, 3)}, whatever the volume, it settles at {_where(found[-1])}"
    cost = f"{show(curve.fixed_cost, 3)} and {show(curve.variable_cost, 3)}"
    if not found:
        return f"at {cost} no volume pays: at the best, {show(best, 3)}, a tonne lacks {show(-head, 3)}"
    if len(found) == 1:
        return f"at {cost} it only just pays, and does not last: {_where(found[0])}"
    return (
        f"at {cost} it breaks below {_where(found[0])}; above, it settles at {_where(found[1])}. "
        f"No volume pays once all others are {show(head, 3)} cheaper"
    )


def _where(crossing: Crossing) -> str:
    return f"{show(crossing.volume, 3)} at a premium of {show(crossing.premium, 3)}"
