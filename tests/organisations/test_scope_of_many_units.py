"""A group may have more units than a statement has room for parameters."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from elearn import clock
from elearn.organisations.scope import Scope, get_scope, visible_people
from elearn.organisations.tree import Tree
from elearn.permissions import Actor
from elearn.reports.export_people import Reach
from elearn.reports.export_status import count_people_read
from elearn.reports.figures import Key
from elearn.reports.over_time import Figures
from elearn.reports.over_time_queries import Course, OverTime
from elearn.reports.people import ids_of, people_below, people_of_unit, search_people
from elearn.reports.queries import Structure, people_in
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


def test_people_to_export_are_counted_in_very_many_units(session: Session, world: World) -> None:
    units, today = scope_of(session, world).hr, clock.today()
    few = count_people_read(session, Reach(None, units), placed_on=today)
    assert few
    assert count_people_read(session, Reach(None, units | frozenset(MANY)), placed_on=today) == few


def test_a_unit_with_very_many_below_it_has_the_same_people(
    session: Session, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the list of who is late, and in figures over time."""
    scope, today = scope_of(session, world), clock.today()
    unit = scope.line.tree[world.units["F"]]
    course = Course(days=[today], today=today, structure=Structure.THEN, module=None, level=None)
    over_time = OverTime(session, course)

    def look() -> tuple[set[UUID], list[dict[Key, Figures]]]:
        people = set(session.scalars(ids_of(people_below(scope, unit))))
        return people, list(over_time.count([unit.id]))

    few = look()
    assert few[0]
    assert few[1][0][unit.id].people
    subtree = Tree.subtree
    monkeypatch.setattr(Tree, "subtree", lambda tree, top: [*subtree(tree, top), *MANY])
    assert look() == few
