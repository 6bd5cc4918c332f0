"""How large an export will be, before it is made: small ones are sent at once, larger ones are made aside."""

from typing import IO

from sqlalchemy.orm import Session

from elearn.reports.export_completions import count_completion_rows
from elearn.reports.export_people import Readers
from elearn.reports.export_status import count_people_read, count_status_rows
from elearn.reports.exports import Format, Subject, Wish, find_headers, open_register, write_export

# Up to so many rows are written while somebody waits: about a second as CSV and three as a workbook. On SQLite every
# commit waits for that read, and a reverse proxy gives up on a longer answer.
MOST_AT_ONCE = 20_000


class TooLargeError(Exception):
    """An export that nobody should wait for, with at most so many rows."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


def write_small_export(session: Session, wish: Wish, readers: Readers | None, file: IO[bytes]) -> int:
    """Write an export that is small enough to wait for. Raises TooLargeError before anything is written."""
    expected = expect_rows(session, wish, readers)
    if expected > MOST_AT_ONCE:
        raise TooLargeError(expected)
    return write_export(session, wish, readers, file)


def expect_rows(session: Session, wish: Wish, readers: Readers | None) -> int:
    """At most how many rows an export will have, or people its figures are read from; counted in one statement.

    Raises FutureError, UnknownUnitError, UnknownModuleError or FileRefused, as writing it would.
    """
    reach = open_register(session, wish, readers).reach
    find_headers(session, wish)
    if wish.subject is Subject.COMPLETIONS:
        return count_completion_rows(session, wish.as_of, reach, wish.module)
    if wish.subject is Subject.UNITS_REPORT:
        return count_people_read(session, reach, placed_on=wish.placed_on)
    return count_status_rows(session, reach, wish.module, placed_on=wish.placed_on)


def expect_steps(rows: int, format: Format) -> int:
    """How often a row is in hand until the file is written: a workbook's are put aside first."""
    return rows * 2 if format is Format.XLSX else rows
