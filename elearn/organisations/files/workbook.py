"""XLSX: the first sheet as a header and rows."""

from flask_babel import gettext as _

from elearn.organisations.files.faults import Notice, shown
from elearn.organisations.files.grid import Closing, Grid, Row, check_closing, find_closing
from elearn.organisations.files.parts import opened, refusal
from elearn.organisations.files.sheet import Cells, Rows, read_first_sheet

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
# Every row gets a cell for every header.
MOST_COLUMNS = 200


def is_workbook(content: bytes) -> bool:
    return content.startswith(SIGNATURES)


def read_workbook(content: bytes) -> Grid:
    """The rows of the first sheet; FileRefused for a file that cannot be opened, or should not be."""
    with opened(content) as workbook:
        rows = read_first_sheet(workbook)
    grid = Grid(None, None)
    if workbook.others:
        message = _(
            "Arbetsboken har fler blad. Bara det första, ”%(name)s”, är läst.", name=shown(workbook.name)
        )
        grid.notices.append(Notice(None, None, None, message))
    filled = {line: cells for line, cells in rows.items() if not _is_empty(cells)}
    if not filled:
        grid.add_fault(None, _("Arbetsbokens första blad är tomt. Lägg raderna på det första bladet."))
        return grid
    grid.header = _header(filled.pop(1, {}))
    if len(grid.header) > MOST_COLUMNS:
        message = _(
            "Rubrikraden har fler än %(most)s kolumner. Ta bort dem som inte behövs.", most=MOST_COLUMNS
        )
        raise refusal(message)
    if grid.header:
        _read_rows(grid, filled)
    else:
        grid.add_blank_header()
    return grid


def _is_empty(cells: Cells) -> bool:
    return all(isinstance(cell, str) and not cell.strip() for cell in cells.values())


def _header(cells: Cells) -> list[str]:
    """Up to the last column with a header."""
    texts = {column: cell for column, cell in cells.items() if isinstance(cell, str) and cell.strip()}
    return [texts.get(column, "") for column in range(1, max(texts, default=0) + 1)]


def _read_rows(grid: Grid, rows: Rows) -> None:
    expected, ended = 2, None
    for line in sorted(rows):
        if ended:
            grid.add_fault(line, _("Det står något efter filens slutrad. Ta ut filen på nytt."))
            return
        if line > expected:
            grid.add_blank(expected, line - 1)
        expected = line + 1
        ended = _closing(line, rows[line])
        if not ended:
            _add_row(grid, line, rows[line])
    if ended:
        check_closing(grid, ended, None)


def _closing(line: int, cells: Cells) -> Closing | None:
    texts = [cell if isinstance(cell, str) else "" for _column, cell in sorted(cells.items())]
    return find_closing(line, texts) if 1 in cells else None


def _add_row(grid: Grid, line: int, cells: Cells) -> None:
    grid.count += 1
    columns = range(1, len(grid.header) + 1)
    row = [cells.get(column, "") for column in columns]
    if any(column not in columns and cell != "" for column, cell in cells.items()):
        grid.add_fault(line, _("Raden har en cell utan rubrik. Ta bort cellen, eller ge kolumnen en rubrik."))
        grid.leave_out(row)
    else:
        grid.rows.append(Row(line, row))
