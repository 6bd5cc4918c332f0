"""Years of a group as HR lives them: a file of everybody every month, and a reorganisation now and then.

Every month one or two in a hundred begin, leave and move, and some complete a module. The same every time; the
history of a small group is that of a large one with fewer people in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.accounts.roles import grant_role
from elearn.demo.history import Past
from elearn.demo.ledger import append_past
from elearn.organisations.finding import find_person_by_number
from elearn.organisations.importing import apply_import, plan_import
from elearn.organisations.models import PersonNumber
from elearn.organisations.queries import get_tree
from elearn.permissions import Role
from elearn.requirements.services import Terms, set_requirement
from elearn.requirements.standing import valid_until
from tests.organisations.loading import content

DAY = timedelta(days=1)
BEGUN = date(2010, 1, 1)
DEPARTMENTS, WORKPLACES = 4, 5  # below each administration and company; below each department
TOPS = {"F1": "förvaltning", "F2": "förvaltning", "F3": "förvaltning", "B1": "bolag", "B2": "bolag"}
OFFICER = "1"
JOINING, LEAVING, MOVING, COMPLETING = 0.015, 0.015, 0.015, 0.04  # of everybody, each month
MONTHS_VALID = 24


@dataclass
class Row:
    """A line of the file of people."""

    unit: str
    first: date
    role: str = ""


@dataclass
class Snapshots:
    """A group that hands in its files. `modules`: slug and version of those that are asked of everybody."""

    session: Session
    people: int
    modules: Sequence[tuple[str, str]]
    units: dict[str, tuple[str, str, date]] = field(default_factory=dict)
    staff: dict[int, Row] = field(default_factory=dict)

    def live(self, first: date, months: int, *, reorganise_every: int = 12) -> None:
        """From a day on, so many months, a file of each on the first day of the month."""
        self._dice = Random(self.people)
        self._found()
        day = first
        for month in range(months):
            if month and month % reorganise_every == 0:
                self._reorganise(month // reorganise_every, day)
            if month:
                self._change(day)
            self._hand_in(day, units=month % reorganise_every == 0)
            if not month:
                self._decide(day)
            self._learn(day)
            day = (day + timedelta(days=32)).replace(day=1)

    @property
    def officer(self) -> UUID:
        """HR for the whole group."""
        found = find_person_by_number(self.session, "hr", OFFICER)
        assert found is not None
        return found

    def _found(self) -> None:
        self.units["G"] = ("koncern", "", BEGUN)
        for top, kind in TOPS.items():
            self.units[top] = (kind, "G", BEGUN)
            for department in (f"{top}-{n}" for n in range(DEPARTMENTS)):
                self.units[department] = ("avdelning", top, BEGUN)
                self.units |= {f"{department}-{n}": ("enhet", department, BEGUN) for n in range(WORKPLACES)}
        workplaces = self._workplaces()
        for number in range(1, self.people + 1):
            self.staff[number] = Row(workplaces[number % len(workplaces)], BEGUN + (number % 3000) * DAY)
        for number, unit in enumerate(list(self.units)[: self.people // 2], 1):
            self.staff[number] = Row(unit, BEGUN, "chef")

    def _workplaces(self) -> list[str]:
        return [code for code, (kind, _above, _first) in self.units.items() if kind == "enhet"]

    def _reorganise(self, time_: int, day: date) -> None:
        """A department moves to another administration, and two workplaces become a new one."""
        tops = list(TOPS)
        department = f"{tops[time_ % 3]}-{time_ % DEPARTMENTS}"
        self.units[department] = ("avdelning", tops[(time_ + 1) % 3], self.units[department][2])
        merged = [f"{department}-{n}" for n in range(2)]
        new = f"{department}-N{time_}"
        self.units[new] = ("enhet", department, day)
        for code in merged:
            self.units.pop(code, None)
        for number, row in self.staff.items():
            if row.unit in merged:
                self.staff[number] = Row(new, day)

    def _change(self, day: date) -> None:
        """Some leave, some move, some begin; the officer stays."""
        workplaces = self._workplaces()
        ordinary = [number for number, row in self.staff.items() if not row.role and number > int(OFFICER)]
        self._dice.shuffle(ordinary)
        leaving, moving = (max(1, round(self.people * share)) for share in (LEAVING, MOVING))
        for number in ordinary[:leaving]:
            del self.staff[number]
        for number in ordinary[leaving : leaving + moving]:
            unit = self._dice.choice(workplaces)
            if unit != self.staff[number].unit:
                self.staff[number] = Row(unit, day)
        newest = max(self.staff)
        for number in range(newest + 1, newest + 1 + max(1, round(self.people * JOINING))):
            self.staff[number] = Row(self._dice.choice(workplaces), day)

    def _hand_in(self, day: date, *, units: bool) -> None:
        at = datetime.combine(day, time(5), UTC)
        rows = {"units": self.unit_rows() if units else [], "people": self.people_rows()}
        for kind, lines in rows.items():
            if lines:
                plan = plan_import(self.session, kind, content(kind, *lines), source="hr", effective=day)
                assert plan.faults == (), plan.faults[:3]
                apply_import(self.session, plan, at=at)

    def unit_rows(self) -> list[str]:
        """The file of units as it is today, without its header."""
        return [
            f"{code};Enhet {code};{kind};{above};{first};"
            for code, (kind, above, first) in self.units.items()
        ]

    def people_rows(self) -> list[str]:
        """The file of people as it is today, without its header."""
        return [
            f"{number};Kim;Nr {number};nr{number}@exempel.example;{row.unit};"
            f"{'chef' if row.role else 'medarbetare'};Handläggare;{row.role};{row.first};;sv;"
            for number, row in self.staff.items()
        ]

    def _decide(self, day: date) -> None:
        root, at = get_tree(self.session, day).by_code["G"].id, datetime.combine(day, time(6), UTC)
        terms = Terms(
            unit_id=root,
            modules=tuple(slug for slug, _version in self.modules),
            valid_months=MONTHS_VALID,
            decided_by="Styrelsen",
            decided_on=day,
            record_number="KS (exempel) 2",
        )
        set_requirement(self.session, terms, valid_from=day, at=at)
        grant_role(
            self.session,
            self.officer,
            Role.HR,
            unit_id=root,
            valid_from=day,
            valid_to=None,
            at=at,
            actor=None,
        )

    def _learn(self, day: date) -> None:
        """What is completed in the days after the file."""
        made, numbers = [], [*self.staff]
        ids = dict(self.session.execute(select(PersonNumber.employee_number, PersonNumber.person_id)).all())
        for number in self._dice.sample(numbers, max(1, round(len(numbers) * COMPLETING))):
            on = day + self._dice.randrange(20) * DAY
            at = datetime.combine(on, time(9), UTC)
            for slug, _version in self.modules:
                made.append(Past(ids[str(number)], slug, on, valid_until(on, MONTHS_VALID), at))
        append_past(self.session, sorted(made, key=lambda one: one.recorded_at), dict(self.modules))
