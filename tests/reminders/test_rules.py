"""The rules have their days: what held before a change stands, and whoever made it is in the trail."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.audit.models import AuditEvent
from elearn.reminders.models import ReminderRules
from elearn.reminders.queries import get_rules
from elearn.reminders.schedule import Rules
from elearn.reminders.services import set_rules
from tests.people import World
from tests.reminders.mailroom import A_DAY


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
