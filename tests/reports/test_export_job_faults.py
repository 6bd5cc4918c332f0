"""Why a large export could not be made: one word on its row, nothing of its file, and the next one is made."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from elearn import clock
from elearn.cli import cli
from elearn.database import Database
from elearn.reports import export_running
from elearn.reports.export_jobs import purge_jobs
from elearn.reports.export_running import Runner, do_next
from elearn.reports.models import ExportJob, Fault, JobState
from tests.people import World
from tests.reports.export_queue import PAGE, look, made, pieces, place, text, wish_for, workshop
from tests.reports.history import complete


@pytest.fixture(autouse=True)
def history(session: Session, world: World) -> World:
    complete(session, world.alice, clock.today())
    session.commit()
    return world


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"unit": "F2"}, Fault.UNIT),
        ({"headers": "rubriker ="}, Fault.HEADERS),
    ],
)
def test_what_does_not_hold_any_more_when_it_is_made(
    database: Database, world: World, given: dict[str, Any], fault: Fault
) -> None:
    """Asked for by HR of the company, for a unit of others; or as a mapping file stood that is wrong."""
    job_id = place(database, world.oskar, wish_for(**given))
    assert do_next(workshop(database))
    job = look(database, job_id)
    assert (job.state, job.fault, job.leased_by) == (JobState.FAILED, fault, None)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OSError(28, "No space left on device"), Fault.DISK),
        (OperationalError("SELECT", {}, Exception("gone")), Fault.DATABASE),
        (KeyError("unexpected"), Fault.UNEXPECTED),
    ],
)
def test_what_goes_wrong_meanwhile(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch, error: Exception, fault: Fault
) -> None:
    def break_off(*_given: object) -> int:
        raise error

    first = place(database, world.dana)
    second = place(database, world.dana)
    with monkeypatch.context() as patched:
        patched.setattr(export_running, "write_export", break_off)
        assert do_next(workshop(database))
    assert (look(database, first).state, look(database, first).fault) == (JobState.FAILED, fault)
    assert pieces(database, first) == 0
    assert do_next(workshop(database))
    assert look(database, second).state is JobState.DONE


def test_the_log_says_what_kind_of_fault_and_nothing_of_whom(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_off(*_given: object) -> int:
        raise ValueError("Alice Alm")

    place(database, world.dana)
    monkeypatch.setattr(export_running, "write_export", break_off)
    do_next(workshop(database))
    assert [record.getMessage() for record in caplog.records] == ["an export could not be made: ValueError"]
    assert "Alice" not in caplog.text


def spoil(database: Database, job_id: UUID) -> None:
    """Let a job ask for what only another release can make."""
    with database.writing() as session, session.begin():
        job = session.get_one(ExportJob, job_id)
        job.wish = {**job.wish, "subject": "weather"}


def test_what_cannot_be_read_keeps_nobody_waiting(database: Database, world: World) -> None:
    spoilt, job_id = place(database, world.dana), place(database, world.dana)
    spoil(database, spoilt)
    assert do_next(workshop(database))
    job = look(database, spoilt)
    assert (job.state, job.fault, job.leased_by) == (JobState.FAILED, Fault.UNEXPECTED, None)
    assert look(database, job_id).state is JobState.DONE
    assert not do_next(workshop(database))


def test_what_cannot_be_read_is_left_out_of_ones_own(dana: FlaskClient, database: Database) -> None:
    spoilt, address = made(dana, database), made(dana, database)
    spoil(database, UUID(spoilt.rsplit("/", 1)[1]))
    page = text(dana, PAGE)
    assert address in page
    assert spoilt not in page
    assert dana.get(spoilt).status_code == 404


def test_a_fault_between_two_exports_stops_neither(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = [place(database, world.dana), place(database, world.dana)]
    faults = [KeyError("Alice Alm")]

    def purge_later(*given: Any) -> int:
        if faults:
            raise faults.pop()
        return purge_jobs(*given)

    monkeypatch.setattr(export_running, "purge_jobs", purge_later)
    monkeypatch.setattr(export_running, "AGAIN", timedelta(0))
    work_off(Runner(workshop(database)))
    assert {look(database, job_id).state for job_id in jobs} == {JobState.DONE}
    assert [record.getMessage() for record in caplog.records] == ["exports must wait: KeyError"]
    assert "Alice" not in caplog.text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_is_gone_is_replaced(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = place(database, world.dana)
    runner = Runner(workshop(database))
    with monkeypatch.context() as patched:
        patched.setattr(Runner, "_do_all", lambda _self: sys.exit())
        work_off(runner)
    assert look(database, job_id).state is JobState.WAITING
    work_off(runner)
    assert look(database, job_id).state is JobState.DONE


def work_off(runner: Runner) -> None:
    """Wake the thread of a process, and wait until it has gone again."""
    runner.wake()
    thread = runner._thread
    if thread is not None:
        thread.join(30)
        assert not thread.is_alive()


def test_a_scheduler_can_do_what_waits(
    database: Database,
    database_url: str,
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ELEARN_DATABASE_URL", database_url)
    monkeypatch.setenv("ELEARN_INSTANCE_DIR", str(tmp_path))
    jobs = [place(database, person) for person in (world.dana, world.oskar)]
    ended = CliRunner().invoke(cli, ["export", "run-jobs"])
    assert (ended.exit_code, ended.output) == (0, "Exporter som väntade: 2.\n")
    assert {look(database, job_id).state for job_id in jobs} == {JobState.DONE}
    assert CliRunner().invoke(cli, ["export", "run-jobs"]).output == "Exporter som väntade: 0.\n"
