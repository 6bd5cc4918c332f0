"""What a report of many days reads: the facts once, however many days and people there are."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elearn.database import is_one_of, known
from elearn.organisations.kinds import Level
from elearn.organisations.models import Employment
from elearn.organisations.queries import get_trees, numbers, persons
from elearn.organisations.tree import Tree
from elearn.reports.facts import People, asker, get_facts
from elearn.reports.figures import Key, place_now, place_then
from elearn.reports.members import Facts
from elearn.reports.over_time import Day, Figures, Holds, Wanted, count_days
from elearn.reports.queries import FutureError, Structure, people_in
from elearn.requirements.models import Hold, RequirementVersion
from elearn.requirements.queries import list_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a report of many days is asked: the ends of these days, as they are known now.

    `module`: a slug; None for all of them together.
    """

    days: Sequence[date]
    today: date
    structure: Structure = Structure.THEN
    module: str | None = None
    level: Level | None = None


class OverTime:
    """The organisation of each of the days, and the figures of the units that are asked for in it."""

    def __init__(self, session: Session, course: Course) -> None:
        """Raises FutureError. Reads the organisation alone: one statement."""
        if any(on > course.today for on in course.days):
            raise FutureError
        self._session, self.course = session, course
        *self.trees_then, self.tree_now = get_trees(session, [*course.days, course.today])

    @cached_property
    def trees(self) -> list[Tree]:
        """The organisation that people are placed in, of each of the days."""
        if self.course.structure is Structure.THEN:
            return self.trees_then
        return [self.tree_now] * len(self.course.days)

    def count(self, units: Collection[int]) -> list[dict[Key, Figures]]:
        """The figures of some units on each of the days, as reports about them say. Seven statements."""
        course, session = self.course, self._session
        if not course.days:
            return []
        # Up to today, for where people are now; what comes after a day says nothing about it.
        facts = get_facts(session, self.tree_now, course.today, None, self._people(units))
        holds, requirements = _list_holds(session, course), list_versions(session)
        days = list(self._days(facts, holds, requirements))
        return count_days(days, holds, Wanted(units=units, module=course.module, level=course.level))

    def _days(self, facts: Facts, holds: Holds, requirements: Sequence[RequirementVersion]) -> Iterator[Day]:
        is_now = self.course.structure is Structure.NOW
        employed_in = _employed_in(facts, self.course.today) if is_now else {}
        last: Day | None = None
        shape: object = None
        for on, then, placed in zip(self.course.days, self.trees_then, self.trees, strict=True):
            held = frozenset(
                person_id for person_id, when in holds.items() if any(_covers(*each, on) for each in when)
            )
            asking = [each for each in requirements if _covers(each.valid_from, each.valid_to, on)]
            asked, before, shape = [each.id for each in asking], shape, _shape(then)
            if last is not None and last.asked == asked and before == shape:
                last = replace(last, facts=replace(last.facts, on=on, held=held), tree=placed)
            else:
                last = Day(
                    facts=replace(facts, on=on, held=held, ask=asker(asking, then)),
                    tree=placed,
                    placing=place_now(then, placed, employed_in) if is_now else place_then(then),
                    era=last.era + 1 if last is not None else 0,
                    asked=asked,
                    path=_paths(then),
                )
            yield last

    def _people(self, units: Collection[int]) -> People | None:
        """Everybody who can be counted in the units on one of the days; None for everybody there is."""
        roots = {tree.root.id for tree in self.trees if tree.root}
        if roots & set(units):
            return None
        below = frozenset[int]().union(*(tree.subtrees(units) for tree in self.trees))
        if self.course.structure is Structure.NOW:
            return people_in(below, self.course.today)
        number, first, last = numbers(), min(self.course.days), max(self.course.days)
        return (
            select(number.c.person_id)
            .join(Employment, Employment.number_id == number.c.id)
            .where(
                is_one_of(Employment.unit_id, below),
                known(Employment),
                Employment.valid_from <= last,
                or_(Employment.valid_to.is_(None), Employment.valid_to >= first),
            )
        )


def _shape(tree: Tree) -> tuple[int | None, Mapping[int, tuple[int | None, bool]]]:
    """What decides whom a requirement reaches and where people count: the places of the units, not their names."""
    places = {node.id: (tree.parent_id(node.id), node.counts_in_group) for node in tree.nodes.values()}
    return tree.root.id if tree.root else None, places


def _paths(tree: Tree) -> Callable[[int], tuple[int, ...]]:
    """A unit → what stands above it, remembered."""
    return cache(lambda unit_id: tuple(tree.upward(unit_id)))


def _covers(first: date, last: date | None, on: date) -> bool:
    return first <= on and (last is None or last >= on)


def _list_holds(session: Session, course: Course) -> Holds:
    """From when to when HR has held whom, as far as it touches the days."""
    person = persons()
    rows: Iterable[tuple[UUID, date, date | None]] = session.connection().execute(
        select(person.c.person_id, Hold.valid_from, Hold.valid_to)
        .join(Hold, Hold.person_id == person.c.recorded_id)
        .where(
            known(Hold),
            Hold.valid_from <= max(course.days),
            or_(Hold.valid_to.is_(None), Hold.valid_to >= min(course.days)),
        )
    )
    found: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
    for person_id, first, last in rows:
        found[person_id].append((first, last))
    return found


def _employed_in(facts: Facts, today: date) -> Mapping[UUID, set[int]]:
    """Where everybody is employed today."""
    employed = {
        UUID(key): {spell.unit_id for spell in spells if spell.covers(today) and not spell.external}
        for key, spells in facts.spells.items()
    }
    return {person_id: units for person_id, units in employed.items() if units}
