"""The database: one declarative base, the types and rules that both engines share, reading and writing sessions."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    String,
    and_,
    create_engine,
    event,
    literal,
    or_,
)
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator

# SQLite 3.7.0 to 3.51.2 can corrupt a database in write-ahead-log mode (the WAL-reset bug, sqlite.org/wal.html).
WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3)
BUSY_TIMEOUT_SECONDS = 30


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant. SQLite keeps no time zone, so it is stored as UTC and given its zone back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def word(enum: type[StrEnum]) -> Enum:
    """A column type that stores an enum's value as text."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda e: [m.value for m in e],
    )


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: String(), datetime: UtcDateTime()}


class Dated:
    """A fact with two times: the days it holds, and when it was recorded and superseded.

    Only `superseded_at` is ever written after the row was made; the database refuses anything else.
    `began_on` is the first day of the whole period as its source states it; a change of values
    within the period gives a new row with a later `valid_from` and the same `began_on`.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    began_on: Mapped[date]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


def holds(
    model: type[Dated] | Any, on: date | BindParameter[date], known_at: datetime | None = None
) -> ColumnElement[bool]:
    """The condition that a dated row holds on a day, as it was known at an instant (now when none is given)."""
    return and_(
        model.valid_from <= on, or_(model.valid_to.is_(None), model.valid_to >= on), known(model, known_at)
    )


def known(model: type[Dated] | Any, at: datetime | None = None) -> ColumnElement[bool]:
    """The condition that a row counted as true at an instant (now when none is given)."""
    superseded: InstrumentedAttribute[datetime | None] = model.superseded_at
    if at is None:
        return superseded.is_(None)
    return and_(model.recorded_at <= at, or_(superseded.is_(None), superseded > at))


def is_one_of(
    column: ColumnElement[int] | InstrumentedAttribute[int], numbers: Iterable[int]
) -> ColumnElement[bool]:
    """The condition that a column is one of very many numbers, all of them in one parameter.

    `IN` with a parameter for each stops working at 32,766 of them on SQLite and at 65,535 on PostgreSQL.
    """
    return _OneOf(column, literal(json.dumps(sorted(numbers)), String()))


class _OneOf(FunctionElement[bool]):
    name = "one_of"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> "_OneOf":
        """A condition as it stands: written as `… = 1`, SQLite would find nothing by index."""
        return self


@compiles(_OneOf, "sqlite")
def _one_of_on_sqlite(element: _OneOf, compiler: SQLCompiler, **given: Any) -> str:
    column, numbers = (compiler.process(clause, **given) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 - both are our own clauses


@compiles(_OneOf, "postgresql")
def _one_of_on_postgresql(element: _OneOf, compiler: SQLCompiler, **given: Any) -> str:
    column, numbers = (compiler.process(clause, **given) for clause in element.clauses)
    return f"{column} = ANY (CAST(translate({numbers}, '[]', '{{}}') AS INTEGER[]))"


class Database:
    """One database and the two ways into it.

    A reading session cannot write: the database itself refuses (`query_only`, `READ ONLY`). A writing
    session takes SQLite's write lock at its first statement, because a read that becomes a write later
    loses updates there.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        if self.is_sqlite and self.url.database and self.url.database != ":memory:":
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = _engine(url)
        self._for_reading = self.engine.execution_options(elearn_reading=True)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    def reading(self) -> Session:
        return Session(self._for_reading, expire_on_commit=False, autoflush=False)

    def writing(self, patience: float | None = None) -> Session:
        """A session that writes. `patience`: how many seconds to wait for others' locks before it fails."""
        engine = self.engine.execution_options(elearn_patience=patience) if patience else self.engine
        return Session(engine, expire_on_commit=False)

    def dispose(self) -> None:
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=10)
        event.listen(engine, "begin", _begin_on_postgresql)
        return engine
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_on_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # What is deleted is overwritten: answers and certificates must not be found in the file, or in a copy of it.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA journal_mode = {'WAL' if WAL_IS_SAFE else 'DELETE'}")


def _begin_on_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("elearn_reading", False)
    patience = connection.get_execution_options().get("elearn_patience", BUSY_TIMEOUT_SECONDS)
    if connection.info.get("elearn_patience", BUSY_TIMEOUT_SECONDS) != patience:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        connection.info["elearn_patience"] = patience
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
    connection.exec_driver_sql("BEGIN DEFERRED" if reading else "BEGIN IMMEDIATE")


def _begin_on_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("elearn_reading", False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    patience = connection.get_execution_options().get("elearn_patience")
    if patience is not None:
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(patience * 1000)}")
