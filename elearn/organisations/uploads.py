"""Files that HR has uploaded and not yet applied: who may see which, and how long they are kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, defer

from elearn.audit.services import record_event
from elearn.database import known
from elearn.organisations.facts import FileKind, UnitFacts
from elearn.organisations.header_mappings import find_mapping, read_remembered
from elearn.organisations.importing import apply_import, lock_imports, plan_import
from elearn.organisations.models import (
    Employment,
    HrImport,
    HrUpload,
    PersonNumber,
    Post,
    Source,
    Unit,
    UnitVersion,
)
from elearn.organisations.names_opened import refuse_opened
from elearn.organisations.planning import Change, ImportPlan, PeopleWrites, State
from elearn.organisations.queries import get_tree, numbers_of
from elearn.organisations.scope import named_units
from elearn.organisations.stored import list_sources
from elearn.organisations.tree import Tree
from elearn.permissions import Actor

KEPT = timedelta(hours=24)
EVERYTHING = 100.0

# What rooms above know of somebody that holds outside some units on a day or later.
stands_outside: list[Callable[[Session, UUID, frozenset[int], date], bool]] = []


@dataclass(frozen=True, slots=True)
class Reach:
    """What an HR officer may import: all sources, or those whose units all stand in the officer's own.

    withheld: the companies' units whose people an officer of the group does not see by name. A source that stands
    in nothing else is theirs to hand in; of one that does the page names nobody whom the officer does not see.
    """

    everything: bool
    tree: Tree
    units: frozenset[int]
    withheld: frozenset[int]

    @property
    def codes(self) -> set[str]:
        return {self.tree[unit_id].code for unit_id in self.units}


def get_reach(session: Session, actor: Actor, on: date) -> Reach:
    """How far an HR officer's imports may reach on a day."""
    tree = get_tree(session, on)
    units = tree.subtrees(actor.hr_units)
    withheld = units - named_units(session, tree, actor)
    return Reach(tree.root is not None and tree.root.id in units, tree, units, withheld)


def may_import(session: Session, reach: Reach, source: str, on: date) -> bool:
    """Whether all units of a source, and all that its people stand in, are the officer's. A new source is the group's.

    One that stands in withheld units alone is not: a file without its people would show who they are.
    """
    if reach.everything and not reach.withheld:
        return True
    stands = _units_of(session, source, on)
    if stands and stands <= reach.withheld:
        return False
    return reach.everything or (bool(stands) and stands <= reach.units)


def _units_of(session: Session, source: str, on: date) -> set[int]:
    """The units that a source owns, and those in which its people stand now or later."""
    owned = session.scalars(
        select(Unit.id)
        .join(Source, Source.id == Unit.source_id)
        .join(UnitVersion, UnitVersion.unit_id == Unit.id)
        .where(Source.name == source, known(UnitVersion))
    )
    stood_in = session.scalars(
        select(Employment.unit_id)
        .join(PersonNumber, PersonNumber.id == Employment.number_id)
        .join(Source, Source.id == PersonNumber.source_id)
        .where(
            Source.name == source,
            known(Employment),
            or_(Employment.valid_to.is_(None), Employment.valid_to >= on),
        )
        .distinct()
    )
    return set(owned) | set(stood_in)


def list_own_sources(session: Session, reach: Reach, on: date) -> list[str]:
    """The sources whose files an officer may import."""
    return [source for source in list_sources(session) if may_import(session, reach, source, on)]


def reaches_outside(session: Session, plan: ImportPlan, reach: Reach, on: date) -> bool:
    """Whether a file would change anything outside the officer's units, or tie it to anybody who stands there."""
    if reach.everything:
        return False
    codes = reach.codes
    if plan.kind is FileKind.UNITS:
        codes |= _new_below(plan.changes, codes)
    if not all(_covers(codes, change) for change in plan.changes):
        return True
    return any(_stands_outside(session, person_id, reach.units, on) for person_id in _tied(plan))


def _tied(plan: ImportPlan) -> set[UUID]:
    """The persons known before whom a file joins by a key, gives another number, or takes the address of."""
    if not isinstance(plan.writes, PeopleWrites):
        return set()
    writes = plan.writes
    joined = {person_id for join in (*writes.joins, *writes.parted) for person_id in join}
    joined |= {each.person_id for each in writes.lone}
    return joined | plan.sharers | {who for _number, who in plan.writes.new_numbers if isinstance(who, UUID)}


def _stands_outside(session: Session, person_id: UUID, units: frozenset[int], on: date) -> bool:
    """Whether somebody has an employment, an office, a post or a role outside some units, now or later."""
    for model in (Employment, Post):
        stands_in = session.scalars(
            select(model.unit_id).where(
                model.number_id.in_(numbers_of(person_id)),
                known(model),
                or_(model.valid_to.is_(None), model.valid_to >= on),
            )
        )
        if not units.issuperset(stands_in):
            return True
    return any(check(session, person_id, units, on) for check in stands_outside)


def _covers(codes: set[str], change: Change) -> bool:
    """Whether a change concerns these units only: a unit that moves, both where it was and where it goes."""
    if not isinstance(change.key, str):
        return change.key.unit_code in codes
    if change.before is None:
        return _parent(change.after) in codes
    moved = change.after is not None and _parent(change.after) != _parent(change.before)
    return change.key in codes and (not moved or _parent(change.after) in codes)


def _parent(state: State | None) -> str:
    """The code of the unit above, '' without any."""
    return (state.facts.parent_code or "") if state is not None and isinstance(state.facts, UnitFacts) else ""


def _new_below(changes: Iterable[Change], codes: set[str]) -> set[str]:
    """The new units that hang, some way down, under one of these."""
    parents = {
        change.key: _parent(change.after)
        for change in changes
        if change.before is None and isinstance(change.key, str)
    }
    found: set[str] = set()
    for code in parents:
        path: dict[str, None] = {}
        above = code
        while above in parents and above not in path:
            path[above] = None
            above = parents[above]
        if above in codes or above in found:
            found.update(path)
    return found


def get_upload(session: Session, upload_id: UUID, at: datetime) -> HrUpload:
    """An upload whose time has not passed."""
    return session.execute(
        select(HrUpload)
        .where(HrUpload.id == upload_id, HrUpload.uploaded_at > at - KEPT)
        .execution_options(populate_existing=True)
    ).scalar_one()


def get_own_upload(session: Session, actor: Actor, upload_id: UUID, at: datetime, on: date) -> HrUpload:
    """An upload that an officer may see; NoResultFound for any other."""
    upload = get_upload(session, upload_id, at)
    if not may_import(session, get_reach(session, actor, on), upload.source, on):
        raise NoResultFound
    return upload


def list_uploads(session: Session, sources: Iterable[str] | None, at: datetime) -> list[HrUpload]:
    """What waits to be confirmed, of these sources or of all, newest first; without the files themselves."""
    waiting = select(HrUpload).where(HrUpload.uploaded_at > at - KEPT).options(defer(HrUpload.content))
    if sources is not None:
        waiting = waiting.where(HrUpload.source.in_(list(sources)))
    return list(session.scalars(waiting.order_by(HrUpload.uploaded_at.desc())))


def list_imports(session: Session, sources: Iterable[str], most: int) -> list[tuple[HrImport, str]]:
    """What was applied last, with the name of its source."""
    rows = session.execute(
        select(HrImport, Source.name)
        .join(Source, Source.id == HrImport.source_id)
        .where(Source.name.in_(list(sources)))
        .order_by(HrImport.id.desc())
        .limit(most)
    )
    return [(applied, name) for applied, name in rows]


def plan_upload(session: Session, upload: HrUpload, actor: Actor, on: date) -> ImportPlan:
    """What an uploaded file would change now, read with the mapping that is remembered for its source.

    With a fault where it would show the officer names that are withheld.
    """
    remembered = find_mapping(session, upload.source)
    mapping, faults = read_remembered(remembered)
    plan = plan_import(
        session,
        upload.kind,
        upload.content,
        source=upload.source,
        effective=upload.effective,
        correction=upload.correction,
        mapping=mapping,
    )
    return replace(plan, faults=faults) if faults else refuse_opened(session, plan, actor, on)


def confirm_upload(
    session: Session, upload: HrUpload, plan: ImportPlan, *, at: datetime, actor: UUID
) -> bool:
    """Apply an uploaded file, or note the first of two officers; whether it is applied now.

    `plan` is made in this transaction, under the lock.
    """
    if not plan.braked:
        apply_import(session, plan, at=at, actor=actor)
    elif upload.confirmed_by is None or upload.confirmed_by == actor:
        if upload.confirmed_by is None:
            upload.confirmed_by = actor
            record_event(session, "hr.import_confirmed", at=at, actor=actor, details=_named(plan))
        return False
    else:
        apply_import(session, plan.released(EVERYTHING), at=at, actor=actor, confirmed_by=upload.confirmed_by)
    session.delete(upload)
    return True


def _named(plan: ImportPlan) -> dict[str, object]:
    left = plan.brake.left if plan.brake else 0
    return {
        "kind": plan.kind.value,
        "source": plan.source,
        "effective": plan.effective.isoformat(),
        "left": left,
    }


def lock_upload(session: Session, upload_id: UUID, at: datetime) -> HrUpload:
    """The upload once no other import is under way; NoResultFound when somebody was first."""
    lock_imports(session)
    return get_upload(session, upload_id, at)


def purge_uploads(session: Session, at: datetime) -> int:
    """Delete the files whose 24 hours have passed; how many."""
    gone = session.execute(delete(HrUpload).where(HrUpload.uploaded_at <= at - KEPT))
    return cast(CursorResult[tuple[()]], gone).rowcount
