"""Reads of the people that earlier files have stored, as plain values for the comparison with a new one."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.database import holds, known
from elearn.organisations.facts import (
    EmploymentFacts,
    EmploymentKey,
    PersonFacts,
)
from elearn.organisations.models import (
    Employment,
    Person,
    PersonalDetails,
    PersonNumber,
    Source,
    Unit,
)
from elearn.organisations.queries import numbers, protected_people
from elearn.organisations.stored import id_of_source
from elearn.organisations.timeline import Stored


@dataclass(frozen=True, slots=True)
class StoredNumber:
    """An employee number of a source: its id, and the person it is read as."""

    id: int
    person_id: UUID


@dataclass(slots=True)
class StoredPeople:
    """The people of one source."""

    numbers: dict[str, StoredNumber] = field(default_factory=dict)
    employments: dict[EmploymentKey, list[Stored[EmploymentFacts]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    details: dict[str, list[Stored[PersonFacts]]] = field(default_factory=lambda: defaultdict(list))


def list_stored_people(session: Session, source: str, known_at: datetime | None = None) -> StoredPeople:
    """The numbers of one source with their employments and names, as known now or at an instant."""
    number = numbers(known_at)
    people = StoredPeople()
    for row in session.execute(
        select(number.c.id, number.c.employee_number, number.c.person_id).where(
            number.c.source_id == id_of_source(source)
        )
    ):
        people.numbers[row.employee_number] = StoredNumber(row.id, row.person_id)
    names = {number.id: employee_number for employee_number, number in people.numbers.items()}
    _add_employments(session, source, people, names, known_at)
    _add_details(session, source, people, names, known_at)
    return people


def _add_employments(
    session: Session, source: str, people: StoredPeople, names: dict[int, str], known_at: datetime | None
) -> None:
    for row in session.execute(
        select(
            Employment.number_id,
            Unit.code,
            Employment.level,
            Employment.id,
            Employment.began_on,
            Employment.valid_from,
            Employment.valid_to,
            Employment.title,
            Employment.role,
            Employment.email,
            Employment.form,
            Employment.fraction,
            Employment.absent_from,
            Employment.absent_to,
        )
        .join(Unit, Unit.id == Employment.unit_id)
        .join(PersonNumber, PersonNumber.id == Employment.number_id)
        .where(PersonNumber.source_id == id_of_source(source), known(Employment, known_at))
        .order_by(Employment.id)
    ):
        facts = EmploymentFacts(
            row.title, row.role, row.email, row.form, row.fraction, row.absent_from, row.absent_to
        )
        key = EmploymentKey(names[row.number_id], row.code, row.level)
        people.employments[key].append(Stored(row.id, row.began_on, row.valid_from, row.valid_to, facts))


def _add_details(
    session: Session, source: str, people: StoredPeople, names: dict[int, str], known_at: datetime | None
) -> None:
    details = PersonalDetails
    for row in session.execute(
        select(
            details.number_id,
            details.id,
            details.began_on,
            details.valid_from,
            details.valid_to,
            details.given_name,
            details.family_name,
            details.language,
            details.protected,
        )
        .join(PersonNumber, PersonNumber.id == details.number_id)
        .where(PersonNumber.source_id == id_of_source(source), known(details, known_at))
        .order_by(details.number_id, details.valid_from)
    ):
        facts = PersonFacts(row.given_name, row.family_name, row.language, row.protected)
        stored = Stored(row.id, row.began_on, row.valid_from, row.valid_to, facts)
        people.details[names[row.number_id]].append(stored)


def list_person_keys(session: Session) -> dict[str, UUID]:
    """Every person key with the person it is read as."""
    number = numbers()
    rows = session.execute(
        select(Person.person_key, number.c.person_id)
        .join(PersonNumber, PersonNumber.person_id == Person.id)
        .join(number, number.c.id == PersonNumber.id)
        .where(Person.person_key.is_not(None))
    )
    return {key: person_id for key, person_id in rows if key is not None}


def list_keys_of_source(session: Session, source: str) -> dict[str, str]:
    """The person keys of a source's people, by employee number."""
    number = numbers()
    rows = session.execute(
        select(number.c.employee_number, Person.person_key)
        .join(Person, Person.id == number.c.person_id)
        .where(number.c.source_id == id_of_source(source), Person.person_key.is_not(None))
    )
    return {employee_number: key for employee_number, key in rows if key is not None}


def list_addresses_elsewhere(session: Session, source: str, on: date) -> dict[str, set[UUID]]:
    """The e-mail addresses that other sources' employments have on a day, in lower case, with their people."""
    number = numbers()
    rows = session.execute(
        select(Employment.email, number.c.person_id)
        .join(number, number.c.id == Employment.number_id)
        .join(Source, Source.id == number.c.source_id)
        .where(Employment.email != "", Source.name != source, holds(Employment, on))
    )
    addresses: dict[str, set[UUID]] = defaultdict(set)
    for email, person_id in rows:
        addresses[email.casefold()].add(person_id)
    return addresses


@dataclass(frozen=True, slots=True)
class NumberHolder:
    """Whose an employee number is: for a post given to somebody of any source."""

    number_id: int
    person_id: UUID
    name: str
    protected: bool
    employed: bool


def list_number_holders(session: Session, on: date) -> dict[tuple[str, str], NumberHolder]:
    """Every employee number, by source and number, with its newest name."""
    number = numbers()
    employed = set(
        session.scalars(
            select(number.c.person_id)
            .join(Employment, Employment.number_id == number.c.id)
            .where(holds(Employment, on))
        )
    )
    protected = list_protected(session)
    details = PersonalDetails
    names = {
        row.number_id: f"{row.given_name} {row.family_name}".strip()
        for row in session.execute(
            select(details.number_id, details.given_name, details.family_name)
            .where(known(details))
            .order_by(details.valid_from)
        )
    }
    holders: dict[tuple[str, str], NumberHolder] = {}
    for row in session.execute(
        select(Source.name, number.c.employee_number, number.c.id, number.c.person_id).join(
            Source, Source.id == number.c.source_id
        )
    ):
        holders[row.name, row.employee_number] = NumberHolder(
            number_id=row.id,
            person_id=row.person_id,
            name=names.get(row.id, ""),
            protected=row.person_id in protected,
            employed=row.person_id in employed,
        )
    return holders


def list_protected(session: Session) -> set[UUID]:
    """The persons whose identity is protected today."""
    return set(session.scalars(protected_people()))
