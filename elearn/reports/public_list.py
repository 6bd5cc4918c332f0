"""The list for a request under offentlighetsprincipen: who has completed what, for HR to review before it goes out.

Nobody with a protected identity is in it, and no row that has been corrected. Marked rows come first: they go to a
secrecy review. The mark is one word without its cause, since a cause would say what the review is to protect.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import IO, Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elearn.audit.services import record_event
from elearn.database import known
from elearn.organisations.models import Employment, Unit
from elearn.organisations.queries import get_tree, numbers, persons
from elearn.reports import export_completions
from elearn.reports.export_completions import list_counting_rows
from elearn.reports.export_people import Readers
from elearn.reports.export_register import Register
from elearn.reports.exports import Wish, note_of, open_register
from elearn.reports.queries import list_members
from elearn.reports.small_numbers import FEWEST
from elearn.reports.spreadsheets import Column, Row, write_csv
from elearn.requirements.models import Hold

ACTION = "public_list.made"
PREFACE = (
    "HR ska pröva varje rad innan listan lämnas ut. Rader med ja i första kolumnen ska först till sekretessprövning. "
    "Ta sedan bort den här raden och den kolumnen. Fråga inte vem som begär listan eller varför."
)
COLUMNS = (
    Column("sekretessprövning"),
    Column("förnamn"),
    Column("efternamn"),
    Column("enhetskod"),
    Column("enhet"),
    Column("modul"),
    Column("version"),
    Column("genomförd", date),
)
MARK = "ja"

_PLACES = {column.name: place for place, column in enumerate(export_completions.COLUMNS)}
_SHOWN = (
    "given_name",
    "family_name",
    "unit_code_then",
    "unit_name_then",
    "module",
    "version",
    "completed_on",
)


def write_public_list(session: Session, wish: Wish, readers: Readers | None, file: IO[bytes]) -> int:
    """Write the list into a file, and return its number of rows. Ends the session's read.

    Raises FutureError, UnknownUnitError or UnknownModuleError before anything is written.
    """
    register = open_register(session, wish, readers)
    count = write_csv(
        file, COLUMNS, _rows(session, wish, register), note=lambda: note_of(register), preface=PREFACE
    )
    session.rollback()
    file.flush()
    return count


def record_public_list(
    session: Session, wish: Wish, rows: int, *, at: datetime, actor: UUID | None = None
) -> None:
    """Note that a list was made and of what; never who asked for it."""
    details: dict[str, Any] = {
        "as_of": wish.as_of.isoformat(),
        "unit": wish.unit,
        "module": wish.module,
        "rows": rows,
    }
    record_event(session, ACTION, at=at, actor=actor, details=details)


def _rows(session: Session, wish: Wish, register: Register) -> Iterator[Row]:
    """Marked rows, then the others: read twice, so that memory does not grow with them."""
    handled = _handled(session, wish.as_of, wish.today)
    small = _small_units(session, wish.as_of)
    for marked in (True, False):
        register.left_out = 0  # both times the same rows are left out
        for person_id, row in list_counting_rows(session, wish.as_of, register, wish.module):
            if register.is_protected(person_id):
                continue
            if (person_id in handled or _cell(row, "unit_code_then") in small) is marked:
                yield MARK if marked else "", *(_cell(row, name) for name in _SHOWN)


def _cell(row: Row, name: str) -> Any:
    return row[_PLACES[name]]


def _handled(session: Session, first: date, last: date) -> frozenset[UUID]:
    """Everybody whom HR handled by itself, or who was away, at some time from a day to today."""
    person, number = persons(), numbers()
    held = (
        select(person.c.person_id)
        .join(Hold, Hold.person_id == person.c.recorded_id)
        .where(known(Hold), Hold.valid_from <= last, or_(Hold.valid_to.is_(None), Hold.valid_to >= first))
    )
    away = (
        select(number.c.person_id)
        .join(Employment, Employment.number_id == number.c.id)
        .where(
            known(Employment),
            Employment.absent_from <= last,
            or_(Employment.absent_to.is_(None), Employment.absent_to >= first),
        )
    )
    return frozenset(session.scalars(held.union(away)))


def _small_units(session: Session, on: date) -> Collection[str | None]:
    """The codes of units in which so few people stood on a day that each can be told; '' stands for no unit."""
    people: dict[int, int] = {}
    for member in list_members(session, get_tree(session, on), on):
        for unit_id in {place.unit_id for place in member.places}:
            people[unit_id] = people.get(unit_id, 0) + 1
    codes = session.execute(select(Unit.id, Unit.code))
    return {None, *(code for unit_id, code in codes if people.get(unit_id, 0) < FEWEST)}
