"""What is done about reminders: the rules, a round by hand, a mail that came back, and what is forgotten."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.orm import Session

from elearn.audit.services import lock_chain, record_event
from elearn.clock import day_of
from elearn.database import known
from elearn.organisations.models import Unit
from elearn.organisations.scope import get_scope
from elearn.permissions import Actor
from elearn.reminders.models import Mail, MailKind, MailState, ReminderRules, Round
from elearn.reminders.outbox import queue
from elearn.reminders.people import get_group, list_reachable
from elearn.reminders.queries import (
    KEPT,
    ROUND_EVERY,
    get_rules,
    last_days,
    last_round,
    list_bounced,
    list_told,
    rules_of,
)
from elearn.reminders.schedule import PERSONAL, Rules, is_pending
from elearn.reports.people import ids_of, people_of_unit

ONE_DAY = timedelta(days=1)
BY_HAND = frozenset({MailKind.MANUAL})


class TooSoonError(Exception):
    """The people of a unit were reminded by hand not long ago. `again`: from when on it is possible."""

    def __init__(self, again: datetime) -> None:
        super().__init__(again)
        self.again = again


def set_rules(session: Session, rules: Rules, *, on: date, at: datetime, actor: UUID | None = None) -> None:
    """Let rules hold from a day on; what held on the days before stands. The same again changes nothing."""
    lock_chain(session)  # whoever sets others at the same time waits, and then finds ours
    lasting = or_(ReminderRules.valid_to.is_(None), ReminderRules.valid_to >= on)
    standing = session.scalars(select(ReminderRules).where(known(ReminderRules), lasting)).all()
    if [rules_of(row) for row in standing if row.valid_to is None] == [rules]:
        return
    for row in standing:
        row.superseded_at = at
    session.flush()
    for row in standing:
        if row.valid_from < on:
            session.add(_row(rules_of(row), row.began_on, row.valid_from, on - ONE_DAY, at))
    session.add(_row(rules, on, on, None, at))
    record_event(session, "reminders.set", at=at, actor=actor, details=_columns(rules))


def _row(
    rules: Rules, began_on: date, valid_from: date, valid_to: date | None, at: datetime
) -> ReminderRules:
    dated = {"began_on": began_on, "valid_from": valid_from, "valid_to": valid_to}
    return ReminderRules(**_columns(rules), **dated, recorded_at=at, superseded_at=None)


def _columns(rules: Rules) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(rules).items()}


def remind_unit(session: Session, actor: Actor, unit_id: int, *, at: datetime) -> None:
    """Remind everybody whom the actor is nearest to in a unit and who has something left. TooSoonError within seven days.

    Nothing is returned or recorded that tells whom, or how many: who gets none may be away, or do it in their own way.
    """
    on = day_of(at)
    session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update())  # two clicks are one round
    before = last_round(session, unit_id)
    if before is not None and before > at - ROUND_EVERY:
        raise TooSoonError(before + ROUND_EVERY)
    session.add(Round(unit_id=unit_id, person_id=actor.person_id, at=at))
    record_event(session, "reminders.round", at=at, actor=actor.person_id, details={"unit_id": unit_id})
    scope = get_scope(session, actor, on)
    people = ids_of(people_of_unit(scope, scope.line.tree[unit_id]))
    group = get_group(session, scope.line.tree, on, people)
    rules, by_hand = get_rules(session, on), last_days(list_told(session, on), BY_HAND)
    open_to = list_reachable(session, on) - list_bounced(session, on).keys() - by_hand.keys()
    left = {person for person in group.members if is_pending(group.reminded_of(person), rules, on)}
    _ask(session, left & open_to, on, at)


def _ask(session: Session, people: set[UUID], on: date, at: datetime) -> None:
    """Put a mail into the outbox for each; whoever has got one today about their own training needs no second one."""
    gone = queue(session, dict.fromkeys(people, BY_HAND), on, at)
    got = session.execute(
        select(Mail.person_id, Mail.kinds).where(
            Mail.day == on, Mail.person_id.in_(gone), Mail.state != MailState.DROPPED
        )
    )
    told = {person_id for person_id, kinds in got if not PERSONAL.isdisjoint(map(MailKind, kinds))}
    queue(session, dict.fromkeys(gone - told, BY_HAND), on + ONE_DAY, at)


def record_bounce(session: Session, mail_id: UUID) -> bool:
    """Note that a mail came back; False where we never sent it, or no longer know."""
    came_from = [
        MailState.QUEUED,
        MailState.SENT,
        MailState.BOUNCED,
    ]  # queued: its process died before it could say
    done = session.execute(
        update(Mail)
        .where(Mail.id == mail_id, Mail.state.in_(came_from), Mail.attempts > 0)
        .values(state=MailState.BOUNCED, lease_until=None)
    )
    return cast(CursorResult[tuple[()]], done).rowcount == 1


def purge_mails(session: Session, at: datetime) -> int:
    """Forget what was sent long ago; returns how many mails."""
    session.execute(delete(Round).where(Round.at < at - KEPT))
    gone = session.execute(delete(Mail).where(Mail.day < day_of(at) - KEPT))
    return cast(CursorResult[tuple[()]], gone).rowcount
