"""The ledger of the example group as a file, in rows per second."""

import csv
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sqlalchemy import select

from elearn import clock
from elearn.completions.models import Completion
from elearn.database import Database
from elearn.organisations.models import Employment, PersonalDetails, PersonNumber, Source, Unit
from elearn.reports.exports import Format, Subject, Wish, write_export
from tests.bench.results import Result, timed


def measure_exports(path: Path, directory: Path) -> Iterator[Result]:
    floor, _ = timed(lambda: write_bare(path, directory / "floor.csv"))
    database = Database(f"sqlite:///{path}")
    for format in Format:
        ours, rows = timed(partial(export, database, format, directory / f"out.{format}"))
        speed = f"{rows / ours:,.0f} rows/s", f"{rows / floor:,.0f} rows/s"
        yield Result(f"export of {rows:,} completions as {format}", *speed, floor / ours)
    database.dispose()


def export(database: Database, format: Format, target: Path) -> int:
    on = clock.today()
    wish = Wish(subject=Subject.COMPLETIONS, as_of=on, today=on, format=format)
    with database.reading() as session, target.open("w+b") as file:
        return write_export(session, wish, None, file)


def write_bare(path: Path, target: Path) -> None:
    """The ledger with names, joined by the database, from a cursor to csv."""
    statement = (
        select(
            Completion,
            Source.name,
            PersonNumber.employee_number,
            PersonalDetails,
            Employment.level,
            Unit.code,
        )
        .join(PersonNumber, PersonNumber.person_id == Completion.person_id)
        .join(Source, Source.id == PersonNumber.source_id)
        .join(PersonalDetails, PersonalDetails.number_id == PersonNumber.id)
        .join(Employment, Employment.number_id == PersonNumber.id)
        .join(Unit, Unit.id == Employment.unit_id)
        .group_by(Completion.id)
    )
    database = Database(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection, target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(connection.execute(str(statement.compile(database.engine))))
    database.dispose()
