"""Exports that are made aside from any request, and the files they leave for a day."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from elearn.database import Base, word


class JobState(StrEnum):
    """How far an export has come. An expired one has no file any more."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"


UNFINISHED = (JobState.WAITING, JobState.RUNNING)


class Fault(StrEnum):
    """Why an export could not be made, in a word; the page has the sentence in its reader's language."""

    ROLE = "role"
    UNIT = "unit"
    HEADERS = "headers"
    DISK = "disk"
    DATABASE = "database"
    BROKEN_OFF = "broken_off"
    UNEXPECTED = "unexpected"


class ExportJob(Base):
    """A large export that somebody has asked for. Nothing in its id tells what of; `wish` is what was asked.

    Whoever runs it holds a lease: `leased_by` until `leased_until`, renewed as long as it works. What the reader
    could see when the file was made is kept, for the download to compare: the units by id in `readers`, and in
    `protection` a digest of whose identities were protected.
    """

    __tablename__ = "export_job"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    wish: Mapped[dict[str, Any]] = mapped_column(JSON)
    headers: Mapped[str | None]
    state: Mapped[JobState] = mapped_column(word(JobState), index=True)
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    tries: Mapped[int]
    leased_by: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]
    steps_expected: Mapped[int]
    steps_done: Mapped[int]
    readers: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    protection: Mapped[str | None]
    rows: Mapped[int | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None]
    fault: Mapped[Fault | None] = mapped_column(word(Fault))


class ExportChunk(Base):
    """A piece of a finished file, compressed by itself, so that neither writing nor sending holds all of it."""

    __tablename__ = "export_chunk"
    job_id: Mapped[UUID] = mapped_column(ForeignKey("export_job.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
