"""What a snapshot makes of the stored periods of one key. Pure: the heart of every import.

A key (a unit, an employment, a post) has stored periods that do not overlap. Each belongs to a stated
period, named by its first day `began_on`; a value that changed within it has split it into rows. A file
states periods again, effective a day:

- the same first day: days before the effective one stand as stored, days from it are as the file says;
- no first day: the stored period that is not over by then goes on, otherwise one begins on the effective day;
- a first day moved to the effective one or later: a new period begins there, what came before stands
  (what had not begun by the effective day is put off instead);
- any other first day: stored as given, which corrects the days before the effective one;
- a period that the file no longer holds ends the day before the effective one.
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
    """A period as a file states it; no first day means the one already stored, or else the effective date."""

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
    """What becomes of one key.

    `outcomes`: one per stated period, with its first day in `starts` and the last stored row that it speaks of
    in `spoken_of`; `dropped`: the last row of each stored period that ends because the file no longer holds it.
    """

    outcomes: tuple[Outcome, ...]
    starts: tuple[date, ...]
    spoken_of: tuple[Stored[V] | None, ...]
    dropped: tuple[Stored[V], ...]
    superseded: tuple[int, ...]
    fresh: tuple[Fresh[V], ...]


Period = tuple[Stored[V], ...]


@dataclass(frozen=True, slots=True)
class _Span(Generic[V]):
    """A statement with its first day, and the stored period that it speaks of (an empty one: of none)."""

    start: date
    statement: Stated[V]
    period: Period[V]


def plan(stored: Sequence[Stored[V]], stated: Sequence[Stated[V]], effective: date) -> Plan[V]:
    """Compare what is stored of a key with what a file effective on a day states of it.

    `stated` may be empty: the file no longer holds the key. Stored rows never overlap; whether the stated
    periods do can be seen from `starts`, and then the rest of the plan means nothing.
    """
    spans, left = _pair(_periods(stored), stated, effective)
    outcomes: list[Outcome] = []
    superseded: list[int] = []
    fresh: list[Fresh[V]] = []
    for span in spans:
        wanted = _before(span, spans, effective) + _as_stated(span, effective)
        outcomes.append(_outcome(span.period, wanted))
        _replace(span.period, wanted, superseded, fresh)
    dropped: list[Stored[V]] = []
    for period in left:
        wanted = _outside(_without(period, spans, effective), spans)
        if wanted != _rows(period):
            dropped.append(period[-1])
            _replace(period, wanted, superseded, fresh)
    return Plan(
        outcomes=tuple(outcomes),
        starts=tuple(span.start for span in spans),
        spoken_of=tuple(span.period[-1] if span.period else None for span in spans),
        dropped=tuple(dropped),
        superseded=tuple(superseded),
        fresh=tuple(fresh),
    )


def _periods(stored: Sequence[Stored[V]]) -> list[Period[V]]:
    """The stored rows grouped by the period they belong to, in order of time."""
    groups: dict[date, list[Stored[V]]] = {}
    for row in sorted(stored, key=lambda row: row.valid_from):
        groups.setdefault(row.began_on, []).append(row)
    return [tuple(rows) for rows in groups.values()]


def _pair(
    periods: list[Period[V]], stated: Sequence[Stated[V]], effective: date
) -> tuple[list[_Span[V]], list[Period[V]]]:
    """Which stored period each statement speaks of, and the periods nobody speaks of.

    The same first day names the period beyond doubt; then come statements without one, then those
    whose first day was moved.
    """
    left = list(periods)
    found: dict[int, Period[V]] = {}
    for same, undated in ((True, False), (False, True), (False, False)):
        for place, statement in enumerate(stated):
            if place in found or (not same and undated != (statement.valid_from is None)):
                continue
            if same:
                candidates = [period for period in left if period[0].began_on == statement.valid_from]
            else:
                candidates = [period for period in left if _speaks_of(statement, period, effective)]
                candidates.sort(key=lambda period: _ended(period, effective))
            if candidates:
                found[place] = candidates[0]
                left.remove(candidates[0])
    spans = [
        _Span(_start(statement, found.get(place, ()), effective), statement, found.get(place, ()))
        for place, statement in enumerate(stated)
    ]
    return spans, left


def _ended(period: Period[V], effective: date) -> bool:
    last = period[-1].valid_to
    return last is not None and last < effective


def _speaks_of(statement: Stated[V], period: Period[V], effective: date) -> bool:
    """Whether a statement with another first day, or none, moves this period rather than standing beside it.

    A period that has ended is left alone by a statement that goes on.
    """
    goes_on = statement.valid_to is None or statement.valid_to >= effective
    if goes_on and _ended(period, effective):
        return False
    first, last = period[0].valid_from, period[-1].valid_to
    start = statement.valid_from or (
        effective if statement.valid_to is None else min(effective, statement.valid_to)
    )
    return (last is None or start <= last) and (statement.valid_to is None or first <= statement.valid_to)


def _start(statement: Stated[V], period: Period[V], effective: date) -> date:
    if statement.valid_from is not None:
        return statement.valid_from
    return min(period[0].began_on, effective) if period else effective


def _moved_forward(span: _Span[V], effective: date) -> bool:
    return bool(span.period) and span.period[0].began_on < effective <= span.start


def _before(span: _Span[V], spans: list[_Span[V]], effective: date) -> list[Fresh[V]]:
    """What stands of a period whose first day was moved to the effective date or later: the days before it."""
    if not _moved_forward(span, effective):
        return []
    return _outside(_earlier(_rows(span.period), span.start), spans)


def _as_stated(span: _Span[V], effective: date) -> list[Fresh[V]]:
    """The rows of the stated period, in order of time."""
    statement, start = span.statement, span.start
    if not span.period or start != span.period[0].began_on:
        return [Fresh(start, start, statement.valid_to, statement.values)]
    rows: list[Fresh[V]] = []
    at = start
    for row in _earlier(_rows(span.period), effective):
        if row.valid_from > at:
            rows.append(Fresh(start, at, row.valid_from - ONE_DAY, statement.values))
        rows.append(row)
        at = min(row.valid_to or effective, effective - ONE_DAY) + ONE_DAY
    rows.append(Fresh(start, at, None, statement.values))
    return _merged(rows if statement.valid_to is None else _until(rows, statement.valid_to))


def _merged(rows: list[Fresh[V]]) -> list[Fresh[V]]:
    """One row per run of equal values."""
    merged: list[Fresh[V]] = []
    for row in rows:
        if merged and merged[-1].values == row.values:
            merged[-1] = replace(merged[-1], valid_to=row.valid_to)
        else:
            merged.append(row)
    return merged


def _without(period: Period[V], spans: list[_Span[V]], effective: date) -> list[Fresh[V]]:
    """What stays of a period that the file no longer holds: the days before the effective one.

    One that has ended, or that ends where a stated period begins (its first day was moved forward), stands.
    """
    last = period[-1].valid_to
    gives_way = last is not None and any(
        (span.start - last) == ONE_DAY and span.start >= effective for span in spans
    )
    if _ended(period, effective) or (gives_way and period[0].began_on < effective):
        return _rows(period)
    return _earlier(_rows(period), effective)


def _rows(period: Period[V]) -> list[Fresh[V]]:
    return [Fresh(row.began_on, row.valid_from, row.valid_to, row.values) for row in period]


def _outside(rows: list[Fresh[V]], spans: list[_Span[V]]) -> list[Fresh[V]]:
    """The rows without the days that a statement speaks of."""
    for span in spans:
        last = span.statement.valid_to
        rows = _earlier(rows, span.start) + ([] if last is None else _later(rows, last))
    return rows


def _earlier(rows: list[Fresh[V]], day: date) -> list[Fresh[V]]:
    """The rows' days before a day."""
    return _until([row for row in rows if row.valid_from < day], day - ONE_DAY) if day > date.min else []


def _until(rows: list[Fresh[V]], last: date) -> list[Fresh[V]]:
    """The rows' days up to a day."""
    return [
        row if row.valid_to is not None and row.valid_to <= last else replace(row, valid_to=last)
        for row in rows
        if row.valid_from <= last
    ]


def _later(rows: list[Fresh[V]], day: date) -> list[Fresh[V]]:
    """The rows' days after a day."""
    return [
        row if row.valid_from > day else replace(row, valid_from=day + ONE_DAY)
        for row in rows
        if day < date.max and (row.valid_to is None or row.valid_to > day)
    ]


def _outcome(period: Period[V], wanted: list[Fresh[V]]) -> Outcome:
    if not period:
        return Outcome.ADDED
    return Outcome.UNCHANGED if wanted == _rows(period) else Outcome.CHANGED


def _replace(period: Period[V], wanted: list[Fresh[V]], superseded: list[int], fresh: list[Fresh[V]]) -> None:
    """Supersede the rows that should not stand and insert those that are missing; equal rows stay untouched."""
    standing = {Fresh(row.began_on, row.valid_from, row.valid_to, row.values): row.row_id for row in period}
    superseded.extend(row_id for row, row_id in standing.items() if row not in wanted)
    fresh.extend(row for row in wanted if row not in standing)
