"""Whom a change of what is asked would touch, unit by unit, before it is made. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from elearn.organisations.tree import Tree
from elearn.reports.figures import FEWEST_WITH_PROTECTED, SHOWS_PROTECTED, Key, Placing
from elearn.reports.members import NOTHING_ASIDE, Member
from elearn.requirements.standing import Obligation, State

LATE = frozenset({State.OVERDUE, State.EXPIRED})


@dataclass(slots=True)
class Touched:
    """The people of one unit whom a change touches, each once in every number.

    asked: of whom something is asked that was not; freed: of whom something no longer is; moved: who keep what they
    have with another due date or validity; late: who are late by it at once.
    """

    asked: int = 0
    freed: int = 0
    moved: int = 0
    late: int = 0

    def merge(self, other: "Touched") -> None:
        self.asked += other.asked
        self.freed += other.freed
        self.moved += other.moved
        self.late += other.late

    def __bool__(self) -> bool:
        return bool(self.asked or self.freed or self.moved or self.late)


# What is asked of a member, before a change or after it.
Asking = Callable[[Member], Sequence[Obligation]]


def touch_of(member: Member, before: Sequence[Obligation], after: Sequence[Obligation]) -> Touched:
    """What a change means for one person."""
    had, has = _by_module(before), _by_module(after)
    late_then, late_now = _late(member, before), _late(member, after)
    return Touched(
        asked=any(_is_less(had.get(module), has[module]) for module in has),
        freed=any(_is_less(has.get(module), had[module]) for module in had),
        moved=any(_is_moved(had[module], has[module]) for module in had.keys() & has.keys()),
        late=bool(late_now - late_then),
    )


def _by_module(obligations: Iterable[Obligation]) -> Mapping[str, Obligation]:
    return {each.module: each for each in obligations}


def _is_less(one: Obligation | None, other: Obligation) -> bool:
    """Whether it is not asked at all, or only recommended where the other is a duty."""
    return one is None or (one.recommended and not other.recommended)


def _is_moved(one: Obligation, other: Obligation) -> bool:
    return one.recommended == other.recommended and _terms(one) != _terms(other)


def _terms(asked: Obligation) -> Obligation:
    """The obligation without who decided it: another decision of the same touches nobody."""
    return replace(asked, requirement_id=0, decided_by=None, decided_on=None, record_number=None)


def _late(member: Member, obligations: Sequence[Obligation]) -> set[str]:
    """What somebody would be late with, were they not doing it in a way of their own.

    A made-up requirement for one person, due yesterday, would otherwise tell whether they do.
    """
    states = replace(member, obligations=obligations, aside=NOTHING_ASIDE).states
    return {each.obligation.module for each in states if each.standing.state in LATE}


def touched_by(
    members: Iterable[Member],
    asking: tuple[Asking, Asking],
    placing: Placing,
    tree: Tree,
    *,
    count_protected: bool,
) -> dict[Key, Touched]:
    """Whom a change touches in every unit with all below it, each counted once.

    Somebody with a protected identity is counted where the figures count them, and only where the change asks whole
    units: what is narrowed down further would tell how many there are somewhere smaller.
    """
    before, after = asking
    touched: dict[Key, Touched] = defaultdict(Touched)
    hidden: dict[Key, Touched] = defaultdict(Touched)
    people: dict[Key, int] = defaultdict(int)
    for member in members:
        keys = placing(member)
        for key in keys:
            people[key] += 1
        had, has = before(member), after(member)
        if had == has or (member.protected and not count_protected):
            continue
        found = touch_of(member, had, has)
        for key in keys:
            (hidden if member.protected else touched)[key].merge(found)
    for key, found in hidden.items():
        if key is not None and tree[key].kind in SHOWS_PROTECTED and people[key] >= FEWEST_WITH_PROTECTED:
            touched[key].merge(found)
    return {key: found for key, found in touched.items() if found}
