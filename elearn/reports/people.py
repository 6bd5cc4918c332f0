"""Reads of people by name: always within the scope, never a protected identity but by its exact number to HR."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn.database import holds, is_one_of
from elearn.formatting import swedish_order
from elearn.organisations.kinds import Form, Level
from elearn.organisations.models import Employment, PersonalDetails, PersonNumber, Source
from elearn.organisations.queries import numbers, numbers_of, protected_people
from elearn.organisations.scope import Scope, visible_people
from elearn.organisations.tree import Node, Tree
from elearn.reports.export_units import Labels, Shelter
from elearn.reports.lists import Named

MOST_FOUND = 50


def people_of_unit(scope: Scope, node: Node) -> Select[tuple[UUID, int, Employment, PersonalDetails]]:
    """Whom the scope shows by name among those whom a unit's own manager is nearest to; of an elected body its members."""
    if node.elected:
        return visible_people(scope, {node.id})
    own = scope.line.own_people(node.id)
    visible = visible_people(scope, own.units | own.leader_units | {node.id})
    person_id: ColumnElement[UUID] = visible.selected_columns.person_id
    ways: list[ColumnElement[bool]] = [is_one_of(Employment.unit_id, own.units | {node.id})]
    if own.leaders:
        leads = person_id.in_(list(own.leaders))
        ways.append(and_(leads, is_one_of(Employment.unit_id, own.leader_units)))
    return visible.where(or_(*ways))


def people_below(scope: Scope, node: Node) -> Select[tuple[UUID, int, Employment, PersonalDetails]]:
    """Whom the scope shows by name anywhere in a unit and below it, with those whom its manager is nearest to."""
    nearest = ids_of(people_of_unit(scope, node))
    visible = visible_people(scope)
    return visible.where(
        or_(
            is_one_of(Employment.unit_id, scope.line.tree.subtree(node.id)),
            visible.selected_columns.person_id.in_(nearest),
        )
    )


def ids_of(people: Select[tuple[UUID, int, Employment, PersonalDetails]]) -> Select[UUID]:
    """Only the ids of a list of people, for use inside another query."""
    ids: Select[UUID] = people.with_only_columns(people.selected_columns.person_id)
    return ids


def list_named(
    session: Session, people: Select[tuple[UUID, int, Employment, PersonalDetails]]
) -> list[Named]:
    """The people of a list, each once."""
    rows = session.execute(
        people.with_only_columns(
            people.selected_columns.person_id, PersonalDetails.given_name, PersonalDetails.family_name
        ).order_by(PersonalDetails.number_id)
    )
    return list({row[0]: Named(*row) for row in rows}.values())


def units_of(
    session: Session, people: Select[tuple[UUID, int, Employment, PersonalDetails]], tree: Tree
) -> Mapping[UUID, list[str]]:
    """Where the people of a list are employed, as far as the list tells, by the names of the units."""
    rows = session.execute(people.with_only_columns(people.selected_columns.person_id, Employment.unit_id))
    found: dict[UUID, set[str]] = defaultdict(set)
    for person_id, unit_id in rows:
        found[person_id].add(tree[unit_id].name)
    return {person_id: sorted(names, key=swedish_order) for person_id, names in found.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody whom HR's search found. No name, number or unit where the identity is protected."""

    person_id: UUID
    named: Named | None
    numbers: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


def search_people(session: Session, scope: Scope, text: str) -> list[Found]:
    """HR's own people whose name, address or number this is, in Swedish order; one more than are shown, at most."""
    wanted = _Wanted(text)
    visible = visible_people(scope, scope.hr)
    rows = session.execute(
        visible.join(PersonNumber, PersonNumber.id == Employment.number_id)
        .join(Source, Source.id == PersonNumber.source_id)
        .with_only_columns(
            visible.selected_columns.person_id,
            PersonalDetails.given_name,
            PersonalDetails.family_name,
            Employment.email,
            Employment.unit_id,
            Source.name,
            PersonNumber.employee_number,
        )
    )
    found: dict[UUID, Found] = {}
    for person_id, given_name, family_name, email, unit_id, source, number in rows:
        if not wanted.matches(f"{given_name} {family_name}", email, source, number):
            continue
        before = found.get(person_id, Found(person_id, Named(person_id, given_name, family_name)))
        numbers, units = (
            {*before.numbers, f"{source}/{number}"},
            {*before.units, scope.line.tree[unit_id].name},
        )
        found[person_id] = Found(person_id, before.named, tuple(sorted(numbers)), tuple(sorted(units)))
    named = sorted(found.values(), key=_by_name)[: MOST_FOUND + 1]
    return named + _protected_with_number(session, scope, wanted)


class _Wanted:
    """What is searched for: the beginnings of names, a part of an address, or a whole number."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self._words = swedish_order(self.text).split()

    def matches(self, name: str, email: str, source: str, number: str) -> bool:
        if self.is_number(source, number):
            return True
        if "@" in self.text:
            return self.text.casefold() in email.casefold()
        parts = swedish_order(name).replace("-", " ").split()
        whole = swedish_order(name).split()
        return bool(self._words) and all(
            any(part.startswith(word) for part in (*parts, *whole)) for word in self._words
        )

    def is_number(self, source: str, number: str) -> bool:
        return self.text in {number, f"{source}/{number}"}


def _by_name(found: Found) -> tuple[str, str, str]:
    named = found.named
    assert named is not None  # noqa: S101 -- only the protected have none
    return swedish_order(named.family_name), swedish_order(named.given_name), named.person_id.hex


def _protected_with_number(session: Session, scope: Scope, wanted: _Wanted) -> list[Found]:
    """Those whose number is exactly this, without a word of who they are."""
    number = numbers()
    with_source = Source.name + "/" + number.c.employee_number
    rows = session.scalars(
        select(number.c.person_id)
        .join(Employment, Employment.number_id == number.c.id)
        .join(Source, Source.id == number.c.source_id)
        .where(
            or_(number.c.employee_number == wanted.text, with_source == wanted.text),
            is_one_of(Employment.unit_id, scope.hr),
            holds(Employment, scope.on),
            number.c.person_id.in_(protected_people()),
        )
        .distinct()
    )
    return [Found(person_id, None) for person_id in rows]


@dataclass(frozen=True, slots=True)
class Job:
    """An employment or an elected office within HR's scope. Only level and unit where the identity is protected."""

    unit: str
    level: Level
    title: str = ""
    number: str = ""
    email: str = ""
    form: Form | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody as HR sees one person. No name where the identity is protected, or erased."""

    person_id: UUID
    named: Named | None
    protected: bool
    jobs: tuple[Job, ...]


def get_card(session: Session, scope: Scope, person_id: UUID) -> Card:
    """Who somebody is and where, as far as HR's scope goes; NoResultFound for somebody outside it."""
    rows = session.execute(
        select(Employment, PersonalDetails, Source.name, PersonNumber.employee_number)
        .join(PersonNumber, PersonNumber.id == Employment.number_id)
        .join(Source, Source.id == PersonNumber.source_id)
        .outerjoin(
            PersonalDetails,
            and_(PersonalDetails.number_id == Employment.number_id, holds(PersonalDetails, scope.on)),
        )
        .where(
            Employment.number_id.in_(numbers_of(person_id)),
            is_one_of(Employment.unit_id, scope.hr),
            holds(Employment, scope.on),
        )
        .order_by(Employment.began_on, Employment.id)
    ).all()
    if not rows:
        raise NoResultFound
    if person_id in set(session.scalars(protected_people())):
        return Card(
            person_id, None, protected=True, jobs=_sheltered(session, scope, [row[0] for row in rows])
        )
    found: Iterable[PersonalDetails | None] = (row[1] for row in rows)
    details = next((each for each in found if each is not None), None)
    named = Named(person_id, details.given_name, details.family_name) if details is not None else None
    return Card(person_id, named, protected=False, jobs=tuple(_job(scope, *row) for row in rows))


def _job(
    scope: Scope, employment: Employment, _details: PersonalDetails | None, source: str, number: str
) -> Job:
    return Job(
        unit=scope.line.tree[employment.unit_id].name,
        level=employment.level,
        title=employment.title,
        number=f"{source}/{number}",
        email=employment.email,
        form=employment.form,
        first=employment.began_on,
        last=employment.valid_to,
    )


def _sheltered(session: Session, scope: Scope, employments: Iterable[Employment]) -> tuple[Job, ...]:
    """The administration or company instead of the unit, and nothing that tells who it is."""
    shelter, tree = Shelter(session, Labels(session)), scope.line.tree
    jobs = ((shelter.unit_for(each.unit_id, scope.on), each.level) for each in employments)
    return tuple(Job(tree[unit_id].name if unit_id else "", level) for unit_id, level in jobs)
