"""What stands now beside what stood before a file, key by key: what taking the file back would do. Pure."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from elearn.organisations.timeline import Fresh, Outcome, Stored

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Turned(Generic[K, V]):
    """One period of a key: the row of it that tells the difference best, as it stands and as it stood."""

    outcome: Outcome
    key: K
    now: Stored[V] | None
    then: Stored[V] | None


@dataclass(frozen=True, slots=True)
class Reversal(Generic[K, V]):
    """The rows to supersede, those to insert again, and every period with what becomes of it."""

    superseded: tuple[int, ...]
    fresh: tuple[tuple[K, Fresh[V]], ...]
    periods: tuple[Turned[K, V], ...]


def revert(now: Mapping[K, Sequence[Stored[V]]], then: Mapping[K, Sequence[Stored[V]]]) -> Reversal[K, V]:
    """What makes the rows of now into those of then; rows that say the same stay untouched."""
    superseded: list[int] = []
    fresh: list[tuple[K, Fresh[V]]] = []
    periods: list[Turned[K, V]] = []
    for key in dict.fromkeys([*now, *then]):
        standing = {_said(row): row.row_id for row in now.get(key, ())}
        wanted = [_said(row) for row in then.get(key, ())]
        superseded.extend(row_id for row, row_id in standing.items() if row not in wanted)
        fresh.extend((key, row) for row in wanted if row not in standing)
        periods.extend(_periods(key, now.get(key, ()), then.get(key, ())))
    return Reversal(tuple(superseded), tuple(fresh), tuple(periods))


def count(periods: Sequence[Turned[K, V]], effective: date) -> Counter[Outcome]:
    """Periods by what becomes of them; unchanged ones only where they go on, as a file would hold them."""
    return Counter(
        period.outcome
        for period in periods
        if period.outcome is not Outcome.UNCHANGED
        or (period.now is not None and goes_on(period.now, effective))
    )


def goes_on(row: Stored[V] | Fresh[V], day: date) -> bool:
    """Whether a row holds on a day or later."""
    return row.valid_to is None or row.valid_to >= day


def _said(row: Stored[V]) -> Fresh[V]:
    return Fresh(row.began_on, row.valid_from, row.valid_to, row.values)


def _periods(key: K, now: Sequence[Stored[V]], then: Sequence[Stored[V]]) -> Iterator[Turned[K, V]]:
    for day in sorted({row.began_on for row in (*now, *then)}):
        ours = sorted((row for row in now if row.began_on == day), key=lambda row: row.valid_from)
        theirs = sorted((row for row in then if row.began_on == day), key=lambda row: row.valid_from)
        same = {_said(row) for row in ours} & {_said(row) for row in theirs}
        yield Turned(_outcome(ours, theirs, len(same)), key, _telling(ours, same), _telling(theirs, same))


def _outcome(now: Sequence[Stored[V]], then: Sequence[Stored[V]], same: int) -> Outcome:
    if not now:
        return Outcome.ADDED
    if not then:
        return Outcome.ENDED
    return Outcome.UNCHANGED if same == len(now) == len(then) else Outcome.CHANGED


def _telling(rows: Sequence[Stored[V]], same: set[Fresh[V]]) -> Stored[V] | None:
    """The last row that differs, or the last of all."""
    differing = [row for row in rows if _said(row) not in same]
    return differing[-1] if differing else rows[-1] if rows else None
