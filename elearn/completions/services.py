"""Appending to the ledger. Nothing here changes or removes a row; the database refuses it too."""

from datetime import date, datetime
from uuid import UUID, uuid4

from blinker import Signal
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.chain import new_salt
from elearn.audit.services import append_link, record_event
from elearn.clock import day_of
from elearn.completions.group_queries import is_proved_by_group
from elearn.completions.models import Completion, Evidence
from elearn.completions.queries import last_valid_day, origin_of
from elearn.completions.way_ending import end_way
from elearn.modules.queries import Sitting
from elearn.modules.services import finish_attempt

# Sent by every row of the ledger, in its transaction; what a receiver cannot do undoes the row.
appended = Signal()


def record_completion(
    session: Session,
    *,
    person_id: UUID,
    module: str,
    version: str,
    evidence: Evidence,
    completed_on: date,
    valid_until: date | None,
    origin: str,
    at: datetime,
    recorded_by: UUID | None = None,
) -> Completion:
    """Append a completion with its audit event, in the caller's transaction; once per origin."""
    before = session.scalars(select(Completion).where(Completion.origin == origin)).one_or_none()
    if before is not None:
        return before
    completion = Completion(
        id=uuid4(),
        salt=new_salt(),
        person_id=person_id,
        module=module,
        version=version,
        evidence=evidence,
        completed_on=completed_on,
        valid_until=valid_until,
        recorded_at=at,
        recorded_by=recorded_by,
        corrects=None,
        annulled=False,
        reason=None,
        origin=origin,
    )
    append_row(session, completion)
    record_event(
        session, "completion.recorded", at=at, actor=recorded_by or person_id, object=completion.id.hex
    )
    session.flush()
    return completion


def append_row(session: Session, completion: Completion) -> None:
    """Append a row of the ledger with its link in the chain; what was done is done in no other way any longer."""
    if completion.corrects is None:
        end_way(session, completion)
    completion.seq = append_link(session, "completion", completion.salt, completion_content(completion))
    session.add(completion)
    appended.send(session, completion=completion)


def complete_attempt(
    session: Session, person_id: UUID, sitting: Sitting, digest: str, at: datetime
) -> Completion | None:
    """Hand in a person's locked attempt: mark it and, when it is passed, append the completion."""
    if not finish_attempt(session, sitting, digest, at).passed:
        return None
    module, on = sitting.module, day_of(at)
    together = is_proved_by_group(session, person_id, module.slug, on)
    return record_completion(
        session,
        person_id=person_id,
        module=module.slug,
        version=module.version,
        evidence=Evidence.GROUP if together else Evidence.CHECK,
        completed_on=on,
        valid_until=last_valid_day(session, person_id, module.slug, on),
        origin=origin_of(sitting.attempt.id),
        at=at,
    )


def completion_content(completion: Completion) -> dict[str, object]:
    """What the digest of a ledger row speaks for: everything but its place and its salt."""
    return {
        "id": completion.id,
        "person_id": completion.person_id,
        "module": completion.module,
        "version": completion.version,
        "evidence": completion.evidence,
        "completed_on": completion.completed_on,
        "valid_until": completion.valid_until,
        "recorded_at": completion.recorded_at,
        "recorded_by": completion.recorded_by,
        "corrects": completion.corrects,
        "annulled": completion.annulled,
        "reason": completion.reason,
        "origin": completion.origin,
    }
