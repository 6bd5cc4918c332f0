"""What in the organisation needs mending, as far as one HR officer's units go."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.database import holds
from elearn.formatting import swedish_order
from elearn.organisations.line import Line
from elearn.organisations.models import Employment, PersonalDetails, PersonNumber, Source
from elearn.organisations.queries import numbers
from elearn.organisations.scope import Scope, get_scope, visible_people
from elearn.organisations.tree import Node
from elearn.permissions import Actor

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class UnitGap:
    """A unit, how many people stand in it, and the unit whose manager they answer to meanwhile."""

    unit: Node
    people: int
    answers_to: Node | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody in a unit, as a list for HR names them."""

    person_id: UUID
    name: str
    number: str
    unit: Node
    email: str


@dataclass(frozen=True, slots=True)
class SharedAddress:
    """An address of several people: those whom HR sees, and whether somebody else has it too."""

    address: str
    people: tuple[Standing, ...]
    others: bool


@dataclass(frozen=True, slots=True)
class Mending:
    """Everything that HR should mend."""

    without_manager: list[UnitGap]
    nobody_above: list[UnitGap]
    without_coordinator: list[UnitGap]
    ended_with_people: list[UnitGap]
    without_email: list[Standing]
    shared: list[SharedAddress]


def get_mending(session: Session, actor: Actor, on: date) -> Mending:
    """What needs mending on a day in the units that an officer has HR for."""
    scope = get_scope(session, actor, on)
    people = _list_people(session, scope)
    counts = Counter({unit: len(set(ids)) for unit, ids in _by_unit(people).items()})
    gaps = [_gap(scope.line, unit, counts[unit]) for unit in sorted(scope.hr) if not _led(scope.line, unit)]
    gaps.sort(key=lambda gap: (not gap.people, swedish_order(gap.unit.name)))
    current = [gap for gap in gaps if not gap.unit.ended]
    addresses = _list_addresses(session, on)
    return Mending(
        without_manager=[gap for gap in current if not gap.unit.elected],
        nobody_above=[
            gap for gap in current if not gap.unit.elected and gap.people and gap.answers_to is None
        ],
        without_coordinator=[gap for gap in current if gap.unit.elected],
        ended_with_people=[
            UnitGap(node, counts[node.id])
            for node in sorted(
                (scope.line.tree[unit] for unit in scope.hr), key=lambda node: swedish_order(node.name)
            )
            if node.ended and counts[node.id]
        ],
        without_email=_without_email(people, addresses),
        shared=_shared(people, addresses),
    )


def _list_people(session: Session, scope: Scope) -> list[Standing]:
    """Everybody whom the officer sees by name in HR's units, once per employment."""
    if not scope.hr:
        return []
    visible = visible_people(scope, scope.hr)
    rows = session.execute(
        visible.join(PersonNumber, PersonNumber.id == Employment.number_id)
        .join(Source, Source.id == PersonNumber.source_id)
        .with_only_columns(
            visible.selected_columns.person_id,
            Employment.unit_id,
            Employment.email,
            PersonalDetails.given_name,
            PersonalDetails.family_name,
            Source.name,
            PersonNumber.employee_number,
            maintain_column_froms=True,
        )
    ).all()
    people = [
        Standing(
            person_id=row.person_id,
            name=f"{row.given_name} {row.family_name}".strip(),
            number=f"{row.name}/{row.employee_number}",
            unit=scope.line.tree[row.unit_id],
            email=row.email,
        )
        for row in rows
    ]
    return sorted(people, key=lambda somebody: (swedish_order(somebody.name), somebody.number))


def _by_unit(people: list[Standing]) -> dict[int, list[UUID]]:
    units: dict[int, list[UUID]] = defaultdict(list)
    for somebody in people:
        units[somebody.unit.id].append(somebody.person_id)
    return units


def _led(line: Line, unit_id: int) -> bool:
    """Whether a unit has the manager, or an elected body the coordinator, that it should have."""
    return bool((line.coordinators if line.tree[unit_id].elected else line.managers).get(unit_id))


def _gap(line: Line, unit_id: int, people: int) -> UnitGap:
    nearest = line.nearest(unit_id, NOBODY)
    return UnitGap(line.tree[unit_id], people, None if nearest is None else line.tree[nearest[0]])


def _list_addresses(session: Session, on: date) -> dict[str, set[UUID]]:
    """Every address in use on a day with the people who have it, everywhere: numbers of people, no names."""
    number = numbers()
    addresses: dict[str, set[UUID]] = defaultdict(set)
    for email, person_id in session.execute(
        select(Employment.email, number.c.person_id)
        .join(number, number.c.id == Employment.number_id)
        .where(Employment.email != "", holds(Employment, on))
    ):
        addresses[email.casefold()].add(person_id)
    return addresses


def _without_email(people: list[Standing], addresses: dict[str, set[UUID]]) -> list[Standing]:
    reachable = {person_id for owners in addresses.values() for person_id in owners}
    return list(
        {each.person_id: each for each in reversed(people) if each.person_id not in reachable}.values()
    )[::-1]


def _shared(people: list[Standing], addresses: dict[str, set[UUID]]) -> list[SharedAddress]:
    seen: dict[str, dict[UUID, Standing]] = defaultdict(dict)
    for somebody in people:
        if somebody.email:
            seen[somebody.email.casefold()].setdefault(somebody.person_id, somebody)
    return [
        SharedAddress(address, tuple(owners.values()), others=bool(addresses[address] - owners.keys()))
        for address, owners in sorted(seen.items())
        if len(addresses[address]) > 1
    ]
