"""Holidays: days on which some people below a unit are off. HR says which, with the last day; audited, dated facts."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from blinker import Signal
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.services import record_event
from elearn.database import known
from elearn.organisations.kinds import Form, Level
from elearn.requirements.models import Holiday

# Sent in the transaction of the change; what a receiver cannot do undoes it.
holiday_changed = Signal()


def set_holiday(
    session: Session,
    unit_id: int,
    name: str,
    first: date,
    last: date,
    *,
    levels: Collection[Level] = (),
    forms: Collection[Form] = (),
    at: datetime,
    actor: UUID | None = None,
) -> Holiday:
    """From one day to another, both included, everybody below a unit is off; or those of some levels and forms."""
    if last < first:
        raise ValueError("a holiday ends on its first day at the earliest")
    concerned = sorted(level.value for level in levels), sorted(form.value for form in forms)
    holiday = _row(unit_id, name, concerned, (first, last), at)
    session.add(holiday)
    session.flush()
    _record(session, "holiday.set", holiday, at=at, actor=actor)
    return holiday


def end_holiday(
    session: Session, holiday_id: int, last_on: date, *, at: datetime, actor: UUID | None = None
) -> Holiday | None:
    """Let a day be the last of a holiday, an earlier or a later one; before its first day there is none at all.

    The days are a new row: what was known before stays. Ended twice, or one that is not known any more, is no change.
    """
    row = session.scalars(
        select(Holiday).where(Holiday.id == holiday_id, known(Holiday)).with_for_update()
    ).one_or_none()
    if row is None or row.valid_to == last_on:
        return row
    row.superseded_at = at
    session.flush()
    if last_on < row.valid_from:
        _record(session, "holiday.taken_back", row, at=at, actor=actor)
        return None
    changed = _row(row.unit_id, row.name, (row.levels, row.forms), (row.valid_from, last_on), at)
    session.add(changed)
    session.flush()
    _record(session, "holiday.ended", changed, at=at, actor=actor)
    return changed


def _row(
    unit_id: int, name: str, concerned: tuple[list[str], list[str]], days: tuple[date, date], at: datetime
) -> Holiday:
    levels, forms = concerned
    return Holiday(
        unit_id=unit_id,
        name=name,
        levels=levels,
        forms=forms,
        began_on=days[0],
        valid_from=days[0],
        valid_to=days[1],
        recorded_at=at,
        superseded_at=None,
    )


def _record(session: Session, action: str, holiday: Holiday, *, at: datetime, actor: UUID | None) -> None:
    record_event(
        session,
        action,
        at=at,
        actor=actor,
        object=str(holiday.id),
        details={
            "unit_id": holiday.unit_id,
            "name": holiday.name,
            "levels": holiday.levels,
            "forms": holiday.forms,
            "from": holiday.valid_from.isoformat(),
            "to": holiday.valid_to.isoformat() if holiday.valid_to else None,
        },
    )
    holiday_changed.send(session, at=at)
