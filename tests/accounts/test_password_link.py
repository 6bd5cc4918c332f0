"""A link by mail: for those whose address is their own, once, within a day, and the same answer to everybody."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale, gettext
from sqlalchemy import select

from elearn import clock
from elearn.accounts.models import Account, Credential, RoleGrant
from elearn.app import create_app
from elearn.config import Config
from elearn.database import Database
from tests.accounts.conftest import CHEAP, PASSWORD, Box, Send
from tests.accounts.test_sign_in import end_employment, share_address
from tests.people import World


@pytest.fixture
def config(config: Config, mailbox: Box) -> Config:
    return replace(config, smtp_url=f"smtp://127.0.0.1:{mailbox.port}", base_url="http://127.0.0.1:8000")


def link_in(box: Box) -> str:
    message = box.next()
    found = re.search(r"http://127\.0\.0\.1:8000(/losenord/\S+)", message.get_content())
    assert found
    return found.group(1)


def ask(client: FlaskClient, send: Send, name: str) -> str:
    answer = send(client, "/losenord", email=name)
    assert (answer.status_code, answer.location) == (303, "/losenord/skickat")
    page = client.get(answer.location).text
    return page.split("<main")[1].split("</main>")[0]


def test_a_new_employee_chooses_a_password_and_signs_in(
    client: FlaskClient, send: Send, world: World, mailbox: Box
) -> None:
    ask(client, send, "Alice@Exempel.example")
    link = link_in(mailbox)
    answer = send(client, link, password=PASSWORD, again=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/logga-in")
    assert "Ditt nya lösenord gäller" in client.get("/logga-in").text
    assert send(client, "/logga-in", email="alice@exempel.example", password=PASSWORD).status_code == 303


def test_asking_with_anything_but_the_address_sends_nothing(
    client: FlaskClient, send: Send, world: World, database: Database
) -> None:
    ask(client, send, "hr/5")
    ask(client, send, "alice@exempel.example.com")
    with database.reading() as session:
        assert session.scalars(select(Credential)).all() == []


def test_an_address_that_came_after_the_role_opens_no_account(
    client: FlaskClient, send: Send, world: World, database: Database
) -> None:
    """Otherwise whoever hands in the next HR file could become an administrator."""
    late = clock.now() - timedelta(days=30)
    with database.writing() as session, session.begin():
        for name, recorded in (("erik", late), ("frida", late)):
            grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == world.people[name])).one()
            values = {c.key: getattr(grant, c.key) for c in RoleGrant.__table__.columns if c.key != "id"}
            grant.superseded_at = recorded
            session.flush()
            session.add(RoleGrant(**{**values, "recorded_at": recorded, "superseded_at": None}))
    share_address(database, world.erik, "ny@exempel.example")
    ask(client, send, "ny@exempel.example")
    ask(client, send, "Erik@exempel.example")
    ask(client, send, "frida@exempel.example")
    with database.reading() as session:
        assert session.scalars(select(Credential.person_id)).all() == [world.frida]


def test_the_mail_is_neutral_and_says_that_a_machine_wrote_it(
    client: FlaskClient, send: Send, world: World, mailbox: Box
) -> None:
    ask(client, send, "alice@exempel.example")
    message = mailbox.next()
    assert message["Subject"] == "Välj lösenord"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    body = message.get_content()
    assert not re.search(r"våld|heder|utsatt|alm|alice|ängen|förvaltning", body, re.IGNORECASE)
    assert body.count("http") == 1


def test_the_mail_is_written_in_the_language_of_whom_it_is_to(
    app: Flask, client: FlaskClient, send: Send, world: World, mailbox: Box, database: Database
) -> None:
    with database.writing() as session, session.begin():
        session.get_one(Account, world.alice).language = "en"
    ask(client, send, "alice@exempel.example")
    ask(client, send, "bob@exempel.example")
    subjects = {message["To"]: message["Subject"] for message in (mailbox.next(), mailbox.next())}
    with app.test_request_context(), force_locale("en"):
        english = gettext("Välj lösenord")
    assert subjects == {"alice@exempel.example": english, "bob@exempel.example": "Välj lösenord"}


def test_everybody_gets_the_same_answer(
    client: FlaskClient, send: Send, world: World, database: Database
) -> None:
    share_address(database, world.anders, "bob@exempel.example")
    end_employment(database, world.david, days_ago=1)
    names = [
        "alice@exempel.example",
        "ingen@exempel.example",
        "bob@exempel.example",  # two people's
        "hr/3",  # has no other
        "hr/11",  # has left
        "x/y/z",
        "hello",
    ]
    assert len({ask(client, send, name) for name in names}) == 1
    with database.reading() as session:
        assert session.scalars(select(Credential.person_id)).all() == [world.alice]


def test_a_link_shows_its_form_as_often_as_it_is_looked_at(
    client: FlaskClient, send: Send, world: World, mailbox: Box
) -> None:
    ask(client, send, "alice@exempel.example")
    link = link_in(mailbox)
    assert [client.get(link).status_code for _ in range(3)] == [200, 200, 200]
    assert client.head(link).status_code == 200


def test_a_link_is_used_once(client: FlaskClient, send: Send, world: World, mailbox: Box) -> None:
    ask(client, send, "alice@exempel.example")
    link = link_in(mailbox)
    send(client, link, password=PASSWORD, again=PASSWORD)
    assert client.get(link).status_code == 404
    answer = send(client, link, page="/logga-in", password=PASSWORD, again=PASSWORD)
    assert answer.status_code == 404
    assert "Be om en ny" in answer.text


def test_of_several_uses_at_the_same_time_one_counts(
    app: Flask, client: FlaskClient, send: Send, world: World, mailbox: Box
) -> None:
    ask(client, send, "alice@exempel.example")
    link = link_in(mailbox)

    def use(number: int) -> int:
        words = f"{PASSWORD} {number}"
        return send(app.test_client(), link, page="/logga-in", password=words, again=words).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(use, range(4)))
    assert answers == [303, 404, 404, 404]


def test_a_link_lasts_a_day(client: FlaskClient, send: Send, world: World, mailbox: Box) -> None:
    ask(client, send, "alice@exempel.example")
    link = link_in(mailbox)
    with time_machine.travel(clock.now() + timedelta(hours=23, minutes=59), tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1), tick=False):
        assert client.get(link).status_code == 404


def test_using_one_link_voids_the_others_and_ends_every_session(
    app: Flask,
    client: FlaskClient,
    send: Send,
    world: World,
    mailbox: Box,
    sign_in_as: Callable[[FlaskClient, UUID], FlaskClient],
) -> None:
    elsewhere = sign_in_as(app.test_client(), world.alice)
    ask(client, send, "alice@exempel.example")
    ask(client, send, "alice@exempel.example")
    first, second = link_in(mailbox), link_in(mailbox)
    send(client, first, password=PASSWORD, again=PASSWORD)
    assert client.get(second).status_code == 404
    assert elsewhere.get("/installningar").status_code == 303


def test_a_link_that_was_never_sent_says_so(client: FlaskClient, world: World) -> None:
    for token in ("a" * 43, "%00" * 43, "å" * 43, "'; DROP TABLE credential; -- " + "x" * 20):
        answer = client.get(f"/losenord/{token}")
        assert (answer.status_code, "Länken gäller inte" in answer.text) == (404, True), token


def test_a_password_that_is_refused_uses_no_link_up(
    client: FlaskClient, send: Send, world: World, mailbox: Box
) -> None:
    ask(client, send, "alice@exempel.example")
    link = link_in(mailbox)
    for password, again, sentence in (
        ("kort", "kort", "Välj minst 12 tecken"),
        (PASSWORD, "något annat än så", "Lösenorden är inte lika"),
        ("Alice Alm 12345", "Alice Alm 12345", "liknar din adress"),
    ):
        answer = send(client, link, password=password, again=again)
        assert (answer.status_code, sentence in answer.text) == (422, True), (password, answer.text)
    assert send(client, link, password=PASSWORD, again=PASSWORD).status_code == 303


def test_somebody_is_not_flooded_with_mail(
    client: FlaskClient, send: Send, world: World, database: Database
) -> None:
    for _ in range(3):
        ask(client, send, "alice@exempel.example")
    answer = send(client, "/losenord", email="alice@exempel.example")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    with database.reading() as session:
        assert len(session.scalars(select(Credential)).all()) == 3


def test_what_cannot_be_a_name_is_said_to_be_none(client: FlaskClient, send: Send, world: World) -> None:
    for name in ("", "x" * 400, "alice@exempel.example\x00"):
        assert send(client, "/losenord", email=name).status_code == 422


def test_whoever_owns_the_account_hears_that_the_password_was_changed(
    client: FlaskClient, send: Send, world: World, mailbox: Box
) -> None:
    ask(client, send, "alice@exempel.example")
    send(client, link_in(mailbox), password=PASSWORD, again=PASSWORD)
    message = mailbox.next()
    assert (message["To"], message["Subject"]) == ("alice@exempel.example", "Lösenordet är ändrat")


def test_without_a_mail_server_the_page_answers_the_same(config: Config, world: World, send: Send) -> None:
    app = create_app(replace(config, smtp_url=None))
    app.config.update(ARGON2=CHEAP)
    ask(app.test_client(), send, "alice@exempel.example")
    app.extensions["elearn_database"].dispose()
