"""The report of units as rows to export: the figures of a day per unit and module."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from elearn.reports.figures import COUNTED
from elearn.reports.queries import Question, get_figures
from elearn.reports.spreadsheets import Column, Row

COLUMNS = (
    Column("unit_code"),
    Column("unit_name"),
    Column("kind"),
    Column("parent_code"),
    Column("module"),
    Column("people", int),
    *(Column(name, int) for name in COUNTED),
)


def list_figure_rows(session: Session, question: Question) -> Iterator[Row]:
    """One row per unit and module, as `elearn report units` has them."""
    for row in get_figures(session, question).rows:
        yield [getattr(row, column.name) for column in COLUMNS]
