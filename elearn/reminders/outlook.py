"""What managers and HR are told once a week: how many of their people have something left, never who or what. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from elearn.organisations.entities import Entities
from elearn.organisations.line import Line
from elearn.reminders.schedule import LATE, Rules, aside_from, days_late
from elearn.reports.members import Member, ModuleState
from elearn.requirements.standing import State

SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many people stand how, for one reader. `below`: late for long, in units with a manager of their own."""

    late: int = 0
    soon: int = 0
    below: int = 0


@dataclass(slots=True)
class _Seen:
    """The people behind the counts: somebody with two employments is one."""

    late: set[UUID] = field(default_factory=set)
    soon: set[UUID] = field(default_factory=set)
    below: set[UUID] = field(default_factory=set)


def outlooks(
    members: Iterable[Member],
    line: Line,
    hr: Mapping[UUID, Set[int]],
    rules: Rules,
    aside: Mapping[UUID, Collection[str]],
) -> dict[UUID, Outlook]:
    """What each manager, coordinator and HR officer has to look at; nobody who has nothing.

    `hr`: the units that each officer has HR for. Managers are told of those whom they are nearest to. A member is
    judged in every legal entity by what is asked there. Nobody is counted for themselves, and nobody who is protected.
    """
    view = _View(line, hr, rules)
    for member in members:
        if not member.protected:
            view.add(member, aside.get(member.person_id, ()))
    return {
        reader: Outlook(len(seen.late), len(seen.soon), len(seen.below))
        for reader, seen in view.seen.items()
        if seen.late or seen.soon or seen.below
    }


class _View:
    """Who is told of whom."""

    def __init__(self, line: Line, hr: Mapping[UUID, Set[int]], rules: Rules) -> None:
        self._line = line
        self._rules = rules
        self._entities = Entities(line.tree)
        self._officers: dict[int, set[UUID]] = defaultdict(set)
        for officer, units in hr.items():
            for unit in units:
                self._officers[unit].add(officer)
        self._whole: dict[int, frozenset[int]] = {}
        self.seen: dict[UUID, _Seen] = defaultdict(_Seen)

    def add(self, member: Member, aside: Collection[str]) -> None:
        for unit in {place.unit_id for place in member.places if place.unit_id in self._line.tree}:
            judged = member.within(self._units_of(self._entities.head(unit)))
            left = [state for state in judged.states if not state.obligation.recommended]
            late = [state for state in left if _is_late(state) and aside_from(state).isdisjoint(aside)]
            soon = any(_is_soon(state, member.on) for state in left)
            if late or soon:
                self._tell(member, unit, late, soon=soon)

    def _tell(self, member: Member, unit: int, late: Collection[ModuleState], *, soon: bool) -> None:
        me = member.person_id
        nearest = self._line.nearest(unit, me)
        managers = nearest[1] if nearest else frozenset[UUID]()
        tellers: list[tuple[bool, Callable[[_Seen], set[UUID]]]] = [
            (bool(late), lambda seen: seen.late),
            (soon, lambda seen: seen.soon),
        ]
        for reader in (managers | self._officers.get(unit, set())) - {me}:
            for holds, pick in tellers:
                if holds:
                    pick(self.seen[reader]).add(me)
        if nearest and self._is_long(late, member.on):
            for reader in self._above(*nearest) - {me}:
                self.seen[reader].below.add(me)

    def _above(self, unit: int, managers: frozenset[UUID]) -> frozenset[UUID]:
        """Whom the nearest managers answer to themselves."""
        if self._line.tree[unit].elected:
            return frozenset()
        found = (self._line.nearest(unit, manager) for manager in managers)
        return frozenset(person for each in found if each for person in each[1]) - managers

    def _is_long(self, late: Iterable[ModuleState], on: date) -> bool:
        days = self._rules.escalate_days
        return days is not None and any(days_late(state, on) > days for state in late)

    def _units_of(self, head: int) -> frozenset[int]:
        if head not in self._whole:
            self._whole[head] = self._entities.whole({head})
        return self._whole[head]


def _is_late(state: ModuleState) -> bool:
    return state.standing.state in LATE


def _is_soon(state: ModuleState, on: date) -> bool:
    due = state.standing.state is State.DUE
    return due and 0 <= (state.standing.due_on - on).days <= SOON_DAYS
