"""Whoever has done a module does it in no way of their own any longer: the case goes, with everything in it.

The same for everybody, whatever the completion is proved by, and in its transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elearn.audit.services import lock_chain
from elearn.clock import day_of
from elearn.completions.models import Completion
from elearn.completions.queries import list_completions, list_done
from elearn.completions.way_files import let_go
from elearn.completions.way_models import WayCase
from elearn.database import known
from elearn.organisations.models import Person
from elearn.organisations.queries import recorded_ids
from elearn.requirements.asides import clear_aside
from elearn.requirements.models import Aside
from elearn.requirements.queries import list_obligations
from elearn.requirements.standing import Obligation
from elearn.requirements.validity import Done, record_of


def end_way(session: Session, made: Completion) -> None:
    """End what somebody has asked for and handed in for what they have done now, and for all that this renews.

    Before anything of it is appended to the chain.

    Nearly everybody has asked for nothing, and is not kept waiting: whoever holds the chain and then waits for a person
    may wait for somebody who holds the person and waits for the chain.
    """
    person_id, at = made.person_id, made.recorded_at
    underway = _list_underway(session, person_id, at)
    ended = sorted(underway & _answered(session, made)) if underway else []
    if not ended:
        return
    lock_person(session, person_id)
    for case in list_cases(session, person_id):
        if case.module in ended:
            let_go(session, case)
            session.delete(case)
    session.flush()
    lock_chain(session)  # before the counts that the next lines write, as everybody does who appends
    for module in ended:
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


def _list_underway(session: Session, person_id: UUID, at: datetime) -> frozenset[str]:
    """The modules that somebody does in a way of their own, or has asked for it."""
    lasting = or_(Aside.valid_to.is_(None), Aside.valid_to >= day_of(at))
    own = Aside.person_id.in_(recorded_ids(person_id))
    aside = session.scalars(select(Aside.module).where(own, known(Aside), lasting))
    return frozenset([*aside, *(case.module for case in list_cases(session, person_id))])


def _answered(session: Session, made: Completion) -> frozenset[str]:
    """The module that was done, those that it renews, and what else would have renewed them this time."""
    on = day_of(made.recorded_at)
    obligations = list_obligations(session, made.person_id, on)
    before = list_done(session, list_completions(session, made.person_id))
    renewed = [each for each in obligations if _is_renewed(each, made, before, on)]
    others = frozenset(each.module for each in obligations if each not in renewed)
    instead = frozenset(record_of(each, before, on).take for each in renewed)
    return frozenset([made.module, *(each.module for each in renewed), *(instead - others)])


def _is_renewed(asked: Obligation, made: Completion, before: Mapping[str, Sequence[Done]], on: date) -> bool:
    """Whether what was done counts for what is asked: a refresher does in its turn only."""
    now_done = Done(made.completed_on, made.valid_until)
    after = {**before, made.module: [*before.get(made.module, ()), now_done]}
    return any(each.done is now_done for each in record_of(asked, after, on).made)
