"""Fixtures of the reports' tests."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from elearn import clock
from elearn.database import Database
from elearn.reports import export_size
from elearn.requirements.services import Terms, set_requirement
from tests.people import World
from tests.reports.building import DECISION, Group
from tests.reports.cast import MODULES, Cast
from tests.reports.export_queue import Sleeper
from tests.reports.history import complete


@pytest.fixture
def group(session: Session) -> Group:
    """An empty group on each of the two databases."""
    return Group(session)


@pytest.fixture
def cast(app: Flask, database: Database, world: World, sign_in_as: Callable[..., FlaskClient]) -> Cast:
    """The cast of the tests, asked for all four modules since a year."""
    today = clock.today()
    with database.writing() as session, session.begin():
        terms = Terms(unit_id=world.units["G"], modules=MODULES, **DECISION)
        set_requirement(session, terms, valid_from=today - timedelta(days=365), at=clock.now())
    return Cast(app, database, world, today, sign_in_as)


@pytest.fixture
def counted(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Count the statements that the application sends: `with counted() as statements`."""
    engine = app.extensions["elearn_database"].engine

    @contextmanager
    def count() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("PRAGMA", "BEGIN", "SET TRANSACTION")):
                statements.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return count


@pytest.fixture
def sleeper(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Sleeper:
    """Every export with a row is a large one, and nobody does it yet."""
    monkeypatch.setattr(export_size, "MOST_AT_ONCE", 0)
    sleeper = Sleeper()
    app.extensions["elearn_exports"] = sleeper
    return sleeper


@pytest.fixture
def completed(session: Session, world: World, sleeper: Sleeper) -> World:
    for person in (world.alice, world.karl, world.styrbjorn):
        complete(session, person, clock.today() - timedelta(days=100))
    session.commit()
    return world


@pytest.fixture
def dana(completed: World, client: FlaskClient, sign_in_as: Callable[..., FlaskClient]) -> FlaskClient:
    """HR of the group, signed in."""
    return sign_in_as(client, completed.dana)
