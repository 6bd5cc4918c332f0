"""To a real mail server that takes, refuses, wants to be asked later, hangs up or says nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.config import Config
from elearn.database import Database
from elearn.mail import Postman
from elearn.reminders.models import Mail, MailKind
from elearn.reminders.outbox import queue
from elearn.reminders.running import Result, Shop, run
from tests.people import World
from tests.reminders.mail_server import (
    DROP,
    LATER,
    REFUSE,
    SILENCE,
    MailServer,
    serving_mail,
)
from tests.reminders.mailroom import A_DAY, ask, noon, set_own_only
from tests.serving import free_port

F1 = {"alice", "anders", "bob", "cecilia", "vera", "xerxes"}


@pytest.fixture
def server() -> Iterator[MailServer]:
    with serving_mail() as server:
        yield server


@pytest.fixture
def asked(session: Session, world: World, today: date) -> World:
    set_own_only(session, today)
    ask(session, world, due_on=today)
    session.commit()
    return world


def send(database: Database, config: Config, url: str, at: datetime) -> Result:
    with Postman(replace(config, smtp_url=url)) as postman:
        return run(Shop(database, config, postman, lambda: at))


def states(database: Database, world: World) -> dict[str, str]:
    names = {person_id: name for name, person_id in world.people.items()}
    with database.reading() as session:
        return {names[row.person_id]: row.state.value for row in session.scalars(select(Mail))}


def test_everybody_is_treated_by_what_the_server_says_of_them(
    database: Database,
    config: Config,
    asked: World,
    today: date,
    server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("elearn.mail.TIMEOUT_SECONDS", 0.5)
    server.treats.update(anders=REFUSE, cecilia=LATER, vera=DROP, xerxes=SILENCE)
    result = send(database, config, server.url, noon(today))
    assert (result.fault, result.later) == (None, 3)
    assert states(database, asked) == {
        "alice": "sent",
        "anders": "bounced",
        "bob": "sent",
        "cecilia": "queued",
        "vera": "queued",
        "xerxes": "queued",
    }

    # Not again at once; a quarter of an hour later whoever was not refused for good gets it.
    server.treats.clear()
    assert send(database, config, server.url, noon(today) + timedelta(minutes=14)).ended.total() == 0
    send(database, config, server.url, noon(today) + timedelta(minutes=15))
    assert {name: len(taken) for name, taken in server.taken.items()} == {
        "alice": 1,
        "bob": 1,
        "cecilia": 1,
        "vera": 2,  # the server had taken them, and did not say so
        "xerxes": 2,
    }
    for name in ("vera", "xerxes"):
        assert len({message["Message-ID"] for message in server.taken[name]}) == 1


def test_a_server_that_is_away_loses_nothing(
    database: Database, config: Config, asked: World, today: date
) -> None:
    port = free_port()
    away = send(database, config, f"smtp://127.0.0.1:{port}", noon(today))
    assert away.fault is not None
    assert "Kontrollera ELEARN_SMTP_URL" in away.fault
    assert states(database, asked) == dict.fromkeys(F1, "queued")
    with serving_mail(port) as server:
        send(database, config, server.url, noon(today + 2 * A_DAY))
    assert {name: len(taken) for name, taken in server.taken.items()} == dict.fromkeys(F1, 1)


@pytest.mark.one_engine
def test_a_server_that_always_wants_to_be_asked_later_is_given_up(
    database: Database, config: Config, asked: World, today: date, server: MailServer
) -> None:
    server.treats["alice"] = LATER
    tries = 0
    for hours in range(0, 84, 4):
        tries += send(database, config, server.url, noon(today) + timedelta(hours=hours)).later
    assert states(database, asked) == {**dict.fromkeys(F1, "sent"), "alice": "failed"}
    assert 5 < tries < 12


@pytest.mark.one_engine
def test_the_days_that_a_server_was_away_are_no_tries(
    database: Database, config: Config, asked: World, today: date
) -> None:
    port = free_port()
    for days in range(3):
        assert send(database, config, f"smtp://127.0.0.1:{port}", noon(today + days * A_DAY)).fault
    with serving_mail(port) as server:
        server.treats.update(dict.fromkeys(F1, LATER))
        assert send(database, config, server.url, noon(today + 3 * A_DAY)).later == len(F1)
        assert states(database, asked) == dict.fromkeys(F1, "queued")
        server.treats.clear()
        send(database, config, server.url, noon(today + 3 * A_DAY) + timedelta(hours=1))
    assert {name: len(taken) for name, taken in server.taken.items()} == dict.fromkeys(F1, 1)


@pytest.mark.one_engine
def test_what_was_given_up_was_not_told(
    database: Database, config: Config, asked: World, today: date, server: MailServer
) -> None:
    server.treats["alice"] = LATER
    for hours in range(0, 84, 4):
        send(database, config, server.url, noon(today) + timedelta(hours=hours))
    assert states(database, asked)["alice"] == "failed"
    server.treats.clear()
    send(database, config, server.url, noon(today + 4 * A_DAY))
    assert {name: len(taken) for name, taken in server.taken.items()} == dict.fromkeys(F1, 1)


@pytest.mark.one_engine
def test_a_server_that_never_says_whether_it_took_them_is_left_alone(
    database: Database, config: Config, asked: World, today: date, server: MailServer
) -> None:
    server.treats.update(dict.fromkeys(F1, DROP))
    result = send(database, config, server.url, noon(today))
    assert result.fault is not None
    assert sum(len(taken) for taken in server.taken.values()) == 3
    for hours in range(1, 72, 6):
        send(database, config, server.url, noon(today) + timedelta(hours=hours))
    assert max(len(taken) for taken in server.taken.values()) <= 3
    assert set(states(database, asked).values()) == {"failed"}


@pytest.mark.one_engine
def test_an_address_that_the_server_cannot_write_keeps_nobody_else_waiting(
    database: Database, config: Config, session: Session, world: World, today: date
) -> None:
    set_own_only(session, today)
    queue(session, {world.styrbjorn: {MailKind.DUE}}, today, clock.now())
    ask(session, world, due_on=today, unit="S", levels=())  # Styrbjörn, whose address has an ö in it
    ask(session, world, due_on=today)
    session.commit()
    with serving_mail(utf8=False) as server:
        send(database, config, server.url, noon(today))
    assert set(server.taken) == F1
    assert states(database, world) == {**dict.fromkeys(F1, "sent"), "styrbjorn": "bounced"}
