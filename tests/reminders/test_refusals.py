"""Who is at fault when a mail is refused: the address, or the server, which then silences nobody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.config import Config
from elearn.database import Database
from elearn.mail import BarredError, LaterError, MailError, Postman, RefusedError, judge
from elearn.reminders.models import Mail
from elearn.reminders.running import Result, Shop, run
from tests.people import World
from tests.reminders.mail_server import BAR, REFUSE, REFUSE_TEXT, MailServer, serving_mail
from tests.reminders.mailroom import A_DAY, ask, noon, set_own_only

F1 = {"alice", "anders", "bob", "cecilia", "vera", "xerxes"}


@pytest.mark.parametrize(
    ("code", "text", "fault"),
    [
        (550, "5.1.1 no such user", RefusedError),
        (550, "no such user", RefusedError),
        (551, "user not local", RefusedError),
        (553, "mailbox name not allowed", RefusedError),
        (501, "5.1.3 bad address", RefusedError),
        (550, "5.7.1 relaying denied", BarredError),
        (554, "5.7.1 blocked by our list", BarredError),
        (553, "5.1.8 sender address rejected", BarredError),
        (554, "relay access denied", BarredError),
        (530, "5.7.0 authentication required", BarredError),
        (552, "5.2.2 mailbox full", LaterError),
        (450, "4.7.1 greylisted", LaterError),
    ],
)
def test_what_an_answer_about_a_recipient_says(code: int, text: str, fault: type[MailError]) -> None:
    assert type(judge(code, text.encode(), of_recipient=True)) is fault


@pytest.mark.parametrize(
    ("code", "text", "fault"),
    [
        (554, "5.7.1 spam", BarredError),
        (550, "5.1.1 not wanted", BarredError),
        (554, "transaction failed", BarredError),
        (552, "mailbox full", LaterError),
        (451, "try again", LaterError),
    ],
)
def test_what_an_answer_about_the_text_says(code: int, text: str, fault: type[MailError]) -> None:
    assert type(judge(code, text.encode(), of_recipient=False)) is fault


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


def send(database: Database, config: Config, server: MailServer, on: date) -> Result:
    with Postman(replace(config, smtp_url=server.url)) as postman:
        return run(Shop(database, config, postman, lambda: noon(on)))


def states(database: Database, world: World) -> dict[str, str]:
    names = {person_id: name for name, person_id in world.people.items()}
    with database.reading() as session:
        return {names[row.person_id]: row.state.value for row in session.scalars(select(Mail))}


@pytest.mark.parametrize("how", [REFUSE, BAR, REFUSE_TEXT])
def test_a_server_that_refuses_everybody_silences_nobody(
    database: Database, config: Config, asked: World, today: date, server: MailServer, how: str
) -> None:
    server.treats.update(dict.fromkeys(F1, how))
    for days in range(3):
        result = send(database, config, server, today + days * A_DAY)
        assert result.fault is not None
        assert result.ended.total() == 0
        assert states(database, asked) == dict.fromkeys(F1, "queued")
    server.treats.clear()
    send(database, config, server, today + 3 * A_DAY)
    assert {name: len(taken) for name, taken in server.taken.items()} == dict.fromkeys(F1, 1)


@pytest.mark.one_engine
def test_some_bad_addresses_are_noted_as_soon_as_the_server_has_taken_a_mail(
    database: Database, config: Config, asked: World, today: date, server: MailServer
) -> None:
    server.treats.update(anders=REFUSE, bob=REFUSE)
    result = send(database, config, server, today)
    assert (result.fault, result.ended.total()) == (None, 6)
    assert states(database, asked) == {**dict.fromkeys(F1, "sent"), "anders": "bounced", "bob": "bounced"}


@pytest.mark.one_engine
def test_those_whose_server_lets_nothing_through_keep_nobody_else(
    database: Database, config: Config, asked: World, today: date, server: MailServer
) -> None:
    server.treats.update(anders=BAR, bob=BAR)
    result = send(database, config, server, today)
    assert (result.fault, result.later) == (None, 2)
    assert states(database, asked) == {**dict.fromkeys(F1, "sent"), "anders": "queued", "bob": "queued"}
    assert (
        send(database, config, server, today + A_DAY).fault is not None
    )  # nobody else waits, and somebody is told
    server.treats.clear()
    assert send(database, config, server, today + 2 * A_DAY).fault is None
    assert {name: len(taken) for name, taken in server.taken.items()} == dict.fromkeys(F1, 1)
