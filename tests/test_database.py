"""The three ways in which SQLite loses data in silence, and that reading cannot write."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from elearn.accounts.models import Throttle
from elearn.database import WAL_IS_SAFE, Database
from elearn.organisations.models import Source

THREADS, ROUNDS = 4, 10


def test_concurrent_read_modify_write_loses_no_update(database: Database) -> None:
    """Deferred transactions on SQLite acknowledge such updates and lose them."""
    with database.writing() as session, session.begin():
        session.add(Throttle(key="counter", window_start=datetime.now(UTC), times=0))

    def count() -> None:
        for _ in range(ROUNDS):
            with database.writing() as session, session.begin():
                row = session.get(Throttle, "counter", with_for_update=True)
                assert row is not None
                row.times += 1

    threads = [threading.Thread(target=count) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        row = session.get(Throttle, "counter")
        assert row is not None
        assert row.times == THREADS * ROUNDS


def test_foreign_keys_are_enforced(session: Session) -> None:
    with pytest.raises(DBAPIError):
        session.execute(text("INSERT INTO unit (code, source_id) VALUES ('x', 4711)"))


def test_an_instant_comes_back_with_its_zone(session: Session) -> None:
    at = datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=UTC)
    session.add(Throttle(key="zone", window_start=at, times=1))
    session.commit()
    session.expire_all()
    row = session.get(Throttle, "zone")
    assert row is not None
    assert row.window_start == at
    assert row.window_start.tzinfo is not None


def test_an_instant_without_a_zone_is_refused(session: Session) -> None:
    session.add(Throttle(key="naive", window_start=datetime(2026, 11, 22, 9, 30), times=1))  # noqa: DTZ001
    with pytest.raises(StatementError, match="time zone"):
        session.flush()


def test_a_reading_session_cannot_write(database: Database) -> None:
    with database.reading() as session:
        session.add(Source(name="written while reading"))
        with pytest.raises(DBAPIError):
            session.flush()


def test_writing_works_again_after_reading_on_the_same_connection(database: Database) -> None:
    with database.reading() as session:
        session.execute(text("SELECT 1"))
    with database.writing() as session, session.begin():
        session.add(Source(name="hr"))


def test_sqlite_syncs_fully_and_uses_the_safe_journal(database: Database) -> None:
    if not database.is_sqlite:
        return
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        assert mode == ("wal" if WAL_IS_SAFE else "delete")


def test_what_is_deleted_on_sqlite_is_not_left_in_the_file(database: Database) -> None:
    if not database.is_sqlite:
        return
    canaries = [
        f"canary-{number:04}-" + "c" * 300 for number in range(200)
    ]  # so many that whole pages are freed
    with database.writing() as session, session.begin():
        session.add_all(Throttle(key=key, window_start=datetime.now(UTC), times=0) for key in canaries)
    path = Path(str(database.url.database))
    assert b"canary-0150" in _bytes(path)
    with database.writing() as session, session.begin():
        session.execute(delete(Throttle))
    assert b"canary-" not in _bytes(path)


def _bytes(path: Path) -> bytes:
    """The database file, with its journal where there is one."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))
