"""The figures of formats.md once more, slow and obvious, from the days of `reference_day`."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from elearn.organisations.kinds import Kind, Level
from elearn.requirements.models import RequirementVersion
from tests.reports.reference_day import Reference, Rows

FIGURES = ("people", "required", "completed", "expired", "overdue", "due", "held", "absent")
# Unit code and module → figures, those of the people who are employed nowhere today under the code ''.
Found = dict[tuple[str, str], dict[str, int]]


def figures(
    rows: Rows,
    on: date,
    *,
    hidden: set[UUID],
    at: datetime | None = None,
    now: date | None = None,
    level: Level | None = None,
) -> Found:
    """Every row of a report; `now`: with people where they are on that day. `hidden`: who is protected."""
    then = Reference(rows, on, at)
    tree = then if now is None else Reference(rows, now)
    places = {who: _places(who, then, None if now is None else tree, level) for who in then.people}
    units: list[int | None] = [*tree.tree, *([] if now is None else [None])]
    inside = {unit: _shown(unit, places, tree, then, hidden) for unit in units}
    listed = [unit for unit in units if unit is None or tree.tree[unit][1] or inside[unit]]
    asked = {who: then.asked(who) for unit in listed for who in inside[unit]}
    modules = {*rows.published, *(module for each in asked.values() for module in each)}
    found: Found = {}
    for module in modules:
        figures_of = {who: _figures_of(then, who, module, asked[who]) for who in asked}
        for unit in listed:
            code = "" if unit is None else tree.code(unit)
            found[code, module] = _count(figures_of[who] for who in inside[unit])
    return found


def _places(who: UUID, then: Reference, now: Reference | None, level: Level | None) -> set[int | None]:
    """The units in whose figures somebody stands: as on the day, or where employed today."""
    jobs = [row for row in then.jobs(who) if level in {None, row.level}]
    stood = set[int | None]().union(*(then.counts_in(row.unit_id) for row in jobs))
    if now is None or not jobs:
        return stood
    since = {now.read_as(one) for one in then.recorded(who)}  # several, where what was known has proved wrong
    today = [row for person in since for row in now.jobs(person)]
    places = set[int | None]().union(*(now.counts_in(row.unit_id) for row in today)) - {now.root}
    if then.root in stood:
        places |= {now.root} if today else {now.root, None}
    return places


def _shown(
    unit: int | None, places: dict[UUID, set[int | None]], tree: Reference, then: Reference, hidden: set[UUID]
) -> list[UUID]:
    """Those who count in a unit: with the protected only in large ones of some kinds."""
    everybody = [who for who in places if unit in places[who]]
    kinds = {Kind.GROUP, Kind.ADMINISTRATION, Kind.COMPANY}
    if unit is not None and tree.tree[unit][0].kind in kinds and len(everybody) >= 50:
        return everybody
    return [who for who in everybody if not then.recorded(who) & hidden]


def _figures_of(
    then: Reference, who: UUID, module: str, asked: dict[str, tuple[RequirementVersion, date]]
) -> set[str]:
    """The figures that somebody counts in."""
    if module not in asked:
        return {"people"}
    besides = {"held"} if then.is_held(who) else set()
    besides |= {"absent"} if then.is_absent(who) else set()
    return {"people", "required", then.state(who, module, *asked[module]), *besides}


def _count(people: Iterable[set[str]]) -> dict[str, int]:
    found = dict.fromkeys(FIGURES, 0)
    for figure in (figure for one in people for figure in one):
        found[figure] += 1
    return found
