"""Announcing a group session, calling it off, ticking who was there, and each one's own word for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from elearn.audit.services import lock_chain, record_event
from elearn.clock import day_of
from elearn.completions.group_models import Attendance, GroupSession, Room
from elearn.completions.group_queries import get_attendance
from elearn.completions.group_rules import earliest_kept, first_day, is_open, last_day
from elearn.modules.content import Module
from elearn.modules.services import mark_section_read


class WrongDayError(Exception):
    """What was asked for cannot be done on this day."""


class KeyUsedError(Exception):
    """Another session than this has been announced by the same form."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a unit goes through together, when and where."""

    module: str
    held_on: date
    starts_at: time
    room: Room | None = None


def announce(
    session: Session, unit_id: int, plan: Plan, *, at: datetime, actor: UUID, key: UUID | None = None
) -> GroupSession:
    """Let a unit's people know of a session, so early that everybody can choose another way.

    `key`: the form's own, and then the session's; a form that is sent twice announces once.
    """
    lock_chain(session)  # whoever sends the same form at the same time waits, and then finds ours
    before = session.get(GroupSession, key, populate_existing=True) if key else None
    if before is not None:
        if before.cancelled_at is not None or (before.unit_id, _plan_of(before)) != (unit_id, plan):
            raise KeyUsedError
        return before
    if not first_day(day_of(at)) <= plan.held_on <= last_day(day_of(at)):
        raise WrongDayError
    announced = GroupSession(
        id=key or uuid4(),
        unit_id=unit_id,
        module=plan.module,
        held_on=plan.held_on,
        starts_at=plan.starts_at,
        room=plan.room,
        announced_at=at,
        cancelled_at=None,
    )
    session.add(announced)
    _record(session, "group.announced", announced, at, actor)
    return announced


def _plan_of(announced: GroupSession) -> Plan:
    return Plan(announced.module, announced.held_on, announced.starts_at, announced.room)


def cancel(session: Session, announced: GroupSession, *, at: datetime, actor: UUID) -> None:
    """Call a session off; those asked along see that until its day has passed. Again changes nothing."""
    _lock(session, announced)
    if announced.cancelled_at is not None:
        return
    if not may_cancel(session, announced, day_of(at)):
        raise WrongDayError
    announced.cancelled_at = at
    _record(session, "group.cancelled", announced, at, actor)


def may_cancel(session: Session, announced: GroupSession, on: date) -> bool:
    """Whether a session has not been held yet, as far as anybody has said, taken back or not."""
    ticked = select(Attendance.session_id).where(Attendance.session_id == announced.id).limit(1)
    return on <= announced.held_on and session.execute(ticked).first() is None


def move(
    session: Session,
    announced: GroupSession,
    plan: Plan,
    *,
    at: datetime,
    actor: UUID,
    key: UUID | None = None,
) -> GroupSession:
    """Call a session off and announce another one instead, as early as any."""
    _lock(session, announced)  # before the chain, as whoever calls it off does
    moved = announce(session, announced.unit_id, plan, at=at, actor=actor, key=key)
    cancel(session, announced, at=at, actor=actor)
    return moved


def tick(
    session: Session, held: GroupSession, among: Collection[UUID], present: Collection[UUID], at: datetime
) -> None:
    """Keep who was there among some people. What others are ticked stays, and so does what was confirmed.

    A tick proves nothing, and to whom none was given nothing is told. One that is taken back leaves its row, whether it
    was confirmed or not: the leader sees the box empty, and nothing that tells the two apart.
    """
    _lock(session, held)
    if held.cancelled_at is not None or not is_open(held.held_on, day_of(at)):
        raise WrongDayError
    ticked = select(Attendance).where(Attendance.session_id == held.id, Attendance.person_id.in_(list(among)))
    before = {each.person_id: each for each in session.scalars(ticked)}
    for person_id, attendance in before.items():
        attendance.ticked = person_id in present
    for person_id in set(present) & set(among) - set(before):
        session.add(Attendance(session_id=held.id, person_id=person_id, confirmed=False, ticked=True))
    session.flush()


def confirm(
    session: Session, held: GroupSession, person_id: UUID, module: Module | None, at: datetime
) -> None:
    """Somebody says that they were there: the check is all that is left of the module."""
    _lock(session, held)
    _held, attendance = get_attendance(session, held.id, person_id)
    if not is_open(held.held_on, day_of(at)):
        raise WrongDayError
    attendance.confirmed = True
    if module is not None:
        for section in module.sections:
            mark_section_read(session, person_id, module, section.number)


def _lock(session: Session, held: GroupSession) -> None:
    """Whoever else changes this session waits; it is then seen as it stands."""
    statement = select(GroupSession).where(GroupSession.id == held.id).with_for_update()
    session.scalars(statement.execution_options(populate_existing=True)).one()


def purge_sessions(session: Session, at: datetime) -> int:
    """Delete the sessions whose time has passed, with who was there; return how many there were."""
    on = day_of(at)
    over = or_(
        GroupSession.held_on < earliest_kept(on),
        GroupSession.cancelled_at.is_not(None) & (GroupSession.held_on < on),
    )
    old = select(GroupSession.id).where(over)
    session.execute(delete(Attendance).where(Attendance.session_id.in_(old)))
    return int(session.connection().execute(delete(GroupSession).where(over)).rowcount)


def _record(session: Session, action: str, announced: GroupSession, at: datetime, actor: UUID) -> None:
    record_event(
        session,
        action,
        at=at,
        actor=actor,
        object=announced.id.hex,
        details={
            "unit_id": announced.unit_id,
            "module": announced.module,
            "on": announced.held_on.isoformat(),
        },
    )
