"""Lines of supply, delivery, demand and rules in the matrix of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from greenport.sizing.problem import Floats
from greenport.sizing.regulations import Budget
from greenport.sizing.solve.limits import Limit, Sight
from greenport.sizing.times import Times

FLOWS = ("serve", "direct", "unserved")

BLEND_KEYS = {"share": "share_at_most", "density": "density_at_least", "aromatics": "aromatics_at_least"}


def supply(s: Sight) -> Iterator[Limit]:
    """U1: what a supplier has."""
    suppliers = {u.id: u for u in s.problem.suppliers}
    for name, rows in s.first("U1").items():
        u = suppliers[name]
        has = float(u.available[s.y])
        words, steps = f"what supplier {name} has, {has:g} kt a year", ("suppliers", name, "available")
        yield Limit("U1", name, words, steps, u.origin, has, "kt/yr", dict.fromkeys(rows, 1.0))


def takes(s: Sight) -> Iterator[Limit]:
    """U2: what a contract obliges to take."""
    suppliers = {u.id: u for u in s.problem.suppliers}
    for name, rows in s.first("U2").items():
        u = suppliers[name]
        has = float(u.available[s.y])
        words = f"{100 * u.least:g} % of what supplier {name} has must be taken, {u.least * has:g} kt a year"
        given, after = dict.fromkeys(rows, 1.0), _taken(u.least, has)
        steps = ("suppliers", name, "take_at_least")
        yield Limit("U2", name, words, steps, u.origin, u.least, "", given, after=after, scale=u.least * has)


def _taken(share: float, has: float) -> Callable[[Floats, float], float]:
    return lambda _, relief: share - relief / max(has, 1e-9)


def rooms(s: Sight) -> Iterator[Limit]:
    """B4: a whole parcel finds room."""
    found = s.first("B4")
    for offer, routes in s.offers().items():
        rows = {i: 1.0 for r in routes for i in found.get(r.id, [])}
        if rows:
            r = routes[0]
            words = f"a whole parcel of {offer}, {1000 * r.parcel:g} t, finds room in the tanks"
            steps, after = ("offers", offer, "parcel"), _smaller(r.parcel, r.tolerance)
            yield Limit(
                "B4",
                offer,
                words,
                steps,
                r.origin,
                r.parcel,
                "kt",
                rows,
                after=after,
                most=(1 + r.tolerance) * r.parcel,
            )


def _smaller(parcel: float, tolerance: float) -> Callable[[Floats, float], float]:
    return lambda _, relief: parcel - relief / (1 + tolerance)


def parcels(s: Sight) -> Iterator[Limit]:
    """U3: cargoes are whole parcels, more or less."""
    least, most, columns = s.first("U3_least"), s.first("U3_most"), s.column("count")
    for offer, routes in s.offers().items():
        counted = tuple(columns[r.id] for r in routes if r.id in columns)
        if counted:
            r = routes[0]
            words = f"cargoes of {offer} are whole parcels of {1000 * r.parcel:g} t"
            words += f", {100 * r.tolerance:g} % more or less" if r.tolerance else ""
            gives = {i: 1.0 for r in routes for i in (*least.get(r.id, []), *most.get(r.id, []))}
            yield Limit(
                "U3",
                offer,
                words,
                ("offers", offer, "more_or_less"),
                r.origin,
                r.tolerance,
                "",
                fractional=counted,
                gives=gives,
                after=_wider(r.tolerance, list(counted)),
            )


def _wider(tolerance: float, counted: list[int]) -> Callable[[Floats, float], float]:
    """Tolerance after relief in parcels, by the number of cargoes."""
    return lambda x, relief: tolerance + relief / max(float(x[counted].sum()), 1e-9)


def hires(s: Sight) -> Iterator[Limit]:
    """V2: vessels hired at a time."""
    modes = {m.id: m for m in s.problem.modes}
    for name, j in s.column("present").items():
        m = modes[name]
        if m.hire:
            words, steps = f"hire_at_most of {name}, {m.most}", ("delivery", name, "hire_at_most")
            yield Limit("V2", name, words, steps, m.origin, m.most, "", caps={j: float(m.most)}, whole=True)


def stays(s: Sight) -> Iterator[Limit]:
    """V5: stems longer than the port stay are cut."""
    cut = s.first("V5")
    never = {k.key if k.pool else (k.direct, k.demand) for k in s.problem.links if k.fit == 0}
    for d in s.problem.demands:
        shut = {
            j: 0.0
            for name in FLOWS[:2]
            for j, index in s.columns.get(name, [])
            if index[:-1] in never and index[-2] == d.id
        }
        if d.id in cut or shut:
            words, steps = f"port stay of {d.id} is too short for its stems", ("demand", d.id, "port_stay")
            rows = dict.fromkeys(cut.get(d.id, []), float(d.asked[s.y].max()))
            yield Limit("V5", d.id, words, steps, d.origin, 1.0, "", rows, shut, switch=True)


def stems(s: Sight) -> Iterator[Limit]:
    """V1: stems come whole, in a year on whole stems."""
    for d in s.problem.demands:
        whole = tuple(
            j
            for name in FLOWS
            for j, index in s.columns.get(name, [])
            if index[-2] == d.id and s.matrix.whole[j]
        )
        if whole:
            words = f"stems of {d.id} are whole, {1000 * float(d.stem[s.y]):g} t each"
            yield Limit("V1", d.id, words, ("demand", d.id, "stem"), d.origin, 0.0, "t", fractional=whole)


def blends(s: Sight) -> Iterator[Limit]:
    """X1: limits of a blend."""
    rows = s.rows.get("X1", [])
    for b in s.problem.blendings:
        volume = Times.weekly().sum(b.volume[s.y])
        for room, (limit, key) in zip(b.room, BLEND_KEYS.items(), strict=True):
            mine = {i: float(volume[int(str(t))]) for i, (name, of, t) in rows if (name, of) == (b.id, limit)}
            if mine:
                words, unit = f"{key} of {b.id}", "t/m^3" if limit == "density" else ""
                yield Limit("X1", b.id, words, ("rules", b.id, key), b.origin, room, unit, mine)


def asked(s: Sight) -> Iterator[Limit]:
    """V1: no more is claimed than airlines ask for."""
    claims = {j for j, _ in s.columns.get("claim", [])}
    for d in s.problem.demands:
        rows = [(i, int(str(index[1]))) for i, index in s.rows.get("V1_aircraft", []) if index[0] == d.id]
        if rows:
            quarterly = Times.weekly().quarterly(d.asked[s.y])
            year = float(quarterly.sum())
            gives = {i: _sign(s, i, claims) * (quarterly[q] / year if year else 0.25) for i, q in rows}
            words, steps = f"no more is claimed than demand {d.id} asks for", ("demand", d.id, "share")
            yield Limit("V1", d.id, words, steps, d.origin, year, "kt/yr", gives)


def _sign(s: Sight, i: int, columns: set[int]) -> float:
    """Sign of some columns in a row: the side on which the row limits them."""
    start, end = s.matrix.a.indptr[i], s.matrix.a.indptr[i + 1]
    entries = zip(s.matrix.a.indices[start:end], s.matrix.a.data[start:end], strict=True)
    return next((1.0 if value > 0 else -1.0 for j, value in entries if int(j) in columns), 1.0)


def targets(s: Sight) -> Iterator[Limit]:
    """R1: targets."""
    by_id = {t.id: t for t in s.problem.targets}
    for name, rows in s.first("R1").items():
        t = by_id[name]
        due = float(t.least[s.y])
        if due > 0:
            words, steps = f"target {name} must be claimed, {due:.4g} kt a year", ("rules", name, "share")
            given = dict.fromkeys(rows, 1.0)
            yield Limit("R1", name, words, steps, t.origin, due, "kt/yr", given, after=_claimed(due))


def _claimed(due: float) -> Callable[[Floats, float], float]:
    return lambda _, relief: due - relief


def volumes(s: Sight) -> Iterator[Limit]:
    """R1: volumes to be bunkered; the size is that of the target, what other fuels give included."""
    by_id = {t.id: t for t in s.problem.volumes}
    for name, rows in s.first("R1_volume").items():
        t = by_id[name]
        least, due = float(t.least[s.y]), float(t.due[s.y])
        if due > 0:
            words = f"ships must bunker {due:.4g} kt a year to reach volume target {name}, {least:.4g} kt"
            given, steps = dict.fromkeys(rows, 1.0), ("rules", name, "least")
            yield Limit("R1", name, words, steps, t.origin, least, "kt/yr", given, after=_claimed(least))


def service(s: Sight) -> Iterator[Limit]:
    """V1: what must be served at least."""
    for name, rows in s.first("V1_at_least").items():
        d = s.problem.demand(name)
        year = float(d.asked[s.y].sum())
        if d.at_least > 0 and year > 0:
            words = f"at least {100 * d.at_least:g} % of demand {name} must be served"
            given, after = dict.fromkeys(rows, 1.0), _served(d.at_least, year)
            steps = ("demand", name, "at_least")
            yield Limit(
                "V1",
                name,
                words,
                steps,
                d.origin,
                d.at_least,
                "",
                given,
                after=after,
                scale=d.at_least * year,
            )


def _served(share: float, year: float) -> Callable[[Floats, float], float]:
    return lambda _, relief: share - relief / year


def caps(s: Sight) -> Iterator[Limit]:
    """R3: caps on emissions."""
    by_id = {c.id: c for c in s.problem.caps}
    for name, rows in s.first("R3").items():
        cap = by_id[name]
        most = float(cap.most[s.y])
        if np.isfinite(most):
            words, steps = f"cap {name} on emissions, {most:.4g} ktCO2e a year", ("rules", name, "most")
            yield Limit("R3", name, words, steps, cap.origin, most, "ktCO2e/yr", dict.fromkeys(rows, 1.0))


def budgets(s: Sight) -> Iterator[Limit]:
    """A4: budgets of capital, of all years so far."""
    by_id = {b.id: b for b in s.problem.budgets}
    for name, rows in s.first("A4_so_far").items():
        budget = by_id[name]
        most = float(budget.most[: s.y + 1].sum())
        words, steps = f"budget {name}, {most:.4g} MUSD up to this year", ("rules", name, "most")
        given, after = dict.fromkeys(rows, 1.0), _in_the_year(budget, s.y)
        yield Limit("A4", name, words, steps, budget.origin, most, "MUSD", given, after=after)


def _in_the_year(budget: Budget, y: int) -> Callable[[Floats, float], float]:
    """The budget of the year itself, with all that its years so far lack."""
    return lambda _, relief: float(budget.most[y]) + relief
