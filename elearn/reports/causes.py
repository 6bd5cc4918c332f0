"""Why the figures of a unit differ between two days: person by person, each with one cause. Pure.

In a module everybody is, on a day, one of six: not counted in the unit, counted but not asked, or asked and
completed, expired, overdue or due. Whoever is another one on the later day has exactly one cause, the same in
every figure, so that the causes of a figure add up to its change. It is the first of these that fits:

new           counted on the later day alone, and on the earlier one employed nowhere in the group
left          counted on the earlier day alone, and on the later one employed nowhere in the group
moved in      counted on the later day alone, but in the group on both: from another unit, with a unit that was
              moved here, or from another level where one is chosen. Those with a protected identity also
              where the unit has become large enough to count them
moved out     the opposite
expiries      asked on both days, completed on the earlier one, and by what was asked then no longer on the later
completions   asked on both days, and what was asked on the earlier one is completed on the later: one was made
expiries      the same, and the one that was made has run out in between
overdue       the same, and a due date has passed
holds         what was asked on the earlier day gives the state of the later one, once a hold of HR's that began or
              ended is taken into account
last day      the same with all that makes a last day not count, or count again, or moves it: time off, and a way of
              their own; one cause for all of them, and nobody is named behind it
moved within  what the requirements of the earlier day ask of somebody in the place of the later one gives the state
              of the later one: another unit, level or unbroken chain of employments, or a unit that was moved
requirements  the rest: other requirements, or other terms of them

Corrections are no cause between two days: they are the difference between what was known of one day at its
end and what is known of it since, and stand by themselves.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from elearn.organisations.tree import Tree
from elearn.reports.figures import FEWEST_WITH_PROTECTED, SHOWS_PROTECTED, place_then
from elearn.reports.members import Member, ask_member
from elearn.requirements.asking import Asker
from elearn.requirements.standing import Obligation, State, put_off, standing

# The figures that are explained; a person counts in some of them.
FIGURES = ("people", "required", "completed", "expired", "overdue", "due")
Figures = frozenset[str]
Sums = Mapping[str, int]
States = Mapping[str, State]

NOWHERE: Figures = frozenset()
COUNTED: Figures = frozenset({"people"})
ASKED: Mapping[State, Figures] = {state: COUNTED | {"required", state.value} for state in State}


class Cause(StrEnum):
    """Why somebody counts in other figures than before."""

    NEW = "new"
    LEFT = "left"
    MOVED_IN = "moved_in"
    MOVED_OUT = "moved_out"
    MOVED_WITHIN = "moved_within"
    COMPLETIONS = "completions"
    EXPIRIES = "expiries"
    OVERDUE = "overdue"
    HOLDS = "holds"
    LAST_DAY = "last_day"
    REQUIREMENTS = "requirements"
    CORRECTIONS = "corrections"


# Those that lead from one day to another, in the order in which they are shown.
CAUSES = tuple(cause for cause in Cause if cause is not Cause.CORRECTIONS)
# What has happened to somebody of whom the same is asked: time went by, and the ledger grew.
IN_TIME: Mapping[State, Cause] = {
    State.COMPLETED: Cause.COMPLETIONS,
    State.EXPIRED: Cause.EXPIRIES,
    State.OVERDUE: Cause.OVERDUE,
    State.DUE: Cause.EXPIRIES,  # of what is only recommended, or somebody who is excused all the time
}


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody who counts in other figures than before, and why."""

    person_id: UUID
    cause: Cause
    before: Figures
    after: Figures


@dataclass(frozen=True)
class Day:
    """A unit on one day: everybody in the group by id, and who of them counts in the unit."""

    on: date
    members: Mapping[UUID, Member]
    counted: frozenset[UUID]

    @cached_property
    def states(self) -> Mapping[UUID, States]:
        """How far those who count have come with what is asked of them."""
        return {
            person_id: {asked.module: standing.state for asked, standing in self.members[person_id].states}
            for person_id in self.counted
        }

    @cached_property
    def counts(self) -> Mapping[str, Sums]:
        """The figures of the modules that are asked of somebody here."""
        found: dict[str, dict[str, int]] = {}
        for states in self.states.values():
            for module, state in states.items():
                sums = found.get(module)
                if sums is None:
                    sums = found[module] = dict(self.unasked)
                sums["required"] += 1
                sums[state.value] += 1
        return found

    @property
    def unasked(self) -> Sums:
        """The figures of a module that is asked of nobody."""
        return {**dict.fromkeys(FIGURES, 0), "people": len(self.counted)}

    def count(self, module: str) -> Sums:
        """The figures of one module."""
        return self.counts.get(module) or self.unasked


def count_in(members: Sequence[Member], tree: Tree, unit_id: int) -> frozenset[UUID]:
    """Who of these counts in a unit with all below it, as `figures.tally_up` counts them."""
    placing = place_then(tree)
    inside = [member for member in members if unit_id in placing(member)]
    shows = unit_id in tree and tree[unit_id].kind in SHOWS_PROTECTED
    with_protected = shows and len(inside) >= FEWEST_WITH_PROTECTED
    return frozenset(member.person_id for member in inside if with_protected or not member.protected)


def explain(
    before: Day, after: Day, modules: Iterable[str], ask_as_before: Asker
) -> Mapping[str, Sequence[Change]]:
    """Everybody who counts in other figures on the later day than on the earlier one, with the cause, by module.

    `ask_as_before`: what the requirements of the earlier day ask in the organisation of the later one.
    """

    def cause(person_id: UUID, module: str) -> Cause:
        if person_id not in before.counted:
            return Cause.MOVED_IN if person_id in before.members else Cause.NEW
        if person_id not in after.counted:
            return Cause.MOVED_OUT if person_id in after.members else Cause.LEFT
        return _why(before.members[person_id], after.members[person_id], module, ask_as_before)

    return _changes(before, after, modules, cause)


def correct(known_then: Day, known_since: Day, modules: Iterable[str]) -> Mapping[str, Sequence[Change]]:
    """Everybody who counts in other figures of one day by what is known of it since than by what was known at its end."""
    return _changes(known_then, known_since, modules, lambda _person_id, _module: Cause.CORRECTIONS)


def add_up(changes: Iterable[Change]) -> Sums:
    """What some changes make of the figures together."""
    found = dict.fromkeys(FIGURES, 0)
    for change in changes:
        for figure in change.after - change.before:
            found[figure] += 1
        for figure in change.before - change.after:
            found[figure] -= 1
    return found


def _changes(
    before: Day, after: Day, modules: Iterable[str], cause: Callable[[UUID, str], Cause]
) -> Mapping[str, Sequence[Change]]:
    found: dict[str, list[Change]] = {module: [] for module in modules}
    if before is after:
        return found
    for person_id in before.counted | after.counted:
        was, became = before.states.get(person_id), after.states.get(person_id)
        if was == became:
            continue
        for module, changes in found.items():
            one, other = _figures(was, module), _figures(became, module)
            if one != other:
                changes.append(Change(person_id, cause(person_id, module), one, other))
    return found


def _figures(states: States | None, module: str) -> Figures:
    """The figures of a module that somebody counts in."""
    if states is None:
        return NOWHERE
    return ASKED[states[module]] if module in states else COUNTED


def _why(before: Member, after: Member, module: str, ask_as_before: Asker) -> Cause:
    """Why the state of somebody who counts on both days is another one."""
    became = _state(_asked(after.obligations, module), after, as_=after)
    asked = _asked(before.obligations, module)
    if asked is not None and became is not None:
        in_time = _state(asked, after, as_=before)
        if in_time is not State.COMPLETED and _state(asked, before, as_=before) is State.COMPLETED:
            return Cause.EXPIRIES  # whatever else: nothing but time takes a completion away
        if in_time is became:
            return IN_TIME[became]
        if _state(asked, after, as_=replace(before, held=after.held)) is became:
            return Cause.HOLDS
        if _state(_put_off(asked, after), after, as_=after) is became:
            return Cause.LAST_DAY
    moved = _asked(ask_member(ask_as_before, after), module)
    stayed = _state(moved, after, as_=after)
    return Cause.MOVED_WITHIN if stayed is became else Cause.REQUIREMENTS


def _asked(obligations: Iterable[Obligation], module: str) -> Obligation | None:
    return next((each for each in obligations if each.module == module), None)


def _put_off(asked: Obligation, member: Member) -> Obligation:
    """The same with its due date where the member's time off leaves it."""
    as_asked = replace(asked, due_on=asked.asked_due_on or asked.due_on)
    return put_off([as_asked], member.off)[0]


def _state(asked: Obligation | None, member: Member, *, as_: Member) -> State | None:
    """The state on the member's day if that were asked, excused as on the other's day; None where nothing is."""
    if asked is None:
        return None
    return standing(asked, member.done, member.on, excused=as_.excused, aside=as_.aside).state
