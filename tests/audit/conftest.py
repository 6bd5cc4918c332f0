"""A chain with events and completions in it, and a way past what the database refuses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from elearn import clock
from elearn.audit.services import record_event
from elearn.completions.models import Evidence
from elearn.completions.services import record_completion
from elearn.database import Database
from tests.people import World

COMPLETIONS = 6


@pytest.fixture
def chain(database: Database, world: World) -> None:
    """Completions, each with its event, then an event with details of every sort."""
    at = clock.now()
    for number in range(COMPLETIONS):
        with database.writing() as session, session.begin():
            record_completion(
                session,
                person_id=world.alice,
                module=f"modul-{number}",
                version="1.0",
                evidence=Evidence.CHECK,
                completed_on=at.date(),
                valid_until=at.date() + timedelta(days=730) if number % 2 else None,
                origin=f"test:{number}",
                at=at + timedelta(microseconds=number),
            )
    with database.writing() as session, session.begin():
        record_event(
            session,
            "test.details",
            at=at,
            actor=world.dana,
            object="å",
            details={"text": "åäö ”", "number": 7, "none": None, "list": [1, {"b": True}], "": 1.5},
        )


@pytest.fixture
def tamper(database: Database) -> Callable[[str], None]:
    """Do what nobody is allowed to: as somebody who owns the file or the server would."""

    def do(*statements: str) -> None:
        with database.engine.connect() as connection:
            if database.is_sqlite:
                driver = connection.connection.dbapi_connection
                assert driver is not None
                driver.execute("PRAGMA foreign_keys = OFF")
                triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
                dropped = [f"DROP TRIGGER {name}" for (name,) in triggers]
            else:
                dropped = ["SET session_replication_role = replica"]
            for statement in (*dropped, *statements):
                connection.execute(text(statement))
            connection.commit()
            connection.invalidate()

    return do
