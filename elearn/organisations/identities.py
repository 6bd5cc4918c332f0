"""Who each employee number of a people file is: somebody known, somebody new, or two that prove to be one. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from flask_babel import gettext as _

from elearn.organisations.files.faults import Fault, Notice
from elearn.organisations.files.records import PersonRecord
from elearn.organisations.stored_people import StoredNumber


class Newcomer(NamedTuple):
    """Somebody not known before, by the first of their numbers in the file, and the key that joins the others."""

    employee_number: str
    person_key: str | None


Who = UUID | Newcomer


@dataclass(slots=True)
class Identities:
    """`people`: who each number is. `new_keys` and `joins` are what the file's keys add to what is known.

    `holders` and `keyed`: whose each key is, and who among those known has one.
    """

    people: dict[str, Who] = field(default_factory=dict)
    new_numbers: list[tuple[str, Who]] = field(default_factory=list)
    new_keys: list[tuple[UUID, str]] = field(default_factory=list)
    joins: dict[UUID, UUID] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    holders: dict[str, Who] = field(default_factory=dict)
    keyed: set[UUID] = field(default_factory=set)

    def read_as(self, person_id: UUID) -> UUID:
        """The person that somebody known is read as once the file's joins are made."""
        while person_id in self.joins:
            person_id = self.joins[person_id]
        return person_id

    def of(self, employee_number: str, stored: Mapping[str, StoredNumber]) -> Who | None:
        """Who a number is, whether the file holds it or only earlier ones did."""
        who = self.people.get(employee_number)
        if who is None and employee_number in stored:
            who = stored[employee_number].person_id
        return self.read_as(who) if isinstance(who, UUID) else who


def identify(
    records: Iterable[PersonRecord],
    stored: Mapping[str, StoredNumber],
    keys: Mapping[str, UUID],
    headers: Mapping[str, str],
) -> Identities:
    """Find out who each number is. `keys` are the person keys of all sources, with the person they are read as."""
    found = Identities(holders=dict(keys), keyed=set(keys.values()))
    first: dict[str, PersonRecord] = {}
    for record in records:
        number = record.employee_number
        if number not in first or (first[number].person_key is None and record.person_key is not None):
            first[number] = record
    for number, record in first.items():
        if number in stored:
            found.people[number] = _known(found, record, found.read_as(stored[number].person_id), headers)
    for number, record in first.items():
        if number not in stored:
            found.people[number] = who = _new(found, record, headers)
            found.new_numbers.append((number, who))
    found.people = {
        number: found.read_as(who) if isinstance(who, UUID) else who for number, who in found.people.items()
    }
    return found


def _known(found: Identities, record: PersonRecord, person_id: UUID, headers: Mapping[str, str]) -> UUID:
    """Somebody known, given the file's key or joined with the one who already has it."""
    key = record.person_key
    holder = None if key is None else found.holders.get(key)
    holder = found.read_as(holder) if isinstance(holder, UUID) else None
    if key is None or holder == person_id:
        return person_id
    if person_id in found.keyed:
        message = _(
            "Anställningsnumret har redan en annan personnyckel. En fil kan inte byta den; rätta nyckeln i källan."
        )
        found.faults.append(Fault(record.line, headers.get("person_key"), None, message))
        return person_id
    if holder is not None:
        found.joins[person_id] = holder
        found.notices.append(_tied(record, headers))
        return holder
    found.keyed.add(person_id)
    found.holders[key] = person_id
    found.new_keys.append((person_id, key))
    return person_id


def _new(found: Identities, record: PersonRecord, headers: Mapping[str, str]) -> Who:
    """The holder of the file's key, or a newcomer."""
    key = record.person_key
    if key is None:
        return Newcomer(record.employee_number, None)
    who = found.holders.setdefault(key, Newcomer(record.employee_number, key))
    if not isinstance(who, UUID):
        return who
    found.notices.append(_tied(record, headers))
    return found.read_as(who)


def _tied(record: PersonRecord, headers: Mapping[str, str]) -> Notice:
    """What the reader must look at: the key is not repeated, nor who the other one is."""
    message = _(
        "Raden knyts till en person som redan finns, med allt som hör till den personen. "
        "Kontrollera att det är samma människa."
    )
    return Notice(record.line, headers.get("person_key"), None, message)
