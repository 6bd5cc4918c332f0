"""Signed-in browsers, kept on the server: opened, seen, listed and ended.

The browser holds a random secret, we its SHA-256: who reads the table can sign in as nobody.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from elearn.accounts.models import WebSession
from elearn.organisations.queries import recorded_ids

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def open_session(session: Session, person_id: UUID, at: datetime) -> str:
    """Open a session for a person and return the secret that their browser is to keep."""
    secret = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            digest=digest_of(secret),
            person_id=person_id,
            created_at=at,
            last_seen_at=at,
            expires_at=at + ABSOLUTE,
        )
    )
    session.flush()
    return secret


def is_open(web_session: WebSession, at: datetime) -> bool:
    """Whether a session has neither idled too long nor grown too old."""
    return web_session.last_seen_at + IDLE > at and web_session.expires_at > at


def touch(session: Session, digest: str, at: datetime) -> None:
    """Note that a session was seen, at most once a minute."""
    session.execute(
        update(WebSession)
        .where(WebSession.digest == digest, WebSession.last_seen_at <= at - SEEN_EVERY)
        .values(last_seen_at=at)
    )


def list_sessions(session: Session, person_id: UUID, at: datetime) -> list[WebSession]:
    """A person's open sessions, the latest seen first."""
    rows = session.scalars(
        select(WebSession)
        .where(WebSession.person_id.in_(recorded_ids(person_id)), WebSession.expires_at > at)
        .order_by(WebSession.last_seen_at.desc(), WebSession.digest)
    )
    return [row for row in rows if is_open(row, at)]


def end_session(session: Session, digest: str) -> UUID | None:
    """End one session; returns whose it was, or None when there was none."""
    return session.scalars(
        delete(WebSession).where(WebSession.digest == digest).returning(WebSession.person_id)
    ).one_or_none()


def end_sessions(session: Session, person_id: UUID, keep: str | None = None) -> int:
    """End every session of a person but the one to keep; returns how many ended."""
    ended = session.scalars(
        delete(WebSession)
        .where(WebSession.person_id.in_(recorded_ids(person_id)), WebSession.digest != (keep or ""))
        .returning(WebSession.digest)
    )
    return len(ended.all())


def purge_sessions(session: Session, at: datetime) -> tuple[int, set[UUID]]:
    """Delete what has idled too long or grown too old; how many, and who has no session left."""
    gone = or_(WebSession.expires_at <= at, WebSession.last_seen_at <= at - IDLE)
    ended = session.scalars(delete(WebSession).where(gone).returning(WebSession.person_id)).all()
    return len(ended), set(ended).difference(
        session.scalars(select(WebSession.person_id))
    ) if ended else set()
