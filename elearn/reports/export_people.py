"""The people behind the rows of an export: what they are called now, and which of their employments is shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.database import known
from elearn.organisations.kinds import Form, Level
from elearn.organisations.models import Employment, PersonalDetails, PersonJoin, PersonNumber, Source


class Spell(NamedTuple):
    """An employment or an elected office, with the number that it has in its source."""

    number_id: int
    unit_id: int
    level: Level
    external: bool
    began_on: date
    first: date
    last: date | None

    def covers(self, on: date) -> bool:
        return self.first <= on and (self.last is None or self.last >= on)


class Number(NamedTuple):
    """Somebody's number in a source, and what they are called there; the name may have been erased."""

    source: str
    employee_number: str
    given_name: str | None = None
    family_name: str | None = None


@dataclass(slots=True)
class Someone:
    """One person's employments of all days, and their numbers by id."""

    spells: list[Spell] = field(default_factory=list)
    numbers: dict[int, Number] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readers:
    """What somebody who takes out a file may see: the units whose people by name, and those whose figures."""

    names: frozenset[int]
    figures: frozenset[int]

    def as_lists(self) -> dict[str, list[int]]:
        """The same, to be stored."""
        return {"names": sorted(self.names), "figures": sorted(self.figures)}


@dataclass(frozen=True, slots=True)
class Reach:
    """Which units' people an export is of: `readers` are all that its reader may see by name, `wanted` those asked for.

    None: all there are, and those who stand in none. What is wanted may go further than what the reader may see: it
    is left out, and the file says how much.
    """

    readers: frozenset[int] | None
    wanted: frozenset[int] | None

    def holds(self, unit_id: int | None) -> bool:
        """Whether somebody who is shown in this unit belongs in the export."""
        return self.wanted is None or unit_id in self.wanted

    def choose(self, spells: Iterable[Spell], on: date) -> Spell | None:
        """Of the employments of a day within reach the one that began first, those in wanted units before others."""
        return min(
            (spell for spell in spells if spell.covers(on) and self._shows(spell)),
            key=lambda spell: (not self.holds(spell.unit_id), spell.began_on, spell.number_id, spell.unit_id),
            default=None,
        )

    def choose_latest(self, spells: Iterable[Spell]) -> Spell | None:
        """The employment within reach that lasts, or lasted, the longest."""
        return max(
            (spell for spell in spells if self._shows(spell)),
            key=lambda spell: (spell.last or date.max, spell.began_on, spell.number_id),
            default=None,
        )

    def shows(self, spells: Sequence[Spell], days: Sequence[date], units: Iterable[int | None]) -> bool:
        """Whether somebody who is shown in these units on these days belongs in the export.

        Who stands nowhere on any of them belongs to whoever asks for everybody, unless it was others' all along.
        """
        if any(unit is not None and self.holds(unit) for unit in units):
            return True
        if self.wanted is not None or self.readers is None:
            return self.wanted is None
        somewhere = any(spell.covers(day) for spell in spells for day in days)
        return not somewhere and (not spells or any(self._shows(spell) for spell in spells))

    def withholds(self, spells: Sequence[Spell], days: Sequence[date]) -> bool:
        """Whether the reader asks for somebody whom only a reader without limits would get."""
        if self.readers is None:
            return False
        unlimited = Reach(None, self.wanted)
        places = (unlimited.choose(spells, day) for day in days)
        return unlimited.shows(spells, days, [place.unit_id if place else None for place in places])

    def _shows(self, spell: Spell) -> bool:
        return self.readers is None or spell.unit_id in self.readers


class Joins:
    """Which recorded people are read as which person, and the other way round."""

    def __init__(self, session: Session) -> None:
        self._into: dict[UUID, UUID] = {}
        self._from: dict[UUID, list[UUID]] = defaultdict(list)
        rows = session.execute(select(PersonJoin.person_id, PersonJoin.into_id).where(known(PersonJoin)))
        for person_id, into_id in rows:
            self._into[person_id] = into_id
            self._from[into_id].append(person_id)

    def read_as(self, person_id: UUID) -> UUID:
        return self._into.get(person_id, person_id)

    def recorded(self, person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
        """The people as recorded who are read as some of these, each with whom."""
        found = {person_id: person_id for person_id in person_ids}
        return found | {former: each for each in found for former in self._from.get(each, ())}


def list_someones(
    session: Session, person_ids: Collection[UUID], joins: Joins, today: date
) -> Mapping[UUID, Someone]:
    """The people of these ids, as they are read. Two statements, found by index, however many people there are."""
    recorded = joins.recorded(person_ids)
    names = _names(session, recorded, today)
    people: dict[UUID, Someone] = {person_id: Someone() for person_id in person_ids}
    for person_id, source, employee_number, number_id, *spell in _employments(session, recorded):
        someone = people[recorded[person_id]]
        someone.numbers[number_id] = Number(source, employee_number, *names.get(number_id, ()))
        if spell[0] is not None:
            unit_id, level, form, *days = spell
            someone.spells.append(Spell(number_id, unit_id, level, form is Form.EXTERNAL, *days))
    return people


def _employments(session: Session, recorded: Collection[UUID]) -> Iterable[Sequence[Any]]:
    """Every number of these people with each of its employments; a number that has none once, with none."""
    row = Employment
    return session.execute(
        select(
            PersonNumber.person_id,
            Source.name,
            PersonNumber.employee_number,
            PersonNumber.id,
            row.unit_id,
            row.level,
            row.form,
            row.began_on,
            row.valid_from,
            row.valid_to,
        )
        .join(Source, Source.id == PersonNumber.source_id)
        .outerjoin(row, (row.number_id == PersonNumber.id) & known(row))
        .where(PersonNumber.person_id.in_(recorded))
    )


def _names(session: Session, recorded: Collection[UUID], today: date) -> dict[int, tuple[str, str]]:
    """What these people are called now: by number, the latest name that has begun, or the first that will."""
    row = PersonalDetails
    rows = session.execute(
        select(row.number_id, row.given_name, row.family_name, row.valid_from)
        .join(PersonNumber, PersonNumber.id == row.number_id)
        .where(PersonNumber.person_id.in_(recorded), known(row))
        .order_by(row.number_id, row.valid_from)
    )
    names: dict[int, tuple[str, str]] = {}
    for number_id, given_name, family_name, valid_from in rows:
        if valid_from <= today or number_id not in names:
            names[number_id] = (given_name, family_name)
    return names
