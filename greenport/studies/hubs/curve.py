"""The premium curve: how much of the demand stays at which premium, and where the business case breaks."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit

from greenport.costs.arguments import one_number
from greenport.errors import DataError
from greenport.studies.hubs.choice import own_elasticity
from greenport.studies.hubs.contest import Contest
from greenport.studies.hubs.ladder import LandedPrices
from greenport.studies.hubs.words import told
from greenport.units import PRICE_PER_MASS, Q_, Dimension, Quantity, at_price_year, price_year, require

if TYPE_CHECKING:
    import pandas as pd

CONTESTED = Dimension("volume", "[mass]/[time]", "80 kt/yr", "positive")
POINTS, ENDS = 61, 4.6
"""Points of the curve, and the log odds at its ends: shares of 99 % and 1 %."""


@dataclass(frozen=True)
class Crossing:
    """A volume at which the premium that keeps it pays what it costs.

    Attributes
    ----------
    volume, share : Quantity
        What stays, and its share of the demand.
    price, premium : Quantity
        Of a tonne, and above the hub it is compared with.
    stable : bool
        Whether a little more or less volume comes back to it. Below one that is not, volume and price chase
        each other down; above it, up to the next that is.
    """

    volume: Quantity
    share: Quantity
    price: Quantity
    premium: Quantity
    stable: bool


@dataclass(frozen=True)
class PremiumCurve:
    """One hub's demand by its premium, and the cost of a tonne by its volume.

    Attributes
    ----------
    prices : LandedPrices
        The ladder it rests on.
    home, against : str
        The hub, and the one that its premium is counted from.
    conveniences : dict
        What a call for bunkers alone costs a ship at each other hub, spread over its stem [money/mass].
    worth : Quantity
        What staying at home is worth to a ship beside that: the constant of the logit [money/mass].
    contests : dict of str to Contest
        Numbers of the contest at the `low`, `value` and `high` end of the price sensitivity.
    status : str
        Of the weakest figure.
    """

    prices: LandedPrices
    home: str
    against: str
    conveniences: dict[str, Quantity]
    worth: Quantity
    contests: dict[str, Contest]
    status: str

    @property
    def demand(self) -> Quantity:
        """What is contested: what ships would take at home if none took it elsewhere [mass/time]."""
        return Q_(self._contest.demand, "kt/yr")

    @property
    def fixed_cost(self) -> Quantity:
        """Yearly cost of the terminal [money/time]."""
        return Q_(self._contest.fixed / 1000, f"M{self._money}/yr")

    @property
    def variable_cost(self) -> Quantity:
        """Cost of a tonne beside the yearly cost, the seller's margin included [money/mass]."""
        return Q_(self._contest.variable, self.prices.unit)

    @property
    def premium(self) -> Quantity:
        """Premium of the ladder: price at home less that of the hub compared with [money/mass]."""
        return self.prices.of(self.home).price - self.prices.of(self.against).price

    def share(self, premium: Quantity | str) -> Quantity:
        """Share of the demand that stays at a premium [ratio].

        Raises
        ------
        UnitError
            If the premium is no price per mass of the ladder's price year.
        """
        stated = require("premium", Q_(premium), PRICE_PER_MASS)
        one_number(premium=stated)
        year = price_year(self.premium)
        assert year is not None
        above = float(at_price_year(stated, year).m_as(self.prices.unit))
        return Q_(self._contest.share(self._reference + above))

    def volume(self, premium: Quantity | str) -> Quantity:
        """Demand that stays at a premium [mass/time]."""
        return self.share(premium) * self.demand

    def premium_at(self, share: float) -> Quantity:
        """Premium at which a share of the demand stays [money/mass].

        Raises
        ------
        DataError
            If the share is not between nothing and all.
        """
        if not 0 < share < 1:
            raise DataError(f"share of {share!r}: one between 0 and 1 is due, e.g. 0.5")
        return Q_(self._contest.price(share) - self._reference, self.prices.unit)

    def cost_at(self, volume: Quantity | str) -> Quantity:
        """Cost of a tonne at a volume: yearly cost spread over it, and the rest [money/mass]."""
        stated = require("volume", Q_(volume), CONTESTED)
        one_number(volume=stated)
        return Q_(self._contest.cost(float(stated.m_as("kt/yr"))), self.prices.unit)

    @property
    def elasticity(self) -> float:
        """Change of the volume in per cent for 1 % on the ladder's price at home."""
        price, contest = float(self.prices.of(self.home).price.m_as(self.prices.unit)), self._contest
        return own_elasticity(price, contest.share(price), contest.sensitivity)

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        """Where the premium that keeps a volume pays what it costs, the smaller volume first."""
        return self._crossings(self._contest)

    @property
    def headroom(self) -> Quantity | None:
        """Largest gain of a tonne at any volume: what all others may become cheaper before nothing pays.

        Below zero no volume pays, and it is what a tonne lacks at the best. None without yearly cost, where
        some volume, however small, always pays.
        """
        best = self._contest.best
        return None if best is None else Q_(self._contest.gain(best), self.prices.unit)

    @property
    def best_volume(self) -> Quantity | None:
        """Volume at which a tonne gains most [mass/time]; None without yearly cost."""
        best = self._contest.best
        return None if best is None else Q_(self._contest.demand * float(expit(best)), "kt/yr")

    def table(self) -> pd.DataFrame:
        """The curve, by premium.

        Returns
        -------
        DataFrame
            Columns premium, price, share, share_low, share_high (at either end of the price sensitivity),
            volume, volume_unit, cost (of a tonne at that volume), gain (price less cost), unit.
        """
        import pandas as pd

        middle, ends = self._contest, [self.contests.get(end, self._contest) for end in ("low", "high")]
        least, most = (middle.price(float(expit(x))) for x in (ENDS, -ENDS))
        now = float(self.prices.of(self.home).price.m_as(self.prices.unit))
        prices = sorted({*np.linspace(least, most, POINTS).tolist(), now, self._reference})
        rows = []
        for price in prices:
            share = middle.share(price)
            cost = middle.cost(share * middle.demand)
            rows.append(
                {
                    "premium": price - self._reference,
                    "price": price,
                    "share": share,
                    "share_low": min(end.share(price) for end in ends),
                    "share_high": max(end.share(price) for end in ends),
                    "volume": share * middle.demand,
                    "volume_unit": "kt/yr",
                    "cost": cost,
                    "gain": price - cost,
                    "unit": self.prices.unit,
                }
            )
        return pd.DataFrame(rows)

    def breaks(self) -> pd.DataFrame:
        """Crossings at each end of the price sensitivity; no row where nothing pays.

        Returns
        -------
        DataFrame
            Columns sensitivity, sensitivity_unit, volume, volume_unit, share, premium, price, unit, stable.
        """
        import pandas as pd

        names = ["sensitivity", "sensitivity_unit", "volume", "volume_unit", "share", "premium", "price"]
        rows = [
            {
                "sensitivity": contest.sensitivity,
                "sensitivity_unit": f"t/{self._money}",
                "volume": float(found.volume.m_as("kt/yr")),
                "volume_unit": "kt/yr",
                "share": float(found.share.m_as("")),
                "premium": float(found.premium.m_as(self.prices.unit)),
                "price": float(found.price.m_as(self.prices.unit)),
                "unit": self.prices.unit,
                "stable": found.stable,
            }
            for contest in self.contests.values()
            for found in self._crossings(contest)
        ]
        return pd.DataFrame(rows, columns=[*names, "unit", "stable"])

    def summary(self) -> dict[str, Any]:
        """Key figures for machines."""
        head = self.headroom
        return {
            "home": self.home,
            "against": self.against,
            "demand": {"value": self._contest.demand, "unit": "kt/yr"},
            "premium": {"value": float(self.premium.m_as(self.prices.unit)), "unit": self.prices.unit},
            "share": float(self.share(self.premium).m_as("")),
            "elasticity": self.elasticity,
            "fixed_cost": {"value": float(self.fixed_cost.m), "unit": f"M{self._money}/yr"},
            "variable_cost": {"value": self._contest.variable, "unit": self.prices.unit},
            "headroom": None if head is None else {"value": float(head.m), "unit": self.prices.unit},
            "worth": {"value": float(self.worth.m_as(self.prices.unit)), "unit": self.prices.unit},
            "conveniences": {hub: float(each.m) for hub, each in self.conveniences.items()},
            "breaks": self.breaks().to_dict(orient="records"),
            "status": self.status,
        }

    def figure(self) -> Any:
        """Share and gain by premium, with the crossings (plotly)."""
        return import_module("greenport.report.hubs").premium(self)

    def __str__(self) -> str:
        """The curve in words."""
        return told(self)

    def _repr_html_(self) -> str:
        from markupsafe import Markup

        lines = Markup("").join(Markup("<p>{}</p>").format(line) for line in str(self).splitlines())
        return str(lines + Markup(self.breaks().to_html(index=False)))

    @property
    def _contest(self) -> Contest:
        return self.contests["value"]

    @property
    def _reference(self) -> float:
        return float(self.prices.of(self.against).price.m_as(self.prices.unit))

    @property
    def _money(self) -> str:
        return self.prices.unit.partition("/")[0]

    def _crossings(self, contest: Contest) -> tuple[Crossing, ...]:
        found = []
        for meeting in contest.meetings():
            share = float(expit(meeting.x))
            price = contest.rest - meeting.x / contest.sensitivity
            unit = self.prices.unit
            above = Q_(price - self._reference, unit)
            volume = Q_(share * contest.demand, "kt/yr")
            found.append(Crossing(volume, Q_(share), Q_(price, unit), above, meeting.stable))
        return tuple(found)
