"""Records as the CSV that our own reader takes back unchanged."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

from elearn.organisations.files.columns import MANAGERS, PEOPLE, UNITS, Column, FileKind
from elearn.organisations.files.grid import CLOSING, DIGEST, digest
from elearn.organisations.files.records import ManagerRecord, PersonRecord, UnitRecord
from elearn.organisations.files.values import FORMULA_STARTS

BYTE_ORDER_MARK = "\ufeff"
# What is taken out is for this alone; every export says so in its closing record.
PURPOSE = "Används för att följa upp att utbildningen är gjord; inte för lön, prestation eller disciplin."

# A text that already has the sign gets one more, so that taking one off always gives the text back.
_FORMULA = re.compile(f"'*[{re.escape(FORMULA_STARTS)}]")


def write_units(records: Iterable[UnitRecord]) -> bytes:
    """A units file."""
    return _write(UNITS, records)


def write_people(records: Iterable[PersonRecord]) -> bytes:
    """A people file."""
    return _write(PEOPLE, records)


def write_managers(records: Iterable[ManagerRecord]) -> bytes:
    """A managers file."""
    return _write(MANAGERS, records)


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def closing_record(rows: int, body: str, width: int, note: str = "") -> list[str]:
    """What ends a file, so that a whole one can be told from a broken one; as wide as the rows before it."""
    return [CLOSING, str(rows), DIGEST + digest(body), note, *[""] * (width - 4)]


def _write(kind: FileKind, records: Iterable[object]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.name for column in kind.columns])
    rows = 0
    for rows, record in enumerate(records, start=1):  # noqa: B007 -- counted for the closing record
        writer.writerow(_cells(kind.columns, record))
    writer.writerow(closing_record(rows, text.getvalue(), len(kind.columns), PURPOSE))
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")


def _cells(columns: Sequence[Column], record: object) -> list[str]:
    return [_cell(column, getattr(record, column.field)) for column in columns]


def _cell(column: Column, value: object) -> str:
    # Nobody writes "no" in the column of protected identities: empty is the rule there.
    if value is None or (column.field == "protected" and value is False):
        return ""
    if column.words:
        return column.words.written(value)
    return value.isoformat() if isinstance(value, date) else defused(str(value))
