"""One moment of the database to read at leisure, with everybody else writing meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import StaticPool, create_engine
from sqlalchemy.orm import Session

from elearn.database import Database
from elearn.reports.spreadsheets import DIRECTORY_PREFIX


@contextmanager
def snapshot(database: Database) -> Iterator[Session]:
    """A session that reads the database as it is now, however long that takes.

    PostgreSQL keeps such a view by itself, and so does SQLite with a write-ahead log. With a rollback journal an open
    read blocks every commit, so the database is copied first, which takes a fraction of the time. The copy has no
    name: it goes with its process, whatever ends it.
    """
    with database.reading() as session:
        if not database.is_sqlite or _is_write_ahead(session):
            yield session
            return
    with closing(_copy(Path(database.url.database or ""))) as copy:
        engine = create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool, hide_parameters=True)
        with Session(engine, expire_on_commit=False, autoflush=False) as session:
            yield session


def _is_write_ahead(session: Session) -> bool:
    """Asked of the database itself: a copy would carry its mode along, and a log needs a file with a name."""
    return session.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def _copy(path: Path) -> sqlite3.Connection:
    """A private copy beside the original, where there is room for it; OSError when there is not."""
    with TemporaryDirectory(prefix=DIRECTORY_PREFIX, dir=path.parent) as directory:
        copy = sqlite3.connect(Path(directory) / "copy.db", check_same_thread=False)
        try:
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            copy.execute("PRAGMA user_version = 0").close()  # the file is opened now, before its name goes
        except sqlite3.Error:
            copy.close()
            raise
    return _filled(copy, path)


def _filled(copy: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    try:
        with closing(sqlite3.connect(path)) as original:
            original.backup(copy)
        copy.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        copy.close()
        raise OSError(f"the database could not be copied: {type(error).__name__}") from error
    return copy
