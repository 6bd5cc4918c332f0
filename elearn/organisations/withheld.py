"""Whom no page of files names: people of units whose names are withheld from the officer who looks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from elearn.database import known
from elearn.organisations.models import Employment
from elearn.organisations.queries import numbers

# So many people are asked for at a time: each is a parameter.
CHUNK = 1000


def list_withheld_people(
    session: Session, withheld: Set[int], people: Set[UUID], on: date
) -> frozenset[UUID]:
    """Those of some people who stand in withheld units on a day or later, and in no other.

    Whoever stands nowhere then is judged by where they stood last: taking a file back may put them there again.
    """
    stands = _list_standing(session, on)
    for person_id, units in _list_last(session, sorted(people - stands.keys())):
        stands[person_id] = units
    return frozenset(
        person_id for person_id in people if person_id in stands and stands[person_id] <= withheld
    )


def _list_standing(session: Session, on: date) -> dict[UUID, set[int]]:
    """Where everybody stands on a day or later."""
    number = numbers()
    rows = session.execute(
        select(number.c.person_id, Employment.unit_id)
        .join(Employment, Employment.number_id == number.c.id)
        .where(known(Employment), or_(Employment.valid_to.is_(None), Employment.valid_to >= on))
        .distinct()
    )
    stands: dict[UUID, set[int]] = defaultdict(set)
    for person_id, unit_id in rows:
        stands[person_id].add(unit_id)
    return dict(stands)


def _list_last(session: Session, people: list[UUID]) -> Iterator[tuple[UUID, set[int]]]:
    """Where some people stood last; of whoever stands nowhere as known now, where that was known last."""
    number, row = numbers(), Employment
    for start in range(0, len(people), CHUNK):
        rows = session.execute(
            select(number.c.person_id, row.unit_id, row.valid_to, row.superseded_at)
            .join(row, row.number_id == number.c.id)
            .where(number.c.person_id.in_(people[start : start + CHUNK]))
        )
        by_person: dict[UUID, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
        for each in rows:
            by_person[each.person_id].append(each)
        for person_id, stood in by_person.items():
            yield person_id, _last_of(stood)


def _last_of(stood: Sequence[Row[*tuple[Any, ...]]]) -> set[int]:
    """The units of the rows that hold the longest, or else of those that were the last to be taken back."""
    known_now = [row for row in stood if row.superseded_at is None]
    if known_now:
        last = max(row.valid_to for row in known_now)
        return {row.unit_id for row in known_now if row.valid_to == last}
    taken_back = max(row.superseded_at for row in stood)
    return {row.unit_id for row in stood if row.superseded_at == taken_back}
