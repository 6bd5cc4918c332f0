"""Reads about units, posts and the identity of persons. Queries that list people live in `scope`."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, Subquery, func, select, union_all
from sqlalchemy.orm import Session, aliased

from elearn.clock import today
from elearn.database import holds, known
from elearn.organisations.line import Holder, Line
from elearn.organisations.models import (
    Employment,
    Person,
    PersonalDetails,
    PersonJoin,
    PersonNumber,
    Post,
    Source,
    Unit,
    UnitVersion,
)
from elearn.organisations.tree import Node, Tree


def get_tree(session: Session, on: date, known_at: datetime | None = None) -> Tree:
    """The units of a day, as known at an instant; a unit not valid that day is there too, marked ended."""
    rows = session.execute(
        select(UnitVersion, Unit.code)
        .join(Unit, Unit.id == UnitVersion.unit_id)
        .where(known(UnitVersion, known_at))
        .order_by(UnitVersion.unit_id, UnitVersion.valid_from)
    ).all()
    chosen: dict[int, tuple[bool, UnitVersion, str]] = {}
    for version, code in rows:
        valid = version.valid_from <= on and (version.valid_to is None or version.valid_to >= on)
        before = chosen.get(version.unit_id)
        if before is None or valid or (not before[0] and version.valid_from <= on):
            chosen[version.unit_id] = (valid, version, code)
    return Tree(
        Node(
            id=version.unit_id,
            code=code,
            name=version.name,
            kind=version.kind,
            parent_id=version.parent_id,
            legal_entity=version.legal_entity,
            responsible_code=version.responsible_code,
            counts_in_group=version.counts_in_group,
            ended=not valid,
        )
        for valid, version, code in chosen.values()
    )


def numbers(known_at: datetime | None = None) -> Subquery:
    """Every employee number with the person it belongs to, joined persons read as one.

    Columns: id, source_id, employee_number, person_id.
    """
    join = aliased(PersonJoin)
    return (
        select(
            PersonNumber.id,
            PersonNumber.source_id,
            PersonNumber.employee_number,
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


def protected_people() -> Select[tuple[UUID]]:
    """The persons whose identity is protected today, whatever day a report speaks about."""
    number = numbers()
    return (
        select(number.c.person_id)
        .join(PersonalDetails, PersonalDetails.number_id == number.c.id)
        .where(PersonalDetails.protected, holds(PersonalDetails, today()))
    )


def list_holders(
    session: Session, on: date, known_at: datetime | None = None, person_id: UUID | None = None
) -> list[Holder]:
    """The posts of a day: roles on employments and posts that a managers file gives, of everyone or of one person."""
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
    if person_id is not None:
        on_employment = on_employment.where(number.c.person_id == person_id)
        elsewhere = elsewhere.where(number.c.person_id == person_id)
    rows = session.execute(union_all(on_employment, elsewhere)).all()
    return sorted({Holder(unit_id, person, role) for unit_id, person, role in rows}, key=repr)


def get_line(session: Session, on: date, known_at: datetime | None = None) -> Line:
    """Who is whose nearest manager on a day."""
    return Line(get_tree(session, on, known_at), list_holders(session, on, known_at))


def is_employed(session: Session, person_id: UUID, on: date) -> bool:
    """Whether a person has an employment or an elected office on a day."""
    number = numbers()
    found = session.execute(
        select(Employment.id)
        .join(number, number.c.id == Employment.number_id)
        .where(number.c.person_id == person_id, holds(Employment, on))
        .limit(1)
    ).first()
    return found is not None


def find_person_by_number(session: Session, source: str, employee_number: str) -> UUID | None:
    number = numbers()
    return session.scalars(
        select(number.c.person_id)
        .join(Source, Source.id == number.c.source_id)
        .where(Source.name == source, number.c.employee_number == employee_number)
    ).one_or_none()


def list_people_with_email(session: Session, email: str, on: date) -> list[UUID]:
    """Everyone who has this e-mail address on a valid employment; it is a sign-in name only when it is one person's."""
    number = numbers()
    rows = session.scalars(
        select(number.c.person_id)
        .join(Employment, Employment.number_id == number.c.id)
        .where(func.lower(Employment.email) == email.strip().lower(), holds(Employment, on))
        .distinct()
    )
    return list(rows)
