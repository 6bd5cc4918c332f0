"""Large exports as tests make them: a workshop of one process, and jobs done while the test looks on."""

import logging
import re
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from elearn import clock
from elearn.audit.models import AuditEvent
from elearn.database import Database
from elearn.reports.export_jobs import place_job, purge_jobs
from elearn.reports.export_running import Workshop, do_next
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


PAGE = "/hr/export"


class Sleeper:
    """Stands where a process has its thread, so that a test does the work when it wants to."""

    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


def ask(client: FlaskClient, **given: str) -> TestResponse:
    """Send the form of the page as a browser does."""
    page = client.get(PAGE).get_data(as_text=True)
    hidden = dict(re.findall(r'name="(csrf_token|key)"[^>]*value="([^"]+)"', page))
    form = {
        "subject": "completions",
        "as_of": clock.today().isoformat(),
        "structure": "then",
        "format": "csv",
    }
    return client.post(PAGE, data={**hidden, **form, **given}, buffered=True)


def post(client: FlaskClient, address: str) -> TestResponse:
    page = client.get(PAGE).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    return client.post(address, data={"csrf_token": token[1]})


def made(client: FlaskClient, database: Database, **given: str) -> str:
    """The address of the page of an export that is made."""
    address = ask(client, **given).headers["Location"]
    assert do_next(workshop(database))
    return str(address)


def events(database: Database) -> list[AuditEvent]:
    with database.reading() as session:
        found = session.scalars(
            select(AuditEvent).where(AuditEvent.action.like("export.%")).order_by(AuditEvent.seq)
        )
        return list(found)


def the_job(database: Database) -> ExportJob:
    with database.reading() as session:
        return session.scalars(select(ExportJob)).one()


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


def purge(database: Database, at: datetime) -> int:
    with database.writing() as session, session.begin():
        return purge_jobs(session, at)
