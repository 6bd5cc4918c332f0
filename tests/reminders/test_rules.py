"""The rules have their days: what held before a change stands, and whoever made it is in the trail."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.audit.models import AuditEvent
from elearn.database import Database, known
from elearn.reminders.models import ReminderRules
from elearn.reminders.queries import get_rules
from elearn.reminders.schedule import Rules
from elearn.reminders.services import set_rules
from tests.people import World
from tests.reminders.mailroom import A_DAY, noon


def test_a_change_leaves_the_days_before_as_they_were(session: Session, world: World, today: date) -> None:
    assert get_rules(session, today) == Rules()
    monthly = Rules(before=(30, 7), digest_weekday=None, quiet_from=18, quiet_to=7)
    set_rules(session, monthly, on=today - 10 * A_DAY, at=clock.now(), actor=world.dana)
    set_rules(session, Rules(after=()), on=today, at=clock.now(), actor=world.dana)
    session.commit()
    assert get_rules(session, today - 11 * A_DAY) == Rules()
    assert get_rules(session, today - A_DAY) == monthly
    assert get_rules(session, today) == Rules(after=())
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "reminders.set")).all()
    assert [event.actor for event in events] == [world.dana, world.dana]
    assert events[0].details["before"] == [30, 7]


@pytest.mark.one_engine
def test_the_same_rules_again_change_nothing(session: Session, world: World, today: date) -> None:
    for _ in range(2):
        set_rules(session, Rules(before=(3,)), on=today, at=clock.now(), actor=world.dana)
    session.commit()
    assert len(session.scalars(select(ReminderRules)).all()) == 1


def test_of_rules_that_are_set_at_the_same_time_one_set_holds(database: Database, today: date) -> None:
    with database.writing() as session, session.begin():
        set_rules(session, Rules(), on=today, at=noon(today))

    def save() -> None:
        with database.writing() as session, session.begin():
            set_rules(session, Rules(stop_days=30), on=today, at=noon(today))

    with ThreadPoolExecutor(1) as other:
        with database.writing() as session, session.begin():
            set_rules(session, Rules(stop_days=20), on=today, at=noon(today))
            saved = other.submit(save)
            wait([saved], 0.3)  # it has come as far as it can
        saved.result()
    with database.reading() as session:
        standing = session.scalars(select(ReminderRules).where(known(ReminderRules))).all()
    assert [row.stop_days for row in standing] == [30]
