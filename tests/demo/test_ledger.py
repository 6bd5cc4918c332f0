"""A past appended at once is what the ledger would hold had it been recorded one by one."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.audit.models import AuditEvent, ChainHead, ChainLink
from elearn.audit.services import record_event
from elearn.completions.models import Completion, Evidence
from elearn.completions.services import record_completion
from elearn.demo.history import Past
from elearn.demo.ledger import append_past
from tests.people import World
from tests.serving import environment, run_elearn

DAY = date(2025, 3, 1)
AT = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
OF_CHANCE = frozenset({"id", "seq", "salt", "origin", "object"})


@pytest.fixture(autouse=True)
def begun(session: Session, world: World) -> None:
    """Something stands in the chain already."""
    record_event(session, "hr.imported", at=clock.now())


def made(world: World) -> Past:
    return Past(world.alice, "a", DAY, date(2027, 3, 1), AT)


def columns(row: Completion | AuditEvent) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name not in OF_CHANCE and name[0] != "_"}


def test_the_rows_are_those_of_record_completion(session: Session, world: World) -> None:
    record_completion(
        session,
        person_id=world.alice,
        module="a",
        version="1.0",
        evidence=Evidence.CHECK,
        completed_on=DAY,
        valid_until=date(2027, 3, 1),
        origin="one",
        at=AT,
    )
    assert append_past(session, [made(world)], {"a": "1.0"}) == 1
    session.commit()

    for model in (Completion, AuditEvent):
        rows: Any = session.scalars(select(model).order_by(model.seq)).all()
        alone, at_once = rows[-2:]
        assert columns(alone) == columns(at_once)
    assert [link.kind for link in session.scalars(select(ChainLink).order_by(ChainLink.seq))] == [
        "event",
        "completion",
        "event",
        "completion",
        "event",
    ]


def test_the_chain_goes_on_from_what_stood_there_and_holds(
    session: Session, world: World, database_url: str, tmp_path: Any
) -> None:
    append_past(session, [made(world)] * 3, {"a": "1.0"})
    record_event(session, "hr.imported", at=clock.now())
    assert session.scalars(select(ChainHead.seq)).one() == 8
    session.commit()
    verified = run_elearn("audit", "verify", environ=environment(database_url, tmp_path))
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_no_past_changes_nothing(session: Session, world: World) -> None:
    assert append_past(session, [], {}) == 0
    assert session.scalars(select(ChainHead.seq)).one() == 1
