"""HR's pages for files: hand in, look at the difference, confirm, withdraw."""

import io
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn import clock
from elearn.database import Database
from elearn.organisations.models import HrImport, HrUpload
from elearn.organisations.uploads import purge_uploads
from tests.organisations.handing_in import confirm, field_of, hand_in, token_of
from tests.organisations.loading import content, last_event
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
MANY = tuple(f"{n};Ada;Al{n};;F1;medarbetare;;;2020-01-01;;;" for n in range(100, 120))
ANNA = "100;Anna;Ås;anna@exempel.example;F1;medarbetare;Pedagog;;;;;"


@pytest.fixture
def hr(client: FlaskClient, world: World, sign_in_as: SignIn) -> FlaskClient:
    """Dana, HR for the whole group."""
    return sign_in_as(client, world.dana)


def test_a_file_is_handed_in_looked_at_and_confirmed(hr: FlaskClient, database: Database) -> None:
    answer = hand_in(hr, ANNA)
    assert answer.status_code == 303
    page = hr.get(answer.location).get_data(as_text=True)
    assert "Anna Ås" in page
    assert "personal.csv" in page
    assert "utf-8" in page
    assert "Befattning: <bdi>Pedagog</bdi>" in page
    done = confirm(hr, answer.location)
    assert (done.status_code, done.location) == (303, "/hr/import")
    assert "1 nya" in hr.get("/hr/import").get_data(as_text=True)
    with database.reading() as session:
        assert session.scalars(select(HrImport.added)).all() == [1]
        assert session.scalars(select(HrUpload)).all() == [], "the file itself is not kept"


def test_looking_at_a_file_changes_nothing(hr: FlaskClient, database: Database) -> None:
    hr.get(hand_in(hr, ANNA).location)
    with database.reading() as session:
        assert session.scalars(select(HrImport)).all() == []


def test_the_difference_says_from_what_to_what(hr: FlaskClient) -> None:
    confirm(hr, hand_in(hr, ANNA).location)
    changed = ANNA.replace("Pedagog;;", "Rektor;chef;").replace("Ås", "Öst")
    page = hr.get(hand_in(hr, changed, source="ny").location).get_data(as_text=True)
    assert "Befattning: <bdi>Pedagog</bdi> → <bdi>Rektor</bdi>" in page
    assert "Namn: <bdi>Anna Ås</bdi> → <bdi>Anna Öst</bdi>" in page
    assert "Roll: <bdi>Chef</bdi>" in page
    assert "E-post" not in page


def test_a_file_that_changes_nothing_says_so(hr: FlaskClient) -> None:
    confirm(hr, hand_in(hr, ANNA).location)
    assert "Inget skiljer sig" in hr.get(hand_in(hr, ANNA).location).get_data(as_text=True)


def test_faults_are_listed_and_can_be_downloaded(hr: FlaskClient) -> None:
    address = hand_in(hr, ANNA.replace(";F1;", ";XX;"), "=1+1;B;B;;XY;medarbetare;;;;;;").location
    page = hr.get(address).get_data(as_text=True)
    assert "Filen har 2 fel" in page
    assert "Läs in filen" not in page
    answer = hr.get(f"{address}/fel")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "att-ratta-" in answer.headers["Content-Disposition"]
    lines = answer.get_data().decode("utf-8-sig").split("\r\n")
    assert [line.split(";")[:3] for line in lines[:3]] == [
        ["line", "column", "value"],
        ["2", "enhetskod", "XX"],
        ["3", "enhetskod", "XY"],
    ]
    assert lines[3].startswith("#end;2;")


def test_a_refused_file_cannot_be_confirmed(hr: FlaskClient, database: Database) -> None:
    address = hand_in(hr, ANNA.replace(";F1;", ";XX;")).location
    page = hr.get(address)
    answer = hr.post(f"{address}/bekrafta", data={"csrf_token": token_of(page), "plan": "x"})
    assert (answer.status_code, answer.location) == (303, address)
    with database.reading() as session:
        assert session.scalars(select(HrImport)).all() == []


def test_a_file_whose_difference_has_changed_is_shown_again(hr: FlaskClient, database: Database) -> None:
    first, second = hand_in(hr, ANNA).location, hand_in(hr, ANNA, MANY[1]).location
    stale = hr.get(second)
    confirm(hr, first)
    answer = hr.post(
        f"{second}/bekrafta", data={"csrf_token": token_of(stale), "plan": field_of(stale, "plan")}
    )
    assert (answer.status_code, answer.location) == (303, second)
    assert "Något har ändrats" in hr.get(second).get_data(as_text=True)
    with database.reading() as session:
        assert len(session.scalars(select(HrImport)).all()) == 1


def test_a_file_can_be_withdrawn(hr: FlaskClient, database: Database) -> None:
    address = hand_in(hr, ANNA).location
    answer = hr.post(f"{address}/ta-bort", data={"csrf_token": token_of(hr.get(address))})
    assert answer.status_code == 303
    assert hr.get(address).status_code == 404
    with database.reading() as session:
        assert session.scalars(select(HrUpload)).all() == []


def test_the_brake_asks_for_a_second_officer(
    hr: FlaskClient, database: Database, world: World, sign_in_as: SignIn
) -> None:
    confirm(hr, hand_in(hr, *MANY).location)
    address = hand_in(hr, *MANY[:5]).location
    page = hr.get(address).get_data(as_text=True)
    assert "15 av 20 personer" in page
    assert "Bekräfta som första person" in page
    first = hr.get(address)
    sent = {"csrf_token": token_of(first), "plan": field_of(first, "plan")}
    for _again in range(2):
        assert hr.post(f"{address}/bekrafta", data=sent).location == address, "one officer is not two"
    page = hr.get(address).get_data(as_text=True)
    assert "Du har bekräftat" in page
    assert "Bekräfta som" not in page
    with database.reading() as session:
        assert len(session.scalars(select(HrImport)).all()) == 1
    grant_hr(database, world.erik, world.units["G"])
    second = sign_in_as(hr.application.test_client(), world.erik)
    assert "Bekräfta som andra person" in second.get(address).get_data(as_text=True)
    assert confirm(second, address).location == "/hr/import"
    with database.reading() as session:
        details = last_event(session, "hr.imported").details
        assert details["confirmed_by"] == world.dana.hex
        assert last_event(session, "hr.imported").actor == world.erik
        assert details["left"] == 15
        assert last_event(session, "hr.import_confirmed").actor == world.dana


def grant_hr(database: Database, person_id: UUID, unit_id: int) -> None:
    from elearn.accounts.models import RoleGrant
    from elearn.permissions import Role

    with database.writing() as session, session.begin():
        session.add(
            RoleGrant(
                person_id=person_id,
                role=Role.HR,
                unit_id=unit_id,
                valid_from=clock.today(),
                valid_to=None,
                recorded_at=clock.now() - timedelta(minutes=1),
                superseded_at=None,
                granted_by=None,
            )
        )


def test_a_protected_person_is_neither_named_nor_placed(hr: FlaskClient) -> None:
    page = hr.get(hand_in(hr, ANNA + "ja").location).get_data(as_text=True)
    assert "Skyddad uppgift" in page
    assert "Anna" not in page
    assert "Pedagog" not in page
    assert "(F1)" not in page


def test_hostile_text_is_shown_as_text(hr: FlaskClient) -> None:
    rows = ("X;<script>alert(1)</script>;enhet;F;;",)
    page = hr.get(hand_in(hr, *rows, kind="units").location).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_long_differences_come_a_page_at_a_time(hr: FlaskClient) -> None:
    rows = [f"{n};Ada;Al{n};;F1;medarbetare;;;2020-01-01;;;" for n in range(1000, 1250)]
    address = hand_in(hr, *rows).location
    first, second = hr.get(address).get_data(as_text=True), hr.get(f"{address}?sida=2").get_data(as_text=True)
    assert first.count("Ada Al") == 200
    assert second.count("Ada Al") == 50
    assert "Sida 2 av 2" in second


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("kind", "", "Välj vad filen innehåller."),
        ("new_source", "två ord", "Välj en källa i listan"),
        ("new_source", "", "Välj en källa i listan"),
        ("file", "", "Välj en fil."),
        ("effective", "", "Skriv dagen som filen gäller från"),
        ("effective", "2026-02-30", "Den dagen finns inte."),
    ],
)
def test_an_incomplete_form_is_shown_again_with_what_is_missing(
    hr: FlaskClient, field: str, value: str, sentence: str
) -> None:
    given = {
        "csrf_token": token_of(hr.get("/hr/import")),
        "kind": "people",
        "source": "",
        "new_source": "ny",
        "effective": "2026-11-22",
        "file": (io.BytesIO(content("people", ANNA)), "personal.csv"),
    }
    answer = hr.post("/hr/import", data=given | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_an_uploads_time_is_24_hours(hr: FlaskClient, database: Database) -> None:
    address = hand_in(hr, ANNA).location
    age(database)
    assert hr.get(address).status_code == 404
    assert "personal.csv" not in hr.get("/hr/import").get_data(as_text=True)
    hand_in(hr, ANNA)
    with database.reading() as session:
        assert len(session.scalars(select(HrUpload)).all()) == 1, "the next upload takes the old one away"


def test_tidying_takes_away_what_is_too_old(hr: FlaskClient, database: Database) -> None:
    hand_in(hr, ANNA)
    with database.writing() as session, session.begin():
        assert purge_uploads(session, clock.now()) == 0
    age(database)
    with database.writing() as session, session.begin():
        assert purge_uploads(session, clock.now()) == 1


def age(database: Database) -> None:
    with database.writing() as session, session.begin():
        for upload in session.scalars(select(HrUpload)):
            upload.uploaded_at -= timedelta(hours=25)


def test_the_pages_are_hrs_alone(client: FlaskClient, world: World, sign_in_as: SignIn) -> None:
    assert client.get("/hr/import").status_code == 303
    assert sign_in_as(client, world.bob).get("/hr/import").status_code == 403
