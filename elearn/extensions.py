"""The instances that one application shares: translations, form tokens, sign-in, and the request's database session."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import cast

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from elearn.config import Config
from elearn.database import Database

babel = Babel()
csrf = CSRFProtect()
login_manager = LoginManager()

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_beside = ThreadPoolExecutor(max_workers=4, thread_name_prefix="elearn-write")


def init_database(app: Flask, config: Config) -> None:
    """Open the database (and the reports' replica, when there is one) for this application."""
    app.extensions["elearn_config"] = config
    app.extensions["elearn_database"] = Database(config.database_url)
    app.extensions["elearn_reports"] = (
        Database(config.reports_database_url)
        if config.reports_database_url
        else app.extensions["elearn_database"]
    )
    app.teardown_appcontext(_close)


def get_config() -> Config:
    return cast(Config, current_app.extensions["elearn_config"])


def get_database() -> Database:
    return cast(Database, current_app.extensions["elearn_database"])


def get_session() -> Session:
    """The request's session: it can only read in a GET, and holds the write lock from the start in anything else."""
    if "session" not in g:
        database = get_database()
        g.session = database.reading() if _is_reading() else database.writing()
    return cast(Session, g.session)


def get_reports_database() -> Database:
    """Where reports are read: the replica, or the one database where there is none."""
    return cast(Database, current_app.extensions["elearn_reports"])


def get_reports_session() -> Session:
    """A reading session on the replica for reports, or the request's own where there is no replica."""
    reports = get_reports_database()
    if reports is get_database():
        return get_session()
    if "reports_session" not in g:
        g.reports_session = reports.reading()
    return cast(Session, g.reports_session)


@contextmanager
def write_aside() -> Iterator[Session]:
    """The few writes that a GET may make (last seen, its own exit, an audit row), in a transaction of their own.

    The request's read ends first: in SQLite's rollback-journal mode an open read blocks every commit.
    """
    if "session" in g and _is_reading():
        g.session.rollback()
    with get_database().writing() as session, session.begin():
        yield session


def _is_reading() -> bool:
    return has_request_context() and request.method in SAFE_METHODS


def write_within(seconds: float, work: Callable[[Session], object]) -> bool:
    """Like `write_aside`, for a page that must not wait for the database: it gets that long, then the page goes on.

    False when it was not done. The database gives up waiting for a lock by itself; the thread is for one
    that does not answer at all.
    """
    if "session" in g and _is_reading():
        g.session.rollback()
    database, log = get_database(), current_app.logger

    def write() -> bool:
        try:
            with database.writing(patience=seconds) as session, session.begin():
                work(session)
        except SQLAlchemyError as error:
            log.warning("a write beside a page failed: %s", type(error).__name__)
            return False
        return True

    waiting = _beside.submit(write)
    try:
        return waiting.result(timeout=2 * seconds)
    except TimeoutError:
        waiting.cancel()
        return False


def _close(_error: BaseException | None) -> None:
    for name in ("session", "reports_session"):
        session = g.pop(name, None)
        if session is not None:
            session.close()
