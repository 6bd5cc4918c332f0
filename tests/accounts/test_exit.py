"""The quick way out ends the session and leaves; nothing else can make it do so, and nothing can stop it."""

import socket
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn.accounts import services
from elearn.accounts.models import WebSession
from elearn.app import create_app
from elearn.config import Config
from elearn.database import Database
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]


def sessions(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(WebSession)).all())


@pytest.fixture
def alice(client: FlaskClient, world: World, sign_in_as: SignIn) -> FlaskClient:
    return sign_in_as(client, world.alice)


def test_it_ends_the_session_on_the_server_first_and_goes_to_the_exit_address(
    alice: FlaskClient, database: Database
) -> None:
    answer = alice.get("/lamna", headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.location) == (303, "/paus")
    assert sessions(database) == 0
    assert alice.get_cookie("elearn") is None
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_cookie_opens_nothing_afterwards(alice: FlaskClient) -> None:
    kept = alice.get_cookie("elearn")
    assert kept is not None
    alice.get("/lamna")
    alice.set_cookie("elearn", kept.value)
    assert alice.get("/installningar").status_code == 303


def test_it_works_from_the_address_bar_and_in_browsers_that_say_nothing(
    alice: FlaskClient, database: Database
) -> None:
    assert alice.get("/lamna", headers={"Sec-Fetch-Site": "none"}).location == "/paus"
    assert sessions(database) == 0


def test_another_site_cannot_sign_anybody_out(alice: FlaskClient, database: Database) -> None:
    for site in ("cross-site", "same-site", "anything"):
        answer = alice.get("/lamna", headers={"Sec-Fetch-Site": site})
        assert (answer.status_code, answer.location) == (303, "/")
        assert "Set-Cookie" not in answer.headers
        assert "Clear-Site-Data" not in answer.headers
        assert sessions(database) == 1


def test_a_browser_that_fetches_ahead_signs_nobody_out(alice: FlaskClient, database: Database) -> None:
    for name, wish in (
        ("Sec-Purpose", "prefetch"),
        ("Sec-Purpose", "prefetch;prerender"),
        ("Purpose", "prefetch"),
    ):
        answer = alice.get("/lamna", headers={name: wish})
        assert answer.status_code == 503  # so that the browser throws it away and asks again at the click
        assert "Set-Cookie" not in answer.headers
        assert sessions(database) == 1


def test_asking_for_the_headers_only_signs_nobody_out(alice: FlaskClient, database: Database) -> None:
    answer = alice.head("/lamna")
    assert answer.location == "/paus"
    assert "Set-Cookie" not in answer.headers
    assert sessions(database) == 1


def test_a_visitor_without_a_cookie_gets_none(client: FlaskClient, world: World) -> None:
    answer = client.get("/lamna")
    assert answer.location == "/paus"
    assert "Set-Cookie" not in answer.headers


def test_a_visitor_with_a_cookie_that_says_nothing_loses_it(client: FlaskClient, world: World) -> None:
    client.set_cookie("elearn", "garbage")
    answer = client.get("/lamna")
    assert answer.location == "/paus"
    assert client.get_cookie("elearn") is None


def test_rooms_above_let_go_of_what_was_only_there_while_it_lasted(
    alice: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[UUID] = []
    monkeypatch.setattr(services, "on_leave", [lambda _session, person_id: left.append(person_id)])
    alice.get("/lamna")
    assert left == [world.alice]


def test_a_fault_in_what_a_room_does_keeps_nobody_on_the_page(
    alice: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_session: object, _person_id: UUID) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(services, "on_leave", [fail])
    assert alice.get("/lamna").location == "/paus"
    assert alice.get_cookie("elearn") is None


def test_it_works_while_the_database_is_busy_with_a_long_write(
    alice: FlaskClient, database: Database
) -> None:
    with database.writing() as busy:
        busy.scalars(select(WebSession).with_for_update()).one()
        answer = alice.get("/lamna")
    assert answer.location == "/paus"
    assert alice.get_cookie("elearn") is None


def test_it_works_while_the_database_is_away(alice: FlaskClient, config: Config) -> None:
    cookie = alice.get_cookie("elearn")
    assert cookie is not None
    away = replace(config, database_url="postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    client = create_app(away).test_client()
    client.set_cookie("elearn", cookie.value)
    answer = client.get("/lamna")
    assert (answer.status_code, answer.location) == (303, "/paus")
    assert client.get_cookie("elearn") is None


def test_it_works_while_the_database_does_not_answer(alice: FlaskClient, config: Config) -> None:
    cookie = alice.get_cookie("elearn")
    assert cookie is not None
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        app = create_app(
            replace(config, database_url=f"postgresql+psycopg://nobody@127.0.0.1:{port}/nothing")
        )
        client = app.test_client()
        client.set_cookie("elearn", cookie.value)
        answer = client.get("/lamna")
    assert (answer.status_code, answer.location) == (303, "/paus")
    assert client.get_cookie("elearn") is None


def test_over_https_the_bound_cookie_goes_as_well(config: Config, world: World) -> None:
    secure = create_app(replace(config, base_url="https://elearn.example", exit_url="https://www.smhi.se/"))
    client = secure.test_client()
    client.get("/logga-in", base_url="https://elearn.example")
    answer = client.get("/lamna", base_url="https://elearn.example")
    assert answer.location == "https://www.smhi.se/"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-elearn=;")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    secure.extensions["elearn_database"].dispose()
