"""One day of a group, slow and obvious: every row of every table, each person alone, day by day.

A second opinion on elearn.reports: it shares the tables with it, and nothing else.
"""

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.clock import STOCKHOLM
from elearn.completions.models import Completion
from elearn.modules.models import ModuleVersion
from elearn.organisations.kinds import Form, Kind
from elearn.organisations.models import (
    Employment,
    PersonalDetails,
    PersonJoin,
    PersonNumber,
    Unit,
    UnitVersion,
)
from elearn.requirements.models import Aside, Hold, Holiday, RequirementVersion
from tests.reports.reference_lasting import last_days, taken_next

DAY = timedelta(days=1)


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
        self.asides: list[Aside] = every(Aside)
        self.holidays: list[Holiday] = every(Holiday)
        self.modules: list[ModuleVersion] = every(ModuleVersion)
        self.published: list[str] = [version.slug for version in self.modules]


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
        self._off: dict[tuple[UUID, date], bool] = {}
        self._away: dict[tuple[UUID, date], bool] = {}

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

    def jobs(self, person: UUID, day: date | None = None) -> list[Employment]:
        """Where somebody works on the day (or on another one, by what has begun), but for the work of external people."""
        rows = [row for row in self.people.get(person, []) if row.valid_from <= self.on]
        return [row for row in rows if covers(row, day or self.on) and row.form is not Form.EXTERNAL]

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

    def is_absent(self, person: UUID, day: date | None = None) -> bool:
        """Away from everywhere, for more than 30 days in all."""
        day = day or self.on
        if (person, day) not in self._away:
            jobs = self.jobs(person, day)
            self._away[person, day] = bool(jobs) and all(self._is_away(row, day) for row in jobs)
        return self._away[person, day]

    def _is_away(self, row: Employment, day: date) -> bool:
        if row.absent_from is None or row.absent_from > day:
            return False
        if row.absent_to is None:
            return True
        return day <= row.absent_to and (row.absent_to - row.absent_from).days + 1 > 30

    def is_off(self, person: UUID, day: date) -> bool:
        """Absent, or so within the last 30 days, or absent or on holiday wherever they work."""
        if (person, day) not in self._off:
            free = [self._is_away(row, day) or self._has_holiday(row, day) for row in self.jobs(person, day)]
            back = any(self.is_absent(person, day - days * DAY) for days in range(31))
            self._off[person, day] = back or (bool(free) and all(free))
        return self._off[person, day]

    def _has_holiday(self, row: Employment, day: date) -> bool:
        above = self.above(row.unit_id)
        return any(
            is_known(each, self.at)
            and covers(each, day)
            and each.unit_id in above
            and (not each.levels or row.level in each.levels)
            and (not each.forms or row.form in each.forms)
            for each in self.rows.holidays
        )

    def put_off(self, person: UUID, due: date) -> date:
        """The last day off of those that the due date falls among; the same where there is no last one."""
        day = due
        while self.is_off(person, day):
            day += DAY
            if day > date(2032, 1, 1):
                return due
        return max(due, day - DAY)

    def is_aside(self, person: UUID, modules: set[str]) -> bool:
        rows = (row for row in self.rows.asides if is_known(row, self.at) and covers(row, self.on))
        return any(row.module in modules and self.read_as(row.person_id) == person for row in rows)

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
        jobs = [row for row in self.people[person] if covers(row, self.on)]
        found: dict[str, list[tuple[bool, date, int, RequirementVersion]]] = {}
        for row in self.rows.requirements:
            if not is_known(row, self.at) or not covers(row, self.on):
                continue
            alone = row.person_id is not None and self.read_as(row.person_id) != person
            if not alone and any(self._asks(row, job) for job in jobs):
                due = max(row.began_on, self.start(person)) + row.due_days * DAY
                if row.due_on is not None and row.began_on <= row.due_on:
                    due = max(row.due_on, self.start(person) + row.due_days * DAY)
                for module in row.modules:
                    one = (row.decided_by is None, due, row.requirement_id, row)
                    found.setdefault(module, []).append(one)
        chosen = {module: min(several, key=lambda one: one[:3]) for module, several in found.items()}
        return {
            module: (row, self.put_off(person, due))
            for module, (_recommended, due, _id, row) in chosen.items()
        }

    def _asks(self, row: RequirementVersion, job: Employment) -> bool:
        return (
            row.unit_id in self.above(job.unit_id)
            and (not row.levels or job.level in row.levels)
            and (not row.forms or job.form in row.forms)
            and (not row.kinds or self.tree[job.unit_id][0].kind in row.kinds)
        )

    def state(self, person: UUID, module: str, requirement: RequirementVersion, due: date) -> str:
        steps = [module, *requirement.refreshers.get(module, [])]
        done = {step: self.done(person, step) for step in steps}
        days = last_days(requirement, steps, done, self.on, self.outdated)
        if any(self.on <= day for day in days):
            return "completed"
        aside = self.is_aside(person, {module, taken_next(steps, done)})
        mild = self.is_held(person) or self.is_off(person, self.on) or aside
        if mild or requirement.decided_by is None:
            return "due"
        if days:
            return "expired"
        return "overdue" if due < self.on else "due"

    def outdated(self, row: Completion) -> date | None:
        """The day in Stockholm on which the first later major version was published."""
        major = int(row.version.split(".")[0])
        later = [
            version.published_at
            for version in self.rows.modules
            if version.slug == row.module and int(version.version.split(".")[0]) > major
            if self.at is None or version.published_at <= self.at
        ]
        return min(later).astimezone(STOCKHOLM).date() if later else None


def protected(rows: Rows, today: date) -> set[UUID]:
    """Whoever is protected today by any number of theirs, by every id under which their facts stand."""
    now = Reference(rows, today)
    hidden = [row for row in rows.details if row.protected and is_known(row, None) and covers(row, today)]
    numbers = {row.number_id for row in hidden}
    people = {now.read_as(row.person_id) for row in rows.numbers if row.id in numbers}
    return set[UUID]().union(*(now.recorded(person) for person in people))
