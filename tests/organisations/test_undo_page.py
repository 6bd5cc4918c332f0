"""HR takes an applied file back on the page, alone or, where it leaves many without employment, as two."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from elearn import clock
from elearn.database import Database
from elearn.organisations.models import HrImport, HrUndo
from elearn.organisations.undo_requests import purge_requests
from tests.organisations.handing_in import confirm, field_of, hand_in, token_of
from tests.organisations.loading import days_of, last_event, load
from tests.organisations.taking_back import newest
from tests.organisations.test_import_pages import ANNA, MANY, grant_hr
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
PAGE = "/hr/import"


@pytest.fixture
def hr(client: FlaskClient, world: World, sign_in_as: SignIn) -> FlaskClient:
    """Dana, HR for the whole group."""
    return sign_in_as(client, world.dana)


def address_of(database: Database) -> str:
    """Where the newest file is taken back."""
    with database.reading() as session:
        return f"{PAGE}/inlasta/{newest(session).id}/angra"


def take_back(client: FlaskClient, address: str) -> TestResponse:
    page = client.get(address)
    return client.post(address, data={"csrf_token": token_of(page), "plan": field_of(page, "plan")})


def test_the_newest_file_is_looked_at_and_taken_back(hr: FlaskClient, database: Database) -> None:
    confirm(hr, hand_in(hr, *MANY).location)
    confirm(hr, hand_in(hr, *MANY, ANNA.replace("100;", "300;")).location)
    address = address_of(database)
    assert hr.get(PAGE).get_data(as_text=True).count("/angra") == 1, "the one before it is not offered"
    page = hr.get(address).get_data(as_text=True)
    assert "Anna Ås" in page
    assert "Ångra filen" in page
    with database.reading() as session:
        assert days_of(session, "300", "ny") != [], "looking changes nothing"
    done = take_back(hr, address)
    assert (done.status_code, done.location) == (303, PAGE)
    with database.reading() as session:
        assert days_of(session, "300", "ny") == []
    listed = hr.get(PAGE).get_data(as_text=True)
    assert "Ångrad" in listed
    assert "En fil ångrades" in listed
    assert "Läs in igen" in listed


def test_what_was_taken_back_is_applied_again(hr: FlaskClient, database: Database) -> None:
    confirm(hr, hand_in(hr, *MANY).location)
    confirm(hr, hand_in(hr, *MANY, ANNA.replace("100;", "300;")).location)
    take_back(hr, address_of(database))
    again = address_of(database)
    assert "Läs in filen igen" in hr.get(again).get_data(as_text=True)
    assert take_back(hr, again).location == PAGE
    with database.reading() as session:
        assert days_of(session, "300", "ny") != []


def test_a_file_that_a_later_one_has_followed_says_so_and_stays(hr: FlaskClient, database: Database) -> None:
    confirm(hr, hand_in(hr, *MANY).location)
    address = address_of(database)
    confirm(hr, hand_in(hr, *MANY, ANNA.replace("100;", "300;")).location)
    page = hr.get(address)
    assert "Ångra den först" in page.get_data(as_text=True)
    answer = hr.post(address, data={"csrf_token": token_of(hr.get(PAGE)), "plan": "x"})
    assert (answer.status_code, answer.location) == (303, address)
    assert "Inget är ångrat" in hr.get(address).get_data(as_text=True)
    with database.reading() as session:
        assert len(session.scalars(select(HrImport)).all()) == 2


def test_a_difference_that_has_changed_is_shown_again(hr: FlaskClient, database: Database) -> None:
    confirm(hr, hand_in(hr, *MANY).location)
    address = address_of(database)
    answer = hr.post(address, data={"csrf_token": token_of(hr.get(address)), "plan": "another"})
    assert (answer.status_code, answer.location) == (303, address)
    assert "Något har ändrats" in hr.get(address).get_data(as_text=True)


def test_the_brake_asks_for_a_second_officer(
    hr: FlaskClient, database: Database, world: World, sign_in_as: SignIn
) -> None:
    confirm(hr, hand_in(hr, *MANY).location)
    address = address_of(database)
    page = hr.get(address).get_data(as_text=True)
    assert "20 av 20 personer" in page
    sent = {"csrf_token": token_of(hr.get(address)), "plan": field_of(hr.get(address), "plan")}
    for _again in range(2):
        assert hr.post(address, data=sent).location == address, "one officer is not two"
    assert "Du har bekräftat" in hr.get(address).get_data(as_text=True)
    assert "Väntar på en andra person" in hr.get(PAGE).get_data(as_text=True)
    grant_hr(database, world.erik, world.units["G"])
    second = sign_in_as(hr.application.test_client(), world.erik)
    assert "Du är den andra" in second.get(address).get_data(as_text=True)
    assert take_back(second, address).location == PAGE
    with database.reading() as session:
        event = last_event(session, "hr.import_undone")
        assert (event.actor, event.details["confirmed_by"]) == (world.erik, world.dana.hex)
        assert event.details["left"] == 20
        assert last_event(session, "hr.undo_confirmed").actor == world.dana
        assert session.scalars(select(HrUndo)).all() == []


def test_a_first_officer_has_confirmed_one_difference_for_a_day(
    hr: FlaskClient, database: Database, world: World, sign_in_as: SignIn
) -> None:
    confirm(hr, hand_in(hr, *MANY).location)
    address = address_of(database)
    take_back(hr, address)
    grant_hr(database, world.erik, world.units["G"])
    second = sign_in_as(hr.application.test_client(), world.erik)
    with database.reading() as session:
        same = session.scalars(select(HrUndo.plan)).one()
    long_ago = clock.now() - timedelta(hours=25)
    for other in ({"plan": "another"}, {"plan": same, "confirmed_at": long_ago}):
        with database.writing() as session, session.begin():
            session.execute(update(HrUndo).values(**other))
        assert "Bekräfta som första person" in second.get(address).get_data(as_text=True)
    with database.writing() as session, session.begin():
        purge_requests(session, clock.now())
        assert session.scalars(select(HrUndo)).all() == []


def test_a_protected_person_is_neither_named_nor_placed(hr: FlaskClient, database: Database) -> None:
    confirm(hr, hand_in(hr, ANNA + "ja").location)
    page = hr.get(address_of(database)).get_data(as_text=True)
    assert "Skyddad uppgift" in page
    assert "Anna" not in page
    assert "Pedagog" not in page


def test_long_differences_come_a_page_at_a_time(hr: FlaskClient, database: Database) -> None:
    rows = [f"{n};Ada;Al{n};;F1;medarbetare;;;2020-01-01;;;" for n in range(1000, 1250)]
    confirm(hr, hand_in(hr, *rows).location)
    address = address_of(database)
    assert hr.get(address).get_data(as_text=True).count("Ada Al") == 200
    assert hr.get(f"{address}?sida=2").get_data(as_text=True).count("Ada Al") == 50


@pytest.mark.usefixtures("arranged")
def test_hr_of_a_company_takes_back_its_own_files_only(
    hr: FlaskClient, database: Database, world: World, sign_in_as: SignIn
) -> None:
    confirm(hr, hand_in(hr, ANNA, new="annan").location)
    foreign = address_of(database)
    confirm(hr, hand_in(hr, *(row.replace(";F1;", ";B;") for row in MANY), new="bolag").location)
    confirm(hr, hand_in(hr, *(row.replace(";F1;", ";B;") for row in MANY[:19]), source="bolag").location)
    own = address_of(database)
    company_hr = sign_in_as(hr.application.test_client(), world.oskar)
    assert company_hr.get(foreign).status_code == 404
    assert company_hr.post(foreign, data={"csrf_token": token_of(company_hr.get(PAGE))}).status_code == 404
    assert take_back(company_hr, own).location == PAGE
    with database.reading() as session:
        assert days_of(session, "119", "bolag")[0][2] is None


@pytest.mark.usefixtures("arranged")
def test_hr_of_a_company_does_not_part_people_who_also_work_elsewhere(
    hr: FlaskClient, database: Database, world: World, sign_in_as: SignIn
) -> None:
    key = ";personnyckel"
    with database.writing() as session:
        load(session, "people", ANNA + ";k1", source="annan", extra=key)
        load(session, "people", "1;Bo;Ek;;B;medarbetare;;;;;;;", source="bolag", extra=key)
        load(session, "people", "1;Bo;Ek;;B;medarbetare;;;;;;;k1", source="bolag", extra=key)
    company_hr = sign_in_as(hr.application.test_client(), world.oskar)
    address = address_of(database)
    for answer in (
        company_hr.get(address),
        company_hr.post(address, data={"csrf_token": token_of(company_hr.get(PAGE))}),
    ):
        assert answer.status_code == 403
        assert "hör till andra delar" in answer.get_data(as_text=True)
    assert take_back(hr, address).location == PAGE


def test_the_page_is_hrs_alone(hr: FlaskClient, database: Database, world: World, sign_in_as: SignIn) -> None:
    confirm(hr, hand_in(hr, ANNA).location)
    address = address_of(database)
    other = hr.application.test_client()
    assert other.get(address).status_code == 303
    assert sign_in_as(other, world.bob).get(address).status_code == 403
    assert hr.get(f"{PAGE}/inlasta/99/angra").status_code == 404
