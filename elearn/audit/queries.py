"""Reads of the audit trail."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.models import AuditEvent


def list_events(
    session: Session,
    *,
    before: int | None = None,
    most: int = 50,
    action: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[AuditEvent]:
    """The newest events, or the newest before a sequence number; of one kind, or between two instants.

    People stand by their random id.
    """
    events = select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(most)
    if before is not None:
        events = events.where(AuditEvent.seq < before)
    if action is not None:
        events = events.where(AuditEvent.action == action)
    if since is not None:
        events = events.where(AuditEvent.at >= since)
    if until is not None:
        events = events.where(AuditEvent.at < until)
    return list(session.scalars(events))
