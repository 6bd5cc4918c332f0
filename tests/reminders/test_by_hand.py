"""A manager reminds by hand: once a week, the same text, and nothing tells whom or how many it reached."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts.actors import find_actor
from elearn.audit.models import AuditEvent
from elearn.permissions import Actor
from elearn.reminders.models import MailKind
from elearn.reminders.services import TooSoonError, remind_unit
from elearn.requirements.asides import set_aside
from elearn.requirements.services import set_hold
from tests.people import World
from tests.reminders.mailroom import A_DAY, Mailroom, ask, mails, noon, set_own_only, to
from tests.reports.history import complete


@pytest.fixture
def bob(session: Session, world: World, today: date) -> Actor:
    """The manager of F1, where something is due in two months: no rule says anything yet."""
    set_own_only(session, today)
    ask(session, world, due_on=today + 60 * A_DAY)
    session.commit()
    found = find_actor(session, world.bob, today)
    assert found is not None
    return found


def test_those_who_have_something_left_get_one_mail(
    mailroom: Mailroom, session: Session, world: World, bob: Actor, today: date
) -> None:
    complete(session, world.alice, today, module="m")
    set_aside(session, world.anders, "m", on=today, at=clock.now())
    set_hold(session, world.cecilia, on=today, at=clock.now(), actor=world.dana)
    assert remind_unit(session, bob, world.units["F1"], at=noon(today)) is None  # type: ignore[func-returns-value]
    session.commit()
    assert to(mailroom.run(today)) == ["vera", "xerxes"]
    assert mailroom.run(today) == []
    assert mails(session, world.vera) == [(today, "sent", {MailKind.MANUAL})]


@pytest.mark.one_engine
def test_a_unit_is_reminded_once_in_seven_days(
    session: Session, world: World, bob: Actor, today: date
) -> None:
    remind_unit(session, bob, world.units["F1"], at=noon(today))
    session.commit()
    with pytest.raises(TooSoonError) as refusal:
        remind_unit(session, bob, world.units["F1"], at=noon(today + 6 * A_DAY))
    assert refusal.value.again == noon(today) + timedelta(days=7)
    session.rollback()
    remind_unit(session, bob, world.units["F1"], at=noon(today) + timedelta(days=7))
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "reminders.round")).all()
    assert [event.details for event in events] == 2 * [{"unit_id": world.units["F1"]}]


@pytest.mark.one_engine
def test_whoever_got_a_mail_of_their_own_today_gets_no_second_one(
    mailroom: Mailroom, session: Session, world: World, bob: Actor, today: date
) -> None:
    ask(session, world, due_on=today, modules=("n",))
    session.commit()
    assert "alice" in to(mailroom.run(today))
    remind_unit(session, bob, world.units["F1"], at=noon(today))
    session.commit()
    assert mailroom.run(today) == []
    assert mailroom.run(today + A_DAY) == []


@pytest.mark.one_engine
def test_a_round_that_was_never_sent_goes_out_on_a_later_day(
    mailroom: Mailroom, session: Session, world: World, bob: Actor, today: date
) -> None:
    remind_unit(session, bob, world.units["F1"], at=noon(today))
    complete(session, world.vera, today, module="m")
    session.commit()
    assert to(mailroom.run(today + 2 * A_DAY)) == ["alice", "anders", "cecilia", "xerxes"]


@pytest.mark.one_engine
def test_nobody_is_reminded_by_hand_after_the_stop_date(
    mailroom: Mailroom, session: Session, world: World, bob: Actor, today: date
) -> None:
    ask(session, world, due_on=today + 80 * A_DAY, modules=("n",), unit="F11")  # Vera
    session.commit()
    late = today + 60 * A_DAY + 61 * A_DAY
    remind_unit(session, bob, world.units["F1"], at=noon(late))
    session.commit()
    assert mails(session, world.alice) == []
    assert mails(session, world.vera) == [(late, "queued", {MailKind.MANUAL})]
