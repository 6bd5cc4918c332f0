"""A run sends what is due to everybody who is to have it, once, by how things stand when it is sent."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts.models import Account
from elearn.database import Database
from elearn.organisations.models import PersonalDetails, PersonNumber
from elearn.reminders.models import Mail, MailKind, MailState
from elearn.reminders.outbox import queue
from elearn.requirements.asides import set_aside
from elearn.requirements.services import set_hold
from tests.people import World
from tests.reminders.mailroom import A_DAY, Mailroom, ask, mails, noon, replaced, set_own_only, to
from tests.reports.history import complete

# Everybody in F1 and below it but Petra, whose identity is protected. Xerxes works there for another employer.
F1 = ["alice", "anders", "bob", "cecilia", "vera", "xerxes"]


@pytest.fixture
def asked(session: Session, world: World, today: date) -> int:
    """A module is due in F1 today, and nobody has done it."""
    set_own_only(session, today)
    requirement_id = ask(session, world, due_on=today)
    session.commit()
    return requirement_id


@pytest.mark.usefixtures("asked")
def test_everybody_who_is_to_do_it_gets_one_mail_a_day(mailroom: Mailroom, today: date) -> None:
    assert to(mailroom.run(today)) == F1
    assert mailroom.run(today) == []
    assert mailroom.run(today + A_DAY) == []
    assert to(mailroom.run(today + 7 * A_DAY)) == F1


@pytest.mark.usefixtures("asked")
def test_whoever_is_not_to_be_reminded_gets_nothing(
    mailroom: Mailroom, session: Session, world: World, today: date
) -> None:
    complete(session, world.alice, today, module="m")
    set_hold(session, world.bob, on=today, at=clock.now(), actor=world.dana)
    set_aside(session, world.anders, "m", on=today, at=clock.now())
    session.commit()
    replaced(session, world.vera, absent_from=today - 40 * A_DAY)
    replaced(session, world.cecilia, valid_to=today - A_DAY)
    assert to(mailroom.run(today)) == ["xerxes"]


@pytest.mark.usefixtures("asked")
def test_what_has_happened_since_it_was_planned_counts(
    mailroom: Mailroom, database: Database, session: Session, world: World, today: date
) -> None:
    people = {name: world.people[name] for name in ("alice", "anders", "bob", "cecilia", "vera", "xerxes")}
    queue(session, {person_id: {MailKind.DUE} for person_id in people.values()}, today, noon(today))
    complete(session, world.alice, today, module="m")
    set_aside(session, world.anders, "m", on=today, at=clock.now())
    set_hold(session, world.bob, on=today, at=clock.now(), actor=world.dana)
    session.commit()
    replaced(session, world.cecilia, valid_to=today - A_DAY)
    replaced(session, world.vera, email="")
    protect(session, world.xerxes)

    assert mailroom.run(today) == []
    with database.reading() as reading:
        assert {name: mails(reading, person_id) for name, person_id in people.items()} == {
            name: [(today, "dropped", {MailKind.DUE})] for name in people
        }


def protect(session: Session, person_id: UUID) -> None:
    number = session.scalars(select(PersonNumber.id).where(PersonNumber.person_id == person_id)).one()
    old = session.scalars(select(PersonalDetails).where(PersonalDetails.number_id == number)).one()
    old.superseded_at = clock.now()
    session.flush()
    kept = {column.key: getattr(old, column.key) for column in PersonalDetails.__table__.columns}
    session.add(
        PersonalDetails(
            **kept | {"id": None, "recorded_at": clock.now(), "superseded_at": None, "protected": True}
        )
    )
    session.commit()


@pytest.mark.usefixtures("asked")
def test_an_address_that_two_people_share_gets_nothing(
    mailroom: Mailroom, session: Session, world: World, today: date
) -> None:
    replaced(session, world.alice, email="Bob@exempel.example ")
    assert to(mailroom.run(today)) == ["anders", "cecilia", "vera", "xerxes"]


@pytest.mark.usefixtures("asked")
def test_a_mail_of_yesterday_is_worked_out_anew(
    mailroom: Mailroom, database: Database, session: Session, world: World, today: date
) -> None:
    queue(
        session,
        {who: {MailKind.DUE} for who in (world.alice, world.bob, world.david)},
        today - A_DAY,
        noon(today - A_DAY),
    )
    complete(session, world.bob, today, module="m")
    session.commit()

    assert to(mailroom.run(today)) == ["alice", "anders", "cecilia", "vera", "xerxes"]
    with database.reading() as reading:
        assert mails(reading, world.alice) == [(today, "sent", {MailKind.DUE})]
        assert mails(reading, world.bob) == [(today, "dropped", {MailKind.DUE})]
        assert mails(reading, world.david) == [(today, "dropped", {MailKind.DUE})]


@pytest.mark.usefixtures("asked")
def test_two_mails_that_were_left_become_one(
    mailroom: Mailroom, database: Database, session: Session, world: World, today: date
) -> None:
    for days in (2, 1, 0):
        queue(session, {world.alice: {MailKind.DUE}}, today - days * A_DAY, noon(today))
    session.commit()
    assert to(mailroom.run(today)).count("alice") == 1
    with database.reading() as reading:
        states = [state for _day, state, _kinds in mails(reading, world.alice)]
    assert sorted(states) == ["dropped", "dropped", "sent"]


def test_quiet_hours_let_it_wait(mailroom: Mailroom, session: Session, world: World, today: date) -> None:
    set_own_only(session, today, quiet_from=18, quiet_to=13)
    ask(session, world, due_on=today)
    session.commit()
    quiet = mailroom.result(today)
    assert (quiet.quiet, quiet.ended.total(), mailroom.fetch()) == (True, 0, [])
    assert to(mailroom.run(today, at=noon(today) + timedelta(hours=1))) == F1


@pytest.mark.usefixtures("asked")
def test_a_mail_that_another_process_holds_is_its_own_until_the_lease_runs_out(
    mailroom: Mailroom, session: Session, world: World, today: date
) -> None:
    queue(session, {world.alice: {MailKind.DUE}}, today, noon(today))
    session.execute(update(Mail).values(lease_until=noon(today) + timedelta(minutes=10), attempts=1))
    session.commit()
    assert "alice" not in to(mailroom.run(today))
    later = mailroom.run(today, at=noon(today) + timedelta(minutes=10))
    assert to(later) == ["alice"]


@pytest.mark.usefixtures("asked")
def test_the_mail_is_neutral_and_in_the_readers_language(
    mailroom: Mailroom, session: Session, world: World, today: date
) -> None:
    session.get_one(Account, world.alice).language = "en"
    session.commit()
    letters = {str(letter["To"]): letter for letter in mailroom.run(today)}
    english, swedish = letters["alice@exempel.example"], letters["bob@exempel.example"]
    assert swedish["Subject"] == "Påminnelse: utbildning att slutföra"
    assert "Logga in här: http://127.0.0.1:8000/ " in " ".join(swedish.get_content().split())
    assert english["Subject"] == "Reminder: training to complete"
    assert "Sign in here: http://127.0.0.1:8000/ " in " ".join(english.get_content().split())
    for letter in letters.values():
        assert letter["Auto-Submitted"] == "auto-generated"
        assert letter["List-Id"] == "elearn <elearn.localhost>"
        assert letter.get_content_type() == "text/plain"
        text = letter.get_content().casefold()
        assert text.count("http") == 1
        for word in ("våld", "heder", "violence", "honour", "ängens", "björk", "försen", "overdue", "modul"):
            assert word not in text


@pytest.mark.usefixtures("asked")
def test_what_is_sent_again_has_the_same_message_id(
    mailroom: Mailroom, session: Session, world: World, today: date
) -> None:
    first = next(each for each in mailroom.run(today) if str(each["To"]).startswith("alice"))
    mine = session.scalars(select(Mail).where(Mail.person_id == world.alice)).one()
    mine.state = MailState.QUEUED  # its process was killed before it could say that it was sent
    session.commit()
    (again,) = mailroom.run(today)
    assert again["Message-ID"] == first["Message-ID"] == f"<{mine.id.hex}@localhost>"
