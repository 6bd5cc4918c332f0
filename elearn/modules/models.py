"""Published versions, attempts with their short-lived answers, counters without a person, and the place kept."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.database import Base


class ModuleVersion(Base):
    """A published version of a module's content, stored once and never changed. `body` is the whole of it as JSON."""

    __tablename__ = "module_version"
    __table_args__ = (UniqueConstraint("slug", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    version: Mapped[str]
    digest: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]


class Attempt(Base):
    """One person's go at a knowledge check, pinned to the version it started on. Gone a day after it was finished.

    `draw` lists the drawn questions with their shuffled options: [[question id, [option id, …]], …].
    """

    __tablename__ = "attempt"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id"))
    draw: Mapped[list[Any]] = mapped_column(JSON)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    passed: Mapped[bool | None]
    submission: Mapped[str | None]


class Answer(Base):
    """The options chosen for one question of an attempt. Read by the learner alone, deleted with the attempt or sooner."""

    __tablename__ = "answer"
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    chosen: Mapped[list[Any]] = mapped_column(JSON)


class AnswerCount(Base):
    """How often an option was chosen, per version, crossed with a band of the rest score. No person, no time.

    Of the batch that is not closed yet: then the rows go, and `QuestionCount.shown` knows what may be known.
    """

    __tablename__ = "answer_count"
    version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    option_id: Mapped[str] = mapped_column(primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    times: Mapped[int]


class QuestionCount(Base):
    """How often a question was asked and answered right in the batch that is not closed yet, and what is shown of it.

    The same of those in the top band of the rest score; `shown` is an `Insight`. No person; the day alone on which the
    open batch was last added to, so that a small one does not lie there for ever.
    """

    __tablename__ = "question_count"
    version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    asked: Mapped[int]
    right: Mapped[int]
    top_asked: Mapped[int]
    top_right: Mapped[int]
    added_on: Mapped[date | None]
    shown: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")


class QuestionReport(Base):
    """How often somebody has said that something is wrong with a question, per reason. No person, no time, no words."""

    __tablename__ = "question_report"
    version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int]


class ReaderWorkplace(Base):
    """The kind of workplace that a reader has chosen to read about first."""

    __tablename__ = "reader_workplace"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    workplace: Mapped[str]


class Progress(Base):
    """Which sections of a module a person has been through: a set of numbers, without times."""

    __tablename__ = "progress"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    sections: Mapped[list[Any]] = mapped_column(JSON)
