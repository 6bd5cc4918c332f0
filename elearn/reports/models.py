"""Counts that are kept so that today's figures need not be counted anew: never needed for a right answer."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from elearn.database import Base

# SQLite keeps such rows by their key alone, not by a number of its own besides.
ONE_TREE = {"sqlite_with_rowid": False}


class CountsMade(Base):
    """The one row that says for which days the counts hold; without it they do not.

    `ledger_seq`, `import_id` and `requirement_id`: the newest completion, file and requirement that they know of;
    `removals`: how many rows had left the ledger.
    """

    __tablename__ = "counts_made"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[date]
    last: Mapped[date]
    ledger_seq: Mapped[int]
    import_id: Mapped[int]
    requirement_id: Mapped[int]
    removals: Mapped[int]


class UnitAbove(Base):
    """A unit and one above it, itself too, in the tree of the days for which the counts hold.

    `asks`: what is required there is required here; `counts`: who is employed here stands in its figures.
    """

    __tablename__ = "unit_above"
    __table_args__ = ONE_TREE
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    above_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    asks: Mapped[bool]
    counts: Mapped[bool]


class PersonCounted(Base):
    """How a person stands in the counts, from which day on: what is taken out of them before it is put in anew."""

    __tablename__ = "person_counted"
    __table_args__ = ONE_TREE
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course: Mapped[str]


class FigureCount(Base):
    """By how much a unit's figures, with all below it, change on a day; their sum up to a day is that day's figures.

    No module: the people, and their states over all modules. No level: what the levels together count too much,
    since somebody employed at two of them is one. The protected stand apart: few units may count them.
    """

    __tablename__ = "figure_count"
    __table_args__ = ONE_TREE
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(String(32), primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    protected: Mapped[bool] = mapped_column(primary_key=True)
    people: Mapped[int]
    asked: Mapped[int]
    finished: Mapped[int]
    required: Mapped[int]
    completed: Mapped[int]
    expired: Mapped[int]
    overdue: Mapped[int]
    due: Mapped[int]
    held: Mapped[int]
    absent: Mapped[int]
