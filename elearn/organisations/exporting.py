"""Units, employments and posts of a source as the file that an import would read back unchanged."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from elearn.audit.services import record_event
from elearn.languages import spoken
from elearn.organisations.facts import FileKind
from elearn.organisations.files.records import ManagerRecord, PersonRecord, UnitRecord
from elearn.organisations.files.writing import write_managers, write_people, write_units
from elearn.organisations.stored import list_stored_posts, list_stored_units
from elearn.organisations.stored_people import list_keys_of_source, list_stored_people
from elearn.organisations.timeline import Stored

V = TypeVar("V")


def export_file(session: Session, kind: FileKind, source: str, on: date) -> bytes:
    """What a source has that had not ended before a day, each period with its stated first day.

    Where a change is stored for a later day, its values stand: the file is then that day's.
    """
    exporters: dict[FileKind, Callable[[Session, str, date], bytes]] = {
        FileKind.UNITS: _units,
        FileKind.PEOPLE: _people,
        FileKind.MANAGERS: _managers,
    }
    return exporters[kind](session, source, on)


def record_exported(session: Session, kind: FileKind, source: str, content: bytes, *, at: datetime) -> None:
    """Note in the audit trail that a source was taken out; nobody is signed in at the command line."""
    details = {"source": source, "rows": _count(content), "sha256": hashlib.sha256(content).hexdigest()}
    record_event(session, "export.made", at=at, object=kind.value, details=details)


def _count(content: bytes) -> int:
    """How many records a file promises in its closing one."""
    *_records, closing = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    return int(closing[1])


def _units(session: Session, source: str, on: date) -> bytes:
    def records() -> Iterator[UnitRecord]:
        for code, unit in list_stored_units(session).items():
            if unit.source == source:
                for row in _periods(unit.rows, on):
                    facts = row.values
                    yield UnitRecord(
                        0,
                        code,
                        facts.name,
                        facts.kind,
                        facts.parent_code,
                        row.began_on,
                        row.valid_to,
                        facts.legal_entity,
                        facts.responsible_code,
                        facts.counts_in_group,
                    )

    return write_units(records())


def _people(session: Session, source: str, on: date) -> bytes:
    people = list_stored_people(session, source)
    keys = list_keys_of_source(session, source)

    def records() -> Iterator[PersonRecord]:
        for key, rows in people.employments.items():
            person = people.details[key.employee_number][-1].values
            language = spoken(person.language)
            for row in _periods(rows, on):
                facts = row.values
                yield PersonRecord(
                    line=0,
                    employee_number=key.employee_number,
                    given_name=person.given_name,
                    family_name=person.family_name,
                    email=facts.email,
                    unit_code=key.unit_code,
                    level=key.level,
                    title=facts.title,
                    role=facts.role,
                    valid_from=row.began_on,
                    valid_to=row.valid_to,
                    language=language,
                    protected=person.protected,
                    person_key=keys.get(key.employee_number),
                    form=facts.form,
                    fraction=facts.fraction,
                    absent_from=facts.absent_from,
                    absent_to=facts.absent_to,
                )

    return write_people(sorted(records(), key=lambda record: (record.employee_number, record.unit_code)))


def _managers(session: Session, source: str, on: date) -> bytes:
    posts = list_stored_posts(session, source)
    records: Iterable[ManagerRecord] = (
        ManagerRecord(0, key.unit_code, key.source, key.employee_number, key.role, row.began_on, row.valid_to)
        for key, rows in posts.items()
        for row in _periods(rows, on)
    )
    return write_managers(sorted(records, key=lambda record: (record.unit_code, record.role)))


def _periods(rows: Sequence[Stored[V]], on: date) -> Iterator[Stored[V]]:
    """The last row of each period that has not ended before a day."""
    last: dict[date, Stored[V]] = {}
    for row in sorted(rows, key=lambda row: row.valid_from):
        last[row.began_on] = row
    return (row for row in last.values() if row.valid_to is None or row.valid_to >= on)
