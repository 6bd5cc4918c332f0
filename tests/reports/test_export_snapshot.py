"""One moment of the database to read at leisure: others write meanwhile, and nothing of it is left behind."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn import database as database_module
from elearn.clock import now, today
from elearn.completions.models import Completion
from elearn.database import Database
from elearn.reports.export_running import do_next
from elearn.reports.export_snapshot import snapshot
from elearn.reports.models import JobState
from tests.people import World, build_world
from tests.reports.export_queue import look, place, workshop
from tests.reports.history import complete

AT_ONCE = 0.5


def test_others_write_while_it_is_read_and_it_does_not_see_that(
    database: Database, session: Session, world: World
) -> None:
    complete(session, world.alice, today())
    session.commit()
    count = select(func.count()).select_from(Completion)
    with snapshot(database) as reading:
        assert reading.scalar(count) == 1
        with database.writing(patience=AT_ONCE) as writing, writing.begin():
            complete(writing, world.karl, today())
        assert reading.scalar(count) == 1
    with database.reading() as reading:
        assert reading.scalar(count) == 2


def test_the_copy_has_no_name_while_it_is_read(database: Database, world: World, tmp_path: Path) -> None:
    """Whoever is killed while reading leaves nothing that anybody could find."""
    before = sorted(path.name for path in tmp_path.iterdir())
    with snapshot(database) as reading:
        assert reading.scalar(select(func.count()).select_from(Completion)) == 0
        assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.fixture
def write_ahead(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A SQLite with a write-ahead log, as every one is from SQLite 3.51.3 on."""
    monkeypatch.setattr(database_module, "WAL_IS_SAFE", True)
    path = tmp_path / "ahead.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


def test_a_database_with_a_write_ahead_log_is_read_itself(write_ahead: Database, tmp_path: Path) -> None:
    with write_ahead.writing() as session, session.begin():
        assert session.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        world = build_world(session, today())
        complete(session, world.alice, today())
    count = select(func.count()).select_from(Completion)
    with snapshot(write_ahead) as reading:
        assert reading.scalar(count) == 1
        with write_ahead.writing(patience=AT_ONCE) as writing, writing.begin():
            complete(writing, world.karl, today())
        assert reading.scalar(count) == 1
        assert {path.suffix for path in tmp_path.iterdir()} == {".db", ".db-wal", ".db-shm"}
    with write_ahead.reading() as reading:
        assert reading.scalar(count) == 2


def test_an_export_is_made_of_a_database_with_a_write_ahead_log(write_ahead: Database) -> None:
    with write_ahead.writing() as session, session.begin():
        world = build_world(session, today())
        complete(session, world.alice, today())
    job_id = place(write_ahead, world.dana, at=now())
    assert do_next(workshop(write_ahead))
    job = look(write_ahead, job_id)
    assert (job.state, job.fault, job.rows) == (JobState.DONE, None, 1)
