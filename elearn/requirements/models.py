"""Requirements with their decision, and the people whom HR handles by itself."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from elearn.database import Base, Dated


class Requirement(Base):
    """The identity of a requirement through its versions."""

    __tablename__ = "requirement"
    id: Mapped[int] = mapped_column(primary_key=True)


class RequirementVersion(Dated, Base):
    """Which modules are asked of whom below a unit, from when, due how soon, valid how long, decided by whom.

    Without a decision (`decided_by`, `decided_on`, `record_number`) it recommends, and nobody is ever overdue.
    `valid_from` and `valid_to` are the days on which it applies. `levels` empty means everyone.
    """

    __tablename__ = "requirement_version"
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    modules: Mapped[list[Any]] = mapped_column(JSON)
    levels: Mapped[list[Any]] = mapped_column(JSON)
    due_days: Mapped[int]
    valid_months: Mapped[int | None]
    decided_by: Mapped[str | None]
    decided_on: Mapped[date | None]
    record_number: Mapped[str | None]


class Hold(Dated, Base):
    """HR handles this person's training itself. One bit: no reason is asked for or kept."""

    __tablename__ = "hold"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
