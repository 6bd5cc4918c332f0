"""Whether units form one tree: one root and no orphan on any day from a day on, no cycle on any day at all. Pure.

Nothing here walks day by day: a parent's periods must cover its child's, roots must not meet, and a cycle
is looked for on the days on which some unit begins to hang where it does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit hangs for some days."""

    parent_code: str | None
    valid_from: date
    valid_to: date | None


Places = Mapping[str, Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Orphan:
    """A unit whose parent does not exist, from a day on (None: not at all)."""

    code: str
    parent_code: str
    missing_from: date | None


@dataclass(frozen=True, slots=True)
class SecondRoot:
    """A unit without a parent on a day on which another one is the root."""

    code: str
    root_code: str


@dataclass(frozen=True, slots=True)
class Cycle:
    """Units that hang under each other, each under the next and the last under the first."""

    codes: tuple[str, ...]
    on: date


def find_orphans(places: Places, since: date) -> Iterator[Orphan]:
    """Units with a parent that never was, or that is not there every day that they are from a day on."""
    for code, rows in places.items():
        told: set[str] = set()
        for row in rows:
            parent = row.parent_code
            if parent is None or parent in told:
                continue
            above = places.get(parent, ())
            missing = (
                _first_gap(above, max(row.valid_from, since), row.valid_to) if _reaches(row, since) else None
            )
            if missing is not None or not above:
                told.add(parent)
                yield Orphan(code, parent, missing if above else None)


def find_second_roots(places: Places, since: date) -> Iterator[SecondRoot]:
    """Units that are roots besides the one that was there first."""
    roots = [
        (max(row.valid_from, since), row.valid_to or date.max, code)
        for code, rows in places.items()
        for row in rows
        if row.parent_code is None and _reaches(row, since)
    ]
    roots.sort(key=lambda root: root[0])  # the order of `places` decides between those of the same day
    told: set[str] = set()
    first: tuple[date, str] | None = None
    for start, last, code in roots:
        if first is not None and start <= first[0] and code != first[1]:
            if code not in told:
                told.add(code)
                yield SecondRoot(code, first[1])
        elif first is None or last > first[0]:
            first = (last, code)


def find_cycles(places: Places) -> Iterator[Cycle]:
    """Rings of units, each once, on the first day they exist: a report of any day walks the tree of that day."""
    days: dict[date, list[str]] = {}
    for code, rows in places.items():
        for row in rows:
            days.setdefault(row.valid_from, []).append(code)
    told: set[frozenset[str]] = set()
    for day in sorted(days):
        for codes in _rings(places, day, days[day]):
            if frozenset(codes) not in told:
                told.add(frozenset(codes))
                yield Cycle(codes, day)


def _rings(places: Places, day: date, starts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    settled: set[str] = set()
    for start in starts:
        path: dict[str, None] = {}
        current: str | None = start
        while current is not None and current not in settled and current not in path:
            path[current] = None
            current = _parent_on(places, current, day)
        if current is not None and current in path:
            codes = list(path)
            yield tuple(codes[codes.index(current) :])
        settled.update(path)


def _parent_on(places: Places, code: str, day: date) -> str | None:
    for row in places.get(code, ()):
        if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day):
            return row.parent_code
    return None


def _reaches(row: Place, since: date) -> bool:
    return row.valid_to is None or row.valid_to >= since


def _first_gap(rows: Iterable[Place], first: date, last: date | None) -> date | None:
    """The first of the days between two (None: without end) on which none of the rows holds."""
    for row in sorted(rows, key=lambda row: row.valid_from):
        if row.valid_from > first:
            return first
        if row.valid_to is None or (last is not None and row.valid_to >= last):
            return None
        if row.valid_to >= first:
            first = row.valid_to + ONE_DAY
    return first
