"""The figures of a day: members counted per unit and module, each once in a unit and everything above it. Pure.

In every row required = completed + expired + overdue + due; held and absent stand besides.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from uuid import UUID

from elearn.formatting import swedish_order
from elearn.organisations.kinds import Kind
from elearn.organisations.tree import Node, Tree
from elearn.reports.members import Member
from elearn.requirements.asking import Place
from elearn.requirements.standing import State

# Somebody with a protected identity is counted in units of these kinds only, and in no smaller figure.
SHOWS_PROTECTED = frozenset({Kind.GROUP, Kind.ADMINISTRATION, Kind.COMPANY})
FEWEST_WITH_PROTECTED = 50

GONE_NAME = "ej längre anställda"

# A unit's id, or None for those who are employed nowhere today.
Key = int | None
# In which figures a member counts.
Placing = Callable[[Member], frozenset[Key]]


@dataclass(slots=True)
class Count:
    """The people of one unit whom one module is asked of."""

    required: int = 0
    completed: int = 0
    expired: int = 0
    overdue: int = 0
    due: int = 0
    held: int = 0
    absent: int = 0

    def merge(self, other: "Count") -> None:
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))


COUNTED = tuple(each.name for each in fields(Count))


@dataclass(slots=True)
class Tally:
    """The people of one unit. asked: of whom anything is; finished: with all of it; overdue, expired: in any module."""

    people: int = 0
    asked: int = 0
    finished: int = 0
    overdue: int = 0
    expired: int = 0
    modules: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))

    def add(self, member: Member) -> None:
        """Count one more person."""
        states = {obligation.module: standing.state for obligation, standing in member.states}
        self.add_states(states, held=member.held, absent=member.absent)

    def add_states(self, states: Mapping[str, State], *, held: bool, absent: bool) -> None:
        """Count one more person, by the state of each module that is asked of them."""
        self.people += 1
        self.asked += bool(states)
        self.finished += bool(states) and set(states.values()) == {State.COMPLETED}
        self.overdue += State.OVERDUE in states.values()
        self.expired += State.EXPIRED in states.values()
        for module, state in states.items():
            count = self.modules[module]
            count.required += 1
            count.completed += state is State.COMPLETED
            count.expired += state is State.EXPIRED
            count.overdue += state is State.OVERDUE
            count.due += state is State.DUE
            count.held += held
            count.absent += absent

    def count(self, module: str) -> Count:
        """The people whom one module is asked of."""
        return self.modules.get(module) or Count()

    def merge(self, other: "Tally") -> None:
        """Count everybody of another tally too."""
        self.people += other.people
        self.asked += other.asked
        self.finished += other.finished
        self.overdue += other.overdue
        self.expired += other.expired
        for module, count in other.modules.items():
            self.modules[module].merge(count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a report: a unit with all below it, and one module."""

    unit_id: Key
    unit_code: str
    unit_name: str
    kind: str
    parent_code: str | None
    module: str
    people: int
    required: int
    completed: int
    expired: int
    overdue: int
    due: int
    held: int
    absent: int


def place_then(tree: Tree) -> Placing:
    """Everybody stands where they were on the day, and in every unit above."""
    above = counted_in(tree)

    @cache
    def standing_in(places: frozenset[Place]) -> frozenset[Key]:
        return frozenset[Key]().union(*(above(place.unit_id) for place in places))

    return lambda member: standing_in(member.places)


def place_now(then: Tree, now: Tree, employed_in: Mapping[UUID, Collection[int]]) -> Placing:
    """Everybody stands where they are employed today; in the root, who stood there on the day."""
    before, above = place_then(then), counted_in(now)
    root_then = then.root.id if then.root else None
    root_now = now.root.id if now.root else None

    def place(member: Member) -> frozenset[Key]:
        units = employed_in.get(member.person_id, ())
        found = frozenset[Key]().union(*(above(unit) for unit in units)) - {root_now}
        if root_then in before(member):
            return found | {root_now} if units else frozenset({root_now, None})
        return found

    return place


def counted_in(tree: Tree) -> Callable[[int], frozenset[int]]:
    """A unit → the units in whose figures its people stand: all above it, the root only where the unit counts."""
    root = frozenset({tree.root.id}) if tree.root else frozenset[int]()

    @cache
    def above(unit_id: int) -> frozenset[int]:
        below_root = frozenset(tree.upward(unit_id)) - root
        counts = all(tree[unit].counts_in_group for unit in below_root)
        return below_root | root if counts else below_root

    return above


def tally_up(members: Sequence[Member], placing: Placing, tree: Tree) -> dict[Key, Tally]:
    """The people of every unit with all below it, each counted once."""
    together: dict[frozenset[Key], Tally] = defaultdict(Tally)
    for member in members:
        if not member.protected:
            together[placing(member)].add(member)
    tallies: dict[Key, Tally] = defaultdict(Tally)
    for keys, tally in together.items():
        for key in keys:
            tallies[key].merge(tally)
    hidden: dict[Key, Tally] = defaultdict(Tally)
    for member in members:
        for key in placing(member) if member.protected else ():
            hidden[key].add(member)
    show_protected(tallies, hidden, tree)
    return dict(tallies)


def show_protected(tallies: dict[Key, Tally], hidden: Mapping[Key, Tally], tree: Tree) -> None:
    """Count those with a protected identity too, in the units that may show them."""
    for key, tally in hidden.items():
        if key is None or tree[key].kind not in SHOWS_PROTECTED:
            continue
        shown = tallies[key].people if key in tallies else 0  # to ask must not make a row
        if shown + tally.people >= FEWEST_WITH_PROTECTED:
            tallies.setdefault(key, Tally()).merge(tally)


def list_rows(tree: Tree, tallies: Mapping[Key, Tally], modules: Sequence[str]) -> Iterator[Row]:
    """A row per unit and module, parents before children, sisters in Swedish order; last those employed nowhere today.

    Units that were not there on the tree's day have rows only where somebody still stands in them.
    """
    for node in in_order(tree):
        if not node.ended or node.id in tallies:
            yield from _rows(node, tree, tallies.get(node.id, Tally()), modules)
    if None in tallies:
        yield from _rows(None, tree, tallies[None], modules)


def _rows(node: Node | None, tree: Tree, tally: Tally, modules: Sequence[str]) -> Iterator[Row]:
    root = tree.root
    parent_id = tree.parent_id(node.id) if node else root.id if root else None
    for module in modules:
        count = tally.count(module)
        yield Row(
            unit_id=node.id if node else None,
            unit_code=node.code if node else "",
            unit_name=node.name if node else GONE_NAME,
            kind=node.kind.value if node else "",
            parent_code=None if parent_id is None else tree[parent_id].code,
            module=module,
            people=tally.people,
            **{name: getattr(count, name) for name in COUNTED},
        )


def in_order(tree: Tree) -> Iterator[Node]:
    """All units, parents before children, sisters in Swedish order."""
    waiting = [tree.root] if tree.root else []
    while waiting:
        node = waiting.pop()
        yield node
        below = sorted(tree.children(node.id), key=lambda child: (swedish_order(child.name), child.code))
        waiting.extend(reversed(below))
