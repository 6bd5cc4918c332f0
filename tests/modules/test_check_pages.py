"""The knowledge check in the browser until it is handed in."""

import re

import pytest

from tests.delivered import delivered_content
from tests.learner import Learner, answer, chosen, found, values_of
from tests.modules.bank import make_bank, make_module, make_question, serve, translate

MODULE = delivered_content().modules[0]
CHECK = "/moduler/1/kunskapskontroll"


@pytest.fixture
def alice(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


@pytest.fixture
def bob(app, database, world, sign_in_as):
    return Learner(sign_in_as(app.test_client(), world.bob), database, world.bob)


def title(page):
    return found(r"<title>(.*?)</title>", page.text).group(1)


def answer_one(learner, place, *, right=True):
    page = learner.get(f"{CHECK}/{place}")
    asked = learner.sitting(MODULE.slug).asked[place - 1]
    return learner.send(page, page.form(f"/{place}"), **{f"q{place}": answer(asked, right=right)})


def test_the_start_page_says_what_it_takes_and_offers_both_ways(alice):
    page = alice.get(CHECK)
    assert page.status == 200
    assert title(page) == "Modul 1, kunskapskontroll – elearn"
    assert page.form("/kunskapskontroll").choices == {"way": ["one", "all"]}
    assert "minst åtta" in page.text


def test_looking_at_the_start_page_begins_nothing(alice, session):
    alice.get(CHECK)
    assert alice.get(f"{CHECK}/1").headers["Location"] == CHECK


def test_one_question_per_page_from_the_first_to_the_review(alice):
    page = alice.start(1, "one")
    for place in range(1, 11):
        assert page.address == f"{CHECK}/{place}"
        assert title(page) == f"Modul 1, fråga {place} av 10 – elearn"
        assert f"Fråga {place} av 10" in page.text
        page = alice.follow(answer_one(alice, place))
    assert page.address == f"{CHECK}/granska"
    assert "Alla frågor är besvarade" in page.text


def test_the_question_stands_as_the_heading_after_its_situation(alice):
    alice.start(1, "one")
    for one in alice.sitting(MODULE.slug).asked:
        page = alice.get(f"{CHECK}/{one.place}")
        heading = page.text.index(f'<h1 class="govuk-fieldset__heading">{one.question.text.sv}')
        if one.question.situation:
            assert page.text.index(one.question.situation.sv) < heading
        form = page.form(f"/{one.place}")
        assert form.choices[f"q{one.place}"] == [option.id for option in one.options]


def test_nothing_chosen_is_refused_with_a_link_to_the_question(alice):
    page = alice.start(1, "one")
    refused = alice.send(page, page.form("/1"))
    assert refused.status == 422
    assert title(refused).startswith("Fel: ")
    said = "de svar som stämmer" if alice.sitting(MODULE.slug).asked[0].question.several else "ett svar"
    assert f'<a href="#q1">Fråga 1: välj {said}.</a>' in refused.text
    assert 'id="q1"' in refused.text


def test_an_unknown_option_is_refused_and_not_saved(alice):
    page = alice.start(1, "one")
    refused = alice.send(page, page.form("/1"), q1="finns-inte")
    assert refused.status == 422
    assert "svaret finns inte bland alternativen" in refused.text
    assert not alice.sitting(MODULE.slug).answers


def test_a_question_can_be_skipped_and_changed_later(alice):
    alice.start(1, "one")
    answer_one(alice, 2)
    assert f'href="{CHECK}/2">Hoppa över' in alice.get(f"{CHECK}/1").text
    page = alice.get(f"{CHECK}/2")
    asked = alice.sitting(MODULE.slug).asked[1]
    assert values_of(page.form("/2"))["q2"] == answer(asked, right=True)
    answer_one(alice, 2, right=False)
    assert alice.sitting(MODULE.slug).answers[asked.question.id] == answer(asked, right=False)


def test_changing_an_answer_from_the_review_leads_back_to_it(alice):
    alice.start(1, "one")
    for place in range(1, 11):
        answer_one(alice, place)
    assert answer_one(alice, 4, right=False).headers["Location"] == f"{CHECK}/granska"


def test_what_is_answered_already_is_not_asked_again_on_the_way_on(alice):
    alice.start(1, "one")
    for place in (1, 2, 3):
        answer_one(alice, place)
    assert answer_one(alice, 1, right=False).headers["Location"] == f"{CHECK}/4"


def test_the_review_shows_what_is_chosen_and_what_is_missing(alice):
    alice.start(1, "one")
    answer_one(alice, 3)
    page = alice.get(f"{CHECK}/granska")
    assert "9 frågor är inte besvarade." in page.text
    assert page.text.count("Inte besvarad") == 9
    asked = alice.sitting(MODULE.slug).asked[2]
    assert asked.question.option(answer(asked, right=True)[0]).text.sv in page.text


def test_the_last_question_leads_to_the_review_though_others_are_missing(alice):
    alice.start(1, "one")
    assert answer_one(alice, 10).headers["Location"] == f"{CHECK}/granska"


def test_all_questions_on_one_page_can_be_saved_half_done(alice):
    page = alice.start(1, "all")
    assert page.address == f"{CHECK}/alla"
    some = {
        name: value
        for name, value in chosen(alice.sitting(MODULE.slug).asked).items()
        if name in {"q1", "q7"}
    }
    form = page.form("/lamna-in")
    form.action = f"{CHECK}/alla"
    saved = alice.send(page, form, **some)
    assert (saved.status, saved.headers["Location"]) == (303, f"{CHECK}/granska")
    values = values_of(alice.get(f"{CHECK}/alla").form("/lamna-in"))
    assert {name: values[name] for name in some} == some
    assert not {f"q{place}" for place in (2, 3, 4, 5, 6, 8, 9, 10)} & set(values)


def test_saving_an_unknown_option_half_done_is_refused(alice):
    page = alice.start(1, "all")
    form = page.form("/lamna-in")
    form.action = f"{CHECK}/alla"
    assert alice.send(page, form, q1="finns-inte").status == 422
    assert not alice.sitting(MODULE.slug).answers


def test_a_second_device_goes_on_where_the_first_one_was(app, alice, database, world, sign_in_as):
    alice.start(1, "one")
    answer_one(alice, 1)
    other = Learner(sign_in_as(app.test_client(), world.alice), database, world.alice)
    page = other.get(CHECK)
    assert "1 av 10 frågor är besvarade" in page.text
    assert other.start(1, "one").address == f"{CHECK}/2"
    assert other.sitting(MODULE.slug).attempt.id == alice.sitting(MODULE.slug).attempt.id


def test_a_way_that_does_not_exist_is_refused_and_begins_nothing(alice):
    page = alice.get(CHECK)
    refused = alice.send(page, page.form("/kunskapskontroll"), way="blindfolded")
    assert refused.status == 422
    assert alice.get(f"{CHECK}/granska").headers["Location"] == CHECK


@pytest.mark.parametrize("page", ["1", "10", "alla", "granska"])
def test_without_a_begun_check_every_page_of_it_leads_to_the_start(alice, page):
    answer = alice.get(f"{CHECK}/{page}")
    assert (answer.status, answer.headers["Location"]) == (303, CHECK)


@pytest.mark.parametrize("place", ["0", "11", "999"])
def test_a_place_outside_the_ten_is_not_found(alice, place):
    page = alice.start(1, "one")
    assert alice.get(f"{CHECK}/{place}").status == 404
    form = page.form("/1")
    form.action = f"{CHECK}/{place}"
    assert alice.send(page, form, **{f"q{place}": "a"}).status == 404


@pytest.mark.parametrize("wrong", ["", "no-uuid", "00000000-0000-4000-8000-000000000000"])
@pytest.mark.parametrize("address", ["1", "alla", "lamna-in"])
def test_an_answer_to_no_attempt_of_mine_is_not_found(alice, address, wrong):
    page = alice.start(1, "one")
    form = page.form("/1")
    form.action = f"{CHECK}/{address}"
    assert alice.send(page, form, attempt=wrong, q1="a").status == 404


def test_nobody_can_answer_or_hand_in_somebody_elses_attempt(alice, bob):
    alice.start(1, "one")
    mine = str(alice.sitting(MODULE.slug).attempt.id)
    page = bob.start(1, "one")
    for address in ("1", "alla", "lamna-in"):
        form = page.form("/1")
        form.action = f"{CHECK}/{address}"
        assert bob.send(page, form, attempt=mine, q1="a").status == 404
    assert not alice.sitting(MODULE.slug).answers


def test_an_attempt_at_one_module_cannot_be_handed_in_as_another(alice):
    alice.start(1, "one")
    page = alice.start(2, "one")
    form = page.form("/1")
    assert alice.send(page, form, attempt=str(alice.sitting(MODULE.slug).attempt.id), q1="a").status == 404


def test_fields_that_the_form_does_not_have_change_nothing(alice, world):
    page = alice.start(1, "one")
    before = alice.sitting(MODULE.slug).attempt
    asked = alice.sitting(MODULE.slug).asked[0]
    extra = {
        "passed": "true",
        "person_id": str(world.bob),
        "finished_at": "2020-01-01",
        "version_id": "1",
        "q2": "a",
    }
    alice.send(page, page.form("/1"), q1=answer(asked, right=True), **extra)
    after = alice.sitting(MODULE.slug)
    assert (
        after.attempt.passed,
        after.attempt.person_id,
        after.attempt.finished_at,
        after.attempt.version_id,
    ) == (
        None,
        before.person_id,
        None,
        before.version_id,
    )
    assert set(after.answers) == {asked.question.id}


def test_nothing_that_gives_the_answers_away_is_sent_before_the_check_is_handed_in(alice):
    pages = [alice.start(1, "one")]
    for place in range(1, 11):
        pages += [alice.get(f"{CHECK}/{place}"), alice.follow(answer_one(alice, place))]
    pages += [alice.get(f"{CHECK}/{name}") for name in ("alla", "granska")] + [
        alice.get(CHECK),
        alice.get("/moduler/1"),
    ]
    everything = "\n".join(page.text for page in pages)
    for question in MODULE.questions:
        for option in question.options:
            assert option.feedback.sv not in everything
    assert not re.search(r"correct|must_know", everything)


def test_options_stand_alike_whether_right_or_wrong(alice):
    page = alice.start(1, "all")
    found = re.findall(r'<input class="govuk-radios__input"([^>]*)>', page.text)
    alike = {re.sub(r'(id|name|value)="[^"]*"', "", attributes).strip() for attributes in found}
    assert alike == {'type="radio"'}


def test_under_the_english_interface_a_question_is_shown_whole_in_the_language_it_has(app, alice):
    serve(app, make_module())
    alice.speak("en")
    page = alice.start(9, "all")
    assert page.text.count('govuk-fieldset__legend--m" lang="sv">') == 10
    assert 'class="foreign-note"' in page.text
    serve(app, translate(make_module(version="1.1")))
    assert "English" not in alice.get("/moduler/9/kunskapskontroll/alla").text  # pinned to 1.0


def test_several_right_answers_are_boxes_and_counted_whole(app, alice):
    several = [
        make_question(question.id, goal=question.goal, must_know=question.must_know, right=("w", "z"))
        for question in make_bank()
    ]
    serve(app, make_module(several))
    page = alice.start(9, "one")
    assert 'type="checkbox"' in page.text
    assert "Flera svar är rätt. Välj alla som stämmer." in page.text
    refused = alice.send(page, page.form("/1"))
    assert refused.status == 422
    assert "Fråga 1: välj de svar som stämmer." in refused.text
    assert alice.send(page, page.form("/1"), q1=["w", "finns-inte"]).status == 422
    alice.send(page, page.form("/1"), q1=["z", "w"])
    assert list(alice.sitting("modul").answers.values()) == [["w", "z"]]
    assert ("q1", "w") in alice.get("/moduler/9/kunskapskontroll/1").form("/1").values
    page = alice.get("/moduler/9/kunskapskontroll/alla")
    halves = {f"q{place}": "w" for place in range(1, 11)}
    result = alice.follow(alice.send(page, page.form("/lamna-in"), **halves))
    assert (result.text.count("Det här stämmer också"), result.text.count("Ditt svar stämmer<")) == (10, 10)
