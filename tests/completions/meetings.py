"""Group sessions as the tests want them: announced in good time, and held on the day that a test needs."""

from collections.abc import Iterable
from datetime import date, time
from datetime import datetime as instant
from typing import Any

from sqlalchemy.orm import Session

from elearn.clock import STOCKHOLM
from elearn.completions.group_models import Attendance, GroupSession
from elearn.completions.group_rules import NOTICE
from elearn.completions.group_services import Plan, announce
from tests.people import World


def hold(
    session: Session,
    world: World,
    module: str,
    on: date,
    *,
    unit: str = "F1",
    there: Iterable[str] = (),
    confirmed: bool = False,
) -> GroupSession:
    """Announce a session fourteen days before its day, with these people ticked by name."""
    at = instant.combine(on - NOTICE, time(9), STOCKHOLM)
    held = announce(session, world.units[unit], Plan(module, on, time(14)), at=at, actor=world.bob)
    session.flush()
    session.add_all(
        Attendance(session_id=held.id, person_id=world.people[name], confirmed=confirmed, ticked=True)
        for name in there
    )
    session.commit()
    return held


def read(session: Session, statement: Any) -> list[Any]:
    """What is stored, without keeping others from writing afterwards."""
    found = list(session.scalars(statement))
    session.expunge_all()
    session.rollback()
    return found
