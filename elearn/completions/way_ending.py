"""Whoever has done a module does it in no way of their own any longer: the case goes, with everything in it.

The same for everybody, whatever the completion is proved by, and in its transaction.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elearn.audit.services import lock_chain
from elearn.clock import day_of
from elearn.completions.way_files import let_go
from elearn.completions.way_models import WayCase
from elearn.database import known
from elearn.organisations.models import Person
from elearn.organisations.queries import recorded_ids
from elearn.requirements.asides import clear_aside
from elearn.requirements.models import Aside


def end_way(session: Session, person_id: UUID, module: str, at: datetime) -> None:
    """End what somebody has asked for and handed in for a module. Before anything of it is appended to the chain.

    Nearly everybody has asked for nothing, and is not kept waiting: whoever holds the chain and then waits for a person
    may wait for somebody who holds the person and waits for the chain.
    """
    if not _is_underway(session, person_id, module, at):
        return
    lock_person(session, person_id)
    for case in list_cases(session, person_id, module):
        let_go(session, case)
        session.delete(case)
    session.flush()
    lock_chain(session)  # before the counts that the next line writes, as everybody does who appends
    clear_aside(session, person_id, module, on=day_of(at), at=at)


def lock_person(session: Session, person_id: UUID) -> None:
    """Whoever does something to the same person's cases at the same time waits here, and then sees ours."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def list_cases(session: Session, person_id: UUID, module: str | None = None) -> list[WayCase]:
    """A person's cases, refused ones too: of one module (one, or more where persons were joined), or of all."""
    own = select(WayCase).where(WayCase.person_id.in_(recorded_ids(person_id)))
    if module is not None:
        own = own.where(WayCase.module == module)
    rows = session.scalars(own.order_by(WayCase.opened_at).execution_options(populate_existing=True))
    return list(rows)


def _is_underway(session: Session, person_id: UUID, module: str, at: datetime) -> bool:
    lasting = or_(Aside.valid_to.is_(None), Aside.valid_to >= day_of(at))
    aside = select(Aside.id).where(
        Aside.person_id.in_(recorded_ids(person_id)), Aside.module == module, known(Aside), lasting
    )
    return session.scalar(aside.limit(1)) is not None or bool(list_cases(session, person_id, module))
