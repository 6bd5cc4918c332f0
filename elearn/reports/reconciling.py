"""Whether the kept counts are what the facts say, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.organisations.models import Unit
from elearn.organisations.queries import get_tree
from elearn.reports import kept
from elearn.reports.counting import list_courses, rows_of
from elearn.reports.courses import Window
from elearn.reports.rolling import FIELDS, RowKey, ways_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that stands in the counts, and what it should be."""

    unit_code: str
    row: RowKey
    name: str
    stored: int
    right: int


def list_differences(session: Session, window: Window) -> Iterator[Difference]:
    """Every number that is not what the facts say. `window`: for which the counts were made."""
    codes = dict(session.execute(select(Unit.id, Unit.code)).all())
    ways = ways_of(get_tree(session, window.first), codes)
    right: dict[RowKey, list[int]] = {}
    for courses in list_courses(session, window, ways):
        for key, numbers in rows_of(courses, ways).items():
            sums = right.setdefault(key, [0] * len(FIELDS))
            for place, number in enumerate(numbers):
                sums[place] += number
    stored = dict(kept.list_rows(session))
    nothing = (0,) * len(FIELDS)
    for key in sorted(right.keys() | stored.keys()):
        pairs = zip(FIELDS, stored.get(key, nothing), right.get(key, nothing), strict=True)
        yield from (
            Difference(codes[key.unit_id], key, name, *pair) for name, *pair in pairs if len(set(pair)) > 1
        )
