"""How far everybody is, as rows to export: one per person and module that is asked of them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, func, literal, select, true
from sqlalchemy.orm import Session

from elearn.database import holds, is_one_of
from elearn.formatting import swedish_order
from elearn.modules.models import ModuleVersion
from elearn.organisations.kinds import Form, Level
from elearn.organisations.models import Employment
from elearn.organisations.queries import get_tree, numbers
from elearn.reports.export_people import Reach, Someone, Spell
from elearn.reports.export_register import Register
from elearn.reports.export_units import Label
from elearn.reports.figures import in_order
from elearn.reports.lists import is_handled
from elearn.reports.members import ELSEWHERE, Member
from elearn.reports.queries import People, list_members, people_in
from elearn.reports.spreadsheets import Column, Row, Value
from elearn.requirements.standing import Obligation, Standing, State

# So many employments are read at a time, in whole units.
CHUNK = 2000
RECOMMENDED = "recommended"

COLUMNS = (
    Column("source"),
    Column("employee_number"),
    Column("given_name"),
    Column("family_name"),
    Column("level"),
    Column("unit_code"),
    Column("unit_name"),
    Column("module"),
    Column("state"),
    Column("due_on", date),
    Column("valid_until", date),
    Column("completed_on", date),
    Column("requirement"),
    Column("handled_by_hr", bool),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A member with the employments that tell the level, the unit, and who it is: of the day, the placing one, today's."""

    member: Member
    someone: Someone
    on_day: Spell | None
    placing: Spell | None
    now: Spell | None

    @property
    def unit_id(self) -> int | None:
        return self.placing.unit_id if self.placing else None

    def is_within(self, reach: Reach, units: Collection[int | None]) -> bool:
        """Whether the reader may see somebody who is read for these units; who is nowhere now, by where they were."""
        if self.placing is None:
            return None in units and (reach.readers is None or self.on_day is not None)
        return self.placing.unit_id in units

    def is_left_out(self, reach: Reach, units: Collection[int | None], placed_on: date) -> bool:
        """Whether somebody who is read for these units would be shown in one of them to a reader without limits.

        Never who is protected: of a small unit the number says who is there.
        """
        if (
            self.member.protected
            or reach.readers is None
            or (self.placing is not None and reach.holds(self.placing.unit_id))
        ):
            return False
        ordinary = [spell for spell in self.someone.spells if not spell.external]
        place = Reach(None, reach.wanted).choose(ordinary, placed_on)
        return (place.unit_id if place else None) in units

    @property
    def level(self) -> Level | None:
        level_of = self.on_day or self.placing
        return level_of.level if level_of else None


def list_status_rows(
    session: Session, on: date, register: Register, module: str | None, *, placed_on: date
) -> Iterator[Row]:
    """The states of a day, each person in the unit where they are on another (or the same); of an earlier one who was done."""
    register.done_only = on < register.today

    def count_rows(member: Member) -> int:
        return sum(module in {None, obligation.module} for obligation in member.obligations)

    for placed, shown_in in list_placed(session, on, register, placed_on=placed_on, weight=count_rows):
        yield from _rows(placed, register.label(shown_in, placed_on), register, module, on)


def count_status_rows(session: Session, reach: Reach, module: str | None, *, placed_on: date) -> int:
    """How many rows an export has at most: every module asked of every employment. One statement."""
    published = select(func.count(ModuleVersion.slug.distinct())).scalar_subquery()
    modules = published if module is None else literal(1)
    return session.scalar(select(_employments(reach, placed_on) * modules)) or 0


def count_people_read(session: Session, reach: Reach, *, placed_on: date) -> int:
    """How many employments the figures of some units are read from. One statement."""
    return session.scalar(select(_employments(reach, placed_on))) or 0


def _employments(reach: Reach, on: date) -> ScalarSelect[int]:
    wanted = reach.wanted
    return (
        select(func.count())
        .select_from(Employment)
        .where(holds(Employment, on), true() if wanted is None else is_one_of(Employment.unit_id, wanted))
        .scalar_subquery()
    )


def list_placed(
    session: Session,
    on: date,
    register: Register,
    *,
    placed_on: date,
    weight: Callable[[Member], int] = lambda _member: 1,
) -> Iterator[tuple[Placed, int | None]]:
    """Everybody of a day, each with the unit to show them in on another (or the same), in the order of the tree.

    Last come those who are employed nowhere then, and those with a protected identity: a place among others
    would say where they work. Whoever the reader may not see is counted as left out, by the rows that it would give.
    """
    tree = get_tree(session, on)
    hidden: list[Placed] = []

    def read(people: People, units: Sequence[int | None]) -> Iterator[Placed]:
        order = {unit_id: place for place, unit_id in enumerate(units)}
        placed = _place(list_members(session, tree, on, people=people), register, on, placed_on)
        here = list(_keep(placed, register, order, placed_on, weight))
        hidden.extend(each for each in here if each.member.protected)
        yield from sorted(
            (each for each in here if not each.member.protected),
            key=lambda each: (order[each.unit_id], *_by_name(each, register)),
        )

    for units in _groups(session, register.reach, placed_on):
        for each in read(people_in(units, placed_on), units):
            yield each, each.unit_id
    if register.reach.wanted is None and placed_on != on:
        for each in read(_gone(on, placed_on), [None]):
            yield each, None
    for each in sorted(hidden, key=lambda each: each.member.person_id):
        unit_id = register.unit_for(each.placing, placed_on, protected=True)
        if register.reach.holds(unit_id):
            yield each, unit_id


def _keep(
    placed: Iterable[Placed],
    register: Register,
    units: Collection[int | None],
    placed_on: date,
    weight: Callable[[Member], int],
) -> Iterator[Placed]:
    """Those who are shown in these units; whoever the reader may not see there is counted as left out."""
    for each in placed:
        if each.is_within(register.reach, units):
            yield each
        elif each.is_left_out(register.reach, units, placed_on):
            register.left_out += weight(each.member)


def _groups(session: Session, reach: Reach, day: date) -> Iterator[list[int]]:
    """The wanted units in the order of the tree, as many at a time as hold about a chunk of employments."""
    rows = session.execute(
        select(Employment.unit_id, func.count()).where(holds(Employment, day)).group_by(Employment.unit_id)
    )
    employments = dict(rows.all())
    group: list[int] = []
    size = 0
    for node in in_order(get_tree(session, day)):
        if node.id not in employments or not reach.holds(node.id):
            continue
        group.append(node.id)
        size += employments[node.id]
        if size >= CHUNK:
            yield group
            group, size = [], 0
    if group:
        yield group


def _gone(on: date, today: date) -> People:
    """A subquery of those employed on one day and nowhere on another; external workers are not employed."""
    number, here = numbers(), numbers()
    ordinary = Employment.form.is_distinct_from(Form.EXTERNAL)
    employed = (
        select(here.c.person_id)
        .join(Employment, Employment.number_id == here.c.id)
        .where(holds(Employment, today), ordinary)
    )
    return (
        select(number.c.person_id)
        .join(Employment, Employment.number_id == number.c.id)
        .where(holds(Employment, on), ordinary, number.c.person_id.not_in(employed))
    )


def _place(members: Sequence[Member], register: Register, on: date, placed_on: date) -> Iterator[Placed]:
    people = register.list_someones({member.person_id for member in members})
    for member in members:
        someone = people[member.person_id]
        ordinary = [spell for spell in someone.spells if not spell.external]
        yield Placed(
            member,
            someone,
            on_day=register.reach.choose(ordinary, on),
            placing=register.reach.choose(ordinary, placed_on),
            now=register.reach.choose(ordinary, register.today),
        )


def _by_name(placed: Placed, register: Register) -> tuple[str, str, str]:
    _, number, given_name, family_name = register.named(placed.someone, placed.now, protected=False)
    return swedish_order(family_name or ""), swedish_order(given_name or ""), number or ""


def _rows(placed: Placed, unit: Label, register: Register, module: str | None, on: date) -> Iterator[Row]:
    """One row per module that may be told of. That HR handles somebody's training is one word, as the line sees it; the cause stays out."""
    member = placed.member if register.told is None else placed.member.within(register.told)
    for obligation, now in member.states:
        if module in {None, obligation.module}:
            yield (
                *register.named(placed.someone, placed.now, protected=member.protected),
                placed.level,
                *unit,
                obligation.module,
                *_told(member, obligation, now, on, done_only=register.done_only),
            )


def _told(
    member: Member, obligation: Obligation, now: Standing, on: date, *, done_only: bool
) -> tuple[Value, ...]:
    """State, due date, last valid day, day of completion, requirement, and whether HR handles it.

    Of who was not done on an earlier day only that: for ever after, late beside not late would tell who had a reason.
    """
    requirement = RECOMMENDED if obligation.recommended else obligation.record_number
    completed = now.state is State.COMPLETED
    if done_only and not completed:
        return State.DUE, None, None, None, requirement, None
    due_on = None if obligation.requirement_id == ELSEWHERE else now.told_due_on
    handled = not completed and is_handled(member, on)
    return now.state, due_on, now.valid_until, now.completed_on, requirement, handled
