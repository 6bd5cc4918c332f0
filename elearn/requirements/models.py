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
    `valid_from` and `valid_to` are the days on which it applies.

    Whom: `levels`, `kinds` (of the unit where somebody is employed) and `forms` narrow it down, empty ones do not;
    `person_id` asks one person only. When: `due_days` after the start, never before `due_on`. How long: `valid_months`,
    with `anchor_month` (whole years then) up to the end of that month; what is done at most `window_days` before the last
    valid day counts for the next period. `refreshers`: by module, what is taken instead after the first time, in order.
    `major_days`: so many days after a new major version of a module, an earlier one is no longer valid; None: it stays.
    """

    __tablename__ = "requirement_version"
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    modules: Mapped[list[Any]] = mapped_column(JSON)
    levels: Mapped[list[Any]] = mapped_column(JSON)
    kinds: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    forms: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    due_days: Mapped[int]
    due_on: Mapped[date | None]
    valid_months: Mapped[int | None]
    anchor_month: Mapped[int | None]
    window_days: Mapped[int] = mapped_column(default=0, server_default="0")
    refreshers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    major_days: Mapped[int | None]
    decided_by: Mapped[str | None]
    decided_on: Mapped[date | None]
    record_number: Mapped[str | None]


class Hold(Dated, Base):
    """HR handles this person's training itself. One bit: no reason is asked for or kept."""

    __tablename__ = "hold"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)


class Aside(Dated, Base):
    """This person does this module in a way of their own: until it is done nobody reminds them or calls them late.

    Whether they want to do it another way or have handed in a certificate from elsewhere is told by nothing here.
    """

    __tablename__ = "aside"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    module: Mapped[str]


class Holiday(Dated, Base):
    """The days, both included, on which some people below a unit are off, as schools in summer.

    `valid_from` and `valid_to` are those days. `levels` and `forms` narrow down whom it concerns; empty ones do not.
    """

    __tablename__ = "holiday"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    levels: Mapped[list[Any]] = mapped_column(JSON)
    forms: Mapped[list[Any]] = mapped_column(JSON)
