"""The plan in words: is a terminal worth building, what does a tonne cost, how sure is that."""

from __future__ import annotations

from greenport.errors import DataError
from greenport.report.pieces import Cell, Listing, Sentence, counted, measured, shown
from greenport.report.words import Words
from greenport.sizing import Plan

WHOLE_STEMS = ", whole stems"
"""How the model ends the name of a delivery that the port stay cuts (V5)."""


def served(plan: Plan) -> list[str]:
    """Fuels of which the plan delivers something, in the order in which the words tell of them."""
    return [fuel for fuel in reversed(plan.fuels()) if float(plan.delivered(fuel).magnitude) > 0]


def answer(plan: Plan, words: Words) -> list[list[Sentence]]:
    """Paragraphs of sentences: one for each fuel asked for, then what is saved and how good the plan is."""
    asked = sorted({str(demand["fuel"]) for demand in plan.demand.values()}, reverse=True)
    return [*(_fuel(plan, words, fuel) for fuel in asked), _proof(plan, words)]


def settings(plan: Plan, words: Words) -> list[Sentence]:
    """Which numbers are not the file's but were set from outside; nothing where all are the file's."""
    outside = plan.sources[plan.sources["line"] == 0]["file"].unique()
    if not len(outside):
        return []
    stated = [str(origin).removeprefix("--set ") for origin in outside]
    return [Sentence(words, "report.settings", {"settings": Listing(words, stated, clauses=True)})]


def _fuel(plan: Plan, words: Words, fuel: str) -> list[Sentence]:
    name = words.sentence(words.name(fuel))
    if fuel not in served(plan):
        return [Sentence(words, "answer.nothing", {"fuel": name})]
    cost = shown(words, plan.levelised_cost(fuel), f"levelised_cost/{fuel}")
    fossil = shown(words, plan.fossil_cost(fuel), f"fossil_cost/{fuel}")
    try:
        abatement = shown(words, plan.abatement_cost(fuel), f"abatement_cost/{fuel}")
        costs = Sentence(words, "answer.cost", {"cost": cost, "fossil": fossil, "abatement": abatement})
    except DataError:  # nothing is avoided: the green fuel emits as much as the fossil one
        costs = Sentence(words, "answer.cost_only", {"cost": cost})
    storage = [_storage(plan, words, fuel, name), *_beside_leased(plan, words, fuel)]
    return [*storage, *_reason(plan, words, fuel), costs]


def _storage(plan: Plan, words: Words, fuel: str, name: str) -> Sentence:
    """Whether storage of the fuel is built or leased, from when, and how much to begin with."""
    storage = plan.storage()
    mine = storage[storage["pool"].str.endswith(f".{fuel}")]
    first = {bool(owned): rows.iloc[0] for owned, rows in mine.groupby("owned", sort=False)}
    values: dict[str, object] = {"fuel": name}
    for owned, row in first.items():
        prefix = "" if owned or True not in first else "leased_"
        key = f"storage/{row['pool']}/{'owned' if owned else 'leased'}/{row['year']}"
        values[f"{prefix}year"] = str(row["year"])
        values[f"{prefix}place"] = words.name(str(row["place"]))
        values[f"{prefix}volume"] = measured(words, float(row["volume"]), str(row["unit"]), key)
    if not first:
        return Sentence(words, "answer.none", values)
    if True not in first:
        return Sentence(words, "answer.leased", values)
    if False in first and first[False]["year"] < first[True]["year"]:
        return Sentence(words, "answer.owned_later", values)
    return Sentence(words, "answer.owned", values)


def _beside_leased(plan: Plan, words: Words, fuel: str) -> list[Sentence]:
    """What has to be built where tanks of the fuel are leased."""
    storage = plan.storage()
    leased = storage[storage["pool"].str.endswith(f".{fuel}") & ~storage["owned"].astype(bool)]
    found = plan.changes()
    mine = found[found["owned"].astype(bool) & (found["change"] > 0) & (found["kind"] != "tank")]
    mine = mine[mine["place"].isin(set(leased["place"])) & mine["pool"].isin({"", *leased["pool"]})]
    if mine.empty:
        return []
    parts = [
        Sentence(
            words,
            "answer.beside",
            {
                "what": words.name(asset),
                "place": words.name(place),
                "number": counted(int(change), f"changes/{year}/{asset}/change"),
                "year": str(year),
            },
        )
        for asset, place, change, year in zip(
            mine["asset"], mine["place"], mine["change"], mine["year"], strict=True
        )
    ]
    return [Sentence(words, "answer.built_beside", {"parts": Listing(words, parts, clauses=True)})]


def _reason(plan: Plan, words: Words, fuel: str) -> list[Sentence]:
    """Why storage is worth it from its first year on, or is not: whether those who need none are sold out."""
    storage = plan.storage()
    first = storage[storage["pool"].str.endswith(f".{fuel}")]["year"]
    needed = len(first) > 0
    year = int(first.iloc[0]) if needed else plan.years[-1]
    table = plan.availability
    ready = table[(table["fuel"] == fuel) & (table["year"] == year) & ~table["stored"]]
    values: dict[str, object] = {
        "fuel": words.name(fuel),
        "year": str(year),
        "delivered": shown(words, plan.delivered(fuel, year), f"delivered/{fuel}/{year}"),
    }
    if not needed and not any(d["storable"] for d in plan.demand.values() if d["fuel"] == fuel):
        return [Sentence(words, "reason.none_fits", values)]
    if ready.empty:
        return [Sentence(words, "reason.no_other", values)] if needed else []
    parts = []
    for supplier, available, unit in zip(ready["supplier"], ready["available"], ready["unit"], strict=True):
        amount = measured(words, float(available), str(unit), f"availability/{supplier}/{year}")
        parts.append(Sentence(words, "reason.supplier", {"name": words.name(supplier), "amount": amount}))
    values["suppliers"] = Listing(words, parts)
    if bool(ready["sold_out"].all()):
        return [Sentence(words, "reason.sold_out" if needed else "reason.dearer", values)]
    return [Sentence(words, "reason.cheaper" if needed else "reason.enough", values)]


def _proof(plan: Plan, words: Words) -> list[Sentence]:
    total = sum(plan.statuses().values())
    statuses = [
        Sentence(words, f"answer.status.{status}", {"count": counted(count, f"statuses/{status}")})
        for status, count in plan.statuses().items()
    ]
    at_once = plan.years[0] == plan.horizon - 1
    sentences = [
        Sentence(
            words,
            "answer.saves_at_once" if at_once else "answer.saves",
            {
                "first": str(plan.years[0]),
                "last": str(plan.horizon - 1),
                "avoided": shown(words, plan.avoided(), "avoided"),
            },
        ),
        Sentence(words, "answer.proof", gaps(plan, words)),
        *_short(plan, words),
        Sentence(
            words,
            "answer.evidence",
            {"count": counted(total, "statuses"), "statuses": Listing(words, statuses)},
        ),
    ]
    if plan.interrupted:
        sentences.insert(0, Sentence(words, "answer.interrupted"))
    return sentences


def _short(plan: Plan, words: Words) -> list[Sentence]:
    """What may be done where the work ended before the gap asked for was reached."""
    if plan.interrupted or plan.gap <= plan.gap_asked:
        return []
    return [Sentence(words, "answer.short", {"asked": shown(words, plan.gap_asked.to("%"), "gap_asked")})]


def left_out(plan: Plan, words: Words) -> list[Sentence]:
    """One line on how much could not take part; nothing where all could."""
    counts = dict.fromkeys(("stated", "offers", "deliveries", "stems"), 0)
    for name in plan.excluded["id"]:
        _, arrow, where = str(name).partition(" > ")
        stems = "stems" if where.endswith(WHOLE_STEMS) else "deliveries"
        counts["stated" if not arrow else "offers" if "." in where else stems] += 1
    parts = [
        Sentence(words, f"report.left_out_{kind}", {"count": counted(count, f"left_out/{kind}")})
        for kind, count in counts.items()
        if count
    ]
    return [Sentence(words, "report.left_out", {"parts": Listing(words, parts)})] if parts else []


def gaps(plan: Plan, words: Words) -> dict[str, Cell]:
    """The proven gap: on the money that decisions can move, on the total, and in money."""
    return {
        "gap": shown(words, plan.gap, "gap"),
        "total": shown(words, plan.gap_total, "gap_total"),
        "absolute": shown(words, plan.gap_absolute, "gap_absolute"),
        "gross": shown(words, plan.gross_cost, "gross_cost"),
    }


def terminal_line(plan: Plan, words: Words) -> Sentence:
    """One line: the volume from which a terminal would pay, or never, against what it competes with."""
    if not plan.terminal_volumes:
        return Sentence(words, "terminal.none")
    parts = []
    for t in plan.terminal_volumes:
        values: dict[str, object] = {"against": against(words, t.against), "terminal": words.name(t.terminal)}
        if t.volume is None:
            parts.append(Sentence(words, "terminal.never_against", values))
        else:
            values["volume"] = shown(words, t.volume, f"terminal_volumes/{t.against}/volume")
            parts.append(Sentence(words, "terminal.volume_against", values))
    return Sentence(words, "terminal.line", {"parts": Listing(words, parts, clauses=True)})


def dips(plan: Plan, words: Words) -> Sentence:
    """On how many days of which year stock is below its least."""
    table = plan.dip_days()
    if table.empty:
        return Sentence(words, "report.dips_none")
    parts = [
        Sentence(
            words,
            "report.dips_in",
            {
                "pool": words.name(pool),
                "days": counted(int(days), f"dip_days/{pool}/{year}", unit),
                "year": str(year),
            },
        )
        for pool, year, days, unit in zip(
            table["pool"], table["year"], table["days"], table["unit"], strict=True
        )
    ]
    return Sentence(words, "report.dips_some", {"parts": Listing(words, parts, clauses=True)})


def terminal_sentences(plan: Plan, words: Words) -> list[Sentence]:
    """How the volume from which a terminal would pay comes about, a sentence for each competitor."""
    found = []
    for t in plan.terminal_volumes:
        key = f"terminal_volumes/{t.against}"
        values: dict[str, object] = {
            "terminal": words.name(t.terminal),
            "against": against(words, t.against),
            "fixed": shown(words, t.fixed_cost, f"{key}/fixed_cost"),
            "saving": shown(words, t.saving, f"{key}/saving"),
        }
        if t.volume is not None:
            values["volume"] = shown(words, t.volume, f"{key}/volume")
        found.append(Sentence(words, "terminal.never" if t.volume is None else "terminal.pays", values))
    return found or [Sentence(words, "terminal.none")]


def against(words: Words, competitor: str) -> str:
    """Name of what a terminal competes with."""
    return words("terminal.without") if competitor == "going without" else words.name(competitor)
