"""Whoever counts everybody and whoever records of somebody beside it: they wait for each other, never both for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts.roles import grant_role
from elearn.audit.services import lock_chain, record_event
from elearn.database import Database
from elearn.organisations.arrangements import Agreement, end_arrangement, record_arrangement
from elearn.organisations.models import Arrangement
from elearn.permissions import Role
from elearn.reports.counting import make_counts
from elearn.requirements.services import clear_hold, set_hold
from tests.people import World

Deed = Callable[[Session, World], object]


def hold(session: Session, world: World) -> None:
    set_hold(session, world.alice, on=clock.today(), at=clock.now(), actor=world.dana)


def release(session: Session, world: World) -> None:
    clear_hold(session, world.alice, on=clock.today(), at=clock.now(), actor=world.dana)


def grant(session: Session, world: World) -> None:
    today = clock.today()
    grant_role(
        session,
        world.alice,
        Role.AUDITOR,
        unit_id=None,
        valid_from=today,
        valid_to=None,
        at=clock.now(),
        actor=None,
    )


def agree(session: Session, world: World) -> None:
    today = clock.today()
    agreement = Agreement(
        unit_id=world.units["B"],
        decided_by="Styrelsen",
        decided_on=today,
        record_number="B 2026/1",
        valid_from=today,
        valid_to=today + timedelta(days=9),
    )
    record_arrangement(session, agreement, at=clock.now(), actor=world.oskar)


def end(session: Session, world: World) -> None:
    arrangement = session.scalars(select(Arrangement)).one()
    end_arrangement(session, arrangement, on=clock.today(), at=clock.now(), actor=world.oskar)


DEEDS: list[tuple[Deed | None, Deed]] = [
    (None, hold),
    (hold, release),
    (None, grant),
    (None, agree),
    (agree, end),
]


@pytest.mark.parametrize(("before", "deed"), DEEDS, ids=[deed.__name__ for _, deed in DEEDS])
def test_nobody_is_turned_away_while_everybody_is_counted(
    database: Database, world: World, before: Deed | None, deed: Deed
) -> None:
    """The deed holds its person or unit and waits for the chain, while whoever has the chain counts both."""
    with database.writing() as session, session.begin():
        record_event(session, "role.granted", at=clock.now())  # so that the chain has an end to hold
        if before:
            before(session, world)
    waits = Event()

    def tell(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM chain_head" in statement:
            waits.set()

    def do() -> None:
        with database.writing() as session, session.begin():
            event.listen(session.connection(), "before_cursor_execute", tell)
            deed(session, world)

    with ThreadPoolExecutor(1) as other:
        with database.writing() as session, session.begin():
            lock_chain(session)
            done = other.submit(do)
            # SQLite has one writer: there the deed has not even begun.
            assert database.is_sqlite or waits.wait(30)
            make_counts(session, clock.today())
        done.result(30)
