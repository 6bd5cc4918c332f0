"""The tree of units on one day, as a value. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from elearn.organisations.kinds import ELECTED_BODIES, Kind


@dataclass(frozen=True, slots=True)
class Node:
    """A unit as it was on the tree's day. `ended`: it is not valid then, but people may still stand in it."""

    id: int
    code: str
    name: str
    kind: Kind
    parent_id: int | None
    legal_entity: str | None
    responsible_code: str | None
    counts_in_group: bool
    ended: bool = False

    @property
    def elected(self) -> bool:
        return self.kind in ELECTED_BODIES


class Tree:
    """Units by id and by code, with their children. A unit whose parent is unknown stands below the root."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes: dict[int, Node] = {node.id: node for node in nodes}
        self._children: dict[int, list[int]] = {}
        for node in self.nodes.values():
            parent = self.parent_id(node.id)
            if parent is not None:
                self._children.setdefault(parent, []).append(node.id)

    def __contains__(self, unit_id: int) -> bool:
        return unit_id in self.nodes

    def __getitem__(self, unit_id: int) -> Node:
        return self.nodes[unit_id]

    def kind(self, unit_id: int) -> Kind | None:
        return self.nodes[unit_id].kind if unit_id in self.nodes else None

    @cached_property
    def root(self) -> Node | None:
        """The one unit without a parent: the group itself, valid before ended."""
        roots = [node for node in self.nodes.values() if node.parent_id is None]
        return min(roots, key=lambda node: (node.ended, node.kind is not Kind.GROUP, node.id), default=None)

    @cached_property
    def by_code(self) -> dict[str, Node]:
        return {node.code: node for node in self.nodes.values()}

    def parent_id(self, unit_id: int) -> int | None:
        node = self.nodes[unit_id]
        if node.parent_id in self.nodes:
            return node.parent_id
        root = self.root
        return None if root is None or root.id == unit_id else root.id

    def children(self, unit_id: int) -> list[Node]:
        return [self.nodes[child] for child in self._children.get(unit_id, ())]

    def upward(self, unit_id: int) -> Iterator[int]:
        """The unit itself, then its parent, and so on to the root."""
        seen: set[int] = set()
        current: int | None = unit_id
        while current is not None and current in self.nodes and current not in seen:
            seen.add(current)
            yield current
            current = self.parent_id(current)

    def subtree(self, unit_id: int) -> list[int]:
        """The unit and all below it, parents before children."""
        found = [unit_id] if unit_id in self.nodes else []
        seen = set(found)
        for current in found:
            below = [child for child in self._children.get(current, ()) if child not in seen]
            seen.update(below)
            found.extend(below)
        return found

    def subtrees(self, unit_ids: Iterable[int]) -> frozenset[int]:
        return frozenset(below for unit_id in unit_ids for below in self.subtree(unit_id))
