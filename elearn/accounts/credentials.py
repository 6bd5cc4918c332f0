"""Single-use links and codes to choose a password with, valid for 24 hours.

A link's token is 256 random bits and finds its person by itself. A code is short enough to be typed from
paper (60 bits) and only counts together with the person it was made for, within few tries. Both are stored
as digests.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from elearn.accounts.models import Credential
from elearn.organisations.queries import recorded_ids

VALID = timedelta(hours=24)
# Crockford's alphabet: no I, L, O or U, which are read as 1, 1, 0 and V.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans("ILOU", "110V")
GROUPS, GROUP = 3, 4


def issue_link(session: Session, person_id: UUID, at: datetime) -> str:
    """Make a link's token. Links that were asked for before stay good until one of them is used."""
    token = secrets.token_urlsafe(32)
    _store(session, _link_digest(token), person_id, at)
    return token


def issue_code(session: Session, person_id: UUID, at: datetime) -> str:
    """Make a code to print. What was issued to the person before is void: the paper may be lost."""
    void_credentials(session, person_id)
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    _store(session, _code_digest(person_id, code), person_id, at)
    return code


def find_link(session: Session, token: str, at: datetime) -> UUID | None:
    """Whose a link is, while it can be used."""
    return session.scalars(
        select(Credential.person_id).where(
            Credential.digest == _link_digest(token), Credential.used_at.is_(None), Credential.expires_at > at
        )
    ).one_or_none()


def use_link(session: Session, token: str, at: datetime) -> UUID | None:
    """Use a link up; returns whose it was. Of two at the same time, one."""
    return _use(session, _link_digest(token), at)


def use_code(session: Session, person_id: UUID, code: str, at: datetime) -> UUID | None:
    """Use a person's code up; returns whose it was. Capitals, blanks and dashes do not matter."""
    return _use(session, _code_digest(person_id, code), at)


def void_credentials(session: Session, person_id: UUID) -> None:
    """Take back every link and code of a person that nobody used."""
    session.execute(
        delete(Credential).where(
            Credential.person_id.in_(recorded_ids(person_id)), Credential.used_at.is_(None)
        )
    )


def purge_credentials(session: Session, at: datetime) -> int:
    """Delete what has expired, used or not."""
    gone = delete(Credential).where(Credential.expires_at <= at).returning(Credential.digest)
    return len(session.scalars(gone).all())


def _store(session: Session, digest: str, person_id: UUID, at: datetime) -> None:
    session.add(Credential(digest=digest, person_id=person_id, expires_at=at + VALID, used_at=None))
    session.flush()


def _use(session: Session, digest: str, at: datetime) -> UUID | None:
    return session.scalars(
        update(Credential)
        .where(Credential.digest == digest, Credential.used_at.is_(None), Credential.expires_at > at)
        .values(used_at=at)
        .returning(Credential.person_id)
    ).one_or_none()


def _link_digest(token: str) -> str:
    return hashlib.sha256(f"link\n{token}".encode()).hexdigest()


def _code_digest(person_id: UUID, code: str) -> str:
    read = "".join(c for c in code.upper() if c.isalnum()).translate(READ_AS)
    return hashlib.sha256(f"code\n{person_id.hex}\n{read}".encode()).hexdigest()
