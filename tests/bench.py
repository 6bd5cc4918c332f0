"""The first ratios, each against its floor in the same run: `make bench`. Writes nothing into the project.

A page is compared with a bare Flask page of as many bytes under the same server, an import with a bare
bulk insert of the same rows, an export with a bare loop from cursor to csv. What is printed says how much
of the time is ours; seconds alone say more about the machine.
"""

import csv
import http.client
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Table, event, insert, select
from sqlalchemy.engine import Engine

from elearn import clock
from elearn.app import create_app
from elearn.completions.models import Completion
from elearn.config import Config
from elearn.database import Base, Database
from elearn.demo.files import BASE, FILES, shift_dates
from elearn.demo.load import PASSWORD, build, load_file
from elearn.modules.catalogue import Catalogue
from elearn.modules.loader import load_content
from elearn.organisations.importing import apply_import, plan_import
from elearn.organisations.models import Employment, PersonalDetails, PersonNumber, Source, Unit
from elearn.reports.exports import Format, Subject, Wish, write_export
from elearn.server import claim, listen, run
from elearn.upgrade import upgrade
from tests.browsing import Browser
from tests.postgres import create_database, start_cluster
from tests.serving import SECRET, Serving, free_port, wait_for
from tests.staging import CONTENT

ROUNDS, SECONDS, CLIENTS = 3, 2.0, 4
PAGES = (
    ("the learner's start page", "larande", "/"),
    ("a section to read", "larande", "/moduler/1/2"),
    ("my people (manager)", "chef", "/enheter/OMS-EXG"),
    ("the group on one screen (HR)", "hr", "/hr"),
)
TABLES = ("source", "hr_import", "unit", "person", "person_number", "personal_details", "employment")


@dataclass(frozen=True)
class Result:
    """One measured thing beside its floor."""

    what: str
    ours: str
    floor: str
    ratio: float


def main() -> None:
    print(f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors\n")
    with tempfile.TemporaryDirectory(prefix="elearn-bench-") as folder:
        directory = Path(folder)
        path = directory / "demo.db"
        # What is measured stays the same, whoever edits the content meanwhile.
        shutil.copytree(CONTENT, directory / "content")
        catalogue = Catalogue(load_content(directory / "content"))
        spent, _ = timed(lambda: build(path, catalogue, clock.now()))
        print(f"the example, 7,500 people with their past, built in {spent:.1f} s\n")
        show([*measure_pages(path, directory), *measure_exports(path, directory)])
        with start_cluster(durable=True) as cluster:
            postgresql = create_database(cluster.url, "bench"), create_database(cluster.url, "floor")
            sqlite = f"sqlite:///{directory}/bench.db", f"sqlite:///{directory}/floor.db"
            show([*measure_import("SQLite", *sqlite), *measure_import("PostgreSQL", *postgresql)])
        count_queries(path, directory)


def show(results: list[Result]) -> None:
    print(f"{'':<44}{'ours':>14}{'floor':>14}{'ratio':>8}")
    for one in results:
        print(f"{one.what:<44}{one.ours:>14}{one.floor:>14}{one.ratio:>8.3f}")
    print()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


# Pages, in requests per second


def measure_pages(path: Path, directory: Path) -> Iterator[Result]:
    ours = Serving(f"sqlite:///{path}", directory, ELEARN_CONTENT_DIR=str(directory / "content"))
    with ours as server, bare_server(directory) as floor:
        for what, account, page in PAGES:
            visitor = Browser(server.address)
            visitor.sign_in(f"{account}@exempel.example", PASSWORD)
            size = len(visitor.get(page).text.encode())
            cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
            pairs = [(rate(server.port, page, cookie), rate(floor, f"/{size}", "")) for _ in range(ROUNDS)]
            full = statistics.median(pair[0] for pair in pairs)
            bare = statistics.median(pair[1] for pair in pairs)
            yield Result(f"{what}, {size:,} bytes", f"{full:.0f}/s", f"{bare:.0f}/s", full / bare)


def rate(port: int, path: str, cookie: str) -> float:
    """Answers per second to a few clients who ask without pause."""
    counts = [0] * CLIENTS
    end = time.perf_counter() + SECONDS

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < end:
            connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            response = connection.getresponse()
            response.read()
            assert response.status == 200, f"{path}: {response.status}"
            counts[place] += 1
        connection.close()

    clients = [threading.Thread(target=ask, args=(place,)) for place in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(counts) / SECONDS


@contextmanager
def bare_server(directory: Path) -> Iterator[int]:
    """A Flask application with one page and nothing else, served as ours is."""
    port, log = free_port(), directory / "bare.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench", "bare", str(port)], stdout=output, stderr=output
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/1", process, log)
        yield port
    finally:
        process.terminate()
        process.wait()


def serve_bare(port: int) -> None:
    app = Flask("bare")
    app.extensions["elearn_database"] = app.extensions["elearn_reports"] = Database("sqlite://")
    app.add_url_rule("/<int:size>", "page", lambda size: "x" * size)
    run(app, listen(claim(f"127.0.0.1:{port}")), workers=2)


# Imports, in seconds


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


# Exports, in rows per second


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


# Questions to the database, and bytes


def count_queries(path: Path, directory: Path) -> None:
    config = Config(
        database_url=f"sqlite:///{path}",
        secret_key=SECRET,
        instance_dir=directory,
        content_dir=directory / "content",
    )
    app = create_app(config)
    print(f"{'':<44}{'queries':>14}{'bytes':>14}")
    for what, account, page in PAGES:
        client = app.test_client()
        form = client.get("/logga-in").get_data(as_text=True)
        token = form.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        sign_in = {"csrf_token": token, "email": f"{account}@exempel.example", "password": PASSWORD}
        client.post("/logga-in", data=sign_in)
        with queries_of(app.extensions["elearn_database"].engine) as statements:
            body = client.get(page).get_data()
        print(f"{what:<44}{len(statements):>14}{len(body):>14,}")
    first = ("/logga-in", "/static/elearn.css", "/static/elearn.js", "/static/favicon.svg")
    size = sum(len(app.test_client().get(address).get_data()) for address in first)
    print(f"{'the first page, with style, script and icon':<44}{'':>14}{size:>14,}")


@contextmanager
def queries_of(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        serve_bare(int(sys.argv[2]))
    main()
