"""The cells of a workbook's first sheet, by row and column."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from flask_babel import gettext as _

from elearn.organisations.files.grid import Cell, FormulaError
from elearn.organisations.files.parts import (
    Attributes,
    StringState,
    Workbook,
    refusal,
    unescaped,
    unreadable,
    walk,
)

# As many as a hundred thousand people with twenty columns.
MOST_CELLS = 2_000_000
SECONDS_OF_A_DAY = 24 * 60 * 60
FIRST_OF_1900, FIRST_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WHOLE = re.compile(r"-?[0-9]+")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00(?::00(?:\.0+)?)?Z?)?")


# Column → what stands there, counted from 1; empty cells are not in it.
Cells = dict[int, Cell]
Rows = dict[int, Cells]


def read_first_sheet(workbook: Workbook) -> Rows:
    """Every cell that holds something. Numbers in a style of days are days, others text."""
    reader = _SheetReader(workbook)
    walk(workbook.archive, workbook.sheet, reader.start, reader.end, reader.text.text)
    return reader.rows


@dataclass(slots=True)
class _SheetReader:
    """Where in the sheet the parser is, and what it has found."""

    workbook: Workbook
    rows: Rows = field(default_factory=dict)
    row: int = 0
    column: int = 0
    count: int = 0
    cell: Attributes = field(default_factory=dict)
    text: StringState = field(default_factory=StringState)

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "v":
            self.text.collecting = True
        elif name == "c":
            self._move(attributes)
            self.cell = attributes
            self.text.pieces.clear()
        elif name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        else:
            self.text.start(name)

    def end(self, name: str) -> None:
        if name == "v":
            self.text.collecting = False
        elif name == "c":
            value = _value("".join(self.text.pieces), self.cell, self.workbook)
            if value != "":
                self.rows.setdefault(self.row, {})[self.column] = value
        else:
            self.text.end(name)

    def _move(self, attributes: Attributes) -> None:
        """To the cell's own place or, where it names none, to the next one."""
        self.count += 1
        if self.count > MOST_CELLS:
            message = _(
                "Bladet har fler än %(most)s celler. Ta bort tomma rader och kolumner, "
                "eller spara det som CSV (UTF-8).",
                most=MOST_CELLS,
            )
            raise refusal(message)
        self.column += 1
        if "r" in attributes:
            found = _REFERENCE.fullmatch(attributes["r"])
            if not found:
                raise unreadable()
            self.row, self.column = int(found[2]), _column(found[1])
        if not 0 < self.row <= LAST_ROW or self.column > LAST_COLUMN:
            raise unreadable()


@lru_cache(maxsize=256)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _value(text: str, of: Attributes, workbook: Workbook) -> Cell:
    """A cell as text, or as the day that it is."""
    kind = of.get("t", "n")
    if kind == "s":
        return workbook.strings[int(text)] if text else ""
    if kind == "e":
        return FormulaError()
    if kind == "b":
        return {"1": "ja", "0": "nej"}.get(text, text)
    if kind == "d":
        found = _MIDNIGHT.fullmatch(text)
        return found[1] if found else text
    if kind == "n":
        return _number(text, is_day=int(of.get("s", "0")) in workbook.day_styles, workbook=workbook)
    return unescaped(text)


def _number(text: str, *, is_day: bool, workbook: Workbook) -> Cell:
    """A number is a code, not an amount: 1001, never 1001.0."""
    if not text:
        return ""
    number = float(text)
    first = FIRST_OF_1904 if workbook.from_1904 else FIRST_OF_1900
    if is_day and 0 < number <= (date.max - first).days:
        return _day(number, first)
    if _WHOLE.fullmatch(text):
        return text
    return str(int(number)) if number.is_integer() else str(number)


def _day(number: float, first: date) -> Cell:
    """Day 1 is 1 January 1900 (or 2 January 1904); Excel takes 1900 for a leap year, so day 60 does not exist."""
    begin = datetime.combine(first, time())
    if first == FIRST_OF_1900 and number < 60:
        begin += timedelta(days=1)
    moment = begin + timedelta(seconds=round(number * SECONDS_OF_A_DAY))
    return moment.date() if moment.time() == time() else moment.isoformat(" ", "minutes")
