"""The recorded facts that a report of one day follows from, read as compact rows.

People stand here by their id as text: tens of thousands of id objects would take longer than all the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Result,
    Row,
    Select,
    String,
    Subquery,
    cast,
    select,
    true,
)
from sqlalchemy.orm import Session

from elearn.completions.models import Completion
from elearn.completions.queries import counts
from elearn.database import holds, known
from elearn.modules.publishing import get_outdating
from elearn.organisations.models import Employment
from elearn.organisations.queries import numbers, persons, protected_people, recorded_among
from elearn.organisations.tree import Tree
from elearn.reports.members import Facts, Spell
from elearn.requirements.models import Aside, Hold
from elearn.requirements.queries import get_asker
from elearn.requirements.standing import Done

# A subquery of the ids of people.
People = Select[UUID] | CompoundSelect[UUID]

AT_A_TIME = 1000


def get_facts(
    session: Session, tree: Tree, on: date, known_at: datetime | None, people: People | None
) -> Facts:
    """What is known about everybody who was ever employed up to a day, or about some people. Eight statements, or nine."""
    return Facts(
        on=on,
        spells=_spells(session, on, known_at, people),
        done=_done(session, on, known_at, people),
        held=frozenset(session.scalars(_held(on, known_at))),
        protected=frozenset(session.scalars(_protected(known_at))),
        asker=get_asker(session, tree, on, known_at),
        aside=list_aside(session, on, known_at),
    )


def on_earlier_day(session: Session, facts: Facts, tree: Tree, on: date, known_at: datetime | None) -> Facts:
    """The same for an earlier day, as known at the same instant: what came after it says nothing about it. Four statements."""
    return replace(
        facts,
        on=on,
        held=frozenset(session.scalars(_held(on, known_at))),
        asker=get_asker(session, tree, on, known_at),
        aside=list_aside(session, on, known_at),
    )


def _spells(
    session: Session, on: date, known_at: datetime | None, people: People | None
) -> Mapping[str, Sequence[Spell]]:
    number, row = numbers(known_at), Employment
    rows = session.connection().execute(
        select(
            cast(number.c.person_id, String),
            row.unit_id,
            row.level,
            row.form,
            row.valid_from,
            row.valid_to,
            row.absent_from,
            row.absent_to,
        )
        .join(row, row.number_id == number.c.id)
        .where(known(row, known_at), row.valid_from <= on, among(number.c.recorded_id, people, known_at))
    )
    spells: dict[str, list[Spell]] = defaultdict(list)
    for key, unit_id, level, form, first, last, absent_from, absent_to in _each(rows):
        spells[key].append(Spell(unit_id, level, form, first, last, absent_from, absent_to))
    return spells


def _done(
    session: Session, on: date, known_at: datetime | None, people: People | None
) -> Mapping[str, Mapping[str, Sequence[Done]]]:
    person = persons(known_at)
    rows = session.connection().execute(
        select(
            cast(person.c.person_id, String),
            Completion.module,
            Completion.version,
            Completion.completed_on,
            Completion.valid_until,
        )
        .join(Completion, Completion.person_id == person.c.recorded_id)
        .where(counts(known_at), Completion.completed_on <= on, among(person.c.recorded_id, people, known_at))
    )
    outdated_on = get_outdating(session, known_at)
    made = cache(Done)  # thousands have done something on the same day
    done: dict[str, dict[str, list[Done]]] = defaultdict(lambda: defaultdict(list))
    for key, module, version, completed_on, valid_until in _each(rows):
        done[key][module].append(made(completed_on, valid_until, outdated_on(module, version)))
    return done


def list_aside(session: Session, on: date, known_at: datetime | None) -> Mapping[str, frozenset[str]]:
    """The modules that people do in a way of their own on a day, by the person as text."""
    person = persons(known_at)
    rows: Iterable[tuple[str, str]] = session.connection().execute(
        select(cast(person.c.person_id, String), Aside.module)
        .join(Aside, Aside.person_id == person.c.recorded_id)
        .where(holds(Aside, on, known_at))
    )
    found: dict[str, frozenset[str]] = {}
    for key, module in rows:
        found[key] = found.get(key, frozenset()) | {module}
    return found


def _each(rows: Result[*tuple[Any, ...]]) -> Iterator[Row[*tuple[Any, ...]]]:
    """Every row, fetched many at a time: one by one takes twice as long."""
    return chain.from_iterable(rows.partitions(AT_A_TIME))


def _held(on: date, known_at: datetime | None) -> Select[UUID]:
    person = persons(known_at)
    return (
        select(person.c.person_id)
        .join(Hold, Hold.person_id == person.c.recorded_id)
        .where(holds(Hold, on, known_at))
    )


def _protected(known_at: datetime | None) -> Select[tuple[UUID]]:
    """Those who are protected today, by whom they were read as at the instant: a join may have come since."""
    if known_at is None:
        return protected_people()
    same = then_and_now(known_at)
    return select(same.c.then_id).where(same.c.now_id.in_(protected_people()))


def then_and_now(known_at: datetime) -> Subquery:
    """Every person as read at an instant, with whom they are read as now. Columns: then_id, now_id."""
    then, now = persons(known_at), persons()
    return (
        select(then.c.person_id.label("then_id"), now.c.person_id.label("now_id"))
        .join(now, now.c.recorded_id == then.c.recorded_id)
        .distinct()
        .subquery()
    )


def among(
    recorded_id: ColumnElement[UUID], people: People | None, known_at: datetime | None
) -> ColumnElement[bool]:
    """The condition that somebody recorded is read as one of these people; anybody is where none are given."""
    return true() if people is None else recorded_id.in_(recorded_among(people, known_at))
