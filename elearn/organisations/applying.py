"""Carrying out the plan of an HR file, in bulk, within the caller's transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from blinker import Signal
from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.orm import Session

from elearn.audit.services import record_event
from elearn.database import Base
from elearn.organisations.identities import Newcomer
from elearn.organisations.models import (
    Employment,
    HrImport,
    Person,
    PersonalDetails,
    PersonJoin,
    PersonNumber,
    Post,
    Source,
    Unit,
    UnitVersion,
)
from elearn.organisations.parting import give_keys, part
from elearn.organisations.planning import DEFAULT_MAX_ENDED, ImportPlan, PeopleWrites, PostWrites, UnitWrites
from elearn.organisations.stored import find_last_import, find_source_id
from elearn.organisations.timeline import Fresh, Outcome

# One number for all importers ("elearn" in hexadecimal), and how long one of them waits for another.
LOCK = 0x656C6561726E
LOCK_TIMEOUT = "30s"
AT_A_TIME = 5000

# What rooms above do when a file shows two persons to be one; called with the one that both are read as from now on.
on_join: list[Callable[[Session, UUID, datetime], None]] = []


# Sent once an applied file, or the taking back of one, is recorded; what a receiver cannot do undoes the file.
file_applied = Signal()


class PlanRefusedError(Exception):
    """A plan with a fault cannot be applied."""


def lock_imports(session: Session) -> None:
    """Let one importer at a time plan and apply. SQLite's writing sessions already take turns."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        session.execute(select(text(f"pg_advisory_xact_lock({LOCK})")))


def apply_import(
    session: Session,
    plan: ImportPlan,
    *,
    at: datetime,
    actor: UUID | None = None,
    confirmed_by: UUID | None = None,
) -> HrImport | None:
    """Carry out a plan and record it; None when the same file has been applied before and nothing is left to do.

    `confirmed_by` is the officer who confirmed before the actor, where the brake asked for two.
    """
    if plan.refused:
        raise PlanRefusedError
    last = None if plan.undoes is not None else find_last_import(session, plan.kind, plan.source)
    if plan.changes_nothing and last is not None and last.effective == plan.effective:
        return None
    at = _instant_of_its_own(session, at)
    source_id = find_source_id(session, plan.source) or _add(session, Source(name=plan.source))
    applied = HrImport(
        kind=plan.kind.value,
        source_id=source_id,
        effective=plan.effective,
        applied_at=at,
        applied_by=actor,
        rows=plan.rows,
        added=plan.counts.get(Outcome.ADDED, 0),
        changed=plan.counts.get(Outcome.CHANGED, 0),
        ended=plan.counts.get(Outcome.ENDED, 0),
        unchanged=plan.counts.get(Outcome.UNCHANGED, 0),
        undoes=plan.undoes,
    )
    session.add(applied)
    session.flush()
    stamp = {"recorded_at": at, "superseded_at": None, "import_id": applied.id}
    match plan.writes:
        case UnitWrites():
            _write_units(session, plan.writes, source_id, stamp)
        case PeopleWrites():
            _write_people(session, plan.writes, source_id, stamp)
        case PostWrites():
            _write_posts(session, plan.writes, source_id, stamp)
    _record(session, plan, applied, confirmed_by)
    file_applied.send(session, applied=applied)
    return applied


def _instant_of_its_own(session: Session, at: datetime) -> datetime:
    """An instant after every other import: what one of them did is found by it, whatever the clock says."""
    last = session.scalar(select(func.max(HrImport.applied_at)))
    return at if last is None or last < at else last + timedelta(microseconds=1)


def _add(session: Session, source: Source) -> int:
    session.add(source)
    session.flush()
    return source.id


def _record(session: Session, plan: ImportPlan, applied: HrImport, confirmed_by: UUID | None) -> None:
    details: dict[str, Any] = {
        "kind": applied.kind,
        "source": plan.source,
        "effective": applied.effective.isoformat(),
        "rows": applied.rows,
        "added": applied.added,
        "changed": applied.changed,
        "ended": applied.ended,
        "unchanged": applied.unchanged,
    }
    if plan.correction:
        details["correction"] = True
    if plan.undoes is not None:
        details["undoes"] = plan.undoes
    if plan.max_ended != DEFAULT_MAX_ENDED:
        details["max_ended"] = plan.max_ended
        details["left"] = plan.brake.left if plan.brake else 0
    if confirmed_by is not None:
        details["confirmed_by"] = confirmed_by.hex
    record_event(
        session,
        "hr.imported" if plan.undoes is None else "hr.import_undone",
        at=applied.applied_at,
        actor=applied.applied_by,
        object=f"hr_import:{applied.id}",
        details=details,
    )


def _write_units(session: Session, writes: UnitWrites, source_id: int, stamp: Mapping[str, Any]) -> None:
    _supersede(session, UnitVersion, writes.superseded, stamp)
    ids = _unit_ids(session)
    new = dict.fromkeys(code for code, _row in writes.fresh if code not in ids)
    _insert(session, Unit, [{"code": code, "source_id": source_id} for code in new])
    if new:
        ids = _unit_ids(session)
    _insert(
        session,
        UnitVersion,
        [
            {
                "unit_id": ids[code],
                "name": row.values.name,
                "kind": row.values.kind,
                "parent_id": None if row.values.parent_code is None else ids[row.values.parent_code],
                "legal_entity": row.values.legal_entity,
                "responsible_code": row.values.responsible_code,
                "counts_in_group": row.values.counts_in_group,
                **_days(row),
                **stamp,
            }
            for code, row in writes.fresh
        ],
    )


def _write_people(session: Session, writes: PeopleWrites, source_id: int, stamp: Mapping[str, Any]) -> None:
    at = stamp["recorded_at"]
    _supersede(session, Employment, writes.superseded, stamp)
    _supersede(session, PersonalDetails, writes.superseded_details, stamp)
    part(session, writes, at, on_join)
    people = {who: uuid4() for _number, who in writes.new_numbers if isinstance(who, Newcomer)}
    _insert(
        session,
        Person,
        [
            {"id": person_id, "person_key": who.person_key, "recorded_at": at}
            for who, person_id in people.items()
        ],
    )
    _insert(
        session,
        PersonNumber,
        [
            {
                "source_id": source_id,
                "employee_number": number,
                "person_id": people[who] if isinstance(who, Newcomer) else who,
            }
            for number, who in writes.new_numbers
        ],
    )
    newcomers = ((person_id, who.person_key) for who, person_id in people.items())
    given = [(person_id, key) for person_id, key in newcomers if key is not None]
    give_keys(session, writes.new_keys, at, also=given)
    for person_id, into_id in writes.joins:
        _join(session, person_id, into_id, at)
        for hook in on_join:
            hook(session, into_id, at)
    if not (writes.fresh or writes.fresh_details):
        return
    of_source = select(PersonNumber.employee_number, PersonNumber.id).where(
        PersonNumber.source_id == source_id
    )
    numbers = dict(session.execute(of_source).all())
    units = _unit_ids(session)
    _insert(
        session,
        Employment,
        [
            {
                "number_id": numbers[key.employee_number],
                "unit_id": units[key.unit_code],
                "level": key.level,
                **row.values._asdict(),
                **_days(row),
                **stamp,
            }
            for key, row in writes.fresh
        ],
    )
    _insert(
        session,
        PersonalDetails,
        [
            {"number_id": numbers[number], **row.values._asdict(), **_days(row), **stamp}
            for number, row in writes.fresh_details
        ],
    )


def _join(session: Session, person_id: UUID, into_id: UUID, at: datetime) -> None:
    """Read somebody as another from now on, and whoever was read as the first one with them."""
    before = session.scalars(
        select(PersonJoin).where(PersonJoin.into_id == person_id, PersonJoin.superseded_at.is_(None))
    ).all()
    for join in before:
        join.superseded_at = at
    for joined_id in (person_id, *(join.person_id for join in before)):
        session.add(PersonJoin(person_id=joined_id, into_id=into_id, recorded_at=at, superseded_at=None))
    session.flush()


def _write_posts(session: Session, writes: PostWrites, source_id: int, stamp: Mapping[str, Any]) -> None:
    _supersede(session, Post, writes.superseded, stamp)
    if not writes.fresh:
        return
    numbers = {
        (source, number): number_id
        for source, number, number_id in session.execute(
            select(Source.name, PersonNumber.employee_number, PersonNumber.id).join(
                Source, Source.id == PersonNumber.source_id
            )
        ).all()
    }
    units = _unit_ids(session)
    _insert(
        session,
        Post,
        [
            {
                "unit_id": units[key.unit_code],
                "number_id": numbers[key.source, key.employee_number],
                "role": key.role,
                "source_id": source_id,
                **_days(row),
                **stamp,
            }
            for key, row in writes.fresh
        ],
    )


def _unit_ids(session: Session) -> dict[str, int]:
    return dict(session.execute(select(Unit.code, Unit.id)).all())


def _days(row: Fresh[Any]) -> dict[str, Any]:
    return {"began_on": row.began_on, "valid_from": row.valid_from, "valid_to": row.valid_to}


def _insert(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    for place in range(0, len(rows), AT_A_TIME):
        session.connection().execute(insert(model.__table__), rows[place : place + AT_A_TIME])  # type: ignore[arg-type]


def _supersede(session: Session, model: type[Any], row_ids: Sequence[int], stamp: Mapping[str, Any]) -> None:
    """End what was known of some rows. The database refuses any other change."""
    if row_ids:
        table = model.__table__
        session.connection().execute(
            update(table).where(table.c.id == bindparam("row_id")).values(superseded_at=stamp["recorded_at"]),
            [{"row_id": row_id} for row_id in row_ids],
        )
