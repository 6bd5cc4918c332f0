"""Accounts, sessions on the server, granted roles, single-use credentials and the throttle."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from elearn.database import Base, word
from elearn.permissions import Role


class Account(Base):
    """What a person signs in with. `standing` accounts exist apart from HR's files (the first administrator).

    Only these have an address and a name here; everyone else's are the employment's.
    """

    __tablename__ = "account"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str | None]
    password_hash: Mapped[str | None]
    language: Mapped[str | None]
    shift_exit: Mapped[bool | None]
    standing: Mapped[bool]
    created_at: Mapped[datetime]


class WebSession(Base):
    """A signed-in browser, by the SHA-256 of its secret. Ends by idling, by age, by hand or with the employment.

    One that ended by itself stays for a day from its beginning, closed: a form that is sent after it finds its person
    again. What was sent is `kept` sealed, with a key that we do not have.
    """

    __tablename__ = "web_session"
    digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    kept: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    kept_until: Mapped[datetime | None]


class RoleGrant(Base):
    """A role that an administrator gave somebody, for a unit with all below it where the role has a scope."""

    __tablename__ = "role_grant"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(word(Role))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    granted_by: Mapped[UUID | None]


class Credential(Base):
    """A single-use link or code to set a password with, by its SHA-256; valid 24 hours."""

    __tablename__ = "credential"
    digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """How often something was tried in a window of time. The key is a digest, never an address in clear."""

    __tablename__ = "throttle"
    key: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime]
    times: Mapped[int]
