"""A group may have more units than a statement has room for parameters."""

from dataclasses import replace

from sqlalchemy.orm import Session

from elearn import clock
from elearn.organisations.scope import Scope, get_scope, visible_people
from elearn.permissions import Actor
from elearn.reports.people import people_of_unit, search_people
from elearn.reports.queries import people_in
from tests.people import World

# SQLite takes 32,766 parameters, or 250,000 as Debian builds it; PostgreSQL 65,535.
MANY = range(1_000_000, 1_260_000)


def scope_of(session: Session, world: World) -> Scope:
    actor = Actor(person_id=world.dana, hr_units=frozenset({world.units["F"]}))
    return get_scope(session, actor, clock.today())


def test_who_sees_very_many_units_sees_the_same_people(session: Session, world: World) -> None:
    scope = scope_of(session, world)
    larger = replace(scope, hr=scope.hr | frozenset(MANY))
    few = {row.Employment.id for row in session.execute(visible_people(scope))}
    assert few
    assert {row.Employment.id for row in session.execute(visible_people(larger))} == few
    unit = scope.line.tree[world.units["F1"]]
    own = {row[0] for row in session.execute(people_of_unit(scope, unit))}
    assert own
    assert {row[0] for row in session.execute(people_of_unit(larger, unit))} == own
    assert search_people(session, larger, "Björk") == search_people(session, scope, "Björk") != []


def test_people_are_counted_in_very_many_units(session: Session, world: World) -> None:
    units, today = scope_of(session, world).hr, clock.today()
    few = set(session.scalars(people_in(units, today)))
    assert few
    assert set(session.scalars(people_in(units | frozenset(MANY), today))) == few
    assert set(session.scalars(people_in((), today))) == set()
