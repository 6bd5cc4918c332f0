"""What one statement takes out of the outbox, and in which order."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from elearn.database import Database
from elearn.reminders.models import Mail, MailKind, MailState
from elearn.reminders.outbox import LEASE, bring_forward, claim, close, queue
from tests.people import World
from tests.reminders.mailroom import A_DAY, mails, noon


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


def test_what_was_left_is_brought_forward_in_no_ring_with_what_is_put_in(
    database: Database, world: World, today: date
) -> None:
    low, high = sorted([world.alice, world.bob])
    at, due = noon(today), {MailKind.DUE}
    with database.writing() as session, session.begin():
        queue(session, {low: due, high: due}, today - A_DAY, at - A_DAY)
        queue(session, {low: due}, today, at)

    def forward() -> None:
        with database.writing() as session, session.begin():
            bring_forward(session, today)

    with ThreadPoolExecutor(1) as other:
        with database.writing() as session, session.begin():
            queue(session, {high: due}, today, at)
            forwarded = other.submit(forward)
            wait([forwarded], 0.3)  # it has come as far as it can
            queue(session, {low: {MailKind.MANUAL}}, today, at)
        forwarded.result()
    with database.reading() as session:
        assert mails(session, low)[1] == (today, "queued", {MailKind.DUE, MailKind.MANUAL})
        assert [state for _day, state, _kinds in mails(session, high)] == ["dropped", "queued"]


@pytest.mark.parametrize(
    ("ended", "said", "rows"),
    [
        (MailState.DROPPED, None, [(0, "queued", {MailKind.DIGEST, MailKind.MANUAL})]),
        (
            MailState.SENT,
            {MailKind.DIGEST},
            [(0, "sent", {MailKind.DIGEST}), (1, "queued", {MailKind.MANUAL})],
        ),
        (MailState.SENT, {MailKind.DUE}, [(0, "sent", {MailKind.DUE})]),
    ],
)
def test_a_reason_that_joins_a_mail_on_its_way_is_not_lost(
    session: Session,
    world: World,
    today: date,
    ended: MailState,
    said: set[MailKind] | None,
    rows: list[tuple[int, str, set[MailKind]]],
) -> None:
    at = noon(today)
    queue(session, {world.alice: {MailKind.DIGEST}}, today, at)
    taken = claim(session, today, at)
    assert taken is not None
    queue(session, {world.alice: {MailKind.MANUAL}}, today, at)
    close(session, taken, ended, sent_at=None if said is None else at, kinds=said)
    assert mails(session, world.alice) == [
        (today + days * A_DAY, state, kinds) for days, state, kinds in rows
    ]
    again = claim(session, today, at)
    assert (again is not None) == (ended is MailState.DROPPED)
