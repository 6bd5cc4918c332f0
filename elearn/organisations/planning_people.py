"""What a people file would change: employments, names, and who proves to be the same person."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.organisations.comparing import Comparison, KeyPlan, compare, group, resulting
from elearn.organisations.facts import EmploymentFacts, EmploymentKey, PersonFacts
from elearn.organisations.files.faults import Fault, Notice
from elearn.organisations.files.reading import ReadFile
from elearn.organisations.files.records import PersonRecord
from elearn.organisations.identities import Identities, Who, identify
from elearn.organisations.naming import Naming, plan_naming
from elearn.organisations.planning import Brake, Change, PeopleWrites, State, no_such_unit
from elearn.organisations.stored import StoredUnit
from elearn.organisations.stored_people import StoredPeople
from elearn.organisations.timeline import ONE_DAY, Fresh, Outcome, Stored

PeopleComparison = Comparison[EmploymentKey, PersonRecord, EmploymentFacts]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before the file: the units, the source's people, and of all sources the rest that matters."""

    units: Mapping[str, StoredUnit]
    people: StoredPeople
    keys: Mapping[str, UUID]
    addresses_elsewhere: Mapping[str, set[UUID]]
    protected: set[UUID]


@dataclass(slots=True)
class PeoplePlan:
    """What a people file would do. `staying`: the numbers that have an employment in it on the effective date or later."""

    comparison: PeopleComparison
    identities: Identities
    names: dict[str, Naming]
    faults: list[Fault]
    notices: list[Notice] = field(default_factory=list)
    brake: Brake | None = None
    staying: set[str] = field(default_factory=set)
    sharers: set[UUID] = field(default_factory=set)

    @property
    def writes(self) -> PeopleWrites:
        return PeopleWrites(
            new_numbers=tuple(self.identities.new_numbers),
            new_keys=tuple(self.identities.new_keys),
            joins=tuple(self.identities.joins.items()),
            superseded=self.comparison.superseded,
            fresh=self.comparison.fresh,
            superseded_details=tuple(row for made in self.names.values() for row in made.superseded),
            fresh_details=tuple((number, row) for number, made in self.names.items() for row in made.fresh),
        )


def plan_people(read: ReadFile[PersonRecord], known: Known, effective: date) -> PeoplePlan:
    """Compare a people file with what is stored of its source."""
    known_units = {code for code, unit in known.units.items() if unit.rows}
    placed = [record for record in read.records if record.unit_code in known_units]
    named = [*((record.line, record.unit_code) for record in read.records), *map(astuple, read.mentions)]
    faults = [no_such_unit(line, code, read.headers) for line, code in named if code not in known_units]
    found = identify(read.records, known.people.numbers, known.keys, read.headers)
    stored = {
        key: rows
        for key, rows in known.people.employments.items()
        if key.employee_number not in read.left_out
    }
    made = compare(
        stored, group((_key(record), record, _facts(record)) for record in placed), effective, read.headers
    )
    plan = PeoplePlan(
        made, found, _names(made, known.people, effective), [*faults, *made.faults, *found.faults]
    )
    plan.staying = {record.employee_number for record in placed if _goes_past(record, effective)}
    compared = {key.key for key in made.keys if key.records}
    faulty = {record.employee_number for record in read.records if _key(record) not in compared}
    if _names_somebody(read):
        plan.brake = _brake(plan, known.people, effective, read.left_out | faulty)
    plan.notices.extend(found.notices)
    plan.notices.extend(_unit_notices(placed, known.units, effective, read.headers))
    plan.notices.extend(_address_notices(placed, found, known, effective, read.headers))
    plan.notices.extend(_protection_notice(plan.names))
    plan.sharers = set(_sharers(placed, found, known, effective))
    return plan


def count_people(plan: PeoplePlan, effective: date) -> Counter[Outcome]:
    """Employments by what becomes of them; a new name changes those that go on."""
    counts = plan.comparison.count()
    for key in plan.comparison.keys:
        renamed = sum(_renamed(plan, key, place, effective) for place in range(len(key.records)))
        counts[Outcome.UNCHANGED] -= renamed
        counts[Outcome.CHANGED] += renamed
    return counts


def people_changes(plan: PeoplePlan, known: Known, effective: date) -> Iterator[Change]:
    """The differences, for a reader."""
    for key in plan.comparison.keys:
        number = key.key.employee_number
        who = plan.identities.of(number, known.people.numbers)
        person_id = who if isinstance(who, UUID) else None
        naming = plan.names.get(number)
        for place, record in enumerate(key.records):
            outcome, before = key.plan.outcomes[place], key.plan.spoken_of[place]
            renamed = _renamed(plan, key, place, effective)
            if naming is None or (outcome is Outcome.UNCHANGED and not renamed):
                continue
            was = None if before is None else _state(before, naming.before)
            now = State(key.plan.starts[place], record.valid_to, _facts(record), naming.after)
            name = _name(naming.after, person_id, known.protected)
            yield Change(Outcome.CHANGED if renamed else outcome, key.key, name, was, now, person_id)
        for row in key.plan.dropped:
            details = known.people.details.get(number, ())
            facts = naming.after if naming else details[-1].values if details else None
            name = _name(facts, person_id, known.protected) if facts else ""
            yield Change(Outcome.ENDED, key.key, name, _state(row, facts), None, person_id)


def _key(record: PersonRecord) -> EmploymentKey:
    return EmploymentKey(record.employee_number, record.unit_code, record.level)


def _facts(record: PersonRecord) -> EmploymentFacts:
    return EmploymentFacts(
        record.title,
        record.role,
        record.email,
        record.form,
        record.fraction,
        record.absent_from,
        record.absent_to,
    )


def _person(record: PersonRecord) -> PersonFacts:
    return PersonFacts(record.given_name, record.family_name, record.language, record.protected)


def _state(row: Stored[EmploymentFacts], person: PersonFacts | None) -> State:
    return State(row.began_on, row.valid_to, row.values, person)


def _name(facts: PersonFacts, person_id: UUID | None, protected: set[UUID]) -> str:
    return (
        "" if facts.protected or person_id in protected else f"{facts.given_name} {facts.family_name}".strip()
    )


def _names(made: PeopleComparison, people: StoredPeople, effective: date) -> dict[str, Naming]:
    """The names that the file states, each held from the person's first day in the file."""
    first: dict[str, tuple[date, PersonRecord]] = {}
    for key in made.keys:
        for start, record in zip(key.plan.starts, key.records, strict=True):
            before = first.get(record.employee_number)
            if before is None or start < before[0]:
                first[record.employee_number] = (start, record)
    return {
        number: plan_naming(people.details.get(number, ()), _person(record), start, effective)
        for number, (start, record) in first.items()
    }


def _renamed(
    plan: PeoplePlan, key: KeyPlan[EmploymentKey, PersonRecord, EmploymentFacts], place: int, on: date
) -> bool:
    """Whether nothing but the name (language, protection) is new: of employments that go on, or where none does of all."""
    number = key.key.employee_number
    if key.plan.outcomes[place] is not Outcome.UNCHANGED or not plan.names[number].changed:
        return False
    return number not in plan.staying or _goes_past(key.records[place], on)


def _names_somebody(read: ReadFile[PersonRecord]) -> bool:
    """Whether it can be told who is in the file: not where the column of numbers is missing or unreadable."""
    return bool(read.records or read.left_out or not read.rows)


def _goes_past(record: PersonRecord, day: date) -> bool:
    return record.valid_to is None or record.valid_to >= day


def _brake(
    plan: PeoplePlan, people: StoredPeople, effective: date, spared: frozenset[str] | set[str]
) -> Brake:
    """Who had an employment in the source the day before, and who of them the file leaves without any."""
    eve = effective - ONE_DAY
    numbers = people.numbers
    had: set[Who | None] = set()
    had_going_on: set[Who | None] = set()
    have: set[Who | None] = {plan.identities.of(number, numbers) for number in spared}
    for key, rows in people.employments.items():
        who = plan.identities.of(key.employee_number, numbers)
        if any(row.valid_from <= eve and (row.valid_to is None or row.valid_to >= eve) for row in rows):
            had.add(who)
        if _goes_on(rows, effective):
            had_going_on.add(who)
    for made in plan.comparison.keys:
        if _goes_on(resulting(people.employments.get(made.key, ()), made.plan), effective):
            have.add(plan.identities.of(made.key.employee_number, numbers))
    return Brake(left=len((had & had_going_on) - have), of=len(had))


def _goes_on(rows: list[Stored[EmploymentFacts]] | list[Fresh[EmploymentFacts]], effective: date) -> bool:
    return any(row.valid_to is None or row.valid_to >= effective for row in rows)


def _unit_notices(
    records: list[PersonRecord], units: Mapping[str, StoredUnit], effective: date, headers: Mapping[str, str]
) -> Iterator[Notice]:
    """Units that do not exist on the day on which somebody stands in them: they count there all the same."""
    told: set[str] = set()
    for record in records:
        day = max(record.valid_from or effective, effective)
        if (
            _goes_past(record, effective)
            and record.unit_code not in told
            and units[record.unit_code].on(day) is None
        ):
            told.add(record.unit_code)
            message = _(
                "Enheten gäller inte %(day)s men har anställda i filen. De räknas där tills de flyttas.",
                day=day.isoformat(),
            )
            yield Notice(record.line, headers.get("unit_code"), record.unit_code, message)


def _address_notices(
    records: list[PersonRecord], found: Identities, known: Known, effective: date, headers: Mapping[str, str]
) -> Iterator[Notice]:
    """Addresses that somebody in another source has too; those within the file the reader has named."""
    told: set[str] = set()
    for record in records:
        address = record.email.casefold()
        elsewhere = known.addresses_elsewhere.get(address)
        if not elsewhere or address in told or not _goes_past(record, effective):
            continue
        others = {found.read_as(person_id) for person_id in elsewhere}
        if others - {found.people[record.employee_number]}:
            told.add(address)
            hidden = record.protected or bool(others & known.protected)
            message = _(
                "Adressen används också av någon i en annan källa. Ingen av dem kan logga in med den eller få post "
                "dit förrän den är en persons egen."
            )
            yield Notice(record.line, headers.get("email"), None if hidden else record.email, message)


def _sharers(records: list[PersonRecord], found: Identities, known: Known, effective: date) -> Iterator[UUID]:
    """Who elsewhere can no longer sign in by an address once the file gives it to somebody who lacked it."""
    had = {
        (key.employee_number, row.values.email.casefold())
        for key, rows in known.people.employments.items()
        for row in rows
    }
    for record in records:
        address = record.email.casefold()
        if _goes_past(record, effective) and (record.employee_number, address) not in had:
            mine = found.people[record.employee_number]
            elsewhere = known.addresses_elsewhere.get(address, ())
            yield from (person_id for person_id in elsewhere if found.read_as(person_id) != mine)


def _protection_notice(names: Mapping[str, Naming]) -> Iterator[Notice]:
    lifted = sum(
        made.before is not None and made.before.protected and not made.after.protected
        for made in names.values()
    )
    if lifted:
        message = ngettext(
            "%(num)s person har inte längre skyddade uppgifter. Kontrollera att det stämmer.",
            "%(num)s personer har inte längre skyddade uppgifter. Kontrollera att det stämmer.",
            lifted,
        )
        yield Notice(None, None, None, message)
