"""Appending: a link to the chain, an event to the trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.chain import GENESIS, digest_of, link_of, new_salt
from elearn.audit.models import AuditEvent, ChainHead, ChainLink


def append_link(session: Session, kind: str, salt: str, row: Mapping[str, object]) -> int:
    """Append the digest of a row to the chain and return its sequence number.

    Locks the chain's head until the transaction ends, so everything that appends does so in one order.
    """
    head = session.scalars(select(ChainHead).where(ChainHead.id == 1).with_for_update()).one_or_none()
    if head is None:
        head = ChainHead(id=1, seq=0, link=GENESIS)
        session.add(head)
    digest = digest_of(salt, row)
    link = ChainLink(seq=head.seq + 1, kind=kind, digest=digest, predecessor=head.link)
    session.add(link)
    head.seq, head.link = link.seq, link_of(head.link, digest)
    session.flush()
    return link.seq


def lock_chain(session: Session) -> None:
    """Let nobody append anything until the transaction ends. What others have appended by then is seen."""
    session.execute(select(ChainHead.id).where(ChainHead.id == 1).with_for_update())


def record_event(
    session: Session,
    action: str,
    *,
    at: datetime,
    actor: UUID | None = None,
    object: str = "",
    details: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append an event to the audit trail, in the caller's transaction. People only by their random id."""
    salt = new_salt()
    event = AuditEvent(
        salt=salt, at=at, actor=actor, action=action, object=object, details=dict(details or {})
    )
    event.seq = append_link(session, "event", salt, event_content(event))
    session.add(event)
    return event


def event_content(event: AuditEvent) -> dict[str, object]:
    """What the digest of an event speaks for."""
    return {
        "at": event.at,
        "actor": event.actor,
        "action": event.action,
        "object": event.object,
        "details": event.details,
    }
