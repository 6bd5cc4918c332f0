"""Attempts in the database: one open at a time, pinned, marked, counted without a person, and soon gone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import NoResultFound

from elearn.clock import now
from elearn.modules import queries, services
from elearn.modules.models import Answer, AnswerCount, Attempt
from elearn.modules.publishing import publish
from elearn.organisations.models import PersonJoin
from tests.learner import answer
from tests.modules.bank import make_module, make_question

MODULE = make_module()
DAY = timedelta(days=1)


@pytest.fixture
def at(session, world):
    """Now, with the small module published."""
    at = now()
    publish(session, [MODULE], at)
    session.commit()
    return at


def begin(session, person_id, at, module=MODULE, seed=1):
    return services.start_attempt(session, person_id, module, Random(seed), at)


def fill(session, attempt, wrong=()):
    sitting = queries.get_sitting(session, attempt)
    chosen = {one.question.id: answer(one, right=one.place not in wrong) for one in sitting.asked}
    return services.save_answers(session, sitting, chosen)


def finish(session, person_id, at, wrong=(), seed=1):
    attempt = begin(session, person_id, at, seed=seed)
    services.finish_attempt(session, fill(session, attempt, wrong), "digest", at)
    session.commit()
    return attempt


def answers(session):
    return session.scalar(select(func.count()).select_from(Answer))


def test_an_open_attempt_is_resumed_with_its_draw_and_a_finished_one_is_not(session, world, at):
    first = begin(session, world.alice, at, seed=1)
    assert begin(session, world.alice, at, seed=2).id == first.id
    services.finish_attempt(session, fill(session, first), "digest", at)
    second = begin(session, world.alice, at, seed=2)
    assert second.id != first.id
    assert second.draw != first.draw


def test_somebody_else_gets_an_attempt_of_their_own(session, world, at):
    assert begin(session, world.alice, at).id != begin(session, world.bob, at).id


def test_twenty_starts_at_once_leave_one_open_attempt(database, session, world, at):
    def start(seed):
        with database.writing() as own, own.begin():
            return begin(own, world.alice, at, seed=seed).id

    with ThreadPoolExecutor(20) as pool:
        started = set(pool.map(start, range(20)))
    assert len(started) == 1
    assert session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_an_attempt_abandoned_for_thirty_days_is_not_resumed(session, world, at):
    old = begin(session, world.alice, at - 30 * DAY)
    assert begin(session, world.alice, at - timedelta(seconds=1)).id == old.id
    assert begin(session, world.alice, at).id != old.id


def test_nobody_reaches_an_attempt_of_another_person_or_module(session, world, at):
    attempt = begin(session, world.alice, at)
    assert services.lock_attempt(session, world.alice, attempt.id, "modul").id == attempt.id
    for person_id, attempt_id, slug in (
        (world.bob, attempt.id, "modul"),
        (world.alice, attempt.id, "anmalningsskyldigheten"),
        (world.alice, uuid4(), "modul"),
    ):
        with pytest.raises(NoResultFound):
            services.lock_attempt(session, person_id, attempt_id, slug)


def test_an_answer_can_be_changed_and_taken_back_until_it_is_handed_in(session, world, at):
    attempt = begin(session, world.alice, at)
    first, second = (question_id for question_id, _options in attempt.draw[:2])
    sitting = queries.get_sitting(session, attempt)
    for chosen in ({first: ["w"], second: ["z", "x"]}, {first: ["x"], second: []}, {}):
        sitting = services.save_answers(session, sitting, chosen)
        assert queries.list_answers(session, attempt.id) == sitting.answers
    assert sitting.answers == {first: ["x"], second: []}
    assert [one.place for one in sitting.unanswered] == [2, 3, 4, 5, 6, 7, 8, 9, 10]


def test_nothing_about_a_handed_in_attempt_can_change(session, world, at):
    attempt = finish(session, world.alice, at)
    sitting = queries.get_sitting(session, attempt)
    with pytest.raises(services.AttemptFinishedError):
        services.save_answers(session, sitting, {"a0": ["w"]})
    with pytest.raises(services.AttemptFinishedError):
        services.finish_attempt(session, sitting, "digest", at)


def test_an_attempt_is_marked_by_the_version_it_started_on(session, world, at):
    attempt = begin(session, world.alice, at)
    turned = [
        make_question(question.id, goal=question.goal, must_know=question.must_know, right=("w",))
        for question in MODULE.questions
    ]
    newer = make_module(turned, version="2.0")
    publish(session, [newer], at)
    resumed = begin(session, world.alice, at, module=newer)
    assert resumed.id == attempt.id
    sitting = fill(session, resumed)
    assert sitting.module.version == "1.0"
    assert services.finish_attempt(session, sitting, "digest", at).right == 10
    assert queries.get_pinned(session, begin(session, world.alice, at, module=newer)).version == "2.0"


def test_finishing_counts_each_chosen_option_in_its_band_and_adds_up_over_people(session, world, at):
    for person_id in (world.alice, world.bob):
        attempt = begin(session, person_id, at, seed=7)
        sitting = fill(session, attempt, wrong={1, 2, 3})
        services.finish_attempt(session, sitting, "digest", at)
    session.commit()
    counts = {
        (count.question_id, count.option_id): (count.band, count.times)
        for count in session.scalars(select(AnswerCount))
    }
    for one in sitting.asked:
        right = one.place not in {1, 2, 3}
        # Seven right in all: six among the others of a right one, seven among those of a wrong one.
        assert counts[one.question.id, answer(one, right=right)[0]] == (1, 2)
    assert len(counts) == 10


def test_many_who_finish_at_once_are_all_counted(database, session, world, at):
    people = list(world.people.values())[:12]

    def take(person_id):
        with database.writing() as own:
            finish(own, person_id, at, seed=3)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(take, people))
    assert {count.times for count in session.scalars(select(AnswerCount))} == {12}


def test_a_check_handed_in_without_any_answer_counts_nothing(session, world, at):
    attempt = begin(session, world.alice, at)
    assert not services.finish_attempt(session, queries.get_sitting(session, attempt), "digest", at).passed
    assert session.scalars(select(AnswerCount)).all() == []


def test_feedback_can_be_read_for_a_day_and_by_nobody_else(session, world, at):
    attempt = finish(session, world.alice, at)
    almost = at + DAY - timedelta(seconds=1)
    assert queries.find_feedback(session, attempt, almost) == queries.list_answers(session, attempt.id)
    assert queries.find_feedback(session, attempt, at + DAY) is None
    assert queries.has_feedback(session, world.alice, attempt.id, almost)
    assert not queries.has_feedback(session, world.alice, attempt.id, at + DAY)
    assert not queries.has_feedback(session, world.bob, attempt.id, at)


def test_there_is_no_feedback_before_the_check_is_handed_in(session, world, at):
    attempt = begin(session, world.alice, at)
    fill(session, attempt)
    assert queries.find_feedback(session, attempt, at) is None
    assert not queries.has_feedback(session, world.alice, attempt.id, at)


def test_leaving_forgets_the_answers_of_what_is_handed_in_and_keeps_the_open_attempt(session, world, at):
    finished, others = finish(session, world.alice, at), finish(session, world.bob, at)
    begun = begin(session, world.alice, at, seed=2)
    fill(session, begun)
    services.forget_answers(session, world.alice)
    session.commit()
    assert queries.find_feedback(session, finished, at) is None
    assert session.get_one(Attempt, finished.id).submission is None
    assert len(queries.list_answers(session, begun.id)) == 10
    assert queries.find_feedback(session, others, at)


def test_the_purge_takes_what_was_finished_a_day_ago_or_begun_a_month_ago_whoever_it_belongs_to(
    session, world, at
):
    finish(session, world.alice, at - DAY)
    stale = begin(session, world.bob, at - 30 * DAY)
    fill(session, stale)
    recent = finish(session, world.doris, at - DAY + timedelta(minutes=1))
    begun = begin(session, world.david, at - 29 * DAY)
    session.commit()
    assert services.purge_answers(session, at) == 2
    session.commit()
    assert set(session.scalars(select(Attempt.id))) == {recent.id, begun.id}
    assert answers(session) == 10
    assert services.purge_answers(session, at) == 0


def test_many_purges_at_once_delete_each_attempt_once(database, session, world, at):
    for name in ("alice", "bob", "doris"):
        finish(session, world.people[name], at - DAY)

    def purge(_):
        with database.writing() as own, own.begin():
            return services.purge_answers(own, at)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(purge, range(8))) == 3
    assert answers(session) == 0


def test_a_purge_leaves_alone_what_somebody_else_is_deleting(database, session, world, at):
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    finish(session, world.alice, at - DAY)
    assert services.purge_answers(session, at) == 1
    with database.writing() as other:
        other.execute(text("SET LOCAL lock_timeout = '1s'"))
        assert services.purge_answers(other, at) == 0


def test_the_place_is_kept_as_a_set_of_sections(session, world, at):
    for number in (2, 1, 2):
        services.mark_section_read(session, world.alice, MODULE, number)
    session.commit()
    assert queries.list_read_sections(session, world.alice, "modul") == {1, 2}
    assert queries.list_read_sections(session, world.bob, "modul") == frozenset()


def test_two_devices_that_read_at_once_lose_no_section(database, session, world, at):
    def read(number):
        with database.writing() as own, own.begin():
            services.mark_section_read(own, world.alice, MODULE, number)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(read, range(1, 11)))
    assert queries.list_read_sections(session, world.alice, "modul") == set(range(1, 11))


def test_a_person_who_turns_out_to_be_another_brings_place_and_attempt_along(session, world, at):
    services.mark_section_read(session, world.alice, MODULE, 1)
    services.mark_section_read(session, world.bob, MODULE, 2)
    attempt = begin(session, world.bob, at)
    session.add(PersonJoin(person_id=world.bob, into_id=world.alice, recorded_at=at, superseded_at=None))
    session.commit()
    assert queries.list_read_sections(session, world.alice, "modul") == {1, 2}
    assert queries.list_begun(session, world.alice, at) == {"modul"}
    assert begin(session, world.alice, at).id == attempt.id


def test_the_same_form_is_known_again_and_another_is_not(session, world, at):
    attempt = begin(session, world.alice, at)
    body = {"q1": ["x"], "q2": ["w", "z"]}
    digest = services.submission_digest(attempt.id, body)
    assert digest == services.submission_digest(attempt.id, {"q2": ["z", "w"], "q1": ["x"]})
    assert digest != services.submission_digest(attempt.id, body | {"q1": ["y"]})
    assert digest != services.submission_digest(uuid4(), body)
    services.finish_attempt(session, queries.get_sitting(session, attempt), digest, at)
    assert services.is_same_submission(attempt, digest)
    assert not services.is_same_submission(attempt, "another")
