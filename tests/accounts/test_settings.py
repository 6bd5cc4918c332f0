"""What one decides about oneself: signing out, language, password, one's own sessions."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn import clock
from elearn.accounts import services
from elearn.accounts.models import Account, WebSession
from elearn.accounts.sessions import digest_of
from elearn.database import Database
from tests.accounts.conftest import PASSWORD, Send
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
NEW = "fyra andra ord som ingen gissar"
PAGE = "/installningar"


@pytest.fixture
def alice(
    client: FlaskClient, world: World, sign_in_as: SignIn, give_password: Callable[[UUID], None]
) -> FlaskClient:
    give_password(world.alice)
    return sign_in_as(client, world.alice)


def test_signing_out_ends_the_session_and_the_cookie(
    alice: FlaskClient, send: Send, world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[UUID] = []
    monkeypatch.setattr(services, "on_leave", [lambda _session, person_id: left.append(person_id)])
    answer = send(alice, "/logga-ut", page=PAGE)
    assert (answer.status_code, answer.location) == (303, "/logga-in")
    assert alice.get_cookie("elearn") is None
    assert left == [world.alice]
    with database.reading() as session:
        assert session.scalars(select(WebSession)).all() == []


def test_signing_out_twice_is_no_fault(alice: FlaskClient, send: Send) -> None:
    send(alice, "/logga-ut", page=PAGE)
    assert send(alice, "/logga-ut", page="/logga-in").status_code == 303


def test_signing_out_from_another_site_is_refused(alice: FlaskClient) -> None:
    assert alice.post("/logga-ut").status_code == 400
    assert alice.get(PAGE).status_code == 200


def test_before_signing_in_the_language_is_kept_in_the_cookie(
    client: FlaskClient, send: Send, world: World
) -> None:
    answer = send(client, "/sprak", page="/logga-in", language="en", next="/logga-in")
    assert (answer.status_code, answer.location) == (303, "/")
    assert '<html lang="en"' in client.get("/logga-in").text


def test_a_language_chosen_before_signing_in_goes_with_the_person(
    client: FlaskClient, send: Send, world: World, give_password: Callable[[UUID], None]
) -> None:
    give_password(world.alice)
    send(client, "/sprak", page="/logga-in", language="en")
    send(client, "/logga-in", email="hr/5", password=PASSWORD)
    assert '<html lang="en"' in client.get(PAGE).text


def test_the_language_of_somebody_signed_in_is_kept_with_the_account(
    alice: FlaskClient, send: Send, world: World, database: Database
) -> None:
    answer = send(alice, "/sprak", page=PAGE, language="en", next=PAGE)
    assert answer.location == PAGE
    assert '<html lang="en"' in alice.get(PAGE).text
    with database.reading() as session:
        assert session.get_one(Account, world.alice).language == "en"


def test_a_language_that_we_do_not_speak_changes_nothing(
    alice: FlaskClient, send: Send, world: World, database: Database
) -> None:
    for language in ("", "de", "en\x00", "x" * 5000):
        assert (
            send(alice, "/sprak", page=PAGE, language=language, next="https://ond.example/").location == "/"
        )
    with database.reading() as session:
        assert session.get_one(Account, world.alice).language is None


def test_changing_the_password_ends_every_other_session(
    app: Flask, alice: FlaskClient, send: Send, world: World, sign_in_as: SignIn
) -> None:
    elsewhere = sign_in_as(app.test_client(), world.alice)
    answer = send(alice, f"{PAGE}/losenord", current=PASSWORD, password=NEW, again=NEW)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert alice.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 303
    newcomer = app.test_client()
    assert send(newcomer, "/logga-in", email="hr/5", password=PASSWORD).status_code == 422
    assert send(newcomer, "/logga-in", email="hr/5", password=NEW).status_code == 303


REFUSALS: tuple[tuple[dict[str, str], str], ...] = (
    ({"current": "fel lösenord helt"}, "Det är inte ditt nuvarande lösenord"),
    ({"current": ""}, "Skriv ditt nuvarande lösenord"),
    ({"password": "kort", "again": "kort"}, "Välj minst 12 tecken"),
    ({"password": "", "again": ""}, "Skriv ett nytt lösenord"),
    ({"again": "något helt annat"}, "Lösenorden är inte lika"),
    ({"password": "losenord2026!", "again": "losenord2026!"}, "lätt att gissa"),
    ({"password": "alice.alm.2026", "again": "alice.alm.2026"}, "liknar din adress"),
    ({"password": "x" * 201, "again": "x" * 201}, "Välj högst 200 tecken"),
)


def test_a_password_that_cannot_be_changed_says_why(alice: FlaskClient, send: Send) -> None:
    for fields, sentence in REFUSALS:
        answer = send(
            alice, f"{PAGE}/losenord", **{"current": PASSWORD, "password": NEW, "again": NEW, **fields}
        )
        assert (answer.status_code, sentence in answer.text) == (422, True), (fields, answer.text)
        assert NEW not in answer.text


def test_guessing_at_the_password_of_an_open_session_is_stopped(alice: FlaskClient, send: Send) -> None:
    answers = [
        send(alice, f"{PAGE}/losenord", current="fel lösenord helt", password=NEW, again=NEW).status_code
        for _ in range(11)
    ]
    assert answers == [422] * 10 + [429]


def test_ones_sessions_are_listed_with_this_one_marked(
    app: Flask, alice: FlaskClient, world: World, sign_in_as: SignIn
) -> None:
    sign_in_as(app.test_client(), world.alice)
    sign_in_as(app.test_client(), world.bob)
    page = alice.get(PAGE).text
    assert page.count('name="session" value=') == 2  # the other one, and all others
    assert page.count("den du använder nu") == 1


def test_one_other_session_can_be_ended(
    app: Flask, alice: FlaskClient, send: Send, world: World, sign_in_as: SignIn, database: Database
) -> None:
    here = alice.get(PAGE).text
    assert "Avsluta alla andra" not in here
    elsewhere = sign_in_as(app.test_client(), world.alice)
    with alice.session_transaction() as cookie:
        own = digest_of(cookie["_user_id"])
    with database.reading() as session:
        other = session.scalars(select(WebSession.digest).where(WebSession.digest != own)).one()
    send(alice, f"{PAGE}/inloggningar/avsluta", page=PAGE, session=other)
    assert (alice.get(PAGE).status_code, elsewhere.get(PAGE).status_code) == (200, 303)


def test_all_other_sessions_can_be_ended(
    app: Flask, alice: FlaskClient, send: Send, world: World, sign_in_as: SignIn
) -> None:
    others = [sign_in_as(app.test_client(), world.alice) for _ in range(3)]
    bob = sign_in_as(app.test_client(), world.bob)
    answer = send(alice, f"{PAGE}/inloggningar/avsluta", page=PAGE, session="others")
    assert answer.status_code == 303
    assert [client.get(PAGE).status_code for client in [alice, *others, bob]] == [200, 303, 303, 303, 200]


def test_nobody_ends_the_session_of_another(
    app: Flask, alice: FlaskClient, send: Send, world: World, sign_in_as: SignIn, database: Database
) -> None:
    bob = sign_in_as(app.test_client(), world.bob)
    with database.reading() as session:
        bobs = session.scalars(select(WebSession.digest).where(WebSession.person_id == world.bob)).one()
    for wanted in (bobs, "", "\x00", "x" * 10_000):
        assert send(alice, f"{PAGE}/inloggningar/avsluta", page=PAGE, session=wanted).status_code == 303
        assert (alice.get(PAGE).status_code, bob.get(PAGE).status_code) == (200, 200)


def test_a_password_by_link_lets_go_of_what_was_there_while_signed_in(
    world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[UUID] = []
    monkeypatch.setattr(services, "on_leave", [lambda _session, person_id: left.append(person_id)])
    with database.writing() as session, session.begin():
        services.set_password(session, world.bob, "hash", at=clock.now(), keep="own")
        services.set_password(session, world.alice, "hash", at=clock.now())
    assert left == [world.alice]


def test_whose_last_session_ran_out_leaves(
    app: Flask, world: World, sign_in_as: SignIn, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[UUID] = []
    monkeypatch.setattr(services, "on_leave", [lambda _session, person_id: left.append(person_id)])
    for person_id in (world.alice, world.bob, world.bob):
        sign_in_as(app.test_client(), person_id)
    with database.writing() as session, session.begin():
        of_bob = session.scalars(select(WebSession).where(WebSession.person_id == world.bob)).first()
        assert of_bob is not None
        of_bob.last_seen_at = later = clock.now() + timedelta(hours=1)
        session.flush()
        services.purge(session, later)
    assert left == [world.alice]


@pytest.mark.one_engine
def test_shift_three_times_is_switched_off_and_on_again(alice: FlaskClient, send: Send) -> None:
    on = "data-shift-exit"
    assert on in alice.get(PAGE).text
    for choice, holds in (("off", False), ("perhaps", False), ("on", True)):
        assert send(alice, f"{PAGE}/genvag", page=PAGE, shift=choice).location == PAGE
        assert (on in alice.get("/min-utbildning").text) is holds, choice
        assert on in alice.get("/hjalp/sv").text  # which knows nobody


def test_a_page_says_that_its_reader_is_there(
    alice: FlaskClient, client: FlaskClient, database: Database
) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=20), tick=False):
        answer = alice.get(f"{PAGE}/kvar")
        assert (answer.status_code, answer.text) == (204, "")
        with database.reading() as session:
            assert session.scalars(select(WebSession.last_seen_at)).one() == clock.now()


@pytest.mark.one_engine
def test_asking_too_late_leads_nowhere_after_sign_in(client: FlaskClient, world: World) -> None:
    assert client.get(f"{PAGE}/kvar").location == "/logga-in"
    with client.session_transaction() as cookie:
        assert "next" not in cookie


@pytest.mark.one_engine
def test_only_who_is_signed_in_is_asked_whether_they_are_there(alice: FlaskClient, app: Flask) -> None:
    assert 'data-idle="30"' in alice.get(PAGE).text
    assert "data-idle" not in alice.get("/hjalp/sv").text
    assert "data-idle" not in app.test_client().get("/logga-in").text
