"""Which parts of a text are a reader's own: by the levels of their employments, and the workplace they have chosen."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from elearn.modules.directives import Audience
from elearn.modules.models import ReaderWorkplace
from elearn.organisations.kinds import Level
from elearn.organisations.queries import list_levels, recorded_ids

OF_LEVEL: Mapping[Level, Audience] = {
    Level.POLITICIAN: Audience.POLITICIAN,
    Level.MANAGER: Audience.MANAGER,
    Level.EMPLOYEE: Audience.EMPLOYEE,
}


def find_audiences(session: Session, person_id: UUID, on: date) -> frozenset[Audience]:
    """For whom the reader's own parts are written; a teacher who is elected too has both parts open."""
    levels = {OF_LEVEL[level] for level in list_levels(session, person_id, on)}
    workplace = find_workplace(session, person_id)
    return frozenset(levels | ({workplace} if workplace else set()))


def find_workplace(session: Session, person_id: UUID) -> Audience | None:
    """The kind of workplace that a reader has chosen, or None."""
    chosen = session.scalars(
        select(ReaderWorkplace.workplace)
        .where(ReaderWorkplace.person_id.in_(recorded_ids(person_id)))
        .order_by(ReaderWorkplace.person_id)
        .limit(1)
    ).one_or_none()
    return Audience(chosen) if chosen else None


def choose_workplace(session: Session, person_id: UUID, workplace: Audience | None) -> None:
    """Keep the reader's choice in place of an earlier one; None takes it back."""
    session.execute(delete(ReaderWorkplace).where(ReaderWorkplace.person_id.in_(recorded_ids(person_id))))
    if workplace is not None:
        session.add(ReaderWorkplace(person_id=person_id, workplace=workplace.value))
