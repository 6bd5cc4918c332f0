"""Whom of a manager's own people no mail reaches: those who are not done and have no address of their own.

Everybody whom the manager sees as not done is here alike, so that the list tells nothing that the unit's page does
not: whoever does a module another way stands on it as well.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.database import holds
from elearn.organisations.finding import list_people_with_email
from elearn.organisations.models import Employment, Source
from elearn.organisations.queries import numbers, recorded_among
from elearn.organisations.scope import Scope
from elearn.organisations.tree import Node
from elearn.reports.facts import People
from elearn.reports.lists import Named, Order, Word, list_lines
from elearn.reports.people import ids_of, list_named, people_of_unit
from elearn.reports.queries import list_some

NOT_DONE = frozenset({Word.NOT_DONE, Word.DUE, Word.OVERDUE})


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody whom no mail reaches, with the source in which their employee number stands: they sign in with both."""

    person: Named
    source: str


def list_unreached(session: Session, scope: Scope, node: Node) -> list[Unreached]:
    """Those of a unit's own people who are not done and have no address that is theirs alone, by name."""
    people = people_of_unit(scope, node)
    named, told_of = list_named(session, people), scope.told_of
    members = list_some(session, scope.line.tree, scope.on, ids_of(people))
    lines = list_lines(named, [each.within(told_of) for each in members], {}, on=scope.on, order=Order.NAME)
    late = [
        line.person for line in lines if not NOT_DONE.isdisjoint(cell.word for cell in line.cells.values())
    ]
    sources, reached = _sources(session, scope, ids_of(people)), _reached(session, scope, ids_of(people))
    return [
        Unreached(person, sources[person.person_id]) for person in late if person.person_id not in reached
    ]


def _sources(session: Session, scope: Scope, people: People) -> Mapping[UUID, str]:
    """Of several sources the one in which somebody has been employed longest."""
    number = numbers()
    rows = session.execute(
        select(number.c.person_id, Source.name)
        .join(Source, Source.id == number.c.source_id)
        .join(Employment, Employment.number_id == number.c.id)
        .where(number.c.recorded_id.in_(recorded_among(people)), holds(Employment, scope.on))
        .order_by(Employment.began_on.desc(), Employment.id.desc())
    )
    return {row.person_id: row.name for row in rows}


def _reached(session: Session, scope: Scope, people: People) -> frozenset[UUID]:
    """Who has an address that is nobody else's."""
    number = numbers()
    rows = session.execute(
        select(number.c.person_id, Employment.email)
        .join(Employment, Employment.number_id == number.c.id)
        .where(
            number.c.recorded_id.in_(recorded_among(people)),
            holds(Employment, scope.on),
            Employment.email != "",
        )
    )
    addresses = [(person_id, email.strip().casefold()) for person_id, email in rows]
    owners = _owners(session, scope, {email for _person_id, email in addresses})
    return frozenset(person_id for person_id, email in addresses if owners[email] == {person_id})


def _owners(session: Session, scope: Scope, emails: Collection[str]) -> Mapping[str, set[UUID]]:
    """Everybody who has each of these addresses today. One statement, save for addresses that no database folds alike."""
    number = numbers()
    plain = [email for email in emails if email.isascii()]
    rows = session.execute(
        select(number.c.person_id, Employment.email)
        .join(Employment, Employment.number_id == number.c.id)
        .where(func.lower(func.trim(Employment.email)).in_(plain), holds(Employment, scope.on))
    )
    owners: dict[str, set[UUID]] = defaultdict(set)
    for person_id, email in rows:
        owners[email.strip().casefold()].add(person_id)
    for email in set(emails).difference(plain):
        owners[email].update(list_people_with_email(session, email, scope.on))
    return owners
