"""HR's page for taking out a file: what it offers, what it sends, what it refuses, and what is kept of it."""

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from elearn.audit.models import AuditEvent
from elearn.clock import today
from elearn.database import Database
from tests.people import World, arrange
from tests.reports.history import A_DAY, MODULE, complete, require

LAST_YEAR = today() - timedelta(days=365)
PAGE = "/hr/export"


@pytest.fixture
def history(session: Session, world: World) -> World:
    """Everybody is asked for one module; one in the administration and two in the company have completed it."""
    require(session, world.units["G"], LAST_YEAR)
    for person in (world.alice, world.karl, world.styrbjorn):
        complete(session, person, LAST_YEAR)
    arrange(session, world)
    session.commit()
    return world


@pytest.fixture
def ask(token):
    """Send the form as a browser does, with what is not said at the page's own choices."""

    def send(client: FlaskClient, **given: str) -> TestResponse:
        form = {
            "subject": "completions",
            "as_of": today().isoformat(),
            "structure": "then",
            "unit": "",
            "module": "",
            "format": "csv",
        }
        filled = {**form, **given, "csrf_token": token(client, PAGE)}
        return client.post(PAGE, data=filled, buffered=True)

    return send


def records(response: TestResponse) -> list[list[str]]:
    text = response.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def events(database: Database) -> list[AuditEvent]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.action == "export.made")))


def test_hr_takes_out_a_csv_of_completions(history: World, client, sign_in_as, ask):
    sign_in_as(client, history.dana)
    response = ask(client)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f"attachment; filename=elearn-{today()}.csv"
    assert response.headers["Cache-Control"] == "no-store"
    assert int(response.headers["Content-Length"]) == len(response.get_data())
    header, *rows, closing = records(response)
    assert header[0] == "completion_id"
    assert sorted(row[3] for row in rows) == ["Alice", "Karl", "Styrbjörn"]
    assert closing[:2] == ["#end", "3"]


def test_hr_takes_out_the_status_of_a_unit_as_a_workbook(history: World, client, sign_in_as, ask):
    sign_in_as(client, history.dana)
    response = ask(client, subject="status", unit="F1", module=MODULE, format="xlsx", as_of=str(LAST_YEAR))
    assert response.headers["Content-Disposition"] == f"attachment; filename=elearn-{LAST_YEAR}.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(response.get_data()))["status"]
    rows = {row[2]: row[8] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows == {
        "Alice": "completed",
        "Anders": "due",
        "Bob": "due",
        "Cecilia": "due",
        "Vera": "due",
    }


def test_hr_takes_out_json_lines(history: World, client, sign_in_as, ask):
    sign_in_as(client, history.dana)
    response = ask(client, format="jsonl")
    *rows, closing = [json.loads(line) for line in response.get_data(as_text=True).splitlines()]
    assert closing["rows"] == len(rows) == 3


def test_hr_of_a_company_gets_its_own_people_and_is_offered_its_own_units(
    history: World, client, sign_in_as, ask
):
    sign_in_as(client, history.oskar)
    page = client.get(PAGE).get_data(as_text=True)
    assert re.findall(r'<option value="([A-Z0-9]+)"', page) == ["B", "S"]
    assert [row[3] for row in records(ask(client))[1:-1]] == ["Karl", "Styrbjörn"]
    names = [row[2] for row in records(ask(client, subject="status"))[1:-1]]
    assert sorted(names) == ["Karl", "Maja", "Oskar", "Styrbjörn"]


def test_a_unit_out_of_scope_is_no_choice(history: World, client, sign_in_as, ask):
    sign_in_as(client, history.oskar)
    response = ask(client, unit="F1")
    assert response.status_code == 422
    assert "Välj en enhet i listan." in response.get_data(as_text=True)


def test_a_unit_that_was_not_below_the_reader_s_on_that_day_is_refused(
    session: Session, world: World, client, sign_in_as, ask
):
    """The board stood elsewhere a year ago: its people of then are not the company's to see."""
    from elearn.clock import now
    from elearn.organisations.models import UnitVersion
    from tests.reports.history import dated

    row = session.scalars(select(UnitVersion).where(UnitVersion.unit_id == world.units["S"])).one()
    same = {name: getattr(row, name) for name in ("unit_id", "name", "kind", "counts_in_group")}
    rest = {"legal_entity": None, "responsible_code": None, "import_id": None}
    row.superseded_at = now()
    session.flush()
    for parent, first, last in (("G", world.since, LAST_YEAR), ("B", LAST_YEAR + A_DAY, None)):
        session.add(UnitVersion(parent_id=world.units[parent], **same, **rest, **dated(first, last)))
    session.commit()
    sign_in_as(client, world.oskar)
    response = ask(client, subject="status", unit="S", as_of=str(LAST_YEAR))
    assert response.status_code == 422
    assert "Den dagen fanns enheten inte bland dem du hanterar." in response.get_data(as_text=True)
    assert ask(client, subject="status", unit="S").status_code == 200


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"as_of": str(today() + A_DAY)}, "Dagen har inte varit än."),
        ({"as_of": "2026-02-30"}, "Den dagen finns inte."),
        ({"as_of": ""}, "Skriv en dag"),
        ({"subject": ""}, "Välj vad filen ska innehålla."),
        ({"subject": "passwords"}, "Välj vad filen ska innehålla."),
        ({"format": "pdf"}, "Välj ett format."),
        ({"structure": "later"}, "Välj var personerna ska stå."),
        ({"module": "finns-inte"}, "Välj en modul i listan."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_with_the_other_values_kept(
    history: World, client, sign_in_as, ask, database, given, said
):
    sign_in_as(client, history.dana)
    response = ask(client, **{"unit": "F2", **given})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert said in page
    assert re.search(r'<option value="F2" selected', page)
    assert events(database) == []


def test_that_a_file_was_made_is_kept_without_a_name(history: World, client, sign_in_as, ask, database):
    sign_in_as(client, history.dana)
    ask(client, unit="B", format="jsonl")
    [event] = events(database)
    assert (event.actor, event.object) == (history.dana, "completions")
    assert event.details == {
        "as_of": today().isoformat(),
        "structure": "then",
        "unit": "B",
        "module": None,
        "format": "jsonl",
        "rows": 2,
    }


def test_the_page_begins_with_today_or_the_day_of_the_report_it_was_reached_from(
    world: World, client, sign_in_as
):
    sign_in_as(client, world.dana)
    for address, day in (
        (PAGE, today()),
        (f"{PAGE}?per={LAST_YEAR}", LAST_YEAR),
        (f"{PAGE}?per=x", today()),
    ):
        assert f'value="{day}"' in client.get(address).get_data(as_text=True)


def test_the_title_says_nothing_of_the_subject(world: World, client, sign_in_as):
    sign_in_as(client, world.dana)
    page = client.get(PAGE).get_data(as_text=True)
    assert "<title>Ta ut en fil – elearn</title>" in page


@pytest.mark.one_engine
@pytest.mark.parametrize("name", ["alice", "bob", "erik", "frida", "gustav"])
def test_nobody_but_hr_comes_in(world: World, client, sign_in_as, name):
    sign_in_as(client, getattr(world, name))
    assert client.get(PAGE).status_code == 403


def test_the_form_without_its_token_is_refused(history: World, client, sign_in_as, database):
    sign_in_as(client, history.dana)
    assert client.post(PAGE, data={"subject": "completions"}).status_code == 400
    assert events(database) == []


def test_nobody_s_slow_download_holds_the_database(
    history: World, app: Flask, client, sign_in_as, ask, token, database: Database
):
    """The response is not read yet, and no connection is out and every write goes through."""
    sign_in_as(client, history.dana)
    pool: Any = app.extensions["elearn_database"].engine.pool
    data = {
        "subject": "completions",
        "as_of": today().isoformat(),
        "format": "csv",
        "csrf_token": token(client, PAGE),
    }
    response = client.post(PAGE, data=data)
    assert pool.checkedout() == 0
    for _ in range(3):
        with database.writing() as writing, writing.begin():
            complete(writing, history.david, today())
    rows = records(response)
    assert rows[-1][:2] == ["#end", "3"]
    response.close()


def test_a_failure_half_way_sends_no_half_file_and_keeps_nothing(
    history: World, app: Flask, client, sign_in_as, ask, database: Database, monkeypatch: pytest.MonkeyPatch
):
    """The disk is full: a page with 503, and no event."""

    def full(*_args: object, **_given: object) -> None:
        raise OSError(28, "No space left on device")

    sign_in_as(client, history.dana)
    monkeypatch.setattr("csv.writer", full)
    response = ask(client)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "Content-Disposition" not in response.headers
    assert events(database) == []
