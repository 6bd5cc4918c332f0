"""The example's files of people through the importer, in seconds."""

from collections.abc import Iterator

from sqlalchemy import Table, insert, select

from elearn import clock
from elearn.database import Base, Database
from elearn.demo.files import BASE, FILES, shift_dates
from elearn.demo.load import load_file
from elearn.organisations.importing import apply_import, plan_import
from elearn.upgrade import upgrade
from tests.bench.results import Result, timed

TABLES = ("source", "hr_import", "unit", "person", "person_number", "personal_details", "employment")


def measure_import(engine: str, url: str, floor_url: str) -> Iterator[Result]:
    """All people files of the example into a database that knows the units; then the same once more."""
    database, at = Database(url), clock.now()
    upgrade(database)
    with database.writing() as session, session.begin():
        for file in FILES:
            if file.kind == "units":
                load_file(session, file, at)
    ours, _ = timed(lambda: load_people(database))
    again, _ = timed(lambda: load_people(database))
    floor, rows = insert_bare(database, floor_url)
    yield Result(
        f"{engine}: {rows:,} rows of people, first time", f"{ours:.2f} s", f"{floor:.2f} s", ours / floor
    )
    yield Result(f"{engine}: the same files again", f"{again:.2f} s", f"{floor:.2f} s", again / floor)
    database.dispose()


def load_people(database: Database) -> None:
    at = clock.now()
    on = clock.day_of(at)
    for file in (one for one in FILES if one.kind == "people"):
        content = shift_dates(file.path.read_bytes().decode(), (on - BASE).days).encode()
        with database.writing() as session, session.begin():
            plan = plan_import(session, "people", content, source=file.source, effective=on)
            apply_import(session, plan, at=at)


def insert_bare(database: Database, floor_url: str) -> tuple[float, int]:
    """The same rows into the same tables with executemany and nothing more; the time, and how many."""
    tables = [Base.metadata.tables[name] for name in TABLES]
    with database.reading() as session:
        rows = {table: [dict(row) for row in session.execute(select(table)).mappings()] for table in tables}
    floor = Database(floor_url)
    upgrade(floor)

    def fill(chosen: list[Table]) -> None:
        with floor.engine.begin() as connection:
            for table in chosen:
                connection.execute(insert(table), rows[table])

    fill(tables[:3])
    spent, _ = timed(lambda: fill(tables[3:]))
    floor.dispose()
    return spent, sum(len(rows[table]) for table in tables[3:])
