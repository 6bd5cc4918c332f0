"""A file as a header and rows of cells, before anything is known about what the cells mean."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from flask_babel import gettext as _

from elearn.organisations.files.decoding import find_wrong_encoding, wrong_encoding_fault
from elearn.organisations.files.faults import MOST_FAULTS, Fault, Notice


@dataclass(frozen=True, slots=True)
class FormulaError:
    """What a cell of a workbook holds whose formula has no value, such as #N/A."""

    def __str__(self) -> str:
        return ""


Cell = str | date | FormulaError
CLOSING = "#end"
DIGEST = "sha256="

# How many of the headers a reader knows: what tells the separator.
Recognise = Callable[[Sequence[str]], int]

_ROW_COUNT = re.compile(r"(?:rows=)?(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Row:
    """A record: the physical line where it starts, and one cell for each header."""

    line: int
    cells: Sequence[Cell]


@dataclass(slots=True)
class Grid:
    """A file taken apart. `count` is of all records; `guessed` of an encoding that only
    fits; `left_out` are the cells of records that are no rows.
    """

    encoding: str | None
    separator: str | None
    guessed: bool = False
    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    count: int = 0
    left_out: set[str] = field(default_factory=set)
    blanks: list[tuple[int, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def add_blank_header(self) -> None:
        self.add_fault(1, _("Första raden är tom. Rubrikraden ska stå först i filen."))

    def add_blank(self, first: int, last: int) -> None:
        """Empty lines; those that follow each other are one fault."""
        if self.blanks and self.blanks[-1][1] + 1 == first:
            first = self.blanks.pop()[0]
        self.blanks.append((first, last))

    def all_faults(self) -> list[Fault]:
        return self.faults + [_blank(first, last) for first, last in self.blanks]

    def leave_out(self, cells: Sequence[Cell]) -> None:
        self.left_out.update(str(cell).strip() for cell in cells)

    def add_fault(self, line: int | None, message: str, column: str | None = None) -> None:
        if len(self.faults) <= MOST_FAULTS:
            self.faults.append(Fault(line, column, None, message))


@dataclass(frozen=True, slots=True)
class Closing:
    """The record that ends an export of ours: where it stands, how many rows it promises, their digest."""

    line: int
    promised: int | None
    digest: str | None


def find_closing(line: int, cells: Sequence[Cell]) -> Closing | None:
    """The closing record, where these cells are one."""
    if not cells or not isinstance(cells[0], str) or cells[0].strip() != CLOSING:
        return None
    texts = [cell.strip() for cell in cells[1:] if isinstance(cell, str)]
    counts = [found for text in texts if (found := _ROW_COUNT.fullmatch(text))]
    digests = [text.removeprefix(DIGEST) for text in texts if text.startswith(DIGEST)]
    return Closing(line, int(counts[0][1]) if counts else None, digests[0] if digests else None)


def check_closing(grid: Grid, closing: Closing, body: str | None) -> None:
    """A closing record that promises another number of rows ends a broken file; another digest, a changed one."""
    if closing.promised is not None and closing.promised != grid.count:
        grid.add_fault(
            closing.line,
            _(
                "Slutraden säger %(promised)s rader, men filen har %(count)s. Ta ut filen på nytt, "
                "eller ta bort slutraden om du själv har ändrat i filen.",
                promised=closing.promised,
                count=grid.count,
            ),
        )
    elif closing.digest and body is not None and closing.digest != digest(body):
        message = _("Filen har ändrats efter att den togs ut härifrån.")
        grid.notices.append(Notice(closing.line, None, None, message))


def digest(body: str) -> str:
    """What the closing record says of all lines before it."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def _blank(first: int, last: int) -> Fault:
    message = _("Raden är tom. Ta bort den.")
    if last > first:
        message = _("Raderna %(first)s–%(last)s är tomma. Ta bort dem.", first=first, last=last)
    return Fault(first, None, None, message)


def is_blank(cells: Sequence[Cell]) -> bool:
    return not any(cell.strip() if isinstance(cell, str) else True for cell in cells)


def note_guess(grid: Grid) -> None:
    """Letters that any bytes would have given: the reader looks at the first of them."""
    if not grid.guessed:
        return
    for row in grid.rows:
        for header, cell in zip(grid.header, row.cells, strict=True):
            if not str(cell).isascii():
                message = _(
                    "Filen är läst som Windows-1252 men har inga å, ä eller ö. Kontrollera att bokstäverna här "
                    "är rätt, eller ta ut filen som CSV (UTF-8)."
                )
                grid.notices.append(Notice(row.line, header.strip(), None, message))
                return


def refuse_wrong_encoding(grid: Grid) -> bool:
    """Whether text went wrong on its way here: then that is the one fault, as every row would repeat it."""
    header = ((1, None, text) for text in grid.header)
    cells = (
        (row.line, grid.header[place], cell)
        for row in grid.rows
        for place, cell in enumerate(row.cells)
        if isinstance(cell, str)
    )
    for line, column, text in chain(header, cells):
        if sample := find_wrong_encoding(text, guessed=grid.guessed):
            grid.faults = [wrong_encoding_fault(line, column, sample)]
            grid.rows, grid.blanks = [], []
            return True
    return False
