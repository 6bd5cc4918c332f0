"""Tables as files: CSV for Swedish Excel, XLSX, JSON Lines. None grows in memory with its rows."""

import csv
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import IO, Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from elearn.organisations.files.grid import CLOSING, DIGEST
from elearn.organisations.files.values import FORMULA_STARTS
from elearn.organisations.files.writing import BYTE_ORDER_MARK, defused

Value = str | date | bool | int | None
Row = Sequence[Value]
# What the end of a file says of it; asked for when all rows are written, since it may depend on them.
Note = Callable[[], str]

# A sheet of Excel ends after 1,048,576 rows; the first is the header.
MOST_ROWS = 1_048_575
ABOUT_SHEET = "about"
# `elearn tidy` knows by it what a killed process left behind.
DIRECTORY_PREFIX = "elearn-export-"
WIDE, NARROW = 22, 12


class Column(NamedTuple):
    """A column by its English name, and what its cells hold: text, days, yes and no, or numbers."""

    name: str
    holds: type[str] | type[date] | type[bool] | type[int] = str


class _Digested:
    """Text on its way into a file, with the digest of everything written so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()

    def write(self, text: str) -> int:
        content = text.encode("utf-8")
        self._sha256.update(content)
        return self._file.write(content)

    @property
    def digest(self) -> str:
        return self._sha256.hexdigest()


def write_csv(
    file: IO[bytes], columns: Sequence[Column], rows: Iterable[Row], *, note: str | Note, preface: str = ""
) -> int:
    """The rows as CSV, with a closing record that promises their number; how many there were.

    `preface`: what a reader must know before anything else, as a record above the header.
    """
    file.write(BYTE_ORDER_MARK.encode("utf-8"))
    text = _Digested(file)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    if preface:
        writer.writerow([preface, *[""] * (len(columns) - 1)])
    writer.writerow([column.name for column in columns])
    converters = [_CONVERTERS[column.holds] for column in columns]
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 -- counted for the closing record
        writer.writerow([convert(value) for convert, value in zip(converters, row, strict=True)])
    closing = [CLOSING, str(count), DIGEST + text.digest, _said(note)]
    writer.writerow(closing + [""] * (len(columns) - len(closing)))
    return count


def _said(note: str | Note) -> str:
    return note if isinstance(note, str) else note()


def _text(value: Any) -> str | None:
    # Nearly all texts are let through by their first character alone.
    return defused(value) if value and value[0] in _SUSPECT else value


def _day(value: Any) -> str | None:
    return str(value.isoformat()) if value else None


def _yes_or_no(value: Any) -> str | None:
    return None if value is None else "yes" if value else "no"


def _number(value: Any) -> str | None:
    return None if value is None else str(value)


_SUSPECT = frozenset(f"'{FORMULA_STARTS}")
_CONVERTERS: dict[type, Callable[[Any], str | None]] = {
    str: _text,
    date: _day,
    bool: _yes_or_no,
    int: _number,
}


def write_json_lines(
    file: IO[bytes], columns: Sequence[Column], rows: Iterable[Row], *, note: str | Note
) -> int:
    """The rows as they are, one object a line, with a closing object without a row's keys; how many there were."""
    text = _Digested(file)
    names = [column.name for column in columns]
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 -- counted for the closing object
        text.write(_line(dict(zip(names, row, strict=True))))
    text.write(_line({"end": True, "rows": count, "sha256": text.digest, "note": _said(note)}))
    return count


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=date.isoformat) + "\n"


def spool(file: IO[bytes], rows: Iterable[Row]) -> int:
    """Put rows aside quickly, for `unspooled` to read back; how many there were."""
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 -- the caller is told
        file.write(_line(row).encode("utf-8"))
    file.seek(0)
    return count


def unspooled(file: IO[bytes], columns: Sequence[Column]) -> Iterable[Row]:
    """The rows that `spool` put aside."""
    days = [column.holds is date for column in columns]
    for line in file:
        values = json.loads(line)
        yield [
            date.fromisoformat(value) if is_day and value else value
            for value, is_day in zip(values, days, strict=True)
        ]


def write_workbook(
    file: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    title: str,
    about: Mapping[str, Value],
    most_rows: int = MOST_ROWS,
) -> None:
    """The rows as an Excel workbook with typed cells: as many sheets as they need, and one about the file.

    The writer keeps rows in files of its own until the end; they lie in a private directory that goes whatever
    happens.
    """
    with tempfile.TemporaryDirectory(prefix=DIRECTORY_PREFIX) as directory:
        workbook = Workbook(
            file,
            {
                "constant_memory": True,
                "tmpdir": directory,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        workbook.use_zip64()
        try:
            _fill(workbook, columns, rows, title, most_rows)
            _describe(workbook, about)
            workbook.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error
        finally:
            for sheet in workbook.worksheets():
                sheet.row_data_fh.close()


def _fill(workbook: Any, columns: Sequence[Column], rows: Iterable[Row], title: str, most_rows: int) -> None:
    sheet, place = _new_sheet(workbook, columns, title), 0
    for row in rows:
        if place == most_rows:
            _finish(sheet, columns, place)
            name = f"{title} {len(workbook.worksheets()) + 1}"
            sheet, place = _new_sheet(workbook, columns, name), 0
        place += 1
        for column, value in enumerate(row):
            _put(sheet, place, column, value)
    _finish(sheet, columns, place)


def _new_sheet(workbook: Any, columns: Sequence[Column], name: str) -> Any:
    sheet = workbook.add_worksheet(name)
    bold = workbook.add_format({"bold": True})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDE if column.holds is str else NARROW)
        sheet.write_string(0, place, column.name, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def _finish(sheet: Any, columns: Sequence[Column], rows: int) -> None:
    sheet.autofilter(0, 0, rows, len(columns) - 1)


def _put(sheet: Any, row: int, column: int, value: Value) -> None:
    # Never the general `write`, which looks at a text to find out what it might be. And no truth values: LibreOffice
    # makes formulas of them.
    if isinstance(value, bool):
        sheet.write_string(row, column, _yes_or_no(value))
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, value)


def _describe(workbook: Any, about: Mapping[str, Value]) -> None:
    sheet = workbook.add_worksheet(ABOUT_SHEET)
    sheet.set_column(0, 0, NARROW)
    sheet.set_column(1, 1, 4 * WIDE)
    for row, (name, value) in enumerate(about.items()):
        sheet.write_string(row, 0, name)
        _put(sheet, row, 1, value)
