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
from elearn.reports.facts import People, get_facts
from elearn.reports.figures import Key, place_now, place_then
from elearn.reports.members import Facts
from elearn.reports.over_time import Day, Excuses, Figures, Wanted, count_days
from elearn.reports.queries import FutureError, Structure, people_in
from elearn.requirements.asking import Asker
from elearn.requirements.models import Aside, Hold, RequirementVersion
from elearn.requirements.queries import list_holidays, list_versions, people_asked
from elearn.requirements.time_off import Days, covers

# Which modules somebody does in a way of their own, from when to when.
Asides = Mapping[UUID, Sequence[tuple[str, Days]]]


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
        """The figures of some units on each of the days, as reports about them say. Fourteen statements at most."""
        course, session = self.course, self._session
        if not course.days:
            return []
        # Up to today, for where people are now; what comes after a day says nothing about it.
        facts = get_facts(session, self.tree_now, course.today, None, self._people(units))
        held, aside = _list_holds(session, course), _list_asides(session, course)
        excuses = {
            person_id: [*held.get(person_id, ()), *(days for _module, days in aside.get(person_id, ()))]
            for person_id in held.keys() | aside.keys()
        }
        days = list(self._days(facts, held, aside, _Rules(session)))
        return count_days(days, excuses, Wanted(units=units, module=course.module, level=course.level))

    def _days(self, facts: Facts, holds: Excuses, asides: Asides, rules: "_Rules") -> Iterator[Day]:
        is_now = self.course.structure is Structure.NOW
        employed_in = _employed_in(facts, self.course.today) if is_now else {}
        keys = {UUID(key): key for key in facts.spells} if asides else {}
        last: Day | None = None
        shape: object = None
        for on, then, placed in zip(self.course.days, self.trees_then, self.trees, strict=True):
            held = frozenset(person_id for person_id, when in holds.items() if covers(when, on))
            present = replace(facts, on=on, held=held, aside=_aside_on(asides, keys, on))
            asking = rules.on(on)
            asked, before, shape = [each.id for each in asking], shape, _shape(then)
            if last is not None and last.asked == asked and before == shape:
                last = replace(last, facts=replace(present, asker=last.facts.asker), tree=placed)
            else:
                last = Day(
                    facts=replace(present, asker=rules.asker(asking, then)),
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


def _shape(tree: Tree) -> tuple[int | None, Mapping[int, tuple[object, ...]]]:
    """What decides whom a requirement reaches and where people count: kinds and places of the units, not their names."""
    nodes = tree.nodes.values()
    places = {node.id: (tree.parent_id(node.id), node.kind, node.counts_in_group) for node in nodes}
    return tree.root.id if tree.root else None, places


def _paths(tree: Tree) -> Callable[[int], tuple[object, ...]]:
    """A unit → what kind it is and what stands above it, remembered."""
    return cache(lambda unit_id: (tree.kind(unit_id), *tree.upward(unit_id)))


class _Rules:
    """What is asked at any time, and the holidays of all years. Three statements at most."""

    def __init__(self, session: Session) -> None:
        self._versions = list_versions(session)
        self._holidays, self._read_as = list_holidays(session), people_asked(session, self._versions)

    def on(self, day: date) -> list[RequirementVersion]:
        """What applies on a day."""
        return [each for each in self._versions if covers([(each.valid_from, each.valid_to)], day)]

    def asker(self, asking: Sequence[RequirementVersion], tree: Tree) -> Asker:
        """What some of it asks of whom in the organisation of a day."""
        return Asker(asking, tree, self._holidays, self._read_as)


def _list_holds(session: Session, course: Course) -> Excuses:
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


def _list_asides(session: Session, course: Course) -> Asides:
    """Who does which module in a way of their own from when to when, as far as it touches the days."""
    person = persons()
    rows: Iterable[tuple[UUID, str, date, date | None]] = session.connection().execute(
        select(person.c.person_id, Aside.module, Aside.valid_from, Aside.valid_to)
        .join(Aside, Aside.person_id == person.c.recorded_id)
        .where(
            known(Aside),
            Aside.valid_from <= max(course.days),
            or_(Aside.valid_to.is_(None), Aside.valid_to >= min(course.days)),
        )
    )
    found: dict[UUID, list[tuple[str, Days]]] = defaultdict(list)
    for person_id, module, first, last in rows:
        found[person_id].append((module, (first, last)))
    return found


def _aside_on(asides: Asides, keys: Mapping[UUID, str], on: date) -> dict[str, frozenset[str]]:
    """The modules that people do in a way of their own on a day, by the person as facts name them."""
    return {
        keys[person_id]: frozenset(module for module, days in rows if covers([days], on))
        for person_id, rows in asides.items()
        if person_id in keys
    }


def _employed_in(facts: Facts, today: date) -> Mapping[UUID, set[int]]:
    """Where everybody is employed today."""
    employed = {
        UUID(key): {spell.unit_id for spell in spells if spell.covers(today) and not spell.external}
        for key, spells in facts.spells.items()
    }
    return {person_id: units for person_id, units in employed.items() if units}
