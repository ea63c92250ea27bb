"""The whole problem of a small terminal written a second time, by hand and for scipy, has the same optimum.

Nothing of the models, their compiling or stamping is used here: only the numbers of the problem, and the
rules as the mathematics page says them, on weeks.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, sparse

from greenport.sizing.assemble import whole
from greenport.sizing.problem import Problem
from greenport.sizing.solve import highs
from greenport.sizing.stamp import compile_operation
from greenport.sizing.times import Times

WEEKS = range(52)
DAYS = [7] * 51 + [8]
QUARTERS = [list(WEEKS[q * 13 : (q + 1) * 13]) for q in range(4)]


class Milp:
    """Columns by name, rows as they are written, one objective."""

    def __init__(self) -> None:
        self.at: dict[Hashable, int] = {}
        self.cost: list[float] = []
        self.top: list[float] = []
        self.whole: list[bool] = []
        self.cells: list[tuple[int, int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def column(self, name: Hashable, cost: float, top: float = np.inf, whole: bool = False) -> None:
        self.at[name] = len(self.cost)
        self.cost.append(cost)
        self.top.append(top)
        self.whole.append(whole)

    def row(
        self, terms: Iterable[tuple[float, Hashable]], low: float = -np.inf, high: float = np.inf
    ) -> None:
        self.cells += [(len(self.low), self.at[name], value) for value, name in terms]
        self.low.append(low)
        self.high.append(high)

    def least(self) -> float:
        i, j, values = zip(*self.cells, strict=True)
        answer = optimize.milp(
            self.cost,
            constraints=optimize.LinearConstraint(
                sparse.csr_array((values, (i, j)), shape=(len(self.low), len(self.cost))), self.low, self.high
            ),
            bounds=optimize.Bounds(0, self.top),
            integrality=np.array(self.whole, dtype=int),
            options={"mip_rel_gap": 1e-9},
        )
        return float(np.array(self.cost) @ answer.x)


def written_again(p: Problem) -> Milp:
    m = Milp()
    assets = {a.id: a for a in p.assets}
    for a, v in itertools.product(p.assets, range(len(p.years))):
        lives = a.end[v] > v
        paid = float(a.annuity[v] * p.discount[v : a.end[v]].sum()) if lives else 0.0
        m.column(("build", a.id, v), paid, a.at_most if v >= a.ready and lives else 0, whole=True)
    for y in range(len(p.years)):
        year = Year(m, p, y)
        year.columns()
        for rules in (year.supply, year.berths, year.storage, year.delivery):
            rules()
        for a in assets.values():
            alive = [v for v in range(y + 1) if a.end[v] > y]
            m.row([(1, ("n", y, a.id)), *((-1, ("build", a.id, v)) for v in alive)], high=a.standing)
    return m


class Year:
    """A year's columns and rows."""

    def __init__(self, m: Milp, p: Problem, y: int) -> None:
        self.m, self.p, self.y = m, p, y
        (self.pool,), (self.demand,), (self.mode,), (self.place,) = p.pools, p.demands, p.modes, p.places
        (self.supplier,) = p.suppliers
        by_kind = {a.kind: a for a in p.assets}
        self.tank, self.jetty, self.pipes = by_kind["tank"], by_kind["berth"], by_kind["equipment"]
        self.full = self.pool.density * self.tank.volume
        self.links = {k.pool or k.direct: k for k in p.links}

    def c(self, name: str, *index: Hashable) -> Hashable:
        return (name, self.y, *index)

    def col(
        self, name: str, *index: Hashable, cost: float = 0.0, top: float = np.inf, whole: bool = False
    ) -> None:
        self.m.column(self.c(name, *index), float(self.p.discount[self.y]) * cost, top, whole)

    def columns(self) -> None:
        p, y, pool, links = self.p, self.y, self.pool, self.links
        heel = float(pool.holding[y]) * pool.heel * self.full
        for a in (self.tank, self.jetty, self.pipes):
            each = a.opex + (heel if a is self.tank else 0.0)
            self.col("n", a.id, cost=each, top=a.standing + a.at_most, whole=True)
        self.col("open", cost=pool.fixed_cost, top=1, whole=True)
        self.col("safety", cost=float(pool.holding[y]))
        self.col("contract", cost=self.supplier.fee, top=1, whole=True)
        self.col("present", top=self.mode.most, whole=True)
        for i in range(self.jetty.at_most):
            self.col("rank", i, top=1, whole=True)
        for r in p.routes:
            self.col("use", r.id, top=1, whole=True)
            self.col(
                "count", r.id, cost=float(r.freight[y] + r.cargo_cost[y]), top=int(r.most[y]), whole=True
            )
        for w in WEEKS:
            self.col("stock", w)
            self.col("serve", w, cost=float(links[pool.id].cost[y]))
            self.col("unserved", w, cost=float(self.demand.without[y]))
            self.col("hire", w, cost=self.mode.hire)
            for r in p.routes:
                self.col("cargo", r.id, w, cost=float(r.price[y]) * r.content)
            for x in p.directs:
                self.col("direct", x.id, w, cost=float(x.price[y] + links[x.id].cost[y]))
                self.col("trips", x.id, w, cost=float(x.trip_cost[y]), top=50, whole=True)

    def supply(self) -> None:
        """U1 and U3."""
        p, m, c = self.p, self.m, self.c
        cargoes = [(r.content, c("cargo", r.id, w)) for r in p.routes for w in WEEKS]
        carried = [(1.0, c("direct", x.id, w)) for x in p.directs for w in WEEKS]
        available = float(self.supplier.available[self.y])
        m.row([*cargoes, *carried, (-available, c("contract"))], high=0)
        for r in p.routes:
            mine = [(1.0, c("cargo", r.id, w)) for w in WEEKS]
            m.row([(1, c("use", r.id)), (-1, c("open"))], high=0)
            m.row([(1, c("count", r.id)), (-float(r.most[self.y]), c("use", r.id))], high=0)
            m.row([*mine, (r.tolerance - 1, c("count", r.id))], low=0)
            m.row([*mine, (-r.tolerance - 1, c("count", r.id))], high=0)

    def berths(self) -> None:
        """U4, by year and by quarter."""
        p, m, c = self.p, self.m, self.c
        ranks = range(self.jetty.at_most)
        loading = float(self.links[self.pool.id].berth_hours[self.y])
        for i in ranks[:-1]:
            m.row([(1, c("rank", i)), (-1, c("rank", i + 1))], low=0)
        m.row([*((1, c("rank", i)) for i in ranks), (-1, c("n", self.jetty.id))], low=0, high=0)
        used = [(r.berth_hours, c("count", r.id)) for r in p.routes]
        used += [(loading, c("serve", w)) for w in WEEKS]
        m.row([*used, *((-8760.0 * self.place.open_share, c("rank", i)) for i in ranks)], high=0)
        for q, weeks in enumerate(QUARTERS):
            days, first = sum(DAYS[w] for w in weeks), sum(DAYS[: 13 * q])
            closed = float(p.closed[self.place.closed_by][self.y][first : first + days].sum())
            used = [(r.berth_hours, c("cargo", r.id, w)) for r in p.routes for w in weeks]
            used += [(loading, c("serve", w)) for w in weeks]
            m.row([*used, *((closed - 24.0 * days, c("rank", i)) for i in ranks)], high=0)

    def storage(self) -> None:
        """B0 to B5."""
        p, m, c, pool, tank = self.p, self.m, self.c, self.pool, self.tank
        m.row([(1, c("n", tank.id)), (-float(tank.at_most), c("open"))], high=0)
        m.row([(1, c("open")), (-1, c("n", self.pipes.id))], high=0)
        m.row([(1, c("open")), (-1, c("n", tank.id))], high=0)
        m.row([(1, c("safety")), *((-pool.cover_days / 365, c("serve", w)) for w in WEEKS)], low=0)
        m.row([(1, c("safety")), (-float(pool.floor[self.y]), c("open"))], low=0)
        for r in p.routes:
            room, parcel = (pool.fill - pool.heel) * self.full, (1 + r.tolerance) * r.parcel
            m.row([(room, c("n", tank.id)), (-1, c("safety")), (-parcel, c("use", r.id))], low=0)
        for w in WEEKS:
            receipts = [(-(1 - pool.loss) * r.parcel, c("cargo", r.id, w)) for r in p.routes]
            before = c("stock", w - 1 if w else WEEKS[-1])
            m.row([(1, c("stock", w)), (-1, before), (1, c("serve", w)), *receipts], low=0, high=0)
            m.row([(1, c("stock", w)), (-pool.fill * self.full, c("n", tank.id))], high=0)
            m.row([(1, c("stock", w)), (-pool.heel * self.full, c("n", tank.id)), (-1, c("safety"))], low=0)

    def delivery(self) -> None:
        """V1 to V4."""
        p, m, c, y = self.p, self.m, self.c, self.y
        asked = np.split(self.demand.asked[y], np.cumsum(DAYS)[:-1])
        stem = float(self.demand.stem[y])
        own = self.links[self.pool.id]
        for w in WEEKS:
            direct = [(x, self.links[x.id], c("direct", x.id, w)) for x in p.directs]
            served = [(1.0, c("serve", w)), (1.0, c("unserved", w)), *((1.0, name) for _, _, name in direct)]
            m.row(served, low=float(asked[w].sum()), high=float(asked[w].sum()))
            hours = [(float(own.hours[y]), c("serve", w))]
            hours += [(float(link.hours[y]), name) for _, link, name in direct]
            hours += [(x.trip_hours, c("trips", x.id, w)) for x, _, _ in direct]
            m.row([*hours, (-self.mode.availability, c("hire", w))], high=0)
            m.row([(1, c("hire", w)), (-24.0 * DAYS[w], c("present"))], high=0)
            beside = [(float(own.alongside[y]), c("serve", w))]
            beside += [(float(link.alongside[y]), name) for _, link, name in direct]
            m.row([*beside, (-24.0 * DAYS[w], c("present"))], high=0)
            for x, _, name in direct:
                m.row([(1, name), (-x.parcel, c("trips", x.id, w))], high=0)
                stems = 1 / stem if stem > 0 else 0.0
                m.row([(stems, name), (-float(x.stems_per_trip), c("trips", x.id, w))], high=0)


@st.composite
def terminals(draw: st.DrawFn) -> dict[str, str]:
    """One or two milestone years; any prices, volumes, lives, tolerances and losses."""
    years = draw(st.sampled_from([(2030,), (2030, 2032)]))
    asked = ", ".join(f"{year}: {draw(st.integers(1, 90))} kt/yr" for year in years)
    pool = "places.site.pools.methanol"
    return {
        "years.milestones": str(list(years)),
        "years.horizon": str(years[-1] + draw(st.integers(1, 4))),
        "demand.customer.asks": f"{{{asked}}}",
        "demand.customer.stem": f"{draw(st.sampled_from([500, 800, 1000]))} t",
        "demand.customer.otherwise": f"{{elsewhere: {draw(st.integers(1000, 2000))} USD/t}}",
        "suppliers.maker.price": f"{draw(st.integers(700, 1300))} USD/t",
        "suppliers.maker.available": f"{draw(st.integers(10, 150))} kt/yr",
        "more_or_less": draw(st.sampled_from(["0 %", "5 %"])),
        f"{pool}.heel": f"{draw(st.integers(0, 15))} %",
        f"{pool}.losses": draw(st.sampled_from(["0 %", "0.2 %"])),
        f"{pool}.days_of_cover": f"{draw(st.integers(0, 8))} d",
        f"{pool}.modules.tank.volume": f"{draw(st.integers(5000, 15000))} m^3",
        f"{pool}.modules.tank.life": f"{draw(st.integers(1, 30))} yr",
        f"{pool}.modules.tank.capex": f"{draw(st.integers(10, 900))} USD/m^3",
    }


def assert_same_optimum(problem: Problem) -> None:
    ours = highs.solve(whole(problem, compile_operation(problem, Times.weekly()))).value
    assert written_again(problem).least() == pytest.approx(ours, rel=1e-7)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(instance=terminals())
def test_a_second_formulation_has_the_same_optimum(
    toy_problem: Callable[..., Problem], instance: dict[str, str]
) -> None:
    assert_same_optimum(toy_problem(instance))


@pytest.mark.long
@settings(max_examples=150, deadline=None, derandomize=True)
@given(instance=terminals())
def test_a_second_formulation_has_the_same_optimum_on_many_terminals(
    toy_problem: Callable[..., Problem], instance: dict[str, str]
) -> None:
    assert_same_optimum(toy_problem(instance))
