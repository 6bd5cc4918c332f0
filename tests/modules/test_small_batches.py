"""An open batch of a few answers is nearly somebody's own: `elearn tidy` forgets it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from elearn.clock import day_of
from elearn.modules.counting import count_answers, drop_small_batches
from elearn.modules.marking import mark
from elearn.modules.models import AnswerCount, QuestionCount
from elearn.modules.publishing import get_version
from elearn.tidy import tidy_up
from tests.completions.ways import dump
from tests.modules.test_attempts import DAY, MODULE, at, finish  # noqa: F401  (a fixture)


def count(session, on, times):
    """So many answer the whole of the check on a day."""
    questions = MODULE.questions[:10]
    outcome = mark(questions, {each.id: sorted(each.right) for each in questions})
    version_id = get_version(session, MODULE).id
    for _ in range(times):
        count_answers(session, version_id, outcome, on)
    session.commit()
    return version_id


def test_two_days_later_the_database_is_as_if_nobody_had_answered(database, session, world, at, tmp_path):  # noqa: F811
    later = at + timedelta(days=2)
    tidy_up(database, tmp_path, later)
    before = dump(database)
    finish(session, world.alice, at, wrong={1, 2})
    assert dump(database) != before
    tidy_up(database, tmp_path, later)
    assert dump(database) == before


@pytest.mark.parametrize(("times", "days", "left"), [(9, 1, 9), (9, 2, 0), (10, 2, 10), (29, 400, 29)])
def test_few_answers_are_kept_for_a_day_and_ten_until_the_batch_is_full(session, at, times, days, left):  # noqa: F811
    on = day_of(at)
    count(session, on, times)
    assert drop_small_batches(session, on + days * DAY) == (10 if left == 0 else 0)
    assert set(session.scalars(select(QuestionCount.asked))) == ({left} if left else set())
    assert bool(session.scalar(select(func.count()).select_from(AnswerCount))) is bool(left)


def test_whoever_answers_keeps_the_batch_open_and_what_is_shown_stays(session, at):  # noqa: F811
    on = day_of(at)
    count(session, on, 33)  # thirty of them are shown
    count(session, on + 5 * DAY, 1)
    assert drop_small_batches(session, on + 6 * DAY) == 0
    assert drop_small_batches(session, on + 7 * DAY) == 10
    rows = session.scalars(select(QuestionCount)).all()
    assert {(row.asked, row.right, row.added_on, row.shown["asked"]) for row in rows} == {(0, 0, None, 30)}
