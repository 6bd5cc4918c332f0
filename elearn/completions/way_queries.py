"""Reads about those who do a module another way: their own page, and the cases that a contact person is named for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn.accounts.contacts import Contact, Contacts, address_of, contacts_of, get_contacts, still_helping
from elearn.completions.way_ending import list_cases
from elearn.completions.way_models import WayCase
from elearn.database import holds
from elearn.organisations.models import Employment
from elearn.organisations.queries import numbers_of, protected_people, read_as, recorded_ids
from elearn.organisations.scope import Scope, get_contact_scope, visible_people
from elearn.permissions import Actor
from elearn.requirements.models import Aside


@dataclass(frozen=True, slots=True)
class OwnWay:
    """How it stands with a module that somebody does, or might do, in a way of their own.

    `aside`: nobody reminds them now, `until`: up to a day, None: until it is done. `helpers`: the contact persons,
    each with a work address where there is one; of an open case those whom they were told of and who still may help.
    `instead`: where none of those is left, who can be asked now.
    """

    case: WayCase | None
    aside: bool
    until: date | None
    helpers: tuple[tuple[Contact, str | None], ...]
    instead: tuple[Contact, ...]
    protected: bool


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose case it is, as the contact person may know it: nothing of somebody whose identity is protected."""

    name: str | None
    unit: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A case with whose it is."""

    case: WayCase
    asker: Asker


def get_own_way(session: Session, person_id: UUID, module: str, on: date) -> OwnWay:
    """Everything that a person is told about another way of theirs to do a module."""
    held = _days_held(session, person_id, module, on)
    contacts = get_contacts(session, on)
    case = next(iter(list_cases(session, person_id, module)), None)
    now = contacts_of(session, contacts, person_id, on)
    asked = case is not None and case.is_open
    helpers = still_helping(session, contacts, person_id, case.told_of, on) if case and asked else now
    return OwnWay(
        case=case,
        aside=bool(held),
        until=_last_of(held),
        helpers=tuple((contact, address_of(session, contact, on)) for contact in helpers),
        instead=now if not helpers else (),
        protected=is_protected(session, person_id),
    )


def later_day(session: Session, case: WayCase, on: date) -> date | None:
    """The later day that is registered for a case; None: nobody reminds them until the module is done."""
    return _last_of(_days_held(session, read_as(session, case.person_id), case.module, on))


def _days_held(session: Session, person_id: UUID, module: str, on: date) -> Sequence[date | None]:
    own = Aside.person_id.in_(recorded_ids(person_id))
    found = select(Aside.valid_to).where(own, Aside.module == module, holds(Aside, on))
    return session.scalars(found).all()


def _last_of(held: Sequence[date | None]) -> date | None:
    return None if None in held else max((day for day in held if day is not None), default=None)


def is_protected(session: Session, person_id: UUID) -> bool:
    """Whether a person's identity is protected today."""
    protected = protected_people().subquery()
    found = select(protected.c.person_id).where(protected.c.person_id == person_id).limit(1)
    return session.scalar(found) is not None


def list_open(session: Session, actor: Actor, on: date) -> list[Listed]:
    """The open cases that the actor is the named contact person of, the oldest first. Nobody with a protected identity."""
    scope = get_contact_scope(session, actor, on)
    described = [(case, _describe(session, scope, case)) for case in _list_own(session, actor, on)]
    return [Listed(case, asker) for case, asker in described if asker.name is not None]


def get_open(session: Session, actor: Actor, case_id: UUID, on: date) -> Listed:
    """An open case that the actor is the named contact person of; NoResultFound for any other."""
    scope = get_contact_scope(session, actor, on)
    found = next((case for case in _list_own(session, actor, on) if case.id == case_id), None)
    if found is None:
        raise NoResultFound
    return Listed(found, _describe(session, scope, found))


def find_by_number(session: Session, actor: Actor, number: str, on: date) -> WayCase | None:
    """The open case of the actor's that has a number, as somebody who tells no name says it."""
    wanted = "".join(letter for letter in number.upper() if letter.isalnum())
    return next(
        (case for case in _list_own(session, actor, on) if case.number.replace("-", "") == wanted), None
    )


def _list_own(session: Session, actor: Actor, on: date) -> Iterator[WayCase]:
    contacts = get_contacts(session, on)
    waiting = select(WayCase).where(WayCase.refused_as.is_(None)).order_by(WayCase.opened_at, WayCase.id)
    for case in session.scalars(waiting).all():
        if _is_named_for(session, contacts, actor, case, on):
            yield case


def _is_named_for(session: Session, contacts: Contacts, actor: Actor, case: WayCase, on: date) -> bool:
    """Whether the actor is one of those whom the learner's own page names: told of, and still outside the line."""
    named = still_helping(session, contacts, read_as(session, case.person_id), case.told_of, on)
    return any(contact.person_id == actor.person_id for contact in named)


def _describe(session: Session, scope: Scope, case: WayCase) -> Asker:
    own = numbers_of(read_as(session, case.person_id))
    rows = visible_people(scope).where(Employment.number_id.in_(own)).order_by(Employment.valid_from)
    row = session.execute(rows.limit(1)).first()
    if row is None:
        return Asker(None, None, None)
    unit = scope.line.tree[row.Employment.unit_id].name
    name = f"{row.PersonalDetails.given_name} {row.PersonalDetails.family_name}".strip()
    return Asker(name or None, unit, row.Employment.email or None)
