"""Who a file made one with whom, and taking that back: keys, joins, and numbers given to somebody known.

Nothing is forgotten: a join and a key are superseded, and a number that a file gave to somebody gets a person
of its own, which was read as that somebody for just as long as it was believed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from elearn.database import known
from elearn.organisations.models import Employment, HrImport, Person, PersonJoin, PersonKey, PersonNumber
from elearn.organisations.planning import Lone, PeopleWrites

Pair = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Ties:
    """What takes back and what makes again, so that everybody is who they were before a file."""

    parted: tuple[tuple[UUID, UUID], ...]
    joins: tuple[tuple[UUID, UUID], ...]
    taken_keys: tuple[tuple[UUID, str], ...]
    new_keys: tuple[tuple[UUID, str], ...]
    lone: tuple[Lone, ...]

    @property
    def keyed(self) -> set[UUID]:
        """Whose key is taken or given back."""
        return {person_id for person_id, _key in (*self.taken_keys, *self.new_keys)}

    @property
    def people(self) -> set[UUID]:
        """Everybody whose identity is touched."""
        paired = {person_id for pair in (*self.parted, *self.joins) for person_id in pair}
        return paired | self.keyed | {each.person_id for each in self.lone}


def get_ties(session: Session, applied: HrImport) -> Ties:
    """What an applied file, or the undoing of one, did to who is who."""
    parted, joins = _turned(session, PersonJoin, PersonJoin.into_id, applied.applied_at)
    taken, given = _turned(session, PersonKey, PersonKey.person_key, applied.applied_at)
    return Ties(parted, joins, taken, given, tuple(_lone(session, applied)))


def _turned(
    session: Session, model: type[Any], value: Any, at: datetime
) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Of the pairs that began at an instant those that stand, and of those that ended then those that do not."""

    def pairs(condition: Any) -> set[Pair]:
        return {
            (person_id, other)
            for person_id, other in session.execute(select(model.person_id, value).where(condition))
        }

    began, ended = pairs(model.recorded_at == at), pairs(model.superseded_at == at)
    if not (began or ended):
        return (), ()
    stand = pairs(known(model))
    return tuple(sorted((began - ended) & stand)), tuple(sorted((ended - began) - stand))


def _lone(session: Session, applied: HrImport) -> Iterable[Lone]:
    """The numbers that a file was the first to hold and gave to somebody who has others, or was known before."""
    first_seen = _first_seen().having(func.min(Employment.recorded_at) == applied.applied_at).subquery()
    number = PersonNumber
    new = session.execute(
        select(number.id, number.person_id, Person.recorded_at)
        .join(first_seen, first_seen.c.number_id == number.id)
        .join(Person, Person.id == number.person_id)
        .where(number.source_id == applied.source_id)
        .order_by(number.id)
    ).all()
    kept: set[UUID] = set()
    for number_id, person_id, known_since in new:
        if known_since == applied.applied_at and person_id not in kept:
            kept.add(person_id)
        else:
            yield Lone(number_id, person_id, applied.applied_at)


def _first_seen() -> Any:
    return select(Employment.number_id).group_by(Employment.number_id)


def has_later_ties(session: Session, applied: HrImport, ties: Ties) -> bool:
    """Whether a file since then has read these people as others, or tied somebody to a key of theirs."""
    people, keyed = ties.people, ties.keyed
    if not people:
        return False
    later = session.execute(
        select(PersonJoin.person_id, PersonJoin.into_id).where(
            known(PersonJoin), PersonJoin.recorded_at > applied.applied_at
        )
    ).all()
    own = set(ties.parted)
    if any(who in people or into in keyed for who, into in later if (who, into) not in own):
        return True
    first_seen = _first_seen().having(func.min(Employment.recorded_at) > applied.applied_at).subquery()
    numbers = select(PersonNumber.person_id).join(first_seen, first_seen.c.number_id == PersonNumber.id)
    return not keyed.isdisjoint(session.scalars(numbers))


def is_key_taken(session: Session, ties: Ties) -> bool:
    """Whether somebody else has got a key that would be given back."""
    wanted = {key for _person_id, key in ties.new_keys}
    return bool(wanted) and not wanted.isdisjoint(
        session.scalars(select(Person.person_key).where(Person.person_key.is_not(None)))
    )


def part(
    session: Session,
    writes: PeopleWrites,
    at: datetime,
    hooks: Iterable[Callable[[Session, UUID, datetime], None]],
) -> None:
    """Take ties back. `hooks` are called as for a join: nobody stays signed in as somebody they may not be."""
    for person_id in dict.fromkeys(
        (*(into for _who, into in writes.parted), *(each.person_id for each in writes.lone))
    ):
        for hook in hooks:
            hook(session, person_id, at)
    for person_id, into_id in writes.parted:
        pair = (PersonJoin.person_id == person_id, PersonJoin.into_id == into_id)
        session.execute(update(PersonJoin).where(*pair, known(PersonJoin)).values(superseded_at=at))
    for person_id, _key in writes.taken_keys:
        key = (PersonKey.person_id == person_id, known(PersonKey))
        session.execute(update(PersonKey).where(*key).values(superseded_at=at))
        session.execute(update(Person).where(Person.id == person_id).values(person_key=None))
    for each in writes.lone:
        _leave_alone(session, each, at)


def _leave_alone(session: Session, each: Lone, at: datetime) -> None:
    """Give a number a person of its own from now on; until now it was read as the one it was given to."""
    own = Person(id=uuid4(), person_key=None, recorded_at=at)
    session.add(own)
    session.flush()
    number = update(PersonNumber).where(PersonNumber.id == each.number_id)
    session.execute(number.values(person_id=own.id))
    session.add(
        PersonJoin(person_id=own.id, into_id=each.person_id, recorded_at=each.since, superseded_at=at)
    )
    session.flush()


def give_keys(
    session: Session, new: Iterable[tuple[UUID, str]], at: datetime, *, also: Iterable[tuple[UUID, str]]
) -> None:
    """Give known people HR's key, and remember since when they and others have had theirs."""
    new = list(new)
    for person_id, key in new:
        session.execute(update(Person).where(Person.id == person_id).values(person_key=key))
    rows = [
        {"person_id": person_id, "person_key": key, "recorded_at": at, "superseded_at": None}
        for person_id, key in (*new, *also)
    ]
    if rows:
        session.execute(insert(PersonKey), rows)
