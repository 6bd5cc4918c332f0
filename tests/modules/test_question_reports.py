"""“Är frågan fel?”: told from the result page, counted without anybody, read by the editor."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from elearn.clock import now
from elearn.modules.models import Attempt, QuestionReport
from elearn.modules.publishing import get_version, publish
from elearn.modules.question_reports import Reason, list_reports, report_question
from tests.delivered import delivered_content
from tests.learner import Learner, chosen, found
from tests.modules.bank import make_module, serve

MODULE = delivered_content().modules[0]
ADDRESS = "/synpunkt"
THANKS = "Tack. Redaktören ser det."


@pytest.fixture
def alice(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


@pytest.fixture
def frida(app, database, world, sign_in_as):
    return Learner(sign_in_as(app.test_client(), world.frida), database, world.frida)


def take(learner, *, number=1, slug=MODULE.slug, wrong=(1, 2, 3)):
    """Fail a check on these places; what was asked, and the page that explains it."""
    page = learner.start(number)
    asked = learner.sitting(slug).asked
    return asked, learner.follow(learner.send(page, page.form("/lamna-in"), **chosen(asked, wrong)))


def form_about(page, question):
    """The form about a question, None where the page has none."""
    forms = [form for form in page.forms if form.action == ADDRESS]
    return next((form for form in forms if ("question", question.id) in form.values), None)


def counted(session):
    session.rollback()
    return {(row.question_id, row.reason): row.times for row in session.scalars(select(QuestionReport))}


def test_each_explained_question_and_no_other_can_be_said_to_be_wrong(alice):
    asked, page = take(alice)
    for one in asked:
        assert (form_about(page, one.question) is not None) is (one.place in {1, 2, 3})
    assert page.text.count("Är frågan fel?") == 3
    assert form_about(page, asked[0].question).choices == {"reason": [reason.value for reason in Reason]}


def test_it_is_counted_and_the_reader_is_thanked_and_back_at_the_question(alice, session):
    asked, page = take(alice)
    question = asked[1].question
    answer = alice.send(page, form_about(page, question), reason="unclear")
    assert (answer.status, answer.headers["Location"]) == (303, f"{page.address}#fraga-2")
    assert counted(session) == {(question.id, "unclear"): 1}
    again = alice.get(page.address)
    assert again.text.count(THANKS) == 2
    assert form_about(again, question) is None
    assert form_about(again, asked[0].question) is not None


def test_the_same_form_sent_again_counts_once(alice, session):
    asked, page = take(alice)
    form = form_about(page, asked[0].question)
    for reason in ("answer", "answer", "language"):
        assert alice.send(page, form, reason=reason).status == 303
    assert counted(session) == {(asked[0].question.id, "answer"): 1}


def test_what_the_browser_keeps_says_nothing_and_goes_when_its_reader_leaves(alice):
    asked, page = take(alice)
    alice.send(page, form_about(page, asked[0].question), reason="answer")
    with alice.client.session_transaction() as cookie:
        [mark] = cookie["reported"]
        assert len(mark) == 10
        assert "answer" not in str(dict(cookie))
        assert asked[0].question.id not in str(dict(cookie))
    alice.get("/lamna")
    with alice.client.session_transaction() as cookie:
        assert "reported" not in cookie


def test_the_row_has_no_room_for_a_person_a_time_or_words():
    assert set(QuestionReport.__table__.columns.keys()) == {"version_id", "question_id", "reason", "times"}


@pytest.mark.one_engine
@pytest.mark.parametrize("reason", ["", "because"])
def test_a_form_without_a_reason_says_so_at_its_question(alice, session, reason):
    asked, page = take(alice)
    refused = alice.send(page, form_about(page, asked[1].question), reason=reason)
    assert refused.status == 422
    assert "Välj vad som är fel." in refused.text
    assert '<a href="#fel-2">' in refused.text
    assert 'id="fel-2"' in found(r'<details class="fold" open>.*?</details>', refused.text).group()
    assert "<title>Fel: Modul 1, återkoppling – elearn</title>" in refused.text
    assert counted(session) == {}


def test_a_question_that_is_not_explained_there_is_not_found(alice, session):
    asked, page = take(alice)
    form = form_about(page, asked[0].question)
    drawn = {one.question.id for one in asked}
    other = next(question.id for question in MODULE.questions if question.id not in drawn)
    for question_id in (asked[5].question.id, other, "finns-inte", ""):
        assert alice.send(page, form, question=question_id, reason="answer").status == 404
    assert counted(session) == {}


def test_a_passed_check_explains_all_its_questions(alice, session):
    asked, receipt = take(alice, wrong=())
    page = alice.get(found(r'href="(/moduler/1/kunskapskontroll/resultat/[^"]+)"', receipt.text).group(1))
    assert alice.send(page, form_about(page, asked[9].question), reason="several").status == 303
    assert counted(session) == {(asked[9].question.id, "several"): 1}


def test_nobody_tells_from_somebody_elses_attempt_or_none(alice, app, database, world, session, sign_in_as):
    asked, page = take(alice)
    form = form_about(page, asked[0].question)
    bob = Learner(sign_in_as(app.test_client(), world.bob), database, world.bob)
    token = bob.get("/").form("/sprak").values[0][1]
    assert bob.send(page, form, csrf_token=token, reason="answer").status == 404
    assert alice.send(page, form, attempt=str(uuid4()), reason="answer").status == 404
    assert counted(session) == {}


def test_nothing_is_counted_before_the_check_is_handed_in(alice, session):
    asked, page = take(alice)
    form = form_about(page, asked[0].question)
    alice.start(1)
    sitting = alice.sitting(MODULE.slug)
    answer = alice.send(
        page, form, attempt=str(sitting.attempt.id), question=sitting.asked[0].question.id, reason="answer"
    )
    assert answer.status == 303
    assert counted(session) == {}


def test_when_the_answers_are_gone_nothing_is_counted_and_the_page_says_so(alice, session):
    asked, page = take(alice)
    session.execute(update(Attempt).values(finished_at=now() - timedelta(hours=24)))
    session.commit()
    answer = alice.send(page, form_about(page, asked[0].question), reason="answer")
    assert "Svaren är raderade" in alice.follow(answer).text
    assert counted(session) == {}


def test_it_is_about_the_version_that_was_answered(app, alice, session):
    first = make_module()
    serve(app, first)
    asked, page = take(alice, number=9, slug="modul")
    serve(app, make_module(version="2.0"))
    alice.send(page, form_about(page, asked[0].question), reason="answer")
    session.rollback()
    assert session.scalars(select(QuestionReport.version_id)).one() == get_version(session, first).id


def test_many_who_tell_at_once_are_all_counted(database, session):
    version = get_version(session, MODULE).id
    session.rollback()

    def tell(_number):
        with database.writing() as own, own.begin():
            report_question(own, version, MODULE.questions[0].id, Reason.ANSWER)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tell, range(16)))
    assert counted(session) == {(MODULE.questions[0].id, "answer"): 16}


def test_the_newest_version_and_the_most_reported_come_first(database, session):
    for version, reports in (("1.9", 1), ("1.10", 1)):
        module = make_module(version=version)
        with database.writing() as own, own.begin():
            [row] = publish(own, [module], now())
            for question_id, times in (("a1", reports), ("b1", reports + 1)):
                for _time in range(times):
                    report_question(own, row.id, question_id, Reason.SEVERAL)
    assert [(one.version, one.question_id, one.total) for one in list_reports(session)] == [
        ("1.10", "b1", 2),
        ("1.10", "a1", 1),
        ("1.9", "b1", 2),
        ("1.9", "a1", 1),
    ]


def test_the_editor_sees_how_many_and_why_and_not_who(alice, frida):
    asked, page = take(alice)
    question = asked[0].question
    assert "Ingen har sagt att en fråga är fel." in frida.get("/redaktion/granskning").text
    assert "Läs vad läsare har anmält" not in frida.get("/redaktion").text
    alice.send(page, form_about(page, question), reason="several")
    overview, review = frida.get("/redaktion"), frida.get("/redaktion/granskning")
    assert found(r"(\d+)</td>\s*</tr>", overview.text).group(1) == "1"
    row = found(rf'<tr[^>]*>(?:(?!</tr>).)*#fraga-{question.id}"(?:(?!</tr>).)*</tr>', review.text).group()
    assert "Flera svar kan vara rätt: 1" in row
    assert question.text.sv in row
    assert 'href="/redaktion/granskning#anmalda">Läs vad läsare har anmält' in overview.text
    assert "Alice" not in review.text + overview.text
