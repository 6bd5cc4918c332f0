"""How far the whole group, its administrations and its companies are, as far as it is told outside the line.

Of the last Sunday of the month before, as it was known when that day ended: nobody can compare two days of one month,
or ask for a day, and whoever compares two months finds the changes of a month on top of each other.
People with a protected identity are in none of it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from elearn.clock import STOCKHOLM
from elearn.organisations.kinds import Kind
from elearn.organisations.queries import get_tree
from elearn.organisations.tree import Node, Tree
from elearn.reports.figures import in_order, place_then
from elearn.reports.published import Group, Step, step_of, tell, tens
from elearn.reports.queries import list_members
from elearn.reports.small_numbers import NOBODY, Share
from elearn.requirements.standing import State

PUBLISHED = frozenset({Kind.ADMINISTRATION, Kind.COMPANY})
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """What is published of one group and one module: nobody is asked, or a step, or nothing (None)."""

    asked: bool
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A group, how many people it has to the nearest ten, and its figures by module."""

    node: Node
    people: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Published:
    """The whole group and what is published below it, in the order of the tree. No total: nobody was known yet.

    `others`: by module, whoever is in no group below, or in one too small for a figure of its own.
    """

    on: date
    total: Line | None = None
    below: tuple[Line, ...] = ()
    others: Mapping[str, Figure] | None = None


def published_day(today: date) -> date:
    """The last Sunday of the month before."""
    first = today.replace(day=1)
    return first - timedelta(days=first.isoweekday())


def get_published(session: Session, today: date) -> Published:
    """What is published on a day; the same all month."""
    on = published_day(today)
    known_at = datetime.combine(on + ONE_DAY, time.min, STOCKHOLM)
    tree = get_tree(session, on, known_at)
    if tree.root is None:
        return Published(on)
    counted = Counted(tree)
    place = place_then(tree)
    for member in list_members(session, tree, on, known_at):
        if not member.protected:
            done = {asked.module: now.state is State.COMPLETED for asked, now in member.states}
            counted.add(frozenset(unit for unit in place(member) if unit is not None), done)
    groups = {module: counted.tell(module) for module in counted.modules}
    total, *below = (
        Line(
            node,
            tens(counted.people[node.id]),
            {
                module: Figure((node.id, module) in counted.asked, told[node.id].step)
                for module, told in groups.items()
            },
        )
        for node in counted.nodes
    )
    others = {module: _figure(told[tree.root.id].others) for module, told in groups.items()}
    some = below and any(figure.asked for figure in others.values())
    return Published(on, total, tuple(below), others if some else None)


def _figure(share: Share) -> Figure:
    return Figure(share.whole > 0, step_of(share))


class Counted:
    """The people of the published groups, and by group and module whoever is counted there and nowhere else."""

    def __init__(self, tree: Tree) -> None:
        listed = (node for node in in_order(tree) if node.kind in PUBLISHED and not node.ended)
        self.nodes = ([tree.root] if tree.root else []) + [node for node in listed if node != tree.root]
        ids = {node.id for node in self.nodes}
        self._below: dict[int, list[int]] = {node.id: [] for node in self.nodes}
        for node in self.nodes[1:]:
            above = next(unit for unit in list(tree.upward(node.id))[1:] if unit in ids)
            self._below[above].append(node.id)
        self.people: dict[int, int] = defaultdict(int)
        self.modules: set[str] = set()
        self.asked: set[tuple[int, str]] = set()
        self.own: dict[tuple[int, str], Share] = defaultdict(lambda: NOBODY)

    def add(self, units: frozenset[int], done: Mapping[str, bool]) -> None:
        """Count one more person, with the modules that are asked of them."""
        units &= self._below.keys()
        if not units:
            return
        self.modules.update(done)
        for unit in units:
            self.people[unit] += 1
            self.asked.update((unit, module) for module in done)
        home = self.home(units)
        for module, is_done in done.items():
            self.own[home, module] = self.own[home, module].plus(done=is_done)

    def home(self, units: frozenset[int]) -> int:
        """The one group that somebody is counted in: two shares that both hold a person could be compared."""
        return next(unit for unit, below in self._below.items() if unit in units and units.isdisjoint(below))

    def tell(self, module: str) -> dict[int, Group]:
        """What is said of one module, by group."""
        groups = {unit: Group(self.own[unit, module]) for unit in self._below}
        for unit, below in self._below.items():
            groups[unit].below = [groups[each] for each in below]
        tell(groups[self.nodes[0].id])
        return groups
