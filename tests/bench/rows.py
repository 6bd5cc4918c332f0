"""Very many rows into one table, as fast as each engine takes them.

A row is what both engines understand alike: numbers, texts (ids in hexadecimal, days and instants in ISO 8601, in UTC)
and None.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, func, select, text

from elearn.database import Base, Database

Row = tuple[Any, ...]
Thing = TypeVar("Thing")
AT_A_TIME = 20_000
CACHE_KIB = 400_000


class Loader:
    """One transaction that fills tables and leaves the indexes and keys of the tables as they are."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.on_sqlite = connection.dialect.name == "sqlite"
        if self.on_sqlite:
            connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")
        else:
            connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
            # SQLite checks every reference of the same rows; here that alone would take most of the time.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")

    def fill(self, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Append rows to a table; they are made while they are written, so that memory holds few of them."""
        if self.on_sqlite:
            places = ", ".join("?" * len(columns))
            statement = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
            for some in in_parts(rows):
                self.connection.exec_driver_sql(statement, some)
            return
        cursor: Any = self.connection.connection.cursor()
        with cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def settle(self) -> None:
        """Let the numbers that the database gives go on after those that were given here."""
        if not self.on_sqlite:
            for table in Base.metadata.sorted_tables:
                self._count_on(table)

    def _count_on(self, table: Table) -> None:
        column = table.columns.get("id")
        if column is None or column.type.python_type is not int:
            return
        sequence = func.pg_get_serial_sequence(table.name, "id")
        highest = select(func.max(column)).scalar_subquery()
        self.connection.execute(select(func.setval(sequence, func.coalesce(highest, 1))))


def in_parts(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """So many at a time."""
    waiting = iter(things)
    while some := list(islice(waiting, AT_A_TIME)):
        yield some


def gather_statistics(database: Database) -> None:
    """What PostgreSQL does by itself after a while. SQLite plans without, as it does for everybody who installs us."""
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
