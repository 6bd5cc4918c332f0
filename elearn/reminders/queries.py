"""Reads about reminders: the rules of a day, who has been reminded when, and whose address bounces."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select
from sqlalchemy.orm import Session

from elearn.database import holds
from elearn.organisations.models import Employment
from elearn.organisations.queries import numbers, persons, recorded_ids
from elearn.reminders.models import Mail, MailKind, MailState, ReminderRules, Round
from elearn.reminders.schedule import LOOK_BACK, PERSONAL, Rules

# Nothing is sent for a while to an address from which so many mails in a row came back.
MOST_BOUNCES = 3
SILENCE = timedelta(days=30)
# For so long it is kept who got a mail.
KEPT = timedelta(days=90)
ROUND_EVERY = timedelta(days=7)


def get_rules(session: Session, on: date) -> Rules:
    """The rules of a day: what HR has set, or what holds where nothing has been."""
    row = session.scalars(select(ReminderRules).where(holds(ReminderRules, on))).first()
    if row is None:
        return Rules()
    return rules_of(row)


def rules_of(row: ReminderRules) -> Rules:
    """Stored rules as a value."""
    stored: dict[str, Any] = {each.name: getattr(row, each.name) for each in fields(Rules)}
    for name in ("before", "after", "renewal"):
        stored[name] = tuple(stored[name])
    return Rules(**stored)


class Told(NamedTuple):
    """A mail that somebody got, or will get. `at`: when it went; None while it waits."""

    mail_id: UUID
    person_id: UUID
    day: date
    kinds: frozenset[MailKind]
    at: datetime | None


def list_told(session: Session, on: date, person_id: UUID | None = None) -> list[Told]:
    """The mails of the days that rules look back on: everybody's, or one person's.

    What was dropped was no mail, and neither is one that was given up, save where the server may have taken it.
    """
    person = persons()
    whose: ColumnElement[bool] | None = (
        None if person_id is None else Mail.person_id.in_(recorded_ids(person_id))
    )
    rows = session.execute(
        select(Mail.id, person.c.person_id, Mail.day, Mail.kinds, Mail.state, Mail.sent_at, Mail.queued_at)
        .join(person, person.c.recorded_id == Mail.person_id)
        .where(
            Mail.day > on - LOOK_BACK,
            Mail.state != MailState.DROPPED,
            or_(Mail.state != MailState.FAILED, Mail.sent_at.is_not(None)),
            *([] if whose is None else [whose]),
        )
    )
    return [
        Told(
            mail_id,
            whom,
            day,
            frozenset(map(MailKind, kinds)),
            None if state is MailState.QUEUED else sent_at or queued_at,
        )
        for mail_id, whom, day, kinds, state, sent_at, queued_at in rows
    ]


def last_days(told: Iterable[Told], kinds: Collection[MailKind] = PERSONAL) -> dict[UUID, date]:
    """The last day for which each person got a mail of some kinds."""
    found: dict[UUID, date] = {}
    for each in told:
        if not each.kinds.isdisjoint(kinds):
            found[each.person_id] = max(each.day, found.get(each.person_id, date.min))
    return found


def list_bounced(
    session: Session, on: date, person_id: UUID | None = None, *, within: timedelta = SILENCE
) -> dict[UUID, date]:
    """Everybody to whose address nothing is sent, with the day of the last mail that came back. One person, or all.

    `within`: for how long that mail is held against the address.
    """
    person = persons()
    bounced = select(Mail.person_id).where(Mail.state == MailState.BOUNCED, Mail.day > on - within)
    if person_id is not None:
        bounced = bounced.where(Mail.person_id.in_(recorded_ids(person_id)))
    rows = session.execute(
        select(person.c.person_id, Mail.day, Mail.state, Mail.queued_at)
        .join(person, person.c.recorded_id == Mail.person_id)
        .where(Mail.person_id.in_(bounced), Mail.state.in_([MailState.SENT, MailState.BOUNCED]))
        .order_by(Mail.day.desc())
    )
    mails: dict[UUID, list[Row[UUID, date, MailState, datetime]]] = defaultdict(list)
    for row in rows:
        mails[row.person_id].append(row)
    since = _addresses_since(session, on, mails)
    return {
        whom: own[0].day for whom, own in mails.items() if _all_came_back(own, on - within, since.get(whom))
    }


def _all_came_back(
    mails: Iterable[Row[UUID, date, MailState, datetime]], after: date, since: datetime | None
) -> bool:
    latest = list(islice(mails, MOST_BOUNCES))
    came_back = all(mail.state is MailState.BOUNCED for mail in latest)
    to_this_address = since is None or all(mail.queued_at >= since for mail in latest)
    return len(latest) == MOST_BOUNCES and came_back and to_this_address and latest[0].day > after


def _addresses_since(session: Session, on: date, people: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Since when each of some people has had the address that they have now."""
    number = numbers()
    current: dict[UUID, set[str]] = defaultdict(set)
    first: dict[tuple[UUID, str], datetime] = {}
    rows = session.execute(
        select(number.c.person_id, Employment.email, Employment.recorded_at, holds(Employment, on))
        .join(Employment, Employment.number_id == number.c.id)
        .where(number.c.person_id.in_(list(people)), Employment.email != "")
    )
    for person_id, email, recorded_at, is_current in rows:
        key = person_id, email.strip().casefold()
        first[key] = min(recorded_at, first.get(key, recorded_at))
        if is_current:
            current[person_id].add(key[1])
    return {whom: min(first[whom, email] for email in emails) for whom, emails in current.items()}


def last_round(session: Session, unit_id: int) -> datetime | None:
    """When the people of a unit were last reminded by hand."""
    return session.scalar(select(Round.at).where(Round.unit_id == unit_id).order_by(Round.at.desc()).limit(1))
