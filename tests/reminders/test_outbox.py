"""What one statement takes out of the outbox, and in which order."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from elearn.reminders.models import Mail, MailKind
from elearn.reminders.outbox import LEASE, claim, queue
from tests.people import World
from tests.reminders.mailroom import noon


def test_what_was_tried_before_comes_last(session: Session, world: World, today: date) -> None:
    at = noon(today)
    for place, person_id in enumerate((world.alice, world.bob, world.david)):
        queue(session, {person_id: {MailKind.DUE}}, today, at + timedelta(minutes=place))
    session.execute(update(Mail).where(Mail.person_id == world.alice).values(lease_until=at, attempts=3))
    taken = [claim(session, today, at) for _ in range(4)]
    assert [task and (task.person_id, task.attempts) for task in taken] == [
        (world.bob, 1),
        (world.david, 1),
        (world.alice, 4),
        None,
    ]
    again = claim(session, today, at + LEASE)
    assert again is not None
    assert again.person_id in {world.alice, world.bob, world.david}


@pytest.mark.one_engine
def test_two_reasons_of_a_day_are_one_mail(session: Session, world: World, today: date) -> None:
    for kind in (MailKind.DUE, MailKind.DIGEST):
        queue(session, {world.alice: {kind}}, today, noon(today))
    taken = claim(session, today, noon(today))
    assert taken is not None
    assert taken.kinds == {MailKind.DUE, MailKind.DIGEST}
    assert claim(session, today, noon(today)) is None
