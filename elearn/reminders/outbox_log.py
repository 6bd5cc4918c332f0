"""What was sent: numbers in tens for HR, and to each person the own mails.

HR is told by name of nobody who got a mail, or got none: among people who differ in nothing else, whoever got none does a
module another way. For the same reason a mail that was not needed is counted with those that were sent; every day and
every reason has its line, with mails or without; and no number is exact: HR may ask something of one person and look
before and after. Whoever works in another legal entity besides is not here: a mail may be about what is asked there.
"""

import json
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import Session

from elearn.formatting import swedish_order
from elearn.organisations.entities import Entities
from elearn.organisations.queries import persons, protected_people, recorded_ids
from elearn.organisations.scope import Scope, visible_people
from elearn.reminders.models import Mail, MailKind, MailState
from elearn.reminders.queries import KEPT, list_bounced
from elearn.reports.lists import Named
from elearn.reports.people import list_named
from elearn.reports.queries import people_in

DAYS_SHOWN = 30
STEP = 10

# How many mails have come how far, in whole tens. Those that were sent and those that were not needed are one number.
States = Mapping[MailState, int]
# The states that HR is told of, each with what is counted as it.
COUNTED_AS = {state: MailState.SENT if state is MailState.DROPPED else state for state in MailState}
TOLD_STATES = tuple(state for state in MailState if COUNTED_AS[state] is state)
# What somebody may have got.
ARRIVED = (MailState.SENT, MailState.BOUNCED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One of somebody's own mails."""

    day: date
    kinds: tuple[MailKind, ...]
    state: MailState


def count_days(session: Session, scope: Scope) -> dict[date, States]:
    """How the mails of each of the last days went, to those employed in HR's units today; the latest day first."""
    days = [scope.on - timedelta(days=days) for days in range(DAYS_SHOWN)]
    rows = session.execute(
        select(Mail.day, Mail.state, func.count())
        .where(Mail.day >= days[-1], _to_own(scope))
        .group_by(Mail.day, Mail.state)
    )
    found: dict[date, Counter[MailState]] = {day: Counter() for day in days}
    for day, state, number in rows:
        if day in found:
            found[day][COUNTED_AS[state]] += number
    return {day: _in_tens(number) for day, number in found.items()}


def count_kinds(session: Session, scope: Scope, day: date) -> dict[MailKind, States]:
    """The same for one day by reason. A mail with two reasons is counted for both. Nothing for a day that is not kept."""
    if not scope.on - KEPT <= day <= scope.on:
        return {}
    kinds = cast(Mail.kinds, String)  # text can be grouped by in both databases
    rows = session.execute(
        select(kinds, Mail.state, func.count())
        .where(Mail.day == day, _to_own(scope))
        .group_by(kinds, Mail.state)
    )
    found: dict[MailKind, Counter[MailState]] = {kind: Counter() for kind in MailKind}
    for written, state, number in rows:
        for kind in json.loads(written):
            found[MailKind(kind)][COUNTED_AS[state]] += number
    return {kind: _in_tens(number) for kind, number in found.items()}


def _in_tens(number: Mapping[MailState, int]) -> States:
    return {state: number.get(state, 0) // STEP * STEP for state in TOLD_STATES}


def _to_own(scope: Scope) -> ColumnElement[bool]:
    """To whoever is employed in HR's units alone, by any id that was ever theirs; nobody with a protected identity."""
    person = persons()
    own = select(person.c.recorded_id).where(
        person.c.person_id.in_(people_in(scope.hr_figures, scope.on)),
        person.c.person_id.not_in(people_in(_outside(scope, known_whole(scope)), scope.on)),
        person.c.person_id.not_in(protected_people()),
    )
    return Mail.person_id.in_(own)


def known_whole(scope: Scope) -> frozenset[int]:
    """The units of all legal entities in which HR has its units: what is asked there HR may know in numbers."""
    return Entities(scope.line.tree).whole(scope.hr_figures)


def _outside(scope: Scope, units: Set[int]) -> frozenset[int]:
    return frozenset(scope.line.tree.nodes) - units


def list_own(session: Session, person_id: UUID, on: date) -> list[Entry]:
    """The mails that somebody has been sent, by any id that was ever theirs; the latest first."""
    rows = session.execute(
        select(Mail.day, Mail.kinds, Mail.state)
        .where(
            Mail.person_id.in_(recorded_ids(person_id)),
            Mail.day >= on - KEPT,
            Mail.state.in_(ARRIVED),
        )
        .order_by(Mail.day.desc())
    )
    return [Entry(day, tuple(MailKind(kind) for kind in kinds), state) for day, kinds, state in rows]


def list_bouncing(session: Session, scope: Scope) -> list[Named]:
    """Those whom HR sees by name and whose last mails came back from the address that they have, in Swedish order.

    For as long as mails are kept: an address that is tried again after a while would come back on the list only if
    there was something to remind of.
    """
    bounced = list(list_bounced(session, scope.on, within=KEPT))
    visible = visible_people(scope, scope.hr)
    named = list_named(session, visible.where(visible.selected_columns.person_id.in_(bounced)))
    return sorted(named, key=lambda each: (swedish_order(each.family_name), swedish_order(each.given_name)))
