"""Large exports as tests make them: a workshop of one process, and jobs done while the test looks on."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select

from elearn import clock
from elearn.database import Database
from elearn.reports.export_jobs import place_job
from elearn.reports.export_running import Workshop
from elearn.reports.exports import Format, Subject, Wish
from elearn.reports.models import ExportChunk, ExportJob


def workshop(database: Database, now: Callable[[], datetime] = clock.now) -> Workshop:
    """What one process needs to do jobs."""
    return Workshop(database, database, now, logging.getLogger("elearn.tests"))


def wish_for(subject: Subject = Subject.COMPLETIONS, **given: object) -> Wish:
    """A wish with what is not said at its default."""
    today: date = clock.today()
    usual = {"subject": subject, "as_of": today, "today": today, "format": Format.JSONL}
    return Wish(**{**usual, **given})  # type: ignore[arg-type]


def place(database: Database, person_id: UUID, wish: Wish | None = None, at: datetime | None = None) -> UUID:
    """Somebody asks for an export."""
    key = uuid4()
    with database.writing() as session, session.begin():
        place_job(session, person_id, key, wish or wish_for(), headers=None, steps=100, at=at or clock.now())
    return key


def look(database: Database, job_id: UUID) -> ExportJob:
    """A job as it stands."""
    with database.reading() as session:
        return session.get_one(ExportJob, job_id)


def pieces(database: Database, job_id: UUID) -> int:
    """How many pieces of its file are stored."""
    with database.reading() as session:
        stored = select(func.count()).select_from(ExportChunk).where(ExportChunk.job_id == job_id)
        return session.scalar(stored) or 0
