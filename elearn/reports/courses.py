"""How one person is counted from day to day, as long as nothing is recorded. Pure.

The states themselves come from `members`: here is only on which days they can become others.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from elearn.organisations.kinds import Level
from elearn.reports.members import Facts, Member, Spell, list_jobs, member_of
from elearn.requirements.asking import Asker, Place
from elearn.requirements.standing import Done, State
from elearn.requirements.time_off import Days, covers, time_off

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days that counts are made for."""

    first: date
    last: date


@dataclass(slots=True)
class Life:
    """What is recorded of one person, whatever day it holds on."""

    person_id: UUID
    spells: list[Spell] = field(default_factory=list)
    done: dict[str, list[Done]] = field(default_factory=dict)
    held: list[Days] = field(default_factory=list)
    protected: list[Days] = field(default_factory=list)
    aside: list[tuple[str, Days]] = field(default_factory=list)


class Counted(NamedTuple):
    """All that a figure knows of somebody: where, and in which states."""

    places: frozenset[Place]
    protected: bool
    held: bool
    absent: bool
    states: tuple[tuple[str, State], ...]


class Step(NamedTuple):
    """How somebody is counted from a day on; None: nowhere."""

    day: date
    counted: Counted | None


Course = tuple[Step, ...]


def course_of(life: Life, window: Window, asker: Asker) -> Course:
    """How a person is counted on each day of a window, a step where it becomes different."""
    turns = sorted({day for day in _turns(life, asker) if window.first < day <= window.last})
    steps: list[Step] = []
    before: Counted | None = None
    day: date | None = window.first
    while day is not None:
        member = member_on(life, day, asker)
        counted = None if member is None else counted_as(member)
        if counted != before:
            steps.append(Step(day, counted))
        before = counted
        day = _next(day, turns, () if member is None else _midnights(member), window.last)
    return tuple(steps)


def _next(day: date, turns: Sequence[date], midnights: Iterable[date], last: date) -> date | None:
    """The first day after a day on which somebody may be counted otherwise."""
    later = [each for each in midnights if day < each <= last]
    later += [each for each in turns if each > day][:1]
    return min(later, default=None)


def member_on(life: Life, day: date, asker: Asker) -> Member | None:
    """Who somebody is to a report of a day."""
    key = str(life.person_id)
    facts = Facts(
        on=day,
        spells={key: life.spells},
        done={key: life.done},
        held=_those(life.person_id, life.held, day),
        protected=_those(life.person_id, life.protected, day),
        asker=asker,
        aside={key: frozenset(module for module, days in life.aside if covers([days], day))},
    )
    return member_of(facts, key)


def counted_as(member: Member) -> Counted:
    """What figures know of a member."""
    states = tuple((obligation.module, standing.state) for obligation, standing in member.states)
    return Counted(member.places, member.protected, member.held, member.absent, states)


def _those(person_id: UUID, periods: Iterable[Days], day: date) -> tuple[UUID, ...]:
    return (person_id,) if covers(periods, day) else ()


def _turns(life: Life, asker: Asker) -> Iterator[date]:
    """The days on which what is recorded of somebody begins to hold, or no longer does."""
    # By all that is known: what begins later makes no difference to the days before it.
    for days in time_off(list_jobs(life.spells, asker, date.max)):
        yield from _turns_of(days)
    for spell in life.spells:
        yield from _turns_of((spell.first, spell.last))
        if spell.absent_from is not None:
            yield from _turns_of((spell.absent_from, spell.absent_to))
    for days in (*life.held, *life.protected, *(days for _module, days in life.aside)):
        yield from _turns_of(days)
    for several in life.done.values():
        yield from (each.completed_on for each in several)
        yield from (each.outdated_on for each in several if each.outdated_on is not None)


def _turns_of(days: Days) -> Iterator[date]:
    first, last = days
    yield first
    if last is not None and last < date.max:
        yield last + ONE_DAY


def _midnights(member: Member) -> Iterator[date]:
    """The days on which due becomes overdue, or valid becomes expired, as long as the same is asked and done."""
    for asked, standing in member.states:
        yield asked.due_on + ONE_DAY
        last = standing.valid_until
        if last is not None and last < date.max:
            yield last + ONE_DAY


def write(course: Course) -> str:
    """A course as text."""
    return json.dumps(
        [[step.day.isoformat(), _content(step.counted)] for step in course], separators=(",", ":")
    )


def _content(counted: Counted | None) -> list[Any] | None:
    if counted is None:
        return None
    places = sorted([place.unit_id, place.level] for place in counted.places)
    flags = [counted.protected, counted.held, counted.absent]
    return [places, flags, {module: state.value for module, state in counted.states}]


def read(text: str) -> Course:
    """A course from its text."""
    return tuple(Step(date.fromisoformat(day), _counted(content)) for day, content in json.loads(text))


def _counted(content: Sequence[Any] | None) -> Counted | None:
    if content is None:
        return None
    places, (protected, held, absent), states = content
    return Counted(
        frozenset(Place(unit_id, Level(level)) for unit_id, level in places),
        protected,
        held,
        absent,
        _states(states),
    )


def _states(states: Mapping[str, str]) -> tuple[tuple[str, State], ...]:
    return tuple((module, State(state)) for module, state in states.items())
