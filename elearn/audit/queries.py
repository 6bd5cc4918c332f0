"""Reads of the audit trail."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.models import AuditEvent


def list_events(session: Session, *, before: int | None = None, most: int = 50) -> list[AuditEvent]:
    """The newest events, or the newest before a sequence number. People stand by their random id."""
    events = select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(most)
    if before is not None:
        events = events.where(AuditEvent.seq < before)
    return list(session.scalars(events))
