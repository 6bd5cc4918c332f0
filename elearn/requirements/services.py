"""Setting, changing and ending requirements, and HR's holds: facts with their days, audited, never overwritten."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from blinker import Signal
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elearn.audit.services import lock_chain, record_event
from elearn.database import known
from elearn.organisations.models import Person
from elearn.organisations.queries import recorded_ids
from elearn.requirements.changing import ASKED, changed_columns, cut_columns
from elearn.requirements.changing import Terms as Terms
from elearn.requirements.models import Hold, Requirement, RequirementVersion
from elearn.requirements.queries import list_versions

ONE_DAY = timedelta(days=1)

# Of the decision the trail has the record number alone.
DECISION = ("decided_by", "decided_on")

# Sent in the transaction of what was decided; what a receiver cannot do undoes the decision.
requirement_changed, hold_changed = Signal(), Signal()


def set_requirement(
    session: Session,
    terms: Terms,
    *,
    valid_from: date,
    valid_to: date | None = None,
    at: datetime,
    actor: UUID | None = None,
    requirement_id: int | None = None,
    anew: bool = False,
) -> RequirementVersion:
    """Ask for something from a day on, or change from a day on what a requirement asks.

    The days before stand. Where a change asks no more than before, due dates still count from the requirement's
    first day; where it asks for more they count from the day of the change, so that nobody is late for what is new.
    `anew`: in the place of all of it. That is for what has not begun: a later first day would else leave the first one.
    """
    before: list[RequirementVersion] = []
    if requirement_id is None:
        requirement = Requirement()
        session.add(requirement)
        session.flush()
        requirement_id = requirement.id
    else:
        before = _lock(session, requirement_id)
        first = min([valid_from, *(row.valid_from for row in before)]) if anew else valid_from
        _cut(session, before, first - ONE_DAY, at)
    version = RequirementVersion(
        **changed_columns([] if anew else before, terms, valid_from, valid_to),
        requirement_id=requirement_id,
        recorded_at=at,
        superseded_at=None,
    )
    session.add(version)
    _record(session, "requirement.set", version, last_on=valid_to, at=at, actor=actor)
    requirement_changed.send(session, at=at)
    return version


def add_requirement(
    session: Session, terms: Terms, *, valid_from: date, valid_to: date | None, at: datetime, actor: UUID
) -> RequirementVersion:
    """Ask for something from a day on; again, on the same days, changes nothing: twice asks nothing more than once."""
    lock_chain(session)  # whoever saves the same at the same time waits, and then finds ours
    same_days = select(RequirementVersion).where(
        known(RequirementVersion),
        RequirementVersion.unit_id == terms.unit_id,
        RequirementVersion.valid_from == valid_from,
        RequirementVersion.valid_to.is_not_distinct_from(valid_to),
    )
    wanted = terms.columns()
    for version in session.scalars(same_days.order_by(RequirementVersion.id)):
        if all(getattr(version, name) == value for name, value in wanted.items()):
            return version
    return set_requirement(session, terms, valid_from=valid_from, valid_to=valid_to, at=at, actor=actor)


def end_requirement(
    session: Session, requirement_id: int, last_on: date, *, at: datetime, actor: UUID | None = None
) -> None:
    """Let a day be the last on which a requirement applies; one before its first day takes it back altogether."""
    before = _lock(session, requirement_id)
    if _cut(session, before, last_on, at):
        _record(session, "requirement.ended", before[-1], last_on=last_on, at=at, actor=actor)
        requirement_changed.send(session, at=at)


def set_hold(session: Session, person_id: UUID, *, on: date, at: datetime, actor: UUID) -> None:
    """HR handles this person's training itself, from a day on. Once is enough: again changes nothing."""
    if _list_holds(session, person_id, on):
        return
    session.add(
        Hold(
            person_id=person_id, began_on=on, valid_from=on, valid_to=None, recorded_at=at, superseded_at=None
        )
    )
    record_event(session, "hold.set", at=at, actor=actor, object=person_id.hex)
    hold_changed.send(session, person_id=person_id, writes=1)


def clear_hold(session: Session, person_id: UUID, *, on: date, at: datetime, actor: UUID) -> None:
    """The person's training is nobody's but the line's again, from a day on; the days before stand."""
    held = _list_holds(session, person_id, on)
    for hold in held:
        hold.superseded_at = at
    session.flush()
    begun = [hold for hold in held if hold.valid_from < on]
    for hold in begun:
        session.add(
            Hold(
                person_id=hold.person_id,
                began_on=hold.began_on,
                valid_from=hold.valid_from,
                valid_to=on - ONE_DAY,
                recorded_at=at,
                superseded_at=None,
            )
        )
    if held:
        record_event(session, "hold.cleared", at=at, actor=actor, object=person_id.hex)
        hold_changed.send(session, person_id=person_id, writes=len(held) + len(begun))


def _list_holds(session: Session, person_id: UUID, on: date) -> list[Hold]:
    """The holds that hold on a day or later. Whoever does the same at the same time waits here, and then sees ours."""
    # The weaker lock: whoever holds the chain meanwhile may still count the person.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    return list(
        session.scalars(
            select(Hold).where(
                Hold.person_id.in_(recorded_ids(person_id)),
                known(Hold),
                or_(Hold.valid_to.is_(None), Hold.valid_to >= on),
            )
        )
    )


def _lock(session: Session, requirement_id: int) -> list[RequirementVersion]:
    session.execute(select(Requirement.id).where(Requirement.id == requirement_id).with_for_update())
    return list_versions(session, [requirement_id])


def _cut(session: Session, versions: Iterable[RequirementVersion], last_on: date, at: datetime) -> bool:
    """Leave nothing standing after a day; whether there was anything."""
    late = [row for row in versions if row.valid_to is None or row.valid_to > last_on]
    for row in late:
        row.superseded_at = at
    session.flush()
    for row in late:
        if row.valid_from <= last_on:
            session.add(_until(row, last_on, at))
    return bool(late)


def _until(version: RequirementVersion, last_on: date, at: datetime) -> RequirementVersion:
    return RequirementVersion(
        **cut_columns(version, last_on),
        requirement_id=version.requirement_id,
        recorded_at=at,
        superseded_at=None,
    )


def _record(
    session: Session,
    action: str,
    version: RequirementVersion,
    *,
    last_on: date | None,
    at: datetime,
    actor: UUID | None,
) -> None:
    record_event(
        session,
        action,
        at=at,
        actor=actor,
        object=str(version.requirement_id),
        details={
            **{name: _plain(getattr(version, name)) for name in ASKED if name not in DECISION},
            "from": version.valid_from.isoformat(),
            "to": last_on.isoformat() if last_on else None,
        },
    )


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value
