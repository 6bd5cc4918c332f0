"""Taking a file back on the page: within an officer's reach, and by two officers where it leaves many without employment."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn.audit.services import record_event
from elearn.organisations.applying import apply_import
from elearn.organisations.models import HrImport, HrUndo
from elearn.organisations.planning import ImportPlan
from elearn.organisations.undoing import source_of
from elearn.organisations.uploads import EVERYTHING, get_reach, may_import
from elearn.permissions import Actor

KEPT = timedelta(hours=24)


def get_own_import(session: Session, actor: Actor, import_id: int, on: date) -> HrImport:
    """An applied file of a source that an officer may import; NoResultFound for any other."""
    applied = session.get(HrImport, import_id)
    if applied is None:
        raise NoResultFound
    if not may_import(session, get_reach(session, actor, on), source_of(session, applied), on):
        raise NoResultFound
    return applied


def find_first_officer(session: Session, plan: ImportPlan, at: datetime) -> UUID | None:
    """Who has confirmed, in the last 24 hours, that just this is taken back."""
    return session.scalars(
        select(HrUndo.confirmed_by).where(
            HrUndo.import_id == plan.undoes,
            HrUndo.plan == plan.fingerprint,
            HrUndo.confirmed_at > at - KEPT,
        )
    ).one_or_none()


def list_waiting(session: Session, import_ids: Iterable[int], at: datetime) -> set[int]:
    """Which of the applied files wait for a second officer to take them back."""
    waiting = select(HrUndo.import_id).where(HrUndo.confirmed_at > at - KEPT)
    return set(session.scalars(waiting)) & set(import_ids)


def confirm_undo(session: Session, plan: ImportPlan, *, at: datetime, actor: UUID) -> bool:
    """Take a file back, or note the first of two officers; whether it is taken back now.

    `plan` is made in this transaction, under the lock.
    """
    first = find_first_officer(session, plan, at)
    if not plan.braked:
        apply_import(session, plan, at=at, actor=actor)
    elif first is None:
        session.execute(delete(HrUndo).where(HrUndo.import_id == plan.undoes))
        session.add(HrUndo(import_id=plan.undoes, plan=plan.fingerprint, confirmed_by=actor, confirmed_at=at))
        left = plan.brake.left if plan.brake else 0
        record_event(
            session,
            "hr.undo_confirmed",
            at=at,
            actor=actor,
            object=f"hr_import:{plan.undoes}",
            details={"kind": plan.kind.value, "source": plan.source, "left": left},
        )
        return False
    elif first == actor:
        return False
    else:
        apply_import(session, plan.released(EVERYTHING), at=at, actor=actor, confirmed_by=first)
    session.execute(delete(HrUndo).where(HrUndo.import_id == plan.undoes))
    return True


def purge_requests(session: Session, at: datetime) -> None:
    """Forget the first officers whose 24 hours have passed."""
    session.execute(delete(HrUndo).where(HrUndo.confirmed_at <= at - KEPT))
