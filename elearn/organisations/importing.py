"""HR files on their way in: what a file would change (`plan_import`), and the change itself (`apply_import`).

A file is applied whole or not at all, by one importer at a time. Plan and application belong in one
transaction that holds the lock; a preview plans alone and asks again when it is confirmed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from elearn.organisations.applying import apply_import, lock_imports
from elearn.organisations.facts import FileKind
from elearn.organisations.files.faults import Fault, Notice
from elearn.organisations.files.mapping import Mapping as HeaderMapping
from elearn.organisations.files.reading import ReadFile, read_managers, read_people, read_units
from elearn.organisations.planning import (
    DEFAULT_MAX_ENDED,
    Brake,
    ImportPlan,
    PeopleWrites,
    PostWrites,
    UnitWrites,
    Writes,
    brake_fault,
)
from elearn.organisations.planning_people import Known, count_people, people_changes, plan_people
from elearn.organisations.planning_posts import plan_posts, post_changes
from elearn.organisations.planning_units import UnitsPlan, line_of, plan_units, unit_changes
from elearn.organisations.stored import (
    StoredUnit,
    find_last_import,
    list_stored_posts,
    list_stored_units,
    list_units_with_people_after,
)
from elearn.organisations.stored_people import (
    list_addresses_elsewhere,
    list_number_holders,
    list_person_keys,
    list_protected,
    list_stored_people,
)

__all__ = ["DEFAULT_MAX_ENDED", "FileKind", "apply_import", "lock_imports", "plan_import"]

NO_WRITES: Mapping[FileKind, Writes] = {
    FileKind.UNITS: UnitWrites(),
    FileKind.PEOPLE: PeopleWrites(),
    FileKind.MANAGERS: PostWrites(),
}
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def plan_import(
    session: Session,
    kind: FileKind | str,
    content: bytes,
    *,
    source: str,
    effective: date,
    max_ended: float = DEFAULT_MAX_ENDED,
    correction: bool = False,
    mapping: HeaderMapping | None = None,
) -> ImportPlan:
    """Read a file and compare it with what is stored. Changes nothing; every fault is in the plan, none is raised."""
    kind = FileKind(kind)
    blank = ImportPlan(
        kind=kind,
        source=source,
        effective=effective,
        writes=NO_WRITES[kind],
        max_ended=max_ended,
        correction=correction,
    )
    if not EARLIEST <= effective <= LATEST:
        message = _(
            "Datumet %(day)s är orimligt. Ange den dag som filen gäller från.", day=effective.isoformat()
        )
        return replace(blank, faults=(Fault(None, None, None, message),))
    planned = PLANNERS[kind](session, content, blank, mapping)
    stale, notices = _stale(session, planned)
    planned = replace(planned, faults=(*stale, *planned.faults), notices=(*notices, *planned.notices))
    return replace(planned, faults=(brake_fault(planned), *planned.faults)) if planned.braked else planned


def _stale(session: Session, planned: ImportPlan) -> tuple[tuple[Fault, ...], tuple[Notice, ...]]:
    """A file dated before the last one of its kind and source overwrites it: only as a correction."""
    last = find_last_import(session, planned.kind, planned.source)
    if last is None or planned.effective >= last.effective:
        return (), ()
    days = {"day": planned.effective.isoformat(), "last": last.effective.isoformat()}
    if planned.correction:
        message = _(
            "Filen är daterad %(day)s, före den senast inlästa (%(last)s), och rättar dagarna sedan dess.",
            **days,
        )
        return (), (Notice(None, None, None, message),)
    message = _(
        "Filen är daterad %(day)s, men den senast inlästa filen av samma slag gäller %(last)s. Kontrollera datumet. "
        "Ska filen rätta det som redan är inläst: ange --correction, eller kryssa i rättelse på sidan.",
        **days,
    )
    return (Fault(None, None, None, message),), ()


def _plan_units(
    session: Session, content: bytes, blank: ImportPlan, mapping: HeaderMapping | None
) -> ImportPlan:
    read = read_units(content, mapping, blank.effective)
    if not read.headers:
        return _filled(blank, read, (), ())
    stored = list_stored_units(session)
    made = plan_units(read, stored, blank.source, blank.effective)
    standing = sum(
        unit.source == blank.source and unit.on(blank.effective) is not None for unit in stored.values()
    )
    planned = _filled(blank, read, made.faults, made.notices)
    return replace(
        planned,
        writes=made.writes,
        counts=made.comparison.count(),
        notices=(*planned.notices, *_ended_units(session, made, stored, read.headers)),
        changes=tuple(unit_changes(made.comparison)),
        brake=_nothing_left(read, standing),
    )


def _plan_people(
    session: Session, content: bytes, blank: ImportPlan, mapping: HeaderMapping | None
) -> ImportPlan:
    read = read_people(content, mapping, blank.effective)
    if not read.headers:
        return _filled(blank, read, (), ())
    known = Known(
        units=list_stored_units(session),
        people=list_stored_people(session, blank.source),
        keys=list_person_keys(session),
        addresses_elsewhere=list_addresses_elsewhere(session, blank.source, blank.effective),
        protected=list_protected(session),
    )
    made = plan_people(read, known, blank.effective)
    return replace(
        _filled(blank, read, tuple(made.faults), tuple(made.notices)),
        writes=made.writes,
        counts=count_people(made, blank.effective),
        changes=tuple(people_changes(made, known, blank.effective)),
        sharers=frozenset(made.sharers),
        brake=made.brake,
    )


def _plan_managers(
    session: Session, content: bytes, blank: ImportPlan, mapping: HeaderMapping | None
) -> ImportPlan:
    read = read_managers(content, mapping, blank.effective)
    if not read.headers:
        return _filled(blank, read, (), ())
    stored = list_stored_posts(session, blank.source)
    holders = list_number_holders(session, blank.effective)
    made = plan_posts(read, stored, list_stored_units(session), holders, blank.effective)
    standing = sum(
        row.valid_to is None or row.valid_to >= blank.effective for rows in stored.values() for row in rows
    )
    return replace(
        _filled(blank, read, made.faults, made.notices),
        writes=made.writes,
        counts=made.comparison.count(),
        changes=tuple(post_changes(made.comparison, holders)),
        brake=_nothing_left(read, standing),
    )


Planner = Callable[[Session, bytes, ImportPlan, HeaderMapping | None], ImportPlan]
PLANNERS: Mapping[FileKind, Planner] = {
    FileKind.UNITS: _plan_units,
    FileKind.PEOPLE: _plan_people,
    FileKind.MANAGERS: _plan_managers,
}


def _filled(
    blank: ImportPlan, read: ReadFile[Any], faults: tuple[Fault, ...], notices: tuple[Notice, ...]
) -> ImportPlan:
    """How the file was read, and what is to be said of it, in the order of its lines."""
    return replace(
        blank,
        encoding=read.encoding,
        separator=read.separator,
        rows=read.rows,
        faults=tuple(sorted((*read.faults, *faults), key=lambda fault: fault.line or 0)),
        notices=tuple(sorted((*read.notices, *notices), key=lambda notice: notice.line or 0)),
    )


def _nothing_left(read: ReadFile[Any], standing: int) -> Brake | None:
    """A header without rows, which would end everything of its source, meets the brake."""
    return Brake(standing, standing) if not read.rows and standing else None


def _ended_units(
    session: Session, made: UnitsPlan, stored: Mapping[str, StoredUnit], headers: Mapping[str, str]
) -> Iterator[Notice]:
    """The units that the file ends while people are to stand in them."""
    days: dict[date, dict[int, str]] = {}
    for code, last in made.ends.items():
        days.setdefault(last, {})[stored[code].id] = code
    for last, codes in sorted(days.items()):
        for unit_id in sorted(list_units_with_people_after(session, codes, last)):
            message = _(
                "Enheten upphör %(day)s men har personer. De räknas där tills en personfil flyttar dem.",
                day=last.isoformat(),
            )
            line = line_of(made.comparison, codes[unit_id])
            yield Notice(line, headers.get("unit_code"), codes[unit_id], message)
