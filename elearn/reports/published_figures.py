"""How far the whole group, its administrations and its companies are, as far as it is told outside the line.

Of the last Sunday, as it was known when that day ended: nobody can compare two days of one week, or ask for a day.
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
from elearn.reports.published import Cell, Step, is_many, protect, tens
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
    done: int | None = None
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A group, how many people it has to the nearest ten, and its figures by module."""

    node: Node
    people: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Published:
    """The whole group and what is published below it, in the order of the tree. No total: nobody was known yet."""

    on: date
    total: Line | None = None
    below: tuple[Line, ...] = ()


def published_day(today: date) -> date:
    """The last Sunday that is over."""
    return today - timedelta(days=today.isoweekday())


def get_published(session: Session, today: date) -> Published:
    """What is published on a day; the same all week."""
    on = published_day(today)
    known_at = datetime.combine(on + ONE_DAY, time.min, STOCKHOLM)
    tree = get_tree(session, on, known_at)
    if tree.root is None:
        return Published(on)
    counted = _Counted(tree)
    place = place_then(tree)
    for member in list_members(session, tree, on, known_at):
        if not member.protected:
            done = {asked.module: now.state is State.COMPLETED for asked, now in member.states}
            counted.add(frozenset(unit for unit in place(member) if unit is not None), done)
    cells = {module: counted.cells(module) for module in counted.modules}
    total, *below = (
        Line(
            node, tens(counted.people[node.id]), {module: _figure(cells[module][node.id]) for module in cells}
        )
        for node in counted.nodes
    )
    return Published(on, total, tuple(below))


def _figure(cell: Cell) -> Figure:
    if not cell.share.whole:
        return Figure(asked=False)
    numbers = (tens(cell.share.part), tens(cell.share.whole)) if cell.rough else (None, None)
    return Figure(asked=True, step=cell.step, done=numbers[0], whole=numbers[1])


class _Counted:
    """The people of the published groups, all of them and by module, and those who are in none of the groups below."""

    def __init__(self, tree: Tree) -> None:
        listed = (node for node in in_order(tree) if node.kind in PUBLISHED and not node.ended)
        self.nodes = ([tree.root] if tree.root else []) + [node for node in listed if node != tree.root]
        ids = {node.id for node in self.nodes}
        self._below: dict[int, list[int]] = {unit: [] for unit in ids}
        for node in self.nodes[1:]:
            above = next(unit for unit in list(tree.upward(node.id))[1:] if unit in ids)
            self._below[above].append(node.id)
        self.people: dict[int, int] = defaultdict(int)
        self._shares: dict[tuple[int, str], Share] = defaultdict(lambda: NOBODY)
        self._rests: dict[tuple[int, str], Share] = defaultdict(lambda: NOBODY)
        self.modules: set[str] = set()

    def add(self, units: frozenset[int], done: Mapping[str, bool]) -> None:
        """Count one more person, with the modules that are asked of them."""
        self.modules.update(done)
        for unit in units & self._below.keys():
            self.people[unit] += 1
            alone = units.isdisjoint(self._below[unit])
            for module, is_done in done.items():
                self._shares[unit, module] = self._shares[unit, module].plus(done=is_done)
                if alone:
                    self._rests[unit, module] = self._rests[unit, module].plus(done=is_done)

    def cells(self, module: str) -> dict[int, Cell]:
        """One module of every group, with what must be hidden hidden."""
        cells = {node.id: Cell(self._shares[node.id, module]) for node in self.nodes}
        for unit, cell in cells.items():
            below = [cells[child] for child in self._below[unit]]
            if below:
                cell.below = [*below, Cell(self._rests[unit, module], rest=True)]
                cell.twice = sum(each.share.part for each in cell.below) - cell.share.part
        total = cells[self.nodes[0].id]
        total.rough = is_many(total.share)
        protect(total)
        return cells
