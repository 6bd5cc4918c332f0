"""Signing in with an address or a number, and everything that must not let anybody in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn import clock
from elearn.accounts import services
from elearn.accounts.models import Account, WebSession
from elearn.accounts.passwords import hash_password, hasher
from elearn.accounts.sessions import open_session
from elearn.database import Database
from elearn.organisations.models import Employment, PersonJoin, PersonNumber
from tests.accounts.conftest import CHEAP, PASSWORD, Send
from tests.people import World

WRONG = "Uppgifterna stämmer inte"


@pytest.fixture
def alice(world: World, give_password: Callable[[UUID], None]) -> UUID:
    give_password(world.alice)
    return world.alice


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/installningar").status_code == 200


def test_an_address_or_a_number_with_the_password_signs_in(app: Flask, send: Send, alice: UUID) -> None:
    for name in ("alice@exempel.example", " Alice@Exempel.example ", "hr/5", "HR / 5"):
        client = app.test_client()
        answer = send(client, "/logga-in", email=name, password=PASSWORD)
        assert (answer.status_code, answer.location) == (303, "/"), name
        assert is_signed_in(client)


WRONG_ONES = (
    ("alice@exempel.example", "fel lösenord helt"),
    ("ingen@exempel.example", PASSWORD),
    ("bob@exempel.example", PASSWORD),  # has no password
    ("hr/999", PASSWORD),
    ("annat/5", PASSWORD),
    ("5", PASSWORD),
    ("/", PASSWORD),
    ("alice@exempel.example\x00", PASSWORD),
    ("a" * 5000 + "@exempel.example", PASSWORD),
    ("alice@exempel.example", PASSWORD + "\x00"),
    ("alice@exempel.example", "x" * 5000),
)


def test_whatever_is_wrong_has_the_same_answer(client: FlaskClient, send: Send, alice: UUID) -> None:
    for name, password in WRONG_ONES:
        answer = send(client, "/logga-in", email=name, password=password)
        assert (answer.status_code, WRONG in answer.text) == (422, True), (name, answer.text)
        assert name.strip("\x00") in answer.text
        assert password not in answer.text
        assert not is_signed_in(client)


def test_a_form_without_a_name_or_a_password_says_what_is_missing(client: FlaskClient, send: Send) -> None:
    answer = send(client, "/logga-in", email="", password="")
    assert answer.status_code == 422
    assert "Skriv din e-postadress" in answer.text
    assert "Skriv ditt lösenord" in answer.text


def test_a_form_from_elsewhere_is_refused(client: FlaskClient, alice: UUID) -> None:
    answer = client.post("/logga-in", data={"email": "alice@exempel.example", "password": PASSWORD})
    assert answer.status_code == 400


def test_an_address_that_two_people_share_signs_in_neither(
    client: FlaskClient, send: Send, world: World, alice: UUID, database: Database
) -> None:
    share_address(database, world.anders, "ALICE@exempel.example")
    assert WRONG in send(client, "/logga-in", email="alice@exempel.example", password=PASSWORD).text
    assert send(client, "/logga-in", email="hr/5", password=PASSWORD).status_code == 303


def share_address(database: Database, person_id: UUID, email: str) -> None:
    """A new row of the employment, with another address."""
    with database.writing() as session, session.begin():
        old = session.scalars(
            select(Employment).join(PersonNumber).where(PersonNumber.person_id == person_id)
        ).one()
        at = clock.now()
        values = {c.key: getattr(old, c.key) for c in Employment.__table__.columns if c.key != "id"}
        old.superseded_at = at
        session.flush()
        session.add(Employment(**{**values, "email": email, "recorded_at": at, "superseded_at": None}))


def test_after_the_last_day_of_the_employment_the_password_is_wrong(
    client: FlaskClient, send: Send, world: World, alice: UUID, database: Database
) -> None:
    end_employment(database, alice, days_ago=1)
    assert WRONG in send(client, "/logga-in", email="hr/5", password=PASSWORD).text


def end_employment(database: Database, person_id: UUID, days_ago: int) -> None:
    with database.writing() as session, session.begin():
        old = session.scalars(
            select(Employment).join(PersonNumber).where(PersonNumber.person_id == person_id)
        ).one()
        values = {c.key: getattr(old, c.key) for c in Employment.__table__.columns if c.key != "id"}
        old.superseded_at = at = clock.now()
        session.flush()
        last = clock.today() - timedelta(days=days_ago)
        session.add(Employment(**{**values, "valid_to": last, "recorded_at": at, "superseded_at": None}))


def test_the_eleventh_try_within_a_quarter_is_refused_even_when_it_is_right(
    client: FlaskClient, send: Send, alice: UUID
) -> None:
    for _ in range(10):
        assert send(client, "/logga-in", email="hr/5", password="fel lösenord helt").status_code == 422
    answer = send(client, "/logga-in", email="alice@exempel.example", password=PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "Vänta 15 minuter och försök igen." in answer.text
    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1), tick=False):
        assert send(client, "/logga-in", email="hr/5", password=PASSWORD).status_code == 303


def test_a_name_that_nobody_has_is_throttled_like_any_other(
    client: FlaskClient, send: Send, world: World
) -> None:
    answers = [
        send(client, "/logga-in", email=" Ingen@exempel.example", password=PASSWORD).status_code
        for _ in range(11)
    ]
    assert answers == [422] * 10 + [429]


def test_signing_in_forgets_the_tries_before_it(client: FlaskClient, send: Send, alice: UUID) -> None:
    for _ in range(2):
        for _ in range(9):
            send(client, "/logga-in", email="hr/5", password="fel lösenord helt")
        assert send(client, "/logga-in", email="hr/5", password=PASSWORD).status_code == 303


def test_one_client_that_guesses_at_many_names_is_stopped(
    client: FlaskClient, send: Send, world: World
) -> None:
    client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    page = client.get("/logga-in").text
    form_token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answers = {
        client.post(
            "/logga-in", data={"csrf_token": form_token, "email": f"hr/{n + 1000}", "password": PASSWORD}
        ).status_code
        for n in range(200)
    }
    assert answers == {422}
    assert send(client, "/logga-in", email="hr/5", password=PASSWORD).status_code == 429


def test_guesses_at_the_same_time_do_not_outrun_the_limit(app: Flask, send: Send, alice: UUID) -> None:
    def guess(_number: int) -> int:
        return send(app.test_client(), "/logga-in", email="hr/5", password="fel lösenord helt").status_code

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(guess, range(18)))
    assert answers.count(422) == 10
    assert answers.count(429) == 8


def test_one_comes_to_the_page_one_was_going_to(client: FlaskClient, send: Send, alice: UUID) -> None:
    assert client.get("/installningar").location == "/logga-in"
    assert send(client, "/logga-in", email="hr/5", password=PASSWORD).location == "/installningar"


def test_signing_in_starts_a_new_cookie(client: FlaskClient, send: Send, alice: UUID) -> None:
    client.get("/logga-in")
    with client.session_transaction() as cookie:
        before = cookie["csrf_token"]
        cookie["planted"] = "by somebody else"
    send(client, "/logga-in", email="hr/5", password=PASSWORD)
    with client.session_transaction() as cookie:
        assert set(cookie) == {"_user_id"}
    client.get("/logga-in")
    with client.session_transaction() as cookie:
        assert cookie["csrf_token"] != before


def test_signing_in_again_ends_the_session_that_the_browser_had(
    client: FlaskClient, send: Send, alice: UUID, database: Database
) -> None:
    for _ in range(2):
        send(client, "/logga-in", email="hr/5", password=PASSWORD)
    with database.reading() as session:
        assert len(session.scalars(select(WebSession)).all()) == 1


def test_a_hash_made_with_weaker_parameters_is_made_anew(
    app: Flask, client: FlaskClient, send: Send, alice: UUID, database: Database
) -> None:
    app.config["ARGON2"] = {**CHEAP, "time_cost": 2}
    assert send(client, "/logga-in", email="hr/5", password=PASSWORD).status_code == 303
    with database.reading() as session:
        stored = session.get_one(Account, alice).password_hash
    assert stored is not None
    assert "t=2" in stored
    assert send(client, "/logga-in", email="hr/5", password=PASSWORD).status_code == 303


def test_rooms_above_hear_of_it(
    client: FlaskClient, send: Send, alice: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[datetime] = []
    monkeypatch.setattr(services, "on_sign_in", [lambda _session, at: heard.append(at)])
    before = clock.now()
    send(client, "/logga-in", email="hr/5", password=PASSWORD)
    assert len(heard) == 1
    assert before <= heard[0] <= clock.now()


def test_signing_in_deletes_sessions_whose_time_has_passed(
    client: FlaskClient, send: Send, alice: UUID, world: World, database: Database
) -> None:
    with database.writing() as session, session.begin():
        open_session(session, world.bob, clock.now() - timedelta(hours=25))
    send(client, "/logga-in", email="hr/5", password=PASSWORD)
    with database.reading() as session:
        assert set(session.scalars(select(WebSession.person_id))) == {alice}


def test_two_numbers_that_turn_out_to_be_one_person_open_with_that_persons_own_password(
    client: FlaskClient,
    send: Send,
    alice: UUID,
    world: World,
    database: Database,
    give_password: Callable[[UUID], None],
) -> None:
    with database.writing() as session, session.begin():
        at = clock.now()
        session.add(PersonJoin(person_id=alice, into_id=world.bob, recorded_at=at, superseded_at=None))
    assert send(client, "/logga-in", email="hr/5", password=PASSWORD).status_code == 422
    give_password(world.bob)
    for number in ("hr/5", "hr/3"):
        client.delete_cookie("elearn")
        assert send(client, "/logga-in", email=number, password=PASSWORD).status_code == 303
        assert is_signed_in(client)


def test_a_standing_account_signs_in_and_keeps_its_address_from_any_file(
    client: FlaskClient, send: Send, world: World, database: Database
) -> None:
    with database.writing() as session, session.begin():
        services.add_standing_account(
            session, "Root@exempel.example", hash_password(PASSWORD, hasher(CHEAP)), at=clock.now()
        )
    share_address(database, world.anders, "root@exempel.example")
    assert send(client, "/logga-in", email="root@exempel.example", password=PASSWORD).status_code == 303
    assert is_signed_in(client)


def test_a_password_is_never_stored_as_it_was_typed(alice: UUID, database: Database) -> None:
    with database.reading() as session:
        stored = session.get_one(Account, alice).password_hash
    assert stored is not None
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored
