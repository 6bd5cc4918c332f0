"""The ledger as rows to export: who completed what on which day, in the unit of that day and of today."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Uuid, func, select, true, type_coerce
from sqlalchemy.orm import Session

from elearn.clock import day_of
from elearn.completions.models import Completion
from elearn.completions.queries import counts
from elearn.database import is_one_of, known
from elearn.organisations.models import Employment
from elearn.organisations.queries import numbers, persons
from elearn.reports import spreadsheets
from elearn.reports.export_people import Reach, Someone
from elearn.reports.export_register import Named, Register
from elearn.reports.export_units import Label
from elearn.reports.spreadsheets import Column

# So many rows are read at a time, and so many people kept for the rows to come.
CHUNK = 1000
MOST_KEPT = 20_000
AS_TEXT: Uuid[Any] = Uuid(as_uuid=False)

COLUMNS = (
    Column("completion_id"),
    Column("source"),
    Column("employee_number"),
    Column("given_name"),
    Column("family_name"),
    Column("level"),
    Column("unit_code_then"),
    Column("unit_name_then"),
    Column("unit_code_now"),
    Column("unit_name_now"),
    Column("module"),
    Column("version"),
    Column("evidence"),
    Column("completed_on", date),
    Column("valid_until", date),
    Column("recorded_on", date),
    Column("corrects"),
    Column("annulled", bool),
)


@dataclass(frozen=True, slots=True)
class _Learner:
    """What stands in every row of one person."""

    someone: Someone
    named: Named
    unit_id: int | None
    label: Label
    protected: bool


def list_completion_rows(
    session: Session, as_of: date, register: Register, module: str | None
) -> Iterator[spreadsheets.Row]:
    """Every row of the ledger until a day, corrections too, in the order of the ledger and a thousand at a time.

    One is within reach when its person is now, or was on its day, in a wanted unit.
    """
    statement = _ledger(as_of, module, register.reach.wanted)
    return (row for _person_id, row in _read(session, statement, register))


def count_completion_rows(session: Session, as_of: date, reach: Reach, module: str | None) -> int:
    """How many rows an export reads at most. One statement."""
    rows = _ledger(as_of, module, reach.wanted).with_only_columns(Completion.id).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0


def list_counting_rows(
    session: Session, as_of: date, register: Register, module: str | None
) -> Iterator[tuple[UUID, spreadsheets.Row]]:
    """The same rows without corrections and what they correct, each with the person that it is about."""
    return _read(session, _ledger(as_of, module, register.reach.wanted).where(counts()), register)


def _read(
    session: Session, statement: Select[Any], register: Register
) -> Iterator[tuple[UUID, spreadsheets.Row]]:
    ledger = session.execute(statement, execution_options={"yield_per": CHUNK})
    learners: dict[UUID, _Learner] = {}
    for chunk in ledger.partitions():
        people_of = [register.joins.read_as(entry.person_id) for entry in chunk]
        _learn(learners, set(people_of), register)
        for entry, person_id in zip(chunk, people_of, strict=True):
            row = _row(entry, learners[person_id], register)
            if row is not None:
                yield person_id, row


def _learn(learners: dict[UUID, _Learner], wanted: set[UUID], register: Register) -> None:
    """Know at least these people; others are forgotten when there are too many."""
    unknown = wanted - learners.keys()
    if len(learners) + len(unknown) > MOST_KEPT:
        learners.clear()
        unknown = wanted
    for person_id, someone in register.list_someones(unknown).items():
        protected = register.is_protected(person_id)
        now = register.reach.choose(someone.spells, register.today)
        unit_id = register.unit_for(now, register.today, protected=protected)
        learners[person_id] = _Learner(
            someone,
            register.named(someone, now, protected=protected),
            unit_id,
            register.label(unit_id, register.today),
            protected,
        )


def _ledger(as_of: date, module: str | None, units: Collection[int] | None) -> Select[Any]:
    return (
        select(
            type_coerce(Completion.id, AS_TEXT).label("id"),
            Completion.person_id,
            Completion.module,
            Completion.version,
            Completion.evidence,
            Completion.completed_on,
            Completion.valid_until,
            Completion.recorded_at,
            type_coerce(Completion.corrects, AS_TEXT).label("corrects"),
            Completion.annulled,
        )
        .where(
            Completion.completed_on <= as_of,
            true() if module is None else Completion.module == module,
            true() if units is None else _ever_in(units),
        )
        .order_by(Completion.seq)
    )


def _ever_in(units: Collection[int]) -> ColumnElement[bool]:
    """The condition that a row's person was in one of these units at some time; the days are looked at later."""
    number, person = numbers(), persons()
    people = (
        select(number.c.person_id)
        .join(Employment, Employment.number_id == number.c.id)
        .where(is_one_of(Employment.unit_id, units), known(Employment))
    )
    return Completion.person_id.in_(
        select(person.c.recorded_id).where(person.c.person_id.in_(people))
    )  # fmt: skip


def _row(entry: Row[Any], learner: _Learner, register: Register) -> spreadsheets.Row | None:
    spell = register.reach.choose(learner.someone.spells, entry.completed_on)
    then = register.unit_for(spell, entry.completed_on, protected=learner.protected)
    spells, days = learner.someone.spells, (entry.completed_on, register.today)
    if not register.reach.shows(spells, days, (then, learner.unit_id)):
        # Whoever is protected is not told of by a number either: of a small unit it says who is there.
        register.left_out += not learner.protected and register.reach.withholds(spells, days)
        return None
    return (
        entry.id,
        *learner.named,
        spell.level if spell and then else None,
        *register.label(then, entry.completed_on),
        *learner.label,
        entry.module,
        entry.version,
        entry.evidence,
        entry.completed_on,
        entry.valid_until,
        day_of(entry.recorded_at),
        entry.corrects,
        entry.annulled,
    )
