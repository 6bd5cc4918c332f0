"""Whom of a manager's own people no mail reaches: those who are not done and have no address of their own, or one from
which mails came back. Who has an address is judged as for reminders.

Everybody whom the manager sees as not done is here alike, so that the list tells nothing that the unit's page does
not: whoever does a module another way stands on it as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.database import holds
from elearn.organisations.models import Employment, Source
from elearn.organisations.queries import numbers, recorded_among
from elearn.organisations.scope import Scope
from elearn.organisations.tree import Node
from elearn.reminders.people import list_reachable
from elearn.reminders.queries import KEPT, list_bounced
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
    """Those of a unit's own people who are not done and whom no mail reaches, by name."""
    people = people_of_unit(scope, node)
    named, told_of = list_named(session, people), scope.told_of
    members = list_some(session, scope.line.tree, scope.on, ids_of(people))
    lines = list_lines(named, [each.within(told_of) for each in members], {}, on=scope.on, order=Order.NAME)
    late = [
        line.person for line in lines if not NOT_DONE.isdisjoint(cell.word for cell in line.cells.values())
    ]
    sources = _sources(session, scope, ids_of(people))
    # For as long as HR has them on a list: after 30 days, only who is written to again would come back on this one.
    reached = list_reachable(session, scope.on) - list_bounced(session, scope.on, within=KEPT).keys()
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
