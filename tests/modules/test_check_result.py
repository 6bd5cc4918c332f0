"""The feedback: what was wrong and why, for its learner alone and for a day at most."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from elearn.clock import now
from elearn.modules.models import Attempt
from elearn.modules.queries import get_sitting
from tests.delivered import delivered_content
from tests.learner import Learner, answer, chosen, found, harmless
from tests.modules.bank import make_module, serve

MODULE = delivered_content().modules[0]


@pytest.fixture
def alice(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


def take(learner, wrong):
    """Hand in a check with these places wrong; the questions and the feedback page."""
    page = learner.start(1)
    asked = learner.sitting(MODULE.slug).asked
    answer = learner.send(page, page.form("/lamna-in"), **chosen(asked, wrong(asked)))
    address = answer.headers["Location"]
    if "/intyg/" in address:
        receipt = learner.get(address).text
        address = found(r'href="(/moduler/1/kunskapskontroll/resultat/[^"]+)"', receipt).group(1)
    return asked, learner.get(address)


def must_know(asked):
    return {one.place for one in asked if one.question.must_know}


def test_a_failed_check_explains_each_wrong_answer_and_no_other(alice):
    asked, page = take(alice, must_know)
    assert page.status == 200
    assert "<title>Modul 1, återkoppling – elearn</title>" in page.text
    assert "Inte godkänd än" in page.text
    assert "Du svarade rätt på 8 av 10 frågor." in page.text
    for one in asked:
        explained = f'id="fraga-{one.place}"' in page.text
        assert explained is one.question.must_know
        if explained:
            unsafe = one.question.option(answer(one, right=False)[0])
            right = one.question.option(answer(one, right=True)[0])
            for text in (unsafe.text.sv, unsafe.feedback.sv, right.text.sv, right.feedback.sv):
                assert text in page.text
            assert f'<a href="/moduler/1/{one.question.section}">' in page.text
    assert page.text.count("Ditt svar stämmer inte") == 2


def test_it_says_which_rule_was_not_met(alice):
    _asked, page = take(alice, must_know)
    assert "Minst en av frågorna som alla måste kunna blev fel." in page.text
    assert "Det behövs minst åtta rätt." not in page.text
    _asked, page = take(alice, lambda asked: range(1, 11))
    assert "Det behövs minst åtta rätt." in page.text
    assert "För minst ett av målen blev alla frågor fel." in page.text
    assert "Det här kan du" not in page.text


def test_it_says_what_is_known_and_what_to_read_again(alice):
    asked, page = take(alice, must_know)
    missed = {one.question.goal for one in asked if one.question.must_know}
    known, again = page.text.split("<h2>Läs gärna igen</h2>")
    for goal in MODULE.goals:
        assert goal.text.sv in (again if goal.id in missed else known)


def test_a_passed_check_explains_every_question(alice):
    asked, page = take(alice, lambda asked: {harmless(asked)})
    assert "Godkänd: så här svarade du" in page.text
    assert page.text.count('id="fraga-') == 10
    assert page.text.count("Ditt svar stämmer inte") == 1
    for one in asked:
        assert one.question.option(answer(one, right=True)[0]).feedback.sv in page.text


def test_another_try_is_offered_and_draws_new_questions(alice):
    asked, page = take(alice, must_know)
    assert 'href="/moduler/1/kunskapskontroll">Gör kontrollen igen' in page.text
    alice.start(1)
    assert [one.question.id for one in alice.sitting(MODULE.slug).asked] != [one.question.id for one in asked]


@pytest.mark.parametrize("way", ["sign out", "quick exit"])
def test_leaving_deletes_the_answers_and_the_page_says_so_calmly(
    alice, app, database, world, sign_in_as, way
):
    _asked, page = take(alice, must_know)
    left = alice.send(page, page.form("/logga-ut")) if way == "sign out" else alice.get("/lamna")
    assert left.status == 303
    again = Learner(sign_in_as(app.test_client(), world.alice), database, world.alice).get(page.address)
    assert again.status == 200
    assert "Svaren är raderade" in again.text
    assert "feedback-wrong" not in again.text


def test_after_a_day_the_answers_cannot_be_read_even_before_they_are_swept_away(alice, session):
    _asked, page = take(alice, must_know)
    session.execute(update(Attempt).values(finished_at=now() - timedelta(hours=24)))
    session.commit()
    assert "Svaren är raderade" in alice.get(page.address).text


def test_signing_in_sweeps_away_what_is_older_than_a_day_whoever_it_belongs_to(
    alice, app, database, session, world
):
    from elearn.accounts.services import sign_in

    _asked, page = take(alice, must_know)
    session.execute(update(Attempt).values(finished_at=now() - timedelta(hours=24)))
    sign_in(session, world.bob, at=now())
    session.commit()
    assert session.scalars(select(Attempt)).all() == []
    assert alice.get(page.address).status == 404


def test_there_is_no_feedback_on_a_check_that_is_not_handed_in(alice):
    alice.start(1)
    attempt_id = alice.sitting(MODULE.slug).attempt.id
    page = alice.get(f"/moduler/1/kunskapskontroll/resultat/{attempt_id}")
    assert "feedback-" not in page.text


def test_nobody_reads_somebody_elses_feedback(alice, app, database, world, sign_in_as):
    _asked, page = take(alice, must_know)
    for name in ("bob", "hanna", "dana", "frida", "gustav", "erik"):
        person_id = world.people[name]
        other = Learner(sign_in_as(app.test_client(), person_id), database, person_id)
        assert other.get(page.address).status == 404
    assert alice.get(page.address.replace("/moduler/1/", "/moduler/2/")).status == 404
    assert alice.get(f"/moduler/1/kunskapskontroll/resultat/{uuid4()}").status == 404


def test_it_is_explained_from_the_version_that_was_answered_and_links_what_still_exists(app, alice, database):
    serve(app, make_module())
    page = alice.start(9)
    answered = alice.send(page, page.form("/lamna-in"), **chosen(alice.sitting("modul").asked, range(1, 11)))
    newer = make_module(version="2.0")
    serve(app, newer.model_copy(update={"sections": newer.sections[1:]}))
    page = alice.get(answered.headers["Location"])
    assert page.text.count("Därför x") == 10
    assert 'href="/moduler/9/1"' not in page.text
    with database.reading() as session:
        assert get_sitting(session, session.scalars(select(Attempt)).one()).module.version == "1.0"
