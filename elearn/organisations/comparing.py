"""A file's records beside what is stored, key by key: the part that units, employments and posts have in common."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from flask_babel import gettext as _

from elearn.organisations.files.faults import Fault
from elearn.organisations.timeline import Fresh, Outcome, Plan, Stated, Stored, plan


class Record(Protocol):
    """What every record of an HR file has."""

    @property
    def line(self) -> int: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound=Record)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class KeyPlan(Generic[K, R, V]):
    """What becomes of one key, with the records that speak of it: none when the file no longer holds it."""

    key: K
    records: tuple[R, ...]
    plan: Plan[V]


@dataclass(frozen=True, slots=True)
class Comparison(Generic[K, R, V]):
    """Every key of the file and of its source, compared; keys with a fault are left out."""

    keys: tuple[KeyPlan[K, R, V], ...]
    faults: tuple[Fault, ...]

    @property
    def superseded(self) -> tuple[int, ...]:
        return tuple(row_id for made in self.keys for row_id in made.plan.superseded)

    @property
    def fresh(self) -> tuple[tuple[K, Fresh[V]], ...]:
        return tuple((made.key, row) for made in self.keys for row in made.plan.fresh)

    def count(self) -> Counter[Outcome]:
        counts: Counter[Outcome] = Counter()
        for made in self.keys:
            counts.update(made.plan.outcomes)
            counts[Outcome.ENDED] += len(made.plan.dropped)
        return counts


def compare(
    stored: Mapping[K, Sequence[Stored[V]]],
    stated: Mapping[K, Sequence[tuple[R, V]]],
    effective: date,
    headers: Mapping[str, str],
) -> Comparison[K, R, V]:
    """Compare every key of a file, and every stored key that it no longer holds."""
    keys: list[KeyPlan[K, R, V]] = []
    faults: list[Fault] = []
    for key, rows in stated.items():
        statements = [Stated(record.valid_from, record.valid_to, values) for record, values in rows]
        made = KeyPlan(
            key, tuple(record for record, _values in rows), plan(stored.get(key, ()), statements, effective)
        )
        found = list(_misplaced(made, headers))
        faults.extend(found)
        if not found:
            keys.append(made)
    for key, periods in stored.items():
        if key not in stated and any(row.valid_to is None or row.valid_to >= effective for row in periods):
            keys.append(KeyPlan(key, (), plan(periods, (), effective)))
    return Comparison(tuple(keys), tuple(faults))


def _misplaced(made: KeyPlan[K, R, V], headers: Mapping[str, str]) -> Iterator[Fault]:
    """Rows without a first day that, once it is known, end before it or overlap another row of their key."""
    rows = sorted(zip(made.plan.starts, made.records, strict=True), key=lambda row: (row[0], row[1].line))
    for start, record in rows:
        if record.valid_to is not None and record.valid_to < start:
            message = _(
                "Raden saknar första dag och slutar före filens datum. Ange första dag, eller ta bort raden."
            )
            yield Fault(record.line, headers.get("valid_to"), record.valid_to.isoformat(), message)
    for (_start, before), (start, record) in pairwise(rows):
        if before.valid_to is None or before.valid_to >= start:
            message = _(
                "Raden gäller samma dagar som rad %(line)s: den som saknar första dag börjar den dag som redan "
                "är lagrad. Ange första dag på båda.",
                line=before.line,
            )
            yield Fault(record.line, headers.get("valid_from"), None, message)


def group(records: Iterable[tuple[K, R, V]]) -> dict[K, list[tuple[R, V]]]:
    """The records by the key that they speak of, in the order of the file."""
    grouped: dict[K, list[tuple[R, V]]] = {}
    for key, record, values in records:
        grouped.setdefault(key, []).append((record, values))
    return grouped


def resulting(stored: Sequence[Stored[V]], made: Plan[V]) -> list[Fresh[V]]:
    """The rows of a key once its plan is carried out, in order of time."""
    gone = set(made.superseded)
    kept = [
        Fresh(row.began_on, row.valid_from, row.valid_to, row.values)
        for row in stored
        if row.row_id not in gone
    ]
    return sorted([*kept, *made.fresh], key=lambda row: row.valid_from)
