"""What has happened before a task can begin; each says what the task is about: an id, a code, a number."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts.credentials import issue_code, issue_link
from elearn.completions import way_files, way_services
from elearn.completions.corrections import ask_correction
from elearn.completions.models import Reason
from elearn.completions.way_models import FileKind, WayCase
from elearn.organisations.models import ImportMapping
from elearn.reports.export_running import do_next
from elearn.reports.models import ExportJob, Fault, JobState
from elearn.requirements.services import Terms, set_requirement
from tests.browsing import Browser
from tests.completions.asking import complete
from tests.completions.meetings import hold
from tests.completions.ways import COURSE, MODULE, PDF
from tests.e2e.conftest import Stage
from tests.reports.export_queue import place, workshop
from tests.staging import PASSWORD, catalogue, email_of

Before = Callable[[Stage], str]


def _in_one_go(stage: Stage, happen: Callable[[Session], str]) -> str:
    with stage.database.writing() as session, session.begin():
        return happen(session)


def link(name: str) -> Before:
    return lambda stage: _in_one_go(
        stage, lambda session: issue_link(session, stage.world.people[name], clock.now())
    )


def code(name: str) -> Before:
    return lambda stage: _in_one_go(
        stage, lambda session: issue_code(session, stage.world.people[name], clock.now())
    )


def another_browser(name: str) -> Before:
    def sign_in(stage: Stage) -> str:
        Browser(stage.address).sign_in(email_of(name), PASSWORD)
        return ""

    return sign_in


def done(name: str) -> Before:
    """Somebody has done the first module."""

    def happen(stage: Stage) -> str:
        person_id = stage.world.people[name]
        _in_one_go(stage, lambda session: str(complete(session, person_id, MODULE, clock.today()).id))
        return str(person_id)

    return happen


def session_of(module: int, days: int, *there: str) -> Before:
    """Bob has announced a group session so many days from today."""

    def happen(stage: Stage) -> str:
        slug, day = catalogue().modules[module].slug, clock.today() + timedelta(days=days)
        with stage.database.writing() as session:
            return str(hold(session, stage.world, slug, day, there=there).id)

    return happen


def case(name: str, *, handed_in: bool = False, abandoned: bool = False, number: bool = False) -> Before:
    """Somebody wants to do the first module another way; perhaps nobody is left of those who were to help."""

    def happen(session: Session, stage: Stage) -> str:
        person_id, at = stage.world.people[name], clock.now()
        way_services.ask_another_way(session, person_id, MODULE, at)
        if handed_in:
            made = way_services.Certificate(COURSE, clock.today(), _store(stage), FileKind.PDF)
            way_services.hand_in(session, person_id, MODULE, made, at)
        session.flush()
        found = session.scalars(select(WayCase).where(WayCase.person_id == person_id)).one()
        if abandoned:
            found.named = [stage.world.frida.hex]
        return found.number if number else str(found.id)

    return lambda stage: _in_one_go(stage, lambda session: happen(session, stage))


def _store(stage: Stage) -> str:
    return way_files.store(Path(str(stage.database.engine.url.database)).parent, PDF)


def proposed(name: str, by: str) -> Before:
    """Somebody in HR has proposed that what a person did is withdrawn."""

    def happen(session: Session, stage: Stage) -> str:
        person_id = stage.world.people[name]
        wrong = complete(session, person_id, MODULE, clock.today())
        session.flush()
        why = Reason.EVIDENCE_WITHDRAWN
        ask_correction(session, wrong, why, None, at=clock.now(), actor=stage.world.people[by])
        return str(person_id)

    return lambda stage: _in_one_go(stage, lambda session: happen(session, stage))


def requirement(stage: Stage) -> str:
    """Something is asked of a board."""
    since = clock.today() - timedelta(days=30)
    decision = {"decided_by": "Styrelsen", "decided_on": since, "record_number": "S 2026/1"}
    terms = Terms(unit_id=stage.world.units["S"], modules=(MODULE,), **decision)  # type: ignore[arg-type]

    def happen(session: Session) -> str:
        set_at = clock.now() - timedelta(minutes=1)
        return str(set_requirement(session, terms, valid_from=since, at=set_at).requirement_id)

    return _in_one_go(stage, happen)


def mapping(stage: Stage) -> str:
    """The page remembers what a source calls our columns."""
    row = ImportMapping(
        source="hr", name="ord.toml", content="[columns]\n", saved_by=stage.world.dana, saved_at=clock.now()
    )

    def happen(session: Session) -> str:
        session.add(row)
        return ""

    return _in_one_go(stage, happen)


def export(stage: Stage) -> str:
    """A large export that has been made."""
    job = place(stage.database, stage.world.dana)
    do_next(workshop(stage.database))
    return str(job)


def failed_export(stage: Stage) -> str:
    def fail(session: Session, job: UUID) -> str:
        found = session.get_one(ExportJob, job)
        found.state, found.fault, found.finished_at = JobState.FAILED, Fault.DISK, clock.now()
        return str(job)

    made = UUID(export(stage))
    return _in_one_go(stage, lambda session: fail(session, made))
