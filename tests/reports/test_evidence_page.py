"""HR's pages for the evidence pack and the list to hand out: who gets them, what they send, what is kept."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from elearn.audit.models import AuditEvent
from elearn.clock import today
from elearn.database import Database
from elearn.reports.evidence_manifest import check_pack
from tests.people import World
from tests.reports.history import A_DAY, complete, require

LAST_YEAR = today() - timedelta(days=365)
PACK, LIST, EXPORT = "/hr/export/underlag", "/hr/export/lista", "/hr/export"


@pytest.fixture
def history(session: Session, world: World) -> World:
    require(session, world.units["G"], LAST_YEAR)
    for person in (world.alice, world.karl, world.petra):
        complete(session, person, LAST_YEAR)
    session.commit()
    return world


@pytest.fixture
def ask(token, client):
    def send(page: str, **given: str) -> TestResponse:
        form = {"as_of": today().isoformat(), "unit": "", "module": "", "csrf_token": token(client, page)}
        response: TestResponse = client.post(page, data=form | given, buffered=True)
        return response

    return send


def events(database: Database, action: str) -> list[AuditEvent]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def test_the_group_s_hr_takes_out_a_pack_that_is_whole(history: World, client, sign_in_as, ask, database):
    sign_in_as(client, history.dana)
    response = ask(PACK, unit="B")
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"] == f"attachment; filename=elearn-{today()}.zip"
    assert response.headers["Cache-Control"] == "no-store"
    checked = check_pack(io.BytesIO(response.get_data()))
    assert checked.faults == ()
    assert checked.manifest is not None
    assert checked.manifest.made_by == {
        "person": history.dana.hex,
        "name": "Dana Ärlig",
        "source": "hr",
        "employee_number": "18",
    }
    [event] = events(database, "evidence.packed")
    assert (event.actor, event.object) == (history.dana, checked.manifest.seal)


def test_it_is_offered_to_the_group_s_hr_alone(history: World, client, sign_in_as, token, database):
    sign_in_as(client, history.dana)
    page = client.get(EXPORT).get_data(as_text=True)
    assert (f'href="{PACK}"' in page, f'href="{LIST}"' in page) == (True, True)
    sign_in_as(client, history.oskar)
    page = client.get(EXPORT).get_data(as_text=True)
    assert (f'href="{PACK}"' in page, f'href="{LIST}"' in page) == (False, True)
    data = {"as_of": today().isoformat(), "csrf_token": token(client, LIST)}
    assert client.post(PACK, data=data).status_code == 404
    assert events(database, "evidence.packed") == []


@pytest.mark.one_engine
@pytest.mark.parametrize("page", [PACK, LIST])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"as_of": str(today() + A_DAY)}, "Dagen har inte varit än."),
        ({"as_of": ""}, "Skriv en dag"),
        ({"unit": "finns-inte"}, "Välj en enhet i listan."),
        ({"module": "finns-inte"}, "Välj en modul i listan."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    history: World, client, sign_in_as, ask, database, page, given, said
):
    sign_in_as(client, history.dana)
    response = ask(page, **given)
    assert response.status_code == 422
    assert "Content-Disposition" not in response.headers
    assert said in response.get_data(as_text=True)
    assert events(database, "evidence.packed") == events(database, "public_list.made") == []


def test_hr_of_a_company_gets_the_list_of_its_own_people(history: World, client, sign_in_as, ask, database):
    sign_in_as(client, history.oskar)
    response = ask(LIST)
    text = response.get_data().decode("utf-8-sig")
    preface, _header, *rows, closing = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert "HR ska pröva" in preface[0]
    assert [row[1] for row in rows] == ["Karl"]
    assert closing[1] == "1"
    assert response.headers["Content-Disposition"] == f"attachment; filename=elearn-{today()}.csv"
    [event] = events(database, "public_list.made")
    assert (event.actor, event.details["rows"]) == (history.oskar, 1)


def test_a_full_disk_sends_no_half_file_and_keeps_nothing(
    history: World, client, sign_in_as, ask, database, monkeypatch: pytest.MonkeyPatch
):
    def full(*_args: object, **_given: object) -> None:
        raise OSError(28, "No space left on device")

    sign_in_as(client, history.dana)
    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    response = ask(PACK)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert events(database, "evidence.packed") == []


def test_titles_are_neutral(history: World, client, sign_in_as):
    sign_in_as(client, history.dana)
    assert "<title>Underlag för granskning – elearn</title>" in client.get(PACK).get_data(as_text=True)
    assert "<title>Lista att lämna ut – elearn</title>" in client.get(LIST).get_data(as_text=True)
