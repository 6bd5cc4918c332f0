"""The figures of formats.md once more, slow and obvious: every row of every table, each person alone, day by day.

A second opinion on elearn.reports: it shares the tables with it, and nothing else.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.completions.models import Completion
from elearn.modules.models import ModuleVersion
from elearn.organisations.kinds import Form, Kind, Level
from elearn.organisations.models import (
    Employment,
    PersonalDetails,
    PersonJoin,
    PersonNumber,
    Unit,
    UnitVersion,
)
from elearn.requirements.models import Hold, RequirementVersion

DAY = timedelta(days=1)
FIGURES = ("people", "required", "completed", "expired", "overdue", "due", "held", "absent")
# Unit code and module → figures, those of the people who are employed nowhere today under the code ''.
Found = dict[tuple[str, str], dict[str, int]]


class Rows:
    """Everything there is."""

    def __init__(self, session: Session) -> None:
        def every(model: Any) -> list[Any]:
            return list(session.scalars(select(model)).all())

        self.units: list[Unit] = every(Unit)
        self.versions: list[UnitVersion] = every(UnitVersion)
        self.numbers: list[PersonNumber] = every(PersonNumber)
        self.joins: list[PersonJoin] = every(PersonJoin)
        self.details: list[PersonalDetails] = every(PersonalDetails)
        self.employments: list[Employment] = every(Employment)
        self.requirements: list[RequirementVersion] = every(RequirementVersion)
        self.holds: list[Hold] = every(Hold)
        self.completions: list[Completion] = every(Completion)
        self.published: list[str] = [version.slug for version in every(ModuleVersion)]


def is_known(row: Any, at: datetime | None) -> bool:
    if at is None:
        return row.superseded_at is None
    return bool(row.recorded_at <= at and (row.superseded_at is None or row.superseded_at > at))


def covers(row: Any, on: date) -> bool:
    return bool(row.valid_from <= on and (row.valid_to is None or on <= row.valid_to))


class Reference:
    """The organisation and its people on the end of one day, as known at an instant (None: now)."""

    def __init__(self, rows: Rows, on: date, at: datetime | None = None) -> None:
        self.rows, self.on, self.at = rows, on, at

    # Units

    @cached_property
    def tree(self) -> dict[int, tuple[UnitVersion, bool]]:
        """Each unit as it stands on the day, and whether it is there then."""
        found = {}
        for unit in self.rows.units:
            known = [row for row in self.rows.versions if row.unit_id == unit.id and is_known(row, self.at)]
            known.sort(key=lambda row: row.valid_from)
            valid = [row for row in known if covers(row, self.on)]
            begun = [row for row in known if row.valid_from <= self.on]
            if valid:
                found[unit.id] = valid[0], True
            elif known:
                found[unit.id] = begun[-1] if begun else known[0], False
        return found

    @cached_property
    def root(self) -> int | None:
        tops = [unit for unit, (row, _there) in self.tree.items() if row.parent_id is None]
        tops.sort(key=lambda unit: (not self.tree[unit][1], self.tree[unit][0].kind is not Kind.GROUP, unit))
        return tops[0] if tops else None

    def above(self, unit: int) -> list[int]:
        """The unit, the one it hangs under, and so on to the root; one that hangs under nothing known hangs there."""
        path = [unit]
        while path[-1] != self.root:
            parent = self.tree[path[-1]][0].parent_id
            if parent is None or parent not in self.tree:
                parent = self.root
            if parent is None or parent in path:
                break
            path.append(parent)
        return path

    def counts_in(self, unit: int) -> set[int]:
        """The units in whose figures somebody in a unit stands: in the root's not where one on the way keeps out."""
        path = self.above(unit)
        kept_out = any(not self.tree[each][0].counts_in_group for each in path if each != self.root)
        return {each for each in path if each != self.root or not kept_out}

    def code(self, unit: int) -> str:
        return next(row.code for row in self.rows.units if row.id == unit)

    # People

    def read_as(self, person: UUID) -> UUID:
        joins = [row for row in self.rows.joins if row.person_id == person and is_known(row, self.at)]
        return joins[0].into_id if joins else person

    def recorded(self, person: UUID) -> set[UUID]:
        """The ids under which somebody's facts stand."""
        ids = {row.person_id for row in self.rows.numbers} | {person}
        return {one for one in ids if self.read_as(one) == person}

    @cached_property
    def people(self) -> dict[UUID, list[Employment]]:
        """Everybody who is anywhere at any time, with all employments."""
        person_of = {row.id: self.read_as(row.person_id) for row in self.rows.numbers}
        found: dict[UUID, list[Employment]] = {}
        for row in self.rows.employments:
            if is_known(row, self.at):
                found.setdefault(person_of[row.number_id], []).append(row)
        return found

    def jobs(self, person: UUID) -> list[Employment]:
        """Where somebody works on the day, but for the work of external people."""
        rows = self.people.get(person, [])
        return [row for row in rows if covers(row, self.on) and row.form is not Form.EXTERNAL]

    def start(self, person: UUID) -> date:
        """The first day of the unbroken chain: back day by day, over no more than 30 days without employment."""
        rows = self.people[person]
        day = start = self.on
        while start - day <= 31 * DAY:
            if any(covers(row, day) for row in rows):
                start = day
            day -= DAY
        return start

    def is_held(self, person: UUID) -> bool:
        rows = (row for row in self.rows.holds if is_known(row, self.at) and covers(row, self.on))
        return any(self.read_as(row.person_id) == person for row in rows)

    def is_absent(self, person: UUID) -> bool:
        """Away from everywhere, for more than 30 days in all."""
        return all(self._is_away(row) for row in self.jobs(person))

    def _is_away(self, row: Employment) -> bool:
        if row.absent_from is None or row.absent_from > self.on:
            return False
        if row.absent_to is None:
            return True
        return self.on <= row.absent_to and (row.absent_to - row.absent_from).days + 1 > 30

    def done(self, person: UUID, module: str) -> list[Completion]:
        known = [row for row in self.rows.completions if self.at is None or row.recorded_at <= self.at]
        corrected = {row.corrects for row in known}
        return [
            row
            for row in known
            if row.id not in corrected and not row.annulled and row.completed_on <= self.on
            if row.module == module and self.read_as(row.person_id) == person
        ]

    def asked(self, person: UUID) -> dict[str, tuple[RequirementVersion, date]]:
        """What is asked of somebody, by module, with its due day: a decided one first, then the earliest due."""
        places = [
            (set(self.above(row.unit_id)), row.level) for row in self.people[person] if covers(row, self.on)
        ]
        found: dict[str, list[tuple[bool, date, int, RequirementVersion]]] = {}
        for row in self.rows.requirements:
            if not is_known(row, self.at) or not covers(row, self.on):
                continue
            if any(
                row.unit_id in above and (not row.levels or level in row.levels) for above, level in places
            ):
                due = max(row.began_on, self.start(person)) + row.due_days * DAY
                for module in row.modules:
                    one = (row.decided_by is None, due, row.requirement_id, row)
                    found.setdefault(module, []).append(one)
        chosen = {module: min(several, key=lambda one: one[:3]) for module, several in found.items()}
        return {module: (row, due) for module, (_recommended, due, _id, row) in chosen.items()}

    def state(self, person: UUID, module: str, requirement: RequirementVersion, due: date) -> str:
        done = self.done(person, module)
        if any(self.on <= last_day(row, requirement.valid_months) for row in done):
            return "completed"
        if self.is_held(person) or self.is_absent(person) or requirement.decided_by is None:
            return "due"
        if done:
            return "expired"
        return "overdue" if due < self.on else "due"


def last_day(row: Completion, months: int | None) -> date:
    """The last day a completion is valid: its own, or the same day so many months on."""
    if row.valid_until is not None:
        return row.valid_until
    if months is None:
        return date.max
    month = row.completed_on.month - 1 + months
    for day in range(row.completed_on.day, 0, -1):
        try:
            return date(row.completed_on.year + month // 12, month % 12 + 1, day)
        except ValueError:
            continue
    raise AssertionError


def protected(rows: Rows, today: date) -> set[UUID]:
    """Whoever is protected today by any number of theirs, by every id under which their facts stand."""
    now = Reference(rows, today)
    hidden = [row for row in rows.details if row.protected and is_known(row, None) and covers(row, today)]
    numbers = {row.number_id for row in hidden}
    people = {now.read_as(row.person_id) for row in rows.numbers if row.id in numbers}
    return set[UUID]().union(*(now.recorded(person) for person in people))


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
