"""CSV, read strictly: what its separator is, where each record starts, and never a swallowed row."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.organisations.files.decoding import decode, is_guess
from elearn.organisations.files.faults import MOST_FAULTS
from elearn.organisations.files.grid import Grid, Recognise, Row, check_closing, find_closing, is_blank

SEPARATORS = (";", ",", "\t")
# Each broken record makes the reader start again on the line below it; a file of nothing else is given up.
MOST_RESTARTS = 100


@dataclass(frozen=True, slots=True)
class _Record:
    first: int
    after: int
    fields: list[str]


@dataclass(frozen=True, slots=True)
class _Broken:
    first: int
    too_long: bool = False


def read_delimited(content: bytes, recognise: Recognise) -> Grid:
    """The records of a CSV file; FileRefused where it is no text at all."""
    text, encoding = decode(content)
    lines = list(io.StringIO(text, newline=""))
    while lines and not lines[-1].strip("\r\n \t"):
        lines.pop()
    grid = Grid(encoding, None, guessed=is_guess(text, encoding))
    if not lines:
        grid.add_fault(None, _("Filen är tom. Ta ut den på nytt ur HR-systemet."))
        return grid
    grid.separator = _find_separator(lines, recognise)
    _read_records(grid, lines, grid.separator or SEPARATORS[0])
    return grid


def _find_separator(lines: list[str], recognise: Recognise) -> str | None:
    """The one that makes most known headers of the first line; None where the line holds no separator."""

    def merit(separator: str) -> tuple[int, int]:
        try:
            header = next(csv.reader(lines, delimiter=separator, strict=True))
        except csv.Error:
            return 0, lines[0].count(separator)
        return recognise(header), len(header) - 1

    best = max(SEPARATORS, key=merit)
    return best if any(merit(best)) else None


def _read_records(grid: Grid, lines: list[str], separator: str) -> None:
    records = _split(lines, separator)
    first = next(records)
    if isinstance(first, _Broken):
        grid.add_fault(1, _("Rubrikraden har ett citattecken som aldrig stängs. Rätta det."))
    elif is_blank(first.fields):
        grid.add_blank_header()
    else:
        grid.header = first.fields
        _read_rows(grid, lines, separator, records)


def _read_rows(grid: Grid, lines: list[str], separator: str, records: Iterator[_Record | _Broken]) -> None:
    broken = 0
    for record in records:
        if len(grid.faults) > MOST_FAULTS:
            return
        if isinstance(record, _Broken):
            broken += 1
            grid.count += 1
            grid.add_fault(record.first + 1, _broken(too_long=record.too_long))
            grid.leave_out(lines[record.first].replace('"', "").split(separator))
        elif closing := find_closing(record.first + 1, record.fields):
            after = next(records, None)
            if after:
                grid.add_fault(
                    after.first + 1, _("Det står något efter filens slutrad. Ta ut filen på nytt.")
                )
            check_closing(grid, closing, "".join(lines[: record.first]))
            return
        else:
            _add_record(grid, record)
    if broken > MOST_RESTARTS:
        grid.add_fault(None, _("Så många rader är trasiga att resten av filen inte har lästs."))


def _add_record(grid: Grid, record: _Record) -> None:
    found, wanted = len(record.fields), len(grid.header)
    if is_blank(record.fields):
        grid.add_blank(record.first + 1, record.first + 1)
        return
    grid.count += 1
    if found != wanted:
        grid.add_fault(record.first + 1, _ragged(found, wanted))
        grid.leave_out(record.fields)
    else:
        grid.rows.append(Row(record.first + 1, record.fields))


def _split(lines: list[str], separator: str) -> Iterator[_Record | _Broken]:
    """Every record with its first line, counted from 0; after a broken one it goes on with the line below."""
    start, restarts, width = 0, 0, 0
    while start < len(lines) and restarts <= MOST_RESTARTS:
        for record in _split_until_broken(lines, start, separator):
            if isinstance(record, _Record) and not (width and _swallows(record, lines, separator, width)):
                width = width or len(record.fields)
                start = record.after
                yield record
                continue
            yield record if isinstance(record, _Broken) else _Broken(record.first)
            start, restarts = record.first + 1, restarts + 1
            break


def _split_until_broken(lines: list[str], start: int, separator: str) -> Iterator[_Record | _Broken]:
    reader = csv.reader(islice(lines, start, None), delimiter=separator, strict=True)
    while True:
        first = start + reader.line_num
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _Broken(first, too_long="field larger" in str(error) and '"' not in lines[first])
        else:
            yield _Record(first, start + reader.line_num, fields)


def _swallows(record: _Record, lines: list[str], separator: str, width: int) -> bool:
    """Whether a record of several lines is really a quote that another row's quote happened to close."""
    if record.after - record.first < 2:
        return False
    if len(record.fields) != width:
        return True
    ends = (lines[record.first], lines[record.after - 1])
    return all(line.count(separator) == width - 1 for line in ends)


def _broken(*, too_long: bool) -> str:
    message: str = _(
        "Raden har ett citattecken som aldrig stängs, eller text efter det som stänger. "
        "Rätta raden; ett citattecken inne i en text skrivs dubbelt."
    )
    if too_long:
        message = _("Ett fält i raden är orimligt långt. Kontrollera raden och ta ut filen på nytt.")
    return message


def _ragged(found: int, wanted: int) -> str:
    message: str = ngettext(
        "Raden har %(num)s fält, men rubriken har %(wanted)s. Rätta raden; "
        "ett fält som innehåller skiljetecknet ska stå inom citattecken.",
        "Raden har %(num)s fält, men rubriken har %(wanted)s. Rätta raden; "
        "ett fält som innehåller skiljetecknet ska stå inom citattecken.",
        found,
        wanted=wanted,
    )
    return message
