"""Signing in and out, passwords, language, standing accounts. Nothing here commits."""

import re
from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from elearn.accounts import credentials, throttling
from elearn.accounts.models import Account
from elearn.accounts.queries import find_person, normal_name
from elearn.accounts.sessions import digest_of, end_session, end_sessions, open_session, purge_sessions
from elearn.audit.services import record_event
from elearn.clock import day_of
from elearn.languages import DEFAULT
from elearn.organisations.finding import list_people_with_email
from elearn.organisations.models import Person

# What rooms above do when anybody signs in, and when somebody signs out or leaves; they add to these in
# their init_app, once per process.
on_sign_in: list[Callable[[Session, datetime], None]] = []
on_leave: list[Callable[[Session, UUID], None]] = []


class AccountRefusedError(Exception):
    """A standing account cannot be made or ended; the message says why, in Swedish."""


def sign_in(
    session: Session,
    person_id: UUID,
    *,
    at: datetime,
    rehashed: str | None = None,
    language: str | None = None,
) -> str:
    """Open a session for somebody who proved who they are, and return its secret.

    `rehashed` replaces a hash made with older parameters. `language` is what the visitor chose before
    signing in, kept for one who has never chosen.
    """
    account = _account(session, person_id, at)
    account.password_hash = rehashed or account.password_hash
    account.language = account.language or language
    purge(session, at)
    for hook in on_sign_in:
        hook(session, at)
    return open_session(session, person_id, at)


def leave(session: Session, secret: str) -> None:
    """End the session of a browser's secret, and let go of what was only there while it lasted."""
    end_own_session(session, digest_of(secret))


def end_own_session(session: Session, digest: str) -> None:
    """End one session by its digest, with what was only there while it lasted."""
    person_id = end_session(session, digest)
    if person_id is not None:
        _let_go(session, person_id)


def _let_go(session: Session, person_id: UUID) -> None:
    for hook in on_leave:
        hook(session, person_id)


def set_password(
    session: Session, person_id: UUID, password_hash: str, *, at: datetime, keep: str | None = None
) -> None:
    """Give somebody a new password: their other sessions end, and links and codes still unused are void.

    Unless one session is kept, by whoever knew the old password, what was there while they lasted goes too.
    """
    _account(session, person_id, at).password_hash = password_hash
    end_sessions(session, person_id, keep=keep)
    credentials.void_credentials(session, person_id)
    if keep is None:
        _let_go(session, person_id)


def set_language(session: Session, person_id: UUID, language: str, *, at: datetime) -> None:
    _account(session, person_id, at).language = language


def set_shift_exit(session: Session, person_id: UUID, at: datetime, *, on: bool) -> None:
    """Whether three presses of Shift leave the page for somebody."""
    _account(session, person_id, at).shift_exit = on


def issue_code(session: Session, person_id: UUID, *, at: datetime, actor: UUID | None = None) -> str:
    """Make a single-use code for somebody, audited: it is handed over on paper by another person."""
    record_event(session, "credential.issued", at=at, actor=actor, object=person_id.hex)
    return credentials.issue_code(session, person_id, at)


def end_sessions_of(session: Session, person_id: UUID, *, at: datetime, actor: UUID | None = None) -> int:
    """End every session of somebody else, audited."""
    ended = end_sessions(session, person_id)
    record_event(
        session, "sessions.ended", at=at, actor=actor, object=person_id.hex, details={"sessions": ended}
    )
    _let_go(session, person_id)
    return ended


def revoke_access(session: Session, person_id: UUID) -> None:
    """End somebody's sessions, and take back the links and codes that nobody used."""
    end_sessions(session, person_id)
    credentials.void_credentials(session, person_id)
    _let_go(session, person_id)


def add_standing_account(
    session: Session,
    email: str,
    password_hash: str,
    *,
    at: datetime,
    name: str | None = None,
    language: str = DEFAULT,
) -> UUID:
    """Make an account that no HR file knows, for the first administrator and the like; audited."""
    email = normal_name(email)
    if not re.fullmatch(r"[^\s@/]+@[^\s@/]+", email):
        raise AccountRefusedError(
            _("”%(email)s” är ingen e-postadress. Skriv den som namn@exempel.se.", email=email)
        )
    on = day_of(at)
    if find_person(session, email, on) or list_people_with_email(session, email, on):
        raise AccountRefusedError(
            _(
                "Adressen %(email)s hör redan till någon. Ge den personen en roll med elearn role grant i stället.",
                email=email,
            )
        )
    person = Person(id=uuid4(), person_key=None, recorded_at=at)
    session.add(person)
    session.flush()
    account = _account(session, person.id, at)
    account.email, account.name, account.standing = email, name, True
    account.password_hash, account.language = password_hash, language
    record_event(session, "account.added", at=at, object=person.id.hex)
    session.flush()
    return person.id


def end_standing_account(session: Session, person_id: UUID, *, at: datetime) -> None:
    """End a standing account: nobody signs in with it again, and its address is free. Audited."""
    account = session.get_one(Account, person_id)
    account.email = account.name = account.password_hash = None
    account.standing = False
    credentials.void_credentials(session, person_id)
    end_sessions(session, person_id)
    record_event(session, "account.ended", at=at, object=person_id.hex)


def purge(session: Session, at: datetime) -> int:
    """Delete sessions, links, codes and counts of tries whose time has passed; returns how many."""
    ended, gone = purge_sessions(session, at)
    for person_id in gone:
        _let_go(session, person_id)
    return ended + credentials.purge_credentials(session, at) + throttling.purge_throttles(session, at)


def _account(session: Session, person_id: UUID, at: datetime) -> Account:
    """The person's account, made now if they have none; of two at the same time, one makes it."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        insert(Account).values(person_id=person_id, standing=False, created_at=at).on_conflict_do_nothing()
    )
    return session.get_one(Account, person_id, with_for_update=True)
