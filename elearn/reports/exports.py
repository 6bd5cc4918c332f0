"""An export from wish to file: read in one short transaction, written to a private file that nobody else can name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from tempfile import TemporaryFile
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.modules.models import ModuleVersion
from elearn.organisations.queries import get_tree
from elearn.organisations.tree import Tree
from elearn.reports import export_completions, export_status
from elearn.reports.export_people import Reach
from elearn.reports.export_register import Register
from elearn.reports.queries import FutureError, Structure, UnknownModuleError, UnknownUnitError
from elearn.reports.spreadsheets import (
    Column,
    Row,
    Value,
    spool,
    unspooled,
    write_csv,
    write_json_lines,
    write_workbook,
)

NOTE = "Används för att följa upp att utbildningen är gjord; inte för lön, prestation eller disciplin."


class Format(StrEnum):
    """What kind of file an export is."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


class Subject(StrEnum):
    """What an export is of: the ledger, or how far everybody is."""

    COMPLETIONS = "completions"
    STATUS = "status"


COLUMNS: dict[Subject, tuple[Column, ...]] = {
    Subject.COMPLETIONS: export_completions.COLUMNS,
    Subject.STATUS: export_status.COLUMNS,
}

# What stands between the rows and the file, to show how far it has come.
Watch = Callable[[Iterable[Row]], Iterable[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants exported. `unit`: the code of a unit, with all below it."""

    subject: Subject
    as_of: date
    today: date
    format: Format
    structure: Structure = Structure.THEN
    unit: str | None = None
    module: str | None = None

    @property
    def placed_on(self) -> date:
        """The day whose organisation people are placed in."""
        is_then = self.subject is Subject.STATUS and self.structure is Structure.THEN
        return self.as_of if is_then else self.today


def write_export(
    session: Session,
    wish: Wish,
    readers: frozenset[int] | None,
    file: IO[bytes],
    watch: Watch = lambda rows: rows,
) -> int:
    """Write what is wished into a file, and return the number of rows. Ends the session's read as soon as it is done.

    readers: the units whose people the reader may see, on the day that people are placed on; None for the whole
    group. A workbook takes a while to write, so its rows are put aside and the database let go first. Raises
    FutureError, UnknownUnitError or UnknownModuleError before anything is written.
    """
    rows = _rows(session, wish, readers)
    columns = COLUMNS[wish.subject]
    if wish.format is Format.CSV:
        count = write_csv(file, columns, watch(rows), note=NOTE)
    elif wish.format is Format.JSONL:
        count = write_json_lines(file, columns, watch(rows), note=NOTE)
    else:
        with TemporaryFile() as aside:
            count = spool(aside, rows)
            session.rollback()
            about = _about(wish, count)
            write_workbook(file, columns, watch(unspooled(aside, columns)), title=wish.subject, about=about)
    session.rollback()
    file.flush()
    return count


def _rows(session: Session, wish: Wish, readers: frozenset[int] | None) -> Iterable[Row]:
    if wish.as_of > wish.today:
        raise FutureError
    if wish.module is not None and not _is_module(session, wish.module):
        raise UnknownModuleError(wish.module)
    reach = _reach(get_tree(session, wish.placed_on), wish, readers)
    register = Register(session, reach, wish.today)
    if wish.subject is Subject.COMPLETIONS:
        return export_completions.list_completion_rows(session, wish.as_of, register, wish.module)
    return export_status.list_status_rows(
        session, wish.as_of, register, wish.module, placed_on=wish.placed_on
    )


def _reach(tree: Tree, wish: Wish, readers: frozenset[int] | None) -> Reach:
    """Whoever may see the group may see everybody, and whoever asks for the group asks for everybody."""
    root = tree.root.id if tree.root else None
    if readers is not None and root in readers:
        readers = None
    if wish.unit is None:
        return Reach(readers, readers)
    node = tree.by_code.get(wish.unit)
    if node is None or (readers is not None and node.id not in readers):
        raise UnknownUnitError(wish.unit)
    below = None if node.id == root else frozenset(tree.subtree(node.id))
    return Reach(readers, below if readers is None or below is None else below & readers)


def _is_module(session: Session, slug: str) -> bool:
    return (
        session.scalars(select(ModuleVersion.id).where(ModuleVersion.slug == slug).limit(1)).first()
        is not None
    )


def _about(wish: Wish, count: int) -> dict[str, Value]:
    structure = wish.structure if wish.subject is Subject.STATUS else None
    return {
        "note": NOTE,
        "export": wish.subject,
        "as_of": wish.as_of,
        "structure": structure,
        "unit": wish.unit,
        "module": wish.module,
        "rows": str(count),
        "made_on": wish.today,
    }
