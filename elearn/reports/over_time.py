"""The figures of many days at once: everybody is followed from day to day, and looked at anew only when something changes.

Pure. Every state comes from `members` and is counted by `figures`, so that each day has the figures of a report about it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from elearn.organisations.kinds import Level
from elearn.organisations.tree import Tree
from elearn.reports.figures import FEWEST_WITH_PROTECTED, SHOWS_PROTECTED, Key, Placing, Tally
from elearn.reports.members import Facts, Member, ModuleState, Spell, ask_member, member_of, place_of
from elearn.requirements.standing import State
from elearn.requirements.time_off import Days

A_DAY = timedelta(days=1)


class Figures(NamedTuple):
    """A unit on one day: over all modules, or in one of them."""

    people: int = 0
    asked: int = 0
    done: int = 0
    overdue: int = 0
    expired: int = 0


NONE = Figures()

# From which day to which HR held somebody, or somebody did a module in a way of their own.
Excuses = Mapping[UUID, Sequence[Days]]


@dataclass(frozen=True, slots=True)
class Day:
    """One of the days: its facts, the tree in which people are placed, and where each of them counts.

    Days of the same `era` have the same requirements and the same organisation. `asked`: which requirements;
    `path`: what kind a unit is on the day itself, and what stands above it.
    """

    facts: Facts
    tree: Tree
    placing: Placing
    era: int
    asked: Sequence[int]
    path: Callable[[int], Sequence[object]]

    @property
    def on(self) -> date:
        return self.facts.on


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is counted: in which units, of which module (None: all together), at which level (None: all)."""

    units: Collection[Key]
    module: str | None = None
    level: Level | None = None


class _Run(NamedTuple):
    """Some of the days, the first and the one after the last, on which somebody counts in the same way."""

    first: int
    after: int
    keys: frozenset[Key]
    one: Figures


def count_days(days: Sequence[Day], excuses: Excuses, wanted: Wanted) -> list[dict[Key, Figures]]:
    """The figures of every wanted unit on each of the days, in order of the days."""
    if not days:
        return []
    runs: dict[bool, dict[_Run, int]] = {False: defaultdict(int), True: defaultdict(int)}
    figures = _counter(wanted.module)
    points, protected = [day.on for day in days], days[0].facts.protected
    for key, spells in days[0].facts.spells.items():
        person_id = UUID(key)
        found = runs[person_id in protected]
        first = 0
        while first < len(days):
            day = days[first]
            member = member_of(day.facts, key)
            states = member.states if member else []
            keys = _keys(member, day, wanted)
            until = _steady_until(day.on, spells, excuses.get(person_id, ()), member, states)
            after = bisect_right(points, until, lo=first + 1)
            if member:
                after = _first_otherwise(member, key, keys, days[first:after], wanted) + first
            if member and keys:
                found[_Run(first, after, keys, figures(member, states))] += 1
            first = after
    open_ones, hidden = (_lay_out(runs[kind], len(days)) for kind in (False, True))
    return [
        {key: _together(day.tree, key, shown.get(key, NONE), below.get(key, NONE)) for key in wanted.units}
        for day, shown, below in zip(days, open_ones, hidden, strict=True)
    ]


def _keys(member: Member | None, day: Day, wanted: Wanted) -> frozenset[Key]:
    """In which of the wanted units somebody counts."""
    if member is None:
        return frozenset()
    if wanted.level is not None:
        places = frozenset(place for place in member.places if place.level == wanted.level)
        if not places:
            return frozenset()
        member = replace(member, places=places)
    return day.placing(member).intersection(wanted.units)


def _first_otherwise(
    member: Member, key: str, keys: frozenset[Key], days: Sequence[Day], wanted: Wanted
) -> int:
    """The place of the first day whose requirements or organisation make another of somebody; their number if none does."""
    before = days[0]
    for place, day in enumerate(days):
        if day.era == before.era:
            continue
        if (
            not _asks_the_same(member, day.facts.spells[key], before, day)
            or _keys(member, day, wanted) != keys
        ):
            return place
        before = day
    return len(days)


def _asks_the_same(member: Member, spells: Sequence[Spell], before: Day, day: Day) -> bool:
    """Whether two days ask the same of somebody and give the same time off; of most it is plain from where they stand."""
    one, other = before.facts.asker, day.facts.asker
    units = (
        {spell.unit_id for spell in spells} if other.has_holidays else {p.unit_id for p in member.asked_in}
    )
    if before.asked == day.asked and all(before.path(unit) == day.path(unit) for unit in units):
        return True
    places = {place_of(spell) for spell in spells}
    if any(one.holidays(place) != other.holidays(place) for place in places):
        return False
    return ask_member(other, member) == member.obligations


def _steady_until(
    on: date,
    spells: Iterable[Spell],
    excused: Iterable[Days],
    member: Member | None,
    states: Iterable[ModuleState],
) -> date:
    """The last day on which somebody stands as on this one, as long as requirements and organisation stay the same."""
    ends = [date.max]
    for spell in spells:
        ends.extend(_ends(on, spell.first, spell.last))
    for first, last in (*excused, *(member.off if member else ())):
        ends.extend(_ends(on, first, last))
    if member is not None:
        for obligation, standing in states:
            if standing.state is State.COMPLETED and standing.valid_until is not None:
                ends.append(standing.valid_until)
            elif standing.state is State.DUE and obligation.due_on >= on:
                ends.append(obligation.due_on)
        done = [made for several in member.done.values() for made in several]
        ends.extend(made.completed_on - A_DAY for made in done if made.completed_on > on)
        ends.extend(made.outdated_on - A_DAY for made in done if made.outdated_on and made.outdated_on > on)
    return min(ends)


def _ends(on: date, first: date, last: date | None) -> Iterator[date]:
    """Until when a period is to come or goes on; nothing where it is over."""
    if first > on:
        yield first - A_DAY
    elif last is not None and last >= on:
        yield last


def _counter(module: str | None) -> Callable[[Member, Sequence[ModuleState]], Figures]:
    """One person → what this person adds to the figures; worked out once for all who stand alike."""
    known: dict[tuple[tuple[str, State], ...], Figures] = {}

    def count(member: Member, states: Sequence[ModuleState]) -> Figures:
        standing = tuple((obligation.module, stands.state) for obligation, stands in states)
        figures = known.get(standing)
        if figures is None:
            tally = Tally()
            tally.add(member)
            figures = known[standing] = figures_of(tally, module)
        return figures

    return count


def figures_of(tally: Tally, module: str | None) -> Figures:
    """What a report about one day says of a unit, over all modules or in one."""
    if module is None:
        return Figures(tally.people, tally.asked, tally.finished, tally.overdue, tally.expired)
    count = tally.count(module)
    return Figures(tally.people, count.required, count.completed, count.overdue, count.expired)


def _lay_out(runs: Mapping[_Run, int], days: int) -> list[dict[Key, Figures]]:
    """The sums of each day: every run is added on its first day and taken away on the day after its last."""
    differences: dict[Key, list[list[int]]] = defaultdict(lambda: [[0] * len(NONE) for _ in range(days + 1)])
    for (first, after, keys, one), number in runs.items():
        for key in keys:
            steps = differences[key]
            for place, value in enumerate(one):
                steps[first][place] += number * value
                steps[after][place] -= number * value
    found: list[dict[Key, Figures]] = [{} for _ in range(days)]
    for key, steps in differences.items():
        sums = [0] * len(NONE)
        for day, step in zip(found, steps, strict=False):
            sums = [total + change for total, change in zip(sums, step, strict=True)]
            day[key] = Figures(*sums)
    return found


def _together(tree: Tree, key: Key, shown: Figures, hidden: Figures) -> Figures:
    """With those whose identity is protected, where the unit is one of those that may show them."""
    counts = key is not None and key in tree and tree[key].kind in SHOWS_PROTECTED
    if not counts or shown.people + hidden.people < FEWEST_WITH_PROTECTED:
        return shown
    return Figures(*(one + other for one, other in zip(shown, hidden, strict=True)))
