"""Once a week whoever follows up others is told how many have something left: numbers, no names, one mail."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts.actors import find_actor
from elearn.database import Database
from elearn.organisations.kinds import Level
from elearn.reminders.models import MailKind
from elearn.reminders.outbox import queue
from elearn.reminders.schedule import Rules
from elearn.reminders.services import remind_unit, set_rules
from elearn.requirements.asides import set_aside
from tests.people import World
from tests.reminders.mailroom import A_DAY, Mailroom, ask, mails, noon, to

DIGEST_ONLY = Rules(before=(), on_day=False, after=(), renewal=())
# Lena coordinates the committee that Ivar sits in. Gunilla is nearest to nobody who has something left.
TOLD = ["bob", "dana", "doris", "hanna", "lena"]
LATE = "{} något kvar vars datum har passerat."
SOON = "{} något att slutföra inom 14 dagar."
BELOW = "I enheter med egen chef har {} haft något kvar länge."


@pytest.fixture
def monday(today: date) -> date:
    """A Monday that everybody's facts are known on, and that no clock has passed."""
    return today + timedelta(days=-today.weekday() % 7)


@pytest.fixture
def rules(session: Session, world: World, today: date) -> Rules:
    """Nothing but digests, in a group that is in place."""
    assert world.people
    set_rules(session, DIGEST_ONLY, on=today - 400 * A_DAY, at=clock.now())
    session.commit()
    return DIGEST_ONLY


@pytest.mark.usefixtures("rules")
def test_managers_and_hr_are_told_numbers_once_a_week(
    mailroom: Mailroom, session: Session, world: World, monday: date
) -> None:
    ask(session, world, due_on=monday - 40 * A_DAY, levels=(Level.EMPLOYEE,))  # Alice, Anders, Cecilia, Vera
    ask(session, world, due_on=monday + 14 * A_DAY, unit="F2", levels=(Level.EMPLOYEE,))  # David, Ivar
    session.commit()

    letters = {str(letter["To"]).partition("@")[0]: letter for letter in mailroom.run(monday)}
    assert sorted(letters) == TOLD
    assert {letter["Subject"] for letter in letters.values()} == {"Veckans sammanställning"}
    said = {name: " ".join(letter.get_content().split()) for name, letter in letters.items()}
    assert LATE.format("4 personer har") in said["bob"]  # whom he is nearest to
    assert SOON.format("2 personer har") in said["doris"]
    assert LATE.format("4 personer har") in said["dana"]  # HR of the group
    assert SOON.format("2 personer har") in said["dana"]
    assert SOON.format("1 person har") in said["lena"]
    assert BELOW.format("4 personer") in said["hanna"]  # above Bob
    for name, others in (
        ("bob", "inom 14"),
        ("doris", "passerat"),
        ("hanna", "passerat"),
        ("dana", "I enheter"),
    ):
        assert others not in said[name]
    for text in said.values():
        assert not any(word in text for word in ("Alm", "Alice", "Ek", "Ängens", "Åkerns"))

    assert mailroom.run(monday) == mailroom.run(monday + 6 * A_DAY) == []
    assert to(mailroom.run(monday + 7 * A_DAY)) == TOLD


@pytest.mark.one_engine
@pytest.mark.usefixtures("rules")
def test_whoever_does_it_in_a_way_of_their_own_is_not_late_for_anybody(
    mailroom: Mailroom, session: Session, world: World, monday: date
) -> None:
    ask(session, world, due_on=monday - A_DAY, levels=(Level.EMPLOYEE,))
    for person in (world.alice, world.anders, world.cecilia):
        set_aside(session, person, "m", on=monday - A_DAY, at=clock.now())
    session.commit()
    said = {str(letter["To"]): letter.get_content() for letter in mailroom.run(monday)}
    assert LATE.format("1 person har") in said["bob@exempel.example"]  # Vera


@pytest.mark.one_engine
@pytest.mark.usefixtures("rules")
def test_a_week_whose_first_day_was_missed_gets_its_digest_on_the_next(
    mailroom: Mailroom, session: Session, world: World, monday: date
) -> None:
    ask(session, world, due_on=monday - A_DAY, levels=(Level.EMPLOYEE,))
    session.commit()
    assert "bob" in to(mailroom.run(monday + 2 * A_DAY))
    assert mailroom.run(monday + 3 * A_DAY) == []
    assert "bob" in to(mailroom.run(monday + 7 * A_DAY))


@pytest.mark.one_engine
def test_what_somebody_is_told_of_others_joins_their_own_reminder(
    mailroom: Mailroom, database: Database, session: Session, world: World, monday: date
) -> None:
    set_rules(session, Rules(), on=monday - 400 * A_DAY, at=clock.now())
    ask(session, world, due_on=monday - 7 * A_DAY)
    session.commit()
    (bob,) = [each for each in mailroom.run(monday) if str(each["To"]).startswith("bob@")]
    assert bob["Subject"] == "Påminnelse: utbildning att slutföra"
    assert "Du har utbildning att slutföra." in bob.get_content()
    assert LATE.format("4 personer har") in bob.get_content()
    with database.reading() as reading:
        assert mails(reading, world.bob) == [(monday, "sent", {MailKind.OVERDUE, MailKind.DIGEST})]


def told_of_others(mailroom: Mailroom, on: date, name: str) -> bool:
    """Whether the one mail that somebody got on a day says how others stand."""
    (letter,) = [each for each in mailroom.run(on) if str(each["To"]).startswith(f"{name}@")]
    return "dem som du följer upp" in letter.get_content()


@pytest.mark.one_engine
def test_a_mail_that_was_left_of_yesterday_has_the_digest_in_it(
    mailroom: Mailroom, session: Session, world: World, monday: date
) -> None:
    set_rules(session, Rules(), on=monday - 400 * A_DAY, at=clock.now())
    ask(session, world, due_on=monday - 8 * A_DAY)
    queue(session, {world.bob: {MailKind.OVERDUE}}, monday - A_DAY, noon(monday - A_DAY))
    session.commit()
    assert told_of_others(mailroom, monday, "bob")
    assert mailroom.run(monday + A_DAY) == []


@pytest.mark.one_engine
def test_a_digest_that_was_left_joins_the_mail_of_the_next_day(
    mailroom: Mailroom, session: Session, world: World, monday: date
) -> None:
    set_rules(session, Rules(), on=monday - 400 * A_DAY, at=clock.now())
    ask(session, world, due_on=monday - 10 * A_DAY)
    queue(session, {world.bob: {MailKind.DIGEST}}, monday, noon(monday))
    queue(session, {world.bob: {MailKind.MANUAL}}, monday + A_DAY, noon(monday))
    session.commit()
    assert told_of_others(mailroom, monday + A_DAY, "bob")
    assert sorted(state for _day, state, _kinds in mails(session, world.bob)) == ["dropped", "sent"]


def test_whoever_is_reminded_by_hand_before_the_run_gets_the_digest_too(
    mailroom: Mailroom, session: Session, world: World, monday: date
) -> None:
    set_rules(session, Rules(after=(40,), stop_days=100), on=monday - 400 * A_DAY, at=clock.now())
    ask(session, world, due_on=monday - 20 * A_DAY)
    session.commit()
    hanna = find_actor(session, world.hanna, monday)
    assert hanna is not None
    remind_unit(session, hanna, world.units["F"], at=noon(monday) - timedelta(hours=4))
    session.commit()
    assert told_of_others(mailroom, monday, "bob")
    assert mails(session, world.bob) == [(monday, "sent", {MailKind.MANUAL, MailKind.DIGEST})]
    session.rollback()
    assert mailroom.run(monday) == mailroom.run(monday + A_DAY) == []


@pytest.mark.one_engine
@pytest.mark.usefixtures("rules")
def test_hr_of_a_company_is_told_of_the_company_alone(
    mailroom: Mailroom, session: Session, world: World, monday: date
) -> None:
    ask(session, world, due_on=monday - A_DAY, unit="G", levels=(Level.EMPLOYEE,))
    session.commit()
    said = {str(letter["To"]): letter.get_content() for letter in mailroom.run(monday)}
    assert LATE.format("1 person har") in said["oskar@exempel.example"]  # Karl; never Oskar himself
    assert LATE.format("2 personer har") in said["maja@exempel.example"]  # Karl and Oskar
