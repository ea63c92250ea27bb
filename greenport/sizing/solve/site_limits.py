"""Lines of sites and their assets in the matrix of a year: land, counts, time, storage rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from greenport.sizing.problem import Asset, Floats
from greenport.sizing.solve.limits import Limit, Sight, pool_steps


def area(s: Sight) -> Iterator[Limit]:
    """A3: land."""
    for place, rows in s.first("A3_area").items():
        p = next(p for p in s.problem.places if p.id == place)
        words, steps = f"site area of {place}, {p.area:g} ha", ("places", place, "site_area")
        yield Limit("A3", place, words, steps, p.origin, p.area, "ha", dict.fromkeys(rows, 1.0))


def storage(s: Sight) -> Iterator[Limit]:
    """A3: storage allowed on a site."""
    for place, rows in s.first("A3_storage").items():
        p = next(p for p in s.problem.places if p.id == place)
        most, steps = p.storage_limit, ("places", place, "storage_limit")
        words = f"storage limit of {place}, {1000 * most:,.0f} m^3"
        yield Limit("A3", place, words, steps, p.origin, most, "1000 m^3", dict.fromkeys(rows, 1.0))


def counts(s: Sight) -> Iterator[Limit]:
    """B0, U4, V2, X2: how many tanks, berths, owned vessels and lines there may be."""
    columns = s.column("n")
    label = {"tank": "B0", "berth": "U4", "pipeline": "X2", "vessel": "V2"}
    for a in s.problem.assets:
        if a.id in columns and a.at_most and a.kind in label:
            words, steps = f"at_most of {a.id}, {a.at_most}", (*_asset_steps(a), "at_most")
            caps = {columns[a.id]: float(a.standing + a.at_most)}
            yield Limit(label[a.kind], a.id, words, steps, a.origin, a.at_most, "", caps=caps, whole=True)


def leads(s: Sight) -> Iterator[Limit]:
    """A2: approvals and works that end too late."""
    for item, caps in _shut(s, lambda a: a.ready > s.y).items():
        of_place = [p.origin for p in s.problem.places if p.id == item]
        steps = ("places", item, "approvals") if of_place else (*_asset_steps(s.problem.asset(item)), "works")
        origin = of_place[0] if of_place else s.problem.asset(item).origin
        words = f"approvals and works {'at' if of_place else 'of'} {item} end too late"
        yield Limit("A2", item, words, steps, origin, 1.0, "", caps=caps, switch=True)


def tenures(s: Sight) -> Iterator[Limit]:
    """A1: nothing stands on a site whose tenure has ended."""
    origins = {p.id: p.origin for p in s.problem.places}
    for place, caps in _shut(s, lambda a: bool(a.end[s.y] <= s.y)).items():
        if place in origins:
            words, steps = f"tenure of {place} has ended", ("places", place, "tenure", "until")
            yield Limit("A1", place, words, steps, origins[place], 1.0, "", caps=caps, switch=True)


def _shut(s: Sight, why: Callable[[Asset], bool]) -> dict[str, dict[int, float]]:
    """Columns of assets that may not come this year, by place (vessels by their own id)."""
    columns = s.column("n")
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for a in s.problem.assets:
        if a.id in columns and a.at_most and why(a):
            found[a.place or a.id][columns[a.id]] = float(a.standing)
    return found


def berth_time(s: Sight) -> Iterator[Limit]:
    """U4: berth time of a place."""
    for p in s.problem.places:
        rows = {
            i: share
            for name, share in (("U4", 1.0), ("U4_quarter", 0.25))
            for i, index in s.rows.get(name, [])
            if str(index[0]).split(">")[0] == p.id
        }
        if rows:
            after = _occupied(s, p.id)
            berth = next(a.id for a in s.problem.assets if a.kind == "berth" and a.place == p.id)
            words, steps = f"berth time at {p.id}", ("places", p.id, "berths", berth, "occupancy")
            yield Limit("U4", p.id, words, steps, p.origin, 1.0, "", rows, after=after)


def _occupied(s: Sight, place: str) -> Callable[[Floats, float], float]:
    """Berth time after relief, as a multiple of what the berths that stand offer in the year."""
    columns = s.column("n")
    berths = [a for a in s.problem.assets if a.kind == "berth" and a.place == place and a.id in columns]
    p = next(p for p in s.problem.places if p.id == place)

    def after(x: Floats, relief: float) -> float:
        n = round(sum(float(x[columns[a.id]]) for a in berths))
        use = p.occupancy[min(n, len(p.occupancy)) - 1] if n else 0.0
        return 1 + relief / max(24 * 365 * p.hours * p.open_share * n * use, 1e-9)

    return after


def compartments(s: Sight) -> Iterator[Limit]:
    """B5: an open pool has its compartments."""
    for pool, rows in s.first("B5").items():
        p = s.problem.pool(pool)
        if p.compartments > 1:
            words, steps = (
                f"at least {p.compartments} compartments of {pool}",
                (*pool_steps(pool), "compartments"),
            )
            yield Limit(
                "B5",
                pool,
                words,
                steps,
                p.origin,
                p.compartments,
                "",
                dict.fromkeys(rows, 1.0),
                whole=True,
                after=_less(p.compartments),
                most=p.compartments - 1,
            )


def floors(s: Sight) -> Iterator[Limit]:
    """B3: the safety stock holds the largest stem and the demand over the resupply lead."""
    for pool, rows in s.first("B3_floor").items():
        p = s.problem.pool(pool)
        least = float(p.floor[s.y])
        if least > 0:
            words = f"safety stock of {pool} for its largest stem and resupply lead, {1000 * least:,.0f} t"
            steps = (*pool_steps(pool), "resupply_lead")
            given = dict.fromkeys(rows, 1.0)
            yield Limit("B3", pool, words, steps, p.origin, least, "kt", given, after=_less(least))


def safety_days(s: Sight) -> Iterator[Limit]:
    """B3: the safety stock in days of issue."""
    for pool, rows in s.first("B3_days").items():
        p = s.problem.pool(pool)
        if p.cover_days > 0:
            issued = [j for j, index in s.columns.get("serve", []) if index[0] == pool]
            words = f"safety stock of {pool} for {p.cover_days:g} days"
            steps = (*pool_steps(pool), "days_of_cover")
            given, after = dict.fromkeys(rows, 1.0), _days(p.cover_days, issued)
            yield Limit("B3", pool, words, steps, p.origin, p.cover_days, "d", given, after=after)


def _days(days: float, issued: list[int]) -> Callable[[Floats, float], float]:
    """Days that the safety stock covers after relief in kt."""
    return lambda x, relief: days - 365 * relief / max(float(x[issued].sum()), 1e-9)


def cover(s: Sight) -> Iterator[Limit]:
    """B7: days of cover of a conventional grade."""
    for pool, rows in s.first("B7").items():
        p = s.problem.pool(pool)
        need = float(p.cover_need[s.y])
        if need > 0:
            words, steps = f"days of cover at {pool}", (*pool_steps(pool), "cover", "days")
            given = dict.fromkeys(rows, 1.0)
            yield Limit("B7", pool, words, steps, p.origin, need, "1000 m^3", given, after=_less(need))


def _less(size: float) -> Callable[[Floats, float], float]:
    return lambda _, relief: size - relief


def _asset_steps(a: Asset) -> tuple[str, ...]:
    if a.kind == "vessel":
        return ("delivery", a.id.removesuffix("_own"), "buy")
    if a.kind == "berth":
        return ("places", a.place, "berths", a.id)
    if a.kind == "pipeline":
        return (*pool_steps(a.pool), "pipeline")
    return (*pool_steps(a.pool), "modules", a.id)
