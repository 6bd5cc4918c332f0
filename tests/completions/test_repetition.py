"""Repetition: three questions from what one has done, and nothing of it stored anywhere."""

import re
from datetime import date, timedelta
from random import Random

import pytest
from itsdangerous import URLSafeSerializer
from sqlalchemy import text

from elearn.clock import today
from elearn.completions.repetition import (
    StaleError,
    as_carried,
    draw_questions,
    repeatable,
    take_up,
)
from tests.completions.asking import complete
from tests.conftest import SECRET
from tests.delivered import delivered_content
from tests.learner import Learner, answer, without_marks

MODULES = delivered_content().modules
ADDRESS = "/repetition"
NOTHING_DONE = "När du har gjort klart en modul kan du repetera den här."


@pytest.fixture
def alice(client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


@pytest.fixture
def done(session, world):
    """Alice has done module 2."""
    complete(session, world.alice, MODULES[1].slug, today())
    session.commit()


def drawn_on(page, modules=MODULES):
    """What the form on a page carries: a test may read what a browser only sends back."""
    carried = dict(page.form(ADDRESS).values)["fragor"]
    return take_up(URLSafeSerializer(SECRET, salt="repetition").loads(carried), modules)


def given(drawn, *, right):
    return {f"q{one.asked.place}": answer(one.asked, right=right) for one in drawn}


def rows(database):
    """How much stands in every table."""
    with database.reading() as session:
        names = session.get_bind().dialect.get_table_names(session.connection())
        return {name: session.execute(text(f'select count(*) from "{name}"')).scalar() for name in names}  # noqa: S608


def test_right_and_wrong_answers_are_explained_and_nothing_is_stored(alice, database, done):
    before = rows(database)
    page = alice.get(ADDRESS)
    drawn = drawn_on(page)
    assert {one.module.slug for one in drawn} == {MODULES[1].slug}
    assert len({one.asked.question.id for one in drawn}) == 3
    for right, words in ((True, "Ditt svar stämmer"), (False, "Ditt svar stämmer inte")):
        answered = alice.send(page, page.form(ADDRESS), **given(drawn, right=right))
        assert answered.status == 200
        assert answered.text.count(f"{words}</p>") >= 3
        shown = without_marks(answered.text)
        for one in drawn:
            chosen = answer(one.asked, right=right)[0]
            assert one.asked.question.option(chosen).feedback.sv in shown
        assert f'href="{ADDRESS}">Tre nya frågor' in answered.text
        assert "Set-Cookie" not in answered.headers
    assert rows(database) == before


def test_who_has_done_nothing_is_asked_nothing(alice):
    page = alice.get(ADDRESS)
    assert NOTHING_DONE in page.text
    assert page.form("/sprak")
    assert "fragor" not in page.text


@pytest.mark.one_engine
def test_a_question_without_an_answer_is_pointed_out_and_the_others_are_kept(alice, done):
    page = alice.get(ADDRESS)
    drawn = drawn_on(page)
    values = given(drawn, right=True) | {"q2": []}
    refused = alice.send(page, page.form(ADDRESS), **values)
    assert refused.status == 422
    assert re.search(r"Fråga 2: välj (ett svar|de svar som stämmer)\.", refused.text)
    assert as_carried(drawn_on(refused)) == as_carried(drawn)
    assert refused.text.count(" checked") == len(values["q1"]) + len(values["q3"])
    assert "Det här stämmer" not in refused.text


@pytest.mark.one_engine
@pytest.mark.parametrize("carried", ["", "W10", "x.y.z"])
def test_questions_that_the_server_did_not_draw_are_not_explained(alice, done, carried):
    page = alice.get(ADDRESS)
    refused = alice.send(page, page.form(ADDRESS), fragor=carried, q1="a", q2="a", q3="a")
    assert refused.status == 422
    assert "Dina svar kunde inte rättas." in refused.text
    assert "Det här stämmer" not in refused.text
    assert " checked" not in refused.text


def test_a_module_that_is_not_done_answers_nobody(alice, session, world, done):
    """Not even with questions that were drawn for somebody else: else repetition would answer the check."""
    page = alice.get(ADDRESS)
    foreign = draw_questions([MODULES[0]], Random(1))
    carried = URLSafeSerializer(SECRET, salt="repetition").dumps(as_carried(foreign))
    refused = alice.send(page, page.form(ADDRESS), fragor=carried, **given(foreign, right=True))
    assert refused.status == 422
    assert "Det här stämmer" not in refused.text
    assert "Ditt svar" not in refused.text


def test_a_module_whose_check_is_begun_again_rests_until_it_is_handed_in(alice, done):
    page = alice.get(ADDRESS)
    alice.start(MODULES[1].number)
    refused = alice.send(page, page.form(ADDRESS), **given(drawn_on(page), right=False))
    assert refused.status == 422
    assert "Det här stämmer" not in refused.text
    assert NOTHING_DONE in alice.get(ADDRESS).text
    alice.hand_in(MODULES[1].number, MODULES[1].slug)
    assert len(drawn_on(alice.get(ADDRESS))) == 3


@pytest.mark.one_engine
def test_it_is_offered_where_the_training_is_and_when_all_is_done(alice, session, world, done):
    link = f'href="{ADDRESS}"'
    assert link in alice.get("/min-utbildning").text
    assert link not in alice.get("/").text
    for module in MODULES:
        complete(session, world.alice, module.slug, today())
    session.commit()
    assert link in alice.get("/").text


def test_only_what_holds_is_repeated_and_nothing_whose_check_is_begun():
    on = date(2026, 11, 22)
    until = (on, on - timedelta(days=1), None, None)
    done = list(zip(MODULES, until, strict=True))
    assert repeatable(done, (), on) == (MODULES[0], MODULES[2], MODULES[3])
    assert repeatable(done, {MODULES[2].slug}, on) == (MODULES[0], MODULES[3])


def test_questions_come_back_as_they_were_drawn_and_only_from_the_version_that_they_were_drawn_from():
    drawn = draw_questions(MODULES, Random(7))
    carried = as_carried(drawn)
    assert take_up(carried, MODULES) == drawn
    others = [module.model_copy(update={"version": "9.0"}) for module in MODULES]
    for modules in (others, MODULES[:0]):
        with pytest.raises(StaleError):
            take_up(carried, modules)


def test_every_question_comes_up_must_know_ones_too():
    seen = set()
    random = Random(1)
    for _ in range(600):
        seen |= {(one.module.slug, one.asked.question.id) for one in draw_questions(MODULES, random)}
    every = {(module.slug, question.id) for module in MODULES for question in module.questions}
    assert seen == every


def test_what_the_form_carries_names_no_topic():
    carried = str(as_carried(draw_questions(MODULES, Random(3))))
    assert not [module.slug for module in MODULES if re.search(module.slug, carried)]
