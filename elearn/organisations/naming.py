"""What becomes of a person's name in a source when a file states it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from elearn.organisations.facts import PersonFacts
from elearn.organisations.timeline import ONE_DAY, Fresh, Stored


@dataclass(frozen=True, slots=True)
class Naming:
    """`before`: what held until the file, None for somebody new; `after`: what the file says."""

    before: PersonFacts | None
    after: PersonFacts
    superseded: tuple[int, ...]
    fresh: tuple[Fresh[PersonFacts], ...]

    @property
    def changed(self) -> bool:
        return self.before is not None and self.before != self.after


def plan_naming(
    stored: Sequence[Stored[PersonFacts]], facts: PersonFacts, first_day: date, effective: date
) -> Naming:
    """A name holds from the person's first day without end, also when the employments have ended.

    A new one takes effect on the effective date. A protected identity is protected at once, whatever the date
    of the file: the days before it are marked too.
    """
    if not stored:
        return Naming(None, facts, (), (Fresh(first_day, first_day, None, facts),))
    before = next((row.values for row in reversed(stored) if row.valid_from <= effective), stored[0].values)
    first_day = min(first_day, stored[0].valid_from)
    wanted: list[Fresh[PersonFacts]] = []
    for row in stored:
        if row.valid_from < effective:
            start = row.valid_from if wanted else first_day
            values = replace_protected(row.values) if facts.protected else row.values
            _add(
                wanted, Fresh(row.began_on if start == row.valid_from else start, start, row.valid_to, values)
            )
    start = effective if wanted else first_day
    _add(wanted, Fresh(start, start, None, facts))
    standing = {Fresh(row.began_on, row.valid_from, row.valid_to, row.values): row.row_id for row in stored}
    return Naming(
        before,
        facts,
        tuple(row_id for row, row_id in standing.items() if row not in wanted),
        tuple(row for row in wanted if row not in standing),
    )


def replace_protected(facts: PersonFacts) -> PersonFacts:
    """The same name, protected."""
    return facts._replace(protected=True)


def _add(rows: list[Fresh[PersonFacts]], row: Fresh[PersonFacts]) -> None:
    """Append a row that ends the one before it, or goes on as it."""
    if rows and rows[-1].values == row.values:
        rows[-1] = replace(rows[-1], valid_to=row.valid_to)
        return
    if rows:
        rows[-1] = replace(rows[-1], valid_to=row.valid_from - ONE_DAY)
    rows.append(row)
