"""The kept counts as rows: for which days they hold, what stands in them, and adding to them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from elearn.audit.models import Removal
from elearn.completions.models import Completion
from elearn.database import Base, Dated
from elearn.modules.models import ModuleVersion
from elearn.organisations.models import HrImport
from elearn.organisations.queries import list_kinds
from elearn.reports.courses import Course, Window, read, write
from elearn.reports.lives import AT_A_TIME
from elearn.reports.models import CountsMade, FigureCount, PersonCounted, UnitAbove
from elearn.reports.rolling import FIELDS, Numbers, RowKey, Rows, Ways
from elearn.requirements.models import Aside, Hold, Holiday, RequirementVersion

ROWS_AT_A_TIME = 5000


@dataclass(frozen=True, slots=True)
class Basis:
    """What is recorded: the newest completion and file, how often rules and excuses were written, and how many rows the
    ledger has let go.

    `requirements`: with holidays and published versions; `holds`: with modules that people do in a way of their own.
    """

    ledger_seq: int
    import_id: int
    requirements: int
    holds: int
    removals: int


def _written(*models: type[Dated]) -> Any:
    """How often facts were written: a row and its end are two times, so that what is taken back counts too.

    None of these numbers ever falls, so that their sum is the same only where each of them is.
    """
    counts = [select(func.count(row.id) + func.count(row.superseded_at)).scalar_subquery() for row in models]
    return sum(counts[1:], counts[0])


BASIS = (
    select(func.coalesce(func.max(Completion.seq), 0)).scalar_subquery(),
    select(func.coalesce(func.max(HrImport.id), 0)).scalar_subquery(),
    _written(RequirementVersion, Holiday) + select(func.count(ModuleVersion.id)).scalar_subquery(),
    _written(Hold, Aside),
    select(func.count()).select_from(Removal).scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class Made:
    """For which days the counts were made, what they know of, and what there is."""

    window: Window
    known: Basis
    newest: Basis

    def holds(self, on: date) -> bool:
        """Whether the counts are those of a day."""
        return self.known == self.newest and self.window.first <= on <= self.window.last


def find_made(session: Session) -> Made | None:
    """For which days there are counts, None where there are none."""
    row = CountsMade
    known = (row.ledger_seq, row.import_id, row.requirements, row.holds, row.removals)
    found = session.execute(select(row.first, row.last, *known, *BASIS).where(row.id == 1)).one_or_none()
    if found is None:
        return None
    first, last, *rest = found
    return Made(Window(first, last), Basis(*rest[:5]), Basis(*rest[5:]))


def know(session: Session, **newest: int) -> None:
    """Let the counts know of a newer completion, file or hold."""
    session.execute(update(CountsMade).where(CountsMade.id == 1).values(**newest))


def forget(session: Session) -> None:
    """Let the counts hold for no day, until they are made again."""
    session.execute(delete(CountsMade))


def clear(session: Session) -> None:
    """Take every count away."""
    for model in (CountsMade, FigureCount, PersonCounted, UnitAbove):
        session.execute(delete(model))


def keep_made(session: Session, window: Window) -> None:
    """Say that there are counts for some days, of everything that is recorded now."""
    newest = Basis(*session.execute(select(*BASIS)).one())
    session.execute(
        insert(CountsMade).values(
            id=1,
            first=window.first,
            last=window.last,
            ledger_seq=newest.ledger_seq,
            import_id=newest.import_id,
            requirements=newest.requirements,
            holds=newest.holds,
            removals=newest.removals,
        )
    )


def keep_ways(session: Session, ways: Ways) -> None:
    """Keep who stands above whom."""
    rows = [
        {"unit_id": unit, "above_id": above, "asks": above in asks, "counts": above in ways.counts[unit]}
        for unit, asks in ways.asks.items()
        for above in asks | ways.counts[unit]
    ]
    _execute(session, insert(UnitAbove.__table__), rows)  # type: ignore[arg-type]


def get_ways(session: Session, unit_ids: Iterable[int], on: date) -> Ways:
    """The ways up from some units, on a day for which the counts hold."""
    asks: dict[int, set[int]] = {unit: set() for unit in unit_ids}
    counts: dict[int, set[int]] = {unit: set() for unit in asks}
    for some in _parts(list(asks)):
        for row in session.scalars(select(UnitAbove).where(UnitAbove.unit_id.in_(some))):
            if row.asks:
                asks[row.unit_id].add(row.above_id)
            if row.counts:
                counts[row.unit_id].add(row.above_id)
    return Ways(
        {unit: frozenset(above) for unit, above in asks.items()},
        {unit: frozenset(above) for unit, above in counts.items()},
        list_kinds(session, asks, on),
    )


def get_courses(session: Session, people: Collection[UUID]) -> dict[UUID, Course]:
    """How some people are counted."""
    row = PersonCounted
    return {
        person_id: read(text)
        for some in _parts(list(people))
        for person_id, text in session.execute(
            select(row.person_id, row.course).where(row.person_id.in_(some))
        )
    }


def keep_courses(session: Session, courses: Mapping[UUID, Course]) -> None:
    """Keep how some people are counted from now on; nothing of those who are not."""
    for some in _parts([person_id for person_id, course in courses.items() if not course]):
        session.execute(delete(PersonCounted).where(PersonCounted.person_id.in_(some)))
    table = _table(PersonCounted)
    made = _insert(session, table)
    statement = made.on_conflict_do_update(
        index_elements=["person_id"], set_={"course": made.excluded.course}
    )
    rows = [{"person_id": who, "course": write(course)} for who, course in courses.items() if course]
    _execute(session, statement, rows)


def add(session: Session, rows: Rows) -> None:
    """Add to the rows, in the database itself: what others have added meanwhile stays."""
    table = _table(FigureCount)
    made = _insert(session, table)
    sums = {name: table.c[name] + made.excluded[name] for name in FIELDS}
    statement = made.on_conflict_do_update(index_elements=list(RowKey._fields), set_=sums)
    content = [
        {**key._asdict(), **dict(zip(FIELDS, numbers, strict=True))} for key, numbers in sorted(rows.items())
    ]
    _execute(session, statement, content)


def list_rows(session: Session) -> Iterable[tuple[RowKey, Numbers]]:
    """Every row that says something."""
    table = _table(FigureCount)
    statement = select(*(table.c[name] for name in (*RowKey._fields, *FIELDS)))
    for row in session.execute(statement):
        key, numbers = RowKey(*row[:5]), tuple(row[5:])
        if any(numbers):
            yield key, numbers


def count_people(session: Session) -> int:
    """How many people stand in the counts."""
    return session.scalar(select(func.count()).select_from(PersonCounted)) or 0


def list_people(session: Session) -> set[UUID]:
    """Everybody who stands in the counts."""
    return set(session.scalars(select(PersonCounted.person_id)))


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 -- says so to the type checker
    return table


def _insert(session: Session, table: Table) -> Any:
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if is_postgresql else sqlite.insert(table)


def _execute(session: Session, statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    for place in range(0, len(rows), ROWS_AT_A_TIME):
        session.connection().execute(statement, rows[place : place + ROWS_AT_A_TIME])


def _parts(things: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (things[place : place + AT_A_TIME] for place in range(0, len(things), AT_A_TIME))
