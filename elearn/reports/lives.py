"""What is recorded of some people, found by index: nobody else's rows are read, however many there are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from elearn.completions.models import Completion
from elearn.completions.queries import counts
from elearn.database import known
from elearn.modules.publishing import get_outdating
from elearn.organisations.models import Employment, PersonalDetails, PersonJoin, PersonNumber
from elearn.organisations.queries import numbers
from elearn.reports.courses import Life
from elearn.reports.members import Spell
from elearn.requirements.models import Aside, Hold
from elearn.requirements.standing import Done

# So many ids in one statement.
AT_A_TIME = 5000


def list_lives(session: Session, people: Iterable[UUID]) -> Iterator[Life]:
    """What is recorded of each of these people, by whom they are read as now. Eight statements for some thousands."""
    wanted = list(dict.fromkeys(people))
    for place in range(0, len(wanted), AT_A_TIME):
        yield from _lives(session, wanted[place : place + AT_A_TIME])


def read_as(session: Session, people: Iterable[UUID]) -> set[UUID]:
    """These people, and those they are read as now."""
    wanted = list(people)
    found = set(wanted)
    for place in range(0, len(wanted), AT_A_TIME):
        joined = PersonJoin.person_id.in_(wanted[place : place + AT_A_TIME])
        found.update(session.scalars(select(PersonJoin.into_id).where(joined, known(PersonJoin))))
    return found


def employed_in(unit_ids: Sequence[int], first: date, last: date) -> Select[UUID]:
    """Whoever is employed in some units on any of the days from one to another."""
    number, row = numbers(), Employment
    return (
        select(number.c.person_id)
        .join(row, row.number_id == number.c.id)
        .where(
            row.unit_id.in_(unit_ids),
            known(row),
            row.valid_from <= last,
            row.valid_to.is_(None) | (row.valid_to >= first),
        )
        .distinct()
    )


def _lives(session: Session, people: Sequence[UUID]) -> Iterable[Life]:
    lives = {person_id: Life(person_id) for person_id in people}
    owners = _owners(session, people)
    _add_spells(session, lives, owners)
    _add_done(session, lives, owners)
    _add_held(session, lives, owners)
    _add_aside(session, lives, owners)
    _add_protected(session, lives, owners)
    return lives.values()


def _owners(session: Session, people: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """Every recorded id that is read as one of these people. Somebody who is read as another has none."""
    gone = session.scalars(
        select(PersonJoin.person_id).where(PersonJoin.person_id.in_(people), known(PersonJoin))
    )
    owners = {person_id: person_id for person_id in set(people).difference(gone)}
    joined = select(PersonJoin.person_id, PersonJoin.into_id).where(PersonJoin.into_id.in_(people))
    owners.update(
        (person_id, into_id) for person_id, into_id in session.execute(joined.where(known(PersonJoin)))
    )
    return owners


def _add_spells(session: Session, lives: Mapping[UUID, Life], owners: Mapping[UUID, UUID]) -> None:
    row = Employment
    rows = session.execute(
        select(
            PersonNumber.person_id,
            row.unit_id,
            row.level,
            row.form,
            row.valid_from,
            row.valid_to,
            row.absent_from,
            row.absent_to,
        )
        .join(row, row.number_id == PersonNumber.id)
        .where(PersonNumber.person_id.in_(list(owners)), known(row))
    )
    for person_id, unit_id, level, form, first, last, absent_from, absent_to in rows:
        spell = Spell(unit_id, level, form, first, last, absent_from, absent_to)
        lives[owners[person_id]].spells.append(spell)


def _add_done(session: Session, lives: Mapping[UUID, Life], owners: Mapping[UUID, UUID]) -> None:
    rows = session.execute(
        select(
            Completion.person_id,
            Completion.module,
            Completion.version,
            Completion.completed_on,
            Completion.valid_until,
        ).where(Completion.person_id.in_(list(owners)), counts())
    )
    outdated_on = get_outdating(session)
    for person_id, module, version, completed_on, valid_until in rows:
        done = Done(completed_on, valid_until, outdated_on(module, version))
        lives[owners[person_id]].done.setdefault(module, []).append(done)


def _add_held(session: Session, lives: Mapping[UUID, Life], owners: Mapping[UUID, UUID]) -> None:
    rows = session.execute(
        select(Hold.person_id, Hold.valid_from, Hold.valid_to).where(
            Hold.person_id.in_(list(owners)), known(Hold)
        )
    )
    for person_id, first, last in rows:
        lives[owners[person_id]].held.append((first, last))


def _add_aside(session: Session, lives: Mapping[UUID, Life], owners: Mapping[UUID, UUID]) -> None:
    rows = session.execute(
        select(Aside.person_id, Aside.module, Aside.valid_from, Aside.valid_to).where(
            Aside.person_id.in_(list(owners)), known(Aside)
        )
    )
    for person_id, module, first, last in rows:
        lives[owners[person_id]].aside.append((module, (first, last)))


def _add_protected(session: Session, lives: Mapping[UUID, Life], owners: Mapping[UUID, UUID]) -> None:
    row = PersonalDetails
    rows = session.execute(
        select(PersonNumber.person_id, row.valid_from, row.valid_to)
        .join(row, row.number_id == PersonNumber.id)
        .where(PersonNumber.person_id.in_(list(owners)), row.protected, known(row))
    )
    for person_id, first, last in rows:
        lives[owners[person_id]].protected.append((first, last))
