"""Correcting the ledger: one HR officer asks, another confirms, and a new row says what is right.

Both rows stay. Until the second officer has confirmed nothing is different anywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.chain import new_salt
from elearn.audit.services import record_event
from elearn.completions.models import Completion, CorrectionRequest, Reason
from elearn.completions.queries import counts, last_valid_day
from elearn.completions.services import append_row
from elearn.organisations.queries import persons, recorded_ids

ORIGIN = "correction:"


class CorrectionRefusedError(Exception):
    """Somebody else was first, or the same officer would be both."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a person's ledger with the row that corrects it, and with what has been asked for it."""

    completion: Completion
    corrected_by: Completion | None
    asked: CorrectionRequest | None

    @property
    def counts(self) -> bool:
        return self.corrected_by is None and not self.completion.annulled


def list_entries(session: Session, person_id: UUID) -> list[Entry]:
    """The whole of a person's ledger, corrected rows and corrections too, the newest row first."""
    rows = session.scalars(
        select(Completion)
        .where(Completion.person_id.in_(recorded_ids(person_id)))
        .order_by(Completion.seq.desc())
    ).all()
    asked = {each.completion_id: each for each in _requests(session, [row.id for row in rows])}
    later = {row.corrects: row for row in rows if row.corrects is not None}
    return [Entry(row, later.get(row.id), asked.get(row.id)) for row in rows]


def list_corrections(session: Session, person_id: UUID) -> list[tuple[Completion, Completion]]:
    """What a person's ledger once said and no longer does, each with the row that corrects it, the newest first."""
    entries = list_entries(session, person_id)
    corrected = [
        (entry.completion, entry.corrected_by) for entry in entries if entry.corrected_by is not None
    ]
    return sorted(corrected, key=lambda pair: pair[1].seq, reverse=True)


def find_request(session: Session, completion: Completion) -> CorrectionRequest | None:
    """What has been asked for a completion."""
    return next(iter(_requests(session, [completion.id])), None)


def _requests(session: Session, completion_ids: Iterable[UUID]) -> Iterable[CorrectionRequest]:
    wanted = CorrectionRequest.completion_id.in_(list(completion_ids))
    return session.scalars(select(CorrectionRequest).where(wanted))


def list_waiting(session: Session) -> list[tuple[UUID, Completion, CorrectionRequest]]:
    """Every correction that waits for a second officer, the oldest first, with whom it concerns."""
    person = persons()
    rows: Any = session.execute(
        select(person.c.person_id, Completion, CorrectionRequest)
        .join(Completion, Completion.person_id == person.c.recorded_id)
        .join(CorrectionRequest, CorrectionRequest.completion_id == Completion.id)
        .order_by(CorrectionRequest.asked_at)
    )
    return [(person_id, completion, asked) for person_id, completion, asked in rows]


def ask_correction(
    session: Session,
    completion: Completion,
    reason: Reason,
    completed_on: date | None,
    *,
    at: datetime,
    actor: UUID,
) -> None:
    """Ask that a completion is withdrawn, or that it gets another day where the day is wrong; once at a time."""
    _lock(session, completion.id)
    if find_request(session, completion) is not None:
        raise CorrectionRefusedError
    session.add(
        CorrectionRequest(
            completion_id=completion.id, reason=reason, completed_on=completed_on, asked_by=actor, asked_at=at
        )
    )
    _record(session, "completion.correction_asked", completion, {"reason": reason.value}, at=at, actor=actor)


def confirm_correction(
    session: Session, person_id: UUID, completion: Completion, *, at: datetime, actor: UUID
) -> Completion:
    """Append the row that corrects a completion as somebody else has asked."""
    _lock(session, completion.id)
    asked = find_request(session, completion)
    if asked is None or asked.asked_by == actor:
        raise CorrectionRefusedError
    on = asked.completed_on
    last_on = completion.valid_until
    if on is not None:
        last_on = last_valid_day(session, person_id, completion.module, on, instead_of=completion.id)
    correction = Completion(
        id=uuid4(),
        salt=new_salt(),
        person_id=completion.person_id,
        module=completion.module,
        version=completion.version,
        evidence=completion.evidence,
        completed_on=on or completion.completed_on,
        valid_until=last_on,
        recorded_at=at,
        recorded_by=asked.asked_by,
        corrects=completion.id,
        annulled=on is None,
        reason=asked.reason.value,
        origin=f"{ORIGIN}{completion.id.hex}",
    )
    append_row(session, correction)
    details = {"reason": asked.reason.value, "asked_by": asked.asked_by.hex, "corrects": completion.id.hex}
    _record(session, "completion.corrected", correction, details, at=at, actor=actor)
    session.delete(asked)
    session.flush()
    return correction


def drop_correction(session: Session, completion: Completion, *, at: datetime, actor: UUID) -> None:
    """Let a completion stand as it is: whoever asked thought better of it, or the other officer does not agree."""
    _lock(session, completion.id)
    asked = find_request(session, completion)
    if asked is None:
        raise CorrectionRefusedError
    session.delete(asked)
    _record(session, "completion.correction_dropped", completion, {}, at=at, actor=actor)


def _lock(session: Session, completion_id: UUID) -> None:
    """Whoever does the same at the same time waits here, and is refused once the row is corrected."""
    session.execute(select(Completion.id).where(Completion.id == completion_id).with_for_update())
    if session.scalar(select(Completion.id).where(Completion.id == completion_id, counts())) is None:
        raise CorrectionRefusedError


def _record(
    session: Session,
    action: str,
    completion: Completion,
    details: dict[str, str],
    *,
    at: datetime,
    actor: UUID,
) -> None:
    record_event(session, action, at=at, actor=actor, object=completion.id.hex, details=details)
