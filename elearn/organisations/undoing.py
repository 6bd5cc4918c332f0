"""Taking back an applied file: what would stand again (`plan_undo`), computed from the dated rows.

Nothing is deleted and the file is not needed. What stood before the file is recorded again as known from now
on, so that a report of what was known in between stays as it was. The undoing is an import of its own, and
can be taken back like one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn.organisations.facts import FileKind
from elearn.organisations.files.faults import Fault
from elearn.organisations.models import HrImport, Source
from elearn.organisations.planning import DEFAULT_MAX_ENDED, ImportPlan, UnitWrites, brake_fault
from elearn.organisations.stored import find_last_import, standing
from elearn.organisations.undoing_people import undo_people
from elearn.organisations.undoing_units import undo_posts, undo_units


def get_import(session: Session, source: str, kind: FileKind, import_id: int | None = None) -> HrImport:
    """An applied file of a source and kind, or the newest that stands; NoResultFound where there is none."""
    found = find_last_import(session, kind, source) if import_id is None else session.get(HrImport, import_id)
    if found is None or found.kind != kind or source_of(session, found) != source:
        raise NoResultFound
    return found


def source_of(session: Session, applied: HrImport) -> str:
    """The name of the source whose file it was."""
    return session.get_one(Source, applied.source_id).name


class History(NamedTuple):
    """Of what was applied, by id: what can be taken back now, and what has been."""

    undoable: frozenset[int]
    undone: frozenset[int]


def get_history(session: Session, sources: Iterable[str]) -> History:
    """What can be taken back and what has been, of some sources."""
    rows = session.scalars(
        select(HrImport)
        .join(Source, Source.id == HrImport.source_id)
        .where(Source.name.in_(list(sources)))
        .order_by(HrImport.source_id, HrImport.kind, HrImport.id.desc())
    )
    groups = [list(group) for _key, group in groupby(rows, key=lambda each: (each.source_id, each.kind))]
    stand = {each.id for group in groups for each in standing(group)}
    return History(
        undoable=frozenset(each.id for group in groups for each in _undoable(group)),
        undone=frozenset(each.id for group in groups for each in group if each.id not in stand),
    )


def _undoable(newest_first: list[HrImport]) -> Iterator[HrImport]:
    """The newest file that stands, and the taking back of a file as long as nothing has come after it."""
    yield from [each for each in standing(newest_first) if each.undoes is None][:1]
    files = {each.id for each in newest_first if each.undoes is None}
    yield from (each for each in newest_first[:1] if each.undoes in files)


def plan_undo(session: Session, applied: HrImport, *, max_ended: float = DEFAULT_MAX_ENDED) -> ImportPlan:
    """What taking back an applied file would change. Changes nothing; every refusal is a fault of the plan."""
    blank = ImportPlan(
        kind=FileKind(applied.kind),
        source=source_of(session, applied),
        effective=applied.effective,
        writes=UnitWrites(),
        max_ended=max_ended,
        correction=True,
        undoes=applied.id,
    )
    refusal = _refusal(session, applied, blank.source)
    if refusal:
        return replace(blank, faults=(Fault(None, None, None, refusal),))
    match blank.kind:
        case FileKind.UNITS:
            planned = undo_units(session, applied, blank)
        case FileKind.PEOPLE:
            planned = undo_people(session, applied, blank)
        case FileKind.MANAGERS:
            planned = undo_posts(session, applied, blank)
    return replace(planned, faults=(brake_fault(planned), *planned.faults)) if planned.braked else planned


def _refusal(session: Session, applied: HrImport, source: str) -> str:
    """Why a file cannot be taken back, '' where it can."""
    history = get_history(session, [source])
    if applied.id in history.undoable:
        return ""
    if applied.id in history.undone:
        return str(_("Filen är redan ångrad."))
    return str(
        _("En senare fil av samma slag är inläst från källan %(source)s. Ångra den först.", source=source)
    )
