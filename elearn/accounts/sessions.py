"""Signed-in browsers, kept on the server: opened, seen, listed and ended.

The browser holds a random secret, we its SHA-256: who reads the table can sign in as nobody.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, undefer

from elearn.accounts.models import WebSession
from elearn.organisations.queries import read_as, recorded_ids

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)
# From its beginning: so long a session that ended by itself can be told from one that somebody ended.
STAYS = timedelta(hours=24)


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
    """End every session of a person but the one to keep; returns how many were open."""
    ended = session.scalars(
        delete(WebSession)
        .where(WebSession.person_id.in_(recorded_ids(person_id)), WebSession.digest != (keep or ""))
        .returning(WebSession.closed_at)
    )
    return sum(closed_at is None for closed_at in ended.all())


@dataclass(frozen=True, slots=True)
class Closed:
    """A session that ended by itself: whose it was, and what was sent after its end."""

    digest: str
    person_id: UUID
    kept: bytes | None
    kept_until: datetime | None


def find_closed(session: Session, secret: str, at: datetime) -> Closed | None:
    """The session of a secret where it idled too long or grew too old; None while it is open, or was ended by hand."""
    row = session.get(WebSession, digest_of(secret), options=[undefer(WebSession.kept)])
    if row is None or is_open(row, at):
        return None
    return Closed(row.digest, read_as(session, row.person_id), row.kept, row.kept_until)


def find_kept(session: Session, digest: str) -> bytes | None:
    """What an open session has taken over from a closed one."""
    return session.scalar(select(WebSession.kept).where(WebSession.digest == digest))


def keep(session: Session, digest: str, kept: bytes, until: datetime) -> None:
    """Let a session hold what was sent."""
    session.execute(update(WebSession).where(WebSession.digest == digest).values(kept=kept, kept_until=until))


def purge_sessions(session: Session, at: datetime) -> tuple[int, set[UUID]]:
    """Close what has idled too long or grown too old, delete what has been closed for long and what was kept too long.

    Returns how many were deleted, and who has no open session left.
    """
    ended = or_(WebSession.expires_at <= at, WebSession.last_seen_at <= at - IDLE)
    closed = session.scalars(
        update(WebSession)
        .where(ended, WebSession.closed_at.is_(None))
        .values(closed_at=at)
        .returning(WebSession.person_id)
    ).all()
    session.execute(update(WebSession).where(WebSession.kept_until <= at).values(kept=None, kept_until=None))
    old = WebSession.closed_at.is_not(None) & (WebSession.created_at <= at - STAYS)
    deleted = session.scalars(delete(WebSession).where(old).returning(WebSession.digest)).all()
    still = select(WebSession.person_id).where(WebSession.closed_at.is_(None))
    return len(deleted), set(closed).difference(session.scalars(still)) if closed else set()
