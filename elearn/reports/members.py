"""Who is counted on a day, and where each of them stands. Pure."""

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from elearn.organisations.kinds import Form, Level
from elearn.requirements.asking import Asker, Place
from elearn.requirements.standing import (
    Done,
    Obligation,
    Standing,
    State,
    chain_start,
    put_off,
    standing,
)
from elearn.requirements.time_off import Days, Job, covers, is_away, time_off


class Spell(NamedTuple):
    """An employment or an elected office as a report reads it: what one row says on the days of that row."""

    unit_id: int
    level: Level
    form: Form | None
    first: date
    last: date | None
    absent_from: date | None
    absent_to: date | None

    @property
    def external(self) -> bool:
        return self.form is Form.EXTERNAL

    def covers(self, on: date) -> bool:
        return self.first <= on and (self.last is None or self.last >= on)


class ModuleState(NamedTuple):
    """What is asked of somebody in one module, and how far that has come."""

    obligation: Obligation
    standing: Standing


NOTHING_DONE: Mapping[str, Sequence[Done]] = MappingProxyType({})
NOTHING_ASIDE: frozenset[str] = frozenset()

# Instead of the number of a requirement that is another legal entity's, and not told.
ELSEWHERE = 0


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a valid employment on the day. `places` holds no external ones, `employments` counts all.

    Absent means absent from every employment of the day: whoever works in one place can be reached there.
    `asked_in`: the places that requirements look at, external ones too, with the form of each employment; `off`: the
    stretches of time off; `aside`: the modules that are done in a way of their own.
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
    asker: Asker | None = field(default=None, compare=False, repr=False)
    off: Sequence[Days] = ()
    aside: frozenset[str] = NOTHING_ASIDE

    @property
    def excused(self) -> bool:
        """Whether nobody counts this person as late."""
        return self.held or (bool(self.off) and covers(self.off, self.on))

    def within(self, units: Container[int]) -> "Member":
        """The member as one legal entity may know them: by what is asked in these units, and what is completed.

        Late with what is asked elsewhere would tell that they work there; between legal entities goes along only that
        a module is completed, and until when.
        """
        places = frozenset(place for place in self.asked_in if place.unit_id in units)
        if places == self.asked_in:
            return self
        asked = ask_member(self.asker, self, places) if self.asker else []
        here = {each.module for each in asked}
        done = [_elsewhere(*each) for each in self.states if each.standing.state is State.COMPLETED]
        told = [*asked, *(each for each in done if each.module not in here)]
        return replace(self, obligations=sorted(told, key=lambda each: each.module))

    @property
    def states(self) -> list[ModuleState]:
        """How far each of the modules has come. Worked out when it is asked for: of most people it is only counted."""
        excused = self.excused
        return [
            ModuleState(each, standing(each, self.done, self.on, excused=excused, aside=self.aside))
            for each in self.obligations
        ]


def ask_member(asker: Asker, member: Member, places: frozenset[Place] | None = None) -> Sequence[Obligation]:
    """What some requirements would ask of a member: of the day's places, or of some of them."""
    asked_in = member.asked_in if places is None else places
    return put_off(asker.ask(member.person_id, asked_in, member.start), member.off)


def _elsewhere(asked: Obligation, now: Standing) -> Obligation:
    """What another legal entity asks, without a word of it: whatever is completed was due when it was done."""
    return Obligation(
        module=asked.module,
        requirement_id=ELSEWHERE,
        due_on=now.completed_on or asked.due_on,
        valid_months=asked.valid_months,
        recommended=False,
        anchor_month=asked.anchor_month,
        window_days=asked.window_days,
        refreshers=asked.refreshers,
        major_days=asked.major_days,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a report of one day follows from: recorded facts only, by the person they are read as.

    `spells`, `done` and `aside` name people by their id as text, in the writing of the database.
    """

    on: date
    spells: Mapping[str, Sequence[Spell]]
    done: Mapping[str, Mapping[str, Sequence[Done]]]
    held: Collection[UUID]
    protected: Collection[UUID]
    asker: Asker
    aside: Mapping[str, frozenset[str]] = field(default_factory=dict)


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
    asked_in = frozenset(place_of(spell) for spell in valid) if len(valid) > 1 else _only_place(*valid[0][:3])
    jobs = list_jobs(spells, facts.asker, facts.on)
    off = time_off(jobs) if jobs else ()
    return Member(
        person_id=person_id,
        on=facts.on,
        places=places,
        employments=len(valid),
        start=start,
        held=person_id in facts.held,
        absent=bool(jobs) and is_away(jobs, facts.on),
        protected=person_id in facts.protected,
        obligations=put_off(facts.asker.ask(person_id, asked_in, start), off),
        done=facts.done.get(key, NOTHING_DONE),
        asked_in=asked_in,
        asker=facts.asker,
        off=off,
        aside=facts.aside.get(key, NOTHING_ASIDE),
    )


def list_jobs(spells: Sequence[Spell], asker: Asker, on: date) -> list[Job]:
    """What time off follows from: all that is known of somebody's own employments up to a day; nothing where it is none."""
    if not asker.has_holidays and all(spell.absent_from is None for spell in spells):
        return []
    return [
        Job(spell.first, spell.last, spell.absent_from, spell.absent_to, asker.holidays(place_of(spell)))
        for spell in spells
        if spell.first <= on and not spell.external
    ]


def _places(spells: Sequence[Spell]) -> frozenset[Place]:
    if len(spells) == 1:
        return _only_place(spells[0].unit_id, spells[0].level, None)
    return frozenset(Place(spell.unit_id, spell.level) for spell in spells)


def place_of(spell: Spell) -> Place:
    """Where requirements and holidays look at an employment."""
    return Place(spell.unit_id, spell.level, spell.form)


@lru_cache(maxsize=50_000)
def _only_place(unit_id: int, level: Level, form: Form | None) -> frozenset[Place]:
    """The same for everybody who stands there: making a set for each takes longer than all else about them."""
    return frozenset({Place(unit_id, level, form)})
