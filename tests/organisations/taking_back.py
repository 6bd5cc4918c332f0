"""Taking a file back as the tests want it, and everything that is known at an instant, for comparing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.database import known
from elearn.organisations.facts import FileKind
from elearn.organisations.importing import apply_import, lock_imports
from elearn.organisations.models import (
    Employment,
    HrImport,
    Person,
    PersonalDetails,
    Post,
    UnitVersion,
)
from elearn.organisations.planning import ImportPlan
from elearn.organisations.queries import numbers
from elearn.organisations.undoing import get_import, plan_undo

Known = dict[str, Any]
NOT_SAID = {"id", "recorded_at", "superseded_at", "import_id"}


def undo(
    session: Session, kind: str, source: str = "hr", import_id: int | None = None, max_ended: float = 100
) -> ImportPlan:
    """Take back the newest file of a source and kind, or a certain one; a refusal fails the test."""
    lock_imports(session)
    made = plan_undo(session, get_import(session, source, FileKind(kind), import_id), max_ended=max_ended)
    assert made.faults == ()
    apply_import(session, made, at=clock.now())
    session.commit()
    return made


def refused(session: Session, kind: str, source: str = "hr", import_id: int | None = None) -> list[str]:
    """Why a file cannot be taken back."""
    made = plan_undo(session, get_import(session, source, FileKind(kind), import_id))
    session.rollback()
    return [fault.message for fault in made.faults]


def newest(session: Session) -> HrImport:
    return session.scalars(select(HrImport).order_by(HrImport.id.desc()).limit(1)).one()


def everything_known(session: Session, at: datetime | None = None) -> Known:
    """Every dated fact as known now or at an instant, who the numbers they speak of are read as, and the keys."""
    session.flush()
    facts: Known = {}
    for model in (UnitVersion, Employment, PersonalDetails, Post):
        columns = [column for column in model.__table__.columns if column.name not in NOT_SAID]
        facts[model.__tablename__] = sorted(
            map(repr, session.execute(select(*columns).where(known(model, at))))
        )
    spoken_of = set(session.scalars(select(PersonalDetails.number_id).where(known(PersonalDetails, at))))
    facts["persons"] = {number: who for number, who in persons(session, at).items() if number in spoken_of}
    if at is None:
        keys = select(Person.id, Person.person_key).where(Person.person_key.is_not(None))
        facts["keys"] = dict(session.execute(keys).all())
    return facts


def persons(session: Session, at: datetime | None = None) -> dict[int, UUID]:
    """Who each number is read as."""
    number = numbers(at)
    return dict(session.execute(select(number.c.id, number.c.person_id)).all())
