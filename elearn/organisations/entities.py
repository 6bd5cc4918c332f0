"""Which units are legal entities of their own, and which unit belongs to which. Pure.

A company, an association and an external provider are; so is a unit whose stated legal entity is another than
that of the units above it. Everything else is the municipality's own: it stands below the root.
"""

from collections.abc import Iterable
from functools import cached_property

from elearn.organisations.kinds import Kind
from elearn.organisations.tree import Node, Tree

OWN_ENTITIES = frozenset({Kind.COMPANY, Kind.ASSOCIATION, Kind.EXTERNAL_PROVIDER})
# What the municipality itself is made of: where the group states no legal entity, theirs is its.
MUNICIPAL = frozenset({Kind.ADMINISTRATION, Kind.COUNCIL})


class Entities:
    """The legal entities of a tree, each by the id of the unit that it begins with."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._heads: dict[int, int] = {}

    def head(self, unit_id: int) -> int:
        """The unit that somebody's legal entity begins with: the unit itself, or one above it, at last the root."""
        if unit_id not in self._heads:
            path = list(self._tree.upward(unit_id))
            found = next((above for above in path if self._is_own(above)), path[-1] if path else unit_id)
            self._heads[unit_id] = found
        return self._heads[unit_id]

    def whole(self, unit_ids: Iterable[int]) -> frozenset[int]:
        """All units of the legal entities that some units belong to."""
        heads = {self.head(unit_id) for unit_id in unit_ids if unit_id in self._tree}
        return frozenset(unit_id for unit_id in self._tree.nodes if self.head(unit_id) in heads)

    def heads(self) -> list[Node]:
        """The units that are legal entities of their own, apart from the root."""
        return [node for node in self._tree.nodes.values() if self._is_own(node.id)]

    def _is_own(self, unit_id: int) -> bool:
        root = self._tree.root
        if root is None or unit_id == root.id:
            return False
        node = self._tree[unit_id]
        return node.kind in OWN_ENTITIES or self._states_another(node)

    def _states_another(self, node: Node) -> bool:
        if node.legal_entity is None:
            return False
        above = (self._tree[unit].legal_entity for unit in list(self._tree.upward(node.id))[1:])
        stated = next((name for name in above if name is not None), None)
        names = self._municipal if stated is None else {stated}
        return bool(names) and node.legal_entity not in names

    @cached_property
    def _municipal(self) -> set[str]:
        """What the municipality is called as a legal entity, by the units right below the group."""
        root = self._tree.root
        below = self._tree.children(root.id) if root else []
        return {node.legal_entity for node in below if node.kind in MUNICIPAL and node.legal_entity}
