"""What a report of two days reads: each of them as it is known, and as it was known at its own end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from sqlalchemy.orm import Session

from elearn import clock
from elearn.organisations.kinds import Level
from elearn.organisations.queries import get_tree
from elearn.organisations.tree import Node, Tree
from elearn.reports.causes import CAUSES, Cause, Change, Day, Sums, add_up, correct, count_in, explain
from elearn.reports.facts import People, get_facts, on_earlier_day
from elearn.reports.members import Facts, members_of
from elearn.reports.queries import (
    FutureError,
    UnknownUnitError,
    at_level,
    list_modules,
    people_in,
)
from elearn.requirements.queries import get_asker


class DayOrderError(ValueError):
    """The first of two days is not before the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What a report of two days is asked: the end of both, as known at an instant (now when none is given).

    unit: a code, for that unit and all below it; the group where none is given.
    """

    first: date
    last: date
    today: date
    known_at: datetime | None = None
    unit: str | None = None
    module: str | None = None
    level: Level | None = None


@dataclass(frozen=True)
class ModuleChanges:
    """One module: the figures of both days as they are known, and everybody who makes a difference.

    corrected_first, corrected_last: who is otherwise known on that day than at its end.
    """

    module: str
    first: Sums
    last: Sums
    changes: tuple[Change, ...]
    corrected_first: tuple[Change, ...]
    corrected_last: tuple[Change, ...]

    def of(self, cause: Cause) -> list[Change]:
        """Whom a cause concerns."""
        return [change for change in self.changes if change.cause is cause]

    @property
    def asked(self) -> bool:
        """Whether the module is asked of anybody on any of the days."""
        return any(
            sums["required"]
            for sums in (self.first, self.last, self.first_as_known_then, self.last_as_known_then)
        )

    @cached_property
    def causes(self) -> dict[Cause, Sums]:
        """What each cause makes of the figures. first + all of them = last."""
        return {cause: add_up(self.of(cause)) for cause in CAUSES}

    @property
    def first_as_known_then(self) -> Sums:
        """The figures of the first day as a report at its end gave them; with the corrections they are `first`."""
        return _less(self.first, self.corrected_first)

    @property
    def last_as_known_then(self) -> Sums:
        """The figures of the last day as a report at its end gave them."""
        return _less(self.last, self.corrected_last)


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The answer: per module, for one unit. `people` finds everybody who counts in it on any of the days.

    first_then, last_then: the two days as they were known at their own end.
    """

    question: Between
    node: Node | None
    first: Day
    last: Day
    first_then: Day
    last_then: Day
    modules: tuple[ModuleChanges, ...]
    people: People | None


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """A day in the organisation as it was known at an instant."""

    on: date
    known_at: datetime | None
    tree: Tree


def get_changes(session: Session, question: Between) -> Changes:
    """The report that answers a question: forty statements at most, however many people.

    Raises FutureError, DayOrderError, UnknownUnitError or UnknownModuleError.
    """
    if question.last > question.today:
        raise FutureError
    if question.first >= question.last:
        raise DayOrderError
    first, last = (
        _Knowledge(on, question.known_at, get_tree(session, on, question.known_at))
        for on in (question.first, question.last)
    )
    first_then, last_then = (_as_known_then(session, each, question) for each in (first, last))
    node = _node(last.tree, question.unit)
    people = _people(node, last.tree, (first, last, first_then, last_then))
    days = _days(session, (last, first, last_then, first_then), node, question.level, people)
    before, after = days[first], days[last]
    ask_as_before = get_asker(session, last.tree, first.on, question.known_at)
    modules = list_modules(session, question.module, (day.counts for day in days.values()))
    changes = explain(before, after, modules, ask_as_before)
    corrected = [
        correct(days[then], days[since], modules) for then, since in ((first_then, first), (last_then, last))
    ]
    return Changes(
        question=question,
        node=node,
        first=before,
        last=after,
        first_then=days[first_then],
        last_then=days[last_then],
        modules=tuple(
            ModuleChanges(
                module,
                before.count(module),
                after.count(module),
                tuple(changes[module]),
                *(tuple(each[module]) for each in corrected),
            )
            for module in modules
        ),
        people=people,
    )


def end_of(day: date) -> datetime:
    """The last instant of a day in Stockholm."""
    return datetime.combine(day, time.max, clock.STOCKHOLM)


def _as_known_then(session: Session, known: _Knowledge, question: Between) -> _Knowledge:
    """The same day as it was known at its end; the very same where nothing can have been learnt since."""
    at = end_of(known.on)
    if known.on >= question.today or (question.known_at is not None and question.known_at <= at):
        return known
    return _Knowledge(known.on, at, get_tree(session, known.on, at))


def _node(tree: Tree, code: str | None) -> Node | None:
    if code is None:
        return tree.root
    if code not in tree.by_code:
        raise UnknownUnitError(code)
    return tree.by_code[code]


def _people(node: Node | None, tree: Tree, days: Iterable[_Knowledge]) -> People | None:
    """Everybody who stands in the unit on one of the days; None for everybody there is."""
    if node is None or node == tree.root:
        return None
    first, *others = (
        people_in(each.tree.subtree(node.id), each.on, each.known_at) for each in dict.fromkeys(days)
    )
    return first.union(*others)


def _days(
    session: Session,
    asked: Iterable[_Knowledge],
    node: Node | None,
    level: Level | None,
    people: People | None,
) -> dict[_Knowledge, Day]:
    """Each of the days, a later one before an earlier: what is known at one instant is read once for all of them."""
    found: dict[_Knowledge, Day] = {}
    read: dict[datetime | None, Facts] = {}
    for each in dict.fromkeys(asked):
        on, known_at, tree = each.on, each.known_at, each.tree
        if known_at in read:
            facts = on_earlier_day(session, read[known_at], tree, on, known_at)
        else:
            facts = read[known_at] = get_facts(session, tree, on, known_at, people)
        members = members_of(facts)
        counted = count_in(at_level(members, level), tree, node.id) if node else frozenset()
        found[each] = Day(on, {member.person_id: member for member in members}, counted)
    return found


def _less(sums: Sums, changes: Iterable[Change]) -> Sums:
    corrections = add_up(changes)
    return {figure: number - corrections[figure] for figure, number in sums.items()}
