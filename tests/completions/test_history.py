"""My training: what is asked of me and why, what is done, until when."""

import re
from datetime import timedelta

import pytest

from elearn.clock import now, today
from elearn.requirements.asides import set_aside
from elearn.requirements.services import Terms, set_hold, set_requirement
from tests.completions.asking import ask, complete
from tests.delivered import delivered_content
from tests.learner import Learner

ONE, TWO, THREE, FOUR = delivered_content().modules
TODAY = today()


def days(number):
    return TODAY + timedelta(days=number)


@pytest.fixture
def alice(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


def cards(page):
    """The cards of a page as plain text, in their order."""
    found = re.findall(r'<section class="card.*?</section>', page.text, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", card).split()) for card in found]


def test_everything_that_is_left_with_its_date_and_why(alice, session, world):
    ask(session, world, ONE.slug, since=days(-400), due_days=90)
    ask(session, world, TWO.slug, since=days(-10), due_days=90)
    ask(session, world, THREE.slug, since=days(-400), decided=False)
    session.commit()
    late, soon, advice, free = cards(alice.get("/min-utbildning"))
    assert ONE.title.sv in late
    assert "Försenad sista dag" in late
    assert "Krav: beslut av Kommunstyrelsen" in late
    assert "KS 2026/7" in late
    assert TWO.title.sv in soon
    assert "Ej klar senast" in soon
    assert THREE.title.sv in advice
    assert "Rekommenderad" in advice
    assert "senast" not in advice
    assert FOUR.title.sv in free
    assert "Frivillig" in free


def test_the_earliest_date_stands_first_whether_it_is_late_or_has_run_out(alice, session, world):
    ask(session, world, ONE.slug, since=days(-10))
    ask(session, world, TWO.slug, since=days(-900))
    ask(session, world, THREE.slug, since=days(-150))
    complete(session, world.alice, TWO.slug, days(-740), days(-9))
    session.commit()
    shown = cards(alice.get("/min-utbildning"))
    order = [next(module for module in (ONE, TWO, THREE, FOUR) if module.title.sv in card) for card in shown]
    assert order == [THREE, TWO, ONE, FOUR]


def test_what_has_run_out_is_to_be_taken_again(alice, session, world):
    ask(session, world, ONE.slug, since=days(-900))
    complete(session, world.alice, ONE.slug, days(-740), days(-9))
    session.commit()
    page = alice.get("/min-utbildning")
    assert "Behöver göras om gällde till" in cards(page)[0]
    assert "govuk-button" in page.text


def test_what_is_done_stands_with_its_days_and_in_the_history(alice, session, world):
    ask(session, world, ONE.slug, since=days(-400))
    row = complete(session, world.alice, ONE.slug, days(-5), days(700))
    old = complete(session, world.alice, ONE.slug, days(-750), days(-20))
    complete(session, world.alice, TWO.slug, days(-3))
    session.commit()
    text = alice.get("/min-utbildning").text
    done = text[text.index("<h2>Klart</h2>") :]
    assert "gäller till och med" in done
    assert re.findall(r'href="/intyg/([^"]+)"', done)[1:] == [str(row.id), str(old.id)]
    assert "Annat underlag" in done
    assert "gäller tills vidare" in done


def test_a_decision_without_a_day_is_shown_by_its_body(alice, session, world):
    ask(session, world, ONE.slug, since=days(-10), on_day=False)
    session.commit()
    card = cards(alice.get("/min-utbildning"))[0]
    assert "Krav: beslut av Kommunstyrelsen Varför står det så?" in card


def set_terms(session, world, **terms):
    """Ask everybody for the first module, by a decision."""
    decision = {"decided_by": "Kommunstyrelsen", "decided_on": days(-900), "record_number": "KS 2024/1"}
    asked = Terms(unit_id=world.units["G"], modules=(ONE.slug,), **decision, **terms)
    set_requirement(session, asked, valid_from=days(-900), at=now())


def test_a_refresher_whose_turn_it_is_stands_instead_of_the_module(alice, session, world):
    set_terms(session, world, refreshers={ONE.slug: (TWO.slug,)})
    complete(session, world.alice, ONE.slug, days(-800), days(-9))
    session.commit()
    page = alice.get("/min-utbildning")
    first, *others = cards(page)
    assert f"Nu räcker det med {TWO.title.sv}." in first
    assert 'class="govuk-button" href="/moduler/2"' in page.text
    assert not any(card.startswith(TWO.title.sv) for card in others)
    complete(session, world.alice, TWO.slug, TODAY, days(700))
    session.commit()
    page = alice.get("/min-utbildning")
    assert "gäller till och med" in page.text[page.text.index("<h2>Klart</h2>") :]
    assert not any(card.startswith(ONE.title.sv) for card in cards(page))


@pytest.mark.parametrize(
    ("left", "sentence"),
    [(30, "Förnyar du den nu räknas det till nästa period."), (90, "Förnyar du den tidigast")],
)
def test_what_is_done_says_from_when_a_renewal_counts_for_the_next_period(
    alice, session, world, left, sentence
):
    set_terms(session, world, window_days=60)
    complete(session, world.alice, ONE.slug, days(-300), days(left))
    session.commit()
    assert sentence in alice.get("/min-utbildning").text
    assert sentence in alice.get("/").text


def test_what_is_done_in_a_way_of_ones_own_has_no_day_and_says_so(alice, session, world):
    set_terms(session, world)
    set_aside(session, world.alice, ONE.slug, on=TODAY, at=now())
    session.commit()
    card = cards(alice.get("/min-utbildning"))[0]
    assert "Du gör modulen på ett annat sätt." in card
    assert "senast" not in card
    assert "Försenad" not in card


@pytest.mark.one_engine
def test_the_first_page_neither_tells_nor_urges_what_goes_another_way(alice, session, world):
    ask(session, world, ONE.slug, since=days(-400))
    ask(session, world, TWO.slug, since=days(-10))
    set_aside(session, world.alice, ONE.slug, on=TODAY, at=now())
    session.commit()
    start = alice.get("/")
    first, second = cards(start)[:2]
    assert TWO.title.sv in first
    assert ONE.title.sv in second
    assert "annat sätt" not in start.text


@pytest.mark.one_engine
def test_where_all_goes_another_way_there_is_no_next_step(alice, session, world):
    ask(session, world, *(module.slug for module in (ONE, TWO, THREE, FOUR)), since=days(-400))
    for module in (ONE, TWO, THREE, FOUR):
        set_aside(session, world.alice, module.slug, on=TODAY, at=now())
    session.commit()
    start = alice.get("/").text
    assert "nästa steg" not in start
    assert "Börja" not in start
    assert ONE.title.sv in start


@pytest.mark.one_engine
def test_the_page_of_a_module_says_that_it_is_done_and_leads_to_the_receipt(alice, session, world):
    ask(session, world, ONE.slug, since=days(-40))
    made = complete(session, world.alice, ONE.slug, days(-3), days(700))
    session.commit()
    page = alice.get("/moduler/1").text
    assert re.search(r"Klar</?.*gäller till och med", page, re.S)
    assert f'href="/intyg/{made.id}">Kvitto och intyg' in page
    assert "När du är godkänd är modulen klar" not in page
    assert "Kvitto och intyg" not in alice.get("/moduler/2").text


def test_whom_hr_helps_reads_so_at_the_top(alice, session, world):
    set_terms(session, world)
    set_hold(session, world.alice, on=TODAY, at=now(), actor=world.dana)
    session.commit()
    for page in ("/", "/min-utbildning"):
        assert "HR hjälper dig med din utbildning." in alice.get(page).text


def test_whoever_has_done_nothing_has_an_empty_history(alice):
    assert "Här samlas det du har genomfört." in alice.get("/min-utbildning").text


def test_whoever_has_done_everything_has_nothing_left(alice, session, world):
    for module in (ONE, TWO, THREE, FOUR):
        complete(session, world.alice, module.slug, TODAY)
    session.commit()
    page = alice.get("/min-utbildning")
    assert "Du är klar med allt just nu." in page.text
    assert cards(page) == []


def test_nobody_elses_training_stands_there(alice, session, world):
    row = complete(session, world.bob, ONE.slug, TODAY)
    session.commit()
    assert str(row.id) not in alice.get("/min-utbildning").text


def test_whoever_is_signed_out_is_sent_to_sign_in(client, world):
    assert client.get("/min-utbildning").headers["Location"] == "/logga-in"
