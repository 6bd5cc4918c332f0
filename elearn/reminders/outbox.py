"""The outbox: filled by the rules, emptied one row at a time, by any number of processes at once.

A row is one mail to one person for one day. Whoever takes it holds it for ten minutes; a process that is killed leaves
at most the one row that it held, which is then sent again. What was sent is marked in a transaction of its own.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from elearn.reminders.models import Mail, MailKind, MailState
from elearn.reminders.schedule import PERSONAL
from elearn.requirements.time_off import ONE_DAY

LEASE = timedelta(minutes=10)
AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Task:
    """A mail that this process has taken."""

    mail_id: UUID
    person_id: UUID
    kinds: frozenset[MailKind]
    attempts: int
    queued_at: datetime


def in_order(kinds: Iterable[MailKind]) -> list[str]:
    """Kinds as a row keeps them."""
    wanted = set(kinds)
    return [kind.value for kind in MailKind if kind in wanted]


def queue(session: Session, wanted: Mapping[UUID, Iterable[MailKind]], on: date, at: datetime) -> set[UUID]:
    """Put a mail for the day into the outbox for each of some people; reasons join one that waits there already.

    Returns those whose mail of the day has gone, or was given up: nothing is put in for them.
    In the order of their ids, as everything that locks several: nobody waits for somebody who waits for them.
    """
    people = sorted(wanted)
    chunks = [people[first : first + AT_A_TIME] for first in range(0, len(people), AT_A_TIME)]
    had = [person_id for chunk in chunks for person_id in _insert(session, wanted, chunk, on, at)]
    gone = set(had)
    for first in range(0, len(had), AT_A_TIME):
        gone -= _join(session, wanted, had[first : first + AT_A_TIME], on)
    return gone


def _insert(
    session: Session, wanted: Mapping[UUID, Iterable[MailKind]], people: list[UUID], on: date, at: datetime
) -> list[UUID]:
    """Those of some people who have a mail of the day already, in order; the others have one now."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [
        {
            "id": uuid4(),
            "person_id": person_id,
            "day": on,
            "kinds": in_order(wanted[person_id]),
            "state": MailState.QUEUED,
            "attempts": 0,
            "queued_at": at,
        }
        for person_id in people
    ]
    put = set(
        session.scalars(insert(Mail).values(rows).on_conflict_do_nothing().returning(Mail.person_id)).all()
    )
    return [person_id for person_id in people if person_id not in put]


def _join(
    session: Session, wanted: Mapping[UUID, Iterable[MailKind]], people: list[UUID], on: date
) -> set[UUID]:
    """Let the mails of the day that wait have these reasons too; returns whose they are."""
    rows = session.scalars(
        select(Mail)
        .where(Mail.day == on, Mail.person_id.in_(people), Mail.state == MailState.QUEUED)
        .order_by(Mail.person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        row.kinds = _joined(row.kinds, wanted[row.person_id])
    session.flush()
    return {row.person_id for row in rows}


def _joined(kinds: Iterable[str], more: Iterable[MailKind]) -> list[str]:
    return in_order({*map(MailKind, kinds), *more})


def bring_forward(session: Session, on: date) -> None:
    """Let what was never sent on an earlier day be a mail of this day, to be worked out anew when it is sent.

    All that can be moved first, then all that joins another: as `queue`, or two might wait for each other.
    """
    for row in [row for row in _left(session, on) if not _move(session, row, on)]:
        session.refresh(row)
        _join(session, {row.person_id: map(MailKind, row.kinds)}, [row.person_id], on)
        row.state, row.lease_until = MailState.DROPPED, None


def _move(session: Session, row: Mail, on: date) -> bool:
    """Whether there was no mail of the day yet for the same person."""
    try:
        with session.begin_nested():
            row.day = on
            session.flush()
    except IntegrityError:
        return False
    return True


def _left(session: Session, on: date) -> Sequence[Mail]:
    waiting = select(Mail).where(Mail.state == MailState.QUEUED, Mail.day < on)
    return session.scalars(
        waiting.order_by(Mail.person_id, Mail.day.desc()).with_for_update(skip_locked=True)
    ).all()


def claim(session: Session, on: date, at: datetime) -> Task | None:
    """Take the mail of the day that has waited longest, in one statement; None where none waits.

    What was tried before comes last: nothing that goes wrong every time keeps the others.
    What another process holds at this moment is passed over; where it holds all that waits, as while it plans, we wait.
    """
    return _claim(session, on, at, passing_over=True) or _claim(session, on, at, passing_over=False)


def _claim(session: Session, on: date, at: datetime, *, passing_over: bool) -> Task | None:
    free = or_(Mail.lease_until.is_(None), Mail.lease_until <= at)
    first = (
        select(Mail.id)
        .where(Mail.state == MailState.QUEUED, Mail.day == on, free)
        .order_by(Mail.lease_until.is_not(None), Mail.lease_until, Mail.queued_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=passing_over)
    )
    taken = session.execute(
        update(Mail)
        .where(Mail.id == first.scalar_subquery())
        .values(lease_until=at + LEASE, attempts=Mail.attempts + 1)
        .returning(Mail.id, Mail.person_id, Mail.kinds, Mail.attempts, Mail.queued_at)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if taken is None:
        return None
    return Task(taken.id, taken.person_id, frozenset(map(MailKind, taken.kinds)), *taken[3:])


def close(
    session: Session,
    task: Task,
    state: MailState,
    *,
    sent_at: datetime | None = None,
    kinds: Iterable[MailKind] | None = None,
) -> None:
    """Say how it went with a mail. `kinds`: why it was sent in the end.

    A reason that has joined it since it was taken was not weighed with the others: it keeps a mail that would be dropped,
    and of one that was sent it is left for the next day, where it asks for more than what was said.
    """
    waiting = select(Mail).where(Mail.id == task.mail_id, Mail.state == MailState.QUEUED)
    row = session.scalars(waiting.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if row is None:
        return
    joined = {MailKind(kind) for kind in row.kinds} - task.kinds
    row.lease_until = None
    if joined and state is MailState.DROPPED:
        row.attempts = task.attempts - 1
    else:
        row.state, row.sent_at = state, sent_at
        row.kinds = row.kinds if kinds is None else in_order(kinds)
    session.flush()
    left = joined - _said({MailKind(kind) for kind in row.kinds})
    if left and row.state is MailState.SENT:
        queue(session, {row.person_id: left}, row.day + ONE_DAY, row.queued_at)


def _said(kinds: Set[MailKind]) -> Set[MailKind]:
    """What a mail with these reasons says: one about somebody's own training says all there is of that."""
    return kinds if kinds.isdisjoint(PERSONAL) else kinds | PERSONAL


def postpone(session: Session, task: Task, until: datetime, *, tried: bool = True) -> None:
    """Let a mail wait. `tried`: whether this was an attempt of its own."""
    attempts = task.attempts if tried else task.attempts - 1
    session.execute(
        update(Mail)
        .where(Mail.id == task.mail_id, Mail.state == MailState.QUEUED)
        .values(lease_until=until, attempts=attempts)
    )
