"""Reads about units, posts and the identity of persons. Queries that list people live in `scope`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Row,
    Select,
    Subquery,
    Uuid,
    bindparam,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from elearn.clock import today
from elearn.database import holds, is_one_of, known
from elearn.organisations.delegated import stands
from elearn.organisations.kinds import Kind, Level, PostRole
from elearn.organisations.line import Holder, Line
from elearn.organisations.models import (
    Delegation,
    Employment,
    Person,
    PersonalDetails,
    PersonJoin,
    PersonNumber,
    Post,
    Unit,
    UnitVersion,
)
from elearn.organisations.tree import Node, Tree


def get_tree(session: Session, on: date, known_at: datetime | None = None) -> Tree:
    """The units of a day, as known at an instant; a unit not valid that day is there too, marked ended."""
    return _tree_of(_list_versions(session, known_at), on)


def get_trees(session: Session, days: Iterable[date], known_at: datetime | None = None) -> list[Tree]:
    """The units of each of some days, as `get_tree` gives them. One statement, however many days."""
    versions = _list_versions(session, known_at)
    return [_tree_of(versions, on) for on in days]


def list_kinds(session: Session, unit_ids: Collection[int], on: date) -> dict[int, Kind]:
    """What kind of unit each of some is on a day, as the tree of that day has it."""
    nodes = _tree_of(_list_versions(session, None, unit_ids), on).nodes
    return {unit_id: node.kind for unit_id, node in nodes.items()}


def _list_versions(
    session: Session, known_at: datetime | None, unit_ids: Collection[int] | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """What is known of every unit, or of some, each unit's in order of their days.

    Columns, not objects that the session would keep: a page asks for the whole tree, however many units there are.
    """
    row = UnitVersion
    return session.execute(
        select(
            row.unit_id,
            Unit.code,
            row.name,
            row.kind,
            row.parent_id,
            row.legal_entity,
            row.responsible_code,
            row.counts_in_group,
            row.valid_from,
            row.valid_to,
        )
        .join(Unit, Unit.id == row.unit_id)
        .where(known(row, known_at), true() if unit_ids is None else is_one_of(row.unit_id, unit_ids))
        .order_by(row.unit_id, row.valid_from)
    ).all()


def _tree_of(versions: Iterable[Row[*tuple[Any, ...]]], on: date) -> Tree:
    chosen: dict[int, tuple[bool, Any]] = {}
    for unit_id, *values, first, last in versions:
        valid = first <= on and (last is None or last >= on)
        before = chosen.get(unit_id)
        if before is None or valid or (not before[0] and first <= on):
            chosen[unit_id] = valid, (unit_id, *values, not valid)
    return Tree(Node(*values) for _valid, values in chosen.values())


def numbers(known_at: datetime | None = None) -> Subquery:
    """Every employee number with the person it belongs to, joined persons read as one.

    Columns: id, source_id, employee_number, recorded_id, person_id.
    """
    join = aliased(PersonJoin)
    return (
        select(
            PersonNumber.id,
            PersonNumber.source_id,
            PersonNumber.employee_number,
            PersonNumber.person_id.label("recorded_id"),
            func.coalesce(join.into_id, PersonNumber.person_id).label("person_id"),
        )
        .outerjoin(join, (join.person_id == PersonNumber.person_id) & known(join, known_at))
        .subquery()
    )


def persons(known_at: datetime | None = None) -> Subquery:
    """Every recorded person id with the person it is read as. Columns: recorded_id, person_id."""
    join = aliased(PersonJoin)
    return (
        select(Person.id.label("recorded_id"), func.coalesce(join.into_id, Person.id).label("person_id"))
        .outerjoin(join, (join.person_id == Person.id) & known(join, known_at))
        .subquery()
    )


def recorded_ids(
    person_id: UUID | BindParameter[UUID], known_at: datetime | None = None
) -> CompoundSelect[UUID]:
    """The recorded ids that are read as one person: its own and those joined into it. Found by index."""
    joined = known(PersonJoin, known_at)
    gone = select(PersonJoin.id).where(PersonJoin.person_id == person_id, joined).exists()
    itself = person_id if isinstance(person_id, BindParameter) else literal(person_id, Uuid())
    return (
        select(itself)
        .where(~gone)
        .union_all(select(PersonJoin.person_id).where(PersonJoin.into_id == person_id, joined))
    )


def read_as(session: Session, recorded_id: UUID) -> UUID:
    """Whom a recorded person is read as now: somebody else once an import has joined them."""
    join = select(PersonJoin.into_id).where(PersonJoin.person_id == recorded_id, known(PersonJoin))
    return session.scalar(join) or recorded_id


def recorded_among(
    people: Select[UUID] | CompoundSelect[UUID], known_at: datetime | None = None
) -> CompoundSelect[UUID]:
    """The recorded ids that are read as some people: their own and those joined into theirs. Found by index.

    To ask it of the id that somebody is read as makes SQLite read everybody: there is no index on what is worked out.
    """
    found = people.cte()
    itself: ColumnElement[UUID] = found.c[0]
    joined = PersonJoin.into_id.in_(select(itself)) & known(PersonJoin, known_at)
    return select(itself).union_all(select(PersonJoin.person_id).where(joined))


def numbers_of(person_id: UUID | BindParameter[UUID], known_at: datetime | None = None) -> Select[int]:
    """The ids of one person's employee numbers, as `numbers` would give them. Found by index."""
    return select(PersonNumber.id).where(PersonNumber.person_id.in_(recorded_ids(person_id, known_at)))


def protected_people() -> Select[tuple[UUID]]:
    """The persons whose identity is protected today, whatever day a report speaks about."""
    number = numbers()
    return (
        select(number.c.person_id)
        .join(PersonalDetails, PersonalDetails.number_id == number.c.id)
        .where(PersonalDetails.protected, holds(PersonalDetails, today()))
    )


def list_holders(session: Session, on: date, known_at: datetime | None = None) -> list[Holder]:
    """The posts of a day, in no order: roles on employments and posts that a managers file gives."""
    number = numbers(known_at)
    on_employment = (
        select(Employment.unit_id, number.c.person_id, Employment.role)
        .join(number, number.c.id == Employment.number_id)
        .where(Employment.role.is_not(None), holds(Employment, on, known_at))
    )
    elsewhere = (
        select(Post.unit_id, number.c.person_id, Post.role)
        .join(number, number.c.id == Post.number_id)
        .where(holds(Post, on, known_at))
    )
    rows = session.execute(union_all(on_employment, elsewhere)).all()
    return [Holder(unit_id, person, role) for unit_id, person, role in set(rows)]


def list_deputies_to_be(session: Session, on: date) -> Mapping[int, frozenset[UUID]]:
    """Whom a manager has named deputy for days that are not over, by unit: those to come too, and whether it stands or not."""
    number = numbers()
    rows = session.execute(
        select(Delegation.unit_id, number.c.person_id)
        .join(number, number.c.id == Delegation.number_id)
        .where(known(Delegation), or_(Delegation.valid_to.is_(None), Delegation.valid_to >= on))
    )
    named: dict[int, set[UUID]] = defaultdict(set)
    for unit_id, person_id in rows:
        named[unit_id].add(person_id)
    return {unit_id: frozenset(people) for unit_id, people in named.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """Where one person is employed or elected, or holds a post besides; `language` is the employment's.

    `named`: the unit's manager has named the person deputy, so that no file knows of it.
    """

    unit_id: int
    role: PostRole | None
    employed: bool
    language: str | None
    level: Level | None = None
    named: bool = False


def list_places(session: Session, person_id: UUID, on: date) -> list[Place]:
    """One person's employments, offices and posts of a day, the earliest begun first. Asked for on every page."""
    rows = session.execute(_places(), {"person": person_id, "on": on})
    return [
        Place(unit_id, role, bool(employed), language, level, bool(named))
        for _, unit_id, role, employed, language, level, named in rows
    ]


@cache
def _places() -> CompoundSelect[*tuple[Any, ...]]:
    """Built once: putting it together takes longer than the database does to answer it."""
    person, on = bindparam("person", type_=Uuid()), bindparam("on", type_=Date())
    details = PersonalDetails
    employed = (
        select(
            Employment.valid_from,
            Employment.unit_id,
            Employment.role,
            true(),
            details.language,
            Employment.level,
            false().label("named"),
        )
        .outerjoin(details, (details.number_id == Employment.number_id) & holds(details, on))
        .where(Employment.number_id.in_(numbers_of(person)), holds(Employment, on))
    )
    posts = select(Post.valid_from, Post.unit_id, Post.role, false(), null(), null(), false()).where(
        Post.number_id.in_(numbers_of(person)), holds(Post, on)
    )
    shielded = select(details.id).where(
        details.protected, details.number_id.in_(numbers_of(person)), holds(details, on)
    )
    deputy = literal(PostRole.DEPUTY, Post.role.type)
    named = select(Delegation.valid_from, Delegation.unit_id, deputy, false(), null(), null(), true()).where(
        Delegation.number_id.in_(numbers_of(person)), stands(on), ~shielded.exists()
    )
    return union_all(employed, posts, named).order_by("valid_from")


def get_line(session: Session, on: date, known_at: datetime | None = None) -> Line:
    """Who is whose nearest manager on a day."""
    return Line(get_tree(session, on, known_at), list_holders(session, on, known_at))


def is_employed(session: Session, person_id: UUID, on: date) -> bool:
    """Whether a person has an employment or an elected office on a day."""
    found = session.execute(
        select(Employment.id)
        .where(Employment.number_id.in_(numbers_of(person_id)), holds(Employment, on))
        .limit(1)
    ).first()
    return found is not None


def list_levels(session: Session, person_id: UUID, on: date) -> frozenset[Level]:
    """The levels at which a person is employed or elected on a day."""
    return frozenset(
        session.scalars(
            select(Employment.level).where(
                Employment.number_id.in_(numbers_of(person_id)), holds(Employment, on)
            )
        )
    )
