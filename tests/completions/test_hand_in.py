"""Handing in a check: once, whole, and only one's own."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from elearn.audit.models import AuditEvent, ChainLink
from elearn.clock import now, today
from elearn.completions.models import Completion, Evidence
from elearn.modules.models import Answer, AnswerCount, Attempt
from elearn.modules.services import forget_answers
from tests.delivered import delivered_content
from tests.learner import Learner, chosen, harmless, values_of
from tests.modules.bank import make_bank, make_module, make_question, serve

MODULE = delivered_content().modules[0]
SLUG = MODULE.slug
CHECK = "/moduler/1/kunskapskontroll"


@pytest.fixture
def alice(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


def ledger(session):
    return list(session.scalars(select(Completion).order_by(Completion.seq)))


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def prepare(learner):
    """A begun check with the page and form that hand it in, and the right values."""
    page = learner.start(1)
    return page, page.form("/lamna-in"), chosen(learner.sitting(SLUG).asked)


def test_a_passed_check_is_registered_with_its_audit_event_and_leads_to_the_receipt(alice, session, world):
    answer = alice.hand_in(1, SLUG)
    (row,) = ledger(session)
    assert (answer.status, answer.headers["Location"]) == (303, f"/intyg/{row.id}")
    assert (row.person_id, row.module, row.version, row.evidence) == (
        world.alice,
        SLUG,
        MODULE.version,
        Evidence.CHECK,
    )
    assert (row.completed_on, row.recorded_by, row.corrects, row.annulled) == (today(), None, None, False)
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.actor, event.object) == ("completion.recorded", world.alice, row.id.hex)
    assert count(session, ChainLink) == 2
    assert alice.follow(answer).status == 200


def test_a_failed_check_registers_nothing_and_leads_to_the_feedback(alice, session):
    page, form, _values = prepare(alice)
    asked = alice.sitting(SLUG).asked
    must = next(one.place for one in asked if one.question.must_know)
    answer = alice.send(page, form, **chosen(asked, {must}))
    assert re.fullmatch(rf"{CHECK}/resultat/[0-9a-f-]{{36}}", answer.headers["Location"])
    assert ledger(session) == []
    assert count(session, AuditEvent) == 0
    assert session.scalars(select(Attempt)).one().passed is False


def test_one_wrong_answer_that_nobody_must_know_is_no_hindrance(alice, session):
    page, form, _values = prepare(alice)
    asked = alice.sitting(SLUG).asked
    alice.send(page, form, **chosen(asked, {harmless(asked)}))
    assert len(ledger(session)) == 1


def test_the_answers_saved_one_by_one_are_handed_in_from_the_review(alice, session):
    page, form, values = prepare(alice)
    form.action = f"{CHECK}/alla"
    review = alice.follow(alice.send(page, form, **values))
    answer = alice.send(review, review.form("/lamna-in"))
    assert answer.headers["Location"] == f"/intyg/{ledger(session)[0].id}"


def test_a_review_with_questions_unanswered_is_refused_with_a_link_to_each(alice, session):
    alice.start(1)
    review = alice.get(f"{CHECK}/granska")
    refused = alice.send(review, review.form("/lamna-in"))
    assert refused.status == 422
    assert "<title>Fel: " in refused.text
    links = re.findall(rf'<li><a href="({CHECK}/\d+)">Fråga (\d+): välj (?:ett|de) svar', refused.text)
    assert links == [(f"{CHECK}/{place}", str(place)) for place in range(1, 11)]
    assert alice.sitting(SLUG).attempt.finished_at is None


def test_a_page_with_questions_unanswered_is_refused_and_keeps_what_was_chosen(alice, session):
    page, form, values = prepare(alice)
    missing = values.pop("q4")
    refused = alice.send(page, form, **values)
    assert missing
    assert refused.status == 422
    assert re.findall(r'<li><a href="#(q\d+)">', refused.text) == ["q4"]
    kept = values_of(refused.form("/lamna-in"))
    assert {name: kept[name] for name in values} == values
    assert not alice.sitting(SLUG).answers


def test_nothing_chosen_at_all_is_refused_ten_times_over(alice):
    page, form, _values = prepare(alice)
    refused = alice.send(page, form)
    assert refused.status == 422
    assert len(re.findall(r'<li><a href="#q\d+">', refused.text)) == 10


def test_an_option_that_was_never_offered_is_refused(alice, session):
    page, form, values = prepare(alice)
    refused = alice.send(page, form, **(values | {"q2": ["finns-inte"]}))
    assert refused.status == 422
    assert "svaret finns inte bland alternativen" in refused.text
    assert ledger(session) == []


def test_the_same_form_again_leads_to_the_same_receipt_and_registers_nothing_more(alice, session):
    page, form, values = prepare(alice)
    first = alice.send(page, form, **values)
    again = alice.send(page, form, **values)
    assert (again.status, again.headers["Location"]) == (303, first.headers["Location"])
    assert len(ledger(session)) == 1
    assert set(session.scalars(select(AnswerCount.times))) == {1}


def test_another_form_under_the_same_key_is_a_conflict_and_the_first_one_stands(alice, session):
    page, form, values = prepare(alice)
    alice.send(page, form, **values)
    conflict = alice.send(page, form, **chosen([], ()), **(values | {"q1": "finns-inte"}))
    assert conflict.status == 409
    assert "Det har redan tagits emot" in conflict.text
    assert len(ledger(session)) == 1


def test_the_same_failed_form_again_leads_to_the_same_feedback(alice):
    page, form, _values = prepare(alice)
    wrong = chosen(alice.sitting(SLUG).asked, range(1, 11))
    first, again = (alice.send(page, form, **wrong) for _ in range(2))
    assert (again.status, again.headers["Location"]) == (303, first.headers["Location"])


def test_after_leaving_the_same_form_still_leads_to_the_receipt(alice, session, world):
    page, form, values = prepare(alice)
    first = alice.send(page, form, **values)
    forget_answers(session, world.alice)
    session.commit()
    assert alice.send(page, form, **values).headers["Location"] == first.headers["Location"]


@pytest.mark.parametrize("address", ["1", "alla"])
def test_an_answer_to_a_handed_in_check_is_a_conflict(alice, address):
    page, form, values = prepare(alice)
    alice.send(page, form, **values)
    form.action = f"{CHECK}/{address}"
    assert alice.send(page, form, **values).status == 409


def test_twenty_identical_submissions_at_once_register_one_completion(app, alice, database, session, world):
    _page, form, values = prepare(alice)
    body = {name: value for name, value in form.values if not re.fullmatch(r"q\d+", name)} | values
    cookies = alice.client.get_cookie("elearn")

    def send(_):
        client = app.test_client()
        client.set_cookie("elearn", cookies.value)
        return client.post(form.action, data=body)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))
    (row,) = ledger(session)
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (303, f"/intyg/{row.id}")
    }
    assert set(session.scalars(select(AnswerCount.times))) == {1}
    assert count(session, ChainLink) == 2


def test_many_people_at_once_are_all_registered_in_one_unbroken_chain(
    app, client, database, session, world, sign_in_as
):
    learners = [
        Learner(sign_in_as(app.test_client(), person_id), database, person_id)
        for person_id in list(world.people.values())[:10]
    ]
    prepared = [(learner, *prepare(learner)) for learner in learners]

    def send(entry):
        learner, page, form, values = entry
        return learner.send(page, form, **values).status

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(send, prepared)) == {303}
    assert {row.person_id for row in ledger(session)} == {learner.person_id for learner in learners}
    assert sorted(session.scalars(select(ChainLink.seq))) == list(range(1, 21))


def test_fields_that_the_form_does_not_have_change_nothing(alice, session, world):
    page, form, _values = prepare(alice)
    extra = {
        "passed": "1",
        "person_id": str(world.bob),
        "completed_on": "2020-01-01",
        "valid_until": "2099-01-01",
    }
    answer = alice.send(page, form, **chosen(alice.sitting(SLUG).asked, range(1, 11)), **extra)
    assert "/resultat/" in answer.headers["Location"]
    assert ledger(session) == []


def test_the_completion_names_the_version_that_the_check_began_on(app, alice, session):
    serve(app, make_module())
    page = alice.start(9)
    values = chosen(alice.sitting("modul").asked)
    serve(app, make_module([make_question("z"), *make_bank()], version="2.0"))
    alice.send(page, page.form("/lamna-in"), **values)
    assert [(row.module, row.version) for row in ledger(session)] == [("modul", "1.0")]


def test_handing_in_sweeps_away_what_is_older_than_a_day(alice, session, world):
    alice.hand_in(1, SLUG)
    session.execute(update(Attempt).values(finished_at=now() - timedelta(hours=24)))
    session.commit()
    alice.hand_in(2, delivered_content().modules[1].slug)
    assert count(session, Attempt) == 1
    assert count(session, Answer) == 10


def test_handing_in_without_the_form_token_is_refused(alice, session):
    page, form, values = prepare(alice)
    assert alice.send(page, form, csrf_token="", **values).status == 400
    assert ledger(session) == []
