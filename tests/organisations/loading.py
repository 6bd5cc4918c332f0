"""HR files as short as a test wants them, and what is stored after them."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.audit.models import AuditEvent
from elearn.database import Base, known
from elearn.organisations.importing import apply_import, lock_imports, plan_import
from elearn.organisations.models import Employment, PersonNumber, Source, Unit, UnitVersion
from elearn.organisations.planning import ImportPlan
from elearn.organisations.timeline import Outcome

DAY = date(2026, 11, 22)
EVE = DAY - timedelta(days=1)
Y2020 = date(2020, 1, 1)

UNITS = "enhetskod;namn;typ;överordnad;från;till"
PEOPLE = "anställningsnummer;förnamn;efternamn;e-post;enhetskod;nivå;befattning;roll;från;till;språk;skyddade_uppgifter"
MANAGERS = "enhetskod;källa;anställningsnummer;roll;från;till"
HEADERS = {"units": UNITS, "people": PEOPLE, "managers": MANAGERS}

GROUP = (
    "G;Gruppen;koncern;;2020-01-01;",
    "F;Förvaltningen;förvaltning;G;2020-01-01;",
    "A;Ängen;enhet;F;2020-01-01;",
)
ALICE = "1;Alice;Alm;alice@exempel.example;A;medarbetare;Pedagog;;2020-01-01;;;"
BERTIL = "2;Bertil;Berg;bertil@exempel.example;A;medarbetare;Kock;;2020-01-01;;;"


def content(kind: str, *rows: str, extra: str = "") -> bytes:
    """A file of a kind with some rows; `extra` adds columns to its header."""
    return "\n".join([HEADERS[kind] + extra, *rows, ""]).encode()


def plan(
    session: Session, kind: str, *rows: str, source: str = "hr", on: date = DAY, extra: str = "", **terms: Any
) -> ImportPlan:
    """What such a file would do."""
    made = plan_import(session, kind, content(kind, *rows, extra=extra), source=source, effective=on, **terms)
    session.rollback()
    return made


def load(
    session: Session, kind: str, *rows: str, source: str = "hr", on: date = DAY, extra: str = "", **terms: Any
) -> ImportPlan:
    """Load such a file and commit; a refused one fails the test with its faults."""
    lock_imports(session)
    made = plan_import(session, kind, content(kind, *rows, extra=extra), source=source, effective=on, **terms)
    assert made.faults == ()
    apply_import(session, made, at=clock.now())
    session.commit()
    return made


def counts(made: ImportPlan) -> tuple[int, int, int, int]:
    """Added, changed, ended, unchanged."""
    return (
        made.counts.get(Outcome.ADDED, 0),
        made.counts.get(Outcome.CHANGED, 0),
        made.counts.get(Outcome.ENDED, 0),
        made.counts.get(Outcome.UNCHANGED, 0),
    )


def said(made: ImportPlan) -> list[tuple[int | None, str | None]]:
    """Where the faults are: line and column."""
    return [(fault.line, fault.column) for fault in made.faults]


def days_of(session: Session, number: str, source: str = "hr") -> list[tuple[str, date, date | None]]:
    """Where somebody is employed as known now: unit, first and last day, in order."""
    rows = session.execute(
        select(Unit.code, Employment.valid_from, Employment.valid_to)
        .join(Unit, Unit.id == Employment.unit_id)
        .join(PersonNumber, PersonNumber.id == Employment.number_id)
        .join(Source, Source.id == PersonNumber.source_id)
        .where(PersonNumber.employee_number == number, Source.name == source, known(Employment))
        .order_by(Employment.valid_from, Unit.code)
    )
    return [(row.code, row.valid_from, row.valid_to) for row in rows]


def titles_of(session: Session, number: str) -> list[tuple[str, date]]:
    """What somebody is called at work as known now, and from when."""
    rows = session.execute(
        select(Employment.title, Employment.valid_from)
        .join(PersonNumber, PersonNumber.id == Employment.number_id)
        .where(PersonNumber.employee_number == number, known(Employment))
        .order_by(Employment.valid_from)
    )
    return [(row.title, row.valid_from) for row in rows]


def days_of_unit(session: Session, code: str) -> list[tuple[str, date, date | None]]:
    """The names of a unit as known now, with first and last day."""
    rows = session.execute(
        select(UnitVersion.name, UnitVersion.valid_from, UnitVersion.valid_to)
        .join(Unit, Unit.id == UnitVersion.unit_id)
        .where(Unit.code == code, known(UnitVersion))
        .order_by(UnitVersion.valid_from)
    )
    return [(row.name, row.valid_from, row.valid_to) for row in rows]


def everything(session: Session) -> dict[str, int]:
    """How many rows each table holds."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def last_event(session: Session, action: str) -> AuditEvent:
    return session.scalars(
        select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.seq.desc()).limit(1)
    ).one()
