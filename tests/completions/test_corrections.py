"""A completion is corrected by a new row that one officer asks for and another confirms."""

from datetime import date, timedelta
from threading import Event, Thread
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.models import AuditEvent
from elearn.audit.verification import verify
from elearn.clock import now, today
from elearn.completions.commands import KINDS
from elearn.completions.corrections import (
    CorrectionRefusedError,
    ask_correction,
    confirm_correction,
    drop_correction,
    find_request,
    list_corrections,
    list_entries,
    list_waiting,
)
from elearn.completions.models import Completion, CorrectionRequest, Reason
from elearn.completions.queries import counts, list_completions, list_standings
from elearn.database import Database
from elearn.organisations.models import PersonJoin
from elearn.requirements.standing import State
from tests.completions.asking import ask, complete
from tests.people import World

DAY, RIGHT = date(2026, 3, 1), date(2026, 2, 1)


@pytest.fixture
def wrong(session: Session, world: World) -> Completion:
    """Something that Alice is said to have done."""
    return complete(session, world.alice, "a", DAY, date(2028, 3, 1))


def correct(
    session: Session, world: World, row: Completion, reason: Reason, day: date | None = None
) -> Completion:
    """Dana asks, Erik confirms."""
    ask_correction(session, row, reason, day, at=now(), actor=world.dana)
    return confirm_correction(session, world.alice, row, at=now(), actor=world.erik)


def test_asking_alone_changes_nothing(session: Session, world: World, wrong: Completion) -> None:
    ask_correction(session, wrong, Reason.WRONG_PERSON, None, at=now(), actor=world.dana)
    assert list_completions(session, world.alice) == [wrong]
    assert [(who, row, asked.reason) for who, row, asked in list_waiting(session)] == [
        (world.alice, wrong, Reason.WRONG_PERSON)
    ]


def test_what_two_have_confirmed_is_withdrawn_and_both_rows_stay(
    session: Session, world: World, wrong: Completion
) -> None:
    ask(session, world, "a", since=date(2024, 1, 1))
    row = correct(session, world, wrong, Reason.REGISTERED_TWICE)
    assert (row.corrects, row.annulled, row.reason) == (wrong.id, True, "registered_twice")
    assert (row.module, row.version, row.evidence) == (wrong.module, wrong.version, wrong.evidence)
    assert list_completions(session, world.alice) == []
    [(_asked, standing)] = list_standings(session, world.alice, today(), [])
    assert standing.state is State.OVERDUE
    assert [
        (entry.completion, entry.corrected_by, entry.counts) for entry in list_entries(session, world.alice)
    ] == [
        (row, None, False),
        (wrong, row, False),
    ]
    assert list_corrections(session, world.alice) == [(wrong, row)]
    assert find_request(session, wrong) is None


def test_a_wrong_day_gets_the_right_one_and_is_valid_from_it(
    session: Session, world: World, wrong: Completion
) -> None:
    ask(session, world, "a", since=date(2024, 1, 1), months=12)
    row = correct(session, world, wrong, Reason.WRONG_DATE, RIGHT)
    assert (row.completed_on, row.valid_until, row.annulled) == (RIGHT, date(2027, 2, 1), False)
    assert list_completions(session, world.alice) == [row]


def test_a_correction_can_be_corrected(session: Session, world: World, wrong: Completion) -> None:
    second = correct(session, world, wrong, Reason.WRONG_DATE, RIGHT)
    third = correct(session, world, second, Reason.EVIDENCE_WITHDRAWN)
    assert list_completions(session, world.alice) == []
    assert list_corrections(session, world.alice) == [(second, third), (wrong, second)]


def test_what_was_known_before_the_correction_can_still_be_asked(
    session: Session, world: World, wrong: Completion
) -> None:
    before = now()
    correct(session, world, wrong, Reason.WRONG_MODULE)
    assert session.scalars(select(Completion).where(counts(before))).all() == [wrong]
    assert session.scalars(select(Completion).where(counts())).all() == []


def test_who_asked_and_who_confirmed_are_recorded(session: Session, world: World, wrong: Completion) -> None:
    row = correct(session, world, wrong, Reason.WRONG_PERSON)
    asked, done = session.scalars(
        select(AuditEvent).where(AuditEvent.action.startswith("completion.correct")).order_by(AuditEvent.seq)
    ).all()
    assert (asked.action, asked.actor, asked.object) == (
        "completion.correction_asked",
        world.dana,
        wrong.id.hex,
    )
    assert (done.action, done.actor, done.object) == ("completion.corrected", world.erik, row.id.hex)
    assert done.details == {
        "reason": "wrong_person",
        "asked_by": world.dana.hex,
        "corrects": wrong.id.hex,
    }
    assert row.recorded_by == world.dana
    session.commit()
    assert verify(session, KINDS).faults == []


def test_one_officer_is_not_two(session: Session, world: World, wrong: Completion) -> None:
    ask_correction(session, wrong, Reason.WRONG_PERSON, None, at=now(), actor=world.dana)
    with pytest.raises(CorrectionRefusedError):
        confirm_correction(session, world.alice, wrong, at=now(), actor=world.dana)
    assert list_completions(session, world.alice) == [wrong]


def test_nothing_is_confirmed_or_dropped_that_nobody_asked_for(
    session: Session, world: World, wrong: Completion
) -> None:
    with pytest.raises(CorrectionRefusedError):
        confirm_correction(session, world.alice, wrong, at=now(), actor=world.erik)
    with pytest.raises(CorrectionRefusedError):
        drop_correction(session, wrong, at=now(), actor=world.erik)


def test_one_correction_at_a_time_and_none_of_what_is_corrected(
    session: Session, world: World, wrong: Completion
) -> None:
    ask_correction(session, wrong, Reason.WRONG_PERSON, None, at=now(), actor=world.dana)
    with pytest.raises(CorrectionRefusedError):
        ask_correction(session, wrong, Reason.WRONG_DATE, RIGHT, at=now(), actor=world.erik)
    confirm_correction(session, world.alice, wrong, at=now(), actor=world.erik)
    with pytest.raises(CorrectionRefusedError):
        ask_correction(session, wrong, Reason.WRONG_DATE, RIGHT, at=now(), actor=world.erik)


def test_a_dropped_correction_leaves_the_completion_as_it_is(
    session: Session, world: World, wrong: Completion
) -> None:
    ask_correction(session, wrong, Reason.WRONG_PERSON, None, at=now(), actor=world.dana)
    drop_correction(session, wrong, at=now(), actor=world.erik)
    assert list_completions(session, world.alice) == [wrong]
    assert list_waiting(session) == []
    ask_correction(session, wrong, Reason.WRONG_PERSON, None, at=now(), actor=world.erik)


def test_what_is_another_persons_by_a_join_is_corrected_where_it_stands(
    session: Session, world: World
) -> None:
    row = complete(session, world.bob, "a", DAY)
    session.add(PersonJoin(person_id=world.bob, into_id=world.alice, recorded_at=now(), superseded_at=None))
    session.flush()
    correction = correct(session, world, row, Reason.WRONG_PERSON)
    assert correction.person_id == world.bob
    assert [entry.completion for entry in list_entries(session, world.alice)] == [correction, row]


def test_two_who_confirm_at_once_append_one_row(database: Database, world: World) -> None:
    with database.writing() as session, session.begin():
        row = complete(session, world.alice, "a", today() - timedelta(days=1))
        ask_correction(session, row, Reason.WRONG_PERSON, None, at=now(), actor=world.dana)
        row_id = row.id
    ready, outcomes = Event(), []

    def confirm(session: Session, actor: UUID) -> None:
        try:
            confirm_correction(
                session, world.alice, session.get_one(Completion, row_id), at=now(), actor=actor
            )
        except CorrectionRefusedError:
            outcomes.append("refused")
        else:
            outcomes.append("done")

    def confirm_too() -> None:
        with database.writing() as other:
            ready.set()
            confirm(other, world.frida)
            other.commit()

    with database.writing() as session:
        confirm(session, world.erik)
        second = Thread(target=confirm_too)
        second.start()
        ready.wait()
        session.commit()
    second.join()
    assert sorted(outcomes) == ["done", "refused"]
    with database.reading() as session:
        assert len(session.scalars(select(Completion)).all()) == 2
        assert session.scalars(select(CorrectionRequest)).all() == []
