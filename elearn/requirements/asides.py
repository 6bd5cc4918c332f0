"""Who does a module in a way of their own: nobody reminds them or calls them late until it is done.

Facts with their days, so that no earlier report changes. The trail says nothing of them, and neither does the row
say why: whoever wants to do it another way and whoever has handed in a certificate are told apart by nothing.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from blinker import Signal
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elearn.database import holds, known
from elearn.organisations.models import Person
from elearn.organisations.queries import recorded_ids
from elearn.requirements.models import Aside

# Sent in the transaction of the change; what a receiver cannot do undoes it.
aside_changed = Signal()


def modules_aside(session: Session, person_id: UUID, on: date) -> frozenset[str]:
    """The modules that a person does in a way of their own on a day."""
    own = Aside.person_id.in_(recorded_ids(person_id))
    return frozenset(session.scalars(select(Aside.module).where(own, holds(Aside, on))))


def lasting_asides(session: Session, person_id: UUID, on: date) -> frozenset[str]:
    """Those of them that have no last day: not the days of grace of whoever does the module as usual again."""
    own = Aside.person_id.in_(recorded_ids(person_id))
    return frozenset(
        session.scalars(select(Aside.module).where(own, holds(Aside, on), Aside.valid_to.is_(None)))
    )


def set_aside(
    session: Session, person_id: UUID, module: str, *, on: date, at: datetime, until: date | None = None
) -> None:
    """From a day on this person does the module in a way of their own; `until`: up to a day, None: until it is done.

    Again changes nothing but the last day.
    """
    standing = _standing(session, person_id, module, on)
    if [row.valid_to for row in standing] == [until]:
        return
    writes = _end(session, standing, on, at)
    session.add(
        _row(person_id, module, on, until, at, began_on=min([on, *(row.began_on for row in standing)]))
    )
    aside_changed.send(session, person_id=person_id, writes=writes + 1)


def clear_aside(session: Session, person_id: UUID, module: str, *, on: date, at: datetime) -> None:
    """From a day on the module is done as by everybody, or has been done; the days before stand."""
    standing = _standing(session, person_id, module, on)
    if standing:
        aside_changed.send(session, person_id=person_id, writes=_end(session, standing, on, at))


def _standing(session: Session, person_id: UUID, module: str, on: date) -> list[Aside]:
    """The rows that hold on a day or later. Whoever does the same at the same time waits here, and then sees ours."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    lasting = or_(Aside.valid_to.is_(None), Aside.valid_to >= on)
    own = Aside.person_id.in_(recorded_ids(person_id))
    return list(session.scalars(select(Aside).where(own, Aside.module == module, known(Aside), lasting)))


def _end(session: Session, rows: list[Aside], on: date, at: datetime) -> int:
    """Let nothing hold from a day on; how many rows were written."""
    for row in rows:
        row.superseded_at = at
    session.flush()
    begun = [row for row in rows if row.valid_from < on]
    for row in begun:
        last = on - timedelta(days=1)
        again = _row(row.person_id, row.module, row.valid_from, last, at, began_on=row.began_on)
        session.add(again)
    return len(rows) + len(begun)


def _row(
    person_id: UUID, module: str, first: date, last: date | None, at: datetime, *, began_on: date
) -> Aside:
    return Aside(
        person_id=person_id,
        module=module,
        began_on=began_on,
        valid_from=first,
        valid_to=last,
        recorded_at=at,
        superseded_at=None,
    )
