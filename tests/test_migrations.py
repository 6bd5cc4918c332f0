"""The migrations and the models say the same, on both engines; what was recorded cannot be changed."""

from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from elearn import clock
from elearn.completions.models import Completion, Evidence
from elearn.completions.services import record_completion
from elearn.database import Base, Database, Dated
from elearn.organisations.models import PersonJoin
from elearn.upgrade import MIGRATIONS, UpgradeError, is_current, upgrade
from tests.people import World

DATED_TABLES = sorted(
    mapper.class_.__tablename__
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Dated) or "superseded_at" in mapper.local_table.columns
)


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_the_migrations_build_what_the_models_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert is_current(database)


def test_an_empty_database_is_not_current(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    assert not is_current(database)
    database.dispose()


def test_an_upgrade_that_leaves_rows_pointing_at_nothing_is_undone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'broken.db'}")
    with database.engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))")
    driver = database.engine.raw_connection()
    driver.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
    driver.driver_connection.execute("INSERT INTO child VALUES (7)")  # type: ignore[union-attr]
    driver.close()
    with pytest.raises(UpgradeError):
        upgrade(database)
    assert inspect(database.engine).get_table_names() == ["child", "parent"]
    database.dispose()


@pytest.fixture
def filled(session: Session, world: World) -> Session:
    """A row in every table that must not change."""
    now = clock.now()
    record_completion(
        session,
        person_id=world.alice,
        module="m",
        version="1.0",
        evidence=Evidence.CHECK,
        completed_on=date(2026, 1, 31),
        valid_until=None,
        origin="a",
        at=now,
    )
    session.add(PersonJoin(person_id=world.alice, into_id=world.bob, recorded_at=now, superseded_at=None))
    session.commit()
    return session


@pytest.mark.parametrize("table", ["completion", "audit_event", "chain_link", "module_version"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_ledger_and_the_trail_refuse_change(filled: Session, table: str, statement: str) -> None:
    column = {"completion": "module", "audit_event": "action", "chain_link": "digest"}.get(table, "body")
    with pytest.raises(DBAPIError, match="elearn"):
        filled.execute(text(statement.format(table, column, "'x'")))


@pytest.mark.parametrize("table", ["employment", "unit_version", "person_join", "role_grant"])
def test_a_dated_row_takes_only_the_time_it_was_superseded(filled: Session, table: str) -> None:
    filled.execute(text(f"UPDATE {table} SET superseded_at = '2026-11-22 10:00:00+00:00'"))  # noqa: S608
    filled.commit()
    again = f"UPDATE {table} SET superseded_at = NULL"  # noqa: S608
    other = f"UPDATE {table} SET recorded_at = '2020-01-01 10:00:00+00:00'"  # noqa: S608
    for statement in (again, other, f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(DBAPIError, match="elearn"):
            filled.execute(text(statement))
        filled.rollback()


def test_a_retention_decision_lets_one_ledger_row_go(filled: Session) -> None:
    seq = filled.query(Completion).one().seq
    filled.execute(
        text("INSERT INTO removal VALUES (:seq, 'KS 2026/1', '2026-11-22 10:00:00+00:00')"), {"seq": seq}
    )
    filled.execute(text("DELETE FROM completion"))
    filled.commit()
    assert filled.query(Completion).count() == 0


def test_every_dated_table_has_its_trigger(database: Database) -> None:
    with database.engine.connect() as connection:
        names = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if database.is_sqlite
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        triggers = {row[0] for row in connection.exec_driver_sql(names)}
    assert {f"{table}_kept" for table in DATED_TABLES} <= triggers
