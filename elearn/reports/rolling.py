"""From how people are counted to rows of figures per unit with all below it, and back to tallies. Pure.

A person stands once in every unit above any of their places, so two employments are one person wherever they meet.
At a level somebody stands in the units above the places at that level. Rows are kept per level; somebody who is in
one unit at two levels stands there twice too many, and the row without a level takes one of them away again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from elearn.organisations.kinds import Kind
from elearn.organisations.tree import Tree
from elearn.reports.courses import Counted, Course
from elearn.reports.figures import Count, Tally, counted_in
from elearn.requirements.asking import Place
from elearn.requirements.standing import State

# The row that counts people over all modules, and the one that the levels have in common.
ALL_MODULES, ALL_LEVELS = "", ""
OF_PEOPLE = ("people", "asked", "finished", "overdue", "expired")
OF_MODULE = ("required", "completed", "expired", "overdue", "due", "held", "absent")
FIELDS = ("people", "asked", "finished", *OF_MODULE)

# How many people more are counted so from a day on.
Changes = Counter[tuple[date, Counted]]
Numbers = tuple[int, ...]


class RowKey(NamedTuple):
    """Which row of figures."""

    unit_id: int
    day: date
    level: str
    module: str
    protected: bool


Rows = dict[RowKey, Numbers]


@dataclass(frozen=True, slots=True)
class Ways:
    """From a unit upwards: the units whose requirements reach it, and those in whose figures its people stand.

    `kinds`: what kind of unit each is, where that matters.
    """

    asks: Mapping[int, frozenset[int]]
    counts: Mapping[int, frozenset[int]]
    kinds: Mapping[int, Kind] = field(default_factory=dict)

    def upward(self, unit_id: int) -> Iterable[int]:
        return self.asks.get(unit_id, ())

    def kind(self, unit_id: int) -> Kind | None:
        return self.kinds.get(unit_id)


def ways_of(tree: Tree, unit_ids: Iterable[int]) -> Ways:
    """The ways up from some units, those that the tree does not know too."""
    counts, units = counted_in(tree), list(unit_ids)
    return Ways(
        {unit: frozenset(tree.upward(unit)) for unit in units},
        {unit: counts(unit) for unit in units},
        {unit: tree[unit].kind for unit in units if unit in tree},
    )


def note(changes: Changes, course: Course, people: int = 1) -> None:
    """Count somebody's course in; with -1 out again."""
    before: Counted | None = None
    for day, counted in course:
        if before is not None:
            changes[day, before] -= people
        if counted is not None:
            changes[day, counted] += people
        before = counted


def roll_up(changes: Changes, ways: Ways) -> Rows:
    """By how much each row changes, rows that do not left out."""
    found: dict[RowKey, list[int]] = defaultdict(lambda: [0] * len(FIELDS))

    @cache
    def standing_in(places: frozenset[Place]) -> list[tuple[int, str, int]]:
        return list(_standing_in(places, ways))

    for (day, counted), people in changes.items():
        if not people:
            continue
        lines = lines_of(counted.states, held=counted.held, absent=counted.absent)
        for unit_id, level, times in standing_in(counted.places):
            for module, numbers in lines:
                sums = found[RowKey(unit_id, day, level, module, counted.protected)]
                for place, number in numbers:
                    sums[place] += times * people * number
    return {key: tuple(sums) for key, sums in found.items() if any(sums)}


def _standing_in(places: frozenset[Place], ways: Ways) -> Iterator[tuple[int, str, int]]:
    """Unit, level, and how many times somebody counts in that row."""
    levels: Counter[int] = Counter()
    for level in {place.level for place in places}:
        units = frozenset[int]().union(
            *(ways.counts.get(place.unit_id, ()) for place in places if place.level == level)
        )
        levels.update(units)
        yield from ((unit, level, 1) for unit in units)
    yield from ((unit, ALL_LEVELS, 1 - times) for unit, times in levels.items() if times > 1)


@lru_cache(maxsize=4096)
def lines_of(
    states: tuple[tuple[str, State], ...], *, held: bool, absent: bool
) -> list[tuple[str, list[tuple[int, int]]]]:
    """What one person in these states adds, by module: which of the fields, and how much."""
    tally = Tally()
    tally.add_states(dict(states), held=held, absent=absent)
    people = _line(tally, OF_PEOPLE)
    return [
        (ALL_MODULES, people),
        *((module, _line(count, OF_MODULE)) for module, count in tally.modules.items()),
    ]


def _line(counted: Tally | Count, names: Iterable[str]) -> list[tuple[int, int]]:
    return [(FIELDS.index(name), getattr(counted, name)) for name in names if getattr(counted, name)]


def put(tally: Tally, module: str, numbers: Mapping[str, int]) -> None:
    """Fill in what a row says of a unit."""
    target, names = (tally, OF_PEOPLE) if module == ALL_MODULES else (tally.modules[module], OF_MODULE)
    for name in names:
        setattr(target, name, numbers[name])
