"""The line: who is whose nearest manager. Pure.

The nearest manager of somebody in a unit is the manager of that unit, or, when it has none or is led by
the person, of the unit above, and so on. Members of an elected body answer to its coordinator, without
one to HR, never to a manager. A deputy sees what the manager of the same unit sees.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from elearn.organisations.kinds import PostRole
from elearn.organisations.tree import Tree


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post in a unit."""

    unit_id: int
    person_id: UUID
    role: PostRole


@dataclass(frozen=True, slots=True)
class OwnPeople:
    """Whom a post holder is nearest manager of: everyone in `units` but the excluded, and the `leaders` of units below."""

    units: frozenset[int]
    excluded: frozenset[UUID]
    leaders: frozenset[UUID]
    leader_units: frozenset[int]


class Line:
    """The tree of a day with the posts of that day."""

    def __init__(self, tree: Tree, holders: Iterable[Holder]) -> None:
        self.tree = tree
        self.managers: dict[int, set[UUID]] = defaultdict(set)
        self.deputies: dict[int, set[UUID]] = defaultdict(set)
        self.coordinators: dict[int, set[UUID]] = defaultdict(set)
        shelves = {
            PostRole.MANAGER: self.managers,
            PostRole.DEPUTY: self.deputies,
            PostRole.COORDINATOR: self.coordinators,
        }
        for holder in holders:
            shelves[holder.role][holder.unit_id].add(holder.person_id)

    def nearest(self, unit_id: int, person_id: UUID) -> tuple[int, frozenset[UUID]] | None:
        """The unit and the people that somebody in a unit answers to, or None: then to HR."""
        if unit_id not in self.tree:
            return None
        if self.tree[unit_id].elected:
            coordinators = self.coordinators.get(unit_id, set()) - {person_id}
            return (unit_id, frozenset(coordinators)) if coordinators else None
        path = list(self.tree.upward(unit_id))
        led = [place for place, above in enumerate(path) if person_id in self.managers.get(above, ())]
        for above in path[led[-1] + 1 if led else 0 :]:
            if self.managers.get(above) and not self.tree[above].elected:
                return above, frozenset(self.managers[above])
        return None

    def leaders_over(self, units: Iterable[int]) -> frozenset[UUID]:
        """Everybody with a post in some units or in any above them: whom somebody there answers to, however far up."""
        above = {each for unit in units for each in self.tree.upward(unit)}
        shelves = (self.managers, self.deputies, self.coordinators)
        return frozenset(person for shelf in shelves for each in above for person in shelf.get(each, ()))

    def own_people(self, post_unit: int) -> OwnPeople:
        """Whom the manager or a deputy of a unit is nearest to."""
        units: list[int] = []
        leaders: set[UUID] = set()
        leader_units: set[int] = set()
        waiting = [post_unit] if post_unit in self.tree else []
        while waiting:
            current = waiting.pop()
            led = current != post_unit and self.managers.get(current) and not self.tree[current].elected
            if led:
                leaders |= self.managers[current]
                leader_units.update(self.tree.subtree(current))
                continue
            if not self.tree[current].elected:
                units.append(current)
            waiting.extend(child.id for child in self.tree.children(current))
        above = {person for unit in self.tree.upward(post_unit) for person in self.managers.get(unit, ())}
        return OwnPeople(
            frozenset(units), frozenset(above), frozenset(leaders - above), frozenset(leader_units)
        )
