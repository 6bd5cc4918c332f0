"""Who is counted on a day, and where each of them stands. Pure."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from elearn.organisations.kinds import Level
from elearn.requirements.queries import Place
from elearn.requirements.standing import Done, Obligation, Standing, chain_start, is_long_absence, standing


class Spell(NamedTuple):
    """An employment or an elected office as a report reads it."""

    unit_id: int
    level: Level
    external: bool
    first: date
    last: date | None
    absent_from: date | None
    absent_to: date | None

    def covers(self, on: date) -> bool:
        return self.first <= on and (self.last is None or self.last >= on)


class ModuleState(NamedTuple):
    """What is asked of somebody in one module, and how far that has come."""

    obligation: Obligation
    standing: Standing


NOTHING_DONE: Mapping[str, Sequence[Done]] = MappingProxyType({})

# What the requirements of the day ask of somebody who stands in these places since a day.
Ask = Callable[[frozenset[Place], date], Sequence[Obligation]]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a valid employment on the day. `places` holds no external ones, `employments` counts all.

    Absent means absent from every employment of the day: whoever works in one place can be reached there.
    `asked_in`: the places that requirements look at, external ones too.
    """

    person_id: UUID
    on: date
    places: frozenset[Place]
    employments: int
    start: date
    held: bool
    absent: bool
    protected: bool
    obligations: Sequence[Obligation]
    done: Mapping[str, Sequence[Done]]
    asked_in: frozenset[Place] = frozenset()

    @property
    def excused(self) -> bool:
        """Whether nobody counts this person as late."""
        return self.held or self.absent

    @property
    def states(self) -> list[ModuleState]:
        """How far each of the modules has come. Worked out when it is asked for: of most people it is only counted."""
        excused = self.excused
        return [
            ModuleState(each, standing(each, self.done.get(each.module, ()), self.on, excused=excused))
            for each in self.obligations
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a report of one day follows from: recorded facts only, by the person they are read as.

    `spells` and `done` name people by their id as text, in the writing of the database.
    """

    on: date
    spells: Mapping[str, Sequence[Spell]]
    done: Mapping[str, Mapping[str, Sequence[Done]]]
    held: Collection[UUID]
    protected: Collection[UUID]
    ask: Ask


def members_of(facts: Facts) -> list[Member]:
    """Everyone who is employed in the group on the day, external workers left out."""
    members = (member_of(facts, key) for key in facts.spells)
    return [member for member in members if member is not None]


def member_of(facts: Facts, key: str) -> Member | None:
    """One person, by the id as text; None for somebody who is not employed in the group on the day."""
    spells = facts.spells[key]
    valid = [spell for spell in spells if spell.covers(facts.on)]
    ordinary = [spell for spell in valid if not spell.external]
    start = chain_start([(spell.first, spell.last) for spell in spells], facts.on)
    if not ordinary or start is None:
        return None
    person_id, places = UUID(key), _places(ordinary)
    asked_in = places if valid == ordinary else _places(valid)
    return Member(
        person_id=person_id,
        on=facts.on,
        places=places,
        employments=len(valid),
        start=start,
        held=person_id in facts.held,
        absent=all(is_long_absence(spell.absent_from, spell.absent_to, facts.on) for spell in ordinary),
        protected=person_id in facts.protected,
        obligations=facts.ask(asked_in, start),
        done=facts.done.get(key, NOTHING_DONE),
        asked_in=asked_in,
    )


def _places(spells: Sequence[Spell]) -> frozenset[Place]:
    return frozenset(Place(spell.unit_id, spell.level) for spell in spells)
