"""A file of everybody every month and a reorganisation now and then: a page asks as much for 300 people as for 75."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from elearn import clock
from elearn.app import create_app
from elearn.config import Config
from elearn.database import Database
from tests.conftest import SECRET
from tests.delivered import CONTENT
from tests.postgres import create_database, drop_database, server_url
from tests.reports.cast import MODULES, words
from tests.reports.snapshots import DAY, TOPS, Snapshots

FEW, MANY = 75, 300
MONTHS, REORGANISED_EVERY = 4, 2
# The last: that somebody was seen is noted once a minute, whichever page that is.
BESIDES = ("PRAGMA", "BEGIN", "SET TRANSACTION", "UPDATE web_session")


@pytest.fixture
def urls(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Two empty databases of one engine."""
    if database_url.startswith("sqlite"):
        path = tmp_path / "another.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield database_url, f"sqlite:///{path}"
        return
    name = f"test_{uuid4().hex}"
    template = request.getfixturevalue("postgresql_template")
    yield database_url, create_database(server_url(), name, template=template)
    drop_database(server_url(), name)


@contextmanager
def lived(url: str, people: int, folder: Path, first: date) -> Iterator[tuple[FlaskClient, Database]]:
    """A group of so many people with its months behind it, and HR's browser."""
    from elearn.accounts.sessions import open_session

    app = create_app(Config(database_url=url, secret_key=SECRET, instance_dir=folder, content_dir=CONTENT))
    database: Database = app.extensions["elearn_database"]
    with database.writing() as session, session.begin():
        group = Snapshots(session, people, [(module, "1.0") for module in MODULES])
        group.live(first, MONTHS, reorganise_every=REORGANISED_EVERY)
        secret = open_session(session, group.officer, at=clock.now() - timedelta(seconds=5))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = secret, True
    yield client, database
    database.dispose()


def addresses(first: date, today: date) -> list[str]:
    """The report pages of several days, in both structures, and what has changed between them."""
    days = [first + DAY, first + 70 * DAY, today]
    pages = [
        f"{page}?per={on}{structure}"
        for page in ("/hr", "/enheter/G", "/enheter/F2", "/enheter/B1-0")
        for on in days
        for structure in ("", "&struktur=nu")
    ]
    changes = [f"/enheter/{unit}/forandring?fran={days[0]}&till={days[1]}" for unit in ("G", "F2")]
    return [*pages, *changes, f"/enheter/F2/jamfor?per={days[1]}"]


def count(client: FlaskClient, database: Database, pages: list[str]) -> dict[str, int]:
    """How many statements each page sends, once it has been looked at before."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(BESIDES):
            sent.append(statement)

    found: dict[str, int] = {}
    event.listen(database.engine, "before_cursor_execute", note)
    for page in pages:
        assert client.get(page).status_code == 200, page
        sent.clear()
        client.get(page)
        found[page] = len(sent)
    event.remove(database.engine, "before_cursor_execute", note)
    return found


@pytest.mark.by_turns
def test_any_day_of_many_months_takes_as_many_statements_for_many_as_for_few(
    urls: tuple[str, str], tmp_path: Path
) -> None:
    today = clock.today()
    first = (today.replace(day=1) - 100 * DAY).replace(day=1)
    pages = addresses(first, today)
    counts = []
    for url, people in zip(urls, (FEW, MANY), strict=True):
        with lived(url, people, tmp_path, first) as (client, database):
            counts.append(count(client, database, pages))
            group = words(client.get(f"/enheter/G?per={first}"))
            assert f" av {people} är klara" in group, "the first file holds everybody"
            assert all(f"Enhet {top}" in group for top in TOPS)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 48
