"""Who helps those who do something another way: a contact person near them, and never anybody whom they answer to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from uuid import UUID

from sqlalchemy.orm import Session

from elearn.accounts.actors import may_sign_in
from elearn.accounts.queries import find_recipient, list_grants
from elearn.formatting import swedish_order
from elearn.organisations.kinds import Kind
from elearn.organisations.line import Line
from elearn.organisations.queries import Place, get_line, list_deputies_to_be, list_places, read_as
from elearn.permissions import Role

WITH_CONTACTS = (Kind.ADMINISTRATION, Kind.COMPANY)


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact person, as those they help are told of them."""

    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contact persons of a day by the unit that each was named for, and what they must stand outside: the line.

    `deputies`: whom a manager has named to stand in, now or later, by unit. `answers`: for each contact person their
    units and nearest managers, since nobody is helped by a colleague.
    """

    line: Line
    by_unit: Mapping[int, tuple[Contact, ...]]
    deputies: Mapping[int, frozenset[UUID]]
    answers: Mapping[UUID, frozenset[UUID | int]]

    def near(self, person_id: UUID, places: Sequence[Place]) -> tuple[Contact, ...]:
        """The contact persons nearest above somebody in some places, by name: none of them in that somebody's line.

        Where all of a unit's are, or it has none, those of the next unit above.
        """
        return next((found for found in self.levels(person_id, places) if found), ())

    def levels(self, person_id: UUID, places: Sequence[Place]) -> Iterator[tuple[Contact, ...]]:
        """Those outside somebody's line, by name, for their own units, for the units above those, and so on."""
        units = [place.unit_id for place in places if place.unit_id in self.line.tree]
        barred = self._line_over(units) | {person_id}
        own = _answers(self.line, person_id, places)
        for level in zip_longest(*(self.line.tree.upward(unit) for unit in units)):
            found = {
                contact
                for unit in level
                if unit is not None
                for contact in self.by_unit.get(unit, ())
                if contact.person_id not in barred and own.isdisjoint(self.answers[contact.person_id])
            }
            yield tuple(sorted(found, key=lambda contact: (contact.name, contact.person_id.hex)))

    def _line_over(self, units: Iterable[int]) -> frozenset[UUID]:
        above = {each for unit in units for each in self.line.tree.upward(unit)}
        named = (self.deputies.get(each, frozenset()) for each in above)
        return self.line.leaders_over(above).union(*named)


def get_contacts(session: Session, on: date) -> Contacts:
    """Everybody who can be a contact person on a day. One whose identity is protected cannot: their name is told."""
    by_unit: dict[int, list[Contact]] = defaultdict(list)
    line = get_line(session, on)
    answers: dict[UUID, frozenset[UUID | int]] = {}
    for grant in list_grants(session, on):
        if grant.role is not Role.CONTACT or grant.unit is None or grant.valid_from > on:
            continue
        person_id = read_as(session, grant.person_id)
        if grant.name and not grant.protected and may_sign_in(session, person_id, on):
            by_unit[grant.unit.id].append(Contact(person_id, grant.name))
            answers[person_id] = _answers(line, person_id, list_places(session, person_id, on))
    held = {unit: tuple(there) for unit, there in by_unit.items()}
    return Contacts(line, held, list_deputies_to_be(session, on), answers)


def _answers(line: Line, person_id: UUID, places: Iterable[Place]) -> frozenset[UUID | int]:
    """Where somebody is employed or elected, and whom they answer to there: who shares one of them is a colleague."""
    shared: set[UUID | int] = set()
    for place in places:
        if place.employed:
            nearest = line.nearest(place.unit_id, person_id)
            shared |= {place.unit_id} | (nearest[1] if nearest else frozenset())
    return frozenset(shared)


def contacts_of(session: Session, contacts: Contacts, person_id: UUID, on: date) -> tuple[Contact, ...]:
    """Whom a person is helped by: by all their employments, offices and posts of a day."""
    return contacts.near(person_id, list_places(session, person_id, on))


def still_helping(
    session: Session, contacts: Contacts, person_id: UUID, told: Iterable[UUID], on: date
) -> tuple[Contact, ...]:
    """Those of the contact persons a person was told of who may help them now, also where somebody nearer has come."""
    known = {read_as(session, each) for each in told}
    levels = contacts.levels(person_id, list_places(session, person_id, on))
    found = {contact for level in levels for contact in level if contact.person_id in known}
    return tuple(sorted(found, key=lambda contact: (contact.name, contact.person_id.hex)))


def without_contacts(session: Session, on: date) -> list[str]:
    """The administrations and companies that nobody is named contact person for. Nobody's request plays a part in it."""
    contacts = get_contacts(session, on)
    tree = contacts.line.tree
    asked = [unit for unit in tree.nodes.values() if unit.kind in WITH_CONTACTS and not unit.ended]
    return sorted((unit.name for unit in asked if unit.id not in contacts.by_unit), key=swedish_order)


def address_of(session: Session, contact: Contact, on: date) -> str | None:
    """The work address of a contact person, where they have one of their own."""
    recipient = find_recipient(session, contact.person_id, on)
    return recipient.email if recipient else None
