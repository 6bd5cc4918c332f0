"""What was sent, as HR may know it: numbers for everybody in HR's units, names where HR sees names.

Why a mail was not needed is told nowhere: whoever finished, left or does a module another way reads the same. Whoever
works in another legal entity besides is not here: a mail may be about what is asked there.
"""

import json
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import Session

from elearn.formatting import swedish_order
from elearn.organisations.entities import Entities
from elearn.organisations.queries import persons, protected_people
from elearn.organisations.scope import Scope, visible_people
from elearn.reminders.models import Mail, MailKind, MailState
from elearn.reminders.queries import list_bounced
from elearn.reports.lists import Named
from elearn.reports.people import list_named
from elearn.reports.queries import people_in

DAYS_SHOWN = 30
# Names on one page of the list.
A_PAGE = 100

# How many mails have come how far.
States = Counter[MailState]


@dataclass(frozen=True, slots=True)
class Entry:
    """One mail of the list."""

    person: Named
    day: date
    kinds: tuple[MailKind, ...]
    state: MailState


def count_days(session: Session, scope: Scope) -> dict[date, States]:
    """How the mails of the last days went, to those employed in HR's units today; the latest day first."""
    rows = session.execute(
        select(Mail.day, Mail.state, func.count())
        .where(Mail.day > scope.on - timedelta(days=DAYS_SHOWN), _to_own(scope))
        .group_by(Mail.day, Mail.state)
        .order_by(Mail.day.desc())
    )
    found: dict[date, States] = {}
    for day, state, number in rows:
        found.setdefault(day, Counter())[state] += number
    return found


def count_kinds(session: Session, scope: Scope, day: date) -> dict[MailKind, States]:
    """The same for one day by reason. A mail with two reasons is counted for both."""
    kinds = cast(Mail.kinds, String)  # text can be grouped by in both databases
    rows = session.execute(
        select(kinds, Mail.state, func.count())
        .where(Mail.day == day, _to_own(scope))
        .group_by(kinds, Mail.state)
    )
    found: dict[MailKind, States] = {}
    for written, state, number in rows:
        for kind in json.loads(written):
            found.setdefault(MailKind(kind), Counter())[state] += number
    return {kind: found[kind] for kind in MailKind if kind in found}


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


def list_mails(session: Session, scope: Scope, day: date) -> list[Entry]:
    """The mails of a day to those whom HR sees by name, in Swedish order."""
    person = persons()
    rows = session.execute(
        select(person.c.person_id, Mail.kinds, Mail.state)
        .join(person, person.c.recorded_id == Mail.person_id)
        .where(Mail.day == day)
    ).all()
    got = select(person.c.person_id).join(Mail, Mail.person_id == person.c.recorded_id)
    visible = visible_people(scope, scope.hr)
    person_id = visible.selected_columns.person_id
    alone = person_id.not_in(people_in(_outside(scope, scope.told_of), scope.on))
    people = visible.where(person_id.in_(got.where(Mail.day == day)), alone)
    names = {named.person_id: named for named in list_named(session, people)}
    entries = [
        Entry(names[person_id], day, tuple(MailKind(kind) for kind in kinds), state)
        for person_id, kinds, state in rows
        if person_id in names
    ]
    return sorted(
        entries,
        key=lambda entry: (swedish_order(entry.person.family_name), swedish_order(entry.person.given_name)),
    )


def list_bouncing(session: Session, scope: Scope) -> list[Named]:
    """Those whom HR sees by name and to whose address nothing is sent, in Swedish order."""
    bounced = list(list_bounced(session, scope.on))
    visible = visible_people(scope, scope.hr)
    named = list_named(session, visible.where(visible.selected_columns.person_id.in_(bounced)))
    return sorted(named, key=lambda each: (swedish_order(each.family_name), swedish_order(each.given_name)))
