"""What a snapshot makes of the stored periods of one key. Pure: the heart of every import.

A key (a unit, an employment, a post) has stored periods that do not overlap. Each belongs to a stated
period, named by its first day `began_on`; a value that changed within it has split it into rows. A file
states periods again, effective a day: days before that day stand as stored unless the file states
other first or last days (a correction), days from then on are as the file says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

V = TypeVar("V")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stored(Generic[V]):
    """A stored row of the key: `row_id` in its table, its days (inclusive; None = open), its values."""

    row_id: int
    began_on: date
    valid_from: date
    valid_to: date | None
    values: V


@dataclass(frozen=True, slots=True)
class Stated(Generic[V]):
    """A period as a file states it; no first day means the effective date, or the one already stored."""

    valid_from: date | None
    valid_to: date | None
    values: V


@dataclass(frozen=True, slots=True)
class Fresh(Generic[V]):
    """A row to be inserted."""

    began_on: date
    valid_from: date
    valid_to: date | None
    values: V


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Plan(Generic[V]):
    """What becomes of one key: an outcome per stated period, then one per stored period that the file dropped."""

    outcomes: tuple[Outcome, ...]
    dropped: tuple[Outcome, ...]
    superseded: tuple[int, ...]
    fresh: tuple[Fresh[V], ...]


def plan(stored: Sequence[Stored[V]], stated: Sequence[Stated[V]], effective: date) -> Plan[V]:
    """Compare what is stored of a key with what a file effective on a day states of it.

    `stated` may be empty: the file no longer holds the key. Periods in each argument must not overlap.
    """
    periods = _periods(stored)
    pairs, dropped = _pair(periods, stated, effective)
    outcomes: list[Outcome] = []
    superseded: list[int] = []
    fresh: list[Fresh[V]] = []
    for statement, period in pairs:
        wanted = _as_stated(statement, period, effective)
        outcomes.append(_outcome(period, wanted))
        _replace(period, wanted, superseded, fresh)
    starts = {wanted.valid_from or effective for wanted in stated}
    ends: list[Outcome] = []
    for period in dropped:
        wanted = _without(period, effective, starts)
        if wanted != _rows(period):
            ends.append(Outcome.ENDED)
            _replace(period, wanted, superseded, fresh)
    return Plan(tuple(outcomes), tuple(ends), tuple(superseded), tuple(fresh))


Period = tuple[Stored[V], ...]


def _periods(stored: Sequence[Stored[V]]) -> list[Period[V]]:
    """The stored rows grouped by the period they belong to, in order of time."""
    groups: dict[date, list[Stored[V]]] = {}
    for row in sorted(stored, key=lambda row: row.valid_from):
        groups.setdefault(row.began_on, []).append(row)
    return [tuple(rows) for rows in groups.values()]


def _pair(
    periods: list[Period[V]], stated: Sequence[Stated[V]], effective: date
) -> tuple[list[tuple[Stated[V], Period[V]]], list[Period[V]]]:
    """Which stored period each statement speaks of (an empty one: of none), and the periods nobody speaks of."""
    left = list(periods)
    found: dict[int, Period[V]] = {}

    def take(place: int, candidates: list[Period[V]]) -> None:
        if place not in found and candidates:
            found[place] = candidates[0]
            left.remove(candidates[0])

    for place, statement in enumerate(stated):
        take(place, [period for period in left if period[0].began_on == statement.valid_from])
    for place, statement in enumerate(stated):
        if statement.valid_from is None:
            current = [period for period in left if not _ended(period, effective)]
            take(place, current)
        else:
            take(place, [period for period in left if _speaks_of(statement, period, effective)])
    return [(statement, found.get(place, ())) for place, statement in enumerate(stated)], left


def _ended(period: Period[V], effective: date) -> bool:
    last = period[-1].valid_to
    return last is not None and last < effective


def _speaks_of(statement: Stated[V], period: Period[V], effective: date) -> bool:
    """Whether a statement with another first day moves this period rather than standing beside it."""
    first, last = period[0].valid_from, period[-1].valid_to
    start = statement.valid_from or effective
    overlaps = (last is None or start <= last) and (statement.valid_to is None or first <= statement.valid_to)
    return overlaps


def _as_stated(statement: Stated[V], period: Period[V], effective: date) -> list[Fresh[V]]:
    """The rows that the period should have, in order of time."""
    if not period:
        start = statement.valid_from or effective
        return [Fresh(start, start, statement.valid_to, statement.values)]
    start = statement.valid_from or period[0].began_on
    if start != period[0].began_on and start >= effective:
        before = _cut(_rows(period), None, start - ONE_DAY)
        return [*before, Fresh(start, start, statement.valid_to, statement.values)]
    return _merged(_stood(statement, period, start, effective), start, statement.valid_to)


def _stood(statement: Stated[V], period: Period[V], start: date, effective: date) -> list[Fresh[V]]:
    """The stored rows of the days before the effective one, with the file's values on every other day."""
    kept = _cut(_rows(period), start, effective - ONE_DAY)
    rows: list[Fresh[V]] = []
    at = start
    for row in kept:
        if row.valid_from > at:
            rows.append(Fresh(start, at, row.valid_from - ONE_DAY, statement.values))
        rows.append(row)
        assert row.valid_to is not None  # cut before the effective day
        at = row.valid_to + ONE_DAY
    rows.append(Fresh(start, at, None, statement.values))
    return rows


def _merged(rows: list[Fresh[V]], start: date, last: date | None) -> list[Fresh[V]]:
    """One row per run of equal values, all of one period, none beyond the last day."""
    merged: list[Fresh[V]] = []
    for row in _cut(rows, start, last):
        row = replace(row, began_on=start)
        if merged and merged[-1].values == row.values:
            merged[-1] = replace(merged[-1], valid_to=row.valid_to)
        else:
            merged.append(row)
    return merged


def _without(period: Period[V], effective: date, starts: set[date]) -> list[Fresh[V]]:
    """What stays of a period that the file no longer holds: the days before the effective one.

    One that has ended, or that ends where a stated period begins (its first day was moved forward), stands.
    """
    last = period[-1].valid_to
    if _ended(period, effective) or (last is not None and last + ONE_DAY in starts):
        return _rows(period)
    return _cut(_rows(period), None, effective - ONE_DAY)


def _rows(period: Period[V]) -> list[Fresh[V]]:
    return [Fresh(row.began_on, row.valid_from, row.valid_to, row.values) for row in period]


def _cut(rows: list[Fresh[V]], first: date | None, last: date | None) -> list[Fresh[V]]:
    """The rows within some days, cut to them."""
    cut: list[Fresh[V]] = []
    for row in rows:
        start = row.valid_from if first is None else max(row.valid_from, first)
        end = row.valid_to if last is None else last if row.valid_to is None else min(row.valid_to, last)
        if end is None or start <= end:
            cut.append(replace(row, valid_from=start, valid_to=end))
    return cut


def _outcome(period: Period[V], wanted: list[Fresh[V]]) -> Outcome:
    if not period:
        return Outcome.ADDED
    return Outcome.UNCHANGED if wanted == _rows(period) else Outcome.CHANGED


def _replace(period: Period[V], wanted: list[Fresh[V]], superseded: list[int], fresh: list[Fresh[V]]) -> None:
    """Supersede the rows that should not stand and insert those that are missing; equal rows stay untouched."""
    standing = {Fresh(row.began_on, row.valid_from, row.valid_to, row.values): row.row_id for row in period}
    superseded.extend(row_id for row, row_id in standing.items() if row not in wanted)
    fresh.extend(row for row in wanted if row not in standing)
