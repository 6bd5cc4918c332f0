"""What was sent after the session had ended comes back for the same person in the same browser, and for nobody else."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from elearn import clock
from elearn.accounts import services
from elearn.accounts.models import RoleGrant, WebSession
from elearn.accounts.sessions import STAYS
from elearn.database import Database
from elearn.permissions import Role
from tests.accounts.conftest import PASSWORD, Send
from tests.accounts.test_sign_in import end_employment
from tests.people import World

ROLES = "/admin/roller"
TYPED = {"who": "bob@exempel.example", "role": "auditor", "valid_from": "2027-02-01", "valid_to": "F1 & Ö"}
LOST = "kunde inte behållas"
WAITS = "kommer du tillbaka till formuläret med det du skrev"
NOT_SAVED = "Inget är sparat än. Kontrollera formuläret"

Traveller = time_machine.Traveller


@pytest.fixture
def travel() -> Iterator[Traveller]:
    with time_machine.travel(clock.now(), tick=False) as travel:
        yield travel


@pytest.fixture
def erik(world: World, client: FlaskClient, give_password: Callable[[UUID], None], send: Send) -> FlaskClient:
    """The administrator, signed in with the password as everybody is."""
    for person in (world.erik, world.alice):
        give_password(person)
    assert sign_in(client, send).status_code == 303
    return client


def sign_in(client: FlaskClient, send: Send, name: str = "erik") -> TestResponse:
    return send(client, "/logga-in", email=f"{name}@exempel.example", password=PASSWORD)


def send_late(client: FlaskClient, travel: Traveller, token: Callable[..., str], **more: str) -> TestResponse:
    """A form that was opened in time and is sent an hour later."""
    form = {"csrf_token": token(client, ROLES), **TYPED, **more}
    travel.shift(timedelta(hours=1))
    answer = client.post(ROLES, data=form)
    assert (answer.status_code, answer.location) == (303, "/logga-in")
    return answer


def is_filled_in(client: FlaskClient) -> bool:
    text = client.get(ROLES).text
    return 'value="bob@exempel.example"' in text and "F1 &amp; Ö" in text and '"auditor" selected' in text


def grants(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(RoleGrant).where(RoleGrant.role == Role.AUDITOR)).all())


def test_the_same_person_finds_the_form_filled_in_and_nothing_saved(
    erik: FlaskClient, travel, token, send: Send, database: Database
) -> None:
    before = grants(database)
    send_late(erik, travel, token)
    assert WAITS in erik.get("/logga-in").text
    answer = sign_in(erik, send)
    assert (answer.status_code, answer.location) == (303, ROLES)
    text = erik.get(ROLES).text
    assert NOT_SAVED in text
    assert grants(database) == before
    assert is_filled_in(erik)  # on a second look too
    values = {"csrf_token": token(erik, ROLES), **TYPED, "valid_to": ""}
    assert erik.post(ROLES, data=values).status_code == 303
    assert grants(database) == before + 1
    assert not is_filled_in(erik)  # what was sent is forgotten


def test_another_person_gets_nothing(
    erik: FlaskClient, travel, token, send: Send, database: Database, world: World
) -> None:
    with database.writing() as session, session.begin():
        session.add(
            RoleGrant(
                person_id=world.alice,
                role=Role.ADMINISTRATOR,
                unit_id=None,
                valid_from=clock.today(),
                valid_to=None,
                recorded_at=clock.now(),
                superseded_at=None,
                granted_by=None,
            )
        )
    send_late(erik, travel, token)
    assert sign_in(erik, send, "alice").location == "/"
    assert NOT_SAVED not in erik.get("/").text
    assert not is_filled_in(erik)
    assert rows_with_kept(database) == []


@pytest.mark.parametrize("way", ["/lamna", "/logga-ut"])
def test_nothing_is_left_after_leaving_or_signing_out(
    erik: FlaskClient, travel, token, send: Send, database: Database, way: str
) -> None:
    send_late(erik, travel, token)
    assert len(rows_with_kept(database)) == 1
    assert (erik.get(way) if way == "/lamna" else send(erik, way, page="/logga-in")).status_code == 303
    assert rows_with_kept(database) == []
    assert sign_in(erik, send).location == "/"
    assert not is_filled_in(erik)


@pytest.mark.parametrize("way", ["/lamna", "/logga-ut"])
def test_nothing_is_kept_of_one_who_left_before(
    erik: FlaskClient, travel, token, send: Send, database: Database, way: str
) -> None:
    """Another window's form, sent after the exit: the cookie of before may still be in it."""
    form = {"csrf_token": token(erik, ROLES), **TYPED}
    kept = erik.get_cookie("elearn")
    assert (erik.get(way) if way == "/lamna" else send(erik, way, page=ROLES)).status_code == 303
    travel.shift(timedelta(hours=1))
    assert kept is not None
    erik.set_cookie("elearn", kept.value)
    assert erik.post(ROLES, data=form).location == "/logga-in"
    assert rows_with_kept(database) == []
    assert WAITS not in erik.get("/logga-in").text


def test_nothing_is_kept_of_one_who_was_shut_out(
    erik: FlaskClient, travel, token, send: Send, database: Database, world: World
) -> None:
    form = {"csrf_token": token(erik, ROLES), **TYPED}
    travel.shift(timedelta(hours=1))
    with database.writing() as session, session.begin():
        services.end_sessions_of(session, world.erik, at=clock.now())
    assert erik.post(ROLES, data=form).location == "/logga-in"
    assert WAITS not in erik.get("/logga-in").text


@pytest.mark.one_engine
def test_nothing_is_kept_of_one_whose_employment_has_ended(
    erik: FlaskClient, token, database: Database, world: World
) -> None:
    form = {"csrf_token": token(erik, ROLES), **TYPED}
    end_employment(database, world.erik, days_ago=1)
    assert erik.post(ROLES, data=form).location == "/logga-in"
    assert rows_with_kept(database) == []


@pytest.mark.one_engine
def test_a_visitor_who_was_never_signed_in_keeps_nothing(client: FlaskClient, token, world: World) -> None:
    answer = client.post(ROLES, data={"csrf_token": token(client, "/logga-in"), **TYPED})
    assert answer.location == "/logga-in"
    assert "Du har varit borta" not in client.get("/logga-in").text


def test_after_half_an_hour_it_is_gone(
    erik: FlaskClient, travel, token, send: Send, database: Database
) -> None:
    send_late(erik, travel, token)
    travel.shift(timedelta(minutes=31))
    assert sign_in(erik, send).location == "/"
    assert not is_filled_in(erik)
    assert rows_with_kept(database) == []


@pytest.mark.one_engine
def test_a_changed_byte_or_another_key_opens_nothing(
    erik: FlaskClient, travel, token, send: Send, database: Database
) -> None:
    send_late(erik, travel, token)
    (kept,) = rows_with_kept(database)
    with database.writing() as session, session.begin():
        session.execute(update(WebSession).values(kept=kept[:-9] + b"A" + kept[-8:]))
    assert sign_in(erik, send).location == "/"
    assert not is_filled_in(erik)


@pytest.mark.one_engine
def test_neither_the_database_nor_the_cookie_says_anything(
    erik: FlaskClient, travel, token, database: Database
) -> None:
    send_late(erik, travel, token)
    (kept,) = rows_with_kept(database)
    with erik.session_transaction() as cookie:
        key = cookie["kept"]
        said = repr(dict(cookie))
    for word in ("bob@", "auditor", "admin/roller"):
        assert word.encode() not in kept
        assert word not in said
    assert key.encode() not in kept
    with database.reading() as session:
        assert key not in repr([vars(row) for row in session.scalars(select(WebSession))])
    # A short form and a longer one are as long as each other.
    first = len(kept)
    travel.shift(timedelta(minutes=1))
    erik.post(ROLES, data={"csrf_token": token(erik, "/logga-in"), **TYPED, "unit": "x" * 500})
    assert [len(kept) for kept in rows_with_kept(database)] == [first]


@pytest.mark.one_engine
def test_a_wrong_password_or_the_throttle_loses_nothing(erik: FlaskClient, travel, token, send: Send) -> None:
    send_late(erik, travel, token)
    wrong = {"email": "erik@exempel.example", "password": "fel"}
    statuses = {send(erik, "/logga-in", **wrong).status_code for _ in range(12)}
    assert statuses == {422, 429}
    travel.shift(timedelta(minutes=16))
    assert sign_in(erik, send).location == ROLES
    assert is_filled_in(erik)


@pytest.mark.one_engine
def test_what_is_too_large_to_keep_is_said(
    erik: FlaskClient, travel, token, send: Send, database: Database
) -> None:
    send_late(erik, travel, token, unit="x" * 70_000)
    assert LOST in erik.get("/logga-in").text
    assert rows_with_kept(database) == []
    assert sign_in(erik, send).location == "/"


@pytest.mark.one_engine
def test_a_password_is_never_kept(erik: FlaskClient, travel, token, send: Send, database: Database) -> None:
    form = {
        "csrf_token": token(erik, "/installningar/losenord"),
        "current": PASSWORD,
        "password": "ny hemlig",
    }
    travel.shift(timedelta(hours=1))
    erik.post("/installningar/losenord", data=form)
    assert sign_in(erik, send).location == "/installningar/losenord"
    text = erik.get("/installningar/losenord").text
    assert PASSWORD not in text
    assert "ny hemlig" not in text
    assert "Det du gjorde sist är inte sparat" in text


@pytest.mark.one_engine
def test_a_form_left_open_in_another_window_can_still_be_sent(
    erik: FlaskClient, travel, token, send: Send, database: Database
) -> None:
    before = grants(database)
    form = {"csrf_token": token(erik, ROLES), **TYPED, "valid_to": ""}
    travel.shift(timedelta(hours=1))
    assert erik.get("/").location == "/logga-in"
    assert sign_in(erik, send).status_code == 303
    assert erik.post(ROLES, data=form).status_code == 303
    assert grants(database) == before + 1


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/installningar/inloggningar/avsluta", "/installningar"),
        ("/moduler/1/kunskapskontroll/lamna-in", "/moduler/1/kunskapskontroll/alla"),
        (f"/traffar/{UUID(int=1)}/bekrafta", "/"),  # where it stands, not what only a leader may see
    ],
)
def test_an_action_leads_back_to_the_page_it_stands_on(
    erik: FlaskClient, travel, token, send: Send, address: str, page: str
) -> None:
    form = {"csrf_token": token(erik, ROLES)}
    travel.shift(timedelta(hours=1))
    assert erik.post(address, data=form).location == "/logga-in"
    assert sign_in(erik, send).location == page


def test_somebody_elses_sign_in_takes_nothing_and_closes_what_has_idled(
    erik: FlaskClient, app: Flask, travel, token, send: Send, database: Database
) -> None:
    """Every sign-in tidies; what ended by itself is told from what was ended for a day."""
    form = {"csrf_token": token(erik, ROLES), **TYPED}
    travel.shift(timedelta(hours=2))
    assert sign_in(app.test_client(), send, "alice").status_code == 303
    assert erik.post(ROLES, data=form).location == "/logga-in"
    assert sign_in(erik, send).location == ROLES
    assert is_filled_in(erik)
    travel.shift(STAYS)
    assert sign_in(app.test_client(), send, "alice").status_code == 303
    with database.reading() as session:
        assert len(session.scalars(select(WebSession)).all()) == 1


def rows_with_kept(database: Database) -> list[bytes]:
    with database.reading() as session:
        return [kept for kept in session.scalars(select(WebSession.kept)) if kept is not None]
