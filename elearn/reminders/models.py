"""The outbox, the rules that fill it, and the rounds that managers send by hand."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.database import Base, Dated, word


class MailKind(StrEnum):
    """Why a mail is sent; one mail may have several reasons."""

    DUE = "due"
    OVERDUE = "overdue"
    RENEWAL = "renewal"
    ANNOUNCED = "announced"
    MANUAL = "manual"
    DIGEST = "digest"
    ESCALATION = "escalation"


class MailState(StrEnum):
    """How far a mail has come. Dropped: there was no reason left when it was its turn."""

    QUEUED = "queued"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"
    BOUNCED = "bounced"


class Mail(Base):
    """One mail to one person for one day, whatever the reasons: no address, no text, no module.

    `lease_until`: until then nobody takes it, because a process has it or because it is too soon to try again.
    `attempts` counts how often it was taken. `sent_at`: when the mail server took it, or may have.
    """

    __tablename__ = "mail"
    __table_args__ = (UniqueConstraint("person_id", "day"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date] = mapped_column(index=True)
    kinds: Mapped[list[Any]] = mapped_column(JSON)
    state: Mapped[MailState] = mapped_column(word(MailState), index=True)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class ReminderRules(Dated, Base):
    """When people are reminded: one set for the group, with the days on which it holds.

    `before`, `after`: so many days before and after the due date. `on_day`: on the due date itself. `stop_days`: so many
    days after it nothing more is sent. `renewal`: so many days before the last valid day. `digest_weekday`: 1 is
    Monday; None: no digest. `escalate_days`: after so many days overdue; None: never. `quiet_from`, `quiet_to`: the
    hours in Stockholm between which nothing is sent; None: no such hours.
    """

    __tablename__ = "reminder_rules"
    before: Mapped[list[Any]] = mapped_column(JSON)
    on_day: Mapped[bool]
    after: Mapped[list[Any]] = mapped_column(JSON)
    stop_days: Mapped[int]
    renewal: Mapped[list[Any]] = mapped_column(JSON)
    digest_weekday: Mapped[int | None]
    escalate_days: Mapped[int | None]
    quiet_from: Mapped[int | None]
    quiet_to: Mapped[int | None]


class Round(Base):
    """A manager has reminded the people of a unit by hand: who and when, never whom."""

    __tablename__ = "reminder_round"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
