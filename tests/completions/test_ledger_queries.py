"""Which rows of the ledger count for one person, and what follows from them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from elearn.audit.services import append_link
from elearn.clock import now
from elearn.completions import queries
from elearn.completions.models import Completion
from elearn.organisations.models import PersonJoin
from elearn.requirements.standing import State
from tests.completions.asking import ask, complete

ON = date(2026, 11, 2)
LONG_AGO = date(2024, 1, 1)


def correct(session, row, *, annulled, completed_on=None):
    """A correction of a ledger row: a row of its own."""
    values = {column.key: getattr(row, column.key) for column in Completion.__table__.columns}
    values |= {
        "id": uuid4(),
        "corrects": row.id,
        "annulled": annulled,
        "origin": uuid4().hex,
        "recorded_at": now(),
    }
    later = Completion(**(values | {"completed_on": completed_on or row.completed_on}))
    later.seq = append_link(session, "completion", later.salt, {})
    session.add(later)
    session.flush()
    return later


def test_a_persons_own_completions_newest_first(session, world):
    old = complete(session, world.alice, "a", date(2025, 3, 1))
    new = complete(session, world.alice, "b", date(2026, 3, 1))
    complete(session, world.bob, "a", date(2026, 3, 1))
    assert queries.list_completions(session, world.alice) == [new, old]


def test_a_corrected_row_counts_no_more_and_its_correction_does(session, world):
    wrong = complete(session, world.alice, "a", date(2025, 3, 1))
    right = correct(session, wrong, annulled=False, completed_on=date(2025, 3, 2))
    assert queries.list_completions(session, world.alice) == [right]
    with pytest.raises(NoResultFound):
        queries.get_completion(session, world.alice, wrong.id)


def test_an_annulled_row_counts_no_more_and_neither_does_what_annuls_it(session, world):
    correct(session, complete(session, world.alice, "a", date(2025, 3, 1)), annulled=True)
    assert queries.list_completions(session, world.alice) == []


def test_what_counted_before_the_correction_was_known_can_still_be_asked(session, world):
    wrong = complete(session, world.alice, "a", date(2025, 3, 1))
    before = now()
    later = correct(session, wrong, annulled=True)

    def counting(known_at):
        return list(session.scalars(select(Completion).where(queries.counts(known_at))))

    assert counting(before) == [wrong]
    assert counting(later.recorded_at) == []
    assert counting(wrong.recorded_at - timedelta(seconds=1)) == []


def test_nobody_elses_completion_is_found(session, world):
    row = complete(session, world.alice, "a", ON)
    assert queries.get_completion(session, world.alice, row.id) == row
    for person_id, completion_id in ((world.bob, row.id), (world.alice, uuid4())):
        with pytest.raises(NoResultFound):
            queries.get_completion(session, person_id, completion_id)


def test_the_completions_of_a_person_who_turned_out_to_be_another_are_theirs(session, world):
    complete(session, world.bob, "a", ON)
    session.add(PersonJoin(person_id=world.bob, into_id=world.alice, recorded_at=now(), superseded_at=None))
    session.flush()
    assert [row.module for row in queries.list_completions(session, world.alice)] == ["a"]
    assert queries.list_completions(session, world.bob) == []


def test_only_a_check_leads_back_to_its_attempt(session, world):
    row = complete(session, world.alice, "a", ON)
    assert queries.attempt_of(row) is None
    attempt_id = uuid4()
    row.origin = queries.origin_of(attempt_id)
    assert queries.attempt_of(row) == attempt_id
    session.rollback()
    assert queries.find_by_attempt(session, attempt_id) is None


def standings(session, person_id):
    history = queries.list_completions(session, person_id)
    return {asked.module: now.state for asked, now in queries.list_standings(session, person_id, ON, history)}


def test_what_is_asked_stands_as_the_ledger_says(session, world):
    ask(session, world, "done", "late", "over", "annulled", since=LONG_AGO)
    ask(session, world, "soon", since=ON - timedelta(days=10))
    ask(session, world, "advice", since=LONG_AGO, decided=False)
    complete(session, world.alice, "done", date(2026, 1, 1), date(2028, 1, 1))
    complete(session, world.alice, "over", date(2024, 2, 1), date(2026, 2, 1))
    correct(session, complete(session, world.alice, "annulled", date(2026, 1, 1)), annulled=True)
    complete(session, world.bob, "late", date(2026, 1, 1))
    assert standings(session, world.alice) == {
        "done": State.COMPLETED,
        "over": State.EXPIRED,
        "late": State.OVERDUE,
        "annulled": State.OVERDUE,
        "soon": State.DUE,
        "advice": State.DUE,
    }


def test_nothing_is_asked_of_whom_no_requirement_reaches(session, world):
    ask(session, world, "a", since=LONG_AGO, unit="B")
    assert standings(session, world.alice) == {}
    assert standings(session, world.karl) == {"a": State.OVERDUE}
