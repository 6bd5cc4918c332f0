"""What a committee or board is told: the figures of its administration or company, and of its own members.

People with a protected identity are in none of them: a page shows several cuts of the same people, and one that
holds them beside one that does not would tell how many they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from elearn.organisations.kinds import Kind, Level
from elearn.organisations.tree import Node, Tree
from elearn.reports.members import Member
from elearn.reports.queries import list_members, people_in
from elearn.reports.small_numbers import NOBODY, Share, is_safe, is_safe_change, shown
from elearn.requirements.models import RequirementVersion
from elearn.requirements.queries import list_requirements
from elearn.requirements.standing import State

LATE = frozenset({State.OVERDUE, State.EXPIRED})


@dataclass(frozen=True, slots=True)
class Area:
    """A committee or board on a day, and the administrations or companies that it answers for."""

    tree: Tree
    body: Node
    tops: tuple[Node, ...]

    @property
    def units(self) -> frozenset[int]:
        """Everything below, and the body itself; of the whole group only what counts in it."""
        units = self.tree.subtrees({self.body.id, *(top.id for top in self.tops)})
        root = self.tree.root
        if root is None or root not in self.tops:
            return units
        return frozenset(
            unit
            for unit in units
            if all(self.tree[above].counts_in_group for above in self.tree.upward(unit) if above != root.id)
        )

    def is_within(self, units: frozenset[int]) -> bool:
        """Whether somebody who may see these units may see the page."""
        return all(top.id in units for top in self.tops or (self.body,))


def area_of(tree: Tree, body: Node) -> Area:
    """Whom a body answers for: the units that name it, for a board else its company, for a council the group."""
    named = {node.id for node in tree.nodes.values() if node.responsible_code == body.code and not node.ended}
    tops = [tree[unit] for unit in sorted(named) if not named & (set(tree.upward(unit)) - {unit})]
    if not tops and body.kind is Kind.BOARD:
        above = (tree[unit] for unit in tree.upward(body.id))
        tops = [node for node in above if node.kind is Kind.COMPANY][:1]
    if not tops and body.kind is Kind.COUNCIL and tree.root:
        tops = [tree.root]
    return Area(tree, body, tuple(tops))


def find_area(tree: Tree, code: str) -> Area | None:
    """The area of the elected body with a code, where there is one."""
    body = tree.by_code.get(code)
    return area_of(tree, body) if body is not None and body.elected else None


@dataclass(slots=True)
class Count:
    """The people of an area whom one module is asked of, all and by level, and how many of them are late."""

    total: Share = NOBODY
    levels: dict[Level, Share] = field(default_factory=dict)
    late: int = 0

    def add(self, levels: Iterable[Level], state: State) -> None:
        done = state is State.COMPLETED
        self.total = self.total.plus(done=done)
        self.late += state in LATE
        for level in levels:
            self.levels[level] = self.levels.get(level, NOBODY).plus(done=done)


def count_area(session: Session, area: Area, on: date) -> Mapping[str, Count]:
    """The figures of an area on a day, by module."""
    units, root = area.units, area.tree.root
    people = None if root in area.tops else people_in(units, on)
    counts: dict[str, Count] = defaultdict(Count)
    for member in list_members(session, area.tree, on, people=people):
        levels = _levels(member, units)
        if levels and not member.protected:
            for obligation, standing in member.states:
                counts[obligation.module].add(levels, standing.state)
    return counts


def _levels(member: Member, units: frozenset[int]) -> frozenset[Level]:
    return frozenset(Level(place.level) for place in member.places if place.unit_id in units)


@dataclass(frozen=True, slots=True)
class Line:
    """What may be shown of one module; None where it may not."""

    total: Share | None
    levels: Mapping[Level, Share]
    hidden: frozenset[Level]
    late: int | None
    before: Share | None

    @property
    def change(self) -> int | None:
        """How many more are done than on the earlier day."""
        return self.total.part - self.before.part if self.total and self.before else None


def line_of(now: Count, before: Count | None) -> Line:
    """What may be shown of one module on two days, small numbers left out."""
    total, levels = shown(now.total, now.levels)
    late = now.late if total and is_safe(Share(now.late, total.rest)) else None
    then = before.total if before else None
    comparable = total and then and is_safe(then) and is_safe_change(then, total)
    return Line(total, levels, frozenset(now.levels) - frozenset(levels), late, then if comparable else None)


def list_decisions(session: Session, area: Area, on: date) -> list[RequirementVersion]:
    """The requirements of a day that ask something of people in the area; what is asked of one alone is between few."""
    tree = area.tree
    tops = {area.body.id, *(top.id for top in area.tops)}
    touched = area.units | {above for top in tops for above in tree.upward(top)}
    return [
        version
        for version in list_requirements(session, on)
        if version.unit_id in touched and version.person_id is None
    ]
