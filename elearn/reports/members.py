"""Who is counted on a day, and where each of them stands. Pure."""

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from elearn.organisations.kinds import Level
from elearn.requirements.queries import Place
from elearn.requirements.standing import (
    Done,
    Obligation,
    Standing,
    State,
    chain_start,
    is_long_absence,
    standing,
)


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

# Instead of the number of a requirement that is another legal entity's, and not told.
ELSEWHERE = 0


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
    ask: Ask | None = field(default=None, compare=False, repr=False)

    @property
    def excused(self) -> bool:
        """Whether nobody counts this person as late."""
        return self.held or self.absent

    def within(self, units: Container[int]) -> "Member":
        """The member as one legal entity may know them: by what is asked in these units, and what is completed.

        Late with what is asked elsewhere would tell that they work there; between legal entities goes along only that
        a module is completed, and until when.
        """
        places = frozenset(place for place in self.asked_in if place.unit_id in units)
        if places == self.asked_in:
            return self
        asked = list(self.ask(places, self.start)) if self.ask else []
        here = {each.module for each in asked}
        done = [_elsewhere(*each) for each in self.states if each.standing.state is State.COMPLETED]
        told = [*asked, *(each for each in done if each.module not in here)]
        return replace(self, obligations=sorted(told, key=lambda each: each.module))

    @property
    def states(self) -> list[ModuleState]:
        """How far each of the modules has come. Worked out when it is asked for: of most people it is only counted."""
        excused = self.excused
        return [
            ModuleState(each, standing(each, self.done.get(each.module, ()), self.on, excused=excused))
            for each in self.obligations
        ]


def _elsewhere(asked: Obligation, now: Standing) -> Obligation:
    """What another legal entity asks, without a word of it: whatever is completed was due when it was done."""
    return Obligation(
        module=asked.module,
        requirement_id=ELSEWHERE,
        due_on=now.completed_on or asked.due_on,
        valid_months=asked.valid_months,
        recommended=False,
    )


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
        ask=facts.ask,
    )


def _places(spells: Sequence[Spell]) -> frozenset[Place]:
    if len(spells) == 1:
        return _only_place(spells[0].unit_id, spells[0].level)
    return frozenset(Place(spell.unit_id, spell.level) for spell in spells)


@lru_cache(maxsize=50_000)
def _only_place(unit_id: int, level: Level) -> frozenset[Place]:
    """The same for everybody who stands there: making a set for each takes longer than all else about them."""
    return frozenset({Place(unit_id, level)})
