"""The units of an export: what they were called on a day, and where a protected identity is shown instead."""

from bisect import bisect_right
from collections import defaultdict
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.database import holds, is_one_of, known
from elearn.organisations.kinds import Form, Kind
from elearn.organisations.models import Employment, Unit, UnitVersion
from elearn.organisations.queries import get_tree, numbers
from elearn.organisations.tree import Tree
from elearn.reports.figures import FEWEST_WITH_PROTECTED

LARGE_KINDS = frozenset({Kind.ADMINISTRATION, Kind.COMPANY})
MOST_TREES = 32


class Label(NamedTuple):
    """A unit as an export writes it."""

    code: str | None
    name: str | None


NOWHERE = Label(None, None)


class _Named(NamedTuple):
    first: date
    name: str


class Labels:
    """Every unit's code, and its name on any day; before and after its days, the nearest one it had."""

    def __init__(self, session: Session) -> None:
        self._codes: dict[int, str] = {}
        self._names: dict[int, list[_Named]] = defaultdict(list)
        changes: set[date] = set()
        version = UnitVersion
        rows = session.execute(
            select(Unit.id, Unit.code, version.valid_from, version.valid_to, version.name)
            .join(version, version.unit_id == Unit.id)
            .where(known(version))
            .order_by(Unit.id, version.valid_from)
        )
        for unit_id, code, first, last, name in rows:
            self._codes[unit_id] = code
            self._names[unit_id].append(_Named(first, name))
            changes |= {first} if last is None else {first, last + timedelta(days=1)}
        self._changes = sorted(changes)

    def on(self, unit_id: int, day: date) -> Label:
        if unit_id not in self._codes:
            return NOWHERE
        names = self._names[unit_id]
        begun = [named for named in names if named.first <= day] if len(names) > 1 else names
        return Label(self._codes[unit_id], (begun[-1] if begun else names[0]).name)

    def era(self, day: date) -> int:
        """The same number for all days between two changes of any unit."""
        return bisect_right(self._changes, day)


class Shelter:
    """Where somebody with a protected identity is shown: the administration or company, or the group where it is small."""

    def __init__(self, session: Session, labels: Labels) -> None:
        self._session = session
        self._labels = labels
        self._trees: dict[int, Tree] = {}
        self._is_large = lru_cache(maxsize=10_000)(self._find_out_size)

    def unit_for(self, unit_id: int, day: date) -> int | None:
        """The unit to show instead of this one."""
        tree = self._tree(day)
        large = (above for above in tree.upward(unit_id) if tree[above].kind in LARGE_KINDS)
        found = next(large, None)
        if found is not None and self._is_large(found, day):
            return found
        return tree.root.id if tree.root else None

    def _tree(self, day: date) -> Tree:
        """The tree of a day: the latest few are kept, and one serves until something changes in it."""
        era = self._labels.era(day)
        if era not in self._trees:
            if len(self._trees) == MOST_TREES:
                self._trees.clear()
            self._trees[era] = get_tree(self._session, day)
        return self._trees[era]

    def _find_out_size(self, unit_id: int, day: date) -> bool:
        number = numbers()
        people = (
            select(number.c.person_id)
            .join(Employment, Employment.number_id == number.c.id)
            .where(
                is_one_of(Employment.unit_id, self._tree(day).subtree(unit_id)),
                holds(Employment, day),
                Employment.form.is_distinct_from(Form.EXTERNAL),
            )
            .distinct()
            .limit(FEWEST_WITH_PROTECTED)
        )
        return len(self._session.scalars(people).all()) == FEWEST_WITH_PROTECTED
