"""The one scope function: whose names and which units' figures somebody may see on a day.

Every query that lists people starts from `visible_people`. Names: a post holder's own people, and everyone below
HR's unit, in a legal entity of its own (a company) below it only where an arrangement holds today. Figures: the units
below a post, and below HR's unit. Nobody with a protected identity, ever.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, false, or_, select
from sqlalchemy.orm import Session

from elearn.clock import today
from elearn.database import holds, is_one_of
from elearn.organisations.arrangements import list_arranged_units
from elearn.organisations.entities import Entities
from elearn.organisations.line import Line, OwnPeople
from elearn.organisations.models import Employment, PersonalDetails
from elearn.organisations.queries import get_line, list_places, numbers, protected_people
from elearn.organisations.tree import Tree
from elearn.permissions import Actor


@dataclass(frozen=True, slots=True)
class Scope:
    """What one actor may see on one day.

    `hr_figures` are all units below those that the actor has HR for: their figures, requirements and committees.
    `hr` are those of them whose people the actor sees by name.
    """

    actor: Actor
    on: date
    line: Line
    own: tuple[OwnPeople, ...]
    coordinated: frozenset[int]
    hr: frozenset[int]
    hr_figures: frozenset[int]
    figures: frozenset[int]

    def sees_figures(self, unit_id: int) -> bool:
        return unit_id in self.figures

    @property
    def withheld(self) -> frozenset[int]:
        """The units below HR's own whose people the actor does not see by name: companies without an arrangement."""
        return self.hr_figures - self.hr

    @property
    def told_of(self) -> frozenset[int]:
        """The legal entities in which the actor sees somebody by name, unit by unit: what is asked there may be told."""
        return Entities(self.line.tree).whole(self.units_by_name)

    @property
    def units_by_name(self) -> frozenset[int]:
        """The units in which the actor sees at least somebody by name."""
        led = {unit for own in self.own for unit in own.units | own.leader_units}
        return frozenset(led) | self.coordinated | self.hr


def get_scope(session: Session, actor: Actor, on: date) -> Scope:
    """What the actor may see today or on an earlier day: in the tree and with the posts of `on`, by the actor's own posts of now."""
    line = get_line(session, on)
    tree = line.tree
    posts = actor.manages | actor.deputises
    hr_figures = tree.subtrees(actor.hr_units)
    return Scope(
        actor=actor,
        on=on,
        line=line,
        own=tuple(line.own_people(unit) for unit in sorted(posts)),
        coordinated=frozenset(unit for unit in actor.coordinates if unit in tree),
        hr=named_units(session, tree, actor),
        hr_figures=hr_figures,
        figures=tree.subtrees(posts)
        | hr_figures
        | frozenset(unit for unit in actor.coordinates if unit in tree),
    )


def get_contact_scope(session: Session, actor: Actor, on: date) -> Scope:
    """Whose names a contact person may be told at all: of everybody below their units, in companies too.

    Only of those who have asked for a contact person, and been told who it is: which they are, the caller knows.
    """
    line = get_line(session, on)
    none: frozenset[int] = frozenset()
    return Scope(
        actor=actor,
        on=on,
        line=line,
        own=(),
        coordinated=none,
        hr=line.tree.subtrees(actor.contact_units),
        hr_figures=none,
        figures=none,
    )


def named_units(session: Session, tree: Tree, actor: Actor) -> frozenset[int]:
    """The units whose people an HR officer sees by name: of the legal entity that each of the officer's own belongs to.

    And of those below it that have an arrangement today, whatever day the tree is of.
    """
    return (
        names_in(tree, actor.hr_units, list_arranged_units(session, today()))
        if actor.hr_units
        else frozenset()
    )


def names_in(tree: Tree, hr_units: Set[int], arranged: Set[int]) -> frozenset[int]:
    """The same of any tree, whatever has been recorded of it, for whoever has HR for some units."""
    entities = Entities(tree)
    return frozenset(
        unit
        for top in hr_units
        for unit in tree.subtree(top)
        if entities.head(unit) in {entities.head(top), *arranged}
    )


def is_hrs_alone(session: Session, scope: Scope, person_id: UUID) -> bool:
    """Whether somebody is employed where HR sees names, and every employment, office and post stands in HR's units.

    For what concerns the whole person: HR of one company has no say over those who also work elsewhere. The group's
    HR has, over its own people, although it sees no names in a company that somebody is in besides. Whom a manager
    elsewhere has named deputy is still HR's: no manager takes anybody away from them.
    """
    places = [place for place in list_places(session, person_id, scope.on) if not place.named]
    named = any(place.employed and place.unit_id in scope.hr for place in places)
    return named and all(place.unit_id in scope.hr_figures for place in places)


def visible_people(
    scope: Scope, units: Set[int] | None = None
) -> Select[tuple[UUID, int, Employment, PersonalDetails]]:
    """The employments, with the names, that the scope lets its actor see by name on its day; of some units, or of all.

    Columns: person_id, number_id, Employment, PersonalDetails. One row per employment. Whoever wants some units says
    so here: told as one more condition, the database may read all that the scope holds first.
    """
    number = numbers()
    return (
        select(number.c.person_id, number.c.id, Employment, PersonalDetails)
        .join(Employment, Employment.number_id == number.c.id)
        .join(
            PersonalDetails, and_(PersonalDetails.number_id == number.c.id, holds(PersonalDetails, scope.on))
        )
        .where(
            holds(Employment, scope.on),
            _within(scope, number, units),
            number.c.person_id.not_in(protected_people()),
        )
    )


def _within(scope: Scope, number: Subquery, units: Set[int] | None) -> ColumnElement[bool]:
    def stands_in(some: Set[int]) -> ColumnElement[bool]:
        return is_one_of(Employment.unit_id, some if units is None else some & units)

    person = number.c.person_id
    ways: list[ColumnElement[bool]] = [stands_in(scope.hr)] if scope.hr else []
    me = scope.actor.person_id
    for own in scope.own:
        ways.append(and_(stands_in(own.units), person.not_in([*own.excluded, me])))
        if own.leaders:
            leads = and_(person.in_(list(own.leaders)), stands_in(own.leader_units))
            ways.append(and_(leads, person != me))
    if scope.coordinated:
        ways.append(and_(stands_in(scope.coordinated), person != me))
    return or_(*ways) if ways else false()
