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
from elearn.organisations.entities import Entities
from elearn.organisations.files.writing import PURPOSE
from elearn.organisations.kinds import Level
from elearn.organisations.queries import get_tree, get_trees
from elearn.organisations.scope import named_units
from elearn.organisations.tree import Node, Tree
from elearn.permissions import Actor
from elearn.reports import export_completions, export_figures, export_status
from elearn.reports.export_headers import Headers, read_headers
from elearn.reports.export_people import Reach, Readers
from elearn.reports.export_register import Register
from elearn.reports.queries import (
    FutureError,
    Question,
    Structure,
    UnknownModuleError,
    UnknownUnitError,
)
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

NOTE = PURPOSE
LEFT_OUT = "Utelämnade rader: {}. De gäller personer i bolag och andra egna juridiska personer utan överenskommelse om namn."
DONE_ONLY = (
    "En tidigare dag: state är completed eller due (ej klar); vem som var försenad står bara som siffror."
)


class Format(StrEnum):
    """What kind of file an export is."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


class Subject(StrEnum):
    """What an export is of: the ledger, how far everybody is, or the figures of the units."""

    COMPLETIONS = "completions"
    STATUS = "status"
    UNITS_REPORT = "units-report"


COLUMNS: dict[Subject, tuple[Column, ...]] = {
    Subject.COMPLETIONS: export_completions.COLUMNS,
    Subject.STATUS: export_status.COLUMNS,
    Subject.UNITS_REPORT: export_figures.COLUMNS,
}

# What stands between the rows and the file, to show how far it has come. A workbook's rows pass it twice.
Watch = Callable[[Iterable[Row]], Iterable[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants exported. `unit`: the code of a unit, with all below it.

    `level` is for the report of units alone; `headers` is the text of a mapping file.
    """

    subject: Subject
    as_of: date
    today: date
    format: Format
    structure: Structure = Structure.THEN
    unit: str | None = None
    module: str | None = None
    level: Level | None = None
    headers: str | None = None

    @property
    def placed_on(self) -> date:
        """The day whose organisation people are placed in."""
        is_then = self.subject is not Subject.COMPLETIONS and self.structure is Structure.THEN
        return self.as_of if is_then else self.today


def write_export(
    session: Session,
    wish: Wish,
    readers: Readers | None,
    file: IO[bytes],
    watch: Watch = lambda rows: rows,
) -> int:
    """Write what is wished into a file, and return the number of rows. Ends the session's read as soon as it is done.

    readers: the units whose people and figures the reader may see, on the day that people are placed on; None for the
    whole group. Rows that are asked for and may not be seen are left out, and the file says how many. A workbook takes a while to write, so its rows are put aside and the database let go first. Raises
    FutureError, UnknownUnitError, UnknownModuleError or FileRefused (the headers) before anything is written.
    """
    register = open_register(session, wish, readers)
    rows, columns = list_rows(session, wish, register, readers), COLUMNS[wish.subject]
    theirs = find_headers(session, wish)
    if theirs is not None:
        rows, columns = theirs.turned(rows), theirs.columns
    if wish.format is Format.CSV:
        count = write_csv(file, columns, watch(rows), note=lambda: note_of(register))
    elif wish.format is Format.JSONL:
        count = write_json_lines(file, columns, watch(rows), note=lambda: note_of(register))
    else:
        with TemporaryFile() as aside:
            count = spool(aside, watch(rows))
            session.rollback()
            about = _about(wish, count) | {"note": note_of(register)}
            write_workbook(file, columns, watch(unspooled(aside, columns)), title=wish.subject, about=about)
    session.rollback()
    file.flush()
    return count


def readers_for(session: Session, actor: Actor, wish: Wish, today: date) -> Readers:
    """What HR may see in a file: figures of the day that people are placed on, names that may be seen then and today.

    A unit may have been a company in between, or be one now: every file of a day leaves the same names out.
    """
    days = [wish.placed_on, wish.as_of, today]
    trees = get_trees(session, days)
    names = frozenset[int].intersection(*(named_units(session, tree, actor) for tree in trees))
    return Readers(names=names, figures=trees[0].subtrees(actor.hr_units))


def find_headers(session: Session, wish: Wish) -> Headers | None:
    """The client's own headers and course codes, where any are wished; FileRefused for those that cannot be used."""
    if wish.headers is None:
        return None
    return read_headers(wish.headers, COLUMNS[wish.subject], _list_modules(session))


def note_of(register: Register) -> str:
    """What the end of a file says: what it is for, what an earlier day leaves out, and how many rows are left out and why, once they are read."""
    done_only = [DONE_ONLY] if register.done_only else []
    left_out = [LEFT_OUT.format(register.left_out)] if register.left_out else []
    return " ".join([NOTE, *done_only, *left_out])


def list_rows(
    session: Session, wish: Wish, register: Register, readers: Readers | None = None
) -> Iterable[Row]:
    """What is wished, in our own columns."""
    if wish.subject is Subject.COMPLETIONS:
        return export_completions.list_completion_rows(session, wish.as_of, register, wish.module)
    if wish.subject is Subject.UNITS_REPORT:
        return export_figures.list_figure_rows(session, _question(session, wish, readers))
    return export_status.list_status_rows(
        session, wish.as_of, register, wish.module, placed_on=wish.placed_on
    )


def open_register(session: Session, wish: Wish, readers: Readers | None) -> Register:
    """The people and units within reach of a wish. Raises FutureError, UnknownUnitError or UnknownModuleError."""
    if wish.as_of > wish.today:
        raise FutureError
    if wish.module is not None and wish.module not in _list_modules(session):
        raise UnknownModuleError(wish.module)
    tree = get_tree(session, wish.placed_on)
    reach = _reach(tree, wish, readers)
    told = None if reach.readers is None else Entities(tree).whole(reach.readers)
    return Register(session, reach, wish.today, told)


def _question(session: Session, wish: Wish, readers: Readers | None) -> Question:
    root = get_tree(session, wish.placed_on).root
    return Question(
        on=wish.as_of,
        today=wish.today,
        structure=wish.structure,
        module=wish.module,
        unit=wish.unit,
        level=wish.level,
        units=_figures_of(readers, root),
    )


def _reach(tree: Tree, wish: Wish, readers: Readers | None) -> Reach:
    """Whoever may see all units may see everybody, and whoever asks for the group asks for everybody."""
    root = tree.root.id if tree.root else None
    figures = _figures_of(readers, tree.root)
    names = None if readers is None or readers.names >= tree.nodes.keys() else readers.names
    if wish.unit is None:
        return Reach(names, figures)
    node = tree.by_code.get(wish.unit)
    if node is None or (figures is not None and node.id not in figures):
        raise UnknownUnitError(wish.unit)
    below = None if node.id == root else frozenset(tree.subtree(node.id))
    return Reach(names, below if figures is None or below is None else below & figures)


def _figures_of(readers: Readers | None, root: Node | None) -> frozenset[int] | None:
    """The units whose figures a reader may see; None for all, and for those who are employed nowhere any more."""
    if readers is None or (root is not None and root.id in readers.figures):
        return None
    return readers.figures


def _list_modules(session: Session) -> frozenset[str]:
    """Every module that was ever published."""
    return frozenset(session.scalars(select(ModuleVersion.slug).distinct()))


def _about(wish: Wish, count: int) -> dict[str, Value]:
    return {
        "note": NOTE,
        "export": wish.subject,
        "as_of": wish.as_of,
        "structure": wish.structure if wish.subject is not Subject.COMPLETIONS else None,
        "unit": wish.unit,
        "module": wish.module,
        "level": wish.level,
        "rows": str(count),
        "made_on": wish.today,
    }
