"""Who helps those who do something another way: a contact person near them, and never anybody whom they answer to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from uuid import UUID

from sqlalchemy.orm import Session

from elearn.accounts.actors import may_sign_in
from elearn.accounts.queries import find_recipient, list_grants
from elearn.organisations.line import Line
from elearn.organisations.queries import get_line, list_places, read_as
from elearn.permissions import Role


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact person, as those they help are told of them."""

    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contact persons of a day by the unit that each was named for, and the line that they must stand outside."""

    line: Line
    by_unit: Mapping[int, tuple[Contact, ...]]

    def near(self, person_id: UUID, units: Iterable[int]) -> tuple[Contact, ...]:
        """The contact persons nearest above somebody in some units, by name: none of them in that somebody's line.

        Where all of a unit's are, or it has none, those of the next unit above.
        """
        units = [unit for unit in units if unit in self.line.tree]
        barred = self.line.leaders_over(units) | {person_id}
        for level in zip_longest(*(self.line.tree.upward(unit) for unit in units)):
            found = {
                contact
                for unit in level
                if unit is not None
                for contact in self.by_unit.get(unit, ())
                if contact.person_id not in barred
            }
            if found:
                return tuple(sorted(found, key=lambda contact: (contact.name, contact.person_id.hex)))
        return ()


def get_contacts(session: Session, on: date) -> Contacts:
    """Everybody who can be a contact person on a day. One whose identity is protected cannot: their name is told."""
    by_unit: dict[int, list[Contact]] = defaultdict(list)
    for grant in list_grants(session, on):
        if grant.role is not Role.CONTACT or grant.unit is None or grant.valid_from > on:
            continue
        person_id = read_as(session, grant.person_id)
        if grant.name and not grant.protected and may_sign_in(session, person_id, on):
            by_unit[grant.unit.id].append(Contact(person_id, grant.name))
    return Contacts(get_line(session, on), {unit: tuple(held) for unit, held in by_unit.items()})


def contacts_of(session: Session, contacts: Contacts, person_id: UUID, on: date) -> tuple[Contact, ...]:
    """Whom a person is helped by: by all their employments, offices and posts of a day."""
    return contacts.near(person_id, [place.unit_id for place in list_places(session, person_id, on)])


def address_of(session: Session, contact: Contact, on: date) -> str | None:
    """The work address of a contact person, where they have one of their own."""
    recipient = find_recipient(session, contact.person_id, on)
    return recipient.email if recipient else None
