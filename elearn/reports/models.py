"""What reports keep: counts, never needed for a right answer, and large exports, made beside the requests."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.database import Base, word

# SQLite keeps such rows by their key alone, not by a number of its own besides.
ONE_TREE = {"sqlite_with_rowid": False}


class CountsMade(Base):
    """The one row that says for which days the counts hold; without it they do not.

    `ledger_seq` and `import_id`: the newest completion and file that they know of; `requirements` and `holds`: how often
    one had been written or superseded; `removals`: how many rows had left the ledger.
    """

    __tablename__ = "counts_made"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[date]
    last: Mapped[date]
    ledger_seq: Mapped[int]
    import_id: Mapped[int]
    requirements: Mapped[int]
    holds: Mapped[int]
    removals: Mapped[int]


class UnitAbove(Base):
    """A unit and one above it, itself too, in the tree of the days for which the counts hold.

    `asks`: what is required there is required here; `counts`: who is employed here stands in its figures.
    """

    __tablename__ = "unit_above"
    __table_args__ = ONE_TREE
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    above_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    asks: Mapped[bool]
    counts: Mapped[bool]


class PersonCounted(Base):
    """How a person stands in the counts, from which day on: what is taken out of them before it is put in anew."""

    __tablename__ = "person_counted"
    __table_args__ = ONE_TREE
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course: Mapped[str]


class FigureCount(Base):
    """By how much a unit's figures, with all below it, change on a day; their sum up to a day is that day's figures.

    No module: the people, and their states over all modules. No level: what the levels together count too much,
    since somebody employed at two of them is one. The protected stand apart: few units may count them.
    """

    __tablename__ = "figure_count"
    __table_args__ = ONE_TREE
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(String(32), primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    protected: Mapped[bool] = mapped_column(primary_key=True)
    people: Mapped[int]
    asked: Mapped[int]
    finished: Mapped[int]
    required: Mapped[int]
    completed: Mapped[int]
    expired: Mapped[int]
    overdue: Mapped[int]
    due: Mapped[int]
    held: Mapped[int]
    absent: Mapped[int]


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
    could see when the file was made is kept, for the download to compare: the units by id in `readers`
    (names, figures), and in
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
    readers: Mapped[dict[str, list[int]] | None] = mapped_column(JSON(none_as_null=True))
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
