"""Rows on their way to records: each cell read by itself, what is wrong with it noted, the rest kept."""

from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from elearn.organisations.files.columns import Column, FileKind, Holds
from elearn.organisations.files.faults import MOST_FAULTS, Fault, Notice, shown
from elearn.organisations.files.grid import Cell, Grid
from elearn.organisations.files.layout import Layout
from elearn.organisations.files.mapping import Mapping
from elearn.organisations.files.personal_numbers import is_personal_number, is_written_out
from elearn.organisations.files.values import NO_LAST_DAY, Unfit, reader
from elearn.organisations.files.vocabulary import spelling


@dataclass(slots=True)
class Draft:
    """A row: values by the record's fields; `bad` are the fields that could not be read."""

    line: int
    values: dict[str, object]
    bad: set[str]

    def has(self, *fields: str) -> bool:
        """Whether these fields can be relied on."""
        return not self.bad or self.bad.isdisjoint(fields)

    def text(self, field: str) -> str:
        value = self.values.get(field)
        return value if isinstance(value, str) else ""

    def day(self, field: str) -> date | None:
        value = self.values.get(field)
        return value if isinstance(value, date) else None


@dataclass(slots=True)
class Findings:
    """Drafts, and what is to be said of them; `names` are the headers as written, by the record's fields."""

    drafts: list[Draft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def blame(self, draft: Draft, column: str, message: str, *, secret: bool = False) -> None:
        """A fault in one field of a row, which then makes no record."""
        draft.bad.add(column)
        if len(self.faults) > MOST_FAULTS:
            return
        value = draft.values.get(column)
        text = None if secret or value is None else shown(str(value))
        self.faults.append(Fault(draft.line, self.names.get(column), text, message))

    def notice(self, draft: Draft | None, column: str, message: str, value: str | None = None) -> None:
        line = draft.line if draft else None
        self.notices.append(Notice(line, self.names.get(column), shown(value) if value else None, message))


def draft_rows(grid: Grid, layout: Layout, kind: FileKind, mapping: Mapping) -> Findings:
    """Every row of the grid, column by column."""
    names = {column.field: layout.headers[column.name] for _place, column in layout.places}
    unreadable = {column.field for column in layout.missing if not column.optional}
    findings = Findings([Draft(row.line, {}, set(unreadable)) for row in grid.rows], names=names)
    for place, column in layout.places:
        cells = [row.cells[place] for row in grid.rows]
        if _holds_personal_numbers(cells, column):
            _leave_out(findings, column, kind)
        else:
            _read_column(findings, column, cells, mapping)
    return findings


def _read_column(findings: Findings, column: Column, cells: list[Cell], mapping: Mapping) -> None:
    english = spelling(findings.names[column.field]) == spelling(column.name)
    read = reader(column, mapping.values.get(column.name, {}), english=english)
    for draft, cell in zip(findings.drafts, cells, strict=True):
        try:
            draft.values[column.field] = read(cell)
        except Unfit as unfit:
            draft.values[column.field] = str(cell).strip()
            findings.blame(draft, column.field, str(unfit), secret=not str(cell).strip())
    if column.holds is Holds.LAST_DAY and any(str(cell).strip() == str(NO_LAST_DAY) for cell in cells):
        findings.notice(None, column.field, _("9999-12-31 läses som att slutdatum saknas."), str(NO_LAST_DAY))


def _holds_personal_numbers(cells: list[Cell], column: Column) -> bool:
    """More than half of what stands in a column of text; a single one may be chance."""
    if column.holds in {Holds.DAY, Holds.LAST_DAY, Holds.WORD}:
        return False
    texts = [text for cell in cells if (text := str(cell).strip())]
    return sum(is_personal_number(text) for text in texts) * 2 > len(texts)


def _leave_out(findings: Findings, column: Column, kind: FileKind) -> None:
    """A column of personal identity numbers: dropped where a file may do without it, a fault where it may not."""
    needed = column.filled or column.field in {kind.key, "given_name", "family_name"}
    for draft in findings.drafts:
        draft.values[column.field] = column.empty
        if needed:
            draft.bad.add(column.field)
    if needed:
        message = _("Kolumnen har personnummer. De får inte finnas här; använd ett annat nummer.")
        findings.faults.append(Fault(None, findings.names[column.field], None, message))
    else:
        findings.notice(
            None, column.field, _("Kolumnen har personnummer och lästes inte. Ta bort den ur filen.")
        )


def refuse_single_personal_numbers(findings: Findings, field: str) -> None:
    """An identity of ours that is somebody's personal identity number without doubt; the message never repeats it."""
    for draft in findings.drafts:
        if draft.has(field) and is_written_out(draft.text(field)):
            message = _("Värdet är ett personnummer. Det får inte finnas här; använd ett annat nummer.")
            findings.blame(draft, field, message, secret=True)
