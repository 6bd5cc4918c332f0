"""Why a large export could not be made: one word on its row, nothing of its file, and the next one is made."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from elearn import clock
from elearn.cli import cli
from elearn.database import Database
from elearn.reports import export_running
from elearn.reports.export_running import do_next
from elearn.reports.models import Fault, JobState
from tests.people import World
from tests.reports.export_queue import look, pieces, place, wish_for, workshop
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
